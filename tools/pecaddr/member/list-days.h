/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LIST_DAYS_H
#define LIST_DAYS_H

#include "member/list.h"

/*
 * Days in American order, 10/25/2026: where one day of a column can be no other, the others of it may be
 * meant so too, and none is taken.
 */

/* The columns of days that are read. */
enum list_days {
    LIST_DAYS_OF_RECORD,     /* activation, expiry, leaving, cancellation */
    LIST_DAYS_OF_ACTIVATION, /* activation, expiry, and the end of a mailbox */
    LIST_DAYS_OF_MAILBOX,    /* expiry, and the end of a mailbox */
    LIST_DAYS_OF_LEAVING,    /* leaving, cancellation, and the like (standing.h) */
};

/* Reads the rows of a list that was opened, finds the columns in which there is such a day, and goes back
   to the first row. 0, or a status with a message. */
int list_find_days(struct list *list, enum list_days days);

/* Whether a row has a day in such a column: the fault, made in the arena of the list; its place is the
   caller's to name. */
bool list_has_doubtful_day(struct list *list, const struct list_entry *entry,
                           struct fault *ret_fault);

#endif
