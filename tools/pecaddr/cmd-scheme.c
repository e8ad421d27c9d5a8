/* SPDX-License-Identifier: BSD-3-Clause */
#include "command.h"
#include "message.h"
#include "output.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    int (*run)(int argc, const char **argv);
    const char *called;
} commands[] = {
    {"show", cmd_scheme_show, "pecaddr scheme show"},
    {"check", cmd_scheme_check, "pecaddr scheme check"},
};

static const char usage[] =
    "Usage: pecaddr scheme COMMAND [OPTION...] [NAME|FILE...]\n"
    "\n"
    "The naming schemes: how an Order makes its members' addresses.\n"
    "\n"
    "  show   the schemes that are built in; or one, with an example of each rule\n"
    "  check  whether scheme files are right, and whether their rules overlap\n"
    "\n"
    "pecaddr scheme COMMAND --help explains each.\n";

int cmd_scheme(int argc, const char **argv)
{
    const char *name = argc > 1 ? argv[1] : NULL;

    if (!name) {
        fputs(usage, stderr);
        return EXIT_USAGE;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        struct output output;

        output_open(&output, NULL);
        fputs(usage, output.file);
        return output_commit(&output);
    }
    for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
        if (strcmp(name, commands[i].name) == 0) {
            argv[1] = commands[i].called;
            return commands[i].run(argc - 1, argv + 1);
        }
    }
    message("there is no command scheme %s (pecaddr scheme --help lists them)", name);
    return EXIT_USAGE;
}
