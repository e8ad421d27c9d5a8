/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NAMESAKES_H
#define NAMESAKES_H

#include "runtime/memory.h"

#include <pecaddr/pecaddr.h>

/*
 * Which names several people share: each name once, with the number of its holders. Memory: the
 * names themselves and 32 bytes each, some 80 MB for a million.
 */
struct namesake {
    const char *name;
    size_t holders;
};

/* All zero is an empty one; n names, in no order and with gaps, in `slots`. */
struct namesakes {
    struct namesake *slots;
    size_t n;
    size_t capacity; /* a power of two */
    struct arena arena;
};

void namesakes_add(struct namesakes *namesakes, struct pecaddr_text name);

/*
 * The names with most holders, of those with two at least: most first, then in the order of the
 * alphabet. Returns how many there are, at most n.
 */
size_t namesakes_top(const struct namesakes *namesakes, struct namesake top[], size_t n);

void namesakes_free(struct namesakes *namesakes);

#endif
