/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/registry-command.h"
#include "command/scheme-file.h"
#include "command/survey-domain.h"
#include "command/survey-provinces.h"
#include "commands/commands.h"
#include "mailboxes/export-inipec.h"
#include "runtime/exit-status.h"
#include "runtime/interrupt.h"
#include "speech/date.h"
#include "speech/interrupted.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/progress.h"
#include "speech/text.h"
#include "table/mailbox.h"

#include <string.h>

static const struct usage usage = {
    "--registry URI\n"
    "   or: pecaddr registry export --inipec [--next|--again|--since DATE]\n"
    "       [--province SIGLA] [--output FILE] --registry URI",
    "Writes the addresses that nobody else may be given, one per line: such a list\n"
    "is what --check file:LIST reads. --format csv and json give all that is on\n"
    "record of each: created and updated, when it was put on record and last\n"
    "changed; issued_province and so on, the register entry with which it was issued.\n"
    "Such a CSV is what registry import reads, too. Addresses that were taken back\n"
    "are free, and left out unless --all is given (csv and json only). The order is\n"
    "that of the addresses.\n"
    "\n"
    "--inipec writes the file that an Order sends to INI-PEC: PEC, Nome, Cognome,\n"
    "Numero Iscrizione, Codice Fiscale, Stato, Data Iscrizione, Data Cancellazione,\n"
    "separated by \";\", in UTF-8, without a row that names them. It tells the active\n"
    "mailboxes of the members, each to be inserted (Stato 2). With --next it tells\n"
    "what has become different since it last did: who is to be inserted (2); whose\n"
    "name, codice fiscale or register entry is another (1); and whose mailbox was\n"
    "retired, or who left the Order (3, with the day). The registry remembers what\n"
    "was told, so that each change is told once: --again makes the last file again.\n"
    "--since tells what has become different since a day began, or since a moment,\n"
    "such as \"2026-11-21 15:30\", says what happened just before, which it leaves out,\n"
    "and is not remembered. Data Iscrizione stays empty: it is optional, and not on\n"
    "record. Reserved addresses do not exist yet, and those of functions are\n"
    "nobody's: they are not told. Nor is a member of whom something is missing that\n"
    "INI-PEC needs: each is named in a message; twenty or more that lack the same\n"
    "are counted. Of a registry of several Orders, --province says whose members to\n"
    "tell. Where addresses are on record, and none of the scheme's domain, --scheme\n"
    "is a wrong one, and nothing is done.\n"
    "\n"
    "Exit status: 0 done; 1 with --inipec, some members were left out, or have two\n"
    "active mailboxes; 2 usage; 3 registry or output unavailable.\n",
};

struct export
{
    struct registry_command command;
    int all;
    int inipec;
    int next;
    int again;
    char *since;
    char *province;
    struct records *records;
    size_t written;
};

static int write_mailbox(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct export *export = user;
    FILE *file = export->command.output.file;

    if (mailbox->state == PECADDR_STATE_RELEASED && !export->all)
        return 0;
    if (export->records)
        mailbox_row(export->records, mailbox);
    else
        fprintf(file, "%s\n", mailbox->address);
    progress_tell(++export->written);
    return interrupt_came() || ferror(file) ? PECADDR_DONE : 0;
}

static int check_inipec(const struct export *export, struct period *ret_period,
                        char ret_province[3])
{
    const struct options *options = &export->command.options;
    const char *fault;

    if (!export->inipec && (export->since || export->province || export->next || export->again))
        return options_fault(options, "--next, --again, --since and --province are for --inipec");
    if (export->next + export->again + (export->since != NULL) > 1)
        return options_fault(options, "give one of --next, --again and --since");
    if (export->next &&
        (!export->command.output_path || strcmp(export->command.output_path, "-") == 0))
        return options_fault(options, "--next needs --output FILE: what is noted as told may not "
                                      "get lost on its way");
    /* A file of --next is made once: what was told before may not have been sent yet. */
    if (export->next && output_would_replace(export->command.output_path))
        return options_fault(options,
                             "--output %s: this file is there already, and may not have "
                             "been sent yet; give each file of --next a name of its own",
                             export->command.output_path);
    if (export->inipec && (export->all || options->format != FORMAT_TEXT))
        return options_fault(options, "--inipec has one form only: without --format and --all");
    if (export->since && (fault = period_since(export->since, ret_period)) != NULL)
        return options_fault(options, "--since %s: %s; %s", export->since, gettext(fault),
                             gettext(date_advice(text_of(export->since))));
    if (!export->province)
        return 0;
    for (size_t i = 0; i < 2 && export->province[i]; i++)
        ret_province[i] = ascii_upper(export->province[i]);
    if (strlen(export->province) != 2 || !ascii_is_letter(ret_province[0]) ||
        !ascii_is_letter(ret_province[1]))
        return options_fault(options, "--province %s: give the Order's sigla, such as MC",
                             export->province);
    if (!scheme_takes_province(options->scheme, ret_province))
        return options_fault(options,
                             "--province %s: there is no such Order; give its sigla, such as MC",
                             export->province);
    return 0;
}

/*
 * Of whom it is noted what was told: of a province; where none is given of the registry's own, if that is
 * one, so that it makes no difference whether it is given; else of all.
 */
static int find_stream(const struct export *export, const char *province, char ret_stream[3])
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    int r;

    strcpy(ret_stream, province);
    if (*province)
        return OPTIONS_GO_ON;
    r = pecaddr_registry_provinces(export->command.registry, ret_stream, 3, NULL, &error);
    if (r == PECADDR_E_CAPACITY)
        *ret_stream = '\0';
    else if (r != PECADDR_OK)
        return message_registry(&error, r);
    return OPTIONS_GO_ON;
}

/* The range of changes to tell, which --next notes. OPTIONS_GO_ON: there is one. */
static int take_range(const struct export *export, const char *province, struct period *ret_period)
{
    const struct registry_command *command = &export->command;
    const char *domain = pecaddr_scheme_domain(command->options.scheme);
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_told told = PECADDR_TOLD_INIT;
    char stream[3];
    int r = find_stream(export, province, stream);

    if (r != OPTIONS_GO_ON)
        return r;
    r = export->next ? pecaddr_registry_tell(command->registry, domain, stream, &told, &error)
                     : pecaddr_registry_last_told(command->registry, domain, stream, &told, &error);
    if (r < 0)
        return message_registry(&error, r);
    if (r == PECADDR_NO_MATCH && export->next) {
        remark("INI-PEC: nothing has changed since the last file; no file is written");
        return EXIT_DONE;
    }
    if (r == PECADDR_NO_MATCH) {
        message("INI-PEC was not told anything yet; --next makes the first file");
        return EXIT_USAGE;
    }
    *ret_period = period_of(told.from, told.to);
    remark("INI-PEC: file number %zu", (size_t)told.number);
    if (told.number == 1)
        remark(
            "INI-PEC: the first file tells all members, and nobody who left or whose mailbox ended "
            "before; if INI-PEC was told otherwise until now, send one more file of --since the "
            "last one");
    return OPTIONS_GO_ON;
}

static int run_inipec(struct export *export, struct period *period, const char *province)
{
    struct registry_command *command = &export->command;
    const int of_range = export->next || export->again;
    int r = registry_command_open(command);

    if (r)
        return r;
    r = survey_provinces_check_said(command->registry, province);
    if (r == 0)
        r = survey_domain_check(command->registry, command->options.scheme, NULL);
    if (r == 0)
        r = export_inipec_check(command->registry, command->options.scheme, province);
    if (r == 0)
        r = of_range ? take_range(export, province, period) : OPTIONS_GO_ON;
    if (r != OPTIONS_GO_ON) {
        output_discard(&command->output);
        return r;
    }
    r = registry_command_finish(command, export_inipec(command->output.file, command->registry,
                                                       command->options.scheme, province,
                                                       export->since || of_range ? period : NULL));
    if (r > EXIT_ROWS && export->next)
        message("the changes are noted as told, and the file is missing; run again with --again in "
                "place of --next, which makes it");
    return r;
}

static int run(struct export *export)
{
    const struct pecaddr_registry_search all = {.size = sizeof all, .released = 1};
    struct registry_command *command = &export->command;
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = registry_command_open(command), status;

    if (r)
        return r;
    if (command->options.format != FORMAT_TEXT)
        export->records = records_begin(command->output.file, command->options.format,
                                        mailbox_columns, MAILBOX_COLUMNS);
    interrupt_watch();
    progress_begin(-1, NULL, &command->output);
    r = pecaddr_registry_find(command->registry, &all, write_mailbox, export, &error);
    progress_end();
    records_end(export->records);
    status = r < 0 ? message_registry(&error, r) : interrupt_stops_reading();
    return registry_command_finish(command, status);
}

int cmd_registry_export(int argc, const char **argv)
{
    struct export export = {0};
    struct period period = {.until = UINT64_MAX};
    char province[3] = "";
    const struct poptOption own[] = {
        REGISTRY_OPTION(export.command),
        OUTPUT_OPTION(export.command),
        {"all", 0, POPT_ARG_NONE, &export.all, 0, N_("also addresses that were taken back"), NULL},
        {"inipec", 0, POPT_ARG_NONE, &export.inipec, 0, N_("the file to be sent to INI-PEC"), NULL},
        {"next", 0, POPT_ARG_NONE, &export.next, 0,
         N_("with --inipec, what has changed since the last file, each change once"), NULL},
        {"again", 0, POPT_ARG_NONE, &export.again, 0,
         N_("with --inipec, the last file of --next once more"), NULL},
        {"since", 0, POPT_ARG_STRING, &export.since, 0,
         N_("with --inipec, what has changed since this day or moment, such as 2026-11-21"),
         N_("DATE")},
        {"province", 0, POPT_ARG_STRING, &export.province, 0,
         N_("with --inipec, the members of this Order only, by sigla or name, such as MC"),
         N_("SIGLA")},
        POPT_TABLEEND,
    };
    struct options *options = &export.command.options;
    int status = options_begin(options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON && options->argument_count)
        status = options_fault(options, "%s: all addresses are exported; registry show shows some",
                               options->arguments[0]);
    if (status == OPTIONS_GO_ON && export.all && options->format == FORMAT_TEXT)
        status = options_fault(options, "--all needs --format csv or json: in a plain list, an "
                                        "address that is free again would look like one that "
                                        "is not");
    if (status == OPTIONS_GO_ON && (status = check_inipec(&export, &period, province)) == 0 &&
        (status = registry_command_check(&export.command)) == 0)
        status = export.inipec ? run_inipec(&export, &period, province) : run(&export);
    registry_command_end(&export.command);
    return status;
}
