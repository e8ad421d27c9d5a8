#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Files that are no rosters, headers, rows and encodings that are broken: broken.py says what is true of all.

    test_broken_rosters.py --pecaddr PATH [unittest options]
"""

import gzip
import io
import os
import resource
import subprocess
import sys
import unittest
import zipfile
import zlib

import broken
from broken import AFTER, BEFORE, GOOD, HEADER, BrokenTest, Case, RosterTest, bad_row, refused, roster

CF = "RSSMRA80A01H501U"
CF_ANNA = "BOXNNA85M41E783Y"
NOBODY = 65534
MEMORY_MAX = 200 << 10  # KiB
SAVE_AS_CSV = "is a spreadsheet's own file; open it, and save it as CSV"
BIG = 1 << 20


def workbook(*names):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return data.getvalue()


def picture():
    def chunk(kind, data):
        return (len(data).to_bytes(4, "big") + kind + data +
                zlib.crc32(kind + data).to_bytes(4, "big"))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0") +
            chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b""))


def without(column):
    """The roster's good rows without a column, and the header that remains."""
    at = HEADER.split(";").index(column)
    return "\n".join(";".join(cell for i, cell in enumerate(line.split(";")) if i != at)
                     for line in (HEADER, BEFORE, AFTER)) + "\n"


FOREIGN = [
    refused("a workbook of Excel", workbook("[Content_Types].xml", "xl/workbook.xml"),
            f"r.csv {SAVE_AS_CSV}"),
    refused("a workbook of LibreOffice", workbook("mimetype", "content.xml"), f"r.csv {SAVE_AS_CSV}"),
    refused("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            f"r.csv {SAVE_AS_CSV}"),
    refused("a PDF", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "r.csv is a document, and no table"),
    refused("a picture", picture(), "r.csv is a picture; export the roster from the register as CSV"),
    refused("a text document", "{\\rtf1\\ansi Anna Bo}", "r.csv is a document, and no table"),
    refused("a web page that is called .xls",
            "\r\n <HTML><body><table><tr><td>nome</td></tr></table></body></html>",
            "r.csv is a web page, whatever its name; open it in the spreadsheet, and save it as CSV"),
    refused("a bare table of a web page", "<table border=1>\n<tr><td>nome</td></tr>\n</table>",
            "r.csv is a web page"),
    refused("a spreadsheet in XML", '<?xml version="1.0"?>\n<Workbook></Workbook>',
            "r.csv is an XML file; open it in the spreadsheet, and save it as CSV"),
    refused("JSON on one line", '[{"nome": "Anna", "cognome": "Bo"}]', "r.csv is a JSON file"),
    refused("JSON laid out", '[\n  {\n    "nome": "Anna"\n  }\n]\n', "r.csv is a JSON file"),
    refused("a compressed roster", gzip.compress(roster(BEFORE).encode()),
            "r.csv is compressed; unpack it, and give the file that is in it"),
    refused("a database", b"SQLite format 3\0" + bytes(200), "r.csv is a database"),
    refused("a program", b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\0>\0" * 100,
            "r.csv:1: UNEXPECTED: this row holds a NUL byte; export the file again: it is damaged"),
    refused("bytes of all values", bytes(range(256)) * 64, "r.csv"),
]

HEADERS = [
    refused("an empty file", b"", "r.csv is empty; its first row must name the columns, such as nome;"),
    refused("a byte order mark and nothing more", b"\xef\xbb\xbf", "r.csv is empty"),
    refused("blank lines and nothing more", "\n\r\n\n\n", "r.csv is empty"),
    refused("a row of empty cells for a header", ";;;;;\n" + roster(BEFORE),
            ["there is no column nome", "the columns seem to be named on line 2: delete the lines "
             "before it"]),
    Case("only a header", roster(), 0, "rows              0  0 new"),
    refused("no header", f"{BEFORE}\n{AFTER}\n",
            ['r.csv: there is no column nome; the first row has "Anna", "Bo", "MC", "A", "8", ""; '
             "rename the right column, or add it",
             "pecaddr: the first row must name the columns, such as nome;cognome;"]),
    refused("no column nome", without("nome"), "r.csv: there is no column nome; the first row has "
            '"cognome", "provincia"'),
    refused("no column cognome", without("cognome"), "r.csv: there is no column cognome; "),
    refused("no column provincia", without("provincia"), ["r.csv: there is no column provincia; ",
                                                         "--province says it for all"]),
    refused("no column sezione", without("sezione"), "r.csv: there is no column sezione; "),
    refused("no column numero", without("numero"), ["r.csv: there is no column numero; ",
                                                   "can stand in one column, iscrizione"]),
    refused("the surname's column twice", roster("Anna;Bo;MC;A;8;;Bi", header=HEADER + ";Cognome"),
            'r.csv: columns 2 and 7, "cognome" and "Cognome", are both taken for cognome; rename the '
            "one that is not"),
    refused("the province's column twice by synonyms",
            roster("Anna;Bo;MC;A;8;;AN", header="nome;cognome;sigla ordine;sezione;numero;codice_fiscale;Prov. Ordine"),
            'columns 3 and 7, "sigla ordine" and "Prov. Ordine", are both taken for provincia; rename the '
            "one that is not"),
    refused("full names in one column", "Nominativo;provincia;iscrizione\nBo Anna;MC;A 8\n",
            '"Nominativo" seems to hold full names; given names and surname must be two columns'),
    refused("a title above the header", f"Elenco iscritti al 31/12;;;;;\n;;;;;\n{roster(BEFORE)}",
            ["there is no column nome", "the columns seem to be named on line 3: delete the lines "
             "before it"]),
    refused("a separator that nobody uses", roster(BEFORE).replace(";", ":"),
            ['there is no column nome; the first row has "nome:cognome:provincia',
             "if the separator is another, force it with --separator"]),
    refused("columns of fixed width", "nome      cognome   provincia\nAnna      Bo        MC\n",
            "there is no column nome"),
    refused("a line sep= that names another separator", "sep=,\r\n" + roster(BEFORE, end="\r\n"),
            'r.csv:1: the line sep= names ",", but the columns make sense with ";"'),
    refused("a line sep= that names none", "sep=\n" + roster(BEFORE),
            "r.csv:1: the line sep= names no separator that is known"),
    refused("an unclosed quote in the header", roster(BEFORE).replace("cognome", '"cognome'),
            "r.csv:1: UNEXPECTED: the quote opened on line 1 is not closed in its row"),
    refused("a header of a megabyte", roster(BEFORE, header="x" * (3 * BIG)),
            "r.csv:1: TOO_LONG: this row is longer than"),
    refused("a header of a million cells", ";" * BIG + "\n" + roster(BEFORE),
            "r.csv"),
    refused("a NUL in the header", roster(BEFORE).replace("cogn", "cogn\0"),
            "r.csv:1: UNEXPECTED: this row holds a NUL byte"),
    Case("a column of no name and columns without anything",
         roster("Anna;Bo;;MC;A;8;;;", header="nome;cognome;;provincia;sezione;numero;;;"), 0,
         "rows              1  1 new", ["anna.bo"]),
    Case("a byte order mark twice", b"\xef\xbb\xbf\xef\xbb\xbf" + roster(BEFORE).encode(), 0,
         "r.csv: utf-8 (byte order mark)", ["anna.bo"]),
    *(Case(f"the columns {number}, {section} and {holder}",
           roster(f"Anna;Bo;MC;A;8;{CF_ANNA}", header=f"nome;cognome;prov.;{section};{number};{holder}"), 0,
           ["codice fiscale: 1 with", "1 new"], ["anna.bo"])
      for number, section, holder in (("Iscr.", "Sez. (A/B)", "Codice fiscale / P.IVA"),
                                      ("Albo n.", "Sez.", "C.F./P.IVA"),
                                      ("Numero d'ordine", "SEZIONE", "Cod. Fis."),
                                      ("N. Iscr.", "Sez. Albo", "CODFIS"),
                                      ("N° iscrizione", "Sezione A/B", "Cod. Fisc. / P.IVA"))),
    refused("a province right after a town", roster("Anna;Bo;Tolentino;MC;A 8",
                                                    header="nome;cognome;comune;provincia;iscrizione"),
            ["there is no column provincia", 'column "provincia" is not read: it stands after "comune", and is '
             "the province of that; if it is the right one, call it provincia ordine",
             "--province says it for all"]),
]

ROWS = [
    bad_row("a row cut short", "Ugo;Fo", "UNEXPECTED: this row has 2 cells, the header 6; is a "
            "separator missing, or a quote not closed?"),
    bad_row("a row that lacks its last cell", "Ugo;Foa;MC;A;7", "UNEXPECTED: this row has 5 cells, the "
            "header 6; is a separator missing, or a quote not closed?"),
    Case("a file cut short in mid-row", roster(BEFORE, AFTER) + "Ugo;Foa;M", 1,
         "r.csv:4: UNEXPECTED: this row has 3 cells, the header 6", GOOD),
    Case("a file cut short in its last cell",
         "nome;cognome;provincia;sezione;numero\nAnna;Bo;MC;A;8\nLuca;Re;MC;A;9", 0,
         "r.csv:3: the last line has no line end: if the file was cut short, so may be its last cell",
         GOOD),
    Case("a file cut short in a quoted cell", roster(BEFORE, AFTER) + 'Ugo;"Fo', 1,
         "r.csv:4: UNEXPECTED: the quote opened on line 4 is not closed in its row; close it, or "
         "remove it", GOOD, changed={4: 'Ugo;"""Fo";'}),
    Case("a file cut short in the codice fiscale", roster(BEFORE, AFTER) + "Mario;Rossi;MC;A;7;" +
         CF[:-2], 1, f'r.csv:4: HOLDER: codice fiscale "{CF[:-2]}": this is no codice fiscale', GOOD),
    bad_row("a separator in a cell without quotes", "Ugo;Foa;Bo;MC;A;7;",
            "UNEXPECTED: this row has 7 cells, the header 6; put cells that hold the separator in "
            "quotes", changed="Ugo;Foa;Bo;MC;A;7;"),
    Case("trailing separators on one row", roster(BEFORE, "Ugo;Foa;MC;A;7;;;;", AFTER), 0, "3 new",
         ["anna.bo", "ugo.foa", "luca.re"], changed={3: "Ugo;Foa;MC;A;7;;"}),
    bad_row("a quote that is never closed", 'Ugo;"Foa;MC;A;7;',
            "UNEXPECTED: the quote opened on line 3 is not closed in its row", changed='Ugo;"""Foa;MC;A;7;";'),
    bad_row("a quote at the end only", 'Ugo;Foa;MC;A;7;"',
            "UNEXPECTED: the quote opened on line 3 is not closed", changed='Ugo;Foa;MC;A;7;"""";'),
    bad_row("a quote doubled wrongly", 'Ugo;"Fo"a";MC;A;7;',
            "UNEXPECTED: surname, character 3, '\"'"),
    bad_row("text after a closed quote", 'Ugo;"Foa"x"y;MC;A;7;',
            "UNEXPECTED: the quote opened on line 3 is not closed", changed='Ugo;"""Foa""x""y;MC;A;7;";'),
    bad_row("a quote inside a cell", 'Ugo;Fo"a;MC;A;7;', "UNEXPECTED: surname, character 3, '\"'"),
    bad_row("curly quotes", "Ugo;“Foa”;MC;A;7;", "UNEXPECTED: surname, character 1, '“' (U+201C)"),
    Case("a cell of two lines", roster(BEFORE, '"Ugo\nMaria";F0a;MC;A;7;', AFTER), 1,
         ["r.csv:3: UNEXPECTED: given names, character 4, U+000A", "rows              3"], GOOD,
         is_lines=False),
    bad_row("the header again", HEADER, "UNEXPECTED: this row has the names of the columns again, and "
            "nobody's data; delete it, and look whether other rows are missing or doubled"),
    Case("two files in one, each with its byte order mark",
         "\ufeff" + roster(BEFORE) + "\ufeff" + roster(AFTER), 1,
         "r.csv:3: UNEXPECTED: this row has the names of the columns again", GOOD),
    Case("a byte order mark within a file", roster(BEFORE, "\ufeffUgo;Foa;MC;A;7;", AFTER), 0,
         "rows              3", ["anna.bo", "ugo.foa", "luca.re"]),
    bad_row("a row of totals", "Totale: 400;;;;;", "UNEXPECTED: this row is a total"),
    bad_row("a row with a remark only", "Aggiornato;;;;;", "EMPTY: surname: "),
    bad_row("dashes across a row", "-----;-----;-----;-----;-----;-----", "EMPTY: given names"),
    Case("the sign at the end of a text of DOS", roster(BEFORE, AFTER) + "\x1a", 0, "2 new", GOOD,
         changed={4: None}),
    Case("that sign to the end of a block", roster(BEFORE, AFTER) + "\x1a" * 77, 0, "2 new", GOOD,
         changed={4: None}),
    Case("that sign and more after it", roster(BEFORE, "\x1a", AFTER), 1,
         "r.csv:3: UNEXPECTED: this row has 1 cell, the header 6", GOOD),
    Case("rows of nothing", roster(BEFORE, ";;;;;", "", " ; ;;;;", AFTER), 0, "2 empty rows besides",
         GOOD, is_lines=False),
    Case("a cell of a megabyte that is not read",
         roster(f"Anna;Bo;MC;A;8;;{'x' * BIG}", header=HEADER + ";nota"), 0, "1 new", ["anna.bo"]),
    bad_row("a name of a megabyte", f"{'a' * BIG};Foa;MC;A;7;",
            "TOO_LONG: given names: "),
    bad_row("a number of a megabyte", f"Ugo;Foa;MC;A;{'1' * BIG};", "REGISTER: number"),
    Case("a line of three megabytes", roster(BEFORE, "x" * (3 * BIG), AFTER), 1,
         "r.csv:3: TOO_LONG: this row is longer than 2097152 bytes, or has more than 16384 cells, and "
         "is left out; look at it in the file", GOOD, changed={3: None}),
    Case("a row of a million cells", roster(BEFORE, ";" * BIG, AFTER), 1,
         "r.csv:3: TOO_LONG: this row is longer", GOOD, changed={3: None}),
    bad_row("a NUL in a name", "U\0go;Foa;MC;A;7;", "UNEXPECTED: this row holds a NUL byte"),
    bad_row("a NUL in a cell that is not read",
            "Ugo;Foa;MC;A;7;\0", "UNEXPECTED: this row holds a NUL byte"),
]

ACCENTS = [["Nicolò", "Noè", "José", "Forlì"][i % 4] for i in range(12)]


def accented(encoding, end="\n"):
    return roster(*(f"{name};Rossi;MC;A;{i + 1};" for i, name in enumerate(ACCENTS)),
                  end=end).encode(encoding)


def accented_addresses():
    plain = {"Nicolò": "nicolo", "Noè": "noe", "José": "jose", "Forlì": "forli"}
    seen, given = {}, []
    for i, name in enumerate(ACCENTS):
        n = seen[name] = seen.get(name, 0) + 1
        given.append(plain[name] + ".rossi" + ["", ".mc", f".mc.a{i + 1}"][n - 1])
    return given


ENCODINGS = [
    Case("text of DOS", accented("cp850"), 0, "r.csv: cp850 (found out)", accented_addresses()),
    refused("text of an old Macintosh", accented("mac-roman", "\r"),
            "the accents make sense only as the text of an old Macintosh; force --encoding macintosh"),
    Case("text of an old Macintosh, forced", accented("mac-roman", "\r"), 0,
         "r.csv: macintosh (forced)", accented_addresses(), ["--encoding", "macintosh"], end="\r"),
    Case("UTF-16 without its mark", accented("utf-16-le"), 0, "r.csv: utf-16le (found out)",
         accented_addresses(), codec="utf-16-le"),
    refused("UTF-16 that is called Windows-1252", accented("utf-16-le"),
            "r.csv:1: UNEXPECTED: this row holds a NUL byte; the file looks like UTF-16: leave "
            "--encoding out, or force utf-16", options=["--encoding", "windows-1252"]),
    Case("UTF-16 of an odd number of bytes", b"\xff\xfe" + roster(BEFORE, AFTER, "Ugo;Foa;MC;A;7;x")
         .encode("utf-16-le")[:-1], 1,
         r"r.csv:4: ENCODING: codice fiscale, character 2, byte \xFF: this is no character of utf-16le",
         GOOD, is_lines=False),
    Case("UTF-16 cut in mid-row", b"\xff\xfe" + (roster(BEFORE, AFTER) + "Ugo;F").encode("utf-16-le")
         [:-1], 1, "r.csv:4: UNEXPECTED: this row has 2 cells, the header 6", GOOD, is_lines=False),
    Case("UTF-16 with half a character",
         b"\xff\xfe" + roster(BEFORE, "Ugo\ud800;Foa;MC;A;7;", AFTER).encode("utf-16-le",
                                                                             "surrogatepass"), 1,
         "r.csv:3: ENCODING: given names, character 4", GOOD, codec="utf-16-le"),
    Case("UTF-8 cut in mid-character", roster(BEFORE, AFTER).encode() + "Ugo;Foà".encode()[:-1], 1,
         "r.csv:4: UNEXPECTED: this row has 2 cells", GOOD),
    Case("UTF-8 with lines of Windows-1252",
         roster("Anna;Bò;MC;A;8;", "Noè;Bò;MC;A;6;").encode() + "Nicolò;Foa;MC;A;7;\n".encode("cp1252") +
         f"{AFTER}\n".encode(), 1,
         ["r.csv: not all of it is UTF-8; the first such byte is on line 4: was the file put together "
          "from several?", r"r.csv:4: ENCODING: given names, character 6, byte \xF2: this is no "
          "character of utf-8; correct the cell, or force the right --encoding"],
         ["anna.bo", "noe.bo", "luca.re"]),
    Case("UTF-8 that is called Windows-1252", roster(BEFORE, "Nicolò;Foa;MC;A;7;", AFTER), 1,
         "r.csv:3: MOJIBAKE: given names, character 6", GOOD, ["--encoding", "windows-1252"]),
    Case("Windows-1252 that is called UTF-8",
         roster(BEFORE, "Nicolò;Foa;MC;A;7;", AFTER).encode("cp1252"), 1,
         r"r.csv:3: ENCODING: given names, character 6, byte \xF2", GOOD, ["--encoding", "utf-8"]),
    Case("lines of DOS in Windows-1252", accented("cp1252") + "Nicolò;Re;MC;A;77;\n".encode("cp850"),
         1, ["accents of two encodings are mixed: windows-1252 on ", "r.csv:14: UNEXPECTED: given "
             "names, character 6, '•' (U+2022)"], accented_addresses()),
    Case("a byte that Windows-1252 does not have",
         roster(BEFORE).encode() + b"Ug\x9d;Foa;MC;A;7;\n" + f"{AFTER}\n".encode(), 1,
         r"r.csv:3: ENCODING: given names, character 3, byte \x9D: this is no character of ", GOOD),
    refused("an encoding that there is not", roster(BEFORE), "--encoding nosuch is not known; it is "
            "one of utf-8", options=["--encoding", "nosuch"]),
    refused("an encoding that no roster has", roster(BEFORE), "--encoding ibm-037: a roster cannot "
            "be read in it", options=["--encoding", "ibm-037"]),
    Case("line ends of an old Macintosh", roster(BEFORE, "Ug0;Foa;MC;A;7;", AFTER, end="\r"), 1,
         "r.csv:3: UNEXPECTED: given names, character 3, '0'", GOOD, end="\r"),
    Case("line ends of two kinds", f"{HEADER}\r\n{BEFORE}\nUg0;Foa;MC;A;7;\r\n{AFTER}\n", 1,
         "r.csv:3: UNEXPECTED: given names, character 3, '0'", GOOD, is_lines=False),
]

CASES = FOREIGN + HEADERS + ROWS + ENCODINGS


class Broken(BrokenTest):
    def test_there_are_enough_and_each_is_another(self):
        self.check_different(CASES, 70)

    def test_a_dry_run_says_the_same_and_puts_nothing_on_record(self):
        self.check_dry(CASES[::10])

    def test_what_is_no_roster_is_refused_by_its_name(self):
        self.check_all(FOREIGN)

    def test_a_header_that_does_not_say_enough_is_refused(self):
        self.check_all(HEADERS)

    def test_a_row_that_is_broken_is_an_error_of_its_own(self):
        self.check_all(ROWS)

    def test_what_is_in_another_encoding_is_told(self):
        self.check_all(ENCODINGS)


class Files(RosterTest):
    """What is wrong with the file itself."""

    def refused(self, name, says, **how):
        self.new_registry()
        result = self.assign(name, "out.csv", **how)
        self.assertEqual(result.status, 2, result.err)
        self.assertIn(says, result.err)
        self.check_refused()

    def test_what_can_not_be_read_is_refused(self):
        os.mkdir(self.path("folder"))
        self.refused("folder", "folder: this is a folder; a file is needed")
        self.refused("missing.csv", "missing.csv cannot be read: No such file or directory")
        self.refused("/dev/null", "/dev/null is empty; its first row must name the columns")
        os.symlink("loop.csv", self.path("loop.csv"))
        self.refused("loop.csv", "loop.csv cannot be read: Too many levels of symbolic links")

    def test_without_the_right_to_read_it_a_roster_is_refused(self):
        self.new_registry()
        self.write("r.csv", roster(BEFORE).encode())
        os.chmod(self.path("r.csv"), 0)
        os.chmod(self.folder, 0o777)
        os.chmod(self.path("r.db"), 0o666)
        # Root may read everything: then it is somebody else who tries.
        how = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        result = self.assign("r.csv", "out.csv", **how)
        self.assertEqual(result.status, 2, result.err)
        self.assertIn("pecaddr: r.csv cannot be read: Permission denied", result.err)
        self.check_refused()

    def test_a_pipe_is_read_like_a_file(self):
        case = next(case for case in ROWS if case.name == "a file cut short in mid-row")
        self.new_registry()
        os.mkfifo(self.path("pipe"))
        self.write("data", case.data)
        writer = subprocess.Popen(["sh", "-c", "cat data > pipe"], cwd=self.folder)
        result = self.assign("pipe", "out.csv")
        writer.wait()
        self.assertEqual(result.status, 1, result.err)
        self.assertIn("pipe:4: UNEXPECTED: this row has 3 cells", result.err)
        self.check_addresses(case)

    def test_giants_take_little_memory(self):
        giants = {
            "rows of a megabyte": roster(*(f"{'x' * BIG};Foa;MC;A;{i + 1};" for i in range(60))),
            "one line": "x" * (60 * BIG),
            "rows of separators": roster(*(";" * (2 * BIG - 10) for _ in range(30))),
            "an open quote": roster('"' + ("x" * 500 + "\n") * 40000),
            "formulas": roster(*("=1;=2;=3;=4;=5;=6" for _ in range(50000))),
        }
        for name, data in giants.items():
            with self.subTest(name):
                self.new_registry()
                self.write("r.csv", data.encode())
                status, memory = self.measure()
                self.assertIn(status, (1, 2))
                self.assertEqual(self.on_record(), [])
                if not self.is_sanitized():
                    self.assertLess(memory, MEMORY_MAX)

    def measure(self):
        """Status and peak memory, in KiB, seen by a small process: a child counts what its parent had."""
        script = ("import resource, subprocess, sys; "
                  "status = subprocess.run(sys.argv[1:], stderr=subprocess.DEVNULL).returncode; "
                  "print(status, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
        done = subprocess.run([sys.executable, "-c", script, broken.PECADDR, "assign", "r.csv", "--registry",
                               "sqlite:r.db", "--output", "out.csv"], cwd=self.folder, check=True,
                              stdout=subprocess.PIPE)
        return map(int, done.stdout.split())

    def is_sanitized(self):
        """A build with AddressSanitizer takes what memory it likes."""
        with open(broken.PECADDR, "rb") as file:
            return b"__asan_init" in file.read()


class Terminal(RosterTest):
    """On a terminal nothing that is in a roster moves the cursor."""

    CONTROLS = "\x1b[31m\u202e\u2066\u200b\u2028\x9b\x7f\U000e0041"

    def shown(self, *arguments):
        parent, child = os.openpty()
        done = subprocess.Popen([broken.PECADDR, *arguments], cwd=self.folder, stdout=child,
                                stderr=subprocess.PIPE)
        os.close(child)
        data = b""
        while True:
            try:
                piece = os.read(parent, 4096)
            except OSError:
                break
            if not piece:
                break
            data += piece
        os.close(parent)
        done.communicate()
        return data.decode("utf-8").replace("\r\n", "\n")

    def test_a_roster_is_shown_in_utf_8_and_harmless(self):
        self.new_registry()
        text = roster(f"Noè;Bo;MC;A;8;;{self.CONTROLS}", header=HEADER + f";nota{self.CONTROLS}")
        for encoding, new in (("utf-8", "yes"), ("utf-16", "no")):
            self.write("r.csv", text.encode(encoding))
            shown = self.shown("assign", "r.csv", "--registry", "sqlite:r.db")
            self.assertIn("Noè;Bo;MC;A;8;;U+001B[31mU+202EU+2066U+200BU+2028U+009BU+007FU+E0041;"
                          f"noe.bo@ingpec.eu;0;{new};;;\n", shown)
            for c in shown.replace("\n", ""):
                self.assertTrue(c.isprintable(), repr(shown))
        self.write("r.csv", roster("Noè;Bo;MC;A;8;").encode("cp850"))
        self.assertIn("\nNoè;Bo;MC;A;8;;noe.bo@ingpec.eu;0;no;;;\n",
                      self.shown("assign", "r.csv", "--registry", "sqlite:r.db"))

    def test_what_is_to_be_reviewed_is_no_other_beside_a_result_on_a_terminal(self):
        text = roster("Jürgen;Bo;MC;A;8;;\x1b", header=HEADER + ";nota")
        for encoding in ("utf-16", "cp1252"):
            self.new_registry()
            self.write("r.csv", text.encode(encoding))
            options = ["r.csv", "--registry", "sqlite:r.db", "--review"]
            one, two = f"{encoding}-1.csv", f"{encoding}-2.csv"
            shown = self.shown("assign", *options, one)
            self.assertIn("Jürgen;Bo;MC;A;8;;U+001B;;;;juergen.bo@ingpec.eu;VARIANT;", shown)
            self.shown("assign", *options, two, "--output", "out.csv")
            self.assertIn("Jürgen;Bo;MC;A;8;;\x1b;;;;juergen.bo@ingpec.eu;VARIANT;", self.read(one).decode(encoding))
            self.assertEqual(self.read(one), self.read(two))
            shown = self.shown("assign", *options, "-", "--output", "out.csv")
            self.assertIn("Jürgen;Bo;MC;A;8;;U+001B;;;;juergen.bo@ingpec.eu;VARIANT;", shown)

    def test_in_a_file_the_same_cells_pass(self):
        self.new_registry()
        text = roster(f"Anna;Bo;MC;A;8;;{self.CONTROLS}", header=HEADER + ";nota")
        self.write("r.csv", text.encode())
        self.assign("r.csv", "out.csv")
        self.assertIn(f"Anna;Bo;MC;A;8;;{self.CONTROLS};anna.bo@ingpec.eu", self.read("out.csv").decode())

    def test_json_escapes_what_a_terminal_would_obey_and_means_the_same(self):
        self.new_registry()
        self.write("r.csv", roster(f"An\u202ena\u200b\U000e0041;Bò;MC;A;8;").encode())
        result = self.run_tool("assign", "r.csv", "--registry", "sqlite:r.db", "--format", "json")
        text = result.out.decode()
        self.assertIn(r'"given":"An\u202ena\u200b\udb40\udc41","surname":"Bò"', text)


if __name__ == "__main__":
    broken.main()
