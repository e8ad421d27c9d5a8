/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_WALK_H
#define PECADDR_WALK_H

#include "status.h"

/*
 * The parts of the public walk that a batch uses too, for walks and questions that it knows to be
 * sound.
 */

/* Begins; the caller has checked every argument. */
int pecaddr__walk_begin(struct pecaddr_walk *walk, const struct pecaddr_scheme *scheme,
                        const struct pecaddr_person *person, enum pecaddr_mode mode,
                        struct pecaddr_error *error);

/* Whether a question is open. */
bool pecaddr__walk_is_open(const struct pecaddr_walk *walk);

/* The open question, unanswered. */
void pecaddr__walk_ask(const struct pecaddr_walk *walk, struct pecaddr_query *ret_query);

/* Whether a candidate of the walk is reserved, so that it skips a level. */
bool pecaddr__walk_skips(const struct pecaddr_walk *walk);

/* Takes the answer to the open question. */
void pecaddr__walk_take(struct pecaddr_walk *walk, const struct pecaddr_query *query);

/* Ends an open walk as unavailable. */
void pecaddr__walk_fail(struct pecaddr_walk *walk, int failure);

/* The outcome of a walk that has ended. */
void pecaddr__walk_report(const struct pecaddr_walk *walk,
                          struct pecaddr_assignment *ret_assignment);

/* The outcome of a person whose walk could not begin. */
void pecaddr__report_error(const struct pecaddr_error *error,
                           struct pecaddr_assignment *ret_assignment);

#endif
