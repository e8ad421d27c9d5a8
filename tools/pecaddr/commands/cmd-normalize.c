/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "command/options.h"
#include "commands/commands.h"
#include "intake/input.h"
#include "member/person.h"
#include "runtime/exit-status.h"
#include "runtime/interrupt.h"
#include "runtime/output.h"
#include "speech/message.h"
#include "speech/progress.h"

#include <pecaddr/pecaddr.h>

#include <string.h>

static const struct usage usage = {
    "[FILE]",
    "Reads lines of given names, a TAB, and surnames (UTF-8), from FILE or standard\n"
    "input, and writes the local part of each person's first address, one per line.\n"
    "A line with an error gives an empty line, so that the lines stay side by side;\n"
    "the error is told on standard error.\n"
    "\n"
    "--format csv has the columns line, local_part, notes, code, error; --format json\n"
    "is one array of objects with the same names, notes being an array; code is that\n"
    "of an error, or null.\n"
    "\n"
    "  printf 'Niccol\xC3\xB2\\tD'\\''Angelo\\n' | pecaddr normalize\n"
    "\n"
    "Exit status: 0 all done; 1 some lines have errors; 2 usage; 3 output\n"
    "unavailable.\n",
};

/* Two fields of the greatest length, and the TAB between them. */
#define LONGEST_LINE (2 * (size_t)PECADDR_FIELD_MAX + 1)

struct normalize {
    struct options options;
    int with_notes;
    struct input input;
    struct output output;
    struct records *records;
    int has_errors;
};

/* What a line came to. */
struct answer {
    char local_part[PECADDR_LOCAL_PART_MAX + 1];
    size_t size;
    uint32_t notes;
    const char *code; /* of the error, or NULL */
    struct buffer error;
};

static const struct column columns[] = {
    {N_("line"), COLUMN_NUMBER}, {N_("local_part"), COLUMN_TEXT},
    {N_("notes"), COLUMN_LIST},  {"code", COLUMN_TEXT | COLUMN_FOR_PROGRAMS},
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

static void normalize_line(struct normalize *normalize, const char *line, size_t size,
                           struct answer *answer)
{
    struct pecaddr_person person = {.size = sizeof person};
    struct pecaddr_error error = {.size = sizeof error};
    const char *tab;
    int r;

    if (size > LONGEST_LINE) {
        struct fault fault = {
            .code = pecaddr_status_name(PECADDR_E_TOO_LONG),
            .what = N_("the line is longer than two names of 1024 bytes can be"),
            .what_to_do = N_("is it really one person's?"),
        };

        report(normalize, answer, &fault);
        return;
    }
    tab = memchr(line, '\t', size);
    if (!tab) {
        struct fault fault = {
            .code = pecaddr_status_name(PECADDR_E_EMPTY),
            .what = N_("there is no TAB between given names and surname"),
            .what_to_do = N_("write given names, TAB, surname"),
        };

        report(normalize, answer, &fault);
        return;
    }
    person.given = (struct pecaddr_text){line, (size_t)(tab - line)};
    person.surname = (struct pecaddr_text){tab + 1, size - person.given.size - 1};
    r = pecaddr_local_part(normalize->options.scheme, &person, NULL, answer->local_part,
                           sizeof answer->local_part, &answer->size, &answer->notes, &error);
    if (r != PECADDR_OK) {
        struct fault fault = fault_of(&error, &person);

        report(normalize, answer, &fault);
    }
}

static void write_text(struct normalize *normalize, const struct answer *answer)
{
    FILE *file = normalize->output.file;

    if (answer->size > 0)
        fwrite(answer->local_part, 1, answer->size, file);
    if (normalize->with_notes && !answer->code) {
        struct buffer notes = {0};

        fputc('\t', file);
        notes_names(&notes, answer->notes);
        if (notes.size > 0)
            fwrite(notes.data, 1, notes.size, file);
        buffer_free(&notes);
    }
    fputc('\n', file);
}

static void write_record(struct normalize *normalize, const struct answer *answer)
{
    struct buffer notes = {0};

    buffer_text(&notes, "");
    notes_names(&notes, answer->notes);
    records_row(normalize->records, (const char *const[]){
                                        number_text(normalize->input.line),
                                        answer->code ? NULL : answer->local_part,
                                        notes.data,
                                        answer->code,
                                        answer->error.data,
                                    });
    buffer_free(&notes);
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
static size_t size_of(const struct input_line *line)
{
    size_t size = line->size;

    if (!line->partial && size && line->data[size - 1] == '\n')
        size--;
    if (!line->partial && size && line->data[size - 1] == '\r')
        size--;
    return size;
}

static int normalize_lines(struct normalize *normalize)
{
    struct input_line line;
    int r = 0;

    if (input_skip_bom(&normalize->input) < 0)
        return EXIT_UNAVAILABLE;
    while (!interrupt_came() && (r = input_line(&normalize->input, &line)) > 0) {
        struct answer answer = {0};

        normalize_line(normalize, line.data, size_of(&line), &answer);
        if (normalize->records)
            write_record(normalize, &answer);
        else
            write_text(normalize, &answer);
        buffer_free(&answer.error);
        if (ferror(normalize->output.file))
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

static int run(struct normalize *normalize, const char *path)
{
    int status;

    status = check_scheme(&normalize->options);
    if (status)
        return status;
    status = input_open(&normalize->input, path);
    if (status)
        return status;
    status = output_open(&normalize->output, NULL);
    normalize->input.answers = &normalize->output;
    if (normalize->options.format != FORMAT_TEXT)
        normalize->records = records_begin(normalize->output.file, normalize->options.format,
                                           columns, ARRAY_SIZE(columns));
    interrupt_watch();
    progress_begin(&normalize->input, &normalize->output);
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
        POPT_TABLEEND,
    };
    int status = options_begin(&normalize.options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON && normalize.options.argument_count > 1)
        status = options_fault(&normalize.options, "one file at a time");
    if (status == OPTIONS_GO_ON)
        status = run(&normalize,
                     normalize.options.argument_count ? normalize.options.arguments[0] : "-");
    options_end(&normalize.options);
    return status;
}
