/* SPDX-License-Identifier: BSD-3-Clause */
#include "sqlite/sqlite.h"

#include "sqlite/row.h"

#include <string.h>

/* What INI-PEC was told of. Rare, and so prepared when it is asked for. */

#define LAST                                                                                       \
    "SELECT range_number, change_from, change_to, at, by FROM told "                               \
    "WHERE domain = ?1 AND province = ?2 ORDER BY range_number DESC LIMIT 1"

/* All that was written before this transaction, and in it. What has changed since shows on each
 * mailbox that did. */
#define NEXT                                                                                       \
    "INSERT INTO told (domain, province, range_number, change_from, change_to, by) "               \
    "SELECT ?1, ?2, number, first, ?3, ?4 "                                                        \
    "FROM (SELECT coalesce(max(range_number), 0) + 1 AS number, "                                  \
    "coalesce(max(change_to), 0) + 1 AS first FROM told WHERE domain = ?1 AND province = ?2) "     \
    "WHERE EXISTS (SELECT 1 FROM mailbox WHERE domain = ?1 AND change >= first)"

/* Its last change is later than all that was told; gives nothing where nothing ever was. */
#define UNTOLD                                                                                     \
    "SELECT max(t.change_to) < m.change FROM mailbox AS m "                                        \
    "JOIN told AS t ON t.domain = m.domain AND t.province IN ('', m.province) "                    \
    "WHERE m.id = ?1 GROUP BY m.id"

static int step_once(struct sqlite_store *self, const char *sql, const char *domain,
                     const char *province, int64_t to, sqlite3_stmt **ret_statement,
                     struct pecaddr_registry_error *error)
{
    int result = sqlite3_prepare_v2(self->db, sql, -1, ret_statement, NULL);

    if (result == SQLITE_OK) {
        sqlite3_bind_text(*ret_statement, 1, domain, -1, SQLITE_STATIC);
        sqlite3_bind_text(*ret_statement, 2, province, -1, SQLITE_STATIC);
        sqlite3_bind_int64(*ret_statement, 3, to);
        sqlite3_bind_text(*ret_statement, 4, self->user, -1, SQLITE_STATIC);
        result = sqlite3_step(*ret_statement);
    }
    if (result == SQLITE_ROW)
        return PECADDR_OK;
    return result == SQLITE_DONE ? PECADDR_NO_MATCH : registry_sqlite_fail(self, result, error);
}

static int read_told(struct sqlite_store *self, sqlite3_stmt *cells, struct pecaddr_told *ret_told,
                     struct pecaddr_registry_error *error)
{
    struct row row = {.cells = cells};

    ret_told->number = (uint64_t)registry_row_number(&row, 0, MUST_BE, 1, INT64_MAX);
    ret_told->from = (uint64_t)registry_row_number(&row, 1, MUST_BE, 1, INT64_MAX);
    ret_told->to = (uint64_t)registry_row_number(&row, 2, MUST_BE, 1, INT64_MAX);
    strcpy(ret_told->at, registry_row_moment(&row, 3));
    strcpy(ret_told->by, registry_row_text(&row, 4, MUST_BE, 1, sizeof ret_told->by - 1));
    return row.damaged ? registry_sqlite_damaged(self, N_("what was told cannot be read"), error)
                       : PECADDR_OK;
}

int registry_sqlite_last_told(struct store *store, const char *domain, const char *province,
                              struct pecaddr_told *ret_told, struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = (struct sqlite_store *)store;
    sqlite3_stmt *last = NULL;
    int r = step_once(self, LAST, domain, province, 0, &last, error);

    if (r == PECADDR_OK)
        r = read_told(self, last, ret_told, error);
    sqlite3_finalize(last);
    return r;
}

int registry_sqlite_tell(struct store *store, const char *domain, const char *province,
                         struct pecaddr_told *ret_told, struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = (struct sqlite_store *)store;
    sqlite3_stmt *next = NULL;
    int r = registry_sqlite_count_change(self, error);

    if (r == PECADDR_OK)
        r = step_once(self, NEXT, domain, province, self->change - 1, &next, error);
    sqlite3_finalize(next);
    if (r == PECADDR_NO_MATCH && sqlite3_changes(self->db) == 1)
        r = registry_sqlite_last_told(store, domain, province, ret_told, error);
    return r;
}

int registry_sqlite_is_untold(struct store *store, const struct record *record, bool *ret_untold,
                              struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = (struct sqlite_store *)store;
    sqlite3_stmt *untold = NULL;
    int result = sqlite3_prepare_v2(self->db, UNTOLD, -1, &untold, NULL);

    if (result == SQLITE_OK)
        result = sqlite3_bind_int64(untold, 1, record->id);
    if (result == SQLITE_OK)
        result = sqlite3_step(untold);
    if (result == SQLITE_ROW || result == SQLITE_DONE)
        *ret_untold = result == SQLITE_ROW && sqlite3_column_int(untold, 0) != 0;
    sqlite3_finalize(untold);
    return result == SQLITE_ROW || result == SQLITE_DONE
               ? PECADDR_OK
               : registry_sqlite_fail(self, result, error);
}
