#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Shows the first rows of a roster that `pecaddr assign` wrote, as a table.

    show-roster.py FILE [ROWS]
"""
import csv
import itertools
import sys

COLUMNS = (("Iscrizione", 13), ("Cognome", 12), ("Nome", 15), ("pec", 34), ("livello", 7),
           ("note", 6), ("errore", 10))


def cell(text, width):
    return text.ljust(width) if len(text) <= width else text[:width - 1] + "…"


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 12
    # The roster comes back in the encoding in which it was.
    with open(sys.argv[1], encoding="cp1252", newline="") as file:
        rows = list(itertools.islice(csv.DictReader(file, delimiter=";"), count))

    print("  ".join(cell(name, width) for name, width in COLUMNS).rstrip())
    for row in rows:
        row["errore"] = row["errore"].partition(":")[0]
        print("  ".join(cell(row[name], width) for name, width in COLUMNS).rstrip())


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    main()
