/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/postgres.h"
#include "postgres/schema.h"

#include "rules/act.h"
#include "rules/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Lists of mailboxes and of events. */

/* How many rows of a list are fetched at once. */
#define FETCH_SIZE 1000

/* The keys are spread over so many locks; the server has room for a few thousand. */
#define LOCKS 1024

/* Lists: a cursor, so that neither this program nor the network has to hold them whole. */

#define AT(column) "to_char(" column " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"

/* What an address was issued for is what is on record, as long as it has not changed. */
#define ISSUED(column)                                                                             \
    "CASE WHEN m.receipt NOT IN ('imported', 'blocked') "                                          \
    "THEN coalesce(m.issued_" column ", m." column ") END"

#define MAILBOX                                                                                        \
    "SELECT m.address, m.id, m.state, m.given, m.surname, m.holder, m.province, m.section, "           \
    "m.number, (SELECT s.text FROM pecaddr.scheme AS s WHERE s.id = m.scheme), m.table_version, "      \
    "m.level, m.notes, m.receipt, m.expires::text, m.left_on::text, " AT(                              \
        "m.changed_at") ", "                                                                           \
                        "CASE WHEN m.revision = 1 THEN " AT("m.changed_at") " ELSE (SELECT " AT(       \
                            "h.at") " "                                                                \
                                    "FROM pecaddr.history AS h WHERE h.mailbox = m.id AND "            \
                                    "h.revision = 1) END, " ISSUED("province") ", " ISSUED(            \
                                        "secti"                                                        \
                                        "on") ", " ISSUED("number") ", " ISSUED("given") ","           \
                                                                                         " " ISSUED(   \
                                                                                             "sur"     \
                                                                                             "nam"     \
                                                                                             "e") " F" \
                                                                                                  "RO" \
                                                                                                  "M " \
                                                                                                  "pe" \
                                                                                                  "ca" \
                                                                                                  "dd" \
                                                                                                  "r." \
                                                                                                  "ma" \
                                                                                                  "il" \
                                                                                                  "bo" \
                                                                                                  "x " \
                                                                                                  "AS" \
                                                                                                  " m" \
                                                                                                  " "
#define LIVING   "WHERE m.state <> 'released' "
#define RELEASED "WHERE m.state = 'released' "

/* The other address of a change: of the mailbox that came instead, or that it came instead of. */
#define EVENT                                                                                      \
    "SELECT m.address, " AT(                                                                       \
        "e.at") ", e.author, e.old_state, e.new_state, e.act, e.why, "                             \
                "CASE WHEN e.act <> 'change' THEN NULL "                                           \
                "WHEN e.revision > 1 THEN (SELECT address FROM pecaddr.mailbox WHERE instead_of "  \
                "= m.id) "                                                                         \
                "ELSE (SELECT address FROM pecaddr.mailbox WHERE id = m.instead_of) END, "         \
                "e.old_holder, e.old_province, e.old_section, e.old_number, e.old_given, "         \
                "e.old_surname, "                                                                  \
                "e.old_expires::text, e.old_left::text, e.facts "                                  \
                "FROM pecaddr.event AS e JOIN pecaddr.mailbox AS m ON m.id = e.mailbox "
#define IN_ORDER "ORDER BY e.change, e.mailbox, e.revision"

#define DECLARE             "DECLARE pecaddr_list NO SCROLL CURSOR FOR "
#define STRINGIFIED(number) #number
#define STRING(number)      STRINGIFIED(number)

static int fetch(struct postgres_store *self, PGresult **ret_rows,
                 struct pecaddr_registry_error *error)
{
    int r = registry_postgres_send_sql(
        self, "FETCH FORWARD " STRING(FETCH_SIZE) " FROM pecaddr_list", error);

    return r == PECADDR_OK ? registry_postgres_receive(&self->connection, ret_rows, error) : r;
}

static int try_list(struct postgres_store *self, const struct statement *statement,
                    PGresult **ret_rows, struct pecaddr_registry_error *error)
{
    int r = registry_postgres_connect(&self->connection, error);

    if (r == PECADDR_OK)
        r = registry_postgres_send_sql(self, "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY",
                                       error);
    if (r == PECADDR_OK)
        r = registry_postgres_send_settings(self, true, error);
    if (r == PECADDR_OK)
        r = registry_postgres_send(&self->connection, statement, error);
    return r == PECADDR_OK ? fetch(self, ret_rows, error) : r;
}

/* Opens a list in a transaction of its own, which can be tried again as long as nobody was told. */
static int open_list(struct postgres_store *self, const struct statement *statement,
                     PGresult **ret_rows, struct pecaddr_registry_error *error)
{
    int r;

    registry_postgres_forget_failures(&self->connection);
    while ((r = try_list(self, statement, ret_rows, error)) == STORE_AGAIN) {
        registry_postgres_roll_back(&self->connection);
        registry_postgres_pause(&self->connection);
    }
    return r;
}

/* Told of each row of a list. */
struct teller {
    int (*tell)(struct postgres_store *self, const struct teller *teller, const PGresult *rows,
                int row, struct pecaddr_registry_error *error);
    int (*each_mailbox)(void *user, const struct pecaddr_mailbox *mailbox);
    int (*each_event)(void *user, const struct pecaddr_event *event);
    void *user;
};

static int tell_list(struct postgres_store *self, const struct statement *statement,
                     const struct teller *teller, struct pecaddr_registry_error *error)
{
    PGresult *rows = NULL;
    int n = FETCH_SIZE;
    int r;

    self->connection.listing = true;
    r = open_list(self, statement, &rows, error);
    while (r == PECADDR_OK) {
        n = PQntuples(rows);
        for (int row = 0; r == PECADDR_OK && row < n; row++)
            r = teller->tell(self, teller, rows, row, error);
        PQclear(rows);
        rows = NULL;
        if (r != PECADDR_OK || n < FETCH_SIZE)
            break;
        r = fetch(self, &rows, error);
        if (r == STORE_AGAIN)
            r = PECADDR_E_STORAGE;
    }
    self->connection.listing = false;
    registry_postgres_roll_back(&self->connection);
    registry_postgres_forget_failures(&self->connection);
    return r;
}

static const char *value(const PGresult *rows, int row, int column)
{
    return PQgetvalue(rows, row, column);
}

static int tell_mailbox(struct postgres_store *self, const struct teller *teller,
                        const PGresult *rows, int row, struct pecaddr_registry_error *error)
{
    struct pecaddr_mailbox mailbox = {
        .size = sizeof mailbox,
        .address = value(rows, row, 0),
        .state = registry_state_of(value(rows, row, 2)),
        .given = value(rows, row, 3),
        .surname = value(rows, row, 4),
        .holder = value(rows, row, 5),
        .province = value(rows, row, 6),
        .section = value(rows, row, 7)[0],
        .number = (uint32_t)number_at(rows, row, 8),
        .scheme = value(rows, row, 9),
        .table_version = (uint32_t)number_at(rows, row, 10),
        .level =
            PQgetisnull(rows, row, 11) ? PECADDR_LEVEL_NONE : (unsigned)number_at(rows, row, 11),
        .notes = (uint32_t)number_at(rows, row, 12),
        .receipt = value(rows, row, 13),
        .expires = value(rows, row, 14),
        .left = value(rows, row, 15),
        .updated = value(rows, row, 16),
        .created = value(rows, row, 17),
        .issued_province = value(rows, row, 18),
        .issued_section = value(rows, row, 19)[0],
        .issued_number = (uint32_t)number_at(rows, row, 20),
        .issued_given = value(rows, row, 21),
        .issued_surname = value(rows, row, 22),
    };

    if (mailbox.state == 0)
        return registry_postgres_damaged(&self->connection, N_("a mailbox can not be read"), error);
    return teller->each_mailbox(teller->user, &mailbox);
}

int registry_postgres_each(struct store *store, const char *address, const char *holder, bool all,
                           int (*each)(void *user, const struct pecaddr_mailbox *mailbox),
                           void *user, struct pecaddr_registry_error *error)
{
    struct teller teller = {.tell = tell_mailbox, .each_mailbox = each, .user = user};
    const char *of_address = address != NULL ? "AND m.address = $1 " : "";
    const char *of_holder = holder == NULL    ? ""
                            : address != NULL ? "AND m.holder = $2 "
                                              : "AND m.holder = $1 ";
    char sql[2 * sizeof MAILBOX + 512];
    struct statement statement = {.sql = sql};

    snprintf(sql, sizeof sql, DECLARE MAILBOX LIVING "%s%s%s%s%s ORDER BY address, id", of_address,
             of_holder, all ? "UNION ALL " MAILBOX RELEASED : "", all ? of_address : "",
             all ? of_holder : "");
    if (address != NULL)
        registry_statement_text(&statement, address);
    if (holder != NULL)
        registry_statement_text(&statement, holder);
    return tell_list(postgres_of(store), &statement, &teller, error);
}

static int tell_event(struct postgres_store *self, const struct teller *teller,
                      const PGresult *rows, int row, struct pecaddr_registry_error *error)
{
    struct pecaddr_event event = {
        .size = sizeof event,
        .address = value(rows, row, 0),
        .at = value(rows, row, 1),
        .by = value(rows, row, 2),
        .from = registry_state_of(value(rows, row, 3)),
        .to = registry_state_of(value(rows, row, 4)),
        .act = registry_act_of(value(rows, row, 5)),
        .why = value(rows, row, 6),
        .other = value(rows, row, 7),
        .holder = value(rows, row, 8),
        .province = value(rows, row, 9),
        .section = value(rows, row, 10)[0],
        .number = (uint32_t)number_at(rows, row, 11),
        .given = value(rows, row, 12),
        .surname = value(rows, row, 13),
        .expires = value(rows, row, 14),
        .left = value(rows, row, 15),
        .facts = (uint32_t)number_at(rows, row, 16),
    };

    if (event.to == 0 || event.act == 0)
        return registry_postgres_damaged(&self->connection, N_("a line of history can not be read"),
                                         error);
    return teller->each_event(teller->user, &event);
}

int registry_postgres_history(struct store *store, const char *address,
                              int (*each)(void *user, const struct pecaddr_event *event),
                              void *user, struct pecaddr_registry_error *error)
{
    struct teller teller = {.tell = tell_event, .each_event = each, .user = user};
    struct statement statement = {.sql = DECLARE EVENT IN_ORDER};

    if (address != NULL) {
        statement.sql = DECLARE EVENT
            "WHERE e.mailbox IN (SELECT m.id FROM pecaddr.mailbox AS m " LIVING
            "AND m.address = $1 UNION ALL "
            "SELECT m.id FROM pecaddr.mailbox AS m " RELEASED "AND m.address = $1) " IN_ORDER;
        registry_statement_text(&statement, address);
    }
    return tell_list(postgres_of(store), &statement, &teller, error);
}

/* Page by page, since whoever is told may change what is told of. */

#define EXPIRED_PAGE 500

static int fetch_expired(struct postgres_store *self, const char *day, const char *after,
                         PGresult **ret_rows, struct pecaddr_registry_error *error)
{
    struct statement statement = {
        .sql = "SELECT address FROM pecaddr.mailbox WHERE state = 'active' AND expires IS NOT NULL "
               "AND expires < $1::date AND address > $2 "
               "ORDER BY address LIMIT " STRING(EXPIRED_PAGE)};
    int r;

    registry_statement_text(&statement, day);
    registry_statement_text(&statement, after);
    registry_postgres_forget_failures(&self->connection);
    for (;;) {
        r = registry_postgres_connect(&self->connection, error);
        if (r == PECADDR_OK)
            r = registry_postgres_send_settings(self, false, error);
        if (r == PECADDR_OK)
            r = registry_postgres_send(&self->connection, &statement, error);
        if (r == PECADDR_OK)
            r = registry_postgres_receive(&self->connection, ret_rows, error);
        if (r != STORE_AGAIN)
            return r;
        registry_postgres_pause(&self->connection);
    }
}

int registry_postgres_each_expired(struct store *store, const char *day,
                                   int (*each)(void *user, const char *address), void *user,
                                   struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    char last[PECADDR_ADDRESS_MAX + 1] = "";
    int n = EXPIRED_PAGE;
    int r = PECADDR_OK;

    while (r == PECADDR_OK && n == EXPIRED_PAGE) {
        PGresult *rows = NULL;

        r = fetch_expired(self, day, last, &rows, error);
        n = PQntuples(rows);
        for (int row = 0; r == PECADDR_OK && row < n; row++)
            r = each(user, value(rows, row, 0));
        if (r == PECADDR_OK && n > 0)
            snprintf(last, sizeof last, "%s", value(rows, n - 1, 0));
        PQclear(rows);
    }
    return r;
}
