/* SPDX-License-Identifier: BSD-3-Clause */
#include "sqlite/aside.h"

#include "sqlite/backup.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

static const char *const tails[] = {"", "-wal", "-shm", "-journal"};

static bool name_it(char path[PECADDR_ASIDE_MAX + 1], const char *base, const char *tail)
{
    int n = snprintf(path, PECADDR_ASIDE_MAX + 1, "%s%s", base, tail);

    return n > 0 && n <= PECADDR_ASIDE_MAX;
}

bool registry_sqlite_is_taken(const char *base)
{
    char path[PECADDR_ASIDE_MAX + 1];

    for (size_t i = 0; i < ARRAY_SIZE(tails); i++)
        if (!name_it(path, base, tails[i]) || access(path, F_OK) == 0)
            return true;
    return false;
}

#define TRIES 1000

static bool find_name(const char *path, char ret_aside[PECADDR_ASIDE_MAX + 1])
{
    bool found = false;
    char tail[32];

    for (int i = 1; !found && i <= TRIES; i++) {
        snprintf(tail, sizeof tail, "-aside-%d", i);
        found = name_it(ret_aside, path, tail) && !registry_sqlite_is_taken(ret_aside);
    }
    return found;
}

int registry_sqlite_move_aside(const char *path, char ret_aside[PECADDR_ASIDE_MAX + 1],
                               struct pecaddr_registry_error *error)
{
    char from[PECADDR_ASIDE_MAX + 1], to[PECADDR_ASIDE_MAX + 1];
    bool found = find_name(path, ret_aside);

    for (size_t i = 0; found && i < ARRAY_SIZE(tails); i++) {
        if (!name_it(from, path, tails[i]) || !name_it(to, ret_aside, tails[i]))
            found = false;
        else if (rename(from, to) != 0 && errno != ENOENT)
            return registry_fail(error, PECADDR_E_STORAGE, "%s: cannot be moved aside: %s",
                                 SHOWN(from), registry_reason(errno));
    }
    return found ? PECADDR_OK
                 : registry_fail(error, PECADDR_E_STORAGE,
                                 "%s: cannot be moved aside, as there is no name for it; move it "
                                 "away yourself",
                                 SHOWN(path));
}

static int fill(struct sqlite_store *from, struct sqlite_store *copy,
                struct pecaddr_registry_error *error)
{
    int r = registry_sqlite_make_file(copy, error);
    int number;

    if (r == PECADDR_OK)
        r = registry_sqlite_connect(copy, copy->path, SQLITE_OPEN_READWRITE, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_transfer(from, copy, NULL, NULL, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_close_file(copy, error);
    if (r == PECADDR_OK && (number = registry_sync_folder_of(copy->path)) != 0)
        r = registry_fail(error, PECADDR_E_STORAGE, "%s: cannot be written: %s", SHOWN(copy->path),
                          registry_reason(number));
    return r;
}

int registry_sqlite_copy_aside(struct sqlite_store *from, char ret_aside[PECADDR_ASIDE_MAX + 1],
                               struct pecaddr_registry_error *error)
{
    struct sqlite_store *copy = NULL;
    int r;

    if (!find_name(from->path, ret_aside))
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: cannot be kept beside, as there is no name for it; save it with "
                             "`pecaddr registry backup`, and move it away yourself",
                             SHOWN(from->path));
    r = registry_sqlite_new_for(ret_aside, &copy, error);
    if (r == PECADDR_OK)
        r = fill(from, copy, error);
    if (copy)
        registry_store_close(&copy->store);
    if (r != PECADDR_OK)
        registry_sqlite_drop_aside(ret_aside);
    return r;
}

void registry_sqlite_drop_aside(char aside[PECADDR_ASIDE_MAX + 1])
{
    char path[PECADDR_ASIDE_MAX + 1];

    for (size_t i = 0; aside[0] != '\0' && i < ARRAY_SIZE(tails); i++)
        if (name_it(path, aside, tails[i]))
            unlink(path);
    aside[0] = '\0';
}
