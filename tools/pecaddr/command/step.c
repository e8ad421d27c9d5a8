/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step-holder.h"
#include "command/step-list.h"

#include "member/list.h"
#include "runtime/exit-status.h"
#include "runtime/interrupt.h"
#include "speech/codice-fiscale.h"
#include "speech/date.h"
#include "speech/interrupted.h"
#include "speech/progress.h"
#include "speech/sentence.h"
#include "speech/text.h"
#include "speech/words.h"
#include "table/mailbox.h"

#include <stdlib.h>
#include <string.h>

/* The command line. */

int step_check_why(const struct options *options, const char *why)
{
    size_t offset;

    if (!why || !*text_trim(text_of(why)).data)
        return options_fault(options, "--why is missing: the reason is kept in the history");
    if (strlen(why) > PECADDR_REASON_MAX)
        return options_fault(options, "--why has %zu bytes; a reason has at most %d", strlen(why),
                             PECADDR_REASON_MAX);
    if (!text_is_utf8(text_of(why), &offset))
        return options_fault(options, "--why is not UTF-8, from byte %zu on", offset + 1);
    return 0;
}

int step_check_date(const struct options *options, const char *name, const char *text,
                    enum date_limit limit, char ret_date[])
{
    const char *what = date_fault(text_of(text), limit, ret_date);

    if (!what)
        return 0;
    return options_fault(options, "--%s %s: %s; %s", name, text, gettext(what),
                         gettext(date_advice(text_of(text))));
}

/* A day is kept as the registry writes it. */
static int check_fact(struct step_command *step)
{
    const struct step_kind *kind = step->kind;
    const struct options *options = &step->command.options;
    char date[DATE_SIZE];
    int r;

    if (kind->fact && kind->is_needed && !step->fact && !step->from)
        return options_fault(options, "--%s is missing", kind->fact);
    if (!step->fact || !kind->column)
        return 0;
    if ((r = step_check_date(options, kind->fact, step->fact, kind->limit, date)) != 0)
        return r;
    memcpy(step->fact, date, sizeof date);
    return 0;
}

static int check_addresses(const struct step_command *step)
{
    const struct options *options = &step->command.options;

    if (step->from && options->argument_count)
        return options_fault(options, "either addresses, or --from FILE; not both");
    if (!step->from && (step->encoding || step->separator))
        return options_fault(options, "--encoding and --separator are for --from FILE");
    if (!step->from && step->addresses_alone)
        return options_fault(options, "--addresses-alone is for --from FILE");
    if (!step->from && step->so_many)
        return options_fault(options, step->kind->act == PECADDR_ACT_RETIRE
                                          ? N_("--so-many is for --from FILE and --expired")
                                          : N_("--so-many is for --from FILE"));
    if (!step->from && !options->argument_count)
        return options_fault(options, "the address is missing");
    if (step->kind->is_one && options->argument_count > 1)
        return options_fault(options, "one address at a time");
    for (size_t i = 0; i < options->argument_count; i++)
        if (!strchr(options->arguments[i], '@'))
            return options_fault(options, "%s: this is no address", options->arguments[i]);
    return 0;
}

int step_command_check(struct step_command *step)
{
    int r;

    if ((r = check_addresses(step)) != 0 || (r = check_fact(step)) != 0 ||
        (r = step_check_why(&step->command.options, step->why)) != 0)
        return r;
    return registry_command_check(&step->command);
}

/* The work. */

void step_count_done(struct step_command *step, size_t line, const char *address, int r)
{
    step->already += r == PECADDR_DONE;
    step->done += r != PECADDR_DONE;
    row_results_add(step->records, line, address,
                    r == PECADDR_DONE ? NC_("result", "already") : NC_("result", "done"), NULL,
                    NULL);
}

void step_remark_mismatch(const struct registry_command *command, const char *address,
                          const char *given, const char *surname, const char *holder)
{
    const struct pecaddr_scheme *scheme = command->options.scheme;
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_reason on_record = PECADDR_REASON_INIT, *reasons[] = {&on_record};
    struct pecaddr_person person = PECADDR_PERSON_INIT;
    int result,
        r = pecaddr_registry_look_up(command->registry, &address, 1, &result, reasons, &error);

    if (r != PECADDR_OK) {
        message_registry(&error, r);
        return;
    }
    person.given = text_of(given ? given : on_record.given);
    person.surname = text_of(surname ? surname : on_record.surname);
    person.holder = text_of(holder ? holder : on_record.holder);
    if (codice_fiscale_mismatch(scheme, &person))
        remark_notes(PECADDR_NOTE_CF_MISMATCH, scheme, &person);
}

/* Of one address a whole sentence; of more the total alone. */
static void tell_done(struct step_command *step, const char *address, int r,
                      const struct pecaddr_reason *known)
{
    const struct step_kind *kind = step->kind;
    char day[DATE_SIZE];

    step_count_done(step, 0, address, r);
    if (step->command.options.argument_count > 1)
        return;
    if (r == PECADDR_DONE)
        remark(kind->already, address);
    else if (!step->dry_run && step->fact && kind->done_with_fact)
        remark(kind->done_with_fact, address, date_words(step->fact, in_language, day));
    else if (!step->dry_run)
        remark(kind->done, address);
    if (r != PECADDR_DONE)
        step_holder_tell(step, address, known);
    if (kind->names_holder)
        step_remark_mismatch(&step->command, address, step->given, step->surname, step->fact);
}

void step_count_fault(struct step_command *step, size_t line, const char *address,
                      const struct fault *fault)
{
    step->errors++;
    step->status = EXIT_ROWS;
    row_results_add_fault(step->records, line, address, fault);
}

void step_tell_fault(struct step_command *step, const char *file, size_t line, const char *address,
                     const struct fault *fault)
{
    if (!file || sample_takes(&step->shown))
        fault_report(file, line, fault);
    step_count_fault(step, line, address, fault);
}

/* The same, in the words of the registry. */
static void tell_refusal(struct step_command *step, const char *address,
                         const struct pecaddr_registry_error *error)
{
    struct arena arena = {0};
    struct fault fault = fault_of_told(error, &arena);

    step_tell_fault(step, NULL, 0, address, &fault);
    arena_free(&arena);
}

int step_is_of_one(int r)
{
    return r != PECADDR_E_STORAGE && r != PECADDR_E_MEMORY;
}

struct pecaddr_registry_step step_asked(const struct step_command *step, const char *address,
                                        const char *fact, const struct pecaddr_person *person)
{
    const struct step_kind *kind = step->kind;

    return (struct pecaddr_registry_step){
        .size = sizeof(struct pecaddr_registry_step),
        .address = address,
        .why = step->why,
        .date = kind->column ? fact : NULL,
        .holder = kind->column ? NULL : fact,
        .given = text_of(step->given),
        .surname = text_of(step->surname),
        .person = person,
        .scheme = step->command.options.scheme,
        .dry_run = step->dry_run,
        .earlier = step->earlier,
        .listed = step->from && kind->act == PECADDR_ACT_RETIRE,
    };
}

/* For an address of the command line; one that cannot be an address is a slip of usage only where
   nothing else is asked for. 0, or EXIT_UNAVAILABLE: no more can be done. */
static int take_argument(struct step_command *step, const char *address)
{
    const struct pecaddr_registry_step asked = step_asked(step, address, step->fact, NULL);
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_reason known = PECADDR_REASON_INIT;
    struct buffer what = {0};
    int r, status;

    if (step->command.options.argument_count == 1)
        step_holder_find(step, address, &known);
    r = pecaddr_registry_step(step->command.registry, step->kind->act, &asked, NULL, &error);
    if (r >= 0) {
        tell_done(step, address, r, &known);
        return 0;
    }
    if (step_is_of_one(r)) {
        tell_refusal(step, address, &error);
        if (r == PECADDR_E_ARGUMENT && step->command.options.argument_count == 1)
            step->status = EXIT_USAGE;
        return 0;
    }
    step->errors++;
    status = message_registry(&error, r);
    sentence_append(&what, &error, r, in_result);
    row_results_add(step->records, 0, address, NC_("result", "error"), pecaddr_status_name(r),
                    what.data);
    buffer_free(&what);
    if (step->command.options.argument_count > 1)
        message("stopped at %s: %zu addresses before it are done; run the same command again for "
                "the rest",
                address, step->done + step->already);
    return status;
}

int step_interrupted(const struct step_command *step, const char *before)
{
    message("interrupted before %s: %zu addresses before it are done; run the same command again "
            "for the rest",
            before, step->done + step->already);
    return EXIT_UNAVAILABLE;
}

static int take_arguments(struct step_command *step)
{
    const struct options *options = &step->command.options;
    int r = 0;

    for (size_t i = 0; i < options->argument_count && r == 0; i++)
        r = interrupt_came() ? step_interrupted(step, options->arguments[i])
                             : take_argument(step, options->arguments[i]);
    return r;
}

/* One line for people: what was done, and what was not. */
static void tell_total(const struct step_command *step)
{
    const struct step_kind *kind = step->kind;
    struct buffer total = {0};

    if (!step->from && step->command.options.argument_count < 2)
        return;
    buffer_format(&total, step->dry_run ? _(kind->total_dry) : _(kind->total), step->done,
                  step->already);
    if (step->errors)
        buffer_format(&total, _("; with errors: %zu"), step->errors);
    if (step->without)
        buffer_format(&total, _("; rows without an address, passed over: %zu"), step->without);
    if (step->names_without.size)
        buffer_format(&total, " (%s)", step->names_without.data);
    if (step->not_new)
        buffer_format(&total, _("; rows that are not new, passed over: %zu"), step->not_new);
    if (step->members)
        buffer_format(&total,
                      _("; members by the file, as they have no day of leaving, passed over: %zu"),
                      step->members);
    if (step->dry_run)
        buffer_text(&total, _("; a dry run: nothing was put on record"));
    remark("%s", total.data);
    buffer_free(&total);
}

void step_begin(struct step_command *step)
{
    step->records = row_results_begin(&step->command);
}

int step_finish(struct step_command *step, int status)
{
    records_end(step->records);
    step->records = NULL;
    return registry_command_finish(&step->command, status > step->status ? status : step->status);
}

int step_command_run(struct step_command *step)
{
    struct list *list = memory_new(sizeof *list);
    int r = 0;

    list->roster.input.fd = -1;
    if (step->from)
        r = step_list_open(step, list);
    if (r == 0 && (r = registry_command_open(&step->command)) == 0) {
        step_begin(step);
        interrupt_watch();
        r = step->from ? step_list_take(step, list) : take_arguments(step);
        if (r != EXIT_USAGE)
            tell_total(step);
        r = step_finish(step, r);
    }
    list_close(list);
    free(list);
    return r;
}

void step_command_end(struct step_command *step)
{
    buffer_free(&step->names_without);
    registry_command_end(&step->command);
}

int step_command_main(struct step_command *step, int argc, const char **argv,
                      const struct poptOption *own, const struct usage *usage)
{
    int status = options_begin(&step->command.options, argc, argv, own, usage);

    if (status == OPTIONS_GO_ON && (status = step_command_check(step)) == 0)
        status = step_command_run(step);
    step_command_end(step);
    return status;
}
