/* SPDX-License-Identifier: BSD-3-Clause */
#include "command.h"
#include "message.h"
#include "registry-command.h"
#include "uri-shown.h"

static const struct usage usage = {
    "--registry URI",
    "Makes a registry where there is none, or brings an older one up to date. What a\n"
    "registry holds already stays in it. No other command makes one: a mistyped path\n"
    "would begin from empty, and give addresses that others have.\n"
    "\n"
    "  pecaddr registry init --registry sqlite:registry.db\n"
    "  pecaddr registry init --registry postgresql://HOST/DATABASE\n"
    "\n"
    "Exit status: 0 it is ready; 2 usage; 3 it can not be made.\n",
};

static void say_ready(const char *uri)
{
    struct buffer shown = {0};

    uri_show(&shown, uri);
    remark("%s: the registry is ready", shown.data);
    buffer_free(&shown);
}

int cmd_registry_init(int argc, const char **argv)
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
    if (status == OPTIONS_GO_ON && (status = registry_command_check(&command)) == 0) {
        struct pecaddr_registry_error error = {.size = sizeof error};
        int r = pecaddr_registry_init(command.uri, &error);

        if (r == PECADDR_OK)
            say_ready(command.uri);
        else
            status = message_registry(&error, r);
    }
    registry_command_end(&command);
    return status;
}
