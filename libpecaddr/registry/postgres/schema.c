/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/schema.h"

#include "postgres/migrations.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The schema: whether what a server has is a registry, whole, and of this version; making it. */

static int schema_version(void)
{
    const char *const *migrations;

    return (int)registry_postgres_migrations(&migrations);
}

static const char settle[] =
#include "postgres_settle.inc"
    ;

const char registry_postgres_grants[] =
#include "postgres_grants.inc"
    ;

/* Generated columns, numbers of transactions that never come again, what libpq's pipeline needs. */
#define SERVER_VERSION_MIN 130000

int registry_postgres_check_server(const struct connection *self,
                                   struct pecaddr_registry_error *error)
{
    const char *encoding = PQparameterStatus(self->conn, "server_encoding");
    int version = PQserverVersion(self->conn);

    if (version < SERVER_VERSION_MIN)
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: this is PostgreSQL %d; the registry needs %d or newer",
                             self->shown, version / 10000, SERVER_VERSION_MIN / 10000);
    if (!encoding || strcmp(encoding, "UTF8") != 0)
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: this database keeps texts as %s, which has not all names; make "
                             "one with `createdb --encoding=UTF8 --template=template0`",
                             self->shown, encoding ? encoding : "?");
    return PECADDR_OK;
}

/* What is there: registry, something else that is called so, or nothing; and what can be done. */
static const char look_sql[] =
    "SELECT n.oid IS NOT NULL, c.oid IS NOT NULL, current_setting('transaction_read_only') = 'on', "
    "current_setting('session_replication_role') = 'replica' "
    "FROM (SELECT) AS always "
    "LEFT JOIN pg_catalog.pg_namespace AS n ON n.nspname = 'pecaddr' "
    "LEFT JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = 'version' "
    "AND c.relkind IN ('r', 'p')";

static const char version_sql[] =
    "SELECT max(number), (SELECT provinces FROM pecaddr.registry) FROM pecaddr.version";

static bool is_true(const PGresult *result, int column)
{
    return PQntuples(result) == 1 && strcmp(PQgetvalue(result, 0, column), "t") == 0;
}

/* The version of the schema; 0: there is none. Anything else than a registry is refused. */
static int read_version(struct connection *self, int *ret_version,
                        struct pecaddr_registry_error *error)
{
    PGresult *result = NULL;
    bool has_schema, has_version;
    int size;
    int r = registry_postgres_script(self, look_sql, self->timeout, &result, error);

    if (r != PECADDR_OK)
        return r;
    has_schema = is_true(result, 0);
    has_version = is_true(result, 1);
    self->writable = !is_true(result, 2);
    if (is_true(result, 3))
        r = registry_fail(error, PECADDR_E_STORAGE,
                          "%s: this user's sessions fire no triggers (session_replication_role), "
                          "so that no rule is held; connect as another user",
                          self->shown);
    PQclear(result);
    result = NULL;
    *ret_version = 0;
    if (r != PECADDR_OK || !has_schema)
        return r;
    if (!has_version)
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: in this database the schema pecaddr is something else, no "
                             "registry; check which database this is",
                             self->shown);
    r = registry_postgres_script(self, version_sql, self->timeout, &result, error);
    if (r != PECADDR_OK)
        return r;
    *ret_version = (int)strtol(PQgetvalue(result, 0, 0), NULL, 10);
    size = snprintf(self->provinces, sizeof self->provinces, "%s", PQgetvalue(result, 0, 1));
    PQclear(result);
    if (*ret_version < 1 || size >= (int)sizeof self->provinces)
        return registry_postgres_damaged(self, N_("it has no version"), error);
    if (*ret_version > schema_version())
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: this registry was made by a newer version of libpecaddr (its "
                             "schema is %d, this version knows up to %d); install the newer one",
                             self->shown, *ret_version, schema_version());
    return PECADDR_OK;
}

/* Whether the rules are there that the database holds. */
static const char rules_sql[] =
#include "postgres_rules.inc"
    ;

int registry_postgres_check_rules(struct connection *self, struct pecaddr_registry_error *error)
{
    PGresult *result = NULL;
    bool whole;
    int r = registry_postgres_script(self, rules_sql, self->timeout, &result, error);

    if (r != PECADDR_OK)
        return r;
    whole = strcmp(PQgetvalue(result, 0, 0), "0") == 0;
    PQclear(result);
    return whole ? PECADDR_OK
                 : registry_postgres_damaged(
                       self, N_("its tables, indexes or triggers were changed"), error);
}

/* Whether what is there can be used. */
static int check_registry(struct connection *self, struct pecaddr_registry_error *error)
{
    int version = 0;
    int r = registry_postgres_check_server(self, error);

    if (r == PECADDR_OK)
        r = read_version(self, &version, error);
    if (r != PECADDR_OK)
        return r;
    if (version == 0)
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: there is no registry in this database; check its name, or make "
                             "one with `pecaddr registry init` and this URI",
                             self->shown);
    if (version < schema_version())
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: this registry is of an older version; bring it up to date with "
                             "`pecaddr registry init` and this URI",
                             self->shown);
    return registry_postgres_check_rules(self, error);
}

int registry_postgres_connect(struct connection *self, struct pecaddr_registry_error *error)
{
    int r = PECADDR_OK;

    if (self->conn)
        return r;
    r = registry_postgres_open_connection(self, error);
    if (r == PECADDR_OK)
        r = check_registry(self, error);
    if (r != PECADDR_OK)
        registry_postgres_disconnect(self);
    return r;
}

/* Making and migrating. */

static int run(struct connection *self, const char *sql, struct pecaddr_registry_error *error)
{
    return registry_postgres_script(self, sql, URI_TIMEOUT_MAX, NULL, error);
}

int registry_postgres_begin_as_owner(struct connection *self, struct pecaddr_registry_error *error)
{
    char sql[512];

    snprintf(sql, sizeof sql,
             "BEGIN ISOLATION LEVEL READ COMMITTED; "
             "SET LOCAL search_path = pg_catalog, pg_temp; SET LOCAL DateStyle = ISO; "
             "SET LOCAL lock_timeout = '%us'; SET LOCAL statement_timeout = 0",
             self->timeout);
    return run(self, sql, error);
}

int registry_postgres_commit_as_owner(struct connection *self, struct pecaddr_registry_error *error)
{
    int r;

    self->committing = true;
    r = run(self, "COMMIT", error);
    self->committing = false;
    return r;
}

int registry_postgres_settle(struct connection *self, struct pecaddr_registry_error *error)
{
    return run(self, settle, error);
}

/*
 * Two who do this at once do it one after the other: the second finds the version locked, or its new
 * schema in the way of the first, and tries again. Whoever may not make a registry can hold up
 * neither.
 */
static int begin_migration(struct connection *self, int *ret_version,
                           struct pecaddr_registry_error *error)
{
    int r = registry_postgres_begin_as_owner(self, error);

    if (r == PECADDR_OK)
        r = read_version(self, ret_version, error);
    if (r != PECADDR_OK || *ret_version == 0)
        return r;
    r = run(self, "LOCK TABLE pecaddr.version IN EXCLUSIVE MODE", error);
    return r == PECADDR_OK ? read_version(self, ret_version, error) : r;
}

static int migrate(struct connection *self, struct pecaddr_registry_error *error)
{
    const char *const *migrations;
    int n = (int)registry_postgres_migrations(&migrations);
    char sql[128];
    int version = 0;
    int r = begin_migration(self, &version, error);

    for (int i = version; r == PECADDR_OK && i < n; i++) {
        r = run(self, migrations[i], error);
        snprintf(sql, sizeof sql, "INSERT INTO pecaddr.version (number) VALUES (%d)", i + 1);
        if (r == PECADDR_OK)
            r = run(self, sql, error);
    }
    if (r == PECADDR_OK)
        r = registry_postgres_settle(self, error);
    if (r == PECADDR_OK)
        r = run(self, registry_postgres_grants, error);
    if (r == PECADDR_OK)
        r = registry_postgres_check_rules(self, error);
    return r == PECADDR_OK ? registry_postgres_commit_as_owner(self, error) : r;
}

int registry_postgres_migrate(struct connection *self, struct pecaddr_registry_error *error)
{
    int r;

    while ((r = migrate(self, error)) == STORE_AGAIN && self->conn) {
        registry_postgres_roll_back(self);
        if (!self->conn)
            break;
        registry_postgres_pause(self);
    }
    return r;
}
