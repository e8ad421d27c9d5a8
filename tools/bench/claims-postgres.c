/* SPDX-License-Identifier: BSD-3-Clause */
#include "claims.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

struct bare {
    PGconn *registry, *conn;
    PGresult *rows; /* what was taken */
    char last[24];  /* the id of the last row that was taken */
    char *select;
};

/* So many INSERTs are sent before their results are read; the bytes of both fit what the two
   processes keep for each other. */
#define PIECE 500

#define FORMAT_TEXT 0

static const char *environment(const char *name)
{
    const char *value = getenv(name);

    if (!value)
        die("%s is not set: run this by tests/with-postgres.py", name);
    return value;
}

static bool is_there(void)
{
    return getenv("PECADDR_TEST_POSTGRES") != NULL;
}

static PGconn *connect_to(const char *uri)
{
    PGconn *conn = PQconnectdb(uri);

    if (PQstatus(conn) != CONNECTION_OK)
        die("%s", PQerrorMessage(conn));
    return conn;
}

static PGresult *run(PGconn *conn, const char *sql)
{
    PGresult *result = PQexec(conn, sql);

    if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
        die("%s: %s", sql, PQresultErrorMessage(result));
    return result;
}

/* Runs SQL that gives one text, to be freed. */
static char *ask(PGconn *conn, const char *sql)
{
    PGresult *result = run(conn, sql);
    char *text = strdup(PQgetvalue(result, 0, 0));

    if (!text)
        die("no memory");
    PQclear(result);
    return text;
}

static void administer(const char *format, const char *name)
{
    PGconn *conn = connect_to(environment("PECADDR_TEST_POSTGRES_ADMIN"));
    char sql[256];

    snprintf(sql, sizeof sql, format, name);
    PQclear(run(conn, sql));
    PQfinish(conn);
}

/* The URI of a database on the server, to be freed. */
static char *uri_of(const char *name)
{
    const char *base = environment("PECADDR_TEST_POSTGRES");
    const char *database = strchr(base + strlen("postgresql://"), '/');
    const char *parameters = strchr(base, '?');
    char *uri = allocate(strlen(base) + strlen(name) + 1, 1);

    if (!database || !parameters)
        die("%s: not as expected", base);
    sprintf(uri, "%.*s/%s%s", (int)(database - base), base, name, parameters);
    return uri;
}

static char *make(const char *folder, const char *name)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    char *uri = uri_of(name);

    (void)folder;
    administer("CREATE DATABASE %s OWNER pecaddr_owner", name);
    if (pecaddr_registry_init(uri, &error) != PECADDR_OK)
        die("%s", error.message);
    return uri;
}

static void remove_database(const char *uri)
{
    const char *name = strchr(uri + strlen("postgresql://"), '/') + 1;
    char copy[64];

    snprintf(copy, sizeof copy, "%.*s", (int)strcspn(name, "?"), name);
    administer("DROP DATABASE %s", copy);
}

/* A bare table has its columns without constraints, also what the registry works out. */
#define COLUMNS                                                                                    \
    "FROM pg_attribute WHERE attrelid = 'pecaddr.mailbox'::regclass "                              \
    "AND attnum > 0 AND NOT attisdropped"

static void copy_schema(PGconn *from, PGconn *to)
{
    char *table =
        ask(from, "SELECT 'CREATE TABLE pecaddr.mailbox (' || string_agg(attname || ' ' || "
                  "format_type(atttypid, atttypmod) || CASE WHEN collname IS NULL THEN '' "
                  "ELSE ' COLLATE ' || quote_ident(collname) END, ', ' ORDER BY attnum) "
                  "|| ')' FROM pg_attribute LEFT JOIN pg_collation "
                  "ON pg_collation.oid = attcollation "
                  "WHERE attrelid = 'pecaddr.mailbox'::regclass AND attnum > 0 "
                  "AND NOT attisdropped");
    char *indexes = ask(from, "SELECT string_agg(pg_get_indexdef(indexrelid), ';') FROM pg_index "
                              "WHERE indrelid = 'pecaddr.mailbox'::regclass "
                              "AND indisunique AND NOT indisprimary");

    PQclear(run(to, "CREATE SCHEMA pecaddr"));
    PQclear(run(to, table));
    PQclear(run(to, indexes));
    free(table);
    free(indexes);
}

static struct bare *bare_make(const char *folder, const char *uri)
{
    struct bare *bare = allocate(1, sizeof *bare);
    char *bare_uri = uri_of("bare"), *insert;

    (void)folder;
    administer("CREATE DATABASE %s OWNER pecaddr_owner", "bare");
    bare->registry = connect_to(uri);
    bare->conn = connect_to(bare_uri);
    copy_schema(bare->registry, bare->conn);
    bare->select =
        ask(bare->registry, "SELECT 'SELECT ' || string_agg(attname, ', ' ORDER BY attnum)"
                            " || ' FROM pecaddr.mailbox WHERE id > $1 ORDER BY id' " COLUMNS);
    insert = ask(bare->registry,
                 "SELECT 'INSERT INTO pecaddr.mailbox VALUES (' || string_agg('$' || n, ', ' "
                 "ORDER BY n) || ')' FROM (SELECT row_number() OVER () AS n " COLUMNS ") AS c");
    PQclear(PQprepare(bare->conn, "insert", insert, 0, NULL));
    strcpy(bare->last, "0");
    free(insert);
    free(bare_uri);
    return bare;
}

static void bare_take(struct bare *bare)
{
    const char *last = bare->last;
    int n;

    PQclear(bare->rows);
    bare->rows =
        PQexecParams(bare->registry, bare->select, 1, NULL, &last, NULL, NULL, FORMAT_TEXT);
    if (PQresultStatus(bare->rows) != PGRES_TUPLES_OK)
        die("the rows cannot be read: %s", PQerrorMessage(bare->registry));
    n = PQntuples(bare->rows);
    if (n > 0)
        snprintf(bare->last, sizeof bare->last, "%s",
                 PQgetvalue(bare->rows, n - 1, PQfnumber(bare->rows, "id")));
}

/* Reads the results of all that was sent. */
static void await(PGconn *conn)
{
    ExecStatusType status = PGRES_EMPTY_QUERY;

    PQpipelineSync(conn);
    while (status != PGRES_PIPELINE_SYNC) {
        PGresult *result = PQgetResult(conn);

        if (!result && PQstatus(conn) != CONNECTION_OK)
            die("the bare table: %s", PQerrorMessage(conn));
        if (!result)
            continue;
        status = PQresultStatus(result);
        if (status != PGRES_COMMAND_OK && status != PGRES_PIPELINE_SYNC)
            die("the bare table: %s", PQresultErrorMessage(result));
        PQclear(result);
    }
}

static void send(PGconn *conn, const char *sql)
{
    if (!PQsendQueryParams(conn, sql, 0, NULL, NULL, NULL, NULL, FORMAT_TEXT))
        die("the bare table: %s", PQerrorMessage(conn));
}

static void send_row(PGconn *conn, const PGresult *rows, int row)
{
    const char *values[64];
    int n = PQnfields(rows);

    if (n > 64)
        die("there are too many columns");
    for (int i = 0; i < n; i++)
        values[i] = PQgetisnull(rows, row, i) ? NULL : PQgetvalue(rows, row, i);
    if (!PQsendQueryPrepared(conn, "insert", n, values, NULL, NULL, FORMAT_TEXT))
        die("the bare table: %s", PQerrorMessage(conn));
}

static void bare_write(struct bare *bare)
{
    int n = PQntuples(bare->rows);

    PQenterPipelineMode(bare->conn);
    send(bare->conn, "BEGIN");
    for (int row = 0; row < n; row++) {
        send_row(bare->conn, bare->rows, row);
        if ((row + 1) % PIECE == 0)
            await(bare->conn);
    }
    send(bare->conn, "COMMIT");
    await(bare->conn);
    PQexitPipelineMode(bare->conn);
}

static void bare_describe(const struct bare *bare)
{
    char *version = ask(bare->conn, "SHOW server_version"), *fsync = ask(bare->conn, "SHOW fsync");
    char *commit = ask(bare->conn, "SHOW synchronous_commit");
    char *indexes = ask(bare->conn, "SELECT count(*) FROM pg_index "
                                    "WHERE indrelid = 'pecaddr.mailbox'::regclass");

    printf("PostgreSQL %s: %s, fsync=%s, synchronous_commit=%s; bare: %d columns, %s unique "
           "indexes\n",
           version, PQhost(bare->conn), fsync, commit, PQnfields(bare->rows), indexes);
    free(version);
    free(fsync);
    free(commit);
    free(indexes);
}

static void bare_free(struct bare *bare)
{
    PQclear(bare->rows);
    PQfinish(bare->registry);
    PQfinish(bare->conn);
    administer("DROP DATABASE %s", "bare");
    free(bare->select);
    free(bare);
}

const struct engine engine_postgres = {
    .name = "postgresql",
    .is_there = is_there,
    .make = make,
    .remove = remove_database,
    .bare_make = bare_make,
    .bare_take = bare_take,
    .bare_write = bare_write,
    .bare_describe = bare_describe,
    .bare_free = bare_free,
};
