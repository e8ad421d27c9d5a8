/* SPDX-License-Identifier: BSD-3-Clause */
/* How a codice fiscale contradicts a name (SPEC §2). */
#include "core/codice-fiscale-rows.h"

static void compare_row(const struct pecaddr_scheme *scheme, const struct comparison_row *row)
{
    struct pecaddr_holder_comparison comparison = PECADDR_HOLDER_COMPARISON_INIT;
    char holder[17];
    struct pecaddr_person person = person_with(row, holder);
    int r = pecaddr_holder_compare(scheme, &person, &comparison, NULL);

    ck_assert_msg(r == (row->mismatch ? PECADDR_NO_MATCH : PECADDR_OK), "%s: %d", row->what, r);
    ck_assert_msg(comparison.mismatch == row->mismatch, "%s: %u", row->what,
                  (unsigned)comparison.mismatch);
    ck_assert_msg(strcmp(comparison.surname, row->surname_letters) == 0, "%s: %s", row->what,
                  comparison.surname);
    ck_assert_msg(strcmp(comparison.given, row->given_letters) == 0, "%s: %s", row->what,
                  comparison.given);
    ck_assert_uint_eq(comparison.size, sizeof comparison);
}

START_TEST(each_half_is_held_against_its_field)
{
    compare_row(pecaddr_scheme_ingpec(), &halves[_i]);
}
END_TEST

/* Whatever of a name the rules leave out. */
START_TEST(all_of_the_name_counts_whatever_the_scheme)
{
    static const char *const lines[] = {
        "given = first\nrule = {given}.{surname}",
        "rule = {initial}.{surname}",
        "rule = {surname}.{number}",
        "rule = {given}.{number}",
        "rule = {number}",
        "profile = plain\nrule = {surname}{given}",
    };

    for (size_t i = 0; i < N_OF(lines); i++)
        compare_row(scheme_with(lines[i]), &halves[_i]);
}
END_TEST

START_TEST(it_fits_that_fits_under_either_profile)
{
    char lines[64];

    snprintf(lines, sizeof lines, "profile = %s\nrule = {given}.{surname}", profiles[_i].profile);
    compare_row(scheme_with(lines), &profiles[_i].row);
}
END_TEST

START_TEST(nothing_of_the_name_is_cut_for_length)
{
    static const struct comparison_row rows[] = {
        {"a word that is dropped counts",
         "Aoi Eiua Ieo Uoa Oia Eau Iou Aie Oua Eio Uia Oae Iua Eoa Bianca",
         "Oueia Aoue Ieua Roberta", "RBROEI", GIVEN, "RBR", "BNC"},
        {"and fits", "Aoi Eiua Ieo Uoa Oia Eau Iou Aie Oua Eio Uia Oae Iua Eoa Bianca",
         "Oueia Aoue Ieua Roberta", "RBRBNC", 0, "RBR", "BNC"},
    };

    for (size_t i = 0; i < N_OF(rows); i++)
        compare_row(pecaddr_scheme_ingpec(), &rows[i]);
}
END_TEST

/* Art. 6: the letters of the name are none that omocodia replaces. */
START_TEST(omocodia_spaces_and_case_make_no_difference)
{
    static const char *const ends[] = {"80A01Z000", "UVALMZLLL", "80A41Z00L"};

    for (size_t i = 0; i < N_OF(ends); i++) {
        struct pecaddr_person person = person_of(text("Luca"), text("Rossi"));
        struct pecaddr_holder_comparison comparison = PECADDR_HOLDER_COMPARISON_INIT;
        char fifteen[16], holder[17], other[32];

        snprintf(fifteen, sizeof fifteen, "RSSLCU%s", ends[i]);
        complete(fifteen, holder);
        snprintf(other, sizeof other, " r s%s ", holder + 2);
        person.holder = pecaddr_text_of(other);
        ck_assert_int_eq(
            pecaddr_holder_compare(pecaddr_scheme_ingpec(), &person, &comparison, NULL),
            PECADDR_OK);
        person.given = text("Mario");
        ck_assert_int_eq(
            pecaddr_holder_compare(pecaddr_scheme_ingpec(), &person, &comparison, NULL),
            PECADDR_NO_MATCH);
        ck_assert_uint_eq(comparison.mismatch, GIVEN);
    }
}
END_TEST

/* Nobody's, or without letters. */
START_TEST(what_has_no_letters_contradicts_nothing)
{
    static const char *const holders[] = {"", "12345678903", " 123 45678903"};

    for (size_t i = 0; i < N_OF(holders); i++) {
        struct pecaddr_person person = person_of(text("J\u00F6"), text("Rossi"));
        struct pecaddr_holder_comparison comparison = {
            .size = sizeof comparison, .mismatch = 77, .surname = "AAA", .given = "BBB"};
        uint32_t notes;

        person.holder = text(holders[i]);
        ck_assert_int_eq(
            pecaddr_holder_compare(pecaddr_scheme_ingpec(), &person, &comparison, NULL),
            PECADDR_OK);
        ck_assert_uint_eq(comparison.mismatch, 0);
        ck_assert_str_eq(comparison.surname, "");
        ck_assert_str_eq(comparison.given, "");
        ck_assert_int_eq(
            pecaddr_local_part(pecaddr_scheme_ingpec(), &person, NULL, NULL, 0, NULL, &notes, NULL),
            PECADDR_E_CAPACITY);
        ck_assert_int_eq(pecaddr_local_part(pecaddr_scheme_ingpec(), &person, NULL,
                                            (char[PECADDR_LOCAL_PART_MAX + 1]){0},
                                            PECADDR_LOCAL_PART_MAX + 1, NULL, &notes, NULL),
                         PECADDR_OK);
        ck_assert_uint_eq(notes & PECADDR_NOTE_CF_MISMATCH, 0);
    }
}
END_TEST

/* Where the scheme needs no name. */
START_TEST(a_name_that_is_absent_contradicts_nothing)
{
    static const struct {
        const char *lines;
        struct comparison_row row;
    } cases[] = {
        {"rule = {surname}.{number}", {"no given names", "", "Rossi", "RSSLCU", 0, "RSS", ""}},
        {"rule = {surname}.{number}",
         {"another surname", "", "Rossi", "BNCLCU", SURNAME, "RSS", ""}},
        {"rule = {given}.{number}", {"no surname", "Mario", "", "BNCMRA", 0, "", "MRA"}},
        {"rule = {given}.{number}", {"other given names", "Mario", "", "BNCLCU", GIVEN, "", "MRA"}},
        {"rule = {number}", {"no name", "", "", "BNCLCU", 0, "", ""}},
        {"rule = {number}", {"a title alone", "Dott.", "", "BNCLCU", 0, "", ""}},
    };

    for (size_t i = 0; i < N_OF(cases); i++)
        compare_row(scheme_with(cases[i].lines), &cases[i].row);
}
END_TEST

static void expect_refusal(const struct pecaddr_person *person, int code, enum pecaddr_field field,
                           size_t offset)
{
    struct pecaddr_holder_comparison comparison = {.size = sizeof comparison, .mismatch = 77};
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    struct pecaddr_folded folded = PECADDR_FOLDED_INIT;
    char local[PECADDR_LOCAL_PART_MAX + 1];

    ck_assert_int_eq(pecaddr_holder_compare(pecaddr_scheme_ingpec(), person, &comparison, &error),
                     code);
    ck_assert_int_eq(error.code, code);
    ck_assert_int_eq(error.field, field);
    ck_assert_uint_eq(error.offset, offset);
    ck_assert_uint_eq(comparison.mismatch, 77);
    ck_assert_int_eq(pecaddr_holder_compare(pecaddr_scheme_ingpec(), person, &comparison, NULL),
                     code);
    ck_assert_int_eq(pecaddr_fold(pecaddr_scheme_ingpec(), person, &folded, &error), code);
    ck_assert_int_eq(error.field, field);
    ck_assert_int_eq(pecaddr_local_part(pecaddr_scheme_ingpec(), person, NULL, local, sizeof local,
                                        NULL, NULL, &error),
                     code);
    ck_assert_int_eq(error.field, field);
}

START_TEST(an_error_of_the_name_or_of_the_codice_fiscale_is_told)
{
    struct pecaddr_person person = person_of(text("Mario"), text("Rossi"));

    person.holder = text("RSSMRA80A01Z000");
    expect_refusal(&person, PECADDR_E_HOLDER, PECADDR_FIELD_HOLDER, 0);
    person.holder = text("R");
    expect_refusal(&person, PECADDR_E_HOLDER, PECADDR_FIELD_HOLDER, 0);
    person.holder = text("00000000000");
    expect_refusal(&person, PECADDR_E_HOLDER, PECADDR_FIELD_HOLDER, 0);
    person.surname = text("R0ssi");
    expect_refusal(&person, PECADDR_E_UNEXPECTED, PECADDR_FIELD_SURNAME, 1);
    person.given = text("");
    expect_refusal(&person, PECADDR_E_EMPTY, PECADDR_FIELD_GIVEN, 0);
}
END_TEST

START_TEST(a_comparison_asks_for_its_arguments)
{
    const struct pecaddr_scheme *scheme = pecaddr_scheme_ingpec();
    struct pecaddr_person person = person_of(text("Mario"), text("Rossi"));
    struct pecaddr_person bad = person;
    struct pecaddr_holder_comparison comparison = PECADDR_HOLDER_COMPARISON_INIT;
    struct pecaddr_holder_comparison small = {.size = sizeof small - 1};
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    struct pecaddr_error tiny = {.size = sizeof(size_t)};

    bad.holder = (struct pecaddr_text){NULL, 16};
    ck_assert_int_eq(pecaddr_holder_compare(NULL, &person, &comparison, &error),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_holder_compare(scheme, NULL, &comparison, &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_holder_compare(scheme, &bad, &comparison, &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_holder_compare(scheme, &person, NULL, &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_holder_compare(scheme, &person, &small, &error), PECADDR_E_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.message, "PECADDR_HOLDER_COMPARISON_INIT"));
    ck_assert_int_eq(pecaddr_holder_compare(scheme, &person, &comparison, &tiny),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_holder_compare(scheme, &person, &comparison, &error), PECADDR_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("codice-fiscale-name");
    TCase *tc = tcase_create("codice-fiscale-name");

    ADD(tc, each_half_is_held_against_its_field, halves);
    ADD(tc, all_of_the_name_counts_whatever_the_scheme, halves);
    ADD(tc, it_fits_that_fits_under_either_profile, profiles);
    tcase_add_test(tc, nothing_of_the_name_is_cut_for_length);
    tcase_add_test(tc, omocodia_spaces_and_case_make_no_difference);
    tcase_add_test(tc, what_has_no_letters_contradicts_nothing);
    tcase_add_test(tc, a_name_that_is_absent_contradicts_nothing);
    tcase_add_test(tc, an_error_of_the_name_or_of_the_codice_fiscale_is_told);
    tcase_add_test(tc, a_comparison_asks_for_its_arguments);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
