/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_POSTGRES_OWNER_H
#define PECADDR_REGISTRY_POSTGRES_OWNER_H

#include "postgres/statement.h"

/* The owner's word that it is the right one where it is. A transaction of its own. */
int registry_postgres_put_mark(struct connection *self, struct pecaddr_registry_error *error);

/* As bind() of a store. */
int registry_postgres_bind(struct connection *self, const char *provinces,
                           struct pecaddr_registry_error *error);

#endif
