/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_IMPORT_FACTS_H
#define PECADDR_REGISTRY_IMPORT_FACTS_H

#include "rules/import.h"

/* Of an address that is on record without its facts. */
#define RECEIPT_BLOCKED "blocked"

/* The address, folded; false: it is none. */
bool registry_import_read_address(const struct pecaddr_mailbox *mailbox,
                                  char ret_address[PECADDR_ADDRESS_MAX + 1]);

/* The facts that are there, each checked and folded by itself; PECADDR_OK, or the first that is
 * wrong, which is left out, and which one it is. */
int registry_import_read_facts(const struct pecaddr_mailbox *mailbox, struct record *ret_record,
                               uint32_t *ret_fact);

/* Nothing is said of its state. */
bool registry_import_is_as_on_record(const struct pecaddr_mailbox *mailbox);

/* What the caller himself does not believe. */
bool registry_import_is_blocked(const struct pecaddr_mailbox *mailbox);

/* Whether anything is known of a record's holder. */
bool registry_import_knows(const struct record *record);

#endif
