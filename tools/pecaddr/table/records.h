/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef RECORDS_H
#define RECORDS_H

#include "table/column.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * Results that are many alike, one after the other in constant memory:
 *
 *   text    a table for people (table.h)
 *   sheet   what a spreadsheet opens right, for people too (separated.h)
 *   csv     for programs, with a header row (separated.h)
 *   json    for programs, one array of objects (json.h)
 */
enum format { FORMAT_TEXT = 1, FORMAT_CSV, FORMAT_JSON, FORMAT_SHEET };

struct records;

/* The columns must outlive it. */
struct records *records_begin(FILE *file, enum format format, const struct column *columns,
                              size_t n);

/* One cell for each column, UTF-8; NULL is a fact that is not there: null, or an empty cell. */
void records_row(struct records *records, const char *const cells[]);

/* Writes what is left, and frees. */
void records_end(struct records *records);

/* A number as text, in a buffer that lives until the next few calls. */
const char *number_text(uint64_t number);

#endif
