/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign/assign-work.h"
#include "command/known.h"
#include "intake/header.h"
#include "intake/standing.h"
#include "runtime/memory.h"
#include "speech/language.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

/* Rows of people who are no members any more, by the roster's own columns. */

struct judged {
    size_t row, column;
    enum standing standing;
    const char *
        left; /* the address of whom the registry knows that he left, or whose mailbox ended; NULL */
    const struct known *
        elsewhere; /* the one in force, on another entry of the Order, of whom it does not know; NULL */
};

static struct fault fault_of_standing(const struct work *work, const struct judged *judged,
                                      struct arena *arena)
{
    const struct roster *roster = &work->roster;
    struct fault fault = {.code = pecaddr_status_name(PECADDR_E_STATE)};
    struct buffer column = {0}, cell = {0};

    header_show(roster, judged->column, &column);
    header_show_cell(roster, &cell, &work->chunk.rows[judged->row].cells[judged->column]);
    if (judged->left) {
        fault_set_what(&fault, arena,
                       N_("column %s says %s, and so does the registry, in which the person has "
                          "had %s"),
                       column.data, cell.data, judged->left);
        fault.what_to_do = N_("nothing is to be done");
    } else if (judged->elsewhere) {
        fault_set_what(
            &fault, arena,
            N_("column %s says %s, and the registry knows of no leaving: there the person "
               "has %s, with another register entry"),
            column.data, cell.data, judged->elsewhere->address);
        fault.what_to_do =
            judged->elsewhere->state == PECADDR_STATE_ACTIVE
                ? N_("put it on record by the address: pecaddr registry leave ADDRESS "
                     "--left DAY; registry leave --from does not do it")
                : N_("its mailbox is not active: give the address back: pecaddr registry release "
                     "ADDRESS");
    } else if (judged->standing != STANDING_UNKNOWN) {
        fault_set_what(&fault, arena,
                       N_("column %s says %s: whoever has left or is suspended is given no new "
                          "address"),
                       column.data, cell.data);
        fault.what_to_do = N_("leave the row out; if it is wrong, correct that cell");
    } else {
        if (text_trim(work->chunk.rows[judged->row].cells[judged->column].text).size)
            fault_set_what(&fault, arena,
                           N_("column %s says %s, and it is not known whether that is a member"),
                           column.data, cell.data);
        else
            fault_set_what(&fault, arena,
                           N_("column %s is empty, and it is not known whether that is a member"),
                           column.data);
        fault.what_to_do =
            roster->standing[judged->column] == STANDING_REMARK
                ? N_("leave the row out if it is none; if it is one, empty that cell")
                : N_("write attivo or cancellato there; if the column is about "
                     "something else, rename it");
    }
    buffer_free(&column);
    buffer_free(&cell);
    return fault;
}

static void blame(struct work *work, const struct judged *judged)
{
    size_t i = judged->row;

    work->is_asked[i] = 0;
    work->has_ended[i] = judged->standing != STANDING_UNKNOWN && !judged->elsewhere;
    work->is_over[i] = judged->left != NULL;
    work_blame(work, i, fault_of_standing(work, judged, &work->chunk.arena),
               work->chunk.rows[i].line);
}

/* Whether somebody has left who is on record under another entry of the same Order, where nothing else would
   end the mailbox. */
static bool has_left_elsewhere(struct work *work, const struct judged *judged,
                               const struct known *known, const struct pecaddr_person *person)
{
    return known->has_moved && judged->standing != STANDING_UNKNOWN &&
           known_is_of_order(known, person) &&
           !standing_suspends(&work->roster, &work->chunk.rows[judged->row], judged->column,
                              &work->chunk.arena);
}

/* Whoever has an address keeps it, if that writes nothing else: it is not brought back, and nobody
   is moved to an entry that has ended. */
static int judge_all(struct work *work, struct judged judged[],
                     const struct pecaddr_person *const persons[], size_t n)
{
    const struct assign *assign = work->assign;
    struct known *known = memory_new(n * sizeof *known);
    int r = known_ask(assign_answering(assign), assign->options.scheme, persons, n, known);

    if (r == 0)
        r = known_look_up(assign_answering(assign), known, n);
    for (size_t k = 0; k < n && r == 0; k++) {
        if (*known[k].address && !known[k].has_returned && !known[k].has_moved)
            continue;
        if (*known[k].address && !known[k].has_moved && judged[k].standing != STANDING_UNKNOWN)
            judged[k].left = known[k].address;
        if (has_left_elsewhere(work, &judged[k], &known[k], persons[k]))
            judged[k].elsewhere = &known[k];
        blame(work, &judged[k]);
    }
    free(known);
    return r;
}

/* The person's address is kept by the row of a member: one call moves nobody between two entries. */
static int came_back(const struct work *work, size_t i)
{
    size_t other;

    return survey_persons_contradiction(&work->survey.persons, work->chunk.rows[i].line, &other) ==
           SURVEY_CAME_BACK;
}

int work_look_at_standing(struct work *work)
{
    const struct pecaddr_person **persons;
    struct judged *judged;
    size_t n = 0;
    int r = 0;

    if (!survey_standing_says_any(&work->survey.standing))
        return 0;
    persons = memory_new(CHUNK_ROWS_MAX * sizeof *persons);
    judged = memory_new(CHUNK_ROWS_MAX * sizeof *judged);
    for (size_t i = 0; i < work->chunk.n; i++) {
        struct judged one = {.row = i};

        if (!work->is_asked[i])
            continue;
        one.standing =
            standing_of_row(&work->roster, &work->chunk.rows[i], &work->chunk.arena, &one.column);
        if (one.standing == STANDING_MEMBER)
            continue;
        if (came_back(work, i)) {
            blame(work, &one);
            continue;
        }
        persons[n] = &work->members[i].person;
        judged[n++] = one;
    }
    if (n)
        r = judge_all(work, judged, persons, n);
    free(judged);
    free(persons);
    return r;
}
