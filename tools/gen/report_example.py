#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""The picture of a report that doc/report.md shows, of an invented registry.

    report_example.py --pecaddr PATH [--output FILE] [--keep FOLDER]

Makes a registry from rosters of example_roster.py, lets four years pass over it, makes the page and
photographs it with Chromium. Days count back from today, so another day gives another picture.

  --pecaddr PATH   the built command
  --output FILE    the picture (doc/report.png)
  --keep FOLDER    leaves the registry and the page there
"""
import argparse
import base64
import csv
import datetime
import os
import random
import sqlite3
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "tests", "command"))
from chromium import Chromium  # pylint: disable=wrong-import-position,import-error

MEMBERS = 2600
YEARS = 4
WIDTH = 1280
EXISTED = 150  # addresses that were there before the registry


class Example:
    def __init__(self, pecaddr, folder):
        self.pecaddr, self.folder = os.path.abspath(pecaddr), folder
        self.random = random.Random(1)
        self.today = datetime.date.today()

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, *arguments):
        result = subprocess.run([self.pecaddr, *arguments, "--registry", "sqlite:ingpec.db"],
                                cwd=self.folder, capture_output=True, text=True,
                                env=dict(os.environ, LC_ALL="C"), check=False)
        if result.returncode not in (0, 1):
            raise SystemExit(f"pecaddr {' '.join(arguments)}: {result.stderr}")
        return result.stdout

    def write(self, name, header, rows):
        with open(self.path(name), "w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, delimiter=";")
            out.writerow(header)
            out.writerows(rows)

    def step(self, command, rows, header=("pec",), *arguments):
        self.write("step.csv", header, rows)
        self.run("registry", command, "--from", "step.csv", "--why", "esempio", "--quiet", *arguments)

    def addresses(self, state):
        rows = csv.DictReader(self.run("registry", "export", "--format", "csv").splitlines())
        return [row["pec"] for row in rows if row["state"] == state]

    def some(self, addresses, share):
        return self.random.sample(addresses, int(len(addresses) * share))

    def day(self, first, last):
        return (self.today + datetime.timedelta(self.random.randint(first, last))).isoformat()

    def live(self):
        """The mailboxes, and what became of them."""
        roster = subprocess.run(
            [sys.executable, os.path.join(HERE, "example_roster.py"), "--rows", str(MEMBERS)],
            capture_output=True, check=True).stdout
        with open(self.path("roster.csv"), "wb") as file:
            file.write(roster)
        self.write("existing.csv", ("pec", "provincia", "numero"),
                   [(f"{self.random.choice(('mario', 'anna', 'luca', 'sara'))}.socio{letters(n)}"
                     "@ingpec.eu", "MC", 5000 + n) for n in range(EXISTED)])
        self.run("registry", "init")
        self.run("registry", "import", "existing.csv", "--quiet")
        self.run("assign", os.path.join(ROOT, "doc", "examples", "roster-macerata.csv"), "--quiet",
                 "--accept", "all", "--output", "macerata.csv")
        self.run("assign", "roster.csv", "--quiet", "--several-provinces", "--accept", "all",
                 "--output", "assigned.csv")

        reserved = self.addresses("reserved")
        self.step("activate", [(pec, self.day(1, 1000)) for pec in self.some(reserved, 0.89)],
                  ("pec", "scadenza"))
        self.step("release", [(pec,) for pec in self.some(self.addresses("reserved"), 0.12)])
        active = self.addresses("active")
        self.step("leave", [(pec, self.day(-300, -1)) for pec in self.some(active, 0.012)],
                  ("pec", "uscita"))
        self.step("retire", [(pec,) for pec in self.some(active, 0.015)])

    def moment(self, days_ago):
        day = self.today - datetime.timedelta(days_ago)
        return f"{day.isoformat()}T{self.random.randint(8, 16):02}:{self.random.randint(0, 59):02}:00.000Z"

    def age(self):
        """Lets time pass. The rules forbid it, rightly; all are there again when it is over."""
        base = sqlite3.connect(self.path("ingpec.db"))
        rules = base.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name IN "
                             "('history_never_changed', 'mailbox_changes', 'mailbox_changed')").fetchall()
        for name, _ in rules:
            base.execute(f"DROP TRIGGER {name}")
        for mailbox, receipt, last in base.execute("SELECT id, receipt, revision FROM mailbox").fetchall():
            # A few in each month; many in the first weeks, and after each exam.
            begun = YEARS * 365 - int(self.random.expovariate(1 / 30)) \
                if receipt == "imported" or self.random.random() < 0.35 \
                else self.random.choice((self.random.randint(1, YEARS * 365 - 90),
                                         self.random.choice((270, 640, 660, 1010)) +
                                         self.random.randint(0, 30)))
            # The last version stands in the mailbox's own row, the others in history.
            for revision in range(1, last + 1):
                at = self.moment(begun)
                if revision < last:
                    base.execute("UPDATE history SET at = ? WHERE mailbox = ? AND revision = ?",
                                 (at, mailbox, revision))
                else:
                    base.execute("UPDATE mailbox SET changed_at = ? WHERE id = ?", (at, mailbox))
                begun = max(0, begun - self.random.randint(3, 60))
        # Some were not renewed in time.
        for mailbox, in self.some(base.execute("SELECT id FROM mailbox WHERE expires IS NOT NULL "
                                               "AND state = 'active' ORDER BY id").fetchall(), 0.03):
            base.execute("UPDATE mailbox SET expires = ? WHERE id = ?", (self.day(-120, -1), mailbox))
        for _, rule in rules:
            base.execute(rule)
        base.commit()
        base.close()

    def photograph(self, output):
        self.run("report", "--output", "report.html")
        with Chromium() as page:
            page.resize(WIDTH)
            page.open(self.path("report.html"))
            height = page.evaluate("document.getElementById('verifiche').getBoundingClientRect().top")
            page.resize(WIDTH, int(height))
            picture = page.call("Page.captureScreenshot", format="png", clip={
                "x": 0, "y": 0, "width": WIDTH, "height": int(height), "scale": 1})
        with open(output, "wb") as file:
            file.write(base64.b64decode(picture["data"]))


def letters(n):
    return chr(97 + n // 26) + chr(97 + n % 26)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--pecaddr", required=True, help="the built command")
    parser.add_argument("--output", default=os.path.join(ROOT, "doc", "report.png"),
                        help="the picture (doc/report.png)")
    parser.add_argument("--keep", help="leave the registry and the page in this folder")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.keep or scratch
        os.makedirs(folder, exist_ok=True)
        example = Example(arguments.pecaddr, folder)
        example.live()
        example.age()
        example.photograph(arguments.output)


if __name__ == "__main__":
    main()
