/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NAMES_CORPUS_H
#define NAMES_CORPUS_H

#include <stddef.h>
#include <stdint.h>

/*
 * Names as a register has them, put together by chance from frequent Italian ones; the same names
 * in each run and on each machine. Of the rows 12 % have several given names, 8 % several surnames,
 * 4 % an apostrophe, 4 % a letter that is not ASCII (mostly à è é ì ò ù), each by itself; half are
 * in upper case.
 */
enum corpus_kind {
    CORPUS_ALL,
    CORPUS_LETTERS, /* rows of ASCII letters and nothing else */
    CORPUS_ACCENTS, /* rows with a letter that is not ASCII */
};

struct corpus_row {
    uint32_t offset;      /* of the given names; the surnames follow at once */
    uint8_t given_size;   /* in bytes */
    uint8_t surname_size; /* in bytes */
};

/* All text stands in one piece, in the order of the rows. */
struct corpus {
    char *text;
    size_t text_size;
    struct corpus_row *rows;
    size_t n;
};

/* Bytes of a field at most. */
#define CORPUS_FIELD_MAX 96

/* Rows at most: offsets are of 32 bits. */
#define CORPUS_ROWS_MAX (UINT32_MAX / (2 * CORPUS_FIELD_MAX))

/* The first n rows. */
void corpus_make(size_t n, struct corpus *ret_corpus);

/* Those of a kind, at most `limit`, in a corpus of their own. */
void corpus_select(const struct corpus *corpus, enum corpus_kind kind, size_t limit,
                   struct corpus *ret_corpus);

void corpus_free(struct corpus *corpus);

/* What the corpus has, counted in its text. */
struct corpus_shares {
    size_t several_given;
    size_t several_surnames;
    size_t apostrophe;
    size_t accents;
    size_t upper;
    size_t letters;
};
struct corpus_shares corpus_count(const struct corpus *corpus);

#endif
