/* SPDX-License-Identifier: BSD-3-Clause */
#include "internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The states of a mailbox and the steps between them, SPEC §5. */

static const char *const names[] = {
    [PECADDR_STATE_RESERVED] = N_("reserved"),
    [PECADDR_STATE_ACTIVE] = N_("active"),
    [PECADDR_STATE_RETIRED] = N_("retired"),
    [PECADDR_STATE_RELEASED] = N_("released"),
};

EXPORT const char *pecaddr_state_name(enum pecaddr_state state)
{
    /* What an enum holds that comes from another program may be anything. */
    size_t i = (size_t)state;

    return i < ARRAY_SIZE(names) ? names[i] : NULL;
}

enum pecaddr_state registry_state_of(const char *name)
{
    for (size_t i = PECADDR_STATE_RESERVED; name != NULL && i < ARRAY_SIZE(names); i++)
        if (strcmp(name, names[i]) == 0)
            return (enum pecaddr_state)i;
    return 0;
}

bool registry_is_standing(enum pecaddr_state state, const char *left)
{
    return (state == PECADDR_STATE_RESERVED || state == PECADDR_STATE_ACTIVE) && left[0] == '\0';
}

bool registry_stands(const struct record *record)
{
    return registry_is_standing(record->state, record->left);
}

static int read_digits(const char *text, size_t n)
{
    int value = 0;

    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool registry_is_date(const char *text)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year, month, day;

    if (strlen(text) != DATE_MAX || text[4] != '-' || text[7] != '-')
        return false;
    year = read_digits(text, 4);
    month = read_digits(text + 5, 2);
    day = read_digits(text + 8, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1)
        return false;
    if (month == 2 && day == 29)
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day <= days[month - 1];
}

int registry_find_mailbox(struct store *store, const char *address, struct record *ret_known,
                          struct pecaddr_registry_error *error)
{
    int r = store->ops->find_address(store, address, ret_known, error);

    if (r == PECADDR_NO_MATCH)
        return registry_fail(error, PECADDR_E_STATE,
                             "%s: not on record, or released; check the address", address);
    return r;
}

static int activate(struct store *store, const struct step *step,
                    struct pecaddr_registry_error *error)
{
    struct record known, after;
    int r = registry_find_mailbox(store, step->address, &known, error);

    if (r != PECADDR_OK)
        return r;
    if (known.state == PECADDR_STATE_RETIRED)
        return registry_fail(error, PECADDR_E_STATE,
                             "%s: retired; its holder has to ask for the address again first",
                             known.address);
    if (known.state == PECADDR_STATE_ACTIVE) {
        if (step->date == NULL || strcmp(step->date, known.expires) == 0)
            return PECADDR_DONE;
        return registry_fail(error, PECADDR_E_STATE,
                             "%s: active; another date of expiry is put on record by renewing it",
                             known.address);
    }
    after = known;
    after.state = PECADDR_STATE_ACTIVE;
    if (step->date != NULL)
        strcpy(after.expires, step->date);
    return store->ops->amend(store, &known, &after, step->why, error);
}

static int release(struct store *store, const struct step *step,
                   struct pecaddr_registry_error *error)
{
    struct record known, after;
    int r = registry_find_mailbox(store, step->address, &known, error);

    if (r != PECADDR_OK)
        return r;
    if (known.state != PECADDR_STATE_RESERVED)
        return registry_fail(error, PECADDR_E_STATE,
                             "%s: %s; only a reserved address can be released: one that was "
                             "activated can never be given to anyone else",
                             known.address, pecaddr_state_name(known.state));
    if (known.used)
        return registry_fail(error, PECADDR_E_STATE,
                             "%s: reserved; it was active before, so that it can never be given to "
                             "anyone else; its holder can have it activated again",
                             known.address);
    after = known;
    after.state = PECADDR_STATE_RELEASED;
    return store->ops->amend(store, &known, &after, step->why, error);
}

static int retire(struct store *store, const struct step *step,
                  struct pecaddr_registry_error *error)
{
    struct record known, after;
    int r = registry_find_mailbox(store, step->address, &known, error);

    if (r != PECADDR_OK)
        return r;
    if (known.state == PECADDR_STATE_RETIRED)
        return PECADDR_DONE;
    if (known.state != PECADDR_STATE_ACTIVE && known.used)
        return registry_fail(error, PECADDR_E_STATE,
                             "%s: reserved; it has to be activated again first", known.address);
    if (known.state != PECADDR_STATE_ACTIVE)
        return registry_fail(error, PECADDR_E_STATE,
                             "%s: reserved; it was never in use and can be released instead",
                             known.address);
    after = known;
    after.state = PECADDR_STATE_RETIRED;
    return store->ops->amend(store, &known, &after, step->why, error);
}

/* Only an active mailbox outlives membership, and only an active one has a date to renew. */
static int find_active(struct store *store, const struct step *step, struct record *ret_known,
                       struct pecaddr_registry_error *error)
{
    int r = registry_find_mailbox(store, step->address, ret_known, error);

    if (r != PECADDR_OK || ret_known->state == PECADDR_STATE_ACTIVE)
        return r;
    if (ret_known->state == PECADDR_STATE_RESERVED)
        return registry_fail(error, PECADDR_E_STATE,
                             "%s: reserved; it is not in use yet: activate it first, or release it",
                             ret_known->address);
    return registry_fail(error, PECADDR_E_STATE, "%s: retired; it has ended", ret_known->address);
}

static int leave(struct store *store, const struct step *step, struct pecaddr_registry_error *error)
{
    struct record known, after;
    int r = find_active(store, step, &known, error);

    if (r != PECADDR_OK)
        return r;
    if (strcmp(known.left, step->date) == 0)
        return PECADDR_DONE;
    after = known;
    strcpy(after.left, step->date);
    return store->ops->amend(store, &known, &after, step->why, error);
}

static int renew(struct store *store, const struct step *step, struct pecaddr_registry_error *error)
{
    struct record known, after;
    int r = find_active(store, step, &known, error);

    if (r != PECADDR_OK)
        return r;
    if (strcmp(known.expires, step->date) == 0)
        return PECADDR_DONE;
    after = known;
    strcpy(after.expires, step->date);
    return store->ops->amend(store, &known, &after, step->why, error);
}

/* The database lets a codice fiscale be replaced only by a change whose reason begins like this. */
#define RELINK "relink: "

static int relink(struct store *store, const struct step *step,
                  struct pecaddr_registry_error *error)
{
    struct record known, after, other;
    char why[WHY_MAX + 1];
    int r = registry_find_mailbox(store, step->address, &known, error);

    if (r != PECADDR_OK)
        return r;
    if (strcmp(known.holder, step->holder) == 0)
        return PECADDR_DONE;
    if (known.state == PECADDR_STATE_RETIRED)
        return registry_fail(error, PECADDR_E_STATE,
                             "%s: retired; its holder has to ask for the address again first",
                             known.address);
    if (known.holder[0] == '\0')
        return registry_fail(
            error, PECADDR_E_STATE,
            "%s: %s; there is no codice fiscale to replace; the holder's own comes "
            "on record with the next roster that has it",
            known.address, pecaddr_state_name(known.state));
    r = store->ops->find_holder(store, registry_address_domain(known.address), step->holder, &other,
                                error);
    if (r == PECADDR_OK)
        return registry_fail(error, PECADDR_E_HOLDER,
                             "%s: this codice fiscale has a mailbox already, %s; look which of the "
                             "two is the person's",
                             step->holder, other.address);
    if (r != PECADDR_NO_MATCH)
        return r;
    after = known;
    strcpy(after.holder, step->holder);
    snprintf(why, sizeof why, RELINK "%s", step->why);
    return store->ops->amend(store, &known, &after, why, error);
}

/* The public steps. */

static int run_step(struct store *store, void *user, struct pecaddr_registry_error *error)
{
    const struct step *step = user;

    return step->run(store, step, error);
}

/* Checks what the caller gave, and does the step. */
static int do_step(struct pecaddr_registry *registry, const struct step *given,
                   struct pecaddr_registry_error *error)
{
    char address[PECADDR_ADDRESS_MAX + 1];
    struct step step = *given;
    int r = registry_check_call(registry, error);

    if (r == PECADDR_OK)
        r = registry_read_address(given->address, address, error);
    if (r == PECADDR_OK)
        r = registry_check_why(given->why, error);
    if (r == PECADDR_OK && given->date != NULL && !registry_is_date(given->date))
        r = registry_fail(error, PECADDR_E_ARGUMENT,
                          "%s: this is no day; write a day that the calendar has as YYYY-MM-DD",
                          SHOWN(given->date));
    if (r != PECADDR_OK)
        return r;
    step.address = address;
    return registry_transact(registry, PECADDR_CLAIM, false, run_step, &step, error);
}

EXPORT int pecaddr_registry_activate(struct pecaddr_registry *registry, const char *address,
                                     const char *expires, const char *why,
                                     struct pecaddr_registry_error *error)
{
    return do_step(registry,
                   &(struct step){.run = activate, .address = address, .date = expires, .why = why},
                   error);
}

EXPORT int pecaddr_registry_release(struct pecaddr_registry *registry, const char *address,
                                    const char *why, struct pecaddr_registry_error *error)
{
    return do_step(registry, &(struct step){.run = release, .address = address, .why = why}, error);
}

EXPORT int pecaddr_registry_retire(struct pecaddr_registry *registry, const char *address,
                                   const char *why, struct pecaddr_registry_error *error)
{
    return do_step(registry, &(struct step){.run = retire, .address = address, .why = why}, error);
}

EXPORT int pecaddr_registry_leave(struct pecaddr_registry *registry, const char *address,
                                  const char *left, const char *why,
                                  struct pecaddr_registry_error *error)
{
    return do_step(
        registry,
        &(struct step){
            .run = leave, .address = address, .date = left != NULL ? left : "", .why = why},
        error);
}

EXPORT int pecaddr_registry_renew(struct pecaddr_registry *registry, const char *address,
                                  const char *expires, const char *why,
                                  struct pecaddr_registry_error *error)
{
    return do_step(
        registry,
        &(struct step){
            .run = renew, .address = address, .date = expires != NULL ? expires : "", .why = why},
        error);
}

EXPORT int pecaddr_registry_relink(struct pecaddr_registry *registry, const char *address,
                                   const char *holder, const char *why,
                                   struct pecaddr_registry_error *error)
{
    struct pecaddr_text text = {holder, holder != NULL ? strlen(holder) : 0};
    char folded[PECADDR_HOLDER_MAX + 1];

    if (!registry_error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (pecaddr_holder_check(text, folded, sizeof folded, NULL) != PECADDR_OK)
        return registry_fail(error, PECADDR_E_HOLDER,
                             "%s: this is no codice fiscale; compare it with the person's document",
                             holder != NULL ? SHOWN(holder) : "");
    return do_step(registry,
                   &(struct step){.run = relink, .address = address, .holder = folded, .why = why},
                   error);
}

/* Expiry. */

/* The first addresses of those that have expired. */
struct expired {
    size_t n;
    char addresses[64][PECADDR_ADDRESS_MAX + 1];
};

static int add_expired(void *user, const char *address)
{
    struct expired *expired = user;

    strcpy(expired->addresses[expired->n++], address);
    return expired->n < ARRAY_SIZE(expired->addresses) ? PECADDR_OK : PECADDR_DONE;
}

/* Retires one that is still active and has still expired. */
static int retire_expired(struct store *store, const struct step *step,
                          struct pecaddr_registry_error *error)
{
    struct record known;
    int r = store->ops->find_address(store, step->address, &known, error);

    if (r == PECADDR_NO_MATCH)
        return PECADDR_DONE;
    if (r != PECADDR_OK)
        return r;
    if (known.state != PECADDR_STATE_ACTIVE || known.expires[0] == '\0' ||
        strcmp(known.expires, step->date) >= 0)
        return PECADDR_DONE;
    return retire(store, step, error);
}

static int retire_all(struct pecaddr_registry *registry, const struct expired *expired,
                      const char *day, const char *why, size_t *count,
                      struct pecaddr_registry_error *error)
{
    for (size_t i = 0; i < expired->n; i++) {
        struct step step = {
            .run = retire_expired, .address = expired->addresses[i], .date = day, .why = why};
        int r = registry_transact(registry, PECADDR_CLAIM, true, run_step, &step, error);

        if (r != PECADDR_OK && r != PECADDR_DONE)
            return r;
        *count += r == PECADDR_OK;
    }
    return PECADDR_OK;
}

EXPORT int pecaddr_registry_expire(struct pecaddr_registry *registry, const char *day,
                                   const char *why, size_t *ret_count,
                                   struct pecaddr_registry_error *error)
{
    struct expired *expired = NULL;
    size_t count = 0;
    int r = registry_check_call(registry, error);

    if (r == PECADDR_OK && (day == NULL || !registry_is_date(day)))
        r = registry_fail(error, PECADDR_E_ARGUMENT, "%s: this is no day; write it as YYYY-MM-DD",
                          day != NULL ? SHOWN(day) : "");
    if (r == PECADDR_OK)
        r = registry_check_why(why, error);
    if (r != PECADDR_OK)
        return r;
    expired = malloc(sizeof *expired);
    if (expired == NULL)
        return registry_no_memory(error);
    do {
        struct store *store = registry_store(registry);

        expired->n = 0;
        r = store->ops->each_expired(store, day, add_expired, expired, error);
        if (r == PECADDR_OK || r == PECADDR_DONE)
            r = retire_all(registry, expired, day, why, &count, error);
    } while (r == PECADDR_OK && expired->n > 0);
    free(expired);
    if (ret_count != NULL)
        *ret_count = count;
    return r;
}
