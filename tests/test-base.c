/* SPDX-License-Identifier: BSD-3-Clause */
/* What all of the code shares: bytes, characters, percent coding. */
#include "base/ascii.h"
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

int main(void)
{
    const TTest *const tests[] = {
        a_text_that_was_cut_ends_with_a_whole_character,
        a_percent_and_two_hexadecimal_digits_are_a_byte,
        only_ascii_letters_and_digits_count,
    };

    return run_suite("base", tests, N_OF(tests));
}
