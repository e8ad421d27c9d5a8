/* SPDX-License-Identifier: BSD-3-Clause */
#include "command.h"

static const struct subcommand commands[] = {
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
    return run_subcommand("registry", usage, commands, ARRAY_SIZE(commands), argc, argv);
}
