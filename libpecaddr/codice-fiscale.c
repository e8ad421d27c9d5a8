/* SPDX-License-Identifier: BSD-3-Clause */
#include "codice-fiscale.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "fold.h"

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

/* The digit that stands in a place for digits, as itself or as its letter; -1: none does. */
static int digit_at(const char *holder, size_t place)
{
    const char *letter;

    if (ascii_is_digit(holder[place]))
        return holder[place] - '0';
    letter = ascii_is_upper(holder[place]) ? strchr(omocodia, holder[place]) : NULL;
    return letter ? (int)(letter - omocodia) : -1;
}

static char check_character(const char *holder)
{
    unsigned sum = 0;

    for (size_t i = 0; i < HOLDER_PERSONAL - 1; i++) {
        unsigned value = (unsigned)(holder[i] - (ascii_is_digit(holder[i]) ? '0' : 'A'));

        sum += i % 2 == 0 ? odd_values[value] : value;
    }
    return (char)('A' + sum % 26);
}

static bool is_personal(const char *holder)
{
    static const char form[] = "LLLLLLNNLNNLNNNL"; /* letter, number */
    int day;

    for (size_t i = 0; i < HOLDER_PERSONAL; i++)
        if (form[i] == 'L' ? !ascii_is_upper(holder[i]) : digit_at(holder, i) < 0)
            return false;
    day = digit_at(holder, 9) * 10 + digit_at(holder, 10);
    return strchr(months, holder[8]) && ((day >= 1 && day <= 31) || (day >= 41 && day <= 71)) &&
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

    for (size_t i = 0; i < HOLDER_PROVISIONAL; i++) {
        unsigned value = (unsigned)(holder[i] - '0');

        if (!ascii_is_digit(holder[i]))
            return false;
        zeros = zeros && value == 0;
        if (i % 2 != 0)
            value = value < 5 ? 2 * value : 2 * value - 9;
        sum += value;
    }
    return !zeros && sum % 10 == 0;
}

bool pecaddr__holder_read(struct pecaddr_text text, char ret_holder[PECADDR_HOLDER_MAX + 1],
                          size_t *ret_size)
{
    size_t size = 0;
    size_t length;

    if (utf8_check(text.data, text.size) < text.size)
        return false;
    for (size_t at = 0; at < text.size; at += length) {
        uint32_t code;

        length = utf8_decode(text.data + at, text.size - at, &code);
        if (pecaddr__fold_lookup(code)->kind == CLASS_SPACE)
            continue;
        if (size == PECADDR_HOLDER_MAX || code >= 0x80)
            return false;
        ret_holder[size++] = ascii_upper((char)code);
    }
    ret_holder[size] = '\0';
    *ret_size = size;
    return size == 0 || (size == HOLDER_PERSONAL && is_personal(ret_holder)) ||
           (size == HOLDER_PROVISIONAL && is_provisional(ret_holder));
}

EXPORT int pecaddr_holder_check(struct pecaddr_text holder, char *buffer, size_t capacity,
                                size_t *ret_size)
{
    char upper[PECADDR_HOLDER_MAX + 1];
    size_t size;

    if (!text_fits(holder))
        return PECADDR_E_ARGUMENT;
    if (!pecaddr__holder_read(holder, upper, &size) || size == 0)
        return PECADDR_E_HOLDER;
    if (buffer)
        return text_put(upper, size, buffer, capacity, ret_size);
    if (ret_size)
        *ret_size = size;
    return PECADDR_OK;
}

/* A personal one without what omocodia changes: its digits as digits, no check character. */
static void undo_omocodia(char holder[PECADDR_HOLDER_MAX + 1])
{
    for (size_t i = 6; i < HOLDER_PERSONAL - 1; i++)
        if (i != 8 && i != 11)
            holder[i] = (char)('0' + digit_at(holder, i));
    holder[HOLDER_PERSONAL - 1] = '\0';
}

EXPORT int pecaddr_same_holder(struct pecaddr_text a, struct pecaddr_text b, int *ret_omocodia)
{
    char one[PECADDR_HOLDER_MAX + 1], other[PECADDR_HOLDER_MAX + 1];
    size_t size;
    int r = pecaddr_holder_check(a, one, sizeof one, NULL);

    if (r == PECADDR_OK)
        r = pecaddr_holder_check(b, other, sizeof other, &size);
    if (r != PECADDR_OK)
        return r;
    r = strcmp(one, other) == 0 ? PECADDR_OK : PECADDR_NO_MATCH;
    if (ret_omocodia) {
        *ret_omocodia = 0;
        if (r == PECADDR_NO_MATCH && size == HOLDER_PERSONAL && strlen(one) == size) {
            undo_omocodia(one);
            undo_omocodia(other);
            *ret_omocodia = strcmp(one, other) == 0;
        }
    }
    return r;
}

/* The first of a kind of letters: more than four consonants, or three vowels, are never asked for.
 */
struct kept {
    char letters[4];
    size_t n;
};

static void keep(struct kept *kept, char letter)
{
    if (kept->n < sizeof kept->letters)
        kept->letters[kept->n++] = ascii_upper(letter);
}

static bool is_vowel(char letter)
{
    return letter == 'a' || letter == 'e' || letter == 'i' || letter == 'o' || letter == 'u';
}

/* Consonants, then vowels, then X. */
void pecaddr__holder_encode(const char *letters, size_t size, struct holder_code *ret_code)
{
    struct kept consonants = {.n = 0};
    struct kept vowels = {.n = 0};

    *ret_code = (struct holder_code){{0}, {0}};
    if (size == 0)
        return;
    for (size_t i = 0; i < size && consonants.n < sizeof consonants.letters; i++)
        keep(is_vowel(letters[i]) ? &vowels : &consonants, letters[i]);
    for (size_t i = 0; i < HOLDER_HALF; i++) {
        size_t vowel = i - consonants.n;

        if (i < consonants.n)
            ret_code->as_surname[i] = consonants.letters[i];
        else
            ret_code->as_surname[i] = vowel < vowels.n ? vowels.letters[vowel] : 'X';
    }
    memcpy(ret_code->as_given, ret_code->as_surname, HOLDER_HALF);
    if (consonants.n == 4) /* given names leave the second of four out */
        memcpy(ret_code->as_given + 1, consonants.letters + 2, 2);
}

void pecaddr__holder_encode_name(const char *surname, size_t surname_size, const char *given,
                                 size_t given_size, size_t first_size,
                                 struct holder_codes *ret_codes)
{
    pecaddr__holder_encode(surname, surname_size, &ret_codes->surname);
    pecaddr__holder_encode(given, given_size, &ret_codes->given);
    pecaddr__holder_encode(given, first_size, &ret_codes->first);
}

/* A name that is absent contradicts nothing. */
static bool same_half(const char *code, const char *half)
{
    return !code[0] || memcmp(code, half, HOLDER_HALF) == 0;
}

uint32_t pecaddr__holder_mismatch(const char *holder, const struct holder_codes *codes)
{
    const char *given = holder + HOLDER_HALF;
    uint32_t mismatch = 0;

    if (!same_half(codes->surname.as_surname, holder))
        mismatch |= PECADDR_MISMATCH_SURNAME;
    if (!same_half(codes->given.as_given, given))
        mismatch |= PECADDR_MISMATCH_GIVEN;
    if (mismatch & PECADDR_MISMATCH_GIVEN && same_half(codes->first.as_given, given))
        mismatch |= PECADDR_MISMATCH_FIRST_FITS;
    if (mismatch && same_half(codes->given.as_surname, holder) &&
        same_half(codes->surname.as_given, given))
        mismatch |= PECADDR_MISMATCH_SWAPPED;
    return mismatch;
}
