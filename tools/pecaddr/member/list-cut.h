/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LIST_CUT_H
#define LIST_CUT_H

#include "member/list.h"

/*
 * Whether a list that was just opened was cut in mid-line, by the signs by which a source of the
 * registry refuses one (SPEC §5): then its last line says something wrong, and what followed is
 * missing. Reads all of the list, where its last line has no end. 0, or EXIT_USAGE with a message,
 * or another status.
 */
int list_check_end(struct list *list);

#endif
