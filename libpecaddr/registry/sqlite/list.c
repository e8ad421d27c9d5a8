/* SPDX-License-Identifier: BSD-3-Clause */
#include "sqlite/sqlite.h"

#include "act.h"
#include "sqlite/row.h"

#include <stdio.h>

/* Lists. They are asked for rarely, and in several forms; so they are prepared when they are. */

/* What an address was issued for is what is on record, as long as it has not changed. */
#define ISSUED(column)                                                                             \
    "iif(receipt IN ('imported', 'blocked'), NULL, coalesce(issued_" column ", " column "))"

#define MAILBOX_COLUMNS                                                                            \
    "SELECT address, id, " SQLITE_STATE ", given, surname, holder, province, section, number, "    \
    "(SELECT text FROM scheme WHERE scheme.id = mailbox.scheme), table_version, level, notes, "    \
    "receipt, expires, left_on, changed_at, "                                                      \
    "iif(revision = 1, changed_at, (SELECT at FROM history WHERE history.mailbox = mailbox.id "    \
    "AND history.revision = 1)), " ISSUED("province") ", " ISSUED("section") ", " ISSUED(          \
        "number") ", " ISSUED("given") ", " ISSUED("surname")
#define MAILBOX    MAILBOX_COLUMNS " "
#define LIVING     "FROM mailbox WHERE released IS NOT 1"
#define RELEASED   "FROM mailbox INDEXED BY mailbox_released WHERE released = 1"
#define OF_ADDRESS " AND address = ?1"

/* The conditions of a search. What begins with letters is before what begins with them and a `{`. */
#define SEARCH_MAX  1024
#define OF_HOLDER   " AND holder = ?2"
#define OF_GIVEN    " AND given_letters >= ?3 AND given_letters < ?3 || '{'"
#define OF_SURNAME  " AND surname_letters >= ?4 AND surname_letters < ?4 || '{'"
#define OF_PROVINCE " AND province = ?5"
#define OF_SECTION  " AND section = ?6"
#define OF_NUMBER   " AND number = ?7"
#define EXPIRED     " AND expires < ?8"
/* Not as a parameter: what SQLite knows when it prepares, it knows an index for. */
#define OF_STATE  " AND state = '%s'"
#define NO_ENTRY  " AND (province IS NULL OR section IS NULL OR number IS NULL)"
#define NO_HOLDER " AND holder IS NULL"
/* By the two indexes of register entries. */
#define ON_NUMBER                                                                                  \
    " AND id IN (SELECT id FROM mailbox WHERE number = ?7 AND state IN ('reserved', 'active') "    \
    "AND left_on IS NULL UNION ALL SELECT id FROM mailbox WHERE number = ?7 "                      \
    "AND state IN ('active', 'retired') AND (state = 'retired' OR left_on IS NOT NULL))"

/* The other address of a change: of the mailbox that came instead, or that it came instead of. */
#define EVENT                                                                                      \
    "SELECT (SELECT address FROM mailbox WHERE id = event.mailbox), at, author, old_state, "       \
    "new_state, act, why, "                                                                        \
    "iif(act <> 'change', NULL, iif(revision > 1, "                                                \
    "(SELECT address FROM mailbox WHERE instead_of = event.mailbox), "                             \
    "(SELECT address FROM mailbox WHERE id = "                                                     \
    "(SELECT instead_of FROM mailbox WHERE id = event.mailbox)))), "                               \
    "old_holder, old_province, old_section, old_number, old_given, old_surname, old_expires, "     \
    "old_left, facts, change, revision FROM event "
#define IN_ORDER "ORDER BY change, mailbox, revision"

const char registry_sqlite_all_mailboxes[] =
    MAILBOX_COLUMNS ", given_letters, surname_letters FROM mailbox NOT INDEXED ORDER BY id";

static struct sqlite_store *sqlite_of(struct store *store)
{
    return (struct sqlite_store *)store;
}

bool registry_sqlite_read_mailbox(sqlite3_stmt *cells, struct pecaddr_mailbox *ret_mailbox)
{
    struct row row = {.cells = cells};
    /* One that was imported has no level, and was issued by no scheme. */
    bool issued = sqlite3_column_type(cells, 11) != SQLITE_NULL;
    enum need need = issued ? MUST_BE : MAY_LACK;

    *ret_mailbox = (struct pecaddr_mailbox){
        .size = sizeof *ret_mailbox,
        .address = registry_row_address(&row, 0, MUST_BE),
        .state = registry_row_state(&row, 2, MUST_BE),
        .given = registry_row_name(&row, 3),
        .surname = registry_row_name(&row, 4),
        .holder = registry_row_holder(&row, 5),
        .province = registry_row_province(&row, 6),
        .section = registry_row_section(&row, 7),
        .number = registry_row_entry_number(&row, 8),
        .scheme = registry_row_text(&row, 9, need, 1, SIZE_MAX),
        .table_version = (uint32_t)registry_row_number(&row, 10, need, 1, UINT32_MAX),
        .level = issued ? (unsigned)registry_row_number(&row, 11, need, 0, PECADDR_LEVELS_MAX - 1)
                        : PECADDR_LEVEL_NONE,
        .notes = (uint32_t)registry_row_number(&row, 12, MUST_BE, 0, UINT32_MAX),
        .receipt = registry_row_text(&row, 13, MUST_BE, 1, SIZE_MAX),
        .expires = registry_row_date(&row, 14),
        .left = registry_row_date(&row, 15),
        .updated = registry_row_moment(&row, 16),
        .created = registry_row_moment(&row, 17),
        .issued_province = registry_row_province(&row, 18),
        .issued_section = registry_row_section(&row, 19),
        .issued_number = registry_row_entry_number(&row, 20),
        .issued_given = registry_row_name(&row, 21),
        .issued_surname = registry_row_name(&row, 22),
        .since = "",
    };
    return !row.damaged;
}

/* Whether an act is an operator's, who says why. */
static bool needs_words(enum pecaddr_act act)
{
    return act != PECADDR_ACT_ISSUE && act != PECADDR_ACT_IMPORT && act != PECADDR_ACT_BLOCK &&
           act != PECADDR_ACT_CLAIM;
}

static bool read_event(sqlite3_stmt *cells, struct pecaddr_event *ret_event)
{
    struct row row = {.cells = cells};

    *ret_event = (struct pecaddr_event){
        .size = sizeof *ret_event,
        .address = registry_row_address(&row, 0, MUST_BE),
        .at = registry_row_moment(&row, 1),
        .by = registry_row_text(&row, 2, MUST_BE, 1, SIZE_MAX),
        .from = registry_row_state(&row, 3, MAY_LACK),
        .to = registry_row_state(&row, 4, MUST_BE),
        .act = registry_act_of(registry_row_text(&row, 5, MUST_BE, 1, SIZE_MAX)),
        .why = registry_row_text(&row, 6, MUST_BE, 0, PECADDR_REASON_MAX),
        .other = registry_row_address(&row, 7, MAY_LACK),
        .holder = registry_row_holder(&row, 8),
        .province = registry_row_province(&row, 9),
        .section = registry_row_section(&row, 10),
        .number = registry_row_entry_number(&row, 11),
        .given = registry_row_name(&row, 12),
        .surname = registry_row_name(&row, 13),
        .expires = registry_row_date(&row, 14),
        .left = registry_row_date(&row, 15),
        .facts = (uint32_t)registry_row_number(&row, 16, MUST_BE, 0, UINT32_MAX),
        .change = (uint64_t)registry_row_number(&row, 17, MUST_BE, 0, INT64_MAX),
    };
    /* What versions are compared by. */
    registry_row_number(&row, 18, MUST_BE, 1, INT64_MAX);
    return !row.damaged && ret_event->act != 0 &&
           (ret_event->why[0] != '\0' || !needs_words(ret_event->act));
}

static int prepare_list(struct sqlite_store *self, const char *sql, const char *text,
                        sqlite3_stmt **ret_list, struct pecaddr_registry_error *error)
{
    int result = sqlite3_prepare_v2(self->db, sql, -1, ret_list, NULL);

    if (result != SQLITE_OK)
        return registry_sqlite_fail(self, result, error);
    if (text)
        sqlite3_bind_text(*ret_list, 1, text, -1, SQLITE_STATIC);
    return PECADDR_OK;
}

static void write_conditions(const struct search *search, bool released, char sql[SEARCH_MAX])
{
    const bool by_number = search->entry.number != 0;
    char state[64] = "";

    if (search->state)
        snprintf(state, sizeof state, OF_STATE, pecaddr_state_name(search->state));
    snprintf(sql, SEARCH_MAX, "%s%s%s%s%s%s%s%s%s%s%s%s", search->address[0] ? OF_ADDRESS : "",
             search->holder[0] ? OF_HOLDER : "", search->given[0] ? OF_GIVEN : "",
             search->surname[0] ? OF_SURNAME : "", search->entry.province[0] ? OF_PROVINCE : "",
             search->entry.section ? OF_SECTION : "", by_number ? OF_NUMBER : "",
             by_number && !released ? ON_NUMBER : "", state,
             search->expires_before[0] ? EXPIRED : "", search->without_entry ? NO_ENTRY : "",
             search->without_holder ? NO_HOLDER : "");
}

/* A parameter that no condition has is not bound. */
static void bind_search(sqlite3_stmt *list, const struct search *search)
{
    const char *const texts[] = {search->address, search->holder, search->given, search->surname,
                                 search->entry.province};

    for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
        sqlite3_bind_text(list, (int)i + 1, texts[i], -1, SQLITE_STATIC);
    sqlite3_bind_text(list, 6, &search->entry.section, 1, SQLITE_STATIC);
    sqlite3_bind_int64(list, 7, search->entry.number);
    sqlite3_bind_text(list, 8, search->expires_before, -1, SQLITE_STATIC);
}

int registry_sqlite_each(struct store *store, const struct search *search,
                         int (*each)(void *user, const struct pecaddr_mailbox *mailbox), void *user,
                         struct pecaddr_registry_error *error)
{
    struct sqlite_store *self = sqlite_of(store);
    char living[SEARCH_MAX], released[SEARCH_MAX] = "";
    char sql[2 * sizeof MAILBOX + 2 * SEARCH_MAX + 512];
    sqlite3_stmt *list = NULL;
    int result = SQLITE_DONE, r;

    write_conditions(search, false, living);
    if (search->released)
        write_conditions(search, true, released);
    snprintf(sql, sizeof sql, MAILBOX LIVING "%s%s%s ORDER BY address, id", living,
             search->released ? " UNION ALL " MAILBOX RELEASED : "", released);
    r = prepare_list(self, sql, NULL, &list, error);
    if (r == PECADDR_OK)
        bind_search(list, search);
    while (r == PECADDR_OK && (result = sqlite3_step(list)) == SQLITE_ROW) {
        struct pecaddr_mailbox mailbox;

        r = registry_sqlite_read_mailbox(list, &mailbox)
                ? each(user, &mailbox)
                : registry_sqlite_damaged(self, N_("a mailbox cannot be read"), error);
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
    const char *sql = !address ? EVENT IN_ORDER
                               : EVENT "WHERE mailbox IN (SELECT id " LIVING OF_ADDRESS
                                       " UNION ALL SELECT id " RELEASED OF_ADDRESS ") " IN_ORDER;
    sqlite3_stmt *list = NULL;
    int result = SQLITE_DONE;
    int r = prepare_list(self, sql, address, &list, error);

    while (r == PECADDR_OK && (result = sqlite3_step(list)) == SQLITE_ROW) {
        struct pecaddr_event event;

        r = read_event(list, &event)
                ? each(user, &event)
                : registry_sqlite_damaged(self, N_("a line of history cannot be read"), error);
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
                         day, &list, error);

    while (r == PECADDR_OK && (result = sqlite3_step(list)) == SQLITE_ROW) {
        struct row row = {.cells = list};
        const char *address = registry_row_address(&row, 0, MUST_BE);

        r = !row.damaged ? each(user, address)
                         : registry_sqlite_damaged(self, N_("a mailbox cannot be read"), error);
    }
    if (r == PECADDR_OK && result != SQLITE_DONE)
        r = registry_sqlite_fail(self, result, error);
    sqlite3_finalize(list);
    return r;
}
