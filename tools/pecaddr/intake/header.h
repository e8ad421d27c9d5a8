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

/* How plainly a name says what a column is. */
enum header_clarity {
    HEADER_VAGUE, /* the values decide: N., Matricola, Settore */
    HEADER_PLAIN, /* the columns beside it decide: Numero, Provincia */
    HEADER_SURE,  /* Numero iscrizione, Provincia dell'Ordine */
};

/* A field, or ROSTER_FIELDS, and how plainly it is said. */
struct header_name {
    enum roster_field field;
    enum header_clarity clarity;
    bool is_sector; /* a section that is called a sector */
};

/* A header cell as the tables of names have it; and what is called so. */
void header_simplify(const struct roster *roster, const struct roster_cell *cell,
                     struct buffer *name);
struct header_name header_named(const char *name);

/*
 * Whether one of the words of a simplified name begins with one of some stems; one that ends in a space is
 * a whole word. And whether the name is one of some.
 */
int header_has_word(const char *name, const char *const stems[], size_t n);
/* The same of the name of a column. */
bool header_column_has_word(const struct roster *roster, size_t column, const char *const stems[],
                            size_t n);
int header_is_one_of(const char *name, const char *const names[], size_t n);

/* How many columns of a header are known: how much sense it makes. */
size_t header_count_known(const struct roster *roster, const struct roster_row *header);

/* What a cell says, in quotes, shortened; and what the header calls a column. */
void header_show_cell(const struct roster *roster, struct buffer *buffer,
                      const struct roster_cell *cell);
void header_show(const struct roster *roster, size_t column, struct buffer *buffer);

/* Finds out which column is which, also by the first rows. 0, or a status with a message. */
int header_find_columns(struct roster *roster);

/* header-beside.c: what names say together. `names` are those of all columns, simplified: the columns
   that look like ours, and are those of something else by what they stand beside, or whose names
   only begin like ours, are noted as unread. */
void header_look_beside(struct roster *roster, const struct header_name named[],
                        const char *const names[]);

/* header-values.c: what the first rows say. Columns that are called like ours, and hold something
   else, are noted as unread, and those that are not, and hold what is ours. 0, or a status with a
   message; reads on. */
int header_look_at_values(struct roster *roster, const struct header_name named[]);

/* header-unread.c: the columns that look like ours and are not read, each in a sentence: remarks; or
   messages on those that look like a field, which is lacking. */
void header_tell_unread(const struct roster *roster);
void header_blame_unread(const struct roster *roster, enum roster_field field);

#endif
