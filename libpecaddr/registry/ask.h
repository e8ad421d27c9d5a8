/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_ASK_H
#define PECADDR_REGISTRY_ASK_H

#include "handle.h"
#include "rules/identity.h"

/* Questions in, answers out. */

/* Makes registry->questions of queries, checked and folded. */
int registry_read_queries(struct pecaddr_registry *registry, struct pecaddr_query *const queries[],
                          size_t n);

/* Answers those of a `struct asking` within a transaction. */
int registry_settle_all(struct store *store, void *asking, struct pecaddr_registry_error *error);

/* Answers them, in one transaction; none, where it fails. */
int registry_ask(struct pecaddr_registry *registry, struct asking asking, enum pecaddr_mode mode);

#endif
