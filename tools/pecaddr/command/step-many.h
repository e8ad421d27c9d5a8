/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef STEP_MANY_H
#define STEP_MANY_H

#include "command/step-taking.h"

/*
 * A file that would end, or have left, a large part of an Order: what assign wrote, or the whole roster, in
 * place of the few rows that were meant.
 */

/* Looks through the file, and goes back to its first row. 0; or EXIT_USAGE, or another status, with
   messages: nothing is to be done. */
int step_many_check(struct taking *taking);

/* The same of all that expired before a day, which may only not have been put on record as renewed. */
int step_many_check_expired(const struct step_command *step, const char *day);

#endif
