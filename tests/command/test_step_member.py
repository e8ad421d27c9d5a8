#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Rows of `registry leave --from FILE` whose own words contradict each other, SPEC §6: a day of leaving beside a word that
says that somebody is a member, or that the day is out of date; and those who are suspended, who have not left.

    test_step_member.py --pecaddr PATH [unittest options]
"""

import tool
from tool import DOMAIN, HEADER, ToolTest


class StepMember(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init("registry.db")
        self.write("r.csv", f"{HEADER}\nAda;Neri;MC;A;1;\nUgo;Neri;MC;A;2;\n")
        self.assign(0, "r.csv", "--output", "out.csv", "--quiet", registry=self.uri)
        self.expect(0, "registry", "activate", "--from", "out.csv", "--why", "x", "--registry", self.uri)

    def leave(self, columns, *rows, options=()):
        """What is said of each row, None where it is done."""
        names = ["Ada", "Ugo"][:len(rows)]
        self.write("p.csv", f"pec;nome;cognome;{columns}\n" + "".join(
            f"{name.lower()}.neri{DOMAIN};{name};Neri;{cells}\n" for name, cells in zip(names, rows)))
        result = self.run_tool("registry", "leave", "--from", "p.csv", *options, "--dry-run", "--why", "x", "--registry", self.uri)
        said = {line.split(":")[1]: line.split(": ", 1)[1] for line in result.errors if line.startswith("p.csv:") and
                line.split(":")[1].isdigit()}
        self.assertEqual(result.status, 1 if said else 0, result.err)
        return [said.get(str(i + 2)) for i in range(len(rows))]

    def test_a_word_that_says_that_somebody_is_a_member_contradicts_a_day_of_leaving(self):
        for column, cell in (("Stato", "Iscritto"), ("Stato", "ISCRITTA"), ("Stato", "iscritto albo ordinario"), ("Stato", "Regolare"),
                             ("Stato iscrizione", "attivo"), ("Situazione", "Iscritto"), ("Iscritto", "SI"), ("Iscritto", "iscritto"),
                             ("Attivo", "sì"), ("Attivo", "attivo")):
            for left, day in (("Data cancellazione", "12/03/2026"), ("uscita", "12/03/2026"), ("Data decesso", "12/03/2026"),
                              ("Motivo cancellazione", "dimissioni"), ("Note", "deceduto")):
                with self.subTest(column=column, cell=cell, left=left):
                    said, = self.leave(f"{column};{left}", f"{cell};{day}", options=() if day[0] == "1" else ("--left", "12/03/2026"))
                    self.assertEqual(said, f'STATE: address "ada.neri{DOMAIN}": column "{column}" says "{cell}", and column "{left}" says '
                                           f'"{day}": they contradict each other; see which of the two is right, and correct the other '
                                           "or delete its column; if the holder has not left, leave the row out")
                    self.assertEqual(self.leave(f"{left};{column}", f"{day};{cell}", options=() if day[0] == "1" else
                                                ("--left", "12/03/2026"))[0], said)

    def test_what_is_said_of_the_same_once_more_does_not(self):
        for columns, cells in (
                ("Stato;Data cancellazione", "Cancellato;12/03/2026"), ("Stato;Data cancellazione", ";12/03/2026"),
                ("Stato;Data cancellazione", "Non iscritto;12/03/2026"), ("Stato;Data cancellazione", "ex iscritto;12/03/2026"),
                ("Iscritto;Data cancellazione", "no;12/03/2026"), ("Attivo;Data cancellazione", "NO;12/03/2026"),
                # What an INI-PEC file says by a number is what the directory is told.
                ("Stato;Data cancellazione", "1;12/03/2026"),
                # Whoever resigned did not die.
                ("Deceduto;Data cancellazione", "NO;12/03/2026"), ("Radiato;Data dimissioni", "no;12/03/2026"),
                ("Data decesso;Data cancellazione", "01/02/2026;12/03/2026"),
                ("Stato casella;Data cancellazione", "attiva;12/03/2026"),
                ("Data iscrizione;Data cancellazione", "01/02/1999;12/03/2026"),
                ("Data iscrizione;Data cancellazione", "12/03/2026;12/03/2026"),
                ("Data reiscrizione;Data cancellazione", "01/02/2015;12/03/2026"),
                ("Data nascita;Data cancellazione", "01/02/1999;12/03/1998"),
                ("Data aggiornamento iscrizione;Data cancellazione", "14/03/2026;12/03/2026"),
                ("Motivo;Data cancellazione", "revoca iscrizione;12/03/2026"),
                ("Cancellazione annullata;Data cancellazione", "no;12/03/2026"),
                ("Data sospensione;Data cancellazione", "01/02/2025;12/03/2026"), ("Note;uscita", "sospeso nel 2019;12/03/2026")):
            with self.subTest(columns, cells=cells):
                self.assertEqual(self.leave(columns, cells), [None])

    def test_a_no_contradicts_a_day_of_the_same(self):
        for no, left in (("Deceduto", "Data decesso"), ("Cancellato", "Data cancellazione"), ("Cessato", "Cessato il"),
                         ("Dimissionario", "Data dimissioni")):
            with self.subTest(no):
                said, = self.leave(f"{no};{left}", "NO;12/03/2026")
                self.assertIn(f'column "{no}" says "NO", and column "{left}" says "12/03/2026": they contradict each other', said)
        self.assertIn("they contradict each other", self.leave("Data decesso;Deceduto", "12/03/2026;non deceduto")[0])

    def test_whoever_came_after_that_day_is_a_member(self):
        for column in ("Data iscrizione", "Data di iscrizione", "Data iscrizione albo", "Data reiscrizione", "Data riammissione",
                       "Reiscritto il"):
            with self.subTest(column):
                said, = self.leave(f"{column};Data cancellazione", "01/06/2015;12/03/2010")
                self.assertIn(f'STATE: address "ada.neri{DOMAIN}": column "{column}" says "01/06/2015", and column "Data cancellazione" '
                              'says "12/03/2010": perhaps the holder has come back', said)

    def test_what_was_annulled_is_no_leaving(self):
        for columns, cells in (("Motivo cancellazione;Data cancellazione", "annullata: errore materiale;12/03/2026"),
                               ("Motivo;Data cancellazione", "REVOCATA;12/03/2026"),
                               ("Motivo;Data cancellazione", "annullamento;12/03/2026"),
                               ("Cancellazione revocata;Data cancellazione", "sì;12/03/2026"),
                               ("Data annullamento cancellazione;Data cancellazione", "01/04/2026;12/03/2026")):
            with self.subTest(columns, cells=cells):
                said, = self.leave(columns, cells)
                column, cell = columns.split(";")[0], cells.split(";")[0]
                self.assertIn(f'column "{column}" says "{cell}": perhaps the holder has not left', said)

    def test_whoever_is_suspended_has_not_left(self):
        for columns, cells, options in (("Stato", "Sospeso", ("--left", "12/03/2026")), ("Stato", "sospesa (morosa)", ("--left", "12/03/2026")),
                                        ("Data sospensione", "12/03/2026", ()), ("Data sospensione", "12/03/2026", ("--left", "12/03/2026")),
                                        ("Sospeso", "sì", ("--left", "12/03/2026")), ("Note", "sospeso dal Consiglio", ("--left", "12/03/2026")),
                                        ("Stato;Data sospensione;Data cancellazione", "Sospeso;12/03/2026;", ()),
                                        ("Stato;Data cancellazione", "Sospeso;12/03/2026", ()),
                                        ("Data sospensione;Data cancellazione", "12/03/2026;", ())):
            with self.subTest(columns, cells=cells):
                said, = self.leave(columns, cells, options=options)
                self.assertIn(f'says "{cells.split(";")[0]}": whoever is suspended has not left; leave the row out', said)
        # Nor whoever was and came back; but where he left since.
        said, = self.leave("Data sospensione;Data fine sospensione", "01/02/2020;31/01/2021", options=("--left", "12/03/2026"))
        self.assertIn("whoever is suspended has not left", said)
        self.assertEqual(self.leave("Data sospensione;Data fine sospensione;Data cancellazione", "01/02/2020;31/01/2021;12/03/2026"), [None])
        # Nor does a column of those say of others who left.
        self.assertEqual(self.leave("Sospeso", "no", "", options=("--left", "12/03/2026")), [None, None])
        self.assertEqual(self.leave("Stato", "sospeso e poi cancellato", options=("--left", "12/03/2026")), [None])

    def test_a_list_of_what_was_done_for_mailboxes_is_no_list_of_those_who_left(self):
        for column, cells in (("Data attivazione", "12/03/2026"), ("Esito", "OK"), ("Operazione", "Attivazione"), ("Operazione", "Rinnovo"),
                              ("Rinnovata", "sì"), ("Messaggio", "Casella attivata"), ("Nuova scadenza", "31/12/2090")):
            with self.subTest(column, cells=cells):
                said, = self.leave(column, cells, options=("--left", "12/03/2026"))
                self.assertEqual(said, f'STATE: address "ada.neri{DOMAIN}": column "{column}" says "{cells}", which is of a mailbox, and no '
                                       "column that its holder has left; see whether it is the right file; if the holder has left, write "
                                       "the day in a column uscita, or delete that column; else leave the row out")
                # Where it is said, and where nothing was done.
                self.assertEqual(self.leave(f"{column};uscita", f"{cells};12/03/2026"), [None])
                self.assertEqual(self.leave(f"{column};Motivo cancellazione", f"{cells};dimissioni", options=("--left", "12/03/2026")), [None])
        for column, cells in (("Stato casella", "attiva"), ("Esito", ""), ("Operazione", "Cessazione"), ("Data attivazione", "")):
            with self.subTest(column, cells=cells):
                self.assertEqual(self.leave(column, cells, options=("--left", "12/03/2026")), [None])

    def test_nor_is_what_assign_wrote_where_it_says_so_of_nobody(self):
        step = ("registry", "leave", "--from", "out.csv", "--left", "12/03/2026", "--so-many", "--why", "x", "--registry", self.uri)
        self.assertEqual(self.expect(2, *step).errors[-2:], [
            "pecaddr: out.csv: this was written by assign, and says of nobody that he has left; nothing was done",
            "pecaddr: give the list of those who have left; if all of this file have, delete its column nuovo"])
        self.write("r.csv", f"{HEADER};Note\nAda;Neri;MC;A;1;;deceduta\nUgo;Neri;MC;A;2;;\n")
        self.assign(0, "r.csv", "--output", "out.csv", "--quiet", registry=self.uri)
        self.assertIn("left the Order: 1;", self.expect(1, *step).err)


if __name__ == "__main__":
    tool.main()
