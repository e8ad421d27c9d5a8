/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The registry in PostgreSQL is made and brought up to date; what of its rules, its settings and the
 * rights of those who use it is looked at when it is opened. SPEC §5.
 */
#include "registry/invented-migration.h"
#include "registry/postgres/server-fixture.h"

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
        names_are_kept_to_the_byte,
    };
    Suite *suite = suite_create("postgres-schema");
    TCase *tcase = tcase_create("postgres-schema");

    tcase_set_timeout(tcase, 0);
    tcase_add_checked_fixture(tcase, set_up, NULL);
    suite_add_tcase(suite, tcase);
    for (size_t i = 0; i < N_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    return suite_run(suite);
}
