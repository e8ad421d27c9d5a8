/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step.h"
#include "commands/commands.h"

static const struct usage usage = {
    "ADDRESS --why TEXT\n"
    "       --registry URI",
    "Erases what is on record of the holder of a retired mailbox: names, codice\n"
    "fiscale and register entry, in its history too. The address stays blocked:\n"
    "nobody is ever given it, and its holder neither, as nothing says any more who\n"
    "that was. What the same person gave back before, by change or release, is\n"
    "erased with it. This is permanent; older backups still have what was erased.\n"
    "\n"
    "Where INI-PEC is told with export --inipec --next, tell it of the end first.\n"
    "\n"
    "What --why says stays in the history: name nobody there. One address at a time.\n"
    "\n"
    "Exit status: 0 done; 1 it is refused, as the mailbox is not retired or INI-PEC\n"
    "not told, and nothing was changed; 2 usage; 3 registry unavailable.\n",
};

static const struct step_kind kind = {
    .act = PECADDR_ACT_FORGET,
    .done = N_("%s is forgotten: its holder is no longer on record, and nobody will ever have it"),
    .already = N_("%s was forgotten already"),
    .is_one = 1,
};

int cmd_registry_forget(int argc, const char **argv)
{
    struct step_command step = {.kind = &kind};
    const struct poptOption own[] = {
        REGISTRY_OPTION(step.command),
        WHY_OPTION(step),
        DRY_RUN_OPTION(step),
        POPT_TABLEEND,
    };

    return step_command_main(&step, argc, argv, own, &usage);
}
