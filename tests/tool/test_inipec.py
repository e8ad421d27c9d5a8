#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
The files of INI-PEC: what the built command tells INI-PEC, and what it makes of what INI-PEC has.

    test_inipec.py --pecaddr PATH [unittest options]
"""

import datetime
import json
import sqlite3

import test_tool
from test_tool import HEADER, INIPEC, codice_fiscale

CF = [codice_fiscale(n) for n in range(20)]
LONG_AGO, SINCE = "2020-01-01T12:00:00.000Z", "2020-02-01"


class InipecTest(test_tool.ToolTest):
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
        self.assign(0, "r.csv", "--quiet", "--output", "issued.csv")

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
                             "AND tbl_name = 'history' AND sql LIKE '%UPDATE%'").fetchall()
        self.assertTrue(rules)
        for name, _ in rules:
            base.execute(f"DROP TRIGGER {name}")
        base.execute("UPDATE history SET at = ?", (LONG_AGO,))
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

    def test_of_nobody_nothing_is_told(self):
        self.assertEqual(self.tell(0), "")
        self.assertEqual(self.tell(0, "--since", SINCE), "")

    def test_an_address_of_a_function_is_nobodys(self):
        self.write("l.txt", "ordine.macerata@ingpec.eu\n")
        self.registry(0, "import", "l.txt")
        self.assertEqual(self.tell(0), "")
        self.assertIn("1 of functions", self.remarks)

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
        self.registry(0, "import", "m.csv")
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
                (["--inipec", "--province", "Macerata"], "give the Order's sigla"),
                (["--inipec", "--province", "1"], "give the Order's sigla")):
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
        ("left before, came back and left since", "claim act leave", "claim leave", None),
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

    def test_a_day_begins_here_not_in_greenwich(self):
        self.claim()
        self.act()
        self.age()  # at noon of 1 January in Greenwich: 2 in the morning of 2 January on Kiritimati
        there = {"env": {"TZ": "Pacific/Kiritimati"}}
        for day, told in (("2020-01-01", True), ("2020-01-02", True), ("2020-01-03", False)):
            result = self.registry(0, "export", "--inipec", "--since", day, **there)
            self.assertEqual(bool(result.out), told, day)
        self.assertEqual(self.tell(0, "--since", "2020-01-02"), "")


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
            self.expect(0, "registry", "import", "inipec.csv", "--province", "MC", "--registry",
                        new)
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
            for holder in (CF[1], CF[1].lower(), f" {CF[1]} ", ""):
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
    test_tool.main()
