/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SURVEY_RECORD_H
#define SURVEY_RECORD_H

#include "assign/thinning.h"
#include "member/person.h"

#include <pecaddr/registry.h>

/*
 * Whether the members of a roster stand in it as they are on record. One who has another number, is of
 * another Order, or has another name, is told, or an error; but a column that was sorted by itself, or
 * shifted by a row, and the roster of another Order, say so of many, and would put on record what is
 * somebody else's, and give whoever is new the name of another.
 */
struct survey_member {
    size_t line;
    char *given, *surname;
    char holder[PECADDR_HOLDER_MAX + 1]; /* empty: none */
    char province[3];
    char section;
    uint32_t number;
};

struct survey_record {
    struct survey_member sample[SAMPLE_MAX];
    size_t n;
    struct thinning thinning;
};

/* Takes a member who stands on a line. */
void survey_record_add(struct survey_record *record, const struct member *member, size_t line);

/* All are there. Whether they are as on record, by and large: 0, or a status with a message. What may be
   otherwise is not looked at. */
int survey_record_check(const struct survey_record *record, const struct roster *roster,
                        const struct pecaddr_scheme *scheme, struct pecaddr_registry *registry,
                        int may_be_renumbered, int may_be_renamed);

void survey_record_free(struct survey_record *record);

#endif
