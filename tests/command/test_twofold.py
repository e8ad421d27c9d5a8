#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
One register entry beside two codici fiscali or with two names, and one codice fiscale on two entries, in a roster or a file of mailboxes:
SPEC §5, §6. A cell that was dragged down gave a father's mailbox his son's codice fiscale.

    test_twofold.py --pecaddr PATH [unittest options]
"""

import csv
import io

import tool
from tool import HEADER, RosterTest, codice_fiscale, rows_of

SON, FATHER = codice_fiscale(1, "RSSMRA"), codice_fiscale(2, "RSSMRA")
MARIO, OMOCODIA = "RSSMRA80A01H501U", "RSSMRA80A01H50MM"
FIRM = "12345678903"
LIST = "pec;nome;cognome;provincia;sezione;numero;codice_fiscale"
BESIDE_TWO = "this register entry stands beside two codici fiscali in this {}, here and on line {}; "
ON_TWO = "this codice fiscale stands on two register entries of this {}, here and on line {}; "
ENTRY_NAMES = "this register entry stands with two names in this {}, here and on line {}; "
TWO_NAMES = "this codice fiscale stands with two names in this {}, here and on line {}; "


class TwofoldTest(RosterTest):
    def bring_in(self, status, *rows, options=()):
        self.write("b.csv", "\n".join([LIST, *rows, ""]))
        return self.expect(status, "registry", "import", "b.csv", "--registry", self.uri, *options)

    def on_record(self):
        text = self.expect(0, "registry", "show", "--registry", self.uri, "--format", "csv").text
        return {row["pec"].split("@")[0]: (row["holder"], row["section"] + row["number"])
                for row in csv.DictReader(io.StringIO(text))}


class Twofold(TwofoldTest):
    def refused(self, sentences, *rows):
        """Of two rows each with a sentence is an error with it, in either order, every time, and nothing is written."""
        before = self.on_record()
        for order in (1, -1):
            self.roster(*rows[::order])
            for options in (["--dry-run"], [], []):
                written = rows_of(self.assign(1, "r.csv", *options, "--quiet").text)
                for other, row, said in zip((3, 2), written, sentences[::order]):
                    self.assertIn(said.format("roster", other), row["errore"])
                    self.assertEqual(row["errore"][:8], "HOLDER: " if said else "")
                self.assertEqual(self.on_record(), before)

    def test_two_codici_fiscali_on_one_entry_are_an_error_of_both_rows(self):
        """The first row won, and the mailbox in use gained the son's codice fiscale."""
        rows = f"Mario;Rossi;MC;A;1;{SON}", f"Mario;Rossi;MC;A;1;{FATHER}"
        self.refused([BESIDE_TWO] * 2, *rows)
        self.assertEqual(self.on_record(), {})
        self.bring_in(0, "mario.rossi@ingpec.eu;Mario;Rossi;MC;A;1;")
        self.refused([BESIDE_TWO] * 2, *rows)
        self.assertEqual(self.on_record(), {"mario.rossi": ("", "A1")})

    def test_but_of_the_row_whose_person_is_on_record_with_both(self):
        self.bring_in(0, f"mario.rossi@ingpec.eu;Mario;Rossi;MC;A;1;{FATHER}")
        self.refused([BESIDE_TWO, ""], f"Mario;Rossi;MC;A;1;{SON}", f"Mario;Rossi;MC;A;1;{FATHER.lower()}")

    def test_nor_do_they_differ_by_omocodia_alone(self):
        self.refused([BESIDE_TWO] * 2, f"Mario;Rossi;MC;A;1;{MARIO}", f"Mario;Rossi;MC;A;1;{OMOCODIA}")

    def test_a_dragged_codice_fiscale_is_told_with_the_row_that_it_is_from(self):
        """The advice was to correct by relink the one on record, which was right."""
        self.bring_in(0, f"mario.rossi.mc@ingpec.eu;Mario;Rossi;MC;A;2;{FATHER}",
                      f"ada.neri@ingpec.eu;Ada;Neri;MC;A;4;{codice_fiscale(1, 'NREDAA')}")
        self.refused([ON_TWO] * 2, f"Mario;Rossi;MC;A;1;{SON}", f"Mario;Rossi;MC;A;2;{SON}")
        self.refused([TWO_NAMES] * 2, f"Ugo;Verdi;MC;A;3;{FIRM}", f"Ada;Neri;MC;A;4;{FIRM}")

    def test_a_row_without_one_contradicts_none(self):
        self.roster(f"Mario;Rossi;MC;A;1;{SON}", "Mario;Rossi;MC;A;1;")
        self.assign(0, "r.csv")
        self.assertEqual(self.on_record(), {"mario.rossi": (SON, "A1")})

    def test_one_codice_fiscale_on_two_entries_is_not_gained_by_the_one_on_record(self):
        self.bring_in(0, "mario.rossi@ingpec.eu;Mario;Rossi;MC;B;110;")
        self.refused([ON_TWO] * 2, f"Mario;Rossi;MC;B;110;{SON}", f"Mario;Rossi;MC;A;1012;{SON}")

    def test_nor_one_of_two_people_by_either(self):
        self.bring_in(0, "ada.neri@ingpec.eu;Ada;Neri;MC;B;120;", "ugo.verdi@ingpec.eu;Ugo;Verdi;MC;A;122;")
        self.refused([TWO_NAMES] * 2, f"Ada;Neri;MC;B;120;{FIRM}", f"Ugo;Verdi;MC;A;122;{FIRM}")
        self.assertEqual(self.on_record(), {"ada.neri": ("", "B120"), "ugo.verdi": ("", "A122")})

    def test_one_who_comes_before_the_holder_moves_off_is_told_to_run_again(self):
        """The advice was to record the holder as having left, who is a member."""
        said = ("1 row, line 2, is an error only because the holder of its register entry stands further down in this "
                "roster, on line 3, on another one: run the command once more; nobody is to be recorded as having left")
        self.bring_in(0, f"mario.rossi@ingpec.eu;Mario;Rossi;MC;A;1;{SON}",
                      "ada.neri@ingpec.eu;Ada;Neri;MC;A;2;")
        self.roster(f"Luca;Verdi;MC;A;1;{codice_fiscale(1, 'VRDLCU')}", f"Mario;Rossi;MC;A;9;{SON}")
        for options in (["--dry-run"], []):
            self.assertIn(f"\n{said}\n", self.assign(1, "r.csv", *options).err)
        self.assertNotIn("once more", self.assign(0, "r.csv").err)
        self.assertEqual(self.on_record()["luca.verdi"][1], "A1")
        self.roster("Ugo;Bianchi;MC;A;2;", f"Mario;Rossi;MC;A;10;{SON}")
        self.assertNotIn("once more", self.assign(1, "r.csv").err)

    def test_a_namesake_who_is_the_same_person_keeps_the_mailbox_as_is_told(self):
        same = "if it is the same person: pecaddr registry relink ADDRESS --holder CF --why WORDS, the same codice fiscale"
        for holder, code in (("", SON), ("", FIRM), (SON, SON)):
            self.uri = self.init(f"{code}{holder}.db")
            self.bring_in(0, f"mario.rossi@ingpec.eu;Mario;Rossi;MC;A;1;{holder}")
            self.roster(f"Mario;Rossi;MC;A;9;{'' if holder else code}")
            self.assertIn(same, self.assign(1, "r.csv", "(waits)", registry=self.uri).err)
            if not holder:
                self.expect(0, "registry", "relink", "mario.rossi@ingpec.eu", "--holder", code, "--why", "x",
                            "--registry", self.uri)
            self.roster(f"Mario;Rossi;MC;A;9;{code}")
            self.assign(0, "r.csv", registry=self.uri)
            self.assertEqual(self.on_record(), {"mario.rossi": (code, "A9")})

    def test_and_gains_the_entry_that_it_lacks_by_a_line_of_an_import(self):
        self.bring_in(0, "mario.rossi@ingpec.eu;Mario;Rossi;;;;")
        self.roster("Mario;Rossi;MC;A;9;")
        self.assertIn("to a mailbox without a register entry on record, registry import of a line",
                      self.assign(1, "r.csv", "(waits)", registry=self.uri).err)
        self.bring_in(0, "mario.rossi@ingpec.eu;Mario;Rossi;MC;A;9;")
        self.assign(0, "r.csv", registry=self.uri)
        self.assertEqual(self.on_record(), {"mario.rossi": ("", "A9")})


class Import(TwofoldTest):
    def refused(self, sentence, before, *rows):
        """Both lines are errors and blocked, in either order; before that there was this on record."""
        for i, turned in enumerate((rows, rows[::-1])):
            self.uri = self.init(f"{i}.db")
            if before:
                self.bring_in(0, *before)
            kept = self.on_record()
            for options in (["--dry-run"], [], []):
                result = self.bring_in(1, *turned, options=options)
                for line, other in ((2, 3), (3, 2)):
                    self.assertRegex(result.err, rf"b\.csv:{line}: HOLDER: .*" + sentence.format("file", other))
            blocked = {row.split("@")[0]: ("", "") for row in rows}
            self.assertEqual(self.on_record(), {**blocked, **kept})

    def test_two_codici_fiscali_on_one_entry_are_an_error_of_both_lines(self):
        self.refused(BESIDE_TWO, [], f"mario.rossi@ingpec.eu;Mario;Rossi;MC;A;1;{SON}",
                     f"mario.rossi.mc@ingpec.eu;Mario;Rossi;MC;A;1;{FATHER}")
        self.refused(BESIDE_TWO, ["mario.rossi@ingpec.eu;Mario;Rossi;MC;A;1;"],
                     f"mario.rossi@ingpec.eu;Mario;Rossi;MC;A;1;{SON}",
                     f"mario.rossi.mc@ingpec.eu;Mario;Rossi;MC;A;1;{FATHER}")
        self.refused(BESIDE_TWO, [], f"ada.neri@ingpec.eu;Ada;Neri;MC;A;1;{codice_fiscale(1, 'NREDAA')}",
                     f"ugo.verdi@ingpec.eu;Ugo;Verdi;MC;A;1;{codice_fiscale(1, 'VRDGUO')}")

    def test_but_of_the_line_that_is_on_record_so(self):
        father = f"mario.rossi@ingpec.eu;Mario;Rossi;MC;A;1;{FATHER}"
        self.bring_in(0, father)
        result = self.bring_in(1, f"mario.rossi.mc@ingpec.eu;Mario;Rossi;MC;A;1;{SON}", father)
        self.assertIn("0 new on record, 1 already there, 1 with errors", result.err)
        self.assertEqual(self.on_record(), {"mario.rossi": (FATHER, "A1"), "mario.rossi.mc": ("", "")})

    def test_one_codice_fiscale_of_two_is_an_error_of_both_lines(self):
        self.refused(ON_TWO, ["mario.rossi@ingpec.eu;Mario;Rossi;MC;B;110;"],
                     f"mario.rossi@ingpec.eu;Mario;Rossi;MC;B;110;{SON}",
                     f"mario.rossi.mc@ingpec.eu;Mario;Rossi;MC;A;1012;{SON}")
        people = "ada.neri@ingpec.eu;Ada;Neri;MC;{};{}", "ugo.verdi@ingpec.eu;Ugo;Verdi;MC;{};{}"
        self.refused(TWO_NAMES, [people[0].format("B;120", ""), people[1].format("A;122", "")],
                     people[0].format("B;120", FIRM), people[1].format("A;122", FIRM))
        self.refused(TWO_NAMES, [], people[0].format(";", FIRM), people[1].format(";", FIRM))

    def test_two_names_on_one_entry_are_an_error_of_both_lines(self):
        """Without a second codice fiscale nothing was seen, and the first line came in as if it was right."""
        people = "ada.neri@ingpec.eu;Ada;Neri;MC;A;1;{}", "ugo.verdi@ingpec.eu;Ugo;Verdi;MC;A;1;{}"
        for codes in (("", ""), (codice_fiscale(1, "NREDAA"), ""), ("", codice_fiscale(1, "VRDGUO"))):
            self.refused(ENTRY_NAMES, [], *(row.format(code) for row, code in zip(people, codes)))

    def test_so_are_two_whose_further_given_names_do_not_agree(self):
        luisa, grazia = "maria.rossi@ingpec.eu;Maria Luisa;Rossi;MC;A;1;", "maria.rossi.mc@ingpec.eu;Maria Grazia;Rossi;MC;A;1;"
        self.refused(ENTRY_NAMES, [], luisa, grazia)
        self.refused(ENTRY_NAMES, [], luisa + codice_fiscale(1, "RSSMLS"), grazia)

    def test_but_of_the_line_that_is_on_record_with_it(self):
        ada, ugo = "ada.neri@ingpec.eu;Ada;Neri;MC;A;1;", "ugo.verdi@ingpec.eu;Ugo;Verdi;MC;A;1;"
        self.bring_in(0, ada)
        result = self.bring_in(1, ugo, ada)
        self.assertIn("0 new on record, 1 already there, 1 with errors", result.err)
        self.assertEqual(self.on_record(), {"ada.neri": ("", "A1"), "ugo.verdi": ("", "")})

    def test_names_that_agree_on_one_entry_are_one_person(self):
        rows = "nicolo.rossi@ingpec.eu;Nicolò;Rossi;MC;A;1;", "nicolo.rossi@ingpec.eu;NICOLO' MARIA;ROSSI;MC;A;1;"
        self.assertNotIn("HOLDER", self.bring_in(1, *rows).err)
        self.assertEqual(self.on_record(), {"nicolo.rossi": ("", "A1")})
        for given in ("Nicolò Maria Luca", "Nicolò M.", "Nicolò"):
            with self.subTest(given):
                self.assertNotIn("HOLDER", self.bring_in(1, rows[1], f"nicolo.rossi@ingpec.eu;{given};Rossi;MC;A;1;").err)

    def test_and_an_older_mailbox_that_has_ended_is_no_other_line(self):
        self.write("b.csv", "\n".join([
            LIST + ";stato;uscita", "ada.neri.mc@ingpec.eu;Ada;Neri;MC;A;1;;retired;",
            "ada.neri@ingpec.eu;Ada;Neri;MC;A;1;;active;", "ugo.verdi@ingpec.eu;Ugo;Verdi;MC;A;2;;active;2026-01-31",
            "luca.bianchi@ingpec.eu;Luca;Bianchi;MC;A;2;;active;", ""]))
        self.expect(0, "registry", "import", "b.csv", "--registry", self.uri)

    def test_an_ended_mailbox_contradicts_none(self):
        """Orders use numbers again, and whoever came back has another entry."""
        header = LIST + ";stato;uscita"
        self.write("b.csv", "\n".join([
            header, f"mario.rossi@ingpec.eu;Mario;Rossi;MC;A;1;{FATHER};retired;",
            f"mario.rossi.mc@ingpec.eu;Mario;Rossi;MC;A;1;{SON};active;",
            f"ada.neri@ingpec.eu;Ada;Neri;MC;A;2;{codice_fiscale(1, 'NREDAA')};active;2026-01-31",
            f"ada.neri.mc@ingpec.eu;Ada;Neri;MC;A;2;{codice_fiscale(2, 'NREDAA')};active;", ""]))
        self.expect(0, "registry", "import", "b.csv", "--registry", self.uri)
        self.assertEqual(len(self.on_record()), 4)


if __name__ == "__main__":
    tool.main()
