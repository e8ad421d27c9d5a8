/* SPDX-License-Identifier: BSD-3-Clause */
#include "sqlite/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * A registry into a file: page by page through SQLite where it is in SQLite, in one snapshot, whoever
 * writes meanwhile; else row by row. The file is written under another name, looked through and synced
 * before it has its own.
 */

/* Whole databases. */

int registry_sqlite_transfer(struct sqlite_store *from, struct sqlite_store *to,
                             registry_locked_fn *locked, void *user,
                             struct pecaddr_registry_error *error)
{
    sqlite3_backup *backup = sqlite3_backup_init(to->db, "main", from->db, "main");
    int result, r = PECADDR_OK;

    if (!backup)
        return registry_sqlite_fail(to, sqlite3_errcode(to->db), error);
    /* No page is the first step: it locks. */
    result = sqlite3_backup_step(backup, 0);
    if (result == SQLITE_OK && locked)
        r = locked(user, error);
    while (result == SQLITE_OK && r == PECADDR_OK)
        result = sqlite3_backup_step(backup, -1);
    /* It says what went wrong where it was written to, and undoes it. */
    sqlite3_backup_finish(backup);
    if (r != PECADDR_OK || result == SQLITE_DONE)
        return r;
    return registry_sqlite_fail((result & 0xFF) == SQLITE_CORRUPT ? from : to, result, error);
}

static int read_check(void *user, int n, char **values, char **names)
{
    bool *fine = user;

    (void)n;
    (void)names;
    *fine = values[0] && strcmp(values[0], "ok") == 0;
    return 0;
}

int registry_sqlite_check_whole(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    bool fine = false;
    int result = sqlite3_exec(self->db, "PRAGMA integrity_check(1)", read_check, &fine, NULL);

    if (result != SQLITE_OK)
        return registry_sqlite_fail(self, result, error);
    return fine ? registry_sqlite_check_schema(self, error)
                : registry_sqlite_damaged(self, N_("SQLite's own check of it failed"), error);
}

/* Files. */

int registry_sync_folder_of(const char *path)
{
    char *folder = strdup(path);
    char *slash = folder ? strrchr(folder, '/') : NULL;
    int fd, number = 0;

    if (!folder)
        return ENOMEM;
    if (slash)
        slash[slash == folder] = '\0';
    fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (fd < 0)
        return errno;
    /* Some file systems have folders that cannot be synced, and need not be. */
    if (fsync(fd) != 0 && errno != EINVAL)
        number = errno;
    close(fd);
    return number;
}

struct saving {
    const char *path;
    char *beside; /* where it is written */
    bool made;
};

static int not_saved(const char *path, int number, struct pecaddr_registry_error *error)
{
    if (number == EEXIST)
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "%s: there is a file already, which a backup never overwrites; give "
                             "another name",
                             SHOWN(path));
    if (number == ENOMEM)
        return registry_no_memory(error);
    return registry_fail(error, PECADDR_E_STORAGE, "%s: cannot be written: %s", SHOWN(path),
                         registry_reason(number));
}

/* It holds personal data: nobody else reads it. */
static int make_beside(struct saving *saving, struct pecaddr_registry_error *error)
{
    static const char tail[] = ".XXXXXX";
    size_t size = strlen(saving->path);
    int fd;

    if (access(saving->path, F_OK) == 0)
        return not_saved(saving->path, EEXIST, error);
    saving->beside = malloc(size + sizeof tail);
    if (!saving->beside)
        return registry_no_memory(error);
    memcpy(saving->beside, saving->path, size);
    memcpy(saving->beside + size, tail, sizeof tail);
    fd = mkstemp(saving->beside);
    if (fd < 0)
        return not_saved(saving->path, errno, error);
    close(fd);
    saving->made = true;
    return PECADDR_OK;
}

/* link() overwrites nothing; where a file system has no links, a name is free or it is not. */
static int move_into_place(const struct saving *saving)
{
    int fd = open(saving->beside, O_RDONLY | O_CLOEXEC);
    int number = fd < 0 || fsync(fd) != 0 ? errno : 0;

    if (fd >= 0)
        close(fd);
    if (number != 0)
        return number;
    if (link(saving->beside, saving->path) == 0) {
        unlink(saving->beside);
    } else {
        if (errno == EEXIST || (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS))
            return errno;
        if (access(saving->path, F_OK) == 0)
            return EEXIST;
        if (rename(saving->beside, saving->path) != 0)
            return errno;
    }
    number = registry_sync_folder_of(saving->path);
    if (number != 0)
        unlink(saving->path);
    return number;
}

/* What is left of one that was not saved. */
static void clear(struct saving *saving)
{
    static const char *const tails[] = {"-journal", "-wal", "-shm", ""};
    char path[4200];

    for (size_t i = 0; saving->made && i < ARRAY_SIZE(tails); i++)
        if ((size_t)snprintf(path, sizeof path, "%s%s", saving->beside, tails[i]) < sizeof path)
            unlink(path);
    free(saving->beside);
}

/* The store. */

static int fill(struct store *from, struct sqlite_store *to, registry_copy_fn *copy,
                struct pecaddr_registry_error *error)
{
    if (from->ops != &registry_sqlite_ops)
        return copy(from, &to->store, error);
    return registry_sqlite_transfer((struct sqlite_store *)from, to, NULL, NULL, error);
}

int registry_sqlite_close_file(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    int result = sqlite3_exec(self->db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);

    return result == SQLITE_OK ? PECADDR_OK : registry_sqlite_fail(self, result, error);
}

static int save(struct store *from, const struct saving *saving, registry_copy_fn *copy,
                struct pecaddr_registry_error *error)
{
    struct store *store = NULL;
    int r = registry_sqlite_open_file(saving->beside, saving->path, &store, error);
    struct sqlite_store *to = (struct sqlite_store *)store;

    if (r == PECADDR_OK)
        r = fill(from, to, copy, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_check_whole(to, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_close_file(to, error);
    registry_store_close(store);
    return r;
}

int registry_sqlite_backup(struct store *from, const char *path, registry_copy_fn *copy,
                           struct pecaddr_registry_error *error)
{
    struct saving saving = {.path = path};
    int r = make_beside(&saving, error);
    int number;

    if (r == PECADDR_OK)
        r = save(from, &saving, copy, error);
    if (r == PECADDR_OK && (number = move_into_place(&saving)) != 0)
        r = not_saved(path, number, error);
    /* A name that it had already is not its own any more. */
    clear(&saving);
    return r;
}
