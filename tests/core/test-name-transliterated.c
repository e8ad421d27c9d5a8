/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SPEC §2: fields of another script, under a scheme that transliterates. What ICU makes of them is
 * tested in test-icu.c; here a callback says what the row says.
 */
#include "core/name-suite.h"

/* What the transliterator was given, and what it answers. */
static char asked[PECADDR_FIELD_MAX + 1];
static unsigned times;
static struct pecaddr_text answer;
static int failure;

static int transliterate(void *user, struct pecaddr_text text, char *buffer, size_t capacity,
                         size_t *ret_size)
{
    (void)user;
    times++;
    snprintf(asked, sizeof asked, "%.*s", (int)text.size, text.data);
    memcpy(buffer, answer.data, answer.size < capacity ? answer.size : capacity);
    *ret_size = answer.size;
    return failure;
}

static struct pecaddr_scheme transliterating(void)
{
    static const struct pecaddr_transliterator transliterator = {
        .size = sizeof transliterator, .name = "test", .transliterate = transliterate};
    struct pecaddr_scheme scheme = *pecaddr_scheme_ingpec();

    scheme.naming.transliterator = &transliterator;
    asked[0] = '\0';
    times = 0;
    failure = 0;
    return scheme;
}

START_TEST(field_of_another_script_is_what_the_transliterator_makes_of_it)
{
    static const struct {
        struct traced row;
        struct pecaddr_text latin;
        const char *asked;
    } rows[] = {
        {{"a word", T("Ada"), T("Иванов"), TRANSLITERATED, "ada.ivanov",
          "TRANSLITERATED S0[Иванов]Ivanov"},
         T("Ivanov"),
         "Иванов"},
        {{"a given name", T("Иван"), T("Rossi"), TRANSLITERATED, "ivan.rossi",
          "TRANSLITERATED G0[Иван]Ivan"},
         T("Ivan"),
         "Иван"},
        {{"two words with signs", T("Ada"), T("Ж-Ж 'ЖЖ."), TRANSLITERATED, "ada.zzz", NULL},
         T("Z-Z 'z"),
         "Ж-Ж 'ЖЖ."},
        {{"letters with marks", T("Ada"), T("Ж"), TRANSLITERATED | VARIANT, "ada.oe", NULL},
         T("Ö"),
         "Ж"},
        {{"words that SPEC names", T("Ada"), T("Ж Ж"), TRANSLITERATED | TITLE, "ada.rossi",
          "TRANSLITERATED S0[Ж Ж]Ing. Rossi, TITLE S0[]"},
         T("Ing. Rossi"),
         "Ж Ж"},
        {{"in NFC, without hidden code points", T("Ada"), T("И\u0306\u200B"),
          TRANSLITERATED | HIDDEN, "ada.j", "HIDDEN S4[\u200B], TRANSLITERATED S0[И\u0306\u200B]j"},
         T("j"),
         "Й"},
        {{"it writes a hidden code point, which is nowhere in the field", T("Ada"), T("Ж"),
          TRANSLITERATED | HIDDEN, "ada.rossi", "TRANSLITERATED S0[Ж]Ros\u200Bsi"},
         T("Ros\u200Bsi"),
         "Ж"},
        {{"marks before a letter", T("Ada"), T("\u0301Ж"), TRANSLITERATED, "ada.z",
          "TRANSLITERATED S0[\u0301Ж]z"},
         T("z"),
         "\u0301Ж"},
    };

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pecaddr_scheme scheme = transliterating();

        answer = rows[i].latin;
        expect_steps(&scheme, &rows[i].row, 1);
        if (strcmp(asked, rows[i].asked) != 0)
            ck_abort_msg("%s: asked for '%s'", rows[i].row.what, asked);
    }
}
END_TEST

START_TEST(field_with_latin_letters_or_anything_that_no_name_has_is_not_transliterated)
{
    static const struct refusal rows[] = {
        {"a Latin letter", T("Ada"), T("ЖaЖ"), PECADDR_E_SCRIPT, S, 0},
        {"a Latin letter first", T("Ada"), T("aЖ"), PECADDR_E_SCRIPT, S, 1},
        {"a Latin letter in another word", T("Ada"), T("Ж a"), PECADDR_E_SCRIPT, S, 0},
        {"a Latin letter without letters of its own", T("Ada"), T("Жə"), PECADDR_E_SCRIPT, S, 0},
        {"a digit", T("Ada"), T("Ж1"), PECADDR_E_SCRIPT, S, 0},
        {"a sign", T("Ada"), T("№Ж"), PECADDR_E_UNEXPECTED, S, 0},
        {"a control", T("Ada"), T("Ж\t"), PECADDR_E_SCRIPT, S, 0},
        {"no letter at all", T("Ada"), T("- '"), PECADDR_E_EMPTY, S, 0},
        {"nothing", T("Ada"), T(""), PECADDR_E_EMPTY, S, 0},
    };
    struct pecaddr_scheme scheme = transliterating();

    answer = PECADDR_TEXT("Rossi");
    expect_refusals(&scheme, rows, N_OF(rows));
    ck_assert_uint_eq(times, 0);
}
END_TEST

START_TEST(field_of_which_nothing_comes_is_a_script_error_at_its_first_letter)
{
    static const struct {
        const char *what;
        struct pecaddr_text latin;
        int failure;
    } rows[] = {
        {"it fails", T("Rossi"), -1},
        {"it writes nothing", T(""), 0},
        {"what it writes has no letters", T("- '"), 0},
        {"what it writes has a digit", T("Ross1"), 0},
        {"what it writes is of another script", T("Ж"), 0},
        {"what it writes is ill-formed", T("Ross\xFF"), 0},
        {"what it writes is mojibake", T("NicolÃ²"), 0},
        {"what it writes is a title", T("Ing."), 0},
    };
    static const struct refusal refusal = {"", T("Ada"), T(" 'ЖЖ"), PECADDR_E_SCRIPT, S, 2};

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pecaddr_scheme scheme = transliterating();
        struct refusal row = refusal;

        row.what = rows[i].what;
        answer = rows[i].latin;
        failure = rows[i].failure;
        expect_refusals(&scheme, &row, 1);
        ck_assert_uint_eq(times, 2);
    }
}
END_TEST

START_TEST(text_of_1024_bytes_may_come_of_a_field_and_no_more)
{
    static char letters[PECADDR_FIELD_MAX + 1];
    static const struct refusal refusal = {"1025 bytes", T("Ada"), T("Ж"), PECADDR_E_SCRIPT, S, 0};
    struct pecaddr_scheme scheme = transliterating();
    struct traced row = {"1024 bytes", T("Ada"), T("Ж"), TRANSLITERATED, "ada.rossi", NULL};

    memset(letters, ' ', sizeof letters);
    memcpy(letters + 300, "Rossi", 5);
    answer = (struct pecaddr_text){letters, PECADDR_FIELD_MAX};
    expect_steps(&scheme, &row, 1);
    answer.size++;
    expect_refusals(&scheme, &refusal, 1);
}
END_TEST

START_TEST(both_fields_are_transliterated_apart)
{
    struct pecaddr_scheme scheme = transliterating();
    static const struct traced row = {"both",
                                      T("И"),
                                      T("ЖЖ"),
                                      TRANSLITERATED | DOUBT,
                                      "rossi.rossi",
                                      "TRANSLITERATED G0[И]Rossi, TRANSLITERATED "
                                      "S0[ЖЖ]Rossi, DOUBT_REPEATED S0[ЖЖ]"};

    answer = PECADDR_TEXT("Rossi");
    expect_steps(&scheme, &row, 1);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        field_of_another_script_is_what_the_transliterator_makes_of_it,
        field_with_latin_letters_or_anything_that_no_name_has_is_not_transliterated,
        field_of_which_nothing_comes_is_a_script_error_at_its_first_letter,
        text_of_1024_bytes_may_come_of_a_field_and_no_more,
        both_fields_are_transliterated_apart,
    };

    return run_suite("name-transliterated", tests, N_OF(tests));
}
