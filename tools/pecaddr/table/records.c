/* SPDX-License-Identifier: BSD-3-Clause */
#include "table/records.h"

#include "runtime/memory.h"
#include "speech/colour.h"
#include "speech/text.h"
#include "table/cell.h"
#include "speech/date.h"

#include <csv.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A table's columns are as wide as the widest of so many rows; wider ones later widen them. */
#define TABLE_ROWS 1000

struct records {
    FILE *file;
    enum format format;
    const struct column *columns;
    size_t n;
    size_t rows;
    /* For a table: the rows that are not written yet, cell after cell. */
    char **cells;
    size_t waiting;
    size_t *widths;
    int *is_hidden;
    int header_written;
};

void csv_cell(struct buffer *buffer, const char *data, size_t size, char separator)
{
    int needs_quotes = 0;
    char *quoted;
    size_t quoted_size;

    for (size_t i = 0; i < size && !needs_quotes; i++)
        needs_quotes = data[i] == separator || data[i] == '"' || data[i] == '\n' || data[i] == '\r';
    if (!needs_quotes) {
        buffer_append(buffer, data, size);
        return;
    }
    quoted_size = csv_write(NULL, 0, data, size);
    quoted = memory_new(quoted_size);
    csv_write(quoted, quoted_size, data, size);
    buffer_append(buffer, quoted, quoted_size);
    free(quoted);
}

const char *number_text(unsigned long number)
{
    static char texts[8][24];
    static size_t next;
    char *text = texts[next++ % 8];

    snprintf(text, sizeof texts[0], "%lu", number);
    return text;
}

/* What a column is called in a table. */
static const char *title(const struct column *column)
{
    return language_word("title", column->name);
}

/* What stands in a cell of a table. */
static const char *shown(const struct column *column, const char *cell)
{
    static const char *const flags[] = {N_("yes"), N_("no")};

    (void)flags;
    static char moment[MOMENT_SIZE];

    if (cell && (column->kind == COLUMN_WORD || column->kind == COLUMN_FLAG))
        return language_word(column->name, cell);
    if (cell && column->kind == COLUMN_MOMENT && date_show_moment(cell, moment) == 0)
        return moment;
    return cell;
}

struct records *records_begin(FILE *file, enum format format, const struct column *columns,
                              size_t n)
{
    struct records *records = memory_new(sizeof *records);

    records->file = file;
    records->format = format;
    records->columns = columns;
    records->n = n;
    if (format == FORMAT_TEXT) {
        records->cells = memory_new(TABLE_ROWS * n * sizeof *records->cells);
        records->widths = memory_new(n * sizeof *records->widths);
        records->is_hidden = memory_new(n * sizeof *records->is_hidden);
        for (size_t i = 0; i < n; i++)
            records->widths[i] = text_width(text_of(title(&columns[i])));
    } else if (format == FORMAT_CSV) {
        for (size_t i = 0; i < n; i++)
            fprintf(file, "%s%s", i ? "," : "", columns[i].name);
        fputs("\n", file);
    }
    return records;
}

static void write_table_cell(const struct records *records, size_t column, const char *cell)
{
    size_t width = text_width(text_of(cell)), wanted = records->widths[column];
    int padding = wanted > width ? (int)(wanted - width) : 0;

    if (records->columns[column].kind == COLUMN_NUMBER)
        fprintf(records->file, "%*s%s", padding, "", cell);
    else
        fprintf(records->file, "%s%*s", cell, column + 1 < records->n ? padding : 0, "");
}

static void write_table_row(const struct records *records, char *const cells[])
{
    size_t last = records->n;

    while (last > 0 && !*cells[last - 1])
        last--;
    for (size_t i = 0; i < last; i++) {
        int is_end = i + 1 == last && records->columns[i].kind != COLUMN_NUMBER;

        if (records->is_hidden[i])
            continue;
        if (i)
            fputs("  ", records->file);
        if (is_end)
            fputs(cells[i], records->file);
        else
            write_table_cell(records, i, cells[i]);
    }
    fputs("\n", records->file);
}

/* What the rows of a whole table show, before the first is written. */
static void hide_empty_columns(struct records *records)
{
    for (size_t i = 0; i < records->n; i++) {
        int is_empty = records->columns[i].kind == COLUMN_RARE;

        for (size_t row = 0; row < records->waiting && is_empty; row++)
            is_empty = !*records->cells[row * records->n + i];
        records->is_hidden[i] = is_empty;
    }
}

static void write_table(struct records *records)
{
    size_t n = records->n;

    if (!records->header_written && records->waiting) {
        for (size_t i = 0; i < n; i++) {
            if (records->is_hidden[i])
                continue;
            if (i)
                fputs("  ", records->file);
            fputs(colour_begin(records->file, COLOUR_TITLE), records->file);
            write_table_cell(records, i, title(&records->columns[i]));
            fputs(colour_end(records->file, COLOUR_TITLE), records->file);
        }
        fputs("\n", records->file);
        records->header_written = 1;
    }
    for (size_t row = 0; row < records->waiting; row++) {
        write_table_row(records, records->cells + row * n);
        for (size_t i = 0; i < n; i++)
            free(records->cells[row * n + i]);
    }
    records->waiting = 0;
}

static void keep_table_row(struct records *records, const char *const cells[])
{
    char **row = records->cells + records->waiting * records->n;

    for (size_t i = 0; i < records->n; i++) {
        struct buffer text = {0};
        size_t width;

        buffer_text(&text, "");
        text_show(&text, text_of(shown(&records->columns[i], cells[i])));
        row[i] = text.data;
        width = text_width((struct pecaddr_text){text.data, text.size});
        if (width > records->widths[i])
            records->widths[i] = width;
    }
    if (++records->waiting == TABLE_ROWS)
        write_table(records);
}

/* A text that a spreadsheet would run has the guard before it. */
static void append_csv(struct buffer *line, const char *cell)
{
    struct buffer guarded = {0};

    if (cell_is_formula(text_of(cell)))
        buffer_text(&guarded, CELL_GUARD);
    buffer_text(&guarded, cell);
    csv_cell(line, guarded.data, guarded.size, ',');
    buffer_free(&guarded);
}

/* On a terminal nothing that is in the cells moves its cursor. */
static void write_csv_row(struct records *records, const char *const cells[])
{
    struct buffer line = {0}, shown = {0};

    for (size_t i = 0; i < records->n; i++) {
        if (i)
            buffer_text(&line, ",");
        if (cells[i])
            append_csv(&line, cells[i]);
    }
    if (isatty(fileno(records->file)) == 1)
        text_show(&shown, (struct pecaddr_text){line.data, line.size});
    else
        buffer_append(&shown, line.data, line.size);
    buffer_text(&shown, "\n");
    fwrite(shown.data, 1, shown.size, records->file);
    buffer_free(&line);
    buffer_free(&shown);
}

json_t *json_text(struct pecaddr_text text)
{
    json_t *value = text.data ? json_stringn(text.data, text.size) : json_null();
    struct buffer shown = {0};

    if (value)
        return value;
    text_show(&shown, text);
    value = json_stringn(shown.data, shown.size);
    buffer_free(&shown);
    return value;
}

void json_write(FILE *file, const json_t *value, size_t flags)
{
    char *text = json_dumps(value, flags);
    struct buffer escaped = {0};

    if (text)
        text_escape_json(&escaped, text_of(text));
    fwrite(escaped.data ? escaped.data : "", 1, escaped.size, file);
    buffer_free(&escaped);
    free(text);
}

json_t *json_list(const char *joined)
{
    json_t *list = json_array();

    while (*joined) {
        size_t size = strcspn(joined, ",");

        json_array_append_new(list, json_text((struct pecaddr_text){joined, size}));
        joined += size + (joined[size] == ',');
    }
    return list;
}

static json_t *json_cell(const char *cell, enum column_kind kind)
{
    if (!cell)
        return json_null();
    switch (kind) {
    case COLUMN_NUMBER:
        return json_integer(strtoll(cell, NULL, 10));
    case COLUMN_FLAG:
        return json_boolean(strcmp(cell, "yes") == 0);
    case COLUMN_LIST:
        return json_list(cell);
    case COLUMN_TEXT:
    case COLUMN_WORD:
    case COLUMN_RARE:
    case COLUMN_MOMENT:
        break;
    }
    return json_text(text_of(cell));
}

static void write_json_row(struct records *records, const char *const cells[])
{
    json_t *object = json_object();

    for (size_t i = 0; i < records->n; i++)
        json_object_set_new(object, records->columns[i].name,
                            json_cell(cells[i], records->columns[i].kind));
    fputs(records->rows ? ",\n" : "[\n", records->file);
    json_write(records->file, object, JSON_COMPACT);
    json_decref(object);
}

void records_row(struct records *records, const char *const cells[])
{
    if (records->format == FORMAT_TEXT)
        keep_table_row(records, cells);
    else if (records->format == FORMAT_CSV)
        write_csv_row(records, cells);
    else
        write_json_row(records, cells);
    records->rows++;
}

void records_end(struct records *records)
{
    if (!records)
        return;
    if (records->format == FORMAT_TEXT) {
        if (!records->header_written)
            hide_empty_columns(records);
        write_table(records);
    } else if (records->format == FORMAT_JSON) {
        fputs(records->rows ? "\n]\n" : "[]\n", records->file);
    }
    free(records->cells);
    free(records->widths);
    free(records->is_hidden);
    free(records);
}
