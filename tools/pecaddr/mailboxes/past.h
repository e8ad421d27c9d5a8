/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PAST_H
#define PAST_H

#include "runtime/memory.h"
#include "speech/date.h"

#include <pecaddr/registry.h>

/*
 * How mailboxes were at a moment, as far as they are otherwise now: what history says of each since
 * then, some 200 bytes of memory for each that it speaks of.
 */
struct past;

/* What history is read of: what came since a moment, or after a change; and until when it says on
   which day something happened. */
struct period {
    char since[sizeof "2030-12-31T00:00:00.000Z"]; /* UTC; empty: any moment */
    uint64_t after;                                /* of pecaddr_event, `change`; 0: any */
    uint64_t until;                                /* likewise */
};

/* Since a moment of this machine's time, `2026-11-21 15:30`, or the beginning of a day, each written as
   Italian files do, too. NULL, or what is wrong, to be said after the text by gettext(). */
const char *period_since(const char *text, struct period *ret_period);
/* A range of changes, and what came after it. */
struct period period_of(uint64_t from, uint64_t to);

/* Reads the history of a period. 0, or a status with a message. past_free() is called in any case. */
int past_read(struct past **ret_past, struct pecaddr_registry *registry,
              const struct period *period);
void past_free(struct past *past);

/* The last change before the period: when, and of which mailbox; empty: there is none. */
struct past_edge {
    char at[sizeof "2030-12-31T00:00:00.000Z"];
    char address[PECADDR_ADDRESS_MAX + 1];
};
const struct past_edge *past_edge(const struct past *past);

/* How a mailbox that is on record was then: 0, it was not on record. `past` may be NULL: as it is. The
   texts live as long as both. */
int past_at(const struct past *past, const struct pecaddr_mailbox *now,
            struct pecaddr_mailbox *ret_then);

/* Whether anything has changed since; and the days in the period on which its holder left the Order of
   the province where he was, and on which it ended: the last ones, or empty. */
struct past_days {
    char moved[DATE_SIZE];
    char retired[DATE_SIZE];
};
int past_changed(const struct past *past, const char *address, struct past_days *ret_days);

#endif
