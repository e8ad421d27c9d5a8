/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_TRANSACT_H
#define PECADDR_REGISTRY_TRANSACT_H

#include "store.h"

#include <pecaddr/registry.h>

/* The answer of a body whose doings are rolled back, as nothing was to be done: a dry run. */
#define WOULD_BE_DONE 1101

/*
 * Runs `body` in a transaction, which is committed when it returns PECADDR_OK; again, when the
 * store says that it may be tried again. `repeatable`: doing it twice does no harm.
 */
typedef int registry_body_fn(struct store *store, void *user, struct pecaddr_registry_error *error);
int registry_transact(struct store *store, enum pecaddr_mode mode, bool repeatable,
                      registry_body_fn *body, void *user, struct pecaddr_registry_error *error);

/* store_ops.prefetch, where a store has one. */
int registry_prefetch(struct store *store, registry_sought_fn *get, const void *user, size_t n,
                      bool alone, struct pecaddr_registry_error *error);

#endif
