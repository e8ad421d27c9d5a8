/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Input: a text. It is repaired as it is; then it is misread, once and twice in each way, and what
 * is repaired must be the text again.
 */
#include <uninorm.h>
#include <unistr.h>

#include "../../libpecaddr/mojibake.h"
#include "../../tests/core/misread.h"
#include "../target.h"

#define REPAIRED_MAX (3 * PECADDR_FIELD_MAX + 1)

/* Well-formed text as characters of NFC; returns their number. */
static size_t compose(struct pecaddr_text text, struct character characters[CHARACTERS_MAX])
{
    return pecaddr__nfc_compose(characters, pecaddr__nfc_decode(text.data, text.size, characters));
}

static bool is_garbled(struct pecaddr_text text)
{
    struct character characters[CHARACTERS_MAX];
    size_t n = compose(text, characters);

    return pecaddr__mojibake_find(characters, n) < n;
}

static bool equal(struct pecaddr_text a, struct pecaddr_text b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* Whether two well-formed texts are the same characters in NFC. */
static bool equivalent(struct pecaddr_text a, struct pecaddr_text b)
{
    int order = 1;

    HOLDS(u8_normcmp((const uint8_t *)a.data, a.size, (const uint8_t *)b.data, b.size, UNINORM_NFC,
                     &order) == 0);
    return order == 0;
}

/* Repairs a text, well-formed and no longer than a field, and holds what comes to what is promised.
 */
static int repair(struct pecaddr_text text, char buffer[REPAIRED_MAX],
                  struct pecaddr_text *ret_repaired)
{
    char again[REPAIRED_MAX];
    size_t size = 12345;
    int r = pecaddr_repair(text, buffer, REPAIRED_MAX, &size);

    if (r != PECADDR_OK) {
        HOLDS(r == PECADDR_E_MOJIBAKE);
        HOLDS(is_garbled(text));
        HOLDS(size == 12345);
        return r;
    }
    *ret_repaired = (struct pecaddr_text){buffer, size};
    HOLDS(size <= 3 * text.size);
    HOLDS(size == 0 || !u8_check((const uint8_t *)buffer, size));
    if (!is_garbled(text)) {
        HOLDS(equal(*ret_repaired, text));
        return r;
    }
    if (size > PECADDR_FIELD_MAX)
        return r;
    HOLDS(!is_garbled(*ret_repaired));
    HOLDS(pecaddr_repair(*ret_repaired, again, sizeof again, &size) == PECADDR_OK);
    HOLDS(equal((struct pecaddr_text){again, size}, *ret_repaired));
    return r;
}

/* The byte that a character may have been read from; 0 if none from 0x80 on. */
static uint8_t byte_of(uint32_t code)
{
    for (unsigned byte = 0x80; byte <= 0xFF; byte++)
        if (code == byte || (byte < 0xA0 && misread_windows_1252[byte - 0x80] == code && code))
            return (uint8_t)byte;
    return 0;
}

/*
 * Whether a text could be misread text itself: neighbours that are the bytes of one character. Or
 * whether it has one of those that, misread, are a capital before a no-break space, and so no
 * trace.
 */
static bool is_ambiguous(struct pecaddr_text text)
{
    struct character characters[CHARACTERS_MAX];
    size_t n = compose(text, characters);

    for (size_t i = 0; i < n; i++) {
        static const uint32_t before_space[] = {0x220, 0x260, 0x320, 0x4A0, 0x660};
        uint8_t bytes[4];

        for (size_t k = 0; k < sizeof before_space / sizeof *before_space; k++)
            if (characters[i].code == before_space[k])
                return true;
        for (size_t k = 0; k < sizeof bytes && i + k < n; k++) {
            bytes[k] = byte_of(characters[i + k].code);
            if (!bytes[k])
                break;
            if (!u8_check(bytes, k + 1))
                return true;
        }
    }
    return is_garbled(text);
}

/* Misread n times, by the encodings that the bits of `way` say, it is repaired, or refused. */
static void check_misread(struct pecaddr_text text, unsigned n, unsigned way)
{
    static char buffers[2][9 * PECADDR_FIELD_MAX];
    struct pecaddr_text garbled = text;
    struct pecaddr_text repaired;
    char buffer[REPAIRED_MAX];

    for (unsigned i = 0; i < n; i++) {
        garbled.size = misread(garbled.data, garbled.size, buffers[i], way >> i & 1);
        garbled.data = buffers[i];
    }
    if (garbled.size > PECADDR_FIELD_MAX ||
        repair(garbled, buffer, &repaired) == PECADDR_E_MOJIBAKE)
        return;
    if (n == 1 && !is_garbled(garbled))
        return;
    HOLDS(equivalent(repaired, text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pecaddr_text text = {(const char *)data, size};
    struct pecaddr_text repaired;
    char buffer[REPAIRED_MAX];

    if (size > PECADDR_FIELD_MAX || (size > 0 && u8_check(data, size))) {
        HOLDS(pecaddr_repair(text, buffer, sizeof buffer, NULL) ==
              (size > PECADDR_FIELD_MAX ? PECADDR_E_TOO_LONG : PECADDR_E_ENCODING));
        return 0;
    }
    repair(text, buffer, &repaired);
    if (size == 0 || is_ambiguous(text))
        return 0;
    for (unsigned n = 1; n <= 2; n++)
        for (unsigned way = 0; way < 1u << n; way++)
            check_misread(text, n, way);
    return 0;
}
