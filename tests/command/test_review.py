#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
What a person should look at, SPEC §6: review notes, what the codice fiscale says of a name, --review FILE.

    test_review.py --pecaddr PATH [unittest options]
"""

import json
import os
import re

import tool
from tool import HEADER, RosterTest, ToolTest, codice_fiscale, many_members, person, rows_of

VARIANT = "letters like ö have two customary spellings; check which one the Order uses"
ROWS = [
    ("Jürgen", "Rossi", "VARIANT"),
    ("Anna", "Bo in Re", "MARITAL"),
    ("Ing Mario", "Neri", "DOUBT"),
    ("Ada", "Foa", ""),
    ("Ing. Ugo", "Re", "TITLE"),  # informs only
]


class CodiceFiscale(ToolTest):
    """CF_MISMATCH tells which half contradicts the name. DM 23 Dec 1976, art. 2-3."""

    SURNAME = ("the codice fiscale has {} for the surname, and this surname gives {}; check both")
    GIVEN = ("the codice fiscale has {} for the given names, and these given names give {}; check "
             "both")
    BOTH = "the codice fiscale begins with {}, and this name gives {}; check both"
    SWAPPED = ("the codice fiscale begins with {}, which fits if given names and surname are "
               "exchanged; check whether each stands in the other's place")
    FIRST = ("the codice fiscale has {} for the given names, which fits the first one alone, and "
             "all of them give {}; check whether the others are in the identity document")
    CASES = [
        # given names, surname, letters of the codice fiscale, what is said
        ("Mario", "Bianchi", "RSSMRA", SURNAME.format("RSS", "BNC")),
        ("Mario", "Fo", "RSSMRA", SURNAME.format("RSS", "FOX")),
        ("Luca", "Rossi", "RSSMRA", GIVEN.format("MRA", "LCU")),
        ("Gianfranco", "Rossi", "RSSGNF", GIVEN.format("GNF", "GFR")),
        ("Ugo", "Rossi", "RSSGOX", GIVEN.format("GOX", "GUO")),
        ("Luca", "Bianchi", "RSSMRA", BOTH.format("RSS MRA", "BNC LCU")),
        ("Io", "Re", "RSSMRA", BOTH.format("RSS MRA", "REX IOX")),
        ("Rossi", "Mario", "RSSMRA", SWAPPED.format("RSS MRA")),
        ("Bianchi", "Gianfranco", "BNCGFR", SWAPPED.format("BNC GFR")),
        # exchanged, of which one profile alone tells
        ("Öz", "Ea", "ZOXEAX", SWAPPED.format("ZOX EAX")),
        ("Öz", "Ea", "ZOEEAX", SWAPPED.format("ZOE EAX")),
        # the half that agrees under one profile is not told
        ("Ea", "Öz", "ZOXIAX", GIVEN.format("IAX", "EAX")),
        ("Ea", "Öz", "ZOEIAX", GIVEN.format("IAX", "EAX")),
        ("Ea", "Öz", "ZEOEAX", SURNAME.format("ZEO", "ZOE")),
        # each half under a profile of its own: no profile gives both
        ("Öz", "Åh", "HAAZOX", BOTH.format("HAA ZOX", "HAA ZOE")),
        ("D'Elia", "De Sanctis", "DSNDEL", GIVEN.format("DEL", "DLE")),
        # the first given name alone; of somebody else's surname that says nothing
        ("Mario Luca", "Rossi", "RSSMRA", FIRST.format("MRA", "MLC")),
        ("Mario Luca", "Rossi", "RSSLCU", GIVEN.format("LCU", "MLC")),
        ("Mario Luca", "Bianchi", "RSSMRA", BOTH.format("RSS MRA", "BNC MLC")),
    ]

    def test_each_case_is_told_wherever_notes_are_told(self):
        for i, (given, surname, letters, sentence) in enumerate(self.CASES):
            with self.subTest(given=given, surname=surname, letters=letters):
                who = person(given=given, surname=surname, holder=codice_fiscale(i, letters))
                note = f"CF_MISMATCH: {sentence}"
                result = self.expect(0, "assign", *who, "--registry", "memory:")
                self.assertIn(f"note: {note}\n", result.err)
                result = self.expect(1, "assign", *who, "--registry", "memory:", "(waits)")
                self.assertIn(f"{note}; correct what is wrong, or, if all is right, accept the note with --accept",
                              result.err)
                self.assertIn(f"note        {note}\n", self.expect(0, "explain", *who).text)
                self.assertIn(["note", sentence], [
                    [row["kind"], row["rule"]] for row in rows_of(
                        self.expect(0, "explain", *who, "--format", "csv").text, ",")])
                notes = json.loads(self.expect(0, "explain", *who, "--format", "json").text)["notes"]
                self.assertEqual([note["meaning"] for note in notes
                                  if note["name"] == "CF_MISMATCH"], [sentence])
                self.write("r.csv", f"{HEADER}\n{given};{surname};MC;A;1;"
                                    f"{codice_fiscale(i, letters)}\n")
                result = self.expect(1, "assign", "r.csv", "--registry", "memory:", "(waits)")
                self.assertIn(sentence, result.errors[-2])
                self.assertIn(note, rows_of(result.text)[0]["errore"])

    def test_explain_shows_each_half_beside_what_the_name_gives(self):
        cases = [
            ("Mario", "Rossi", "RSSMRA", []),
            ("Luca", "Rossi", "RSSMRA", [("given", "MRA", "LCU")]),
            ("Mario", "Bianchi", "RSSMRA", [("surname", "RSS", "BNC")]),
            ("Luca", "Bianchi", "RSSMRA", [("surname", "RSS", "BNC"), ("given", "MRA", "LCU")]),
        ]
        for i, (given, surname, letters, steps) in enumerate(cases):
            with self.subTest(given=given, surname=surname):
                holder = codice_fiscale(i, letters)
                holder = f" {holder[:3].lower()} {holder[3:6]} {holder[6:]}"
                who = person(given=given, surname=surname, holder=holder)
                rows = [row for row in rows_of(
                    self.expect(0, "explain", *who, "--format", "csv").text, ",")
                        if row["source"].startswith("DM 23 Dec 1976")]
                self.assertEqual([(row["field"], row["input"], row["output"]) for row in rows],
                                 steps)
                self.assertEqual([row["position"] for row in rows], [""] * len(steps))

    def test_it_is_on_record_with_the_address(self):
        self.expect(0, "registry", "init", "--registry", "sqlite:r.db")
        who = person(given="Luca", surname="Rossi", holder=codice_fiscale(1, "RSSMRA"))
        self.expect(0, "assign", *who, "--registry", "sqlite:r.db")
        data = json.loads(self.expect(0, "registry", "show", "luca.rossi@ingpec.eu", "--registry",
                                      "sqlite:r.db", "--format", "json").text)
        self.assertEqual(data[0]["notes"], ["CF_MISMATCH"])

    def test_without_letters_to_compare_there_is_no_note(self):
        for holder in ("12345678903", None):
            result = self.expect(0, "assign", *person(holder=holder), "--registry", "memory:")
            self.assertEqual(result.err, "")


class Listed(ToolTest):
    """Without --review: the rows that wait are listed apart at the end."""

    ACCEPTED = ()

    def roster(self, rows):
        self.write("r.csv", f"{HEADER}\n" + "".join(
            f"{given};{surname};MC;A;{i + 1};\n" for i, (given, surname, _) in enumerate(rows)))

    def listed(self, status, *arguments):
        return self.expect(status, "assign", "r.csv", "--registry", "memory:", *arguments)

    def test_a_doubt_waits_and_says_which_address_it_would_be(self):
        self.roster(ROWS)
        result = self.listed(1)
        rows = rows_of(result.text)
        self.assertEqual([row["pec"] for row in rows],
                         ["", "", "", "ada.foa@ingpec.eu", "ugo.re@ingpec.eu"])
        self.assertEqual([row["proposta"] for row in rows], [
            "juergen.rossi@ingpec.eu", "anna.bo@ingpec.eu", "ingmario.neri@ingpec.eu", "", ""])
        self.assertEqual([row["note"] for row in rows], [note for *_, note in ROWS])
        self.assertEqual([row["nuovo"] for row in rows], ["", "", "", "yes", "yes"])
        self.assertEqual([row["errore"][:7] for row in rows], ["REVIEW:"] * 3 + ["", ""])
        self.assertEqual([" ".join(line.split()) for line in result.errors[-8:-5]], [
            "waiting 3 for a person to look at; their address is in proposta", "errors 0",
            "rows 5 2 new, 0 had their address already"])
        self.assertEqual(result.errors[-5:], [
            "3 rows wait, without an address, for a person to look at them:",
            f"  2  Jürgen Rossi    juergen.rossi@ingpec.eu  VARIANT  {VARIANT}",
            "  3  Anna Bo in Re   anna.bo@ingpec.eu        MARITAL  a married name was ignored; "
            "check that the birth surname is what is left",
            "  4  Ing Mario Neri  ingmario.neri@ingpec.eu  DOUBT    something was kept that may be "
            "no part of the name, or misread; check the name",
            "correct those that are wrong; then, for those that are right, run again with --accept "
            "VARIANT,MARITAL,DOUBT"])

    def test_what_was_looked_at_is_accepted_by_its_note(self):
        self.roster(ROWS)
        for accepted, given in (("VARIANT", [0]), ("doubt, MARITAL", [1, 2]), ("all", [0, 1, 2])):
            rows = rows_of(self.listed(0 if accepted == "all" else 1, "--accept", accepted).text)
            self.assertEqual([i for i in range(3) if rows[i]["pec"]], given)
        for wrong in ("X", "VARIANT,", "TITLE", ""):
            said = f"--accept {wrong}:" if wrong in ("X", "TITLE") else "--accept has an empty note:"
            self.usage_error(f"{said} it is all, or some of VARIANT,", "assign",
                             "r.csv", "--registry", "memory:", "--accept", wrong)

    def test_a_dry_run_proposes_alone(self):
        self.roster(ROWS)
        uri = self.init()
        rows = rows_of(self.assign(1, "r.csv", "--dry-run").text)
        self.assertEqual([row["pec"] for row in rows], [""] * 5)
        self.assertEqual([row["nuovo"] for row in rows], ["", "", "", "yes", "yes"])
        proposed = [row["proposta"] for row in rows]
        self.assertEqual(proposed[3:], ["ada.foa@ingpec.eu", "ugo.re@ingpec.eu"])
        self.assertEqual(self.export(uri), [])
        self.assign(1, "r.csv", "--dry-run", "--output", "out.csv")
        rows = rows_of(self.assign(1, "out.csv").text)
        self.assertEqual([row["pec"] or row["proposta"] for row in rows], proposed)
        self.assertEqual(self.assign(1, "r.csv", "--dry-run").text.count(";no;"), 2)

    def test_transfers_returns_and_other_names_are_never_silent(self):
        uri = self.init()
        who = [(given, codice_fiscale(i, "RSSMRA")) for i, given in enumerate(["Mario"] * 3)]
        self.write("r.csv", f"{HEADER}\n" + "".join(
            f"{given};Rossi;MC;A;{i};{cf}\n" for i, (given, cf) in enumerate(who, 1)))
        first = rows_of(self.assign(0, "r.csv").text)
        self.expect(0, "registry", "activate", first[1]["pec"], "--why", "x", "--registry", uri)
        self.expect(0, "registry", "retire", first[1]["pec"], "--why", "x", "--registry", uri)
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;B;9;{who[0][1]}\nMario;Rossi;MC;A;2;{who[1][1]}\n"
                            f"Mario Luca;Rossi;MC;A;3;{who[2][1]}\n")
        result = self.assign(0, "r.csv", "--accept", "CF_MISMATCH,RETURNED")
        self.assertEqual([row["pec"] for row in rows_of(result.text)], [row["pec"] for row in first])
        said = [" ".join(line.split()) for line in result.errors]
        self.assertIn("moved 1 from another entry of the register; they keep their address", said)
        self.assertIn("returned 1 addresses that were given back to who had them", said)
        self.assertTrue(any(line.startswith("renamed 1 another name is on record, and stays: the note is RENAMED")
                            for line in said), said)

    def test_columns_stand_under_each_other_whatever_the_width_of_the_characters(self):
        self.roster([("Jürgen", "Rossi", ""), ("Ｊürgen", "Rossi", "")])
        lines = self.listed(1).errors[-3:-1]
        self.assertEqual(lines[0].index("juergen") - 1, lines[1].index("juergen"))

    def test_a_long_name_is_cut_and_what_is_no_character_is_shown_harmless(self):
        self.roster([("Jürgen " * 20, "Rossi", ""), ("Jür\u202egen", "Rossi", "")])
        result = self.listed(1)
        self.assertIn("Jürgen Jürgen Jürgen Jürgen Jürgen Jürge...  ", result.errors[-3])
        self.assertIn("JürU+202Egen", result.errors[-2])
        self.assertNotIn("\u202e", result.err)

    def test_at_most_twenty_are_listed_and_the_others_counted(self):
        for n, last in ((20, "  21  "), (21, "  and 1 more; --review FILE writes them all"),
                        (1234, "  and 1214 more; --review FILE writes them all")):
            self.roster([("Jürgen", "Rossi", "")] * n)
            errors = self.listed(1).errors
            self.assertIn(f"{n} rows wait, without an address, for a person to look at them:", errors)
            self.assertTrue(errors[-2].startswith(last), errors[-2])
            self.assertEqual(sum(" VARIANT  " in line for line in errors), 20)

    def test_one_row_is_one_row(self):
        self.roster(ROWS[:1])
        self.assertIn("1 row waits, without an address, for a person to look at it:",
                      self.listed(1).errors)

    def test_quiet_lists_nothing(self):
        self.roster(ROWS)
        self.assertEqual(self.listed(1, "--quiet").err, "")

    def test_where_nobody_is_to_be_looked_at_nothing_is_said(self):
        self.roster(ROWS[3:])
        self.assertNotIn("look", self.listed(0).err)

    def test_of_one_person_too(self):
        result = self.expect(1, "assign", *person(surname="Rößler"), "--registry", "memory:")
        self.assertEqual(result.out, b"")
        self.assertIn("REVIEW: VARIANT: ", result.err)
        self.assertIn("note: the address would be niccolo.roessler@ingpec.eu\n", result.err)
        data = json.loads(self.expect(1, "assign", *person(surname="Rößler"), "--registry", "memory:",
                                      "--format", "json").text)[0]
        self.assertEqual((data["address"], data["proposal"], data["notes"], data["code"]),
                         (None, "niccolo.roessler@ingpec.eu", ["VARIANT"], "REVIEW"))


ROSTER = (f"{HEADER};studio\nJürgen;Rossi;MC;A;1;;\"Rossi; Re\"\nAda;Foa;MC;A;2;;Foà\n"
          "Mari0;Re;MC;A;3;;x\n;;;;;;\nAnna;Bo in Re;MC;A;4;;y\n")


class Namesakes(RosterTest):
    """Whoever looks at a namesake is told whose."""

    CF = codice_fiscale(1, "FOADAA")
    ACCEPTED = ()
    SAID = (f"a person of the same name has an address already, ada.foa@ingpec.eu, Ada Foa, {CF}, MC A 1; check "
            "that it is somebody else")

    def test_whose_it_is_is_told_wherever_it_waits(self):
        self.roster(f"Ada;Foa;MC;A;1;{self.CF}", "Ada;Foa;MC;A;2;")
        for options in (["--dry-run"], []):
            result = self.assign(1, "r.csv", *options)
            self.assertIn(f"  3  Ada Foa  ada.foa.mc@ingpec.eu  NAMESAKE  {self.SAID}", result.errors)
            self.assertIn(self.SAID, rows_of(result.text)[1]["errore"])
        result = self.assign(1, "r.csv", "--format", "json", "--review", "look.csv")
        self.assertIn(self.SAID, json.loads(result.text)[1]["error"])
        self.assertIn(self.SAID, rows_of(self.read("look.csv", "utf-8"))[0]["errore"])
        result = self.expect(1, "assign", *person(given="Ada", surname="Foa", number="2"), "--registry", self.uri)
        self.assertIn(f"REVIEW: NAMESAKE: {self.SAID}; correct what is wrong, or, if all is right", result.err)
        result = self.assign(1, "r.csv", "--lang", "it")
        self.assertIn("una persona con lo stesso nome ha già un indirizzo, ada.foa@ingpec.eu, Ada Foa, "
                      f"{self.CF}, MC A 1; controllare che sia un'altra persona", result.err)

    def test_whose_it_is_is_told_also_of_one_who_is_accepted(self):
        self.roster(f"Ada;Foa;MC;A;1;{self.CF}", "Ada;Foa;MC;A;2;")
        said = f"r.csv:3: note: NAMESAKE: ada.foa.mc@ingpec.eu: {self.SAID}"
        for options, times in ((["--dry-run"], 1), (["--dry-run", "--quiet"], 0), (["--dry-run", "--format", "json"], 1), ([], 1), ([], 0)):
            result = self.assign(0, "r.csv", "--accept", "NAMESAKE", *options)
            self.assertEqual(result.errors.count(said), times, options)
        result = self.expect(0, "assign", *person(given="Ada", surname="Foa", number="3"), "--registry", self.uri, "--accept",
                             "NAMESAKE")
        self.assertIn("note: NAMESAKE: a person of the same name has an address already, ada.foa.mc@ingpec.eu, Ada Foa, MC A 2; "
                      "check that it is somebody else", result.errors)

    def test_the_one_of_a_higher_level_is_told_too(self):
        self.roster("Ada;Foa;AN;A;1;", "Ada;Foa;MC;A;7;", "Ada;Foa;MC;A;8;")
        result = self.assign(1, "r.csv", "--several-provinces")
        self.assertIn("  4  Ada Foa  ada.foa.mc.a8@ingpec.eu  NAMESAKE  a person of the same name has an address "
                      "already, ada.foa.mc@ingpec.eu, Ada Foa, MC A 7; check that it is somebody else", result.errors)

    def test_of_an_address_that_is_nobodys_the_address_is_told(self):
        self.write("list.txt", "ada.foa@ingpec.eu\n")
        self.expect(0, "registry", "import", "list.txt", "--registry", self.uri)
        self.roster("Ada;Foa;MC;A;2;")
        self.assertIn("an address of this name is on record, ada.foa@ingpec.eu, and not whose it is; check that it "
                      "is somebody else's", self.assign(1, "r.csv").err)

    def test_another_note_alone_names_nobody(self):
        self.roster("Jürgen;Foa;AN;A;1;", "Jürgen;Foa;MC;A;2;")
        self.assign(1, "r.csv", "--several-provinces")
        self.expect(0, "assign", "r.csv", "--registry", self.uri, "--several-provinces", "--accept", "VARIANT")
        self.roster("Jürgen;Foa;FM;A;2;")
        result = self.assign(1, "r.csv")
        self.assertEqual([row["note"] for row in rows_of(result.text)], ["VARIANT"])
        self.assertNotIn("AN A 1", result.err)


class Proposals(RosterTest):
    """The total says whether proposta has the address."""

    ACCEPTED = ()

    def total(self, *names):
        self.write("r.csv", "\n".join([HEADER, *(f"{name};MC;A;{i + 1};" for i, name in enumerate(names)),
                                       ""]).encode("cp1250", "replace"))
        result = self.assign(1, "r.csv", "--dry-run", "--separator", ";")
        return [" ".join(line.split()) for line in result.errors if line.startswith("waiting")], rows_of(
            result.out.decode("cp1250"))

    def test_where_no_letters_are_in_doubt_it_has(self):
        said, rows = self.total("Ing Mario;Neri", "Anna;Rossi")
        self.assertEqual(said, ["waiting 1 for a person to look at; their address is in proposta"])
        self.assertTrue(rows[0]["proposta"])

    def test_where_some_are_they_are_counted(self):
        said, rows = self.total("Ing Mario;Neri", "Maja;Marušič", "Ing Ugo;Neri")
        self.assertEqual(said, ["waiting 3 for a person to look at; their address is in proposta, but for 1 whose "
                                "letters are in doubt"])
        self.assertEqual([bool(row["proposta"]) for row in rows], [True, False, True])

    def test_where_all_are_none_has(self):
        said, rows = self.total("Maja;Marušič", "Anna;Rossi")
        self.assertEqual(said, ["waiting 1 for a person to look at; as their letters are in doubt, none has a proposta"])
        self.assertFalse(rows[0]["proposta"])


class Review(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init()

    def review(self, status, roster, *arguments, **options):
        """A new list each time: an older one is somebody's work."""
        if os.path.exists(self.path("look.csv")):
            os.remove(self.path("look.csv"))
        return self.assign(status, roster, "--review", "look.csv", "--output", "out.csv",
                           *arguments, **options)

    def rows(self, name, encoding="utf-8"):
        return rows_of(self.read(name, encoding))

    def test_who_should_be_looked_at_is_set_aside_and_gets_the_address_when_fed_back(self):
        result = self.review(1, self.write("r.csv", ROSTER))
        self.assertEqual(self.export(), ["ada.foa@ingpec.eu"])
        rows = self.rows("out.csv")
        self.assertEqual([row["pec"] for row in rows], ["", "ada.foa@ingpec.eu", "", "", ""])
        self.assertEqual([row["note"] for row in rows], ["VARIANT", "", "", "", "MARITAL"])
        self.assertEqual(rows[0]["errore"], f"REVIEW: VARIANT: {VARIANT}; correct the row, or, if it "
                         "is right, accept the note with --accept")
        looked = self.rows("look.csv")
        self.assertEqual(looked, [rows[0], rows[2], rows[4]])
        self.assertEqual(result.errors[-4:], [
            "2 rows wait, without an address, for a person to look at them:",
            f"  2  Jürgen Rossi   juergen.rossi@ingpec.eu  VARIANT  {VARIANT}",
            "  6  Anna Bo in Re  anna.bo@ingpec.eu        MARITAL  a married name was ignored; check "
            "that the birth surname is what is left",
            "look.csv has 3 rows to be corrected or confirmed; then, with another file as --output: pecaddr assign "
            "look.csv --accept VARIANT,MARITAL --several-provinces --registry sqlite:registry.db"])
        # Only errors that no person can confirm are told row by row.
        self.assertEqual([line.split(" ")[0] for line in result.errors if "r.csv:" in line],
                         ["r.csv:", "r.csv:", "r.csv:4:"])
        corrected = self.read("look.csv", "utf-8").replace("Mari0", "Mario")
        self.assign(0, self.write("look.csv", corrected), "--output", "done.csv")
        self.assertEqual([row["pec"] for row in self.rows("done.csv")],
                         ["juergen.rossi@ingpec.eu", "mario.re@ingpec.eu", "anna.bo@ingpec.eu"])
        self.assertEqual([row["errore"] for row in self.rows("done.csv")], ["", "", ""])

    def test_the_command_that_is_told_takes_no_name_of_a_file_for_an_option(self):
        result = self.assign(1, self.write("r.csv", ROSTER), "--review=-r s.csv", "--output", "out.csv")
        self.assertIn("; then, with another file as --output: pecaddr assign ./'-r s.csv' --", result.errors[-1])

    def test_all_is_what_stood_in_the_file_and_nothing_that_came_of_it(self):
        """A file of a row or two may be read in another encoding than the roster that it is of."""
        for encoding, surname, waits in (("utf-8", "MÜLLER", 0), ("cp850", "MÜLLER", 1), ("utf-8", "MÜLLER IN RE", 1)):
            with self.subTest(encoding=encoding, surname=surname):
                self.uri = self.init(f"{encoding}{waits}.db")
                many = "".join(f"Nicolò{chr(97 + i % 9)}{chr(97 + i // 9)};Forlì;MC;A;{i};\n" for i in range(10, 90))
                self.write("r.csv", f"{HEADER}\nZOË;MÜLLER;MC;A;1;{codice_fiscale(1, 'MLLZOE')}\n{many}", encoding)
                self.review(1, "r.csv", "(waits)", "--encoding", encoding, registry=self.uri)
                looked = self.read("look.csv", encoding)
                self.assertEqual(len(rows_of(looked)), 1)
                self.write("look.csv", looked.replace("MÜLLER", surname), encoding)
                result = self.assign(waits, "look.csv", "--accept", "all", registry=self.uri)
                if waits:
                    self.assertIn("1 row waits", result.err)
                else:
                    self.assertEqual(rows_of(result.text)[0]["pec"], "zoe.mueller@ingpec.eu")
                self.assertEqual(len(self.export(self.uri)), 81 - waits)

    def test_the_file_has_the_rosters_own_form(self):
        for separator, encoding, end in ((";", "cp1252", "\r\n"), ("\t", "utf-8-sig", "\n"),
                                         (",", "utf-16", "\r\n"), (";", "cp850", "\n")):
            with self.subTest(separator=separator, encoding=encoding):
                uri = self.init(f"{encoding}.db")
                text = ("nome;cognome;provincia;sezione;numero;studio\n"
                        "Jürgen;Rossi;MC;A;1;\"a \"\"b\"\"\"\nAnna;Bò in Ré;MC;A;2; così\n"
                        "Ada;Foa;MC;A;3;x\n")
                text = text.replace(";", separator).replace("\n", end)
                self.write("r.csv", text.encode(encoding))
                self.review(1, "r.csv", registry=uri)
                looked = self.read("look.csv")
                lines = looked.decode(encoding).split(end)
                self.assertEqual(looked.decode(encoding).encode(encoding), looked)
                self.assertEqual(lines[0],
                                 separator.join([text.split(end)[0], "pec", "livello", "nuovo", "proposta", "note",
                                                 "errore"]))
                for got, given in zip(lines[1:3], text.split(end)[1:3]):
                    self.assertTrue(got.startswith(given + separator), got)
                self.assertEqual(lines[3:], [""])
                again = self.assign(0, "look.csv", "--output", "done.csv", registry=uri)
                whole = self.assign(0, "r.csv", "--output", "x.csv", registry=uri)
                # Read as the same, though fewer rows may prove less of the encoding.
                self.assertEqual(re.sub(r" \(.*?\)", "", again.errors[0]).replace("look.csv", "r.csv"),
                                 re.sub(r" \(.*?\)", "", whole.errors[0]))

    def test_what_stands_between_a_row_and_a_wrong_address_is_to_be_said_again(self):
        self.write("own.ini", "name = own\ndomain = ingpec.eu\nrule = {given}.{surname}\n")
        self.write("list.txt", "anna.bo@ingpec.eu\n")
        self.write("r.csv", f"{HEADER}\nJürgen;Rossi;MC;A;1;\n")
        registry = " --registry sqlite:registry.db"
        for options, said in ((["--check", "file:list.txt"], f"{registry} --check file:list.txt"),
                              (["--scheme", "own.ini"], f" --scheme own.ini{registry}")):
            result = self.review(1, "r.csv", "--province", "MC", *options)
            self.assertTrue(result.errors[-1].endswith(f"--accept VARIANT --province MC{said}"), result.err)

    def test_an_encoding_that_few_rows_may_not_prove_is_to_be_said(self):
        """MÄRK alone would be read as MŽRK."""
        rows = "HANS;MÄRK;MC;A;1;\nNICOLÒ;ROSSI;MC;A;2;\n"
        for i, (text, encoding, options, said) in enumerate((
                (rows, "cp850", [], "cp850"),
                (rows.replace("Ò", "ò"), "cp1252", [], None),
                (rows.replace("Ò", "Ó"), "mac-roman", ["--encoding", "macintosh"], "macintosh"),
                (rows.replace("Ò", "Š"), "iso8859-15", [], "iso-8859-15"),
                (rows, "utf-8", [], None), (rows, "utf-8-sig", [], None), (rows, "utf-16", [], None),
                (rows, "utf-8", ["--encoding", "utf-8"], "utf-8"))):
            with self.subTest(encoding=encoding, options=options):
                uri = self.init(f"{i}.db")
                self.write("r.csv", f"{HEADER}\n{text}".encode(encoding))
                result = self.review(1, "r.csv", *options, registry=uri)
                with_it = f" --encoding {said}" if said else ""
                self.assertTrue(result.errors[-1].endswith(
                    f": pecaddr assign look.csv --accept VARIANT{with_it} --several-provinces --registry {uri}"),
                    result.err)
                self.assign(0, "look.csv", *(["--encoding", said] if said else []), registry=uri)
                self.assertIn("hans.maerk@ingpec.eu", self.export(uri))

    def test_who_has_an_address_already_is_not_set_aside(self):
        self.write("r.csv", ROSTER.replace("Mari0", "Mario"))
        self.assign(0, "r.csv", "--output", "first.csv")
        before = self.dump()
        self.review(0, "r.csv")
        self.assertEqual(self.settled("out.csv"), self.settled("first.csv"))
        self.assertEqual(self.rows("look.csv"), [])
        self.assertEqual(self.dump(), before)

    def test_who_has_another_address_already_is_not_set_aside(self):
        """After a transfer, which is put on record."""
        cf = codice_fiscale(1, "RSSJGN")
        self.write("r.csv", f"{HEADER}\nJürgen;Rossi;MC;A;1;{cf}\n")
        self.assign(0, "r.csv")
        self.write("r.csv", f"{HEADER}\nJürgen;Rossi;MI;B;9;{cf}\n")
        self.review(0, "r.csv")
        self.assertEqual(self.rows("out.csv")[0]["pec"], "juergen.rossi@ingpec.eu")
        self.assertEqual(self.rows("look.csv"), [])

    def test_an_address_waits_beside_another_name_whose_codice_fiscale_is_not_its_own(self):
        """As in a roster of which the names were sorted alone."""
        numbers = [f"MC;A;{i};{codice_fiscale(i, letters)}\n" for i, letters in
                   enumerate(["RSSMRA", "BNCNNA", "FOXDAA"], 1)]
        names = ["Mario;Rossi", "Anna;Bianchi", "Ada;Fo"]
        addresses = ["mario.rossi@ingpec.eu", "anna.bianchi@ingpec.eu", "ada.fo@ingpec.eu"]

        def roster(names):
            return self.write("r.csv", f"{HEADER}\n" + "".join(map("{};{}".format, names, numbers)))

        self.assign(0, roster(names))
        before = self.dump()
        result = self.review(1, roster(["Anna;Bianchi", "Ing. Mario;Rossi", "Ada;Fo"]))
        for rows in (self.rows("out.csv")[:2], self.rows("look.csv")):
            self.assertEqual([row["pec"] for row in rows], ["", ""])
            self.assertEqual([row["proposta"] for row in rows], addresses[:2])
            self.assertEqual([row["note"] for row in rows], ["CF_MISMATCH,RENAMED"] * 2)
            self.assertEqual([row["errore"][:20] for row in rows], ["REVIEW: CF_MISMATCH:"] * 2)
        self.assertEqual(self.rows("out.csv")[2]["pec"], addresses[2])
        self.assertIn("waiting           2  for a person to look at; their address is in proposta",
                      result.errors)
        self.assertIn(" --accept CF_MISMATCH,RENAMED ", result.errors[-1])
        accepted = self.assign(0, "look.csv", "--accept", "CF_MISMATCH").text
        self.assertEqual([row["pec"] for row in rows_of(accepted)], addresses[:2])
        self.assertEqual(self.dump(), before)

    def test_whoever_has_one_given_name_more_than_his_codice_fiscale_has_his_address(self):
        self.assign(0, self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;{codice_fiscale(1)}\n"))
        self.review(0, self.write("r.csv", f"{HEADER}\nMario Luca;Rossi;MC;A;1;{codice_fiscale(1)}\n"))
        [row] = self.rows("out.csv")
        self.assertEqual((row["pec"], row["note"]), ("mario.rossi@ingpec.eu", "CF_MISMATCH,RENAMED"))

    def test_whoever_has_moved_waits_too_and_changes_nothing_until_somebody_has_looked(self):
        cf = codice_fiscale(1, "BNCNNA")
        self.assign(0, self.write("r.csv", f"{HEADER}\nLuca;Rossi;MC;A;1;{cf}\n"), "--accept", "all")
        before = self.dump()
        self.review(1, self.write("r.csv", f"{HEADER}\nLuca Maria;Rossi;MI;B;9;{cf}\n"))
        self.assertEqual(self.dump(), before)
        os.remove(self.path("look.csv"))
        self.review(0, "r.csv", "--accept", "CF_MISMATCH")
        [row] = self.rows("out.csv")
        self.assertEqual(row["pec"], "luca.rossi@ingpec.eu")
        self.assertEqual(set(row["note"].split(",")), {"CF_MISMATCH", "MOVED", "RENAMED"})

    def test_an_address_beside_another_name_waits_of_one_person_too(self):
        self.assign(0, self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;{codice_fiscale(1)}\n"))
        other = ["assign", "--registry", "sqlite:registry.db",
                 *person(given="Anna", surname="Bianchi", number="1", holder=codice_fiscale(1))]
        result = self.expect(1, *other, tool.WAITS)
        self.assertEqual(result.out, b"")
        self.assertIn("REVIEW: CF_MISMATCH: ", result.errors[0])
        self.assertEqual(result.errors[1], "note: the address would be mario.rossi@ingpec.eu")
        result = self.expect(0, *other, "--accept", "CF_MISMATCH")
        self.assertEqual(result.lines, ["mario.rossi@ingpec.eu"])

    def test_who_is_given_an_address_on_an_earlier_row_is_not_set_aside(self):
        clean, noted = "Mario;Bo;AN;A;1;", "Mario;Bo in Re;AN;A;1;"
        for between in (0, 998, 999):
            with self.subTest(between=between):
                uri = self.init(f"{between}.db")
                others = list(many_members(between, homonyms=1))
                self.write("r.csv", "\n".join([HEADER, clean, *others, noted, ""]))
                self.review(0, "r.csv", registry=uri)
                rows, out = self.rows("out.csv"), self.settled("out.csv")
                self.assertEqual([rows[0]["pec"], rows[-1]["pec"]], ["mario.bo@ingpec.eu"] * 2)
                self.assertEqual(self.rows("look.csv"), [])
                self.review(0, "r.csv", registry=uri)
                self.assertEqual(self.settled("out.csv"), out)

    def test_who_is_given_an_address_on_a_later_row_has_it_when_fed_back(self):
        self.review(1, self.write("r.csv", f"{HEADER}\nMario;Bo in Re;MC;A;1;\nMario;Bo;MC;A;1;\n"))
        self.assertEqual([row["pec"] for row in self.rows("out.csv")], ["", "mario.bo@ingpec.eu"])
        self.assign(0, "look.csv", "--output", "done.csv")
        self.assertEqual([row["pec"] for row in self.rows("done.csv")], ["mario.bo@ingpec.eu"])
        self.assertEqual(self.export(), ["mario.bo@ingpec.eu"])

    def test_whose_codice_fiscale_is_anothers_is_an_error(self):
        cf = codice_fiscale(1)
        self.assign(0, self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;{cf}\n"))
        before = self.dump()
        self.review(1, self.write("r.csv", f"{HEADER}\nAnna;Bianchi;MC;A;2;{cf}\n"))
        self.assertEqual([row["pec"] for row in self.rows("out.csv")], [""])
        self.assertTrue(self.rows("look.csv")[0]["errore"].startswith("HOLDER: "))
        self.assertEqual(self.dump(), before)

    def test_what_contradicts_the_record_is_an_error_as_ever(self):
        self.assign(0, self.write("r.csv", f"{HEADER}\nAda;Foa;MC;A;1;\n"))
        result = self.review(1, self.write("r.csv", f"{HEADER}\nJürgen;Rossi;MC;A;1;\n"))
        self.assertIn("r.csv:2: HOLDER: ", result.err)
        self.assertTrue(self.rows("look.csv")[0]["errore"].startswith("HOLDER: "))

    def test_where_nobody_waits_it_has_no_rows(self):
        self.review(0, self.write("r.csv", f"{HEADER}\nAda;Foa;MC;A;1;\n"))
        self.assertEqual(self.read("look.csv", "utf-8"), f"{HEADER};pec;livello;nuovo;proposta;note;errore\n")

    def test_a_dry_run_writes_both_files_and_nothing_on_record(self):
        self.write("r.csv", ROSTER)
        before = self.dump()
        self.review(1, "r.csv", "--dry-run")
        dry = self.read("out.csv"), self.read("look.csv")
        self.assertEqual(self.dump(), before)
        self.review(1, "r.csv")
        self.assertEqual(self.read("look.csv"), dry[1])
        self.assertEqual(self.read("out.csv"), dry[0].replace(b";;0;yes;ada.foa@ingpec.eu;",
                                                              b";ada.foa@ingpec.eu;0;yes;;"))

    def test_json_has_the_code_and_the_file_stays_csv(self):
        self.review(1, self.write("r.csv", ROSTER))
        looked = self.read("look.csv")
        result = self.assign(1, "r.csv", "--review", "again.csv", "--format", "json")
        self.assertEqual([row["code"] for row in json.loads(result.text)],
                         ["REVIEW", None, "UNEXPECTED", "REVIEW"])
        self.assertEqual([row["notes"] for row in json.loads(result.text)],
                         [["VARIANT"], [], [], ["MARITAL"]])
        self.assertEqual(self.read("again.csv"), looked)

    def test_a_namesake_waits_until_it_is_fed_back(self):
        self.write("r.csv", f"{HEADER}\nAda;Foa;MC;A;1;\nAda;Foa;MC;A;2;\nAda;Foa;AN;A;3;\n")
        result = self.review(1, "r.csv")
        self.assertEqual([row["pec"] for row in self.rows("out.csv")],
                         ["ada.foa@ingpec.eu", "", "ada.foa.an@ingpec.eu"])
        self.assertEqual([row["note"] for row in self.rows("look.csv")], ["NAMESAKE"])
        self.assertIn("  3  Ada Foa  ada.foa.mc@ingpec.eu  NAMESAKE  a person of the same name has an address already, "
                      "ada.foa@ingpec.eu, Ada Foa, MC A 1; check that it is somebody else", result.err)
        self.assign(0, "look.csv", "--output", "done.csv")
        self.assertEqual([row["pec"] for row in self.rows("done.csv")], ["ada.foa.mc@ingpec.eu"])

    def test_more_than_one_chunk_is_set_aside_whole(self):
        self.write("r.csv", f"{HEADER}\n" + "".join(
            f"Jü{row}\n" if i % 3 == 0 else f"{row}\n"
            for i, row in enumerate(many_members(2500, homonyms=1))))
        self.review(1, "r.csv")
        self.assertEqual(len(self.rows("look.csv")), 834)
        self.assertEqual(len(self.export()), 2500 - 834)
        self.assign(0, "look.csv", "--output", "done.csv")
        self.assertEqual(len(self.export()), 2500)

    def test_sources_that_fail_leave_no_list_and_keep_the_older_result(self):
        self.write("r.csv", ROSTER)
        self.write("out.csv", "an older result\n")
        self.write("ask.sh", "while read -r a; do echo \"$a failed\"; done\n")
        self.review(3, "r.csv", "--check", "exec:sh ask.sh")
        self.assertEqual(self.read("out.csv"), b"an older result\n")
        self.assertFalse(os.path.exists(self.path("look.csv")))
        self.assertEqual([name for name in os.listdir(self.folder) if name.startswith(".")], [])

    def test_a_file_that_can_not_be_opened_stops_before_the_first_claim(self):
        self.write("r.csv", ROSTER)
        for path in ("nosuch/look.csv", "."):
            result = self.assign(3, "r.csv", "--review", path)
            self.assertIn(f"pecaddr: {path} cannot be written", result.err)
        self.assertEqual(self.export(), [])

    def test_a_file_that_can_not_be_written_keeps_the_older_result(self):
        self.write("r.csv", ROSTER)
        self.write("out.csv", "an older result\n")
        result = self.assign(3, "r.csv", "--review", "/dev/full", "--output", "out.csv")
        self.assertIn("/dev/full cannot be written: No space left on device", result.err)
        self.assertIn("1 row has its address on record; run the same command again", result.err)
        self.assertEqual(self.read("out.csv"), b"an older result\n")

    def test_a_result_that_can_not_be_written_is_completed_by_running_again(self):
        self.write("r.csv", ROSTER)
        self.assign(3, "r.csv", "--review", "look.csv", "--output", "/dev/full")
        self.assign(1, "r.csv", "--review", "look.csv", "--output", "out.csv")
        self.assertEqual([row["pec"] for row in self.rows("out.csv")][1], "ada.foa@ingpec.eu")

    def test_the_file_never_takes_the_place_of_what_is_needed(self):
        self.write("r.csv", ROSTER)
        os.link(self.path("r.csv"), self.path("hard.csv"))
        os.symlink("r.csv", self.path("soft.csv"))
        self.write("list.txt", "mario.rossi@ingpec.eu\n")
        self.write("out.csv", "older\n")
        os.symlink("out.csv", self.path("link.csv"))
        self.init("other.db")
        before = {name: self.read(name) for name in os.listdir(self.folder)}
        out = ["--output", "out.csv"]
        new = ["--output", "new.csv"]
        for path, sentence, options in (
                ("r.csv", "this file is read by the command", out),
                ("./r.csv", "this file is read by the command", out),
                ("hard.csv", "this file is read by the command", out),
                ("soft.csv", "this file is read by the command", out),
                ("registry.db", "this file is the registry", out),
                ("registry.db-mark", "this file is part of", out),
                ("list.txt", "this file is the list", [*out, "--check", "file:list.txt"]),
                ("other.db", "this file is a database", out),
                ("out.csv", "the result goes there", out),
                ("./out.csv", "the result goes there", out),
                ("link.csv", "the result goes there", out),
                ("new.csv", "the result goes there", new),
                ("./new.csv", "the result goes there", new),
                (self.path("new.csv"), "the result goes there", new),
                ("-", "the result goes there", []),
                ("-", "the result goes there", ["--output", "-"])):
            for dry in ([], ["--dry-run"]):
                with self.subTest(path=path, dry=dry):
                    self.usage_error(f"pecaddr: --review {path}: {sentence}", "assign", "r.csv",
                                     "--registry", self.uri, "--review", path, *options, *dry)
        self.assertEqual({name: self.read(name) for name in before}, before)
        self.assertFalse(os.path.exists(self.path("new.csv")))

    def test_a_mark_that_lies_elsewhere_is_no_place_for_a_result(self):
        self.write("r.csv", ROSTER)
        uri = "sqlite:moved.db?timeout=5&mark=the%20mark"
        self.expect(0, "registry", "init", "--registry", uri, "--quiet")
        before = self.read("the mark")
        for option in ("--output", "--review"):
            with self.subTest(option=option):
                self.usage_error(f"pecaddr: {option} the mark: this file is part of", "assign", "r.csv",
                                 "--registry", uri, option, "the mark")
        self.assertEqual(self.read("the mark"), before)

    def test_the_file_may_be_standard_output_where_the_result_is_not(self):
        result = self.assign(1, self.write("r.csv", ROSTER), "--review", "-", "--output", "out.csv")
        self.assertEqual(len(rows_of(result.text)), 3)

    def test_the_list_stands_beside_a_roster_that_is_its_own_output(self):
        self.write("r.csv", ROSTER)
        self.assign(1, "r.csv", "--review", "look.csv", "--output", "r.csv")
        looked = self.read("look.csv")
        self.assign(1, "r.csv", "--review", "again.csv", "--output", "r.csv")
        self.assertEqual(self.read("again.csv"), looked)

    def test_standard_output_is_one_file_by_whatever_name(self):
        self.write("r.csv", ROSTER)
        with open(self.path("both.csv"), "wb") as file:
            for options in (["--review", "/dev/stdout"], ["--review", "both.csv"],
                            ["--review", "-", "--output", "/dev/stdout"]):
                self.usage_error("the result goes there", "assign", "r.csv", "--registry", self.uri,
                                 *options, stdout=file)
        self.assertEqual((self.read("both.csv"), self.export()), (b"", []))

    def test_a_formula_that_is_written_to_both_files_is_one(self):
        self.write("r.csv", f"{HEADER};=A1\nJürgen;Rossi;MC;A;1;;=1+1\nAda;Foa;MC;A;2;;=2+2\n")
        for options in ([], ["--format", "json"]):
            result = self.review(1, "r.csv", *options)
            self.assertRegex(result.errors[-1], f"^{2 if options else 3} cells that a spreadsheet would "
                             "run as formulas .* on line 1, column \"=A1\"$")

    def test_one_person_needs_no_file(self):
        self.usage_error("--review is for rosters", "assign", *person(), "--registry", self.uri,
                         "--review", "look.csv")


if __name__ == "__main__":
    tool.main()
