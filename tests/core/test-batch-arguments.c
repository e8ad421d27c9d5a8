/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §4: the arguments of a batch, and its size. */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include <sys/mman.h>
#include <unistd.h>

#include "core/batch-model.h"
#include "core/batch-script.h"

START_TEST(batch_of_nobody_asks_nothing)
{
    struct script script = {.calls = 0};
    char scratch[16];

    ck_assert_int_eq(pecaddr_resolve_batch(pecaddr_scheme_ingpec(), NULL, 0, PECADDR_CLAIM,
                                           ask_script, &script, scratch, sizeof scratch, NULL),
                     PECADDR_OK);
    ck_assert_uint_eq(script.calls, 0);
}
END_TEST

START_TEST(scratch_size_grows_with_the_batch_and_is_0_where_it_overflows)
{
    const size_t least = sizeof(struct pecaddr_walk) + sizeof(struct pecaddr_query);
    size_t most = 0;
    size_t each = 0; /* that a person ever takes */

    for (size_t n = 1; n < 1000; n++)
        MODEL_HOLDS(pecaddr_batch_scratch_size(n) >= pecaddr_batch_scratch_size(n - 1) + least &&
                    pecaddr_batch_scratch_size(n) < 4096 * n);
    for (size_t bit = SIZE_MAX / 2 + 1; bit > 0; bit /= 2)
        if (pecaddr_batch_scratch_size(most + bit) > 0)
            most += bit;
    for (size_t n = 64; n < 1000; n++)
        if (each < pecaddr_batch_scratch_size(n) / n + 1)
            each = pecaddr_batch_scratch_size(n) / n + 1;
    ck_assert_uint_ge(most + 1, SIZE_MAX / each);
    for (size_t n = most - 1000; n <= most; n++)
        MODEL_HOLDS(pecaddr_batch_scratch_size(n) / n >= least);
    ck_assert_uint_eq(pecaddr_batch_scratch_size(most + 1), 0);
    ck_assert_uint_eq(pecaddr_batch_scratch_size(SIZE_MAX), 0);
}
END_TEST

START_TEST(batch_beyond_all_memory_is_refused_before_its_persons_are_read)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    unsigned char *memory =
        mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    const struct pecaddr_person **persons = (void *)(memory + page - sizeof *persons);
    struct pecaddr_assignment *ret[] = {&given[0]};
    struct script script = {.rows = people};
    char scratch[16];

    ck_assert_ptr_ne(memory, MAP_FAILED);
    ck_assert_int_eq(mprotect(memory + page, page, PROT_NONE), 0);
    make_homonyms();
    *persons = &people[0]; /* and whoever asks for the next one ends */
    ck_assert_int_eq(pecaddr_resolve_batch(pecaddr_scheme_ingpec(), persons, SIZE_MAX / 4,
                                           PECADDR_CLAIM, ask_script, &script, scratch, SIZE_MAX,
                                           ret),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(given[0].status, 0x5A5A5A5A);
    munmap(memory, 2 * page);
}
END_TEST

START_TEST(absent_array_refuses_the_whole_batch)
{
    for (size_t n = 1; n <= 2; n++) {
        const struct pecaddr_person *persons[] = {&people[0], &people[1]};
        struct pecaddr_assignment *ret[] = {&given[0], &given[1]};
        struct script script = {.rows = people};
        void *scratch = malloc(pecaddr_batch_scratch_size(n));

        make_homonyms();
        for (int absent = 0; absent < 2; absent++)
            ck_assert_int_eq(
                pecaddr_resolve_batch(pecaddr_scheme_ingpec(), absent == 0 ? NULL : persons, n,
                                      PECADDR_CLAIM, ask_script, &script, scratch,
                                      pecaddr_batch_scratch_size(n), absent == 1 ? NULL : ret),
                PECADDR_E_ARGUMENT);
        ck_assert_uint_eq(script.calls, 0);
        ck_assert_int_eq(given[0].status, 0x5A5A5A5A);
        free(scratch);
    }
}
END_TEST

START_TEST(scratch_that_is_too_small_is_refused_and_nothing_touched)
{
    struct script script = {.rows = people};
    const struct pecaddr_person *persons[] = {&people[0], &people[1]};
    struct pecaddr_assignment *ret[] = {&given[0], &given[1]};
    size_t size = pecaddr_batch_scratch_size(2);
    unsigned char *scratch = malloc(size);

    make_homonyms();
    memset(scratch, 0xA5, size);
    for (size_t k = 0; k <= 2; k++)
        ck_assert_int_eq(pecaddr_resolve_batch(pecaddr_scheme_ingpec(), persons, 2, PECADDR_CLAIM,
                                               ask_script, &script, k < 2 ? scratch : NULL,
                                               k == 0   ? size - 1
                                               : k == 1 ? 0
                                                        : size,
                                               ret),
                         PECADDR_E_CAPACITY);
    ck_assert_uint_eq(script.calls, 0);
    ck_assert_int_eq(given[0].status, 0x5A5A5A5A);
    ck_assert_int_eq(given[1].status, 0x5A5A5A5A);
    for (size_t i = 0; i < size; i++)
        MODEL_HOLDS(scratch[i] == 0xA5);
    free(scratch);
}
END_TEST

START_TEST(one_person_needs_no_scratch)
{
    const struct pecaddr_person *persons[] = {&people[0]};
    struct pecaddr_assignment *ret[] = {&given[0]};
    char scratch[1] = {77};

    for (size_t size = 0; size <= 1; size++) {
        struct script script = {.answers = {{PECADDR_TAKEN, PECADDR_CLAIMED}}, .rows = people};

        make_homonyms();
        ck_assert_int_eq(pecaddr_resolve_batch(pecaddr_scheme_ingpec(), persons, 1, PECADDR_CLAIM,
                                               ask_script, &script, size ? scratch : NULL, size,
                                               ret),
                         PECADDR_OK);
        ck_assert_str_eq(given[0].address, "ada.rossi.mc@ingpec.eu");
        ck_assert_uint_eq(script.calls, 2);
        ck_assert_int_eq(scratch[0], 77);
    }
}
END_TEST

START_TEST(one_wrong_argument_refuses_the_whole_batch)
{
    static const int modes[] = {0, 3, -1};
    struct script script = {.rows = people};
    size_t size = pecaddr_batch_scratch_size(2);
    void *scratch = malloc(size);

    for (int wrong = 0; wrong < 8; wrong++) {
        const struct pecaddr_person *persons[] = {&people[0], &people[1]};
        struct pecaddr_assignment *ret[] = {&given[0], &given[1]};
        int mode_value = wrong < 3 ? modes[wrong] : (int)PECADDR_CLAIM;
        enum pecaddr_mode mode;

        memcpy(&mode, &mode_value, sizeof mode);
        make_homonyms();
        if (wrong == 3)
            persons[1] = NULL;
        else if (wrong == 4)
            people[1].size--;
        else if (wrong == 5)
            ret[1] = NULL;
        else if (wrong == 6)
            given[1].size--;
        else if (wrong == 7)
            people[1].holder = (struct pecaddr_text){NULL, 16};
        ck_assert_msg(pecaddr_resolve_batch(pecaddr_scheme_ingpec(), persons, 2, mode, ask_script,
                                            &script, scratch, size, ret) == PECADDR_E_ARGUMENT,
                      "wrong argument %d", wrong);
        ck_assert_uint_eq(script.calls, 0);
        ck_assert_int_eq(given[0].status, 0x5A5A5A5A);
        ck_assert_int_eq(given[1].status, 0x5A5A5A5A);
    }
    free(scratch);
}
END_TEST

/* Each person has every key that a person can have, and no two share one. */
START_TEST(any_number_of_persons_is_resolved)
{
    enum { N = 70 };
    static char fiscal[N][PECADDR_HOLDER_MAX + 1];
    static char surnames[N][8];
    static struct pecaddr_person rows[N];
    static struct pecaddr_assignment outcomes[N];
    static const struct pecaddr_person *persons[N];
    static struct pecaddr_assignment *ret[N];
    size_t size = pecaddr_batch_scratch_size(N);
    void *scratch = malloc(size);

    for (size_t i = 0; i < N; i++) {
        snprintf(surnames[i], sizeof surnames[i], "Ner%c%c", (int)('a' + i / 26),
                 (int)('a' + i % 26));
        rows[i] = person_of(text("Ada"), text(surnames[i]));
        rows[i].number = 1 + (uint32_t)i;
        for (char digit = '0'; digit <= '9'; digit++) {
            snprintf(fiscal[i], sizeof fiscal[i], "00000%05zu%c", i + 1, digit);
            if (pecaddr_holder_check(text(fiscal[i]), NULL, 0, NULL) == PECADDR_OK)
                break;
        }
        rows[i].holder = text(fiscal[i]);
        outcomes[i].size = sizeof outcomes[i];
        persons[i] = &rows[i];
        ret[i] = &outcomes[i];
    }
    for (size_t n = 1; n <= N; n++) {
        for (int mode = PECADDR_CHECK; mode <= PECADDR_CLAIM; mode++) {
            memset(scratch, 0xA5, size);
            MODEL_HOLDS(pecaddr_resolve_batch(pecaddr_scheme_ingpec(), persons, n,
                                              (enum pecaddr_mode)mode, answer_nothing_twice, NULL,
                                              scratch, pecaddr_batch_scratch_size(n),
                                              ret) == PECADDR_OK);
            for (size_t i = 0; i < n; i++)
                MODEL_HOLDS(outcomes[i].status == PECADDR_OK && outcomes[i].level == 1);
        }
    }
    free(scratch);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("batch-arguments");
    TCase *tc = tcase_create("batch-arguments");

    tcase_add_test(tc, batch_of_nobody_asks_nothing);
    tcase_add_test(tc, scratch_size_grows_with_the_batch_and_is_0_where_it_overflows);
    tcase_add_test(tc, batch_beyond_all_memory_is_refused_before_its_persons_are_read);
    tcase_add_test(tc, absent_array_refuses_the_whole_batch);
    tcase_add_test(tc, scratch_that_is_too_small_is_refused_and_nothing_touched);
    tcase_add_test(tc, one_person_needs_no_scratch);
    tcase_add_test(tc, one_wrong_argument_refuses_the_whole_batch);
    tcase_add_test(tc, any_number_of_persons_is_resolved);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
