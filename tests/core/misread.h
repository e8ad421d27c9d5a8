/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef MISREAD_H
#define MISREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Mojibake as it is made: UTF-8 is read as an 8-bit encoding and written as UTF-8 again. */

/* Windows-1252, 0x80 … 0x9F (WHATWG Encoding Standard); 0 where Microsoft defines nothing. */
static const uint16_t misread_windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* A code point as UTF-8, at most four bytes; returns how many. */
static inline size_t misread_encode(char *out, uint32_t code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

/* What text becomes, at most three times as long: Windows-1252, else Latin-1, or Latin-1 alone. */
static inline size_t misread(const char *in, size_t size, char *out, bool latin_1)
{
    size_t n = 0;

    for (size_t i = 0; i < size; i++) {
        uint32_t code = (unsigned char)in[i];

        if (!latin_1 && code >= 0x80 && code < 0xA0 && misread_windows_1252[code - 0x80])
            code = misread_windows_1252[code - 0x80];
        n += misread_encode(out + n, code);
    }
    return n;
}

#endif
