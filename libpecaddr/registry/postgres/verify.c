/* SPDX-License-Identifier: BSD-3-Clause */
#include "finding.h"
#include "invariants.h"
#include "postgres/postgres.h"
#include "postgres/rules.h"
#include "postgres/schema.h"

#include <stdio.h>
#include <string.h>

/* Whether what a server has is what it must be: SPEC §5. All is read in one transaction. */

struct verification {
    struct questioner questioner;
    struct postgres_store *store;
    const struct verifier *verifier;
};

static struct connection *connection_of(const struct verification *self)
{
    return &self->store->connection;
}

static int run(const struct verification *self, const char *sql, PGresult **ret_rows,
               struct pecaddr_registry_error *error)
{
    int r = registry_postgres_send_sql(self->store, sql, error);

    return r == PECADDR_OK ? registry_postgres_receive(connection_of(self), ret_rows, error) : r;
}

/* Whether a statement failed that the server had understood; the connection is there still. */
static bool was_refused(const struct verification *self)
{
    return connection_of(self)->conn && connection_of(self)->state[0] != '\0';
}

/* Whether it failed as the server found that its files are damaged. */
static bool found_damage(const struct verification *self)
{
    return was_refused(self) && strncmp(connection_of(self)->state, "XX", 2) == 0;
}

#define TRY   "SAVEPOINT pecaddr_try"
#define TRIED "RELEASE SAVEPOINT pecaddr_try"

/* Goes on after what failed since TRY. */
static int go_on(const struct verification *self, struct pecaddr_registry_error *error)
{
    return run(self, "ROLLBACK TO SAVEPOINT pecaddr_try", NULL, error);
}

/* Lists, piece by piece. */

typedef int on_row_fn(struct verification *self, const PGresult *rows, int row, void *user,
                      struct pecaddr_registry_error *error);

#define PIECE_OF_LIST 1000
#define FETCH         "FETCH FORWARD 1000 FROM pecaddr_verify"

static int tell_rows(struct verification *self, on_row_fn *each, void *user,
                     struct pecaddr_registry_error *error)
{
    int n = PIECE_OF_LIST;
    int r = PECADDR_OK;

    while (r == PECADDR_OK && n == PIECE_OF_LIST) {
        PGresult *rows = NULL;

        r = run(self, FETCH, &rows, error);
        n = r == PECADDR_OK ? PQntuples(rows) : 0;
        for (int row = 0; r == PECADDR_OK && row < n; row++)
            r = each(self, rows, row, user, error);
        PQclear(rows);
    }
    return r == PECADDR_OK ? run(self, "CLOSE pecaddr_verify", NULL, error) : r;
}

static int read_rows(struct verification *self, const char *sql, on_row_fn *each, void *user,
                     struct pecaddr_registry_error *error)
{
    static const char declare[] = "DECLARE pecaddr_verify NO SCROLL CURSOR FOR ";
    char *text = malloc(sizeof declare + strlen(sql));
    int r;

    if (!text)
        return registry_no_memory(error);
    strcpy(text, declare);
    strcat(text, sql);
    r = run(self, text, NULL, error);
    free(text);
    return r == PECADDR_OK ? tell_rows(self, each, user, error) : r;
}

/* The server's own check. */

static int find_amcheck(const struct verification *self, PGresult **ret_schema,
                        struct pecaddr_registry_error *error)
{
    return run(self,
               "SELECT quote_ident(n.nspname) FROM pg_proc AS p "
               "JOIN pg_namespace AS n ON n.oid = p.pronamespace "
               "JOIN pg_depend AS d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid "
               "AND d.deptype = 'e' "
               "JOIN pg_extension AS e ON d.refclassid = 'pg_extension'::regclass "
               "AND e.oid = d.refobjid AND e.extname = 'amcheck' "
               "WHERE p.proname = 'bt_index_check' AND p.pronargs >= 2 "
               "AND has_function_privilege(p.oid, 'EXECUTE') "
               "AND has_schema_privilege(n.oid, 'USAGE') LIMIT 1",
               ret_schema, error);
}

static int check_index(const struct verification *self, const char *schema, const char *number,
                       const char *name, struct pecaddr_registry_error *error)
{
    char sql[256], what[96];
    int r = run(self, TRY, NULL, error);

    if (r != PECADDR_OK)
        return r;
    snprintf(sql, sizeof sql, "SELECT %s.bt_index_check(%s::oid::regclass, true)", schema, number);
    snprintf(what, sizeof what, "index %s", name);
    connection_of(self)->state[0] = '\0';
    r = run(self, sql, NULL, error);
    if (r == PECADDR_OK)
        return run(self, TRIED, NULL, error);
    if (!was_refused(self))
        return r;
    r = registry_tell_found(self->verifier,
                            found_damage(self) ? PECADDR_FINDING_ENGINE : PECADDR_FINDING_UNCHECKED,
                            what, connection_of(self)->detail);
    return r == PECADDR_OK ? go_on(self, error) : r;
}

static int check_indexes(const struct verification *self, const char *schema,
                         struct pecaddr_registry_error *error)
{
    PGresult *indexes = NULL;
    int r = run(self,
                "SELECT c.oid::text, c.relname FROM pg_class AS c "
                "JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname = 'pecaddr' "
                "JOIN pg_am AS a ON a.oid = c.relam AND a.amname = 'btree' "
                "JOIN pg_index AS i ON i.indexrelid = c.oid AND i.indisvalid AND i.indisready "
                "WHERE c.relkind = 'i' ORDER BY c.relname",
                &indexes, error);

    for (int i = 0; r == PECADDR_OK && i < PQntuples(indexes); i++)
        r = check_index(self, schema, PQgetvalue(indexes, i, 0), PQgetvalue(indexes, i, 1), error);
    PQclear(indexes);
    return r;
}

static int run_amcheck(const struct verification *self, struct pecaddr_registry_error *error)
{
    PGresult *schema = NULL;
    int r = find_amcheck(self, &schema, error);

    if (r == PECADDR_OK && PQntuples(schema) == 0)
        r = registry_tell_found(
            self->verifier, PECADDR_FINDING_UNCHECKED, N_("the indexes by the server itself"),
            N_("the extension amcheck is not in this database, or this user may not use it"));
    else if (r == PECADDR_OK)
        r = check_indexes(self, PQgetvalue(schema, 0, 0), error);
    PQclear(schema);
    return r;
}

/* What must hold. */

static const struct dialect dialect = {
    .schema = "pecaddr.",
    .unindexed = "",
    .living = "?.state <> 'released'",
    .same = "IS NOT DISTINCT FROM",
    .differ = "IS DISTINCT FROM",
    .now = "(SELECT change + pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1 "
           "FROM pecaddr.registry)",
    /* Who waits for another's mailbox may have the lower number. */
    .back = "false",
    .day = "(? IS NULL OR ? BETWEEN '0001-01-01' AND '9999-12-31')",
    .moment = "isfinite(?)",
    .own = "SELECT NULL, NULL, NULL, 'bucket' "
           "FROM (SELECT count(*) AS n, min(number) AS first, max(number) AS last "
           "FROM pecaddr.bucket) AS known "
           "WHERE (known.n, known.first, known.last) IS DISTINCT FROM (1024, 1, 1024)",
};

struct asked {
    registry_on_answer_fn *each;
    void *user;
};

static int tell_answer(struct verification *self, const PGresult *rows, int row, void *user,
                       struct pecaddr_registry_error *error)
{
    const struct asked *asked = user;
    const struct answer answer = {
        .address = PQgetvalue(rows, row, 0),
        .other = PQgetvalue(rows, row, 1),
        .revision = (uint64_t)number_at(rows, row, 2),
        .fact = PQgetvalue(rows, row, 3),
    };

    (void)self;
    (void)error;
    return asked->each(asked->user, &answer);
}

/* How the planner may go about it. */
static const char by_index_sql[] =
    "SELECT set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'on', true), "
    "set_config('enable_indexonlyscan', 'on', true), set_config('enable_bitmapscan', 'on', true)";
static const char by_table_sql[] =
    "SELECT set_config('enable_seqscan', 'on', true), set_config('enable_indexscan', 'off', true), "
    "set_config('enable_indexonlyscan', 'off', true), "
    "set_config('enable_bitmapscan', 'off', true)";

static int ask(struct questioner *questioner, const char *sql, bool by_index,
               registry_on_answer_fn *each, void *user, struct pecaddr_registry_error *error)
{
    struct verification *self = (struct verification *)questioner;
    struct asked asked = {each, user};
    int r = run(self, TRY, NULL, error);

    if (r == PECADDR_OK)
        r = run(self, by_index ? by_index_sql : by_table_sql, NULL, error);
    if (r != PECADDR_OK)
        return r;
    connection_of(self)->state[0] = '\0';
    r = read_rows(self, sql, tell_answer, &asked, error);
    if (r == PECADDR_OK)
        return run(self, TRIED, NULL, error);
    if (!found_damage(self))
        return r;
    questioner->broken = true;
    r = registry_tell_found(self->verifier, PECADDR_FINDING_ENGINE, "",
                            connection_of(self)->detail);
    return r == PECADDR_OK ? go_on(self, error) : r;
}

/* Mailboxes. */

static const char mailbox_sql[] =
#include "postgres_mailbox.inc"
    ;

static int tell_mailbox(struct verification *self, const PGresult *rows, int row, void *user,
                        struct pecaddr_registry_error *error)
{
    struct pecaddr_mailbox mailbox;
    bool readable = registry_postgres_read_mailbox(rows, row, &mailbox);

    (void)user;
    if (!self->verifier->found && !readable)
        return registry_postgres_damaged(connection_of(self), N_("a mailbox cannot be read"),
                                         error);
    return self->verifier->mailbox(self->verifier->user, &mailbox,
                                   PQgetvalue(rows, row, REGISTRY_POSTGRES_LETTERS),
                                   PQgetvalue(rows, row, REGISTRY_POSTGRES_LETTERS + 1), readable);
}

static int read_mailboxes(struct verification *self, struct pecaddr_registry_error *error)
{
    int r = run(self, by_table_sql, NULL, error);

    /* The scheme and the first line of history of each are looked up. */
    if (r == PECADDR_OK)
        r = run(self, "SET LOCAL enable_indexscan = on", NULL, error);
    if (r == PECADDR_OK)
        r = read_rows(self, mailbox_sql, tell_mailbox, NULL, error);
    return r;
}

static int verify_all(struct verification *self, struct pecaddr_registry_error *error)
{
    int r = PECADDR_OK;

    if (self->verifier->found)
        r = run_amcheck(self, error);
    if (r == PECADDR_OK && self->verifier->found)
        r = registry_postgres_compare_functions(connection_of(self), self->verifier, error);
    if (r == PECADDR_OK && self->verifier->found)
        r = registry_ask_invariants(&self->questioner, &dialect, self->verifier, error);
    return r == PECADDR_OK ? read_mailboxes(self, error) : r;
}

static int begin(struct verification *self, struct pecaddr_registry_error *error)
{
    int r = registry_postgres_send_sql(self->store,
                                       "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", error);

    if (r == PECADDR_OK)
        r = registry_postgres_send_settings(self->store, true, error);
    return r == PECADDR_OK ? registry_postgres_receive(connection_of(self), NULL, error) : r;
}

/* Connects and begins, which can be tried again, as nobody was told anything. */
static int connect_and_begin(struct verification *self, struct pecaddr_registry_error *error)
{
    int r;

    registry_postgres_forget_failures(connection_of(self));
    for (;;) {
        r = registry_postgres_connect(connection_of(self), error);
        if (r == PECADDR_OK)
            r = begin(self, error);
        if (r != STORE_AGAIN)
            return r;
        registry_postgres_roll_back(connection_of(self));
        registry_postgres_pause(connection_of(self));
    }
}

int registry_postgres_verify(struct store *store, const struct verifier *verifier,
                             struct pecaddr_registry_error *error)
{
    struct verification self = {
        .questioner = {.ask = ask}, .store = postgres_of(store), .verifier = verifier};
    struct connection *connection = connection_of(&self);
    int r;

    connection->listing = true;
    r = connect_and_begin(&self, error);
    if (r == PECADDR_OK)
        r = verify_all(&self, error);
    registry_postgres_roll_back(connection);
    /* Last, as it makes what is rolled back: whoever may not make it knows all else. */
    if (r == PECADDR_OK && verifier->found)
        r = registry_postgres_compare_rules(connection, verifier, error);
    connection->listing = false;
    registry_postgres_forget_failures(connection);
    return r == STORE_AGAIN || r == STORE_UNKNOWN ? PECADDR_E_STORAGE : r;
}
