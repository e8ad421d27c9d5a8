/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef IMPORT_NAMES_H
#define IMPORT_NAMES_H

#include "member/list.h"

/*
 * Addresses that stand beside another person's name: a column pec that was sorted by itself, or shifted.
 * An address that the row's own name does not give may be of a former name, or of an older rule; but not
 * if it is what the scheme gives to somebody else of the file, or on record. SPEC §5.
 *
 * Of each row whose name does not give its address 24 bytes are kept, and in the end only of those whose
 * address is somebody else's, with who that is. It begins zeroed.
 */
struct import_names {
    struct doubted *doubted;
    size_t n, capacity;
    struct other *others;
    size_t other_count, other_capacity;
    struct arena texts; /* of the others */
};

/* Takes a row that has facts: whether its name gives its address. When all are there, they end. */
void import_names_add(struct import_names *names, const struct pecaddr_scheme *scheme,
                      const struct list_entry *entry);
void import_names_end(struct import_names *names);

/* Whether the addresses of any are still to be looked for; and the row of somebody whose they may be. */
bool import_names_are_doubted(const struct import_names *names);
void import_names_look_at(struct import_names *names, const struct pecaddr_scheme *scheme,
                          const struct list_entry *entry);

/* The same of all who are on record; an address that is on record with whose it is, the registry holds
   against the row itself. From then on rows are asked for. 0, or a status with a message. */
int import_names_look_at_record(struct import_names *names, const struct pecaddr_scheme *scheme,
                                struct pecaddr_registry *registry);

/* Whether the address of a row is somebody else's, by its name. Why, made in the arena. */
bool import_names_deny(const struct import_names *names, const struct list_entry *entry,
                       struct arena *arena, struct fault *ret_fault);

void import_names_free(struct import_names *names);

#endif
