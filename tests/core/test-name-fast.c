/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The short cut for the names that most people have gives what the plain way gives, wherever it
 * gives anything: test-name-fast FILE.tsv…, whose fields of names are tried, too.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "name-fast.h"

#include <sys/mman.h>
#include <unistd.h>

#include "core/made-scheme.h"
#include "core/vectors.h"
#include "word-list.h"

static char *const *files;
static size_t n_files;

/* How a scheme may read names. */
static const struct naming namings[] = {
    {.budget = 51, .needs_given = true, .needs_surname = true},
    {.budget = 51, .needs_given = true, .needs_surname = true, .given_first = true},
    {.budget = 62, .needs_given = true, .needs_surname = true, .initial_only = true},
    {.budget = 9, .needs_given = true, .needs_surname = true},
    {.budget = 30, .needs_given = true, .needs_surname = true, .overlong_fail = true},
};

static size_t tried;
static size_t taken;

static bool same_folded(const struct pecaddr_folded *a, const struct pecaddr_folded *b)
{
    return a->notes == b->notes && a->given_size == b->given_size &&
           a->first_size == b->first_size && a->surname_size == b->surname_size &&
           strcmp(a->given, b->given) == 0 && strcmp(a->surname, b->surname) == 0;
}

/* Stops the test where the two ways differ, under the first of the namings. */
static void compare_under(size_t n_namings, struct pecaddr_text given, struct pecaddr_text surname)
{
    struct pecaddr_person person = {.size = sizeof person, .given = given, .surname = surname};

    for (size_t i = 0; i < 2 * n_namings; i++) {
        enum pecaddr_profile profile = i % 2 ? PECADDR_PROFILE_PLAIN : PECADDR_PROFILE_ANAGRAFE;
        struct pecaddr_folded fast = PECADDR_FOLDED_INIT;
        struct pecaddr_folded plain = PECADDR_FOLDED_INIT;
        struct holder_codes fast_codes;
        struct holder_codes plain_codes;
        bool fast_profiled;
        bool plain_profiled = false;
        int r;

        tried++;
        if (!pecaddr__name_fast(&namings[i / 2], profile, &person, &fast, &fast_profiled,
                                &fast_codes))
            continue;
        taken++;
        r = pecaddr__name_plain(&namings[i / 2], profile, &person, NULL, &plain, &plain_profiled,
                                &plain_codes, NULL);
        if (r != PECADDR_OK || !same_folded(&fast, &plain) || fast_profiled != plain_profiled ||
            memcmp(&fast_codes, &plain_codes, sizeof fast_codes) != 0)
            ck_abort_msg("naming %zu, '%.*s' '%.*s': %s.%s, plainly %d, notes 0x%x, %s.%s", i,
                         (int)given.size, given.data, (int)surname.size, surname.data, fast.given,
                         fast.surname, r, (unsigned)plain.notes, plain.given, plain.surname);
        if (!pecaddr__name_fast(&namings[i / 2], profile, &person, &fast, &fast_profiled, NULL) ||
            !same_folded(&fast, &plain) || fast_profiled != plain_profiled)
            ck_abort_msg("'%.*s' '%.*s': other letters without a codice fiscale", (int)given.size,
                         given.data, (int)surname.size, surname.data);
    }
}

static void compare(struct pecaddr_text given, struct pecaddr_text surname)
{
    compare_under(N_OF(namings), given, surname);
}

/* A field beside common names, in either place. */
static void compare_field(struct pecaddr_text field)
{
    compare(field, text("Rossi"));
    compare(text("Maria Luisa"), field);
    compare(field, field);
}

static const struct {
    const char *given;
    const char *surname;
} common[] = {
    {"Mario", "Rossi"},          {"MARIA", "BIANCHI"},        {"Maria Grazia", "De Luca"},
    {"ANNA MARIA", "LO PRESTI"}, {"Niccolò", "D'Angelo"},     {"NICOLO'", "DELL'ORTO"},
    {"José", "Müller"},          {"NICOLò", "CEFALÙ"},        {"Željko", "Kovačević"},
    {"Giosuè", "D’Amico"},       {"Maria Antonietta", "Oss"}, {"Ugo", "Sant'Angelo De Santis"},
};

START_TEST(common_names_take_the_short_cut)
{
    struct pecaddr_person person = PECADDR_PERSON_INIT;
    struct pecaddr_folded folded;
    bool profiled;

    person.given = text(common[_i].given);
    person.surname = text(common[_i].surname);
    ck_assert_msg(pecaddr__name_fast(&namings[0], PECADDR_PROFILE_ANAGRAFE, &person, &folded,
                                     &profiled, NULL),
                  "%s %s", common[_i].given, common[_i].surname);
    compare(person.given, person.surname);
}
END_TEST

/* Whoever reads a byte before or after the field ends. */
static void compare_at_edges(const char *string)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t size = strlen(string);
    char *memory = mmap(NULL, 3 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *first = memory + page;
    char *last = memory + 2 * page - size;

    ck_assert_ptr_ne(memory, MAP_FAILED);
    memcpy(first, string, size);
    memcpy(last, string, size);
    ck_assert_int_eq(mprotect(memory, page, PROT_NONE), 0);
    ck_assert_int_eq(mprotect(memory + 2 * page, page, PROT_NONE), 0);
    compare_field((struct pecaddr_text){first, size});
    compare_field((struct pecaddr_text){last, size});
    munmap(memory, 3 * page);
}

START_TEST(nothing_but_the_field_is_read)
{
    static const char *const fields[] = {
        "O",    "é",     "È",      "D'", "D’",       "’D", "Oò",
        "ZOò'", "D’Aò’", "Èva Lò", "Lê", "Nicolò Ò", "AÀ", "Mariagiovannantonià",
    };

    compare_at_edges(common[_i].given);
    compare_at_edges(common[_i].surname);
    for (size_t i = 0; i < N_OF(fields); i++)
        compare_at_edges(fields[i]);
}
END_TEST

START_TEST(all_names_of_the_vectors_are_folded_alike)
{
    size_t n = 0;

    for (size_t i = 0; i < n_files; i++) {
        struct vectors vectors = vectors_open(files[i]);

        while (vectors_next(&vectors)) {
            compare(vectors_unescape(vectors.columns[1]), vectors_unescape(vectors.columns[2]));
            n++;
        }
        vectors_close(&vectors);
    }
    ck_assert_uint_gt(n, 50000);
    /* Else there is nothing to compare. */
    ck_assert_uint_gt(taken, tried / 20);
}
END_TEST

static size_t put(char *chars, uint32_t code)
{
    if (code < 0x80) {
        chars[0] = (char)code;
        return 1;
    }
    chars[0] = (char)(0xC0 | code >> 6);
    chars[1] = (char)(0x80 | (code & 0x3F));
    return 2;
}

/* What stands around a pair of code points. */
static const char *const around[][2] = {
    {"", ""}, {"a", "a"}, {"A", "A"}, {"AB", ""}, {"Ab ", " De"}, {"Dell'", "mariagiovannaa"},
};

START_TEST(every_pair_of_neighbours_below_0250_is_folded_alike)
{
    const char *const *both = around[_i];
    size_t before = strlen(both[0]);
    char field[64];

    memcpy(field, both[0], before);
    for (uint32_t first = 1; first < 0x250; first++) {
        size_t middle = before + put(field + before, first);

        for (uint32_t second = 1; second < 0x250; second++) {
            size_t size = middle + put(field + middle, second);

            strcpy(field + size, both[1]);
            size += strlen(both[1]);
            compare_under(1, (struct pecaddr_text){field, size}, text("Rossi"));
            compare_under(1, text("Anna"), (struct pecaddr_text){field, size});
        }
    }
}
END_TEST

/* Words as they may be hidden in a field; %s is the word. */
static const char *const disguises[] = {
    "%s",
    "%s Rossi",
    "Rossi %s",
    "Rossi %s Bianchi",
    "De %s",
    "De %s Rossi",
    "'%s",
    "%s'",
    " %s ",
    "'%s' Rossi",
    "Rossi '%s'",
    "Mari %s",
    "%s %s",
    "%sx",
    "x%s",
    "Ö%s",
    "%sü",
    "Å %s Ø",
    "è%s Rosa",
    "Maria %s è",
    "Maria Rosa %s Anna Bianca Carla",
    "%s'%s",
    "Lo%s La",
};

/* The letters of a word: some in upper case, one with a mark, an apostrophe after one. */
static void disguise(char *word, const char *letters, size_t upper, size_t mark, size_t apostrophe)
{
    static const char *const marked[] = {"à", "è", "ì", "ò", "ù", "ç", "ñ"};
    static const char plain[] = "aeioucn";
    size_t size = 0;

    for (size_t i = 0; letters[i]; i++) {
        const char *at = strchr(plain, letters[i]);

        if (i == mark && at)
            size += (size_t)sprintf(word + size, "%s", marked[at - plain]);
        else
            word[size++] =
                (char)(i < upper && letters[i] >= 'a' ? letters[i] - 'a' + 'A' : letters[i]);
        if (i == apostrophe)
            word[size++] = '\'';
    }
    word[size] = '\0';
}

static void compare_word(const char *letters)
{
    static const size_t uppers[] = {0, 1, 99};
    char word[64];
    char field[256];

    for (size_t i = 0; i < N_OF(uppers); i++)
        for (size_t mark = 0; mark <= strlen(letters); mark++)
            for (size_t apostrophe = 0; apostrophe <= strlen(letters); apostrophe++) {
                disguise(word, letters, uppers[i], mark, apostrophe);
                for (size_t k = 0; k < N_OF(disguises); k++) {
                    int size = snprintf(field, sizeof field, disguises[k], word, word);

                    compare_field((struct pecaddr_text){field, (size_t)size});
                }
            }
}

START_TEST(words_that_may_be_no_name_are_folded_alike_in_any_disguise)
{
    size_t n = 0;

    for (size_t slot = 0; slot < (size_t)1 << WORD_SLOT_BITS; slot++) {
        const struct listed_word *word = &pecaddr__words[pecaddr__word_slots[slot]];
        char letters[LISTED_WORD_MAX + 1] = "";

        if (word->low == 0)
            continue;
        for (size_t i = 0; i < LISTED_WORD_MAX; i++)
            letters[i] = (char)((i < 8 ? word->low : word->high) >> 8 * (i % 8));
        compare_word(letters);
        n++;
    }
    ck_assert_uint_gt(n, 100);
}
END_TEST

/* Every length on both sides of each limit, and every place of a space in it. */
START_TEST(fields_of_any_length_are_folded_alike)
{
    char field[72];

    for (size_t size = 0; size <= sizeof field; size++)
        for (size_t at = 0; at <= size; at++)
            for (const char *sign = " '-\xC3"; *sign; sign++) {
                memset(field, _i ? 'M' : 'm', size);
                if (at < size)
                    field[at] = *sign;
                if (*sign == '\xC3' && at + 1 < size)
                    field[at + 1] = '\xA8';
                compare_field((struct pecaddr_text){field, size});
            }
}
END_TEST

START_TEST(fields_of_any_number_of_words_are_folded_alike)
{
    static const char letters[] = "a b c d f g h i j k m n o p q r s t u v w x z";

    for (size_t size = 1; size < sizeof letters; size++)
        compare_field((struct pecaddr_text){letters, size});
}
END_TEST

START_TEST(surname_among_the_given_names_is_never_taken_silently)
{
    static const char *const givens[] = {"Rossi",         "Rossi Emma",   "Emma Rossi",
                                         "Maria Deluca",  "Ada Ro Ssi",   "Ros'si Ada",
                                         "EMMA ROSSI UG", "Rossi Rossi",  "De Luca Maria",
                                         "Emma Rossini",  "Mariarossi Al"};
    static const char *const surnames[] = {"Rossi", "ROSSI", "De Luca", "Deluca", "Ro'ssi",
                                           "Al",    "Ug",    "Ro",      "Ros"};

    for (size_t i = 0; i < N_OF(givens); i++)
        for (size_t k = 0; k < N_OF(surnames); k++)
            compare(text(givens[i]), text(surnames[k]));
}
END_TEST

int main(int argc, char *argv[])
{
    Suite *suite = suite_create("name-fast");
    TCase *tc = tcase_create("fast");

    files = argv + 1;
    n_files = (size_t)argc - 1;
    tcase_set_timeout(tc, 0);
    ADD(tc, common_names_take_the_short_cut, common);
    ADD(tc, nothing_but_the_field_is_read, common);
    tcase_add_test(tc, all_names_of_the_vectors_are_folded_alike);
    ADD(tc, every_pair_of_neighbours_below_0250_is_folded_alike, around);
    tcase_add_test(tc, words_that_may_be_no_name_are_folded_alike_in_any_disguise);
    tcase_add_loop_test(tc, fields_of_any_length_are_folded_alike, 0, 2);
    tcase_add_test(tc, fields_of_any_number_of_words_are_folded_alike);
    tcase_add_test(tc, surname_among_the_given_names_is_never_taken_silently);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
