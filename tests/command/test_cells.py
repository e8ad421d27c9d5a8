#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
What stands in a roster's cells: what stands there for nothing.

    test_cells.py --pecaddr PATH [unittest options]
"""

import tool
from tool import HEADER, WAITS, RosterTest, codice_fiscale, rows_of

CF = codice_fiscale(1, "RSSMRA")
NOTHING = ("NULL", "null", "Null", "None", "NaT", "#N/D", "#n/a", "n.d.", "N.D.", "N.N.", "N.P.", "XXX", "xxx", "---", "-",
           "non noto", "NON NOTO", " null ", "\u00a0---\u00a0", "(null)", "\\N", "undefined", "n/d", "N/A", "_", "–", ".")


class Cells(RosterTest):
    # Of somebody who is whole.
    WHOLE = {"nome": "Mario", "cognome": "Rossi", "provincia": "MC", "sezione": "A", "numero": "7", "codice_fiscale": CF}

    def row(self, *arguments, status=None, header=HEADER, **cells):
        """What becomes of one row."""
        facts = dict(self.WHOLE, **cells)
        self.roster(";".join(facts[name] for name in header.split(";")), header=header)
        result = self.run_tool("assign", "r.csv", "--registry", self.uri, "--dry-run", *arguments)
        if status is not None:
            self.assertEqual(result.status, status, result.err)
        return rows_of(result.text)[0]


class StandIns(Cells):
    def test_a_fact_that_is_needed_is_missing_where_something_stands_for_nothing(self):
        for field, code in (("nome", "EMPTY"), ("cognome", "EMPTY"), ("provincia", "PROVINCE"), ("sezione", "REGISTER"),
                            ("numero", "REGISTER")):
            for word in NOTHING:
                with self.subTest(field=field, word=word):
                    row = self.row(status=1, **{field: word})
                    self.assertTrue(row["errore"].startswith(f"{code}: "), row["errore"])
                    self.assertEqual(row["proposta"], "")
                    if code == "REGISTER":
                        self.assertIn("is missing", row["errore"])

    def test_a_codice_fiscale_is_absent_and_no_wrong_one(self):
        for word in (*NOTHING, "NA", "nan", "nil", "0", "00000000000", "XXXXXXXXXXXXXXXX", "sconosciuto", "mancante"):
            with self.subTest(word):
                self.assertEqual(self.row(status=0, codice_fiscale=word)["proposta"], "mario.rossi@ingpec.eu")

    def test_two_who_have_the_same_stand_in_are_not_one_person(self):
        self.roster("Mario;Rossi;MC;A;1;XXX", "Anna;Bo;MC;A;2;XXX", "Luca;Re;MC;A;3;00000000000", "Ugo;Foa;MC;A;4;00000000000")
        self.assign(0, "r.csv")
        self.assertEqual(len(self.export()), 4)

    def test_na_is_naples_in_the_column_of_provinces_alone(self):
        self.assertEqual(self.row(status=0, provincia="NA")["proposta"], "mario.rossi@ingpec.eu")
        for field, word in (("provincia", "nan"), ("provincia", "nil"), ("sezione", "NA"), ("numero", "NA"), ("numero", "nan")):
            row = self.row(status=1, **{field: word})
            self.assertRegex(row["errore"], "^(PROVINCE|REGISTER): ", word)

    def test_a_name_that_may_be_nothing_waits_as_a_doubt(self):
        for field in ("nome", "cognome"):
            for word in ("NA", "Na", "nan", "Nan", "NaN", "nil", "Nil", " NIL ", "n.a."):
                with self.subTest(field=field, word=word):
                    row = self.row(WAITS, status=1, codice_fiscale="", **{field: word})
                    local = "".join(filter(str.isalpha, word.lower()))
                    address = f"{local}.rossi@ingpec.eu" if field == "nome" else f"mario.{local}@ingpec.eu"
                    which = "given names are" if field == "nome" else "surname is"
                    self.assertEqual((row["proposta"], row["note"]), (address, "DOUBT"))
                    self.assertTrue(row["errore"].startswith(
                        f"REVIEW: DOUBT: the {which} {word.strip()}, which may stand for an empty cell; correct the row"),
                        row["errore"])
                    self.assertEqual(self.row(*("--accept", "doubt"), status=0, codice_fiscale="", **{field: word})["proposta"],
                                     address)

    def test_accepted_it_is_on_record_with_its_note_and_is_kept(self):
        self.roster("Na;Rossi;MC;A;1;")
        self.assign(1, "r.csv", WAITS)
        self.assertEqual(self.export(), [])
        self.assign(0, "r.csv", "--accept", "DOUBT")
        self.assertEqual(rows_of(self.assign(0, "r.csv", WAITS).text)[0]["pec"], "na.rossi@ingpec.eu")
        shown = self.expect(0, "registry", "show", "na.rossi@ingpec.eu", "--registry", self.uri)
        self.assertIn("DOUBT", shown.text)

    def test_whole_names_alone_are_doubted(self):
        for word in ("Nadia", "Nando", "Nilo", "De Na", "Xxavier", "Nonetti", "Nulli"):
            row = self.row(WAITS, status=0, cognome=word, codice_fiscale="")
            self.assertEqual(row["note"], "", word)

    def test_a_person_who_is_named_on_the_command_line_is_called_so(self):
        for word in ("Null", "Na"):
            result = self.expect(0, "assign", "--given", "Ugo", "--surname", word, "--province", "MC", "--section", "A",
                                 "--number", "9", "--registry", self.uri, "--dry-run")
            self.assertEqual(result.lines, [f"ugo.{word.lower()}@ingpec.eu"])

    def test_a_mark_of_nothing_else_says_that_somebody_left_and_nothing_that_he_did_not(self):
        header = f"{HEADER};Data cancellazione"
        for word in (*NOTHING, "/ /", "00/00/0000", "__/__/____"):
            self.WHOLE = dict(self.WHOLE, **{"Data cancellazione": word})
            self.assertEqual(self.row(status=0, header=header)["proposta"], "mario.rossi@ingpec.eu", word)
        for word in ("*", "?", "+", "non nota", "sconosciuta", "01/02/2020", "X"):
            self.WHOLE = dict(self.WHOLE, **{"Data cancellazione": word})
            self.assertTrue(self.row(status=1, header=header)["errore"].startswith("STATE: "), word)


class Lists(RosterTest):
    LIST = "pec;nome;cognome;provincia;sezione;numero;codice_fiscale;stato;data cancellazione;scadenza;uscita"

    def brought_in(self, row, status=0):
        self.write("l.csv", f"{self.LIST}\n{row}\n")
        result = self.expect(status, "registry", "import", "l.csv", "--registry", self.uri)
        shown = self.expect(0, "registry", "show", "--all", "--registry", self.uri, "--format", "csv").text
        return result.err, rows_of(shown, ",")

    def test_no_date_is_no_end_and_no_state_none_that_is_unknown(self):
        for number, word in enumerate((*NOTHING, "NA", "00/00/0000", "0000-00-00", "/  /"), 1):
            with self.subTest(word):
                said, rows = self.brought_in(
                    f"b{chr(96 + number % 26 + 1)}o{number // 26 * 'o'}.foa@ingpec.eu;;;MC;A;{number};"
                    f"{word};attivo;{word};{word};{word}")
                row = next(row for row in rows if row["number"] == str(number))
                self.assertEqual([row[name] for name in ("state", "holder", "expires", "left")], ["active", "", "", ""], said)

    def test_an_address_that_is_none_is_a_row_without(self):
        said, rows = self.brought_in("---;Mario;Rossi;MC;A;1;;attivo;;;")
        self.assertEqual(rows, [])
        self.assertIn("1 rows without an address", said)

    def test_a_name_that_may_be_nothing_is_none_in_a_list_and_its_address_is_blocked(self):
        said, rows = self.brought_in("na.rossi@ingpec.eu;NA;Rossi;MC;A;1;;attivo;;;", status=1)
        self.assertIn('EMPTY: given names "NA": this stands for a cell that is empty', said)
        self.assertEqual([(row["pec"], row["receipt"]) for row in rows], [("na.rossi@ingpec.eu", "blocked")])

    def test_a_step_compares_nothing_with_what_stands_for_nothing(self):
        self.brought_in(f"mario.rossi@ingpec.eu;Mario;Rossi;MC;A;1;{CF};prenotato;;;")
        self.write("s.csv", "pec;nome;cognome;numero;codice_fiscale\nmario.rossi@ingpec.eu;Mario;Rossi;n.d.;XXX\n")
        self.expect(0, "registry", "release", "--from", "s.csv", "--registry", self.uri, "--why", "x")


if __name__ == "__main__":
    tool.main()
