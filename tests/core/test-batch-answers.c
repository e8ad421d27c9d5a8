/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §4: what a batch makes of each answer, of failures, and of persons who are not asked about. */
#include "core/batch-script.h"

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

int main(void)
{
    Suite *suite = suite_create("batch-answers");
    TCase *tc = tcase_create("batch-answers");

    tcase_add_test(tc, homonyms_get_one_level_each_in_input_order_when_only_checking);
    tcase_add_test(tc, one_that_fails_leaves_the_others_valid_and_a_later_homonym_goes_on);
    tcase_add_test(tc, failed_call_fails_every_question_without_a_claim_and_keeps_its_code);
    tcase_add_loop_test(tc, failed_call_keeps_its_code_where_an_answer_could_not_stand, 0, 2);
    tcase_add_test(tc, free_answers_of_a_failed_call_do_not_stand);
    tcase_add_loop_test(tc, person_in_error_has_the_error_and_is_not_asked, 0, 2);
    tcase_add_test(tc, person_whose_codice_fiscale_is_wrong_takes_no_part);
    tcase_add_test(tc, refusal_is_the_status_of_its_person_alone);
    tcase_add_test(tc, refusal_in_a_call_that_failed_does_not_stand);
    tcase_add_test(tc, message_says_what_the_callback_did_wrong);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
