/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/roster.h"

#include "intake/header.h"
#include "runtime/exit-status.h"
#include "speech/message.h"
#include "speech/text.h"

#include <string.h>

/* How libcsv's memory for a cell grows, in bytes; its own step is too small for giant cells. */
#define CELL_GROWTH ((size_t)64 * 1024)

static int no_space(unsigned char c)
{
    (void)c;
    return 0;
}

/* libcsv tells the end of each cell and row. It is fed pieces that end at a separator or line end,
   so each such end is the end of the piece; what is quoted, libcsv alone decides. */
static void on_cell(void *data, size_t size, void *user)
{
    struct roster *roster = user;
    struct roster_cell cell = {
        .text = {NULL, size},
        .raw = {NULL, roster->raw.size - roster->cell_begin - (roster->ended ? 0 : 1)},
        .line = roster->cell_line,
        .next_line = roster->next_line,
    };

    buffer_append(&roster->texts, data, size);
    buffer_append(&roster->cells, &cell, sizeof cell);
    roster->cell_begin = roster->raw.size;
    roster->cell_line = roster->input.line;
    roster->next_line = (struct line_mark){0};
}

static void on_row(int c, void *user)
{
    struct roster *roster = user;

    (void)c;
    roster->row_done = 1;
}

static void begin_row(struct roster *roster)
{
    buffer_clear(&roster->raw);
    buffer_clear(&roster->texts);
    buffer_clear(&roster->cells);
    roster->cell_begin = 0;
    roster->row_done = 0;
    roster->next_line = (struct line_mark){0};
}

/* Forgets the row that is being read. */
static int begin_parser(struct roster *roster)
{
    if (roster->has_parser)
        csv_free(&roster->parser);
    roster->has_parser = csv_init(&roster->parser, 0) == 0;
    if (!roster->has_parser) {
        message("there is not enough memory");
        return EXIT_UNAVAILABLE;
    }
    csv_set_delim(&roster->parser, (unsigned char)roster->separator);
    csv_set_space_func(&roster->parser, no_space);
    csv_set_blk_size(&roster->parser, CELL_GROWTH);
    roster->line = (struct input_line){0};
    roster->at = 0;
    roster->ended = 0;
    begin_row(roster);
    return 0;
}

int roster_rewind(struct roster *roster)
{
    return input_seek(&roster->input, roster->begin, roster->lines_before);
}

int roster_begin(struct roster *roster, char separator)
{
    int r;

    roster->separator = separator;
    r = begin_parser(roster);
    return r ? r : roster_rewind(roster);
}

static void complain_parser(const struct roster *roster)
{
    struct csv_parser parser = roster->parser;

    message("%s:%zu: %s", roster->input.name, roster->input.line, csv_strerror(csv_error(&parser)));
}

/* The cells of the row that is done, and its bytes, in the arena. */
static void finish_row(struct roster *roster, struct arena *arena, struct roster_row *row)
{
    const char *raw = arena_copy(arena, roster->raw.data, roster->raw.size);
    const char *text = arena_copy(arena, roster->texts.data, roster->texts.size);

    *row = (struct roster_row){
        .line = roster->row_line,
        .cells = arena_new(arena, roster->cells.size),
        .n = roster->cells.size / sizeof *row->cells,
        .is_blank = 1,
    };
    if (row->n)
        memcpy(row->cells, roster->cells.data, roster->cells.size);
    for (size_t i = 0; i < row->n; i++) {
        struct roster_cell *cell = &row->cells[i];

        cell->raw.data = raw;
        raw += cell->raw.size + 1;
        cell->text.data = text;
        text += cell->text.size;
        if (text_trim(cell->text).size)
            row->is_blank = 0;
    }
    begin_row(roster);
}

/*
 * A quote that is not closed where it should be: the row ends with the line on which the quote
 * stands, the last cell being the rest of that line, and the next line is a new row. For a quote
 * that is never closed this is certain: no quote after it can have ended a cell, so no cell after
 * it is in quotes.
 */
static int give_up_cell(struct roster *roster, struct arena *arena, struct roster_row *row)
{
    struct line_mark next = roster->next_line;
    size_t begin = roster->cell_begin, end = next.in_row ? next.in_row : roster->raw.size;
    struct roster_cell cell = {.line = roster->cell_line};

    while (end > begin && (roster->raw.data[end - 1] == '\n' || roster->raw.data[end - 1] == '\r'))
        end--;
    cell.raw.size = end - begin;
    cell.text.size =
        cell.raw.size; /* with the quote: else, fed back, the row would pass for good */
    buffer_append(&roster->texts, roster->raw.data + begin, cell.text.size);
    buffer_append(&roster->cells, &cell, sizeof cell);
    finish_row(roster, arena, row);
    row->fault = ROW_UNCLOSED;
    row->fault_line = cell.line;
    row->is_blank = 0;
    if (begin_parser(roster) != 0)
        return -1;
    roster->ended = !next.in_row;
    return next.in_row && input_seek(&roster->input, next.offset, cell.line) != 0 ? -1 : 1;
}

static size_t count(const char *begin, const char *end, char c)
{
    size_t n = 0;

    while (begin < end)
        n += *begin++ == c;
    return n;
}

/*
 * Whether a quoted cell of several lines, raw[begin..end), takes in what looks like other rows: a
 * line with as many separators as the header has. (The line on which the cell ends has the row's
 * other separators too, and is only suspect if the cell's part of it has separators or quotes.)
 */
static int takes_in_rows(const struct roster *roster, size_t begin, size_t end)
{
    const char *raw = roster->raw.data, *cell_end = raw + end, *row_end = raw + roster->raw.size;
    const char *next = memchr(raw + begin, roster->input.newline, end - begin);

    while (next) {
        const char *line = next + 1, *line_end;
        int ends_cell;

        next = memchr(line, roster->input.newline, (size_t)(row_end - line));
        line_end = next ? next : row_end;
        ends_cell = line_end >= cell_end;

        if (count(line, line_end, roster->separator) == roster->header.n - 1 &&
            (!ends_cell || count(line, cell_end - 1, roster->separator) ||
             count(line, cell_end - 1, '"')))
            return 1;
        if (ends_cell)
            break;
    }
    return 0;
}

/* Whether one of the cells that are complete took in other rows: the first of them, which is then
   the open one again. */
static int reopen_cell(struct roster *roster)
{
    struct roster_cell *cells = (struct roster_cell *)(void *)roster->cells.data;
    size_t n = roster->cells.size / sizeof *cells, begin = 0, texts = 0;

    for (size_t i = 0; i < n && roster->header.n > 2; i++) {
        size_t end = begin + cells[i].raw.size;

        if (cells[i].next_line.in_row && takes_in_rows(roster, begin, end)) {
            roster->cell_begin = begin;
            roster->cell_line = cells[i].line;
            roster->next_line = cells[i].next_line;
            roster->texts.size = texts;
            roster->cells.size = i * sizeof *cells;
            return 1;
        }
        begin = end + 1;
        texts += cells[i].text.size;
    }
    return 0;
}

/* A row that is complete. If one of its cells took in others, it is the quote's fault. */
static int complete_row(struct roster *roster, struct arena *arena, struct roster_row *row)
{
    if (reopen_cell(roster))
        return give_up_cell(roster, arena, row);
    finish_row(roster, arena, row);
    roster_judge_row(roster, row);
    return 1;
}

/* The last row, where no line end follows. */
static int finish_file(struct roster *roster, struct arena *arena, struct roster_row *row)
{
    if (!roster->raw.size)
        return 0;
    csv_set_opts(&roster->parser, CSV_STRICT | CSV_STRICT_FINI);
    roster->ended = 1;
    if (csv_fini(&roster->parser, on_cell, on_row, roster) != 0) {
        reopen_cell(roster);
        return give_up_cell(roster, arena, row);
    }
    return complete_row(roster, arena, row);
}

/* A row of no end: because of a quote that was opened on an earlier line, or of its length. Then it
   ends with the line. */
static int give_up_row(struct roster *roster, struct arena *arena, struct roster_row *row)
{
    int r = 1;

    if (reopen_cell(roster) || roster->next_line.in_row)
        return give_up_cell(roster, arena, row);
    *row = (struct roster_row){.line = roster->row_line, .fault = ROW_OVERLONG};
    while (roster->line.partial && r > 0)
        r = input_line(&roster->input, &roster->line);
    return r < 0 || begin_parser(roster) != 0 ? -1 : 1;
}

/* Up to and with the next character that may end a cell. */
static size_t piece_size(const struct roster *roster)
{
    size_t i = roster->at;

    while (i < roster->line.size) {
        char c = roster->line.data[i++];

        if (c == roster->separator || c == '\n' || c == '\r')
            break;
    }
    return i - roster->at;
}

int roster_next(struct roster *roster, struct arena *arena, struct roster_row *ret_row)
{
    while (!roster->ended) {
        const char *piece;
        size_t size;

        if (roster->at == roster->line.size) {
            uint64_t offset = roster->input.offset;
            int r = input_line(&roster->input, &roster->line);

            if (r <= 0)
                return r < 0 ? -1 : finish_file(roster, arena, ret_row);
            roster->at = 0;
            if (!roster->next_line.in_row && roster->input.line != roster->cell_line)
                roster->next_line = (struct line_mark){offset, roster->raw.size};
        }
        piece = roster->line.data + roster->at;
        size = piece_size(roster);
        roster->at += size;
        if (!roster->raw.size) {
            if (size == 1 && (*piece == '\n' || *piece == '\r'))
                continue;
            roster->row_line = roster->cell_line = roster->input.line;
        }
        buffer_append(&roster->raw, piece, size);
        if (roster->raw.size > ROSTER_ROW_MAX ||
            roster->cells.size >= ROSTER_CELLS_MAX * sizeof(struct roster_cell))
            return give_up_row(roster, arena, ret_row);
        if (csv_parse(&roster->parser, piece, size, on_cell, on_row, roster) != size) {
            complain_parser(roster);
            return -1;
        }
        if (roster->row_done)
            return complete_row(roster, arena, ret_row);
    }
    return 0;
}

/* A pipe was copied: then the path has no file to compare with. */
int roster_check_unchanged(const struct roster *roster)
{
    const struct stat *before = &roster->status;
    struct stat now, named;

    if (fstat(roster->input.fd, &now) == 0 && now.st_size == before->st_size &&
        now.st_mtim.tv_sec == before->st_mtim.tv_sec &&
        now.st_mtim.tv_nsec == before->st_mtim.tv_nsec &&
        (!roster->path || stat(roster->path, &named) != 0 || !S_ISREG(named.st_mode) ||
         (named.st_dev == before->st_dev && named.st_ino == before->st_ino)))
        return 0;
    message("%s was changed while it was read; run the same command again", roster->input.name);
    return EXIT_UNAVAILABLE;
}

int roster_restart(struct roster *roster)
{
    struct arena arena = {0};
    struct roster_row header;
    int r = roster_begin(roster, roster->separator);

    if (r == 0 && roster_next(roster, &arena, &header) < 0)
        r = EXIT_UNAVAILABLE;
    arena_free(&arena);
    return r;
}
