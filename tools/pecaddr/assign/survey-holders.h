/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SURVEY_HOLDERS_H
#define SURVEY_HOLDERS_H

#include "assign/thinning.h"
#include "member/person.h"

/*
 * Whether the codici fiscali of a roster are of the names beside them. Some few are not, and wait, each
 * for a look; but a column that was sorted by itself, or shifted by a row, has those of others
 * throughout, and a word for all of them would put them on record.
 */
struct survey_holder {
    size_t line;
    int contradicts;
};

struct survey_holders {
    struct survey_holder sample[SAMPLE_MAX];
    size_t n;
    struct thinning thinning;
};

/* Takes a member who stands on a line. */
void survey_holders_add(struct survey_holders *holders, const struct pecaddr_scheme *scheme,
                        const struct member *member, size_t line);

/* All are there. Whether they are of the names, by and large: 0, or a status with a message. */
int survey_holders_check(const struct survey_holders *holders, const struct roster *roster);

#endif
