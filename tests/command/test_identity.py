#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Who is who by the table of SPEC §5, as the command says it: who is given an address, who has one already, and
whom the record contradicts, which names the holder, the facts that differ and what to do.

    test_identity.py --pecaddr PATH [unittest options]
"""

import csv
import io
import json

import tool
from tool import HEADER, ToolTest, person, rows_of

MARIO = "RSSMRA80A01H501U"
BORN_1999 = "RSSMRA99A01H501F"
OMOCODIA = "RSSMRA80A01H50MM"
MARIA = "VRDMRA80A41H501U"

LEFT = [["leave", "--left", "2026-02-28"]]
RETIRED = [*LEFT, ["retire"]]

# What happened before to Mario Rossi, MC A 100, whose address is mario.rossi@ingpec.eu: the codice fiscale
# that he was imported with, and steps. Then who asks, and what this one gets: an address and notes, or what
# is said.
ROWS = [
    # description, codice fiscale, steps, row, address, notes, said
    ("the same person", MARIO, [], f"Mario;Rossi;MC;A;100;{MARIO}", "mario.rossi", "", None),
    ("a transfer", MARIO, [], f"Mario;Rossi;AN;B;200;{MARIO}", "mario.rossi", "MOVED", None),
    ("a transfer with more given names", MARIO, [], f"Mario Luca;Rossi;AN;B;200;{MARIO}",
     "mario.rossi", "CF_MISMATCH,MOVED,RENAMED", None),
    ("one codice fiscale, another name and number", MARIO, [], f"Maria;Rossi;AN;A;200;{MARIO}", None, "",
     "mario.rossi@ingpec.eu belongs to Mario Rossi (RSSMRA80A01H501U, MC A 100), who has this codice "
     "fiscale, but another name and another register entry; correct the codice fiscale, or correct "
     "the name on record and ask again"),
    ("one codice fiscale, another name, same number", MARIO, [], f"Maria;Rossi;MC;A;100;{MARIO}",
     "mario.rossi", "RENAMED", None),
    ("without codice fiscale, same name", MARIO, [], "Mario;Rossi;MC;A;100;", "mario.rossi", "", None),
    ("without codice fiscale, other name", MARIO, [], "Luca;Rossi;MC;A;100;", None, "",
     "mario.rossi@ingpec.eu belongs to Mario Rossi (RSSMRA80A01H501U, MC A 100), who has this register "
     "entry, but another name; if it is the same person, correct the name, here or on record; if not, "
     "correct the number, or, if this holder has really left the Order, put that on record and ask again"),
    ("another name and codice fiscale", MARIO, [], f"Maria;Verdi;MC;A;100;{MARIA}", None, "",
     "mario.rossi@ingpec.eu belongs to Mario Rossi (RSSMRA80A01H501U, MC A 100), who has this register "
     "entry, but another codice fiscale and another name; if it is the same person, who has changed both, "
     "correct the name on record and relink the mailbox, or, if this is an old list, use the new one; if "
     "not, correct the number, or, if this holder has really left the Order, put that on record and ask "
     "again"),
    ("a codice fiscale comes", "", [], f"Mario;Rossi;MC;A;100;{MARIO}", "mario.rossi", "", None),
    ("another codice fiscale", MARIO, [], f"Mario;Rossi;MC;A;100;{BORN_1999}", None, "",
     "mario.rossi@ingpec.eu belongs to Mario Rossi (RSSMRA80A01H501U, MC A 100), who has this register "
     "entry, but another codice fiscale; if it is the same person, correct the codice fiscale, or relink "
     "the mailbox to it; if not, correct the number, or, if this holder has left the Order, put "
     "that on record and ask again"),
    ("a codice fiscale by omocodia", MARIO, [], f"Mario;Rossi;MC;A;100;{OMOCODIA}", None, "",
     "mario.rossi@ingpec.eu belongs to Mario Rossi (RSSMRA80A01H501U, MC A 100), who has this register "
     "entry, and whose codice fiscale differs from this one by omocodia alone; find out which one is "
     "right, then correct it, or relink the mailbox to it"),
    ("a codice fiscale by omocodia, a new number", MARIO, [], f"Mario;Rossi;MC;A;101;{OMOCODIA}",
     "mario.rossi.mc", "NAMESAKE", None),
    ("a new number, without codice fiscale", MARIO, [], "Mario;Rossi;MC;A;101;", "mario.rossi.mc",
     "NAMESAKE", None),
    ("a homonym with his own codice fiscale", MARIO, [], f"Mario;Rossi;MC;A;101;{BORN_1999}",
     "mario.rossi.mc", "", None),
    ("a homonym of another Order", MARIO, [], "Mario;Rossi;AN;A;100;", "mario.rossi.an", "", None),
    ("the next with his number and name, after an old list", "", RETIRED,
     f"Mario;Rossi;MC;A;100;{BORN_1999}", None, "",
     "mario.rossi@ingpec.eu belongs to Mario Rossi (MC A 100), who had this register entry and this name, "
     "and is no longer in the Order; relink the mailbox to its holder's codice fiscale and give this "
     "person's, which together tell whether it is the same person"),
    ("the next with his number and name, born 1999", MARIO, RETIRED,
     f"Mario;Rossi;MC;A;100;{BORN_1999}", "mario.rossi.mc", "", None),
    ("a return on a new number", MARIO, LEFT, f"Mario;Rossi;MC;A;101;{MARIO}", "mario.rossi",
     "MOVED,RETURNED", None),
    ("a return without codice fiscale", MARIO, RETIRED, "Mario;Rossi;MC;A;100;", None, "",
     "mario.rossi@ingpec.eu belongs to Mario Rossi (RSSMRA80A01H501U, MC A 100), who had this register "
     "entry and this name, and is no longer in the Order; give the codice fiscale, which tells whether it "
     "is the same person"),
    ("a return under another name", MARIO, LEFT, f"Luca;Rossi;MC;A;100;{MARIO}", None, "",
     "mario.rossi@ingpec.eu belongs to Mario Rossi (RSSMRA80A01H501U, MC A 100), who has this codice "
     "fiscale, but another name, and is no longer in the Order; correct the codice fiscale, or "
     "correct the name on record and ask again"),
]

ITALIAN = {
    "one codice fiscale, another name and number":
        "mario.rossi@ingpec.eu è di Mario Rossi (RSSMRA80A01H501U, MC A 100), che ha questo codice fiscale, "
        "ma un altro nome e un'altra iscrizione; correggere il codice fiscale, oppure correggere il "
        "nome nel registro e ripetere il comando",
    "another name and codice fiscale":
        "mario.rossi@ingpec.eu è di Mario Rossi (RSSMRA80A01H501U, MC A 100), che ha questa iscrizione, ma un "
        "altro codice fiscale e un altro nome; se è la stessa persona, che ha cambiato nome e codice fiscale, "
        "aggiornare il registro (correct e relink), o, se questo elenco è vecchio, usare quello nuovo; se non lo "
        "è, correggere il numero, oppure, se il titolare è davvero uscito dall'Ordine, registrarlo (leave) e "
        "ripetere il comando",
}


class Identity(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init()

    def registry(self, command, *arguments):
        self.expect(0, "registry", command, *arguments, "--registry", self.uri, "--quiet")

    def test_whoever_changes_name_and_codice_fiscale_keeps_the_address(self):
        """As the refusal advises first: `correct` and `relink`, with no second address."""
        self.began("registry.db", MARIO, [])
        row = self.write("r.csv", f"{HEADER}\nMaria;Verdi;MC;A;100;{MARIA}\n")
        self.assertIn("if it is the same person, who has changed both", self.assign(1, row).err)
        self.registry("correct", "mario.rossi@ingpec.eu", "--given", "Maria", "--surname", "Verdi", "--why", "x")
        self.registry("relink", "mario.rossi@ingpec.eu", "--holder", MARIA, "--why", "x")
        self.assertEqual([row["pec"] for row in rows_of(self.assign(0, row).text)], ["mario.rossi@ingpec.eu"])
        # Last month's list contradicts the record again, and ends nobody's membership.
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;100;{MARIO}\n")
        self.assertIn("or, if this is an old list, use the new one", self.assign(1, row).err)

    def began(self, name, holder, steps):
        """A registry with the past of a row."""
        self.uri = self.init(name)
        self.registry("import", self.write("m.csv", f"{HEADER};pec\nMario;Rossi;MC;A;100;{holder};"
                                                    "mario.rossi@ingpec.eu\n"))
        for command, *options in steps:
            self.registry(command, "mario.rossi@ingpec.eu", *options, "--why", "x")

    def assigned(self, status, row, *options):
        self.write("r.csv", f"{HEADER}\n{row}\n")
        result = self.assign(status, "r.csv", *options, "--quiet", registry=self.uri)
        return rows_of(result.text)[0], result.err

    @staticmethod
    def place(row):
        holder = row.split(";")[5]
        return f'HOLDER: codice fiscale "{holder}": ' if holder else "HOLDER: "

    def test_a_row_is_who_the_record_says(self):
        for i, (description, holder, steps, row, address, notes, said) in enumerate(ROWS):
            with self.subTest(description):
                self.began(f"{i}.db", holder, steps)
                before = self.dump(f"{i}.db")
                got, err = self.assigned(1 if said else 0, row)
                self.assertEqual(got["pec"], f"{address}@ingpec.eu" if address else "")
                self.assertEqual(got["note"], notes)
                self.assertEqual(got["errore"], self.place(row) + said if said else "")
                if said:
                    self.assertEqual(err, f"r.csv:2: {self.place(row)}{said}\n")
                    self.assertEqual(self.dump(f"{i}.db"), before)
                # Asked again nothing is new.
                after = self.dump(f"{i}.db")
                again, _ = self.assigned(1 if said else 0, row)
                self.assertEqual((again["pec"], again["errore"]), (got["pec"], got["errore"]))
                self.assertEqual(self.dump(f"{i}.db"), after)
                self.registry("verify")

    def test_one_person_is_who_the_record_says_and_explain_tells_it_before(self):
        for i, (description, holder, steps, row, address, notes, said) in enumerate(ROWS):
            with self.subTest(description):
                self.began(f"{i}.db", holder, steps)
                given, surname, province, section, number, who = row.split(";")
                facts = person(given=given, surname=surname, province=province, section=section,
                               number=number, holder=who or None)
                before = self.dump(f"{i}.db")
                told = self.expect(1 if said else 0, "explain", *facts, "--registry", self.uri)
                self.assertEqual(self.dump(f"{i}.db"), before)
                done = self.expect(1 if said else 0, "assign", *facts, "--registry", self.uri)
                if said:
                    for result in (told, done):
                        self.assertEqual(result.err, f"pecaddr: {self.place(row)}{said}\n")
                    self.assertEqual(done.out, b"")
                    continue
                self.assertEqual(done.text, f"{address}@ingpec.eu\n")
                self.assertRegex(told.text, rf"\n(has already|would be given) +{address}@ingpec.eu\n$")
                for note in notes.split(",") if notes else ():
                    self.assertIn(f"note: {note}: ", done.err)
                    self.assertIn(f"\nnote        {note}: ", told.text)

    def test_two_rows_with_one_codice_fiscale_get_none_every_time(self):
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;100;{MARIO}\nMaria;Rossi;AN;A;200;{MARIO}\n")
        outputs = []
        for options in ([], [], ["(waits)"], ["--review", "look.csv"]):
            outputs.append(self.assign(1, "r.csv", *options, "--quiet").text)
            self.assertEqual([(row["pec"], row["errore"][:7]) for row in rows_of(outputs[-1])],
                             [("", "HOLDER:"), ("", "HOLDER:")])
        self.assertEqual(len(set(outputs)), 1)
        self.assertEqual(self.export(self.uri), [])

    def test_two_rows_with_one_codice_fiscale_and_name_are_no_transfer(self):
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;100;{MARIO}\nMario;Rossi;AN;A;200;{MARIO}\n")
        result = self.assign(1, "r.csv", "--quiet")
        self.assertEqual([row["pec"] for row in rows_of(result.text)], ["", ""])
        self.assertEqual(result.err, "".join(
            f'r.csv:{line}: HOLDER: codice fiscale "{MARIO}": this codice fiscale stands on two register '
            f"entries of this roster, here and on line {other}; nobody is on two entries: correct the one "
            "that is wrong\n" for line, other in ((2, 3), (3, 2))))

    def test_audit_says_what_assign_would(self):
        for i, (description, holder, steps, row, address, _, said) in enumerate(ROWS):
            with self.subTest(description):
                self.began(f"{i}.db", holder, steps)
                self.write("r.csv", f"{HEADER}\n{row}\n")
                result = self.run_tool("audit", "r.csv", "--registry", self.uri, "--format", "csv")
                finding = list(csv.DictReader(io.StringIO(result.text)))[0]
                if said:
                    self.assertEqual((finding["verdict"], finding["why"]), ("taken", said))
                elif address != "mario.rossi":
                    self.assertEqual((finding["verdict"], finding["expected"]),
                                     ("taken", f"{address}@ingpec.eu"))
                elif ["retire"] in steps:
                    self.assertEqual(finding["verdict"], "missing")
                else:
                    self.assertIn(finding["verdict"], ("right", "differs"))
                    self.assertEqual(finding["address"], "mario.rossi@ingpec.eu")

    def test_in_italian_it_is_said_in_italian_but_for_programs(self):
        env = {"LC_ALL": "C.UTF-8"}
        for i, (description, holder, steps, row, _, _, said) in enumerate(ROWS):
            if description not in ITALIAN:
                continue
            with self.subTest(description):
                self.began(f"{i}.db", holder, steps)
                self.write("r.csv", f"{HEADER}\n{row}\n")
                result = self.assign(1, "r.csv", "--lang", "it", "--quiet", registry=self.uri, env=env)
                self.assertIn(ITALIAN[description], result.err)
                self.assertIn(ITALIAN[description], rows_of(result.text)[0]["errore"])
                result = self.assign(1, "r.csv", "--lang", "it", "--quiet", "--format", "json",
                                     registry=self.uri, env=env)
                self.assertTrue(json.loads(result.text)[0]["error"].endswith(said))


if __name__ == "__main__":
    tool.main()
