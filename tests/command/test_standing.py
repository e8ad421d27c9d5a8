#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Rosters that say of some people that they are members no more: these are given no new address, and whoever has one
keeps it.

    test_standing.py --pecaddr PATH [unittest options]
"""


import tool
from tool import HEADER, ToolTest, codice_fiscale, rows_of

CF = codice_fiscale(1, "RSSMRA")
OTHER_CF = codice_fiscale(2, "FOXGUO")


class StandingTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init()

    def given(self, *rows, column="Stato", status=0, arguments=()):
        self.write("r.csv", "\n".join([f"{HEADER};{column}", *rows, ""]))
        result = self.assign(status, "r.csv", *arguments)
        return [row["pec"].split("@")[0] or row["errore"] for row in rows_of(result.text)], result.err

    ENDED = "whoever has left or is suspended is given no new address"
    UNKNOWN = "it is not known whether that is a member"


class Standing(StandingTest):
    def check(self, column, values, sentence):
        """One row for each value: all are members (None), or each is refused with a sentence."""
        rows = [f"Anna;Bo{chr(ord('a') + i)};MC;A;{i + 1};;{value}" for i, value in enumerate(values)]
        self.write("r.csv", "\n".join([f"{HEADER};{column}"] + rows) + "\n")
        result = self.run_tool("assign", "r.csv", "--registry", self.uri, "--dry-run")
        self.assertEqual(result.status, 1 if sentence else 0, result.err)
        told = rows_of(result.text)
        self.assertEqual(len(told), len(values))
        for value, row in zip(values, told):
            with self.subTest(column=column, value=value):
                if sentence:
                    self.assertEqual(row["proposta"], "")
                    self.assertIn(sentence, row["errore"])
                    first, value = column.split(";")[0], value.split(";")[0]
                    says = f'says "{value}"' if value else "is empty"
                    self.assertTrue(row["errore"].startswith(f'STATE: column "{first}" {says}'), row["errore"])
                else:
                    self.assertEqual(row["proposta"], f"anna.{row['cognome'].lower()}@ingpec.eu", result.err)

    def test_a_date_a_reason_or_a_mark_says_that_somebody_has_left(self):
        for column in ("Data cancellazione", "Data decesso", "Cessato", "Motivo cancellazione", "Sospeso",
                       "Data sospensione", "Cancellato il", "Deceduto", "Radiato", "Data dimissioni", "uscita", "Canc.",
                       "Data delibera canc.", "Data cess.", "Dimesso il", "Trasferito a", "Data fine iscrizione"):
            self.check(column, ("01/02/2020", "x", "sì", "SI", "trasferimento"), self.ENDED)
            self.check(column, ("", "no", "N", "0", "false", "0000-00-00", "00/00/0000", "31/12/9999", "n.d."), None)

    def test_a_suspension_that_is_over_says_nothing(self):
        """Whoever was readmitted was given no address."""
        for column in ("Data sospensione;Data fine sospensione", "Sospeso dal;Termine sospensione", "Data sospensione;Revoca sospensione"):
            self.check(column, ("01/02/2020;31/01/2021", "2020-02-01;01/02/2020", ";31/01/2021"), None)
            # It goes on, is not known to have ended, or is another.
            self.check(column, ("01/02/2020;", "01/02/2020;31/12/2099", "01/02/2020;sì", "01/02/2020;31/01/2019", "sì;31/01/2021",
                                "01/02/2020;?"), self.ENDED)
        self.check("Stato;Data sospensione;Data fine sospensione", ("Sospeso;01/02/2020;31/01/2021",), self.ENDED)
        self.check("Data decesso;Data fine sospensione", ("01/02/2020;31/01/2021",), self.ENDED)

    def test_a_state_says_it_in_words(self):
        for column in ("Stato", "Stato iscrizione", "Posizione", "Situazione"):
            self.check(column, ("cancellato", "CANCELLATA", "Sospeso", "deceduto", "Cessato", "dimissionario", "radiata",
                                "trasferito", "non iscritto", "non attivo", "Cancellato per decesso", "retired", "3"),
                       self.ENDED)
            self.check(column, ("attivo", "Iscritta", "ISCRITTO", "", "prenotato", "Regolarmente iscritto", "1", "2",
                                "Italia", "coniugata", "iscritto (trasferito da AN)", "Trasferito da Ancona", "sospeso, poi riammesso"),
                       None)
            self.check(column, ("C", "in verifica", "iscritto, trasferito da AN a FM", "non cancellato",
                                "in attesa di riammissione", "riammesso, poi cancellato"), self.UNKNOWN)

    def test_so_does_a_column_of_who_is_active(self):
        self.check("Attivo", ("no", "0", "N"), self.ENDED)
        self.check("Attivo", ("sì", "SI", "1", "x"), None)
        self.check("Attivo", ("", "forse"), self.UNKNOWN)

    def test_a_remark_in_words_makes_the_row_wait(self):
        self.check("Note", ("deceduta il 3/4/2020", "Cancellato dall'albo 2019", "RADIATO", "dimissioni",
                            "trasferita ad AN", "passato ad altro Ordine", "sospeso (quota)"), self.UNKNOWN)
        self.check("Note", ("", "da chiamare", "trasferito da AN", "*", "?", "paga la quota", "Radio Ancona",
                            "10/01/2020", "riammesso su domanda", "sospesa nel 2019 e riammessa", "trasferimento da altro Ordine"), None)
        self.check("Note", ("sospeso, non riammesso", "trasferito da AN ad altro Ordine", "riammesso, poi radiato"), self.UNKNOWN)
        for column in ("Osservazioni", "Causale", "ANNOTAZIONI", "Iscritto"):
            self.check(column, ("deceduta",), self.UNKNOWN)

    def test_in_a_column_of_who_is_enrolled_a_no_says_it(self):
        self.check("Iscritto", ("no", "N", "0"), self.ENDED)
        self.check("Iscritto", ("sì", "SI", "12", "Rossi"), None)
        for column in ("Iscritta", "Iscritto all'albo", "In albo"):
            self.check(column, ("no",), self.ENDED)

    def test_a_row_may_end_before_a_remark(self):
        self.write("r.csv", f"{HEADER};Note\nAnna;Bo;MC;A;1;\n")
        result = self.run_tool("assign", "r.csv", "--registry", self.uri, "--dry-run")
        self.assertEqual(rows_of(result.text)[0]["proposta"], "anna.bo@ingpec.eu")

    def test_what_assign_wrote_in_its_own_column_says_nothing(self):
        self.write("r.csv", f"{HEADER};pec;livello;nuovo;proposta;note;errore\n"
                            "Anna;Bo;MC;A;1;;;;;anna.bo@ingpec.eu;CANCELLATO;deceduta\n")
        result = self.run_tool("assign", "r.csv", "--registry", self.uri, "--dry-run")
        self.assertEqual((result.status, rows_of(result.text)[0]["proposta"]), (0, "anna.bo@ingpec.eu"))

    def test_what_is_about_something_else_says_nothing(self):
        for column in ("Data cessazione PEC", "Fine sospensione", "Data iscrizione", "Stato civile", "Note",
                       "Trasferito da", "Cessione", "Data fine tirocinio"):
            self.check(column, ("01/02/2020", "x"), None)

    def test_it_is_told_with_its_count_and_not_row_by_row(self):
        rows = ["Anna;Bo;MC;A;1;;attivo", "Luca;Re;MC;A;2;;cancellato", "Ugo;Foa;MC;A;3;;sospeso", "Ada;Foa;MC;A;4;;C"]
        for arguments in (["--dry-run"], [], ["--accept", "all"]):
            addresses, said = self.given(*rows, status=1, arguments=arguments)
            self.assertIn("r.csv: 2 rows are of people who have left or are suspended, the first on line 3 by column "
                          '"Stato": no new address; whoever has one keeps it', said)
            self.assertIn("r.csv: of 1 row it is not known whether the person is a member, on line 5 by column "
                          '"Stato": no new address', said)
            self.assertIn("ended             2  have left or are suspended, by the roster: no new address: "
                          "Luca Re (line 3), Ugo Foa (line 4)\n", said)
            self.assertIn("errors            1", said)
            self.assertNotIn("r.csv:3:", said)
            self.assertIn('r.csv:5: STATE: column "Stato" says "C"', said)
        self.assertEqual(addresses[0], "anna.bo")
        self.assertEqual(self.export(), ["anna.bo@ingpec.eu"])

    def test_of_many_the_first_are_named_and_the_others_counted(self):
        rows = [f"Luca;Re;MC;A;{n};;cancellato" for n in range(1, 8)]
        _, said = self.given(*rows, status=1)
        self.assertIn("no new address: Luca Re (line 2), Luca Re (line 3), Luca Re (line 4), Luca Re (line 5), "
                      "Luca Re (line 6) and 2 more\n", said)

    def test_a_row_that_ends_before_such_a_column_is_not_whole(self):
        addresses, said = self.given("Anna;Bo;MC;A;1;", "Luca;Re;MC;A;2;;attivo", status=1)
        self.assertTrue(addresses[0].startswith("UNEXPECTED: this row has 6 cells, the header 7"), addresses)
        self.assertEqual(addresses[1:], ["luca.re"])

    def test_review_has_no_row_in_which_nothing_is_to_be_corrected(self):
        self.given("Luca;Re;MC;A;2;;cancellato", "Ada;Foa;MC;A;4;;C", status=1, arguments=["--review", "left.csv"])
        self.assertEqual([row["nome"] for row in rows_of(self.read("left.csv", "utf-8"))], ["Ada"])

    def test_whoever_has_an_address_keeps_it(self):
        self.given(f"Mario;Rossi;MC;A;1;{CF};")
        before = self.export()
        self.assertEqual(self.given(f"Mario;Rossi;MC;A;1;{CF};cancellato")[0], ["mario.rossi"])
        self.assertEqual(self.given(f"Mario;Rossi;MC;A;1;{CF};C")[0], ["mario.rossi"])
        self.assertEqual(self.export(), before)

    def test_but_one_that_was_retired_does_not_come_back_and_nobody_is_moved(self):
        self.given(f"Mario;Rossi;MC;A;1;{CF};")
        dump = self.dump()
        (told,), said = self.given(f"Mario;Rossi;MC;B;9;{CF};cancellato", status=1)
        self.assertIn("there the person has mario.rossi@ingpec.eu, with another register entry; its mailbox is not active: give "
                      "the address back", told)
        self.assertIn("r.csv:2: STATE: ", said)
        self.assertEqual(self.dump(), dump)
        self.expect(0, "registry", "activate", "mario.rossi@ingpec.eu", "--registry", self.uri, "--why", "x")
        (told,), said = self.given(f"Mario;Rossi;MC;B;9;{CF};cancellato", status=1)
        self.assertIn("there the person has mario.rossi@ingpec.eu, with another register entry; put it on record", told)
        self.expect(0, "registry", "retire", "mario.rossi@ingpec.eu", "--registry", self.uri, "--why", "x")
        dump = self.dump()
        self.is_told_of(dump)

    def test_of_somebody_on_record_in_another_order_a_leaving_is_no_error(self):
        """That he is suspended neither."""
        self.given(f"Mario;Rossi;MC;A;1;{CF};")
        for row in (f"Mario;Rossi;AN;A;9;{CF};trasferito", f"Mario;Rossi;MC;B;9;{CF};sospeso"):
            (told,), said = self.given(row, status=1)
            self.assertIn(self.ENDED, told)
            self.assertIn("errors            0", said)
        self.assertIn(self.UNKNOWN, self.given(f"Mario;Rossi;MC;B;9;{CF};boh", status=1)[0][0])

    def is_told_of(self, dump):
        """Nothing is to be done, month after month."""
        told = self.given(f"Mario;Rossi;MC;A;1;{CF};cancellato", status=0)[0][0]
        self.assertIn("and so does the registry, in which the person has had mario.rossi@ingpec.eu; nothing is", told)
        self.assertEqual(self.dump(), dump)

    def test_whoever_has_left_by_the_record_too_is_no_error(self):
        self.given(f"Mario;Rossi;MC;A;1;{CF};")
        self.expect(0, "registry", "activate", "mario.rossi@ingpec.eu", "--registry", self.uri, "--why", "x")
        self.expect(0, "registry", "leave", "mario.rossi@ingpec.eu", "--left", "2026-11-01", "--registry", self.uri,
                    "--why", "x")
        self.is_told_of(self.dump())


class CameBack(StandingTest):
    """One codice fiscale on a row of somebody who has left, and on one of a member."""

    def two(self, left, live="", column="Data cancellazione", name="Mario;Rossi", status=1, order=1, old="MC;A;1"):
        rows = [f"{name};{old};{CF};{left}", f"Mario;Rossi;MC;A;500;{CF};{live}"][::order]
        addresses, said = self.given(*rows, column=column, status=status)
        return addresses[::order], said

    def test_who_left_and_came_back_is_given_the_address_of_the_live_entry(self):
        for order in (1, -1):
            for column, left, live in (("Data cancellazione", "01/02/2003", ""), ("Cessato", "x", "no"),
                                       ("Stato", "cancellato", "attivo"), ("Stato", "trasferito", "iscritto"),
                                       ("Motivo cancellazione", "dimissioni", "")):
                with self.subTest(order=order, column=column, left=left):
                    (gone, here), said = self.two(left, live, column, order=order)
                    self.assertIn(self.ENDED, gone)
                    self.assertEqual(here, "mario.rossi")
                    self.assertNotIn("two register entries", said)
        self.assertEqual(self.export(), ["mario.rossi@ingpec.eu"])

    def test_what_was_on_record_under_the_entry_that_was_left_moves_once(self):
        self.given(f"Mario;Rossi;MC;A;1;{CF};", column="Data cancellazione")
        for moved in (True, False):
            (gone, here), said = self.two("01/02/2003")
            self.assertIn(self.ENDED, gone)
            self.assertEqual(here, "mario.rossi")
            self.assertEqual("moved" in said, moved, said)
        self.assertEqual(self.export(), ["mario.rossi@ingpec.eu"])

    def test_in_doubt_both_rows_are_errors(self):
        twice = "this codice fiscale stands on two register entries"
        for column, left in (("Data decesso", "01/02/2003"), ("Sospeso", "sì"), ("Stato", "sospeso"), ("Stato", "deceduto"),
                             ("Motivo cancellazione", "decesso"), ("Stato", "C"), ("Attivo", "no"), ("Stato", "non attivo")):
            with self.subTest(column=column, left=left):
                (_, here), said = self.two(left, "sì" if column == "Attivo" else "", column)
                self.assertIn(twice, here)
        (_, here), _ = self.two("01/02/2003", name="Luigi;Rossi")
        self.assertIn("this codice fiscale stands with two names", here)
        (_, here), _ = self.two("01/02/2003", "", name=";Rossi")
        self.assertIn(twice, here)
        self.assertEqual(self.export(), [])

    def test_of_two_live_entries_one_that_was_left_makes_none_right(self):
        rows = [f"Mario;Rossi;MC;A;{n};{CF};{left}" for n, left in ((1, "01/02/2003"), (2, ""), (3, ""))]
        addresses, _ = self.given(*rows, column="Data cancellazione", status=1)
        self.assertEqual([address[:6] for address in addresses], ["STATE:", "HOLDER", "HOLDER"])


class Audited(StandingTest):
    def audit(self, *rows, status, column="Data cancellazione"):
        self.write("r.csv", "\n".join([f"{HEADER};{column}", *rows, ""]))
        result = self.expect(status, "audit", "r.csv", "--registry", self.uri, "--format", "csv")
        return [(row["verdict"], row["address"], row["expected"]) for row in rows_of(result.text, ",")]

    def test_who_is_no_member_any_more_is_not_missing_and_takes_nobodys_address(self):
        self.given("Anna;Bo;MC;A;1;;")
        rows = ["Anna;Bo;MC;A;1;;", "Luca;Re;MC;A;2;;01/02/2020", "Luca;Re;MC;A;3;;"]
        self.assertEqual(self.audit(*rows, status=1), [("right", "anna.bo@ingpec.eu", ""), ("former", "", ""),
                                                       ("missing", "", "luca.re@ingpec.eu")])
        self.assertEqual(self.audit(*rows[:2], "Anna;Bo;MC;A;9;;01/02/2020", status=0)[1:], [("former", "", "")] * 2)

    def test_who_has_an_address_is_judged_by_it(self):
        self.given(f"Mario;Rossi;MC;A;1;{CF};")
        self.assertEqual(self.audit(f"Mario;Rossi;MC;A;1;{CF};01/02/2020", status=0),
                         [("right", "mario.rossi@ingpec.eu", "")])
        self.assertEqual(self.audit(f"Ugo;Foa;MC;A;1;{CF};01/02/2020", status=1)[0][0], "differs")

    def test_who_has_left_by_the_roster_and_not_on_record_is_told(self):
        anna = f"Anna;Bo;MC;A;2;{tool.codice_fiscale(1, 'BOXNNA')}"
        self.given(f"Mario;Rossi;MC;A;1;{CF};", f"{anna};", "Ugo;Foa;MC;A;3;;")
        self.write("r.csv", f"{HEADER};Data cancellazione\nUgo;Foa;MC;A;3;;\n"
                            f"Mario;Rossi;MC;A;1;{CF};01/02/2020\n{anna};01/02/2020\n")
        arguments = ["audit", "r.csv", "--registry", self.uri]
        result = self.expect(0, *arguments, "--format", "csv")
        said = "has left or is suspended, by the roster; not on record"
        self.assertEqual([row["why"] for row in rows_of(result.text, ",")], ["", said, said])
        self.assertEqual(result.errors[-1], "2 persons, the first on line 3, have left or are suspended, by the roster, and "
                         "have a mailbox all the same; put on record with pecaddr registry leave who has left")
        addresses = ["anna.bo@ingpec.eu", "mario.rossi@ingpec.eu"]
        self.expect(0, "registry", "activate", *addresses, "--why", "x", "--registry", self.uri)
        leave = ["--left", "01/02/2020", "--why", "x", "--registry", self.uri]
        self.expect(0, "registry", "leave", addresses[0], *leave)
        self.assertEqual(self.expect(0, *arguments).errors[-1],
                         "1 person, on line 3, has left or is suspended, by the roster, and has a mailbox all the same; "
                         "if this person has left, put it on record with pecaddr registry leave")
        self.expect(0, "registry", "leave", addresses[1], *leave)
        self.assertNotIn("mailbox all the same", self.expect(0, *arguments).err)

    def test_so_is_who_has_left_on_another_entry_where_nobody_else_has_the_mailbox(self):
        self.given(f"Mario;Rossi;MC;A;1;{CF};")
        self.write("r.csv", f"{HEADER};Data cancellazione\nMario;Rossi;MC;B;9;{CF};01/02/2020\n")
        arguments = ["audit", "r.csv", "--registry", self.uri]
        self.assertEqual([(row["verdict"], row["why"].rpartition("; has ")[2]) for row in
                          rows_of(self.expect(1, *arguments, "--format", "csv").text, ",")],
                         [("former", "no member any more, by the roster"),
                          ("orphaned", "left or is suspended, by line 2 of the roster, with another register entry; not on record")])
        self.assertEqual(self.expect(1, *arguments).errors[-1],
                         "1 person, on line 2, has left or is suspended, by the roster, and has a mailbox all the same; "
                         "if this person has left, put it on record with pecaddr registry leave")

    def test_a_member_by_the_roster_who_has_left_on_record_is_told(self):
        self.given(f"Mario;Rossi;MC;A;1;{CF};", f"Ugo;Foa;MC;A;3;{OTHER_CF};")
        addresses = ["mario.rossi@ingpec.eu", "ugo.foa@ingpec.eu"]
        self.expect(0, "registry", "activate", *addresses, "--why", "x", "--registry", self.uri)
        for n, address in enumerate(addresses, 1):
            self.expect(0, "registry", "leave", address, "--left", "01/02/2020", "--why", "x", "--registry", self.uri)
            result = self.expect(0, "audit", "r.csv", "--registry", self.uri, "--format", "csv")
            self.assertEqual([row["why"] for row in rows_of(result.text, ",")],
                             ["has left, as is on record; a member by the roster"] * n + [""] * (2 - n))
            self.assertIn("is a member by the roster, and has left as is on record; if this person" if n == 1 else
                          "2 persons, the first on line 2, are members by the roster, and have left", result.errors[-1])

    def test_who_has_left_on_record_too_is_former_though_no_codice_fiscale_tells_who_it_is(self):
        self.given("Ugo;Foa;MC;A;3;;")
        for step in (["activate"], ["leave", "--left", "01/02/2020"]):
            self.expect(0, "registry", *step, "ugo.foa@ingpec.eu", "--why", "x", "--registry", self.uri)
        self.assertEqual(self.audit("Ugo;Foa;MC;A;3;;01/02/2020", status=0), [("former", "", "")])
        for address, verdict in (("ugo.foa@ingpec.eu", "former"), ("ugo.foa.mc@ingpec.eu", "taken")):
            self.assertEqual(self.audit(f"Ugo;Foa;MC;A;3;;01/02/2020;{address}", status=verdict != "former",
                                        column="Data cancellazione;pec")[0][0], verdict)
        # Whom the roster has as a member may be the next one of that name; another name is another person.
        self.assertEqual(self.audit("Ugo;Foa;MC;A;3;;", status=1)[0][0], "taken")

    def test_who_left_and_came_back_has_the_mailbox_by_the_entry_of_now(self):
        self.given(f"Mario;Rossi;MC;A;10;{CF};")
        rows = [f"Mario;Rossi;MC;A;10;{CF};01/02/2020", f"Mario;Rossi;MC;A;500;{CF};"]
        self.given(*rows, column="Data cancellazione", status=1)
        right, former = ("right", "mario.rossi@ingpec.eu", ""), ("former", "", "")
        self.assertEqual(self.audit(*rows, status=0), [former, right])
        self.assertEqual(self.audit(*reversed(rows), status=0), [right, former])
        # The same number in another Order.
        self.given(f"Ugo;Foa;AN;A;77;{OTHER_CF};")
        rows_of_two = [f"Ugo;Foa;AN;A;77;{OTHER_CF};01/02/2020", f"Ugo;Foa;MC;A;77;{OTHER_CF};"]
        self.given(*rows_of_two, column="Data cancellazione", status=1)
        self.assertEqual(self.audit(*rows_of_two, *rows, status=0),
                         [former, ("right", "ugo.foa@ingpec.eu", ""), former, right])
        # Far apart.
        between = [f"Anna;Bo;MC;A;{1000 + i};;01/02/2020" for i in range(2500)]
        self.assertEqual(self.audit(rows[0], *between, rows[1], *rows_of_two, status=0)[:-2][::2501], [former, right])


if __name__ == "__main__":
    tool.main()
