/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/outcome.h"
#include "intake/standing.h"
#include "mailboxes/import.h"
#include "member/list-cell.h"

/*
 * Rows that say in columns which import does not read as a state that their mailbox is not active, or
 * that its holder is no member: by them it would be active for ever, and INI-PEC would be told so.
 */

/* Whoever has left by a day that is read has a mailbox all the same. */
static bool denies_member(struct list *list, const struct list_entry *entry, struct fault *fault)
{
    size_t column = 0;
    enum standing standing =
        *entry->left ? STANDING_MEMBER
                     : standing_of_row(&list->roster, entry->row, &list->chunk.arena, &column);

    if (standing == STANDING_MEMBER)
        return false;
    list_blame_cell(list, entry->row, column,
                    standing == STANDING_UNKNOWN
                        ? N_("column %s says %s, and it is not known whether that is a member")
                        : N_("column %s says %s: perhaps its holder is no member any more"),
                    N_("if it is none, write the day of leaving in a column uscita, or cessato in "
                       "a column stato if the mailbox has ended; if it is one, correct that cell "
                       "or rename the column"),
                    fault);
    return true;
}

bool import_standing_has_ended(const struct list *list, const struct list_entry *entry)
{
    bool has_ended = false;

    for (size_t column = 0; list->form == LIST_ROWS && entry->row && column < entry->row->n &&
                            column < list->roster.header.n;
         column++) {
        enum outcome outcome = outcome_of(&list->roster, entry->row, column);

        if (outcome == OUTCOME_ACTIVE || outcome == OUTCOME_PERHAPS || outcome == OUTCOME_GOES_ON ||
            outcome == OUTCOME_TO_COME || outcome == OUTCOME_TO_END || outcome == OUTCOME_REFUSED ||
            outcome == OUTCOME_UNCLEAR)
            return false;
        has_ended = has_ended || outcome == OUTCOME_ENDED;
    }
    return has_ended;
}

/* An empty cell says so too, where others say that a mailbox was made. */
static bool denies_active(struct list *list, const struct list_entry *entry, struct fault *fault)
{
    size_t n = list->roster.header.n;

    for (size_t column = 0; column < entry->row->n && column < n; column++) {
        enum outcome outcome = outcome_of(&list->roster, entry->row, column);

        if (outcome != OUTCOME_LACKING && outcome != OUTCOME_REFUSED &&
            outcome != OUTCOME_TO_COME && outcome != OUTCOME_TO_END && outcome != OUTCOME_ENDED &&
            outcome != OUTCOME_UNCLEAR)
            continue;
        list_blame_cell(list, entry->row, column,
                        N_("column %s says %s: perhaps the mailbox is not active"),
                        N_("if it is not, write prenotato or cessato in a column stato; if it is "
                           "active, correct that cell or delete the column"),
                        fault);
        return true;
    }
    return false;
}

bool import_state_is_of_holder(struct list *list, const struct list_entry *entry)
{
    const struct roster *roster = &list->roster;
    size_t column = roster->column[ROSTER_STATE];

    return *entry->other_state && list->form == LIST_ROWS && entry->row && column < entry->row->n &&
           roster->standing[column] == STANDING_STATE &&
           (standing_affirms(roster, entry->row, column) ||
            standing_denies(roster, entry->row, column, &list->chunk.arena));
}

bool import_standing_denies(struct list *list, const struct list_entry *entry,
                            enum pecaddr_state state, struct fault *fault)
{
    const char *code = fault->code;

    if (list->form != LIST_ROWS || !entry->row ||
        (state != PECADDR_STATE_ACTIVE && state != PECADDR_STATE_RESERVED))
        return false;
    fault->code = pecaddr_status_name(PECADDR_E_STATE);
    if ((state == PECADDR_STATE_ACTIVE && denies_active(list, entry, fault)) ||
        denies_member(list, entry, fault))
        return true;
    fault->code = code;
    return false;
}
