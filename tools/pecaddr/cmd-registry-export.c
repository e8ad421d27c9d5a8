/* SPDX-License-Identifier: BSD-3-Clause */
#include "command.h"
#include "date.h"
#include "export-inipec.h"
#include "interrupt.h"
#include "language.h"
#include "mailbox.h"
#include "message.h"
#include "progress.h"
#include "registry-command.h"
#include "text.h"

#include <string.h>

static const struct usage usage = {
    "--registry URI\n"
    "   or: pecaddr registry export --inipec [--since DATE] [--province SIGLA]\n"
    "       --registry URI",
    "Writes the addresses that nobody else may be given, one per line: such a list\n"
    "is what --check file:LIST reads. --format csv and json give all that is on\n"
    "record of each: created and updated, when it was put on record and last\n"
    "changed; issued_province and so on, the register entry with which it was issued.\n"
    "Of such a CSV, registry import brings in the active mailboxes and refuses those\n"
    "that are reserved or retired. Addresses that were taken back are free, and left\n"
    "out unless --all is given (csv and json only). The order is that of the\n"
    "addresses.\n"
    "\n"
    "--inipec writes the file that an Order sends to INI-PEC: PEC, Nome, Cognome,\n"
    "Numero Iscrizione, Codice Fiscale, Stato, Data Iscrizione, Data Cancellazione,\n"
    "separated by \";\", in UTF-8, without a row that names them. It tells the active\n"
    "mailboxes of the members, each to be inserted (Stato 2). With --since it tells\n"
    "what has become different since the beginning of that day: who is to be inserted\n"
    "(2); whose codice fiscale or register entry is another (1); and whose mailbox\n"
    "was retired, or who left the Order (3, with the day). Data Iscrizione stays\n"
    "empty: it is optional, and not on record. Reserved addresses do not exist yet,\n"
    "and those of functions are nobody's: they are not told. Nor is a member\n"
    "of whom something is missing that INI-PEC needs: each is named in a message.\n"
    "Of a registry of several Orders, --province says whose members to tell.\n"
    "\n"
    "Exit status: 0 done; 1 with --inipec, some members were left out; 2 usage; 3\n"
    "registry or output unavailable.\n",
};

struct export
{
    struct registry_command command;
    int all;
    int inipec;
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

static int check_inipec(const struct export *export, char ret_since[DATE_SIZE],
                        char ret_province[3])
{
    const struct options *options = &export->command.options;
    const char *fault;

    if (!export->inipec && (export->since || export->province))
        return options_fault(options, "--since and --province are for --inipec");
    if (export->inipec && (export->all || options->format != FORMAT_TEXT))
        return options_fault(options, "--inipec has one form only: without --format and --all");
    if (export->since &&
        (fault = date_fault(text_of(export->since), DATE_NOT_TO_COME, ret_since)) != NULL)
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
    return 0;
}

static int run_inipec(struct export *export, const char *since, const char *province)
{
    struct registry_command *command = &export->command;
    int r = registry_command_open(command);

    if (r)
        return r;
    return registry_command_finish(command,
                                   export_inipec(command->output.file, command->registry,
                                                 command->options.scheme, province, since));
}

static int run(struct export *export)
{
    struct registry_command *command = &export->command;
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = registry_command_open(command), status;

    if (r)
        return r;
    if (command->options.format != FORMAT_TEXT)
        export->records = records_begin(command->output.file, command->options.format,
                                        mailbox_columns, MAILBOX_COLUMNS);
    interrupt_watch();
    progress_begin(NULL, &command->output);
    r = pecaddr_registry_each(command->registry, NULL, NULL, 1, write_mailbox, export, &error);
    progress_end();
    records_end(export->records);
    status = r < 0 ? message_registry(&error, r) : interrupt_stops_reading();
    return registry_command_finish(command, status);
}

int cmd_registry_export(int argc, const char **argv)
{
    struct export export = {0};
    char since[DATE_SIZE] = "", province[3] = "";
    const struct poptOption own[] = {
        REGISTRY_OPTION(export.command),
        OUTPUT_OPTION(export.command),
        {"all", 0, POPT_ARG_NONE, &export.all, 0, N_("also addresses that were taken back"), NULL},
        {"inipec", 0, POPT_ARG_NONE, &export.inipec, 0, N_("the file to be sent to INI-PEC"), NULL},
        {"since", 0, POPT_ARG_STRING, &export.since, 0,
         N_("with --inipec, what has changed since this day, such as 2026-11-21"), N_("DATE")},
        {"province", 0, POPT_ARG_STRING, &export.province, 0,
         N_("with --inipec, the members of this Order only, by its sigla, such as MC"),
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
    if (status == OPTIONS_GO_ON && (status = check_inipec(&export, since, province)) == 0 &&
        (status = registry_command_check(&export.command)) == 0)
        status = export.inipec ? run_inipec(&export, since, province) : run(&export);
    registry_command_end(&export.command);
    return status;
}
