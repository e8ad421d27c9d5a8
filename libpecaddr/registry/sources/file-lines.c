/* SPDX-License-Identifier: BSD-3-Clause */
#include "sources/file-lines.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static bool fill(struct reader *reader)
{
    ssize_t size;

    do
        size = read(reader->fd, reader->buffer, sizeof reader->buffer);
    while (size < 0 && errno == EINTR);
    if (size < 0)
        reader->failure = errno;
    reader->position = 0;
    reader->size = size > 0 ? (size_t)size : 0;
    return size > 0;
}

/* The next byte, not taken yet; -1 at the end. */
static int peek(struct reader *reader)
{
    if (reader->position == reader->size && !fill(reader))
        return -1;
    return reader->buffer[reader->position];
}

static void take(struct reader *reader)
{
    reader->position++;
    reader->offset++;
}

static bool is_column_separator(int c)
{
    return c == ';' || c == ',' || c == '\t';
}

static bool is_separator(int c)
{
    return is_column_separator(c) || c == ' ';
}

static bool is_line_end(int c)
{
    return c == '\n' || c == '\r' || c == -1;
}

static void read_field(struct reader *reader, struct line *line)
{
    bool quoted = peek(reader) == '"';
    int c;

    if (quoted)
        take(reader);
    line->offset = reader->offset;
    while (c = peek(reader), !is_line_end(c) && (quoted ? c != '"' : !is_separator(c))) {
        line->has_at = line->has_at || c == '@';
        if (line->size < FIELD_MAX)
            line->field[line->size++] = (char)c;
        take(reader);
    }
    if (quoted && c == '"') {
        take(reader);
        c = peek(reader);
        line->broken = !is_line_end(c) && !is_separator(c);
    } else {
        line->broken = quoted;
    }
}

static void skip_rest(struct reader *reader, struct line *line)
{
    bool has_columns = is_column_separator(peek(reader));
    int c;

    while (c = peek(reader), !is_line_end(c)) {
        line->later_at = line->later_at || c == '@';
        line->open_quote = line->open_quote != (c == '"');
        line->n_cells += has_columns && !line->open_quote && is_column_separator(c);
        line->blank = line->blank && is_separator(c);
        take(reader);
    }
    line->ended = c != -1;
    if (c == '\r') {
        take(reader);
        c = peek(reader);
    }
    if (c == '\n')
        take(reader);
}

bool registry_lines_read(struct reader *reader, struct line *line)
{
    *line = (struct line){.blank = true};
    if (peek(reader) == -1)
        return false;
    while (peek(reader) == ' ')
        take(reader);
    read_field(reader, line);
    line->blank = line->size == 0 && !line->broken;
    line->rest = reader->offset;
    skip_rest(reader, line);
    return true;
}

void registry_lines_skip_mark(struct reader *reader)
{
    static const unsigned char mark[] = {0xEF, 0xBB, 0xBF};

    peek(reader);
    if (reader->size >= sizeof mark && memcmp(reader->buffer, mark, sizeof mark) == 0)
        for (size_t i = 0; i < sizeof mark; i++)
            take(reader);
}

bool registry_lines_are_utf16(struct reader *reader)
{
    peek(reader);
    return reader->size >= 2 &&
           (memcmp(reader->buffer, "\xFF\xFE", 2) == 0 ||
            memcmp(reader->buffer, "\xFE\xFF", 2) == 0 || reader->buffer[1] == '\0');
}
