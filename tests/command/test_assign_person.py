#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
pecaddr assign of one person.

    test_assign_person.py --pecaddr PATH [unittest options]
"""

import json

import tool
from tool import PERSON, PERSON_ERRORS, THREE, ToolTest, codice_fiscale, person


class AssignPerson(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init()

    def one(self, status, *arguments, **changes):
        return self.expect(status, "assign", *person(**changes), "--registry", self.uri, *arguments)

    def test_the_address_is_printed_and_is_the_same_when_asked_again(self):
        first = self.one(0, holder=codice_fiscale(1, "DNGNCL"))
        self.assertEqual(first.text, THREE[0] + "\n")
        self.assertEqual(first.err, "")
        again = self.one(0, holder=codice_fiscale(1, "DNGNCL"))
        self.assertEqual(again.text, THREE[0] + "\n")
        self.assertEqual(again.err, "note: this person had the address already\n")

    def test_a_homonym_gets_the_next(self):
        self.one(0)
        self.assertEqual(self.one(0, number="7").text, THREE[1] + "\n")
        self.assertEqual(self.one(0, number="8").text, THREE[2].replace("1234", "8") + "\n")

    def test_a_dry_run_writes_nothing(self):
        before = self.dump()
        result = self.one(0, "--dry-run")
        self.assertEqual(result.text, THREE[0] + "\n")
        self.assertIn("nothing was put on record", result.err)
        self.assertEqual(self.dump(), before)

    def test_a_name_that_needs_a_look_waits(self):
        result = self.one(1, "(waits)", surname="Müller")
        self.assertEqual(result.err, "pecaddr: REVIEW: VARIANT: letters like ö have two customary "
                         "spellings; check which one the Order uses; correct what is wrong, or, if "
                         "all is right, accept the note with --accept\nnote: the address would be "
                         "niccolo.mueller@ingpec.eu\n")
        self.assertEqual(self.export(), [])

    def test_a_codice_fiscale_that_contradicts_the_name_is_noted(self):
        wrong = codice_fiscale(1, "DNGNCC")
        refused = self.one(1, "(waits)", holder=wrong)
        self.assertIn("REVIEW: CF_MISMATCH: ", refused.err)
        noted = self.one(0, "--format", "csv", holder=wrong)
        self.assertEqual(noted.lines[1], f"{THREE[0]},0,yes,,CF_MISMATCH,,")
        self.assertEqual(noted.err, "note: CF_MISMATCH: the codice fiscale has NCC for the given "
                                    "names, and these given names give NCL; check both\n")
        text = self.expect(0, "explain", *person(holder=wrong)).text
        self.assertIn("note        CF_MISMATCH: ", text)

    def test_an_output_that_fails_says_which_address_is_on_record(self):
        with open("/dev/full", "wb") as full:
            dry = self.run_tool("assign", *PERSON, "--registry", self.uri, "--dry-run", stdout=full)
            real = self.run_tool("assign", *PERSON, "--registry", self.uri, stdout=full)
        self.assertEqual((dry.status, real.status), (3, 3))
        self.assertEqual(dry.errors[-1], "pecaddr: a dry run: nothing is on record; run the same "
                                         "command again")
        self.assertEqual(real.errors[-2:], [
            "pecaddr: standard output cannot be written: No space left on device",
            f"pecaddr: {THREE[0]} is on record as this person's; run the same command again to "
            "have it written"])
        self.assertEqual(self.one(0).text, THREE[0] + "\n")

    def test_a_source_is_asked(self):
        self.write("list.txt", THREE[0] + "\n")
        self.assertEqual(self.one(0, "--check", "file:list.txt").text, THREE[1] + "\n")

    def test_csv_and_json(self):
        self.assertEqual(self.one(0, "--format", "csv", surname="Müller").lines,
                         ["address,level,new,proposal,notes,code,error",
                          "niccolo.mueller@ingpec.eu,0,yes,,VARIANT,,"])
        self.assertEqual(
            json.loads(self.one(0, "--format", "json", surname="Müller").text),
            [dict(address="niccolo.mueller@ingpec.eu", level=0, new=False, proposal=None,
                  notes=["VARIANT"], code=None, error=None)])

    def test_output_goes_to_a_file(self):
        self.one(0, "--output", "address.txt")
        self.assertEqual(self.read("address.txt", "utf-8"), THREE[0] + "\n")

    def test_data_with_errors_is_status_1(self):
        errors = [*PERSON_ERRORS,
                  (dict(holder="x"), 'pecaddr: HOLDER: codice fiscale "x": this is no codice '
                   "fiscale: its form or its check character is wrong; copy it from the member's "
                   "card (tessera sanitaria)")]
        for changes, message in errors:
            with self.subTest(changes):
                result = self.one(1, **changes)
                self.assertEqual(result.err, message + "\n")
                self.assertEqual(result.out, b"")
        self.assertEqual(self.export(), [])

    def test_a_conflict_with_the_record_is_status_1(self):
        self.one(0, holder=codice_fiscale(1))
        result = self.one(1, holder=codice_fiscale(2))
        self.assertTrue(result.err.startswith("pecaddr: HOLDER: codice fiscale "))

    def test_a_conflict_without_a_codice_fiscale_blames_the_register_entry(self):
        self.one(0)
        self.assertEqual(self.one(1, given="Luca").err,
                         "pecaddr: HOLDER: niccolo.dangelodesanctis@ingpec.eu belongs to Niccolò "
                         "D'Angelo De Sanctis (MC A 1234), who has this register entry, but another "
                         "name; if it is the same person, correct the name, here or on record; if not, "
                         "correct the number, or, if this holder has really left the Order, put that "
                         "on record and ask again\n")

    def test_usage(self):
        self.usage_error("--registry is missing", "assign", *PERSON)
        self.usage_error("--province is missing", "assign", *person(province=None), "--registry",
                         self.uri)
        self.usage_error("--encoding and --separator are for rosters", "assign", *PERSON,
                         "--registry", self.uri, "--encoding", "utf-8")
        self.expect(3, "assign", *PERSON, "--registry", "sqlite:nosuch.db")


if __name__ == "__main__":
    tool.main()
