/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step-many.h"
#include "command/step.h"
#include "commands/commands.h"
#include "runtime/exit-status.h"
#include "runtime/memory.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/text.h"
#include "speech/date.h"

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
    "What a row of FILE says of a person (codice fiscale, names) has to be the\n"
    "holder's; a register entry alone that differs is told. A FILE of addresses alone\n"
    "is an explicit list; one with other columns, none of which says whose they are,\n"
    "needs --addresses-alone. A row that says that its mailbox is active or goes on\n"
    "(in a column stato casella, esito, cessata, rinnovata or the like) is refused,\n"
    "also beside an expiry that has passed; so is one with a day of activation or an\n"
    "expiry to come, and in no column that it has ended; so is one that does not say\n"
    "that it has ended, in a column that says it of others.\n"
    "\n"
    "What pecaddr assign wrote is refused where none of its columns says of a mailbox\n"
    "that it has ended. Rows that say no in the column nuovo are passed over, and\n"
    "counted, as their addresses were given before that day. What was retired before,\n"
    "and is its holder's again, is not retired by FILE, which may be an old one: name\n"
    "its address.\n"
    "\n"
    "A FILE that would end a tenth or more of the active mailboxes of an Order, and\n"
    "at least five, is refused, with nothing done (--so-many that it is right so). So\n"
    "is --expired where so many have: perhaps they were renewed, and that was not put\n"
    "on record. Its --dry-run lists them.\n"
    "\n"
    "Each address is done by itself; one that is refused is told, and the others are\n"
    "done. --format csv and json give for each: line, pec, result, code and error.\n"
    "\n"
    "Exit status: 0 done; 1 some are not active, the others are done; 2 usage, or\n"
    "FILE cannot be read, or so many would end; 3 registry unavailable; what\n"
    "--expired did before that stays done.\n",
};

static const struct step_kind kind = {
    .act = PECADDR_ACT_RETIRE,
    .done = N_("%s is retired: nobody else will ever have it"),
    .already = N_("%s was retired already"),
    .total = N_("retired: %zu; retired already: %zu"),
    .total_dry = N_("would be retired: %zu; retired already: %zu"),
    .is_for_new = 1,
    .too_many =
        N_("%s: %zu of %zu active mailboxes on record (Order: %s) would be retired; nothing was "
           "done"),
};

struct retire {
    struct step_command step;
    int expired;
    char *today;
    char day[DATE_SIZE];
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

/* Each one that the library retired: the result, one a line. */
static int tell_expired(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct retire *retire = user;
    struct buffer holder = {0}, line = {0}, shown = {0};
    char day[DATE_SIZE];

    if (*mailbox->given || *mailbox->surname)
        buffer_format(&holder, " (%s%s%s)", mailbox->given,
                      *mailbox->given && *mailbox->surname ? " " : "", mailbox->surname);
    else
        buffer_text(&holder, "");
    if (!retire->step.records) {
        buffer_format(&line, _("%s%s: expired on %s"), mailbox->address, holder.data,
                      date_words(mailbox->expires, in_language, day));
        text_show(&shown, text_of(line.data));
        fprintf(retire->step.command.output.file, "%s\n", shown.data);
    }
    step_count_done(&retire->step, 0, mailbox->address, PECADDR_OK);
    buffer_free(&holder);
    buffer_free(&line);
    buffer_free(&shown);
    return 0;
}

static void tell_total(const struct retire *retire, size_t n)
{
    char room[DATE_SIZE];
    const char *day = date_words(retire->day, in_language, room);

    if (retire->step.dry_run)
        remark(ngettext("%zu mailbox that expired before %s would be retired; a dry run: nothing "
                        "was put on record",
                        "%zu mailboxes that expired before %s would be retired; a dry run: nothing "
                        "was put on record",
                        n),
               n, day);
    else
        remark(ngettext("%zu mailbox that expired before %s is retired now",
                        "%zu mailboxes that expired before %s are retired now", n),
               n, day);
}

static int retire_expired(struct retire *retire)
{
    struct registry_command *command = &retire->step.command;
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    size_t n = 0;
    int r = registry_command_open(command), status = EXIT_DONE;

    if (r)
        return r;
    step_begin(&retire->step);
    if (!retire->step.so_many && !retire->step.dry_run &&
        (r = step_many_check_expired(&retire->step, retire->day)) != 0)
        return step_finish(&retire->step, r);
    r = pecaddr_registry_expire(command->registry, retire->day, retire->step.why,
                                retire->step.dry_run, tell_expired, retire, &n, &error);
    if (r != PECADDR_OK) {
        status = message_registry(&error, r);
        message("run the same command again for the rest");
    }
    tell_total(retire, n);
    if (r == PECADDR_OK && retire->step.dry_run && !retire->step.so_many)
        status = step_many_check_expired(&retire->step, retire->day);
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
        DRY_RUN_OPTION(retire.step),
        FROM_OPTIONS(retire.step),
        SO_MANY_OPTION(retire.step),
        POPT_TABLEEND,
    };
    int status = options_begin(&retire.step.command.options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON)
        status = run(&retire);
    step_command_end(&retire.step);
    return status;
}
