#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Rosters with names, register entries, codici fiscali and formulas that are none: broken.py says what is true of all.

    test_broken_cells.py --pecaddr PATH [unittest options]
"""

import broken
from broken import AFTER, BEFORE, GOOD, HEADER, BrokenTest, Case, bad_row, refused, roster

CF = "RSSMRA80A01H501U"
CF_ANNA = "BOXNNA85M41E783Y"
FORMULA = ("this cell is a formula; in the spreadsheet paste its value instead (Incolla speciale, "
           "Valori)")
ERROR_VALUE = ("this is an error of the spreadsheet's, and no data; correct the formula there, or "
               "write the value by hand")
NO_DATA = "this stands for a cell that is empty; fill it in"


NAMES = [
    bad_row("no given name", ";Foa;MC;A;7;", "EMPTY: given names: "),
    bad_row("a surname in the column of given names, and none in its own", "Foa Ugo;;MC;A;7;",
            "EMPTY: surname: "),
    bad_row("a title and nothing more", "Ing.;Foa;MC;A;7;", "EMPTY: given names"),
    bad_row("a nought for an O", "Ug0;Foa;MC;A;7;", "UNEXPECTED: given names, character 3, '0': this "
            "character does not belong in a name; is it a letter, such as O or I, mistyped?"),
    bad_row("a surname after a comma", "Ugo;Foa, Bo;MC;A;7;", "UNEXPECTED: surname, character 4, ','"),
    bad_row("mojibake", "Nicolò".encode().decode("cp1252") + ";Foa;MC;A;7;",
            'MOJIBAKE: given names, character 6, "NicolÃ²" was meant to be "Nicolò": '),
    bad_row("mojibake of mojibake",
            "Nicolò".encode().decode("cp1252").encode().decode("cp1252") + ";Foa;MC;A;7;",
            "MOJIBAKE: given names, character 6"),
    bad_row("letters lost to question marks", "Nicol?;Foa;MC;A;7;",
            "UNEXPECTED: given names, character 6, '?'"),
    bad_row("letters lost to U+FFFD", "Nicol\ufffd;Foa;MC;A;7;",
            "UNEXPECTED: given names, character 6"),
    bad_row("a control character", "Ugo\x1b[31m;Foa;MC;A;7;",
            "UNEXPECTED: given names, character 4, U+001B: "),
    bad_row("a control character of DOS", "Ugo\x1a;Foa;MC;A;7;",
            "UNEXPECTED: given names, character 4, U+001A: "),
    Case("a bidi override in a name", roster(BEFORE, "Ugo\u202e;Foa;MC;A;7;", AFTER), 0, "3 new",
         ["anna.bo", "ugo.foa", "luca.re"]),
    Case("bidi controls in a cell that is not read",
         roster("Anna;Bo;MC;A;8;;\u2066x\u2069\u202e", header=HEADER + ";no\u202eta"), 0, "1 new",
         ["anna.bo"]),
    bad_row("a name in another script", "Анна;Foa;MC;A;7;", "SCRIPT: given names, character 1"),
    bad_row("two scripts in one name", "Аnna;Foa;MC;A;7;", "SCRIPT: given names, character 1"),
    bad_row("an address for a name", "ugo@foa.it;Foa;MC;A;7;",
            "UNEXPECTED: given names, character 4, '@'"),
    *(bad_row(f"{word} for a given name", f"{word};Foa;MC;A;7;", f'EMPTY: given names "{word}": {NO_DATA}')
      for word in ("NULL", "Null", "none", "NaT", "#N/D", "#N/A", "n.d.", "N.N.", "n/d", "(null)", "\\N", "undefined")),
    *(bad_row(f"{word} for a surname", f"Ugo; {word} ;MC;A;7;", f'EMPTY: surname " {word} ": {NO_DATA}')
      for word in ("null", "NONE", "N.D.", "n.p.", "XXX", "xxxx", "---", "–", "Non noto", "/ /", "_")),
    bad_row("a dash for a surname", "Ugo;-;MC;A;7;", "EMPTY: surname"),
    bad_row("an error of Excel in Italian for a name", "#RIF!;Foa;MC;A;7;",
            f'UNEXPECTED: given names "#RIF!": {ERROR_VALUE}'),
    bad_row("an error of Excel for a surname", "Ugo;#NOME?;MC;A;7;",
            f'UNEXPECTED: surname "#NOME?": {ERROR_VALUE}'),
    bad_row("a cell too narrow for its number", "Ugo;Foa;MC;A;####;",
            f'UNEXPECTED: number "####": {ERROR_VALUE}'),
]

FULL = "nominativo;codice_fiscale;provincia;iscrizione"
FULL_NAMES = [
    Case("a full name that the codice fiscale contradicts", roster(f"BO ANNA;{CF_ANNA};MC;A 8", f"VERDI UGO;{CF};MC;A 7", header=FULL), 1,
         ['r.csv: 1 full name divided by its codice fiscale, 1 not', 'r.csv:3: HOLDER: full name "VERDI UGO": however it is divided'],
         ["anna.bo"]),
    Case("a full name without a codice fiscale", roster(f"BO ANNA;{CF_ANNA};MC;A 8", "VERDI UGO;;MC;A 7", header=FULL), 1,
         'r.csv:3: HOLDER: full name "VERDI UGO": without a codice fiscale nothing proves', ["anna.bo"]),
]

ENTRIES = [
    Case("a province in words", roster(BEFORE, "Ugo;Foa;Macerata;A;7;", AFTER), 0, "province: MC 3;",
         ["anna.bo", "ugo.foa", "luca.re"]),
    bad_row("a province that may be two", "Ugo;Foa;Reggio;A;7;",
            'PROVINCE: province "Reggio": this is not the two-letter code (sigla) of an Order\'s province; write '
            "the sigla that is meant: RC (Reggio Calabria), RE (Reggio nell'Emilia)"),
    bad_row("a province misspelt", "Ugo;Foa;Maceata;A;7;", 'PROVINCE: province "Maceata": '),
    bad_row("a province that is no more", "Ugo;Foa;PS;A;7;", 'PROVINCE: province "PS": '),
    bad_row("a province mistyped", "Ugo;Foa;MX;A;7;", 'PROVINCE: province "MX": '),
    bad_row("no province", "Ugo;Foa;;A;7;", "PROVINCE: province: "),
    Case("NA is Naples", roster(BEFORE, "Ugo;Foa;NA;A;7;", AFTER), 0, "3 new",
         ["anna.bo", "ugo.foa", "luca.re"], ["--several-provinces"]),
    bad_row("a section that there is not", "Ugo;Foa;MC;C;7;",
            'REGISTER: section "C": the register section must be A or B; correct the register entry'),
    bad_row("two sections", "Ugo;Foa;MC;A-B;7;", 'REGISTER: section "A-B": '),
    bad_row("no section", "Ugo;Foa;MC;;7;",
            "REGISTER: section: the register section is missing; write it like A 1234"),
    bad_row("no section and no number", "Ugo;Foa;MC;;;",
            "REGISTER: section: the register entry is missing; write it like A 1234"),
    bad_row("a section that there is not, before the number", "Ugo;Foa;MC;;C 7;",
            'REGISTER: number "C 7": the register section must be A or B; correct the register entry'),
    bad_row("a section that there is not, after the number", "Ugo;Foa;MC;;n. 7 sez. C;",
            'REGISTER: number "n. 7 sez. C": the register section must be A or B'),
    bad_row("no number", "Ugo;Foa;MC;A;;",
            "REGISTER: number: the registration number is missing; write it like A 1234"),
    bad_row("the number nought", "Ugo;Foa;MC;A;0;", 'REGISTER: number "0": '),
    bad_row("a number too large", "Ugo;Foa;MC;A;10000000;",
            'REGISTER: number "10000000": this is no registration number from 1 to 9999999; write it '
            "like 1234, A 1234, 1234/A or n. 1234 sez. A"),
    bad_row("a negative number", "Ugo;Foa;MC;A;-7;", 'REGISTER: number "-7": '),
    bad_row("a number with decimals", "Ugo;Foa;MC;A;1234,0;", 'REGISTER: number "1234,0": '),
    bad_row("a number with a point for thousands", "Ugo;Foa;MC;A;1.234;",
            'REGISTER: number "1.234": '),
    bad_row("a number in scientific notation", "Ugo;Foa;MC;A;1E+03;", 'REGISTER: number "1E+03": '),
    bad_row("a date made of a number", "Ugo;Foa;MC;A;01/02/2024;",
            'REGISTER: number "01/02/2024": '),
    bad_row("a date made of a number and a section", "Ugo;Foa;MC;;12-apr;",
            'REGISTER: number "12-apr": '),
    bad_row("another section in the number", "Ugo;Foa;MC;A;7/B;",
            'REGISTER: number "7/B": this names another section than the section\'s own column; '
            "correct the one that is wrong"),
    Case("a number with noughts in front", roster(BEFORE, "Ugo;Foa;MC;A;0007;", AFTER), 0, "3 new",
         ["anna.bo", "ugo.foa", "luca.re"]),
    Case("a province of residence, with --province", roster(BEFORE, "Ugo;Foa;AN;A;7;", AFTER), 0,
         'r.csv: column "provincia" is not asked: --province MC says it of all',
         ["anna.bo", "ugo.foa", "luca.re"], ["--province", "MC"]),
    refused("a province of residence", roster(BEFORE, "Ugo;Foa;AN;A;7;", AFTER),
            'r.csv: several provinces stand in "provincia": MC 2, AN 1 (the first on line 3)'),
    refused("mailboxes that members had before", roster(BEFORE + ";ugo.foa@ingpec.eu",
                                                        header=HEADER + ";PEC"),
            'that is not on record, ugo.foa@ingpec.eu on line 2, column "PEC"'),
    bad_row("a codice fiscale with a wrong check character", f"Mario;Rossi;MC;A;7;{CF[:-1]}X",
            f'HOLDER: codice fiscale "{CF[:-1]}X": this is no codice fiscale: its form or its check '
            "character is wrong"),
    bad_row("the number of a company with a wrong check digit", "Ugo;Foa;MC;A;7;12345678901",
            'HOLDER: codice fiscale "12345678901": this is no codice fiscale'),
    bad_row("a codice fiscale in scientific notation", "Ugo;Foa;MC;A;7;1,23457E+10",
            'HOLDER: codice fiscale "1,23457E+10": this is no codice fiscale: its form or its check '
            "character is wrong; the spreadsheet has shortened it: give its column the format Text"),
    bad_row("a codice fiscale without the zero in front", "Ugo;Foa;MC;A;7;1234567890",
            'HOLDER: codice fiscale "1234567890": this is no codice fiscale: its form or its check character '
            "is wrong; of its eleven digits the zero in front is lost: give its column the format Text, and "
            "write it again"),
    bad_row("a codice fiscale with dots", "Mario;Rossi;MC;A;7;RSS.MRA.80A01.H501U",
            'HOLDER: codice fiscale "RSS.MRA.80A01.H501U": '),
    Case("a codice fiscale with spaces is one", roster(
        "Mario;Rossi;MC;A;7;RSS MRA 80A01 H501U", f"Mario;Rossi;MC;A;7;{CF}"), 0,
         "rows              2",
         ["mario.rossi", "mario.rossi"]),
    bad_row("a question mark for a codice fiscale", "Ugo;Foa;MC;A;7;?", 'HOLDER: codice fiscale "?": '),
    Case("one person twice", roster(f"Mario;Rossi;MC;A;7;{CF}", f"Mario;Rossi;MC;A;7;{CF}"), 0,
         "rows              2",
         ["mario.rossi", "mario.rossi"]),
    Case("two persons on one register entry", roster("Anna;Bo;MC;A;8;", "Luca;Re;MC;A;8;", "Ugo;Foa;"
                                                     "MC;A;9;"), 1,
         "r.csv:3: HOLDER: number \"8\": this register entry stands with two names in this roster, here and on "
         "line 2; ", ["ugo.foa"]),
    Case("two codici fiscali on one register entry",
         roster(f"Mario;Rossi;MC;A;7;{CF}", "Anna;Verdi;MC;A;7;VRDNNA85M41E783K"), 1,
         "r.csv:3: HOLDER: codice fiscale", []),
    Case("one codice fiscale on two names",
         roster(f"Mario;Rossi;MC;A;7;{CF}", f"Anna;Verdi;MC;A;9;{CF}"), 1,
         f'r.csv:3: HOLDER: codice fiscale "{CF}": this codice fiscale stands with two names in this '
         "roster, here and on line 2", []),
]

FORMULAS = [
    bad_row("a formula for a name", "=A1&B1;Foa;MC;A;7;", f'UNEXPECTED: given names "=A1&B1": {FORMULA}',
            changed="'=A1&B1;Foa;MC;A;7;;"),
    bad_row("a formula for a surname, after a space", "Ugo; @SUM(A1);MC;A;7;",
            f"UNEXPECTED: surname \" @SUM(A1)\": {FORMULA}", changed="Ugo;' @SUM(A1);MC;A;7;;"),
    bad_row("a formula for a number", "Ugo;Foa;MC;A;=1+1;", f'UNEXPECTED: number "=1+1": {FORMULA}',
            changed="Ugo;Foa;MC;A;'=1+1;;"),
    bad_row("a formula for a province", "Ugo;Foa;+MC;A;7;", f'UNEXPECTED: province "+MC": {FORMULA}',
            changed="Ugo;Foa;'+MC;A;7;;"),
    bad_row("a formula for a codice fiscale", "Ugo;Foa;MC;A;7;=F2",
            f'UNEXPECTED: codice fiscale "=F2": {FORMULA}', changed="Ugo;Foa;MC;A;7;'=F2;"),
    bad_row("a formula in quotes", 'Ugo;"=HYPERLINK(""http://x"";""y"")";MC;A;7;',
            "UNEXPECTED: surname \"=HYPERLINK(\"http://x\";\"y\")\": this cell is a formula",
            changed='Ugo;"\'=HYPERLINK(""http://x"";""y"")";MC;A;7;;'),
    bad_row("a formula in a row with an unclosed quote", '=1+1;"Foa;MC;A;7;',
            "UNEXPECTED: the quote opened on line 3 is not closed", changed="'=1+1;\"\"\"Foa;MC;A;7;\";"),
    Case("formulas in cells that are not read",
         roster(*(f"Anna;Bo;MC;A;8;;{cell}" for cell in ("=1+1", "x", "\t=cmd|x", "@a", "+39/0733",
                                                         "-1+1", "＝1+1", '"=""a"";b"')),
                header=HEADER + ";=nota"), 0,
         ["8 cells that a spreadsheet would run as formulas were written with an apostrophe before "
          'them; the first on line 1, column "=nota"'], ["anna.bo"] * 8,
         changed={1: HEADER + ";'=nota;pec", 2: "Anna;Bo;MC;A;8;;'=1+1;",
                  4: "Anna;Bo;MC;A;8;;'\t=cmd|x;", 5: "Anna;Bo;MC;A;8;;'@a;",
                  6: "Anna;Bo;MC;A;8;;'+39/0733;", 7: "Anna;Bo;MC;A;8;;'-1+1;",
                  8: "Anna;Bo;MC;A;8;;'＝1+1;".encode().decode("latin-1"),
                  9: "Anna;Bo;MC;A;8;;\"'=\"\"a\"\";b\";"}),
    Case("cells that only look like formulas",
         roster(*(f"Anna;Bo;MC;A;8;;{cell}" for cell in
                  ("+39 0733 123.456", "-12,50", "-", "---", '="0123"', '"=""0123"""', "'=1+1", "a=b",
                   " -3")), header=HEADER + ";nota"), 0, "rows              9", ["anna.bo"] * 9),
    Case("texts that an export wrote as formulas",
         roster('="Anna";="Bo";="MC";="A";="0008";=""', '"=""Luca""";Re;MC;A;"=""9""";'), 0,
         "2 new", GOOD),
]

CASES = NAMES + FULL_NAMES + ENTRIES + FORMULAS


class Broken(BrokenTest):
    def test_there_are_enough_and_each_is_another(self):
        self.check_different(CASES, 70)

    def test_a_dry_run_says_the_same_and_puts_nothing_on_record(self):
        self.check_dry(CASES[::10] + FORMULAS[-3:])

    def test_what_is_no_name_has_no_address(self):
        self.check_all(NAMES + FULL_NAMES)

    def test_what_is_no_register_entry_and_no_codice_fiscale_has_no_address(self):
        self.check_all(ENTRIES)

    def test_a_formula_is_no_data_and_is_harmless_where_it_passes(self):
        self.check_all(FORMULAS)


if __name__ == "__main__":
    broken.main()
