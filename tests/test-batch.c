/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SPEC §4: a batch gives exactly the assignment of one person after the other in input order.
 *
 * The registry here is a model, small and exact: it knows who holds what, and looks the holder up
 * before the address. One copy of it answers a plain loop of walks, another the batch.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "../libpecaddr/scheme.h"
#include "made-scheme.h"

/* A small generator, the same on every machine. */
static uint64_t random_state;

static uint32_t random_below(uint32_t n)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33) % n;
}

static bool chance(uint32_t percent)
{
    return random_below(100) < percent;
}

/* Schemes. */

static const struct pecaddr_scheme *overlapping;
static const struct pecaddr_scheme *counter;
/* Disjoint, but persons whose first candidate is reserved are a level ahead of others. */
static const struct pecaddr_scheme *skipping;

static void make_schemes(void)
{
    overlapping = make_scheme("rule = {given}{surname}\nrule = {given}{surname}{province}\n"
                              "rule = {given}{surname}{province}{section}{number}");
    counter = make_scheme("rule = {given}.{surname}\nrule = {given}.{surname}.{counter}\n"
                          "max-counter = 4");
    skipping = make_scheme("rule = {given}.{surname}\nrule = {initial}.{surname}.{province}\n"
                           "reserved = ada.neri\nreserved = ad.aneri\nreserved = anna.neri");
}

static const struct pecaddr_scheme *scheme_number(int i)
{
    const struct pecaddr_scheme *schemes[] = {pecaddr_scheme_ingpec(), overlapping, counter,
                                              skipping};

    return schemes[i];
}

/* The registry. */

#define BOXES_MAX 64
#define ROWS_MAX  16

struct box {
    char address[PECADDR_ADDRESS_MAX + 1];
    char holder[17]; /* empty: not known */
    bool has_entry;
    char province[3];
    char section;
    uint32_t number;
};

struct registry {
    struct box boxes[BOXES_MAX];
    size_t n;
    uint32_t salt;     /* of what fails */
    uint32_t fail;     /* of 100 addresses, how many can not be answered */
    uint32_t fail_row; /* of 100 pairs of row and address */
    bool fail_before;  /* before the holder is looked up, as an external source does */
};

static bool has_entry(const struct pecaddr_person *person)
{
    return person->province.size == 2 && person->section != 0 && person->number != 0;
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

/* Codici fiscali, provinces and sections are the same in any case. */
static bool same_text(struct pecaddr_text a, struct pecaddr_text b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++)
        if (upper(a.data[i]) != upper(b.data[i]))
            return false;
    return true;
}

static bool same_holder(const struct box *box, const struct pecaddr_person *person)
{
    return person->holder.size > 0 && same_text(text(box->holder), person->holder);
}

static bool same_entry(const struct box *box, const struct pecaddr_person *person)
{
    return box->has_entry && has_entry(person) &&
           same_text(text(box->province), person->province) &&
           upper(box->section) == upper(person->section) && box->number == person->number;
}

static void write_holder(struct box *box, const struct pecaddr_person *person)
{
    if (person->holder.size > 0) {
        memcpy(box->holder, person->holder.data, person->holder.size);
        box->holder[person->holder.size] = '\0';
    }
    if (has_entry(person)) {
        box->has_entry = true;
        memcpy(box->province, person->province.data, 2);
        box->section = person->section;
        box->number = person->number;
    }
}

/* This person's mailbox, by codice fiscale or else by entry; *ret_conflict: another codice fiscale.
 */
static struct box *find_holder(struct registry *registry, const struct pecaddr_person *person,
                               bool *ret_conflict)
{
    struct box *found = NULL;

    *ret_conflict = false;
    for (size_t i = 0; i < registry->n; i++)
        if (same_holder(&registry->boxes[i], person))
            return &registry->boxes[i];
    for (size_t i = 0; i < registry->n && !found; i++)
        if (same_entry(&registry->boxes[i], person))
            found = &registry->boxes[i];
    if (found && found->holder[0] && person->holder.size > 0) {
        *ret_conflict = true;
        return NULL;
    }
    return found;
}

static bool is_taken(const struct registry *registry, const char *address)
{
    for (size_t i = 0; i < registry->n; i++)
        if (strcmp(registry->boxes[i].address, address) == 0)
            return true;
    return false;
}

static uint32_t hash(uint32_t salt, const char *address)
{
    for (; *address; address++)
        salt = (salt ^ (unsigned char)*address) * 16777619u;
    return (salt ^ salt >> 15) * 2246822519u >> 8;
}

/* Some questions can not be answered, the same ones whenever they are asked. */
static bool fails(const struct registry *registry, size_t row, struct pecaddr_query *query)
{
    uint32_t by_address = hash(registry->salt, query->address);
    uint32_t by_row = hash(registry->salt + 7919 * (uint32_t)(row + 1), query->address);

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

static void answer_one(struct registry *registry, enum pecaddr_mode mode, size_t row,
                       struct pecaddr_query *query)
{
    bool conflict;
    struct box *mine = find_holder(registry, query->person, &conflict);

    if ((registry->fail_before || (!mine && !conflict)) && fails(registry, row, query))
        return;
    if (conflict) {
        query->answer = PECADDR_FAILED;
        query->failure = PECADDR_E_HOLDER;
        return;
    }
    if (mine) {
        query->answer = PECADDR_HELD_ELSEWHERE;
        if (strcmp(mine->address, query->address) == 0)
            query->answer = PECADDR_HELD;
        strcpy(query->held, mine->address);
        if (mode == PECADDR_CLAIM)
            write_holder(mine, query->person);
        return;
    }
    if (is_taken(registry, query->address)) {
        query->answer = PECADDR_TAKEN;
        return;
    }
    query->answer = PECADDR_FREE;
    if (mode == PECADDR_CLAIM) {
        struct box *box = &registry->boxes[registry->n++];

        ck_assert_uint_le(registry->n, BOXES_MAX);
        *box = (struct box){.number = 0};
        strcpy(box->address, query->address);
        write_holder(box, query->person);
        query->answer = PECADDR_CLAIMED;
    }
}

/* A roster: rows that stay where they are, so that a question's person names its row. */
struct roster {
    size_t n;
    struct pecaddr_person rows[ROWS_MAX];
};

static const struct {
    struct pecaddr_text given;
    struct pecaddr_text surname;
} names[] = {
    {T("Ada"), T("Neri")},      {T("ADA"), T("Nerì")},    {T("Ada"), T("Nerimc")},
    {T("Ada"), T("Neri Mc")},   {T("Ad"), T("Aneri")},    {T("Ordine"), T("Neri")},
    {T("Ing. Ada"), T("Neri")}, {T("Ada"), T("Neri An")}, {T("Eva"), T("Nöri")},
};

static const char *const holders[] = {
    "NREDAA70A41E780Y", "NREDAA70A41E781X", "NREDAA70A41E782C", "NREDAA70A41E783E",
    "NREDAA70A41E784G", "NREDAA70A41E785K", "00000000018",      "00000000026",
};

static const char *const lower_holders[] = {
    "nredaa70a41e780y", "nredaa70a41e781x", "nredaa70a41e782c", "nredaa70a41e783e",
    "nredaa70a41e784g", "nredaa70a41e785k", "00000000018",      "00000000026",
};

static const char *const siglas[] = {"MC", "AN"};
static const char *const lower_siglas[] = {"mc", "an"};

/* Somebody, who comes in one or more rows. */
struct somebody {
    struct pecaddr_person person;
    bool shares_entry; /* with another codice fiscale: then the codice fiscale is always there */
};

static void make_somebody(struct somebody *people, uint32_t i, uint32_t n_names)
{
    struct somebody *it = &people[i];
    uint32_t name = random_below(n_names);

    *it = (struct somebody){.person = person_of(names[name].given, names[name].surname)};
    it->person.province = text(siglas[random_below(2)]);
    it->person.section = chance(70) ? 'A' : 'B';
    it->person.number = 100 + i;
    if (chance(60))
        it->person.holder = text(holders[i]);
    if (i > 0 && chance(10) && people[i - 1].person.holder.size > 0) {
        it->person.holder = text(holders[i]);
        it->person.province = people[i - 1].person.province;
        it->person.section = people[i - 1].person.section;
        it->person.number = people[i - 1].person.number;
        it->shares_entry = people[i - 1].shares_entry = true;
    }
}

/* A row in which somebody comes: perhaps under another name, without codice fiscale, moved, wrong.
 */
static struct pecaddr_person make_row(const struct somebody *somebody, uint32_t n_names,
                                      uint32_t *moves, const struct pecaddr_scheme *scheme)
{
    struct pecaddr_person row = somebody->person;

    if (chance(15)) {
        uint32_t name = random_below(n_names);

        row.given = names[name].given;
        row.surname = names[name].surname;
    }
    if (!somebody->shares_entry && row.holder.size > 0) {
        if (chance(20))
            row.holder = (struct pecaddr_text){NULL, 0};
        else if (chance(15))
            row.number = 1000 + (*moves)++;
    }
    if (row.holder.size > 0 && chance(15))
        for (size_t i = 0; i < N_OF(holders); i++)
            if (same_text(row.holder, text(holders[i])))
                row.holder = text(lower_holders[i]);
    if (chance(15))
        row.province = text(lower_siglas[row.province.data[0] == 'M' ? 0 : 1]);
    if (chance(15))
        row.section = row.section == 'A' ? 'a' : 'b';
    if (scheme == counter && chance(20))
        row.number = 0;
    if (chance(3))
        row.surname = (struct pecaddr_text)T("Ne3ri");
    if (chance(2))
        row.given = (struct pecaddr_text)T("");
    if (chance(2) && scheme != counter)
        row.province = (struct pecaddr_text)T("XX");
    return row;
}

static void take_for_others(struct registry *registry, const struct pecaddr_scheme *scheme,
                            const struct pecaddr_person *person, unsigned level)
{
    char address[PECADDR_ADDRESS_MAX + 1];

    if (pecaddr_candidate(scheme, person, level, address, sizeof address, NULL, NULL, NULL) < 0 ||
        is_taken(registry, address))
        return;
    registry->boxes[registry->n] = (struct box){.number = 0};
    strcpy(registry->boxes[registry->n++].address, address);
}

/* The outcome of each row of a roster, one after the other. */
struct outcome {
    struct pecaddr_assignment rows[ROWS_MAX];
    unsigned questions[ROWS_MAX];
};

static bool is_same_person(const struct pecaddr_person *a, const struct pecaddr_person *b,
                           bool by_holder)
{
    if (by_holder)
        return a->holder.size > 0 && same_text(a->holder, b->holder);
    return (a->holder.size == 0 || b->holder.size == 0) && has_entry(a) && has_entry(b) &&
           same_text(a->province, b->province) && upper(a->section) == upper(b->section) &&
           a->number == b->number;
}

static bool is_same_name(const struct pecaddr_person *a, const struct pecaddr_person *b)
{
    char parts[2][PECADDR_LOCAL_PART_MAX + 1];

    return pecaddr_local_part(pecaddr_scheme_ingpec(), a, NULL, parts[0], sizeof parts[0], NULL,
                              NULL, NULL) == PECADDR_OK &&
           pecaddr_local_part(pecaddr_scheme_ingpec(), b, NULL, parts[1], sizeof parts[1], NULL,
                              NULL, NULL) == PECADDR_OK &&
           strcmp(parts[0], parts[1]) == 0;
}

/*
 * When checking, the registry does not learn what was given earlier in the roster: it counts as
 * taken, or as held by the same person, who is looked up first.
 */
static void remember_earlier(const struct roster *roster, const struct outcome *outcome, size_t row,
                             struct pecaddr_query *query)
{
    if (query->answer != PECADDR_FREE && query->answer != PECADDR_TAKEN)
        return;
    for (int by_holder = 1; by_holder >= 0; by_holder--) {
        for (size_t k = row; k-- > 0;) {
            if (outcome->rows[k].status != PECADDR_OK ||
                !is_same_person(&roster->rows[row], &roster->rows[k], by_holder == 1) ||
                (!by_holder && !is_same_name(&roster->rows[row], &roster->rows[k])))
                continue;
            query->answer = PECADDR_HELD_ELSEWHERE;
            if (strcmp(outcome->rows[k].address, query->address) == 0)
                query->answer = PECADDR_HELD;
            strcpy(query->held, outcome->rows[k].address);
            return;
        }
    }
    for (size_t k = 0; k < row; k++)
        if (strcmp(outcome->rows[k].address, query->address) == 0)
            query->answer = PECADDR_TAKEN;
}

static void resolve_row(struct registry *registry, const struct pecaddr_scheme *scheme,
                        enum pecaddr_mode mode, const struct roster *roster, size_t row,
                        struct outcome *outcome)
{
    struct pecaddr_walk walk = {.size = sizeof walk};
    struct pecaddr_query query = {.size = sizeof query};
    struct pecaddr_error error = {.size = sizeof error};
    struct pecaddr_assignment *ret = &outcome->rows[row];
    int r = pecaddr_walk_init(&walk, scheme, &roster->rows[row], mode, &error);

    *ret = (struct pecaddr_assignment){.size = sizeof *ret};
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
        answer_one(registry, mode, row, &query);
        if (mode == PECADDR_CHECK)
            remember_earlier(roster, outcome, row, &query);
        ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_OK);
    }
    ck_assert_int_eq(pecaddr_walk_result(&walk, ret), PECADDR_OK);
}

static void one_by_one(struct registry *registry, const struct pecaddr_scheme *scheme,
                       enum pecaddr_mode mode, const struct roster *roster, struct outcome *outcome)
{
    for (size_t row = 0; row < roster->n; row++)
        resolve_row(registry, scheme, mode, roster, row, outcome);
}

/* A roster and a registry in which some of its persons, and others, have mailboxes already. */
static void make_case(const struct pecaddr_scheme *scheme, struct roster *roster,
                      struct registry *registry, bool repeated)
{
    static struct roster earlier;
    static struct outcome ignored;
    struct somebody people[N_OF(holders)];
    uint32_t n_names = 1 + random_below(N_OF(names));
    uint32_t n_people = 1 + random_below(N_OF(holders));
    uint32_t moves = 0;

    *registry = (struct registry){.salt = random_below(1u << 30)};
    for (uint32_t i = 0; i < n_people; i++) {
        make_somebody(people, i, n_names);
        if (!repeated && people[i].shares_entry) {
            people[i].person.number = 100 + i;
            people[i].shares_entry = false;
        }
    }
    earlier.n = chance(50) ? 0 : 1 + random_below(5);
    for (size_t row = 0; row < earlier.n; row++) {
        const struct somebody *it = &people[random_below(n_people)];

        earlier.rows[row] = make_row(it, n_names, &moves, scheme);
    }
    one_by_one(registry, scheme, PECADDR_CLAIM, &earlier, &ignored);
    roster->n = repeated ? 1 + random_below(ROWS_MAX) : n_people;
    for (size_t row = 0; row < roster->n; row++) {
        const struct somebody *it = &people[repeated ? random_below(n_people) : (uint32_t)row];

        roster->rows[row] = make_row(it, n_names, &moves, scheme);
    }
    for (uint32_t k = random_below(4); k > 0; k--) {
        const struct pecaddr_person *it = &roster->rows[random_below((uint32_t)roster->n)];

        take_for_others(registry, scheme, it, random_below(3));
    }
    if (chance(50)) {
        registry->fail = random_below(20);
        registry->fail_row = random_below(20);
        registry->fail_before = chance(50);
    }
}

/* The batch. */

struct batch {
    struct registry *registry;
    const struct roster *roster;
    const struct pecaddr_scheme *scheme;
    unsigned calls;
    unsigned fail_at; /* the call, counted from 1, that fails; 0: none */
    int failure;
    bool asked[ROWS_MAX]; /* in a call that did not fail */
    bool ended[ROWS_MAX]; /* by an answer that stands */
};

static int ask(void *user, enum pecaddr_mode mode, struct pecaddr_query *const queries[], size_t n)
{
    struct batch *batch = user;
    const struct pecaddr_person *last = NULL;
    bool failing = ++batch->calls == batch->fail_at;
    size_t answered = failing ? random_below((uint32_t)n + 1) : n;

    ck_assert_uint_gt(n, 0);
    ck_assert_msg(batch->fail_at == 0 || batch->calls <= batch->fail_at, "asked after a failure");
    for (size_t i = 0; i < n; i++) {
        struct pecaddr_query *query = queries[i];
        size_t row = (size_t)(query->person - batch->roster->rows);

        ck_assert_uint_eq(query->size, sizeof *query);
        ck_assert_uint_lt(row, batch->roster->n);
        ck_assert_msg(!last || query->person > last, "not in input order");
        ck_assert_ptr_eq(query->scheme, batch->scheme);
        ck_assert_uint_eq(query->address_size, strlen(query->address));
        ck_assert_int_eq(query->answer, PECADDR_UNANSWERED);
        last = query->person;
        batch->asked[row] = batch->asked[row] || !failing;
        if (i >= answered)
            continue;
        answer_one(batch->registry, mode, row, query);
        batch->ended[row] = failing ? query->answer == PECADDR_CLAIMED ||
                                          query->answer == PECADDR_HELD ||
                                          query->answer == PECADDR_HELD_ELSEWHERE
                                    : query->answer != PECADDR_TAKEN ||
                                          query->level + 1 == pecaddr_scheme_levels(batch->scheme);
    }
    return failing ? batch->failure : 0;
}

/* Runs the batch in scratch memory of just the size that it asks for, full of rubbish. */
static int run(struct batch *batch, enum pecaddr_mode mode, struct outcome *outcome)
{
    const struct pecaddr_person *persons[ROWS_MAX];
    struct pecaddr_assignment *ret[ROWS_MAX];
    size_t size = pecaddr_batch_scratch_size(batch->roster->n);
    void *scratch = malloc(size);
    int r;

    ck_assert_ptr_nonnull(scratch);
    memset(scratch, 0xA5, size);
    for (size_t row = 0; row < batch->roster->n; row++) {
        memset(&outcome->rows[row], 0x5A, sizeof outcome->rows[row]);
        outcome->rows[row].size = sizeof outcome->rows[row];
        persons[row] = &batch->roster->rows[row];
        ret[row] = &outcome->rows[row];
    }
    r = pecaddr_resolve_batch(batch->scheme, persons, batch->roster->n, mode, ask, batch, scratch,
                              size, ret);
    free(scratch);
    return r;
}

static void print_rows(const struct roster *roster, const struct outcome *expected,
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

static bool is_equal(const struct pecaddr_assignment *a, const struct pecaddr_assignment *b)
{
    return a->status == b->status && a->field == b->field && a->offset == b->offset &&
           strcmp(a->message, b->message) == 0 && a->failure == b->failure &&
           a->level == b->level && a->notes == b->notes && a->table_version == b->table_version &&
           a->tried == b->tried && a->answer == b->answer &&
           memcmp(a->reserved, b->reserved, sizeof a->reserved) == 0 &&
           a->address_size == b->address_size && strcmp(a->address, b->address) == 0;
}

static void expect_equal(const struct roster *roster, const struct outcome *expected,
                         const struct outcome *found, const char *what, unsigned round)
{
    for (size_t row = 0; row < roster->n; row++) {
        if (is_equal(&expected->rows[row], &found->rows[row]))
            continue;
        print_rows(roster, expected, found);
        ck_abort_msg("%s, roster %u: row %zu differs", what, round, row);
    }
}

/* The properties. _i counts schemes and modes: 2 * scheme + (mode - 1). */

static struct roster roster;
static struct registry start;
static struct registry left;
static struct registry right;
static struct outcome expected;
static struct outcome found;

static enum pecaddr_mode mode_number(int i)
{
    return i % 2 ? PECADDR_CLAIM : PECADDR_CHECK;
}

/* For each scheme and mode: 13,600 rosters for the property that matters most. */
#define ROUNDS 1700

START_TEST(batch_equals_one_by_one_in_input_order)
{
    const struct pecaddr_scheme *scheme = scheme_number(_i / 2);
    enum pecaddr_mode mode = mode_number(_i);

    random_state = 4242 + (uint64_t)_i;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct batch batch = {.registry = &right, .roster = &roster, .scheme = scheme};

        make_case(scheme, &roster, &start, true);
        left = right = start;
        one_by_one(&left, scheme, mode, &roster, &expected);
        ck_assert_int_eq(run(&batch, mode, &found), PECADDR_OK);
        expect_equal(&roster, &expected, &found, scheme->name, round);
        ck_assert_uint_eq(left.n, right.n);
    }
}
END_TEST

/* Two rows are one person's, or might be. */
static bool has_repeats(void)
{
    for (size_t i = 0; i < roster.n; i++)
        for (size_t k = 0; k < i; k++)
            if (is_same_person(&roster.rows[i], &roster.rows[k], true) ||
                is_same_person(&roster.rows[i], &roster.rows[k], false))
                return true;
    return false;
}

START_TEST(disjoint_scheme_needs_one_call_per_level)
{
    const struct pecaddr_scheme *scheme = pecaddr_scheme_ingpec();
    unsigned seen[4] = {0};

    random_state = 99;
    for (unsigned round = 0; round < ROUNDS / 3; round++) {
        struct batch batch = {.registry = &right, .roster = &roster, .scheme = scheme};
        unsigned most = 0;
        unsigned levels = 0;
        bool reserved = false;

        make_case(scheme, &roster, &start, false);
        ck_assert(!has_repeats());
        left = right = start;
        one_by_one(&left, scheme, mode_number(_i), &roster, &expected);
        ck_assert_int_eq(run(&batch, mode_number(_i), &found), PECADDR_OK);
        expect_equal(&roster, &expected, &found, scheme->name, round);
        for (size_t row = 0; row < roster.n; row++) {
            const struct pecaddr_assignment *it = &expected.rows[row];

            most = expected.questions[row] > most ? expected.questions[row] : most;
            levels = it->tried > levels ? it->tried : levels;
            reserved = reserved || it->reserved[0] != 0;
        }
        ck_assert_uint_ge(batch.calls, most);
        if (reserved)
            continue;
        ck_assert_uint_eq(batch.calls, levels);
        seen[batch.calls]++;
    }
    for (size_t calls = 1; calls <= 3; calls++)
        ck_assert_msg(seen[calls] > 20, "only %u rosters with %zu calls", seen[calls], calls);
}
END_TEST

START_TEST(failed_call_leaves_what_stands_and_a_later_one_completes_it)
{
    const struct pecaddr_scheme *scheme = scheme_number(_i / 2);
    enum pecaddr_mode mode = mode_number(_i);
    unsigned failures = 0;

    random_state = 777 + (uint64_t)_i;
    for (unsigned round = 0; round < ROUNDS / 5; round++) {
        struct batch batch = {.registry = &right, .roster = &roster, .scheme = scheme};
        int r;

        make_case(scheme, &roster, &start, true);
        batch.fail_at = 1 + random_below(4);
        batch.failure = chance(50) ? 7 : -7;
        left = right = start;
        one_by_one(&left, scheme, mode, &roster, &expected);
        r = run(&batch, mode, &found);
        ck_assert_int_eq(r, batch.calls == batch.fail_at ? PECADDR_E_UNAVAILABLE : PECADDR_OK);
        failures += r != PECADDR_OK;
        for (size_t row = 0; row < roster.n; row++) {
            bool stands = is_equal(&expected.rows[row], &found.rows[row]);
            bool unavailable = found.rows[row].status == PECADDR_E_UNAVAILABLE &&
                               found.rows[row].failure == batch.failure &&
                               found.rows[row].address[0] == '\0';
            bool never_asked = expected.questions[row] == 0;
            bool must_stand =
                r == PECADDR_OK || never_asked || (mode == PECADDR_CLAIM && batch.ended[row]);
            bool may_stand =
                must_stand || batch.ended[row] || (mode == PECADDR_CHECK && batch.asked[row]);

            if (must_stand ? stands : unavailable || (may_stand && stands))
                continue;
            print_rows(&roster, &expected, &found);
            ck_abort_msg("%s, roster %u: row %zu after the failure of call %u", scheme->name, round,
                         row, batch.fail_at);
        }
        if (mode == PECADDR_CHECK)
            continue;
        start = left = right;
        one_by_one(&left, scheme, mode, &roster, &expected);
        batch = (struct batch){.registry = &right, .roster = &roster, .scheme = scheme};
        ck_assert_int_eq(run(&batch, mode, &found), PECADDR_OK);
        expect_equal(&roster, &expected, &found, "asked again", round);
    }
    ck_assert_uint_gt(failures, ROUNDS / 20);
}
END_TEST

START_TEST(claims_never_give_one_address_to_two_persons)
{
    const struct pecaddr_scheme *scheme = scheme_number(_i);

    random_state = 31 + (uint64_t)_i;
    for (unsigned round = 0; round < ROUNDS / 5; round++) {
        struct batch batch = {.registry = &right, .roster = &roster, .scheme = scheme};

        make_case(scheme, &roster, &right, false);
        ck_assert(!has_repeats());
        ck_assert_int_eq(run(&batch, PECADDR_CHECK, &found), PECADDR_OK);
        for (size_t row = 0; row < roster.n; row++)
            for (size_t k = 0; k < row; k++)
                ck_assert_msg(found.rows[row].address[0] == '\0' ||
                                  strcmp(found.rows[row].address, found.rows[k].address) != 0,
                              "checking: %s twice", found.rows[row].address);
        ck_assert_int_eq(run(&batch, PECADDR_CLAIM, &found), PECADDR_OK);
        for (size_t row = 0; row < roster.n; row++)
            for (size_t k = 0; k < row; k++)
                ck_assert_msg(found.rows[row].address[0] == '\0' ||
                                  strcmp(found.rows[row].address, found.rows[k].address) != 0,
                              "claiming: %s twice", found.rows[row].address);
    }
}
END_TEST

/* The smallest rosters in which a person comes twice and the order of the questions matters. */

static void expect_one_by_one_under(const struct pecaddr_scheme *scheme, enum pecaddr_mode mode,
                                    const char *what)
{
    struct batch batch = {.registry = &right, .roster = &roster, .scheme = scheme};

    left = right = start;
    one_by_one(&left, scheme, mode, &roster, &expected);
    ck_assert_int_eq(run(&batch, mode, &found), PECADDR_OK);
    expect_equal(&roster, &expected, &found, what, 0);
}

static void expect_one_by_one(enum pecaddr_mode mode, const char *what)
{
    expect_one_by_one_under(pecaddr_scheme_ingpec(), mode, what);
}

/* Alba's first candidate is taken, Anna's is reserved: both come to ask for a.neri.mc. */
START_TEST(person_whose_candidate_is_reserved_does_not_overtake_an_earlier_one)
{
    start = (struct registry){.n = 0};
    roster.n = 2;
    roster.rows[0] = person_of(text("Alba"), text("Neri"));
    roster.rows[1] = person_of(text("Anna"), text("Neri"));
    roster.rows[1].number = 2;
    take_for_others(&start, skipping, &roster.rows[0], 0);
    expect_one_by_one_under(skipping, mode_number(_i), "taken, then reserved");
    ck_assert_str_eq(found.rows[0].address, "a.neri.mc@example.org");
    ck_assert_int_eq(found.rows[1].status, PECADDR_E_EXHAUSTED);
}
END_TEST

START_TEST(person_who_comes_twice_is_told_the_mailbox_at_the_first_question)
{
    start = (struct registry){.n = 0};
    roster.n = 2;
    roster.rows[0] = roster.rows[1] = person_of(text("Ada"), text("Neri"));
    take_for_others(&start, pecaddr_scheme_ingpec(), &roster.rows[0], 0);
    expect_one_by_one(mode_number(_i), "the same row twice");
    ck_assert_str_eq(found.rows[1].address, "ada.neri.mc@ingpec.eu");
    ck_assert_int_eq(pecaddr_assignment_answer(&found.rows[1], 0), PECADDR_HELD_ELSEWHERE);
    ck_assert_uint_eq(found.rows[1].tried, 1);
}
END_TEST

START_TEST(row_is_not_given_what_only_a_later_row_of_the_same_entry_brings_to_light)
{
    start = (struct registry){.n = 0};
    roster.n = 1;
    roster.rows[0] = person_of(text("Ada"), text("Neri"));
    roster.rows[0].holder = text(holders[0]);
    roster.rows[0].number = 9;
    one_by_one(&start, pecaddr_scheme_ingpec(), PECADDR_CLAIM, &roster, &expected);
    ck_assert_str_eq(expected.rows[0].address, "ada.neri@ingpec.eu");
    roster.n = 2;
    roster.rows[0] = roster.rows[1] = person_of(text("Ada"), text("Neri"));
    roster.rows[1].holder = text(holders[0]);
    expect_one_by_one(PECADDR_CLAIM, "without codice fiscale, then transferred to that entry");
    ck_assert_str_eq(found.rows[0].address, "ada.neri.mc@ingpec.eu");
    ck_assert_str_eq(found.rows[1].address, "ada.neri@ingpec.eu");
}
END_TEST

/* What the properties say, in examples. */

/* Answers with what a script says for each row and level, and keeps the calls. */
struct script {
    enum pecaddr_answer answers[4][3];
    const char *held[4];
    int failure; /* what is returned */
    unsigned calls;
    size_t sizes[8];
    const struct pecaddr_person *rows;
};

static int ask_script(void *user, enum pecaddr_mode mode, struct pecaddr_query *const queries[],
                      size_t n)
{
    struct script *script = user;

    (void)mode;
    script->sizes[script->calls++] = n;
    for (size_t i = 0; i < n; i++) {
        size_t row = (size_t)(queries[i]->person - script->rows);

        queries[i]->answer = script->answers[row][queries[i]->level];
        if (script->held[row])
            strcpy(queries[i]->held, script->held[row]);
    }
    return script->failure;
}

#define SCRIPTED 4

static struct pecaddr_person people[SCRIPTED];
static struct pecaddr_assignment given[SCRIPTED];

/* Four persons of Macerata, all of one name, under other entries. */
static void make_homonyms(void)
{
    for (uint32_t i = 0; i < SCRIPTED; i++) {
        people[i] = person_of(text("Ada"), text("Rossi"));
        people[i].number = i + 1;
        memset(&given[i], 0x5A, sizeof given[i]);
        given[i].size = sizeof given[i];
    }
}

static int run_script(struct script *script, enum pecaddr_mode mode)
{
    const struct pecaddr_person *persons[SCRIPTED];
    struct pecaddr_assignment *ret[SCRIPTED];
    size_t size = pecaddr_batch_scratch_size(SCRIPTED);
    void *scratch = malloc(size);
    int r;

    script->rows = people;
    for (size_t i = 0; i < SCRIPTED; i++) {
        persons[i] = &people[i];
        ret[i] = &given[i];
    }
    r = pecaddr_resolve_batch(pecaddr_scheme_ingpec(), persons, SCRIPTED, mode, ask_script, script,
                              scratch, size, ret);
    free(scratch);
    return r;
}

START_TEST(homonyms_get_one_level_each_in_input_order_when_only_checking)
{
    struct script script = {.answers = {{PECADDR_FREE, PECADDR_FREE, PECADDR_FREE},
                                        {PECADDR_FREE, PECADDR_FREE, PECADDR_FREE},
                                        {PECADDR_FREE, PECADDR_FREE, PECADDR_FREE},
                                        {PECADDR_FREE, PECADDR_FREE, PECADDR_FREE}}};

    make_homonyms();
    ck_assert_int_eq(run_script(&script, PECADDR_CHECK), PECADDR_OK);
    ck_assert_str_eq(given[0].address, "ada.rossi@ingpec.eu");
    ck_assert_str_eq(given[1].address, "ada.rossi.mc@ingpec.eu");
    ck_assert_str_eq(given[2].address, "ada.rossi.mc.a3@ingpec.eu");
    ck_assert_str_eq(given[3].address, "ada.rossi.mc.a4@ingpec.eu");
    ck_assert_uint_eq(script.calls, 3);
    ck_assert_uint_eq(script.sizes[0], 4);
    ck_assert_uint_eq(script.sizes[1], 3);
    ck_assert_uint_eq(script.sizes[2], 2);
}
END_TEST

START_TEST(one_that_fails_leaves_the_others_valid_and_a_later_homonym_goes_on)
{
    struct script script = {.answers = {{PECADDR_FAILED},
                                        {PECADDR_UNANSWERED},
                                        {PECADDR_CLAIMED},
                                        {PECADDR_TAKEN, PECADDR_CLAIMED}}};

    make_homonyms();
    ck_assert_int_eq(run_script(&script, PECADDR_CLAIM), PECADDR_OK);
    ck_assert_int_eq(given[0].status, PECADDR_E_UNAVAILABLE);
    ck_assert_int_eq(given[1].status, PECADDR_E_UNAVAILABLE);
    ck_assert_str_eq(given[0].address, "");
    ck_assert_str_eq(given[2].address, "ada.rossi@ingpec.eu");
    ck_assert_str_eq(given[3].address, "ada.rossi.mc@ingpec.eu");
}
END_TEST

START_TEST(failed_call_fails_every_question_without_a_claim_and_keeps_its_code)
{
    struct script script = {
        .answers = {{PECADDR_CLAIMED}, {PECADDR_TAKEN}, {PECADDR_HELD}, {PECADDR_HELD_ELSEWHERE}},
        .held = {NULL, NULL, NULL, "ada.bianchi@ingpec.eu"},
        .failure = 42};

    make_homonyms();
    ck_assert_int_eq(run_script(&script, PECADDR_CLAIM), PECADDR_E_UNAVAILABLE);
    ck_assert_uint_eq(script.calls, 1);
    ck_assert_str_eq(given[0].address, "ada.rossi@ingpec.eu");
    ck_assert_int_eq(given[1].status, PECADDR_E_UNAVAILABLE);
    ck_assert_int_eq(given[1].failure, 42);
    ck_assert_int_eq(given[2].status, PECADDR_OK);
    ck_assert_int_eq(given[2].answer, PECADDR_HELD);
    ck_assert_str_eq(given[3].address, "ada.bianchi@ingpec.eu");
}
END_TEST

START_TEST(failed_call_keeps_its_code_where_an_answer_could_not_stand)
{
    struct script script = {.answers = {{PECADDR_HELD_ELSEWHERE},
                                        {PECADDR_UNANSWERED},
                                        {PECADDR_FAILED},
                                        {_i == 0 ? PECADDR_FREE : PECADDR_CLAIMED}},
                            .failure = 42};

    make_homonyms();
    ck_assert_int_eq(run_script(&script, _i == 0 ? PECADDR_CLAIM : PECADDR_CHECK),
                     PECADDR_E_UNAVAILABLE);
    for (size_t i = 0; i < SCRIPTED; i++) {
        ck_assert_int_eq(given[i].status, PECADDR_E_UNAVAILABLE);
        ck_assert_str_eq(given[i].address, "");
        ck_assert_msg(given[i].failure == 42, "row %zu: %d", i, given[i].failure);
    }
}
END_TEST

START_TEST(free_answers_of_a_failed_call_do_not_stand)
{
    struct script script = {
        .answers = {{PECADDR_FREE}, {PECADDR_FREE}, {PECADDR_FREE}, {PECADDR_FREE}},
        .failure = -42};

    make_homonyms();
    ck_assert_int_eq(run_script(&script, PECADDR_CHECK), PECADDR_E_UNAVAILABLE);
    for (size_t i = 0; i < SCRIPTED; i++) {
        ck_assert_int_eq(given[i].status, PECADDR_E_UNAVAILABLE);
        ck_assert_int_eq(given[i].failure, -42);
    }
}
END_TEST

START_TEST(person_in_error_has_the_error_and_is_not_asked)
{
    struct script script = {.answers = {{PECADDR_CLAIMED},
                                        {PECADDR_CLAIMED},
                                        {PECADDR_CLAIMED},
                                        {PECADDR_TAKEN, PECADDR_CLAIMED}},
                            .failure = _i == 0 ? 0 : 42};

    make_homonyms();
    people[1].surname = text("Ros3i");
    people[2].number = 0;
    ck_assert_int_eq(run_script(&script, PECADDR_CLAIM),
                     _i == 0 ? PECADDR_OK : PECADDR_E_UNAVAILABLE);
    ck_assert_uint_eq(script.sizes[0], 2);
    ck_assert_int_eq(given[1].status, PECADDR_E_UNEXPECTED);
    ck_assert_int_eq(given[1].field, PECADDR_FIELD_SURNAME);
    ck_assert_uint_eq(given[1].offset, 3);
    ck_assert_uint_eq(given[1].tried, 0);
    ck_assert_uint_eq(given[1].level, PECADDR_LEVEL_NONE);
    ck_assert_str_eq(given[1].address, "");
    ck_assert_int_eq(given[2].status, PECADDR_E_REGISTER);
    ck_assert_int_eq(given[2].field, PECADDR_FIELD_NUMBER);
}
END_TEST

/* Two rows of one person: the second is told the first one's address when only checking. */
static const struct {
    const char *what;
    const char *first;
    const char *second;
    uint32_t number;
    const char *surname;
    bool same;
} repeats[] = {
    {"codice fiscale", "RSSDAA70A41E783W", "RSSDAA70A41E783W", 2, "Bianchi", true},
    {"codice fiscale in another case", "RSSDAA70A41E783W", "rssdaa70a41e783w", 2, "Bianchi", true},
    {"entry, without codici fiscali", "", "", 1, "Rossi", true},
    {"entry, the second without", "RSSDAA70A41E783W", "", 1, "Rossi", true},
    {"entry, the first without", "", "RSSDAA70A41E783W", 1, "Rossi", true},
    {"entry of another name, without codici fiscali", "", "", 1, "Bianchi", false},
    {"entry of another name, the second without", "RSSDAA70A41E783W", "", 1, "Bianchi", false},
    {"entry of another name, the first without", "", "RSSDAA70A41E783W", 1, "Bianchi", false},
    {"two codici fiscali, one entry", "RSSDAA70A41E783W", "RSSDAA70A41E784Y", 1, "Bianchi", false},
    {"two entries", "", "", 2, "Bianchi", false},
    {"codice fiscale and the same name", "RSSDAA70A41E783W", "RSSDAA70A41E783W", 2, "Rossi", true},
    {"two entries of the same name", "", "", 2, "Rossi", false},
};

START_TEST(two_persons_are_one_by_codice_fiscale_or_in_its_absence_by_entry_and_name)
{
    struct script script = {.answers = {{PECADDR_FREE, PECADDR_FREE},
                                        {PECADDR_FREE, PECADDR_FREE},
                                        {PECADDR_FAILED},
                                        {PECADDR_FAILED}}};
    bool one_name = strcmp(repeats[_i].surname, "Rossi") == 0;

    make_homonyms();
    people[0].holder = text(repeats[_i].first);
    people[1].holder = text(repeats[_i].second);
    people[1].number = repeats[_i].number;
    people[1].surname = text(repeats[_i].surname);
    ck_assert_int_eq(run_script(&script, PECADDR_CHECK), PECADDR_OK);
    ck_assert_str_eq(given[0].address, "ada.rossi@ingpec.eu");
    if (repeats[_i].same) {
        ck_assert_msg(strcmp(given[1].address, given[0].address) == 0, "%s: %s", repeats[_i].what,
                      given[1].address);
        ck_assert_int_eq(given[1].answer, one_name ? PECADDR_HELD : PECADDR_HELD_ELSEWHERE);
    } else {
        ck_assert_str_eq(given[1].address,
                         one_name ? "ada.rossi.mc@ingpec.eu" : "ada.bianchi@ingpec.eu");
        ck_assert_int_eq(given[1].answer, PECADDR_FREE);
    }
}
END_TEST

/* Arguments. */

START_TEST(batch_of_nobody_asks_nothing)
{
    struct script script = {.calls = 0};
    char scratch[16];

    ck_assert_int_eq(pecaddr_resolve_batch(pecaddr_scheme_ingpec(), NULL, 0, PECADDR_CLAIM,
                                           ask_script, &script, scratch, sizeof scratch, NULL),
                     PECADDR_OK);
    ck_assert_uint_eq(script.calls, 0);
}
END_TEST

START_TEST(scratch_size_grows_with_the_batch_and_is_0_where_it_overflows)
{
    size_t last = 0;

    for (size_t n = 1; n < 1000; n++) {
        ck_assert_uint_gt(pecaddr_batch_scratch_size(n), last);
        last = pecaddr_batch_scratch_size(n);
    }
    ck_assert_uint_eq(pecaddr_batch_scratch_size(SIZE_MAX), 0);
    ck_assert_uint_eq(pecaddr_batch_scratch_size(SIZE_MAX / 2), 0);
    ck_assert_uint_eq(pecaddr_batch_scratch_size(SIZE_MAX / 16), 0);
}
END_TEST

START_TEST(scratch_that_is_too_small_is_refused_and_nothing_touched)
{
    struct script script = {.rows = people};
    const struct pecaddr_person *persons[] = {&people[0], &people[1]};
    struct pecaddr_assignment *ret[] = {&given[0], &given[1]};
    size_t size = pecaddr_batch_scratch_size(2);
    void *scratch = malloc(size);

    make_homonyms();
    ck_assert_int_eq(pecaddr_resolve_batch(pecaddr_scheme_ingpec(), persons, 2, PECADDR_CLAIM,
                                           ask_script, &script, scratch, size - 1, ret),
                     PECADDR_E_CAPACITY);
    ck_assert_int_eq(pecaddr_resolve_batch(pecaddr_scheme_ingpec(), persons, 2, PECADDR_CLAIM,
                                           ask_script, &script, NULL, 0, ret),
                     PECADDR_E_CAPACITY);
    ck_assert_uint_eq(script.calls, 0);
    ck_assert_int_eq(given[0].status, 0x5A5A5A5A);
    ck_assert_int_eq(given[1].status, 0x5A5A5A5A);
    free(scratch);
}
END_TEST

START_TEST(one_wrong_argument_refuses_the_whole_batch)
{
    static const int modes[] = {0, 3, -1};
    struct script script = {.rows = people};
    size_t size = pecaddr_batch_scratch_size(2);
    void *scratch = malloc(size);

    for (int wrong = 0; wrong < 8; wrong++) {
        const struct pecaddr_person *persons[] = {&people[0], &people[1]};
        struct pecaddr_assignment *ret[] = {&given[0], &given[1]};
        int mode_value = wrong < 3 ? modes[wrong] : (int)PECADDR_CLAIM;
        enum pecaddr_mode mode;

        memcpy(&mode, &mode_value, sizeof mode);
        make_homonyms();
        if (wrong == 3)
            persons[1] = NULL;
        else if (wrong == 4)
            people[1].size--;
        else if (wrong == 5)
            ret[1] = NULL;
        else if (wrong == 6)
            given[1].size--;
        else if (wrong == 7)
            people[1].holder = (struct pecaddr_text){NULL, 16};
        ck_assert_msg(pecaddr_resolve_batch(pecaddr_scheme_ingpec(), persons, 2, mode, ask_script,
                                            &script, scratch, size, ret) == PECADDR_E_ARGUMENT,
                      "wrong argument %d", wrong);
        ck_assert_uint_eq(script.calls, 0);
        ck_assert_int_eq(given[0].status, 0x5A5A5A5A);
        ck_assert_int_eq(given[1].status, 0x5A5A5A5A);
    }
    free(scratch);
}
END_TEST

/*
 * Allocations are counted by the sanitizer's hooks where there is one, and else by functions of
 * this program that stand before those of the C library.
 */
static volatile size_t allocations; /* compilers know that malloc() changes no variable */

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) ||                         \
    __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif

#ifdef SANITIZED
int __sanitizer_install_malloc_and_free_hooks(void (*allocated)(const volatile void *, size_t),
                                              void (*freed)(const volatile void *));

static void count_allocation(const volatile void *memory, size_t size)
{
    (void)memory;
    (void)size;
    allocations++;
}

static void ignore_free(const volatile void *memory)
{
    (void)memory;
}

static void start_counting(void)
{
    ck_assert_int_ne(__sanitizer_install_malloc_and_free_hooks(count_allocation, ignore_free), 0);
}
#else
#define VISIBLE __attribute__((visibility("default")))

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *memory, size_t size);

VISIBLE void *malloc(size_t size)
{
    allocations++;
    return __libc_malloc(size);
}

VISIBLE void *calloc(size_t n, size_t size)
{
    allocations++;
    return __libc_calloc(n, size);
}

VISIBLE void *realloc(void *memory, size_t size)
{
    allocations++;
    return __libc_realloc(memory, size);
}

static void start_counting(void)
{
}
#endif

static int answer_nothing_twice(void *user, enum pecaddr_mode mode,
                                struct pecaddr_query *const queries[], size_t n)
{
    (void)user;
    for (size_t i = 0; i < n; i++)
        queries[i]->answer = queries[i]->level < 1   ? PECADDR_TAKEN
                             : mode == PECADDR_CHECK ? PECADDR_FREE
                                                     : PECADDR_CLAIMED;
    return 0;
}

static int present(void *user, const char *address)
{
    (void)user;
    (void)address;
    return 1;
}

START_TEST(nothing_is_allocated)
{
    enum { N = 200 };
    static struct pecaddr_person rows[N];
    static struct pecaddr_assignment outcomes[N];
    static const struct pecaddr_person *persons[N];
    static struct pecaddr_assignment *ret[N];
    size_t size = pecaddr_batch_scratch_size(N);
    void *scratch = malloc(size);
    struct pecaddr_parsed parsed = {.size = sizeof parsed};
    struct pecaddr_error error = {.size = sizeof error};
    char buffer[1024];
    void *volatile counted;
    size_t before;

    for (size_t i = 0; i < N; i++) {
        rows[i] = person_of(names[i % N_OF(names)].given, names[i % N_OF(names)].surname);
        rows[i].number = 1 + (uint32_t)(i % 150);
        outcomes[i].size = sizeof outcomes[i];
        persons[i] = &rows[i];
        ret[i] = &outcomes[i];
    }
    start_counting();
    before = allocations;
    counted = malloc(10);
    ck_assert_msg(allocations > before, "the counter does not count");
    free(counted);
    before = allocations;
    for (int i = 0; i < 6; i++)
        if (pecaddr_resolve_batch(scheme_number(i / 2), persons, N, mode_number(i),
                                  answer_nothing_twice, NULL, scratch, size, ret) != PECADDR_OK)
            abort();
    pecaddr_resolve(pecaddr_scheme_ingpec(), &rows[0], present, NULL, &outcomes[0], &error);
    pecaddr_local_part(pecaddr_scheme_ingpec(), &rows[1], NULL, buffer, sizeof buffer, NULL, NULL,
                       NULL);
    pecaddr_candidate(pecaddr_scheme_ingpec(), &rows[1], 2, buffer, sizeof buffer, NULL, NULL,
                      NULL);
    pecaddr_repair(text("NicolÃ²"), buffer, sizeof buffer, NULL);
    pecaddr_parse(pecaddr_scheme_ingpec(), text("ada.rossi.mc@ingpec.eu"), &parsed);
    pecaddr_match(pecaddr_scheme_ingpec(), &rows[1], text("ada.rossi.mc@ingpec.eu"), NULL, NULL,
                  NULL);
    pecaddr_scheme_canonical(pecaddr_scheme_ingpec(), buffer, sizeof buffer, NULL);
    ck_assert_uint_eq(allocations, before);
    free(scratch);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("batch");
    TCase *tc = tcase_create("properties");

    tcase_add_unchecked_fixture(tc, make_schemes, free_made_schemes);
    tcase_set_timeout(tc, 300);
    tcase_add_loop_test(tc, batch_equals_one_by_one_in_input_order, 0, 8);
    tcase_add_loop_test(tc, disjoint_scheme_needs_one_call_per_level, 0, 2);
    tcase_add_loop_test(tc, failed_call_leaves_what_stands_and_a_later_one_completes_it, 0, 6);
    tcase_add_loop_test(tc, claims_never_give_one_address_to_two_persons, 0, 3);
    suite_add_tcase(suite, tc);

    tc = tcase_create("examples");
    tcase_add_unchecked_fixture(tc, make_schemes, free_made_schemes);
    tcase_add_loop_test(tc, person_whose_candidate_is_reserved_does_not_overtake_an_earlier_one, 0,
                        2);
    tcase_add_loop_test(tc, person_who_comes_twice_is_told_the_mailbox_at_the_first_question, 0, 2);
    tcase_add_test(tc, row_is_not_given_what_only_a_later_row_of_the_same_entry_brings_to_light);
    tcase_add_test(tc, homonyms_get_one_level_each_in_input_order_when_only_checking);
    tcase_add_test(tc, one_that_fails_leaves_the_others_valid_and_a_later_homonym_goes_on);
    tcase_add_test(tc, failed_call_fails_every_question_without_a_claim_and_keeps_its_code);
    tcase_add_loop_test(tc, failed_call_keeps_its_code_where_an_answer_could_not_stand, 0, 2);
    tcase_add_test(tc, free_answers_of_a_failed_call_do_not_stand);
    tcase_add_loop_test(tc, person_in_error_has_the_error_and_is_not_asked, 0, 2);
    ADD(tc, two_persons_are_one_by_codice_fiscale_or_in_its_absence_by_entry_and_name, repeats);
    suite_add_tcase(suite, tc);

    tc = tcase_create("arguments");
    tcase_add_unchecked_fixture(tc, make_schemes, free_made_schemes);
    tcase_add_test(tc, batch_of_nobody_asks_nothing);
    tcase_add_test(tc, scratch_size_grows_with_the_batch_and_is_0_where_it_overflows);
    tcase_add_test(tc, scratch_that_is_too_small_is_refused_and_nothing_touched);
    tcase_add_test(tc, one_wrong_argument_refuses_the_whole_batch);
    tcase_add_test(tc, nothing_is_allocated);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
