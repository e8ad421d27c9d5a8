/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_NFC_H
#define PECADDR_NFC_H

#include "base/text.h"

/* A code point of a field, and the byte of the field from which it came. */
struct character {
    uint32_t code;
    uint16_t offset;
    bool wide : 1;    /* was written in full width */
    bool ignored : 1; /* not part of the name, whatever it is */
    bool unused : 1;  /* not used, but an offence all the same if it is one */
};

/*
 * No field has more code points than bytes; decomposed, no UTF-8 sequence gives more than one and a
 * half code points for each of its bytes (U+0390: two bytes, three code points).
 */
#define CHARACTERS_MAX (PECADDR_FIELD_MAX + PECADDR_FIELD_MAX / 2)

/* Well-formed UTF-8 as code points; `characters` has room for `size`. Returns their number. */
size_t pecaddr__nfc_decode(const char *data, size_t size, struct character *characters);

/* The other way: n characters as UTF-8; returns its size, at most three times that of the field. */
size_t pecaddr__nfc_encode(const struct character *characters, size_t n, char *text,
                           size_t capacity);

/* The full canonical decomposition of one code point; returns how many parts there are. */
size_t pecaddr__nfc_decompose(uint32_t code, uint32_t parts[4]);

/*
 * Brings n characters into Unicode's Normalization Form C, in place; returns their number, at most
 * CHARACTERS_MAX. A composed character keeps the offset of its first part. Source: UAX #15.
 */
size_t pecaddr__nfc_compose(struct character characters[CHARACTERS_MAX], size_t n);

#endif
