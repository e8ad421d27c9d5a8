/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What check-instructions.sh counts the instructions of: the names of a fixed corpus, turned into
 * local parts or into candidates.
 *
 *   instructions ALL LETTERS ACCENTS RULES
 *
 * ALL rows of the corpus, LETTERS of its rows of ASCII letters and ACCENTS of its rows with others
 * go through pecaddr_local_part(), RULES rows through pecaddr_candidate() at level 2. What is
 * prepared is the same whatever the numbers.
 */
#include "names-corpus.h"

#include <pecaddr/pecaddr.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define ROWS 50000 /* so that 4 % are enough */

static struct pecaddr_person person_of(const struct corpus *corpus, size_t i)
{
    const struct corpus_row *row = &corpus->rows[i];
    const char *given = corpus->text + row->offset;

    return (struct pecaddr_person){.size = sizeof(struct pecaddr_person),
                                   .given = {given, row->given_size},
                                   .surname = {given + row->given_size, row->surname_size},
                                   .province = {"MC", 2},
                                   .section = 'A',
                                   .number = (uint32_t)i + 1};
}

static bool make_local_parts(const struct corpus *corpus, size_t n)
{
    char buffer[PECADDR_LOCAL_PART_MAX + 1];
    bool fine = n <= corpus->n;

    for (size_t i = 0; fine && i < n; i++) {
        struct pecaddr_person person = person_of(corpus, i);
        size_t size;
        uint32_t notes;

        fine = pecaddr_local_part(pecaddr_scheme_ingpec(), &person, NULL, buffer, sizeof buffer,
                                  &size, &notes, NULL) == PECADDR_OK;
    }
    return fine;
}

static bool make_candidates(const struct corpus *corpus, size_t n)
{
    char buffer[PECADDR_ADDRESS_MAX + 1];
    bool fine = n <= corpus->n;

    for (size_t i = 0; fine && i < n; i++) {
        struct pecaddr_person person = person_of(corpus, i);
        size_t size;

        fine = pecaddr_candidate(pecaddr_scheme_ingpec(), &person, 2, buffer, sizeof buffer, &size,
                                 NULL, NULL) == PECADDR_OK;
    }
    return fine;
}

int main(int argc, char *argv[])
{
    struct corpus all;
    struct corpus letters;
    struct corpus accents;
    bool fine;

    if (argc != 5)
        return 2;
    corpus_make(ROWS, &all);
    corpus_select(&all, CORPUS_LETTERS, ROWS, &letters);
    corpus_select(&all, CORPUS_ACCENTS, ROWS, &accents);
    fine = make_local_parts(&all, strtoul(argv[1], NULL, 10)) &&
           make_local_parts(&letters, strtoul(argv[2], NULL, 10)) &&
           make_local_parts(&accents, strtoul(argv[3], NULL, 10)) &&
           make_candidates(&all, strtoul(argv[4], NULL, 10));
    corpus_free(&accents);
    corpus_free(&letters);
    corpus_free(&all);
    if (!fine)
        fprintf(stderr, "a name of the corpus has no address\n");
    return fine ? 0 : 1;
}
