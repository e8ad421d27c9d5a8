/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/connection.h"

#include "base/ascii.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The URI, and the connection to the server that it names. */

/* How long a call goes on trying, unless the URI says `timeout=SECONDS`. */
#define TIMEOUT_DEFAULT 30u

/* The URI. */

/*
 * Where the parameters of a URI begin, after `?`; at its end if there are none. As libpq has it, a
 * user name and password may hold one too.
 */
static const char *find_parameters(const char *uri)
{
    const char *authority = strstr(uri, "://");
    const char *at, *mark;

    if (!authority)
        return uri + strlen(uri);
    authority += strlen("://");
    at = authority + strcspn(authority, "@/");
    mark = strchr(*at == '@' ? at : authority, '?');
    return mark ? mark + 1 : uri + strlen(uri);
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
    return seconds >= 1 && seconds <= URI_TIMEOUT_MAX;
}

static bool read_failover(const char *text, size_t size, enum failover *ret_failover)
{
    static const struct {
        const char *text;
        enum failover failover;
    } words[] = {{"synchronous", FAILOVER_SYNCHRONOUS}, {"allow-loss", FAILOVER_ALLOW_LOSS}};

    for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
        if (strlen(words[i].text) == size && memcmp(words[i].text, text, size) == 0) {
            *ret_failover = words[i].failover;
            return true;
        }
    }
    return false;
}

static int take_timeout(struct connection *self, const char *uri, const char *text, size_t size,
                        struct pecaddr_registry_error *error)
{
    return read_timeout(text, size, &self->timeout)
               ? PECADDR_OK
               : registry_fail(error, PECADDR_E_ARGUMENT,
                               "%s: the timeout is a number of seconds from 1 to %u",
                               SHOWN_URI(uri), URI_TIMEOUT_MAX);
}

/* Said twice it may be a contradiction. */
static int take_failover(struct connection *self, const char *uri, const char *text, size_t size,
                         struct pecaddr_registry_error *error)
{
    bool said = self->failover != FAILOVER_UNSAID;

    return !said && read_failover(text, size, &self->failover)
               ? PECADDR_OK
               : registry_fail(error, PECADDR_E_ARGUMENT,
                               "%s: failover is said once, as failover=synchronous or "
                               "failover=allow-loss",
                               SHOWN_URI(uri));
}

static const struct parameter {
    const char *name;
    int (*take)(struct connection *self, const char *uri, const char *text, size_t size,
                struct pecaddr_registry_error *error);
} parameters[] = {{"timeout=", take_timeout}, {"failover=", take_failover}};

/* The parameter of ours that a text begins with; NULL: it is libpq's. */
static const struct parameter *find_parameter(const char *text)
{
    for (size_t i = 0; i < ARRAY_SIZE(parameters); i++)
        if (strncmp(text, parameters[i].name, strlen(parameters[i].name)) == 0)
            return &parameters[i];
    return NULL;
}

/* A copy of the URI for libpq, without the parameters that are ours. */
static int take_parameters(struct connection *self, const char *uri, char **ret_rest,
                           struct pecaddr_registry_error *error)
{
    const char *parameter = find_parameters(uri);
    size_t size = (size_t)(parameter - uri);
    char *rest = malloc(strlen(uri) + 1);
    int r = PECADDR_OK;

    if (!rest)
        return registry_no_memory(error);
    memcpy(rest, uri, size);
    while (r == PECADDR_OK && *parameter != '\0') {
        size_t length = strcspn(parameter, "&");
        const struct parameter *ours = find_parameter(parameter);

        if (!ours) {
            memcpy(rest + size, parameter, length);
            size += length;
            rest[size++] = '&';
        } else {
            size_t name = strlen(ours->name);

            r = ours->take(self, uri, parameter + name, length - name, error);
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

static int parse_uri(struct connection *self, const char *uri, struct pecaddr_registry_error *error)
{
    char *rest = NULL;
    int r;

    if (!strstr(uri, "://"))
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
    r = take_parameters(self, uri, &rest, error);
    if (r != PECADDR_OK)
        return r;
    /* What libpq says of one may quote any part of it. */
    self->options = PQconninfoParse(rest, NULL);
    if (!self->options)
        r = registry_fail(error, PECADDR_E_ARGUMENT,
                          "%s: not a URI of the form "
                          "postgresql://USER:PASSWORD@HOST:PORT/DATABASE?NAME=VALUE, with %%XX for "
                          "what is special in it, or a NAME in it is unknown to libpq",
                          SHOWN_URI(uri));
    free(rest);
    return r;
}

static const char *option_of(const struct connection *self, const char *keyword)
{
    for (const PQconninfoOption *o = self->options; o->keyword; o++)
        if (strcmp(o->keyword, keyword) == 0)
            return o->val;
    return NULL;
}

/* HOST:PORT/DATABASE, for messages. */
static int show_server(struct connection *self, struct pecaddr_registry_error *error)
{
    const char *host = option_of(self, "host");
    const char *port = option_of(self, "port");
    const char *database = option_of(self, "dbname");
    char text[3 * SHOWN_MAX];

    if (!host)
        host = option_of(self, "hostaddr");
    snprintf(text, sizeof text, "postgresql://%s%s%s/%s", host ? SHOWN(host) : "", port ? ":" : "",
             port ? SHOWN(port) : "", database ? SHOWN(database) : "");
    self->shown = malloc(SHOWN_MAX);
    if (!self->shown)
        return registry_no_memory(error);
    strcpy(self->shown, SHOWN(text));
    return PECADDR_OK;
}

int registry_postgres_read_uri(struct connection *self, const char *uri,
                               struct pecaddr_registry_error *error)
{
    int r;

    self->timeout = TIMEOUT_DEFAULT;
    r = parse_uri(self, uri, error);
    return r == PECADDR_OK ? show_server(self, error) : r;
}

/* The connection. */

/* Where PostgreSQL's own variables for a setting, or a service, say it, that counts. */
static bool is_given(const struct connection *self, const char *keyword)
{
    for (const PQconninfoOption *o = self->options; o->keyword; o++)
        if (strcmp(o->keyword, keyword) == 0)
            return o->val || (o->envvar && getenv(o->envvar));
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

static void set_default(const struct connection *self, struct settings *settings,
                        const char *keyword, const char *value)
{
    if (!is_given(self, keyword))
        set(settings, keyword, value);
}

/*
 * What the user did not say: that a server which is gone is noticed in time, and that of several
 * the one is used which can be written to.
 */
static void collect_settings(const struct connection *self, struct settings *settings)
{
    bool by_service = is_given(self, "service");
    unsigned connect_timeout =
        self->timeout < CONNECT_TIMEOUT_MAX ? self->timeout : CONNECT_TIMEOUT_MAX;

    *settings = (struct settings){0};
    for (const PQconninfoOption *o = self->options; o->keyword; o++)
        if (o->val && strcmp(o->keyword, "client_encoding") != 0)
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
    struct connection *self = user;
    const char *severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);

    if (self->committing && severity && strcmp(severity, "WARNING") == 0)
        self->doubted = true;
}

void registry_postgres_disconnect(struct connection *self)
{
    PQfinish(self->conn);
    self->conn = NULL;
    self->n_sent = 0;
    self->begun = false;
    self->committing = false;
    self->n_times++;
}

/* Whether several servers are named, by the URI, a service or PostgreSQL's own variables. */
static int count_servers(struct connection *self, struct pecaddr_registry_error *error)
{
    PQconninfoOption *options = PQconninfo(self->conn);

    if (!options)
        return registry_no_memory(error);
    self->several = false;
    for (const PQconninfoOption *o = options; o->keyword; o++)
        if ((strcmp(o->keyword, "host") == 0 || strcmp(o->keyword, "hostaddr") == 0) && o->val &&
            strchr(o->val, ','))
            self->several = true;
    PQconninfoFree(options);
    return PECADDR_OK;
}

int registry_postgres_open_connection(struct connection *self, struct pecaddr_registry_error *error)
{
    struct settings settings;

    collect_settings(self, &settings);
    self->conn = PQconnectdbParams(settings.keywords, settings.values, 0);
    if (!self->conn)
        return registry_no_memory(error);
    if (PQstatus(self->conn) != CONNECTION_OK) {
        const char *why = DETAIL(PQerrorMessage(self->conn));

        registry_postgres_disconnect(self);
        return registry_postgres_no_connection(self, why, error);
    }
    PQsetNoticeReceiver(self->conn, receive_notice, self);
    if (PQsetnonblocking(self->conn, 1) != 0)
        return registry_no_memory(error);
    return count_servers(self, error);
}

void registry_postgres_free_connection(struct connection *self)
{
    registry_postgres_disconnect(self);
    PQconninfoFree(self->options);
    free(self->shown);
}
