/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_CODICE_FISCALE_H
#define PECADDR_CODICE_FISCALE_H

#include "base/text.h"

/* A codice fiscale has three letters of the surname, then three of the given names. */
#define HOLDER_HALF 3

/* A personal one has 16 characters, a provisional one 11. */
#define HOLDER_PERSONAL    16
#define HOLDER_PROVISIONAL 11

/* What the letters of a field give for half a codice fiscale: as a surname, as given names. */
struct holder_code {
    char as_surname[HOLDER_HALF];
    char as_given[HOLDER_HALF];
};

/* The same of a whole name, and of the first given name alone. */
struct holder_codes {
    struct holder_code surname;
    struct holder_code given;
    struct holder_code first;
};

/*
 * What all the letters (a–z) of a field give; all zero when there are none. Source: DM 23 Dec 1976
 * (GU 345, 29 Dec 1976), art. 2–3.
 */
void pecaddr__holder_encode(const char *letters, size_t size, struct holder_code *ret_code);

/* The same of a name, with the first given name at the beginning of the given ones. */
void pecaddr__holder_encode_name(const char *surname, size_t surname_size, const char *given,
                                 size_t given_size, size_t first_size,
                                 struct holder_codes *ret_codes);

/* How a personal codice fiscale in upper case contradicts a name; enum pecaddr_mismatch bits. */
uint32_t pecaddr__holder_mismatch(const char *holder, const struct holder_codes *codes);

/*
 * Reads a codice fiscale: upper case, no spaces, NUL-terminated. False when its form or its check
 * character is wrong; nothing but spaces is none at all, of size 0.
 */
bool pecaddr__holder_read(struct pecaddr_text text, char ret_holder[PECADDR_HOLDER_MAX + 1],
                          size_t *ret_size);

#endif
