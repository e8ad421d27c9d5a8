/* SPDX-License-Identifier: BSD-3-Clause */
#include "command.h"
#include "mailbox.h"
#include "message.h"
#include "registry-command.h"

static const struct usage usage = {
    "--registry URI",
    "Writes the addresses that nobody else may be given, one per line: such a list\n"
    "is what --check file:LIST reads. --format csv and json give all that is on\n"
    "record of each: created and updated, when it was put on record and last\n"
    "changed; issued_province and so on, the register entry with which it was issued.\n"
    "Of such a CSV, registry import brings in the active mailboxes and refuses those\n"
    "that are reserved or retired. Addresses that were taken back are free, and left\n"
    "out unless --all is given (csv and json only). The order is that of the\n"
    "addresses.\n"
    "\n"
    "Exit status: 0 done; 2 usage; 3 registry or output unavailable.\n",
};

struct export
{
    struct registry_command command;
    int all;
    struct records *records;
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
    return ferror(file) ? PECADDR_DONE : 0;
}

static int run(struct export *export)
{
    struct registry_command *command = &export->command;
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = registry_command_open(command);

    if (r)
        return r;
    if (command->options.format != FORMAT_TEXT)
        export->records = records_begin(command->output.file, command->options.format,
                                        mailbox_columns, MAILBOX_COLUMNS);
    r = pecaddr_registry_each(command->registry, NULL, NULL, 1, write_mailbox, export, &error);
    records_end(export->records);
    return registry_command_finish(command, r < 0 ? message_registry(&error, r) : EXIT_DONE);
}

int cmd_registry_export(int argc, const char **argv)
{
    struct export export = {0};
    const struct poptOption own[] = {
        REGISTRY_OPTION(export.command),
        OUTPUT_OPTION(export.command),
        {"all", 0, POPT_ARG_NONE, &export.all, 0, "also addresses that were taken back", NULL},
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
    if (status == OPTIONS_GO_ON && (status = registry_command_check(&export.command)) == 0)
        status = run(&export);
    registry_command_end(&export.command);
    return status;
}
