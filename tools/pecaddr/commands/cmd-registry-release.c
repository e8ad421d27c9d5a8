/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step.h"
#include "commands/commands.h"

static const struct usage usage = {
    "ADDRESS... --why TEXT\n"
    "       --registry URI\n"
    "   or: pecaddr registry release [OPTION...] --from FILE --why TEXT\n"
    "       --registry URI",
    "Takes back addresses that are reserved and not active yet: from then on they are\n"
    "free for anyone. An active address can never be taken back. Who has another\n"
    "address keeps it: nobody moves up to one that became free.\n"
    "\n"
    "What a row of FILE says of a person (codice fiscale, names) has to be the\n"
    "holder's; a register entry alone that differs is told. A FILE of addresses alone\n"
    "is an explicit list; one with other columns, none of which says whose they are,\n"
    "needs --addresses-alone. A row that says that its mailbox is or was in use (in a\n"
    "column stato, esito, data attivazione or the like) is refused.\n"
    "\n"
    "FILE may be what pecaddr assign wrote: rows that say no in the column nuovo are\n"
    "passed over, and counted, as their addresses were given before that day.\n"
    "\n"
    "Each address is done by itself; one that is refused is told, and the others are\n"
    "done. --format csv and json give for each: line, pec, result, code and error.\n"
    "\n"
    "Exit status: 0 done; 1 some cannot be taken back, the others are; 2 usage, or\n"
    "FILE cannot be read; 3 registry unavailable.\n",
};

static const struct step_kind kind = {
    .act = PECADDR_ACT_RELEASE,
    .done = N_("%s is free again"),
    .already = N_("%s was free already"),
    .total = N_("taken back: %zu; free already: %zu"),
    .total_dry = N_("would be taken back: %zu; free already: %zu"),
    .is_for_new = 1,
};

int cmd_registry_release(int argc, const char **argv)
{
    struct step_command step = {.kind = &kind};
    const struct poptOption own[] = {
        REGISTRY_OPTION(step.command),
        WHY_OPTION(step),
        DRY_RUN_OPTION(step),
        FROM_OPTIONS(step),
        POPT_TABLEEND,
    };

    return step_command_main(&step, argc, argv, own, &usage);
}
