/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign.h"
#include "chunk.h"
#include "command.h"
#include "interrupt.h"
#include "language.h"
#include "memory.h"
#include "message.h"
#include "needed-file.h"
#include "progress.h"
#include "review.h"
#include "roster.h"
#include "scheme-file.h"
#include "text.h"

#include <stdlib.h>

/* The work on a roster: chunk by chunk its rows are read, put to the registry, and written. */
struct work {
    struct assign *assign;
    struct roster roster;
    struct records *records; /* instead of the roster's own form */
    struct review review;
    struct chunk chunk;

    /* Of each row of the chunk; of those that are asked about, in their order. */
    struct member members[CHUNK_ROWS];
    uint32_t review_notes[CHUNK_ROWS]; /* with --strict or --review */
    struct pecaddr_assignment outcomes[CHUNK_ROWS];
    int is_asked[CHUNK_ROWS];
    int is_aside[CHUNK_ROWS];
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
    {"notes", COLUMN_LIST},   {"code", COLUMN_TEXT},    {"error", COLUMN_TEXT},
};

/* Reading: who of the rows can be asked about. */

static void blame(struct member *member, struct fault fault, size_t line)
{
    member->has_fault = 1;
    member->fault = fault;
    member->fault_line = line;
}

/* --strict: whoever's name needs a look is given nothing. */
static void block_row(struct work *work, size_t i)
{
    struct member *member = &work->members[i];
    struct fault fault =
        review_fault(work->review_notes[i], member, N_("correct the name, or run without --strict"),
                     &work->chunk.arena);

    work->is_asked[i] = 0;
    blame(member, fault, work->chunk.rows[i].line);
}

/* Decides whether a row's person can be asked about; if not, the member has the fault. */
static void prepare_row(struct work *work, size_t i)
{
    const struct assign *assign = work->assign;
    const struct pecaddr_scheme *scheme = assign->options.scheme;
    const struct roster_row *row = &work->chunk.rows[i];
    struct member *member = &work->members[i];
    struct arena *arena = &work->chunk.arena;
    struct fault fault;

    work->is_asked[i] = work->is_aside[i] = 0;
    work->review_notes[i] = 0;
    *member = (struct member){.person.size = sizeof member->person};
    if (row->is_blank && row->fault == ROW_GOOD)
        return;
    if (row->fault != ROW_GOOD) {
        blame(member, roster_fault(&work->roster, row, arena),
              row->fault == ROW_NUL ? row->fault_line : row->line);
        return;
    }
    *member = member_from_row(&work->roster, row, assign->given.province, arena);
    if (member->has_fault) {
        if (member_fault(scheme, member, &fault))
            member->fault = fault;
        return;
    }
    work->is_asked[i] = 1;
    if (assign->strict || assign->review_path)
        work->review_notes[i] = review_notes(scheme, member);
    if (work->review_notes[i] && assign->strict)
        block_row(work, i);
}

/* --review: who is set aside. */

/* Whether somebody who is to be looked at has an address on record already, and so is given none
   now. One that is known only by a codice fiscale which contradicts the name may be another's. */
static int holds_address(const struct work *work, size_t i, const struct pecaddr_query *query)
{
    struct pecaddr_text held =
        text_of(query->answer == PECADDR_HELD_ELSEWHERE ? query->held : query->address);
    unsigned level;

    if (query->answer != PECADDR_HELD && query->answer != PECADDR_HELD_ELSEWHERE)
        return 0;
    return !(work->review_notes[i] & PECADDR_NOTE_CF_MISMATCH) ||
           pecaddr_match(work->assign->options.scheme, &work->members[i].person, held, &level, NULL,
                         NULL) == PECADDR_OK;
}

/* What the registry says of one person without giving anything: an error of the person is told as
   that of any other. */
static int is_settled(const struct work *work, size_t i, const struct pecaddr_query *query)
{
    return holds_address(work, i, query) ||
           (query->answer == PECADDR_FAILED && query->failure != PECADDR_E_UNAVAILABLE);
}

static void set_aside(struct work *work, size_t i)
{
    struct member *member = &work->members[i];
    struct fault fault = review_fault(
        work->review_notes[i], member,
        N_("correct the row, or leave it as it is, and give it to assign without --review"),
        &work->chunk.arena);

    work->is_asked[i] = 0;
    work->is_aside[i] = 1;
    blame(member, fault, work->chunk.rows[i].line);
}

/* The first question about a row's person; 0 where there is none, which is an error of the row. */
static int make_query(struct work *work, size_t i, struct pecaddr_query *query)
{
    const struct pecaddr_scheme *scheme = work->assign->options.scheme;
    char *address = arena_new(&work->chunk.arena, PECADDR_ADDRESS_MAX + 1);

    *query = (struct pecaddr_query){.size = sizeof *query,
                                    .person = &work->members[i].person,
                                    .scheme = scheme,
                                    .address = address};
    return pecaddr_candidate(scheme, query->person, 0, address, PECADDR_ADDRESS_MAX + 1,
                             &query->address_size, NULL, NULL) == PECADDR_OK;
}

/* Sets those aside who have review notes and no address yet. The registry only looks, so that what
   stands in the same chunk is not on record; then a row too many is looked at, and none too few. */
static int set_rows_aside(struct work *work)
{
    struct arena *arena = &work->chunk.arena;
    struct pecaddr_query **queries = arena_new(arena, CHUNK_ROWS * sizeof(struct pecaddr_query *));
    size_t rows[CHUNK_ROWS], n = 0;

    for (size_t i = 0; i < work->chunk.n; i++) {
        if (!work->is_asked[i] || !work->review_notes[i])
            continue;
        queries[n] = arena_new(arena, sizeof *queries[n]);
        if (make_query(work, i, queries[n]))
            rows[n++] = i;
    }
    if (n && pecaddr_registry_ask(assign_answering(work->assign), PECADDR_CHECK, queries, n) != 0)
        return -1;
    for (size_t k = 0; k < n; k++)
        if (!is_settled(work, rows[k], queries[k]))
            set_aside(work, rows[k]);
    return 0;
}

/* Asking. */

static int resolve(struct work *work)
{
    const struct assign *assign = work->assign;
    size_t n = 0;

    work->asked_count = 0;
    for (size_t i = 0; i < work->chunk.n; i++)
        prepare_row(work, i);
    if (assign->review_path && set_rows_aside(work) != 0)
        return PECADDR_E_UNAVAILABLE;
    for (size_t i = 0; i < work->chunk.n; i++) {
        if (!work->is_asked[i])
            continue;
        work->outcomes[i] = (struct pecaddr_assignment){.size = sizeof work->outcomes[i]};
        work->asked[n] = &work->members[i].person;
        work->answered[n++] = &work->outcomes[i];
    }
    work->asked_count = n;
    return pecaddr_resolve_batch(assign->options.scheme, work->asked, n, PECADDR_CLAIM,
                                 pecaddr_registry_ask, assign_answering(assign), work->scratch,
                                 pecaddr_batch_scratch_size(CHUNK_ROWS), work->answered);
}

/* Whether somebody in the chunk got no answer for a reason that concerns everybody. */
static int has_failed(const struct work *work, int r)
{
    for (size_t i = 0; i < work->asked_count; i++)
        if (work->answered[i]->status != PECADDR_OK && !is_own_failure(work->answered[i]))
            return 1;
    return r != PECADDR_OK;
}

/* Telling. */

static void count_outcome(struct work *work, const struct pecaddr_assignment *outcome)
{
    if (is_new(outcome))
        work->given_now++;
    else
        work->held++;
    if (outcome->level < PECADDR_LEVELS_MAX)
        work->levels[outcome->level]++;
    else
        work->other_levels++;
}

static void tell_fault(struct work *work, size_t i)
{
    const struct member *member = &work->members[i];

    work->errors++;
    if (work->is_aside[i])
        review_add(&work->review, member->fault_line, member, work->review_notes[i], NULL);
    else {
        work->review.errors++;
        fault_report(work->roster.input.name, member->fault_line, &member->fault);
    }
}

/* Tells the fault of a row, if it has one, and keeps the count. */
static int judge_row(struct work *work, size_t i)
{
    struct member *member = &work->members[i];
    const struct pecaddr_assignment *outcome = &work->outcomes[i];
    const struct roster_row *row = &work->chunk.rows[i];

    if (work->is_asked[i] && outcome->status != PECADDR_OK) {
        struct fault fault = fault_of_assignment(outcome, &member->person, &work->chunk.arena);

        blame(member, fault, member_line(&work->roster, row, fault.field));
    }
    if (member->has_fault) {
        tell_fault(work, i);
    } else if (work->is_asked[i]) {
        uint32_t notes = (outcome->notes | member->notes) & PECADDR_NOTES_REVIEW;

        count_outcome(work, outcome);
        if (notes && !work->assign->review_path)
            review_add(&work->review, row->line, member, notes, outcome->address);
    } else {
        work->blank++;
        return 0;
    }
    work->rows++;
    return 1;
}

/* What is written of a row; NULL where there is nothing. */
struct told {
    const char *address;
    const char *level;
    const char *notes;
    const char *error;
};

static void write_record(struct work *work, size_t i, const struct told *told)
{
    const struct member *member = &work->members[i];
    const struct pecaddr_assignment *outcome = &work->outcomes[i];
    struct arena *arena = &work->chunk.arena;

    records_row(work->records,
                (const char *const[]){
                    number_text(work->chunk.rows[i].line),
                    arena_copy(arena, member->person.given.data, member->person.given.size),
                    arena_copy(arena, member->person.surname.data, member->person.surname.size),
                    told->address,
                    told->level,
                    told->error       ? NULL
                    : is_new(outcome) ? "yes"
                                      : "no",
                    told->notes,
                    told->error ? member->fault.code : NULL,
                    told->error,
                });
}

static void write_told(struct work *work, size_t i, int is_person, const struct told *told)
{
    const struct roster_row *row = &work->chunk.rows[i];
    const char *const added[ADDED_COUNT] = {told->address, told->level, told->notes, told->error};

    if (!work->records)
        roster_write_row(&work->roster, &work->assign->output, row, added);
    else if (is_person)
        write_record(work, i, told);
    if (work->review.file.file && work->members[i].has_fault)
        roster_write_row(&work->roster, &work->review.file, row, added);
}

static void write_row(struct work *work, size_t i, int is_person)
{
    const struct member *member = &work->members[i];
    const struct pecaddr_assignment *outcome = &work->outcomes[i];
    struct buffer notes = {0}, error = {0};
    struct told told = {0};

    if (work->chunk.rows[i].fault == ROW_OVERLONG)
        return;
    buffer_text(&notes, "");
    if (member->has_fault) {
        notes_names(&notes, work->review_notes[i]);
        fault_describe(&error, &member->fault);
        told.error = error.data;
    } else if (is_person) {
        notes_names(&notes, outcome->notes | member->notes);
        told.address = outcome->address;
        if (outcome->level != PECADDR_LEVEL_NONE)
            told.level = number_text(outcome->level);
    }
    told.notes = notes.data;
    write_told(work, i, is_person, &told);
    buffer_free(&notes);
    buffer_free(&error);
}

/* What is on record when the command ends early, and how to go on; `rows` have their address. */
static void say_what_stands(const struct work *work, const char *why, size_t rows)
{
    if (work->assign->dry_run)
        message("%sa dry run: nothing is on record; run the same command again", why);
    else
        message(ngettext("%s%zu row has its address on record; run the same command again to "
                         "complete the roster, nobody is given two",
                         "%s%zu rows have their address on record; run the same command again to "
                         "complete the roster, nobody is given two",
                         rows),
                why, rows);
}

/* The line of the first row of the chunk that got no answer for a reason that is not its own. */
static size_t line_that_failed(const struct work *work)
{
    for (size_t i = 0; i < work->chunk.n; i++)
        if (work->is_asked[i] && work->outcomes[i].status != PECADDR_OK &&
            !is_own_failure(&work->outcomes[i]))
            return work->chunk.rows[i].line;
    return work->chunk.rows[0].line;
}

/* The registry or a source gave up in the chunk: who has been given an address in it has it. */
static int give_up(struct work *work)
{
    struct buffer why = {0};
    size_t done = 0;

    for (size_t i = 0; i < work->asked_count; i++)
        done += work->answered[i]->status == PECADDR_OK;
    message_unavailable(assign_answering(work->assign));
    buffer_format(&why, _("stopped at %s:%zu: "), work->roster.input.name, line_that_failed(work));
    say_what_stands(work, why.data, work->given_now + work->held + done);
    buffer_free(&why);
    return EXIT_UNAVAILABLE;
}

static int check_outputs(struct work *work)
{
    int r = output_check(&work->assign->output);

    return r == 0 && work->review.file.file ? output_check(&work->review.file) : r;
}

static int assign_chunks(struct work *work)
{
    int r;

    while ((r = chunk_read(&work->chunk, &work->roster)) == 0 && work->chunk.n) {
        if (interrupt_came()) {
            say_what_stands(work, _("interrupted: "), work->given_now + work->held);
            return EXIT_UNAVAILABLE;
        }
        r = resolve(work);
        if (has_failed(work, r))
            return give_up(work);
        for (size_t i = 0; i < work->chunk.n; i++)
            write_row(work, i, judge_row(work, i));
        if ((r = check_outputs(work)) != 0)
            break;
        progress_tell(work->rows);
    }
    if (r)
        say_what_stands(work, "", work->given_now + work->held);
    return r;
}

static void write_totals(const struct work *work)
{
    const struct pecaddr_scheme *scheme = work->assign->options.scheme;

    if (message_is_quiet())
        return;
    for (unsigned level = 0; level < pecaddr_scheme_levels(scheme); level++)
        if (work->levels[level] || scheme_rule_first(scheme, level) == level)
            remark("level %-4u %8zu  %s", level, work->levels[level],
                   pecaddr_scheme_rule(scheme, level));
    if (work->other_levels)
        remark("no level   %8zu  addresses that these rules do not give", work->other_levels);
    remark("errors     %8zu", work->errors);
    if (work->assign->dry_run)
        remark("rows       %8zu  %zu new, %zu had their address already; a dry run: nothing was "
               "put on record",
               work->rows, work->given_now, work->held);
    else
        remark("rows       %8zu  %zu new, %zu had their address already", work->rows,
               work->given_now, work->held);
    if (work->blank)
        remark("           %8zu empty rows besides", work->blank);
    review_tell(&work->review);
}

/* Opening. */

/* The columns without which no row can have an address. */
static int check_columns(struct work *work)
{
    struct roster *roster = &work->roster;

    if (roster->column[ROSTER_GIVEN] == ROSTER_NO_COLUMN)
        return roster_lacks(roster, ROSTER_GIVEN);
    if (roster->column[ROSTER_SURNAME] == ROSTER_NO_COLUMN)
        return roster_lacks(roster, ROSTER_SURNAME);
    if (roster->column[ROSTER_PROVINCE] == ROSTER_NO_COLUMN && !work->assign->given.province)
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
                         gettext(pecaddr_strerror(PECADDR_E_PROVINCE)));
}

static int open_roster(struct work *work)
{
    const struct assign *assign = work->assign;
    int r = roster_open(&work->roster, assign->options.arguments[0], assign->encoding,
                        assign->separator);

    if (r == 0)
        r = check_columns(work);
    if (r == 0) {
        roster_describe(&work->roster);
        scheme_remark_overlap(assign->options.scheme);
    }
    return r;
}

static int is_roster(const struct roster *roster, const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISREG(status.st_mode) &&
           status.st_dev == roster->status.st_dev && status.st_ino == roster->status.st_ino;
}

/* What --review writes is what is left to do: it takes the place of nothing else that is needed. */
static int check_review(const struct work *work)
{
    const struct assign *assign = work->assign;
    const char *path = assign->review_path;
    int r;

    if (is_roster(&work->roster, path))
        return options_fault(&assign->options, "--review %s: this file is the roster itself", path);
    if (is_same_path(path, assign->output_path))
        return options_fault(&assign->options, "--review %s: the result goes there", path);
    r = needed_file_check("--review", path, assign->uri);
    for (char **source = assign->sources; r == 0 && source && *source; source++)
        r = needed_file_check("--review", path, *source);
    return r;
}

static int open_review(struct work *work)
{
    int r;

    if (!work->assign->review_path)
        return 0;
    r = check_review(work);
    if (r == 0)
        r = output_open_for(&work->review.file, "--review", work->assign->review_path);
    if (r == 0)
        roster_write_header(&work->roster, &work->review.file);
    return r;
}

static void begin_output(struct work *work)
{
    struct assign *assign = work->assign;

    if (assign->options.format == FORMAT_JSON)
        work->records =
            records_begin(assign->output.file, FORMAT_JSON, columns, ARRAY_SIZE(columns));
    else
        roster_write_header(&work->roster, &assign->output);
}

/* Both files, or neither: that of --review first, for a result beside an older list of what is left
   to do would say that all is well. */
static int end_outputs(struct work *work, int r)
{
    struct assign *assign = work->assign;

    records_end(work->records);
    if (r == 0) {
        if (work->review.file.file)
            r = output_commit(&work->review.file);
        if (r == 0)
            r = output_commit(&assign->output);
        if (r)
            say_what_stands(work, "", work->given_now + work->held);
    }
    if (r) {
        output_discard(&assign->output);
        output_discard(&work->review.file);
    }
    return r;
}

static int run(struct work *work)
{
    struct assign *assign = work->assign;
    int r;

    if ((r = check_province(assign)) != 0 || (r = open_roster(work)) != 0 ||
        (r = assign_open(assign)) != 0 || (r = open_review(work)) != 0)
        return r;
    interrupt_watch();
    begin_output(work);
    progress_begin(&work->roster.input, &assign->output);
    r = assign_chunks(work);
    progress_end();
    r = end_outputs(work, r);
    if (r == 0) {
        write_totals(work);
        roster_remark_formulas(&work->roster);
    }
    return r ? r : work->errors ? EXIT_ROWS : EXIT_DONE;
}

int assign_roster(struct assign *assign)
{
    struct work *work = memory_new(sizeof *work);
    int r;

    work->assign = assign;
    work->roster.input.fd = -1;
    work->scratch = memory_new(pecaddr_batch_scratch_size(CHUNK_ROWS));
    r = run(work);
    review_free(&work->review);
    roster_close(&work->roster);
    arena_free(&work->chunk.arena);
    free(work->scratch);
    free(work);
    return r;
}
