/* SPDX-License-Identifier: BSD-3-Clause */
#include "registry/postgres-fixture.h"

#include <time.h>
#include <unistd.h>

#include <libpq-fe.h>
#include <pecaddr/registry.h>

#include "suite.h"

/* An empty registry, from which all others are copied. */
static const char template_name[] = "pecaddr-template";

bool on_postgres(void)
{
    return getenv("PECADDR_TEST_POSTGRES") != NULL;
}

void postgres_uri(const char *database, const char *user, char ret_uri[POSTGRES_URI_MAX])
{
    const char *uri = getenv("PECADDR_TEST_POSTGRES");
    int size;

    ck_assert_msg(uri != NULL && strchr(uri, '?') != NULL, "run this by with-postgres.py");
    size = snprintf(ret_uri, POSTGRES_URI_MAX, "postgresql://%s@/%s%s", user, database,
                    strchr(uri, '?'));
    ck_assert_int_lt(size, POSTGRES_URI_MAX);
}

/* What is raised as a notice is no result of a test, and no test waits for a standby here. */
static const char settings[] = "SET client_min_messages = error; SET synchronous_commit = local; "
                               "SET search_path = pecaddr, public";

static bool is_done(PGconn *connection, const char *sql)
{
    PGresult *result = PQexec(connection, sql);
    bool done = PQresultStatus(result) == PGRES_COMMAND_OK;

    PQclear(result);
    return done;
}

static PGconn *connect_to(const char *database, const char *user)
{
    char uri[POSTGRES_URI_MAX];
    PGconn *connection;

    postgres_uri(database, user, uri);
    connection = PQconnectdb(uri);
    ck_assert_msg(PQstatus(connection) == CONNECTION_OK, "%s: %s", uri, PQerrorMessage(connection));
    ck_assert(is_done(connection, settings));
    return connection;
}

static bool execute(PGconn *connection, const char *sql, char buffer[POSTGRES_TEXT_MAX])
{
    PGresult *result = PQexec(connection, sql);
    ExecStatusType status = PQresultStatus(result);
    int n = PQntuples(result);

    buffer[0] = '\0';
    if (status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE) {
        const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

        snprintf(buffer, POSTGRES_TEXT_MAX, "%s %s", state != NULL ? state : "",
                 PQresultErrorMessage(result));
    } else if (n > 0) {
        snprintf(buffer, POSTGRES_TEXT_MAX, "%s", PQgetvalue(result, n - 1, 0));
    }
    PQclear(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/*
 * The connections over which SQL was run last, kept for what is run next: one costs a server much more
 * than what is done over it here. A process that was forked makes its own.
 */
static struct kept {
    PGconn *connection;
    char uri[POSTGRES_URI_MAX];
    char database[64];
    pid_t process;
} kept[4];

void postgres_leave(const char *database)
{
    for (size_t i = 0; i < N_OF(kept); i++)
        if (kept[i].process == getpid() && strcmp(kept[i].database, database) == 0) {
            PQfinish(kept[i].connection);
            kept[i] = (struct kept){0};
        }
}

/* As new: without what was set in it, locked or made for the session. */
static bool is_renewed(PGconn *connection)
{
    return is_done(connection, "DISCARD ALL") && is_done(connection, settings);
}

static PGconn *keep_connection(const char *database, const char *user)
{
    static size_t next;
    char uri[POSTGRES_URI_MAX];
    struct kept *one;

    postgres_uri(database, user, uri);
    for (size_t i = 0; i < N_OF(kept); i++) {
        one = &kept[i];
        if (one->process != getpid() || strcmp(one->uri, uri) != 0)
            continue;
        if (is_renewed(one->connection))
            return one->connection;
        PQfinish(one->connection);
        *one = (struct kept){0};
    }
    one = &kept[next++ % N_OF(kept)];
    if (one->process == getpid())
        PQfinish(one->connection);
    *one = (struct kept){0};
    one->connection = connect_to(database, user);
    one->process = getpid();
    snprintf(one->database, sizeof one->database, "%s", database);
    strcpy(one->uri, uri);
    return one->connection;
}

bool postgres_sql(const char *database, const char *user, const char *sql,
                  char buffer[POSTGRES_TEXT_MAX])
{
    return execute(keep_connection(database, user), sql, buffer);
}

static void administer(char text[POSTGRES_TEXT_MAX], const char *format, const char *first,
                       const char *second)
{
    char sql[1024 + POSTGRES_TEXT_MAX];

    snprintf(sql, sizeof sql, format, first, second);
    ck_assert_msg(postgres_sql("postgres", ADMIN, sql, text), "%s: %s", sql, text);
}

static bool is_there(const char *database)
{
    char text[POSTGRES_TEXT_MAX];

    administer(text, "SELECT count(*) FROM pg_database WHERE datname = '%s'%s", database, "");
    return strcmp(text, "1") == 0;
}

/* A session that was closed ends when the server gets round to it, and a database in which somebody is
 * cannot be copied: the server itself waits for five seconds. */
static void wait_for_nobody(const char *database)
{
    char text[POSTGRES_TEXT_MAX];

    postgres_leave(database);
    for (int i = 0; i < 6000; i++) {
        administer(text,
                   "SELECT count(*) FROM pg_stat_activity WHERE datname = '%s' "
                   "AND backend_type = 'client backend'%s",
                   database, "");
        if (strcmp(text, "0") == 0)
            return;
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    ck_abort_msg("%s: somebody stays in it", database);
}

void postgres_copy(const char *from, const char *to)
{
    char text[POSTGRES_TEXT_MAX];

    wait_for_nobody(from);
    administer(text, "CREATE DATABASE \"%s\" OWNER " OWNER " TEMPLATE \"%s\" STRATEGY file_copy",
               to, from);
}

void postgres_settle_in(const char *database)
{
    char text[POSTGRES_TEXT_MAX];

    ck_assert_msg(postgres_sql(database, OWNER,
                               "UPDATE registry SET (server, timeline, database, relation) = "
                               "(SELECT server, timeline, database, relation FROM here)",
                               text),
                  "%s", text);
}

void postgres_make(const char *database, bool with_registry)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    char uri[POSTGRES_URI_MAX];

    if (!with_registry) {
        postgres_copy("template0", database);
        return;
    }
    if (!is_there(template_name)) {
        postgres_copy("template0", template_name);
        postgres_uri(template_name, OWNER, uri);
        ck_assert_msg(pecaddr_registry_init(uri, &error) == PECADDR_OK, "%s", error.message);
    }
    postgres_copy(template_name, database);
    postgres_settle_in(database);
}

void postgres_drop(const char *database)
{
    char text[POSTGRES_TEXT_MAX];

    postgres_leave(database);
    administer(text, "DROP DATABASE IF EXISTS \"%s\"%s", database, " WITH (FORCE)");
}

void postgres_drop_all(void)
{
    char name[POSTGRES_TEXT_MAX];

    for (;;) {
        administer(name,
                   "SELECT datname FROM pg_database WHERE datname LIKE '%s' AND datname <> '%s'",
                   "pecaddr-%", template_name);
        if (name[0] == '\0')
            return;
        postgres_drop(name);
    }
}

/* A PGconn under a name of ours, so that tests need no header of libpq. */
struct postgres_session *postgres_connect(const char *database, const char *user)
{
    return (struct postgres_session *)connect_to(database, user);
}

bool postgres_do(struct postgres_session *session, const char *sql, char buffer[POSTGRES_TEXT_MAX])
{
    return execute((PGconn *)session, sql, buffer);
}

void postgres_disconnect(struct postgres_session *session)
{
    PQfinish((PGconn *)session);
}
