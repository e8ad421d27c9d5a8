/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/mark.h"
#include "postgres/postgres.h"
#include "postgres/schema.h"

#include <stdio.h>
#include <string.h>

/* Transactions, and the locks that claims take first. */

static const char settings_sql[] =
#include "postgres_settings.inc"
    ;

static const char lock_sql[] =
#include "postgres_lock.inc"
    ;

int registry_postgres_check_memory(const struct postgres_store *self,
                                   struct pecaddr_registry_error *error)
{
    bool no_memory = self->known.no_memory;

    for (size_t i = 0; i < ARRAY_SIZE(self->arrays); i++)
        no_memory = no_memory || self->arrays[i].no_memory;
    return no_memory ? registry_no_memory(error) : PECADDR_OK;
}

/* Transactions. */

int registry_postgres_send_sql(struct postgres_store *self, const char *sql,
                               struct pecaddr_registry_error *error)
{
    return registry_postgres_send(&self->connection, &(struct statement){.sql = sql}, error);
}

/* Milliseconds, as a parameter. */
#define MS_SIZE 16
static void add_ms(struct statement *statement, char text[MS_SIZE], unsigned ms)
{
    snprintf(text, MS_SIZE, "%u", ms);
    registry_statement_text(statement, text);
}

/* The server gives up a little before this program does, and first on locks. A list may take long:
 * it is read as fast as the caller likes. */
int registry_postgres_send_settings(struct postgres_store *self, bool list,
                                    struct pecaddr_registry_error *error)
{
    struct statement statement = {.sql = settings_sql};
    unsigned idle = self->connection.timeout > 60 ? self->connection.timeout : 60;
    char lock_timeout[MS_SIZE], statement_timeout[MS_SIZE], idle_timeout[MS_SIZE];

    add_ms(&statement, lock_timeout, self->connection.timeout * 800);
    add_ms(&statement, statement_timeout, list ? 0 : self->connection.timeout * 900);
    add_ms(&statement, idle_timeout, list ? 0 : idle * 1000);
    registry_statement_text(&statement, list ? "on" : "off");
    return registry_postgres_send(&self->connection, &statement, error);
}

static int send_locks(struct postgres_store *self, const bool marks[REGISTRY_BUCKETS],
                      struct pecaddr_registry_error *error)
{
    struct statement statement = {.sql = lock_sql};
    struct array *locks = &self->locks;

    registry_array_begin(locks, TYPE_INT4);
    for (uint32_t i = 0; i < REGISTRY_BUCKETS; i++)
        if (!marks || marks[i])
            registry_array_int4(locks, i + 1);
    registry_statement_array(&statement, locks);
    return locks->no_memory ? registry_no_memory(error)
                            : registry_postgres_send(&self->connection, &statement, error);
}

int registry_postgres_start(struct postgres_store *self, const bool marks[REGISTRY_BUCKETS],
                            struct pecaddr_registry_error *error)
{
    bool claim = self->mode == PECADDR_CLAIM;
    int r;

    if (self->connection.begun)
        return PECADDR_OK;
    r = registry_postgres_send_sql(self,
                                   claim ? "BEGIN ISOLATION LEVEL READ COMMITTED"
                                         : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                                   error);
    if (r == PECADDR_OK)
        self->connection.begun = true;
    if (r == PECADDR_OK)
        r = registry_postgres_send_settings(self, false, error);
    if (r == PECADDR_OK && claim)
        r = registry_postgres_send_place(&self->connection, error);
    if (r == PECADDR_OK && claim)
        r = send_locks(self, marks, error);
    return r;
}

void registry_postgres_call(struct store *store)
{
    registry_postgres_forget_failures(&postgres_of(store)->connection);
}

int registry_postgres_begin(struct store *store, enum pecaddr_mode mode,
                            struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    int r;

    registry_known_clear(&self->known);
    for (size_t i = 0; i < ARRAY_SIZE(self->arrays); i++)
        self->arrays[i].no_memory = false;
    self->mode = mode;
    self->complete = false;
    self->connection.failed = false;
    self->connection.place.heard = false;
    self->scheme = NULL;
    if (self->connection.n_failures > 0)
        registry_postgres_pause(&self->connection);
    r = registry_postgres_connect(&self->connection, error);
    if (r == PECADDR_OK)
        strcpy(store->provinces, self->connection.provinces);
    return r;
}
