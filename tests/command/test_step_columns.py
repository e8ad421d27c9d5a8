#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
What the columns of a whole file say of a step, SPEC §6: who has left, and which mailboxes have ended, where
a column of `--from FILE` is there to say it, or says it of one.

    test_step_columns.py --pecaddr PATH [unittest options]
"""

import json

import tool
from tool import DOMAIN, HEADER, ToolTest, says

NAMES = ["Anna", "Luca", "Paolo"]


class StepColumns(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init("registry.db")
        self.write("r.csv", HEADER + "\n" + "".join(f"{name};Neri;MC;A;{i + 1};\n" for i, name in enumerate(NAMES)))
        self.assign(0, "r.csv", "--output", "out.csv", "--quiet", registry=self.uri)
        self.step(0, "activate", "--from", "out.csv")

    def step(self, status, command, *arguments, **options):
        return self.expect(status, "registry", command, *arguments, "--why", "x", "--registry", self.uri, **options)

    def file(self, columns, *rows):
        """The file of some steps, in which each row has its cells of the columns."""
        self.write("p.csv", f"pec;nome;cognome;{columns}\n" + "".join(
            f"{name.lower()}.neri{DOMAIN};{name};Neri;{cells}\n" for name, cells in zip(NAMES, rows)))

    def facts(self, fact):
        rows = self.expect(0, "registry", "export", "--all", "--format", "json", "--registry", self.uri)
        return {row["given"]: row[fact] for row in json.loads(rows.text)}

    def refused(self, result):
        """What is said of each row that was refused, by its name."""
        return {NAMES[int(line.split(":")[1]) - 2]: line.split(":", 2)[2].strip()
                for line in result.errors if line.startswith("p.csv:") and line.split(":")[1].isdigit()}

    def leave(self, *arguments):
        return self.refused(self.run_tool("registry", "leave", "--from", "p.csv", "--dry-run", *arguments, "--why", "x",
                                          "--registry", self.uri))

    def retire(self):
        return self.refused(self.run_tool("registry", "retire", "--from", "p.csv", "--dry-run", "--why", "x",
                                          "--registry", self.uri))

    def test_who_does_not_stand_as_one_who_left_in_a_column_of_those_has_not_left(self):
        """The register's whole roster, and one day for all of it."""
        for column, no, yes in (
                ("Deceduto", "no", "sì"), ("Deceduto", "", "x"), ("Data decesso", "", "10/11/2026"),
                ("Data decesso", "00/00/0000", "10/11/2026"), ("Data dimissioni", "", "10/11/2026"),
                ("Cessato il", "", "10/11/2026"), ("Data canc.", "", "10/11/2026"),
                ("Fine iscrizione", "31/12/9999", "10/11/2026"), ("Trasferito a", "", "Ordine di Ancona"),
                ("Motivo cancellazione", "", "dimissioni"), ("Deceduto", "non deceduto", "sì"),
                ("Deceduto", "?", "sì"), ("Stato", "", "cancellato"), ("Attivo", "", "no"), ("Note", "", "deceduto"),
                ("Data trasferimento", "", "10/11/2026"), ("Trasferito", "no", "sì")):
            with self.subTest(column=column, no=no):
                self.file(column, no, yes, no)
                refused = self.leave("--left", "10/11/2026")
                self.assertEqual(list(refused), ["Anna", "Paolo"])
                self.assertIn(f'STATE: address "anna.neri{DOMAIN}": {says(column, no)}: by it the holder has '
                              "not left; if the holder has left, write it there, or delete the column; else leave the "
                              "row out", refused["Anna"])

    def test_a_column_of_those_who_left_that_is_empty_says_so_of_all(self):
        for column in ("Data decesso", "Deceduto", "Cessato il"):
            self.file(column, "", "", "")
            self.assertEqual(list(self.leave("--left", "10/11/2026")), NAMES)
        # A state, and a remark, say so of nobody.
        for column in ("Stato", "Note", "Data trasferimento"):
            self.file(column, "", "", "")
            self.assertEqual(self.leave("--left", "10/11/2026"), {})
        # Who came from another Order has not left by that.
        self.file("Trasferito da", "Ancona", "", "")
        self.assertEqual(self.leave("--left", "10/11/2026"), {})

    def test_another_column_may_say_who_left(self):
        self.file("Deceduto;Data dimissioni;Stato", "no;10/11/2026;", "sì;;", "no;;cancellato")
        self.assertEqual(self.leave("--left", "10/11/2026"), {})

    def test_the_day_in_such_a_column_is_the_day(self):
        self.file("Data decesso;Data dimissioni;Deceduto", "10/11/2025;;sì", ";2025-11-12;no", ";;sì")
        refused = self.leave()
        self.assertEqual(list(refused), ["Paolo"])
        self.assertIn("ARGUMENT", refused["Paolo"])
        self.assertIn("it has no date", refused["Paolo"])
        self.step(1, "leave", "--from", "p.csv")
        self.assertEqual(self.facts("left"), {"Anna": "2025-11-10", "Luca": "2025-11-12", "Paolo": None})
        self.step(1, "leave", "--from", "p.csv", "--left", "13/11/2025")
        self.assertEqual(self.facts("left"), {"Anna": "2025-11-10", "Luca": "2025-11-12", "Paolo": "2025-11-13"})

    def test_a_day_of_the_command_line_beside_another_one_in_the_row_is_an_error(self):
        for column in ("uscita", "Data cancellazione", "Data decesso", "Cessato il"):
            with self.subTest(column):
                self.file(column, "10/11/2025", "12/11/2025", "")
                refused = self.leave("--left", "10/11/2025", "--lang", "it")
                self.assertEqual(list(refused), ["Luca", "Paolo"])
                self.assertIn("il titolare è uscito il 12/11/2025 secondo la riga, e il 10/11/2025 secondo --left",
                              refused["Luca"])

    def test_what_may_be_a_day_in_such_a_column_is_none_of_another(self):
        for column, cell in (("Data decesso", "13/13/2025"), ("Data decesso", "3 marzo 2025"), ("Deceduto", "2025-03-05 00:00:00"),
                             ("Cessato il", "45000")):
            with self.subTest(cell):
                self.file(column, cell, cell, cell)
                refused = self.leave("--left", "10/11/2025")
                self.assertEqual(list(refused), NAMES)
                self.assertIn(f'its date "{cell}": this is no day of the years 1990 to 2100', refused["Anna"])

    def test_what_does_not_stand_as_ended_where_others_do_has_not_ended(self):
        for column, no, yes in (
                ("Data disattivazione", "", "10/11/2025"), ("Cessata", "", "sì"), ("Casella cessata", "", "x"),
                ("Stato casella", "", "cessata"), ("Stato casella", "non attiva", "cessata"), ("Esito", "", "OK"),
                ("Stato", "", "cessato"), ("Stato", "Iscritto", "cancellato"), ("Deceduto", "no", "sì"),
                ("Data decesso", "", "10/11/2025"), ("Cessato", "no", "sì")):
            with self.subTest(column=column, no=no):
                self.file(column, no, yes, no)
                refused = self.retire()
                self.assertEqual(list(refused), ["Anna", "Paolo"])
                self.assertIn(f'STATE: address "anna.neri{DOMAIN}": {says(column, no)}, and {"" if no else "says "}of others that they '
                              "have ended; check it; if the mailbox has ended, write it there, or delete the column; else "
                              "leave the row out", refused["Anna"])
                self.file(column, no, no, no)
                self.assertEqual(self.retire(), {})

    def test_another_column_may_say_what_ended(self):
        self.file("Data disattivazione;Stato casella;Data decesso;scadenza", "10/11/2025;;;", ";cessata;;", ";;10/11/2025;")
        self.assertEqual(self.retire(), {})
        self.file("Data disattivazione;scadenza", "10/11/2025;", ";10/11/2025", ";10/11/2025")
        self.assertEqual(self.retire(), {})

    def test_an_expiry_that_is_to_come_has_not_ended(self):
        self.file("Scadenza PEC", "31/12/2099", "31/12/2020", "")
        refused = self.retire()
        self.assertEqual(list(refused), ["Anna"])
        self.assertIn('column "Scadenza PEC" says "31/12/2099": it has not expired; check whether it is the right file',
                      refused["Anna"])
        self.file("scadenza;Data disattivazione;Data decesso", "31/12/2099;10/11/2025;", "31/12/2099;;10/11/2025", "31/12/2099;;")
        self.assertEqual(list(self.retire()), ["Paolo"])
        self.file("scadenza;Esito", "31/12/2099;OK", "31/12/2099;OK", "31/12/2099;OK")
        self.assertEqual(list(self.retire()), NAMES)

    def test_of_a_column_that_has_a_day_in_american_order_no_day_is_taken(self):
        self.step(0, "renew", "--from", "out.csv", "--expires", "31/12/2089")
        for command, column, days in (("renew", "scadenza", ["10/02/2090", "10/25/2090"]), ("renew", "Scadenza PEC", ["1/2/90", "12/31/90"]),
                                      ("retire", "Data disattivazione", ["10-02-2025", "10-25-2025"]),
                                      ("leave", "uscita", ["10.02.2025", "10.25.2025"]), ("leave", "Data decesso", ["10/02/2025", "10/25/2025 00:00"])):
            with self.subTest(command, column=column):
                self.file(column, *days, "2090-10-11" if command == "renew" else "2025-10-11")
                before = self.dump()
                refused = self.refused(self.step(1, command, "--from", "p.csv", "--dry-run"))
                self.assertEqual(list(refused), ["Anna", "Luca"])
                self.assertIn(f'ARGUMENT: address "anna.neri{DOMAIN}": column "{column}" says "{days[0]}", and has days in American '
                              "order, month first, as on line 3: nobody knows which day this is; write the days of that column "
                              "with the day first, such as 31/12/2030, or like 2030-12-31", refused["Anna"])
                self.assertEqual(self.dump(), before)
        # A day that is no day of either order proves nothing; nor does a column that the step does not read.
        self.file("scadenza;Data nascita", "10/02/2090;10/25/1970", "31/02/2090;10/25/1970", "13/10/2090;10/25/1970")
        refused = self.refused(self.step(1, "renew", "--from", "p.csv", "--dry-run"))
        self.assertEqual(list(refused), ["Luca"])
        self.assertNotIn("American", refused["Luca"])

    def test_nor_by_an_import(self):
        self.write("i.csv", f"pec;nome;cognome;scadenza\nada.foa{DOMAIN};Ada;Foa;10/02/2090\nugo.foa{DOMAIN};Ugo;Foa;10/25/2090\n")
        result = self.expect(1, "registry", "import", "i.csv", "--registry", self.uri)
        self.assertIn('column "scadenza" says "10/02/2090", and has days in American order, month first, as on line 3', result.err)
        self.assertNotIn("2090-02-10", self.dump())

    def test_what_is_on_record_is_the_registrys_to_know(self):
        self.step(0, "renew", "--from", "out.csv", "--expires", "31/12/2098")
        self.step(0, "leave", f"anna.neri{DOMAIN}", "--left", "10/11/2025")
        for options in (["--format", "csv"], ["--format", "sheet", "--lang", "it"]):
            self.expect(0, "registry", "show", "--surname", "neri", *options, "--output", "on-record.csv", "--registry", self.uri)
            self.assertIn("would be retired: 3;", self.step(0, "retire", "--from", "on-record.csv", "--dry-run").err)


if __name__ == "__main__":
    tool.main()
