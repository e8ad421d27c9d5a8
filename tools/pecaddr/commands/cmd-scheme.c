/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "command/group.h"
#include "commands/commands.h"

static const struct subcommand commands[] = {
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
    return run_subcommand("scheme", usage, commands, ARRAY_SIZE(commands), argc, argv);
}
