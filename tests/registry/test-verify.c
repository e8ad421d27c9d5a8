/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What verifying finds: rows that the rules would never let come about, put there by somebody who takes
 * the rules away and puts them back, in both engines; and that it finds nothing else, writes nothing,
 * and sees one moment. SPEC §5.
 */
#include "registry/verify-fixture.h"

/* Force. */

/*
 * Runs SQL while no trigger holds a rule, and in SQLite no CHECK; and puts all back to the letter.
 * `indexes`: nor does an index of SQLite.
 */
static void force(const char *file, const char *sql, bool indexes)
{
    char *text;

    if (on_postgres()) {
        text = sqlite3_mprintf("ALTER TABLE mailbox DISABLE TRIGGER USER;"
                               "ALTER TABLE history DISABLE TRIGGER USER;"
                               "ALTER TABLE scheme DISABLE TRIGGER USER;"
                               "ALTER TABLE told DISABLE TRIGGER USER;"
                               "ALTER TABLE registry DISABLE TRIGGER USER;"
                               "%s;"
                               "ALTER TABLE mailbox ENABLE TRIGGER USER;"
                               "ALTER TABLE history ENABLE TRIGGER USER;"
                               "ALTER TABLE scheme ENABLE TRIGGER USER;"
                               "ALTER TABLE told ENABLE TRIGGER USER;"
                               "ALTER TABLE registry ENABLE TRIGGER USER",
                               sql);
    } else {
        text = sqlite3_mprintf(
            "PRAGMA ignore_check_constraints = ON; PRAGMA writable_schema = ON;"
            "CREATE TEMP TABLE kept AS SELECT * FROM main.sqlite_schema WHERE type = 'trigger' "
            "OR (type = 'index' AND sql IS NOT NULL AND %d);"
            "DELETE FROM main.sqlite_schema WHERE name IN (SELECT name FROM kept);"
            "PRAGMA writable_schema = RESET;"
            "%s;"
            "PRAGMA writable_schema = ON; INSERT INTO main.sqlite_schema SELECT * FROM kept;"
            "PRAGMA writable_schema = RESET",
            indexes, sql);
    }
    do_sql(file, text);
    sqlite3_free(text);
}

static bool has_line(const char *text, const char *line)
{
    size_t size = strlen(line);

    for (const char *c = text; (c = strstr(c, line)) != NULL; c++)
        if ((c == text || c[-1] == '\n') && c[size] == '\n')
            return true;
    return false;
}

/* Rows. */

#define MAILBOX(address)    "(SELECT id FROM mailbox WHERE address = '" address "@ingpec.eu')"
#define SET(address, facts) "UPDATE mailbox SET " facts " WHERE address = '" address "@ingpec.eu'"
#define SET_PAST(address, facts)                                                                   \
    "UPDATE history SET " facts " WHERE revision = 1 AND mailbox = " MAILBOX(address)
enum engine { BOTH, SQLITE_ALONE, POSTGRES_ALONE };

static const struct {
    const char *what;
    enum engine engine;
    const char *sql;
    const char *found;
} forced[] = {
    {"a version that nothing archived", BOTH, SET("mario.rossi", "revision = 2"),
     "REVISION mario.rossi@ingpec.eu  "},
    {"versions that lack", BOTH, SET("anna.neri", "revision = 7"),
     "REVISION anna.neri@ingpec.eu  "},
    {"the first version lacks", BOTH,
     "DELETE FROM history WHERE revision = 1 AND mailbox = " MAILBOX("anna.neri"),
     "REVISION anna.neri@ingpec.eu  "},
    {"a version in the middle lacks", BOTH,
     "DELETE FROM history WHERE revision = 2 AND mailbox = " MAILBOX("ida.gallo"),
     "REVISION ida.gallo@ingpec.eu  "},
    {"history of nobody", BOTH,
     "UPDATE history SET mailbox = 99 WHERE mailbox = " MAILBOX("sara.conti"), "REVISION   "},
    {"history of a version that is there", BOTH,
     "UPDATE history SET revision = 2 WHERE mailbox = " MAILBOX("sara.conti"),
     "REVISION sara.conti@ingpec.eu  "},
    {"it begins in use", BOTH, SET("mario.rossi", "state = 'active'"),
     "BEGINNING mario.rossi@ingpec.eu  state"},
    {"it began in use", BOTH, SET_PAST("sara.conti", "state = 'active'"),
     "BEGINNING sara.conti@ingpec.eu  state"},
    {"it begins with another act", BOTH, SET("mario.rossi", "changed_act = 'claim'"),
     "BEGINNING mario.rossi@ingpec.eu  act"},
    {"it began with another act", BOTH, SET_PAST("sara.conti", "act = 'import'"),
     "BEGINNING sara.conti@ingpec.eu  act"},
    {"blocked with a holder", BOTH,
     SET("mario.rossi", "receipt = 'blocked', changed_act = 'block'"),
     "BEGINNING mario.rossi@ingpec.eu  receipt"},
    {"left before it was in use", SQLITE_ALONE, SET("mario.rossi", "left_on = '2028-05-01'"),
     "BEGINNING mario.rossi@ingpec.eu  left_on"},
    {"back in use", BOTH, SET_PAST("mario.rossi.mc", "state = 'retired'"),
     "STEP mario.rossi.mc@ingpec.eu  state"},
    {"released when it was in use", BOTH, SET("sara.conti", "state = 'released'"),
     "USED sara.conti@ingpec.eu  "},
    {"from retired to in use", BOTH,
     "UPDATE history SET state = 'retired' WHERE revision = 2 AND mailbox = " MAILBOX("anna.neri"),
     "STEP anna.neri@ingpec.eu  state"},
    {"a change after it was released", BOTH, SET_PAST("sara.conti", "state = 'released'"),
     "STEP sara.conti@ingpec.eu  end"},
    {"a change after it was forgotten", BOTH, SET_PAST("sara.conti", "act = 'forget'"),
     "STEP sara.conti@ingpec.eu  end"},
    {"issued again", BOTH, SET("sara.conti", "changed_act = 'issue'"),
     "STEP sara.conti@ingpec.eu  act"},
    {"a relink that activates", BOTH, SET("sara.conti", "changed_act = 'relink'"),
     "STEP sara.conti@ingpec.eu  act"},
    {"another holder", BOTH, SET_PAST("mario.rossi.mc", "holder = '12345678903'"),
     "STEP mario.rossi.mc@ingpec.eu  holder"},
    {"another name", BOTH, SET_PAST("mario.rossi.mc", "given = 'Zeno'"),
     "STEP mario.rossi.mc@ingpec.eu  name"},
    {"another entry without a codice fiscale", BOTH, SET_PAST("sara.conti", "number = 77"),
     "STEP sara.conti@ingpec.eu  entry"},
    {"a transaction before that of the version before", SQLITE_ALONE,
     SET("anna.neri", "change = 1"), "STEP anna.neri@ingpec.eu  change"},
    {"never in use, though it is", BOTH, SET("sara.conti", "used = false"),
     "USED sara.conti@ingpec.eu  "},
    {"in use once, though it never was", BOTH, SET("mario.rossi", "used = true"),
     "USED mario.rossi@ingpec.eu  "},
    {"a name of the forgotten", BOTH, SET("ugo.riva", "given = 'Ugo'"),
     "FORGOTTEN ugo.riva@ingpec.eu  "},
    {"what the forgotten was issued for", BOTH, SET("ugo.riva", "issued_number = 10"),
     "FORGOTTEN ugo.riva@ingpec.eu  "},
    {"a name of what the forgotten gave back", BOTH, SET("pia.costa", "given = 'Pia'"),
     "FORGOTTEN pia.costa@ingpec.eu  "},
    {"history of what the forgotten gave back", BOTH, SET_PAST("pia.costa", "number = 13"),
     "FORGOTTEN pia.costa@ingpec.eu  "},
    {"the forgotten, but not what was given up for it", BOTH,
     SET("pia.costa", "changed_act = 'change', receipt = 'imported'") ";" SET_PAST(
         "pia.costa", "act = 'import'"),
     "FORGOTTEN pia.costa@ingpec.eu  "},
    {"what was given up for one that is not forgotten", BOTH,
     SET("luca.verdi", "changed_act = 'forget', holder = NULL, province = NULL, section = NULL, "
                       "number = NULL, given = NULL, surname = NULL, given_letters = NULL, "
                       "surname_letters = NULL"),
     "INSTEAD luca.verdi.mc@ingpec.eu luca.verdi@ingpec.eu "},
    {"history of the forgotten", BOTH, SET_PAST("ugo.riva", "number = 10"),
     "FORGOTTEN ugo.riva@ingpec.eu  "},
    {"issued for another name", BOTH, SET("mario.rossi", "issued_given = 'Maria'"),
     "ISSUED mario.rossi@ingpec.eu  name"},
    {"issued for another entry", BOTH, SET("mario.rossi.mc", "issued_number = 77"),
     "ISSUED mario.rossi.mc@ingpec.eu  entry"},
    {"issued for the entry of now", BOTH,
     SET("anna.neri", "issued_province = NULL, issued_number = NULL"),
     "ISSUED anna.neri@ingpec.eu  entry"},
    {"issued, though it came from elsewhere", BOTH, SET("x", "issued_surname = 'Riva'"),
     "ISSUED x@ingpec.eu  name"},
    {"without its scheme", SQLITE_ALONE, SET("mario.rossi", "scheme = NULL"),
     "ISSUED mario.rossi@ingpec.eu  scheme"},
    {"without its level", SQLITE_ALONE, SET("mario.rossi", "level = NULL"),
     "ISSUED mario.rossi@ingpec.eu  level"},
    {"without its name", SQLITE_ALONE, SET("mario.rossi", "given = NULL"),
     "ISSUED mario.rossi@ingpec.eu  name"},
    {"of a transaction to come", BOTH, SET("mario.rossi", "change = change + 1000000"),
     "CHANGE mario.rossi@ingpec.eu  "},
    {"of no transaction", BOTH, SET_PAST("sara.conti", "change = 0"),
     "CHANGE sara.conti@ingpec.eu  "},
    {"a scheme that is not on record", BOTH, SET("mario.rossi", "scheme = 99"),
     "NO_SCHEME mario.rossi@ingpec.eu  "},
    {"instead of one that is in use", BOTH,
     SET("luca.verdi.mc", "instead_of = " MAILBOX("sara.conti")),
     "INSTEAD luca.verdi.mc@ingpec.eu sara.conti@ingpec.eu "},
    {"instead of one that is not there", BOTH, SET("luca.verdi.mc", "instead_of = 99"),
     "INSTEAD luca.verdi.mc@ingpec.eu  "},
    {"instead of another holder's", BOTH, SET("luca.verdi", "holder = '12345678903'"),
     "INSTEAD luca.verdi.mc@ingpec.eu luca.verdi@ingpec.eu "},
    {"two instead of one", BOTH,
     SET("mario.rossi", "instead_of = " MAILBOX("luca.verdi") ", changed_act = 'change', "
                                                              "changed_why = 'x'"),
     "INSTEAD luca.verdi.mc@ingpec.eu mario.rossi@ingpec.eu "},
    {"changed to nothing", BOTH, SET("luca.verdi.mc", "instead_of = NULL"),
     "INSTEAD luca.verdi@ingpec.eu  "},
    {"told with a gap", BOTH, "UPDATE told SET change_from = 4 WHERE range_number = 2",
     "TOLD   ingpec.eu "},
    {"told twice", BOTH, "UPDATE told SET change_from = 2 WHERE range_number = 2",
     "TOLD   ingpec.eu "},
    {"told from the middle", BOTH, "DELETE FROM told WHERE range_number = 1", "TOLD   ingpec.eu "},
    {"told what is to come", BOTH, "UPDATE told SET change_to = 1000000 WHERE range_number = 2",
     "TOLD   ingpec.eu "},
    {"no registry", BOTH, "DELETE FROM registry", "REGISTRY   registry"},
    {"buckets that lack", POSTGRES_ALONE,
     "ALTER TABLE bucket DISABLE TRIGGER USER; DELETE FROM bucket WHERE number = 7; "
     "ALTER TABLE bucket ENABLE TRIGGER USER",
     "REGISTRY   bucket"},
    {"a date that is none", SQLITE_ALONE, SET("mario.rossi.mc", "expires = '2090-02-30'"),
     "VALUE mario.rossi.mc@ingpec.eu  expires"},
    {"a date that SQLite cannot read", SQLITE_ALONE, SET("mario.rossi.mc", "expires = 'never'"),
     "VALUE mario.rossi.mc@ingpec.eu  expires"},
    {"a day of leaving that is none", SQLITE_ALONE, SET("mario.rossi.mc", "left_on = '2028-13-01'"),
     "VALUE mario.rossi.mc@ingpec.eu  left_on"},
    {"a date in the past that is none", SQLITE_ALONE, SET_PAST("sara.conti", "expires = 'x'"),
     "VALUE sara.conti@ingpec.eu  expires"},
    {"a moment that is none", SQLITE_ALONE,
     SET("mario.rossi", "changed_at = '2030-02-30T00:00:00.000Z'"),
     "VALUE mario.rossi@ingpec.eu  at"},
    {"an act that is none", BOTH, SET_PAST("sara.conti", "act = 'x'"),
     "VALUE sara.conti@ingpec.eu  act"},
    {"a state that is none", BOTH, SET_PAST("sara.conti", "state = 'x'"),
     "VALUE sara.conti@ingpec.eu  state"},
    {"an operator without words", SQLITE_ALONE, SET("sara.conti", "changed_why = ''"),
     "VALUE sara.conti@ingpec.eu  why"},
    {"nobody did it", BOTH, SET_PAST("sara.conti", "author = ''"),
     "VALUE sara.conti@ingpec.eu  author"},
    {"a codice fiscale that is none", SQLITE_ALONE, SET("mario.rossi", "holder = 'RSSMRA'"),
     "VALUE mario.rossi@ingpec.eu  a fact"},
    {"no address", SQLITE_ALONE, SET("x", "address = 'x@-'"), "VALUE   address"},
    {"no address", POSTGRES_ALONE, SET("x", "address = 'x@-'"), "VALUE x@-  address"},
    {"letters of another given name", BOTH, SET("mario.rossi", "given_letters = 'maria'"),
     "LETTERS mario.rossi@ingpec.eu  "},
    {"no letters of the surname", BOTH, SET("mario.rossi", "surname_letters = NULL"),
     "LETTERS mario.rossi@ingpec.eu  "},
};

static bool is_of_this(enum engine engine)
{
    return engine == BOTH || (engine == POSTGRES_ALONE) == on_postgres();
}

static void find_forced(struct pecaddr_registry *registry, const char *file, size_t i)
{
    const char *found;

    force(file, forced[i].sql, false);
    found = verify_all(registry, NULL);
    ck_assert_msg(has_line(found, forced[i].found), "%s: %s", forced[i].what, found);
    ck_assert_msg(strstr(found, "RULE") == NULL && strstr(found, "INDEX") == NULL, "%s: %s",
                  forced[i].what, found);
}

START_TEST(what_the_rules_would_never_let_come_about_is_found)
{
    struct folder folder;
    struct pecaddr_registry *registry;

    if (on_postgres() || !is_of_this(forced[_i].engine))
        return;
    registry = make_registry(&folder);
    make_each_kind(registry, folder.file);
    find_forced(registry, folder.file, (size_t)_i);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

/* Keeps the rows of all tables aside, or puts them back. */
static const char keep_rows[] =
    "DO $$ DECLARE t text; BEGIN "
    "FOREACH t IN ARRAY ARRAY['mailbox', 'history', 'told', 'registry', 'scheme', 'bucket'] LOOP "
    "EXECUTE format('CREATE TABLE public.kept_%s AS SELECT * FROM pecaddr.%I', t, t); "
    "END LOOP; END $$";
static const char put_rows_back[] =
    "ALTER TABLE bucket DISABLE TRIGGER USER; "
    "DO $$ DECLARE t text; columns text; BEGIN "
    "FOREACH t IN ARRAY ARRAY['mailbox', 'history', 'told', 'registry', 'scheme', 'bucket'] LOOP "
    "columns := (SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute "
    "WHERE attrelid = ('pecaddr.' || t)::regclass AND attnum > 0 AND attgenerated = ''); "
    "EXECUTE format('DELETE FROM pecaddr.%I', t); "
    "EXECUTE format('INSERT INTO pecaddr.%I (%s) OVERRIDING SYSTEM VALUE SELECT %s "
    "FROM public.kept_%s', t, columns, columns, t); "
    "END LOOP; END $$; "
    "ALTER TABLE bucket ENABLE TRIGGER USER";

/* The same on a server, where a database for each would take long. */
START_TEST(what_the_rules_of_a_server_would_never_let_come_about_is_found)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);

    make_each_kind(registry, folder.file);
    do_sql(folder.file, keep_rows);
    for (size_t i = 0; i < N_OF(forced); i++) {
        if (!is_of_this(forced[i].engine))
            continue;
        find_forced(registry, folder.file, i);
        force(folder.file, put_rows_back, false);
    }
    ck_assert_str_eq(verify_all(registry, NULL), "");
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

/* What unique indexes keep apart: in SQLite without them, which then lack a row. */
static const struct {
    const char *what;
    const char *sql;
    const char *found;
    const char *question;
} twins[] = {
    {"two living equal addresses", SET("x", "address = 'sara.conti@ingpec.eu'"),
     "ADDRESS_TWICE sara.conti@ingpec.eu  ", "INDEX   ADDRESS_TWICE"},
    {"two living mailboxes of a holder",
     SET("x", "holder = (SELECT holder FROM mailbox WHERE address = 'mario.rossi@ingpec.eu')"),
     "HOLDER_TWICE mario.rossi@ingpec.eu x@ingpec.eu ", NULL},
    {"two on a register entry", SET("x", "province = 'MC', section = 'A', number = 12"),
     "ENTRY_TWICE sara.conti@ingpec.eu x@ingpec.eu ", NULL},
};

START_TEST(two_that_only_an_index_keeps_apart_are_found_without_it)
{
    struct folder folder;
    struct pecaddr_registry *registry;
    const char *found;

    if (on_postgres())
        return;
    registry = make_registry(&folder);
    make_each_kind(registry, folder.file);
    force(folder.file, twins[_i].sql, true);
    found = verify_all(registry, NULL);
    ck_assert_msg(has_line(found, twins[_i].found), "%s: %s", twins[_i].what, found);
    ck_assert_msg(twins[_i].question == NULL || has_line(found, twins[_i].question), "%s: %s",
                  twins[_i].what, found);
    ck_assert_msg(strstr(found, "ENGINE") != NULL, "%s: %s", twins[_i].what, found);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_registry_that_is_whole_has_no_finding_and_each_mailbox_is_derived)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct findings *findings;

    ck_assert_str_eq(verify_all(registry, &findings), "");
    ck_assert_uint_eq(findings->n_mailboxes, 0);
    make_each_kind(registry, folder.file);
    ck_assert_str_eq(verify_all(registry, &findings), "");
    ck_assert_uint_eq(findings->n_mailboxes, EACH_KIND);
    ck_assert_uint_eq(findings->n_wrong, 0);
    /* SQLite always checks itself; PostgreSQL does where amcheck is there. */
    ck_assert_int_eq(findings->unchecked.text[0] != '\0', on_postgres());
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(an_address_that_was_changed_is_named_once_whatever_else_is_found)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct findings *findings;

    make_each_kind(registry, folder.file);
    force(folder.file, SET("mario.rossi", "address = 'mario.bianchi@ingpec.eu'"), false);
    ck_assert_str_eq(verify_all(registry, &findings), "");
    ck_assert_uint_eq(findings->n_mailboxes, EACH_KIND);
    ck_assert_uint_eq(findings->n_wrong, 1);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

/* One moment. */

struct meanwhile {
    const char *uri;
    unsigned n;
};

static int claim_meanwhile(void *user, const struct pecaddr_mailbox *mailbox, int status,
                           const char *expected)
{
    static const struct who zoe = {"Zoe", "Serra", "MC", 'A', 500, NULL};
    struct meanwhile *meanwhile = user;
    struct pecaddr_registry *other;

    (void)mailbox;
    (void)status;
    (void)expected;
    if (meanwhile->n++ == 0) {
        other = open_uri(meanwhile->uri);
        ck_assert_int_eq(claim(other, &zoe, 0), PECADDR_CLAIMED);
        pecaddr_registry_close(other);
    }
    return 0;
}

static int forbid_findings(void *user, const struct pecaddr_finding *finding)
{
    (void)user;
    ck_assert_msg(finding->kind == PECADDR_FINDING_UNCHECKED, "%s %s",
                  pecaddr_finding_name(finding->kind), finding->what);
    return 0;
}

START_TEST(all_is_seen_as_it_was_at_one_moment)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct meanwhile meanwhile = {.uri = folder.uri};
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;

    make_each_kind(registry, folder.file);
    ck_assert_msg(pecaddr_registry_verify(registry, NULL, claim_meanwhile, forbid_findings,
                                          &meanwhile, &error) == PECADDR_OK,
                  "%s", error.message);
    ck_assert_uint_eq(meanwhile.n, EACH_KIND);
    ck_assert_str_eq(verify_all(registry, NULL), "");
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(the_handle_can_be_used_after_a_verification_that_was_ended)
{
    static const struct who zoe = {"Zoe", "Serra", "MC", 'A', 500, NULL};
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    static struct findings findings;

    make_each_kind(registry, folder.file);
    force(folder.file, SET("sara.conti", "used = false"), false);
    findings.stop = 42;
    ck_assert_int_eq(
        pecaddr_registry_verify(registry, NULL, note_mailbox, note_finding, &findings, NULL), 42);
    ck_assert_int_eq(claim(registry, &zoe, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(verifying_writes_nothing)
{
    static const char sum[] = "SELECT sum(m.revision) + sum(m.change) + count(*) + "
                              "(SELECT count(*) FROM history) FROM mailbox AS m";
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    unsigned char *before = NULL, *now = NULL;
    size_t size = 0, size_now = 0;
    int rows;

    make_each_kind(registry, folder.file);
    if (!on_postgres()) {
        do_sql(folder.file, "PRAGMA wal_checkpoint(TRUNCATE)");
        before = read_file(folder.file, &size);
    }
    rows = count_sql(folder.file, sum);
    ck_assert_str_eq(verify_all(registry, NULL), "");
    ck_assert_int_eq(count_sql(folder.file, sum), rows);
    if (on_postgres()) {
        ck_assert_int_eq(
            count_sql(folder.file, "SELECT count(*) FROM pg_class WHERE relpersistence = 't'"), 0);
    } else {
        now = read_file(folder.file, &size_now);
        ck_assert_uint_eq(size, size_now);
        ck_assert_int_eq(memcmp(before, now, size), 0);
    }
    free(before);
    free(now);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

/* SQLite's file. */

START_TEST(a_page_of_an_index_that_is_garbled_is_found)
{
    struct folder folder;
    struct pecaddr_registry *registry;
    struct findings *findings;
    unsigned char *bytes;
    size_t size, page, root;

    if (on_postgres())
        return;
    registry = make_registry(&folder);
    make_each_kind(registry, folder.file);
    pecaddr_registry_close(registry);
    page = (size_t)count_sql(folder.file, "PRAGMA page_size");
    root = (size_t)count_sql(folder.file,
                             "SELECT rootpage FROM sqlite_schema WHERE name = 'mailbox_holder'");
    do_sql(folder.file, "PRAGMA wal_checkpoint(TRUNCATE)");
    bytes = read_file(folder.file, &size);
    ck_assert_uint_ge(size, root * page);
    /* The end of a leaf, where its keys are. */
    memset(bytes + root * page - 64, 0x5A, 64);
    write_file(folder.file, bytes, size);
    free(bytes);
    registry = open_uri(folder.uri);
    verify_all(registry, &findings);
    ck_assert_msg(strstr(findings->found.text, "ENGINE") != NULL, "%s", findings->found.text);
    /* The table is whole, and so are its mailboxes. */
    ck_assert_uint_eq(findings->n_mailboxes, EACH_KIND);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

static const struct {
    const char *what;
    const char *sql;
    const char *found; /* what an open registry tells */
} rules[] = {
    {"a trigger that lacks", "DROP TRIGGER mailbox_changes",
     "RULE   trigger mailbox_changes missing"},
    {"an index that lacks", "DROP INDEX mailbox_expires", "RULE   index mailbox_expires missing"},
    {"an index that is another",
     "DROP INDEX mailbox_entry; CREATE UNIQUE INDEX mailbox_entry ON mailbox (id)",
     "RULE   index mailbox_entry changed"},
    {"a table whose definition was edited",
     "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, "
     "'CHECK (used IN (0, 1))', 'CHECK (used IN (0, 2))') WHERE name = 'mailbox'",
     "RULE   table mailbox changed"},
    {"a trigger that was added",
     "CREATE TRIGGER strange BEFORE INSERT ON mailbox BEGIN SELECT 1; END",
     "RULE   trigger strange added"},
    {"a unique index that was added", "CREATE UNIQUE INDEX strange ON mailbox (given)",
     "RULE   index strange added"},
    {"an index that was added, which does no harm", "CREATE INDEX strange ON mailbox (given)", ""},
};

START_TEST(rules_that_are_not_those_of_this_version_are_found_in_an_open_registry)
{
    struct folder folder;
    struct pecaddr_registry *registry;
    const char *found;

    if (on_postgres())
        return;
    registry = make_registry(&folder);
    do_sql(folder.file, rules[_i].sql);
    found = verify_all(registry, NULL);
    ck_assert_msg(rules[_i].found[0] == '\0' ? found[0] == '\0' : has_line(found, rules[_i].found),
                  "%s: %s", rules[_i].what, found);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

/* Sentences. */

START_TEST(each_kind_of_finding_has_a_name_and_a_sentence_and_no_other_has)
{
    struct pecaddr_registry_error told = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_finding finding = PECADDR_FINDING_INIT;

    finding.address = "mario.rossi@ingpec.eu";
    finding.other = "";
    finding.what = "state";
    finding.detail = "";
    for (int kind = PECADDR_FINDING_UNCHECKED; kind <= PECADDR_FINDING_LETTERS; kind++) {
        finding.kind = (enum pecaddr_finding_kind)kind;
        ck_assert_ptr_nonnull(pecaddr_finding_name(finding.kind));
        ck_assert_int_eq(pecaddr_finding_tell(&finding, &told), PECADDR_OK);
        ck_assert_int_eq(told.code == PECADDR_OK, kind == PECADDR_FINDING_UNCHECKED);
        ck_assert_ptr_nonnull(told.sentence);
    }
    finding.kind = (enum pecaddr_finding_kind)(PECADDR_FINDING_LETTERS + 1);
    ck_assert_ptr_null(pecaddr_finding_name(finding.kind));
    ck_assert_int_eq(pecaddr_finding_tell(&finding, &told), PECADDR_E_ARGUMENT);
    finding.kind = 0;
    ck_assert_ptr_null(pecaddr_finding_name(finding.kind));
    ck_assert_int_eq(pecaddr_finding_tell(&finding, &told), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_finding_tell(NULL, &told), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_finding_tell(&finding, NULL), PECADDR_E_ARGUMENT);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_registry_that_is_whole_has_no_finding_and_each_mailbox_is_derived,
        an_address_that_was_changed_is_named_once_whatever_else_is_found,
        all_is_seen_as_it_was_at_one_moment,
        the_handle_can_be_used_after_a_verification_that_was_ended,
        verifying_writes_nothing,
        a_page_of_an_index_that_is_garbled_is_found,
        each_kind_of_finding_has_a_name_and_a_sentence_and_no_other_has,
    };
    Suite *suite = suite_create("verify");
    TCase *tcase = registry_case("verify");

    suite_add_tcase(suite, tcase);
    for (size_t i = 0; i < N_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    if (on_postgres())
        tcase_add_test(tcase, what_the_rules_of_a_server_would_never_let_come_about_is_found);
    ADD(tcase, what_the_rules_would_never_let_come_about_is_found, forced);
    ADD(tcase, two_that_only_an_index_keeps_apart_are_found_without_it, twins);
    ADD(tcase, rules_that_are_not_those_of_this_version_are_found_in_an_open_registry, rules);
    return suite_run(suite);
}
