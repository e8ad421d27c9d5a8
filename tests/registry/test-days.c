/* SPDX-License-Identifier: BSD-3-Clause */
/* Which texts are days: those that the calendar has, in every call that takes one. SPEC §5. */
#include "registry/registry-fixture.h"

static const struct {
    const char *text;
    bool is_day;
} days[] = {
    {"2024-01-01", true},
    {"2024-12-31", true},
    {"0001-01-01", true},
    {"9999-12-31", true},
    /* Each month's last day, and the one after it. */
    {"2023-01-31", true},
    {"2023-01-32", false},
    {"2023-02-28", true},
    {"2023-02-29", false},
    {"2023-03-31", true},
    {"2023-03-32", false},
    {"2023-04-30", true},
    {"2023-04-31", false},
    {"2023-05-31", true},
    {"2023-05-32", false},
    {"2023-06-30", true},
    {"2023-06-31", false},
    {"2023-07-31", true},
    {"2023-07-32", false},
    {"2023-08-31", true},
    {"2023-08-32", false},
    {"2023-09-30", true},
    {"2023-09-31", false},
    {"2023-10-31", true},
    {"2023-10-32", false},
    {"2023-11-30", true},
    {"2023-11-31", false},
    {"2023-12-31", true},
    {"2023-12-32", false},
    /* A year is a leap year if 4 divides it, but not 100, unless 400 does. */
    {"2024-02-29", true},
    {"2024-02-30", false},
    {"1900-02-28", true},
    {"1900-02-29", false},
    {"2000-02-29", true},
    {"2000-02-30", false},
    {"2100-02-28", true},
    {"2100-02-29", false},
    {"2200-02-29", false},
    {"2400-02-29", true},
    {"2096-02-29", true},
    {"2104-02-29", true},
    {"2022-02-29", false},
    /* What no calendar has. */
    {"0000-01-01", false},
    {"0000-02-29", false},
    {"2024-00-01", false},
    {"2024-13-01", false},
    {"2024-01-00", false},
    {"2024-00-29", false},
    {"2024-02-99", false},
    /* What is not written as a day. */
    {"", false},
    {"2024", false},
    {"2024-1-01", false},
    {"2024-01-1", false},
    {"24-01-2001", false},
    {"2024/01/01", false},
    {"2024-01/01", false},
    {"2024/01-01", false},
    {"2024-01-01 ", false},
    {" 2024-01-01", false},
    {"2024-01-011", false},
    {"202a-01-01", false},
    {"2024-0a-01", false},
    {"2024-01-0a", false},
    {"2024-01-:0", false},
    {"2024-01-/9", false},
    {"+024-01-01", false},
    {"-024-01-01", false},
    {"31/12/2024", false},
    {"20240101", false},
};

/* The answer of each step to a text that is none. */
static int said_of(bool is_day)
{
    return is_day ? PECADDR_OK : PECADDR_E_ARGUMENT;
}

static int renew_anyhow(struct pecaddr_registry *registry, const char *address, const char *day)
{
    return pecaddr_registry_step(
        registry, PECADDR_ACT_RENEW,
        STEP_OF(.address = address, .date = day, .why = "test", .earlier = 1), NULL, NULL);
}

START_TEST(a_day_is_one_of_the_calendar_to_each_step)
{
    const char *const address = "mario.rossi@ingpec.eu";
    struct pecaddr_registry *registry = open_new();
    struct kept kept;

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(activate_mailbox(registry, address, "1900-02-29", "test", NULL),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(activate_mailbox(registry, address, "2000-02-29", "test", NULL), PECADDR_OK);
    for (size_t i = 0; i < N_OF(days); i++) {
        const char *text = days[i].text;
        int said = said_of(days[i].is_day);

        ck_assert_int_ge(renew_anyhow(registry, address, "2001-01-01"), 0);
        ck_assert_msg(renew_anyhow(registry, address, text) == said, "renew: %s", text);
        ck_assert_str_eq(look(registry, address, &kept)->expires,
                         days[i].is_day ? text : "2001-01-01");
        ck_assert_int_ge(leave_mailbox(registry, address, "2001-01-01", "test", NULL), 0);
        ck_assert_msg(leave_mailbox(registry, address, text, "test", NULL) == said, "leave: %s",
                      text);
        ck_assert_str_eq(look(registry, address, &kept)->left,
                         days[i].is_day ? text : "2001-01-01");
    }
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_day_is_one_of_the_calendar_to_expiry)
{
    struct pecaddr_registry *registry = open_new();

    for (size_t i = 0; i < N_OF(days); i++)
        ck_assert_msg(pecaddr_registry_expire(registry, days[i].text, "test", 0, NULL, NULL, NULL,
                                              NULL) == said_of(days[i].is_day),
                      "expire: %s", days[i].text);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_day_is_one_of_the_calendar_to_an_import)
{
    struct pecaddr_registry *registry = open_new();

    for (size_t i = 0; i < N_OF(days); i++) {
        struct pecaddr_mailbox expires = {
            .size = sizeof expires, .state = PECADDR_STATE_ACTIVE, .expires = days[i].text};
        struct pecaddr_mailbox left = {
            .size = sizeof left, .state = PECADDR_STATE_ACTIVE, .left = days[i].text};
        const struct pecaddr_mailbox *const mailboxes[] = {&expires, &left};
        char first[64], second[64];
        int results[2];

        /* An empty text is an unknown day. */
        if (days[i].text[0] == '\0')
            continue;
        snprintf(first, sizeof first, "pec%zu@ingpec.eu", i);
        snprintf(second, sizeof second, "mail%zu@ingpec.eu", i);
        expires.address = first;
        left.address = second;
        ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 2, 0, results, NULL, NULL),
                         PECADDR_OK);
        ck_assert_msg(results[0] == said_of(days[i].is_day), "expires: %s", days[i].text);
        ck_assert_msg(results[1] == said_of(days[i].is_day), "left: %s", days[i].text);
    }
    pecaddr_registry_close(registry);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_day_is_one_of_the_calendar_to_each_step,
        a_day_is_one_of_the_calendar_to_expiry,
        a_day_is_one_of_the_calendar_to_an_import,
    };

    return run_long_suite("days", tests, N_OF(tests));
}
