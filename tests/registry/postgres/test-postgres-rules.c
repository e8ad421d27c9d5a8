/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the database holds by itself, in PostgreSQL: raw SQL of the role that issues, of the one
 * that reads, and of the owner, who is held by the same rules until they are taken away. SPEC §5.
 */
#include "registry/registry-fixture.h"

/* Made before the tests. */
static const char database[] = "pecaddr-rules";

#define BY(act) "revision = revision + 1, changed_act = '" act "', changed_why = 'test'"
#define CHG     BY("claim")

#define FORGET                                                                                     \
    "holder = NULL, province = NULL, section = NULL, number = NULL, given = NULL, "                \
    "surname = NULL, " BY("forget")

#define COLUMNS                                                                                    \
    "INSERT INTO mailbox (state, address, holder, province, section, number, given, surname, "     \
    "scheme, table_version, level, notes, receipt, used, changed_act, changed_why) VALUES "
#define ISSUED(address, holder, province, number)                                                  \
    "('reserved', " address ", " holder ", " province ", 'A', " number ", 'X', 'Y', 1, 1, 0, 0, "  \
    "'claimed', false, 'issue', '')"
#define INSERT(address, holder, province, number)                                                  \
    COLUMNS ISSUED("'" address "'", holder, "'" province "'", #number)
#define IMPORT "INSERT INTO mailbox (notes, receipt, changed_act, changed_why, state, used, address"
#define IMPORTED(as, in_use, address)                                                              \
    "(0, 'imported', 'import', '', '" as "', " in_use ", '" address "'"
#define ACTIVE(address) IMPORTED("active", "true", address)

#define INSTEAD_OF(address, number, former)                                                        \
    "INSERT INTO mailbox (state, address, province, section, number, given, surname, scheme, "     \
    "table_version, level, notes, receipt, used, changed_act, changed_why, instead_of) VALUES "    \
    "('reserved', '" address "', 'MC', 'A', " number ", 'X', 'Y', 1, 1, 0, 0, 'claimed', false, "  \
    "'change', 'x', " former ")"

#define TELL(n, from, to)                                                                          \
    "INSERT INTO told (domain, province, range_number, change_from, change_to) VALUES "            \
    "('ingpec.eu', '', " n ", " from ", " to ")"

#define ONE   "'NRENNA00A01Z001D'"
#define TWO   "'NRENNA00A01Z002I'"
#define THREE "'12345678903'"
#define NINE  "'98765432103'"
#define NEW   "'12345678911'"

/*
 * A registry with one mailbox of each kind:
 *   1 reserved, MC A 1, ONE      2 active, MC A 2, TWO            3 retired, MC A 3, THREE
 *   4 released, MC A 4           5 reserved, MC A 5, without codice fiscale
 *   6 retired, MC A 6, without   7 imported, active, MC A 7, without codice fiscale and name
 *   8 active, MC A 8, left       9 reserved, MC A 9, NINE, and active before
 *   10 imported, active, nothing known                        11 the same, retired
 *   12 blocked                   13 retired, MC A 13, forgotten
 */
static const char *const each_kind[] = {
    "INSERT INTO scheme (text) VALUES ('x')",
    INSERT("one@ingpec.eu", ONE, "MC", 1),
    INSERT("two@ingpec.eu", TWO, "MC", 2),
    INSERT("three@ingpec.eu", THREE, "MC", 3),
    INSERT("four@ingpec.eu", "NULL", "MC", 4),
    INSERT("five@ingpec.eu", "NULL", "MC", 5),
    INSERT("six@ingpec.eu", "NULL", "MC", 6),
    IMPORT ", province, section, number) VALUES " ACTIVE("seven@ingpec.eu") ", 'MC', 'A', 7)",
    INSERT("eight@ingpec.eu", "NULL", "MC", 8),
    INSERT("nine@ingpec.eu", NINE, "MC", 9),
    IMPORT ") VALUES " ACTIVE("ten@ingpec.eu") ")",
    IMPORT ") VALUES " IMPORTED("retired", "true", "eleven@ingpec.eu") ")",
    "INSERT INTO mailbox (state, address, notes, receipt, used, changed_act, changed_why) VALUES "
    "('reserved', 'twelve@ingpec.eu', 0, 'blocked', false, 'block', '')",
    INSERT("thirteen@ingpec.eu", "NULL", "MC", 13),
    "UPDATE mailbox SET state = 'active', used = true, " CHG " WHERE id IN (2, 3, 6, 8, 9, 13)",
    "UPDATE mailbox SET state = 'retired', " CHG " WHERE id IN (3, 6, 9, 13)",
    "UPDATE mailbox SET state = 'reserved', " CHG " WHERE id = 9",
    "UPDATE mailbox SET left_on = '2028-05-01', " CHG " WHERE id = 8",
    "UPDATE mailbox SET state = 'released', " CHG " WHERE id = 4",
    "UPDATE mailbox SET " FORGET " WHERE id = 13",
};

static void must(const char *user, const char *sql)
{
    char text[POSTGRES_TEXT_MAX];

    ck_assert_msg(postgres_sql(database, user, sql, text), "%s: %s", sql, text);
}

/* All that is in the registry, in short. */
static void fingerprint(char text[POSTGRES_TEXT_MAX])
{
    ck_assert_msg(
        postgres_sql(database, OWNER,
                     "SELECT md5(string_agg(line, ';' ORDER BY line)) FROM ("
                     "SELECT 'm' || m::text AS line FROM mailbox AS m UNION ALL "
                     "SELECT 'h' || h::text FROM history AS h UNION ALL "
                     "SELECT 's' || s::text FROM scheme AS s UNION ALL "
                     "SELECT 'R' || r::text FROM registry AS r UNION ALL "
                     "SELECT 'b' || count(*)::text FROM bucket UNION ALL "
                     "SELECT 'T' || t::text FROM told AS t UNION ALL "
                     "SELECT 'v' || v::text FROM version AS v UNION ALL "
                     "SELECT 't' || tgname || tgenabled::text FROM pg_trigger WHERE NOT "
                     "tgisinternal UNION ALL "
                     "SELECT 'r' || relname || coalesce(relacl::text, '') FROM pg_class "
                     "WHERE relnamespace = 'pecaddr'::regnamespace UNION ALL "
                     "SELECT 'p' || proname || prosrc || coalesce(proacl::text, '') FROM pg_proc "
                     "WHERE pronamespace = 'pecaddr'::regnamespace) AS everything",
                     text),
        "%s", text);
}

/* What was there before a test. */
static char before[POSTGRES_TEXT_MAX];

static void set_up(void)
{
    struct postgres_session *session;
    char text[POSTGRES_TEXT_MAX];

    postgres_drop_all();
    postgres_make(database, true);
    session = postgres_connect(database, ISSUER);
    for (size_t i = 0; i < N_OF(each_kind); i++)
        ck_assert_msg(postgres_do(session, each_kind[i], text), "%s: %s", each_kind[i], text);
    postgres_disconnect(session);
    fingerprint(before);
}

/* Runs SQL that must fail for a reason. */
static void must_not(const char *user, const char *what, const char *sql, const char *reason)
{
    char text[POSTGRES_TEXT_MAX];

    ck_assert_msg(!postgres_sql(database, user, sql, text), "%s, %s: was done", user, what);
    ck_assert_msg(strstr(text, reason) != NULL, "%s, %s: %s", user, what, text);
}

/* And nothing may have changed. */
static void assert_unchanged(const char *what)
{
    char now[POSTGRES_TEXT_MAX];

    fingerprint(now);
    ck_assert_msg(strcmp(before, now) == 0, "%s: something changed", what);
}

/* What the rules forbid. */

#define DENIED "permission denied"
/* Who issues lacks the right to even say so. */
#define NO_RIGHT DENIED
/* The same reason for both. */
#define SAME NULL

#define GIVEN_BACK "a mailbox comes instead of one that its holder has given back"
#define FIXED      "an address and how it was issued never change"
#define HOLDER     "a mailbox never passes to another holder"
#define NAME       "a name is only corrected"
#define ONE_FACT   "this act changes one fact alone"
#define FORGETS    "all is forgotten of the holder of a retired mailbox, or nothing"
#define MOVES      "a register entry moves only with a known holder"
#define STEP_NO    "this transition is not possible"
#define USED       "a mailbox was in use from the first time that it is active"
#define BEGINS     "a mailbox begins as reserved"
#define IN_USE     "a mailbox that is imported may have been in use"
#define ITS_ACT    "a mailbox begins with the act that its receipt tells"
#define KEPT       "what an address was issued for is kept when it changes"
#define ENDED      "a mailbox that is released or forgotten never changes"
#define COUNTS     "a change counts revision up"
#define STAYS      "a registry stays itself"
#define TOLD_ONCE  "each change is told once"

static const struct {
    const char *what;
    const char *sql;
    const char *owner;  /* why the owner cannot */
    const char *issuer; /* why the issuer cannot, if it is another reason */
} forbidden[] = {
    /* An address never changes, nor how it was issued. */
    {"address of a reserved one", "UPDATE mailbox SET address = 'x@y.it', " CHG " WHERE id = 1",
     FIXED, NO_RIGHT},
    {"address of an active one", "UPDATE mailbox SET address = 'x@y.it', " CHG " WHERE id = 2",
     FIXED, NO_RIGHT},
    {"id", "UPDATE mailbox SET id = 77, " CHG " WHERE id = 1", "can only be updated to DEFAULT",
     SAME},
    {"id anew", "UPDATE mailbox SET id = DEFAULT, " CHG " WHERE id = 1", FIXED, NO_RIGHT},
    {"domain", "UPDATE mailbox SET domain = 'y.it', " CHG " WHERE id = 1",
     "can only be updated to DEFAULT", SAME},
    {"scheme", "UPDATE mailbox SET scheme = NULL, " CHG " WHERE id = 10", NULL, NO_RIGHT},
    {"level", "UPDATE mailbox SET level = 1, " CHG " WHERE id = 1", FIXED, NO_RIGHT},
    {"receipt", "UPDATE mailbox SET receipt = 'x', " CHG " WHERE id = 1", FIXED, NO_RIGHT},
    {"receipt of an import", "UPDATE mailbox SET receipt = 'imported', " CHG " WHERE id = 1", FIXED,
     NO_RIGHT},
    {"table version", "UPDATE mailbox SET table_version = 2, " CHG " WHERE id = 1", FIXED,
     NO_RIGHT},
    {"notes", "UPDATE mailbox SET notes = 1, " CHG " WHERE id = 1", FIXED, NO_RIGHT},
    {"province of the issue", "UPDATE mailbox SET issued_province = 'AN', " CHG " WHERE id = 1",
     KEPT, NO_RIGHT},
    {"section of the issue", "UPDATE mailbox SET issued_section = 'B', " CHG " WHERE id = 1", KEPT,
     NO_RIGHT},
    {"number of the issue", "UPDATE mailbox SET issued_number = 9, " CHG " WHERE id = 1", KEPT,
     NO_RIGHT},

    {"what it came instead of", "UPDATE mailbox SET instead_of = 4, " CHG " WHERE id = 1", FIXED,
     NO_RIGHT},

    /* Nor does its holder. */
    {"codice fiscale", "UPDATE mailbox SET holder = " NEW ", " CHG " WHERE id = 1", HOLDER, SAME},
    {"codice fiscale of an active one", "UPDATE mailbox SET holder = " NEW ", " CHG " WHERE id = 2",
     HOLDER, SAME},
    {"relinked to nobody", "UPDATE mailbox SET holder = NULL, " BY("relink") " WHERE id = 1",
     HOLDER, SAME},
    {"relinked without a reason",
     "UPDATE mailbox SET holder = " NEW ", revision = revision + 1, changed_act = 'relink', "
     "changed_why = '' WHERE id = 1",
     "mailbox_operator_says_why", SAME},
    {"relinked and moved at once",
     "UPDATE mailbox SET holder = " NEW ", number = 99, " BY("relink") " WHERE id = 1", ONE_FACT,
     SAME},
    {"relinked and activated at once",
     "UPDATE mailbox SET holder = " NEW
     ", state = 'active', used = true, " BY("relink") " WHERE id = 1",
     ONE_FACT, SAME},
    {"relinked to another's", "UPDATE mailbox SET holder = " TWO ", " BY("relink") " WHERE id = 1",
     "mailbox_holder", SAME},
    {"no codice fiscale any more", "UPDATE mailbox SET holder = NULL, " CHG " WHERE id = 2", HOLDER,
     SAME},
    {"codice fiscale of another", "UPDATE mailbox SET holder = " ONE ", " CHG " WHERE id = 5",
     "mailbox_holder", SAME},
    {"codice fiscale of a retired one",
     "UPDATE mailbox SET holder = " THREE ", " CHG " WHERE id = 5", "mailbox_holder", SAME},
    {"codice fiscale for a retired one",
     "UPDATE mailbox SET holder = " NEW ", " CHG " WHERE id = 6", HOLDER, SAME},
    {"no codice fiscale", "UPDATE mailbox SET holder = 'x', " CHG " WHERE id = 5",
     "mailbox_holder_check", SAME},
    {"codice fiscale in lower case",
     "UPDATE mailbox SET holder = 'xqaabw80a01z000h', " CHG " WHERE id = 5", "mailbox_holder_check",
     SAME},
    {"name", "UPDATE mailbox SET given = 'Z', " CHG " WHERE id = 1", NAME, SAME},
    {"surname", "UPDATE mailbox SET surname = 'Z', " CHG " WHERE id = 2", NAME, SAME},
    {"no surname any more", "UPDATE mailbox SET surname = NULL, " CHG " WHERE id = 2", NAME, SAME},
    {"empty name", "UPDATE mailbox SET given = '', " CHG " WHERE id = 7", "mailbox_given_check",
     SAME},
    {"empty surname", "UPDATE mailbox SET surname = '', " CHG " WHERE id = 7",
     "mailbox_surname_check", SAME},
    {"long name", "UPDATE mailbox SET given = repeat('è', 513), " CHG " WHERE id = 7",
     "mailbox_given_check", SAME},
    {"long surname", "UPDATE mailbox SET surname = repeat('x', 1025), " CHG " WHERE id = 7",
     "mailbox_surname_check", SAME},

    /* The register entry. */
    {"transfer without codice fiscale", "UPDATE mailbox SET number = 99, " CHG " WHERE id = 5",
     MOVES, SAME},
    {"transfer of a retired one", "UPDATE mailbox SET number = 99, " CHG " WHERE id = 3", MOVES,
     SAME},
    {"transfer of one that left",
     "UPDATE mailbox SET number = 99, left_on = '2028-05-01', " CHG " WHERE id = 2", MOVES, SAME},
    {"transfer to another's entry", "UPDATE mailbox SET number = 2, " CHG " WHERE id = 1",
     "mailbox_entry", SAME},
    {"back to an entry that is another's",
     "UPDATE mailbox SET number = 2, left_on = NULL, " CHG " WHERE id = 3", MOVES, SAME},
    {"no province any more", "UPDATE mailbox SET province = NULL, " CHG " WHERE id = 7", MOVES,
     SAME},
    {"no section any more", "UPDATE mailbox SET section = NULL, " CHG " WHERE id = 7", MOVES, SAME},
    {"no number any more", "UPDATE mailbox SET number = NULL, " CHG " WHERE id = 7", MOVES, SAME},
    {"section C", "UPDATE mailbox SET section = 'C', " CHG " WHERE id = 1", "mailbox_section_check",
     SAME},
    {"number 0", "UPDATE mailbox SET number = 0, " CHG " WHERE id = 1", "mailbox_number_check",
     SAME},
    {"number too high", "UPDATE mailbox SET number = 10000000, " CHG " WHERE id = 1",
     "mailbox_number_check", SAME},
    {"province in lower case", "UPDATE mailbox SET province = 'an', " CHG " WHERE id = 1",
     "mailbox_province_check", SAME},
    {"three letters", "UPDATE mailbox SET province = 'MCA', " CHG " WHERE id = 1",
     "mailbox_province_check", SAME},

    /* Dates. */
    {"expires on no day", "UPDATE mailbox SET expires = '2023-02-29', " CHG " WHERE id = 2",
     "out of range", SAME},
    {"expires never", "UPDATE mailbox SET expires = 'infinity', " CHG " WHERE id = 2",
     "mailbox_expires_check", SAME},
    {"expired before the time",
     "UPDATE mailbox SET expires = '0001-01-01 BC', " CHG " WHERE id = 2", "mailbox_expires_check",
     SAME},
    {"left at the end of time", "UPDATE mailbox SET left_on = 'infinity', " CHG " WHERE id = 2",
     "mailbox_left_on_check", SAME},
    {"left before it was active", "UPDATE mailbox SET left_on = '2028-05-01', " CHG " WHERE id = 1",
     "mailbox_leaving", SAME},

    /* Transitions. */
    {"reserved to retired", "UPDATE mailbox SET state = 'retired', " CHG " WHERE id = 1", STEP_NO,
     SAME},
    {"active to reserved", "UPDATE mailbox SET state = 'reserved', " CHG " WHERE id = 2", STEP_NO,
     SAME},
    {"active to released", "UPDATE mailbox SET state = 'released', " CHG " WHERE id = 2", STEP_NO,
     SAME},
    {"retired to active", "UPDATE mailbox SET state = 'active', used = true, " CHG " WHERE id = 3",
     STEP_NO, SAME},
    {"retired to released", "UPDATE mailbox SET state = 'released', " CHG " WHERE id = 3", STEP_NO,
     SAME},
    {"retired to reserved for another",
     "UPDATE mailbox SET state = 'reserved', holder = " NEW ", " CHG " WHERE id = 3", HOLDER, SAME},
    {"name of a retired one that had none",
     "UPDATE mailbox SET given = 'X', surname = 'Y', " CHG " WHERE id = 11", NAME, SAME},
    {"retired to reserved for another by relinking",
     "UPDATE mailbox SET state = 'reserved', holder = " NEW ", " BY("relink") " WHERE id = 3",
     ONE_FACT, SAME},
    {"retired to reserved for anyone on another entry",
     "UPDATE mailbox SET state = 'reserved', number = 99, " CHG " WHERE id = 6", MOVES, SAME},
    {"retired to reserved for nobody known",
     "UPDATE mailbox SET state = 'reserved', " CHG " WHERE id = 11", STEP_NO, SAME},
    {"retired to reserved for anyone",
     "UPDATE mailbox SET state = 'reserved', holder = " NEW ", " CHG " WHERE id = 11", STEP_NO,
     SAME},
    {"returned to released", "UPDATE mailbox SET state = 'released', " CHG " WHERE id = 9", STEP_NO,
     SAME},
    {"released to reserved", "UPDATE mailbox SET state = 'reserved', " CHG " WHERE id = 4", ENDED,
     SAME},
    {"released expires", "UPDATE mailbox SET expires = '2030-01-01', " CHG " WHERE id = 4", ENDED,
     SAME},
    {"unknown state", "UPDATE mailbox SET state = 'free', " CHG " WHERE id = 1", STEP_NO, SAME},
    {"everything at once", "UPDATE mailbox SET state = 'active', used = true, " CHG, STEP_NO, SAME},

    /* A change says why. */
    {"no reason", "UPDATE mailbox SET state = 'active' WHERE id = 1", COUNTS, SAME},
    {"an old reason",
     "UPDATE mailbox SET state = 'active', used = true, changed_why = 'x' WHERE id = 1", COUNTS,
     SAME},
    {"a gap in the history",
     "UPDATE mailbox SET state = 'active', used = true, revision = revision + 2, changed_why = 'x' "
     "WHERE id = 1",
     COUNTS, SAME},
    {"an empty reason of an operator's act",
     "UPDATE mailbox SET state = 'active', used = true, revision = revision + 1, "
     "changed_act = 'activate', changed_why = '' WHERE id = 1",
     "mailbox_operator_says_why", SAME},
    {"an unknown act",
     "UPDATE mailbox SET state = 'active', used = true, " BY("bless") " WHERE id = 1",
     "mailbox_changed_act_check", SAME},
    {"a long reason",
     "UPDATE mailbox SET state = 'active', used = true, revision = revision + 1, changed_why = "
     "repeat('x', 201) "
     "WHERE id = 1",
     "mailbox_changed_why_check", SAME},
    {"NULL as reason",
     "UPDATE mailbox SET state = 'active', used = true, revision = revision + 1, changed_why = "
     "NULL WHERE id = "
     "1",
     "changed_why", SAME},

    /* Nothing is deleted or replaced. */
    {"delete", "DELETE FROM mailbox WHERE id = 1", "a mailbox is never deleted", NO_RIGHT},
    {"delete what is not there", "DELETE FROM mailbox WHERE id = 99", "a mailbox is never deleted",
     NO_RIGHT},
    {"delete a released one", "DELETE FROM mailbox WHERE id = 4", "a mailbox is never deleted",
     NO_RIGHT},
    {"delete by merging",
     "MERGE INTO mailbox USING (SELECT) AS x ON id = 1 WHEN MATCHED THEN DELETE",
     "a mailbox is never deleted", NO_RIGHT},
    {"truncate", "TRUNCATE mailbox, history", "never", NO_RIGHT},
    {"truncate all", "TRUNCATE scheme CASCADE", "never", NO_RIGHT},
    {"delete history", "DELETE FROM history", "history is never deleted", NO_RIGHT},
    {"truncate history", "TRUNCATE history", "history is never deleted", NO_RIGHT},
    {"delete a scheme", "DELETE FROM scheme", "a scheme never changes", NO_RIGHT},
    {"change a scheme", "UPDATE scheme SET text = 'y'", "a scheme never changes", NO_RIGHT},
    {"a scheme without text", "INSERT INTO scheme (text) VALUES ('')", "scheme_text_check", SAME},
    {"a scheme twice", "INSERT INTO scheme (text) VALUES ('x')", "scheme_text_key", SAME},
    {"a scheme with a number of one's own",
     "INSERT INTO scheme (id, text) OVERRIDING SYSTEM VALUE VALUES (1, 'y')", "scheme_pkey",
     NO_RIGHT},
    {"upsert",
     INSERT("two@ingpec.eu", "NULL", "AN", 1) " ON CONFLICT (address) WHERE state <> 'released' "
                                              "DO UPDATE SET holder = NULL",
     COUNTS, SAME},

    /* One live mailbox for each address, holder and entry. */
    {"address twice", INSERT("one@ingpec.eu", "NULL", "AN", 1), "mailbox_address", SAME},
    {"address of a retired one", INSERT("three@ingpec.eu", "NULL", "AN", 1), "mailbox_address",
     SAME},
    {"address of an imported one", INSERT("ten@ingpec.eu", "NULL", "AN", 1), "mailbox_address",
     SAME},
    {"holder twice", INSERT("x@ingpec.eu", ONE, "AN", 1), "mailbox_holder", SAME},
    {"holder of a retired one", INSERT("x@ingpec.eu", THREE, "AN", 1), "mailbox_holder", SAME},
    {"entry twice", INSERT("x@ingpec.eu", "NULL", "MC", 5), "mailbox_entry", SAME},
    {"entry of an imported one", INSERT("x@ingpec.eu", "NULL", "MC", 7), "mailbox_entry", SAME},
    {"two at once, one address",
     INSERT("x@ingpec.eu", "NULL", "AN", 1) "," ISSUED("'x@ingpec.eu'", "NULL", "'AN'", "2"),
     "mailbox_address", SAME},
    {"who left comes back to an entry that is another's",
     INSERT("x@ingpec.eu", "NULL", "MC", 8) "; UPDATE mailbox SET left_on = NULL, " CHG
                                            " WHERE id = 8",
     "mailbox_entry", SAME},

    /* A mailbox begins whole, as reserved, or in use or retired when it was imported. */
    {"born active",
     COLUMNS "('active', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 1, 1, 0, 0, 'claimed', true, "
             "'issue', '')",
     BEGINS, SAME},
    {"born released", IMPORT ") VALUES " IMPORTED("released", "true", "x@ingpec.eu") ")", BEGINS,
     SAME},
    {"born unused and active", IMPORT ") VALUES " IMPORTED("active", "false", "x@ingpec.eu") ")",
     IN_USE, SAME},
    {"born old", IMPORT ", revision) VALUES " ACTIVE("x@ingpec.eu") ", 2)", BEGINS, NO_RIGHT},
    {"born with a number of one's own",
     IMPORT ", id) OVERRIDING SYSTEM VALUE VALUES " ACTIVE("x@ingpec.eu") ", 1)", "mailbox_pkey",
     NO_RIGHT},
    {"born with a domain of one's own",
     IMPORT ", domain) VALUES " ACTIVE("x@ingpec.eu") ", 'y.it')",
     "cannot insert a non-DEFAULT value", SAME},
    {"born at a time of one's own",
     IMPORT ", changed_at) VALUES " ACTIVE("x@ingpec.eu") ", '2001-01-01')", NULL, NO_RIGHT},
    {"born by another", IMPORT ", changed_by) VALUES " ACTIVE("x@ingpec.eu") ", 'order_an')", NULL,
     NO_RIGHT},
    {"born in another transaction", IMPORT ", change) VALUES " ACTIVE("x@ingpec.eu") ", 1)", NULL,
     NO_RIGHT},
    {"born reserved and left",
     IMPORT ", left_on) VALUES " IMPORTED("reserved", "true", "x@ingpec.eu") ", '2028-05-01')",
     "mailbox_leaving", SAME},
    {"blocked with a holder",
     "INSERT INTO mailbox (state, address, notes, receipt, used, changed_act, changed_why, number) "
     "VALUES ('reserved', 'x@ingpec.eu', 0, 'blocked', false, 'block', '', 1)",
     "nothing is known", SAME},
    {"blocked with letters",
     "INSERT INTO mailbox (state, address, notes, receipt, used, changed_act, changed_why, "
     "given_letters) VALUES ('reserved', 'x@ingpec.eu', 0, 'blocked', false, 'block', '', 'x')",
     "nothing is known", SAME},
    {"issued and in use",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 1, 1, 0, 0, 'claimed', "
             "true, 'issue', '')",
     IN_USE, SAME},
    {"issued by another act",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 1, 1, 0, 0, 'claimed', "
             "false, 'import', '')",
     ITS_ACT, SAME},
    {"imported by another act",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 1, 1, 0, 0, 'imported', "
             "false, 'issue', '')",
     ITS_ACT, SAME},
    {"issued instead of nothing",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 1, 1, 0, 0, 'claimed', "
             "false, 'change', '')",
     ITS_ACT, SAME},
    {"issued without entry",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, NULL, NULL, NULL, 'X', 'Y', 1, 1, 0, 0, 'claimed', "
             "false, 'issue', '')",
     "mailbox_keeps_how_it_was_issued", SAME},
    {"issued without name",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, NULL, 'Y', 1, 1, 0, 0, 'claimed', "
             "false, 'issue', '')",
     "mailbox_keeps_how_it_was_issued", SAME},
    {"issued without scheme",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', NULL, 1, 0, 0, 'claimed', "
             "false, 'issue', '')",
     "mailbox_keeps_how_it_was_issued", SAME},
    {"issued under no scheme on record",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 99, 1, 0, 0, 'claimed', "
             "false, 'issue', '')",
     "the scheme is not on record", SAME},
    {"imported with an entry of issue",
     IMPORT ", issued_number) VALUES " ACTIVE("x@ingpec.eu") ", 1)", KEPT, NO_RIGHT},
    {"instead of one that lives", INSTEAD_OF("x@ingpec.eu", "1", "1"), GIVEN_BACK, SAME},
    {"instead of another holder's", INSTEAD_OF("x@ingpec.eu", "44", "4"), GIVEN_BACK, SAME},
    {"instead of one in another domain", INSTEAD_OF("x@pec.it", "4", "4"), GIVEN_BACK, SAME},
    {"instead of nothing", INSTEAD_OF("x@ingpec.eu", "4", "99"), GIVEN_BACK, SAME},
    {"letters that are none",
     IMPORT ", given, given_letters) VALUES " ACTIVE("x@ingpec.eu") ", 'X', 'X')",
     "mailbox_given_letters_check", SAME},
    {"table version 0",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 1, 0, 0, 0, 'claimed', "
             "false, 'issue', '')",
     "mailbox_table_version_check", SAME},
    {"level -1",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 1, 1, -1, 0, 'claimed', "
             "false, 'issue', '')",
     "mailbox_level_check", SAME},
    {"notes -1",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 1, 1, 0, -1, 'claimed', "
             "false, 'issue', '')",
     "mailbox_notes_check", SAME},
    {"notes of 33 bits",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 1, 1, 0, 4294967296, "
             "'claimed', false, 'issue', '')",
     "mailbox_notes_check", SAME},
    {"an empty receipt",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 1, 1, 0, 0, '', false, "
             "'issue', '')",
     "mailbox_receipt_check", SAME},
    {"upper case", INSERT("X@ingpec.eu", "NULL", "AN", 1), "mailbox_address_check", SAME},
    {"no address", INSERT("x", "NULL", "AN", 1), "mailbox_address_check", SAME},
    {"no domain", INSERT("x@", "NULL", "AN", 1), "mailbox_address_check", SAME},
    {"two @", INSERT("x@y@z.it", "NULL", "AN", 1), "mailbox_address_check", SAME},
    {"a space", INSERT("x y@z.it", "NULL", "AN", 1), "mailbox_address_check", SAME},
    {"a line end", INSERT("x@z.it\n", "NULL", "AN", 1), "mailbox_address_check", SAME},
    {"not ASCII", INSERT("è@z.it", "NULL", "AN", 1), "mailbox_address_check", SAME},
    {"too long", COLUMNS ISSUED("repeat('x', 250) || '@z.it'", "NULL", "'AN'", "1"),
     "mailbox_address_check", SAME},

    /* A correction and forgetting. */
    {"corrected and moved at once",
     "UPDATE mailbox SET given = 'Z', number = 99, " BY("correct") " WHERE id = 1", ONE_FACT, SAME},
    {"corrected to no name",
     "UPDATE mailbox SET given = NULL, surname = NULL, " BY("correct") " WHERE id = 1", NAME, SAME},
    {"letters without the name", "UPDATE mailbox SET given_letters = 'z', " CHG " WHERE id = 1",
     "the letters of a name change with it", SAME},
    {"an active one forgotten", "UPDATE mailbox SET " FORGET " WHERE id = 2", FORGETS, SAME},
    {"forgotten by halves", "UPDATE mailbox SET holder = NULL, " BY("forget") " WHERE id = 3",
     FORGETS, SAME},
    {"forgotten with its day", "UPDATE mailbox SET expires = '2030-01-01', " FORGET " WHERE id = 3",
     ONE_FACT, SAME},
    {"a released one forgotten by halves",
     "UPDATE mailbox SET number = NULL, " BY("forget") " WHERE id = 4", FORGETS, SAME},
    {"a released one forgotten with its day",
     "UPDATE mailbox SET expires = '2030-01-01', " FORGET " WHERE id = 4", ONE_FACT, SAME},
    {"what was given up forgotten before what came instead",
     "BEGIN; " INSTEAD_OF("x@ingpec.eu", "4", "4") "; UPDATE mailbox SET " FORGET " WHERE id = 4; "
                                                   "COMMIT",
     "is forgotten after that one", SAME},
    {"remembered", "UPDATE mailbox SET holder = " NEW ", " BY("relink") " WHERE id = 13", ENDED,
     SAME},
    {"unused again", "UPDATE mailbox SET used = false, " CHG " WHERE id = 9", USED, SAME},
    {"used for nothing", "UPDATE mailbox SET used = true, " CHG " WHERE id = 1", USED, SAME},

    /* Who made a version, and when. */
    {"another author", "UPDATE mailbox SET changed_by = 'order_an', " CHG " WHERE id = 1", NULL,
     NO_RIGHT},
    {"another time", "UPDATE mailbox SET changed_at = '2001-01-01', " CHG " WHERE id = 1", NULL,
     NO_RIGHT},
    {"another transaction", "UPDATE mailbox SET change = 1, " CHG " WHERE id = 1", NULL, NO_RIGHT},

    /* History is written by the database itself. */
    {"history changed", "UPDATE history SET why = 'x' WHERE mailbox = 2", "history never changes",
     NO_RIGHT},
    {"history forgotten", "UPDATE history SET given = NULL, surname = NULL WHERE mailbox = 3",
     "history never changes", NO_RIGHT},
    {"history of a forgotten one told anew", "UPDATE history SET given = 'X' WHERE mailbox = 13",
     "history never changes", NO_RIGHT},
    {"history forged",
     "INSERT INTO history (mailbox, revision, change, at, state, author, act, why) "
     "VALUES (1, 2, 1, now(), 'active', 'x', 'activate', 'x')",
     "history is written by the registry itself", NO_RIGHT},
    {"history copied",
     "INSERT INTO history SELECT mailbox, revision + 9, change, at, number, expires, left_on, "
     "state, holder, province, section, given, surname, author, act, why "
     "FROM history",
     "history is written by the registry itself", NO_RIGHT},
    {"history merged",
     "MERGE INTO history USING (SELECT) AS x ON false WHEN NOT MATCHED THEN "
     "INSERT (mailbox, revision, change, at, state, author, act, why) "
     "VALUES (1, 2, 1, now(), 'active', 'x', 'activate', 'x')",
     "history is written by the registry itself", NO_RIGHT},

    /* The registry itself, and what was told. */
    {"another registry", "UPDATE registry SET id = repeat('0', 32)", STAYS, NO_RIGHT},
    {"a registry of the past", "UPDATE registry SET change = change - 1", "registry", NO_RIGHT},
    {"two epochs at once", "UPDATE registry SET epoch = epoch + 2", STAYS, NO_RIGHT},
    {"other provinces than it was used for", "UPDATE registry SET provinces = 'MC'", STAYS,
     NO_RIGHT},
    {"provinces that are none", "UPDATE registry SET provinces = 'MC,'", STAYS, NO_RIGHT},
    {"no registry", "DELETE FROM registry", "the registry is never deleted", NO_RIGHT},
    {"a second registry",
     "INSERT INTO registry (one, id, epoch, change, provinces) VALUES (2, repeat('0', 32), 1, 0, "
     "'')",
     "registry_one_check", NO_RIGHT},
    {"a bucket changed", "UPDATE bucket SET number = number + 5000", "a bucket is only locked",
     SAME},
    {"a bucket less", "DELETE FROM bucket WHERE number = 7", "a bucket is only locked", NO_RIGHT},
    {"a bucket more", "INSERT INTO bucket VALUES (0)", "a bucket is only locked", NO_RIGHT},
    {"told with a gap", TELL("2", "1", "2"), TOLD_ONCE, SAME},
    {"told from the middle", TELL("1", "2", "3"), TOLD_ONCE, SAME},
    {"told what is still being written",
     TELL("1", "1", "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"), TOLD_ONCE, SAME},
    {"told backwards", TELL("1", "1", "0"), "told_range", SAME},
};

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
