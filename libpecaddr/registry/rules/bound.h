/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_BOUND_H
#define PECADDR_REGISTRY_BOUND_H

#include "store.h"

#include <pecaddr/registry.h>

/*
 * Provinces that a registry is bound to, or whoever uses it. Of the latter a database holds the same, for
 * those who use it without this library: see postgres/schema.sql. Source: SPEC §5.
 */

/* Whether a province is one of those; `provinces` empty: of all. */
bool registry_is_among(const char *provinces, const char *province);

/* Whether whoever uses the store may put a mailbox on record, or change one. */
bool registry_may_begin(const struct store *store, const struct record *record);
bool registry_may_change(const struct store *store, const struct record *before,
                         const struct record *after, enum pecaddr_act act);

#endif
