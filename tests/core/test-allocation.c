/* SPDX-License-Identifier: BSD-3-Clause */
/* The core allocates nothing but schemes. */
#include "core/batch-fixture.h"
#include "core/batch-script.h"

/*
 * Allocations are counted by the sanitizer's hooks where there is one, and else by functions of
 * this program that stand before those of the C library.
 */
static volatile size_t allocations; /* compilers know that malloc() changes no variable */

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) ||                         \
    __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif

#ifdef SANITIZED
int __sanitizer_install_malloc_and_free_hooks(void (*allocated)(const volatile void *, size_t),
                                              void (*freed)(const volatile void *));

static void count_allocation(const volatile void *memory, size_t size)
{
    (void)memory;
    (void)size;
    allocations++;
}

static void ignore_free(const volatile void *memory)
{
    (void)memory;
}

static void start_counting(void)
{
    ck_assert_int_ne(__sanitizer_install_malloc_and_free_hooks(count_allocation, ignore_free), 0);
}
#else
#define VISIBLE __attribute__((visibility("default")))

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *memory, size_t size);

VISIBLE void *malloc(size_t size)
{
    allocations++;
    return __libc_malloc(size);
}

VISIBLE void *calloc(size_t n, size_t size)
{
    allocations++;
    return __libc_calloc(n, size);
}

VISIBLE void *realloc(void *memory, size_t size)
{
    allocations++;
    return __libc_realloc(memory, size);
}

static void start_counting(void)
{
}
#endif

static int present(void *user, const char *address)
{
    (void)user;
    (void)address;
    return 1;
}

START_TEST(nothing_is_allocated)
{
    enum { N = 200 };
    static struct pecaddr_person rows[N];
    static struct pecaddr_assignment outcomes[N];
    static const struct pecaddr_person *persons[N];
    static struct pecaddr_assignment *ret[N];
    size_t size = pecaddr_batch_scratch_size(N);
    void *scratch = malloc(size);
    struct pecaddr_parsed parsed = PECADDR_PARSED_INIT;
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    char buffer[1024];
    void *volatile counted;
    size_t before;

    for (size_t i = 0; i < N; i++) {
        rows[i] =
            person_of(model_names[i % MODEL_NAMES].given, model_names[i % MODEL_NAMES].surname);
        rows[i].number = 1 + (uint32_t)(i % 150);
        outcomes[i].size = sizeof outcomes[i];
        persons[i] = &rows[i];
        ret[i] = &outcomes[i];
    }
    start_counting();
    before = allocations;
    counted = malloc(10);
    ck_assert_msg(allocations > before, "the counter does not count");
    free(counted);
    before = allocations;
    for (int i = 0; i < 6; i++)
        if (pecaddr_resolve_batch(scheme_number(i / 2), persons, N, mode_number(i),
                                  answer_nothing_twice, NULL, scratch, size, ret) != PECADDR_OK)
            abort();
    pecaddr_resolve(pecaddr_scheme_ingpec(), &rows[0], present, NULL, &outcomes[0], &error);
    pecaddr_local_part(pecaddr_scheme_ingpec(), &rows[1], NULL, buffer, sizeof buffer, NULL, NULL,
                       NULL);
    pecaddr_candidate(pecaddr_scheme_ingpec(), &rows[1], 2, buffer, sizeof buffer, NULL, NULL,
                      NULL);
    pecaddr_repair(text("NicolÃ²"), buffer, sizeof buffer, NULL);
    pecaddr_parse(pecaddr_scheme_ingpec(), text("ada.rossi.mc@ingpec.eu"), &parsed);
    pecaddr_match(pecaddr_scheme_ingpec(), &rows[1], text("ada.rossi.mc@ingpec.eu"), NULL, NULL,
                  NULL);
    pecaddr_scheme_canonical(pecaddr_scheme_ingpec(), buffer, sizeof buffer, NULL);
    ck_assert_uint_eq(allocations, before);
    free(scratch);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("allocation");
    TCase *tc = tcase_create("allocation");

    tcase_add_unchecked_fixture(tc, make_schemes, free_made_schemes);
    tcase_add_test(tc, nothing_is_allocated);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
