#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Rosters as they come.

    test_rosters.py --pecaddr PATH [unittest options]
"""

import json
import os
import re
import subprocess

import tool
from tool import HEADER, ToolTest, rows_of


class Rosters(ToolTest):
    """Headers, separators, encodings, line ends."""

    def setUp(self):
        super().setUp()
        self.uri = "memory:"

    def one(self, data, *arguments, status=0, encoding="utf-8"):
        self.write("r.csv", data, encoding)
        return self.expect(status, "assign", "r.csv", "--registry", self.uri, *arguments)

    def refused(self, data, *sentences, arguments=(), encoding="utf-8"):
        self.write("r.csv", data, encoding)
        result = self.expect(2, "assign", "r.csv", "--registry", self.uri, *arguments)
        self.assertEqual(result.out, b"")
        for sentence in sentences:
            self.assertIn(sentence, result.err)

    def test_columns_have_many_names_in_any_order_and_case(self):
        for header, row in (
                ("nome;cognome;provincia;sezione;numero", "Mario;Rossi;MC;A;1"),
                ("COGNOME;NOME;SEZ.;PROV.;NUM.", "Rossi;Mario;A;MC;1"),
                ("given;surname;province;section;number", "Mario;Rossi;MC;A;1"),
                (" Given Names ; Last_Name ;Province;Section;Registration Number",
                 "Mario;Rossi;MC;A;1"),
                ("N. Iscrizione;Sigla;Cognome;Nome", "A 1;MC;Rossi;Mario"),
                ("N° iscrizione;Provincia Ordine;Cognome;Nome", "1/A;MC;Rossi;Mario"),
                ("iscrizione;provincia;sezione;cognome;nome", "1;MC;A;Rossi;Mario"),
                ("N. Iscriz.;Prov. Ordine;SEZ. ALBO;Cognome;Nome;Data iscrizione;N.",
                 "1;MC;A;Rossi;Mario;01/02/1990;7"),
                ("N. Albo;Ordine;Cognome;Nome;Provincia di nascita", "A 1;MC;Rossi;Mario;AN"),
                ("Numero d'iscrizione;Ordine di appartenenza;Cognome;Nome", "A 1;MC;Rossi;Mario"),
                ('="Cognome";="Nome";Prov;Nr. iscr.', "Rossi;Mario;MC;1/A"),
                ("numero_iscrizione;provincia;cognome;nome", "n. 1 sez. A;MC;Rossi;Mario")):
            with self.subTest(header):
                for separator in ";,\t":
                    result = self.one(f"{header}\n{row}\n".replace(";", separator))
                    self.assertEqual(rows_of(result.text, separator)[0]["pec"],
                                     "mario.rossi@ingpec.eu")

    def test_the_codice_fiscale_has_many_names(self):
        for name in ("codice_fiscale", "Codice Fiscale", "CF", "C.F.", "cod. fisc.", "holder",
                     "CodiceFiscale"):
            result = self.one(f"nome;cognome;provincia;sezione;numero;{name}\nA;B;MC;A;1;wrong\n",
                              status=1)
            self.assertIn("HOLDER", result.err, name)

    def test_a_missing_column_is_refused_with_what_was_found(self):
        full = {"nome": "Mario", "cognome": "Rossi", "provincia": "MC", "sezione": "A",
                "numero": "1"}
        for missing in full:
            rest = {name: value for name, value in full.items() if name != missing}
            header = ";".join(rest)
            found = ", ".join(f'"{name}"' for name in rest)
            self.refused(f"{header}\n{';'.join(rest.values())}\n",
                         f"pecaddr: r.csv: there is no column {missing}; the first row has {found}; "
                         "rename the right column, or add it")
        self.refused("cognome e nome;provincia;iscrizione\nRossi Mario;MC;A 1\n",
                     "no program can split a full name")

    def test_a_file_without_a_header_is_refused(self):
        self.refused("Mario;Rossi;MC;A;1\n", "there is no column nome", '"Mario", "Rossi"')

    def test_two_columns_for_one_fact_are_refused(self):
        self.refused(f"{HEADER};COGNOME\nA;B;MC;A;1;;C\n",
                     'columns 2 and 7, "cognome" and "COGNOME", are both taken for cognome')

    def test_an_empty_or_binary_file_is_refused(self):
        self.refused("", "r.csv is empty; its first row must name the columns")
        self.refused("\n\n", "r.csv is empty")
        self.refused("\ufeff", "r.csv is empty")
        self.refused(bytes(range(256)) * 100, "r.csv")
        for workbook in (b"PK\x03\x04" + b"\0" * 99, b"\xd0\xcf\x11\xe0\xa1\xb1" + b"\0" * 99):
            self.refused(workbook, "r.csv is a spreadsheet's own file; open it, and save it as CSV")
        self.refused(b"\x7fELF" + b"\0" * 5000, "r.csv:1: UNEXPECTED: this row holds a NUL byte")
        self.refused(f'"{HEADER}\nMario', "the quote opened on line 1 is not closed in its row")

    def test_a_column_of_the_registers_own_is_not_ours(self):
        result = self.one(f"{HEADER};Note;PEC\nMario;Rossi;MC;A;1;;to call;old@pec.it\n")
        self.assertEqual(result.lines, [f"{HEADER};Note;PEC;pec;livello;nuovo;proposta;note;errore",
                                        "Mario;Rossi;MC;A;1;;to call;old@pec.it;"
                                        "mario.rossi@ingpec.eu;0;yes;;;"])
        # Also when it is fed back.
        self.uri = self.init()
        self.one(result.lines[0] + "\nMario;Rossi;MC;A;1;;to call;old@pec.it;;;;;;\n")
        self.assertEqual(self.one(result.text).text, result.text.replace(";yes;", ";no;"))

    def test_our_columns_are_found_where_somebody_moved_them(self):
        result = self.one("pec;nome;cognome;provincia;errore;sezione;numero;nuovo;note;proposta;livello\n"
                          "x@y.it;Jürgen;Rossi;MC;old;A;1;yes;VARIANT;z;9\n")
        self.assertEqual(result.lines[1],
                         "juergen.rossi@ingpec.eu;Jürgen;Rossi;MC;;A;1;yes;VARIANT;;0")

    def test_the_separator_is_detected_or_forced(self):
        self.assertIn('separator ","', self.one("nome,cognome,provincia,iscrizione\n"
                                               "Mario,Rossi,MC,A 1\n").err)
        self.assertIn("separator TAB", self.one("nome\tcognome\tprovincia\tiscrizione\n"
                                                "Mario\tRossi\tMC\tA 1\n").err)
        # The one under which the header makes sense, not the one that occurs most.
        self.assertIn('separator ";"', self.one("nome;cognome;provincia;iscrizione;a,b,c,d,e,f,g\n"
                                               "Mario;Rossi;MC;A 1;x\n").err)
        text = "nome|cognome|provincia|iscrizione\nMario|Rossi|MC|A 1\n"
        self.refused(text, "there is no column nome", arguments=["--separator", "tab"])
        for arguments in ([], ["--separator", "|"]):
            self.assertEqual(self.one(text, *arguments).lines[1],
                             "Mario|Rossi|MC|A 1|mario.rossi@ingpec.eu|0|yes|||")
        self.refused("nome;cognome\n", "there is no column nome", arguments=["--separator", ","])
        self.one("nome\tcognome\tprovincia\tiscrizione\nA\tB\tMC\tA 1\n", "--separator", "tab")
        self.refused(text, '--separator x is not known: it is ";", ",", "|" or tab',
                     arguments=["--separator", "x"])

    def test_a_first_line_sep_says_the_separator_and_is_written_again(self):
        for line, separator in (("sep=;", ";"), ("SEP=,", ","), ('"sep=|"', "|"), ("Sep=\t", "\t"),
                                ("sep=;;;;", ";")):
            for end in ("\n", "\r\n", "\r"):
                for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp850"):
                    with self.subTest(line=line, end=end, encoding=encoding):
                        text = end.join([line, "nome;cognome;iscrizione;x,|y",
                                         "Niccolò;Rossi;A 1;", "Nicol0;Re;A 2;", ""])
                        if separator in ",|":
                            text = text.replace("x,|y", "z")
                        data = text.replace(";", separator) if line[0] != "s" else text
                        if separator != ";":
                            data = text.replace(";", separator)
                        result = self.one(data.encode(encoding), "--province", "MC", status=1)
                        lines = result.out.decode(encoding).split(end)
                        self.assertEqual(lines[0], line)
                        self.assertTrue(lines[1].startswith("nome" + separator))
                        self.assertIn("niccolo.rossi@ingpec.eu", lines[2])
                        # It counts as a line.
                        self.assertIn("r.csv:4: UNEXPECTED: given names", result.err)
                        self.assertEqual(result.out.decode(encoding).count(line), 1)

    def test_a_line_sep_that_is_wrong_is_told(self):
        text = f"{HEADER}\nAnna;Bo;MC;A;1;\n"
        self.refused("sep=,\n" + text, 'r.csv:1: the line sep= names ",", but the columns make sense '
                     'with ";"; correct or delete the line, or force --separator')
        for line in ("sep=:", "sep=", "sep=;,", "sep=ab"):
            self.refused(f"{line}\n{text}", 'r.csv:1: the line sep= names no separator that is known: '
                         'it is ";", ",", "|" or TAB; correct or delete the line')
        result = self.one("sep=,\n" + text, "--separator", ";")
        self.assertEqual(result.errors[0],
                         'r.csv:1: the line sep= names ","; read with ";", which is forced')
        self.assertEqual(result.lines[0], "sep=;")
        self.assertEqual(result.lines[2], "Anna;Bo;MC;A;1;;anna.bo@ingpec.eu;0;yes;;;")
        self.assertNotIn("forced", self.one("sep=;\n" + text, "--separator", ";").errors[0])

    def test_what_may_be_something_else_is_no_column_of_ours(self):
        full = {"nome": "Mario", "cognome": "Rossi", "provincia": "MC", "numero": "A 1"}
        for field, names in (
                ("nome", ["Nominativo", "Name", "Cognome e nome", "Nome padre"]),
                ("provincia", ["Provincia di nascita", "Prov. nascita", "Provincia residenza",
                               "Comune", "Prov. res."]),
                ("numero", ["Data iscrizione", "Data di iscrizione", "Num. civico", "N. telefono", "Numero documento", "Iscrizione dal"])):
            for name in names:
                with self.subTest(name):
                    header = ";".join(name if column == field else column for column in full)
                    self.refused(f"{header}\n{';'.join(full.values())}\n",
                                 f"there is no column {field}; the first row has")
        self.refused("Nominativo;provincia;iscrizione\nRossi Mario;MC;A 1\n",
                     '"Nominativo" seems to hold full names; given names and surname must be two '
                     "columns: no program can split a full name rightly, unless by the codice fiscale; export them "
                     "apart from the register, or in a column nominativo beside one codice_fiscale")

    def test_a_last_line_without_its_end_is_remarked_where_it_may_have_lost_data(self):
        for text, is_told in (("nome;cognome;provincia;sezione;numero\nAnna;Bo;MC;A;12", 1),
                              ("nome;cognome;provincia;sezione;numero\nAnna;Bo;MC;A;12\n", 0),
                              (f"{HEADER}\nAnna;Bo;MC;A;12;", 0)):
            self.assertEqual(int("r.csv:2: the last line has no line end: if the file was cut short, "
                                 "so may be its last cell" in self.one(text).err), is_told)

    def test_line_ends_stay_what_they_are(self):
        for end in ("\n", "\r\n", "\r"):
            text = f"{HEADER}{end}Mario;Rossi;MC;A;1;{end}Anna;B0;MC;A;2;{end}"
            result = self.one(text, status=1)
            self.assertEqual(result.out.decode().count(end), 3)
            self.assertEqual(len(re.findall("\r\n|\r|\n", result.out.decode())), 3, end)
            self.assertIn("r.csv:3: UNEXPECTED: surname, character 2", result.err)
        # The last row may lack its line end.
        self.assertEqual(self.one(f"{HEADER}\r\nMario;Rossi;MC;A;1;").out.count(b"\r\n"), 2)

    NAMES = ["Niccolò", "Noè", "Forlì", "José", "Zià", "Lulù", "NICOLÒ", "NOÈ", "FORLÌ", "LULÙ",
             "JOSÉ", "ZIÀ", "D'Alò", "Façon"]

    def roster_of(self, names):
        return HEADER + ";note interne\n" + "".join(
            f"{name};Rossi;MC;A;{i + 1};;{name} x\n" for i, name in enumerate(names))

    def check_encoding(self, encoding, shown, *arguments, names=None, bom=b""):
        names = names or self.NAMES
        data = bom + self.roster_of(names).encode(encoding)
        result = self.one(data, "--format", "json", *arguments)
        self.assertIn(f"r.csv: {shown}, separator", result.errors[0])
        self.assertEqual([row["given"] for row in json.loads(result.text)], names)
        # And written back in the same encoding, what passes through being the same to the byte.
        out = self.one(data, *arguments).out
        self.assertTrue(out.startswith(bom))
        rows = rows_of(out[len(bom):].decode(encoding))
        self.assertEqual([row["nome"] for row in rows], names)
        self.assertEqual([row["note interne"] for row in rows], [f"{name} x" for name in names])
        self.assertTrue(all(row["pec"].endswith("@ingpec.eu") for row in rows))

    def test_encodings_are_detected(self):
        for encoding, shown, bom in (
                ("utf-8", "utf-8 (found out)", b""),
                ("utf-8", "utf-8 (byte order mark)", b"\xef\xbb\xbf"),
                ("utf-16-le", "utf-16le (byte order mark)", b"\xff\xfe"),
                ("utf-16-be", "utf-16be (byte order mark)", b"\xfe\xff"),
                ("utf-16-le", "utf-16le (found out)", b""),
                ("utf-16-be", "utf-16be (found out)", b""),
                ("cp1252", "windows-1252 (assumed)", b""), ("cp850", "cp850 (found out)", b"")):
            with self.subTest(shown):
                self.check_encoding(encoding, shown, bom=bom)

    def test_encodings_are_forced(self):
        for encoding, name, shown in (
                ("utf-8", "UTF-8", "utf-8"), ("utf-16-le", "utf-16le", "utf-16le"),
                ("utf-16-be", "utf-16be", "utf-16be"), ("cp1252", "cp1252", "windows-1252"),
                ("latin1", "iso-8859-1", "iso-8859-1"), ("iso8859-15", "latin9", "iso-8859-15"),
                ("cp850", "cp850", "cp850")):
            with self.subTest(encoding):
                self.check_encoding(encoding, f"{shown} (forced)", "--encoding", name)
        self.check_encoding("utf-16-be", "utf-16be (forced)", "--encoding", "utf-16",
                            bom=b"\xfe\xff")
        self.refused(HEADER, "--encoding ebcdic is not known; it is one of utf-8, utf-16le",
                     "or another of one byte for each character, such as windows-1250",
                     arguments=["--encoding", "ebcdic"])

    def test_any_other_encoding_of_one_byte_that_contains_ascii_can_be_forced(self):
        for encoding, name, names in (
                ("cp1250", "windows-1250", ["Tomaž", "Kovačić", "Đurđa"]),
                ("iso8859-2", "iso-8859-2", ["Łukasz", "Jiří"]),
                ("mac-roman", "macintosh", ["Niccolò", "JOSÉ", "Noè"]),
                ("cp437", "ibm-437", ["Niccolò", "José"]),
                ("cp437", "cp437", ["Niccolò", "José"])):
            with self.subTest(name):
                self.check_encoding(encoding, f"{name} (forced)", "--encoding", name, names=names)
        for name in ("ibm-037", "gb18030", "utf-7", "shift_jis", "iso-2022-jp"):
            self.refused(HEADER, f"--encoding {name}: a roster cannot be read in it, since it does "
                         "not have one byte for each character, or not the letters of ASCII; save "
                         "the file as UTF-8", arguments=["--encoding", name])
        self.refused(HEADER, "--encoding  is not known", arguments=["--encoding", ""])

    def test_iso_8859_15_is_known_by_the_letters_that_only_it_has(self):
        for name in ("Šime", "ŠIME", "Cœur", "Œdipe", "Ÿves", "Maruška Šuštar",
                     "KOŠUTA"):
            with self.subTest(name):
                self.check_encoding("iso8859-15", "iso-8859-15 (found out)", names=[name])
        # But Ž is the acute accent of Windows-1252.
        result = self.one(self.roster_of(["ŠIMEŽA"]).encode("iso8859-15"), status=1)
        self.assertIn("r.csv: windows-1252 (", result.errors[0])
        self.assertIn("r.csv:2: this may be a letter of iso-8859-15; if the names with accents are "
                      "wrong, force --encoding iso-8859-15\n", result.err)

    def test_signs_of_windows_1252_are_no_letters_of_iso_8859_15(self):
        for note in ("½ kg", "½kg", "12½mq", "a ¦ b", "Mu¨ller", "Franc¸ois", "N¼ 3", "¾ di",
                     "NICOLO´", "l´Aquila", "3¼b"):
            with self.subTest(note):
                data = f"{HEADER};nota\nAnna;Bo;MC;A;1;;{note}\n".encode("cp1252")
                self.assertIn("r.csv: windows-1252 (", self.one(data).errors[0])

    def test_bytes_that_windows_1252_does_not_define_are_errors_of_their_rows(self):
        data = (HEADER + "\n").encode() + b"".join(
            b"An%cna;Bo;MC;A;%d;\n" % (byte, byte) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
        for arguments, name in (([], "windows-1252 ("), (["--encoding", "latin1"], "iso-8859-1 (")):
            result = self.one(data + b"Ugo;Fo\xe0;MC;A;1;\n" * 5, *arguments, status=1)
            self.assertTrue(result.err.startswith(f"r.csv: {name}"), result.err)
            self.assertEqual(result.err.count("ENCODING: given names, character 3, byte"), 5)
            self.assertEqual([row["pec"] for row in rows_of(result.out.decode("latin1"))],
                             [""] * 5 + ["ugo.foa@ingpec.eu"] * 5)

    def test_text_of_an_old_macintosh_is_refused_with_its_name(self):
        data = self.roster_of(["Niccolò", "Noè", "José"]).encode("mac-roman")
        self.refused(data, "r.csv:2: the accents make sense only as the text of an old Macintosh; "
                     "force --encoding macintosh, or the one that is right")
        self.check_encoding("mac-roman", "macintosh (forced)", "--encoding", "macintosh",
                            names=["Niccolò", "Noè", "José"])

    def test_text_of_another_alphabet_is_refused_until_its_encoding_is_said(self):
        names = ["Александр", "Сергей", "Наталья"] * 3
        for encoding, forced in (("koi8-r", "KOI8-R"), ("cp1251", "windows-1251"),
                                 ("iso8859-5", "iso-8859-5")):
            data = self.roster_of(names).encode(encoding)
            self.refused(data, "r.csv:2: the letters are of another alphabet, in an encoding that "
                         "is not found out; export the file as UTF-8, or say which it is")
            result = self.one(data, "--encoding", forced, status=1)
            self.assertEqual(result.err.count("SCRIPT"), len(names))

    def test_what_icu_is_sure_of_is_remarked_and_not_believed(self):
        remark = ("člen, který se nezúčastnil poslední schůze a nezaplatil příspěvek za minulý rok, "
                  "bude vyškrtnut ze seznamu")
        data = (HEADER + ";nota\n" + "".join(f"Anna;Bo;MC;A;{i};;{remark}\n" for i in
                                             range(1, 10))).encode("iso8859-2")
        result = self.one(data)
        self.assertIn("r.csv: it may be ISO-8859-2: look at the names with accents, and if they "
                      "are wrong, force --encoding ISO-8859-2\n", result.err)
        self.assertNotIn("it may be", self.one(data, "--encoding", "ISO-8859-2").err)

    def test_utf_16_is_not_taken_for_8_bit_text_with_a_stray_nul(self):
        text = f"{HEADER}\nAnna;Bo;MC;A;1;\n"
        for at in range(0, len(text), 7):
            result = self.run_tool("assign", self.write("r.csv", text[:at] + "\0" + text[at:]),
                                   "--registry", "memory:")
            self.assertNotIn("utf-16", result.err)
            self.assertIn("this row holds a NUL byte; export the file again: it is damaged",
                          result.err)

    def test_utf_16_that_is_forced_to_be_8_bit_text_says_what_it_is(self):
        self.refused(f"{HEADER}\nAnna;Bo;MC;A;1;\n", "the file looks like UTF-16: leave --encoding "
                     "out, or force utf-16", arguments=["--encoding", "cp850"],
                     encoding="utf-16-le")

    def test_dos_text_is_known_by_any_accent_that_makes_sense_only_so(self):
        for name in ("Niccolò", "Noè", "Forlì", "José", "NICOLÒ", "NOÈ", "FORLÌ", "JOSÉ", "ZIÀ",
                     "LULÙ", "MÜLLER", "PÒ", "RÌ", "RÈ"):
            with self.subTest(name):
                self.check_encoding("cp850", "cp850 (found out)", names=[name])

    def test_undecidable_text_is_windows_1252(self):
        for name in ("Niccolò", "Noè", "NICOLÒ", "D’Angelò", "Zoë", "Müller", "GÜNTHER", "Rossi–Bo",
                     "François", "Šime", "Citt…", "N° x", "Ànna", "“Anna”", "Gal·la", "SOÑA",
                     "NICOLÀ", "Ångel", "DESIRÉE", "JOSÉ", "’Ndo", "città…"):
            with self.subTest(name):
                data = self.roster_of([name]).encode("cp1252")
                self.write("r.csv", data)
                result = self.run_tool("assign", "r.csv", "--registry", "memory:")
                self.assertIn("r.csv: windows-1252 (", result.errors[0])

    def test_a_letter_that_may_be_of_dos_text_is_told_where_no_other_decides(self):
        said = ("r.csv:2: this may be a letter of cp850; if the names with accents are wrong, force "
                "--encoding cp850\n")
        for name in ("MÄRK", "LÈVI", "Città"):
            with self.subTest(name):
                self.write("r.csv", self.roster_of([name]).encode("cp850"))
                result = self.run_tool("assign", "r.csv", "--registry", "memory:")
                self.assertIn("r.csv: windows-1252 (", result.errors[0])
                self.assertIn(said, result.err)
                result = self.run_tool("assign", "r.csv", "--registry", "memory:", "--encoding",
                                       "cp850")
                self.assertNotIn("may be", result.err)
        for name, other in (("KOŽUH", "Nicolò"), ("CÔTE", "Noè")):
            result = self.one(self.roster_of([name, other]).encode("cp1252"))
            self.assertNotIn("may be", result.err)

    # Meant in Windows-1250 or -1254, and text of Windows-1252 too: the encoding, given names, surname.
    STRANGE = [
        ("windows-1250", "MAJA", "MARUŠIČ"), ("windows-1250", "Iva", "Kovačić"),
        ("windows-1250", "Ana", "Petrović"), ("windows-1250", "Đurđa", "Kos"),
        ("windows-1250", "TOMAŽ", "BENČIČ"), ("windows-1250", "Ana", "Kovač"),
        ("windows-1250", "Ana", "Černe"), ("windows-1250", "Jan", "Dvořák"),
        ("windows-1250", "JIŘÍ", "Novák"), ("windows-1250", "Ştefan", "Popa"),
        ("windows-1250", "Ana", "Păun"), ("windows-1250", "ANA", "RĂDULESCU"),
        ("windows-1250", "Ana", "Niţu"), ("windows-1250", "Łukasz", "Nowak"),
        ("windows-1250", "Paweł", "KOWALSKI"), ("windows-1250", "MICHAŁ", "Kos"),
        ("windows-1250", "Ewa", "Wąsik"),
        ("windows-1250", "Ewa", "Kożuch"), ("windows-1250", "Ewa", "Świerk"),
        ("windows-1250", "Ewa", "Leśniak"), ("windows-1250", "Ewa", "Kaczyńska"),
        ("windows-1250", "Gergő", "Kis"), ("windows-1250", "Ewa", "Maćkowiak"),
        ("windows-1254", "Ali", "Şahin"), ("windows-1254", "Ali", "Yıldız"),
        ("windows-1254", "Ali", "Ağaoğlu"), ("windows-1254", "İbrahim", "Kaya"),
        ("windows-1254", "ALİ", "GÜNEŞ"), ("windows-1254", "Ayşe", "Erdoğan"),
    ]

    # Italian, German and French names, and others that are the same in all: nobody waits.
    PLAIN = ["NICOLÒ", "MARIÈ", "Noè", "Giosuè", "DESIRÉE", "FORLÌ", "José", "Müller", "Lefèvre",
             "Françoise", "Guillemière", "Michièl", "Gaëlle", "Lætitia", "Lebœuf", "Schœn", "Œdipe",
             "Forêt", "Benoît", "Brûlé", "L'Haÿ", "Zoë", "Weiß", "GRÖßE", "Lucìa", "Mattèi",
             "Nicolò Šuligoj", "ŽIŽEK", "Šime", "Muñoz", "João", "Simões", "Magalhães", "Jørgensen",
             "Kjær", "Novotný", "Ève", "Dalò", "Più", "Perché", "Mª Luisa", "Ibáñez", "Ångel"]

    def waiting(self, names, encoding, *arguments, status=(1,)):
        data = HEADER + "\n" + "".join(f"{given};{surname};MC;A;{i + 1};\n"
                                       for i, (given, surname) in enumerate(names))
        self.write("r.csv", data.encode(encoding))
        result = self.run_tool("assign", "r.csv", "--registry", "memory:", "--format", "json",
                               *arguments)
        self.assertIn(result.status, status, result.err)
        return result

    def test_a_name_with_letters_of_windows_1250_or_1254_waits(self):
        for encoding, *name in self.STRANGE:
            with self.subTest(name):
                result = self.waiting([name, ("Anna", "Rossi")], encoding[-4:], "(waits)")
                row, other = json.loads(result.text)
                self.assertEqual((row["code"], row["notes"], row["address"], row["proposal"]),
                                 ("REVIEW", ["DOUBT"], None, None))
                self.assertIn(f"DOUBT: the letters look like {encoding}: with --encoding "
                              f"{encoding} they are read so; correct the row", row["error"])
                self.assertTrue(other["address"])
                self.assertEqual(result.err.count(
                    f"r.csv:2: the letters of 1 name look like {encoding}; if they are wrong, force "
                    f"--encoding {encoding}\n"), 1)
                # Said, it is read so, and nothing waits.
                result = self.waiting([name], encoding[-4:], "--encoding", encoding, "(waits)",
                                      "--accept", "VARIANT", status=(0,))
                self.assertEqual([[row["given"], row["surname"]] for row in json.loads(result.text)],
                                 [name])
                self.assertNotIn("look like", result.err)

    def test_a_name_that_was_misread_before_and_saved_as_utf_8_waits(self):
        """What a spreadsheet showed of Windows-1250, saved as CSV UTF-8."""
        for encoding, *name in self.STRANGE:
            shown = [part.encode(encoding[-4:]).decode("cp1252") for part in name]
            for saved in ("utf-8", "utf-8-sig"):
                with self.subTest(shown, saved=saved):
                    result = self.waiting([shown, ("Anna", "Rossi")], saved, "(waits)")
                    row, other = json.loads(result.text)
                    self.assertEqual((row["code"], row["notes"], row["address"], row["proposal"]),
                                     ("REVIEW", ["DOUBT"], None, None))
                    self.assertIn(f"DOUBT: the letters look like {encoding} that was misread before; look how the name "
                                  "is written; correct the row", row["error"])
                    self.assertTrue(other["address"])
                    self.assertEqual(result.err.count(f"r.csv:2: the letters of 1 name look like {encoding} that was "
                                                      "misread before; look how it is written, or export the roster "
                                                      "again\n"), 1)
            self.assertNotIn("misread", self.waiting([name], "utf-8", "(waits)", "--accept", "VARIANT",
                                                     status=(0,)).err)
        # A rare accent waits beside it, and what is MOJIBAKE stays that.
        result = self.waiting([("MAJA", "MARUŠIÈ"), ("Furlaniè", "Ada"), ("NicolÃ²", "Re"), ("GesÃ¹", "Re")], "utf-8",
                              "(waits)")
        self.assertEqual([row["code"] for row in json.loads(result.text)], ["REVIEW", "REVIEW", "MOJIBAKE", "MOJIBAKE"])
        self.assertIn("the letters of 2 names look like windows-1250 that was misread", result.err)
        self.assertNotIn("--encoding windows", result.err + result.text)
        for said in (["--encoding", "utf-8"], ["--accept", "DOUBT"]):
            self.waiting([("MAJA", "MARUŠIÈ")], "utf-8", "(waits)", *said, status=(0,))
        result = self.waiting([(name, "Rossi") for name in self.PLAIN] + [("Anna", name) for name in self.PLAIN],
                              "utf-8", "(waits)", "--accept", "VARIANT,MARITAL,NAMESAKE", status=(0, 1))
        self.assertNotIn("misread", result.err + result.text)

    def test_a_name_that_is_right_in_windows_1252_does_not_wait_for_its_letters(self):
        result = self.waiting([(name, "Rossi") for name in self.PLAIN] +
                              [("Anna", name) for name in self.PLAIN], "cp1252", "(waits)",
                              "--accept", "VARIANT,MARITAL,NAMESAKE", status=(0, 1))
        self.assertNotIn("look like", result.err)
        self.assertNotIn("look like", result.text)

    def test_a_rare_accent_waits_where_another_name_is_strange(self):
        names = [("Ada", "Furlanič"), ("Ada", "Savă")]
        result = self.waiting(names, "cp1250", "(waits)", status=(0,))
        self.assertNotIn("look like", result.err)
        result = self.waiting(names + [("Jan", "Dvořák")], "cp1250", "(waits)")
        self.assertEqual([row["code"] for row in json.loads(result.text)], ["REVIEW"] * 3)
        self.assertIn("r.csv:4: the letters of 3 names look like windows-1250; if", result.err)

    def test_a_name_of_strange_letters_is_accepted_and_kept(self):
        self.init()
        self.write("r.csv", f"{HEADER}\nMaja;Marušič;MC;A;1;\n".encode("cp1250"))
        command = ("assign", "r.csv", "--registry", "sqlite:registry.db")
        result = self.expect(1, *command, "(waits)")
        self.assertIn("MARUŠIÈ".lower(), result.err.lower())
        self.assertIn("--accept DOUBT", result.err)
        self.expect(0, *command, "--accept", "DOUBT")
        # On record it waits no more.
        row = rows_of(self.expect(0, *command, "(waits)").out.decode("cp1252"))[0]
        self.assertEqual((row["pec"], row["errore"]), ("maja.marusie@ingpec.eu", ""))

    def test_a_row_with_another_error_says_that_one(self):
        self.write("r.csv", f"{HEADER}\nMaja;Marušič;XX;A;1;\n".encode("cp1250"))
        result = self.expect(1, "assign", "r.csv", "--registry", "memory:", "(waits)")
        self.assertIn("r.csv:2: PROVINCE", result.err)

    def test_a_mixture_of_two_encodings_is_told(self):
        data = (self.roster_of(self.NAMES).encode("cp1252") +
                "Nicolò;Re;MC;A;77;;\n".encode("cp850"))
        result = self.one(data, status=1)
        self.assertIn("accents of two encodings are mixed: windows-1252 on ", result.err)
        self.assertIn("cp850 on line 16 (in all 1); look at them", result.err)
        self.assertIn("r.csv:16: UNEXPECTED: given names, character 6, '•' (U+2022)", result.err)

    def test_a_utf_8_file_with_some_other_bytes_is_utf_8_and_they_are_errors(self):
        data = self.roster_of(self.NAMES).encode() + b"Nicol\xf2;Re;MC;A;77;;\n"
        result = self.one(data, status=1)
        self.assertIn("r.csv: utf-8 (found out), separator", result.err)
        self.assertIn("r.csv: not all of it is UTF-8; the first such byte is on line 16", result.err)
        self.assertIn(r"r.csv:16: ENCODING: given names, character 6, byte \xF2: this is no "
                      "character of utf-8; correct the cell, or force the right --encoding",
                      result.err)

    def test_a_byte_that_the_encoding_does_not_have_is_an_error_of_its_row(self):
        data = (f"{HEADER};x\nNicol\xf2;Rossi;MC;A;1;;".encode("latin1") + b"\x81\n" +
                b"Anna;R\x81;MC;A;2;;\n")
        result = self.one(data, "--encoding", "windows-1252", status=1)
        self.assertIn(r"r.csv:3: ENCODING: surname, character 2, byte \x81: this is no character of "
                      "windows-1252; correct the cell, or force the right --encoding", result.err)
        lines = result.out.split(b"\n")
        # In a column that pecaddr does not read it passes, to the byte.
        self.assertEqual(lines[1], b"Nicol\xf2;Rossi;MC;A;1;;\x81;nicolo.rossi@ingpec.eu;0;yes;;;")

    def test_utf_16_that_is_cut_short_or_broken_is_an_error_of_its_row(self):
        good = b"\xff\xfe" + f"{HEADER}\nAnna;Bo;MC;A;1;\n".encode("utf-16-le")
        bad = "Ugo;F".encode("utf-16-le") + b"\x00\xd8" + "oa;MC;A;2;\n".encode("utf-16-le")
        result = self.one(good + bad, status=1)
        self.assertIn("r.csv:3: ENCODING: surname, character 2", result.err)
        # The unpaired half comes out as it went in.
        self.assertIn(bad[:-2], result.out)
        result = self.one(good + "Ugo;Foa;MC;A;2;".encode("utf-16-le") + b"x", status=1)
        self.assertIn("r.csv:3: HOLDER", result.err.replace("ENCODING: codice fiscale", "HOLDER"))
        # Characters beyond U+FFFF pass.
        data = b"\xff\xfe" + f"{HEADER};x\nAnna;Bo;MC;A;1;;\U0001f600\n".encode("utf-16-le")
        out = self.one(data).out.decode("utf-16")
        self.assertIn("\U0001f600;anna.bo@ingpec.eu;0;yes;;;", out)

    def test_messages_are_written_in_the_rosters_encoding(self):
        data = f"{HEADER}\nNicol€;Rossi;MC;A;1;\nNicolò;Re;MC;A;2;\n".encode("cp1252")
        rows = rows_of(self.one(data, status=1).out.decode("cp1252"))
        self.assertTrue(rows[0]["errore"].startswith(
            "UNEXPECTED: given names, character 6, '€' (U+20AC): "))

    def test_a_roster_from_standard_input_or_a_pipe(self):
        data = self.roster_of(self.NAMES).encode("cp850")
        expected = self.one(data).out
        result = self.expect(0, "assign", "-", "--registry", "memory:", stdin=data)
        self.assertEqual(result.out, expected)
        self.assertIn("standard input: cp850 (found out), separator", result.err)
        os.mkfifo(self.path("pipe"))
        writer = subprocess.Popen(["sh", "-c", "cat r.csv > pipe"], cwd=self.folder)
        result = self.expect(0, "assign", "pipe", "--registry", "memory:")
        writer.wait()
        self.assertEqual(result.out, expected)

    def test_header_and_cells_are_safe_on_a_terminal(self):
        result = self.one(f"{HEADER};\x1b[31m\u202e\nMario;Ro\x1b[2Jssi;MC\x07;A;1;;\n", status=1)
        for c in result.err.replace("\n", ""):
            self.assertTrue(c.isprintable(), repr(result.err))


if __name__ == "__main__":
    tool.main()
