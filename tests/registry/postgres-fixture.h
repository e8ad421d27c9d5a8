/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef POSTGRES_FIXTURE_H
#define POSTGRES_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Databases on the PostgreSQL server beside which with-postgres.py runs a test. The tests have the
 * server for themselves: they drop every database that they made, and the server goes with them.
 */

#define POSTGRES_URI_MAX  112
#define POSTGRES_TEXT_MAX 4096

/* The users that with-postgres.py makes. */
#define OWNER    "pecaddr_owner"
#define ISSUER   "order_mc"
#define READER   "auditor"
#define STRANGER "nobody"
#define ADMIN    "postgres"

/* Whether there is a server. */
bool on_postgres(void);

/* The URI of a database for a user, who needs no password. */
void postgres_uri(const char *database, const char *user, char ret_uri[POSTGRES_URI_MAX]);

/* Makes a database that the owner owns: empty, or with a registry of this version without
 * mailboxes. */
void postgres_make(const char *database, bool with_registry);

/* Makes a database with what another has, to which nobody is connected. A registry in it issues
 * nothing new. */
void postgres_copy(const char *from, const char *to);
/* Puts on record that the registry is in this database, as its owner would. */
void postgres_settle_in(const char *database);

void postgres_drop(const char *database);

/* Drops all that were made; ends the connections to them. */
void postgres_drop_all(void);

/*
 * Runs SQL as a user, in the schema of the registry; `buffer` receives the first column of the last
 * row, or the error and its SQLSTATE.
 */
bool postgres_sql(const char *database, const char *user, const char *sql,
                  char buffer[POSTGRES_TEXT_MAX]);

/* SQL that was run so leaves its connection open for the next; this ends those to a database. */
void postgres_leave(const char *database);

/* A connection that stays, to hold locks and to wait; NULL-safe. */
struct postgres_session;
struct postgres_session *postgres_connect(const char *database, const char *user);
bool postgres_do(struct postgres_session *session, const char *sql, char buffer[POSTGRES_TEXT_MAX]);
void postgres_disconnect(struct postgres_session *session);

#endif
