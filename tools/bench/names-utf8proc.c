/* SPDX-License-Identifier: BSD-3-Clause */
#include "names.h"

#include <stdio.h>
#include <utf8proc.h>

/* utf8proc, which drops marks and folds case itself. */

static const char *version(void)
{
    static char text[32];

    snprintf(text, sizeof text, "utf8proc %s", utf8proc_version());
    return text;
}

static size_t convert(const char *text, size_t size, char *buffer)
{
    utf8proc_option_t options = UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD;
    utf8proc_int32_t letters[NAMES_BUFFER_SIZE];
    utf8proc_ssize_t length =
        utf8proc_decompose((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)size, letters,
                           NAMES_BUFFER_SIZE, options);
    size_t written = 0;

    if (length > NAMES_BUFFER_SIZE / 4)
        return 0;
    for (utf8proc_ssize_t i = 0; i < length; i++)
        if (letters[i] < 0x80)
            buffer[written++] = (char)letters[i];
        else
            written +=
                (size_t)utf8proc_encode_char(letters[i], (utf8proc_uint8_t *)buffer + written);
    return written;
}

static bool convert_rows(const struct corpus *corpus, size_t first, size_t n)
{
    return convert_both_fields(convert, corpus, first, n);
}

const struct contestant contestant_utf8proc = {.name = "utf8proc, without marks, folded",
                                               .version = version,
                                               .convert = convert,
                                               .convert_rows = convert_rows};
