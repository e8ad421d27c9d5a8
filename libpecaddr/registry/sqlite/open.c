/* SPDX-License-Identifier: BSD-3-Clause */
#include "sqlite/sqlite.h"

#include "clock.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* How long to wait for another program's transaction, unless the URI says `?timeout=SECONDS`. */
#define TIMEOUT_DEFAULT 10u

/* In KiB: enough for the upper parts of the indexes of a few million mailboxes. */
#define CACHE_SIZE "32768"

/* In pages: how much may stand in the log alone, which a copy of the file without it would lack. */
#define CHECKPOINT "1000"

/* The version that this program makes. */
static int schema_version(void)
{
    const char *const *migrations;

    return (int)registry_sqlite_migrations(&migrations);
}

/* SQLite has no users: history names the one of the machine, or his number. */
static void find_user(char *user, size_t capacity)
{
    struct passwd entry, *found = NULL;
    char buffer[4096];
    uid_t id = geteuid();

    if (getpwuid_r(id, &entry, buffer, sizeof buffer, &found) != 0 || found == NULL ||
        found->pw_name[0] == '\0')
        snprintf(user, capacity, "%lu", (unsigned long)id);
    else
        snprintf(user, capacity, "%s", found->pw_name);
}

static int new_store(struct sqlite_store **ret_self, struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = calloc(1, sizeof *self);

    if (self == NULL)
        return registry_no_memory(error);
    self->store.ops = &registry_sqlite_ops;
    self->timeout = TIMEOUT_DEFAULT;
    find_user(self->user, sizeof self->user);
    *ret_self = self;
    return PECADDR_OK;
}

/* Where the mark is: `mark=PATH`, or beside the file, when that is there. */
static int take_mark(struct sqlite_store *self, struct uri *uri,
                     struct pecaddr_registry_error *error)
{
    const char *path = registry_uri_take(uri, "mark");

    if (path == NULL)
        return PECADDR_OK;
    if (path[0] == '\0')
        return registry_fail(error, PECADDR_E_ARGUMENT, "%s: mark has no path; write mark=PATH",
                             SHOWN_URI(uri->text));
    self->mark_path = strdup(path);
    return self->mark_path != NULL ? PECADDR_OK : registry_no_memory(error);
}

int registry_sqlite_find_mark(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    if (self->mark_path == NULL)
        self->mark_path = registry_mark_path(self->path);
    return self->mark_path != NULL ? PECADDR_OK : registry_no_memory(error);
}

/* A store for a URI, its file not opened yet. */
int registry_sqlite_new(struct uri *uri, struct sqlite_store **ret_self,
                        struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = NULL;
    int r = new_store(&self, error);

    if (r != PECADDR_OK)
        return r;
    r = registry_uri_file(uri, &self->path, error);
    if (r == PECADDR_OK)
        r = registry_uri_timeout(uri, 0, &self->timeout, error);
    if (r == PECADDR_OK)
        r = take_mark(self, uri, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_take_network(self, uri, error);
    if (r == PECADDR_OK)
        r = registry_uri_done(uri, error);
    if (r == PECADDR_OK)
        *ret_self = self;
    else
        registry_store_close(&self->store);
    return r;
}

/* Runs SQL that gives no rows of interest. */
static int execute(struct sqlite_store *self, const char *sql, struct pecaddr_registry_error *error)
{
    int result = sqlite3_exec(self->db, sql, NULL, NULL, NULL);

    return result == SQLITE_OK ? PECADDR_OK : registry_sqlite_fail(self, result, error);
}

/* How long to wait before the next look at a lock, in milliseconds; not all together. */
#define PAUSE_MIN 1u
#define PAUSE_MAX 5u

/*
 * Whether to wait on for another program that is writing. SQLite's own handler looks less and less
 * often, up to ten times a second: of many programs the one that has waited longest then has the
 * least chance, and some wait in vain.
 */
static int wait_for_writer(void *user, int looks)
{
    struct sqlite_store *self = user;
    unsigned pause = PAUSE_MIN + ((unsigned)looks * 7u + (unsigned)getpid()) % PAUSE_MAX;

    if (looks == 0)
        self->give_up = registry_now() + (int64_t)self->timeout * 1000;
    if (registry_time_left(self->give_up) == 0)
        return 0;
    nanosleep(&(struct timespec){.tv_nsec = (long)pause * 1000000}, NULL);
    return 1;
}

/*
 * What a database can not say of itself, and what protects from one that was made to do harm
 * (sqlite.org/security.html).
 */
static int configure(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    sqlite3_busy_handler(self->db, wait_for_writer, self);
    sqlite3_db_config(self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(self->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(self->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    sqlite3_db_config(self->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, NULL);
    sqlite3_db_config(self->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(self->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    /* EXTRA is FULL with a log; without one, a transaction that was committed stays so even when
     * the power goes right then (sqlite.org/pragma.html#pragma_synchronous). */
    return execute(self,
                   "PRAGMA synchronous = EXTRA; PRAGMA cell_size_check = ON;"
                   "PRAGMA cache_size = -" CACHE_SIZE "; PRAGMA wal_autocheckpoint = " CHECKPOINT,
                   error);
}

int registry_sqlite_connect(struct sqlite_store *self, const char *name, int flags,
                            struct pecaddr_registry_error *error)
{
    int result = sqlite3_open_v2(name, &self->db,
                                 flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);

    if (self->db == NULL)
        return registry_no_memory(error);
    sqlite3_extended_result_codes(self->db, 1);
    if (result != SQLITE_OK)
        return registry_sqlite_fail(self, result, error);
    return configure(self, error);
}

static int read_int(struct sqlite_store *self, const char *sql, int *ret_value,
                    struct pecaddr_registry_error *error)
{
    sqlite3_stmt *prepared = NULL;
    int result = sqlite3_prepare_v2(self->db, sql, -1, &prepared, NULL);

    if (result == SQLITE_OK)
        result = sqlite3_step(prepared);
    if (result == SQLITE_ROW)
        *ret_value = sqlite3_column_int(prepared, 0);
    sqlite3_finalize(prepared);
    return result == SQLITE_ROW ? PECADDR_OK : registry_sqlite_fail(self, result, error);
}

/* The version of the schema; 0: an empty file. Anything else than a registry is refused. */
static int read_version(struct sqlite_store *self, int *ret_version,
                        struct pecaddr_registry_error *error)
{
    int application = 0, version = 0, objects = 0;
    int r = read_int(self, "PRAGMA application_id", &application, error);

    if (r == PECADDR_OK)
        r = read_int(self, "PRAGMA user_version", &version, error);
    if (r == PECADDR_OK)
        r = read_int(self, "SELECT count(*) FROM sqlite_schema", &objects, error);
    if (r != PECADDR_OK)
        return r;
    if (application == 0 && version == 0 && objects == 0) {
        *ret_version = 0;
        return PECADDR_OK;
    }
    if (application != APPLICATION_ID)
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: this is an SQLite database of another program, no registry; "
                             "check the path",
                             SHOWN(self->path));
    if (version < 1)
        return registry_sqlite_damaged(self, N_("it has no version"), error);
    if (version > schema_version())
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: this registry was made by a newer version of libpecaddr (its "
                             "schema is %d, this version knows up to %d); install the newer one",
                             SHOWN(self->path), version, schema_version());
    *ret_version = version;
    return PECADDR_OK;
}

/* The version at one moment, whatever other programs are doing to the file. */
int registry_sqlite_look_at_version(struct sqlite_store *self, int *ret_version,
                                    struct pecaddr_registry_error *error)
{
    int r = execute(self, "BEGIN", error);

    if (r != PECADDR_OK)
        return r;
    r = read_version(self, ret_version, error);
    sqlite3_exec(self->db, "ROLLBACK", NULL, NULL, NULL);
    return r;
}

/*
 * Whether the rules are there that the database holds: all that the schema makes, to the letter. A
 * program that rearranges tables drops their triggers easily. What was added does no harm.
 */
static int compare_schema(const struct sqlite_store *self, sqlite3 *reference, bool *ret_same)
{
    static const char list[] = "SELECT type, name, sql FROM sqlite_schema";
    static const char look[] =
        "SELECT 1 FROM sqlite_schema WHERE type = ?1 AND name = ?2 AND sql IS ?3";
    sqlite3_stmt *expected = NULL, *found = NULL;
    int result = sqlite3_prepare_v2(reference, list, -1, &expected, NULL);

    if (result == SQLITE_OK)
        result = sqlite3_prepare_v2(self->db, look, -1, &found, NULL);
    *ret_same = true;
    while (result == SQLITE_OK && *ret_same && (result = sqlite3_step(expected)) == SQLITE_ROW) {
        for (int i = 0; i < 3; i++)
            sqlite3_bind_value(found, i + 1, sqlite3_column_value(expected, i));
        result = sqlite3_step(found);
        *ret_same = result == SQLITE_ROW;
        if (result == SQLITE_ROW || result == SQLITE_DONE)
            result = sqlite3_reset(found);
    }
    sqlite3_finalize(expected);
    sqlite3_finalize(found);
    return result == SQLITE_DONE ? SQLITE_OK : result;
}

/* A database in memory with the schema of a version. */
static int make_reference(int version, sqlite3 **ret_reference)
{
    const char *const *migrations;
    int result = sqlite3_open_v2(":memory:", ret_reference,
                                 SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);

    registry_sqlite_migrations(&migrations);
    for (int i = 0; result == SQLITE_OK && i < version; i++)
        result = sqlite3_exec(*ret_reference, migrations[i], NULL, NULL, NULL);
    return result;
}

int registry_sqlite_make_reference(sqlite3 **ret_reference)
{
    return make_reference(schema_version(), ret_reference);
}

static int check_schema_of(struct sqlite_store *self, int version,
                           struct pecaddr_registry_error *error)
{
    sqlite3 *reference = NULL;
    bool same = false;
    int result = make_reference(version, &reference);

    if (result == SQLITE_OK)
        result = compare_schema(self, reference, &same);
    sqlite3_close(reference);
    if (result != SQLITE_OK)
        return registry_sqlite_fail(self, result, error);
    if (!same)
        return registry_sqlite_damaged(self, N_("its tables, indexes or triggers were changed"),
                                       error);
    return PECADDR_OK;
}

int registry_sqlite_check_schema(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    return check_schema_of(self, schema_version(), error);
}

/* Brings the schema up to date, whatever it is: all or nothing. */
static int migrate(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    const char *const *migrations;
    int n = (int)registry_sqlite_migrations(&migrations);
    char sql[96];
    int version = 0;
    int r = execute(self, "BEGIN IMMEDIATE", error);

    if (r != PECADDR_OK)
        return r;
    r = read_version(self, &version, error);
    if (r == PECADDR_OK && version > 0)
        r = check_schema_of(self, version, error);
    for (int i = version; r == PECADDR_OK && i < n; i++)
        r = execute(self, migrations[i], error);
    if (r == PECADDR_OK) {
        snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT",
                 APPLICATION_ID, n);
        r = execute(self, sql, error);
    }
    if (sqlite3_get_autocommit(self->db) == 0)
        sqlite3_exec(self->db, "ROLLBACK", NULL, NULL, NULL);
    return r;
}

/*
 * Readers and a writer do not wait for each other. Where the file system can not do it the older
 * journal, which is as safe, stays.
 */
void registry_sqlite_use_log(struct sqlite_store *self)
{
    sqlite3_exec(self->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
}

int registry_sqlite_new_for(const char *path, struct sqlite_store **ret_self,
                            struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = NULL;
    int r = new_store(&self, error);

    if (r != PECADDR_OK)
        return r;
    self->path = strdup(path);
    if (self->path == NULL) {
        registry_store_close(&self->store);
        return registry_no_memory(error);
    }
    *ret_self = self;
    return PECADDR_OK;
}

int registry_sqlite_open_file(const char *name, const char *shown, struct store **ret_store,
                              struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = NULL;
    int r = registry_sqlite_new_for(shown, &self, error);

    if (r != PECADDR_OK)
        return r;
    r = registry_sqlite_connect(self, name, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
    if (r == PECADDR_OK)
        r = execute(self, "PRAGMA synchronous = OFF", error);
    if (r == PECADDR_OK)
        r = migrate(self, error);
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
        return registry_fail(error, PECADDR_E_STORAGE, "%s: can not be opened: %s",
                             SHOWN(self->path), registry_reason(errno));
    }
    if (!S_ISREG(file.st_mode))
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: this is no file but a folder or a device; check the path",
                             SHOWN(self->path));
    if (access(self->path, R_OK) != 0)
        return registry_fail(error, PECADDR_E_STORAGE, "%s: can not be read: %s", SHOWN(self->path),
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
    if (version < schema_version())
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

/* A mark for a registry in which nothing was ever written. */
static int make_mark(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    struct mark mark, found;
    int r = registry_sqlite_prepare(self, error);

    if (r == PECADDR_OK)
        r = registry_sqlite_read_registry(self, &mark, error);
    if (r != PECADDR_OK || mark.change > 0 ||
        registry_mark_read(self->mark_path, &found) != MARK_NONE)
        return r;
    if (!registry_mark_write(self->mark_path, &mark, true))
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: the mark can not be written: %s; without it no new address is "
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
    if (r == PECADDR_OK && version < schema_version())
        r = migrate(self, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_check_schema(self, error);
    if (r == PECADDR_OK)
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
