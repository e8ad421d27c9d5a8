/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/postgres.h"
#include "postgres/schema.h"

/*
 * A registry in PostgreSQL, row by row: out of it, through a cursor in one snapshot; and into an empty
 * one.
 *
 * The triggers would not let in what others have held of the rows: an address that was released long
 * ago, history, who did what and when. The owner, and nobody else, may switch them off. He does so in
 * the transaction that fills the tables, which locks them first: nobody else can as much as read a
 * table whose triggers are off, and they are on again before it ends, however it ends. Constraints and
 * unique indexes hold all the while.
 */

/* Out. */

#define FETCH_SIZE          1000
#define STRINGIFIED(number) #number
#define STRING(number)      STRINGIFIED(number)

static void select_column(enum copied_type type, const char *name, struct sql *sql)
{
    switch (type) {
    case COPIED_FLAG:
        registry_sql_add(sql, "%s::integer", name);
        break;
    case COPIED_MOMENT:
        registry_sql_add(sql, "to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
                         name);
        break;
    default:
        registry_sql_add(sql, "%s", name);
    }
}

static void select_sql(enum copied table, struct sql *sql)
{
    const struct copied_table *copied = &registry_copied[table];

    registry_sql_add(sql, "DECLARE pecaddr_copy NO SCROLL CURSOR FOR SELECT ");
    for (size_t i = 0; i < copied->n; i++) {
        registry_sql_add(sql, "%s", SQL_COMMA(i));
        select_column(copied->columns[i].type, copied->columns[i].name, sql);
    }
    registry_sql_add(sql, " FROM pecaddr.%s ORDER BY %s", copied->name, copied->order);
}

/* No transaction that is seen has a higher number than the last that had begun. */
static const char registry_sql[] =
    "DECLARE pecaddr_copy NO SCROLL CURSOR FOR SELECT id, epoch, "
    "change + pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1, provinces "
    "FROM pecaddr.registry";

static const char state_sql[] =
    "DECLARE pecaddr_copy NO SCROLL CURSOR FOR SELECT concat_ws(' ', id, epoch, "
    "(SELECT count(*) FROM pecaddr.mailbox), (SELECT max(change) FROM pecaddr.mailbox), "
    "(SELECT count(*) FROM pecaddr.told)) FROM pecaddr.registry";

static int fetch(struct postgres_store *self, PGresult **ret_rows,
                 struct pecaddr_registry_error *error)
{
    int r = registry_postgres_send_sql(
        self, "FETCH FORWARD " STRING(FETCH_SIZE) " FROM pecaddr_copy", error);

    return r == PECADDR_OK ? registry_postgres_receive(&self->connection, ret_rows, error) : r;
}

static int put_rows(const PGresult *rows, int columns, registry_put_fn *put, void *put_user,
                    struct pecaddr_registry_error *error)
{
    const char *cells[COPIED_COLUMNS_MAX];
    int r = PECADDR_OK;

    for (int row = 0; r == PECADDR_OK && row < PQntuples(rows); row++) {
        for (int i = 0; i < columns; i++)
            cells[i] = PQgetisnull(rows, row, i) ? NULL : PQgetvalue(rows, row, i);
        r = put(put_user, cells, error);
    }
    return r;
}

static int pour_rows(struct postgres_store *self, int columns, registry_put_fn *put, void *put_user,
                     struct pecaddr_registry_error *error)
{
    int n = FETCH_SIZE, r = PECADDR_OK;

    while (r == PECADDR_OK && n == FETCH_SIZE) {
        PGresult *rows = NULL;

        r = fetch(self, &rows, error);
        if (r != PECADDR_OK)
            return r;
        n = PQntuples(rows);
        r = put_rows(rows, columns, put, put_user, error);
        PQclear(rows);
    }
    return r;
}

int registry_postgres_pour(struct store *store, enum copied table, registry_put_fn *put,
                           void *put_user, struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    struct sql sql = {.size = 0};
    int columns = table == COPIED_STATE ? 1 : (int)registry_copied[table].n;
    int r = registry_postgres_start(self, NULL, error);

    if (table == COPIED_STATE)
        registry_sql_add(&sql, "%s", state_sql);
    else if (table == COPIED_REGISTRY)
        registry_sql_add(&sql, "%s", registry_sql);
    else
        select_sql(table, &sql);
    self->connection.listing = true;
    if (r == PECADDR_OK)
        r = registry_postgres_send_settings(self, true, error);
    if (r == PECADDR_OK)
        r = registry_postgres_send_sql(self, sql.text, error);
    if (r == PECADDR_OK)
        r = pour_rows(self, columns, put, put_user, error);
    if (r == PECADDR_OK)
        r = registry_postgres_send_sql(self, "CLOSE pecaddr_copy", error);
    if (r == PECADDR_OK)
        r = registry_postgres_receive(&self->connection, NULL, error);
    self->connection.listing = false;
    return r;
}

/* In. */

/* How many rows go in one statement. */
#define ROWS 1000

struct filling {
    struct postgres_store *self;
    const struct feed *feed;
    enum copied table;
    size_t n; /* rows in the arrays */
    struct sql sql;
};

static void insert_sql(enum copied table, struct sql *sql)
{
    static const char *const casts[] = {
        [COPIED_NUMBER] = "::bigint", [COPIED_TEXT] = "",       [COPIED_WORDS] = "",
        [COPIED_FLAG] = "::boolean",  [COPIED_DATE] = "::date", [COPIED_MOMENT] = "::timestamptz",
    };
    const struct copied_table *copied = &registry_copied[table];

    registry_sql_add(sql, "INSERT INTO pecaddr.%s (", copied->name);
    for (size_t i = 0; i < copied->n; i++)
        registry_sql_add(sql, "%s%s", SQL_COMMA(i), copied->columns[i].name);
    registry_sql_add(sql, ") OVERRIDING SYSTEM VALUE SELECT ");
    /* An empty text goes as an unknown fact. */
    for (size_t i = 0; i < copied->n; i++)
        registry_sql_add(
            sql, copied->columns[i].type == COPIED_WORDS ? "%scoalesce(c%zu, '')%s" : "%sc%zu%s",
            SQL_COMMA(i), i, casts[copied->columns[i].type]);
    registry_sql_add(sql, " FROM unnest(");
    for (size_t i = 0; i < copied->n; i++)
        registry_sql_add(sql, "%s$%zu::text[]", SQL_COMMA(i), i + 1);
    registry_sql_add(sql, ") AS given (");
    for (size_t i = 0; i < copied->n; i++)
        registry_sql_add(sql, "%sc%zu", SQL_COMMA(i), i);
    registry_sql_add(sql, ")");
}

static void begin_rows(struct filling *filling)
{
    for (size_t i = 0; i < registry_copied[filling->table].n; i++)
        registry_array_begin(&filling->self->arrays[i], TYPE_TEXT);
    filling->n = 0;
}

static int send_rows(struct filling *filling, struct pecaddr_registry_error *error)
{
    struct postgres_store *self = filling->self;
    struct statement statement = {.sql = filling->sql.text};
    int r;

    if (filling->n == 0)
        return PECADDR_OK;
    for (size_t i = 0; i < registry_copied[filling->table].n; i++)
        registry_statement_array(&statement, &self->arrays[i]);
    r = registry_postgres_check_memory(self, error);
    if (r == PECADDR_OK)
        r = registry_postgres_send(&self->connection, &statement, error);
    if (r == PECADDR_OK)
        r = registry_postgres_receive(&self->connection, NULL, error);
    begin_rows(filling);
    return r;
}

static int put(void *user, const char *const cells[], struct pecaddr_registry_error *error)
{
    struct filling *filling = user;

    for (size_t i = 0; i < registry_copied[filling->table].n; i++)
        registry_array_string(&filling->self->arrays[i], cells[i] ? cells[i] : "");
    return ++filling->n < ROWS ? PECADDR_OK : send_rows(filling, error);
}

/* Whatever is written from now on gets a higher number than all that was there. Where it is becomes
 * unknown if nothing new may be issued: see mark.c. */
#define PUT_REGISTRY                                                                               \
    "UPDATE pecaddr.registry SET id = $1, epoch = $2::integer, provinces = $4, "                   \
    "change = greatest(change, $3::bigint + 1 "                                                    \
    "- pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"
#define NOWHERE ", server = NULL, timeline = NULL, database = NULL, relation = NULL"

static int put_registry(void *user, const char *const cells[], struct pecaddr_registry_error *error)
{
    struct filling *filling = user;
    struct postgres_store *self = filling->self;
    struct statement statement = {.sql =
                                      filling->feed->stopped ? PUT_REGISTRY NOWHERE : PUT_REGISTRY};
    int r;

    for (size_t i = 0; i < registry_copied[COPIED_REGISTRY].n; i++)
        registry_statement_text(&statement, cells[i] ? cells[i] : "");
    r = registry_postgres_send(&self->connection, &statement, error);
    return r == PECADDR_OK ? registry_postgres_receive(&self->connection, NULL, error) : r;
}

static int fill_table(struct postgres_store *self, const struct feed *feed, enum copied table,
                      struct pecaddr_registry_error *error)
{
    struct filling filling = {.self = self, .feed = feed, .table = table};
    int r;

    if (table == COPIED_REGISTRY)
        return feed->pour(feed->user, table, put_registry, &filling, error);
    insert_sql(table, &filling.sql);
    begin_rows(&filling);
    r = feed->pour(feed->user, table, put, &filling, error);
    return r == PECADDR_OK ? send_rows(&filling, error) : r;
}

static int script(struct postgres_store *self, const char *sql,
                  struct pecaddr_registry_error *error)
{
    return registry_postgres_script(&self->connection, sql, URI_TIMEOUT_MAX, NULL, error);
}

/* Whether a query gives anything else than 0. */
static int ask(struct postgres_store *self, const char *sql, bool *ret_answer,
               struct pecaddr_registry_error *error)
{
    PGresult *result = NULL;
    int r = registry_postgres_script(&self->connection, sql, URI_TIMEOUT_MAX, &result, error);

    if (r == PECADDR_OK)
        *ret_answer = strcmp(PQgetvalue(result, 0, 0), "0") != 0;
    PQclear(result);
    return r;
}

static int begin(struct postgres_store *self, struct pecaddr_registry_error *error)
{
    int r = registry_postgres_send_sql(self, "BEGIN ISOLATION LEVEL READ COMMITTED", error);

    if (r == PECADDR_OK) {
        self->connection.begun = true;
        r = registry_postgres_send_settings(self, true, error);
    }
    return r == PECADDR_OK ? registry_postgres_receive(&self->connection, NULL, error) : r;
}

#define TRIGGERS(what)                                                                             \
    "ALTER TABLE pecaddr.registry " what " TRIGGER USER; "                                         \
    "ALTER TABLE pecaddr.scheme " what " TRIGGER USER; "                                           \
    "ALTER TABLE pecaddr.mailbox " what " TRIGGER USER; "                                          \
    "ALTER TABLE pecaddr.history " what " TRIGGER USER; "                                          \
    "ALTER TABLE pecaddr.told " what " TRIGGER USER"

static int open_tables(struct postgres_store *self, struct pecaddr_registry_error *error)
{
    bool any = false;
    int r = script(self,
                   "LOCK TABLE pecaddr.registry, pecaddr.scheme, pecaddr.mailbox, pecaddr.history, "
                   "pecaddr.told IN ACCESS EXCLUSIVE MODE; " TRIGGERS("DISABLE"),
                   error);

    if (r == PECADDR_OK)
        r = ask(self,
                "SELECT CASE WHEN EXISTS (SELECT FROM pecaddr.mailbox) "
                "OR EXISTS (SELECT FROM pecaddr.history) OR EXISTS (SELECT FROM pecaddr.scheme) "
                "OR EXISTS (SELECT FROM pecaddr.told) THEN 1 ELSE 0 END",
                &any, error);
    if (r == PECADDR_OK && any)
        return registry_fail(error, PECADDR_E_STATE,
                             "%s: there are mailboxes on record here already; copy into a new, "
                             "empty registry",
                             self->connection.shown);
    return r;
}

/* What the triggers would have seen to; and they are on again. */
static int close_tables(struct postgres_store *self, struct pecaddr_registry_error *error)
{
    bool misfit = false;
    int r = script(self, "SET LOCAL search_path = pecaddr, pg_catalog, pg_temp", error);

    if (r == PECADDR_OK)
        r = ask(self, registry_copied_misfit, &misfit, error);
    if (r == PECADDR_OK && misfit)
        return registry_fail(error, PECADDR_E_STORAGE,
                             "the registry is damaged: its mailboxes, their history and schemes do "
                             "not belong together, and nothing was copied; see what `pecaddr "
                             "registry verify` says of it");
    if (r == PECADDR_OK)
        r = script(self, "SET LOCAL search_path = pg_catalog, pg_temp; " TRIGGERS("ENABLE"), error);
    if (r == PECADDR_OK)
        r = registry_postgres_settle(&self->connection, error);
    return r == PECADDR_OK ? registry_postgres_check_rules(&self->connection, error) : r;
}

static int commit(struct postgres_store *self, struct pecaddr_registry_error *error)
{
    struct connection *connection = &self->connection;
    int r;

    connection->doubted = false;
    connection->committing = true;
    r = script(self, "COMMIT", error);
    connection->committing = false;
    if (r != PECADDR_OK)
        return r;
    connection->begun = false;
    if (connection->doubted)
        return registry_postgres_fail(
            connection, error,
            N_("the wait for the standby server was broken off; whether the change is there to "
               "stay is unknown: look, or ask again"));
    return PECADDR_OK;
}

int registry_postgres_fill(struct store *store, const struct feed *feed,
                           struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    int r;

    registry_postgres_call(store);
    r = registry_postgres_begin(store, PECADDR_CLAIM, error);
    if (r != PECADDR_OK)
        return r;
    self->connection.listing = true;
    r = begin(self, error);
    if (r == PECADDR_OK)
        r = open_tables(self, error);
    for (enum copied table = 0; r == PECADDR_OK && table < COPIED_TABLES; table++)
        r = fill_table(self, feed, table, error);
    if (r == PECADDR_OK)
        r = close_tables(self, error);
    if (r == PECADDR_OK)
        r = feed->confirm(feed->user, error);
    if (r == PECADDR_OK)
        r = commit(self, error);
    self->connection.listing = false;
    registry_postgres_rollback(store);
    return r;
}
