/* SPDX-License-Identifier: BSD-3-Clause */
/* Normalization Form C against libunistring, for what its version of Unicode knows. */
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>

#include "../libpecaddr/nfc.h"
#include "suite.h"

#define CODES 0x110000u

static bool is_known(uint32_t code)
{
    return !uc_is_general_category_withtable(code, UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Cs);
}

static void check(const uint32_t *codes, size_t n)
{
    static struct character characters[CHARACTERS_MAX];
    uint32_t expected[CHARACTERS_MAX];
    size_t expected_n = ARRAY_SIZE(expected);
    size_t got;

    for (size_t i = 0; i < n; i++)
        characters[i] = (struct character){.code = codes[i], .offset = (uint16_t)i};
    got = pecaddr__nfc_compose(characters, n);
    ck_assert_ptr_eq(u32_normalize(UNINORM_NFC, codes, n, expected, &expected_n), expected);
    ck_assert_msg(got == expected_n, "U+%04X … : %zu characters, not %zu", codes[0], got,
                  expected_n);
    for (size_t i = 0; i < got; i++)
        ck_assert_msg(characters[i].code == expected[i], "U+%04X … : U+%04X, not U+%04X", codes[0],
                      characters[i].code, expected[i]);
}

START_TEST(every_code_point_alone_and_decomposed)
{
    for (uint32_t code = 0; code < CODES; code++) {
        uint32_t parts[16];
        size_t n = ARRAY_SIZE(parts);

        if (!is_known(code))
            continue;
        check(&code, 1);
        ck_assert_ptr_eq(u32_normalize(UNINORM_NFD, &code, 1, parts, &n), parts);
        check(parts, n);
    }
}
END_TEST

/* Sequences of what matters: base letters, marks of all classes, jamo, exclusions. */
START_TEST(random_sequences)
{
    static const uint32_t few[] = {'A',    'e',    'o',    0xC4,   0xF8,   0x1EA1, 0x1100,
                                   0x1161, 0x11A8, 0xAC00, 0x0958, 0x0915, 0x093C, 0x212B,
                                   0x0344, 0x0308, 0x0301, 0x0323, 0x030A, 0x0345, 0x031B,
                                   0x200D, 0x09C7, 0x09BE, 0x2ADC, 0xFB1D, 0x1D15E};
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
        random_sequences,
        the_longest_field_of_marks,
        a_composed_character_keeps_the_offset_of_its_first_part,
    };

    return run_suite("compose", tests, ARRAY_SIZE(tests));
}
