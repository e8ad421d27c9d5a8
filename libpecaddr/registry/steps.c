/* SPDX-License-Identifier: BSD-3-Clause */
#include "handle.h"
#include "rules/life.h"
#include "rules/state.h"
#include "transact.h"

#include <stdlib.h>
#include <string.h>

/* The steps of a mailbox's life as the caller asks for them. */

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
    return registry_transact(registry->store, PECADDR_CLAIM, false, run_step, &step, error);
}

EXPORT int pecaddr_registry_activate(struct pecaddr_registry *registry, const char *address,
                                     const char *expires, const char *why,
                                     struct pecaddr_registry_error *error)
{
    return do_step(registry,
                   &(struct step){.run = registry_activate,
                                  .act = PECADDR_ACT_ACTIVATE,
                                  .address = address,
                                  .date = expires,
                                  .why = why},
                   error);
}

EXPORT int pecaddr_registry_release(struct pecaddr_registry *registry, const char *address,
                                    const char *why, struct pecaddr_registry_error *error)
{
    return do_step(
        registry,
        &(struct step){
            .run = registry_release, .act = PECADDR_ACT_RELEASE, .address = address, .why = why},
        error);
}

EXPORT int pecaddr_registry_retire(struct pecaddr_registry *registry, const char *address,
                                   const char *why, struct pecaddr_registry_error *error)
{
    return do_step(
        registry,
        &(struct step){
            .run = registry_retire, .act = PECADDR_ACT_RETIRE, .address = address, .why = why},
        error);
}

EXPORT int pecaddr_registry_leave(struct pecaddr_registry *registry, const char *address,
                                  const char *left, const char *why,
                                  struct pecaddr_registry_error *error)
{
    return do_step(registry,
                   &(struct step){.run = registry_leave,
                                  .act = PECADDR_ACT_LEAVE,
                                  .address = address,
                                  .date = left != NULL ? left : "",
                                  .why = why},
                   error);
}

EXPORT int pecaddr_registry_renew(struct pecaddr_registry *registry, const char *address,
                                  const char *expires, const char *why,
                                  struct pecaddr_registry_error *error)
{
    return do_step(registry,
                   &(struct step){.run = registry_renew,
                                  .act = PECADDR_ACT_RENEW,
                                  .address = address,
                                  .date = expires != NULL ? expires : "",
                                  .why = why},
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
                   &(struct step){.run = registry_relink,
                                  .act = PECADDR_ACT_RELINK,
                                  .address = address,
                                  .holder = folded,
                                  .why = why},
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

static int retire_all(struct pecaddr_registry *registry, const struct expired *expired,
                      const char *day, const char *why, size_t *count,
                      struct pecaddr_registry_error *error)
{
    for (size_t i = 0; i < expired->n; i++) {
        struct step step = {.run = registry_retire_expired,
                            .act = PECADDR_ACT_EXPIRE,
                            .address = expired->addresses[i],
                            .date = day,
                            .why = why};
        int r = registry_transact(registry->store, PECADDR_CLAIM, true, run_step, &step, error);

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
        struct store *store = registry->store;

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
