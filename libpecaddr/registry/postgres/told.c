/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/postgres.h"

#include <stdio.h>

/* What INI-PEC was told of. */

static const char tell_sql[] =
#include "postgres_tell.inc"
    ;

static const char told_sql[] =
#include "postgres_told.inc"
    ;

/* Its last change is later than all that was told, or only this transaction knows it; gives nothing where
 * nothing ever was. */
static const char untold_sql[] =
    "SELECT 1 FROM pecaddr.mailbox AS m "
    "JOIN pecaddr.told AS t ON t.domain = m.domain AND t.province IN ('', m.province) "
    "WHERE m.id = $1::bigint GROUP BY m.id "
    "HAVING max(t.change_to) < m.change OR m.revision <> $2::bigint";

static int read_told(struct postgres_store *self, const PGresult *rows,
                     struct pecaddr_told *ret_told, struct pecaddr_registry_error *error)
{
    int at, by;

    if (PQntuples(rows) == 0)
        return PECADDR_NO_MATCH;
    ret_told->number = (uint64_t)number_at(rows, 0, 0);
    ret_told->from = (uint64_t)number_at(rows, 0, 1);
    ret_told->to = (uint64_t)number_at(rows, 0, 2);
    at = snprintf(ret_told->at, sizeof ret_told->at, "%s", PQgetvalue(rows, 0, 3));
    by = snprintf(ret_told->by, sizeof ret_told->by, "%s", PQgetvalue(rows, 0, 4));
    return at < (int)sizeof ret_told->at && by < (int)sizeof ret_told->by
               ? PECADDR_OK
               : registry_postgres_damaged(&self->connection, N_("what was told cannot be read"),
                                           error);
}

/* Nobody else tells of the same meanwhile. */
static int ask(struct store *store, const char *sql, const char *domain, const char *province,
               struct pecaddr_told *ret_told, struct pecaddr_registry_error *error)
{
    struct postgres_store *self = (struct postgres_store *)store;
    struct statement statement = {.sql = sql};
    bool marks[REGISTRY_BUCKETS] = {false};
    PGresult *rows = NULL;
    int r;

    mark_bucket(marks, registry_key_of_holder(domain, province));
    registry_statement_text(&statement, domain);
    registry_statement_text(&statement, province);
    r = registry_postgres_start(self, marks, error);
    if (r == PECADDR_OK)
        r = registry_postgres_send(&self->connection, &statement, error);
    if (r == PECADDR_OK)
        r = registry_postgres_receive(&self->connection, &rows, error);
    if (r == PECADDR_OK && self->mode == PECADDR_CLAIM && self->connection.read_only)
        r = registry_postgres_read_only(&self->connection, error);
    if (r == PECADDR_OK)
        r = read_told(self, rows, ret_told, error);
    PQclear(rows);
    return r;
}

int registry_postgres_last_told(struct store *store, const char *domain, const char *province,
                                struct pecaddr_told *ret_told, struct pecaddr_registry_error *error)
{
    return ask(store, told_sql, domain, province, ret_told, error);
}

int registry_postgres_tell(struct store *store, const char *domain, const char *province,
                           struct pecaddr_told *ret_told, struct pecaddr_registry_error *error)
{
    return ask(store, tell_sql, domain, province, ret_told, error);
}

int registry_postgres_is_untold(struct store *store, const struct record *record, bool *ret_untold,
                                struct pecaddr_registry_error *error)
{
    struct postgres_store *self = (struct postgres_store *)store;
    struct statement statement = {.sql = untold_sql};
    char id[NUMBER_SIZE], revision[NUMBER_SIZE];
    PGresult *rows = NULL;
    int r = registry_postgres_start(self, NULL, error);

    registry_statement_number(&statement, record->id, id);
    registry_statement_number(&statement, record->revision, revision);
    if (r == PECADDR_OK)
        r = registry_postgres_send(&self->connection, &statement, error);
    if (r == PECADDR_OK)
        r = registry_postgres_receive(&self->connection, &rows, error);
    if (r == PECADDR_OK)
        *ret_untold = PQntuples(rows) > 0;
    PQclear(rows);
    return r;
}
