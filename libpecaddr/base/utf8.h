/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_BASE_UTF8_H
#define PECADDR_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unistr.h>

/* UTF-8, by libunistring. */

/* The byte at which a text first is no well-formed UTF-8; its size when it is. */
static inline size_t utf8_check(const char *data, size_t size)
{
    const uint8_t *bytes = (const uint8_t *)data;
    const uint8_t *fault = size > 0 ? u8_check(bytes, size) : NULL;

    return fault ? (size_t)(fault - bytes) : size;
}

/* The code point at the beginning of well-formed text, and how many bytes it has. */
static inline size_t utf8_decode(const char *data, size_t size, uint32_t *ret_code)
{
    ucs4_t code;
    int length = u8_mbtouc_unsafe(&code, (const uint8_t *)data, size);

    *ret_code = code;
    return (size_t)length;
}

/* The bytes of a code point; `buffer` has room for them. */
static inline size_t utf8_encode(uint32_t code, char *buffer, size_t capacity)
{
    return (size_t)u8_uctomb((uint8_t *)buffer, code, (ptrdiff_t)capacity);
}

/* Whether a byte of well-formed text goes on a character that began before it. */
static inline bool utf8_goes_on(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* The size of what was well-formed text until it was cut, without a character that is not whole. */
static inline size_t utf8_whole(const char *data, size_t size)
{
    size_t start = size;
    size_t length;

    while (start > 0 && utf8_goes_on(data[start - 1]))
        start--;
    if (start == 0)
        return 0;
    start--;
    length = (unsigned char)data[start] < 0xC0   ? 1
             : (unsigned char)data[start] < 0xE0 ? 2
             : (unsigned char)data[start] < 0xF0 ? 3
                                                 : 4;
    return size - start < length ? start : size;
}

#endif
