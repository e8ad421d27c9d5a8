/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef STEP_COLUMNS_H
#define STEP_COLUMNS_H

#include "member/list.h"

/*
 * What the columns of a file say of those who are not in it for the same reason: where a column says of
 * one row that its mailbox has ended, or its holder left, it says of the others that this is not so.
 *
 *   has_left   of each column of the header: some row says there that its holder left or died; of
 *              the step leave, that he was transferred. NULL: no column is about that.
 *   has_ended  the same: that its mailbox ended or is to end, or that what was asked for it was done.
 *   has_end    some row says that its mailbox ended or is to end.
 *   has_gone   of the step leave: some row says that its holder left, or may have, or is suspended.
 *   has_day    of the step leave: some row has the day on which its holder left.
 *   has_without   of the step leave: some row has no address.
 */
struct step_columns {
    bool *has_left, *has_ended;
    bool has_end, has_gone, has_day, has_without;
};

/* Reads the whole file, where the step is one that asks for it, and goes back to its first row. 0, or a
   status with a message. */
int step_columns_find(enum pecaddr_act act, struct list *list, struct step_columns *ret_columns);
void step_columns_free(struct step_columns *columns);

/* Whether a cell says that a mailbox has ended or is to end, or that what was asked for it was done. */
bool step_columns_ends(const struct list *list, const struct roster_row *row, size_t column);

/* Whether a cell says that a holder has left; a remark, or a column of transfers, that this may be so. */
bool step_columns_leaves(struct list *list, const struct roster_row *row, size_t column);

/* The columns of a row that there are. */
size_t step_columns_of(const struct list *list, const struct roster_row *row);

/* Whether a column is there to say who has left: a day, a mark, a reason. */
bool step_columns_is_of_leaving(const struct list *list, size_t column);

/*
 * The day on which the holder of a row left: that of the columns uscita, or data cancellazione, or of another
 * that says who has left. What stands there in place of a day and may be one, as it stands; empty where
 * nothing does. Made in the arena of the list.
 */
const char *step_columns_day_left(struct list *list, const struct list_entry *entry);

/* Whether a row says in no way that its holder left, where others have the day: he is a member, or suspended.
   What is not known to be a member is none. */
bool step_columns_is_of_member(const struct step_columns *columns, struct list *list,
                               const struct list_entry *entry);

/* The column of the day until which mailboxes were renewed, Nuova scadenza; or ROSTER_NO_COLUMN. */
size_t step_columns_renewed(const struct list *list);

/* The day on which the mailbox of a row expires: of a renewal the new one alone, where there is a column
   for that; else the new one, or that of the column scadenza. As step_columns_day_left(). */
const char *step_columns_expiry(enum pecaddr_act act, struct list *list,
                                const struct list_entry *entry);

#endif
