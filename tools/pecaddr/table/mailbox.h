/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef MAILBOX_H
#define MAILBOX_H

#include "runtime/memory.h"
#include "table/records.h"

#include <pecaddr/registry.h>

/* All that is on record of a mailbox, as columns of CSV and JSON; the first as in a roster. Where
   something can be asked for that is not on record, `code` and `error` stand after them. */
#define MAILBOX_COLUMNS           20
#define MAILBOX_COLUMNS_AND_ERROR (MAILBOX_COLUMNS + 2)
extern const struct column mailbox_columns[MAILBOX_COLUMNS_AND_ERROR];
void mailbox_row(struct records *records, const struct pecaddr_mailbox *mailbox);

/* An address, or a holder without one, that is not on record. Either may be NULL. */
void mailbox_absent_row(struct records *records, const char *address, const char *holder,
                        const char *error);

/* A register entry as people write it: `MC A 1234`. Returns the buffer. */
#define ENTRY_WORDS_SIZE 32
const char *entry_words(char buffer[ENTRY_WORDS_SIZE], const char *province, char section,
                        uint32_t number);

/* A state in words, to be said by gettext(). */
const char *state_words(enum pecaddr_state state);

/* Whether it was issued with another register entry than its holder has now. */
int mailbox_is_transferred(const struct pecaddr_mailbox *mailbox);

/* Appends what is on record of it in words: `active, Mario Rossi, RSSMRA..., MC A 1234`. */
void mailbox_describe(struct buffer *buffer, const struct pecaddr_mailbox *mailbox);

#endif
