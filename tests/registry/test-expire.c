/* SPDX-License-Identifier: BSD-3-Clause */
/* Mailboxes that expire, SPEC §5: each is told, once, though nobody knows whether a commit was done. */
#include "handle.h"
#include "registry/registry-fixture.h"
#include "registry/steps.h"

static const struct who members[] = {
    {"Anna", "Neri", "MC", 'A', 5, NULL},
    {"Ugo", "Neri", "MC", 'A', 6, NULL},
    {"Ada", "Neri", "MC", 'A', 7, NULL},
};

/* A store that does not know, the first time. */
static const struct store_ops *real;
static enum { KNOWN, DONE, NOT_DONE } outcome;

static int commit(struct store *store, struct pecaddr_registry_error *error)
{
    int r = PECADDR_OK;

    if (outcome == NOT_DONE)
        real->rollback(store);
    else
        r = real->commit(store, error);
    if (r == PECADDR_OK && outcome != KNOWN)
        r = STORE_UNKNOWN;
    outcome = KNOWN;
    return r;
}

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
    struct store_ops doubtful;
    char told[64] = "";
    size_t n = 0;

    for (size_t i = 0; i < N_OF(members); i++)
        ck_assert_int_eq(claim(registry, &members[i], 0), PECADDR_CLAIMED);
    STEP(activate_mailbox(registry, "anna.neri@ingpec.eu", "2024-01-01", "x", &step_error));
    STEP(activate_mailbox(registry, "ugo.neri@ingpec.eu", "2024-01-02", "x", &step_error));
    STEP(activate_mailbox(registry, "ada.neri@ingpec.eu", "2024-01-03", "x", &step_error));

    real = registry->store->ops;
    doubtful = *real;
    doubtful.commit = commit;
    registry->store->ops = &doubtful;
    outcome = done ? DONE : NOT_DONE;
    ck_assert_int_eq(
        pecaddr_registry_expire(registry, "2024-01-03", "x", 0, note, told, &n, &error),
        PECADDR_OK);
    registry->store->ops = real;
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

START_TEST(each_is_told_though_it_is_unknown_whether_a_commit_was_done)
{
    expire_in_doubt(true);
    expire_in_doubt(false);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {each_is_told_though_it_is_unknown_whether_a_commit_was_done};

    return run_suite("expire", tests, N_OF(tests));
}
