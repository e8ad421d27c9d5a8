/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §4: a batch gives exactly the assignment of one person after the other in input order. */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include <sys/mman.h>
#include <unistd.h>

#include "core/batch-model.h"
#include "core/made-scheme.h"
#include "scheme.h"

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

/* Rosters. */

static const char *const siglas[][2] = {{"MC", "mc"}, {"AN", "an"}};

/* Somebody, who comes in one or more rows. */
struct somebody {
    struct pecaddr_person person;
    size_t sigla;
    bool has_holder;
    bool shares_entry; /* with another codice fiscale: then the codice fiscale is always there */
};

static void make_somebody(struct somebody *people, uint32_t i, uint32_t n_names)
{
    struct somebody *it = &people[i];
    uint32_t name = random_below(n_names);

    *it = (struct somebody){.person = person_of(model_names[name].given, model_names[name].surname),
                            .sigla = random_below(2)};
    it->person.section = chance(70) ? 'A' : 'B';
    it->person.number = 100 + i;
    it->has_holder = chance(60);
    if (i > 0 && chance(10) && people[i - 1].has_holder) {
        it->has_holder = true;
        it->sigla = people[i - 1].sigla;
        it->person.section = people[i - 1].person.section;
        it->person.number = people[i - 1].person.number;
        it->shares_entry = people[i - 1].shares_entry = true;
    }
}

/* What is wrong in some rows; a scheme that needs no entry takes an entry that is none. */
static void spoil(struct pecaddr_person *row, const struct pecaddr_scheme *scheme)
{
    if (chance(3))
        row->surname = text("Ne3ri");
    if (chance(2))
        row->given = text("");
    if (chance(2) && row->holder.size > 0)
        row->holder.size--;
    if (chance(scheme == counter ? 10 : 2))
        row->province = text("XX");
    if (chance(scheme == counter ? 10 : 2))
        row->section = 'C';
    if (chance(scheme == counter ? 20 : 2))
        row->number = chance(50) ? 0 : 10000000;
}

/* A row in which somebody comes: under another name, without codice fiscale, moved, wrong. */
static struct pecaddr_person make_row(const struct somebody *people, uint32_t i, uint32_t n_names,
                                      uint32_t *moves, const struct pecaddr_scheme *scheme)
{
    const struct somebody *it = &people[i];
    struct pecaddr_person row = it->person;

    if (chance(15)) {
        uint32_t name = random_below(n_names);

        row.given = model_names[name].given;
        row.surname = model_names[name].surname;
    }
    if (it->has_holder)
        row.holder = text(model_holders[i][chance(75) ? 0 : 1 + random_below(2)]);
    if (!it->shares_entry && it->has_holder) {
        if (chance(20))
            row.holder = (struct pecaddr_text){NULL, 0};
        else if (chance(15))
            row.number = 1000 + (*moves)++;
    }
    row.province = text(siglas[it->sigla][chance(15)]);
    if (chance(15))
        row.section = row.section == 'A' ? 'a' : 'b';
    spoil(&row, scheme);
    return row;
}

/* A roster and a registry in which some of its persons, and others, have mailboxes already. */
static void make_case(const struct pecaddr_scheme *scheme, struct roster *roster,
                      struct registry *registry, bool repeated)
{
    static struct roster earlier;
    static struct outcome ignored;
    struct somebody people[MODEL_HOLDERS];
    uint32_t n_names = 1 + random_below(MODEL_NAMES);
    uint32_t n_people = 1 + random_below(MODEL_HOLDERS);
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
        earlier.rows[row] = make_row(people, random_below(n_people), n_names, &moves, scheme);
    }
    model_one_by_one(registry, scheme, PECADDR_CLAIM, &earlier, &ignored);
    roster->n = repeated ? 1 + random_below(ROWS_MAX) : n_people;
    for (size_t row = 0; row < roster->n; row++) {
        uint32_t i = repeated ? random_below(n_people) : (uint32_t)row;

        roster->rows[row] = make_row(people, i, n_names, &moves, scheme);
    }
    for (uint32_t k = random_below(4); k > 0; k--) {
        const struct pecaddr_person *it = &roster->rows[random_below((uint32_t)roster->n)];

        model_take(registry, scheme, it, random_below(3));
    }
    if (chance(30))
        registry->refuse = random_below(30);
    if (chance(50))
        registry->note = random_below(60);
    if (chance(50)) {
        registry->fail = random_below(20);
        registry->fail_row = random_below(20);
        registry->fail_before = chance(50);
    }
}

static void expect_equal(const struct roster *roster, const struct outcome *expected,
                         const struct outcome *found, const char *what, unsigned round)
{
    size_t row = model_differing_row(roster, expected, found);

    if (row < roster->n)
        ck_abort_msg("%s, roster %u: row %zu differs", what, round, row);
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

static int run(struct batch *batch, enum pecaddr_mode mode)
{
    return model_run(batch, mode, random_below(17), &found);
}

START_TEST(batch_equals_one_by_one_in_input_order)
{
    const struct pecaddr_scheme *scheme = scheme_number(_i / 2);
    enum pecaddr_mode mode = mode_number(_i);

    random_state = 4242 + (uint64_t)_i;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct batch batch = {.registry = &right, .roster = &roster, .scheme = scheme};

        make_case(scheme, &roster, &start, true);
        left = right = start;
        model_one_by_one(&left, scheme, mode, &roster, &expected);
        MODEL_HOLDS(run(&batch, mode) == PECADDR_OK);
        expect_equal(&roster, &expected, &found, scheme->name, round);
        MODEL_HOLDS(left.n == right.n);
    }
}
END_TEST

/* Two rows are one person's, or might be. */
static bool has_repeats(void)
{
    for (size_t i = 0; i < roster.n; i++)
        for (size_t k = 0; k < i; k++)
            if (model_same_holder(&roster.rows[i], &roster.rows[k]) ||
                model_may_be_one(&roster.rows[i], &roster.rows[k]))
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
        MODEL_HOLDS(!has_repeats());
        left = right = start;
        model_one_by_one(&left, scheme, mode_number(_i), &roster, &expected);
        MODEL_HOLDS(run(&batch, mode_number(_i)) == PECADDR_OK);
        expect_equal(&roster, &expected, &found, scheme->name, round);
        for (size_t row = 0; row < roster.n; row++) {
            const struct pecaddr_assignment *it = &expected.rows[row];

            most = expected.questions[row] > most ? expected.questions[row] : most;
            levels = it->tried > levels ? it->tried : levels;
            reserved = reserved || it->reserved[0] != 0;
        }
        MODEL_HOLDS(batch.calls >= most);
        if (reserved)
            continue;
        MODEL_HOLDS(batch.calls == levels);
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
        batch.answered = random_below(ROWS_MAX + 1);
        batch.failure = chance(50) ? 7 : -7;
        left = right = start;
        model_one_by_one(&left, scheme, mode, &roster, &expected);
        r = run(&batch, mode);
        MODEL_HOLDS(r == (batch.calls == batch.fail_at ? PECADDR_E_UNAVAILABLE : PECADDR_OK));
        failures += r != PECADDR_OK;
        for (size_t row = 0; row < roster.n; row++) {
            if (model_stands_after_failure(&batch, mode, r, row, &expected, &found))
                continue;
            model_print(&roster, &expected, &found);
            ck_abort_msg("%s, roster %u: row %zu after the failure of call %u", scheme->name, round,
                         row, batch.fail_at);
        }
        if (mode == PECADDR_CHECK)
            continue;
        start = left = right;
        model_one_by_one(&left, scheme, mode, &roster, &expected);
        batch = (struct batch){.registry = &right, .roster = &roster, .scheme = scheme};
        MODEL_HOLDS(run(&batch, mode) == PECADDR_OK);
        expect_equal(&roster, &expected, &found, "asked again", round);
    }
    ck_assert_uint_gt(failures, ROUNDS / 20);
}
END_TEST

/* Nobody was given what somebody else was. */
static void expect_no_address_twice(const char *what)
{
    for (size_t row = 0; row < roster.n; row++)
        for (size_t k = 0; k < row; k++)
            if (found.rows[row].address[0] &&
                strcmp(found.rows[row].address, found.rows[k].address) == 0)
                ck_abort_msg("%s: %s twice", what, found.rows[row].address);
}

START_TEST(claims_never_give_one_address_to_two_persons)
{
    const struct pecaddr_scheme *scheme = scheme_number(_i);

    random_state = 31 + (uint64_t)_i;
    for (unsigned round = 0; round < ROUNDS / 5; round++) {
        make_case(scheme, &roster, &right, false);
        MODEL_HOLDS(!has_repeats());
        for (int mode = PECADDR_CHECK; mode <= PECADDR_CLAIM; mode++) {
            struct batch batch = {.registry = &right, .roster = &roster, .scheme = scheme};

            MODEL_HOLDS(run(&batch, (enum pecaddr_mode)mode) == PECADDR_OK);
            expect_no_address_twice(mode == PECADDR_CHECK ? "checking" : "claiming");
        }
    }
}
END_TEST

/* The smallest rosters in which a person comes twice and the order of the questions matters. */

static void expect_one_by_one_under(const struct pecaddr_scheme *scheme, enum pecaddr_mode mode,
                                    const char *what)
{
    struct batch batch = {.registry = &right, .roster = &roster, .scheme = scheme};

    left = right = start;
    model_one_by_one(&left, scheme, mode, &roster, &expected);
    ck_assert_int_eq(run(&batch, mode), PECADDR_OK);
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
    model_take(&start, skipping, &roster.rows[0], 0);
    expect_one_by_one_under(skipping, mode_number(_i), "taken, then reserved");
    ck_assert_str_eq(found.rows[0].address, "a.neri.mc@example.org");
    ck_assert_int_eq(found.rows[1].status, PECADDR_E_EXHAUSTED);
}
END_TEST

/* Both lack level 0; Alba has level 1 before her, Anna skips it: she must not be first at level 2.
 */
START_TEST(person_whose_later_candidate_is_reserved_does_not_overtake_an_earlier_one)
{
    const struct pecaddr_scheme *scheme =
        make_scheme("rule = {given}.{surname}\nrule = {given}.{surname}.{province}\n"
                    "rule = {initial}.{surname}.00\nreserved = *.neri.mc");

    start = (struct registry){.n = 0};
    roster.n = 2;
    roster.rows[0] = person_of(text("Alba"), text("Neri"));
    roster.rows[0].province = text("AN");
    roster.rows[1] = person_of(text("Anna"), text("Neri"));
    for (unsigned level = 0; level <= 1; level++) {
        model_take(&start, scheme, &roster.rows[0], level);
        model_take(&start, scheme, &roster.rows[1], level);
    }
    ck_assert(pecaddr_scheme_is_disjoint(scheme));
    expect_one_by_one_under(scheme, mode_number(_i), "a level that is reserved");
    ck_assert_str_eq(found.rows[0].address, "a.neri.00@example.org");
    ck_assert_int_eq(found.rows[1].status, PECADDR_E_EXHAUSTED);
}
END_TEST

START_TEST(person_who_comes_twice_is_told_the_mailbox_at_the_first_question)
{
    start = (struct registry){.n = 0};
    roster.n = 2;
    roster.rows[0] = roster.rows[1] = person_of(text("Ada"), text("Neri"));
    model_take(&start, pecaddr_scheme_ingpec(), &roster.rows[0], 0);
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
    roster.rows[0].holder = text(model_holders[0][0]);
    roster.rows[0].number = 9;
    model_one_by_one(&start, pecaddr_scheme_ingpec(), PECADDR_CLAIM, &roster, &expected);
    ck_assert_str_eq(expected.rows[0].address, "ada.neri@ingpec.eu");
    roster.n = 2;
    roster.rows[0] = roster.rows[1] = person_of(text("Ada"), text("Neri"));
    roster.rows[1].holder = text(model_holders[0][0]);
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
    int query_failure;
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
        queries[i]->failure = script->query_failure;
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

/* Two rows, and whether they are one person: then the second is told the first one's address. */

#define CF       "RSSDAA70A41E783W"
#define OTHER_CF "RSSDAA70A41E784Y"

static const struct {
    const char *what;
    const char *first; /* codici fiscali */
    const char *second;
    const char *province;
    char section;
    uint32_t number;
    const char *given;
    const char *surname;
    bool same;
} repeats[] = {
    {"codice fiscale", CF, CF, "MC", 'A', 2, "Ada", "Bianchi", true},
    {"codice fiscale in lower case", CF, "rssdaa70a41e783w", "MC", 'A', 2, "Ada", "Bianchi", true},
    {"codice fiscale with spaces", CF, " RSS DAA 70A41 E783W ", "MC", 'A', 2, "Ada", "Bianchi",
     true},
    {"codice fiscale and name", CF, CF, "MC", 'A', 2, "Ada", "Rossi", true},
    {"provisional, with spaces", "00000000018", "000 000 000 18", "MC", 'A', 2, "Ada", "Bianchi",
     true},
    {"two provisional ones", "00000000018", "00000000026", "MC", 'A', 1, "Ada", "Bianchi", false},
    {"entry, without codici fiscali", "", "", "MC", 'A', 1, "Ada", "Rossi", true},
    {"entry in the other case", "", "", "mc", 'a', 1, "ADA", "rossì", true},
    {"entry, the second without", CF, "", "MC", 'A', 1, "Ada", "Rossi", true},
    {"entry, the first without", "", CF, "MC", 'A', 1, "Ada", "Rossi", true},
    {"entry of another surname", "", "", "MC", 'A', 1, "Ada", "Bianchi", false},
    {"entry of other given names", "", "", "MC", 'A', 1, "Eva", "Rossi", false},
    {"entry of more given names", "", "", "MC", 'A', 1, "Ada Eva", "Rossi", false},
    {"entry of the same letters", "", "", "MC", 'A', 1, "Ad", "Arossi", false},
    {"entry of another name, the second without", CF, "", "MC", 'A', 1, "Ada", "Bianchi", false},
    {"entry of another name, the first without", "", CF, "MC", 'A', 1, "Ada", "Bianchi", false},
    {"two codici fiscali, one entry and name", CF, OTHER_CF, "MC", 'A', 1, "Ada", "Rossi", false},
    {"two numbers", "", "", "MC", 'A', 2, "Ada", "Rossi", false},
    {"two sections", "", "", "MC", 'B', 1, "Ada", "Rossi", false},
    {"two provinces", "", "", "AN", 'A', 1, "Ada", "Rossi", false},
    {"nothing but the domain", "", "", "AN", 'B', 2, "Eva", "Bianchi", false},
};

static void make_repeat(int i)
{
    make_homonyms();
    people[0].holder = text(repeats[i].first);
    people[1] = person_of(text(repeats[i].given), text(repeats[i].surname));
    people[1].holder = text(repeats[i].second);
    people[1].province = text(repeats[i].province);
    people[1].section = repeats[i].section;
    people[1].number = repeats[i].number;
}

START_TEST(two_persons_are_one_by_codice_fiscale_or_in_its_absence_by_entry_and_name)
{
    struct script script = {.answers = {{PECADDR_FREE, PECADDR_FREE, PECADDR_FREE},
                                        {PECADDR_FREE, PECADDR_FREE, PECADDR_FREE},
                                        {PECADDR_FAILED},
                                        {PECADDR_FAILED}}};
    char address[PECADDR_ADDRESS_MAX + 1];
    bool asked;

    make_repeat(_i);
    ck_assert_int_eq(pecaddr_candidate(pecaddr_scheme_ingpec(), &people[1], 0, address,
                                       sizeof address, NULL, NULL, NULL),
                     PECADDR_OK);
    asked = strcmp(address, "ada.rossi@ingpec.eu") == 0; /* for what the first was given */
    ck_assert_int_eq(run_script(&script, PECADDR_CHECK), PECADDR_OK);
    ck_assert_str_eq(given[0].address, "ada.rossi@ingpec.eu");
    if (repeats[_i].same) {
        ck_assert_msg(strcmp(given[1].address, given[0].address) == 0, "%s: %s", repeats[_i].what,
                      given[1].address);
        ck_assert_int_eq(given[1].answer, asked ? PECADDR_HELD : PECADDR_HELD_ELSEWHERE);
        ck_assert_uint_eq(given[1].level,
                          asked || !strcmp(repeats[_i].surname, "Rossi") ? 0 : PECADDR_LEVEL_NONE);
    } else {
        ck_assert_msg(strcmp(given[1].address, given[0].address) != 0, "%s", repeats[_i].what);
        ck_assert_int_eq(given[1].answer, PECADDR_FREE);
        ck_assert_uint_eq(given[1].level, asked);
    }
}
END_TEST

/* Those who might be one wait for each other, so the first call asks for one of them only. */
START_TEST(rows_that_share_codice_fiscale_or_entry_are_not_asked_at_once)
{
    struct script script = {.answers = {{PECADDR_CLAIMED},
                                        {PECADDR_TAKEN, PECADDR_CLAIMED},
                                        {PECADDR_CLAIMED},
                                        {PECADDR_CLAIMED}}};
    bool entry = strcmp(repeats[_i].province, "MC") == 0 || strcmp(repeats[_i].province, "mc") == 0;

    make_repeat(_i);
    entry = entry && people[1].number == 1 && repeats[_i].section != 'B';
    ck_assert_int_eq(run_script(&script, PECADDR_CLAIM), PECADDR_OK);
    ck_assert_msg(script.sizes[0] == (entry || repeats[_i].same ? 1 : 4), "%s: %zu at once",
                  repeats[_i].what, script.sizes[0]);
}
END_TEST

/* Whoever has another codice fiscale than the first of an entry is somebody else, now as later. */
START_TEST(entry_is_the_first_codice_fiscales_also_when_a_row_without_one_came_after)
{
    struct script script = {.answers = {{PECADDR_FREE, PECADDR_FREE, PECADDR_FREE},
                                        {PECADDR_FREE, PECADDR_FREE, PECADDR_FREE},
                                        {PECADDR_FREE, PECADDR_FREE, PECADDR_FREE},
                                        {PECADDR_FREE, PECADDR_FREE, PECADDR_FREE}}};
    bool first_has_it = _i == 0;

    make_homonyms();
    for (size_t i = 0; i < SCRIPTED; i++)
        people[i].number = 1;
    people[first_has_it ? 0 : 1].holder = text(CF);
    people[2].holder = text(OTHER_CF);
    ck_assert_int_eq(run_script(&script, PECADDR_CHECK), PECADDR_OK);
    ck_assert_str_eq(given[0].address, "ada.rossi@ingpec.eu");
    ck_assert_str_eq(given[1].address, "ada.rossi@ingpec.eu");
    ck_assert_int_eq(given[1].answer, PECADDR_HELD);
    ck_assert_str_eq(given[2].address, "ada.rossi.mc@ingpec.eu");
    ck_assert_str_eq(given[3].address, "ada.rossi@ingpec.eu");
    ck_assert_int_eq(given[3].answer, PECADDR_HELD);
}
END_TEST

START_TEST(person_whose_candidates_are_all_reserved_is_told_so_and_not_asked)
{
    const struct pecaddr_scheme *scheme =
        make_scheme("rule = {given}.{surname}\nrule = {given}.{surname}.{province}\n"
                    "reserved = *.neri\nreserved = *.neri.*");
    struct batch batch = {.registry = &right, .roster = &roster, .scheme = scheme};

    for (roster.n = 1; roster.n <= 2; roster.n++) {
        start = (struct registry){.n = 0};
        roster.rows[0] = person_of(text("Ada"), text("Neri"));
        roster.rows[1] = person_of(text("Ada"), text("Rossi"));
        expect_one_by_one_under(scheme, mode_number(_i), "all reserved");
        ck_assert_int_eq(found.rows[0].status, PECADDR_E_EXHAUSTED);
        ck_assert_uint_eq(found.rows[0].tried, 2);
        ck_assert_int_eq(found.rows[0].answer, PECADDR_RESERVED);
    }
    batch.fail_at = 1;
    batch.failure = 7;
    roster.n = 2;
    ck_assert_int_eq(run(&batch, mode_number(_i)), PECADDR_E_UNAVAILABLE);
    ck_assert_int_eq(found.rows[0].status, PECADDR_E_EXHAUSTED);
    ck_assert_int_eq(found.rows[1].status, PECADDR_E_UNAVAILABLE);
}
END_TEST

START_TEST(person_whose_codice_fiscale_is_wrong_takes_no_part)
{
    struct script script = {.answers = {{PECADDR_CLAIMED},
                                        {PECADDR_CLAIMED},
                                        {PECADDR_TAKEN, PECADDR_CLAIMED},
                                        {PECADDR_TAKEN, PECADDR_TAKEN, PECADDR_CLAIMED}}};

    make_homonyms();
    people[1].holder = text("RSSDAA70A41E783X");
    ck_assert_int_eq(run_script(&script, PECADDR_CLAIM), PECADDR_OK);
    ck_assert_uint_eq(script.sizes[0], 3);
    ck_assert_int_eq(given[1].status, PECADDR_E_HOLDER);
    ck_assert_int_eq(given[1].field, PECADDR_FIELD_HOLDER);
    ck_assert_uint_eq(given[1].offset, 0);
    ck_assert_str_eq(given[1].address, "");
    ck_assert_str_eq(given[3].address, "ada.rossi.mc.a4@ingpec.eu");
}
END_TEST

/* A row that waits for the next segment is not read twice: a transliterator counts. */

static int count_reading(void *user, struct pecaddr_text text, char *buffer, size_t capacity,
                         size_t *ret_size)
{
    (void)text;
    MODEL_HOLDS(capacity >= 3);
    memcpy(buffer, "ada", 3);
    *ret_size = 3;
    ++*(unsigned *)user;
    return 0;
}

START_TEST(name_of_a_row_that_waits_is_folded_once)
{
    static const char lines[] = "name = other\ndomain = example.org\ntransliterate = icu\n"
                                "rule = {given}.{surname}\nrule = {given}.{surname}.{number}\n";
    unsigned readings = 0;
    struct pecaddr_transliterator transliterator = PECADDR_TRANSLITERATOR_INIT;
    const struct pecaddr_scheme *scheme;
    unsigned alone = 0;

    transliterator.name = "icu";
    transliterator.transliterate = count_reading;
    transliterator.user = &readings;
    ck_assert_int_eq(pecaddr_scheme_parse(text(lines), &transliterator, &scheme, NULL), PECADDR_OK);
    start = (struct registry){.n = 0};
    roster.rows[0] = person_of(text("Άδα"), text("Neri"));
    roster.rows[1] = roster.rows[2] = roster.rows[0];
    for (roster.n = 1; roster.n <= 3; roster.n++) {
        struct batch batch = {.registry = &right, .roster = &roster, .scheme = scheme};

        right = start;
        readings = 0;
        ck_assert_int_eq(run(&batch, PECADDR_CLAIM), PECADDR_OK);
        ck_assert_str_eq(found.rows[roster.n - 1].address, "ada.neri@example.org");
        alone = roster.n == 1 ? readings : alone;
        ck_assert_uint_eq(readings, alone * (unsigned)roster.n);
    }
    pecaddr_scheme_free(scheme);
}
END_TEST

/* Refusals and what a callback does wrong. */

START_TEST(refusal_is_the_status_of_its_person_alone)
{
    struct script script = {.answers = {{PECADDR_REFUSED},
                                        {PECADDR_CLAIMED},
                                        {PECADDR_TAKEN, PECADDR_REFUSED},
                                        {PECADDR_TAKEN, PECADDR_CLAIMED}},
                            .query_failure = PECADDR_E_REVIEW};

    make_homonyms();
    ck_assert_int_eq(run_script(&script, PECADDR_CLAIM), PECADDR_OK);
    for (size_t i = 0; i < SCRIPTED; i++) {
        bool refused = i % 2 == 0;

        ck_assert_int_eq(given[i].status, refused ? PECADDR_E_REVIEW : PECADDR_OK);
        ck_assert_int_eq(given[i].answer, refused ? PECADDR_REFUSED : PECADDR_CLAIMED);
        ck_assert_int_eq(given[i].failure, 0);
        if (refused)
            ck_assert_str_eq(given[i].message, pecaddr_strerror(PECADDR_E_REVIEW));
    }
    ck_assert_str_eq(given[1].address, "ada.rossi@ingpec.eu");
    ck_assert_str_eq(given[3].address, "ada.rossi.mc@ingpec.eu");
}
END_TEST

START_TEST(refusal_in_a_call_that_failed_does_not_stand)
{
    struct script script = {
        .answers = {{PECADDR_CLAIMED}, {PECADDR_REFUSED}, {PECADDR_REFUSED}, {PECADDR_HELD}},
        .query_failure = PECADDR_E_HOLDER,
        .failure = 42};

    make_homonyms();
    ck_assert_int_eq(run_script(&script, PECADDR_CLAIM), PECADDR_E_UNAVAILABLE);
    ck_assert_int_eq(given[0].status, PECADDR_OK);
    for (size_t i = 1; i <= 2; i++) {
        ck_assert_int_eq(given[i].status, PECADDR_E_UNAVAILABLE);
        ck_assert_int_eq(given[i].failure, 42);
        ck_assert_int_eq(given[i].answer, PECADDR_FAILED);
        ck_assert_str_eq(given[i].message, pecaddr_strerror(PECADDR_E_UNAVAILABLE));
    }
    ck_assert_int_eq(given[3].status, PECADDR_OK);
}
END_TEST

START_TEST(message_says_what_the_callback_did_wrong)
{
    struct script script = {
        .answers = {{PECADDR_FREE}, {PECADDR_UNANSWERED}, {PECADDR_HELD_ELSEWHERE}, {PECADDR_HELD}},
        .held = {NULL, NULL, "ada..rossi@ingpec.eu", NULL}};

    make_homonyms();
    ck_assert_int_eq(run_script(&script, PECADDR_CLAIM), PECADDR_OK);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(given[i].status, PECADDR_E_UNAVAILABLE);
        ck_assert_ptr_nonnull(strstr(given[i].message, "the callback"));
    }
    ck_assert_str_eq(given[3].message, pecaddr_strerror(PECADDR_OK));
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
    const size_t least = sizeof(struct pecaddr_walk) + sizeof(struct pecaddr_query);
    size_t most = 0;

    for (size_t n = 1; n < 1000; n++)
        MODEL_HOLDS(pecaddr_batch_scratch_size(n) >= pecaddr_batch_scratch_size(n - 1) + least &&
                    pecaddr_batch_scratch_size(n) < 4096 * n);
    for (size_t bit = SIZE_MAX / 2 + 1; bit > 0; bit /= 2)
        if (pecaddr_batch_scratch_size(most + bit) > 0)
            most += bit;
    ck_assert_uint_gt(most, SIZE_MAX / 4096);
    for (size_t n = most - 1000; n <= most; n++)
        MODEL_HOLDS(pecaddr_batch_scratch_size(n) / n >= least);
    ck_assert_uint_eq(pecaddr_batch_scratch_size(most + 1), 0);
    ck_assert_uint_eq(pecaddr_batch_scratch_size(SIZE_MAX), 0);
}
END_TEST

START_TEST(batch_beyond_all_memory_is_refused_before_its_persons_are_read)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    unsigned char *memory =
        mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    const struct pecaddr_person **persons = (void *)(memory + page - sizeof *persons);
    struct pecaddr_assignment *ret[] = {&given[0]};
    struct script script = {.rows = people};
    char scratch[16];

    ck_assert_ptr_ne(memory, MAP_FAILED);
    ck_assert_int_eq(mprotect(memory + page, page, PROT_NONE), 0);
    make_homonyms();
    *persons = &people[0]; /* and whoever asks for the next one ends */
    ck_assert_int_eq(pecaddr_resolve_batch(pecaddr_scheme_ingpec(), persons, SIZE_MAX / 4,
                                           PECADDR_CLAIM, ask_script, &script, scratch, SIZE_MAX,
                                           ret),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(given[0].status, 0x5A5A5A5A);
    munmap(memory, 2 * page);
}
END_TEST

START_TEST(absent_array_refuses_the_whole_batch)
{
    for (size_t n = 1; n <= 2; n++) {
        const struct pecaddr_person *persons[] = {&people[0], &people[1]};
        struct pecaddr_assignment *ret[] = {&given[0], &given[1]};
        struct script script = {.rows = people};
        void *scratch = malloc(pecaddr_batch_scratch_size(n));

        make_homonyms();
        for (int absent = 0; absent < 2; absent++)
            ck_assert_int_eq(
                pecaddr_resolve_batch(pecaddr_scheme_ingpec(), absent == 0 ? NULL : persons, n,
                                      PECADDR_CLAIM, ask_script, &script, scratch,
                                      pecaddr_batch_scratch_size(n), absent == 1 ? NULL : ret),
                PECADDR_E_ARGUMENT);
        ck_assert_uint_eq(script.calls, 0);
        ck_assert_int_eq(given[0].status, 0x5A5A5A5A);
        free(scratch);
    }
}
END_TEST

START_TEST(scratch_that_is_too_small_is_refused_and_nothing_touched)
{
    struct script script = {.rows = people};
    const struct pecaddr_person *persons[] = {&people[0], &people[1]};
    struct pecaddr_assignment *ret[] = {&given[0], &given[1]};
    size_t size = pecaddr_batch_scratch_size(2);
    unsigned char *scratch = malloc(size);

    make_homonyms();
    memset(scratch, 0xA5, size);
    for (size_t k = 0; k <= 2; k++)
        ck_assert_int_eq(pecaddr_resolve_batch(pecaddr_scheme_ingpec(), persons, 2, PECADDR_CLAIM,
                                               ask_script, &script, k < 2 ? scratch : NULL,
                                               k == 0   ? size - 1
                                               : k == 1 ? 0
                                                        : size,
                                               ret),
                         PECADDR_E_CAPACITY);
    ck_assert_uint_eq(script.calls, 0);
    ck_assert_int_eq(given[0].status, 0x5A5A5A5A);
    ck_assert_int_eq(given[1].status, 0x5A5A5A5A);
    for (size_t i = 0; i < size; i++)
        MODEL_HOLDS(scratch[i] == 0xA5);
    free(scratch);
}
END_TEST

START_TEST(one_person_needs_no_scratch)
{
    const struct pecaddr_person *persons[] = {&people[0]};
    struct pecaddr_assignment *ret[] = {&given[0]};
    char scratch[1] = {77};

    for (size_t size = 0; size <= 1; size++) {
        struct script script = {.answers = {{PECADDR_TAKEN, PECADDR_CLAIMED}}, .rows = people};

        make_homonyms();
        ck_assert_int_eq(pecaddr_resolve_batch(pecaddr_scheme_ingpec(), persons, 1, PECADDR_CLAIM,
                                               ask_script, &script, size ? scratch : NULL, size,
                                               ret),
                         PECADDR_OK);
        ck_assert_str_eq(given[0].address, "ada.rossi.mc@ingpec.eu");
        ck_assert_uint_eq(script.calls, 2);
        ck_assert_int_eq(scratch[0], 77);
    }
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

/* Each person has every key that a person can have, and no two share one. */
START_TEST(any_number_of_persons_is_resolved)
{
    enum { N = 70 };
    static char fiscal[N][PECADDR_HOLDER_MAX + 1];
    static char surnames[N][8];
    static struct pecaddr_person rows[N];
    static struct pecaddr_assignment outcomes[N];
    static const struct pecaddr_person *persons[N];
    static struct pecaddr_assignment *ret[N];
    size_t size = pecaddr_batch_scratch_size(N);
    void *scratch = malloc(size);

    for (size_t i = 0; i < N; i++) {
        snprintf(surnames[i], sizeof surnames[i], "Ner%c%c", (int)('a' + i / 26),
                 (int)('a' + i % 26));
        rows[i] = person_of(text("Ada"), text(surnames[i]));
        rows[i].number = 1 + (uint32_t)i;
        for (char digit = '0'; digit <= '9'; digit++) {
            snprintf(fiscal[i], sizeof fiscal[i], "00000%05zu%c", i + 1, digit);
            if (pecaddr_holder_check(text(fiscal[i]), NULL, 0, NULL) == PECADDR_OK)
                break;
        }
        rows[i].holder = text(fiscal[i]);
        outcomes[i].size = sizeof outcomes[i];
        persons[i] = &rows[i];
        ret[i] = &outcomes[i];
    }
    for (size_t n = 1; n <= N; n++) {
        for (int mode = PECADDR_CHECK; mode <= PECADDR_CLAIM; mode++) {
            memset(scratch, 0xA5, size);
            MODEL_HOLDS(pecaddr_resolve_batch(pecaddr_scheme_ingpec(), persons, n,
                                              (enum pecaddr_mode)mode, answer_nothing_twice, NULL,
                                              scratch, pecaddr_batch_scratch_size(n),
                                              ret) == PECADDR_OK);
            for (size_t i = 0; i < n; i++)
                MODEL_HOLDS(outcomes[i].status == PECADDR_OK && outcomes[i].level == 1);
        }
    }
    free(scratch);
}
END_TEST

START_TEST(nothing_is_allocated)
{
    enum { N = 200 };
    static struct pecaddr_person rows[N];
    static struct pecaddr_assignment outcomes[N];
    static const struct pecaddr_person *persons[N];
    static struct pecaddr_assignment *ret[N];
    size_t size = pecaddr_batch_scratch_size(N);
    void *scratch = malloc(size);
    struct pecaddr_parsed parsed = PECADDR_PARSED_INIT;
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    char buffer[1024];
    void *volatile counted;
    size_t before;

    for (size_t i = 0; i < N; i++) {
        rows[i] =
            person_of(model_names[i % MODEL_NAMES].given, model_names[i % MODEL_NAMES].surname);
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
    tcase_add_loop_test(
        tc, person_whose_later_candidate_is_reserved_does_not_overtake_an_earlier_one, 0, 2);
    tcase_add_loop_test(tc, person_who_comes_twice_is_told_the_mailbox_at_the_first_question, 0, 2);
    tcase_add_test(tc, row_is_not_given_what_only_a_later_row_of_the_same_entry_brings_to_light);
    tcase_add_test(tc, homonyms_get_one_level_each_in_input_order_when_only_checking);
    tcase_add_test(tc, one_that_fails_leaves_the_others_valid_and_a_later_homonym_goes_on);
    tcase_add_test(tc, failed_call_fails_every_question_without_a_claim_and_keeps_its_code);
    tcase_add_loop_test(tc, failed_call_keeps_its_code_where_an_answer_could_not_stand, 0, 2);
    tcase_add_test(tc, free_answers_of_a_failed_call_do_not_stand);
    tcase_add_loop_test(tc, person_in_error_has_the_error_and_is_not_asked, 0, 2);
    ADD(tc, two_persons_are_one_by_codice_fiscale_or_in_its_absence_by_entry_and_name, repeats);
    ADD(tc, rows_that_share_codice_fiscale_or_entry_are_not_asked_at_once, repeats);
    tcase_add_loop_test(
        tc, entry_is_the_first_codice_fiscales_also_when_a_row_without_one_came_after, 0, 2);
    tcase_add_loop_test(tc, person_whose_candidates_are_all_reserved_is_told_so_and_not_asked, 0,
                        2);
    tcase_add_test(tc, person_whose_codice_fiscale_is_wrong_takes_no_part);
    tcase_add_test(tc, name_of_a_row_that_waits_is_folded_once);
    tcase_add_test(tc, refusal_is_the_status_of_its_person_alone);
    tcase_add_test(tc, refusal_in_a_call_that_failed_does_not_stand);
    tcase_add_test(tc, message_says_what_the_callback_did_wrong);
    suite_add_tcase(suite, tc);

    tc = tcase_create("arguments");
    tcase_add_unchecked_fixture(tc, make_schemes, free_made_schemes);
    tcase_add_test(tc, batch_of_nobody_asks_nothing);
    tcase_add_test(tc, scratch_size_grows_with_the_batch_and_is_0_where_it_overflows);
    tcase_add_test(tc, batch_beyond_all_memory_is_refused_before_its_persons_are_read);
    tcase_add_test(tc, absent_array_refuses_the_whole_batch);
    tcase_add_test(tc, scratch_that_is_too_small_is_refused_and_nothing_touched);
    tcase_add_test(tc, one_person_needs_no_scratch);
    tcase_add_test(tc, any_number_of_persons_is_resolved);
    tcase_add_test(tc, one_wrong_argument_refuses_the_whole_batch);
    tcase_add_test(tc, nothing_is_allocated);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
