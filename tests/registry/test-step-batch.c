/* SPDX-License-Identifier: BSD-3-Clause */
/* One act for many mailboxes in one transaction, SPEC §5: each is done or refused by itself. */
#include "registry/registry-fixture.h"

#define SOME 7

static const char *const some[SOME] = {
    "anna.neri@ingpec.eu",   /* reserved */
    "no address",            /* none */
    "luca.neri@ingpec.eu",   /* reserved, and meant for somebody else */
    "marta.neri@ingpec.eu",  /* not on record */
    "sara.neri@ingpec.eu",   /* active */
    "ANNA.NERI@ingpec.eu",   /* the first once more */
    "pietro.neri@ingpec.eu", /* reserved */
};

static struct pecaddr_registry *open_with_some(void)
{
    static const char *const given[] = {"Anna", "Luca", "Sara", "Pietro"};
    struct pecaddr_registry *registry = open_new();

    for (uint32_t i = 0; i < N_OF(given); i++) {
        const struct who who = {given[i], "Neri", "MC", 'A', i + 1, NULL};

        ck_assert_int_eq(claim(registry, &who, 0), PECADDR_CLAIMED);
    }
    ck_assert_int_eq(activate_mailbox(registry, "sara.neri@ingpec.eu", NULL, "test", NULL),
                     PECADDR_OK);
    return registry;
}

struct many {
    struct pecaddr_registry_step steps[SOME];
    const struct pecaddr_registry_step *pointers[SOME];
    struct pecaddr_reason reasons[SOME], *reason_pointers[SOME];
    struct pecaddr_registry_error errors[SOME], *error_pointers[SOME];
    int results[SOME];
    struct pecaddr_person other;
};

static void make_many(struct many *many, int dry_run)
{
    many->other = (struct pecaddr_person)PECADDR_PERSON_INIT;
    many->other.given = PECADDR_TEXT("Marco");
    many->other.surname = PECADDR_TEXT("Bruni");
    for (size_t i = 0; i < SOME; i++) {
        many->steps[i] = (struct pecaddr_registry_step)PECADDR_REGISTRY_STEP_INIT;
        many->steps[i].address = some[i];
        many->steps[i].why = "test";
        many->steps[i].dry_run = dry_run;
        many->pointers[i] = &many->steps[i];
        many->reasons[i] = (struct pecaddr_reason)PECADDR_REASON_INIT;
        many->reason_pointers[i] = &many->reasons[i];
        many->errors[i] = (struct pecaddr_registry_error)PECADDR_REGISTRY_ERROR_INIT;
        many->error_pointers[i] = &many->errors[i];
        many->results[i] = 99;
    }
    many->steps[2].person = &many->other;
}

START_TEST(of_many_steps_at_once_each_is_done_or_refused_by_itself)
{
    static const int expected[SOME] = {PECADDR_OK,      PECADDR_E_ARGUMENT, PECADDR_E_HOLDER,
                                       PECADDR_E_STATE, PECADDR_DONE,       PECADDR_DONE,
                                       PECADDR_OK};
    struct pecaddr_registry *registry = open_with_some();
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    static struct dumped before, now;
    struct many many;
    struct kept kept;

    dump_registry(registry, &before);
    for (int dry_run = 1; dry_run >= 0; dry_run--) {
        make_many(&many, dry_run);
        ck_assert_int_eq(pecaddr_registry_step_batch(registry, PECADDR_ACT_ACTIVATE, many.pointers,
                                                     SOME, many.results, many.reason_pointers,
                                                     many.error_pointers, &error),
                         PECADDR_OK);
        for (size_t i = 0; i < SOME; i++) {
            ck_assert_msg(many.results[i] == expected[i], "%s: %d", some[i], many.results[i]);
            ck_assert((many.errors[i].message[0] != '\0') == (expected[i] < 0));
        }
        ck_assert_int_eq(many.reasons[2].contradiction, PECADDR_CONTRADICTION_MEANT);
        ck_assert_str_eq(many.reasons[2].given, "Luca");
        dump_registry(registry, &now);
        ck_assert((strcmp(now.text, before.text) == 0) == (dry_run != 0));
    }
    ck_assert_int_eq(look(registry, some[0], &kept)->state, PECADDR_STATE_ACTIVE);
    ck_assert_int_eq(look(registry, some[2], &kept)->state, PECADDR_STATE_RESERVED);
    ck_assert_int_eq(look(registry, some[6], &kept)->state, PECADDR_STATE_ACTIVE);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(an_address_given_back_twice_at_once_is_given_back_once)
{
    struct pecaddr_registry *registry = open_with_some();
    struct many many;

    make_many(&many, 0);
    ck_assert_int_eq(pecaddr_registry_step_batch(registry, PECADDR_ACT_RELEASE, many.pointers, SOME,
                                                 many.results, NULL, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(many.results[0], PECADDR_OK);
    ck_assert_int_eq(many.results[5], PECADDR_DONE);
    ck_assert_int_eq(many.results[4], PECADDR_E_STATE);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(many_steps_of_which_one_is_none_are_not_begun)
{
    struct pecaddr_registry *registry = open_with_some();
    struct many many;

    make_many(&many, 0);
    ck_assert_int_eq(pecaddr_registry_step_batch(registry, PECADDR_ACT_ACTIVATE, NULL, 0, NULL,
                                                 NULL, NULL, NULL),
                     PECADDR_OK);
    many.steps[3].dry_run = 1;
    ck_assert_int_eq(pecaddr_registry_step_batch(registry, PECADDR_ACT_ACTIVATE, many.pointers,
                                                 SOME, many.results, NULL, NULL, NULL),
                     PECADDR_E_ARGUMENT);
    many.steps[3].dry_run = 0;
    many.steps[3].holder = "NRENNA00A01Z001D";
    ck_assert_int_eq(pecaddr_registry_step_batch(registry, PECADDR_ACT_ACTIVATE, many.pointers,
                                                 SOME, many.results, NULL, NULL, NULL),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_step_batch(registry, PECADDR_ACT_ACTIVATE, NULL, SOME,
                                                 many.results, NULL, NULL, NULL),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(many.results[0], 99);
    ck_assert_uint_eq(count_events(registry), 5);
    pecaddr_registry_close(registry);
}
END_TEST

/* Its file is moved away while it is open, which is seen when the transaction is to be committed. */
START_TEST(of_what_was_rolled_back_nothing_is_told)
{
    const struct pecaddr_mailbox taken = {.size = sizeof taken,
                                          .address = some[0],
                                          .state = PECADDR_STATE_ACTIVE,
                                          .given = "Marco",
                                          .surname = "Bruni"};
    const struct pecaddr_mailbox *const arrivals[] = {&taken};
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_registry *registry;
    struct folder folder;
    struct many many;
    char moved[128];

    if (on_postgres())
        return;
    registry = make_registry(&folder);
    for (uint32_t i = 0; i < 2; i++) {
        const struct who who = {i == 0 ? "Anna" : "Luca", "Neri", "MC", 'A', i + 1, NULL};

        ck_assert_int_eq(claim(registry, &who, 0), PECADDR_CLAIMED);
    }
    snprintf(moved, sizeof moved, "%s-moved", folder.file);
    ck_assert_int_eq(rename(folder.file, moved), 0);

    make_many(&many, 0);
    ck_assert_int_eq(pecaddr_registry_step_batch(registry, PECADDR_ACT_ACTIVATE, many.pointers,
                                                 SOME, many.results, many.reason_pointers,
                                                 many.error_pointers, &error),
                     PECADDR_E_STORAGE);
    ck_assert_ptr_nonnull(strstr(error.message, "moved"));
    for (size_t i = 0; i < SOME; i++) {
        ck_assert_int_eq(many.results[i], 99);
        ck_assert_msg(many.errors[i].message[0] == '\0', "%s: %s", some[i], many.errors[i].message);
        ck_assert_int_eq(many.reasons[i].code, PECADDR_OK);
        ck_assert_str_eq(many.reasons[i].given, "");
    }

    make_many(&many, 0);
    ck_assert_int_eq(pecaddr_registry_import(registry, arrivals, 1, 0, many.results,
                                             many.reason_pointers, &error),
                     PECADDR_E_STORAGE);
    ck_assert_int_eq(many.results[0], 99);
    ck_assert_int_eq(many.reasons[0].code, PECADDR_OK);
    ck_assert_str_eq(many.reasons[0].given, "");

    ck_assert_int_eq(rename(moved, folder.file), 0);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        of_many_steps_at_once_each_is_done_or_refused_by_itself,
        an_address_given_back_twice_at_once_is_given_back_once,
        many_steps_of_which_one_is_none_are_not_begun,
        of_what_was_rolled_back_nothing_is_told,
    };
    TCase *tcase = registry_case("step-batch");
    Suite *suite = suite_create("step-batch");

    suite_add_tcase(suite, tcase);
    for (size_t i = 0; i < N_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    return suite_run(suite);
}
