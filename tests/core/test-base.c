/* SPDX-License-Identifier: BSD-3-Clause */
/* What all of the code shares: bytes, characters, percent coding. */
#include "base/arena.h"
#include "base/ascii.h"
#include "base/hash.h"
#include "base/percent.h"
#include "base/utf8.h"
#include "suite.h"

START_TEST(a_text_that_was_cut_ends_with_a_whole_character)
{
    static const struct {
        const char *text;
        size_t whole;
    } cases[] = {
        {"", 0},
        {"anna", 4},
        {"niccolò", 8},
        {"niccol\xC3", 6},
        {"\xC3", 0},
        {"a\xE2\x80\xA6", 4},
        {"a\xE2\x80", 1},
        {"a\xE2", 1},
        {"a\xF0\x9F\x93\xA7", 5},
        {"a\xF0\x9F\x93", 1},
        {"ò\xF0", 2},
        {"\x80\x80", 0},
    };

    for (size_t i = 0; i < N_OF(cases); i++)
        ck_assert_msg(utf8_whole(cases[i].text, strlen(cases[i].text)) == cases[i].whole,
                      "case %zu", i);
}
END_TEST

START_TEST(a_percent_and_two_hexadecimal_digits_are_a_byte)
{
    static const struct {
        const char *text;
        const char *decoded; /* NULL: it is refused */
    } cases[] = {
        {"", ""},        {"elenco", "elenco"}, {"%25", "%"},      {"a%3Fb%3fc", "a?b?c"},
        {"%C3%B2", "ò"}, {"%2525", "%25"},     {"%41%42", "AB"},  {"%", NULL},
        {"a%2", NULL},   {"%%25", NULL},       {"%g0", NULL},     {"%0g", NULL},
        {"%-1", NULL},   {"%00", NULL},        {"a%20%00", NULL},
    };

    for (size_t i = 0; i < N_OF(cases); i++) {
        char text[16];

        strcpy(text, cases[i].text);
        ck_assert_msg(percent_decode(text) == (cases[i].decoded != NULL), "%s", cases[i].text);
        if (cases[i].decoded)
            ck_assert_str_eq(text, cases[i].decoded);
    }
}
END_TEST

START_TEST(only_ascii_letters_and_digits_count)
{
    for (int i = -128; i < 128; i++) {
        char c = (char)i;
        bool digit = c != '\0' && strchr("0123456789", c);
        bool upper = c != '\0' && strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ", c);
        bool lower = c != '\0' && strchr("abcdefghijklmnopqrstuvwxyz", c);
        const char *hexadecimal = "0123456789abcdefABCDEF";
        const char *place = c != '\0' ? strchr(hexadecimal, c) : NULL;
        int value = place ? (int)(place - hexadecimal) : -1;

        ck_assert_int_eq(ascii_is_digit(c), digit);
        ck_assert_int_eq(ascii_is_upper(c), upper);
        ck_assert_int_eq(ascii_is_lower(c), lower);
        ck_assert_int_eq(ascii_is_letter(c), upper || lower);
        ck_assert_int_eq(ascii_hexadecimal(c), value > 15 ? value - 6 : value);
        ck_assert_int_eq(ascii_lower(c), upper ? c + 32 : c);
        ck_assert_int_eq(ascii_upper(c), lower ? c - 32 : c);
    }
}
END_TEST

START_TEST(pieces_of_an_arena_are_aligned_apart_and_stay)
{
    static const size_t alignments[] = {1, 2, 4, alignof(max_align_t)};
    struct arena arena = {0};
    unsigned char *pieces[2000];
    size_t sizes[2000], total = 0;

    for (int round = 0; round < 3; round++) {
        total = 0;
        for (size_t i = 0; i < N_OF(pieces); i++) {
            size_t alignment = alignments[i % N_OF(alignments)];

            sizes[i] = i % 700 == 13 ? 3 * ARENA_BLOCK + i : i * 7 % 301;
            pieces[i] = arena_take(&arena, sizes[i], alignment);
            ck_assert_ptr_nonnull(pieces[i]);
            ck_assert_uint_eq((uintptr_t)pieces[i] % alignment, 0);
            memset(pieces[i], (int)(i % 251), sizes[i]);
            total += sizes[i];
        }
        for (size_t i = 0; i < N_OF(pieces); i++)
            for (size_t j = 0; j < sizes[i]; j += 1 + sizes[i] / 10)
                ck_assert_uint_eq(pieces[i][j], i % 251);
        ck_assert_uint_ge(arena.size, total);
        arena_clear(&arena);
        ck_assert_uint_eq(arena.size, 0);
        /* What giant pieces took is given back. */
        for (struct arena_block *block = arena.first; block; block = block->next)
            ck_assert_uint_eq(block->capacity, ARENA_BLOCK);
        ck_assert_ptr_nonnull(arena.first);
    }
    arena_free(&arena);
    ck_assert_ptr_null(arena.first);
}
END_TEST

START_TEST(a_piece_beyond_all_memory_is_none_and_the_others_stay)
{
    struct arena arena = {0};
    char *first = arena_take(&arena, 5, 1);

    strcpy(first, "anna");
    ck_assert_ptr_null(arena_take(&arena, SIZE_MAX, 1));
    ck_assert_ptr_null(arena_take(&arena, SIZE_MAX / 2, 16));
    ck_assert_uint_eq(arena.size, 5);
    ck_assert_ptr_nonnull(arena_take(&arena, 5, 1));
    ck_assert_str_eq(first, "anna");
    arena_free(&arena);
}
END_TEST

/* The locks of PostgreSQL are made of these numbers: all versions must make the same. */
START_TEST(a_hash_is_fnv_1a_of_64_bits_for_ever)
{
    ck_assert_uint_eq(hash_bytes(HASH_BEGIN, "", 0), UINT64_C(0xCBF29CE484222325));
    ck_assert_uint_eq(hash_bytes(HASH_BEGIN, "a", 1), UINT64_C(0xAF63DC4C8601EC8C));
    ck_assert_uint_eq(hash_bytes(HASH_BEGIN, "foobar", 6), UINT64_C(0x85944171F73967E8));
    ck_assert_uint_eq(hash_caseless(HASH_BEGIN, "FooBar", 6), UINT64_C(0x85944171F73967E8));
    ck_assert_uint_eq(hash_end(UINT64_C(0x85944171F73967E8)), UINT64_C(0x6916CE8B48D4BC55));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_text_that_was_cut_ends_with_a_whole_character,
        a_percent_and_two_hexadecimal_digits_are_a_byte,
        only_ascii_letters_and_digits_count,
        pieces_of_an_arena_are_aligned_apart_and_stay,
        a_piece_beyond_all_memory_is_none_and_the_others_stay,
        a_hash_is_fnv_1a_of_64_bits_for_ever,
    };

    return run_suite("base", tests, N_OF(tests));
}
