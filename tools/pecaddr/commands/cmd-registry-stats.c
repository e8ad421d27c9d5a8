/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "command/registry-command.h"
#include "command/step.h"
#include "commands/commands.h"
#include "report/count.h"
#include "runtime/exit-status.h"
#include "runtime/memory.h"
#include "speech/message.h"
#include "speech/date.h"

#include <stdlib.h>

static const struct usage usage = {
    "--registry URI",
    "Counts the addresses on record, by their state: reserved, active, retired, and\n"
    "released, which were taken back. total counts those that nobody else may be\n"
    "given: all but the released. The rows are\n"
    "  all        all\n"
    "  level      by the rule that gave them, from 0; homonyms: those of level 1 and\n"
    "             higher; imported: those that existed before, without a level\n"
    "  domain     by domain, which is the scheme's: ingpec.eu is the engineers'\n"
    "  province   by the Order of the holder's register entry, and without one\n"
    "  expires    active mailboxes that expired before today, and that expire within\n"
    "             30, 60 and 90 days from today\n"
    "  left       active mailboxes whose holder left the Order\n"
    "\n"
    "Today is what this machine's clock says, or DATE, such as 2030-12-31.\n"
    "\n"
    "Exit status: 0 done; 2 usage; 3 registry or output unavailable.\n",
};

struct stats {
    struct registry_command command;
    char *today;
    struct records *records;
    struct counts counts;
};

static const struct column columns[] = {
    {N_("group"), COLUMN_WORD},
    {N_("value"), COLUMN_WORD},
    {N_("total"), COLUMN_NUMBER},
    {NC_("title", "reserved"), COLUMN_NUMBER},
    {NC_("title", "active"), COLUMN_NUMBER},
    {NC_("title", "retired"), COLUMN_NUMBER},
    {NC_("title", "released"), COLUMN_NUMBER},
};

static int count_mailbox(void *user, const struct pecaddr_mailbox *mailbox)
{
    counts_add(user, mailbox);
    return 0;
}

static void tell(struct stats *stats, const char *group, const char *value,
                 const struct count *count)
{
    records_row(stats->records, (const char *const[]){
                                    group,
                                    value,
                                    number_text(count_total(count)),
                                    number_text(count->of[PECADDR_STATE_RESERVED]),
                                    number_text(count->of[PECADDR_STATE_ACTIVE]),
                                    number_text(count->of[PECADDR_STATE_RETIRED]),
                                    number_text(count->of[PECADDR_STATE_RELEASED]),
                                });
}

static void tell_some(struct stats *stats, const char *group, const char *value,
                      const struct count *count)
{
    if (count_any(count))
        tell(stats, group, value, count);
}

static void tell_all(struct stats *stats)
{
    static const char *const soon[] = {N_("before today"), N_("within 30 days"),
                                       N_("within 60 days"), N_("within 90 days")};

    struct counts *counts = &stats->counts;

    counts_sort(counts);
    tell(stats, NC_("group", "all"), NULL, &counts->all);
    for (unsigned level = 0; level < PECADDR_LEVELS_MAX; level++)
        tell_some(stats, NC_("group", "level"), number_text(level), &counts->levels[level]);
    tell(stats, NC_("group", "level"), NC_("value", "homonyms"), &counts->homonyms);
    tell(stats, NC_("group", "level"), NC_("value", "imported"), &counts->imported);
    for (size_t i = 0; i < counts->n_domains; i++)
        tell(stats, NC_("group", "domain"), counts->domains[i].name, &counts->domains[i].count);
    tell_some(stats, NC_("group", "domain"), NC_("value", "others"), &counts->other_domains);
    for (size_t i = 0; i < COUNT_LETTERS * COUNT_LETTERS; i++) {
        char sigla[] = {(char)('A' + i / COUNT_LETTERS), (char)('A' + i % COUNT_LETTERS), '\0'};

        tell_some(stats, NC_("group", "province"), sigla,
                  &counts->provinces[i / COUNT_LETTERS][i % COUNT_LETTERS]);
    }
    tell_some(stats, NC_("group", "province"), NC_("value", "none"), &counts->no_province);
    for (size_t i = 0; i < SOON_COUNT; i++)
        tell(stats, NC_("group", "expires"), soon[i], &counts->soon[i]);
    tell(stats, NC_("group", "left"), NULL, &counts->left);
}

static int run(struct stats *stats)
{
    const struct pecaddr_registry_search all = {.size = sizeof all, .released = 1};
    struct registry_command *command = &stats->command;
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = registry_command_open(command), status = EXIT_DONE;

    if (r)
        return r;
    r = pecaddr_registry_find(command->registry, &all, count_mailbox, &stats->counts, &error);
    if (r < 0) {
        status = message_registry(&error, r);
    } else {
        stats->records = records_begin(command->output.file, command->options.format, columns,
                                       ARRAY_SIZE(columns));
        tell_all(stats);
        records_end(stats->records);
    }
    return registry_command_finish(command, status);
}

static int read_today(struct stats *stats)
{
    char date[DATE_SIZE];
    int r;

    date_today(date);
    if (stats->today &&
        (r = step_check_date(&stats->command.options, "today", stats->today, DATE_ANY, date)) != 0)
        return r;
    stats->counts.day = date_number(date);
    return registry_command_check(&stats->command);
}

int cmd_registry_stats(int argc, const char **argv)
{
    struct stats *stats = memory_new(sizeof *stats);
    const struct poptOption own[] = {
        REGISTRY_OPTION(stats->command),
        {"today", 0, POPT_ARG_STRING, &stats->today, 0, N_("what day it is"), N_("DATE")},
        OUTPUT_OPTION(stats->command),
        POPT_TABLEEND,
    };
    struct options *options = &stats->command.options;
    int status = options_begin(options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON && options->argument_count)
        status = options_fault(options, "%s: all addresses are counted", options->arguments[0]);
    if (status == OPTIONS_GO_ON && (status = read_today(stats)) == 0)
        status = run(stats);
    registry_command_end(&stats->command);
    free(stats);
    return status;
}
