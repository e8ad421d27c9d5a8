#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
What stands in a roster's cells: what stands there for nothing; the section, the sector and the number.

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

    def rows(self, many, *arguments, status):
        """What becomes of rows, each of cells and of a person of his own: what is not among the cells tells them
        apart. Each with the name that he has."""
        persons = []
        for i, cells in enumerate(many):
            own = chr(97 + i // 26) + chr(97 + i % 26)
            persons.append({**self.WHOLE, "nome": f"Mario{own}", "cognome": f"Rossi{own}", "numero": str(i + 1),
                            "codice_fiscale": codice_fiscale(i), **cells})
        self.roster(*(";".join(person[name] for name in HEADER.split(";")) for person in persons))
        result = self.run_tool("assign", "r.csv", "--registry", self.uri, "--dry-run", *arguments)
        self.assertEqual(result.status, status, result.err)
        return zip(persons, rows_of(result.text), strict=True)


class StandIns(Cells):
    def test_a_fact_that_is_needed_is_missing_where_something_stands_for_nothing(self):
        codes = {"nome": "EMPTY", "cognome": "EMPTY", "provincia": "PROVINCE", "sezione": "REGISTER", "numero": "REGISTER"}
        many = [(field, word) for field in codes for word in NOTHING]
        for (field, word), (_, row) in zip(many, self.rows([{field: word} for field, word in many], status=1), strict=True):
            with self.subTest(field=field, word=word):
                self.assertTrue(row["errore"].startswith(f"{codes[field]}: "), row["errore"])
                self.assertEqual(row["proposta"], "")
                if codes[field] == "REGISTER":
                    self.assertIn("is missing", row["errore"])

    def test_a_codice_fiscale_is_absent_and_no_wrong_one(self):
        words = (*NOTHING, "NA", "nan", "nil", "0", "00000000000", "XXXXXXXXXXXXXXXX", "sconosciuto", "mancante")
        for person, row in self.rows([{"codice_fiscale": word} for word in words], status=0):
            with self.subTest(person["codice_fiscale"]):
                self.assertEqual(row["proposta"], f"{person['nome']}.{person['cognome']}@ingpec.eu".lower())

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
        many = [(field, word) for field in ("nome", "cognome")
                for word in ("NA", "Na", "nan", "Nan", "NaN", "nil", "Nil", " NIL ", "n.a.")]
        cells = [{"codice_fiscale": "", field: word} for field, word in many]
        waits = self.rows(cells, WAITS, status=1)
        accepted = self.rows(cells, "--accept", "doubt", status=0)
        for (field, word), (person, row), (_, taken) in zip(many, waits, accepted, strict=True):
            with self.subTest(field=field, word=word):
                local = "".join(filter(str.isalpha, word))
                given, surname = (local, person["cognome"]) if field == "nome" else (person["nome"], local)
                address = f"{given}.{surname}@ingpec.eu".lower()
                which = "given names are" if field == "nome" else "surname is"
                self.assertEqual((row["proposta"], row["note"]), (address, "DOUBT"))
                self.assertTrue(row["errore"].startswith(
                    f"REVIEW: DOUBT: the {which} {word.strip()}, which may stand for an empty cell; correct the row"),
                    row["errore"])
                self.assertEqual(taken["proposta"], address)

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

    def test_a_word_in_a_name_that_is_said_of_somebody_and_is_none_of_it_is_doubted(self):
        for name in ("Francesco DECEDUTO", "Francesco Sospesa", "Francesco - cancellato", "Francesco trasferito a Roma",
                     "Francesco radiata il", "Francesco NON ESERCENTE", "Francesco N.D.", "Francesco null", "XXX Francesco"):
            with self.subTest(name=name):
                row = self.row(WAITS, status=1, nome=name, codice_fiscale="")
                self.assertEqual(row["note"], "DOUBT")
                self.assertIn("something was kept that may be no part of the name", row["errore"])
        row = self.row(WAITS, status=1, cognome="ROSSI deceduto", codice_fiscale="")
        self.assertEqual(row["note"], "DOUBT")

    def test_so_it_is_in_a_full_name_whose_codice_fiscale_agrees(self):
        self.roster(f"Bianchi Francesco deceduto;MC;A;1;{codice_fiscale(1, 'BNCFNC')}",
                    f"Bianchi Stefano;MC;A;2;{codice_fiscale(2, 'BNCSFN')}",
                    header="nominativo;provincia;sezione;numero;codice_fiscale")
        rows = rows_of(self.assign(1, "r.csv", WAITS).text)
        self.assertEqual([(row["pec"], row["note"]) for row in rows], [("", "DOUBT"), ("stefano.bianchi@ingpec.eu", "")])

    def test_names_that_begin_as_such_a_word_are_none(self):
        for word in ("Cancellieri", "Cessari", "Mortellaro", "Speciale", "Rossi - Bianchi", "Radici", "De Nardis"):
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


class Entries(RosterTest):
    """Each cell is a row's; the address is made of the entry alone."""

    SCHEME = "name = entries\ndomain = ingpec.eu\nrule = {section}{number}.{surname}\n"

    def setUp(self):
        super().setUp()
        self.write("entries.ini", self.SCHEME)

    def entries(self, header, rows, encoding="utf-8"):
        """What each row's entry is read as, or its error."""
        self.write("r.csv", "\n".join([header, *rows, ""]), encoding)
        result = self.run_tool("assign", "r.csv", "--registry", self.uri, "--dry-run", "--scheme", "entries.ini")
        self.assertLess(result.status, 2, result.err)
        return [row["proposta"].partition(".")[0] or row["errore"]
                for row in rows_of(result.out.decode(encoding))]

    def check(self, header, form, cases, encoding="utf-8"):
        """Cells and what they are read as; or the sentence, in which the cell is named."""
        read = self.entries(header, [form % cell for cell, _ in cases], encoding)
        for (cell, expected), got in zip(cases, read, strict=True):
            with self.subTest(cell):
                if len(expected) < 10:
                    self.assertEqual(got, expected)
                else:
                    self.assertTrue(got.startswith("REGISTER: "), got)
                    self.assertIn(f'"{cell.strip()}": {expected}; ', got)

    OTHER = "the register section must be A or B"
    TWO = "two sections may be meant"
    SECTOR = "this may be a sector, and says no section"
    NUMBER = "this is no registration number from 1 to 9999999"

    SECTIONS = [
        ("A", "a7"), ("b", "b7"), (" A ", "a7"), ("sez. A", "a7"), ("Sezione B", "b7"), ("SEZ.B", "b7"), ("albo A", "a7"),
        ("(A)", "a7"), ("A.", "a7"),
        # The sector in words, or called one.
        ("A - civile", "a7"), ("sez. A sett. civile", "a7"), ("Sez. B - Settore a", "b7"), ("B dell'informazione", "b7"),
        ("B dell’informazione", "b7"), ("A civile ambientale", "a7"), ("A civile e ambientale", "a7"), ("A CIV", "a7"),
        ("B IND.", "b7"), ("A (civile)", "a7"), ("A/civile", "a7"), ("A civ. e amb.", "a7"), ("B - industriale", "b7"),
        ("A: civile, industriale, dell'informazione", "a7"), ("A settori a, b, c", "a7"), ("A settore B", "a7"),
        ("settore civile sez. A", "a7"), ("civile - sez. B", "b7"), ("sett. a sez. B", "b7"), ("b civile", "b7"),
        # The sector's letter.
        ("A/a", "a7"), ("A a", "a7"), ("A/b", "a7"), ("B - a", "b7"), ("A (a, b, c)", "a7"), ("A/c", "a7"), ("B/B", "b7"),
        ("a/a", "a7"), ("sez. A/b", "a7"), ("A/a civile", "a7"),
        # What may be two sections, or none.
        ("A-B", TWO), ("A/B", TWO), ("a/B", TWO), ("a/b", TWO), ("A e B", OTHER), ("sez. A/B", TWO), ("A, B, C", TWO),
        ("sez. A sez. B", TWO), ("AB", OTHER), ("sett. a/B", TWO), ("A/C", SECTOR), ("a/c", SECTOR),
        ("civile", SECTOR), ("settore a", SECTOR), ("civile A", SECTOR), ("a - civile", SECTOR), ("b industriale", SECTOR),
        ("sett. A", SECTOR), ("informazione", SECTOR),
        ("C", OTHER), ("C - informazione", OTHER), ("sez. C", OTHER), ("A navale", OTHER), ("A x", OTHER), ("A1", OTHER),
        ("A 12", OTHER), ("A -", OTHER), ("A//a", OTHER), ("A speciale", OTHER), ("Ing. A", OTHER),
        ("A dell", OTHER), ("sez.", OTHER), ("1", OTHER), ("A civile e", OTHER),
    ]

    def test_a_section_is_read_with_its_sector_where_it_can_mean_nothing_else(self):
        self.check(HEADER, "Anna;Bo;MC;%s;7;", self.SECTIONS)

    def test_so_it_is_in_another_encoding(self):
        self.check(HEADER, "Ànna;Bo;MC;%s;7;", [("B dell’informazione", "b7"), ("A\u00a0–\u00a0civile", "a7")], "cp1252")

    NUMBERS = [
        ("A 552", "a552"), ("A552", "a552"), ("552/A", "a552"), ("B-12", "b12"), ("n. 1238 sez. A", "a1238"), ("12A", "a12"),
        ("sez. A n. 12", "a12"), ("albo A n. 12", "a12"), ("albo n. 12 sez. B", "b12"), ("N° 12/A", "a12"), ("012/A", "a12"),
        ("1246 (A)", "a1246"), ("(A) 1246", "a1246"), ("A civile 12", "a12"), ("12 A civile", "a12"), ("12/A/a", "a12"),
        ("A/a 12", "a12"), ("A/a-12", "a12"), ("n. 12 sez. A sett. civile", "a12"), ("12 civile sez. A", "a12"),
        ("12/A - civile e ambientale", "a12"), ("1234/B dell'informazione", "b1234"), ("A 12 civile", "a12"),
        ("1059/C", OTHER), ("C 12", OTHER), ("n. 7 sez. C", OTHER), ("A12B", NUMBER), ("12 A-B", TWO), ("A/B 12", TWO),
        ("a/B 12", TWO), ("A 12/B", NUMBER), ("12/a civile", SECTOR), ("civile 12/A", SECTOR), ("12 x", OTHER),
        ("A 0", NUMBER), ("A 10000000", NUMBER), ("12/13 A", NUMBER), ("A 1.234", NUMBER), ("A -", NUMBER), ("12/", NUMBER),
        ("A 12 bis", NUMBER), ("n. A 12", NUMBER), ("A", NUMBER), ("civile", NUMBER),
        ("A n.", NUMBER), ("12/gen", NUMBER), ("99999999999999999999 A", NUMBER),
    ]

    def test_a_section_is_read_with_its_number(self):
        self.check("nome;cognome;provincia;iscrizione;codice_fiscale", "Anna;Bo;MC;%s;",
                   self.NUMBERS)

    def test_a_number_without_section_lacks_it(self):
        for cell in ("1234", "n. 1234", "1234 civile", "sett. a 1234"):
            self.assertIn("the register section is missing", self.entries(
                "nome;cognome;provincia;iscrizione", [f"Anna;Bo;MC;{cell}"])[0], cell)

    def test_a_column_of_sectors_is_the_section_only_where_a_sector_cannot_be_meant(self):
        header = "nome;cognome;provincia;Settore;numero"
        for cells in (["A", "B", "A"], ["sez. A", "sez. B settore a", "A"], ["A industriale", "B civile", "A"]):
            self.assertEqual(self.entries(header, [f"Anna;Bo;MC;{cell};{i}7" for i, cell in enumerate(cells, 1)]),
                             ["a17", "b27", "a37"])
        for cells in (["a", "b", "a"], ["a", "a", "a"], ["a - civile", "b - industriale", "a - civile"], ["A", "a", "B"],
                      ["A - civile", "B - industriale", "A - civile"], ["civile", "civile", "civile"]):
            with self.subTest(cells):
                self.write("r.csv", "\n".join([header, *(f"Anna;Bo;MC;{cell};{i}7" for i, cell in enumerate(cells, 1)), ""]))
                result = self.expect(2, "assign", "r.csv", "--registry", self.uri)
                self.assertIn("there is no column sezione", result.err)
                self.assertIn('column "Settore" is not read: what stands in it is not the section A or B', result.err)

    def test_beyond_the_rows_that_are_looked_at_a_sector_is_an_error_of_its_row(self):
        rows = [f"Anna;Bo;MC;A;{i}" for i in range(1000, 1600)] + ["Anna;Bo;MC;a;7", "Anna;Bo;MC;B - industriale;8"]
        read = self.entries("nome;cognome;provincia;Settore;numero", rows)
        self.assertEqual(read[599], "a1599")
        for error in read[600:]:
            self.assertIn(self.SECTOR, error)

    def test_a_bare_number_column_with_the_section_in_it_is_read(self):
        for name in ("Matricola", "Numero", "N.", "Nr.", "Num.", "Posizione", "N.ro"):
            for form in ("A {}", "{}/A", "sez. A n. {}", "A/a {}"):
                with self.subTest(name=name, form=form):
                    numbers = (812, 7, 1234, 55)
                    self.assertEqual(
                        self.entries(f"nome;cognome;provincia;{name}", [f"Anna;Bo;MC;{form.format(n)}" for n in numbers]),
                        [f"a{n}" for n in numbers])

    def test_in_it_a_number_without_section_is_an_error_of_its_row(self):
        read = self.entries("nome;cognome;provincia;Matricola",
                            ["Anna;Bo;MC;A 812", "Anna;Bo;MC;7", "Anna;Bo;MC;B 9"])
        self.assertEqual((read[0], read[2]), ("a812", "b9"))
        self.assertIn("the register section is missing", read[1])

    def test_numbers_alone_need_the_section(self):
        for cells in (["812", "7", "1234"], ["A 812", "7", "1234", "9"], ["", "", ""]):
            self.write("r.csv", "\n".join(["nome;cognome;provincia;Matricola",
                                           *(f"Anna;Bo;MC;{cell}" for cell in cells), ""]))
            result = self.expect(2, "assign", "r.csv", "--registry", self.uri)
            self.assertIn("there is no column sezione", result.err)


class Told(RosterTest):
    """An error of the entry or of the codice fiscale names the cell, and its column where that is called otherwise."""

    FORM = "write it like A 1234, 1234/A or n. 1234 sez. A"
    ROWS = [
        ("nome;cognome;provincia;Iscrizione", "Ugo;Foa;MC;1059/C",
         'REGISTER: column "Iscrizione", "1059/C": the register section must be A or B; correct the register entry'),
        ("nome;cognome;provincia;N. Iscr.", "Ugo;Foa;MC;1059",
         f'REGISTER: column "N. Iscr.", "1059": the register section is missing; {FORM}'),
        ("nome;cognome;provincia;N. Iscr.;Sez.", "Ugo;Foa;MC;1059;n.d.",
         f'REGISTER: column "Sez.", "n.d.": the register section is missing; {FORM}'),
        ("nome;cognome;provincia;N. Iscr.;Sez.", "Ugo;Foa;MC;;A",
         f'REGISTER: column "N. Iscr.": the registration number is missing; {FORM}'),
        ("nome;cognome;Ordine;Sez.;Numero", "Ugo;Foa;XX;A;7", 'PROVINCE: column "Ordine", "XX": '),
        ("nome;cognome;Ordine;Sez.;Numero", "Ugo;Foa;---;A;7", 'PROVINCE: column "Ordine", "---": '),
        ("nome;cognome;Prov.;Sez.;Numero", "Ugo;Foa;MC;A-B;7",
         'REGISTER: column "Sez.", "A-B": two sections may be meant; write A or B alone, or the sector in words, such as '
         "A - civile"),
        ("nome;cognome;Prov.;Sez.;Numero;C.F.", "Ugo;Foa;MC;A;7;RSSMRA", 'HOLDER: column "C.F.", "RSSMRA": this is no '
         "codice fiscale: its form or its check character is wrong; copy it from the member's card"),
        ("nome;cognome;Prov.;Sez.;Numero;Cod. Fis.", "Ugo;Foa;MC;A;7;123 456 7890", 'HOLDER: column "Cod. Fis.", '
         '"123 456 7890": this is no codice fiscale: its form or its check character is wrong; of its eleven digits the zero '
         "in front is lost: give its column the format Text"),
        # As messages call it.
        (HEADER, "Ugo;Foa;MC;C;7;", 'REGISTER: section "C": the register section must be A or B'),
        (HEADER, "Ugo;Foa;MC;n.d.;7;", f'REGISTER: section "n.d.": the register section is missing; {FORM}'),
        ("given;surname;province;section;number;holder", "Ugo;Foa;MC;A;7;X", 'HOLDER: codice fiscale "X": '),
    ]

    def test_the_cell_and_its_column_are_named_before_the_fault_and_the_way_out(self):
        for header, row, error in self.ROWS:
            with self.subTest(row=row, header=header):
                self.roster(row, header=header)
                result = self.assign(1, "r.csv", "--dry-run")
                self.assertTrue(rows_of(result.text)[0]["errore"].startswith(error), result.text)
                self.assertIn(f"r.csv:2: {error}", result.err)
                self.assertIn(error, self.expect(1, "audit", "r.csv", "--registry", self.uri).text)

    def test_what_is_on_record_against_a_codice_fiscale_names_its_column(self):
        self.roster(f"Mario;Rossi;MC;A;7;{CF}")
        self.assign(0, "r.csv")
        self.roster(f"Ugo;Foa;MC;A;8;{CF}", header="nome;cognome;prov;sez;numero;C.F.")
        self.assertIn(f'HOLDER: column "C.F.", "{CF}": ', self.assign(1, "r.csv").err)

    def test_a_codice_fiscale_with_spaces_is_read(self):
        for spaced in (f"{CF[:3]} {CF[3:6]} {CF[6:11]} {CF[11:]}", f" {CF} ", f"{CF[:6]}\u00a0{CF[6:]}", CF.lower()):
            with self.subTest(spaced):
                self.roster(f"Mario;Rossi;MC;A;7;{spaced}")
                self.assign(0, "r.csv")
                self.assertEqual(rows_of(self.expect(0, "registry", "show", "--all", "--registry", self.uri, "--format",
                                                     "csv").text, ",")[0]["holder"], CF)

    def test_of_digits_that_are_too_few_the_lost_zeros_are_told(self):
        for digits in ("1234567890", "123456789"):
            self.roster(f"Mario;Rossi;MC;A;7;{digits}")
            said = self.assign(1, "r.csv").err
            self.assertEqual("the zero in front is lost" in said, len(digits) == 10, said)


if __name__ == "__main__":
    tool.main()
