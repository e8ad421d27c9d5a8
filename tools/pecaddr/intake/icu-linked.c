/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/icu.h"

#define ICU_MEMBER(member, name) .member = name,

const struct icu *icu_load(void)
{
    static const struct icu icu = {ICU(ICU_MEMBER)};

    return &icu;
}
