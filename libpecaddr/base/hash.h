/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_BASE_HASH_H
#define PECADDR_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/ascii.h"

/* FNV-1a of 64 bits: for tables in memory and for telling questions apart, not against an enemy. */
#define HASH_BEGIN UINT64_C(14695981039346656037)

static inline uint64_t hash_byte(uint64_t hash, unsigned char byte)
{
    return (hash ^ byte) * UINT64_C(1099511628211);
}

static inline uint64_t hash_bytes(uint64_t hash, const void *data, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)data;

    for (size_t i = 0; i < size; i++)
        hash = hash_byte(hash, bytes[i]);
    return hash;
}

/* The same for texts that differ in ASCII case. */
static inline uint64_t hash_caseless(uint64_t hash, const char *data, size_t size)
{
    for (size_t i = 0; i < size; i++)
        hash = hash_byte(hash, (unsigned char)ascii_lower(data[i]));
    return hash;
}

static inline uint64_t hash_number(uint64_t hash, uint64_t number)
{
    return hash_bytes(hash, &number, sizeof number);
}

/* FNV leaves the upper bits of short texts alike: at the end, where a table takes some of the bits. */
static inline uint64_t hash_end(uint64_t hash)
{
    hash = (hash ^ (hash >> 33)) * UINT64_C(0xFF51AFD7ED558CCD);
    return hash ^ (hash >> 33);
}

#endif
