/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef COLUMN_H
#define COLUMN_H

#include "speech/language.h" /* in which the titles of columns are marked */

#include <stdbool.h>

/*
 * A column of a result: its name, as programs have it, and what stands in it. People (a table, a
 * sheet) are shown a title for the name, and cells in the language; programs (CSV, JSON) have what
 * is on record.
 */
enum column_kind {
    COLUMN_TEXT,
    COLUMN_NUMBER, /* a number in JSON, to the right in a table */
    COLUMN_FLAG,   /* "yes" or "no"; true or false in JSON; people have it in the language */
    COLUMN_WORD,   /* of a fixed few, or a sentence of ours: people have it in the language */
    COLUMN_LIST,   /* parts joined by commas; an array in JSON */
    COLUMN_DATE,   /* a day as the registry keeps it; people have it as they write it */
    COLUMN_MOMENT, /* a moment of UTC as the registry keeps it; people have day and hour here */
    COLUMN_KINDS = 0xF,
    /* And, joined to one of these by |: */
    COLUMN_RARE = 0x10,         /* few have it: a short table in which nobody has is without */
    COLUMN_FOR_PROGRAMS = 0x20, /* in CSV and JSON alone */
};

struct column {
    const char *name;
    unsigned kind; /* enum column_kind */
};

static inline enum column_kind column_kind(const struct column *column)
{
    return (enum column_kind)(column->kind & COLUMN_KINDS);
}

static inline bool column_is_for_people(const struct column *column)
{
    return !(column->kind & COLUMN_FOR_PROGRAMS);
}

/* What people are shown for a column's name, in a table or a sheet; and for a cell: NULL for one
   that is not there. That lives until the next call. */
const char *column_title(const struct column *column);
/* What it is called in the result, whoever that is for. */
const char *column_in_result(const struct column *column);
const char *column_shown(const struct column *column, const char *cell);

#endif
