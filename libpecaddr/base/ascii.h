/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_BASE_ASCII_H
#define PECADDR_BASE_ASCII_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* ASCII only, whatever the locale says. */

static inline bool ascii_is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static inline bool ascii_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool ascii_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool ascii_is_letter(char c)
{
    return ascii_is_lower(c) || ascii_is_upper(c);
}

static inline char ascii_lower(char c)
{
    return ascii_is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

static inline char ascii_upper(char c)
{
    return ascii_is_lower(c) ? (char)(c - 'a' + 'A') : c;
}

/* What a hexadecimal digit stands for; -1 for another character. */
static inline int ascii_hexadecimal(char c)
{
    if (ascii_is_digit(c))
        return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A character of an atom: RFC 5322 §3.2.3. */
static inline bool ascii_is_atext(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c) ||
           (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

/* Whether a text is a dot-atom, atoms with one dot between each two: RFC 5321 §4.1.2, Dot-string.
 */
static inline bool ascii_is_dot_atom(const char *text, size_t size)
{
    char before = '.';

    for (size_t i = 0; i < size; i++) {
        if (text[i] == '.' ? before == '.' : !ascii_is_atext(text[i]))
            return false;
        before = text[i];
    }
    return before != '.';
}

/* Whether two texts are the same but for case. */
static inline bool ascii_equal(const char *a, size_t a_size, const char *b, size_t b_size)
{
    if (a_size != b_size)
        return false;
    for (size_t i = 0; i < a_size; i++)
        if (ascii_lower(a[i]) != ascii_lower(b[i]))
            return false;
    return true;
}

#endif
