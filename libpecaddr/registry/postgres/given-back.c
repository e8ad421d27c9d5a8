/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/postgres.h"

#include <string.h>

/* Reading what is found by no key of what lives: mailboxes that were released, and earlier versions. */

#define RECORD                                                                                     \
    "SELECT m.id, m.revision, m.state, m.address, m.holder, m.province, m.section, m.number, "     \
    "m.given, m.surname, m.given_letters, m.surname_letters, m.expires::text, m.left_on::text, "   \
    "m.used, m.changed_act = 'forget' FROM pecaddr.mailbox AS m "

static const char given_back_sql[] =
    RECORD "WHERE m.holder = $1 AND m.domain = $2 AND m.holder IS NOT NULL "
           "AND m.state = 'released' UNION ALL " RECORD
           "WHERE m.number = $3::integer AND m.province = $4 AND m.section = $5 AND m.domain = $2 "
           "AND m.number IS NOT NULL AND m.state = 'released'";

static const char versions_sql[] =
    "SELECT h.mailbox, h.revision, h.state, m.address, h.holder, h.province, h.section, h.number, "
    "h.given, h.surname, NULL, NULL, h.expires::text, h.left_on::text, m.used, false "
    "FROM pecaddr.history AS h JOIN pecaddr.mailbox AS m ON m.id = h.mailbox "
    "WHERE h.mailbox = $1::bigint";

static const char return_sql[] =
    "SELECT to_char(max(at) AT TIME ZONE 'UTC', 'YYYY-MM-DD') FROM pecaddr.event "
    "WHERE mailbox = $1::bigint AND new_state = 'reserved' AND (old_state = 'retired' "
    "OR (revision = 1 AND EXISTS (SELECT FROM pecaddr.mailbox WHERE address = $2 "
    "AND state = 'released')))";

static const char given_up_sql[] =
    RECORD "WHERE m.id = (SELECT instead_of FROM pecaddr.mailbox WHERE id = $1::bigint)";

static const char heir_sql[] = RECORD "WHERE m.instead_of = $1::bigint";

static int ask(struct postgres_store *self, const struct statement *statement,
               PGresult **ret_result, struct pecaddr_registry_error *error)
{
    int r = registry_postgres_start(self, NULL, error);

    if (r == PECADDR_OK)
        r = registry_postgres_send(&self->connection, statement, error);
    return r == PECADDR_OK ? registry_postgres_receive(&self->connection, ret_result, error) : r;
}

/* A mailbox that was read, as this transaction leaves it, which may forget it. */
static int take_in(struct postgres_store *self, const PGresult *result, int row,
                   struct record *ret_record, struct pecaddr_registry_error *error)
{
    const struct fact *known;
    struct fact read;

    if (!registry_postgres_fact_at(result, row, &read))
        return registry_postgres_damaged(&self->connection, N_("a mailbox cannot be read"), error);
    known = registry_known_add(&self->known, &read);
    if (!known)
        return registry_postgres_check_memory(self, error);
    registry_postgres_record_of(self, known, ret_record);
    return registry_postgres_check_memory(self, error);
}

static int each_of(struct postgres_store *self, const struct statement *statement,
                   registry_on_record_fn *each, void *user, struct pecaddr_registry_error *error)
{
    PGresult *result = NULL;
    int r = ask(self, statement, &result, error);

    for (int row = 0; r == PECADDR_OK && row < PQntuples(result); row++) {
        struct record record;

        r = take_in(self, result, row, &record, error);
        if (r == PECADDR_OK && !record.forgotten)
            r = each(user, &record);
    }
    PQclear(result);
    return r;
}

static int find(struct postgres_store *self, const struct statement *statement,
                struct record *ret_record, struct pecaddr_registry_error *error)
{
    PGresult *result = NULL;
    int r = ask(self, statement, &result, error);

    if (r == PECADDR_OK)
        r = PQntuples(result) > 0 ? take_in(self, result, 0, ret_record, error) : PECADDR_NO_MATCH;
    PQclear(result);
    return r;
}

int registry_postgres_each_given_back(struct store *store, const char *domain, const char *holder,
                                      const struct entry *entry, registry_on_record_fn *each,
                                      void *user, struct pecaddr_registry_error *error)
{
    struct statement statement = {.sql = given_back_sql};
    const char section[] = {entry->section, '\0'};
    char number[NUMBER_SIZE];

    registry_statement_text(&statement, holder);
    registry_statement_text(&statement, domain);
    registry_statement_number(&statement, entry->number, number);
    registry_statement_text(&statement, entry->province);
    registry_statement_text(&statement, section);
    return each_of(postgres_of(store), &statement, each, user, error);
}

int registry_postgres_each_version(struct store *store, const struct record *record,
                                   registry_on_record_fn *each, void *user,
                                   struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    struct statement statement = {.sql = versions_sql};
    char id[NUMBER_SIZE];
    PGresult *result = NULL;
    int r;

    registry_statement_number(&statement, record->id, id);
    r = ask(self, &statement, &result, error);
    for (int row = 0; r == PECADDR_OK && row < PQntuples(result); row++) {
        struct record version;
        struct fact read;

        if (!registry_postgres_fact_at(result, row, &read)) {
            r = registry_postgres_damaged(&self->connection, N_("a mailbox cannot be read"), error);
            break;
        }
        registry_postgres_record_of(self, &read, &version);
        r = each(user, &version);
    }
    PQclear(result);
    return r;
}

int registry_postgres_find_return(struct store *store, const struct record *record,
                                  char ret_day[DATE_MAX + 1], struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    struct statement statement = {.sql = return_sql};
    char id[NUMBER_SIZE];
    PGresult *result = NULL;
    int r;

    registry_statement_number(&statement, record->id, id);
    registry_statement_text(&statement, record->address);
    r = ask(self, &statement, &result, error);
    if (r == PECADDR_OK && PQgetisnull(result, 0, 0))
        r = PECADDR_NO_MATCH;
    else if (r == PECADDR_OK && strlen(PQgetvalue(result, 0, 0)) != DATE_MAX)
        r = registry_postgres_damaged(&self->connection, N_("a line of history cannot be read"),
                                      error);
    else if (r == PECADDR_OK)
        strcpy(ret_day, PQgetvalue(result, 0, 0));
    PQclear(result);
    return r;
}

int registry_postgres_find_given_up(struct store *store, const struct record *heir,
                                    struct record *ret_record, struct pecaddr_registry_error *error)
{
    struct statement statement = {.sql = given_up_sql};
    char id[NUMBER_SIZE];

    registry_statement_number(&statement, heir->id, id);
    return find(postgres_of(store), &statement, ret_record, error);
}

int registry_postgres_find_heir(struct store *store, const struct record *given_up,
                                struct record *ret_record, struct pecaddr_registry_error *error)
{
    struct statement statement = {.sql = heir_sql};
    char id[NUMBER_SIZE];

    registry_statement_number(&statement, given_up->id, id);
    return find(postgres_of(store), &statement, ret_record, error);
}
