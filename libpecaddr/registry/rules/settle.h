/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_SETTLE_H
#define PECADDR_REGISTRY_SETTLE_H

#include "rules/identity.h"

/* Answers one of them inside a transaction of its mode. After an error nothing may stand. */
int registry_settle(struct store *store, const struct asking *asking, size_t i,
                    struct pecaddr_registry_error *error);

/* Puts the name of a person, known to fold and fit, on record. */
void registry_set_name(struct record *record, const struct pecaddr_person *person);

/*
 * What each candidate was answered up to a query's, which is being claimed. `given_up`: the address
 * that is released in the same act, or NULL.
 */
#define RECEIPT_MAX (PECADDR_LEVELS_MAX * sizeof "released,")
void registry_write_receipt(const struct pecaddr_query *query, const char *given_up,
                            char ret_receipt[RECEIPT_MAX]);

#endif
