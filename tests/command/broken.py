# SPDX-License-Identifier: BSD-3-Clause
"""
Rosters as they come when something is wrong with them: each gets a clear message, the right status,
and never an address on doubtful data.

Of every case the same is true besides what it says itself: the registry holds the addresses of the
good rows and no other; every line of the roster comes out as it went in; a roster that is refused
leaves no output; running again gives the same file; the registry verifies; nothing that a terminal
would obey is echoed.
"""

import argparse
import contextlib
import os
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

PECADDR = None
HEADER = "nome;cognome;provincia;sezione;numero;codice_fiscale"
BEFORE = "Anna;Bo;MC;A;8;"
AFTER = "Luca;Re;MC;A;9;"
GOOD = ["anna.bo", "luca.re"]


class Case:
    """
    A roster, and what becomes of it.

      data        its bytes; text is UTF-8
      status      0, 1, 2
      says        pieces of what stands on stderr, in their order
      addresses   the local parts that are given, in the order of the rows
      options     of the command line
      changed     lines that do not pass as they are, by their number: how they begin; None: left out
      codec       in which lines are compared; latin-1 is to the byte
      end         of the lines
      is_lines    whether a line is a row
    """

    def __init__(self, name, data, status, says, addresses=(), options=(), changed=None,
                 codec="latin-1", end="\n", is_lines=True):
        self.name = name
        self.data = data if isinstance(data, bytes) else data.encode()
        self.status = status
        self.says = [says] if isinstance(says, str) else says
        self.addresses = list(addresses)
        self.options = list(options)
        self.changed = changed or {}
        self.codec = codec
        self.end = end
        self.is_lines = is_lines


def roster(*rows, header=HEADER, end="\n"):
    return end.join([header, *rows, ""])


def bad_row(name, row, says, changed=None, **facts):
    """One bad row between two good ones."""
    where = "r.csv:3: "
    changed = {3: changed} if changed is not None else {}
    return Case(name, roster(BEFORE, row, AFTER), 1, where + says, GOOD, changed=changed, **facts)


def refused(name, data, says, **facts):
    return Case(name, data, 2, says, **facts)


class Result:
    def __init__(self, done):
        self.status = done.returncode
        self.out = done.stdout
        self.err = done.stderr.decode("utf-8")


class RosterTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        parent = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.folder = tempfile.mkdtemp(prefix="pecaddr-rosters-", dir=parent)
        self.addCleanup(shutil.rmtree, self.folder, True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def write(self, name, data):
        with open(self.path(name), "wb") as file:
            file.write(data)

    def run_tool(self, *arguments, **options):
        return Result(subprocess.run([PECADDR, *arguments], cwd=self.folder, timeout=120,
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                                     env=dict(os.environ, LANGUAGE="en"), **options))

    def registry(self, command):
        result = self.run_tool("registry", command, "--registry", "sqlite:r.db", "--quiet")
        self.assertEqual(result.status, 0, result.err)
        return result.out.decode().split()

    def on_record(self):
        """Whose addresses the registry holds."""
        with contextlib.closing(sqlite3.connect(self.path("r.db"))) as base:
            return [address for address, in base.execute("SELECT address FROM mailbox ORDER BY address")]

    def new_registry(self):
        """One is made, and copied for each case."""
        if not os.path.exists(self.path("empty.db")):
            self.registry("init")
            os.rename(self.path("r.db"), self.path("empty.db"))
            os.rename(self.path("r.db-mark"), self.path("empty.db-mark"))
        shutil.copyfile(self.path("empty.db"), self.path("r.db"))
        shutil.copyfile(self.path("empty.db-mark"), self.path("r.db-mark"))

    def assign(self, name, output, *options, **how):
        return self.run_tool("assign", name, "--registry", "sqlite:r.db", "--output", output, "--accept",
                             "all", *options, **how)

    def check_says(self, case, result):
        self.assertEqual(result.status, case.status, result.err[:3000])
        at = 0
        for piece in case.says:
            self.assertIn(piece, result.err[at:][:20000])
            at = result.err.index(piece, at)
        for line in result.err.split("\n"):
            self.assertTrue(line.isprintable() or not line, repr(line[:500]))
            self.assertLess(len(line), 1000, line[:200])

    def check_refused(self):
        """Nothing is given, nothing is written, nothing is left."""
        self.assertEqual(self.on_record(), [])
        self.assertEqual([name for name in os.listdir(self.folder) if "out" in name], [])

    def check_lines(self, case):
        """Every line comes out as it went in, but for the columns that are added after it."""
        def lines(data):
            return data.decode(case.codec, "surrogatepass").split(case.end)

        before, after = lines(case.data), lines(self.read("out.csv"))
        at = 0
        for number, line in enumerate(before, 1):
            expected = case.changed.get(number, line)
            if not line or expected is None:
                continue
            self.assertTrue(after[at].startswith(expected),
                            f"line {number}: {after[at][:300]!r} is not {expected[:300]!r}")
            at += 1
        self.assertEqual([line for line in after[at:] if line], [])

    def check_addresses(self, case):
        expected = [f"{local}@ingpec.eu" for local in case.addresses]
        text = self.read("out.csv").replace(b"\0", b"").decode("latin-1")
        # Not those of which an error says whose they are.
        self.assertEqual(re.findall(r"\b[a-z0-9.]{1,64}@ingpec\.eu(?! belongs to )", text), expected)
        self.assertEqual(self.on_record(), sorted(set(expected)))
        self.registry("verify")

    @staticmethod
    def settled(data):
        """A result without what is said of new addresses alone, and not by the next run."""
        return data.replace(b"\0", b"").replace(b";NAMESAKE;", b";;").replace(b";yes;", b";no;")

    def run_again(self, case):
        """Once more gives the same file; and that, fed back, nobody another address, and no cell a second
        apostrophe."""
        first = self.read("out.csv")
        self.assign("r.csv", "out.csv", *case.options)
        self.assertEqual(self.settled(self.read("out.csv")), self.settled(first))
        again = self.assign("out.csv", "out2.csv", *case.options)
        self.assertLess(again.status, 2, again.err[:2000])
        self.assertNotIn("apostrophe", again.err)
        if case.is_lines and not case.changed:
            before, after = [[line.rsplit(b";", 6)[0] for line in data.split(b"\n")]
                             for data in (self.settled(first), self.settled(self.read("out2.csv")))]
            self.assertEqual(after, before)
        os.unlink(self.path("out2.csv"))

    def check(self, case):
        self.new_registry()
        if os.path.exists(self.path("out.csv")):
            os.unlink(self.path("out.csv"))
        self.write("r.csv", case.data)
        result = self.assign("r.csv", "out.csv", *case.options)
        self.check_says(case, result)
        if case.status == 2:
            self.check_refused()
            return
        if case.is_lines:
            self.check_lines(case)
        self.run_again(case)
        self.check_addresses(case)


class BrokenTest(RosterTest):
    def check_all(self, cases):
        for case in cases:
            with self.subTest(case.name):
                self.check(case)

    def check_different(self, cases, least):
        """There are enough, and each is another."""
        self.assertGreaterEqual(len(cases), least)
        self.assertEqual(len({case.name for case in cases}), len(cases))
        self.assertEqual(len({(case.data, *case.options) for case in cases}), len(cases))

    def check_dry(self, cases):
        """A dry run says the same and puts nothing on record."""
        for case in cases:
            with self.subTest(case.name):
                self.new_registry()
                self.write("r.csv", case.data)
                dry = self.assign("r.csv", "dry.csv", "--dry-run", *case.options)
                self.check_says(case, dry)
                self.assertEqual(self.on_record(), [])


def main():
    global PECADDR
    parser = argparse.ArgumentParser()
    parser.add_argument("--pecaddr", required=True)
    arguments, rest = parser.parse_known_args()
    PECADDR = os.path.realpath(arguments.pecaddr)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    unittest.main(argv=[sys.argv[0], *rest])
