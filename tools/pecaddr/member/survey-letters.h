/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SURVEY_LETTERS_H
#define SURVEY_LETTERS_H

#include "member/person.h"

/* Which rows have names whose letters may be of another encoding than the one that was found out. */
struct survey_letters {
    struct {
        size_t rows;
        size_t line; /* of the first */
    } strange[LETTERS_ENCODINGS];
    size_t rare;     /* rows that have no strange letter, but a rare one */
    int are_misread; /* struct letters */
};

void survey_letters_add(struct survey_letters *letters, const struct member *member, size_t line);

/* The encoding that a member of this roster may have been meant in, or NULL: what is rare is doubted
   where other names are strange. */
const char *survey_letters_doubt(const struct survey_letters *letters, const struct member *member);

/* The remarks that name the encodings, if any. */
void survey_letters_tell(const struct survey_letters *letters, const struct roster *roster);

#endif
