/* SPDX-License-Identifier: BSD-3-Clause */
#include "command.h"
#include "date.h"
#include "message.h"
#include "step.h"

#include <stdlib.h>
#include <string.h>

static const struct usage usage = {
    "ADDRESS... --why TEXT\n"
    "       --registry URI\n"
    "   or: pecaddr registry retire [OPTION...] --from FILE --why TEXT\n"
    "       --registry URI\n"
    "   or: pecaddr registry retire [OPTION...] --expired [--today DATE] --why TEXT\n"
    "       --registry URI",
    "Puts on record that active mailboxes have ended. Their addresses are never given\n"
    "to anyone else; the same holder gets the same one again, by assign. The register\n"
    "entry is free for others.\n"
    "\n"
    "--expired retires every active mailbox that expired before today. Today is what\n"
    "this machine's clock says, or an earlier DATE, such as 2030-12-31 or 31/12/2030.\n"
    "\n"
    "Each address is done by itself; one that is refused is told, and the others are\n"
    "done. --format csv and json give for each: line, pec, result, code and error.\n"
    "\n"
    "Exit status: 0 done; 1 some are not active, the others are done; 2 usage, or\n"
    "FILE can not be read; 3 registry unavailable; what --expired did before that\n"
    "stays done.\n",
};

static const struct step_kind kind = {
    .act = PECADDR_ACT_RETIRE,
    .done = N_("%s is retired: nobody else will ever have it"),
    .done_with_fact = N_("%s is retired: nobody else will ever have it; it expired on %s"),
    .already = N_("%s was retired already"),
};

struct retire {
    struct step_command step;
    int expired;
    char *today;
    char day[DATE_SIZE];
    /* Of --expired. */
    struct arena arena;
    struct buffer expired_ones; /* struct expired each */
};

static int check_expired(struct retire *retire)
{
    const struct step_command *step = &retire->step;
    const struct options *options = &step->command.options;
    int r;

    if (options->argument_count || step->from || step->encoding || step->separator)
        return options_fault(options, "--expired takes no address and no file: it finds them");
    date_today(retire->day);
    if (retire->today &&
        (r = step_check_date(options, "today", retire->today, DATE_NOT_TO_COME, retire->day)) != 0)
        return r;
    if ((r = step_check_why(options, step->why)) != 0)
        return r;
    return registry_command_check(&step->command);
}

/* One that is to be retired. */
struct expired {
    const char *address;
    char day[DATE_SIZE]; /* on which it expired */
    int is_retired;
};

static int find_expired(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct retire *retire = user;
    struct expired expired = {0};

    if (mailbox->state != PECADDR_STATE_ACTIVE || strlen(mailbox->expires) != DATE_SIZE - 1 ||
        strcmp(mailbox->expires, retire->day) >= 0)
        return 0;
    expired.address = arena_copy(&retire->arena, mailbox->address, strlen(mailbox->address));
    memcpy(expired.day, mailbox->expires, DATE_SIZE);
    buffer_append(&retire->expired_ones, &expired, sizeof expired);
    return 0;
}

static int compare_expired(const void *a, const void *b)
{
    return strcmp(((const struct expired *)a)->address, ((const struct expired *)b)->address);
}

static int find_retired(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct retire *retire = user;
    struct expired *expired, wanted = {.address = mailbox->address};

    if (mailbox->state != PECADDR_STATE_RETIRED || !retire->expired_ones.size)
        return 0;
    expired =
        bsearch(&wanted, retire->expired_ones.data, retire->expired_ones.size / sizeof *expired,
                sizeof *expired, compare_expired);
    if (expired)
        expired->is_retired = 1;
    return 0;
}

/* Which ones the library retired, that is told, each as by retire ADDRESS. Only the library looks
   and retires in one transaction, so that one which is renewed meanwhile is left alone. */
static int tell_retired(struct retire *retire, struct pecaddr_registry_error *error)
{
    struct expired *expired = (struct expired *)(void *)retire->expired_ones.data;
    size_t n = retire->expired_ones.size / sizeof *expired;
    int r;

    if (n)
        qsort(expired, n, sizeof *expired, compare_expired);
    r = pecaddr_registry_each(retire->step.command.registry, NULL, NULL, 0, find_retired, retire,
                              error);
    for (size_t i = 0; i < n; i++)
        if (expired[i].is_retired)
            step_tell_done(&retire->step, 0, expired[i].address, expired[i].day, PECADDR_OK);
    return r;
}

static int retire_expired(struct retire *retire)
{
    struct registry_command *command = &retire->step.command;
    struct pecaddr_registry_error error = {.size = sizeof error};
    size_t n = 0;
    int r = registry_command_open(command), told = PECADDR_OK, status = EXIT_DONE;

    if (r)
        return r;
    step_begin(&retire->step);
    r = pecaddr_registry_each(command->registry, NULL, NULL, 0, find_expired, retire, &error);
    if (r == PECADDR_OK)
        r = pecaddr_registry_expire(command->registry, retire->day, retire->step.why, &n, &error);
    if (r != PECADDR_OK) {
        status = message_registry(&error, r);
        message("run the same command again for the rest");
    }
    if (n && (told = tell_retired(retire, &error)) != PECADDR_OK)
        status = message_registry(&error, told);
    remark(ngettext("%zu mailbox that expired before %s is retired now",
                    "%zu mailboxes that expired before %s are retired now", n),
           n, retire->day);
    return step_finish(&retire->step, status);
}

static int run(struct retire *retire)
{
    const struct options *options = &retire->step.command.options;
    int r;

    if (retire->expired)
        return (r = check_expired(retire)) ? r : retire_expired(retire);
    if (retire->today)
        return options_fault(options, "--today is for --expired");
    return (r = step_command_check(&retire->step)) ? r : step_command_run(&retire->step);
}

int cmd_registry_retire(int argc, const char **argv)
{
    struct retire retire = {.step.kind = &kind};
    const struct poptOption own[] = {
        REGISTRY_OPTION(retire.step.command),
        {"expired", 0, POPT_ARG_NONE, &retire.expired, 0, N_("all that expired before today"),
         NULL},
        {"today", 0, POPT_ARG_STRING, &retire.today, 0, N_("what day it is, for --expired"),
         N_("DATE")},
        WHY_OPTION(retire.step),
        FROM_OPTIONS(retire.step),
        POPT_TABLEEND,
    };
    int status = options_begin(&retire.step.command.options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON)
        status = run(&retire);
    step_command_end(&retire.step);
    arena_free(&retire.arena);
    buffer_free(&retire.expired_ones);
    return status;
}
