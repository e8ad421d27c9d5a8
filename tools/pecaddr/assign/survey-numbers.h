/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SURVEY_NUMBERS_H
#define SURVEY_NUMBERS_H

#include "assign/thinning.h"
#include "member/person.h"

#include <pecaddr/registry.h>

/*
 * Whether the members of a roster stand in it with the register numbers that they have on record. One
 * who has another is a transfer, which is told; but a column of numbers that was sorted by itself, or
 * shifted by a row, gives most members the number of somebody else, and each would be put on record.
 * Members with a codice fiscale and a whole entry are looked at.
 */
struct survey_number {
    size_t line;
    char holder[PECADDR_HOLDER_MAX + 1];
    char province[3];
    char section;
    uint32_t number;
};

struct survey_numbers {
    struct survey_number sample[SAMPLE_MAX];
    size_t n;
    struct thinning thinning;
};

/* Takes a member who stands on a line. */
void survey_numbers_add(struct survey_numbers *numbers, const struct member *member, size_t line);

/* All are there. Whether the numbers are those on record, by and large: 0, or a status with a message. */
int survey_numbers_check(const struct survey_numbers *numbers, const struct roster *roster,
                         const struct pecaddr_scheme *scheme, struct pecaddr_registry *registry);

#endif
