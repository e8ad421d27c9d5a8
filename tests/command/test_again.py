#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
The command that assign tells for the rows that wait: it works as it stands.

    test_again.py --pecaddr PATH [unittest options]
"""

import os
import shlex

import tool
from tool import HEADER, ToolTest, codice_fiscale, rows_of


class Again(ToolTest):
    SEVERAL = ""
    ACCEPTED = ()
    OUTPUT = "; then, with another file as --output: pecaddr "

    def setUp(self):
        super().setUp()
        self.uri = self.init()

    def told(self, result):
        """The command as words."""
        return shlex.split(result.errors[-1].split(": pecaddr ", 1)[1])

    def review(self, text, *arguments, encoding="utf-8", output=("--output", "o.csv")):
        self.write("r.csv", text, encoding)
        return self.expect(1, "assign", "r.csv", "--registry", self.uri, *output, "--review", "look it over.csv",
                           *arguments)

    def test_whatever_was_said_of_the_roster_is_said_again(self):
        self.expect(0, "registry", "import", self.write("l.txt", "anna.bo@pec.example\n"), "--registry", self.uri)
        self.write("own's.ini", "name = own\ndomain = ingpec.eu\nrule = {given}.{surname}\n")
        self.write("list.txt", "ada.foa@ingpec.eu\n")
        text = f"{HEADER}\nJürgen;Rossi;MC;A;1;\nAnna;Bò;MC;A;2;\n"
        said = ["--encoding", "iso-8859-15", "--separator", ";", "--province", "MC", "--renumbered", "--renamed",
                "--homonyms", "--new-domain", "--cells", "raw", "--scheme", "own's.ini"]
        result = self.review(text, *said, "--check", "file:list.txt", encoding="iso-8859-15")
        self.assertIn(self.OUTPUT, result.errors[-1])
        self.assertEqual(self.told(result), ["assign", "look it over.csv", "--accept", "VARIANT", *said, "--registry",
                                             self.uri, "--check", "file:list.txt"])
        self.assertIn("juergen.rossi@ingpec.eu", self.expect(0, *self.told(result)).out.decode("iso-8859-15"))

    def test_it_is_a_dry_run_again_after_one_and_works_with_a_domain_that_is_new(self):
        self.expect(0, "registry", "import", self.write("l.txt", "anna.bo@pec.example\n"), "--registry", self.uri)
        text = f"{HEADER}\nJürgen;Rossi;MC;A;1;\n"
        result = self.review(text, "--new-domain", "--dry-run")
        before = self.dump()
        self.assertIn("juergen.rossi@ingpec.eu", self.expect(0, *self.told(result)).text)
        self.assertEqual(self.dump(), before)
        os.remove(self.path("look it over.csv"))
        result = self.review(text, "--new-domain", output=())
        self.assertIn("; then: pecaddr ", result.errors[-1])
        self.expect(0, *self.told(result))
        self.assertEqual(len(self.export()), 2)

    def test_what_was_accepted_of_a_row_that_waits_is_accepted_again(self):
        text = (f"{HEADER}\nJürgen;Rossi;MC;A;1;{codice_fiscale(1)}\nAda;Foa;MC;A;2;{codice_fiscale(2)}\n"
                "Anna;Bo in Re;MC;A;3;\n")
        result = self.review(text, "--accept", "CF_MISMATCH,MARITAL")
        [row] = rows_of(self.read("look it over.csv", "utf-8"))
        self.assertEqual(row["note"], "VARIANT,CF_MISMATCH")
        self.assertTrue(row["errore"].startswith("REVIEW: VARIANT: "))
        self.assertEqual(self.told(result)[2:4], ["--accept", "VARIANT,CF_MISMATCH"])
        self.expect(0, *self.told(result), "--dry-run")
        self.expect(0, "assign", "look it over.csv", "--registry", self.uri, "--accept", "all")

    def test_rows_of_members_under_another_name_are_no_roster_of_others(self):
        """Few in the roster, and all that there are in the file of --review."""
        def text(changed):
            return "".join(f"Mario;{'Zanetti' if n <= changed else 'Rossi'};MC;A;{n};{codice_fiscale(n)}\n"
                           for n in range(1, 70))
        self.expect(0, "assign", self.write("r.csv", f"{HEADER}\n{text(0)}"), "--registry", self.uri, "--quiet",
                    "--accept", "all")
        result = self.review(f"{HEADER}\n{text(6)}")
        again = self.told(result)
        self.assertEqual(len(rows_of(self.expect(0, *again).text)), 6)
        # Those alone that wait for it: what was not told so, or has an address, is looked at.
        looked = self.read("look it over.csv", "utf-8")
        for cell in ("RENAMED", "REVIEW: "):
            self.write("look it over.csv", looked.replace(cell, ""))
            self.assertIn("6 stand in it under another name", self.expect(2, *again).err)

    def test_nor_are_those_of_members_who_would_be_back_where_they_were(self):
        def text(back):
            return f"{HEADER}\n" + "".join(f"Mario;Rossi;MC;A;{n if n <= back else n + 500};{codice_fiscale(n)}\n"
                                          for n in range(1, 70))
        for rows in (text(99), text(0)):
            self.expect(0, "assign", self.write("r.csv", rows), "--registry", self.uri, "--quiet", "--accept", "all",
                        "--renumbered", "--output", "o.csv")
        again = self.told(self.review(text(6)))
        self.assertEqual(again[2:4], ["--accept", "MOVED"])
        self.assertEqual(len(rows_of(self.expect(0, *again).text)), 6)

    def test_the_roster_itself_is_given_again_with_all_that_was_accepted(self):
        self.write("r.csv", f"{HEADER}\nJürgen;Rossi;MC;A;1;\nAda;Foa;MC;A;2;{codice_fiscale(2)}\n")
        result = self.expect(1, "assign", "r.csv", "--registry", self.uri, "--accept", "CF_MISMATCH")
        self.assertTrue(result.errors[-1].endswith(" run again with --accept VARIANT,CF_MISMATCH"), result.errors[-1])

    def test_all_is_said_not_to_be_enough(self):
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;{codice_fiscale(1)}\n")
        self.expect(0, "assign", "r.csv", "--registry", self.uri)
        for step in (["activate"], ["leave", "--left", "01/02/2026"]):
            self.expect(0, "registry", *step, "mario.rossi@ingpec.eu", "--why", "x", "--registry", self.uri)
        result = self.expect(1, "assign", "r.csv", "--registry", self.uri, "--accept", "all")
        self.assertIn("accept the note by its name with --accept: all is not enough", result.text)
        self.assertEqual(result.errors[-2:], [
            "--accept all is not enough: what was not seen before, and a return to an entry that was left, is accepted "
            "by its name",
            "correct those that are wrong; then, for those that are right, run again with --accept all,RETURNED"])
        result = self.expect(1, "assign", "r.csv", "--registry", self.uri, "--accept", "all", "--review", "look.csv")
        self.assertIn("pecaddr assign look.csv --accept RETURNED ", result.errors[-1])
        self.expect(0, "assign", "r.csv", "--registry", self.uri, "--accept", "all,RETURNED")


if __name__ == "__main__":
    tool.main()
