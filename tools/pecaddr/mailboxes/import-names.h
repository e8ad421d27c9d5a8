/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef IMPORT_NAMES_H
#define IMPORT_NAMES_H

#include "member/list.h"

/*
 * Rows that contradict themselves: a column that was sorted by itself, shifted or pasted over. SPEC §5.
 *
 *   crossed      of which the address is by name what the scheme gives to somebody else of the file, or
 *                on record.
 *   unlike       of which the name gives the address at no level, whatever the entry, crossed or not: it may
 *                be of a former name, or of an older rule.
 *   mismatched   of which the codice fiscale is not of the name.
 *   …_close      of them, how many follow each other at most, with one line between them at most: a block
 *                that was shifted or pasted.
 *   named, with_holder   the rows with facts that have a name, and an address of the scheme's domain that may
 *                be a person's, or a codice fiscale.
 *
 * Of each of them 24 bytes are kept, and with those that are crossed whose their address is. What is on
 * record with whose it is, the registry holds against the row itself: it is none of them. It begins zeroed.
 */
struct import_names {
    struct doubted *doubted;
    size_t n, capacity;
    struct other *others;
    size_t other_count, other_capacity;
    struct arena texts; /* of the others */
    size_t named, with_holder;
    size_t crossed, unlike, mismatched;
    size_t crossed_close, unlike_close, mismatched_close;
};

/* Takes a row that has facts. When all are there, they end. */
void import_names_add(struct import_names *names, const struct pecaddr_scheme *scheme,
                      const struct list_entry *entry);
void import_names_end(struct import_names *names);

/* Whether the addresses of any are still to be looked for; and the row of somebody whose they may be. */
bool import_names_are_doubted(const struct import_names *names);
void import_names_look_at(struct import_names *names, const struct pecaddr_scheme *scheme,
                          const struct list_entry *entry);

/* The same of all who are on record. From then on they are counted, and rows are asked for. 0, or a status
   with a message. */
int import_names_look_at_record(struct import_names *names, const struct pecaddr_scheme *scheme,
                                struct pecaddr_registry *registry);

/* Whether a row is crossed. Why, made in the arena. */
bool import_names_deny(const struct import_names *names, const struct list_entry *entry,
                       struct arena *arena, struct fault *ret_fault);
bool import_names_are_unlike(const struct import_names *names, const struct list_entry *entry);
bool import_names_are_mismatched(const struct import_names *names, const struct list_entry *entry);

/* Whether the address of a row is that of its given name and surname exchanged. */
bool import_names_are_exchanged(const struct pecaddr_scheme *scheme,
                                const struct list_entry *entry);

void import_names_free(struct import_names *names);

#endif
