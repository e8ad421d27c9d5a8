/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The life of an address: each step from each state, what becomes of the address, what history
 * says; and whether the rules still give what they gave. SPEC §5.
 */
#include "registry/registry-fixture.h"

static const char anna_address[] = "anna.neri@ingpec.eu";
static const char mario_address[] = "mario.rossi@ingpec.eu";

static const struct who anna_known = {"Anna", "Neri", "MC", 'A', 5, "NRENNA00A01Z001D"};

/* What a mailbox can be when a step comes. */

static void not_on_record(struct pecaddr_registry *registry)
{
    (void)registry;
}

static void reserved(struct pecaddr_registry *registry)
{
    ck_assert_int_eq(claim(registry, &anna_known, 0), PECADDR_CLAIMED);
}

static void active(struct pecaddr_registry *registry)
{
    reserved(registry);
    STEP(activate_mailbox(registry, anna_address, NULL, "test", &step_error));
}

static void active_with_expiry(struct pecaddr_registry *registry)
{
    reserved(registry);
    STEP(activate_mailbox(registry, anna_address, "2029-12-31", "test", &step_error));
}

static void active_and_left(struct pecaddr_registry *registry)
{
    active_with_expiry(registry);
    STEP(leave_mailbox(registry, anna_address, "2028-05-01", "test", &step_error));
}

static void retired(struct pecaddr_registry *registry)
{
    active_and_left(registry);
    STEP(retire_mailbox(registry, anna_address, "test", &step_error));
}

static void returned(struct pecaddr_registry *registry)
{
    retired(registry);
    ck_assert_int_eq(claim(registry, &anna_known, 0), PECADDR_HELD);
}

static void released(struct pecaddr_registry *registry)
{
    reserved(registry);
    STEP(release_mailbox(registry, anna_address, "test", &step_error));
}

static void imported(struct pecaddr_registry *registry)
{
    const struct pecaddr_mailbox mailbox = {
        .size = sizeof mailbox, .address = anna_address, .state = PECADDR_STATE_ACTIVE};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    int result = -1;

    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(result, PECADDR_OK);
}

/* The steps. */

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
    {"active", active, "=---++++++=-=", "    taaaaa"},
    {"active, with expiry", active_with_expiry, "==--+++=++=-=", "    taa aa"},
    {"active, and the holder left", active_and_left, "==--+=+=++=-+", "    t a aa  a"},
    {"retired", retired, "----=----+=-+", "         t  r"},
    {"reserved, and active before", returned, "+++------+=-=", "aaa      r"},
    {"released", released, "---=-------- ", ""},
    {"imported, without codice fiscale", imported, "=---+++++  - ", "    taaaa"},
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
    STEP(step_leave(registry, anna_address, "test", &step_error));
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
                           "18::0:2030-12-31:2028-05-01\n");
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

/* Expiry. */

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

/* Change. */

static int change_to(struct pecaddr_registry *registry, const char *address, const char *given,
                     const char *surname, struct pecaddr_assignment *assignment)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    char present[PECADDR_ADDRESS_MAX + 1]; /* it may be that of `assignment` */
    int r;

    strcpy(present, address);
    *assignment = (struct pecaddr_assignment){.size = sizeof *assignment};
    r = change_mailbox(registry, pecaddr_scheme_ingpec(), present, text_of(given), text_of(surname),
                       "asked for it", assignment, &error);
    /* Outputs are untouched on failure, and a failure has its sentence. */
    if (r != PECADDR_OK)
        ck_assert_msg(assignment->address[0] == '\0' && error.code == r && error.message[0] != '\0',
                      "%d %s", r, error.message);
    return r;
}

START_TEST(a_homonym_who_asks_for_a_change_gets_the_next_address)
{
    const struct who other = {"Mario", "Rossi", "AN", 'A', 1, NULL};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_assignment assignment;
    const struct pecaddr_mailbox *mailbox;
    struct question question;
    struct kept kept;
    struct told told;

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(change_to(registry, mario_address, "", "", &assignment), PECADDR_OK);
    ck_assert_str_eq(assignment.address, "mario.rossi.mc@ingpec.eu");
    ck_assert_uint_eq(assignment.level, 1);
    ck_assert_int_eq(assignment.status, PECADDR_OK);
    ck_assert_int_eq(assignment.answer, PECADDR_CLAIMED);
    mailbox = look(registry, "mario.rossi.mc@ingpec.eu", &kept);
    ck_assert_int_eq(mailbox->state, PECADDR_STATE_RESERVED);
    ck_assert_str_eq(mailbox->receipt, "released,claimed");
    ck_assert_str_eq(mailbox->given, "Mario");
    ck_assert_uint_eq(mailbox->number, 1);
    ck_assert_str_eq(history(registry, mario_address, &told),
                     ">reserved issue\n"
                     "reserved>released change > mario.rossi.mc@ingpec.eu: asked for it\n");
    ck_assert_str_eq(history(registry, "mario.rossi.mc@ingpec.eu", &told),
                     ">reserved change > mario.rossi@ingpec.eu: asked for it\n");
    /* The holder is known at the new one, and the old one is free for others at once. */
    ck_assert_str_eq(claim_elsewhere(registry, &mario, 0, &question), "mario.rossi.mc@ingpec.eu");
    ck_assert_int_eq(claim(registry, &other, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_change_goes_to_the_first_address_that_is_free_and_not_the_present_one)
{
    const struct who other = {"Mario", "Rossi", "MC", 'B', 2, NULL};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_assignment assignment;
    struct kept kept;

    ck_assert_int_eq(claim(registry, &other, 1), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(change_to(registry, mario_address, "", "", &assignment), PECADDR_OK);
    ck_assert_str_eq(assignment.address, "mario.rossi.mc.a1@ingpec.eu");
    ck_assert_str_eq(look(registry, assignment.address, &kept)->receipt, "released,taken,claimed");
    /* And back: the walk begins at the beginning. */
    ck_assert_int_eq(change_to(registry, assignment.address, "", "", &assignment), PECADDR_OK);
    ck_assert_str_eq(assignment.address, mario_address);
    ck_assert_str_eq(look(registry, mario_address, &kept)->receipt, "claimed");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_corrected_name_gets_the_addresses_of_the_right_name)
{
    const struct who nera = {"Anna", "Nera", "AN", 'A', 2, NULL};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_assignment assignment;
    const struct pecaddr_mailbox *mailbox;
    struct kept kept;

    reserved(registry);
    ck_assert_int_eq(change_to(registry, anna_address, "Anna Maria", "Neri", &assignment),
                     PECADDR_OK);
    ck_assert_str_eq(assignment.address, "annamaria.neri@ingpec.eu");
    mailbox = look(registry, assignment.address, &kept);
    ck_assert_str_eq(mailbox->given, "Anna Maria");
    ck_assert_str_eq(mailbox->holder, anna_known.holder);
    ck_assert_str_eq(mailbox->receipt, "claimed");
    ck_assert_int_eq(claim(registry, &nera, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(change_to(registry, assignment.address, "Anna", "Nera", &assignment),
                     PECADDR_OK);
    ck_assert_str_eq(assignment.address, "anna.nera.mc@ingpec.eu");
    ck_assert_str_eq(look(registry, assignment.address, &kept)->receipt, "taken,claimed");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_change_after_a_transfer_is_made_of_the_entry_of_now)
{
    const struct who moved = {"Anna", "Neri", "AN", 'B', 9, anna_known.holder};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_assignment assignment;
    struct kept kept;

    reserved(registry);
    ck_assert_int_eq(claim(registry, &moved, 0), PECADDR_HELD);
    ck_assert_int_eq(change_to(registry, anna_address, "", "", &assignment), PECADDR_OK);
    ck_assert_str_eq(assignment.address, "anna.neri.an@ingpec.eu");
    ck_assert_str_eq(look(registry, assignment.address, &kept)->issued_province, "AN");
    ck_assert_uint_eq(kept.mailbox.issued_number, 9);
    pecaddr_registry_close(registry);
}
END_TEST

/* Runs a change that must fail, and sees that nothing was done. */
static void refuse_change(struct pecaddr_registry *registry, const char *address, const char *given,
                          const char *surname, int expected)
{
    struct pecaddr_assignment assignment;
    static struct dumped before, now;
    int r;

    dump_registry(registry, &before);
    r = change_to(registry, address, given, surname, &assignment);
    ck_assert_msg(r == expected, "%s %s: %d", given, surname, r);
    dump_registry(registry, &now);
    ck_assert_str_eq(now.text, before.text);
}

START_TEST(a_change_to_a_name_that_is_none_is_refused)
{
    struct pecaddr_registry *registry = open_new();

    reserved(registry);
    refuse_change(registry, anna_address, "Anna1", "Neri", PECADDR_E_UNEXPECTED);
    refuse_change(registry, anna_address, "", "Neri", PECADDR_E_EMPTY);
    refuse_change(registry, anna_address, "Anna\xFF", "Neri", PECADDR_E_ENCODING);
    refuse_change(registry, anna_address, "\xCE\x91\xCE\xBD\xCE\xBD\xCE\xB1", "Neri",
                  PECADDR_E_SCRIPT);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(where_every_other_address_is_taken_a_change_is_exhausted)
{
    static const char *const taken[] = {"mario.rossi.mc@ingpec.eu", "mario.rossi.mc.a1@ingpec.eu"};
    struct pecaddr_registry *registry = open_new();

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    for (size_t i = 0; i < N_OF(taken); i++) {
        const struct pecaddr_mailbox mailbox = {
            .size = sizeof mailbox, .address = taken[i], .state = PECADDR_STATE_ACTIVE};
        const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
        int result;

        ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                         0);
    }
    refuse_change(registry, mario_address, "", "", PECADDR_E_EXHAUSTED);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_change_needs_the_scheme_of_the_domain)
{
    static const char other[] = "name = x\ndomain = pec.example\nrule = {given}.{surname}\n";
    const struct pecaddr_text as_it_is = {0};
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_assignment assignment = {.size = sizeof assignment};
    const struct pecaddr_scheme *scheme = NULL;
    struct pecaddr_registry_error error = {.size = sizeof error};

    ck_assert_int_eq(pecaddr_scheme_parse(text_of(other), NULL, &scheme, NULL), PECADDR_OK);
    reserved(registry);
    ck_assert_int_eq(change_mailbox(registry, scheme, anna_address, as_it_is, as_it_is, "x",
                                    &assignment, &error),
                     PECADDR_E_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.message, "pec.example"));
    ck_assert_int_eq(change_mailbox(registry, pecaddr_scheme_ingpec(), anna_address, as_it_is,
                                    as_it_is, "x", NULL, &error),
                     PECADDR_E_ARGUMENT);
    assignment.size--;
    ck_assert_int_eq(change_mailbox(registry, pecaddr_scheme_ingpec(), anna_address, as_it_is,
                                    as_it_is, "x", &assignment, &error),
                     PECADDR_E_ARGUMENT);
    pecaddr_registry_close(registry);
    pecaddr_scheme_free(scheme);
}
END_TEST

START_TEST(a_change_is_one_transaction)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    forbid_addresses(folder.file, "mario.rossi.mc%");
    registry = open_uri(folder.uri);
    /* The old address is not released when the new one cannot be claimed. */
    refuse_change(registry, mario_address, "", "", PECADDR_E_STORAGE);
    allow_addresses(folder.file);
    pecaddr_registry_close(registry);
    assert_whole(folder.file);
    remove_folder(&folder);
}
END_TEST

/* Lists beside the registry. */

static void add_list(struct pecaddr_registry *registry, const struct folder *folder,
                     const char *list)
{
    char path[96], uri[112];

    snprintf(path, sizeof path, "%s/list", folder->path);
    snprintf(uri, sizeof uri, "file:%s", path);
    write_file(path, list, strlen(list));
    STEP(pecaddr_registry_add_source(registry, uri, &step_error));
}

static void remove_list(const struct folder *folder)
{
    char path[96];

    snprintf(path, sizeof path, "%s/list", folder->path);
    ck_assert_int_eq(unlink(path), 0);
}

START_TEST(a_change_hears_the_sources)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct pecaddr_assignment assignment;
    struct kept kept;

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    add_list(registry, &folder, "mario.rossi.mc@ingpec.eu\nmario.rossi@ingpec.eu\n");
    ck_assert_int_eq(change_to(registry, mario_address, "", "", &assignment), PECADDR_OK);
    ck_assert_str_eq(assignment.address, "mario.rossi.mc.a1@ingpec.eu");
    ck_assert_str_eq(look(registry, assignment.address, &kept)->receipt, "released,taken,claimed");
    pecaddr_registry_close(registry);
    remove_list(&folder);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_change_without_a_sources_answer_is_not_made)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    char path[96];

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    add_list(registry, &folder, "luca.verdi@ingpec.eu\nanna.neri@ingpec.eu\n");
    snprintf(path, sizeof path, "%s/list", folder.path);
    ck_assert_int_eq(truncate(path, 30), 0);
    refuse_change(registry, mario_address, "", "", PECADDR_E_UNAVAILABLE);
    pecaddr_registry_close(registry);
    remove_list(&folder);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_source_that_says_present_makes_a_candidate_taken_unless_it_is_the_persons)
{
    const struct who anna_elsewhere = {"Anna", "Neri", "AN", 'A', 8, CF(2)};
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);

    reserved(registry);
    add_list(registry, &folder, "anna.neri@ingpec.eu\nmario.rossi@ingpec.eu\n");
    ck_assert_int_eq(claim(registry, &anna_known, 0), PECADDR_HELD);
    ck_assert_int_eq(check(registry, &anna_known, 0), PECADDR_HELD);
    ck_assert_int_eq(claim(registry, &anna_elsewhere, 0), PECADDR_TAKEN);
    ck_assert_int_eq(check(registry, &mario, 0), PECADDR_TAKEN);
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_TAKEN);
    ck_assert_int_eq(claim(registry, &mario, 1), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    remove_list(&folder);
    remove_folder(&folder);
}
END_TEST

/* Verification. */

/* What verifying told: `address: status expected`, a line each for those that do not hold. */
struct verified {
    unsigned n;
    unsigned n_ok;
    char text[2048];
    int stop;
};

static int note(void *user, const struct pecaddr_mailbox *mailbox, int status, const char *expected)
{
    struct verified *verified = user;
    size_t size = strlen(verified->text);

    verified->n++;
    if (status == PECADDR_OK)
        verified->n_ok++;
    else
        snprintf(verified->text + size, sizeof verified->text - size, "%s: %d %s\n",
                 mailbox->address, status, expected);
    return verified->stop;
}

static const char *verify(struct pecaddr_registry *registry, struct verified *verified)
{
    struct pecaddr_registry_error error = {.size = sizeof error};

    *verified = (struct verified){0};
    ck_assert_msg(pecaddr_registry_verify(registry, NULL, note, NULL, verified, &error) ==
                      PECADDR_OK,
                  "%s", error.message);
    return verified->text;
}

/* Mario at each level, and Anna who moved, changed, came by a list, left. */
static void make_lives(struct pecaddr_registry *registry)
{
    const struct who homonyms[] = {{"Mario", "Rossi", "MC", 'A', 1, CF_OF("RSSMRA", 3)},
                                   {"Mario", "Rossi", "MC", 'A', 2, CF_OF("RSSMRA", 4)},
                                   {"MARIO", "ROSSI", "MC", 'A', 3, CF_OF("RSSMRA", 5)}};
    const struct who moved = {"Mario", "Rossi", "AN", 'A', 77, CF_OF("RSSMRA", 5)};
    const struct who ordine = {"Ordine", "Macerata", "MC", 'A', 8, NULL};
    const struct pecaddr_mailbox mailbox = {
        .size = sizeof mailbox, .address = "x@ingpec.eu", .state = PECADDR_STATE_ACTIVE};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    struct pecaddr_assignment assignment;
    struct question question;
    struct pecaddr_query *const queries[] = {&question.query};
    int result;

    for (unsigned i = 0; i < N_OF(homonyms); i++)
        ck_assert_int_eq(claim(registry, &homonyms[i], i), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &moved, 2), PECADDR_HELD_ELSEWHERE);
    active_and_left(registry);
    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(claim(registry, &(struct who){"Luca", "Verdi", "MC", 'A', 9, NULL}, 0),
                     PECADDR_CLAIMED);
    ck_assert_int_eq(change_to(registry, "luca.verdi@ingpec.eu", "", "", &assignment), PECADDR_OK);
    /* One whose level 0 is reserved by the scheme. */
    make_question(&question, &ordine, 1);
    question.reserved[0] = 1;
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), PECADDR_OK);
    ck_assert_int_eq(question.query.answer, PECADDR_CLAIMED);
}

START_TEST(the_rules_give_every_address_again_from_its_receipt)
{
    struct pecaddr_registry *registry = open_new();
    struct verified verified;

    make_lives(registry);
    ck_assert_str_eq(verify(registry, &verified), "");
    /* Living ones: three homonyms, Anna, x, Luca's new one, Ordine. */
    ck_assert_uint_eq(verified.n, 7);
    ck_assert_uint_eq(verified.n_ok, 7);
    pecaddr_registry_close(registry);
}
END_TEST

/* Takes away what protects the records, as only the owner of the database can. */
static void unprotect(const char *file)
{
    char name[256], sql[300];

    if (on_postgres()) {
        do_sql(file, "ALTER TABLE mailbox DISABLE TRIGGER USER; "
                     "ALTER TABLE scheme DISABLE TRIGGER USER");
        return;
    }
    for (;;) {
        ck_assert(run_sql(file, "SELECT name FROM sqlite_schema WHERE type = 'trigger'", name));
        if (name[0] == '\0')
            return;
        snprintf(sql, sizeof sql, "DROP TRIGGER %s", name);
        do_sql(file, sql);
    }
}

static const struct {
    const char *what;
    const char *sql; /* UPDATE … WHERE address = 'mario.rossi…' */
    const char *told;
} tampered[] = {
    {"another address",
     "UPDATE mailbox SET address = 'mario.bianchi@ingpec.eu' "
     "WHERE address = 'mario.rossi@ingpec.eu'",
     "mario.bianchi@ingpec.eu: NO_MATCH mario.rossi@ingpec.eu\n"},
    {"another name", "UPDATE mailbox SET given = 'Luca' WHERE address = 'mario.rossi@ingpec.eu'",
     "mario.rossi@ingpec.eu: NO_MATCH luca.rossi@ingpec.eu\n"},
    {"a name that is none",
     "UPDATE mailbox SET given = 'M4rio' WHERE address = 'mario.rossi@ingpec.eu'",
     "mario.rossi@ingpec.eu: UNEXPECTED \n"},
    {"another level", "UPDATE mailbox SET level = 1 WHERE address = 'mario.rossi@ingpec.eu'",
     "mario.rossi@ingpec.eu: NO_MATCH mario.rossi.mc@ingpec.eu\n"},
    {"an entry that it was not issued for",
     "UPDATE mailbox SET issued_number = 4 WHERE address = 'mario.rossi.mc.a3@ingpec.eu'",
     "mario.rossi.mc.a3@ingpec.eu: NO_MATCH mario.rossi.mc.a4@ingpec.eu\n"},
    {"a receipt of another level",
     "UPDATE mailbox SET receipt = 'taken,claimed' WHERE address = 'mario.rossi@ingpec.eu'",
     "mario.rossi@ingpec.eu: STATE mario.rossi@ingpec.eu\n"},
    {"a receipt that was never claimed",
     "UPDATE mailbox SET receipt = 'taken,taken' WHERE address = 'mario.rossi.mc@ingpec.eu'",
     "mario.rossi.mc@ingpec.eu: STATE mario.rossi.mc@ingpec.eu\n"},
    {"a receipt with a candidate reserved that is not",
     "UPDATE mailbox SET receipt = 'reserved,claimed' WHERE address = 'mario.rossi.mc@ingpec.eu'",
     "mario.rossi.mc@ingpec.eu: STATE mario.rossi.mc@ingpec.eu\n"},
    {"a receipt with a reserved candidate taken",
     "UPDATE mailbox SET receipt = 'taken,claimed' WHERE address = 'ordine.macerata.mc@ingpec.eu'",
     "ordine.macerata.mc@ingpec.eu: STATE ordine.macerata.mc@ingpec.eu\n"},
    {"tables that this version does not have",
     "UPDATE mailbox SET table_version = 2 WHERE address = 'mario.rossi@ingpec.eu'",
     "mario.rossi@ingpec.eu: SCHEME \n"},
    {"the entry of now, by which nothing is judged",
     "UPDATE mailbox SET number = 99 WHERE address = 'mario.rossi.mc.a3@ingpec.eu'", ""},
};

/* Puts the numbers of the codes into an expected line. */
static void with_codes(const char *told, char ret_text[256])
{
    static const struct {
        const char *name;
        int code;
    } codes[] = {{": NO_MATCH ", PECADDR_NO_MATCH},
                 {": STATE ", PECADDR_E_STATE},
                 {": SCHEME ", PECADDR_E_SCHEME},
                 {": UNEXPECTED ", PECADDR_E_UNEXPECTED}};

    strcpy(ret_text, "");
    for (size_t i = 0; i < N_OF(codes); i++) {
        const char *place = strstr(told, codes[i].name);

        if (place != NULL)
            snprintf(ret_text, 256, "%.*s: %d %s", (int)(place - told), told, codes[i].code,
                     place + strlen(codes[i].name));
    }
}

START_TEST(an_address_that_the_rules_no_longer_give_is_named_with_what_they_give)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct verified verified;
    char expected[256];

    make_lives(registry);
    unprotect(folder.file);
    do_sql(folder.file, tampered[_i].sql);
    with_codes(tampered[_i].told, expected);
    ck_assert_msg(strcmp(verify(registry, &verified), expected) == 0, "%s: %s", tampered[_i].what,
                  verified.text);
    ck_assert_uint_eq(verified.n, 7);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_scheme_on_record_that_is_none_any_more_is_named)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct verified verified;
    char expected[256];

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    unprotect(folder.file);
    do_sql(folder.file, "UPDATE scheme SET text = 'name = x'");
    snprintf(expected, sizeof expected, "%s: %d \n", mario_address, PECADDR_E_SCHEME);
    ck_assert_str_eq(verify(registry, &verified), expected);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(verifying_ends_when_it_is_told_to)
{
    struct pecaddr_registry *registry = open_new(), *preview = NULL;
    struct verified verified = {.stop = 42};

    make_lives(registry);
    ck_assert_int_eq(pecaddr_registry_verify(registry, NULL, note, NULL, &verified, NULL), 42);
    ck_assert_uint_eq(verified.n, 1);
    ck_assert_int_eq(pecaddr_registry_verify(registry, NULL, NULL, NULL, NULL, NULL),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_verify(NULL, NULL, note, NULL, &verified, NULL),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_preview(registry, &preview, NULL), PECADDR_OK);
    ck_assert_int_eq(pecaddr_registry_verify(preview, NULL, note, NULL, &verified, NULL),
                     PECADDR_E_ARGUMENT);
    pecaddr_registry_close(preview);
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
        who_expired_before_a_day_is_retired_and_nobody_else,
        any_number_expires_and_each_one_is_told,
        a_homonym_who_asks_for_a_change_gets_the_next_address,
        a_change_goes_to_the_first_address_that_is_free_and_not_the_present_one,
        a_corrected_name_gets_the_addresses_of_the_right_name,
        a_change_after_a_transfer_is_made_of_the_entry_of_now,
        a_change_to_a_name_that_is_none_is_refused,
        where_every_other_address_is_taken_a_change_is_exhausted,
        a_change_needs_the_scheme_of_the_domain,
        a_change_is_one_transaction,
        a_change_hears_the_sources,
        a_change_without_a_sources_answer_is_not_made,
        a_source_that_says_present_makes_a_candidate_taken_unless_it_is_the_persons,
        the_rules_give_every_address_again_from_its_receipt,
        a_scheme_on_record_that_is_none_any_more_is_named,
        verifying_ends_when_it_is_told_to,
    };
    TCase *tcase = registry_case("life");
    Suite *suite = suite_create("life");

    suite_add_tcase(suite, tcase);
    ADD(tcase, each_step_is_possible_from_its_states_alone_and_else_changes_nothing, states);
    add_rows(tcase, an_address_that_the_rules_no_longer_give_is_named_with_what_they_give,
             N_OF(tampered), 0);
    for (size_t i = 0; i < N_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    return suite_run(suite);
}
