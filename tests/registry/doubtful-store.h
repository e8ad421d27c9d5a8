/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef DOUBTFUL_STORE_H
#define DOUBTFUL_STORE_H

/* A store of which nobody knows, once, whether a commit was done: as of a server that was lost in it. */
#include "handle.h"

#include <stdbool.h>

struct doubt {
    const struct store_ops *real;
    struct store_ops ops;
    enum { KNOWN, DONE, NOT_DONE } outcome;
};
static struct doubt doubt;

static inline int doubtful_commit(struct store *store, struct pecaddr_registry_error *error)
{
    int r = PECADDR_OK;

    if (doubt.outcome == NOT_DONE)
        doubt.real->rollback(store);
    else
        r = doubt.real->commit(store, error);
    if (r == PECADDR_OK && doubt.outcome != KNOWN)
        r = STORE_UNKNOWN;
    doubt.outcome = KNOWN;
    return r;
}

/* Of the next commit, which was done or not. */
static inline void begin_doubt(struct pecaddr_registry *registry, bool done)
{
    doubt.real = registry->store->ops;
    doubt.ops = *doubt.real;
    doubt.ops.commit = doubtful_commit;
    doubt.outcome = done ? DONE : NOT_DONE;
    registry->store->ops = &doubt.ops;
}

static inline void end_doubt(struct pecaddr_registry *registry)
{
    registry->store->ops = doubt.real;
}

#endif
