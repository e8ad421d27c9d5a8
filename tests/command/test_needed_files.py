#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Files that no result may destroy, SPEC §6, however they are named and wherever the option stands.

    test_needed_files.py --pecaddr PATH [unittest options]
"""

import os
import subprocess

import tool
from tool import HEADER, PERSON, ToolTest

ROSTER = f"{HEADER}\nAda;Foa;MC;A;1;\nAnna;Bo in Re;MC;A;2;\n"


class NeededTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init()
        self.write("r.csv", ROSTER)

    def files(self):
        return {name: self.read(name) for name in os.listdir(self.folder)
                if os.path.isfile(self.path(name)) and not name.startswith("registry.db-")}

    def refused(self, sentence, *arguments, **options):
        before = self.files()
        result = self.usage_error(sentence, *arguments, **options)
        self.assertEqual(self.files(), before)
        self.assertEqual(self.export(), [])
        return result


class Review(NeededTest):
    """A file of --review is somebody's work."""

    def assign_all(self, status, *arguments):
        return self.assign(status, "r.csv", *arguments)

    def test_one_that_is_there_is_refused_before_the_first_claim(self):
        self.write("look.csv", "corrected by hand\n")
        os.symlink("look.csv", self.path("link.csv"))
        os.link(self.path("look.csv"), self.path("hard.csv"))
        for path in ("look.csv", "./look.csv", self.path("look.csv"), "link.csv", "hard.csv"):
            for options in ([], ["--dry-run"], ["--output", "out.csv"]):
                with self.subTest(path=path, options=options):
                    self.refused(f"pecaddr: --review {path}: this file is there already, and what was "
                                 "corrected in it would be lost; give another name, or move the file away",
                                 "assign", "r.csv", "--registry", self.uri, "--review", path, *options)
        self.assertFalse(os.path.exists(self.path("out.csv")))

    def test_an_empty_one_is_filled(self):
        self.write("look.csv", "")
        self.assign_all(1, "--review", "look.csv", "--output", "out.csv")
        self.assertIn(b"Bo in Re", self.read("look.csv"))

    def test_the_list_and_the_result_are_there_both_or_neither(self):
        """So running again finds no list of the run that failed."""
        self.assign_all(3, "--review", "look.csv", "--output", "/dev/full")
        self.assertFalse(os.path.exists(self.path("look.csv")))
        self.assign_all(1, "--review", "look.csv", "--output", "out.csv")
        self.assertIn(b"Bo in Re", self.read("look.csv"))


class Links(NeededTest):
    """A link to what is not there: nobody knows what it would be."""

    def test_a_result_is_not_put_in_the_place_of_a_link_to_nothing(self):
        os.symlink("nosuch/result.csv", self.path("away.csv"))
        os.symlink("new.csv", self.path("here.csv"))
        commands = (
            (["assign", "r.csv"], "--output"),
            (["assign", "r.csv"], "--review"),
            (["assign", *PERSON], "--output"),
            (["audit", "r.csv"], "--output"),
            (["report"], "--output"),
            (["registry", "export"], "--output"),
            (["registry", "export", "--inipec", "--next"], "--output"),
            (["registry", "show"], "--output"),
            (["registry", "stats"], "--output"),
            (["registry", "verify"], "--output"),
        )
        for path in ("away.csv", "here.csv"):
            for command, option in commands:
                with self.subTest(path=path, command=command, option=option):
                    self.refused(f"pecaddr: {option} {path}: this is a link to a file that is not "
                                 "there; write to another file, or remove the link",
                                 *command, "--registry", self.uri, option, path)
                    self.assertTrue(os.path.islink(self.path(path)))
        self.assertFalse(os.path.exists(self.path("new.csv")))

    def test_a_backup_is_not_put_in_the_place_of_one_either(self):
        os.symlink("nosuch/backup.db", self.path("away.db"))
        self.refused("away.db: there is a file already, which a backup never overwrites",
                     "registry", "backup", "away.db", "--registry", self.uri)
        self.assertTrue(os.path.islink(self.path("away.db")))


class Registries(NeededTest):
    """What belongs to a registry, there or not yet."""

    def test_what_sqlite_may_keep_beside_a_registry_is_no_place_for_a_result(self):
        os.mkdir(self.path("folder"))
        os.remove(self.path("registry.db-mark"))
        for name in ("registry.db-journal", "registry.db-mark"):
            for path in (name, f"./{name}", f"folder/../{name}", self.path(name)):
                for command in (["registry", "export"], ["report"]):
                    with self.subTest(path=path, command=command):
                        self.assertFalse(os.path.exists(self.path(path)))
                        self.usage_error(f"pecaddr: --output {path}: this file is part of sqlite:registry.db",
                                         *command, "--registry", self.uri, "--output", path)
                        self.assertFalse(os.path.exists(self.path(path)))
                self.usage_error(f"{path}: this file is part of sqlite:registry.db", "registry", "backup",
                                 path, "--registry", self.uri)

    def test_the_order_of_the_options_is_all_one(self):
        for arguments in (["--registry", self.uri, "--output", "registry.db"],
                          ["--output", "registry.db", "--registry", self.uri],
                          ["--output=registry.db", f"--registry={self.uri}"]):
            for command in (["registry", "export"], ["report"], ["registry", "show"],
                            ["registry", "stats"], ["registry", "history", "ada.foa@ingpec.eu"],
                            ["registry", "verify"]):
                with self.subTest(command=command, arguments=arguments):
                    self.refused("pecaddr: --output registry.db: this file is the registry", *command, *arguments)
            self.refused("pecaddr: --output registry.db: this file is the registry", "assign", *arguments, "r.csv")
            self.refused("pecaddr: --output registry.db: this file is the registry", "audit", *arguments, "r.csv")


class Programs(NeededTest):
    """What answers for --check exec:."""

    NEEDED = "this file is needed by the registry or by what --check asks"

    def setUp(self):
        super().setUp()
        os.mkdir(self.path("bin"))
        answer = "#!/bin/sh\nwhile read -r a; do echo \"$a absent\"; done\n"
        for name in ("ask.sh", "bin/ask", "two words.sh"):
            self.write(name, answer)
            os.chmod(self.path(name), 0o755)
        self.write("settings.ini", "[provider]\n")

    def test_its_program_and_what_else_its_line_names_is_no_place_for_a_result(self):
        os.symlink("ask.sh", self.path("soft.sh"))
        os.link(self.path("ask.sh"), self.path("hard.sh"))
        env = {"PATH": f"{self.path('bin')}:{os.environ['PATH']}"}
        for uri, outputs in (
                ("exec:sh ask.sh", ["ask.sh", "./ask.sh", self.path("ask.sh"), "soft.sh", "hard.sh"]),
                ("exec:./ask.sh?timeout=5", ["ask.sh"]),
                ("exec:ask", ["bin/ask"]),
                ("exec:sh 'two words.sh'", ["two words.sh"]),
                ("exec:sh%20ask.sh --settings=settings.ini", ["ask.sh", "settings.ini"]),
                ("exec:true; sh <settings.ini ask.sh", ["settings.ini"])):
            for output in outputs:
                for option in ("--output", "--review"):
                    with self.subTest(uri=uri, output=output, option=option):
                        self.refused(f"pecaddr: {option} {output}: {self.NEEDED}", "assign", "r.csv",
                                     option, output, "--check", uri, "--registry", self.uri, env=env)

    def test_other_results_are_written_as_before(self):
        self.write("older.csv", "older\n")
        self.assign(0, "r.csv", "--check", "exec:sh ask.sh absent new.csv", "--output", "new.csv")
        self.assign(0, "r.csv", "--check", "exec:sh ask.sh", "--output", "older.csv")
        self.assertIn(b"ada.foa@ingpec.eu", self.read("older.csv"))


class Inputs(NeededTest):
    """What is read."""

    READ = "this file is read by the command, and a result would destroy it"

    def setUp(self):
        super().setUp()
        os.link(self.path("r.csv"), self.path("hard.csv"))
        os.symlink("r.csv", self.path("soft.csv"))

    NAMES = ("r.csv", "./r.csv", "hard.csv", "soft.csv")

    def test_an_audit_never_replaces_its_roster_or_its_list(self):
        self.write("list.txt", "ada.foa@ingpec.eu\n")
        for name in (*self.NAMES, "list.txt"):
            for command in (["r.csv", "--registry", "file:list.txt", "--output", name],
                            ["--output", name, "--registry", "file:list.txt", "r.csv"]):
                self.refused(f"pecaddr: --output {name}: {self.READ}", "audit", *command)
        with open(self.path("r.csv"), "rb") as roster:
            done = subprocess.run([tool.PECADDR, "audit", "-", "--registry", self.uri, "--output", "r.csv"],
                                  stdin=roster, capture_output=True, cwd=self.folder, check=False)
        self.assertEqual((done.returncode, self.read("r.csv")), (2, ROSTER.encode()))
        self.assertIn(self.READ, done.stderr.decode())

    def test_json_never_replaces_the_roster_of_which_it_keeps_a_part(self):
        for name in self.NAMES:
            self.refused(f"pecaddr: --output {name}: {self.READ}", "assign", "r.csv", "--format", "json",
                         "--output", name, "--registry", self.uri)

    def test_a_scheme_is_never_replaced(self):
        self.write("scheme.ini", "name = ours\ndomain = ingpec.eu\nprofile = anagrafe\n"
                                 "rule = {given}.{surname}\n")
        for command in (["assign", "r.csv"], ["audit", "r.csv"], ["report"], ["registry", "export"]):
            for arguments in (["--scheme", "scheme.ini", "--output", "./scheme.ini"],
                              ["--output", "./scheme.ini", "--scheme", "scheme.ini"]):
                self.refused(f"pecaddr: --output ./scheme.ini: {self.READ}", *command, *arguments,
                             "--registry", self.uri)


if __name__ == "__main__":
    tool.main()
