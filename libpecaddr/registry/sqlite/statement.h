/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_SQLITE_STATEMENT_H
#define PECADDR_REGISTRY_SQLITE_STATEMENT_H

#include "sqlite/sqlite.h"

/* Begins the use of a statement, which is prepared when it is wanted first: a program that runs for one answer
   needs few of them. */
int registry_sqlite_use(struct sqlite_store *self, enum sqlite_statement which,
                        sqlite3_stmt **ret_prepared, struct pecaddr_registry_error *error);

/* Ends the use of a statement; its parameters may point to memory that is going away. */
void registry_sqlite_finish(sqlite3_stmt *prepared);

/* Runs a statement that gives no rows. */
int registry_sqlite_run(struct sqlite_store *self, enum sqlite_statement which,
                        struct pecaddr_registry_error *error);

/* Runs a statement that writes one row; else the registry is damaged in the way that `what` says. */
int registry_sqlite_run_one(struct sqlite_store *self, enum sqlite_statement which,
                            const char *what, struct pecaddr_registry_error *error);

/* An empty text is an unknown fact. */
void registry_sqlite_bind_text(sqlite3_stmt *prepared, int parameter, const char *text);

#endif
