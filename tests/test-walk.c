/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §4: the walk gives the next question and takes its answer. */
#include "../libpecaddr/scheme.h"
#include "made-scheme.h"

static struct pecaddr_person person;
static struct pecaddr_walk walk;
static struct pecaddr_query query;
static struct pecaddr_assignment assignment;

static void begin_with(const struct pecaddr_scheme *scheme, enum pecaddr_mode mode)
{
    walk = (struct pecaddr_walk){.size = sizeof walk};
    query = (struct pecaddr_query){.size = sizeof query};
    memset(&assignment, 0x5A, sizeof assignment);
    assignment.size = sizeof assignment;
    ck_assert_int_eq(pecaddr_walk_init(&walk, scheme, &person, mode, NULL), PECADDR_OK);
}

/* A walk of Ada Rossi, Macerata, A 1234. */
static void begin(enum pecaddr_mode mode)
{
    person = person_of(text("Ada"), text("Rossi"));
    begin_with(pecaddr_scheme_ingpec(), mode);
}

static void ask(void)
{
    ck_assert_int_eq(pecaddr_walk_next(&walk, &query), PECADDR_OK);
}

static void answer(enum pecaddr_answer value)
{
    ask();
    query.answer = value;
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_OK);
}

static void answer_elsewhere(const char *held)
{
    ask();
    query.answer = PECADDR_HELD_ELSEWHERE;
    strcpy(query.held, held);
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_OK);
}

/* The walk has ended; its outcome is taken. */
static void finish(void)
{
    struct pecaddr_query untouched = {.size = sizeof untouched, .level = 77};

    ck_assert_int_eq(pecaddr_walk_next(&walk, &untouched), PECADDR_DONE);
    ck_assert_uint_eq(untouched.level, 77);
    ck_assert_int_eq(pecaddr_walk_result(&walk, &assignment), PECADDR_OK);
    ck_assert_uint_eq(assignment.table_version, pecaddr_table_version());
    ck_assert_ptr_nonnull(assignment.message);
    ck_assert_uint_eq(strlen(assignment.address), assignment.address_size);
}

static void expect_address(unsigned level, enum pecaddr_answer value, const char *address)
{
    finish();
    ck_assert_int_eq(assignment.status, PECADDR_OK);
    ck_assert_str_eq(assignment.address, address);
    ck_assert_uint_eq(assignment.level, level);
    ck_assert_int_eq(assignment.answer, value);
    ck_assert_int_eq(assignment.failure, 0);
}

static void expect_none(int status)
{
    finish();
    ck_assert_int_eq(assignment.status, status);
    ck_assert_str_eq(assignment.address, "");
    ck_assert_uint_eq(assignment.address_size, 0);
    ck_assert_uint_eq(assignment.level, PECADDR_LEVEL_NONE);
}

START_TEST(first_question_is_level_0)
{
    begin(PECADDR_CHECK);
    query.answer = PECADDR_FREE;
    query.failure = 5;
    strcpy(query.held, "old");
    ask();
    ck_assert_ptr_eq(query.person, &person);
    ck_assert_ptr_eq(query.scheme, pecaddr_scheme_ingpec());
    ck_assert_str_eq(query.address, "ada.rossi@ingpec.eu");
    ck_assert_uint_eq(query.address_size, strlen("ada.rossi@ingpec.eu"));
    ck_assert_uint_eq(query.level, 0);
    ck_assert_uint_eq(query.notes, 0);
    ck_assert_int_eq(query.answer, PECADDR_UNANSWERED);
    ck_assert_uint_eq(query.size, sizeof query);
}
END_TEST

START_TEST(question_has_the_notes_of_the_name)
{
    person = person_of(text("Ing. Jörg"), text("Rossi in Neri"));
    begin_with(pecaddr_scheme_ingpec(), PECADDR_CHECK);
    ask();
    ck_assert_uint_eq(query.notes,
                      PECADDR_NOTE_TITLE | PECADDR_NOTE_VARIANT | PECADDR_NOTE_MARITAL);
    answer(PECADDR_FREE);
    finish();
    ck_assert_uint_eq(assignment.notes, query.notes);
}
END_TEST

START_TEST(asking_again_is_the_same_question)
{
    begin(PECADDR_CHECK);
    for (unsigned level = 0; level < 3; level++) {
        struct pecaddr_query again = {.size = sizeof again};

        ask();
        ck_assert_int_eq(pecaddr_walk_next(&walk, &again), PECADDR_OK);
        ck_assert_uint_eq(query.level, level);
        ck_assert_uint_eq(again.level, level);
        ck_assert_str_eq(again.address, query.address);
        ck_assert_ptr_eq(again.person, query.person);
        again.answer = PECADDR_TAKEN;
        ck_assert_int_eq(pecaddr_walk_answer(&walk, &again), PECADDR_OK);
        ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_E_STATE);
    }
    expect_none(PECADDR_E_EXHAUSTED);
}
END_TEST

/* Each answer at each level, in each mode. */

static const char *const addresses[] = {"ada.rossi@ingpec.eu", "ada.rossi.mc@ingpec.eu",
                                        "ada.rossi.mc.a1234@ingpec.eu"};

static const struct {
    const char *what;
    enum pecaddr_mode mode;
    int answer;
    int status;
} answers[] = {
    {"free, checking", PECADDR_CHECK, PECADDR_FREE, PECADDR_OK},
    {"held, checking", PECADDR_CHECK, PECADDR_HELD, PECADDR_OK},
    {"claimed, claiming", PECADDR_CLAIM, PECADDR_CLAIMED, PECADDR_OK},
    {"held, claiming", PECADDR_CLAIM, PECADDR_HELD, PECADDR_OK},
    {"claimed, checking", PECADDR_CHECK, PECADDR_CLAIMED, PECADDR_E_UNAVAILABLE},
    {"free, claiming", PECADDR_CLAIM, PECADDR_FREE, PECADDR_E_UNAVAILABLE},
    {"failed, checking", PECADDR_CHECK, PECADDR_FAILED, PECADDR_E_UNAVAILABLE},
    {"failed, claiming", PECADDR_CLAIM, PECADDR_FAILED, PECADDR_E_UNAVAILABLE},
    {"unanswered, checking", PECADDR_CHECK, PECADDR_UNANSWERED, PECADDR_E_UNAVAILABLE},
    {"unanswered, claiming", PECADDR_CLAIM, PECADDR_UNANSWERED, PECADDR_E_UNAVAILABLE},
    {"reserved is no answer", PECADDR_CHECK, PECADDR_RESERVED, PECADDR_E_UNAVAILABLE},
    {"reserved is no answer", PECADDR_CLAIM, PECADDR_RESERVED, PECADDR_E_UNAVAILABLE},
    {"8", PECADDR_CHECK, 8, PECADDR_E_UNAVAILABLE},
    {"8", PECADDR_CLAIM, 8, PECADDR_E_UNAVAILABLE},
    {"255", PECADDR_CLAIM, 255, PECADDR_E_UNAVAILABLE},
    {"-1", PECADDR_CHECK, -1, PECADDR_E_UNAVAILABLE},
    {"-1", PECADDR_CLAIM, -1, PECADDR_E_UNAVAILABLE},
    {"the highest integer", PECADDR_CLAIM, 0x7FFFFFFF, PECADDR_E_UNAVAILABLE},
};

/* Puts a number in the place of an answer, as a careless callback would. */
static void set_answer(int value)
{
    ck_assert_uint_eq(sizeof value, sizeof query.answer);
    memcpy(&query.answer, &value, sizeof value);
}

START_TEST(answer_ends_the_walk_as_its_mode_has_it)
{
    for (unsigned level = 0; level < 3; level++) {
        begin(answers[_i].mode);
        for (unsigned taken = 0; taken < level; taken++)
            answer(PECADDR_TAKEN);
        ask();
        ck_assert_str_eq(query.address, addresses[level]);
        set_answer(answers[_i].answer);
        ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_OK);
        if (answers[_i].status == PECADDR_OK)
            expect_address(level, query.answer, addresses[level]);
        else
            expect_none(answers[_i].status);
        ck_assert_uint_eq(assignment.tried, level + 1);
        for (unsigned before = 0; before < level; before++)
            ck_assert_int_eq(pecaddr_assignment_answer(&assignment, before), PECADDR_TAKEN);
        if (answers[_i].status == PECADDR_OK)
            ck_assert_int_eq((int)pecaddr_assignment_answer(&assignment, level),
                             answers[_i].answer);
        ck_assert_int_eq(pecaddr_assignment_answer(&assignment, level + 1), PECADDR_UNANSWERED);
    }
}
END_TEST

START_TEST(taken_leads_to_the_next_level_and_all_taken_is_exhausted)
{
    begin(_i == 0 ? PECADDR_CHECK : PECADDR_CLAIM);
    for (unsigned level = 0; level < 3; level++) {
        ask();
        ck_assert_uint_eq(query.level, level);
        ck_assert_str_eq(query.address, addresses[level]);
        answer(PECADDR_TAKEN);
    }
    expect_none(PECADDR_E_EXHAUSTED);
    ck_assert_uint_eq(assignment.tried, 3);
    for (unsigned level = 0; level < 3; level++)
        ck_assert_int_eq(pecaddr_assignment_answer(&assignment, level), PECADDR_TAKEN);
    ck_assert_int_eq(assignment.failure, 0);
}
END_TEST

START_TEST(failure_reaches_the_result_unchanged)
{
    static const int failures[] = {-1, 1, 42, -2147483647 - 1, 2147483647};

    for (size_t i = 0; i < N_OF(failures); i++) {
        begin(PECADDR_CLAIM);
        answer(PECADDR_TAKEN);
        ask();
        query.answer = PECADDR_FAILED;
        query.failure = failures[i];
        ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_OK);
        expect_none(PECADDR_E_UNAVAILABLE);
        ck_assert_int_eq(assignment.failure, failures[i]);
        ck_assert_int_eq(pecaddr_assignment_answer(&assignment, 1), PECADDR_FAILED);
    }
}
END_TEST

/* Held elsewhere. */

static const struct {
    const char *what;
    const char *held;
    const char *address;
    unsigned level;
} elsewhere[] = {
    {"the candidate that is asked for", "ada.rossi@ingpec.eu", "ada.rossi@ingpec.eu", 0},
    {"a later candidate", "ada.rossi.mc@ingpec.eu", "ada.rossi.mc@ingpec.eu", 1},
    {"the last candidate", "ada.rossi.mc.a1234@ingpec.eu", "ada.rossi.mc.a1234@ingpec.eu", 2},
    {"upper case", "ADA.ROSSI.MC.A1234@INGPEC.EU", "ada.rossi.mc.a1234@ingpec.eu", 2},
    {"another name", "ada.bianchi@ingpec.eu", "ada.bianchi@ingpec.eu", PECADDR_LEVEL_NONE},
    {"another name in upper case", "Ada.BIANCHI.an@IngPec.EU", "ada.bianchi.an@ingpec.eu",
     PECADDR_LEVEL_NONE},
    {"another Order", "ada.rossi.an@ingpec.eu", "ada.rossi.an@ingpec.eu", PECADDR_LEVEL_NONE},
    {"another entry", "ada.rossi.mc.b1@ingpec.eu", "ada.rossi.mc.b1@ingpec.eu", PECADDR_LEVEL_NONE},
    {"of no rule", "a-r_2@ingpec.eu", "a-r_2@ingpec.eu", PECADDR_LEVEL_NONE},
};

START_TEST(held_elsewhere_ends_with_the_mailbox_that_the_person_has)
{
    for (int mode = PECADDR_CHECK; mode <= PECADDR_CLAIM; mode++) {
        begin(mode == PECADDR_CHECK ? PECADDR_CHECK : PECADDR_CLAIM);
        answer_elsewhere(elsewhere[_i].held);
        expect_address(elsewhere[_i].level, PECADDR_HELD_ELSEWHERE, elsewhere[_i].address);
        ck_assert_uint_eq(assignment.tried, 1);
        ck_assert_int_eq(pecaddr_assignment_answer(&assignment, 0), PECADDR_HELD_ELSEWHERE);
    }
}
END_TEST

START_TEST(held_elsewhere_may_be_a_lower_level_than_the_one_asked)
{
    begin(PECADDR_CLAIM);
    answer(PECADDR_TAKEN);
    answer(PECADDR_TAKEN);
    answer_elsewhere("ada.rossi.mc@ingpec.eu");
    expect_address(1, PECADDR_HELD_ELSEWHERE, "ada.rossi.mc@ingpec.eu");
    ck_assert_uint_eq(assignment.tried, 3);
}
END_TEST

static const struct {
    const char *what;
    const char *held;
} unfounded[] = {
    {"empty", ""},
    {"of another domain", "ada.rossi@example.org"},
    {"of a longer domain", "ada.rossi@ingpec.eu.example.org"},
    {"of a domain that ends alike", "ada.rossi@xingpec.eu"},
    {"of a subdomain", "ada.rossi@a.ingpec.eu"},
    {"a shorter domain", "ada.rossi@ingpec.e"},
    {"without domain", "ada.rossi"},
    {"without local part", "@ingpec.eu"},
    {"two @", "ada@rossi@ingpec.eu"},
};

START_TEST(held_elsewhere_without_an_address_of_the_domain_is_unavailable)
{
    begin(PECADDR_CLAIM);
    answer_elsewhere(unfounded[_i].held);
    expect_none(PECADDR_E_UNAVAILABLE);
}
END_TEST

START_TEST(held_elsewhere_without_nul_is_unavailable)
{
    begin(PECADDR_CLAIM);
    ask();
    query.answer = PECADDR_HELD_ELSEWHERE;
    memset(query.held, 'a', sizeof query.held);
    memcpy(query.held + sizeof query.held - 10, "@ingpec.eu", 10);
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_OK);
    expect_none(PECADDR_E_UNAVAILABLE);
}
END_TEST

START_TEST(held_elsewhere_of_the_longest_address_stands)
{
    char held[PECADDR_ADDRESS_MAX + 1];

    memset(held, 'a', sizeof held);
    memcpy(held + PECADDR_ADDRESS_MAX - 10, "@ingpec.eu", 11);
    begin(PECADDR_CLAIM);
    answer_elsewhere(held);
    expect_address(PECADDR_LEVEL_NONE, PECADDR_HELD_ELSEWHERE, held);
    ck_assert_uint_eq(assignment.address_size, PECADDR_ADDRESS_MAX);
}
END_TEST

/* Reserved candidates. */

START_TEST(reserved_candidate_is_skipped_and_counts_as_taken)
{
    person = person_of(text("Ordine"), text("Macerata"));
    begin_with(pecaddr_scheme_ingpec(), PECADDR_CLAIM);
    ask();
    ck_assert_uint_eq(query.level, 1);
    ck_assert_str_eq(query.address, "ordine.macerata.mc@ingpec.eu");
    ck_assert_ptr_nonnull(query.reserved);
    ck_assert_int_eq(query.reserved[0], 1);
    answer(PECADDR_CLAIMED);
    expect_address(1, PECADDR_CLAIMED, "ordine.macerata.mc@ingpec.eu");
    ck_assert_uint_eq(assignment.tried, 2);
    ck_assert_int_eq(pecaddr_assignment_answer(&assignment, 0), PECADDR_RESERVED);
    ck_assert_int_eq(pecaddr_assignment_answer(&assignment, 1), PECADDR_CLAIMED);
}
END_TEST

START_TEST(reserved_candidates_at_the_end_leave_the_walk_exhausted)
{
    static const char *const own[] = {"ada.rossi.mc", "ada.rossi.mc.*"};
    struct pecaddr_scheme scheme = *pecaddr_scheme_ingpec();

    scheme.reserved = own;
    scheme.n_reserved = 2;
    person = person_of(text("Ada"), text("Rossi"));
    begin_with(&scheme, PECADDR_CHECK);
    answer(PECADDR_TAKEN);
    expect_none(PECADDR_E_EXHAUSTED);
    ck_assert_uint_eq(assignment.tried, 3);
    ck_assert_int_eq(pecaddr_assignment_answer(&assignment, 0), PECADDR_TAKEN);
    ck_assert_int_eq(pecaddr_assignment_answer(&assignment, 1), PECADDR_RESERVED);
    ck_assert_int_eq(pecaddr_assignment_answer(&assignment, 2), PECADDR_RESERVED);
}
END_TEST

START_TEST(walk_whose_candidates_are_all_reserved_asks_nothing)
{
    static const char *const own[] = {"ada.rossi", "ada.rossi.mc", "ada.rossi.mc.*"};
    struct pecaddr_scheme scheme = *pecaddr_scheme_ingpec();

    scheme.reserved = own;
    scheme.n_reserved = 3;
    person = person_of(text("Ada"), text("Rossi"));
    begin_with(&scheme, PECADDR_CHECK);
    expect_none(PECADDR_E_EXHAUSTED);
    ck_assert_int_eq(pecaddr_assignment_answer(&assignment, 0), PECADDR_RESERVED);
}
END_TEST

START_TEST(counter_walks_to_its_limit)
{
    const struct pecaddr_scheme *scheme = make_scheme(
        "rule = {given}.{surname}\nrule = {given}.{surname}.{counter}\nmax-counter = 12");

    person = person_of(text("Ada"), text("Rossi"));
    begin_with(scheme, PECADDR_CLAIM);
    for (unsigned level = 0; level < 11; level++)
        answer(PECADDR_TAKEN);
    ask();
    ck_assert_str_eq(query.address, "ada.rossi.12@example.org");
    ck_assert_uint_eq(query.level, 11);
    answer(PECADDR_TAKEN);
    expect_none(PECADDR_E_EXHAUSTED);
    ck_assert_uint_eq(assignment.tried, 12);
}
END_TEST

/* Questions that are not open. */

START_TEST(answer_to_a_question_that_was_answered_is_refused)
{
    begin(PECADDR_CLAIM);
    answer(PECADDR_TAKEN);
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_E_STATE);
    answer(PECADDR_CLAIMED);
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_E_STATE);
    expect_address(1, PECADDR_CLAIMED, "ada.rossi.mc@ingpec.eu");
}
END_TEST

START_TEST(answer_to_the_question_of_another_walk_is_refused)
{
    struct pecaddr_walk other = {.size = sizeof other};
    struct pecaddr_query theirs = {.size = sizeof theirs};
    struct pecaddr_person they = person_of(text("Ada"), text("Neri"));

    begin(PECADDR_CLAIM);
    ask();
    ck_assert_int_eq(pecaddr_walk_init(&other, pecaddr_scheme_ingpec(), &they, PECADDR_CLAIM, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(pecaddr_walk_next(&other, &theirs), PECADDR_OK);
    theirs.answer = PECADDR_CLAIMED;
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &theirs), PECADDR_E_STATE);
    ck_assert_int_eq(pecaddr_walk_result(&walk, &assignment), PECADDR_E_STATE);
}
END_TEST

START_TEST(answer_before_any_question_is_refused)
{
    begin(PECADDR_CLAIM);
    query.answer = PECADDR_CLAIMED;
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_E_STATE);
    ask();
    ck_assert_uint_eq(query.level, 0);
}
END_TEST

START_TEST(result_of_an_open_walk_is_refused)
{
    begin(PECADDR_CLAIM);
    ck_assert_int_eq(pecaddr_walk_result(&walk, &assignment), PECADDR_E_STATE);
    ck_assert_int_eq(assignment.status, 0x5A5A5A5A);
    ask();
    ck_assert_int_eq(pecaddr_walk_result(&walk, &assignment), PECADDR_E_STATE);
    ck_assert_int_eq(assignment.status, 0x5A5A5A5A);
    answer(PECADDR_CLAIMED);
    finish();
}
END_TEST

START_TEST(zeroed_walk_is_no_walk)
{
    query = (struct pecaddr_query){.size = sizeof query, .level = 77};
    assignment = (struct pecaddr_assignment){.size = sizeof assignment, .status = 77};
    walk = (struct pecaddr_walk){.size = 0};
    for (int sized = 0; sized <= 1; sized++) {
        ck_assert_int_eq(pecaddr_walk_next(&walk, &query), PECADDR_E_ARGUMENT);
        ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_E_ARGUMENT);
        ck_assert_int_eq(pecaddr_walk_result(&walk, &assignment), PECADDR_E_ARGUMENT);
        ck_assert_uint_eq(query.level, 77);
        ck_assert_int_eq(assignment.status, 77);
        walk.size = sizeof walk;
    }
}
END_TEST

START_TEST(walk_that_could_not_begin_is_no_walk)
{
    struct pecaddr_error error = {.size = sizeof error};

    person = person_of(text("Ada"), text("Ro1ssi"));
    walk = (struct pecaddr_walk){.size = sizeof walk};
    query = (struct pecaddr_query){.size = sizeof query};
    ck_assert_int_eq(
        pecaddr_walk_init(&walk, pecaddr_scheme_ingpec(), &person, PECADDR_CLAIM, &error),
        PECADDR_E_UNEXPECTED);
    ck_assert_int_eq(error.field, PECADDR_FIELD_SURNAME);
    ck_assert_uint_eq(error.offset, 2);
    ck_assert_int_eq(pecaddr_walk_next(&walk, &query), PECADDR_E_ARGUMENT);
}
END_TEST

START_TEST(what_any_rule_needs_is_checked_before_the_first_question)
{
    static const struct {
        enum pecaddr_field field;
        int status;
    } rows[] = {
        {PECADDR_FIELD_PROVINCE, PECADDR_E_PROVINCE},
        {PECADDR_FIELD_SECTION, PECADDR_E_REGISTER},
        {PECADDR_FIELD_NUMBER, PECADDR_E_REGISTER},
    };

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pecaddr_error error = {.size = sizeof error};

        person = person_of(text("Ada"), text("Rossi"));
        if (rows[i].field == PECADDR_FIELD_PROVINCE)
            person.province = text("XX");
        else if (rows[i].field == PECADDR_FIELD_SECTION)
            person.section = 'C';
        else
            person.number = 0;
        walk = (struct pecaddr_walk){.size = sizeof walk};
        ck_assert_int_eq(
            pecaddr_walk_init(&walk, pecaddr_scheme_ingpec(), &person, PECADDR_CHECK, &error),
            rows[i].status);
        ck_assert_int_eq(error.code, rows[i].status);
        ck_assert_int_eq(error.field, rows[i].field);
    }
}
END_TEST

START_TEST(mode_is_check_or_claim)
{
    static const int modes[] = {0, 3, -1, 255};

    person = person_of(text("Ada"), text("Rossi"));
    for (size_t i = 0; i < N_OF(modes); i++) {
        enum pecaddr_mode mode;

        memcpy(&mode, &modes[i], sizeof mode);
        walk = (struct pecaddr_walk){.size = sizeof walk};
        ck_assert_int_eq(pecaddr_walk_init(&walk, pecaddr_scheme_ingpec(), &person, mode, NULL),
                         PECADDR_E_ARGUMENT);
    }
}
END_TEST

START_TEST(walk_may_begin_anew_in_the_same_place)
{
    begin(PECADDR_CLAIM);
    answer(PECADDR_TAKEN);
    answer(PECADDR_FAILED);
    expect_none(PECADDR_E_UNAVAILABLE);
    ck_assert_int_eq(
        pecaddr_walk_init(&walk, pecaddr_scheme_ingpec(), &person, PECADDR_CLAIM, NULL),
        PECADDR_OK);
    answer(PECADDR_CLAIMED);
    expect_address(0, PECADDR_CLAIMED, "ada.rossi@ingpec.eu");
    ck_assert_uint_eq(assignment.tried, 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("walk");
    TCase *tc = tcase_create("questions");

    tcase_add_test(tc, first_question_is_level_0);
    tcase_add_test(tc, question_has_the_notes_of_the_name);
    tcase_add_test(tc, asking_again_is_the_same_question);
    tcase_add_test(tc, what_any_rule_needs_is_checked_before_the_first_question);
    tcase_add_test(tc, mode_is_check_or_claim);
    suite_add_tcase(suite, tc);

    tc = tcase_create("answers");
    ADD(tc, answer_ends_the_walk_as_its_mode_has_it, answers);
    tcase_add_loop_test(tc, taken_leads_to_the_next_level_and_all_taken_is_exhausted, 0, 2);
    tcase_add_test(tc, failure_reaches_the_result_unchanged);
    ADD(tc, held_elsewhere_ends_with_the_mailbox_that_the_person_has, elsewhere);
    tcase_add_test(tc, held_elsewhere_may_be_a_lower_level_than_the_one_asked);
    ADD(tc, held_elsewhere_without_an_address_of_the_domain_is_unavailable, unfounded);
    tcase_add_test(tc, held_elsewhere_without_nul_is_unavailable);
    tcase_add_test(tc, held_elsewhere_of_the_longest_address_stands);
    suite_add_tcase(suite, tc);

    tc = tcase_create("reserved");
    tcase_add_test(tc, reserved_candidate_is_skipped_and_counts_as_taken);
    tcase_add_test(tc, reserved_candidates_at_the_end_leave_the_walk_exhausted);
    tcase_add_test(tc, walk_whose_candidates_are_all_reserved_asks_nothing);
    tcase_add_test(tc, counter_walks_to_its_limit);
    suite_add_tcase(suite, tc);

    tc = tcase_create("state");
    tcase_add_test(tc, answer_to_a_question_that_was_answered_is_refused);
    tcase_add_test(tc, answer_to_the_question_of_another_walk_is_refused);
    tcase_add_test(tc, answer_before_any_question_is_refused);
    tcase_add_test(tc, result_of_an_open_walk_is_refused);
    tcase_add_test(tc, zeroed_walk_is_no_walk);
    tcase_add_test(tc, walk_that_could_not_begin_is_no_walk);
    tcase_add_test(tc, walk_may_begin_anew_in_the_same_place);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
