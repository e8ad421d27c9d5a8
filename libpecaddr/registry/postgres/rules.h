/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_POSTGRES_RULES_H
#define PECADDR_REGISTRY_POSTGRES_RULES_H

#include "postgres/statement.h"

/*
 * The rules that a database holds against those of this version. Each that is not the same is told,
 * and what could not be compared.
 */

/* Bodies of functions, to the letter; inside a transaction. */
int registry_postgres_compare_functions(struct connection *self, const struct verifier *verifier,
                                        struct pecaddr_registry_error *error);

/* All else, as this server writes what this version would make; in a transaction of its own. */
int registry_postgres_compare_rules(struct connection *self, const struct verifier *verifier,
                                    struct pecaddr_registry_error *error);

#endif
