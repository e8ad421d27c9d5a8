/* SPDX-License-Identifier: BSD-3-Clause */
#define _GNU_SOURCE
#include "bench.h"

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

/*
 * The functions of SQLite by which the library runs its statements stand here too: the linker finds
 * these first, they note what is done while it is recorded, and do it. Recorded are bindings,
 * steps, resets, as they are done with the statements that the library keeps prepared; the replay
 * does the same with those that the library prepared on another registry.
 */
#define EXPORT __attribute__((visibility("default")))

enum kind { BIND_TEXT, BIND_INT64, STEP, RESET, CLEAR };

struct operation {
    enum kind kind;
    int parameter;
    size_t statement;
    size_t text; /* where it begins; or (size_t)-1 */
    int64_t number;
};

#define STATEMENTS_MAX 64

/* The connection of a registry, and the statements that are kept prepared on it. */
struct replay {
    struct pecaddr_registry *registry;
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS_MAX];
    size_t n_statements;
};

static struct {
    bool on;
    struct operation *operations;
    size_t n, capacity;
    char *texts;
    size_t n_texts, max_texts;
    /* Of all statements that were recorded: by these numbers the log names them. */
    char *sql[STATEMENTS_MAX];
    size_t n_sql;
} tape;

static sqlite3 *opened; /* the last file that was opened */

static void *next(const char *name)
{
    void *function = dlsym(RTLD_NEXT, name);

    if (function == NULL)
        die("%s: not found in SQLite", name);
    return function;
}

static size_t number_of(const char *sql)
{
    for (size_t i = 0; i < tape.n_sql; i++)
        if (strcmp(tape.sql[i], sql) == 0)
            return i;
    if (tape.n_sql == STATEMENTS_MAX)
        die("there are too many statements");
    tape.sql[tape.n_sql] = strdup(sql);
    return tape.n_sql++;
}

static size_t keep_text(const char *text, size_t size)
{
    if (tape.n_texts + size + 1 > tape.max_texts) {
        tape.max_texts = 2 * tape.max_texts + size + 4096;
        tape.texts = realloc(tape.texts, tape.max_texts);
        if (tape.texts == NULL)
            die("no memory");
    }
    memcpy(tape.texts + tape.n_texts, text, size);
    tape.n_texts += size;
    return tape.n_texts - size;
}

static void note(sqlite3_stmt *statement, struct operation operation)
{
    if (tape.n == tape.capacity) {
        tape.capacity = 2 * tape.capacity + 4096;
        tape.operations = realloc(tape.operations, tape.capacity * sizeof *tape.operations);
        if (tape.operations == NULL)
            die("no memory");
    }
    operation.statement = number_of(sqlite3_sql(statement));
    tape.operations[tape.n++] = operation;
}

EXPORT int sqlite3_bind_text(sqlite3_stmt *statement, int parameter, const char *text, int size,
                             void (*done)(void *))
{
    static int (*real)(sqlite3_stmt *, int, const char *, int, void (*)(void *));

    if (real == NULL)
        *(void **)&real = next("sqlite3_bind_text");
    if (tape.on) {
        size_t length = size < 0 ? strlen(text) : (size_t)size;

        note(statement, (struct operation){.kind = BIND_TEXT,
                                           .parameter = parameter,
                                           .text = keep_text(text, length),
                                           .number = (int64_t)length});
    }
    return real(statement, parameter, text, size, done);
}

EXPORT int sqlite3_bind_int64(sqlite3_stmt *statement, int parameter, sqlite3_int64 number)
{
    static int (*real)(sqlite3_stmt *, int, sqlite3_int64);

    if (real == NULL)
        *(void **)&real = next("sqlite3_bind_int64");
    if (tape.on)
        note(statement,
             (struct operation){.kind = BIND_INT64, .parameter = parameter, .number = number});
    return real(statement, parameter, number);
}

EXPORT int sqlite3_step(sqlite3_stmt *statement)
{
    static int (*real)(sqlite3_stmt *);

    if (real == NULL)
        *(void **)&real = next("sqlite3_step");
    if (tape.on)
        note(statement, (struct operation){.kind = STEP});
    return real(statement);
}

EXPORT int sqlite3_reset(sqlite3_stmt *statement)
{
    static int (*real)(sqlite3_stmt *);

    if (real == NULL)
        *(void **)&real = next("sqlite3_reset");
    if (tape.on)
        note(statement, (struct operation){.kind = RESET});
    return real(statement);
}

EXPORT int sqlite3_clear_bindings(sqlite3_stmt *statement)
{
    static int (*real)(sqlite3_stmt *);

    if (real == NULL)
        *(void **)&real = next("sqlite3_clear_bindings");
    if (tape.on)
        note(statement, (struct operation){.kind = CLEAR});
    return real(statement);
}

static void record(void)
{
    tape.n = 0;
    tape.n_texts = 0;
    tape.on = true;
}

static void stop(void)
{
    tape.on = false;
}

/* Called by SQLite for each connection. */
static int note_connection(sqlite3 *db, const char **error, const void *routines)
{
    const char *file = sqlite3_db_filename(db, "main");

    (void)error;
    (void)routines;
    if (file != NULL && file[0] != '\0')
        opened = db;
    return SQLITE_OK;
}

static struct replay *connect_to(const char *uri)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct replay *replay = allocate(1, sizeof *replay);

    sqlite3_auto_extension((void (*)(void))note_connection);
    if (pecaddr_registry_open(uri, &replay->registry, &error) != PECADDR_OK)
        die("%s", error.message);
    sqlite3_cancel_auto_extension((void (*)(void))note_connection);
    replay->db = opened;
    return replay;
}

/* The statement that is like one that was recorded. */
static sqlite3_stmt *find_statement(const struct replay *replay, const char *sql)
{
    for (sqlite3_stmt *statement = sqlite3_next_stmt(replay->db, NULL); statement != NULL;
         statement = sqlite3_next_stmt(replay->db, statement))
        if (strcmp(sqlite3_sql(statement), sql) == 0)
            return statement;
    die("the library has not prepared this: %s", sql);
}

static void find_statements(struct replay *replay)
{
    for (; replay->n_statements < tape.n_sql; replay->n_statements++)
        replay->statements[replay->n_statements] =
            find_statement(replay, tape.sql[replay->n_statements]);
}

static void replay_all(struct replay *replay)
{
    find_statements(replay);
    for (size_t i = 0; i < tape.n; i++) {
        const struct operation *operation = &tape.operations[i];
        sqlite3_stmt *statement = replay->statements[operation->statement];
        int result = SQLITE_OK;

        switch (operation->kind) {
        case BIND_TEXT:
            result =
                sqlite3_bind_text(statement, operation->parameter, tape.texts + operation->text,
                                  (int)operation->number, SQLITE_STATIC);
            break;
        case BIND_INT64:
            result = sqlite3_bind_int64(statement, operation->parameter, operation->number);
            break;
        case STEP:
            result = sqlite3_step(statement);
            break;
        case RESET:
            result = sqlite3_reset(statement);
            break;
        case CLEAR:
            result = sqlite3_clear_bindings(statement);
            break;
        }
        if (result != SQLITE_OK && result != SQLITE_ROW && result != SQLITE_DONE)
            die("the plain loop fails: %s: %s", sqlite3_sql(statement), sqlite3_errmsg(replay->db));
    }
}

static void disconnect(struct replay *replay)
{
    pecaddr_registry_close(replay->registry);
    free(replay);
}

static char *make(const char *name)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    const char *parent = getenv("TMPDIR");
    char *uri = allocate(1, 512);

    snprintf(uri, 512, "sqlite:%s/pecaddr-bench-%ld-%s", parent != NULL ? parent : "/tmp",
             (long)getpid(), name);
    if (pecaddr_registry_init(uri, &error) != PECADDR_OK)
        die("%s", error.message);
    return uri;
}

static void remove_file(const char *uri)
{
    static const char *const tails[] = {"", "-wal", "-shm"};
    char path[600];

    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        snprintf(path, sizeof path, "%s%s", uri + strlen("sqlite:"), tails[i]);
        unlink(path);
    }
}

static const char *pragma(sqlite3 *db, const char *sql, char buffer[64])
{
    sqlite3_stmt *statement = NULL;

    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        snprintf(buffer, 64, "%s", (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return buffer;
}
#define PRAGMA(name) pragma(replay->db, "PRAGMA " name, (char[64]){0})

static void describe(struct replay *replay)
{
    printf("SQLite %s: %s, journal_mode=%s, synchronous=%s (2: FULL, 3: EXTRA)\n",
           sqlite3_libversion(), sqlite3_db_filename(replay->db, "main"), PRAGMA("journal_mode"),
           PRAGMA("synchronous"));
}

const struct replay_ops replay_sqlite = {
    .make = make,
    .remove = remove_file,
    .record = record,
    .stop = stop,
    .connect = connect_to,
    .replay = replay_all,
    .disconnect = disconnect,
    .describe = describe,
};
