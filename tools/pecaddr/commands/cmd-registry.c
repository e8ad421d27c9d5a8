/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "command/group.h"
#include "commands/commands.h"

static const struct subcommand commands[] = {
    {"init", cmd_registry_init, "pecaddr registry init"},
    {"import", cmd_registry_import, "pecaddr registry import"},
    {"export", cmd_registry_export, "pecaddr registry export"},
    {"show", cmd_registry_show, "pecaddr registry show"},
    {"activate", cmd_registry_activate, "pecaddr registry activate"},
    {"release", cmd_registry_release, "pecaddr registry release"},
    {"change", cmd_registry_change, "pecaddr registry change"},
    {"retire", cmd_registry_retire, "pecaddr registry retire"},
    {"leave", cmd_registry_leave, "pecaddr registry leave"},
    {"renew", cmd_registry_renew, "pecaddr registry renew"},
    {"relink", cmd_registry_relink, "pecaddr registry relink"},
    {"correct", cmd_registry_correct, "pecaddr registry correct"},
    {"forget", cmd_registry_forget, "pecaddr registry forget"},
    {"history", cmd_registry_history, "pecaddr registry history"},
    {"verify", cmd_registry_verify, "pecaddr registry verify"},
    {"stats", cmd_registry_stats, "pecaddr registry stats"},
    {"backup", cmd_registry_backup, "pecaddr registry backup"},
    {"restore", cmd_registry_restore, "pecaddr registry restore"},
    {"copy", cmd_registry_copy, "pecaddr registry copy"},
    {"resume", cmd_registry_resume, "pecaddr registry resume"},
};

static const char usage[] =
    "Usage: pecaddr registry COMMAND --registry URI [OPTION...] [ARGUMENT...]\n"
    "\n"
    "The register of the addresses that were given, so that none is ever given twice.\n"
    "\n"
    "  init      makes it; no other command does\n"
    "  import    puts mailboxes on record that exist already\n"
    "  export    writes all addresses, or all that is on record\n"
    "  show      what is on record of some addresses, of a person, or of all\n"
    "\n"
    "The life of an address, which pecaddr assign begins:\n"
    "  activate  it is in use; from then on it can never be changed\n"
    "  release   takes it back before that\n"
    "  change    gives its holder another one before that\n"
    "  renew     until when the mailbox is paid for\n"
    "  leave     its holder left the Order\n"
    "  retire    the mailbox has ended; nobody else is ever given it\n"
    "  relink    its holder's codice fiscale was wrong or provisional\n"
    "  correct   its holder's name was wrong; the address stays\n"
    "  forget    erases who held a retired one; nobody is ever given it\n"
    "\n"
    "  history   what happened to an address, or to all\n"
    "  verify    whether it is whole, and the rules still give each address\n"
    "  stats     how many there are: by state, level, province, and expiring soon\n"
    "\n"
    "  backup    saves a registry that is in use to a file\n"
    "  restore   puts a backup back\n"
    "  resume    after a restore: it is the right one, and gives new addresses again\n"
    "  copy      moves a registry into an empty one, also from SQLite to PostgreSQL\n"
    "\n"
    "URI is sqlite:PATH, the file that holds it, or postgresql://HOST/DATABASE, the\n"
    "server. pecaddr registry COMMAND --help explains each.\n";

int cmd_registry(int argc, const char **argv)
{
    return run_subcommand("registry", usage, commands, ARRAY_SIZE(commands), argc, argv);
}
