/* SPDX-License-Identifier: BSD-3-Clause */
/* What comes back to a holder who left, or was retired, and what stays through a transfer. SPEC §5. */
#include "registry/past-fixture.h"

START_TEST(a_retired_mailbox_comes_back_reserved_without_expiry_and_leaving)
{
    const struct who who = anna(CF(1));
    struct pecaddr_registry *registry = open_new();
    const struct pecaddr_mailbox *mailbox;
    struct kept kept;
    struct told told;

    anna_retired(registry);
    mailbox = look(registry, anna_address, &kept);
    ck_assert_str_eq(mailbox->expires, "2029-12-31");
    ck_assert_str_eq(mailbox->left, "2028-05-01");
    ck_assert_int_eq(claim(registry, &who, 2), PECADDR_HELD_ELSEWHERE);
    mailbox = look(registry, anna_address, &kept);
    ck_assert_int_eq(mailbox->state, PECADDR_STATE_RESERVED);
    ck_assert_str_eq(mailbox->expires, "");
    ck_assert_str_eq(mailbox->left, "");
    ck_assert_str_eq(history(registry, anna_address, &told),
                     ">reserved issue\n"
                     "reserved>active activate expires=: test\n"
                     "active>active leave left=: test\n"
                     "active>retired retire: test\n"
                     "retired>reserved claim expires=2029-12-31 left=2028-05-01\n");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(who_left_and_registers_again_has_the_active_mailbox_again)
{
    const struct who who = anna(CF(1));
    struct pecaddr_registry *registry = open_new();
    const struct pecaddr_mailbox *mailbox;
    struct kept kept;

    anna_left(registry);
    ck_assert_int_eq(claim(registry, &who, 0), PECADDR_HELD);
    mailbox = look(registry, anna_address, &kept);
    ck_assert_int_eq(mailbox->state, PECADDR_STATE_ACTIVE);
    ck_assert_str_eq(mailbox->expires, "2029-12-31");
    ck_assert_str_eq(mailbox->left, "");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_retired_mailbox_is_never_issued_to_anyone_else)
{
    const struct who persons[] = {{"Anna", "Neri", "AN", 'A', 6, CF(2)},
                                  {"Anna", "Neri", "AN", 'A', 7, NULL},
                                  {"Anna", "Neri", "MC", 'A', 5, CF(3)}};
    struct pecaddr_registry *registry = open_new();
    struct kept kept;

    anna_retired(registry);
    for (size_t i = 0; i < N_OF(persons); i++)
        ck_assert_int_eq(claim(registry, &persons[i], 0), PECADDR_TAKEN);
    ck_assert_str_eq(look(registry, anna_address, &kept)->holder, CF(1));
    ck_assert_int_eq(kept.mailbox.state, PECADDR_STATE_RETIRED);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(who_left_and_whose_number_is_anothers_now_comes_back_on_another)
{
    const struct who moved = {"Anna", "Neri", "MC", 'A', 6, CF(1)};
    struct pecaddr_registry *registry = open_new();
    struct kept kept;

    luca_followed(registry);
    ck_assert_int_eq(claim(registry, &moved, 0), PECADDR_HELD);
    ck_assert_uint_eq(look(registry, anna_address, &kept)->number, 6);
    ck_assert_str_eq(kept.mailbox.left, "");
    ck_assert_uint_eq(look(registry, "luca.verdi@ingpec.eu", &kept)->number, 5);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(the_entry_of_the_issue_stays_through_a_transfer)
{
    struct pecaddr_registry *registry = open_new();
    const struct pecaddr_mailbox *mailbox;
    struct kept kept;

    anna_moved(registry);
    mailbox = look(registry, anna_address, &kept);
    ck_assert_str_eq(mailbox->province, "AN");
    ck_assert_int_eq(mailbox->section, 'B');
    ck_assert_uint_eq(mailbox->number, 9);
    ck_assert_str_eq(mailbox->issued_province, "MC");
    ck_assert_int_eq(mailbox->issued_section, 'A');
    ck_assert_uint_eq(mailbox->issued_number, 5);
    pecaddr_registry_close(registry);
}
END_TEST

static int keep_replaced(void *user, const struct pecaddr_event *event)
{
    snprintf(user, 256, "%s %s %c %u", event->holder, event->province,
             event->section != 0 ? event->section : '-', event->number);
    return 0;
}

START_TEST(history_keeps_what_a_transfer_and_a_gained_codice_fiscale_replaced)
{
    const struct who with = anna(CF(1));
    struct pecaddr_registry *registry = open_new();
    char replaced[256] = "";

    anna_moved(registry);
    ck_assert_int_eq(
        pecaddr_registry_history(registry, anna_address, keep_replaced, replaced, NULL),
        PECADDR_OK);
    ck_assert_str_eq(replaced, " MC A 5");
    pecaddr_registry_close(registry);

    registry = open_new();
    anna_stands_unknown(registry);
    ck_assert_int_eq(claim(registry, &with, 0), PECADDR_HELD);
    ck_assert_int_eq(
        pecaddr_registry_history(registry, anna_address, keep_replaced, replaced, NULL),
        PECADDR_OK);
    /* There was none. */
    ck_assert_str_eq(replaced, "  - 0");
    pecaddr_registry_close(registry);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_retired_mailbox_comes_back_reserved_without_expiry_and_leaving,
        who_left_and_registers_again_has_the_active_mailbox_again,
        a_retired_mailbox_is_never_issued_to_anyone_else,
        who_left_and_whose_number_is_anothers_now_comes_back_on_another,
        the_entry_of_the_issue_stays_through_a_transfer,
        history_keeps_what_a_transfer_and_a_gained_codice_fiscale_replaced,
    };

    return run_long_suite("return", tests, N_OF(tests));
}
