/* SPDX-License-Identifier: BSD-3-Clause */
#include "registry/postgres-fixture.h"

#include "suite.h"

/* The library is built without PostgreSQL: there is no server. */

bool on_postgres(void)
{
    return false;
}

static void absent(void)
{
    ck_abort_msg("built without PostgreSQL");
}

void postgres_uri(const char *database, const char *user, char ret_uri[POSTGRES_URI_MAX])
{
    (void)database;
    (void)user;
    ret_uri[0] = '\0';
    absent();
}

void postgres_make(const char *database, bool with_registry)
{
    (void)database;
    (void)with_registry;
    absent();
}

void postgres_copy(const char *from, const char *to)
{
    (void)from;
    (void)to;
    absent();
}

void postgres_settle_in(const char *database)
{
    (void)database;
    absent();
}

void postgres_drop(const char *database)
{
    (void)database;
    absent();
}

void postgres_drop_all(void)
{
    absent();
}

bool postgres_sql(const char *database, const char *user, const char *sql,
                  char buffer[POSTGRES_TEXT_MAX])
{
    (void)database;
    (void)user;
    (void)sql;
    buffer[0] = '\0';
    absent();
    return false;
}

void postgres_leave(const char *database)
{
    (void)database;
    absent();
}

struct postgres_session *postgres_connect(const char *database, const char *user)
{
    (void)database;
    (void)user;
    absent();
    return NULL;
}

bool postgres_do(struct postgres_session *session, const char *sql, char buffer[POSTGRES_TEXT_MAX])
{
    (void)session;
    (void)sql;
    buffer[0] = '\0';
    absent();
    return false;
}

void postgres_disconnect(struct postgres_session *session)
{
    (void)session;
}
