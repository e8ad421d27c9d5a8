/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_MOJIBAKE_H
#define PECADDR_MOJIBAKE_H

#include "nfc.h"

/* The byte from 0x80 on that a character was read from, in Windows-1252 or else Latin-1; 0: none. */
uint8_t pecaddr__mojibake_byte(uint32_t code);

/*
 * The first of n characters of NFC at which text was garbled by reading UTF-8 as an 8-bit encoding;
 * n when there is none. Source: SPEC §2.
 */
size_t pecaddr__mojibake_find(const struct character *characters, size_t n);

#endif
