/* SPDX-License-Identifier: BSD-3-Clause */
#include "nfc.h"

#include "base/utf8.h"
#include "fold.h"

/*
 * A character that is two in NFD, or that are brought together by NFC; all three are of one plane.
 * The pairs stand in the order of `code`, those of plane 0 first.
 */
struct pair {
    uint16_t code;
    uint16_t first;
    uint16_t second;
};

/* Neighbouring code points that are each one other, and where these begin. */
struct run {
    uint32_t code;
    uint16_t size;
    uint16_t singles;
};

#include "tables/nfc.inc"

/* Hangul syllables are composed by arithmetic: The Unicode Standard, §3.12. */
enum {
    HANGUL_S = 0xAC00,
    HANGUL_L = 0x1100,
    HANGUL_V = 0x1161,
    HANGUL_T = 0x11A7,
    HANGUL_L_COUNT = 19,
    HANGUL_V_COUNT = 21,
    HANGUL_T_COUNT = 28,
    HANGUL_S_COUNT = HANGUL_L_COUNT * HANGUL_V_COUNT * HANGUL_T_COUNT
};

size_t pecaddr__nfc_decode(const char *data, size_t size, struct character *characters)
{
    size_t n = 0;

    for (size_t at = 0; at < size; n++) {
        characters[n] = (struct character){.offset = (uint16_t)at};
        at += utf8_decode(data + at, size - at, &characters[n].code);
    }
    return n;
}

size_t pecaddr__nfc_encode(const struct character *characters, size_t n, char *text,
                           size_t capacity)
{
    size_t size = 0;

    for (size_t i = 0; i < n; i++)
        size += utf8_encode(characters[i].code, text + size, capacity - size);
    return size;
}

/* The pair that a code point is; NULL if it is none. */
static const struct pair *pair_of(uint32_t code)
{
    size_t low = code >> 16 == 0 ? 0 : PAIRS_OF_PLANE_0;
    size_t high = code >> 16 == 0 ? PAIRS_OF_PLANE_0 : ARRAY_SIZE(pairs);

    if (code < pairs[0].code || code >> 16 > 1)
        return NULL;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (pairs[middle].code == (uint16_t)code)
            return &pairs[middle];
        if (pairs[middle].code < (uint16_t)code)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* The one other code point that one is; itself if there is none. */
static uint32_t single_of(uint32_t code)
{
    for (size_t i = 0; i < ARRAY_SIZE(runs) && runs[i].code <= code; i++)
        if (code - runs[i].code < runs[i].size) {
            const uint8_t *single = singles[runs[i].singles + code - runs[i].code];

            return (uint32_t)single[0] << 16 | (uint32_t)single[1] << 8 | single[2];
        }
    return code;
}

size_t pecaddr__nfc_decompose(uint32_t code, uint32_t parts[4])
{
    const struct pair *pair;
    uint32_t marks[3];
    size_t n = 0;
    size_t size = 1;

    if (code >= HANGUL_S && code < HANGUL_S + HANGUL_S_COUNT) {
        uint32_t syllable = code - HANGUL_S;

        parts[0] = HANGUL_L + syllable / (HANGUL_V_COUNT * HANGUL_T_COUNT);
        parts[1] = HANGUL_V + syllable / HANGUL_T_COUNT % HANGUL_V_COUNT;
        parts[2] = HANGUL_T + syllable % HANGUL_T_COUNT;
        return parts[2] == HANGUL_T ? 2 : 3;
    }
    /* No pair begins with what is a single, nor is the second of a pair anything but itself. */
    code = single_of(code);
    while ((pair = pair_of(code))) {
        marks[n++] = (code & 0x10000) | pair->second;
        code = (code & 0x10000) | pair->first;
    }
    parts[0] = code;
    while (n > 0)
        parts[size++] = marks[--n];
    return size;
}

/* The character that two are together in NFC; 0 if there is none. */
static uint32_t composite_of(uint32_t first, uint32_t second)
{
    uint32_t plane = first >> 16;
    uint32_t key = first << 16 | (second & 0xFFFF);
    size_t low = plane == 0 ? 0 : COMPOSITES_OF_PLANE_0;
    size_t high = plane == 0 ? COMPOSITES_OF_PLANE_0 : ARRAY_SIZE(composites);

    if (first >= HANGUL_L && first < HANGUL_L + HANGUL_L_COUNT && second >= HANGUL_V &&
        second < HANGUL_V + HANGUL_V_COUNT)
        return HANGUL_S +
               ((first - HANGUL_L) * HANGUL_V_COUNT + second - HANGUL_V) * HANGUL_T_COUNT;
    if (first >= HANGUL_S && first < HANGUL_S + HANGUL_S_COUNT &&
        (first - HANGUL_S) % HANGUL_T_COUNT == 0 && second > HANGUL_T &&
        second < HANGUL_T + HANGUL_T_COUNT)
        return first + second - HANGUL_T;
    if (second < FOLD_NEAR || plane > 1 || plane != second >> 16)
        return 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct pair *pair = &pairs[composites[middle]];
        uint32_t found = (uint32_t)pair->first << 16 | pair->second;

        if (found == key)
            return plane << 16 | pair->code;
        if (found < key)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

/* Canonical ordering: marks in a row are sorted by their class, and keep their order in it. */
static void order_marks(struct character *characters, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct character moved = characters[i];
        uint8_t ccc = pecaddr__fold_lookup(moved.code)->ccc;
        size_t at = i;

        if (ccc == 0)
            continue;
        while (at > 0 && pecaddr__fold_lookup(characters[at - 1].code)->ccc > ccc) {
            characters[at] = characters[at - 1];
            at--;
        }
        characters[at] = moved;
    }
}

static size_t decompose(const struct character *characters, size_t n, struct character *decomposed)
{
    size_t size = 0;

    for (size_t i = 0; i < n; i++) {
        uint32_t parts[4];
        size_t n_parts = pecaddr__nfc_decompose(characters[i].code, parts);

        for (size_t k = 0; k < n_parts; k++) {
            decomposed[size] = characters[i];
            decomposed[size++].code = parts[k];
        }
    }
    order_marks(decomposed, size);
    return size;
}

/*
 * Canonical composition: a character joins the last starter unless one that stands between them is
 * a starter too, or a mark of the same or a higher class.
 */
static size_t recompose(const struct character *decomposed, size_t n, struct character *characters)
{
    size_t size = 0;
    size_t starter = 0;
    bool has_starter = false;
    unsigned last_ccc = 0;

    for (size_t i = 0; i < n; i++) {
        unsigned ccc = pecaddr__fold_lookup(decomposed[i].code)->ccc;
        bool blocked = starter + 1 < size && (last_ccc == 0 || last_ccc >= ccc);
        uint32_t composite = has_starter && !blocked
                                 ? composite_of(characters[starter].code, decomposed[i].code)
                                 : 0;

        if (composite) {
            characters[starter].code = composite;
            continue;
        }
        if (ccc == 0) {
            starter = size;
            has_starter = true;
        }
        last_ccc = ccc;
        characters[size++] = decomposed[i];
    }
    return size;
}

/* Characters that are all stable are in NFC: UAX #15, §9. */
static bool is_stable(uint32_t code)
{
    const struct fold_record *record = pecaddr__fold_lookup(code);

    return record->ccc == 0 && !(record->flags & FOLD_UNSTABLE);
}

size_t pecaddr__nfc_compose(struct character characters[CHARACTERS_MAX], size_t n)
{
    struct character decomposed[CHARACTERS_MAX];

    for (size_t i = 0; i < n; i++)
        if (characters[i].code >= FOLD_NEAR && !is_stable(characters[i].code))
            return recompose(decomposed, decompose(characters, n, decomposed), characters);
    return n;
}
