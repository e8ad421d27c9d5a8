/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef STANDING_H
#define STANDING_H

#include "intake/roster.h"

/*
 * Whether somebody in a roster is a member now: registers export those who have left, died or are
 * suspended, too, with a date or a state.
 */
enum standing {
    STANDING_MEMBER = 0, /* nothing says otherwise */
    STANDING_UNKNOWN,    /* a word that is not known, where that would be said */
    STANDING_LEFT,       /* has left, and may have come back */
    STANDING_ENDED,      /* has died, is suspended, or is none for a reason that is not known */
};

/* What a column that is called so would say. `name` is as header_simplify() makes it. */
enum standing_kind standing_kind_named(const char *name);

/* The standing in a row, the gravest of all columns; ret_column is the one that says it. Works in the
   arena. */
enum standing standing_of_row(const struct roster *roster, const struct roster_row *row,
                              struct arena *arena, size_t *ret_column);

/* Whether a cell says that somebody has left, died or is suspended; a remark, that this may be so. */
bool standing_denies(const struct roster *roster, const struct roster_row *row, size_t column,
                     struct arena *arena);

/* The same, apart: that he is suspended, who is a member all the same; and that he has left or died. */
bool standing_suspends(const struct roster *roster, const struct roster_row *row, size_t column,
                       struct arena *arena);
bool standing_leaves(const struct roster *roster, const struct roster_row *row, size_t column,
                     struct arena *arena);

/* Whether a cell says in so many words that somebody is a member. */
bool standing_affirms(const struct roster *roster, const struct roster_row *row, size_t column);

#endif
