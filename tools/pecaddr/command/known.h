/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef KNOWN_H
#define KNOWN_H

#include "table/mailbox.h"

/*
 * What the registry knows of a person before anything is claimed: nothing is written.
 *
 *   is_asked     it was asked about the person: name and register entry are whole. Else nothing is known.
 *   address      that the person has; empty where there is none.
 *   taken        the address that the person would have, and another has, by the record or a source; or empty.
 *   has_moved    it is on record under another register entry.
 *   is_renamed   or with another name.
 *   has_returned it would come back: it is retired, or its holder has left the Order.
 *   is_refused   a claim would be refused, with the registry's own reason.
 *   state        of the mailbox with that address, when known_look_up() has asked; else 0.
 *   province, entry   likewise: its holder's Order, and register entry, on record.
 */
struct known {
    bool is_asked;
    char address[PECADDR_ADDRESS_MAX + 1];
    char taken[PECADDR_ADDRESS_MAX + 1];
    int has_moved;
    int is_renamed;
    int has_returned;
    int is_refused;
    enum pecaddr_state state;
    char province[3];
    char entry[ENTRY_WORDS_SIZE];
};

/* Asks about n persons in one go. 0, or a status with a message. */
int known_ask(struct pecaddr_registry *registry, const struct pecaddr_scheme *scheme,
              const struct pecaddr_person *const persons[], size_t n, struct known ret_known[]);

/* Looks up, in one go, the mailboxes of those of n who have one in force: reserved or active, and their holders
   have not left. 0, or a status with a message. */
int known_look_up(struct pecaddr_registry *registry, struct known known[], size_t n);

/* Whether a mailbox that was looked up is one of the person's own Order. Whoever is on record in another is a
   member there. */
bool known_is_of_order(const struct known *known, const struct pecaddr_person *person);

#endif
