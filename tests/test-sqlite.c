/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The registry in SQLite: what the database itself holds, its older schema, files of all kinds,
 * many processes at once, also killed ones. SPEC §5. (What a crash leaves: test-crash.c.)
 */
#define _DEFAULT_SOURCE /* setgroups() */
#include <grp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "old-registry.h"

/* The database itself. */

#define IMPORTED "0, 'imported', 'x', 'x'), "

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
                   "UPDATE mailbox SET state = 'active', " CHANGE " WHERE id = 7;"
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
    do_sql(
        folder->file,
        "INSERT INTO mailbox (revision, state, address, holder, province, section, number, "
        "given, surname, notes, receipt, changed_by, changed_why) VALUES "
        "(1, 'active', 'g@ingpec.eu', '12345678911', 'MC', 'A', 7, NULL, NULL, " IMPORTED
        "(1, 'active', 'h@ingpec.eu', NULL, 'MC', NULL, NULL, NULL, NULL, " IMPORTED
        "(1, 'active', 'i@ingpec.eu', NULL, 'MC', 'A', NULL, 'X', 'Y', " IMPORTED
        "(1, 'active', 'j@ingpec.eu', NULL, NULL, 'A', 15, 'X', 'Y', " IMPORTED
        "(1, 'active', 'k@ingpec.eu', NULL, 'MC', NULL, 16, 'X', 'Y', " IMPORTED
        "(1, 'active', 'l@ingpec.eu', NULL, 'MC', 'A', 17, NULL, 'Y', " IMPORTED
        "(1, 'active', 'm@ingpec.eu', NULL, 'MC', 'A', 18, 'X', NULL, " IMPORTED
        "(1, 'active', 'n@pec.it', 'NRENNA00A01Z001D', 'MC', 'A', 1, 'X', 'Y', " IMPORTED
        "(1, 'active', 'o@ingpec.eu', '00000000075', 'MC', 'A', 20, NULL, NULL, " IMPORTED
        "(1, 'active', 'q@ingpec.eu', NULL, 'MC', NULL, NULL, NULL, NULL, " IMPORTED
        "(1, 'active', 'r@ingpec.eu', NULL, NULL, 'A', NULL, NULL, NULL, 0, 'imported', 'x', 'x')");
    do_sql(folder->file,
           "UPDATE mailbox SET state = 'retired', " CHANGE " WHERE id BETWEEN 14 AND 18 OR id = 20;"
           "UPDATE mailbox SET state = 'reserved', " CHANGE " WHERE id = 20");
}

#define FACTS                                                                                      \
    "INTO mailbox (revision, state, address, holder, province, section, number, issued_province, " \
    "issued_section, issued_number, given, surname, scheme, table_version, level, notes, "         \
    "receipt, changed_by, changed_why) VALUES "
#define NEW     "INSERT " FACTS
#define INSTEAD "INSERT OR REPLACE " FACTS
#define CLAIMED "'X', 'Y', 1, 1, 0, 0, 'claimed', 'x', 'x')"
#define ON(province, number)                                                                       \
    "'" province "', 'A', " number ", '" province "', 'A', " number ", " CLAIMED
#define AN1 ON("AN", "1")
#define BRING                                                                                      \
    "INSERT INTO mailbox (revision, state, address, holder, province, section, number, left_on, "  \
    "notes, receipt, changed_by, changed_why) VALUES "
/* One that comes instead of another. */
#define HEIR(of, address, holder, province, section, number)                                       \
    "INSERT INTO mailbox (instead_of, revision, state, address, holder, province, section, "       \
    "number, issued_province, issued_section, issued_number, given, surname, scheme, "             \
    "table_version, level, notes, receipt, changed_by, changed_why) VALUES (" of ", 1, "           \
    "'reserved', '" address "', " holder ", '" province "', '" section "', " number ", '" province \
    "', '" section "', " number ", " CLAIMED
#define ISSUED_IMPORT(entry)                                                                       \
    "INSERT INTO mailbox (revision, state, address, issued_province, issued_section, "             \
    "issued_number, notes, receipt, changed_by, changed_why) VALUES "                              \
    "(1, 'active', 'x@ingpec.eu', " entry ", 0, 'imported', 'x', 'x')"
#define UPDATE(facts, id)  "UPDATE mailbox SET " facts ", " CHANGE " WHERE id = " #id
#define REPLACE(facts, id) "UPDATE OR REPLACE mailbox SET " facts ", " CHANGE " WHERE id = " #id
/* A change that says why in its own words. */
#define BECAUSE(why, facts, id)                                                                    \
    "UPDATE mailbox SET " facts ", revision = revision + 1, changed_by = 'test', "                 \
    "changed_why = '" why "' WHERE id = " #id

/* A codice fiscale that nobody has, and those of mailboxes. */
#define OTHER      "'12345678903'"
#define HOLDER(id) "(SELECT holder FROM mailbox WHERE id = " #id ")"

START_TEST(the_database_refuses_what_the_rules_forbid)
{
    static const struct {
        const char *what;
        const char *sql;
    } cases[] = {
        /* An address never changes, nor how it was issued. */
        {"address of a reserved one", UPDATE("address = 'x.y@ingpec.eu'", 1)},
        {"address of an active one", UPDATE("address = 'x.y@ingpec.eu'", 2)},
        {"id", UPDATE("id = 77", 1)},
        {"domain", UPDATE("domain = 'pec.it'", 1)},
        {"scheme", UPDATE("scheme = NULL", 1)},
        {"scheme that comes", UPDATE("scheme = 1", 12)},
        {"level", UPDATE("level = 1", 1)},
        {"receipt", UPDATE("receipt = 'x'", 1)},
        {"table version", UPDATE("table_version = 2", 1)},
        {"notes", UPDATE("notes = 1", 1)},
        {"province when issued", UPDATE("issued_province = 'AN'", 1)},
        {"section when issued", UPDATE("issued_section = 'B'", 1)},
        {"number when issued", UPDATE("issued_number = 2", 1)},
        {"no number when issued", UPDATE("issued_number = NULL", 1)},
        {"instead of which", UPDATE("instead_of = 4", 1)},
        {"province when imported", UPDATE("issued_province = 'MC'", 12)},
        /* Nor does its holder. */
        {"codice fiscale", UPDATE("holder = " OTHER, 1)},
        {"no codice fiscale any more", UPDATE("holder = NULL", 2)},
        {"codice fiscale of another", UPDATE("holder = " HOLDER(1), 5)},
        {"codice fiscale of a retired one", UPDATE("holder = " HOLDER(3), 5)},
        {"codice fiscale for a retired one", UPDATE("holder = " OTHER, 6)},
        {"codice fiscale for one that is retired with it",
         UPDATE("state = 'retired', holder = " OTHER, 13)},
        {"codice fiscale for one that is released with it",
         UPDATE("state = 'released', holder = " OTHER, 5)},
        {"no codice fiscale", UPDATE("holder = 'x'", 5)},
        {"lower case", UPDATE("holder = 'xqaaaw80a01z000a'", 5)},
        {"name", UPDATE("given = 'X'", 1)},
        {"surname", UPDATE("surname = 'X'", 2)},
        {"no given name any more", UPDATE("given = NULL", 18)},
        {"no surname any more", UPDATE("surname = NULL", 17)},
        {"given name of a retired one", UPDATE("given = 'X'", 17)},
        {"surname of a retired one", UPDATE("surname = 'X'", 18)},
        {"empty name", UPDATE("given = ''", 12)},
        {"empty surname", UPDATE("surname = ''", 12)},
        {"long name", UPDATE("given = hex(zeroblob(513))", 12)},
        {"long surname", UPDATE("surname = hex(zeroblob(513))", 12)},
        /* But for a relink, which does nothing else. */
        {"relink without a reason", BECAUSE("relink: ", "holder = " OTHER, 2)},
        {"relink that is none", BECAUSE("Relink: x", "holder = " OTHER, 2)},
        {"relink as an afterthought", BECAUSE("x relink: y", "holder = " OTHER, 2)},
        {"relink to nobody", BECAUSE("relink: x", "holder = NULL", 2)},
        {"relink to another's", BECAUSE("relink: x", "holder = " HOLDER(1), 2)},
        {"relink to that of a retired one", BECAUSE("relink: x", "holder = " HOLDER(3), 2)},
        {"relink and retire", BECAUSE("relink: x", "state = 'retired', holder = " OTHER, 2)},
        {"relink of a retired one", BECAUSE("relink: x", "holder = " OTHER, 3)},
        {"relink and come back", BECAUSE("relink: x", "state = 'reserved', holder = " OTHER, 3)},
        {"relink and change province", BECAUSE("relink: x", "province = 'AN', holder = " OTHER, 2)},
        {"relink and change section", BECAUSE("relink: x", "section = 'B', holder = " OTHER, 2)},
        {"relink and change number", BECAUSE("relink: x", "number = 99, holder = " OTHER, 2)},
        {"relink and renew", BECAUSE("relink: x", "expires = '2030-01-01', holder = " OTHER, 2)},
        {"relink and leave", BECAUSE("relink: x", "left_on = '2024-01-01', holder = " OTHER, 2)},
        {"relink and rename", BECAUSE("relink: x", "surname = 'X', holder = " OTHER, 2)},
        {"relink of one without codice fiscale and retire",
         BECAUSE("relink: x", "state = 'retired', holder = " OTHER, 13)},
        /* A register entry moves only with a known holder. */
        {"number without codice fiscale", UPDATE("number = 99", 5)},
        {"province without codice fiscale", UPDATE("province = 'AN'", 5)},
        {"section without codice fiscale", UPDATE("section = 'B'", 5)},
        {"number with a codice fiscale that comes", UPDATE("number = 99, holder = " OTHER, 5)},
        {"transfer of a retired one", UPDATE("number = 99", 3)},
        {"number for a retired one", UPDATE("number = 99", 14)},
        {"transfer with retirement", UPDATE("number = 99, state = 'retired'", 2)},
        {"transfer with release", UPDATE("number = 99, state = 'released'", 1)},
        {"transfer of one that left", UPDATE("number = 99", 7)},
        {"transfer with leaving", UPDATE("number = 99, left_on = '2024-02-29'", 2)},
        {"transfer to another's entry", UPDATE("number = 2", 1)},
        {"return to an entry where another stands", UPDATE("left_on = NULL", 7)},
        {"return from retirement to such an entry", UPDATE("state = 'reserved'", 10)},
        {"no province any more", UPDATE("province = NULL", 12)},
        {"no section any more", UPDATE("section = NULL", 12)},
        {"no number any more", UPDATE("number = NULL", 12)},
        {"section C", UPDATE("section = 'C'", 1)},
        {"number 0", UPDATE("number = 0", 1)},
        {"number 10000000", UPDATE("number = 10000000", 1)},
        {"number as text", UPDATE("number = 'x'", 1)},
        {"province in lower case", UPDATE("province = 'an'", 1)},
        {"province of three letters", UPDATE("province = 'ANC'", 1)},
        {"expires on no day", UPDATE("expires = '2023-02-29'", 2)},
        {"left now", UPDATE("left_on = 'now'", 2)},
        {"left before it was active", UPDATE("left_on = '2024-02-29'", 1)},
        {"back from retirement and left", UPDATE("state = 'reserved'", 9)},
        /* Transitions. */
        {"reserved to retired", UPDATE("state = 'retired'", 1)},
        {"active to reserved", UPDATE("state = 'reserved'", 2)},
        {"active to released", UPDATE("state = 'released'", 2)},
        {"retired to active", UPDATE("state = 'active'", 3)},
        {"reserved to released after it was active", UPDATE("state = 'released'", 20)},
        {"retired to released", UPDATE("state = 'released'", 3)},
        {"retired to reserved for another", UPDATE("state = 'reserved', holder = " OTHER, 3)},
        {"retired to reserved for nobody", UPDATE("state = 'reserved', holder = NULL", 3)},
        {"retired to reserved on another entry", UPDATE("state = 'reserved', number = 99", 6)},
        {"retired to reserved without number", UPDATE("state = 'reserved'", 14)},
        {"retired to reserved with a number that comes",
         UPDATE("state = 'reserved', number = 14", 14)},
        {"retired to reserved without province", UPDATE("state = 'reserved'", 15)},
        {"retired to reserved with a province that comes",
         UPDATE("state = 'reserved', province = 'MC'", 15)},
        {"retired to reserved without section", UPDATE("state = 'reserved'", 16)},
        {"retired to reserved with a section that comes",
         UPDATE("state = 'reserved', section = 'A'", 16)},
        {"retired to reserved without given name", UPDATE("state = 'reserved'", 17)},
        {"retired to reserved without surname", UPDATE("state = 'reserved'", 18)},
        {"released to reserved", UPDATE("state = 'reserved'", 4)},
        {"released expires", UPDATE("expires = '2030-01-01'", 4)},
        {"unknown state", UPDATE("state = 'free'", 1)},
        {"everything at once", "UPDATE mailbox SET state = 'active', " CHANGE},
        /* A change says who and why. */
        {"no reason", "UPDATE mailbox SET state = 'active' WHERE id = 1"},
        {"an old reason", "UPDATE mailbox SET state = 'active', changed_why = 'x' WHERE id = 1"},
        {"a gap in the history", "UPDATE mailbox SET state = 'active', revision = revision + 2, "
                                 "changed_by = 'x', changed_why = 'x' WHERE id = 1"},
        {"an empty reason", BECAUSE("", "state = 'active'", 1)},
        {"a long reason", "UPDATE mailbox SET state = 'active', revision = revision + 1, "
                          "changed_why = hex(zeroblob(251)) WHERE id = 1"},
        {"nobody", "UPDATE mailbox SET state = 'active', revision = revision + 1, "
                   "changed_by = '', changed_why = 'x' WHERE id = 1"},
        /* Nothing is deleted or replaced. */
        {"delete", "DELETE FROM mailbox WHERE id = 1"},
        {"delete a released one", "DELETE FROM mailbox WHERE id = 4"},
        {"delete all", "DELETE FROM mailbox"},
        {"delete history", "DELETE FROM history"},
        {"delete a scheme", "DELETE FROM scheme"},
        {"delete a scheme that nobody uses", "PRAGMA foreign_keys = OFF; DELETE FROM scheme"},
        {"change a scheme", "UPDATE scheme SET text = 'x'"},
        {"a scheme without text", "INSERT INTO scheme (text) VALUES ('')"},
        {"a scheme before the first", "INSERT INTO scheme (id, text) VALUES (-1, 'x')"},
        {"replace a scheme", "INSERT OR REPLACE INTO scheme (id, text) VALUES (1, 'x')"},
        {"replace a text", "INSERT OR REPLACE INTO scheme (text) SELECT text FROM scheme"},
        {"replace by id", "INSERT OR REPLACE INTO mailbox (id, revision, state, address, notes, "
                          "receipt, changed_by, changed_why) VALUES (2, 1, 'active', "
                          "'x@ingpec.eu', 0, 'imported', 'x', 'x')"},
        {"replace by address", INSTEAD "(1, 'reserved', 'luca.verdi@ingpec.eu', NULL, " AN1},
        {"replace by holder", INSTEAD "(1, 'reserved', 'x@ingpec.eu', " HOLDER(2) ", " AN1},
        {"replace by entry", INSTEAD "(1, 'reserved', 'x@ingpec.eu', NULL, " ON("MC", "1")},
        {"replace by entry of an active one",
         INSTEAD "(1, 'reserved', 'x@ingpec.eu', NULL, " ON("MC", "2")},
        {"replace by update", REPLACE("number = 2", 1)},
        {"replace a holder by update", REPLACE("holder = " HOLDER(2), 5)},
        {"replace a holder by relink",
         "UPDATE OR REPLACE mailbox SET holder = " HOLDER(
             1) ", revision = revision + 1, "
                "changed_by = 'x', changed_why = 'relink: x' WHERE id = 2"},
        {"replace by return", REPLACE("left_on = NULL", 7)},
        {"replace by return from retirement", REPLACE("state = 'reserved'", 10)},
        {"upsert", NEW "(1, 'reserved', 'luca.verdi@ingpec.eu', NULL, " AN1
                       " ON CONFLICT DO UPDATE SET holder = NULL"},
        /* One live mailbox for each address, holder and entry. */
        {"address twice", NEW "(1, 'reserved', 'anna.neri@ingpec.eu', NULL, " AN1},
        {"address of a retired one", NEW "(1, 'reserved', 'zoe.alba@ingpec.eu', NULL, " AN1},
        {"holder twice", NEW "(1, 'reserved', 'x@ingpec.eu', " HOLDER(1) ", " AN1},
        {"holder of a retired one", NEW "(1, 'reserved', 'x@ingpec.eu', " HOLDER(3) ", " AN1},
        {"holder who left", NEW "(1, 'reserved', 'x@ingpec.eu', " HOLDER(7) ", " AN1},
        {"entry twice", NEW "(1, 'reserved', 'x@ingpec.eu', NULL, " ON("MC", "5")},
        {"entry of an active one", NEW "(1, 'reserved', 'x@ingpec.eu', NULL, " ON("MC", "2")},
        {"entry of an imported one",
         BRING "(1, 'active', 'x@ingpec.eu', NULL, 'MC', 'A', 7, NULL, 0, 'imported', 'x', 'x')"},
        /* A mailbox begins whole, as reserved, or active when it was imported. */
        {"born active", NEW "(1, 'active', 'x@ingpec.eu', NULL, " AN1},
        {"born retired",
         BRING "(1, 'retired', 'x@ingpec.eu', NULL, 'AN', 'A', 1, NULL, 0, 'imported', 'x', 'x')"},
        {"born released",
         BRING "(1, 'released', 'x@ingpec.eu', NULL, 'AN', 'A', 1, NULL, 0, 'imported', 'x', 'x')"},
        {"born old", NEW "(2, 'reserved', 'x@ingpec.eu', NULL, " AN1},
        {"born reserved and left", BRING "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, "
                                         "'2024-01-31', 0, 'imported', 'x', 'x')"},
        {"born before the first",
         "INSERT INTO mailbox (id, revision, state, address, notes, receipt, changed_by, "
         "changed_why) VALUES (-1, 1, 'active', 'x@ingpec.eu', 0, 'imported', 'x', 'x')"},
        {"another province when issued",
         NEW "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'MC', 'A', 1, " CLAIMED},
        {"another section when issued",
         NEW "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'AN', 'B', 1, " CLAIMED},
        {"another number when issued",
         NEW "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'AN', 'A', 2, " CLAIMED},
        {"no entry when issued",
         NEW "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, NULL, NULL, NULL, " CLAIMED},
        {"province when imported", ISSUED_IMPORT("'MC', NULL, NULL")},
        {"section when imported", ISSUED_IMPORT("NULL, 'A', NULL")},
        {"number when imported", ISSUED_IMPORT("NULL, NULL, 1")},
        {"instead of nothing", HEIR("99", "x@ingpec.eu", HOLDER(4), "MC", "A", "4")},
        {"instead of one that was not given back",
         HEIR("6", "x@ingpec.eu", "NULL", "MC", "A", "6")},
        {"instead of one in another domain", HEIR("4", "x@pec.it", HOLDER(4), "MC", "A", "4")},
        {"instead of another's", HEIR("4", "x@ingpec.eu", OTHER, "MC", "A", "4")},
        {"instead of one with a codice fiscale", HEIR("4", "x@ingpec.eu", "NULL", "MC", "A", "4")},
        {"instead of one of another province", HEIR("4", "x@ingpec.eu", HOLDER(4), "AN", "A", "4")},
        {"instead of one of another section", HEIR("4", "x@ingpec.eu", HOLDER(4), "MC", "B", "4")},
        {"instead of one of another number", HEIR("4", "x@ingpec.eu", HOLDER(4), "MC", "A", "44")},
        {"table version 0", NEW "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'AN', 'A', 1, "
                                "'X', 'Y', 1, 0, 0, 0, 'claimed', 'x', 'x')"},
        {"level -1", NEW "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'AN', 'A', 1, "
                         "'X', 'Y', 1, 1, -1, 0, 'claimed', 'x', 'x')"},
        {"notes -1", NEW "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'AN', 'A', 1, "
                         "'X', 'Y', 1, 1, 0, -1, 'claimed', 'x', 'x')"},
        {"no receipt", NEW "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'AN', 'A', 1, "
                           "'X', 'Y', 1, 1, 0, 0, '', 'x', 'x')"},
        {"issued without entry", NEW "(1, 'reserved', 'x@ingpec.eu', NULL, NULL, NULL, NULL, NULL, "
                                     "NULL, NULL, 'X', 'Y', 1, 1, 0, 0, 'claimed', 'x', 'x')"},
        {"issued without name", NEW "(1, 'reserved', 'x@ingpec.eu', NULL, 'AN', 'A', 1, 'AN', 'A', "
                                    "1, NULL, 'Y', 1, 1, 0, 0, 'claimed', 'x', 'x')"},
        {"upper case", NEW "(1, 'reserved', 'X@ingpec.eu', NULL, " AN1},
        {"no address", NEW "(1, 'reserved', 'x', NULL, " AN1},
        {"two @", NEW "(1, 'reserved', 'x@y@z', NULL, " AN1},
        {"not ASCII", NEW "(1, 'reserved', 'è@y.it', NULL, " AN1},
        {"no text", NEW "(1, 'reserved', x'40', NULL, " AN1},
        /* History is written by the triggers alone. */
        {"history changed", "UPDATE history SET why = 'x' WHERE id = 1"},
        {"history forged", "INSERT INTO history (mailbox, revision, author, new_state, why) "
                           "VALUES (1, 2, 'x', 'active', 'x')"},
        {"history of what comes", "INSERT INTO history (mailbox, revision, author, new_state, why) "
                                  "SELECT id, revision + 1, changed_by, state, changed_why "
                                  "FROM mailbox WHERE id = 1"},
        {"history of another", "INSERT INTO history (mailbox, revision, author, new_state, why) "
                               "SELECT 1, revision, changed_by, state, changed_why "
                               "FROM mailbox WHERE id = 2"},
        {"history of nothing", "INSERT INTO history (mailbox, revision, author, new_state, why) "
                               "VALUES (99, 1, 'x', 'active', 'x')"},
        {"history replaced", "INSERT OR REPLACE INTO history (id, mailbox, revision, author, "
                             "new_state, why) SELECT id, mailbox, revision, author, new_state, why "
                             "FROM history WHERE id = 1"},
        {"history replaced by revision",
         "INSERT OR REPLACE INTO history (mailbox, revision, author, new_state, why) SELECT "
         "mailbox, revision, author, new_state, why FROM history WHERE mailbox = 1"},
    };
    struct folder folder;
    size_t size, now_size;
    unsigned char *before, *now;
    char message[256];

    make_each_kind(&folder);
    before = read_file(folder.file, &size);
    for (size_t i = 0; i < N_OF(cases); i++)
        ck_assert_msg(!run_sql(folder.file, cases[i].sql, message), "%s was done", cases[i].what);
    now = read_file(folder.file, &now_size);
    ck_assert(size == now_size && memcmp(before, now, size) == 0);
    free(before);
    free(now);
    remove_folder(&folder);
}
END_TEST

START_TEST(the_database_allows_what_the_rules_allow)
{
    /* Done one after the other; `kept`: what history keeps of the holder and entry before. */
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
        {"transfer", UPDATE("province = 'AN', section = 'B', number = 9", 2), "MC A 2"},
        {"transfer to another province", UPDATE("province = 'AP'", 2), "AN B 9"},
        {"transfer to another section", UPDATE("section = 'A'", 2), "AP B 9"},
        {"transfer to another number", UPDATE("number = 10", 2), "AP A 9"},
        {"transfer and renewal", UPDATE("number = 11, expires = '2032-01-01'", 2), "AP A 10"},
        {"transfer to the entry of a retired one", UPDATE("number = 6, province = 'MC'", 2),
         "AP A 11"},
        {"transfer of a reserved one to the entry of one that left and was retired",
         UPDATE("number = 10", 1), "MC A 1"},
        {"relink of a reserved one", BECAUSE("relink: x", "holder = " OTHER, 1),
         "NRENNA00A01Z001D"},
        {"relink of an active one", BECAUSE("relink: y", "holder = '00000000018'", 2),
         "VRDLCU00A01Z002Z"},
        {"relink of one that left", BECAUSE("relink: z", "holder = '00000000034'", 7),
         "CNTPIA00A01Z008J"},
        {"return with a transfer", UPDATE("left_on = NULL, number = 88", 7), "MC A 8"},
        {"retirement of one that left, where another stands",
         UPDATE("left_on = '2024-04-01'", 7) ";" UPDATE("state = 'retired'", 7), ""},
        {"retired to reserved with a transfer", UPDATE("state = 'reserved', number = 89", 10),
         "MC A 11"},
        {"retired to reserved", UPDATE("state = 'reserved'", 3), ""},
        {"retired to reserved and left no more",
         UPDATE("state = 'reserved', left_on = NULL, "
                "number = 90",
                9),
         "MC A 10"},
        {"reserved to active and expiry", UPDATE("state = 'active', expires = '2030-01-01'", 1),
         ""},
        {"active to retired", UPDATE("state = 'retired'", 2), ""},
        {"retired to reserved by the entry", UPDATE("state = 'reserved'", 6), ""},
        {"and again with a codice fiscale that comes",
         UPDATE("state = 'active'", 6) ";" UPDATE("state = 'retired'", 6) ";" UPDATE(
             "state = 'reserved', holder = '00000000042'", 6),
         ""},
        {"codice fiscale of a released one", UPDATE("holder = " HOLDER(4), 5), ""},
        {"codice fiscale with another reason", BECAUSE("x", "holder = '00000000059'", 8), ""},
        {"codice fiscale that comes by relink", BECAUSE("relink: x", "holder = '00000000067'", 11),
         ""},
        {"section that was unknown, then number",
         UPDATE("section = 'A'", 13) ";" UPDATE("number = 19", 13), "MC A"},
        {"number that was unknown", UPDATE("number = 21", 21), "MC"},
        {"then section", UPDATE("section = 'A'", 21), "MC 21"},
        {"number that was unknown, then province",
         UPDATE("number = 22", 22) ";" UPDATE("province = 'MC'", 22), "A 22"},
        {"codice fiscale of an active one", UPDATE("holder = '00000000083'", 21), ""},
        {"what is unknown of a name", UPDATE("given = 'X', surname = 'Y'", 12), ""},
        {"reserved to released", UPDATE("state = 'released'", 5), ""},
        {"address and entry of a released one",
         NEW "(1, 'reserved', 'ugo.riva@ingpec.eu', NULL, " ON("MC", "4"), ""},
        {"instead of a released one", HEIR("5", "y@ingpec.eu", HOLDER(5), "MC", "A", "5"), ""},
        {"entry of one that left",
         BRING "(1, 'active', 'z@ingpec.eu', NULL, 'TO', 'A', 1, '2024-01-31', 0, 'imported', 'x', "
               "'x');" NEW "(1, 'reserved', 'w@ingpec.eu', NULL, " ON("TO", "1"),
         ""},
        {"one that left the entry where another stands",
         BRING "(1, 'active', 'v@ingpec.eu', NULL, 'TO', 'A', 1, '2024-01-31', 0, 'imported', 'x', "
               "'x')",
         ""},
        {"imported and only reserved",
         BRING "(1, 'reserved', 'u@ingpec.eu', NULL, NULL, NULL, NULL, NULL, 0, 'imported', 'x', "
               "'x')",
         ""},
        {"holder and entry in another domain",
         NEW "(1, 'reserved', 'a@third.it', " HOLDER(2) ", " ON("MC", "8"), ""},
        {"number in another province", NEW "(1, 'reserved', 'b@ingpec.eu', NULL, " ON("RM", "8"),
         ""},
        {"number in another section",
         NEW "(1, 'reserved', 'c@ingpec.eu', NULL, 'MC', 'B', 8, 'MC', 'B', 8, " CLAIMED, ""},
        {"transfer to a number that stands in another section",
         UPDATE("section = 'B', number = 11", 1), "MC A 10"},
        {"transfer to an entry that stands in another domain",
         UPDATE("section = 'A', number = 1", 1), "MC B 11"},
        {"transfer to the entry of one that left",
         BRING "(1, 'active', 's@ingpec.eu', NULL, 'TO', 'A', 2, '2024-01-31', 0, 'imported', 'x', "
               "'x');" UPDATE("province = 'TO', number = 2", 1),
         "MC A 1"},
    };
    struct folder folder;
    char kept[256];

    make_each_kind(&folder);
    for (size_t i = 0; i < N_OF(cases); i++) {
        int events = count_sql(folder.file, "SELECT count(*) FROM history");
        int revisions = count_sql(folder.file, "SELECT sum(revision) FROM mailbox");

        ck_assert_msg(run_sql(folder.file, cases[i].sql, kept), "%s: %s", cases[i].what, kept);
        ck_assert_msg(count_sql(folder.file, "SELECT count(*) FROM history") - events ==
                          count_sql(folder.file, "SELECT sum(revision) FROM mailbox") - revisions,
                      "%s", cases[i].what);
        ck_assert(run_sql(folder.file,
                          "SELECT trim(coalesce(old_holder, '') || coalesce(' ' || old_province, "
                          "'') || coalesce(' ' || old_section, '') || coalesce(' ' || old_number, "
                          "'')) FROM history ORDER BY id DESC LIMIT 1",
                          kept));
        ck_assert_msg(strcmp(kept, cases[i].kept) == 0, "%s: history keeps %s", cases[i].what,
                      kept);
    }
    assert_whole(folder.file);
    remove_folder(&folder);
}
END_TEST

/* The older schema. */

/* What schema 1 had, line by line, to be freed by sqlite3_free(). */
static char *tell_old_facts(const char *file)
{
    static const char mailboxes[] =
        "SELECT id, revision, state, address, domain, holder, province, section, number, given, "
        "surname, scheme, table_version, level, notes, receipt, expires, left_on, changed_by, "
        "changed_why FROM mailbox ORDER BY id";
    static const char events[] = "SELECT id, mailbox, revision, at, author, old_state, new_state, "
                                 "why FROM history ORDER BY id";
    static const char *const queries[] = {mailboxes, events, "SELECT id, text FROM scheme"};
    sqlite3_str *text = sqlite3_str_new(NULL);
    sqlite3 *db;

    ck_assert_int_eq(sqlite3_open_v2(file, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    for (size_t i = 0; i < N_OF(queries); i++) {
        sqlite3_stmt *rows;

        ck_assert_int_eq(sqlite3_prepare_v2(db, queries[i], -1, &rows, NULL), SQLITE_OK);
        while (sqlite3_step(rows) == SQLITE_ROW)
            for (int column = 0; column < sqlite3_column_count(rows); column++)
                sqlite3_str_appendf(text, "%Q\n", sqlite3_column_text(rows, column));
        sqlite3_finalize(rows);
    }
    ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
    return sqlite3_str_finish(text);
}

static int count_derived(void *user, const struct pecaddr_mailbox *mailbox, int status,
                         const char *expected)
{
    ck_assert_msg(status == PECADDR_OK, "%s: %d, %s", mailbox->address, status, expected);
    ++*(unsigned *)user;
    return 0;
}

static int look_for_facts(void *user, const struct pecaddr_event *event)
{
    (void)user;
    ck_assert_uint_eq(event->facts, 0);
    return 0;
}

static const char *const old_modes[] = {"WAL", "DELETE"};

START_TEST(a_registry_of_schema_1_is_brought_up_to_date_with_nothing_lost)
{
    struct pecaddr_registry *registry;
    struct folder folder;
    char *before, *after, text[256];
    unsigned derived = 0;

    make_folder(&folder);
    make_old_registry(&folder, old_modes[_i]);
    before = tell_old_facts(folder.file);
    init(&folder);
    after = tell_old_facts(folder.file);
    ck_assert_str_eq(before, after);
    sqlite3_free(before);
    sqlite3_free(after);
    assert_whole(folder.file);

    /* The register entry with which each was issued, which its address may contain. */
    ck_assert(run_sql(folder.file,
                      "SELECT group_concat(id || ' ' || issued_province || issued_section || "
                      "issued_number) FROM (SELECT * FROM mailbox ORDER BY id)",
                      text));
    ck_assert_str_eq(text, "1 MCA1,2 MCA2,3 MCA3,4 MCA5,5 MCA4,6 MCA6,10 MCA9,11 MCA9,12 MCA11");
    ck_assert_int_eq(count_sql(folder.file, "SELECT count(*) FROM mailbox WHERE receipt = "
                                            "'imported' AND coalesce(issued_province, "
                                            "issued_section, issued_number) IS NULL"),
                     3);
    /* The entries that were left, as columns: by mailbox and revision. */
    ck_assert(run_sql(folder.file,
                      "SELECT group_concat(mailbox || '.' || revision || ' ' || old_province || "
                      "old_section || old_number) FROM (SELECT * FROM history ORDER BY mailbox, "
                      "revision)",
                      text));
    ck_assert_str_eq(text, "2.3 MCA2,2.4 ANB45,3.2 MCA3,3.5 FMA9999999,4.3 MCA5,8.2 MCA8,"
                           "9.3 MCA20,12.2 MCA11");
    ck_assert_int_eq(count_sql(folder.file, "SELECT count(*) FROM history WHERE old_holder IS NOT "
                                            "NULL OR (old_number IS NULL) <> (old_province IS "
                                            "NULL) OR (old_number IS NULL) <> (old_section IS "
                                            "NULL)"),
                     0);
    /* Which facts changed was not kept. */
    ck_assert_int_eq(count_sql(folder.file, "SELECT count(*) FROM history WHERE facts IS NOT NULL "
                                            "OR old_expires IS NOT NULL OR old_left IS NOT NULL"),
                     0);

    registry = open_uri(folder.uri);
    ck_assert_int_eq(pecaddr_registry_history(registry, NULL, look_for_facts, NULL, NULL), 0);
    ck_assert_int_eq(pecaddr_registry_verify(registry, NULL, count_derived, &derived, NULL),
                     PECADDR_OK);
    ck_assert_uint_eq(derived, 10);
    /* Who moved is known where he is, and doubted where he was. */
    ck_assert_int_eq(
        claim(registry, &(struct who){"Anna", "Neri", "AP", 'A', 7, "NRENNA00A01Z002I"}, 1),
        PECADDR_HELD_ELSEWHERE);
    pecaddr_registry_close(registry);
    assert_whole(folder.file);
    remove_folder(&folder);
}
END_TEST

/* All rules, whatever the registry was before: the new ones are made by the same words. */
START_TEST(a_migrated_registry_has_the_schema_of_a_new_one)
{
    struct folder old, new;
    char sql[1024];

    make_folder(&old);
    make_old_registry(&old, old_modes[_i]);
    init(&old);
    make_folder(&new);
    init(&new);
    snprintf(sql, sizeof sql,
             "ATTACH '%s' AS new; SELECT count(*) FROM (SELECT type, name, tbl_name, sql FROM "
             "main.sqlite_schema EXCEPT SELECT type, name, tbl_name, sql FROM new.sqlite_schema)",
             new.file);
    ck_assert_int_eq(count_sql(old.file, sql), 0);
    snprintf(sql, sizeof sql,
             "ATTACH '%s' AS new; SELECT count(*) FROM (SELECT type, name, tbl_name, sql FROM "
             "new.sqlite_schema EXCEPT SELECT type, name, tbl_name, sql FROM main.sqlite_schema)",
             new.file);
    ck_assert_int_eq(count_sql(old.file, sql), 0);
    remove_folder(&old);
    remove_folder(&new);
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
    make_old_registry(&folder, "DELETE");
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
}
END_TEST

START_TEST(an_older_registry_whose_rules_were_changed_is_refused_untouched)
{
    static const char *const changes[] = {
        "DROP TRIGGER history_never_changed", /* would go anyway */
        "DROP TRIGGER history_is_true", "DROP INDEX mailbox_holder"};

    for (size_t i = 0; i < N_OF(changes); i++) {
        struct pecaddr_registry_error error = {.size = sizeof error};
        unsigned char *before, *now;
        size_t size, now_size;
        struct folder folder;

        make_folder(&folder);
        make_old_registry(&folder, "DELETE");
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
    do_sql(folder->file, "PRAGMA user_version = 4");
}

static void be_without_version(const struct folder *folder)
{
    init(folder);
    do_sql(folder->file, "PRAGMA user_version = 0");
}

static void be_without_tables(const struct folder *folder)
{
    write_file(folder->file, "", 0);
    do_sql(folder->file, "PRAGMA application_id = 1346716481; PRAGMA user_version = 3");
}

static void be_without_trigger(const struct folder *folder)
{
    init(folder);
    do_sql(folder->file, "DROP TRIGGER mailbox_never_deleted");
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
    static const char *const names[] = {"file:x", ":memory:", "a b%25c%3Fd", "x;y", "é"};
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
    for (size_t i = 0; i < N_OF(names); i++)
        ck_assert_int_eq(unlink(strcmp(names[i], "a b%25c%3Fd") == 0 ? "a b%c?d" : names[i]), 0);
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
    CHILD_ASSERT(strstr(pecaddr_registry_message(registry), "can not be written") != NULL);
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
        {0444, 0555, "its folder"},
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
    CHILD_ASSERT(strstr(error.message, "no permission") != NULL);
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
    ck_assert_int_eq(count_sql(folder.file, "SELECT count(*) FROM history"), SETS * ORDERS * 2);
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
        an_older_registry_is_refused_with_how_to_bring_it_up_to_date,
        an_older_registry_whose_rules_were_changed_is_refused_untouched,
        an_empty_file_is_no_registry_but_may_become_one,
        what_is_no_registry_is_refused_untouched_with_what_is_wrong,
        damage_that_is_met_later_is_an_error_and_no_answer,
        a_write_that_fails_is_an_error_and_no_claim_stands,
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
    TCase *tcase = tcase_create("sqlite"), *migration = tcase_create("migration");

    tcase_set_timeout(tcase, 0);
    suite_add_tcase(suite, tcase);
    suite_add_tcase(suite, migration);
    for (size_t i = 0; i < N_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    ADD(migration, a_registry_of_schema_1_is_brought_up_to_date_with_nothing_lost, old_modes);
    ADD(migration, a_migrated_registry_has_the_schema_of_a_new_one, old_modes);
    return suite_run(suite);
}
