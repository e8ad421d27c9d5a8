/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BATCH_SCRIPT_H
#define BATCH_SCRIPT_H

/* A batch whose callback answers what a script says. */
#include <stdbool.h>

#include "suite.h"

/* Answers with what a script says for each row and level, and keeps the calls. */
struct script {
    enum pecaddr_answer answers[4][3];
    const char *held[4];
    int query_failure;
    int failure; /* what is returned */
    unsigned calls;
    size_t sizes[8];
    const struct pecaddr_person *rows;
};

static inline int ask_script(void *user, enum pecaddr_mode mode,
                             struct pecaddr_query *const queries[], size_t n)
{
    struct script *script = user;

    (void)mode;
    script->sizes[script->calls++] = n;
    for (size_t i = 0; i < n; i++) {
        size_t row = (size_t)(queries[i]->person - script->rows);

        queries[i]->answer = script->answers[row][queries[i]->level];
        queries[i]->failure = script->query_failure;
        if (script->held[row])
            strcpy(queries[i]->held, script->held[row]);
    }
    return script->failure;
}

#define SCRIPTED 4

static struct pecaddr_person people[SCRIPTED];
static struct pecaddr_assignment given[SCRIPTED];

/* Four persons of Macerata, all of one name, under other entries. */
static inline void make_homonyms(void)
{
    for (uint32_t i = 0; i < SCRIPTED; i++) {
        people[i] = person_of(text("Ada"), text("Rossi"));
        people[i].number = i + 1;
        memset(&given[i], 0x5A, sizeof given[i]);
        given[i].size = sizeof given[i];
    }
}

static inline int run_script(struct script *script, enum pecaddr_mode mode)
{
    const struct pecaddr_person *persons[SCRIPTED];
    struct pecaddr_assignment *ret[SCRIPTED];
    size_t size = pecaddr_batch_scratch_size(SCRIPTED);
    void *scratch = malloc(size);
    int r;

    script->rows = people;
    for (size_t i = 0; i < SCRIPTED; i++) {
        persons[i] = &people[i];
        ret[i] = &given[i];
    }
    r = pecaddr_resolve_batch(pecaddr_scheme_ingpec(), persons, SCRIPTED, mode, ask_script, script,
                              scratch, size, ret);
    free(scratch);
    return r;
}

static inline int answer_nothing_twice(void *user, enum pecaddr_mode mode,
                                       struct pecaddr_query *const queries[], size_t n)
{
    (void)user;
    for (size_t i = 0; i < n; i++)
        queries[i]->answer = queries[i]->level < 1   ? PECADDR_TAKEN
                             : mode == PECADDR_CHECK ? PECADDR_FREE
                                                     : PECADDR_CLAIMED;
    return 0;
}

#endif
