/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SURVEY_NUMBERS_H
#define SURVEY_NUMBERS_H

#include "member/person.h"

#include <pecaddr/registry.h>

/*
 * Whether the members of a roster stand in it with the register numbers that they have on record. One
 * who has another is a transfer, which is told; but a column of numbers that was sorted by itself, or
 * shifted by a row, gives most members the number of somebody else, and each would be put on record.
 * Members are looked at from the first row to the last, evenly, and at most so
 * many.
 */
#define SURVEY_NUMBERS_MAX 256

struct survey_number {
    size_t line;
    char holder[PECADDR_HOLDER_MAX + 1];
    char province[3];
    char section;
    uint32_t number;
};

struct survey_numbers {
    struct survey_number sample[SURVEY_NUMBERS_MAX];
    size_t n;
    size_t seen;      /* members with a codice fiscale and a whole entry */
    unsigned thinned; /* each 2^thinned-th of them is in the sample */
};

/* Takes a member who stands on a line. */
void survey_numbers_add(struct survey_numbers *numbers, const struct member *member, size_t line);

/* All are there. Whether the numbers are those on record, by and large: 0, or a status with a message. */
int survey_numbers_check(const struct survey_numbers *numbers, const struct roster *roster,
                         const struct pecaddr_scheme *scheme, struct pecaddr_registry *registry);

#endif
