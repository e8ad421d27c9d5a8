/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HEADER_H
#define HEADER_H

#include "intake/roster.h"

/*
 * The first row of a roster: which column is which. The part of roster.h that is about it is here
 * too.
 */

/* What the columns that pecaddr adds are called. */
extern const char *const header_added[ADDED_COUNT];

/* How many columns of a header are known: how much sense it makes. */
size_t header_count_known(const struct roster *roster, const struct roster_row *header);

/* What the header calls a column, in quotes. */
void header_show(const struct roster *roster, size_t column, struct buffer *buffer);

/* Finds out which column is which. 0, or EXIT_USAGE with a message. */
int header_find_columns(struct roster *roster);

#endif
