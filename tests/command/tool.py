# SPDX-License-Identifier: BSD-3-Clause
"""
The built command, as a secretariat meets it: what its tests, one file for each subcommand or promise, are made of.

All names are invented, all files made here: in memory where the machine has a folder for that, since it is not
the disk that is tested.
"""

import argparse
import csv
import io
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from scratch import folder_in_memory  # pylint: disable=wrong-import-position

PECADDR = None
LINES = 20000
ROWS = 8000
csv.field_size_limit(1 << 24)
DOMAIN = "@ingpec.eu"

def preloaded(library):
    """An environment that loads it before the C library, also in a build with AddressSanitizer."""
    others = [os.environ["LD_PRELOAD"]] if "LD_PRELOAD" in os.environ else []
    return {**os.environ, "LD_PRELOAD": " ".join([library, *others]),
            "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"}


def codice_fiscale(n, letters="RSSMRA"):
    """A well-formed codice fiscale of a Mario Rossi, another for each n."""
    return with_check_character(f"{letters}{n % 100:02}A01H{n // 100:03}")


def letters_of(given, surname):
    """The six letters with which the codice fiscale of a name in ASCII begins."""
    def half(name, is_given):
        letters = [c for c in name.upper() if c.isalpha()]
        consonants = [c for c in letters if c not in "AEIOU"]
        if is_given and len(consonants) > 3:
            del consonants[1]
        return "".join([*consonants, *(c for c in letters if c in "AEIOU"), *"XXX"])[:3]
    return half(surname, False) + half(given, True)


def with_check_character(body):
    odd = dict(zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                   [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18,
                    20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]))
    total = 0
    for i, c in enumerate(body):
        if i % 2 == 0:
            total += odd[c]
        else:
            total += int(c) if c.isdigit() else ord(c) - ord("A")
    return body + chr(ord("A") + total % 26)


WAITS = "(waits)"


class Result:
    def __init__(self, status, out, err):
        self.status = status
        self.out = out
        self.err = err

    @property
    def text(self):
        return self.out.decode("utf-8")

    @property
    def lines(self):
        return self.text.splitlines()

    @property
    def errors(self):
        return self.err.splitlines()


class ToolTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="pecaddr-test-", dir=folder_in_memory(1 << 29))
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, data, encoding="utf-8"):
        with open(self.path(name), "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode(encoding))
        return name

    def read(self, name, encoding=None):
        with open(self.path(name), "rb") as file:
            data = file.read()
        return data.decode(encoding) if encoding else data

    # What is said for a test that is about neither: the roster is of several Orders, and this is right;
    # somebody has looked at all names and codici fiscali. WAITS among the arguments: nobody has.
    SEVERAL = "--several-provinces"
    ACCEPTED = ("--accept", "all,CF_MISMATCH")

    def run_tool(self, *arguments, stdin=b"", env=None, stdout=subprocess.PIPE, **options):
        environment = dict(os.environ, **(env or {}))
        if arguments[:1] == ("assign",) and "--registry" in arguments and "--given" not in arguments:
            if self.SEVERAL and not {self.SEVERAL, "--province", "--help"} & set(arguments):
                arguments += (self.SEVERAL,)
        if arguments[:1] == ("assign",) and "--registry" in arguments and self.ACCEPTED:
            if not {WAITS, *self.ACCEPTED[:1], "--review", "--help"} & set(arguments):
                arguments += self.ACCEPTED
        arguments = [argument for argument in arguments if argument != WAITS]
        done = subprocess.run([PECADDR, *arguments], input=stdin, stdout=stdout,
                              stderr=subprocess.PIPE, cwd=self.folder, env=environment,
                              timeout=300, **options)
        return Result(done.returncode, done.stdout or b"", done.stderr.decode("utf-8"))

    def expect(self, status, *arguments, **options):
        result = self.run_tool(*arguments, **options)
        self.assertEqual(result.status, status,
                         f"{' '.join(arguments)}\n{result.err}\n{result.out[:2000]!r}")
        return result

    def usage_error(self, sentence, *arguments, **options):
        """Status 2, nothing on stdout, and this sentence."""
        result = self.expect(2, *arguments, **options)
        self.assertEqual(result.out, b"")
        self.assertIn(sentence, result.err)
        return result

    def settled(self, name):
        """A result without what is said of new addresses alone, and not by the next run."""
        return self.read(name).replace(b";NAMESAKE;", b";;").replace(b";yes;", b";no;")

    # A registry and rosters.

    def init(self, name="registry.db"):
        # What a test has deleted was no registry that anybody misses.
        if not os.path.exists(self.path(name)) and os.path.exists(self.path(name + "-mark")):
            os.remove(self.path(name + "-mark"))
        self.expect(0, "registry", "init", "--registry", f"sqlite:{name}", "--quiet")
        return f"sqlite:{name}"

    def assign(self, status, roster, *arguments, registry="sqlite:registry.db", **options):
        return self.expect(status, "assign", roster, "--registry", registry, *arguments, **options)

    def export(self, registry="sqlite:registry.db"):
        return self.expect(0, "registry", "export", "--registry", registry).lines

    def dump(self, name="registry.db"):
        """All that the registry holds, whatever its tables are."""
        base = sqlite3.connect(self.path(name))
        try:
            return list(base.iterdump())
        finally:
            base.close()


PERSON = ["--given", "Niccolò", "--surname", "D'Angelo De Sanctis", "--province", "MC",
          "--section", "A", "--number", "1234"]


def person(**changes):
    facts = dict(given="Niccolò", surname="D'Angelo De Sanctis", province="MC", section="A",
                 number="1234")
    facts.update(changes)
    return [part for name, value in facts.items() if value is not None
            for part in (f"--{name}", value)]


HEADER = "nome;cognome;provincia;sezione;numero;codice_fiscale"


def says(column, cell):
    """What a message says of a cell."""
    return f'column "{column}" says "{cell}"' if cell else f'column "{column}" is empty'


def rows_of(text, separator=";"):
    """The rows of an output as dictionaries."""
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


# Names of two words from a few syllables: many homonyms, as in a whole country.
def many_members(n, homonyms=7):
    syllables = ["ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo"]
    for i in range(n):
        k = i // homonyms
        given = "".join(syllables[k // 14**p % 14] for p in range(2)).capitalize()
        surname = "".join(syllables[k // 14**p % 14] for p in range(5)).capitalize()
        yield f"{given};{surname};MC;{'AB'[i % 2]};{i // 2 + 1};"


INIPEC = ("PEC;Nome;Cognome;Numero Iscrizione;Codice Fiscale;Stato;Data Iscrizione;"
          "Data Cancellazione\n")

THREE = ["niccolo.dangelodesanctis@ingpec.eu", "niccolo.dangelodesanctis.mc@ingpec.eu",
         "niccolo.dangelodesanctis.mc.a1234@ingpec.eu"]

# What is wrong with a person's data, whoever asks.
PERSON_ERRORS = [
    (dict(given="Mari0"), "pecaddr: UNEXPECTED: given names, character 5, '0': this character does "
     "not belong in a name; is it a letter, such as O or I, mistyped? Names have no digits"),
    (dict(surname=""), "pecaddr: EMPTY: surname: no letters are left of this field; fill in the "
     "surname"),
    (dict(province="XX"), "pecaddr: PROVINCE: province \"XX\": this is not the two-letter code "
     "(sigla) of an Order's province; give the Order's sigla, such as MC"),
    (dict(section="C"), "pecaddr: REGISTER: section \"C\": the register section must be A or B; "
     "correct the register entry"),
    (dict(number="0"), "pecaddr: REGISTER: number \"0\": this is no registration number from 1 to "
     "9999999; write it like 1234, A 1234, 1234/A or n. 1234 sez. A"),
    (dict(number="10000000"), "pecaddr: REGISTER: number \"10000000\": this is no registration "
     "number from 1 to 9999999; write it like 1234, A 1234, 1234/A or n. 1234 sez. A"),
    (dict(number="B 12"), "pecaddr: REGISTER: number \"B 12\": this names another section than the "
     "section's own column; correct the one that is wrong"),
    # The name comes first, as in the core.
    (dict(number="x", surname="3"), "pecaddr: UNEXPECTED: surname, character 1, '3': this character "
     "does not belong in a name; is it a letter, such as O or I, mistyped? Names have no digits"),
]


class RegistryTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init()

    def registry(self, status, command, *arguments, **options):
        return self.expect(status, "registry", command, *arguments, "--registry", self.uri,
                           **options)

    def three(self):
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;{codice_fiscale(1)}\n"
                            f"Mario;Rossi;AN;A;2;\nJürgen;Bo;MC;B;3;\n")
        self.assign(0, "r.csv", "--quiet")
        return ["juergen.bo@ingpec.eu", "mario.rossi.an@ingpec.eu", "mario.rossi@ingpec.eu"]


class RosterTest(ToolTest):
    """A roster r.csv for the registry registry.db."""

    SEVERAL = ""  # nothing is said that the test does not say

    def setUp(self):
        super().setUp()
        self.uri = self.init()

    def roster(self, *rows, header=HEADER):
        return self.write("r.csv", "\n".join([header, *rows, ""]))


class LifeTest(ToolTest):
    """The steps from one state to the next, SPEC §5, each for some addresses or for those of a file."""

    ADA, UGO, EVA = "ada.neri@ingpec.eu", "ugo.verdi@ingpec.eu", "eva.blu@ingpec.eu"

    def setUp(self):
        super().setUp()
        self.uri = self.init()
        self.write("r.csv", f"{HEADER}\nAda;Neri;MC;A;1;{codice_fiscale(1, 'NREDAA')}\n"
                            f"Ugo;Verdi;MC;A;2;\nEva;Blu;AN;B;3;\n")
        self.assign(0, "r.csv", "--quiet")

    def step(self, status, command, *arguments, why="x", **options):
        return self.expect(status, "registry", command, *arguments, "--why", why, "--registry",
                           self.uri, **options)

    def mailbox(self, address):
        rows = json.loads(self.expect(0, "registry", "show", "--all", address, "--registry",
                                      self.uri, "--format", "json").text)
        return rows[-1]

    def facts(self, address, *names):
        mailbox = self.mailbox(address)
        return tuple(mailbox[name] for name in names or ("state",))

    def last_why(self, address):
        return json.loads(self.expect(0, "registry", "history", address, "--registry", self.uri,
                                      "--format", "json").text)[-1]["why"]


def main():
    global PECADDR, LINES, ROWS
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pecaddr", required=True, help="the built command")
    parser.add_argument("--lines", type=int, default=LINES, help=f"default {LINES}")
    parser.add_argument("--rows", type=int, default=ROWS, help=f"default {ROWS}; at least 4000")
    arguments, rest = parser.parse_known_args()
    PECADDR = os.path.abspath(arguments.pecaddr)
    LINES = arguments.lines
    ROWS = arguments.rows
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    unittest.main(argv=[sys.argv[0], *rest])
