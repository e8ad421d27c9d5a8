/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef STEP_STATE_H
#define STEP_STATE_H

#include "member/list.h"

/*
 * Whether a row of a file says of its mailbox, or of its holder, that nothing is to be activated: a
 * provider's list has those that it has refused as well. Why, made in the arena of the list.
 */
int step_state_denies(struct list *list, const struct list_entry *entry, struct fault *ret_fault);

#endif
