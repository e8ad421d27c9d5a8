/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The codice fiscale: its form, and how it contradicts a name (SPEC §2). All examples but one,
 * which is a published specimen, are made here: no country of birth has the code Z000, so none of
 * them is a person's.
 */
#include <stdbool.h>

#include "core/made-scheme.h"

/* DM 23 Dec 1976, table of the odd places, in its own order and not that of codice-fiscale.c. */
static const struct {
    const char *characters;
    int value;
} odd_places[] = {
    {"0A", 1},  {"1B", 0},  {"2C", 5},  {"3D", 7}, {"4E", 9}, {"5F", 13}, {"6G", 15},
    {"7H", 17}, {"8I", 19}, {"9J", 21}, {"K", 2},  {"L", 4},  {"M", 18},  {"N", 20},
    {"O", 11},  {"P", 3},   {"Q", 6},   {"R", 8},  {"S", 12}, {"T", 14},  {"U", 16},
    {"V", 10},  {"W", 22},  {"X", 25},  {"Y", 24}, {"Z", 23},
};

static int odd_value(char c)
{
    for (size_t i = 0; i < N_OF(odd_places); i++)
        if (strchr(odd_places[i].characters, c) != NULL)
            return odd_places[i].value;
    return 0;
}

static int even_value(char c)
{
    return c <= '9' ? c - '0' : c - 'A';
}

/* Fifteen characters and the sixteenth that the decree gives them. */
static void complete(const char *fifteen, char holder[17])
{
    int sum = 0;

    memcpy(holder, fifteen, 15);
    for (int i = 0; i < 15; i++)
        sum += i % 2 == 0 ? odd_value(holder[i]) : even_value(holder[i]);
    holder[15] = (char)('A' + sum % 26);
    holder[16] = '\0';
}

static int check_text(const char *text)
{
    return pecaddr_holder_check(pecaddr_text_of(text), NULL, 0, NULL);
}

static int check_completed(const char *fifteen)
{
    char holder[17];

    complete(fifteen, holder);
    return check_text(holder);
}

START_TEST(sixteen_characters_of_the_right_form_are_accepted)
{
    static const struct {
        const char *what;
        const char *fifteen;
        int expected;
    } cases[] = {
        {"a man", "RSSMRA80A01Z000", PECADDR_OK},
        {"a woman, day plus 40", "RSSMRA80A41Z000", PECADDR_OK},
        {"the last day", "RSSMRA80A31Z000", PECADDR_OK},
        {"the last day of a woman", "RSSMRA80A71Z000", PECADDR_OK},
        {"day 0", "RSSMRA80A00Z000", PECADDR_E_HOLDER},
        {"day 32", "RSSMRA80A32Z000", PECADDR_E_HOLDER},
        {"day 40", "RSSMRA80A40Z000", PECADDR_E_HOLDER},
        {"day 72", "RSSMRA80A72Z000", PECADDR_E_HOLDER},
        {"omocodia in the last digit", "RSSMRA80A01Z00L", PECADDR_OK},
        {"omocodia in every digit", "RSSMRAUVALMZLLL", PECADDR_OK},
        {"omocodia of day 32", "RSSMRA80APNZ000", PECADDR_E_HOLDER},
        {"a letter that is no omocodia", "RSSMRA80A01Z00O", PECADDR_E_HOLDER},
        {"a digit among the letters", "RSSMR180A01Z000", PECADDR_E_HOLDER},
        {"a digit for the month", "RSSMRA80101Z000", PECADDR_E_HOLDER},
        {"a digit for the place", "RSSMRA80A010000", PECADDR_E_HOLDER},
    };

    for (size_t i = 0; i < N_OF(cases); i++)
        ck_assert_msg(check_completed(cases[i].fifteen) == cases[i].expected, "%s", cases[i].what);
}
END_TEST

START_TEST(the_month_is_one_of_twelve_letters)
{
    char fifteen[] = "RSSMRA80A01Z000";

    for (char c = 'A'; c <= 'Z'; c++) {
        fifteen[8] = c;
        ck_assert_msg(check_completed(fifteen) ==
                          (strchr("ABCDEHLMPRST", c) != NULL ? PECADDR_OK : PECADDR_E_HOLDER),
                      "%c", c);
    }
}
END_TEST

START_TEST(only_the_right_check_character_is_accepted)
{
    char right[17], holder[17];
    int accepted = 0;

    complete("VRDLCU75T50Z000", right);
    memcpy(holder, right, sizeof holder);
    for (char c = 'A'; c <= 'Z'; c++) {
        holder[15] = c;
        accepted += check_text(holder) == PECADDR_OK;
        ck_assert((check_text(holder) == PECADDR_OK) == (c == right[15]));
    }
    ck_assert_int_eq(accepted, 1);
    holder[15] = '5';
    ck_assert_int_eq(check_text(holder), PECADDR_E_HOLDER);
}
END_TEST

/* Every digit and its letter, in every place for digits, against the decree's tables. */
START_TEST(every_digit_may_be_its_omocodia_letter)
{
    static const char letters[] = "LMNPQRSTUV";
    static const int places[] = {6, 7, 12, 13, 14};

    for (size_t i = 0; i < N_OF(places); i++) {
        for (int digit = 0; digit <= 9; digit++) {
            char fifteen[] = "RSSMRA80A01Z000";

            fifteen[places[i]] = (char)('0' + digit);
            ck_assert_int_eq(check_completed(fifteen), PECADDR_OK);
            fifteen[places[i]] = letters[digit];
            ck_assert_int_eq(check_completed(fifteen), PECADDR_OK);
        }
    }
}
END_TEST

/* Of the day not every digit can stand in each place; of those that can, the letter can too. */
START_TEST(every_digit_of_a_day_may_be_its_omocodia_letter)
{
    static const char letters[] = "LMNPQRSTUV";
    int days = 0;

    for (int day = 0; day <= 99; day++) {
        int is_day = (day >= 1 && day <= 31) || (day >= 41 && day <= 71);

        for (int form = 0; form < 4; form++) {
            char fifteen[] = "RSSMRA80A01Z000";

            fifteen[9] = (char)(form & 1 ? letters[day / 10] : '0' + day / 10);
            fifteen[10] = (char)(form & 2 ? letters[day % 10] : '0' + day % 10);
            ck_assert_msg(check_completed(fifteen) == (is_day ? PECADDR_OK : PECADDR_E_HOLDER),
                          "%s", fifteen);
        }
        days += is_day;
    }
    ck_assert_int_eq(days, 62);
}
END_TEST

/* Agenzia delle Entrate replaces from the right; whichever are replaced, the form is right. */
START_TEST(any_of_the_seven_digits_may_be_replaced_together)
{
    static const char letters[] = "LMNPQRSTUV";
    static const int places[] = {6, 7, 9, 10, 12, 13, 14};

    for (unsigned replaced = 0; replaced < 1U << N_OF(places); replaced++) {
        char fifteen[] = "RSSMRA85T10Z000";
        char holder[17], right;

        for (size_t i = 0; i < N_OF(places); i++)
            if (replaced & 1U << i)
                fifteen[places[i]] = letters[fifteen[places[i]] - '0'];
        complete(fifteen, holder);
        ck_assert_msg(check_text(holder) == PECADDR_OK, "%s", holder);
        /* The check character is that of the letters, not of the digits that they stand for. */
        right = holder[15];
        for (char c = 'A'; c <= 'Z'; c++) {
            holder[15] = c;
            ck_assert_msg((check_text(holder) == PECADDR_OK) == (c == right), "%s", holder);
        }
    }
}
END_TEST

/* Only the ten letters, and only in the seven places. */
START_TEST(no_other_letter_stands_for_a_digit)
{
    static const int places[] = {6, 7, 9, 10, 12, 13, 14};

    for (size_t i = 0; i < N_OF(places); i++) {
        for (char c = 'A'; c <= 'Z'; c++) {
            char fifteen[] = "RSSMRA11A11Z000";

            fifteen[places[i]] = c;
            if (strchr("LMNPQRSTUV", c) == NULL)
                ck_assert_msg(check_completed(fifteen) == PECADDR_E_HOLDER, "%s", fifteen);
        }
    }
}
END_TEST

/* A published one, as a whole: the tables here and those of codice-fiscale.c could share a slip. */
START_TEST(a_published_specimen_is_accepted)
{
    ck_assert_int_eq(check_text("RSSMRA85T10A562S"), PECADDR_OK);
    ck_assert_int_eq(check_text("RSSMRA85T10A562T"), PECADDR_E_HOLDER);
}
END_TEST

/* Of whoever was born abroad the place is Z and the number of the country; with omocodia too. */
START_TEST(every_place_of_birth_is_a_letter_and_three_digits)
{
    for (char c = 'A'; c <= 'Z'; c++) {
        char fifteen[] = "RSSMRA80A41Z000";

        fifteen[11] = c;
        ck_assert_msg(check_completed(fifteen) == PECADDR_OK, "%s", fifteen);
        memcpy(fifteen + 12, "LLL", 3);
        ck_assert_msg(check_completed(fifteen) == PECADDR_OK, "%s", fifteen);
    }
}
END_TEST

START_TEST(every_value_of_the_decree_counts)
{
    static const char characters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    for (size_t place = 0; place < 6; place++) {
        for (const char *c = characters; *c != '\0'; c++) {
            char fifteen[] = "RSSMRA80A01Z000";

            fifteen[place] = *c;
            ck_assert_msg(check_completed(fifteen) == PECADDR_OK, "%c in place %zu", *c, place);
        }
    }
}
END_TEST

START_TEST(lower_case_is_accepted_and_upper_case_given)
{
    char holder[17], lower[17], buffer[17];

    complete("RSSMRA80A01Z000", holder);
    for (int i = 0; i < 17; i++)
        lower[i] = holder[i] >= 'A' && holder[i] <= 'Z' ? (char)(holder[i] + 32) : holder[i];
    ck_assert_int_eq(pecaddr_holder_check(pecaddr_text_of(lower), buffer, sizeof buffer, NULL),
                     PECADDR_OK);
    ck_assert_str_eq(buffer, holder);
}
END_TEST

START_TEST(lower_case_counts_as_upper_case_with_omocodia_too)
{
    char holder[17], other[17];

    complete("RSSMRAUVALMZNLP", holder);
    for (unsigned lower = 0; lower < 1U << 16; lower += 7) {
        for (int i = 0; i < 17; i++)
            other[i] = i < 16 && lower & 1U << i ? (char)(holder[i] | 0x20) : holder[i];
        ck_assert_msg(check_text(other) == PECADDR_OK, "%s", other);
    }
}
END_TEST

START_TEST(omocodia_is_told_from_another_person)
{
    static const struct {
        const char *what;
        const char *a, *b; /* without the check character */
        int status;
        int omocodia;
    } cases[] = {
        {"the same", "RSSMRA80A01Z001", "RSSMRA80A01Z001", PECADDR_OK, 0},
        {"the last digit as a letter", "RSSMRA80A01Z001", "RSSMRA80A01Z00M", PECADDR_NO_MATCH, 1},
        {"all digits as letters", "RSSMRA80A01Z001", "RSSMRAULALMZLLM", PECADDR_NO_MATCH, 1},
        {"two variants", "RSSMRA80A01ZL01", "RSSMRA80A01Z00M", PECADDR_NO_MATCH, 1},
        {"another digit, as a letter", "RSSMRA80A01Z001", "RSSMRA80A01Z00N", PECADDR_NO_MATCH, 0},
        {"another digit", "RSSMRA80A01Z001", "RSSMRA80A01Z002", PECADDR_NO_MATCH, 0},
        {"another month", "RSSMRA80A01Z001", "RSSMRA80B01Z001", PECADDR_NO_MATCH, 0},
        {"another name", "RSSMRA80A01Z001", "RSSMRC80A01Z001", PECADDR_NO_MATCH, 0},
        {"another place", "RSSMRA80A01Z001", "RSSMRA80A01Y001", PECADDR_NO_MATCH, 0},
    };
    char personal[17];

    for (size_t i = 0; i < N_OF(cases); i++) {
        char a[17], b[17];
        int omocodia = 77;

        complete(cases[i].a, a);
        complete(cases[i].b, b);
        ck_assert_msg(pecaddr_same_holder(pecaddr_text_of(a), pecaddr_text_of(b), &omocodia) ==
                              cases[i].status &&
                          omocodia == cases[i].omocodia,
                      "%s", cases[i].what);
    }
    complete("RSSMRA80A01Z001", personal);
    ck_assert_int_eq(
        pecaddr_same_holder(PECADDR_TEXT("12345678903"), pecaddr_text_of(personal), NULL),
        PECADDR_NO_MATCH);
    ck_assert_int_eq(
        pecaddr_same_holder(PECADDR_TEXT("123 4567 8903"), PECADDR_TEXT("12345678903"), NULL),
        PECADDR_OK);
    ck_assert_int_eq(pecaddr_same_holder(PECADDR_TEXT("x"), pecaddr_text_of(personal), NULL),
                     PECADDR_E_HOLDER);
    ck_assert_int_eq(pecaddr_same_holder(pecaddr_text_of(personal), PECADDR_TEXT("x"), NULL),
                     PECADDR_E_HOLDER);
}
END_TEST

START_TEST(a_buffer_that_is_too_small_is_refused_untouched)
{
    static const struct {
        const char *what;
        size_t capacity;
        int expected;
    } cases[] = {
        {"room for it and its NUL", 17, PECADDR_OK},
        {"no room for its NUL", 16, PECADDR_E_CAPACITY},
        {"no room", 1, PECADDR_E_CAPACITY},
        {"nothing", 0, PECADDR_E_CAPACITY},
    };
    char holder[17];

    complete("RSSMRA80A01Z000", holder);
    for (size_t i = 0; i < N_OF(cases); i++) {
        char buffer[17] = "untouched";
        size_t size = 77;
        int r = pecaddr_holder_check(pecaddr_text_of(holder), buffer, cases[i].capacity, &size);

        ck_assert_msg(r == cases[i].expected, "%s", cases[i].what);
        ck_assert_uint_eq(size, 16);
        ck_assert_str_eq(buffer, r == PECADDR_OK ? holder : "untouched");
    }
}
END_TEST

START_TEST(a_wrong_one_leaves_the_outputs_untouched)
{
    char holder[17], buffer[17] = "untouched";
    size_t size = 77;

    complete("RSSMRA80A01Z000", holder);
    holder[15] = '!';
    ck_assert_int_eq(pecaddr_holder_check(pecaddr_text_of(holder), buffer, sizeof buffer, &size),
                     PECADDR_E_HOLDER);
    ck_assert_str_eq(buffer, "untouched");
    ck_assert_uint_eq(size, 77);
}
END_TEST

START_TEST(its_size_is_told_with_and_without_a_buffer)
{
    char holder[17], spaced[20], buffer[17];
    size_t size = 77;

    complete("RSSMRA80A01Z000", holder);
    snprintf(spaced, sizeof spaced, "%.6s %.5s %s", holder, holder + 6, holder + 11);
    ck_assert_int_eq(pecaddr_holder_check(pecaddr_text_of(spaced), NULL, 0, &size), PECADDR_OK);
    ck_assert_uint_eq(size, 16);
    ck_assert_int_eq(pecaddr_holder_check(pecaddr_text_of("12345678903"), buffer, 12, &size),
                     PECADDR_OK);
    ck_assert_uint_eq(size, 11);
    ck_assert_str_eq(buffer, "12345678903");
    ck_assert_int_eq(pecaddr_holder_check(pecaddr_text_of("12345678903"), buffer, 11, &size),
                     PECADDR_E_CAPACITY);
}
END_TEST

/* Wherever they stand, however many; a provisional one's too. Nothing else is ignored. */
START_TEST(spaces_are_ignored_and_nothing_else_is)
{
    static const char *const others[] = {"\t", "\n", "\xC2\xAD", "-", ".", "\0"};
    char holder[17], other[64], buffer[17];

    complete("RSSMRA80A01Z000", holder);
    for (size_t at = 0; at <= 16; at++) {
        snprintf(other, sizeof other, "%.*s  %s", (int)at, holder, holder + at);
        ck_assert_int_eq(pecaddr_holder_check(pecaddr_text_of(other), buffer, sizeof buffer, NULL),
                         PECADDR_OK);
        ck_assert_str_eq(buffer, holder);
        snprintf(other, sizeof other, "%.*s\u00A0%s", (int)at, holder, holder + at);
        ck_assert_int_eq(pecaddr_holder_check(pecaddr_text_of(other), NULL, 0, NULL), PECADDR_OK);
        for (size_t i = 0; i < N_OF(others); i++) {
            size_t size = others[i][0] != '\0' ? strlen(others[i]) : 1;

            memcpy(other, holder, at);
            memcpy(other + at, others[i], size);
            memcpy(other + at + size, holder + at, 16 - at);
            ck_assert_int_eq(
                pecaddr_holder_check((struct pecaddr_text){other, 16 + size}, NULL, 0, NULL),
                PECADDR_E_HOLDER);
        }
    }
    ck_assert_int_eq(check_text("  123 456 78903 "), PECADDR_OK);
    ck_assert_int_eq(check_text("                "), PECADDR_E_HOLDER);
}
END_TEST

/* The rule of the partita IVA, in other words than codice-fiscale.c: doubled digits lose 9 from ten
 * on. */
static void complete_provisional(unsigned long ten, char holder[12])
{
    static const int doubled[] = {0, 2, 4, 6, 8, 1, 3, 5, 7, 9};
    int sum = 0;

    snprintf(holder, 12, "%010lu", ten);
    for (int i = 0; i < 10; i++)
        sum += i % 2 == 0 ? holder[i] - '0' : doubled[holder[i] - '0'];
    holder[10] = (char)('0' + (10 - sum % 10) % 10);
    holder[11] = '\0';
}

START_TEST(eleven_digits_with_a_right_check_digit_are_provisional)
{
    for (unsigned long ten = 1; ten < 10000000000UL; ten = ten * 3 + 7) {
        char holder[12];

        complete_provisional(ten, holder);
        for (char c = '0'; c <= '9'; c++) {
            char other[12];

            memcpy(other, holder, sizeof other);
            other[10] = c;
            ck_assert_msg((check_text(other) == PECADDR_OK) == (c == holder[10]), "%s", other);
        }
    }
}
END_TEST

START_TEST(anything_else_is_no_codice_fiscale)
{
    static const char *const others[] = {
        "",
        "RSSMRA80A01Z00",
        "RSSMRA80A01Z0000A",
        "00000000000", /* what old registers fill in where they have none */
        "1234567890",
        "123456789012",
        "1234567890A",
        "1234567890=", /* its values would add up */
        "1234567890G",
        "123456789030", /* a provisional one, and more */
        "1234567890312345",
        "RSSMRÀ80A01Z000",
        "rssmrà80a01z000",
        "ＲSSMRA80A01",
        "----------------",
        "RSSMRA80A01Z000@",
        "RSSMRA80A01Z000[",
    };
    static const char with_nul[] = "RSSMRA\0"
                                   "0A01Z000A";
    static const char nul_month[] = "RSSMRA80\0"
                                    "01Z000A";

    for (size_t i = 0; i < N_OF(others); i++)
        ck_assert_msg(check_text(others[i]) == PECADDR_E_HOLDER, "'%s'", others[i]);
    ck_assert_int_eq(pecaddr_holder_check((struct pecaddr_text)T(with_nul), NULL, 0, NULL),
                     PECADDR_E_HOLDER);
    ck_assert_int_eq(pecaddr_holder_check((struct pecaddr_text)T(nul_month), NULL, 0, NULL),
                     PECADDR_E_HOLDER);
    ck_assert_int_eq(pecaddr_holder_check(pecaddr_text_of(NULL), NULL, 0, NULL), PECADDR_E_HOLDER);
}
END_TEST

START_TEST(a_size_without_data_is_no_text)
{
    char buffer[17] = "untouched";

    ck_assert_int_eq(
        pecaddr_holder_check((struct pecaddr_text){NULL, 16}, buffer, sizeof buffer, NULL),
        PECADDR_E_ARGUMENT);
    ck_assert_str_eq(buffer, "untouched");
}
END_TEST

/* Against a name. */

#define SURNAME PECADDR_MISMATCH_SURNAME
#define GIVEN   PECADDR_MISMATCH_GIVEN
#define SWAPPED PECADDR_MISMATCH_SWAPPED
#define FIRST   PECADDR_MISMATCH_FIRST_FITS

/* A codice fiscale that begins with six letters. */
static const char *holder_with(const char *six, char holder[17])
{
    char fifteen[16];

    snprintf(fifteen, sizeof fifteen, "%.6s80A01Z000", six);
    complete(fifteen, holder);
    return holder;
}

/* A scheme for each text, made once: rows are many. */
static const struct pecaddr_scheme *scheme_with(const char *lines)
{
    static struct {
        char lines[100];
        const struct pecaddr_scheme *scheme;
    } known[16];
    size_t i = 0;

    while (known[i].scheme && strcmp(known[i].lines, lines) != 0)
        ck_assert_uint_lt(++i, N_OF(known));
    if (!known[i].scheme) {
        snprintf(known[i].lines, sizeof known[i].lines, "%s", lines);
        known[i].scheme = make_scheme(lines);
    }
    return known[i].scheme;
}

struct comparison_row {
    const char *what;
    const char *given;
    const char *surname;
    const char *six;
    uint32_t mismatch;
    const char *surname_letters;
    const char *given_letters;
};

static struct pecaddr_person person_with(const struct comparison_row *row, char holder[17])
{
    struct pecaddr_person person = person_of(text(row->given), text(row->surname));

    person.holder = pecaddr_text_of(holder_with(row->six, holder));
    return person;
}

static void compare_row(const struct pecaddr_scheme *scheme, const struct comparison_row *row)
{
    struct pecaddr_holder_comparison comparison = PECADDR_HOLDER_COMPARISON_INIT;
    char holder[17];
    struct pecaddr_person person = person_with(row, holder);
    int r = pecaddr_holder_compare(scheme, &person, &comparison, NULL);

    ck_assert_msg(r == (row->mismatch ? PECADDR_NO_MATCH : PECADDR_OK), "%s: %d", row->what, r);
    ck_assert_msg(comparison.mismatch == row->mismatch, "%s: %u", row->what,
                  (unsigned)comparison.mismatch);
    ck_assert_msg(strcmp(comparison.surname, row->surname_letters) == 0, "%s: %s", row->what,
                  comparison.surname);
    ck_assert_msg(strcmp(comparison.given, row->given_letters) == 0, "%s: %s", row->what,
                  comparison.given);
    ck_assert_uint_eq(comparison.size, sizeof comparison);
}

static const struct comparison_row halves[] = {
    {"both fit", "Mario", "Rossi", "RSSMRA", 0, "RSS", "MRA"},
    {"another surname", "Mario", "Rossi", "BNCMRA", SURNAME, "RSS", "MRA"},
    {"other given names", "Mario", "Rossi", "RSSLCU", GIVEN, "RSS", "MRA"},
    {"another name", "Mario", "Rossi", "BNCLCU", SURNAME | GIVEN, "RSS", "MRA"},
    {"first letter of the surname", "Mario", "Rossi", "BSSMRA", SURNAME, "RSS", "MRA"},
    {"second letter of the surname", "Mario", "Rossi", "RBSMRA", SURNAME, "RSS", "MRA"},
    {"third letter of the surname", "Mario", "Rossi", "RSBMRA", SURNAME, "RSS", "MRA"},
    {"first letter of the given names", "Mario", "Rossi", "RSSBRA", GIVEN, "RSS", "MRA"},
    {"second letter of the given names", "Mario", "Rossi", "RSSMBA", GIVEN, "RSS", "MRA"},
    {"third letter of the given names", "Mario", "Rossi", "RSSMRB", GIVEN, "RSS", "MRA"},
    /* DM 23 Dec 1976, art. 2-3. */
    {"vowels fill up", "Eva", "Riva", "RVIVEA", 0, "RVI", "VEA"},
    {"vowels in their order", "Aida", "Aiello", "LLADAI", 0, "LLA", "DAI"},
    {"X fills up", "Io", "Fo", "FOXIOX", 0, "FOX", "IOX"},
    {"X fills up twice", "U", "Q", "QXXUXX", 0, "QXX", "UXX"},
    {"vowels only", "Aia", "Eia", "EIAAIA", 0, "EIA", "AIA"},
    {"Y is a consonant", "Yuya", "Key", "KYEYYU", 0, "KYE", "YYU"},
    {"three consonants of a given name", "Marina", "Rossi", "RSSMRN", 0, "RSS", "MRN"},
    {"four: the second is left out", "Roberto", "Rossi", "RSSRRT", 0, "RSS", "RRT"},
    {"four: and not the third", "Roberto", "Rossi", "RSSRBT", GIVEN, "RSS", "RRT"},
    {"four: and not the fourth", "Roberto", "Rossi", "RSSRBR", GIVEN, "RSS", "RRT"},
    {"five: the first four count", "Alessandro", "Rossi", "RSSLSN", 0, "RSS", "LSN"},
    {"a surname of four keeps the first three", "Mario", "Martini", "MRTMRA", 0, "MRT", "MRA"},
    {"a surname of four as given names", "Mario", "Martini", "MTNMRA", SURNAME, "MRT", "MRA"},
    {"five vowels before a consonant", "Eoiuab", "Rossi", "RSSBEO", 0, "RSS", "BEO"},
    {"words are joined", "Maria Grazia", "Di Stasio", "DSTMGR", 0, "DST", "MGR"},
    {"apostrophes", "Nicolo'", "D'Angelo", "DNGNCL", 0, "DNG", "NCL"},
    {"titles and married names", "Dott. Mario", "Rossi in Bianchi", "RSSMRA", 0, "RSS", "MRA"},
    {"given names after a comma", "Mario, Luca", "Rossi", "RSSMRA", 0, "RSS", "MRA"},
    /* Exchanged. */
    {"exchanged", "Rossi", "Mario", "RSSMRA", SURNAME | GIVEN | SWAPPED, "MRA", "RSS"},
    {"exchanged: each by its own rule", "Martino", "Roberto", "MRTRRT", SURNAME | GIVEN | SWAPPED,
     "RBR", "MTN"},
    {"exchanged, but by the other rule", "Martino", "Roberto", "MTNRBR", SURNAME | GIVEN, "RBR",
     "MTN"},
    {"exchanged, one half", "Rossi", "Mario", "RSSLCU", SURNAME | GIVEN, "MRA", "RSS"},
    {"exchanged, the other half", "Rossi", "Mario", "BNCMRA", SURNAME | GIVEN, "MRA", "RSS"},
    {"exchanged, one half alike", "Martino", "Morto", "MRTMRT", GIVEN | SWAPPED, "MRT", "MTN"},
    {"the same both ways", "Mario", "Mario", "MRAMRA", 0, "MRA", "MRA"},
    /* The first given name alone. */
    {"the first alone", "Mario Luca", "Rossi", "RSSMRA", GIVEN | FIRST, "RSS", "MLC"},
    {"all of them", "Mario Luca", "Rossi", "RSSMLC", 0, "RSS", "MLC"},
    {"the second alone", "Mario Luca", "Rossi", "RSSLCU", GIVEN, "RSS", "MLC"},
    {"the first alone, another surname", "Mario Luca", "Rossi", "BNCMRA", SURNAME | GIVEN | FIRST,
     "RSS", "MLC"},
    {"the first alone, by the rule of four", "Roberto Ugo", "Rossi", "RSSRRT", 0, "RSS", "RRT"},
    {"the first ends at white space", "Anna-Maria Pia", "Rossi", "RSSNMR", 0, "RSS", "NMR"},
    {"no first at a dash", "Anna-Maria", "Rossi", "RSSNNA", GIVEN, "RSS", "NMR"},
    {"a title is no first", "Dott. Mario Luca", "Rossi", "RSSMRA", GIVEN | FIRST, "RSS", "MLC"},
    {"a surname has no first", "Mario", "Rossi Bo", "BOXMRA", SURNAME, "RSS", "MRA"},
};

START_TEST(each_half_is_held_against_its_field)
{
    compare_row(pecaddr_scheme_ingpec(), &halves[_i]);
}
END_TEST

/* Whatever of a name the rules leave out. */
START_TEST(all_of_the_name_counts_whatever_the_scheme)
{
    static const char *const lines[] = {
        "given = first\nrule = {given}.{surname}",
        "rule = {initial}.{surname}",
        "rule = {surname}.{number}",
        "rule = {given}.{number}",
        "rule = {number}",
        "profile = plain\nrule = {surname}{given}",
    };

    for (size_t i = 0; i < N_OF(lines); i++)
        compare_row(scheme_with(lines[i]), &halves[_i]);
}
END_TEST

/* Both halves under the same profile; else the one that contradicts less is told. */
static const struct profile_row {
    const char *profile;
    struct comparison_row row;
} profiles[] = {
    {"anagrafe", {"ae", "J\u00F6", "M\u00F6", "MOEJOE", 0, "MOE", "JOE"}},
    {"anagrafe", {"plain", "J\u00F6", "M\u00F6", "MOXJOX", 0, "MOX", "JOX"}},
    {"plain", {"ae, plain scheme", "J\u00F6", "M\u00F6", "MOEJOE", 0, "MOE", "JOE"}},
    {"plain", {"plain, plain scheme", "J\u00F6", "M\u00F6", "MOXJOX", 0, "MOX", "JOX"}},
    {"anagrafe", {"one each", "J\u00F6", "M\u00F6", "MOEJOX", SURNAME | GIVEN, "MOE", "JOE"}},
    {"plain",
     {"one each, plain scheme", "J\u00F6", "M\u00F6", "MOEJOX", SURNAME | GIVEN, "MOX", "JOX"}},
    {"anagrafe",
     {"one each, the other way", "J\u00F6", "M\u00F6", "MOXJOE", SURNAME | GIVEN, "MOE", "JOE"}},
    {"anagrafe", {"one under the other", "J\u00F6", "M\u00F6", "MOXLCU", GIVEN, "MOX", "JOX"}},
    {"anagrafe",
     {"surname under the other", "J\u00F6", "M\u00F6", "BNCJOX", SURNAME, "MOX", "JOX"}},
    {"plain", {"one under the other", "J\u00F6", "M\u00F6", "MOELCU", GIVEN, "MOE", "JOE"}},
    {"anagrafe", {"none", "J\u00F6", "M\u00F6", "BNCLCU", SURNAME | GIVEN, "MOE", "JOE"}},
    {"plain", {"none", "J\u00F6", "M\u00F6", "BNCLCU", SURNAME | GIVEN, "MOX", "JOX"}},
    {"anagrafe",
     {"exchanged", "M\u00F6", "J\u00F6", "MOEJOE", SURNAME | GIVEN | SWAPPED, "JOE", "MOE"}},
    {"anagrafe",
     {"exchanged under the other", "M\u00F6", "J\u00F6", "MOXJOX", SURNAME | GIVEN | SWAPPED, "JOE",
      "MOE"}},
    {"anagrafe",
     {"exchanged under neither", "M\u00F6", "J\u00F6", "MOXJOE", SURNAME | GIVEN, "JOE", "MOE"}},
    {"anagrafe", {"a ring", "\u00C5", "\u00C5", "AAXAAX", 0, "AAX", "AAX"}},
    {"anagrafe", {"a ring, plain", "\u00C5", "\u00C5", "AXXAXX", 0, "AXX", "AXX"}},
    {"anagrafe", {"a stroke", "\u00D8", "\u00D8", "OEXOEX", 0, "OEX", "OEX"}},
    {"anagrafe", {"a stroke, plain", "\u00D8", "\u00D8", "OXXOXX", 0, "OXX", "OXX"}},
    {"anagrafe", {"the same under both", "J\u00F6rg", "M\u00FCller", "MLLJRG", 0, "MLL", "JRG"}},
    {"anagrafe", {"in one field", "Ugo", "M\u00F6", "MOXGUO", 0, "MOX", "GUO"}},
    {"anagrafe", {"no profile", "N\u00EDcol\u00F2", "Br\u00EB", "BRENCL", 0, "BRE", "NCL"}},
};

START_TEST(it_fits_that_fits_under_either_profile)
{
    char lines[64];

    snprintf(lines, sizeof lines, "profile = %s\nrule = {given}.{surname}", profiles[_i].profile);
    compare_row(scheme_with(lines), &profiles[_i].row);
}
END_TEST

START_TEST(nothing_of_the_name_is_cut_for_length)
{
    static const struct comparison_row rows[] = {
        {"a word that is dropped counts",
         "Aoi Eiua Ieo Uoa Oia Eau Iou Aie Oua Eio Uia Oae Iua Eoa Bianca",
         "Oueia Aoue Ieua Roberta", "RBROEI", GIVEN, "RBR", "BNC"},
        {"and fits", "Aoi Eiua Ieo Uoa Oia Eau Iou Aie Oua Eio Uia Oae Iua Eoa Bianca",
         "Oueia Aoue Ieua Roberta", "RBRBNC", 0, "RBR", "BNC"},
    };

    for (size_t i = 0; i < N_OF(rows); i++)
        compare_row(pecaddr_scheme_ingpec(), &rows[i]);
}
END_TEST

/* Art. 6: the letters of the name are none that omocodia replaces. */
START_TEST(omocodia_spaces_and_case_make_no_difference)
{
    static const char *const ends[] = {"80A01Z000", "UVALMZLLL", "80A41Z00L"};

    for (size_t i = 0; i < N_OF(ends); i++) {
        struct pecaddr_person person = person_of(text("Luca"), text("Rossi"));
        struct pecaddr_holder_comparison comparison = PECADDR_HOLDER_COMPARISON_INIT;
        char fifteen[16], holder[17], other[32];

        snprintf(fifteen, sizeof fifteen, "RSSLCU%s", ends[i]);
        complete(fifteen, holder);
        snprintf(other, sizeof other, " r s%s ", holder + 2);
        person.holder = pecaddr_text_of(other);
        ck_assert_int_eq(
            pecaddr_holder_compare(pecaddr_scheme_ingpec(), &person, &comparison, NULL),
            PECADDR_OK);
        person.given = text("Mario");
        ck_assert_int_eq(
            pecaddr_holder_compare(pecaddr_scheme_ingpec(), &person, &comparison, NULL),
            PECADDR_NO_MATCH);
        ck_assert_uint_eq(comparison.mismatch, GIVEN);
    }
}
END_TEST

/* Nobody's, or without letters. */
START_TEST(what_has_no_letters_contradicts_nothing)
{
    static const char *const holders[] = {"", "12345678903", " 123 45678903"};

    for (size_t i = 0; i < N_OF(holders); i++) {
        struct pecaddr_person person = person_of(text("J\u00F6"), text("Rossi"));
        struct pecaddr_holder_comparison comparison = {
            .size = sizeof comparison, .mismatch = 77, .surname = "AAA", .given = "BBB"};
        uint32_t notes;

        person.holder = text(holders[i]);
        ck_assert_int_eq(
            pecaddr_holder_compare(pecaddr_scheme_ingpec(), &person, &comparison, NULL),
            PECADDR_OK);
        ck_assert_uint_eq(comparison.mismatch, 0);
        ck_assert_str_eq(comparison.surname, "");
        ck_assert_str_eq(comparison.given, "");
        ck_assert_int_eq(
            pecaddr_local_part(pecaddr_scheme_ingpec(), &person, NULL, NULL, 0, NULL, &notes, NULL),
            PECADDR_E_CAPACITY);
        ck_assert_int_eq(pecaddr_local_part(pecaddr_scheme_ingpec(), &person, NULL,
                                            (char[PECADDR_LOCAL_PART_MAX + 1]){0},
                                            PECADDR_LOCAL_PART_MAX + 1, NULL, &notes, NULL),
                         PECADDR_OK);
        ck_assert_uint_eq(notes & PECADDR_NOTE_CF_MISMATCH, 0);
    }
}
END_TEST

/* Where the scheme needs no name. */
START_TEST(a_name_that_is_absent_contradicts_nothing)
{
    static const struct {
        const char *lines;
        struct comparison_row row;
    } cases[] = {
        {"rule = {surname}.{number}", {"no given names", "", "Rossi", "RSSLCU", 0, "RSS", ""}},
        {"rule = {surname}.{number}",
         {"another surname", "", "Rossi", "BNCLCU", SURNAME, "RSS", ""}},
        {"rule = {given}.{number}", {"no surname", "Mario", "", "BNCMRA", 0, "", "MRA"}},
        {"rule = {given}.{number}", {"other given names", "Mario", "", "BNCLCU", GIVEN, "", "MRA"}},
        {"rule = {number}", {"no name", "", "", "BNCLCU", 0, "", ""}},
        {"rule = {number}", {"a title alone", "Dott.", "", "BNCLCU", 0, "", ""}},
    };

    for (size_t i = 0; i < N_OF(cases); i++)
        compare_row(scheme_with(cases[i].lines), &cases[i].row);
}
END_TEST

static void expect_refusal(const struct pecaddr_person *person, int code, enum pecaddr_field field,
                           size_t offset)
{
    struct pecaddr_holder_comparison comparison = {.size = sizeof comparison, .mismatch = 77};
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    struct pecaddr_folded folded = PECADDR_FOLDED_INIT;

    ck_assert_int_eq(pecaddr_holder_compare(pecaddr_scheme_ingpec(), person, &comparison, &error),
                     code);
    ck_assert_int_eq(error.code, code);
    ck_assert_int_eq(error.field, field);
    ck_assert_uint_eq(error.offset, offset);
    ck_assert_uint_eq(comparison.mismatch, 77);
    ck_assert_int_eq(pecaddr_holder_compare(pecaddr_scheme_ingpec(), person, &comparison, NULL),
                     code);
    ck_assert_int_eq(pecaddr_fold(pecaddr_scheme_ingpec(), person, &folded, &error), code);
    ck_assert_int_eq(error.field, field);
}

START_TEST(an_error_of_the_name_or_of_the_codice_fiscale_is_told)
{
    struct pecaddr_person person = person_of(text("Mario"), text("Rossi"));

    person.holder = text("RSSMRA80A01Z000");
    expect_refusal(&person, PECADDR_E_HOLDER, PECADDR_FIELD_HOLDER, 0);
    person.holder = text("00000000000");
    expect_refusal(&person, PECADDR_E_HOLDER, PECADDR_FIELD_HOLDER, 0);
    person.surname = text("R0ssi");
    expect_refusal(&person, PECADDR_E_UNEXPECTED, PECADDR_FIELD_SURNAME, 1);
    person.given = text("");
    expect_refusal(&person, PECADDR_E_EMPTY, PECADDR_FIELD_GIVEN, 0);
}
END_TEST

START_TEST(a_comparison_asks_for_its_arguments)
{
    const struct pecaddr_scheme *scheme = pecaddr_scheme_ingpec();
    struct pecaddr_person person = person_of(text("Mario"), text("Rossi"));
    struct pecaddr_person bad = person;
    struct pecaddr_holder_comparison comparison = PECADDR_HOLDER_COMPARISON_INIT;
    struct pecaddr_holder_comparison small = {.size = sizeof small - 1};
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    struct pecaddr_error tiny = {.size = sizeof(size_t)};

    bad.holder = (struct pecaddr_text){NULL, 16};
    ck_assert_int_eq(pecaddr_holder_compare(NULL, &person, &comparison, &error),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_holder_compare(scheme, NULL, &comparison, &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_holder_compare(scheme, &bad, &comparison, &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_holder_compare(scheme, &person, NULL, &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_holder_compare(scheme, &person, &small, &error), PECADDR_E_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.message, "PECADDR_HOLDER_COMPARISON_INIT"));
    ck_assert_int_eq(pecaddr_holder_compare(scheme, &person, &comparison, &tiny),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_holder_compare(scheme, &person, &comparison, &error), PECADDR_OK);
}
END_TEST

/* The note, and its steps. */

struct told {
    size_t n;
    enum pecaddr_field fields[4];
    char letters[4][4];
};

static void take_step(void *user, const struct pecaddr_step *step)
{
    struct told *told = user;

    if (step->kind != PECADDR_STEP_HOLDER_MISMATCH)
        return;
    ck_assert_uint_eq(step->size, sizeof *step);
    ck_assert_uint_eq(step->offset, 0);
    ck_assert_uint_eq(step->length, 0);
    ck_assert_uint_eq(step->text.size, 3);
    ck_assert_uint_lt(told->n, 4);
    told->fields[told->n] = step->field;
    memcpy(told->letters[told->n++], step->text.data, 3);
}

/* What pecaddr_local_part() says of a row, with and without a trace: notes and steps. */
static void expect_note(const struct pecaddr_scheme *scheme, const struct comparison_row *row)
{
    struct told told = {0};
    struct pecaddr_trace trace = PECADDR_TRACE_INIT;
    char holder[17], local[PECADDR_LOCAL_PART_MAX + 1];
    struct pecaddr_person person = person_with(row, holder);
    struct pecaddr_folded folded = PECADDR_FOLDED_INIT;
    uint32_t expected = row->mismatch ? PECADDR_NOTE_CF_MISMATCH : 0;
    uint32_t notes = 0;
    size_t n = 0;

    trace.step = take_step;
    trace.user = &told;
    ck_assert_int_eq(
        pecaddr_local_part(scheme, &person, &trace, local, sizeof local, NULL, &notes, NULL),
        PECADDR_OK);
    ck_assert_msg((notes & PECADDR_NOTE_CF_MISMATCH) == expected, "%s", row->what);
    if (row->mismatch & SURNAME) {
        ck_assert_int_eq(told.fields[n], PECADDR_FIELD_SURNAME);
        ck_assert_str_eq(told.letters[n++], row->surname_letters);
    }
    if (row->mismatch & GIVEN) {
        ck_assert_int_eq(told.fields[n], PECADDR_FIELD_GIVEN);
        ck_assert_str_eq(told.letters[n++], row->given_letters);
    }
    ck_assert_msg(told.n == n, "%s: %zu steps", row->what, told.n);
    ck_assert_int_eq(
        pecaddr_local_part(scheme, &person, NULL, local, sizeof local, NULL, &notes, NULL),
        PECADDR_OK);
    ck_assert_uint_eq(notes & PECADDR_NOTE_CF_MISMATCH, expected);
    ck_assert_int_eq(pecaddr_fold(scheme, &person, &folded, NULL), PECADDR_OK);
    ck_assert_uint_eq(folded.notes & PECADDR_NOTE_CF_MISMATCH, expected);
    person.holder = text("");
    ck_assert_int_eq(
        pecaddr_local_part(scheme, &person, NULL, local, sizeof local, NULL, &notes, NULL),
        PECADDR_OK);
    ck_assert_uint_eq(notes & PECADDR_NOTE_CF_MISMATCH, 0);
}

START_TEST(a_contradiction_is_noted_with_a_step_for_each_half)
{
    expect_note(pecaddr_scheme_ingpec(), &halves[_i]);
}
END_TEST

START_TEST(it_is_noted_as_it_is_compared_under_either_profile)
{
    char lines[80];

    snprintf(lines, sizeof lines, "profile = %s\nrule = {given}.{surname}", profiles[_i].profile);
    expect_note(scheme_with(lines), &profiles[_i].row);
}
END_TEST

/* A walk's questions and its result, and the rows of a batch, each its own. */

static int claim_all(void *user, enum pecaddr_mode mode, struct pecaddr_query *const queries[],
                     size_t n)
{
    uint32_t *notes = user;

    ck_assert_int_eq(mode, PECADDR_CLAIM);
    for (size_t i = 0; i < n; i++) {
        *notes |= queries[i]->notes;
        queries[i]->answer = PECADDR_CLAIMED;
    }
    return 0;
}

START_TEST(a_walk_carries_the_note_and_refuses_a_wrong_codice_fiscale)
{
    const struct pecaddr_scheme *scheme = pecaddr_scheme_ingpec();
    char holder[17], address[PECADDR_ADDRESS_MAX + 1];
    struct pecaddr_person person = person_with(&halves[1], holder);
    struct pecaddr_walk walk = PECADDR_WALK_INIT;
    struct pecaddr_query query = PECADDR_QUERY_INIT;
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_error error = PECADDR_ERROR_INIT;

    ck_assert_int_eq(pecaddr_walk_init(&walk, scheme, &person, PECADDR_CLAIM, NULL), PECADDR_OK);
    ck_assert_int_eq(pecaddr_walk_next(&walk, &query), PECADDR_OK);
    ck_assert_uint_eq(query.notes, PECADDR_NOTE_CF_MISMATCH);
    query.answer = PECADDR_CLAIMED;
    ck_assert_int_eq(pecaddr_walk_answer(&walk, &query), PECADDR_OK);
    ck_assert_int_eq(pecaddr_walk_result(&walk, &assignment), PECADDR_OK);
    ck_assert_uint_eq(assignment.notes, PECADDR_NOTE_CF_MISMATCH);
    holder[15] = holder[15] == 'A' ? 'B' : 'A';
    ck_assert_int_eq(pecaddr_walk_init(&walk, scheme, &person, PECADDR_CLAIM, &error),
                     PECADDR_E_HOLDER);
    ck_assert_int_eq(error.field, PECADDR_FIELD_HOLDER);
    ck_assert_int_eq(
        pecaddr_candidate(scheme, &person, 0, address, sizeof address, NULL, NULL, &error),
        PECADDR_E_HOLDER);
    /* The entry comes before it. */
    person.number = 0;
    ck_assert_int_eq(pecaddr_walk_init(&walk, scheme, &person, PECADDR_CLAIM, &error),
                     PECADDR_E_REGISTER);
}
END_TEST

START_TEST(a_batch_notes_each_of_its_rows)
{
    enum { N = 4 };
    static const size_t rows[N] = {0, 1, 2, 3};
    char holders[N][17];
    struct pecaddr_person persons[N];
    const struct pecaddr_person *pointers[N];
    struct pecaddr_assignment results[N];
    struct pecaddr_assignment *ret[N];
    size_t size = pecaddr_batch_scratch_size(N);
    void *scratch = malloc(size);
    uint32_t seen = 0;

    ck_assert_ptr_nonnull(scratch);
    for (size_t i = 0; i < N; i++) {
        persons[i] = person_with(&halves[rows[i]], holders[i]);
        persons[i].number = (uint32_t)(i + 1);
        pointers[i] = &persons[i];
        results[i] = (struct pecaddr_assignment)PECADDR_ASSIGNMENT_INIT;
        ret[i] = &results[i];
    }
    holders[2][15] = '!';
    ck_assert_int_eq(pecaddr_resolve_batch(pecaddr_scheme_ingpec(), pointers, N, PECADDR_CLAIM,
                                           claim_all, &seen, scratch, size, ret),
                     PECADDR_OK);
    free(scratch);
    ck_assert_int_eq(results[0].status, PECADDR_OK);
    ck_assert_uint_eq(results[0].notes, 0);
    ck_assert_int_eq(results[1].status, PECADDR_OK);
    ck_assert_uint_eq(results[1].notes, PECADDR_NOTE_CF_MISMATCH);
    ck_assert_int_eq(results[2].status, PECADDR_E_HOLDER);
    ck_assert_int_eq(results[2].field, PECADDR_FIELD_HOLDER);
    ck_assert_int_eq(results[3].status, PECADDR_OK);
    ck_assert_uint_eq(results[3].notes, PECADDR_NOTE_CF_MISMATCH);
    ck_assert_uint_eq(seen, PECADDR_NOTE_CF_MISMATCH);
}
END_TEST

int main(void)
{
    const TTest *const forms[] = {
        sixteen_characters_of_the_right_form_are_accepted,
        the_month_is_one_of_twelve_letters,
        only_the_right_check_character_is_accepted,
        every_digit_may_be_its_omocodia_letter,
        every_digit_of_a_day_may_be_its_omocodia_letter,
        any_of_the_seven_digits_may_be_replaced_together,
        no_other_letter_stands_for_a_digit,
        a_published_specimen_is_accepted,
        every_place_of_birth_is_a_letter_and_three_digits,
        every_value_of_the_decree_counts,
        lower_case_is_accepted_and_upper_case_given,
        lower_case_counts_as_upper_case_with_omocodia_too,
        omocodia_is_told_from_another_person,
        a_buffer_that_is_too_small_is_refused_untouched,
        a_wrong_one_leaves_the_outputs_untouched,
        its_size_is_told_with_and_without_a_buffer,
        spaces_are_ignored_and_nothing_else_is,
        eleven_digits_with_a_right_check_digit_are_provisional,
        anything_else_is_no_codice_fiscale,
        a_size_without_data_is_no_text,
        nothing_of_the_name_is_cut_for_length,
        omocodia_spaces_and_case_make_no_difference,
        what_has_no_letters_contradicts_nothing,
        a_name_that_is_absent_contradicts_nothing,
        an_error_of_the_name_or_of_the_codice_fiscale_is_told,
        a_comparison_asks_for_its_arguments,
        a_walk_carries_the_note_and_refuses_a_wrong_codice_fiscale,
        a_batch_notes_each_of_its_rows,
    };
    Suite *suite = suite_create("codice-fiscale");
    TCase *tc = tcase_create("codice-fiscale");

    suite_add_tcase(suite, tc);
    for (size_t i = 0; i < N_OF(forms); i++)
        tcase_add_test(tc, forms[i]);
    ADD(tc, each_half_is_held_against_its_field, halves);
    ADD(tc, all_of_the_name_counts_whatever_the_scheme, halves);
    ADD(tc, it_fits_that_fits_under_either_profile, profiles);
    ADD(tc, a_contradiction_is_noted_with_a_step_for_each_half, halves);
    ADD(tc, it_is_noted_as_it_is_compared_under_either_profile, profiles);
    return suite_run(suite);
}
