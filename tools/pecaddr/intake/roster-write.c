/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/header.h"
#include "table/cell.h"

#include "speech/message.h"
#include "speech/text.h"
#include "table/separated.h"

static char separator_of(const struct roster *roster)
{
    return roster->is_sheet ? SHEET_SEPARATOR : roster->separator;
}

static void append_separator(const struct roster *roster, struct buffer *row)
{
    const char separator = separator_of(roster);

    buffer_append(row, &separator, 1);
}

static void append_added(const struct roster *roster, struct buffer *row, const char *added)
{
    struct buffer encoded = {0};

    if (!added || !*added)
        return;
    if (roster->is_sheet) {
        sheet_cell(row, text_of(added));
        return;
    }
    encoding_encode(&roster->detection.encoding, &encoded, text_of(added));
    csv_cell(row, encoded.data, encoded.size, roster->separator);
    buffer_free(&encoded);
}

/* Whether a cell is a formula to whoever opens the file. Nearly none begins so that it has to be
   decoded to know. */
static int is_formula(const struct roster *roster, struct pecaddr_text text)
{
    struct arena arena = {0};
    struct pecaddr_text decoded = text;
    size_t offset;
    int r;

    if (!text.size || ascii_is_letter(*text.data) || ascii_is_digit(*text.data))
        return 0;
    if (encoding_decode(&roster->detection.encoding, &arena, text, &decoded, &offset) < 0)
        decoded = text;
    r = cell_needs_guard(decoded);
    arena_free(&arena);
    return r;
}

/* In a sheet every cell is UTF-8: bytes that are no characters are shown. What the file has as
   ="0123" is the text that it means. */
static void append_sheet_cell(const struct roster *roster, struct buffer *row,
                              struct pecaddr_text text)
{
    struct arena arena = {0};
    struct buffer shown = {0};
    size_t offset;

    if (encoding_decode(&roster->detection.encoding, &arena, text, &text, &offset) < 0) {
        text_show(&shown, text);
        text = (struct pecaddr_text){shown.data, shown.size};
    }
    sheet_cell(row, cell_constant(text));
    buffer_free(&shown);
    arena_free(&arena);
}

static void count_formula(struct roster *roster, const struct roster_cell *cell, size_t column)
{
    if (roster->formulas.n++ == 0) {
        roster->formulas.line = cell->line;
        roster->formulas.column = column;
    }
}

/*
 * A cell that passes: as it stands in the file, with a guard where a spreadsheet would run it. In a
 * row whose quote is not closed what stands there does not say how far a cell goes, so there it is
 * written anew.
 */
static void append_cell(struct roster *roster, struct buffer *row, const struct roster_row *from,
                        size_t column)
{
    const struct roster_cell *cell = &from->cells[column];
    int is_run = is_formula(roster, cell->text);
    size_t quote = cell->raw.size && *cell->raw.data == '"';
    struct buffer text = {0};

    if (is_run && from->line != roster->formulas.row)
        count_formula(roster, cell, column);
    if (roster->is_sheet) {
        append_sheet_cell(roster, row, cell->text);
        return;
    }
    if (from->fault == ROW_UNCLOSED) {
        buffer_text(&text, is_run ? CELL_GUARD : "");
        buffer_append(&text, cell->text.data, cell->text.size);
        csv_cell(row, text.data, text.size, roster->separator);
        buffer_free(&text);
        return;
    }
    buffer_append(row, cell->raw.data, quote);
    buffer_text(row, is_run ? CELL_GUARD : "");
    buffer_append(row, cell->raw.data + quote, cell->raw.size - quote);
}

/* A terminal shows UTF-8, whatever the roster is written in, and obeys nothing that is in it. */
static void show_line(const struct roster *roster, FILE *file, const struct buffer *line)
{
    struct arena arena = {0};
    struct buffer shown = {0};
    struct pecaddr_text text = {line->data, line->size};
    size_t offset, begin = 0;

    if (!roster->is_sheet)
        encoding_decode(&roster->detection.encoding, &arena, text, &text, &offset);
    for (size_t i = 0; i <= text.size; i++) {
        if (i < text.size && text.data[i] != '\t' && text.data[i] != '\n')
            continue;
        text_show(&shown, (struct pecaddr_text){text.data + begin, i - begin});
        buffer_append(&shown, text.data + i, i < text.size);
        begin = i + 1;
    }
    buffer_text(&shown, "\n");
    fwrite(shown.data, 1, shown.size, file);
    buffer_free(&shown);
    arena_free(&arena);
}

static void write_line(const struct roster *roster, const struct output *output,
                       struct buffer *line)
{
    if (output->is_terminal) {
        show_line(roster, output->file, line);
    } else if (roster->is_sheet) {
        buffer_text(line, SHEET_LINE_END);
        fwrite(line->data, 1, line->size, output->file);
    } else {
        buffer_text(line, roster->detection.line_ending);
        encoding_write(&roster->detection.encoding, output->file, line->data, line->size);
    }
}

/* A row with too few cells is filled up, so that the added ones stand in their columns; where one of
   them is read it gets one too many, for else, fed back, it would pass for good. Cells too many stand
   after the added, unless they are empty. */
void roster_write_row(struct roster *roster, const struct output *output,
                      const struct roster_row *row, const char *const added[ADDED_COUNT])
{
    struct buffer text = {0};
    size_t n = roster->header.n, i;

    for (i = 0; i < n; i++) {
        size_t k = 0;

        if (i)
            append_separator(roster, &text);
        while (k < ADDED_COUNT && roster->added[k] != i)
            k++;
        if (k < ADDED_COUNT)
            append_added(roster, &text, added[k]);
        else if (i < row->n)
            append_cell(roster, &text, row, i);
    }
    for (size_t k = 0; k < ADDED_COUNT && roster->added[k] == ROSTER_NO_COLUMN; k++) {
        append_separator(roster, &text);
        append_added(roster, &text, added[k]);
    }
    for (; i < row->n && row->fault != ROW_GOOD; i++) {
        append_separator(roster, &text);
        append_cell(roster, &text, row, i);
    }
    if (row->fault == ROW_CELLS && row->n < n)
        append_separator(roster, &text);
    roster->formulas.row = row->line;
    write_line(roster, output, &text);
    buffer_free(&text);
}

/* The line sep= as it was, unless another separator was forced: then it would be wrong. */
static void write_separator_line(const struct roster *roster, const struct output *output)
{
    struct buffer line = {0};

    if (!roster->named_separator || roster->is_sheet)
        return;
    if (roster->named_separator == roster->separator)
        buffer_append(&line, roster->separator_line.data, roster->separator_line.size);
    else
        buffer_format(&line, "sep=%c", roster->separator);
    write_line(roster, output, &line);
    buffer_free(&line);
}

void roster_write_header(struct roster *roster, const struct output *output)
{
    if (!output->is_terminal && roster->is_sheet)
        fputs(SHEET_MARK, output->file);
    else if (!output->is_terminal)
        encoding_write_bom(&roster->detection.encoding, output->file);
    write_separator_line(roster, output);
    roster_write_row(roster, output, &roster->header, header_added);
}
