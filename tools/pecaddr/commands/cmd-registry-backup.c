/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "command/registry-command.h"
#include "commands/commands.h"
#include "runtime/exit-status.h"
#include "runtime/needed-file.h"
#include "speech/message.h"
#include "speech/uri-shown.h"

static const struct usage usage = {
    "FILE --registry URI",
    "Saves a registry that is in use to FILE, as it is at one moment, from SQLite or\n"
    "PostgreSQL: pecaddr registry restore puts it back. FILE is never overwritten; it\n"
    "is checked before it has its name, and holds personal data.\n"
    "\n"
    "  pecaddr registry backup /backup/today.db --registry sqlite:registry.db\n"
    "\n"
    "FILE is a registry in SQLite by itself: show, export and verify look into it\n"
    "(sqlite:FILE). It gives no new address where it lies.\n"
    "\n"
    "--format csv and json have registry, file and result, which is \"saved\".\n"
    "\n"
    "Exit status: 0 done; 2 usage, or FILE is there already; 3 registry or file\n"
    "unavailable.\n",
};

static const struct column columns[] = {
    {N_("registry"), COLUMN_TEXT},
    {N_("file"), COLUMN_TEXT},
    {N_("result"), COLUMN_WORD},
};

static void tell(const struct registry_command *command, const char *file)
{
    const struct options *options = &command->options;
    struct buffer shown = {0};
    struct records *records;

    uri_show(&shown, command->uri);
    remark("%s: saved to %s", shown.data, file);
    if (options->format != FORMAT_TEXT) {
        records =
            records_begin(command->output.file, options->format, columns, ARRAY_SIZE(columns));
        records_row(records, (const char *const[]){shown.data, file, NC_("result", "saved")});
        records_end(records);
    }
    buffer_free(&shown);
}

static int run(struct registry_command *command, const char *file)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = registry_command_open(command);

    if (r == 0)
        r = needed_file_check("FILE", file, -1);
    if (r)
        return r;
    r = pecaddr_registry_backup(command->registry, file, &error);
    if (r != PECADDR_OK)
        return message_registry(&error, r);
    tell(command, file);
    return registry_command_finish(command, EXIT_DONE);
}

int cmd_registry_backup(int argc, const char **argv)
{
    return registry_command_with_file(argc, argv, &usage, N_("give one file for the backup"), run);
}
