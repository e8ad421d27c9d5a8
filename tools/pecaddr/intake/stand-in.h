/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef STAND_IN_H
#define STAND_IN_H

#include "intake/roster.h"

/*
 * What stands in a cell for nothing: the one place that knows what databases, spreadsheets and people
 * write into a cell that is empty. SPEC §6.
 */
enum stand_in {
    STAND_IN_NONE = 0, /* the text means itself */
    STAND_IN_NOTHING,  /* the cell is empty */
    STAND_IN_PERHAPS,  /* a name that may be one, and may stand for nothing: NA, nan, nil */
};

/*
 * What a text is in the column of a field; ROSTER_FIELDS is a column that says who is a member
 * (standing.h). It is UTF-8, or ASCII in any encoding; white space around it does not count.
 */
enum stand_in stand_in_read(struct pecaddr_text text, enum roster_field field);

#endif
