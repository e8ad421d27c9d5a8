/* SPDX-License-Identifier: BSD-3-Clause */
#include "names.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>
#include <unicode/uversion.h>

/* ICU twice: its own transliterator to ASCII, and its normalizer, from whose answer marks are
   dropped and letters are lower-cased. */

static UTransliterator *transliterator;
static const UNormalizer2 *nfd;

static const char *version(void)
{
    static char text[4 + U_MAX_VERSION_STRING_LENGTH] = "ICU ";
    UVersionInfo info;

    u_getVersion(info);
    u_versionToString(info, text + 4);
    return text;
}

static bool open_transliterator(void)
{
    UErrorCode status = U_ZERO_ERROR;

    transliterator =
        utrans_openU(u"Latin-ASCII; Lower", -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    return U_SUCCESS(status);
}

static bool open_nfd(void)
{
    UErrorCode status = U_ZERO_ERROR;

    nfd = unorm2_getNFDInstance(&status);
    return U_SUCCESS(status);
}

static size_t transliterate(const char *text, size_t size, char *buffer)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[NAMES_BUFFER_SIZE];
    int32_t length;
    int32_t limit;

    u_strFromUTF8(wide, NAMES_BUFFER_SIZE, &length, text, (int32_t)size, &status);
    limit = length;
    utrans_transUChars(transliterator, wide, &length, NAMES_BUFFER_SIZE, 0, &limit, &status);
    u_strToUTF8(buffer, NAMES_BUFFER_SIZE, &length, wide, length, &status);
    return U_SUCCESS(status) ? (size_t)length : 0;
}

/* The letters of the corpus lie in the Basic Multilingual Plane, whose characters are one unit. */
static int32_t strip_and_lower(UChar *wide, int32_t length)
{
    int32_t left = 0;

    for (int32_t i = 0; i < length; i++)
        if (wide[i] < 0x80)
            wide[left++] = wide[i] >= 'A' && wide[i] <= 'Z' ? (UChar)(wide[i] + 0x20) : wide[i];
        else if (u_charType(wide[i]) != U_NON_SPACING_MARK)
            wide[left++] = (UChar)u_tolower(wide[i]);
    return left;
}

static size_t normalize(const char *text, size_t size, char *buffer)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar composed[NAMES_BUFFER_SIZE];
    UChar wide[NAMES_BUFFER_SIZE];
    int32_t length;

    u_strFromUTF8(composed, NAMES_BUFFER_SIZE, &length, text, (int32_t)size, &status);
    length = unorm2_normalize(nfd, composed, length, wide, NAMES_BUFFER_SIZE, &status);
    if (U_FAILURE(status))
        return 0;
    length = strip_and_lower(wide, length);
    u_strToUTF8(buffer, NAMES_BUFFER_SIZE, &length, wide, length, &status);
    return U_SUCCESS(status) ? (size_t)length : 0;
}

static bool transliterate_rows(const struct corpus *corpus, size_t first, size_t n)
{
    return convert_both_fields(transliterate, corpus, first, n);
}

static bool normalize_rows(const struct corpus *corpus, size_t first, size_t n)
{
    return convert_both_fields(normalize, corpus, first, n);
}

const struct contestant contestant_icu_transliterator = {.name = "ICU, Latin-ASCII; Lower",
                                                         .version = version,
                                                         .open = open_transliterator,
                                                         .convert = transliterate,
                                                         .convert_rows = transliterate_rows};
const struct contestant contestant_icu_nfd = {.name = "ICU, NFD without marks",
                                              .version = version,
                                              .open = open_nfd,
                                              .convert = normalize,
                                              .convert_rows = normalize_rows};
