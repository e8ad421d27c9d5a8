/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §4: a batch gives exactly the assignment of one person after the other in input order. */
#include "core/batch-fixture.h"

/* For each scheme and mode: 13,600 rosters for the property that matters most. */
#define ROUNDS 1700

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

int main(void)
{
    Suite *suite = suite_create("batch");
    TCase *tc = tcase_create("batch");

    tcase_add_unchecked_fixture(tc, make_schemes, free_made_schemes);
    tcase_set_timeout(tc, 300);
    tcase_add_loop_test(tc, batch_equals_one_by_one_in_input_order, 0, 8);
    tcase_add_loop_test(tc, disjoint_scheme_needs_one_call_per_level, 0, 2);
    tcase_add_loop_test(tc, failed_call_leaves_what_stands_and_a_later_one_completes_it, 0, 6);
    tcase_add_loop_test(tc, claims_never_give_one_address_to_two_persons, 0, 3);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
