/* SPDX-License-Identifier: BSD-3-Clause */
#include "names.h"

#include <stdio.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>
#include <unistring/version.h>

/* libunistring's normalizer, from whose answer marks are dropped and letters are lower-cased. */

static const char *version(void)
{
    static char text[32];

    snprintf(text, sizeof text, "libunistring %d.%d", _libunistring_version >> 16,
             _libunistring_version >> 8 & 0xFF);
    return text;
}

static size_t append_letter(ucs4_t letter, char *buffer, size_t size)
{
    int length;

    if (uc_is_general_category_withtable(letter, UC_CATEGORY_MASK_Mn))
        return size;
    length = u8_uctomb((uint8_t *)buffer + size, uc_tolower(letter),
                       (ptrdiff_t)(NAMES_BUFFER_SIZE - size));
    return size + (length > 0 ? (size_t)length : 0);
}

static size_t convert(const char *text, size_t size, char *buffer)
{
    uint8_t decomposed[NAMES_BUFFER_SIZE];
    size_t length = sizeof decomposed;
    size_t written = 0;

    if (u8_normalize(UNINORM_NFD, (const uint8_t *)text, size, decomposed, &length) != decomposed)
        return 0;
    for (size_t i = 0; i < length;) {
        ucs4_t letter = decomposed[i];

        if (letter < 0x80) {
            buffer[written++] = (char)(letter >= 'A' && letter <= 'Z' ? letter + 0x20 : letter);
            i++;
            continue;
        }
        i += (size_t)u8_mbtouc(&letter, decomposed + i, length - i);
        written = append_letter(letter, buffer, written);
    }
    return written;
}

static bool convert_rows(const struct corpus *corpus, size_t first, size_t n)
{
    return convert_both_fields(convert, corpus, first, n);
}

const struct contestant contestant_unistring = {.name = "libunistring, NFD without marks",
                                                .version = version,
                                                .convert = convert,
                                                .convert_rows = convert_rows};
