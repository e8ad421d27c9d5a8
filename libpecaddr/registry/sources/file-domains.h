/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_FILE_DOMAINS_H
#define PECADDR_REGISTRY_FILE_DOMAINS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How many addresses a list has of each domain. Zeroed: none. Domains are folded. */
struct domains {
    struct domain {
        char *name; /* NULL: a slot that is free */
        uint64_t n_addresses;
    } * slots;
    size_t n_slots; /* a power of two, or 0 */
    size_t n;       /* of them in use, at most half */
};

/* Counts one address more; false: out of memory. */
bool registry_domains_add(struct domains *domains, const char *domain);

uint64_t registry_domains_count(const struct domains *domains, const char *domain);

/* Whether one of the domains is longer and begins like this. */
bool registry_domains_go_on(const struct domains *domains, const char *beginning);

void registry_domains_free(struct domains *domains);

#endif
