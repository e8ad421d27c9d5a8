#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
pecaddr registry verify.

    test_verify.py --pecaddr PATH [unittest options]
"""

import json
import os
import re
import shutil
import sqlite3

import tool
from tool import HEADER, ToolTest, codice_fiscale, rows_of


class Verify(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init()
        self.write("s.ini", "name = s\ndomain = pec.example\ntransliterate = icu\n"
                            "rule = {given}.{surname}\n")
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;\nMario;Rossi;MC;A;2;\nAda;Bo;AN;B;3;\n")
        self.write("t.csv", f"{HEADER}\nИван;Петров;MC;A;9;\n")
        self.write("l.txt", "ugo.foa@ingpec.eu\n")
        self.assign(0, "r.csv", "--quiet")
        self.assign(0, "t.csv", "--scheme", "s.ini", "--new-domain", "--quiet")
        self.expect(0, "registry", "import", "l.txt", "--registry", self.uri, "--quiet")

    def verify(self, status, *arguments):
        return self.expect(status, "registry", "verify", "--registry", self.uri, *arguments)

    def damage(self, statement):
        """As somebody does who can write to the file, and takes the triggers away meanwhile."""
        base = sqlite3.connect(self.path("registry.db"))
        try:
            triggers = base.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
                                    ).fetchall()
            for name, _ in triggers:
                base.execute(f"DROP TRIGGER {name}")
            self.assertEqual(base.execute(statement).rowcount, 1)
            for _, sql in triggers:
                base.execute(sql)
            base.commit()
        finally:
            base.close()

    def test_what_the_rules_give_is_counted(self):
        before = self.dump()
        result = self.verify(0)
        self.assertEqual(result.out, b"")
        self.assertEqual(result.errors, ["right           4", "imported        1",
                                         "wrong           0"])
        self.assertEqual(self.verify(0, "--quiet").err, "")
        self.assertEqual(self.dump(), before)

    DAMAGE = [  # description, what is done, verdict, what the rules give
        ("another name", "UPDATE mailbox SET given = 'Maria' WHERE address = 'mario.rossi@ingpec.eu'",
         "DIFFERS: the rules give another address, or reserve this one", "maria.rossi@ingpec.eu"),
        ("another receipt", "UPDATE mailbox SET receipt = 'claimed' WHERE address = "
                            "'mario.rossi.mc@ingpec.eu'",
         "STATE: the rules give it, but never with this receipt", "mario.rossi.mc@ingpec.eu"),
        ("tables that are to come", "UPDATE mailbox SET table_version = 99 WHERE address = "
                                    "'mario.rossi@ingpec.eu'",
         "SCHEME: this version cannot read its scheme, or lacks its tables; use the version that "
         "issued it, or a newer one", None),
        ("a name that gives nothing", "UPDATE mailbox SET given = '4' WHERE address = "
                                      "'mario.rossi@ingpec.eu'",
         "UNEXPECTED: ", None),
    ]

    def test_what_the_rules_do_not_give_any_more_is_named_with_what_they_give(self):
        for description, statement, why, expected in self.DAMAGE:
            with self.subTest(description):
                shutil.copy(self.path("registry.db"), self.path("good.db"))
                self.damage(statement)
                address = re.search(r"'(\S+@\S+)'", statement).group(1)
                rows = json.loads(self.verify(1, "--format", "json").text)
                derived = [row for row in rows if row["receipt"] is not None]
                self.assertEqual([(row["address"], row["expected"]) for row in derived],
                                 [(address, expected)])
                self.assertTrue(derived[0]["why"].startswith(why), derived[0]["why"])
                # A name that was changed has the letters of the other.
                self.assertEqual([row["code"] for row in rows if row["receipt"] is None],
                                 ["LETTERS"] if "given" in statement else [])
                result = self.verify(1)
                self.assertEqual(len(result.lines), 1 + len(rows))
                self.assertEqual(result.errors[0:3:2], ["right           3", "wrong           1"])
                rows = rows_of(self.verify(1, "--format", "csv").text, ",")
                self.assertIn("reserved", [row["state"] for row in rows])
                os.replace(self.path("good.db"), self.path("registry.db"))

    def test_what_can_not_be_is_told_with_its_address_and_what_it_is_about(self):
        self.damage("UPDATE mailbox SET used = 1 WHERE address = 'mario.rossi@ingpec.eu'")
        [row] = json.loads(self.verify(1, "--format", "json").text)
        self.assertEqual((row["code"], row["address"], row["what"], row["revision"]),
                         ("USED", "mario.rossi@ingpec.eu", None, None))
        result = self.verify(1)
        self.assertIn("USED: mario.rossi@ingpec.eu: whether it was ever in use contradicts its history",
                      result.text)
        self.assertEqual(result.errors[-2:], ["wrong           0", "faults          1"])
        result = self.verify(1, "--quiet")
        self.assertEqual(result.err, "")
        self.damage("UPDATE mailbox SET level = 0, revision = 3 WHERE address = 'ada.bo@ingpec.eu'")
        rows = json.loads(self.verify(1, "--format", "json").text)
        self.assertIn(("REVISION", "ada.bo@ingpec.eu", 3),
                      [(row["code"], row["address"], row["revision"]) for row in rows])

    def test_a_page_that_is_garbled_is_told_by_the_databases_own_check(self):
        path = self.path("registry.db")
        base = sqlite3.connect(path)
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [size] = base.execute("PRAGMA page_size").fetchone()
        [root] = base.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'mailbox_address'"
                              ).fetchone()
        base.close()
        with open(path, "r+b") as file:
            file.seek(root * size - 64)
            file.write(b"Z" * 64)
        rows = json.loads(self.verify(1, "--format", "json").text)
        self.assertIn("ENGINE", [row["code"] for row in rows])

    def test_a_transfer_leaves_an_address_right(self):
        self.write("cf.csv", f"{HEADER}\nAda;Bo;AN;B;3;{codice_fiscale(1, 'BOXDAA')}\n")
        self.write("to.csv", f"{HEADER}\nAda;Bo;TO;A;8;{codice_fiscale(1, 'BOXDAA')}\n")
        self.assign(0, "cf.csv", "--quiet")
        self.assign(0, "to.csv", "--quiet")
        self.verify(0)

    def test_all_are_verified(self):
        self.usage_error("x: all addresses are verified", "registry", "verify", "x", "--registry",
                         self.uri)


if __name__ == "__main__":
    tool.main()
