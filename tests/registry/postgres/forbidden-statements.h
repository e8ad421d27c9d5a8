/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef FORBIDDEN_STATEMENTS_H
#define FORBIDDEN_STATEMENTS_H

/* What the rules forbid. */
#include "registry/postgres/rules-fixture.h"

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
    {"reserved to retired",
     "UPDATE mailbox SET state = 'retired', used = true, " CHG " WHERE id = 1", STEP_NO, SAME},
    {"reserved to retired by an import, of which something is known",
     "UPDATE mailbox SET state = 'retired', used = true, " BY("import") " WHERE id = 5", STEP_NO,
     SAME},
    {"blocked to retired by a step",
     "UPDATE mailbox SET state = 'retired', used = true, " BY("retire") " WHERE id = 12", STEP_NO,
     SAME},
    {"blocked to retired and never in use",
     "UPDATE mailbox SET state = 'retired', " BY("import") " WHERE id = 12", USED, SAME},
    {"blocked to released, with a holder",
     "UPDATE mailbox SET state = 'released', holder = " NEW ", " BY("import") " WHERE id = 12",
     HOLDER, SAME},
    {"blocked to released, with a name",
     "UPDATE mailbox SET state = 'released', given = 'X', " BY("import") " WHERE id = 12", NAME,
     SAME},
    {"blocked to released, with a number",
     "UPDATE mailbox SET state = 'released', number = 99, " BY("import") " WHERE id = 12", MOVES,
     SAME},
    {"name with retirement",
     "UPDATE mailbox SET state = 'retired', given = 'X', " CHG " WHERE id = 10", NAME, SAME},
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

#endif
