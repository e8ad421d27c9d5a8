/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef MAILBOX_H
#define MAILBOX_H

#include "records.h"

#include <pecaddr/registry.h>

/* All that is on record of a mailbox, as columns of CSV and JSON; the first as in a roster. */
#define MAILBOX_COLUMNS 16
extern const struct column mailbox_columns[MAILBOX_COLUMNS];
void mailbox_row(struct records *records, const struct pecaddr_mailbox *mailbox);

#endif
