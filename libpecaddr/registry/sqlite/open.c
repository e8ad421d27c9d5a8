/* SPDX-License-Identifier: BSD-3-Clause */
#include "sqlite/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int registry_sqlite_open_file(const char *name, const char *shown, struct store **ret_store,
                              struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = NULL;
    int r = registry_sqlite_new_for(shown, &self, error);

    if (r != PECADDR_OK)
        return r;
    r = registry_sqlite_connect(self, name, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_execute(self, "PRAGMA synchronous = OFF", error);
    if (r == PECADDR_OK)
        r = registry_sqlite_migrate(self, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_prepare(self, error);
    if (r == PECADDR_OK)
        *ret_store = &self->store;
    else
        registry_store_close(&self->store);
    return r;
}

int registry_sqlite_open_private(const char *name, struct store **ret_store,
                                 struct pecaddr_registry_error *error)
{
    return registry_sqlite_open_file(name, "memory:", ret_store, error);
}

static int no_registry(const struct sqlite_store *self, const struct uri *uri, const char *what,
                       struct pecaddr_registry_error *error)
{
    return registry_fail(error, PECADDR_E_STORAGE,
                         "%s: %s; check the path, or make a registry there with "
                         "`pecaddr registry init --registry %s`",
                         SHOWN(self->path), what, SHOWN_URI(uri->text));
}

/*
 * Who may only read the registry, but write to its folder, leaves files beside it that are his and
 * empty: SQLite makes them in order to read, and lets only who may write the registry delete them.
 * Whoever may write it is kept out by them.
 */
static int look_beside(const struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    static const char *const tails[] = {"-wal", "-shm"};
    char path[4096];

    if (access(self->path, W_OK) != 0)
        return PECADDR_OK;
    for (size_t i = 0; i < ARRAY_SIZE(tails); i++) {
        int size = snprintf(path, sizeof path, "%s%s", self->path, tails[i]);

        if (size < 0 || (size_t)size >= sizeof path || access(path, F_OK) != 0 ||
            access(path, W_OK) == 0)
            continue;
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: the file of this name with %s at its end is another user's, who "
                             "may only read the registry; delete that file when nobody uses the "
                             "registry, if it is empty or ends in -shm, and give him no right to "
                             "write to the folder",
                             SHOWN(self->path), tails[i]);
    }
    return PECADDR_OK;
}

/* What SQLite would tell less clearly. */
static int look_at_file(struct sqlite_store *self, const struct uri *uri,
                        struct pecaddr_registry_error *error)
{
    struct stat file;

    if (stat(self->path, &file) != 0) {
        if (errno == ENOENT)
            return no_registry(self, uri, N_("there is no registry"), error);
        return registry_fail(error, PECADDR_E_STORAGE, "%s: cannot be opened: %s",
                             SHOWN(self->path), registry_reason(errno));
    }
    if (!S_ISREG(file.st_mode))
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: this is no file but a folder or a device; check the path",
                             SHOWN(self->path));
    if (access(self->path, R_OK) != 0)
        return registry_fail(error, PECADDR_E_STORAGE, "%s: cannot be read: %s", SHOWN(self->path),
                             registry_reason(errno));
    self->has_file = true;
    self->device = file.st_dev;
    self->inode = file.st_ino;
    return look_beside(self, error);
}

static int open_registry(struct sqlite_store *self, const struct uri *uri,
                         struct pecaddr_registry_error *error)
{
    int version = 0;
    int r = registry_sqlite_check_place(self, error);

    if (r == PECADDR_OK)
        r = look_at_file(self, uri, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_find_mark(self, error);
    /* SQLite falls back to reading alone where it may not write. */
    if (r == PECADDR_OK)
        r = registry_sqlite_connect(self, self->path, SQLITE_OPEN_READWRITE, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_look_at_version(self, &version, error);
    if (r != PECADDR_OK)
        return r;
    if (version == 0)
        return no_registry(self, uri, N_("this file is empty, no registry"), error);
    if (version < registry_sqlite_schema_version())
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: this registry is of an older version; bring it up to date with "
                             "`pecaddr registry init --registry %s`",
                             SHOWN(self->path), SHOWN_URI(uri->text));
    r = registry_sqlite_check_schema(self, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_prepare(self, error);
    self->read_only = sqlite3_db_readonly(self->db, "main") != 0;
    if (r == PECADDR_OK && !self->read_only)
        registry_sqlite_use_log(self);
    return r;
}

int registry_sqlite_open(struct uri *uri, struct store **ret_store,
                         struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = NULL;
    int r = registry_sqlite_new(uri, &self, error);

    if (r != PECADDR_OK)
        return r;
    r = open_registry(self, uri, error);
    if (r == PECADDR_OK)
        *ret_store = &self->store;
    else
        registry_store_close(&self->store);
    return r;
}

/*
 * A registry holds personal data: others than the owner and the group have no business there. An
 * empty file, which is all that a crash can leave, is no registry yet.
 */
int registry_sqlite_make_file(const struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    int fd = open(self->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0660);

    if (fd >= 0)
        close(fd);
    else if (errno != EEXIST)
        return registry_sqlite_not_made(self, errno, error);
    return PECADDR_OK;
}

/* Where a registry was lost, a new one would issue again what was issued. */
static int look_for_lost(const struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    struct mark mark;

    if (registry_mark_read(self->mark_path, &mark) == MARK_NONE)
        return PECADDR_OK;
    return registry_fail(
        error, PECADDR_E_STORAGE,
        "%s: there is no registry, but its mark %s: there was one; put it back from "
        "a backup with `pecaddr registry restore`, or delete the mark if its "
        "addresses are nobody's",
        SHOWN(self->path), SHOWN(self->mark_path));
}

/*
 * A mark for a registry that was not there before. One that was there and lies without a mark may be a
 * copy, also where nothing was ever written in it: the operator has to say that it is the right one.
 */
static int make_mark(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    struct mark found;
    int r = registry_sqlite_prepare(self, error);

    if (r == PECADDR_OK)
        r = registry_sqlite_read_registry(self, error);
    if (r != PECADDR_OK || self->now.change > 0 ||
        registry_mark_read(self->mark_path, &found) != MARK_NONE)
        return r;
    if (!registry_mark_write(self->mark_path, &self->now, true))
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: the mark cannot be written: %s; without it no new address is "
                             "issued",
                             SHOWN(self->mark_path), registry_reason(errno));
    return PECADDR_OK;
}

static int init_registry(struct sqlite_store *self, const struct uri *uri,
                         struct pecaddr_registry_error *error)
{
    int version = 0;
    int r = registry_sqlite_check_place(self, error);

    if (r == PECADDR_OK)
        r = registry_sqlite_make_file(self, error);
    if (r == PECADDR_OK)
        r = look_at_file(self, uri, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_connect(self, self->path, SQLITE_OPEN_READWRITE, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_look_at_version(self, &version, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_find_mark(self, error);
    if (r == PECADDR_OK && version == 0)
        r = look_for_lost(self, error);
    if (r == PECADDR_OK && version < registry_sqlite_schema_version())
        r = registry_sqlite_migrate(self, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_check_schema(self, error);
    if (r == PECADDR_OK && version == 0)
        r = make_mark(self, error);
    if (r == PECADDR_OK)
        registry_sqlite_use_log(self);
    return r;
}

int registry_sqlite_init(struct uri *uri, struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = NULL;
    int r = registry_sqlite_new(uri, &self, error);

    if (r != PECADDR_OK)
        return r;
    r = init_registry(self, uri, error);
    registry_store_close(&self->store);
    return r;
}
