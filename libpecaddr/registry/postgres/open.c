/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/postgres.h"

#include "base/ascii.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Connecting, making and migrating the registry in PostgreSQL. */

/* How long a call goes on trying, unless the URI says `timeout=SECONDS`. */
#define TIMEOUT_DEFAULT 30u
#define TIMEOUT_MAX     3600u

/* Generated columns and what libpq's pipeline needs. */
#define SERVER_VERSION_MIN 120000

/* The schema; entry i brings version i to version i + 1. */
static const char *const migrations[] = {
#include "postgres_schema_1.inc"
    ,
#include "postgres_schema_2.inc"
};
#define SCHEMA_VERSION ((int)ARRAY_SIZE(migrations))

static const char grants[] =
#include "postgres_grants.inc"
    ;

/* The URI. */

/*
 * Where the parameters of a URI begin, after `?`; at its end if there are none. As libpq has it, a
 * user name and password may hold one too.
 */
static const char *find_parameters(const char *uri)
{
    const char *authority = strstr(uri, "://");
    const char *at, *mark;

    if (authority == NULL)
        return uri + strlen(uri);
    authority += strlen("://");
    at = authority + strcspn(authority, "@/");
    mark = strchr(*at == '@' ? at : authority, '?');
    return mark != NULL ? mark + 1 : uri + strlen(uri);
}

static bool read_timeout(const char *text, size_t size, unsigned *ret_timeout)
{
    unsigned seconds = 0;

    if (size == 0 || size > 4)
        return false;
    for (size_t i = 0; i < size; i++) {
        if (!ascii_is_digit(text[i]))
            return false;
        seconds = seconds * 10 + (unsigned)(text[i] - '0');
    }
    *ret_timeout = seconds;
    return seconds >= 1 && seconds <= TIMEOUT_MAX;
}

/* A copy of the URI for libpq, without the one parameter that is ours. */
static int take_timeout(const char *uri, char **ret_rest, unsigned *ret_timeout,
                        struct pecaddr_registry_error *error)
{
    static const char name[] = "timeout=";
    const char *parameter = find_parameters(uri);
    size_t size = (size_t)(parameter - uri);
    char *rest = malloc(strlen(uri) + 1);
    int r = PECADDR_OK;

    if (rest == NULL)
        return registry_no_memory(error);
    memcpy(rest, uri, size);
    while (r == PECADDR_OK && *parameter != '\0') {
        size_t length = strcspn(parameter, "&");

        if (strncmp(parameter, name, strlen(name)) != 0) {
            memcpy(rest + size, parameter, length);
            size += length;
            rest[size++] = '&';
        } else if (!read_timeout(parameter + strlen(name), length - strlen(name), ret_timeout)) {
            r = registry_fail(error, PECADDR_E_ARGUMENT,
                              "%s: the timeout is a number of seconds from 1 to %u", SHOWN_URI(uri),
                              TIMEOUT_MAX);
        }
        parameter += length + (parameter[length] == '&');
    }
    /* What is left over is a `?` or a `&` at the end. */
    if (size > 0 && (rest[size - 1] == '&' || rest[size - 1] == '?'))
        size--;
    rest[size] = '\0';
    if (r == PECADDR_OK)
        *ret_rest = rest;
    else
        free(rest);
    return r;
}

static int parse_uri(struct postgres_store *self, const char *uri,
                     struct pecaddr_registry_error *error)
{
    char *rest = NULL;
    int r;

    if (strstr(uri, "://") == NULL)
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "this URI has no //; write postgresql://HOST/DATABASE");
    /* Part of a password could be taken for a server or database, and be shown in messages. */
    if (!registry_uri_names_servers(uri))
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "%s: not a URI of the form "
                             "postgresql://USER:PASSWORD@HOST:PORT/DATABASE?NAME=VALUE; in a user "
                             "name, password or database write %%40 for @, %%2F for / and %%3A "
                             "for :",
                             SHOWN_URI(uri));
    r = take_timeout(uri, &rest, &self->timeout, error);
    if (r != PECADDR_OK)
        return r;
    /* What libpq says of one may quote any part of it. */
    self->options = PQconninfoParse(rest, NULL);
    if (self->options == NULL)
        r = registry_fail(error, PECADDR_E_ARGUMENT,
                          "%s: not a URI of the form "
                          "postgresql://USER:PASSWORD@HOST:PORT/DATABASE?NAME=VALUE, with %%XX for "
                          "what is special in it, or a NAME in it is unknown to libpq",
                          SHOWN_URI(uri));
    free(rest);
    return r;
}

static const char *option_of(const struct postgres_store *self, const char *keyword)
{
    for (const PQconninfoOption *o = self->options; o->keyword != NULL; o++)
        if (strcmp(o->keyword, keyword) == 0)
            return o->val;
    return NULL;
}

/* HOST:PORT/DATABASE, for messages. */
static int show_server(struct postgres_store *self, struct pecaddr_registry_error *error)
{
    const char *host = option_of(self, "host");
    const char *port = option_of(self, "port");
    const char *database = option_of(self, "dbname");
    char text[3 * SHOWN_MAX];

    if (host == NULL)
        host = option_of(self, "hostaddr");
    snprintf(text, sizeof text, "postgresql://%s%s%s/%s", host != NULL ? SHOWN(host) : "",
             port != NULL ? ":" : "", port != NULL ? SHOWN(port) : "",
             database != NULL ? SHOWN(database) : "");
    self->shown = malloc(SHOWN_MAX);
    if (self->shown == NULL)
        return registry_no_memory(error);
    strcpy(self->shown, SHOWN(text));
    return PECADDR_OK;
}

static int new_store(const struct uri *uri, struct postgres_store **ret_self,
                     struct pecaddr_registry_error *error)
{
    struct postgres_store *self;
    int r = registry_load_libpq(uri, error);

    if (r != PECADDR_OK)
        return r;
    self = calloc(1, sizeof *self);
    if (self == NULL)
        return registry_no_memory(error);
    self->store.ops = &registry_postgres_ops;
    self->timeout = TIMEOUT_DEFAULT;
    r = parse_uri(self, uri->text, error);
    if (r == PECADDR_OK)
        r = show_server(self, error);
    if (r == PECADDR_OK)
        *ret_self = self;
    else
        registry_store_close(&self->store);
    return r;
}

/* The connection. */

/* Where PostgreSQL's own variables for a setting, or a service, say it, that counts. */
static bool is_given(const struct postgres_store *self, const char *keyword)
{
    for (const PQconninfoOption *o = self->options; o->keyword != NULL; o++)
        if (strcmp(o->keyword, keyword) == 0)
            return o->val != NULL || (o->envvar != NULL && getenv(o->envvar) != NULL);
    return true;
}

#define CONNECT_TIMEOUT_MAX 5u

struct settings {
    const char *keywords[80];
    const char *values[80];
    size_t n;
    char connect_timeout[12];
    char user_timeout[16];
};

static void set(struct settings *settings, const char *keyword, const char *value)
{
    if (settings->n < ARRAY_SIZE(settings->keywords) - 1) {
        settings->keywords[settings->n] = keyword;
        settings->values[settings->n++] = value;
    }
}

static void set_default(const struct postgres_store *self, struct settings *settings,
                        const char *keyword, const char *value)
{
    if (!is_given(self, keyword))
        set(settings, keyword, value);
}

/*
 * What the user did not say: that a server which is gone is noticed in time, and that of several
 * the one is used which can be written to.
 */
static void collect_settings(const struct postgres_store *self, struct settings *settings)
{
    bool by_service = is_given(self, "service");
    unsigned connect_timeout =
        self->timeout < CONNECT_TIMEOUT_MAX ? self->timeout : CONNECT_TIMEOUT_MAX;

    *settings = (struct settings){0};
    for (const PQconninfoOption *o = self->options; o->keyword != NULL; o++)
        if (o->val != NULL && strcmp(o->keyword, "client_encoding") != 0)
            set(settings, o->keyword, o->val);
    set(settings, "client_encoding", "UTF8");
    set_default(self, settings, "fallback_application_name", "pecaddr");
    if (by_service)
        return;
    snprintf(settings->connect_timeout, sizeof settings->connect_timeout, "%u", connect_timeout);
    snprintf(settings->user_timeout, sizeof settings->user_timeout, "%u000", self->timeout);
    set_default(self, settings, "connect_timeout", settings->connect_timeout);
    set_default(self, settings, "tcp_user_timeout", settings->user_timeout);
    set_default(self, settings, "keepalives_idle", "10");
    set_default(self, settings, "keepalives_interval", "5");
    set_default(self, settings, "keepalives_count", "3");
    set_default(self, settings, "target_session_attrs", "read-write");
}

/*
 * The server warns during a COMMIT when what it has committed may not be on the standby that it
 * should have waited for. Other notices are of no interest.
 */
static void receive_notice(void *user, const PGresult *notice)
{
    struct postgres_store *self = user;
    const char *severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);

    if (self->committing && severity != NULL && strcmp(severity, "WARNING") == 0)
        self->doubted = true;
}

void registry_postgres_disconnect(struct postgres_store *self)
{
    PQfinish(self->conn);
    self->conn = NULL;
    self->n_sent = 0;
    self->begun = false;
    self->committing = false;
    registry_postgres_forget_schemes(self);
}

static int open_connection(struct postgres_store *self, struct pecaddr_registry_error *error)
{
    struct settings settings;

    collect_settings(self, &settings);
    self->conn = PQconnectdbParams(settings.keywords, settings.values, 0);
    if (self->conn == NULL)
        return registry_no_memory(error);
    if (PQstatus(self->conn) != CONNECTION_OK) {
        const char *why = DETAIL(PQerrorMessage(self->conn));

        registry_postgres_disconnect(self);
        return registry_postgres_no_connection(self, why, error);
    }
    PQsetNoticeReceiver(self->conn, receive_notice, self);
    if (PQsetnonblocking(self->conn, 1) != 0)
        return registry_no_memory(error);
    return PECADDR_OK;
}

static int check_server(const struct postgres_store *self, struct pecaddr_registry_error *error)
{
    const char *encoding = PQparameterStatus(self->conn, "server_encoding");
    int version = PQserverVersion(self->conn);

    if (version < SERVER_VERSION_MIN)
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: this is PostgreSQL %d; the registry needs %d or newer",
                             self->shown, version / 10000, SERVER_VERSION_MIN / 10000);
    if (encoding == NULL || strcmp(encoding, "UTF8") != 0)
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: this database keeps texts as %s, which has not all names; make "
                             "one with `createdb --encoding=UTF8 --template=template0`",
                             self->shown, encoding != NULL ? encoding : "?");
    return PECADDR_OK;
}

/* The schema. */

/* What is there: registry, something else that is called so, or nothing; and what can be done. */
static const char look_sql[] =
    "SELECT n.oid IS NOT NULL, c.oid IS NOT NULL, current_setting('transaction_read_only') = 'on', "
    "current_setting('session_replication_role') = 'replica' "
    "FROM (SELECT) AS always "
    "LEFT JOIN pg_catalog.pg_namespace AS n ON n.nspname = 'pecaddr' "
    "LEFT JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = 'version' "
    "AND c.relkind IN ('r', 'p')";

static const char version_sql[] = "SELECT max(number) FROM pecaddr.version";

static bool is_true(const PGresult *result, int column)
{
    return PQntuples(result) == 1 && strcmp(PQgetvalue(result, 0, column), "t") == 0;
}

/* The version of the schema; 0: there is none. Anything else than a registry is refused. */
static int read_version(struct postgres_store *self, int *ret_version,
                        struct pecaddr_registry_error *error)
{
    PGresult *result = NULL;
    bool has_schema, has_version;
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
    PQclear(result);
    if (*ret_version < 1)
        return registry_postgres_damaged(self, N_("it has no version"), error);
    if (*ret_version > SCHEMA_VERSION)
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: this registry was made by a newer version of libpecaddr (its "
                             "schema is %d, this version knows up to %d); install the newer one",
                             self->shown, *ret_version, SCHEMA_VERSION);
    return PECADDR_OK;
}

/* Whether the rules are there that the database holds. */
static const char rules_sql[] =
#include "postgres_rules.inc"
    ;

static int check_rules(struct postgres_store *self, struct pecaddr_registry_error *error)
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
static int check_registry(struct postgres_store *self, struct pecaddr_registry_error *error)
{
    int version = 0;
    int r = check_server(self, error);

    if (r == PECADDR_OK)
        r = read_version(self, &version, error);
    if (r != PECADDR_OK)
        return r;
    if (version == 0)
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: there is no registry in this database; check its name, or make "
                             "one with `pecaddr registry init` and this URI",
                             self->shown);
    if (version < SCHEMA_VERSION)
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: this registry is of an older version; bring it up to date with "
                             "`pecaddr registry init` and this URI",
                             self->shown);
    return check_rules(self, error);
}

int registry_postgres_connect(struct postgres_store *self, struct pecaddr_registry_error *error)
{
    int r = PECADDR_OK;

    if (self->conn != NULL)
        return r;
    r = open_connection(self, error);
    if (r == PECADDR_OK)
        r = check_registry(self, error);
    if (r != PECADDR_OK)
        registry_postgres_disconnect(self);
    return r;
}

/* What could be tried again is no use to whoever opens a registry: the name may be wrong. */
static int for_good(struct postgres_store *self, int r)
{
    registry_postgres_forget_failures(self);
    return r == STORE_AGAIN || r == STORE_UNKNOWN ? PECADDR_E_STORAGE : r;
}

int registry_postgres_open(struct uri *uri, struct store **ret_store,
                           struct pecaddr_registry_error *error)
{
    struct postgres_store *self = NULL;
    int r = new_store(uri, &self, error);

    if (r != PECADDR_OK)
        return r;
    r = for_good(self, registry_postgres_connect(self, error));
    if (r == PECADDR_OK)
        *ret_store = &self->store;
    else
        registry_store_close(&self->store);
    return r;
}

/* Making and migrating. */

static int run(struct postgres_store *self, const char *sql, struct pecaddr_registry_error *error)
{
    return registry_postgres_script(self, sql, TIMEOUT_MAX, NULL, error);
}

/* Alone: two who do this at once do it one after the other. */
static int begin_migration(struct postgres_store *self, struct pecaddr_registry_error *error)
{
    char sql[512];

    snprintf(sql, sizeof sql,
             "BEGIN ISOLATION LEVEL READ COMMITTED; "
             "SET LOCAL search_path = pg_catalog, pg_temp; SET LOCAL DateStyle = ISO; "
             "SET LOCAL lock_timeout = '%us'; SET LOCAL statement_timeout = 0; "
             "SELECT pg_advisory_xact_lock(%s, 0)",
             self->timeout, REGISTRY_LOCKS);
    return run(self, sql, error);
}

static int migrate(struct postgres_store *self, struct pecaddr_registry_error *error)
{
    char sql[128];
    int version = 0;
    int r = begin_migration(self, error);

    if (r == PECADDR_OK)
        r = read_version(self, &version, error);
    for (int i = version; r == PECADDR_OK && i < SCHEMA_VERSION; i++) {
        r = run(self, migrations[i], error);
        snprintf(sql, sizeof sql, "INSERT INTO pecaddr.version (number) VALUES (%d)", i + 1);
        if (r == PECADDR_OK)
            r = run(self, sql, error);
    }
    if (r == PECADDR_OK)
        r = run(self, grants, error);
    if (r == PECADDR_OK)
        r = check_rules(self, error);
    if (r != PECADDR_OK)
        return r;
    self->committing = true;
    return run(self, "COMMIT", error);
}

int registry_postgres_init(struct uri *uri, struct pecaddr_registry_error *error)
{
    struct postgres_store *self = NULL;
    int r = new_store(uri, &self, error);

    if (r != PECADDR_OK)
        return r;
    r = open_connection(self, error);
    if (r == PECADDR_OK)
        r = check_server(self, error);
    if (r == PECADDR_OK)
        r = migrate(self, error);
    r = for_good(self, r);
    registry_store_close(&self->store);
    return r;
}
