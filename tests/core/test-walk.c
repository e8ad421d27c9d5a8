/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §4: the walk begins, gives the next question, and skips what is reserved. */
#include "core/walk-fixture.h"

START_TEST(first_question_is_level_0)
{
    begin(PECADDR_CHECK);
    query.answer = PECADDR_FREE;
    query.failure = 5;
    query.added_notes = PECADDR_NOTE_MOVED;
    query.user = &person;
    strcpy(query.held, "old");
    ask();
    ck_assert_ptr_eq(query.person, &person);
    ck_assert_ptr_eq(query.scheme, pecaddr_scheme_ingpec());
    ck_assert_str_eq(query.address, "ada.rossi@ingpec.eu");
    ck_assert_uint_eq(query.address_size, strlen("ada.rossi@ingpec.eu"));
    ck_assert_uint_eq(query.level, 0);
    ck_assert_uint_eq(query.notes, 0);
    ck_assert_int_eq(query.answer, PECADDR_UNANSWERED);
    ck_assert_int_eq(query.failure, 0);
    ck_assert_uint_eq(query.added_notes, 0);
    ck_assert_str_eq(query.held, "");
    ck_assert_uint_eq(query.size, sizeof query);
}
END_TEST

START_TEST(user_of_a_question_is_left_alone)
{
    begin(PECADDR_CLAIM);
    for (unsigned level = 0; level < 3; level++) {
        query.user = &person + level;
        ask();
        ck_assert_ptr_eq(query.user, &person + level);
        answer(PECADDR_TAKEN);
    }
}
END_TEST

START_TEST(question_has_what_the_name_was_folded_to_in_the_memory_of_the_walk)
{
    const unsigned char *memory = (const unsigned char *)&walk;

    person = person_of(text("Ing. Jörg Otto"), text("D'Angelo"));
    begin_with(pecaddr_scheme_ingpec(), PECADDR_CLAIM);
    for (unsigned level = 0; level < 3; level++) {
        ask();
        ck_assert_uint_eq(query.folded->size, sizeof *query.folded);
        ck_assert_str_eq(query.folded->given, "joergotto");
        ck_assert_uint_eq(query.folded->given_size, strlen("joergotto"));
        ck_assert_uint_eq(query.folded->first_size, strlen("joerg"));
        ck_assert_str_eq(query.folded->surname, "dangelo");
        ck_assert_uint_eq(query.folded->surname_size, strlen("dangelo"));
        ck_assert_uint_eq(query.folded->notes, PECADDR_NOTE_TITLE | PECADDR_NOTE_VARIANT);
        ck_assert((const unsigned char *)query.folded > memory &&
                  (const unsigned char *)(query.folded + 1) <= memory + sizeof walk);
        answer(PECADDR_TAKEN);
    }
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
        struct pecaddr_query again = PECADDR_QUERY_INIT;

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
    ck_assert_int_eq(assignment.answer, PECADDR_RESERVED);
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

START_TEST(reserved_candidates_are_told_at_each_level)
{
    static const unsigned own[] = {1, 7, 8, 9, 15, 17, 24};
    const struct pecaddr_scheme *scheme = make_scheme(
        "rule = {given}.{surname}\nrule = {given}.{surname}.{counter}\nmax-counter = 30\n"
        "reserved = ada.rossi.2\nreserved = ada.rossi.8\nreserved = ada.rossi.9\n"
        "reserved = ada.rossi.10\nreserved = ada.rossi.16\nreserved = ada.rossi.18\n"
        "reserved = ada.rossi.25");
    unsigned next = 0;

    person = person_of(text("Ada"), text("Rossi"));
    begin_with(scheme, PECADDR_CLAIM);
    while (pecaddr_walk_next(&walk, &query) == PECADDR_OK)
        answer(PECADDR_TAKEN);
    expect_none(PECADDR_E_EXHAUSTED);
    ck_assert_uint_eq(assignment.tried, 30);
    for (unsigned level = 0; level < 30; level++) {
        bool reserved = next < N_OF(own) && own[next] == level;

        next += reserved;
        ck_assert_msg(pecaddr_assignment_answer(&assignment, level) ==
                          (reserved ? PECADDR_RESERVED : PECADDR_TAKEN),
                      "level %u", level);
    }
    ck_assert_int_eq(pecaddr_assignment_answer(&assignment, 30), PECADDR_UNANSWERED);
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

START_TEST(mailbox_beyond_the_limit_of_a_counter_has_no_level)
{
    const struct pecaddr_scheme *scheme = make_scheme(
        "rule = {given}.{surname}\nrule = {given}.{surname}.{counter}\nmax-counter = 4");

    person = person_of(text("Ada"), text("Rossi"));
    begin_with(scheme, PECADDR_CLAIM);
    answer_elsewhere("ada.rossi.4@example.org");
    expect_address(3, PECADDR_HELD_ELSEWHERE, "ada.rossi.4@example.org");
    begin_with(scheme, PECADDR_CLAIM);
    answer_elsewhere("ada.rossi.5@example.org");
    expect_address(PECADDR_LEVEL_NONE, PECADDR_HELD_ELSEWHERE, "ada.rossi.5@example.org");
}
END_TEST

/* Nothing is asked, answered or told. */
static void expect_no_walk(int without)
{
    struct pecaddr_query untouched = {.size = sizeof untouched, .level = 77};

    assignment = (struct pecaddr_assignment){.size = sizeof assignment, .status = 77};
    ck_assert_int_eq(pecaddr_walk_next(&walk, &untouched), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &untouched), without);
    ck_assert_int_eq(pecaddr_walk_result(&walk, &assignment), without);
    ck_assert_uint_eq(untouched.level, 77);
    ck_assert_int_eq(assignment.status, 77);
}

START_TEST(zeroed_walk_is_no_walk)
{
    memset(&walk, 0, sizeof walk);
    expect_no_walk(PECADDR_E_ARGUMENT);
    walk.size = sizeof walk;
    expect_no_walk(PECADDR_E_STATE);
}
END_TEST

/* Why a walk may fail to begin. */
static const struct {
    const char *what;
    int status;
} failures[] = {
    {"the name", PECADDR_E_UNEXPECTED},   {"the entry", PECADDR_E_REGISTER},
    {"no scheme", PECADDR_E_ARGUMENT},    {"no person", PECADDR_E_ARGUMENT},
    {"no mode", PECADDR_E_ARGUMENT},      {"a person of no size", PECADDR_E_ARGUMENT},
    {"codice fiscale", PECADDR_E_HOLDER}, {"an error of no size", PECADDR_E_ARGUMENT},
};

static int fail_to_begin(int how)
{
    const struct pecaddr_scheme *scheme = how == 2 ? NULL : pecaddr_scheme_ingpec();
    int number = how == 4 ? 0 : (int)PECADDR_CLAIM;
    struct pecaddr_error error = {.size = how == 7 ? 1 : sizeof error};
    enum pecaddr_mode mode;

    memcpy(&mode, &number, sizeof mode);
    person = person_of(text("Luigi"), text(how == 0 ? "Ro1ssi" : "Rossi"));
    if (how == 1)
        person.number = 0;
    if (how == 5)
        person.size = 1;
    if (how == 6)
        person.holder = text("RSSDAA70A41E783X");
    return pecaddr_walk_init(&walk, scheme, how == 3 ? NULL : &person, mode, &error);
}

START_TEST(walk_that_could_not_begin_is_no_walk_whatever_it_was_before)
{
    for (int before = 0; before <= 2; before++) {
        begin(PECADDR_CLAIM);
        if (before == 0)
            walk = (struct pecaddr_walk)PECADDR_WALK_INIT;
        else
            ask();
        if (before == 2)
            answer(PECADDR_CLAIMED);
        ck_assert_msg(fail_to_begin(_i) == failures[_i].status, "%s", failures[_i].what);
        expect_no_walk(PECADDR_E_STATE);
        answer_late(&query);
        ck_assert_uint_eq(walk.size, sizeof walk);
        ck_assert_ptr_null(walk.person);
    }
}
END_TEST

START_TEST(walk_that_could_not_begin_says_why)
{
    struct pecaddr_error error = PECADDR_ERROR_INIT;

    person = person_of(text("Ada"), text("Ro1ssi"));
    walk = (struct pecaddr_walk)PECADDR_WALK_INIT;
    ck_assert_int_eq(
        pecaddr_walk_init(&walk, pecaddr_scheme_ingpec(), &person, PECADDR_CLAIM, &error),
        PECADDR_E_UNEXPECTED);
    ck_assert_int_eq(error.field, PECADDR_FIELD_SURNAME);
    ck_assert_uint_eq(error.offset, 2);
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
        struct pecaddr_error error = PECADDR_ERROR_INIT;

        person = person_of(text("Ada"), text("Rossi"));
        if (rows[i].field == PECADDR_FIELD_PROVINCE)
            person.province = text("XX");
        else if (rows[i].field == PECADDR_FIELD_SECTION)
            person.section = 'C';
        else
            person.number = 0;
        walk = (struct pecaddr_walk)PECADDR_WALK_INIT;
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
        walk = (struct pecaddr_walk)PECADDR_WALK_INIT;
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

START_TEST(late_answer_is_refused_also_when_a_walk_could_not_begin_in_between)
{
    struct pecaddr_query late;

    begin(PECADDR_CLAIM);
    ask();
    late = query;
    ck_assert_int_eq(fail_to_begin(_i), failures[_i].status);
    person = person_of(text("Ada"), text("Rossi"));
    ck_assert_int_eq(
        pecaddr_walk_init(&walk, pecaddr_scheme_ingpec(), &person, PECADDR_CLAIM, NULL),
        PECADDR_OK);
    answer_late(&late);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("walk");
    TCase *tc = tcase_create("walk");

    tcase_add_test(tc, first_question_is_level_0);
    tcase_add_test(tc, user_of_a_question_is_left_alone);
    tcase_add_test(tc, question_has_what_the_name_was_folded_to_in_the_memory_of_the_walk);
    tcase_add_test(tc, question_has_the_notes_of_the_name);
    tcase_add_test(tc, asking_again_is_the_same_question);
    tcase_add_test(tc, reserved_candidate_is_skipped_and_counts_as_taken);
    tcase_add_test(tc, reserved_candidates_at_the_end_leave_the_walk_exhausted);
    tcase_add_test(tc, walk_whose_candidates_are_all_reserved_asks_nothing);
    tcase_add_test(tc, reserved_candidates_are_told_at_each_level);
    tcase_add_test(tc, counter_walks_to_its_limit);
    tcase_add_test(tc, mailbox_beyond_the_limit_of_a_counter_has_no_level);
    tcase_add_test(tc, zeroed_walk_is_no_walk);
    ADD(tc, walk_that_could_not_begin_is_no_walk_whatever_it_was_before, failures);
    tcase_add_test(tc, walk_that_could_not_begin_says_why);
    tcase_add_test(tc, what_any_rule_needs_is_checked_before_the_first_question);
    tcase_add_test(tc, mode_is_check_or_claim);
    tcase_add_test(tc, walk_may_begin_anew_in_the_same_place);
    ADD(tc, late_answer_is_refused_also_when_a_walk_could_not_begin_in_between, failures);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
