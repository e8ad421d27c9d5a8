/* SPDX-License-Identifier: BSD-3-Clause */
#include "copy.h"
#include "handle.h"

EXPORT int pecaddr_registry_backup(struct pecaddr_registry *registry, const char *path,
                                   struct pecaddr_registry_error *error)
{
    int r = registry_check_call(registry, error);

    if (r == PECADDR_OK && (!path || path[0] == '\0'))
        r = registry_fail(error, PECADDR_E_ARGUMENT, "there is no path for the backup");
    return r == PECADDR_OK
               ? registry_sqlite_backup(registry->store, path, registry_copy_store, error)
               : r;
}
