/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §2: pecaddr_repair() gives the text that was meant by mojibake, where it can. */
#include <stdio.h>

#include "suite.h"

struct repair {
    const char *what;
    struct pecaddr_text garbled;
    const char *meant;
};

static void expect_repair(const struct repair *row)
{
    char buffer[3 * PECADDR_FIELD_MAX + 1];
    size_t size = 0;
    int r = pecaddr_repair(row->garbled, buffer, sizeof buffer, &size);

    ck_assert_msg(r == PECADDR_OK, "%s: %s", row->what, pecaddr_status_name(r));
    ck_assert_msg(strcmp(buffer, row->meant) == 0, "%s: '%s', expected '%s'", row->what, buffer,
                  row->meant);
    ck_assert_uint_eq(size, strlen(row->meant));
}

static const struct repair repairs[] = {
    {"two characters", T("NicolÃ²"), "Nicolò"},
    {"with no-break space", T("CittÃ\u00A0"), "Città"},
    {"by Windows-1252", T("Ã‰lia"), "Élia"},
    {"by Latin-1",
     T("Ã\xC2\x89"
       "lia"),
     "Élia"},
    {"in upper case", T("NICOLÃ’"), "NICOLÒ"},
    {"an undefined byte of Windows-1252", T("Ã\xC2\x81lvaro"), "Álvaro"},
    {"three characters", T("Dâ€™Angelo"), "D’Angelo"},
    {"three characters by Latin-1",
     T("D\u00E2\xC2\x80\xC2\x99"
       "Angelo"),
     "D’Angelo"},
    {"beyond Latin-1", T("Å¡ime Å½agar"), "šime Žagar"},
    {"comma below", T("È˜tefan"), "Ștefan"},
    {"each of several", T("NicolÃ² FranÃ§ois â€“ MÃ¼ller"), "Nicolò François – Müller"},
    {"neighbours", T("Ã¨Ã¨"), "èè"},
    {"decomposed", T("NICOLA\u0303²"), "NICOLò"},
    {"garbled twice", T("NicolÃƒÂ²"), "Nicolò"},
    {"a no-break space", T("RossiÂ\u00A0Bianchi"), "Rossi\u00A0Bianchi"},
};

START_TEST(mojibake_is_repaired_to_the_text_meant)
{
    expect_repair(&repairs[_i]);
}
END_TEST

static const struct repair intact[] = {
    {"ASCII", T("Rossi"), "Rossi"},
    {"letters with accents", T("Nicolò Müller"), "Nicolò Müller"},
    {"nothing", T(""), ""},
    {"absent", {NULL, 0}, ""},
    {"Ã after an upper-case letter", T("JOÃO"), "JOÃO"},
    {"what is in no name", T("12 ♥\t"), "12 ♥\t"},
    {"other scripts", T("Иван 王"), "Иван 王"},
};

START_TEST(text_without_mojibake_comes_back_as_it_is)
{
    expect_repair(&intact[_i]);
}
END_TEST

static const struct {
    const char *what;
    struct pecaddr_text text;
    int status;
} refusals[] = {
    {"the second character is lost", T("NicolÃ"), PECADDR_E_MOJIBAKE},
    {"it became a space", T("NicolÃ Rossi"), PECADDR_E_MOJIBAKE},
    {"Â", T("RossiÂ Bianchi"), PECADDR_E_MOJIBAKE},
    {"one of two is lost", T("NicolÃ² CittÃ"), PECADDR_E_MOJIBAKE},
    {"thrice, by way of U+0192", T("NicolÃƒÆ’Ã‚Â²"), PECADDR_E_MOJIBAKE},
    {"Windows-1252", T("Nicol\xF2"), PECADDR_E_ENCODING},
    {"mojibake and Windows-1252", T("NicolÃ² Citt\xE0"), PECADDR_E_ENCODING},
};

START_TEST(what_was_lost_is_not_guessed)
{
    char buffer[100] = "untouched";
    size_t size = 99;
    int r = pecaddr_repair(refusals[_i].text, buffer, sizeof buffer, &size);

    ck_assert_msg(r == refusals[_i].status, "%s: %d", refusals[_i].what, r);
    ck_assert_str_eq(buffer, "untouched");
    ck_assert_uint_eq(size, 99);
}
END_TEST

/* Windows-1252, 0x80 … 0x9F (WHATWG Encoding Standard); 0 where Microsoft defines nothing. */
static const unsigned windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static size_t put(char *out, unsigned code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    out[0] = (char)(0xE0 | code >> 12);
    out[1] = (char)(0x80 | (code >> 6 & 0x3F));
    out[2] = (char)(0x80 | (code & 0x3F));
    return 3;
}

/* Reads the bytes of UTF-8 as an 8-bit encoding and writes them as UTF-8 again. */
static size_t garble(const char *in, size_t size, char *out, int latin_1)
{
    size_t n = 0;

    for (size_t i = 0; i < size; i++) {
        unsigned byte = (unsigned char)in[i];
        unsigned code = byte;

        if (!latin_1 && byte >= 0x80 && byte < 0xA0 && windows_1252[byte - 0x80])
            code = windows_1252[byte - 0x80];
        n += put(out + n, code);
    }
    return n;
}

static const struct {
    unsigned first;
    unsigned last;
} ranges[] = {{0x00A0, 0x017F}, {0x0218, 0x021B}, {0x2010, 0x203A}};

START_TEST(every_character_of_the_ranges_is_found_and_repaired)
{
    for (unsigned code = ranges[_i].first; code <= ranges[_i].last; code++) {
        for (int latin_1 = 0; latin_1 <= 1; latin_1++) {
            char meant[16] = "A";
            char garbled[64];
            char local[PECADDR_LOCAL_PART_MAX + 1];
            char what[32];
            size_t size = 1 + put(meant + 1, code);
            struct pecaddr_person person;

            strcpy(meant + size, "Bice");
            size = garble(meant, strlen(meant), garbled, latin_1);
            snprintf(what, sizeof what, "U+%04X by %s", code, latin_1 ? "Latin-1" : "Windows-1252");
            expect_repair(&(struct repair){what, {garbled, size}, meant});
            person = person_of((struct pecaddr_text){garbled, size}, text("Rossi"));
            ck_assert_msg(pecaddr_local_part(pecaddr_scheme_ingpec(), &person, NULL, local,
                                             sizeof local, NULL, NULL, NULL) == PECADDR_E_MOJIBAKE,
                          "%s is not found", what);
        }
    }
}
END_TEST

static const unsigned beyond[] = {0x0180, 0x0192, 0x0217, 0x021C, 0x02C6, 0x030D,
                                  0x0416, 0x200F, 0x203B, 0x20AC, 0x2122, 0x1E9E};

START_TEST(characters_beyond_the_ranges_are_no_mojibake)
{
    char meant[16] = "A";
    char garbled[64];
    char back[200];
    size_t size = 1 + put(meant + 1, beyond[_i]);

    strcpy(meant + size, "Bice");
    size = garble(meant, strlen(meant), garbled, 0);
    ck_assert_int_eq(pecaddr_repair((struct pecaddr_text){garbled, size}, back, sizeof back, NULL),
                     PECADDR_OK);
    ck_assert_uint_eq(strlen(back), size);
    ck_assert_mem_eq(back, garbled, size);
}
END_TEST

static const char *const accented[] = {"à", "è", "é", "ì", "ò", "ù", "ç", "ö", "ü", "ñ", "á", "í"};

START_TEST(letters_garbled_twice_are_repaired)
{
    char once[64];
    char twice[128];
    size_t size = garble(accented[_i], strlen(accented[_i]), once, 0);

    size = garble(once, size, twice, 0);
    expect_repair(&(struct repair){accented[_i], {twice, size}, accented[_i]});
}
END_TEST

START_TEST(text_of_1024_bytes_is_read_and_of_1025_is_too_long)
{
    char long_text[PECADDR_FIELD_MAX + 1];
    char buffer[3 * PECADDR_FIELD_MAX + 1];
    size_t size = 99;

    for (size_t i = 0; i < PECADDR_FIELD_MAX; i += 4)
        memcpy(long_text + i, "Ã¨", 4);
    ck_assert_int_eq(pecaddr_repair((struct pecaddr_text){long_text, PECADDR_FIELD_MAX}, buffer,
                                    sizeof buffer, &size),
                     PECADDR_OK);
    ck_assert_uint_eq(size, PECADDR_FIELD_MAX / 2);
    long_text[PECADDR_FIELD_MAX] = 'x';
    ck_assert_int_eq(pecaddr_repair((struct pecaddr_text){long_text, PECADDR_FIELD_MAX + 1}, buffer,
                                    sizeof buffer, &size),
                     PECADDR_E_TOO_LONG);
    ck_assert_uint_eq(size, PECADDR_FIELD_MAX / 2);
}
END_TEST

START_TEST(answer_is_at_most_three_times_as_long)
{
    /* Characters that grow in NFC, with a little mojibake that makes the text one to repair. */
    static const char *const growing[] = {"\u0344", "\U0001D160", "\uFB2C", "\u0958", "\u1E69"};
    char long_text[PECADDR_FIELD_MAX];
    char buffer[3 * PECADDR_FIELD_MAX + 1];

    for (size_t i = 0; i < N_OF(growing); i++) {
        size_t unit = strlen(growing[i]);
        size_t at = 4;
        size_t size;

        memcpy(long_text, "Ã¨", 4);
        for (; at + unit <= sizeof long_text; at += unit)
            memcpy(long_text + at, growing[i], unit);
        ck_assert_int_eq(
            pecaddr_repair((struct pecaddr_text){long_text, at}, buffer, 3 * at + 1, &size),
            PECADDR_OK);
        ck_assert_uint_le(size, 3 * at);
    }
}
END_TEST

START_TEST(buffer_too_small_says_what_is_needed)
{
    char buffer[16] = "untouched";
    size_t size = 99;

    ck_assert_int_eq(pecaddr_repair(text("NicolÃ²"), NULL, 0, &size), PECADDR_E_CAPACITY);
    ck_assert_uint_eq(size, strlen("Nicolò"));
    ck_assert_int_eq(pecaddr_repair(text("NicolÃ²"), buffer, size, &size), PECADDR_E_CAPACITY);
    ck_assert_uint_eq(size, strlen("Nicolò"));
    ck_assert_str_eq(buffer, "untouched");
    ck_assert_int_eq(pecaddr_repair(text("Nicolò"), buffer, size, NULL), PECADDR_E_CAPACITY);
    ck_assert_str_eq(buffer, "untouched");
    ck_assert_int_eq(pecaddr_repair(text("NicolÃ²"), buffer, size + 1, NULL), PECADDR_OK);
    ck_assert_str_eq(buffer, "Nicolò");
}
END_TEST

START_TEST(text_that_is_absent_but_has_a_size_is_a_wrong_argument)
{
    char buffer[16];

    ck_assert_int_eq(pecaddr_repair((struct pecaddr_text){NULL, 1}, buffer, sizeof buffer, NULL),
                     PECADDR_E_ARGUMENT);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("mojibake");
    TCase *tc = tcase_create("repair");

    ADD(tc, mojibake_is_repaired_to_the_text_meant, repairs);
    ADD(tc, text_without_mojibake_comes_back_as_it_is, intact);
    ADD(tc, what_was_lost_is_not_guessed, refusals);
    ADD(tc, every_character_of_the_ranges_is_found_and_repaired, ranges);
    ADD(tc, characters_beyond_the_ranges_are_no_mojibake, beyond);
    ADD(tc, letters_garbled_twice_are_repaired, accented);
    tcase_add_test(tc, text_of_1024_bytes_is_read_and_of_1025_is_too_long);
    tcase_add_test(tc, answer_is_at_most_three_times_as_long);
    tcase_add_test(tc, buffer_too_small_says_what_is_needed);
    tcase_add_test(tc, text_that_is_absent_but_has_a_size_is_a_wrong_argument);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
