/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The connection to PostgreSQL: its URI, TLS, passwords, servers that are not there or do not do
 * what they should, and standbys. Whatever happens is said with what to do. SPEC §5.
 */
#include <signal.h>

#include "registry/postgres/server-fixture.h"

START_TEST(passwords_are_in_no_message)
{
    static const char *const parameters[] = {
        "",          "connect_timeout=2", "timeout=1",         "nonsense=1",
        "timeout=x", "password=s3cret",   "sslpassword=s3cret"};
    char message[PECADDR_REGISTRY_MESSAGE_MAX];
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_registry *registry = NULL;

    pecaddr_registry_close(open_uri(BY_TCP("right", "")));
    assert_says(OPEN_FAILS(BY_TCP("s3cret", "")), "password");
    for (size_t i = 0; i < N_OF(parameters); i++) {
        static const char *const users[] = {"s3cret",   "s3cret@x",  "a%40s3cret",
                                            "s3cret/b", "%zzs3cret", "x:s3cret"};

        for (size_t j = 0; j < N_OF(users); j++) {
            const char *uri = BY_TCP(users[j], parameters[i]);

            ck_assert_int_ne(pecaddr_registry_open(uri, &registry, &error), PECADDR_OK);
            ck_assert_msg(strstr(error.message, "s3cret") == NULL, "%s: %s", uri, error.message);
            ck_assert_int_ne(pecaddr_registry_init(uri, &error), PECADDR_OK);
            ck_assert_msg(strstr(error.message, "s3cret") == NULL, "%s: %s", uri, error.message);
        }
    }
    /* The hint names the URI without it. */
    postgres_drop(database);
    postgres_make(database, false);
    open_fails(BY_TCP("right", ""), PECADDR_E_STORAGE, message);
    assert_says(message, "pecaddr registry init");
    ck_assert_ptr_null(strstr(message, "right"));
    open_fails(BY_TCP("right", "password=right"), PECADDR_E_STORAGE, message);
    ck_assert_ptr_null(strstr(message, "=right"));
}
END_TEST

/* URIs. */

START_TEST(a_uri_that_is_none_is_refused)
{
    static const char *const parameters[] = {
        "timeout=",    "timeout=0",  "timeout=-1", "timeout=3601",    "timeout=1s",
        "timeout=1.5", "nonsense=1", "=",          "sslmode=strange", "target_session_attrs=x"};
    char message[PECADDR_REGISTRY_MESSAGE_MAX];

    for (size_t i = 0; i < N_OF(parameters); i++) {
        struct pecaddr_registry_error error = {.size = sizeof error};
        struct pecaddr_registry *registry = NULL;
        int r = pecaddr_registry_open(WITH(parameters[i]), &registry, &error);

        /* What libpq understands only when it connects it says then. */
        ck_assert_msg(r == PECADDR_E_ARGUMENT || (i >= 8 && r == PECADDR_E_STORAGE), "%s: %d %s",
                      parameters[i], r, error.message);
        ck_assert_str_ne(error.message, "");
    }
    open_fails("postgres:x", PECADDR_E_ARGUMENT, message);
    pecaddr_registry_close(open_uri(WITH("timeout=3600")));
    pecaddr_registry_close(open_uri(WITH("timeout=1&application_name=x")));
}
END_TEST

/* Servers that are not there. */

START_TEST(a_server_that_is_not_there_is_told)
{
    assert_says(OPEN_FAILS("postgresql://x@127.0.0.1:1/x"), "127.0.0.1:1");
    assert_says(INIT_FAILS("postgresql://x@127.0.0.1:1/x"), "connect");
    assert_says(OPEN_FAILS("postgresql://x@/x?host=/nowhere"), "/nowhere");
}
END_TEST

START_TEST(a_database_that_is_not_there_is_told)
{
    char uri[POSTGRES_URI_MAX];

    postgres_uri("pecaddr-none", OWNER, uri);
    assert_says(OPEN_FAILS(uri), "pecaddr-none");
    assert_says(INIT_FAILS(uri), "does not exist");
}
END_TEST

START_TEST(a_database_that_is_dropped_under_a_handle_is_told)
{
    struct pecaddr_registry *registry = open_uri(WITH("timeout=1"));

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    postgres_drop(database);
    claim_fails(registry, &mario);
    /* Another of the same name is no registry. */
    postgres_make(database, false);
    assert_says(claim_fails(registry, &mario), "registry");
    pecaddr_registry_close(registry);
}
END_TEST

/* The process of the server that serves the one connection that says it is `hanging`: of others that
 * have ended the server may not know yet, and it has workers of its own. */
static pid_t find_backend(void)
{
    char text[POSTGRES_TEXT_MAX];

    ck_assert(postgres_sql("postgres", ADMIN,
                           "SELECT min(pid) FROM pg_stat_activity "
                           "WHERE application_name = 'hanging' HAVING count(*) = 1",
                           text));
    ck_assert_int_gt(atoi(text), 0);
    return (pid_t)atoi(text);
}

START_TEST(a_server_that_hangs_is_waited_for_as_long_as_the_uri_says)
{
    struct pecaddr_registry *registry = open_uri(WITH("timeout=1&application_name=hanging"));
    struct pecaddr_registry *second = NULL;
    struct pecaddr_registry_error error = {.size = sizeof error};
    pid_t server = (pid_t)atoi(environment("PECADDR_TEST_POSTGRES_PID"));
    pid_t backend = find_backend();
    char message[PECADDR_REGISTRY_MESSAGE_MAX];
    struct question question;
    struct pecaddr_query *const queries[] = {&question.query};
    int asked, opened;

    make_question(&question, &mario, 0);
    /* All that this client reaches is stopped in the middle; whatever comes, it goes on. */
    ck_assert_int_eq(kill(backend, SIGSTOP), 0);
    ck_assert_int_eq(kill(server, SIGSTOP), 0);
    asked = pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1);
    snprintf(message, sizeof message, "%s", pecaddr_registry_message(registry));
    opened = pecaddr_registry_open(WITH("timeout=1"), &second, &error);
    ck_assert_int_eq(kill(server, SIGCONT), 0);
    ck_assert_int_eq(kill(backend, SIGCONT), 0);
    ck_assert_msg(asked == PECADDR_E_STORAGE, "%d %s", asked, message);
    ck_assert_int_eq(question.query.answer, PECADDR_UNANSWERED);
    assert_says(message, "postgresql://");
    ck_assert_msg(opened == PECADDR_E_STORAGE, "%s", error.message);
    assert_says(error.message, "timeout");
    /* It was not done behind our back, or it is ours. */
    ck_assert_int_ne(claim(registry, &mario, 0), PECADDR_TAKEN);
    must_say("SELECT count(*) FROM event", "1");
    pecaddr_registry_close(registry);
}
END_TEST

/* Standbys. */

static void wait_for_standby(void)
{
    wait_until("SELECT bool_and(replay_lsn >= pg_current_wal_lsn()) FROM pg_stat_replication "
               "HAVING count(*) = 1");
}

/* The URI of this database on the standby. */
static const char *on_standby(const char *parameters, char uri[URI_MAX])
{
    const char *tail = strchr(environment("PECADDR_TEST_POSTGRES_STANDBY"), '?');

    snprintf(uri, URI_MAX, "postgresql://" OWNER "@/%s%s%s", database, tail, parameters);
    return uri;
}

START_TEST(a_standby_answers_checks_and_says_what_is_wrong_with_claims)
{
    const struct who anna = {"Anna", "Neri", "MC", 'A', 5, CF(1)};
    struct pecaddr_registry *primary = open_uri(AS(OWNER)), *registry;
    char uri[URI_MAX];

    ck_assert_int_eq(claim(primary, &mario, 0), PECADDR_CLAIMED);
    wait_for_standby();
    /* By default a server is looked for that can be written to. */
    assert_says(OPEN_FAILS(on_standby("", uri)), "read-only");
    registry = open_uri(on_standby("&target_session_attrs=any", uri));
    ck_assert_int_eq(check(registry, &mario, 0), PECADDR_HELD);
    ck_assert_int_eq(check(registry, &anna, 0), PECADDR_FREE);
    assert_says(claim_fails(registry, &anna), "read-only");
    {
        struct pecaddr_registry_error error = {.size = sizeof error};

        ck_assert_int_eq(release_mailbox(registry, mario_address, "x", &error), PECADDR_E_STORAGE);
        assert_says(error.message, "read-only");
    }
    ck_assert_uint_eq(count_events(registry), 1);
    assert_says(INIT_FAILS(on_standby("&target_session_attrs=any", uri)), "read-only");
    pecaddr_registry_close(registry);
    pecaddr_registry_close(primary);
}
END_TEST

START_TEST(of_several_servers_the_one_that_can_be_written_to_is_used)
{
    const char *standby = strchr(environment("PECADDR_TEST_POSTGRES_STANDBY"), '?');
    const char *primary = strchr(environment("PECADDR_TEST_POSTGRES"), '?');
    struct pecaddr_registry *registry;
    int host = (int)strcspn(primary, "&");
    char uri[URI_MAX];

    wait_for_standby();
    snprintf(uri, sizeof uri, "postgresql://" OWNER "@/%s%.*s,%.*s&port=%s,%s&failover=allow-loss",
             database, host, standby, host - 6, primary + 6, strstr(standby, "port=") + 5,
             strstr(primary, "port=") + 5);
    registry = open_uri(uri);
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    must_say("SELECT count(*) FROM event", "1");
}
END_TEST

START_TEST(a_user_who_may_not_write_is_told)
{
    struct pecaddr_registry *registry =
        open_uri(WITH("target_session_attrs=any&options=-c%20default_transaction_read_only%3Don"));

    ck_assert_int_eq(check(registry, &mario, 0), PECADDR_FREE);
    assert_says(claim_fails(registry, &mario), "read-only");
    pecaddr_registry_close(registry);
    assert_empty();
}
END_TEST

/* TLS. */

START_TEST(tls_is_what_the_uri_says)
{
    static const char encrypted[] = "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity "
                                    "USING (pid) WHERE datname = 'pecaddr-server' AND client_addr "
                                    "IS NOT NULL";
    static const struct {
        const char *mode;
        const char *certificate; /* the variable that names it */
        bool connects, is_encrypted;
    } rows[] = {
        {"disable", NULL, true, false},
        {"require", NULL, true, true},
        {"verify-ca", "PECADDR_TEST_POSTGRES_CERTIFICATE", true, true},
        {"verify-full", "PECADDR_TEST_POSTGRES_CERTIFICATE", true, true},
        {"verify-ca", "PECADDR_TEST_POSTGRES_WRONG_CERTIFICATE", false, false},
        {"verify-full", "PECADDR_TEST_POSTGRES_WRONG_CERTIFICATE", false, false},
    };

    for (size_t i = 0; i < N_OF(rows); i++) {
        char parameters[160], text[POSTGRES_TEXT_MAX];
        struct pecaddr_registry *registry;

        snprintf(parameters, sizeof parameters, "sslmode=%s%s%s", rows[i].mode,
                 rows[i].certificate != NULL ? "&sslrootcert=" : "",
                 rows[i].certificate != NULL ? environment(rows[i].certificate) : "");
        if (!rows[i].connects) {
            assert_says(OPEN_FAILS(BY_TCP("right", parameters)), "certificate");
            continue;
        }
        postgres_leave(database);
        registry = open_uri(BY_TCP("right", parameters));
        ck_assert_int_eq(check(registry, &mario, 0), PECADDR_FREE);
        ck_assert(postgres_sql("postgres", ADMIN, encrypted, text));
        ck_assert_str_eq(text, rows[i].is_encrypted ? "t" : "f");
        pecaddr_registry_close(registry);
        wait_until("SELECT count(*) = 0 FROM pg_stat_activity WHERE datname = 'pecaddr-server'");
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        passwords_are_in_no_message,
        a_uri_that_is_none_is_refused,
        a_server_that_is_not_there_is_told,
        a_database_that_is_not_there_is_told,
        a_database_that_is_dropped_under_a_handle_is_told,
        a_server_that_hangs_is_waited_for_as_long_as_the_uri_says,
        a_standby_answers_checks_and_says_what_is_wrong_with_claims,
        of_several_servers_the_one_that_can_be_written_to_is_used,
        a_user_who_may_not_write_is_told,
        tls_is_what_the_uri_says,
    };
    Suite *suite = suite_create("postgres-connection");
    TCase *tcase = tcase_create("postgres-connection");

    tcase_set_timeout(tcase, 0);
    tcase_add_checked_fixture(tcase, set_up, NULL);
    suite_add_tcase(suite, tcase);
    for (size_t i = 0; i < N_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    return suite_run(suite);
}
