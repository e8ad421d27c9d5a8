#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
pecaddr registry stats and show as lists.

    test_lists.py --pecaddr PATH [unittest options]
"""

import json
import os

import tool
from tool import DOMAIN, HEADER, INIPEC, ToolTest, rows_of


class Stats(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init()

    def registry(self, status, *arguments):
        return self.expect(status, "registry", *arguments, "--registry", self.uri)

    def fill(self):
        self.write("r.csv", HEADER + "\n" + "".join(
            f"Mario;Rossi;{province};A;{n};\n" for n, province in
            enumerate(["MC", "MC", "MC", "AN", "TO"], 1)))
        self.assign(0, "r.csv", "--quiet")
        self.write("a.csv", "nome;cognome\nAda;Bo\n")
        self.write("l.csv", "pec;scadenza\nordine.macerata@ingpec.eu;\nugo.foa@pec.it;2090-03-31\n")
        self.registry(0, "import", "l.csv", "--quiet")
        for address, expires in (("mario.rossi", "2089-12-31"), ("mario.rossi.mc", "2090-01-01"),
                                 ("mario.rossi.an", "2090-03-02")):
            self.registry(0, "activate", address + DOMAIN, "--expires", expires, "--why", "x", "-q")
        self.registry(0, "leave", "mario.rossi.an@ingpec.eu", "--left", "2026-01-01", "--why", "x", "-q")
        self.registry(0, "release", "mario.rossi.to@ingpec.eu", "--why", "x", "-q")
        self.registry(0, "retire", "ugo.foa@pec.it", "--why", "x", "-q")

    def test_totals_by_state_level_domain_province_and_what_expires(self):
        self.fill()
        rows = json.loads(self.registry(0, "stats", "--today", "2090-01-01", "--format", "json").text)
        self.assertEqual(list(rows[0]), ["group", "value", "total", "reserved", "active", "retired",
                                         "released"])
        self.assertEqual([tuple(row.values()) for row in rows], [
            ("all", None, 6, 1, 4, 1, 1),
            ("level", "0", 1, 0, 1, 0, 0),
            ("level", "1", 2, 0, 2, 0, 1),
            ("level", "2", 1, 1, 0, 0, 0),
            ("level", "homonyms", 3, 1, 2, 0, 1),
            ("level", "imported", 2, 0, 1, 1, 0),
            ("domain", "ingpec.eu", 5, 1, 4, 0, 1),
            ("domain", "pec.it", 1, 0, 0, 1, 0),
            ("province", "AN", 1, 0, 1, 0, 0),
            ("province", "MC", 3, 1, 2, 0, 0),
            ("province", "TO", 0, 0, 0, 0, 1),
            ("province", "none", 2, 0, 1, 1, 0),
            ("expires", "before today", 1, 0, 1, 0, 0),
            ("expires", "within 30 days", 1, 0, 1, 0, 0),
            ("expires", "within 60 days", 2, 0, 2, 0, 0),
            ("expires", "within 90 days", 2, 0, 2, 0, 0),
            ("left", None, 1, 0, 1, 0, 0)])

    def test_days_are_counted_over_months_and_leap_years(self):
        self.write("l.csv", "pec;scadenza\nugo.foa@ingpec.eu;2028-03-01\n")
        self.registry(0, "import", "l.csv", "--quiet")
        for today, counts in (("2028-03-02", [1, 0, 0, 0]), ("2028-03-01", [0, 1, 1, 1]),
                              ("2028-01-31", [0, 1, 1, 1]), ("2028-01-30", [0, 0, 1, 1]),
                              ("2028-01-01", [0, 0, 1, 1]), ("2027-12-31", [0, 0, 0, 1]),
                              ("2027-12-02", [0, 0, 0, 1]), ("01/12/2027", [0, 0, 0, 0])):
            rows = rows_of(self.registry(0, "stats", "--today", today, "--format", "csv").text, ",")
            self.assertEqual([int(row["active"]) for row in rows if row["group"] == "expires"],
                             counts, today)

    def test_the_table_is_aligned(self):
        self.fill()
        lines = self.registry(0, "stats").lines
        self.assertEqual(lines[0].split(), ["group", "value", "total", "reserved", "active", "retired",
                                            "released"])
        self.assertEqual({len(line) for line in lines}, {len(lines[0])})
        self.registry(0, "stats", "--output", "s.txt")
        self.assertEqual(self.read("s.txt", "utf-8").splitlines(), lines)

    def test_an_empty_registry_has_zeros(self):
        rows = json.loads(self.registry(0, "stats", "--format", "json").text)
        self.assertEqual({row["total"] for row in rows}, {0})

    def test_usage(self):
        self.usage_error("x: all addresses are counted", "registry", "stats", "x", "--registry",
                         self.uri)
        self.usage_error("--today 2090-13-01: this is no day", "registry", "stats", "--today",
                         "2090-13-01", "--registry", self.uri)


class Lists(ToolTest):
    """What a list is, is the same for a source and for import."""

    ADDRESS = "mario.rossi@ingpec.eu"
    ROW = "{};MARIO;ROSSI;A 7;;2;01/01/2020;\n"
    LISTS = [  # description, text, whether the address is in it; None: the list has a fault
        ("one address on a line", "{}\n", True),
        ("upper case", "MARIO.ROSSI@INGPEC.EU", True),
        ("in quotes, and something after it", '"{}";x\n', True),
        ("spaces before it, a note after it", "  {} a note\n", True),
        ("a byte order mark, CRLF", "\ufeff{}\r\n", True),
        ("old Macintosh lines", "a.b@ingpec.eu\r{}\r", True),
        ("comments, empty lines, separators only", "# a@b.it\n\n{}\n#x\n;;\n", True),
        ("a header", "indirizzo\n{}\n", True),
        ("quotes around nothing", '{}\n"";;\n', True),
        ("a comment in a quote", '{}\n"# x\n', True),
        ("a header after comments", "# a@b.it\nindirizzo;altro\n{};x\n# end\n", True),
        ("a header that is ours, over one column", "pec\n{};x\n", True),
        ("rows with a comment", "pec;nome\n# x\n{};Mario\n", True),
        ("INI-PEC with its header", "PEC;Nome;Cognome;Numero Iscrizione;Codice Fiscale;Stato;Data "
         "Iscrizione;Data Cancellazione\n" + ROW, True),
        ("INI-PEC without its header", ROW, True),
        ("a comment", "a.b@ingpec.eu\n# {}\n", False),
        ("a longer address", "x{}\n", False),
        ("in the second place", "a.b@ingpec.eu;{}\n", None),
        ("a row without an address", "pec;nome\n;Mario\n{};Ugo\n", True),
        ("after a tab", "a.b@ingpec.eu\n\t{}\n", None),
        ("a quote that is not closed", 'a.b@ingpec.eu\n"{}\n', None),
        ("a quote that closes too early", 'a.b@ingpec.eu\n"{}"x\n', None),
        ("no address", "a.b@ingpec.eu\nwhat is this\n{}\n", None),
        ("a second header", "pec\npec\n{}\n", None),
        ("no domain", "{}\nmario.rossi@\n", None),
        ("a domain that cannot be", "{}\nmario.rossi@-x\n", None),
        ("nothing", "", None),
        ("nothing but comments", "# {}\n\n", None),
    ]

    def test_a_list_is_the_same_for_a_source_and_for_import(self):
        for description, text, is_in in self.LISTS:
            with self.subTest(description):
                self.write("list", text.format(self.ADDRESS))
                uri = self.init("r.db")
                self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;\n")
                heard = self.run_tool("assign", "r.csv", "--registry", uri, "--check", "file:list",
                                      "--dry-run")
                imported = self.run_tool("registry", "import", "list", "--registry", uri)
                if is_in is None:
                    self.assertEqual((heard.status, imported.status in (1, 2)), (3, True),
                                     heard.err + imported.err)
                else:
                    self.assertEqual((heard.status, imported.status), (0, 0),
                                     heard.err + imported.err)
                    self.assertEqual("mario.rossi.mc@ingpec.eu" in heard.text, is_in)
                    self.assertEqual(self.ADDRESS in self.export(uri), is_in)
                os.unlink(self.path("r.db"))


    # What is left of a longer list, and where; 0: it is whole.
    CUT = [
        ("in a local part", "a@ingpec.eu\nmario.ros", 2),
        ("at the @", "a@ingpec.eu\nmario.rossi@", 2),
        ("in a domain", "a@ingpec.eu\nmario.rossi@ingpec", 2),
        ("at a dot", "a@ingpec.eu\nmario.rossi@ingpec.", 2),
        ("in another case", "a@IngPEC.eu\nmario.rossi@INGpec.E", 2),
        ("in any domain seen", "a@pec.it\nb@ingpec.eu\nc@pec.it\nmario.rossi@ingpec.e", 4),
        ("in a quote", '"a@ingpec.eu"\n"mario.rossi@ingpec.eu', 2),
        ("in a later column", "PEC;Nome;Cognome\nmario.rossi@ingpec.eu;Mar", 2),
        ("in an address of a roster", "PEC;Nome\na@ingpec.eu;Anna\nmario.rossi@ingp", 3),
        ("in a later column of a list", "a@ingpec.eu;A;N\nb@ingpec.eu;B;B\nmario.rossi@ingpec.eu;M", 3),
        ("in a later column in quotes", 'a@ingpec.eu,"Anna"\nmario.rossi@ingpec.eu,"Mar', 2),
        ("in the last but one column of INI-PEC", INIPEC.replace(";Data Cancellazione", "") +
         "mario.rossi@ingpec.eu;Mario;Rossi;A 1;;2", 2),
        ("nowhere, and a domain seen", "a@ingpec.eu\nmario.rossi@ingpec.eu", 0),
        ("nowhere, and the only line", "mario.rossi@ingpec.eu", 0),
        ("nowhere, and another domain", "mario.rossi@ingpec.eu\na@pec.it", 0),
        ("nowhere, and a longer domain", "mario.rossi@ingpec.eu\na@ingpec.eu.it", 0),
        ("nowhere, and columns", "pec;nome\nmario.rossi@ingpec.eu;Mario\na@ingpec.eu;An", 0),
        ("in a comment", "mario.rossi@ingpec.eu\n# the en", 0),
        ("in blanks", "mario.rossi@ingpec.eu\n  ", 0),
    ]

    def test_a_list_that_was_cut_in_mid_line_is_refused_as_it_is_by_a_source(self):
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;\n")
        for description, text, line in self.CUT:
            with self.subTest(description):
                self.write("list", text)
                uri = self.init(f"{description}.db")
                heard = self.run_tool("assign", "r.csv", "--registry", uri, "--check", "file:list",
                                      "--dry-run")
                imported = self.run_tool("registry", "import", "list", "--registry", uri)
                told = f"list:{line}: the list stops in this line, which has no end, as if"
                if line:
                    self.assertEqual((heard.status, imported.status), (3, 2), imported.err)
                    self.assertIn(told, heard.err)
                    self.assertIn(told, imported.err)
                    self.assertEqual(self.export(uri), [])
                else:
                    self.assertEqual((heard.status, imported.status), (0, 0), imported.err)

    def test_a_list_that_was_cut_is_refused_from_a_pipe_and_before_anything_of_it_is_done(self):
        uri = self.init("r.db")
        text = "".join(f"a{i}.b@ingpec.eu\n" for i in range(2500)) + "mario.rossi@ingp"
        for encoding in ("utf-8", "utf-16"):
            result = self.run_tool("registry", "import", "-", "--registry", uri,
                                   stdin=text.encode(encoding))
            self.assertEqual(result.status, 2)
            self.assertIn("standard input:2501: the list stops in this line", result.err)
        self.assertEqual(self.export(uri), [])
        for command in ("activate", "retire"):
            self.write("l.txt", text)
            self.usage_error("l.txt:2501: the list stops in this line", "registry", command,
                             "--from", "l.txt", "--why", "x", "--registry", uri)
        whole = self.run_tool("registry", "import", "-", "--registry", uri,
                              stdin=(text + "ec.eu\r\n\x1a").encode())
        self.assertIn("2501 new on record, 0 already there, 0 with errors", whole.err)


if __name__ == "__main__":
    tool.main()
