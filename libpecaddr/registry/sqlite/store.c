/* SPDX-License-Identifier: BSD-3-Clause */
#include "sqlite/sqlite.h"

#include "scheme-kept.h"
#include "sqlite/row.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The store in SQLite: records in and out. list.c tells them, open.c makes and opens it. */

#define RECORD                                                                                     \
    "SELECT id, revision, state, address, holder, province, section, number, given, surname, "     \
    "given_letters, surname_letters, expires, left_on, used, changed_act = 'forget' FROM mailbox "

#define OF_ENTRY "WHERE number = ?1 AND province = ?2 AND section = ?3 AND domain = ?4 "

/* What an address was issued for is kept when it changes first. */
#define ISSUED(column, parameter)                                                                  \
    "CASE WHEN receipt NOT IN ('imported', 'blocked') AND ?17 <> 'forget' "                        \
    "THEN coalesce(issued_" column ", iif(" column " IS " parameter ", NULL, " column ")) END"

/*
 * With OR IGNORE it needs no journal of its own (see schema.sql), and what is refused is not written;
 * without, it says why.
 */
#define INSERT_SQL(insert)                                                                         \
    insert " INTO mailbox (revision, state, address, holder, province, section, number, given, "   \
           "surname, given_letters, surname_letters, expires, left_on, used, change, "             \
           "changed_at, changed_by, changed_act, changed_why, scheme, table_version, level, "      \
           "notes, receipt, instead_of) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, " \
           "?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24)"

/* As the conditions of the two indexes say. */
#define STANDING "AND state IN ('reserved', 'active') AND left_on IS NULL "
#define LEFT_ENTRY                                                                                 \
    "AND state IN ('active', 'retired') AND (state = 'retired' OR left_on IS NOT NULL)"

static const char *const statements[SQLITE_STATEMENTS] = {
    [BEGIN_CHECK] = "BEGIN",
    [BEGIN_CLAIM] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    [FIND_ADDRESS] = RECORD "WHERE address = ?1 AND state <> 'released'",
    [FIND_HOLDER] = RECORD "WHERE holder = ?1 AND domain = ?2 AND state <> 'released'",
    [FIND_ON_ENTRY] = RECORD OF_ENTRY STANDING "UNION ALL " RECORD OF_ENTRY LEFT_ENTRY,
    [FIND_RELEASED] = RECORD "WHERE address = ?1 AND state = 'released' ORDER BY id",
    [FIND_SCHEME] = "SELECT id FROM scheme WHERE text = ?1",
    [INSERT_SCHEME] = "INSERT INTO scheme (text) VALUES (?1)",
    [READ_REGISTRY] = "SELECT id, epoch, change, provinces FROM registry",
    [ANY_MAILBOX] = "SELECT 1 FROM mailbox LIMIT 1",
    [BIND] = "UPDATE registry SET provinces = ?1",
    [RESUME] = "UPDATE registry SET epoch = max(epoch, ?2) + 1, change = max(change, ?1)",
    /* A number that is none would become one. */
    [COUNT_CHANGE] = "UPDATE registry SET change = change + 1 "
                     "WHERE typeof(change) = 'integer' AND change >= 0 "
                     "RETURNING change, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
    [INSERT] = INSERT_SQL("INSERT OR IGNORE"),
    [INSERT_OR_SAY_WHY] = INSERT_SQL("INSERT"),
    [AMEND] =
        "UPDATE mailbox SET revision = revision + 1, state = ?1, holder = ?3, "
        "province = ?4, section = ?5, number = ?6, given = ?7, surname = ?8, "
        "given_letters = ?9, surname_letters = ?10, expires = ?11, left_on = ?12, "
        "used = ?13, change = ?14, changed_at = ?15, changed_by = ?16, changed_act = ?17, "
        "changed_why = ?18, "
        "issued_province = " ISSUED(
            "province", "?4") ", "
                              "issued_section = " ISSUED(
                                  "section",
                                  "?5") ", "
                                        "issued_number = " ISSUED(
                                            "number",
                                            "?6") ", "
                                                  "issued_given = " ISSUED(
                                                      "given",
                                                      "?7") ", "
                                                            "issued_surname = " ISSUED(
                                                                "surname",
                                                                "?8") " "
                                                                      "WHERE address = ?2 AND id = "
                                                                      "?19 AND revision = ?20",
};

static struct sqlite_store *sqlite_of(struct store *store)
{
    return (struct sqlite_store *)store;
}

int registry_sqlite_fail(const struct sqlite_store *self, int result,
                         struct pecaddr_registry_error *error)
{
    const char *path = SHOWN(self->path);

    switch (result & 0xFF) {
    case SQLITE_NOMEM:
        return registry_no_memory(error);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: another program has been writing to the registry for more than "
                             "%u seconds; try again, or wait longer with ?timeout=SECONDS",
                             path, self->timeout);
    case SQLITE_READONLY:
    case SQLITE_PERM:
        if (registry_sqlite_tell_obstacle(self, result == SQLITE_READONLY_DIRECTORY, error))
            return PECADDR_E_STORAGE;
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: the registry can not be written; you need the right to write to "
                             "the file and to its folder",
                             path);
    case SQLITE_FULL:
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: the disk is full; make room and run again", path);
    case SQLITE_CORRUPT:
        return registry_sqlite_damaged(self, sqlite3_errstr(result), error);
    case SQLITE_NOTADB:
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: this file is no registry, nor any other SQLite database; check "
                             "the path",
                             path);
    case SQLITE_CANTOPEN:
        if (registry_sqlite_tell_obstacle(self, true, error))
            return PECADDR_E_STORAGE;
        return registry_fail(
            error, PECADDR_E_STORAGE,
            "%s: can not be opened: %s; you need the right to write to the file and "
            "to its folder",
            path, registry_reason(sqlite3_system_errno(self->db)));
    case SQLITE_IOERR:
        return registry_fail(
            error, PECADDR_E_STORAGE,
            "%s: reading or writing failed (error %d, system error %d), and whether "
            "the last change was done is unknown; check the disk, and run again",
            path, result, sqlite3_system_errno(self->db));
    default:
        return registry_fail(error, PECADDR_E_STORAGE, "%s: the registry refused: %s", path,
                             sqlite3_errmsg(self->db));
    }
}

int registry_sqlite_damaged(const struct sqlite_store *self, const char *what,
                            struct pecaddr_registry_error *error)
{
    return registry_fail(error, PECADDR_E_STORAGE,
                         "%s: the registry is damaged (%s); restore it from a backup",
                         SHOWN(self->path), what);
}

/* Statements. */

/* Ends the use of a statement; its parameters may point to memory that is going away. */
static void finish(sqlite3_stmt *prepared)
{
    sqlite3_reset(prepared);
    sqlite3_clear_bindings(prepared);
}

int registry_sqlite_prepare(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    for (size_t i = 0; i < SQLITE_STATEMENTS; i++) {
        int result = sqlite3_prepare_v3(self->db, statements[i], -1, SQLITE_PREPARE_PERSISTENT,
                                        &self->prepared[i], NULL);

        if (result != SQLITE_OK)
            return registry_sqlite_fail(self, result, error);
    }
    return PECADDR_OK;
}

/* Runs a statement that gives no rows. */
static int run(struct sqlite_store *self, enum sqlite_statement which,
               struct pecaddr_registry_error *error)
{
    sqlite3_stmt *prepared = self->prepared[which];
    int result = sqlite3_step(prepared);
    int r = PECADDR_OK;

    if (result != SQLITE_DONE)
        r = registry_sqlite_fail(self, result, error);
    finish(prepared);
    return r;
}

/* Runs a statement that writes one row; else the registry is damaged in the way that `what` says.
 */
static int run_one(struct sqlite_store *self, enum sqlite_statement which, const char *what,
                   struct pecaddr_registry_error *error)
{
    int r = run(self, which, error);

    if (r == PECADDR_OK && sqlite3_changes(self->db) != 1)
        return registry_sqlite_damaged(self, what, error);
    return r;
}

/* An empty text is an unknown fact. */
static void bind_text(sqlite3_stmt *prepared, int parameter, const char *text)
{
    if (text[0] != '\0')
        sqlite3_bind_text(prepared, parameter, text, -1, SQLITE_STATIC);
}

static void bind_number(sqlite3_stmt *prepared, int parameter, uint32_t number)
{
    if (number != 0)
        sqlite3_bind_int64(prepared, parameter, number);
}

/* The texts are known to be short: only memory could be lacking, and nothing is copied. */
static void bind_record(const struct sqlite_store *self, sqlite3_stmt *prepared,
                        const struct record *record, enum pecaddr_act act, const char *why)
{
    bool used = record->used || record->state == PECADDR_STATE_ACTIVE ||
                record->state == PECADDR_STATE_RETIRED;

    bind_text(prepared, 1, pecaddr_state_name(record->state));
    bind_text(prepared, 2, record->address);
    bind_text(prepared, 3, record->holder);
    bind_text(prepared, 4, record->entry.province);
    if (record->entry.section != 0)
        sqlite3_bind_text(prepared, 5, &record->entry.section, 1, SQLITE_STATIC);
    bind_number(prepared, 6, record->entry.number);
    bind_text(prepared, 7, record->given);
    bind_text(prepared, 8, record->surname);
    bind_text(prepared, 9, record->given_letters);
    bind_text(prepared, 10, record->surname_letters);
    bind_text(prepared, 11, record->expires);
    bind_text(prepared, 12, record->left);
    sqlite3_bind_int(prepared, 13, used);
    sqlite3_bind_int64(prepared, 14, self->change);
    bind_text(prepared, 15, self->at);
    bind_text(prepared, 16, self->user);
    bind_text(prepared, 17, pecaddr_act_name(act));
    sqlite3_bind_text(prepared, 18, why, -1, SQLITE_STATIC);
}

/* Rows. */

static bool read_record(const struct sqlite_store *self, sqlite3_stmt *cells,
                        struct record *ret_record)
{
    struct row row = {.cells = cells};
    struct entry *entry = &ret_record->entry;

    ret_record->store = &self->store;
    ret_record->id = sqlite3_column_int64(cells, 0);
    ret_record->revision = registry_row_number(&row, 1, MUST_BE, 1, INT64_MAX);
    ret_record->state = registry_row_state(&row, 2, MUST_BE);
    strcpy(ret_record->address, registry_row_address(&row, 3, MUST_BE));
    strcpy(ret_record->holder, registry_row_holder(&row, 4));
    strcpy(entry->province, registry_row_province(&row, 5));
    entry->section = registry_row_section(&row, 6);
    entry->number = registry_row_entry_number(&row, 7);
    strcpy(ret_record->given, registry_row_name(&row, 8));
    strcpy(ret_record->surname, registry_row_name(&row, 9));
    strcpy(ret_record->given_letters, registry_row_letters(&row, 10));
    strcpy(ret_record->surname_letters, registry_row_letters(&row, 11));
    strcpy(ret_record->expires, registry_row_date(&row, 12));
    strcpy(ret_record->left, registry_row_date(&row, 13));
    ret_record->used = registry_row_number(&row, 14, MUST_BE, 0, 1) == 1;
    ret_record->forgotten = registry_row_number(&row, 15, MUST_BE, 0, 1) == 1;
    return !row.damaged;
}

/* The one record that a statement gives, if any. */
static int find(struct sqlite_store *self, sqlite3_stmt *prepared, struct record *ret_record,
                struct pecaddr_registry_error *error)
{
    int result = sqlite3_step(prepared);
    int r = PECADDR_OK;

    if (result == SQLITE_DONE)
        r = PECADDR_NO_MATCH;
    else if (result != SQLITE_ROW)
        r = registry_sqlite_fail(self, result, error);
    else if (!read_record(self, prepared, ret_record))
        r = registry_sqlite_damaged(self, N_("a mailbox can not be read"), error);
    finish(prepared);
    return r;
}

/* The store. */

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
    sqlite3_stmt *prepared = self->prepared[READ_REGISTRY];
    struct row row = {.cells = prepared};
    int result = sqlite3_step(prepared);
    int r = PECADDR_OK;

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
    finish(prepared);
    return r;
}

static void read_mark(struct sqlite_store *self)
{
    if (self->mark_path != NULL)
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

/* Some errors have rolled back already. */
static void sqlite_rollback(struct store *store)
{
    struct sqlite_store *self = sqlite_of(store);

    if (sqlite3_get_autocommit(self->db) == 0)
        run(self, ROLLBACK, NULL);
}

/*
 * What an INSERT or UPDATE may have to undo by itself goes into a journal: in memory, which is written
 * and forgotten once for each row. In a file it would cost as much as the rest of a claim. What is
 * sorted may be a whole registry.
 */
static int keep_journals(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    return registry_sqlite_execute(self, "PRAGMA temp_store = MEMORY", error);
}

static int sort_in_files(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    return registry_sqlite_execute(self, "PRAGMA temp_store = DEFAULT", error);
}

static int begin(struct store *store, enum pecaddr_mode mode, struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    int r;

    self->scheme = NULL;
    self->change = 0;
    if (mode == PECADDR_CHECK) {
        /* What others commit after this is in neither: a snapshot begins with the first read. */
        read_mark(self);
        r = sort_in_files(self, error);
        return r == PECADDR_OK ? run(self, BEGIN_CHECK, error) : r;
    }
    if (self->read_only)
        return registry_sqlite_fail(self, SQLITE_READONLY, error);
    r = keep_journals(self, error);
    if (r == PECADDR_OK)
        r = run(self, BEGIN_CLAIM, error);
    /* Nobody else commits from here on. */
    if (r == PECADDR_OK)
        read_mark(self);
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
        r = run(self, COMMIT, error);
    if (r == PECADDR_OK)
        r = check_file(self, error);
    /* A mark that knows less than the registry does no harm; one that the operator has to look at
     * stays as it is. */
    if (r == PECADDR_OK && fits)
        registry_mark_write(self->mark_path, &self->now, false);
    return r;
}

static int sqlite_find_address(struct store *store, const char *address, struct record *ret_record,
                               struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    sqlite3_stmt *prepared = self->prepared[FIND_ADDRESS];

    bind_text(prepared, 1, address);
    return find(self, prepared, ret_record, error);
}

static int sqlite_find_holder(struct store *store, const char *domain, const char *holder,
                              struct record *ret_record, struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    sqlite3_stmt *prepared = self->prepared[FIND_HOLDER];

    bind_text(prepared, 1, holder);
    bind_text(prepared, 2, domain);
    return find(self, prepared, ret_record, error);
}

static void bind_entry(sqlite3_stmt *prepared, const struct entry *entry)
{
    bind_number(prepared, 1, entry->number);
    bind_text(prepared, 2, entry->province);
    sqlite3_bind_text(prepared, 3, &entry->section, 1, SQLITE_STATIC);
}

/* Tells each record that a statement gives, and ends its use. */
static int each_of(struct sqlite_store *self, sqlite3_stmt *prepared, registry_on_record_fn *each,
                   void *user, struct pecaddr_registry_error *error)
{
    struct record record;
    int result = SQLITE_DONE, r = PECADDR_OK;

    while (r == PECADDR_OK && (result = sqlite3_step(prepared)) == SQLITE_ROW)
        r = read_record(self, prepared, &record)
                ? each(user, &record)
                : registry_sqlite_damaged(self, N_("a mailbox can not be read"), error);
    if (r == PECADDR_OK && result != SQLITE_DONE)
        r = registry_sqlite_fail(self, result, error);
    finish(prepared);
    return r;
}

static int sqlite_each_released(struct store *store, const char *address,
                                registry_on_record_fn *each, void *user,
                                struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);

    bind_text(self->prepared[FIND_RELEASED], 1, address);
    return each_of(self, self->prepared[FIND_RELEASED], each, user, error);
}

static int sqlite_each_on_entry(struct store *store, const char *domain, const struct entry *entry,
                                registry_on_record_fn *each, void *user,
                                struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    sqlite3_stmt *prepared = self->prepared[FIND_ON_ENTRY];

    bind_entry(prepared, entry);
    bind_text(prepared, 4, domain);
    return each_of(self, prepared, each, user, error);
}

/* The row of a scheme's canonical text, made when it is not there. */
static int scheme_row(struct sqlite_store *self, const char *text, sqlite3_int64 *ret_id,
                      struct pecaddr_registry_error *error)
{
    sqlite3_stmt *prepared = self->prepared[FIND_SCHEME];
    int result;
    int r;

    bind_text(prepared, 1, text);
    result = sqlite3_step(prepared);
    if (result == SQLITE_ROW)
        *ret_id = sqlite3_column_int64(prepared, 0);
    finish(prepared);
    if (result == SQLITE_ROW)
        return PECADDR_OK;
    if (result != SQLITE_DONE)
        return registry_sqlite_fail(self, result, error);

    prepared = self->prepared[INSERT_SCHEME];
    bind_text(prepared, 1, text);
    r = run_one(self, INSERT_SCHEME, N_("a scheme can not be put on record"), error);
    if (r == PECADDR_OK)
        *ret_id = sqlite3_last_insert_rowid(self->db);
    return r;
}

/* Makes self->scheme_id that of a scheme. */
static int use_scheme(struct sqlite_store *self, const struct pecaddr_scheme *scheme,
                      struct pecaddr_registry_error *error)
{
    char *text = NULL;
    int r;

    if (scheme == self->scheme)
        return PECADDR_OK;
    r = registry_scheme_text(scheme, &text, error);
    if (r == PECADDR_OK)
        r = scheme_row(self, text, &self->scheme_id, error);
    if (r == PECADDR_OK)
        self->scheme = scheme;
    free(text);
    return r;
}

/* Counts a transaction that writes, at its first write. */
int registry_sqlite_count_change(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    sqlite3_stmt *prepared = self->prepared[COUNT_CHANGE];
    struct row row = {.cells = prepared};
    int result, r = PECADDR_OK;

    if (self->change != 0)
        return r;
    result = sqlite3_step(prepared);
    if (result == SQLITE_ROW) {
        strcpy(self->at, registry_row_text(&row, 1, MUST_BE, 1, sizeof self->at - 1));
        self->change = registry_row_number(&row, 0, MUST_BE, 1, INT64_MAX);
    }
    if (result == SQLITE_DONE || row.damaged)
        r = registry_sqlite_damaged(self, N_("it has no number"), error);
    else if (result != SQLITE_ROW)
        r = registry_sqlite_fail(self, result, error);
    finish(prepared);
    return r;
}

static void bind_issue(const struct sqlite_store *self, sqlite3_stmt *prepared,
                       const struct issue *issue)
{
    if (issue->scheme != NULL) {
        sqlite3_bind_int64(prepared, 19, self->scheme_id);
        sqlite3_bind_int64(prepared, 20, pecaddr_table_version());
        sqlite3_bind_int64(prepared, 21, issue->level);
    }
    sqlite3_bind_int64(prepared, 22, issue->notes);
    bind_text(prepared, 23, issue->receipt);
    if (issue->instead_of != 0)
        sqlite3_bind_int64(prepared, 24, issue->instead_of);
}

static int sqlite_insert(struct store *store, const struct record *record,
                         const struct issue *issue, enum pecaddr_act act, const char *why,
                         struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    int r = registry_sqlite_count_change(self, error);

    if (r == PECADDR_OK && issue->scheme != NULL)
        r = use_scheme(self, issue->scheme, error);
    if (r != PECADDR_OK)
        return r;
    bind_record(self, self->prepared[INSERT], record, act, why);
    bind_issue(self, self->prepared[INSERT], issue);
    r = run(self, INSERT, error);
    if (r != PECADDR_OK || sqlite3_changes(self->db) == 1)
        return r;
    bind_record(self, self->prepared[INSERT_OR_SAY_WHY], record, act, why);
    bind_issue(self, self->prepared[INSERT_OR_SAY_WHY], issue);
    return run_one(self, INSERT_OR_SAY_WHY, N_("a mailbox can not be put on record"), error);
}

static int sqlite_amend(struct store *store, const struct record *before,
                        const struct record *after, enum pecaddr_act act, const char *why,
                        struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    sqlite3_stmt *prepared = self->prepared[AMEND];
    int r = registry_sqlite_count_change(self, error);

    if (r != PECADDR_OK)
        return r;
    bind_record(self, prepared, after, act, why);
    sqlite3_bind_int64(prepared, 19, before->id);
    sqlite3_bind_int64(prepared, 20, before->revision);
    return run_one(self, AMEND, N_("a mailbox can not be changed"), error);
}

/* Counts the epoch up: what lies in an older copy is older than this, however far that was. */
static int count_epoch(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    int r;

    sqlite3_bind_int64(self->prepared[RESUME], 1,
                       self->mark_finding == MARK_FITS ? self->mark.change : 0);
    sqlite3_bind_int64(self->prepared[RESUME], 2,
                       self->mark_finding == MARK_FITS ? self->mark.epoch : 0);
    r = run_one(self, RESUME, N_("it does not say which one it is"), error);
    if (r == PECADDR_OK)
        r = registry_sqlite_read_registry(self, error);
    return r;
}

static int sqlite_resume(struct store *store, struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    int r;

    if (self->mark_path == NULL)
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
                             "%s: the mark can not be written: %s; without it no new address is "
                             "issued",
                             SHOWN(self->mark_path), registry_reason(errno));
    return PECADDR_OK;
}

/* Whether nothing was ever put on record. */
static int check_empty(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    sqlite3_stmt *prepared = self->prepared[ANY_MAILBOX];
    int result = sqlite3_step(prepared);

    finish(prepared);
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
    int r = sqlite_begin(store, PECADDR_CLAIM, error);

    if (r != PECADDR_OK)
        return r;
    r = strcmp(provinces, store->provinces) == 0 ? PECADDR_DONE : check_empty(self, error);
    if (r == PECADDR_OK) {
        sqlite3_bind_text(self->prepared[BIND], 1, provinces, -1, SQLITE_STATIC);
        r = run_one(self, BIND, N_("it does not say which one it is"), error);
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
    .find_address = sqlite_find_address,
    .find_holder = sqlite_find_holder,
    .each_on_entry = sqlite_each_on_entry,
    .each_released = sqlite_each_released,
    .may_issue = sqlite_may_issue,
    .resume = sqlite_resume,
    .bind = sqlite_bind,
    .insert = sqlite_insert,
    .amend = sqlite_amend,
    .each_expired = registry_sqlite_each_expired,
    .each = registry_sqlite_each,
    .last_told = registry_sqlite_last_told,
    .tell = registry_sqlite_tell,
    .history = registry_sqlite_history,
    .pour = registry_sqlite_pour,
    .fill = registry_sqlite_fill,
    .verify = registry_sqlite_verify,
    .warn = registry_sqlite_warn,
    .close = sqlite_close,
};
