/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §3: what a scheme is, its canonical text, and what its options do. */
#include "core/scheme-texts.h"

START_TEST(ingpec_is_the_engineers_scheme)
{
    const struct pecaddr_scheme *scheme = pecaddr_scheme_ingpec();

    ck_assert_ptr_nonnull(scheme);
    ck_assert_ptr_eq(scheme, pecaddr_scheme_ingpec());
    ck_assert_str_eq(pecaddr_scheme_name(scheme), "ingpec");
    ck_assert_str_eq(pecaddr_scheme_domain(scheme), "ingpec.eu");
    ck_assert_int_eq(pecaddr_scheme_profile(scheme), PECADDR_PROFILE_ANAGRAFE);
    ck_assert_uint_eq(pecaddr_scheme_levels(scheme), 3);
}
END_TEST

START_TEST(ingpec_is_disjoint_by_its_dots)
{
    ck_assert_int_eq(pecaddr_scheme_is_disjoint(pecaddr_scheme_ingpec()), 1);
}
END_TEST

START_TEST(ingpec_has_the_three_rules_of_macerata)
{
    const struct pecaddr_scheme *scheme = pecaddr_scheme_ingpec();

    ck_assert_str_eq(pecaddr_scheme_rule(scheme, 0), "{given}.{surname}");
    ck_assert_str_eq(pecaddr_scheme_rule(scheme, 1), "{given}.{surname}.{province}");
    ck_assert_str_eq(pecaddr_scheme_rule(scheme, 2),
                     "{given}.{surname}.{province}.{section}{number}");
    ck_assert_ptr_null(pecaddr_scheme_rule(scheme, 3));
    ck_assert_ptr_null(pecaddr_scheme_rule(scheme, PECADDR_LEVEL_NONE));
}
END_TEST

START_TEST(freeing_nothing_or_a_built_in_scheme_does_nothing)
{
    pecaddr_scheme_free(NULL);
    pecaddr_scheme_free(pecaddr_scheme_ingpec());
    ck_assert_str_eq(pecaddr_scheme_name(pecaddr_scheme_ingpec()), "ingpec");
}
END_TEST

/* How often a whole line is in a text. */
static unsigned count_lines(const char *whole, const char *line)
{
    size_t size = strlen(line);
    unsigned found = 0;

    for (const char *at = whole; *at; at = strchr(at, '\n') + 1) {
        ck_assert_ptr_nonnull(strchr(at, '\n'));
        found += strncmp(at, line, size) == 0 && at[size] == '\n';
    }
    return found;
}

START_TEST(canonical_text_has_a_line_for_each_fact)
{
    static const char *const lines[] = {
        "name = ingpec",
        "domain = ingpec.eu",
        "profile = anagrafe",
        "rule = {given}.{surname}",
        "rule = {given}.{surname}.{province}",
        "rule = {given}.{surname}.{province}.{section}{number}",
    };
    char canonical[2000];
    size_t size = 0;

    ck_assert_int_eq(
        pecaddr_scheme_canonical(pecaddr_scheme_ingpec(), canonical, sizeof canonical, &size),
        PECADDR_OK);
    ck_assert_uint_eq(size, strlen(canonical));
    for (size_t i = 0; i < N_OF(lines); i++)
        ck_assert_msg(count_lines(canonical, lines[i]) == 1, "%s in:\n%s", lines[i], canonical);
    ck_assert_ptr_null(strstr(canonical, "reserved")); /* ordine.* is reserved in every scheme */
}
END_TEST

START_TEST(rules_stand_in_their_order_in_the_canonical_text)
{
    char canonical[2000];
    const char *first;
    const char *second;
    const char *third;

    ck_assert_int_eq(
        pecaddr_scheme_canonical(pecaddr_scheme_ingpec(), canonical, sizeof canonical, NULL),
        PECADDR_OK);
    first = strstr(canonical, "rule = {given}.{surname}\n");
    second = strstr(canonical, "rule = {given}.{surname}.{province}\n");
    third = strstr(canonical, "rule = {given}.{surname}.{province}.{section}{number}\n");
    ck_assert(first && first < second && second < third);
}
END_TEST

static const char *const different[] = {
    "rule = {given}.{surname}",
    "rule = {given}{surname}",
    "rule = {given}.{surname}\nprofile = plain",
    "rule = {given}.{surname}\ngiven = first",
    "rule = {given}.{surname}\noverlong = error",
    "rule = {given}.{surname}\nreserved = presidenza",
    "rule = {given}.{surname}\nprovince = xx",
    "rule = {given}.{surname}\nrule = {given}.{surname}.{counter}",
    "rule = {given}.{surname}\nrule = {given}.{surname}.{counter}\nmax-counter = 9",
};

START_TEST(canonical_text_is_equal_for_equal_schemes_and_differs_for_others)
{
    static char texts[N_OF(different)][CANONICAL_SIZE];

    for (size_t i = 0; i < N_OF(different); i++) {
        char source[200];
        const struct pecaddr_scheme *scheme;

        sprintf(source, HEAD "%s\n", different[i]);
        scheme = made(source);
        canonical_of(scheme, texts[i]);
        pecaddr_scheme_free(scheme);
        ck_canonical(source, texts[i]);
        for (size_t k = 0; k < i; k++)
            ck_assert_msg(strcmp(texts[i], texts[k]) != 0, "schemes %zu and %zu:\n%s", k, i,
                          texts[i]);
    }
}
END_TEST

START_TEST(canonical_text_needs_a_buffer_that_holds_it)
{
    char canonical[2000] = "untouched";
    size_t size = 0;

    ck_assert_int_eq(pecaddr_scheme_canonical(pecaddr_scheme_ingpec(), NULL, 0, &size),
                     PECADDR_E_CAPACITY);
    ck_assert_uint_gt(size, 0);
    ck_assert_int_eq(pecaddr_scheme_canonical(pecaddr_scheme_ingpec(), NULL, 0, NULL),
                     PECADDR_E_CAPACITY);
    for (size_t capacity = 0; capacity <= size; capacity++)
        ck_assert_int_eq(
            pecaddr_scheme_canonical(pecaddr_scheme_ingpec(), canonical, capacity, NULL),
            PECADDR_E_CAPACITY);
    ck_assert_str_eq(canonical, "untouched");
    ck_assert_int_eq(pecaddr_scheme_canonical(pecaddr_scheme_ingpec(), canonical, size + 1, NULL),
                     PECADDR_OK);
    ck_assert_uint_eq(strlen(canonical), size);
}
END_TEST

START_TEST(canonical_text_of_nothing_is_a_wrong_argument)
{
    char canonical[16] = "untouched";
    size_t size = 99;

    ck_assert_int_eq(pecaddr_scheme_canonical(NULL, canonical, sizeof canonical, &size),
                     PECADDR_E_ARGUMENT);
    ck_assert_str_eq(canonical, "untouched");
    ck_assert_uint_eq(size, 99);
}
END_TEST

START_TEST(counter_gives_a_level_for_each_count_from_2)
{
    const struct pecaddr_scheme *scheme = made(PLAIN COUNTED);

    ck_assert_uint_eq(pecaddr_scheme_levels(scheme), 1 + 98);
    ck_assert_str_eq(pecaddr_scheme_rule(scheme, 0), "{given}.{surname}");
    ck_assert_str_eq(pecaddr_scheme_rule(scheme, 1), "{given}.{surname}.{counter}");
    ck_assert_str_eq(pecaddr_scheme_rule(scheme, 98), "{given}.{surname}.{counter}");
    ck_assert_ptr_null(pecaddr_scheme_rule(scheme, 99));
    pecaddr_scheme_free(scheme);
}
END_TEST

/* What schemes do. */

START_TEST(given_first_takes_the_first_given_name)
{
    const struct pecaddr_scheme *scheme = made(PLAIN "given = first\n");
    static const char *const givens[] = {"Maria Grazia", "Ing. Maria Grazia", "  Maria   Grazia",
                                         "Maria, Grazia"};
    static const char *const joined[] = {"Maria-Grazia Anna", "MariaGrazia"};
    char local[LOCAL_SIZE];
    int reserved;

    for (size_t i = 0; i < N_OF(givens); i++) {
        struct pecaddr_person person = person_of(text(givens[i]), text("Di Stasio"));

        candidate(scheme, &person, 0, local, &reserved);
        ck_assert_str_eq(local, "maria.distasio");
    }
    for (size_t i = 0; i < N_OF(joined); i++) {
        struct pecaddr_person person = person_of(text(joined[i]), text("Rossi"));

        candidate(scheme, &person, 0, local, &reserved);
        ck_assert_str_eq(local, "mariagrazia.rossi");
    }
    pecaddr_scheme_free(scheme);
}
END_TEST

static uint32_t notes_of(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person)
{
    char local[LOCAL_SIZE];
    uint32_t notes = 0;

    ck_assert_int_eq(
        pecaddr_local_part(scheme, person, NULL, local, LOCAL_SIZE, NULL, &notes, NULL),
        PECADDR_OK);
    return notes;
}

START_TEST(variant_accept_sets_no_note_and_changes_no_address)
{
    static const char *const lines[] = {"", "variant = review\n", "variant = accept\n"};
    const struct pecaddr_person person = person_of(text("Jörg"), text("Müller"));

    for (size_t i = 0; i < N_OF(lines); i++) {
        const struct pecaddr_scheme *scheme;
        char source[200];
        char local[LOCAL_SIZE];
        int reserved;

        sprintf(source, PLAIN "%s", lines[i]);
        scheme = made(source);
        candidate(scheme, &person, 0, local, &reserved);
        ck_assert_str_eq(local, "joerg.mueller");
        ck_assert_uint_eq(notes_of(scheme, &person), i < 2 ? PECADDR_NOTE_VARIANT : 0);
        pecaddr_scheme_free(scheme);
    }
}
END_TEST

START_TEST(overlong_error_refuses_what_would_be_shortened)
{
    const struct pecaddr_scheme *scheme = made(PLAIN "overlong = error\n");
    char surname[100];
    struct pecaddr_error error = {.size = sizeof error};
    struct pecaddr_person person;
    char local[LOCAL_SIZE];

    repeat('b', 62, surname);
    person = person_of(text("a"), text(surname));
    ck_assert_int_eq(
        pecaddr_local_part(scheme, &person, NULL, local, LOCAL_SIZE, NULL, NULL, &error),
        PECADDR_OK);
    repeat('b', 63, surname);
    person = person_of(text("a"), text(surname));
    ck_assert_int_eq(
        pecaddr_local_part(scheme, &person, NULL, local, LOCAL_SIZE, NULL, NULL, &error),
        PECADDR_E_TOO_LONG);
    pecaddr_scheme_free(scheme);
}
END_TEST

static const struct {
    const char *given;
    const char *surname;
    int reserved;
} reservations[] = {
    {"Mario", "Rossi", 0},      {"Ordine", "Macerata", 1}, {"Anna", "Segreteria", 1},
    {"Segreteria", "Anna", 0},  {"Albo", "Unico", 1},      {"Albo", "Unici", 0},
    {"Presidenza", "Rossi", 0},
};

START_TEST(star_stands_for_one_atom)
{
    const struct pecaddr_person person =
        person_of(text(reservations[_i].given), text(reservations[_i].surname));
    const struct pecaddr_scheme *scheme =
        made(PLAIN "rule = {given}.{surname}.{province}\nreserved = *.segreteria\n"
                   "reserved = albo.unico\nreserved = presidenza\n");
    char local[LOCAL_SIZE];
    int reserved = 9;

    candidate(scheme, &person, 0, local, &reserved);
    ck_assert_int_eq(reserved, reservations[_i].reserved);
    candidate(scheme, &person, 1, local, &reserved);
    ck_assert_int_eq(reserved, 0);
    pecaddr_scheme_free(scheme);
}
END_TEST

START_TEST(scheme_reserves_what_it_does_not_write)
{
    /* what every scheme reserves, and what the scheme's own lines cover */
    static const char *const locals[] = {"info", "ordine.macerata", "albo.unico", "albo.roma"};
    const struct pecaddr_scheme *scheme =
        made(PLAIN "reserved = info\nreserved = ordine.macerata\nreserved = albo.unico\n"
                   "reserved = albo.*\nreserved = albo.roma\n");

    for (size_t i = 0; i < N_OF(locals); i++) {
        struct pecaddr_parsed parsed = {.size = sizeof parsed};
        char address[ADDRESS_SIZE];

        sprintf(address, "%s@pec.example", locals[i]);
        ck_assert_int_eq(pecaddr_parse(scheme, text(address), &parsed), PECADDR_OK);
        ck_assert_msg(parsed.kind == PECADDR_ADDRESS_RESERVED, "%s", address);
    }
    pecaddr_scheme_free(scheme);
}
END_TEST

START_TEST(scheme_knows_the_provinces_that_it_adds_also_historical_ones)
{
    static const char *const added[] = {"xx", "SU", "FO"};

    for (size_t i = 0; i < N_OF(added); i++) {
        const struct pecaddr_scheme *without = made(HEAD "rule = {given}.{surname}.{province}\n");
        const struct pecaddr_scheme *with;
        struct pecaddr_person person = person_of(text("Mario"), text("Rossi"));
        char address[ADDRESS_SIZE];
        char source[200];

        sprintf(source, HEAD "rule = {given}.{surname}.{province}\nprovince = %s\n", added[i]);
        with = made(source);
        person.province = text(added[i]);
        ck_assert_int_eq(
            pecaddr_candidate(without, &person, 0, address, ADDRESS_SIZE, NULL, NULL, NULL),
            PECADDR_E_PROVINCE);
        ck_assert_int_eq(
            pecaddr_candidate(with, &person, 0, address, ADDRESS_SIZE, NULL, NULL, NULL),
            PECADDR_OK);
        pecaddr_scheme_free(without);
        pecaddr_scheme_free(with);
    }
}
END_TEST

/* Whether a rule has the province or not. */
START_TEST(scheme_tells_of_which_provinces_it_has_orders)
{
    static const char *const rules[] = {"{given}.{surname}.{province}",
                                        "{given}.{surname}.{counter}"};
    static const struct {
        const char *province;
        int is_one;
    } provinces[] = {{"MC", 1},  {"mc", 1},       {"Mc", 1},      {"SU", 1}, {"su", 1},
                     {"FO", 0},  {"MX", 0},       {"M", 0},       {"", 0},   {"M1", 0},
                     {"MC ", 0}, {"Macerata", 0}, {"\xC3\xA0", 0}};

    for (size_t i = 0; i < N_OF(rules); i++) {
        const struct pecaddr_scheme *scheme;
        char source[200];

        sprintf(source, HEAD "rule = %s\nprovince = SU\n", rules[i]);
        scheme = made(source);
        for (size_t k = 0; k < N_OF(provinces); k++)
            ck_assert_msg(pecaddr_scheme_has_province(scheme, text(provinces[k].province)) ==
                              provinces[k].is_one,
                          "%s %s", rules[i], provinces[k].province);
        pecaddr_scheme_free(scheme);
    }
    ck_assert_int_eq(pecaddr_scheme_has_province(pecaddr_scheme_ingpec(), text("SU")), 0);
    ck_assert_int_eq(
        pecaddr_scheme_has_province(pecaddr_scheme_ingpec(), (struct pecaddr_text){NULL, 0}), 0);
}
END_TEST

/* The siglas of the 106 that it repeats, too; and no others, before or after its own. */
START_TEST(scheme_knows_no_other_provinces)
{
    static const struct {
        const char *sigla;
        int status;
    } asked[] = {{"XX", PECADDR_OK},         {"YY", PECADDR_OK},         {"MC", PECADDR_OK},
                 {"AG", PECADDR_OK},         {"XW", PECADDR_E_PROVINCE}, {"XY", PECADDR_E_PROVINCE},
                 {"WX", PECADDR_E_PROVINCE}, {"YX", PECADDR_E_PROVINCE}, {"ZZ", PECADDR_E_PROVINCE},
                 {"AA", PECADDR_E_PROVINCE}, {"FO", PECADDR_E_PROVINCE}};
    const struct pecaddr_scheme *scheme =
        made(HEAD "rule = {given}.{surname}.{province}\nprovince = YY\nprovince = MC\n"
                  "province = XX\n");

    for (size_t i = 0; i < N_OF(asked); i++) {
        struct pecaddr_person person = person_of(text("Mario"), text("Rossi"));
        char address[ADDRESS_SIZE];
        int r;

        person.province = text(asked[i].sigla);
        r = pecaddr_candidate(scheme, &person, 0, address, ADDRESS_SIZE, NULL, NULL, NULL);
        ck_assert_msg(r == asked[i].status, "%s: %d", asked[i].sigla, r);
    }
    pecaddr_scheme_free(scheme);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scheme");
    TCase *tc = tcase_create("scheme");

    tcase_add_test(tc, ingpec_is_the_engineers_scheme);
    tcase_add_test(tc, ingpec_is_disjoint_by_its_dots);
    tcase_add_test(tc, ingpec_has_the_three_rules_of_macerata);
    tcase_add_test(tc, freeing_nothing_or_a_built_in_scheme_does_nothing);
    tcase_add_test(tc, canonical_text_has_a_line_for_each_fact);
    tcase_add_test(tc, rules_stand_in_their_order_in_the_canonical_text);
    tcase_add_test(tc, canonical_text_is_equal_for_equal_schemes_and_differs_for_others);
    tcase_add_test(tc, canonical_text_needs_a_buffer_that_holds_it);
    tcase_add_test(tc, canonical_text_of_nothing_is_a_wrong_argument);
    tcase_add_test(tc, counter_gives_a_level_for_each_count_from_2);
    tcase_add_test(tc, given_first_takes_the_first_given_name);
    tcase_add_test(tc, variant_accept_sets_no_note_and_changes_no_address);
    tcase_add_test(tc, overlong_error_refuses_what_would_be_shortened);
    ADD(tc, star_stands_for_one_atom, reservations);
    tcase_add_test(tc, scheme_reserves_what_it_does_not_write);
    tcase_add_test(tc, scheme_knows_the_provinces_that_it_adds_also_historical_ones);
    tcase_add_test(tc, scheme_knows_no_other_provinces);
    tcase_add_test(tc, scheme_tells_of_which_provinces_it_has_orders);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
