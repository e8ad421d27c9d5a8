#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
pecaddr registry import: addresses of the scheme's domain in columns that are not read.

    test_import_others.py --pecaddr PATH [unittest options]
"""

import csv
import json

import tool
from tool import RegistryTest

HEADER = "Nome;Cognome;Prov. Ordine;Sezione;Numero iscrizione;PEC Ordine;Email PEC;Note"


class ImportOthers(RegistryTest):
    def import_rows(self, status, *rows, header=HEADER, options=()):
        self.write("list.csv", "\n".join((header,) + rows) + "\n")
        return self.registry(status, "import", "list.csv", *options)

    def on_record(self):
        shown = json.loads(self.registry(0, "show", "--format", "json").text)
        return {row["pec"]: (row["state"], row["surname"]) for row in shown}

    def test_an_address_in_a_column_that_is_not_read_is_given_to_nobody(self):
        result = self.import_rows(1, "Mario;Rossi;MC;A;10;mario.rossi@ingpec.eu;m.rossi@pec.it;",
                                  "Lia;Neri;MC;A;13;;;ha avuto (LIA.NERI@ingpec.eu)")
        self.assertEqual(result.errors[2:], [
            'pecaddr: list.csv: 2 addresses of ingpec.eu stand in columns that are not read, and it is not known '
            'whose they are: the first mario.rossi@ingpec.eu on line 2, column "PEC Ordine"',
            "pecaddr: if they are mailboxes that exist, import a copy of the file in which this column is called "
            "pec, and the one that was read is not",
            "1 new on record, 0 already there, 2 with errors, 1 rows without an address",
            "2 addresses of these errors are reserved for somebody unknown, so that nobody is given them; correct "
            "their rows and import them again; release only those of which there never was a mailbox, as they could be given to somebody else",
            "1 address is not of ingpec.eu: m.rossi@pec.it; it is on record, and keeps nobody from an address of "
            "ingpec.eu"])
        self.assertEqual(self.on_record(), {"lia.neri@ingpec.eu": ("reserved", None),
                                            "m.rossi@pec.it": ("active", "Rossi"),
                                            "mario.rossi@ingpec.eu": ("reserved", None)})
        self.write("new.csv", f"{tool.HEADER}\nMario;Rossi;MC;A;99;\n")
        self.assertIn("mario.rossi.mc@ingpec.eu", self.assign(0, "new.csv").text)

    def test_a_copy_in_which_it_is_called_pec_says_whose_it_is(self):
        row = "Mario;Rossi;MC;A;10;mario.rossi@ingpec.eu;m.rossi@pec.it;"
        self.import_rows(1, row)
        self.import_rows(0, row, header="Nome;Cognome;Prov. Ordine;Sezione;Numero iscrizione;pec;Altro;Note")
        self.assertEqual(self.on_record()["mario.rossi@ingpec.eu"], ("active", "Rossi"))

    def test_it_is_told_again_until_its_holder_is_on_record(self):
        row = "Mario;Rossi;MC;A;10;mario.rossi@ingpec.eu;m.rossi@pec.it;"
        self.import_rows(1, row)
        self.assertIn("0 new on record, 1 already there, 1 with errors", self.import_rows(1, row).err)

    def test_whoever_has_it_by_another_row_has_it(self):
        self.import_rows(0, "Ugo;Verdi;MC;A;12;ugo.verdi@ingpec.eu;UGO.VERDI@ingpec.eu;marito di anna.bo@ingpec.eu",
                         "Anna;Bo;MC;A;14;;anna.bo@ingpec.eu;")
        self.assertEqual(self.on_record(), {"anna.bo@ingpec.eu": ("active", "Bo"),
                                            "ugo.verdi@ingpec.eu": ("active", "Verdi")})

    def test_of_one_on_record_as_in_use_or_by_its_entry_alone_nothing_is_told(self):
        self.write("list.txt", "lia.neri@ingpec.eu\n")
        self.registry(0, "import", "list.txt")
        self.write("entry.csv", "pec;provincia;sezione;numero;stato\nugo.foa@ingpec.eu;MC;A;9;prenotato\n")
        self.registry(0, "import", "entry.csv")
        self.import_rows(0, "Mario;Rossi;MC;A;10;;m.rossi@pec.it;lia.neri@ingpec.eu, ugo.foa@ingpec.eu")

    def test_both_of_two_in_one_cell_are_nobodys(self):
        self.import_rows(1, "Ugo;Verdi;MC;A;12;;ugo.verdi@ingpec.eu, ugo.verdi.mc@ingpec.eu;")
        self.assertEqual(self.on_record(), {"ugo.verdi@ingpec.eu": ("reserved", None),
                                            "ugo.verdi.mc@ingpec.eu": ("reserved", None)})

    def test_what_is_reserved_or_of_another_domain_is_passed_over(self):
        self.import_rows(0, "Ugo;Verdi;MC;A;12;;ugo.verdi@ingpec.eu;ordine.macerata@ingpec.eu, ugo@example.it")
        self.assertEqual(self.on_record(), {"ugo.verdi@ingpec.eu": ("active", "Verdi")})

    def test_a_dry_run_tells_the_same_and_records_nothing(self):
        row = "Mario;Rossi;MC;A;10;mario.rossi@ingpec.eu;m.rossi@pec.it;"
        self.assertIn("1 address of ingpec.eu stands in a column that is not read",
                      self.import_rows(1, row, options=["--dry-run"]).err)
        self.assertEqual(self.on_record(), {})

    def test_programs_are_told_of_each(self):
        result = self.import_rows(1, "Mario;Rossi;MC;A;10;mario.rossi@ingpec.eu;m.rossi@pec.it;",
                                  options=["--format", "csv"])
        self.assertEqual(list(csv.DictReader(result.text.splitlines()))[1:],
                         [{"line": "2", "pec": "mario.rossi@ingpec.eu", "result": "error", "code": "ARGUMENT",
                           "error": 'it stands in column "PEC Ordine", which is not read'}])

    def test_many_stand_in_a_large_file(self):
        rows = [f"Ugo;Verdi;MC;A;{i};u.{i}@pec.it;;ugo.verdi.mc.a{i}@ingpec.eu anche ugo.verdi.an.a{i}@ingpec.eu"
                for i in range(1, 1501)]
        header = HEADER.replace("Email PEC", "Altro").replace("PEC Ordine", "pec")
        self.assertIn("3000 addresses of ingpec.eu stand in columns that are not read",
                      self.import_rows(1, *rows, header=header).err)
        self.assertEqual(sum(state == "reserved" for state, _ in self.on_record().values()), 3000)

    def test_so_it_is_where_the_file_says_of_nobody_who_he_is(self):
        self.import_rows(1, "ugo.verdi@ingpec.eu;mario.rossi@ingpec.eu", header="pec;Note")
        self.assertEqual(self.on_record(), {"mario.rossi@ingpec.eu": ("reserved", None),
                                            "ugo.verdi@ingpec.eu": ("active", None)})


if __name__ == "__main__":
    tool.main()
