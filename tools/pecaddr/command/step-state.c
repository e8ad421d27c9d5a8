/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step-state.h"

#include "base/array.h"
#include "command/step-question.h"
#include "intake/header.h"
#include "intake/outcome.h"
#include "intake/standing.h"
#include "member/list-cell.h"
#include "speech/date.h"
#include "speech/language.h"
#include "speech/text.h"

#include <string.h>

/* Each finds whether a row contradicts a step. */

static enum standing standing_in(const struct question *question, size_t *ret_column)
{
    struct list *list = question->list;

    return standing_of_row(&list->roster, question->entry->row, &list->chunk.arena, ret_column);
}

/* Whether a cell says that the mailbox is active where its holder may be meant, and cannot be. */
static enum outcome outcome_in(const struct question *question, size_t column)
{
    const struct list *list = question->list;
    enum outcome outcome = outcome_of(&list->roster, question->entry->row, column);
    bool is_of_roster = list->new_column != ROSTER_NO_COLUMN && column < list->new_column;

    return outcome == OUTCOME_PERHAPS && (list->is_record || is_of_roster) ? OUTCOME_UNSAID
                                                                           : outcome;
}

/* Where a row says that its mailbox is not active, whatever its holder is. */
static size_t find_outcome(const struct question *question)
{
    size_t n = step_columns_of(question->list, question->entry->row);

    for (size_t column = 0; column < n; column++)
        switch (outcome_of(&question->list->roster, question->entry->row, column)) {
        case OUTCOME_LACKING:
        case OUTCOME_REFUSED:
        case OUTCOME_TO_COME:
        case OUTCOME_TO_END:
        case OUTCOME_ENDED:
        case OUTCOME_UNCLEAR:
            return column;
        default:
            break;
        }
    return n;
}

static struct finding find_inactive(const struct question *question)
{
    static const struct contradiction
        inactive = {N_("column %s says %s: perhaps the mailbox is not active"),
                    N_("check it; if the mailbox is active, correct that cell or delete the "
                       "column; else leave the row out")},
        either =
            {N_("column %s says %s: perhaps the mailbox is not active, or its holder is no member "
                "any more"),
             N_("check it; if the mailbox is active, correct that cell or delete the column; else "
                "leave the row out")},
        unsaid = {N_("column %s is empty: perhaps the mailbox is not active"),
                  N_("check it; if the mailbox is active, write it there, or delete the column; "
                     "else leave the row out")};
    const struct roster *roster = &question->list->roster;
    size_t n = step_columns_of(question->list, question->entry->row), column;

    if (standing_in(question, &column) == STANDING_MEMBER)
        column = find_outcome(question);
    if (column >= n)
        return found_nothing();
    return found_either(question, roster->outcome[column] == OUTCOME_NONE ? &either : &inactive,
                        &unsaid, column);
}

/* Whether what a column says, which may be of the mailbox elsewhere, is of the holder: in what pecaddr assign
   wrote, the roster's own columns are. */
static bool is_of_holder(const struct question *question, size_t column)
{
    const struct list *list = question->list;
    const struct roster *roster = &list->roster;
    bool is_of_either =
        roster->standing[column] == STANDING_STATE || roster->standing[column] == STANDING_ACTIVE;

    return !is_of_either || (list->new_column != ROSTER_NO_COLUMN && column < list->new_column) ||
           standing_affirms(roster, question->entry->row, column) ||
           !text_trim(question->entry->row->cells[column].text).size;
}

bool step_state_is_of_holder(struct list *list, const struct list_entry *entry)
{
    const struct question question = {list, NULL, entry};
    size_t n, column = 0;

    if (list->form != LIST_ROWS || standing_in(&question, &column) == STANDING_MEMBER)
        return false;
    n = step_columns_of(list, entry->row);
    for (column = 0; column < n && is_of_holder(&question, column);)
        column++;
    return column == n && find_outcome(&question) == n;
}

/* Where a row says that its holder left or died, or a remark that this may be so; the number of columns:
   nowhere. Of what is on record the standing is the registry's to know. */
static size_t find_left(const struct question *question)
{
    struct list *list = question->list;
    size_t n = step_columns_of(list, question->entry->row), column = 0;

    while (column < n && (list->is_record || !standing_leaves(&list->roster, question->entry->row,
                                                              column, &list->chunk.arena)))
        column++;
    return column;
}

static struct finding find_end(const struct question *question)
{
    static const struct contradiction
        ended = {N_("column %s says %s: perhaps the mailbox is not active"),
                 N_("check it; if the mailbox is active, correct that cell or delete the column; "
                    "else leave the row out")},
        left = {
            N_("column %s says %s: perhaps the mailbox has ended, or its holder is no member any "
               "more"),
            N_("check it; if the mailbox was renewed, correct that cell or delete the column; "
               "else leave the row out")};
    size_t n = step_columns_of(question->list, question->entry->row);
    size_t gone;

    for (size_t column = 0; column < n; column++)
        switch (outcome_of(&question->list->roster, question->entry->row, column)) {
        case OUTCOME_REFUSED:
        case OUTCOME_TO_COME:
        case OUTCOME_TO_END:
        case OUTCOME_ENDED:
        case OUTCOME_UNCLEAR:
            return found(&ended, column);
        default:
            break;
        }
    gone = find_left(question);
    return gone < n ? found(&left, gone) : found_nothing();
}

/* The day on which the mailbox expires, beside today: less than 0, 0, more; 0 where there is none. */
static int expiry(const struct list_entry *entry)
{
    char day[DATE_SIZE], today[DATE_SIZE];

    date_today(today);
    if (date_read(text_of(entry->expires), day) != 0)
        return 0;
    return strcmp(day, today) < 0 ? -1 : 1;
}

/*
 * The outcomes of a row, each by the first column that has it, or `none`.
 *
 *   ended      it has ended.
 *   plain      it is active, beyond doubt.
 *   renewed    it was renewed, as it may have been before it ended.
 *   once       it was activated, as all that ended were: without a day, or on one.
 *   perhaps    it is active, or its holder is.
 *   goes_on    it has not ended, is not active yet, what was asked for it was not done, or nobody knows.
 */
struct outcomes {
    size_t none, ended, plain, renewed, once, once_on_day, perhaps, goes_on;
};

/* Where a column says that a mailbox is active. */
static size_t *place_of_active(struct outcomes *outcomes, const struct roster *roster,
                               size_t column)
{
    static const char *const activation[] = {"attivazione ", "attivata ", "attivato "};

    switch (roster->outcome[column]) {
    case OUTCOME_NONE:
    case OUTCOME_RENEWAL:
    case OUTCOME_RENEWED:
        return &outcomes->renewed;
    case OUTCOME_STATE:
        return header_column_has_word(roster, column, activation, ARRAY_SIZE(activation))
                   ? &outcomes->once
                   : &outcomes->plain;
    default:
        return &outcomes->plain;
    }
}

static bool is_of_answers(enum outcome_kind kind)
{
    return kind == OUTCOME_ANSWER || kind == OUTCOME_REPORT || kind == OUTCOME_ERROR;
}

static struct outcomes outcomes_of(const struct question *question)
{
    const struct roster *roster = &question->list->roster;
    const size_t none = roster->header.n;
    struct outcomes found_in = {none, none, none, none, none, none, none, none};

    for (size_t column = step_columns_of(question->list, question->entry->row); column-- > 0;)
        switch (outcome_in(question, column)) {
        case OUTCOME_ENDED:
            found_in.ended = column;
            break;
        case OUTCOME_ACTIVE:
            *place_of_active(&found_in, roster, column) = column;
            break;
        case OUTCOME_PERHAPS:
            found_in.perhaps = column;
            break;
        case OUTCOME_ACTIVATED:
            found_in.once_on_day = column;
            break;
        case OUTCOME_REFUSED:
            if (is_of_answers(roster->outcome[column]))
                found_in.goes_on = column;
            break;
        case OUTCOME_TO_COME:
        case OUTCOME_GOES_ON:
        case OUTCOME_UNCLEAR:
            found_in.goes_on = column;
            break;
        default:
            break;
        }
    return found_in;
}

/* Whether a row says that its holder left or died; a remark, that this may be so. */
static bool says_left(const struct question *question)
{
    struct list *list = question->list;
    size_t n = step_columns_of(list, question->entry->row);

    for (size_t column = 0; column < n; column++)
        if (standing_leaves(&list->roster, question->entry->row, column, &list->chunk.arena))
            return true;
    return false;
}

/* A column that says of others which mailboxes have ended, where this row says so nowhere. Of what is on
   record the standing is the registry's to know. */
static size_t find_unsaid(const struct question *question)
{
    const struct step_columns *columns = question->columns;
    struct list *list = question->list;
    size_t n = columns->has_left ? step_columns_of(list, question->entry->row) : 0;
    size_t unsaid = list->roster.header.n;

    for (size_t column = n; column-- > 0;) {
        if (step_columns_ends(list, question->entry->row, column))
            return list->roster.header.n;
        if (columns->has_ended[column] || (columns->has_left[column] && !list->is_record))
            unsaid = column;
    }
    return unsaid;
}

/* Whether a row says that its mailbox goes on, whatever expiry it has; `is_over`: it says that it has
   ended, too. */
static struct finding find_going_on(const struct question *question, bool *ret_is_over)
{
    static const struct contradiction
        both = {N_("column %s says %s, and column %s says %s: they contradict each other"),
                N_("see which of the two is right, and correct the other or delete its column; if "
                   "the mailbox has not ended, leave the row out")},
        active = {N_("column %s says %s: perhaps the mailbox is still active"),
                  N_("check it; if the mailbox has ended, correct that cell or delete the column; "
                     "else leave the row out")};
    const size_t none = question->list->roster.header.n;
    const struct outcomes found_in = outcomes_of(question);
    const size_t now = found_in.plain != none ? found_in.plain : found_in.goes_on;
    const bool is_past = expiry(question->entry) < 0;
    size_t ignored;

    *ret_is_over = found_in.ended != none || is_past;
    if (now != none)
        return found_in.ended != none ? (struct finding){&both, now, found_in.ended}
                                      : found(&active, now);
    if (found_in.ended != none)
        return found_nothing();
    if (found_in.renewed != none)
        return found(&active, found_in.renewed);
    if (found_in.once != none && !is_past)
        return found(&active, found_in.once);
    if (standing_in(question, &ignored) != STANDING_MEMBER)
        return found_nothing();
    if (found_in.perhaps != none)
        return found(&active, found_in.perhaps);
    return found_in.once_on_day != none && !is_past ? found(&active, found_in.once_on_day)
                                                    : found_nothing();
}

static struct finding find_activity(const struct question *question)
{
    static const struct contradiction
        unsaid = {N_("column %s says %s, and of others that they have ended"),
                  N_("check it; if the mailbox has ended, write it there, or delete the column; "
                     "else leave the row out")},
        lacking = {N_("column %s is empty, and says of others that they have ended"),
                   N_("check it; if the mailbox has ended, write it there, or delete the column; "
                      "else leave the row out")},
        to_come = {N_("column %s says %s: it has not expired"),
                   N_("check whether it is the right file; if the mailbox has ended all the same, "
                      "delete the column; else leave the row out")};
    const struct list *list = question->list;
    struct finding finding;
    size_t unsaid_in;
    bool is_over;

    finding = find_going_on(question, &is_over);
    if (finding.contradiction || is_over)
        return finding;
    if (says_left(question))
        return found_nothing();
    if (expiry(question->entry) > 0 && !list->is_record)
        return found(&to_come, list->roster.column[ROSTER_EXPIRES]);
    unsaid_in = find_unsaid(question);
    return unsaid_in < list->roster.header.n ? found_either(question, &unsaid, &lacking, unsaid_in)
                                             : found_nothing();
}

static struct finding find_use(const struct question *question)
{
    static const struct contradiction used = {
        N_("column %s says %s: perhaps the mailbox is in use, or has been"),
        N_("check it; if the mailbox was never active, correct that cell or delete the column; "
           "else leave the row out")};
    size_t n = step_columns_of(question->list, question->entry->row);

    for (size_t column = 0; column < n; column++)
        if (outcome_in(question, column) >= OUTCOME_DONE)
            return found(&used, column);
    return found_nothing();
}

/* What makes a step wrong: `find`; by INI-PEC, what has ended does (when_ended), what has not
   (when_active). */
struct denial {
    struct finding (*find)(const struct question *question);
    bool when_ended, when_active;
};

static const struct denial denials[] = {
    [PECADDR_ACT_ACTIVATE] = {.find = find_inactive, .when_ended = true},
    [PECADDR_ACT_RELEASE] = {.find = find_use, .when_ended = true, .when_active = true},
    [PECADDR_ACT_RETIRE] = {.find = find_activity, .when_active = true},
    [PECADDR_ACT_LEAVE] = {.find = step_finds_member},
    [PECADDR_ACT_RENEW] = {.find = find_end, .when_ended = true},
};

static void blame(const struct question *question, const struct finding *finding,
                  struct fault *fault)
{
    const struct contradiction *contradiction = finding->contradiction;
    const struct roster_row *row = question->entry->row;
    const size_t columns[] = {finding->column, finding->other};

    if (finding->other == ROSTER_NO_COLUMN)
        list_blame_cell(question->list, row, finding->column, contradiction->what,
                        contradiction->what_to_do, fault);
    else
        list_blame_cells(question->list, row, columns, contradiction->what,
                         contradiction->what_to_do, fault);
}

bool step_state_denies(enum pecaddr_act act, struct list *list, const struct step_columns *columns,
                       const struct list_entry *entry, struct fault *ret_fault)
{
    static const struct denial none = {0};
    const struct denial *denial = act < ARRAY_SIZE(denials) ? &denials[act] : &none;
    const struct question question = {list, columns, entry};
    struct finding finding;

    *ret_fault = (struct fault){.code = pecaddr_status_name(PECADDR_E_STATE),
                                .field = PECADDR_FIELD_ADDRESS,
                                .text = text_of(entry->address)};
    if (list->form == LIST_INIPEC) {
        ret_fault->what = entry->is_cancelled ? N_("by its row this mailbox has ceased")
                                              : N_("by its row this mailbox is active");
        ret_fault->what_to_do = N_("leave the row out, or see whether it is the right file");
        return entry->is_cancelled ? denial->when_ended : denial->when_active;
    }
    if (!denial->find || list->form != LIST_ROWS ||
        !(finding = denial->find(&question)).contradiction)
        return false;
    blame(&question, &finding, ret_fault);
    return true;
}
