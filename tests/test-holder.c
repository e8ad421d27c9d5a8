/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The codice fiscale. All examples but one, which is a published specimen, are made here: no
 * municipality ever had the code Z000, so none of them is a person's.
 */
#include <pecaddr/registry.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "suite.h"

/* DM 23 Dec 1976, table of the odd places, in its own order and not that of holder.c. */
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
    return pecaddr_holder_check((struct pecaddr_text){text, strlen(text)}, NULL, 0, NULL);
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

/* A published one, as a whole: the tables here and those of holder.c could share a slip. */
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
    ck_assert_int_eq(
        pecaddr_holder_check((struct pecaddr_text){lower, 16}, buffer, sizeof buffer, NULL),
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

START_TEST(a_buffer_that_is_too_small_is_refused_untouched)
{
    char holder[17], buffer[17] = "untouched";

    complete("RSSMRA80A01Z000", holder);
    ck_assert_int_eq(pecaddr_holder_check((struct pecaddr_text){holder, 16}, buffer, 16, NULL),
                     PECADDR_E_CAPACITY);
    holder[15] = '!';
    ck_assert_int_eq(pecaddr_holder_check((struct pecaddr_text){holder, 16}, buffer, 17, NULL),
                     PECADDR_E_HOLDER);
    ck_assert_str_eq(buffer, "untouched");
}
END_TEST

/* The rule of the partita IVA, in other words than holder.c: doubled digits lose 9 from ten on. */
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
        " RSSMRA80A01Z000A",
        "00000000000", /* what old registers fill in where they have none */
        "1234567890",
        "123456789012",
        "1234567890A",
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
    ck_assert_int_eq(pecaddr_holder_check((struct pecaddr_text){with_nul, 16}, NULL, 0, NULL),
                     PECADDR_E_HOLDER);
    ck_assert_int_eq(pecaddr_holder_check((struct pecaddr_text){nul_month, 16}, NULL, 0, NULL),
                     PECADDR_E_HOLDER);
    ck_assert_int_eq(pecaddr_holder_check((struct pecaddr_text){NULL, 0}, NULL, 0, NULL),
                     PECADDR_E_HOLDER);
    ck_assert_int_eq(pecaddr_holder_check((struct pecaddr_text){NULL, 16}, NULL, 0, NULL),
                     PECADDR_E_HOLDER);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
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
        a_buffer_that_is_too_small_is_refused_untouched,
        eleven_digits_with_a_right_check_digit_are_provisional,
        anything_else_is_no_codice_fiscale,
    };

    return run_suite("holder", tests, N_OF(tests));
}
