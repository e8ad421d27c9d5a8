/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A registry in PostgreSQL knows when it has gone back in time, SPEC §5: where it is not on record it
 * issues no new address, and all else goes on. tests/command/test_moved.py moves one from server to
 * server.
 */
#include <time.h>

#include "registry/registry-fixture.h"

static const char database[] = "pecaddr-mark";
static const char copied[] = "pecaddr-mark-copy";

static const struct who anna = {"Anna", "Neri", "MC", 'A', 5, "NRENNA00A01Z001D"};
static const struct who luca = {"Luca", "Verdi", "MC", 'A', 6, NULL};
static const struct who homonym = {"Anna", "Neri", "AN", 'A', 7, "NRENNA00A01Z002I"};

#define URI_MAX 320

static const char *with(const char *name, const char *user, const char *parameters,
                        char uri[URI_MAX])
{
    char plain[POSTGRES_URI_MAX];

    postgres_uri(name, user, plain);
    snprintf(uri, URI_MAX, "%s%s", plain, parameters);
    return uri;
}
#define URI(name, user)                  with(name, user, "", (char[URI_MAX]){0})
#define URI_WITH(name, user, parameters) with(name, user, parameters, (char[URI_MAX]){0})

static void must(const char *name, const char *user, const char *sql)
{
    char text[POSTGRES_TEXT_MAX];

    ck_assert_msg(postgres_sql(name, user, sql, text), "%s: %s", sql, text);
}

static void must_say(const char *name, const char *sql, const char *expected)
{
    char text[POSTGRES_TEXT_MAX];

    ck_assert_msg(postgres_sql(name, OWNER, sql, text), "%s: %s", sql, text);
    ck_assert_msg(strcmp(text, expected) == 0, "%s: %s", sql, text);
}

/* A session that is open hears of new settings when it gets round to it; one that is new has them. */
static struct pecaddr_registry *reopen(struct pecaddr_registry *registry, const char *uri)
{
    pecaddr_registry_close(registry);
    return open_uri(uri);
}

static void resume(const char *name)
{
    struct pecaddr_registry *registry = open_uri(URI(name, OWNER));
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;

    ck_assert_msg(pecaddr_registry_resume(registry, &error) == PECADDR_OK, "%s", error.message);
    pecaddr_registry_close(registry);
}

static void set_up(void)
{
    postgres_drop_all();
    postgres_make(database, true);
}

START_TEST(where_it_was_made_a_registry_issues)
{
    struct pecaddr_registry *registry;

    postgres_drop(database);
    postgres_make(database, false);
    ck_assert_int_eq(pecaddr_registry_init(URI(database, OWNER), NULL), PECADDR_OK);
    registry = open_uri(URI(database, ISSUER));
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    must_say(database,
             "SELECT (server, timeline, database, relation) = (SELECT system_identifier, 1, d.oid, "
             "'mailbox'::regclass::oid FROM pg_control_system(), pg_database AS d WHERE datname = "
             "current_database()) FROM registry",
             "t");
}
END_TEST

START_TEST(a_copy_issues_nothing_until_its_owner_says_so)
{
    struct pecaddr_registry *registry = open_uri(URI(database, ISSUER));

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    postgres_copy(database, copied);
    registry = open_uri(URI(copied, ISSUER));
    assert_stopped(registry, &luca, "in another database or table");
    assert_stopped(registry, &luca, "`pecaddr registry resume`");
    ck_assert_uint_eq(count_events(registry), 1);
    /* Bringing it up to date is not saying so. */
    ck_assert_int_eq(pecaddr_registry_init(URI(copied, OWNER), NULL), PECADDR_OK);
    assert_stopped(registry, &luca, "in another database or table");
    resume(copied);
    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    must_say(copied, "SELECT epoch FROM registry", "2");
    must_say(database, "SELECT epoch FROM registry", "1");
    /* The one that it was copied from is where it was. */
    registry = open_uri(URI(database, ISSUER));
    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(known_holders_checks_and_steps_go_on_in_a_copy)
{
    struct pecaddr_registry *registry = open_uri(URI(database, ISSUER)), *preview = NULL;
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    const struct who moved = {"Anna", "Neri", "AN", 'A', 8, anna.holder};
    const struct pecaddr_text as_it_is = {0};
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    postgres_copy(database, copied);
    registry = open_uri(URI(copied, ISSUER));
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_HELD);
    ck_assert_int_eq(claim(registry, &moved, 0), PECADDR_HELD);
    ck_assert_int_eq(check(registry, &luca, 0), PECADDR_FREE);
    ck_assert_int_eq(change_mailbox(registry, pecaddr_scheme_ingpec(), "anna.neri@ingpec.eu",
                                    as_it_is, as_it_is, "test", &assignment, &error),
                     PECADDR_E_STORAGE);
    ck_assert_msg(strstr(error.message, "resume") != NULL, "%s", error.message);
    STEP(activate_mailbox(registry, "anna.neri@ingpec.eu", NULL, "test", &step_error));
    ck_assert_int_eq(pecaddr_registry_preview(registry, &preview, NULL), PECADDR_OK);
    assert_stopped(preview, &luca, "in another database or table");
    ck_assert_int_eq(claim(preview, &anna, 0), PECADDR_HELD);
    pecaddr_registry_close(preview);
    /* However much is written, it is still a copy. */
    assert_stopped(registry, &luca, "in another database or table");
    pecaddr_registry_close(registry);
}
END_TEST

/* What is on record is of elsewhere, as what is restored says it. */
START_TEST(each_fact_of_where_it_is_counts)
{
    static const struct {
        const char *facts;
        const char *said;
    } places[] = {
        {"server = server + 1", "on another server"},
        {"server = NULL", "on another server"},
        {"database = database + 1", "in another database or table"},
        {"relation = relation + 1", "in another database or table"},
        {"relation = NULL", "in another database or table"},
        {"timeline = timeline + 1", "timeline 1, on record is 2"},
        {"timeline = NULL", "timeline 1, on record is 0"},
    };

    for (size_t i = 0; i < N_OF(places); i++) {
        struct pecaddr_registry *registry = open_uri(URI(database, ISSUER));
        char sql[128];

        snprintf(sql, sizeof sql, "UPDATE registry SET %s", places[i].facts);
        must(database, OWNER, sql);
        assert_stopped(registry, &luca, places[i].said);
        resume(database);
        must_say(database,
                 "SELECT to_jsonb(registry) @> (SELECT to_jsonb(here) FROM here) FROM registry",
                 "t");
        pecaddr_registry_close(registry);
    }
    {
        struct pecaddr_registry *registry = open_uri(URI(database, ISSUER));

        ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
        pecaddr_registry_close(registry);
    }
}
END_TEST

START_TEST(a_table_that_was_made_anew_in_its_database_is_another)
{
    struct pecaddr_registry *registry;

    must(database, OWNER,
         "CREATE TABLE public.kept AS SELECT * FROM registry;"
         "ALTER SCHEMA pecaddr RENAME TO before");
    ck_assert_int_eq(pecaddr_registry_init(URI(database, OWNER), NULL), PECADDR_OK);
    must(database, OWNER,
         "UPDATE registry SET (server, timeline, database, relation) = "
         "(SELECT server, timeline, database, relation FROM public.kept)");
    registry = open_uri(URI(database, ISSUER));
    assert_stopped(registry, &luca, "in another database or table");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(only_the_owner_says_so)
{
    static const char *const others[] = {ISSUER, READER};

    must(database, OWNER, "UPDATE registry SET server = 1");
    for (size_t i = 0; i < N_OF(others); i++) {
        struct pecaddr_registry *registry = open_uri(URI(database, others[i]));
        struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;

        ck_assert_int_eq(pecaddr_registry_resume(registry, &error), PECADDR_E_STORAGE);
        ck_assert_msg(strstr(error.message, "only the owner") != NULL &&
                          strstr(error.message, "as the user " OWNER) != NULL,
                      "%s", error.message);
        pecaddr_registry_close(registry);
    }
    must_say(database, "SELECT epoch || ' ' || server FROM registry", "1 1");
}
END_TEST

START_TEST(saying_so_lets_numbers_go_on_too)
{
    struct pecaddr_registry *registry;

    must(database, ADMIN,
         "SET session_replication_role = replica;"
         "INSERT INTO pecaddr.mailbox (id, revision, change, state, address, notes, receipt, used, "
         "changed_act, changed_why) OVERRIDING SYSTEM VALUE VALUES (70, 1, 5000000000, 'reserved', "
         "'x@ingpec.eu', 0, 'blocked', false, 'block', '')");
    resume(database);
    registry = open_uri(URI(database, ISSUER));
    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    must_say(database, "SELECT id || ' ' || (change > 5000000000) FROM mailbox WHERE id <> 70",
             "71 true");
}
END_TEST

/* What the URI says. */

START_TEST(failover_is_one_of_two_words_said_once)
{
    static const char *const wrong[] = {
        "&failover=",
        "&failover=yes",
        "&failover=Synchronous",
        "&failover=synchronous1",
        "&failover=allow-loss&failover=allow-loss",
        "&failover=synchronous&failover=allow-loss",
    };

    for (size_t i = 0; i < N_OF(wrong); i++) {
        struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
        struct pecaddr_registry *registry = NULL;

        ck_assert_int_eq(
            pecaddr_registry_open(URI_WITH(database, ISSUER, wrong[i]), &registry, &error),
            PECADDR_E_ARGUMENT);
        ck_assert_msg(strstr(error.message, "failover is said once, as failover=synchronous or "
                                            "failover=allow-loss") != NULL,
                      "%s: %s", wrong[i], error.message);
    }
}
END_TEST

START_TEST(failover_is_nothing_for_a_file)
{
    static const char *const uris[] = {"sqlite:x?failover=synchronous",
                                       "memory:?failover=allow-loss"};

    for (size_t i = 0; i < N_OF(uris); i++) {
        struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
        struct pecaddr_registry *registry = NULL;

        ck_assert_int_eq(pecaddr_registry_open(uris[i], &registry, &error), PECADDR_E_ARGUMENT);
        ck_assert_msg(strstr(error.message, "failover is for postgresql:// alone") != NULL, "%s",
                      error.message);
    }
}
END_TEST

/* The same server, twice. */
static const char *by_two(const char *parameters, char uri[URI_MAX])
{
    const char *tail = strchr(getenv("PECADDR_TEST_POSTGRES"), '?');
    const char *host = strstr(tail, "host=") + 5, *port = strstr(tail, "port=") + 5;
    int host_size = (int)strcspn(host, "&"), port_size = (int)strcspn(port, "&");

    snprintf(uri, URI_MAX, "postgresql://" ISSUER "@/%s?host=%.*s,%.*s&port=%.*s,%.*s%s", database,
             host_size, host, host_size, host, port_size, port, port_size, port, parameters);
    return uri;
}
#define BY_TWO(parameters) by_two(parameters, (char[URI_MAX]){0})

START_TEST(who_names_several_servers_says_what_a_failover_may_lose)
{
    struct pecaddr_registry *registry = open_uri(BY_TWO("")), *preview = NULL;

    assert_stopped(registry, &anna, "add failover=synchronous");
    ck_assert_int_eq(check(registry, &anna, 0), PECADDR_FREE);
    ck_assert_int_eq(pecaddr_registry_preview(registry, &preview, NULL), PECADDR_OK);
    assert_stopped(preview, &anna, "add failover=synchronous");
    pecaddr_registry_close(preview);
    pecaddr_registry_close(registry);

    registry = open_uri(BY_TWO("&failover=allow-loss"));
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);

    registry = open_uri(BY_TWO("&failover=synchronous"));
    assert_stopped(registry, &luca, "waits for no standby");
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_HELD);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(several_servers_are_seen_wherever_they_are_named)
{
    const char *tail = strchr(getenv("PECADDR_TEST_POSTGRES"), '?');
    const char *host = strstr(tail, "host=") + 5;
    struct pecaddr_registry *registry;
    char hosts[URI_MAX], uri[URI_MAX];

    snprintf(hosts, sizeof hosts, "%.*s,%.*s", (int)strcspn(host, "&"), host,
             (int)strcspn(host, "&"), host);
    snprintf(uri, sizeof uri, "postgresql://" ISSUER "@/%s?port=%s", database,
             strstr(tail, "port=") + 5);
    ck_assert_int_eq(setenv("PGHOST", hosts, 1), 0);
    registry = open_uri(uri);
    assert_stopped(registry, &anna, "names several servers");
    pecaddr_registry_close(registry);
    ck_assert_int_eq(unsetenv("PGHOST"), 0);
}
END_TEST

START_TEST(allow_loss_takes_over_everything_and_puts_nothing_on_record)
{
    struct pecaddr_registry *registry;

    must(database, OWNER,
         "UPDATE registry SET server = 1, timeline = 2, database = 3, relation = 4");
    registry = open_uri(URI_WITH(database, ISSUER, "&failover=allow-loss"));
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    must_say(database,
             "SELECT concat_ws(' ', epoch, server, timeline, database, relation) FROM registry",
             "1 1 2 3 4");
    registry = open_uri(URI(database, ISSUER));
    assert_stopped(registry, &luca, "on another server");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(synchronous_takes_over_a_later_timeline_and_nothing_else)
{
    static const struct {
        const char *facts;
        const char *said;
    } places[] = {
        {"timeline = 0", "timeline 1, on record is 0"},
        {"timeline = NULL", "timeline 1, on record is 0"},
        {"timeline = 2", "timeline 1, on record is 2"},
        {"server = server + 1", "on another server"},
        {"database = database + 1", "in another database or table"},
        {"relation = relation + 1", "in another database or table"},
    };

    for (size_t i = 0; i < N_OF(places); i++) {
        struct pecaddr_registry *registry =
            open_uri(URI_WITH(database, ISSUER, "&failover=synchronous"));
        char sql[128];

        snprintf(sql, sizeof sql, "UPDATE registry SET %s", places[i].facts);
        must(database, OWNER, sql);
        assert_stopped(registry, &luca, places[i].said);
        resume(database);
        assert_stopped(registry, &luca, "waits for no standby");
        pecaddr_registry_close(registry);
    }
}
END_TEST

/* Standbys. */

static void wait_until(const char *user, const char *sql)
{
    char text[POSTGRES_TEXT_MAX];

    for (int i = 0; i < 6000; i++) {
        ck_assert_msg(postgres_sql("postgres", user, sql, text), "%s: %s", sql, text);
        if (strcmp(text, "t") == 0)
            return;
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    ck_abort_msg("waited in vain: %s", sql);
}

static void set_names(const char *names)
{
    char sql[256];

    snprintf(sql, sizeof sql, "ALTER SYSTEM SET synchronous_standby_names = '%s'", names);
    must("postgres", ADMIN, sql);
    must("postgres", ADMIN, "SELECT pg_reload_conf()");
    snprintf(sql, sizeof sql, "SELECT current_setting('synchronous_standby_names') = '%s'%s", names,
             names[0] != '\0' ? " AND EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = "
                                "'sync')"
                              : "");
    wait_until(ADMIN, sql);
}

START_TEST(with_a_standby_that_is_waited_for_synchronous_issues)
{
    const char *uri = BY_TWO("&failover=synchronous");
    struct pecaddr_registry *registry = open_uri(uri);

    assert_stopped(registry, &anna, "waits for no standby");
    set_names("standby");
    registry = reopen(registry, uri);
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    set_names("");
    registry = reopen(registry, uri);
    assert_stopped(registry, &luca, "waits for no standby");
    pecaddr_registry_close(registry);
}
END_TEST

/* From here on the tests' own functions reach the standby, which is none any more after it. */
START_TEST(a_standby_that_was_promoted_issues_nothing_until_its_owner_says_so)
{
    struct pecaddr_registry *registry = open_uri(URI(database, ISSUER)), *preview = NULL;

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    wait_until(ADMIN, "SELECT bool_and(replay_lsn >= pg_current_wal_lsn()) FROM "
                      "pg_stat_replication HAVING count(*) = 1");
    ck_assert_int_eq(setenv("PECADDR_TEST_POSTGRES", getenv("PECADDR_TEST_POSTGRES_STANDBY"), 1),
                     0);
    /* A preview on a standby is of what its primary would do. */
    registry = open_uri(URI_WITH(database, ISSUER, "&target_session_attrs=any"));
    ck_assert_int_eq(pecaddr_registry_preview(registry, &preview, NULL), PECADDR_OK);
    ck_assert_int_eq(claim(preview, &luca, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(preview);
    pecaddr_registry_close(registry);

    must("postgres", ADMIN, "SELECT pg_promote()");
    registry = open_uri(URI(database, ISSUER));
    assert_stopped(registry, &luca, "timeline 2, on record is 1");
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_HELD);
    pecaddr_registry_close(registry);
    /* The timeline is taken over; that nobody is waited for is not. */
    registry = open_uri(URI_WITH(database, ISSUER, "&failover=synchronous"));
    assert_stopped(registry, &luca, "waits for no standby");
    pecaddr_registry_close(registry);
    registry = open_uri(URI_WITH(database, ISSUER, "&failover=allow-loss"));
    ck_assert_int_eq(claim(registry, &homonym, 1), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    resume(database);
    registry = open_uri(URI(database, ISSUER));
    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    must_say(database, "SELECT epoch || ' ' || timeline FROM registry", "2 2");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        where_it_was_made_a_registry_issues,
        a_copy_issues_nothing_until_its_owner_says_so,
        known_holders_checks_and_steps_go_on_in_a_copy,
        each_fact_of_where_it_is_counts,
        a_table_that_was_made_anew_in_its_database_is_another,
        only_the_owner_says_so,
        saying_so_lets_numbers_go_on_too,
        failover_is_one_of_two_words_said_once,
        failover_is_nothing_for_a_file,
        who_names_several_servers_says_what_a_failover_may_lose,
        several_servers_are_seen_wherever_they_are_named,
        allow_loss_takes_over_everything_and_puts_nothing_on_record,
        synchronous_takes_over_a_later_timeline_and_nothing_else,
        with_a_standby_that_is_waited_for_synchronous_issues,
        a_standby_that_was_promoted_issues_nothing_until_its_owner_says_so,
    };
    Suite *suite = suite_create("postgres-mark");
    TCase *tcase = tcase_create("postgres-mark");

    suite_add_tcase(suite, tcase);
    tcase_add_checked_fixture(tcase, set_up, NULL);
    for (size_t i = 0; i < N_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    return suite_run(suite);
}
