#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
The command as a whole, and its help.

    test_command.py --pecaddr PATH [unittest options]
"""

import os
import subprocess

import tool
from tool import HEADER, PERSON, ToolTest


class Command(ToolTest):
    SUBCOMMANDS = [
        ["normalize"], ["candidates"], ["explain"], ["check"], ["assign"], ["registry", "init"],
        ["registry", "import"], ["registry", "export"], ["registry", "show"],
        ["registry", "activate"], ["registry", "release"], ["registry", "change"],
        ["registry", "retire"], ["registry", "leave"], ["registry", "renew"],
        ["registry", "relink"], ["registry", "correct"], ["registry", "forget"],
        ["registry", "history"], ["registry", "verify"], ["registry", "stats"],
        ["registry", "backup"], ["registry", "restore"], ["registry", "resume"],
        ["registry", "copy"], ["scheme", "show"], ["scheme", "check"], ["audit"], ["report"],
    ]

    def test_without_a_command_the_usage_is_an_error(self):
        result = self.expect(2)
        self.assertTrue(result.err.startswith("Usage: pecaddr COMMAND"))
        self.assertEqual(result.out, b"")

    def test_help_lists_every_command(self):
        for arguments in (["--help"], ["-h"], ["help"]):
            text = self.expect(0, *arguments).text
            for command in self.SUBCOMMANDS:
                self.assertIn(command[0], text)
        for group in ("registry", "scheme"):
            text = self.expect(0, group, "--help").text
            for command in self.SUBCOMMANDS:
                if command[0] == group:
                    self.assertIn(command[1], text)

    def test_every_command_explains_itself(self):
        for command in self.SUBCOMMANDS:
            text = self.expect(0, *command, "--help").text
            self.assertTrue(text.startswith(f"Usage: pecaddr {' '.join(command)} [OPTION...]"),
                            text)
            self.assertIn("Exit status:", text)
            self.assertIn("--format", text)
            self.assertLessEqual(max(map(len, text.splitlines())), 80, text)

    def test_version_names_the_library_and_the_tables(self):
        for command in [[], *self.SUBCOMMANDS]:
            text = self.expect(0, *command, "--version").text
            self.assertRegex(text, r"^pecaddr \d+\.\d+\.\d+, tables of version 1\n$")

    def test_unknown_words_are_usage_errors(self):
        self.usage_error("pecaddr: there is no command bogus (pecaddr --help lists them)", "bogus")
        self.usage_error("pecaddr: there is no command registry bogus", "registry", "bogus")
        self.usage_error("pecaddr: there is no command scheme bogus", "scheme", "bogus")
        self.expect(2, "registry")
        self.expect(2, "scheme")
        for command in self.SUBCOMMANDS:
            self.usage_error(f"pecaddr: --bogus: there is no such option (pecaddr "
                             f"{' '.join(command)} --help shows the usage)", *command, "--bogus")

    def test_a_scheme_that_is_not_there_stops_every_command(self):
        for command in self.SUBCOMMANDS:
            self.usage_error("pecaddr: there is no scheme nosuch: neither is it built in (ingpec, "
                             "archiworldpec, nodot, initial, counter are), nor is there such a file",
                             *command, "--scheme", "nosuch")
            self.usage_error("pecaddr: no.ini: the scheme file cannot be read: No such file or "
                             "directory", *command, "--scheme", "no.ini")
        self.expect(0, "candidates", "--scheme", "ingpec", *PERSON)

    def test_a_scheme_file_with_a_fault_stops_every_command(self):
        self.write("s.ini", "name = s\ndomain = pec.example\nrul = {given}.{surname}\n")
        for command in self.SUBCOMMANDS:
            self.usage_error("s.ini:3: SCHEME: unknown key; the keys, in lower case, are", *command, "--scheme",
                             "s.ini")

    def test_only_four_formats_are_known(self):
        for command in self.SUBCOMMANDS:
            self.usage_error("--format xml is not known: it is text, csv, json or sheet", *command,
                             "--format", "xml")

    def test_an_option_given_twice_or_without_its_value_is_a_usage_error(self):
        self.usage_error("--given is given twice", "candidates", *PERSON, "--given", "Luca")
        self.usage_error("--format is given twice", "check", "--format", "csv", "--format=csv",
                         "a@b.it")
        self.usage_error("--given: this option needs a value", "candidates", "--given")

    def test_an_output_that_can_not_be_written_is_status_3(self):
        with open("/dev/full", "wb") as full:
            for arguments in (["candidates", *PERSON], ["explain", *PERSON], ["--help"],
                              ["check", "a@b.it"], ["--version"], ["check", "--help"],
                              ["normalize", self.write("n.tsv", "Mario\tRossi\n")]):
                result = self.expect(3, *arguments, stdout=full)
                self.assertEqual(result.errors[-1], "pecaddr: standard output cannot be written: "
                                                    "No space left on device")

    def test_a_reader_that_is_gone_is_status_3_without_a_word(self):
        read_end, write_end = os.pipe()
        os.close(read_end)
        self.write("n.tsv", "Mario\tRossi\n")
        try:
            result = self.expect(3, "normalize", "n.tsv", stdout=write_end)
        finally:
            os.close(write_end)
        self.assertEqual(result.err, "")

    def test_a_closed_output_is_status_3_and_never_ends_in_the_registry(self):
        uri = self.init()
        before = self.read("registry.db")
        for closed in (">&-", "<&-", "2>&-", "<&- >&- 2>&-"):
            command = f'"$0" registry show --registry {uri} {closed}'
            done = subprocess.run(["sh", "-c", command, tool.PECADDR], cwd=self.folder,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL)
            # An empty table is an empty output, and nothing to fail on.
            self.assertIn(done.returncode, (0, 3), closed)
        done = subprocess.run(["sh", "-c", '"$0" --version >&-', tool.PECADDR],
                              stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertEqual(self.read("registry.db"), before)

    def test_the_locale_changes_nothing_but_the_language(self):
        names = "İlker\tIşık\nISIDORO\tIIRITI\nÄnne\tÖz\nNICOLO'\tD’ANGELÒ\n"
        self.write("n.tsv", names)
        self.write("r.csv", f"{HEADER}\nISIDORO;IIRITI;mi;a;12;\nNiccolò;Ìri;TO;B;7;\n")
        answers = set()
        for locale in ("C", "C.UTF-8", "it_IT.UTF-8", "tr_TR.UTF-8"):
            env = {"LC_ALL": locale, "LANG": locale}
            answer = []
            for arguments in (["normalize", "--notes", "n.tsv"], ["candidates", *PERSON],
                              ["explain", *PERSON], ["check", "MARIO.IIRITI.MI@INGPEC.EU"],
                              ["assign", "r.csv", "--registry", "memory:"]):
                result = self.expect(0, *arguments, "--lang", "en", env=env)
                answer.append((result.out, result.err))
            answers.add(tuple(answer))
        self.assertEqual(len(answers), 1)


class Help(ToolTest):
    def test_what_is_permanent_says_so(self):
        for command in ("activate", "relink", "change"):
            self.assertIn("permanent", self.expect(0, "registry", command, "--help").text)

    def test_assign_says_where_uris_are_explained_and_how_their_special_characters_are_written(self):
        text = self.expect(0, "assign", "--help").text
        for part in ("doc/registry.md", "%25", "%3F"):
            self.assertIn(part, text)

    def test_the_kinds_of_registry_and_source_are_named(self):
        for command in (["assign"], ["registry", "change"]):
            text = " ".join(self.expect(0, *command, "--help").text.split())
            for kind in ("file:", "ldap://", "ldaps://", "exec:", "sqlite:", "postgresql://"):
                self.assertIn(kind, text)


if __name__ == "__main__":
    tool.main()
