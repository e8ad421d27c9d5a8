#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
doc/guida.md, for those who have nothing else: it explains every note and error that the command can
give, and the example of every case, doc/examples/elenco-difficile.csv, shows what it says it shows.

    test_guide.py --pecaddr PATH [unittest options]
"""

import argparse
import csv
import io
import os
import re
import subprocess
import sys
import tempfile
import unittest

PECADDR = None
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
EXAMPLE = os.path.join(ROOT, "doc", "examples", "elenco-difficile.csv")

# What no row of a roster under the scheme ingpec can have, but for cells of over 1,024 bytes.
NOT_OF_ROWS = {"TRANSLITERATED", "MOVED", "RETURNED", "RENAMED", "NAMESAKE", "TOO_LONG", "SCHEME",
               "RESERVED", "EXHAUSTED", "UNAVAILABLE", "STATE", "STORAGE", "ARGUMENT", "MEMORY",
               "CAPACITY"}

# What each row that is given an address is given, or what is proposed to whoever looks at it, by the rules of SPEC §2.
LOCAL_PARTS = {
    "A 2001": "nicolo.dangelo", "A 2002": "mariagrazia.esposito", "2003/B": "luca.ricci", "A 2004": "francesca.bianchi",
    "A 2005": "giuseppe.romano", "A 2006": "paolo.greco", "A 2007": "andrea.mueller", "A 2008": "elena.conti",
    "A 2009": "cavluigi.fontana", "A 2010": "maria.dellagherardescamontecuccolideglierri", "A 2011": "carla.rizzo",
    "A 2012": "sergio.gallo", "A 2013": "santoro.marta", "A 2030": "diego.martinelli",
}


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def names_of(prefix):
    """Those that the public header declares, such as DOUBT of PECADDR_NOTE_DOUBT."""
    header = read("include", "pecaddr", "pecaddr.h")
    return set(re.findall(rf"^\s*{prefix}([A-Z_]+)\s*=", header, re.MULTILINE))


def explained(heading):
    """The codes of the first column of the table under a heading of the guide."""
    section = read("doc", "guida.md").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    return [code for row in rows for code in re.findall(r"`([A-Z_]+)`", row)]


class Guide(unittest.TestCase):
    def test_every_note_is_explained_once(self):
        self.assertEqual(sorted(explained("Le note")), sorted(names_of("PECADDR_NOTE_")))

    def test_every_error_is_explained_once(self):
        self.assertEqual(sorted(explained("Gli errori")), sorted([*names_of("PECADDR_E_"), "NO_MATCH"]))


class HardRoster(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            registry = "sqlite:" + os.path.join(folder, "registry.db")
            subprocess.run([PECADDR, "registry", "init", "--quiet", "--registry", registry], check=True)
            done = subprocess.run([PECADDR, "assign", EXAMPLE, "--registry", registry],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        cls.status = done.returncode
        cls.rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig", "replace")),
                                       delimiter=";"))

    def test_each_row_comes_out_as_it_says(self):
        self.assertEqual(self.status, 1)
        self.assertGreater(len(self.rows), 30)
        for row in self.rows:
            if row["Codice atteso"] is None or row["errore"] and row["Caso"] == "":
                continue  # a row of too few cells
            with self.subTest(row["Caso"]):
                got = row["note"] or (row["errore"] or "").partition(":")[0]
                self.assertEqual(got, row["Codice atteso"].partition(";")[0])

    def test_each_row_has_the_address_of_its_name(self):
        shown = {row["Iscrizione"]: row["pec"] or row["proposta"] for row in self.rows}
        self.assertEqual({entry: address for entry, address in shown.items() if address},
                         {entry: f"{local_part}@ingpec.eu" for entry, local_part in LOCAL_PARTS.items()})

    def test_a_row_has_an_address_or_an_error(self):
        for row in self.rows:
            with self.subTest(row["Iscrizione"]):
                self.assertNotEqual(bool(row["pec"]), bool(row["errore"]))

    def test_every_note_and_error_of_a_row_is_there(self):
        shown = {(row["errore"] or "").partition(":")[0] for row in self.rows}
        shown |= {note for row in self.rows for note in (row["note"] or "").split(",")}
        self.assertEqual(shown - {""},
                         (names_of("PECADDR_NOTE_") | names_of("PECADDR_E_")) - NOT_OF_ROWS)


def main():
    global PECADDR
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pecaddr", required=True, help="the built command")
    arguments, rest = parser.parse_known_args()
    PECADDR = os.path.abspath(arguments.pecaddr)
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
