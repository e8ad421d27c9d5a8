/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §2: letters of no Latin script, and schemes that have ICU transliterate them. */
#include <pthread.h>
#include <stdbool.h>

#include <pecaddr/icu.h>

#include "suite.h"

#define SCHEME       "name = x\ndomain = pec.example\nrule = {given}.{surname}\n"
#define WITH_ICU     SCHEME "transliterate = icu\n"
#define THREADS      8
#define ROUNDS       10
#define LOCAL_SIZE   (PECADDR_LOCAL_PART_MAX + 1)
#define FILLED_BYTES 2000

static const struct pecaddr_scheme *scheme_with(const char *source,
                                                const struct pecaddr_transliterator *transliterator)
{
    const struct pecaddr_scheme *scheme = NULL;
    struct pecaddr_error error = {.size = sizeof error, .message = ""};

    ck_assert_msg(pecaddr_scheme_parse(text(source), transliterator, &scheme, &error) == PECADDR_OK,
                  "%s", error.message);
    return scheme;
}

static int fold(const struct pecaddr_scheme *scheme, const char *given, const char *surname,
                char local[LOCAL_SIZE], uint32_t *ret_notes, struct pecaddr_error *error)
{
    struct pecaddr_person person = person_of(text(given), text(surname));

    *error = (struct pecaddr_error){.size = sizeof *error};
    return pecaddr_local_part(scheme, &person, NULL, local, LOCAL_SIZE, NULL, ret_notes, error);
}

/* Names whose spelling ICU 72 decides; all that is promised is letters, and the note. */
static const struct {
    const char *script;
    const char *given;
    const char *surname;
    const char *local; /* NULL: whatever it is */
} names[] = {
    {"Cyrillic", "Иван", "Петров", "ivan.petrov"},
    {"Cyrillic, two words", "Анна Мария", "Римский-Корсаков", "annamaria.rimskijkorsakov"},
    {"Cyrillic and Latin fields", "Ольга", "Rossi", "olga.rossi"},
    {"Latin and Cyrillic fields", "Niccolò", "Иванова", "niccolo.ivanova"},
    {"Greek", "Γεώργιος", "Παπαδόπουλος", "georgios.papadopoulos"},
    {"Greek, upper case", "ΕΛΕΝΗ", "ΝΙΚΟΛΑΪΔΟΥ", "elene.nikolaidou"},
    {"Arabic", "محمد", "حسن", "mhmd.hsn"},
    {"Han", "伟", "王", "wei.wang"},
    {"Georgian", "გიორგი", "ბერიძე", NULL},
    {"Armenian", "Արամ", "Խաչատրյան", NULL},
    {"Hebrew", "דוד", "כהן", NULL},
    {"Devanagari", "राज", "शर्मा", NULL},
    {"Hangul", "민수", "김", "minsu.gim"},
    {"Katakana", "ケン", "タナカ", "ken.tanaka"},
};

START_TEST(names_of_other_scripts_are_transliterated_and_marked)
{
    const struct pecaddr_scheme *scheme = scheme_with(WITH_ICU, pecaddr_icu_transliterator());
    struct pecaddr_error error;
    char local[LOCAL_SIZE];
    uint32_t notes = 0;
    size_t given;
    int r = fold(scheme, names[_i].given, names[_i].surname, local, &notes, &error);

    ck_assert_msg(r == PECADDR_OK, "%s: %s at %zu", names[_i].script, pecaddr_status_name(r),
                  error.offset);
    if (names[_i].local)
        ck_assert_str_eq(local, names[_i].local);
    ck_assert_msg(notes & PECADDR_NOTE_TRANSLITERATED, "%s", names[_i].script);
    given = strspn(local, "abcdefghijklmnopqrstuvwxyz");
    ck_assert_uint_gt(given, 0);
    ck_assert_int_eq(local[given], '.');
    ck_assert_uint_gt(strlen(local + given + 1), 0);
    ck_assert_uint_eq(strspn(local + given + 1, "abcdefghijklmnopqrstuvwxyz"),
                      strlen(local + given + 1));
    pecaddr_scheme_free(scheme);
}
END_TEST

START_TEST(latin_names_are_not_transliterated_and_not_marked)
{
    const struct pecaddr_scheme *scheme = scheme_with(WITH_ICU, pecaddr_icu_transliterator());
    struct pecaddr_error error;
    char local[LOCAL_SIZE];
    uint32_t notes = 99;

    ck_assert_int_eq(fold(scheme, "Jürgen", "D'Angelo", local, &notes, &error), PECADDR_OK);
    ck_assert_str_eq(local, "juergen.dangelo");
    ck_assert_uint_eq(notes, PECADDR_NOTE_VARIANT);
    pecaddr_scheme_free(scheme);
}
END_TEST

static const struct {
    const char *given;
    const char *surname;
    enum pecaddr_field field;
    size_t offset;
} mixed[] = {
    {"Mario", "R\xd0\xbessi", PECADDR_FIELD_SURNAME, 1}, /* a Cyrillic о among Latin letters */
    {"Mario Иван", "Rossi", PECADDR_FIELD_GIVEN, 6},
    {"Иван Mario", "Rossi", PECADDR_FIELD_GIVEN, 0},
    {"Ing. Иван", "Rossi", PECADDR_FIELD_GIVEN, 5},
    {"Mario", "Петров-Rossi", PECADDR_FIELD_SURNAME, 0},
    {"Ива2н", "Rossi", PECADDR_FIELD_GIVEN, 0}, /* a digit stays one */
};

START_TEST(field_of_mixed_scripts_is_refused_where_the_other_script_begins)
{
    const struct pecaddr_scheme *scheme = scheme_with(WITH_ICU, pecaddr_icu_transliterator());
    struct pecaddr_error error;
    char local[LOCAL_SIZE] = "untouched";
    uint32_t notes = 99;

    ck_assert_int_eq(fold(scheme, mixed[_i].given, mixed[_i].surname, local, &notes, &error),
                     PECADDR_E_SCRIPT);
    ck_assert_int_eq(error.code, PECADDR_E_SCRIPT);
    ck_assert_int_eq(error.field, mixed[_i].field);
    ck_assert_uint_eq(error.offset, mixed[_i].offset);
    ck_assert_str_eq(local, "untouched");
    ck_assert_uint_eq(notes, 99);
    pecaddr_scheme_free(scheme);
}
END_TEST

START_TEST(transliteration_is_off_unless_the_scheme_asks)
{
    static const char *const schemes[] = {SCHEME, SCHEME "transliterate = none\n"};
    struct pecaddr_error error;
    char local[LOCAL_SIZE];

    for (size_t i = 0; i < N_OF(schemes); i++) {
        const struct pecaddr_scheme *scheme = scheme_with(schemes[i], pecaddr_icu_transliterator());

        ck_assert_int_eq(fold(scheme, "Мария", "Rossi", local, NULL, &error), PECADDR_E_SCRIPT);
        ck_assert_uint_eq(error.offset, 0);
        pecaddr_scheme_free(scheme);
    }
    ck_assert_int_eq(fold(pecaddr_scheme_ingpec(), "Мария", "Rossi", local, NULL, &error),
                     PECADDR_E_SCRIPT);
}
END_TEST

START_TEST(scheme_that_asks_for_icu_does_not_parse_without_it)
{
    static const struct pecaddr_transliterator stranger = {.size = sizeof stranger,
                                                           .name = "other"};
    struct pecaddr_transliterator other = stranger;
    const struct pecaddr_scheme *scheme = NULL;
    struct pecaddr_error error = {.size = sizeof error};

    other.transliterate = pecaddr_icu_transliterator()->transliterate;
    ck_assert_int_eq(pecaddr_scheme_parse(text(WITH_ICU), NULL, &scheme, &error), PECADDR_E_SCHEME);
    ck_assert_ptr_nonnull(strstr(error.message, "libpecaddr-icu"));
    ck_assert_int_eq(pecaddr_scheme_parse(text(WITH_ICU), &other, &scheme, &error),
                     PECADDR_E_SCHEME);
    ck_assert_ptr_null(scheme);
}
END_TEST

START_TEST(scheme_that_transliterates_says_so_in_its_canonical_text)
{
    const struct pecaddr_scheme *scheme = scheme_with(WITH_ICU, pecaddr_icu_transliterator());
    char canonical[2000];

    ck_assert_int_eq(pecaddr_scheme_canonical(scheme, canonical, sizeof canonical, NULL),
                     PECADDR_OK);
    ck_assert_ptr_nonnull(strstr(canonical, "\ntransliterate = icu\n"));
    pecaddr_scheme_free(scheme);
}
END_TEST

START_TEST(canonically_equivalent_names_are_transliterated_to_one)
{
    static const struct {
        const char *composed;
        const char *decomposed;
    } rows[] = {
        {"Андрей", "Андреи\xcc\x86"},
        {"Ёлкин", "Е\xcc\x88лкин"},
        {"Γεώργιος", "Γεω\xcc\x81ργιος"},
        {"Νικολαΐδης", "Νικολαι\xcc\x88\xcc\x81δης"},
        {"한", "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab"},
        {"ガ", "カ\xe3\x82\x99"},
    };
    const struct pecaddr_scheme *scheme = scheme_with(WITH_ICU, pecaddr_icu_transliterator());

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pecaddr_error error;
        char one[LOCAL_SIZE];
        char other[LOCAL_SIZE];

        ck_assert_int_eq(fold(scheme, rows[i].composed, "Rossi", one, NULL, &error), PECADDR_OK);
        ck_assert_int_eq(fold(scheme, rows[i].decomposed, "Rossi", other, NULL, &error),
                         PECADDR_OK);
        ck_assert_str_eq(one, other);
    }
    pecaddr_scheme_free(scheme);
}
END_TEST

START_TEST(options_of_the_scheme_hold_for_transliterated_names)
{
    const struct pecaddr_scheme *scheme =
        scheme_with(WITH_ICU "given = first\n", pecaddr_icu_transliterator());
    struct pecaddr_error error;
    char local[LOCAL_SIZE];
    uint32_t notes = 0;

    ck_assert_int_eq(fold(scheme, "Анна Мария", "Петрова", local, &notes, &error), PECADDR_OK);
    ck_assert_str_eq(local, "anna.petrova");
    ck_assert_int_eq(
        fold(scheme, "Анна", "Константинопольская Преображенскодолгорукая", local, &notes, &error),
        PECADDR_OK);
    ck_assert_uint_le(strlen(local), PECADDR_LOCAL_PART_MAX);
    pecaddr_scheme_free(scheme);
}
END_TEST

START_TEST(long_fields_are_transliterated_or_refused_never_cut_short)
{
    static const char *const letters[] = {"Ж", "щ", "王", "ᾧ", "ﷺ", "𐐷"};
    const struct pecaddr_scheme *scheme = scheme_with(WITH_ICU, pecaddr_icu_transliterator());

    for (size_t i = 0; i < N_OF(letters); i++) {
        struct pecaddr_error error;
        char local[LOCAL_SIZE];
        char field[PECADDR_FIELD_MAX + 1] = "";
        int r;

        while (strlen(field) + strlen(letters[i]) <= PECADDR_FIELD_MAX)
            strcat(field, letters[i]);
        r = fold(scheme, field, "Rossi", local, NULL, &error);
        ck_assert_msg(r == PECADDR_OK || r == PECADDR_E_SCRIPT, "%s: %d", letters[i], r);
    }
    pecaddr_scheme_free(scheme);
}
END_TEST

START_TEST(empty_text_and_small_buffers_are_no_harm)
{
    const struct pecaddr_transliterator *icu = pecaddr_icu_transliterator();
    char buffer[8] = "untouch";
    size_t size = 99;

    ck_assert_uint_eq(icu->size, sizeof *icu);
    ck_assert_str_eq(icu->name, "icu");
    ck_assert_ptr_eq(icu, pecaddr_icu_transliterator());
    ck_assert_int_eq(icu->transliterate(icu->user, text("Иван"), buffer, 4, &size), 0);
    ck_assert_uint_eq(size, 4);
    ck_assert_mem_eq(buffer, "Ivan", 4);
    size = 99;
    ck_assert_int_lt(icu->transliterate(icu->user, text("Иван"), buffer, 3, &size), 0);
    ck_assert_uint_eq(size, 99);
    ck_assert_int_lt(icu->transliterate(icu->user, text("\xd0"), buffer, sizeof buffer, &size), 0);
    ck_assert_uint_eq(size, 99);
    ck_assert_int_eq(icu->transliterate(icu->user, text(""), buffer, sizeof buffer, &size), 0);
    ck_assert_uint_eq(size, 0);
}
END_TEST

/* What a thread found. Check's own assertions stay on the main thread. */
struct worker {
    pthread_t thread;
    const struct pecaddr_scheme *scheme;
    char locals[N_OF(names)][LOCAL_SIZE];
    bool steady;
};

static void *work(void *argument)
{
    struct worker *worker = argument;

    worker->steady = true;
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < N_OF(names); i++) {
            struct pecaddr_error error;
            char local[LOCAL_SIZE] = "";

            if (fold(worker->scheme, names[i].given, names[i].surname, local, NULL, &error) ||
                (round > 0 && strcmp(local, worker->locals[i]) != 0))
                worker->steady = false;
            strcpy(worker->locals[i], local);
        }
    }
    return NULL;
}

START_TEST(eight_threads_that_share_a_scheme_get_the_same_answers)
{
    static struct worker workers[THREADS];
    const struct pecaddr_scheme *scheme = scheme_with(WITH_ICU, pecaddr_icu_transliterator());

    for (size_t t = 0; t < THREADS; t++) {
        workers[t].scheme = scheme;
        ck_assert_int_eq(pthread_create(&workers[t].thread, NULL, work, &workers[t]), 0);
    }
    for (size_t t = 0; t < THREADS; t++)
        ck_assert_int_eq(pthread_join(workers[t].thread, NULL), 0);
    for (size_t t = 0; t < THREADS; t++) {
        ck_assert(workers[t].steady);
        for (size_t i = 0; i < N_OF(names); i++)
            ck_assert_str_eq(workers[t].locals[i], workers[0].locals[i]);
    }
    pecaddr_scheme_free(scheme);
}
END_TEST

/* A transliterator that does what a row of the table below says. */
struct fake {
    const char *what;
    int answer;
    const char *output;
    size_t size;
    const char *local; /* NULL: refused */
};

static int play(void *user, struct pecaddr_text input, char *buffer, size_t capacity,
                size_t *ret_size)
{
    const struct fake *fake = *(const struct fake **)user;
    size_t size = fake->size < FILLED_BYTES ? fake->size : strlen(fake->output);

    ck_assert_uint_gt(input.size, 0);
    ck_assert_uint_gt(capacity, size);
    memcpy(buffer, fake->output, size);
    *ret_size = fake->size;
    return fake->answer;
}

#define OUTPUT(string) string, sizeof string - 1
static const struct fake fakes[] = {
    {"letters", 0, OUTPUT("Ivan"), "ivan.rossi"},
    {"letters with marks and an apostrophe", 0, OUTPUT("Ivàn\xca\xb9"), "ivan.rossi"},
    {"words", 0, OUTPUT("Anna Marija"), "annamarija.rossi"},
    {"it fails", -1, OUTPUT("Ivan"), NULL},
    {"a positive answer is no success", 1, OUTPUT("Ivan"), NULL},
    {"more than there was room for", 0, "Ivan", FILLED_BYTES, NULL},
    {"the size of nothing", 0, "Ivan", SIZE_MAX, NULL},
    {"nothing", 0, OUTPUT(""), NULL},
    {"only a space", 0, OUTPUT(" "), NULL},
    {"only an apostrophe", 0, OUTPUT("'"), NULL},
    {"only what is hidden", 0, OUTPUT("\xc2\xad"), NULL},
    {"only a dot", 0, OUTPUT("."), NULL},
    {"ill-formed UTF-8", 0, OUTPUT("Iv\xc3"), NULL},
    {"digits", 0, OUTPUT("Ivan2"), NULL},
    {"a symbol", 0, OUTPUT("Iv@n"), NULL},
    {"a NUL", 0, OUTPUT("Iv\0an"), NULL},
    {"a control", 0, OUTPUT("Ivan\n"), NULL},
    {"a mark alone", 0, OUTPUT("\xcc\x81"), NULL},
    {"the other script still", 0, OUTPUT("Иван"), NULL},
    {"half of it", 0, OUTPUT("Ivан"), NULL},
    {"a Latin letter without letters", 0, OUTPUT("Iv\xc6\xbb"), NULL},
    {"mojibake", 0, OUTPUT("Ivan\xc3\x83\xc2\xb2"), NULL},
};

START_TEST(what_a_transliterator_gives_is_trusted_with_nothing)
{
    const struct fake *fake = &fakes[_i];
    const struct pecaddr_transliterator transliterator = {
        .size = sizeof transliterator, .name = "icu", .transliterate = play, .user = &fake};
    const struct pecaddr_scheme *scheme = scheme_with(WITH_ICU, &transliterator);
    struct pecaddr_error error;
    char local[LOCAL_SIZE] = "untouched";
    uint32_t notes = 99;
    int r = fold(scheme, " 'Иван", "Rossi", local, &notes, &error);

    if (fake->local) {
        ck_assert_msg(r == PECADDR_OK, "%s: %d", fake->what, r);
        ck_assert_str_eq(local, fake->local);
        ck_assert_uint_eq(notes, PECADDR_NOTE_TRANSLITERATED);
    } else {
        ck_assert_msg(r == PECADDR_E_SCRIPT, "%s: %s", fake->what, pecaddr_status_name(r));
        ck_assert_int_eq(error.field, PECADDR_FIELD_GIVEN);
        ck_assert_uint_eq(error.offset, 2);
        ck_assert_str_eq(local, "untouched");
        ck_assert_uint_eq(notes, 99);
    }
    pecaddr_scheme_free(scheme);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("icu");
    TCase *tc = tcase_create("icu");

    ADD(tc, names_of_other_scripts_are_transliterated_and_marked, names);
    tcase_add_test(tc, latin_names_are_not_transliterated_and_not_marked);
    ADD(tc, field_of_mixed_scripts_is_refused_where_the_other_script_begins, mixed);
    tcase_add_test(tc, transliteration_is_off_unless_the_scheme_asks);
    tcase_add_test(tc, scheme_that_asks_for_icu_does_not_parse_without_it);
    tcase_add_test(tc, scheme_that_transliterates_says_so_in_its_canonical_text);
    tcase_add_test(tc, canonically_equivalent_names_are_transliterated_to_one);
    tcase_add_test(tc, options_of_the_scheme_hold_for_transliterated_names);
    tcase_add_test(tc, long_fields_are_transliterated_or_refused_never_cut_short);
    tcase_add_test(tc, empty_text_and_small_buffers_are_no_harm);
    tcase_add_test(tc, eight_threads_that_share_a_scheme_get_the_same_answers);
    ADD(tc, what_a_transliterator_gives_is_trusted_with_nothing, fakes);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
