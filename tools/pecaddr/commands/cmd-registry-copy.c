/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "command/registry-command.h"
#include "commands/commands.h"
#include "runtime/exit-status.h"
#include "speech/message.h"
#include "speech/uri-shown.h"

static const struct usage usage = {
    "FROM TO",
    "Moves a registry: copies all that is on record in FROM, with its history, to TO,\n"
    "which is empty. Each is a URI, of SQLite or of PostgreSQL; there it takes the\n"
    "user who owns TO. All of it is copied, or nothing.\n"
    "\n"
    "  pecaddr registry init --registry postgresql://HOST/DATABASE\n"
    "  pecaddr registry copy sqlite:registry.db postgresql://HOST/DATABASE\n"
    "\n"
    "Nobody may write to FROM meanwhile; if somebody does, nothing is copied. From\n"
    "then on use TO alone: what is given in one would be given again in the other. If\n"
    "FROM gives no new address, as after a restore, neither does TO.\n"
    "\n"
    "--format csv and json have from, to and result, which is \"copied\".\n"
    "\n"
    "Exit status: 0 done; 1 TO is not empty; 2 usage; 3 a registry is unavailable or\n"
    "damaged.\n",
};

static const struct column columns[] = {
    {N_("from"), COLUMN_TEXT},
    {N_("to"), COLUMN_TEXT},
    {N_("result"), COLUMN_WORD},
};

static void tell(const struct registry_command *command, const char *from, const char *to)
{
    const struct options *options = &command->options;
    struct buffer shown = {0}, shown_to = {0};
    struct records *records;

    uri_show(&shown, from);
    uri_show(&shown_to, to);
    remark("%s: copied to %s; from now on use that alone, and put this one away: what is given in "
           "one of them would be given again in the other",
           shown.data, shown_to.data);
    if (options->format != FORMAT_TEXT) {
        records =
            records_begin(command->output.file, options->format, columns, ARRAY_SIZE(columns));
        records_row(records,
                    (const char *const[]){shown.data, shown_to.data, NC_("result", "copied")});
        records_end(records);
    }
    buffer_free(&shown_to);
    buffer_free(&shown);
}

static int copy(struct pecaddr_registry *from, struct pecaddr_registry *to)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = pecaddr_registry_copy(from, to, &error);

    return r == PECADDR_OK ? 0 : message_registry(&error, r);
}

static int run(struct registry_command *command, const char *from_uri, const char *to_uri)
{
    struct pecaddr_registry *from = NULL;
    int status = output_open(&command->output, NULL);

    if (!status)
        status = registry_open(from_uri, &from);
    if (!status)
        status = registry_open(to_uri, &command->registry);
    if (!status)
        status = copy(from, command->registry);
    pecaddr_registry_close(from);
    if (status)
        return status;
    tell(command, from_uri, to_uri);
    return registry_command_finish(command, EXIT_DONE);
}

int cmd_registry_copy(int argc, const char **argv)
{
    struct registry_command command = {0};
    const struct poptOption own[] = {
        POPT_TABLEEND,
    };
    int status = options_begin(&command.options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON && command.options.argument_count != 2)
        status = options_fault(&command.options, "give two registries: from where, and to where");
    if (status == OPTIONS_GO_ON)
        status = run(&command, command.options.arguments[0], command.options.arguments[1]);
    registry_command_end(&command);
    return status;
}
