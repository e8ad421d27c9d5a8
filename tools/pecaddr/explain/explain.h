/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "command/options.h"
#include "command/person-options.h"
#include "member/person.h"
#include "speech/message.h"
#include "speech/text.h"

#include <pecaddr/pecaddr.h>

#include <stdio.h>

/* What became of a name, and which addresses follow: found out (explain.c), and told in each format
   (explain-tell.c). */

/* A step, or several that are one to a reader: a run of plain letters. */
struct explained {
    enum pecaddr_step_kind kind;
    enum pecaddr_field field;
    size_t offset;
    size_t length;
    struct buffer output;
};

struct explain {
    struct options options;
    struct person_options given;
    char *uri;
    struct arena arena;
    struct member member;
    int has_fault;
    struct fault fault;
    struct explained *steps;
    size_t n;
    char local_part[PECADDR_LOCAL_PART_MAX + 1];
    uint32_t notes;
    int was_asked; /* the registry, which said: */
    struct pecaddr_assignment assignment;
};

/* Folds the name of its member, step by step. */
void explain_fold(struct explain *explain);

/* What the registry would answer to a claim, which is forgotten: 0, or a status with a message. */
int explain_ask(struct explain *explain);

/* Tells all of it, in the format of its options. */
void explain_tell(struct explain *explain, FILE *file);

/* Ends it: its options, too. */
void explain_end(struct explain *explain);

#endif
