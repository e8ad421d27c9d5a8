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
    {"init", cmd_registry_init, "pecaddr registry init"},
    {"import", cmd_registry_import, "pecaddr registry import"},
    {"export", cmd_registry_export, "pecaddr registry export"},
    {"show", cmd_registry_show, "pecaddr registry show"},
    {"release", cmd_registry_release, "pecaddr registry release"},
    {"history", cmd_registry_history, "pecaddr registry history"},
};

static const char usage[] =
    "Usage: pecaddr registry COMMAND --registry URI [OPTION...] [ARGUMENT...]\n"
    "\n"
    "The register of the addresses that were given, so that none is ever given twice.\n"
    "\n"
    "  init     makes it; no other command does\n"
    "  import   puts mailboxes on record that exist already\n"
    "  export   writes all addresses, or all that is on record\n"
    "  show     what is on record of some addresses, of a person, or of all\n"
    "  release  takes back an address that is not active yet\n"
    "  history  what happened to an address, or to all\n"
    "\n"
    "URI is sqlite:PATH, the file that holds it. pecaddr registry COMMAND --help explains\n"
    "each.\n";

int cmd_registry(int argc, const char **argv)
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
    message("there is no command registry %s (pecaddr registry --help lists them)", name);
    return EXIT_USAGE;
}
