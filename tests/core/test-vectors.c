/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The committed conformance vectors: test-vectors FILE.tsv… Their format is described in
 * tests/vectors/README.md.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/vectors.h"
#include "scheme.h"

static char *const *files;
static size_t n_files;
static size_t disagreements; /* about whether a text can be repaired */

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

/* A vector of names: profile, given, surname, and what the library says. */
static void check_name(char *columns[], char *expected, char *got, size_t capacity)
{
    struct pecaddr_scheme plain = *pecaddr_scheme_ingpec();
    struct pecaddr_person person = PECADDR_PERSON_INIT;

    plain.naming.profile = PECADDR_PROFILE_PLAIN;
    person.given = vectors_unescape(columns[1]);
    person.surname = vectors_unescape(columns[2]);
    snprintf(expected, capacity, "%s %s %s %s %s", columns[3], columns[4], columns[5], columns[6],
             columns[7]);
    answer(strcmp(columns[0], "plain") == 0 ? &plain : pecaddr_scheme_ingpec(), &person, got,
           capacity);
}

/*
 * A vector of repairs: input, code, text. Where one of the two does not trust a text that was
 * garbled it may refuse it; no two give different texts, and they seldom disagree.
 */
static void check_repair(char *columns[], char *expected, char *got, size_t capacity)
{
    char repaired[3 * PECADDR_FIELD_MAX + 1] = "-";
    int r = pecaddr_repair(vectors_unescape(columns[0]), repaired, sizeof repaired, NULL);
    struct pecaddr_text text = vectors_unescape(columns[2]);
    bool refused = r == PECADDR_E_MOJIBAKE || strcmp(columns[1], "MOJIBAKE") == 0;

    snprintf(expected, capacity, "%s %.*s", columns[1], (int)text.size, text.data);
    snprintf(got, capacity, "%s %s", pecaddr_status_name(r), repaired);
    if (refused && r <= 0 && strcmp(got, expected) != 0) {
        disagreements++;
        strcpy(got, expected);
    }
}

/* A vector of codici fiscali: given, surname, codice fiscale, and how it contradicts the name. */
static void check_holder(char *columns[], char *expected, char *got, size_t capacity)
{
    struct pecaddr_person person = PECADDR_PERSON_INIT;
    struct pecaddr_holder_comparison comparison = PECADDR_HOLDER_COMPARISON_INIT;
    int r;

    person.given = vectors_unescape(columns[0]);
    person.surname = vectors_unescape(columns[1]);
    person.holder = vectors_unescape(columns[2]);
    r = pecaddr_holder_compare(pecaddr_scheme_ingpec(), &person, &comparison, NULL);
    snprintf(expected, capacity, "%s", columns[3]);
    if (r != PECADDR_NO_MATCH) {
        snprintf(got, capacity, "%s", pecaddr_status_name(r));
        return;
    }
    snprintf(got, capacity, "%s%s%s",
             comparison.mismatch & PECADDR_MISMATCH_SURNAME ? ",surname" : "",
             comparison.mismatch & PECADDR_MISMATCH_GIVEN ? ",given" : "",
             comparison.mismatch & PECADDR_MISMATCH_FIRST_FITS ? ",first" : "");
    memmove(got, got + 1, strlen(got));
}

static const struct {
    const char *header;
    size_t n; /* of columns */
    void (*check)(char *columns[], char *expected, char *got, size_t capacity);
} kinds[] = {
    {"profile\tgiven\tsurname\tcode\tfield\toffset\tnotes\tlocal_part\n", 8, check_name},
    {"input\tcode\ttext\n", 3, check_repair},
    {"given\tsurname\tcodice_fiscale\tanswer\n", 4, check_holder},
};

static size_t check_file(const char *path)
{
    struct vectors vectors = vectors_open(path);
    size_t kind = 0;
    size_t n = 0;

    while (kind < N_OF(kinds) && strcmp(vectors.header, kinds[kind].header) != 0)
        kind++;
    ck_assert_msg(kind < N_OF(kinds), "%s: %s", path, vectors.header);
    for (; vectors_next(&vectors); n++) {
        char expected[4 * PECADDR_FIELD_MAX];
        char got[4 * PECADDR_FIELD_MAX];

        if (vectors.n != kinds[kind].n)
            ck_abort_msg("%s:%zu: columns are missing", path, vectors.number);
        kinds[kind].check(vectors.columns, expected, got, sizeof got);
        if (strcmp(got, expected) != 0)
            ck_abort_msg("%s:%zu: %s, not %s", path, vectors.number, got, expected);
    }
    vectors_close(&vectors);
    return n;
}

START_TEST(each_of_73800_vectors_has_its_answer)
{
    size_t n = 0;

    for (size_t i = 0; i < n_files; i++)
        n += check_file(files[i]);
    ck_assert_uint_eq(n, 73800);
    ck_assert_uint_lt(disagreements, 4000 / 20);
}
END_TEST

int main(int argc, char *argv[])
{
    const TTest *const tests[] = {each_of_73800_vectors_has_its_answer};

    files = argv + 1;
    n_files = (size_t)argc - 1;
    return run_suite("vectors", tests, ARRAY_SIZE(tests));
}
