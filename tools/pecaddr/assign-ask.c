/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign-work.h"
#include "command.h"
#include "language.h"
#include "memory.h"
#include "message.h"
#include "text.h"

/* Who of the rows can be asked about. */

void work_blame(struct work *work, size_t row, struct fault fault, size_t line)
{
    struct member *member = &work->members[row];

    member->has_fault = 1;
    member->fault = fault;
    member->fault_line = line;
}

/* --strict: whoever's name needs a look is given nothing. */
static void block_row(struct work *work, size_t i)
{
    struct member *member = &work->members[i];
    struct fault fault =
        review_fault(work->assign->options.scheme, work->review_notes[i], member,
                     N_("correct the name, or run without --strict"), &work->chunk.arena);

    work->is_asked[i] = 0;
    work_blame(work, i, fault, work->chunk.rows[i].line);
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

    work->is_asked[i] = work->is_answered[i] = work->is_aside[i] = 0;
    work->review_notes[i] = 0;
    *member = (struct member){.person = PECADDR_PERSON_INIT};
    if (row->is_blank && row->fault == ROW_GOOD)
        return;
    if (row->fault != ROW_GOOD) {
        work_blame(work, i, roster_fault(&work->roster, row, arena),
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
        work->assign->options.scheme, work->review_notes[i], member,
        N_("correct the row, or leave it as it is, and give it to assign without --review"),
        &work->chunk.arena);

    work->is_asked[i] = 0;
    work->is_aside[i] = 1;
    work_blame(work, i, fault, work->chunk.rows[i].line);
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

/* Sets those aside who have review notes and no address yet. */
static int set_rows_aside(struct work *work)
{
    struct arena *arena = &work->chunk.arena;
    struct pecaddr_query *queries[CHUNK_ROWS];
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

/* Puts those of the rows to the registry that have review notes, or those that have none: 0, or -1
   when somebody got no outcome for a reason that concerns everybody. */
static int claim(struct work *work, int with_notes)
{
    const struct assign *assign = work->assign;
    const struct pecaddr_person *persons[CHUNK_ROWS];
    struct pecaddr_assignment *outcomes[CHUNK_ROWS];
    size_t n = 0;
    int r;

    for (size_t i = 0; i < work->chunk.n; i++) {
        if (!work->is_asked[i] || !work->review_notes[i] != !with_notes)
            continue;
        work->is_answered[i] = 1;
        work->outcomes[i] = (struct pecaddr_assignment){.size = sizeof work->outcomes[i]};
        persons[n] = &work->members[i].person;
        outcomes[n++] = &work->outcomes[i];
    }
    if (!n)
        return 0;
    r = pecaddr_resolve_batch(assign->options.scheme, persons, n, PECADDR_CLAIM,
                              pecaddr_registry_ask, assign_answering(assign), work->scratch,
                              pecaddr_batch_scratch_size(CHUNK_ROWS), outcomes);
    for (size_t i = 0; i < n && r == PECADDR_OK; i++)
        if (outcomes[i]->status != PECADDR_OK && !is_own_failure(outcomes[i]))
            r = PECADDR_E_UNAVAILABLE;
    return r == PECADDR_OK ? 0 : -1;
}

/* Those without review notes first: who stands in the chunk twice, once with notes, has the address
   by then, and is not set aside. Of those with notes nobody is left who is given one now, so that
   the order changes no address. */
int work_ask(struct work *work)
{
    for (size_t i = 0; i < work->chunk.n; i++)
        prepare_row(work, i);
    if (claim(work, 0) != 0)
        return -1;
    return set_rows_aside(work) != 0 ? -1 : claim(work, 1);
}
