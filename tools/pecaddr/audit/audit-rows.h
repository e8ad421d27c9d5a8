/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef AUDIT_ROWS_H
#define AUDIT_ROWS_H

#include "audit/audit-tell.h"
#include "intake/chunk.h"
#include "intake/roster.h"
#include "member/person.h"
#include "member/survey-letters.h"
#include "runtime/output.h"
#include "speech/fault-list.h"

/* The rows of a roster, each judged and told. */
struct audit_rows {
    struct auditor *auditor;
    struct roster *roster;
    const char *province; /* of all of them, or NULL */
    struct audit_told *told;
    struct output *output;
    struct survey_letters letters;
    struct fault_list faults; /* of the rows that cannot be judged */
    /* Its own: the chunk, and of each of its rows. */
    struct chunk chunk;
    struct member members[CHUNK_ROWS];
    struct answer answers[CHUNK_ROWS];
    int is_judged[CHUNK_ROWS]; /* not empty, and without a fault */
    int is_former[CHUNK_ROWS]; /* of one who is no member any more, by the roster */
};

/* 0, or a status with a message. */
int audit_rows_judge(struct audit_rows *rows);
void audit_rows_free(struct audit_rows *rows);

#endif
