/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SURVEY_PERSONS_H
#define SURVEY_PERSONS_H

#include <pecaddr/pecaddr.h>

#include <stdbool.h>

/*
 * Who stands in a roster, or in a file of mailboxes: whether one codice fiscale, or one register
 * entry, stands on rows of different names, or one of them beside different ones of the other. That
 * is a slip, such as a cell that was filled down, and nobody can tell which of the rows is right. Of
 * each row 16 bytes are kept while the file is read, and afterwards only of rows that contradict
 * another.
 */

/* What another row says otherwise. */
enum survey_contradiction {
    SURVEY_NONE,
    SURVEY_HOLDER_ENTRIES, /* the same codice fiscale stands on another entry */
    SURVEY_HOLDER_NAMES,   /* the same codice fiscale, with a name that does not agree (SPEC §5) */
    SURVEY_ENTRY_NAMES,    /* the same entry, with a name that does not agree */
    SURVEY_ENTRY_HOLDERS,  /* the same entry, beside another codice fiscale */
    SURVEY_ENTRY_PERSONS,  /* both of these */
    SURVEY_CAME_BACK, /* no contradiction: this row's person has left, and stands on a row of a member,
                              too, with a name that agrees */
};

/*
 * A row, in two words, each begun by what it is sorted by.
 *
 *   words[0]   52 bits of the codice fiscale's hash (0: it has none), and 12 of that of surname and first given
 *              name (0: not known); when all
 *              rows are there, what contradicts it, and on which line, before 22 bits of the codice
 *              fiscale.
 *   words[1]   province, section and number, exactly (0: it has no whole entry), in 32 bits; one that
 *              says that the person has left; 27 of the line; 4 of the hash of further given names (0: it has
 *              none).
 */
struct survey_person {
    uint64_t words[2];
};

/* So many sigle are told apart: there are some 110. */
#define SURVEY_SIGLE_MAX 128

struct survey_persons {
    struct survey_person *rows;
    size_t n, capacity;
    char sigle[SURVEY_SIGLE_MAX][2];
    size_t sigle_count;
    size_t with, without; /* rows that have a codice fiscale, and rows that have none */
};

/* Takes a person who stands on a line. Whoever has left by it may stand on another entry, too. */
void survey_persons_add(struct survey_persons *persons, const struct pecaddr_scheme *scheme,
                        const struct pecaddr_person *person, size_t line, bool has_left);

/* All are there: from now on only those that contradict another are. */
void survey_persons_end(struct survey_persons *persons);

/* What another row says otherwise than the row on a line; and on which line that is. */
enum survey_contradiction survey_persons_contradiction(const struct survey_persons *persons,
                                                       size_t line, size_t *ret_other);

void survey_persons_free(struct survey_persons *persons);

#endif
