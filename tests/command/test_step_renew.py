#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Until when mailboxes are renewed, SPEC §6: no earlier day than on record, but where that is said to be wrong; and of two
columns that have days of expiry the new one.

    test_step_renew.py --pecaddr PATH [unittest options]
"""

import json

import tool
from tool import DOMAIN, HEADER, ToolTest


class StepRenew(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init("registry.db")
        self.write("r.csv", f"{HEADER}\nAda;Neri;MC;A;1;\nUgo;Neri;MC;A;2;\n")
        self.assign(0, "r.csv", "--output", "out.csv", "--quiet", registry=self.uri)
        self.step(0, "activate", "--from", "out.csv", "--expires", "31/12/2088")

    def step(self, status, command, *arguments):
        return self.expect(status, "registry", command, *arguments, "--why", "x", "--registry", self.uri)

    def expiries(self):
        rows = self.expect(0, "registry", "export", "--all", "--format", "json", "--registry", self.uri)
        return [row["expires"] for row in json.loads(rows.text)]

    def file(self, columns, *rows):
        self.write("p.csv", f"pec;nome;cognome;{columns}\n" + "".join(
            f"{name.lower()}.neri{DOMAIN};{name};Neri;{cells}\n" for name, cells in zip(["Ada", "Ugo"], rows)))

    def test_a_renewal_sets_no_earlier_day(self):
        self.file("scadenza", "31/12/2087", "31/12/2089")
        result = self.step(1, "renew", "--from", "p.csv", "--lang", "it")
        self.assertIn(f"p.csv:2: STATE: ada.neri{DOMAIN}: secondo il registro scade il 31/12/2088, e un rinnovo non anticipa la "
                      "scadenza; controllare il giorno e l'anno; se è errato il registro, indicare --earlier", result.err)
        self.assertEqual(self.expiries(), ["2088-12-31", "2089-12-31"])
        self.assertIn("it expires on 2088-12-31 by what is on record", self.step(1, "renew", f"ada.neri{DOMAIN}", "--expires", "30/12/2088").err)

    def test_unless_what_is_on_record_is_wrong(self):
        self.file("scadenza", "31/12/2087", "31/12/2088")
        self.assertIn("would be renewed: 1; with this date already: 1", self.step(0, "renew", "--from", "p.csv", "--earlier", "--dry-run").err)
        self.step(0, "renew", "--from", "p.csv", "--earlier")
        self.step(0, "renew", f"ugo.neri{DOMAIN}", "--expires", "31/12/2086", "--earlier")
        self.assertEqual(self.expiries(), ["2087-12-31", "2086-12-31"])

    def test_of_a_day_of_expiry_and_a_new_one_the_new_one_counts(self):
        for columns, cells in (("Scadenza;Nuova scadenza", "31/12/2088;31/12/2090"), ("Nuova scadenza;Scadenza", "31/12/2090;31/12/2088"),
                               ("Nuova scadenza", "31/12/2090"), ("Scadenza;Scadenza rinnovo", "31/12/2088;2090-12-31")):
            with self.subTest(columns):
                self.setUp()
                self.file(columns, cells, cells)
                result = self.step(0, "renew", "--from", "p.csv")
                new = next(name for name in columns.split(";") if name != "Scadenza")
                self.assertIn(f'p.csv: the date of expiry is that of column "{new}"', result.err)
                self.assertNotIn("not read", result.err)
                self.assertEqual(self.expiries(), ["2090-12-31"] * 2)

    def test_who_has_no_new_one_was_not_renewed(self):
        self.file("Scadenza;Nuova scadenza", "31/12/2089;", "31/12/2088;31/12/2090")
        for options in ([], ["--expires", "31/12/2091"]):
            result = self.step(1, "renew", "--from", "p.csv", "--dry-run", *options)
            self.assertIn(f'p.csv:2: ARGUMENT: address "ada.neri{DOMAIN}": it has no date; if the mailbox was renewed, write it there; else '
                          "leave the row out", result.err)
            self.assertIn("would be renewed: 1; ", result.err)

    def test_a_new_one_is_a_day(self):
        self.file("Scadenza;Nuova scadenza", "31/12/2089;presto", "31/12/2088;10/25/2090")
        result = self.step(1, "renew", "--from", "p.csv", "--dry-run")
        self.assertIn('its date "presto": this is no day', result.err)
        self.assertIn('column "Nuova scadenza" says "10/25/2090", and has days in American order', result.err)

    def test_an_activation_takes_the_new_one_where_there_is_one(self):
        self.write("m.csv", f"{HEADER}\nEva;Neri;MC;A;3;\nIvo;Neri;MC;A;4;\n")
        self.assign(0, "m.csv", "--quiet", registry=self.uri)
        self.write("p.csv", f"pec;nome;cognome;Scadenza;Nuova scadenza\neva.neri{DOMAIN};Eva;Neri;31/12/2089;\n"
                            f"ivo.neri{DOMAIN};Ivo;Neri;31/12/2089;31/12/2090\n")
        self.step(0, "activate", "--from", "p.csv")
        self.assertEqual(sorted(self.expiries()), ["2088-12-31"] * 2 + ["2089-12-31", "2090-12-31"])


if __name__ == "__main__":
    tool.main()
