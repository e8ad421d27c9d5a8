#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
A registry says the same on either engine: SPEC §5 is one set of rules. A life of many mailboxes is led in
SQLite and in PostgreSQL (tests/with-postgres.py), and whatever is printed, written or answered is compared.

    test_engines.py --pecaddr PATH [unittest options]
"""

import getpass
import os
import re
import sqlite3

import tool
from tool import HEADER, ToolTest

MARIO = "RSSMRA80A01H501U"
BORN_1999 = "RSSMRA99A01H501F"
OMOCODIA = "RSSMRA80A01H50MM"
ANNA = "NRENNA00A01Z001D"
BRUNO = "GLLBRN00A01Z001C"

FILES = {
    "existing.csv": "pec;nome;cognome;codice_fiscale;provincia;sezione;numero;stato;scadenza;uscita\n"
                    f"mario.rossi@ingpec.eu;Mario;Rossi;{MARIO};MC;A;100;active;2030-01-31;\n"
                    f"anna.neri@ingpec.eu;Anna;Neri;{ANNA};MC;A;5;active;2027-01-31;\n"
                    "ugo.riva@ingpec.eu;Ugo;Riva;;MC;A;6;retired;;2020-05-01\n"
                    # Refused: a second mailbox of its holder; and no address at all.
                    f"mario.rossi.mc@ingpec.eu;Mario;Rossi;{MARIO};MC;A;100;active;;\n"
                    "lia.costa@elsewhere.it;Lia;Costa;;MC;A;7;active;;\n"
                    "not an address;Lia;Costa;;MC;A;7;active;;\n",
    "roster.csv": f"{HEADER}\n"
                  f"Mario;Rossi;MC;A;100;{MARIO}\n"
                  f"Mario;Rossi;MC;A;101;{BORN_1999}\n"
                  f"Mario;Rossi;MC;A;102;{OMOCODIA}\n"
                  "Ugo;Riva;MC;A;6;\n"
                  f"Bruno;Galli;MC;A;9;{BRUNO}\n"
                  "Bruno;Galli;AN;A;9;\n"
                  "Dott Lea;De Luca;MC;A;10;\n"
                  "Zoë;Müller;MC;A;11;\n"
                  "Luca;Bianchi;MC;A;100;\n"
                  "Luca;Bianchi;XX;A;12;\n"
                  "Luca;Bianchi;MC;A;0;\n"
                  ";Bianchi;MC;A;14;\n"
                  "Ordine;Macerata;MC;A;15;\n",
    "moved.csv": f"{HEADER}\nAnna;Neri;AN;B;77;{ANNA}\nMario Luca;Rossi;MC;A;100;{MARIO}\n",
    "steps.csv": "pec;nome;cognome;codice_fiscale\n"
                 f"bruno.galli@ingpec.eu;Bruno;Galli;{BRUNO}\n"
                 f"bruno.galli.an@ingpec.eu;Anna;Galli;\n"
                 f"mario.rossi.mc.a101@ingpec.eu;Mario;Rossi;{MARIO}\n"
                 "nobody.here@ingpec.eu;Nobody;Here;\n",
}

WHY = ("--why", "as the board decided")


def step(command, *arguments):
    return ("registry", command, *arguments, *WHY)


LIFE = [
    ("registry", "init"),
    ("registry", "import", "existing.csv", "--dry-run"),
    ("registry", "import", "existing.csv"),
    ("registry", "import", "existing.csv"),
    ("registry", "show", "--without-holder"),
    ("assign", "roster.csv", "--dry-run", "--several-provinces"),
    ("assign", "roster.csv", "--several-provinces"),
    ("assign", "roster.csv", "--several-provinces", "--accept", "all"),
    ("assign", "roster.csv", "--several-provinces"),
    ("assign", "moved.csv", "--several-provinces"),
    step("activate", "--from", "steps.csv", "--dry-run"),
    step("activate", "--from", "steps.csv"),
    step("activate", "--from", "steps.csv"),
    step("release", "bruno.galli@ingpec.eu"),
    step("change", "zoe.mueller@ingpec.eu", "--given", "Zoe", "--surname", "Mueller"),
    step("correct", "anna.neri@ingpec.eu", "--given", "Anna Maria", "--surname", "Neri", "--dry-run"),
    step("correct", "anna.neri@ingpec.eu", "--given", "Anna Maria", "--surname", "Neri"),
    step("relink", "bruno.galli@ingpec.eu", "--holder", ANNA),
    step("relink", "bruno.galli.an@ingpec.eu", "--holder", BRUNO),
    step("renew", "anna.neri@ingpec.eu", "--expires", "2028-02-29"),
    step("renew", "anna.neri@ingpec.eu", "--expires", "2027-02-29"),
    step("leave", "anna.neri@ingpec.eu", "--left", "2026-03-31"),
    step("leave", "anna.neri@ingpec.eu", "--left", "2026-03-31"),
    step("retire", "--expired", "--today", "2028-03-01", "--dry-run"),
    step("retire", "--expired", "--today", "2028-03-01"),
    ("assign", "moved.csv", "--several-provinces"),
    ("assign", "moved.csv", "--several-provinces", "--accept", "RETURNED"),
    step("retire", "mario.rossi@ingpec.eu"),
    step("forget", "mario.rossi@ingpec.eu"),
    step("forget", "mario.rossi@ingpec.eu"),
    step("forget", "bruno.galli@ingpec.eu"),
    ("assign", "roster.csv", "--several-provinces"),
    ("registry", "show", "--surname", "Ros"),
    ("registry", "show", "--province", "AN", "--state", "reserved"),
    ("registry", "show", "--expires-before", "2031-01-01"),
    ("registry", "show", "--holder", BRUNO),
    ("registry", "export"),
    ("registry", "export", "--format", "json"),
    ("registry", "export", "--inipec", "--next", "--output", "first.csv", "--province", "MC"),
    ("registry", "export", "--inipec", "--next", "--output", "second.csv", "--province", "MC"),
    ("registry", "export", "--inipec", "--again", "--output", "again.csv", "--province", "MC"),
    ("registry", "history", "anna.neri@ingpec.eu", "--format", "csv"),
    ("registry", "history", "mario.rossi@ingpec.eu", "--format", "csv"),
    ("registry", "history", "--format", "csv"),
    ("registry", "stats"),
    ("registry", "verify"),
    ("audit", "roster.csv"),
    ("registry", "backup", "saved.db"),
    ("registry", "init"),
]


class Engines(ToolTest):
    SEVERAL = None
    ACCEPTED = ()

    def lead(self, uri, name):
        """What each command of the life says and writes, without what is the engine's own."""
        folder = os.path.join(self.folder, name)
        os.mkdir(folder)
        for file, text in FILES.items():
            with open(os.path.join(folder, file), "w", encoding="utf-8") as stream:
                stream.write(text)
        outer, self.folder = self.folder, folder
        try:
            told = []
            for command in LIFE:
                done = self.run_tool(*command, "--registry", uri)
                told.append((command, done.status, self.settle(done.text, uri), self.settle(done.err, uri)))
            for file in sorted(os.listdir(folder)):
                if file.endswith(".csv"):
                    with open(os.path.join(folder, file), encoding="utf-8") as stream:
                        told.append((file, "", stream.read()))
            saved = sqlite3.connect(os.path.join(folder, "saved.db"))
            told.append(("saved.db", "", sorted(saved.execute("SELECT address, state, holder, given, surname, province, "
                                                       "section, number, expires, left_on FROM mailbox"),
                         key=str)))
            saved.close()
            return told
        finally:
            self.folder = outer

    @staticmethod
    def settle(text, uri):
        text = re.sub(r"postgresql://[^ ]*/pecaddr", "REGISTRY", text.replace(uri, "REGISTRY"))
        text = re.sub(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z?", "MOMENT", text)
        for user in ("pecaddr_owner", getpass.getuser()):
            text = text.replace(f"MOMENT,{user},", "MOMENT,USER,")
        # An extension of a server that has it not, and whoever made the registry may not add it.
        return re.sub("not checked: the indexes by the server itself: .*\n", "", text)

    def test_a_life_is_told_alike_by_both(self):
        self.maxDiff = None
        embedded = self.lead("sqlite:registry.db", "sqlite")
        server = self.lead(os.environ["PECADDR_TEST_POSTGRES"], "postgresql")
        for one, other in zip(embedded, server):
            self.assertEqual(one, other)
        self.assertEqual(len(embedded), len(server))
        # Neither is alike for having done nothing.
        done = [status for command, status, *_ in embedded if not isinstance(command, str)]
        self.assertEqual(len(done), len(LIFE))
        self.assertEqual({status: done.count(status) for status in (0, 1, 2, 3)}, {0: 27, 1: 19, 2: 3, 3: 0})


if __name__ == "__main__":
    tool.main()
