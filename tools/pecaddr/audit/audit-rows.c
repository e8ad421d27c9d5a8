/* SPDX-License-Identifier: BSD-3-Clause */
#include "audit/audit-rows.h"

#include "intake/standing.h"
#include "speech/interrupted.h"
#include "speech/message.h"
#include "speech/progress.h"
#include "speech/text.h"
#include "speech/words.h"

static const char *copy(struct audit_rows *rows, struct pecaddr_text text)
{
    return arena_copy(&rows->chunk.arena, text.data, text.size);
}

/* A row that cannot be judged still explains the mailbox of its codice fiscale. */
static void tell_error(struct audit_rows *rows, const struct member *member, size_t line,
                       const struct fault *fault)
{
    struct finding finding = {.verdict = VERDICT_ERROR, .level = PECADDR_LEVEL_NONE};

    finding.entry = auditor_find_holder(rows->auditor, member->person.holder);
    if (finding.entry && !finding.entry->is_explained) {
        finding.entry->is_explained = 1;
        finding.entry->explained_line = line;
    }
    fault_list_add(&rows->faults, line, &member->person, fault);
    fault_describe(&finding.why, fault);
    audit_tell(rows->told, line, copy(rows, member->person.given),
               copy(rows, member->person.surname), &finding, fault->code);
    buffer_free(&finding.why);
}

/* Decides whether a row's person can be judged; if not, tells why. */
static void prepare_row(struct audit_rows *rows, size_t i)
{
    const struct roster *roster = rows->roster;
    const struct roster_row *row = &rows->chunk.rows[i];
    struct member *member = &rows->members[i];
    struct fault fault;
    size_t column;

    rows->is_judged[i] = rows->is_former[i] = 0;
    *member = (struct member){.person = PECADDR_PERSON_INIT};
    if (row->fault != ROW_GOOD || row->is_blank)
        return;
    *member = member_from_row(roster, row, rows->province, &rows->chunk.arena);
    survey_letters_add(&rows->letters, member, row->line);
    member->person.accepted = NOTES_THAT_WAIT;
    audit_note_order(rows->told, member->person.province);
    member->has_fault = member_fault(rows->auditor->scheme, member, &fault);
    if (member->has_fault)
        member->fault = fault;
    rows->is_judged[i] = !member->has_fault;
    rows->is_former[i] = standing_of_row(roster, row, &rows->chunk.arena, &column) >= STANDING_LEFT;
}

/* Puts the persons of the chunk to the registry, which gives each of them an address, and forgets: the
   members, or those who are none any more, and would take theirs. */
static int ask_registry(struct audit_rows *rows, int is_former)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_registry *preview = NULL;
    const struct pecaddr_person *persons[CHUNK_ROWS];
    struct pecaddr_assignment *outcomes[CHUNK_ROWS];
    struct pecaddr_reason *reasons[CHUNK_ROWS];
    size_t n = 0;
    int r;

    for (size_t i = 0; i < rows->chunk.n; i++) {
        if (!rows->is_judged[i] || rows->is_former[i] != is_former)
            continue;
        rows->answers[i] = (struct answer){PECADDR_ASSIGNMENT_INIT, PECADDR_REASON_INIT};
        persons[n] = &rows->members[i].person;
        outcomes[n] = &rows->answers[i].assignment;
        reasons[n++] = &rows->answers[i].reason;
    }
    if (!n)
        return 0;
    r = pecaddr_registry_preview(rows->auditor->registry, &preview, &error);
    if (r == PECADDR_OK)
        r = pecaddr_registry_assign_batch(preview, rows->auditor->scheme, persons, n, outcomes,
                                          reasons, &error);
    pecaddr_registry_close(preview);
    return r == PECADDR_OK ? 0 : message_unavailable(&error);
}

static int judge_row(struct audit_rows *rows, size_t i)
{
    const struct roster *roster = rows->roster;
    const struct roster_row *row = &rows->chunk.rows[i];
    const struct member *member = &rows->members[i];
    struct finding finding;
    struct fault fault;
    int r;

    if (row->is_blank && row->fault == ROW_GOOD)
        return 0;
    if (row->fault != ROW_GOOD) {
        fault = roster_fault(roster, row, &rows->chunk.arena);
        tell_error(rows, member, row->fault == ROW_NUL ? row->fault_line : row->line, &fault);
        return 0;
    }
    if (member->has_fault) {
        tell_error(rows, member, row->line, &member->fault);
        return 0;
    }
    r = auditor_judge(rows->auditor, &member->person,
                      rows->auditor->registry ? &rows->answers[i] : NULL,
                      row_text(roster, row, ROSTER_ADDRESS, &rows->chunk.arena), row->line,
                      rows->is_former[i], &finding);
    if (r == 0)
        audit_tell(rows->told, row->line, copy(rows, member->person.given),
                   copy(rows, member->person.surname), &finding, NULL);
    buffer_free(&finding.why);
    return r;
}

static int judge_chunk(struct audit_rows *rows)
{
    int r = 0;

    for (size_t i = 0; i < rows->chunk.n; i++)
        prepare_row(rows, i);
    for (int is_former = 0; is_former <= 1 && rows->auditor->registry && r == 0; is_former++)
        r = ask_registry(rows, is_former);
    for (size_t i = 0; i < rows->chunk.n && r == 0; i++)
        r = judge_row(rows, i);
    return r;
}

int audit_rows_judge(struct audit_rows *rows)
{
    size_t done = 0;
    int r;

    while ((r = chunk_read(&rows->chunk, rows->roster, CHUNK_ROWS)) == 0 && rows->chunk.n) {
        r = judge_chunk(rows);
        if (r == 0)
            r = output_check(rows->output);
        if (r == 0)
            r = interrupt_stops_reading();
        if (r)
            return r;
        progress_tell(done += rows->chunk.n);
    }
    return r;
}

void audit_rows_free(struct audit_rows *rows)
{
    arena_free(&rows->chunk.arena);
    fault_list_free(&rows->faults);
}
