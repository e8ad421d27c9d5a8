#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Errors of many rows: a mistake of the whole file is told once with its count, and a terminal is not filled. SPEC §6.

    test_many_errors.py --pecaddr PATH [unittest options]
"""

import json
import os
import subprocess

import tool
from terminal import Terminal
from tool import HEADER, RosterTest, rows_of

SAME = "rows have the same error, the first on line"


class ManyErrors(RosterTest):
    def at_terminal(self, *arguments):
        """What is sent to a terminal that is stderr, line by line."""
        terminal = Terminal()
        with subprocess.Popen([tool.PECADDR, *arguments], cwd=self.folder, stderr=terminal.end,
                              stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=dict(os.environ, TERM="dumb")):
            return terminal.sent().splitlines()

    MISTAKES = [
        ("ten digits for a codice fiscale", lambda i: f"Ugo;Foa;MC;A;{i};{8001234567 + i}",
         f"2: 412 {SAME} 2, Ugo Foa: HOLDER: codice fiscale \"8001234568\": this is no codice fiscale: its form or its "
         "check character is wrong; of its eleven digits the zero in front is lost: give its column the format Text, and write it again"),
        ("a column of places for the province", lambda i: f"Ugo;Foa;Comune {i};A;{i};",
         f"2: 412 {SAME} 2, Ugo Foa: PROVINCE: province \"Comune 1\": this is not the two-letter code (sigla) of an Order's "
         "province; give the Order's sigla, such as MC"),
        ("no province", lambda i: f"Ugo;Foa;;A;{i};", f"2: 412 {SAME} 2, Ugo Foa: PROVINCE: province: this is not"),
        ("formulas for numbers", lambda i: f"Ugo;Foa;MC;A;=A{i};", f"2: 412 {SAME} 2, Ugo Foa: UNEXPECTED: number \"=A1\": this cell is a formula"),
        ("no names", lambda i: f";;MC;A;{i};", f"2: 412 {SAME} 2: EMPTY: given names: "),
        ("short rows", lambda i: "Ugo;Foa;MC", f"2: 412 {SAME} 2: UNEXPECTED: this row has 3 cells, the header 6"),
    ]

    def test_a_mistake_of_the_whole_file_is_told_once_with_its_count(self):
        for name, row, said in self.MISTAKES:
            for options in ([], ["--format", "json"]):
                with self.subTest(name, options=options):
                    self.roster(*(row(i) for i in range(1, 413)))
                    result = self.assign(1, "r.csv", "--dry-run", "--output", "out", *options)
                    lines = [line for line in result.errors if SAME in line]
                    self.assertEqual(len(lines), 1, result.err)
                    self.assertIn(said.split(": ", 1)[1], lines[0])
                    self.assertNotIn("\nr.csv:2: ", result.err)
                    self.assertIn(f"out: each row with an error has it in the column {'error' if options else 'errore'}\n", result.err)
                    self.assertIn("errors          412\n", result.err)
                    text = self.read("out", "utf-8")
                    errors = [row["error"] for row in json.loads(text)] if options else [row["errore"] for row in rows_of(text)]
                    self.assertEqual(len([error for error in errors if error]), 412)

    def test_one_row_less_than_twenty_is_told_row_by_row(self):
        for n, is_shared in ((19, False), (20, True)):
            self.roster(*(f"Ugo;Foa;XX;A;{i};" for i in range(n)))
            result = self.assign(1, "r.csv")
            self.assertEqual((SAME in result.err, result.err.count("PROVINCE: province \"XX\"")), (is_shared, 1 if is_shared else n))
            self.assertEqual("each row with an error" in result.err, is_shared)

    def test_other_errors_of_the_file_are_told_beside_it_as_they_stand(self):
        self.roster(*(f"Ugo;Foa;XX;A;{i};" for i in range(1, 31)), "Ada;B0;MC;A;40;", "Ada;Bo;MC;C;41;", "Ada;Bo;MC;A;42;")
        result = self.assign(1, "r.csv")
        lines = [line for line in result.errors if ": UNEXPECTED: " in line or ": REGISTER: " in line or SAME in line]
        self.assertEqual([line.split(": ")[0] + ": " + line.split(": ")[1] for line in lines],
                         ["r.csv:32: UNEXPECTED", "r.csv:33: REGISTER", f"r.csv: 30 {SAME} 2, Ugo Foa"])

    def test_a_terminal_shows_twenty_rows_with_whose_they_are_and_counts_the_rest(self):
        rows = [f"Ada;Ner{i % 10};MC;A;{i};" if i % 2 else f"Eva;Blu;MC;C;{i};" for i in range(1, 31)]
        self.roster(*rows)
        lines = self.at_terminal("assign", "r.csv", "--registry", self.uri, "--output", "out.csv")
        shown = [line for line in lines if line.startswith("r.csv:") and line[6].isdigit()]
        self.assertEqual(len(shown), 20)
        self.assertTrue(shown[0].startswith("r.csv:2: Ada Ner1: UNEXPECTED: surname, character 4, '1': "), shown[0])
        self.assertTrue(shown[1].startswith("r.csv:3: Eva Blu: REGISTER: section \"C\": "), shown[1])
        at = lines.index(shown[-1])
        self.assertEqual(lines[at + 1:at + 3], ["pecaddr: and 10 more rows with errors: UNEXPECTED 5, REGISTER 5",
                                                "pecaddr: out.csv: each row with an error has it in the column errore"])
        self.assertEqual(len([row for row in rows_of(self.read("out.csv", "utf-8")) if row["errore"]]), 30)
        result = self.assign(1, "r.csv")
        self.assertEqual(len([line for line in result.errors if line.startswith("r.csv:") and line[6].isdigit()]), 30)
        self.assertIn("r.csv:2: UNEXPECTED: ", result.err)

    def test_what_was_wrong_is_told_before_why_the_command_gives_up(self):
        self.roster("Ada;B0;MC;A;1;", *(f"Ada;Bo;XX;A;{i};" for i in range(2, 40)), "Ada;Bo;MC;A;50;")
        with open("/dev/full", "wb") as full:
            result = self.assign(3, "r.csv", stdout=full)
        self.assertLess(result.err.index("r.csv:2: UNEXPECTED"), result.err.index("1 row has its address on record"))
        self.assertEqual(result.err.count(SAME), 1)
        self.assertNotIn("each row with an error", result.err)

    def test_a_name_can_do_nothing_to_the_terminal(self):
        self.roster("Ada\x1b[31m;Bo;MC;C;1;")
        lines = self.at_terminal("assign", "r.csv", "--registry", self.uri)
        self.assertFalse([line for line in lines if "\x1b" in line])
        self.assertTrue([line for line in lines if line.startswith("r.csv:2: AdaU+001B[31m Bo: ")], lines)


if __name__ == "__main__":
    tool.main()
