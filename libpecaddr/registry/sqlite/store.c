/* SPDX-License-Identifier: BSD-3-Clause */
#include "sqlite/row.h"
#include "sqlite/statement.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The store in SQLite: its transactions, and which registry it is. Records are read and written by
 * records.c, lists told by list.c; open.c makes and opens it. */

static struct sqlite_store *sqlite_of(struct store *store)
{
    return (struct sqlite_store *)store;
}

/*
 * Whether the file at the path is still the one that is open: what is written to a file that was
 * moved away, replaced or deleted is on no record that the next program will find.
 */
static int check_file(const struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    struct stat file;

    if (!self->has_file ||
        (stat(self->path, &file) == 0 && file.st_dev == self->device && file.st_ino == self->inode))
        return PECADDR_OK;
    return registry_fail(error, PECADDR_E_STORAGE,
                         "%s: the registry was moved, replaced or deleted while it was in use; put "
                         "the one that was in use back with its -wal file, and run again",
                         SHOWN(self->path));
}

int registry_sqlite_read_registry(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    sqlite3_stmt *prepared;
    struct row row = {0};
    int r = registry_sqlite_use(self, READ_REGISTRY, &prepared, error);
    int result;

    if (r != PECADDR_OK)
        return r;
    row.cells = prepared;
    result = sqlite3_step(prepared);
    if (result == SQLITE_ROW) {
        strcpy(self->now.id, registry_row_text(&row, 0, MUST_BE, MARK_ID_SIZE, MARK_ID_SIZE));
        self->now.epoch = registry_row_number(&row, 1, MUST_BE, 1, INT64_MAX);
        self->now.change = registry_row_number(&row, 2, MUST_BE, 0, INT64_MAX);
        strcpy(self->store.provinces, registry_row_provinces(&row, 3));
    }
    if (result == SQLITE_DONE || row.damaged)
        r = registry_sqlite_damaged(self, N_("it does not say which one it is"), error);
    else if (result != SQLITE_ROW)
        r = registry_sqlite_fail(self, result, error);
    registry_sqlite_finish(prepared);
    return r;
}

static void read_mark(struct sqlite_store *self)
{
    if (self->mark_path)
        self->mark_finding = registry_mark_read(self->mark_path, &self->mark);
}

static int sqlite_may_issue(struct store *store, struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    enum mark_finding finding = self->mark_finding;

    if (!self->mark_path)
        return PECADDR_OK;
    if (finding == MARK_FITS)
        finding = registry_mark_compare(&self->mark, &self->now);
    if (finding == MARK_FITS)
        return PECADDR_OK;
    registry_mark_fail(finding, self->path, self->mark_path, error);
    return STORE_STOPPED;
}

/*
 * What an INSERT or UPDATE may have to undo by itself goes into a journal: in memory while claims are
 * made, for it is written and forgotten once for each row, and in a file would cost as much as the rest
 * of a claim. At any other time what is sorted may be a whole registry.
 */
static int keep_journals(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    return registry_sqlite_execute(self, "PRAGMA temp_store = MEMORY", error);
}

static void sort_in_files(struct sqlite_store *self)
{
    registry_sqlite_execute(self, "PRAGMA temp_store = DEFAULT", NULL);
}

/* Some errors have rolled back already. */
static void sqlite_rollback(struct store *store)
{
    struct sqlite_store *self = sqlite_of(store);

    if (sqlite3_get_autocommit(self->db) == 0)
        registry_sqlite_run(self, ROLLBACK, NULL);
    sort_in_files(self);
}

static int begin(struct store *store, enum pecaddr_mode mode, struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    int r;

    self->scheme = NULL;
    self->change = 0;
    self->uncertain = UNCERTAIN_NOT_ASKED;
    if (mode == PECADDR_CHECK) {
        /* What others commit after this is in neither: a snapshot begins with the first read. */
        read_mark(self);
        return registry_sqlite_run(self, BEGIN_CHECK, error);
    }
    if (self->read_only)
        return registry_sqlite_fail(self, SQLITE_READONLY, error);
    r = keep_journals(self, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_run(self, BEGIN_CLAIM, error);
    /* Nobody else commits from here on. */
    if (r == PECADDR_OK)
        read_mark(self);
    else
        sort_in_files(self);
    return r;
}

static int sqlite_begin(struct store *store, enum pecaddr_mode mode,
                        struct pecaddr_registry_error *error)
{
    int r = begin(store, mode, error);

    if (r != PECADDR_OK)
        return r;
    r = registry_sqlite_read_registry(sqlite_of(store), error);
    if (r != PECADDR_OK)
        sqlite_rollback(store);
    return r;
}

/*
 * Whether the mark is this registry's, and goes on with it. One that is ahead stays so, however much
 * is still written to the older registry: its epoch is one that only the operator gives.
 */
static bool keep_ahead(const struct sqlite_store *self)
{
    struct mark ahead = self->mark, before = self->now;

    before.change--;
    if (self->mark_finding != MARK_FITS || strcmp(self->mark.id, self->now.id) != 0)
        return false;
    if (registry_mark_compare(&self->mark, &before) == MARK_FITS)
        return true;
    ahead.epoch = self->now.epoch + 1;
    registry_mark_write(self->mark_path, &ahead, false);
    return false;
}

static int sqlite_commit(struct store *store, struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    bool fits = false;
    int r = check_file(self, error);

    if (r == PECADDR_OK && self->change != 0 && self->mark_path) {
        self->now.change = self->change;
        fits = keep_ahead(self);
    }
    if (r == PECADDR_OK)
        r = registry_sqlite_run(self, COMMIT, error);
    if (r == PECADDR_OK)
        sort_in_files(self);
    if (r == PECADDR_OK)
        r = check_file(self, error);
    /* A mark that knows less than the registry does no harm; one that the operator has to look at
     * stays as it is. */
    if (r == PECADDR_OK && fits)
        registry_mark_write(self->mark_path, &self->now, false);
    return r;
}

/* Counts a transaction that writes, at its first write. */
int registry_sqlite_count_change(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    sqlite3_stmt *prepared;
    struct row row = {0};
    int result, r;

    if (self->change != 0)
        return PECADDR_OK;
    r = registry_sqlite_use(self, COUNT_CHANGE, &prepared, error);
    if (r != PECADDR_OK)
        return r;
    row.cells = prepared;
    result = sqlite3_step(prepared);
    if (result == SQLITE_ROW) {
        strcpy(self->at, registry_row_text(&row, 1, MUST_BE, 1, sizeof self->at - 1));
        self->change = registry_row_number(&row, 0, MUST_BE, 1, INT64_MAX);
    }
    if (result == SQLITE_DONE || row.damaged)
        r = registry_sqlite_damaged(self, N_("it has no number"), error);
    else if (result != SQLITE_ROW)
        r = registry_sqlite_fail(self, result, error);
    registry_sqlite_finish(prepared);
    return r;
}

/* Counts the epoch up: what lies in an older copy is older than this, however far that was. */
static int count_epoch(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    sqlite3_stmt *prepared;
    int r = registry_sqlite_use(self, RESUME, &prepared, error);

    if (r != PECADDR_OK)
        return r;
    sqlite3_bind_int64(prepared, 1, self->mark_finding == MARK_FITS ? self->mark.change : 0);
    sqlite3_bind_int64(prepared, 2, self->mark_finding == MARK_FITS ? self->mark.epoch : 0);
    r = registry_sqlite_run_one(self, RESUME, N_("it does not say which one it is"), error);
    if (r == PECADDR_OK)
        r = registry_sqlite_read_registry(self, error);
    return r;
}

static int sqlite_resume(struct store *store, struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    int r;

    if (!self->mark_path)
        return PECADDR_OK;
    r = sqlite_begin(store, PECADDR_CLAIM, error);
    if (r == PECADDR_OK)
        r = count_epoch(self, error);
    if (r == PECADDR_OK)
        r = sqlite_commit(store, error);
    if (r != PECADDR_OK) {
        sqlite_rollback(store);
        return r;
    }
    if (!registry_mark_write(self->mark_path, &self->now, true))
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: the mark cannot be written: %s; without it no new address is "
                             "issued",
                             SHOWN(self->mark_path), registry_reason(errno));
    return PECADDR_OK;
}

/* Whether nothing was ever put on record. */
static int check_empty(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    sqlite3_stmt *prepared;
    int r = registry_sqlite_use(self, ANY_MAILBOX, &prepared, error);
    int result;

    if (r != PECADDR_OK)
        return r;
    result = sqlite3_step(prepared);
    registry_sqlite_finish(prepared);
    if (result == SQLITE_DONE)
        return PECADDR_OK;
    if (result != SQLITE_ROW)
        return registry_sqlite_fail(self, result, error);
    return registry_fail(error, PECADDR_E_STATE,
                         "%s: mailboxes were put on record already; a registry is bound to "
                         "provinces while it is empty",
                         SHOWN(self->path));
}

static int sqlite_bind(struct store *store, const char *provinces,
                       struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    sqlite3_stmt *prepared;
    int r = sqlite_begin(store, PECADDR_CLAIM, error);

    if (r != PECADDR_OK)
        return r;
    r = strcmp(provinces, store->provinces) == 0 ? PECADDR_DONE : check_empty(self, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_use(self, BIND, &prepared, error);
    if (r == PECADDR_OK) {
        sqlite3_bind_text(prepared, 1, provinces, -1, SQLITE_STATIC);
        r = registry_sqlite_run_one(self, BIND, N_("it does not say which one it is"), error);
    }
    if (r == PECADDR_OK)
        r = sqlite_commit(store, error);
    if (r != PECADDR_OK)
        sqlite_rollback(store);
    return r;
}

static void sqlite_close(struct store *store)
{
    struct sqlite_store *self = sqlite_of(store);

    for (size_t i = 0; i < SQLITE_STATEMENTS; i++)
        sqlite3_finalize(self->prepared[i]);
    sqlite3_close(self->db);
    free(self->path);
    free(self->mark_path);
    free(self);
}

const struct store_ops registry_sqlite_ops = {
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .find_address = registry_sqlite_find_address,
    .find_holder = registry_sqlite_find_holder,
    .each_on_entry = registry_sqlite_each_on_entry,
    .each_namesake = registry_sqlite_each_namesake,
    .each_released = registry_sqlite_each_released,
    .each_given_back = registry_sqlite_each_given_back,
    .each_version = registry_sqlite_each_version,
    .find_return = registry_sqlite_find_return,
    .find_given_up = registry_sqlite_find_given_up,
    .find_heir = registry_sqlite_find_heir,
    .may_issue = sqlite_may_issue,
    .resume = sqlite_resume,
    .bind = sqlite_bind,
    .insert = registry_sqlite_insert,
    .amend = registry_sqlite_amend,
    .each_expired = registry_sqlite_each_expired,
    .each = registry_sqlite_each,
    .last_told = registry_sqlite_last_told,
    .tell = registry_sqlite_tell,
    .is_untold = registry_sqlite_is_untold,
    .history = registry_sqlite_history,
    .pour = registry_sqlite_pour,
    .fill = registry_sqlite_fill,
    .verify = registry_sqlite_verify,
    .warn = registry_sqlite_warn,
    .close = sqlite_close,
};
