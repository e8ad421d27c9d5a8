/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef COUNT_H
#define COUNT_H

#include <pecaddr/registry.h>

/*
 * How many addresses are on record, by what is asked of a register: the one place that counts, for
 * `registry stats` and for `report`.
 */

#define COUNT_STATES      (PECADDR_STATE_RELEASED + 1)
#define COUNT_LETTERS     26
#define COUNT_DOMAINS_MAX 200 /* of more, the others are counted together */

/* How many addresses, by state. */
struct count {
    size_t of[COUNT_STATES];
};

/* Those that nobody else may be given: all but the released. */
size_t count_total(const struct count *count);

/* Whether there is any, released ones included. */
int count_any(const struct count *count);

struct domain_count {
    char name[PECADDR_ADDRESS_MAX + 1];
    struct count count;
};

/* Active mailboxes that expired before today; that expire within so many days. */
enum soon { SOON_EXPIRED, SOON_30, SOON_60, SOON_90, SOON_COUNT };

/*
 *   day        today, as date_number() has it; the caller's to set.
 *   homonyms   level 1 and higher.   imported   without a level.   left   active, its holder gone.
 *   provinces  by the letters of the sigla, `aa` first.
 */
struct counts {
    long day;
    struct count all, homonyms, imported, other_domains, no_province, left;
    struct count levels[PECADDR_LEVELS_MAX];
    struct count provinces[COUNT_LETTERS][COUNT_LETTERS];
    struct count soon[SOON_COUNT];
    struct domain_count domains[COUNT_DOMAINS_MAX];
    size_t n_domains;
};

void counts_add(struct counts *counts, const struct pecaddr_mailbox *mailbox);

/* Puts the domains into the order of their names. */
void counts_sort(struct counts *counts);

#endif
