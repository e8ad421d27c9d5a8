/* SPDX-License-Identifier: BSD-3-Clause */
#include "sqlite/sqlite.h"

#include <stdio.h>
#include <string.h>

/* The version that this program makes. */
int registry_sqlite_schema_version(void)
{
    const char *const *migrations;

    return (int)registry_sqlite_migrations(&migrations);
}

static int read_int(struct sqlite_store *self, const char *sql, int *ret_value,
                    struct pecaddr_registry_error *error)
{
    sqlite3_stmt *prepared = NULL;
    int result = sqlite3_prepare_v2(self->db, sql, -1, &prepared, NULL);

    if (result == SQLITE_OK)
        result = sqlite3_step(prepared);
    if (result == SQLITE_ROW)
        *ret_value = sqlite3_column_int(prepared, 0);
    sqlite3_finalize(prepared);
    return result == SQLITE_ROW ? PECADDR_OK : registry_sqlite_fail(self, result, error);
}

/* The version of the schema; 0: an empty file. Anything else than a registry is refused. */
static int read_version(struct sqlite_store *self, int *ret_version,
                        struct pecaddr_registry_error *error)
{
    int application = 0, version = 0, objects = 0;
    int r = read_int(self, "PRAGMA application_id", &application, error);

    if (r == PECADDR_OK)
        r = read_int(self, "PRAGMA user_version", &version, error);
    if (r == PECADDR_OK)
        r = read_int(self, "SELECT count(*) FROM sqlite_schema", &objects, error);
    if (r != PECADDR_OK)
        return r;
    if (application == 0 && version == 0 && objects == 0) {
        *ret_version = 0;
        return PECADDR_OK;
    }
    if (application != APPLICATION_ID)
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: this is an SQLite database of another program, no registry; "
                             "check the path",
                             SHOWN(self->path));
    if (version < 1)
        return registry_sqlite_damaged(self, N_("it has no version"), error);
    if (version > registry_sqlite_schema_version())
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: this registry was made by a newer version of libpecaddr (its "
                             "schema is %d, this version knows up to %d); install the newer one",
                             SHOWN(self->path), version, registry_sqlite_schema_version());
    *ret_version = version;
    return PECADDR_OK;
}

/* The version at one moment, whatever other programs are doing to the file. */
int registry_sqlite_look_at_version(struct sqlite_store *self, int *ret_version,
                                    struct pecaddr_registry_error *error)
{
    int r = registry_sqlite_execute(self, "BEGIN", error);

    if (r != PECADDR_OK)
        return r;
    r = read_version(self, ret_version, error);
    sqlite3_exec(self->db, "ROLLBACK", NULL, NULL, NULL);
    return r;
}

/* Of a table, an index or a trigger of ours. */
#define NAME_SIZE 64

/*
 * Which of the rules is not there that the database holds, of all that the schema makes, to the letter;
 * an empty text: none. A program that rearranges tables drops their triggers easily. What was added does no
 * harm.
 */
static int compare_schema(const struct sqlite_store *self, sqlite3 *reference,
                          char ret_differs[NAME_SIZE])
{
    static const char list[] = "SELECT type, name, sql FROM sqlite_schema";
    static const char look[] =
        "SELECT 1 FROM sqlite_schema WHERE type = ?1 AND name = ?2 AND sql IS ?3";
    sqlite3_stmt *expected = NULL, *found = NULL;
    int result = sqlite3_prepare_v2(reference, list, -1, &expected, NULL);

    if (result == SQLITE_OK)
        result = sqlite3_prepare_v2(self->db, look, -1, &found, NULL);
    ret_differs[0] = '\0';
    while (result == SQLITE_OK && ret_differs[0] == '\0' &&
           (result = sqlite3_step(expected)) == SQLITE_ROW) {
        for (int i = 0; i < 3; i++)
            sqlite3_bind_value(found, i + 1, sqlite3_column_value(expected, i));
        result = sqlite3_step(found);
        if (result == SQLITE_DONE)
            snprintf(ret_differs, NAME_SIZE, "%s", (const char *)sqlite3_column_text(expected, 1));
        if (result == SQLITE_ROW || result == SQLITE_DONE)
            result = sqlite3_reset(found);
    }
    sqlite3_finalize(expected);
    sqlite3_finalize(found);
    return result == SQLITE_DONE ? SQLITE_OK : result;
}

/* Where a statement stands in a schema, to the letter; NULL: nowhere. */
static const char *find_statement(const char *schema, const char *statement)
{
    size_t size = strlen(statement);
    const char *at = schema;

    while ((at = strstr(at, statement)) != NULL &&
           !((at == schema || at[-1] == '\n') && strncmp(at + size, ";\n", 2) == 0))
        at++;
    return at;
}

static int count_statements(const char *schema)
{
    static const char begin[] = "\nCREATE ";
    int n = strncmp(schema, begin + 1, strlen(begin + 1)) == 0;

    for (const char *at = schema; (at = strstr(at, begin)) != NULL; at++)
        n++;
    return n;
}

#define STATEMENTS_MAX 64

/*
 * Whether each statement of a schema is there as it is written, which no second database is needed to see:
 * SQLite keeps them so.
 */
static int look_for_statements(const struct sqlite_store *self, const char *schema, bool *ret_all)
{
    const char *seen[STATEMENTS_MAX];
    sqlite3_stmt *prepared = NULL;
    int result = sqlite3_prepare_v2(self->db, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL",
                                    -1, &prepared, NULL);
    int found = 0;

    while (result == SQLITE_OK && (result = sqlite3_step(prepared)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(prepared, 0);
        const char *statement = text ? find_statement(schema, text) : NULL;
        int i = 0;

        while (i < found && seen[i] != statement)
            i++;
        if (statement && i == found && found < STATEMENTS_MAX)
            seen[found++] = statement;
        result = SQLITE_OK;
    }
    sqlite3_finalize(prepared);
    *ret_all = found == count_statements(schema);
    return result == SQLITE_DONE ? SQLITE_OK : result;
}

/* A database in memory with the schema of a version. */
static int make_reference(int version, sqlite3 **ret_reference)
{
    const char *const *migrations;
    int result = sqlite3_open_v2(":memory:", ret_reference,
                                 SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);

    registry_sqlite_migrations(&migrations);
    for (int i = 0; result == SQLITE_OK && i < version; i++)
        result = sqlite3_exec(*ret_reference, migrations[i], NULL, NULL, NULL);
    return result;
}

int registry_sqlite_make_reference(sqlite3 **ret_reference)
{
    return make_reference(registry_sqlite_schema_version(), ret_reference);
}

static int check_schema_of(struct sqlite_store *self, int version,
                           struct pecaddr_registry_error *error)
{
    const char *const *migrations;
    sqlite3 *reference = NULL;
    char differs[NAME_SIZE] = "";
    bool all = false;
    int result = SQLITE_OK;

    registry_sqlite_migrations(&migrations);
    if (version == 1)
        result = look_for_statements(self, migrations[0], &all);
    if (result == SQLITE_OK && all)
        return PECADDR_OK;
    if (result == SQLITE_OK)
        result = make_reference(version, &reference);
    if (result == SQLITE_OK)
        result = compare_schema(self, reference, differs);
    sqlite3_close(reference);
    if (result != SQLITE_OK)
        return registry_sqlite_fail(self, result, error);
    if (differs[0] != '\0')
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: the registry is damaged (its table, index or trigger %s was "
                             "changed, or is not there); restore it from a backup",
                             SHOWN(self->path), differs);
    return PECADDR_OK;
}

int registry_sqlite_check_schema(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    return check_schema_of(self, registry_sqlite_schema_version(), error);
}

/* Brings the schema up to date, whatever it is: all or nothing. */
int registry_sqlite_migrate(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    const char *const *migrations;
    int n = (int)registry_sqlite_migrations(&migrations);
    char sql[96];
    int version = 0;
    int r = registry_sqlite_execute(self, "BEGIN IMMEDIATE", error);

    if (r != PECADDR_OK)
        return r;
    r = read_version(self, &version, error);
    if (r == PECADDR_OK && version > 0)
        r = check_schema_of(self, version, error);
    for (int i = version; r == PECADDR_OK && i < n; i++)
        r = registry_sqlite_execute(self, migrations[i], error);
    if (r == PECADDR_OK) {
        snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT",
                 APPLICATION_ID, n);
        r = registry_sqlite_execute(self, sql, error);
    }
    if (sqlite3_get_autocommit(self->db) == 0)
        sqlite3_exec(self->db, "ROLLBACK", NULL, NULL, NULL);
    return r;
}
