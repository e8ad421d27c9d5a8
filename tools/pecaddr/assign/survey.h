/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SURVEY_H
#define SURVEY_H

#include "assign/survey-addresses.h"
#include "assign/survey-holders.h"
#include "assign/survey-outside.h"
#include "assign/survey-record.h"
#include "assign/survey-standing.h"
#include "command/survey-provinces.h"
#include "member/survey-letters.h"
#include "member/survey-persons.h"

/*
 * What a roster says of itself, read once from its first row to its last before anybody is given an
 * address: SPEC §6. At most 16 bytes a row are kept, and 8 for each whose address is another's. Each
 * row that is not empty counts, also one that is an error.
 */
struct survey {
    size_t rows;
    size_t unread;         /* of them: rows in which no person can be read */
    size_t divided, whole; /* names in one column that a codice fiscale divides, or not */
    struct survey_provinces provinces;
    struct survey_persons persons;
    struct survey_holders holders;
    struct survey_record record;
    struct survey_addresses addresses;
    struct survey_letters letters;
    struct survey_standing standing;
};

/* Whom it asks, and what was said of the roster. */
struct survey_terms {
    const struct pecaddr_scheme *scheme;
    struct pecaddr_registry *registry;
    const char *province;   /* of all of it, or NULL */
    const char *said_by;    /* what says that: --province, or PECADDR_PROVINCE */
    int may_be_several;     /* provinces */
    int may_be_renumbered;  /* the register */
    int may_be_renamed;     /* its members */
    int may_contradict;     /* codici fiscali the names */
    int has_sources;        /* that know of mailboxes which are not on record */
    int may_be_homonyms;    /* of whoever has those */
    struct member *members; /* room for those of a chunk */
};

/* Takes the rows of a chunk. 0, or a status with a message. */
int survey_add(struct survey *survey, const struct roster *roster, const struct survey_terms *terms,
               struct chunk *chunk);

/* All rows are there: tells them in a few lines, and whether the roster may be done as it is. 0, or a
   status with a message. */
int survey_end(struct survey *survey, const struct roster *roster,
               const struct survey_terms *terms);

/* The notes that stand in a row of a file that pecaddr wrote; 0 of any other. */
uint32_t survey_notes_of(const struct roster *roster, const struct roster_row *row);

void survey_free(struct survey *survey);

#endif
