/* SPDX-License-Identifier: BSD-3-Clause */
#include "nfc.h"

#include "base/utf8.h"
#include "fold.h"

struct decomposition {
    uint32_t code;
    uint32_t size;
    uint32_t parts[4];
};

struct composition {
    uint32_t first;
    uint32_t second;
    uint32_t code;
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

/* Below this, every code point is a starter, composed, and composes with none below it. */
#define FIRST_COMBINING 0x300

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

static const struct decomposition *decomposition_find(uint32_t code)
{
    size_t low = 0;
    size_t high = ARRAY_SIZE(decompositions);

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (decompositions[middle].code < code)
            low = middle + 1;
        else
            high = middle;
    }
    return &decompositions[low];
}

/* Full canonical decomposition of one code point; returns how many parts there are. */
static size_t parts_of(uint32_t code, uint32_t parts[4])
{
    if (code >= HANGUL_S && code < HANGUL_S + HANGUL_S_COUNT) {
        uint32_t syllable = code - HANGUL_S;

        parts[0] = HANGUL_L + syllable / (HANGUL_V_COUNT * HANGUL_T_COUNT);
        parts[1] = HANGUL_V + syllable / HANGUL_T_COUNT % HANGUL_V_COUNT;
        parts[2] = HANGUL_T + syllable % HANGUL_T_COUNT;
        return parts[2] == HANGUL_T ? 2 : 3;
    }
    if (pecaddr__fold_lookup(code)->flags & FOLD_DECOMPOSES) {
        const struct decomposition *found = decomposition_find(code);

        memcpy(parts, found->parts, sizeof found->parts);
        return found->size;
    }
    parts[0] = code;
    return 1;
}

static uint32_t composite_of(uint32_t first, uint32_t second)
{
    size_t low = 0;
    size_t high = ARRAY_SIZE(compositions);

    if (first >= HANGUL_L && first < HANGUL_L + HANGUL_L_COUNT && second >= HANGUL_V &&
        second < HANGUL_V + HANGUL_V_COUNT)
        return HANGUL_S +
               ((first - HANGUL_L) * HANGUL_V_COUNT + second - HANGUL_V) * HANGUL_T_COUNT;
    if (first >= HANGUL_S && first < HANGUL_S + HANGUL_S_COUNT &&
        (first - HANGUL_S) % HANGUL_T_COUNT == 0 && second > HANGUL_T &&
        second < HANGUL_T + HANGUL_T_COUNT)
        return first + second - HANGUL_T;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct composition *pair = &compositions[middle];

        if (pair->first == first && pair->second == second)
            return pair->code;
        if (pair->first < first || (pair->first == first && pair->second < second))
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
        size_t n_parts = parts_of(characters[i].code, parts);

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
        bool blocked = size > 0 && starter + 1 < size && (last_ccc == 0 || last_ccc >= ccc);
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

size_t pecaddr__nfc_compose(struct character characters[CHARACTERS_MAX], size_t n)
{
    struct character decomposed[CHARACTERS_MAX];
    bool composed = true;

    for (size_t i = 0; i < n; i++)
        composed &= characters[i].code < FIRST_COMBINING;
    if (composed)
        return n;
    return recompose(decomposed, decompose(characters, n, decomposed), characters);
}
