/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_SCHEME_OVERLAP_H
#define PECADDR_SCHEME_OVERLAP_H

#include "scheme.h"

/*
 * Whether two rules of a scheme, at `a` and `b`, can give one local part; if so one with the
 * fewest letters,
 * with its NUL. Returns 1 yes, 0 no, PECADDR_E_MEMORY. Source: SPEC §3.
 */
int pecaddr__scheme_overlap(const struct pecaddr_scheme *scheme, size_t a, size_t b,
                            char ret_local[PECADDR_LOCAL_PART_MAX + 1]);

#endif
