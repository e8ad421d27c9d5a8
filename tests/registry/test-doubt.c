/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A commit of which nobody knows whether it was done, SPEC §5: it is tried again, and what it did is told,
 * once, as if it had been known.
 */
#include "registry/doubtful-store.h"
#include "registry/registry-fixture.h"
#include "registry/steps.h"

static const struct who members[] = {
    {"Anna", "Neri", "MC", 'A', 5, NULL},
    {"Ugo", "Neri", "MC", 'A', 6, NULL},
    {"Ada", "Neri", "MC", 'A', 7, NULL},
};

static int note(void *user, const struct pecaddr_mailbox *mailbox)
{
    char *told = user;

    ck_assert_int_eq(mailbox->state, PECADDR_STATE_RETIRED);
    strncat(told, mailbox->given, 16);
    return 0;
}

static void expire_in_doubt(bool done)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_registry *registry = open_new();
    char told[64] = "";
    size_t n = 0;

    for (size_t i = 0; i < N_OF(members); i++)
        ck_assert_int_eq(claim(registry, &members[i], 0), PECADDR_CLAIMED);
    STEP(activate_mailbox(registry, "anna.neri@ingpec.eu", "2024-01-01", "x", &step_error));
    STEP(activate_mailbox(registry, "ugo.neri@ingpec.eu", "2024-01-02", "x", &step_error));
    STEP(activate_mailbox(registry, "ada.neri@ingpec.eu", "2024-01-03", "x", &step_error));

    begin_doubt(registry, done);
    ck_assert_int_eq(
        pecaddr_registry_expire(registry, "2024-01-03", "x", 0, note, told, &n, &error),
        PECADDR_OK);
    end_doubt(registry);
    ck_assert_str_eq(told, "AnnaUgo");
    ck_assert_uint_eq(n, 2);

    /* What was retired before is not told again. */
    ck_assert_int_eq(
        pecaddr_registry_expire(registry, "2024-01-03", "x", 0, note, told, &n, &error),
        PECADDR_OK);
    ck_assert_str_eq(told, "AnnaUgo");
    ck_assert_uint_eq(n, 0);
    pecaddr_registry_close(registry);
}

START_TEST(each_that_expired_is_told_once)
{
    expire_in_doubt(true);
    expire_in_doubt(false);
}
END_TEST

static void claim_in_doubt(bool done)
{
    const struct who known = {"Ada", "Neri", "MC", 'A', 7, CF_OF("NREDAA", 1)};
    const struct who moved = {"Ada", "Neri", "AN", 'A', 9, CF_OF("NREDAA", 1)};
    const struct who namesake = {"Ada Maria", "Neri", "AN", 'A', 10, NULL};
    struct pecaddr_registry *registry = open_new();
    struct question question;

    begin_doubt(registry, done);
    ck_assert_int_eq(ask(registry, PECADDR_CLAIM, &known, 0, &question), PECADDR_CLAIMED);
    ck_assert_int_eq(ask(registry, PECADDR_CLAIM, &known, 0, &question), PECADDR_HELD);
    doubt.outcome = done ? DONE : NOT_DONE;
    ck_assert_int_eq(ask(registry, PECADDR_CLAIM, &moved, 0, &question), PECADDR_HELD);
    ck_assert_uint_eq(question.query.added_notes, PECADDR_NOTE_MOVED);
    ck_assert_int_eq(ask(registry, PECADDR_CLAIM, &moved, 0, &question), PECADDR_HELD);
    ck_assert_uint_eq(question.query.added_notes, 0);
    /* Perhaps Ada, under another address. */
    doubt.outcome = done ? DONE : NOT_DONE;
    ck_assert_int_eq(ask(registry, PECADDR_CLAIM, &namesake, 0, &question), PECADDR_CLAIMED);
    ck_assert_uint_eq(question.query.added_notes, PECADDR_NOTE_NAMESAKE);
    end_doubt(registry);
    pecaddr_registry_close(registry);
}

START_TEST(what_a_claim_gave_or_changed_is_told)
{
    claim_in_doubt(true);
    claim_in_doubt(false);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {each_that_expired_is_told_once,
                                  what_a_claim_gave_or_changed_is_told};

    return run_suite("doubt", tests, N_OF(tests));
}
