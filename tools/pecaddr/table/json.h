/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef JSON_H
#define JSON_H

#include "runtime/memory.h"
#include "table/column.h"

#include <pecaddr/pecaddr.h>

#include <jansson.h>
#include <stdio.h>

/* JSON, which holds UTF-8 only: of a text that is not, the bytes are shown. What a terminal would
   obey is written as \uXXXX, which means the same. */

/* Appends a row as an object of one line. Cells are as records_row() takes them. */
void json_append_row(struct buffer *line, const struct column *columns, size_t n,
                     const char *const cells[]);

/* A text; without data: null. */
json_t *json_text(struct pecaddr_text text);

/* Parts joined by commas as an array. */
json_t *json_list(const char *joined);

void json_write(FILE *file, const json_t *value, size_t flags);

#endif
