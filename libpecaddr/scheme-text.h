/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_SCHEME_TEXT_H
#define PECADDR_SCHEME_TEXT_H

#include "scheme.h"

#define RULES_MAX    16
#define RESERVED_MAX 256

/* A scheme that is made from text; all its texts are in `pool`, which is as large as the text. */
struct made_scheme {
    struct pecaddr_scheme scheme;
    struct rule rules[RULES_MAX];
    struct piece pieces[RULES_MAX][RULE_PIECES_MAX];
    const char *reserved[RESERVED_MAX];
    const char *provinces[RESERVED_MAX];
    struct clash clashes[RULES_MAX * (RULES_MAX - 1) / 2];
    size_t pool_size;
    char pool[];
};

/*
 * Reads the text of a scheme into `made`, which is zero, and leaves only its clashes to be found.
 * The transliterator may be NULL. Returns NULL, or what is wrong, and where its line begins; where
 * something is missing, the size of the text. Source: SPEC §3.
 */
const char *pecaddr__scheme_read(struct pecaddr_text text,
                                 const struct pecaddr_transliterator *transliterator,
                                 struct made_scheme *made, size_t *ret_offset);

#endif
