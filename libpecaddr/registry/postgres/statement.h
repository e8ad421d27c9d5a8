/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_POSTGRES_STATEMENT_H
#define PECADDR_REGISTRY_POSTGRES_STATEMENT_H

#include "postgres/connection.h"

#include <string.h>

/* An array as the server reads it (its binary form), made element by element. */
struct array {
    char *bytes;
    size_t size;
    size_t capacity;
    uint32_t n;
    bool no_memory;
};

void registry_array_begin(struct array *array, uint32_t type);
/* An empty text and, as int4, a zero are unknown facts: NULL. */
void registry_array_text(struct array *array, const char *text, size_t size);
static inline void registry_array_string(struct array *array, const char *text)
{
    registry_array_text(array, text, strlen(text));
}
void registry_array_int4(struct array *array, uint32_t number);
void registry_array_int8(struct array *array, int64_t number);

/* The types of array elements; the numbers are the same in every PostgreSQL (pg_type.dat). */
enum { TYPE_INT8 = 20, TYPE_INT4 = 23, TYPE_TEXT = 25 };

#define PARAMETERS_MAX 31

struct statement {
    const char *sql;
    int n;
    const char *values[PARAMETERS_MAX];
    int lengths[PARAMETERS_MAX];
    int formats[PARAMETERS_MAX];
};

void registry_statement_text(struct statement *statement, const char *text);
/* `room` keeps the text as long as the statement is in use. */
#define NUMBER_SIZE 24
void registry_statement_number(struct statement *statement, int64_t number, char room[NUMBER_SIZE]);
void registry_statement_array(struct statement *statement, const struct array *array);

/* Sends a statement; what it gives comes with registry_postgres_receive(). */
int registry_postgres_send(struct connection *self, const struct statement *statement,
                           struct pecaddr_registry_error *error);
/*
 * Receives what all statements gave that were sent. After one that failed the server has ignored
 * the rest. *ret_last: what the last one gave, to be cleared; may be NULL.
 */
int registry_postgres_receive(struct connection *self, PGresult **ret_last,
                              struct pecaddr_registry_error *error);
/* Runs SQL without parameters, which may take `seconds`. *ret_last as before. */
int registry_postgres_script(struct connection *self, const char *sql, unsigned seconds,
                             PGresult **ret_last, struct pecaddr_registry_error *error);

/* Ends the transaction on the server, if there is one, or else the connection. */
void registry_postgres_roll_back(struct connection *self);

/* The server, or this user, can only read. */
int registry_postgres_read_only(struct connection *self, struct pecaddr_registry_error *error);

#endif
