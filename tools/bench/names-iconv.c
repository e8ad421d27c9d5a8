/* SPDX-License-Identifier: BSD-3-Clause */
#include "names.h"

#include <iconv.h>
#include <locale.h>
#include <unistd.h>

/* The C library's iconv(); its transliteration is the locale's, and that of `C` knows no accents.
 */

static iconv_t converter;

static bool open_converter(void)
{
    static const char *const locales[] = {"C.UTF-8", "it_IT.UTF-8", "en_US.UTF-8"};

    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++)
        if (setlocale(LC_CTYPE, locales[i])) {
            converter = iconv_open("ASCII//TRANSLIT", "UTF-8");
            return converter != (iconv_t)-1;
        }
    return false;
}

static const char *version(void)
{
    static char text[32];

    return confstr(_CS_GNU_LIBC_VERSION, text, sizeof text) > 0 ? text : "the C library";
}

static size_t convert(const char *text, size_t size, char *buffer)
{
    char *in = (char *)text; /* which iconv() only reads */
    char *out = buffer;
    size_t left = NAMES_BUFFER_SIZE;

    if (iconv(converter, &in, &size, &out, &left) == (size_t)-1)
        return 0;
    return NAMES_BUFFER_SIZE - left;
}

static bool convert_rows(const struct corpus *corpus, size_t first, size_t n)
{
    return convert_both_fields(convert, corpus, first, n);
}

const struct contestant contestant_iconv = {.name = "iconv, ASCII//TRANSLIT",
                                            .version = version,
                                            .open = open_converter,
                                            .convert = convert,
                                            .convert_rows = convert_rows,
                                            .keeps_case = true};
