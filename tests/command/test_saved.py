#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
A registry is saved, put back, moved, and resumed.

    test_saved.py --pecaddr PATH [unittest options]
"""

import os
import shutil

import tool
from tool import HEADER, LifeTest


class Saved(LifeTest):
    # A registry that went back in time.

    def put_back(self):
        """A backup instead of the registry, which has given an address since."""
        shutil.copy(self.path("registry.db"), self.path("backup.db"))
        self.write("later.csv", f"{HEADER}\nPia;Rosa;MC;A;7;\n")
        self.assign(0, "later.csv", "--quiet", "--output", "out.csv")
        shutil.copy(self.path("backup.db"), self.path("registry.db"))
        self.write("next.csv", f"{HEADER}\nLia;Foa;MC;A;8;\n")

    def test_a_registry_that_was_put_back_gives_new_addresses_when_it_is_resumed(self):
        self.put_back()
        refused = self.assign(3, "next.csv")
        self.assertIn("issues no new address, as its mark ", refused.err)
        self.assertIn("then say so with `pecaddr registry resume`", refused.err)
        self.assertIn(self.ADA, self.assign(0, "r.csv").text)
        self.expect(0, "registry", "import", "out.csv", "--registry", self.uri)
        self.assertIn("issues no new address", self.assign(3, "next.csv").err)
        result = self.expect(0, "registry", "resume", "--registry", self.uri)
        self.assertEqual((result.err, result.out),
                         (f"{self.uri}: new addresses are given again\n", b""))
        self.assertIn("lia.foa@ingpec.eu", self.assign(0, "next.csv").text)

    def test_resume_says_so_to_programs_and_of_any_registry(self):
        for _ in range(2):
            result = self.expect(0, "registry", "resume", "--registry", self.uri, "--format", "csv")
            self.assertEqual(result.text, f"registry,result\n{self.uri},resumed\n")
        self.write("next.csv", f"{HEADER}\nLia;Foa;MC;A;8;\n")
        self.assertIn("lia.foa@ingpec.eu", self.assign(0, "next.csv").text)

    # Saving, putting back and moving it.

    def show_all(self, uri):
        return [self.expect(0, "registry", command, "--registry", uri, "--format", "csv", *rest).text
                for command, *rest in (["export"], ["show", "--all"], ["history"])]

    def test_a_backup_is_the_registry_of_its_moment_and_is_put_back(self):
        self.write("next.csv", f"{HEADER}\nLia;Foa;MC;A;8;\n")
        before = self.show_all(self.uri)
        result = self.expect(0, "registry", "backup", "b.db", "--registry", self.uri)
        self.assertEqual((result.err, result.out), (f"{self.uri}: saved to b.db\n", b""))
        self.assign(0, "next.csv")
        self.assertNotEqual(self.show_all(self.uri), before)
        result = self.expect(0, "registry", "restore", "b.db", "--registry", self.uri)
        self.assertIn("it gives no new address until", result.err)
        self.assertEqual(self.show_all(self.uri), before)
        self.assertIn("issues no new address", self.assign(3, "next.csv").err)
        self.expect(0, "registry", "resume", "--registry", self.uri)
        self.assertIn("lia.foa@ingpec.eu", self.assign(0, "next.csv").text)

    def test_a_backup_overwrites_nothing_and_is_put_back_whole_or_not(self):
        self.expect(0, "registry", "backup", "b.db", "--registry", self.uri)
        result = self.expect(2, "registry", "backup", "b.db", "--registry", self.uri)
        self.assertIn("there is a file already", result.err)
        before = self.show_all(self.uri)
        self.write("bad.db", "no database")
        self.expect(3, "registry", "restore", "bad.db", "--registry", self.uri)
        self.expect(3, "registry", "restore", "no.db", "--registry", self.uri)
        self.expect(0, "registry", "init", "--registry", "sqlite:other.db")
        self.expect(0, "registry", "backup", "other-b.db", "--registry", "sqlite:other.db")
        result = self.expect(1, "registry", "restore", "other-b.db", "--registry", self.uri)
        self.assertIn("STATE: ", result.err)
        self.assertEqual(self.show_all(self.uri), before)

    def test_a_restore_by_mistake_is_undone_with_what_was_kept(self):
        self.write("next.csv", f"{HEADER}\nLia;Foa;MC;A;8;\n")
        self.expect(0, "registry", "backup", "b.db", "--registry", self.uri)
        self.assertIn("lia.foa@ingpec.eu", self.assign(0, "next.csv").text)
        before = self.show_all(self.uri)
        result = self.expect(0, "registry", "restore", "b.db", "--registry", self.uri)
        self.assertIn("a copy of the registry that was there is kept as ", result.err)
        self.assertIn("registry.db-aside-1; ", result.err)
        self.expect(0, "registry", "restore", "registry.db-aside-1", "--registry", self.uri)
        self.assertEqual(self.show_all(self.uri), before)

    def test_where_there_was_no_registry_a_restore_says_so(self):
        self.expect(0, "registry", "backup", "b.db", "--registry", self.uri)
        result = self.expect(0, "registry", "restore", "b.db", "--registry", "sqlite:mistyped.db")
        self.assertIn("there was no registry, and now there is one", result.err)

    def test_what_can_not_be_opened_is_moved_aside_and_told(self):
        self.expect(0, "registry", "backup", "b.db", "--registry", self.uri)
        self.write("registry.db", "no database")
        result = self.expect(0, "registry", "restore", "b.db", "--registry", self.uri)
        self.assertIn("registry.db-aside-1\n", result.err)
        with open(self.path("registry.db-aside-1"), encoding="utf-8") as file:
            self.assertEqual(file.read(), "no database")

    def test_a_copy_tells_all_that_the_registry_told_and_goes_into_an_empty_one(self):
        self.expect(0, "registry", "init", "--registry", "sqlite:new.db")
        result = self.expect(0, "registry", "copy", self.uri, "sqlite:new.db")
        self.assertIn(f"{self.uri}: copied to sqlite:new.db; from now on use that alone", result.err)
        self.assertEqual(self.show_all("sqlite:new.db"), self.show_all(self.uri))
        self.expect(0, "registry", "verify", "--registry", "sqlite:new.db")
        result = self.expect(1, "registry", "copy", self.uri, "sqlite:new.db")
        self.assertIn("STATE: ", result.err)
        self.expect(3, "registry", "copy", self.uri, "sqlite:none.db")
        self.expect(2, "registry", "copy", self.uri, "nosuch:new.db")

    def test_what_can_not_be_opened_is_not_resumed(self):
        before = sorted(os.listdir(self.path(".")))
        result = self.expect(3, "registry", "resume", "--registry", "sqlite:no.db", "--format", "json")
        self.assertIn("no.db: there is no registry", result.err)
        self.assertEqual(result.out, b"")
        self.assertEqual(sorted(os.listdir(self.path("."))), before)


if __name__ == "__main__":
    tool.main()
