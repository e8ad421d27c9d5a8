/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §3: a scheme is a domain, a profile, an ordered list of rules, and reserved names. */
#include "../libpecaddr/scheme.h"
#include "made-scheme.h"

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

static void canonical_of(const struct pecaddr_scheme *scheme, char canonical[2000])
{
    ck_assert_int_eq(pecaddr_scheme_canonical(scheme, canonical, 2000, NULL), PECADDR_OK);
}

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
    char texts[N_OF(different)][2000];
    char again[2000];

    for (size_t i = 0; i < N_OF(different); i++) {
        canonical_of(make_scheme(different[i]), texts[i]);
        canonical_of(make_scheme(different[i]), again);
        ck_assert_str_eq(texts[i], again);
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
    ck_assert_int_eq(pecaddr_scheme_canonical(pecaddr_scheme_ingpec(), canonical, size, NULL),
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
    const struct pecaddr_scheme *scheme =
        make_scheme("rule = {given}.{surname}\nrule = {given}.{surname}.{counter}");

    ck_assert_uint_eq(pecaddr_scheme_levels(scheme), 1 + 98);
    ck_assert_str_eq(pecaddr_scheme_rule(scheme, 0), "{given}.{surname}");
    ck_assert_str_eq(pecaddr_scheme_rule(scheme, 1), "{given}.{surname}.{counter}");
    ck_assert_str_eq(pecaddr_scheme_rule(scheme, 98), "{given}.{surname}.{counter}");
    ck_assert_ptr_null(pecaddr_scheme_rule(scheme, 99));
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
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
