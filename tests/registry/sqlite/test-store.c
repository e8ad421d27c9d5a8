/* SPDX-License-Identifier: BSD-3-Clause */
/* What goes wrong in a registry in SQLite that is open: an error, and nothing by halves. SPEC §5. */
#include <signal.h>
#include <sys/resource.h>

#include "registry/registry-fixture.h"

START_TEST(damage_that_is_met_later_is_an_error_and_no_answer)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    unsigned char *bytes;
    struct question question;
    struct pecaddr_query *const queries[] = {&question.query};
    size_t size, page;
    char root[256];

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    ck_assert(run_sql(folder.file,
                      "SELECT rootpage FROM sqlite_schema WHERE name = 'mailbox_entry'", root));
    page = (size_t)atoi(root);
    bytes = read_file(folder.file, &size);
    memset(bytes + (page - 1) * 4096, 0x55, 4096);
    write_file(folder.file, bytes, size);
    free(bytes);
    registry = open_uri(folder.uri);
    make_question(&question, &mario, 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), PECADDR_E_STORAGE);
    ck_assert_int_eq(question.query.answer, PECADDR_UNANSWERED);
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "backup"));
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_write_that_fails_is_an_error_and_no_claim_stands)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct question question;
    struct pecaddr_query *const queries[] = {&question.query};
    struct rlimit before, limit;
    void (*handler)(int);

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = (struct rlimit){4096, before.rlim_max};
    handler = signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    make_question(&question, &(struct who){"Anna", "Neri", "MC", 'A', 2, NULL}, 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), PECADDR_E_STORAGE);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, handler);
    ck_assert_int_eq(question.query.answer, PECADDR_UNANSWERED);
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "check the disk"));
    ck_assert_uint_eq(count_events(registry), 1);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), 0);
    ck_assert_int_eq(question.query.answer, PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

/* Whether an event is of the first change. */
static int is_of_first_change(void *user, const struct pecaddr_event *event)
{
    (void)user;
    ck_assert_uint_eq(event->change, 1);
    return 0;
}

START_TEST(a_batch_of_homonyms_is_one_change_or_none)
{
    static const struct who who[] = {{"Mario", "Rossi", "MC", 'A', 1, NULL},
                                     {"Mario", "Rossi", "MC", 'A', 2, NULL},
                                     {"Mario", "Rossi", "MC", 'A', 3, NULL}};
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct pecaddr_person persons[N_OF(who)];
    const struct pecaddr_person *pointers[N_OF(who)];
    struct pecaddr_assignment assignments[N_OF(who)], *outcomes[N_OF(who)];
    struct rlimit before, limit;
    void (*handler)(int);

    for (unsigned i = 0; i < N_OF(who); i++) {
        persons[i] = person_from(&who[i]);
        pointers[i] = &persons[i];
        assignments[i] = (struct pecaddr_assignment)PECADDR_ASSIGNMENT_INIT;
        outcomes[i] = &assignments[i];
    }
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = (struct rlimit){4096, before.rlim_max};
    handler = signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    ck_assert_int_eq(pecaddr_registry_assign_batch(registry, pecaddr_scheme_ingpec(), pointers,
                                                   N_OF(who), outcomes, NULL, NULL),
                     PECADDR_E_STORAGE);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, handler);
    for (unsigned i = 0; i < N_OF(who); i++) {
        ck_assert_int_eq(assignments[i].status, PECADDR_E_UNAVAILABLE);
        ck_assert_str_eq(assignments[i].address, "");
    }
    ck_assert_uint_eq(count_events(registry), 0);
    ck_assert_int_eq(pecaddr_registry_assign_batch(registry, pecaddr_scheme_ingpec(), pointers,
                                                   N_OF(who), outcomes, NULL, NULL),
                     PECADDR_OK);
    for (unsigned i = 0; i < N_OF(who); i++)
        ck_assert_uint_eq(assignments[i].level, i);
    ck_assert_int_eq(pecaddr_registry_history(registry, NULL, is_of_first_change, NULL, NULL),
                     PECADDR_OK);
    ck_assert_uint_eq(count_events(registry), N_OF(who));
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_registry_that_is_moved_away_while_in_use_takes_no_claim)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct pecaddr_query *queries[1];
    struct question question;
    char copy[96];

    snprintf(copy, sizeof copy, "%s.copy", folder.file);
    make_question(&question, &mario, 0);
    queries[0] = &question.query;
    ck_assert_int_eq(rename(folder.file, copy), 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), PECADDR_E_STORAGE);
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "moved, replaced or deleted"));
    ck_assert_int_eq(question.query.answer, PECADDR_UNANSWERED);
    ck_assert_int_eq(rename(copy, folder.file), 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), PECADDR_OK);
    ck_assert_int_eq(question.query.answer, PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        damage_that_is_met_later_is_an_error_and_no_answer,
        a_write_that_fails_is_an_error_and_no_claim_stands,
        a_batch_of_homonyms_is_one_change_or_none,
        a_registry_that_is_moved_away_while_in_use_takes_no_claim,
    };
    return run_long_suite("store", tests, N_OF(tests));
}
