/* SPDX-License-Identifier: BSD-3-Clause */
#include "copy.h"

#include "handle.h"

#include <stdio.h>
#include <string.h>

/*
 * A registry is copied row by row, and what its triggers held of each change cannot be asked of the
 * rows again: who is forgotten was once somebody. So the store that is filled lets rows in past its
 * triggers, but not past its constraints and unique indexes; how it does that, and that the door is
 * open in this one transaction alone, stands in each engine's copy.c. Source: SPEC §5.
 */

struct copying {
    struct store *from;
    bool moves; /* the registry itself, after which nobody uses the one that it is copied from */
    char state[128];
};

static int keep_state(void *user, const char *const cells[], struct pecaddr_registry_error *error)
{
    (void)error;
    snprintf(user, sizeof((struct copying *)0)->state, "%s", cells[0] ? cells[0] : "");
    return PECADDR_OK;
}

static int pour(void *user, enum copied table, registry_put_fn *put, void *put_user,
                struct pecaddr_registry_error *error)
{
    struct copying *self = user;

    return self->from->ops->pour(self->from, table, put, put_user, error);
}

/* What was put on record meanwhile would be on no record from now on. */
static int confirm(void *user, struct pecaddr_registry_error *error)
{
    struct copying *self = user;
    struct store *from = self->from;
    char now[sizeof self->state] = "";
    int r;

    if (!self->moves)
        return PECADDR_OK;
    from->ops->rollback(from);
    r = from->ops->begin(from, PECADDR_CHECK, error);
    if (r == PECADDR_OK)
        r = from->ops->pour(from, COPIED_STATE, keep_state, now, error);
    if (r == PECADDR_OK && strcmp(now, self->state) != 0)
        return registry_fail(error, PECADDR_E_STORAGE,
                             "the registry was written to while it was copied, so nothing was "
                             "copied; see that nobody uses it, and run again");
    return r;
}

/* What a transaction reads of `from`, and `to` takes in. */
static int copy(struct copying *self, struct store *to, struct pecaddr_registry_error *error)
{
    struct feed feed = {.pour = pour, .confirm = confirm, .user = self};
    struct store *from = self->from;
    int r = PECADDR_OK;

    if (from->ops->may_issue)
        r = from->ops->may_issue(from, error);
    feed.stopped = r == STORE_STOPPED;
    if (r == STORE_STOPPED || r == PECADDR_OK)
        r = from->ops->pour(from, COPIED_STATE, keep_state, self->state, error);
    return r == PECADDR_OK ? to->ops->fill(to, &feed, error) : r;
}

static int copy_store(struct store *from, struct store *to, bool moves,
                      struct pecaddr_registry_error *error)
{
    struct copying self = {.from = from, .moves = moves};
    struct pecaddr_registry_error failure = PECADDR_REGISTRY_ERROR_INIT;
    int r;

    if (from->ops->call)
        from->ops->call(from);
    r = from->ops->begin(from, PECADDR_CHECK, &failure);
    if (r == PECADDR_OK)
        r = copy(&self, to, &failure);
    from->ops->rollback(from);
    /* What could be tried again has its sentence; so much is not tried again by itself. */
    if (r == STORE_AGAIN || r == STORE_UNKNOWN)
        r = PECADDR_E_STORAGE;
    return r < 0 ? registry_fail_with(error, r, &failure) : r;
}

int registry_copy_store(struct store *from, struct store *to, struct pecaddr_registry_error *error)
{
    return copy_store(from, to, false, error);
}

EXPORT int pecaddr_registry_copy(struct pecaddr_registry *from, struct pecaddr_registry *to,
                                 struct pecaddr_registry_error *error)
{
    int r = registry_check_call(from, error);

    if (r == PECADDR_OK)
        r = registry_check_call(to, error);
    if (r == PECADDR_OK && from == to)
        r = registry_fail(error, PECADDR_E_ARGUMENT, "a registry is not copied into itself");
    return r == PECADDR_OK ? copy_store(from->store, to->store, true, error) : r;
}
