/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef CELL_H
#define CELL_H

#include <pecaddr/pecaddr.h>

#include <stdbool.h>

/*
 * What spreadsheets and databases make of a cell, and leave in it: all texts are UTF-8.
 */

/*
 * Whether a spreadsheet that opens the file would run the cell: after white space it begins with
 * = + - or @, or with a full-width form of these (OWASP, "CSV Injection"). What can only be a value
 * is none:
 *
 *   + or - and then only digits, spaces, dots, commas   a telephone number, an amount
 *   nothing but dashes                                  how people write "none"
 *   ="0123"                                             a text, as exports write it so that zeros
 *                                                       in front stay (cell_text_in_formula())
 */
int cell_is_formula(struct pecaddr_text text);

/* The sign before a cell that makes it no formula; whether a cell that is written needs it: a formula
   does, until all are to pass as they are, for programs (--cells raw). */
#define CELL_GUARD "'"
bool cell_needs_guard(struct pecaddr_text text);
void cell_pass_all(void);

/* The text of a cell as people mean it: what stands in ="0123", and without the guard that was put
   before a formula. */
struct pecaddr_text cell_meant(struct pecaddr_text text);

/* What stands in ="0123"; any other text is itself. */
struct pecaddr_text cell_constant(struct pecaddr_text text);

/* An error that a formula left: #RIF!, #REF! … and cells too narrow, ####; but not #N/D, which says
   that there is nothing. */
int cell_is_error(struct pecaddr_text text);

#endif
