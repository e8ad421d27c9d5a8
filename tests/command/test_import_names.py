#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Addresses that stand beside another person's name in what is brought in, SPEC §5: they are that person's by the rules, in
the file or on record, and are believed of nobody.

    test_import_names.py --pecaddr PATH [unittest options]
"""

import json

import tool
from tool import RegistryTest

HEADER = "cognome;nome;provincia;sezione;numero;codice fiscale;pec"
ADVICE = ("; if the column of addresses was sorted by itself or shifted, make the file again; else correct the row; "
          "one that its holder has by a former name comes in with that name, and registry correct writes the one of "
          "today")

class Names(RegistryTest):
    def roster(self, name, rows):
        """Rows of a given name, a surname and an address, each on its own entry."""
        lines = [f"{surname};{given};MC;A;{i + 1};;{pec}"
                 for i, (given, surname, pec) in enumerate(rows)]
        self.write(name, "\n".join([HEADER, *lines, ""]))

    def shown(self):
        rows = json.loads(self.registry(0, "show", "--format", "json").text)
        return {row["pec"].split("@")[0]: (row["state"], row["surname"]) for row in rows}

    def test_ini_pec_without_its_header_is_held_against_names_too(self):
        self.write("i.csv", "luca.neri@ingpec.eu;Anna;Verdi;1;;2;;\nanna.verdi@ingpec.eu;Luca;Neri;2;;2;;\n")
        result = self.registry(1, "import", "i.csv", "--province", "MC")
        self.assertIn("i.csv:1: HOLDER: address \"luca.neri@ingpec.eu\": the row is of Anna Verdi, and by the rules this "
                      "address is that of Luca Neri, on line 2" + ADVICE, result.err)
        self.assertEqual(self.shown(), {"luca.neri": ("reserved", None), "anna.verdi": ("reserved", None)})

    def test_addresses_of_higher_levels_are_by_name_and_entry(self):
        self.roster("r.csv", [("Anna", "Verdi", "luca.neri.mc@ingpec.eu"), ("Luca", "Neri", "anna.verdi.mc.a1@ingpec.eu"),
                              ("Ada", "Conti", "ada.conti@ingpec.eu")])
        result = self.registry(1, "import", "r.csv")
        self.assertIn("r.csv:2: HOLDER: address \"luca.neri.mc@ingpec.eu\"", result.err)
        self.assertIn("r.csv:3: HOLDER: address \"anna.verdi.mc.a1@ingpec.eu\"", result.err)
        self.assertIn("1 new on record, 0 already there, 2 with errors", result.err)

    def test_addresses_on_record_without_a_name_are_not_completed_with_each_others(self):
        self.write("list.txt", "anna.verdi@ingpec.eu\nluca.neri@ingpec.eu\n")
        self.registry(0, "import", "list.txt")
        self.roster("r.csv", [("Luca", "Neri", "anna.verdi@ingpec.eu"), ("Anna", "Verdi", "luca.neri@ingpec.eu")])
        self.assertIn("0 already there, 2 with errors", self.registry(1, "import", "r.csv").err)
        self.assertEqual(self.shown(), {"anna.verdi": ("active", None), "luca.neri": ("active", None)})

    def test_an_address_by_the_name_of_somebody_on_record_is_nobodys(self):
        self.write("one.csv", f"{HEADER}\nVerdi;Anna;MC;A;1;;anna.verdi.mc@ingpec.eu\n")
        self.registry(0, "import", "one.csv")
        self.write("two.csv", f"{HEADER}\nNeri;Luca;MC;A;2;;anna.verdi@ingpec.eu\n")
        result = self.registry(1, "import", "two.csv")
        self.assertIn("two.csv:2: HOLDER: address \"anna.verdi@ingpec.eu\": the row is of Luca Neri, and by the rules "
                      "this address is that of Anna Verdi, on record with anna.verdi.mc@ingpec.eu" + ADVICE, result.err)
        self.assertEqual(self.shown()["anna.verdi"], ("reserved", None))

    def test_an_address_of_an_older_rule_or_of_a_former_name_comes_in(self):
        self.roster("r.csv", [("Mario", "Rossi", "rossi.mario@ingpec.eu"), ("Anna", "Verdi", "anna.conti@ingpec.eu"),
                              ("Luca", "Neri", "l.neri@ingpec.eu"), ("Maria Grazia", "Bo", "mariagrazia.bo@ingpec.eu"),
                              ("Ada", "Serra", "ada.serra@pec.example"),
                              ("Ordine", "Ancona", "ordine.ancona@ingpec.eu")])
        result = self.registry(0, "import", "r.csv")
        self.assertIn("6 new on record, 0 already there, 0 with errors", result.err)
        self.assertEqual([line for line in result.errors if "note" in line], [
            f"r.csv:{line}: note: {local}@ingpec.eu: the name {name} gives it at no level; check that it is this person's"
            for line, local, name in ((2, "rossi.mario", "Mario Rossi"), (3, "anna.conti", "Anna Verdi"),
                                      (4, "l.neri", "Luca Neri"))])
        self.assertEqual(result.errors[-2], "3 mailboxes on record have addresses that their holders' names do not give: "
                                            "of an older rule, of a former name, or slips")
        # On record with whose they are, they are nothing new.
        self.assertNotIn("note", self.registry(0, "import", "r.csv").err)

    def test_a_person_on_two_rows_is_nobody_else(self):
        self.write("r.csv", f"{HEADER}\nConti;Anna;MC;A;1;;anna.verdi@ingpec.eu\nVerdi;Anna;MC;A;1;;\n")
        self.assertIn("1 new on record, 0 already there, 0 with errors", self.registry(0, "import", "r.csv").err)

    def test_one_that_is_on_record_with_whose_it_is_stays_so(self):
        self.write("old.csv", f"{HEADER}\nVerdi;Anna;MC;A;1;;anna.verdi@ingpec.eu\n")
        self.registry(0, "import", "old.csv")
        self.registry(0, "correct", "anna.verdi@ingpec.eu", "--given", "Anna", "--surname", "Conti", "--why", "x")
        self.write("all.csv", f"{HEADER}\nConti;Anna;MC;A;1;;anna.verdi@ingpec.eu\n"
                              "Verdi;Anna;MC;A;2;;anna.verdi.mc@ingpec.eu\n")
        self.assertIn("1 new on record, 1 already there, 0 with errors", self.registry(0, "import", "all.csv").err)


if __name__ == "__main__":
    tool.main()
