/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The registry in SQLite: what the database itself holds, migrations, files of all kinds,
 * many processes at once, also killed ones. SPEC §5. (What a crash leaves: test-crash.c.)
 */
#define _DEFAULT_SOURCE /* setgroups() */
#include <grp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "registry/sqlite/older-registry.h"

/* The database itself. */

#define CHANGED   "(SELECT change FROM registry), '2024-01-01T00:00:00.000Z', 'x'"
#define BY_IMPORT "0, 'imported', " CHANGED ", 'import', '')"
#define IMPORTED  BY_IMPORT ", "
#define NOTHING_KNOWN                                                                              \
    "holder = NULL, province = NULL, section = NULL, number = NULL, given = NULL, "                \
    "surname = NULL, given_letters = NULL, surname_letters = NULL, issued_province = NULL, "       \
    "issued_section = NULL, issued_number = NULL, issued_given = NULL, issued_surname = NULL"
/* The columns of how a version came to be. */
#define VERSION "change, changed_at, changed_by, changed_act, changed_why"

/* One that comes instead of another. */
#define HEIR(of, address, holder, province, section, number)                                       \
    "INSERT INTO mailbox (instead_of, revision, state, address, holder, province, section, "       \
    "number, given, surname, used, scheme, table_version, level, notes, receipt, " VERSION         \
    ") VALUES (" of ", 1, 'reserved', '" address "', " holder ", '" province "', '" section        \
    "', " number ", 'X', 'Y', 0, 1, 1, 0, 0, 'claimed', " CHANGED ", 'change', 'x')"
/*
 * A registry with a mailbox of each kind; those with a name were issued.
 *    1 reserved, Anna, MC A 1, codice fiscale     2 active, Luca, MC A 2, codice fiscale
 *    3 retired, Zoe, MC A 3, codice fiscale       4 released, Ugo, MC A 4, codice fiscale
 *    5 reserved, Ivo, MC A 5                      6 retired, Eva, MC A 6
 *    7 active, left, Pia, MC A 8, codice fiscale  8 reserved, Leo, MC A 8
 *    9 retired, left, Tea, MC A 10, codice fiscale
 *   10 retired, Noe, MC A 11, codice fiscale     11 reserved, Rea, MC A 11
 *   12 imported, MC A 7, codice fiscale          13 imported, MC
 *   14 … 18 imported, retired: lacking number, province, section, given name, surname
 *   19 imported, pec.it: Anna and her entry, in another domain
 *   20 imported, reserved again after it was retired, MC A 20, codice fiscale
 *   21 imported, MC                              22 imported, section A
 *   23 blocked                                   24 issued to Gaia, MC A 96, moved to MC A 98
 *   25 imported, MC A 95, moved, retired, forgotten
 *   26 released, Ezio, MC A 92, codice fiscale   27 reserved, Ezio, instead of it
 * INI-PEC was told of MC's changes up to the second.
 */
static void make_each_kind(struct folder *folder)
{
    const struct who persons[] = {
        {"Anna", "Neri", "MC", 'A', 1, CF(1)},
        {"Luca", "Verdi", "MC", 'A', 2, CF_OF("VRDLCU", 2)},
        {"Zoe", "Alba", "MC", 'A', 3, CF_OF("LBAZOE", 3)},
        {"Ugo", "Riva", "MC", 'A', 4, CF_OF("RVIGUO", 4)},
        {"Ivo", "Sala", "MC", 'A', 5, NULL},
        {"Eva", "Longo", "MC", 'A', 6, NULL},
        {"Pia", "Conti", "MC", 'A', 8, CF_OF("CNTPIA", 8)},
        {"Leo", "Conti", "MC", 'A', 8, NULL},
        {"Tea", "Conti", "MC", 'A', 10, CF_OF("CNTTEA", 10)},
        {"Noe", "Conti", "MC", 'A', 11, CF_OF("CNTNOE", 11)},
        {"Rea", "Conti", "MC", 'A', 11, NULL},
    };
    struct pecaddr_registry *registry = make_registry(folder);

    for (size_t i = 0; i < N_OF(persons); i++) {
        ck_assert_int_eq(claim(registry, &persons[i], 0), PECADDR_CLAIMED);
        if (i == 6)
            do_sql(folder->file,
                   "UPDATE mailbox SET state = 'active', used = 1, " CHANGE " WHERE id = 7;"
                   "UPDATE mailbox SET left_on = '2024-01-31', " CHANGE " WHERE id = 7");
        if (i == 9) {
            set_state(folder->file, "noe.conti@ingpec.eu", "active");
            set_state(folder->file, "noe.conti@ingpec.eu", "retired");
        }
    }
    pecaddr_registry_close(registry);
    set_state(folder->file, "luca.verdi@ingpec.eu", "active");
    set_state(folder->file, "zoe.alba@ingpec.eu", "active");
    set_state(folder->file, "zoe.alba@ingpec.eu", "retired");
    set_state(folder->file, "ugo.riva@ingpec.eu", "released");
    set_state(folder->file, "eva.longo@ingpec.eu", "active");
    set_state(folder->file, "eva.longo@ingpec.eu", "retired");
    set_state(folder->file, "tea.conti@ingpec.eu", "active");
    do_sql(folder->file, "UPDATE mailbox SET left_on = '2024-01-31', " CHANGE " WHERE id = 9");
    set_state(folder->file, "tea.conti@ingpec.eu", "retired");
    do_sql(folder->file,
           "INSERT INTO mailbox (revision, state, address, holder, province, section, number, "
           "given, surname, used, notes, receipt, " VERSION ") VALUES "
           "(1, 'active', 'g@ingpec.eu', '12345678911', 'MC', 'A', 7, NULL, NULL, 1, " IMPORTED
           "(1, 'active', 'h@ingpec.eu', NULL, 'MC', NULL, NULL, NULL, NULL, 1, " IMPORTED
           "(1, 'active', 'i@ingpec.eu', NULL, 'MC', 'A', NULL, 'X', 'Y', 1, " IMPORTED
           "(1, 'active', 'j@ingpec.eu', NULL, NULL, 'A', 15, 'X', 'Y', 1, " IMPORTED
           "(1, 'active', 'k@ingpec.eu', NULL, 'MC', NULL, 16, 'X', 'Y', 1, " IMPORTED
           "(1, 'active', 'l@ingpec.eu', NULL, 'MC', 'A', 17, NULL, 'Y', 1, " IMPORTED
           "(1, 'active', 'm@ingpec.eu', NULL, 'MC', 'A', 18, 'X', NULL, 1, " IMPORTED
           "(1, 'active', 'n@pec.it', 'NRENNA00A01Z001D', 'MC', 'A', 1, 'X', 'Y', 1, " IMPORTED
           "(1, 'active', 'o@ingpec.eu', '00000000075', 'MC', 'A', 20, NULL, NULL, 1, " IMPORTED
           "(1, 'active', 'q@ingpec.eu', NULL, 'MC', NULL, NULL, NULL, NULL, 1, " IMPORTED
           "(1, 'active', 'r@ingpec.eu', NULL, NULL, 'A', NULL, NULL, NULL, 1, " BY_IMPORT);
    do_sql(folder->file,
           "UPDATE mailbox SET state = 'retired', " CHANGE " WHERE id BETWEEN 14 AND 18 OR id = 20;"
           "UPDATE mailbox SET state = 'reserved', " CHANGE " WHERE id = 20;"
           "INSERT INTO mailbox (revision, state, address, used, notes, receipt, " VERSION
           ") VALUES (1, 'reserved', 'pec@ingpec.eu', 0, 0, 'blocked', " CHANGED ", 'block', '');"
           "INSERT INTO mailbox (revision, state, address, holder, province, section, number, "
           "given, surname, used, scheme, table_version, level, notes, receipt, " VERSION
           ") VALUES (1, 'reserved', 'gaia.conti@ingpec.eu', '00000000091', 'MC', 'A', 96, 'Gaia', "
           "'Conti', 0, 1, 1, 0, 0, 'claimed', " CHANGED ", 'issue', '');"
           "UPDATE mailbox SET number = 98, issued_number = 96, " CHANGE " WHERE id = 24;"
           "INSERT INTO mailbox (revision, state, address, holder, province, section, number, "
           "given, surname, given_letters, surname_letters, used, notes, receipt, " VERSION
           ") VALUES (1, 'active', 'zz@ingpec.eu', '00000000109', 'MC', 'A', 95, 'X', 'Y', 'x', "
           "'y', 1, " BY_IMPORT ";"
           "UPDATE mailbox SET number = 94, " CHANGE " WHERE id = 25;"
           "UPDATE mailbox SET state = 'retired', " CHANGE " WHERE id = 25;"
           "UPDATE mailbox SET " NOTHING_KNOWN ", " CHANGE_BY(
               "forget", "x") " WHERE id = 25;"
                              "INSERT INTO mailbox (revision, state, address, holder, "
                              "province, section, number, given, surname, used, scheme, "
                              "table_version, level, notes, receipt, " VERSION
                              ") VALUES (1, 'reserved', 'ezio@ingpec.eu', '00000000117', "
                              "'MC', 'A', 92, 'Ezio', 'Re', "
                              "0, 1, 1, 0, 0, 'claimed', " CHANGED ", 'issue', '');"
                              "UPDATE mailbox SET state = 'released', released = "
                              "1, " CHANGE_BY("change", "x") " WHERE id = 26;" HEIR(
                                  "26", "ezio.re@ingpec.eu", "'00000000117'", "MC", "A",
                                  "92") ";"
                                        "INSERT INTO told (domain, province, range_number, "
                                        "change_from, change_to, by) VALUES "
                                        "('ingpec.eu', 'MC', 1, 1, 2, 'x')");
}

#define FACTS                                                                                      \
    "INTO mailbox (revision, state, address, holder, province, section, number, given, surname, "  \
    "used, scheme, table_version, level, notes, receipt, " VERSION ") VALUES "
#define NEW                  "INSERT " FACTS
#define INSTEAD              "INSERT OR REPLACE " FACTS
#define RECEIVED             "0, 'claimed', " CHANGED ", 'issue', '')"
#define CLAIMED              "'X', 'Y', 0, 1, 1, 0, " RECEIVED
#define ON(province, number) "'" province "', 'A', " number ", " CLAIMED
#define AN1                  ON("AN", "1")
/* One that is brought in. */
#define BRING                                                                                      \
    "INSERT INTO mailbox (revision, state, address, holder, province, section, number, left_on, "  \
    "used, notes, receipt, " VERSION ") VALUES "
/* One without facts, but for those of `columns`. */
#define WITH(columns, values, state, used, receipt, act)                                           \
    "INSERT INTO mailbox (" columns ", revision, state, address, used, notes, receipt, " VERSION   \
    ") VALUES (" values ", 1, '" state "', 'x@ingpec.eu', " used ", 0, '" receipt "', " CHANGED    \
    ", '" act "', '')"
#define IMPORT_WITH(columns, values) WITH(columns, values, "active", "1", "imported", "import")
#define BLOCK_WITH(columns, values)  WITH(columns, values, "reserved", "0", "blocked", "block")
/* One that is issued, with `version` at its end. */
#define ISSUE(columns, values, version)                                                            \
    "INSERT INTO mailbox (" columns "revision, state, address, province, section, number, given, " \
    "surname, used, scheme, table_version, level, notes, receipt, " VERSION ") VALUES (" values    \
    "1, 'reserved', 'x@ingpec.eu', 'AN', 'A', 1, 'X', 'Y', 0, 1, 1, 0, 0, 'claimed', " version ")"
#define BECAUSE(act, why, facts, id)                                                               \
    "UPDATE mailbox SET " facts ", " CHANGE_BY(act, why) " WHERE id = " #id
#define UPDATE(facts, id)  BECAUSE("claim", "test", facts, id)
#define RELINK(facts, id)  BECAUSE("relink", "x", facts, id)
#define CORRECT(facts, id) BECAUSE("correct", "x", facts, id)
#define FORGET(facts, id)  BECAUSE("forget", "x", facts, id)
#define REPLACE(facts, id) "UPDATE OR REPLACE mailbox SET " facts ", " CHANGE " WHERE id = " #id
/* For one that was issued: what it was issued for is kept. */
#define KEEP(column) ", issued_" column " = coalesce(issued_" column ", " column ")"
#define KEEP_ENTRY   KEEP("province") KEEP("section") KEEP("number")

/* A codice fiscale that nobody has, and those of mailboxes. */
#define OTHER      "'12345678903'"
#define HOLDER(id) "(SELECT holder FROM mailbox WHERE id = " #id ")"

/* What the rules say that are broken. */
#define FIXED           "how it was issued never change"
#define KEPT            "what an address was issued for is kept"
#define HOLDER_FIXED    "never passes to another holder"
#define HAS_ANOTHER     "UNIQUE constraint"
#define REPLACES        "never.replaced"
#define ONLY_CORRECTED  "a name is only corrected"
#define NAME_STAYS      "a name that is known stays so"
#define LETTERS         "letters of a name change with it"
#define NO_OTHER_HOLDER "gives nobody another codice fiscale"
#define NO_STATE        "changes neither state nor dates"
#define MOVES_NOBODY    "moves nobody"
#define NO_OTHER_NAME   "gives nobody another name"
#define FINAL           "released or forgotten never changes"
#define ALL_OR_NOTHING  "all is forgotten"
#define MOVES           "moves only with a known holder"
#define LEAVES          "gives it back"
#define TRANSITION      "this transition is not possible"
#define USED            "in use from the first time"
#define REVISION        "counts revision up"
#define NUMBER          "has the number of its transaction"
#define ON_RECORD       "UNIQUE constraint"
#define BEGINS          "begins as reserved"
#define BORN_USED       "may have been in use"
#define BLOCKED         "only blocked"
#define BEGINS_WITH_ACT "begins with the act"
#define INSTEAD_OF      "comes instead of one"
#define HISTORY         "history never changes"
#define TRUE_ONCE       "history tells what happened"
#define GOES_ON         "stays itself"
#define TOLD            "each change is told once"
#define AFTER_HEIR      "is forgotten after that one"
#define AS_STATE        "a mailbox is released as its state says"

/* Whether each rule of the schema that a trigger holds is broken by one of the cases. */
static void assert_each_rule_is_tried(const char *const said[], size_t n)
{
    const char *rule = present_schema();
    unsigned rules = 0;

    for (; (rule = strstr(rule, "RAISE(ROLLBACK, '")) != NULL; rules++) {
        char sentence[128];
        size_t i = 0;

        ck_assert_int_eq(sscanf(rule, "RAISE(ROLLBACK, '%127[^']", sentence), 1);
        while (i < n && strcmp(said[i], sentence) != 0)
            i++;
        ck_assert_msg(i < n, "no case breaks the rule: %s", sentence);
        rule += strlen(sentence);
    }
    ck_assert_uint_ge(rules, 35);
}

START_TEST(the_database_refuses_what_the_rules_forbid)
{
    static const struct {
        const char *what;
        const char *sql;
        const char *rule; /* what it says that is broken */
    } cases[] = {
        /* An address never changes, nor how it was issued. */
        {"address of a reserved one", UPDATE("address = 'x.y@ingpec.eu'", 1), FIXED},
        {"address of an active one", UPDATE("address = 'x.y@ingpec.eu'", 2), FIXED},
        {"id", UPDATE("id = 77", 1), FIXED},
        {"scheme", UPDATE("scheme = NULL", 1), FIXED},
        {"scheme that comes", UPDATE("scheme = 1", 12), FIXED},
        {"level", UPDATE("level = 1", 1), FIXED},
        {"receipt", UPDATE("receipt = 'x'", 1), FIXED},
        {"table version", UPDATE("table_version = 2", 1), FIXED},
        {"notes", UPDATE("notes = 1", 1), FIXED},
        {"instead of which", UPDATE("instead_of = 4", 1), FIXED},
        {"domain", UPDATE("domain = 'pec.it'", 1), "generated column"},
        {"province when issued", UPDATE("issued_province = 'AN'", 1), KEPT},
        {"section when issued", UPDATE("issued_section = 'B'", 1), KEPT},
        {"number when issued", UPDATE("issued_number = 2", 1), KEPT},
        {"given name when issued", UPDATE("issued_given = 'X'", 1), KEPT},
        {"surname when issued", UPDATE("issued_surname = 'X'", 1), KEPT},
        {"province that is no other", UPDATE("issued_province = province", 1), KEPT},
        {"province when imported", UPDATE("issued_province = 'MC'", 12), KEPT},
        {"number when blocked", UPDATE("issued_number = 1", 23), KEPT},
        {"province not kept", UPDATE("province = 'AN'", 2), KEPT},
        {"section not kept", UPDATE("section = 'B'", 2), KEPT},
        {"number not kept", UPDATE("number = 99", 2), KEPT},
        {"number kept wrong", UPDATE("number = 99, issued_number = 98", 2), KEPT},
        {"number of an imported one kept", UPDATE("number = 99, issued_number = 7", 12), KEPT},
        {"given name not kept", CORRECT("given = 'Lea'", 1), KEPT},
        {"surname not kept", CORRECT("surname = 'Lea'", 1), KEPT},
        {"kept ones lost", UPDATE("issued_number = NULL", 24), KEPT},
        {"kept ones overwritten", UPDATE("number = 97, issued_number = 98", 24), KEPT},
        /* Nor does its holder. */
        {"codice fiscale", UPDATE("holder = " OTHER, 1), HOLDER_FIXED},
        {"codice fiscale of one of whom it was known", UPDATE("holder = " OTHER, 2), HOLDER_FIXED},
        {"codice fiscale for a retired one", UPDATE("holder = " OTHER, 6), HOLDER_FIXED},
        {"codice fiscale for one that is retired with it",
         UPDATE("state = 'retired', holder = " OTHER, 13), HOLDER_FIXED},
        {"codice fiscale for one that is released with it",
         UPDATE("state = 'released', holder = " OTHER, 5), HOLDER_FIXED},
        {"codice fiscale of another", UPDATE("holder = " HOLDER(1), 5), HAS_ANOTHER},
        {"codice fiscale of a retired one", UPDATE("holder = " HOLDER(3), 5), HAS_ANOTHER},
        {"no codice fiscale any more", UPDATE("holder = NULL", 2), HOLDER_FIXED},
        {"no codice fiscale", UPDATE("holder = 'x'", 5), "CHECK constraint"},
        {"lower case", UPDATE("holder = 'xqaaaw80a01z000a'", 5), "CHECK constraint"},
        {"given name", UPDATE("given = 'X'" KEEP("given"), 1), ONLY_CORRECTED},
        {"surname", UPDATE("surname = 'X'" KEEP("surname"), 2), ONLY_CORRECTED},
        {"given name of a retired one", UPDATE("given = 'X'", 17), ONLY_CORRECTED},
        {"surname of a retired one", UPDATE("surname = 'X'", 18), ONLY_CORRECTED},
        {"no given name any more", UPDATE("given = NULL", 18), NAME_STAYS},
        {"no surname any more", UPDATE("surname = NULL", 17), NAME_STAYS},
        {"no given name any more by correction", CORRECT("given = NULL", 19), NAME_STAYS},
        {"no surname any more by correction", CORRECT("surname = NULL", 19), NAME_STAYS},
        {"empty name", UPDATE("given = ''", 12), "CHECK constraint"},
        {"empty surname", UPDATE("surname = ''", 12), "CHECK constraint"},
        {"long name", UPDATE("given = hex(zeroblob(513))", 12), "CHECK constraint"},
        {"long surname", UPDATE("surname = hex(zeroblob(513))", 12), "CHECK constraint"},
        {"name of long letters", UPDATE("given = replace(hex(zeroblob(257)), '0', 'é')", 12),
         "CHECK constraint"},
        {"surname of long letters", UPDATE("surname = replace(hex(zeroblob(257)), '0', 'é')", 12),
         "CHECK constraint"},
        {"letters of a name", UPDATE("given_letters = 'lea'", 1), LETTERS},
        {"letters of a surname", UPDATE("surname_letters = NULL", 1), LETTERS},
        {"letters in upper case", UPDATE("given = 'X', given_letters = 'X'", 12),
         "CHECK constraint"},
        {"no letters", UPDATE("given = 'X', given_letters = ''", 12), "CHECK constraint"},
        {"too many letters",
         UPDATE("given = 'X', given_letters = replace(hex(zeroblob(33)), '0', 'x')", 12),
         "CHECK constraint"},
        {"surname's letters in upper case", UPDATE("given = 'X', surname_letters = 'X'", 12),
         "CHECK constraint"},
        {"no letters of a surname", UPDATE("given = 'X', surname_letters = ''", 12),
         "CHECK constraint"},
        {"too many letters of a surname",
         UPDATE("given = 'X', surname_letters = replace(hex(zeroblob(33)), '0', 'x')", 12),
         "CHECK constraint"},
        /* But for a relink, which does nothing else. */
        {"relink without a reason", BECAUSE("relink", "", "holder = " OTHER, 2),
         "CHECK constraint"},
        {"relink by another act", BECAUSE("correct", "x", "holder = " OTHER, 2), NO_OTHER_HOLDER},
        {"relink to nobody", RELINK("holder = NULL", 2), HOLDER_FIXED},
        {"relink to another's", RELINK("holder = " HOLDER(1), 2), HAS_ANOTHER},
        {"relink to that of a retired one", RELINK("holder = " HOLDER(3), 2), HAS_ANOTHER},
        {"relink and retire", RELINK("state = 'retired', holder = " OTHER, 2), NO_STATE},
        {"relink and come back", RELINK("state = 'reserved', holder = " OTHER, 3), TRANSITION},
        {"relink and renew", RELINK("expires = '2030-01-01', holder = " OTHER, 2), NO_STATE},
        {"relink and leave", RELINK("left_on = '2024-01-01', holder = " OTHER, 2), NO_STATE},
        {"relink of one without codice fiscale and retire",
         RELINK("state = 'retired', holder = " OTHER, 13), NO_STATE},
        {"relink and change province",
         RELINK("province = 'AN'" KEEP("province") ", holder = " OTHER, 2), MOVES_NOBODY},
        {"relink and change section",
         RELINK("section = 'B'" KEEP("section") ", holder = " OTHER, 2), MOVES_NOBODY},
        {"relink and change number", RELINK("number = 99" KEEP("number") ", holder = " OTHER, 2),
         MOVES_NOBODY},
        {"relink and rename", RELINK("surname = 'X'" KEEP("surname") ", holder = " OTHER, 2),
         NO_OTHER_NAME},
        {"relink and give another name", RELINK("given = 'X'" KEEP("given") ", holder = " OTHER, 2),
         NO_OTHER_NAME},
        {"relink of a released one", RELINK("holder = " OTHER, 4), FINAL},
        /* And for a correction, which does nothing else. */
        {"correction without a reason", BECAUSE("correct", "", "given = 'X'" KEEP("given"), 1),
         "CHECK constraint"},
        {"correction by a relink", RELINK("given = 'X'" KEEP("given"), 1), NO_OTHER_NAME},
        {"correct and activate",
         CORRECT("state = 'active', used = 1, given = 'X'" KEEP("given"), 1), NO_STATE},
        {"correct and retire", CORRECT("state = 'retired', given = 'X'" KEEP("given"), 2),
         NO_STATE},
        {"correct and renew", CORRECT("expires = '2030-01-01', given = 'X'" KEEP("given"), 2),
         NO_STATE},
        {"correct and leave", CORRECT("left_on = '2024-01-01', given = 'X'" KEEP("given"), 2),
         NO_STATE},
        {"correct and move", CORRECT("number = 99" KEEP("number"), 2), MOVES_NOBODY},
        {"correct and give another codice fiscale", CORRECT("holder = " OTHER, 5), NO_OTHER_HOLDER},
        {"correction of a released one", CORRECT("given = 'X'" KEEP("given"), 4), FINAL},
        /* And for forgetting, which leaves nothing. */
        {"forgetting without a reason", BECAUSE("forget", "", NOTHING_KNOWN, 3),
         "CHECK constraint"},
        {"forgetting of an active one", FORGET(NOTHING_KNOWN, 2), ALL_OR_NOTHING},
        {"forgetting of a reserved one", FORGET(NOTHING_KNOWN, 1), ALL_OR_NOTHING},
        {"forgetting with retirement", FORGET("state = 'retired', " NOTHING_KNOWN, 2), NO_STATE},
        {"forgetting and a date", FORGET("expires = '2030-01-01', " NOTHING_KNOWN, 3), NO_STATE},
        {"forgetting nothing", FORGET("notes = notes", 3), ALL_OR_NOTHING},
        {"forgetting all but holder", FORGET(NOTHING_KNOWN ", holder = holder", 3), ALL_OR_NOTHING},
        {"forgetting all but province", FORGET(NOTHING_KNOWN ", province = province", 3),
         ALL_OR_NOTHING},
        {"forgetting all but section", FORGET(NOTHING_KNOWN ", section = section", 3),
         ALL_OR_NOTHING},
        {"forgetting all but number", FORGET(NOTHING_KNOWN ", number = number", 3), ALL_OR_NOTHING},
        {"forgetting all but given", FORGET(NOTHING_KNOWN ", given = given", 3), ALL_OR_NOTHING},
        {"forgetting all but surname", FORGET(NOTHING_KNOWN ", surname = surname", 3),
         ALL_OR_NOTHING},
        {"forgetting all but given letters",
         FORGET(NOTHING_KNOWN ", given_letters = given_letters", 3), ALL_OR_NOTHING},
        {"forgetting all but surname letters",
         FORGET(NOTHING_KNOWN ", surname_letters = surname_letters", 3), ALL_OR_NOTHING},
        {"forgetting and what it was issued for", FORGET(NOTHING_KNOWN ", issued_number = 3", 3),
         KEPT},
        {"forgetting of a released one and a date",
         FORGET("expires = '2030-01-01', " NOTHING_KNOWN, 4), NO_STATE},
        {"forgetting of a released one, with its state",
         FORGET("state = 'retired', released = 0, " NOTHING_KNOWN, 4), TRANSITION},
        {"forgetting half of a released one", FORGET(NOTHING_KNOWN ", surname = surname", 4),
         ALL_OR_NOTHING},
        {"erasing a released one without forgetting", UPDATE(NOTHING_KNOWN, 4), FINAL},
        {"forgetting what was given up before what came instead", FORGET(NOTHING_KNOWN, 26),
         AFTER_HEIR},
        {"erasing without forgetting", UPDATE(NOTHING_KNOWN, 3), KEPT},
        {"erasing the codice fiscale without forgetting", UPDATE("holder = NULL", 3), HOLDER_FIXED},
        {"a forgotten one that is known again", RELINK("holder = " OTHER, 25), FINAL},
        {"a forgotten one that comes back", UPDATE("state = 'reserved'", 25), FINAL},
        /* A register entry moves only with a known holder. */
        {"number without codice fiscale", UPDATE("number = 99" KEEP("number"), 5), MOVES},
        {"province without codice fiscale", UPDATE("province = 'AN'" KEEP("province"), 5), MOVES},
        {"section without codice fiscale", UPDATE("section = 'B'" KEEP("section"), 5), MOVES},
        {"transfer of a retired one", UPDATE("number = 99" KEEP("number"), 3), MOVES},
        {"transfer of one that left", UPDATE("number = 99" KEEP("number"), 7), MOVES},
        {"number with a codice fiscale that comes",
         UPDATE("number = 99" KEEP("number") ", holder = " OTHER, 5), MOVES},
        {"number for a retired one", UPDATE("number = 99", 14), MOVES},
        {"transfer with retirement", UPDATE("number = 99, state = 'retired'" KEEP("number"), 2),
         MOVES},
        {"transfer with release", UPDATE("number = 99, state = 'released'" KEEP("number"), 1),
         MOVES},
        {"transfer with leaving", UPDATE("number = 99, left_on = '2024-02-29'" KEEP("number"), 2),
         MOVES},
        {"no province any more", UPDATE("province = NULL", 12), MOVES},
        {"no section any more", UPDATE("section = NULL", 12), MOVES},
        {"no number any more", UPDATE("number = NULL", 12), MOVES},
        {"transfer to another's entry", UPDATE("number = 2" KEEP("number"), 1), HAS_ANOTHER},
        {"return to an entry where another stands", UPDATE("left_on = NULL", 7), HAS_ANOTHER},
        {"return from retirement to such an entry", UPDATE("state = 'reserved'", 10), HAS_ANOTHER},
        {"section C", UPDATE("section = 'C'" KEEP("section"), 1), "CHECK constraint"},
        {"number 0", UPDATE("number = 0" KEEP("number"), 1), "CHECK constraint"},
        {"number 10000000", UPDATE("number = 10000000" KEEP("number"), 1), "CHECK constraint"},
        {"province in lower case", UPDATE("province = 'an'" KEEP("province"), 1),
         "CHECK constraint"},
        {"province of three letters", UPDATE("province = 'ANC'" KEEP("province"), 1),
         "CHECK constraint"},
        {"number as text", UPDATE("number = 'x'" KEEP("number"), 1), "TEXT value"},
        {"expires on no day", UPDATE("expires = '2023-02-29'", 2), "CHECK constraint"},
        {"expires on what is no date", UPDATE("expires = 'zz'", 2), "CHECK constraint"},
        {"expires never", UPDATE("expires = ''", 2), "CHECK constraint"},
        {"expires in month 13", UPDATE("expires = '2030-13-01'", 2), "CHECK constraint"},
        {"left now", UPDATE("left_on = 'now'", 2), "CHECK constraint"},
        {"left on what is no date", UPDATE("left_on = 'zz'", 2), "CHECK constraint"},
        {"left never", UPDATE("left_on = ''", 2), "CHECK constraint"},
        {"left with a time", UPDATE("left_on = '2024-02-29 10:00'", 2), "CHECK constraint"},
        {"left and released", UPDATE("state = 'released', left_on = '2024-02-29'", 1), LEAVES},
        {"left before it was active", UPDATE("left_on = '2024-02-29'", 1), LEAVES},
        {"back from retirement and left", UPDATE("state = 'reserved'", 9), LEAVES},
        /* Transitions. */
        {"reserved to retired", UPDATE("state = 'retired'", 1), TRANSITION},
        {"active to reserved", UPDATE("state = 'reserved'", 2), TRANSITION},
        {"active to released", UPDATE("state = 'released'", 2), TRANSITION},
        {"retired to active", UPDATE("state = 'active'", 3), TRANSITION},
        {"reserved to released after it was active", UPDATE("state = 'released'", 20), TRANSITION},
        {"retired to released", UPDATE("state = 'released'", 3), TRANSITION},
        {"retired to reserved for nobody", UPDATE("state = 'reserved', holder = NULL", 3),
         TRANSITION},
        {"retired to reserved without codice fiscale", UPDATE("state = 'reserved'", 6), TRANSITION},
        {"unknown state", UPDATE("state = 'free'", 1), TRANSITION},
        {"retired to reserved for another", UPDATE("state = 'reserved', holder = " OTHER, 3),
         TRANSITION},
        {"retired to reserved with a codice fiscale that comes",
         UPDATE("state = 'reserved', holder = " OTHER, 6), TRANSITION},
        {"released to reserved", UPDATE("state = 'reserved'", 4), FINAL},
        {"released, and its address still taken", UPDATE("state = 'released'", 5), AS_STATE},
        {"reserved, and its address free", UPDATE("released = 1", 5), AS_STATE},
        {"active, and its address free", UPDATE("released = 1", 2), AS_STATE},
        {"active, and its address as good as free", UPDATE("released = 2", 2), AS_STATE},
        {"active, and its address free, where nothing is checked",
         "PRAGMA ignore_check_constraints = ON;" UPDATE("released = 1", 2), AS_STATE},
        {"released expires", UPDATE("expires = '2030-01-01'", 4), FINAL},
        {"active and never in use", UPDATE("state = 'active'", 1), USED},
        {"in use no more", UPDATE("used = 0", 20), USED},
        {"in use before it is active", UPDATE("used = 1", 1), USED},
        {"in use twice", UPDATE("used = 2", 2), USED},
        {"everything at once", "UPDATE mailbox SET state = 'active', used = 1, " CHANGE,
         TRANSITION},
        /* A change says when, who, why and in which transaction. */
        {"no reason", "UPDATE mailbox SET state = 'active', used = 1 WHERE id = 1", REVISION},
        {"an old reason",
         "UPDATE mailbox SET state = 'active', used = 1, changed_why = 'x' WHERE id = 1", REVISION},
        {"a gap in the history",
         "UPDATE mailbox SET state = 'active', used = 1, revision = revision + 2, changed_by = "
         "'x', changed_why = 'x' WHERE id = 1",
         REVISION},
        {"a change that was not counted",
         "UPDATE mailbox SET expires = NULL, revision = revision + 1, change = change + 1 WHERE id "
         "= 2",
         NUMBER},
        {"a change of long ago",
         "UPDATE mailbox SET expires = NULL, revision = revision + 1, change = 0 WHERE id = 2",
         NUMBER},
        {"an empty reason", BECAUSE("activate", "", "state = 'active', used = 1", 1),
         "CHECK constraint"},
        {"a long reason",
         "UPDATE mailbox SET revision = revision + 1, change = (SELECT change FROM registry), "
         "changed_act = 'renew', changed_why = hex(zeroblob(101)) WHERE id = 2",
         "CHECK constraint"},
        {"an unknown act", BECAUSE("give", "x", "expires = NULL", 2), "CHECK constraint"},
        {"at no moment", UPDATE("changed_at = '2024-01-01'", 2), "CHECK constraint"},
        {"nobody",
         "UPDATE mailbox SET revision = revision + 1, change = (SELECT change FROM registry), "
         "changed_by = '' WHERE id = 2",
         "CHECK constraint"},
        /* Nothing is deleted or replaced. */
        {"delete", "DELETE FROM mailbox WHERE id = 1", "never deleted"},
        {"delete a released one", "DELETE FROM mailbox WHERE id = 4", "never deleted"},
        {"delete all", "DELETE FROM mailbox", "never deleted"},
        {"delete history", "DELETE FROM history", "never deleted"},
        {"delete a scheme", "DELETE FROM scheme", "never deleted"},
        {"change a scheme", "UPDATE scheme SET text = 'x'", "never changes"},
        {"a scheme without text", "INSERT INTO scheme (text) VALUES ('')", "CHECK constraint"},
        {"a scheme before the first", "INSERT INTO scheme (id, text) VALUES (-1, 'x')",
         "CHECK constraint"},
        {"replace a scheme", "INSERT OR REPLACE INTO scheme (id, text) VALUES (1, 'x')", REPLACES},
        {"replace a text", "INSERT OR REPLACE INTO scheme (text) SELECT text FROM scheme",
         REPLACES},
        {"replace nothing", INSTEAD "(1, 'reserved', 'x@ingpec.eu', NULL, " AN1, REPLACES},
        {"replace nothing by update", REPLACE("expires = '2030-01-01'", 2), REPLACES},
        {"something that is never", "INSERT INTO never VALUES (1)", "CHECK constraint"},
        {"nothing that is never", "INSERT INTO never VALUES (NULL)", "NOT NULL constraint"},
        {"replace by id",
         "INSERT OR REPLACE INTO mailbox (id, revision, state, address, used, notes, "
         "receipt, " VERSION ") VALUES (2, 1, 'active', 'x@ingpec.eu', 1, " BY_IMPORT,
         REPLACES},
        {"replace by address", INSTEAD "(1, 'reserved', 'luca.verdi@ingpec.eu', NULL, " AN1,
         REPLACES},
        {"replace by holder", INSTEAD "(1, 'reserved', 'x@ingpec.eu', " HOLDER(2) ", " AN1,
         REPLACES},
        {"replace by entry", INSTEAD "(1, 'reserved', 'x@ingpec.eu', NULL, " ON("MC", "1"),
         REPLACES},
        {"replace by entry of an active one",
         INSTEAD "(1, 'reserved', 'x@ingpec.eu', NULL, " ON("MC", "2"), REPLACES},
        {"replace by update", REPLACE("number = 2" KEEP("number"), 1), REPLACES},
        {"replace a holder by update", REPLACE("holder = " HOLDER(2), 5), REPLACES},
        {"replace a holder by relink",
         "UPDATE OR REPLACE mailbox SET holder = " HOLDER(1) ", " CHANGE_BY("relink",
                                                                            "x") " WHERE id = 2",
         REPLACES},
        {"replace by return", REPLACE("left_on = NULL", 7), REPLACES},
        {"replace by return from retirement", REPLACE("state = 'reserved'", 10), REPLACES},
        {"replace by a change that breaks a rule", REPLACE("holder = " OTHER, 2), REPLACES},
        {"upsert",
         NEW "(1, 'reserved', 'luca.verdi@ingpec.eu', NULL, " AN1
             " ON CONFLICT DO UPDATE SET holder = NULL",
         REPLACES},
        /* One live mailbox for each address, holder and entry. */
        {"address twice", NEW "(1, 'reserved', 'anna.neri@ingpec.eu', NULL, " AN1, ON_RECORD},
        {"address of a retired one", NEW "(1, 'reserved', 'zoe.alba@ingpec.eu', NULL, " AN1,
         ON_RECORD},
        {"address of one that is blocked", NEW "(1, 'reserved', 'pec@ingpec.eu', NULL, " AN1,
         ON_RECORD},
        {"address of one that is forgotten", NEW "(1, 'reserved', 'zz@ingpec.eu', NULL, " AN1,
         ON_RECORD},
        {"holder twice", NEW "(1, 'reserved', 'x@ingpec.eu', " HOLDER(1) ", " AN1, ON_RECORD},
        {"holder of a retired one", NEW "(1, 'reserved', 'x@ingpec.eu', " HOLDER(3) ", " AN1,
         ON_RECORD},
        {"holder who left", NEW "(1, 'reserved', 'x@ingpec.eu', " HOLDER(7) ", " AN1, ON_RECORD},
        {"entry twice", NEW "(1, 'reserved', 'x@ingpec.eu', NULL, " ON("MC", "5"), ON_RECORD},
        {"entry of an active one", NEW "(1, 'reserved', 'x@ingpec.eu', NULL, " ON("MC", "2"),
         ON_RECORD},
        {"entry of an imported one",
         BRING "(1, 'active', 'x@ingpec.eu', NULL, 'MC', 'A', 7, NULL, 1, " BY_IMPORT, ON_RECORD},
        /* A mailbox begins whole, as reserved, or as it was when it was imported. */
        {"born released", WITH("released", "1", "reserved", "0", "imported", "import"), AS_STATE},
        {"born active", NEW "(1, 'active', 'x@ingpec.eu', NULL, " AN1, BEGINS},
        {"born retired", NEW "(1, 'retired', 'x@ingpec.eu', NULL, " AN1, BEGINS},
        {"born released",
         BRING "(1, 'released', 'x@ingpec.eu', NULL, 'AN', 'A', 1, NULL, 1, " BY_IMPORT, BEGINS},
        {"born blocked and active", WITH("holder", "NULL", "active", "1", "blocked", "block"),
         BEGINS},
        {"born old", NEW "(2, 'reserved', 'x@ingpec.eu', NULL, " AN1, BEGINS},
        {"born used",
         NEW "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 1, 1, 1, 0, " RECEIVED,
         BORN_USED},
        {"born active and never in use",
         WITH("holder", "NULL", "active", "0", "imported", "import"), BORN_USED},
        {"born blocked and in use", WITH("holder", "NULL", "reserved", "1", "blocked", "block"),
         BORN_USED},
        {"born reserved and left",
         BRING "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, '2024-01-31', 0, " BY_IMPORT,
         LEAVES},
        {"born to expire on what is no date", IMPORT_WITH("expires", "'zz'"), "CHECK constraint"},
        {"born left on what is no date", IMPORT_WITH("left_on", "'zz'"), "CHECK constraint"},
        {"born blocked with holder", BLOCK_WITH("holder", "" OTHER ""), BLOCKED},
        {"born blocked with province", BLOCK_WITH("province", "'MC'"), BLOCKED},
        {"born blocked with section", BLOCK_WITH("section", "'A'"), BLOCKED},
        {"born blocked with number", BLOCK_WITH("number", "1"), BLOCKED},
        {"born blocked with given", BLOCK_WITH("given", "'X'"), BLOCKED},
        {"born blocked with surname", BLOCK_WITH("surname", "'X'"), BLOCKED},
        {"born blocked with expires", BLOCK_WITH("expires", "'2030-01-01'"), BLOCKED},
        {"born blocked with letters", BLOCK_WITH("given_letters", "'x'"), BLOCKED},
        {"born blocked with letters of a surname", BLOCK_WITH("surname_letters", "'x'"), BLOCKED},
        {"issued by import", ISSUE("", "", CHANGED ", 'import', ''"), BEGINS_WITH_ACT},
        {"issued by claim", ISSUE("", "", CHANGED ", 'claim', ''"), BEGINS_WITH_ACT},
        {"changed to from nothing", ISSUE("", "", CHANGED ", 'change', 'x'"), BEGINS_WITH_ACT},
        {"issued instead of another", ISSUE("instead_of, ", "4, ", CHANGED ", 'issue', ''"),
         BEGINS_WITH_ACT},
        {"imported by issue", WITH("holder", "NULL", "active", "1", "imported", "issue"),
         BEGINS_WITH_ACT},
        {"imported by block", WITH("holder", "NULL", "active", "1", "imported", "block"),
         BEGINS_WITH_ACT},
        {"blocked by import", WITH("holder", "NULL", "reserved", "0", "blocked", "import"),
         BEGINS_WITH_ACT},
        {"born before the first", IMPORT_WITH("id", "-1"), "CHECK constraint"},
        {"another province when issued",
         ISSUE("issued_province, ", "'AN', ", CHANGED ", 'issue', ''"), KEPT},
        {"province when imported", IMPORT_WITH("issued_province", "'AN'"), KEPT},
        {"another section when issued", ISSUE("issued_section, ", "'A', ", CHANGED ", 'issue', ''"),
         KEPT},
        {"section when imported", IMPORT_WITH("issued_section", "'A'"), KEPT},
        {"another number when issued", ISSUE("issued_number, ", "1, ", CHANGED ", 'issue', ''"),
         KEPT},
        {"number when imported", IMPORT_WITH("issued_number", "1"), KEPT},
        {"another given when issued", ISSUE("issued_given, ", "'X', ", CHANGED ", 'issue', ''"),
         KEPT},
        {"given when imported", IMPORT_WITH("issued_given", "'X'"), KEPT},
        {"another surname when issued", ISSUE("issued_surname, ", "'Y', ", CHANGED ", 'issue', ''"),
         KEPT},
        {"surname when imported", IMPORT_WITH("issued_surname", "'Y'"), KEPT},
        {"born without a number", ISSUE("", "", "0, '2024-01-01T00:00:00.000Z', 'x', 'issue', ''"),
         NUMBER},
        {"born with the next number",
         ISSUE("", "",
               "(SELECT change + 1 FROM registry), '2024-01-01T00:00:00.000Z', 'x', 'issue', ''"),
         NUMBER},
        {"born of no scheme",
         NEW "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 0, 99, 1, 0, " RECEIVED,
         "scheme is not on record"},
        {"instead of nothing", HEIR("99", "x@ingpec.eu", HOLDER(4), "MC", "A", "4"), INSTEAD_OF},
        {"instead of one that was not given back", HEIR("6", "x@ingpec.eu", "NULL", "MC", "A", "6"),
         INSTEAD_OF},
        {"instead of one in another domain", HEIR("4", "x@pec.it", HOLDER(4), "MC", "A", "4"),
         INSTEAD_OF},
        {"instead of another's", HEIR("4", "x@ingpec.eu", OTHER, "MC", "A", "4"), INSTEAD_OF},
        {"instead of one with a codice fiscale", HEIR("4", "x@ingpec.eu", "NULL", "MC", "A", "4"),
         INSTEAD_OF},
        {"instead of one of another province", HEIR("4", "x@ingpec.eu", HOLDER(4), "AN", "A", "4"),
         INSTEAD_OF},
        {"instead of one of another section", HEIR("4", "x@ingpec.eu", HOLDER(4), "MC", "B", "4"),
         INSTEAD_OF},
        {"instead of one of another number", HEIR("4", "x@ingpec.eu", HOLDER(4), "MC", "A", "44"),
         INSTEAD_OF},
        {"table version 0",
         NEW "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 0, 1, 0, 0, 0, "
             "'claimed', " CHANGED ", 'issue', '')",
         "CHECK constraint"},
        {"level -1",
         NEW "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 0, 1, 1, -1, 0, "
             "'claimed', " CHANGED ", 'issue', '')",
         "CHECK constraint"},
        {"notes -1",
         NEW "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 0, 1, 1, 0, -1, "
             "'claimed', " CHANGED ", 'issue', '')",
         "CHECK constraint"},
        {"notes beyond 32 bits",
         NEW "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 0, 1, 1, 0, 4294967296, "
             "'claimed', " CHANGED ", 'issue', '')",
         "CHECK constraint"},
        {"no receipt",
         NEW
         "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 0, 1, 1, 0, 0, '', " CHANGED
         ", 'issue', '')",
         "CHECK constraint"},
        {"issued without scheme",
         NEW "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 0, NULL, 1, 0, 0, "
             "'claimed', " CHANGED ", 'issue', '')",
         "CHECK constraint"},
        {"issued without tables",
         NEW "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 0, 1, NULL, 0, 0, "
             "'claimed', " CHANGED ", 'issue', '')",
         "CHECK constraint"},
        {"issued without level",
         NEW "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', 'Y', 0, 1, 1, NULL, 0, "
             "'claimed', " CHANGED ", 'issue', '')",
         "CHECK constraint"},
        {"issued without province",
         NEW "(1, 'reserved', 'x@ingpec.eu', NULL, NULL, 'A', 1, 'X', 'Y', 0, 1, 1, 0, " RECEIVED,
         "CHECK constraint"},
        {"issued without section",
         NEW "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', NULL, 1, 'X', 'Y', 0, 1, 1, 0, " RECEIVED,
         "CHECK constraint"},
        {"issued without number",
         NEW
         "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', NULL, 'X', 'Y', 0, 1, 1, 0, " RECEIVED,
         "CHECK constraint"},
        {"issued without given name",
         NEW "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, NULL, 'Y', 0, 1, 1, 0, " RECEIVED,
         "CHECK constraint"},
        {"issued without surname",
         NEW "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'X', NULL, 0, 1, 1, 0, " RECEIVED,
         "CHECK constraint"},
        {"upper case", NEW "(1, 'reserved', 'X@ingpec.eu', NULL, " AN1, "CHECK constraint"},
        {"upper case in the domain", NEW "(1, 'reserved', 'x@ingpec.eU', NULL, " AN1,
         "CHECK constraint"},
        {"no address", NEW "(1, 'reserved', 'x', NULL, " AN1, "CHECK constraint"},
        {"no local part", NEW "(1, 'reserved', '@ingpec.eu', NULL, " AN1, "CHECK constraint"},
        {"no domain", NEW "(1, 'reserved', 'x@', NULL, " AN1, "CHECK constraint"},
        {"two @", NEW "(1, 'reserved', 'x@y@z', NULL, " AN1, "CHECK constraint"},
        {"not ASCII", NEW "(1, 'reserved', 'è@y.it', NULL, " AN1, "CHECK constraint"},
        {"a space", NEW "(1, 'reserved', 'x y@ingpec.eu', NULL, " AN1, "CHECK constraint"},
        {"a long address",
         NEW "(1, 'reserved', 'x@' || replace(hex(zeroblob(127)), '00', 'xx'), NULL, " AN1,
         "CHECK constraint"},
        {"no text", NEW "(1, 'reserved', x'40', NULL, " AN1, "BLOB value"},
        /* History is written by the triggers alone. */
        {"history changed", "UPDATE history SET why = 'x' WHERE mailbox = 2", HISTORY},
        {"history erased", "UPDATE history SET holder = NULL, given = NULL WHERE mailbox = 2",
         HISTORY},
        {"history of a retired one erased",
         "UPDATE history SET holder = NULL, province = NULL, section = NULL, number = NULL, given "
         "= NULL, surname = NULL WHERE mailbox = 3",
         HISTORY},
        {"history of a forgotten one: state",
         "UPDATE history SET state = 'active' WHERE mailbox = 25", HISTORY},
        {"history of a forgotten one: change", "UPDATE history SET change = 0 WHERE mailbox = 25",
         HISTORY},
        {"history of a forgotten one: at", "UPDATE history SET at = 'x' WHERE mailbox = 25",
         HISTORY},
        {"history of a forgotten one: author", "UPDATE history SET author = 'x' WHERE mailbox = 25",
         HISTORY},
        {"history of a forgotten one: act", "UPDATE history SET act = 'x' WHERE mailbox = 25",
         HISTORY},
        {"history of a forgotten one: why", "UPDATE history SET why = 'x' WHERE mailbox = 25",
         HISTORY},
        {"history of a forgotten one: revision",
         "UPDATE history SET revision = 9 WHERE mailbox = 25", HISTORY},
        {"history of a forgotten one: mailbox", "UPDATE history SET mailbox = 1 WHERE mailbox = 25",
         HISTORY},
        {"history of a forgotten one: expires",
         "UPDATE history SET expires = '2030-01-01' WHERE mailbox = 25", HISTORY},
        {"history of a forgotten one: left_on",
         "UPDATE history SET left_on = '2030-01-01' WHERE mailbox = 25", HISTORY},
        {"history of a forgotten one: holder", "UPDATE history SET holder = 'x' WHERE mailbox = 25",
         HISTORY},
        {"history of a forgotten one: province",
         "UPDATE history SET province = 'x' WHERE mailbox = 25", HISTORY},
        {"history of a forgotten one: section",
         "UPDATE history SET section = 'x' WHERE mailbox = 25", HISTORY},
        {"history of a forgotten one: number", "UPDATE history SET number = 1 WHERE mailbox = 25",
         HISTORY},
        {"history of a forgotten one: given", "UPDATE history SET given = 'x' WHERE mailbox = 25",
         HISTORY},
        {"history of a forgotten one: surname",
         "UPDATE history SET surname = 'x' WHERE mailbox = 25", HISTORY},
        {"history forged",
         "INSERT INTO history (mailbox, revision, state, change, at, author, act, why) "
         "VALUES (1, 1, 'active', 1, 'x', 'x', 'claim', '')",
         TRUE_ONCE},
        {"history of what comes",
         "INSERT INTO history (mailbox, revision, state, change, at, author, act, why) "
         "VALUES (1, 2, 'active', 1, 'x', 'x', 'claim', '')",
         TRUE_ONCE},
        {"history of what came before",
         "INSERT INTO history (mailbox, revision, state, change, at, author, act, why) "
         "VALUES (1, 0, 'active', 1, 'x', 'x', 'claim', '')",
         "CHECK constraint"},
        {"history of what was, again",
         "INSERT INTO history (mailbox, revision, state, change, at, author, act, why) "
         "VALUES (2, 1, 'active', 1, 'x', 'x', 'claim', '')",
         "UNIQUE constraint"},
        {"history of nothing",
         "INSERT INTO history (mailbox, revision, state, change, at, author, act, why) "
         "VALUES (99, 1, 'active', 1, 'x', 'x', 'claim', '')",
         TRUE_ONCE},
        {"history replaced",
         "INSERT OR REPLACE INTO history (mailbox, revision, state, change, at, author, act, why) "
         "SELECT mailbox, revision, state, change, at, author, act, why FROM history WHERE mailbox "
         "= 2",
         REPLACES},
        {"history deleted and gone on",
         "UPDATE OR REPLACE history SET revision = 2 WHERE mailbox = 25 AND revision = 1", HISTORY},
        /* There is one registry, which goes on. */
        {"two registries",
         "INSERT INTO registry SELECT 2, id, epoch, change, provinces FROM registry",
         "one registry"},
        {"another registry",
         "INSERT OR REPLACE INTO registry SELECT 1, lower(hex(randomblob(16))), 1, 0, ''",
         "one registry"},
        {"no registry", "DELETE FROM registry", "registry is never deleted"},
        {"another id", "UPDATE registry SET id = lower(hex(randomblob(16)))", GOES_ON},
        {"back in time", "UPDATE registry SET change = change - 1", GOES_ON},
        {"an epoch before", "UPDATE registry SET epoch = epoch - 1", GOES_ON},
        {"provinces of one in use", "UPDATE registry SET provinces = 'MC'", GOES_ON},
        {"another number", "UPDATE registry SET one = 2", GOES_ON},
        /* Each change is told once. */
        {"told from the second on",
         "INSERT INTO told (domain, province, range_number, change_from, change_to, by) VALUES "
         "('ingpec.eu', 'AN', 1, 2, 3, 'x')",
         TOLD},
        {"told as the second",
         "INSERT INTO told (domain, province, range_number, change_from, change_to, by) VALUES "
         "('ingpec.eu', 'AN', 2, 1, 2, 'x')",
         TOLD},
        {"told of what comes",
         "INSERT INTO told (domain, province, range_number, change_from, change_to, by) VALUES "
         "('ingpec.eu', 'AN', 1, 1, (SELECT change FROM registry), 'x')",
         TOLD},
        {"told again",
         "INSERT INTO told (domain, province, range_number, change_from, change_to, by) VALUES "
         "('ingpec.eu', 'MC', 1, 1, 2, 'x')",
         TOLD},
        {"told with a gap",
         "INSERT INTO told (domain, province, range_number, change_from, change_to, by) VALUES "
         "('ingpec.eu', 'MC', 2, 4, 5, 'x')",
         TOLD},
        {"told twice",
         "INSERT INTO told (domain, province, range_number, change_from, change_to, by) VALUES "
         "('ingpec.eu', 'MC', 2, 2, 4, 'x')",
         TOLD},
        {"told of nothing",
         "INSERT INTO told (domain, province, range_number, change_from, change_to, by) VALUES "
         "('ingpec.eu', 'MC', 2, 3, 2, 'x')",
         "CHECK constraint"},
        {"told to nobody", "INSERT INTO told VALUES ('ingpec.eu', 'AN', 1, 1, 2, '2024-01-01', '')",
         "CHECK constraint"},
        {"told of no domain",
         "INSERT INTO told (domain, province, range_number, change_from, change_to, by) VALUES "
         "('', '', 1, 1, 2, 'x')",
         "CHECK constraint"},
        {"told of no province",
         "INSERT INTO told (domain, province, range_number, change_from, change_to, by) VALUES "
         "('ingpec.eu', 'x', 1, 1, 2, 'x')",
         "CHECK constraint"},
        {"told before the first",
         "INSERT INTO told (domain, province, range_number, change_from, change_to, by) VALUES "
         "('ingpec.eu', 'AN', 0, 1, 2, 'x')",
         TOLD},
        {"replace what was told",
         "INSERT OR REPLACE INTO told VALUES ('ingpec.eu', 'MC', 1, 1, 1, '2024-01-01', 'x')",
         TOLD},
        {"change what was told", "UPDATE told SET change_to = 1", "stays told"},
        {"delete what was told", "DELETE FROM told", "stays told"},
    };
    static char messages[N_OF(cases)][256];
    const char *said[N_OF(cases)];
    struct folder folder;
    size_t size, now_size;
    unsigned char *before, *now;

    make_each_kind(&folder);
    before = read_file(folder.file, &size);
    for (size_t i = 0; i < N_OF(cases); i++) {
        said[i] = messages[i];
        ck_assert_msg(!run_sql(folder.file, cases[i].sql, messages[i]), "%s was done",
                      cases[i].what);
        ck_assert_msg(strstr(messages[i], cases[i].rule) != NULL, "%s: %s", cases[i].what,
                      messages[i]);
    }
    now = read_file(folder.file, &now_size);
    ck_assert(size == now_size && memcmp(before, now, size) == 0);
    assert_each_rule_is_tried(said, N_OF(cases));
    free(before);
    free(now);
    remove_folder(&folder);
}
END_TEST

START_TEST(the_database_allows_what_the_rules_allow)
{
    /* Done one after the other; `kept`: what history keeps of holder, entry and name before. */
    static const struct {
        const char *what;
        const char *sql;
        const char *kept;
    } cases[] = {
        {"another scheme", "INSERT INTO scheme (text) VALUES ('x')", ""},
        {"expiry of a retired one where another stands", UPDATE("expires = '2030-01-01'", 10), ""},
        {"renewal", UPDATE("expires = '2030-02-28'", 2), ""},
        {"leaving", UPDATE("left_on = '2024-02-29'", 2), ""},
        {"another day of leaving", UPDATE("left_on = '2024-03-01'", 2), ""},
        {"renewal of one that left", UPDATE("expires = '2031-02-28'", 7), ""},
        {"return to the entry", UPDATE("left_on = NULL", 2), ""},
        {"transfer", UPDATE("province = 'AN', section = 'B', number = 9" KEEP_ENTRY, 2), "MC A 2"},
        {"transfer to another province", UPDATE("province = 'AP'", 2), "AN B 9"},
        {"transfer to another section", UPDATE("section = 'A'", 2), "AP B 9"},
        {"transfer to another number", UPDATE("number = 10", 2), "AP A 9"},
        {"transfer and renewal", UPDATE("number = 11, expires = '2032-01-01'", 2), "AP A 10"},
        {"transfer to the entry of a retired one", UPDATE("number = 6, province = 'MC'", 2),
         "AP A 11"},
        {"transfer of a reserved one to the entry of one that left and was retired",
         UPDATE("number = 10" KEEP("number"), 1), "MC A 1"},
        {"relink of a reserved one", BECAUSE("relink", "x", "holder = " OTHER, 1),
         "NRENNA00A01Z001D"},
        {"relink of an active one", BECAUSE("relink", "y", "holder = '00000000018'", 2),
         "VRDLCU00A01Z002Z"},
        {"relink of one that left", BECAUSE("relink", "z", "holder = '00000000034'", 7),
         "CNTPIA00A01Z008J"},
        {"return with a transfer", UPDATE("left_on = NULL, number = 88" KEEP("number"), 7),
         "MC A 8"},
        {"retirement of one that left, where another stands",
         UPDATE("left_on = '2024-04-01'", 7) ";" UPDATE("state = 'retired'", 7), ""},
        {"retired to reserved with a transfer",
         UPDATE("state = 'reserved', number = 89" KEEP("number"), 10), "MC A 11"},
        {"retired to reserved", UPDATE("state = 'reserved'", 3), ""},
        {"and back", UPDATE("state = 'active'", 3) ";" UPDATE("state = 'retired'", 3), ""},
        {"retired to reserved and left no more",
         UPDATE("state = 'reserved', left_on = NULL, number = 90" KEEP("number"), 9), "MC A 10"},
        {"reserved to active and expiry",
         UPDATE("state = 'active', used = 1, expires = '2030-01-01'", 1), ""},
        {"active to retired", UPDATE("state = 'retired'", 2), ""},
        {"relink of a retired one", RELINK("holder = '00000000026'", 3), "LBAZOE00A01Z003D"},
        {"and it comes back", UPDATE("state = 'reserved'", 3), ""},
        {"relink of a retired one whose codice fiscale was not known",
         RELINK("holder = '00000000042'", 6), ""},
        {"correction of an active one", CORRECT("given = 'Lea'" KEEP("given"), 7), "Pia Conti"},
        {"correction of a retired one", CORRECT("surname = 'Sala'" KEEP("surname"), 6),
         "Eva Longo"},
        {"correction of a reserved one, with its letters",
         CORRECT("given = 'Lia', given_letters = 'lia'" KEEP("given"), 8), "Leo Conti"},
        {"correction back", CORRECT("given = 'Leo', given_letters = 'leo'", 8), "Lia Conti"},
        {"correction of what was not known", CORRECT("given = 'X'", 17), "Y"},
        {"a move back", UPDATE("number = 96", 24), "MC A 98"},
        {"forgetting one that was issued and moved",
         UPDATE("state = 'active'", 9) ";" UPDATE("state = 'retired'", 9) ";" FORGET(NOTHING_KNOWN,
                                                                                     9),
         ""},
        {"forgetting one, then what was given up for it",
         UPDATE("state = 'active', used = 1", 27) ";" UPDATE("state = 'retired'", 27) ";" FORGET(
             NOTHING_KNOWN, 27) ";" FORGET(NOTHING_KNOWN, 26),
         ""},
        {"codice fiscale of a released one", UPDATE("holder = " HOLDER(4), 5), ""},
        {"codice fiscale with another reason", BECAUSE("renew", "x", "holder = '00000000059'", 8),
         ""},
        {"codice fiscale that comes by relink",
         BECAUSE("relink", "x", "holder = '00000000067'", 11), ""},
        {"section that was unknown, then number",
         UPDATE("section = 'A'", 13) ";" UPDATE("number = 19", 13), "MC A"},
        {"number that was unknown", UPDATE("number = 21", 21), "MC"},
        {"then section", UPDATE("section = 'A'", 21), "MC 21"},
        {"number that was unknown, then province",
         UPDATE("number = 22", 22) ";" UPDATE("province = 'MC'", 22), "A 22"},
        {"codice fiscale of an active one", UPDATE("holder = '00000000083'", 21), ""},
        {"what is unknown of a name", UPDATE("given = 'X', surname = 'Y'", 12), ""},
        {"reserved to released", UPDATE("state = 'released', released = 1", 5), ""},
        {"address and entry of a released one",
         NEW "(1, 'reserved', 'ugo.riva@ingpec.eu', NULL, " ON("MC", "4"), ""},
        {"instead of a released one", HEIR("5", "y@ingpec.eu", HOLDER(5), "MC", "A", "5"), ""},
        {"entry of one that left",
         BRING "(1, 'active', 'z@ingpec.eu', NULL, 'TO', 'A', 1, '2024-01-31', 1, " BY_IMPORT
               ";" NEW "(1, 'reserved', 'w@ingpec.eu', NULL, " ON("TO", "1"),
         ""},
        {"one that left the entry where another stands",
         BRING "(1, 'active', 'v@ingpec.eu', NULL, 'TO', 'A', 1, '2024-01-31', 1, " BY_IMPORT "",
         ""},
        {"imported and only reserved",
         BRING "(1, 'reserved', 'u@ingpec.eu', NULL, NULL, NULL, NULL, NULL, 1, " BY_IMPORT "", ""},
        {"holder and entry in another domain",
         NEW "(1, 'reserved', 'a@third.it', " HOLDER(2) ", " ON("MC", "8"), ""},
        {"number in another province", NEW "(1, 'reserved', 'b@ingpec.eu', NULL, " ON("RM", "8"),
         ""},
        {"number in another section",
         NEW "(1, 'reserved', 'c@ingpec.eu', NULL, 'MC', 'B', 8, " CLAIMED, ""},
        {"transfer to a number that stands in another section",
         UPDATE("section = 'B', number = 11" KEEP("section"), 1), "MC A 10"},
        {"transfer to an entry that stands in another domain",
         UPDATE("section = 'A', number = 1", 1), "MC B 11"},
        {"another that left",
         BRING "(1, 'active', 's@ingpec.eu', NULL, 'TO', 'A', 2, '2024-01-31', 1, " BY_IMPORT, ""},
        {"transfer to the entry of one that left",
         UPDATE("province = 'TO', number = 2" KEEP("province"), 1), "MC A 1"},
    };
    struct folder folder;
    char kept[256];

    make_each_kind(&folder);
    for (size_t i = 0; i < N_OF(cases); i++) {
        static const char versions[] = "SELECT sum(revision - 1) FROM mailbox";
        static const char archived[] = "SELECT count(*) FROM history";

        do_sql(folder.file, "UPDATE registry SET change = change + 1");
        ck_assert_msg(run_sql(folder.file, cases[i].sql, kept), "%s: %s", cases[i].what, kept);
        ck_assert_msg(count_sql(folder.file, archived) == count_sql(folder.file, versions), "%s",
                      cases[i].what);
        ck_assert(run_sql(folder.file,
                          "SELECT trim(coalesce(old_holder, '') || coalesce(' ' || old_province, "
                          "'') || coalesce(' ' || old_section, '') || coalesce(' ' || old_number, "
                          "'') || coalesce(' ' || old_given, '') || coalesce(' ' || old_surname, "
                          "'')) FROM (SELECT * FROM event ORDER BY change, mailbox, revision)",
                          kept));
        ck_assert_msg(strcmp(kept, cases[i].kept) == 0, "%s: history keeps %s", cases[i].what,
                      kept);
    }
    assert_whole(folder.file);
    remove_folder(&folder);
}
END_TEST

/* A migration. */

START_TEST(an_older_registry_is_brought_up_to_date_with_nothing_lost)
{
    static struct dumped before, now;
    struct pecaddr_registry *registry;
    struct folder older, new;
    char text[256], sql[1024];

    make_folder(&older);
    make_older_registry(&older);
    invented_schema = SCHEMA_PRESENT;
    registry = open_uri(older.uri);
    dump_registry(registry, &before);
    pecaddr_registry_close(registry);

    invented_schema = SCHEMA_INVENTED;
    init(&older);
    ck_assert_int_eq(count_sql(older.file, "PRAGMA user_version"), SCHEMA_INVENTED);
    registry = open_uri(older.uri);
    dump_registry(registry, &now);
    ck_assert_str_eq(now.text, before.text);
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_HELD);
    pecaddr_registry_close(registry);
    assert_whole(older.file);
    ck_assert_int_eq(count_sql(older.file, "SELECT count(*) FROM invented"), 1);
    /* Once is enough. */
    init(&older);
    ck_assert_int_eq(count_sql(older.file, "SELECT count(*) FROM invented"), 1);

    /* All rules are those of a new one, by the same words. */
    make_folder(&new);
    init(&new);
    snprintf(sql, sizeof sql,
             "ATTACH '%s' AS new; SELECT (SELECT count(*) FROM (SELECT type, name, tbl_name, sql "
             "FROM main.sqlite_schema EXCEPT SELECT type, name, tbl_name, sql FROM "
             "new.sqlite_schema)) || ' ' || (SELECT count(*) FROM (SELECT type, name, tbl_name, "
             "sql FROM new.sqlite_schema EXCEPT SELECT type, name, tbl_name, sql FROM "
             "main.sqlite_schema))",
             new.file);
    ck_assert(run_sql(older.file, sql, text));
    ck_assert_str_eq(text, "0 0");
    remove_folder(&older);
    remove_folder(&new);
    invented_schema = SCHEMA_PRESENT;
}
END_TEST

/* Files that are no registry. */

static int try_open(const char *uri, struct pecaddr_registry_error *error)
{
    struct pecaddr_registry *registry = NULL;
    int r;

    *error = (struct pecaddr_registry_error){.size = sizeof *error};
    r = pecaddr_registry_open(uri, &registry, error);
    pecaddr_registry_close(registry);
    ck_assert_int_eq(error->code, r);
    return r;
}

START_TEST(opening_never_makes_a_registry)
{
    struct pecaddr_registry_error error;
    struct folder folder;
    char hint[160], uri[128];

    make_folder(&folder);
    ck_assert_int_eq(try_open(folder.uri, &error), PECADDR_E_STORAGE);
    snprintf(hint, sizeof hint, "`pecaddr registry init --registry %s`", folder.uri);
    ck_assert_uint_gt(strlen(error.message), strlen(hint));
    ck_assert_str_eq(error.message + strlen(error.message) - strlen(hint), hint);
    ck_assert_int_ne(access(folder.file, F_OK), 0);
    snprintf(uri, sizeof uri, "sqlite:%s/none/registry", folder.path);
    ck_assert_int_eq(try_open(uri, &error), PECADDR_E_STORAGE);
    ck_assert_int_eq(pecaddr_registry_init(uri, &error), PECADDR_E_STORAGE);
    ck_assert_ptr_nonnull(strstr(error.message, "no such file or folder"));
    remove_folder(&folder);
}
END_TEST

START_TEST(a_registry_that_is_there_keeps_all_it_holds)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct stat file;

    ck_assert_int_eq(stat(folder.file, &file), 0);
    ck_assert_int_eq(file.st_mode & 0007, 0); /* personal data */
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    init(&folder);
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_HELD);
    pecaddr_registry_close(registry);
    init(&folder);
    registry = open_uri(folder.uri);
    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_HELD);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(an_older_registry_is_refused_with_how_to_bring_it_up_to_date)
{
    struct pecaddr_registry_error error;
    unsigned char *before, *now;
    size_t size, now_size;
    struct folder folder;
    char hint[256];

    make_folder(&folder);
    make_older_registry(&folder);
    before = read_file(folder.file, &size);
    ck_assert_int_eq(try_open(folder.uri, &error), PECADDR_E_STORAGE);
    snprintf(hint, sizeof hint,
             "older version; bring it up to date with `pecaddr registry init "
             "--registry %s`",
             folder.uri);
    ck_assert_msg(strstr(error.message, hint) != NULL, "%s", error.message);
    now = read_file(folder.file, &now_size);
    ck_assert(size == now_size && memcmp(before, now, size) == 0);
    free(before);
    free(now);
    init(&folder);
    ck_assert_int_eq(try_open(folder.uri, &error), PECADDR_OK);
    remove_folder(&folder);
    invented_schema = SCHEMA_PRESENT;
}
END_TEST

START_TEST(an_older_registry_whose_rules_were_changed_is_refused_untouched)
{
    static const char *const changes[] = {"DROP TRIGGER told_never_changed", /* would go anyway */
                                          "DROP TRIGGER history_is_true",
                                          "DROP INDEX mailbox_holder", "DROP VIEW event"};

    for (size_t i = 0; i < N_OF(changes); i++) {
        struct pecaddr_registry_error error = {.size = sizeof error};
        unsigned char *before, *now;
        size_t size, now_size;
        struct folder folder;

        make_folder(&folder);
        make_older_registry(&folder);
        do_sql(folder.file, changes[i]);
        before = read_file(folder.file, &size);
        ck_assert_int_eq(pecaddr_registry_init(folder.uri, &error), PECADDR_E_STORAGE);
        ck_assert_msg(strstr(error.message, "damaged") != NULL, "%s: %s", changes[i],
                      error.message);
        now = read_file(folder.file, &now_size);
        ck_assert_msg(size == now_size && memcmp(before, now, size) == 0, "%s", changes[i]);
        free(before);
        free(now);
        remove_folder(&folder);
    }
    invented_schema = SCHEMA_PRESENT;
}
END_TEST

START_TEST(an_empty_file_is_no_registry_but_may_become_one)
{
    struct pecaddr_registry_error error;
    struct folder folder;

    make_folder(&folder);
    write_file(folder.file, "", 0);
    ck_assert_int_eq(try_open(folder.uri, &error), PECADDR_E_STORAGE);
    ck_assert_ptr_nonnull(strstr(error.message, "pecaddr registry init"));
    init(&folder);
    ck_assert_int_eq(try_open(folder.uri, &error), PECADDR_OK);
    remove_folder(&folder);
}
END_TEST

/* Makes a file of each kind that is no registry, or not one that can be used. */

static void be_text(const struct folder *folder)
{
    write_file(folder->file, "PEC;Nome;Cognome\n", 17);
}

static void be_long_text(const struct folder *folder)
{
    char text[20000];

    memset(text, 'x', sizeof text);
    write_file(folder->file, text, sizeof text);
}

static void be_folder(const struct folder *folder)
{
    ck_assert_int_eq(mkdir(folder->file, 0700), 0);
}

static void be_pipe(const struct folder *folder)
{
    ck_assert_int_eq(mkfifo(folder->file, 0600), 0);
}

static void be_foreign(const struct folder *folder)
{
    write_file(folder->file, "", 0);
    do_sql(folder->file, "CREATE TABLE mailbox (x)");
}

static void be_foreign_by_id(const struct folder *folder)
{
    write_file(folder->file, "", 0);
    do_sql(folder->file, "PRAGMA application_id = 1");
}

static void be_newer(const struct folder *folder)
{
    init(folder);
    do_sql(folder->file, "PRAGMA user_version = 2");
}

static void be_without_version(const struct folder *folder)
{
    init(folder);
    do_sql(folder->file, "PRAGMA user_version = 0");
}

static void be_without_tables(const struct folder *folder)
{
    write_file(folder->file, "", 0);
    do_sql(folder->file, "PRAGMA application_id = 1346716481; PRAGMA user_version = 1");
}

static void be_without_trigger(const struct folder *folder)
{
    init(folder);
    do_sql(folder->file, "DROP TRIGGER mailbox_never_deleted");
}

/* As it is written, but for its end: what was released would keep its holder from another mailbox. */
static void be_with_a_wider_index(const struct folder *folder)
{
    init(folder);
    do_sql(folder->file, "DROP INDEX mailbox_holder; "
                         "CREATE UNIQUE INDEX mailbox_holder ON mailbox (holder, domain)");
}

static void be_truncated(const struct folder *folder)
{
    init(folder);
    ck_assert_int_eq(truncate(folder->file, 8192), 0);
}

static void be_truncated_in_a_page(const struct folder *folder)
{
    init(folder);
    ck_assert_int_eq(truncate(folder->file, 1000), 0);
}

static void be_garbled(const struct folder *folder)
{
    size_t size;
    unsigned char *bytes;

    init(folder);
    bytes = read_file(folder->file, &size);
    memset(bytes + 100, 0x55, 3000);
    write_file(folder->file, bytes, size);
    free(bytes);
}

START_TEST(what_is_no_registry_is_refused_untouched_with_what_is_wrong)
{
    static const struct {
        const char *what;
        void (*make)(const struct folder *folder);
        const char *sentence;
    } cases[] = {
        {"a text", be_text, "no registry"},
        {"a long text", be_long_text, "no registry"},
        {"a folder", be_folder, "folder"},
        {"a named pipe", be_pipe, "device"},
        {"another program's database", be_foreign, "another program"},
        {"another program's empty database", be_foreign_by_id, "another program"},
        {"a newer registry", be_newer, "newer version"},
        {"a registry without version", be_without_version, "damaged"},
        {"a registry without tables", be_without_tables, "damaged"},
        {"a registry without one of its triggers", be_without_trigger, "damaged"},
        {"a registry with a wider index", be_with_a_wider_index,
         "trigger mailbox_holder was changed"},
        {"a truncated registry", be_truncated, "damaged"},
        {"a registry cut in its first page", be_truncated_in_a_page, "damaged"},
        {"a garbled registry", be_garbled, "damaged"},
    };

    for (size_t i = 0; i < N_OF(cases); i++) {
        struct pecaddr_registry_error error;
        unsigned char *before = NULL, *now;
        size_t size = 0, now_size;
        struct folder folder;
        struct stat file;
        bool regular;

        make_folder(&folder);
        cases[i].make(&folder);
        ck_assert_int_eq(stat(folder.file, &file), 0);
        regular = S_ISREG(file.st_mode);
        if (regular)
            before = read_file(folder.file, &size);
        ck_assert_msg(try_open(folder.uri, &error) == PECADDR_E_STORAGE, "%s", cases[i].what);
        ck_assert_msg(strstr(error.message, cases[i].sentence) != NULL &&
                          strstr(error.message, folder.file) != NULL,
                      "%s: %s", cases[i].what, error.message);
        error.message[0] = '\0';
        ck_assert_msg(pecaddr_registry_init(folder.uri, &error) == PECADDR_E_STORAGE, "%s",
                      cases[i].what);
        if (regular) {
            now = read_file(folder.file, &now_size);
            ck_assert_msg(size == now_size && memcmp(before, now, size) == 0, "%s", cases[i].what);
            free(now);
        }
        free(before);
        if (S_ISDIR(file.st_mode))
            ck_assert_int_eq(rmdir(folder.file), 0);
        remove_folder(&folder);
    }
}
END_TEST

START_TEST(damage_that_is_met_later_is_an_error_and_no_answer)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    unsigned char *bytes;
    struct question question;
    struct pecaddr_query *const queries[] = {&question.query};
    size_t size, page;
    char root[256];

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    ck_assert(run_sql(folder.file,
                      "SELECT rootpage FROM sqlite_schema WHERE name = 'mailbox_entry'", root));
    page = (size_t)atoi(root);
    bytes = read_file(folder.file, &size);
    memset(bytes + (page - 1) * 4096, 0x55, 4096);
    write_file(folder.file, bytes, size);
    free(bytes);
    registry = open_uri(folder.uri);
    make_question(&question, &mario, 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), PECADDR_E_STORAGE);
    ck_assert_int_eq(question.query.answer, PECADDR_UNANSWERED);
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "backup"));
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_path_is_never_an_option_of_the_storage_engine)
{
    static const char names[][16] = {"file:x", ":memory:", "a b%25c%3Fd", "x;y", "é"};
    static const char files[][16] = {"file:x", ":memory:", "a b%c?d", "x;y", "é"};
    char folder[64], before[4096], uri[128];

    snprintf(folder, sizeof folder, "%s/pecaddr-XXXXXX", parent_folder());
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_ptr_nonnull(getcwd(before, sizeof before));
    ck_assert_int_eq(chdir(folder), 0);
    for (size_t i = 0; i < N_OF(names); i++) {
        struct pecaddr_registry_error error = {.size = sizeof error};
        struct pecaddr_registry *registry;

        snprintf(uri, sizeof uri, "sqlite:%s", names[i]);
        ck_assert_int_eq(try_open(uri, &error), PECADDR_E_STORAGE);
        ck_assert_msg(pecaddr_registry_init(uri, &error) == PECADDR_OK, "%s", error.message);
        registry = open_uri(uri);
        ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
        pecaddr_registry_close(registry);
        registry = open_uri(uri);
        ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_HELD);
        pecaddr_registry_close(registry);
    }
    for (size_t i = 0; i < N_OF(names); i++) {
        char mark[96];

        snprintf(mark, sizeof mark, "%s-mark", files[i]);
        ck_assert_int_eq(unlink(files[i]), 0);
        ck_assert_int_eq(unlink(mark), 0);
    }
    ck_assert_int_eq(chdir(before), 0);
    ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

START_TEST(a_write_that_fails_is_an_error_and_no_claim_stands)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct question question;
    struct pecaddr_query *const queries[] = {&question.query};
    struct rlimit before, limit;
    void (*handler)(int);

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = (struct rlimit){4096, before.rlim_max};
    handler = signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    make_question(&question, &(struct who){"Anna", "Neri", "MC", 'A', 2, NULL}, 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), PECADDR_E_STORAGE);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, handler);
    ck_assert_int_eq(question.query.answer, PECADDR_UNANSWERED);
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "check the disk"));
    ck_assert_uint_eq(count_events(registry), 1);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), 0);
    ck_assert_int_eq(question.query.answer, PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

/* Whether an event is of the first change. */
static int is_of_first_change(void *user, const struct pecaddr_event *event)
{
    (void)user;
    ck_assert_uint_eq(event->change, 1);
    return 0;
}

START_TEST(a_batch_of_homonyms_is_one_change_or_none)
{
    static const struct who who[] = {{"Mario", "Rossi", "MC", 'A', 1, NULL},
                                     {"Mario", "Rossi", "MC", 'A', 2, NULL},
                                     {"Mario", "Rossi", "MC", 'A', 3, NULL}};
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct pecaddr_person persons[N_OF(who)];
    const struct pecaddr_person *pointers[N_OF(who)];
    struct pecaddr_assignment assignments[N_OF(who)], *outcomes[N_OF(who)];
    struct rlimit before, limit;
    void (*handler)(int);

    for (unsigned i = 0; i < N_OF(who); i++) {
        persons[i] = person_from(&who[i]);
        pointers[i] = &persons[i];
        assignments[i] = (struct pecaddr_assignment)PECADDR_ASSIGNMENT_INIT;
        outcomes[i] = &assignments[i];
    }
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = (struct rlimit){4096, before.rlim_max};
    handler = signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    ck_assert_int_eq(pecaddr_registry_assign_batch(registry, pecaddr_scheme_ingpec(), pointers,
                                                   N_OF(who), outcomes, NULL, NULL),
                     PECADDR_E_STORAGE);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, handler);
    for (unsigned i = 0; i < N_OF(who); i++) {
        ck_assert_int_eq(assignments[i].status, PECADDR_E_UNAVAILABLE);
        ck_assert_str_eq(assignments[i].address, "");
    }
    ck_assert_uint_eq(count_events(registry), 0);
    ck_assert_int_eq(pecaddr_registry_assign_batch(registry, pecaddr_scheme_ingpec(), pointers,
                                                   N_OF(who), outcomes, NULL, NULL),
                     PECADDR_OK);
    for (unsigned i = 0; i < N_OF(who); i++)
        ck_assert_uint_eq(assignments[i].level, i);
    ck_assert_int_eq(pecaddr_registry_history(registry, NULL, is_of_first_change, NULL, NULL),
                     PECADDR_OK);
    ck_assert_uint_eq(count_events(registry), N_OF(who));
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

/* Other processes. */

/* Waits for a child; its exit status, or minus the signal that ended it. */
static int wait_for(pid_t child)
{
    int status;

    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* In a child: a check that needs no Check. Ends it with the number of the line. */
#define CHILD_ASSERT(condition)                                                                    \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                        \
            _exit(1);                                                                              \
        }                                                                                          \
    } while (0)

/* Root may do anything: what needs a right to be lacking is tried as nobody. */
static void become_nobody(void)
{
    if (geteuid() == 0)
        CHILD_ASSERT(setgroups(0, NULL) == 0 && setgid(65534) == 0 && setuid(65534) == 0);
}

static void read_as_nobody(const struct folder *folder)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_registry *registry = NULL, *preview = NULL;
    struct question question;
    struct pecaddr_query *const queries[] = {&question.query};

    become_nobody();
    CHILD_ASSERT(pecaddr_registry_open(folder->uri, &registry, &error) == PECADDR_OK);
    make_question(&question, &mario, 0);
    CHILD_ASSERT(pecaddr_registry_ask(registry, PECADDR_CHECK, queries, 1) == 0);
    CHILD_ASSERT(question.query.answer == PECADDR_HELD);
    CHILD_ASSERT(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1) == PECADDR_E_STORAGE);
    CHILD_ASSERT(question.query.answer == PECADDR_UNANSWERED);
    CHILD_ASSERT(strstr(pecaddr_registry_message(registry), "cannot be written") != NULL);
    CHILD_ASSERT(strstr(pecaddr_registry_message(registry), folder->file) != NULL);
    /* A preview needs no right to write. */
    CHILD_ASSERT(pecaddr_registry_preview(registry, &preview, &error) == PECADDR_OK);
    make_question(&question, &(struct who){"Anna", "Neri", "MC", 'A', 2, NULL}, 0);
    CHILD_ASSERT(pecaddr_registry_ask(preview, PECADDR_CLAIM, queries, 1) == 0);
    CHILD_ASSERT(question.query.answer == PECADDR_CLAIMED);
    pecaddr_registry_close(preview);
    pecaddr_registry_close(registry);
    _exit(0);
}

START_TEST(a_registry_that_is_moved_away_while_in_use_takes_no_claim)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct pecaddr_query *queries[1];
    struct question question;
    char copy[96];

    snprintf(copy, sizeof copy, "%s.copy", folder.file);
    make_question(&question, &mario, 0);
    queries[0] = &question.query;
    ck_assert_int_eq(rename(folder.file, copy), 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), PECADDR_E_STORAGE);
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "moved, replaced or deleted"));
    ck_assert_int_eq(question.query.answer, PECADDR_UNANSWERED);
    ck_assert_int_eq(rename(copy, folder.file), 0);
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1), PECADDR_OK);
    ck_assert_int_eq(question.query.answer, PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_registry_that_may_not_be_written_can_be_read)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    pid_t child;

    ck_assert_int_eq(claim(registry, &mario, 0), PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    ck_assert_int_eq(chmod(folder.file, 0444), 0);
    ck_assert_int_eq(chmod(folder.path, 0777), 0);
    child = fork();
    if (child == 0)
        read_as_nobody(&folder);
    ck_assert_int_eq(wait_for(child), 0);
    remove_folder(&folder);
}
END_TEST

static void be_refused_as_nobody(const struct folder *folder, const char *sentence)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_registry *registry = NULL;

    become_nobody();
    CHILD_ASSERT(pecaddr_registry_open(folder->uri, &registry, &error) == PECADDR_E_STORAGE);
    if (strstr(error.message, sentence) == NULL || strstr(error.message, folder->file) == NULL)
        fprintf(stderr, "%s\n", error.message);
    CHILD_ASSERT(strstr(error.message, sentence) != NULL);
    CHILD_ASSERT(strstr(error.message, folder->file) != NULL);
    _exit(0);
}

START_TEST(what_may_not_be_read_is_refused_with_what_to_do)
{
    static const struct {
        mode_t file;
        mode_t folder;
        const char *sentence;
    } cases[] = {
        {0600, 0755, "no permission"},
        {0666, 0700, "no permission"},
        {0444, 0555, "is a folder that you need the right to write to"},
    };

    for (size_t i = 0; i < N_OF(cases); i++) {
        struct folder folder;
        pid_t child;

        pecaddr_registry_close(make_registry(&folder));
        /* Only root's files are another's. */
        if (geteuid() != 0 && i < 2) {
            ck_assert_int_eq(chmod(folder.file, i == 0 ? 0 : 0600), 0);
            ck_assert_int_eq(chmod(folder.path, i == 0 ? 0755 : 0), 0);
        } else {
            ck_assert_int_eq(chmod(folder.file, cases[i].file), 0);
            ck_assert_int_eq(chmod(folder.path, cases[i].folder), 0);
        }
        child = fork();
        if (child == 0)
            be_refused_as_nobody(&folder, cases[i].sentence);
        ck_assert_int_eq(wait_for(child), 0);
        ck_assert_int_eq(chmod(folder.path, 0700), 0);
        remove_folder(&folder);
    }
}
END_TEST

/* SQLite leaves such files for who may only read: see sqlite/open.c. */
START_TEST(what_another_user_left_beside_the_registry_is_named_with_what_to_do)
{
    static const char *const tails[] = {"-wal", "-shm"};

    for (size_t i = 0; i < N_OF(tails); i++) {
        struct folder folder;
        char path[96];
        pid_t child;

        pecaddr_registry_close(make_registry(&folder));
        snprintf(path, sizeof path, "%s%s", folder.file, tails[i]);
        write_file(path, "", 0);
        ck_assert_int_eq(chmod(path, 0444), 0);
        ck_assert_int_eq(chmod(folder.file, 0666), 0);
        ck_assert_int_eq(chmod(folder.path, 0777), 0);
        child = fork();
        if (child == 0)
            be_refused_as_nobody(&folder, tails[i]);
        ck_assert_int_eq(wait_for(child), 0);
        ck_assert_int_eq(unlink(path), 0);
        child = fork();
        if (child == 0) {
            become_nobody();
            _exit(pecaddr_registry_init(folder.uri, NULL) == PECADDR_OK ? 0 : 1);
        }
        ck_assert_int_eq(wait_for(child), 0);
        remove_folder(&folder);
    }
}
END_TEST

static void init_in_vain_as_nobody(const struct folder *folder)
{
    struct pecaddr_registry_error error = {.size = sizeof error};

    become_nobody();
    CHILD_ASSERT(pecaddr_registry_init(folder->uri, &error) == PECADDR_E_STORAGE);
    CHILD_ASSERT(strstr(error.message, "you need the right to write to") != NULL);
    _exit(0);
}

START_TEST(a_registry_can_not_be_made_where_one_may_not_write)
{
    struct folder folder;
    pid_t child;

    make_folder(&folder);
    ck_assert_int_eq(chmod(folder.path, 0555), 0);
    child = fork();
    if (child == 0)
        init_in_vain_as_nobody(&folder);
    ck_assert_int_eq(wait_for(child), 0);
    ck_assert_int_ne(access(folder.file, F_OK), 0);
    ck_assert_int_eq(chmod(folder.path, 0700), 0);
    remove_folder(&folder);
}
END_TEST

/* Each name is borne by two persons in each of four Orders. */
#define SETS   60
#define ORDERS 4

static const char *const orders[ORDERS] = {"MC", "AN", "AP", "FM"};

static const char *set_name(int set, char name[3])
{
    name[0] = (char)('a' + set / 26);
    name[1] = (char)('a' + set % 26);
    name[2] = '\0';
    return name;
}

/* Resolves one person by claims, as a program of an Order would. */
static struct pecaddr_assignment assign(struct pecaddr_registry *registry, const struct who *who)
{
    struct pecaddr_person person = person_from(who);
    const struct pecaddr_person *const persons[] = {&person};
    struct pecaddr_assignment assignment = {.size = sizeof assignment};
    struct pecaddr_assignment *const assignments[] = {&assignment};
    size_t size = pecaddr_batch_scratch_size(1);
    void *scratch = malloc(size);

    pecaddr_resolve_batch(pecaddr_scheme_ingpec(), persons, 1, PECADDR_CLAIM, pecaddr_registry_ask,
                          registry, scratch, size, assignments);
    free(scratch);
    return assignment;
}

static void issue_for_an_order(const char *uri, int order)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_registry *registry = NULL;
    char name[3];

    CHILD_ASSERT(pecaddr_registry_open(uri, &registry, &error) == PECADDR_OK);
    for (int set = 0; set < SETS; set++) {
        for (uint32_t i = 0; i < 2; i++) {
            const struct who who = {"Mario", set_name(set, name),       orders[order],
                                    'A',     (uint32_t)set * 2 + i + 1, NULL};
            struct pecaddr_assignment assignment = assign(registry, &who);

            if (assignment.status != PECADDR_OK)
                fprintf(stderr, "%s\n", pecaddr_registry_message(registry));
            CHILD_ASSERT(assignment.status == PECADDR_OK);
        }
    }
    pecaddr_registry_close(registry);
    _exit(0);
}

START_TEST(many_orders_at_once_give_each_person_one_address_without_gaps)
{
    struct folder folder;
    pid_t children[ORDERS];
    char uri[128];

    pecaddr_registry_close(make_registry(&folder));
    snprintf(uri, sizeof uri, "%s?timeout=600", folder.uri);
    for (int i = 0; i < ORDERS; i++) {
        children[i] = fork();
        if (children[i] == 0)
            issue_for_an_order(uri, i);
    }
    for (int i = 0; i < ORDERS; i++)
        ck_assert_int_eq(wait_for(children[i]), 0);

    ck_assert_int_eq(count_sql(folder.file, "SELECT count(*) FROM mailbox"), SETS * ORDERS * 2);
    ck_assert_int_eq(count_sql(folder.file, "SELECT count(*) FROM event"), SETS * ORDERS * 2);
    /* Of each set one person has level 0; of those who have not, one in each Order level 1. */
    ck_assert_int_eq(count_sql(folder.file, "SELECT count(*) FROM mailbox WHERE level = 0"), SETS);
    ck_assert_int_eq(count_sql(folder.file, "SELECT count(*) FROM mailbox WHERE level = 1"),
                     SETS * ORDERS);
    ck_assert_int_eq(count_sql(folder.file,
                               "SELECT count(*) FROM (SELECT surname, province FROM mailbox "
                               "WHERE level = 1 GROUP BY 1, 2)"),
                     SETS * ORDERS);
    ck_assert_int_eq(count_sql(folder.file, "SELECT count(DISTINCT surname) FROM mailbox "
                                            "WHERE level = 0"),
                     SETS);
    remove_folder(&folder);
}
END_TEST

/* A roster for the tests of crashes: homonyms, and a transfer of each third person at the end. */
#define CRASH_ROSTER 48

static void crash_person(int i, struct who *who, char name[3], char holder[17])
{
    int person = i < 36 ? i : (i - 36) * 3;

    *who = (struct who){
        "Anna", set_name(person / 4, name), orders[person % 2], 'A', (uint32_t)i + 1, NULL};
    who->holder = holder_for(who->given, who->surname, (unsigned)person, holder);
}

/* One line a person: what he was given. */
static void issue_crash_roster(struct pecaddr_registry *registry, char *list)
{
    struct who who;
    char name[3], holder[17];

    for (int i = 0; i < CRASH_ROSTER; i++) {
        struct pecaddr_assignment assignment;

        crash_person(i, &who, name, holder);
        assignment = assign(registry, &who);
        if (list != NULL) {
            ck_assert_int_eq(assignment.status, PECADDR_OK);
            strcat(strcat(list, assignment.address), "\n");
        }
    }
}

/* The list that an undisturbed run gives, and its mailboxes as text. */
struct undisturbed {
    char list[8192];
    char mailboxes[8192];
};

static void run_undisturbed(struct undisturbed *undisturbed)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);

    undisturbed->list[0] = '\0';
    issue_crash_roster(registry, undisturbed->list);
    pecaddr_registry_close(registry);
    dump_file(folder.file, undisturbed->mailboxes);
    remove_folder(&folder);
}

/* After a crash: all whole, and the same run again completes to what it would have been. */
static void assert_completes(const struct folder *folder, const struct undisturbed *undisturbed)
{
    struct pecaddr_registry *registry;
    char list[8192] = "", mailboxes[8192];

    assert_whole(folder->file);
    registry = open_uri(folder->uri);
    issue_crash_roster(registry, list);
    pecaddr_registry_close(registry);
    ck_assert_str_eq(list, undisturbed->list);
    dump_file(folder->file, mailboxes);
    assert_whole(folder->file);
    /* Transfers that were whole before the crash go forth and back once more: revisions differ. */
    ck_assert_uint_eq(strlen(mailboxes), strlen(undisturbed->mailboxes));
}

/* Claims, and after each says so, until it is killed. */
static void issue_until_killed(const char *uri, int pipe_end)
{
    struct pecaddr_registry *registry = NULL;
    struct who who;
    char name[3], holder[17];

    CHILD_ASSERT(pecaddr_registry_open(uri, &registry, NULL) == PECADDR_OK);
    for (int i = 0; i < CRASH_ROSTER; i++) {
        crash_person(i, &who, name, holder);
        CHILD_ASSERT(assign(registry, &who).status == PECADDR_OK);
        CHILD_ASSERT(write(pipe_end, "x", 1) == 1);
    }
    for (;;)
        pause();
}

START_TEST(a_killed_run_leaves_each_claim_whole_or_absent_and_runs_again_to_the_end)
{
    static const int after[] = {0, 13, 37, 47};
    struct undisturbed undisturbed;

    run_undisturbed(&undisturbed);
    for (size_t i = 0; i < N_OF(after); i++) {
        struct folder folder;
        int ends[2];
        pid_t child;
        char byte;

        pecaddr_registry_close(make_registry(&folder));
        ck_assert_int_eq(pipe(ends), 0);
        child = fork();
        if (child == 0)
            issue_until_killed(folder.uri, ends[1]);
        close(ends[1]);
        for (int claims = 0; claims < after[i]; claims++)
            ck_assert_int_eq(read(ends[0], &byte, 1), 1);
        ck_assert_int_eq(kill(child, SIGKILL), 0);
        ck_assert_int_eq(wait_for(child), -SIGKILL);
        close(ends[0]);
        ck_assert_int_ge(count_sql(folder.file, "SELECT coalesce(sum(revision), 0) FROM mailbox"),
                         after[i] == 0 ? 0 : 1);
        assert_completes(&folder, &undisturbed);
        remove_folder(&folder);
    }
}
END_TEST

START_TEST(processes_that_make_one_registry_at_once_make_one)
{
    struct folder folder;
    pid_t children[ORDERS];

    make_folder(&folder);
    for (int i = 0; i < ORDERS; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct pecaddr_registry *registry = NULL;
            struct question question;
            struct pecaddr_query *const queries[] = {&question.query};

            CHILD_ASSERT(pecaddr_registry_init(folder.uri, NULL) == PECADDR_OK);
            CHILD_ASSERT(pecaddr_registry_open(folder.uri, &registry, NULL) == PECADDR_OK);
            make_question(&question, &mario, 0);
            CHILD_ASSERT(pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1) == 0);
            CHILD_ASSERT(question.query.answer == PECADDR_CLAIMED ||
                         question.query.answer == PECADDR_HELD);
            pecaddr_registry_close(registry);
            _exit(0);
        }
    }
    for (int i = 0; i < ORDERS; i++)
        ck_assert_int_eq(wait_for(children[i]), 0);
    ck_assert_int_eq(count_sql(folder.file, "SELECT count(*) FROM mailbox"), 1);
    remove_folder(&folder);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_database_refuses_what_the_rules_forbid,
        the_database_allows_what_the_rules_allow,
        opening_never_makes_a_registry,
        a_registry_that_is_there_keeps_all_it_holds,
        an_older_registry_is_brought_up_to_date_with_nothing_lost,
        an_older_registry_is_refused_with_how_to_bring_it_up_to_date,
        an_older_registry_whose_rules_were_changed_is_refused_untouched,
        an_empty_file_is_no_registry_but_may_become_one,
        what_is_no_registry_is_refused_untouched_with_what_is_wrong,
        damage_that_is_met_later_is_an_error_and_no_answer,
        a_write_that_fails_is_an_error_and_no_claim_stands,
        a_batch_of_homonyms_is_one_change_or_none,
        a_path_is_never_an_option_of_the_storage_engine,
        a_registry_that_is_moved_away_while_in_use_takes_no_claim,
        a_registry_that_may_not_be_written_can_be_read,
        what_may_not_be_read_is_refused_with_what_to_do,
        what_another_user_left_beside_the_registry_is_named_with_what_to_do,
        a_registry_can_not_be_made_where_one_may_not_write,
        many_orders_at_once_give_each_person_one_address_without_gaps,
        a_killed_run_leaves_each_claim_whole_or_absent_and_runs_again_to_the_end,
        processes_that_make_one_registry_at_once_make_one,
    };
    Suite *suite = suite_create("sqlite");
    TCase *tcase = tcase_create("sqlite");

    tcase_set_timeout(tcase, 0);
    suite_add_tcase(suite, tcase);
    for (size_t i = 0; i < N_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    return suite_run(suite);
}
