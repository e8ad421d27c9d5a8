#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
What doc/registry.md tells an operator to type in an hour of need, typed: after a lost disk, with a
file that is damaged, and to move a registry.

    test_recovery.py --pecaddr PATH [unittest options]

With a server (with-postgres.py) also what it says of PostgreSQL.
"""

import os
import re
import subprocess

import tool
from tool import HEADER, ToolTest, codice_fiscale

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))


def commands_under(heading):
    """The blocks of shell under a heading of the page."""
    with open(os.path.join(ROOT, "doc", "registry.md"), encoding="utf-8") as file:
        section = re.split(rf"^#+ {re.escape(heading)}$", file.read(), flags=re.MULTILINE)[1]
    section = re.split(r"^##", section, flags=re.MULTILINE)[0]
    return re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


class Recovery(ToolTest):
    SINCE = "lia.foa@ingpec.eu"

    def setUp(self):
        super().setUp()
        os.mkdir(self.path("bin"))
        os.symlink(tool.PECADDR, self.path("bin/pecaddr"))
        os.mkdir(self.path("backup"))
        self.uri = "sqlite:registry.db"
        self.write("first.csv", f"{HEADER}\nAda;Neri;MC;A;1;{codice_fiscale(1, 'NREDAA')}\n"
                                "Ugo;Foa;MC;A;2;\n")
        self.write("since.csv", f"{HEADER}\nLia;Foa;MC;A;3;\n")
        self.write("next.csv", f"{HEADER}\nLia;Foa;AN;A;4;\n")

    def type(self, block, replaced=()):
        """Types a block, which must do; *replaced*: what stands in it for what is here."""
        for old, new in (("/backup/", self.path("backup/")), *replaced):
            block = block.replace(old, new)
        done = subprocess.run(["bash", "-e", "-c", block], cwd=self.path("."), check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env=dict(os.environ,
                                       PATH=self.path("bin") + ":" + os.environ["PATH"]))
        self.assertEqual(done.returncode, 0, block + done.stdout.decode())
        return done.stdout.decode()

    def issue(self):
        """Mailboxes, a backup as the page says, and one more since."""
        self.expect(0, "registry", "init", "--registry", self.uri)
        self.assign(0, "first.csv", registry=self.uri)
        self.expect(0, "registry", "activate", "ada.neri@ingpec.eu", "--why", "x", "--registry",
                    self.uri)
        self.expect(0, "registry", "retire", "ada.neri@ingpec.eu", "--why", "x", "--registry", self.uri)
        [backup] = [block for block in commands_under("One Order: SQLite") if " backup " in block]
        self.type(backup)
        [name] = os.listdir(self.path("backup"))
        os.rename(self.path("backup/" + name), self.path("backup/registry.db"))
        self.assertIn(self.SINCE, self.assign(0, "since.csv", "--output", "addresses.csv",
                                              registry=self.uri).text + self.read("addresses.csv"))
        self.write("ini-pec.csv", "ugo.foa@ingpec.eu;Ugo;Foa;A 2;;1;01/02/2020;\n")

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def recover(self):
        [block] = commands_under("After a lost disk, or with a damaged file")
        steps = block.split("pecaddr registry resume")
        self.type(steps[0])
        # Until it is said that nothing is missing nobody is given an address.
        self.assertIn("issues no new address", self.assign(3, "next.csv", registry=self.uri).err)
        self.type("pecaddr registry resume" + steps[1])
        issued = self.assign(0, "next.csv", registry=self.uri).text
        self.assertIn("lia.foa.an@ingpec.eu", issued)
        shown = self.expect(0, "registry", "show", "ada.neri@ingpec.eu", "--registry", self.uri).text
        self.assertIn("retired", shown)

    def test_after_a_lost_disk(self):
        self.issue()
        for name in os.listdir(self.path(".")):
            if name.startswith("registry.db"):
                os.unlink(self.path(name))
        self.recover()

    def test_after_a_lost_file_of_which_log_and_mark_are_left(self):
        self.issue()
        os.unlink(self.path("registry.db"))
        self.write("registry.db-wal", "what was left")
        self.recover()

    def test_with_a_damaged_file(self):
        self.issue()
        self.write("registry.db", "x" * 5000)
        self.recover()

    def test_with_a_registry_that_is_there(self):
        self.issue()
        self.recover()


if "PECADDR_TEST_POSTGRES" in os.environ:
    class Server(Recovery):
        """With the servers of the page, which are all one here."""

        there = os.environ["PECADDR_TEST_POSTGRES"]

        def setUp(self):
            super().setUp()
            self.lose_server()

        def lose_server(self):
            """What is there from now on is a new, empty database."""
            subprocess.run(["psql", "--quiet", "--command=DROP SCHEMA IF EXISTS pecaddr CASCADE",
                            self.there], check=True, stderr=subprocess.DEVNULL)

        def type(self, block, replaced=()):
            reader = os.environ["PECADDR_TEST_POSTGRES_READER"]
            return super().type(block, (("postgresql://pecaddr_owner@server/pec", f"'{self.there}'"),
                                        ("postgresql://auditor@server/pec", f"'{reader}'")))

        def told(self, uri):
            return [self.expect(0, "registry", command, "--registry", uri, "--format", "csv").text
                    for command in ("export", "history")]

        def test_a_registry_is_moved(self):
            self.issue()
            [block] = commands_under("Moving a registry")
            self.type(block)
            self.assertEqual(self.told(self.uri), self.told(self.there))
            issued = self.assign(0, "next.csv", registry=self.there).text
            self.assertIn("lia.foa.an@ingpec.eu", issued)

        def test_after_a_lost_server(self):
            self.issue()
            self.type(commands_under("Moving a registry")[0])
            backup, recover = commands_under("A backup in one file")
            os.unlink(self.path("backup/registry.db"))
            self.type(backup)
            [name] = os.listdir(self.path("backup"))
            os.rename(self.path("backup/" + name), self.path("backup/registry.db"))
            self.assign(0, "next.csv", "--output", "addresses.csv", registry=self.there)
            before = self.told(self.there)[0]
            self.lose_server()
            steps = recover.split("pecaddr registry resume")
            self.type(steps[0])
            self.write("later.csv", f"{HEADER}\nZoe;Foa;MC;A;9;\n")
            self.assertIn("issues no new address",
                          self.assign(3, "later.csv", registry=self.there).err)
            self.type("pecaddr registry resume" + steps[1])
            self.assertIn("zoe.foa@ingpec.eu",
                          self.assign(0, "later.csv", registry=self.there).text)
            self.assertIn("lia.foa.an@ingpec.eu", before)
            after = self.told(self.there)[0]
            self.assertEqual(set(re.findall(r"^[a-z.]+@ingpec\.eu", after, re.MULTILINE)),
                             set(re.findall(r"^[a-z.]+@ingpec\.eu", before, re.MULTILINE))
                             | {"zoe.foa@ingpec.eu"})


if __name__ == "__main__":
    tool.main()
