/* SPDX-License-Identifier: BSD-3-Clause */
#include "sqlite/sqlite.h"

#include "rules/act.h"
#include "rules/state.h"

#include <stdio.h>

/* Lists. They are asked for rarely, and in several forms; so they are prepared when they are. */

/* What an address was issued for is what is on record, as long as it has not changed. */
#define ISSUED(column)                                                                             \
    "iif(receipt IN ('imported', 'blocked'), NULL, coalesce(issued_" column ", " column "))"

#define MAILBOX                                                                                    \
    "SELECT address, id, state, given, surname, holder, province, section, number, "               \
    "(SELECT text FROM scheme WHERE scheme.id = mailbox.scheme), table_version, level, notes, "    \
    "receipt, expires, left_on, changed_at, "                                                      \
    "iif(revision = 1, changed_at, (SELECT at FROM history WHERE history.mailbox = mailbox.id "    \
    "AND history.revision = 1)), " ISSUED("province") ", " ISSUED("section") ", " ISSUED(          \
        "number") ", " ISSUED("given") ", " ISSUED("surname") " "
#define LIVING     "FROM mailbox WHERE state <> 'released'"
#define RELEASED   "FROM mailbox INDEXED BY mailbox_released WHERE state = 'released'"
#define OF_ADDRESS " AND address = ?1"
#define OF_HOLDER  " AND holder = ?2"

/* The other address of a change: of the mailbox that came instead, or that it came instead of. */
#define EVENT                                                                                      \
    "SELECT (SELECT address FROM mailbox WHERE id = event.mailbox), at, author, old_state, "       \
    "new_state, act, why, "                                                                        \
    "iif(act <> 'change', NULL, iif(revision > 1, "                                                \
    "(SELECT address FROM mailbox WHERE instead_of = event.mailbox), "                             \
    "(SELECT address FROM mailbox WHERE id = "                                                     \
    "(SELECT instead_of FROM mailbox WHERE id = event.mailbox)))), "                               \
    "old_holder, old_province, old_section, old_number, old_given, old_surname, old_expires, "     \
    "old_left, facts FROM event "
#define IN_ORDER "ORDER BY change, mailbox, revision"

static struct sqlite_store *sqlite_of(struct store *store)
{
    return (struct sqlite_store *)store;
}

static const char *text_at(sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);

    return text != NULL ? text : "";
}

static void read_mailbox(sqlite3_stmt *row, struct pecaddr_mailbox *ret_mailbox)
{
    *ret_mailbox = (struct pecaddr_mailbox){
        .size = sizeof *ret_mailbox,
        .address = text_at(row, 0),
        .state = registry_state_of(text_at(row, 2)),
        .given = text_at(row, 3),
        .surname = text_at(row, 4),
        .holder = text_at(row, 5),
        .province = text_at(row, 6),
        .section = text_at(row, 7)[0],
        .number = (uint32_t)sqlite3_column_int64(row, 8),
        .scheme = text_at(row, 9),
        .table_version = (uint32_t)sqlite3_column_int64(row, 10),
        .level = sqlite3_column_type(row, 11) == SQLITE_NULL
                     ? PECADDR_LEVEL_NONE
                     : (unsigned)sqlite3_column_int64(row, 11),
        .notes = (uint32_t)sqlite3_column_int64(row, 12),
        .receipt = text_at(row, 13),
        .expires = text_at(row, 14),
        .left = text_at(row, 15),
        .updated = text_at(row, 16),
        .created = text_at(row, 17),
        .issued_province = text_at(row, 18),
        .issued_section = text_at(row, 19)[0],
        .issued_number = (uint32_t)sqlite3_column_int64(row, 20),
        .issued_given = text_at(row, 21),
        .issued_surname = text_at(row, 22),
    };
}

static void read_event(sqlite3_stmt *row, struct pecaddr_event *ret_event)
{
    *ret_event = (struct pecaddr_event){
        .size = sizeof *ret_event,
        .address = text_at(row, 0),
        .at = text_at(row, 1),
        .by = text_at(row, 2),
        .from = registry_state_of(text_at(row, 3)),
        .to = registry_state_of(text_at(row, 4)),
        .act = registry_act_of(text_at(row, 5)),
        .why = text_at(row, 6),
        .other = text_at(row, 7),
        .holder = text_at(row, 8),
        .province = text_at(row, 9),
        .section = text_at(row, 10)[0],
        .number = (uint32_t)sqlite3_column_int64(row, 11),
        .given = text_at(row, 12),
        .surname = text_at(row, 13),
        .expires = text_at(row, 14),
        .left = text_at(row, 15),
        .facts = (uint32_t)sqlite3_column_int64(row, 16),
    };
}

static int prepare_list(struct sqlite_store *self, const char *sql, const char *address,
                        const char *holder, sqlite3_stmt **ret_list,
                        struct pecaddr_registry_error *error)
{
    int result = sqlite3_prepare_v2(self->db, sql, -1, ret_list, NULL);

    if (result != SQLITE_OK)
        return registry_sqlite_fail(self, result, error);
    if (address != NULL)
        sqlite3_bind_text(*ret_list, 1, address, -1, SQLITE_STATIC);
    if (holder != NULL)
        sqlite3_bind_text(*ret_list, 2, holder, -1, SQLITE_STATIC);
    return PECADDR_OK;
}

int registry_sqlite_each(struct store *store, const char *address, const char *holder, bool all,
                         int (*each)(void *user, const struct pecaddr_mailbox *mailbox), void *user,
                         struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    const char *of_address = address != NULL ? OF_ADDRESS : "";
    const char *of_holder = holder != NULL ? OF_HOLDER : "";
    char sql[2 * sizeof MAILBOX + 512];
    sqlite3_stmt *list = NULL;
    int result = SQLITE_DONE, r;

    snprintf(sql, sizeof sql, MAILBOX LIVING "%s%s%s%s%s ORDER BY address, id", of_address,
             of_holder, all ? " UNION ALL " MAILBOX RELEASED : "", all ? of_address : "",
             all ? of_holder : "");
    r = prepare_list(self, sql, address, holder, &list, error);
    while (r == PECADDR_OK && (result = sqlite3_step(list)) == SQLITE_ROW) {
        struct pecaddr_mailbox mailbox;

        read_mailbox(list, &mailbox);
        r = mailbox.state != 0
                ? each(user, &mailbox)
                : registry_sqlite_damaged(self, N_("a mailbox can not be read"), error);
    }
    if (r == PECADDR_OK && result != SQLITE_DONE)
        r = registry_sqlite_fail(self, result, error);
    sqlite3_finalize(list);
    return r;
}

int registry_sqlite_history(struct store *store, const char *address,
                            int (*each)(void *user, const struct pecaddr_event *event), void *user,
                            struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    const char *sql = address == NULL ? EVENT IN_ORDER
                                      : EVENT "WHERE mailbox IN (SELECT id " LIVING OF_ADDRESS
                                              " UNION ALL SELECT id " RELEASED OF_ADDRESS
                                              ") " IN_ORDER;
    sqlite3_stmt *list = NULL;
    int result = SQLITE_DONE;
    int r = prepare_list(self, sql, address, NULL, &list, error);

    while (r == PECADDR_OK && (result = sqlite3_step(list)) == SQLITE_ROW) {
        struct pecaddr_event event;

        read_event(list, &event);
        r = event.to != 0 && event.act != 0
                ? each(user, &event)
                : registry_sqlite_damaged(self, N_("a line of history can not be read"), error);
    }
    if (r == PECADDR_OK && result != SQLITE_DONE)
        r = registry_sqlite_fail(self, result, error);
    sqlite3_finalize(list);
    return r;
}

int registry_sqlite_each_expired(struct store *store, const char *day,
                                 int (*each)(void *user, const char *address), void *user,
                                 struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    sqlite3_stmt *list = NULL;
    int result = SQLITE_DONE;
    int r = prepare_list(self,
                         "SELECT address FROM mailbox WHERE state = 'active' AND expires < ?1 "
                         "ORDER BY address",
                         day, NULL, &list, error);

    while (r == PECADDR_OK && (result = sqlite3_step(list)) == SQLITE_ROW)
        r = each(user, text_at(list, 0));
    if (r == PECADDR_OK && result != SQLITE_DONE)
        r = registry_sqlite_fail(self, result, error);
    sqlite3_finalize(list);
    return r;
}
