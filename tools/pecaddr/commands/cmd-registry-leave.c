/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step.h"
#include "commands/commands.h"

static const struct usage usage = {
    "ADDRESS... --left DATE\n"
    "       --why TEXT --registry URI\n"
    "   or: pecaddr registry leave [OPTION...] --from FILE [--left DATE]\n"
    "       --why TEXT --registry URI",
    "Puts on record that the holders of active mailboxes left the Order. A mailbox\n"
    "outlives membership: it stays active until it is retired. (Of one that is\n"
    "retired already, the day is put on record, too.) The register entry is free for\n"
    "others; a holder who registers again has the mailbox again. Who leaves before\n"
    "the mailbox is active gives the address back: see registry release.\n"
    "\n"
    "DATE is the day, such as 2026-11-21 or 21/11/2026. In a CSV file it can stand in\n"
    "a column uscita (or left, data cancellazione, data decesso and the like), in\n"
    "place of --left; another day by --left is an error of the row. A day that is\n"
    "still to come is refused; so are all of a column in which one has the month\n"
    "first (10/25/2026).\n"
    "\n"
    "A column that is there to say who has left (uscita, data decesso, deceduto,\n"
    "motivo cancellazione), or says it of one (stato, attivo, note), says it of all:\n"
    "who does not stand there as one who left has not left, whatever --left says.\n"
    "Where some row has a day, and --left is not given, FILE may be the whole roster,\n"
    "or what pecaddr assign wrote: rows that do not say that their holder left are\n"
    "members, who are passed over, and counted. So are rows without an address; but\n"
    "whoever has left by one, and has a mailbox in force on record, is an error.\n"
    "\n"
    "What a row of FILE says of a person (codice fiscale, names) has to be the\n"
    "holder's; a register entry alone that differs is told. A FILE of addresses alone\n"
    "is an explicit list; one with other columns, none of which says whose they are,\n"
    "needs --addresses-alone. A row that says that the holder is a member or is\n"
    "suspended (in a column stato, iscritto or the like), also beside a day of\n"
    "leaving, is refused; so is one that says that he came after that day, and one\n"
    "that says what was done for the mailbox (data attivazione, esito) and not that\n"
    "its holder left: a list of activations. What pecaddr assign wrote is refused\n"
    "where it says of nobody that he has left.\n"
    "\n"
    "A FILE by which the holders of a tenth or more of the active mailboxes of an\n"
    "Order would have left, and at least five, is refused, with nothing done\n"
    "(--so-many that it is right so).\n"
    "\n"
    "Each address is done by itself; one that is refused is told, and the others are\n"
    "done. --format csv and json give for each: line, pec, result, code and error.\n"
    "\n"
    "Exit status: 0 done; 1 some are not active, the others are done; 2 usage, or\n"
    "FILE cannot be read or is about so many; 3 registry unavailable.\n",
};

static const struct step_kind kind = {
    .act = PECADDR_ACT_LEAVE,
    .done = N_("%s stays as it is, and its register entry is free"),
    .done_with_fact =
        N_("%s stays as it is, and its register entry is free; its holder left the Order on %s"),
    .already = N_("%s has this on record already"),
    .total = N_("left the Order: %zu; with this day on record already: %zu"),
    .total_dry = N_("would have left the Order: %zu; with this day on record already: %zu"),
    .fact = "left",
    .column = ROSTER_LEFT,
    .limit = DATE_NOT_TO_COME,
    .is_needed = 1,
    .too_many =
        N_("%s: the holders of %zu of %zu active mailboxes on record (Order: %s) would have left; "
           "nothing was done"),
};

int cmd_registry_leave(int argc, const char **argv)
{
    struct step_command step = {.kind = &kind};
    const struct poptOption own[] = {
        REGISTRY_OPTION(step.command),
        {"left", 0, POPT_ARG_STRING, &step.fact, 0,
         N_("the day on which the holder left the Order"), N_("DATE")},
        WHY_OPTION(step),
        DRY_RUN_OPTION(step),
        FROM_OPTIONS(step),
        SO_MANY_OPTION(step),
        POPT_TABLEEND,
    };

    return step_command_main(&step, argc, argv, own, &usage);
}
