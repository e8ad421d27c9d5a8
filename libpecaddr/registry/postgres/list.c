/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/postgres.h"
#include "postgres/schema.h"

#include "act.h"
#include "state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Lists of mailboxes and of events. */

/* How many rows of a list are fetched at once. */
#define FETCH_SIZE 1000

/* Lists: a cursor, so that neither this program nor the network has to hold them whole. */

#define LIVING   "WHERE m.state <> 'released' "
#define RELEASED "WHERE m.state = 'released' "

#define IN_ORDER "ORDER BY e.change, e.mailbox, e.revision"
#define DECLARE  "DECLARE pecaddr_list NO SCROLL CURSOR FOR "

static const char mailbox_sql[] =
#include "postgres_mailbox.inc"
    ;

static const char event_sql[] =
#include "postgres_event.inc"
    ;

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

bool registry_postgres_read_mailbox(const PGresult *rows, int row,
                                    struct pecaddr_mailbox *ret_mailbox)
{
    *ret_mailbox = (struct pecaddr_mailbox){
        .size = sizeof *ret_mailbox,
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
        .since = "",
    };
    return ret_mailbox->state != 0;
}

static int tell_mailbox(struct postgres_store *self, const struct teller *teller,
                        const PGresult *rows, int row, struct pecaddr_registry_error *error)
{
    struct pecaddr_mailbox mailbox;

    if (!registry_postgres_read_mailbox(rows, row, &mailbox))
        return registry_postgres_damaged(&self->connection, N_("a mailbox cannot be read"), error);
    return teller->each_mailbox(teller->user, &mailbox);
}

/* The conditions of a search, and their parameters. */

#define SEARCH_MAX 1024

struct conditions {
    struct statement *statement;
    char sql[SEARCH_MAX];
    size_t size;
    char number[16];
    char section[2];
};

/* A condition, in which %1$d is the parameter. NULL: it has none. */
static void require(struct conditions *conditions, const char *format, const char *parameter)
{
    if (parameter)
        registry_statement_text(conditions->statement, parameter);
    conditions->size += (size_t)snprintf(conditions->sql + conditions->size,
                                         sizeof conditions->sql - conditions->size, format,
                                         conditions->statement->n);
}

static void require_text(struct conditions *conditions, const char *format, const char *parameter)
{
    if (parameter[0] != '\0')
        require(conditions, format, parameter);
}

/* By the two indexes of register entries. */
#define ON_NUMBER                                                                                  \
    "AND m.number = $%1$d::integer AND m.id IN ("                                                  \
    "SELECT id FROM pecaddr.mailbox WHERE number = $%1$d::integer AND number IS NOT NULL "         \
    "AND state IN ('reserved', 'active') AND left_on IS NULL "                                     \
    "UNION ALL SELECT id FROM pecaddr.mailbox WHERE number = $%1$d::integer "                      \
    "AND number IS NOT NULL AND state IN ('active', 'retired') "                                   \
    "AND (state = 'retired' OR left_on IS NOT NULL)) "

static void write_conditions(struct conditions *conditions, const struct search *search,
                             bool released)
{
    require_text(conditions, "AND m.address = $%1$d ", search->address);
    require_text(conditions, "AND m.holder = $%1$d ", search->holder);
    /* What begins with letters is before what begins with them and a `{`. */
    require_text(conditions,
                 "AND m.given_letters >= $%1$d AND m.given_letters < $%1$d::text || '{' ",
                 search->given);
    require_text(conditions,
                 "AND m.surname_letters >= $%1$d AND m.surname_letters < $%1$d::text || '{' ",
                 search->surname);
    require_text(conditions, "AND m.province = $%1$d ", search->entry.province);
    if (search->entry.section != 0) {
        conditions->section[0] = search->entry.section;
        require(conditions, "AND m.section = $%1$d ", conditions->section);
    }
    if (search->entry.number != 0) {
        snprintf(conditions->number, sizeof conditions->number, "%u", search->entry.number);
        require(conditions, released ? "AND m.number = $%1$d::integer " : ON_NUMBER,
                conditions->number);
    }
    if (search->state != 0)
        require(conditions, "AND m.state = $%1$d ", pecaddr_state_name(search->state));
    require_text(conditions, "AND m.expires < $%1$d::date ", search->expires_before);
    if (search->without_entry)
        require(conditions, "AND num_nulls(m.province, m.section, m.number) > 0 ", NULL);
    if (search->without_holder)
        require(conditions, "AND m.holder IS NULL ", NULL);
}

int registry_postgres_each(struct store *store, const struct search *search,
                           int (*each)(void *user, const struct pecaddr_mailbox *mailbox),
                           void *user, struct pecaddr_registry_error *error)
{
    struct teller teller = {.tell = tell_mailbox, .each_mailbox = each, .user = user};
    char sql[2 * sizeof mailbox_sql + 2 * SEARCH_MAX + 512];
    struct statement statement = {.sql = sql};
    struct conditions living = {.statement = &statement}, released = {.statement = &statement};

    write_conditions(&living, search, false);
    if (search->released)
        write_conditions(&released, search, true);
    snprintf(sql, sizeof sql, DECLARE "%s" LIVING "%s%s%s%s%s ORDER BY address, id", mailbox_sql,
             living.sql, search->released ? "UNION ALL " : "", search->released ? mailbox_sql : "",
             search->released ? RELEASED : "", released.sql);
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
        .change = (uint64_t)number_at(rows, row, 17),
    };

    if (event.to == 0 || event.act == 0)
        return registry_postgres_damaged(&self->connection, N_("a line of history cannot be read"),
                                         error);
    return teller->each_event(teller->user, &event);
}

int registry_postgres_history(struct store *store, const char *address,
                              int (*each)(void *user, const struct pecaddr_event *event),
                              void *user, struct pecaddr_registry_error *error)
{
    struct teller teller = {.tell = tell_event, .each_event = each, .user = user};
    char sql[sizeof event_sql + 512];
    struct statement statement = {.sql = sql};

    snprintf(sql, sizeof sql, DECLARE "%s%s" IN_ORDER, event_sql,
             !address ? ""
                      : "WHERE e.mailbox IN (SELECT m.id FROM pecaddr.mailbox AS m " LIVING
                        "AND m.address = $1 UNION ALL SELECT m.id "
                        "FROM pecaddr.mailbox AS m " RELEASED "AND m.address = $1) ");
    if (address)
        registry_statement_text(&statement, address);
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
               "AND coalesce(province = ANY ((SELECT pecaddr.own_provinces())::text[]), "
               "(SELECT pecaddr.own_provinces()) IS NULL) "
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
