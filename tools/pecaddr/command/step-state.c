/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step-state.h"

#include "base/array.h"
#include "intake/header.h"
#include "intake/outcome.h"
#include "intake/standing.h"
#include "speech/date.h"
#include "speech/language.h"
#include "speech/text.h"

#include <string.h>

/* Each finds the column of a row that says it, or answers how many there are. */

static size_t columns_of(const struct list *list, const struct roster_row *row)
{
    size_t n = list->roster.header.n;

    return row->n < n ? row->n : n;
}

static bool is_of_member(struct list *list, const struct roster_row *row, size_t *ret_column)
{
    return standing_of_row(&list->roster, row, &list->chunk.arena, ret_column) == STANDING_MEMBER;
}

static size_t find_inactive(struct list *list, const struct list_entry *entry)
{
    const struct roster *roster = &list->roster;
    size_t column = 0, n = columns_of(list, entry->row);

    if (!is_of_member(list, entry->row, &column))
        return column;
    for (; column < n; column++) {
        enum outcome outcome = outcome_of(roster, entry->row, column);

        if (outcome == OUTCOME_LACKING || outcome == OUTCOME_REFUSED || outcome == OUTCOME_ENDED)
            return column;
    }
    return roster->header.n;
}

static size_t find_end(struct list *list, const struct list_entry *entry)
{
    const struct roster *roster = &list->roster;
    size_t n = columns_of(list, entry->row);

    for (size_t column = 0; column < n; column++) {
        enum outcome outcome = outcome_of(roster, entry->row, column);

        if (outcome == OUTCOME_REFUSED || outcome == OUTCOME_ENDED)
            return column;
    }
    return roster->header.n;
}

/* Where there is a column of the days of leaving, it alone says who has left. */
static size_t find_member(struct list *list, const struct list_entry *entry)
{
    const struct roster *roster = &list->roster;
    size_t column = 0, n = columns_of(list, entry->row);

    if (list->is_record || roster->column[ROSTER_LEFT] != ROSTER_NO_COLUMN ||
        roster->column[ROSTER_CANCELLED] != ROSTER_NO_COLUMN ||
        !is_of_member(list, entry->row, &column))
        return roster->header.n;
    for (; column < n; column++)
        if (standing_affirms(roster, entry->row, column))
            return column;
    return roster->header.n;
}

/* Whether a cell says that the mailbox is active where its holder may be meant, and cannot be. */
static enum outcome outcome_in(const struct list *list, const struct roster_row *row, size_t column)
{
    enum outcome outcome = outcome_of(&list->roster, row, column);
    bool is_of_roster = list->new_column != ROSTER_NO_COLUMN && column < list->new_column;

    return outcome == OUTCOME_PERHAPS && (list->is_record || is_of_roster) ? OUTCOME_UNSAID
                                                                           : outcome;
}

static bool has_expired(const struct list_entry *entry)
{
    char day[DATE_SIZE], today[DATE_SIZE];

    date_today(today);
    return date_read(text_of(entry->expires), day) == 0 && strcmp(day, today) < 0;
}

static size_t find_activity(struct list *list, const struct list_entry *entry)
{
    size_t none = list->roster.header.n, plain = none, other = none, ignored;

    for (size_t column = columns_of(list, entry->row); column-- > 0;)
        switch (outcome_in(list, entry->row, column)) {
        case OUTCOME_ENDED:
            return none;
        case OUTCOME_ACTIVE:
            plain = column;
            break;
        case OUTCOME_ACTIVATED:
        case OUTCOME_PERHAPS:
            other = column;
            break;
        default:
            break;
        }
    if (has_expired(entry))
        return none;
    return plain != none ? plain : is_of_member(list, entry->row, &ignored) ? other : none;
}

static size_t find_use(struct list *list, const struct list_entry *entry)
{
    size_t n = columns_of(list, entry->row);

    for (size_t column = 0; column < n; column++)
        if (outcome_in(list, entry->row, column) >= OUTCOME_DONE)
            return column;
    return list->roster.header.n;
}

/*
 * What makes a step wrong.
 *
 *   find         the column that says it.
 *   when_ended   by INI-PEC, what has ended does; when_active: what has not.
 */
struct denial {
    size_t (*find)(struct list *list, const struct list_entry *entry);
    const char *what;
    const char *what_to_do;
    bool when_ended, when_active;
};

static const struct denial denials[] = {
    [PECADDR_ACT_ACTIVATE] =
        {.find = find_inactive,
         .what = N_("column %s says %s: perhaps the mailbox is not active, or its holder is no "
                    "member any more"),
         .what_to_do = N_("check it; if the mailbox is active, correct that cell or delete the "
                          "column; else leave the row out"),
         .when_ended = true},
    [PECADDR_ACT_RELEASE] =
        {.find = find_use,
         .what = N_("column %s says %s: perhaps the mailbox is in use, or has been"),
         .what_to_do = N_("check it; if the mailbox was never active, correct that cell or delete "
                          "the column; else leave the row out"),
         .when_ended = true,
         .when_active = true},
    [PECADDR_ACT_RETIRE] =
        {.find = find_activity,
         .what = N_("column %s says %s: perhaps the mailbox is still active"),
         .what_to_do = N_("check it; if the mailbox has ended, correct that cell or delete the "
                          "column; else leave the row out"),
         .when_active = true},
    [PECADDR_ACT_LEAVE] =
        {.find = find_member,
         .what = N_("column %s says %s, and no column the day of leaving: perhaps the holder is "
                    "still a member"),
         .what_to_do = N_("check it; if the holder has left, correct that cell or delete the "
                          "column; else leave the row out")},
    [PECADDR_ACT_RENEW] =
        {.find = find_end,
         .what = N_("column %s says %s: perhaps the mailbox is not active"),
         .what_to_do = N_("check it; if the mailbox is active, correct that cell or delete the "
                          "column; else leave the row out"),
         .when_ended = true},
};

static void describe(struct list *list, const struct roster_row *row, size_t column,
                     const struct denial *denial, struct fault *fault)
{
    struct buffer name = {0}, cell = {0};

    header_show(&list->roster, column, &name);
    header_show_cell(&list->roster, &cell, &row->cells[column]);
    fault_set_what(fault, &list->chunk.arena, denial->what, name.data, cell.data);
    fault->what_to_do = denial->what_to_do;
    buffer_free(&name);
    buffer_free(&cell);
}

bool step_state_denies(enum pecaddr_act act, struct list *list, const struct list_entry *entry,
                       struct fault *ret_fault)
{
    static const struct denial none = {0};
    const struct denial *denial = act < ARRAY_SIZE(denials) ? &denials[act] : &none;
    size_t column;

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
        (column = denial->find(list, entry)) == list->roster.header.n)
        return false;
    describe(list, entry->row, column, denial, ret_fault);
    return true;
}
