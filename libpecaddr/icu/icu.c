/* SPDX-License-Identifier: BSD-3-Clause */
#include <pecaddr/icu.h>

#include <unicode/ustring.h>
#include <unicode/utrans.h>

#define EXPORT __attribute__((visibility("default")))

/*
 * The core gives a field in Normalization Form C, at most three times PECADDR_FIELD_MAX, and takes
 * no answer that is longer than a field; 16-bit units are never more than bytes of UTF-8.
 */
#define UNITS_MAX (4 * PECADDR_FIELD_MAX)

static const UChar rules[] = u"Any-Latin; Latin-ASCII";

/*
 * A transliterator of its own for each field: threads may not share one without synchronizing
 * (unicode/translit.h), while opening is safe. ICU keeps the rules that it has read, so after the
 * first time this takes a fraction of a millisecond, and few names are of another script.
 */
static void transliterate(UChar units[UNITS_MAX], int32_t *size, UErrorCode *status)
{
    UTransliterator *transliterator =
        utrans_openU(rules, -1, UTRANS_FORWARD, NULL, 0, NULL, status);
    int32_t limit = *size;

    if (U_SUCCESS(*status))
        utrans_transUChars(transliterator, units, size, UNITS_MAX, 0, &limit, status);
    utrans_close(transliterator);
}

static int transliterate_text(void *user, struct pecaddr_text text, char *buffer, size_t capacity,
                              size_t *ret_size)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar units[UNITS_MAX];
    int32_t size = 0;
    int32_t written = 0;

    (void)user;
    if (text.size > UNITS_MAX || capacity > INT32_MAX)
        return PECADDR_E_TOO_LONG;
    u_strFromUTF8(units, UNITS_MAX, &size, text.data, (int32_t)text.size, &status);
    if (U_SUCCESS(status))
        transliterate(units, &size, &status);
    u_strToUTF8(buffer, (int32_t)capacity, &written, units, size, &status);
    if (U_FAILURE(status))
        return PECADDR_E_SCRIPT;
    *ret_size = (size_t)written;
    return PECADDR_OK;
}

EXPORT const struct pecaddr_transliterator *pecaddr_icu_transliterator(void)
{
    static const struct pecaddr_transliterator icu = {
        .size = sizeof icu, .name = "icu", .transliterate = transliterate_text};

    return &icu;
}
