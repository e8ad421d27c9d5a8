/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §4: an answer to a question that is not open, or not of this walk, is refused. */
#include "core/walk-fixture.h"

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
    struct pecaddr_walk other = PECADDR_WALK_INIT;
    struct pecaddr_query theirs = PECADDR_QUERY_INIT;
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

/* Another person's or another walk's question in the same memory. */

static const struct {
    const char *what;
    struct pecaddr_text given;
    struct pecaddr_text surname;
    struct pecaddr_text province;
    struct pecaddr_text holder;
    char section;
    uint32_t number;
    enum pecaddr_mode mode;
} others[] = {
    {"given names", T("Anna"), T("Rossi"), T("MC"), {NULL, 0}, 'A', 1234, PECADDR_CLAIM},
    {"their end", T("Ade"), T("Rossi"), T("MC"), {NULL, 0}, 'A', 1234, PECADDR_CLAIM},
    {"surname", T("Ada"), T("Neri"), T("MC"), {NULL, 0}, 'A', 1234, PECADDR_CLAIM},
    {"its end", T("Ada"), T("Rosso"), T("MC"), {NULL, 0}, 'A', 1234, PECADDR_CLAIM},
    {"names of the same letters",
     T("Ad"),
     T("Arossi"),
     T("MC"),
     {NULL, 0},
     'A',
     1234,
     PECADDR_CLAIM},
    {"province", T("Ada"), T("Rossi"), T("AN"), {NULL, 0}, 'A', 1234, PECADDR_CLAIM},
    {"section", T("Ada"), T("Rossi"), T("MC"), {NULL, 0}, 'B', 1234, PECADDR_CLAIM},
    {"number", T("Ada"), T("Rossi"), T("MC"), {NULL, 0}, 'A', 1235, PECADDR_CLAIM},
    {"holder", T("Ada"), T("Rossi"), T("MC"), T("RSSDAA70A41E783W"), 'A', 1234, PECADDR_CLAIM},
    {"mode", T("Ada"), T("Rossi"), T("MC"), {NULL, 0}, 'A', 1234, PECADDR_CHECK},
};

/* All of these come to ask for a.it, so that nothing but the mark tells their questions apart. */
START_TEST(late_answer_to_the_question_of_another_person_is_refused)
{
    const struct pecaddr_scheme *scheme =
        make_scheme("rule = {initial}.it\nrule = {given}.{province}.{section}{number}");

    for (int zeroed = 0; zeroed <= 1; zeroed++) {
        struct pecaddr_person first = person_of(text("Ada"), text("Rossi"));
        struct pecaddr_query late;

        person = first;
        begin_with(scheme, PECADDR_CLAIM);
        ask();
        late = query;
        person = person_of(others[_i].given, others[_i].surname);
        person.province = others[_i].province;
        person.holder = others[_i].holder;
        person.section = others[_i].section;
        person.number = others[_i].number;
        if (zeroed)
            walk = (struct pecaddr_walk)PECADDR_WALK_INIT;
        ck_assert_int_eq(pecaddr_walk_init(&walk, scheme, &person, others[_i].mode, NULL),
                         PECADDR_OK);
        ask();
        ck_assert_str_eq(query.address, "a.it@example.org");
        ck_assert_msg(query.mark != late.mark, "%s: the same mark", others[_i].what);
        answer_late(&late);
        ck_assert_int_eq(pecaddr_walk_result(&walk, &assignment), PECADDR_E_STATE);
        answer(PECADDR_HELD);
        expect_address(0, PECADDR_HELD, "a.it@example.org");
    }
}
END_TEST

START_TEST(late_answer_to_an_earlier_walk_of_the_same_person_is_refused)
{
    struct pecaddr_query late[3];

    begin(PECADDR_CLAIM);
    for (size_t i = 0; i < N_OF(late); i++) {
        ask();
        late[i] = query;
        ck_assert_int_eq(
            pecaddr_walk_init(&walk, pecaddr_scheme_ingpec(), &person, PECADDR_CLAIM, NULL),
            PECADDR_OK);
        for (size_t k = 0; k <= i; k++)
            answer_late(&late[k]);
    }
    answer(PECADDR_CLAIMED);
    expect_address(0, PECADDR_CLAIMED, "ada.rossi@ingpec.eu");
}
END_TEST

/* What lies on the stack must not come into a mark. */
static void soil_stack(int with)
{
    volatile unsigned char soil[8192];

    for (size_t i = 0; i < sizeof soil; i++)
        soil[i] = (unsigned char)with;
}

START_TEST(very_same_question_in_zeroed_memory_is_the_same)
{
    struct pecaddr_query first;

    soil_stack(0x55);
    begin(PECADDR_CLAIM);
    ask();
    first = query;
    soil_stack(0xAA);
    begin(PECADDR_CLAIM);
    first.answer = PECADDR_CLAIMED;
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &first), PECADDR_OK);
    expect_address(0, PECADDR_CLAIMED, "ada.rossi@ingpec.eu");
}
END_TEST

/* Ada Ada comes to ask for the same address at both levels. */
START_TEST(late_answer_to_another_level_with_the_same_address_is_refused)
{
    struct pecaddr_query late;

    person = person_of(text("Ada"), text("Ada"));
    begin_with(make_scheme("rule = {given}.{surname}\nrule = {surname}.{given}"), PECADDR_CLAIM);
    ask();
    late = query;
    answer(PECADDR_TAKEN);
    ask();
    ck_assert_str_eq(query.address, "ada.ada@example.org");
    ck_assert_uint_eq(query.level, 1);
    answer_late(&late);
}
END_TEST

START_TEST(late_answer_under_another_scheme_is_refused)
{
    const struct pecaddr_scheme *scheme = make_scheme("rule = {given}.{surname}");
    struct pecaddr_scheme of_another_domain = *scheme;
    const struct pecaddr_scheme *next[] = {make_scheme("rule = {surname}.{given}"),
                                           &of_another_domain};

    of_another_domain.domain = "example.orx";
    person = person_of(text("Ada"), text("Rossi"));
    for (size_t i = 0; i < N_OF(next); i++) {
        struct pecaddr_query late;

        begin_with(scheme, PECADDR_CLAIM);
        ask();
        late = query;
        begin_with(next[i], PECADDR_CLAIM);
        ask();
        answer_late(&late);
    }
}
END_TEST

/* The g is the end of a domain, or the beginning of a name. */
START_TEST(late_answer_under_another_scheme_to_another_person_of_the_same_letters_is_refused)
{
    const struct pecaddr_scheme *scheme = make_scheme("rule = {surname}.{number}");
    struct pecaddr_scheme of_another_domain = *scheme;
    struct pecaddr_query late;

    of_another_domain.domain = "example.or";
    person = person_of(text("Ada"), text("Rossi"));
    begin_with(scheme, PECADDR_CLAIM);
    ask();
    ck_assert_str_eq(query.address, "rossi.1234@example.org");
    late = query;
    person.given = text("Gada");
    begin_with(&of_another_domain, PECADDR_CLAIM);
    ask();
    answer_late(&late);
}
END_TEST

START_TEST(answer_whose_mark_was_changed_is_refused)
{
    begin(PECADDR_CLAIM);
    ask();
    query.mark++;
    answer_late(&query);
    ask();
    query.mark = 0;
    answer_late(&query);
}
END_TEST

START_TEST(answer_in_another_walk_of_the_same_person_is_refused)
{
    struct pecaddr_walk other = PECADDR_WALK_INIT;
    struct pecaddr_query theirs = PECADDR_QUERY_INIT;

    begin(PECADDR_CLAIM);
    ask();
    ck_assert_int_eq(
        pecaddr_walk_init(&other, pecaddr_scheme_ingpec(), &person, PECADDR_CLAIM, NULL),
        PECADDR_OK);
    ck_assert_int_eq(pecaddr_walk_next(&other, &theirs), PECADDR_OK);
    answer_late(&theirs);
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

int main(void)
{
    Suite *suite = suite_create("walk-late");
    TCase *tc = tcase_create("walk-late");

    tcase_add_test(tc, answer_to_a_question_that_was_answered_is_refused);
    tcase_add_test(tc, answer_to_the_question_of_another_walk_is_refused);
    ADD(tc, late_answer_to_the_question_of_another_person_is_refused, others);
    tcase_add_test(tc, late_answer_to_an_earlier_walk_of_the_same_person_is_refused);
    tcase_add_test(tc, very_same_question_in_zeroed_memory_is_the_same);
    tcase_add_test(tc, late_answer_to_another_level_with_the_same_address_is_refused);
    tcase_add_test(tc, late_answer_under_another_scheme_is_refused);
    tcase_add_test(
        tc, late_answer_under_another_scheme_to_another_person_of_the_same_letters_is_refused);
    tcase_add_test(tc, answer_whose_mark_was_changed_is_refused);
    tcase_add_test(tc, answer_in_another_walk_of_the_same_person_is_refused);
    tcase_add_test(tc, answer_before_any_question_is_refused);
    tcase_add_test(tc, result_of_an_open_walk_is_refused);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
