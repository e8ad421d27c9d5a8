/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_BASE_PERCENT_H
#define PECADDR_BASE_PERCENT_H

#include "base/ascii.h"

/* Percent coding: RFC 3986 §2.1. */

/*
 * Decodes a text in place. False: a `%` begins no byte, or a NUL, which would end the text; what the
 * text holds then is of no use.
 */
static inline bool percent_decode(char *text)
{
    char *out = text;

    for (const char *in = text; *in != '\0'; in++) {
        int high, low;

        if (*in != '%') {
            *out++ = *in;
            continue;
        }
        high = ascii_hexadecimal(in[1]);
        low = high < 0 ? -1 : ascii_hexadecimal(in[2]);
        if (low < 0 || high + low == 0)
            return false;
        *out++ = (char)(high * 16 + low);
        in += 2;
    }
    *out = '\0';
    return true;
}

#endif
