/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A scheme is made from its text, or not at all. Linked with
 * --wrap=malloc, --wrap=calloc and --wrap=free, so that memory runs out when it should and is
 * counted.
 */
#include "core/scheme-texts.h"

#define RANDOM_SCHEMES 2000

/* Arguments. */

static int refuse(void *user, struct pecaddr_text input, char *buffer, size_t capacity,
                  size_t *ret_size)
{
    (void)user;
    (void)input;
    (void)buffer;
    (void)capacity;
    (void)ret_size;
    return -1;
}

static int parse_with(const struct pecaddr_transliterator *transliterator,
                      const struct pecaddr_scheme **ret_scheme, struct pecaddr_error *error)
{
    *error = (struct pecaddr_error){.size = sizeof *error, .message = ""};
    return pecaddr_scheme_parse(text(HEAD "transliterate = icu\n" RULE), transliterator, ret_scheme,
                                error);
}

/* A call fails with a message that names what is wrong. */
static void ck_argument(int r, const struct pecaddr_error *error, const char *what)
{
    ck_assert_int_eq(r, PECADDR_E_ARGUMENT);
    ck_assert_int_eq(error->code, PECADDR_E_ARGUMENT);
    ck_assert_int_eq(error->field, PECADDR_FIELD_NONE);
    ck_assert_msg(strstr(error->message, what) != NULL, "%s", error->message);
}

START_TEST(wrong_arguments_are_refused_by_name)
{
    const struct pecaddr_scheme *scheme = NULL;
    const struct pecaddr_text absent = {NULL, 5};
    struct pecaddr_error error;
    struct pecaddr_error tiny = {.size = 1};

    ck_argument(parse(absent, &scheme, &error), &error, "the text");
    ck_argument(parse(text(PLAIN), NULL, &error), &error, "ret_scheme is NULL");
    ck_assert_int_eq(pecaddr_scheme_parse(absent, NULL, &scheme, NULL), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_scheme_parse(text(PLAIN), NULL, &scheme, &tiny), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(tiny.code, 0);
    ck_assert_int_eq(parse((struct pecaddr_text){NULL, 0}, &scheme, &error), PECADDR_E_SCHEME);
    ck_assert_ptr_null(scheme);
}
END_TEST

START_TEST(transliterator_is_whole_or_refused_by_name)
{
    const struct pecaddr_transliterator whole = {
        .size = sizeof whole, .name = "icu", .transliterate = refuse};
    struct pecaddr_transliterator wrong[] = {whole, whole, whole};
    const struct pecaddr_scheme *scheme = NULL;
    struct pecaddr_error error;

    wrong[0].name = NULL;
    wrong[1].transliterate = NULL;
    wrong[2].size = 1;
    for (size_t i = 0; i < N_OF(wrong); i++)
        ck_argument(parse_with(&wrong[i], &scheme, &error), &error,
                    "struct pecaddr_transliterator");
    ck_assert_ptr_null(scheme);
    ck_assert_int_eq(parse_with(&whole, &scheme, &error), PECADDR_OK);
    pecaddr_scheme_free(scheme);
}
END_TEST

START_TEST(transliterator_of_another_name_is_not_the_one_that_is_asked_for)
{
    const struct pecaddr_transliterator other = {
        .size = sizeof other, .name = "other", .transliterate = refuse};
    const struct pecaddr_scheme *scheme = NULL;
    struct pecaddr_error error;

    ck_assert_int_eq(parse_with(&other, &scheme, &error), PECADDR_E_SCHEME);
    ck_assert_uint_eq(error.offset, strlen(HEAD));
    ck_assert_ptr_null(scheme);
    ck_assert_int_eq(pecaddr_scheme_parse(text(PLAIN), &other, &scheme, NULL), PECADDR_OK);
    pecaddr_scheme_free(scheme);
}
END_TEST

/* Transliterates to `Mario`, by the user's word. */
static int give(void *user, struct pecaddr_text input, char *buffer, size_t capacity,
                size_t *ret_size)
{
    const char *given = user;

    (void)input;
    ck_assert_uint_ge(capacity, strlen(given));
    memcpy(buffer, given, strlen(given));
    *ret_size = strlen(given);
    return 0;
}

START_TEST(only_a_scheme_that_asks_for_it_transliterates)
{
    static char mario[] = "Mario";
    const struct pecaddr_transliterator offered = {
        .size = sizeof offered, .name = "icu", .transliterate = give, .user = mario};
    const struct pecaddr_person person = person_of(text("Марио"), text("Rossi"));
    static const char *const lines[] = {"", "transliterate = none\n", "transliterate = icu\n"};

    for (size_t i = 0; i < N_OF(lines); i++) {
        const struct pecaddr_scheme *scheme = NULL;
        char source[200];
        char local[LOCAL_SIZE];
        int r;

        sprintf(source, PLAIN "%s", lines[i]);
        ck_assert_int_eq(pecaddr_scheme_parse(text(source), &offered, &scheme, NULL), PECADDR_OK);
        r = pecaddr_local_part(scheme, &person, NULL, local, LOCAL_SIZE, NULL, NULL, NULL);
        ck_assert_int_eq(r, i < 2 ? PECADDR_E_SCRIPT : PECADDR_OK);
        pecaddr_scheme_free(scheme);
    }
}
END_TEST

/* Memory. */

/* How many allocations are left before there is no memory; negative: no end of them. */
static int allocations_left = -1;
static int allocated; /* and not freed */

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void __wrap_free(void *memory);

static bool may_allocate(void)
{
    if (allocations_left == 0)
        return false;
    if (allocations_left > 0)
        allocations_left--;
    allocated++;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return may_allocate() ? __real_malloc(size) : NULL;
}

void *__wrap_calloc(size_t n, size_t size)
{
    return may_allocate() ? __real_calloc(n, size) : NULL;
}

void __wrap_free(void *memory)
{
    allocated -= memory ? 1 : 0;
    __real_free(memory);
}

/* Three rules with as much memory as n allocations give. */
static int parse_within(int n, const struct pecaddr_scheme **ret_scheme,
                        struct pecaddr_error *error)
{
    int r;

    allocations_left = n;
    r = pecaddr_scheme_parse(text(HEAD "rule = {given}{surname}\nrule = {given}{surname}x\n" RULE),
                             NULL, ret_scheme, error);
    allocations_left = -1;
    return r;
}

START_TEST(scheme_for_which_there_is_no_memory_is_not_made)
{
    const struct pecaddr_scheme *scheme = NULL;
    struct pecaddr_error error = {.size = sizeof error, .offset = 77};
    int n = 0;

    for (; n < 4; n++) { /* that of the scheme, and some for a pair of rules */
        ck_assert_int_eq(parse_within(n, &scheme, &error), PECADDR_E_MEMORY);
        ck_assert_int_eq(error.code, PECADDR_E_MEMORY);
        ck_assert_int_eq(error.field, PECADDR_FIELD_NONE);
        ck_assert_uint_eq(error.offset, 0);
        ck_assert_int_eq(parse_within(n, &scheme, NULL), PECADDR_E_MEMORY);
        ck_assert_ptr_null(scheme);
    }
    while (parse_within(n, &scheme, &error) == PECADDR_E_MEMORY)
        n++;
    ck_assert_int_le(n, 4 * 3);
    ck_assert_ptr_nonnull(scheme);
    ck_assert_int_eq(pecaddr_scheme_is_disjoint(scheme), 0);
    pecaddr_scheme_free(scheme);
}
END_TEST

START_TEST(scheme_that_is_freed_or_not_made_keeps_no_memory)
{
    const struct pecaddr_scheme *scheme = NULL;
    int before = allocated;
    int made_one;
    int freed;
    int failed;

    parse_within(-1, &scheme, NULL);
    made_one = allocated;
    pecaddr_scheme_free(scheme);
    freed = allocated;
    for (int n = 0; n < 4; n++)
        parse_within(n, &scheme, NULL);
    pecaddr_scheme_parse(text("garbage"), NULL, &scheme, NULL);
    failed = allocated;
    ck_assert_int_eq(made_one, before + 1);
    ck_assert_int_eq(freed, before);
    ck_assert_int_eq(failed, before);
}
END_TEST

/* Random schemes. */

static uint32_t seed;

static unsigned dice(unsigned sides)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 12) % sides;
}

static const char *pick(const char *const choices[], size_t n)
{
    return choices[dice((unsigned)n)];
}

static void random_rule(char *source, bool counter)
{
    static const char *const pieces[] = {"{given}",    "{given}",   "{given}",   "{surname}",
                                         "{surname}",  "{surname}", "{initial}", "{initial}",
                                         "{province}", "{section}", "{number}",  ".",
                                         "a",          "b",         "1"};
    unsigned n = 1 + dice(4);

    strcat(source, "rule = ");
    for (unsigned i = 0; i < n; i++)
        strcat(source, pick(pieces, N_OF(pieces)));
    strcat(source, counter ? dice(2) ? "{counter}\n" : ".{counter:03}\n" : "\n");
}

/* Lines in any order, with spaces, comments and empty lines. */
static void random_text(char *source)
{
    static const char *const options[] = {"profile = plain\n",
                                          "given=first\n",
                                          "  overlong = error\n",
                                          "transliterate = none\n",
                                          "reserved = direzione.*\n",
                                          "reserved = *\n",
                                          "reserved = albo\n",
                                          "province = zz\n",
                                          "province = FO\n",
                                          "# comment\n",
                                          "\r\n",
                                          "variant = accept\n",
                                          "reserved = info\n",
                                          "reserved = *.*\n",
                                          "province = MC\n"};
    bool counter = dice(3) == 0;
    unsigned n = 2 + dice(4);

    *source = '\0';
    for (unsigned i = dice(4); i > 0; i--)
        strcat(source, pick(options, N_OF(options)));
    strcat(source, dice(2) ? HEAD : "domain = EXAMPLE.org\r\nname = r-1\r\n");
    for (unsigned i = 0; i < n; i++)
        random_rule(source, counter && i + 1 == n);
    if (counter && dice(2))
        sprintf(source + strlen(source), "max-counter = %u\n", 2 + dice(998));
    for (unsigned i = dice(4); i > 0; i--)
        strcat(source, pick(options, N_OF(options)));
}

/* Whether a fault has the beginning of a line, or the end of the text, and an example. */
static bool faulty_as_said(const char *source, int r, const struct pecaddr_error *error)
{
    size_t size = strlen(source);

    return r == PECADDR_E_SCHEME && strchr(error->message, '`') && error->offset <= size &&
           (error->offset == size || line_start(source, error->offset) == error->offset);
}

START_TEST(canonical_text_of_2000_random_schemes_makes_the_same_schemes)
{
    static char texts[2][CANONICAL_SIZE];
    size_t schemes = 0;
    size_t clashes = 0;
    size_t tries = 0;

    seed = 1;
    for (; schemes < RANDOM_SCHEMES; tries++) {
        const struct pecaddr_scheme *scheme;
        const struct pecaddr_scheme *again;
        struct pecaddr_error error;
        char source[2000];
        int r;

        random_text(source);
        r = parse(text(source), &scheme, &error);
        if (r != PECADDR_OK) {
            if (!faulty_as_said(source, r, &error))
                ck_abort_msg("%d at %zu, %s:\n%s", r, error.offset, error.message, source);
            continue;
        }
        pecaddr_scheme_canonical(scheme, texts[0], CANONICAL_SIZE, NULL);
        again = made(texts[0]);
        pecaddr_scheme_canonical(again, texts[1], CANONICAL_SIZE, NULL);
        if (strcmp(texts[0], texts[1]) != 0 ||
            pecaddr_scheme_levels(scheme) != pecaddr_scheme_levels(again) ||
            pecaddr_scheme_is_disjoint(scheme) != pecaddr_scheme_is_disjoint(again))
            ck_abort_msg("%s%s%s", source, texts[0], texts[1]);
        clashes += pecaddr_scheme_is_disjoint(scheme) ? 0 : 1;
        schemes++;
        pecaddr_scheme_free(scheme);
        pecaddr_scheme_free(again);
    }
    printf("%zu texts, %zu schemes, %zu with clashes\n", tries, schemes, clashes);
    ck_assert_uint_gt(clashes, RANDOM_SCHEMES / 8);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scheme-make");
    TCase *tc = tcase_create("scheme-make");

    tcase_add_test(tc, wrong_arguments_are_refused_by_name);
    tcase_add_test(tc, transliterator_is_whole_or_refused_by_name);
    tcase_add_test(tc, transliterator_of_another_name_is_not_the_one_that_is_asked_for);
    tcase_add_test(tc, only_a_scheme_that_asks_for_it_transliterates);
    tcase_add_test(tc, scheme_for_which_there_is_no_memory_is_not_made);
    tcase_add_test(tc, scheme_that_is_freed_or_not_made_keeps_no_memory);
    suite_add_tcase(suite, tc);
    tc = tcase_create("random");
    tcase_add_test(tc, canonical_text_of_2000_random_schemes_makes_the_same_schemes);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
