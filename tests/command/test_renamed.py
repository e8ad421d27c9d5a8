#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Members who stand in the roster under another name than on record: both names are told, and what to do.

    test_renamed.py --pecaddr PATH [unittest options]
"""

import tool
from tool import HEADER, RosterTest, codice_fiscale, person


class Renamed(RosterTest):
    CORRECT = "pecaddr registry correct ADDRESS --given NAMES --surname NAMES --why WORDS"

    def setUp(self):
        super().setUp()
        self.roster(f"Mario;Rossi;MC;A;1;{codice_fiscale(1)}", "Anna;Neri;MC;A;2;", "Ada;Foa;MC;A;3;")
        self.assign(0, "r.csv", "--quiet")
        self.roster(f"Mario Luca;Rossi;MC;A;1;{codice_fiscale(1)}", "ANNA MARIA;NERI;MC;A;2;", "Ada;Foa;MC;A;3;")

    def renamed(self, *arguments):
        result = self.assign(0, "r.csv", *arguments)
        return [line for line in result.errors if "RENAMED" in line]

    def test_both_names_are_told_and_how_the_record_is_corrected(self):
        told = ["r.csv:2: note: RENAMED: mario.rossi@ingpec.eu: here Mario Luca Rossi, on record Mario Rossi",
                "r.csv:3: note: RENAMED: anna.neri@ingpec.eu: here ANNA MARIA NERI, on record Anna Neri",
                "renamed           2  another name is on record, and stays: the note is RENAMED; where it is to be "
                f"corrected: {self.CORRECT}"]
        for arguments in ((), ("--dry-run",), ("--accept", "all")):
            self.assertEqual(self.renamed(*arguments), told)
        self.assertEqual(self.renamed("--quiet"), [])
        self.expect(0, "registry", "correct", "mario.rossi@ingpec.eu", "--given", "Mario Luca", "--surname", "Rossi",
                    "--why", "x", "--registry", self.uri)
        self.assertEqual(self.renamed()[:-1], told[1:2])

    def test_of_one_person_too(self):
        result = self.expect(0, "assign", "--registry", self.uri,
                             *person(given="Anna Maria", surname="Neri", number="2"))
        self.assertEqual(result.errors[-2:], [
            "note: RENAMED: this person is on record under another name, Anna Neri; check which one is right",
            "if the name on record is to be corrected: pecaddr registry correct anna.neri@ingpec.eu --given NAMES "
            "--surname NAMES --why WORDS"])

    def test_a_row_that_waits_has_it_in_its_sentence(self):
        self.roster(f"Luca Mario;Rossi;MC;A;1;{codice_fiscale(1)}", f"Anna;Neri Rossi;MC;A;2;{codice_fiscale(9)}")
        result = self.assign(1, "r.csv", tool.WAITS)
        self.assertIn("RENAMED: this person is on record under another name, Mario Rossi; check which one is right",
                      result.text)

    def test_a_register_that_was_renumbered_without_codici_fiscali_is_not_renamed(self):
        """The advice was --renamed, with --renumbered, too."""
        names = [f"Anna;Ne{chr(ord('a') + i)}ri" for i in range(12)]
        codes = [codice_fiscale(i, "NRENNA") for i in range(12)]
        self.uri = self.init("other.db")
        self.roster(*(f"{name};MC;A;{i};" for i, name in enumerate(names, 1)))
        self.assign(0, "r.csv", "--output", "out.csv", "--quiet", registry=self.uri)
        self.roster(*(f"{name};MC;A;{i % 12 + 1};{code}" for i, (name, code) in enumerate(zip(names, codes), 1)))
        said = self.assign(2, "r.csv", "--renumbered", registry=self.uri).err
        self.assertIn("without a codice fiscale on record nobody is known by a new number", said)
        self.assertNotIn("--renamed", said)
        self.assertIn("give --renamed", self.assign(2, "r.csv", registry=self.uri).err)
        self.write("b.csv", "\n".join(["pec;nome;cognome;provincia;sezione;numero;codice_fiscale", *(
            f"{name.lower().replace(';', '.')}@ingpec.eu;{name};MC;A;{i};{code}"
            for i, (name, code) in enumerate(zip(names, codes), 1)), ""]))
        self.expect(0, "registry", "import", "b.csv", "--accept", "CF_MISMATCH", "--registry", self.uri)
        self.assertNotIn("nobody was given an address", self.run_tool("assign", "r.csv", "--renumbered", "--registry", self.uri).err)


if __name__ == "__main__":
    tool.main()
