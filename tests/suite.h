/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SUITE_H
#define SUITE_H

#include <check.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pecaddr/pecaddr.h>

/* A literal as a text, in an initializer; it may hold NUL. */
#define T(literal)                                                                                 \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

#define N_OF(array) (sizeof(array) / sizeof *(array))

/* Each row of the table `rows` as a test of its own, whose number is _i. */
#define ADD(tc, f, rows) tcase_add_loop_test(tc, f, 0, (int)N_OF(rows))

/*
 * Runs a suite in the locale of the environment, which must be there; Check itself obeys CK_FORK,
 * CK_RUN_CASE and so on. A suite without tests fails.
 */
static inline int suite_run(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    int run;
    int failed;

    if (!setlocale(LC_ALL, "")) {
        fprintf(stderr, "the locale of the environment is not installed\n");
        return EXIT_FAILURE;
    }
    srunner_run_all(runner, CK_ENV);
    run = srunner_ntests_run(runner);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return run > 0 && failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Runs tests that need no tables as one suite. */
static inline int run_suite(const char *name, const TTest *const tests[], size_t n)
{
    Suite *suite = suite_create(name);
    TCase *tcase = tcase_create(name);

    suite_add_tcase(suite, tcase);
    for (size_t i = 0; i < n; i++)
        tcase_add_test(tcase, tests[i]);
    return suite_run(suite);
}

static inline struct pecaddr_text text(const char *string)
{
    return (struct pecaddr_text){string, strlen(string)};
}

/* A person of the Order of Macerata, entry A 1234. */
static inline struct pecaddr_person person_of(struct pecaddr_text given,
                                              struct pecaddr_text surname)
{
    return (struct pecaddr_person){.size = sizeof(struct pecaddr_person),
                                   .given = given,
                                   .surname = surname,
                                   .province = T("MC"),
                                   .section = 'A',
                                   .number = 1234};
}

#endif
