/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step.h"
#include "commands/commands.h"

static const struct usage usage = {
    "ADDRESS... --expires DATE\n"
    "       --why TEXT --registry URI\n"
    "   or: pecaddr registry renew [OPTION...] --from FILE [--expires DATE]\n"
    "       --why TEXT --registry URI",
    "Puts on record until when active mailboxes are paid for.\n"
    "\n"
    "DATE is such as 2030-12-31 or 31/12/2030. In a CSV file it can stand in a column\n"
    "scadenza (or expires), which comes before --expires; where there is a column\n"
    "nuova scadenza, it alone counts. A day that has passed is refused; so are all of\n"
    "a column in which one has the month first (10/25/2030), and a day earlier than\n"
    "that on record, unless --earlier says that the record is wrong.\n"
    "\n"
    "What a row of FILE says of a person (codice fiscale, names) has to be the\n"
    "holder's; a register entry alone that differs is told. A FILE of addresses alone\n"
    "is an explicit list; one with other columns, none of which says whose they are,\n"
    "needs --addresses-alone. A row that says that its mailbox has ended, or is not\n"
    "active (in a column stato, esito or the like), or that its holder left or died,\n"
    "is refused.\n"
    "\n"
    "Each address is done by itself; one that is refused is told, and the others are\n"
    "done. --format csv and json give for each: line, pec, result, code and error.\n"
    "\n"
    "Exit status: 0 done; 1 some are not active, the others are done; 2 usage, or\n"
    "FILE cannot be read; 3 registry unavailable.\n",
};

static const struct step_kind kind = {
    .act = PECADDR_ACT_RENEW,
    .done = N_("%s is renewed"),
    .done_with_fact = N_("%s is renewed, and expires on %s"),
    .already = N_("%s has this date already"),
    .total = N_("renewed: %zu; with this date already: %zu"),
    .total_dry = N_("would be renewed: %zu; with this date already: %zu"),
    .fact = "expires",
    .column = ROSTER_EXPIRES,
    .limit = DATE_NOT_PAST,
    .is_needed = 1,
};

int cmd_registry_renew(int argc, const char **argv)
{
    struct step_command step = {.kind = &kind};
    const struct poptOption own[] = {
        REGISTRY_OPTION(step.command),
        {"expires", 0, POPT_ARG_STRING, &step.fact, 0, N_("when the mailbox expires now"),
         N_("DATE")},
        {"earlier", 0, POPT_ARG_NONE, &step.earlier, 0,
         N_("it may be earlier than on record, which is wrong"), NULL},
        WHY_OPTION(step),
        DRY_RUN_OPTION(step),
        FROM_OPTIONS(step),
        POPT_TABLEEND,
    };

    return step_command_main(&step, argc, argv, own, &usage);
}
