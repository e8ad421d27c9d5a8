/* SPDX-License-Identifier: BSD-3-Clause */
/* What a call that assigns leaves behind where nobody is asked: no outcome and no message of an earlier one. */
#include <sys/resource.h>

#include "registry/registry-fixture.h"
#include "registry/steps.h"

/* Fails as the registry gives nobody such an address, and leaves its message with the handle. */
static void fail_once(struct pecaddr_registry *registry)
{
    struct pecaddr_query *none[] = {NULL};

    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CHECK, none, 1), PECADDR_E_ARGUMENT);
    ck_assert_str_ne(pecaddr_registry_message(registry), "");
}

START_TEST(a_handle_keeps_no_message_of_an_earlier_call_that_asks)
{
    const struct pecaddr_person person = person_from(&mario);
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_registry_error failure = PECADDR_REGISTRY_ERROR_INIT, none = {.size = 1};
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    const struct pecaddr_person unnamed = PECADDR_PERSON_INIT;

    /* There is no scheme, and there is no place for the error. */
    fail_once(registry);
    ck_assert_int_eq(pecaddr_registry_assign(registry, NULL, &person, &assignment, NULL, NULL),
                     PECADDR_E_ARGUMENT);
    ck_assert_str_eq(pecaddr_registry_message(registry), "");
    ck_assert_int_eq(pecaddr_registry_failure(registry, &failure), PECADDR_NO_MATCH);
    fail_once(registry);
    ck_assert_int_eq(pecaddr_registry_assign(registry, pecaddr_scheme_ingpec(), &person,
                                             &assignment, NULL, &none),
                     PECADDR_E_ARGUMENT);
    ck_assert_str_eq(pecaddr_registry_message(registry), "");
    /* There is nobody; there is nobody who could be asked about. */
    fail_once(registry);
    ck_assert_int_eq(
        pecaddr_registry_assign_batch(registry, pecaddr_scheme_ingpec(), NULL, 0, NULL, NULL, NULL),
        PECADDR_OK);
    ck_assert_str_eq(pecaddr_registry_message(registry), "");
    fail_once(registry);
    ck_assert_int_eq(pecaddr_registry_assign(registry, pecaddr_scheme_ingpec(), &unnamed,
                                             &assignment, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(assignment.status, PECADDR_E_EMPTY);
    ck_assert_str_eq(pecaddr_registry_message(registry), "");
    pecaddr_registry_close(registry);
}
END_TEST

/* Whether memory can be made to lack: a sanitizer has reserved all of it before. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||                         \
    __has_feature(memory_sanitizer)
#define IS_SANITIZED 1
#endif
#endif
#if !defined(IS_SANITIZED) && (defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__))
#define IS_SANITIZED 1
#endif
#if !defined(IS_SANITIZED)
#define IS_SANITIZED 0
#endif

/* From now on no larger piece of memory is given. */
static void use_up_memory(void)
{
    struct rlimit limit;
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");

    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fscanf(file, "%lu", &pages), 1);
    fclose(file);
    ck_assert_int_eq(getrlimit(RLIMIT_AS, &limit), 0);
    limit.rlim_cur = pages * (rlim_t)sysconf(_SC_PAGESIZE) + 65536;
    ck_assert_int_eq(setrlimit(RLIMIT_AS, &limit), 0);
}

static void allow_memory(void)
{
    struct rlimit limit;

    ck_assert_int_eq(getrlimit(RLIMIT_AS, &limit), 0);
    limit.rlim_cur = limit.rlim_max;
    ck_assert_int_eq(setrlimit(RLIMIT_AS, &limit), 0);
}

/* As many as need more memory than is left. */
enum { MANY = 50000 };

START_TEST(where_memory_lacks_no_outcome_of_an_earlier_call_is_left)
{
    const struct pecaddr_person person = person_from(&mario);
    const struct pecaddr_person **persons = calloc(MANY, sizeof *persons);
    struct pecaddr_assignment **assignments = calloc(MANY, sizeof *assignments);
    struct pecaddr_reason **reasons = calloc(MANY, sizeof *reasons);
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_reason reason = PECADDR_REASON_INIT;
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_registry *registry = open_memory();
    int r;

    ck_assert(persons != NULL && assignments != NULL && reasons != NULL);
    for (size_t i = 0; i < MANY; i++) {
        persons[i] = &person;
        assignments[i] = &assignment;
        reasons[i] = &reason;
    }
    ck_assert_int_eq(pecaddr_registry_assign(registry, pecaddr_scheme_ingpec(), &person,
                                             &assignment, &reason, &error),
                     PECADDR_OK);
    ck_assert_str_eq(assignment.address, "mario.rossi@ingpec.eu");
    reason.code = PECADDR_E_HOLDER;
    if (!IS_SANITIZED) {
        use_up_memory();
        r = pecaddr_registry_assign_batch(registry, pecaddr_scheme_ingpec(), persons, MANY,
                                          assignments, reasons, &error);
        allow_memory();
        ck_assert_int_eq(r, PECADDR_E_MEMORY);
        ck_assert_int_eq(error.code, PECADDR_E_MEMORY);
        ck_assert_int_eq(assignment.status, PECADDR_E_UNAVAILABLE);
        ck_assert_str_eq(assignment.address, "");
        ck_assert_int_eq(assignment.answer, PECADDR_UNANSWERED);
        ck_assert_uint_eq(assignment.level, PECADDR_LEVEL_NONE);
        ck_assert_int_eq(reason.code, PECADDR_OK);
    }
    pecaddr_registry_close(registry);
    free(persons);
    free(assignments);
    free(reasons);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_handle_keeps_no_message_of_an_earlier_call_that_asks,
        where_memory_lacks_no_outcome_of_an_earlier_call_is_left,
    };

    return run_long_suite("assign", tests, N_OF(tests));
}
