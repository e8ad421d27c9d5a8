/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/registry-command.h"

#include "runtime/exit-status.h"
#include "runtime/needed-file.h"
#include "speech/language.h"
#include "speech/message.h"

int registry_command_check(const struct registry_command *command)
{
    if (command->uri)
        return 0;
    return options_fault(&command->options,
                         "--registry is missing: where the addresses are on record, such as "
                         "sqlite:registry.db");
}

int registry_open(const char *uri, struct pecaddr_registry **ret_registry)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = pecaddr_registry_open(uri, ret_registry, &error);

    if (r != PECADDR_OK)
        return message_registry(&error, r);
    needed_uri_opened(uri);
    if (pecaddr_registry_warning(*ret_registry, &error) == PECADDR_OK)
        remark_registry(&error);
    return 0;
}

int registry_command_open(struct registry_command *command)
{
    int r = registry_open(command->uri, &command->registry);

    return r ? r : output_open(&command->output, command->output_path);
}

void registry_command_tell_list(const char *list, uint64_t of_domain, uint64_t of_others,
                                const char *domain)
{
    if (!of_others && of_domain)
        return;
    remark(ngettext("%s: %zu address of %s; of other domains, which count for nothing here: %zu",
                    "%s: %zu addresses of %s; of other domains, which count for nothing here: %zu",
                    (size_t)of_domain),
           list, (size_t)of_domain, domain, (size_t)of_others);
}

static int tell_count(void *user, const struct pecaddr_source_count *count)
{
    const struct pecaddr_scheme *scheme = user;

    registry_command_tell_list(count->source, count->of_domain, count->of_others,
                               pecaddr_scheme_domain(scheme));
    return 0;
}

int registry_command_add_sources(struct pecaddr_registry *registry, char *const *sources,
                                 const struct pecaddr_scheme *scheme)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = PECADDR_OK;

    for (; r == PECADDR_OK && sources && *sources; sources++) {
        r = pecaddr_registry_add_source(registry, *sources, &error);
        if (r == PECADDR_OK)
            needed_uri_opened(*sources);
    }
    if (r == PECADDR_OK)
        r = pecaddr_registry_check_sources(registry, scheme, tell_count, (void *)scheme, &error);
    return r == PECADDR_OK ? 0 : message_registry(&error, r);
}

int registry_command_finish(struct registry_command *command, int status)
{
    int written;

    if (status > EXIT_ROWS) {
        output_discard(&command->output);
        return status;
    }
    written = output_commit(&command->output);
    return written ? written : status;
}

void registry_command_end(struct registry_command *command)
{
    output_discard(&command->output);
    pecaddr_registry_close(command->registry);
    options_end(&command->options);
}

int registry_command_with_file(int argc, const char **argv, const struct usage *usage,
                               const char *lacking,
                               int (*run)(struct registry_command *command, const char *file))
{
    struct registry_command command = {0};
    const struct poptOption own[] = {
        REGISTRY_OPTION(command),
        POPT_TABLEEND,
    };
    int status = options_begin(&command.options, argc, argv, own, usage);

    if (status == OPTIONS_GO_ON && command.options.argument_count != 1)
        status = options_fault(&command.options, "%s", gettext(lacking));
    if (status == OPTIONS_GO_ON && (status = registry_command_check(&command)) == 0)
        status = run(&command, command.options.arguments[0]);
    registry_command_end(&command);
    return status;
}
