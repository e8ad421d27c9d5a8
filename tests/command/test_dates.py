#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Days, SPEC §6: people read them as they write them, programs as the registry keeps them.

    test_dates.py --pecaddr PATH [unittest options]
"""

import json
import re

import tool
from tool import HEADER, LifeTest, codice_fiscale

ISO = re.compile(r"\d{4}-\d\d-\d\d")
ITALIAN = re.compile(r"\d\d/\d\d/\d{4}")


class Dates(LifeTest):
    FILE = "pec;scadenza;uscita\nada.neri@ingpec.eu;2091-12-31;2020-05-06\n"

    def italian(self, status, *arguments):
        return self.expect(status, *arguments, "--registry", self.uri, "--lang", "it")

    def told(self, status, *arguments):
        """What people are told, result and messages."""
        result = self.italian(status, *arguments)
        return result.text + result.err

    def test_what_a_step_did_is_told_with_the_day_as_people_write_it(self):
        for command, italian, english in (
                (["activate", "--expires", "2090-03-04"], "scade il 04/03/2090", "it expires on 2090-03-04"),
                (["renew", "--expires", "2091-12-31"], "scade il 31/12/2091", "expires on 2091-12-31"),
                (["leave", "--left", "05/06/2020"], "uscito dall'Ordine il 05/06/2020",
                 "left the Order on 2020-06-05")):
            with self.subTest(command):
                told = self.told(0, "registry", *command, self.ADA, "--why", "x")
                self.assertIn(italian, told)
                self.assertNotRegex(told, ISO)
                self.assertIn(english, self.step(0, *command, self.UGO).err)

    def test_what_expired_is_told_so(self):
        self.write("list.csv", "pec;nome;cognome;scadenza\nrosa.bruni@ingpec.eu;Rosa;Bruni;2020-01-02\n")
        self.expect(0, "registry", "import", "list.csv", "--registry", self.uri)
        expired = ["registry", "retire", "--expired", "--today", "2021-02-03", "--why", "x"]
        for options, total in ((["--dry-run"], "prima del 03/02/2021"), ([], "prima del 03/02/2021")):
            told = self.told(0, *expired, *options)
            self.assertIn("02/01/2020", told)
            self.assertIn(total, told)
            self.assertNotRegex(told, ISO)

    def test_what_contradicts_the_record_is_told_so_and_programs_have_it_as_it_is_kept(self):
        self.step(0, "activate", self.ADA, "--expires", "2090-03-04")
        self.step(0, "leave", self.ADA, "--left", "2019-01-02")
        self.write("list.csv", self.FILE)
        told = self.told(1, "registry", "import", "list.csv", "--dry-run")
        for day in ("31/12/2091", "04/03/2090", "06/05/2020", "02/01/2019"):
            self.assertIn(day, told)
        self.assertNotRegex(told, ISO)
        result = self.italian(1, "registry", "import", "list.csv", "--dry-run", "--format", "json")
        self.assertNotRegex(result.err, ISO)
        self.assertEqual(json.loads(result.text)[0]["error"],
                         "NO_MATCH: address \"ada.neri@ingpec.eu\": its date of expiry is 2091-12-31, says the "
                         "file; on record it is 2090-03-04; its day of leaving is 2020-05-06, says the file; on "
                         "record it is 2019-01-02; kept as on record; if the file is right, correct a date of "
                         "expiry by registry renew, leaving by registry leave")

    def test_tables_and_refusals_have_it_so_and_programs_as_it_is_kept(self):
        self.step(0, "activate", self.ADA, "--expires", "2090-03-04")
        self.step(0, "leave", self.ADA, "--left", "2019-01-02")
        self.step(0, "renew", self.ADA, "--expires", "2091-12-31")
        self.write("r.csv", f"{HEADER}\nAnna;Bo;MC;A;1;{codice_fiscale(1, 'NREDAA')}\n")
        for status, command in (
                (0, ["registry", "show", self.ADA]), (0, ["registry", "history", self.ADA]),
                (0, ["registry", "stats", "--today", "2026-01-01"]),
                (1, ["registry", "activate", self.ADA, "--expires", "2090-03-04", "--why", "x"]),
                (1, ["assign", "r.csv", "--province", "MC"]), (1, ["audit", "r.csv"])):
            with self.subTest(command):
                self.assertNotRegex(self.told(status, *command), ISO)
                if command[0] != "assign":
                    text = self.expect(status, *command, "--registry", self.uri, "--lang", "it",
                                       "--format", "json").text
                    self.assertNotRegex(text, ITALIAN)


if __name__ == "__main__":
    tool.main()
