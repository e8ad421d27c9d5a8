/* SPDX-License-Identifier: BSD-3-Clause */
#include "sqlite/sqlite.h"

#include "clock.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* How long to wait for another program's transaction, unless the URI says `?timeout=SECONDS`. */
#define TIMEOUT_DEFAULT 10u

/* In KiB: enough for the upper parts of the indexes of a few million mailboxes. */
#define CACHE_SIZE "32768"

/* In pages: how much may stand in the log alone, which a copy of the file without it would lack. */
#define CHECKPOINT "1000"

/* SQLite has no users: history names the one of the machine, or his number. */
static void find_user(char *user, size_t capacity)
{
    struct passwd entry, *found = NULL;
    char buffer[4096];
    uid_t id = geteuid();

    if (getpwuid_r(id, &entry, buffer, sizeof buffer, &found) != 0 || !found ||
        found->pw_name[0] == '\0')
        snprintf(user, capacity, "%lu", (unsigned long)id);
    else
        snprintf(user, capacity, "%s", found->pw_name);
}

static int new_store(struct sqlite_store **ret_self, struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = calloc(1, sizeof *self);

    if (!self)
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

    if (!path)
        return PECADDR_OK;
    if (path[0] == '\0')
        return registry_fail(error, PECADDR_E_ARGUMENT, "%s: mark has no path; write mark=PATH",
                             SHOWN_URI(uri->text));
    self->mark_of_uri = true;
    self->mark_path = strdup(path);
    return self->mark_path ? PECADDR_OK : registry_no_memory(error);
}

int registry_sqlite_find_mark(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    if (!self->mark_path)
        self->mark_path = registry_mark_path(self->path);
    return self->mark_path ? PECADDR_OK : registry_no_memory(error);
}

int registry_sqlite_new_for(const char *path, struct sqlite_store **ret_self,
                            struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = NULL;
    int r = new_store(&self, error);

    if (r != PECADDR_OK)
        return r;
    self->path = strdup(path);
    if (!self->path) {
        registry_store_close(&self->store);
        return registry_no_memory(error);
    }
    *ret_self = self;
    return PECADDR_OK;
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
int registry_sqlite_execute(struct sqlite_store *self, const char *sql,
                            struct pecaddr_registry_error *error)
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
 * What a database cannot say of itself, and what protects from one that was made to do harm
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
    return registry_sqlite_execute(self,
                                   "PRAGMA synchronous = EXTRA; PRAGMA cell_size_check = ON;"
                                   "PRAGMA cache_size = -" CACHE_SIZE
                                   "; PRAGMA wal_autocheckpoint = " CHECKPOINT,
                                   error);
}

int registry_sqlite_connect(struct sqlite_store *self, const char *name, int flags,
                            struct pecaddr_registry_error *error)
{
    int result = sqlite3_open_v2(name, &self->db,
                                 flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);

    if (!self->db)
        return registry_no_memory(error);
    sqlite3_extended_result_codes(self->db, 1);
    if (result != SQLITE_OK)
        return registry_sqlite_fail(self, result, error);
    return configure(self, error);
}

/*
 * Readers and a writer do not wait for each other. Where the file system cannot do it the older
 * journal, which is as safe, stays.
 */
void registry_sqlite_use_log(struct sqlite_store *self)
{
    sqlite3_exec(self->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
}
