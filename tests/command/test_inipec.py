#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
The files of INI-PEC: what the built command tells INI-PEC, and what it makes of what INI-PEC has.

    test_inipec.py --pecaddr PATH --meanwhile PATH [unittest options]
"""

import argparse
import datetime
import json
import os
import random
import shlex
import sqlite3
import sys

import tool
from tool import HEADER, INIPEC, codice_fiscale, preloaded

MEANWHILE = None  # the built meanwhile.c

CF = [codice_fiscale(n) for n in range(20)]
LONG_AGO, SINCE = "2020-01-01T12:00:00.000Z", "2020-02-01"


class InipecTest(tool.ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init()

    def registry(self, status, command, *arguments, **options):
        return self.expect(status, "registry", command, *arguments, "--registry", self.uri,
                           **options)

    def roster(self, *rows, name="r.csv"):
        return self.write(name, HEADER + "\n" + "".join(";".join(map(str, row)) + "\n"
                                                        for row in rows))

    def issue(self, *rows):
        self.roster(*rows)
        self.assign(0, "r.csv", "--quiet", "--accept", "all,CF_MISMATCH,RETURNED,MOVED", "--output", "issued.csv")

    def activate(self, *names):
        self.registry(0, "activate", *(name + "@ingpec.eu" for name in names), "--why", "x",
                      "--quiet")

    def tell(self, status, *arguments):
        result = self.registry(status, "export", "--inipec", *arguments)
        self.remarks = result.err
        return result.text

    def age(self):
        """All that history tells was long ago. It never changes: that rule steps aside for this."""
        base = sqlite3.connect(self.path("registry.db"))
        rules = base.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' "
                             "AND tbl_name IN ('history', 'mailbox') AND sql LIKE '%UPDATE%'").fetchall()
        self.assertTrue(rules)
        for name, _ in rules:
            base.execute(f"DROP TRIGGER {name}")
        base.execute("UPDATE history SET at = ?", (LONG_AGO,))
        base.execute("UPDATE mailbox SET changed_at = ?", (LONG_AGO,))
        for _, sql in rules:
            base.execute(sql)
        base.commit()
        base.close()


class Export(InipecTest):
    def test_each_active_mailbox_is_a_line_to_be_inserted(self):
        self.issue(("Mario", "Rossi", "MC", "A", 1, CF[1]), ("Nicolò", "Bò", "MC", "B", 2, CF[2]),
                   ("Ugo", "Neri", "MC", "A", 3, CF[3]), ("Ada", "Bo", "MC", "A", 4, CF[4]),
                   ("Ida", "Blu", "MC", "A", 5, CF[5]))
        self.activate("mario.rossi", "nicolo.bo", "ada.bo", "ida.blu")
        self.registry(0, "leave", "ada.bo@ingpec.eu", "--left", "2020-03-01", "--why", "x")
        self.registry(0, "retire", "ida.blu@ingpec.eu", "--why", "x")
        self.assertEqual(self.tell(0), f"mario.rossi@ingpec.eu;Mario;Rossi;A 1;{CF[1]};2;;\r\n"
                                       f"nicolo.bo@ingpec.eu;Nicolò;Bò;B 2;{CF[2]};2;;\r\n")
        self.assertIn("INI-PEC: 2 to insert, 0 to update, 0 to delete; 0 left out", self.remarks)
        self.assertIn("besides: 1 addresses that are not active yet, 0 of functions", self.remarks)
        self.tell(0, "--output", "out.csv")
        self.assertEqual(self.read("out.csv", "utf-8"), self.tell(0))

    def next(self, status=0, option="--next"):
        if os.path.exists(self.path("told.csv")):
            os.remove(self.path("told.csv"))
        result = self.registry(status, "export", "--inipec", option, "--output", "told.csv")
        self.remarks = result.err
        return self.read("told.csv", "utf-8") if os.path.exists(self.path("told.csv")) else None

    def test_a_registry_of_one_order_tells_nothing_of_another(self):
        self.expect(0, "registry", "init", "--registry", "sqlite:mc.db", "--province", "MC")
        for options in (["--next", "--output", "out.csv"], ["--again"], []):
            result = self.expect(2, "registry", "export", "--inipec", "--province", "AN", *options, "--registry",
                                 "sqlite:mc.db")
            self.assertIn("--province says AN, and the registry is that of MC; nothing was done", result.err)
            self.assertEqual(result.out, b"")

    def test_each_change_is_told_once_and_the_last_file_can_be_made_again(self):
        self.issue(("Mario", "Rossi", "MC", "A", 1, CF[1]), ("Nicolò", "Bò", "MC", "B", 2, CF[2]))
        self.activate("mario.rossi")
        mario = f"mario.rossi@ingpec.eu;Mario;Rossi;A 1;{CF[1]};2;;\r\n"
        self.assertEqual(self.next(), mario)
        self.assertIn("INI-PEC: file number 1", self.remarks)
        self.assertIsNone(self.next())
        self.assertIn("INI-PEC: nothing has changed since the last file; no file is written", self.remarks)
        self.assertEqual(self.next(option="--again"), mario)
        # Of the same day, and of the same minute: it is no day that counts.
        self.activate("nicolo.bo")
        self.registry(0, "correct", "mario.rossi@ingpec.eu", "--given", "Maria", "--surname",
                      "Rossi", "--why", "x")
        self.assertEqual(self.next(option="--again"), mario)
        second = (f"mario.rossi@ingpec.eu;Maria;Rossi;A 1;{CF[1]};1;;\r\n"
                  f"nicolo.bo@ingpec.eu;Nicolò;Bò;B 2;{CF[2]};2;;\r\n")
        self.assertEqual(self.next(), second)
        self.registry(0, "retire", "mario.rossi@ingpec.eu", "--why", "x")
        self.assertEqual(self.next(option="--again"), second)
        self.assertRegex(self.next(), "^mario.rossi@ingpec.eu;Maria;Rossi;A 1;" + CF[1] +
                         r";3;;\d\d/\d\d/\d{4}\r\n$")
        self.registry(0, "forget", "mario.rossi@ingpec.eu", "--why", "x")
        self.assertEqual(self.next(), "")

    def test_each_order_is_told_of_by_itself(self):
        self.issue(("Mario", "Rossi", "MC", "A", 1, CF[1]), ("Ugo", "Neri", "AN", "A", 1, CF[2]))
        self.activate("mario.rossi", "ugo.neri")
        result = self.registry(2, "export", "--inipec", "--next", "--output", "told.csv")
        self.assertIn("members of several Orders", result.err)
        for province, address in (("MC", "mario.rossi"), ("an", "ugo.neri")):
            file = f"{province}.csv"
            self.registry(0, "export", "--inipec", "--next", "--province", province, "--output", file)
            self.assertEqual([line.split(";")[0] for line in self.read(file, "utf-8").splitlines()],
                             [address + "@ingpec.eu"])

    def test_what_somebody_does_while_a_file_is_made_is_in_the_next(self):
        self.issue(("Mario", "Rossi", "MC", "A", 1, CF[1]), ("Ugo", "Neri", "MC", "A", 2, CF[2]))
        self.activate("mario.rossi", "ugo.neri")
        of_order = ["export", "--inipec", "--province", "MC", "--output"]
        self.registry(0, *of_order, "1.csv", "--next")
        self.registry(0, "retire", "mario.rossi@ingpec.eu", "--why", "x")
        self.registry(0, "correct", "ugo.neri@ingpec.eu", "--given", "Ugo", "--surname", "Nèri", "--why", "x")
        self.roster(("Mario", "Rossi", "MC", "A", 1, CF[1]))
        meanwhile = " && ".join(shlex.join([tool.PECADDR, *words, "--registry", self.uri, "--quiet"]) + " >&2" for words in (
            ["assign", "r.csv", "--accept", "CF_MISMATCH,RETURNED"], ["registry", "activate", "mario.rossi@ingpec.eu", "--why", "x"],
            ["registry", "retire", "ugo.neri@ingpec.eu", "--why", "x"]))
        self.registry(0, *of_order, "2.csv", "--next",
                      env={**preloaded(MEANWHILE), "PECADDR_TEST_MEANWHILE": meanwhile})
        self.registry(0, *of_order, "3.csv", "--next")
        told = [[tuple(line.split(";")[i] for i in (0, 2, 5)) for line in self.read(file, "utf-8").splitlines()]
                for file in ("1.csv", "2.csv", "3.csv")]
        self.assertEqual(told, [
            [("mario.rossi@ingpec.eu", "Rossi", "2"), ("ugo.neri@ingpec.eu", "Neri", "2")],
            [("mario.rossi@ingpec.eu", "Rossi", "3"), ("ugo.neri@ingpec.eu", "Nèri", "1")],
            [("mario.rossi@ingpec.eu", "Rossi", "2"), ("ugo.neri@ingpec.eu", "Nèri", "3")]])

    def test_what_is_noted_as_told_is_not_lost(self):
        self.issue(("Mario", "Rossi", "MC", "A", 1, CF[1]))
        self.activate("mario.rossi")
        result = self.registry(2, "export", "--inipec", "--next")
        self.assertIn("--next needs --output FILE", result.err)
        result = self.registry(2, "export", "--inipec", "--again")
        self.assertIn("INI-PEC was not told anything yet; --next makes the first file", result.err)
        result = self.registry(2, "export", "--inipec", "--next", "--since", SINCE, "--output", "x")
        self.assertIn("give one of --next, --again and --since", result.err)
        result = self.registry(2, "export", "--next", "--output", "x")
        self.assertIn("--next, --again, --since and --province are for --inipec", result.err)
        result = self.registry(3, "export", "--inipec", "--next", "--output", "no/told.csv")
        self.assertIn("no/told.csv", result.err)
        result = self.registry(3, "export", "--inipec", "--next", "--output", "/dev/full")
        self.assertIn("the changes are noted as told, and the file is missing; run again with "
                      "--again in place of --next, which makes it", result.err)
        self.assertIn("mario.rossi", self.next(option="--again"))

    def test_a_file_that_may_not_have_been_sent_is_not_written_over(self):
        self.issue(("Mario", "Rossi", "MC", "A", 1, CF[1]))
        self.activate("mario.rossi")
        first = self.next()
        for change in (False, True):
            with self.subTest(change=change):
                if change:
                    self.registry(0, "retire", "mario.rossi@ingpec.eu", "--why", "x")
                result = self.registry(2, "export", "--inipec", "--next", "--output", "told.csv")
                self.assertIn("told.csv: this file is there already, and may not have been sent yet; give "
                              "each file of --next a name of its own", result.err)
                self.assertEqual(self.read("told.csv", "utf-8"), first)
        # Nor was it noted as told.
        self.registry(0, "export", "--inipec", "--next", "--output", "second.csv")
        self.assertIn(";3;;", self.read("second.csv", "utf-8"))
        self.assertIn("--next needs --output FILE",
                      self.registry(2, "export", "--inipec", "--next", "--output", "-").err)

    def test_of_nobody_nothing_is_told(self):
        self.assertEqual(self.tell(0), "")
        self.assertEqual(self.tell(0, "--since", SINCE), "")

    def test_an_address_of_a_function_is_nobodys(self):
        self.write("l.txt", "ordine.macerata@ingpec.eu\n")
        self.registry(0, "import", "l.txt")
        self.assertEqual(self.tell(0), "")
        self.assertIn("1 of functions", self.remarks)

    def test_an_orders_own_mailboxes_are_no_error_in_whatever_domain(self):
        self.write("m.csv", "pec;nome;cognome;provincia\nordine.macerata@ingpec.eu;;;\n"
                            "ordine.ancona@ingpec.eu;Ordine;Ancona;AN\nordine.macerata@pec.it;;;MC\n")
        self.registry(0, "import", "m.csv", "--quiet")
        self.assertEqual(self.tell(0), "")
        self.assertIn("3 of functions", self.remarks)

    def test_addresses_of_other_domains_that_are_imported_are_told(self):
        self.write("m.csv", "pec\nada.bo@ingpec.eu\nada.bo@pec.it\nida.blu@pec.it\n")
        result = self.registry(0, "import", "m.csv")
        self.assertIn("2 addresses are not of ingpec.eu, such as ada.bo@pec.it; they are on record, and "
                      "keep nobody from an address of ingpec.eu\n", result.err)

    def test_one_codice_fiscale_on_two_active_mailboxes_is_told(self):
        head = "pec;nome;cognome;codice_fiscale;provincia;sezione;numero\n"
        self.write("m.csv", head + "".join(f"mario.rossi@{domain};Mario;Rossi;{CF[1]};MC;A;1\n"
                                           for domain in ("ingpec.eu", "pec.it")))
        self.registry(0, "import", "m.csv", "--quiet")
        self.tell(1)
        self.assertIn(f"{CF[1]}: two active mailboxes, mario.rossi@ingpec.eu and mario.rossi@pec.it",
                      self.remarks)
        self.registry(0, "retire", "mario.rossi@pec.it", "--why", "x")
        self.tell(0)
        self.assertNotIn("two active", self.remarks)

    def test_nobody_is_forgotten_before_inipec_was_told_of_the_end(self):
        self.issue(("Mario", "Rossi", "MC", "A", 1, CF[1]), ("Ada", "Bo", "MC", "A", 4, CF[4]))
        self.activate("mario.rossi", "ada.bo")
        self.next()
        self.registry(0, "retire", "mario.rossi@ingpec.eu", "--why", "x")
        refused = self.registry(1, "forget", "mario.rossi@ingpec.eu", "--why", "x")
        self.assertIn("STATE: mario.rossi@ingpec.eu: INI-PEC has not been told yet that it has ended",
                      refused.err)
        self.assertRegex(self.next(), "^mario.rossi@ingpec.eu;Mario;Rossi;A 1;" + CF[1] + ";3;")
        self.registry(0, "forget", "mario.rossi@ingpec.eu", "--why", "x")

    def test_a_death_is_told_also_of_one_who_was_forgotten(self):
        self.issue(("Mario", "Rossi", "MC", "A", 1, CF[1]), ("Ada", "Bo", "MC", "A", 4, CF[4]))
        self.activate("mario.rossi", "ada.bo")
        self.age()
        self.registry(0, "retire", "mario.rossi@ingpec.eu", "--why", "x")
        self.registry(0, "forget", "mario.rossi@ingpec.eu", "--why", "x")
        self.assertEqual(self.tell(1, "--since", SINCE), "")
        self.assertIn("mario.rossi@ingpec.eu: it has ended, and its holder was forgotten since, so that "
                      "nothing can be told of it; if INI-PEC has it still, delete it there by hand", self.remarks)

    def test_a_registry_of_one_order_tells_it_once_whether_it_is_named_or_not(self):
        self.expect(0, "registry", "init", "--registry", "sqlite:mc.db", "--province", "MC", "--quiet")
        self.uri = "sqlite:mc.db"
        self.roster(("Mario", "Rossi", "MC", "A", 1, CF[1]))
        self.assign(0, "r.csv", "--quiet", registry=self.uri)
        self.activate("mario.rossi")
        self.assertIn("mario.rossi", self.next())
        result = self.registry(0, "export", "--inipec", "--next", "--province", "MC", "--output", "again.csv")
        self.assertIn("INI-PEC: nothing has changed since the last file", result.err)
        self.registry(0, "export", "--inipec", "--again", "--province", "MC", "--output", "again.csv")
        self.assertIn("mario.rossi", self.read("again.csv", "utf-8"))

    def test_whoever_is_forgotten_where_an_address_was_given_back_changes_nothing_of_who_has_it(self):
        self.issue(("Mario", "Rossi", "MC", "A", 1, CF[1]))
        self.registry(0, "change", "mario.rossi@ingpec.eu", "--why", "x")
        self.activate("mario.rossi.mc")
        self.issue(("Mario", "Rossi", "MC", "A", 2, CF[2]))
        self.activate("mario.rossi")
        self.registry(0, "retire", "mario.rossi.mc@ingpec.eu", "--why", "x")
        self.assertEqual(self.next(), f"mario.rossi@ingpec.eu;Mario;Rossi;A 2;{CF[2]};2;;\r\n")
        self.registry(0, "forget", "mario.rossi.mc@ingpec.eu", "--why", "x")
        # The second Mario was told already, and is not told again.
        self.assertEqual(self.next(), "")
        self.registry(0, "correct", "mario.rossi@ingpec.eu", "--given", "Maria", "--surname", "Rossi",
                      "--why", "x")
        self.assertEqual(self.next(), f"mario.rossi@ingpec.eu;Maria;Rossi;A 2;{CF[2]};1;;\r\n")
        history = self.registry(0, "history", "mario.rossi@ingpec.eu", "--format", "json").text
        self.assertNotIn(CF[1], history)
        self.registry(0, "verify")

    def test_since_a_moment_says_what_lies_before_it(self):
        self.issue(("Mario", "Rossi", "MC", "A", 1, CF[1]), ("Ada", "Bo", "MC", "A", 4, CF[4]))
        self.activate("mario.rossi")
        self.age()
        self.activate("ada.bo")
        for since in ("2020-02-01", "2020-02-01 09:30", "01/02/2020 9:30:15", "2020-02-01T00:00"):
            with self.subTest(since):
                self.assertEqual(self.tell(0, "--since", since, ), f"ada.bo@ingpec.eu;Ada;Bo;A 4;{CF[4]};2;;"
                                                                   "\r\n")
                self.assertRegex(self.remarks, r"all that has changed since 2020-02-01 \d\d:\d\d; the last "
                                 r"change before that, which this file does not tell, was on 2020-01-01 "
                                 r"\d\d:\d\d, of (ada.bo|mario.rossi)@ingpec.eu")
        self.tell(0, "--since", "2019-01-01")
        self.assertIn("nothing had changed before that", self.remarks)
        for wrong in ("2020-02-01 25:00", "2020-02-01 x", "2020-02-01 10:7x", "2020-02-01T", "x 10:00"):
            with self.subTest(wrong):
                self.usage_error(f"--since {wrong}: ", "registry", "export", "--inipec", "--since", wrong,
                                 "--registry", self.uri)

    def test_what_inipec_needs_and_is_not_on_record_is_named_and_left_out(self):
        self.write("m.csv", "pec;nome;cognome;provincia;sezione;numero;codice_fiscale\n"
                            f"a@ingpec.eu;;Rossi;MC;A;1;{CF[1]}\n"
                            f"b@ingpec.eu;Mario;;MC;A;2;{CF[2]}\n"
                            "c@ingpec.eu;Mario;Rossi;MC;A;3;\n"
                            f"d@ingpec.eu;Mario;Rossi;;;;{CF[4]}\n"
                            f"e@ingpec.eu;=1+1;Rossi;MC;A;5;{CF[5]}\n"
                            f"f@ingpec.eu;Mario;@Rossi;MC;A;6;{CF[6]}\n"
                            f"g@ingpec.eu;Mario;\"Ros\nsi\";MC;A;7;{CF[7]}\n"
                            f"h@ingpec.eu;\"Mario; \"\"detto\"\" Io\";Rossi;;;8;{CF[8]}\n")
        self.registry(1, "import", "m.csv")  # the formulas of e and f are not put on record
        self.assertEqual(self.tell(1), 'h@ingpec.eu;"Mario; ""detto"" Io";Rossi;8;' + CF[8] +
                         ";2;;\r\n")
        for address, what in (("a", "the given names and the surname"),
                              ("b", "the given names and the surname"), ("c", "the codice fiscale"),
                              ("d", "the registration number"),
                              ("g", "the given names and the surname")):
            self.assertIn(f"pecaddr: {address}@ingpec.eu: left out, as INI-PEC needs {what}, and "
                          "there is none on record; put ", self.remarks)
        self.assertIn("5 left out", self.remarks)

    def test_what_twenty_lack_is_said_once_with_their_count(self):
        for n, is_shared in ((19, False), (20, True)):
            self.uri = self.init(f"{n}.db")
            self.write("m.csv", "pec;nome;cognome;provincia;sezione;numero;codice_fiscale\n" +
                       "".join(f"m{i}@ingpec.eu;Mario;Rossi;MC;A;{i + 1};\n" for i in range(n)) +
                       f"ada@ingpec.eu;;Rossi;MC;A;99;{CF[1]}\n")
            self.registry(0, "import", "m.csv", "--other-rule", "--quiet")
            self.assertEqual(self.tell(1), "")
            self.assertEqual(self.remarks.count("needs the codice fiscale"), 1 if is_shared else n)
            self.assertEqual("pecaddr: 20 mailboxes are left out for the same reason, told of the first; `pecaddr "
                             "registry export --format csv` has what is on record of each\npecaddr: m0@ingpec.eu: "
                             "left out, as INI-PEC needs the codice fiscale" in self.remarks, is_shared)
            self.assertIn("pecaddr: ada@ingpec.eu: left out, as INI-PEC needs the given names", self.remarks)
            self.assertIn(f"{n + 1} left out", self.remarks)

    def test_each_order_tells_its_own_members(self):
        self.issue(("Mario", "Rossi", "MC", "A", 1, CF[1]), ("Mario", "Rossi", "AN", "A", 1, CF[2]))
        self.activate("mario.rossi", "mario.rossi.an")
        result = self.registry(2, "export", "--inipec", "--output", "no.csv")
        self.assertIn("there are members of several Orders on record, such as AN and MC; give "
                      "--province", result.err)
        self.assertRaises(FileNotFoundError, self.read, "no.csv")
        self.assertEqual(self.tell(0, "--province", "an"),
                         f"mario.rossi.an@ingpec.eu;Mario;Rossi;A 1;{CF[2]};2;;\r\n")
        self.write("m.csv", f"pec;nome;cognome;numero;codice_fiscale\nx@ingpec.eu;A;B;9;{CF[9]}\n")
        self.registry(0, "import", "m.csv", "--accept", "all")
        self.assertEqual(len(self.tell(1, "--province", "AN").splitlines()), 1)
        self.assertIn("x@ingpec.eu: left out, as it is not on record of which Order its holder is",
                      self.remarks)

    def test_faults_of_the_command_line(self):
        tomorrow = (datetime.date.today() + datetime.timedelta(2)).isoformat()
        for arguments, sentence in (
                (["--since", SINCE], "--since and --province are for --inipec"),
                (["--province", "MC"], "--since and --province are for --inipec"),
                (["--inipec", "--format", "csv"], "--inipec has one form only"),
                (["--inipec", "--format", "json"], "--inipec has one form only"),
                (["--inipec", "--all", "--format", "csv"], "--inipec has one form only"),
                (["--inipec", "--since", "2020-02-30"], "--since 2020-02-30: this is no day"),
                (["--inipec", "--since", tomorrow], "this day is still to come"),
                (["--inipec", "--province", "Maceata"], "give the Order's sigla"),
                (["--inipec", "--province", "1"], "give the Order's sigla"),
                (["--inipec", "--province", "ZZ"], "--province ZZ: there is no such Order"),
                (["--inipec", "--next", "--output", "n.csv", "--province", "zz"],
                 "--province zz: there is no such Order")):
            with self.subTest(arguments):
                self.usage_error(sentence, "registry", "export", *arguments, "--registry", self.uri)

    def test_a_message_of_the_registry_is_told(self):
        result = self.run_tool("registry", "export", "--inipec", "--registry", "sqlite:no.db")
        self.assertEqual((result.status, result.out), (3, b""))


ADDRESS = "mario.rossi@ingpec.eu"
TODAY = datetime.date.today().strftime("%d/%m/%Y")


class Since(InipecTest):
    """Each life, in two parts: before the day and since; and what is to be told of it."""

    @staticmethod
    def line(state, number="A 1", holder=CF[1], cancelled=""):
        return f"{ADDRESS};Mario;Rossi;{number};{holder};{state};;{cancelled}\r\n"

    # What can happen to it.

    def claim(self, province="MC", section="A", number=1, holder=CF[1]):
        self.issue(("Mario", "Rossi", province, section, number, holder))

    def act(self):
        self.activate("mario.rossi")

    def step(self, command, *arguments):
        self.registry(0, command, ADDRESS, *arguments, "--why", "x", "--quiet")

    def leave(self):
        self.step("leave", "--left", "2020-01-15")

    def renew(self):
        self.step("renew", "--expires", "2090-01-01")

    def leave_later(self):
        self.step("leave", "--left", "2020-01-20")

    def renew_with_odd_reason(self):
        self.registry(0, "renew", ADDRESS, "--expires", "2090-01-01", "--quiet", "--why",
                      "the holder came back; put on record what was unknown")

    def leave_with_odd_reason(self):
        self.registry(0, "leave", ADDRESS, "--left", "2020-01-15", "--quiet", "--why",
                      "import: put on record when it expires")

    def retire(self):
        self.step("retire")

    def relink(self, holder=CF[2]):
        self.step("relink", "--holder", holder)

    def bring_in(self, rest, header):
        self.write("m.csv", f"pec;{header}\n{ADDRESS};{rest}\n")
        self.registry(0, "import", "m.csv", "--quiet")

    def bring_in_all(self):
        self.bring_in(f"Mario;Rossi;MC;A;1;{CF[1]}",
                      "nome;cognome;provincia;sezione;numero;codice_fiscale")

    def bring_in_address(self):
        self.write("m.txt", ADDRESS + "\n")
        self.registry(0, "import", "m.txt", "--quiet")

    def bring_in_expiry(self):
        self.bring_in("2091-01-01", "scadenza")

    LIVES = [  # description, before, since, what is told (Stato and so on), or None
        ("issued before", "claim", "", None),
        ("active before", "claim act", "", None),
        ("issued since", "", "claim", None),
        ("active since", "claim", "act", (2,)),
        ("issued and active since", "", "claim act", (2,)),
        ("brought in since", "", "bring_in_all", (2,)),
        ("brought in before", "bring_in_all", "", None),
        ("released and issued again since", "claim", "free claim act", (2,)),
        ("retired since", "claim act", "retire", (3, "A 1", CF[1], TODAY)),
        ("retired before", "claim act retire", "", None),
        ("active and retired since", "claim", "act retire", None),
        ("left since", "claim act", "leave", (3, "A 1", CF[1], "15/01/2020")),
        ("left before", "claim act leave", "", None),
        ("left and retired since", "claim act", "leave retire", (3, "A 1", CF[1], "15/01/2020")),
        ("left before, retired since", "claim act leave", "retire", None),
        ("left and came back since", "claim act", "leave claim", None),
        ("left before, came back since", "claim act leave", "claim", (2,)),
        ("left before, came back and left since", "claim act leave", "claim leave_later", None),
        ("left before, relinked since", "claim act leave", "relink", None),
        ("retired before, came back since, not active", "claim act retire", "claim", None),
        ("retired before, active again since", "claim act retire", "claim act", (2,)),
        ("retired and came back since, not active", "claim act", "retire claim",
         (3, "A 1", CF[1], TODAY)),
        ("retired and active again since", "claim act", "retire claim act", None),
        ("renewed since", "claim act", "renew", None),
        ("its expiry brought in since", "claim act", "bring_in_expiry", None),
        ("another codice fiscale since", "claim act", "relink", (1, "A 1", CF[2])),
        ("another codice fiscale and back since", "claim act", "relink relink_back", None),
        ("another codice fiscale before", "claim act relink", "", None),
        ("another codice fiscale before it was active", "claim", "relink act", (2, "A 1", CF[2])),
        ("moved to another section since", "claim act", "to_b", (1, "B 7")),
        ("moved and back since", "claim act", "to_b claim", None),
        ("moved and retired since", "claim act", "to_b retire", (3, "A 1", CF[1], TODAY)),
        ("another codice fiscale, and retired since", "claim act", "relink retire",
         (3, "A 1", CF[1], TODAY)),
        ("what was missing on record since", "bring_in_address", "bring_in_all", (2,)),
        ("the codice fiscale on record since", "no_holder act", "claim", (2,)),
        ("something still missing", "bring_in_address", "bring_in_expiry", "left out"),
        ("something missing as before", "bring_in_address", "", None),
        ("left before, renewed and came back since", "claim act leave", "renew claim", (2,)),
        ("left before, renewed since", "claim act leave", "renew", None),
        ("left before, on another day since", "claim act leave", "leave_later", None),
        ("left before, retired and active again since", "claim act leave", "retire claim act",
         (2,)),
        ("a reason in the words of the registry", "claim act leave", "renew_with_odd_reason", None),
        ("left with a reason in the words of the registry", "claim act", "leave_with_odd_reason",
         (3, "A 1", CF[1], "15/01/2020")),
    ]

    def free(self):
        self.step("release")

    def relink_back(self):
        self.relink(CF[1])

    def to_b(self):
        self.claim(section="B", number=7)

    def no_holder(self):
        self.claim(holder="")

    def live(self, events):
        for event in events.split():
            getattr(self, event)()

    def test_what_has_changed_is_told_as_if_in_one_go(self):
        for i, (description, before, since, told) in enumerate(self.LIVES):
            with self.subTest(description):
                self.uri = self.init(f"{i}.db")
                self.assign = lambda status, roster, *arguments: self.expect(
                    status, "assign", roster, "--registry", self.uri, *arguments)
                self.live(before)
                self.age(f"{i}.db")
                self.live(since)
                if told == "left out":
                    self.assertEqual(self.tell(1, "--since", SINCE), "")
                    continue
                expected = "" if told is None else self.line(*told)
                self.assertEqual(self.tell(0, "--since", SINCE), expected)
                # Of a day before all, what is told is the whole list.
                if told is not None and told[0] != 3:
                    self.assertEqual(self.tell(0, "--since", "1999-01-01"), self.tell(0))

    def age(self, name="registry.db"):
        base = self.path
        self.path = lambda _: base(name)
        try:
            super().age()
        finally:
            self.path = base

    def test_who_moves_to_another_order_is_deleted_there_and_inserted_here(self):
        self.claim()
        self.act()
        self.age()
        self.claim(province="AN", section="B", number=7)
        self.assertEqual(self.tell(0, "--since", SINCE, "--province", "MC"),
                         self.line(3, cancelled=TODAY))
        self.assertEqual(self.tell(0, "--since", SINCE, "--province", "AN"), self.line(2, "B 7"))
        self.assertEqual(self.tell(0, "--since", SINCE), self.line(1, "B 7"))

    def test_who_moved_on_after_leaving_the_order_was_cancelled_when_he_moved(self):
        self.claim()
        self.act()
        self.age()
        self.claim(province="AN", section="B", number=7)
        self.claim(province="AN", section="A", number=8)
        self.leave()
        self.assertEqual(self.tell(0, "--since", SINCE, "--province", "MC"),
                         self.line(3, cancelled=TODAY))
        self.assertEqual(self.tell(0, "--since", SINCE, "--province", "AN"), "")

    def test_a_day_begins_here_not_in_greenwich(self):
        self.claim()
        self.act()
        self.age()  # at noon of 1 January in Greenwich: 2 in the morning of 2 January on Kiritimati
        there = {"env": {"TZ": "Pacific/Kiritimati"}}
        for day, told in (("2020-01-01", True), ("2020-01-02", True), ("2020-01-03", False)):
            result = self.registry(0, "export", "--inipec", "--since", day, **there)
            self.assertEqual(bool(result.out), told, day)
        self.assertEqual(self.tell(0, "--since", "2020-01-02"), "")


class AnyOrder(InipecTest):
    """Many lives at once, with whatever may happen in any order: what is told to have changed is what
    differs between the whole lists of then and now, of each Order."""

    LIVES, STEPS = 250, 8
    ODD_REASON = "the holder came back; transfer from MC A 1 to AN B 2; name put on record"

    def setUp(self):
        super().setUp()
        self.random = random.Random(5)
        self.members = [f"{a}{b}" for a in "abcdefghijklmno" for b in "abcdefghijklmnopqrst"]
        self.members = self.members[:self.LIVES]

    def rows(self, members, cell, header):
        self.write("rows.csv", header + "\n" + "".join(
            ";".join(map(str, cell(self.members.index(member), member))) + "\n"
            for member in members))

    def mailboxes(self, command, members, *arguments):
        self.write("rows.txt", "".join(f"ada.bi{member}@ingpec.eu\n" for member in members))
        self.run_tool("registry", command, "--registry", self.uri, "--from", "rows.txt", "--why",
                      self.ODD_REASON, "--quiet", *arguments)

    def claim(self, members, entry=lambda i: ("MC", "A", i + 1), holder=codice_fiscale):
        self.rows(members, lambda i, member: ("Ada", f"Bi{member}", *entry(i), holder(i)), HEADER)
        self.run_tool("assign", "rows.csv", "--registry", self.uri, "--quiet")

    def bring_in(self, members, **known):
        header = ";".join(known)
        self.rows(members, lambda i, member: (f"ada.bi{member}@ingpec.eu",
                                              *(cell(i, member) for cell in known.values())),
                  f"pec;{header}")
        self.run_tool("registry", "import", "rows.csv", "--registry", self.uri, "--quiet")

    def relink(self, members):
        for member in members:
            i = self.members.index(member)
            self.run_tool("registry", "relink", f"ada.bi{member}@ingpec.eu", "--holder",
                          codice_fiscale(self.random.choice([i, 500 + i])), "--registry", self.uri,
                          "--why", "x", "--quiet")

    def events(self):
        name = {"nome": lambda i, m: "Ada", "cognome": lambda i, m: f"Bi{m}"}
        holder = {"codice_fiscale": lambda i, m: codice_fiscale(i)}
        number = {"numero": lambda i, m: i + 1}
        entry = {"provincia": lambda i, m: "MC", "sezione": lambda i, m: "A", **number}
        return [
            self.claim, self.claim,
            lambda members: self.claim(members, holder=lambda i: ""),
            lambda members: self.claim(members, lambda i: ("MC", "B", i + 1001)),
            lambda members: self.claim(members, lambda i: ("AN", "A", i + 2001)),
            lambda members: self.mailboxes("activate", members),
            lambda members: self.mailboxes("activate", members),
            lambda members: self.mailboxes("activate", members, "--expires", "2091-01-01"),
            lambda members: self.mailboxes("leave", members, "--left", "2020-01-10"),
            lambda members: self.mailboxes("leave", members, "--left", "2020-01-20"),
            lambda members: self.mailboxes("renew", members, "--expires", "2090-01-01"),
            lambda members: self.mailboxes("retire", members),
            lambda members: self.mailboxes("release", members),
            self.bring_in,
            lambda members: self.bring_in(members, **name),
            lambda members: self.bring_in(members, **name, **holder),
            lambda members: self.bring_in(members, **number, **holder),
            lambda members: self.bring_in(members, **name, **entry),
            lambda members: self.bring_in(members, **name, **entry, **holder),
            self.relink,
        ]

    def step(self):
        events = self.events()
        chosen = {}
        for member in self.members:
            chosen.setdefault(self.random.randrange(len(events)), []).append(member)
        for i, members in sorted(chosen.items()):
            events[i](members)

    def whole(self, province):
        result = self.run_tool("registry", "export", "--inipec", "--province", province,
                               "--registry", self.uri)
        self.assertIn(result.status, (0, 1), result.err)
        return dict(line.split(";", 1) for line in result.text.splitlines())

    def changes(self, before, now):
        """What changed from one list to another: by address Stato, and the facts."""
        facts = lambda line: line.split(";")[:4]
        for address in sorted(before.keys() | now.keys()):
            if address not in before:
                yield address, "2", facts(now[address])
            elif address not in now:
                yield address, "3", facts(before[address])
            elif facts(before[address]) != facts(now[address]):
                yield address, "1", facts(now[address])

    def test_what_has_changed_is_what_differs_between_the_lists(self):
        orders = ("MC", "AN")
        states = set()
        for _ in range(self.STEPS):
            self.step()
        before = {order: self.whole(order) for order in orders}
        self.age()
        for _ in range(4):
            self.step()
            for order in orders:
                result = self.run_tool("registry", "export", "--inipec", "--province", order,
                                       "--since", SINCE, "--registry", self.uri)
                told = []
                for line in result.text.splitlines():
                    address, *facts, state, registered, cancelled = line.split(";")
                    told.append((address, state, facts))
                    self.assertEqual(registered, "")
                    self.assertIn(cancelled, ("10/01/2020", "20/01/2020", TODAY)
                                  if state == "3" else ("",))
                    states.add(state)
                self.assertEqual(told, list(self.changes(before[order], self.whole(order))))
        self.assertEqual(states, {"1", "2", "3"})


class Back(InipecTest):
    """What INI-PEC was told comes back the same."""

    PEOPLE = [("Mario", "Rossi", "MC", "A", 1, CF[1]), ("Mario", "Rossi", "MC", "B", 2, CF[2]),
              ("Nicolò", "D'Angelo", "MC", "A", 3, CF[3]), ("Jörg", "Öz", "MC", "A", 4, CF[4])]
    NAMES = ["mario.rossi", "mario.rossi.mc", "nicolo.dangelo", "joerg.oez"]

    def setUp(self):
        super().setUp()
        self.issue(*self.PEOPLE)
        self.activate(*self.NAMES)
        self.write("inipec.csv", self.tell(0))

    def facts(self, uri):
        rows = json.loads(self.expect(0, "registry", "show", "--registry", uri, "--format",
                                      "json").text)
        return [{key: row[key] for key in ("pec", "given", "surname", "holder", "province",
                                           "section", "number", "state")} for row in rows]

    def test_an_import_of_it_gives_the_same_mailboxes(self):
        new = self.init("new.db")
        for _ in range(2):
            self.expect(0, "registry", "import", "inipec.csv", "--province", "MC", "--accept",
                        "CF_MISMATCH", "--registry", new)
            self.assertEqual(self.facts(new), self.facts(self.uri))

    def test_an_audit_against_it_finds_all_right(self):
        for text in (self.read("inipec.csv", "utf-8"),
                     INIPEC + self.read("inipec.csv", "utf-8").replace("\r", "")):
            for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
                self.write("theirs.csv", text, encoding)
                rows = json.loads(self.expect(0, "audit", "r.csv", "--registry", "file:theirs.csv",
                                              "--format", "json").text)
                self.assertEqual([(row["verdict"], row["address"]) for row in rows],
                                 [("right", name + "@ingpec.eu") for name in self.NAMES])

    def test_an_audit_against_it_and_its_updates_finds_all_right(self):
        self.age()
        self.registry(0, "relink", "joerg.oez@ingpec.eu", "--holder", CF[14], "--why", "x")
        self.registry(0, "retire", "nicolo.dangelo@ingpec.eu", "--why", "x")
        self.roster(*self.PEOPLE[:2], (*self.PEOPLE[3][:5], CF[14]))
        self.write("both.csv", self.read("inipec.csv", "utf-8") + self.tell(0, "--since", SINCE))
        rows = json.loads(self.expect(0, "audit", "r.csv", "--registry", "file:both.csv",
                                      "--format", "json").text)
        self.assertEqual({row["verdict"] for row in rows}, {"right"})
        self.assertEqual(len(rows), 3)

    def test_an_issue_heeds_it(self):
        new = self.init("new.db")
        self.roster(("Mario", "Rossi", "MC", "A", 9, CF[9]))
        result = self.assign(0, "r.csv", "--check", "file:inipec.csv", registry=new)
        self.assertIn("mario.rossi.mc.a9@ingpec.eu", result.text)


class Audit(InipecTest):
    def audit(self, status, *people, lines):
        self.roster(*people)
        self.write("inipec.csv", lines)
        result = self.expect(status, "audit", "r.csv", "--registry", "file:inipec.csv", "--format",
                             "json")
        self.remarks = result.err
        rows = json.loads(result.text)
        for row in rows:
            self.assertEqual(list(row), ["line", "given", "surname", "verdict", "level", "address",
                                         "expected", "why", "code"])
        return rows

    MARIO = ("Mario", "Rossi", "MC", "A", 1, CF[1])

    def test_no_address_is_right_that_is_another_codice_fiscales(self):
        for number in ("A 1", "1", "A 2", ""):
            for stated in (False, True):
                with self.subTest(number=number, stated=stated):
                    lines = f"{ADDRESS};MARIO;ROSSI;{number};{CF[2]};2;;\n"
                    self.roster(self.MARIO)
                    if stated:
                        self.write("r.csv", f"{HEADER};pec\n" + ";".join(map(str, self.MARIO)) +
                                   f";{ADDRESS}\n")
                    self.write("inipec.csv", lines)
                    rows = json.loads(self.expect(1, "audit", "r.csv", "--registry",
                                                  "file:inipec.csv", "--format", "json").text)
                    self.assertEqual(rows[0]["verdict"], "taken")
                    self.assertIn(CF[2], rows[0]["why"])
                    self.assertEqual(rows[0]["why"].endswith(
                        "; name and number are this person's, so compare the two codici fiscali"),
                        number in ("A 1", "1"))

    def test_no_address_is_right_whose_codice_fiscale_is_wrong(self):
        rows = self.audit(1, self.MARIO, lines=f"{ADDRESS};MARIO;ROSSI;A 1;{CF[1][:-1]}?;2;;\n")
        self.assertEqual(rows[0]["verdict"], "taken")
        self.assertIn("inipec.csv:1: HOLDER: ", self.remarks)

    def test_names_are_the_same_in_any_case_and_with_any_accents(self):
        for given, surname in (("MARIO", "ROSSI"), ("mario", "rossi"), ("Màrio", "Rossì"),
                               ("MARIO", "ROSSI'"), ("Ing. Mario", "ROSSI")):
            for holder in (CF[1], CF[1].lower(), f" {CF[1]} ", f"{CF[1][:6]} {CF[1][6:]}", ""):
                with self.subTest(given=given, holder=holder):
                    rows = self.audit(0, self.MARIO,
                                      lines=f"{ADDRESS};{given};{surname};A 1;{holder};2;;\n")
                    self.assertEqual((rows[0]["verdict"], rows[0]["why"]), ("right", None))

    def test_whose_address_was_cancelled_is_missing_and_nobody_else_is_offered_it(self):
        line = f"{ADDRESS};MARIO;ROSSI;A 1;{CF[1]}"
        other = ("Mario", "Rossi", "MC", "A", 2, CF[2])
        for lines, at in ((f"{line};3;;01/02/2021\n", 1), (f"{line};3;;\n", 1),
                          (f"{line};2;;01/02/2021\n", 1), (f"{line};2;;\n{line};3;;\n", 2)):
            with self.subTest(lines):
                rows = self.audit(1, self.MARIO, lines=lines)
                self.assertEqual([(row["verdict"], row["address"], row["why"]) for row in rows],
                                 [("missing", ADDRESS, "this person's address was cancelled on "
                                                       f"line {at} of the list")])
                rows = self.audit(1, other, lines=lines)
                self.assertEqual([(row["verdict"], row["expected"]) for row in rows],
                                 [("taken", "mario.rossi.mc@ingpec.eu")])

    def test_who_was_cancelled_and_is_no_member_is_no_orphan(self):
        self.audit(0, ("Ada", "Bo", "MC", "A", 5, CF[5]),
                   lines=f"{ADDRESS};MARIO;ROSSI;A 1;{CF[1]};3;;01/02/2021\n"
                         f"ada.bo@ingpec.eu;ADA;BO;A 5;{CF[5]};1;;\n")
        self.assertIn("1 of former members", self.remarks)

    def test_a_later_line_counts_after_a_cancellation(self):
        rows = self.audit(0, self.MARIO, lines=f"{ADDRESS};MARIO;ROSSI;A 1;{CF[1]};3;;\n"
                                               f"{ADDRESS};MARIO;ROSSI;A 1;{CF[1]};2;;\n")
        self.assertEqual(rows[0]["verdict"], "right")

    def test_an_update_corrects_the_codice_fiscale_of_the_same_name_and_number_only(self):
        first = f"{ADDRESS};MARIO;ROSSI;A 1;{CF[2]};2;;\n"
        rows = self.audit(0, self.MARIO, lines=f"{first}{ADDRESS};MARIO;ROSSI;A 1;{CF[1]};1;;\n")
        self.assertEqual(rows[0]["verdict"], "right")
        for second in (f"{ADDRESS};MARIO;ROSSI;A 1;{CF[1]};2;;\n",
                       f"{ADDRESS};MARIO;ROSSI;A 9;{CF[1]};1;;\n",
                       f"{ADDRESS};MARIA;ROSSI;A 1;{CF[1]};1;;\n"):
            rows = self.audit(1, self.MARIO, lines=first + second)
            self.assertEqual(rows[0]["verdict"], "taken")
            self.assertIn("inipec.csv:2: STATE: ", self.remarks)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--meanwhile", required=True)
    own, sys.argv[1:] = parser.parse_known_args()
    MEANWHILE = os.path.abspath(own.meanwhile)
    tool.main()
