/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The committed rows of Latin-ASCII are those of ICU 72: test-latin-ascii FILE.tsv transliterates
 * the character of each row with the library itself.
 */
#include <stdio.h>
#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "suite.h"

static const char *path;

static void transliterate(UTransliterator *transform, const char *text, char *result,
                          int32_t capacity)
{
    UChar buffer[64];
    UErrorCode status = U_ZERO_ERROR;
    int32_t size;
    int32_t limit;

    u_strFromUTF8(buffer, N_OF(buffer), &size, text, -1, &status);
    limit = size;
    utrans_transUChars(transform, buffer, &size, N_OF(buffer), 0, &limit, &status);
    u_strToUTF8(result, capacity, NULL, buffer, size, &status);
    ck_assert_msg(U_SUCCESS(status), "%s: %s", text, u_errorName(status));
}

START_TEST(each_row_is_what_icu_72_makes_of_the_character)
{
    UErrorCode status = U_ZERO_ERROR;
    UTransliterator *transform =
        utrans_openU(u"Latin-ASCII", -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    FILE *file = fopen(path, "r");
    char line[256];
    size_t n = 0;

    ck_assert(U_SUCCESS(status));
    ck_assert_msg(file != NULL, "%s", path);
    while (fgets(line, sizeof line, file)) {
        char *character = strchr(line, '\t');
        char *row = character ? strchr(character + 1, '\t') : NULL;
        char result[64];

        if (line[0] == '#')
            continue;
        ck_assert(row != NULL);
        *row++ = '\0';
        row[strcspn(row, "\n")] = '\0';
        transliterate(transform, character + 1, result, sizeof result);
        ck_assert_msg(strcmp(result, row) == 0, "%s is %s, not %s", line, result, row);
        n++;
    }
    ck_assert_uint_eq(n, 846);
    fclose(file);
    utrans_close(transform);
}
END_TEST

int main(int argc, char *argv[])
{
    const TTest *const tests[] = {each_row_is_what_icu_72_makes_of_the_character};

    if (argc != 2)
        return EXIT_FAILURE;
    path = argv[1];
    return run_suite("latin-ascii", tests, N_OF(tests));
}
