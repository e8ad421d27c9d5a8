/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SURVEY_HOLDERS_H
#define SURVEY_HOLDERS_H

#include <pecaddr/pecaddr.h>

/*
 * The codici fiscali of a roster, and on which register entries each stands: one on two entries is a
 * slip of the roster's, and no transfer. Of each row 16 bytes are kept while the roster is read, and
 * afterwards only of rows with such a codice fiscale.
 */
struct survey_holder {
    uint64_t holder; /* a hash */
    uint32_t entry;  /* province, section and number, exactly */
    uint32_t line;
};

/* So many sigle are told apart: there are some 110. */
#define SURVEY_SIGLE_MAX 128

struct survey_holders {
    struct survey_holder *rows;
    size_t n, capacity;
    char sigle[SURVEY_SIGLE_MAX][2];
    size_t sigle_count;
    size_t with, without; /* rows that have a codice fiscale, and rows that have none */
};

/* Takes a person who stands on a line. */
void survey_holders_add(struct survey_holders *holders, const struct pecaddr_person *person,
                        size_t line);

/* All are there: from now on only those that stand on two entries are. */
void survey_holders_end(struct survey_holders *holders);

/* The line on which a person's codice fiscale stands with another entry; 0: nowhere. */
size_t survey_holders_other(const struct survey_holders *holders,
                            const struct pecaddr_person *person);

void survey_holders_free(struct survey_holders *holders);

#endif
