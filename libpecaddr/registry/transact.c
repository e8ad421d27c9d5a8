/* SPDX-License-Identifier: BSD-3-Clause */
#include "transact.h"

/*
 * PECADDR_DONE is committed too, though it wrote nothing: what it rests on must be there to stay
 * before anybody is told.
 */
static int transact_once(struct store *store, enum pecaddr_mode mode, registry_body_fn *body,
                         void *user, struct pecaddr_registry_error *error)
{
    int r = store->ops->begin(store, mode, error);
    int done;

    if (r != PECADDR_OK)
        return r;
    done = body(store, user, error);
    r = done;
    if (done == PECADDR_OK || done == PECADDR_DONE)
        r = store->ops->commit(store, error);
    if (r != PECADDR_OK)
        store->ops->rollback(store);
    return r == PECADDR_OK ? done : r;
}

/* What went wrong before a try that did not is nobody's concern. */
int registry_transact(struct store *store, enum pecaddr_mode mode, bool repeatable,
                      registry_body_fn *body, void *user, struct pecaddr_registry_error *error)
{
    struct pecaddr_registry_error failure = {.size = sizeof failure};
    int r;

    if (store->ops->call)
        store->ops->call(store);
    store->in_doubt = false;
    do {
        r = transact_once(store, mode, body, user, &failure);
        store->in_doubt = store->in_doubt || r == STORE_UNKNOWN;
    } while (r == STORE_AGAIN || (r == STORE_UNKNOWN && repeatable));
    if (r == STORE_UNKNOWN)
        r = PECADDR_E_STORAGE;
    return r < 0 ? registry_fail_with(error, r, &failure) : r;
}

int registry_prefetch(struct store *store, registry_sought_fn *get, const void *user, size_t n,
                      bool alone, struct pecaddr_registry_error *error)
{
    return store->ops->prefetch ? store->ops->prefetch(store, get, user, n, alone, error)
                                : PECADDR_OK;
}
