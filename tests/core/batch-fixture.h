/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BATCH_FIXTURE_H
#define BATCH_FIXTURE_H

/* A batch beside one person after the other. */
#include "core/random-rosters.h"

static inline void expect_equal(const struct roster *roster, const struct outcome *expected,
                                const struct outcome *found, const char *what, unsigned round)
{
    size_t row = model_differing_row(roster, expected, found);

    if (row < roster->n)
        ck_abort_msg("%s, roster %u: row %zu differs", what, round, row);
}

static struct roster roster;
static struct registry start;
static struct registry left;
static struct registry right;
static struct outcome expected;
static struct outcome found;

static inline enum pecaddr_mode mode_number(int i)
{
    return i % 2 ? PECADDR_CLAIM : PECADDR_CHECK;
}

static inline int run(struct batch *batch, enum pecaddr_mode mode)
{
    return model_run(batch, mode, random_below(17), &found);
}

static inline void expect_one_by_one_under(const struct pecaddr_scheme *scheme,
                                           enum pecaddr_mode mode, const char *what)
{
    struct batch batch = {.registry = &right, .roster = &roster, .scheme = scheme};

    left = right = start;
    model_one_by_one(&left, scheme, mode, &roster, &expected);
    ck_assert_int_eq(run(&batch, mode), PECADDR_OK);
    expect_equal(&roster, &expected, &found, what, 0);
}

static inline void expect_one_by_one(enum pecaddr_mode mode, const char *what)
{
    expect_one_by_one_under(pecaddr_scheme_ingpec(), mode, what);
}

#endif
