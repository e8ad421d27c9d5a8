#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
pecaddr assign of a roster.

    test_assign_roster.py --pecaddr PATH [unittest options]
"""

import csv
import io
import json
import os

import tool
from tool import HEADER, PERSON, ToolTest, codice_fiscale, many_members, person, rows_of


class AssignRoster(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init()

    def rows(self, status, text, *arguments, **options):
        self.write("r.csv", text)
        return rows_of(self.assign(status, "r.csv", *arguments, **options).text)

    def test_addresses_are_added_and_all_else_passes_through(self):
        text = ("cognome;nome;Telefono;provincia;sezione;numero;codice_fiscale\n"
                f"Rossi;Mario;071 1;MC;A;1;{codice_fiscale(1)}\n"
                f"\"Rossi\";MARIO;\"a;\"\"b\"\"\";mc;a;2;{codice_fiscale(2).lower()}\n"
                f"Rossi; Mario ;  ;MC;B;2;\n")
        self.write("r.csv", text)
        result = self.assign(0, "r.csv")
        self.assertEqual(result.text,
                         "cognome;nome;Telefono;provincia;sezione;numero;codice_fiscale;pec;"
                         "livello;nuovo;proposta;note;errore\n"
                         f"Rossi;Mario;071 1;MC;A;1;{codice_fiscale(1)};mario.rossi@ingpec.eu;0;yes;;;\n"
                         f"\"Rossi\";MARIO;\"a;\"\"b\"\"\";mc;a;2;{codice_fiscale(2).lower()};"
                         "mario.rossi.mc@ingpec.eu;1;yes;;;\n"
                         "Rossi; Mario ;  ;MC;B;2;;mario.rossi.mc.b2@ingpec.eu;2;yes;;NAMESAKE;\n")
        self.assertEqual(result.errors, [
            'r.csv: utf-8 (found out), separator ";", columns nome "nome", cognome "cognome", '
            'provincia "provincia", sezione "sezione", numero "numero", codice_fiscale "codice_fiscale"',
            "r.csv: 3 rows; province: MC 3; codice fiscale: 2 with, 1 without",
            "r.csv:4: note: NAMESAKE: mario.rossi.mc.b2@ingpec.eu: a person of the same name has an address already, "
            f"mario.rossi.mc@ingpec.eu, MARIO Rossi, {codice_fiscale(2)}, MC A 2; check that it is somebody else",
            "level 0           1  {given}.{surname}",
            "level 1           1  {given}.{surname}.{province}",
            "level 2           1  {given}.{surname}.{province}.{section}{number}",
            "errors            0",
            "rows              3  3 new, 0 had their address already"])

    def test_quiet_leaves_errors_only(self):
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;\nMario;3;MC;A;2;\n")
        self.assertEqual(len(self.assign(1, "r.csv", "--quiet").errors), 1)

    def test_assigning_twice_gives_the_same_addresses(self):
        members = "\n".join(many_members(2500))
        self.write("r.csv", f"{HEADER}\n{members}\nMario;Ro55i;MC;A;9999;\n")
        self.assign(1, "r.csv", "--output", "one.csv")
        exported = self.export()
        self.write("list.txt", "\n".join(exported) + "\n")
        result = self.assign(1, "r.csv", "--output", "two.csv")
        self.assertIn("0 new, 2500 had their address already", result.err)
        self.assign(1, "r.csv", "--output", "three.csv", "--check", "file:list.txt")
        self.assertEqual(self.settled("one.csv"), self.read("two.csv"))
        self.assertEqual(self.settled("one.csv"), self.read("three.csv"))
        self.assertEqual(self.export(), exported)
        # And fed back, the columns are replaced and not added twice.
        self.assign(1, "one.csv", "--output", "four.csv")
        self.assertEqual(self.read("two.csv"), self.read("four.csv"))

    def test_a_source_that_has_an_address_makes_it_taken(self):
        self.write("list.txt", "mario.rossi@ingpec.eu\n")
        rows = self.rows(0, f"{HEADER}\nMario;Rossi;MC;A;1;\n", "--check", "file:list.txt")
        self.assertEqual(rows[0]["pec"], "mario.rossi.mc@ingpec.eu")

    def test_several_sources_are_all_asked(self):
        self.write("one.txt", "mario.rossi@ingpec.eu\n")
        self.write("two.txt", "mario.rossi.mc@ingpec.eu\n")
        rows = self.rows(0, f"{HEADER}\nMario;Rossi;MC;A;1;\n", "--check", "file:one.txt",
                         "--check=file:two.txt")
        self.assertEqual(rows[0]["pec"], "mario.rossi.mc.a1@ingpec.eu")

    def test_a_source_that_can_not_be_read_is_status_3_and_nothing_is_claimed(self):
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;\n")
        result = self.assign(3, "r.csv", "--check", "file:nosuch.txt", "--output", "out.csv")
        self.assertIn("nosuch.txt", result.err)
        self.assertEqual(self.export(), [])
        self.assertFalse(os.path.exists(self.path("out.csv")))
        self.usage_error("", "assign", "r.csv", "--registry", self.uri, "--check", "bogus:x")

    def test_a_list_of_other_domains_is_told_before_anything_is_issued(self):
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;\n")
        self.write("list.txt", "mario.rossi@pec.example\nada.neri@pec.example\n")
        for arguments in (["r.csv", "--output", "out.csv"], ["r.csv", "--dry-run"],
                          person(given="Mario", surname="Rossi")):
            result = self.expect(3, "assign", *arguments, "--registry", self.uri, "--check",
                                 "file:list.txt")
            self.assertIn("./list.txt: no address of this list is of ingpec.eu, and 2 are of other "
                          "domains, so that it would protect nobody there; check the path and the "
                          "file, or write file:PATH?empty=allow if that is as it should be",
                          result.err)
            self.assertEqual(result.out, b"")
        self.assertEqual(self.export(), [])
        self.assertFalse(os.path.exists(self.path("out.csv")))
        said = "of ingpec.eu; of other domains, which count for nothing here: 2\n"
        result = self.assign(0, "r.csv", "--check", "file:list.txt?empty=allow", "--dry-run")
        self.assertIn("./list.txt: 0 addresses " + said, result.err)
        self.assertIn(";mario.rossi@ingpec.eu;", result.text)
        with open(self.path("list.txt"), "a", encoding="ascii") as file:
            file.write("mario.rossi@ingpec.eu\n")
        result = self.assign(0, "r.csv", "--check", "file:list.txt", "--dry-run")
        self.assertIn("./list.txt: 1 address " + said, result.err)
        self.assertIn(";mario.rossi.mc@ingpec.eu;", result.text)
        # Where all are of the domain, there is nothing to tell.
        self.write("list.txt", "mario.rossi@ingpec.eu\n")
        self.assertNotIn("other domains", self.assign(0, "r.csv", "--check", "file:list.txt").err)

    def test_a_level_0_that_is_released_moves_nobody(self):
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;\nMario;Rossi;AN;A;1;\n")
        self.assign(0, "r.csv")
        self.expect(0, "registry", "release", "mario.rossi@ingpec.eu", "--why", "asked for another",
                    "--registry", self.uri)
        self.write("second.csv", f"{HEADER}\nMario;Rossi;AN;A;1;\nMario;Rossi;MC;A;9;\n")
        rows = rows_of(self.assign(0, "second.csv").text)
        self.assertEqual([row["pec"] for row in rows],
                         ["mario.rossi.an@ingpec.eu", "mario.rossi@ingpec.eu"])

    def test_a_dry_run_gives_the_real_result_and_writes_nothing(self):
        members = "\n".join(many_members(2300))
        self.write("r.csv", f"{HEADER}\n{members}\n;x;MC;A;1;\n")
        self.assign(0, self.write("first.csv", f"{HEADER}\n" + "\n".join(many_members(3)) + "\n"))
        before = self.dump()
        result = self.assign(1, "r.csv", "--dry-run", "--output", "dry.csv")
        self.assertIn("a dry run: nothing was put on record", result.err)
        self.assertEqual(self.dump(), before)
        self.assign(1, "r.csv", "--output", "real.csv")
        dry, real = (rows_of(self.read(name, "utf-8")) for name in ("dry.csv", "real.csv"))
        self.assertEqual([row.pop("proposta") for row in dry], [row.pop("pec") for row in real])
        self.assertEqual({row.pop("pec") for row in dry} | {row.pop("proposta") for row in real}, {""})
        self.assertEqual(dry, real)

    def test_names_that_need_a_look_wait(self):
        text = (f"{HEADER}\nJürgen;Rossi;MC;A;1;\nIng. Mario;Bo;MC;A;2;\nAnna;Bo in Re;MC;A;3;\n")
        rows = self.rows(1, text, "(waits)")
        self.assertEqual([row["pec"] for row in rows], ["", "mario.bo@ingpec.eu", ""])
        self.assertEqual(rows[0]["errore"], "REVIEW: VARIANT: letters like ö have two customary "
                         "spellings; check which one the Order uses; correct the row, or, if it is "
                         "right, accept the note with --accept")
        self.assertEqual([row["note"] for row in rows], ["VARIANT", "TITLE", "MARITAL"])
        self.assertTrue(rows[2]["errore"].startswith("REVIEW: MARITAL: "))
        self.assertEqual(self.export(), ["mario.bo@ingpec.eu"])
        rows = self.rows(0, text)
        self.assertEqual([row["note"] for row in rows], ["VARIANT", "TITLE", "MARITAL"])

    CODES = [
        # surname, given names, letters of the codice fiscale
        ("Rossi", "Mario", "RSSMRA"),
        ("ROSSI", "GIANFRANCO", "RSSGFR"),  # of four consonants or more the second is left out
        ("Re", "Luca", "REXLCU"),
        ("Fo", "Eva", "FOXVEA"),
        ("D'Angelo De Sanctis", "Niccolò", "DNGNCL"),
        ("Aiò", "Ea", "AIOEAX"),
        ("Rossi", "Mario, Giuseppe", "RSSMRA"),
        ("Rossi in Bo", "Ing. Anna", "RSSNNA"),
        ("Rossi", "Maria Grazia", "RSSMGR"),
        ("Öz", "Ea", "ZOXEAX"),  # as plain
        ("Öz", "Ea", "ZOEEAX"),  # as anagrafe
        ("Åh", "Eva", "HAAVEA"),
        ("Åh", "Eva", "HAXVEA"),
        ("Weiß", "Bo", "WSSBOX"),
        ("Bartolomei Montanari di Santa Maria", "Francesca Alessandra Elisabetta", "BRTFNC"),
        ("Bo", "Ea Ia Oa Ua Ea Ia Oa Ua Ea Ia Oa Ua Ea Ia Oa Ua Ea Ia Oa Ua Ea Ia Mio", "BOXMEA"),
    ]

    def test_a_codice_fiscale_that_fits_the_name_under_a_profile_has_no_note(self):
        for i, (surname, given, letters) in enumerate(self.CODES):
            with self.subTest((surname, given)):
                self.write("r.csv", f"{HEADER}\n{given};{surname};MC;A;1;"
                                    f"{codice_fiscale(i, letters)}\n")
                row = rows_of(self.assign(0, "r.csv", registry="memory:").text)[0]
                self.assertNotIn("CF_MISMATCH", row["note"])

    def test_a_codice_fiscale_that_contradicts_the_name_is_noted(self):
        for surname, given, letters in (("Rossi", "Luca", "RSSMRA"), ("Bo", "Mario", "RSSMRA"),
                                        ("Mario", "Rossi", "RSSMRA"), ("Öz", "Ea", "ZEOEAX"),
                                        ("Rossi", "Gianfranco", "RSSGNF")):
            with self.subTest((surname, given)):
                cf = codice_fiscale(1, letters).lower()
                self.write("r.csv", f"{HEADER}\n{given};{surname};MC;A;1;{cf}\n")
                row = rows_of(self.assign(0, "r.csv", registry="memory:").text)[0]
                self.assertIn("CF_MISMATCH", row["note"].split(","))
                self.assertNotEqual(row["pec"], "")
                row = rows_of(self.assign(1, "r.csv", "(waits)").text)[0]
                self.assertRegex(row["errore"], "^REVIEW: (VARIANT: .*; )?CF_MISMATCH: the codice")
        self.assertEqual(self.export(), [])

    def test_a_codice_fiscale_of_digits_is_not_compared_with_the_name(self):
        rows = self.rows(0, f"{HEADER}\nMario;Rossi;MC;A;1;12345678903\n", "(waits)")
        self.assertEqual(rows[0]["note"], "")

    def test_notes_never_block(self):
        rows = self.rows(0, f"{HEADER}\nA\u200bnna;Müller in Re;MC;A;1;\n")
        self.assertEqual(rows[0]["pec"], "anna.mueller@ingpec.eu")
        self.assertEqual(rows[0]["note"], "HIDDEN,VARIANT,MARITAL")

    ROW_ERRORS = [
        # description, row, message
        ("a name with a digit", "Mari0;Rossi;MC;A;1;", "UNEXPECTED: given names, character 5, '0'"),
        ("no surname", "Mario;;MC;A;1;", "EMPTY: surname"),
        ("an unknown province", "Mario;Rossi;XX;A;1;", 'PROVINCE: province "XX"'),
        ("no province", "Mario;Rossi;;A;1;", "PROVINCE: province: "),
        ("an unknown section", "Mario;Rossi;MC;C;1;", 'REGISTER: section "C"'),
        ("no section", "Mario;Rossi;MC;;1;", "REGISTER: section: "),
        ("a number that is none", "Mario;Rossi;MC;A;x1;", 'REGISTER: number "x1"'),
        ("no number", "Mario;Rossi;MC;A;;", "REGISTER: number: "),
        ("two sections", "Mario;Rossi;MC;A;B 1;", 'REGISTER: number "B 1"'),
        ("a codice fiscale with a wrong check character", "Mario;Rossi;MC;A;1;AAAAAA80A01H501A",
         'HOLDER: codice fiscale "AAAAAA80A01H501A": this is no codice fiscale'),
        ("a codice fiscale that is too short", "Mario;Rossi;MC;A;1;AAAAAA",
         'HOLDER: codice fiscale "AAAAAA"'),
        ("a cell too few", "Mario;Rossi;MC;A;1",
         "UNEXPECTED: this row has 5 cells, the header 6; is a separator missing"),
        ("a cell too many", "Mario;Rossi;MC;A;1;;x",
         "UNEXPECTED: this row has 7 cells, the header 6; put cells that hold the separator in "
         "quotes"),
        ("only one cell", "Mario Rossi", "UNEXPECTED: this row has 1 cell, the header 6"),
        ("NUL", "Mario;Ros\0si;MC;A;1;", "UNEXPECTED: this row holds a NUL byte"),
        ("mojibake", "NicolÃ²;Rossi;MC;A;1;",
         'MOJIBAKE: given names, character 6, "NicolÃ²" was meant to be "Nicolò"'),
        ("another script", "Иван;Rossi;MC;A;1;", "SCRIPT: given names, character 1"),
        ("a quote in mid-cell", 'Ma"rio;Rossi;MC;A;1;',
         "UNEXPECTED: given names, character 3, '\"'"),
        ("text after a quoted cell", '"Mario"x;Rossi;MC;A;1;', "UNEXPECTED: "),
        ("a name of 1,025 bytes", "a" * 1025 + ";Rossi;MC;A;1;", "TOO_LONG: given names: "),
        ("a name of a megabyte", "a" * 1000000 + ";Rossi;MC;A;1;", "TOO_LONG: given names: "),
        ("the name before the register entry", "Mari0;Rossi;XX;C;0;bad", "UNEXPECTED: given names"),
        ("the province before the codice fiscale", "Mario;Rossi;XX;A;1;bad", "PROVINCE: "),
    ]

    def test_a_bad_row_is_told_kept_and_given_nothing_while_the_others_are_done(self):
        for description, row, message in self.ROW_ERRORS:
            with self.subTest(description):
                self.write("r.csv", f"{HEADER}\nAnna;Bo;MC;A;8;\n{row}\nLuca;Re;MC;A;9;\n")
                result = self.assign(1, "r.csv", "--quiet", registry="memory:")
                self.assertEqual(len(result.errors), 1, result.err)
                self.assertTrue(result.err.startswith(f"r.csv:3: {message}"), result.err[:200])
                lines = result.out.decode("utf-8").split("\n")
                self.assertEqual(lines[1], "Anna;Bo;MC;A;8;;anna.bo@ingpec.eu;0;yes;;;")
                self.assertEqual(lines[3], "Luca;Re;MC;A;9;;luca.re@ingpec.eu;0;yes;;;")
                if "\0" not in row:
                    rows = list(csv.reader(io.StringIO(result.text), delimiter=";"))
                    self.assertEqual(rows[2][6], "")
                    self.assertEqual(rows[2][7], "")
                    # The same sentence, but with its line and file.
                    self.assertEqual("r.csv:3: " + rows[2][11] + "\n", result.err)

    def test_an_unclosed_quote_names_its_line_and_the_other_rows_are_done(self):
        self.write("r.csv", f"{HEADER}\nAnna;Bo;MC;A;8;\nLuca;\"Re;MC;A;9;\nUgo;Foa;MC;A;7;\n"
                            "\"Ada\"x;Foa;MC;A;6;\nEva;Foa;MC;A;5;\n\"")
        result = self.assign(1, "r.csv", "--quiet")
        self.assertEqual(result.errors, [
            f"r.csv:{line}: UNEXPECTED: the quote opened on line {line} is not closed in its row; "
            "close it, or remove it" for line in (3, 5, 7)])
        rows = list(csv.reader(io.StringIO(result.text, newline=""), delimiter=";"))
        self.assertEqual([row[6] for row in rows],
                         ["pec", "anna.bo@ingpec.eu", "", "ugo.foa@ingpec.eu", "",
                          "eva.foa@ingpec.eu", ""])
        self.assertEqual(rows[2][:2], ["Luca", '"Re;MC;A;9;'])
        self.assertTrue(all(len(row) == 12 for row in rows))

    def test_a_quote_that_takes_in_other_rows_is_not_closed_in_its_own(self):
        for row in ('Luca;Re;MC;A;9;"', 'Luca;"Re;MC;A;9;', '"Luca;Re;MC;A;9;'):
            for between in ("", "Ugo;Foa;MC;A;7;\n"):
                for later in ('Eva;"Foa";MC;A;5;\n', '"Eva";Foa;MC;A;5;\n', 'Eva;Foa;MC;A;5;""\n',
                              'Eva;Foa;MC;A;5;"\n"\n'):
                    with self.subTest(row + between + later):
                        self.write("r.csv", f"{HEADER}\n{row}\n{between}{later}")
                        result = self.run_tool("assign", "r.csv", "--quiet", "--registry",
                                               "memory:")
                        self.assertEqual(result.errors[0], "r.csv:2: UNEXPECTED: the quote opened "
                                         "on line 2 is not closed in its row; close it, or remove it")
                        self.assertEqual(len(result.errors), 1 + ("wrong" in result.err))
                        pecs = [row["pec"] for row in rows_of(result.text)]
                        self.assertEqual(pecs[1:], (["ugo.foa@ingpec.eu"] if between else []) +
                                         ["eva.foa@ingpec.eu"])

    def test_a_cell_of_several_lines_is_a_cell(self):
        header = "nota;nome;cognome;provincia;sezione;numero"
        for cell in ('"a\nb"', '"\n\n"', '"a;b\nc;d;e\n;"', '"a ""b""\n"'):
            self.write("r.csv", f"{header}\n{cell};Luca;Re;MC;A;9\n")
            result = self.assign(0, "r.csv", "--quiet", registry="memory:")
            self.assertEqual(result.text, f"{header};pec;livello;nuovo;proposta;note;errore\n"
                             f"{cell};Luca;Re;MC;A;9;luca.re@ingpec.eu;0;yes;;;\n")

    def test_an_unclosed_quote_costs_its_row_only_however_the_file_goes_on(self):
        members = [f"{given}{chr(97 + i % 26)};Foa;MC;A;{i + 9};" for i, given in
                   enumerate("".join(chr(97 + i // 17**p % 17) for p in range(4))
                             for i in range(5000))]
        for ends in (['"Ugo";Re;MC;A;7;'], ['"Ugo";"Re";MC;A;7;'], ['Ugo;Re;MC;A;"7";'],
                     ['Ugo;Re;MC;A;7;""'], ['"Ugo";Re;MC;A;7;', '"Ada;Re;MC;A;6;'],
                     ['"Ugo";Re;MC;A;7;', 'Ada;Re;MC;A;6;"x'],
                     ['Ugo;Re;MC;A;"7";"', '"Ada";"Re;MC;A;6;']):
            with self.subTest(ends):
                self.write("r.csv", "\n".join([HEADER, '"Mario;Rossi;MC;A;1;', *members, *ends]))
                result = self.assign(1, "r.csv", "--quiet", registry="memory:")
                broken = [2] + [5003 + i for i, row in enumerate(ends) if row.count('"') % 2]
                self.assertEqual(result.errors, [
                    f"r.csv:{line}: UNEXPECTED: the quote opened on line {line} is not closed in "
                    "its row; close it, or remove it" for line in broken])
                self.assertEqual(sum(bool(row["pec"]) for row in rows_of(result.text)),
                                 5000 + len(ends) - len(broken) + 1)

    def test_a_quote_that_took_in_rows_is_blamed_also_where_a_later_one_never_ends(self):
        rows = "".join(f"Ada;Foa;MC;A;{i + 2};{'x' * 1000}\n" for i in range(2200))
        self.write("r.csv", f"{HEADER.replace('codice_fiscale', 'nota')}\n\"Mario;Rossi;MC;A;1;\n"
                            f"Ugo;Foa;MC;A;8888;\n\"Ugo\";\"Foa;MC;A;9999;\n{rows}")
        result = self.run_tool("assign", "r.csv", "--quiet", "--registry", "memory:")
        self.assertEqual([line.split(":")[1] for line in result.errors], ["2", "4"])
        self.assertEqual(sum(bool(row["pec"]) for row in rows_of(result.text)), 2201)

    def test_an_unclosed_quote_in_a_row_of_several_lines(self):
        self.write("r.csv", "nome;cognome;provincia;sezione;numero;nota;nota\r\n"
                            "Anna;Bo;MC;A;8;\"two\r\nlines\";\"open\r\nUgo;Foa;MC;A;7;;\r\n")
        result = self.assign(1, "r.csv", "--quiet")
        self.assertEqual(result.err, "r.csv:2: UNEXPECTED: the quote opened on line 3 is not closed "
                         "in its row; close it, or remove it\n")
        rows = rows_of(result.out.decode())
        self.assertEqual([row["pec"] for row in rows], ["", "ugo.foa@ingpec.eu"])

    def test_a_quote_never_closed_in_a_long_file_takes_no_memory_and_no_other_row(self):
        for encoding, bom in (("utf-8", b""), ("utf-16-le", b"\xff\xfe")):
            with self.subTest(encoding):
                # 2,200 rows of a kilobyte: more than a row may have.
                rows = "".join(f"Mari0;Foà;MC;A;{i + 2};{'x' * 1000}\n" for i in range(2200))
                self.write("r.csv", bom + (f"{HEADER.replace('codice_fiscale', 'nota')}\n"
                                           f"Luca;\"\U00010400Re;MC;A;1;\n{rows}"
                                           "Ugo;Foà;MC;A;1;\n").encode(encoding))
                result = self.assign(1, "r.csv", "--quiet", registry="memory:")
                self.assertEqual(result.errors[0], "r.csv:2: UNEXPECTED: the quote opened on line 2 "
                                                   "is not closed in its row; close it, or remove it")
                self.assertTrue(result.errors[1].startswith(
                    "r.csv: 2200 rows have the same error, the first on line 3, Mari0 Foà: UNEXPECTED: given names"))
                self.assertEqual(result.errors[2:], ["pecaddr: standard output: each row with an error has it in the column errore"])
                self.assertTrue(result.out.decode(encoding).endswith(
                    "Ugo;Foà;MC;A;1;;ugo.foa@ingpec.eu;0;yes;;;\n"))

    def test_a_row_of_no_end_on_one_line_is_left_out_alone(self):
        self.write("r.csv", f"{HEADER}\nAnna;Bo;MC;A;8;\n" + "x" * 5000000 +
                   "\nLuca;Re;MC;A;9;\n")
        result = self.assign(1, "r.csv", "--quiet")
        self.assertEqual(result.err, "r.csv:3: TOO_LONG: this row is longer than 2097152 bytes, or "
                         "has more than 16384 cells, and is left out; look at it in the file: is "
                         "it a row of the roster?\n")
        self.assertEqual([row["pec"] for row in rows_of(result.text)],
                         ["anna.bo@ingpec.eu", "luca.re@ingpec.eu"])

    def test_lines_are_counted_as_they_stand_in_the_file(self):
        self.write("r.csv", "nome;cognome;provincia;sezione;numero;nota\n"
                   "Anna;Bo;MC;A;1;\"two\nlines\"\n"
                   "Luca;Re;MC;A;2;\n"
                   "\n"
                   "\"Ugo\n3\";Foa;MC;A;3;\n"
                   "Ada;F0a;MC;A;4;\"x\n\n\"\n"
                   "Eva;F1a;MC;A;5;\n")
        result = self.assign(1, "r.csv", "--quiet")
        self.assertEqual([line.split(" ")[0] for line in result.errors],
                         ["r.csv:6:", "r.csv:8:", "r.csv:11:"])

    def test_empty_rows_pass_and_are_no_errors(self):
        self.write("r.csv", f"{HEADER}\nAnna;Bo;MC;A;8;\n;;;;;\n\n  ; ;;;;\nLuca;Re;MC;A;9;\n")
        result = self.assign(0, "r.csv")
        self.assertEqual(result.lines[2:4], [";;;;;;;;;;;", "  ; ;;;;;;;;;;"])
        self.assertIn("2 empty rows besides", result.err)

    def test_one_person_twice_has_one_address(self):
        cf = codice_fiscale(5)
        rows = self.rows(0, f"{HEADER}\nMario;Rossi;MC;A;1;{cf}\nMario;Rossi;MC;A;1;{cf}\n"
                            f"Mario;Rossi;MC;A;1;\n")
        self.assertEqual({row["pec"] for row in rows}, {"mario.rossi@ingpec.eu"})

    def test_a_result_is_not_written_over_the_scheme(self):
        self.write("s.ini", "name = s\ndomain = ingpec.eu\nrule = {given}.{surname}\n")
        self.write("r.csv", f"{HEADER}\nAda;Bianchi;MC;A;1;\n")
        for option in ("--output", "--review"):
            result = self.assign(2, "r.csv", "--scheme", "s.ini", option, "s.ini")
            self.assertIn(f"{option} s.ini: this file is read by the command", result.err)
        result = self.expect(2, "registry", "show", "--scheme", "s.ini", "--output", "s.ini",
                             "--registry", self.uri)
        self.assertIn("--output s.ini: this file is read by the command", result.err)
        self.assertTrue(self.read("s.ini", "utf-8").startswith("name = s"))
        self.assertEqual(self.expect(0, "registry", "show", "--registry", self.uri).text, "")

    def test_two_persons_on_an_entry_on_record_are_an_error_of_the_second(self):
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;{codice_fiscale(1)}\n")
        self.assign(0, "r.csv")
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;{codice_fiscale(1)}\n"
                            f"Luca;Bo;MC;A;1;{codice_fiscale(2)}\nLuca;Re;MC;A;1;\n")
        result = self.assign(1, "r.csv", "--quiet")
        self.assertEqual([row["pec"] for row in rows_of(result.text)],
                         ["mario.rossi@ingpec.eu", "", ""])
        self.assertEqual(
            result.errors[0],
            f'r.csv:3: HOLDER: codice fiscale "{codice_fiscale(2)}": mario.rossi@ingpec.eu belongs to '
            f"Mario Rossi ({codice_fiscale(1)}, MC A 1), who has this register entry, but another "
            "codice fiscale and another name; if it is the same person, who has changed both, correct "
            "the name on record and relink the mailbox, or, if this is an old list, use the new one; if "
            "not, correct the number, or, if this holder has really left the Order, put that on record "
            "and ask again")
        self.assertEqual(
            result.errors[1],
            f"r.csv:4: HOLDER: mario.rossi@ingpec.eu belongs to Mario Rossi ({codice_fiscale(1)}, "
            "MC A 1), who has this register entry, but another name; if it is the same "
            "person, correct the name, here or on record; if not, correct the number, or, if this "
            "holder has really left the Order, put that on record and ask again")

    def test_json_instead_of_the_rosters_form(self):
        self.write("r.csv", f"{HEADER}\nJürgen;Bo;MC;A;1;\nMari0;Re;MC;A;2;\n")
        data = json.loads(self.assign(1, "r.csv", "--format", "json").text)
        self.assertEqual(data[0], dict(line=2, given="Jürgen", surname="Bo",
                                       address="juergen.bo@ingpec.eu", level=0, new=True,
                                       proposal=None, notes=["VARIANT"], code=None, error=None))
        self.assertEqual(list(data[0])[-2:], ["code", "error"])
        self.assertIsNone(data[1]["address"])
        self.assertEqual(data[1]["code"], "UNEXPECTED")
        self.assertTrue(data[1]["error"].startswith("UNEXPECTED: given names, character 5"))

    def test_the_province_of_the_whole_roster(self):
        text = "nome;cognome;iscrizione\nMario;Rossi;A 1\nMario;Rossi;2/B\n"
        rows = self.rows(0, text, "--province", "mc")
        self.assertEqual(rows[1]["pec"], "mario.rossi.mc@ingpec.eu")
        self.write("r.csv", f"{HEADER}\nAnna;Bo;MC;A;1;\nAnna;Bo;AN;A;1;\nAnna;Bo;;A;2;\n")
        result = self.assign(0, "r.csv", "--province", "MC", "--quiet", registry="memory:")
        self.assertEqual([row["pec"] for row in rows_of(result.text)],
                         ["anna.bo@ingpec.eu", "anna.bo@ingpec.eu", "anna.bo.mc@ingpec.eu"])
        self.usage_error("--province XX: this is not the two-letter code", "assign", "r.csv",
                         "--registry", self.uri, "--province", "XX")

    def test_usage(self):
        self.write("r.csv", f"{HEADER}\nAnna;Bo;MC;A;1;\n")
        self.usage_error("--registry is missing", "assign", "r.csv")
        self.usage_error("a roster is missing", "assign", "--registry", self.uri)
        self.usage_error("one roster at a time", "assign", "r.csv", "r.csv", "--registry", self.uri)
        self.usage_error("either a roster, or one person; not both", "assign", "r.csv", *PERSON,
                         "--registry", self.uri)
        self.usage_error("nosuch.csv cannot be read: No such file", "assign", "nosuch.csv",
                         "--registry", self.uri)
        self.usage_error("this is a folder", "assign", ".", "--registry", self.uri)
        self.usage_error("not a URI", "assign", "r.csv", "--registry", "registry.db")

    def test_assign_never_makes_a_registry(self):
        self.write("r.csv", f"{HEADER}\nAnna;Bo;MC;A;1;\n")
        result = self.assign(3, "r.csv", registry="sqlite:mistyped.db")
        self.assertIn("pecaddr registry init --registry sqlite:mistyped.db", result.err)
        self.assertFalse(os.path.exists(self.path("mistyped.db")))

    def test_what_is_no_registry_is_status_3(self):
        self.write("r.csv", f"{HEADER}\nAnna;Bo;MC;A;1;\n")
        self.write("text.db", "this is no database, but long enough to be looked at " * 50)
        self.assign(3, "r.csv", registry="sqlite:text.db")


if __name__ == "__main__":
    tool.main()
