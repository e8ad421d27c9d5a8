/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_BASE_FIELD_KEY_H
#define PECADDR_BASE_FIELD_KEY_H

#include "base/array.h"

#include <stddef.h>

#include <pecaddr/pecaddr.h>

/* A field as programs read it, the same in every language; NULL for none. */
static inline const char *field_key(enum pecaddr_field field)
{
    static const char *const keys[] = {
        [PECADDR_FIELD_GIVEN] = "given",       [PECADDR_FIELD_SURNAME] = "surname",
        [PECADDR_FIELD_PROVINCE] = "province", [PECADDR_FIELD_SECTION] = "section",
        [PECADDR_FIELD_NUMBER] = "number",     [PECADDR_FIELD_HOLDER] = "holder",
        [PECADDR_FIELD_SCHEME] = "scheme",     [PECADDR_FIELD_ADDRESS] = "address",
    };
    size_t i = (size_t)field;

    return i < ARRAY_SIZE(keys) ? keys[i] : NULL;
}

#endif
