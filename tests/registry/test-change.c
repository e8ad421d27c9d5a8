/* SPDX-License-Identifier: BSD-3-Clause */
/* An address that was changed already, SPEC §5: it is no error, and the one that its holder has is told. */
#include "registry/registry-fixture.h"
#include "registry/steps.h"

static const struct who anna = {"Anna", "Neri", "MC", 'A', 5, NULL};
static const char old[] = "anna.neri@ingpec.eu", new[] = "anna.neri.mc@ingpec.eu";

/* A given name to which no surname is said. */
static const char alone[] = "Giovanna";

/* What a change of `old` answers; where it is done, `expected` is the address that is told. */
static int change(struct pecaddr_registry *registry, const char *given,
                  const struct pecaddr_person *person, int dry_run, const char *expected)
{
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_reason reason = PECADDR_REASON_INIT;
    int r;

    step.address = old;
    step.why = "test";
    step.given = pecaddr_text_of(given);
    step.surname = pecaddr_text_of(given != NULL && given != alone ? "Neri" : NULL);
    step.person = person;
    step.dry_run = dry_run;
    r = pecaddr_registry_change(registry, &step, &assignment, &reason, &error);
    ck_assert_str_eq(assignment.address, expected);
    if (r == PECADDR_DONE) {
        ck_assert_int_eq(assignment.status, PECADDR_OK);
        ck_assert_int_eq(assignment.answer, PECADDR_HELD_ELSEWHERE);
        ck_assert_uint_eq(assignment.level, PECADDR_LEVEL_NONE);
        ck_assert_uint_eq(assignment.table_version, pecaddr_table_version());
        ck_assert_int_eq(reason.code, PECADDR_OK);
    }
    return r;
}

START_TEST(an_address_that_was_changed_already_is_no_error)
{
    struct pecaddr_registry *registry = open_new();
    unsigned n;

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(change(registry, NULL, NULL, 0, new), PECADDR_OK);
    n = count_events(registry);
    for (int dry_run = 1; dry_run >= 0; dry_run--)
        ck_assert_int_eq(change(registry, NULL, NULL, dry_run, new), PECADDR_DONE);
    STEP(activate_mailbox(registry, new, NULL, "test", &step_error));
    ck_assert_int_eq(change(registry, NULL, NULL, 0, new), PECADDR_DONE);
    ck_assert_uint_eq(count_events(registry), n + 1);
    /* Whoever has none any more was given none. */
    STEP(retire_mailbox(registry, new, "test", &step_error));
    ck_assert_int_eq(change(registry, NULL, NULL, 0, ""), PECADDR_E_STATE);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(whoever_has_an_address_after_somebody_of_the_name_changed_it_keeps_it)
{
    static const struct who next = {"Anna", "Neri", "MC", 'A', 6, NULL};
    struct pecaddr_registry *registry = open_new();
    const struct pecaddr_person person = person_from(&anna);
    unsigned n;

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(change(registry, NULL, NULL, 0, new), PECADDR_OK);
    ck_assert_int_eq(claim(registry, &next, 0), PECADDR_CLAIMED);
    n = count_events(registry);
    ck_assert_int_eq(change(registry, NULL, &person, 0, new), PECADDR_DONE);
    ck_assert_uint_eq(count_events(registry), n);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(an_address_that_was_only_given_back_was_not_changed)
{
    struct pecaddr_registry *registry = open_new();

    ck_assert_int_eq(change(registry, NULL, NULL, 0, ""), PECADDR_E_STATE);
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    STEP(release_mailbox(registry, old, "test", &step_error));
    ck_assert_int_eq(change(registry, NULL, NULL, 0, ""), PECADDR_E_STATE);
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(change(registry, NULL, NULL, 0, new), PECADDR_OK);
    STEP(release_mailbox(registry, new, "test", &step_error));
    ck_assert_int_eq(change(registry, NULL, NULL, 0, ""), PECADDR_E_STATE);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(an_address_that_was_changed_for_another_name_is_not_changed_yet)
{
    struct pecaddr_registry *registry = open_new();

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(change(registry, "Gianna", NULL, 0, "gianna.neri@ingpec.eu"), PECADDR_OK);
    ck_assert_int_eq(change(registry, "Gianna", NULL, 0, "gianna.neri@ingpec.eu"), PECADDR_DONE);
    ck_assert_int_eq(change(registry, NULL, NULL, 0, "gianna.neri@ingpec.eu"), PECADDR_DONE);
    ck_assert_int_eq(change(registry, "Giovanna", NULL, 0, ""), PECADDR_E_STATE);
    ck_assert_int_eq(change(registry, alone, NULL, 0, ""), PECADDR_E_STATE);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(of_two_who_gave_an_address_up_nobody_is_guessed)
{
    const struct who next = {"Anna", "Neri", "AN", 'A', 6, CF(2)};
    const struct who lia = {"Lia", "Neri", "AN", 'A', 7, NULL};
    struct pecaddr_person first = person_from(&anna), second = person_from(&next),
                          third = person_from(&lia);
    struct pecaddr_registry *registry = open_new();

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(change(registry, NULL, NULL, 0, new), PECADDR_OK);
    ck_assert_int_eq(claim(registry, &next, 0), PECADDR_CLAIMED);
    /* It is the next one's, nobody else's; and it was done for the first. */
    ck_assert_int_eq(change(registry, NULL, &third, 0, ""), PECADDR_E_HOLDER);
    first.holder = pecaddr_text_of(CF(3));
    ck_assert_int_eq(change(registry, NULL, &first, 0, new), PECADDR_DONE);
    ck_assert_int_eq(change(registry, NULL, &second, 0, "anna.neri.an@ingpec.eu"), PECADDR_OK);
    ck_assert_int_eq(change(registry, NULL, NULL, 0, ""), PECADDR_E_STATE);
    /* What the first gave up may as well be the second's, but not the other way round. */
    ck_assert_int_eq(change(registry, NULL, &second, 0, ""), PECADDR_E_STATE);
    ck_assert_int_eq(change(registry, NULL, &first, 0, new), PECADDR_DONE);
    pecaddr_registry_close(registry);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        an_address_that_was_changed_already_is_no_error,
        whoever_has_an_address_after_somebody_of_the_name_changed_it_keeps_it,
        an_address_that_was_only_given_back_was_not_changed,
        an_address_that_was_changed_for_another_name_is_not_changed_yet,
        of_two_who_gave_an_address_up_nobody_is_guessed,
    };

    return run_long_suite("change", tests, N_OF(tests));
}
