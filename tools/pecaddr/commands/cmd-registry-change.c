/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "command/person-options.h"
#include "command/registry-command.h"
#include "command/step.h"
#include "commands/commands.h"
#include "member/person.h"
#include "runtime/exit-status.h"
#include "speech/message.h"
#include "speech/sentence.h"
#include "speech/text.h"
#include "speech/words.h"

#include <string.h>

static const struct usage usage = {
    "ADDRESS\n"
    "       [--given NAMES --surname NAMES] --why TEXT --registry URI",
    "Gives the holder of a reserved mailbox another address: the first that is free\n"
    "and is not the present one, as a homonym may ask for, or, with --given and\n"
    "--surname, as the corrected name gives it. The new address is written.\n"
    "\n"
    "The new address is given and the old one is given up in one act. This is\n"
    "permanent: the old one is free for anyone at once, and may be gone when it is\n"
    "asked for again. An active address can never be changed.\n"
    "\n"
    "--check names addresses that exist besides, as for assign.\n"
    "\n"
    "Exit status: 0 done; 1 it is refused, nothing was changed; 2 usage; 3 registry,\n"
    "source or output unavailable.\n",
};

struct change {
    struct registry_command command;
    struct person_options name;
    char **sources;
    char *why;
    int dry_run;
};

static const struct column columns[] = {
    {N_("before"), COLUMN_TEXT},
    {N_("address"), COLUMN_TEXT},
    {N_("level"), COLUMN_NUMBER},
    {N_("notes"), COLUMN_LIST},
    {"code", COLUMN_TEXT | COLUMN_FOR_PROGRAMS},
    {N_("error"), COLUMN_TEXT},
};

/* It is refused; in a form for programs, that is a row. */
static int refuse(const struct change *change, const char *code, const char *error)
{
    const struct options *options = &change->command.options;
    struct records *records;
    struct output output;

    if (options->format == FORMAT_TEXT)
        return EXIT_ROWS;
    output_open(&output, NULL);
    records = records_begin(output.file, options->format, columns, ARRAY_SIZE(columns));
    records_row(records, (const char *const[]){options->arguments[0], NULL, NULL, "", code, error});
    records_end(records);
    return output_commit(&output) ? EXIT_UNAVAILABLE : EXIT_ROWS;
}

static int check(const struct change *change)
{
    const struct options *options = &change->command.options;
    int r;

    if (options->argument_count != 1)
        return options_fault(options, options->argument_count ? N_("one address at a time")
                                                              : N_("the address is missing"));
    if (!change->name.given != !change->name.surname)
        return options_fault(options, "--%s is missing: a corrected name is given whole",
                             change->name.given ? "surname" : "given");
    if ((r = step_check_why(options, change->why)) != 0)
        return r;
    return registry_command_check(&change->command);
}

/* The corrected name, if there is one. EXIT_ROWS with a message when it gives no address. */
static int check_name(const struct change *change)
{
    struct pecaddr_person person = {
        .size = sizeof person,
        .given = text_of(change->name.given),
        .surname = text_of(change->name.surname),
    };
    char local_part[PECADDR_LOCAL_PART_MAX + 1];
    struct pecaddr_error error = {.size = sizeof error};
    struct buffer text = {0};
    struct fault fault;
    int r;

    if (!change->name.given ||
        pecaddr_local_part(change->command.options.scheme, &person, NULL, local_part,
                           sizeof local_part, NULL, NULL, &error) == PECADDR_OK)
        return 0;
    fault = fault_of(&error, &person);
    fault_report(NULL, 0, &fault);
    fault_describe(&text, &fault);
    r = refuse(change, fault.code, text.data);
    buffer_free(&text);
    return r;
}

static int open_sources(struct change *change)
{
    struct registry_command *command = &change->command;
    int r = registry_command_open(command);

    return r ? r
             : registry_command_add_sources(command->registry, change->sources,
                                            command->options.scheme);
}

static void tell(struct change *change, const char *before,
                 const struct pecaddr_assignment *assignment, int is_done_before)
{
    const uint32_t mismatch = PECADDR_NOTE_CF_MISMATCH;
    struct registry_command *command = &change->command;
    struct records *records;
    struct buffer notes = {0};

    if (command->options.format == FORMAT_TEXT) {
        fprintf(command->output.file, "%s\n", assignment->address);
    } else {
        buffer_text(&notes, "");
        notes_names(&notes, assignment->notes);
        records = records_begin(command->output.file, command->options.format, columns,
                                ARRAY_SIZE(columns));
        records_row(records, (const char *const[]){
                                 before,
                                 assignment->address,
                                 is_done_before ? NULL : number_text(assignment->level),
                                 notes.data,
                                 NULL,
                                 NULL,
                             });
        records_end(records);
        buffer_free(&notes);
    }
    if (is_done_before)
        remark("%s was changed already", before);
    else if (change->dry_run)
        remark("%s: it would be done; a dry run: nothing was put on record", before);
    else
        remark("%s is free again", before);
    remark_notes(assignment->notes & ~mismatch, command->options.scheme, NULL);
    if (assignment->notes & mismatch)
        step_remark_mismatch(command, before, change->name.given, change->name.surname, NULL);
}

static int refused_by_registry(const struct change *change,
                               const struct pecaddr_registry_error *error, int r)
{
    int status = message_registry(error, r);
    struct buffer sentence = {0};

    if (status != EXIT_ROWS)
        return status;
    sentence_append(&sentence, error, r, in_result);
    status = refuse(change, pecaddr_status_name(r), sentence.data);
    buffer_free(&sentence);
    return status;
}

static int run(struct change *change)
{
    struct registry_command *command = &change->command;
    const char *before = command->options.arguments[0];
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_assignment assignment = {.size = sizeof assignment};
    const struct pecaddr_registry_step step = {
        .size = sizeof step,
        .address = before,
        .why = change->why,
        .given = text_of(change->name.given),
        .surname = text_of(change->name.surname),
        .scheme = command->options.scheme,
        .dry_run = change->dry_run,
    };
    int r;

    if ((r = check_name(change)) != 0 || (r = open_sources(change)) != 0)
        return r;
    r = pecaddr_registry_change(command->registry, &step, &assignment, NULL, &error);
    if (r < 0)
        return refused_by_registry(change, &error, r);
    tell(change, before, &assignment, r == PECADDR_DONE);
    r = registry_command_finish(command, EXIT_DONE);
    if (r != EXIT_DONE && !change->dry_run)
        message("%s is %s now, on record; only the output failed", before, assignment.address);
    return r;
}

int cmd_registry_change(int argc, const char **argv)
{
    struct change change = {0};
    const struct poptOption own[] = {
        REGISTRY_OPTION(change.command), RIGHT_NAME_OPTIONS(change.name), WHY_OPTION(change),
        DRY_RUN_OPTION(change),          SOURCE_OPTION(change),           POPT_TABLEEND,
    };
    int status = options_begin(&change.command.options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON && (status = check(&change)) == 0)
        status = run(&change);
    registry_command_end(&change.command);
    return status;
}
