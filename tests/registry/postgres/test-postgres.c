/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The registry in PostgreSQL: making and opening it, servers that do not do what they should, other
 * programs at work at the same time. Whatever happens is said with what to do, and changes nothing
 * or is done once. SPEC §5.
 */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "registry/invented-migration.h"
#include "registry/registry-fixture.h"
#include "registry/steps.h"

/* The database of most tests. */
static const char database[] = "pecaddr-server";

static const char mario_address[] = "mario.rossi@ingpec.eu";

static const char *environment(const char *name)
{
    const char *value = getenv(name);

    ck_assert_msg(value != NULL, "%s is not set: run this by with-postgres.py with all options",
                  name);
    return value;
}

static void must(const char *user, const char *sql)
{
    char text[POSTGRES_TEXT_MAX];

    ck_assert_msg(postgres_sql(database, user, sql, text), "%s: %s", sql, text);
}

static void must_say(const char *sql, const char *expected)
{
    char text[POSTGRES_TEXT_MAX];

    ck_assert_msg(postgres_sql(database, OWNER, sql, text), "%s: %s", sql, text);
    ck_assert_msg(strcmp(text, expected) == 0, "%s: %s", sql, text);
}

/* Polls until SQL of the administrator says yes: for what another process is about to do. */
static void wait_until(const char *sql)
{
    char text[POSTGRES_TEXT_MAX];

    for (int i = 0; i < 6000; i++) {
        ck_assert_msg(postgres_sql("postgres", ADMIN, sql, text), "%s: %s", sql, text);
        if (strcmp(text, "t") == 0)
            return;
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    ck_abort_msg("waited in vain: %s", sql);
}

/* URIs: of the owner with parameters; and by TCP, with the password `right` or another. */

#define URI_MAX 320

static const char *with(const char *parameters, char uri[URI_MAX])
{
    char plain[POSTGRES_URI_MAX];

    postgres_uri(database, OWNER, plain);
    snprintf(uri, URI_MAX, "%s&%s", plain, parameters);
    return uri;
}
#define WITH(parameters) with(parameters, (char[URI_MAX]){0})

static const char *by_tcp(const char *user, const char *password, const char *parameters,
                          char uri[URI_MAX])
{
    const char *at = strchr(environment("PECADDR_TEST_POSTGRES_LOOPBACK"), '@');
    int host = (int)strcspn(at, "/");

    ck_assert_ptr_nonnull(at);
    snprintf(uri, URI_MAX, "postgresql://%s:%s%.*s/%s?%s", user, password, host, at, database,
             parameters);
    return uri;
}
#define BY_TCP(password, parameters) by_tcp(OWNER, password, parameters, (char[URI_MAX]){0})

static const char *as(const char *user, char uri[URI_MAX])
{
    postgres_uri(database, user, uri);
    return uri;
}
#define AS(user) as(user, (char[URI_MAX]){0})

/* What opening says. */
static const char *open_fails(const char *uri, int expected,
                              char message[PECADDR_REGISTRY_MESSAGE_MAX])
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_registry *registry = NULL;
    int r = pecaddr_registry_open(uri, &registry, &error);

    ck_assert_msg(r == expected && error.code == r, "%s: %d %s", uri, r, error.message);
    ck_assert_ptr_null(registry);
    ck_assert_str_ne(error.message, "");
    return strcpy(message, error.message);
}
#define OPEN_FAILS(uri) open_fails(uri, PECADDR_E_STORAGE, (char[PECADDR_REGISTRY_MESSAGE_MAX]){0})

static const char *init_fails(const char *uri, char message[PECADDR_REGISTRY_MESSAGE_MAX])
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = pecaddr_registry_init(uri, &error);

    ck_assert_msg(r == PECADDR_E_STORAGE && error.code == r, "%s: %d %s", uri, r, error.message);
    return strcpy(message, error.message);
}
#define INIT_FAILS(uri) init_fails(uri, (char[PECADDR_REGISTRY_MESSAGE_MAX]){0})

static void assert_says(const char *message, const char *what)
{
    ck_assert_msg(strstr(message, what) != NULL, "`%s` is not in: %s", what, message);
}

/* What a claim that fails as a whole says. */
static const char *claim_fails(struct pecaddr_registry *registry, const struct who *who)
{
    struct question question;
    struct pecaddr_query *const queries[] = {&question.query};
    int r;

    make_question(&question, who, 0);
    r = pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1);
    ck_assert_msg(r == PECADDR_E_STORAGE, "%d %s", r, pecaddr_registry_message(registry));
    ck_assert_int_eq(question.query.answer, PECADDR_UNANSWERED);
    assert_says(pecaddr_registry_message(registry), "postgresql://");
    return pecaddr_registry_message(registry);
}

static void assert_empty(void)
{
    must_say("SELECT count(*) FROM event", "0");
}

static void set_up(void)
{
    postgres_drop_all();
    postgres_make(database, true);
}

/* Making it. */

START_TEST(without_a_registry_opening_says_how_to_make_one)
{
    const char *uri = AS(OWNER);

    postgres_drop(database);
    postgres_make(database, false);
    assert_says(OPEN_FAILS(uri), "`pecaddr registry init` and this URI");
    /* Opening makes nothing. */
    must_say("SELECT count(*) FROM pg_namespace WHERE nspname = 'pecaddr'", "0");
    ck_assert_int_eq(pecaddr_registry_init(uri, NULL), PECADDR_OK);
    pecaddr_registry_close(open_uri(uri));
}
END_TEST

START_TEST(making_a_registry_where_one_is_keeps_all_it_holds)
{
    static struct dumped before, now;
    struct pecaddr_registry *registry = open_uri(AS(OWNER));

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    dump_registry(registry, &before);
    ck_assert_int_eq(pecaddr_registry_init(AS(OWNER), NULL), PECADDR_OK);
    dump_registry(registry, &now);
    ck_assert_str_eq(now.text, before.text);
    must_say("SELECT string_agg(number::text, ',' ORDER BY number) FROM version", "1");
    pecaddr_registry_close(registry);
}
END_TEST

#define CHILD_ASSERT(condition)                                                                    \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                        \
            _exit(1);                                                                              \
        }                                                                                          \
    } while (0)

static void assert_child_ended_well(pid_t child)
{
    int status = 0;

    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "a child ended with %d", status);
}

START_TEST(several_who_make_it_at_once_make_one)
{
    const char *uri = AS(OWNER);
    pid_t children[6];

    postgres_drop(database);
    postgres_make(database, false);
    for (size_t i = 0; i < N_OF(children); i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct pecaddr_registry_error error = {.size = sizeof error};
            int r = pecaddr_registry_init(uri, &error);

            if (r != PECADDR_OK)
                fprintf(stderr, "%s\n", error.message);
            CHILD_ASSERT(r == PECADDR_OK);
            _exit(0);
        }
    }
    for (size_t i = 0; i < N_OF(children); i++)
        assert_child_ended_well(children[i]);
    must_say("SELECT string_agg(number::text, ',' ORDER BY number) FROM version", "1");
    pecaddr_registry_close(open_uri(uri));
}
END_TEST

START_TEST(a_schema_of_that_name_that_is_no_registry_is_left_alone)
{
    postgres_drop(database);
    postgres_make(database, false);
    must(OWNER, "CREATE SCHEMA pecaddr; CREATE TABLE pecaddr.mailbox (a int)");
    assert_says(OPEN_FAILS(AS(OWNER)), "check which database this is");
    assert_says(INIT_FAILS(AS(OWNER)), "check which database this is");
    must_say("SELECT count(*) FROM pg_class WHERE relnamespace = 'pecaddr'::regnamespace", "1");
}
END_TEST

START_TEST(what_else_is_in_the_database_does_no_harm)
{
    struct pecaddr_registry *registry;

    postgres_drop(database);
    postgres_make(database, false);
    must(OWNER, "CREATE TABLE public.mailbox (a int); CREATE TABLE public.version (number int);"
                "CREATE TABLE public.history (a int); CREATE FUNCTION public.lower(text) RETURNS "
                "text LANGUAGE sql AS 'SELECT ''x''';"
                "ALTER DATABASE \"pecaddr-server\" SET search_path = public, pecaddr, pg_catalog;"
                "ALTER DATABASE \"pecaddr-server\" SET DateStyle = 'German, DMY';"
                "ALTER DATABASE \"pecaddr-server\" SET IntervalStyle = 'iso_8601';"
                "ALTER DATABASE \"pecaddr-server\" SET TimeZone = 'Asia/Kathmandu';"
                "ALTER DATABASE \"pecaddr-server\" SET standard_conforming_strings = off;"
                "ALTER DATABASE \"pecaddr-server\" SET bytea_output = escape;"
                "ALTER DATABASE \"pecaddr-server\" SET default_transaction_isolation = "
                "'serializable';"
                "ALTER DATABASE \"pecaddr-server\" SET row_security = on");
    ck_assert_int_eq(pecaddr_registry_init(AS(OWNER), NULL), PECADDR_OK);
    registry = open_uri(AS(OWNER));
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    STEP(activate_mailbox(registry, mario_address, "2030-02-01", "x", &step_error));
    {
        struct kept kept;
        struct told told;

        ck_assert_str_eq(look(registry, mario_address, &kept)->expires, "2030-02-01");
        history(registry, mario_address, &told);
        ck_assert_str_eq(told.text, ">reserved issue\nreserved>active activate expires=: x\n");
    }
    pecaddr_registry_close(registry);
    must_say("SELECT count(*) FROM public.mailbox", "0");
}
END_TEST

START_TEST(a_registry_of_an_older_version_is_brought_up_to_date_with_nothing_lost)
{
    struct pecaddr_registry *registry = open_uri(AS(OWNER));
    static struct dumped before, now;

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    dump_registry(registry, &before);
    pecaddr_registry_close(registry);
    invented_schema = SCHEMA_INVENTED;
    assert_says(OPEN_FAILS(AS(OWNER)), "older version");
    ck_assert_int_eq(pecaddr_registry_init(AS(OWNER), NULL), PECADDR_OK);
    must_say("SELECT string_agg(number::text, ',' ORDER BY number) FROM version", "1,2");
    must_say("SELECT count(*) FROM invented", "1");
    /* Once. */
    ck_assert_int_eq(pecaddr_registry_init(AS(OWNER), NULL), PECADDR_OK);
    registry = open_uri(AS(ISSUER));
    dump_registry(registry, &now);
    ck_assert_str_eq(now.text, before.text);
    pecaddr_registry_close(registry);
    invented_schema = SCHEMA_PRESENT;
    assert_says(OPEN_FAILS(AS(OWNER)), "newer version");
}
END_TEST

START_TEST(a_newer_version_is_refused_and_left_alone)
{
    must(OWNER, "INSERT INTO version (number) VALUES (2)");
    assert_says(OPEN_FAILS(AS(OWNER)), "newer version");
    assert_says(INIT_FAILS(AS(OWNER)), "newer version");
    must_say("SELECT max(number) FROM version", "2");
    must(OWNER, "DELETE FROM version");
    assert_says(OPEN_FAILS(AS(OWNER)), "damaged");
    assert_says(INIT_FAILS(AS(OWNER)), "damaged");
}
END_TEST

/* As logical replication brings rows: with their numbers, firing no trigger, counting nothing. */
static const char copy_rows[] =
    "SET session_replication_role = replica;"
    "DELETE FROM pecaddr.registry;"
    "INSERT INTO pecaddr.registry VALUES (1, repeat('a', 32), 1, 0, '');"
    "INSERT INTO pecaddr.scheme OVERRIDING SYSTEM VALUE VALUES (40, 'x');"
    "INSERT INTO pecaddr.mailbox (id, revision, change, state, address, province, section, number, "
    "given, surname, scheme, table_version, level, notes, receipt, used, changed_act, changed_why) "
    "OVERRIDING SYSTEM VALUE VALUES (70, 2, 5000000000, 'reserved', 'anna.neri@ingpec.eu', 'MC', "
    "'A', "
    "5, 'Anna', 'Neri', 40, 1, 0, 0, 'claimed', false, 'claim', '');"
    "INSERT INTO pecaddr.history VALUES (70, 1, 4999999999, now(), NULL, NULL, NULL, "
    "'reserved', NULL, 'MC', 'A', 'Anna', 'Neri', 'x', 'issue', '')";

START_TEST(rows_that_were_replicated_are_gone_on_from_after_init)
{
    struct pecaddr_registry *registry;
    struct postgres_session *admin = postgres_connect(database, ADMIN);
    char text[POSTGRES_TEXT_MAX];

    ck_assert_msg(postgres_do(admin, copy_rows, text), "%s", text);
    postgres_disconnect(admin);
    ck_assert_int_eq(pecaddr_registry_init(AS(OWNER), NULL), PECADDR_OK);
    /* Who issues where they came from may go on there. */
    registry = open_uri(AS(ISSUER));
    {
        struct question question;
        struct pecaddr_query *const queries[] = {&question.query};

        make_question(&question, &mario, 0);
        ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), PECADDR_OK);
        ck_assert_int_eq(question.query.answer, PECADDR_FAILED);
        assert_says(pecaddr_registry_message(registry), "`pecaddr registry resume`");
    }
    pecaddr_registry_close(registry);
    registry = open_uri(AS(OWNER));
    STEP(pecaddr_registry_resume(registry, &step_error));
    pecaddr_registry_close(registry);
    registry = open_uri(AS(ISSUER));
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    STEP(activate_mailbox(registry, mario_address, NULL, "x", &step_error));
    pecaddr_registry_close(registry);
    must_say("SELECT string_agg(id || ' ' || scheme, ',' ORDER BY id) FROM mailbox", "70 40,71 41");
    must_say("SELECT min(change) > 5000000000 FROM event WHERE mailbox = 71", "t");
    /* Once: what is in order stays as it is. */
    must(OWNER, "CREATE TABLE public.before AS SELECT change FROM registry");
    ck_assert_int_eq(pecaddr_registry_init(AS(OWNER), NULL), PECADDR_OK);
    must_say("SELECT change = (SELECT change FROM public.before) FROM registry", "t");
}
END_TEST

/* The database holds the rules: a registry without one of them is not used. */

/* What takes one rule away, for each that there is. */
static const char each_rule[] =
    "SELECT string_agg(sql, ';' ORDER BY sql) FROM ("
    "SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname) AS sql "
    "FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = tgrelid "
    "WHERE NOT tgisinternal AND relnamespace = 'pecaddr'::regnamespace UNION ALL "
    "SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) "
    "FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = tgrelid "
    "WHERE NOT tgisinternal AND relnamespace = 'pecaddr'::regnamespace UNION ALL "
    "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', conrelid::regclass, conname) "
    "FROM pg_constraint WHERE connamespace = 'pecaddr'::regnamespace AND contype <> 't' UNION ALL "
    "SELECT format('DROP INDEX %s', indexrelid::regclass) "
    "FROM pg_index JOIN pg_class AS c ON c.oid = indexrelid "
    "WHERE relnamespace = 'pecaddr'::regnamespace AND indisunique "
    "AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)) AS rule "
    "WHERE sql NOT LIKE '%version%'";

START_TEST(a_registry_without_one_of_its_rules_is_damaged)
{
    char rule[POSTGRES_TEXT_MAX], missed[16384] = "";
    unsigned n = 0;

    for (unsigned i = 1;; i++) {
        struct pecaddr_registry_error error = {.size = sizeof error};
        struct pecaddr_registry *registry = NULL;
        struct postgres_session *session;
        char sql[sizeof each_rule + 128], text[POSTGRES_TEXT_MAX];

        snprintf(sql, sizeof sql, "SELECT split_part((%s), ';', %u)", each_rule, i);
        ck_assert_msg(postgres_sql(database, OWNER, sql, rule), "%s", rule);
        if (rule[0] == '\0')
            break;
        n++;
        /* One rule less, for as long as the test looks. */
        postgres_drop("pecaddr-less");
        postgres_copy(database, "pecaddr-less");
        session = postgres_connect("pecaddr-less", OWNER);
        ck_assert_msg(postgres_do(session, rule, text), "%s: %s", rule, text);
        postgres_disconnect(session);
        postgres_uri("pecaddr-less", OWNER, text);
        if (pecaddr_registry_open(text, &registry, &error) == PECADDR_OK) {
            size_t size = strlen(missed);

            snprintf(missed + size, sizeof missed - size, "%.200s\n", rule);
            pecaddr_registry_close(registry);
        } else {
            assert_says(error.message, "damaged");
            ck_assert_int_eq(pecaddr_registry_init(text, &error), PECADDR_E_STORAGE);
        }
    }
    ck_assert_uint_gt(n, 40);
    ck_assert_msg(missed[0] == '\0', "opened without a rule:\n%s", missed);
}
END_TEST

START_TEST(sessions_that_fire_no_triggers_are_refused)
{
    must(ADMIN, "ALTER ROLE " OWNER " IN DATABASE \"pecaddr-server\" "
                "SET session_replication_role = replica");
    assert_says(OPEN_FAILS(AS(OWNER)), "triggers");
}
END_TEST

START_TEST(a_database_that_does_not_keep_texts_as_utf_8_is_refused)
{
    postgres_drop(database);
    {
        char text[POSTGRES_TEXT_MAX];

        ck_assert_msg(postgres_sql("postgres", ADMIN,
                                   "CREATE DATABASE \"pecaddr-server\" OWNER " OWNER
                                   " ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' "
                                   "TEMPLATE template0",
                                   text),
                      "%s", text);
    }
    assert_says(INIT_FAILS(AS(OWNER)), "UTF8");
    must_say("SELECT count(*) FROM pg_namespace WHERE nspname = 'pecaddr'", "0");
}
END_TEST

/* Rights. */

START_TEST(who_reads_can_check_and_not_claim)
{
    struct pecaddr_registry *registry = open_uri(AS(READER));

    ck_assert_int_eq(check(registry, &mario, 0), PECADDR_FREE);
    assert_says(claim_fails(registry, &mario), "pecaddr_issuer");
    ck_assert_uint_eq(count_events(registry), 0);
    pecaddr_registry_close(registry);
    assert_empty();
}
END_TEST

START_TEST(who_issues_can_do_all_but_make_a_registry)
{
    const struct who anna = {"Anna", "Neri", "MC", 'A', 5, CF(1)};
    struct pecaddr_registry *registry = open_uri(AS(ISSUER));
    const struct pecaddr_mailbox mailbox = {
        .size = sizeof mailbox, .address = "x@ingpec.eu", .state = PECADDR_STATE_ACTIVE};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    struct pecaddr_assignment assignment = {.size = sizeof assignment};
    const struct pecaddr_text as_it_is = {0};
    char author[POSTGRES_TEXT_MAX];
    int result = -1;

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    STEP(change_mailbox(registry, pecaddr_scheme_ingpec(), mario_address, as_it_is, as_it_is, "x",
                        &assignment, &step_error));
    STEP(activate_mailbox(registry, "anna.neri@ingpec.eu", "2026-01-01", "x", &step_error));
    STEP(renew_mailbox(registry, "anna.neri@ingpec.eu", "2027-01-01", "x", &step_error));
    STEP(relink_mailbox(registry, "anna.neri@ingpec.eu", CF(2), "x", &step_error));
    STEP(leave_mailbox(registry, "anna.neri@ingpec.eu", "2027-01-01", "x", &step_error));
    STEP(pecaddr_registry_expire(registry, "2028-01-01", "x", 0, NULL, NULL, NULL, &step_error));
    STEP(release_mailbox(registry, "mario.rossi.mc@ingpec.eu", "x", &step_error));
    STEP(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, &step_error));
    ck_assert_int_eq(result, PECADDR_OK);
    pecaddr_registry_close(registry);
    ck_assert(postgres_sql(database, OWNER, "SELECT string_agg(DISTINCT author, ',') FROM event",
                           author));
    ck_assert_str_eq(author, ISSUER);
    /* Its rights do not suffice for another schema. */
    postgres_drop(database);
    postgres_make(database, false);
    assert_says(INIT_FAILS(AS(ISSUER)), "no right");
}
END_TEST

START_TEST(who_has_no_rights_is_told_so)
{
    assert_says(OPEN_FAILS(AS(STRANGER)), "no right");
    assert_says(INIT_FAILS(AS(READER)), "no right");
    assert_empty();
}
END_TEST

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

/* Texts. */

START_TEST(names_are_kept_to_the_byte)
{
    const struct who who = {
        "  Anna\xC2\xA0Maria' ", "D\xE2\x80\x99\xC3\x80ngelo", "MC", 'A', 5, NULL};
    struct pecaddr_registry *registry = open_uri(AS(ISSUER));
    struct kept kept;

    ck_assert_int_eq(claim(registry, &who, 0), PECADDR_CLAIMED);
    look(registry, "annamaria.dangelo@ingpec.eu", &kept);
    ck_assert_str_eq(kept.mailbox.given, who.given);
    ck_assert_str_eq(kept.mailbox.surname, who.surname);
    pecaddr_registry_close(registry);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        without_a_registry_opening_says_how_to_make_one,
        making_a_registry_where_one_is_keeps_all_it_holds,
        several_who_make_it_at_once_make_one,
        a_schema_of_that_name_that_is_no_registry_is_left_alone,
        what_else_is_in_the_database_does_no_harm,
        a_registry_of_an_older_version_is_brought_up_to_date_with_nothing_lost,
        a_newer_version_is_refused_and_left_alone,
        rows_that_were_replicated_are_gone_on_from_after_init,
        a_registry_without_one_of_its_rules_is_damaged,
        sessions_that_fire_no_triggers_are_refused,
        a_database_that_does_not_keep_texts_as_utf_8_is_refused,
        who_reads_can_check_and_not_claim,
        who_issues_can_do_all_but_make_a_registry,
        who_has_no_rights_is_told_so,
        passwords_are_in_no_message,
        a_uri_that_is_none_is_refused,
        a_server_that_is_not_there_is_told,
        a_database_that_is_not_there_is_told,
        a_database_that_is_dropped_under_a_handle_is_told,
        a_server_that_hangs_is_waited_for_as_long_as_the_uri_says,
        a_standby_answers_checks_and_says_what_is_wrong_with_claims,
        of_several_servers_the_one_that_can_be_written_to_is_used,
        a_user_who_may_not_write_is_told,
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
        tls_is_what_the_uri_says,
        names_are_kept_to_the_byte,
    };
    Suite *suite = suite_create("postgres");
    TCase *tcase = tcase_create("postgres");

    tcase_set_timeout(tcase, 0);
    tcase_add_checked_fixture(tcase, set_up, NULL);
    suite_add_tcase(suite, tcase);
    for (size_t i = 0; i < N_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    ADD(tcase, what_can_be_tried_again_is_tried_again_and_done_once, failures);
    ADD(tcase, a_foreign_program_that_writes_at_the_same_time_is_seen, foreign);
    return suite_run(suite);
}
