/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "command/registry-command.h"
#include "commands/commands.h"
#include "runtime/exit-status.h"
#include "speech/message.h"
#include "speech/uri-shown.h"

static const struct usage usage = {
    "[--several-orders] --registry URI\n"
    "   or: pecaddr registry init --province SIGLA[,SIGLA...] --registry URI",
    "Makes a registry where there is none, or brings an older one up to date. What a\n"
    "registry holds already stays in it. No other command makes one: a mistyped path\n"
    "would begin from empty, and give addresses that others have.\n"
    "\n"
    "--province binds an empty registry to an Order, or to some: from then on nobody\n"
    "of another province is given an address in it, whatever a roster says. Without\n"
    "it, or with --several-orders, a registry is for all.\n"
    "\n"
    "  pecaddr registry init --province MC --registry sqlite:registry.db\n"
    "  pecaddr registry init --several-orders --registry postgresql://HOST/DATABASE\n"
    "\n"
    "--format csv and json have registry and result, which is \"ready\".\n"
    "\n"
    "Exit status: 0 it is ready; 2 usage; 3 it cannot be made.\n",
};

static const struct column columns[] = {
    {N_("registry"), COLUMN_TEXT},
    {N_("result"), COLUMN_WORD},
};

struct init {
    struct registry_command command;
    char *province;
    int several_orders;
};

/* Before a registry is made: one in memory is bound likewise. */
static int check_provinces(const struct init *init)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_registry *registry = NULL;
    int r;

    if (!init->province)
        return 0;
    r = pecaddr_registry_open("memory:", &registry, &error);
    if (r == PECADDR_OK)
        r = pecaddr_registry_bind(registry, init->province, &error);
    pecaddr_registry_close(registry);
    return r < 0 ? message_registry(&error, r) : 0;
}

static int bind_to_provinces(const struct init *init)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    int r = !init->province ? PECADDR_OK
                            : pecaddr_registry_bind(init->command.registry, init->province, &error);
    int status = r < 0 ? message_registry(&error, r) : 0;

    return status == EXIT_ROWS ? EXIT_USAGE : status;
}

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
        records_row(records, (const char *const[]){shown.data, NC_("result", "ready")});
        records_end(records);
    }
    buffer_free(&shown);
    return output_commit(&output);
}

int cmd_registry_init(int argc, const char **argv)
{
    struct init init = {.province = NULL};
    struct registry_command *command = &init.command;
    const struct poptOption own[] = {
        REGISTRY_OPTION(init.command),
        {"province", 0, POPT_ARG_STRING, &init.province, 0,
         N_("for the Orders of these provinces alone, by sigla or name, such as MC or AN,MC"),
         "SIGLA"},
        {"several-orders", 0, POPT_ARG_NONE, &init.several_orders, 0,
         N_("for the Orders of all provinces"), NULL},
        POPT_TABLEEND,
    };
    struct options *options = &command->options;
    int status = options_begin(options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON && options->argument_count)
        status = options_fault(options, "%s: the registry is given by --registry",
                               options->arguments[0]);
    if (status == OPTIONS_GO_ON && init.province && init.several_orders)
        status = options_fault(options, "either --province or --several-orders; not both");
    if (status == OPTIONS_GO_ON && (status = registry_command_check(command)) == 0 &&
        (status = check_provinces(&init)) == 0) {
        struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
        int r = pecaddr_registry_init(command->uri, &error);

        status = r == PECADDR_OK ? registry_open(command->uri, &command->registry)
                                 : message_registry(&error, r);
        if (status == 0)
            status = bind_to_provinces(&init);
        if (status == 0)
            status = say_ready(command);
    }
    registry_command_end(command);
    return status;
}
