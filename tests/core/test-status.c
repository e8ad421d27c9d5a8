/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §7: statuses and their names, structs that can grow, outputs that stay untouched. */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include <limits.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <unistd.h>

#include "suite.h"

/* Names and numbers. */

static const struct {
    int status;
    int number;
    const char *name;
} statuses[] = {
    {PECADDR_OK, 0, "OK"},
    {PECADDR_DONE, 1, "DONE"},
    {PECADDR_NO_MATCH, 2, "NO_MATCH"},
    {PECADDR_E_ENCODING, -1, "ENCODING"},
    {PECADDR_E_MOJIBAKE, -2, "MOJIBAKE"},
    {PECADDR_E_UNEXPECTED, -3, "UNEXPECTED"},
    {PECADDR_E_SCRIPT, -4, "SCRIPT"},
    {PECADDR_E_EMPTY, -5, "EMPTY"},
    {PECADDR_E_TOO_LONG, -6, "TOO_LONG"},
    {PECADDR_E_PROVINCE, -7, "PROVINCE"},
    {PECADDR_E_REGISTER, -8, "REGISTER"},
    {PECADDR_E_HOLDER, -9, "HOLDER"},
    {PECADDR_E_REVIEW, -10, "REVIEW"},
    {PECADDR_E_SCHEME, -11, "SCHEME"},
    {PECADDR_E_RESERVED, -12, "RESERVED"},
    {PECADDR_E_EXHAUSTED, -13, "EXHAUSTED"},
    {PECADDR_E_UNAVAILABLE, -14, "UNAVAILABLE"},
    {PECADDR_E_STATE, -15, "STATE"},
    {PECADDR_E_STORAGE, -16, "STORAGE"},
    {PECADDR_E_ARGUMENT, -17, "ARGUMENT"},
    {PECADDR_E_MEMORY, -18, "MEMORY"},
    {PECADDR_E_CAPACITY, -19, "CAPACITY"},
};

START_TEST(status_has_its_permanent_number_a_name_and_a_sentence)
{
    ck_assert_int_eq(statuses[_i].status, statuses[_i].number);
    ck_assert_str_eq(pecaddr_status_name(statuses[_i].status), statuses[_i].name);
    ck_assert_uint_gt(strlen(pecaddr_strerror(statuses[_i].status)), 5);
    for (int k = 0; k < _i; k++)
        ck_assert_str_ne(pecaddr_strerror(statuses[_i].status),
                         pecaddr_strerror(statuses[k].status));
}
END_TEST

START_TEST(number_that_is_no_status_has_a_sentence_and_no_name)
{
    static const int numbers[] = {-20, -21, -1000, INT_MIN, INT_MIN + 1, 3, 4, 1000, INT_MAX};

    for (size_t i = 0; i < N_OF(numbers); i++) {
        ck_assert_ptr_nonnull(pecaddr_strerror(numbers[i]));
        ck_assert_ptr_null(pecaddr_status_name(numbers[i]));
    }
}
END_TEST

static const struct {
    uint32_t note;
    const char *name;
    int review;
} notes[] = {
    {PECADDR_NOTE_HIDDEN, "HIDDEN", 0},
    {PECADDR_NOTE_COMMA, "COMMA", 0},
    {PECADDR_NOTE_TITLE, "TITLE", 0},
    {PECADDR_NOTE_VARIANT, "VARIANT", 1},
    {PECADDR_NOTE_MARITAL, "MARITAL", 1},
    {PECADDR_NOTE_DOUBT, "DOUBT", 1},
    {PECADDR_NOTE_SHORTENED, "SHORTENED", 1},
    {PECADDR_NOTE_TRANSLITERATED, "TRANSLITERATED", 1},
    {PECADDR_NOTE_CF_MISMATCH, "CF_MISMATCH", 1},
    {PECADDR_NOTE_MOVED, "MOVED", 0},
    {PECADDR_NOTE_RETURNED, "RETURNED", 0},
    {PECADDR_NOTE_RENAMED, "RENAMED", 1},
    {PECADDR_NOTE_NAMESAKE, "NAMESAKE", 1},
};

START_TEST(note_is_one_bit_with_a_name_and_asks_for_review_or_informs)
{
    ck_assert_uint_eq(notes[_i].note, 1u << _i);
    ck_assert_str_eq(pecaddr_note_name(notes[_i].note), notes[_i].name);
    ck_assert_int_eq((PECADDR_NOTES_REVIEW & notes[_i].note) != 0, notes[_i].review);
}
END_TEST

START_TEST(anything_but_one_known_note_has_no_name)
{
    static const uint32_t numbers[] = {0, 3, 5, 0x2000, 0x1FFF, 0x80000000u, 0xFFFFFFFFu};

    for (size_t i = 0; i < N_OF(numbers); i++)
        ck_assert_ptr_null(pecaddr_note_name(numbers[i]));
}
END_TEST

START_TEST(answers_and_modes_have_their_permanent_numbers)
{
    ck_assert_int_eq(PECADDR_UNANSWERED, 0);
    ck_assert_int_eq(PECADDR_FREE, 1);
    ck_assert_int_eq(PECADDR_CLAIMED, 2);
    ck_assert_int_eq(PECADDR_TAKEN, 3);
    ck_assert_int_eq(PECADDR_HELD, 4);
    ck_assert_int_eq(PECADDR_HELD_ELSEWHERE, 5);
    ck_assert_int_eq(PECADDR_FAILED, 6);
    ck_assert_int_eq(PECADDR_REFUSED, 7);
    ck_assert_int_eq(PECADDR_RESERVED, 8);
    ck_assert_int_eq(PECADDR_CHECK, 1);
    ck_assert_int_eq(PECADDR_CLAIM, 2);
}
END_TEST

START_TEST(string_is_a_text_as_large_as_it_is_long)
{
    const char *string = "Nicol\u00F2";

    ck_assert_ptr_eq(pecaddr_text_of(string).data, string);
    ck_assert_uint_eq(pecaddr_text_of(string).size, 7);
    ck_assert_ptr_null(pecaddr_text_of(NULL).data);
    ck_assert_uint_eq(pecaddr_text_of(NULL).size, 0);
}
END_TEST

START_TEST(library_and_tables_have_a_version)
{
    int dots = 0;

    for (const char *c = pecaddr_version(); *c; c++) {
        ck_assert(*c == '.' || (*c >= '0' && *c <= '9'));
        dots += *c == '.';
    }
    ck_assert_int_eq(dots, 2);
    ck_assert_uint_eq(pecaddr_table_version(), 1);
}
END_TEST

/* Structs, in storage with room for a tail that the library does not know. */

#define TAIL (PECADDR_GROWTH_MAX + 1)

#define GROWN(type)                                                                                \
    union {                                                                                        \
        struct type it;                                                                            \
        unsigned char bytes[sizeof(struct type) + TAIL];                                           \
    }

enum part {
    PERSON,
    TRACE,
    ERROR,
    WALK,
    QUERY,
    ASSIGNMENT,
    PARSED,
    FOLDED,
    COMPARISON,
    OTHER,
    SCHEME,
    PARTS
};

#define BIT(part) (1u << (part))

static struct {
    GROWN(pecaddr_person) person;
    GROWN(pecaddr_trace) trace;
    GROWN(pecaddr_error) error;
    GROWN(pecaddr_walk) walk;
    GROWN(pecaddr_query) query;
    GROWN(pecaddr_assignment) assignment;
    GROWN(pecaddr_parsed) parsed;
    GROWN(pecaddr_folded) folded;
    GROWN(pecaddr_holder_comparison) comparison;
    GROWN(pecaddr_person) other;
    char buffer[PECADDR_ADDRESS_MAX + 1];
    size_t size;
    uint32_t notes;
    int reserved;
    int whole;
    unsigned level;
    enum pecaddr_profile profile;
} args;

/* What is given to the call; NULL where that is tried. */
static void *given[PARTS];

/* How large each is, and what a message calls it. */
static const struct {
    size_t size;
    const char *name;
} kinds[] = {
    [PERSON] = {sizeof(struct pecaddr_person), "struct pecaddr_person"},
    [TRACE] = {sizeof(struct pecaddr_trace), "struct pecaddr_trace"},
    [ERROR] = {sizeof(struct pecaddr_error), NULL},
    [WALK] = {sizeof(struct pecaddr_walk), "struct pecaddr_walk"},
    [QUERY] = {sizeof(struct pecaddr_query), NULL},
    [ASSIGNMENT] = {sizeof(struct pecaddr_assignment), "struct pecaddr_assignment"},
    [PARSED] = {sizeof(struct pecaddr_parsed), NULL},
    [FOLDED] = {sizeof(struct pecaddr_folded), "struct pecaddr_folded"},
    [COMPARISON] = {sizeof(struct pecaddr_holder_comparison), "struct pecaddr_holder_comparison"},
    [OTHER] = {sizeof(struct pecaddr_person), "struct pecaddr_person"},
    [SCHEME] = {0, "scheme is NULL"},
};

static void no_step(void *user, const struct pecaddr_step *step)
{
    (void)user;
    (void)step;
}

static int absent(void *user, const char *address)
{
    (void)user;
    (void)address;
    return 0;
}

static int claim_all(void *user, enum pecaddr_mode mode, struct pecaddr_query *const queries[],
                     size_t n)
{
    (void)user;
    for (size_t i = 0; i < n; i++)
        queries[i]->answer = mode == PECADDR_CHECK ? PECADDR_FREE : PECADDR_CLAIMED;
    return 0;
}

static int call_local_part(void)
{
    return pecaddr_local_part(given[SCHEME], given[PERSON], given[TRACE], args.buffer,
                              sizeof args.buffer, &args.size, &args.notes, given[ERROR]);
}

static int call_candidate(void)
{
    return pecaddr_candidate(given[SCHEME], given[PERSON], 1, args.buffer, sizeof args.buffer,
                             &args.size, &args.reserved, given[ERROR]);
}

static int call_fold(void)
{
    return pecaddr_fold(given[SCHEME], given[PERSON], given[FOLDED], given[ERROR]);
}

static int call_same_name(void)
{
    return pecaddr_same_name(given[SCHEME], given[PERSON], given[OTHER], &args.whole, given[ERROR]);
}

static int call_holder_compare(void)
{
    return pecaddr_holder_compare(given[SCHEME], given[PERSON], given[COMPARISON], given[ERROR]);
}

static int call_walk_init(void)
{
    return pecaddr_walk_init(given[WALK], given[SCHEME], given[PERSON], PECADDR_CLAIM,
                             given[ERROR]);
}

static int call_walk_next(void)
{
    return pecaddr_walk_next(given[WALK], given[QUERY]);
}

static int call_walk_answer(void)
{
    return pecaddr_walk_answer(given[WALK], given[QUERY]);
}

static int call_walk_result(void)
{
    return pecaddr_walk_result(given[WALK], given[ASSIGNMENT]);
}

static int call_resolve(void)
{
    return pecaddr_resolve(given[SCHEME], given[PERSON], absent, NULL, given[ASSIGNMENT],
                           given[ERROR]);
}

static int call_batch(void)
{
    const struct pecaddr_person *persons[] = {given[PERSON]};
    struct pecaddr_assignment *ret[] = {given[ASSIGNMENT]};
    size_t size = pecaddr_batch_scratch_size(1);
    void *scratch = malloc(size);
    int r = pecaddr_resolve_batch(given[SCHEME], persons, 1, PECADDR_CLAIM, claim_all, NULL,
                                  scratch, size, ret);

    free(scratch);
    return r;
}

static int call_parse(void)
{
    return pecaddr_parse(given[SCHEME], text("ada.rossi.mc@ingpec.eu"), given[PARSED]);
}

static int call_match(void)
{
    return pecaddr_match(given[SCHEME], given[PERSON], text("ada.rossi.mc@ingpec.eu"), &args.level,
                         &args.profile, given[ERROR]);
}

/* The functions, what each needs, and what it may be given besides. */
static const struct {
    const char *name;
    int (*call)(void);
    unsigned needs;
    unsigned takes;
} calls[] = {
    {"local_part", call_local_part, BIT(SCHEME) | BIT(PERSON), BIT(TRACE) | BIT(ERROR)},
    {"candidate", call_candidate, BIT(SCHEME) | BIT(PERSON), BIT(ERROR)},
    {"fold", call_fold, BIT(SCHEME) | BIT(PERSON) | BIT(FOLDED), BIT(ERROR)},
    {"same_name", call_same_name, BIT(SCHEME) | BIT(PERSON) | BIT(OTHER), BIT(ERROR)},
    {"holder_compare", call_holder_compare, BIT(SCHEME) | BIT(PERSON) | BIT(COMPARISON),
     BIT(ERROR)},
    {"walk_init", call_walk_init, BIT(SCHEME) | BIT(PERSON) | BIT(WALK), BIT(ERROR)},
    {"walk_next", call_walk_next, BIT(WALK) | BIT(QUERY), 0},
    {"walk_answer", call_walk_answer, BIT(WALK) | BIT(QUERY), 0},
    {"walk_result", call_walk_result, BIT(WALK) | BIT(ASSIGNMENT), 0},
    {"resolve", call_resolve, BIT(SCHEME) | BIT(PERSON) | BIT(ASSIGNMENT), BIT(ERROR)},
    {"resolve_batch", call_batch, BIT(SCHEME) | BIT(PERSON) | BIT(ASSIGNMENT), 0},
    {"parse", call_parse, BIT(SCHEME) | BIT(PARSED), 0},
    {"match", call_match, BIT(SCHEME) | BIT(PERSON), BIT(ERROR)},
};

static size_t *size_of(enum part part)
{
    return given[part]; /* each struct begins with its size */
}

/* Right arguments for each function. */
static void prepare(int (*call)(void))
{
    memset(&args, 0, sizeof args);
    args.person.it = person_of(text("Ada"), text("Rossi"));
    args.other.it = args.person.it;
    args.trace.it = (struct pecaddr_trace){sizeof args.trace.it, no_step, NULL};
    args.error.it = (struct pecaddr_error)PECADDR_ERROR_INIT;
    args.walk.it = (struct pecaddr_walk)PECADDR_WALK_INIT;
    args.query.it = (struct pecaddr_query)PECADDR_QUERY_INIT;
    args.assignment.it = (struct pecaddr_assignment)PECADDR_ASSIGNMENT_INIT;
    args.assignment.it.status = 77;
    args.parsed.it = (struct pecaddr_parsed)PECADDR_PARSED_INIT;
    args.parsed.it.level = 77;
    args.folded.it = (struct pecaddr_folded)PECADDR_FOLDED_INIT;
    args.comparison.it = (struct pecaddr_holder_comparison)PECADDR_HOLDER_COMPARISON_INIT;
    strcpy(args.buffer, "untouched");
    args.size = 77;
    args.notes = 77;
    given[PERSON] = &args.person;
    given[TRACE] = &args.trace;
    given[ERROR] = &args.error;
    given[WALK] = &args.walk;
    given[QUERY] = &args.query;
    given[ASSIGNMENT] = &args.assignment;
    given[PARSED] = &args.parsed;
    given[FOLDED] = &args.folded;
    given[COMPARISON] = &args.comparison;
    given[OTHER] = &args.other;
    memcpy(&given[SCHEME], &(const void *){pecaddr_scheme_ingpec()}, sizeof(void *));
    if (call != call_walk_next && call != call_walk_answer && call != call_walk_result)
        return;
    ck_assert_int_eq(pecaddr_walk_init(&args.walk.it, pecaddr_scheme_ingpec(), &args.person.it,
                                       PECADDR_CLAIM, NULL),
                     PECADDR_OK);
    if (call == call_walk_next)
        return;
    ck_assert_int_eq(pecaddr_walk_next(&args.walk.it, &args.query.it), PECADDR_OK);
    args.query.it.answer = PECADDR_CLAIMED;
    if (call == call_walk_result)
        ck_assert_int_eq(pecaddr_walk_answer(&args.walk.it, &args.query.it), PECADDR_OK);
}

/* The error of the last call is of the wrong argument and names it. */
static bool is_told(enum pecaddr_status code, const char *name)
{
    const struct pecaddr_error *error = given[ERROR];

    return error->code == code && error->field == PECADDR_FIELD_NONE && error->offset == 0 &&
           strstr(error->message, name) != NULL;
}

/* But for the error, and a walk whose init fails: that is none from then on. */
static bool is_untouched(const void *before, bool inits_walk)
{
    static unsigned char now[sizeof args];

    memcpy(now, before, sizeof now);
    memcpy(now + ((unsigned char *)&args.error - (unsigned char *)&args), &args.error,
           sizeof args.error);
    if (inits_walk)
        memcpy(now + ((unsigned char *)&args.walk - (unsigned char *)&args), &args.walk,
               sizeof args.walk);
    return memcmp(now, &args, sizeof args) == 0;
}

/* The call must fail, say so in its error, and touch nothing else. */
static void expect_argument_error(int i, const char *what, enum part part)
{
    static unsigned char before[sizeof args];
    int r;

    memcpy(before, &args, sizeof args);
    r = calls[i].call();
    if (r != PECADDR_E_ARGUMENT)
        ck_abort_msg("%s, %s (%d): %d", calls[i].name, what, (int)part, r);
    if (calls[i].takes & BIT(ERROR) && part != ERROR && !is_told(r, kinds[part].name))
        ck_abort_msg("%s, %s (%d): error has code %d: %s", calls[i].name, what, (int)part,
                     args.error.it.code, args.error.it.message);
    if (!is_untouched(before, calls[i].call == call_walk_init))
        ck_abort_msg("%s, %s (%d): an output was touched", calls[i].name, what, (int)part);
}

START_TEST(right_arguments_are_accepted)
{
    prepare(calls[_i].call);
    ck_assert_msg(calls[_i].call() == PECADDR_OK, "%s", calls[_i].name);
}
END_TEST

START_TEST(what_may_be_absent_may_be_absent)
{
    for (enum part part = 0; part < PARTS; part++) {
        if (!(calls[_i].takes & BIT(part)))
            continue;
        prepare(calls[_i].call);
        given[part] = NULL;
        ck_assert_msg(calls[_i].call() == PECADDR_OK, "%s", calls[_i].name);
    }
}
END_TEST

START_TEST(null_where_it_must_not_be_is_an_argument_error)
{
    for (enum part part = 0; part < PARTS; part++) {
        if (!(calls[_i].needs & BIT(part)))
            continue;
        prepare(calls[_i].call);
        given[part] = NULL;
        expect_argument_error(_i, "NULL", part);
    }
}
END_TEST

START_TEST(struct_that_is_too_small_is_an_argument_error)
{
    for (enum part part = 0; part < SCHEME; part++) {
        const size_t small[] = {0, 1, sizeof(size_t), kinds[part].size - 1};

        if (!((calls[_i].needs | calls[_i].takes) & BIT(part)))
            continue;
        for (size_t k = 0; k < N_OF(small); k++) {
            prepare(calls[_i].call);
            *size_of(part) = small[k];
            expect_argument_error(_i, "too small", part);
        }
    }
}
END_TEST

/* Memory that ends where a page without any right begins. */
static unsigned char *end_of_memory(void)
{
    static unsigned char *memory;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);

    if (!memory) {
        memory = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        ck_assert_ptr_ne(memory, MAP_FAILED);
        ck_assert_int_eq(mprotect(memory + page, page, PROT_NONE), 0);
    }
    return memory + page;
}

START_TEST(nothing_is_read_by_a_size_beyond_all_growth)
{
    static const size_t wild[] = {SIZE_MAX, SIZE_MAX - 7, SIZE_MAX / 2, 0x5A5A5A5A};

    for (enum part part = 0; part < SCHEME; part++) {
        unsigned char *it = end_of_memory() - kinds[part].size;

        if (!((calls[_i].needs | calls[_i].takes) & BIT(part)))
            continue;
        for (size_t k = 0; k <= N_OF(wild); k++) {
            prepare(calls[_i].call);
            memcpy(it, given[part], kinds[part].size);
            given[part] = it;
            *size_of(part) = kinds[part].size;
            if (part != QUERY && part != WALK) /* a question knows the place of its walk */
                ck_assert_int_eq(calls[_i].call(), PECADDR_OK);
            prepare(calls[_i].call);
            given[part] = it;
            *size_of(part) = k < N_OF(wild) ? wild[k] : kinds[part].size + PECADDR_GROWTH_MAX + 1;
            expect_argument_error(_i, "wild", part);
        }
    }
}
END_TEST

START_TEST(larger_struct_with_a_zero_tail_is_accepted)
{
    for (enum part part = 0; part < SCHEME; part++) {
        if (!((calls[_i].needs | calls[_i].takes) & BIT(part)))
            continue;
        for (size_t more = 1; more <= PECADDR_GROWTH_MAX; more++) {
            prepare(calls[_i].call);
            *size_of(part) = kinds[part].size + more;
            if (calls[_i].call() != PECADDR_OK)
                ck_abort_msg("%s, %d, %zu more", calls[_i].name, (int)part, more);
            if (*size_of(part) != kinds[part].size + more)
                ck_abort_msg("%s changed the size of %d", calls[_i].name, (int)part);
            for (size_t k = 0; k < TAIL; k++)
                if (((unsigned char *)given[part])[kinds[part].size + k] != 0)
                    ck_abort_msg("%s wrote beyond %d", calls[_i].name, (int)part);
        }
    }
}
END_TEST

START_TEST(larger_struct_with_another_tail_is_an_argument_error)
{
    for (enum part part = 0; part < SCHEME; part++) {
        if (!((calls[_i].needs | calls[_i].takes) & BIT(part)))
            continue;
        for (size_t k = 0; k < PECADDR_GROWTH_MAX; k++) {
            prepare(calls[_i].call);
            *size_of(part) = kinds[part].size + PECADDR_GROWTH_MAX;
            ((unsigned char *)given[part])[kinds[part].size + k] = 1;
            expect_argument_error(_i, "non-zero tail", part);
        }
    }
}
END_TEST

START_TEST(absent_text_with_a_size_is_an_argument_error)
{
    struct pecaddr_person *person = &args.person.it;
    struct pecaddr_text *const texts[] = {&person->given, &person->surname, &person->province,
                                          &person->holder};

    if (!(calls[_i].needs & BIT(PERSON)))
        return;
    for (size_t k = 0; k < N_OF(texts); k++) {
        prepare(calls[_i].call);
        *texts[k] = (struct pecaddr_text){NULL, 1};
        expect_argument_error(_i, "text without data", PERSON);
    }
}
END_TEST

START_TEST(argument_that_is_no_struct_is_named_too)
{
    struct pecaddr_text none = {NULL, 5};
    int number = 3;
    enum pecaddr_mode mode;

    memcpy(&mode, &number, sizeof mode);
    prepare(NULL);
    ck_assert_int_eq(pecaddr_walk_init(&args.walk.it, pecaddr_scheme_ingpec(), &args.person.it,
                                       mode, &args.error.it),
                     PECADDR_E_ARGUMENT);
    ck_assert(is_told(PECADDR_E_ARGUMENT, "mode is neither"));
    prepare(NULL);
    ck_assert_int_eq(pecaddr_resolve(pecaddr_scheme_ingpec(), &args.person.it, NULL, NULL,
                                     &args.assignment.it, &args.error.it),
                     PECADDR_E_ARGUMENT);
    ck_assert(is_told(PECADDR_E_ARGUMENT, "exists is NULL"));
    prepare(NULL);
    ck_assert_int_eq(
        pecaddr_match(pecaddr_scheme_ingpec(), &args.person.it, none, NULL, NULL, &args.error.it),
        PECADDR_E_ARGUMENT);
    ck_assert(is_told(PECADDR_E_ARGUMENT, "address has a size and no data"));
    prepare(NULL);
    args.trace.it.step = NULL;
    ck_assert_int_eq(call_local_part(), PECADDR_E_ARGUMENT);
    ck_assert(is_told(PECADDR_E_ARGUMENT, "step must not be NULL"));
}
END_TEST

START_TEST(absent_address_with_a_size_is_an_argument_error)
{
    struct pecaddr_text none = {NULL, 5};

    prepare(NULL);
    ck_assert_int_eq(pecaddr_parse(pecaddr_scheme_ingpec(), none, &args.parsed.it),
                     PECADDR_E_ARGUMENT);
    ck_assert_uint_eq(args.parsed.it.level, 77);
    args.level = 77;
    ck_assert_int_eq(
        pecaddr_match(pecaddr_scheme_ingpec(), &args.person.it, none, &args.level, NULL, NULL),
        PECADDR_E_ARGUMENT);
    ck_assert_uint_eq(args.level, 77);
}
END_TEST

START_TEST(function_that_is_absent_is_an_argument_error)
{
    struct pecaddr_assignment *ret[] = {&args.assignment.it};
    const struct pecaddr_person *persons[] = {&args.person.it};
    char scratch[16];

    prepare(NULL);
    ck_assert_int_eq(pecaddr_resolve(pecaddr_scheme_ingpec(), &args.person.it, NULL, NULL,
                                     &args.assignment.it, NULL),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_resolve_batch(pecaddr_scheme_ingpec(), persons, 1, PECADDR_CHECK, NULL,
                                           NULL, scratch, sizeof scratch, ret),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(args.assignment.it.status, 77);
    args.trace.it.step = NULL;
    ck_assert_int_eq(call_local_part(), PECADDR_E_ARGUMENT);
}
END_TEST

START_TEST(error_is_written_only_when_the_function_fails)
{
    for (size_t i = 0; i < N_OF(calls); i++) {
        struct pecaddr_error kept = {.size = sizeof kept,
                                     .code = 77,
                                     .field = PECADDR_FIELD_HOLDER,
                                     .offset = 77,
                                     .failure = 77,
                                     .message = "kept"};

        prepare(calls[i].call);
        args.error.it = kept;
        ck_assert_int_eq(calls[i].call(), PECADDR_OK);
        ck_assert_int_eq(args.error.it.code, 77);
        ck_assert_int_eq(args.error.it.field, PECADDR_FIELD_HOLDER);
        ck_assert_uint_eq(args.error.it.offset, 77);
        ck_assert_int_eq(args.error.it.failure, 77);
        ck_assert_str_eq(args.error.it.message, "kept");
    }
}
END_TEST

START_TEST(local_part_that_does_not_fit_says_what_is_needed)
{
    struct pecaddr_person person = person_of(text("Ada"), text("Rossi"));
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    char buffer[PECADDR_LOCAL_PART_MAX + 1] = "untouched";
    size_t size = 77;
    uint32_t found = 77;

    for (size_t capacity = 0; capacity <= strlen("ada.rossi"); capacity++) {
        size = 77;
        ck_assert_int_eq(pecaddr_local_part(pecaddr_scheme_ingpec(), &person, NULL,
                                            capacity ? buffer : NULL, capacity, &size, &found,
                                            &error),
                         PECADDR_E_CAPACITY);
        ck_assert_uint_eq(size, strlen("ada.rossi"));
        ck_assert_str_eq(buffer, "untouched");
        ck_assert_uint_eq(found, 77);
        ck_assert_int_eq(error.code, PECADDR_E_CAPACITY);
        ck_assert_int_eq(error.field, PECADDR_FIELD_NONE);
        ck_assert_uint_eq(error.offset, 0);
    }
    ck_assert_int_eq(pecaddr_local_part(pecaddr_scheme_ingpec(), &person, NULL, buffer, size + 1,
                                        NULL, NULL, NULL),
                     PECADDR_OK);
    ck_assert_str_eq(buffer, "ada.rossi");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("status");
    TCase *tc = tcase_create("names");

    ADD(tc, status_has_its_permanent_number_a_name_and_a_sentence, statuses);
    tcase_add_test(tc, number_that_is_no_status_has_a_sentence_and_no_name);
    ADD(tc, note_is_one_bit_with_a_name_and_asks_for_review_or_informs, notes);
    tcase_add_test(tc, anything_but_one_known_note_has_no_name);
    tcase_add_test(tc, answers_and_modes_have_their_permanent_numbers);
    tcase_add_test(tc, string_is_a_text_as_large_as_it_is_long);
    tcase_add_test(tc, library_and_tables_have_a_version);
    suite_add_tcase(suite, tc);

    tc = tcase_create("structs");
    ADD(tc, right_arguments_are_accepted, calls);
    ADD(tc, what_may_be_absent_may_be_absent, calls);
    ADD(tc, null_where_it_must_not_be_is_an_argument_error, calls);
    ADD(tc, struct_that_is_too_small_is_an_argument_error, calls);
    ADD(tc, nothing_is_read_by_a_size_beyond_all_growth, calls);
    ADD(tc, larger_struct_with_a_zero_tail_is_accepted, calls);
    ADD(tc, larger_struct_with_another_tail_is_an_argument_error, calls);
    ADD(tc, absent_text_with_a_size_is_an_argument_error, calls);
    tcase_add_test(tc, argument_that_is_no_struct_is_named_too);
    tcase_add_test(tc, absent_address_with_a_size_is_an_argument_error);
    tcase_add_test(tc, function_that_is_absent_is_an_argument_error);
    suite_add_tcase(suite, tc);

    tc = tcase_create("outputs");
    tcase_add_test(tc, error_is_written_only_when_the_function_fails);
    tcase_add_test(tc, local_part_that_does_not_fit_says_what_is_needed);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
