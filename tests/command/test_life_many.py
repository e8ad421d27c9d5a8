#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
The steps of a mailbox's life, for many at once.

    test_life_many.py --pecaddr PATH [unittest options]
"""

import json
import sqlite3

import tool
from tool import HEADER, LifeTest, codice_fiscale, many_members, rows_of


class LifeOfMany(LifeTest):
    # Many at once.

    def test_of_several_addresses_one_that_is_refused_stops_no_other(self):
        result = self.step(1, "activate", self.ADA, "no.body@ingpec.eu", self.UGO)
        self.assertEqual([line for line in result.errors if line.startswith("pecaddr: ")],
                         ["pecaddr: STATE: no.body@ingpec.eu: not on record, or released; check the "
                          "address"])
        self.assertEqual(result.errors[-1], "activated: 2; active already: 0; with errors: 1")
        self.assertEqual([self.facts(address) for address in (self.ADA, self.UGO, self.EVA)],
                         [("active",), ("active",), ("reserved",)])

    def test_of_several_addresses_one_that_can_not_be_is_a_row_with_an_error(self):
        self.write("l.txt", f"{self.ADA}\na@-b\n")
        listed = self.step(1, "activate", "--from", "l.txt", "--format", "json")
        named = self.step(1, "retire", self.ADA, "a@-b", "--format", "json")
        self.assertEqual(self.facts(self.ADA), ("retired",))
        errors = [json.loads(result.text)[1]["error"] for result in (listed, named)]
        self.assertEqual(errors[0], errors[1])
        self.assertTrue(errors[0].startswith("ARGUMENT: "), errors[0])

    def test_it_stopped_where_it_stopped(self):
        base = sqlite3.connect(self.path("registry.db"), isolation_level=None)
        base.execute("CREATE TRIGGER full BEFORE UPDATE ON mailbox WHEN NEW.address = 'eva.blu@ingpec.eu' "
                     "BEGIN SELECT RAISE(ROLLBACK, 'the disk is full'); END")
        base.close()
        self.write("l.txt", f"# all\n{self.ADA}\n{self.UGO}\n{self.EVA}\n")
        self.write("l.csv", f"nome;pec\nAda;{self.ADA}\nUgo;{self.UGO}\nEva;{self.EVA}\n")
        for name in ("l.txt", "l.csv"):
            result = self.step(3, "activate", "--from", name)
            self.assertIn(f"stopped at {name}:4: 2 addresses before it are done", result.err)

    FILES = [  # description, text
        ("a list", "{0}\n# {2}\n\nno address\nno.body@ingpec.eu\n{1}\n"),
        ("a CSV file", "cognome;pec\nNeri;{0}\nBlu;\n;\nx;no address\nx;no.body@ingpec.eu\n"
                       "Verdi;{1}\n"),
    ]

    def test_a_file_is_done_line_by_line_and_each_fault_has_its_line(self):
        for description, text in self.FILES:
            with self.subTest(description):
                self.uri = self.init(description + ".db")
                self.assign(0, "r.csv", "--quiet", registry=self.uri)
                self.write("f", text.format(self.ADA, self.UGO, self.EVA))
                result = self.step(1, "activate", "--from", "f", "--quiet")
                bad = "no address" if description == "a CSV file" else "no"
                line = 5 if description == "a CSV file" else 4
                self.assertEqual(result.errors, [
                    f"f:{line + 1}: STATE: no.body@ingpec.eu: not on record, or released; check the "
                    "address" + ("; the row is about x" if description == "a CSV file" else ""),
                    f'f:{line}: ARGUMENT: address "{bad}": this is no address; a list has one '
                    "address at the start of each line, or a column pec"])
                self.assertEqual([self.facts(address) for address in (self.ADA, self.UGO, self.EVA)],
                                 [("active",), ("active",), ("reserved",)])
                again = self.step(1, "activate", "--from", "f")
                self.assertIn("activated: 0; active already: 2; with errors: 2", again.errors[-1])

    def test_the_output_of_assign_can_be_activated(self):
        self.assign(0, "r.csv", "--output", "out.csv", "--quiet")
        result = self.step(0, "activate", "--from", "out.csv")
        self.assertEqual(result.errors[-1], "activated: 3; active already: 0")
        piped = self.step(0, "activate", "--from", "-", stdin=self.read("out.csv"))
        self.assertEqual(piped.errors[-1], "activated: 0; active already: 3")

    def test_a_row_that_lacked_cells_has_no_address_and_is_passed_over(self):
        self.write("few.csv", f"{HEADER}\nLia;Re;MC;A;77;\nUgo;Re\n")
        self.assign(1, "few.csv", "--output", "out.csv", "--quiet")
        result = self.step(0, "activate", "--from", "out.csv")
        self.assertEqual(result.errors[-1], "activated: 1; active already: 0; rows without an address, "
                                            "passed over: 1")
        self.write("many.csv", self.read("out.csv") + b";;;;;;x.y@ingpec.eu;;;;;;;\n")
        self.assertIn("this row has 14 cells, the header 12", self.step(1, "activate", "--from", "many.csv").err)

    def test_a_day_in_its_row_comes_before_that_of_the_command_line(self):
        self.write("a.csv", f"pec;scadenza\n{self.ADA};31/12/2090\n{self.UGO};\n{self.EVA};soon\n"
                            f"{self.EVA};2020-12-31\n{self.EVA};2101-01-01\n")
        result = self.step(1, "activate", "--from", "a.csv", "--addresses-alone", "--expires", "2089-01-01")
        how = "write it like 2030-12-31 or 31/12/2030"
        self.assertEqual([line for line in result.errors if line.startswith("a.csv:") and
                          "ARGUMENT" in line],
                         [f'a.csv:{line}: ARGUMENT: address "{self.EVA}": its date "{date}": {what}; '
                          f"{advice}" for line, date, what, advice in
                          [(4, "soon", "this is no day of the years 1990 to 2100", how),
                           (5, "2020-12-31", "this day has passed already",
                            "check the day and the year"),
                           (6, "2101-01-01", "this is no day of the years 1990 to 2100", how)]])
        self.assertEqual([self.facts(address, "state", "expires")
                          for address in (self.ADA, self.UGO, self.EVA)],
                         [("active", "2090-12-31"), ("active", "2089-01-01"), ("reserved", None)])
        self.write("l.csv", f"pec;uscita\n{self.ADA};2026-02-28\n{self.UGO};\n{self.UGO};2090-01-01\n")
        result = self.step(1, "leave", "--from", "l.csv", "--addresses-alone")
        self.assertIn(f'l.csv:4: ARGUMENT: address "{self.UGO}": its date "2090-01-01": this day is '
                      "still to come; check the day and the year\n", result.err)
        # Whoever has no day where others have one is a member.
        self.assertIn("with errors: 1; members by the file, as they have no day of leaving, passed over: 1\n", result.err)
        self.assertEqual(self.facts(self.ADA, "left"), ("2026-02-28",))
        self.write("n.csv", f"pec;scadenza\n{self.ADA};2092-01-01\n")
        self.step(0, "renew", "--from", "n.csv", "--addresses-alone")
        self.assertEqual(self.facts(self.ADA, "expires"), ("2092-01-01",))

    def test_who_has_no_day_in_a_column_of_those_who_left_has_not_left_whatever_the_command_line_says(self):
        """The register's whole roster, and one day for all of it."""
        for column in ("uscita", "Data cancellazione"):
            self.write("l.csv", f"pec;{column}\n{self.ADA};2026-02-28\n{self.UGO};\n")
            result = self.step(1, "leave", "--from", "l.csv", "--addresses-alone", "--left", "2026-03-01", "--dry-run")
            self.assertIn(f'l.csv:3: ARGUMENT: address "{self.UGO}": it has no date; if the holder has left, write it '
                          "there; else leave the row out\n", result.err)
        self.write("l.csv", f"pec\n{self.ADA}\n")
        self.assertIn("it has no date; add it to its row, or give one for all on the command line",
                      self.step(1, "leave", "--from", "l.csv").err)

    def test_rows_without_an_address_are_counted(self):
        self.write("a.csv", f"pec;nome\n;Ada\n{self.ADA};Ada\n")
        result = self.step(0, "activate", "--from", "a.csv")
        self.assertEqual(result.errors[-1], "activated: 1; active already: 0; rows without an address, "
                                            "passed over: 1 (Ada)")

    def test_csv_and_json_have_a_row_for_each(self):
        self.write("l.txt", f"{self.ADA}\nno.body@ingpec.eu\n{self.ADA}\n")
        rows = json.loads(self.step(1, "activate", "--from", "l.txt", "--format", "json").text)
        self.assertEqual([(row["line"], row["pec"], row["result"]) for row in rows],
                         [(1, self.ADA, "done"), (2, "no.body@ingpec.eu", "error"),
                          (3, self.ADA, "already")])
        self.assertEqual(rows[1]["error"], "STATE: no.body@ingpec.eu: not on record, or released; "
                                           "check the address")
        rows = rows_of(self.step(0, "retire", self.ADA, "--format", "csv").text, ",")
        self.assertEqual(rows, [dict(line="", pec=self.ADA, result="done", code="", error="")])

    def test_a_file_of_more_than_one_chunk_is_done_whole(self):
        self.write("r.csv", HEADER + "\n" + "\n".join(many_members(1100)))
        self.uri = self.init("many.db")
        self.assign(0, "r.csv", "--quiet", "--output", "out.csv", registry=self.uri)
        self.assertEqual(self.step(0, "activate", "--from", "out.csv").errors[-1],
                         "activated: 1100; active already: 0")

    def test_usage(self):
        registry = ["--registry", self.uri]
        why = ["--why", "x", *registry]
        self.write("l.txt", self.ADA + "\n")
        self.write("empty.txt", "# nothing\n")
        for sentence, arguments in [
                ("the address is missing", ["activate", *why]),
                ("x: this is no address", ["activate", "x", *why]),
                ("--why is missing", ["activate", self.ADA, *registry]),
                ("--why is missing", ["activate", self.ADA, "--why", " ", *registry]),
                ("--why has 201 bytes; a reason has at most 200",
                 ["activate", self.ADA, "--why", "x" * 201, *registry]),
                ("--why is not UTF-8, from byte 2 on",
                 ["activate", self.ADA, "--why", "x\udce8", *registry]),
                ("--expires 2090-02-29: this is no day of the years 1990 to 2100; write it like "
                 "2030-12-31 or 31/12/2030",
                 ["activate", self.ADA, "--expires", "2090-02-29", *why]),
                ("--expires 1/11/2090: this is no day of the years 1990 to 2100; write day and month with two digits each, "
                 "like 01/02/2030", ["renew", self.ADA, "--expires", "1/11/2090", *why]),
                ("--expires 12/31/2090: this is no day",
                 ["activate", self.ADA, "--expires", "12/31/2090", *why]),
                ("--expires 2206-12-31: this is no day of the years 1990 to 2100",
                 ["activate", self.ADA, "--expires", "2206-12-31", *why]),
                ("--expires 31/12/1989: this is no day of the years 1990 to 2100",
                 ["renew", self.ADA, "--expires", "31/12/1989", *why]),
                ("--expires 2020-12-31: this day has passed already",
                 ["activate", self.ADA, "--expires", "2020-12-31", *why]),
                ("--expires 2020-12-31: this day has passed already",
                 ["renew", self.ADA, "--expires", "2020-12-31", *why]),
                ("--left 2090-01-01: this day is still to come",
                 ["leave", self.ADA, "--left", "2090-01-01", *why]),
                ("--today 2090-01-01: this day is still to come",
                 ["retire", "--expired", "--today", "2090-01-01", *why]),
                ("ARGUMENT: a@: this is no address", ["activate", "a@", *why]),
                ("either addresses, or --from FILE; not both",
                 ["activate", self.ADA, "--from", "l.txt", *why]),
                ("--encoding and --separator are for --from FILE",
                 ["activate", self.ADA, "--encoding", "utf-8", *why]),
                ("no.txt cannot be read", ["activate", "--from", "no.txt", *why]),
                ("empty.txt: there is no address in this file",
                 ["activate", "--from", "empty.txt", *why]),
                ("--expires is missing", ["renew", self.ADA, *why]),
                ("--left is missing", ["leave", self.ADA, *why]),
                ("--holder is missing", ["relink", self.ADA, *why]),
                ("one address at a time",
                 ["relink", self.ADA, self.UGO, "--holder", codice_fiscale(1), *why]),
                ("--surname is missing: a corrected name is given whole",
                 ["correct", self.ADA, "--given", "Ada", *why]),
                ("--given is missing: a corrected name is given whole",
                 ["correct", self.ADA, "--surname", "Neri", *why]),
                ("--given is missing: a corrected name is given whole", ["correct", self.ADA, *why]),
                ("--why is missing",
                 ["correct", self.ADA, "--given", "Ada", "--surname", "Neri", *registry]),
                ("one address at a time",
                 ["correct", self.ADA, self.UGO, "--given", "Ada", "--surname", "Neri", *why]),
                ("one address at a time", ["forget", self.ADA, self.UGO, *why]),
                ("--why is missing", ["forget", self.ADA, *registry]),
                ("the address is missing", ["forget", *why]),
                ("x: the registry is given by --registry", ["resume", "x", *registry]),
                ("--registry is missing", ["resume"]),
                ("give one file for the backup", ["backup", *registry]),
                ("give one file for the backup", ["backup", "a", "b", *registry]),
                ("--registry is missing", ["backup", "b.db"]),
                ("give the one file of the backup", ["restore", *registry]),
                ("--registry is missing", ["restore", "b.db"]),
                ("give two registries: from where, and to where", ["copy", self.uri]),
                ("give two registries: from where, and to where",
                 ["copy", self.uri, self.uri, self.uri]),
                ("one address at a time", ["change", self.ADA, self.UGO, *why]),
                ("the address is missing", ["change", *why]),
                ("--surname is missing: a corrected name is given whole",
                 ["change", self.ADA, "--given", "Ada", *why]),
                ("--given is missing: a corrected name is given whole",
                 ["change", self.ADA, "--surname", "Neri", *why]),
                ("the scheme is one for addresses of archiworldpec.it",
                 ["change", self.ADA, "--scheme", "archiworldpec", *why]),
                ("--expired takes no address and no file",
                 ["retire", self.ADA, "--expired", *why]),
                ("--expired takes no address and no file",
                 ["retire", "--from", "l.txt", "--expired", *why]),
                ("--today is for --expired", ["retire", self.ADA, "--today", "2026-01-01", *why]),
                ("--today x: this is no day", ["retire", "--expired", "--today", "x", *why]),
                ("--why is missing", ["retire", "--expired", *registry])]:
            with self.subTest(sentence):
                before = self.dump()
                self.usage_error(sentence, "registry", *arguments)
                self.assertEqual(self.dump(), before)

    def test_a_registry_that_fails_on_the_way_is_status_3_and_says_where(self):
        self.write("l.txt", f"{self.ADA}\n{self.UGO}\n")
        base = sqlite3.connect(self.path("registry.db"), isolation_level=None)
        self.addCleanup(base.close)
        base.execute("BEGIN IMMEDIATE")
        self.uri += "?timeout=0"
        result = self.step(3, "activate", self.ADA, self.UGO)
        self.assertIn(f"stopped at {self.ADA}: 0 addresses before it are done; run the same command "
                      "again for the rest\n", result.err)
        result = self.step(3, "activate", "--from", "l.txt")
        self.assertIn("stopped at l.txt:1: 0 addresses before it are done; run the same command again "
                      "for the rest\n", result.err)
        base.execute("ROLLBACK")
        self.step(0, "activate", "--from", "l.txt")


if __name__ == "__main__":
    tool.main()
