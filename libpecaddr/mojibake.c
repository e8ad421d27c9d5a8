/* SPDX-License-Identifier: BSD-3-Clause */
#include "mojibake.h"

#include "base/utf8.h"
#include "fold.h"

/* Windows-1252 where it differs from Latin-1: what stands at 0x80 … 0x9F; 0 is undefined there. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* The byte that a character was read from, in Windows-1252 or else Latin-1; -1 if from none. */
static int byte_of(uint32_t code)
{
    if (code < 0x100)
        return (int)code;
    for (size_t i = 0; i < ARRAY_SIZE(windows_1252); i++)
        if (windows_1252[i] == code)
            return 0x80 + (int)i;
    return -1;
}

/* The characters that people see go wrong: SPEC §2 names these ranges. */
static bool is_plausible(ucs4_t code)
{
    return (code >= 0xA0 && code <= 0x17F) || (code >= 0x218 && code <= 0x21B) ||
           (code >= 0x300 && code <= 0x30C) || code == 0x31B || (code >= 0x323 && code <= 0x328) ||
           (code >= 0x2010 && code <= 0x203A);
}

/* The character that was meant by the first two or three of n; 0 if they are no mojibake. */
static uint32_t meant_by(const struct character *characters, size_t n, size_t *ret_length)
{
    uint8_t bytes[3];
    size_t size = 0;

    for (; size < n && size < sizeof bytes; size++) {
        int byte = byte_of(characters[size].code);

        if (byte < 0x80)
            break;
        bytes[size] = (uint8_t)byte;
    }
    for (size_t length = 2; length <= size; length++) {
        ucs4_t code;

        if (u8_mbtoucr(&code, bytes, length) == (int)length && is_plausible(code)) {
            *ret_length = length;
            return code;
        }
    }
    return 0;
}

/* Ã or Â right after a lower-case letter, its marks and what is invisible: a byte was lost. */
static bool is_remnant(const struct character *characters, size_t at)
{
    if (characters[at].code != 0xC3 && characters[at].code != 0xC2)
        return false;
    while (at-- > 0) {
        const struct fold_record *before = pecaddr__fold_lookup(characters[at].code);

        if (before->kind != CLASS_MARK && before->kind != CLASS_IGNORABLE)
            return before->flags & FOLD_LOWER;
    }
    return false;
}

size_t pecaddr__mojibake_find(const struct character *characters, size_t n)
{
    size_t length;

    for (size_t i = 0; i < n; i++)
        if (characters[i].code >= 0x80 &&
            (is_remnant(characters, i) || meant_by(characters + i, n - i, &length)))
            return i;
    return n;
}

/* Puts what was meant in the place of each garbled sequence; false when there was none. */
static bool repair_once(struct character *characters, size_t *n)
{
    size_t size = 0;
    bool repaired = false;

    for (size_t i = 0; i < *n;) {
        size_t length = 1;
        uint32_t code = meant_by(characters + i, *n - i, &length);

        characters[size] = characters[i];
        if (code) {
            characters[size].code = code;
            repaired = true;
        }
        size++;
        i += length;
    }
    *n = size;
    return repaired;
}

EXPORT int pecaddr_repair(struct pecaddr_text text, char *buffer, size_t capacity, size_t *ret_size)
{
    struct character characters[CHARACTERS_MAX];
    char repaired[3 * PECADDR_FIELD_MAX]; /* UAX #15: NFC grows UTF-8 threefold at most */
    size_t n;

    if (!text.data && text.size > 0)
        return PECADDR_E_ARGUMENT;
    if (text.size > PECADDR_FIELD_MAX)
        return PECADDR_E_TOO_LONG;
    if (utf8_check(text.data, text.size) < text.size)
        return PECADDR_E_ENCODING;
    n = pecaddr__nfc_compose(characters, pecaddr__nfc_decode(text.data, text.size, characters));
    if (pecaddr__mojibake_find(characters, n) == n)
        return text_put(text.size ? text.data : "", text.size, buffer, capacity, ret_size);
    while (repair_once(characters, &n))
        n = pecaddr__nfc_compose(characters, n);
    if (pecaddr__mojibake_find(characters, n) < n)
        return PECADDR_E_MOJIBAKE;
    return text_put(repaired, pecaddr__nfc_encode(characters, n, repaired, sizeof repaired), buffer,
                    capacity, ret_size);
}
