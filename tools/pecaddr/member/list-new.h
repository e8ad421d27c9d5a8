/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LIST_NEW_H
#define LIST_NEW_H

#include "member/list.h"

/*
 * What pecaddr wrote itself: the column nuovo of assign, which says of its addresses whether they were given that
 * day; and the rows of registry show and export.
 */

/* Finds them in a list of rows that is opened. */
void list_find_new(struct list *list);
void list_find_record(struct list *list);

/* Whether assign wrote the list: some column that only assign adds stands beside nuovo. */
bool list_is_of_assign(const struct list *list);

enum list_new list_new_of(const struct list *list, const struct roster_row *row);

#endif
