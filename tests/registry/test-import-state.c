/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What comes in of which nobody says in what state it is, such as the result of an assignment: its
 * state is that on record. SPEC §5.
 */
#include "registry/registry-fixture.h"

static const struct who anna = {"Anna", "Neri", "MC", 'A', 5, "NRENNA00A01Z001D"};
static const char annas[] = "anna.neri@ingpec.eu";

static struct pecaddr_mailbox mailbox_of(const struct who *who, const char *address)
{
    return (struct pecaddr_mailbox){.size = sizeof(struct pecaddr_mailbox),
                                    .address = address,
                                    .given = who->given,
                                    .surname = who->surname,
                                    .holder = who->holder,
                                    .province = who->province,
                                    .section = who->section,
                                    .number = who->number};
}

static int bring_in(struct pecaddr_registry *registry, const struct pecaddr_mailbox *mailbox,
                    struct pecaddr_reason *reason)
{
    const struct pecaddr_mailbox *const mailboxes[] = {mailbox};
    struct pecaddr_reason *const reasons[] = {reason};
    int result = 77;

    *reason = (struct pecaddr_reason)PECADDR_REASON_INIT;
    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, reasons, NULL),
                     PECADDR_OK);
    return result;
}

START_TEST(what_is_on_record_stays_in_its_state)
{
    static const enum pecaddr_state states[] = {PECADDR_STATE_RESERVED, PECADDR_STATE_ACTIVE,
                                                PECADDR_STATE_RETIRED, PECADDR_STATE_RELEASED};

    for (size_t i = 0; i < N_OF(states); i++) {
        const struct pecaddr_mailbox mailbox = mailbox_of(&anna, annas);
        struct pecaddr_registry *registry = open_new();
        struct pecaddr_reason reason;
        size_t n;

        ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
        bring_to(registry, annas, states[i]);
        n = count_events(registry);
        ck_assert_int_eq(bring_in(registry, &mailbox, &reason), PECADDR_DONE);
        ck_assert_int_eq(reason.code, PECADDR_OK);
        ck_assert_int_eq(reason.state, states[i]);
        ck_assert_uint_eq(reason.differs, 0);
        ck_assert_str_eq(reason.address, annas);
        ck_assert_str_eq(reason.surname, "Neri");
        ck_assert_uint_eq(count_events(registry), n);
        pecaddr_registry_close(registry);
    }
}
END_TEST

START_TEST(what_is_new_is_reserved)
{
    const struct pecaddr_mailbox mailbox = mailbox_of(&anna, annas);
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_reason reason;
    struct kept kept;

    ck_assert_int_eq(bring_in(registry, &mailbox, &reason), PECADDR_OK);
    ck_assert_str_eq(reason.address, "");
    ck_assert_int_eq(look(registry, annas, &kept)->state, PECADDR_STATE_RESERVED);
    ck_assert_str_eq(kept.mailbox.receipt, "imported");
    ck_assert_int_eq(bring_in(registry, &mailbox, &reason), PECADDR_DONE);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(what_is_unknown_of_one_on_record_is_gained_and_what_differs_is_told)
{
    const struct who without = {"Anna", "Neri", "MC", 'A', 5, NULL};
    const struct pecaddr_mailbox more = mailbox_of(&anna, annas);
    struct pecaddr_mailbox other = more;
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_reason reason;
    struct kept kept;

    ck_assert_int_eq(claim(registry, &without, 0), PECADDR_CLAIMED);
    bring_to(registry, annas, PECADDR_STATE_ACTIVE);
    ck_assert_int_eq(bring_in(registry, &more, &reason), PECADDR_OK);
    ck_assert_str_eq(look(registry, annas, &kept)->holder, anna.holder);
    ck_assert_int_eq(kept.mailbox.state, PECADDR_STATE_ACTIVE);
    other.given = "Anna Luisa";
    ck_assert_int_eq(bring_in(registry, &other, &reason), PECADDR_NO_MATCH);
    ck_assert_uint_eq(reason.differs, PECADDR_FACT_NAME);
    STEP(retire_mailbox(registry, annas, "test", &step_error));
    ck_assert_int_eq(bring_in(registry, &other, &reason), PECADDR_NO_MATCH);
    ck_assert_uint_eq(reason.differs, PECADDR_FACT_NAME);
    ck_assert_int_eq(look(registry, annas, &kept)->state, PECADDR_STATE_RETIRED);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(another_holders_address_is_refused_in_every_state)
{
    static const enum pecaddr_state states[] = {PECADDR_STATE_RESERVED, PECADDR_STATE_ACTIVE,
                                                PECADDR_STATE_RETIRED};
    const struct who other = {"Anna", "Neri", "MC", 'A', 6, CF(2)};

    for (size_t i = 0; i < N_OF(states); i++) {
        const struct pecaddr_mailbox mailbox = mailbox_of(&other, annas);
        struct pecaddr_registry *registry = open_new();
        struct pecaddr_reason reason;

        ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
        bring_to(registry, annas, states[i]);
        ck_assert_int_eq(bring_in(registry, &mailbox, &reason), PECADDR_E_STATE);
        ck_assert_int_eq(reason.contradiction, PECADDR_CONTRADICTION_ADDRESS);
        pecaddr_registry_close(registry);
    }
}
END_TEST

START_TEST(what_was_released_is_nobodys_whatever_comes_with_it)
{
    const struct who other = {"Anna", "Neri", "MC", 'A', 6, CF(2)};
    struct pecaddr_mailbox rows[3] = {mailbox_of(&other, annas), mailbox_of(&anna, annas),
                                      mailbox_of(&anna, annas)};
    struct pecaddr_registry *registry = open_new();
    size_t n;

    rows[1].number = 99999999;
    rows[2].receipt = "blocked";
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    bring_to(registry, annas, PECADDR_STATE_RELEASED);
    n = count_events(registry);
    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pecaddr_reason reason;

        ck_assert_int_eq(bring_in(registry, &rows[i], &reason), PECADDR_DONE);
        ck_assert_int_eq(reason.code, PECADDR_OK);
        ck_assert_int_eq(reason.state, PECADDR_STATE_RELEASED);
        ck_assert_int_eq(reason.blocked, 0);
        ck_assert_uint_eq(count_events(registry), n);
    }
    ck_assert_int_eq(claim(registry, &other, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(of_what_was_released_twice_the_last_holder_is_told)
{
    const struct who other = {"Anna", "Neri", "AN", 'B', 7, NULL};
    const struct pecaddr_mailbox mailbox = mailbox_of(&anna, annas);
    const struct who *const holders[] = {&anna, &other, &anna, &other};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_reason reason;

    for (size_t i = 0; i < N_OF(holders); i++) {
        ck_assert_int_eq(claim(registry, holders[i], 0), PECADDR_CLAIMED);
        bring_to(registry, annas, PECADDR_STATE_RELEASED);
        ck_assert_int_eq(bring_in(registry, &mailbox, &reason), PECADDR_DONE);
        ck_assert_str_eq(reason.province, holders[i]->province);
    }
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(what_was_released_comes_in_as_a_state_says)
{
    struct pecaddr_mailbox mailbox = mailbox_of(&anna, annas);
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_reason reason;
    struct kept kept;

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    bring_to(registry, annas, PECADDR_STATE_RELEASED);
    mailbox.state = PECADDR_STATE_ACTIVE;
    ck_assert_int_eq(bring_in(registry, &mailbox, &reason), PECADDR_OK);
    ck_assert_int_eq(look(registry, annas, &kept)->state, PECADDR_STATE_ACTIVE);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(an_address_that_was_given_again_is_its_holders)
{
    const struct who other = {"Anna", "Neri", "MC", 'A', 6, CF(2)};
    const struct pecaddr_mailbox first = mailbox_of(&anna, annas), next = mailbox_of(&other, annas);
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_reason reason;

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    bring_to(registry, annas, PECADDR_STATE_RELEASED);
    ck_assert_int_eq(claim(registry, &other, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(bring_in(registry, &first, &reason), PECADDR_E_STATE);
    ck_assert_int_eq(bring_in(registry, &next, &reason), PECADDR_DONE);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(one_whose_holder_left_is_compared_and_if_it_is_new_refused)
{
    struct pecaddr_mailbox mailbox = mailbox_of(&anna, annas);
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_reason reason;
    struct kept kept;

    mailbox.left = "2024-02-29";
    ck_assert_int_eq(bring_in(registry, &mailbox, &reason), PECADDR_E_ARGUMENT);
    ck_assert_uint_eq(reason.refused, PECADDR_FACT_LEFT);
    ck_assert_str_eq(look(registry, annas, &kept)->receipt, "blocked");
    mailbox.state = PECADDR_STATE_ACTIVE;
    mailbox.left = NULL;
    ck_assert_int_eq(bring_in(registry, &mailbox, &reason), PECADDR_OK);
    mailbox.state = 0;
    mailbox.left = "2024-02-29";
    ck_assert_int_eq(bring_in(registry, &mailbox, &reason), PECADDR_NO_MATCH);
    ck_assert_uint_eq(reason.differs, PECADDR_FACT_LEFT);
    STEP(leave_mailbox(registry, annas, "2024-02-29", "test", &step_error));
    ck_assert_int_eq(bring_in(registry, &mailbox, &reason), PECADDR_DONE);
    pecaddr_registry_close(registry);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        what_is_on_record_stays_in_its_state,
        what_is_new_is_reserved,
        what_is_unknown_of_one_on_record_is_gained_and_what_differs_is_told,
        another_holders_address_is_refused_in_every_state,
        what_was_released_is_nobodys_whatever_comes_with_it,
        of_what_was_released_twice_the_last_holder_is_told,
        what_was_released_comes_in_as_a_state_says,
        an_address_that_was_given_again_is_its_holders,
        one_whose_holder_left_is_compared_and_if_it_is_new_refused,
    };

    return run_suite("import-state", tests, N_OF(tests));
}
