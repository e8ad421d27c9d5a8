/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/statement.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Statements to the server, and what it answers. */

/* The server cannot be spoken to any more. */
static int lost(struct connection *self, const char *what, struct pecaddr_registry_error *error)
{
    bool committing = self->committing;

    registry_postgres_disconnect(self);
    if (committing)
        return registry_postgres_again(
            self, STORE_UNKNOWN,
            N_("the connection was lost while the change was being committed; whether it was done "
               "is unknown: look, or ask again"),
            error);
    return registry_postgres_again(self, STORE_AGAIN, what, error);
}

#define LOST N_("the connection to the server was lost; nothing was done: run again")

/*
 * The server can be read but not written to. If it could be when it was connected to, another one
 * has taken its place.
 */
int registry_postgres_read_only(struct connection *self, struct pecaddr_registry_error *error)
{
    if (self->writable) {
        registry_postgres_disconnect(self);
        return registry_postgres_again(
            self, STORE_AGAIN,
            N_("this server has become read-only; run again when another one has taken its place"),
            error);
    }
    return registry_postgres_fail(
        self, error,
        N_("this server is read-only, or this user is (a standby, or "
           "default_transaction_read_only): it only answers checks; name the primary server"));
}

static bool is_class(const char *state, const char *class)
{
    return strncmp(state, class, strlen(class)) == 0;
}

/* What the errors mean that say so by their number alone; NULL: another one. */
static const char *meaning_of(const char *state)
{
    static const struct {
        const char *state;
        const char *meaning;
    } meanings[] = {
        {"53100", N_("the server's disk is full; make room there and run again")},
        {"53200", N_("the server has no memory left, or no room for more locks; look at its log")},
        {"53300", N_("the server has too many connections; run again later")},
        {"58030", N_("the server cannot read or write its disk; look at its log, and run again")},
        {"XX001", N_("the registry is damaged: the server finds a broken page; restore a backup")},
        {"XX002", N_("the registry is damaged: the server finds a broken index; restore a backup")},
        {"42P01", N_("the registry is damaged: a table is missing; restore a backup")},
        {"42703", N_("the registry is damaged: a column is missing; restore a backup")},
        {"3F000", N_("there is no registry any more; check which database this is")},
        {"22P05", N_("the database cannot keep this name: it must be made with the encoding UTF8")},
    };

    for (size_t i = 0; i < ARRAY_SIZE(meanings); i++)
        if (strcmp(state, meanings[i].state) == 0)
            return meanings[i].meaning;
    return NULL;
}

static int too_slow(struct connection *self, enum saying saying,
                    struct pecaddr_registry_error *error)
{
    char seconds[16];

    snprintf(seconds, sizeof seconds, "%u", self->timeout);
    return registry_postgres_fail_saying(self, saying, seconds, error);
}

/* What a statement that failed says, as a sentence that says what to do. */
static int failed(struct connection *self, const PGresult *result,
                  struct pecaddr_registry_error *error)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *detail = DETAIL(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
    char with_state[DETAIL_MAX + 16];

    snprintf(self->state, sizeof self->state, "%s", state ? state : "");
    snprintf(self->detail, sizeof self->detail, "%s", detail);
    if (!state || PQstatus(self->conn) != CONNECTION_OK || is_class(state, "08") ||
        is_class(state, "57P"))
        return lost(self, LOST, error);
    /* Other engines say with 40003 that they do not know whether a commit was done. */
    if (strcmp(state, "40003") == 0)
        return registry_postgres_again(
            self, STORE_UNKNOWN,
            N_("the server does not know whether the change was done: look, or ask again"), error);
    /* 42P06: somebody else has just made the schema. */
    if (is_class(state, "40") || strcmp(state, "23505") == 0 || strcmp(state, "42P06") == 0)
        return registry_postgres_again(
            self, STORE_AGAIN,
            N_("other programs were changing the same mailboxes; nothing was done: run again"),
            error);
    if (strcmp(state, "25006") == 0)
        return registry_postgres_read_only(self, error);
    if (strcmp(state, "55P03") == 0)
        return too_slow(self, BUSY, error);
    if (strcmp(state, "57014") == 0)
        return too_slow(self, STOPPED, error);
    if (meaning_of(state))
        return registry_postgres_fail(self, error, meaning_of(state));
    if (strcmp(state, "42501") == 0)
        return registry_postgres_fail_saying(self, NO_RIGHT, detail, error);
    if (is_class(state, "23"))
        return registry_postgres_fail_saying(self, REGISTRY_REFUSED, detail, error);
    snprintf(with_state, sizeof with_state, "%s (%s)", detail, state);
    return registry_postgres_fail_saying(self, REFUSED, with_state, error);
}

/* Parameters. */

void registry_statement_text(struct statement *statement, const char *text)
{
    statement->values[statement->n] = text;
    statement->lengths[statement->n] = 0;
    statement->formats[statement->n++] = 0;
}

void registry_statement_number(struct statement *statement, int64_t number, char room[NUMBER_SIZE])
{
    snprintf(room, NUMBER_SIZE, "%lld", (long long)number);
    registry_statement_text(statement, room);
}

void registry_statement_array(struct statement *statement, const struct array *array)
{
    statement->values[statement->n] = array->bytes;
    statement->lengths[statement->n] = (int)array->size;
    statement->formats[statement->n++] = 1;
}

/* Where a number of the head of an array stands: dimensions, flags, type, elements, first index. */
enum {
    HEAD_DIMENSIONS = 0,
    HEAD_FLAGS = 4,
    HEAD_TYPE = 8,
    HEAD_N = 12,
    HEAD_FIRST = 16,
    HEAD_SIZE = 20
};

static void put_number(char *bytes, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        bytes[i] = (char)(unsigned char)(number >> (24 - 8 * i));
}

/* Room for `size` more bytes; NULL without memory. */
static char *add_bytes(struct array *array, size_t size)
{
    size_t wanted = array->capacity > 0 ? array->capacity : 1024;
    char *larger;

    if (size > (size_t)INT32_MAX - array->size)
        array->no_memory = true;
    while (wanted < array->size + size)
        wanted *= 2;
    if (!array->no_memory && wanted > array->capacity) {
        larger = realloc(array->bytes, wanted);
        array->no_memory = !larger;
        if (larger) {
            array->bytes = larger;
            array->capacity = wanted;
        }
    }
    if (array->no_memory)
        return NULL;
    array->size += size;
    return array->bytes + array->size - size;
}

void registry_array_begin(struct array *array, uint32_t type)
{
    char *head;

    array->size = 0;
    array->n = 0;
    array->no_memory = false;
    head = add_bytes(array, HEAD_SIZE);
    if (!head)
        return;
    put_number(head + HEAD_DIMENSIONS, 1);
    put_number(head + HEAD_FLAGS, 1);
    put_number(head + HEAD_TYPE, type);
    put_number(head + HEAD_N, 0);
    put_number(head + HEAD_FIRST, 1);
}

/* An element's size, and room for it. */
static char *add_element(struct array *array, size_t size)
{
    char *bytes = add_bytes(array, 4 + size);

    if (!bytes)
        return NULL;
    put_number(bytes, (uint32_t)size);
    put_number(array->bytes + HEAD_N, ++array->n);
    return bytes + 4;
}

static void add_null(struct array *array)
{
    char *bytes = add_element(array, 0);

    if (bytes)
        put_number(bytes - 4, UINT32_MAX);
}

void registry_array_text(struct array *array, const char *text, size_t size)
{
    char *bytes;

    if (size == 0) {
        add_null(array);
        return;
    }
    bytes = add_element(array, size);
    if (bytes)
        memcpy(bytes, text, size);
}

void registry_array_int4(struct array *array, uint32_t number)
{
    char *bytes;

    if (number == 0) {
        add_null(array);
        return;
    }
    bytes = add_element(array, 4);
    if (bytes)
        put_number(bytes, number);
}

void registry_array_int8(struct array *array, int64_t number)
{
    char *bytes = add_element(array, 8);

    if (bytes) {
        put_number(bytes, (uint32_t)((uint64_t)number >> 32));
        put_number(bytes + 4, (uint32_t)(uint64_t)number);
    }
}

/* Waiting: the only place where it is done. */

/* Sends what there is to send, until a result is there; false: the connection is lost, or it took
 * too long. */
static bool await(struct connection *self, int64_t deadline)
{
    for (;;) {
        int unsent = PQflush(self->conn);
        struct pollfd poll_fd = {.fd = PQsocket(self->conn), .events = POLLIN};
        int64_t rest = deadline - registry_now();

        if (PQisBusy(self->conn) == 0)
            return true;
        if (unsent < 0 || poll_fd.fd < 0 || rest <= 0)
            return false;
        if (unsent > 0)
            poll_fd.events |= POLLOUT;
        if (poll(&poll_fd, 1, (int)rest) < 0 && errno != EINTR)
            return false;
        if ((poll_fd.revents & ~POLLOUT) != 0 && PQconsumeInput(self->conn) == 0)
            return PQisBusy(self->conn) == 0;
    }
}

/* The next result; *ret_result NULL: the end of what one statement gave. */
static int next_result(struct connection *self, int64_t deadline, PGresult **ret_result,
                       struct pecaddr_registry_error *error)
{
    if (!await(self, deadline)) {
        if (PQstatus(self->conn) == CONNECTION_OK && registry_now() >= deadline)
            return lost(self, "the server does not answer; nothing was done: run again", error);
        return lost(self, LOST, error);
    }
    *ret_result = PQgetResult(self->conn);
    return PECADDR_OK;
}

static int64_t deadline_in(unsigned seconds)
{
    return registry_now() + (int64_t)seconds * 1000;
}

/* The server may have to sort a list before it gives the first of it. */
#define LIST_FACTOR 10

static int64_t deadline_of(const struct connection *self)
{
    return deadline_in(self->listing ? self->timeout * LIST_FACTOR : self->timeout);
}

int registry_postgres_send(struct connection *self, const struct statement *statement,
                           struct pecaddr_registry_error *error)
{
    if (PQpipelineStatus(self->conn) == PQ_PIPELINE_OFF && PQenterPipelineMode(self->conn) == 0)
        return lost(self, LOST, error);
    if (PQsendQueryParams(self->conn, statement->sql, statement->n, NULL, statement->values,
                          statement->lengths, statement->formats, 0) == 0)
        return lost(self, LOST, error);
    self->n_sent++;
    return PECADDR_OK;
}

static bool is_fine(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);

    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* Takes note of what the settings of a transaction say: see settings.sql. What there is no place for of
 * the provinces, each with a comma, is not this user's here, whatever the database then says. */
static void hear_settings(struct connection *self, const PGresult *result)
{
    if (PQntuples(result) != 1 || strcmp(PQfname(result, 0), "read_only") != 0)
        return;
    self->read_only = PQgetvalue(result, 0, 0)[0] == 't';
    snprintf(self->own, (PROVINCES_MAX - 1) / 3 * 3, "%s", PQgetvalue(result, 0, 1));
}

/* The columns of place.sql. */
enum { SAME_SERVER, SAME_TABLE, TIMELINE, TIMELINE_NOW, WAITS };

static bool is_true(const PGresult *result, int column)
{
    return PQgetvalue(result, 0, column)[0] == 't';
}

static int64_t number(const PGresult *result, int column)
{
    return strtoll(PQgetvalue(result, 0, column), NULL, 10);
}

/* Takes note of where the registry is. */
static void hear_place(struct connection *self, const PGresult *result)
{
    const char *name = PQfname(result, SAME_SERVER);

    if (!name || strcmp(name, "same_server") != 0)
        return;
    self->place = (struct place){.heard = true};
    if (PQntuples(result) != 1)
        return;
    self->place.same_server = is_true(result, SAME_SERVER);
    self->place.same_table = is_true(result, SAME_TABLE);
    self->place.timeline = number(result, TIMELINE);
    self->place.timeline_now = number(result, TIMELINE_NOW);
    self->place.waits = is_true(result, WAITS);
}

/* What one statement gave, whole. */
static int receive_one(struct connection *self, PGresult **ret_result,
                       struct pecaddr_registry_error *error)
{
    PGresult *result = NULL, *end = NULL;
    int r = next_result(self, deadline_of(self), &result, error);

    if (r == PECADDR_OK && !result)
        return lost(self, LOST, error);
    if (r == PECADDR_OK)
        r = next_result(self, deadline_of(self), &end, error);
    if (r == PECADDR_OK && end)
        r = lost(self, LOST, error);
    PQclear(end);
    if (r == PECADDR_OK)
        *ret_result = result;
    else
        PQclear(result);
    return r;
}

/* The end of the pipeline. */
static int receive_sync(struct connection *self, struct pecaddr_registry_error *error)
{
    PGresult *result = NULL;
    int r = next_result(self, deadline_of(self), &result, error);

    if (r == PECADDR_OK && PQresultStatus(result) != PGRES_PIPELINE_SYNC)
        r = lost(self, LOST, error);
    PQclear(result);
    return r;
}

/* After a statement that failed, the server ignores the rest up to the end of the pipeline. */
int registry_postgres_receive(struct connection *self, PGresult **ret_last,
                              struct pecaddr_registry_error *error)
{
    PGresult *result = NULL, *failure = NULL;
    int r;

    if (PQpipelineSync(self->conn) == 0)
        return lost(self, LOST, error);
    for (; self->n_sent > 0; self->n_sent--) {
        PQclear(result);
        result = NULL;
        r = receive_one(self, &result, error);
        if (r != PECADDR_OK)
            goto out;
        if (!failure && !is_fine(result)) {
            failure = result;
            result = NULL;
        } else if (!failure) {
            hear_settings(self, result);
            hear_place(self, result);
        }
    }
    r = receive_sync(self, error);
    if (r == PECADDR_OK && failure)
        r = failed(self, failure, error);
out:
    PQclear(failure);
    if (r == PECADDR_OK && ret_last)
        *ret_last = result;
    else
        PQclear(result);
    return r;
}

int registry_postgres_script(struct connection *self, const char *sql, unsigned seconds,
                             PGresult **ret_last, struct pecaddr_registry_error *error)
{
    int64_t deadline = deadline_in(seconds);
    PGresult *result = NULL, *next = NULL;
    int r = PECADDR_OK;

    if (PQexitPipelineMode(self->conn) == 0 || PQsendQuery(self->conn, sql) == 0)
        return lost(self, LOST, error);
    while ((r = next_result(self, deadline, &next, error)) == PECADDR_OK && next) {
        if (!result || is_fine(result)) {
            PQclear(result);
            result = next;
        } else {
            PQclear(next);
        }
    }
    if (r == PECADDR_OK && result && !is_fine(result))
        r = failed(self, result, error);
    if (r == PECADDR_OK && ret_last)
        *ret_last = result;
    else
        PQclear(result);
    return r;
}

/* What had gone wrong before is still what the caller is told. */
void registry_postgres_roll_back(struct connection *self)
{
    const struct connection before = *self;

    if (self->conn && self->n_sent > 0)
        registry_postgres_receive(self, NULL, NULL);
    if (self->conn && PQtransactionStatus(self->conn) != PQTRANS_IDLE &&
        registry_postgres_send(self, &(struct statement){.sql = "ROLLBACK"}, NULL) == PECADDR_OK)
        registry_postgres_receive(self, NULL, NULL);
    if (self->conn && PQtransactionStatus(self->conn) != PQTRANS_IDLE)
        registry_postgres_disconnect(self);
    self->begun = false;
    self->n_failures = before.n_failures;
    self->unknown = before.unknown;
    self->give_up = before.give_up;
    self->failed = before.failed;
}
