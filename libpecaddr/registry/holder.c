/* SPDX-License-Identifier: BSD-3-Clause */
#include "internal.h"

#include <string.h>

/*
 * The codice fiscale of a person, DM 23 Dec 1976 (GU 345, 29 Dec 1976):
 *
 *   0–5 letters of surname and name, 6–7 year, 8 month, 9–10 day (plus 40 for women), 11–14 the
 *   place of birth, a letter and three digits, 15 the check character.
 *
 * Where two persons would get the same one (omocodia), digits are replaced by letters, art. 6.
 */
static const char months[] = "ABCDEHLMPRST";
static const char omocodia[] = "LMNPQRSTUV"; /* for 0 … 9 */

/* What a character in an odd place (the first, the third …) counts: that of a digit, a letter. */
static const unsigned char odd_values[] = {
    1,  0,  5,  7,  9,  13, 15, 17, 19, 21, /* A … J, and 0 … 9 */
    2,  4,  18, 20, 11, 3,  6,  8,  12, 14, /* K … T */
    16, 10, 22, 25, 24, 23,                 /* U … Z */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* The digit that stands in a place for digits, as itself or as its letter; -1: none does. */
static int digit_at(const char *holder, size_t place)
{
    const char *letter;

    if (is_digit(holder[place]))
        return holder[place] - '0';
    letter = is_letter(holder[place]) ? strchr(omocodia, holder[place]) : NULL;
    return letter != NULL ? (int)(letter - omocodia) : -1;
}

static char check_character(const char *holder)
{
    unsigned sum = 0;

    for (size_t i = 0; i < 15; i++) {
        unsigned value = (unsigned)(holder[i] - (is_digit(holder[i]) ? '0' : 'A'));

        sum += i % 2 == 0 ? odd_values[value] : value;
    }
    return (char)('A' + sum % 26);
}

static bool is_personal(const char *holder)
{
    static const char form[] = "LLLLLLNNLNNLNNNL"; /* letter, number */
    int day;

    for (size_t i = 0; i < 16; i++)
        if (form[i] == 'L' ? !is_letter(holder[i]) : digit_at(holder, i) < 0)
            return false;
    day = digit_at(holder, 9) * 10 + digit_at(holder, 10);
    return strchr(months, holder[8]) != NULL &&
           ((day >= 1 && day <= 31) || (day >= 41 && day <= 71)) &&
           holder[15] == check_character(holder);
}

/*
 * The provisional one: eleven digits, the last a check digit as in a partita IVA. All zeros, which
 * old registers fill in where they have none, would make one holder of many persons.
 */
static bool is_provisional(const char *holder)
{
    unsigned sum = 0;
    bool zeros = true;

    for (size_t i = 0; i < 11; i++) {
        unsigned value = (unsigned)(holder[i] - '0');

        if (!is_digit(holder[i]))
            return false;
        zeros = zeros && value == 0;
        if (i % 2 != 0)
            value = value < 5 ? 2 * value : 2 * value - 9;
        sum += value;
    }
    return !zeros && sum % 10 == 0;
}

EXPORT int pecaddr_holder_check(struct pecaddr_text holder, char *buffer, size_t capacity)
{
    char upper[HOLDER_MAX + 1];

    if (holder.size > HOLDER_MAX || (holder.data == NULL && holder.size > 0))
        return PECADDR_E_HOLDER;
    for (size_t i = 0; i < holder.size; i++) {
        char c = holder.data[i];

        upper[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    upper[holder.size] = '\0';
    if (!(holder.size == 16 && is_personal(upper)) && !(holder.size == 11 && is_provisional(upper)))
        return PECADDR_E_HOLDER;
    if (buffer == NULL)
        return PECADDR_OK;
    if (capacity <= holder.size)
        return PECADDR_E_CAPACITY;
    memcpy(buffer, upper, holder.size + 1);
    return PECADDR_OK;
}
