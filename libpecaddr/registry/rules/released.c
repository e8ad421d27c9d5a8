/* SPDX-License-Identifier: BSD-3-Clause */
#include "rules/released.h"

static int take_last(void *user, const struct record *record)
{
    struct record *last = user;

    if (record->id > last->id)
        *last = *record;
    return PECADDR_OK;
}

int registry_find_released(struct store *store, const char *address, struct record *ret_record,
                           struct pecaddr_registry_error *error)
{
    struct record last = {.id = 0};
    int r = store->ops->each_released(store, address, take_last, &last, error);

    if (r != PECADDR_OK)
        return r;
    if (last.id == 0)
        return PECADDR_NO_MATCH;
    *ret_record = last;
    return PECADDR_OK;
}
