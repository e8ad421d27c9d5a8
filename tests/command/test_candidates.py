#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
pecaddr candidates, explain and check.

    test_candidates.py --pecaddr PATH [unittest options]
"""

import csv
import io
import json
import os

import tool
from tool import PERSON, PERSON_ERRORS, THREE, ToolTest, person


class Candidates(ToolTest):
    def test_the_published_example_has_three_addresses(self):
        result = self.expect(0, "candidates", *PERSON)
        self.assertEqual(result.lines, THREE)
        self.assertEqual(result.err, "")

    def test_notes_go_to_standard_error(self):
        arguments = ["candidates", *person(surname="Müller")]
        result = self.expect(0, *arguments)
        self.assertEqual(result.err, "note: VARIANT: letters like ö have two customary spellings; "
                                     "check which one the Order uses\n")
        self.assertEqual(self.expect(0, *arguments, "--quiet").err, "")
        self.assertEqual(self.expect(0, *arguments, "-q").text, result.text)

    def test_a_reserved_address_is_marked(self):
        arguments = ["candidates", *person(given="Ordine", surname="Macerata")]
        self.assertEqual(self.expect(0, *arguments).lines, [
            "ordine.macerata@ingpec.eu  (reserved, given to nobody)",
            "ordine.macerata.mc@ingpec.eu", "ordine.macerata.mc.a1234@ingpec.eu"])
        self.assertEqual(self.expect(0, *arguments, "--format", "csv").lines[:2],
                         ["level,address,reserved,code,error", "0,ordine.macerata@ingpec.eu,yes,,"])
        self.assertEqual(
            json.loads(self.expect(0, *arguments, "--format", "json").text)[:2],
            [dict(level=0, address="ordine.macerata@ingpec.eu", reserved=True, code=None,
                  error=None),
             dict(level=1, address="ordine.macerata.mc@ingpec.eu", reserved=False, code=None,
                  error=None)])

    def test_the_number_may_be_written_as_registers_do(self):
        for section, number in (("A", "1234"), (None, "A 1234"), (None, "A1234"),
                                (None, "1234/A"), (None, "A-1234"), (None, "n. 1234 sez. A"),
                                (None, "N° 1234 Sez. A"), (None, "sez. A n. 1234"),
                                (None, "a/1234"), ("sez. A", " 1234 "), ("A", "A 1234"),
                                ("a", "001234"), (None, "A. 1234")):
            with self.subTest(number):
                self.assertEqual(
                    self.expect(0, "candidates", *person(section=section, number=number)).lines,
                    THREE)

    def test_what_is_no_register_entry_is_refused(self):
        for number in ("", "A", "-12", "12-", "1.234", "1234,00", "12 34", "A 12 B", "AB 12",
                       "A 12 A", "1234/C", "n.", "12345678", "١٢", "12e3", "0x12", "+12", "A B 12"):
            with self.subTest(number):
                result = self.expect(1, "candidates", *person(number=number))
                self.assertIn("REGISTER: number", result.err)
                self.assertEqual(result.out, b"")

    def test_each_fact_is_needed(self):
        for name in ("given", "surname", "province", "section", "number"):
            changes = {name: None}
            self.usage_error(f"--{name} is missing", "candidates", *person(**changes))
        self.usage_error("Mario: the person is given by options only", "candidates", *PERSON,
                         "Mario")

    def test_data_with_errors_is_status_1(self):
        for changes, message in PERSON_ERRORS:
            with self.subTest(changes):
                result = self.expect(1, "candidates", *person(**changes))
                self.assertEqual(result.err, message + "\n")
                self.assertEqual(result.out, b"")


class Explain(ToolTest):
    def test_each_character_is_explained_and_runs_of_letters_are_one_line(self):
        text = self.expect(0, "explain", *PERSON).text
        table = text.split("\n\n")[0].splitlines()
        self.assertEqual([line.split('"')[1] for line in table[1:]],
                         ["Niccol", "ò", "D", "'", "Angelo", " ", "De", " ", "Sanctis"])
        self.assertRegex(table[2], r'^given names +7 +"ò" +o +a letter with marks: its base '
                                   r'letter +civil registry')
        self.assertIn("\nlocal part  niccolo.dangelodesanctis\n", text)

    def test_columns_stand_under_each_other_whatever_the_width_of_the_characters(self):
        text = self.expect(0, "explain", *person(given="ＭＡRIO", surname="Müller")).text
        table = text.split("\n\n")[0].splitlines()

        def width(text):
            return sum(2 if "\uff00" <= c <= "\uff60" else 1 for c in text)

        starts = {width(line[:line.rindex("  ")]) for line in table}
        self.assertEqual(len(starts), 1, text)

    def test_without_a_registry_the_candidates_are_listed(self):
        text = self.expect(0, "explain", *person(given="Ordine", surname="Macerata")).text
        self.assertRegex(text, r"\n +0  ordine\.macerata@ingpec\.eu +reserved, given to nobody +\{")
        self.assertRegex(text, r"\n +1  ordine\.macerata\.mc@ingpec\.eu +not asked +\{given\}")

    def test_with_a_registry_it_says_what_each_candidate_was_answered(self):
        uri = self.init()
        self.expect(0, "assign", *PERSON, "--registry", uri)
        before = self.dump()
        text = self.expect(0, "explain", *person(number="77"), "--registry", uri).text
        self.assertRegex(text, r"\n +0  \S+ +taken ")
        self.assertRegex(text, r"\n +1  \S+ +free ")
        self.assertIn("\nwould be given  niccolo.dangelodesanctis.mc@ingpec.eu\n", text)
        text = self.expect(0, "explain", *PERSON, "--registry", uri).text
        self.assertRegex(text, r"\n +0  \S+ +this person's already ")
        self.assertRegex(text, r"\nhas already +niccolo.dangelodesanctis@ingpec.eu\n")
        self.assertEqual(self.dump(), before)

    def test_a_registry_that_refuses_is_told(self):
        uri = self.init()
        self.expect(0, "assign", *PERSON, "--registry", uri)
        result = self.expect(1, "explain", *person(surname="Verdi"), "--registry", uri)
        self.assertIn("pecaddr: HOLDER: ", result.err)

    def test_a_registry_that_is_not_there_is_status_3(self):
        result = self.expect(3, "explain", *PERSON, "--registry", "sqlite:nosuch.db")
        self.assertIn("pecaddr registry init", result.err)
        self.assertFalse(os.path.exists(self.path("nosuch.db")))

    def test_data_with_errors_is_status_1_and_what_was_read_is_shown(self):
        for changes, message in PERSON_ERRORS:
            with self.subTest(changes):
                result = self.expect(1, "explain", *person(**changes))
                self.assertEqual(result.err, message + "\n")
        text = self.expect(1, "explain", *person(surname="Rossi3")).text
        self.assertIn('"Rossi"', text)
        self.assertNotIn("local part", text)

    def test_csv_and_json_say_the_same(self):
        arguments = ["explain", *person(surname="Dott. Müller in Bianchi")]
        data = json.loads(self.expect(0, *arguments, "--format", "json").text)
        rows = list(csv.DictReader(io.StringIO(self.expect(0, *arguments, "--format", "csv").text)))
        self.assertEqual(list(data), ["given", "surname", "steps", "local_part", "notes",
                                      "candidates", "error"])
        self.assertEqual(data["local_part"], "niccolo.mueller")
        self.assertIsNone(data["error"])
        self.assertEqual([note["name"] for note in data["notes"]], ["TITLE", "VARIANT", "MARITAL"])
        self.assertEqual([note["review"] for note in data["notes"]], [False, True, True])
        self.assertEqual([(row["field"], row["input"], row["output"]) for row in rows
                          if row["kind"] == "step"],
                         [(step["field"] or "", step["input"], step["output"])
                          for step in data["steps"]])
        self.assertEqual([row["output"] for row in rows if row["kind"] == "candidate"],
                         [candidate["address"] for candidate in data["candidates"]])
        data = json.loads(self.expect(1, "explain", *person(surname="Rossi3"), "--format",
                                      "json").text)
        self.assertEqual(data["error"]["code"], "UNEXPECTED")
        self.assertEqual(data["error"]["field"], "surname")
        self.assertIsNone(data["local_part"])


class Check(ToolTest):
    def test_addresses_are_classified(self):
        rows = json.loads(self.expect(
            0, "check", "mario.rossi@ingpec.eu", "Mario.Rossi.MC@INGPEC.EU",
            "mario.rossi.mc.b12@ingpec.eu", "ordine.macerata@ingpec.eu", "--format", "json").text)
        self.assertEqual(
            [(row["kind"], row["level"], row["province"], row["section"], row["number"])
             for row in rows],
            [("person", 0, None, None, None), ("person", 1, "MC", None, None),
             ("person", 2, "mc", "B", 12), ("reserved", None, None, None, None)])

    def test_one_that_is_not_of_the_scheme_is_status_1(self):
        for address in ("mario.rossi@example.it", "mario@ingpec.eu", "", "x", "a b@ingpec.eu",
                        "mario.rossi@ingpec.eu.it", "mario..rossi@ingpec.eu"):
            with self.subTest(address):
                rows = json.loads(self.expect(1, "check", "mario.rossi@ingpec.eu", address,
                                              "--format", "json").text)
                self.assertEqual([row["kind"] for row in rows], ["person", "foreign"])

    def test_addresses_come_from_standard_input(self):
        result = self.expect(1, "check", "-", "--format", "csv",
                             stdin=b"\xef\xbb\xbfmario.rossi@ingpec.eu\r\n\n  x@y.it \n" +
                             b"z" * 600000 + b"\nanna.bo.mc@ingpec.eu")
        kinds = [row["kind"] for row in csv.DictReader(io.StringIO(result.text))]
        self.assertEqual(kinds, ["person", "foreign", "foreign", "person"])

    def test_a_table_is_aligned_and_safe(self):
        result = self.expect(1, "check", "mario.rossi@ingpec.eu", "x\x1b[31m\u202e@y.it")
        self.assertEqual(result.lines, [
            "address                 kind     level  given  surname  province  section  number",
            "mario.rossi@ingpec.eu   person       0  mario  rossi",
            "xU+001B[31mU+202E@y.it  foreign",
        ])

    def test_an_address_is_needed(self):
        self.usage_error("an address is missing", "check")


if __name__ == "__main__":
    tool.main()
