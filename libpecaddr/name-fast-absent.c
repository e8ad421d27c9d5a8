/* SPDX-License-Identifier: BSD-3-Clause */
#include "name-fast.h"

/* Every name goes the plain way. */
bool pecaddr__name_fast(const struct naming *naming, enum pecaddr_profile profile,
                        const struct pecaddr_person *person, struct pecaddr_folded *ret_folded,
                        bool *ret_profiled, struct holder_codes *ret_codes)
{
    (void)naming;
    (void)profile;
    (void)person;
    (void)ret_folded;
    (void)ret_profiled;
    (void)ret_codes;
    return false;
}
