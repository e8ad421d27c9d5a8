/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_BYTES16_H
#define PECADDR_BYTES16_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * Sixteen bytes as two numbers, so that one operation is done to eight of them: SIMD within a
 * register, in portable C. The first byte is the lowest of its number on every machine.
 */
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Eight bytes as a number, the first in the lowest byte. */
static inline uint64_t load8(const char *data)
{
    uint64_t number;

    memcpy(&number, data, sizeof number);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    number = __builtin_bswap64(number);
#endif
    return number;
}

static inline void store8(char *data, uint64_t number)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    number = __builtin_bswap64(number);
#endif
    memcpy(data, &number, sizeof number);
}

/* One to seven bytes, the rest zero; nothing is read beyond them. */
static inline uint64_t load_few(const char *data, size_t size)
{
    uint32_t low;
    uint32_t high;

    if (size < 4)
        return (uint64_t)(unsigned char)data[0] |
               (uint64_t)(unsigned char)data[size / 2] << 8 * (size / 2) |
               (uint64_t)(unsigned char)data[size - 1] << 8 * (size - 1);
    memcpy(&low, data, sizeof low);
    memcpy(&high, data + size - 4, sizeof high);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    low = __builtin_bswap32(low);
    high = __builtin_bswap32(high);
#endif
    return low | (uint64_t)high << 8 * (size - 4);
}

/*
 * Masks of the low n bytes of a number at [8 + n]. The eight zeros before them serve the upper
 * number, of which the first eight bytes are no part.
 */
#define ONES ~UINT64_C(0)
static const uint64_t bits_of_bytes[25] = {
    0,          0,          0,          0,          0,          0,          0,         0,    0,
    ONES >> 56, ONES >> 48, ONES >> 40, ONES >> 32, ONES >> 24, ONES >> 16, ONES >> 8, ONES, ONES,
    ONES,       ONES,       ONES,       ONES,       ONES,       ONES,       ONES,
};

static inline uint64_t low_bits(size_t size)
{
    return bits_of_bytes[8 + size];
}

static inline uint64_t bits_above(size_t size)
{
    return bits_of_bytes[size];
}

/* Up to sixteen bytes, the first in the lowest byte of `low`; what is beyond them is zero. */
struct bytes16 {
    uint64_t low;
    uint64_t high;
};

static inline struct bytes16 bytes16_load(const char *data, size_t size)
{
    size_t overlap = 8 * (16 - size); /* in bits, of two numbers of eight bytes; up to 64 */

    if (size < 8)
        return (struct bytes16){load_few(data, size), 0};
    return (struct bytes16){load8(data),
                            load8(data + size - 8) >> overlap / 2 >> (overlap - overlap / 2)};
}

/* The first bytes, with zeros beyond. */
static inline struct bytes16 bytes16_first(struct bytes16 bytes, size_t size)
{
    return (struct bytes16){bytes.low & low_bits(size), bytes.high & bits_above(size)};
}

/* The bytes after the first `n`, fewer than sixteen. */
static inline struct bytes16 bytes16_after(struct bytes16 bytes, size_t n)
{
    size_t bits = 8 * (n % 8);

    if (n >= 8)
        bytes = (struct bytes16){bytes.high, 0};
    return (struct bytes16){bytes.low >> bits | (bytes.high << 1) << (63 - bits),
                            bytes.high >> bits};
}

/* Bytes moved up by `n`, fewer than sixteen, or sixteen where all are zero. */
static inline struct bytes16 bytes16_up(struct bytes16 bytes, size_t n)
{
    size_t bits = 8 * (n % 8);

    if (n >= 8)
        bytes = (struct bytes16){0, bytes.low};
    return (struct bytes16){bytes.low << bits,
                            bytes.high << bits | (bytes.low >> 1) >> (63 - bits)};
}

/* The highest bit of each byte that is an ASCII letter. */
static inline uint64_t letter_bits(uint64_t bytes)
{
    uint64_t lower = (bytes & EACH(0x7F)) | EACH(0x20);

    return (lower + EACH(0x80 - 'a')) & ~(lower + EACH(0x80 - 'z' - 1)) & ~bytes & EACH(0x80);
}

/* The highest bits of sixteen bytes, as sixteen bits. */
static inline unsigned gather(uint64_t low, uint64_t high)
{
    const uint64_t spread = UINT64_C(0x0102040810204080);

    return (unsigned)((low >> 7) * spread >> 56) | (unsigned)((high >> 7) * spread >> 56) << 8;
}

/* Writes all sixteen. */
static inline void bytes16_store(char *letters, struct bytes16 row)
{
    store8(letters, row.low);
    store8(letters + 8, row.high);
}

/* How many of sixteen bytes are ASCII letters before the first that is none; in lower case. */
static inline size_t bytes16_letters(struct bytes16 *bytes)
{
    uint64_t low = EACH(0x80) ^ letter_bits(bytes->low);
    uint64_t high = EACH(0x80) ^ letter_bits(bytes->high);

    bytes->low |= EACH(0x20);
    bytes->high |= EACH(0x20);
    if (low)
        return (size_t)__builtin_ctzll(low) / 8;
    return high ? 8 + (size_t)__builtin_ctzll(high) / 8 : 16;
}

#endif
