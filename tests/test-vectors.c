/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The committed conformance vectors: test-vectors FILE.tsv… Their format is described in
 * tests/vectors/README.md.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../libpecaddr/scheme.h"
#include "suite.h"

#define COLUMNS 8

static char *const *files;
static size_t n_files;

static int digit(char c)
{
    return c <= '9' ? c - '0' : c - 'A' + 10;
}

/* Replaces the escapes, in place. */
static struct pecaddr_text unescape(char *text)
{
    size_t size = 0;

    for (const char *c = text; *c; c++) {
        if (*c != '\\') {
            text[size++] = *c;
            continue;
        }
        switch (*++c) {
        case 't':
            text[size++] = '\t';
            break;
        case 'n':
            text[size++] = '\n';
            break;
        case 'r':
            text[size++] = '\r';
            break;
        case 'x':
            text[size++] = (char)(digit(c[1]) * 16 + digit(c[2]));
            c += 2;
            break;
        default:
            text[size++] = *c;
            break;
        }
    }
    return (struct pecaddr_text){text, size};
}

static size_t split(char *line, char *columns[COLUMNS])
{
    size_t n = 0;

    line[strcspn(line, "\n")] = '\0';
    for (char *next = line; next && n < COLUMNS; n++) {
        columns[n] = next;
        next = strchr(next, '\t');
        if (next)
            *next++ = '\0';
    }
    return n;
}

static void write_notes(uint32_t notes, char *text)
{
    *text = '\0';
    for (unsigned bit = 0; bit < 32; bit++)
        if (notes & (uint32_t)1 << bit)
            sprintf(text + strlen(text), "%s%s", *text ? "," : "",
                    pecaddr_note_name((uint32_t)1 << bit));
    if (!*text)
        strcpy(text, "-");
}

/* What the library says, as the last five columns of a vector. */
static void answer(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                   char *text, size_t capacity)
{
    struct pecaddr_error error = {.size = sizeof error};
    char local[PECADDR_LOCAL_PART_MAX + 1];
    char notes[128];
    uint32_t bits;
    int r = pecaddr_local_part(scheme, person, NULL, local, sizeof local, NULL, &bits, &error);

    if (r < 0) {
        snprintf(text, capacity, "%s %s %zu - -", pecaddr_status_name(r),
                 error.field == PECADDR_FIELD_GIVEN ? "given" : "surname", error.offset);
        return;
    }
    write_notes(bits, notes);
    snprintf(text, capacity, "OK - - %s %s", notes, local);
}

static size_t check_file(const char *path)
{
    struct pecaddr_scheme plain = *pecaddr_scheme_ingpec();
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t capacity = 0;
    size_t n = 0;

    ck_assert_msg(file != NULL, "%s", path);
    plain.naming.profile = PECADDR_PROFILE_PLAIN;
    ck_assert_int_gt(getline(&line, &capacity, file), 0);
    ck_assert_str_eq(line, "profile\tgiven\tsurname\tcode\tfield\toffset\tnotes\tlocal_part\n");
    while (getline(&line, &capacity, file) > 0) {
        char *columns[COLUMNS];
        char expected[512];
        char got[512];
        struct pecaddr_person person = {.size = sizeof person};

        ck_assert_uint_eq(split(line, columns), COLUMNS);
        person.given = unescape(columns[1]);
        person.surname = unescape(columns[2]);
        snprintf(expected, sizeof expected, "%s %s %s %s %s", columns[3], columns[4], columns[5],
                 columns[6], columns[7]);
        answer(strcmp(columns[0], "plain") == 0 ? &plain : pecaddr_scheme_ingpec(), &person, got,
               sizeof got);
        ck_assert_msg(strcmp(got, expected) == 0, "%s:%zu: %s, not %s", path, n + 2, got, expected);
        n++;
    }
    free(line);
    fclose(file);
    return n;
}

START_TEST(each_of_50000_names_has_the_answer_of_the_vectors)
{
    size_t n = 0;

    for (size_t i = 0; i < n_files; i++)
        n += check_file(files[i]);
    ck_assert_uint_eq(n, 50000);
}
END_TEST

int main(int argc, char *argv[])
{
    const TTest *const tests[] = {each_of_50000_names_has_the_answer_of_the_vectors};

    files = argv + 1;
    n_files = (size_t)argc - 1;
    return run_suite("vectors", tests, ARRAY_SIZE(tests));
}
