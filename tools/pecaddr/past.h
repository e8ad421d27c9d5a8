/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PAST_H
#define PAST_H

#include "date.h"
#include "memory.h"

#include <pecaddr/registry.h>

/*
 * How mailboxes were at the beginning of a day, as far as they are otherwise now: what history says
 * of each since then, some 120 bytes of memory for each that it speaks of.
 */
struct past;

/* A mailbox that was put on record or changed since. */
struct past_mailbox {
    const char *address;
    enum pecaddr_state state; /* then; 0: it was not on record */
    /* What it was then, of what was changed since: see enum pecaddr_fact. */
    unsigned changed;
    const char *holder; /* of PECADDR_FACT_HOLDER: empty where it was not known */
    uint32_t number;    /* of PECADDR_FACT_ENTRY, as the next two */
    char section;
    char province[3];
    int had_left;            /* of PECADDR_FACT_LEFT */
    char moved[DATE_SIZE];   /* the day on which the holder left that province last, or empty */
    char retired[DATE_SIZE]; /* the day on which it ended last, or empty */
};

/* Reads the history since a day of this machine's time, YYYY-MM-DD. 0, or a status with a message.
   past_free() is called in any case. */
int past_read(struct past **ret_past, struct pecaddr_registry *registry, const char day[DATE_SIZE]);
void past_free(struct past *past);

/* The mailbox of an address; NULL: it is as it was. */
const struct past_mailbox *past_find(const struct past *past, const char *address);

/* Whether a fact of a mailbox, of enum pecaddr_fact, was another then; `before`: what past_find()
   gave. */
int past_changed(const struct past_mailbox *before, unsigned fact);

/* Whether the holder of a mailbox that is on record was in the Order then, and the mailbox active.
 */
int past_was_active(const struct past_mailbox *before, const struct pecaddr_mailbox *mailbox);

#endif
