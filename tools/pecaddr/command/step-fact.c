/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step-fact.h"

#include "command/step-columns.h"
#include "speech/date.h"
#include "speech/language.h"
#include "speech/text.h"

#include <string.h>

/* Whether the file itself says who has left: who has no day there has not. */
static bool says_who_left(const struct step_command *step, const struct list *list)
{
    return step->kind->column == ROSTER_LEFT && list->form != LIST_LINES &&
           (list->roster.column[ROSTER_LEFT] != ROSTER_NO_COLUMN ||
            list->roster.column[ROSTER_CANCELLED] != ROSTER_NO_COLUMN);
}

/* The same of who was renewed. */
static bool says_what_was_renewed(const struct step_command *step, const struct list *list)
{
    return step->kind->act == PECADDR_ACT_RENEW && step_columns_renewed(list) != ROSTER_NO_COLUMN;
}

const char *step_fact_of(const struct step_command *step, struct list *list,
                         const struct list_entry *entry)
{
    const char *cell = step->kind->column == ROSTER_EXPIRES
                           ? step_columns_expiry(step->kind->act, list, entry)
                       : step->kind->column == ROSTER_LEFT ? step_columns_day_left(list, entry)
                                                           : "";

    if (*cell)
        return cell;
    return says_who_left(step, list) || says_what_was_renewed(step, list) ? NULL : step->fact;
}

/* Whether the day on which its holder left is another on the command line: one of them is wrong. */
static bool has_two_days(const struct step_command *step, struct arena *arena, const char *day,
                         struct fault *fault)
{
    char in_file[DATE_SIZE], said[DATE_SIZE];

    if (step->kind->column != ROSTER_LEFT || !step->fact || strcmp(day, step->fact) == 0)
        return false;
    fault_set_what(fault, arena, N_("its holder left on %s by its row, and on %s by --left"),
                   date_words(day, in_language, in_file),
                   date_words(step->fact, in_language, said));
    fault->what_to_do = N_("correct the day, or leave --left out");
    return true;
}

bool step_fact_is_bad(const struct step_command *step, struct list *list,
                      const struct list_entry *entry, struct fault *ret_fault)
{
    struct arena *arena = &list->chunk.arena;
    const char *fact = step_fact_of(step, list, entry);
    char date[DATE_SIZE];
    const char *what;

    if (!fact) {
        ret_fault->what = N_("it has no date");
        ret_fault->what_to_do =
            says_who_left(step, list)
                ? N_("if the holder has left, write it there; else leave the row out")
            : says_what_was_renewed(step, list)
                ? N_("if the mailbox was renewed, write it there; else leave the row out")
                : N_("add it to its row, or give one for all on the command line");
        return step->kind->is_needed;
    }
    what = date_fault(text_of(fact), step->kind->limit, date);
    if (!what)
        return has_two_days(step, arena, date, ret_fault);
    fault_set_what(ret_fault, arena, N_("its date \"%s\": %s"), fact, what);
    ret_fault->what = arena_format(arena, _("its date \"%s\": %s"), fact, gettext(what));
    ret_fault->what_to_do = date_advice(text_of(fact));
    return true;
}
