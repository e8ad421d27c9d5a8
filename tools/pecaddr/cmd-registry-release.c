/* SPDX-License-Identifier: BSD-3-Clause */
#include "command.h"
#include "message.h"
#include "registry-command.h"

#include <stdlib.h>

static const struct usage usage = {
    "ADDRESS --why TEXT --registry URI",
    "Takes back an address that is reserved and not active yet: from then on it is\n"
    "free for anyone. An active address can never be taken back. Who has another\n"
    "address keeps it: nobody moves up to the one that became free.\n"
    "\n"
    "Exit status: 0 done; 1 it can not be taken back, nothing was changed; 2 usage;\n"
    "3 registry unavailable.\n",
};

static int run(struct registry_command *command, const char *why)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    const char *address = command->options.arguments[0];
    int r = registry_command_open(command);

    if (r)
        return r;
    r = pecaddr_registry_release(command->registry, address, why, &error);
    if (r != PECADDR_OK)
        return message_registry(&error, r);
    remark("%s is free again", address);
    return EXIT_DONE;
}

int cmd_registry_release(int argc, const char **argv)
{
    struct registry_command command = {0};
    char *why = NULL;
    const struct poptOption own[] = {
        REGISTRY_OPTION(command),
        {"why", 0, POPT_ARG_STRING, &why, 0, "the reason, for the history", "TEXT"},
        POPT_TABLEEND,
    };
    int status = options_begin(&command.options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON && command.options.argument_count != 1)
        status = options_fault(&command.options, command.options.argument_count
                                                     ? "one address at a time"
                                                     : "the address is missing");
    if (status == OPTIONS_GO_ON && (!why || !*why))
        status =
            options_fault(&command.options, "--why is missing: the reason is kept in the history");
    if (status == OPTIONS_GO_ON && (status = registry_command_check(&command)) == 0)
        status = run(&command, why);
    registry_command_end(&command);
    return status;
}
