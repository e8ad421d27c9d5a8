/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/group.h"

#include "runtime/exit-status.h"
#include "runtime/output.h"
#include "speech/language.h"
#include "speech/message.h"

#include <stdio.h>
#include <string.h>

int run_subcommand(const char *group, const char *usage, const struct subcommand commands[],
                   size_t n, int argc, const char **argv)
{
    const char *name = argc > 1 ? argv[1] : NULL;

    if (!name) {
        fputs(gettext(usage), stderr);
        return EXIT_USAGE;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        struct output output;

        output_open(&output, NULL);
        fputs(gettext(usage), output.file);
        return output_commit(&output);
    }
    for (size_t i = 0; i < n; i++) {
        if (strcmp(name, commands[i].name) == 0) {
            argv[1] = commands[i].called;
            return commands[i].run(argc - 1, argv + 1);
        }
    }
    message("there is no command %s %s (pecaddr %s --help lists them)", group, name, group);
    return EXIT_USAGE;
}
