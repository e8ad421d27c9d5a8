/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_POSTGRES_SCHEMA_H
#define PECADDR_REGISTRY_POSTGRES_SCHEMA_H

#include "postgres/statement.h"

/* Who may do what: grants.sql. */
extern const char registry_postgres_grants[];

int registry_postgres_check_server(const struct connection *self,
                                   struct pecaddr_registry_error *error);
/* Makes the registry, or brings it up to date, in one transaction. */
int registry_postgres_migrate(struct connection *self, struct pecaddr_registry_error *error);

/* A transaction that only the owner can bring to its end, by scripts. */
int registry_postgres_begin_as_owner(struct connection *self, struct pecaddr_registry_error *error);
int registry_postgres_commit_as_owner(struct connection *self,
                                      struct pecaddr_registry_error *error);
/* Lets numbers go on where those of the rows end, wherever these came from. */
int registry_postgres_settle(struct connection *self, struct pecaddr_registry_error *error);
/* Whether the rules are there that the database holds. */
int registry_postgres_check_rules(struct connection *self, struct pecaddr_registry_error *error);

/* Connects, unless there is a connection, and sees that what is there is the registry. */
int registry_postgres_connect(struct connection *self, struct pecaddr_registry_error *error);

#endif
