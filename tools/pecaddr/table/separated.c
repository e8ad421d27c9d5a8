/* SPDX-License-Identifier: BSD-3-Clause */
#include "table/separated.h"

#include "speech/text.h"
#include "table/cell.h"

#include <string.h>

/* Excel keeps fifteen digits of a number. */
#define DIGITS_KEPT 15

void csv_cell(struct buffer *buffer, const char *data, size_t size, char separator)
{
    bool needs_quotes = false;

    for (size_t i = 0; i < size && !needs_quotes; i++)
        needs_quotes = data[i] == separator || data[i] == '"' || data[i] == '\n' || data[i] == '\r';
    if (!needs_quotes) {
        buffer_append(buffer, data, size);
        return;
    }
    buffer_append(buffer, "\"", 1);
    for (size_t i = 0, next; i < size; i = next) {
        const char *quote = memchr(data + i, '"', size - i);

        next = quote ? (size_t)(quote - data) + 1 : size;
        buffer_append(buffer, data + i, next - i);
        if (quote)
            buffer_append(buffer, "\"", 1);
    }
    buffer_append(buffer, "\"", 1);
}

/* Digits that a spreadsheet takes for a number, and writes otherwise. */
static bool would_be_spoiled(struct pecaddr_text text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!ascii_is_digit(text.data[i]))
            return false;
    return (text.size > 1 && text.data[0] == '0') || text.size > DIGITS_KEPT;
}

static void append_guarded(struct buffer *line, struct pecaddr_text text, char separator)
{
    struct buffer guarded = {0};

    if (!cell_needs_guard(text)) {
        csv_cell(line, text.data, text.size, separator);
        return;
    }
    buffer_text(&guarded, CELL_GUARD);
    buffer_append(&guarded, text.data, text.size);
    csv_cell(line, guarded.data, guarded.size, separator);
    buffer_free(&guarded);
}

void sheet_cell(struct buffer *buffer, struct pecaddr_text text)
{
    if (would_be_spoiled(text))
        buffer_format(buffer, "\"=\"\"%.*s\"\"\"", (int)text.size, text.data);
    else
        append_guarded(buffer, text, SHEET_SEPARATOR);
}

static void end_line(struct buffer *line, bool is_sheet)
{
    buffer_text(line, is_sheet ? SHEET_LINE_END : "\n");
}

void separated_header(struct buffer *line, bool is_sheet, const struct column *columns, size_t n)
{
    bool is_first = true;

    for (size_t i = 0; i < n; i++) {
        if (is_sheet && !column_is_for_people(&columns[i]))
            continue;
        if (!is_first)
            buffer_text(line, is_sheet ? ";" : ",");
        is_first = false;
        buffer_text(line, is_sheet ? column_title(&columns[i]) : columns[i].name);
    }
    end_line(line, is_sheet);
}

void separated_row(struct buffer *line, bool is_sheet, const struct column *columns, size_t n,
                   const char *const cells[])
{
    bool is_first = true;

    for (size_t i = 0; i < n; i++) {
        if (is_sheet && !column_is_for_people(&columns[i]))
            continue;
        if (!is_first)
            buffer_text(line, is_sheet ? ";" : ",");
        is_first = false;
        if (!cells[i])
            continue;
        if (is_sheet)
            sheet_cell(line, text_of(column_shown(&columns[i], cells[i])));
        else
            append_guarded(line, text_of(cells[i]), ',');
    }
    end_line(line, is_sheet);
}

void separated_show(struct buffer *buffer, struct pecaddr_text line)
{
    while (line.size && (line.data[line.size - 1] == '\n' || line.data[line.size - 1] == '\r'))
        line.size--;
    text_show(buffer, line);
    buffer_text(buffer, "\n");
}
