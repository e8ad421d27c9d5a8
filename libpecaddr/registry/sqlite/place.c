/* SPDX-License-Identifier: BSD-3-Clause */
#include "sqlite/sqlite.h"

#include <errno.h>
#include <string.h>

/* Where a registry lies: what the operator is told of that. */

/* What the system calls it: a program that makes one calls it as it likes. */
#define TYPE(self) QUOTED((self)->mount.type, strlen((self)->mount.type))

int registry_sqlite_take_network(struct sqlite_store *self, struct uri *uri,
                                 struct pecaddr_registry_error *error)
{
    const char *network = registry_uri_take(uri, "network");

    if (network != NULL && strcmp(network, "allow") != 0)
        return registry_fail(error, PECADDR_E_ARGUMENT, "%s: after network= only allow can stand",
                             SHOWN_URI(uri->text));
    self->network_allowed = network != NULL;
    return PECADDR_OK;
}

int registry_sqlite_check_place(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    int number = registry_mount_of(self->path, &self->mount);

    /* A folder that is not there is told by who opens the file. */
    if (number == ENOENT)
        return PECADDR_OK;
    if (number == ENOMEM)
        return registry_no_memory(error);
    if (number != 0)
        return registry_fail(error, PECADDR_E_STORAGE, "%s: can not be opened: %s",
                             SHOWN(self->path), registry_reason(number));
    if (self->mount.kind != MOUNT_NETWORK || self->network_allowed)
        return PECADDR_OK;
    return registry_fail(
        error, PECADDR_E_STORAGE,
        "%s: this lies on a file system of another machine (%s), where SQLite can "
        "not keep two machines from issuing one address twice; put the registry on "
        "a disk of this machine, or use postgresql://, or write ?network=allow if "
        "no other machine ever uses it",
        SHOWN(self->path), TYPE(self));
}

bool registry_sqlite_warn(struct store *store, struct pecaddr_registry_error *ret_warning)
{
    const struct sqlite_store *self = (const struct sqlite_store *)store;

    if (!self->has_file || self->mount.kind != MOUNT_UNKNOWN || self->network_allowed)
        return false;
    registry_fail(ret_warning, PECADDR_OK,
                  "%s: this lies on a file system that is not known here (%s); make sure that no "
                  "other machine uses it, since SQLite can not keep two machines from issuing one "
                  "address twice; write ?network=allow once you have",
                  SHOWN(self->path), TYPE(self));
    return true;
}
