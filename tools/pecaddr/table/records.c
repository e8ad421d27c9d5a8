/* SPDX-License-Identifier: BSD-3-Clause */
#include "table/records.h"

#include "runtime/memory.h"
#include "runtime/terminal.h"
#include "speech/text.h"
#include "table/json.h"
#include "table/separated.h"
#include "table/table.h"

#include <inttypes.h>
#include <stdlib.h>

struct records {
    FILE *file;
    enum format format;
    const struct column *columns;
    size_t n;
    bool has_rows;
    bool is_on_terminal;
    struct table *table; /* FORMAT_TEXT */
    struct buffer line;  /* else: the row that is being written */
};

const char *number_text(uint64_t number)
{
    static char texts[8][24];
    static size_t next;
    char *text = texts[next++ % 8];

    snprintf(text, sizeof texts[0], "%" PRIu64, number);
    return text;
}

static void write_line(struct records *records)
{
    struct buffer shown = {0};

    if (records->is_on_terminal) { /* on which nothing that is in the cells moves the cursor */
        separated_show(&shown, (struct pecaddr_text){records->line.data, records->line.size});
        fwrite(shown.data, 1, shown.size, records->file);
        buffer_free(&shown);
    } else {
        fwrite(records->line.data, 1, records->line.size, records->file);
    }
    buffer_clear(&records->line);
}

struct records *records_begin(FILE *file, enum format format, const struct column *columns,
                              size_t n)
{
    struct records *records = memory_new(sizeof *records);

    records->file = file;
    records->format = format;
    records->columns = columns;
    records->n = n;
    records->is_on_terminal = terminal_columns(file) > 0;
    if (format == FORMAT_TEXT) {
        records->table = table_begin(file, columns, n);
    } else if (format == FORMAT_SHEET || format == FORMAT_CSV) {
        if (format == FORMAT_SHEET && !records->is_on_terminal)
            buffer_text(&records->line, SHEET_MARK);
        separated_header(&records->line, format == FORMAT_SHEET, columns, n);
        write_line(records);
    }
    return records;
}

void records_row(struct records *records, const char *const cells[])
{
    switch (records->format) {
    case FORMAT_TEXT:
        table_row(records->table, cells);
        return;
    case FORMAT_CSV:
    case FORMAT_SHEET:
        separated_row(&records->line, records->format == FORMAT_SHEET, records->columns, records->n,
                      cells);
        write_line(records);
        break;
    case FORMAT_JSON:
        buffer_text(&records->line, records->has_rows ? ",\n" : "[\n");
        json_append_row(&records->line, records->columns, records->n, cells);
        fwrite(records->line.data, 1, records->line.size, records->file);
        buffer_clear(&records->line);
        break;
    }
    records->has_rows = true;
}

void records_end(struct records *records)
{
    if (!records)
        return;
    if (records->format == FORMAT_TEXT)
        table_end(records->table);
    else if (records->format == FORMAT_JSON)
        fputs(records->has_rows ? "\n]\n" : "[]\n", records->file);
    buffer_free(&records->line);
    free(records);
}
