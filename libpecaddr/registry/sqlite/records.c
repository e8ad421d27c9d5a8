/* SPDX-License-Identifier: BSD-3-Clause */
#include "sqlite/row.h"
#include "sqlite/statement.h"
#include "scheme-kept.h"

#include <stdlib.h>
#include <string.h>

/* Records in and out. */

static struct sqlite_store *sqlite_of(struct store *store)
{
    return (struct sqlite_store *)store;
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

    registry_sqlite_bind_text(prepared, 1, pecaddr_state_name(record->state));
    registry_sqlite_bind_text(prepared, 2, record->address);
    registry_sqlite_bind_text(prepared, 3, record->holder);
    registry_sqlite_bind_text(prepared, 4, record->entry.province);
    if (record->entry.section != 0)
        sqlite3_bind_text(prepared, 5, &record->entry.section, 1, SQLITE_STATIC);
    bind_number(prepared, 6, record->entry.number);
    registry_sqlite_bind_text(prepared, 7, record->given);
    registry_sqlite_bind_text(prepared, 8, record->surname);
    registry_sqlite_bind_text(prepared, 9, record->given_letters);
    registry_sqlite_bind_text(prepared, 10, record->surname_letters);
    registry_sqlite_bind_text(prepared, 11, record->expires);
    registry_sqlite_bind_text(prepared, 12, record->left);
    sqlite3_bind_int(prepared, 13, used);
    sqlite3_bind_int64(prepared, 14, self->change);
    registry_sqlite_bind_text(prepared, 15, self->at);
    registry_sqlite_bind_text(prepared, 16, self->user);
    registry_sqlite_bind_text(prepared, 17, pecaddr_act_name(act));
    sqlite3_bind_text(prepared, 18, why, -1, SQLITE_STATIC);
}

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
        r = registry_sqlite_damaged(self, N_("a mailbox cannot be read"), error);
    registry_sqlite_finish(prepared);
    return r;
}

int registry_sqlite_find_address(struct store *store, const char *address,
                                 struct record *ret_record, struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    sqlite3_stmt *prepared;
    int r = registry_sqlite_use(self, FIND_ADDRESS, &prepared, error);

    if (r != PECADDR_OK)
        return r;
    registry_sqlite_bind_text(prepared, 1, address);
    return find(self, prepared, ret_record, error);
}

int registry_sqlite_find_holder(struct store *store, const char *domain, const char *holder,
                                struct record *ret_record, struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    sqlite3_stmt *prepared;
    int r = registry_sqlite_use(self, FIND_HOLDER, &prepared, error);

    if (r != PECADDR_OK)
        return r;
    registry_sqlite_bind_text(prepared, 1, holder);
    registry_sqlite_bind_text(prepared, 2, domain);
    return find(self, prepared, ret_record, error);
}

static void bind_entry(sqlite3_stmt *prepared, const struct entry *entry)
{
    bind_number(prepared, 1, entry->number);
    registry_sqlite_bind_text(prepared, 2, entry->province);
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
                : registry_sqlite_damaged(self, N_("a mailbox cannot be read"), error);
    if (r == PECADDR_OK && result != SQLITE_DONE)
        r = registry_sqlite_fail(self, result, error);
    registry_sqlite_finish(prepared);
    return r;
}

int registry_sqlite_each_released(struct store *store, const char *address,
                                  registry_on_record_fn *each, void *user,
                                  struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    sqlite3_stmt *prepared;
    int r = registry_sqlite_use(self, FIND_RELEASED, &prepared, error);

    if (r != PECADDR_OK)
        return r;
    registry_sqlite_bind_text(prepared, 1, address);
    return each_of(self, prepared, each, user, error);
}

int registry_sqlite_each_on_entry(struct store *store, const char *domain,
                                  const struct entry *entry, registry_on_record_fn *each,
                                  void *user, struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    sqlite3_stmt *prepared;
    int r = registry_sqlite_use(self, FIND_ON_ENTRY, &prepared, error);

    if (r != PECADDR_OK)
        return r;
    bind_entry(prepared, entry);
    registry_sqlite_bind_text(prepared, 4, domain);
    return each_of(self, prepared, each, user, error);
}

static int look_for_uncertain(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    sqlite3_stmt *prepared;
    int result, r;

    if (self->uncertain != UNCERTAIN_NOT_ASKED)
        return PECADDR_OK;
    r = registry_sqlite_use(self, ANY_UNCERTAIN, &prepared, error);
    if (r != PECADDR_OK)
        return r;
    result = sqlite3_step(prepared);
    registry_sqlite_finish(prepared);
    if (result != SQLITE_ROW && result != SQLITE_DONE)
        return registry_sqlite_fail(self, result, error);
    self->uncertain = result == SQLITE_ROW ? UNCERTAIN_SOME : UNCERTAIN_NOBODY;
    return PECADDR_OK;
}

/* What this transaction puts on record. */
static void note_uncertain(struct sqlite_store *self, const struct record *record)
{
    if (!registry_is_certain(record->holder))
        self->uncertain = UNCERTAIN_SOME;
}

int registry_sqlite_each_namesake(struct store *store, const struct namesakes *namesakes,
                                  registry_on_record_fn *each, void *user,
                                  struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    sqlite3_stmt *prepared;
    int r = namesakes->all ? PECADDR_OK : look_for_uncertain(self, error);

    if (r != PECADDR_OK || (!namesakes->all && self->uncertain == UNCERTAIN_NOBODY))
        return r;
    r = registry_sqlite_use(self, namesakes->all ? FIND_NAMESAKES : FIND_UNCERTAIN, &prepared,
                            error);
    if (r != PECADDR_OK)
        return r;
    registry_sqlite_bind_text(prepared, 1, namesakes->surname);
    registry_sqlite_bind_text(prepared, 2, namesakes->first);
    registry_sqlite_bind_text(prepared, 3, namesakes->province);
    registry_sqlite_bind_text(prepared, 4, namesakes->domain);
    return each_of(self, prepared, each, user, error);
}

int registry_sqlite_each_given_back(struct store *store, const char *domain, const char *holder,
                                    const struct entry *entry, registry_on_record_fn *each,
                                    void *user, struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    sqlite3_stmt *prepared;
    int r = registry_sqlite_use(self, FIND_GIVEN_BACK, &prepared, error);

    if (r != PECADDR_OK)
        return r;
    if (registry_entry_complete(entry))
        bind_entry(prepared, entry);
    registry_sqlite_bind_text(prepared, 4, domain);
    registry_sqlite_bind_text(prepared, 5, holder);
    return each_of(self, prepared, each, user, error);
}

int registry_sqlite_each_version(struct store *store, const struct record *record,
                                 registry_on_record_fn *each, void *user,
                                 struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    sqlite3_stmt *prepared;
    int r = registry_sqlite_use(self, FIND_VERSIONS, &prepared, error);

    if (r != PECADDR_OK)
        return r;
    sqlite3_bind_int64(prepared, 1, record->id);
    return each_of(self, prepared, each, user, error);
}

int registry_sqlite_find_return(struct store *store, const struct record *record,
                                char ret_day[DATE_MAX + 1], struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    struct row row = {.cells = NULL};
    sqlite3_stmt *prepared;
    int result, r = registry_sqlite_use(self, FIND_RETURN, &prepared, error);

    if (r != PECADDR_OK)
        return r;
    row.cells = prepared;
    sqlite3_bind_int64(prepared, 1, record->id);
    registry_sqlite_bind_text(prepared, 2, record->address);
    sqlite3_bind_int64(prepared, 3, self->change);
    result = sqlite3_step(prepared);
    if (result != SQLITE_ROW)
        r = registry_sqlite_fail(self, result, error);
    else if (sqlite3_column_type(prepared, 0) == SQLITE_NULL)
        r = PECADDR_NO_MATCH;
    else
        strcpy(ret_day, registry_row_date(&row, 0));
    if (row.damaged)
        r = registry_sqlite_damaged(self, N_("a line of history cannot be read"), error);
    registry_sqlite_finish(prepared);
    return r;
}

int registry_sqlite_find_given_up(struct store *store, const struct record *heir,
                                  struct record *ret_record, struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    sqlite3_stmt *prepared;
    int r = registry_sqlite_use(self, FIND_GIVEN_UP, &prepared, error);

    if (r != PECADDR_OK)
        return r;
    sqlite3_bind_int64(prepared, 1, heir->id);
    return find(self, prepared, ret_record, error);
}

int registry_sqlite_find_heir(struct store *store, const struct record *given_up,
                              struct record *ret_record, struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    sqlite3_stmt *prepared;
    int r = registry_sqlite_use(self, FIND_HEIR, &prepared, error);

    if (r != PECADDR_OK)
        return r;
    sqlite3_bind_int64(prepared, 1, given_up->id);
    return find(self, prepared, ret_record, error);
}

/* The row of a scheme's canonical text, made when it is not there. */
static int scheme_row(struct sqlite_store *self, const char *text, sqlite3_int64 *ret_id,
                      struct pecaddr_registry_error *error)
{
    sqlite3_stmt *prepared;
    int r = registry_sqlite_use(self, FIND_SCHEME, &prepared, error);
    int result;

    if (r != PECADDR_OK)
        return r;
    registry_sqlite_bind_text(prepared, 1, text);
    result = sqlite3_step(prepared);
    if (result == SQLITE_ROW)
        *ret_id = sqlite3_column_int64(prepared, 0);
    registry_sqlite_finish(prepared);
    if (result == SQLITE_ROW)
        return PECADDR_OK;
    if (result != SQLITE_DONE)
        return registry_sqlite_fail(self, result, error);

    r = registry_sqlite_use(self, INSERT_SCHEME, &prepared, error);
    if (r != PECADDR_OK)
        return r;
    registry_sqlite_bind_text(prepared, 1, text);
    r = registry_sqlite_run_one(self, INSERT_SCHEME, N_("a scheme cannot be put on record"), error);
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

static void bind_issue(const struct sqlite_store *self, sqlite3_stmt *prepared,
                       const struct issue *issue)
{
    if (issue->scheme) {
        sqlite3_bind_int64(prepared, 19, self->scheme_id);
        sqlite3_bind_int64(prepared, 20, pecaddr_table_version());
        sqlite3_bind_int64(prepared, 21, issue->level);
    }
    sqlite3_bind_int64(prepared, 22, issue->notes);
    registry_sqlite_bind_text(prepared, 23, issue->receipt);
    if (issue->instead_of != 0)
        sqlite3_bind_int64(prepared, 24, issue->instead_of);
}

int registry_sqlite_insert(struct store *store, const struct record *record,
                           const struct issue *issue, enum pecaddr_act act, const char *why,
                           struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    sqlite3_stmt *prepared;
    int r = registry_sqlite_count_change(self, error);

    if (r == PECADDR_OK && issue->scheme)
        r = use_scheme(self, issue->scheme, error);
    if (r == PECADDR_OK)
        r = registry_sqlite_use(self, INSERT, &prepared, error);
    if (r != PECADDR_OK)
        return r;
    note_uncertain(self, record);
    bind_record(self, prepared, record, act, why);
    bind_issue(self, prepared, issue);
    return registry_sqlite_run_one(self, INSERT, N_("a mailbox cannot be put on record"), error);
}

/* Whether the facts of the holder stay as they are, and the address his. */
static bool changes_life_alone(const struct record *before, const struct record *after)
{
    return after->state != PECADDR_STATE_RELEASED && strcmp(before->holder, after->holder) == 0 &&
           strcmp(before->given, after->given) == 0 &&
           strcmp(before->surname, after->surname) == 0 &&
           strcmp(before->given_letters, after->given_letters) == 0 &&
           strcmp(before->surname_letters, after->surname_letters) == 0 &&
           strcmp(before->entry.province, after->entry.province) == 0 &&
           before->entry.section == after->entry.section &&
           before->entry.number == after->entry.number;
}

int registry_sqlite_amend(struct store *store, const struct record *before,
                          const struct record *after, enum pecaddr_act act, const char *why,
                          struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    enum sqlite_statement amend = changes_life_alone(before, after) ? AMEND_LIFE : AMEND;
    sqlite3_stmt *prepared;
    int r = registry_sqlite_count_change(self, error);

    if (r == PECADDR_OK)
        r = registry_sqlite_use(self, amend, &prepared, error);
    if (r != PECADDR_OK)
        return r;
    note_uncertain(self, after);
    bind_record(self, prepared, after, act, why);
    sqlite3_bind_int64(prepared, 19, before->id);
    sqlite3_bind_int64(prepared, 20, before->revision);
    return registry_sqlite_run_one(self, amend, N_("a mailbox cannot be changed"), error);
}
