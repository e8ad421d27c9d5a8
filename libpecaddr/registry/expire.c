/* SPDX-License-Identifier: BSD-3-Clause */
#include "handle.h"
#include "rules/life.h"
#include "state.h"
#include "transact.h"

#include <stdlib.h>
#include <string.h>

/*
 * The mailboxes that expired before a day are retired, SPEC §5: their addresses are found first, and
 * each is looked at again in the transaction that retires it, as it may be renewed meanwhile.
 */

/* How many are retired in one transaction. */
#define AT_ONCE 500

/* Addresses, each ended by a NUL. */
struct addresses {
    char *text;
    size_t size;
    size_t capacity;
};

static int add_expired(void *user, const char *address)
{
    struct addresses *all = user;
    size_t size = strlen(address) + 1;

    if (all->capacity - all->size < size) {
        size_t capacity = 2 * all->capacity + size + 4096;
        char *text = realloc(all->text, capacity);

        if (!text)
            return PECADDR_E_MEMORY;
        all->text = text;
        all->capacity = capacity;
    }
    memcpy(all->text + all->size, address, size);
    all->size += size;
    return PECADDR_OK;
}

/* Those of one transaction, and what was on record of each that it retired. */
struct expiring {
    const char *day;
    const char *why;
    bool dry_run;
    size_t n;
    const char *addresses[AT_ONCE];
    bool tried[AT_ONCE]; /* to retire it, in a transaction that is repeated */
    size_t n_retired;
    struct record retired[AT_ONCE];
};

/* Takes the next ones; what they end at. */
static const char *take(struct expiring *expiring, const char *next, const char *end)
{
    for (expiring->n = 0; expiring->n < AT_ONCE && next < end; next += strlen(next) + 1) {
        expiring->tried[expiring->n] = false;
        expiring->addresses[expiring->n++] = next;
    }
    return next;
}

static bool sought_to_expire(const void *user, size_t i, struct sought *ret_sought)
{
    const struct expiring *expiring = user;

    strcpy(ret_sought->address, expiring->addresses[i]);
    return true;
}

/* Retires one, which is told also where it was unknown whether an earlier try was done, and it was. */
static int retire_one(struct store *store, struct expiring *expiring, size_t i,
                      struct pecaddr_registry_error *error)
{
    const struct step step = {.act = PECADDR_ACT_EXPIRE,
                              .address = expiring->addresses[i],
                              .date = expiring->day,
                              .why = expiring->why};
    struct record *record = &expiring->retired[expiring->n_retired];
    int r;

    record->state = 0;
    r = registry_retire_expired(store, &step, record, error);
    if (r == PECADDR_OK ||
        (r == PECADDR_DONE && expiring->tried[i] && record->state == PECADDR_STATE_RETIRED))
        expiring->n_retired++;
    expiring->tried[i] = expiring->tried[i] || r == PECADDR_OK;
    return r;
}

static int retire_all(struct store *store, void *user, struct pecaddr_registry_error *error)
{
    struct expiring *expiring = user;
    int r = registry_prefetch(store, sought_to_expire, expiring, expiring->n, false, error);

    expiring->n_retired = 0;
    for (size_t i = 0; (r == PECADDR_OK || r == PECADDR_DONE) && i < expiring->n; i++)
        r = retire_one(store, expiring, i, error);
    return (r == PECADDR_OK || r == PECADDR_DONE) && expiring->dry_run ? WOULD_BE_DONE : r;
}

/* How it is told: what a step needs of it, and nothing of how it was issued. */
static struct pecaddr_mailbox mailbox_of(const struct record *record)
{
    return (struct pecaddr_mailbox){
        .size = sizeof(struct pecaddr_mailbox),
        .address = record->address,
        .state = PECADDR_STATE_RETIRED,
        .given = record->given,
        .surname = record->surname,
        .holder = record->holder,
        .province = record->entry.province,
        .section = record->entry.section,
        .number = record->entry.number,
        .scheme = "",
        .level = PECADDR_LEVEL_NONE,
        .receipt = "",
        .expires = record->expires,
        .left = record->left,
        .updated = "",
        .created = "",
        .issued_province = "",
        .issued_given = "",
        .issued_surname = "",
        .since = "",
    };
}

/* All of a transaction are told, as they all are retired; the first answer that is not 0 counts. */
static int tell_retired(const struct expiring *expiring,
                        int (*each)(void *user, const struct pecaddr_mailbox *mailbox), void *user)
{
    int first = 0;

    for (size_t i = 0; each && i < expiring->n_retired; i++) {
        const struct pecaddr_mailbox mailbox = mailbox_of(&expiring->retired[i]);
        int answer = each(user, &mailbox);

        first = first != 0 ? first : answer;
    }
    return first;
}

static int check(const struct pecaddr_registry *registry, const char *day, const char *why,
                 struct pecaddr_registry_error *error)
{
    int r = registry_check_call(registry, error);

    if (r == PECADDR_OK && (!day || !registry_is_date(day)))
        r = registry_fail(error, PECADDR_E_ARGUMENT, "%s: this is no day; write it as YYYY-MM-DD",
                          day ? SHOWN(day) : "");
    return r == PECADDR_OK ? registry_check_why(why, error) : r;
}

EXPORT int pecaddr_registry_expire(struct pecaddr_registry *registry, const char *day,
                                   const char *why, int dry_run,
                                   int (*each)(void *user, const struct pecaddr_mailbox *mailbox),
                                   void *user, size_t *ret_count,
                                   struct pecaddr_registry_error *error)
{
    struct addresses all = {.size = 0};
    struct expiring *expiring;
    size_t count = 0;
    int r = check(registry, day, why, error);

    if (r != PECADDR_OK)
        return r;
    expiring = malloc(sizeof *expiring);
    if (!expiring)
        return registry_no_memory(error);
    expiring->day = day;
    expiring->why = why;
    expiring->dry_run = dry_run != 0;
    r = registry->store->ops->each_expired(registry->store, day, add_expired, &all, error);
    if (r == PECADDR_E_MEMORY)
        registry_no_memory(error);
    for (size_t at = 0; r == PECADDR_OK && at < all.size;) {
        at = (size_t)(take(expiring, all.text + at, all.text + all.size) - all.text);
        r = registry_transact(registry->store, PECADDR_CLAIM, true, retire_all, expiring, error);
        if (r != PECADDR_OK && r != PECADDR_DONE && r != WOULD_BE_DONE)
            break;
        count += expiring->n_retired;
        r = tell_retired(expiring, each, user);
    }
    free(expiring);
    free(all.text);
    if (ret_count)
        *ret_count = count;
    return r;
}
