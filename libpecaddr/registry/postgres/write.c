/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/postgres.h"
#include "scheme-kept.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Writing, which is done by set when the transaction ends. */

static const char insert_sql[] =
#include "postgres_insert.inc"
    ;

static const char update_sql[] =
#include "postgres_update.inc"
    ;

static const char forget_sql[] =
#include "postgres_forget.inc"
    ;

/* A statement timeout must not end the wait for a standby. */
static const char no_timeout_sql[] = "SELECT set_config('statement_timeout', '0', true)";

/*
 * An answer is kept by whoever gets it, so what it rests on must be there to stay, even if this
 * transaction has written nothing: a message in the log of the server that means nothing, and is
 * waited for as all that was written before it.
 */
static const char be_durable_sql[] = "SELECT pg_logical_emit_message(true, 'pecaddr', '')";

/* Schemes: the row of a canonical text, once for each connection. */

struct scheme_row {
    char *text;
    int64_t id;
    bool committed;
};

void registry_postgres_forget_schemes(struct postgres_store *self, bool all)
{
    size_t n = 0;

    for (size_t i = 0; i < self->n_rows; i++) {
        if (all || !self->rows[i].committed)
            free(self->rows[i].text);
        else
            self->rows[n++] = self->rows[i];
    }
    self->n_rows = n;
    self->scheme = NULL;
}

static int find_scheme(struct postgres_store *self, const char *text, int64_t *ret_id,
                       struct pecaddr_registry_error *error)
{
    struct statement find = {.sql = "SELECT id FROM pecaddr.scheme WHERE text = $1"};
    PGresult *result = NULL;
    int r;

    registry_statement_text(&find, text);
    r = registry_postgres_send(&self->connection, &find, error);
    if (r == PECADDR_OK)
        r = registry_postgres_receive(&self->connection, &result, error);
    *ret_id = r == PECADDR_OK && PQntuples(result) == 1 ? number_at(result, 0, 0) : 0;
    PQclear(result);
    return r;
}

/* The row of a text, which is made when it is not there. */
static int fetch_scheme(struct postgres_store *self, const char *text, int64_t *ret_id,
                        struct pecaddr_registry_error *error)
{
    struct statement insert = {
        .sql = "INSERT INTO pecaddr.scheme (text) VALUES ($1) ON CONFLICT DO NOTHING"};
    int r = registry_postgres_start(self, NULL, error);

    if (r == PECADDR_OK)
        r = find_scheme(self, text, ret_id, error);
    if (r != PECADDR_OK || *ret_id != 0)
        return r;
    registry_statement_text(&insert, text);
    r = registry_postgres_send(&self->connection, &insert, error);
    if (r == PECADDR_OK)
        r = find_scheme(self, text, ret_id, error);
    if (r == PECADDR_OK && *ret_id == 0)
        r = registry_postgres_damaged(&self->connection, N_("a scheme cannot be put on record"),
                                      error);
    return r;
}

static int add_scheme(struct postgres_store *self, char *text, struct pecaddr_registry_error *error)
{
    struct scheme_row *rows = realloc(self->rows, (self->n_rows + 1) * sizeof *rows);

    if (!rows)
        return registry_no_memory(error);
    self->rows = rows;
    rows[self->n_rows++] = (struct scheme_row){.text = text, .id = self->scheme_id};
    return PECADDR_OK;
}

/* Makes self->scheme_id that of a scheme. */
static int use_scheme(struct postgres_store *self, const struct pecaddr_scheme *scheme,
                      struct pecaddr_registry_error *error)
{
    char *text = NULL;
    int r;

    if (scheme == self->scheme)
        return PECADDR_OK;
    if (self->n_times != self->connection.n_times)
        registry_postgres_forget_schemes(self, true);
    self->n_times = self->connection.n_times;
    r = registry_scheme_text(scheme, &text, error);
    if (r != PECADDR_OK)
        return r;
    for (size_t i = 0; i < self->n_rows; i++) {
        if (strcmp(self->rows[i].text, text) == 0) {
            self->scheme_id = self->rows[i].id;
            self->scheme = scheme;
            free(text);
            return PECADDR_OK;
        }
    }
    r = fetch_scheme(self, text, &self->scheme_id, error);
    if (r == PECADDR_OK)
        r = add_scheme(self, text, error);
    if (r == PECADDR_OK)
        self->scheme = scheme;
    else
        free(text);
    return r;
}

/* Writing. */

static struct fact fact_of(const struct record *record)
{
    return (struct fact){.state = record->state,
                         .entry = record->entry,
                         .address = record->address,
                         .holder = record->holder,
                         .expires = record->expires,
                         .left = record->left,
                         .given = record->given,
                         .surname = record->surname,
                         .given_letters = record->given_letters,
                         .surname_letters = record->surname_letters,
                         .used = record->used,
                         .forgotten = record->forgotten};
}

int registry_postgres_insert(struct store *store, const struct record *record,
                             const struct issue *issue, enum pecaddr_act act, const char *why,
                             struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    struct write write = {
        .fact = fact_of(record),
        .act = act,
        .why = why,
        .notes = issue->notes,
        .receipt = issue->receipt,
        .instead_of = issue->instead_of,
    };

    if (issue->scheme) {
        int r = use_scheme(self, issue->scheme, error);

        if (r != PECADDR_OK)
            return r;
        write.scheme = self->scheme_id;
        write.level = issue->level;
    }
    registry_known_insert(&self->known, &write);
    return registry_postgres_check_memory(self, error);
}

int registry_postgres_amend(struct store *store, const struct record *before,
                            const struct record *after, enum pecaddr_act act, const char *why,
                            struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    struct fact *fact = before->state == PECADDR_STATE_RELEASED
                            ? registry_known_id(&self->known, before->id)
                            : registry_known_address(&self->known, before->address);
    struct write write = {.fact = fact_of(after), .act = act, .why = why};

    if (!fact || fact->id != before->id || fact->revision != before->revision)
        return registry_postgres_damaged(&self->connection, N_("a mailbox cannot be changed"),
                                         error);
    registry_known_amend(&self->known, fact, &write);
    return registry_postgres_check_memory(self, error);
}

/* What is written by one statement. */
enum kind { WRITE_INSERT, WRITE_UPDATE, WRITE_FORGET };

static enum kind kind_of(const struct write *write)
{
    if (write->fact.phase % 2 == PHASE_INSERT)
        return WRITE_INSERT;
    return write->fact.state == PECADDR_STATE_RELEASED && write->act == PECADDR_ACT_FORGET
               ? WRITE_FORGET
               : WRITE_UPDATE;
}

/* The first parameters of insert_sql and update_sql; and those of forget_sql. */
enum {
    WRITE_STATES,
    WRITE_ADDRESSES,
    WRITE_HOLDERS,
    WRITE_PROVINCES,
    WRITE_SECTIONS,
    WRITE_NUMBERS,
    WRITE_GIVEN,
    WRITE_SURNAMES,
    WRITE_GIVEN_LETTERS,
    WRITE_SURNAME_LETTERS,
    WRITE_EXPIRES,
    WRITE_LEFT,
    WRITE_USED,
    WRITE_ACTS,
    WRITE_WHY,
    WRITE_ARRAYS,
    INSERT_SCHEMES = WRITE_ARRAYS,
    INSERT_LEVELS,
    INSERT_NOTES,
    INSERT_RECEIPTS,
    INSERT_INSTEAD_OF,
    INSERT_ARRAYS,
    UPDATE_IDS = WRITE_ARRAYS,
    UPDATE_REVISIONS,
    UPDATE_ARRAYS,
    FORGET_IDS = 0,
    FORGET_REVISIONS,
    FORGET_WHY,
    FORGET_ARRAYS
};

static void add_facts(struct array arrays[], const struct write *write)
{
    const struct fact *fact = &write->fact;

    registry_array_string(&arrays[WRITE_STATES], pecaddr_state_name(fact->state));
    registry_array_string(&arrays[WRITE_ADDRESSES], fact->address);
    registry_array_string(&arrays[WRITE_HOLDERS], fact->holder);
    registry_array_string(&arrays[WRITE_PROVINCES], fact->entry.province);
    registry_array_text(&arrays[WRITE_SECTIONS], &fact->entry.section, fact->entry.section != 0);
    registry_array_int4(&arrays[WRITE_NUMBERS], fact->entry.number);
    registry_array_string(&arrays[WRITE_GIVEN], fact->given);
    registry_array_string(&arrays[WRITE_SURNAMES], fact->surname);
    registry_array_string(&arrays[WRITE_GIVEN_LETTERS], fact->given_letters);
    registry_array_string(&arrays[WRITE_SURNAME_LETTERS], fact->surname_letters);
    registry_array_string(&arrays[WRITE_EXPIRES], fact->expires);
    registry_array_string(&arrays[WRITE_LEFT], fact->left);
    registry_array_int8(&arrays[WRITE_USED], fact->used);
    registry_array_string(&arrays[WRITE_ACTS], pecaddr_act_name(write->act));
    registry_array_string(&arrays[WRITE_WHY], write->why);
}

static void add_insert(struct array arrays[], const struct write *write)
{
    add_facts(arrays, write);
    registry_array_int8(&arrays[INSERT_SCHEMES], write->scheme);
    registry_array_int4(&arrays[INSERT_LEVELS], write->scheme != 0 ? write->level + 1 : 0);
    registry_array_int8(&arrays[INSERT_NOTES], write->notes);
    registry_array_string(&arrays[INSERT_RECEIPTS], write->receipt);
    registry_array_int8(&arrays[INSERT_INSTEAD_OF], write->instead_of);
}

static void add_update(struct array arrays[], const struct write *write)
{
    add_facts(arrays, write);
    registry_array_int8(&arrays[UPDATE_IDS], write->fact.id);
    registry_array_int8(&arrays[UPDATE_REVISIONS], write->fact.revision - 1);
}

static void add_forget(struct array arrays[], const struct write *write)
{
    registry_array_int8(&arrays[FORGET_IDS], write->fact.id);
    registry_array_int8(&arrays[FORGET_REVISIONS], write->fact.revision - 1);
    registry_array_string(&arrays[FORGET_WHY], write->why);
}

static uint32_t type_of(enum kind kind, size_t i)
{
    if (kind == WRITE_FORGET)
        return i == FORGET_WHY ? TYPE_TEXT : TYPE_INT8;
    if (i == WRITE_NUMBERS || (kind == WRITE_INSERT && i == INSERT_LEVELS))
        return TYPE_INT4;
    if (i == WRITE_USED)
        return TYPE_INT8;
    if (kind == WRITE_INSERT)
        return i == INSERT_SCHEMES || i == INSERT_NOTES || i == INSERT_INSTEAD_OF ? TYPE_INT8
                                                                                  : TYPE_TEXT;
    return i == UPDATE_IDS || i == UPDATE_REVISIONS ? TYPE_INT8 : TYPE_TEXT;
}

/* Sends writes of one kind as one statement; all of them must be done. */
static int write_piece(struct postgres_store *self, enum kind kind,
                       const struct write *const writes[], size_t n,
                       struct pecaddr_registry_error *error)
{
    static const struct {
        const char *sql;
        size_t n_arrays;
        void (*add)(struct array arrays[], const struct write *write);
    } kinds[] = {
        [WRITE_INSERT] = {insert_sql, INSERT_ARRAYS, add_insert},
        [WRITE_UPDATE] = {update_sql, UPDATE_ARRAYS, add_update},
        [WRITE_FORGET] = {forget_sql, FORGET_ARRAYS, add_forget},
    };
    struct statement statement = {.sql = kinds[kind].sql};
    size_t n_arrays = kinds[kind].n_arrays;
    PGresult *result = NULL;
    char table_version[12];
    bool all;
    int r;

    for (size_t i = 0; i < n_arrays; i++)
        registry_array_begin(&self->arrays[i], type_of(kind, i));
    for (size_t i = 0; i < n; i++)
        kinds[kind].add(self->arrays, writes[i]);
    for (size_t i = 0; i < n_arrays; i++)
        registry_statement_array(&statement, &self->arrays[i]);
    snprintf(table_version, sizeof table_version, "%u", (unsigned)pecaddr_table_version());
    if (kind == WRITE_INSERT)
        registry_statement_text(&statement, table_version);
    r = registry_postgres_check_memory(self, error);
    if (r == PECADDR_OK)
        r = registry_postgres_send(&self->connection, &statement, error);
    if (r == PECADDR_OK)
        r = registry_postgres_receive(&self->connection, &result, error);
    if (r != PECADDR_OK)
        return r;
    all = strtoull(PQcmdTuples(result), NULL, 10) == n;
    PQclear(result);
    return all ? PECADDR_OK
               : registry_postgres_again(&self->connection, STORE_AGAIN,
                                         N_("another program has changed the same mailboxes; "
                                            "nothing was done: run again"),
                                         error);
}

static int compare_ids(const void *a, const void *b)
{
    const struct write *const *x = a, *const *y = b;

    return ((*x)->fact.id > (*y)->fact.id) - ((*x)->fact.id < (*y)->fact.id);
}

static int compare_ids_down(const void *a, const void *b)
{
    return compare_ids(b, a);
}

/* INSERTs as they came, so that history tells them so; UPDATEs in the order of their rows, but that
 * what came instead of another mailbox is forgotten before that one. */
static int write_kind(struct postgres_store *self, unsigned phase, enum kind kind,
                      const struct write **writes, struct pecaddr_registry_error *error)
{
    size_t n = 0;
    int r = PECADDR_OK;

    for (size_t i = 0; i < self->known.n_writes; i++)
        if (self->known.writes[i].fact.phase == phase && kind_of(&self->known.writes[i]) == kind)
            writes[n++] = &self->known.writes[i];
    if (kind != WRITE_INSERT)
        qsort(writes, n, sizeof *writes, kind == WRITE_FORGET ? compare_ids_down : compare_ids);
    for (size_t done = 0; r == PECADDR_OK && done < n; done += PIECE)
        r = write_piece(self, kind, writes + done, n - done < PIECE ? n - done : PIECE, error);
    return r;
}

/* What was given back is forgotten after the mailboxes that came instead. */
static int write_phase(struct postgres_store *self, unsigned phase, const struct write **writes,
                       struct pecaddr_registry_error *error)
{
    int r = write_kind(self, phase, phase % 2 == PHASE_INSERT ? WRITE_INSERT : WRITE_UPDATE, writes,
                       error);

    return r == PECADDR_OK && phase % 2 == PHASE_UPDATE
               ? write_kind(self, phase, WRITE_FORGET, writes, error)
               : r;
}

/* Sends what is to be written. */
static int write_all(struct postgres_store *self, struct pecaddr_registry_error *error)
{
    const struct write **writes;
    int r = PECADDR_OK;

    if (self->known.n_writes == 0)
        return r;
    writes = malloc(self->known.n_writes * sizeof(const struct write *));
    if (!writes)
        return registry_no_memory(error);
    r = registry_postgres_start(self, NULL, error);
    for (unsigned phase = 0; r == PECADDR_OK && phase < self->known.n_phases; phase++)
        r = write_phase(self, phase, writes, error);
    free(writes);
    return r;
}

/* The end. */

static int commit_claim(struct postgres_store *self, struct pecaddr_registry_error *error)
{
    PGresult *result = NULL;
    bool committed;
    int r = write_all(self, error);

    if (r == PECADDR_OK)
        r = registry_postgres_send_sql(self, no_timeout_sql, error);
    if (r == PECADDR_OK && self->known.n_writes == 0)
        r = registry_postgres_send_sql(self, be_durable_sql, error);
    if (r == PECADDR_OK)
        r = registry_postgres_send_sql(self, "COMMIT", error);
    if (r != PECADDR_OK)
        return r;
    self->connection.doubted = false;
    self->connection.committing = true;
    r = registry_postgres_receive(&self->connection, &result, error);
    self->connection.committing = false;
    if (r != PECADDR_OK)
        return r;
    self->connection.begun = false;
    committed = strcmp(PQcmdStatus(result), "COMMIT") == 0;
    PQclear(result);
    if (!committed)
        return registry_postgres_fail(&self->connection, error,
                                      N_("the server rolled back instead of committing"));
    if (self->connection.doubted)
        return registry_postgres_again(
            &self->connection, STORE_UNKNOWN,
            N_("the wait for the standby server was broken off; whether the change is there to "
               "stay is unknown: look, or ask again"),
            error);
    return PECADDR_OK;
}

int registry_postgres_commit(struct store *store, struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    int r = PECADDR_OK;

    if (self->mode == PECADDR_CLAIM && (self->connection.begun || self->known.n_writes > 0))
        r = commit_claim(self, error);
    else
        registry_postgres_roll_back(&self->connection);
    if (r != PECADDR_OK)
        return r;
    for (size_t i = 0; i < self->n_rows; i++)
        self->rows[i].committed = true;
    registry_postgres_forget_failures(&self->connection);
    registry_known_clear(&self->known);
    return r;
}

void registry_postgres_rollback(struct store *store)
{
    struct postgres_store *self = postgres_of(store);

    registry_postgres_roll_back(&self->connection);
    registry_postgres_forget_schemes(self, false);
    registry_known_clear(&self->known);
    if (!self->connection.failed)
        registry_postgres_forget_failures(&self->connection);
}
