/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LIST_NEW_H
#define LIST_NEW_H

#include "member/list.h"

/*
 * The column nuovo of what pecaddr assign wrote: which of its addresses were given that day.
 */

/* Finds it in a list of rows that is opened. */
void list_find_new(struct list *list);

enum list_new list_new_of(const struct list *list, const struct roster_row *row);

#endif
