/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Addresses claimed in a table of one's own. SQLite decides who was first, by a UNIQUE constraint,
 * so any number of programs may run this at once: no address is given twice, and nobody is given
 * two.
 *
 *     claim [FILE]    without FILE the table is in memory
 */
#include <pecaddr/pecaddr.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_PEOPLE 2

struct table {
    sqlite3 *db;
    sqlite3_stmt *find;
    sqlite3_stmt *insert;
};

static void table_close(struct table *table)
{
    sqlite3_finalize(table->find);
    sqlite3_finalize(table->insert);
    sqlite3_close(table->db);
}

/* Returns SQLITE_OK or the error; the table is to be closed in either case. */
static int table_open(struct table *table, const char *path)
{
    int r = sqlite3_open(path, &table->db);

    if (r == SQLITE_OK)
        r = sqlite3_extended_result_codes(table->db, 1);
    if (r == SQLITE_OK)
        r = sqlite3_busy_timeout(table->db, 10000);
    if (r == SQLITE_OK)
        r = sqlite3_exec(table->db,
                         "CREATE TABLE IF NOT EXISTS mailbox ("
                         " address TEXT NOT NULL UNIQUE,"
                         " holder TEXT NOT NULL UNIQUE) STRICT",
                         NULL, NULL, NULL);
    if (r == SQLITE_OK)
        r = sqlite3_prepare_v2(table->db, "SELECT address FROM mailbox WHERE holder = ?1", -1,
                               &table->find, NULL);
    if (r == SQLITE_OK)
        r = sqlite3_prepare_v2(table->db, "INSERT INTO mailbox (holder, address) VALUES (?1, ?2)",
                               -1, &table->insert, NULL);
    return r;
}

/* Returns SQLITE_ROW when this person has a mailbox, SQLITE_DONE when not, or the error. */
static int find_holder(struct table *table, const char *holder, struct pecaddr_query *query)
{
    int r = sqlite3_bind_text(table->find, 1, holder, -1, SQLITE_STATIC);

    if (r == SQLITE_OK)
        r = sqlite3_step(table->find);
    if (r == SQLITE_ROW) {
        const char *address = (const char *)sqlite3_column_text(table->find, 0);

        if (!address) {
            r = SQLITE_NOMEM;
        } else if (strcmp(address, query->address) == 0) {
            query->answer = PECADDR_HELD;
        } else {
            query->answer = PECADDR_HELD_ELSEWHERE;
            snprintf(query->held, sizeof query->held, "%s", address);
        }
    }
    sqlite3_reset(table->find);
    return r;
}

/* Returns SQLITE_OK when the question is answered, or the error. */
static int insert_address(struct table *table, const char *holder, struct pecaddr_query *query)
{
    int r = sqlite3_bind_text(table->insert, 1, holder, -1, SQLITE_STATIC);

    if (r == SQLITE_OK)
        r = sqlite3_bind_text(table->insert, 2, query->address, (int)query->address_size,
                              SQLITE_STATIC);
    if (r == SQLITE_OK)
        r = sqlite3_step(table->insert);
    sqlite3_reset(table->insert);
    if (r == SQLITE_DONE)
        query->answer = PECADDR_CLAIMED;
    else if (r == SQLITE_CONSTRAINT_UNIQUE)
        query->answer = PECADDR_TAKEN;
    else
        return r;
    return SQLITE_OK;
}

/* Returns SQLITE_OK when the question is answered, or the error. */
static int claim_one(struct table *table, struct pecaddr_query *query)
{
    char holder[PECADDR_HOLDER_MAX + 1];
    int r;

    /* The library has refused a wrong one already; here there has to be one. */
    if (pecaddr_holder_check(query->person->holder, holder, sizeof holder, NULL) != PECADDR_OK) {
        query->answer = PECADDR_REFUSED;
        query->failure = PECADDR_E_HOLDER;
        return SQLITE_OK;
    }
    /* The holder first, whatever the address: asking twice gives one mailbox. */
    r = find_holder(table, holder, query);
    if (r == SQLITE_ROW)
        return SQLITE_OK;
    if (r != SQLITE_DONE)
        return r;
    /* Once activated an address can never be changed, so a name in doubt waits for a person. */
    if (query->notes & PECADDR_NOTES_REVIEW & ~query->person->accepted) {
        query->answer = PECADDR_REFUSED;
        query->failure = PECADDR_E_REVIEW;
        return SQLITE_OK;
    }
    return insert_address(table, holder, query);
}

/* All questions in one transaction: either every answer stands in the table, or none does. */
static int claim(void *user, enum pecaddr_mode mode, struct pecaddr_query *const queries[],
                 size_t n)
{
    struct table *table = user;
    int r;

    if (mode != PECADDR_CLAIM)
        return SQLITE_MISUSE;
    r = sqlite3_exec(table->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    for (size_t i = 0; i < n && r == SQLITE_OK; i++)
        r = claim_one(table, queries[i]);
    if (r == SQLITE_OK)
        r = sqlite3_exec(table->db, "COMMIT", NULL, NULL, NULL);
    if (r == SQLITE_OK)
        return 0;

    if (!sqlite3_get_autocommit(table->db))
        sqlite3_exec(table->db, "ROLLBACK", NULL, NULL, NULL);
    for (size_t i = 0; i < n; i++) {
        queries[i]->answer = PECADDR_FAILED;
        queries[i]->failure = r;
    }
    return 0;
}

/* Returns whether everybody has an address. */
static bool assign(struct table *table, const struct pecaddr_person people[N_PEOPLE])
{
    struct pecaddr_assignment assignments[N_PEOPLE] = {PECADDR_ASSIGNMENT_INIT,
                                                       PECADDR_ASSIGNMENT_INIT};
    struct pecaddr_assignment *ret[N_PEOPLE];
    const struct pecaddr_person *persons[N_PEOPLE];
    size_t scratch_size = pecaddr_batch_scratch_size(N_PEOPLE);
    void *scratch = malloc(scratch_size);
    bool all = true;
    int r = PECADDR_E_MEMORY;

    for (size_t i = 0; i < N_PEOPLE; i++) {
        persons[i] = &people[i];
        ret[i] = &assignments[i];
    }
    if (scratch)
        r = pecaddr_resolve_batch(pecaddr_scheme_ingpec(), persons, N_PEOPLE, PECADDR_CLAIM, claim,
                                  table, scratch, scratch_size, ret);
    free(scratch);
    if (r != PECADDR_OK && r != PECADDR_E_UNAVAILABLE) {
        fprintf(stderr, "%s\n", pecaddr_strerror(r));
        return false;
    }

    for (size_t i = 0; i < N_PEOPLE; i++) {
        if (assignments[i].status == PECADDR_OK) {
            printf("%s %s\n", assignments[i].address,
                   assignments[i].answer == PECADDR_CLAIMED ? "is now this person's"
                                                            : "was this person's already");
            continue;
        }
        all = false;
        fprintf(stderr, "%s", assignments[i].message);
        if (assignments[i].status == PECADDR_E_UNAVAILABLE)
            fprintf(stderr, ": %s", sqlite3_errstr(assignments[i].failure));
        fprintf(stderr, "\n");
    }
    return all;
}

int main(int argc, char *argv[])
{
    struct table table = {0};
    struct pecaddr_person people[N_PEOPLE] = {PECADDR_PERSON_INIT, PECADDR_PERSON_INIT};
    int status = EXIT_FAILURE;
    int r = table_open(&table, argc > 1 ? argv[1] : ":memory:");

    if (r != SQLITE_OK) {
        fprintf(stderr, "the table cannot be opened: %s\n", sqlite3_errstr(r));
        goto out;
    }
    for (size_t i = 0; i < N_PEOPLE; i++) {
        people[i].given = PECADDR_TEXT("Mario");
        people[i].surname = PECADDR_TEXT("Rossi");
        people[i].province = PECADDR_TEXT("MC");
        people[i].section = 'A';
    }
    people[0].number = 104;
    people[0].holder = PECADDR_TEXT("RSSMRA80A01Z000B");
    people[1].number = 331;
    people[1].holder = PECADDR_TEXT("RSSMRA91H12Z000A");

    /* Two homonyms; the same two again; and again, after the surname of one was corrected. */
    if (!assign(&table, people) || !assign(&table, people))
        goto out;
    people[1].surname = PECADDR_TEXT("Rosso");
    if (!assign(&table, people))
        goto out;
    status = EXIT_SUCCESS;
out:
    table_close(&table);
    return status;
}
