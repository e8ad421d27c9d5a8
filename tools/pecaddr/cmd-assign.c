/* SPDX-License-Identifier: BSD-3-Clause */
#include "chunk.h"
#include "command.h"
#include "memory.h"
#include "message.h"
#include "needed-file.h"
#include "options.h"
#include "output.h"
#include "person.h"
#include "registry-command.h"
#include "roster.h"
#include "scheme-file.h"
#include "text.h"
#include "words.h"

#include <pecaddr/pecaddr.h>
#include <pecaddr/registry.h>

#include <stdlib.h>
#include <string.h>

static const struct usage usage = {
    "ROSTER --registry URI\n"
    "   or: pecaddr assign [OPTION...] --given NAMES --surname NAMES\n"
    "       --province SIGLA --section A|B --number N [--holder CF] --registry URI",
    "Gives each member of a roster (a CSV file; - is standard input), or one person,\n"
    "the first address that is free, and puts it on record. Who has an address keeps\n"
    "it: running again gives the same file.\n"
    "\n"
    "The roster's first row names its columns, in any order: nome, cognome,\n"
    "provincia (or --province), sezione, numero (or one column iscrizione, such as\n"
    "\"A 1234\"), and if known codice_fiscale; or in English: given, surname,\n"
    "province, section, number, holder. All other columns pass through unchanged.\n"
    "Added are: pec; livello, the rule that gave the address, from 0; note, what a\n"
    "person should look at; errore, why a row has no address. Columns so named in a\n"
    "file that pecaddr wrote are replaced.\n"
    "\n"
    "Separator and encoding are found out, and shown before work starts: by a byte\n"
    "order mark; else UTF-8 if the file is that; else Windows-1252, unless its\n"
    "accents make sense only as DOS text (CP850). The output has the same.\n"
    "\n"
    "Rows are put on record 1000 at a time. --output is written beside its final\n"
    "name and moved into place when it is complete: if anything fails before that,\n"
    "an older file stays as it was, what is on record stays on record, and running\n"
    "again completes it with the same addresses. On standard output, rows that were\n"
    "finished are written.\n"
    "\n"
    "What else a URI can say (timeouts, parameters) is in doc/registry.md; in a path\n"
    "or command % is written %25, and ? is written %3F.\n"
    "\n"
    "--format json gives an array of objects (line, given, surname, address, level,\n"
    "new, notes, error) instead of the roster's own form; for one person text is the\n"
    "address.\n"
    "\n"
    "Exit status: 0 all have an address; 1 some rows have errors, the others are\n"
    "done; 2 usage, or the roster can not be read; 3 registry, source or output\n"
    "unavailable.\n",
};

struct assign {
    struct options options;
    struct person_options given;
    char *uri;
    char **sources;
    char *output_path;
    char *encoding;
    char *separator;
    int dry_run;
    int strict;

    struct pecaddr_registry *registry;
    struct pecaddr_registry *preview;
    struct roster roster;
    struct output output;
    struct records *records; /* instead of the roster's own form */
    struct chunk chunk;

    /* Of each row of the chunk; of those that are asked about, in their order. */
    struct member members[CHUNK_ROWS];
    struct pecaddr_assignment outcomes[CHUNK_ROWS];
    int is_asked[CHUNK_ROWS];
    const struct pecaddr_person *asked[CHUNK_ROWS];
    struct pecaddr_assignment *answered[CHUNK_ROWS];
    size_t asked_count;
    void *scratch;

    size_t rows, errors, blank;
    size_t given_now, held;
    size_t levels[PECADDR_LEVELS_MAX];
    size_t other_levels;
};

static const struct column columns[] = {
    {"line", COLUMN_NUMBER},  {"given", COLUMN_TEXT},   {"surname", COLUMN_TEXT},
    {"address", COLUMN_TEXT}, {"level", COLUMN_NUMBER}, {"new", COLUMN_FLAG},
    {"notes", COLUMN_LIST},   {"error", COLUMN_TEXT},
};

static const struct column person_columns[] = {
    {"address", COLUMN_TEXT},
    {"level", COLUMN_NUMBER},
    {"new", COLUMN_FLAG},
    {"notes", COLUMN_LIST},
};

/* The registry, its sources, and for --dry-run the preview that forgets. */
static int open_registry(struct assign *assign)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = pecaddr_registry_open(assign->uri, &assign->registry, &error);

    for (char **source = assign->sources; r == PECADDR_OK && source && *source; source++)
        r = pecaddr_registry_add_source(assign->registry, *source, &error);
    if (r == PECADDR_OK && assign->dry_run)
        r = pecaddr_registry_preview(assign->registry, &assign->preview, &error);
    return r == PECADDR_OK ? 0 : message_registry(&error, r);
}

/* The registry and its sources must be open, and stay what they are. */
static int open_output(struct assign *assign)
{
    int r = needed_file_check(assign->output_path, assign->uri);

    for (char **source = assign->sources; r == 0 && source && *source; source++)
        r = needed_file_check(assign->output_path, *source);
    return r ? r : output_open(&assign->output, assign->output_path);
}

static struct pecaddr_registry *answering(const struct assign *assign)
{
    return assign->preview ? assign->preview : assign->registry;
}

/* --strict: whoever's name needs a look is given nothing. */
static int is_blocked(const struct assign *assign, const struct member *member, struct arena *arena,
                      struct fault *ret_fault)
{
    struct buffer what = {0};
    uint32_t notes = 0;

    if (!assign->strict ||
        pecaddr_local_part(assign->options.scheme, &member->person, NULL,
                           (char[PECADDR_LOCAL_PART_MAX + 1]){0}, PECADDR_LOCAL_PART_MAX + 1, NULL,
                           &notes, NULL) != PECADDR_OK ||
        !((notes |= member->notes) & PECADDR_NOTES_REVIEW))
        return 0;
    notes_names(&what, notes & PECADDR_NOTES_REVIEW);
    buffer_text(&what, ": the name needs a look by a person, and --strict is given");
    *ret_fault = (struct fault){
        .code = "REVIEW",
        .what = arena_copy(arena, what.data, what.size),
        .what_to_do = "correct the name, or run without --strict",
    };
    buffer_free(&what);
    return 1;
}

/* Decides whether a row's person can be asked about; if not, the member has the fault. */
static void prepare_row(struct assign *assign, size_t i)
{
    const struct roster_row *row = &assign->chunk.rows[i];
    struct member *member = &assign->members[i];
    struct fault fault;

    assign->is_asked[i] = 0;
    *member = (struct member){.person.size = sizeof member->person};
    if (row->is_blank && row->fault == ROW_GOOD)
        return;
    if (row->fault == ROW_GOOD)
        *member =
            member_from_row(&assign->roster, row, assign->given.province, &assign->chunk.arena);
    if (row->fault != ROW_GOOD) {
        member->has_fault = 1;
        member->fault = roster_fault(&assign->roster, row, &assign->chunk.arena);
        member->fault_line = row->fault == ROW_NUL ? row->fault_line : row->line;
    } else if (member->has_fault) {
        if (member_fault(assign->options.scheme, member, &fault))
            member->fault = fault;
    } else if (is_blocked(assign, member, &assign->chunk.arena, &fault)) {
        member->has_fault = 1;
        member->fault = fault;
        member->fault_line = row->line;
    } else {
        assign->is_asked[i] = 1;
    }
}

static int resolve(struct assign *assign)
{
    size_t n = 0;

    for (size_t i = 0; i < assign->chunk.n; i++) {
        prepare_row(assign, i);
        if (!assign->is_asked[i])
            continue;
        assign->outcomes[i] = (struct pecaddr_assignment){.size = sizeof assign->outcomes[i]};
        assign->asked[n] = &assign->members[i].person;
        assign->answered[n++] = &assign->outcomes[i];
    }
    assign->asked_count = n;
    return pecaddr_resolve_batch(assign->options.scheme, assign->asked, n, PECADDR_CLAIM,
                                 pecaddr_registry_ask, answering(assign), assign->scratch,
                                 pecaddr_batch_scratch_size(CHUNK_ROWS), assign->answered);
}

/* Whether somebody in the chunk got no answer for a reason that concerns everybody. */
static int has_failed(const struct assign *assign, int r)
{
    for (size_t i = 0; i < assign->asked_count; i++)
        if (assign->answered[i]->status != PECADDR_OK && !is_own_failure(assign->answered[i]))
            return 1;
    return r != PECADDR_OK;
}

static int is_new(const struct pecaddr_assignment *outcome)
{
    return outcome->answer == PECADDR_CLAIMED;
}

static void count_outcome(struct assign *assign, const struct pecaddr_assignment *outcome)
{
    if (is_new(outcome))
        assign->given_now++;
    else
        assign->held++;
    if (outcome->level < PECADDR_LEVELS_MAX)
        assign->levels[outcome->level]++;
    else
        assign->other_levels++;
}

/* Tells the fault of a row, if it has one, and keeps the count. */
static int judge_row(struct assign *assign, size_t i)
{
    struct member *member = &assign->members[i];
    const struct pecaddr_assignment *outcome = &assign->outcomes[i];

    if (assign->is_asked[i] && outcome->status != PECADDR_OK) {
        member->has_fault = 1;
        member->fault = fault_of_assignment(outcome, &member->person, &assign->chunk.arena);
        member->fault_line =
            member_line(&assign->roster, &assign->chunk.rows[i], member->fault.field);
    }
    if (member->has_fault) {
        assign->errors++;
        fault_report(assign->roster.input.name, member->fault_line, &member->fault);
    } else if (assign->is_asked[i]) {
        count_outcome(assign, outcome);
    } else {
        assign->blank++;
        return 0;
    }
    assign->rows++;
    return 1;
}

static void write_record(struct assign *assign, size_t i, const char *level, const char *notes,
                         const char *error)
{
    const struct member *member = &assign->members[i];
    const struct pecaddr_assignment *outcome = &assign->outcomes[i];
    struct arena *arena = &assign->chunk.arena;

    records_row(assign->records,
                (const char *const[]){
                    number_text(assign->chunk.rows[i].line),
                    arena_copy(arena, member->person.given.data, member->person.given.size),
                    arena_copy(arena, member->person.surname.data, member->person.surname.size),
                    error ? NULL : outcome->address,
                    level,
                    error             ? NULL
                    : is_new(outcome) ? "yes"
                                      : "no",
                    notes,
                    error,
                });
}

static void write_row(struct assign *assign, size_t i, int is_person)
{
    const struct roster_row *row = &assign->chunk.rows[i];
    const struct member *member = &assign->members[i];
    const struct pecaddr_assignment *outcome = &assign->outcomes[i];
    struct buffer notes = {0}, error = {0};
    const char *level = NULL;

    if (row->fault == ROW_OVERLONG)
        return;
    buffer_text(&notes, "");
    if (member->has_fault)
        fault_describe(&error, &member->fault);
    else if (is_person)
        notes_names(&notes, outcome->notes | member->notes);
    if (is_person && !member->has_fault && outcome->level != PECADDR_LEVEL_NONE)
        level = number_text(outcome->level);
    if (!assign->records)
        roster_write_row(&assign->roster, assign->output.file, row,
                         (const char *const[ADDED_COUNT]){
                             is_person && !member->has_fault ? outcome->address : NULL,
                             level,
                             notes.data,
                             error.data,
                         });
    else if (is_person)
        write_record(assign, i, level, notes.data, error.data);
    buffer_free(&notes);
    buffer_free(&error);
}

/*
 * What is on record when the command ends early, and how to go on.
 *
 *   rows      how many rows of a roster have their address.
 *   outcome   of one person; NULL for a roster.
 */
static void say_what_stands(const struct assign *assign, const char *why, size_t rows,
                            const struct pecaddr_assignment *outcome)
{
    if (assign->dry_run)
        message("%sa dry run: nothing is on record; run the same command again", why);
    else if (outcome)
        message("%s%s is on record as this person's; run the same command again to have it written",
                why, outcome->address);
    else
        message("%s%zu rows have their address on record; run the same command again to complete "
                "the roster, nobody is given two",
                why, rows);
}

/* The line of the first row of the chunk that got no answer for a reason that is not its own. */
static size_t line_that_failed(const struct assign *assign)
{
    for (size_t i = 0; i < assign->chunk.n; i++)
        if (assign->is_asked[i] && assign->outcomes[i].status != PECADDR_OK &&
            !is_own_failure(&assign->outcomes[i]))
            return assign->chunk.rows[i].line;
    return assign->chunk.rows[0].line;
}

/* The registry or a source gave up in the chunk: who has been given an address in it has it. */
static int give_up(struct assign *assign)
{
    struct buffer why = {0};
    size_t done = 0;

    for (size_t i = 0; i < assign->asked_count; i++)
        done += assign->answered[i]->status == PECADDR_OK;
    message_unavailable(answering(assign));
    buffer_format(&why, "stopped at %s:%zu: ", assign->roster.input.name, line_that_failed(assign));
    say_what_stands(assign, why.data, assign->given_now + assign->held + done, NULL);
    buffer_free(&why);
    return EXIT_UNAVAILABLE;
}

static int assign_chunks(struct assign *assign)
{
    int r;

    while ((r = chunk_read(&assign->chunk, &assign->roster)) == 0 && assign->chunk.n) {
        if (output_signal()) {
            say_what_stands(assign, "interrupted: ", assign->given_now + assign->held, NULL);
            return EXIT_UNAVAILABLE;
        }
        r = resolve(assign);
        if (has_failed(assign, r))
            return give_up(assign);
        for (size_t i = 0; i < assign->chunk.n; i++)
            write_row(assign, i, judge_row(assign, i));
        if ((r = output_check(&assign->output)) != 0)
            break;
    }
    if (r)
        say_what_stands(assign, "", assign->given_now + assign->held, NULL);
    return r;
}

static void write_totals(const struct assign *assign)
{
    if (assign->options.quiet)
        return;
    for (unsigned level = 0; level < pecaddr_scheme_levels(assign->options.scheme); level++)
        if (assign->levels[level] || scheme_rule_first(assign->options.scheme, level) == level)
            remark("level %-4u %8zu  %s", level, assign->levels[level],
                   pecaddr_scheme_rule(assign->options.scheme, level));
    if (assign->other_levels)
        remark("no level   %8zu  addresses that these rules do not give", assign->other_levels);
    remark("errors     %8zu", assign->errors);
    remark("rows       %8zu  %zu new, %zu had their address already%s", assign->rows,
           assign->given_now, assign->held,
           assign->dry_run ? "; a dry run: nothing was put on record" : "");
    if (assign->blank)
        remark("           %8zu empty rows besides", assign->blank);
}

/* The columns without which no row can have an address. */
static int check_columns(const struct assign *assign)
{
    const struct roster *roster = &assign->roster;

    if (roster->column[ROSTER_GIVEN] == ROSTER_NO_COLUMN)
        return roster_lacks(roster, ROSTER_GIVEN);
    if (roster->column[ROSTER_SURNAME] == ROSTER_NO_COLUMN)
        return roster_lacks(roster, ROSTER_SURNAME);
    if (roster->column[ROSTER_PROVINCE] == ROSTER_NO_COLUMN && !assign->given.province)
        return roster_lacks(roster, ROSTER_PROVINCE);
    if (roster->column[ROSTER_NUMBER] == ROSTER_NO_COLUMN)
        return roster_lacks(roster, ROSTER_NUMBER);
    if (roster->column[ROSTER_SECTION] == ROSTER_NO_COLUMN && roster->needs_section)
        return roster_lacks(roster, ROSTER_SECTION);
    return 0;
}

/* --province is one of the Orders', whatever the rows say. */
static int check_province(const struct assign *assign)
{
    struct pecaddr_person person = {
        .size = sizeof person,
        .given = text_of("a"),
        .surname = text_of("a"),
        .province = text_of(assign->given.province),
        .section = 'A',
        .number = 1,
    };
    struct pecaddr_walk walk = {.size = sizeof walk};

    if (!assign->given.province || pecaddr_walk_init(&walk, assign->options.scheme, &person,
                                                     PECADDR_CLAIM, NULL) == PECADDR_OK)
        return 0;
    return options_fault(&assign->options, "--province %s: %s", assign->given.province,
                         pecaddr_strerror(PECADDR_E_PROVINCE));
}

static int open_roster(struct assign *assign)
{
    int r = roster_open(&assign->roster, assign->options.arguments[0], assign->encoding,
                        assign->separator);

    if (r == 0)
        r = check_columns(assign);
    if (r == 0) {
        roster_describe(&assign->roster);
        scheme_remark_overlap(assign->options.scheme);
    }
    return r;
}

static int assign_roster(struct assign *assign)
{
    int r, is_json = assign->options.format == FORMAT_JSON;

    if ((r = check_province(assign)) != 0 || (r = open_roster(assign)) != 0 ||
        (r = open_registry(assign)) != 0 || (r = open_output(assign)) != 0)
        return r;
    output_watch_signals();
    if (is_json)
        assign->records =
            records_begin(assign->output.file, FORMAT_JSON, columns, ARRAY_SIZE(columns));
    else
        roster_write_header(&assign->roster, assign->output.file);
    r = assign_chunks(assign);
    records_end(assign->records);
    if (r == 0 && (r = output_commit(&assign->output)) != 0)
        say_what_stands(assign, "", assign->given_now + assign->held, NULL);
    else if (r)
        output_discard(&assign->output);
    if (r == 0)
        write_totals(assign);
    if (output_signal())
        output_die();
    return r ? r : assign->errors ? EXIT_ROWS : EXIT_DONE;
}

static int write_person(struct assign *assign, const struct pecaddr_assignment *outcome)
{
    struct records *records;
    struct buffer notes = {0};
    uint32_t all_notes = outcome->notes | assign->members[0].notes;
    int r;

    buffer_text(&notes, "");
    notes_names(&notes, all_notes);
    if (assign->options.format == FORMAT_TEXT) {
        fprintf(assign->output.file, "%s\n", outcome->address);
    } else {
        records = records_begin(assign->output.file, assign->options.format, person_columns,
                                ARRAY_SIZE(person_columns));
        records_row(records,
                    (const char *const[]){
                        outcome->address,
                        outcome->level == PECADDR_LEVEL_NONE ? NULL : number_text(outcome->level),
                        is_new(outcome) ? "yes" : "no",
                        notes.data,
                    });
        records_end(records);
    }
    buffer_free(&notes);
    if (!is_new(outcome))
        remark("note: this person had the address already");
    if (assign->dry_run)
        remark("note: a dry run: nothing was put on record");
    remark_notes(all_notes, &assign->members[0].person);
    if ((r = output_commit(&assign->output)) != 0)
        say_what_stands(assign, "", 1, outcome);
    return r;
}

static int assign_person(struct assign *assign)
{
    struct member *member = &assign->members[0];
    struct pecaddr_assignment *outcome = &assign->outcomes[0];
    struct fault fault;
    int r;

    *member = member_from_options(&assign->given, &assign->chunk.arena);
    if (member_fault(assign->options.scheme, member, &fault) ||
        is_blocked(assign, member, &assign->chunk.arena, &fault)) {
        fault_report(NULL, 0, &fault);
        return EXIT_ROWS;
    }
    if ((r = open_registry(assign)) != 0 || (r = open_output(assign)) != 0)
        return r;
    assign->asked[0] = &member->person;
    assign->answered[0] = outcome;
    assign->asked_count = 1;
    outcome->size = sizeof *outcome;
    r = pecaddr_resolve_batch(assign->options.scheme, assign->asked, 1, PECADDR_CLAIM,
                              pecaddr_registry_ask, answering(assign), assign->scratch,
                              pecaddr_batch_scratch_size(CHUNK_ROWS), assign->answered);
    if (has_failed(assign, r)) {
        message_unavailable(answering(assign));
        message("run the same command again: nobody is given two addresses");
        return EXIT_UNAVAILABLE;
    }
    if (outcome->status != PECADDR_OK) {
        fault = fault_of_assignment(outcome, &member->person, &assign->chunk.arena);
        fault_report(NULL, 0, &fault);
        return EXIT_ROWS;
    }
    return write_person(assign, outcome);
}

static int has_person(const struct person_options *given)
{
    return given->given || given->surname || given->section || given->number || given->holder;
}

static int run(struct assign *assign)
{
    const struct options *options = &assign->options;
    int r;

    if (!assign->uri)
        return options_fault(options, "--registry is missing: where the addresses are on record, "
                                      "such as sqlite:registry.db");
    assign->scratch = memory_new(pecaddr_batch_scratch_size(CHUNK_ROWS));
    if (has_person(&assign->given)) {
        if (options->argument_count)
            return options_fault(options, "either a roster, or one person; not both");
        if (assign->encoding || assign->separator)
            return options_fault(options, "--encoding and --separator are for rosters");
        if ((r = person_options_check(options, &assign->given, 1)) != 0)
            return r;
        return assign_person(assign);
    }
    if (options->argument_count != 1)
        return options_fault(options, options->argument_count ? "one roster at a time"
                                                              : "a roster is missing");
    return assign_roster(assign);
}

static void assign_free(struct assign *assign)
{
    output_discard(&assign->output);
    pecaddr_registry_close(assign->preview);
    pecaddr_registry_close(assign->registry);
    roster_close(&assign->roster);
    arena_free(&assign->chunk.arena);
    free(assign->scratch);
    options_end(&assign->options);
    free(assign);
}

int cmd_assign(int argc, const char **argv)
{
    struct assign *assign = memory_new(sizeof *assign);
    const struct poptOption own[] = {
        REGISTRY_OPTION(*assign),
        SOURCE_OPTION(*assign),
        {"output", 0, POPT_ARG_STRING, &assign->output_path, 0,
         "write there, not to standard output", "FILE"},
        {"dry-run", 0, POPT_ARG_NONE, &assign->dry_run, 0,
         "the same result, but nothing is put on record", NULL},
        {"strict", 0, POPT_ARG_NONE, &assign->strict, 0,
         "no address for a name that a person should look at", NULL},
        {"encoding", 0, POPT_ARG_STRING, &assign->encoding, 0,
         "the roster's; else found out: utf-8, utf-16le, utf-16be, windows-1252, iso-8859-1, "
         "iso-8859-15, cp850",
         "NAME"},
        {"separator", 0, POPT_ARG_STRING, &assign->separator, 0,
         "the roster's; else found out: \";\", \",\", \"|\" or tab", "CHARACTER"},
        PERSON_OPTIONS(assign->given),
        HOLDER_OPTION(assign->given),
        POPT_TABLEEND,
    };
    int status;

    assign->roster.input.fd = -1;
    status = options_begin(&assign->options, argc, argv, own, &usage);
    if (status == OPTIONS_GO_ON)
        status = run(assign);
    assign_free(assign);
    return status;
}
