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

/* What a message calls a column, and how the header may. */
extern const char *const header_field_columns[ROSTER_FIELDS];

/* A header cell as the table of synonyms has it; and the field that is called so, or ROSTER_FIELDS. */
void header_simplify(const struct roster *roster, const struct roster_cell *cell,
                     struct buffer *name);
enum roster_field header_field_named(const char *name);

/* How many columns of a header are known: how much sense it makes. */
size_t header_count_known(const struct roster *roster, const struct roster_row *header);

/* What a cell says, in quotes, shortened; and what the header calls a column. */
void header_show_cell(const struct roster *roster, struct buffer *buffer,
                      const struct roster_cell *cell);
void header_show(const struct roster *roster, size_t column, struct buffer *buffer);

/* Finds out which column is which. 0, or EXIT_USAGE with a message. */
int header_find_columns(struct roster *roster);

#endif
