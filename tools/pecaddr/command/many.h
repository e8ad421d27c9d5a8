/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef MANY_H
#define MANY_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Some few rows of a file are slips, each for itself: a wrong number, a changed name. A tenth of them, and at
 * least five, are of the whole file: a column that was shifted, another Order's. SPEC §6.
 */
enum { MANY_AT_LEAST = 5, MANY_PART = 10 };

static inline bool are_many(size_t n, size_t all)
{
    return n >= MANY_AT_LEAST && n * MANY_PART >= all;
}

#endif
