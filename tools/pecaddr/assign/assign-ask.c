/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign/assign-work.h"
#include "command/known.h"
#include "member/on-record.h"
#include "runtime/memory.h"
#include "speech/message.h"

#include <stdlib.h>

/* Who of the rows can be asked about, and what the registry answers. */

void work_blame(struct work *work, size_t row, struct fault fault, size_t line)
{
    struct member *member = &work->members[row];

    member->has_fault = 1;
    member->fault = fault;
    member->fault_line = line;
    member_name_cell(member, &member->fault);
}

/* What somebody has looked at: of all, in a file that pecaddr wrote, what it said there. What comes of a
   correction, or of reading the file otherwise, nobody has seen. */
static uint32_t accepted_of(const struct work *work, const struct roster_row *row)
{
    const struct assign *assign = work->assign;

    if (!assign->accepts_all || work->roster.added[ADDED_NOTE] == ROSTER_NO_COLUMN)
        return assign->accepted | assign->accepts_all;
    return assign->accepted | (assign->accepts_all & survey_notes_of(&work->roster, row));
}

/* Decides whether a row's person can be asked about; if not, the member has the fault. */
static void prepare_row(struct work *work, size_t i)
{
    const struct assign *assign = work->assign;
    struct roster_row *row = &work->chunk.rows[i];
    struct member *member = &work->members[i];
    struct arena *arena = &work->chunk.arena;
    struct fault fault;

    work->is_asked[i] = work->is_waiting[i] = work->has_ended[i] = work->is_over[i] = 0;
    *member = (struct member){.person = PECADDR_PERSON_INIT};
    if (row->is_blank && row->fault == ROW_GOOD)
        return;
    if (row->fault != ROW_GOOD) {
        work_blame(work, i, roster_fault(&work->roster, row, arena),
                   row->fault == ROW_NUL ? row->fault_line : row->line);
        return;
    }
    *member = member_from_row(&work->roster, row, assign->given.province, arena);
    if (member->is_shifted) {
        row->fault = ROW_CELLS;
        return;
    }
    if (member->has_fault) {
        if (member_fault(assign->options.scheme, member, &fault))
            member->fault = fault;
        return;
    }
    member->person.accepted = accepted_of(work, row);
    work->is_asked[i] = 1;
}

/* The registry refused the row's person, or waits until somebody has looked at it. */
static void blame_refused(struct work *work, size_t i)
{
    const struct assign *assign = work->assign;
    struct fault fault = assign_fault(assign, &work->members[i], &work->outcomes[i],
                                      &work->reasons[i], &work->chunk.arena);

    work->is_waiting[i] = work->reasons[i].contradiction == PECADDR_CONTRADICTION_REVIEW;
    work_blame(work, i, fault, member_line(&work->roster, &work->chunk.rows[i], fault.field));
}

/* Another row contradicts this one, and the record does not say that this one is right. */
static struct fault twice_fault(const struct member *member,
                                enum survey_contradiction contradiction, size_t other,
                                struct arena *arena)
{
    int is_entry = contradiction == SURVEY_ENTRY_NAMES || contradiction == SURVEY_ENTRY_HOLDERS ||
                   contradiction == SURVEY_ENTRY_PERSONS;
    struct fault fault = {
        .code = pecaddr_status_name(PECADDR_E_HOLDER),
        .field = is_entry ? PECADDR_FIELD_NUMBER : PECADDR_FIELD_HOLDER,
        .what_to_do = N_("look whether a cell was filled down over others; correct the row that is "
                         "wrong"),
    };

    if (!is_entry) {
        fault.text = member->person.holder;
        fault.offset = fault.text.size;
    }
    if (contradiction == SURVEY_HOLDER_ENTRIES) {
        fault_set_what(&fault, arena,
                       N_("this codice fiscale stands on two register entries of this roster, here "
                          "and on line %zu"),
                       other);
        fault.what_to_do = N_("nobody is on two entries: correct the one that is wrong");
    } else if (contradiction == SURVEY_ENTRY_HOLDERS) {
        fault_set_what(&fault, arena,
                       N_("this register entry stands beside two codici fiscali in this roster, "
                          "here and on line %zu"),
                       other);
        fault.what_to_do = N_("look whether a cell was filled down over others, or a codice "
                              "fiscale is wrong; correct the row that is wrong");
    } else if (is_entry) {
        fault_set_what(&fault, arena,
                       N_("this register entry stands with two names in this roster, here and on "
                          "line %zu"),
                       other);
    } else {
        fault_set_what(&fault, arena,
                       N_("this codice fiscale stands with two names in this roster, here and on "
                          "line %zu"),
                       other);
    }
    return fault;
}

static struct fault other_fault(const struct work *work, const struct roster_row *row,
                                const struct known *known, struct arena *arena)
{
    struct fault fault = {
        .code = pecaddr_status_name(PECADDR_E_HOLDER),
        .what_to_do =
            N_("see whose it is with pecaddr registry show; correct the row, or, if it is "
               "this person's, bring the roster in with pecaddr registry import"),
    };
    char address[PECADDR_ADDRESS_MAX + 1] = "";

    survey_addresses_first(&work->roster, work->assign->options.scheme, row, known->address, arena,
                           address);
    if (*known->address)
        fault_set_what(&fault, arena,
                       N_("the row has the address %s, which is on record and not this person's, "
                          "who has %s"),
                       address, known->address);
    else
        fault_set_what(&fault, arena,
                       N_("the row has the address %s, which is on record and not this person's"),
                       address);
    return fault;
}

/* A row of which the whole roster says something. */
struct whole {
    size_t row;
    enum survey_contradiction contradiction;
    size_t other_line;
    int has_others;
};

/* Where a fact of the row is not on record, what contradicts it is no less right than the row. */
static int stands_so(const struct work *work, const struct pecaddr_person *person,
                     const struct known *known, bool *ret_stands)
{
    *ret_stands = *known->address && !known->has_moved && !known->is_renamed;
    return *ret_stands && person->holder.size
               ? on_record_so(assign_answering(work->assign), known->address, person, ret_stands)
               : 0;
}

/* Whom it refuses, and says who stands there; but of a codice fiscale that the roster has beside something
   else it would say that the one on record is to be corrected by it. */
static bool is_told_by_registry(enum survey_contradiction contradiction, const struct known *known)
{
    return known->is_refused && contradiction != SURVEY_ENTRY_HOLDERS &&
           contradiction != SURVEY_HOLDER_ENTRIES && contradiction != SURVEY_HOLDER_NAMES;
}

/* Of anybody else what the registry knows decides. */
static int judge_whole(struct work *work, const struct whole *whole, const struct known *known)
{
    const struct roster_row *row = &work->chunk.rows[whole->row];
    const struct member *member = &work->members[whole->row];
    struct arena *arena = &work->chunk.arena;
    struct fault fault;
    bool stands = true;
    int r = 0;

    if (is_told_by_registry(whole->contradiction, known))
        return 0;
    if (whole->contradiction)
        r = stands_so(work, &member->person, known, &stands);
    if (r != 0 || (stands && !whole->has_others))
        return r;
    fault = stands ? other_fault(work, row, known, arena)
                   : twice_fault(member, whole->contradiction, whole->other_line, arena);
    work->is_asked[whole->row] = 0;
    work_blame(work, whole->row, fault, member_line(&work->roster, row, fault.field));
    return 0;
}

static int ask_and_judge(struct work *work, const struct whole wholes[], size_t n)
{
    const struct assign *assign = work->assign;
    const struct pecaddr_person **persons = memory_new((n + 1) * sizeof *persons);
    struct known *known = memory_new((n + 1) * sizeof *known);
    int r;

    for (size_t i = 0; i < n; i++)
        persons[i] = &work->members[wholes[i].row].person;
    r = known_ask(assign_answering(assign), assign->options.scheme, persons, n, known);
    for (size_t i = 0; i < n && r == 0; i++)
        r = judge_whole(work, &wholes[i], &known[i]);
    free(known);
    free(persons);
    return r;
}

/* What the whole roster says of a row, if anything; a fault of its own is told instead. */
static int look_at_row(const struct work *work, size_t i, struct whole *ret_whole)
{
    size_t line = work->chunk.rows[i].line;
    struct fault fault;

    if (!work->is_asked[i])
        return 0;
    *ret_whole = (struct whole){.row = i};
    ret_whole->contradiction =
        survey_persons_contradiction(&work->survey.persons, line, &ret_whole->other_line);
    ret_whole->has_others = survey_addresses_are_others(&work->survey.addresses, line);
    return (ret_whole->contradiction || ret_whole->has_others) &&
           !member_fault(work->assign->options.scheme, &work->members[i], &fault);
}

/*
 * Before the persons of the chunk are put to the registry. Those of rows that contradict each other are
 * asked about one by one: together the registry would refuse both.
 */
static int look_at_whole(struct work *work)
{
    struct whole *wholes = memory_new((work->chunk.n + 1) * sizeof *wholes);
    size_t n = 0;
    int r = 0;

    for (size_t i = 0; i < work->chunk.n && r == 0; i++) {
        if (!look_at_row(work, i, &wholes[n]))
            continue;
        if (wholes[n].contradiction)
            r = ask_and_judge(work, &wholes[n], 1);
        else
            n++;
    }
    if (n && r == 0)
        r = ask_and_judge(work, wholes, n);
    free(wholes);
    return r;
}

/* The letters of the row's names may be others: it waits, and has no proposal, for nobody knows yet
   how the name is written. */
static void wait_for_letters(struct work *work, size_t i, const char *encoding)
{
    struct pecaddr_reason *reason = &work->reasons[i];
    struct member *member = &work->members[i];

    *reason = (struct pecaddr_reason)PECADDR_REASON_INIT;
    reason->contradiction = PECADDR_CONTRADICTION_REVIEW;
    reason->notes = PECADDR_NOTE_DOUBT;
    member->doubted = encoding;
    work->is_asked[i] = 0;
    work->is_waiting[i] = 1;
    work_blame(work, i, assign_fault(work->assign, member, NULL, reason, &work->chunk.arena),
               work->chunk.rows[i].line);
}

/* The encoding that a row's names may have been meant in, or NULL; nothing else is wrong with it. */
static const char *doubt_letters(const struct work *work, size_t i)
{
    const struct member *member = &work->members[i];
    const char *encoding = survey_letters_doubt(&work->survey.letters, member);
    struct fault fault;

    if (!encoding || !work->is_asked[i] || member->person.accepted & PECADDR_NOTE_DOUBT)
        return NULL;
    if (member_fault(work->assign->options.scheme, member, &fault) &&
        fault.field != PECADDR_FIELD_GIVEN && fault.field != PECADDR_FIELD_SURNAME)
        return NULL;
    return encoding;
}

/* Names whose letters may be of another encoding wait, unless the person has an address. */
static int look_at_letters(struct work *work)
{
    const struct assign *assign = work->assign;
    const struct pecaddr_person *persons[CHUNK_ROWS_MAX];
    const char *encodings[CHUNK_ROWS_MAX];
    size_t rows[CHUNK_ROWS_MAX], n = 0;
    struct known *known;
    int r;

    for (size_t i = 0; i < work->chunk.n; i++) {
        const char *encoding = doubt_letters(work, i);

        if (!encoding)
            continue;
        persons[n] = &work->members[i].person;
        encodings[n] = encoding;
        rows[n++] = i;
    }
    if (!n)
        return 0;
    known = memory_new(n * sizeof *known);
    r = known_ask(assign_answering(assign), assign->options.scheme, persons, n, known);
    for (size_t k = 0; k < n && r == 0; k++)
        if (!*known[k].address && !known[k].is_refused)
            wait_for_letters(work, rows[k], encodings[k]);
    free(known);
    return r;
}

int work_prepare(struct work *work)
{
    int r;

    for (size_t i = 0; i < work->chunk.n; i++)
        prepare_row(work, i);
    r = work_look_at_standing(work);
    if (r == 0)
        r = look_at_whole(work);
    return r ? r : look_at_letters(work);
}

int work_ask(struct work *work, struct pecaddr_registry_error *ret_error)
{
    const struct assign *assign = work->assign;
    const struct pecaddr_person *persons[CHUNK_ROWS_MAX];
    struct pecaddr_assignment *outcomes[CHUNK_ROWS_MAX];
    struct pecaddr_reason *reasons[CHUNK_ROWS_MAX];
    size_t n = 0;

    for (size_t i = 0; i < work->chunk.n; i++) {
        if (!work->is_asked[i])
            continue;
        work->outcomes[i] = (struct pecaddr_assignment)PECADDR_ASSIGNMENT_INIT;
        work->outcomes[i].status = PECADDR_E_UNAVAILABLE;
        work->reasons[i] = (struct pecaddr_reason)PECADDR_REASON_INIT;
        persons[n] = &work->members[i].person;
        outcomes[n] = &work->outcomes[i];
        reasons[n++] = &work->reasons[i];
    }
    if (pecaddr_registry_assign_batch(assign_answering(assign), assign->options.scheme, persons, n,
                                      outcomes, reasons, ret_error) != PECADDR_OK)
        return -1;
    for (size_t i = 0; i < work->chunk.n; i++)
        if (work->is_asked[i] && work->outcomes[i].status != PECADDR_OK)
            blame_refused(work, i);
    return 0;
}
