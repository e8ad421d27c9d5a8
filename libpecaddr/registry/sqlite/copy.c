/* SPDX-License-Identifier: BSD-3-Clause */
#include "sqlite/sqlite.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/*
 * A registry in SQLite, row by row: out of it, and into an empty one.
 *
 * The triggers would not let in what others have held of the rows: an address that was released long
 * ago, history. They are not dropped: they are switched off for this one connection, which SQLite
 * does for whoever asks, and on again before anybody else can use it. All others, who can write
 * nothing meanwhile, have them. Whoever may write the file could do worse to it.
 *
 * Indexes are made anew when all rows are there, since each row would write to a place of its own in
 * each of them; that also compares addresses and holders. All is one transaction.
 */

static struct sqlite_store *sqlite_of(struct store *store)
{
    return (struct sqlite_store *)store;
}

static int prepare(struct sqlite_store *self, const char *sql, sqlite3_stmt **ret_prepared,
                   struct pecaddr_registry_error *error)
{
    int result = sqlite3_prepare_v2(self->db, sql, -1, ret_prepared, NULL);

    return result == SQLITE_OK ? PECADDR_OK : registry_sqlite_fail(self, result, error);
}

static int execute(struct sqlite_store *self, const char *sql, struct pecaddr_registry_error *error)
{
    int result = sqlite3_exec(self->db, sql, NULL, NULL, NULL);

    return result == SQLITE_OK ? PECADDR_OK : registry_sqlite_fail(self, result, error);
}

/* Whether a query gives a number other than 0. */
static int ask(struct sqlite_store *self, const char *sql, bool *ret_answer,
               struct pecaddr_registry_error *error)
{
    sqlite3_stmt *prepared = NULL;
    int r = prepare(self, sql, &prepared, error);
    int result;

    if (r != PECADDR_OK)
        return r;
    result = sqlite3_step(prepared);
    *ret_answer = result == SQLITE_ROW && sqlite3_column_int(prepared, 0) != 0;
    if (result != SQLITE_ROW)
        r = registry_sqlite_fail(self, result, error);
    sqlite3_finalize(prepared);
    return r;
}

/* Out. */

static void select_sql(enum copied table, struct sql *sql)
{
    const struct copied_table *copied = &registry_copied[table];

    registry_sql_add(sql, "SELECT ");
    for (size_t i = 0; i < copied->n; i++)
        registry_sql_add(sql, "%s%s", SQL_COMMA(i), copied->columns[i].name);
    registry_sql_add(sql, " FROM %s ORDER BY %s", copied->name, copied->order);
}

/* False: no text of these is a text of a registry. */
static bool read_cells(sqlite3_stmt *row, const char *cells[COPIED_COLUMNS_MAX])
{
    for (int i = 0; i < sqlite3_column_count(row); i++) {
        cells[i] = (const char *)sqlite3_column_text(row, i);
        if (cells[i] && strlen(cells[i]) != (size_t)sqlite3_column_bytes(row, i))
            return false;
        if (!cells[i] && sqlite3_column_type(row, i) != SQLITE_NULL)
            return false;
    }
    return true;
}

int registry_sqlite_pour(struct store *store, enum copied table, registry_put_fn *put,
                         void *put_user, struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    struct sql sql = {.size = 0};
    sqlite3_stmt *list = NULL;
    int result = SQLITE_DONE, r;

    if (table == COPIED_STATE)
        registry_sql_add(&sql, "SELECT id || ' ' || epoch || ' ' || change FROM registry");
    else
        select_sql(table, &sql);
    r = prepare(self, sql.text, &list, error);
    while (r == PECADDR_OK && (result = sqlite3_step(list)) == SQLITE_ROW) {
        const char *cells[COPIED_COLUMNS_MAX];

        r = read_cells(list, cells)
                ? put(put_user, cells, error)
                : registry_sqlite_damaged(self, N_("a row cannot be read"), error);
    }
    if (r == PECADDR_OK && result != SQLITE_DONE)
        r = registry_sqlite_fail(self, result, error);
    sqlite3_finalize(list);
    return r;
}

/* In. */

struct filling {
    struct sqlite_store *self;
    enum copied table;
    sqlite3_stmt *insert;
    char moment[sizeof "2030-12-31T00:00:00.000Z"];
};

static void insert_sql(enum copied table, struct sql *sql)
{
    const struct copied_table *copied = &registry_copied[table];

    /* The row is there: a registry is never without. */
    if (table == COPIED_REGISTRY) {
        registry_sql_add(sql, "UPDATE registry SET id = ?1, epoch = ?2, change = ?3, "
                              "provinces = ?4");
        return;
    }
    registry_sql_add(sql, "INSERT INTO %s (", copied->name);
    for (size_t i = 0; i < copied->n; i++)
        registry_sql_add(sql, "%s%s", SQL_COMMA(i), copied->columns[i].name);
    registry_sql_add(sql, table == COPIED_MAILBOX ? ", released) VALUES (" : ") VALUES (");
    for (size_t i = 0; i < copied->n; i++)
        registry_sql_add(sql, "%s?%zu", SQL_COMMA(i), i + 1);
    for (size_t i = 0; table == COPIED_MAILBOX && i < copied->n; i++)
        if (strcmp(copied->columns[i].name, "state") == 0)
            registry_sql_add(sql, ", ?%zu = 'released'", i + 1);
    registry_sql_add(sql, ")");
}

/* A moment as it stands here, to the millisecond. */
static const char *shorten_moment(struct filling *filling, const char *moment)
{
    size_t size = sizeof filling->moment - 1;

    if (strlen(moment) <= size)
        return moment;
    memcpy(filling->moment, moment, size - 1);
    filling->moment[size - 1] = 'Z';
    return filling->moment;
}

static int put(void *user, const char *const cells[], struct pecaddr_registry_error *error)
{
    struct filling *filling = user;
    const struct copied_table *copied = &registry_copied[filling->table];
    int result, r = PECADDR_OK;

    for (size_t i = 0; i < copied->n; i++) {
        const char *text = cells[i];

        if (text && copied->columns[i].type == COPIED_MOMENT)
            text = shorten_moment(filling, text);
        if (text)
            sqlite3_bind_text(filling->insert, (int)i + 1, text, -1, SQLITE_STATIC);
    }
    result = sqlite3_step(filling->insert);
    if (result != SQLITE_DONE)
        r = registry_sqlite_fail(filling->self, result, error);
    sqlite3_reset(filling->insert);
    sqlite3_clear_bindings(filling->insert);
    return r;
}

static int fill_table(struct sqlite_store *self, const struct feed *feed, enum copied table,
                      struct pecaddr_registry_error *error)
{
    struct filling filling = {.self = self, .table = table};
    struct sql sql = {.size = 0};
    int r;

    insert_sql(table, &sql);
    r = prepare(self, sql.text, &filling.insert, error);
    if (r == PECADDR_OK)
        r = feed->pour(feed->user, table, put, &filling, error);
    sqlite3_finalize(filling.insert);
    return r;
}

/* The statements that drop the indexes, or make them again; to be freed by sqlite3_free(). */
static int read_indexes(struct sqlite_store *self, const char *what, char **ret_statements,
                        struct pecaddr_registry_error *error)
{
    struct sql sql = {.size = 0};
    sqlite3_stmt *prepared = NULL;
    int result, r;

    registry_sql_add(&sql,
                     "SELECT group_concat(%s, '; ') FROM sqlite_schema "
                     "WHERE type = 'index' AND sql IS NOT NULL",
                     what);
    r = prepare(self, sql.text, &prepared, error);
    if (r != PECADDR_OK)
        return r;
    result = sqlite3_step(prepared);
    if (result != SQLITE_ROW)
        r = registry_sqlite_fail(self, result, error);
    else if (!(*ret_statements = sqlite3_mprintf("%s", sqlite3_column_text(prepared, 0))))
        r = registry_no_memory(error);
    sqlite3_finalize(prepared);
    return r;
}

static int check_empty(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    bool any = false;
    int r = ask(self,
                "SELECT EXISTS (SELECT 1 FROM mailbox) OR EXISTS (SELECT 1 FROM history) "
                "OR EXISTS (SELECT 1 FROM scheme) OR EXISTS (SELECT 1 FROM told)",
                &any, error);

    if (r == PECADDR_OK && any)
        return registry_fail(error, PECADDR_E_STATE,
                             "%s: there are mailboxes on record here already; copy into a new, "
                             "empty registry",
                             SHOWN(self->path));
    return r;
}

/* What the triggers would have seen to. */
static int check_filled(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    bool misfit = false, ahead = false;
    int r = ask(self, registry_copied_misfit, &misfit, error);

    if (r == PECADDR_OK)
        r = ask(
            self,
            "SELECT EXISTS (SELECT 1 FROM mailbox WHERE change > (SELECT change FROM registry))",
            &ahead, error);
    if (r == PECADDR_OK && (misfit || ahead))
        return registry_fail(error, PECADDR_E_STORAGE,
                             "the registry is damaged: its mailboxes, their history and schemes do "
                             "not belong together, and nothing was copied; see what `pecaddr "
                             "registry verify` says of it");
    return r == PECADDR_OK ? registry_sqlite_check_schema(self, error) : r;
}

static int fill_tables(struct sqlite_store *self, const struct feed *feed,
                       struct pecaddr_registry_error *error)
{
    char *drop = NULL, *create = NULL;
    int r =
        read_indexes(self, "'DROP INDEX \"' || replace(name, '\"', '\"\"') || '\"'", &drop, error);

    if (r == PECADDR_OK)
        r = read_indexes(self, "sql", &create, error);
    if (r == PECADDR_OK)
        r = execute(self, drop, error);
    for (enum copied table = 0; r == PECADDR_OK && table < COPIED_TABLES; table++)
        r = fill_table(self, feed, table, error);
    if (r == PECADDR_OK)
        r = execute(self, create, error);
    sqlite3_free(drop);
    sqlite3_free(create);
    return r;
}

/*
 * From now on it is the registry that was copied, and its mark says so. Whoever stops before that
 * leaves the mark of another, beside which no new address is issued.
 */
static int leave_mark(struct sqlite_store *self, bool stopped, struct pecaddr_registry_error *error)
{
    int r;

    if (!self->mark_path)
        return PECADDR_OK;
    r = registry_sqlite_read_registry(self, error);
    if (r != PECADDR_OK)
        return r;
    if (stopped ? unlink(self->mark_path) == 0 || errno == ENOENT
                : registry_mark_write(self->mark_path, &self->now, true))
        return PECADDR_OK;
    return registry_fail(error, PECADDR_E_STORAGE,
                         "%s: the mark cannot be written: %s; without it no new address is "
                         "issued",
                         SHOWN(self->mark_path), registry_reason(errno));
}

int registry_sqlite_fill(struct store *store, const struct feed *feed,
                         struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    int r = store->ops->begin(store, PECADDR_CLAIM, error);

    if (r != PECADDR_OK)
        return r;
    sqlite3_db_config(self->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    r = check_empty(self, error);
    if (r == PECADDR_OK)
        r = fill_tables(self, feed, error);
    if (r == PECADDR_OK)
        r = check_filled(self, error);
    if (r == PECADDR_OK)
        r = feed->confirm(feed->user, error);
    if (r == PECADDR_OK)
        r = store->ops->commit(store, error);
    sqlite3_db_config(self->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, NULL);
    if (r == PECADDR_OK)
        return leave_mark(self, feed->stopped, error);
    store->ops->rollback(store);
    return r;
}
