/* SPDX-License-Identifier: BSD-3-Clause */
#include "store.h"

/* Instead of the store in PostgreSQL, where the library was built without libpq. */

static int absent(const struct uri *uri, struct pecaddr_registry_error *error)
{
    return registry_fail(error, PECADDR_E_ARGUMENT,
                         "%s: this libpecaddr was built without PostgreSQL; install one that was "
                         "built with it (-Dpostgres=enabled), or write sqlite:PATH",
                         SHOWN_URI(uri->text));
}

int registry_postgres_init(struct uri *uri, struct pecaddr_registry_error *error)
{
    return absent(uri, error);
}

int registry_postgres_open(struct uri *uri, struct store **ret_store,
                           struct pecaddr_registry_error *error)
{
    (void)ret_store;
    return absent(uri, error);
}
