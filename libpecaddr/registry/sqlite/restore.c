/* SPDX-License-Identifier: BSD-3-Clause */
#define _DEFAULT_SOURCE /* realpath() */
#include "sqlite/aside.h"
#include "sqlite/backup.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * A backup into the file that a registry is in, under SQLite's own lock: whoever has it open finds
 * another content, as after any transaction. A file put there by other means meets what is left of
 * the one before: its log, which SQLite takes for the new one's.
 */

struct restoring {
    struct sqlite_store *from; /* the backup, in one transaction as long as it is read */
    struct sqlite_store *to;
    struct mark backup;
    struct mark mark; /* that lies beside the registry */
    enum mark_finding finding;
    struct pecaddr_restored done;
    bool has_registry; /* where it goes, of the same id */
    bool gave_log_up;  /* the file that is restored, for a backup with pages of another size */
};

/* Which registry a file is. Its result, as SQLite says it; SQLITE_DONE: it does not say. */
static int read_identity(sqlite3 *db, struct mark *ret_identity)
{
    sqlite3_stmt *prepared = NULL;
    int result =
        sqlite3_prepare_v2(db, "SELECT id, epoch, change FROM registry", -1, &prepared, NULL);

    if (result == SQLITE_OK)
        result = sqlite3_step(prepared);
    if (result == SQLITE_ROW) {
        const char *id = (const char *)sqlite3_column_text(prepared, 0);

        if (id && strlen(id) == MARK_ID_SIZE)
            strcpy(ret_identity->id, id);
        else
            result = SQLITE_DONE;
        ret_identity->epoch = sqlite3_column_int64(prepared, 1);
        ret_identity->change = sqlite3_column_int64(prepared, 2);
    }
    sqlite3_finalize(prepared);
    return result;
}

/* The backup. */

static int check_backup(struct restoring *self, struct pecaddr_registry_error *error)
{
    int version = 0, result;
    int r = registry_sqlite_look_at_version(self->from, &version, error);

    if (r == PECADDR_OK && version == 0)
        return registry_fail(error, PECADDR_E_STORAGE, "%s: this file is empty, no backup",
                             SHOWN(self->from->path));
    if (r != PECADDR_OK)
        return r;
    result = sqlite3_exec(self->from->db, "BEGIN", NULL, NULL, NULL);
    if (result != SQLITE_OK)
        return registry_sqlite_fail(self->from, result, error);
    r = registry_sqlite_check_whole(self->from, error);
    if (r != PECADDR_OK)
        return r;
    result = read_identity(self->from->db, &self->backup);
    if (result == SQLITE_DONE)
        return registry_sqlite_damaged(self->from, N_("it does not say which one it is"), error);
    return result == SQLITE_ROW ? PECADDR_OK : registry_sqlite_fail(self->from, result, error);
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat file, other;

    return stat(a, &file) == 0 && stat(b, &other) == 0 && file.st_dev == other.st_dev &&
           file.st_ino == other.st_ino;
}

static int open_backup(struct restoring *self, const char *path,
                       struct pecaddr_registry_error *error)
{
    int r;

    if (is_same_file(path, self->to->path))
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "%s: this is the registry itself; give the backup of it", SHOWN(path));
    if (access(path, R_OK) != 0)
        return registry_fail(error, PECADDR_E_STORAGE, "%s: cannot be read: %s", SHOWN(path),
                             registry_reason(errno));
    r = registry_sqlite_new_for(path, &self->from, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_connect(self->from, path, SQLITE_OPEN_READONLY, error);
    return r == PECADDR_OK ? check_backup(self, error) : r;
}

/* What lies where it goes. */

static int another(const char *path, struct pecaddr_registry_error *error)
{
    return registry_fail(error, PECADDR_E_STATE,
                         "%s: the backup is of another registry than this; if this one's addresses "
                         "are nobody's, move it away with its mark and restore again",
                         SHOWN(path));
}

/* The registry that was there, as its mark knows it. */
static int compare_with_mark(struct restoring *self, struct pecaddr_registry_error *error)
{
    if (self->finding == MARK_FITS && strcmp(self->mark.id, self->backup.id) != 0)
        return another(self->to->mark_path, error);
    return PECADDR_OK;
}

static int make_new(struct restoring *self, struct pecaddr_registry_error *error)
{
    int r = compare_with_mark(self, error);

    if (r == PECADDR_OK && registry_sqlite_is_taken(self->to->path))
        r = registry_sqlite_move_aside(self->to->path, self->done.aside, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_make_file(self->to, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_connect(self->to, self->to->path, SQLITE_OPEN_READWRITE, error);
    return r;
}

/*
 * Whether a file does not even begin as one of SQLite's: then SQLite is not let near its logs. It is read
 * through SQLite all the same, as closing a file ends all the locks that this process has on it
 * (fcntl(2)), those of other handles too.
 */
static bool is_no_database(const char *path)
{
    static const char begin[] = "SQLite format 3";
    char found[sizeof begin] = "";
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    const char *name = sqlite3_create_filename(path, "", "", 0, NULL);
    sqlite3_file *file = calloc(1, (size_t)vfs->szOsFile);
    sqlite3_int64 size = 0;
    int flags = 0, result = SQLITE_NOMEM;

    if (name && file)
        result = vfs->xOpen(vfs, name, file, SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB, &flags);
    if (result == SQLITE_OK)
        result = file->pMethods->xFileSize(file, &size);
    if (result == SQLITE_OK && size >= (sqlite3_int64)sizeof found)
        result = file->pMethods->xRead(file, found, sizeof found, 0);
    if (file && file->pMethods)
        file->pMethods->xClose(file);
    free(file);
    sqlite3_free_filename((char *)name);
    return result == SQLITE_OK && size > 0 && memcmp(found, begin, sizeof found) != 0;
}

/* SQLite can make nothing of the file, or it is not one of a registry's. */
static bool is_broken(int result)
{
    switch (result & 0xFF) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_ERROR:
    case SQLITE_DONE:
        return true;
    default:
        return false;
    }
}

/* SQLITE_ROW: it has tables; SQLITE_EMPTY: it has none; else what went wrong. */
static int look_for_tables(sqlite3 *db, bool *ret_foreign)
{
    sqlite3_stmt *prepared = NULL;
    int result = sqlite3_prepare_v2(db,
                                    "SELECT count(*), (SELECT application_id "
                                    "FROM pragma_application_id) FROM sqlite_schema",
                                    -1, &prepared, NULL);

    if (result == SQLITE_OK)
        result = sqlite3_step(prepared);
    if (result == SQLITE_ROW && sqlite3_column_int(prepared, 0) == 0)
        result = SQLITE_EMPTY;
    *ret_foreign = result == SQLITE_ROW && sqlite3_column_int(prepared, 1) != APPLICATION_ID;
    sqlite3_finalize(prepared);
    return result;
}

static int look_at_file(struct restoring *self, bool *ret_broken,
                        struct pecaddr_registry_error *error)
{
    struct sqlite_store *to = self->to;
    struct mark there = {.epoch = 0};
    bool foreign = false;
    int result = look_for_tables(to->db, &foreign);

    if (foreign)
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: this is an SQLite database of another program, no registry; "
                             "check the path",
                             SHOWN(to->path));
    if (result == SQLITE_EMPTY)
        return compare_with_mark(self, error);
    if (result == SQLITE_ROW)
        result = read_identity(to->db, &there);
    if (result == SQLITE_ROW) {
        self->has_registry = strcmp(there.id, self->backup.id) == 0;
        return self->has_registry ? PECADDR_OK : another(to->path, error);
    }
    *ret_broken = is_broken(result);
    return *ret_broken ? PECADDR_OK : registry_sqlite_fail(to, result, error);
}

static int open_target(struct restoring *self, struct pecaddr_registry_error *error)
{
    struct sqlite_store *to = self->to;
    struct stat file;
    bool broken = false;
    int r;

    self->finding = registry_mark_read(to->mark_path, &self->mark);
    self->done.what = PECADDR_RESTORED_ANEW;
    if (stat(to->path, &file) != 0 && errno == ENOENT)
        return make_new(self, error);
    if (stat(to->path, &file) != 0)
        return registry_fail(error, PECADDR_E_STORAGE, "%s: cannot be opened: %s", SHOWN(to->path),
                             registry_reason(errno));
    if (!S_ISREG(file.st_mode))
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: this is no file but a folder or a device; check the path",
                             SHOWN(to->path));
    broken = is_no_database(to->path);
    if (!broken) {
        self->done.what = PECADDR_RESTORED_OVER;
        r = registry_sqlite_connect(to, to->path, SQLITE_OPEN_READWRITE, error);
        if (to->db && r != PECADDR_OK)
            broken = is_broken(sqlite3_errcode(to->db));
        if (r == PECADDR_OK)
            r = look_at_file(self, &broken, error);
        if (!broken)
            return r;
    }
    sqlite3_close(to->db);
    to->db = NULL;
    self->done.what = PECADDR_RESTORED_BESIDE;
    return make_new(self, error);
}

static int read_page_size(struct sqlite_store *store, int *ret_size,
                          struct pecaddr_registry_error *error)
{
    sqlite3_stmt *prepared = NULL;
    int result = sqlite3_prepare_v2(store->db, "PRAGMA page_size", -1, &prepared, NULL);

    if (result == SQLITE_OK)
        result = sqlite3_step(prepared);
    if (result == SQLITE_ROW)
        *ret_size = sqlite3_column_int(prepared, 0);
    sqlite3_finalize(prepared);
    return result == SQLITE_ROW ? PECADDR_OK : registry_sqlite_fail(store, result, error);
}

/*
 * A file with a log keeps the size of its pages. Without one it takes another size in the transaction
 * that puts the backup there; and nobody may have it open while it gives its log up.
 */
static int fit_pages(struct restoring *self, struct pecaddr_registry_error *error)
{
    struct sqlite_store *to = self->to;
    int own = 0, other = 0, result;
    int r = self->done.what == PECADDR_RESTORED_OVER ? read_page_size(to, &own, error) : PECADDR_OK;

    if (r == PECADDR_OK)
        r = read_page_size(self->from, &other, error);
    if (r != PECADDR_OK || own == 0 || own == other)
        return r;
    result = sqlite3_exec(to->db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    if ((result & 0xFF) == SQLITE_BUSY)
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: the backup has pages of another size, so that it can only be put "
                             "there while nobody uses the registry; end the programs that do, and "
                             "restore again",
                             SHOWN(to->path));
    self->gave_log_up = result == SQLITE_OK;
    return result == SQLITE_OK ? PECADDR_OK : registry_sqlite_fail(to, result, error);
}

static int read_mode(void *user, int n, char **values, char **names)
{
    bool *logged = user;

    (void)n;
    (void)names;
    *logged = values[0] && strcmp(values[0], "wal") == 0;
    return 0;
}

/* Beside whoever writes to a log, others read what was there before. */
static int copy_beside_log(void *user, struct pecaddr_registry_error *error)
{
    struct restoring *self = user;
    struct sqlite_store *there = NULL;
    int r = registry_sqlite_new_for(self->to->path, &there, error);

    if (r == PECADDR_OK)
        r = registry_sqlite_connect(there, there->path, SQLITE_OPEN_READONLY, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_copy_aside(there, self->done.aside, error);
    if (there)
        registry_store_close(&there->store);
    return r;
}

/* Without a log whoever writes reads alone, from the lock on. */
static int copy_alone(struct restoring *self, struct pecaddr_registry_error *error)
{
    int result = sqlite3_exec(
        self->to->db, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT", NULL, NULL, NULL);

    return result == SQLITE_OK ? registry_sqlite_copy_aside(self->to, self->done.aside, error)
                               : registry_sqlite_fail(self->to, result, error);
}

/*
 * A restore by mistake, over a registry that knows more than the backup, can be undone: nothing of
 * what was there is lost, to the last claim before the lock.
 */
static int put_back(struct restoring *self, struct pecaddr_registry_error *error)
{
    struct sqlite_store *to = self->to;
    bool logged = false;
    int r = PECADDR_OK;

    if (self->has_registry && !self->gave_log_up)
        registry_sqlite_use_log(to);
    sqlite3_exec(to->db, "PRAGMA journal_mode", read_mode, &logged, NULL);
    if (self->has_registry && !logged)
        r = copy_alone(self, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_transfer(
            self->from, to, self->has_registry && logged ? copy_beside_log : NULL, self, error);
    if (!logged)
        sqlite3_exec(to->db, "PRAGMA locking_mode = NORMAL", NULL, NULL, NULL);
    if (r != PECADDR_OK && self->has_registry)
        registry_sqlite_drop_aside(self->done.aside);
    return r;
}

/*
 * What was issued since the backup, and perhaps more than the mark that was there knew of, would be
 * issued again: so the mark is of an epoch that only the operator can begin.
 */
static int leave_mark(struct restoring *self, struct pecaddr_registry_error *error)
{
    struct mark mark = self->backup;
    const char *path = self->to->mark_path;

    if (self->finding == MARK_FITS && self->mark.epoch > mark.epoch)
        mark.epoch = self->mark.epoch;
    if (self->finding == MARK_FITS && self->mark.change > mark.change)
        mark.change = self->mark.change;
    mark.epoch++;
    if (registry_mark_write(path, &mark, true))
        return PECADDR_OK;
    return registry_fail(error, PECADDR_E_STORAGE,
                         "%s: the mark cannot be written: %s; without it no new address is "
                         "issued",
                         SHOWN(path), registry_reason(errno));
}

/* The registry and its mark are where a link leads to: what is moved aside is the file, not the link. */
static void follow_link(struct sqlite_store *store)
{
    char *real = realpath(store->path, NULL);

    if (real) {
        free(store->path);
        store->path = real;
    }
}

static int restore(struct restoring *self, const char *path, struct pecaddr_registry_error *error)
{
    struct sqlite_store *to = self->to;
    int number;
    int r;

    follow_link(to);
    r = registry_sqlite_check_place(to, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_find_mark(to, error);
    if (r == PECADDR_OK)
        r = open_backup(self, path, error);
    if (r == PECADDR_OK)
        r = open_target(self, error);
    if (r == PECADDR_OK)
        r = fit_pages(self, error);
    if (r == PECADDR_OK)
        r = put_back(self, error);
    /* After a transfer that failed, too: what is there then is as it was. */
    if (r == PECADDR_OK || self->gave_log_up)
        registry_sqlite_use_log(to);
    if (r != PECADDR_OK)
        return r;
    number = registry_sync_folder_of(to->path);
    if (number != 0)
        return registry_fail(error, PECADDR_E_STORAGE, "%s: cannot be written: %s", SHOWN(to->path),
                             registry_reason(number));
    return leave_mark(self, error);
}

int registry_sqlite_restore(struct uri *uri, const char *path,
                            struct pecaddr_restored *ret_restored,
                            struct pecaddr_registry_error *error)
{
    struct restoring self = {.done.size = sizeof self.done};
    int r = registry_sqlite_new(uri, &self.to, error);

    if (r == PECADDR_OK)
        r = restore(&self, path, error);
    if (self.from)
        registry_store_close(&self.from->store);
    if (self.to)
        registry_store_close(&self.to->store);
    if (r == PECADDR_OK && ret_restored) {
        ret_restored->what = self.done.what;
        strcpy(ret_restored->aside, self.done.aside);
    }
    return r;
}
