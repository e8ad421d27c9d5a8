/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_SHORTEN_H
#define PECADDR_SHORTEN_H

#include "field.h"

/* A word of an atom: `size` letters from `start`. */
struct word {
    uint16_t start;
    uint16_t size;
    bool marked; /* a mark, or an apostrophe between two letters */
};

/* The letters of a field, its words joined. No character of UTF-8 gives more letters than bytes. */
struct atom {
    size_t size;
    size_t n_words;
    size_t first_size; /* of the first word between white space, which may be several words here */
    size_t first_words;
    char letters[PECADDR_FIELD_MAX];
    struct word words[WORDS_MAX];
};

/*
 * Shortens two atoms until they have `budget` letters together: whole given names go first, then
 * whole surname words, then letters. `trace` may be NULL. Source: SPEC §2, RFC 5321 §4.5.3.1.1.
 */
void pecaddr__shorten(struct atom *given, struct atom *surname, size_t budget,
                      const struct pecaddr_trace *trace);

#endif
