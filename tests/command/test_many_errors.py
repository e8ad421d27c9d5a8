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

    def test_what_is_advised_by_the_cell_itself_is_a_mistake_of_that_cell(self):
        self.roster(*(f"Ugo;Foa;{'PS' if i % 2 else 'FO'};A;{i};" for i in range(1, 61)), *(f"Ugo;Foa;ps;A;{i};" for i in range(61, 71)),
                    *(f"Ugo;Foa;Forlì;A;{i};" for i in range(71, 81)))
        result = self.assign(1, "r.csv")
        said = [line for line in result.errors if SAME in line]
        self.assertEqual(len(said), 2, result.err)
        self.assertIn(f'40 {SAME} 2, Ugo Foa: PROVINCE: province "PS": ', said[0])
        self.assertIn("write PU", said[0])
        self.assertIn(f'30 {SAME} 3, Ugo Foa: PROVINCE: province "FO": ', said[1])
        self.assertIn("write FC", said[1])
        self.assertEqual(result.err.count('PROVINCE: province "Forlì"'), 10)

    def test_sentences_of_the_registry_are_told_apart_by_themselves(self):
        self.write("l.csv", "pec;nome;cognome;stato;uscita\n" +
                   "".join(f"ugo.{chr(97 + i)}@ingpec.eu;Ugo;{chr(97 + i)};prenotato;01/02/2020\n" for i in range(25)) +
                   "".join(f"ugo.{i}@-;Ugo;B;attivo;\n" for i in range(25)))
        said = [line for line in self.expect(1, "registry", "import", "l.csv", "--registry", self.uri).errors if SAME in line]
        self.assertEqual(len(said), 2, said)
        self.assertIn(f"25 {SAME} 2, Ugo a: ARGUMENT: ", said[0])
        self.assertIn(f"25 {SAME} 27, Ugo B: ARGUMENT: ", said[1])

    # Of a list: the mistake in the cell of its codice fiscale or its state, and what is said of it.
    IN_LISTS = [("8001234567;", "HOLDER: codice fiscale \"8001234567\": this is no codice fiscale"),
                (";nubile", "ARGUMENT: address \"ugo.foa@ingpec.eu\": its state \"nubile\" is none")]

    def list_of(self, cells, n):
        return self.write("l.csv", "pec;nome;cognome;provincia;sezione;numero;codice_fiscale;stato\n" + "".join(
            f"ugo.foa{i or ''}@ingpec.eu;Ugo;Foa;MC;A;{i + 1};{cells}\n" for i in range(n)))

    def test_an_import_tells_a_mistake_of_the_whole_file_once(self):
        for cells, said in self.IN_LISTS:
            for n in (19, 20, 1200):
                for options in ([], ["--format", "csv"], ["--format", "sheet", "--lang", "it"]):
                    with self.subTest(cells, n=n, options=options):
                        self.list_of(cells, n)
                        result = self.expect(1, "registry", "import", "l.csv", "--registry", self.uri, "--dry-run", *options)
                        if "--lang" in options:
                            self.assertIn("1200 righe hanno lo stesso errore" if n == 1200 else "righe" if n == 20 else "l.csv:2", result.err)
                            self.assertEqual("ogni riga con un errore lo ha nella colonna errore" in result.err, n > 19)
                            continue
                        if n == 19:
                            self.assertNotIn(SAME, result.err)
                            self.assertEqual([line.split(":")[1] for line in result.errors if line.startswith("l.csv:") and line[6].isdigit()],
                                             [str(i) for i in range(2, 21)])
                            continue
                        self.assertEqual([line for line in result.errors if SAME in line][0][:80],
                                         f"l.csv: {n} {SAME} 2, Ugo Foa: {said}"[:80], result.err)
                        self.assertNotIn("l.csv:2:", result.err)
                        self.assertEqual("standard output: each row with an error has it in the column error" in result.err, bool(options))
                        self.assertEqual("with --format csv each row is told with its error" in result.err, not options)
                        self.assertEqual(len(result.lines), n + 1 if options else 0)
                        self.assertIn(f"{n} with errors", result.err)

    def test_what_contradicts_the_record_is_told_row_by_row_as_each_is_another(self):
        self.list_of(";", 25)
        self.expect(0, "registry", "import", "l.csv", "--other-rule", "--registry", self.uri)
        self.write("l.csv", self.read("l.csv", "utf-8").replace(";Ugo;", ";Ada;"))
        result = self.expect(1, "registry", "import", "l.csv", "--registry", self.uri)
        self.assertEqual(len([line for line in result.errors if line.startswith("l.csv:") and line[6].isdigit()]), 25)
        self.assertNotIn(SAME, result.err)

    def test_an_audit_tells_a_mistake_of_the_whole_roster_or_list_once(self):
        self.write("list.txt", "")
        for n in (19, 20, 1200):
            self.roster(*(f"Ugo;Foa;MC;A;{i};8001234567" for i in range(1, n + 1)))
            for options, column in (([], "why"), (["--format", "csv"], "why"), (["--format", "sheet", "--lang", "it"], "motivo")):
                result = self.expect(1, "audit", "r.csv", "--registry", "file:list.txt", *options)
                self.assertEqual(result.err.count("r.csv: ") > 1 and "8001234567" in result.err, n > 19, result.err)
                self.assertEqual(f"{column}\n" in result.err, n > 19)
        self.list_of("8001234567;", 20)
        self.roster("Ugo;Foa;MC;A;1;")
        said = [line for line in self.expect(1, "audit", "r.csv", "--registry", "file:l.csv").errors if "HOLDER" in line]
        self.assertEqual(len(said), 1)
        self.assertIn(f"l.csv: 20 {SAME} 2, Ugo Foa: HOLDER", said[0])

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
