/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_SQLITE_BACKUP_H
#define PECADDR_REGISTRY_SQLITE_BACKUP_H

#include "sqlite/sqlite.h"

/* Called when nobody else can write to a database any more, and nothing of it is changed yet. */
typedef int registry_locked_fn(void *user, struct pecaddr_registry_error *error);

/* Makes one database what another is, in one transaction, as it is at one moment; unless `locked`, which
 * may be NULL, fails. */
int registry_sqlite_transfer(struct sqlite_store *from, struct sqlite_store *to,
                             registry_locked_fn *locked, void *user,
                             struct pecaddr_registry_error *error);

/* Makes of what was filled one file, with no log beside it that could be lost, and which a disk for
 * reading only can hold. */
int registry_sqlite_close_file(struct sqlite_store *self, struct pecaddr_registry_error *error);

/* Whether SQLite finds it whole, and its schema is that of this version. */
int registry_sqlite_check_whole(struct sqlite_store *self, struct pecaddr_registry_error *error);

/* So that a name which was made or moved is there to stay. Returns 0 or an errno. */
int registry_sync_folder_of(const char *path);

#endif
