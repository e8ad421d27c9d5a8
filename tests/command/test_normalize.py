#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
pecaddr normalize.

    test_normalize.py --pecaddr PATH [unittest options]
"""

import csv
import io
import json
import subprocess

import tool
from tool import ToolTest


class Normalize(ToolTest):
    def one(self, data, *arguments, status=0):
        return self.expect(status, "normalize", *arguments,
                           stdin=data if isinstance(data, bytes) else data.encode())

    def test_each_line_gives_a_local_part(self):
        self.assertEqual(self.one("Mario\tRossi\nNiccolò\tD'Angelo De Sanctis\n").text,
                         "mario.rossi\nniccolo.dangelodesanctis\n")

    def test_input_is_a_file_or_standard_input(self):
        self.write("n.tsv", "Mario\tRossi\n")
        for arguments in (["n.tsv"], ["-"], []):
            self.assertEqual(self.expect(0, "normalize", *arguments, stdin=b"Mario\tRossi\n").text,
                             "mario.rossi\n")
        self.usage_error("one file at a time", "normalize", "n.tsv", "n.tsv")

    def test_notes_are_a_second_column(self):
        self.assertEqual(
            self.one("Mario\tRossi\nJürgen\tMüller in Rossi\nA\u200bnna,Maria\tBo\n",
                     "--notes").text,
            "mario.rossi\t\njuergen.mueller\tVARIANT,MARITAL\nanna.bo\tHIDDEN,COMMA\n")

    def test_a_bad_line_gives_an_empty_line_also_with_notes(self):
        self.assertEqual(self.one("a\tb\nx\nc\tf\n", "--notes", status=1).text, "a.b\t\n\nc.f\t\n")

    def test_line_ends_may_be_crlf_and_the_last_may_be_missing(self):
        for data in ("a\tb\r\nc\td\r\n", "a\tb\nc\td\n", "a\tb\nc\td", "a\tb\r\nc\td\r"):
            self.assertEqual(self.one(data).text, "a.b\nc.d\n", repr(data))

    def test_a_byte_order_mark_is_no_part_of_the_first_name(self):
        self.assertEqual(self.one("\ufeffMario\tRossi\n", "--notes").text, "mario.rossi\t\n")
        self.assertEqual(self.one("\ufeff").text, "")
        self.assertEqual(self.one("\ufeff\n", status=1).text, "\n")

    def test_empty_input_is_no_output(self):
        self.assertEqual(self.one("").text, "")

    LONG = "the text is too long; is it really one name? At most 1024 bytes can be one"
    STRANGE = "this character does not belong in a name; "
    DOCUMENT = STRANGE + "write the name as the identity document does"
    UNSEEN = STRANGE + "delete it: it cannot be seen"
    EMPTY = "no letters are left of this field; fill in the "
    GARBLED = ("the text was once read in the wrong encoding and is garbled; "
               "export it again from the register, in one encoding")
    NO_TAB = ("EMPTY: there is no TAB between given names and surname; "
              "write given names, TAB, surname")
    ERRORS = [
        # description, line, message after FILE:LINE:
        ("no TAB", b"Mario Rossi", NO_TAB),
        ("an empty line", b"", NO_TAB),
        ("a given name of 1,025 bytes", b"a" * 1025 + b"\tb",
         "TOO_LONG: given names: " + LONG),
        ("a surname of 1,025 bytes", b"b\t" + b"a" * 1025, "TOO_LONG: surname: " + LONG),
        ("a line longer than two fields", b"a" * 3000,
         "TOO_LONG: the line is longer than two names of 1024 bytes can be; "
         "is it really one person's?"),
        ("a line longer than any buffer", b"a\t" + b"b" * 1000000,
         "TOO_LONG: the line is longer than two names of 1024 bytes can be; "
         "is it really one person's?"),
        ("Latin-1 in UTF-8", b"Nicol\xf2\tRossi",
         r"ENCODING: given names, character 6, byte \xF2: the text is not well-formed UTF-8; "
         "save the text as UTF-8"),
        ("a surrogate", b"a\tb\xed\xa0\x80",
         r"ENCODING: surname, character 2, byte \xED: the text is not well-formed UTF-8; "
         "save the text as UTF-8"),
        ("mojibake", "NicolÃ²\tRossi".encode(),
         "MOJIBAKE: given names, character 6, \"NicolÃ²\" was meant to be \"Nicolò\": " + GARBLED),
        ("mojibake twice", "a\tForlÃƒÂ¬".encode(),
         "MOJIBAKE: surname, character 5, \"ForlÃƒÂ¬\" was meant to be \"Forlì\": " + GARBLED),
        ("mojibake with bytes lost", "NicolÃ\tRossi".encode(),
         "MOJIBAKE: given names, character 6, \"NicolÃ\", from which letters were lost: " +
         GARBLED),
        ("a digit", b"Mari0\tRossi",
         "UNEXPECTED: given names, character 5, '0': " + STRANGE +
         "is it a letter, such as O or I, mistyped? Names have no digits"),
        ("a comma in a surname", b"Mario\tRossi, Bianchi",
         "UNEXPECTED: surname, character 6, ',': " + STRANGE + "write the birth surname only"),
        ("a symbol", "Mario\tRos₤i".encode(),
         "UNEXPECTED: surname, character 4, '₤' (U+20A4): " + DOCUMENT),
        ("a mark without a letter", "Mario\t\u0301Rossi".encode(),
         "UNEXPECTED: surname, character 1, U+0301: " + DOCUMENT),
        ("NUL", b"Ma\0rio\tRossi", "UNEXPECTED: given names, character 3, U+0000: " + UNSEEN),
        ("a second TAB", b"Mario\tRossi\t", "UNEXPECTED: surname, character 6, U+0009: " + UNSEEN),
        ("a control of a terminal", b"Mario\x1b[2J\tRossi",
         "UNEXPECTED: given names, character 6, U+001B: " + UNSEEN),
        ("a CR in mid-line", b"Mario\rX\tRossi",
         "UNEXPECTED: given names, character 6, U+000D: " + UNSEEN),
        ("private use", "Mario\tR\ue000".encode(),
         "UNEXPECTED: surname, character 2, U+E000: " + DOCUMENT),
        ("another script", "Иван\tRossi".encode(),
         "SCRIPT: given names, character 1, 'И' (U+0418): this letter is not of the Latin script; "
         "write the name in Latin letters, as the identity document does"),
        ("no given name", b"\tRossi", "EMPTY: given names: " + EMPTY + "given names"),
        ("no surname", b"Mario\t", "EMPTY: surname: " + EMPTY + "surname"),
        ("only hidden characters", "\u200b\tRossi".encode(),
         "EMPTY: given names \"U+200B\": " + EMPTY + "given names"),
        ("only a title", b"Ing.\tRossi", "EMPTY: given names \"Ing.\": " + EMPTY + "given names"),
    ]

    def test_each_error_says_where_what_and_what_to_do(self):
        for description, line, message in self.ERRORS:
            with self.subTest(description):
                self.write("n.tsv", b"Mario\tRossi\n" + line + b"\nAnna\tBianchi\n")
                result = self.expect(1, "normalize", "n.tsv")
                self.assertEqual(result.text, "mario.rossi\n\nanna.bianchi\n")
                self.assertEqual(result.err, f"n.tsv:2: {message}\n")

    def test_no_byte_of_a_name_reaches_the_terminal_as_a_control(self):
        raw = bytes(range(1, 32)) + b"\x7f\x80\x9b" + "\u202e\u2066\u200f\u0085\ue000".encode()
        for i in range(len(raw)):
            result = self.run_tool("normalize", stdin=b"x\t" + raw[i:] + b"1\n")
            for c in result.err.replace("\n", ""):
                self.assertTrue(c.isprintable(), repr(result.err))

    def test_errors_of_standard_input_name_it(self):
        self.assertEqual(self.one("x", status=1).err, f"standard input:1: {self.NO_TAB}\n")

    def test_csv_has_a_header_and_a_row_per_line(self):
        rows = list(csv.DictReader(io.StringIO(
            self.one("Mario\tMüller\nx\n", "--format", "csv", status=1).text)))
        self.assertEqual(rows, [
            dict(line="1", key="", local_part="mario.mueller", notes="VARIANT", code="", error=""),
            dict(line="2", key="", local_part="", notes="", code="EMPTY", error=self.NO_TAB),
        ])

    def test_json_is_one_array(self):
        data = json.loads(self.one("Mario\tMüller\nx\n", "--format=json", status=1).text)
        self.assertEqual(data, [
            dict(line=1, key=None, local_part="mario.mueller", notes=["VARIANT"], code=None,
                 error=None),
            dict(line=2, key=None, local_part=None, notes=[], code="EMPTY", error=self.NO_TAB),
        ])
        self.assertEqual(json.loads(self.one("", "--format=json").text), [])

    def test_a_file_that_can_not_be_read_is_status_2(self):
        self.usage_error("pecaddr: nosuch cannot be read: No such file or directory", "normalize",
                         "nosuch")
        self.usage_error("pecaddr: .: this is a folder; a file is needed", "normalize", ".")

    def test_who_types_a_line_sees_its_answer_at_once(self):
        process = subprocess.Popen([tool.PECADDR, "normalize"], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE)
        with process:
            for given in ("Mario", "Anna"):
                process.stdin.write(f"{given}\tRossi\n".encode())
                process.stdin.flush()
                self.assertEqual(process.stdout.readline().decode(), f"{given.lower()}.rossi\n")
            process.stdin.close()
        self.assertEqual(process.returncode, 0)


if __name__ == "__main__":
    tool.main()
