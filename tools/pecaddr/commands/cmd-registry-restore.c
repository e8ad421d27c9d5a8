/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "command/registry-command.h"
#include "commands/commands.h"
#include "runtime/exit-status.h"
#include "speech/message.h"
#include "speech/uri-shown.h"

static const struct usage usage = {
    "FILE --registry URI",
    "Puts a backup back into a registry in SQLite, in one go: all or nothing. Whoever\n"
    "has the registry open goes on with it as it is then. It need not be there any\n"
    "more. What is there is kept beside it, as PATH-aside-1: a copy of the registry,\n"
    "or the file itself with its logs where it cannot be opened.\n"
    "\n"
    "What was given since the backup is not on record then, and would be given again.\n"
    "So the registry gives no new address until that is brought in, and you say so:\n"
    "\n"
    "  pecaddr registry restore /backup/registry.db --registry sqlite:registry.db\n"
    "  pecaddr registry import addresses.csv --registry sqlite:registry.db\n"
    "  pecaddr registry resume --registry sqlite:registry.db\n"
    "\n"
    "The backup is checked first. For PostgreSQL, make a new registry there and use\n"
    "pecaddr registry copy.\n"
    "\n"
    "--format csv and json have registry, file, result, which is \"restored\", and\n"
    "aside: where what was there is kept.\n"
    "\n"
    "Exit status: 0 done; 1 the backup is of another registry; 2 usage; 3 registry or\n"
    "backup unavailable or damaged.\n",
};

static const struct column columns[] = {
    {N_("registry"), COLUMN_TEXT},
    {N_("file"), COLUMN_TEXT},
    {N_("result"), COLUMN_WORD},
    {N_("aside"), COLUMN_TEXT},
};

static void tell_what_was_there(const char *shown, const struct pecaddr_restored *restored)
{
    if (restored->what == PECADDR_RESTORED_BESIDE)
        remark("%s: what was there could not be opened, and is now %s", shown, restored->aside);
    else if (restored->aside[0])
        remark("%s: a copy of the registry that was there is kept as %s; delete it when nothing of "
               "it is needed, since it holds personal data",
               shown, restored->aside);
    else if (restored->what == PECADDR_RESTORED_ANEW)
        remark("%s: there was no registry, and now there is one; if one should have been there, "
               "check the path before you go on",
               shown);
}

static void tell(const struct registry_command *command, const char *file,
                 const struct pecaddr_restored *restored)
{
    const struct options *options = &command->options;
    struct buffer shown = {0};
    struct records *records;

    uri_show(&shown, command->uri);
    tell_what_was_there(shown.data, restored);
    remark("%s: is as it was when %s was saved; it gives no new address until what was given "
           "since is brought in, and you say so with `pecaddr registry resume`",
           shown.data, file);
    if (options->format != FORMAT_TEXT) {
        records =
            records_begin(command->output.file, options->format, columns, ARRAY_SIZE(columns));
        records_row(records, (const char *const[]){shown.data, file, NC_("result", "restored"),
                                                   restored->aside[0] ? restored->aside : NULL});
        records_end(records);
    }
    buffer_free(&shown);
}

/* The registry may be one that cannot be opened. */
static int run(struct registry_command *command, const char *file)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_restored restored = {.size = sizeof restored};
    int r = output_open(&command->output, NULL);

    if (r)
        return r;
    r = pecaddr_registry_restore(command->uri, file, &restored, &error);
    if (r != PECADDR_OK)
        return message_registry(&error, r);
    tell(command, file, &restored);
    return registry_command_finish(command, EXIT_DONE);
}

int cmd_registry_restore(int argc, const char **argv)
{
    return registry_command_with_file(argc, argv, &usage, N_("give the one file of the backup"),
                                      run);
}
