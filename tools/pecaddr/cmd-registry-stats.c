/* SPDX-License-Identifier: BSD-3-Clause */
#include "command.h"
#include "date.h"
#include "memory.h"
#include "message.h"
#include "registry-command.h"
#include "step.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

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

#define STATES      (PECADDR_STATE_RELEASED + 1)
#define LETTERS     26
#define DOMAINS_MAX 200 /* of more, the others are counted together */

/* How many addresses, by state. */
struct count {
    size_t of[STATES];
};

struct domain_count {
    char name[PECADDR_ADDRESS_MAX + 1];
    struct count count;
};

enum soon { SOON_EXPIRED, SOON_30, SOON_60, SOON_90, SOON_COUNT };

struct stats {
    struct registry_command command;
    char *today;
    long day;
    struct records *records;

    struct count all, homonyms, imported, other_domains, no_province, left;
    struct count levels[PECADDR_LEVELS_MAX];
    struct count provinces[LETTERS][LETTERS];
    struct count soon[SOON_COUNT];
    struct domain_count domains[DOMAINS_MAX];
    size_t n_domains;
};

static const struct column columns[] = {
    {"group", COLUMN_TEXT},      {"value", COLUMN_TEXT},    {"total", COLUMN_NUMBER},
    {"reserved", COLUMN_NUMBER}, {"active", COLUMN_NUMBER}, {"retired", COLUMN_NUMBER},
    {"released", COLUMN_NUMBER},
};

static struct count *count_of_domain(struct stats *stats, const char *address)
{
    const char *at = strrchr(address, '@');
    const char *name = at ? at + 1 : "";

    for (size_t i = 0; i < stats->n_domains; i++)
        if (strcmp(stats->domains[i].name, name) == 0)
            return &stats->domains[i].count;
    if (stats->n_domains == DOMAINS_MAX || strlen(name) > PECADDR_ADDRESS_MAX)
        return &stats->other_domains;
    strcpy(stats->domains[stats->n_domains].name, name);
    return &stats->domains[stats->n_domains++].count;
}

static struct count *count_of_province(struct stats *stats, const char *sigla)
{
    if (strlen(sigla) != 2 || !text_is_letter(sigla[0]) || !text_is_letter(sigla[1]))
        return &stats->no_province;
    return &stats->provinces[text_lower(sigla[0]) - 'a'][text_lower(sigla[1]) - 'a'];
}

/* Those that expire soon are expected later, too. */
static void count_expiry(struct stats *stats, const struct pecaddr_mailbox *mailbox)
{
    static const long days[] = {[SOON_30] = 30, [SOON_60] = 60, [SOON_90] = 90};
    long left;

    if (strlen(mailbox->expires) != DATE_SIZE - 1)
        return;
    left = date_number(mailbox->expires) - stats->day;
    if (left < 0)
        stats->soon[SOON_EXPIRED].of[mailbox->state]++;
    for (size_t i = SOON_30; left >= 0 && i <= SOON_90; i++)
        stats->soon[i].of[mailbox->state] += left <= days[i];
}

static int count_mailbox(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct stats *stats = user;
    enum pecaddr_state state = mailbox->state;

    if (!pecaddr_state_name(state))
        return 0;
    stats->all.of[state]++;
    count_of_domain(stats, mailbox->address)->of[state]++;
    count_of_province(stats, mailbox->province)->of[state]++;
    if (mailbox->level < PECADDR_LEVELS_MAX) {
        stats->levels[mailbox->level].of[state]++;
        stats->homonyms.of[state] += mailbox->level > 0;
    } else {
        stats->imported.of[state]++;
    }
    if (state == PECADDR_STATE_ACTIVE) {
        count_expiry(stats, mailbox);
        stats->left.of[state] += *mailbox->left != '\0';
    }
    return 0;
}

static size_t total_of(const struct count *count)
{
    return count->of[PECADDR_STATE_RESERVED] + count->of[PECADDR_STATE_ACTIVE] +
           count->of[PECADDR_STATE_RETIRED];
}

static void tell(struct stats *stats, const char *group, const char *value,
                 const struct count *count)
{
    records_row(stats->records, (const char *const[]){
                                    group,
                                    value,
                                    number_text(total_of(count)),
                                    number_text(count->of[PECADDR_STATE_RESERVED]),
                                    number_text(count->of[PECADDR_STATE_ACTIVE]),
                                    number_text(count->of[PECADDR_STATE_RETIRED]),
                                    number_text(count->of[PECADDR_STATE_RELEASED]),
                                });
}

static void tell_some(struct stats *stats, const char *group, const char *value,
                      const struct count *count)
{
    if (total_of(count) || count->of[PECADDR_STATE_RELEASED])
        tell(stats, group, value, count);
}

static int compare_domains(const void *a, const void *b)
{
    return strcmp(((const struct domain_count *)a)->name, ((const struct domain_count *)b)->name);
}

static void tell_all(struct stats *stats)
{
    static const char *const soon[] = {"before today", "within 30 days", "within 60 days",
                                       "within 90 days"};

    tell(stats, "all", NULL, &stats->all);
    for (unsigned level = 0; level < PECADDR_LEVELS_MAX; level++)
        tell_some(stats, "level", number_text(level), &stats->levels[level]);
    tell(stats, "level", "homonyms", &stats->homonyms);
    tell(stats, "level", "imported", &stats->imported);
    qsort(stats->domains, stats->n_domains, sizeof *stats->domains, compare_domains);
    for (size_t i = 0; i < stats->n_domains; i++)
        tell(stats, "domain", stats->domains[i].name, &stats->domains[i].count);
    tell_some(stats, "domain", "others", &stats->other_domains);
    for (size_t i = 0; i < LETTERS * LETTERS; i++) {
        char sigla[] = {(char)('A' + i / LETTERS), (char)('A' + i % LETTERS), '\0'};

        tell_some(stats, "province", sigla, &stats->provinces[i / LETTERS][i % LETTERS]);
    }
    tell_some(stats, "province", "none", &stats->no_province);
    for (size_t i = 0; i < SOON_COUNT; i++)
        tell(stats, "expires", soon[i], &stats->soon[i]);
    tell(stats, "left", NULL, &stats->left);
}

static int run(struct stats *stats)
{
    struct registry_command *command = &stats->command;
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = registry_command_open(command), status = EXIT_DONE;

    if (r)
        return r;
    r = pecaddr_registry_each(command->registry, NULL, NULL, 1, count_mailbox, stats, &error);
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
    stats->day = date_number(date);
    return registry_command_check(&stats->command);
}

int cmd_registry_stats(int argc, const char **argv)
{
    struct stats *stats = memory_new(sizeof *stats);
    const struct poptOption own[] = {
        REGISTRY_OPTION(stats->command),
        {"today", 0, POPT_ARG_STRING, &stats->today, 0, "what day it is", "DATE"},
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
