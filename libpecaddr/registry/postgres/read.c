/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/mark.h"
#include "postgres/postgres.h"

#include "state.h"

#include <stdlib.h>
#include <string.h>

/* Reading records, each by its keys. */

static const char read_sql[] =
#include "postgres_read.inc"
    ;

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
    COLUMN_GIVEN_LETTERS,
    COLUMN_SURNAME_LETTERS,
    COLUMN_EXPIRES,
    COLUMN_LEFT,
    COLUMN_USED,
    COLUMN_FORGOTTEN
};

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

bool registry_postgres_fact_at(const PGresult *result, int row, struct fact *ret_fact)
{
    ret_fact->id = number_at(result, row, COLUMN_ID);
    ret_fact->revision = number_at(result, row, COLUMN_REVISION);
    ret_fact->state = registry_state_of(PQgetvalue(result, row, COLUMN_STATE));
    ret_fact->used = PQgetvalue(result, row, COLUMN_USED)[0] == 't';
    ret_fact->forgotten = PQgetvalue(result, row, COLUMN_FORGOTTEN)[0] == 't';
    ret_fact->phase = PHASE_NONE;
    return ret_fact->state != 0 && ret_fact->id > 0 &&
           entry_at(result, row, COLUMN_PROVINCE, &ret_fact->entry) &&
           text_at(result, row, COLUMN_ADDRESS, PECADDR_ADDRESS_MAX, &ret_fact->address) &&
           strchr(ret_fact->address, '@') &&
           text_at(result, row, COLUMN_HOLDER, PECADDR_HOLDER_MAX, &ret_fact->holder) &&
           text_at(result, row, COLUMN_EXPIRES, DATE_MAX, &ret_fact->expires) &&
           text_at(result, row, COLUMN_LEFT, DATE_MAX, &ret_fact->left) &&
           text_at(result, row, COLUMN_GIVEN, PECADDR_FIELD_MAX, &ret_fact->given) &&
           text_at(result, row, COLUMN_SURNAME, PECADDR_FIELD_MAX, &ret_fact->surname) &&
           text_at(result, row, COLUMN_GIVEN_LETTERS, PECADDR_LOCAL_PART_MAX,
                   &ret_fact->given_letters) &&
           text_at(result, row, COLUMN_SURNAME_LETTERS, PECADDR_LOCAL_PART_MAX,
                   &ret_fact->surname_letters);
}

/* Takes in what was read. */
static int know(struct postgres_store *self, const PGresult *result,
                struct pecaddr_registry_error *error)
{
    int n = PQntuples(result);

    for (int row = 0; row < n; row++) {
        struct fact read;

        if (!registry_postgres_fact_at(result, row, &read))
            return registry_postgres_damaged(&self->connection, N_("a mailbox cannot be read"),
                                             error);
        registry_known_add(&self->known, &read);
    }
    return registry_postgres_check_memory(self, error);
}

void registry_postgres_record_of(const struct postgres_store *self, const struct fact *fact,
                                 struct record *ret_record)
{
    ret_record->store = &self->store;
    ret_record->id = fact->id;
    ret_record->revision = fact->revision;
    ret_record->state = fact->state;
    ret_record->used = fact->used;
    ret_record->forgotten = fact->forgotten;
    ret_record->entry = fact->entry;
    strcpy(ret_record->address, fact->address);
    strcpy(ret_record->holder, fact->holder);
    strcpy(ret_record->expires, fact->expires);
    strcpy(ret_record->left, fact->left);
    strcpy(ret_record->given, fact->given);
    strcpy(ret_record->surname, fact->surname);
    strcpy(ret_record->given_letters, fact->given_letters);
    strcpy(ret_record->surname_letters, fact->surname_letters);
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
    KEY_RELEASED,
    KEY_SURNAMES,
    KEY_FIRST_NAMES,
    KEY_NAME_PROVINCES,
    KEY_NAME_DOMAINS,
    KEY_EVERYONE,
    KEY_ARRAYS
};

static void begin_keys(struct postgres_store *self)
{
    for (size_t i = 0; i < KEY_ARRAYS; i++)
        registry_array_begin(&self->arrays[i],
                             i == KEY_NUMBERS || i == KEY_EVERYONE ? TYPE_INT4 : TYPE_TEXT);
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
    registry_array_string(&self->arrays[KEY_ADDRESSES], address);
}

static void add_released(struct postgres_store *self, const char *address)
{
    if (!ask_key(self, registry_key_of_released(address)))
        return;
    registry_array_string(&self->arrays[KEY_RELEASED], address);
}

static void add_holder(struct postgres_store *self, const char *domain, const char *holder)
{
    if (!ask_key(self, registry_key_of_holder(domain, holder)))
        return;
    registry_array_string(&self->arrays[KEY_HOLDERS], holder);
    registry_array_string(&self->arrays[KEY_HOLDER_DOMAINS], domain);
}

static void add_entry(struct postgres_store *self, const char *domain, const struct entry *entry)
{
    if (!ask_key(self, registry_key_of_entry(domain, entry)))
        return;
    registry_array_string(&self->arrays[KEY_PROVINCES], entry->province);
    registry_array_text(&self->arrays[KEY_SECTIONS], &entry->section, 1);
    registry_array_int4(&self->arrays[KEY_NUMBERS], entry->number);
    registry_array_string(&self->arrays[KEY_ENTRY_DOMAINS], domain);
}

static void add_namesakes(struct postgres_store *self, const struct namesakes *namesakes)
{
    uint64_t key = registry_key_of_namesakes(namesakes);

    /* To ask for all of them is another question. */
    if (!ask_key(self, namesakes->all ? ~key : key))
        return;
    registry_array_string(&self->arrays[KEY_SURNAMES], namesakes->surname);
    registry_array_string(&self->arrays[KEY_FIRST_NAMES], namesakes->first);
    registry_array_string(&self->arrays[KEY_NAME_PROVINCES], namesakes->province);
    registry_array_string(&self->arrays[KEY_NAME_DOMAINS], namesakes->domain);
    registry_array_int4(&self->arrays[KEY_EVERYONE], namesakes->all ? 1 : 0);
}

/* Reads what has the keys; begins the next lot. */
static int read_keys(struct postgres_store *self, struct pecaddr_registry_error *error)
{
    struct statement statement = {.sql = read_sql};
    PGresult *result = NULL;
    int r = registry_postgres_check_memory(self, error);

    for (size_t i = 0; i < KEY_ARRAYS; i++)
        registry_statement_array(&statement, &self->arrays[i]);
    if (r == PECADDR_OK)
        r = registry_postgres_send(&self->connection, &statement, error);
    if (r == PECADDR_OK)
        r = registry_postgres_receive(&self->connection, &result, error);
    /* What is read there may be old: it is no answer to a claim. */
    if (r == PECADDR_OK && self->mode == PECADDR_CLAIM && self->connection.read_only)
        r = registry_postgres_read_only(&self->connection, error);
    strcpy(self->store.own, self->connection.own);
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
        return registry_postgres_fail(&self->connection, error,
                                      N_("a question was asked that had not been announced"));
    r = registry_postgres_start(self, NULL, error);
    return r == PECADDR_OK ? read_keys(self, error) : r;
}

/* Prefetch. */

/* Marks the buckets of what is sought; whether there is anything. */
static bool mark_buckets(registry_sought_fn *get, const void *user, size_t n,
                         bool marks[REGISTRY_BUCKETS])
{
    bool any = false;

    for (size_t i = 0; i < n; i++) {
        struct sought sought = {.address = ""};
        const char *domain;

        if (!get(user, i, &sought))
            continue;
        any = true;
        domain = registry_address_domain(sought.address);
        mark_bucket(marks, registry_key_of_address(sought.address));
        if (sought.holder[0] != '\0')
            mark_bucket(marks, registry_key_of_holder(domain, sought.holder));
        if (registry_entry_complete(&sought.entry))
            mark_bucket(marks, registry_key_of_entry(domain, &sought.entry));
        if (sought.namesakes.surname[0] != '\0')
            mark_bucket(marks, registry_key_of_namesakes(&sought.namesakes));
        if (sought.forgets)
            mark_bucket(marks, registry_key_of_forgetting());
    }
    return any;
}

/* A check that one statement answers needs no transaction of several. */
static int start_prefetch(struct postgres_store *self, size_t n, const bool marks[REGISTRY_BUCKETS],
                          struct pecaddr_registry_error *error)
{
    if (self->mode == PECADDR_CHECK && n <= PIECE)
        return registry_postgres_send_settings(self, false, error);
    return registry_postgres_start(self, marks, error);
}

static void add_sought(struct postgres_store *self, const struct sought *sought)
{
    const char *domain = registry_address_domain(sought->address);

    add_address(self, sought->address);
    if (sought->holder[0] != '\0')
        add_holder(self, domain, sought->holder);
    if (registry_entry_complete(&sought->entry))
        add_entry(self, domain, &sought->entry);
    if (sought->namesakes.surname[0] != '\0')
        add_namesakes(self, &sought->namesakes);
    if (sought->released)
        add_released(self, sought->address);
}

int registry_postgres_prefetch(struct store *store, registry_sought_fn *get, const void *user,
                               size_t n, bool alone, struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    bool marks[REGISTRY_BUCKETS] = {false};
    int r;

    self->complete = alone;
    if (!mark_buckets(get, user, n, marks))
        return PECADDR_OK;
    r = start_prefetch(self, n, marks, error);
    begin_keys(self);
    for (size_t i = 0; r == PECADDR_OK && i < n; i++) {
        struct sought sought = {.address = ""};

        if (get(user, i, &sought))
            add_sought(self, &sought);
        if ((i + 1) % PIECE == 0 || i + 1 == n)
            r = read_keys(self, error);
    }
    return r;
}

/* Who claims has asked together with the first statement; who only looks asks now. */
int registry_postgres_may_issue(struct store *store, struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    int r = PECADDR_OK;

    if (!self->connection.place.heard) {
        r = registry_postgres_start(self, NULL, error);
        if (r == PECADDR_OK)
            r = registry_postgres_send_place(&self->connection, error);
        if (r == PECADDR_OK)
            r = registry_postgres_receive(&self->connection, NULL, error);
    }
    return r == PECADDR_OK ? registry_postgres_judge_place(&self->connection, error) : r;
}

/* Finding. */

static int found(const struct postgres_store *self, int r, const struct fact *fact,
                 struct record *ret_record)
{
    if (r != PECADDR_OK)
        return r;
    if (!fact)
        return PECADDR_NO_MATCH;
    registry_postgres_record_of(self, fact, ret_record);
    return PECADDR_OK;
}

int registry_postgres_find_address(struct store *store, const char *address,
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

int registry_postgres_find_holder(struct store *store, const char *domain, const char *holder,
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

int registry_postgres_each_on_entry(struct store *store, const char *domain,
                                    const struct entry *entry, registry_on_record_fn *each,
                                    void *user, struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    uint32_t place = 0;
    const struct fact *fact;
    int r = PECADDR_OK;

    if (!registry_known_asked(&self->known, registry_key_of_entry(domain, entry))) {
        begin_keys(self);
        add_entry(self, domain, entry);
        r = read_key(self, error);
    }
    while (r == PECADDR_OK &&
           (fact = registry_known_on_entry(&self->known, domain, entry, &place)) != NULL) {
        struct record record;

        registry_postgres_record_of(self, fact, &record);
        r = each(user, &record);
    }
    return r;
}

int registry_postgres_each_namesake(struct store *store, const struct namesakes *namesakes,
                                    registry_on_record_fn *each, void *user,
                                    struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    uint32_t place = 0;
    const struct fact *fact;
    int r = PECADDR_OK;

    if (namesakes->surname[0] == '\0')
        return r;
    begin_keys(self);
    add_namesakes(self, namesakes);
    if (self->arrays[KEY_SURNAMES].n > 0)
        r = read_key(self, error);
    while (r == PECADDR_OK &&
           (fact = registry_known_namesake(&self->known, namesakes, &place)) != NULL) {
        struct record record;

        registry_postgres_record_of(self, fact, &record);
        r = each(user, &record);
    }
    return r;
}

int registry_postgres_each_released(struct store *store, const char *address,
                                    registry_on_record_fn *each, void *user,
                                    struct pecaddr_registry_error *error)
{
    struct postgres_store *self = postgres_of(store);
    uint32_t place = 0;
    const struct fact *fact;
    int r = PECADDR_OK;

    if (!registry_known_asked(&self->known, registry_key_of_released(address))) {
        begin_keys(self);
        add_released(self, address);
        r = read_key(self, error);
    }
    while (r == PECADDR_OK &&
           (fact = registry_known_released(&self->known, address, &place)) != NULL) {
        struct record record;

        registry_postgres_record_of(self, fact, &record);
        r = each(user, &record);
    }
    return r;
}
