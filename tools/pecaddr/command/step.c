/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step.h"

#include "base/array.h"
#include "member/list.h"
#include "runtime/exit-status.h"
#include "runtime/interrupt.h"
#include "speech/progress.h"
#include "speech/sentence.h"
#include "speech/text.h"
#include "table/date.h"
#include "table/mailbox.h"

#include <stdlib.h>
#include <string.h>

static const struct column columns[] = {
    {"line", COLUMN_NUMBER}, {"pec", COLUMN_TEXT},   {"result", COLUMN_TEXT},
    {"code", COLUMN_TEXT},   {"error", COLUMN_TEXT},
};

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

static void tell_record(struct step_command *step, size_t line, const char *address,
                        const char *result, const char *code, const char *error)
{
    if (step->records)
        records_row(step->records, (const char *const[]){
                                       line ? number_text(line) : NULL,
                                       address,
                                       result,
                                       code,
                                       error,
                                   });
}

void step_count_done(struct step_command *step, size_t line, const char *address, int r)
{
    step->already += r == PECADDR_DONE;
    step->done += r != PECADDR_DONE;
    tell_record(step, line, address, r == PECADDR_DONE ? "already" : "done", NULL, NULL);
}

static void tell_done(struct step_command *step, size_t line, const char *address, const char *fact,
                      int r)
{
    const struct step_kind *kind = step->kind;

    if (r == PECADDR_DONE)
        remark(kind->already, address);
    else if (step->dry_run)
        remark("%s: it would be done; a dry run: nothing was put on record", address);
    else if (fact && kind->done_with_fact)
        remark(kind->done_with_fact, address, fact);
    else
        remark(kind->done, address);
    step_count_done(step, line, address, r);
}

void step_tell_fault(struct step_command *step, const char *file, size_t line, const char *address,
                     const struct fault *fault)
{
    struct buffer error = {0};

    step->errors++;
    step->status = EXIT_ROWS;
    fault_report(file, line, fault);
    fault_describe(&error, fault);
    tell_record(step, line, address, "error", fault->code, error.data);
    buffer_free(&error);
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

static int is_of_one(int r)
{
    return r != PECADDR_E_STORAGE && r != PECADDR_E_MEMORY;
}

/* Takes it for one address, meant for a person or, where that is NULL, for whoever holds it;
   PECADDR_OK, PECADDR_DONE or an error of the library. */
static int take(const struct step_command *step, const char *address, const char *fact,
                const struct pecaddr_person *person, struct pecaddr_reason *ret_reason,
                struct pecaddr_registry_error *error)
{
    const struct step_kind *kind = step->kind;
    const struct pecaddr_registry_step asked = {
        .size = sizeof asked,
        .address = address,
        .why = step->why,
        .date = kind->column ? fact : NULL,
        .holder = kind->column ? NULL : fact,
        .given = text_of(step->given),
        .surname = text_of(step->surname),
        .person = person,
        .scheme = step->command.options.scheme,
        .dry_run = step->dry_run,
    };

    return pecaddr_registry_step(step->command.registry, kind->act, &asked, ret_reason, error);
}

/* For an address of the command line; one that can not be an address is a slip of usage only where
   nothing else is asked for. 0, or EXIT_UNAVAILABLE: no more can be done. */
static int take_argument(struct step_command *step, const char *address)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct buffer what = {0};
    int r = take(step, address, step->fact, NULL, NULL, &error);
    int status;

    if (r >= 0) {
        tell_done(step, 0, address, step->fact, r);
        return 0;
    }
    if (is_of_one(r)) {
        tell_refusal(step, address, &error);
        if (r == PECADDR_E_ARGUMENT && step->command.options.argument_count == 1)
            step->status = EXIT_USAGE;
        return 0;
    }
    step->errors++;
    status = message_registry(&error, r);
    sentence_append(&what, &error, r, in_result);
    tell_record(step, 0, address, "error", pecaddr_status_name(r), what.data);
    buffer_free(&what);
    if (step->command.options.argument_count > 1)
        message("stopped at %s: %zu addresses before it are done; run the same command again for "
                "the rest",
                address, step->done + step->already);
    return status;
}

static const char *fact_of(const struct step_command *step, const struct list_entry *entry)
{
    const char *cell = step->kind->column == ROSTER_EXPIRES ? entry->expires
                       : *entry->left                       ? entry->left
                                                            : entry->cancelled;

    return step->kind->fact && *cell ? cell : step->fact;
}

/* Whether it can not be taken for a line, as far as the line goes: why, made in the arena of the
   list. */
static int has_bad_fact(const struct step_command *step, struct arena *arena, const char *fact,
                        struct fault *ret_fault)
{
    char date[DATE_SIZE];
    const char *what;

    if (!fact) {
        ret_fault->what = N_("it has no date");
        ret_fault->what_to_do = N_("add it to its row, or give one for all on the command line");
        return step->kind->is_needed;
    }
    what = date_fault(text_of(fact), step->kind->limit, date);
    if (!what)
        return 0;
    fault_set_what(ret_fault, arena, N_("its date \"%s\": %s"), fact, what);
    ret_fault->what = arena_format(arena, _("its date \"%s\": %s"), fact, gettext(what));
    ret_fault->what_to_do = date_advice(text_of(fact));
    return 1;
}

/* Whom a row is about, in words: `Mario Rossi (RSSMRA80A01H501U, MC A 1234)`. */
static void describe_person(struct buffer *words, const struct pecaddr_person *person,
                            struct arena *arena)
{
    struct pecaddr_text given = text_trim(person->given), surname = text_trim(person->surname);
    char entry[ENTRY_WORDS_SIZE];
    const char *province = arena_copy(arena, person->province.data, person->province.size);

    entry_words(entry, province, person->section, person->number);
    if (given.size || surname.size)
        buffer_format(words, "%.*s%s%.*s", (int)given.size, given.data,
                      given.size && surname.size ? " " : "", (int)surname.size, surname.data);
    else
        buffer_text(words, _("somebody unknown"));
    if (person->holder.size || *entry)
        buffer_format(words, " (%.*s%s%s)", (int)person->holder.size, person->holder.data,
                      person->holder.size && *entry ? ", " : "", entry);
}

/* A step that is refused; where it is meant for somebody else than the holder, both are named. */
static void tell_entry_refusal(struct step_command *step, struct list *list,
                               const struct list_entry *entry, const struct pecaddr_reason *reason,
                               const struct pecaddr_registry_error *error)
{
    struct arena *arena = &list->chunk.arena;
    struct fault fault = fault_of_told(error, arena);
    struct buffer words = {0};

    if (reason->contradiction == PECADDR_CONTRADICTION_MEANT) {
        describe_person(&words, &entry->member.person, arena);
        fault.what = arena_format(arena, _("%s; the row is about %s"), fault.what, words.data);
        fault.what_english =
            arena_format(arena, "%s; the row is about %s", fault.what_english, words.data);
        buffer_free(&words);
    }
    step_tell_fault(step, list->roster.input.name, entry->line, entry->address, &fault);
}

/* A register entry alone that differs is told, and keeps nobody from anything. */
static void remark_entry(const struct list *list, const struct list_entry *entry,
                         const struct pecaddr_reason *reason)
{
    const struct pecaddr_person *person = &entry->member.person;
    char in_file[ENTRY_WORDS_SIZE], on_record[ENTRY_WORDS_SIZE], province[3] = "";

    if (!(reason->differs & PECADDR_FACT_ENTRY))
        return;
    memcpy(province, person->province.data, person->province.size < 2 ? person->province.size : 2);
    remark_review("%s:%zu: %s: its register entry is %s, says the file; on record it is %s",
                  list->roster.input.name, entry->line, entry->address,
                  entry_words(in_file, province, person->section, person->number),
                  entry_words(on_record, reason->province, reason->section, reason->number));
}

/* For a line of a file. As take_argument(). */
static int take_entry(struct step_command *step, struct list *list, const struct list_entry *entry)
{
    const char *file = list->roster.input.name;
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_reason reason = PECADDR_REASON_INIT;
    struct fault fault = {0};
    const char *fact = fact_of(step, entry);
    int r;

    if (entry->has_fault) {
        step_tell_fault(step, file, entry->fault_line, entry->address, &entry->fault);
        return 0;
    }
    if (!*entry->address) {
        step->without++;
        return 0;
    }
    if (entry->member.has_fault) {
        step_tell_fault(step, file, entry->member.fault_line, entry->address, &entry->member.fault);
        return 0;
    }
    if (has_bad_fact(step, &list->chunk.arena, fact, &fault)) {
        fault.code = pecaddr_status_name(PECADDR_E_ARGUMENT);
        fault.field = PECADDR_FIELD_ADDRESS;
        fault.text = text_of(entry->address);
        step_tell_fault(step, file, entry->line, entry->address, &fault);
        return 0;
    }
    r = take(step, entry->address, fact, &entry->member.person, &reason, &error);
    if (r >= 0) {
        remark_entry(list, entry, &reason);
        tell_done(step, entry->line, entry->address, fact, r);
        return 0;
    }
    if (is_of_one(r)) {
        tell_entry_refusal(step, list, entry, &reason, &error);
        return 0;
    }
    message_registry(&error, r);
    message("stopped at %s:%zu: %zu addresses before it are done; run the same command again for "
            "the rest",
            file, entry->line, step->done + step->already);
    return EXIT_UNAVAILABLE;
}

/* Each address is whole or untouched; so it ends between two. */
static int interrupted(const struct step_command *step, const char *before, size_t line)
{
    size_t done = step->done + step->already;

    if (line)
        message("interrupted before %s:%zu: %zu addresses before it are done; run the same command "
                "again for the rest",
                before, line, done);
    else
        message("interrupted before %s: %zu addresses before it are done; run the same command "
                "again for the rest",
                before, done);
    return EXIT_UNAVAILABLE;
}

static int take_entries(struct step_command *step, struct list *list)
{
    int r = 0;

    for (size_t i = 0; i < list->n && r == 0; i++) {
        const struct list_entry *entry = &list->entries[i];

        r = interrupt_came() ? interrupted(step, list->roster.input.name, entry->line)
                             : take_entry(step, list, entry);
        progress_tell(step->done + step->already + step->errors + step->without);
    }
    return r;
}

static int take_list(struct step_command *step, struct list *list)
{
    int r;

    progress_begin(&list->roster.input, &step->command.output);
    while ((r = list_read(list)) == 0 && list->n)
        if ((r = take_entries(step, list)) != 0)
            break;
    progress_end();
    return r;
}

static int open_list(struct step_command *step, struct list *list)
{
    int r = list_open(list, step->from, step->encoding, step->separator);

    return r == 0 && list->form == LIST_EMPTY ? list_lacks_all(list) : r;
}

static void tell_totals(const struct step_command *step)
{
    if (step->dry_run && (step->from || step->command.options.argument_count > 1))
        remark("%zu would be done, %zu are so already, %zu with errors; a dry run: nothing was put "
               "on record",
               step->done, step->already, step->errors);
    else if (step->from || step->command.options.argument_count > 1)
        remark("%zu done, %zu were so already, %zu with errors", step->done, step->already,
               step->errors);
    if (step->without)
        remark(ngettext("%zu row passed over: it has no address",
                        "%zu rows passed over: they have no address", step->without),
               step->without);
}

static int take_all(struct step_command *step, struct list *list)
{
    const struct options *options = &step->command.options;
    int r = 0;

    interrupt_watch();
    if (step->from)
        return take_list(step, list);
    for (size_t i = 0; i < options->argument_count && r == 0; i++)
        r = interrupt_came() ? interrupted(step, options->arguments[i], 0)
                             : take_argument(step, options->arguments[i]);
    return r;
}

void step_begin(struct step_command *step)
{
    struct registry_command *command = &step->command;

    if (command->options.format != FORMAT_TEXT)
        step->records = records_begin(command->output.file, command->options.format, columns,
                                      ARRAY_SIZE(columns));
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
        r = open_list(step, list);
    if (r == 0 && (r = registry_command_open(&step->command)) == 0) {
        step_begin(step);
        r = take_all(step, list);
        tell_totals(step);
        r = step_finish(step, r);
    }
    list_close(list);
    free(list);
    return r;
}

void step_command_end(struct step_command *step)
{
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
