#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Tables as they are shown: to people at terminals of any width, in spreadsheets, and to programs.

    test_tables.py --pecaddr PATH [unittest options]
"""

import csv
import io
import os
import re
import subprocess

import tool
from terminal import Terminal
from tool import HEADER, ToolTest, person

ITALIAN = {"LC_ALL": "it_IT.UTF-8", "LANGUAGE": "it", "TZ": "Europe/Rome"}
ENGLISH = {"LC_ALL": "C", "LANGUAGE": "", "TZ": "Europe/Rome"}


def cells_of(sheet):
    """What a spreadsheet reads: rows of cells, those of ="0123" as the text that they are."""
    rows = csv.reader(io.StringIO(sheet.decode("utf-8-sig"), newline=""), delimiter=";")
    return [[re.sub(r'^="(.*)"$', r"\1", cell) for cell in row] for row in rows]


class TableTest(ToolTest):
    ADA = "ada.neri@ingpec.eu"

    def setUp(self):
        super().setUp()
        self.write("r.csv", f"{HEADER}\nAda;Neri;MC;A;1;\nNiccolò;Foà;MC;B;2;\nUgo;Foà;MC;A;3;\n")
        self.uri = self.init()
        self.assign(0, "r.csv", "--quiet", "--output", "out.csv")
        self.expect(0, "registry", "activate", self.ADA, "--expires", "2090-12-31", "--why", "in uso",
                    "--quiet", "--registry", self.uri)

    def on_record(self, *arguments, env=ITALIAN, status=0):
        return self.expect(status, "registry", *arguments, "--registry", self.uri, env=env)

    def sheet(self, *arguments, env=ITALIAN, status=0):
        result = self.expect(status, *arguments, "--format", "sheet", env=env)
        self.assertTrue(result.out.startswith(b"\xef\xbb\xbf"), arguments)
        self.assertEqual(result.out.count(b"\n"), result.out.count(b"\r\n"), arguments)
        return cells_of(result.out)


class Sheets(TableTest):
    def test_mailboxes_have_italian_titles_words_and_days(self):
        title, ada, *others = self.sheet("registry", "show", "--registry", self.uri)
        self.assertEqual(title[:7], ["pec", "stato", "nome", "cognome", "codice fiscale", "provincia",
                                     "sezione"])
        facts = dict(zip(title, ada))
        self.assertEqual(facts["stato"], "attivo")
        self.assertEqual(facts["scadenza"], "31/12/2090")
        self.assertRegex(facts["creato"], r"^\d\d/\d\d/20\d\d \d\d:\d\d$")
        self.assertEqual([row[2:4] for row in others], [["Niccolò", "Foà"], ["Ugo", "Foà"]])
        self.assertEqual(self.sheet("registry", "export", "--registry", self.uri)[1][:9], ada[:9])

    def test_in_english_words_are_english_and_days_as_any_spreadsheet_reads_them(self):
        title, ada, *_ = self.sheet("registry", "show", "--registry", self.uri, env=ENGLISH)
        facts = dict(zip(title, ada))
        self.assertEqual((facts["state"], facts["expires"]), ("active", "2090-12-31"))

    def test_every_table_has_the_form(self):
        self.write("n.tsv", "Ada\tNeri\nAd4\tNeri\n")
        self.write("l.csv", "pec;nome;cognome\nzoe.re@ingpec.eu;Zoe;Re\n")
        at = ["--registry", self.uri]
        for status, first, *line in (
                (1, "riga", "normalize", "n.tsv"),
                (0, "livello", "candidates", *person()),
                (0, "tipo", "explain", *person()),
                (1, "indirizzo", "check", self.ADA, "x@example.org"),
                (0, "indirizzo", "assign", *person(), *at),
                (1, "riga", "audit", "r.csv", *at),
                (0, "nome", "scheme", "show"),
                (0, "tipo", "scheme", "show", "ingpec"),
                (0, "file", "scheme", "check", "ingpec"),
                (0, "quando", "registry", "history", *at),
                (0, "gruppo", "registry", "stats", *at),
                (0, "indirizzo", "registry", "verify", *at),
                (0, "riga", "registry", "import", "l.csv", *at),
                (0, "riga", "registry", "renew", self.ADA, "--expires", "2091-12-31", "--why", "x", *at),
                (0, "prima", "registry", "change", "ugo.foa@ingpec.eu", "--why", "x", *at),
                (0, "registro", "registry", "backup", "copy.db", *at),
                (0, "registro", "registry", "init", "--registry", "sqlite:other.db")):
            with self.subTest(line=line):
                rows = self.sheet(*line, status=status)
                self.assertEqual(rows[0][0], first)
                self.assertEqual({len(row) for row in rows}, {len(rows[0])})
                self.assertNotIn("code", rows[0])

    def test_a_roster_comes_out_so_whatever_it_was_and_is_read_again(self):
        self.write("old.csv", 'nome,cognome,provincia,iscrizione,telefono\nLuca,"Sarà, già",MC,"A 9",0733\n'
                              'Zoe,Cò,MC,A 10,=1+1\n', "cp1252")
        self.assign(1, "old.csv", "--format", "sheet", "--output", "new.csv", "--review", "rest.csv",
                    env=ITALIAN)
        title, luca, zoe = cells_of(self.read("new.csv"))
        self.assertEqual(title[:5], ["nome", "cognome", "provincia", "iscrizione", "telefono"])
        self.assertEqual(luca[1:5], ["Sarà, già", "MC", "A 9", "0733"])
        self.assertEqual(zoe[4], "'=1+1")
        self.assertIn("zoe.co@ingpec.eu", zoe)
        self.assertIn(b'"=""0733"""', self.read("new.csv"))
        self.assertEqual(cells_of(self.read("rest.csv"))[1][1], "Sarà, già")
        self.assign(1, "new.csv", "--format", "sheet", "--output", "again.csv", env=ITALIAN)
        self.assertEqual(self.read("again.csv"), self.read("new.csv").replace(b";s\xc3\xac;", b";no;"))

    def test_digits_stay_as_they_are(self):
        self.write("r.csv", f"{HEADER}\nLia;Re;MC;A;7;01234567897\n")
        self.assign(0, "r.csv", "--quiet")
        rows = self.sheet("registry", "show", "--surname", "re", "--registry", self.uri)
        self.assertIn("01234567897", rows[1])


class Programs(TableTest):
    def test_cells_that_a_spreadsheet_would_run_pass_as_they_are_when_that_is_asked_for(self):
        self.write("f.csv", f"{HEADER};nota\nLia;Re;MC;A;7;;=1+1\n")
        self.assign(0, "f.csv", "--output", "guarded.csv")
        self.assertIn(b";'=1+1;", self.read("guarded.csv"))
        raw = self.assign(0, "f.csv", "--output", "raw.csv", "--cells", "raw")
        self.assertIn(b";=1+1;", self.read("raw.csv"))
        self.assertNotIn("formula", raw.err)
        self.on_record("renew", self.ADA, "--expires", "2091-12-31", "--why", "=1+1")
        guarded = self.on_record("history", self.ADA, "--format", "csv")
        self.assertIn(",'=1+1\n", guarded.text)
        raw = self.on_record("history", self.ADA, "--format", "csv", "--cells", "raw")
        self.assertIn(",=1+1\n", raw.text)

    def test_that_is_for_programs_alone(self):
        self.usage_error("--cells pure", "check", "a@b.it", "--cells", "pure")
        self.usage_error("without --format sheet", "check", "a@b.it", "--cells", "raw", "--format", "sheet",
                         env=ENGLISH)

    def test_days_are_iso_and_words_english_in_every_language(self):
        rows = self.on_record("show", self.ADA, "--format", "csv").lines
        self.assertIn(",active,", "," + rows[1])
        self.assertIn("2090-12-31", rows[1])
        self.assertNotRegex(self.on_record("show", "--format", "json").text, r"\d\d/\d\d/\d{4}")

    def test_the_registry_and_the_province_can_stand_in_the_environment(self):
        env = dict(ENGLISH, PECADDR_REGISTRY=self.uri, PECADDR_PROVINCE="MC")
        self.assertIn(self.ADA, self.expect(0, "registry", "export", env=env).text)
        self.assertIn(".mc@", self.expect(0, "candidates", *person(province=None), env=env).text)
        # What the line says comes before, and of the registry nothing else is a condition.
        self.expect(3, "registry", "export", "--registry", "sqlite:other.db", env=env)
        self.assertIn(".an@", self.expect(0, "candidates", *person(province="AN"), env=env).text)
        self.assertIn(self.ADA, self.expect(0, "registry", "show", env=dict(env, PECADDR_PROVINCE="AN")).text)
        self.usage_error("--registry is missing", "registry", "export", env=dict(env, PECADDR_REGISTRY=""))


class Filters(TableTest):
    """normalize among other programs; and readers who have seen enough."""

    def normalized(self, text, *arguments, status=0):
        return self.expect(status, "normalize", *arguments, stdin=text.encode(), env=ENGLISH)

    def test_a_key_passes_through_whatever_its_column_is(self):
        for column, line in ((1, "k 7\tNiccolò\tD'Angelo"), (2, "Niccolò\tk 7\tD'Angelo"),
                             (3, "Niccolò\tD'Angelo\tk 7")):
            with self.subTest(column=column):
                self.assertEqual(self.normalized(f"{line}\n", "--key", str(column)).text,
                                 "k 7\tniccolo.dangelo\n")
        self.assertEqual(self.normalized("1\tIng. Lia\tRe\r\n2\tLia\tRe\n", "--key", "1", "--notes").text,
                         "1\tlia.re\tTITLE\n2\tlia.re\t\n")

    def test_a_key_is_any_text(self):
        for key in ("", "è; \"x\"", "=1+1", "x" * 1024):
            self.assertEqual(self.normalized(f"{key}\tLia\tRe\n", "--key", "1").text, f"{key}\tlia.re\n")
        self.assertEqual(self.normalized("Lia\tRe\ta\tb\n", "--key", "3").text, "a\tb\tlia.re\n")
        raw = self.expect(0, "normalize", "--key", "1", stdin=b"\xe8\tLia\tRe\n")
        self.assertEqual(raw.out, b"\xe8\tlia.re\n")

    def test_a_bad_line_keeps_its_key_and_its_place(self):
        result = self.normalized("1\tL1a\tRe\n2\tLia\n3\n4\tLia\tRe\n", "--key", "1", status=1)
        self.assertEqual(result.text, "1\t\n2\t\n3\t\n4\tlia.re\n")
        self.assertEqual(len(result.errors), 3)
        self.assertIn("2: EMPTY: there are not the three columns that --key asks for; write", result.err)
        self.assertEqual(self.normalized("1\tL1a\tRe\n", "--key", "1", "--notes", status=1).text, "1\t\t\n")
        for key in ("0", "4", "x", "11", ""):
            self.usage_error("give the column, 1, 2 or 3", "normalize", "--key", key, env=ENGLISH)

    def test_programs_have_the_key_as_a_column(self):
        line = self.normalized("7\tLia\tRe\n", "--key", "1", "--format", "csv").lines
        self.assertEqual(line, ["line,key,local_part,notes,code,error", "1,7,lia.re,,,"])
        self.assertIn('"key":null', self.normalized("Lia\tRe\n", "--format", "json").text)

    def test_blocks_of_any_size_are_the_lines_one_by_one(self):
        lines = [f"Lia{'x' * (i % 90)}\tRe" if i % 7 else "L1a\tRe" for i in range(20000)]
        whole = self.normalized("".join(f"{line}\n" for line in lines), "--notes", "--quiet", status=1).lines
        self.assertEqual(len(whole), len(lines))
        for begin in (0, 9999, 19990):
            part = "".join(f"{line}\n" for line in lines[begin:begin + 10])
            self.assertEqual(self.normalized(part, "--notes", status=1).lines, whole[begin:begin + 10])

    def early(self, *arguments, lines=1):
        """A reader who stops after the first lines: status and messages."""
        with subprocess.Popen([tool.PECADDR, *arguments], cwd=self.folder, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, env=dict(os.environ, **ENGLISH)) as process:
            for _ in range(lines):
                self.assertTrue(process.stdout.readline())
            process.stdout.close()
            said = process.stderr.read().decode()
            return process.wait(), said

    def test_a_reader_who_stops_early_is_told_nothing(self):
        self.write("n.tsv", "Lia\tRe\n" * 200000)
        members = "".join(f"Lia;Re{chr(97 + i % 26)}{chr(97 + i // 26 % 26)};MC;A;{i + 10};\n"
                          for i in range(3000))
        self.write("many.csv", f"{HEADER}\n{members}")
        self.assign(0, "many.csv", "--quiet", "--output", "many-out.csv")
        for line in (["normalize", "n.tsv"], ["normalize", "n.tsv", "--format", "json"],
                     ["registry", "export"], ["registry", "show"], ["registry", "show", "--format", "sheet"],
                     ["registry", "history", "--format", "json"]):
            if line[0] == "registry":
                line = [*line, "--registry", self.uri]
            with self.subTest(line=line):
                self.assertEqual(self.early(*line), (3, ""))
        status, said = self.early("assign", "many.csv", "--registry", self.uri, "--dry-run", "--quiet")
        self.assertEqual((status, said), (3, ""))

    def test_what_is_on_record_is_told_though_nobody_reads_the_rows(self):
        members = "".join(f"Lia{'a' * (i % 40)};Re{chr(97 + i % 26)}{chr(97 + i // 26 % 26)};MC;A;{i + 10};\n"
                          for i in range(3000))
        self.write("many.csv", f"{HEADER}\n{members}")
        status, said = self.early("assign", "many.csv", "--registry", self.uri, "--quiet")
        self.assertEqual(status, 3)
        self.assertRegex(said, r"^pecaddr: \d+ rows have their address on record; run the same command again")


class Terminals(TableTest):
    def at_terminal(self, columns, *arguments, env=ITALIAN):
        """What a terminal of so many columns shows, line by line."""
        terminal = Terminal(columns)
        with subprocess.Popen([tool.PECADDR, *arguments], cwd=self.folder, stdout=terminal.end,
                              stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              env=dict(os.environ, **env, NO_COLOR="1")) as process:
            text = terminal.sent()
            process.stderr.read()
        return text.splitlines()

    def shown(self, columns, *conditions):
        return self.at_terminal(columns, "registry", "show", *conditions, "--registry", self.uri)

    def test_where_there_is_room_a_person_is_a_row(self):
        title, ada = self.shown(200, "--surname", "neri")
        self.assertRegex(title, "^indirizzo +stato +livello +nome +cognome")
        self.assertRegex(ada, rf"^{self.ADA} +attivo +0 +Ada +Neri +MC A 1 +31/12/2090 ")

    def test_where_there_is_none_facts_stand_one_below_the_other(self):
        for columns in (40, 80):
            lines = self.shown(columns, "--surname", "foa")
            self.assertLessEqual(max(map(len, lines)), columns)
            self.assertEqual(lines[0], "indirizzo   niccolo.foa@ingpec.eu")
            self.assertEqual(lines.count(""), 1)
            second = lines[lines.index("") + 1:]
            self.assertEqual(second[0], "indirizzo   ugo.foa@ingpec.eu")
            self.assertIn("iscrizione  MC A 3", second)
            self.assertEqual([line for line in lines if line.startswith("scadenza")], [])

    def test_sentences_at_the_end_of_a_row_are_wrapped(self):
        why = "pagata di nuovo " * 8
        self.on_record("renew", self.ADA, "--expires", "2091-12-31", "--why", why)
        lines = self.at_terminal(150, "registry", "history", self.ADA, "--registry", self.uri)
        self.assertLessEqual(max(map(len, lines)), 150)
        begin = lines[0].index("motivo")
        self.assertEqual({line[:begin].strip() for line in lines if line.startswith(" ")}, {""})
        self.assertEqual(" ".join(" ".join(line[begin:] for line in lines[3:]).split()), why.strip())

    def test_what_is_no_terminal_has_the_table(self):
        self.assertEqual(len(self.on_record("show").lines), 4)


if __name__ == "__main__":
    tool.main()
