/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_SQLITE_BACKUP_H
#define PECADDR_REGISTRY_SQLITE_BACKUP_H

#include "sqlite/sqlite.h"

/* Makes one database what another is, in one transaction, as it is at one moment. */
int registry_sqlite_transfer(struct sqlite_store *from, struct sqlite_store *to,
                             struct pecaddr_registry_error *error);

/* Whether SQLite finds it whole, and its schema is that of this version. */
int registry_sqlite_check_whole(struct sqlite_store *self, struct pecaddr_registry_error *error);

/* So that a name which was made or moved is there to stay. Returns 0 or an errno. */
int registry_sync_folder_of(const char *path);

#endif
