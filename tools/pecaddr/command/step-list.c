/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step-list.h"

#include "base/array.h"
#include "command/step-fact.h"
#include "command/step-many.h"
#include "command/step-state.h"
#include "command/step-taking.h"
#include "command/step-without.h"
#include "intake/header.h"
#include "member/list-days.h"
#include "member/list-new.h"
#include "runtime/exit-status.h"
#include "runtime/interrupt.h"
#include "speech/language.h"
#include "speech/progress.h"
#include "speech/text.h"
#include "table/mailbox.h"

#include <stdlib.h>
#include <string.h>

/* What is answered. */

void step_describe_person(struct buffer *words, const struct pecaddr_person *person)
{
    struct pecaddr_text given = text_trim(person->given), surname = text_trim(person->surname);
    char entry[ENTRY_WORDS_SIZE];
    char province[9]; /* what is longer is no sigla, and shown cut */
    const int province_size = (int)(person->province.size < 8 ? person->province.size : 8);
    const int is_named = given.size || surname.size;

    snprintf(province, sizeof province, "%.*s", province_size,
             person->province.data ? person->province.data : "");
    entry_words(entry, province, person->section, person->number);
    buffer_text(words, "");
    if (is_named)
        buffer_format(words, "%.*s%s%.*s", (int)given.size, given.data,
                      given.size && surname.size ? " " : "", (int)surname.size, surname.data);
    if (person->holder.size || *entry)
        buffer_format(words, "%s%.*s%s%s%s", is_named ? " (" : "", (int)person->holder.size,
                      person->holder.data ? person->holder.data : "",
                      person->holder.size && *entry ? ", " : "", entry, is_named ? ")" : "");
}

/* A step that is refused: why, and whom the row is about. */
static void tell_refusal(struct taking *taking, const struct list_entry *entry, size_t i)
{
    struct list *list = taking->list;
    struct arena *arena = &list->chunk.arena;
    const struct pecaddr_person *person = &entry->member.person;
    struct fault fault = fault_of_told(&taking->errors[i], arena);
    struct buffer words = {0};
    const char *about;

    if (step_taking_is_uncompared(taking, i))
        fault.what_to_do =
            N_("a list of the same addresses that has codici fiscali and names is put "
               "on record with `pecaddr registry import`; or give --addresses-alone, "
               "if you have checked the addresses");
    else
        taking->n_others += taking->reasons[i].contradiction == PECADDR_CONTRADICTION_MEANT;
    if (person->given.size || person->surname.size || person->holder.size || person->number) {
        step_describe_person(&words, person);
        about = text_trim(person->given).size || text_trim(person->surname).size
                    ? N_("%s; the row is about %s")
                    : N_("%s; the row has no name, and says %s");
        fault.what = arena_format(arena, gettext(about), fault.what, words.data);
        fault.what_english = arena_format(arena, about, fault.what_english, words.data);
        buffer_free(&words);
    }
    step_tell_fault(taking->step, list->roster.input.name, entry->line, entry->address, &fault);
}

/* Whether an entry differs by its province alone. */
static bool is_of_other_order(const struct pecaddr_person *person,
                              const struct pecaddr_reason *reason)
{
    return reason->differs & PECADDR_FACT_ENTRY && person->province.size &&
           !text_equal(person->province, reason->province) &&
           (!person->number || person->number == reason->number) &&
           (!person->section || person->section == reason->section);
}

/* What differs of one who is the same all the same. */
static void tell_difference(struct taking *taking, const struct list_entry *entry, size_t i)
{
    const struct pecaddr_reason *reason = &taking->reasons[i];
    const struct pecaddr_person *person = &entry->member.person;
    const char *file = taking->list->roster.input.name;
    char in_file[ENTRY_WORDS_SIZE], on_record[ENTRY_WORDS_SIZE], province[3] = "";

    if (!(reason->differs & (PECADDR_FACT_ENTRY | PECADDR_FACT_NAME)))
        return;
    taking->n_of_other_order += is_of_other_order(person, reason);
    if (!sample_takes(&taking->differing))
        return;
    if (person->province.size >= 2)
        memcpy(province, person->province.data, 2);
    if (reason->differs & PECADDR_FACT_ENTRY)
        remark_review("%s:%zu: %s, %s %s: its register entry is %s, says the file; on record it "
                      "is %s",
                      file, entry->line, entry->address, reason->given, reason->surname,
                      entry_words(in_file, province, person->section, person->number),
                      entry_words(on_record, reason->province, reason->section, reason->number));
    else
        remark_review("%s:%zu: %s: its holder's name is %.*s %.*s, says the file; on record it is "
                      "%s %s",
                      file, entry->line, entry->address, (int)person->given.size,
                      person->given.data ? person->given.data : "", (int)person->surname.size,
                      person->surname.data ? person->surname.data : "", reason->given,
                      reason->surname);
}

/* Whether a mailbox is active already whose row is refused as its holder has left since: then nothing is to be
   done, and nothing is wrong. What kept the registry from saying so is told in place of that. */
static bool is_active_already(const struct taking *taking, const struct list_entry *entry,
                              struct fault *fault)
{
    const struct step_command *step = taking->step;
    const struct pecaddr_person *person = &entry->member.person;
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_registry_step asked;
    int r;

    if (step->kind->act != PECADDR_ACT_ACTIVATE || entry->has_fault || entry->member.has_fault ||
        !step_state_is_of_holder(taking->list, entry))
        return false;
    asked = step_asked(step, entry->address, step_fact_of(step, taking->list, entry), person);
    asked.dry_run = 1;
    r = pecaddr_registry_step(step->command.registry, step->kind->act, &asked, NULL, &error);
    if (!step_is_of_one(r))
        *fault = fault_of_told(&error, &taking->list->chunk.arena);
    return r == PECADDR_DONE;
}

/* The first few are named: whoever should have had an address is looked for by the name. */
static void count_without(struct step_command *step, const struct list_entry *entry)
{
    enum { NAMED_MAX = 5 };
    const struct pecaddr_person *person = &entry->member.person;
    struct buffer *names = &step->names_without;
    char *name = text_name(person->given, person->surname);

    if (step->without < NAMED_MAX && *name)
        buffer_format(names, "%s%s", names->size ? ", " : "", name);
    else if (step->without == NAMED_MAX && names->size)
        buffer_text(names, ", …");
    step->without++;
    free(name);
}

static void tell_kept(struct taking *taking, size_t k)
{
    const struct list_entry *entry = &taking->list->entries[k];
    struct step_command *step = taking->step;
    struct fault fault = {0};
    size_t line;

    step_taking_keeps(taking, entry, &fault, &line);
    if (fault.code && is_active_already(taking, entry, &fault)) {
        step_count_done(step, entry->line, entry->address, PECADDR_DONE);
    } else if (fault.code) {
        fault_list_add(&taking->faults, line, &entry->member.person, &fault);
        step_count_fault(step, line, entry->address, &fault);
    } else if (*entry->address) {
        *(step->kind->is_for_new ? &step->not_new : &step->members) += 1;
    } else if (step_without_is_wrong(taking, k, &fault)) {
        step_tell_fault(step, taking->list->roster.input.name, entry->line, entry->address, &fault);
    } else {
        count_without(step, entry);
    }
}

static void tell_faults(struct taking *taking)
{
    sample_end(&taking->step->shown);
    taking->step->shown = (struct sample){0};
    row_results_tell_faults(taking->step->records, &taking->step->command, &taking->faults,
                            taking->list->roster.input.name);
}

/* Tells of each line, in their order; the first n that were asked have their answer. */
static void tell_answers(struct taking *taking, size_t n)
{
    struct list *list = taking->list;

    for (size_t k = 0; k < list->n; k++) {
        const struct list_entry *entry = &list->entries[k];
        size_t i = taking->place[k];

        if (i == n)
            return;
        if (i == NOT_ASKED) {
            tell_kept(taking, k);
        } else if (taking->results[i] >= 0) {
            tell_difference(taking, entry, i);
            step_count_done(taking->step, entry->line, entry->address, taking->results[i]);
        } else {
            tell_refusal(taking, entry, i);
        }
    }
}

/* Where it could not go on. */
static int stop(struct taking *taking, size_t n, const struct pecaddr_registry_error *error, int r)
{
    const struct step_command *step = taking->step;
    const struct list *list = taking->list;
    size_t k = 0;

    while (taking->place[k] != n)
        k++;
    tell_faults(taking);
    message_registry(error, r);
    message("stopped at %s:%zu: %zu addresses before it are done; run the same command again for "
            "the rest",
            list->roster.input.name, list->entries[k].line, step->done + step->already);
    return EXIT_UNAVAILABLE;
}

static int take_one(struct taking *taking, size_t i, struct pecaddr_registry_error *error)
{
    const struct step_command *step = taking->step;

    return pecaddr_registry_step_batch(
        step->command.registry, step->kind->act, &taking->asked_pointers[i], 1, &taking->results[i],
        &taking->reason_pointers[i], &taking->error_pointers[i], error);
}

/* What can be compared with nothing on record is taken where somebody has checked the addresses. */
static int take_uncompared(struct taking *taking, size_t i, struct pecaddr_registry_error *error)
{
    if (!taking->step->addresses_alone || !step_taking_is_uncompared(taking, i))
        return PECADDR_OK;
    taking->asked[i].person = NULL;
    return take_one(taking, i, error);
}

/* What cannot be done together is done one by one, as far as it goes. */
static int take_singly(struct taking *taking)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    size_t n = 0;
    int r = PECADDR_OK;

    for (; n < taking->n; n++) {
        r = take_one(taking, n, &error);
        if (r == PECADDR_OK)
            r = take_uncompared(taking, n, &error);
        if (r != PECADDR_OK)
            break;
    }
    tell_answers(taking, n);
    return r == PECADDR_OK ? 0 : stop(taking, n, &error, r);
}

static int take_entries(struct taking *taking)
{
    struct step_command *step = taking->step;
    struct pecaddr_registry_error error = {.size = sizeof error};
    size_t n = 0;
    int r = step_without_look(taking);

    if (r)
        return r;
    step_taking_ask(taking);
    if (pecaddr_registry_step_batch(step->command.registry, step->kind->act, taking->asked_pointers,
                                    taking->n, taking->results, taking->reason_pointers,
                                    taking->error_pointers, NULL) != PECADDR_OK)
        return take_singly(taking);
    for (; n < taking->n && r == PECADDR_OK; n += r == PECADDR_OK)
        r = take_uncompared(taking, n, &error);
    tell_answers(taking, n);
    return r == PECADDR_OK ? 0 : stop(taking, n, &error, r);
}

/* The file. */

static int names_persons(const struct roster *roster)
{
    static const enum roster_field fields[] = {ROSTER_GIVEN, ROSTER_SURNAME, ROSTER_NUMBER,
                                               ROSTER_HOLDER};

    for (size_t i = 0; i < ARRAY_SIZE(fields); i++)
        if (roster->column[fields[i]] != ROSTER_NO_COLUMN)
            return 1;
    return 0;
}

/* Whether there are other columns than that of the addresses, and none says whose they are: 0, or a
   status with a message. */
static int find_other_columns(struct list *list, int *ret_are)
{
    int r = 0;

    if (list->form == LIST_LINES) {
        for (*ret_are = 0; !*ret_are && (r = list_read(list)) == 0 && list->n;)
            for (size_t i = 0; i < list->n; i++)
                *ret_are |= list->entries[i].has_more && !list->entries[i].has_fault;
        return r ? r : list_rewind(list);
    }
    *ret_are = !names_persons(&list->roster);
    return 0;
}

/* What is not compared with the record may be of somebody else in every row. */
static int refuse_other_columns(const struct list *list)
{
    message("%s: there are other columns beside the addresses, and none that is read says whose "
            "they are: an address next to the wrong person would go unseen",
            list->roster.input.name);
    message("name the columns in the first row, such as codice_fiscale, or nome and cognome; or "
            "give --addresses-alone, if you have checked the addresses and they alone are meant");
    return EXIT_USAGE;
}

/* Where two columns have days of expiry. */
static void tell_expiry(const struct step_command *step, const struct list *list)
{
    size_t column = step_columns_renewed(list);
    struct buffer name = {0};

    if (step->kind->column != ROSTER_EXPIRES || column == ROSTER_NO_COLUMN)
        return;
    header_show(&list->roster, column, &name);
    remark("%s: the date of expiry is that of column %s", list->roster.input.name, name.data);
    buffer_free(&name);
}

static enum list_days days_of(enum pecaddr_act act)
{
    switch (act) {
    case PECADDR_ACT_ACTIVATE:
        return LIST_DAYS_OF_ACTIVATION;
    case PECADDR_ACT_LEAVE:
        return LIST_DAYS_OF_LEAVING;
    default:
        return LIST_DAYS_OF_MAILBOX;
    }
}

int step_list_open(struct step_command *step, struct list *list)
{
    int r, are_others = 0;

    list->is_of_step = true;
    r = list_open(list, step->from, step->encoding, step->separator);
    if (r == 0 && list->form == LIST_EMPTY)
        return list_lacks_all(list);
    tell_expiry(step, list);
    if (r == 0)
        r = list_find_days(list, days_of(step->kind->act));
    if (r == 0 && !step->addresses_alone)
        r = find_other_columns(list, &are_others);
    return r == 0 && are_others ? refuse_other_columns(list) : r;
}

static int interrupted(struct taking *taking)
{
    const struct list *list = taking->list;
    struct buffer place = {0};
    int r;

    tell_faults(taking);
    buffer_format(&place, "%s:%zu", list->roster.input.name, list->entries[0].line);
    r = step_interrupted(taking->step, place.data);
    buffer_free(&place);
    return r;
}

/* A mistake of the whole file is said once. */
static void tell_whole(struct taking *taking)
{
    size_t differing = taking->differing.said + taking->differing.held_back;

    tell_faults(taking);
    sample_end(&taking->differing);
    if (taking->n_others > 1)
        message("%zu rows are about somebody else than the holder of their address; see whether a "
                "column of the file was sorted without the others, or whether it is another file",
                taking->n_others);
    if (differing < 2)
        return;
    if (taking->n_of_other_order == differing)
        remark_review("%zu rows have another province than is on record, and were taken all the "
                      "same; see whether the column is the Order's, not that of residence",
                      differing);
    else
        remark_review(
            "%zu rows have another register entry, or another name, than is on record, "
            "and were taken all the same: beside another entry the names they have agree, "
            "beside another name the codice fiscale does; check these rows",
            differing);
}

/* Who takes those that died out of a result of assign wonders why nothing was done. */
static void tell_passed_over(const struct taking *taking, int status)
{
    const struct step_command *step = taking->step;

    if (status || step->kind->act != PECADDR_ACT_RETIRE || !step->not_new || step->done ||
        step->already || step->errors)
        return;
    remark("%s: all its rows say no in the column nuovo: their addresses were given before that "
           "day; if their mailboxes have ended, delete that column",
           taking->list->roster.input.name);
}

/* Which addresses are new, and whose, is not which mailboxes have ended, nor who has left: those that are new
   would be. */
static int refuse_of_assign(const struct list *list, enum pecaddr_act act)
{
    const char *name = list->roster.input.name;

    if (act == PECADDR_ACT_LEAVE) {
        message("%s: this was written by assign, and says of nobody that he has left; nothing was "
                "done",
                name);
        message("give the list of those who have left; if all of this file have, delete its column "
                "nuovo");
    } else {
        message("%s: this was written by assign, and says of no mailbox that it has ended; nothing "
                "was done",
                name);
        message("give the list of those that have ended; if all of this file have, delete its "
                "column nuovo");
    }
    return EXIT_USAGE;
}

static bool is_of_assign(const struct taking *taking)
{
    const struct step_columns *columns = &taking->columns;

    switch (taking->step->kind->act) {
    case PECADDR_ACT_RETIRE:
        return !columns->has_end && list_is_of_assign(taking->list);
    case PECADDR_ACT_LEAVE:
        return !columns->has_day && !columns->has_gone && list_is_of_assign(taking->list);
    default:
        return false;
    }
}

/* Of a file in which nobody has left each row would be told, and nothing of it be wrong. */
static bool has_nobody_gone(const struct taking *taking)
{
    const struct step_command *step = taking->step;

    return step->kind->act == PECADDR_ACT_LEAVE && !step->fact && taking->list->form == LIST_ROWS &&
           !taking->columns.has_day && !taking->columns.has_gone;
}

static int refuse_of_members(const struct list *list)
{
    message("%s: nobody has left by this file: it has no day of leaving, and says it of no row",
            list->roster.input.name);
    return EXIT_ROWS;
}

static int check_whole(struct taking *taking)
{
    const struct step_command *step = taking->step;
    int r = step_columns_find(step->kind->act, taking->list, &taking->columns);

    if (r == 0 && has_nobody_gone(taking))
        r = refuse_of_members(taking->list);
    if (r == 0 && is_of_assign(taking))
        r = refuse_of_assign(taking->list, step->kind->act);
    if (r == 0 && step->kind->too_many && !step->so_many)
        r = step_many_check(taking);
    return r ? r : step_without_begin(taking);
}

int step_list_take(struct step_command *step, struct list *list)
{
    struct taking *taking = memory_new(sizeof *taking);
    size_t read = 0;
    int r;

    taking->step = step;
    taking->list = list;
    progress_begin(list->roster.input.fd, &list->roster.input.offset, &step->command.output);
    r = check_whole(taking);
    while (r == 0 && (r = list_read(list)) == 0 && list->n) {
        if ((r = interrupt_came() ? interrupted(taking) : take_entries(taking)) != 0)
            break;
        progress_tell(read += list->n);
    }
    progress_end();
    tell_whole(taking);
    tell_passed_over(taking, r);
    step_without_end(taking);
    step_columns_free(&taking->columns);
    free(taking);
    return r;
}
