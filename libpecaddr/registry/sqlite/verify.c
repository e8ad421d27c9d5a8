/* SPDX-License-Identifier: BSD-3-Clause */
#include "finding.h"
#include "invariants.h"
#include "sqlite/row.h"
#include "sqlite/sqlite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether a file is what it must be: SPEC §5. All is read in one transaction. */

struct verification {
    struct questioner questioner;
    struct sqlite_store *store;
    const struct verifier *verifier;
    bool damage_told; /* what cannot be read has been told already */
};

/*
 * A failure to read; but that the file is damaged is a finding, and the rest of it may be whole.
 */
static int fail_or_tell(struct verification *self, int result, struct pecaddr_registry_error *error)
{
    int r = PECADDR_OK;

    if ((result & 0xFF) != SQLITE_CORRUPT || !self->verifier->found)
        return registry_sqlite_fail(self->store, result, error);
    self->questioner.broken = true;
    if (!self->damage_told)
        r = registry_tell_found(self->verifier, PECADDR_FINDING_ENGINE, "",
                                sqlite3_errmsg(self->store->db));
    self->damage_told = true;
    return r;
}

typedef int on_row_fn(struct verification *self, sqlite3_stmt *row, void *user,
                      struct pecaddr_registry_error *error);

static int read_rows(struct verification *self, const char *sql, on_row_fn *each, void *user,
                     struct pecaddr_registry_error *error)
{
    sqlite3_stmt *rows = NULL;
    int result = sqlite3_prepare_v2(self->store->db, sql, -1, &rows, NULL);
    int r = PECADDR_OK;

    while (result == SQLITE_OK && r == PECADDR_OK) {
        result = sqlite3_step(rows);
        if (result != SQLITE_ROW)
            break;
        r = each(self, rows, user, error);
        result = SQLITE_OK;
    }
    if (r == PECADDR_OK && result != SQLITE_DONE)
        r = fail_or_tell(self, result, error);
    sqlite3_finalize(rows);
    return r;
}

/* A text of a row; never NULL. */
static const char *text_at(sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);

    return text ? text : "";
}

/* SQLite's own check. */

static int hear_check(struct verification *self, sqlite3_stmt *row, void *user,
                      struct pecaddr_registry_error *error)
{
    const char *line = text_at(row, 0);

    (void)user;
    (void)error;
    if (strcmp(line, "ok") == 0)
        return PECADDR_OK;
    self->damage_told = true;
    return registry_tell_found(self->verifier, PECADDR_FINDING_ENGINE, "", line);
}

/* Its rules. */

/* Another program's: a trigger or an index could stand in the way of what is right. */
static bool does_harm(const char *type, const char *sql)
{
    return strcmp(type, "trigger") == 0 ||
           (strcmp(type, "index") == 0 && sqlite3_strnicmp(sql, "CREATE UNIQUE", 13) == 0);
}

static int tell_rule(struct verification *self, const char *type, const char *name,
                     const char *detail)
{
    char what[256];

    snprintf(what, sizeof what, "%s %s", type, name);
    return registry_tell_found(self->verifier, PECADDR_FINDING_RULE, what, detail);
}

/* What of `theirs` is not in `ours`, or is otherwise there; `of_file`: theirs is the file. */
static int compare_to(struct verification *self, sqlite3 *ours, sqlite3_stmt *theirs, bool of_file,
                      struct pecaddr_registry_error *error)
{
    static const char look[] = "SELECT sql IS ?3 FROM sqlite_schema WHERE type = ?1 AND name = ?2";
    const char *type = text_at(theirs, 0), *name = text_at(theirs, 1), *sql = text_at(theirs, 2);
    sqlite3_stmt *found = NULL;
    int result = sqlite3_prepare_v2(ours, look, -1, &found, NULL);
    int r = PECADDR_OK;

    for (int i = 0; result == SQLITE_OK && i < 3; i++)
        sqlite3_bind_value(found, i + 1, sqlite3_column_value(theirs, i));
    if (result == SQLITE_OK)
        result = sqlite3_step(found);
    if (result != SQLITE_ROW && result != SQLITE_DONE)
        r = fail_or_tell(self, result, error);
    else if (result == SQLITE_DONE && !of_file)
        r = tell_rule(self, type, name, N_("missing"));
    else if (result == SQLITE_DONE && does_harm(type, sql))
        r = tell_rule(self, type, name, N_("added"));
    else if (result == SQLITE_ROW && !of_file && sqlite3_column_int(found, 0) == 0)
        r = tell_rule(self, type, name, N_("changed"));
    sqlite3_finalize(found);
    return r;
}

static int look_for_expected(struct verification *self, sqlite3_stmt *row, void *user,
                             struct pecaddr_registry_error *error)
{
    return compare_to(self, user, row, false, error);
}

static int look_for_added(struct verification *self, sqlite3_stmt *row, void *user,
                          struct pecaddr_registry_error *error)
{
    return compare_to(self, user, row, true, error);
}

static const char schema_sql[] = "SELECT type, name, sql FROM sqlite_schema";

static int compare_rules(struct verification *self, struct pecaddr_registry_error *error)
{
    struct verification expected = *self;
    struct sqlite_store reference = *self->store;
    int result = registry_sqlite_make_reference(&reference.db);
    int r;

    expected.store = &reference;
    r = result != SQLITE_OK ? registry_sqlite_fail(self->store, result, error) : PECADDR_OK;
    if (r == PECADDR_OK)
        r = read_rows(&expected, schema_sql, look_for_expected, self->store->db, error);
    if (r == PECADDR_OK)
        r = read_rows(self, schema_sql, look_for_added, reference.db, error);
    sqlite3_close(reference.db);
    return r;
}

/* What must hold. */

static const struct dialect dialect = {
    .schema = "",
    .unindexed = " NOT INDEXED",
    .living = "?.released IS NOT 1",
    .same = "IS",
    .differ = "IS NOT",
    .now = "(SELECT change FROM registry)",
    .back = "new.change < old.change",
    .day = "(? IS NULL OR coalesce(? = date(?, '+0 days'), 0))",
    .moment = "coalesce(? GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:"
              "[0-9][0-9].[0-9][0-9][0-9]Z' AND date(substr(?, 1, 10), '+0 days') = "
              "substr(?, 1, 10), 0)",
    .own = "SELECT NULL, NULL, NULL, 'never' FROM never",
};

struct asked {
    registry_on_answer_fn *each;
    void *user;
};

static int tell_answer(struct verification *self, sqlite3_stmt *row, void *user,
                       struct pecaddr_registry_error *error)
{
    const struct asked *asked = user;
    const struct answer answer = {
        .address = text_at(row, 0),
        .other = text_at(row, 1),
        .revision = (uint64_t)sqlite3_column_int64(row, 2),
        .fact = text_at(row, 3),
    };

    (void)self;
    (void)error;
    return asked->each(asked->user, &answer);
}

static int ask(struct questioner *questioner, const char *sql, bool by_index,
               registry_on_answer_fn *each, void *user, struct pecaddr_registry_error *error)
{
    struct verification *self = (struct verification *)questioner;
    struct asked asked = {each, user};

    (void)by_index; /* stands in the question */
    return read_rows(self, sql, tell_answer, &asked, error);
}

/* Mailboxes. */

static int tell_mailbox(struct verification *self, sqlite3_stmt *cells, void *user,
                        struct pecaddr_registry_error *error)
{
    struct pecaddr_mailbox mailbox;
    struct row row = {.cells = cells};
    bool readable = registry_sqlite_read_mailbox(cells, &mailbox);
    const char *given = registry_row_letters(&row, REGISTRY_SQLITE_LETTERS);
    const char *surname = registry_row_letters(&row, REGISTRY_SQLITE_LETTERS + 1);

    (void)user;
    if (!self->verifier->found && !readable)
        return registry_sqlite_damaged(self->store, N_("a mailbox cannot be read"), error);
    return self->verifier->mailbox(self->verifier->user, &mailbox, given, surname,
                                   readable && !row.damaged);
}

static int verify_all(struct verification *self, struct pecaddr_registry_error *error)
{
    int r = PECADDR_OK;

    if (self->verifier->found)
        r = read_rows(self, "PRAGMA integrity_check(2147483647)", hear_check, NULL, error);
    if (r == PECADDR_OK && self->verifier->found)
        r = compare_rules(self, error);
    if (r == PECADDR_OK && self->verifier->found)
        r = registry_ask_invariants(&self->questioner, &dialect, self->verifier, error);
    if (r == PECADDR_OK)
        r = read_rows(self, registry_sqlite_all_mailboxes, tell_mailbox, NULL, error);
    return r;
}

int registry_sqlite_verify(struct store *store, const struct verifier *verifier,
                           struct pecaddr_registry_error *error)
{
    struct sqlite_store *sqlite = (struct sqlite_store *)store;
    struct verification self = {.questioner = {.ask = ask}, .store = sqlite, .verifier = verifier};
    int result = sqlite3_exec(sqlite->db, "BEGIN", NULL, NULL, NULL);
    int r;

    if (result != SQLITE_OK)
        return registry_sqlite_fail(sqlite, result, error);
    r = verify_all(&self, error);
    sqlite3_exec(sqlite->db, "ROLLBACK", NULL, NULL, NULL);
    return r;
}
