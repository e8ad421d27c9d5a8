/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef ASSIGN_WORK_H
#define ASSIGN_WORK_H

#include "assign/assign.h"
#include "assign/movers.h"
#include "assign/review.h"
#include "assign/survey.h"
#include "intake/chunk.h"
#include "intake/roster.h"
#include "speech/fault-list.h"
#include "speech/sample.h"
#include "table/records.h"

/*
 * The work on a roster: chunk by chunk its rows are read (assign-roster.c), put to the registry
 * (assign-ask.c), and told and written (assign-tell.c).
 */
struct work {
    struct assign *assign;
    struct roster roster;
    struct records *records; /* instead of the roster's own form */
    struct review review;
    struct chunk chunk;
    struct survey survey; /* before the first claim */
    struct fault_list faults;
    struct sample namesakes;    /* of whom somebody has said that they are others */
    struct sample outside;      /* whose simplest address exists outside of the registry */
    struct sample others_named; /* who are on record under another name */
    struct movers movers;       /* who leave entries that others come on */

    /* Of each row of the chunk. */
    struct member members[CHUNK_ROWS_MAX];
    struct pecaddr_assignment outcomes[CHUNK_ROWS_MAX];
    struct pecaddr_reason reasons[CHUNK_ROWS_MAX];
    int is_asked[CHUNK_ROWS_MAX];   /* the row has an outcome, and the reason of a refusal */
    int is_waiting[CHUNK_ROWS_MAX]; /* refused until a person has looked at it */
    int has_ended[CHUNK_ROWS_MAX];  /* given nothing new, for the person is no member any more */
    int is_over[CHUNK_ROWS_MAX];    /* which is on record, too */

    size_t rows, errors, waiting, ended, blank;
    size_t over;             /* of those who have ended, on record, too */
    size_t without_proposal; /* of those waiting */
    struct buffer
        first_ended; /* the names of the first who are no members any more, with their lines */
    size_t given_now, held;
    size_t moved, returned, renamed; /* of those held, what is told with it */
    size_t levels[PECADDR_LEVELS_MAX];
    size_t other_levels;
};

/* A row has this fault, and so no address. */
void work_blame(struct work *work, size_t row, struct fault fault, size_t line);

/* Reads the persons of the chunk's rows, and finds those who cannot be asked about: 0, or a status
   with a message. */
int work_prepare(struct work *work);

/* Rows of people who are no members any more are given nothing new: 0, or a status with a message. */
int work_look_at_standing(struct work *work);

/* Puts them to the registry: 0, or -1 with ret_error when it or a source gave up,
   and who has an outcome has it. */
int work_ask(struct work *work, struct pecaddr_registry_error *ret_error);

/* Writes the beginning of the result; the rows of the chunk, telling their faults; and, when all is
   in place, how many there were of what. */
void work_begin_output(struct work *work);
void work_write(struct work *work);
void work_write_totals(const struct work *work);

/* Tells the errors that have not been told; whether there will be a result in which each row has its own. */
void work_tell_faults(struct work *work, int has_result);

#endif
