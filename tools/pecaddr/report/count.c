/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/count.h"

#include "speech/text.h"
#include "speech/date.h"

#include <stdlib.h>
#include <string.h>

size_t count_total(const struct count *count)
{
    return count->of[PECADDR_STATE_RESERVED] + count->of[PECADDR_STATE_ACTIVE] +
           count->of[PECADDR_STATE_RETIRED];
}

int count_any(const struct count *count)
{
    return count_total(count) || count->of[PECADDR_STATE_RELEASED];
}

static struct count *count_of_domain(struct counts *counts, const char *address)
{
    const char *at = strrchr(address, '@');
    const char *name = at ? at + 1 : "";

    for (size_t i = 0; i < counts->n_domains; i++)
        if (strcmp(counts->domains[i].name, name) == 0)
            return &counts->domains[i].count;
    if (counts->n_domains == COUNT_DOMAINS_MAX || strlen(name) > PECADDR_ADDRESS_MAX)
        return &counts->other_domains;
    strcpy(counts->domains[counts->n_domains].name, name);
    return &counts->domains[counts->n_domains++].count;
}

static struct count *count_of_province(struct counts *counts, const char *sigla)
{
    if (strlen(sigla) != 2 || !ascii_is_letter(sigla[0]) || !ascii_is_letter(sigla[1]))
        return &counts->no_province;
    return &counts->provinces[ascii_lower(sigla[0]) - 'a'][ascii_lower(sigla[1]) - 'a'];
}

/* Those that expire soon are expected later, too. */
static void count_expiry(struct counts *counts, const struct pecaddr_mailbox *mailbox)
{
    static const long days[] = {[SOON_30] = 30, [SOON_60] = 60, [SOON_90] = 90};
    long left;

    if (strlen(mailbox->expires) != DATE_SIZE - 1)
        return;
    left = date_number(mailbox->expires) - counts->day;
    if (left < 0)
        counts->soon[SOON_EXPIRED].of[mailbox->state]++;
    for (size_t i = SOON_30; left >= 0 && i <= SOON_90; i++)
        counts->soon[i].of[mailbox->state] += left <= days[i];
}

void counts_add(struct counts *counts, const struct pecaddr_mailbox *mailbox)
{
    enum pecaddr_state state = mailbox->state;

    if (!pecaddr_state_name(state))
        return;
    counts->all.of[state]++;
    count_of_domain(counts, mailbox->address)->of[state]++;
    count_of_province(counts, mailbox->province)->of[state]++;
    if (mailbox->level < PECADDR_LEVELS_MAX) {
        counts->levels[mailbox->level].of[state]++;
        counts->homonyms.of[state] += mailbox->level > 0;
    } else {
        counts->imported.of[state]++;
    }
    if (state == PECADDR_STATE_ACTIVE) {
        count_expiry(counts, mailbox);
        counts->left.of[state] += *mailbox->left != '\0';
    }
}

static int compare_domains(const void *a, const void *b)
{
    return strcmp(((const struct domain_count *)a)->name, ((const struct domain_count *)b)->name);
}

void counts_sort(struct counts *counts)
{
    qsort(counts->domains, counts->n_domains, sizeof *counts->domains, compare_domains);
}
