/* SPDX-License-Identifier: BSD-3-Clause */
#include "registry-command.h"

#include "command.h"
#include "message.h"
#include "needed-file.h"

int registry_command_check(const struct registry_command *command)
{
    if (command->uri)
        return 0;
    return options_fault(&command->options,
                         "--registry is missing: where the addresses are on record, such as "
                         "sqlite:registry.db");
}

int registry_command_open(struct registry_command *command)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = pecaddr_registry_open(command->uri, &command->registry, &error);

    if (r != PECADDR_OK)
        return message_registry(&error, r);
    r = needed_file_check("--output", command->output_path, command->uri);
    if (r == 0)
        r = needed_path_check("--output", command->output_path, command->options.scheme_name);
    return r ? r : output_open(&command->output, command->output_path);
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
