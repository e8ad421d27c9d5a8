/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef THINNING_H
#define THINNING_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Which of a roster's rows are looked at: all, until there are too many; then every second one of them
 * goes, and of those that come every second, fourth … is taken, so that they are even from the first
 * row to the last. At most SAMPLE_MAX stay; the caller keeps them.
 */
enum { SAMPLE_MAX = 256 };

struct thinning {
    size_t seen;
    unsigned times;
};

static inline int thinning_takes(struct thinning *thinning)
{
    return thinning->seen++ % ((size_t)1 << thinning->times) == 0;
}

/* Whether so many of those who were looked at are no slips any more, but of the whole file: a tenth, and at
   least five. */
static inline bool sample_are_many(size_t n, size_t looked_at)
{
    return n >= 5 && n * 10 >= looked_at;
}

#endif
