/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SEPARATED_H
#define SEPARATED_H

#include "runtime/memory.h"
#include "table/column.h"

#include <pecaddr/pecaddr.h>

/*
 * Rows of separated cells: CSV for programs (commas, LF, names), and sheets, which a spreadsheet
 * opens right where Italian is spoken: UTF-8 with its mark, semicolons, CRLF, titles, and cells as
 * people write them. A sheet has digits that a spreadsheet would spoil (zeros in front, more than
 * fifteen) as the text that they are, ="0123".
 */

/* What a sheet begins with, by which it is known for UTF-8. */
#define SHEET_MARK "\xEF\xBB\xBF"

#define SHEET_SEPARATOR ';'
#define SHEET_LINE_END  "\r\n"

/* Appends a cell as it must be written, in quotes where it must be. */
void csv_cell(struct buffer *buffer, const char *data, size_t size, char separator);

/* The same for a cell of a sheet: with the guard before a formula, and digits that stay. */
void sheet_cell(struct buffer *buffer, struct pecaddr_text text);

/* Appends the header, or a row: with its line end. A cell that is NULL is empty. */
void separated_header(struct buffer *line, bool is_sheet, const struct column *columns, size_t n);
void separated_row(struct buffer *line, bool is_sheet, const struct column *columns, size_t n,
                   const char *const cells[]);

/* Appends a row as a terminal may show it, with its line end. */
void separated_show(struct buffer *buffer, struct pecaddr_text line);

#endif
