/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step.h"
#include "commands/commands.h"

static const struct usage usage = {
    "ADDRESS --holder CF\n"
    "       --why TEXT --registry URI",
    "Gives the holder of a mailbox another codice fiscale: one that was written\n"
    "wrongly, or the final one instead of a provisional one. The person stays the\n"
    "same: that is your word, which nothing checks, and the mailbox is from then on\n"
    "that of whoever has this codice fiscale. This is permanent; the history keeps\n"
    "the one before. One that contradicts the name on record is told, and put on\n"
    "record all the same.\n"
    "\n"
    "Exit status: 0 done; 1 it is refused, such as for a codice fiscale that is wrong\n"
    "or has another mailbox; nothing was changed; 2 usage; 3 registry unavailable.\n",
};

static const struct step_kind kind = {
    .act = PECADDR_ACT_RELINK,
    .done = N_("%s stays the same person's"),
    .done_with_fact = N_("%s stays the same person's, whose codice fiscale on record is now %s"),
    .already = N_("%s has this codice fiscale on record already"),
    .fact = "holder",
    .is_needed = 1,
    .is_one = 1,
    .names_holder = true,
};

int cmd_registry_relink(int argc, const char **argv)
{
    struct step_command step = {.kind = &kind};
    const struct poptOption own[] = {
        REGISTRY_OPTION(step.command),
        {"holder", 0, POPT_ARG_STRING, &step.fact, 0, N_("the codice fiscale that is right"), "CF"},
        WHY_OPTION(step),
        DRY_RUN_OPTION(step),
        POPT_TABLEEND,
    };

    return step_command_main(&step, argc, argv, own, &usage);
}
