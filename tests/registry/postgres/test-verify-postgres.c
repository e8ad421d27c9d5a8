/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What verifying finds in PostgreSQL alone: rules that the owner replaced, rights that were given or
 * taken, indexes that lack a row; and what it cannot look at, which it says. SPEC §5.
 */
#include <time.h>

#include "registry/verify-fixture.h"

static void administer(const struct folder *folder, const char *sql)
{
    char database[64], text[POSTGRES_TEXT_MAX];

    database_of(folder->file, database);
    ck_assert_msg(postgres_sql(database, ADMIN, sql, text), "%s: %s", sql, text);
}

static struct pecaddr_registry *open_as(const struct folder *folder, const char *user)
{
    char database[64], uri[POSTGRES_URI_MAX];

    database_of(folder->file, database);
    postgres_uri(database, user, uri);
    return open_uri(uri);
}

#define REFUSE                                                                                     \
    "CREATE OR REPLACE FUNCTION pecaddr.refuse() RETURNS trigger LANGUAGE plpgsql AS "             \
    "'BEGIN RETURN NEW; END'"

struct rule {
    const char *what;
    const char *sql;
    const char *found; /* `WHAT DETAIL`; NULL: nothing */
};

/* One after the other in one registry, as each is about another rule. */
static const struct rule rules[] = {
    {"what was added and does no harm",
     "CREATE INDEX strange ON mailbox (given); CREATE TABLE pecaddr.strange_table (a integer); "
     "CREATE VIEW pecaddr.strange_view AS SELECT 1 AS one",
     NULL},
    {"a function that refuses nothing", REFUSE, "function refuse() changed"},
    {"a function that runs as whoever calls it",
     "ALTER FUNCTION mailbox_changed() SECURITY INVOKER", "function mailbox_changed() changed"},
    {"a function that lacks", "DROP FUNCTION refuse_out_of_order() CASCADE",
     "function refuse_out_of_order() missing"},
    {"a trigger that lacks", "DROP TRIGGER mailbox_transitions ON mailbox",
     "trigger mailbox.mailbox_transitions missing"},
    {"a trigger that is disabled", "ALTER TABLE mailbox DISABLE TRIGGER mailbox_counts_up",
     "trigger mailbox.mailbox_counts_up changed"},
    {"a trigger that only replicas fire",
     "ALTER TABLE mailbox ENABLE REPLICA TRIGGER mailbox_changed",
     "trigger mailbox.mailbox_changed changed"},
    {"a trigger with another condition",
     "DROP TRIGGER mailbox_stays_used ON mailbox; CREATE TRIGGER mailbox_stays_used "
     "BEFORE UPDATE ON mailbox FOR EACH ROW WHEN (NEW.used AND NOT OLD.used) "
     "EXECUTE FUNCTION pecaddr.refuse('a mailbox was in use from the first time that it is "
     "active')",
     "trigger mailbox.mailbox_stays_used changed"},
    {"a trigger that was added",
     "CREATE TRIGGER strange BEFORE INSERT ON mailbox FOR EACH ROW WHEN (NEW.level > 3) "
     "EXECUTE FUNCTION pecaddr.refuse('strange')",
     "trigger mailbox.strange added"},
    {"an index that lacks", "DROP INDEX mailbox_expires", "index mailbox_expires missing"},
    {"a unique index of another key",
     "DROP INDEX mailbox_address; CREATE UNIQUE INDEX mailbox_address ON mailbox (address, id) "
     "WHERE state <> 'released'",
     "unique index mailbox_address changed"},
    {"a unique index that was added",
     "CREATE UNIQUE INDEX strange_unique ON mailbox (given, surname)",
     "unique index strange_unique added"},
    {"a constraint that is weaker",
     "ALTER TABLE mailbox DROP CONSTRAINT mailbox_number_check, "
     "ADD CONSTRAINT mailbox_number_check CHECK (number > 0)",
     "constraint mailbox.mailbox_number_check changed"},
    {"a constraint that was added", "ALTER TABLE mailbox ADD CONSTRAINT strange CHECK (level < 4)",
     "constraint mailbox.strange added"},
    {"a column that may be unknown", "ALTER TABLE mailbox ALTER notes DROP NOT NULL",
     "column mailbox.notes changed"},
    {"a column with a default", "ALTER TABLE mailbox ALTER used SET DEFAULT false",
     "column mailbox.used changed"},
    {"a column that was added", "ALTER TABLE mailbox ADD strange text",
     "column mailbox.strange added"},
    {"a column that is generated no more", "ALTER TABLE mailbox ALTER domain DROP EXPRESSION",
     "column mailbox.domain changed"},
    {"a view that tells something else",
     "DO $$ BEGIN EXECUTE 'CREATE OR REPLACE VIEW pecaddr.event AS ' || "
     "replace(pg_get_viewdef('pecaddr.event'::regclass), '16 *', '32 *'); END $$",
     "view event changed"},
    {"a rule that was added", "CREATE RULE strange AS ON INSERT TO told DO INSTEAD NOTHING",
     "rule told.strange added"},
    {"rows that are kept from somebody", "ALTER TABLE mailbox ENABLE ROW LEVEL SECURITY",
     "table mailbox changed"},
    {"a policy", "CREATE POLICY strange ON mailbox USING (true)", "policy mailbox.strange added"},
    {"a table that a crash empties", "ALTER TABLE told SET UNLOGGED", "table told changed"},
    {"a sequence that begins again", "ALTER TABLE mailbox ALTER id SET CYCLE",
     "sequence mailbox_id_seq changed"},
    {"a right that was given", "GRANT DELETE ON mailbox TO pecaddr_issuer",
     "rights on table mailbox changed"},
    {"a right that was taken", "REVOKE SELECT ON history FROM pecaddr_reader",
     "rights on table history changed"},
    {"a right to a column", "GRANT UPDATE (address) ON mailbox TO pecaddr_issuer",
     "rights on column mailbox.address changed"},
    {"a right to a column that was taken", "REVOKE UPDATE (number) ON bucket FROM pecaddr_issuer",
     "rights on column bucket.number changed"},
    {"a right to the schema", "GRANT CREATE ON SCHEMA pecaddr TO pecaddr_issuer",
     "rights on schema pecaddr changed"},
    {"a right to a function", "GRANT EXECUTE ON FUNCTION mailbox_changed() TO PUBLIC",
     "rights on function mailbox_changed() changed"},
};

/* Other ways of what was among them. */
static const struct rule other_rules[] = {
    {"a function with one blank more",
     "DO $$ BEGIN EXECUTE replace(pg_get_functiondef('pecaddr.refuse()'::regprocedure), "
     "'BEGIN', 'BEGIN '); END $$",
     "function refuse() changed"},
    {"a function with another search path",
     "ALTER FUNCTION mailbox_changed() SET search_path = public",
     "function mailbox_changed() changed"},
    {"a unique index of other rows",
     "DROP INDEX mailbox_address; CREATE UNIQUE INDEX mailbox_address ON mailbox (address) "
     "WHERE state = 'active'",
     "unique index mailbox_address changed"},
};

static void find_rules(const struct rule *broken, size_t n)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    const char *found = verify_all(registry, NULL);
    char line[256];

    ck_assert_str_eq(found, "");
    for (size_t i = 0; i < n; i++) {
        if (broken[i].found == NULL) {
            do_sql(folder.file, broken[i].sql);
            found = verify_all(registry, NULL);
            ck_assert_msg(found[0] == '\0', "%s: %s", broken[i].what, found);
            continue;
        }
        snprintf(line, sizeof line, "RULE   %s\n", broken[i].found);
        ck_assert_msg(strstr(found, line) == NULL, "%s: %s", broken[i].what, found);
        do_sql(folder.file, broken[i].sql);
        found = verify_all(registry, NULL);
        ck_assert_msg(strstr(found, line) != NULL, "%s: %s", broken[i].what, found);
        ck_assert_msg(strstr(strstr(found, line) + 1, line) == NULL, "%s: %s", broken[i].what,
                      found);
    }
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}

START_TEST(a_rule_that_is_not_this_versions_is_found_in_an_open_registry)
{
    find_rules(rules, N_OF(rules));
}
END_TEST

START_TEST(a_rule_is_found_in_whatever_way_it_was_changed)
{
    find_rules(other_rules, N_OF(other_rules));
}
END_TEST

START_TEST(things_that_belong_to_another_owner_are_found)
{
    struct folder folder;
    struct pecaddr_registry *registry;

    registry = make_registry(&folder);
    administer(&folder, "ALTER FUNCTION pecaddr.mailbox_changed() OWNER TO postgres");
    ck_assert_ptr_nonnull(
        strstr(verify_all(registry, NULL), "RULE   function mailbox_changed() changed\n"));
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

/* Who issues and who reads see the same: whoever may make temporary tables. */
START_TEST(every_user_can_compare_the_rules_as_far_as_he_may)
{
    static const char *const users[] = {OWNER, ISSUER, READER};
    struct folder folder;
    struct pecaddr_registry *registry;
    struct findings *findings;
    char database[64], sql[128];

    registry = make_registry(&folder);
    pecaddr_registry_close(registry);
    database_of(folder.file, database);
    for (size_t i = 0; i < N_OF(users); i++) {
        registry = open_as(&folder, users[i]);
        ck_assert_str_eq(verify_all(registry, &findings), "");
        ck_assert_ptr_null(strstr(findings->unchecked.text, "rules"));
        pecaddr_registry_close(registry);
    }
    do_sql(folder.file, "GRANT DELETE ON mailbox TO pecaddr_issuer");
    registry = open_as(&folder, READER);
    ck_assert_str_eq(verify_all(registry, NULL), "RULE   rights on table mailbox changed\n");
    pecaddr_registry_close(registry);
    /* Who may not make them compares bodies all the same, and says what he did not. */
    snprintf(sql, sizeof sql, "REVOKE TEMPORARY ON DATABASE \"%s\" FROM PUBLIC", database);
    administer(&folder, sql);
    do_sql(folder.file, REFUSE);
    registry = open_as(&folder, READER);
    ck_assert_str_eq(verify_all(registry, &findings), "RULE   function refuse() changed\n");
    ck_assert_ptr_nonnull(
        strstr(findings->unchecked.text, "the rules of the database, but the bodies of functions"));
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(without_amcheck_the_indexes_are_said_not_to_be_checked)
{
    struct folder folder;
    struct pecaddr_registry *registry;
    struct findings *findings;

    registry = make_registry(&folder);
    ck_assert_str_eq(verify_all(registry, &findings), "");
    ck_assert_ptr_nonnull(strstr(findings->unchecked.text, "amcheck"));
    administer(&folder, "CREATE EXTENSION amcheck");
    /* It is there, but not for this user. */
    verify_all(registry, &findings);
    ck_assert_ptr_nonnull(strstr(findings->unchecked.text, "amcheck"));
    administer(&folder, "GRANT EXECUTE ON FUNCTION bt_index_check(regclass, boolean) TO " OWNER);
    ck_assert_str_eq(verify_all(registry, &findings), "");
    ck_assert_str_eq(findings->unchecked.text, "");
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

/* A function of that name that is somebody else's is not called. */
START_TEST(a_function_that_is_only_called_like_amchecks_is_not_run)
{
    struct folder folder;
    struct pecaddr_registry *registry;
    struct findings *findings;

    registry = make_registry(&folder);
    administer(&folder, "CREATE FUNCTION public.bt_index_check(regclass, boolean) RETURNS void "
                        "LANGUAGE plpgsql AS 'BEGIN RAISE ''strange''; END'");
    ck_assert_str_eq(verify_all(registry, &findings), "");
    ck_assert_ptr_nonnull(strstr(findings->unchecked.text, "amcheck"));
    ck_assert_ptr_null(strstr(findings->unchecked.text, "strange"));
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

/*
 * An index that lacks a row, as after a fault of a disk or of a collation: the administrator has the
 * server leave it alone while a row is changed.
 */
static void change_without(const struct folder *folder, const char *index, const char *sql)
{
    char text[512];

    snprintf(text, sizeof text,
             "UPDATE pg_index SET indisready = false, indisvalid = false, indislive = false "
             "WHERE indexrelid = 'pecaddr.%s'::regclass",
             index);
    administer(folder, text);
    do_sql(folder->file, "ALTER TABLE mailbox DISABLE TRIGGER USER");
    do_sql(folder->file, sql);
    do_sql(folder->file, "ALTER TABLE mailbox ENABLE TRIGGER USER");
    snprintf(text, sizeof text,
             "UPDATE pg_index SET indisready = true, indisvalid = true, indislive = true "
             "WHERE indexrelid = 'pecaddr.%s'::regclass",
             index);
    administer(folder, text);
}

static const struct {
    const char *index;
    const char *sql;
    const char *found;
} twins[] = {
    {"mailbox_address",
     "UPDATE mailbox SET address = 'sara.conti@ingpec.eu' WHERE address = 'x@ingpec.eu'",
     "ADDRESS_TWICE sara.conti@ingpec.eu  \n"},
    {"mailbox_holder",
     "UPDATE mailbox SET holder = (SELECT holder FROM mailbox WHERE address = "
     "'mario.rossi@ingpec.eu') WHERE address = 'x@ingpec.eu'",
     "HOLDER_TWICE mario.rossi@ingpec.eu x@ingpec.eu \n"},
    {"mailbox_entry",
     "UPDATE mailbox SET province = 'MC', section = 'A', number = 12 "
     "WHERE address = 'x@ingpec.eu'",
     "ENTRY_TWICE sara.conti@ingpec.eu x@ingpec.eu \n"},
};

START_TEST(two_that_an_index_failed_to_keep_apart_are_found_without_it_and_by_amcheck)
{
    struct folder folder;
    struct pecaddr_registry *registry;
    const char *found;
    char line[64];

    registry = make_registry(&folder);
    make_each_kind(registry, folder.file);
    change_without(&folder, twins[_i].index, twins[_i].sql);
    pecaddr_registry_close(registry);
    registry = open_uri(folder.uri);
    found = verify_all(registry, NULL);
    ck_assert_msg(strstr(found, twins[_i].found) != NULL, "%s", found);
    administer(&folder, "CREATE EXTENSION amcheck; "
                        "GRANT EXECUTE ON FUNCTION bt_index_check(regclass, boolean) TO " OWNER);
    found = verify_all(registry, NULL);
    snprintf(line, sizeof line, "ENGINE   index %s\n", twins[_i].index);
    ck_assert_msg(strstr(found, line) != NULL, "%s", found);
    ck_assert_msg(strstr(found, twins[_i].found) != NULL, "%s", found);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(an_index_that_gives_another_answer_than_the_table_is_told)
{
    struct folder folder;
    struct pecaddr_registry *registry;
    const char *found;

    registry = make_registry(&folder);
    make_each_kind(registry, folder.file);
    change_without(&folder, twins[0].index, twins[0].sql);
    found = verify_all(registry, NULL);
    ck_assert_msg(strstr(found, "INDEX   ADDRESS_TWICE\n") != NULL, "%s", found);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

/* Polls until the standby has all that was written. */
static void wait_for_standby(void)
{
    char text[POSTGRES_TEXT_MAX] = "";

    for (int i = 0; i < 6000 && strcmp(text, "t") != 0; i++) {
        ck_assert(postgres_sql("postgres", ADMIN,
                               "SELECT bool_and(replay_lsn >= pg_current_wal_lsn()) "
                               "FROM pg_stat_replication HAVING count(*) = 1",
                               text));
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    ck_assert_str_eq(text, "t");
}

/* A standby can make nothing, not even for a moment: all else is looked at there. */
START_TEST(a_standby_is_verified_but_for_rules_that_it_can_not_write_down)
{
    const char *standby = getenv("PECADDR_TEST_POSTGRES_STANDBY");
    struct folder folder;
    struct pecaddr_registry *registry;
    struct findings *findings;
    char database[64], uri[320];

    ck_assert_msg(standby != NULL && strchr(standby, '?') != NULL, "there is no standby");
    registry = make_registry(&folder);
    make_each_kind(registry, folder.file);
    do_sql(folder.file, REFUSE);
    database_of(folder.file, database);
    pecaddr_registry_close(registry);
    wait_for_standby();
    snprintf(uri, sizeof uri, "postgresql://" OWNER "@/%s%s&target_session_attrs=any", database,
             strchr(standby, '?'));
    registry = open_uri(uri);
    ck_assert_str_eq(verify_all(registry, &findings), "RULE   function refuse() changed\n");
    ck_assert_uint_eq(findings->n_mailboxes, EACH_KIND);
    ck_assert_ptr_nonnull(
        strstr(findings->unchecked.text, "the rules of the database, but the bodies of functions"));
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_registry_whose_numbers_were_moved_on_by_init_has_the_rules_of_this_version)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct folder folder;
    struct pecaddr_registry *registry;

    registry = make_registry(&folder);
    make_each_kind(registry, folder.file);
    /* As rows that came by replication from a server that was further. */
    do_sql(folder.file, "ALTER TABLE mailbox DISABLE TRIGGER USER");
    do_sql(folder.file, "UPDATE mailbox SET change = 5000000000 WHERE address = 'x@ingpec.eu'");
    do_sql(folder.file, "ALTER TABLE mailbox ENABLE TRIGGER USER");
    ck_assert_str_eq(verify_all(registry, NULL), "CHANGE x@ingpec.eu  \n");
    ck_assert_msg(pecaddr_registry_init(folder.uri, &error) == PECADDR_OK, "%s", error.message);
    ck_assert_str_eq(verify_all(registry, NULL), "");
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_rule_that_is_not_this_versions_is_found_in_an_open_registry,
        a_rule_is_found_in_whatever_way_it_was_changed,
        things_that_belong_to_another_owner_are_found,
        every_user_can_compare_the_rules_as_far_as_he_may,
        without_amcheck_the_indexes_are_said_not_to_be_checked,
        a_function_that_is_only_called_like_amchecks_is_not_run,
        an_index_that_gives_another_answer_than_the_table_is_told,
        a_standby_is_verified_but_for_rules_that_it_can_not_write_down,
        a_registry_whose_numbers_were_moved_on_by_init_has_the_rules_of_this_version,
    };
    Suite *suite = suite_create("verify-postgres");
    TCase *tcase = registry_case("verify-postgres");

    suite_add_tcase(suite, tcase);
    for (size_t i = 0; i < N_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    ADD(tcase, two_that_an_index_failed_to_keep_apart_are_found_without_it_and_by_amcheck, twins);
    return suite_run(suite);
}
