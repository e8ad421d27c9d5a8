/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "command/registry-command.h"
#include "commands/commands.h"
#include "runtime/exit-status.h"
#include "speech/message.h"
#include "speech/uri-shown.h"

static const struct usage usage = {
    "--registry URI",
    "Says that a registry which may have gone back in time is the right one: from\n"
    "then on it gives new addresses again. Such a registry knows less than the mark\n"
    "beside it, or lies there without its mark, as after a backup was put back; it\n"
    "would give again what was given since, and so gives no new address. All else\n"
    "goes on.\n"
    "\n"
    "Use it after a restore, and only when what was given since is on record again:\n"
    "\n"
    "  pecaddr registry import ini-pec.csv --province MC --registry URI\n"
    "  pecaddr registry import addresses.csv --registry URI\n"
    "  pecaddr registry resume --registry URI\n"
    "\n"
    "That nothing is missing is your word, which nothing checks. Without a restore,\n"
    "look first at whether this is the right file.\n"
    "\n"
    "In PostgreSQL only the owner of the registry can say it, and it is also needed\n"
    "after a failover, a recovery, a copy or a move: see doc/registry.md.\n"
    "\n"
    "--format csv and json have registry and result, which is \"resumed\".\n"
    "\n"
    "Exit status: 0 done; 2 usage; 3 registry unavailable.\n",
};

static const struct column columns[] = {
    {N_("registry"), COLUMN_TEXT},
    {N_("result"), COLUMN_WORD},
};

static void tell(const struct registry_command *command)
{
    const struct options *options = &command->options;
    struct buffer shown = {0};
    struct records *records;

    uri_show(&shown, command->uri);
    remark("%s: new addresses are given again", shown.data);
    if (options->format != FORMAT_TEXT) {
        records =
            records_begin(command->output.file, options->format, columns, ARRAY_SIZE(columns));
        records_row(records, (const char *const[]){shown.data, NC_("result", "resumed")});
        records_end(records);
    }
    buffer_free(&shown);
}

static int run(struct registry_command *command)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = registry_command_open(command);

    if (r)
        return r;
    r = pecaddr_registry_resume(command->registry, &error);
    if (r != PECADDR_OK)
        return message_registry(&error, r);
    tell(command);
    return registry_command_finish(command, EXIT_DONE);
}

int cmd_registry_resume(int argc, const char **argv)
{
    struct registry_command command = {0};
    const struct poptOption own[] = {
        REGISTRY_OPTION(command),
        POPT_TABLEEND,
    };
    int status = options_begin(&command.options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON && command.options.argument_count)
        status = options_fault(&command.options, "%s: the registry is given by --registry",
                               command.options.arguments[0]);
    if (status == OPTIONS_GO_ON && (status = registry_command_check(&command)) == 0)
        status = run(&command);
    registry_command_end(&command);
    return status;
}
