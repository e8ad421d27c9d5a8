#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
pecaddr registry import of files that say of mailboxes that they have ended, which the record does not.

    test_import_ended.py --pecaddr PATH [unittest options]
"""

import tool
from tool import HEADER, INIPEC, LifeTest, codice_fiscale


class Ended(LifeTest):
    """Ada, Ugo and Eva are reserved, with entries of Macerata and Ancona."""

    def bring_in(self, status, text, *arguments):
        self.write("m.csv", INIPEC + text)
        return self.expect(status, "registry", "import", "m.csv", "--province", "MC", "--registry", self.uri,
                           *arguments).err

    def test_one_that_is_active_is_ended_by_retire_from_the_file(self):
        self.step(0, "activate", self.ADA)
        said = self.bring_in(1, f"{self.ADA};Ada;Neri;A 1;;3;;\n")
        self.assertIn(f'm.csv:2: STATE: address "{self.ADA}": it is retired, says the file; on record it is active; '
                      "kept as on record; if the mailbox has ended: registry retire --from m.csv\n", said)
        self.assertNotIn("activate", said)
        self.assertEqual(self.facts(self.ADA), ("active",))
        self.step(0, "retire", "--from", "m.csv")
        self.assertEqual(self.facts(self.ADA), ("retired",))
        self.assertIn("0 new on record, 1 already there, 0 with errors", self.bring_in(0, f"{self.ADA};Ada;Neri;A 1;;3;;\n"))

    def test_one_that_is_only_reserved_was_in_use_all_the_same(self):
        said = self.bring_in(1, f"{self.ADA};Ada;Neri;A 1;;3;;\n")
        self.assertIn(f'm.csv:2: STATE: address "{self.ADA}": it is retired, says the file; on record it is reserved; '
                      "kept as on record; if the mailbox was in use, and has ended: registry activate, then registry "
                      "retire\n", said)
        self.step(0, "activate", self.ADA)
        self.step(0, "retire", "--from", "m.csv")

    def test_one_that_is_active_stays_so_where_a_list_has_it_as_reserved(self):
        self.step(0, "activate", self.ADA)
        self.write("l.csv", f"pec;nome;cognome;stato\n{self.ADA};Ada;Neri;reserved\n")
        said = self.expect(1, "registry", "import", "l.csv", "--registry", self.uri).err
        self.assertIn("on record it is active; kept as on record; what is active is never only reserved again\n", said)

    def test_a_file_that_was_told_to_inipec_comes_back_without_a_difference(self):
        """INI-PEC hears of a leaving as of an end."""
        self.write("r.csv", f"{HEADER}\nUgo;Verdi;MC;A;2;{codice_fiscale(2, 'VRDGUO')}\n")
        self.assign(0, "r.csv", "--quiet")
        export = ["registry", "export", "--inipec", "--next", "--registry", self.uri, "--province", "MC", "--output"]
        self.step(0, "activate", self.ADA, self.UGO)
        self.expect(0, *export, "m.csv")
        self.step(0, "leave", self.ADA, "--left", "01/02/2026")
        self.step(0, "retire", self.UGO)
        self.expect(0, *export, "2.csv")
        told = self.read("2.csv", "utf-8")
        self.assertEqual(told.count(";3;"), 2)
        before = self.dump()
        said = self.bring_in(0, told)
        self.assertIn("0 new on record, 2 already there, 0 with errors", said)
        self.assertIn("1 mailbox is cancelled by this file, and retired here", said)
        self.assertEqual(self.dump(), before)
        # Another day of leaving is a difference.
        self.assertIn("its day of leaving is 2026-02-02, says the file; on record it is 2026-02-01",
                      self.bring_in(1, told.replace("01/02/2026", "02/02/2026")))


if __name__ == "__main__":
    tool.main()
