/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef MAILBOX_H
#define MAILBOX_H

#include "records.h"

#include <pecaddr/registry.h>

/* All that is on record of a mailbox, as columns of CSV and JSON; the first as in a roster. */
#define MAILBOX_COLUMNS 20
extern const struct column mailbox_columns[MAILBOX_COLUMNS];
void mailbox_row(struct records *records, const struct pecaddr_mailbox *mailbox);

/* A register entry as people write it: `MC A 1234`. Returns the buffer. */
#define ENTRY_WORDS_SIZE 32
const char *entry_words(char buffer[ENTRY_WORDS_SIZE], const char *province, char section,
                        uint32_t number);

/* Whether it was issued with another register entry than its holder has now. */
int mailbox_is_transferred(const struct pecaddr_mailbox *mailbox);

/* Appends what is on record of it in words: `active, Mario Rossi, RSSMRA..., MC A 1234`. */
void mailbox_describe(struct buffer *buffer, const struct pecaddr_mailbox *mailbox);

#endif
