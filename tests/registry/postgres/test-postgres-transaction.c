/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Transactions in PostgreSQL: full disks, what goes wrong in the middle, other programs at work at
 * the same time. Whatever happens is said with what to do, and changes nothing or is done once.
 * SPEC §5.
 */
#include <errno.h>
#include <signal.h>

#include "registry/postgres/server-fixture.h"
#include "registry/steps.h"

/* The disk is full. */

static void set_disk_full(bool full)
{
    const char *flag = environment("PECADDR_TEST_DISK_FULL");

    if (full)
        write_file(flag, "", 0);
    else
        ck_assert_int_eq(unlink(flag), 0);
}

START_TEST(a_full_disk_changes_nothing_and_says_so)
{
    struct pecaddr_registry *registry = open_uri(AS(OWNER));
    char message[PECADDR_REGISTRY_MESSAGE_MAX];
    struct question question;
    struct pecaddr_query *const queries[] = {&question.query};
    int r;

    make_question(&question, &mario, 0);
    set_disk_full(true);
    r = pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1);
    snprintf(message, sizeof message, "%s", pecaddr_registry_message(registry));
    set_disk_full(false);
    ck_assert_int_eq(r, PECADDR_E_STORAGE);
    ck_assert_int_eq(question.query.answer, PECADDR_UNANSWERED);
    assert_says(message, "disk is full");
    assert_empty();
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_registry_is_not_made_by_halves_on_a_full_disk)
{
    char message[PECADDR_REGISTRY_MESSAGE_MAX];
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r;

    postgres_drop(database);
    postgres_make(database, false);
    set_disk_full(true);
    r = pecaddr_registry_init(AS(OWNER), &error);
    snprintf(message, sizeof message, "%s", error.message);
    set_disk_full(false);
    ck_assert_msg(r == PECADDR_E_STORAGE, "%d", r);
    assert_says(message, "disk is full");
    must_say("SELECT count(*) FROM pg_namespace WHERE nspname = 'pecaddr'", "0");
    ck_assert_int_eq(pecaddr_registry_init(AS(OWNER), NULL), PECADDR_OK);
}
END_TEST

/* What goes wrong in the middle is tried again, and done once. */

/*
 * Makes the nth and the following statements that put a mailbox on record fail, `times` times, by
 * an SQL statement. A sequence counts, which no rollback turns back.
 */
static void fail_inserts(const char *how, unsigned times, const char *when)
{
    char sql[1024];

    snprintf(sql, sizeof sql,
             "CREATE SEQUENCE public.tries; GRANT ALL ON SEQUENCE public.tries TO PUBLIC;"
             "CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
             "IF nextval('public.tries') <= %u THEN %s; END IF; RETURN NEW; END $$;"
             "CREATE %s ON pecaddr.mailbox %s FOR EACH ROW EXECUTE FUNCTION public.fail()",
             times, how,
             strcmp(when, "now") == 0 ? "TRIGGER a BEFORE INSERT"
                                      : "CONSTRAINT TRIGGER a AFTER INSERT",
             strcmp(when, "now") == 0 ? "" : "DEFERRABLE INITIALLY DEFERRED");
    must(OWNER, sql);
}

static const struct {
    const char *what;
    const char *how;
    const char *when; /* at once, or at COMMIT */
} failures[] = {
    {"a serialization failure", "RAISE 'x' USING ERRCODE = '40001'", "now"},
    {"a deadlock", "RAISE 'x' USING ERRCODE = '40P01'", "now"},
    {"the connection ends", "PERFORM pg_terminate_backend(pg_backend_pid())", "now"},
    {"a serialization failure at COMMIT", "RAISE 'x' USING ERRCODE = '40001'", "commit"},
    {"the connection ends at COMMIT", "PERFORM pg_terminate_backend(pg_backend_pid())", "commit"},
};

START_TEST(what_can_be_tried_again_is_tried_again_and_done_once)
{
    const struct who persons[] = {{"Mario", "Rossi", "MC", 'A', 1, CF_OF("RSSMRA", 1)},
                                  {"Anna", "Neri", "MC", 'A', 2, NULL},
                                  {"Mario", "Rossi", "MC", 'A', 3, NULL}};
    struct pecaddr_registry *registry;
    struct question questions[N_OF(persons)];
    struct pecaddr_query *queries[N_OF(persons)];
    int r;

    fail_inserts(failures[_i].how, 3, failures[_i].when);
    registry = open_uri(AS(ISSUER));
    for (size_t i = 0; i < N_OF(persons); i++) {
        make_question(&questions[i], &persons[i], 0);
        queries[i] = &questions[i].query;
    }
    r = pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, N_OF(persons));
    ck_assert_msg(r == PECADDR_OK, "%s: %s", failures[_i].what, pecaddr_registry_message(registry));
    ck_assert_int_eq(queries[0]->answer, PECADDR_CLAIMED);
    ck_assert_int_eq(queries[1]->answer, PECADDR_CLAIMED);
    ck_assert_int_eq(queries[2]->answer, PECADDR_TAKEN);
    must_say("SELECT count(*) FROM event", "2");
    /* It was met three times at least. */
    must_say("SELECT last_value > 3 FROM public.tries", "t");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(what_never_ends_is_given_up_after_the_timeout)
{
    struct pecaddr_registry *registry;

    fail_inserts("RAISE 'x' USING ERRCODE = '40001'", 1000000, "now");
    registry = open_uri(WITH("timeout=1"));
    assert_says(claim_fails(registry, &mario), "run again");
    assert_empty();
    must(OWNER, "DROP TRIGGER a ON mailbox");
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(what_the_database_refuses_is_not_tried_again)
{
    struct pecaddr_registry *registry;

    fail_inserts("RAISE 'strange' USING ERRCODE = '23514'", 1, "now");
    registry = open_uri(AS(OWNER));
    assert_says(claim_fails(registry, &mario), "strange");
    must_say("SELECT last_value FROM public.tries", "1");
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_handle_outlives_its_connection)
{
    struct pecaddr_registry *registry = open_uri(AS(OWNER));
    struct told told;

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    for (int i = 0; i < 4; i++) {
        wait_until("SELECT count(*) = 0 FROM (SELECT pg_terminate_backend(pid) FROM "
                   "pg_stat_activity WHERE datname = 'pecaddr-server') AS x WHERE NOT "
                   "pg_terminate_backend");
        if (i == 0)
            ck_assert_int_eq(check(registry, &mario, 0), PECADDR_HELD);
        else if (i == 1)
            ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_HELD);
        else if (i == 2)
            STEP(activate_mailbox(registry, mario_address, NULL, "x", &step_error));
        else
            ck_assert_str_eq(history(registry, mario_address, &told),
                             ">reserved issue\nreserved>active activate: x\n");
    }
    pecaddr_registry_close(registry);
}
END_TEST

/* Other programs at the same time. */

START_TEST(a_registry_that_another_program_keeps_locked_is_an_error_that_says_so)
{
    struct postgres_session *other = postgres_connect(database, OWNER);
    struct pecaddr_registry *registry = open_uri(WITH("timeout=1"));
    struct pecaddr_registry_error error = {.size = sizeof error};
    char text[POSTGRES_TEXT_MAX];

    ck_assert(postgres_do(other, "BEGIN; LOCK TABLE mailbox IN EXCLUSIVE MODE", text));
    assert_says(claim_fails(registry, &mario), "other programs");
    ck_assert_int_eq(release_mailbox(registry, "a@b.it", "x", &error), PECADDR_E_STATE);
    /* Readers do not wait for writers. */
    ck_assert_int_eq(check(registry, &mario, 0), PECADDR_FREE);
    ck_assert(postgres_do(other, "ROLLBACK", text));
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    ck_assert(postgres_do(other,
                          "BEGIN; UPDATE mailbox SET expires = '2030-01-01', "
                          "revision = revision + 1, changed_act = 'renew', changed_why = 'x'",
                          text));
    ck_assert_int_eq(activate_mailbox(registry, mario_address, NULL, "x", &error),
                     PECADDR_E_STORAGE);
    assert_says(error.message, "other programs");
    ck_assert_int_eq(check(registry, &mario, 0), PECADDR_HELD);
    postgres_disconnect(other);
    STEP(activate_mailbox(registry, mario_address, NULL, "x", &step_error));
    pecaddr_registry_close(registry);
}
END_TEST

/* A claim in another process, which says how it was answered. */
static pid_t claim_in_child(const struct who *who, enum pecaddr_answer expected)
{
    pid_t child = fork();

    if (child == 0) {
        struct pecaddr_registry_error error = {.size = sizeof error};
        struct pecaddr_registry *registry = NULL;
        struct question question;
        struct pecaddr_query *const queries[] = {&question.query};

        make_question(&question, who, 0);
        CHILD_ASSERT(pecaddr_registry_open(WITH("application_name=child"), &registry, &error) ==
                     PECADDR_OK);
        if (pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1) != PECADDR_OK ||
            question.query.answer != expected)
            fprintf(stderr, "answered %d: %s\n", (int)question.query.answer,
                    pecaddr_registry_message(registry));
        CHILD_ASSERT(question.query.answer == expected);
        pecaddr_registry_close(registry);
        _exit(0);
    }
    ck_assert_int_gt(child, 0);
    return child;
}

static const char child_waits[] = "SELECT count(*) = 1 FROM pg_stat_activity "
                                  "WHERE application_name = 'child' AND wait_event_type = 'Lock'";

/* What a foreign program, which knows nothing of our locks, does between our read and our write. */
#define FOREIGN(address, holder, number)                                                           \
    "INSERT INTO mailbox (state, address, holder, province, section, number, given, surname, "     \
    "notes, receipt, used, changed_act, changed_why) VALUES ('active', '" address "', " holder     \
    ", 'MC', 'A', " number ", 'Mario', 'Rossi', 0, 'imported', true, 'import', '')"

static const struct {
    const char *what;
    const char *sql;
    const char *end;
    struct who who;
    enum pecaddr_answer expected;
} foreign[] = {
    {"the same address",
     FOREIGN("mario.rossi@ingpec.eu", "NULL", "77"),
     "COMMIT",
     {"Mario", "Rossi", "MC", 'A', 1, NULL},
     PECADDR_TAKEN},
    {"the same address, and goes back on it",
     FOREIGN("mario.rossi@ingpec.eu", "NULL", "77"),
     "ROLLBACK",
     {"Mario", "Rossi", "MC", 'A', 1, NULL},
     PECADDR_CLAIMED},
    {"the same holder",
     FOREIGN("m.rossi@ingpec.eu", "'RSSMRA00A01Z001I'", "NULL"),
     "COMMIT",
     {"Mario", "Rossi", "MC", 'A', 1, "RSSMRA00A01Z001I"},
     PECADDR_HELD_ELSEWHERE},
    {"the same register entry",
     FOREIGN("m.rossi@ingpec.eu", "NULL", "1"),
     "COMMIT",
     {"Mario", "Rossi", "MC", 'A', 1, NULL},
     PECADDR_HELD_ELSEWHERE},
    {"the very same person",
     FOREIGN("mario.rossi@ingpec.eu", "NULL", "1"),
     "COMMIT",
     {"Mario", "Rossi", "MC", 'A', 1, NULL},
     PECADDR_HELD},
};

START_TEST(a_foreign_program_that_writes_at_the_same_time_is_seen)
{
    struct postgres_session *other = postgres_connect(database, OWNER);
    char text[POSTGRES_TEXT_MAX];
    pid_t child;

    ck_assert(postgres_do(other, "BEGIN", text));
    ck_assert_msg(postgres_do(other, foreign[_i].sql, text), "%s", text);
    child = claim_in_child(&foreign[_i].who, foreign[_i].expected);
    wait_until(child_waits);
    ck_assert(postgres_do(other, foreign[_i].end, text));
    assert_child_ended_well(child);
    must_say("SELECT count(*) FROM mailbox WHERE state <> 'released' AND address = "
             "'mario.rossi@ingpec.eu'",
             foreign[_i].expected == PECADDR_HELD_ELSEWHERE ? "0" : "1");
    postgres_disconnect(other);
}
END_TEST

/* In another process. */
static pid_t forget_in_child(const char *address)
{
    pid_t child = fork();

    if (child == 0) {
        struct pecaddr_registry_error error = {.size = sizeof error};
        struct pecaddr_registry *registry = NULL;

        CHILD_ASSERT(pecaddr_registry_open(WITH("application_name=child"), &registry, &error) ==
                     PECADDR_OK);
        CHILD_ASSERT(pecaddr_registry_step(registry, PECADDR_ACT_FORGET,
                                           STEP_OF(.address = address, .why = "law"), NULL,
                                           &error) == PECADDR_OK);
        pecaddr_registry_close(registry);
        _exit(0);
    }
    ck_assert_int_gt(child, 0);
    return child;
}

/* Of two who may have given an address back, the one who is forgotten last is so there, too. */
START_TEST(two_who_are_forgotten_at_once_are_so_one_after_the_other)
{
    static const struct who back = {"Anna", "Neri", "MC", 'A', 5, NULL};
    const struct who one = {"Anna", "Neri", "MC", 'A', 5, CF(1)},
                     two = {"Anna", "Neri", "MC", 'A', 5, CF(2)};
    static const char both_wait[] = "SELECT count(*) = 2 FROM pg_stat_activity "
                                    "WHERE application_name = 'child' AND wait_event_type = 'Lock'";
    struct postgres_session *other = postgres_connect(database, OWNER);
    struct pecaddr_registry *registry = open_uri(AS(OWNER));
    char text[POSTGRES_TEXT_MAX];
    pid_t children[2];

    ck_assert_int_eq(claim(registry, &back, 0), PECADDR_CLAIMED);
    bring_to(registry, "anna.neri@ingpec.eu", PECADDR_STATE_RELEASED);
    ck_assert_int_eq(claim(registry, &one, 0), PECADDR_CLAIMED);
    bring_to(registry, "anna.neri@ingpec.eu", PECADDR_STATE_RETIRED);
    ck_assert_int_eq(claim(registry, &two, 1), PECADDR_CLAIMED);
    bring_to(registry, "anna.neri.mc@ingpec.eu", PECADDR_STATE_RETIRED);
    ck_assert(postgres_do(other,
                          "BEGIN; SELECT id FROM mailbox WHERE state = 'retired' AND address = "
                          "'anna.neri@ingpec.eu' FOR UPDATE",
                          text));
    children[0] = forget_in_child("anna.neri@ingpec.eu");
    wait_until(child_waits);
    children[1] = forget_in_child("anna.neri.mc@ingpec.eu");
    wait_until(both_wait);
    ck_assert(postgres_do(other, "COMMIT", text));
    for (size_t i = 0; i < N_OF(children); i++)
        assert_child_ended_well(children[i]);
    must_say("SELECT count(*) FROM mailbox WHERE surname IS NOT NULL", "0");
    postgres_disconnect(other);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_claim_whose_acknowledgement_is_lost_is_found_again)
{
    static const char hangs[] = "SELECT count(*) = 1 FROM pg_stat_activity "
                                "WHERE application_name = 'child' AND wait_event = 'SyncRep'";
    char text[POSTGRES_TEXT_MAX];
    pid_t child;

    /* The commit is done here, and waits for a standby that does not exist. */
    ck_assert(postgres_sql("postgres", ADMIN,
                           "ALTER SYSTEM SET synchronous_standby_names = 'nowhere'", text));
    ck_assert(postgres_sql("postgres", ADMIN, "SELECT pg_reload_conf()", text));
    wait_until("SELECT current_setting('synchronous_standby_names') = 'nowhere'");
    child = claim_in_child(&mario, PECADDR_CLAIMED);
    wait_until(hangs);
    ck_assert(postgres_sql("postgres", ADMIN,
                           "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                           "WHERE application_name = 'child'",
                           text));
    /* What is found again is told, as the claim that it was, only when it is there to stay: the child
     * waits once more. */
    ck_assert(
        postgres_sql("postgres", ADMIN, "ALTER SYSTEM RESET synchronous_standby_names", text));
    ck_assert(postgres_sql("postgres", ADMIN, "SELECT pg_reload_conf()", text));
    assert_child_ended_well(child);
    wait_until("SELECT current_setting('synchronous_standby_names') = ''");
    must_say("SELECT string_agg(act, ',') FROM event", "issue");
}
END_TEST

/* Whoever may log in can take advisory locks: as many as the server has room for. */
START_TEST(who_may_not_issue_holds_up_nobody)
{
    static const char *const users[] = {READER, STRANGER};
    struct postgres_session *sessions[N_OF(users)];
    struct pecaddr_registry *registry = open_uri(WITH("timeout=2"));
    char text[POSTGRES_TEXT_MAX];

    for (size_t i = 0; i < N_OF(users); i++) {
        sessions[i] = postgres_connect(database, users[i]);
        ck_assert(postgres_do(sessions[i], "BEGIN", text));
        ck_assert(postgres_do(sessions[i],
                              "SELECT count(pg_try_advisory_lock(a, b)) FROM (VALUES (1346716481)) "
                              "AS x (a), generate_series(0, 1024) AS b",
                              text));
        ck_assert(
            !postgres_do(sessions[i], "SELECT number FROM pecaddr.bucket FOR KEY SHARE", text));
    }
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    STEP(activate_mailbox(registry, mario_address, NULL, "x", &step_error));
    for (size_t i = 0; i < N_OF(users); i++)
        postgres_disconnect(sessions[i]);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(what_is_about_other_mailboxes_does_not_wait)
{
    const struct pecaddr_mailbox mailbox = {.size = sizeof mailbox,
                                            .address = "anna.neri@ingpec.eu",
                                            .state = PECADDR_STATE_ACTIVE,
                                            .expires = "2024-01-01"};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    struct pecaddr_assignment assignment = {.size = sizeof assignment};
    struct postgres_session *other = postgres_connect(database, ISSUER);
    struct pecaddr_registry *registry = open_uri(WITH("timeout=1"));
    const struct pecaddr_text as_it_is = {0};
    char text[POSTGRES_TEXT_MAX];
    size_t expired = 0;
    int result = -1;

    /* Of the 1,024 none of those that are needed here. */
    ck_assert(
        postgres_do(other, "BEGIN; SELECT number FROM bucket WHERE number = 1 FOR UPDATE", text));
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    STEP(change_mailbox(registry, pecaddr_scheme_ingpec(), mario_address, as_it_is, as_it_is, "x",
                        &assignment, &step_error));
    STEP(activate_mailbox(registry, assignment.address, NULL, "x", &step_error));
    STEP(relink_mailbox(registry, assignment.address, CF(3), "x", &step_error));
    STEP(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, &step_error));
    ck_assert_int_eq(result, PECADDR_OK);
    STEP(
        pecaddr_registry_expire(registry, "2025-01-01", "x", 0, NULL, NULL, &expired, &step_error));
    ck_assert_uint_eq(expired, 1);
    postgres_disconnect(other);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(two_orders_that_claim_in_opposite_order_do_not_deadlock)
{
    enum { PERSONS = 60, ROUNDS = 8 };
    pid_t children[2];

    for (int order = 0; order < 2; order++) {
        children[order] = fork();
        if (children[order] == 0) {
            struct pecaddr_registry *registry = NULL;
            static struct question questions[PERSONS];
            static struct pecaddr_query *queries[PERSONS];

            CHILD_ASSERT(pecaddr_registry_open(AS(ISSUER), &registry, NULL) == PECADDR_OK);
            for (int round = 0; round < ROUNDS; round++) {
                static char surnames[PERSONS][4];

                for (int i = 0; i < PERSONS; i++) {
                    int place = order == 0 ? i : PERSONS - 1 - i;
                    struct who who = {"Ugo",
                                      surnames[i],
                                      order == 0 ? "MC" : "AN",
                                      'A',
                                      (uint32_t)(1 + round * PERSONS + place),
                                      NULL};

                    snprintf(surnames[i], 4, "%c%c%c", 'a' + round, 'a' + place / 26,
                             'a' + place % 26);
                    make_question(&questions[i], &who, 0);
                    queries[i] = &questions[i].query;
                }
                CHILD_ASSERT(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, PERSONS) ==
                             PECADDR_OK);
                for (int i = 0; i < PERSONS; i++)
                    CHILD_ASSERT(queries[i]->answer == PECADDR_CLAIMED ||
                                 queries[i]->answer == PECADDR_TAKEN);
            }
            pecaddr_registry_close(registry);
            _exit(0);
        }
    }
    for (int order = 0; order < 2; order++)
        assert_child_ended_well(children[order]);
    /* Each address was given once. */
    must_say("SELECT count(*) || ' ' || count(DISTINCT address) FROM mailbox", "480 480");
    must_say("SELECT deadlocks FROM pg_stat_database WHERE datname = 'pecaddr-server'", "0");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_full_disk_changes_nothing_and_says_so,
        a_registry_is_not_made_by_halves_on_a_full_disk,
        what_never_ends_is_given_up_after_the_timeout,
        what_the_database_refuses_is_not_tried_again,
        a_handle_outlives_its_connection,
        a_registry_that_another_program_keeps_locked_is_an_error_that_says_so,
        two_who_are_forgotten_at_once_are_so_one_after_the_other,
        a_claim_whose_acknowledgement_is_lost_is_found_again,
        who_may_not_issue_holds_up_nobody,
        what_is_about_other_mailboxes_does_not_wait,
        two_orders_that_claim_in_opposite_order_do_not_deadlock,
    };
    Suite *suite = suite_create("postgres-transaction");
    TCase *tcase = tcase_create("postgres-transaction");

    tcase_set_timeout(tcase, 0);
    tcase_add_checked_fixture(tcase, set_up, NULL);
    suite_add_tcase(suite, tcase);
    for (size_t i = 0; i < N_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    ADD(tcase, what_can_be_tried_again_is_tried_again_and_done_once, failures);
    ADD(tcase, a_foreign_program_that_writes_at_the_same_time_is_seen, foreign);
    return suite_run(suite);
}
