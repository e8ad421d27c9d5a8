/* SPDX-License-Identifier: BSD-3-Clause */
#define _GNU_SOURCE
#include "bench.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

/*
 * As in replay-sqlite.c: the two functions of libpq by which the library sends its statements, and
 * ends what it sends in one go, stand here too. As the library loads libpq, it asks dlsym() for
 * them, which therefore stands here as well. The replay sends the same bytes in the same goes on a
 * connection of its own and waits for the results, which it does not read.
 */
#define EXPORT __attribute__((visibility("default")))

#define PARAMETERS_MAX 32

/* A statement with its parameters; sql NULL: what was sent goes off, and the results are awaited.
 */
struct sent {
    char *sql;
    int n;
    char *values[PARAMETERS_MAX];
    int lengths[PARAMETERS_MAX];
    int formats[PARAMETERS_MAX];
    int result_format;
};

struct replay {
    PGconn *conn;
};

static struct {
    bool on;
    struct sent *sent;
    size_t n, capacity;
} tape;

static void *copy(const void *bytes, size_t size)
{
    return memcpy(allocate(size + 1, 1), bytes, size);
}

static struct sent *note(void)
{
    if (tape.n == tape.capacity) {
        tape.capacity = 2 * tape.capacity + 64;
        tape.sent = realloc(tape.sent, tape.capacity * sizeof *tape.sent);
        if (tape.sent == NULL)
            die("no memory");
    }
    tape.sent[tape.n] = (struct sent){.sql = NULL};
    return &tape.sent[tape.n++];
}

static int note_query(PGconn *conn, const char *sql, int n, const Oid *types,
                      const char *const *values, const int *lengths, const int *formats,
                      int result_format)
{
    if (tape.on) {
        struct sent *sent = note();

        if (types != NULL || n > PARAMETERS_MAX)
            die("a statement is sent that this can not send again: %s", sql);
        sent->sql = copy(sql, strlen(sql));
        sent->n = n;
        sent->result_format = result_format;
        for (int i = 0; i < n; i++) {
            size_t size = formats[i] == 0 ? strlen(values[i]) : (size_t)lengths[i];

            sent->values[i] = copy(values[i], size);
            sent->lengths[i] = lengths[i];
            sent->formats[i] = formats[i];
        }
    }
    return PQsendQueryParams(conn, sql, n, types, values, lengths, formats, result_format);
}

static int note_sync(PGconn *conn)
{
    if (tape.on)
        note();
    return PQpipelineSync(conn);
}

/* As the C library's, but for the two. */
EXPORT void *dlsym(void *restrict handle, const char *restrict name)
{
    static void *(*real)(void *, const char *);

    if (strcmp(name, "PQsendQueryParams") == 0)
        return (void *)note_query;
    if (strcmp(name, "PQpipelineSync") == 0)
        return (void *)note_sync;
    if (real == NULL)
        *(void **)&real = dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.34");
    if (real == NULL)
        die("dlsym() is not found in the C library");
    return real(handle, name);
}

static void record(void)
{
    for (size_t i = 0; i < tape.n; i++) {
        free(tape.sent[i].sql);
        for (int k = 0; k < tape.sent[i].n; k++)
            free(tape.sent[i].values[k]);
    }
    tape.n = 0;
    tape.on = true;
}

static void stop(void)
{
    tape.on = false;
}

static struct replay *connect_to(const char *uri)
{
    struct replay *replay = allocate(1, sizeof *replay);

    replay->conn = PQconnectdb(uri);
    if (PQstatus(replay->conn) != CONNECTION_OK)
        die("%s", PQerrorMessage(replay->conn));
    return replay;
}

/* The results of all that was sent, up to the end of the pipeline. */
static void await(struct replay *replay)
{
    ExecStatusType status = PGRES_EMPTY_QUERY;

    PQpipelineSync(replay->conn);
    while (status != PGRES_PIPELINE_SYNC) {
        PGresult *result = PQgetResult(replay->conn);

        if (result == NULL && PQstatus(replay->conn) != CONNECTION_OK)
            die("the plain loop fails: %s", PQerrorMessage(replay->conn));
        if (result == NULL)
            continue;
        status = PQresultStatus(result);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK &&
            status != PGRES_PIPELINE_SYNC)
            die("the plain loop fails: %s", PQresultErrorMessage(result));
        PQclear(result);
    }
}

static void replay_all(struct replay *replay)
{
    if (PQpipelineStatus(replay->conn) == PQ_PIPELINE_OFF && PQenterPipelineMode(replay->conn) == 0)
        die("%s", PQerrorMessage(replay->conn));
    for (size_t i = 0; i < tape.n; i++) {
        const struct sent *sent = &tape.sent[i];

        if (sent->sql == NULL)
            await(replay);
        else if (PQsendQueryParams(replay->conn, sent->sql, sent->n, NULL,
                                   (const char *const *)sent->values, sent->lengths, sent->formats,
                                   sent->result_format) == 0)
            die("the plain loop fails: %s", PQerrorMessage(replay->conn));
    }
}

static void disconnect(struct replay *replay)
{
    PQfinish(replay->conn);
    free(replay);
}

/* What the server's environment says: see tests/with-postgres.py. */
static const char *from_environment(const char *name)
{
    const char *value = getenv(name);

    if (value == NULL)
        die("%s is not set: run this by tests/with-postgres.py", name);
    return value;
}

static PGresult *run(PGconn *conn, const char *sql)
{
    PGresult *result = PQexec(conn, sql);

    if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
        die("%s: %s", sql, PQresultErrorMessage(result));
    return result;
}

static void administer(const char *sql)
{
    PGconn *conn = PQconnectdb(from_environment("PECADDR_TEST_POSTGRES_ADMIN"));

    if (PQstatus(conn) != CONNECTION_OK)
        die("%s", PQerrorMessage(conn));
    PQclear(run(conn, sql));
    PQfinish(conn);
}

static char *make(const char *name)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    const char *base = from_environment("PECADDR_TEST_POSTGRES");
    const char *database = strchr(base + strlen("postgresql://"), '/');
    const char *parameters = strchr(base, '?');
    char *uri = allocate(1, 1024);
    char sql[256];

    if (database == NULL || parameters == NULL)
        die("%s: not as expected", base);
    snprintf(sql, sizeof sql, "CREATE DATABASE bench_%s OWNER pecaddr_owner", name);
    administer(sql);
    snprintf(uri, 1024, "%.*s/bench_%s%s", (int)(database - base), base, name, parameters);
    if (pecaddr_registry_init(uri, &error) != PECADDR_OK)
        die("%s", error.message);
    return uri;
}

/* The server and all that is in it end with with-postgres.py. */
static void remove_database(const char *uri)
{
    (void)uri;
}

static const char *show(PGconn *conn, const char *sql, char buffer[64])
{
    PGresult *result = run(conn, sql);

    snprintf(buffer, 64, "%s", PQgetvalue(result, 0, 0));
    PQclear(result);
    return buffer;
}
#define SHOW(name) show(conn, "SHOW " name, (char[64]){0})

static void describe(struct replay *replay)
{
    PGconn *conn = PQconnectdb(from_environment("PECADDR_TEST_POSTGRES"));

    (void)replay;
    if (PQstatus(conn) != CONNECTION_OK)
        die("%s", PQerrorMessage(conn));
    printf("PostgreSQL %s: %s, fsync=%s, synchronous_commit=%s, full_page_writes=%s, "
           "shared_buffers=%s\n",
           SHOW("server_version"), PQhost(conn), SHOW("fsync"), SHOW("synchronous_commit"),
           SHOW("full_page_writes"), SHOW("shared_buffers"));
    PQfinish(conn);
}

const struct replay_ops replay_postgres = {
    .make = make,
    .remove = remove_database,
    .record = record,
    .stop = stop,
    .connect = connect_to,
    .replay = replay_all,
    .disconnect = disconnect,
    .describe = describe,
};
