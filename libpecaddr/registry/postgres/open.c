/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/mark.h"
#include "postgres/owner.h"
#include "postgres/postgres.h"
#include "postgres/schema.h"

#include <stdlib.h>

/* Making and opening the registry in PostgreSQL. */

static void postgres_close(struct store *store)
{
    struct postgres_store *self = postgres_of(store);

    registry_postgres_free_connection(&self->connection);
    registry_postgres_forget_schemes(self, true);
    registry_known_free(&self->known);
    for (size_t i = 0; i < ARRAY_SIZE(self->arrays); i++)
        free(self->arrays[i].bytes);
    free(self->locks.bytes);
    free(self->rows);
    free(self);
}

static int postgres_resume(struct store *store, struct pecaddr_registry_error *error)
{
    return registry_postgres_put_mark(&postgres_of(store)->connection, error);
}

static int postgres_bind(struct store *store, const char *provinces,
                         struct pecaddr_registry_error *error)
{
    return registry_postgres_bind(&postgres_of(store)->connection, provinces, error);
}

static const struct store_ops postgres_ops = {
    .call = registry_postgres_call,
    .begin = registry_postgres_begin,
    .commit = registry_postgres_commit,
    .rollback = registry_postgres_rollback,
    .prefetch = registry_postgres_prefetch,
    .find_address = registry_postgres_find_address,
    .find_holder = registry_postgres_find_holder,
    .each_on_entry = registry_postgres_each_on_entry,
    .each_namesake = registry_postgres_each_namesake,
    .each_released = registry_postgres_each_released,
    .each_given_back = registry_postgres_each_given_back,
    .each_version = registry_postgres_each_version,
    .find_return = registry_postgres_find_return,
    .find_given_up = registry_postgres_find_given_up,
    .find_heir = registry_postgres_find_heir,
    .may_issue = registry_postgres_may_issue,
    .resume = postgres_resume,
    .bind = postgres_bind,
    .insert = registry_postgres_insert,
    .amend = registry_postgres_amend,
    .each_expired = registry_postgres_each_expired,
    .each = registry_postgres_each,
    .last_told = registry_postgres_last_told,
    .tell = registry_postgres_tell,
    .is_untold = registry_postgres_is_untold,
    .history = registry_postgres_history,
    .pour = registry_postgres_pour,
    .fill = registry_postgres_fill,
    .verify = registry_postgres_verify,
    .close = postgres_close,
};

static int new_store(const struct uri *uri, struct postgres_store **ret_self,
                     struct pecaddr_registry_error *error)
{
    struct postgres_store *self;
    int r = registry_load_libpq(uri, error);

    if (r != PECADDR_OK)
        return r;
    self = calloc(1, sizeof *self);
    if (!self)
        return registry_no_memory(error);
    self->store.ops = &postgres_ops;
    r = registry_postgres_read_uri(&self->connection, uri->text, error);
    if (r == PECADDR_OK)
        *ret_self = self;
    else
        registry_store_close(&self->store);
    return r;
}

/* What could be tried again is no use to whoever opens a registry: the name may be wrong. */
static int for_good(struct postgres_store *self, int r)
{
    registry_postgres_forget_failures(&self->connection);
    return r == STORE_AGAIN || r == STORE_UNKNOWN ? PECADDR_E_STORAGE : r;
}

int registry_postgres_open(struct uri *uri, struct store **ret_store,
                           struct pecaddr_registry_error *error)
{
    struct postgres_store *self = NULL;
    int r = new_store(uri, &self, error);

    if (r != PECADDR_OK)
        return r;
    r = for_good(self, registry_postgres_connect(&self->connection, error));
    if (r == PECADDR_OK)
        *ret_store = &self->store;
    else
        registry_store_close(&self->store);
    return r;
}

int registry_postgres_init(struct uri *uri, struct pecaddr_registry_error *error)
{
    struct postgres_store *self = NULL;
    int r = new_store(uri, &self, error);

    if (r != PECADDR_OK)
        return r;
    r = registry_postgres_open_connection(&self->connection, error);
    if (r == PECADDR_OK)
        r = registry_postgres_check_server(&self->connection, error);
    if (r == PECADDR_OK)
        r = registry_postgres_migrate(&self->connection, error);
    r = for_good(self, r);
    registry_store_close(&self->store);
    return r;
}
