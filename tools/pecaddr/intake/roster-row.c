/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/roster.h"

#include "base/array.h"
#include "runtime/exit-status.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/text.h"

#include <string.h>

/* What a row is as a whole: somebody's, nobody's, or broken. */

static size_t line_of(const struct roster *roster, const struct roster_cell *cell, size_t offset)
{
    size_t line = cell->line;

    for (size_t i = 0; i < offset; i++)
        line += cell->text.data[i] == roster->input.newline;
    return line;
}

/* Whether given names and surname are those of the header, as when files or pages were put one
   after the other: then perhaps with a byte order mark before the first cell. */
static int is_header_again(const struct roster *roster, const struct roster_row *row)
{
    static const enum roster_field two[] = {ROSTER_GIVEN, ROSTER_SURNAME},
                                   one[] = {ROSTER_FULL_NAME};
    int is_one = roster->column[ROSTER_FULL_NAME] != ROSTER_NO_COLUMN;
    const enum roster_field *fields = is_one ? one : two;
    static const char bom[] = "\xEF\xBB\xBF";

    if (!roster->names_persons)
        return 0;
    for (size_t i = 0; i < (is_one ? ARRAY_SIZE(one) : ARRAY_SIZE(two)); i++) {
        size_t column = roster->column[fields[i]];
        struct pecaddr_text text, name;

        if (column >= row->n || column >= roster->header.n)
            return 0;
        text = row->cells[column].text;
        name = roster->header.cells[column].text;
        if (column == 0 && text.size == name.size + 3 && memcmp(text.data, bom, 3) == 0)
            text = (struct pecaddr_text){text.data + 3, text.size - 3};
        if (text.size != name.size || memcmp(text.data, name.data, name.size) != 0)
            return 0;
    }
    return 1;
}

static int has_text(const struct roster_row *row, size_t column)
{
    return column < row->n && text_trim(row->cells[column].text).size;
}

static int is_added(const struct roster *roster, size_t column)
{
    for (size_t i = 0; i < ARRAY_SIZE(roster->added); i++)
        if (roster->added[i] == column)
            return 1;
    return 0;
}

/* How many cells have a text that pecaddr did not write, and the first two of these. */
static size_t find_texts(const struct roster *roster, const struct roster_row *row,
                         struct pecaddr_text ret_texts[2])
{
    size_t n = 0;

    for (size_t i = 0; i < row->n; i++) {
        if (!has_text(row, i) || is_added(roster, i))
            continue;
        if (n < 2)
            ret_texts[n] = text_trim(row->cells[i].text);
        n++;
    }
    return n;
}

static int has_names(const struct roster *roster, const struct roster_row *row)
{
    return has_text(row, roster->column[ROSTER_FULL_NAME]) ||
           (has_text(row, roster->column[ROSTER_GIVEN]) &&
            has_text(row, roster->column[ROSTER_SURNAME]));
}

/* What stands in a printed list between its members: a total, or the head or foot of a page. It has
   one text, or two (`Totale`, `412`), and never the names of a person. */
static enum row_fault nobodys(const struct roster *roster, const struct roster_row *row)
{
    static const char *const totals[] = {"totale", "totali", "tot"};
    static const char *const heads[] = {"pagina",   "pag",    "ordine",   "albo",       "elenco",
                                        "collegio", "stampa", "stampato", "data stampa"};
    struct pecaddr_text texts[2];
    size_t n = find_texts(roster, row, texts);

    if (!roster->names_persons || roster->header.n < 3 || n == 0 || n > 2)
        return ROW_GOOD;
    if (n == 2 && !ascii_is_digit(*texts[1].data) && has_names(roster, row))
        return ROW_GOOD;
    if (text_word_at_start(texts[0], totals, ARRAY_SIZE(totals)))
        return ROW_TOTALS;
    if (n == 1 && text_word_at_start(texts[0], heads, ARRAY_SIZE(heads)))
        return ROW_PAGE;
    return ROW_GOOD;
}

/* One that lacked cells, and was written with one too many (roster_write_row): it has no address, and
   says why. */
int roster_lacked_cells(const struct roster *roster, const struct roster_row *row)
{
    size_t pec = roster->added[ADDED_PEC], error = roster->added[ADDED_ERROR];

    return row->n == roster->header.n + 1 && pec < row->n && error < row->n &&
           !row->cells[pec].text.size && row->cells[error].text.size &&
           !row->cells[row->n - 1].text.size;
}

/* Whether every column that says who somebody is, or that he is a member, is there, and no text beyond
   the header: rows end early where their last cells are empty, or have separators too many. A list is
   read as it is meant only with all its cells: in a row that is shifted its address would be another. */
static int has_all_cells(const struct roster *roster, const struct roster_row *row)
{
    if (row->n == roster->header.n)
        return 1;
    if (roster->is_list || !roster->names_persons || roster_lacked_cells(roster, row))
        return 0;
    for (size_t i = roster->header.n; i < row->n; i++)
        if (has_text(row, i))
            return 0;
    for (size_t i = 0; i < ROSTER_ADDRESS; i++)
        if (roster->column[i] != ROSTER_NO_COLUMN && roster->column[i] >= row->n)
            return 0;
    for (size_t i = row->n; i < roster->header.n; i++)
        if (roster->standing[i] && roster->standing[i] != STANDING_REMARK)
            return 0;
    return 1;
}

void roster_judge_row(const struct roster *roster, struct roster_row *row)
{
    for (size_t i = 0; roster->detection.nul_line && i < row->n; i++) {
        const char *nul = memchr(row->cells[i].text.data, '\0', row->cells[i].text.size);

        if (nul) {
            row->fault = ROW_NUL;
            row->fault_line =
                line_of(roster, &row->cells[i], (size_t)(nul - row->cells[i].text.data));
            return;
        }
    }
    if (!roster->header.n || row->is_blank)
        return;
    row->fault_line = row->line;
    if (is_header_again(roster, row))
        row->fault = ROW_HEADER;
    else if (!roster->is_list)
        row->fault = nobodys(roster, row);
    if (row->fault == ROW_GOOD && !has_all_cells(roster, row))
        row->fault = ROW_CELLS;
}

struct fault roster_fault(const struct roster *roster, const struct roster_row *row,
                          struct arena *arena)
{
    struct fault fault = {.code = pecaddr_status_name(PECADDR_E_UNEXPECTED)};

    switch (row->fault) {
    case ROW_CELLS:
        fault_set_what(&fault, arena,
                       row->n == 1 ? N_("this row has %zu cell, the header %zu")
                                   : N_("this row has %zu cells, the header %zu"),
                       row->n, roster->header.n);
        fault.what_to_do = row->n > roster->header.n
                               ? N_("put cells that hold the separator in quotes, or remove the "
                                    "separators that are too many")
                               : N_("is a separator missing, or a quote not closed?");
        break;
    case ROW_NUL:
        fault.what = N_("this row holds a NUL byte");
        fault.what_to_do =
            roster->detection.is_unmarked_utf16
                ? N_("the file looks like UTF-16: leave --encoding out, or force utf-16")
                : N_("export the file again: it is damaged");
        break;
    case ROW_UNCLOSED:
        fault_set_what(&fault, arena, N_("the quote opened on line %zu is not closed in its row"),
                       row->fault_line);
        fault.what_to_do = N_("close it, or remove it");
        break;
    case ROW_OVERLONG:
        fault.code = pecaddr_status_name(PECADDR_E_TOO_LONG);
        fault_set_what(&fault, arena,
                       N_("this row is longer than %zu bytes, or has more than %zu cells, and is "
                          "left out"),
                       ROSTER_ROW_MAX, ROSTER_CELLS_MAX);
        fault.what_to_do = N_("look at it in the file: is it a row of the roster?");
        break;
    case ROW_HEADER:
        fault.what = N_("this row has the names of the columns again, and nobody's data");
        fault.what_to_do = N_("delete it, and look whether other rows are missing or doubled");
        break;
    case ROW_TOTALS:
        fault.what = N_("this row is a total, and nobody's data");
        fault.what_to_do = N_("delete it");
        break;
    case ROW_PAGE:
        fault.what = N_("this row is the head or foot of a page, and nobody's data");
        fault.what_to_do = N_("delete it");
        break;
    case ROW_GOOD:
        break;
    }
    return fault;
}
