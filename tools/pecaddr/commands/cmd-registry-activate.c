/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step.h"
#include "commands/commands.h"

static const struct usage usage = {
    "ADDRESS... [--expires DATE]\n"
    "       --why TEXT --registry URI\n"
    "   or: pecaddr registry activate [OPTION...] --from FILE [--expires DATE]\n"
    "       --why TEXT --registry URI",
    "Puts on record that reserved mailboxes are in use, when the provider of the\n"
    "mailboxes has confirmed it. This is permanent: the address of an active mailbox\n"
    "can never be changed, nor be given to anyone else.\n"
    "\n"
    "DATE is when the mailbox expires, such as 2030-12-31 or 31/12/2030. In a CSV\n"
    "file it can stand in a column scadenza (or expires), which comes before\n"
    "--expires; a day that has passed is refused, and so are all of a column in which\n"
    "one has the month first (10/25/2030). A mailbox that is active already is left\n"
    "as it is, also if its holder has left since; another date for it is refused: see\n"
    "registry renew.\n"
    "\n"
    "What a row of FILE says of a person (codice fiscale, names) has to be the\n"
    "holder's; a register entry alone that differs is told. A FILE of addresses alone\n"
    "is an explicit list; one with other columns, none of which says whose they are,\n"
    "needs --addresses-alone. A row that says that its mailbox is not active (in a\n"
    "column stato, esito, errore, data attivazione or the like) is refused; so is one\n"
    "whose day of activation is before that on which the address, which had been\n"
    "given back or had ended, was assigned again: FILE may be an old one; name the\n"
    "address, if it is in use.\n"
    "\n"
    "Each address is done by itself; one that is refused is told, and the others are\n"
    "done. --format csv and json give for each: line, pec, result, code and error.\n"
    "\n"
    "Exit status: 0 all are active; 1 some are not, the others are; 2 usage, or FILE\n"
    "cannot be read; 3 registry unavailable.\n",
};

static const struct step_kind kind = {
    .act = PECADDR_ACT_ACTIVATE,
    .done = N_("%s is active: its address can never be changed again"),
    .done_with_fact = N_("%s is active: its address can never be changed again; it expires on %s"),
    .already = N_("%s was active already"),
    .total = N_("activated: %zu; active already: %zu"),
    .total_dry = N_("would be activated: %zu; active already: %zu"),
    .fact = "expires",
    .column = ROSTER_EXPIRES,
    .limit = DATE_NOT_PAST,
};

int cmd_registry_activate(int argc, const char **argv)
{
    struct step_command step = {.kind = &kind};
    const struct poptOption own[] = {
        REGISTRY_OPTION(step.command),
        {"expires", 0, POPT_ARG_STRING, &step.fact, 0, N_("when the mailbox expires"), N_("DATE")},
        WHY_OPTION(step),
        DRY_RUN_OPTION(step),
        FROM_OPTIONS(step),
        POPT_TABLEEND,
    };

    return step_command_main(&step, argc, argv, own, &usage);
}
