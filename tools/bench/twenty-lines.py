#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""twenty-lines.py ROSTER DATABASE RESULT: what most programs would do instead of `pecaddr assign`.

One transaction, a unique address, three levels: no rules, no register of who holds what, no history.
"""
import csv
import re
import sqlite3
import sys
import unicodedata

LEVELS = ("{given}.{surname}", "{given}.{surname}.{province}",
          "{given}.{surname}.{province}.{section}{number}")


def fold(name):
    letters = unicodedata.normalize("NFD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub("[^a-z]", "", letters)


def main(roster, database, result):
    db = sqlite3.connect(database)
    db.execute("CREATE TABLE mailbox (address TEXT PRIMARY KEY, given, surname, holder, entry)")
    with open(roster, encoding="cp1252", newline="") as file, open(result, "w", encoding="utf-8") as out:
        rows, writer = csv.reader(file, delimiter=";"), csv.writer(out, delimiter=";")
        writer.writerow(next(rows) + ["PEC"])
        for row in rows:
            entry, surname, given, holder, province = row[:5]
            for level in LEVELS:
                address = level.format(given=fold(given), surname=fold(surname), province=province.lower(),
                                       section=entry[0].lower(), number=entry[2:]) + "@ingpec.eu"
                if db.execute("INSERT OR IGNORE INTO mailbox VALUES (?, ?, ?, ?, ?)",
                              (address, given, surname, holder, entry)).rowcount:
                    break
            writer.writerow(row + [address])
    db.commit()


main(*sys.argv[1:])
