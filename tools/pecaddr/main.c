/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "command/options.h"
#include "commands/commands.h"
#include "runtime/exit-status.h"
#include "runtime/interrupt.h"
#include "runtime/output.h"
#include "speech/language.h"
#include "speech/message.h"

#include <pecaddr/pecaddr.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct {
    const char *name;
    int (*run)(int argc, const char **argv);
    const char *called; /* in messages */
} commands[] = {
    {"normalize", cmd_normalize, "pecaddr normalize"},
    {"candidates", cmd_candidates, "pecaddr candidates"},
    {"explain", cmd_explain, "pecaddr explain"},
    {"check", cmd_check, "pecaddr check"},
    {"assign", cmd_assign, "pecaddr assign"},
    {"audit", cmd_audit, "pecaddr audit"},
    {"scheme", cmd_scheme, "pecaddr scheme"},
    {"registry", cmd_registry, "pecaddr registry"},
    {"report", cmd_report, "pecaddr report"},
};

static const char usage[] =
    "Usage: pecaddr COMMAND [OPTION...] [ARGUMENT...]\n"
    "\n"
    "Certified-mail (PEC) addresses for the members of Italian professional Orders.\n"
    "\n"
    "  normalize   names in, the first part of their addresses out, line by line\n"
    "  candidates  the addresses that one person can be given, in their order\n"
    "  explain     the same in words: what became of each character, and why\n"
    "  check       whether addresses follow the scheme, and what they say\n"
    "  assign      gives the members of a roster, or one person, their addresses\n"
    "  audit       compares a roster with the addresses that were given\n"
    "  scheme      the naming schemes of the Orders: show, check\n"
    "  registry    the register of addresses given, and their life: init, import,\n"
    "              export, show, activate, release, change, retire, leave, renew,\n"
    "              relink, correct, forget, history, verify, stats, backup, restore,\n"
    "              resume, copy\n"
    "  report      one page about them all: figures, charts, rows to look at\n"
    "\n"
    "pecaddr COMMAND --help explains each. pecaddr --version shows the version.\n"
    "--lang it or --lang en, anywhere in the line, is the language; else that of the\n"
    "environment is.\n"
    "\n"
    "Exit status: 0 all done; 1 some rows have errors, the others are done; 2 the\n"
    "command line, the scheme or a file that is read has a fault; 3 registry, source\n"
    "or output unavailable.\n";

/* A closed standard stream would be the next file that is opened, and a message could end up in the
   registry. So none is closed: what is missing becomes one that cannot be written (or read). */
static void keep_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

static int print(const char *text)
{
    struct output output;

    output_open(&output, NULL);
    fputs(text, output.file);
    return output_commit(&output);
}

int main(int argc, char **argv)
{
    const char *name;
    int r, status;

    message_begin();
    keep_standard_streams();
    signal(SIGPIPE, SIG_IGN); /* a reader that is gone is an output that cannot be written */
    signal(SIGXFSZ, SIG_IGN); /* and so is a file that may not grow (ulimit -f) */
    interrupt_begin();
    if ((r = language_begin(&argc, argv)) != 0)
        return r;
    name = argc > 1 ? argv[1] : NULL;
    if (!name) {
        fputs(gettext(usage), stderr);
        return EXIT_USAGE;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0)
        return print(gettext(usage));
    if (strcmp(name, "--version") == 0)
        return print_version();
    for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
        if (strcmp(name, commands[i].name) == 0) {
            const char **arguments = (const char **)argv + 1;

            arguments[0] = commands[i].called;
            status = commands[i].run(argc - 1, arguments);
            interrupt_obey();
            return status;
        }
    }
    message("there is no command %s (pecaddr --help lists them)", name);
    return EXIT_USAGE;
}
