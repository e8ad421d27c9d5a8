/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The life of an address: each step from each state, what becomes of the address, what history says.
 * SPEC §5.
 */
#include "registry/life-fixture.h"

typedef int step_fn(struct pecaddr_registry *registry, const char *address, const char *why,
                    struct pecaddr_registry_error *error);

static int step_activate(struct pecaddr_registry *registry, const char *address, const char *why,
                         struct pecaddr_registry_error *error)
{
    return activate_mailbox(registry, address, NULL, why, error);
}

static int step_activate_2029(struct pecaddr_registry *registry, const char *address,
                              const char *why, struct pecaddr_registry_error *error)
{
    return activate_mailbox(registry, address, "2029-12-31", why, error);
}

static int step_activate_2030(struct pecaddr_registry *registry, const char *address,
                              const char *why, struct pecaddr_registry_error *error)
{
    return activate_mailbox(registry, address, "2030-12-31", why, error);
}

static int step_leave(struct pecaddr_registry *registry, const char *address, const char *why,
                      struct pecaddr_registry_error *error)
{
    return leave_mailbox(registry, address, "2028-05-01", why, error);
}

static int step_leave_later(struct pecaddr_registry *registry, const char *address, const char *why,
                            struct pecaddr_registry_error *error)
{
    return leave_mailbox(registry, address, "2028-06-30", why, error);
}

static int step_renew_2029(struct pecaddr_registry *registry, const char *address, const char *why,
                           struct pecaddr_registry_error *error)
{
    return renew_mailbox(registry, address, "2029-12-31", why, error);
}

static int step_renew_2030(struct pecaddr_registry *registry, const char *address, const char *why,
                           struct pecaddr_registry_error *error)
{
    return renew_mailbox(registry, address, "2030-12-31", why, error);
}

static int step_relink(struct pecaddr_registry *registry, const char *address, const char *why,
                       struct pecaddr_registry_error *error)
{
    return relink_mailbox(registry, address, CF(2), why, error);
}

static int step_relink_same(struct pecaddr_registry *registry, const char *address, const char *why,
                            struct pecaddr_registry_error *error)
{
    return relink_mailbox(registry, address, "nrenna00a01z001d", why, error);
}

static int step_change(struct pecaddr_registry *registry, const char *address, const char *why,
                       struct pecaddr_registry_error *error)
{
    struct pecaddr_assignment assignment = {.size = sizeof assignment};
    const struct pecaddr_text as_it_is = {0};

    return change_mailbox(registry, pecaddr_scheme_ingpec(), address, as_it_is, as_it_is, why,
                          &assignment, error);
}

static int step_ask(struct pecaddr_registry *registry, const char *address, const char *why,
                    struct pecaddr_registry_error *error)
{
    (void)address;
    (void)why;
    (void)error;
    return claim(registry, &anna_known, 0) == PECADDR_HELD ? PECADDR_OK : PECADDR_E_STATE;
}

/*
 * What each step gives from each state. `+`: done; `=`: it was so already, and nothing is written;
 * `-`: PECADDR_E_STATE, and nothing is written.
 */
static const struct {
    const char *what;
    step_fn *step;
    const char *said; /* how the line of history begins, after the states, and ends: `test` */
} steps[] = {
    {"activate", step_activate, " activate"},
    {"activate until 2029", step_activate_2029, " activate"},
    {"activate until 2030", step_activate_2030, " activate"},
    {"release", release_mailbox, " release"},
    {"retire", retire_mailbox, " retire"},
    {"leave", step_leave, " leave"},
    {"leave later", step_leave_later, " leave"},
    {"renew until 2029", step_renew_2029, " renew"},
    {"renew until 2030", step_renew_2030, " renew"},
    {"relink", step_relink, " relink holder=NRENNA00A01Z001D"},
    {"relink to the same", step_relink_same, ""},
    {"change", step_change, " change > anna.neri.mc@ingpec.eu"},
    {"ask again", step_ask, " claim"},
};

static const struct {
    const char *what;
    void (*past)(struct pecaddr_registry *registry);
    char allowed[N_OF(steps) + 1];
    /* What each step leads to: one letter of the state, for those that are done. */
    char becomes[N_OF(steps) + 1];
} states[] = {
    /*                                         activate   release    leave      relink
     *                                         :  2029    : retire   :  later   :  same
     *                                         :  : 2030  : :        :  : renew :  : change
     *                                         :  : :     : :        :  : : :   :  : : ask       */
    {"not on record", not_on_record, "------------ ", ""},
    {"reserved", reserved, "++++-----+=+ ", "aaal     r l"},
    {"active", active, "=++-++++++=-=", " aa taaaaa"},
    {"active, with expiry", active_with_expiry, "==--+++=++=-=", "    taa aa"},
    {"active, and the holder left", active_and_left, "==--+=+=++=-+", "    t a aa  a"},
    {"retired", retired, "----==+--+=-+", "      t  t  r"},
    {"reserved, and active before", returned, "+++------+=-=", "aaa      r"},
    {"released", released, "---=-------- ", ""},
    {"imported, without codice fiscale", imported, "=++-+++++  - ", " aa taaaa"},
};

static enum pecaddr_state state_of(char letter)
{
    return letter == 'r'   ? PECADDR_STATE_RESERVED
           : letter == 'a' ? PECADDR_STATE_ACTIVE
           : letter == 't' ? PECADDR_STATE_RETIRED
                           : PECADDR_STATE_RELEASED;
}

static int keep_last(void *user, const struct pecaddr_event *event)
{
    if (strcmp(event->address, anna_address) == 0)
        describe_event(event, user, 700);
    return 0;
}

static int keep_any(void *user, const struct pecaddr_mailbox *mailbox)
{
    *(enum pecaddr_state *)user = mailbox->state;
    return 0;
}

static void try_step(size_t state, size_t step)
{
    static struct dumped before, now;
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_registry_error error = {.size = sizeof error};
    char allowed = states[state].allowed[step];
    int expected = allowed == '+' ? PECADDR_OK : allowed == '=' ? PECADDR_DONE : PECADDR_E_STATE;
    enum pecaddr_state was = 0, is = 0;
    char line[700] = "", expected_line[700];
    int r;

    states[state].past(registry);
    each_mailbox(registry, anna_address, NULL, 1, keep_any, &was, NULL);
    dump_registry(registry, &before);
    r = steps[step].step(registry, "Anna.NERI@ingpec.eu", "test", &error);
    /* Asking again is an answer, not a step: what counts is whether something is written. */
    if (steps[step].step == step_ask && expected == PECADDR_DONE)
        expected = PECADDR_OK;
    ck_assert_msg(r == expected, "%s, %s: %d %s", states[state].what, steps[step].what, r,
                  error.message);
    dump_registry(registry, &now);
    if (allowed != '+') {
        ck_assert_msg(strcmp(now.text, before.text) == 0, "%s, %s: something was written",
                      states[state].what, steps[step].what);
        ck_assert_msg(r != PECADDR_E_STATE || (error.code == r && error.message[0] != '\0'),
                      "%s, %s: no sentence", states[state].what, steps[step].what);
    } else {
        each_mailbox(registry, anna_address, NULL, 1, keep_any, &is, NULL);
        ck_assert_msg(is == state_of(states[state].becomes[step]), "%s, %s: %s", states[state].what,
                      steps[step].what, pecaddr_state_name(is));
        snprintf(expected_line, sizeof expected_line, "%s>%s%s", pecaddr_state_name(was),
                 pecaddr_state_name(is), steps[step].said);
        pecaddr_registry_history(registry, NULL, keep_last, line, NULL);
        ck_assert_msg(strncmp(line, expected_line, strlen(expected_line)) == 0, "%s", line);
        ck_assert_msg(steps[step].step == step_ask || strstr(line, ": test") != NULL, "%s", line);
    }
    pecaddr_registry_close(registry);
}

START_TEST(each_step_is_possible_from_its_states_alone_and_else_changes_nothing)
{
    for (size_t step = 0; step < N_OF(steps); step++)
        if (states[_i].allowed[step] != ' ' && is_in_share((size_t)_i + step))
            try_step((size_t)_i, step);
}
END_TEST

/* What steps put on record. */

START_TEST(dates_come_on_record_with_activation_renewal_and_leaving)
{
    struct pecaddr_registry *registry = open_new();
    const struct pecaddr_mailbox *mailbox;
    struct kept kept;

    active_with_expiry(registry);
    ck_assert_str_eq(look(registry, anna_address, &kept)->expires, "2029-12-31");
    STEP(step_renew_2030(registry, anna_address, "test", &step_error));
    STEP(step_leave(registry, anna_address, "test", &step_error));
    mailbox = look(registry, anna_address, &kept);
    ck_assert_str_eq(mailbox->expires, "2030-12-31");
    ck_assert_str_eq(mailbox->left, "2028-05-01");
    /* The mailbox outlives membership. */
    ck_assert_int_eq(mailbox->state, PECADDR_STATE_ACTIVE);
    STEP(retire_mailbox(registry, anna_address, "test", &step_error));
    mailbox = look(registry, anna_address, &kept);
    ck_assert_str_eq(mailbox->expires, "2030-12-31");
    ck_assert_str_eq(mailbox->left, "2028-05-01");
    pecaddr_registry_close(registry);
}
END_TEST

static int keep_replaced(void *user, const struct pecaddr_event *event)
{
    snprintf(user, 256, "%s", event->holder);
    return 0;
}

START_TEST(relink_replaces_the_codice_fiscale_and_history_keeps_the_old_one)
{
    const struct who again = {"Anna", "Neri", "MC", 'A', 5, CF(2)};
    const struct who old = {"Anna", "Neri", "AN", 'A', 8, anna_known.holder};
    const struct who other = {"Luca", "Verdi", "AN", 'A', 9, anna_known.holder};
    struct pecaddr_registry *registry = open_new();
    struct question question;
    struct kept kept;
    char replaced[256];

    active(registry);
    STEP(step_relink(registry, anna_address, "test", &step_error));
    ck_assert_str_eq(look(registry, anna_address, &kept)->holder, CF(2));
    ck_assert_int_eq(pecaddr_registry_history(registry, NULL, keep_replaced, replaced, NULL), 0);
    ck_assert_str_eq(replaced, anna_known.holder);
    ck_assert_int_eq(claim(registry, &again, 0), PECADDR_HELD);
    /* Whoever comes with the old one is somebody else, of whatever name. */
    ck_assert_int_eq(ask(registry, PECADDR_CLAIM, &old, 0, &question), PECADDR_TAKEN);
    ck_assert_uint_eq(question.query.added_notes, 0);
    ck_assert_int_eq(claim(registry, &other, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
}
END_TEST

/* What history tells of one address: by line, the facts and what they were. */
static int keep_facts(void *user, const struct pecaddr_event *event)
{
    char *text = user;
    size_t size = strlen(text);

    snprintf(text + size, 512 - size, "%x:%s:%s%.1s%u:%s:%s\n", event->facts, event->holder,
             event->province, event->section != 0 ? &event->section : "", event->number,
             event->expires, event->left);
    return 0;
}

START_TEST(history_says_which_facts_a_change_set_and_what_they_were)
{
    const struct who moved = {"Anna", "Neri", "AN", 'B', 7, anna_known.holder};
    struct pecaddr_registry *registry = open_new();
    char text[512] = "";

    active(registry);
    STEP(step_renew_2029(registry, anna_address, "the holder came back", &step_error));
    STEP(step_renew_2030(registry, anna_address, "test", &step_error));
    STEP(step_leave(registry, anna_address, "put on record what was unknown", &step_error));
    STEP(step_leave_later(registry, anna_address, "test", &step_error));
    ck_assert_int_eq(claim(registry, &moved, 0), PECADDR_HELD);
    STEP(step_relink(registry, anna_address, "test", &step_error));
    STEP(leave_mailbox(registry, anna_address, "2028-08-01", "test", &step_error));
    STEP(retire_mailbox(registry, anna_address, "test", &step_error));
    ck_assert_int_eq(claim(registry, &(struct who){"Anna", "Neri", "AN", 'B', 7, CF(2)}, 0),
                     PECADDR_HELD);
    ck_assert_int_eq(pecaddr_registry_history(registry, NULL, keep_facts, text, NULL), 0);
    ck_assert_str_eq(text, "0::0::\n"
                           "0::0::\n"
                           "8::0::\n"
                           "8::0:2029-12-31:\n"
                           "10::0::\n"
                           "10::0::2028-05-01\n"
                           "12::MCA5::2028-06-30\n"
                           "1:NRENNA00A01Z001D:0::\n"
                           "10::0::\n"
                           "0::0::\n"
                           "18::0:2030-12-31:2028-08-01\n");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(history_says_which_facts_became_known)
{
    static const struct pecaddr_mailbox rows[] = {
        {.address = anna_address, .number = 5},
        {.address = anna_address, .given = "Anna", .surname = "Neri", .number = 5, .section = 'A'},
        {.address = anna_address, .given = "Anna", .surname = "Neri", .expires = "2030-12-31"},
        {.address = anna_address, .number = 5, .province = "MC", .holder = "NRENNA00A01Z001D"},
    };
    struct pecaddr_registry *registry = open_new();
    char text[512] = "";

    for (size_t i = 0; i < N_OF(rows); i++) {
        struct pecaddr_mailbox row = rows[i];
        const struct pecaddr_mailbox *const mailboxes[] = {&row};
        int result = -1;

        row.size = sizeof row;
        row.state = PECADDR_STATE_ACTIVE;
        ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                         PECADDR_OK);
        ck_assert_int_eq(result, PECADDR_OK);
    }
    ck_assert_int_eq(pecaddr_registry_history(registry, NULL, keep_facts, text, NULL), 0);
    ck_assert_str_eq(text, "0::0::\n"
                           "6::5::\n"
                           "8::0::\n"
                           "3::A5::\n");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(relink_from_a_provisional_codice_fiscale_to_the_final_one)
{
    const struct who provisional = {"Anna", "Neri", "MC", 'A', 5, "12345678903"};
    struct pecaddr_registry *registry = open_new();
    struct kept kept;

    ck_assert_int_eq(claim(registry, &provisional, 0), PECADDR_CLAIMED);
    STEP(relink_mailbox(registry, anna_address, CF(1), "final", &step_error));
    ck_assert_str_eq(look(registry, anna_address, &kept)->holder, CF(1));
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(relink_never_takes_a_codice_fiscale_from_another_mailbox)
{
    struct pecaddr_reason reason = PECADDR_REASON_INIT;
    const struct who luca = {"Luca", "Verdi", "MC", 'A', 6, "VRDLCU00A01Z002Z"};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_registry_error error = {.size = sizeof error};
    static struct dumped before, now;

    active(registry);
    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
    dump_registry(registry, &before);
    ck_assert_int_eq(relink_mailbox(registry, anna_address, luca.holder, "test", &error),
                     PECADDR_E_HOLDER);
    ck_assert_ptr_nonnull(strstr(error.message, "luca.verdi@ingpec.eu"));
    ck_assert_int_eq(pecaddr_registry_step(
                         registry, PECADDR_ACT_RELINK,
                         STEP_OF(.address = anna_address, .holder = luca.holder, .why = "test"),
                         &reason, NULL),
                     PECADDR_E_HOLDER);
    ck_assert_int_eq(reason.contradiction, PECADDR_CONTRADICTION_MAILBOX);
    ck_assert_str_eq(reason.surname, luca.surname);
    ck_assert_int_eq(relink_mailbox(registry, anna_address, "NRENNA00A01Z001A", "x", NULL),
                     PECADDR_E_HOLDER);
    ck_assert_int_eq(relink_mailbox(registry, anna_address, NULL, "x", NULL), PECADDR_E_HOLDER);
    dump_registry(registry, &now);
    ck_assert_str_eq(now.text, before.text);
    /* What was released has no holder any more. */
    STEP(release_mailbox(registry, "luca.verdi@ingpec.eu", "test", &step_error));
    STEP(relink_mailbox(registry, anna_address, luca.holder, "test", &step_error));
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_returned_address_is_never_given_to_anyone_else)
{
    const struct who other = {"Anna", "Neri", "AN", 'A', 8, CF(2)};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_registry_error error = {.size = sizeof error};

    returned(registry);
    ck_assert_int_eq(release_mailbox(registry, anna_address, "x", &error), PECADDR_E_STATE);
    ck_assert_int_eq(step_change(registry, anna_address, "x", &error), PECADDR_E_STATE);
    ck_assert_int_eq(claim(registry, &other, 0), PECADDR_TAKEN);
    STEP(step_activate(registry, anna_address, "test", &step_error));
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_step_whose_arguments_are_wrong_is_refused_and_changes_nothing)
{
    static const char *const addresses[] = {NULL, "", "anna.neri", "anna neri@ingpec.eu", "@"};
    static const char *const days[] = {"",           "2030-02-29",  "2030-13-01", "30-12-31",
                                       "31/12/2030", "2030-12-31 ", "0000-01-01", "today"};
    char long_reason[202];
    const char *const reasons[] = {NULL, "", "\xFF", long_reason};
    struct pecaddr_registry *registry = open_new(), *preview = NULL;
    struct pecaddr_registry_error error = {.size = sizeof error};
    static struct dumped before, now;

    memset(long_reason, 'x', 201);
    long_reason[201] = '\0';
    active(registry);
    dump_registry(registry, &before);
    for (size_t step = 0; steps[step].step != step_ask; step++) {
        step_fn *run = steps[step].step;

        for (size_t i = 0; i < N_OF(addresses); i++)
            ck_assert_msg(run(registry, addresses[i], "test", &error) == PECADDR_E_ARGUMENT,
                          "%s: %zu", steps[step].what, i);
        for (size_t i = 0; i < N_OF(reasons); i++)
            ck_assert_msg(run(registry, anna_address, reasons[i], &error) == PECADDR_E_ARGUMENT,
                          "%s: reason %zu", steps[step].what, i);
        ck_assert_int_eq(run(NULL, anna_address, "test", &error), PECADDR_E_ARGUMENT);
        ck_assert_int_eq(error.code, PECADDR_E_ARGUMENT);
    }
    for (size_t i = 0; i < N_OF(days); i++) {
        ck_assert_int_eq(activate_mailbox(registry, anna_address, days[i], "x", &error),
                         PECADDR_E_ARGUMENT);
        ck_assert_int_eq(renew_mailbox(registry, anna_address, days[i], "x", &error),
                         PECADDR_E_ARGUMENT);
        ck_assert_int_eq(leave_mailbox(registry, anna_address, days[i], "x", &error),
                         PECADDR_E_ARGUMENT);
        ck_assert_int_eq(
            pecaddr_registry_expire(registry, days[i], "x", 0, NULL, NULL, NULL, &error),
            PECADDR_E_ARGUMENT);
    }
    ck_assert_int_eq(renew_mailbox(registry, anna_address, NULL, "x", &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(leave_mailbox(registry, anna_address, NULL, "x", &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_expire(registry, NULL, "x", 0, NULL, NULL, NULL, &error),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(
        pecaddr_registry_expire(registry, "2030-01-01", "", 0, NULL, NULL, NULL, &error),
        PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_preview(registry, &preview, NULL), PECADDR_OK);
    for (size_t step = 0; steps[step].step != step_ask; step++)
        ck_assert_int_eq(steps[step].step(preview, anna_address, "test", &error),
                         PECADDR_E_ARGUMENT);
    ck_assert_int_eq(
        pecaddr_registry_expire(preview, "2030-01-01", "x", 0, NULL, NULL, NULL, &error),
        PECADDR_E_ARGUMENT);
    pecaddr_registry_close(preview);
    dump_registry(registry, &now);
    ck_assert_str_eq(now.text, before.text);
    pecaddr_registry_close(registry);
}
END_TEST
int main(void)
{
    const TTest *const tests[] = {
        dates_come_on_record_with_activation_renewal_and_leaving,
        relink_replaces_the_codice_fiscale_and_history_keeps_the_old_one,
        relink_from_a_provisional_codice_fiscale_to_the_final_one,
        history_says_which_facts_a_change_set_and_what_they_were,
        history_says_which_facts_became_known,
        relink_never_takes_a_codice_fiscale_from_another_mailbox,
        a_returned_address_is_never_given_to_anyone_else,
        a_step_whose_arguments_are_wrong_is_refused_and_changes_nothing,
    };
    TCase *tcase = registry_case("life");
    Suite *suite = suite_create("life");

    suite_add_tcase(suite, tcase);
    ADD(tcase, each_step_is_possible_from_its_states_alone_and_else_changes_nothing, states);
    for (size_t i = 0; i < N_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    return suite_run(suite);
}
