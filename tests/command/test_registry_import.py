#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
pecaddr registry import.

    test_registry_import.py --pecaddr PATH [unittest options]
"""

import json

import tool
from tool import HEADER, INIPEC, RegistryTest, ToolTest, codice_fiscale


class RegistryImport(RegistryTest):
    def test_a_name_in_letters_of_another_encoding_is_not_believed_and_its_address_is_nobodys(self):
        text = ("pec;nome;cognome;provincia\nmaja.marusic@ingpec.eu;Maja;Marušič;MC\n"
                "anna.rossi@ingpec.eu;Anna;Rossi;MC\n")
        self.write("list.csv", text.encode("cp1250"))
        result = self.registry(1, "import", "list.csv")
        self.assertIn("list.csv:2: REVIEW: address \"maja.marusic@ingpec.eu\": the letters of its holder's name "
                      "look like windows-1250: with --encoding windows-1250 they are read so; look at the names, and "
                      "say the encoding of the file; if these are right, --encoding windows-1252", result.err)
        shown = json.loads(self.registry(0, "show", "--format", "json").text)
        self.assertEqual([(row["pec"], row["state"], row["surname"]) for row in shown],
                         [("anna.rossi@ingpec.eu", "active", "Rossi"), ("maja.marusic@ingpec.eu", "reserved", None)])
        self.registry(0, "import", "list.csv", "--encoding", "windows-1250")
        shown = json.loads(self.registry(0, "show", "--format", "json").text)
        self.assertEqual([row["surname"] for row in shown], ["Rossi", "Marušič"])

    def test_import_reads_a_list(self):
        self.write("list.txt", "\ufeffmario.rossi@ingpec.eu\r\n\r\n\"anna.bo@ingpec.eu\"\r\n"
                               "UGO.FOA@INGPEC.EU;x\r\n")
        result = self.registry(0, "import", "list.txt")
        self.assertEqual(result.errors, [
            "list.txt: a list of addresses",
            "3 new on record, 0 already there, 0 with errors, 0 rows without an address"])
        self.assertEqual(self.export(),
                         ["anna.bo@ingpec.eu", "mario.rossi@ingpec.eu", "ugo.foa@ingpec.eu"])
        self.assertIn("0 new on record, 3 already there",
                      self.registry(0, "import", "list.txt").err)
        self.assertIn("3 already there", self.registry(
            0, "import", "-", stdin=self.read("list.txt")).err)
        states = {row["state"] for row in json.loads(
            self.registry(0, "show", "--format", "json").text)}
        self.assertEqual(states, {"active"})

    def test_import_skips_the_comments_of_a_list_as_a_check_does(self):
        self.write("list.txt", "mario.rossi@ingpec.eu\n# anna.bo@ingpec.eu\n")
        self.assertIn("1 new on record, 0 already there, 0 with errors",
                      self.registry(0, "import", "list.txt").err)
        self.assertEqual(self.export(), ["mario.rossi@ingpec.eu"])

    def test_an_imported_address_is_given_to_nobody_else(self):
        self.write("list.txt", "mario.rossi@ingpec.eu\n")
        self.registry(0, "import", "list.txt")
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;\n")
        self.assertIn("mario.rossi.mc@ingpec.eu", self.assign(0, "r.csv").text)

    def test_import_reads_a_roster_with_its_addresses(self):
        self.write("m.csv", "pec;cognome;nome;provincia;sezione;numero;codice_fiscale;scadenza\n"
                   f"mario.rossi@ingpec.eu;Rossì;Mario;MC;A;1;{codice_fiscale(1)};2030-12-31\n"
                   ";Bo;Anna;MC;A;2;;\n", "cp1252")
        result = self.registry(0, "import", "m.csv")
        self.assertIn("1 new on record, 0 already there, 0 with errors, 1 rows without an address",
                      result.err)
        data = json.loads(self.registry(0, "show", "--format", "json").text)
        self.assertEqual(
            {name: data[0][name] for name in ("pec", "state", "given", "surname", "holder",
                                              "province", "section", "number", "level",
                                              "receipt", "expires")},
            dict(pec="mario.rossi@ingpec.eu", state="active", given="Mario", surname="Rossì",
                 holder=codice_fiscale(1), province="MC", section="A", number=1, level=None,
                 receipt=["imported"], expires="2030-12-31"))
        # And its holder is known, also to assign.
        self.write("r.csv", f"{HEADER}\nMario;Rossi;AN;A;1;{codice_fiscale(1)}\n")
        self.assertIn("mario.rossi@ingpec.eu;;", self.assign(0, "r.csv").text.replace("@ingpec.eu;0",
                                                                                       "@ingpec.eu;"))

    def test_what_was_exported_can_be_imported_elsewhere(self):
        self.write("m.csv", "pec;cognome;nome;provincia;sezione;numero\n"
                            "mario.rossi@ingpec.eu;Rossi;Mario;MC;A;7\nugo.foa@ingpec.eu;;;;;\n")
        self.registry(0, "import", "m.csv")
        self.registry(0, "export", "--format", "csv", "--output", "all.csv")
        other = self.init("other.db")
        self.expect(0, "registry", "import", "all.csv", "--registry", other)
        self.assertEqual(self.export(other), ["mario.rossi@ingpec.eu", "ugo.foa@ingpec.eu"])

    def test_every_state_of_an_export_is_imported_as_it_is(self):
        self.write("list.txt", "ugo.foa@ingpec.eu\n")
        self.registry(0, "import", "list.txt")
        self.three()
        self.registry(0, "release", "mario.rossi.an@ingpec.eu", "--why", "x")
        text = self.registry(0, "export", "--all", "--format", "csv").text
        self.write("all.csv", text + "anna.re@ingpec.eu,retired" +
                   "," * (text.split("\n", 1)[0].count(",") - 1) + "\n")
        other = self.init("other.db")
        result = self.expect(0, "registry", "import", "all.csv", "--registry", other)
        self.assertIn("1 row passed over: its address was released\n", result.err)
        self.assertIn("4 new on record, 0 already there, 0 with errors", result.err)
        self.assertEqual(self.states(other), {
            "anna.re@ingpec.eu": "retired", "juergen.bo@ingpec.eu": "reserved",
            "mario.rossi@ingpec.eu": "reserved", "ugo.foa@ingpec.eu": "active"})
        again = self.expect(0, "registry", "import", "all.csv", "--registry", other)
        self.assertIn("0 new on record, 4 already there, 0 with errors", again.err)

    def states(self, uri=None):
        rows = self.expect(0, "registry", "show", "--format", "json", "--registry",
                           uri or self.uri).text
        return {row["pec"]: row["state"] for row in json.loads(rows)}

    def test_a_state_is_read_in_italian_and_one_that_is_none_is_an_error(self):
        self.write("m.csv", "PEC;Nome;Cognome;Stato\na.a@ingpec.eu;A;A;Prenotato\n"
                            "b.b@ingpec.eu;B;B;CESSATO\nc.c@ingpec.eu;C;C;attivo\n"
                            "d.d@ingpec.eu;D;D;liberato\ne.e@ingpec.eu;E;E;\n"
                            "f.f@ingpec.eu;F;F;nubile\n")
        result = self.registry(1, "import", "m.csv")
        self.assertIn('m.csv:7: ARGUMENT: address "f.f@ingpec.eu": its state "nubile" is none; write '
                      "reserved, active or retired; if the column means something else, give it "
                      "another name\n", result.err)
        self.assertEqual(self.states(), {
            "a.a@ingpec.eu": "reserved", "b.b@ingpec.eu": "retired", "c.c@ingpec.eu": "active",
            "e.e@ingpec.eu": "active", "f.f@ingpec.eu": "reserved"})

    def test_what_ini_pec_has_cancelled_is_retired(self):
        self.write("i.csv", "PEC;Nome;Cognome;Numero Iscrizione;Codice Fiscale;Stato;Data Iscrizione;"
                            "Data Cancellazione\n"
                            "a.a@ingpec.eu;A;A;1;;1;01/01/2000;\n"
                            "b.b@ingpec.eu;B;B;2;;3;01/01/2000;\n"
                            "c.c@ingpec.eu;C;C;3;;2;01/01/2000;01/01/2020\n"
                            "d.d@ingpec.eu;D;D;4;;2;01/01/2000;\n")
        result = self.registry(0, "import", "i.csv", "--province", "MC")
        self.assertIn("2 mailboxes are cancelled by this file, and retired here: their addresses are "
                      "nobody else's\n", result.err)
        rows = json.loads(self.registry(0, "show", "--format", "json").text)
        self.assertEqual([(row["pec"], row["state"], row["left"]) for row in rows],
                         [("a.a@ingpec.eu", "active", None), ("b.b@ingpec.eu", "retired", None),
                          ("c.c@ingpec.eu", "retired", "2020-01-01"),
                          ("d.d@ingpec.eu", "active", None)])
        self.write("r.csv", f"{HEADER}\nC;C;AN;A;3;{codice_fiscale(1, 'CXXCXX')}\n")
        self.assertIn("c.c.an@ingpec.eu", self.assign(0, "r.csv").text)

    # What an import refuses itself: each row, and what is said of it.
    REFUSED = [
        ("a codice fiscale that is none", "ugo.foa@ingpec.eu;Ugo;Foa;MC;A;7;wrong;;", "HOLDER"),
        ("an entry that is none", "ugo.foa@ingpec.eu;Ugo;Foa;MC;A;seven;;;", "REGISTER"),
        ("a section that is none", "ugo.foa@ingpec.eu;Ugo;Foa;MC;C;7;;;", "REGISTER"),
        ("another province", "ugo.foa@ingpec.eu;Ugo;Foa;AN;A;7;;;", "PROVINCE"),
        ("a province that is none", "ugo.foa@ingpec.eu;Ugo;Foa;M1;A;7;;;", "PROVINCE"),
        ("no day", "ugo.foa@ingpec.eu;Ugo;Foa;MC;A;7;;31/11/2030;", "ARGUMENT"),
        ("a year that cannot be", "ugo.foa@ingpec.eu;Ugo;Foa;MC;A;7;;2203-01-01;", "ARGUMENT"),
        ("a state that is none", "ugo.foa@ingpec.eu;Ugo;Foa;MC;A;7;;;what", "ARGUMENT"),
        ("a formula", "ugo.foa@ingpec.eu;=A1;Foa;MC;A;7;;;", "UNEXPECTED"),
        ("a cell of another encoding", b"ugo.foa@ingpec.eu;Ug\xff;Foa;MC;A;7;;;", "ENCODING"),
        ("a cell too many", "ugo.foa@ingpec.eu;Ugo;Foa;;MC;A;7;;;", "UNEXPECTED"),
        ("a cell too few", "ugo.foa@ingpec.eu;Ugo;Foa;MC;A;7", "UNEXPECTED"),
        ("cells that are shifted", "x;ugo.foa@ingpec.eu;Ugo;Foa;MC;A;7;;;", "UNEXPECTED"),
        ("an open quote", 'ugo.foa@ingpec.eu;"Ugo;Foa;MC;A;7;;;', "UNEXPECTED"),
        ("a NUL", "ugo.foa@ingpec.eu;U\0go;Foa;MC;A;7;;;", "UNEXPECTED"),
    ]

    def test_whatever_is_refused_of_a_row_its_address_is_given_to_nobody(self):
        head = "pec;nome;cognome;provincia;sezione;numero;codice_fiscale;scadenza;stato\n"
        for i, (description, row, code) in enumerate(self.REFUSED):
            with self.subTest(description):
                uri = self.init(f"{i}.db")
                row = row if isinstance(row, bytes) else row.encode()
                self.write("m.csv", head.encode() + b"ada.bo@ingpec.eu;Ada;Bo;MC;A;1;;;\n" + row +
                           b"\n")
                result = self.run_tool("registry", "import", "m.csv", "--encoding", "utf-8",
                                       "--province", "MC", "--registry", uri)
                self.assertEqual(result.status, 1, result.err)
                self.assertIn(f"m.csv:3: {code}: ", result.err)
                self.assertIn("1 address of these errors is reserved for somebody unknown, so that "
                              "nobody is given it; correct its row and import it again; release it "
                              "only if there never was such a mailbox, as it could be given to somebody else\n", result.err)
                [kept] = [r for r in json.loads(self.expect(0, "registry", "show", "--format", "json",
                                                            "--registry", uri).text)
                          if r["pec"] == "ugo.foa@ingpec.eu"]
                self.assertEqual((kept["state"], kept["receipt"], kept["surname"], kept["holder"],
                                  kept["number"]), ("reserved", ["blocked"], None, None, None))
                self.write("r.csv", f"{HEADER}\nUgo;Foa;TO;A;9;\n")
                self.assertIn("ugo.foa.to@ingpec.eu", self.expect(
                    0, "assign", "r.csv", "--registry", uri).text)
                # And it is its holder's when the row comes as it is right.
                self.write("m.csv", head + "ugo.foa@ingpec.eu;Ugo;Foa;MC;A;7;;;\n")
                self.expect(0, "registry", "import", "m.csv", "--registry", uri)
                self.assertEqual(self.states(uri)["ugo.foa@ingpec.eu"], "active")

    def test_a_row_that_is_refused_blocks_its_address_in_any_chunk(self):
        self.write("m.csv", "pec;codice_fiscale\n" + "".join(
            f"a{i}.b@ingpec.eu;{codice_fiscale(i)}\n" for i in range(1000)) +
            "ugo.foa@ingpec.eu;wrong\n")
        self.assertIn("1000 new on record, 0 already there, 1 with errors",
                      self.registry(1, "import", "m.csv").err)
        self.assertEqual(self.states()["ugo.foa@ingpec.eu"], "reserved")

    def test_a_list_that_says_of_nobody_whose_an_address_is_blocks_nothing(self):
        self.write("m.csv", "pec;codice_fiscale\nugo.foa@ingpec.eu;wrong\nada.bo@ingpec.eu;XX\n")
        self.registry(1, "import", "m.csv")
        self.assertEqual(self.states(), {})

    def test_a_dry_run_of_an_import_says_the_same_and_writes_nothing(self):
        self.write("m.csv", "pec;nome;cognome;codice_fiscale\nada.bo@ingpec.eu;Ada;Bo;\n"
                            "ugo.foa@ingpec.eu;Ugo;Foa;wrong\n")
        dry = self.registry(1, "import", "m.csv", "--dry-run", "--format", "json")
        self.assertIn("1 new, 0 already there, 1 with errors, 0 rows without an address; a dry run: "
                      "nothing was put on record\n", dry.err)
        self.assertEqual(self.states(), {})
        self.assertEqual(json.loads(self.registry(1, "import", "m.csv", "--format", "json").text),
                         json.loads(dry.text))
        self.assertEqual(self.states(), {"ada.bo@ingpec.eu": "active",
                                         "ugo.foa@ingpec.eu": "reserved"})

    def test_a_fact_further_down_than_a_chunk_blocks_what_is_refused_before_it(self):
        self.write("m.csv", "pec;codice_fiscale\n" +
                   "".join(f"x{i}@ingpec.eu;wrong\n" for i in range(1500)) +
                   f"anna.bo@ingpec.eu;{codice_fiscale(1)}\n")
        result = self.registry(1, "import", "m.csv")
        self.assertEqual(len(self.states()), 1501)
        self.assertIn("1 new on record, 0 already there, 1500 with errors", result.err)
        self.assertIn("1500 addresses of these errors are reserved", result.err)

    def test_a_dry_run_knows_of_the_chunks_before(self):
        rows = "".join(f"x{i}@ingpec.eu;;;\n" for i in range(1200))
        cf = [codice_fiscale(i, letters) for i, letters in enumerate(("RSSMRA", "BOXNNA", "FOAGUO"))]
        self.write("m.csv", "pec;nome;cognome;codice_fiscale\n"
                   f"anna.bo@ingpec.eu;Anna;Bo;{cf[1]}\nugo.foa@ingpec.eu;Ugo;Foa;wrong\n" + rows +
                   f"anna.bo@ingpec.eu;Anna;Bo;{cf[1]}\nanna.bo.mc@ingpec.eu;Anna;Bo;{cf[1]}\n"
                   f"ugo.foa@ingpec.eu;Ugo;Foa;{cf[2]}\nx7@ingpec.eu;Ada;Re;\n")
        dry = self.registry(1, "import", "m.csv", "--dry-run", "--format", "json")
        self.assertEqual(self.states(), {})
        self.assertIn("1201 new, 3 already there, 2 with errors", dry.err)
        real = self.registry(1, "import", "m.csv", "--format", "json")
        self.assertEqual(json.loads(real.text), json.loads(dry.text))
        self.assertEqual(real.err.replace(" new on record,", " new,"),
                         dry.err.replace("; a dry run: nothing was put on record", ""))

    def test_an_output_of_assign_can_be_imported_elsewhere(self):
        addresses = self.three()
        self.assign(0, "r.csv", "--quiet", "--output", "out.csv")
        third = self.init("third.db")
        self.expect(0, "registry", "import", "out.csv", "--registry", third)
        self.assertEqual(self.export(third), addresses)

    def test_conflicts_are_told_with_their_lines_and_the_others_are_done(self):
        cf = [codice_fiscale(i) for i in range(4)]
        self.write("one.csv", f"pec;codice_fiscale\nmario.rossi@ingpec.eu;{cf[1]}\n")
        self.registry(0, "import", "one.csv")
        self.write("two.csv", "pec;codice_fiscale\n"
                   f"mario.rossi@ingpec.eu;{cf[2]}\n"
                   f"anna.bo@ingpec.eu;{cf[1]}\n"
                   f"this is no address;{cf[3]}\n"
                   "luca.re@ingpec.eu;wrong\n"
                   f"ugo.foa@ingpec.eu;{cf[3]}\n")
        result = self.registry(1, "import", "two.csv")
        self.assertEqual([line for line in result.errors if line.startswith("two.csv:")][1:], [
            f"two.csv:2: STATE: mario.rossi@ingpec.eu belongs to somebody unknown ({cf[1]}), who has "
            "another codice fiscale; correct the address or the person, or what is on record",
            'two.csv:3: HOLDER: address "anna.bo@ingpec.eu": mario.rossi@ingpec.eu belongs to somebody '
            f"unknown ({cf[1]}), who has this codice fiscale, and nobody has two; find out which one "
            "is in use, then correct the codice fiscale, or what is on record",
            'two.csv:4: ARGUMENT: address "this is no address": this is no address; a list has one '
            "address at the start of each line, or a column pec",
            'two.csv:5: HOLDER: codice fiscale "wrong": this is no codice fiscale: its form or its '
            "check character is wrong; copy it from the member's card (tessera sanitaria)",
        ])
        self.assertIn("1 new on record, 0 already there, 4 with errors", result.err)
        self.assertEqual(self.export(), ["anna.bo@ingpec.eu", "luca.re@ingpec.eu",
                                         "mario.rossi@ingpec.eu", "ugo.foa@ingpec.eu"])

    def test_import_of_more_than_one_chunk_is_complete(self):
        self.write("list.txt", "".join(f"a{'b' * (i % 9)}.{chr(97 + i % 26)}x{'c' * (i // 100)}"
                                       f"@ingpec.eu\n" for i in range(2600)))
        distinct = len(set(self.read("list.txt", "utf-8").split()))
        self.registry(0, "import", "list.txt", "--quiet")
        self.assertEqual(len(self.export()), distinct)

    def test_import_refuses_a_file_that_is_neither(self):
        self.write("x.csv", "nome;cognome\nMario;Rossi\n")
        self.usage_error('x.csv: there is no column pec; the first row has "nome", "cognome"',
                         "registry", "import", "x.csv", "--registry", self.uri)
        self.usage_error("nosuch cannot be read", "registry", "import", "nosuch", "--registry",
                         self.uri)
        self.usage_error("the file is missing", "registry", "import", "--registry", self.uri)
        self.write("bad.txt", "mario.rossi@ingpec.eu\nwhat is this\n")
        result = self.registry(1, "import", "bad.txt")
        self.assertIn('bad.txt:2: ARGUMENT: address "what": this is no address', result.err)


class Import(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init()

    def bring_in(self, status, *arguments, **options):
        return self.expect(status, "registry", "import", *arguments, "--registry", self.uri, **options)

    def rows(self):
        return json.loads(self.expect(0, "registry", "show", "--registry", self.uri, "--format",
                                      "json").text)

    def test_inipec_is_read_with_and_without_its_header_and_the_province_is_given(self):
        lines = (f"mario.rossi@ingpec.eu;MARIO;ROSSI;A 1;{codice_fiscale(1)};2;01/01/2020;\n"
                 f"ada.bo.mc@ingpec.eu;ADA;BÒ;2/B;;1;01/01/2020;\n"
                 f"ugo.neri@ingpec.eu;UGO;NERI;n. 3 sez. A;;2;01/01/2020\n"
                 f"ida.gialli@ingpec.eu;IDA;GIALLI;A 4;;3;01/01/2020;01/01/2021\n")
        for name, text, encoding in [("headed", INIPEC + lines, "utf-8"), ("bare", lines, "utf-8"),
                                     ("dos", lines, "cp1252"), ("wide", lines, "utf-16")]:
            with self.subTest(name):
                if name == "headed":
                    text = text.replace("n. 3 sez. A;;2;01/01/2020\n", "n. 3 sez. A;;2;01/01/2020;\n")
                self.uri = self.init(name + ".db")
                self.write("i.csv", text, encoding)
                result = self.bring_in(0, "i.csv", "--province", "MC")
                self.assertIn("4 new on record, 0 already there, 0 with errors", result.err)
                self.assertEqual([(row["pec"], row["given"], row["surname"], row["province"],
                                   row["section"], row["number"], row["holder"], row["state"])
                                  for row in self.rows()],
                                 [("ada.bo.mc@ingpec.eu", "ADA", "BÒ", "MC", "B", 2, None, "active"),
                                  ("ida.gialli@ingpec.eu", "IDA", "GIALLI", "MC", "A", 4, None,
                                   "retired"),
                                  ("mario.rossi@ingpec.eu", "MARIO", "ROSSI", "MC", "A", 1,
                                   codice_fiscale(1), "active"),
                                  ("ugo.neri@ingpec.eu", "UGO", "NERI", "MC", "A", 3, None,
                                   "active")])

    def test_six_columns_without_a_state_of_inipec_are_a_list(self):
        self.write("l.csv", "mario.rossi@ingpec.eu;a;b;c;d;e\n")
        self.assertIn("l.csv: a list of addresses\n", self.bring_in(0, "l.csv").err)
        self.assertIsNone(self.rows()[0]["given"])

    def test_the_province_of_the_file_is_a_sigla_and_contradicts_no_row(self):
        self.write("m.csv", "pec;provincia\nmario.rossi@ingpec.eu;AN\n")
        self.usage_error("--province Maceata: give the Order's sigla, such as MC", "registry",
                         "import", "m.csv", "--province", "Maceata", "--registry", self.uri)
        self.assertIn("m.csv:2: PROVINCE: province \"AN\": this is not the province of the roster",
                      self.bring_in(1, "m.csv", "--province", "MC").err)

    def test_a_reserved_address_is_active_by_its_import_for_the_same_holder_only(self):
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;{codice_fiscale(1)}\nAda;Bo;MC;A;2;\n")
        self.assign(0, "r.csv", "--quiet")
        self.write("m.csv", "pec;codice_fiscale;scadenza\n"
                            f"mario.rossi@ingpec.eu;{codice_fiscale(1)};31/12/2030\n")
        self.bring_in(0, "m.csv")
        self.write("n.csv", "pec;nome;cognome;provincia;sezione;numero\n"
                            "ada.bo@ingpec.eu;Ada;Bo;TO;A;9\n")
        result = self.bring_in(1, "n.csv")
        self.assertIn("n.csv:2: STATE: ada.bo@ingpec.eu belongs to Ada Bo (MC A 2), who has another "
                      "register entry; correct the address or the person, or what is on record\n",
                      result.err)
        self.assertEqual([(row["pec"], row["state"], row["expires"]) for row in self.rows()],
                         [("ada.bo@ingpec.eu", "reserved", None),
                          ("mario.rossi@ingpec.eu", "active", "2030-12-31")])

    def test_each_conflict_says_what_is_on_record_and_overwrites_nothing(self):
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;{codice_fiscale(1)}\nAda;Bo;MC;A;2;\n"
                            "Ugo;Neri;MC;A;3;\nLeo;Sala;MC;A;4;\n")
        self.assign(0, "r.csv", "--quiet")
        self.expect(0, "registry", "activate", "ugo.neri@ingpec.eu", "--why", "x", "--registry",
                    self.uri)
        self.expect(0, "registry", "retire", "ugo.neri@ingpec.eu", "--why", "x", "--registry",
                    self.uri)
        before = self.dump()
        self.write("m.csv", "pec;nome;cognome;provincia;sezione;numero;codice_fiscale\n"
                            "a.b@ingpec.eu;Pia;Blu;mc;a;2;\n"
                            f"c.d@ingpec.eu;Mario;Rossi;MC;A;9;{codice_fiscale(1)}\n"
                            f"e.f@ingpec.eu;Eva;Blu;MC;A;4;{codice_fiscale(5, 'BLUVEA')}\n"
                            "ugo.neri@ingpec.eu;Ugo;Neri;MC;A;3;\n")
        result = self.bring_in(1, "m.csv")
        entry = ("{} (MC A {}), who has this register entry; correct the "
                 "number, or, if this holder has left the Order, put that on record first")
        self.assertEqual(result.errors[2:6], [
            'm.csv:2: HOLDER: address "a.b@ingpec.eu": ' + entry.format("ada.bo@ingpec.eu belongs to Ada Bo", 2),
            'm.csv:3: HOLDER: address "c.d@ingpec.eu": mario.rossi@ingpec.eu belongs to Mario Rossi '
            f"({codice_fiscale(1)}, MC A 1), who has this codice fiscale, and nobody has two; find out "
            "which one is in use, then correct the codice fiscale, or what is on record",
            'm.csv:4: HOLDER: address "e.f@ingpec.eu": ' + entry.format("leo.sala@ingpec.eu belongs to Leo Sala", 4),
            "m.csv:5: STATE: ugo.neri@ingpec.eu belongs to Ugo Neri (MC A 3), and is retired; if this "
            "holder is to have it again, ask for an address, accept RETURNED when somebody has looked, and activate it then"])
        # What was there stays; the addresses that were refused are given to nobody.
        kept = [line for line in before if line.startswith('INSERT INTO "mailbox"')]
        self.assertEqual([line for line in self.dump() if line in kept], kept)
        self.assertEqual(self.export(), ["a.b@ingpec.eu", "ada.bo@ingpec.eu", "c.d@ingpec.eu",
                                         "e.f@ingpec.eu", "leo.sala@ingpec.eu", "mario.rossi@ingpec.eu",
                                         "ugo.neri@ingpec.eu"])

    def test_dates_are_read_as_italian_files_have_them_or_refused(self):
        self.write("m.csv", "pec;scadenza;uscita\na.a@ingpec.eu;31.12.2030;28/02/2026\n"
                            "b.b@ingpec.eu;31/11/2030;\nc.c@ingpec.eu;;yesterday\n"
                            "d.d@ingpec.eu;2203-01-01;\ne.e@ingpec.eu;;2090-01-01\n")
        result = self.bring_in(1, "m.csv")
        how = "write it like 2030-12-31 or 31/12/2030"
        no_day = "this is no day of the years 1990 to 2100"
        self.assertEqual(result.errors[1:5], [
            f'm.csv:3: ARGUMENT: address "b.b@ingpec.eu": its date of expiry "31/11/2030": {no_day}; {how}',
            'm.csv:4: ARGUMENT: address "c.c@ingpec.eu": the day "yesterday" on which its holder left: '
            f"{no_day}; {how}",
            f'm.csv:5: ARGUMENT: address "d.d@ingpec.eu": its date of expiry "2203-01-01": {no_day}; {how}',
            'm.csv:6: ARGUMENT: address "e.e@ingpec.eu": the day "2090-01-01" on which its holder left: '
            "this day is still to come; check the day and the year"])
        self.assertEqual([(row["pec"], row["expires"], row["left"]) for row in self.rows()],
                         [("a.a@ingpec.eu", "2030-12-31", "2026-02-28")])

    def test_the_columns_that_are_read_are_told_and_dates_that_are_not(self):
        self.write("m.csv", "PEC;Nome;Data scadenza PEC;Stato;Data rinnovo;Data di nascita;Uscita\n"
                            "a.a@ingpec.eu;A;31/12/2030;;01/01/2020;01/01/1960;\n")
        self.assertEqual(self.bring_in(0, "m.csv").errors[:2], [
            'm.csv: utf-8 (found out), separator ";", columns nome "Nome", pec "PEC", scadenza "Data scadenza PEC", '
            'stato "Stato", uscita "Uscita"',
            'm.csv: not read: "Data rinnovo"; the date of expiry is that of column "Data scadenza PEC", and that of '
            "leaving stands in a column uscita"])
        self.assertEqual(self.rows()[0]["expires"], "2030-12-31")
        for name in ("Scadenza PEC", "Data scadenza", "SCADENZA"):
            self.uri = self.init(f"{name}.db")
            self.write("n.csv", f"pec;{name}\na.a@ingpec.eu;31/12/2030\n")
            self.bring_in(0, "n.csv")
            self.assertEqual(self.rows()[0]["expires"], "2030-12-31", name)

    def test_who_left_is_brought_in_without_standing_on_the_entry(self):
        self.write("m.csv", "pec;nome;cognome;provincia;sezione;numero;uscita\n"
                            "ada.bo@ingpec.eu;Ada;Bo;MC;A;1;2020-01-01\n"
                            "ugo.foa@ingpec.eu;Ugo;Foa;MC;A;1;\n")
        self.assertIn("2 new on record, 0 already there, 0 with errors", self.bring_in(0, "m.csv").err)
        self.assertEqual([row["left"] for row in self.rows()], ["2020-01-01", None])

    def test_a_number_without_a_province_is_remarked_once(self):
        self.write("m.csv", "pec;sezione;numero\nada.bo@ingpec.eu;A;1\nugo.foa@ingpec.eu;A;2\n")
        self.assertEqual(self.bring_in(0, "m.csv").errors[-1],
                         "2 rows have a number and no province: where the record does not have it "
                         "either, nobody is known by the register entry; if the file is of one Order, "
                         "run again with --province, such as MC")
        self.assertNotIn("no province", self.bring_in(0, "m.csv", "--province", "MC").err)
        self.assertEqual([row["province"] for row in self.rows()], ["MC", "MC"])

    def test_a_reserved_mailbox_is_not_active_by_a_row_that_does_not_say_whose_it_is(self):
        self.write("r.csv", f"{HEADER}\nAda;Bo;MC;A;2;{codice_fiscale(1, 'BOXADA')}\n")
        self.assign(0, "r.csv", "--quiet")
        self.write("m.csv", "pec;sezione;numero\nada.bo@ingpec.eu;A;2\n")
        self.assertIn("m.csv:2: STATE: ada.bo@ingpec.eu is reserved for Ada Bo "
                      f"({codice_fiscale(1, 'BOXADA')}, MC A 2), and nothing says whether that is the "
                      "same person; give the codice fiscale, the name or the register entry too; give "
                      "the province of the whole file by --province, such as MC\n",
                      self.bring_in(1, "m.csv").err)
        self.bring_in(0, "m.csv", "--province", "MC")
        self.assertEqual(self.rows()[0]["state"], "active")

    def test_a_codice_fiscale_that_is_not_of_the_name_is_refused_and_one_on_record_remarked(self):
        self.write("m.csv", "pec;nome;cognome;codice_fiscale\n"
                            f"ada.bo@ingpec.eu;Ada;Bo;{codice_fiscale(1)}\n")
        self.assertIn('m.csv:2: HOLDER: address "ada.bo@ingpec.eu": the codice fiscale is not of this name',
                      self.bring_in(1, "m.csv").err)
        self.assertEqual([(row["state"], row["surname"]) for row in self.rows()], [("reserved", None)])
        self.assertIn("--accept DOUBT: it is CF_MISMATCH", self.bring_in(2, "m.csv", "--accept", "DOUBT").err)
        self.assertEqual(self.bring_in(0, "m.csv", "--accept", "CF_MISMATCH", "--dry-run").status, 0)
        self.expect(0, "registry", "relink", "ada.bo@ingpec.eu", "--holder", codice_fiscale(1), "--why", "x",
                    "--registry", self.uri)
        self.assertIn("m.csv:2: note: CF_MISMATCH: ada.bo@ingpec.eu: the codice fiscale begins with "
                      "RSS MRA, and this name gives BOX DAA; check both\n", self.bring_in(0, "m.csv").err)

    def test_a_state_that_differs_is_told_and_kept(self):
        self.write("m.csv", INIPEC + "ada.bo@ingpec.eu;Ada;Bo;A 1;;2;;\n")
        self.bring_in(0, "m.csv", "--province", "MC")
        self.write("m.csv", INIPEC + "ada.bo@ingpec.eu;Ada;Bo;A 1;;3;;01/02/2020\n")
        self.assertIn('m.csv:2: STATE: address "ada.bo@ingpec.eu": it is retired, says the file; on '
                      "record it is active; its day of leaving is 2020-02-01, says the file; on record "
                      "it is not known; kept as on record; if the file is right, correct leaving by "
                      "registry leave; if the mailbox has ended: registry retire --from m.csv\n",
                      self.bring_in(1, "m.csv", "--province", "MC").err)
        self.assertEqual(self.rows()[0]["state"], "active")

    def test_an_export_is_imported_with_expiry_and_leaving(self):
        self.write("m.csv", "pec;nome;cognome;provincia;sezione;numero;scadenza;uscita\n"
                            "ada.bo@ingpec.eu;Ada;Bo;MC;A;1;2030-12-31;2026-02-28\n"
                            "ugo.foa@ingpec.eu;Ugo;Foa;MC;A;2;;\n")
        self.bring_in(0, "m.csv")
        self.expect(0, "registry", "export", "--format", "csv", "--output", "all.csv", "--registry",
                    self.uri)
        before = self.rows()
        self.uri = self.init("other.db")
        self.bring_in(0, "all.csv")
        self.assertIn("0 new on record, 2 already there, 0 with errors",
                      self.bring_in(0, "all.csv").err)
        facts = ("pec", "state", "given", "surname", "province", "section", "number", "expires", "left")
        self.assertEqual([[row[name] for name in facts] for row in self.rows()],
                         [[row[name] for name in facts] for row in before])

    def test_what_differs_from_the_record_is_told_and_not_overwritten(self):
        cf = codice_fiscale(1, "BOXDAA")
        head = "pec;nome;cognome;provincia;sezione;numero;codice_fiscale;scadenza;uscita\n"
        self.write("m.csv", head + f"ada.bo@ingpec.eu;Ada;Bo;MC;A;1;{cf};2030-12-31;\n"
                                   "ugo.foa@ingpec.eu;Ugo;Foà;MC;A;2;;;2026-02-28\n")
        self.bring_in(0, "m.csv")
        before = self.dump()
        self.write("n.csv", head + f"ada.bo@ingpec.eu;Ada Eva;Bo;TO;B;9;{cf};2029-12-31;\n"
                                   "ugo.foa@ingpec.eu;UGO;FOA';MC;A;2;;;2026-01-01\n"
                                   "ada.bo@ingpec.eu;;;;;;;;2026-01-01\n")
        result = self.bring_in(1, "n.csv", "--quiet")
        kept = "kept as on record; if the file is right, correct"
        self.assertEqual(result.errors, [
            'n.csv:2: NO_MATCH: address "ada.bo@ingpec.eu": its holder\'s name is Ada Eva Bo, says the file; '
            "on record it is Ada Bo; its register entry is TO B 9, says the file; on record it is MC A 1; "
            "its date of expiry is 2029-12-31, says the file; on record it is 2030-12-31; "
            f"{kept} a name on record by registry correct, a register entry by assign, with the codice "
            "fiscale, a date of expiry by registry renew",
            'n.csv:3: NO_MATCH: address "ugo.foa@ingpec.eu": its day of leaving is 2026-01-01, says the '
            f"file; on record it is 2026-02-28; {kept} leaving by registry leave",
            'n.csv:4: NO_MATCH: address "ada.bo@ingpec.eu": its day of leaving is 2026-01-01, says the '
            f"file; on record it is not known; {kept} leaving by registry leave"])
        self.assertEqual(self.dump(), before)
        self.assertIn("0 new on record, 0 already there, 3 with errors",
                      self.bring_in(1, "n.csv").err)

    def test_the_faults_of_a_file_are_told_in_the_order_of_its_lines(self):
        self.write("l.txt", "a.b@-x\nno\nc.d@-y\nno\n")
        self.assertEqual([line.split(":")[1] for line in self.bring_in(1, "l.txt").errors[1:5]],
                         ["1", "2", "3", "4"])

    def test_utf_16_without_its_mark_is_read(self):
        for encoding, name in (("utf-16-le", "utf-16le"), ("utf-16-be", "utf-16be")):
            self.write("m.csv", "pec;nome\nada.bo@ingpec.eu;Ada\n", encoding)
            self.assertIn(f"m.csv: {name} (found out), ", self.bring_in(0, "m.csv").err)
            self.bring_in(0, "m.csv", "--encoding", name)

    def test_a_file_without_an_address_is_refused(self):
        for text in ("", "# nothing\n"):
            self.write("empty", text)
            self.usage_error("empty: there is no address in this file; check that it is the right one",
                             "registry", "import", "empty", "--registry", self.uri)


if __name__ == "__main__":
    tool.main()
