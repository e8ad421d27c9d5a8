/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef KNOWN_H
#define KNOWN_H

#include <pecaddr/registry.h>

/*
 * What the registry knows of a person before anything is claimed: nothing is written.
 *
 *   address      that the person has; empty where there is none.
 *   taken        the address that the person would have, and another has, by the record or a source; or empty.
 *   has_moved    it is on record under another register entry.
 *   is_renamed   or with another name.
 *   has_returned it would come back: it is retired, or its holder has left the Order.
 *   is_refused   a claim would be refused, with the registry's own reason.
 */
struct known {
    char address[PECADDR_ADDRESS_MAX + 1];
    char taken[PECADDR_ADDRESS_MAX + 1];
    int has_moved;
    int is_renamed;
    int has_returned;
    int is_refused;
};

/* Asks about n persons, who are whole, in one go. 0, or a status with a message. */
int known_ask(struct pecaddr_registry *registry, const struct pecaddr_scheme *scheme,
              const struct pecaddr_person *const persons[], size_t n, struct known ret_known[]);

#endif
