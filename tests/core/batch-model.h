/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BATCH_MODEL_H
#define BATCH_MODEL_H

/*
 * What a batch is held against, in tests and fuzzing: a plain loop of walks, one person after the
 * other, and a registry, small and exact, that knows who holds what and looks the holder up before
 * the address. One copy of it answers the loop, another the batch.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pecaddr/pecaddr.h>

/* A property: never compiled out, and nothing is written while it holds. */
#define MODEL_HOLDS(property)                                                                      \
    do {                                                                                           \
        if (!(property)) {                                                                         \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #property);          \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#define BOXES_MAX 96
#define ROWS_MAX  16

/* Persons, as rosters write them. */

#define MODEL_TEXT(literal)                                                                        \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

static const struct {
    struct pecaddr_text given;
    struct pecaddr_text surname;
} model_names[] = {
    {MODEL_TEXT("Ada"), MODEL_TEXT("Neri")},
    {MODEL_TEXT("ADA"), MODEL_TEXT("Nerì")},
    {MODEL_TEXT("Ada"), MODEL_TEXT("Nerimc")},
    {MODEL_TEXT("Ada"), MODEL_TEXT("Neri Mc")},
    {MODEL_TEXT("Ad"), MODEL_TEXT("Aneri")},
    {MODEL_TEXT("Ordine"), MODEL_TEXT("Neri")},
    {MODEL_TEXT("Ing. Ada"), MODEL_TEXT("Neri")},
    {MODEL_TEXT("Ada"), MODEL_TEXT("Neri An")},
    {MODEL_TEXT("Eva"), MODEL_TEXT("Nöri")},
    {MODEL_TEXT("Ada Massimiliana"), MODEL_TEXT("Neri Mastrangelo Castiglioni Bartolomei")},
};
#define MODEL_NAMES (sizeof model_names / sizeof *model_names)

/* Codici fiscali, each in three ways of writing it; the last pair of rows is provisional. */
static const char *const model_holders[][3] = {
    {"NREDAA70A41E780Y", "nredaa70a41e780y", "NRE DAA 70A41 E780Y"},
    {"NREDAA70A41E781X", "nredaa70a41e781x", " NREDAA70A41E781X"},
    {"NREDAA70A41E782C", "nredaa70a41e782c", "NREDAA70A41E782C "},
    {"NREDAA70A41E783E", "NreDaa70a41e783E", "n r e d a a 7 0 a 4 1 e 7 8 3 e"},
    {"NREDAA70A41E784G", "nredaa70a41e784g", "NREDAA70A41E784 G"},
    {"NREDAA70A41E785K", "nredaa70a41e785k", "NREDAA 70A41E785K"},
    {"00000000018", "0000000001 8", "000 000 000 18"},
    {"00000000026", "0 0000000026", "00000000026 "},
};
#define MODEL_HOLDERS (sizeof model_holders / sizeof *model_holders)

static inline struct pecaddr_text model_text(const char *string)
{
    return (struct pecaddr_text){string, strlen(string)};
}

/* The registry. */

struct box {
    char address[PECADDR_ADDRESS_MAX + 1];
    char holder[PECADDR_HOLDER_MAX + 1]; /* empty: not known */
    bool has_entry;
    char province[3];
    char section;
    uint32_t number;
};

struct registry {
    struct box boxes[BOXES_MAX];
    size_t n;
    uint32_t salt;     /* of what fails, is refused or noted */
    uint32_t fail;     /* of 100 addresses, how many cannot be answered */
    uint32_t fail_row; /* of 100 pairs of row and address */
    uint32_t refuse;   /* of 100 rows, how many are refused */
    uint32_t note;     /* of 100 pairs of row and address, how many have notes */
    bool fail_before;  /* before the holder is looked up, as an external source does */
};

static inline char model_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

/* As the library reads it: any case, spaces ignored. */
static inline void model_holder(const struct pecaddr_person *person,
                                char holder[PECADDR_HOLDER_MAX + 1])
{
    size_t n = 0;

    for (size_t i = 0; i < person->holder.size; i++)
        if (person->holder.data[i] != ' ' && n < PECADDR_HOLDER_MAX)
            holder[n++] = model_upper(person->holder.data[i]);
    holder[n] = '\0';
}

/* The entry of a person, if it is whole and right; the rosters know of Macerata and Ancona. */
static inline bool model_entry(const struct pecaddr_person *person, struct box *entry)
{
    if (person->province.size != 2)
        return false;
    *entry = (struct box){
        .has_entry = true,
        .province = {model_upper(person->province.data[0]), model_upper(person->province.data[1])},
        .section = model_upper(person->section),
        .number = person->number};
    return (strcmp(entry->province, "MC") == 0 || strcmp(entry->province, "AN") == 0) &&
           (entry->section == 'A' || entry->section == 'B') && entry->number >= 1 &&
           entry->number <= PECADDR_NUMBER_MAX;
}

static inline bool model_same_entry(const struct box *box, const struct pecaddr_person *person)
{
    struct box entry;

    return box->has_entry && model_entry(person, &entry) &&
           strcmp(box->province, entry.province) == 0 && box->section == entry.section &&
           box->number == entry.number;
}

static inline void model_write_holder(struct box *box, const struct pecaddr_person *person)
{
    struct box entry;

    if (person->holder.size > 0)
        model_holder(person, box->holder);
    if (!model_entry(person, &entry))
        return;
    box->has_entry = true;
    strcpy(box->province, entry.province);
    box->section = entry.section;
    box->number = entry.number;
}

/* This person's mailbox, by codice fiscale or else by entry; *ret_conflict: another's entry. Where two are on
 * one entry it is the first by address, whichever came first: what a registry answers is to follow from
 * what is on record, not from the order in which that came, which is another in a batch. */
static inline struct box *model_find(struct registry *registry, const struct pecaddr_person *person,
                                     bool *ret_conflict)
{
    char holder[PECADDR_HOLDER_MAX + 1];
    struct box *found = NULL;

    model_holder(person, holder);
    *ret_conflict = false;
    for (size_t i = 0; holder[0] && i < registry->n; i++)
        if (strcmp(registry->boxes[i].holder, holder) == 0)
            return &registry->boxes[i];
    for (size_t i = 0; i < registry->n; i++)
        if (model_same_entry(&registry->boxes[i], person) &&
            (!found || strcmp(registry->boxes[i].address, found->address) < 0))
            found = &registry->boxes[i];
    *ret_conflict = found && found->holder[0] && holder[0];
    return *ret_conflict ? NULL : found;
}

static inline bool model_is_taken(const struct registry *registry, const char *address)
{
    for (size_t i = 0; i < registry->n; i++)
        if (strcmp(registry->boxes[i].address, address) == 0)
            return true;
    return false;
}

static inline struct box *model_add(struct registry *registry, const char *address)
{
    struct box *box = &registry->boxes[registry->n++];

    MODEL_HOLDS(registry->n <= BOXES_MAX);
    *box = (struct box){.number = 0};
    strcpy(box->address, address);
    return box;
}

/* Gives a candidate of a person to somebody unknown. */
static inline void model_take(struct registry *registry, const struct pecaddr_scheme *scheme,
                              const struct pecaddr_person *person, unsigned level)
{
    char address[PECADDR_ADDRESS_MAX + 1];

    if (pecaddr_candidate(scheme, person, level, address, sizeof address, NULL, NULL, NULL) == 0 &&
        !model_is_taken(registry, address))
        model_add(registry, address);
}

static inline uint32_t model_hash(uint32_t salt, size_t row, const char *address)
{
    salt += 7919 * (uint32_t)row;
    for (; *address; address++)
        salt = (salt ^ (unsigned char)*address) * 16777619u;
    return (salt ^ salt >> 15) * 2246822519u >> 8;
}

/* Some questions cannot be answered, the same ones whenever they are asked. */
static inline bool model_fails(const struct registry *registry, size_t row,
                               struct pecaddr_query *query)
{
    uint32_t by_address = model_hash(registry->salt, 0, query->address);
    uint32_t by_row = model_hash(registry->salt, row + 1, query->address);

    if (by_address % 100 >= registry->fail && by_row % 100 >= registry->fail_row)
        return false;
    if (by_row / 100 % 3 == 0) {
        query->answer = PECADDR_UNANSWERED;
    } else {
        query->answer = PECADDR_FAILED;
        query->failure = (int)(by_row / 300 % 50);
    }
    return true;
}

/* Some persons are refused, now and then for no reason that counts. */
static inline bool model_refuses(const struct registry *registry, size_t row,
                                 struct pecaddr_query *query)
{
    uint32_t by_row = model_hash(registry->salt, row + 101, "");

    if (by_row % 100 >= registry->refuse)
        return false;
    query->answer = PECADDR_REFUSED;
    query->failure = -(int)(by_row / 100 % 14);
    return true;
}

/* Some answers have notes, now and then one that is none. */
static inline void model_note(const struct registry *registry, size_t row,
                              struct pecaddr_query *query)
{
    uint32_t by_row = model_hash(registry->salt, row + 211, query->address);

    if (by_row % 100 < registry->note)
        query->added_notes = (uint32_t)1 << by_row / 100 % 14;
}

static inline void model_answer(struct registry *registry, enum pecaddr_mode mode, size_t row,
                                struct pecaddr_query *query)
{
    bool conflict;
    struct box *mine = model_find(registry, query->person, &conflict);

    model_note(registry, row, query);
    if (model_refuses(registry, row, query))
        return;
    if ((registry->fail_before || (!mine && !conflict)) && model_fails(registry, row, query))
        return;
    if (conflict) {
        query->answer = PECADDR_REFUSED;
        query->failure = PECADDR_E_HOLDER;
    } else if (mine) {
        query->answer = PECADDR_HELD_ELSEWHERE;
        if (strcmp(mine->address, query->address) == 0)
            query->answer = PECADDR_HELD;
        strcpy(query->held, mine->address);
        if (mode == PECADDR_CLAIM)
            model_write_holder(mine, query->person);
    } else if (model_is_taken(registry, query->address)) {
        query->answer = PECADDR_TAKEN;
    } else if (mode == PECADDR_CHECK) {
        query->answer = PECADDR_FREE;
    } else {
        query->answer = PECADDR_CLAIMED;
        model_write_holder(model_add(registry, query->address), query->person);
    }
}

/* A roster: rows that stay where they are, so that a question's person names its row. */
struct roster {
    size_t n;
    struct pecaddr_person rows[ROWS_MAX];
};

/* The outcome of each row. */
struct outcome {
    struct pecaddr_assignment rows[ROWS_MAX];
    unsigned questions[ROWS_MAX];
};

static inline bool model_same_holder(const struct pecaddr_person *a, const struct pecaddr_person *b)
{
    char holders[2][PECADDR_HOLDER_MAX + 1];

    model_holder(a, holders[0]);
    model_holder(b, holders[1]);
    return holders[0][0] && strcmp(holders[0], holders[1]) == 0;
}

/* The same entry and at most one codice fiscale: perhaps they are one. */
static inline bool model_may_be_one(const struct pecaddr_person *a, const struct pecaddr_person *b)
{
    struct box entry;

    return (a->holder.size == 0 || b->holder.size == 0) && model_entry(a, &entry) &&
           model_same_entry(&entry, b);
}

static inline bool model_same_name(const struct pecaddr_scheme *scheme,
                                   const struct pecaddr_person *a, const struct pecaddr_person *b)
{
    struct pecaddr_folded folded[2] = {PECADDR_FOLDED_INIT, PECADDR_FOLDED_INIT};

    return pecaddr_fold(scheme, a, &folded[0], NULL) == PECADDR_OK &&
           pecaddr_fold(scheme, b, &folded[1], NULL) == PECADDR_OK &&
           strcmp(folded[0].given, folded[1].given) == 0 &&
           strcmp(folded[0].surname, folded[1].surname) == 0;
}

/*
 * The earlier row of this person that was given an address: of the same codice fiscale; else of the
 * same entry and name, the first of these that has a codice fiscale, which then must not be another
 * one, or else the last. The number of rows: none.
 */
static inline size_t model_earlier_row(const struct pecaddr_scheme *scheme,
                                       const struct roster *roster, const struct outcome *outcome,
                                       size_t row)
{
    const struct pecaddr_person *person = &roster->rows[row];
    size_t found = roster->n;
    struct box entry;

    for (size_t k = 0; k < row; k++)
        if (outcome->rows[k].status == PECADDR_OK && model_same_holder(person, &roster->rows[k]))
            return k;
    for (size_t k = 0; k < row; k++) {
        const struct pecaddr_person *earlier = &roster->rows[k];

        if (outcome->rows[k].status != PECADDR_OK || !model_entry(person, &entry) ||
            !model_same_entry(&entry, earlier) || !model_same_name(scheme, person, earlier))
            continue;
        found = k;
        if (earlier->holder.size > 0)
            return person->holder.size > 0 ? roster->n : k;
    }
    return found;
}

/*
 * When checking, the registry does not learn what was given earlier in the roster: it counts as
 * taken, or as held by the same person, who is looked up first.
 */
static inline void model_remember_earlier(const struct pecaddr_scheme *scheme,
                                          const struct roster *roster,
                                          const struct outcome *outcome, size_t row,
                                          struct pecaddr_query *query)
{
    size_t earlier = model_earlier_row(scheme, roster, outcome, row);

    if (query->answer != PECADDR_FREE && query->answer != PECADDR_TAKEN)
        return;
    if (earlier < roster->n) {
        query->answer = PECADDR_HELD_ELSEWHERE;
        if (strcmp(outcome->rows[earlier].address, query->address) == 0)
            query->answer = PECADDR_HELD;
        strcpy(query->held, outcome->rows[earlier].address);
        return;
    }
    for (size_t k = 0; k < row; k++)
        if (strcmp(outcome->rows[k].address, query->address) == 0)
            query->answer = PECADDR_TAKEN;
}

static inline void model_resolve_row(struct registry *registry, const struct pecaddr_scheme *scheme,
                                     enum pecaddr_mode mode, const struct roster *roster,
                                     size_t row, struct outcome *outcome)
{
    struct pecaddr_walk walk = PECADDR_WALK_INIT;
    struct pecaddr_query query = PECADDR_QUERY_INIT;
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    struct pecaddr_assignment *ret = &outcome->rows[row];
    int r = pecaddr_walk_init(&walk, scheme, &roster->rows[row], mode, &error);

    *ret = (struct pecaddr_assignment)PECADDR_ASSIGNMENT_INIT;
    outcome->questions[row] = 0;
    if (r < 0) {
        ret->status = r;
        ret->field = error.field;
        ret->offset = error.offset;
        ret->message = error.message;
        ret->level = PECADDR_LEVEL_NONE;
        ret->table_version = pecaddr_table_version();
        return;
    }
    while (pecaddr_walk_next(&walk, &query) == PECADDR_OK) {
        outcome->questions[row]++;
        model_answer(registry, mode, row, &query);
        if (mode == PECADDR_CHECK)
            model_remember_earlier(scheme, roster, outcome, row, &query);
        MODEL_HOLDS(pecaddr_walk_answer(&walk, &query) == PECADDR_OK);
    }
    MODEL_HOLDS(pecaddr_walk_result(&walk, ret) == PECADDR_OK);
}

static inline void model_one_by_one(struct registry *registry, const struct pecaddr_scheme *scheme,
                                    enum pecaddr_mode mode, const struct roster *roster,
                                    struct outcome *outcome)
{
    for (size_t row = 0; row < roster->n; row++)
        model_resolve_row(registry, scheme, mode, roster, row, outcome);
}

/* The batch. */

struct batch {
    struct registry *registry;
    const struct roster *roster;
    const struct pecaddr_scheme *scheme;
    unsigned calls;
    unsigned fail_at;     /* the call, counted from 1, that fails; 0: none */
    size_t answered;      /* questions that the failing call answers */
    int failure;          /* what it returns */
    bool asked[ROWS_MAX]; /* in a call that did not fail */
    bool ended[ROWS_MAX]; /* by an answer that stands */
};

static inline bool model_has_known_notes(const struct pecaddr_query *query)
{
    return query->added_notes >> 13 == 0;
}

/* Whether an answer stands even when its call fails. */
static inline bool model_stands(const struct pecaddr_query *query)
{
    return (query->answer == PECADDR_CLAIMED || query->answer == PECADDR_HELD ||
            query->answer == PECADDR_HELD_ELSEWHERE) &&
           model_has_known_notes(query);
}

/* Whether an answer ends its walk when its call does not fail. */
static inline bool model_ends(const struct pecaddr_query *query)
{
    return query->answer != PECADDR_TAKEN || !model_has_known_notes(query) ||
           query->level + 1 == pecaddr_scheme_levels(query->scheme);
}

/* What a question must be; whoever answers it leaves word for the next one about the same row. */
static inline void model_check_question(struct batch *batch, size_t row,
                                        struct pecaddr_query *query)
{
    MODEL_HOLDS(row < batch->roster->n);
    MODEL_HOLDS(query->size == sizeof *query);
    MODEL_HOLDS(query->scheme == batch->scheme);
    MODEL_HOLDS(query->address_size == strlen(query->address));
    MODEL_HOLDS(query->answer == PECADDR_UNANSWERED && query->failure == 0);
    MODEL_HOLDS(query->added_notes == 0 && query->held[0] == '\0');
    MODEL_HOLDS(query->folded->size == sizeof *query->folded);
    MODEL_HOLDS(query->user == (batch->asked[row] ? &batch->asked[row] : NULL));
    query->user = &batch->asked[row];
}

static inline int model_ask(void *user, enum pecaddr_mode mode,
                            struct pecaddr_query *const queries[], size_t n)
{
    struct batch *batch = user;
    const struct pecaddr_person *last = NULL;
    bool failing = ++batch->calls == batch->fail_at;

    MODEL_HOLDS(n > 0);
    MODEL_HOLDS(batch->fail_at == 0 || batch->calls <= batch->fail_at);
    for (size_t i = 0; i < n; i++) {
        struct pecaddr_query *query = queries[i];
        size_t row = (size_t)(query->person - batch->roster->rows);

        MODEL_HOLDS(!last || query->person > last); /* in input order */
        last = query->person;
        model_check_question(batch, row, query);
        batch->asked[row] = batch->asked[row] || !failing;
        if (failing && i >= batch->answered)
            continue;
        model_answer(batch->registry, mode, row, query);
        batch->ended[row] = failing ? model_stands(query) : model_ends(query);
    }
    return failing ? batch->failure : 0;
}

/*
 * Runs the batch in scratch memory of just the size that it asks for, `offset` bytes into what was
 * allocated and full of rubbish; a single row has none.
 */
static inline int model_run(struct batch *batch, enum pecaddr_mode mode, size_t offset,
                            struct outcome *outcome)
{
    const struct pecaddr_person *persons[ROWS_MAX];
    struct pecaddr_assignment *ret[ROWS_MAX];
    size_t n = batch->roster->n;
    size_t size = n == 1 ? 0 : pecaddr_batch_scratch_size(n);
    unsigned char *memory = malloc(offset + size + 1);
    int r;

    MODEL_HOLDS(memory);
    memset(memory, 0xA5, offset + size + 1);
    for (size_t row = 0; row < n; row++) {
        memset(&outcome->rows[row], 0x5A, sizeof outcome->rows[row]);
        outcome->rows[row].size = sizeof outcome->rows[row];
        persons[row] = &batch->roster->rows[row];
        ret[row] = &outcome->rows[row];
    }
    r = pecaddr_resolve_batch(batch->scheme, persons, n, mode, model_ask, batch,
                              n == 1 ? NULL : memory + offset, size, ret);
    for (size_t i = 0; i < offset; i++)
        MODEL_HOLDS(memory[i] == 0xA5);
    MODEL_HOLDS(memory[offset + size] == 0xA5);
    free(memory);
    return r;
}

static inline bool model_equal(const struct pecaddr_assignment *a,
                               const struct pecaddr_assignment *b)
{
    return a->size == b->size && a->status == b->status && a->field == b->field &&
           a->offset == b->offset && strcmp(a->message, b->message) == 0 &&
           a->failure == b->failure && a->level == b->level && a->notes == b->notes &&
           a->table_version == b->table_version && a->tried == b->tried && a->answer == b->answer &&
           memcmp(a->reserved, b->reserved, sizeof a->reserved) == 0 &&
           a->address_size == b->address_size && strcmp(a->address, b->address) == 0;
}

static inline void model_print(const struct roster *roster, const struct outcome *expected,
                               const struct outcome *found)
{
    for (size_t row = 0; row < roster->n; row++) {
        const struct pecaddr_person *person = &roster->rows[row];

        fprintf(stderr,
                "%2zu %.*s %.*s %.*s %c%u %.*s: expected %d %s tried %u answer %d failure %d, "
                "batch %d %s tried %u answer %d failure %d\n",
                row, (int)person->given.size, person->given.data, (int)person->surname.size,
                person->surname.data, (int)person->province.size, person->province.data,
                person->section, person->number, (int)person->holder.size,
                person->holder.data ? person->holder.data : "", expected->rows[row].status,
                expected->rows[row].address, expected->rows[row].tried,
                (int)expected->rows[row].answer, expected->rows[row].failure,
                found->rows[row].status, found->rows[row].address, found->rows[row].tried,
                (int)found->rows[row].answer, found->rows[row].failure);
    }
}

/* The first row whose outcomes differ, after they were printed; the number of rows: none. */
static inline size_t model_differing_row(const struct roster *roster,
                                         const struct outcome *expected,
                                         const struct outcome *found)
{
    size_t row = 0;

    while (row < roster->n && model_equal(&expected->rows[row], &found->rows[row]))
        row++;
    if (row < roster->n)
        model_print(roster, expected, found);
    return row;
}

/*
 * Whether the outcome of a row is right in a batch one of whose calls may have failed (`r` is what
 * the batch returned): what was claimed or held stands, whatever else was asked is unavailable, or
 * as one by one where a check had its answer already.
 */
static inline bool model_stands_after_failure(const struct batch *batch, enum pecaddr_mode mode,
                                              int r, size_t row, const struct outcome *expected,
                                              const struct outcome *found)
{
    const struct pecaddr_assignment *it = &found->rows[row];
    bool stands = model_equal(&expected->rows[row], it);
    bool unavailable = it->status == PECADDR_E_UNAVAILABLE && it->failure == batch->failure &&
                       it->address[0] == '\0';
    bool ended = batch->ended[row];

    if (r == PECADDR_OK || expected->questions[row] == 0 || (mode == PECADDR_CLAIM && ended))
        return stands;
    return unavailable || (stands && (ended || (mode == PECADDR_CHECK && batch->asked[row])));
}

#endif
