/* SPDX-License-Identifier: BSD-3-Clause */
#include "claims.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

struct bare {
    sqlite3 *registry, *db;
    sqlite3_stmt *select, *begin, *insert, *commit;
    sqlite3_int64 last; /* the id of the last row that was taken */
    sqlite3_value **values;
    int columns;
    size_t n, capacity; /* of rows */
};

/* What makes a connection as durable and as fast as the library's. */
static const char *const settings[] = {"page_size",          "journal_mode", "synchronous",
                                       "wal_autocheckpoint", "cache_size",   "temp_store"};

/* The library's connection to the registry that was opened last. */
static sqlite3 *opened;

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;

    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
        die("%s: %s", sql, sqlite3_errmsg(db));
    return statement;
}

static void execute(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        die("%s: %s", sql, sqlite3_errmsg(db));
}

/* Runs SQL that gives one text, to be freed. */
static char *ask(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = prepare(db, sql);
    char *text;

    if (sqlite3_step(statement) != SQLITE_ROW)
        die("%s: %s", sql, sqlite3_errmsg(db));
    text = strdup((const char *)sqlite3_column_text(statement, 0));
    if (!text)
        die("no memory");
    sqlite3_finalize(statement);
    return text;
}

static char *setting(sqlite3 *db, const char *name)
{
    char sql[64];

    snprintf(sql, sizeof sql, "PRAGMA %s", name);
    return ask(db, sql);
}

/* Called by SQLite for each connection; those of the library to a schema in memory have no file. */
static int note_connection(sqlite3 *db, const char **error, const void *routines)
{
    const char *file = sqlite3_db_filename(db, "main");

    (void)error;
    (void)routines;
    if (file && file[0] != '\0')
        opened = db;
    return SQLITE_OK;
}

static bool is_there(void)
{
    return true;
}

static char *make(const char *folder, const char *name)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    char *uri = allocate(strlen(folder) + strlen(name) + sizeof "sqlite:/", 1);

    sqlite3_auto_extension((void (*)(void))note_connection);
    sprintf(uri, "sqlite:%s/%s", folder, name);
    if (pecaddr_registry_init(uri, &error) != PECADDR_OK)
        die("%s", error.message);
    return uri;
}

static void remove_files(const char *uri)
{
    static const char *const tails[] = {"", "-wal", "-shm", "-mark"};
    char path[1024];

    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        snprintf(path, sizeof path, "%s%s", uri + strlen("sqlite:"), tails[i]);
        unlink(path);
    }
}

static sqlite3 *open_file(const char *path)
{
    sqlite3 *db = NULL;

    if (sqlite3_open_v2(path, &db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
                            SQLITE_OPEN_PRIVATECACHE,
                        NULL) != SQLITE_OK)
        die("%s: %s", path, sqlite3_errmsg(db));
    return db;
}

static void copy_settings(sqlite3 *from, sqlite3 *to)
{
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        char *value = setting(from, settings[i]);
        char sql[128];

        snprintf(sql, sizeof sql, "PRAGMA %s = %s", settings[i], value);
        execute(to, sql);
        free(value);
    }
}

/* A bare table has its columns without constraints, also what the registry works out; an id comes
   by itself on both sides. */
#define COLUMNS "pragma_table_xinfo('mailbox')"

static void copy_schema(sqlite3 *from, sqlite3 *to)
{
    char *table =
        ask(from, "SELECT 'CREATE TABLE mailbox (' || group_concat(name || ' ' || type || "
                  "iif(pk, ' PRIMARY KEY', '')) || ')' FROM " COLUMNS);
    char *indexes = ask(from, "SELECT group_concat(sql, ';') FROM sqlite_schema "
                              "JOIN pragma_index_list('mailbox') USING (name) "
                              "WHERE type = 'index' AND \"unique\" AND sql IS NOT NULL");

    execute(to, table);
    execute(to, indexes);
    free(table);
    free(indexes);
}

static void prepare_statements(struct bare *bare)
{
    char *select =
        ask(bare->registry, "SELECT 'SELECT id, ' || group_concat(name) || ' FROM mailbox "
                            "WHERE id > ?1 ORDER BY id' FROM " COLUMNS " WHERE NOT pk");
    char *insert =
        ask(bare->registry, "SELECT 'INSERT INTO mailbox (' || group_concat(name) || ') "
                            "VALUES (' || group_concat('?') || ')' FROM " COLUMNS " WHERE NOT pk");

    bare->select = prepare(bare->registry, select);
    bare->begin = prepare(bare->db, "BEGIN IMMEDIATE");
    bare->insert = prepare(bare->db, insert);
    bare->commit = prepare(bare->db, "COMMIT");
    bare->columns = sqlite3_bind_parameter_count(bare->insert);
    free(select);
    free(insert);
}

static struct bare *bare_make(const char *folder, const char *uri)
{
    struct bare *bare = allocate(1, sizeof *bare);
    char path[1024];

    sqlite3_cancel_auto_extension((void (*)(void))note_connection);
    snprintf(path, sizeof path, "%s/bare", folder);
    bare->registry = open_file(uri + strlen("sqlite:"));
    bare->db = open_file(path);
    copy_settings(opened, bare->db);
    copy_schema(bare->registry, bare->db);
    prepare_statements(bare);
    return bare;
}

static void free_values(struct bare *bare)
{
    for (size_t i = 0; i < bare->n * (size_t)bare->columns; i++)
        sqlite3_value_free(bare->values[i]);
    bare->n = 0;
}

static sqlite3_value **new_row(struct bare *bare)
{
    size_t columns = (size_t)bare->columns;

    if (bare->n == bare->capacity) {
        bare->capacity = 2 * bare->capacity + 1000;
        bare->values = realloc(bare->values, bare->capacity * columns * sizeof(sqlite3_value *));
        if (!bare->values)
            die("no memory");
    }
    return bare->values + bare->n++ * columns;
}

static void bare_take(struct bare *bare)
{
    int result;

    free_values(bare);
    sqlite3_bind_int64(bare->select, 1, bare->last);
    while ((result = sqlite3_step(bare->select)) == SQLITE_ROW) {
        sqlite3_value **row = new_row(bare);

        bare->last = sqlite3_column_int64(bare->select, 0);
        for (int i = 0; i < bare->columns; i++)
            row[i] = sqlite3_value_dup(sqlite3_column_value(bare->select, i + 1));
    }
    if (result != SQLITE_DONE)
        die("the rows cannot be read: %s", sqlite3_errmsg(bare->registry));
    sqlite3_reset(bare->select);
}

static void run(struct bare *bare, sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_DONE)
        die("the bare table: %s", sqlite3_errmsg(bare->db));
    sqlite3_reset(statement);
}

/* As a program binds that has its data at hand: nothing is copied. */
static void bind(sqlite3_stmt *statement, int parameter, sqlite3_value *value)
{
    switch (sqlite3_value_type(value)) {
    case SQLITE_NULL:
        sqlite3_bind_null(statement, parameter);
        break;
    case SQLITE_INTEGER:
        sqlite3_bind_int64(statement, parameter, sqlite3_value_int64(value));
        break;
    default:
        sqlite3_bind_text(statement, parameter, (const char *)sqlite3_value_text(value),
                          sqlite3_value_bytes(value), SQLITE_STATIC);
    }
}

static void bare_write(struct bare *bare)
{
    sqlite3_value **value = bare->values;

    run(bare, bare->begin);
    for (size_t row = 0; row < bare->n; row++) {
        for (int i = 1; i <= bare->columns; i++)
            bind(bare->insert, i, *value++);
        run(bare, bare->insert);
    }
    run(bare, bare->commit);
}

static void bare_describe(const struct bare *bare)
{
    char *journal = setting(bare->db, "journal_mode"),
         *synchronous = setting(bare->db, "synchronous");
    char *indexes = ask(bare->db, "SELECT count(*) FROM pragma_index_list('mailbox')");

    printf(
        "SQLite %s: %s, journal_mode=%s, synchronous=%s (2: FULL, 3: EXTRA); bare: %d columns and "
        "an id, %s unique indexes\n",
        sqlite3_libversion(), sqlite3_db_filename(bare->db, "main"), journal, synchronous,
        bare->columns, indexes);
    free(journal);
    free(synchronous);
    free(indexes);
}

static void bare_free(struct bare *bare)
{
    char *uri = sqlite3_mprintf("sqlite:%s", sqlite3_db_filename(bare->db, "main"));

    free_values(bare);
    free(bare->values);
    sqlite3_finalize(bare->select);
    sqlite3_finalize(bare->begin);
    sqlite3_finalize(bare->insert);
    sqlite3_finalize(bare->commit);
    sqlite3_close(bare->registry);
    sqlite3_close(bare->db);
    remove_files(uri);
    sqlite3_free(uri);
    free(bare);
}

const struct engine engine_sqlite = {
    .name = "sqlite",
    .is_there = is_there,
    .make = make,
    .remove = remove_files,
    .bare_make = bare_make,
    .bare_take = bare_take,
    .bare_write = bare_write,
    .bare_describe = bare_describe,
    .bare_free = bare_free,
};
