/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The form of the codice fiscale (SPEC §2). All examples but one, which is a published specimen,
 * are made here.
 */
#include "core/codice-fiscale-fixture.h"

#include <inttypes.h>

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
static void complete_provisional(uint64_t ten, char holder[12])
{
    static const int doubled[] = {0, 2, 4, 6, 8, 1, 3, 5, 7, 9};
    int sum = 0;

    snprintf(holder, 12, "%010" PRIu64, ten);
    for (int i = 0; i < 10; i++)
        sum += i % 2 == 0 ? holder[i] - '0' : doubled[holder[i] - '0'];
    holder[10] = (char)('0' + (10 - sum % 10) % 10);
    holder[11] = '\0';
}

START_TEST(eleven_digits_with_a_right_check_digit_are_provisional)
{
    for (uint64_t ten = 1; ten < UINT64_C(10000000000); ten = ten * 3 + 7) {
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
    };

    return run_suite("codice-fiscale", forms, N_OF(forms));
}
