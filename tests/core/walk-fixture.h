/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef WALK_FIXTURE_H
#define WALK_FIXTURE_H

/* A walk, its question that is open, and its outcome. */
#include <stdbool.h>

#include "core/made-scheme.h"
#include "scheme.h"

static struct pecaddr_person person;
static struct pecaddr_walk walk;
static struct pecaddr_query query;
static struct pecaddr_assignment assignment;

static inline void begin_with(const struct pecaddr_scheme *scheme, enum pecaddr_mode mode)
{
    walk = (struct pecaddr_walk)PECADDR_WALK_INIT;
    query = (struct pecaddr_query)PECADDR_QUERY_INIT;
    memset(&assignment, 0x5A, sizeof assignment);
    assignment.size = sizeof assignment;
    ck_assert_int_eq(pecaddr_walk_init(&walk, scheme, &person, mode, NULL), PECADDR_OK);
}

/* A walk of Ada Rossi, Macerata, A 1234. */
static inline void begin(enum pecaddr_mode mode)
{
    person = person_of(text("Ada"), text("Rossi"));
    begin_with(pecaddr_scheme_ingpec(), mode);
}

static inline void ask(void)
{
    ck_assert_int_eq(pecaddr_walk_next(&walk, &query), PECADDR_OK);
}

static inline void answer(enum pecaddr_answer value)
{
    ask();
    query.answer = value;
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_OK);
}

/* Answers once more what was asked, which must be in vain. */
static inline void answer_late(const struct pecaddr_query *asked)
{
    struct pecaddr_query late = *asked;

    late.answer = PECADDR_CLAIMED;
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &late), PECADDR_E_STATE);
}

static inline void answer_elsewhere(const char *held)
{
    ask();
    query.answer = PECADDR_HELD_ELSEWHERE;
    strcpy(query.held, held);
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_OK);
}

/* The walk has ended; its outcome is taken. */
static inline void finish(void)
{
    struct pecaddr_query untouched = {.size = sizeof untouched, .level = 77};

    ck_assert_int_eq(pecaddr_walk_next(&walk, &untouched), PECADDR_DONE);
    ck_assert_uint_eq(untouched.level, 77);
    ck_assert_int_eq(pecaddr_walk_result(&walk, &assignment), PECADDR_OK);
    ck_assert_uint_eq(assignment.table_version, pecaddr_table_version());
    ck_assert_ptr_nonnull(assignment.message);
    ck_assert_uint_eq(strlen(assignment.address), assignment.address_size);
}

static inline void expect_address(unsigned level, enum pecaddr_answer value, const char *address)
{
    finish();
    ck_assert_int_eq(assignment.status, PECADDR_OK);
    ck_assert_str_eq(assignment.address, address);
    ck_assert_uint_eq(assignment.level, level);
    ck_assert_int_eq(assignment.answer, value);
    ck_assert_int_eq(assignment.failure, 0);
}

static inline void expect_none(int status)
{
    finish();
    ck_assert_int_eq(assignment.status, status);
    ck_assert_str_eq(assignment.address, "");
    ck_assert_uint_eq(assignment.address_size, 0);
    ck_assert_uint_eq(assignment.level, PECADDR_LEVEL_NONE);
}

#endif
