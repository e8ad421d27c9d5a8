/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "command/options.h"
#include "commands/commands.h"
#include "intake/input.h"
#include "member/person.h"
#include "runtime/exit-status.h"
#include "runtime/interrupt.h"
#include "runtime/output.h"
#include "speech/interrupted.h"
#include "speech/message.h"
#include "speech/progress.h"
#include "speech/text.h"
#include "speech/words.h"

#include <pecaddr/pecaddr.h>

#include <string.h>

static const struct usage usage = {
    "[FILE]",
    "Reads lines of given names, a TAB, and surnames (UTF-8), from FILE or standard\n"
    "input, and writes the local part of each person's first address, one per line.\n"
    "A line with an error gives an empty line, so that the lines stay side by side;\n"
    "the error is told on standard error.\n"
    "\n"
    "With --key COLUMN a line has three columns, and that one, 1, 2 or 3, passes\n"
    "through, in front of the answer: to join answers to what they belong to. The\n"
    "names are the other two.\n"
    "\n"
    "--format csv has the columns line, key, local_part, notes, code, error; --format\n"
    "json is one array of objects with the same names, notes being an array; code is\n"
    "that of an error, or null.\n"
    "\n"
    "  printf 'Niccol\xC3\xB2\\tD'\\''Angelo\\n' | pecaddr normalize\n"
    "\n"
    "Exit status: 0 all done; 1 some lines have errors; 2 usage; 3 output\n"
    "unavailable.\n",
};

enum { COLUMNS_WITH_KEY = 3 };

/* Two fields of the greatest length, and the TAB between them; a key of the same length. */
#define LONGEST_LINE     (2 * (size_t)PECADDR_FIELD_MAX + 1)
#define LONGEST_KEY_LINE (3 * (size_t)PECADDR_FIELD_MAX + 2)

/* What a line of the result takes at most: a key whose bytes are shown (text_show()), the local part,
   and the notes. */
#define NOTES_MAX 512
#define ROOM      (6 * LONGEST_KEY_LINE + PECADDR_LOCAL_PART_MAX + NOTES_MAX)
_Static_assert(ROOM <= OUTPUT_ROOM_MAX, "a line does not fit the block");

struct normalize {
    struct options options;
    int with_notes;
    char *key_option;
    size_t key; /* the column that passes through, from 1; 0: none */
    struct input input;
    struct output output;
    struct records *records;
    struct buffer notes; /* of one line */
    struct buffer text;
    int has_errors;
};

/* What a line came to. */
struct answer {
    struct pecaddr_text key; /* without data where there is none */
    char *local_part;
    size_t size;
    uint32_t notes;
    const char *code; /* of the error, or NULL */
    struct buffer error;
};

static const struct column columns[] = {
    {N_("line"), COLUMN_NUMBER},
    {N_("key"), COLUMN_TEXT | COLUMN_RARE},
    {N_("local_part"), COLUMN_TEXT},
    {N_("notes"), COLUMN_LIST},
    {"code", COLUMN_TEXT | COLUMN_FOR_PROGRAMS},
    {N_("error"), COLUMN_TEXT},
};

static void report(struct normalize *normalize, struct answer *answer, const struct fault *fault)
{
    answer->code = fault->code;
    if (normalize->records)
        fault_describe(&answer->error, fault);
    normalize->has_errors = 1;
    fault_report(normalize->input.name, normalize->input.line, fault);
}

/* The columns of a line: the last has what is left. The number of those that are there. */
static size_t split(struct pecaddr_text line, struct pecaddr_text fields[], size_t n)
{
    for (size_t i = 0; i + 1 < n; i++) {
        const char *tab = memchr(line.data, '\t', line.size);

        fields[i] = line;
        if (!tab)
            return i + 1;
        fields[i].size = (size_t)(tab - line.data);
        line.data = tab + 1;
        line.size -= fields[i].size + 1;
    }
    fields[n - 1] = line;
    return n;
}

static void report_length(struct normalize *normalize, struct answer *answer)
{
    const struct fault fault = {
        .code = pecaddr_status_name(PECADDR_E_TOO_LONG),
        .what = N_("the line is longer than two names of 1024 bytes can be"),
        .what_to_do = N_("is it really one person's?"),
    };

    report(normalize, answer, &fault);
}

static void report_columns(struct normalize *normalize, struct answer *answer)
{
    const struct fault fault = {
        .code = pecaddr_status_name(PECADDR_E_EMPTY),
        .what = N_("there is no TAB between given names and surname"),
        .what_to_do = N_("write given names, TAB, surname"),
    };
    const struct fault with_key = {
        .code = pecaddr_status_name(PECADDR_E_EMPTY),
        .what = N_("there are not the three columns that --key asks for"),
        .what_to_do = N_("write given names, surname and the key, with TABs between them"),
    };

    report(normalize, answer, normalize->key ? &with_key : &fault);
}

static void normalize_line(struct normalize *normalize, struct pecaddr_text line,
                           struct answer *answer)
{
    const size_t n = normalize->key ? COLUMNS_WITH_KEY : COLUMNS_WITH_KEY - 1;
    struct pecaddr_text fields[COLUMNS_WITH_KEY];
    struct pecaddr_person person = PECADDR_PERSON_INIT;
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    size_t found, given;

    if (line.size > (normalize->key ? LONGEST_KEY_LINE : LONGEST_LINE)) {
        report_length(normalize, answer);
        return;
    }
    found = split(line, fields, n);
    if (normalize->key && normalize->key <= found)
        answer->key = fields[normalize->key - 1];
    if (found < n) {
        report_columns(normalize, answer);
        return;
    }
    given = normalize->key == 1 ? 1 : 0;
    person.given = fields[given];
    person.surname = fields[given + 1 == normalize->key - 1 ? given + 2 : given + 1];
    if (pecaddr_local_part(normalize->options.scheme, &person, NULL, answer->local_part,
                           PECADDR_LOCAL_PART_MAX + 1, &answer->size, &answer->notes,
                           &error) != PECADDR_OK) {
        struct fault fault = fault_of(&error, &person);

        report(normalize, answer, &fault);
    }
}

static char *put(char *at, const char *data, size_t size)
{
    if (size)
        memcpy(at, data, size);
    return at + size;
}

/* On a terminal nothing that is in a key moves the cursor. */
static char *put_key(struct normalize *normalize, char *at, struct pecaddr_text key)
{
    if (normalize->output.is_terminal) {
        buffer_clear(&normalize->text);
        text_show(&normalize->text, key);
        key = (struct pecaddr_text){normalize->text.data, normalize->text.size};
    }
    return put(at, key.data, key.size);
}

static char *put_notes(struct normalize *normalize, char *at, uint32_t notes)
{
    *at++ = '\t';
    if (!notes)
        return at;
    buffer_clear(&normalize->notes);
    notes_names(&normalize->notes, notes);
    return put(at, normalize->notes.data, normalize->notes.size);
}

/* The answer is folded where it is written: one call of the core a line, and nothing is copied but a
   key. */
static void write_text(struct normalize *normalize, struct pecaddr_text line)
{
    char *const begin = output_room(&normalize->output, ROOM);
    char local_part[PECADDR_LOCAL_PART_MAX + 1];
    struct answer answer = {.local_part = normalize->key ? local_part : begin};
    char *at = begin;

    normalize_line(normalize, line, &answer);
    if (normalize->key) {
        at = put_key(normalize, at, answer.key);
        *at++ = '\t';
        at = put(at, local_part, answer.size);
    } else {
        at += answer.size;
    }
    if (normalize->with_notes && (!answer.code || normalize->key))
        at = put_notes(normalize, at, answer.notes);
    *at++ = '\n';
    output_wrote(&normalize->output, (size_t)(at - begin));
}

static void write_record(struct normalize *normalize, struct pecaddr_text line)
{
    char local_part[PECADDR_LOCAL_PART_MAX + 1];
    struct answer answer = {.local_part = local_part};

    normalize_line(normalize, line, &answer);
    buffer_clear(&normalize->notes);
    buffer_text(&normalize->notes, "");
    notes_names(&normalize->notes, answer.notes);
    buffer_clear(&normalize->text);
    buffer_append(&normalize->text, answer.key.data, answer.key.size);
    records_row(normalize->records, (const char *const[]){
                                        number_text(normalize->input.line),
                                        answer.key.data ? normalize->text.data : NULL,
                                        answer.code ? NULL : local_part,
                                        normalize->notes.data,
                                        answer.code,
                                        answer.error.data,
                                    });
    buffer_free(&answer.error);
}

/* Over the rest of a line that is longer than the buffer. */
static int skip_rest(struct input *input, struct input_line *line)
{
    int r = 1;

    while (line->partial && r > 0)
        r = input_line(input, line);
    return r;
}

/* The line end is no part of a line. */
static struct pecaddr_text text_in(const struct input_line *line)
{
    struct pecaddr_text text = {line->data, line->size};

    if (!line->partial && text.size && text.data[text.size - 1] == '\n')
        text.size--;
    if (!line->partial && text.size && text.data[text.size - 1] == '\r')
        text.size--;
    return text;
}

static int normalize_lines(struct normalize *normalize)
{
    struct input_line line;
    int r = 0;

    if (input_skip_bom(&normalize->input) < 0)
        return EXIT_UNAVAILABLE;
    while (!interrupt_came() && (r = input_line(&normalize->input, &line)) > 0) {
        if (normalize->records)
            write_record(normalize, text_in(&line));
        else
            write_text(normalize, text_in(&line));
        if (normalize->output.error || ferror(normalize->output.file))
            return EXIT_UNAVAILABLE;
        if (line.partial && (r = skip_rest(&normalize->input, &line)) < 0)
            break;
        progress_tell(normalize->input.line);
    }
    return r < 0 ? EXIT_UNAVAILABLE : 0;
}

/* The lines that are done are told in any case. */
static int finish(struct normalize *normalize, int status)
{
    int written;

    records_end(normalize->records);
    written = output_commit(&normalize->output);
    if (status == 0)
        status = written;
    if (!interrupt_came())
        return status;
    message("interrupted after line %zu of %s: the lines up to it are done; run the same command "
            "again for all of them",
            normalize->input.line, normalize->input.name);
    return EXIT_UNAVAILABLE;
}

/* Lines have names only: what else the first rule needs is in none of them. */
static int check_scheme(const struct options *options)
{
    static const char *const others[] = {"{province}", "{section}", "{number}"};
    const char *rule = pecaddr_scheme_rule(options->scheme, 0);

    for (size_t i = 0; i < ARRAY_SIZE(others); i++)
        if (strstr(rule, others[i]))
            return options_fault(options,
                                 "the first rule of the scheme %s, %s, needs more than names; "
                                 "use pecaddr candidates",
                                 pecaddr_scheme_name(options->scheme), rule);
    return 0;
}

static int check_key(struct normalize *normalize)
{
    const char *key = normalize->key_option;

    if (!key)
        return 0;
    if (*key < '1' || *key > '0' + COLUMNS_WITH_KEY || key[1])
        return options_fault(&normalize->options, "--key %s: give the column, 1, 2 or 3", key);
    normalize->key = (size_t)(*key - '0');
    return 0;
}

static int run(struct normalize *normalize, const char *path)
{
    int status = check_scheme(&normalize->options);

    if (status == 0)
        status = check_key(normalize);
    if (status == 0)
        status = input_open(&normalize->input, path);
    if (status)
        return status;
    status = output_open(&normalize->output, NULL);
    normalize->input.answers = &normalize->output;
    if (normalize->options.format != FORMAT_TEXT)
        normalize->records = records_begin(normalize->output.file, normalize->options.format,
                                           columns, ARRAY_SIZE(columns));
    interrupt_watch();
    progress_begin(normalize->input.fd, &normalize->input.offset, &normalize->output);
    status = normalize_lines(normalize);
    progress_end();
    status = finish(normalize, status);
    input_close(&normalize->input);
    return status ? status : normalize->has_errors ? EXIT_ROWS : EXIT_DONE;
}

int cmd_normalize(int argc, const char **argv)
{
    struct normalize normalize = {0};
    const struct poptOption own[] = {
        {"notes", 0, POPT_ARG_NONE, &normalize.with_notes, 0,
         N_("add a column with the notes on each name, joined by commas"), NULL},
        {"key", 0, POPT_ARG_STRING, &normalize.key_option, 0,
         N_("a third column that passes through: 1, 2 or 3"), N_("COLUMN")},
        POPT_TABLEEND,
    };
    int status = options_begin(&normalize.options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON && normalize.options.argument_count > 1)
        status = options_fault(&normalize.options, "one file at a time");
    if (status == OPTIONS_GO_ON)
        status = run(&normalize,
                     normalize.options.argument_count ? normalize.options.arguments[0] : "-");
    buffer_free(&normalize.notes);
    buffer_free(&normalize.text);
    options_end(&normalize.options);
    return status;
}
