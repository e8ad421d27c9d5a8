/* SPDX-License-Identifier: BSD-3-Clause */
/* What comes back to a holder who left, or was retired, and what stays through a transfer. SPEC §5. */
#include "registry/past-fixture.h"

#include <time.h>

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

static int leave(struct pecaddr_registry *registry, const struct who *who, const char *day,
                 struct pecaddr_registry_error *error)
{
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;
    struct pecaddr_person person = person_from(who);

    step.address = anna_address;
    step.why = "test";
    step.date = day;
    step.person = who->given ? &person : NULL;
    return pecaddr_registry_step(registry, PECADDR_ACT_LEAVE, &step, NULL, error);
}

/* Last month's list of those who left, after one of them came back. */
START_TEST(a_leaving_that_is_over_is_not_put_on_record_again)
{
    const struct who who = ANNA, nobody = {NULL, NULL, NULL, 0, 0, NULL};
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_registry *registry = open_new();
    struct kept kept;

    anna_left(registry);
    ck_assert_int_eq(leave(registry, &who, "2028-05-01", &error), PECADDR_DONE);
    ck_assert_int_eq(leave(registry, &who, "2028-05-02", &error), PECADDR_OK);
    ck_assert_int_eq(leave(registry, &who, "2028-05-01", &error), PECADDR_OK);
    ck_assert_int_eq(claim(registry, &who, 0), PECADDR_HELD);
    for (int day = 1; day <= 2; day++) {
        const char *date = day == 1 ? "2028-05-01" : "2028-05-02";

        ck_assert_int_eq(leave(registry, day == 1 ? &who : &nobody, date, &error), PECADDR_E_STATE);
        ck_assert_ptr_nonnull(strstr(error.message, date));
        ck_assert_str_eq(look(registry, anna_address, &kept)->left, "");
    }
    ck_assert_int_eq(leave(registry, &who, "2029-01-31", &error), PECADDR_OK);
    ck_assert_str_eq(look(registry, anna_address, &kept)->left, "2029-01-31");
    pecaddr_registry_close(registry);
}
END_TEST

/* Last month's list of what has ended, after one of the holders came back. */
START_TEST(what_came_back_is_not_retired_again_by_a_list)
{
    const struct who who = ANNA;
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_registry_step step = PECADDR_REGISTRY_STEP_INIT;
    struct pecaddr_registry *registry = open_new();
    struct kept kept;

    step.address = anna_address;
    step.why = "test";
    step.listed = 1;
    ck_assert_int_eq(claim(registry, &who, 0), PECADDR_CLAIMED);
    STEP(activate_mailbox(registry, anna_address, NULL, "test", &step_error));
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_RENEW, &step, NULL, &error),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_RETIRE, &step, NULL, &error),
                     PECADDR_OK);
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_RETIRE, &step, NULL, &error),
                     PECADDR_DONE);
    ck_assert_int_eq(claim(registry, &who, 0), PECADDR_HELD);
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_RETIRE, &step, NULL, &error),
                     PECADDR_E_STATE);
    STEP(activate_mailbox(registry, anna_address, NULL, "test", &step_error));
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_RETIRE, &step, NULL, &error),
                     PECADDR_E_STATE);
    ck_assert_ptr_nonnull(strstr(error.message, "it was retired before"));
    ck_assert_int_eq(look(registry, anna_address, &kept)->state, PECADDR_STATE_ACTIVE);
    step.listed = 0;
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_RETIRE, &step, NULL, &error),
                     PECADDR_OK);
    pecaddr_registry_close(registry);
}
END_TEST

/* Anna gave her address back before it was in use, and was given it again. */
static void anna_reserved_again(struct pecaddr_registry *registry)
{
    const struct who who = anna(CF(1));

    anna_stands(registry);
    STEP(release_mailbox(registry, anna_address, "test", &step_error));
    ck_assert_int_eq(claim(registry, &who, 0), PECADDR_CLAIMED);
}

static void anna_comes_back(struct pecaddr_registry *registry)
{
    const struct who who = anna(CF(1));

    anna_retired(registry);
    ck_assert_int_eq(claim(registry, &who, 0), PECADDR_HELD);
}

/* Which keep what they are for a list of before. */
static void anna_comes_back_by_another_name(struct pecaddr_registry *registry)
{
    anna_comes_back(registry);
    STEP(pecaddr_registry_step(registry, PECADDR_ACT_CORRECT,
                               STEP_OF(.address = anna_address, .why = "test",
                                       .given = text_of("Anna Maria"), .surname = text_of("Neri")),
                               NULL, &step_error));
    STEP(relink_mailbox(registry, anna_address, CF(2), "test", &step_error));
}

static void (*const again[])(struct pecaddr_registry *registry) = {
    anna_reserved_again, anna_comes_back, anna_comes_back_by_another_name};

/* Of UTC, as the registry has it; never earlier than what is on record. */
static const char *today(char ret_day[11])
{
    time_t now = time(NULL);
    struct tm utc;

    gmtime_r(&now, &utc);
    strftime(ret_day, 11, "%Y-%m-%d", &utc);
    return ret_day;
}

static int activate(struct pecaddr_registry *registry, const char *since, int dry_run,
                    struct pecaddr_registry_error *error)
{
    return pecaddr_registry_step(
        registry, PECADDR_ACT_ACTIVATE,
        STEP_OF(.address = anna_address, .why = "test", .since = since, .dry_run = dry_run), NULL,
        error);
}

/* Last month's list of what was activated, after one of the holders was given the address again. */
START_TEST(what_is_reserved_again_is_not_activated_by_a_list_of_before)
{
    for (size_t i = 0; i < N_OF(again); i++) {
        struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
        struct pecaddr_registry *registry = open_new();
        struct kept kept;
        char day[11];

        again[i](registry);
        for (int dry_run = 1; dry_run >= 0; dry_run--) {
            ck_assert_int_eq(activate(registry, "2020-01-31", dry_run, &error), PECADDR_E_STATE);
            ck_assert_ptr_nonnull(strstr(error.message, "activated on 2020-01-31 by the list"));
        }
        ck_assert_int_eq(look(registry, anna_address, &kept)->state, PECADDR_STATE_RESERVED);
        ck_assert_int_eq(activate(registry, NULL, 1, &error), PECADDR_OK);
        ck_assert_int_eq(activate(registry, today(day), 0, &error), PECADDR_OK);
        ck_assert_int_eq(activate(registry, "2020-01-31", 0, &error), PECADDR_DONE);
        pecaddr_registry_close(registry);
    }
}
END_TEST

START_TEST(what_was_reserved_once_may_be_in_use_for_longer)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_registry *registry = open_new();
    const struct who luca = {"Luca", "Verdi", "MC", 'A', 6, NULL};

    anna_stands(registry);
    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
    STEP(release_mailbox(registry, "luca.verdi@ingpec.eu", "test", &step_error));
    ck_assert_int_eq(activate(registry, "no day", 0, &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_step(
                         registry, PECADDR_ACT_RETIRE,
                         STEP_OF(.address = anna_address, .why = "test", .since = "2020-01-31"),
                         NULL, &error),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(activate(registry, "2020-01-31", 0, &error), PECADDR_OK);
    pecaddr_registry_close(registry);
}
END_TEST

static int bring_in(struct pecaddr_registry *registry, const char *since,
                    struct pecaddr_reason *reason)
{
    const struct pecaddr_mailbox mailbox = {.size = sizeof mailbox,
                                            .address = anna_address,
                                            .state = PECADDR_STATE_ACTIVE,
                                            .surname = "Neri",
                                            .province = "MC",
                                            .section = 'A',
                                            .number = 5,
                                            .expires = "2029-12-31",
                                            .since = since};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    struct pecaddr_reason *const reasons[] = {reason};
    int result = -1;

    *reason = (struct pecaddr_reason)PECADDR_REASON_INIT;
    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, reasons, NULL),
                     PECADDR_OK);
    return result;
}

START_TEST(nor_is_it_by_importing_one)
{
    for (size_t i = 0; i < N_OF(again); i++) {
        struct pecaddr_registry *registry = open_new(), *preview = NULL;
        struct pecaddr_reason reason;
        struct kept kept;
        char day[11];

        again[i](registry);
        ck_assert_int_eq(pecaddr_registry_preview(registry, &preview, NULL), PECADDR_OK);
        for (int in_preview = 1; in_preview >= 0; in_preview--) {
            struct pecaddr_registry *into = in_preview ? preview : registry;

            ck_assert_int_eq(bring_in(into, "no day", &reason), PECADDR_E_ARGUMENT);
            ck_assert_int_eq(bring_in(into, "2020-01-31", &reason), PECADDR_NO_MATCH);
            ck_assert_uint_eq(reason.differs, PECADDR_FACT_STATE);
            ck_assert_int_eq(reason.state, PECADDR_STATE_RESERVED);
        }
        ck_assert_str_eq(look(registry, anna_address, &kept)->expires, "");
        ck_assert_int_eq(bring_in(preview, today(day), &reason), PECADDR_OK);
        pecaddr_registry_close(preview);
        ck_assert_int_eq(bring_in(registry, today(day), &reason), PECADDR_OK);
        ck_assert_int_eq(look(registry, anna_address, &kept)->state, PECADDR_STATE_ACTIVE);
        ck_assert_str_eq(kept.mailbox.expires, "2029-12-31");
        pecaddr_registry_close(registry);
    }
}
END_TEST

/* Of one that is only blocked the line says all, and it may have been in use for longer. */
START_TEST(but_for_what_is_only_blocked_and_what_was_reserved_once)
{
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_mailbox blocked = PECADDR_MAILBOX_INIT;
    const struct pecaddr_mailbox *const mailboxes[] = {&blocked};
    struct pecaddr_reason reason;
    int result = -1;

    anna_stands(registry);
    STEP(release_mailbox(registry, anna_address, "test", &step_error));
    blocked.address = anna_address;
    blocked.state = PECADDR_STATE_ACTIVE;
    blocked.receipt = "blocked";
    ck_assert_int_eq(
        pecaddr_registry_import(registry, mailboxes, 1, PECADDR_IMPORT_BLOCK, &result, NULL, NULL),
        PECADDR_OK);
    ck_assert_int_eq(bring_in(registry, "2020-01-31", &reason), PECADDR_OK);
    pecaddr_registry_close(registry);
    registry = open_new();
    anna_stands(registry);
    ck_assert_int_eq(bring_in(registry, "2020-01-31", &reason), PECADDR_OK);
    pecaddr_registry_close(registry);
}
END_TEST

/* Whoever moved to another entry left the one before, and is a member. */
START_TEST(leaving_an_entry_is_no_leaving_of_who_has_moved_to_another)
{
    const struct who before = ANNA, now = ANNA_THERE, unsaid = {"Anna", "Neri", NULL, 0, 0, ONE},
                     nobody = {NULL, NULL, NULL, 0, 0, NULL};
    const struct who *const others[] = {&now, &unsaid, &nobody};
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct kept kept;

    for (size_t i = 0; i < N_OF(others); i++) {
        struct pecaddr_registry *registry = open_new();

        anna_stands(registry);
        STEP(activate_mailbox(registry, anna_address, NULL, "test", &step_error));
        ck_assert_int_eq(claim(registry, &now, 0), PECADDR_HELD);
        ck_assert_int_eq(leave(registry, &before, "2028-05-01", &error), PECADDR_E_HOLDER);
        ck_assert_str_eq(error.message,
                         "anna.neri@ingpec.eu belongs to Anna Neri (" ONE ", AN B 9), who has "
                         "another register entry than the person that this is meant for; check the "
                         "address and the person, and whether the holder has moved since");
        ck_assert_str_eq(look(registry, anna_address, &kept)->left, "");
        ck_assert_int_eq(leave(registry, others[i], "2028-05-01", &error), PECADDR_OK);
        pecaddr_registry_close(registry);
    }
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
        a_leaving_that_is_over_is_not_put_on_record_again,
        what_came_back_is_not_retired_again_by_a_list,
        what_is_reserved_again_is_not_activated_by_a_list_of_before,
        what_was_reserved_once_may_be_in_use_for_longer,
        nor_is_it_by_importing_one,
        but_for_what_is_only_blocked_and_what_was_reserved_once,
        leaving_an_entry_is_no_leaving_of_who_has_moved_to_another,
        a_retired_mailbox_is_never_issued_to_anyone_else,
        who_left_and_whose_number_is_anothers_now_comes_back_on_another,
        the_entry_of_the_issue_stays_through_a_transfer,
        history_keeps_what_a_transfer_and_a_gained_codice_fiscale_replaced,
    };

    return run_long_suite("return", tests, N_OF(tests));
}
