/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_IDENTITY_H
#define PECADDR_REGISTRY_IDENTITY_H

#include "store.h"

#include <pecaddr/registry.h>

/* Answers one question inside a transaction of `mode`. After an error nothing may stand. */
int registry_settle(struct store *store, enum pecaddr_mode mode, struct question *question,
                    struct pecaddr_registry_error *error);

/* Whether two persons have one name, however it is spelt (identity.c). */
bool registry_same_words(const struct pecaddr_person *a, const struct pecaddr_person *b);

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
