/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SCHEMA_FIXTURE_H
#define SCHEMA_FIXTURE_H

/*
 * A registry in SQLite with a mailbox of each kind, the statements that are tried on it, and what the
 * schema says of them.
 */
#include "registry/registry-fixture.h"

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
static inline void make_each_kind(struct folder *folder)
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

/* A statement that breaks a rule. */
struct refused {
    const char *what;
    const char *sql;
    const char *rule; /* what it says that is broken */
};

#endif
