/* SPDX-License-Identifier: BSD-3-Clause */
#include "table/table.h"

#include "runtime/memory.h"
#include "runtime/terminal.h"
#include "speech/colour.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

/* A table's columns are as wide as the widest of so many rows; wider ones later widen them. */
#define TABLE_ROWS 1000

/* What stands between two columns, and between a title and its fact. */
#define GAP 2

/* Sentences at the end of a row can be read in so many columns. */
#define SENTENCE_MIN 24

struct table {
    FILE *file;
    const struct column *columns;
    size_t n;
    size_t terminal; /* its columns; 0: the table goes elsewhere */
    char **cells;    /* of the rows that are not written yet, one after the other */
    size_t waiting;
    size_t *widths;
    bool *is_hidden;
    bool is_begun;  /* the titles are written */
    bool is_narrow; /* one fact below the other */
    size_t
        wrapped; /* the column of the terminal where sentences begin that need several lines; 0 */
    bool has_rows;
};

static size_t width_of(const char *text)
{
    return text_width(text_of(text));
}

struct table *table_begin(FILE *file, const struct column *columns, size_t n)
{
    struct table *table = memory_new(sizeof *table);

    table->file = file;
    table->columns = columns;
    table->n = n;
    table->terminal = terminal_columns(file);
    table->cells = memory_new(TABLE_ROWS * n * sizeof *table->cells);
    table->widths = memory_new(n * sizeof *table->widths);
    table->is_hidden = memory_new(n * sizeof *table->is_hidden);
    for (size_t i = 0; i < n; i++) {
        table->is_hidden[i] = !column_is_for_people(&columns[i]);
        table->widths[i] = width_of(column_title(&columns[i]));
    }
    return table;
}

static void write_title(const struct table *table, size_t column, size_t padding)
{
    const bool is_number = column_kind(&table->columns[column]) == COLUMN_NUMBER;

    fprintf(table->file, "%*s%s%s%s%*s", is_number && !table->is_narrow ? (int)padding : 0, "",
            colour_begin(table->file, COLOUR_TITLE), column_title(&table->columns[column]),
            colour_end(table->file, COLOUR_TITLE),
            is_number && !table->is_narrow ? 0 : (int)padding, "");
}

/* A fact from a column of the terminal on, its words in as many lines as they need. */
static void write_wrapped(const struct table *table, const char *words, size_t column)
{
    size_t at = column;

    while (*words) {
        size_t size = strcspn(words, " ");
        size_t width = text_width((struct pecaddr_text){words, size});

        if (at > column && at + 1 + width > table->terminal) {
            fprintf(table->file, "\n%*s", (int)column, "");
            at = column;
        } else if (at > column) {
            fputs(" ", table->file);
            at++;
        }
        fwrite(words, 1, size, table->file);
        at += width;
        words += size + strspn(words + size, " ");
    }
    fputs("\n", table->file);
}

/* Side by side. */

static bool is_last_shown(const struct table *table, size_t column)
{
    for (size_t i = column + 1; i < table->n; i++)
        if (!table->is_hidden[i])
            return false;
    return true;
}

static void write_titles(const struct table *table)
{
    bool is_first = true;

    for (size_t i = 0; i < table->n; i++) {
        const bool is_last = is_last_shown(table, i);

        if (table->is_hidden[i])
            continue;
        fprintf(table->file, "%*s", is_first ? 0 : GAP, "");
        is_first = false;
        write_title(table, i,
                    is_last && column_kind(&table->columns[i]) != COLUMN_NUMBER
                        ? 0
                        : table->widths[i] - width_of(column_title(&table->columns[i])));
    }
    fputs("\n", table->file);
}

static void write_cell(const struct table *table, size_t column, const char *cell, bool is_end)
{
    size_t width = width_of(cell), wanted = table->widths[column];
    int padding = wanted > width ? (int)(wanted - width) : 0;

    if (column_kind(&table->columns[column]) == COLUMN_NUMBER)
        fprintf(table->file, "%*s%s", padding, "", cell);
    else
        fprintf(table->file, "%s%*s", cell, is_end ? 0 : padding, "");
}

static void write_row(const struct table *table, char *const cells[])
{
    size_t end = table->n;
    bool is_first = true;

    while (end > 0 && (table->is_hidden[end - 1] || !*cells[end - 1]))
        end--;
    for (size_t i = 0; i < end; i++) {
        if (table->is_hidden[i])
            continue;
        fprintf(table->file, "%*s", is_first ? 0 : GAP, "");
        is_first = false;
        if (table->wrapped && is_last_shown(table, i)) {
            write_wrapped(table, cells[i], table->wrapped);
            return;
        }
        write_cell(table, i, cells[i], i + 1 == end);
    }
    fputs("\n", table->file);
}

/* One below the other. */

/* The columns that the longest title takes, of facts that are shown. */
static size_t title_width(const struct table *table)
{
    size_t widest = 0;

    for (size_t i = 0; i < table->n; i++) {
        size_t width = width_of(column_title(&table->columns[i]));

        if (!table->is_hidden[i] && width > widest)
            widest = width;
    }
    return widest;
}

static void write_facts(struct table *table, char *const cells[])
{
    const size_t column = title_width(table) + GAP;

    if (table->has_rows)
        fputs("\n", table->file);
    for (size_t i = 0; i < table->n; i++) {
        if (table->is_hidden[i] || !*cells[i])
            continue;
        write_title(table, i, column - width_of(column_title(&table->columns[i])));
        write_wrapped(table, cells[i], column);
    }
}

/* Both. */

/* What nobody of a whole table has is not shown. */
static void hide_empty_columns(struct table *table)
{
    for (size_t i = 0; i < table->n; i++) {
        bool is_empty = table->columns[i].kind & COLUMN_RARE;

        for (size_t row = 0; row < table->waiting && is_empty; row++)
            is_empty = !*table->cells[row * table->n + i];
        table->is_hidden[i] |= is_empty;
    }
}

/* How the rows are laid out: as a table, if need be one whose sentences are wrapped; or else each
   fact in a line. */
static void lay_out(struct table *table)
{
    size_t width = 0, last = 0;
    enum column_kind kind;

    for (size_t i = 0; i < table->n; i++) {
        if (table->is_hidden[i])
            continue;
        width += table->widths[i] + (width ? GAP : 0);
        last = i;
    }
    if (!table->terminal || width <= table->terminal)
        return;
    width -= table->widths[last];
    kind = column_kind(&table->columns[last]);
    if ((kind == COLUMN_TEXT || kind == COLUMN_WORD) && width + SENTENCE_MIN <= table->terminal)
        table->wrapped = width;
    else
        table->is_narrow = true;
}

static void write_waiting(struct table *table)
{
    if (!table->is_begun && table->waiting) {
        lay_out(table);
        if (!table->is_narrow)
            write_titles(table);
        table->is_begun = true;
    }
    for (size_t row = 0; row < table->waiting; row++) {
        char **cells = table->cells + row * table->n;

        if (table->is_narrow)
            write_facts(table, cells);
        else
            write_row(table, cells);
        table->has_rows = true;
        for (size_t i = 0; i < table->n; i++)
            free(cells[i]);
    }
    table->waiting = 0;
}

void table_row(struct table *table, const char *const cells[])
{
    char **row = table->cells + table->waiting * table->n;

    for (size_t i = 0; i < table->n; i++) {
        struct buffer text = {0};
        size_t width;

        buffer_text(&text, "");
        if (!table->is_hidden[i])
            text_show(&text, text_of(column_shown(&table->columns[i], cells[i])));
        row[i] = text.data;
        width = text_width((struct pecaddr_text){text.data, text.size});
        if (width > table->widths[i])
            table->widths[i] = width;
    }
    if (++table->waiting == TABLE_ROWS)
        write_waiting(table);
}

void table_end(struct table *table)
{
    if (!table->is_begun)
        hide_empty_columns(table);
    write_waiting(table);
    free(table->cells);
    free(table->widths);
    free(table->is_hidden);
    free(table);
}
