/* SPDX-License-Identifier: BSD-3-Clause */
/* Mailboxes that expire, SPEC §5. */
#include "registry/life-fixture.h"

/* A person of a crowd, and the address at level 0. */
static struct who one_of_many(unsigned i, char surname[4], char address[64])
{
    snprintf(surname, 4, "X%c%c", 'a' + (int)(i / 26), 'a' + (int)(i % 26));
    snprintf(address, 64, "ugo.x%c%c@ingpec.eu", 'a' + (int)(i / 26), 'a' + (int)(i % 26));
    return (struct who){"Ugo", surname, "MC", 'A', 100 + i, NULL};
}

/* Each one that is told, a line each. */
struct expired {
    size_t n;
    size_t stop_at; /* the one that is answered with another number than 0; 0: none */
    char text[1024];
};

static int tell_expired(void *user, const struct pecaddr_mailbox *m)
{
    struct expired *expired = user;
    size_t size = strlen(expired->text);

    snprintf(expired->text + size, sizeof expired->text - size, "%s %s %s %s %s %s %c %u %s\n",
             m->address, pecaddr_state_name(m->state), m->given, m->surname,
             m->holder[0] != '\0' ? m->holder : "-", m->province, m->section, m->number,
             m->expires);
    return ++expired->n == expired->stop_at ? 77 : 0;
}

START_TEST(who_expired_before_a_day_is_retired_and_nobody_else)
{
    static const struct {
        const char *expires; /* NULL: not known */
        enum pecaddr_state before, after;
    } rows[] = {
        {"2026-12-30", PECADDR_STATE_ACTIVE, PECADDR_STATE_RETIRED},
        {"2026-12-31", PECADDR_STATE_ACTIVE, PECADDR_STATE_RETIRED},
        {"2027-01-01", PECADDR_STATE_ACTIVE, PECADDR_STATE_ACTIVE},
        {"2027-01-02", PECADDR_STATE_ACTIVE, PECADDR_STATE_ACTIVE},
        {NULL, PECADDR_STATE_ACTIVE, PECADDR_STATE_ACTIVE},
        {NULL, PECADDR_STATE_RESERVED, PECADDR_STATE_RESERVED},
        {"0999-01-01", PECADDR_STATE_ACTIVE, PECADDR_STATE_RETIRED},
        {"9999-12-31", PECADDR_STATE_ACTIVE, PECADDR_STATE_ACTIVE},
        {"2026-01-01", PECADDR_STATE_RETIRED, PECADDR_STATE_RETIRED},
    };
    struct pecaddr_registry *registry = open_new();
    char surname[4], address[64];
    size_t count = 77;
    struct kept kept;
    struct told told;

    for (unsigned i = 0; i < N_OF(rows); i++) {
        const struct who who = one_of_many(i, surname, address);

        ck_assert_int_eq(claim(registry, &who, 0), PECADDR_CLAIMED);
        if (rows[i].before != PECADDR_STATE_RESERVED)
            STEP(activate_mailbox(registry, address, rows[i].expires, "x", &step_error));
        if (rows[i].before == PECADDR_STATE_RETIRED)
            STEP(retire_mailbox(registry, address, "x", &step_error));
    }
    /* A dry run tells the same, and writes nothing. */
    for (int dry_run = 1; dry_run >= 0; dry_run--) {
        struct expired expired = {.text = ""};

        ck_assert_str_eq(history(registry, "ugo.xaa@ingpec.eu", &told),
                         ">reserved issue\n"
                         "reserved>active activate expires=: x\n");
        STEP(pecaddr_registry_expire(registry, "2027-01-01", "not renewed", dry_run, tell_expired,
                                     &expired, &count, &step_error));
        ck_assert_uint_eq(count, 3);
        ck_assert_str_eq(expired.text, "ugo.xaa@ingpec.eu retired Ugo Xaa - MC A 100 2026-12-30\n"
                                       "ugo.xab@ingpec.eu retired Ugo Xab - MC A 101 2026-12-31\n"
                                       "ugo.xag@ingpec.eu retired Ugo Xag - MC A 106 0999-01-01\n");
    }
    for (unsigned i = 0; i < N_OF(rows); i++) {
        one_of_many(i, surname, address);
        ck_assert_msg(look(registry, address, &kept)->state == rows[i].after, "%s", address);
    }
    ck_assert_str_eq(history(registry, "ugo.xaa@ingpec.eu", &told),
                     ">reserved issue\n"
                     "reserved>active activate expires=: x\n"
                     "active>retired expire: not renewed\n");
    /* Run again it finds no more. */
    STEP(pecaddr_registry_expire(registry, "2027-01-01", "not renewed", 0, NULL, NULL, &count,
                                 &step_error));
    ck_assert_uint_eq(count, 0);
    pecaddr_registry_close(registry);
}
END_TEST

static int count_expired(void *user, const struct pecaddr_mailbox *m)
{
    struct expired *expired = user;

    ck_assert_str_eq(m->expires, "2026-12-31");
    return ++expired->n == expired->stop_at ? 77 : 0;
}

/* More than fit in one transaction. */
START_TEST(any_number_expires_and_each_one_is_told)
{
    enum { PERSONS = 620, AT_ONCE = 500 };
    struct expired all = {.n = 0}, some = {.stop_at = 1}, rest = {.n = 0};
    struct pecaddr_registry *registry = open_new();
    char surname[4], address[64];
    size_t count = 0;

    for (unsigned i = 0; i < PERSONS; i++) {
        const struct who who = one_of_many(i, surname, address);

        ck_assert_int_eq(claim(registry, &who, 0), PECADDR_CLAIMED);
        STEP(activate_mailbox(registry, address, "2026-12-31", "x", &step_error));
    }
    STEP(pecaddr_registry_expire(registry, "2027-01-01", "x", 1, count_expired, &all, &count,
                                 &step_error));
    ck_assert_uint_eq(count, PERSONS);
    ck_assert_uint_eq(all.n, PERSONS);
    /* Who stops it is told what was done with the one at which he did. */
    ck_assert_int_eq(
        pecaddr_registry_expire(registry, "2027-01-01", "x", 0, count_expired, &some, &count, NULL),
        77);
    ck_assert_uint_eq(count, AT_ONCE);
    ck_assert_uint_eq(some.n, AT_ONCE);
    STEP(pecaddr_registry_expire(registry, "2027-01-01", "x", 0, count_expired, &rest, &count,
                                 &step_error));
    ck_assert_uint_eq(count, PERSONS - AT_ONCE);
    ck_assert_uint_eq(rest.n, count);
    STEP(pecaddr_registry_expire(registry, "2027-01-01", "x", 0, NULL, NULL, NULL, &step_error));
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(an_active_mailbox_without_a_day_takes_one_by_an_activation)
{
    static const struct {
        const char *date;
        int result;
        const char *after;
    } steps[] = {{NULL, PECADDR_OK, ""},
                 {NULL, PECADDR_DONE, ""},
                 {"2030-12-31", PECADDR_OK, "2030-12-31"},
                 {"2030-12-31", PECADDR_DONE, "2030-12-31"},
                 {"2031-12-31", PECADDR_E_STATE, "2030-12-31"},
                 {NULL, PECADDR_DONE, "2030-12-31"}};
    struct pecaddr_registry *registry = open_new();
    char surname[4], address[64];
    const struct who who = one_of_many(0, surname, address);
    struct kept kept;
    struct told told;

    ck_assert_int_eq(claim(registry, &who, 0), PECADDR_CLAIMED);
    for (size_t i = 0; i < N_OF(steps); i++) {
        ck_assert_int_eq(activate_mailbox(registry, address, steps[i].date, "x", NULL),
                         steps[i].result);
        ck_assert_str_eq(look(registry, address, &kept)->expires, steps[i].after);
    }
    ck_assert_str_eq(history(registry, address, &told), ">reserved issue\n"
                                                        "reserved>active activate: x\n"
                                                        "active>active activate expires=: x\n");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_renewal_sets_no_earlier_day_unless_what_is_on_record_is_said_to_be_wrong)
{
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_registry_error error = {.size = sizeof error};
    char surname[4], address[64];
    const struct who who = one_of_many(0, surname, address);
    struct kept kept;

    ck_assert_int_eq(claim(registry, &who, 0), PECADDR_CLAIMED);
    STEP(activate_mailbox(registry, address, NULL, "x", &step_error));
    STEP(renew_mailbox(registry, address, "2030-12-31", "x", &step_error));
    ck_assert_int_eq(renew_mailbox(registry, address, "2030-12-30", "x", &error), PECADDR_E_STATE);
    ck_assert_ptr_nonnull(strstr(error.message, "2030-12-31"));
    ck_assert_str_eq(look(registry, address, &kept)->expires, "2030-12-31");
    ck_assert_int_eq(renew_mailbox(registry, address, "2030-12-31", "x", &error), PECADDR_DONE);
    STEP(pecaddr_registry_step(
        registry, PECADDR_ACT_RENEW,
        STEP_OF(.address = address, .date = "2030-12-30", .why = "x", .earlier = 1), NULL,
        &step_error));
    ck_assert_str_eq(look(registry, address, &kept)->expires, "2030-12-30");
    /* It is said of a renewal alone. */
    ck_assert_int_eq(pecaddr_registry_step(registry, PECADDR_ACT_LEAVE,
                                           STEP_OF(.address = address, .date = "2030-12-30",
                                                   .why = "x", .earlier = 1),
                                           NULL, &error),
                     PECADDR_E_ARGUMENT);
    pecaddr_registry_close(registry);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        who_expired_before_a_day_is_retired_and_nobody_else,
        any_number_expires_and_each_one_is_told,
        an_active_mailbox_without_a_day_takes_one_by_an_activation,
        a_renewal_sets_no_earlier_day_unless_what_is_on_record_is_said_to_be_wrong,
    };

    return run_long_suite("expiry", tests, N_OF(tests));
}
