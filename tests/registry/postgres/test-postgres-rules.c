/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the database holds by itself, in PostgreSQL: raw SQL of the role that issues, of the one
 * that reads, and of the owner, who is held by the same rules until they are taken away. SPEC §5.
 */
#include "registry/postgres/forbidden-statements.h"

START_TEST(the_database_refuses_what_the_rules_forbid)
{
    const char *issuer = forbidden[_i].issuer != SAME ? forbidden[_i].issuer : forbidden[_i].owner;

    must_not(ISSUER, forbidden[_i].what, forbidden[_i].sql, issuer);
    if (forbidden[_i].owner != NULL)
        must_not(OWNER, forbidden[_i].what, forbidden[_i].sql, forbidden[_i].owner);
    /* Who only looks cannot even try. */
    must_not(READER, forbidden[_i].what, forbidden[_i].sql, "");
    assert_unchanged(forbidden[_i].what);
}
END_TEST

/* What the role that issues cannot take out of its way. */

static const struct {
    const char *what;
    const char *sql;
    const char *reason;
} circumvented[] = {
    {"a trigger disabled", "ALTER TABLE mailbox DISABLE TRIGGER mailbox_transitions",
     "must be owner"},
    {"all triggers disabled", "ALTER TABLE mailbox DISABLE TRIGGER ALL", "must be owner"},
    {"a trigger dropped", "DROP TRIGGER mailbox_transitions ON mailbox", "must be owner"},
    {"an index dropped", "DROP INDEX mailbox_address", "must be owner"},
    {"a check dropped", "ALTER TABLE mailbox DROP CONSTRAINT mailbox_leaving", "must be owner"},
    {"a table dropped", "DROP TABLE mailbox CASCADE", "must be owner"},
    {"the schema dropped", "DROP SCHEMA pecaddr CASCADE", "must be owner"},
    {"a trigger before the others",
     "CREATE TRIGGER a BEFORE UPDATE ON mailbox FOR EACH ROW EXECUTE FUNCTION "
     "suppress_redundant_updates_trigger()",
     DENIED},
    {"a rule instead", "CREATE RULE x AS ON UPDATE TO mailbox DO INSTEAD NOTHING", "must be owner"},
    {"a child table", "CREATE TEMP TABLE x () INHERITS (mailbox)", "must be owner"},
    {"no triggers in this session", "SET session_replication_role = replica", DENIED},
    {"the function of the rules replaced",
     "CREATE OR REPLACE FUNCTION pecaddr.refuse() RETURNS trigger LANGUAGE plpgsql AS "
     "'BEGIN RETURN NEW; END'",
     DENIED},
    {"the function of history altered", "ALTER FUNCTION pecaddr.mailbox_changed() SECURITY INVOKER",
     "must be owner"},
    {"the function of history under a table of one's own, UPDATE",
     "CREATE TEMP TABLE x (LIKE pecaddr.mailbox);"
     "CREATE TRIGGER x AFTER UPDATE ON x REFERENCING OLD TABLE AS before NEW TABLE AS after FOR "
     "EACH STATEMENT EXECUTE FUNCTION pecaddr.mailbox_changed()",
     DENIED},
    {"a table of one's own in the schema", "CREATE TABLE pecaddr.x (a int)", DENIED},
    {"another schema", "CREATE SCHEMA x", DENIED},
    {"another user", "SET SESSION AUTHORIZATION pecaddr_owner", DENIED},
    {"the owner's role", "SET ROLE pecaddr_owner", DENIED},
    {"more rights", "GRANT ALL ON mailbox TO order_mc; DELETE FROM mailbox", DENIED},
    {"another owner", "ALTER TABLE mailbox OWNER TO order_mc", "must be owner"},
    {"the registry locked", "BEGIN; LOCK TABLE mailbox IN ACCESS EXCLUSIVE MODE", DENIED},
    {"the numbers set back", "SELECT setval('pecaddr.mailbox_id_seq', 1)", DENIED},
    {"a foreign key to it", "CREATE TEMP TABLE x (a bigint REFERENCES pecaddr.mailbox (id))", ""},
    {"the version", "UPDATE version SET number = 2", DENIED},
    {"a version more", "INSERT INTO version (number) VALUES (3)", DENIED},
    {"no version", "DELETE FROM version", DENIED},
    {"history by COPY", "COPY history FROM PROGRAM 'true'", ""},
    {"the database", "ALTER DATABASE \"pecaddr-rules\" SET session_replication_role = replica",
     "must be owner"},
    {"every later session of one's own",
     "ALTER ROLE order_mc SET session_replication_role = replica", ""},
};

START_TEST(who_issues_can_not_take_the_rules_out_of_the_way)
{
    must_not(ISSUER, circumvented[_i].what, circumvented[_i].sql, circumvented[_i].reason);
    must_not(READER, circumvented[_i].what, circumvented[_i].sql, "");
    assert_unchanged(circumvented[_i].what);
}
END_TEST

START_TEST(a_search_path_of_ones_own_leads_nothing_astray)
{
    char text[POSTGRES_TEXT_MAX];

    must(ISSUER,
         "CREATE TEMP TABLE history (LIKE pecaddr.history);"
         "CREATE TEMP TABLE before (LIKE pecaddr.mailbox);"
         "CREATE TEMP TABLE after (LIKE pecaddr.mailbox);"
         "CREATE FUNCTION pg_temp.num_nulls(VARIADIC anyarray) RETURNS int LANGUAGE sql AS "
         "'SELECT 0';"
         "CREATE FUNCTION pg_temp.differs(text, text) RETURNS bool LANGUAGE sql AS 'SELECT false';"
         "CREATE OPERATOR pg_temp.<> (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_temp.differs);"
         "SET search_path = pg_temp, pecaddr, pg_catalog;"
         "INSERT INTO before SELECT * FROM pecaddr.mailbox;"
         "UPDATE pecaddr.mailbox SET state = 'active', used = true, " CHG " WHERE id = 1");
    ck_assert(postgres_sql(database, OWNER,
                           "SELECT old_state || new_state || author FROM event "
                           "WHERE mailbox = 1 AND revision = 2",
                           text));
    ck_assert_str_eq(text, "reservedactiveorder_mc");
    fingerprint(before);
    must_not(ISSUER, "a forbidden step under such a path",
             "CREATE FUNCTION pg_temp.differs(text, text) RETURNS bool LANGUAGE sql AS "
             "'SELECT false';"
             "CREATE OPERATOR pg_temp.<> (LEFTARG = text, RIGHTARG = text, "
             "FUNCTION = pg_temp.differs);"
             "SET search_path = pg_temp, pecaddr, pg_catalog;"
             "UPDATE pecaddr.mailbox SET state = 'released', " CHG " WHERE id = 2",
             STEP_NO);
    assert_unchanged("a forbidden step under such a path");
}
END_TEST

/* What the rules allow. */

static const struct {
    const char *what;
    const char *sql;
    int events;
} allowed[] = {
    {"reserved to active", "UPDATE mailbox SET state = 'active', used = true, " CHG " WHERE id = 1",
     1},
    {"expiry", "UPDATE mailbox SET expires = '2030-02-28', " CHG " WHERE id = 2", 1},
    {"leaving", "UPDATE mailbox SET left_on = '2024-02-29', " CHG " WHERE id = 2", 1},
    {"coming back", "UPDATE mailbox SET left_on = NULL, " CHG " WHERE id = 8", 1},
    {"transfer of an active one",
     "UPDATE mailbox SET province = 'AN', section = 'B', number = 9, " CHG " WHERE id = 2", 1},
    {"active to retired", "UPDATE mailbox SET state = 'retired', " CHG " WHERE id = 2", 1},
    {"retired to reserved", "UPDATE mailbox SET state = 'reserved', " CHG " WHERE id = 3", 1},
    {"retired to reserved on another entry",
     "UPDATE mailbox SET state = 'reserved', number = 99, " CHG " WHERE id = 3", 1},
    {"returned to active", "UPDATE mailbox SET state = 'active', used = true, " CHG " WHERE id = 9",
     1},
    {"codice fiscale that comes", "UPDATE mailbox SET holder = " NEW ", " CHG " WHERE id = 5", 1},
    {"codice fiscale relinked",
     "UPDATE mailbox SET holder = " NEW ", " BY("relink") " WHERE id = 2", 1},
    {"what was unknown",
     "UPDATE mailbox SET given = 'X', surname = 'Y', province = 'AN', section = 'A', number = 3, "
     "holder = " NEW ", " CHG " WHERE id = 10",
     1},
    {"reserved to released", "UPDATE mailbox SET state = 'released', " CHG " WHERE id = 5", 1},
    {"address of a released one", INSERT("four@ingpec.eu", "NULL", "AN", 1), 1},
    {"entry of a retired one", INSERT("x@ingpec.eu", "NULL", "MC", 3), 1},
    {"entry of one who left", INSERT("x@ingpec.eu", "NULL", "MC", 8), 1},
    {"holder in another domain", INSERT("x@pec.it", ONE, "MC", 1), 1},
    {"a change: one transaction",
     "BEGIN; UPDATE mailbox SET state = 'released', " CHG
     " WHERE id = 1; " INSERT("one.mc@ingpec.eu", ONE, "MC", 1) "; COMMIT",
     2},
    {"instead of what was given back", INSTEAD_OF("x@ingpec.eu", "4", "4"), 1},
    {"several at once",
     INSERT("x@ingpec.eu", "NULL", "AN", 1) "," ISSUED("'y@ingpec.eu'", "NULL", "'AN'", "2"), 2},
    {"several with some taken",
     INSERT("x@ingpec.eu", "NULL", "AN", 1) "," ISSUED("'one@ingpec.eu'", "NULL", "'AN'",
                                                       "2") " ON CONFLICT DO NOTHING",
     1},
    {"codice fiscale of a retired one relinked",
     "UPDATE mailbox SET holder = " NEW ", " BY("relink") " WHERE id = 3", 1},
    {"codice fiscale of a retired one that had none",
     "UPDATE mailbox SET holder = " NEW ", " BY("relink") " WHERE id = 6", 1},
    {"a name corrected",
     "UPDATE mailbox SET given = 'Z', given_letters = 'z', " BY("correct") " WHERE id = 2", 1},
    {"a holder forgotten", "UPDATE mailbox SET " FORGET " WHERE id = 3", 1},
    {"a holder forgotten who gave it back", "UPDATE mailbox SET " FORGET " WHERE id = 4", 1},
    {"what was blocked is given back",
     "UPDATE mailbox SET state = 'released', " BY("release") " WHERE id = 12", 1},
    {"what was blocked has ended, with all its facts",
     "UPDATE mailbox SET state = 'retired', used = true, holder = " NEW ", given = 'X', "
     "surname = 'Y', province = 'AN', section = 'A', number = 700, left_on = '2024-02-29', "
     "expires = '2024-12-31', " BY("import") " WHERE id = 12",
     1},
    {"told", TELL("1", "1", "2"), 0},
    {"a bucket locked", "SELECT number FROM bucket WHERE number = 7 FOR UPDATE", 0},
    {"a scheme", "INSERT INTO scheme (text) VALUES ('y')", 0},
    {"an import", IMPORT ") VALUES " ACTIVE("x@ingpec.eu") ")", 1},
    {"an import of a retired one",
     IMPORT ") VALUES " IMPORTED("retired", "true", "x@ingpec.eu") ")", 1},
    {"an import of one that was in use",
     IMPORT ") VALUES " IMPORTED("reserved", "true", "x@ingpec.eu") ")", 1},
};

static int count_events_of(const char *condition)
{
    char sql[256], text[POSTGRES_TEXT_MAX];

    snprintf(sql, sizeof sql, "SELECT count(*) FROM event WHERE %s", condition);
    ck_assert_msg(postgres_sql(database, OWNER, sql, text), "%s", text);
    return atoi(text);
}

START_TEST(the_database_allows_what_the_rules_allow_and_history_has_each)
{
    int n_before = count_events_of("true");
    char text[POSTGRES_TEXT_MAX];

    must(ISSUER, allowed[_i].sql);
    ck_assert_msg(count_events_of("true") == n_before + allowed[_i].events, "%s", allowed[_i].what);
    ck_assert(postgres_sql(database, OWNER,
                           "SELECT count(*) FROM mailbox AS m WHERE revision - 1 <> "
                           "(SELECT count(*) FROM history WHERE mailbox = m.id) OR state <> "
                           "(SELECT new_state FROM event WHERE mailbox = m.id "
                           "AND revision = m.revision)",
                           text));
    ck_assert_str_eq(text, "0");
}
END_TEST

START_TEST(history_names_who_logged_in_whatever_role_he_takes)
{
    char text[POSTGRES_TEXT_MAX];

    must("order_an",
         "SET ROLE pecaddr_issuer; UPDATE mailbox SET state = 'active', used = true, " CHG
         " WHERE id = 1");
    ck_assert(postgres_sql(
        database, OWNER,
        "SELECT author FROM event WHERE mailbox = 1 ORDER BY revision DESC LIMIT 1", text));
    ck_assert_str_eq(text, "order_an");
}
END_TEST

START_TEST(history_keeps_what_a_change_replaced)
{
    static const char replaced[] =
        "SELECT concat_ws(' ', old_state, new_state, old_holder, old_province, old_section, "
        "old_number, old_given, facts) FROM event ORDER BY change DESC LIMIT 1";
    static const struct {
        const char *sql;
        const char *replaced;
    } rows[] = {
        {"UPDATE mailbox SET province = 'AN', number = 9, " CHG " WHERE id = 2",
         "active active MC A 2 2"},
        {"UPDATE mailbox SET section = 'B', " CHG " WHERE id = 2", "active active AN A 9 2"},
        {"UPDATE mailbox SET holder = " NEW ", " BY("relink") " WHERE id = 2",
         "active active NRENNA00A01Z002I 1"},
        {"UPDATE mailbox SET expires = '2030-01-01', " CHG " WHERE id = 2", "active active 8"},
        {"UPDATE mailbox SET given = 'Z', " BY("correct") " WHERE id = 2", "active active X 4"},
        {"UPDATE mailbox SET number = 4, " CHG " WHERE id = 10", "active active 2"},
        {"UPDATE mailbox SET number = 5, province = 'AN', " CHG " WHERE id = 10",
         "active active 4 2"},
        {"UPDATE mailbox SET state = 'active', used = true, " CHG " WHERE id = 1",
         "reserved active 0"},
    };
    char text[POSTGRES_TEXT_MAX];

    for (size_t i = 0; i < N_OF(rows); i++) {
        must(ISSUER, rows[i].sql);
        ck_assert(postgres_sql(database, OWNER, replaced, text));
        ck_assert_str_eq(text, rows[i].replaced);
    }
}
END_TEST

START_TEST(what_an_address_was_issued_for_is_kept_by_the_first_change_of_it)
{
    static const char issued[] =
        "SELECT concat_ws(' ', issued_province, issued_section, issued_number, issued_given, "
        "issued_surname) FROM mailbox WHERE id = 1";
    static const struct {
        const char *sql;
        const char *issued;
    } rows[] = {
        {"UPDATE mailbox SET number = 99, " CHG " WHERE id = 1", "1"},
        {"UPDATE mailbox SET province = 'AN', number = 98, " CHG " WHERE id = 1", "MC 1"},
        {"UPDATE mailbox SET surname = 'Z', " BY("correct") " WHERE id = 1", "MC 1 Y"},
        {"UPDATE mailbox SET number = 1, surname = 'Y', province = 'MC', " CHG " WHERE id = 10",
         "MC 1 Y"},
        {"UPDATE mailbox SET state = 'active', used = true, " CHG " WHERE id = 1", "MC 1 Y"},
        {"UPDATE mailbox SET state = 'retired', " CHG " WHERE id = 1", "MC 1 Y"},
        {"UPDATE mailbox SET " FORGET " WHERE id = 1", ""},
    };
    char text[POSTGRES_TEXT_MAX];

    for (size_t i = 0; i < N_OF(rows); i++) {
        must(ISSUER, rows[i].sql);
        ck_assert(postgres_sql(database, OWNER, issued, text));
        ck_assert_str_eq(text, rows[i].issued);
    }
    /* And history has forgotten, too. */
    ck_assert(postgres_sql(database, OWNER,
                           "SELECT count(*) || ' ' || count(coalesce(holder, province, section, "
                           "given, surname, number::text)) FROM history WHERE mailbox = 1",
                           text));
    ck_assert_str_eq(text, "6 0");
    /* What was imported was issued for nothing that is known. */
    must(ISSUER, "UPDATE mailbox SET holder = " NEW ", " CHG " WHERE id = 7");
    must(ISSUER, "UPDATE mailbox SET number = 97, " CHG " WHERE id = 7");
    ck_assert(postgres_sql(database, OWNER,
                           "SELECT num_nonnulls(issued_province, issued_number) FROM mailbox "
                           "WHERE id = 7",
                           text));
    ck_assert_str_eq(text, "0");
}
END_TEST

START_TEST(each_version_has_the_number_of_its_transaction_and_who_made_it)
{
    static const char stamped[] = "SELECT changed_by || ' ' || (change > lag) FROM (SELECT *, "
                                  "(SELECT max(change) FROM history) AS lag FROM mailbox) AS x "
                                  "WHERE id = 1";
    char text[POSTGRES_TEXT_MAX];

    must("order_an", "UPDATE mailbox SET state = 'active', used = true, " CHG " WHERE id = 1");
    ck_assert(postgres_sql(database, OWNER, stamped, text));
    ck_assert_str_eq(text, "order_an true");
    must(ISSUER, INSERT("x@ingpec.eu", "NULL", "AN", 1));
    ck_assert(postgres_sql(database, OWNER,
                           "SELECT changed_by || ' ' || (change > (SELECT max(change) FROM mailbox "
                           "WHERE id < m.id)) FROM mailbox AS m ORDER BY id DESC LIMIT 1",
                           text));
    ck_assert_str_eq(text, ISSUER " true");
}
END_TEST

START_TEST(who_reads_sees_everything)
{
    static const char *const tables[] = {"mailbox", "history",  "event",
                                         "scheme",  "registry", "version"};

    for (size_t i = 0; i < N_OF(tables); i++) {
        char sql[64], text[POSTGRES_TEXT_MAX];

        snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", tables[i]);
        ck_assert_msg(postgres_sql(database, READER, sql, text), "%s", text);
        ck_assert_str_ne(text, "0");
        /* Who has no role sees nothing. */
        must_not(STRANGER, tables[i], sql, "");
    }
    assert_unchanged("reading");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_search_path_of_ones_own_leads_nothing_astray,
        history_names_who_logged_in_whatever_role_he_takes,
        history_keeps_what_a_change_replaced,
        what_an_address_was_issued_for_is_kept_by_the_first_change_of_it,
        each_version_has_the_number_of_its_transaction_and_who_made_it,
        who_reads_sees_everything,
    };
    Suite *suite = suite_create("postgres-rules");
    TCase *refused = tcase_create("refused"), *done = tcase_create("done");

    /* What is refused changes nothing: one registry for all. */
    tcase_set_timeout(refused, 0);
    tcase_add_unchecked_fixture(refused, set_up, NULL);
    suite_add_tcase(suite, refused);
    ADD(refused, the_database_refuses_what_the_rules_forbid, forbidden);
    ADD(refused, who_issues_can_not_take_the_rules_out_of_the_way, circumvented);
    tcase_set_timeout(done, 0);
    tcase_add_checked_fixture(done, set_up, NULL);
    suite_add_tcase(suite, done);
    ADD(done, the_database_allows_what_the_rules_allow_and_history_has_each, allowed);
    for (size_t i = 0; i < N_OF(tests); i++)
        tcase_add_test(done, tests[i]);
    return suite_run(suite);
}
