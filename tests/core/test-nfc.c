/* SPDX-License-Identifier: BSD-3-Clause */
/* Normalization Form C against libunistring, for what its version of Unicode knows. */
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>

#include "fold.h"
#include "nfc.h"
#include "suite.h"

#define CODES 0x110000u

static bool is_known(uint32_t code)
{
    return !uc_is_general_category_withtable(code, UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Cs);
}

/* The first of n code points that is not in NFC what libunistring says; n + 1 if all are that. */
static size_t difference(const uint32_t *codes, size_t n)
{
    static struct character characters[CHARACTERS_MAX];
    uint32_t expected[CHARACTERS_MAX];
    size_t expected_n = ARRAY_SIZE(expected);
    size_t got;

    for (size_t i = 0; i < n; i++)
        characters[i] = (struct character){.code = codes[i], .offset = (uint16_t)i};
    got = pecaddr__nfc_compose(characters, n);
    if (u32_normalize(UNINORM_NFC, codes, n, expected, &expected_n) != expected)
        return 0;
    for (size_t i = 0; i < got && i < expected_n; i++)
        if (characters[i].code != expected[i])
            return i;
    return got == expected_n ? n + 1 : got;
}

static void check(const uint32_t *codes, size_t n)
{
    size_t at = difference(codes, n);

    if (at <= n)
        ck_abort_msg("U+%04X U+%04X … (%zu): differs at %zu", codes[0], n > 1 ? codes[1] : 0, n,
                     at);
}

START_TEST(every_code_point_alone_and_decomposed)
{
    for (uint32_t code = 0; code < CODES; code++) {
        uint32_t parts[16];
        size_t n = ARRAY_SIZE(parts);

        if (!is_known(code))
            continue;
        check(&code, 1);
        if (u32_normalize(UNINORM_NFD, &code, 1, parts, &n) != parts)
            ck_abort_msg("U+%04X", code);
        check(parts, n);
    }
}
END_TEST

START_TEST(every_decomposition_is_that_of_unicode)
{
    for (uint32_t code = 0; code < CODES; code++) {
        uint32_t expected[16] = {code};
        uint32_t parts[4];
        size_t expected_n = ARRAY_SIZE(expected);
        size_t n = pecaddr__nfc_decompose(code, parts);

        if (!is_known(code))
            expected_n = 1;
        else if (u32_normalize(UNINORM_NFD, &code, 1, expected, &expected_n) != expected)
            ck_abort_msg("U+%04X", code);
        if (n != expected_n || memcmp(parts, expected, n * sizeof *parts) != 0)
            ck_abort_msg("U+%04X", code);
    }
}
END_TEST

/* Adds a code point to a list that does not have it yet. */
static void add(uint32_t *codes, size_t *n, uint32_t code)
{
    for (size_t i = 0; i < *n; i++)
        if (codes[i] == code)
            return;
    codes[(*n)++] = code;
}

/*
 * Every first with every second of a decomposition, whether they go together or not: not only what
 * is composed, also what is not.
 */
START_TEST(every_composition_is_that_of_unicode)
{
    static uint32_t firsts[4000];
    static uint32_t seconds[400];
    size_t n_firsts = 0;
    size_t n_seconds = 0;

    for (uint32_t code = 0; code < CODES; code++) {
        ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];

        if (!is_known(code) || (code >= 0xAC00 && code <= 0xD7A3) ||
            uc_canonical_decomposition(code, parts) != 2)
            continue;
        add(firsts, &n_firsts, parts[0]);
        add(firsts, &n_firsts, code);
        add(seconds, &n_seconds, parts[1]);
        /* And what is the same but for the plane. */
        for (uint32_t plane = 0; plane < 3; plane++) {
            uint32_t first = plane << 16 | (parts[0] & 0xFFFF);
            uint32_t second = plane << 16 | (parts[1] & 0xFFFF);

            if (is_known(first))
                add(firsts, &n_firsts, first);
            if (is_known(second))
                add(seconds, &n_seconds, second);
        }
    }
    ck_assert(n_firsts > 1000 && n_firsts < ARRAY_SIZE(firsts));
    ck_assert(n_seconds > 100 && n_seconds < ARRAY_SIZE(seconds));
    for (size_t i = 0; i < n_firsts; i++)
        for (size_t k = 0; k < n_seconds; k++)
            /* U+212B is never left as it is, so that all is looked at. */
            check((uint32_t[]){0x212B, firsts[i], seconds[k]}, 3);
}
END_TEST

START_TEST(hangul_is_composed_of_jamo_and_of_nothing_beside_them)
{
    static const uint32_t firsts[] = {0x10FF, 0x1100, 0x1101, 0x1112, 0x1113, 0xABE4, 0xABFF,
                                      0xAC00, 0xAC01, 0xAC1B, 0xAC1C, 0xAC1D, 0xD787, 0xD788,
                                      0xD789, 0xD7A3, 0xD7A4, 0xD7C0, 0x1161, 0x11A8};

    for (size_t i = 0; i < ARRAY_SIZE(firsts); i++)
        for (uint32_t second = 0x10FF; second <= 0x11D0; second++) {
            check((uint32_t[]){firsts[i], second}, 2);
            check((uint32_t[]){firsts[i], second, 0x11A8}, 3);
        }
}
END_TEST

START_TEST(what_is_stable_stands_in_nfc_whatever_is_beside_it)
{
    for (uint32_t code = 0; code < CODES; code++) {
        const struct fold_record *record = pecaddr__fold_lookup(code);
        ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
        uint32_t nfc[16];
        size_t n = ARRAY_SIZE(nfc);
        int n_parts;

        if (!is_known(code))
            continue;
        if (u32_normalize(UNINORM_NFC, &code, 1, nfc, &n) != nfc)
            ck_abort_msg("U+%04X", code);
        if ((n != 1 || nfc[0] != code) && record->ccc == 0 && !(record->flags & FOLD_UNSTABLE))
            ck_abort_msg("U+%04X", code);
        n_parts = uc_canonical_decomposition(code, parts);
        if (n_parts != 2 || uc_composition(parts[0], parts[1]) != code)
            continue;
        record = pecaddr__fold_lookup(parts[1]);
        if (record->ccc == 0 && !(record->flags & FOLD_UNSTABLE))
            ck_abort_msg("U+%04X in U+%04X", parts[1], code);
    }
}
END_TEST

/* Sequences of what matters: base letters, marks of all classes, jamo, exclusions. */
START_TEST(random_sequences)
{
    static const uint32_t few[] = {
        'A',    'e',     'o',    0xC4,   0xF8,   0x1EA1, 0x1100,  0x1161,  0x11A8,  0xAC00,
        0x0958, 0x0915,  0x093C, 0x212B, 0x0344, 0x0308, 0x0301,  0x0323,  0x030A,  0x0345,
        0x031B, 0x200D,  0x09C7, 0x09BE, 0x2ADC, 0xFB1D, 0x1D15E, 0x11099, 0x110BA, 0x1099,
        0x10BA, 0x2F800, 0x1F71, 0x1EC7, 0x0302, 0x2019, 0x0340,  0x2126,  0x4E3D};
    uint32_t seed = 1;

    for (int round = 0; round < 50000; round++) {
        uint32_t codes[12];
        size_t n;

        seed = seed * 1664525u + 1013904223u;
        n = 1 + (seed >> 24) % ARRAY_SIZE(codes);
        for (size_t i = 0; i < n; i++) {
            seed = seed * 1664525u + 1013904223u;
            codes[i] = few[(seed >> 16) % ARRAY_SIZE(few)];
        }
        check(codes, n);
    }
}
END_TEST

START_TEST(the_longest_field_of_marks)
{
    uint32_t codes[PECADDR_FIELD_MAX / 2];

    for (size_t i = 0; i < ARRAY_SIZE(codes); i++)
        codes[i] = i % 3 == 0 ? 0x0390 : i % 3 == 1 ? 0x0323 : 0x0344;
    check(codes, ARRAY_SIZE(codes));
}
END_TEST

START_TEST(a_composed_character_keeps_the_offset_of_its_first_part)
{
    struct character characters[CHARACTERS_MAX] = {{.code = 'x', .offset = 0},
                                                   {.code = 'o', .offset = 1},
                                                   {.code = 0x0323, .offset = 2},
                                                   {.code = 0x0308, .offset = 4}};

    ck_assert_uint_eq(pecaddr__nfc_compose(characters, 4), 3);
    ck_assert_uint_eq(characters[1].code, 0x1ECD);
    ck_assert_uint_eq(characters[1].offset, 1);
    ck_assert_uint_eq(characters[2].code, 0x0308);
    ck_assert_uint_eq(characters[2].offset, 4);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        every_code_point_alone_and_decomposed,
        every_decomposition_is_that_of_unicode,
        every_composition_is_that_of_unicode,
        hangul_is_composed_of_jamo_and_of_nothing_beside_them,
        what_is_stable_stands_in_nfc_whatever_is_beside_it,
        random_sequences,
        the_longest_field_of_marks,
        a_composed_character_keeps_the_offset_of_its_first_part,
    };

    return run_suite("nfc", tests, ARRAY_SIZE(tests));
}
