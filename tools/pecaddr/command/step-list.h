/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef STEP_LIST_H
#define STEP_LIST_H

#include "command/step.h"
#include "member/list.h"

/*
 * A step for the addresses of a file: a thousand in one transaction, each done or refused by itself.
 * All that a row says of a person is compared with what is on record, so that a file in which one
 * column was sorted by itself does no harm.
 */

/* Opens the file of --from, which has to have addresses. 0, or a status with a message. */
int step_list_open(struct step_command *step, struct list *list);

/* Takes the step for all. 0, or EXIT_UNAVAILABLE with a message: those before are done. */
int step_list_take(struct step_command *step, struct list *list);

/* Whom a step is about, in words: `Mario Rossi (RSSMRA80A01H501U, MC A 1234)`; without a name what else is
   known of him; nothing: empty. */
void step_describe_person(struct buffer *words, const struct pecaddr_person *person);

#endif
