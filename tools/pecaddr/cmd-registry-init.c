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
    "--format csv and json have registry and result, which is \"ready\".\n"
    "\n"
    "Exit status: 0 it is ready; 2 usage; 3 it can not be made.\n",
};

static const struct column columns[] = {
    {"registry", COLUMN_TEXT},
    {"result", COLUMN_TEXT},
};

static int say_ready(const struct registry_command *command)
{
    const struct options *options = &command->options;
    struct buffer shown = {0};
    struct output output;
    struct records *records;

    uri_show(&shown, command->uri);
    remark("%s: the registry is ready", shown.data);
    output_open(&output, NULL);
    if (options->format != FORMAT_TEXT) {
        records = records_begin(output.file, options->format, columns, ARRAY_SIZE(columns));
        records_row(records, (const char *const[]){shown.data, "ready"});
        records_end(records);
    }
    buffer_free(&shown);
    return output_commit(&output);
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

        status = r == PECADDR_OK ? registry_open(command.uri, &command.registry)
                                 : message_registry(&error, r);
        if (status == 0)
            status = say_ready(&command);
    }
    registry_command_end(&command);
    return status;
}
