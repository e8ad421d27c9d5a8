#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
The work of a month with the files as they are, SPEC §6: the whole roster, or the whole result of assign, given to a step
that some of its rows are meant for; those who came from elsewhere, or came back, who are members; and a list of before.

    test_step_month.py --pecaddr PATH [unittest options]
"""

from datetime import datetime, timezone

import tool
from tool import DOMAIN, HEADER, LifeTest, ToolTest, codice_fiscale, rows_of

NAMES = ("Ada", "Ugo", "Anna", "Bruno", "Carla", "Dario")
CAME = ("sospeso nel 2019, riammesso nel 2020", "Sospesa per morosità e poi reintegrata", "Trasferimento da Ancona",
        "trasferito dall'Ordine di Pesaro", "Trasferimento da altro Ordine", "proveniente da altro Ordine",
        "cancellato nel 2001, reiscritto nel 2010", "riammesso dopo la sospensione", "nuova iscrizione (trasf. da AN)",
        "Sospeso dal 01/02/2019, riammesso il 3/2/2024", "Trasferimento da AN", "Trasferito da Ancona in data 3/2/2024",
        "Trasferito da Pesaro e Urbino a far data dal 01/03/2020", "Trasferita da Ascoli Piceno con delibera n. 2045 del 2/2/2021",
        "Trasferito dall'Ordine di Ancona (nulla osta dell'Ordine del 3/2/2020)", "Riammesso dopo l'avvenuta cancellazione",
        "Sospeso nel 2019, riammesso nel 2020 (delibera di riammissione n. 12)", "sospesa, riammessa e trasferita da AN",
        "Trasferito da Forlì-Cesena", "Trasferito da Pesaro – Urbino", "Trasferito da Ancona (AN)", "Trasferita dall’Ordine di Ancona",
        "Trasferito da Ancona con delibera dell'Ordine di Macerata")
UNCLEAR = ("riammesso nel 2018, cancellato nel 2023", "sospeso, non riammesso", "sospeso, domanda di riammissione",
           "trasferito da Macerata ad Ancona", "sospeso, in attesa di riammissione", "reiscritto, poi deceduto",
           "riammesso e di nuovo sospeso", "cancellato, reiscrizione respinta", "deceduto, già riammesso")
# An Order of which somebody came, and then left for another; a return that is to come, or may come, or is of something else.
LEFT = ("Cancellato per trasferimento dall'Ordine di Macerata", "Trasferito da MC -> AN", "Trasferito da Macerata → Ancona",
        "Trasferito dall'Ordine degli Ingegneri della Provincia di Macerata all'Ordine di Ancona",
        "Trasferito da Macerata in provincia di Ancona", "Trasferito dall'Ordine di Macerata, Ordine di Ancona",
        "Sospeso, sarà riammesso dopo il pagamento", "SOSPESO, SARÀ RIAMMESSO", "Sospeso, riammissione prevista nel 2027",
        "Sospeso, riammissione subordinata al pagamento", "Sospeso con riammissione dal 01/01/2099", "Sospeso (rientro previsto 2099)",
        "Cancellato: verrà reiscritto a gennaio", "Cancellato, reiscrizione esclusa", "Cancellato, rientra nell'elenco morosi",
        "Riammesso nel 2018, dopo sospeso nel 2021", "Sospeso, riammesso dal 1/1/2099", "Sospeso, riammesso 1/1/59",
        "Sospeso, riammesso dopo il pagamento", "Sospeso, riammissione del 2020", "sarà riammesso nel 2099",
        # From which to which is not said.
        "Trasferito da Macerata – Ancona", "Trasferito da Macerata - Ancona", "Trasferimento: Macerata – Ancona", "trasferito MC – AN",
        "Trasf. Ordine di Macerata - Ordine di Ascoli Piceno", "Trasferito da Ordine di Macerata, Ancona", "trasferita da AN - Macerata")
# A day is no Order.
DATED = ("Trasferito dal 15/05/2023", "Trasferito dal 2023", "Cancellato per trasferimento dal 01/02/2020", "Trasferita da maggio 2023",
         "Trasferito dal mese di maggio", "Trasferito dall'1/1/2023", "Trasferito dal giorno 3/2/2020")


class Month(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init("registry.db")

    def roster(self, columns, *rows, status=0):
        """Assigns; a row for each name."""
        self.write("r.csv", f"{HEADER};{columns}\n" + "".join(
            f"{name};Neri;MC;A;{i};{codice_fiscale(i, tool.letters_of(name, 'Neri'))};{cells}\n"
            for i, (name, cells) in enumerate(zip(NAMES, rows), 1)))
        return self.assign(status, "r.csv", "--output", "out.csv", "--quiet", registry=self.uri)

    def step(self, status, command, *arguments):
        return self.expect(status, "registry", command, *arguments, "--why", "x", "--registry", self.uri)

    def facts(self, fact):
        rows = self.expect(0, "registry", "export", "--all", "--format", "csv", "--registry", self.uri)
        return {row["given"]: row[fact] for row in rows_of(rows.text, ",")}

    def test_who_left_and_is_active_is_no_error_of_activating_the_whole_result(self):
        for column, gone in (("Data cancellazione", "12/03/2026"), ("Stato", "cancellato"), ("Note", "deceduto nel 2026"),
                             ("Attivo", "no")):
            with self.subTest(column):
                self.setUp()
                member = "sì" if column == "Attivo" else ""
                self.roster(column, member, member, member)
                self.step(0, "activate", f"ada.neri{DOMAIN}")
                # Ada and Ugo left: his mailbox is only reserved.
                self.roster(column, gone, gone, member)
                said = self.step(1, "activate", "--from", "out.csv").err
                self.assertIn("activated: 1; active already: 1; with errors: 1\n", said)
                self.assertIn(f'out.csv:3: STATE: address "ugo.neri{DOMAIN}": column "{column}" says "{gone}"', said)
                self.assertEqual(self.facts("state"), {"Ada": "active", "Ugo": "reserved", "Anna": "active"})

    def test_but_where_the_row_is_somebody_elses_or_of_the_mailbox(self):
        self.roster("Note", "", "", "")
        self.step(0, "activate", "--from", "out.csv")
        for columns, cells in (("Data cancellazione;codice fiscale", "12/03/2026;" + codice_fiscale(9, "NREDAX")), ("Stato", "cessata"),
                               ("Data cancellazione;esito", "12/03/2026;KO"), ("Data cancellazione;scadenza", "12/03/2026;31/12/2090")):
            with self.subTest(columns):
                self.write("p.csv", f"pec;nome;cognome;{columns}\nada.neri{DOMAIN};Ada;Neri;{cells}\n")
                self.assertIn("p.csv:2: STATE: ", self.step(1, "activate", "--from", "p.csv").err)

    def test_who_has_no_day_of_leaving_where_others_have_one_is_passed_over(self):
        self.roster("Data cancellazione", *[""] * 6)
        self.step(0, "activate", "--from", "out.csv")
        self.roster("Stato;Data cancellazione", "Cancellato;12/03/2026", "Iscritto;", "Sospeso;", ";", "Cancellato;", "C;")
        said = self.step(1, "leave", "--from", "out.csv").err
        self.assertIn("left the Order: 1; with this day on record already: 0; with errors: 2; members by the file, as they have no day "
                      "of leaving, passed over: 3\n", said)
        # A word that says that somebody left, and one that is not known, wait.
        self.assertEqual([line.split(":")[1] for line in said.splitlines() if line.startswith("out.csv:") and ": ARGUMENT: " in line],
                         ["6", "7"])
        self.assertEqual({name for name, day in self.facts("left").items() if day}, {"Ada"})
        self.assertIn("with this day on record already: 1; with errors: 2; members", self.step(1, "leave", "--from", "out.csv").err)
        self.write("p.csv", f"pec;nome;cognome;uscita\nada.neri{DOMAIN};Ada;Neri;12/03/2026\nugo.neri{DOMAIN};Ugo;Neri;\n")
        self.assertIn("with this day on record already: 1; members", self.step(0, "leave", "--from", "p.csv").err)

    def test_but_not_where_no_row_has_one_or_the_command_line_has(self):
        self.roster("Data cancellazione", *[""] * 6)
        self.step(0, "activate", "--from", "out.csv")
        for columns in ("Data cancellazione", "Stato", "Altro"):
            self.write("p.csv", f"pec;nome;cognome;{columns}\n" + "".join(f"{name.lower()}.neri{DOMAIN};{name};Neri;\n" for name in NAMES))
            self.assertEqual(self.step(1, "leave", "--from", "p.csv").errors[-2:], [
                "pecaddr: p.csv: nobody has left by this file: it has no day of leaving, and says it of no row",
                "left the Order: 0; with this day on record already: 0"])
            # A row that may say so, and one that cannot be read, are told of each.
            for row in (f"ada.neri{DOMAIN};Ada;Neri;cancellata", f"ada.neri{DOMAIN};Ada;Neri;1/11/2026", "x;Ada;Neri;"):
                self.write("q.csv", self.read("p.csv", "utf-8") + row + "\n")
                self.assertNotIn("nobody has left", self.step(1, "leave", "--from", "q.csv").err) if columns != "Altro" else None
        self.roster("Data cancellazione", "12/03/2026", *[""] * 5)
        self.assertIn("left the Order: 1; with this day on record already: 0; with errors: 5\n",
                      self.step(1, "leave", "--from", "out.csv", "--left", "12/03/2026").err)

    def test_who_came_from_elsewhere_or_came_back_is_a_member(self):
        for column in ("Note", "Motivo", "Stato"):
            for cells in CAME:
                with self.subTest(column=column, cells=cells):
                    self.setUp()
                    self.roster(column, cells)
                    self.assertIn("activated: 1", self.step(0, "activate", "--from", "out.csv").err)
                    self.assertIn("left the Order: 0;", self.step(1, "leave", "--from", "out.csv").err)

    def test_who_was_moved_on_a_day_came_from_nowhere(self):
        for column in ("Note", "Motivo", "Stato"):
            for cells in DATED:
                with self.subTest(column=column, cells=cells):
                    self.setUp()
                    self.roster(column, cells, status=1)
                    row = rows_of(self.read("out.csv", "utf-8"))[0]
                    self.assertEqual(row["pec"], "")
                    self.assertIn(f'STATE: column "{column}" says', row["errore"])
                    self.write("p.csv", f"pec;nome;cognome;{column}\nada.neri{DOMAIN};Ada;Neri;{cells}\n")
                    self.assertIn("p.csv:2: STATE: ", self.step(1, "activate", "--from", "p.csv").err)

    def test_in_doubt_the_row_waits(self):
        for column in ("Note", "Motivo", "Stato"):
            for cells in UNCLEAR + LEFT:
                with self.subTest(column=column, cells=cells):
                    self.setUp()
                    self.roster(column, cells, status=1)
                    self.assertIn(f'STATE: column "{column}" says', rows_of(self.read("out.csv", "utf-8"))[0]["errore"])

    def test_where_it_is_said_who_left_a_return_is_looked_at(self):
        self.roster("Note", "")
        self.step(0, "activate", "--from", "out.csv")
        for column in ("Motivo cancellazione", "Deceduto", "Cessato"):
            self.write("p.csv", f"pec;nome;cognome;{column}\nada.neri{DOMAIN};Ada;Neri;cancellato, poi riammesso\n")
            self.step(1, "leave", "--from", "p.csv", "--left", "12/03/2026")
        self.write("p.csv", f"pec;nome;cognome;Trasferito da;Data trasferimento\nada.neri{DOMAIN};Ada;Neri;Ordine di Ancona;12/03/2026\n"
                            f"ugo.neri{DOMAIN};Ugo;Neri;;12/03/2026\n")
        said = self.step(1, "leave", "--from", "p.csv", "--left", "12/03/2026").err
        self.assertIn("p.csv:2: STATE: ", said)
        self.assertEqual(self.facts("left"), {"Ada": ""})


class OldActivation(LifeTest):
    """Last month's list of what the provider has activated, after one of the holders was given the address again."""

    OLD = "31/01/2020"
    # Local time never has an earlier day than this.
    UTC = {"TZ": "UTC"}

    def setUp(self):
        super().setUp()
        self.step(0, "release", self.ADA)
        self.assign(0, "r.csv", "--quiet")

    def comes_back(self):
        for command in ("activate", "retire"):
            self.step(0, command, self.ADA)
        self.assign(0, "r.csv", "--quiet", "--accept", "RETURNED")
        self.assertEqual(self.facts(self.ADA), ("reserved",))

    def activate(self, status, columns, ada, ugo, *options):
        """By a list of Ada, and of Ugo, whose mailbox may have been there before the registry."""
        self.write("p.csv", f"pec;nome;cognome;codice_fiscale;{columns}\n{self.ADA};Ada;Neri;{codice_fiscale(1, 'NREDAA')};{ada}\n"
                            f"{self.UGO};Ugo;Verdi;;{ugo}\n")
        return self.step(status, "activate", "--from", "p.csv", *options, env=self.UTC).err

    @staticmethod
    def today(form="%d/%m/%Y"):
        return datetime.now(timezone.utc).strftime(form)

    def check_refused(self):
        for column, day in (("Data attivazione", self.OLD), ("Data creazione", "2020-01-31"), ("Attivata il", "2020-01-31 10:22:31"),
                            ("Data attivazione", "31/01/2020 10:22")):
            for options in (("--dry-run",), ("--dry-run", "--addresses-alone"), ()):
                said = self.activate(1, column, day, self.OLD, *options)
                self.assertIn(f"p.csv:2: STATE: {self.ADA}: it was activated on 2020-01-31 by the list, but it was given back, or had "
                              f"ended, and was assigned again on {self.today('%Y-%m-%d')}; check whether the list is of before that; if "
                              "the mailbox is in use, name this address on the command line, without --from; the row is about Ada Neri", said)
                self.assertIn("; with errors: 1", said)
        self.assertEqual([self.facts(who) for who in (self.ADA, self.UGO)], [("reserved",), ("active",)])
        # Somebody has looked.
        self.step(0, "activate", self.ADA)
        self.assertIn("activated: 0; active already: 2\n", self.activate(0, "Data attivazione", self.OLD, self.OLD))

    def test_does_not_activate_what_was_given_back_and_assigned_again(self):
        self.check_refused()

    def test_does_not_activate_what_had_ended_and_came_back(self):
        self.comes_back()
        self.check_refused()

    def test_a_list_of_that_day_or_without_one_does(self):
        for columns, ada in (("Data attivazione", self.today()), ("Data attivazione", self.today("%Y-%m-%d 23:59")),
                             ("Data creazione;Data attivazione", f"{self.OLD};{self.today()}"), ("Stato casella", "attiva")):
            with self.subTest(columns=columns, ada=ada):
                self.assertIn("would be activated: 2;", self.activate(0, columns, ada, ada, "--dry-run"))
        self.assertIn("activated: 2;", self.activate(0, "Data attivazione", self.today(), self.OLD))

    def test_a_day_without_noughts_is_the_earlier_of_the_two_that_it_may_be(self):
        for day, earliest in (("5/1/2020", "2020-01-05"), ("1/5/2020", "2020-01-05"), ("31/1/2020 9:15", "2020-01-31"), ("31/2/2020", None)):
            with self.subTest(day):
                status = 1 if earliest else 0
                said = self.activate(status, "Data attivazione", day, self.today(), "--dry-run")
                self.assertEqual(f"it was activated on {earliest} by the list" in said, bool(earliest), said)

    def test_of_a_column_in_american_order_none_is_believed(self):
        for command in ("activate", "import"):
            self.write("p.csv", f"pec;nome;cognome;codice_fiscale;Data attivazione\n{self.ADA};Ada;Neri;{codice_fiscale(1, 'NREDAA')};01/05/2020\n"
                                f"{self.UGO};Ugo;Verdi;;10/25/2020\n")
            options = ["--from", "p.csv", "--why", "x"] if command == "activate" else ["p.csv"]
            said = self.expect(1, "registry", command, *options, "--dry-run", "--registry", self.uri).err
            self.assertIn('column "Data attivazione" says "01/05/2020", and has days in American order, month first, as on line 3: nobody '
                          "knows which day this is", said)

    def test_nor_does_importing_one(self):
        self.activate(1, "Data attivazione", self.OLD, self.OLD, "--dry-run")
        for options in (("--dry-run",), ()):
            said = self.expect(1, "registry", "import", "p.csv", *options, "--registry", self.uri, env=self.UTC).err
            self.assertIn(f'p.csv:2: STATE: address "{self.ADA}": it is active, says the file; on record it is reserved; kept as on record; it '
                          "was activated on 2020-01-31 by the file, but it was given back, or had ended, and was assigned again since; check "
                          "whether the file is of before that; if the mailbox is in use: registry activate, with its address\n", said)
        self.assertEqual([self.facts(who) for who in (self.ADA, self.UGO)], [("reserved",), ("active",)])
        self.activate(0, "Data attivazione", self.today(), self.today(), "--dry-run")
        self.expect(0, "registry", "import", "p.csv", "--registry", self.uri, env=self.UTC)
        self.assertEqual(self.facts(self.ADA), ("active",))


if __name__ == "__main__":
    tool.main()
