/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef RECORDS_H
#define RECORDS_H

#include "speech/language.h" /* in which the titles of columns are marked */
#include "runtime/memory.h"

#include <pecaddr/pecaddr.h>

#include <jansson.h>
#include <stdio.h>

/*
 * Results that are many alike, one after the other in constant memory: as a table for people
 * (text), as CSV with a header row, or as one JSON array of objects. A CSV cell that a spreadsheet
 * would run as a formula has an apostrophe before it.
 */

enum format { FORMAT_TEXT = 1, FORMAT_CSV, FORMAT_JSON };

enum column_kind {
    COLUMN_TEXT,
    COLUMN_NUMBER, /* a number in JSON, to the right in a table */
    COLUMN_FLAG,   /* "yes" or "no"; true or false in JSON */
    COLUMN_WORD,   /* of a fixed few, or a sentence of ours: in the language in a table */
    COLUMN_LIST,   /* parts joined by commas; an array in JSON */
    COLUMN_RARE,   /* a text that few have: a short table in which nobody has it is without */
    COLUMN_MOMENT, /* a moment of UTC as the registry keeps it: in a table, day and hour here */
};

struct column {
    const char *name;
    enum column_kind kind;
};

struct records;

/* The columns must outlive it. */
struct records *records_begin(FILE *file, enum format format, const struct column *columns,
                              size_t n);

/* One cell for each column, UTF-8; NULL is a fact that is not there: null, or an empty cell. */
void records_row(struct records *records, const char *const cells[]);

/* Writes what is left, and frees. */
void records_end(struct records *records);

/* A number as text, in a buffer that lives until the next few calls; NULL for what is absent. */
const char *number_text(unsigned long number);

/* A cell of a CSV file as it must be written, in quotes where it must be. */
void csv_cell(struct buffer *buffer, const char *data, size_t size, char separator);

/* A text in JSON, which holds UTF-8 only: what is not shows its bytes.
   Without data: null. */
json_t *json_text(struct pecaddr_text text);

/* Writes JSON in which what a terminal would obey is written as \uXXXX, which means the same. */
void json_write(FILE *file, const json_t *value, size_t flags);

/* Parts joined by commas as an array. */
json_t *json_list(const char *joined);

#endif
