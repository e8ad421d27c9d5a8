/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step.h"
#include "commands/commands.h"
#include "runtime/exit-status.h"
#include "speech/message.h"
#include "speech/text.h"

static const struct usage usage = {
    "ADDRESS --given NAMES\n"
    "       --surname NAMES --why TEXT --registry URI",
    "Corrects the name of the holder of a mailbox, at any time. The address stays as\n"
    "it is, and so does the name that it was issued for, with its receipt; the\n"
    "history keeps the name before. The person stays the same: that is your word,\n"
    "which nothing checks. A name that the codice fiscale on record contradicts is\n"
    "told, and put on record all the same.\n"
    "\n"
    "The name is given whole. As long as the address is not active, pecaddr registry\n"
    "change gives the one that fits the right name.\n"
    "\n"
    "Exit status: 0 done; 1 it is refused, such as for a name that is none, and\n"
    "nothing was changed; 2 usage; 3 registry unavailable.\n",
};

static const struct step_kind kind = {
    .act = PECADDR_ACT_CORRECT,
    .done = N_("%s stays as it is; the name of its holder is corrected"),
    .already = N_("%s has this name on record already"),
    .is_one = 1,
    .names_holder = true,
};

static int check(const struct step_command *step)
{
    if (step->given && step->surname)
        return 0;
    return options_fault(&step->command.options, "--%s is missing: a corrected name is given whole",
                         step->given ? "surname" : "given");
}

static int refuse(struct step_command *step, const struct fault *fault)
{
    int r = registry_command_open(&step->command);

    if (r)
        return r;
    step_begin(step);
    step_tell_fault(step, NULL, 0, step->command.options.arguments[0], fault);
    return step_finish(step, EXIT_DONE);
}

/* A name that is none is told with its character, as in a roster. */
static int run(struct step_command *step)
{
    struct pecaddr_person person = {
        .size = sizeof person,
        .given = text_of(step->given),
        .surname = text_of(step->surname),
    };
    struct pecaddr_folded folded = PECADDR_FOLDED_INIT;
    struct pecaddr_error error = {.size = sizeof error};
    struct fault fault;

    if (pecaddr_fold(step->command.options.scheme, &person, &folded, &error) == PECADDR_OK)
        return step_command_run(step);
    fault = fault_of(&error, &person);
    return refuse(step, &fault);
}

int cmd_registry_correct(int argc, const char **argv)
{
    struct step_command step = {.kind = &kind};
    const struct poptOption own[] = {
        REGISTRY_OPTION(step.command),
        RIGHT_NAME_OPTIONS(step),
        WHY_OPTION(step),
        DRY_RUN_OPTION(step),
        POPT_TABLEEND,
    };
    int status = options_begin(&step.command.options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON && (status = step_command_check(&step)) == 0 &&
        (status = check(&step)) == 0)
        status = run(&step);
    step_command_end(&step);
    return status;
}
