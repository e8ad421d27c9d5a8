/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_REGISTRY_SQLITE_ASIDE_H
#define PECADDR_REGISTRY_SQLITE_ASIDE_H

#include "sqlite/sqlite.h"

/*
 * What lay where a registry is restored is never lost: it goes on under a name of its own beside,
 * PATH-aside-N, which is told as struct pecaddr_restored has it.
 */

/* Whether there is a file, or one of SQLite's logs of it. */
bool registry_sqlite_is_taken(const char *path);

/* Moves a file, or what is left of one, with its logs. */
int registry_sqlite_move_aside(const char *path, char ret_aside[PECADDR_ASIDE_MAX + 1],
                               struct pecaddr_registry_error *error);

/* Copies a registry, to which nobody writes meanwhile. After a failure there is no copy. */
int registry_sqlite_copy_aside(struct sqlite_store *from, char ret_aside[PECADDR_ASIDE_MAX + 1],
                               struct pecaddr_registry_error *error);

/* Takes a copy away again. */
void registry_sqlite_drop_aside(char aside[PECADDR_ASIDE_MAX + 1]);

#endif
