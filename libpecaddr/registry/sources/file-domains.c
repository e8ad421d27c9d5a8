/* SPDX-License-Identifier: BSD-3-Clause */
#include "sources/file-domains.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS_MIN 64

/* The slot of a domain, or the one in which it would be. */
static struct domain *find_slot(struct domain slots[], size_t n_slots, const char *name)
{
    size_t i = (size_t)hash_bytes(HASH_BEGIN, name, strlen(name)) & (n_slots - 1);

    while (slots[i].name && strcmp(slots[i].name, name) != 0)
        i = (i + 1) & (n_slots - 1);
    return &slots[i];
}

static bool grow(struct domains *domains)
{
    size_t n_slots = domains->n_slots != 0 ? domains->n_slots * 2 : SLOTS_MIN;
    struct domain *slots = calloc(n_slots, sizeof *slots);

    if (!slots)
        return false;
    for (size_t i = 0; i < domains->n_slots; i++)
        if (domains->slots[i].name)
            *find_slot(slots, n_slots, domains->slots[i].name) = domains->slots[i];
    free(domains->slots);
    domains->slots = slots;
    domains->n_slots = n_slots;
    return true;
}

bool registry_domains_add(struct domains *domains, const char *domain)
{
    struct domain *slot;

    if (domains->n * 2 >= domains->n_slots && !grow(domains))
        return false;
    slot = find_slot(domains->slots, domains->n_slots, domain);
    if (!slot->name) {
        slot->name = malloc(strlen(domain) + 1);
        if (!slot->name)
            return false;
        strcpy(slot->name, domain);
        domains->n++;
    }
    slot->n_addresses++;
    return true;
}

uint64_t registry_domains_count(const struct domains *domains, const char *domain)
{
    return domains->n > 0 ? find_slot(domains->slots, domains->n_slots, domain)->n_addresses : 0;
}

bool registry_domains_go_on(const struct domains *domains, const char *beginning)
{
    size_t size = strlen(beginning);

    for (size_t i = 0; i < domains->n_slots; i++) {
        const char *name = domains->slots[i].name;

        if (name && strncmp(name, beginning, size) == 0 && name[size] != '\0')
            return true;
    }
    return false;
}

void registry_domains_free(struct domains *domains)
{
    for (size_t i = 0; i < domains->n_slots; i++)
        free(domains->slots[i].name);
    free(domains->slots);
    *domains = (struct domains){.n = 0};
}
