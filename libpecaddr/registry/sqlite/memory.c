/* SPDX-License-Identifier: BSD-3-Clause */
#include "store.h"

/* SQLite in memory: the same schema and the same code, so it cannot behave otherwise. */

static int check_uri(struct uri *uri, struct pecaddr_registry_error *error)
{
    if (uri->path[0] != '\0')
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "%s: memory: has no path; for a file write sqlite:PATH",
                             SHOWN_URI(uri->text));
    return registry_uri_done(uri, error);
}

int registry_memory_init(struct uri *uri, struct pecaddr_registry_error *error)
{
    int r = check_uri(uri, error);

    if (r != PECADDR_OK)
        return r;
    return registry_fail(error, PECADDR_E_ARGUMENT,
                         "memory: cannot be kept; for a file write sqlite:PATH");
}

int registry_memory_open(struct uri *uri, struct store **ret_store,
                         struct pecaddr_registry_error *error)
{
    int r = check_uri(uri, error);

    return r != PECADDR_OK ? r : registry_sqlite_open_private(":memory:", ret_store, error);
}
