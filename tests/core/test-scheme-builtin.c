/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The schemes that come with the library. test-scheme-builtin VECTORS.tsv: persons on whom ingpec
 * as it is built in and ingpec from its text must agree.
 */
#include "core/scheme-texts.h"

static const char *vectors;

START_TEST(built_in_schemes_are_found_by_name_and_by_number)
{
    static const char *const names[] = {"ingpec", "archiworldpec", "nodot", "initial", "counter"};
    static const int disjoint[] = {1, 1, 0, 0, 1};

    for (size_t i = 0; i < N_OF(names); i++) {
        const char *source = pecaddr_scheme_builtin(names[i]);
        static char canonical[CANONICAL_SIZE];
        const struct pecaddr_scheme *scheme;

        ck_assert_ptr_nonnull(source);
        ck_assert_ptr_eq(source, pecaddr_scheme_builtin_at(i));
        scheme = made(source);
        ck_assert_str_eq(pecaddr_scheme_name(scheme), names[i]);
        ck_assert_int_eq(pecaddr_scheme_is_disjoint(scheme), disjoint[i]);
        canonical_of(scheme, canonical);
        ck_canonical(canonical, canonical);
        pecaddr_scheme_free(scheme);
    }
    ck_assert_ptr_null(pecaddr_scheme_builtin_at(N_OF(names)));
    ck_assert_ptr_null(pecaddr_scheme_builtin_at(SIZE_MAX));
    ck_assert_ptr_null(pecaddr_scheme_builtin("none"));
    ck_assert_ptr_null(pecaddr_scheme_builtin(""));
    ck_assert_ptr_null(pecaddr_scheme_builtin(NULL));
}
END_TEST

/* The next person of the vectors, without escapes in the name. */
static bool next_person(FILE *file, char **line, size_t *capacity, struct pecaddr_person *person)
{
    while (getline(line, capacity, file) > 0) {
        char *given = strchr(*line, '\t');
        char *surname = given ? strchr(given + 1, '\t') : NULL;

        if (!surname || strchr(*line, '\\'))
            continue;
        *given++ = *surname++ = '\0';
        surname[strcspn(surname, "\t")] = '\0';
        *person = person_of(text(given), text(surname));
        return true;
    }
    return false;
}

static void ck_same_answers(const struct pecaddr_scheme *a, const struct pecaddr_scheme *b,
                            const struct pecaddr_person *person)
{
    for (unsigned level = 0; level < pecaddr_scheme_levels(a); level++) {
        struct pecaddr_error errors[2] = {{.size = sizeof *errors}, {.size = sizeof *errors}};
        char addresses[2][ADDRESS_SIZE] = {"", ""};
        int reserved[2] = {9, 9};
        int r = pecaddr_candidate(a, person, level, addresses[0], ADDRESS_SIZE, NULL, &reserved[0],
                                  &errors[0]);

        ck_assert_int_eq(pecaddr_candidate(b, person, level, addresses[1], ADDRESS_SIZE, NULL,
                                           &reserved[1], &errors[1]),
                         r);
        ck_assert_str_eq(addresses[0], addresses[1]);
        ck_assert_int_eq(reserved[0], reserved[1]);
        ck_assert_int_eq(errors[0].field, errors[1].field);
        ck_assert_uint_eq(errors[0].offset, errors[1].offset);
    }
}

START_TEST(ingpec_from_its_text_is_the_built_in_ingpec)
{
    const struct pecaddr_scheme *parsed = made(pecaddr_scheme_builtin("ingpec"));
    const struct pecaddr_scheme *built_in = pecaddr_scheme_ingpec();
    static char texts[2][CANONICAL_SIZE];
    FILE *file = fopen(vectors, "r");
    struct pecaddr_person person;
    char *line = NULL;
    size_t capacity = 0;
    size_t n = 0;

    canonical_of(parsed, texts[0]);
    canonical_of(built_in, texts[1]);
    ck_assert_str_eq(texts[0], texts[1]);
    ck_assert_uint_eq(pecaddr_scheme_levels(parsed), pecaddr_scheme_levels(built_in));
    ck_assert_int_eq(pecaddr_scheme_is_disjoint(parsed), pecaddr_scheme_is_disjoint(built_in));
    ck_assert_msg(file != NULL, "%s", vectors);
    while (n < 500 && next_person(file, &line, &capacity, &person)) {
        ck_same_answers(parsed, built_in, &person);
        n++;
    }
    ck_assert_uint_eq(n, 500);
    free(line);
    fclose(file);
    pecaddr_scheme_free(parsed);
}
END_TEST

int main(int argc, char *argv[])
{
    const TTest *const tests[] = {built_in_schemes_are_found_by_name_and_by_number,
                                  ingpec_from_its_text_is_the_built_in_ingpec};

    if (argc != 2) {
        fprintf(stderr, "test-scheme-builtin VECTORS.tsv\n");
        return 2;
    }
    vectors = argv[1];
    return run_suite("scheme-builtin", tests, N_OF(tests));
}
