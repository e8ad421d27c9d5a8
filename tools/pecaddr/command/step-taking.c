/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step-taking.h"

#include "command/step-fact.h"
#include "command/step-state.h"
#include "intake/outcome.h"
#include "member/list-days.h"
#include "speech/language.h"
#include "speech/text.h"

bool step_taking_says_whose(const struct list_entry *entry)
{
    const struct pecaddr_person *person = &entry->member.person;

    return text_trim(person->given).size || text_trim(person->surname).size ||
           person->holder.size || person->number;
}

/* Whether a row does not say enough to take the step for its address: why. */
static int says_too_little(const struct taking *taking, const struct list_entry *entry,
                           struct fault *ret_fault)
{
    const struct step_command *step = taking->step;

    *ret_fault = (struct fault){
        .code = pecaddr_status_name(PECADDR_E_HOLDER),
        .field = PECADDR_FIELD_ADDRESS,
        .text = text_of(entry->address),
    };
    if (step->kind->is_for_new && entry->is_new == LIST_NEW_OTHER) {
        ret_fault->what = N_("its cell nuovo says neither yes nor no");
        ret_fault->what_to_do = N_("say there whether the address was given that day; or delete "
                                   "the column, and leave the rows that are meant");
        return 1;
    }
    if (taking->list->form == LIST_LINES || step->addresses_alone || step_taking_says_whose(entry))
        return 0;
    ret_fault->what = N_("its row does not say whose mailbox it is");
    ret_fault->what_to_do = N_("fill in the codice fiscale, or the names; or give "
                               "--addresses-alone if the address alone is meant");
    return 1;
}

static int is_passed_over(const struct step_command *step, const struct list_entry *entry)
{
    return !*entry->address || (step->kind->is_for_new && entry->is_new == LIST_NEW_NO);
}

static void blame_day(const struct list_entry *entry, struct fault *fault)
{
    fault->code = pecaddr_status_name(PECADDR_E_ARGUMENT);
    fault->field = PECADDR_FIELD_ADDRESS;
    fault->text = text_of(entry->address);
}

bool step_taking_keeps(struct taking *taking, const struct list_entry *entry,
                       struct fault *ret_fault, size_t *ret_line)
{
    const struct step_command *step = taking->step;

    *ret_line = entry->line;
    if (entry->has_fault) {
        *ret_fault = entry->fault;
        *ret_line = entry->fault_line;
    } else if (is_passed_over(step, entry)) {
        return true;
    } else if (entry->member.has_fault) {
        *ret_fault = entry->member.fault;
        *ret_line = entry->member.fault_line;
    } else if (list_has_doubtful_day(taking->list, entry, ret_fault)) {
        blame_day(entry, ret_fault);
    } else if (step->kind->act == PECADDR_ACT_LEAVE && !step->fact &&
               step_columns_is_of_member(&taking->columns, taking->list, entry)) {
        return true;
    } else if (step_state_denies(step->kind->act, taking->list, &taking->columns, entry,
                                 ret_fault)) {
        return true;
    } else if (step_fact_is_bad(step, taking->list, entry, ret_fault)) {
        blame_day(entry, ret_fault);
    } else {
        return says_too_little(taking, entry, ret_fault);
    }
    return true;
}

/* The day on which a list says that a mailbox was activated; NULL. */
static const char *since(struct taking *taking, const struct list_entry *entry)
{
    struct list *list = taking->list;
    char *day;

    if (taking->step->kind->act != PECADDR_ACT_ACTIVATE || list->form != LIST_ROWS)
        return NULL;
    day = arena_new(&list->chunk.arena, DATE_SIZE);
    return outcome_day(&list->roster, entry->row, day) == 0 ? day : NULL;
}

static void add_asked(struct taking *taking, const struct list_entry *entry)
{
    const char *fact = step_fact_of(taking->step, taking->list, entry);
    size_t i = taking->n++;

    taking->asked[i] = step_asked(taking->step, entry->address, fact, &entry->member.person);
    taking->asked[i].since = since(taking, entry);
    taking->asked_pointers[i] = &taking->asked[i];
    taking->reasons[i] = (struct pecaddr_reason)PECADDR_REASON_INIT;
    taking->reason_pointers[i] = &taking->reasons[i];
    taking->errors[i] = (struct pecaddr_registry_error)PECADDR_REGISTRY_ERROR_INIT;
    taking->error_pointers[i] = &taking->errors[i];
}

void step_taking_ask(struct taking *taking)
{
    struct list *list = taking->list;

    taking->n = 0;
    for (size_t k = 0; k < list->n; k++) {
        const struct list_entry *entry = &list->entries[k];
        struct fault fault = {0};
        size_t line;

        taking->place[k] = step_taking_keeps(taking, entry, &fault, &line) ? NOT_ASKED : taking->n;
        if (taking->place[k] != NOT_ASKED)
            add_asked(taking, entry);
    }
}

bool step_taking_is_uncompared(const struct taking *taking, size_t i)
{
    return taking->results[i] == PECADDR_E_HOLDER &&
           taking->reasons[i].contradiction == PECADDR_CONTRADICTION_MEANT &&
           !taking->reasons[i].differs;
}
