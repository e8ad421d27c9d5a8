/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_NAME_FAST_H
#define PECADDR_NAME_FAST_H

#include "name.h"

/*
 * Folds the names that most people have: ASCII letters, spaces, apostrophes and the accented
 * letters of Latin-1, with nothing about them that would be noted. The answer is that of
 * pecaddr__name_plain(), which decides all others. `ret_codes` may be NULL.
 *
 * Returns false when it is not such a name; what was written then is of no meaning.
 */
bool pecaddr__name_fast(const struct naming *naming, enum pecaddr_profile profile,
                        const struct pecaddr_person *person, struct pecaddr_folded *ret_folded,
                        bool *ret_profiled, struct holder_codes *ret_codes);

#endif
