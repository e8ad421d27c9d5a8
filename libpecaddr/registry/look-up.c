/* SPDX-License-Identifier: BSD-3-Clause */
#include "handle.h"
#include "rules/reasons.h"
#include "rules/released.h"
#include "transact.h"

#include <stdlib.h>
#include <string.h>

/* Whose addresses are, many at once. */

struct looking {
    const char *const *addresses;
    size_t n;
    int *results;
    struct pecaddr_reason *const *reasons; /* NULL: nobody wants them */
};

static bool read_one(const struct looking *looking, size_t i,
                     char ret_address[PECADDR_ADDRESS_MAX + 1])
{
    const char *address = looking->addresses[i];

    return address && registry_address_fold(address, strlen(address), ret_address);
}

static bool sought_by_address(const void *user, size_t i, struct sought *ret_sought)
{
    ret_sought->released = true;
    return read_one(user, i, ret_sought->address);
}

/* Who gave it back last. */
static int look_for_released(struct store *store, const char *address,
                             struct pecaddr_reason *reason, struct pecaddr_registry_error *error)
{
    struct record last;
    int r = registry_find_released(store, address, &last, error);

    if (r == PECADDR_OK)
        registry_tell_record(reason, &last, NULL);
    return r == PECADDR_NO_MATCH ? PECADDR_OK : r;
}

static int look_up_one(struct store *store, const struct looking *looking, size_t i,
                       struct pecaddr_registry_error *error)
{
    struct pecaddr_reason *reason = looking->reasons ? looking->reasons[i] : NULL;
    char address[PECADDR_ADDRESS_MAX + 1];
    struct record record;
    int r;

    registry_refuse_nobody(reason);
    looking->results[i] = PECADDR_E_ARGUMENT;
    if (!read_one(looking, i, address))
        return PECADDR_OK;
    r = store->ops->find_address(store, address, &record, error);
    if (r != PECADDR_OK && r != PECADDR_NO_MATCH)
        return r;
    looking->results[i] = r;
    if (r == PECADDR_NO_MATCH)
        return reason ? look_for_released(store, address, reason, error) : PECADDR_OK;
    registry_tell_record(reason, &record, NULL);
    return PECADDR_OK;
}

static int look_up_all(struct store *store, void *user, struct pecaddr_registry_error *error)
{
    const struct looking *looking = user;
    int r = registry_prefetch(store, sought_by_address, looking, looking->n, true, error);

    for (size_t i = 0; r == PECADDR_OK && i < looking->n; i++)
        r = look_up_one(store, looking, i, error);
    return r;
}

EXPORT int pecaddr_registry_look_up(struct pecaddr_registry *registry,
                                    const char *const addresses[], size_t n, int results[],
                                    struct pecaddr_reason *const reasons[],
                                    struct pecaddr_registry_error *error)
{
    struct looking looking = {.addresses = addresses, .n = n, .reasons = reasons};
    int r = registry_check_handle(registry, error);

    if (r != PECADDR_OK || n == 0)
        return r;
    if (!addresses || !results || !registry_reasons_fit(reasons, n))
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "there are no addresses, or no place for the results");
    /* Kept apart until all are known, since outputs are untouched on failure. */
    looking.results = calloc(n, sizeof *looking.results);
    if (!looking.results)
        return registry_no_memory(error);
    r = registry_transact(registry->store, PECADDR_CHECK, true, look_up_all, &looking, error);
    if (r == PECADDR_OK)
        memcpy(results, looking.results, n * sizeof *results);
    for (size_t i = 0; r != PECADDR_OK && reasons && i < n; i++)
        registry_refuse_nobody(reasons[i]);
    free(looking.results);
    return r;
}
