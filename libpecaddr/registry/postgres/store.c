/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/postgres.h"
#include "scheme-kept.h"

#include "rules/act.h"
#include "rules/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * The store in PostgreSQL: records in and out. postgres-open.c makes and opens it.
 *
 * Who claims takes locks first, so that what is read afterwards stays as it is to the end. With
 * prefetch there is one for each address, holder and register entry in question, and the common one
 * only shared; without, the common one alone. Locks come in one order, so that no two wait for each
 * other. What is written goes to the server by set, when the transaction ends; a writer that takes
 * no locks and was first is noticed then, as fewer records come or change than should.
 */

/* How many keys or records one statement has: none takes long, and none needs much memory. */
#define PIECE 4096

/* How many rows of a list are fetched at once. */
#define FETCH_SIZE 1000

/* The keys are spread over so many locks; the server has room for a few thousand. */
#define LOCKS 1024

static const char read_sql[] =
#include "postgres_read.inc"
    ;

static const char insert_sql[] =
#include "postgres_insert.inc"
    ;

static const char update_sql[] =
#include "postgres_update.inc"
    ;

static const char lock_keys_sql[] =
#include "postgres_lock.inc"
    ;

static const char settings_sql[] =
#include "postgres_settings.inc"
    ;

static const char lock_all_sql[] = "SELECT pg_advisory_xact_lock(" REGISTRY_LOCKS ", 0)";
static const char lock_shared_sql[] = "SELECT pg_advisory_xact_lock_shared(" REGISTRY_LOCKS ", 0)";

/* A statement timeout must not end the wait for a standby. */
static const char no_timeout_sql[] = "SELECT set_config('statement_timeout', '0', true)";

/*
 * An answer is kept by whoever gets it, so what it rests on must be there to stay, even if this
 * transaction has written nothing: a message in the log of the server that means nothing, and is
 * waited for as all that was written before it.
 */
static const char be_durable_sql[] = "SELECT pg_logical_emit_message(true, 'pecaddr', '')";

static struct postgres_store *postgres_of(struct store *store)
{
    return (struct postgres_store *)store;
}

static int check_memory(const struct postgres_store *self, struct pecaddr_registry_error *error)
{
    bool no_memory = self->known.no_memory;

    for (size_t i = 0; i < ARRAY_SIZE(self->arrays); i++)
        no_memory = no_memory || self->arrays[i].no_memory;
    return no_memory ? registry_no_memory(error) : PECADDR_OK;
}

/* Transactions. */

static int send_sql(struct postgres_store *self, const char *sql,
                    struct pecaddr_registry_error *error)
{
    return registry_postgres_send(self, &(struct statement){.sql = sql}, error);
}

/* Milliseconds, as a parameter. */
#define MS_SIZE 16
static void add_ms(struct statement *statement, char text[MS_SIZE], unsigned ms)
{
    snprintf(text, MS_SIZE, "%u", ms);
    registry_statement_text(statement, text);
}

/* The server gives up a little before this program does, and first on locks. A list may take long:
 * it is read as fast as the caller likes. */
static int send_settings(struct postgres_store *self, bool list,
                         struct pecaddr_registry_error *error)
{
    struct statement statement = {.sql = settings_sql};
    unsigned idle = self->timeout > 60 ? self->timeout : 60;
    char lock_timeout[MS_SIZE], statement_timeout[MS_SIZE], idle_timeout[MS_SIZE];

    add_ms(&statement, lock_timeout, self->timeout * 800);
    add_ms(&statement, statement_timeout, list ? 0 : self->timeout * 900);
    add_ms(&statement, idle_timeout, list ? 0 : idle * 1000);
    registry_statement_text(&statement, list ? "on" : "off");
    return registry_postgres_send(self, &statement, error);
}

/* Begins on the server, together with the first statement of the transaction. */
static int start(struct postgres_store *self, const char *lock_sql,
                 struct pecaddr_registry_error *error)
{
    bool claim = self->mode == PECADDR_CLAIM;
    int r;

    if (self->begun)
        return PECADDR_OK;
    r = send_sql(self,
                 claim ? "BEGIN ISOLATION LEVEL READ COMMITTED"
                       : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                 error);
    if (r == PECADDR_OK)
        self->begun = true;
    if (r == PECADDR_OK)
        r = send_settings(self, false, error);
    if (r == PECADDR_OK && claim)
        r = send_sql(self, lock_sql, error);
    return r;
}

static void postgres_call(struct store *store)
{
    registry_postgres_forget_failures(postgres_of(store));
}

static int postgres_begin(struct store *store, enum pecaddr_mode mode,
                          struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);

    registry_known_clear(&self->known);
    for (size_t i = 0; i < ARRAY_SIZE(self->arrays); i++)
        self->arrays[i].no_memory = false;
    self->mode = mode;
    self->complete = false;
    self->failed = false;
    self->scheme = NULL;
    if (self->n_failures > 0)
        registry_postgres_pause(self);
    return registry_postgres_connect(self, error);
}

/* Rows. */

enum {
    COLUMN_ID,
    COLUMN_REVISION,
    COLUMN_STATE,
    COLUMN_ADDRESS,
    COLUMN_HOLDER,
    COLUMN_PROVINCE,
    COLUMN_SECTION,
    COLUMN_NUMBER,
    COLUMN_GIVEN,
    COLUMN_SURNAME,
    COLUMN_EXPIRES,
    COLUMN_LEFT,
    COLUMN_USED,
    COLUMN_MOVED_PROVINCE,
    COLUMN_MOVED_SECTION,
    COLUMN_MOVED_NUMBER,
    COLUMN_REPLACED
};

static int64_t number_at(const PGresult *result, int row, int column)
{
    return strtoll(PQgetvalue(result, row, column), NULL, 10);
}

/* False: longer than the schema allows. */
static bool text_at(const PGresult *result, int row, int column, size_t max, const char **ret_text)
{
    *ret_text = PQgetvalue(result, row, column);
    return strlen(*ret_text) <= max;
}

static bool entry_at(const PGresult *result, int row, int column, struct entry *ret_entry)
{
    const char *province, *section;

    if (!text_at(result, row, column, sizeof ret_entry->province - 1, &province) ||
        !text_at(result, row, column + 1, 1, &section))
        return false;
    strcpy(ret_entry->province, province);
    ret_entry->section = section[0];
    ret_entry->number = (uint32_t)number_at(result, row, column + 2);
    return true;
}

static bool fact_at(const PGresult *result, int row, struct fact *ret_fact)
{
    ret_fact->id = number_at(result, row, COLUMN_ID);
    ret_fact->revision = number_at(result, row, COLUMN_REVISION);
    ret_fact->state = registry_state_of(PQgetvalue(result, row, COLUMN_STATE));
    ret_fact->used = PQgetvalue(result, row, COLUMN_USED)[0] == 't';
    ret_fact->phase = PHASE_NONE;
    return ret_fact->state != 0 && ret_fact->id > 0 &&
           entry_at(result, row, COLUMN_PROVINCE, &ret_fact->entry) &&
           text_at(result, row, COLUMN_ADDRESS, PECADDR_ADDRESS_MAX, &ret_fact->address) &&
           strchr(ret_fact->address, '@') != NULL &&
           text_at(result, row, COLUMN_HOLDER, PECADDR_HOLDER_MAX, &ret_fact->holder) &&
           text_at(result, row, COLUMN_EXPIRES, DATE_MAX, &ret_fact->expires) &&
           text_at(result, row, COLUMN_LEFT, DATE_MAX, &ret_fact->left) &&
           text_at(result, row, COLUMN_GIVEN, PECADDR_FIELD_MAX, &ret_fact->given) &&
           text_at(result, row, COLUMN_SURNAME, PECADDR_FIELD_MAX, &ret_fact->surname);
}

/* Takes in what was read. */
static int know(struct postgres_store *self, const PGresult *result,
                struct pecaddr_registry_error *error)
{
    int n = PQntuples(result);

    for (int row = 0; row < n; row++) {
        struct fact read, *fact;
        struct entry left;

        if (!fact_at(result, row, &read) || !entry_at(result, row, COLUMN_MOVED_PROVINCE, &left))
            return registry_postgres_damaged(self, N_("a mailbox can not be read"), error);
        fact = registry_known_add(&self->known, &read);
        if (fact != NULL && registry_entry_complete(&left))
            registry_known_add_moved(&self->known, fact, &left);
        if (fact != NULL && !PQgetisnull(result, row, COLUMN_REPLACED))
            registry_known_add_replaced(&self->known, fact,
                                        PQgetvalue(result, row, COLUMN_REPLACED));
    }
    return check_memory(self, error);
}

static void record_of(const struct postgres_store *self, const struct fact *fact,
                      struct record *ret_record)
{
    ret_record->store = &self->store;
    ret_record->id = fact->id;
    ret_record->revision = fact->revision;
    ret_record->state = fact->state;
    ret_record->used = fact->used;
    ret_record->entry = fact->entry;
    strcpy(ret_record->address, fact->address);
    strcpy(ret_record->holder, fact->holder);
    strcpy(ret_record->expires, fact->expires);
    strcpy(ret_record->left, fact->left);
    strcpy(ret_record->given, fact->given);
    strcpy(ret_record->surname, fact->surname);
    ret_record->given_letters[0] = '\0';
    ret_record->surname_letters[0] = '\0';
}

static struct fact fact_of(const struct record *record)
{
    return (struct fact){.state = record->state,
                         .entry = record->entry,
                         .address = record->address,
                         .holder = record->holder,
                         .expires = record->expires,
                         .left = record->left,
                         .given = record->given,
                         .surname = record->surname};
}

/* Keys, which are asked about; the parameters of read_sql. */

enum {
    KEY_ADDRESSES,
    KEY_HOLDERS,
    KEY_HOLDER_DOMAINS,
    KEY_PROVINCES,
    KEY_SECTIONS,
    KEY_NUMBERS,
    KEY_ENTRY_DOMAINS,
    KEY_ARRAYS
};

static void begin_keys(struct postgres_store *self)
{
    for (size_t i = 0; i < KEY_ARRAYS; i++)
        registry_array_begin(&self->arrays[i], i == KEY_NUMBERS ? TYPE_INT4 : TYPE_TEXT);
}

static void add_text(struct array *array, const char *text)
{
    registry_array_text(array, text, strlen(text));
}

/* Notes that a key is asked about; false: it has been already. */
static bool ask_key(struct postgres_store *self, uint64_t key)
{
    if (registry_known_asked(&self->known, key))
        return false;
    registry_known_ask(&self->known, key);
    return true;
}

static void add_address(struct postgres_store *self, const char *address)
{
    if (!ask_key(self, registry_key_of_address(address)))
        return;
    add_text(&self->arrays[KEY_ADDRESSES], address);
}

static void add_holder(struct postgres_store *self, const char *domain, const char *holder)
{
    if (!ask_key(self, registry_key_of_holder(domain, holder)))
        return;
    add_text(&self->arrays[KEY_HOLDERS], holder);
    add_text(&self->arrays[KEY_HOLDER_DOMAINS], domain);
}

static void add_entry(struct postgres_store *self, const char *domain, const struct entry *entry)
{
    if (!ask_key(self, registry_key_of_entry(domain, entry)))
        return;
    add_text(&self->arrays[KEY_PROVINCES], entry->province);
    registry_array_text(&self->arrays[KEY_SECTIONS], &entry->section, 1);
    registry_array_int4(&self->arrays[KEY_NUMBERS], entry->number);
    add_text(&self->arrays[KEY_ENTRY_DOMAINS], domain);
}

/* Reads what has the keys; begins the next lot. */
static int read_keys(struct postgres_store *self, struct pecaddr_registry_error *error)
{
    struct statement statement = {.sql = read_sql};
    PGresult *result = NULL;
    int r = check_memory(self, error);

    for (size_t i = 0; i < KEY_ARRAYS; i++)
        registry_statement_array(&statement, &self->arrays[i]);
    if (r == PECADDR_OK)
        r = registry_postgres_send(self, &statement, error);
    if (r == PECADDR_OK)
        r = registry_postgres_receive(self, &result, error);
    /* What is read there may be old: it is no answer to a claim. */
    if (r == PECADDR_OK && self->mode == PECADDR_CLAIM && self->read_only)
        r = registry_postgres_read_only(self, error);
    if (r == PECADDR_OK)
        r = know(self, result, error);
    PQclear(result);
    begin_keys(self);
    return r;
}

/* Reads one key that nobody has announced. */
static int read_key(struct postgres_store *self, struct pecaddr_registry_error *error)
{
    int r;

    if (self->complete)
        return registry_postgres_fail(self, error,
                                      N_("a question was asked that had not been announced"));
    r = start(self, lock_all_sql, error);
    return r == PECADDR_OK ? read_keys(self, error) : r;
}

/* Prefetch. */

static unsigned lock_of(uint64_t key)
{
    return (unsigned)(key >> 32) % LOCKS;
}

static void mark_locks(const struct question *question, bool marks[LOCKS])
{
    marks[lock_of(registry_key_of_address(question->query->address))] = true;
    marks[lock_of(registry_key_of_entry(question->domain, &question->entry))] = true;
    if (question->holder[0] != '\0')
        marks[lock_of(registry_key_of_holder(question->domain, question->holder))] = true;
}

/* Locks all that the questions are about. */
static int send_locks(struct postgres_store *self, const struct question questions[], size_t n,
                      struct pecaddr_registry_error *error)
{
    struct statement statement = {.sql = lock_keys_sql};
    struct array *locks = &self->arrays[KEY_ADDRESSES];
    bool marks[LOCKS] = {false};
    int r;

    for (size_t i = 0; i < n; i++)
        if (questions[i].failure == 0)
            mark_locks(&questions[i], marks);
    registry_array_begin(locks, TYPE_INT4);
    for (uint32_t i = 0; i < LOCKS; i++)
        if (marks[i])
            registry_array_int4(locks, i + 1);
    r = check_memory(self, error);
    registry_statement_array(&statement, locks);
    return r == PECADDR_OK ? registry_postgres_send(self, &statement, error) : r;
}

/* A check that one statement answers needs no transaction of several. */
static int start_prefetch(struct postgres_store *self, const struct question questions[], size_t n,
                          struct pecaddr_registry_error *error)
{
    int r;

    if (self->mode == PECADDR_CHECK && n <= PIECE)
        return send_settings(self, false, error);
    r = start(self, lock_shared_sql, error);
    if (r == PECADDR_OK && self->mode == PECADDR_CLAIM)
        r = send_locks(self, questions, n, error);
    return r;
}

/* Whether there is a question whose answer is not known beforehand. */
static bool any_is_open(const struct question questions[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (questions[i].failure == 0)
            return true;
    return false;
}

static int postgres_prefetch(struct store *store, const struct question questions[], size_t n,
                             struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    int r = PECADDR_OK;

    self->complete = true;
    if (!any_is_open(questions, n))
        return r;
    r = start_prefetch(self, questions, n, error);
    begin_keys(self);
    for (size_t i = 0; r == PECADDR_OK && i < n; i++) {
        const struct question *question = &questions[i];

        if (question->failure == 0) {
            add_address(self, question->query->address);
            add_entry(self, question->domain, &question->entry);
            if (question->holder[0] != '\0')
                add_holder(self, question->domain, question->holder);
        }
        if ((i + 1) % PIECE == 0 || i + 1 == n)
            r = read_keys(self, error);
    }
    return r;
}

/* Finding. */

static int found(const struct postgres_store *self, int r, const struct fact *fact,
                 struct record *ret_record)
{
    if (r != PECADDR_OK)
        return r;
    if (fact == NULL)
        return PECADDR_NO_MATCH;
    record_of(self, fact, ret_record);
    return PECADDR_OK;
}

static int postgres_find_address(struct store *store, const char *address,
                                 struct record *ret_record, struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    int r = PECADDR_OK;

    if (!registry_known_asked(&self->known, registry_key_of_address(address))) {
        begin_keys(self);
        add_address(self, address);
        r = read_key(self, error);
    }
    return found(self, r, registry_known_address(&self->known, address), ret_record);
}

static int postgres_find_holder(struct store *store, const char *domain, const char *holder,
                                struct record *ret_record, struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    int r = PECADDR_OK;

    if (!registry_known_asked(&self->known, registry_key_of_holder(domain, holder))) {
        begin_keys(self);
        add_holder(self, domain, holder);
        r = read_key(self, error);
    }
    return found(self, r, registry_known_holder(&self->known, domain, holder), ret_record);
}

static int postgres_each_replaced(struct store *store, const char *domain, const char *holder,
                                  registry_on_record_fn *each, void *user,
                                  struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    uint32_t place = 0;
    const struct fact *fact;
    int r = PECADDR_OK;

    if (!registry_known_asked(&self->known, registry_key_of_holder(domain, holder))) {
        begin_keys(self);
        add_holder(self, domain, holder);
        r = read_key(self, error);
    }
    while (r == PECADDR_OK &&
           (fact = registry_known_replaced(&self->known, domain, holder, &place)) != NULL) {
        struct record record;

        record_of(self, fact, &record);
        r = each(user, &record);
    }
    return r;
}

static int postgres_each_on_entry(struct store *store, const char *domain,
                                  const struct entry *entry, registry_on_entry_fn *each, void *user,
                                  struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    enum standing standing = 0;
    uint32_t place = 0;
    const struct fact *fact;
    int r = PECADDR_OK;

    if (!registry_known_asked(&self->known, registry_key_of_entry(domain, entry))) {
        begin_keys(self);
        add_entry(self, domain, entry);
        r = read_key(self, error);
    }
    while (r == PECADDR_OK && (fact = registry_known_on_entry(&self->known, domain, entry, &place,
                                                              &standing)) != NULL) {
        struct record record;

        record_of(self, fact, &record);
        r = each(user, &record, standing);
    }
    return r;
}

/* Schemes: the row of a canonical text, once for each connection. */

struct scheme_row {
    char *text;
    int64_t id;
    bool committed;
};

/* All, or those only that were put on record by a transaction that was rolled back. */
static void forget_schemes(struct postgres_store *self, bool all)
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

void registry_postgres_forget_schemes(struct postgres_store *self)
{
    forget_schemes(self, true);
}

static int find_scheme(struct postgres_store *self, const char *text, int64_t *ret_id,
                       struct pecaddr_registry_error *error)
{
    struct statement find = {.sql = "SELECT id FROM pecaddr.scheme WHERE text = $1"};
    PGresult *result = NULL;
    int r;

    registry_statement_text(&find, text);
    r = registry_postgres_send(self, &find, error);
    if (r == PECADDR_OK)
        r = registry_postgres_receive(self, &result, error);
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
    int r = start(self, lock_all_sql, error);

    if (r == PECADDR_OK)
        r = find_scheme(self, text, ret_id, error);
    if (r != PECADDR_OK || *ret_id != 0)
        return r;
    registry_statement_text(&insert, text);
    r = registry_postgres_send(self, &insert, error);
    if (r == PECADDR_OK)
        r = find_scheme(self, text, ret_id, error);
    if (r == PECADDR_OK && *ret_id == 0)
        r = registry_postgres_damaged(self, N_("a scheme can not be put on record"), error);
    return r;
}

static int add_scheme(struct postgres_store *self, char *text, struct pecaddr_registry_error *error)
{
    struct scheme_row *rows = realloc(self->rows, (self->n_rows + 1) * sizeof *rows);

    if (rows == NULL)
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

static int postgres_insert(struct store *store, const struct record *record,
                           const struct issue *issue, enum pecaddr_act act, const char *why,
                           struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    char reason[REASON_SIZE];
    struct write write = {
        .fact = fact_of(record),
        .why = registry_act_write(act, why, reason),
        .notes = issue->notes,
        .receipt = issue->receipt,
        .instead_of = issue->instead_of,
    };

    if (issue->scheme != NULL) {
        int r = use_scheme(self, issue->scheme, error);

        if (r != PECADDR_OK)
            return r;
        write.scheme = self->scheme_id;
        write.level = issue->level;
    }
    registry_known_insert(&self->known, &write);
    return check_memory(self, error);
}

static int postgres_amend(struct store *store, const struct record *before,
                          const struct record *after, enum pecaddr_act act, const char *why,
                          struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    struct fact *fact = registry_known_address(&self->known, before->address);
    char reason[REASON_SIZE];
    struct write write = {.fact = fact_of(after), .why = registry_act_write(act, why, reason)};

    if (fact == NULL || fact->id != before->id || fact->revision != before->revision)
        return registry_postgres_damaged(self, N_("a mailbox can not be changed"), error);
    registry_known_amend(&self->known, fact, &write);
    return check_memory(self, error);
}

/* The first parameters of insert_sql and update_sql. */
enum {
    WRITE_STATES,
    WRITE_ADDRESSES,
    WRITE_HOLDERS,
    WRITE_PROVINCES,
    WRITE_SECTIONS,
    WRITE_NUMBERS,
    WRITE_GIVEN,
    WRITE_SURNAMES,
    WRITE_EXPIRES,
    WRITE_LEFT,
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
    UPDATE_ARRAYS
};

static void add_facts(struct array arrays[], const struct write *write)
{
    const struct fact *fact = &write->fact;

    add_text(&arrays[WRITE_STATES], pecaddr_state_name(fact->state));
    add_text(&arrays[WRITE_ADDRESSES], fact->address);
    add_text(&arrays[WRITE_HOLDERS], fact->holder);
    add_text(&arrays[WRITE_PROVINCES], fact->entry.province);
    registry_array_text(&arrays[WRITE_SECTIONS], &fact->entry.section, fact->entry.section != 0);
    registry_array_int4(&arrays[WRITE_NUMBERS], fact->entry.number);
    add_text(&arrays[WRITE_GIVEN], fact->given);
    add_text(&arrays[WRITE_SURNAMES], fact->surname);
    add_text(&arrays[WRITE_EXPIRES], fact->expires);
    add_text(&arrays[WRITE_LEFT], fact->left);
    add_text(&arrays[WRITE_WHY], write->why);
}

static void add_insert(struct array arrays[], const struct write *write)
{
    add_facts(arrays, write);
    registry_array_int8(&arrays[INSERT_SCHEMES], write->scheme);
    registry_array_int4(&arrays[INSERT_LEVELS], write->scheme != 0 ? write->level + 1 : 0);
    registry_array_int8(&arrays[INSERT_NOTES], write->notes);
    add_text(&arrays[INSERT_RECEIPTS], write->receipt);
    registry_array_int8(&arrays[INSERT_INSTEAD_OF], write->instead_of);
}

static void add_update(struct array arrays[], const struct write *write)
{
    add_facts(arrays, write);
    registry_array_int8(&arrays[UPDATE_IDS], write->fact.id);
    registry_array_int8(&arrays[UPDATE_REVISIONS], write->fact.revision - 1);
}

static uint32_t type_of(bool insert, size_t i)
{
    if (i == WRITE_NUMBERS || (insert && i == INSERT_LEVELS))
        return TYPE_INT4;
    if (insert)
        return i == INSERT_SCHEMES || i == INSERT_NOTES || i == INSERT_INSTEAD_OF ? TYPE_INT8
                                                                                  : TYPE_TEXT;
    return i == UPDATE_IDS || i == UPDATE_REVISIONS ? TYPE_INT8 : TYPE_TEXT;
}

/* Sends writes of one kind as one statement; all of them must be done. */
static int write_piece(struct postgres_store *self, bool insert, const struct write *const writes[],
                       size_t n, struct pecaddr_registry_error *error)
{
    struct statement statement = {.sql = insert ? insert_sql : update_sql};
    size_t n_arrays = insert ? INSERT_ARRAYS : UPDATE_ARRAYS;
    PGresult *result = NULL;
    char table_version[12];
    bool all;
    int r;

    for (size_t i = 0; i < n_arrays; i++)
        registry_array_begin(&self->arrays[i], type_of(insert, i));
    for (size_t i = 0; i < n; i++)
        (insert ? add_insert : add_update)(self->arrays, writes[i]);
    for (size_t i = 0; i < n_arrays; i++)
        registry_statement_array(&statement, &self->arrays[i]);
    snprintf(table_version, sizeof table_version, "%u", (unsigned)pecaddr_table_version());
    if (insert)
        registry_statement_text(&statement, table_version);
    r = check_memory(self, error);
    if (r == PECADDR_OK)
        r = registry_postgres_send(self, &statement, error);
    if (r == PECADDR_OK)
        r = registry_postgres_receive(self, &result, error);
    if (r != PECADDR_OK)
        return r;
    all = strtoull(PQcmdTuples(result), NULL, 10) == n;
    PQclear(result);
    return all ? PECADDR_OK
               : registry_postgres_again(self, STORE_AGAIN,
                                         N_("another program has changed the same mailboxes; "
                                            "nothing was done: run again"),
                                         error);
}

static int compare_ids(const void *a, const void *b)
{
    const struct write *const *x = a, *const *y = b;

    return ((*x)->fact.id > (*y)->fact.id) - ((*x)->fact.id < (*y)->fact.id);
}

/* INSERTs as they came, so that history tells them so; UPDATEs in the order of their rows. */
static int write_phase(struct postgres_store *self, unsigned phase, const struct write **writes,
                       struct pecaddr_registry_error *error)
{
    bool insert = phase % 2 == PHASE_INSERT;
    size_t n = 0;
    int r = PECADDR_OK;

    for (size_t i = 0; i < self->known.n_writes; i++)
        if (self->known.writes[i].fact.phase == phase)
            writes[n++] = &self->known.writes[i];
    if (!insert)
        qsort(writes, n, sizeof *writes, compare_ids);
    for (size_t done = 0; r == PECADDR_OK && done < n; done += PIECE)
        r = write_piece(self, insert, writes + done, n - done < PIECE ? n - done : PIECE, error);
    return r;
}

/* Sends what is to be written. */
static int write_all(struct postgres_store *self, struct pecaddr_registry_error *error)
{
    const struct write **writes;
    int r = PECADDR_OK;

    if (self->known.n_writes == 0)
        return r;
    writes = malloc(self->known.n_writes * sizeof(const struct write *));
    if (writes == NULL)
        return registry_no_memory(error);
    r = start(self, lock_all_sql, error);
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
        r = send_sql(self, no_timeout_sql, error);
    if (r == PECADDR_OK && self->known.n_writes == 0)
        r = send_sql(self, be_durable_sql, error);
    if (r == PECADDR_OK)
        r = send_sql(self, "COMMIT", error);
    if (r != PECADDR_OK)
        return r;
    self->doubted = false;
    self->committing = true;
    r = registry_postgres_receive(self, &result, error);
    self->committing = false;
    if (r != PECADDR_OK)
        return r;
    self->begun = false;
    committed = strcmp(PQcmdStatus(result), "COMMIT") == 0;
    PQclear(result);
    if (!committed)
        return registry_postgres_fail(self, error,
                                      N_("the server rolled back instead of committing"));
    if (self->doubted)
        return registry_postgres_again(
            self, STORE_UNKNOWN,
            N_("the wait for the standby server was broken off; whether the change is there to "
               "stay is unknown: look, or ask again"),
            error);
    return PECADDR_OK;
}

static int postgres_commit(struct store *store, struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    int r = PECADDR_OK;

    if (self->mode == PECADDR_CLAIM && (self->begun || self->known.n_writes > 0))
        r = commit_claim(self, error);
    else
        registry_postgres_roll_back(self);
    if (r != PECADDR_OK)
        return r;
    for (size_t i = 0; i < self->n_rows; i++)
        self->rows[i].committed = true;
    registry_postgres_forget_failures(self);
    registry_known_clear(&self->known);
    return r;
}

static void postgres_rollback(struct store *store)
{
    struct postgres_store *self = postgres_of(store);

    registry_postgres_roll_back(self);
    forget_schemes(self, false);
    registry_known_clear(&self->known);
    if (!self->failed)
        registry_postgres_forget_failures(self);
}

/* Lists: a cursor, so that neither this program nor the network has to hold them whole. */

#define AT(revision)                                                                               \
    "(SELECT to_char(h.at AT TIME ZONE 'UTC', " AT_FORMAT ") FROM pecaddr.history AS h "           \
    "WHERE h.mailbox = m.id AND h.revision = " revision ")"
#define AT_FORMAT "'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'"

#define MAILBOX                                                                                    \
    "SELECT m.address, m.id, m.state, m.given, m.surname, m.holder, m.province, m.section, "       \
    "m.number, (SELECT s.text FROM pecaddr.scheme AS s WHERE s.id = m.scheme), m.table_version, "  \
    "m.level, m.notes, m.receipt, m.expires::text, m.left_on::text, " AT("m.revision") ", " AT(    \
        "1") ", m.issued_province, m.issued_section, m.issued_number FROM pecaddr.mailbox AS m "
#define LIVING   "WHERE m.state <> 'released' "
#define RELEASED "WHERE m.state = 'released' "

#define EVENT                                                                                      \
    "SELECT h.id, m.address, to_char(h.at AT TIME ZONE 'UTC', " AT_FORMAT "), h.author, "          \
    "h.old_state, h.new_state, h.why, h.old_holder, h.old_province, h.old_section, h.old_number, " \
    "h.old_expires::text, h.old_left::text, h.facts "                                              \
    "FROM pecaddr.mailbox AS m JOIN pecaddr.history AS h ON h.mailbox = m.id "

#define DECLARE             "DECLARE pecaddr_list NO SCROLL CURSOR FOR "
#define STRINGIFIED(number) #number
#define STRING(number)      STRINGIFIED(number)

static int fetch(struct postgres_store *self, PGresult **ret_rows,
                 struct pecaddr_registry_error *error)
{
    int r = send_sql(self, "FETCH FORWARD " STRING(FETCH_SIZE) " FROM pecaddr_list", error);

    return r == PECADDR_OK ? registry_postgres_receive(self, ret_rows, error) : r;
}

static int try_list(struct postgres_store *self, const struct statement *statement,
                    PGresult **ret_rows, struct pecaddr_registry_error *error)
{
    int r = registry_postgres_connect(self, error);

    if (r == PECADDR_OK)
        r = send_sql(self, "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY", error);
    if (r == PECADDR_OK)
        r = send_settings(self, true, error);
    if (r == PECADDR_OK)
        r = registry_postgres_send(self, statement, error);
    return r == PECADDR_OK ? fetch(self, ret_rows, error) : r;
}

/* Opens a list in a transaction of its own, which can be tried again as long as nobody was told. */
static int open_list(struct postgres_store *self, const struct statement *statement,
                     PGresult **ret_rows, struct pecaddr_registry_error *error)
{
    int r;

    registry_postgres_forget_failures(self);
    while ((r = try_list(self, statement, ret_rows, error)) == STORE_AGAIN) {
        registry_postgres_roll_back(self);
        registry_postgres_pause(self);
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

    self->listing = true;
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
    self->listing = false;
    registry_postgres_roll_back(self);
    registry_postgres_forget_failures(self);
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
        .issued_given = value(rows, row, 9)[0] != '\0' ? value(rows, row, 3) : "",
        .issued_surname = value(rows, row, 9)[0] != '\0' ? value(rows, row, 4) : "",
    };

    if (mailbox.state == 0)
        return registry_postgres_damaged(self, N_("a mailbox can not be read"), error);
    return teller->each_mailbox(teller->user, &mailbox);
}

static int postgres_each(struct store *store, const char *address, const char *holder, bool all,
                         int (*each)(void *user, const struct pecaddr_mailbox *mailbox), void *user,
                         struct pecaddr_registry_error *error)
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
        .address = value(rows, row, 1),
        .at = value(rows, row, 2),
        .by = value(rows, row, 3),
        .from = registry_state_of(value(rows, row, 4)),
        .to = registry_state_of(value(rows, row, 5)),
        .other = "",
        .given = "",
        .surname = "",
        .holder = value(rows, row, 7),
        .province = value(rows, row, 8),
        .section = value(rows, row, 9)[0],
        .number = (uint32_t)number_at(rows, row, 10),
        .expires = value(rows, row, 11),
        .left = value(rows, row, 12),
        .facts = (uint32_t)number_at(rows, row, 13),
    };

    (void)self;
    (void)error;
    event.act = registry_act_read(value(rows, row, 6), &event.why);
    return teller->each_event(teller->user, &event);
}

static int postgres_history(struct store *store, const char *address,
                            int (*each)(void *user, const struct pecaddr_event *event), void *user,
                            struct pecaddr_registry_error *error)
{
    struct teller teller = {.tell = tell_event, .each_event = each, .user = user};
    struct statement statement = {.sql = DECLARE EVENT "ORDER BY id"};

    if (address != NULL) {
        statement.sql = DECLARE EVENT LIVING "AND m.address = $1 UNION ALL " EVENT RELEASED
                                             "AND m.address = $1 ORDER BY id";
        registry_statement_text(&statement, address);
    }
    return tell_list(postgres_of(store), &statement, &teller, error);
}

/* Page by page, since whoever is told may change what is told of. */

#define EXPIRED_PAGE 100

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
    registry_postgres_forget_failures(self);
    for (;;) {
        r = registry_postgres_connect(self, error);
        if (r == PECADDR_OK)
            r = send_settings(self, false, error);
        if (r == PECADDR_OK)
            r = registry_postgres_send(self, &statement, error);
        if (r == PECADDR_OK)
            r = registry_postgres_receive(self, ret_rows, error);
        if (r != STORE_AGAIN)
            return r;
        registry_postgres_pause(self);
    }
}

static int postgres_each_expired(struct store *store, const char *day,
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

static void postgres_close(struct store *store)
{
    struct postgres_store *self = postgres_of(store);

    registry_postgres_disconnect(self);
    registry_known_free(&self->known);
    for (size_t i = 0; i < ARRAY_SIZE(self->arrays); i++)
        free(self->arrays[i].bytes);
    PQconninfoFree(self->options);
    free(self->rows);
    free(self->shown);
    free(self);
}

const struct store_ops registry_postgres_ops = {
    .call = postgres_call,
    .begin = postgres_begin,
    .commit = postgres_commit,
    .rollback = postgres_rollback,
    .prefetch = postgres_prefetch,
    .find_address = postgres_find_address,
    .find_holder = postgres_find_holder,
    .each_replaced = postgres_each_replaced,
    .each_on_entry = postgres_each_on_entry,
    .insert = postgres_insert,
    .amend = postgres_amend,
    .each_expired = postgres_each_expired,
    .each = postgres_each,
    .history = postgres_history,
    .close = postgres_close,
};
