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

uint8_t pecaddr__mojibake_byte(uint32_t code)
{
    if (code < 0x100)
        return code < 0x80 ? 0 : (uint8_t)code;
    for (size_t i = 0; i < ARRAY_SIZE(windows_1252); i++)
        if (windows_1252[i] == code)
            return (uint8_t)(0x80 + i);
    return 0;
}

/* The characters that people see go wrong: SPEC §2 names these ranges. */
static bool is_meant(uint32_t code)
{
    return (code >= 0xA0 && code <= 0x17F) || (code >= 0x218 && code <= 0x21B) ||
           (code >= 0x300 && code <= 0x30C) || code == 0x31B || (code >= 0x323 && code <= 0x328) ||
           code == 0x1A0 || code == 0x1A1 || code == 0x1AF || code == 0x1B0 ||
           (code >= 0x1EA0 && code <= 0x1EF9) || (code >= 0x2010 && code <= 0x203A);
}

/*
 * What garbled text is read back into: besides, the bytes of what was misread twice, and letters of
 * romanized names.
 */
static bool is_read_back(uint32_t code)
{
    return is_meant(code) || pecaddr__mojibake_byte(code) || (code >= 0x1E00 && code <= 0x1EFF);
}

/* How many of the first of n characters are the bytes of one, which is given; 0 if none are. */
static size_t sequence_at(const struct character *characters, size_t n, uint32_t *ret_code)
{
    char bytes[4];

    for (size_t size = 0; size < n && size < sizeof bytes; size++) {
        uint8_t byte = pecaddr__mojibake_byte(characters[size].code);

        if (!byte)
            return 0;
        bytes[size] = (char)byte;
        if (size > 0 && utf8_check(bytes, size + 1) == size + 1)
            return utf8_decode(bytes, size + 1, ret_code);
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
    uint32_t code;

    for (size_t i = 0; i < n; i++)
        if (characters[i].code >= 0x80 &&
            (is_remnant(characters, i) ||
             (sequence_at(characters + i, n - i, &code) && is_meant(code))))
            return i;
    return n;
}

/* How many of the first of n characters were a byte each. */
static size_t run_at(const struct character *characters, size_t n)
{
    size_t size = 0;

    while (size < n && pecaddr__mojibake_byte(characters[size].code))
        size++;
    return size;
}

/* A run is read back as a whole: part of it would leave the rest garbled. */
static bool is_readable(const struct character *run, size_t size)
{
    size_t length;

    for (size_t at = 0; at < size; at += length) {
        uint32_t code;

        length = sequence_at(run + at, size - at, &code);
        if (!length || !is_read_back(code))
            return false;
    }
    return size > 0;
}

/* What garbled text has that was not read back because the other bytes are lost. */
static bool is_left_over(uint32_t code)
{
    return code == 0xC2 || code == 0xC3 ||
           (code >= 0x80 && pecaddr__fold_lookup(code)->kind == CLASS_OTHER);
}

/* Reads back what can be, once; whether there was any, and whether something was left over. */
static bool read_back(struct character *characters, size_t *n, bool *ret_left_over)
{
    size_t size = 0;
    bool read = false;
    bool left_over = false;

    for (size_t i = 0; i < *n;) {
        size_t run = run_at(characters + i, *n - i);
        size_t end = i + (run > 0 ? run : 1);

        if (is_readable(characters + i, run)) {
            read = true;
            while (i < end)
                i += sequence_at(characters + i, end - i, &characters[size++].code);
        }
        for (; i < end; i++) {
            left_over |= is_left_over(characters[i].code);
            characters[size++] = characters[i];
        }
    }
    *n = size;
    *ret_left_over = left_over;
    return read;
}

/* A capital with which Italian words end; before a no-break space that is no mojibake. */
static bool ends_words(uint32_t code)
{
    return code == 0xC8 || code == 0xC9 || code == 0xCC || code == 0xD2 || code == 0xD9;
}

/* Whether what was read back looks garbled still, if only a little. */
static bool is_doubtful(const struct character *characters, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t code = characters[i].code;
        uint32_t other;

        if ((pecaddr__mojibake_byte(code) && !is_meant(code)) || is_remnant(characters, i))
            return true;
        if (sequence_at(characters + i, n - i, &other) &&
            !(ends_words(code) && characters[i + 1].code == 0xA0))
            return true;
    }
    return false;
}

EXPORT int pecaddr_repair(struct pecaddr_text text, char *buffer, size_t capacity, size_t *ret_size)
{
    struct character characters[CHARACTERS_MAX];
    char repaired[3 * PECADDR_FIELD_MAX]; /* UAX #15: NFC grows UTF-8 threefold at most */
    bool left_over;
    size_t n;

    if (!text_fits(text))
        return PECADDR_E_ARGUMENT;
    if (text.size > PECADDR_FIELD_MAX)
        return PECADDR_E_TOO_LONG;
    if (utf8_check(text.data, text.size) < text.size)
        return PECADDR_E_ENCODING;
    n = pecaddr__nfc_compose(characters, pecaddr__nfc_decode(text.data, text.size, characters));
    if (pecaddr__mojibake_find(characters, n) == n)
        return text_put(text.size ? text.data : "", text.size, buffer, capacity, ret_size);
    while (read_back(characters, &n, &left_over)) {
        if (left_over)
            return PECADDR_E_MOJIBAKE;
        n = pecaddr__nfc_compose(characters, n);
    }
    if (is_doubtful(characters, n))
        return PECADDR_E_MOJIBAKE;
    return text_put(repaired, pecaddr__nfc_encode(characters, n, repaired, sizeof repaired), buffer,
                    capacity, ret_size);
}
