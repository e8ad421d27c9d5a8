/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign/assign-work.h"
#include "speech/message.h"

/* Who of the rows can be asked about, and what the registry answers. */

void work_blame(struct work *work, size_t row, struct fault fault, size_t line)
{
    struct member *member = &work->members[row];

    member->has_fault = 1;
    member->fault = fault;
    member->fault_line = line;
}

/* Decides whether a row's person can be asked about; if not, the member has the fault. */
static void prepare_row(struct work *work, size_t i)
{
    const struct assign *assign = work->assign;
    const struct roster_row *row = &work->chunk.rows[i];
    struct member *member = &work->members[i];
    struct arena *arena = &work->chunk.arena;
    struct fault fault;

    work->is_asked[i] = work->is_aside[i] = 0;
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
        if (member_fault(assign->options.scheme, member, &fault))
            member->fault = fault;
        return;
    }
    member->person.accepted = assign_accepted(assign);
    work->is_asked[i] = 1;
}

/* The registry refused the row's person. With --review, whoever waits for a look is set aside. */
static void blame_refused(struct work *work, size_t i)
{
    const struct assign *assign = work->assign;
    struct fault fault = assign_fault(assign, &work->members[i], &work->outcomes[i],
                                      &work->reasons[i], &work->chunk.arena);

    work->is_aside[i] = work->outcomes[i].status == PECADDR_E_REVIEW && !assign->strict;
    work_blame(work, i, fault, member_line(&work->roster, &work->chunk.rows[i], fault.field));
}

int work_ask(struct work *work, struct pecaddr_registry_error *ret_error)
{
    const struct assign *assign = work->assign;
    const struct pecaddr_person *persons[CHUNK_ROWS];
    struct pecaddr_assignment *outcomes[CHUNK_ROWS];
    struct pecaddr_reason *reasons[CHUNK_ROWS];
    size_t n = 0;

    for (size_t i = 0; i < work->chunk.n; i++) {
        prepare_row(work, i);
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
