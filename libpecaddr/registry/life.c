/* SPDX-License-Identifier: BSD-3-Clause */
#include "internal.h"

static const char *const names[] = {
    [PECADDR_STATE_RESERVED] = "reserved",
    [PECADDR_STATE_ACTIVE] = "active",
    [PECADDR_STATE_RETIRED] = "retired",
    [PECADDR_STATE_RELEASED] = "released",
};

EXPORT const char *pecaddr_state_name(enum pecaddr_state state)
{
    /* What an enum holds that comes from another program may be anything. */
    size_t i = (size_t)state;

    return i < ARRAY_SIZE(names) ? names[i] : NULL;
}

int registry_release_one(struct store *store, const char *address, const char *why,
                         struct pecaddr_registry_error *error)
{
    struct record known, after;
    int r = store->ops->find_address(store, address, &known, error);

    if (r < 0)
        return r;
    if (r == PECADDR_NO_MATCH)
        return registry_fail(error, PECADDR_E_STATE, "%s: not on record; nothing to release",
                             address);
    if (known.state != PECADDR_STATE_RESERVED)
        return registry_fail(error, PECADDR_E_STATE,
                             "%s: %s, and only a reserved address can be released: one that was "
                             "activated can never be given to anyone else",
                             address, pecaddr_state_name(known.state));
    after = known;
    after.state = PECADDR_STATE_RELEASED;
    return store->ops->amend(store, &known, &after, why, error);
}
