#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Given names and surname in one column, which a codice fiscale divides where one division alone agrees with it. SPEC §6.

    test_full_name.py --pecaddr PATH [unittest options]
"""

import json

import tool
from tool import RosterTest, codice_fiscale, rows_of, with_check_character

HEADER = "nominativo;codice_fiscale;provincia;iscrizione"
BY_HAND = "use pecaddr assign --given … --surname …"


def omocodia(n, letters):
    """The same with its year in letters."""
    body = codice_fiscale(n, letters)[:15]
    return with_check_character(body[:6] + "".join("LMNPQRSTUV"[int(c)] for c in body[6:8]) + body[8:])


# The cell, the six letters, given names and surname.
DIVIDED = [
    ("ROSSI MARIO", "RSSMRA", "MARIO", "ROSSI"),
    ("Mario Rossi", "RSSMRA", "Mario", "Rossi"),
    ("Rossi, Mario", "RSSMRA", "Mario", "Rossi"),
    ("ROSSI,MARIO", "RSSMRA", "MARIO", "ROSSI"),
    ("ROSSI , MARIO", "RSSMRA", "MARIO", "ROSSI"),
    ("ROSSI MARIO, LUIGI", "RSSMRA", "MARIO, LUIGI", "ROSSI"),
    ("DE LUCA MARIA GRAZIA", "DLCMGR", "MARIA GRAZIA", "DE LUCA"),
    ("Maria Grazia De Luca", "DLCMGR", "Maria Grazia", "De Luca"),
    ("D'ANGELO DE SANCTIS NICCOLO'", "DNGNCL", "NICCOLO'", "D'ANGELO DE SANCTIS"),
    ("D' ANGELO NICCOLO'", "DNGNCL", "NICCOLO'", "D' ANGELO"),
    ("FO UGO", "FOXGUO", "UGO", "FO"),
    ("Bianchi Gianfranco", "BNCGFR", "Gianfranco", "Bianchi"),       # the rule of four consonants
    ("Gianfranco Bianchi", "BNCGFR", "Gianfranco", "Bianchi"),
    ("FÜ UGO", "FUEGUO", "UGO", "FÜ"),
    ("FÜ UGO", "FUXGUO", "UGO", "FÜ"),                               # under the other profile
    ("ROSSI-BIANCHI MARIO", "RSSMRA", "MARIO", "ROSSI-BIANCHI"),
    ("Ing. ROSSI MARIO", "RSSMRA", "MARIO", "Ing. ROSSI"),
    ("ROSSI MARIO Dott. Ing.", "RSSMRA", "MARIO Dott. Ing.", "ROSSI"),
    ("ROSSI MARIA IN BIANCHI", "RSSMRA", "MARIA IN BIANCHI", "ROSSI"),
    ("MARIO\u00a0ROSSI", "RSSMRA", "MARIO", "ROSSI"),
    ("ROSSI  MARIO", "RSSMRA", "MARIO", "ROSSI"),
    ("ROSSI ROSSI", "RSSRSS", "ROSSI", "ROSSI"),
]

# What is not, and how that is told.
NOT_DIVIDED = [
    ("VERDI MARIO", codice_fiscale(1), "HOLDER: full name \"VERDI MARIO\": however it is divided into given names and surname, "
     f"it does not agree with the codice fiscale {codice_fiscale(1)}; correct the one that is wrong; if both are right, {BY_HAND}"),
    ("ROSSI MARIO LUIGI", codice_fiscale(1), "HOLDER: full name \"ROSSI MARIO LUIGI\": however"),  # of the first name alone
    ("LUIGI ROSSI MARIO", codice_fiscale(1), "HOLDER: full name \"LUIGI ROSSI MARIO\": however"),
    ("ROSSI", codice_fiscale(1), "HOLDER: full name \"ROSSI\": however"),
    ("ROSSI IO FRANCESCA", codice_fiscale(1, "RSSFNC"), "HOLDER: full name \"ROSSI IO FRANCESCA\": the surname may be \"ROSSI\" "
     f"or \"ROSSI IO\": the codice fiscale agrees with both; {BY_HAND}"),
    ("ROSSI MARIO", "", "HOLDER: full name \"ROSSI MARIO\": without a codice fiscale nothing proves where the surname ends; "
     f"fill in the codice fiscale, or {BY_HAND}"),
    ("ROSSI MARIO", "12345678903", "HOLDER: full name \"ROSSI MARIO\": a provisional codice fiscale has no letters"),
    ("ROSSI MARIO", codice_fiscale(1)[:15] + "Z", "HOLDER: codice fiscale"),
    ("", codice_fiscale(1), "EMPTY: full name: no letters are left of this field; fill in the name"),
    ("Ing.", codice_fiscale(1), "EMPTY: full name"),
    ("ROSSI MARI0", codice_fiscale(1), "UNEXPECTED: full name, character 11, '0'"),
    ("ROSSI NICOLÃ²", codice_fiscale(1, "RSSNCL"), "MOJIBAKE: full name, character 12, \"ROSSI NICOLÃ²\" was meant to be \"ROSSI NICOLò\""),
    ("=ROSSI&MARIO", codice_fiscale(1), "UNEXPECTED: full name \"=ROSSI&MARIO\": this cell is a formula"),
    ("NULL", codice_fiscale(1), "EMPTY: full name \"NULL\": this stands for a cell that is empty"),
    (" ".join(["Ro"] * 30), codice_fiscale(1), "HOLDER: full name"),
]


class FullName(RosterTest):
    def test_the_column_is_named_as_the_roster_has_it(self):
        for cell, said in (("=ROSSI&MARIO", 'UNEXPECTED: column "Cognome e nome", "=ROSSI&MARIO": this cell is a formula'),
                           ("NULL", 'EMPTY: column "Cognome e nome", "NULL": this stands for a cell that is empty'),
                           ("VERDI MARIO", 'HOLDER: column "Cognome e nome", "VERDI MARIO": however it is divided')):
            self.roster(f"{cell};{codice_fiscale(1)};MC;A 1", header="Cognome e nome;codice_fiscale;provincia;iscrizione")
            self.assertIn(f"r.csv:2: {said}", self.assign(1, "r.csv").err)

    def rows(self, *cells, header=HEADER):
        return self.roster(*(f'"{name}";{holder};MC;A {i}' for i, (name, holder) in enumerate(cells, 1)), header=header)

    def names(self):
        rows = rows_of(self.expect(0, "registry", "export", "--format", "csv", "--registry", self.uri).text, ",")
        return [(row["given"], row["surname"]) for row in sorted(rows, key=lambda row: int(row["number"]))]

    def test_one_division_that_agrees_with_the_codice_fiscale_is_the_name(self):
        for make in (codice_fiscale, omocodia):
            with self.subTest(make.__name__):
                self.setUp()
                self.rows(*((name, make(i, letters)) for i, (name, letters, _, _) in enumerate(DIVIDED)))
                result = self.assign(0, "r.csv")
                self.assertEqual(self.names(), [(given, surname) for _, _, given, surname in DIVIDED])
                self.assertIn(f"r.csv: {len(DIVIDED)} full names divided by their codici fiscali, 0 not\n", result.err)
                self.assertIn('columns provincia "provincia", numero "iscrizione", codice_fiscale "codice_fiscale", '
                              'nominativo "nominativo"', result.err)

    def test_anything_else_is_an_error_of_the_row_with_what_to_do(self):
        for name, holder, said in NOT_DIVIDED:
            with self.subTest(name=name, holder=holder):
                self.rows((name, holder), ("BO ANNA", codice_fiscale(2, "BOXNNA")))
                for arguments in (["--dry-run"], ["--dry-run", "--format", "json"]):
                    result = self.assign(1, "r.csv", *arguments)
                    self.assertIn(f"r.csv:2: {said}", result.err)
                    self.assertIn("r.csv: 1 full name divided by its codice fiscale, 1 not\n", result.err)
                row = json.loads(result.text)[0]
                self.assertEqual((row["address"], row["proposal"], row["given"]), (None, None, ""))
                self.assertEqual(row["surname"].strip(), "" if name in ("=ROSSI&MARIO", "NULL") else name)

    def test_the_result_can_be_fed_back(self):
        self.rows(("ROSSI MARIO", codice_fiscale(1)), ("VERDI MARIO", codice_fiscale(2)))
        result = self.assign(1, "r.csv")
        self.assertEqual([row["pec"] or row["errore"].split(":")[0] for row in rows_of(result.text)],
                         ["mario.rossi@ingpec.eu", "HOLDER"])
        self.write("r.csv", result.out)
        self.assertEqual(self.assign(1, "r.csv").text, result.text.replace(";yes;", ";no;"))

    def test_the_column_may_be_called_otherwise(self):
        for name in ("Nominativo", "Cognome e Nome", "NOME E COGNOME", "Cognome/Nome", "Nome Cognome", "Full name"):
            with self.subTest(name):
                self.rows(("ROSSI MARIO", codice_fiscale(1)), header=HEADER.replace("nominativo", name))
                self.assertEqual(rows_of(self.assign(0, "r.csv").text)[0]["pec"], "mario.rossi@ingpec.eu")

    def test_without_a_column_of_codici_fiscali_the_roster_is_refused(self):
        self.roster("ROSSI MARIO;MC;A 1", header="Cognome e Nome;provincia;iscrizione")
        for command in (["assign"], ["audit"]):
            result = self.expect(2, *command, "r.csv", "--registry", self.uri)
            self.assertIn('"Cognome e Nome" seems to hold full names; given names and surname must be two columns: no program '
                          "can split a full name rightly, unless by the codice fiscale; export them apart from the register, "
                          "or in a column nominativo beside one codice_fiscale", result.err)

    def test_beside_a_column_of_surnames_it_is_not_read(self):
        self.roster(f"Verdi Ugo;Mario;Rossi;{codice_fiscale(1)};MC;A 1", header="nominativo;nome;" + HEADER.replace("nominativo", "cognome"))
        result = self.assign(0, "r.csv")
        self.assertEqual(rows_of(result.text)[0]["pec"], "mario.rossi@ingpec.eu")
        self.assertNotIn("full name", result.err)
        self.roster(f"Verdi Ugo;Rossi;{codice_fiscale(1)};MC;A 1", header="nominativo;" + HEADER.replace("nominativo", "cognome"))
        self.assertIn("there is no column nome", self.assign(2, "r.csv").err)

    def test_two_such_columns_stop(self):
        self.roster(f"Rossi Mario;Mario Rossi;{codice_fiscale(1)};MC;A 1", header="Cognome e Nome;" + HEADER)
        self.assertIn('columns 1 and 2, "Cognome e Nome" and "nominativo", are both taken for nominativo', self.assign(2, "r.csv").err)

    def test_heads_totals_and_headers_again_are_told_as_such(self):
        self.roster(f"Totale Anna;{codice_fiscale(1, 'TTLNNA')};MC;A 1", HEADER, "Totale: 1;;;", "Pagina 2;;;", header=HEADER)
        rows = rows_of(self.assign(1, "r.csv").text)
        self.assertEqual([row["pec"] or row["errore"].split(";")[0][:54] for row in rows],
                         ["anna.totale@ingpec.eu", "UNEXPECTED: this row has the names of the columns agai",
                          "UNEXPECTED: this row is a total, and nobody's data", "UNEXPECTED: this row is the head or foot of a page, an"])

    def test_letters_of_another_encoding_wait_there_too(self):
        self.write("r.csv", f"{HEADER}\nMARUŠIČ MAJA;{codice_fiscale(1, 'MRSMJA')};MC;A 1\n", "cp1250")
        self.assertIn("DOUBT", rows_of(self.assign(1, "r.csv", tool.WAITS).out.decode("cp1250"))[0]["errore"])

    def test_audit_and_import_divide_it_likewise(self):
        self.rows(("ROSSI MARIO", codice_fiscale(1)), ("VERDI MARIO", codice_fiscale(2)))
        self.assign(1, "r.csv")
        verdicts = json.loads(self.expect(1, "audit", "r.csv", "--registry", self.uri, "--format", "json").text)
        self.assertEqual([(row["given"], row["surname"], row["verdict"]) for row in verdicts],
                         [("MARIO", "ROSSI", "right"), ("", "VERDI MARIO", "error")])
        other = self.init("other.db")
        self.roster(f"mario.rossi@ingpec.eu;ROSSI MARIO;{codice_fiscale(1)}", f"ugo.verdi@ingpec.eu;VERDI UGO;{codice_fiscale(2)}",
                    "anna.bo@ingpec.eu;BO ANNA;", header="pec;nominativo;codice_fiscale")
        result = self.expect(1, "registry", "import", "r.csv", "--registry", other)
        self.assertIn("r.csv:3: HOLDER: full name \"VERDI UGO\": however", result.err)
        self.assertIn("r.csv:4: HOLDER: full name \"BO ANNA\": without", result.err)
        rows = rows_of(self.expect(0, "registry", "export", "--format", "csv", "--registry", other).text, ",")
        self.assertEqual([(row["given"], row["surname"]) for row in rows if row["given"]], [("MARIO", "ROSSI")])
        self.roster("mario.rossi@ingpec.eu;ROSSI MARIO", header="pec;nominativo")
        self.expect(0, "registry", "import", "r.csv", "--registry", self.init("third.db"))


if __name__ == "__main__":
    tool.main()
