/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TABLE_H
#define TABLE_H

#include "table/column.h"

#include <stdio.h>

/*
 * A table for people: titles, and columns as wide as what stands in them. On a terminal that has no
 * room for it each row is shown one fact below the other, the rows apart by an empty line.
 */
struct table;

/* The columns must outlive it; those for programs are not shown. */
struct table *table_begin(FILE *file, const struct column *columns, size_t n);

/* One cell for each column; NULL is a fact that is not there. */
void table_row(struct table *table, const char *const cells[]);

/* Writes what is left, and frees. */
void table_end(struct table *table);

#endif
