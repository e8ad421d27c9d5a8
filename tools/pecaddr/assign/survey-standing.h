/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SURVEY_STANDING_H
#define SURVEY_STANDING_H

#include "intake/standing.h"

/* How many rows of a roster are of people who are no members any more, by its own columns. */
struct survey_standing {
    struct {
        size_t rows;
        size_t line, column;  /* of the first */
    } of[STANDING_ENDED + 1]; /* whoever has left is among those of ENDED */
};

/* Takes a row, and answers what it says. */
enum standing survey_standing_add(struct survey_standing *standing, const struct roster *roster,
                                  const struct roster_row *row, struct arena *arena);

/* Whether any row is of one who is no member, or of whom that is not known. */
int survey_standing_says_any(const struct survey_standing *standing);

/* The remarks that say so, if there are any. */
void survey_standing_tell(const struct survey_standing *standing, const struct roster *roster);

#endif
