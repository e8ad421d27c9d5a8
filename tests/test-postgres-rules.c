/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the database holds by itself, in PostgreSQL: raw SQL of the role that issues, of the one
 * that reads, and of the owner, who is held by the same rules until they are taken away. SPEC §5.
 */
#include "registry-fixture.h"

/* Made before the tests. */
static const char database[] = "pecaddr-rules";

#define CHG "revision = revision + 1, changed_why = 'test'"

#define COLUMNS                                                                                    \
    "INSERT INTO mailbox (state, address, holder, province, section, number, given, surname, "     \
    "scheme, table_version, level, notes, receipt, issued_province, issued_section, "              \
    "issued_number, changed_why) VALUES "
#define ISSUED(address, holder, province, number)                                                  \
    "('reserved', " address ", " holder ", " province ", 'A', " number ", 'X', 'Y', 1, 1, 0, 0, "  \
    "'claimed', " province ", 'A', " number ", 'x')"
#define INSERT(address, holder, province, number)                                                  \
    COLUMNS ISSUED("'" address "'", holder, "'" province "'", #number)
#define IMPORT "INSERT INTO mailbox (state, address, notes, receipt, changed_why"

#define INSTEAD_OF(address, number, former)                                                        \
    IMPORT ", province, section, number, instead_of) VALUES ('active', '" address                  \
           "', 0, 'imported', 'x', 'MC', 'A', " number ", " former ")"

#define ONE   "'NRENNA00A01Z001D'"
#define TWO   "'NRENNA00A01Z002I'"
#define THREE "'12345678903'"
#define NEW   "'12345678911'"

/*
 * A registry with one mailbox of each kind:
 *   1 reserved, MC A 1, ONE      2 active, MC A 2, TWO            3 retired, MC A 3, THREE
 *   4 released, MC A 4           5 reserved, MC A 5, without codice fiscale
 *   6 retired, MC A 6, without   7 imported, active, MC A 7, without codice fiscale and name
 *   8 active, MC A 8, left       9 reserved, MC A 9, and active before
 *   10 imported, active, nothing known                        11 the same, retired
 */
static const char *const each_kind[] = {
    "INSERT INTO scheme (text) VALUES ('x')",
    INSERT("one@ingpec.eu", ONE, "MC", 1),
    INSERT("two@ingpec.eu", TWO, "MC", 2),
    INSERT("three@ingpec.eu", THREE, "MC", 3),
    INSERT("four@ingpec.eu", "NULL", "MC", 4),
    INSERT("five@ingpec.eu", "NULL", "MC", 5),
    INSERT("six@ingpec.eu", "NULL", "MC", 6),
    IMPORT ", province, section, number) VALUES "
           "('active', 'seven@ingpec.eu', 0, 'imported', 'x', 'MC', 'A', 7)",
    INSERT("eight@ingpec.eu", "NULL", "MC", 8),
    INSERT("nine@ingpec.eu", "NULL", "MC", 9),
    IMPORT ") VALUES ('active', 'ten@ingpec.eu', 0, 'imported', 'x')",
    IMPORT ") VALUES ('active', 'eleven@ingpec.eu', 0, 'imported', 'x')",
    "UPDATE mailbox SET state = 'active', " CHG " WHERE id IN (2, 3, 6, 8, 9)",
    "UPDATE mailbox SET state = 'retired', " CHG " WHERE id IN (3, 6, 9, 11)",
    "UPDATE mailbox SET state = 'reserved', " CHG " WHERE id = 9",
    "UPDATE mailbox SET left_on = '2028-05-01', " CHG " WHERE id = 8",
    "UPDATE mailbox SET state = 'released', " CHG " WHERE id = 4",
};

static void must(const char *user, const char *sql)
{
    char text[POSTGRES_TEXT_MAX];

    ck_assert_msg(postgres_sql(database, user, sql, text), "%s: %s", sql, text);
}

static void set_up(void)
{
    postgres_drop_all();
    postgres_make(database, true);
    for (size_t i = 0; i < N_OF(each_kind); i++)
        must(ISSUER, each_kind[i]);
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

/* Runs SQL that must fail for a reason; and nothing may have changed. */
static void must_not(const char *user, const char *what, const char *sql, const char *reason)
{
    char before[POSTGRES_TEXT_MAX], now[POSTGRES_TEXT_MAX], text[POSTGRES_TEXT_MAX];

    fingerprint(before);
    ck_assert_msg(!postgres_sql(database, user, sql, text), "%s, %s: was done", user, what);
    ck_assert_msg(strstr(text, reason) != NULL, "%s, %s: %s", user, what, text);
    fingerprint(now);
    ck_assert_msg(strcmp(before, now) == 0, "%s, %s: something changed", user, what);
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
#define MOVES      "a register entry moves only with a known holder"
#define STEP_NO    "this transition is not possible"
#define USED       "an address that was in use is never released"
#define BEGINS     "a mailbox begins as reserved"
#define KEPT       "is kept with it"

static const struct {
    const char *what;
    const char *sql;
    const char *owner;  /* why the owner can not */
    const char *issuer; /* why the issuer can not, if it is another reason */
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
     FIXED, NO_RIGHT},
    {"section of the issue", "UPDATE mailbox SET issued_section = 'B', " CHG " WHERE id = 1", FIXED,
     NO_RIGHT},
    {"number of the issue", "UPDATE mailbox SET issued_number = 9, " CHG " WHERE id = 1", FIXED,
     NO_RIGHT},

    {"what it came instead of", "UPDATE mailbox SET instead_of = 4, " CHG " WHERE id = 1", FIXED,
     NO_RIGHT},

    /* Nor does its holder. */
    {"codice fiscale", "UPDATE mailbox SET holder = " NEW ", " CHG " WHERE id = 1", HOLDER, SAME},
    {"codice fiscale of an active one", "UPDATE mailbox SET holder = " NEW ", " CHG " WHERE id = 2",
     HOLDER, SAME},
    {"relinked to nobody",
     "UPDATE mailbox SET holder = NULL, revision = revision + 1, changed_why = 'relink: x' "
     "WHERE id = 1",
     HOLDER, SAME},
    {"relinked without a reason",
     "UPDATE mailbox SET holder = " NEW ", revision = revision + 1, changed_why = 'relink: ' "
     "WHERE id = 1",
     HOLDER, SAME},
    {"relinked and moved at once",
     "UPDATE mailbox SET holder = " NEW ", number = 99, revision = revision + 1, "
     "changed_why = 'relink: x' WHERE id = 1",
     HOLDER, SAME},
    {"relinked and activated at once",
     "UPDATE mailbox SET holder = " NEW ", state = 'active', revision = revision + 1, "
     "changed_why = 'relink: x' WHERE id = 1",
     HOLDER, SAME},
    {"relinked to another's",
     "UPDATE mailbox SET holder = " TWO ", revision = revision + 1, changed_why = 'relink: x' "
     "WHERE id = 1",
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
    {"name", "UPDATE mailbox SET given = 'Z', " CHG " WHERE id = 1", HOLDER, SAME},
    {"surname", "UPDATE mailbox SET surname = 'Z', " CHG " WHERE id = 2", HOLDER, SAME},
    {"no surname any more", "UPDATE mailbox SET surname = NULL, " CHG " WHERE id = 2", HOLDER,
     SAME},
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
    {"retired to active", "UPDATE mailbox SET state = 'active', " CHG " WHERE id = 3", STEP_NO,
     SAME},
    {"retired to released", "UPDATE mailbox SET state = 'released', " CHG " WHERE id = 3", STEP_NO,
     SAME},
    {"retired to reserved for another",
     "UPDATE mailbox SET state = 'reserved', holder = " NEW ", " CHG " WHERE id = 3", HOLDER, SAME},
    {"codice fiscale of a retired one relinked",
     "UPDATE mailbox SET holder = " NEW ", revision = revision + 1, changed_why = 'relink: x' "
     "WHERE id = 3",
     HOLDER, SAME},
    {"name of a retired one that had none",
     "UPDATE mailbox SET given = 'X', surname = 'Y', " CHG " WHERE id = 11", HOLDER, SAME},
    {"retired to reserved for another by relinking",
     "UPDATE mailbox SET state = 'reserved', holder = " NEW ", revision = revision + 1, "
     "changed_why = 'relink: x' WHERE id = 3",
     HOLDER, SAME},
    {"retired to reserved for anyone on another entry",
     "UPDATE mailbox SET state = 'reserved', number = 99, " CHG " WHERE id = 6", MOVES, SAME},
    {"retired to reserved for nobody known",
     "UPDATE mailbox SET state = 'reserved', " CHG " WHERE id = 11", STEP_NO, SAME},
    {"retired to reserved for anyone",
     "UPDATE mailbox SET state = 'reserved', holder = " NEW ", " CHG " WHERE id = 11", STEP_NO,
     SAME},
    {"returned to released", "UPDATE mailbox SET state = 'released', " CHG " WHERE id = 9", USED,
     SAME},
    {"released to reserved", "UPDATE mailbox SET state = 'reserved', " CHG " WHERE id = 4",
     "a released mailbox never changes", SAME},
    {"released expires", "UPDATE mailbox SET expires = '2030-01-01', " CHG " WHERE id = 4",
     "a released mailbox never changes", SAME},
    {"unknown state", "UPDATE mailbox SET state = 'free', " CHG " WHERE id = 1", STEP_NO, SAME},
    {"everything at once", "UPDATE mailbox SET state = 'active', " CHG, STEP_NO, SAME},

    /* A change says why. */
    {"no reason", "UPDATE mailbox SET state = 'active' WHERE id = 1",
     "a change sets revision and changed_why anew", SAME},
    {"an old reason", "UPDATE mailbox SET state = 'active', changed_why = 'x' WHERE id = 1",
     "a change sets revision and changed_why anew", SAME},
    {"a gap in the history",
     "UPDATE mailbox SET state = 'active', revision = revision + 2, changed_why = 'x' WHERE id = 1",
     "a change sets revision and changed_why anew", SAME},
    {"an empty reason",
     "UPDATE mailbox SET state = 'active', revision = revision + 1, changed_why = '' WHERE id = 1",
     "mailbox_changed_why_check", SAME},
    {"a long reason",
     "UPDATE mailbox SET state = 'active', revision = revision + 1, changed_why = repeat('x', 501) "
     "WHERE id = 1",
     "mailbox_changed_why_check", SAME},
    {"NULL as reason",
     "UPDATE mailbox SET state = 'active', revision = revision + 1, changed_why = NULL WHERE id = "
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
    {"delete history", "DELETE FROM history", "history never changes", NO_RIGHT},
    {"truncate history", "TRUNCATE history", "history never changes", NO_RIGHT},
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
     HOLDER, SAME},

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

    /* A mailbox begins whole, as reserved, or active when it was imported. */
    {"born active",
     "INSERT INTO mailbox (state, address, given, surname, province, section, "
     "number, scheme, table_version, level, notes, receipt, issued_province, "
     "issued_section, issued_number, changed_why) VALUES ('active', 'x@ingpec.eu', "
     "'X', 'Y', 'AN', 'A', 1, 1, 1, 0, 0, 'claimed', 'AN', 'A', 1, 'x')",
     BEGINS, SAME},
    {"born retired", IMPORT ") VALUES ('retired', 'x@ingpec.eu', 0, 'imported', 'x')", BEGINS,
     SAME},
    {"born released", IMPORT ") VALUES ('released', 'x@ingpec.eu', 0, 'imported', 'x')", BEGINS,
     SAME},
    {"born old", IMPORT ", revision) VALUES ('active', 'x@ingpec.eu', 0, 'imported', 'x', 2)",
     BEGINS, NO_RIGHT},
    {"born with a number of one's own",
     IMPORT ", id) OVERRIDING SYSTEM VALUE VALUES ('active', 'x@ingpec.eu', 0, 'imported', 'x', 1)",
     "mailbox_pkey", NO_RIGHT},
    {"born with a domain of one's own",
     IMPORT ", domain) VALUES ('active', 'x@ingpec.eu', 0, 'imported', 'x', 'y.it')",
     "cannot insert a non-DEFAULT value", SAME},
    {"born reserved and left",
     IMPORT ", left_on) VALUES ('reserved', 'x@ingpec.eu', 0, 'imported', 'x', '2028-05-01')",
     "mailbox_leaving", SAME},
    {"issued with the entry of another Order",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 1, 1, 0, 0, 'claimed', "
             "'MC', 'A', 1, 'x')",
     KEPT, SAME},
    {"issued without entry",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, NULL, NULL, NULL, 'X', 'Y', 1, 1, 0, 0, 'claimed', "
             "NULL, NULL, NULL, 'x')",
     "mailbox_keeps_how_it_was_issued", SAME},
    {"issued without name",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, NULL, 'Y', 1, 1, 0, 0, 'claimed', "
             "'AN', 'A', 1, 'x')",
     "mailbox_keeps_how_it_was_issued", SAME},
    {"issued without scheme",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', NULL, 1, 0, 0, 'claimed', "
             "'AN', 'A', 1, 'x')",
     "mailbox_keeps_how_it_was_issued", SAME},
    {"issued under no scheme on record",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 99, 1, 0, 0, 'claimed', "
             "'AN', 'A', 1, 'x')",
     "mailbox_scheme_fkey", SAME},
    {"imported with an entry of issue",
     IMPORT ", issued_number) VALUES ('active', 'x@ingpec.eu', 0, 'imported', 'x', 1)",
     "mailbox_keeps_how_it_was_issued", SAME},
    {"instead of one that lives", INSTEAD_OF("x@ingpec.eu", "1", "1"), GIVEN_BACK, SAME},
    {"instead of another holder's", INSTEAD_OF("x@ingpec.eu", "44", "4"), GIVEN_BACK, SAME},
    {"instead of one in another domain", INSTEAD_OF("x@pec.it", "4", "4"), GIVEN_BACK, SAME},
    {"instead of nothing", INSTEAD_OF("x@ingpec.eu", "4", "99"), GIVEN_BACK, SAME},
    {"table version 0",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 1, 0, 0, 0, 'claimed', "
             "'AN', 'A', 1, 'x')",
     "mailbox_table_version_check", SAME},
    {"level -1",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 1, 1, -1, 0, 'claimed', "
             "'AN', 'A', 1, 'x')",
     "mailbox_level_check", SAME},
    {"notes -1",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 1, 1, 0, -1, 'claimed', "
             "'AN', 'A', 1, 'x')",
     "mailbox_notes_check", SAME},
    {"notes of 33 bits",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 1, 1, 0, 4294967296, "
             "'claimed', 'AN', 'A', 1, 'x')",
     "mailbox_notes_check", SAME},
    {"an empty receipt",
     COLUMNS "('reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 1, 1, 0, 0, '', 'AN', 'A', "
             "1, 'x')",
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

    /* History is written by the database itself. */
    {"history changed", "UPDATE history SET why = 'x' WHERE id = 1", "history never changes",
     NO_RIGHT},
    {"history forged",
     "INSERT INTO history (mailbox, revision, new_state, why) VALUES (1, 2, 'active', 'x')",
     "history is written by the registry itself", NO_RIGHT},
    {"history copied",
     "INSERT INTO history (mailbox, revision, new_state, why) "
     "SELECT mailbox, revision + 9, new_state, why FROM history",
     "history is written by the registry itself", NO_RIGHT},
    {"history merged",
     "MERGE INTO history USING (SELECT) AS x ON false WHEN NOT MATCHED THEN "
     "INSERT (mailbox, revision, new_state, why) VALUES (1, 2, 'active', 'x')",
     "history is written by the registry itself", NO_RIGHT},
};

START_TEST(the_database_refuses_what_the_rules_forbid)
{
    const char *issuer = forbidden[_i].issuer != SAME ? forbidden[_i].issuer : forbidden[_i].owner;

    must_not(ISSUER, forbidden[_i].what, forbidden[_i].sql, issuer);
    if (forbidden[_i].owner != NULL)
        must_not(OWNER, forbidden[_i].what, forbidden[_i].sql, forbidden[_i].owner);
    /* Who only looks can not even try. */
    must_not(READER, forbidden[_i].what, forbidden[_i].sql, "");
}
END_TEST

/* What the role that issues can not take out of its way. */

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
    {"the function of history under a table of one's own, INSERT",
     "CREATE TEMP TABLE x (id bigint, revision bigint, state text, changed_why text);"
     "CREATE TRIGGER x AFTER INSERT ON x REFERENCING NEW TABLE AS begun FOR EACH STATEMENT "
     "EXECUTE FUNCTION pecaddr.mailbox_begun();"
     "INSERT INTO x VALUES (1, 7, 'active', 'x')",
     DENIED},
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
    {"history by COPY", "COPY history (mailbox, revision, new_state, why) FROM PROGRAM 'true'", ""},
    {"the database", "ALTER DATABASE \"pecaddr-rules\" SET session_replication_role = replica",
     "must be owner"},
    {"every later session of one's own",
     "ALTER ROLE order_mc SET session_replication_role = replica", ""},
};

START_TEST(who_issues_can_not_take_the_rules_out_of_the_way)
{
    must_not(ISSUER, circumvented[_i].what, circumvented[_i].sql, circumvented[_i].reason);
    must_not(READER, circumvented[_i].what, circumvented[_i].sql, "");
}
END_TEST

START_TEST(a_search_path_of_ones_own_leads_nothing_astray)
{
    char text[POSTGRES_TEXT_MAX];

    must(ISSUER,
         "CREATE TEMP TABLE history (LIKE pecaddr.history);"
         "CREATE TEMP TABLE before (LIKE pecaddr.mailbox);"
         "CREATE TEMP TABLE after (LIKE pecaddr.mailbox);"
         "CREATE TEMP TABLE begun (id bigint, revision bigint, state text, changed_why text);"
         "CREATE FUNCTION pg_temp.num_nulls(VARIADIC anyarray) RETURNS int LANGUAGE sql AS "
         "'SELECT 0';"
         "CREATE FUNCTION pg_temp.differs(text, text) RETURNS bool LANGUAGE sql AS 'SELECT false';"
         "CREATE OPERATOR pg_temp.<> (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_temp.differs);"
         "SET search_path = pg_temp, pecaddr, pg_catalog;"
         "INSERT INTO before SELECT * FROM pecaddr.mailbox;"
         "UPDATE pecaddr.mailbox SET state = 'active', " CHG " WHERE id = 1");
    ck_assert(postgres_sql(database, OWNER,
                           "SELECT old_state || new_state || author FROM history "
                           "WHERE mailbox = 1 AND revision = 2",
                           text));
    ck_assert_str_eq(text, "reservedactiveorder_mc");
    must_not(ISSUER, "a forbidden step under such a path",
             "CREATE FUNCTION pg_temp.differs(text, text) RETURNS bool LANGUAGE sql AS "
             "'SELECT false';"
             "CREATE OPERATOR pg_temp.<> (LEFTARG = text, RIGHTARG = text, "
             "FUNCTION = pg_temp.differs);"
             "SET search_path = pg_temp, pecaddr, pg_catalog;"
             "UPDATE pecaddr.mailbox SET state = 'released', " CHG " WHERE id = 2",
             STEP_NO);
    must_not(ISSUER, "releasing what was in use, with a history of one's own",
             "CREATE TEMP TABLE history (LIKE pecaddr.history);"
             "SET search_path = pg_temp, pecaddr, pg_catalog;"
             "UPDATE pecaddr.mailbox SET state = 'released', " CHG " WHERE id = 9",
             USED);
}
END_TEST

/* What the rules allow. */

static const struct {
    const char *what;
    const char *sql;
    int events;
} allowed[] = {
    {"reserved to active", "UPDATE mailbox SET state = 'active', " CHG " WHERE id = 1", 1},
    {"expiry", "UPDATE mailbox SET expires = '2030-02-28', " CHG " WHERE id = 2", 1},
    {"leaving", "UPDATE mailbox SET left_on = '2024-02-29', " CHG " WHERE id = 2", 1},
    {"coming back", "UPDATE mailbox SET left_on = NULL, " CHG " WHERE id = 8", 1},
    {"transfer of an active one",
     "UPDATE mailbox SET province = 'AN', section = 'B', number = 9, " CHG " WHERE id = 2", 1},
    {"active to retired", "UPDATE mailbox SET state = 'retired', " CHG " WHERE id = 2", 1},
    {"retired to reserved", "UPDATE mailbox SET state = 'reserved', " CHG " WHERE id = 3", 1},
    {"retired to reserved by the entry",
     "UPDATE mailbox SET state = 'reserved', " CHG " WHERE id = 6", 1},
    {"retired to reserved on another entry",
     "UPDATE mailbox SET state = 'reserved', number = 99, " CHG " WHERE id = 3", 1},
    {"returned to active", "UPDATE mailbox SET state = 'active', " CHG " WHERE id = 9", 1},
    {"codice fiscale that comes", "UPDATE mailbox SET holder = " NEW ", " CHG " WHERE id = 5", 1},
    {"codice fiscale relinked",
     "UPDATE mailbox SET holder = " NEW ", revision = revision + 1, changed_why = 'relink: x' "
     "WHERE id = 2",
     1},
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
    {"a scheme", "INSERT INTO scheme (text) VALUES ('y')", 0},
    {"an import", IMPORT ") VALUES ('active', 'x@ingpec.eu', 0, 'imported', 'x')", 1},
};

static int count_events_of(const char *condition)
{
    char sql[256], text[POSTGRES_TEXT_MAX];

    snprintf(sql, sizeof sql, "SELECT count(*) FROM history WHERE %s", condition);
    ck_assert_msg(postgres_sql(database, OWNER, sql, text), "%s", text);
    return atoi(text);
}

START_TEST(the_database_allows_what_the_rules_allow_and_history_has_each)
{
    int before = count_events_of("true");
    char text[POSTGRES_TEXT_MAX];

    must(ISSUER, allowed[_i].sql);
    ck_assert_msg(count_events_of("true") == before + allowed[_i].events, "%s", allowed[_i].what);
    ck_assert(postgres_sql(database, OWNER,
                           "SELECT count(*) FROM mailbox AS m WHERE revision <> "
                           "(SELECT count(*) FROM history WHERE mailbox = m.id) OR state <> "
                           "(SELECT new_state FROM history WHERE mailbox = m.id "
                           "AND revision = m.revision)",
                           text));
    ck_assert_str_eq(text, "0");
}
END_TEST

START_TEST(history_names_who_logged_in_whatever_role_he_takes)
{
    char text[POSTGRES_TEXT_MAX];

    must("order_an",
         "SET ROLE pecaddr_issuer; UPDATE mailbox SET state = 'active', " CHG " WHERE id = 1");
    ck_assert(postgres_sql(database, OWNER,
                           "SELECT author FROM history WHERE mailbox = 1 ORDER BY id DESC LIMIT 1",
                           text));
    ck_assert_str_eq(text, "order_an");
}
END_TEST

START_TEST(history_keeps_what_a_change_replaced)
{
    static const char replaced[] =
        "SELECT concat_ws(' ', old_state, new_state, old_holder, old_province, old_section, "
        "old_number) FROM history ORDER BY id DESC LIMIT 1";
    static const struct {
        const char *sql;
        const char *replaced;
    } rows[] = {
        {"UPDATE mailbox SET province = 'AN', number = 9, " CHG " WHERE id = 2",
         "active active MC A 2"},
        {"UPDATE mailbox SET section = 'B', " CHG " WHERE id = 2", "active active AN A 9"},
        {"UPDATE mailbox SET holder = " NEW ", revision = revision + 1, changed_why = 'relink: x' "
         "WHERE id = 2",
         "active active NRENNA00A01Z002I"},
        {"UPDATE mailbox SET expires = '2030-01-01', " CHG " WHERE id = 2", "active active"},
        {"UPDATE mailbox SET number = 4, " CHG " WHERE id = 10", "active active"},
        {"UPDATE mailbox SET number = 5, province = 'AN', " CHG " WHERE id = 10",
         "active active 4"},
    };
    char text[POSTGRES_TEXT_MAX];

    for (size_t i = 0; i < N_OF(rows); i++) {
        must(ISSUER, rows[i].sql);
        ck_assert(postgres_sql(database, OWNER, replaced, text));
        ck_assert_str_eq(text, rows[i].replaced);
    }
}
END_TEST

START_TEST(who_reads_sees_everything)
{
    static const char *const tables[] = {"mailbox", "history", "scheme", "version"};

    for (size_t i = 0; i < N_OF(tables); i++) {
        char sql[64], text[POSTGRES_TEXT_MAX];

        snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", tables[i]);
        ck_assert_msg(postgres_sql(database, READER, sql, text), "%s", text);
        ck_assert_str_ne(text, "0");
        /* Who has no role sees nothing. */
        must_not(STRANGER, tables[i], sql, "");
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_search_path_of_ones_own_leads_nothing_astray,
        history_names_who_logged_in_whatever_role_he_takes,
        history_keeps_what_a_change_replaced,
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
