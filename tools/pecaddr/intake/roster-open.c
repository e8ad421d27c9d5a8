/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/roster.h"

#include "intake/header.h"
#include "runtime/exit-status.h"
#include "speech/message.h"
#include "speech/text.h"

#include <string.h>

/* A roster is opened: its separator, and the row that names its columns. */

#define SEPARATORS ";,\t|"

/* How much sense the header makes under a separator: by the columns that are known, then by the
   cells. */
static int try_separator(struct roster *roster, char separator, size_t *ret_known,
                         size_t *ret_worth)
{
    struct arena arena = {0};
    struct roster_row header = {0};
    int r = roster_begin(roster, separator);

    if (r == 0 && roster_next(roster, &arena, &header) < 0)
        r = EXIT_UNAVAILABLE;
    *ret_known = r ? 0 : header_count_known(roster, &header);
    *ret_worth = 1000000 * *ret_known + header.n;
    arena_free(&arena);
    return r;
}

/* The separator under which most columns are known, else under which there are most cells. */
static int detect_separator(struct roster *roster, char *ret_separator, size_t *ret_known)
{
    size_t best = 0;

    *ret_separator = ';';
    *ret_known = 0;
    for (const char *separator = SEPARATORS; *separator; separator++) {
        size_t known, worth;
        int r = try_separator(roster, *separator, &known, &worth);

        if (r)
            return r;
        if (worth > best) {
            best = worth;
            *ret_separator = *separator;
            *ret_known = known;
        }
    }
    return 0;
}

static int force_separator(const char *name, char *ret_separator)
{
    if (strcmp(name, "tab") == 0 || strcmp(name, "\\t") == 0)
        *ret_separator = '\t';
    else if (strlen(name) == 1 && strchr(SEPARATORS, *name))
        *ret_separator = *name;
    else {
        message("--separator %s is not known: it is \";\", \",\", \"|\" or tab", name);
        return EXIT_USAGE;
    }
    return 0;
}

/* What a line says after sep=, perhaps in quotes: the rest of the line, or NULL. */
static const char *after_sep(struct pecaddr_text *line)
{
    if (line->size > 1 && *line->data == '"' && line->data[line->size - 1] == '"')
        *line = (struct pecaddr_text){line->data + 1, line->size - 2};
    if (line->size < 4 || !text_equal((struct pecaddr_text){line->data, 4}, "sep="))
        return NULL;
    return line->data + 4;
}

/*
 * Excel's own first line: sep=; says what the separator is. LibreOffice saves it again with one
 * more for each column. It is none of the rows, and the file is written with it again.
 */
static int read_separator_line(struct roster *roster)
{
    struct input *input = &roster->input;
    struct input_line line = {0};
    struct pecaddr_text text;
    const char *named;
    int r = roster_rewind(roster);

    if (r != 0 || (r = input_line(input, &line)) <= 0)
        return r < 0 ? EXIT_UNAVAILABLE : r;
    while (line.size && (line.data[line.size - 1] == '\r' || line.data[line.size - 1] == '\n'))
        line.size--;
    text = (struct pecaddr_text){line.data, line.size};
    named = after_sep(&text);
    if (!named)
        return 0;
    roster->named_separator = named < text.data + text.size ? *named : '\0';
    for (const char *c = named; c < text.data + text.size; c++)
        if (!strchr(SEPARATORS, *c) || *c != *named)
            roster->named_separator = '\0';
    if (!roster->named_separator) {
        message(
            "%s:%zu: the line sep= names no separator that is known: it is \";\", \",\", \"|\" or "
            "TAB; correct or delete the line",
            input->name, input->line);
        return EXIT_USAGE;
    }
    buffer_append(&roster->separator_line, line.data, line.size);
    roster->begin = input->offset;
    roster->lines_before = input->line;
    return 0;
}

/* What the separator is called in a message. */
static const char *separator_name(char separator)
{
    return separator == '\t'  ? "TAB"
           : separator == ';' ? "\";\""
           : separator == ',' ? "\",\""
                              : "\"|\"";
}

/* The forced one, the one that the file names, or the one that makes sense. */
static int choose_separator(struct roster *roster, char forced, char *ret_separator)
{
    char named = roster->named_separator, detected;
    size_t known, known_as_named, worth;
    int r;

    *ret_separator = forced ? forced : named;
    if (forced && named && forced != named)
        remark("%s:%zu: the line sep= names %s; read with %s, which is forced", roster->input.name,
               roster->lines_before, separator_name(named), separator_name(forced));
    if (forced)
        return 0;
    if ((r = detect_separator(roster, &detected, &known)) != 0)
        return r;
    if (!named) {
        *ret_separator = detected;
        return 0;
    }
    if ((r = try_separator(roster, named, &known_as_named, &worth)) != 0)
        return r;
    if (known <= known_as_named)
        return 0;
    message("%s:%zu: the line sep= names %s, but the columns make sense with %s; correct or delete "
            "the line, or force --separator",
            roster->input.name, roster->lines_before, separator_name(named),
            separator_name(detected));
    return EXIT_USAGE;
}

static int read_header(struct roster *roster, int may_be_empty)
{
    int r = roster_next(roster, &roster->header_arena, &roster->header);

    if (r < 0)
        return EXIT_UNAVAILABLE;
    if (r == 0 && may_be_empty)
        return 0;
    if (r == 0) {
        message("%s is empty; its first row must name the columns, such as nome;cognome;provincia;"
                "sezione;numero;codice_fiscale",
                roster->input.name);
        return EXIT_USAGE;
    }
    if (roster->header.fault) {
        struct fault fault = roster_fault(roster, &roster->header, &roster->header_arena);

        fault_report(roster->input.name, roster->header.line, &fault);
        return EXIT_USAGE;
    }
    return header_find_columns(roster);
}

/* Over the comments and empty lines at the beginning of a list. */
static int skip_comments(struct roster *roster)
{
    struct input *input = &roster->input;
    struct input_line line;
    int in_comment = 0, r;

    if ((r = roster_rewind(roster)) != 0)
        return r;
    while ((r = input_line(input, &line)) > 0) {
        struct pecaddr_text text = text_trim((struct pecaddr_text){line.data, line.size});

        if (!in_comment && text.size && *text.data != '#')
            return 0;
        in_comment = line.partial;
        roster->begin = input->offset;
        roster->lines_before = input->line;
    }
    return r < 0 ? EXIT_UNAVAILABLE : 0;
}

static int open_file(struct roster *roster, const char *path, const char *encoding,
                     const char *separator, int is_list)
{
    char forced = 0, chosen;
    int r;

    *roster = (struct roster){.input.fd = -1, .is_list = is_list};
    for (size_t i = 0; i < ROSTER_FIELDS; i++)
        roster->column[i] = ROSTER_NO_COLUMN;
    if (separator && (r = force_separator(separator, &forced)) != 0)
        return r;
    if ((r = input_open(&roster->input, path)) != 0 ||
        (r = input_make_seekable(&roster->input)) != 0)
        return r;
    roster->path = strcmp(path, "-") == 0 ? NULL : path;
    if (fstat(roster->input.fd, &roster->status) != 0) {
        input_complain(&roster->input);
        return EXIT_UNAVAILABLE;
    }
    if ((r = detect(&roster->input, encoding, &roster->detection)) != 0)
        return r;
    roster->begin = roster->detection.begin;
    if ((r = read_separator_line(roster)) != 0 || (is_list && (r = skip_comments(roster)) != 0) ||
        (r = choose_separator(roster, forced, &chosen)) != 0 ||
        (r = roster_begin(roster, chosen)) != 0)
        return r;
    return read_header(roster, is_list);
}

int roster_open(struct roster *roster, const char *path, const char *encoding,
                const char *separator)
{
    return open_file(roster, path, encoding, separator, 0);
}

int roster_open_list(struct roster *roster, const char *path, const char *encoding,
                     const char *separator)
{
    return open_file(roster, path, encoding, separator, 1);
}

void roster_close(struct roster *roster)
{
    input_close(&roster->input);
    if (roster->has_parser)
        csv_free(&roster->parser);
    arena_free(&roster->header_arena);
    buffer_free(&roster->raw);
    buffer_free(&roster->texts);
    buffer_free(&roster->cells);
    buffer_free(&roster->separator_line);
}
