/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign/again.h"
#include "assign/assign-work.h"
#include "assign/outside.h"
#include "assign/renamed.h"
#include "base/array.h"
#include "command/scheme-file.h"
#include "intake/header.h"
#include "runtime/memory.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/text.h"
#include "speech/words.h"

#include <stdlib.h>

static const struct column columns[] = {
    {"line", COLUMN_NUMBER},   {"given", COLUMN_TEXT},   {"surname", COLUMN_TEXT},
    {"address", COLUMN_TEXT},  {"level", COLUMN_NUMBER}, {"new", COLUMN_FLAG},
    {"proposal", COLUMN_TEXT}, {"notes", COLUMN_LIST},   {"code", COLUMN_TEXT},
    {"error", COLUMN_TEXT},
};

void work_begin_output(struct work *work)
{
    struct assign *assign = work->assign;

    if (assign->options.format == FORMAT_JSON)
        work->records =
            records_begin(assign->output.file, FORMAT_JSON, columns, ARRAY_SIZE(columns));
    else
        roster_write_header(&work->roster, &assign->output);
}

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

/* What a known holder's claim changed or brought back is never silent. */
static void count_notes(struct work *work, uint32_t notes)
{
    work->moved += (notes & (uint32_t)PECADDR_NOTE_MOVED) != 0;
    work->returned += (notes & (uint32_t)PECADDR_NOTE_RETURNED) != 0;
    work->renamed += (notes & (uint32_t)PECADDR_NOTE_RENAMED) != 0;
}

/* The result has the note alone; whose mailbox the namesake's is, nobody would hear. */
static void remark_namesake(struct work *work, size_t i)
{
    const struct pecaddr_assignment *outcome = &work->outcomes[i];
    const uint32_t note = PECADDR_NOTE_NAMESAKE;
    struct buffer sentence = {0};

    if (!(outcome->notes & note) || message_is_quiet() || !sample_takes(&work->namesakes))
        return;
    review_describe_note(&sentence, note, work->assign->options.scheme, &work->reasons[i],
                         &work->members[i], in_language);
    remark_review("%s:%zu: note: %s: %s: %s", work->roster.input.name, work->chunk.rows[i].line,
                  pecaddr_note_name(note), outcome->address, sentence.data);
    buffer_free(&sentence);
}

/* The note alone does not say who is on record as whom; each claim leaves the name as it is there. */
static void remark_renamed(struct work *work, size_t i)
{
    const struct pecaddr_assignment *outcome = &work->outcomes[i];
    const struct pecaddr_person *person = &work->members[i].person;
    char *here, *on_record;

    if (!(outcome->notes & (uint32_t)PECADDR_NOTE_RENAMED) || message_is_quiet() ||
        !sample_takes(&work->others_named))
        return;
    here = text_name(person->given, person->surname);
    on_record = renamed_on_record(work->assign->registry, outcome->address);
    if (on_record)
        remark_review("%s:%zu: note: %s: %s: here %s, on record %s", work->roster.input.name,
                      work->chunk.rows[i].line, pecaddr_note_name(PECADDR_NOTE_RENAMED),
                      outcome->address, here, on_record);
    free(here);
    free(on_record);
}

/* The notes for which a row waits, and those that were accepted of it: it waits for none of them again,
   when it is given again with these. */
static uint32_t notes_of_waiting(const struct work *work, size_t i)
{
    return work->reasons[i].notes |
           (work->is_asked[i] ? work->outcomes[i].notes & work->members[i].person.accepted : 0);
}

/* A register's export has all who ever left: the first say which they are. */
enum { ENDED_NAMED = 5 };

static void count_ended(struct work *work, const struct member *member)
{
    char *name;

    if (work->ended++ >= ENDED_NAMED)
        return;
    name = text_name(member->person.given, member->person.surname);
    buffer_text(&work->first_ended, work->first_ended.size ? ", " : "");
    buffer_format(&work->first_ended, _("%s (line %zu)"), name, member->fault_line);
    free(name);
}

static void tell_ended(const struct work *work)
{
    if (work->ended > ENDED_NAMED)
        remark("ended      %8zu  have left or are suspended, by the roster: no new address: %s and "
               "%zu more",
               work->ended, work->first_ended.data, work->ended - ENDED_NAMED);
    else if (work->ended)
        remark("ended      %8zu  have left or are suspended, by the roster: no new address: %s",
               work->ended, work->first_ended.data);
}

static void tell_fault(struct work *work, size_t i)
{
    const struct member *member = &work->members[i];

    if (work->has_ended[i]) {
        count_ended(work, member); /* said of all of them at once (survey-standing.c) */
        work->over += work->is_over[i] != 0;
    } else if (work->is_waiting[i]) {
        work->waiting++;
        work->without_proposal += !*work->reasons[i].candidate;
        review_add(&work->review, work->assign->options.scheme, member->fault_line, member,
                   &work->reasons[i], notes_of_waiting(work, i));
    } else {
        work->errors++;
        work->review.errors++;
        if (work->is_asked[i])
            movers_refused(&work->movers, &member->person, &work->reasons[i],
                           work->chunk.rows[i].line);
        fault_list_add(&work->faults, member->fault_line, &member->person, &member->fault);
    }
}

void work_tell_faults(struct work *work, int has_result)
{
    sample_end(&work->namesakes);
    work->namesakes = (struct sample){0};
    sample_end(&work->outside);
    work->outside = (struct sample){0};
    sample_end(&work->others_named);
    work->others_named = (struct sample){0};
    fault_list_tell(&work->faults, work->roster.input.name,
                    has_result ? work->assign->output.name : NULL,
                    work->records ? "error" : header_added[ADDED_ERROR]);
}

/* Notes the fault of a row, if it has one, and keeps the count. */
static int judge_row(struct work *work, size_t i)
{
    struct member *member = &work->members[i];
    const struct pecaddr_assignment *outcome = &work->outcomes[i];

    if (member->has_fault) {
        tell_fault(work, i);
    } else if (work->is_asked[i]) {
        count_outcome(work, outcome);
        count_notes(work, outcome->notes);
        remark_namesake(work, i);
        remark_renamed(work, i);
        if (outcome->notes & (uint32_t)PECADDR_NOTE_MOVED)
            movers_moved(&work->movers, outcome->address, work->chunk.rows[i].line);
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
    const char *is_new;
    const char *proposal;
    const char *notes;
    const char *error;
};

static void write_record(struct work *work, size_t i, const struct told *told)
{
    const struct member *member = &work->members[i];
    struct arena *arena = &work->chunk.arena;

    records_row(work->records,
                (const char *const[]){
                    number_text(work->chunk.rows[i].line),
                    arena_copy(arena, member->person.given.data, member->person.given.size),
                    arena_copy(arena, member->person.surname.data, member->person.surname.size),
                    told->address,
                    told->level,
                    told->is_new,
                    told->proposal,
                    told->notes,
                    told->error ? member->fault.code : NULL,
                    told->error,
                });
}

/* The list is for people, also beside a result for programs. */
static void write_review(struct work *work, size_t i, const struct told *told)
{
    struct buffer error = {0};

    fault_describe_to_people(&error, &work->members[i].fault);
    roster_write_row(&work->roster, &work->review.file, &work->chunk.rows[i],
                     (const char *const[ADDED_COUNT]){
                         [ADDED_PROPOSAL] = told->proposal,
                         [ADDED_NOTE] = told->notes,
                         [ADDED_ERROR] = error.data,
                     });
    buffer_free(&error);
}

static void write_told(struct work *work, size_t i, int is_person, const struct told *told)
{
    const struct roster_row *row = &work->chunk.rows[i];
    const char *const added[ADDED_COUNT] = {
        [ADDED_PEC] = told->address,
        [ADDED_LEVEL] = told->level,
        [ADDED_NEW] = told->is_new ? in_result(told->is_new) : NULL,
        [ADDED_PROPOSAL] = told->proposal,
        [ADDED_NOTE] = told->notes,
        [ADDED_ERROR] = told->error,
    };

    if (!work->records)
        roster_write_row(&work->roster, &work->assign->output, row, added);
    else if (is_person)
        write_record(work, i, told);
    if (work->review.file.file && work->members[i].has_fault && !work->has_ended[i])
        write_review(work, i, told);
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
        if (work->is_waiting[i])
            notes_names(&notes, notes_of_waiting(work, i));
        else if (work->is_asked[i])
            notes_names(&notes, work->reasons[i].notes);
        if (work->is_waiting[i] && *work->reasons[i].candidate)
            told.proposal = work->reasons[i].candidate;
        fault_describe(&error, &member->fault);
        told.error = error.data;
    } else if (is_person) {
        notes_names(&notes, outcome->notes);
        *(work->assign->dry_run ? &told.proposal : &told.address) = outcome->address;
        told.is_new = is_new(outcome) ? N_("yes") : N_("no");
        if (outcome->level != PECADDR_LEVEL_NONE)
            told.level = number_text(outcome->level);
    }
    told.notes = notes.data;
    write_told(work, i, is_person, &told);
    buffer_free(&notes);
    buffer_free(&error);
}

void work_write(struct work *work)
{
    outside_tell(work);
    for (size_t i = 0; i < work->chunk.n; i++)
        write_row(work, i, judge_row(work, i));
}

static void tell_level(unsigned level, size_t n, const char *rule)
{
    struct buffer shown = {0};

    rule_show(&shown, rule);
    remark("level %-4u %8zu  %s", level, n, shown.data);
    buffer_free(&shown);
}

static void tell_changes(const struct work *work)
{
    if (work->moved)
        remark("moved      %8zu  from another entry of the register; they keep their address",
               work->moved);
    if (work->returned)
        remark("returned   %8zu  addresses that were given back to who had them", work->returned);
    if (work->renamed)
        remark(
            "renamed    %8zu  another name is on record, and stays: the note is RENAMED; where it "
            "is to be corrected: pecaddr registry correct ADDRESS --given NAMES --surname NAMES "
            "--why WORDS",
            work->renamed);
}

/* Of names whose letters are in doubt nobody knows the address yet. */
static void tell_waiting(const struct work *work)
{
    if (!work->waiting)
        return;
    if (!work->without_proposal)
        remark("waiting    %8zu  for a person to look at; their address is in proposta",
               work->waiting);
    else if (work->without_proposal == work->waiting)
        remark(
            "waiting    %8zu  for a person to look at; as their letters are in doubt, none has a "
            "proposta",
            work->waiting);
    else
        remark(
            "waiting    %8zu  for a person to look at; their address is in proposta, but for %zu "
            "whose letters are in doubt",
            work->waiting, work->without_proposal);
}

void work_write_totals(const struct work *work)
{
    const struct pecaddr_scheme *scheme = work->assign->options.scheme;

    if (message_is_quiet())
        return;
    for (unsigned level = 0; level < pecaddr_scheme_levels(scheme); level++)
        if (work->levels[level] || scheme_rule_first(scheme, level) == level)
            tell_level(level, work->levels[level], pecaddr_scheme_rule(scheme, level));
    if (work->other_levels)
        remark("no level   %8zu  addresses that these rules do not give", work->other_levels);
    tell_changes(work);
    tell_waiting(work);
    tell_ended(work);
    remark("errors     %8zu", work->errors);
    movers_tell(&work->movers);
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
    again_tell(work);
}
