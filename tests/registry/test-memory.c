/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Memory that is not there, SPEC §7: each allocation of a call fails in turn, those of SQLite too. Then
 * the call says so, nothing was done, nothing is lost, and the next call works.
 *
 * malloc() and its kind stand in this program before those of the C library. PECADDR_TEST_LONG: each allocation; else
 * one of some.
 */
#include "registry/life-fixture.h"

/* Allocations. */

#define VISIBLE __attribute__((visibility("default")))

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *memory, size_t size);
void __libc_free(void *memory);

static volatile size_t until_failure; /* 0: none fails */
static volatile bool has_failed;
static volatile long living; /* what was allocated and not freed */

static bool fails(void)
{
    bool now = until_failure && --until_failure == 0;

    has_failed = has_failed || now;
    return now;
}

static void begin_shortage(size_t n)
{
    has_failed = false;
    until_failure = n;
}

/* Check allocates, too. */
static void end_shortage(void)
{
    until_failure = 0;
}

static void *counted(void *memory)
{
    living += memory != NULL;
    return memory;
}

VISIBLE void *malloc(size_t size)
{
    return fails() ? NULL : counted(__libc_malloc(size));
}

VISIBLE void *calloc(size_t n, size_t size)
{
    return fails() ? NULL : counted(__libc_calloc(n, size));
}

VISIBLE void *realloc(void *memory, size_t size)
{
    if (fails())
        return NULL;
    living -= memory != NULL;
    return counted(__libc_realloc(memory, size));
}

VISIBLE void free(void *memory)
{
    living -= memory != NULL;
    __libc_free(memory);
}

/* The calls. */

struct call {
    const char *name;
    void (*prepare)(struct pecaddr_registry *registry); /* what is on record before it */
    int (*run)(struct pecaddr_registry *registry, struct pecaddr_registry_error *error);
};

static const struct who luca = {"Luca", "Neri", "MC", 'A', 7, NULL};

static void three_on_record(struct pecaddr_registry *registry)
{
    active(registry);
    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
}

static int run_assign(struct pecaddr_registry *registry, struct pecaddr_registry_error *error)
{
    struct pecaddr_person person = person_from(&luca);
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_reason reason = PECADDR_REASON_INIT;
    int r = pecaddr_registry_assign(registry, pecaddr_scheme_ingpec(), &person, &assignment,
                                    &reason, error);

    end_shortage();
    ck_assert_int_eq(assignment.status, r == PECADDR_OK ? PECADDR_OK : PECADDR_E_UNAVAILABLE);
    ck_assert((assignment.address[0] != '\0') == (r == PECADDR_OK));
    return r;
}

/* Namesakes, the second of whom has a longer address; and one who is on record. */
static int run_assign_batch(struct pecaddr_registry *registry, struct pecaddr_registry_error *error)
{
    const struct who who[] = {{"Sara", "Conti", "MC", 'A', 31, CF_OF("CNTSRA", 1)},
                              {"Sara", "Conti", "MC", 'A', 32, CF_OF("CNTSRA", 2)},
                              mario};
    struct pecaddr_person persons[N_OF(who)];
    struct pecaddr_assignment outcomes[N_OF(who)];
    const struct pecaddr_person *person_pointers[N_OF(who)];
    struct pecaddr_assignment *outcome_pointers[N_OF(who)];
    int r;

    for (size_t i = 0; i < N_OF(who); i++) {
        persons[i] = person_from(&who[i]);
        outcomes[i] = (struct pecaddr_assignment)PECADDR_ASSIGNMENT_INIT;
        person_pointers[i] = &persons[i];
        outcome_pointers[i] = &outcomes[i];
    }
    r = pecaddr_registry_assign_batch(registry, pecaddr_scheme_ingpec(), person_pointers, N_OF(who),
                                      outcome_pointers, NULL, error);
    for (size_t i = 0; i < N_OF(who); i++)
        ck_assert((outcomes[i].address[0] != '\0') == (r == PECADDR_OK));
    return r;
}

static int step(struct pecaddr_registry *registry, enum pecaddr_act act,
                const struct pecaddr_registry_step *step, struct pecaddr_registry_error *error)
{
    struct pecaddr_person anna = person_from(&anna_known);
    struct pecaddr_registry_step meant = *step;
    struct pecaddr_reason reason = PECADDR_REASON_INIT;

    meant.address = anna_address;
    meant.why = "test";
    meant.person = &anna;
    return pecaddr_registry_step(registry, act, &meant, &reason, error);
}

#define RUN_STEP(name, act, ...)                                                                   \
    static int name(struct pecaddr_registry *registry, struct pecaddr_registry_error *error)       \
    {                                                                                              \
        return step(registry, act, STEP_OF(__VA_ARGS__), error);                                   \
    }
RUN_STEP(run_activate, PECADDR_ACT_ACTIVATE, .date = "2031-12-31")
RUN_STEP(run_release, PECADDR_ACT_RELEASE, .date = NULL)
RUN_STEP(run_renew, PECADDR_ACT_RENEW, .date = "2032-12-31")
RUN_STEP(run_leave, PECADDR_ACT_LEAVE, .date = "2026-01-31")
RUN_STEP(run_retire, PECADDR_ACT_RETIRE, .date = NULL)
RUN_STEP(run_relink, PECADDR_ACT_RELINK, .holder = CF(2))
RUN_STEP(run_correct, PECADDR_ACT_CORRECT, .given = PECADDR_TEXT("Anna Maria"),
         .surname = PECADDR_TEXT("Neri"))
RUN_STEP(run_forget, PECADDR_ACT_FORGET, .date = NULL)

static int run_step_batch(struct pecaddr_registry *registry, struct pecaddr_registry_error *error)
{
    const struct pecaddr_registry_step *const steps[] = {
        STEP_OF(.address = "luca.neri@ingpec.eu", .why = "test"),
        STEP_OF(.address = "mario.rossi@ingpec.eu", .why = "test")};
    int results[N_OF(steps)];

    return pecaddr_registry_step_batch(registry, PECADDR_ACT_ACTIVATE, steps, N_OF(steps), results,
                                       NULL, NULL, error);
}

static int run_change(struct pecaddr_registry *registry, struct pecaddr_registry_error *error)
{
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;

    return change_mailbox(registry, pecaddr_scheme_ingpec(), anna_address, text_of("Anna"),
                          text_of("Bianchi"), "test", &assignment, error);
}

static int run_expire(struct pecaddr_registry *registry, struct pecaddr_registry_error *error)
{
    size_t n;

    return pecaddr_registry_expire(registry, "2031-01-01", "test", 0, NULL, NULL, &n, error);
}

static int run_import(struct pecaddr_registry *registry, struct pecaddr_registry_error *error)
{
    static const char *const addresses[] = {"pia.verdi@ingpec.eu", "ugo.verdi@ingpec.eu"};
    struct pecaddr_mailbox mailboxes[N_OF(addresses)];
    const struct pecaddr_mailbox *pointers[N_OF(addresses)];
    int results[N_OF(addresses)];

    for (size_t i = 0; i < N_OF(addresses); i++) {
        mailboxes[i] = (struct pecaddr_mailbox)PECADDR_MAILBOX_INIT;
        mailboxes[i].address = addresses[i];
        mailboxes[i].given = i ? "Ugo" : "Pia";
        mailboxes[i].surname = "Verdi";
        mailboxes[i].state = PECADDR_STATE_ACTIVE;
        pointers[i] = &mailboxes[i];
    }
    return pecaddr_registry_import(registry, pointers, N_OF(addresses), 0, results, NULL, error);
}

static int ignore_mailbox(void *user, const struct pecaddr_mailbox *mailbox)
{
    (void)user;
    (void)mailbox;
    return 0;
}

static int ignore_event(void *user, const struct pecaddr_event *event)
{
    (void)user;
    (void)event;
    return 0;
}

static int ignore_verdict(void *user, const struct pecaddr_mailbox *mailbox, int status,
                          const char *expected)
{
    (void)user;
    (void)mailbox;
    (void)status;
    (void)expected;
    return 0;
}

/* What is not found out is no damage. */
static int refuse_finding(void *user, const struct pecaddr_finding *finding)
{
    (void)user;
    return finding->kind == PECADDR_FINDING_UNCHECKED ? 0 : 99;
}

static int run_find(struct pecaddr_registry *registry, struct pecaddr_registry_error *error)
{
    const struct pecaddr_registry_search search = {
        .size = sizeof search, .surname = PECADDR_TEXT("Neri"), .province = PECADDR_TEXT("MC")};

    return pecaddr_registry_find(registry, &search, ignore_mailbox, NULL, error);
}

static int run_look_up(struct pecaddr_registry *registry, struct pecaddr_registry_error *error)
{
    static const char *const addresses[] = {"luca.neri@ingpec.eu", "nessuno.neri@ingpec.eu"};
    struct pecaddr_reason reason = PECADDR_REASON_INIT;
    struct pecaddr_reason *const reasons[N_OF(addresses)] = {&reason, NULL};
    int results[N_OF(addresses)];

    return pecaddr_registry_look_up(registry, addresses, N_OF(addresses), results, reasons, error);
}

static int run_history(struct pecaddr_registry *registry, struct pecaddr_registry_error *error)
{
    return pecaddr_registry_history(registry, NULL, ignore_event, NULL, error);
}

static int run_verify(struct pecaddr_registry *registry, struct pecaddr_registry_error *error)
{
    return pecaddr_registry_verify(registry, NULL, ignore_verdict, refuse_finding, NULL, error);
}

static const struct call calls[] = {
    {"assign", active, run_assign},
    {"assign to one who is on record", three_on_record, run_assign},
    {"assign to several", three_on_record, run_assign_batch},
    {"activate", reserved, run_activate},
    {"release", reserved, run_release},
    {"renew", active_with_expiry, run_renew},
    {"leave", active, run_leave},
    {"retire", active_and_left, run_retire},
    {"relink", active, run_relink},
    {"correct", active, run_correct},
    {"forget", retired, run_forget},
    {"several steps", three_on_record, run_step_batch},
    {"change", reserved, run_change},
    {"expire", active_with_expiry, run_expire},
    {"import", active, run_import},
    {"find", three_on_record, run_find},
    {"look up", three_on_record, run_look_up},
    {"history", three_on_record, run_history},
    {"verify", three_on_record, run_verify},
};

static bool is_short_of_memory(int r)
{
    return r == PECADDR_E_MEMORY || r == PECADDR_E_STORAGE || r == PECADDR_E_UNAVAILABLE;
}

static struct dumped before, after;

static struct pecaddr_registry *prepare(const struct call *call)
{
    struct pecaddr_registry *registry = open_new();

    call->prepare(registry);
    dump_registry(registry, &before);
    return registry;
}

/* Calls with the nth allocation failing; whether that came. */
static bool call_short(const struct call *call, struct pecaddr_registry **registry, size_t n)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    int r;

    begin_shortage(n);
    r = call->run(*registry, &error);
    end_shortage();
    if (!has_failed) {
        ck_assert_msg(r >= 0, "%s: %d %s", call->name, r, error.message);
    } else if (r < 0) {
        ck_assert_msg(is_short_of_memory(r), "%s, %zu: %d %s", call->name, n, r, error.message);
        ck_assert_msg(error.message[0], "%s, %zu: nothing is said", call->name, n);
        dump_registry(*registry, &after);
        ck_assert_msg(strcmp(before.text, after.text) == 0, "%s, %zu: %s\n%s", call->name, n,
                      error.message, after.text);
    } else {
        /* It did without, and was done. */
        pecaddr_registry_close(*registry);
        *registry = prepare(call);
    }
    return has_failed;
}

static size_t pace(void)
{
    return getenv("PECADDR_TEST_LONG") ? 1 : 17;
}

START_TEST(a_call_for_which_memory_lacks_says_so_and_does_nothing)
{
    const struct call *call = &calls[_i];
    struct pecaddr_registry *registry = prepare(call);
    size_t n = 1;

    while (call_short(call, &registry, n))
        n += pace();
    ck_assert_msg(n > 2, "%s allocates nothing", call->name);
    pecaddr_registry_close(registry);
}
END_TEST

/* Files and databases. */

static bool is_opened_short(const char *uri, size_t n)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_registry *registry = NULL;
    int r;

    begin_shortage(n);
    r = pecaddr_registry_open(uri, &registry, &error);
    end_shortage();
    ck_assert_msg(r == PECADDR_OK || (has_failed && is_short_of_memory(r)), "%zu: %d %s", n, r,
                  error.message);
    ck_assert((registry != NULL) == (r == PECADDR_OK));
    ck_assert(r == PECADDR_OK || error.message[0]);
    pecaddr_registry_close(registry);
    return has_failed;
}

START_TEST(nor_is_one_opened_or_anything_of_it_kept)
{
    struct folder folder;
    long then = 0;

    pecaddr_registry_close(make_registry(&folder));
    for (size_t n = 1; is_opened_short(folder.uri, n); n += pace()) {
        /* What is loaded and noted once for all is there after the first few. */
        if (n == 1 + 10 * pace())
            then = living;
        ck_assert_msg(n <= 10 * pace() || living <= then, "%zu: %ld pieces are left", n,
                      living - then);
    }
    remove_folder(&folder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("memory");
    TCase *tc = tcase_create("memory");

    ADD(tc, a_call_for_which_memory_lacks_says_so_and_does_nothing, calls);
    tcase_add_test(tc, nor_is_one_opened_or_anything_of_it_kept);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
