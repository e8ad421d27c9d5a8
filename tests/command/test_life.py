#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
The life of a mailbox: each step, and what becomes of the holder.

    test_life.py --pecaddr PATH [unittest options]
"""

import json
import shlex

import tool
from tool import DOMAIN, HEADER, LifeTest, codice_fiscale, rows_of


class Life(LifeTest):
    # One step, and what it says.

    STEPS = [  # description, steps before, the step, what is said, state, expires, left
        ("an address is activated", [], ["activate"],
         "is active: its address can never be changed again", "active", None, None),
        ("an address is activated with the day it expires", [],
         ["activate", "--expires", "2090-12-31"],
         "is active: its address can never be changed again; it expires on 2090-12-31", "active",
         "2090-12-31", None),
        ("a day may be written as Italian files do", [], ["activate", "--expires", "31/12/2090"],
         "is active: its address can never be changed again; it expires on 2090-12-31", "active",
         "2090-12-31", None),
        ("an active address is not activated again", [["activate"]], ["activate"],
         "was active already", "active", None, None),
        ("an address is released", [], ["release"], "is free again", "released", None, None),
        ("a mailbox is renewed", [["activate"]], ["renew", "--expires", "2091-01-01"],
         "is renewed, and expires on 2091-01-01", "active", "2091-01-01", None),
        ("a mailbox is not renewed twice", [["activate", "--expires", "2091-01-01"]],
         ["renew", "--expires", "2091-01-01"], "has this date already", "active", "2091-01-01", None),
        ("a mailbox outlives membership", [["activate"]], ["leave", "--left", "2026-02-28"],
         "stays as it is, and its register entry is free; its holder left the Order on 2026-02-28",
         "active", None, "2026-02-28"),
        ("that a holder left is put on record after the end, too", [["activate"], ["retire"]],
         ["leave", "--left", "2026-02-28"],
         "stays as it is, and its register entry is free; its holder left the Order on 2026-02-28", "retired", None,
         "2026-02-28"),
        ("a holder leaves once", [["activate"], ["leave", "--left", "2026-02-28"]],
         ["leave", "--left", "28.02.2026"], "has this on record already", "active", None,
         "2026-02-28"),
        ("a mailbox is retired", [["activate"]], ["retire"],
         "is retired: nobody else will ever have it", "retired", None, None),
        ("a mailbox is retired once", [["activate"], ["retire"]], ["retire"],
         "was retired already", "retired", None, None),
        ("a name is corrected before activation", [], ["correct", "--given", "Ada", "--surname", "Nere"],
         "stays as it is; the name of its holder is corrected", "reserved", None, None),
        ("a name is corrected in use", [["activate"]],
         ["correct", "--given", "Ada", "--surname", "Nere"],
         "stays as it is; the name of its holder is corrected", "active", None, None),
        ("the same name corrects nothing", [], ["correct", "--given", "Ada", "--surname", "Neri"],
         "has this name on record already", "reserved", None, None),
        ("a retired mailbox is forgotten", [["activate"], ["retire"]], ["forget"],
         "is forgotten: its holder is no longer on record, and nobody will ever have it", "retired",
         None, None),
        ("a mailbox is forgotten once", [["activate"], ["retire"], ["forget"]], ["forget"],
         "was forgotten already", "retired", None, None),
    ]

    def test_each_step_is_done_and_told_or_was_so_already(self):
        for description, before, (command, *options), said, state, expires, left in self.STEPS:
            with self.subTest(description):
                self.uri = self.init(description + ".db")
                self.assign(0, "r.csv", "--quiet", registry=self.uri)
                for earlier in before:
                    self.step(0, earlier[0], self.ADA, *earlier[1:])
                result = self.step(0, command, self.ADA, *options, why=f"why {command}")
                self.assertEqual(result.errors[0], f"{self.ADA} {said}")
                self.assertEqual(result.out, b"")
                self.assertEqual(self.facts(self.ADA, "state", "expires", "left"),
                                 (state, expires, left))
                if "already" not in said:
                    self.assertEqual(self.last_why(self.ADA), f"why {command}")

    MISMATCHES = [  # what the codice fiscale on record, of Ada Neri, contradicts, or a new one
        (["correct", "--given", "Ada", "--surname", "Nari"],
         "the codice fiscale has NRE for the surname, and this surname gives NRA; check both"),
        (["correct", "--given", "Anna", "--surname", "Neri"],
         "the codice fiscale has DAA for the given names, and these given names give NNA; check both"),
        (["correct", "--given", "Ada", "--surname", "Nere"], None),
        (["relink", "--holder", codice_fiscale(5)],
         "the codice fiscale begins with RSS MRA, and this name gives NRE DAA; check both"),
        (["relink", "--holder", codice_fiscale(5, "NREDAA")], None),
    ]

    def test_a_name_that_the_codice_fiscale_contradicts_is_told_and_put_on_record(self):
        for (command, *options), said in self.MISMATCHES:
            for dry_run in (["--dry-run"], []):
                with self.subTest(command, options=options + dry_run):
                    self.uri = self.init("".join(options) + ".db")
                    self.assign(0, "r.csv", "--quiet", registry=self.uri)
                    before = self.facts(self.ADA, "given", "surname", "holder")
                    if command == "correct" and dry_run:  # a change by this name says the same
                        changed = self.step(0, "change", self.ADA, *options, *dry_run)
                        self.assertEqual([line for line in changed.errors if "CF_MISMATCH" in line],
                                         [f"note: CF_MISMATCH: {said}"] if said else [])
                    result = self.step(0, command, self.ADA, *options, *dry_run)
                    self.assertEqual(result.errors[1 if dry_run else 2:], [f"note: CF_MISMATCH: {said}"] if said else [])
                    self.assertEqual(self.facts(self.ADA, "given", "surname", "holder") == before, bool(dry_run))
        for options in (["--given", "Ada", "--surname", "Nari"], []):
            self.uri = self.init(f"changed{len(options)}.db")
            self.assign(0, "r.csv", "--quiet", registry=self.uri)
            if not options:
                self.step(0, "correct", self.ADA, "--given", "Ada", "--surname", "Nari")
            self.assertIn("note: CF_MISMATCH: the codice fiscale has NRE for the surname, and this surname gives NRA; check both",
                          self.step(0, "change", self.ADA, *options).errors)
        # Of whom no codice fiscale is on record.
        self.assertEqual(len(self.step(0, "correct", self.UGO, "--given", "Ugo", "--surname", "Rossi").errors), 2)

    def test_a_corrected_name_that_has_nothing_of_the_one_before_is_told(self):
        """It may be another person's, and the address the wrong one."""
        def told(given, surname, *options):
            return self.step(0, "correct", self.ADA, "--given", given, "--surname", surname, *options).errors

        others = (f"{self.ADA}: neither the given names nor the surname are those on record (Ada Neri ({codice_fiscale(1, 'NREDAA')}, "
                  "MC A 1)); if it is another person, this is the wrong address: correct the name back")
        for given, surname in (("Ada", "Rossi"), ("Anna", "Neri"), ("Àda Maria", "De Rossi")):
            self.assertNotIn(others, told(given, surname, "--dry-run"))
        for options in (("--dry-run",), ()):
            said = told("Neri", "Ada", *options)
            self.assertIn(others, said)
            self.assertIn("note: CF_MISMATCH: the codice fiscale begins with NRE DAA, which fits if given names and surname are "
                          "exchanged; check whether each stands in the other's place", said)

    def test_a_step_of_one_address_names_whose_mailbox_it_was_taken_for(self):
        """An address that was typed may be that of another of the name."""
        whose = f"{self.ADA}: it was done to the mailbox of Ada Neri ({codice_fiscale(1, 'NREDAA')}, MC A 1)"
        for command, *options in (["activate"], ["renew", "--expires", "2090-01-01"], ["leave", "--left", "2020-01-01"],
                                  ["correct", "--given", "Ada", "--surname", "Neri Rossi"], ["retire"]):
            self.assertIn(whose.replace("Neri (", "Neri Rossi (") if command == "retire" else whose,
                          self.step(0, command, self.ADA, *options).errors)
            # What was so already is told as such.
            self.assertNotIn("it was done to", self.step(0, command, self.ADA, *options).err)
        self.assertIn(f"{self.UGO}: it was done to the mailbox of Ugo Verdi (MC A 2)", self.step(0, "release", self.UGO).errors)

    REFUSED = [  # description, steps before, the step
        ("an active address is never released", [["activate"]], ["release"]),
        ("a reserved mailbox is not retired", [], ["retire"]),
        ("a retired mailbox is not activated", [["activate"], ["retire"]], ["activate"]),
        ("another date is not put on record by activating", [["activate", "--expires", "2090-01-01"]],
         ["activate", "--expires", "2091-01-01"]),
        ("nor is one after that of another activation", [["activate"], ["activate", "--expires", "2090-01-01"]],
         ["activate", "--expires", "2091-01-01"]),
        ("a reserved mailbox is not renewed", [], ["renew", "--expires", "2091-01-01"]),
        ("nobody leaves a reserved mailbox", [], ["leave", "--left", "2026-01-01"]),
        ("an active address is never changed", [["activate"]], ["change"]),
        ("a codice fiscale that is wrong is not relinked", [], ["relink", "--holder", "RSSMRA"]),
        ("a name that is none corrects nothing", [],
         ["correct", "--given", "Ada", "--surname", "N3ri"]),
        ("a reserved mailbox is not forgotten", [], ["forget"]),
        ("an active mailbox is not forgotten", [["activate"]], ["forget"]),
    ]

    def test_a_step_that_the_rules_refuse_changes_nothing(self):
        for description, before, (command, *options) in self.REFUSED:
            with self.subTest(description):
                self.uri = self.init(description + ".db")
                self.assign(0, "r.csv", "--quiet", registry=self.uri)
                for earlier in before:
                    self.step(0, earlier[0], self.ADA, *earlier[1:])
                base = self.dump(description + ".db")
                result = self.step(1, command, self.ADA, *options)
                self.assertEqual(len(result.errors), 1, result.err)
                self.assertRegex(result.err, "^pecaddr: (STATE|HOLDER|UNEXPECTED): ")
                self.assertEqual(result.out, b"")
                self.assertEqual(self.dump(description + ".db"), base)

    def test_what_is_not_on_record_has_no_life(self):
        for command, *options in (["activate"], ["release"], ["retire"], ["change"],
                                  ["renew", "--expires", "2091-01-01"],
                                  ["leave", "--left", "2026-01-01"],
                                  ["relink", "--holder", codice_fiscale(5)],
                                  ["correct", "--given", "Ada", "--surname", "Neri"], ["forget"]):
            self.assertIn("no.body@ingpec.eu: not on record",
                          self.step(1, command, "no.body@ingpec.eu", *options).err)

    # Expiry.

    def expiring(self, *mailboxes):
        """Mailboxes that exist, and expire or expired."""
        self.write("e.csv", "pec;scadenza\n" + "".join(f"{name}@ingpec.eu;{day}\n"
                                                       for name, day in mailboxes))
        self.expect(0, "registry", "import", "e.csv", "--registry", self.uri, "--quiet")

    def test_each_one_that_expired_is_told_with_its_holder_also_by_a_dry_run(self):
        self.step(0, "activate", self.ADA, "--expires", "2090-12-31")
        self.write("m.csv", "pec;nome;cognome;scadenza\npia.re@ingpec.eu;Pia;Re;2020-01-01\n"
                            "leo.re@ingpec.eu;;;2020-01-02\n")
        self.expect(0, "registry", "import", "m.csv", "--registry", self.uri, "--quiet")
        before = self.dump()
        dry = self.step(0, "retire", "--expired", "--today", "2020-01-03", "--dry-run")
        self.assertEqual(dry.errors, [
            "2 mailboxes that expired before 2020-01-03 would be retired; a dry run: nothing was put "
            "on record"])
        self.assertEqual(dry.text, "leo.re@ingpec.eu: expired on 2020-01-02\n"
                                   "pia.re@ingpec.eu (Pia Re): expired on 2020-01-01\n")
        self.assertEqual(self.dump(), before)
        result = self.step(0, "retire", "--expired", "--today", "2020-01-03")
        self.assertEqual(result.text, dry.text)
        self.assertEqual(result.errors, ["2 mailboxes that expired before 2020-01-03 are retired now"])

    def test_a_dry_run_of_any_step_says_what_would_be_done_and_writes_nothing(self):
        for before, step, other in (
                ([], ["activate"], ["renew", "--expires", "2090-01-01"]),
                ([], ["release"], ["retire"]),
                ([["activate"]], ["renew", "--expires", "2090-01-01"], ["release"]),
                ([], ["leave", "--left", "2020-01-01"], ["release"]),
                ([], ["retire"], ["forget"]),
                ([], ["relink", "--holder", codice_fiscale(2, "NREDAA")], ["forget"]),
                ([], ["correct", "--given", "Ada", "--surname", "Nero"], ["forget"]),
                ([["retire"]], ["forget"], ["renew", "--expires", "2090-01-01"])):
            with self.subTest(step[0]):
                for command, *arguments in before:
                    self.step(0, command, self.ADA, *arguments)
                dump = self.dump()
                result = self.step(0, step[0], self.ADA, *step[1:], "--dry-run")
                self.assertRegex(result.err, f"^{self.ADA}: it would be done to the mailbox of Ada Ner[io] "
                                             r"\([A-Z0-9]{16}, MC A \d+\); a dry run: nothing was put on record\n")
                # What is refused is refused, too.
                self.step(1, other[0], self.ADA, *other[1:], "--dry-run")
                self.assertEqual(self.dump(), dump)

    def test_a_dry_run_of_a_change_gives_the_address_and_writes_nothing(self):
        before = self.dump()
        result = self.step(0, "change", self.ADA, "--dry-run")
        self.assertEqual(result.text, "ada.neri.mc@ingpec.eu\n")
        self.assertEqual(result.errors[0], f"{self.ADA}: it would be done; a dry run: nothing was put "
                                           "on record")
        self.assertEqual(self.dump(), before)
        self.assertEqual(self.step(0, "change", self.ADA).text, result.text)

    def test_a_dry_run_of_a_file_tells_how_many(self):
        self.write("l.txt", f"{self.ADA}\n{self.UGO}\nno.body@ingpec.eu\n")
        self.step(0, "activate", self.UGO)
        result = self.step(1, "activate", "--from", "l.txt", "--dry-run")
        self.assertEqual(result.errors[-1], "would be activated: 1; active already: 1; with errors: 1; "
                                            "a dry run: nothing was put on record")
        self.assertEqual(self.facts(self.ADA), ("reserved",))

    def test_a_row_that_contradicts_the_record_names_both_persons_and_nothing_is_done(self):
        head = "pec;nome;cognome;provincia;sezione;numero;codice_fiscale\n"
        ada, other = codice_fiscale(1, "NREDAA"), codice_fiscale(7, "NREDAA")
        for row, who, differs in (
                (f"Eva;Blu;MC;A;1;", "is about Eva Blu (MC A 1)", "name"),
                (f"Ada;Neri;MC;A;1;{other}", f"is about Ada Neri ({other}, MC A 1)", "codice fiscale"),
                (f";;;;;{other}", f"has no name, and says {other}", "codice fiscale")):
            self.write("m.csv", head + f"{self.ADA};{row}\n{self.UGO};Ugo;Verdi;MC;A;2;\n")
            result = self.step(1, "activate", "--from", "m.csv", "--dry-run")
            self.assertIn(f"m.csv:2: HOLDER: {self.ADA} belongs to Ada Neri ({ada}, MC A 1), who has "
                          f"another {differs} than the person that this is meant for; check the "
                          f"address and the person; the row {who}\n", result.err)
        self.write("m.csv", head + f"{self.ADA};Eva;Blu;MC;A;1;\n{self.UGO};Ugo;Verdi;MC;A;2;\n")
        self.step(1, "activate", "--from", "m.csv")
        self.assertEqual((self.facts(self.ADA), self.facts(self.UGO)), (("reserved",), ("active",)))

    def test_a_register_entry_alone_that_differs_is_told_and_the_step_is_taken(self):
        self.write("m.csv", "pec;nome;cognome;provincia;sezione;numero;codice_fiscale\n"
                            f"{self.ADA};Ada;Neri;TO;A;9;{codice_fiscale(1, 'NREDAA')}\n")
        result = self.step(0, "activate", "--from", "m.csv")
        self.assertIn(f"m.csv:2: {self.ADA}, Ada Neri: its register entry is TO A 9, says the file; on record it "
                      "is MC A 1\n", result.err)
        self.assertEqual(self.facts(self.ADA, "state", "province", "number"), ("active", "MC", 1))

    def test_a_row_whose_facts_can_not_be_read_is_an_error_and_nothing_is_done(self):
        self.write("m.csv", f"pec;codice_fiscale\n{self.ADA};wrong\n")
        self.assertIn('m.csv:2: HOLDER: codice fiscale "wrong": this is no codice fiscale',
                      self.step(1, "activate", "--from", "m.csv").err)
        self.assertEqual(self.facts(self.ADA), ("reserved",))

    def test_what_expired_before_today_is_retired_and_told(self):
        self.expiring(("pia.re", "2020-01-01"), ("leo.re", "2020-01-02"), ("zoe.re", "2020-01-02"),
                      ("noe.re", ""), ("lea.re", "2020-01-04"))
        for day, told, listed in (
                ("2020-01-01", "0 mailboxes that expired before 2020-01-01 are retired now", ""),
                ("02/01/2020", "1 mailbox that expired before 2020-01-02 is retired now",
                 "pia.re@ingpec.eu: expired on 2020-01-01\n"),
                ("2020-01-03", "2 mailboxes that expired before 2020-01-03 are retired now",
                 "leo.re@ingpec.eu: expired on 2020-01-02\nzoe.re@ingpec.eu: expired on 2020-01-02\n")):
            result = self.step(0, "retire", "--expired", "--today", day)
            self.assertEqual((result.errors, result.text), ([told], listed))
        self.assertEqual([self.facts(name + DOMAIN) for name in ("pia.re", "noe.re", "lea.re")],
                         [("retired",), ("active",), ("active",)])
        rows = json.loads(self.step(0, "retire", "--expired", "--format", "json").text)
        self.assertEqual(rows, [dict(line=None, pec="lea.re@ingpec.eu", result="done", code=None,
                                     error=None)])
        rows = json.loads(self.step(0, "retire", "--expired", "--format", "json").text)
        self.assertEqual(rows, [])

    def test_today_is_by_the_clock_where_it_is_not_said(self):
        self.expiring(("pia.re", "2001-01-01"), ("leo.re", "2100-12-31"))
        self.step(0, "retire", "--expired")
        self.assertEqual([self.facts(name + DOMAIN) for name in ("pia.re", "leo.re")],
                         [("retired",), ("active",)])

    # What becomes of the holder.

    def test_the_same_holder_gets_a_retired_address_again_and_nobody_else(self):
        self.step(0, "activate", self.ADA)
        self.step(0, "retire", self.ADA)
        self.write("other.csv", f"{HEADER}\nAda;Neri;TO;A;9;{codice_fiscale(9, 'NREDAA')}\n")
        self.assertIn("ada.neri.to@ingpec.eu", self.assign(0, "other.csv").text)
        self.assertIn("RETURNED  the mailbox of this person has ended", self.assign(1, "r.csv").err)
        self.assertEqual(self.facts(self.ADA), ("retired",))
        self.assertIn(self.ADA, self.assign(0, "r.csv", "--accept", "RETURNED").text)
        self.assertEqual(self.facts(self.ADA), ("reserved",))

    def test_who_left_makes_room_on_the_register_entry(self):
        self.step(0, "activate", self.ADA)
        self.write("next.csv", f"{HEADER}\nPia;Rosa;MC;A;1;{codice_fiscale(7, 'RSOPIA')}\n")
        self.assign(1, "next.csv")
        self.step(0, "leave", self.ADA, "--left", "2026-02-28")
        self.assertIn("pia.rosa@ingpec.eu", self.assign(0, "next.csv").text)

    def test_relink_gives_the_same_person_another_codice_fiscale(self):
        old, new = codice_fiscale(1, "NREDAA"), codice_fiscale(2, "NREDAA")
        result = self.step(0, "relink", self.ADA, "--holder", new.lower(), why="a slip")
        self.assertEqual(result.errors, [
            f"{self.ADA} stays the same person's, whose codice fiscale on record is now {new.lower()}",
            f"{self.ADA}: it was done to the mailbox of Ada Neri ({old}, MC A 1)"])
        self.assertEqual(self.facts(self.ADA, "state", "holder"), ("reserved", new))
        self.assertEqual(self.step(0, "relink", self.ADA, "--holder", new).err,
                         f"{self.ADA} has this codice fiscale on record already\n")
        history = json.loads(self.expect(0, "registry", "history", self.ADA, "--registry", self.uri,
                                         "--format", "json").text)
        self.assertEqual(history[-1]["holder_before"], old)
        self.assertTrue(history[-1]["why"].endswith("a slip"))

    def test_relink_refuses_a_codice_fiscale_that_has_a_mailbox(self):
        taken = codice_fiscale(3, "VRDGUO")
        self.write("u.csv", f"{HEADER}\nUgo;Verdi;MC;A;2;{taken}\n")
        self.assign(0, "u.csv")
        self.assertIn(f"{taken}: this codice fiscale has a mailbox already, {self.UGO}",
                      self.step(1, "relink", self.ADA, "--holder", taken).err)

    # What is known of the holder.

    def history(self, address):
        return json.loads(self.expect(0, "registry", "history", address, "--registry", self.uri,
                                      "--format", "json").text)

    def test_correct_changes_the_name_alone_and_history_keeps_the_one_before(self):
        before = self.mailbox(self.ADA)
        self.step(0, "correct", self.ADA, "--given", "Àda Lìa", "--surname", "Nari", why="a slip")
        after = self.mailbox(self.ADA)
        self.assertEqual((after["given"], after["surname"]), ("Àda Lìa", "Nari"))
        self.assertEqual({name for name in before if before[name] != after[name]},
                         {"given", "surname", "updated"})
        self.assertEqual([self.history(self.ADA)[-1][name] for name in ("act", "name_before", "why")],
                         ["correct", "Ada Neri", "a slip"])
        # The address is still that of the name for which it was issued.
        self.expect(0, "registry", "verify", "--registry", self.uri)

    def test_a_name_that_is_none_is_told_with_its_character_also_to_programs(self):
        said = "UNEXPECTED: given names, character 2, '4': "
        result = self.step(1, "correct", self.ADA, "--given", "A4a", "--surname", "Neri", "--format",
                           "json")
        [row] = json.loads(result.text)
        self.assertEqual((row["pec"], row["result"], row["code"]), (self.ADA, "error", "UNEXPECTED"))
        self.assertTrue(row["error"].startswith(said), row["error"])
        self.assertTrue(result.err.startswith("pecaddr: " + said), result.err)
        result = self.expect(3, "registry", "correct", self.ADA, "--given", "A4a", "--surname", "Neri",
                             "--why", "x", "--registry", "sqlite:no.db")
        self.assertIn("no.db: there is no registry", result.err)

    def test_of_a_forgotten_mailbox_only_the_address_is_left(self):
        self.step(0, "correct", self.ADA, "--given", "Ada", "--surname", "Nari")
        self.step(0, "activate", self.ADA)
        self.step(0, "retire", self.ADA)
        self.step(0, "forget", self.ADA, why="kept long enough")
        self.assertEqual(self.facts(self.ADA, "state", "given", "surname", "holder", "province",
                                    "section", "number", "issued_province", "issued_number"),
                         ("retired", *[None] * 8))
        told = self.history(self.ADA)
        self.assertEqual((told[-1]["act"], told[-1]["why"]), ("forget", "kept long enough"))
        for event in told:
            self.assertEqual([event[name] for name in ("holder_before", "name_before", "entry_before")],
                             [None] * 3)
        self.assertIn(self.ADA, self.export(self.uri))
        # Nobody gets it, the former holder neither.
        self.assertIn("ada.neri.mc@ingpec.eu", self.assign(0, "r.csv").text)
        self.assertRegex(self.expect(0, "registry", "verify", "--registry", self.uri).err,
                         r"(?m)^forgotten +1$")

    def test_whoever_is_forgotten_is_so_in_what_was_given_back_too(self):
        self.step(0, "change", self.ADA)
        new = "ada.neri.mc@ingpec.eu"
        self.step(0, "activate", new)
        self.step(0, "retire", new)
        self.step(0, "forget", new, "--dry-run")
        self.assertEqual(self.facts(self.ADA, "state", "given", "holder"),
                         ("released", "Ada", codice_fiscale(1, "NREDAA")))
        self.step(0, "forget", new, why="kept long enough")
        self.assertEqual(self.facts(self.ADA, "state", "given", "surname", "holder", "province", "number",
                                    "issued_number"), ("released", *[None] * 6))
        told = self.history(self.ADA)
        self.assertEqual([event["act"] for event in told], ["issue", "change", "forget"])
        self.assertEqual(told[-1]["why"], "kept long enough")
        for event in told:
            self.assertEqual([event[name] for name in ("holder_before", "name_before", "entry_before")],
                             [None] * 3)
        self.assertNotIn(codice_fiscale(1, "NREDAA"), self.export(self.uri))
        self.expect(0, "registry", "verify", "--registry", self.uri)

    # Another address.

    def test_change_gives_the_next_address_and_frees_the_old_one(self):
        result = self.step(0, "change", self.ADA, why="a homonym")
        self.assertEqual(result.text, "ada.neri.mc@ingpec.eu\n")
        self.assertEqual(result.errors, [f"{self.ADA} is free again"])
        self.assertEqual(self.facts(self.ADA), ("released",))
        self.assertEqual(self.facts("ada.neri.mc@ingpec.eu", "state", "holder", "level", "receipt"),
                         ("reserved", codice_fiscale(1, "NREDAA"), 1, ["released", "claimed"]))
        self.assertIn("ada.neri.mc@ingpec.eu", self.assign(0, "r.csv").text)

    def test_an_address_that_was_changed_already_is_no_error(self):
        self.step(0, "change", self.ADA)
        for options in ([], ["--dry-run"]):
            result = self.step(0, "change", self.ADA, *options)
            self.assertEqual(result.text, "ada.neri.mc@ingpec.eu\n")
            self.assertEqual(result.errors, [f"{self.ADA} was changed already"])
        [row] = json.loads(self.step(0, "change", self.ADA, "--format", "json").text)
        self.assertIn("ada.neri.mc@ingpec.eu", row.values())
        self.assertIsNone(row["level"])
        self.step(1, "change", self.ADA, "--given", "Lia", "--surname", "Neri")

    def test_a_change_whose_output_fails_says_what_is_on_record(self):
        with open("/dev/full", "wb") as full:
            result = self.run_tool("registry", "change", self.ADA, "--why", "x", "--registry",
                                   self.uri, "--quiet", stdout=full)
        self.assertEqual(result.status, 3)
        self.assertEqual(result.errors[-1], f"pecaddr: {self.ADA} is ada.neri.mc@ingpec.eu now, on "
                                            "record; only the output failed")
        self.assertEqual(self.facts("ada.neri.mc@ingpec.eu"), ("reserved",))

    def test_change_takes_a_corrected_name(self):
        # The codice fiscale on record fits the name before.
        rows = json.loads(self.step(0, "change", self.ADA, "--given", "Ada", "--surname", "Nèri Bò",
                                    "--format", "json").text)
        self.assertEqual(rows, [dict(before=self.ADA, address="ada.neribo@ingpec.eu", level=0,
                                     notes=["CF_MISMATCH"], code=None, error=None)])
        self.assertEqual(self.facts("ada.neribo@ingpec.eu", "surname"), ("Nèri Bò",))
        rows = rows_of(self.step(0, "change", "ada.neribo@ingpec.eu", "--given", "Jörg", "--surname",
                                 "Öz", "--format", "csv").text, ",")
        self.assertEqual(rows, [dict(before="ada.neribo@ingpec.eu", address="joerg.oez@ingpec.eu",
                                     level="0", notes="VARIANT,CF_MISMATCH", code="", error="")])

    def test_change_hears_sources(self):
        self.write("more.txt", "ada.neri.mc@ingpec.eu\n")
        result = self.step(0, "change", self.ADA, "--check", "file:more.txt")
        self.assertEqual(result.text, "ada.neri.mc.a1@ingpec.eu\n")
        before = self.dump()
        self.step(3, "change", self.UGO, "--check", "file:no.txt")
        self.write("more.txt", "ada.neri.mc@pec.example\n")
        result = self.step(3, "change", self.UGO, "--check", "file:more.txt")
        self.assertIn("no address of this list is of ingpec.eu, and 1 are of other domains", result.err)
        self.assertEqual(self.dump(), before)

    def test_what_somebody_else_does_while_sources_are_heard_is_looked_at_first(self):
        for n, (step, state) in enumerate((
                (["activate"], ("active",)), (["change"], ("released",)), (["release"], ("released",)),
                (["correct", "--given", "Ada", "--surname", "Neri Bo"], ("reserved",)))):
            with self.subTest(step=step):
                person = f"ada.neri{'abcd'[n]}@ingpec.eu"
                self.write("r.csv", f"{HEADER}\nAda;Neri{'abcd'[n]};MC;A;{50 + n};\n")
                self.assign(0, "r.csv")
                meddle = " ".join(shlex.quote(part) for part in (
                    tool.PECADDR, "registry", step[0], person, *step[1:], "--why", "x", "--registry", self.uri))
                self.write("ask.sh", f"while read -r a; do {meddle} >&2 </dev/null; echo \"$a absent\"; done\n")
                result = self.step(1, "change", person, "--check", "exec:sh ask.sh")
                self.assertIn(f"{person}: " + ("somebody else has just changed what is on record; look at it, and ask "
                                               "again" if step[0] in ("change", "correct") else ""), result.err)
                self.assertEqual(self.facts(person), state)

    def test_whoever_is_given_the_address_while_sources_are_heard_keeps_it(self):
        person = "ada.nerie@ingpec.eu"
        self.write("r.csv", f"{HEADER}\nAda;Nerie;MC;A;60;\n")
        self.write("next.csv", f"{HEADER}\nAda;Nerie;TO;A;61;\n")
        self.assign(0, "r.csv")
        meddle = " && ".join(shlex.join([tool.PECADDR, *words, "--registry", self.uri]) for words in (
            ["registry", "release", person, "--why", "x"], ["assign", "next.csv"]))
        self.write("ask.sh", f"while read -r a; do {{ {meddle}; }} >&2 </dev/null; echo \"$a absent\"; done\n")
        result = self.step(1, "change", person, "--check", "exec:sh ask.sh")
        self.assertIn(f"{person}: somebody else has just changed what is on record; look at it, and ask again",
                      result.err)
        self.assertEqual(self.facts(person, "state", "province", "number"), ("reserved", "TO", 61))

    def test_change_of_a_name_with_an_error_tells_where(self):
        result = self.step(1, "change", self.ADA, "--given", "Ad4", "--surname", "Neri")
        self.assertTrue(result.err.startswith("pecaddr: UNEXPECTED: given names, character 3, '4'"),
                        result.err)
        self.assertEqual(self.facts(self.ADA), ("reserved",))

    def test_when_all_are_taken_nothing_is_changed(self):
        self.write("more.txt", "ada.neri.mc@ingpec.eu\nada.neri.mc.a1@ingpec.eu\n")
        result = self.step(1, "change", self.ADA, "--check", "file:more.txt")
        self.assertIn("every other address of this person is taken", result.err)
        self.assertEqual(self.facts(self.ADA), ("reserved",))

    # What is kept is shown.

    def test_show_tells_the_entry_of_issue_expiry_and_leaving(self):
        self.step(0, "activate", self.ADA, "--expires", "2090-12-31")
        self.write("moved.csv", f"{HEADER}\nAda;Neri;TO;B;77;{codice_fiscale(1, 'NREDAA')}\n")
        self.assign(0, "moved.csv", "--quiet")
        self.step(0, "leave", self.ADA, "--left", "2026-02-28")
        lines = self.expect(0, "registry", "show", self.ADA, self.UGO, "--registry", self.uri).lines
        self.assertRegex(lines[1], r"TO B 77 +MC A 1 +NREDAA\S+ +2090-12-31 +2026-02-28 +20\d\d-")
        self.assertNotIn("MC A 2  MC", lines[2])
        mailbox = self.mailbox(self.ADA)
        self.assertEqual([mailbox[name] for name in ("province", "section", "number",
                                                     "issued_province", "issued_section",
                                                     "issued_number", "expires", "left")],
                         ["TO", "B", 77, "MC", "A", 1, "2090-12-31", "2026-02-28"])
        self.assertRegex(mailbox["created"], r"^20\d\d-\d\d-\d\dT")
        self.assertLess(mailbox["created"], mailbox["updated"])

    def test_history_tells_the_entry_before(self):
        self.write("moved.csv", f"{HEADER}\nAda;Neri;TO;B;77;{codice_fiscale(1, 'NREDAA')}\n")
        self.assign(0, "moved.csv", "--quiet")
        rows = rows_of(self.expect(0, "registry", "history", self.ADA, "--registry", self.uri,
                                   "--format", "csv").text, ",")
        self.assertEqual([(row["holder_before"], row["entry_before"]) for row in rows],
                         [("", ""), ("", "MC A 1")])


if __name__ == "__main__":
    tool.main()
