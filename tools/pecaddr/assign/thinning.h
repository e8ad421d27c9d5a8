/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef THINNING_H
#define THINNING_H

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

#endif
