#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
What a roster says of itself before anybody is given an address, SPEC §6: its provinces, addresses that
stand in it, codici fiscali on two register entries.

    test_survey.py --pecaddr PATH [unittest options]
"""

import os

import tool
from tool import HEADER, RosterTest, codice_fiscale, rows_of

CF = codice_fiscale(1, "RSSMRA")


class SurveyTest(RosterTest):
    def refused(self, *arguments, says=()):
        """Status 2, and nothing is written, put on record, or left behind."""
        before = self.dump(), sorted(os.listdir(self.folder))
        result = self.assign(2, "r.csv", "--output", "out.csv", *arguments)
        for piece in says:
            self.assertIn(piece, result.err)
        self.assertEqual(result.out, b"")
        self.assertEqual((self.dump(), sorted(os.listdir(self.folder))), before)
        return result

    def given(self, status, *arguments, **options):
        """The addresses of the rows, and their errors' codes."""
        result = self.assign(status, "r.csv", *arguments, **options)
        return [row["pec"].split("@")[0] or row["errore"].split(":")[0]
                for row in rows_of(result.text)], result.err


class Provinces(SurveyTest):
    def test_a_roster_of_several_provinces_is_refused_until_that_is_said_to_be_right(self):
        self.roster("Anna;Bo;MC;A;1;", "Luca;Re;an;A;2;", "Ugo;Foa;MC;A;3;")
        for options in ([], ["--dry-run"], ["--format", "json"]):
            self.refused(*options, says=[
                'r.csv: several provinces stand in "provincia": MC 2, AN 1 (the first on line 3); '
                "nothing was done", "such as --province MC, and no column is asked",
                "if the roster is of several Orders, give --several-provinces"])
        self.assertEqual(self.given(0, "--several-provinces")[0], ["anna.bo", "luca.re", "ugo.foa"])

    def test_with_province_no_column_is_asked_and_that_is_told(self):
        """97 of 412 members would be registered where they live."""
        self.roster("Anna;Bo;MC;A;1;", "Anna;Bo;AN;A;2;", "Anna;Bo;Roma;A;3;")
        addresses, said = self.given(0, "--province", "mc")
        self.assertEqual(addresses, ["anna.bo", "anna.bo.mc", "anna.bo.mc.a3"])
        self.assertIn('r.csv: column "provincia" is not asked: --province mc says it of all', said)
        self.assertIn("r.csv: 3 rows; province: MC 3; codice fiscale: 0 with, 3 without", said)

    def test_the_environment_says_it_where_there_is_no_column(self):
        environment = {"PECADDR_PROVINCE": "MC"}
        self.roster("Anna;Bo;A;1", "Anna;Bo;A;2", header="nome;cognome;sezione;numero")
        self.assertEqual(self.given(0, env=environment)[0], ["anna.bo", "anna.bo.mc"])
        self.roster("Ada;Foa;AN;A;1;", "Ada;Foa;AN;A;2;")
        self.assertEqual(self.given(0, env=environment)[0], ["ada.foa", "ada.foa.an"])
        self.assertIn("PECADDR_PROVINCE", self.assign(2, self.roster(
            "Anna;Bo;A;1", header="nome;cognome;sezione;numero"), env={"PECADDR_PROVINCE": "XX"}).err)

    def test_a_registry_of_one_order_takes_no_roster_in_which_another_stands(self):
        for name, provinces in (("one.db", "MC"), ("two.db", "AN,MC")):
            self.expect(0, "registry", "init", "--registry", f"sqlite:{name}", "--province", provinces)
        rows = ["Anna;Bo;MC;A;1;", "Luca;Re;AN;A;2;", "Ugo;Foa;FM;A;3;", "Ada;Foa;FM;A;4;"]
        self.roster(*rows)
        for options in ([], ["--several-provinces"]):
            result = self.assign(2, "r.csv", *options, registry="sqlite:one.db")
            self.assertIn("r.csv: 3 rows have another province than the registry's, MC, such as FM on "
                          'line 4 ("provincia"); nothing was done', result.err)
        self.roster(*rows[:2])
        self.assertIn("1 row has another province than the registry's, MC, such as AN on line 3",
                      self.assign(2, "r.csv", registry="sqlite:one.db").err)
        self.assertEqual(self.given(0, registry="sqlite:two.db")[0], ["anna.bo", "luca.re"])
        for province, options in ((["--province", "AP"], {}), ([], {"env": {"PECADDR_PROVINCE": "AP"}})):
            self.roster("Anna;Bo;A;1", header="nome;cognome;sezione;numero")
            self.assertEqual(self.assign(2, "r.csv", *province, registry="sqlite:two.db", **options).errors[-2:], [
                f"pecaddr: r.csv: {'--province' if province else 'PECADDR_PROVINCE'} says AP, and the registry is that of AN,MC; "
                "nothing was done", "pecaddr: give the province of the registry, or the registry of that Order"])

    def test_what_is_no_sigla_is_an_error_of_its_row_alone(self):
        self.roster("Anna;Bo;MC;A;1;", "Luca;Re;XX;A;2;", "Ugo;Foa;;A;3;", ";;;;;", "x")
        addresses, said = self.given(1)
        self.assertEqual(addresses[:3], ["anna.bo", "PROVINCE", "PROVINCE"])
        self.assertIn("r.csv: 4 rows; province: MC 1, of no Order 2; codice fiscale: 0 with, 3 "
                      "without; rows that cannot be read: 1", said)

    def test_provinces_are_told_up_to_eight(self):
        sigle = ["AG", "AL", "AN", "AO", "AP", "AQ", "AR", "AT", "AV", "BA"]
        self.roster(*(f"Anna;Bo;{sigla};A;{i};" for i, sigla in enumerate(sigle, 1)))
        self.refused(says=["AG 1, AL 1 (the first on line 3)", "AT 1 (the first on line 9) and 2 more"])

    def test_of_one_person_nothing_of_it_is_asked(self):
        self.usage_error("--several-provinces is for rosters", "assign", *tool.person(),
                         "--registry", self.uri, "--several-provinces")
        self.usage_error("either --province or --several-provinces", "assign", self.roster(),
                         "--registry", self.uri, "--several-provinces", "--province", "MC")


class Addresses(SurveyTest):
    COLUMN = HEADER + ";PEC"

    def test_an_address_that_is_not_on_record_is_brought_in_first(self):
        """The roster's own column was ignored, and its address given to a homonym."""
        self.roster("Anna;Bo;MC;A;1;;", "Anna;Bo;MC;A;2;;Anna.Bo@INGPEC.eu", "Luca;Re;MC;A;3;;x.y@ingpec.eu",
                    header=self.COLUMN)
        for options in ([], ["--dry-run"]):
            self.refused(*options, says=[
                "r.csv: 2 addresses of ingpec.eu stand in it that are not on record, the first "
                'anna.bo@ingpec.eu on line 3, column "PEC"; nobody was given an address',
                "if they are mailboxes that exist, bring them in first, with pecaddr registry import"])
        self.expect(0, "registry", "import", "r.csv", "--registry", self.uri)
        self.assertEqual(self.given(0)[0], ["anna.bo.mc", "anna.bo", "x.y"])

    def test_whatever_the_column_and_what_else_is_in_the_cell(self):
        for cell, is_one in (("ugo.foa@ingpec.eu", True), ("PEC: ugo.foa@ingpec.eu.", True),
                             ("a@b.it; ugo.foa@ingpec.eu", True), ("mailto:ugo.foa@ingpec.eu", True),
                             ("ufoa@ingpec.eu", True), ("<ugo.foa@ingpec.eu>", True),
                             ("ugo.foa@ingpec.eu.it", False), ("ugo.foa@xingpec.eu", False),
                             ("ordine.macerata@ingpec.eu", False), ("@ingpec.eu", False),
                             ("ugo@gmail.com", False), ("ingpec.eu", False)):
            for column in ("PEC", "contatti", ""):
                with self.subTest(cell=cell, column=column):
                    uri = self.init(f"{abs(hash((cell, column)))}.db")
                    self.roster(f"Ugo;Foa;MC;A;1;;{cell}", header=f"{HEADER};{column}")
                    self.assign(2 if is_one else 0, "r.csv", registry=uri)

    def test_our_own_result_is_one_for_its_registry_alone(self):
        self.roster("Anna;Bo;MC;A;1;", "Luca;Re;MC;A;2;")
        self.assign(0, "r.csv", "--output", "out.csv")
        self.assign(0, "out.csv", "--output", "again.csv")
        other = self.init("other.db")
        self.assertIn('column "pec"', self.assign(2, "out.csv", registry=other).err)
        self.assertEqual(self.export(other), [])

    def test_an_address_on_record_as_anothers_is_an_error_of_its_row(self):
        self.roster("Anna;Bo;MC;A;1;", "Luca;Re;MC;A;2;")
        self.assign(0, "r.csv")
        self.roster("Anna;Bo;MC;A;1;;luca.re@ingpec.eu", "Luca;Re;MC;A;2;;luca.re@ingpec.eu",
                    "Ugo;Foa;MC;A;3;;anna.bo@ingpec.eu", "Ada;Foa;MC;A;4;;", header=self.COLUMN)
        for options in (["--dry-run"], []):
            result = self.assign(1, "r.csv", *options)
            rows = rows_of(result.text)
            self.assertEqual([row["errore"][:6] for row in rows], ["HOLDER", "", "HOLDER", ""])
            self.assertIn("the row has the address luca.re@ingpec.eu, which is on record and not this "
                          "person's, who has anna.bo@ingpec.eu; ", rows[0]["errore"])
            self.assertIn("the row has the address anna.bo@ingpec.eu, which is on record and not this "
                          "person's; ", rows[2]["errore"])
        self.assertEqual(self.export(), ["ada.foa@ingpec.eu", "anna.bo@ingpec.eu", "luca.re@ingpec.eu"])

    def test_one_whose_holder_is_not_known_is_an_error_too(self):
        self.write("list.txt", "ugo.foa@ingpec.eu\n")
        self.expect(0, "registry", "import", "list.txt", "--registry", self.uri)
        self.roster("Ugo;Foa;MC;A;3;;ugo.foa@ingpec.eu", header=self.COLUMN)
        self.assertEqual(self.given(1)[0], ["HOLDER"])
        self.expect(0, "registry", "import", "r.csv", "--registry", self.uri)
        self.assertEqual(self.given(0)[0], ["ugo.foa"])

    def test_rows_of_many_chunks_are_each_asked(self):
        rows = [f"{'Anna' if i % 2 else 'Luca'};Bo;MC;A;{i};" for i in range(1, 2501)]
        self.roster(*rows)
        self.assign(0, "r.csv", "--output", "out.csv")
        self.assign(0, "out.csv", "--output", "again.csv")
        text = self.read("out.csv", "utf-8").splitlines()
        text[2400] = text[2400].replace("@", "x@")
        self.write("r.csv", "\n".join(text) + "\n")
        self.refused(says=["1 address of ingpec.eu stands in it", "on line 2401"])


class Persons(SurveyTest):
    """The entry's column is named in full: a mere `numero` with the same number twice is none."""

    HEADER = HEADER.replace("numero", "numero iscrizione")

    def roster(self, *rows, header=HEADER):
        return super().roster(*rows, header=header)

    SAID = ("this codice fiscale stands on two register entries of this roster, here and on line {}; "
            "nobody is on two entries: correct the one that is wrong")

    def test_one_codice_fiscale_on_two_entries_is_an_error_of_all_its_rows(self):
        self.roster(f"Mario;Rossi;MC;A;1;{CF}", "Ada;Foa;MC;A;2;", f"Mario;Rossi;MC;B;1;{CF.lower()}",
                    f"Mario;Rossi;MC;A;1;{CF[:6]} {CF[6:]}")
        for options in (["--dry-run"], []):
            rows = rows_of(self.assign(1, "r.csv", *options).text)
            self.assertEqual([row["errore"][:6] for row in rows], ["HOLDER", "", "HOLDER", "HOLDER"])
        for row, line in ((0, 4), (2, 2), (3, 4)):
            self.assertIn(self.SAID.format(line), rows[row]["errore"])
        self.assertEqual(self.export(), ["ada.foa@ingpec.eu"])

    def test_but_of_the_row_that_has_an_address(self):
        self.roster(f"Mario;Rossi;MC;A;1;{CF}")
        self.assign(0, "r.csv")
        self.roster(f"Mario;Rossi;MC;A;9;{CF}", f"Mario;Rossi;MC;A;1;{CF}")
        self.assertEqual(self.given(1)[0], ["HOLDER", "mario.rossi"])
        show = self.expect(0, "registry", "show", "mario.rossi@ingpec.eu", "--registry", self.uri,
                           "--format", "csv").text
        self.assertEqual(rows_of(show, ",")[0]["number"], "1")

    def test_far_apart_is_as_near(self):
        rows = [f"Ada;Foa;MC;A;{i};{codice_fiscale(i, 'FOADAA')}" for i in range(2, 2200)]
        self.roster(f"Mario;Rossi;MC;A;1;{CF}", *rows, f"Mario;Rossi;MC;A;9000;{CF}")
        addresses, said = self.given(1)
        self.assertEqual([i for i, address in enumerate(addresses) if address == "HOLDER"], [0, 2199])
        self.assertIn("codice fiscale: 2200 with, 0 without", said)

    def test_one_codice_fiscale_with_two_names_is_an_error_of_all_its_rows(self):
        """Filled down in the spreadsheet: the second row got the first person's mailbox, status 0."""
        said = ("this codice fiscale stands with two names in this roster, here and on line {}; look "
                "whether a cell was filled down over others; correct the row that is wrong")
        self.roster(f"Mario;Rossi;MC;A;1;{CF}", f"Luigi;Rossi;MC;A;1;{CF}", "Ada;Foa;MC;A;3;",
                    f"Luigi;Verdi;MC;A;4;{CF.lower()}")
        for options in (["--dry-run"], []):
            rows = rows_of(self.assign(1, "r.csv", *options).text)
            self.assertEqual([row["errore"][:6] for row in rows], ["HOLDER", "HOLDER", "", "HOLDER"])
        for row, line in ((0, 3), (1, 2), (3, 2)):
            self.assertIn(f'codice fiscale "{CF}": ' + said.format(line), rows[row]["errore"])
        self.assertEqual(self.export(), ["ada.foa@ingpec.eu"])

    def test_one_entry_with_two_names_is_an_error_of_all_its_rows(self):
        said = "this register entry stands with two names in this roster, here and on line {}; "
        self.roster("Mario;Rossi;MC;A;1;", "Luigi;Rossi;mc;A;1;", "Ada;Foa;MC;B;1;",
                    f"Ugo;Foa;MC;A;2;{codice_fiscale(1, 'FOAGUO')}",
                    f"Eva;Blu;MC;A;2;{codice_fiscale(1, 'BLUVEA')}")
        for options in (["--dry-run"], []):
            rows = rows_of(self.assign(1, "r.csv", *options).text)
            self.assertEqual([row["errore"][:6] for row in rows],
                             ["HOLDER", "HOLDER", "", "HOLDER", "HOLDER"])
        for row, line in ((0, 3), (1, 2), (3, 6), (4, 5)):
            self.assertIn(said.format(line), rows[row]["errore"])
        self.assertEqual(self.export(), ["ada.foa@ingpec.eu"])

    def test_but_of_the_row_that_has_an_address_in_this_name(self):
        self.roster(f"Mario;Rossi;MC;A;1;{CF}", "Ada;Foa;MC;A;2;")
        self.assign(0, "r.csv")
        self.roster(f"Luigi;Verdi;MC;A;1;{CF}", f"Mario;Rossi;MC;A;1;{CF}", "Ada;Foa;MC;A;2;",
                    "Eva;Foa;MC;A;2;", f"Mario;Rossi;MC;A;1;{CF}")
        for options in (["--dry-run", "--format", "json"], []):
            result = self.assign(1, "r.csv", *options)
        self.assertEqual([row["pec"].split("@")[0] or row["errore"][:6] for row in rows_of(result.text)],
                         ["HOLDER", "mario.rossi", "ada.foa", "HOLDER", "mario.rossi"])
        self.assertEqual(self.export(), ["ada.foa@ingpec.eu", "mario.rossi@ingpec.eu"])

    def test_where_the_registry_refuses_the_row_it_is_what_is_told(self):
        self.roster(f"Mario;Rossi;MC;A;1;{CF}")
        self.assign(0, "r.csv")
        self.roster("Luigi;Verdi;MC;A;1;", "Eva;Blu;MC;A;1;")
        for row in rows_of(self.assign(1, "r.csv").text):
            self.assertIn("HOLDER: mario.rossi@ingpec.eu belongs to Mario Rossi", row["errore"])

    def test_names_that_agree_are_one(self):
        """SPEC §5: surname and first given name give the same letters."""
        self.roster(f"Niccolò Maria;D'Angelo;MC;A;1;{codice_fiscale(1, 'DNGNCL')}",
                    f"NICCOLO';D’ANGELO;MC;A;1;{codice_fiscale(1, 'DNGNCL')}",
                    f"niccolò;Dott. D'Angelo;MC;A;1;", f"Niccolò;De Angelo;MC;A;2;")
        self.assertEqual([address for address in self.given(0, "--accept", "all")[0]],
                         ["niccolomaria.dangelo"] * 3 + ["niccolo.deangelo"])

    def test_a_name_that_cannot_be_read_agrees_with_the_same_text_alone(self):
        self.roster(f"Mario;Rossi;MC;A;1;{CF}", f"Mari0;Rossi;MC;A;1;{CF}", "Lu1gi;Bo;MC;A;2;",
                    "Lu1gi ;Bo;MC;A;2;", "Ada;Foa;MC;A;3;", ";Foa;MC;A;3;")
        self.assertEqual(self.given(1)[0], ["HOLDER", "UNEXPECTED", "UNEXPECTED", "UNEXPECTED",
                                            "ada.foa", "EMPTY"])

    def test_filled_down_far_apart_and_over_a_whole_column_is_found(self):
        rows = [f"Ada{chr(97 + i % 20)}{chr(97 + i // 20 % 20)};Foa;MC;A;{i};{CF}" for i in range(2, 402)]
        self.roster("Mario;Rossi;MC;A;1;", *rows, "Luigi;Rossi;MC;A;1;", "Eva;Blu;MC;A;9000;")
        self.refused("(waits)", says=["of 200 codici fiscali that were looked at, 200 are not of the name beside them"])
        addresses, said = self.given(1, "--accept", "CF_MISMATCH")
        self.assertEqual(addresses, ["HOLDER"] * 402 + ["eva.blu"])
        self.assertIn("r.csv:2: HOLDER: column \"numero iscrizione\", \"1\": this register entry stands with two names in this "
                      "roster, here and on line 403;", said)

    def test_long_names_that_are_shortened_agree_as_they_are(self):
        long = " ".join(["Massimiliano", "Ferdinando", "Bartolomeo", "Sebastiano", "Alessandro"])
        self.roster(f"{long};Castelbarco Visconti;MC;A;1;", "Massimiliano;Castelbarco Visconti;MC;A;1;",
                    f"{long};Castelbarco Visconti;MC;A;1;")
        self.assertEqual(len(set(self.given(0, "--accept", "all")[0])), 1)

    def test_a_transfer_that_stands_alone_is_one(self):
        self.roster(f"Mario;Rossi;MC;A;1;{CF}")
        self.assign(0, "r.csv")
        self.roster(f"Mario;Rossi;AN;A;9;{CF}", f"Mario;Rossi;AN;A;9;{CF}")
        self.assertEqual(self.given(0)[0], ["mario.rossi", "mario.rossi"])


class Holders(SurveyTest):
    """Whose codici fiscali are not of the names beside them."""

    NAMES = ("Anna;Neri;NRENNA", "Bruno;Galli;GLLBRN", "Carla;Conti;CNTCRL", "Dario;Costa;CSTDRA", "Elena;Fontana;FNTLNE",
             "Franco;Greco;GRCFNC")

    def members(self, n, holder):
        """The i-th of n members has the codice fiscale of the holder(i)-th."""
        split = [self.NAMES[i % len(self.NAMES)].split(";") for i in range(n)]
        self.roster(*(f"{given};{surname};MC;A;{i + 1};{codice_fiscale(holder(i), split[holder(i)][2])}"
                      for i, (given, surname, _) in enumerate(split)))

    def test_a_column_that_was_shifted_or_sorted_is_refused(self):
        for n in (6, 50, 300):
            for holder in (lambda i, n=n: (i + 1) % n,     # shifted
                           lambda i, n=n: n - 1 - i):      # sorted
                with self.subTest(n=n):
                    self.members(n, holder)
                    for options in (["(waits)"], ["--dry-run", "(waits)"], ["--accept", "all"]):
                        self.refused(*options, says=[
                            "are not of the name beside them, the first on line 2 (column \"codice_fiscale\"); nobody was given "
                            "an address", "give --accept CF_MISMATCH, by this name"])
        self.assertIn("r.csv: of 6 codici fiscali that were looked at, 6 are not of the name",
                      self.refused_of(6, lambda i: (i + 1) % 6))
        self.assertIn("r.csv: of 150 codici fiscali that were looked at, 150 are not of the name",
                      self.refused_of(300, lambda i: (i + 1) % 300))

    def refused_of(self, n, holder):
        self.members(n, holder)
        return self.refused("(waits)").err

    def test_some_few_wait_each_for_itself(self):
        for n, wrong in ((50, 4), (60, 5)):
            with self.subTest(n=n):
                self.members(n, lambda i, wrong=wrong: (i + 1) % wrong if i < wrong else i)
                result = self.assign(1, "r.csv", "(waits)", registry=self.init(f"{n}.db"))
                self.assertEqual(sum("CF_MISMATCH" in row["errore"] for row in rows_of(result.text)), wrong)

    def test_a_word_for_them_by_their_name_is_one(self):
        self.members(6, lambda i: (i + 1) % 6)
        self.assertEqual(len(set(self.given(0, "--accept", "DOUBT,CF_MISMATCH")[0])), 6)


class Numbers(SurveyTest):
    """Whoever stands in a roster with another number than on record."""

    def members(self, n, number=lambda i: i, province=lambda i: "MC"):
        self.roster(*(f"Mario;Rossi;{province(i)};A;{number(i)};{codice_fiscale(i)}"
                      for i in range(1, n + 1)))

    def put_on_record(self, n):
        self.members(n)
        self.assign(0, "r.csv", "--quiet", "--output", "given.csv")

    def test_a_column_of_numbers_that_was_sorted_by_itself_is_refused(self):
        self.put_on_record(12)
        for number in (lambda i: 13 - i,  # sorted
                       lambda i: i + 1,   # shifted
                       lambda i: i if i > 4 else i + 100):
            self.members(12, number)
            if number(5) == 5:
                self.assertEqual(len(self.given(0)[0]), 12)  # four are few
                continue
            self.refused(says=["r.csv: of 12 members on record who were looked at, 12 stand in it with "
                               "another number, the first on line 2 with A ",
                               ', on record with A 1 (column "numero"); nobody was given',
                               "if that column was sorted by itself, or shifted, make the roster again"])

    def test_a_register_that_was_renumbered_is_one_where_that_is_said(self):
        self.put_on_record(6)
        self.members(6, lambda i: i + 100)
        self.refused("--dry-run")
        addresses, said = self.given(0, "--renumbered")
        self.assertEqual(addresses[:2], ["mario.rossi", "mario.rossi.mc"])
        self.assertIn("6 ", said)
        self.members(6, lambda i: i + 100)
        self.assertEqual(self.given(0)[0], addresses)
        # The roster of before; as a renumbering it would still wait, row by row.
        self.members(6)
        self.refused(says=["if the roster is older than a renumbering that is on record, take today's"])
        self.assertIn("rows wait, without an address, for a person", self.given(1, "--renumbered")[1])

    def test_of_many_rows_some_are_looked_at_from_the_first_to_the_last(self):
        self.put_on_record(700)
        self.members(700, lambda i: i if i <= 350 else i + 1000)
        self.refused(says=["of 175 members on record who were looked at, 87 stand in it"])
        self.members(700, lambda i: i if i <= 650 else i + 1000)
        self.assertEqual(len(self.given(0)[0]), 700)

    def test_whoever_comes_back_is_not_counted(self):
        self.put_on_record(12)
        self.write("all.txt", "".join(row["pec"] + "\n" for row in rows_of(self.read("given.csv", "utf-8"))))
        for step in (["activate"], ["leave", "--left", "2026-01-31", "--so-many"]):
            self.expect(0, "registry", *step, "--from", "all.txt", "--why", "x", "--quiet",
                        "--registry", self.uri)
        self.members(12, lambda i: i + 100)
        self.assertEqual(len(self.given(0)[0]), 12)

    def test_the_roster_of_another_order_is_refused(self):
        self.put_on_record(12)
        self.members(12, lambda i: i + 50, lambda i: "AN" if i < 9 else "MC")
        self.refused("--several-provinces", says=["r.csv: of 12 members on record who were looked at, 8 stand in it under another Order, the first on "
                           "line 2 under AN, on record under MC; nobody was given an address",
                           "if it is the roster of that Order, say its province"])
        self.assertEqual(len(self.given(0, "--renumbered", "--several-provinces")[0]), 12)
        # Some few have come.
        self.members(60, lambda i: i + 50, lambda i: "AN" if i < 9 or i > 16 else "MC")
        self.given(0, "--renumbered", "--several-provinces")
        self.members(60, lambda i: i + 50, lambda i: "AN" if i < 13 or i > 16 else "MC")
        self.assertEqual(len(self.given(0, "--several-provinces")[0]), 60)

    def test_a_number_that_is_not_on_record_is_no_other_one(self):
        self.write("m.csv", "pec;nome;cognome;provincia;codice_fiscale\n" + "".join(
            f"mario.rossi{'.mc' * (i > 1)}{f'.a{i}' * (i > 2)}@ingpec.eu;Mario;Rossi;MC;{codice_fiscale(i)}\n"
            for i in range(1, 9)))
        self.expect(0, "registry", "import", "m.csv", "--registry", self.uri, "--quiet")
        self.members(8)
        self.assertEqual(self.given(0)[0][:3], ["mario.rossi", "mario.rossi.mc", "mario.rossi.mc.a3"])

    def test_they_are_for_rosters(self):
        for option in ("--renumbered", "--renamed", "--homonyms"):
            result = self.expect(2, "assign", "--given", "Mario", "--surname", "Rossi", "--province", "MC",
                                 "--section", "A", "--number", "1", option, "--registry", self.uri)
            self.assertIn(f"{option} is for rosters", result.err)


class Names(SurveyTest):
    """Whoever stands in a roster under another name than on record."""

    GIVEN = ("Anna", "Bruno", "Carla", "Dario", "Elena", "Franco", "Gina", "Ivo", "Laura", "Marco", "Nadia", "Paolo")

    def members(self, name=lambda i: i, new=0, holders=False):
        n = len(self.GIVEN) + new
        self.roster(*(f"{(self.GIVEN * 2)[name(i)]};Rossi;MC;A;{i + 1};"
                      f"{codice_fiscale(i, tool.letters_of(self.GIVEN[i], 'Rossi')) if holders and i < 12 else ''}"
                      for i in range(n)))

    def test_a_column_of_names_that_was_sorted_by_itself_is_refused(self):
        for holders in (False, True):
            self.uri = self.init(f"{holders}.db")
            self.members(holders=holders)
            self.assign(0, "r.csv", "--quiet", registry=self.uri)
            for name in (lambda i: 11 - i if i < 12 else i,  # sorted
                         lambda i: i + 1,                    # shifted
                         lambda i: i + 1 if i < 5 else i):   # a block pasted
                self.members(name, new=3, holders=holders)
                before = self.export(self.uri)
                result = self.assign(2, "r.csv", registry=self.uri)
                self.assertRegex(result.err, "of 12 members on record who were looked at, (5|12) stand in it under another "
                                             "name, the first on line 2 as [A-Za-z]+ Rossi, on record as Anna Rossi")
                self.assertIn("if the names on record are wrong, give --renamed", result.err)
                self.assertEqual(self.export(self.uri), before)
            self.members(lambda i: i + 1 if i < 4 else i, new=3, holders=holders)
            self.assign(0 if holders else 1, "r.csv", registry=self.uri)  # four are few

    def test_names_that_are_wrong_on_record_are_where_that_is_said(self):
        self.members(holders=True)
        self.assign(0, "r.csv", "--quiet")
        self.members(lambda i: 11 - i, holders=True)
        result = self.assign(0, "r.csv", "--renamed")
        self.assertIn("renamed", result.err)

    def test_names_that_agree_are_not_counted(self):
        self.members()
        self.assign(0, "r.csv", "--quiet")
        self.roster(*(f"{given.upper()} MARIA;ROSSI;MC;A;{i};" for i, given in enumerate(self.GIVEN, 1)))
        self.assertEqual(len(self.given(0)[0]), 12)


class Outside(SurveyTest):
    """Whose mailboxes exist already, and were never brought in."""

    def roster_of(self, n, known=0):
        names = [f"Ada{chr(97 + i % 26)}{chr(97 + i // 26)};Foa" for i in range(n)]
        self.roster(*(f"{name};MC;A;{i};" for i, name in enumerate(names, 1)))
        self.write("list.txt", "".join(name.lower().replace(";", ".") + "@ingpec.eu\n" for name in names[:n - known]))

    CHECK = ("--check", "file:list.txt")

    def test_an_order_whose_mailboxes_were_not_brought_in_is_given_no_second_ones(self):
        for n, known in ((5, 0), (10, 1), (400, 0)):
            self.roster_of(n, known)
            for options in ([], ["--dry-run"], ["--accept", "all"]):
                self.refused(*self.CHECK, *options, says=[
                    f"r.csv: of {min(n, 50)} members who were looked at and are not on record, the address of "
                    f"{min(n, 50) - known} exists already, outside of the registry, the first adaaa.foa@ingpec.eu (line 2); "
                    "nobody was given an address",
                    "bring them in first, with pecaddr registry import"])

    def test_some_homonyms_are_homonyms(self):
        for n, known in ((4, 0), (10, 2), (50, 10)):
            self.uri = self.init(f"{n}.db")
            self.roster_of(n, known)
            for options in (["--dry-run"], []):
                addresses, said = self.given(0, *self.CHECK, *options, registry=self.uri)
                # It may be their own, from another registry.
                self.assertEqual(said.count("exists already, outside of the registry, so that it is "), n - known)
                self.assertIn("r.csv:2: Adaaa Foa: adaaa.foa@ingpec.eu exists already, outside of the registry, so that it is "
                              "adaaa.foa.mc@ingpec.eu; if that is this person's own mailbox, release this one, and bring it in "
                              "with pecaddr registry import", said)
            self.assertEqual(sum(address.endswith(".mc") for address in addresses), n - known)
            self.assertNotIn("exists already", self.given(0, *self.CHECK, registry=self.uri)[1])

    def test_all_are_where_that_is_said(self):
        self.roster_of(6)
        self.assertEqual(self.given(0, *self.CHECK, "--homonyms")[0][0], "adaaa.foa.mc")

    def test_who_is_on_record_is_known(self):
        self.roster_of(20)
        self.assign(0, "r.csv", "--quiet", "--output", "given.csv")
        self.assertEqual(self.given(0, *self.CHECK)[0][0], "adaaa.foa")
        # Homonyms on record, of whom no source says anything.
        self.roster(*(f"Ada{chr(97 + i)}a;Foa;MC;A;{i + 100};{codice_fiscale(i)}" for i in range(20)))
        self.assertEqual(self.given(0, *self.CHECK)[0][0], "adaaa.foa.mc")


if __name__ == "__main__":
    tool.main()
