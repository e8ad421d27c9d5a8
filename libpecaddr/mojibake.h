/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_MOJIBAKE_H
#define PECADDR_MOJIBAKE_H

#include "nfc.h"

/*
 * The first of n characters of NFC at which text was garbled by reading UTF-8 as an 8-bit encoding;
 * n when there is none. Source: SPEC §2.
 */
size_t pecaddr__mojibake_find(const struct character *characters, size_t n);

#endif
