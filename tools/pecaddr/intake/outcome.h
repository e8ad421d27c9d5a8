/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef OUTCOME_H
#define OUTCOME_H

#include "intake/roster.h"
#include "speech/date.h"

/*
 * What a provider's list says of each mailbox: whether it was made, is active, and has ended.
 */

/* What a column that is called so would say. `name` is as header_simplify() makes it. */
enum outcome_kind outcome_kind_named(const char *name);

/* Those from OUTCOME_DONE on say that it was made. */
enum outcome {
    OUTCOME_UNSAID = 0, /* nothing: the column is about something else */
    OUTCOME_LACKING,    /* nothing stands where it would be said */
    OUTCOME_REFUSED,    /* that it is not active, or not yet; or that what was asked was not done */
    OUTCOME_TO_COME,    /* that it is not active yet */
    OUTCOME_GOES_ON,    /* that it has not ended, or is to be made */
    OUTCOME_TO_END,     /* that it is to end */
    OUTCOME_DONE,       /* that something was done, and not what: OK */
    OUTCOME_ACTIVATED,  /* that it was activated on a day */
    OUTCOME_PERHAPS,    /* that it is active, or its holder is: Stato = attivo */
    OUTCOME_ACTIVE,     /* that it is active */
    OUTCOME_ENDED,      /* that it was in use, and is no more */
    OUTCOME_UNCLEAR, /* that it is or was active, and that it has ended: attivata nel 2019, cessata nel 2021 */
};

/* What a cell says. */
enum outcome outcome_of(const struct roster *roster, const struct roster_row *row, size_t column);

/* The day on which a mailbox was activated, the last that a row has, with or without an hour, as
   date_read_earliest() gives it: 0, or -1 where it has none that reads as one. */
int outcome_day(const struct roster *roster, const struct roster_row *row, char ret_day[DATE_SIZE]);

#endif
