#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Rows of a roster that are not as long as its header, and rows that are nobody's, SPEC §6.

    test_roster_rows.py --pecaddr PATH [unittest options]
"""

import json

import tool
from tool import HEADER, RosterTest, codice_fiscale, rows_of

CF = codice_fiscale(1, "RSSMRA")
NOTED = HEADER + ";nota;telefono"


class Rows(RosterTest):
    def given(self, status, *arguments):
        """The addresses of the rows or their errors' codes; what was said."""
        result = self.assign(status, "r.csv", *arguments)
        return [row["pec"].split("@")[0] or row["errore"].split(":")[0]
                for row in rows_of(result.text)], result

    def test_a_short_row_is_whole_when_every_column_that_is_read_is_there(self):
        self.roster(f"Mario;Rossi;MC;A;1;{CF}", "Anna;Bo;MC;A;2;;x", "Luca;Re;MC;A;3;", header=NOTED)
        addresses, result = self.given(0)
        self.assertEqual(addresses, ["mario.rossi", "anna.bo", "luca.re"])
        self.assertIn("r.csv: 3 rows; province: MC 3; codice fiscale: 1 with, 2 without", result.err)
        self.assertEqual([len(line.split(";")) for line in result.lines], [14] * 4)

    def test_a_short_row_without_a_column_that_is_read_is_an_error_when_fed_back_too(self):
        self.roster("Anna;Bo;MC;A;2", "Luca;Re;MC;A;3;;")
        for _ in range(2):
            addresses, result = self.given(1)
            self.assertEqual(addresses, ["UNEXPECTED", "luca.re"])
            self.write("r.csv", result.out)

    def test_cells_too_many_that_are_empty_do_not_count(self):
        self.roster(f"Mario;Rossi;MC;A;1;{CF};;", "Anna;Bo;MC;A;2;; ;", "Luca;Re;MC;A;3;;;x")
        addresses, result = self.given(1)
        self.assertEqual(addresses, ["mario.rossi", "anna.bo", "UNEXPECTED"])
        self.assertIn("r.csv:4: UNEXPECTED: this row has 8 cells, the header 6", result.err)
        self.write("r.csv", result.out)
        self.assertEqual(self.given(1)[0], addresses)

    def test_a_shifted_row_does_not_say_what_provinces_the_roster_has(self):
        self.roster("Anna;Bo;MC;A;2;", "Ugo;Foa;Bo;MC;A;7;")
        addresses, result = self.given(1)
        self.assertEqual(addresses, ["anna.bo", "UNEXPECTED"])
        self.assertIn("r.csv:3: UNEXPECTED: this row has 7 cells, the header 6", result.err)
        self.write("r.csv", result.out)
        again, result = self.given(1)
        self.assertEqual(again, addresses)
        self.assertIn("r.csv:3: UNEXPECTED: this row has 13 cells, the header 12", result.err)

    def test_one_codice_fiscale_on_two_entries_is_seen_in_rows_of_any_length(self):
        """The second would be taken for a transfer of the first."""
        for first, second in (("", ";;"), (";x;y", ""), (";;;;", ";x")):
            with self.subTest(first=first, second=second):
                self.roster(f"Mario;Rossi;MC;A;1;{CF}{first}", f"Mario;Rossi;MC;A;2;{CF}{second}",
                            header=NOTED)
                self.assertEqual(self.given(1)[0], ["HOLDER", "HOLDER"])

    def test_totals_and_heads_of_pages_are_told_as_what_they_are(self):
        totals = ["Totale iscritti: 412", "Totale;412", "TOTALE: 412;;;;;", ";;;;Totale 412;", "Tot. 412;;;;;"]
        heads = ["Pagina 2 di 7", "Ordine degli Ingegneri della Provincia di Macerata;;;;;", "Pag. 3;;;;;",
                 ";;Albo degli Ingegneri;;;", "Elenco degli iscritti"]
        self.roster("Anna;Bo;MC;A;2;", *totals, *heads)
        addresses, result = self.given(1)
        self.assertEqual(addresses, ["anna.bo"] + ["UNEXPECTED"] * 10)
        self.assertEqual(result.err.count("UNEXPECTED: this row is a total, and nobody's data; delete it"), 5)
        self.assertEqual(result.err.count("UNEXPECTED: this row is the head or foot of a page"), 5)
        self.assertIn("r.csv: 11 rows; province: MC 1; codice fiscale: 0 with, 1 without; "
                      "rows that cannot be read: 10\n", result.err)
        self.assertEqual("\n".join(self.export()).count("@"), 1)
        self.write("r.csv", result.out)
        self.assertEqual(self.given(1)[0], addresses)

    def test_whoever_is_called_so_is_no_total(self):
        self.roster("Anna;Totale;MC;A;1;", "Pag;Ordine;MC;A;2;", "Totale;Albo;;;;", "Totalenko;;MC;A;3;")
        self.assertEqual(self.given(1)[0], ["anna.totale", "pag.ordine", "PROVINCE", "EMPTY"])

    def test_audit_sees_the_same_rows(self):
        self.roster(f"Mario;Rossi;MC;A;1;{CF}", "Anna;Bo;MC;A;2;;;;;", "Totale: 2", header=NOTED)
        self.given(1)
        result = self.run_tool("audit", "r.csv", "--registry", self.uri, "--format", "json")
        self.assertEqual([row["verdict"] for row in json.loads(result.text)], ["right", "right", "error"])


if __name__ == "__main__":
    tool.main()
