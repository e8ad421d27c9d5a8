/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_WALK_H
#define PECADDR_WALK_H

#include "person.h"

/*
 * The parts of the public walk that a resolver and a batch use too, for walks and questions that
 * they know to be sound.
 */

/* Begins a walk in which there was none; the caller has checked every argument. */
int pecaddr__walk_begin(struct pecaddr_walk *walk, const struct pecaddr_scheme *scheme,
                        const struct pecaddr_person *person, enum pecaddr_mode mode,
                        struct pecaddr_error *error);

/* The facts of the person whose walk it is. */
struct facts pecaddr__walk_facts(const struct pecaddr_walk *walk);

/* Whether a question is open. */
bool pecaddr__walk_is_open(const struct pecaddr_walk *walk);

/* The open question, unanswered. */
void pecaddr__walk_ask(const struct pecaddr_walk *walk, struct pecaddr_query *ret_query);

/* Whether a candidate of the walk is reserved, so that it skips a level. */
bool pecaddr__walk_skips(const struct pecaddr_walk *walk);

/* Takes the answer to the open question. */
void pecaddr__walk_take(struct pecaddr_walk *walk, const struct pecaddr_query *query);

/* Ends an open walk as unavailable; `message` says why, NULL: no more than that. */
void pecaddr__walk_fail(struct pecaddr_walk *walk, int failure, const char *message);

/* The outcome of a walk that has ended. */
void pecaddr__walk_report(const struct pecaddr_walk *walk,
                          struct pecaddr_assignment *ret_assignment);

/* The outcome of a person whose walk could not begin. */
void pecaddr__report_error(const struct pecaddr_error *error,
                           struct pecaddr_assignment *ret_assignment);

#endif
