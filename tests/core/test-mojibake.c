/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §2: pecaddr_repair() gives the text that was meant by mojibake, where it can. */
#include <stdio.h>
#include <uninorm.h>
#include <unistr.h>

#include "core/misread.h"
#include "fold.h"
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
    ck_assert_msg(buffer[size] == '\0', "%s", row->what);
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
    {"garbled twice, by Windows-1252 and Latin-1", T("NICOLÃƒÂ’"), "NICOLÒ"},
    {"garbled twice, Ã itself", T("JOÃƒÆ’O"), "JOÃO"},
    {"garbled thrice", T("NicolÃƒÆ’Ã‚Â²"), "Nicolò"},
    {"decomposed, then garbled", T("ZÌŒIZÌŒEK"), "ŽIŽEK"},
    {"decomposed, then garbled twice", T("ZÃŒÅ’IZÃŒÅ’EK"), "ŽIŽEK"},
    {"Vietnamese letters", T("Nguyá»…n VÄƒn"), "Nguyễn Văn"},
    {"Ơ, with no-break space", T("SÆ\u00A0N"), "SƠN"},
    {"Ơ, misread twice", T("TRÃ†Â\u00A0"), "TRƠ"},
    {"once and twice, in two words", T("NicolÃ² MariÃƒÂ¨"), "Nicolò Mariè"},
    {"beside a letter that is not garbled", T("José NicolÃ²"), "José Nicolò"},
    {"beside a full-width letter", T("Ｊ NicolÃ²"), "Ｊ Nicolò"},
    {"beside an apostrophe that is not garbled", T("D’Angelo NicolÃ²"), "D’Angelo Nicolò"},
    {"with ASCII that belongs in no name", T("12\tNicolÃ²\x7F"), "12\tNicolò\x7F"},
    {"what gives È before a no-break space", T("MOSÃˆÂ\u00A0R"), "MOSÈ\u00A0R"},
    {"É", T("JOSÃ‰Â\u00A0R"), "JOSÉ\u00A0R"},
    {"Ì", T("FORLÃŒÂ\u00A0R"), "FORLÌ\u00A0R"},
    {"Ò", T("NICOLÃ’Â\u00A0R"), "NICOLÒ\u00A0R"},
    {"Ù", T("GESÃ™Â\u00A0R"), "GESÙ\u00A0R"},
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
    {"decomposed", T("Nicolo\u0300"), "Nicolo\u0300"},
    {"Ì before a no-break space", T("FORLÌ\u00A0R"), "FORLÌ\u00A0R"},
    {"Ì before an apostrophe", T("FORLÌ’ R"), "FORLÌ’ R"},
    {"Ì before Œ, decomposed and apart", T("I\u0300 Œ"), "I\u0300 Œ"},
    {"Ã before NUL", T("Ã\0Ã"), "Ã"},
    {"Ã after a letter without case", T("ªÃ"), "ªÃ"},
    {"two bytes of three", T("Dâ€Angelo"), "Dâ€Angelo"},
    {"Ã at the end of upper case", T("CITTÃ"), "CITTÃ"},
    {"Ã after an upper-case letter, a mark and what is hidden", T("ROX\u0304\u200BÃ"),
     "ROX\u0304\u200BÃ"},
    {"what stood behind the end before NFC", T("E\u0301E\u0301²Ã"), "E\u0301E\u0301²Ã"},
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
    {"Ã after a lower-case letter and a mark", T("Rox\u0304Ã"), PECADDR_E_MOJIBAKE},
    {"Â after a lower-case letter and what is hidden", T("Rossi\u200BÂ"), PECADDR_E_MOJIBAKE},
    {"what stood behind the end before NFC", T("E\u0301E\u0301 Ã²Ã"), PECADDR_E_MOJIBAKE},
    {"Ã of upper case is lost", T("NICOLÃ’ CITTÃ"), PECADDR_E_MOJIBAKE},
    {"Â of upper case is lost", T("ROSSIÂ BIANCHÃŒ"), PECADDR_E_MOJIBAKE},
    {"a letter is read back to nothing, in a run", T("NicolÃ²ò"), PECADDR_E_MOJIBAKE},
    {"the same before", T("NicolòÃ²"), PECADDR_E_MOJIBAKE},
    {"a byte that UTF-8 never has, in a run", T("NicolÃ²ÿ"), PECADDR_E_MOJIBAKE},
    {"a sign of no name beside it", T("NicolÃ² a»a"), PECADDR_E_MOJIBAKE},
    {"a replacement character beside it", T("NicolÃ² ?\uFFFD?"), PECADDR_E_MOJIBAKE},
    {"two bytes of three", T("NICOLÃ’ Dâ€ANGELO"), PECADDR_E_MOJIBAKE},
    {"a control is left", T("NicolÃ² A\xC2\x81"), PECADDR_E_MOJIBAKE},
    {"ƒ is left", T("NicolÃ² Aƒ"), PECADDR_E_MOJIBAKE},
    {"€ is left", T("NICOLÃ’â‚¬"), PECADDR_E_MOJIBAKE},
    {"Ã after a lower-case letter is left", T("NicolÃƒ"), PECADDR_E_MOJIBAKE},
    {"Cyrillic, twice", T("Ã\xC2\x90ËœÃ\xC2\x90Â²"), PECADDR_E_MOJIBAKE},
    {"beyond the BMP, twice", T("Ã°Å¸â€\xC2\x9DÂ°"), PECADDR_E_MOJIBAKE},
    {"È before ’: Ȓ", T("MOSÃˆâ€™"), PECADDR_E_MOJIBAKE},
    {"Ð before a no-break space: Р", T("Ã\xC2\x90Â\u00A0"), PECADDR_E_MOJIBAKE},
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

static bool is_in(const unsigned (*ranges)[2], size_t n, unsigned code)
{
    for (size_t i = 0; i < n; i++)
        if (code >= ranges[i][0] && code <= ranges[i][1])
            return true;
    return false;
}

static const unsigned ranges[][2] = {{0x00A0, 0x017F}, {0x0218, 0x021B}, {0x0300, 0x030C},
                                     {0x031B, 0x031B}, {0x0323, 0x0328}, {0x01A0, 0x01A1},
                                     {0x01AF, 0x01B0}, {0x1EA0, 0x1EF9}, {0x2010, 0x203A}};

/* What is wrong with a character between others; NULL if nothing is. */
static const char *fault_of(unsigned code, int latin_1)
{
    char meant[16] = "0";
    char garbled[64];
    char repaired[64];
    char local[PECADDR_LOCAL_PART_MAX + 1];
    size_t size = 1 + misread_encode(meant + 1, code);
    struct pecaddr_person person;

    strcpy(meant + size, "Bice");
    size = misread(meant, strlen(meant), garbled, latin_1);
    if (pecaddr_repair((struct pecaddr_text){garbled, size}, repaired, sizeof repaired, NULL))
        return "is not repaired";
    if (strcmp(repaired, meant) != 0)
        return "is repaired wrongly";
    person = person_of((struct pecaddr_text){garbled, size}, text("Rossi"));
    if (pecaddr_local_part(pecaddr_scheme_ingpec(), &person, NULL, local, sizeof local, NULL, NULL,
                           NULL) != PECADDR_E_MOJIBAKE)
        return "is not found";
    return NULL;
}

START_TEST(every_character_of_the_ranges_is_found_and_repaired)
{
    for (unsigned code = ranges[_i][0]; code <= ranges[_i][1]; code++)
        for (int latin_1 = 0; latin_1 <= 1; latin_1++) {
            const char *fault = fault_of(code, latin_1);

            if (fault)
                ck_abort_msg("U+%04X by %s %s", code, latin_1 ? "Latin-1" : "Windows-1252", fault);
        }
}
END_TEST

static const unsigned beyond[] = {0x009F, 0x0180, 0x0192, 0x0217, 0x021C, 0x02C6, 0x02FF,
                                  0x030D, 0x031A, 0x031C, 0x0322, 0x0329, 0x0416, 0x200F,
                                  0x203B, 0x20AC, 0x2122, 0x1E9E, 0x1F530};

START_TEST(characters_beyond_the_ranges_are_no_mojibake)
{
    char meant[16] = "A";
    char garbled[64];
    char back[200];
    size_t size = 1 + misread_encode(meant + 1, beyond[_i]);

    strcpy(meant + size, "Bice");
    size = misread(meant, strlen(meant), garbled, 0);
    ck_assert_int_eq(pecaddr_repair((struct pecaddr_text){garbled, size}, back, sizeof back, NULL),
                     PECADDR_OK);
    ck_assert_uint_eq(strlen(back), size);
    ck_assert_mem_eq(back, garbled, size);
}
END_TEST

/* The letters that names have, and the frames in which they are tried. */
static const unsigned of_names[][2] = {
    {0x00C0, 0x017F}, {0x01A0, 0x01A1}, {0x01AF, 0x01B0}, {0x0218, 0x021B}, {0x1EA0, 0x1EF9}};
static const char *const frames[][2] = {
    {"", ""}, {"JO", "O"}, {"Nicol", ""}, {"n", "n"}, {"", "a"}};

/* How a text was misread, once or twice: by Windows-1252 (0) or by Latin-1 (1). */
static const struct {
    int n;
    int latin_1[2];
} ways[] = {{1, {0}}, {1, {1}}, {2, {0, 0}}, {2, {0, 1}}, {2, {1, 0}}, {2, {1, 1}}};

/* What a text comes to: 0 repaired, 1 refused, 2 as it is, 3 something else. */
enum outcome { REPAIRED, REFUSED, AS_IT_IS, WRONG };

static enum outcome outcome_of(const char *meant, size_t way)
{
    char buffers[3][400];
    char nfc[100];
    char back[400];
    size_t nfc_size = sizeof nfc;
    size_t size = strlen(meant);

    memcpy(buffers[0], meant, size);
    for (int i = 0; i < ways[way].n; i++)
        size = misread(buffers[i], size, buffers[i + 1], ways[way].latin_1[i]);
    switch (pecaddr_repair((struct pecaddr_text){buffers[ways[way].n], size}, back, sizeof back,
                           NULL)) {
    case PECADDR_OK:
        break;
    case PECADDR_E_MOJIBAKE:
        return REFUSED;
    default:
        return WRONG;
    }
    u8_normalize(UNINORM_NFC, (const uint8_t *)meant, strlen(meant), (uint8_t *)nfc, &nfc_size);
    if (strlen(back) == nfc_size && memcmp(back, nfc, nfc_size) == 0)
        return REPAIRED;
    return strlen(back) == size && memcmp(back, buffers[ways[way].n], size) == 0 ? AS_IT_IS : WRONG;
}

/* A letter in a frame, in NFC or NFD; NFD is empty where it is the same. */
static void frame(unsigned code, size_t i, bool decomposed, char meant[100])
{
    char letter[5];
    size_t size = misread_encode(letter, code);
    char form[40];
    size_t form_size = sizeof form;

    u8_normalize(decomposed ? UNINORM_NFD : UNINORM_NFC, (uint8_t *)letter, size, (uint8_t *)form,
                 &form_size);
    snprintf(meant, 100, "%s%.*s%s", frames[i][0], (int)form_size, form, frames[i][1]);
}

/* Ã and Â right after a lower-case letter are mojibake by themselves. */
static bool is_garbled_itself(unsigned code, size_t i)
{
    size_t n = strlen(frames[i][0]);

    return (code == 0xC3 || code == 0xC2) && n > 0 && frames[i][0][n - 1] >= 'a';
}

START_TEST(each_letter_of_names_misread_once_or_twice_is_given_back)
{
    for (unsigned code = of_names[_i][0]; code <= of_names[_i][1]; code++)
        for (size_t i = 0; i < N_OF(frames); i++)
            for (int decomposed = 0; decomposed <= 1; decomposed++)
                for (size_t way = 0; way < N_OF(ways); way++) {
                    enum outcome expected = REPAIRED;
                    char meant[100];

                    if (pecaddr__fold_lookup(code)->kind != CLASS_LETTER)
                        continue;
                    frame(code, i, decomposed, meant);
                    if (is_garbled_itself(code, i))
                        expected = REFUSED;
                    if (outcome_of(meant, way) != expected)
                        ck_abort_msg("'%s' (U+%04X), misread in way %zu: %d", meant, code, way,
                                     outcome_of(meant, way));
                }
}
END_TEST

/* Whether all of a text is ASCII or in no range, so that misread once it is no mojibake. */
static bool is_beyond(const char *meant)
{
    const uint8_t *at = (const uint8_t *)meant;
    ucs4_t code;

    while ((at = u8_next(&code, at)))
        if (is_in(ranges, N_OF(ranges), code))
            return false;
    return true;
}

START_TEST(no_letter_of_the_tables_is_given_back_as_something_else)
{
    for (unsigned code = 0x80; code < 0x10000; code++)
        for (size_t i = 0; i < N_OF(frames); i++)
            for (int decomposed = 0; decomposed <= 1; decomposed++)
                for (size_t way = 0; way < N_OF(ways); way++) {
                    char meant[100];
                    enum outcome outcome;

                    /* U+0220 and U+0260 would be È and É before a no-break space. */
                    if (pecaddr__fold_lookup(code)->kind != CLASS_LETTER || code == 0x220 ||
                        code == 0x260)
                        continue;
                    frame(code, i, decomposed, meant);
                    outcome = outcome_of(meant, way);
                    if (outcome == WRONG ||
                        (outcome == AS_IT_IS && !(ways[way].n == 1 && is_beyond(meant))))
                        ck_abort_msg("'%s' (U+%04X), misread in way %zu: %d", meant, code, way,
                                     outcome);
                }
}
END_TEST

/* Misread twice it is found, as what it was misread as the first time. */
static const struct {
    unsigned code;
    enum outcome outcome;
} twice[] = {
    {0x01A1, REPAIRED}, {0x01AF, REPAIRED}, {0x01B0, REPAIRED}, {0x1E00, REPAIRED},
    {0x1EFF, REPAIRED}, {0x01A0, REPAIRED}, {0x01A2, REFUSED},  {0x01AE, REFUSED},
    {0x01B1, REFUSED},  {0x1DFF, REFUSED},  {0x1F00, REFUSED},  {0x0217, REFUSED},
    {0x021C, REFUSED},  {0x0416, REFUSED},  {0x2116, REFUSED},  {0x20AC, REFUSED},
};

START_TEST(what_no_name_has_is_not_read_back)
{
    char meant[5];

    meant[misread_encode(meant, twice[_i].code)] = '\0';
    for (size_t way = 2; way < N_OF(ways); way++)
        ck_assert_msg(outcome_of(meant, way) == twice[_i].outcome, "U+%04X", twice[_i].code);
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
    static const char *const growing[] = {"\u0344", "\uFB2C", "\u0958", "\u1E69"};
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
    ADD(tc, each_letter_of_names_misread_once_or_twice_is_given_back, of_names);
    tcase_add_test(tc, no_letter_of_the_tables_is_given_back_as_something_else);
    ADD(tc, what_no_name_has_is_not_read_back, twice);
    tcase_add_test(tc, text_of_1024_bytes_is_read_and_of_1025_is_too_long);
    tcase_add_test(tc, answer_is_at_most_three_times_as_long);
    tcase_add_test(tc, buffer_too_small_says_what_is_needed);
    tcase_add_test(tc, text_that_is_absent_but_has_a_size_is_a_wrong_argument);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
