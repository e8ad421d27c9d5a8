#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Steps for the mailboxes of a file, SPEC §6: what a row says is compared with what is on record, so that a
file in which one column was sorted by itself does no harm; a dry run; what was so already; and what a
person is told of all of it.

    test_steps.py --pecaddr PATH [unittest options]
"""

import json
import os
import subprocess

import tool
from terminal import Terminal
from tool import DOMAIN, HEADER, ToolTest, codice_fiscale, says

NAMES = ["Ada", "Bianca", "Carla", "Dario", "Elena", "Franco", "Gina", "Ivo", "Lia", "Marco", "Nora",
         "Olga", "Pia", "Rita", "Sara", "Tea", "Ugo", "Vera", "Zoe", "Anna", "Luca", "Marta", "Paolo",
         "Irene"]


class Steps(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init("registry.db")
        self.write("r.csv", HEADER + "\n" + "".join(f"{name};Neri;MC;A;{i + 1};\n"
                                                    for i, name in enumerate(NAMES)))
        self.assign(0, "r.csv", "--output", "out.csv", "--quiet", registry=self.uri)

    def step(self, status, command, *arguments, **options):
        return self.expect(status, "registry", command, *arguments, "--why", "x", "--registry",
                           self.uri, **options)

    def states(self):
        rows = self.expect(0, "registry", "export", "--all", "--format", "json", "--registry", self.uri)
        return [row["state"] for row in json.loads(rows.text)]

    def sorted_file(self, *columns):
        """The file of all, in which the addresses were sorted from the last to the first."""
        rows = {"nome": NAMES, "cognome": ["Neri"] * len(NAMES),
                "numero": [str(i + 1) for i in range(len(NAMES))],
                "pec": [name.lower() + ".neri" + DOMAIN for name in reversed(NAMES)]}
        self.write("s.csv", "\n".join(";".join(row) for row in
                                      [columns, *zip(*(rows[name] for name in columns))]) + "\n")

    def on_terminal(self, *arguments):
        """What is sent to a terminal that is stderr."""
        terminal = Terminal()
        with subprocess.Popen([tool.PECADDR, *arguments], cwd=self.folder, stderr=terminal.end,
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              env={**os.environ, "TERM": "xterm", "NO_COLOR": "1"}):
            return terminal.sent()

    def test_a_file_with_one_sorted_column_touches_nobody(self):
        for columns in (("pec", "nome", "cognome"), ("pec", "numero"), ("numero", "pec")):
            for command in ("activate", "release"):
                with self.subTest(columns=columns, command=command):
                    self.sorted_file(*columns)
                    before = self.dump()
                    result = self.step(1, command, "--from", "s.csv")
                    self.assertEqual(self.dump(), before)
                    self.assertIn("24 rows are about somebody else than the holder of their address",
                                  result.errors[-2])
                    self.assertRegex(result.errors[-1], "^(activated|taken back): 0; [a-z ]+ already: 0; "
                                                        "with errors: 24$")
                    first = next(line for line in result.errors if line.startswith("s.csv:2: "))
                    self.assertRegex(first, "^s.csv:2: HOLDER: irene.neri@ingpec.eu belongs to Irene Neri "
                                            ".*; the row (is about Ada Neri|has no name, and says 1)$")

    def test_a_file_of_several_columns_that_says_of_nobody_whose_it_is_touches_nobody(self):
        address = f"ada.neri{DOMAIN}"
        for what, text in (
                ("headers that are not known", f"pec;intestatario;codice\n{address};Ugo Neri;17\n"),
                ("no header", f"{address};Ugo;Neri\n"),
                ("a header of no meaning", f"posta;persona\n{address};Ugo Neri\n"),
                ("after a space", f"{address} Ugo Neri\n"),
                ("on a later line", "".join(f"x{i}{DOMAIN}\n" for i in range(3000)) + f"{address};Ugo\n"),
                ("a province, which is that of all", f"pec;provincia;sezione\n{address};MC;A\n"),
                ("dates", f"pec;scadenza\n{address};31/12/2090\n")):
            self.write("m.csv", text)
            for command in ("activate", "release", "retire"):
                with self.subTest(what, command=command):
                    before = self.dump()
                    result = self.step(2, command, "--from", "m.csv")
                    self.assertEqual(self.dump(), before)
                    self.assertIn("m.csv: there are other columns beside the addresses, and none that is "
                                  "read says whose they are", result.errors[-2])
                    self.assertIn("--addresses-alone", result.errors[-1])
                    piped = self.step(2, command, "--from", "-", stdin=text.encode())
                    self.assertEqual(piped.errors[-1], result.errors[-1])

    def test_a_list_of_addresses_is_explicit(self):
        address = f"ada.neri{DOMAIN}"
        for text in (f"{address}\n", f"pec\n{address}\n", f"{address};;\n", f"{address} # confirmed\n",
                     f"# a comment\nindirizzo\n\"{address}\"\n"):
            with self.subTest(text):
                self.write("l.txt", text)
                self.assertEqual(self.step(0, "activate", "--from", "l.txt", "--dry-run").errors[-1],
                                 "would be activated: 1; active already: 0; a dry run: nothing was put on record")
        self.write("m.csv", f"pec;intestatario\n{address};Ugo Neri\n")
        self.step(0, "activate", "--from", "m.csv", "--addresses-alone")
        self.assertEqual(self.states().count("active"), 1)

    def test_a_row_that_says_that_its_mailbox_is_not_active_is_not_activated(self):
        """Once active an address never changes, and a provider lists also what it has refused."""
        for column, good, bad in (
                ("stato", ["attiva", "ATTIVO", "Iscritto", "prenotato", ""],
                 ["non attiva", "DA ATTIVARE", "in attivazione", "Sospesa", "cessato", "liberato", "?"]),
                ("Stato casella", ["Attiva", "Attivata"], ["NON ATTIVA", "in attivazione", "da creare", ""]),
                ("ESITO", ["OK", "Creata", "positivo"], ["KO", "errore: già attiva", "Rifiutata", "Attivata, poi disattivata", ""]),
                ("attivata", ["SI", "x", "1"], ["NO", "0", ""]),
                ("Data attivazione", ["12/03/2026"], ["", "00/00/0000"]),
                ("Data cancellazione", ["", "00/00/0000"], ["12/03/2026"]),
                ("note", ["", "conferma 12"], ["deceduta"])):
            for cell, ok in [(cell, 1) for cell in good] + [(cell, 0) for cell in bad]:
                with self.subTest(column=column, cell=cell):
                    self.write("p.csv", f"pec;nome;cognome;{column}\nada.neri{DOMAIN};Ada;Neri;{cell}\n")
                    result = self.step(1 - ok, "activate", "--from", "p.csv", "--dry-run")
                    self.assertIn(f"would be activated: {ok}; ", result.errors[-1])
                    if not ok:
                        who = ", or its holder is no member any more" if column in ("stato", "Data cancellazione", "note") and cell else ""
                        do = "correct that cell" if cell else "write it there,"
                        self.assertIn(f'p.csv:2: STATE: address "ada.neri{DOMAIN}": {says(column, cell)}: '
                                      f"perhaps the mailbox is not active{who}; check it; if the mailbox is active, {do} or delete the "
                                      "column; else leave the row out", result.err)
        self.assertEqual(self.states().count("active"), 0)

    def test_what_ended_by_an_inipec_file_is_not_activated_from_it(self):
        self.write("i.csv", f"ada.neri{DOMAIN};Ada;Neri;A 1;;2;;\nugo.neri{DOMAIN};Ugo;Neri;A 17;;3;;\n")
        result = self.step(1, "activate", "--from", "i.csv")
        self.assertIn(f'i.csv:2: STATE: address "ugo.neri{DOMAIN}": by its row this mailbox has ceased; leave the '
                      "row out, or see whether it is the right file\n", result.err)
        self.assertEqual(result.errors[-1], "activated: 1; active already: 0; with errors: 1")

    # Of each step: a column, the words that contradict it, and those that do not; and what is said.
    CONTRADICTED = {
        "retire": ("perhaps the mailbox is still active; check it; if the mailbox has ended, correct that cell", [], [
            ("Stato casella", ["ATTIVA", "creata", "OK", "in attivazione", "da attivare"],
             ["cessata", "non attiva", "in disattivazione", ""]),
            ("Cessata", ["no", "NO", "31/12/2099"], ["sì", "12/03/2021", ""]),
            ("Data disattivazione", ["31/12/2099", "31/12/9999"], ["12/03/2021", "", "00/00/0000"]),
            ("Stato rinnovo", ["rinnovata", "Rinnovato"], ["da rinnovare", "non rinnovata", ""]),
            ("Rinnovata", ["sì"], ["no", ""]),
            ("Cessata;Data decesso", ["no;12/03/2021"], []),
            ("ESITO", ["Attivata", "KO", "rifiutata"], ["OK", "eseguita", "Disattivata", ""]),
            ("stato", ["attivo", "ATTIVA", "1", "2"], ["cessato", "non attivo", "Iscritto", "3", "?", ""]),
            ("Attivo", ["sì", "x"], ["no", ""]),
            ("Iscritto attivo", [], ["sì"]),
            ("Data attivazione", ["12/03/2020"], ["", "00/00/0000"]),
            ("Stato casella;Data cessazione PEC", ["attiva;", "attiva;31/12/2099", "attiva;31/12/9999"], ["cessata;12/03/2021"]),
            ("Data attivazione;Data chiusura", ["12/03/2020;"], ["12/03/2020;12/03/2021"]),
            ("Data attivazione;scadenza", ["12/03/2020;", "12/03/2020;31/12/2099"], ["12/03/2020;12/03/2021"]),
            ("Stato;Data decesso", ["attivo;"], ["attivo;12/03/2021"]),
            ("Stato casella;Data decesso", ["attiva;", "attiva;12/03/2021"], []),
            ("Stato;note", [], ["attivo;deceduto"]),
        ]),
        "release": ("perhaps the mailbox is in use, or has been; check it; if the mailbox was never active", [], [
            ("Stato casella", ["ATTIVA", "cessata", "OK"], ["non attiva", "da creare", "rifiutata", ""]),
            ("Esito", ["OK", "Attivata", "Disattivata"], ["KO", ""]),
            ("stato", ["attivo", "1", "2", "3"], ["Iscritto", "cancellato", "prenotato", "non attiva", ""]),
            ("Data attivazione", ["12/03/2020"], [""]),
            ("Data cessazione casella", ["12/03/2020"], ["", "31/12/2099"]),
            ("Data cancellazione", [], ["12/03/2020", ""]),
        ]),
        "leave": ("and no column the day of leaving: perhaps the holder is still a member; check it", ["--left", "12/03/2026"], [
            ("Stato", ["Iscritto", "attivo", "Regolarmente iscritta", "1"], ["cancellato", "?", ""]),
            ("Iscritto", ["sì"], ["no", "12"]),
            ("Stato casella", [], ["attiva"]),
            ("Stato;Data decesso", ["Iscritto;"], ["cancellato;12/03/2026"]),
            ("Stato;note", ["Iscritto;"], ["cancellato;dimissioni"]),
            ("Stato;uscita", [], [";12/03/2026"]),
        ]),
        "renew": ("perhaps the mailbox is not active; check it; if the mailbox is active", ["--expires", "31/12/2099"], [
            ("Stato casella", ["cessata", "non attiva"], ["attiva", ""]),
            ("Esito", ["KO", "rifiutato"], ["OK", "rinnovata e attiva", ""]),
            ("Stato", ["3"], ["Iscritto", "attivo", "sospeso", "?", ""]),
        ]),
    }

    def test_a_row_whose_own_words_contradict_its_step_is_refused(self):
        self.step(0, "activate", "--from", "out.csv", "--expires", "31/12/2098")
        for command, (said, options, columns) in self.CONTRADICTED.items():
            for names, bad, good in columns:
                for cells, ok in [(cells, 1) for cells in good] + [(cells, 0) for cells in bad]:
                    with self.subTest(command, columns=names, cells=cells):
                        self.write("p.csv", f"pec;nome;cognome;{names}\nada.neri{DOMAIN};Ada;Neri;{cells}\n")
                        result = self.run_tool("registry", command, "--from", "p.csv", *options, "--dry-run", "--why", "x",
                                               "--registry", self.uri)
                        self.assertEqual("p.csv:2: STATE: address " in result.err and said in result.err, not ok, result.err)
                        if not ok:
                            name, cell = names.split(";")[0], cells.split(";")[0]
                            self.assertIn(says(name, cell), result.err)
                            self.assertRegex(result.errors[-1], ": 0; .*; with errors: 1")

    def test_what_has_ended_or_whose_holder_left_is_not_renewed(self):
        self.step(0, "activate", "--from", "out.csv", "--expires", "31/12/2098")
        for column, bad, good in (
                ("Stato", ("Cessata", "cancellato", "Disattivata", "deceduto"), "Iscritto"), ("Stato casella", ("Cessata",), "attiva"),
                ("Data decesso", ("12/03/2026",), ""), ("Deceduto", ("sì",), "no"), ("Data cancellazione", ("12/03/2026",), ""),
                ("Attivo", ("no",), "sì"), ("Note", ("deceduto nel 2026",), "sospeso nel 2019"), ("Data sospensione", (), "12/03/2026")):
            for cells, is_bad in [(cells, True) for cells in bad] + [(good, False)]:
                with self.subTest(column=column, cells=cells):
                    self.write("p.csv", f"pec;nome;cognome;{column}\nada.neri{DOMAIN};Ada;Neri;{cells}\n")
                    result = self.step(int(is_bad), "renew", "--from", "p.csv", "--expires", "31/12/2099", "--dry-run")
                    self.assertEqual(f'column "{column}" says "{cells}"' in result.err, is_bad)
        # What the registry has on record of leaving keeps no mailbox from being renewed.
        self.step(0, "leave", f"ada.neri{DOMAIN}", "--left", "12/03/2026")
        self.write("p.csv", self.expect(0, "registry", "export", "--format", "csv", "--registry", self.uri).text)
        self.assertIn("with this date already: 24", self.step(0, "renew", "--from", "p.csv").err)

    def test_the_list_of_what_ended_last_month_does_not_end_what_came_back(self):
        self.step(0, "activate", "--from", "out.csv")
        self.write("m.csv", HEADER + f"\nMario;Verdi;MC;A;101;{codice_fiscale(1, 'VRDMRA')}\n")
        self.assign(0, "m.csv", "--output", "m-out.csv", "--quiet", registry=self.uri)
        self.step(0, "activate", f"mario.verdi{DOMAIN}")
        self.write("p.csv", f"pec;nome;cognome;Stato casella\nmario.verdi{DOMAIN};Mario;Verdi;cessata\n")
        self.step(0, "retire", "--from", "p.csv")
        self.assertIn("retired already: 1", self.step(0, "retire", "--from", "p.csv").err)
        self.assign(0, "m.csv", "--output", "m-out.csv", "--quiet", "--accept", "RETURNED", registry=self.uri)
        self.step(0, "activate", f"mario.verdi{DOMAIN}")
        said = self.step(1, "retire", "--from", "p.csv", "--lang", "it").err
        self.assertIn(f"p.csv:2: STATE: mario.verdi{DOMAIN}: era già cessata, e il titolare l'ha riavuta", said)
        self.assertIn("is retired", self.step(0, "retire", f"mario.verdi{DOMAIN}").err)

    def test_the_others_of_such_a_file_are_done(self):
        self.step(0, "activate", "--from", "out.csv")
        self.write("p.csv", f"pec;nome;cognome;stato\nada.neri{DOMAIN};Ada;Neri;Attiva\nugo.neri{DOMAIN};Ugo;Neri;Cessata\n")
        self.assertIn("p.csv:2: STATE: ", self.step(1, "retire", "--from", "p.csv").err)
        self.assertEqual(self.states().count("retired"), 1)

    def test_what_pecaddr_wrote_itself_says_of_no_mailbox_that_it_is_active(self):
        # The roster's own Stato is that of a member.
        for state in ("Iscritto", "attivo", "ATTIVA"):
            with self.subTest(state):
                self.write("m.csv", f"{HEADER};Stato\nMario;Verdi;MC;A;101;;{state}\n")
                self.assign(0, "m.csv", "--output", "m-out.csv", "--quiet", registry=self.uri)
                self.assertIn("taken back: 1;", self.step(0, "release", "--from", "m-out.csv").err)
        # But for what was written behind it since.
        self.assign(0, "m.csv", "--output", "m-out.csv", "--quiet", registry=self.uri)
        text = self.read("m-out.csv", "utf-8").splitlines()
        self.write("m-out.csv", f"{text[0]};Stato PEC\n{text[1]};Attiva\n")
        self.assertIn('m-out.csv:2: STATE: ', self.step(1, "release", "--from", "m-out.csv").err)
        # The state on record is the registry's to judge.
        self.step(0, "activate", "--from", "out.csv", "--expires", "31/12/2098")
        for options in (["--format", "csv"], ["--format", "sheet", "--lang", "it"]):
            for command, more in (("retire", []), ("leave", ["--left", "12/03/2026"])):
                with self.subTest(command, options=options):
                    self.expect(0, "registry", "show", "--surname", "neri", *options, "--output", "on-record.csv", "--registry",
                                self.uri)
                    self.assertNotIn("STATE", self.run_tool("registry", command, "--from", "on-record.csv", *more, "--dry-run",
                                                            "--why", "x", "--registry", self.uri).err)

    def test_what_is_in_use_by_an_inipec_file_is_not_retired_nor_released_from_it(self):
        self.write("i.csv", f"ada.neri{DOMAIN};Ada;Neri;A 1;;1;;\nugo.neri{DOMAIN};Ugo;Neri;A 17;;3;;\n")
        active, ceased = "by its row this mailbox is active", "by its row this mailbox has ceased"
        before = self.dump()
        result = self.step(1, "release", "--from", "i.csv")
        self.assertIn(active, result.errors[-3])
        self.assertIn(ceased, result.errors[-2])
        self.assertEqual(self.dump(), before)
        self.step(0, "activate", "--from", "out.csv")
        self.assertIn(active, self.step(1, "retire", "--from", "i.csv").err)
        self.assertEqual(self.states().count("retired"), 1)

    def test_a_row_that_says_of_nobody_whose_it_is_waits(self):
        self.write("m.csv", f"pec;nome;cognome;provincia\nada.neri{DOMAIN};;;MC\n"
                            f"bianca.neri{DOMAIN};Bianca;Neri;MC\n")
        result = self.step(1, "activate", "--from", "m.csv")
        self.assertIn('m.csv:2: HOLDER: address "ada.neri@ingpec.eu": its row does not say whose mailbox it is; fill '
                      "in the codice fiscale, or the names; or give --addresses-alone if the address alone "
                      "is meant\n", result.err)
        self.assertEqual(result.errors[-1], "activated: 1; active already: 0; with errors: 1")
        self.step(0, "activate", "--from", "m.csv", "--addresses-alone")
        self.assertEqual(self.states().count("active"), 2)

    def test_a_row_of_which_nothing_is_on_record_is_of_somebody_unknown(self):
        # Nobody's codice fiscale is on record: a sorted column of them contradicts nothing.
        rows = [(name, codice_fiscale(i, "NREXXX")) for i, name in enumerate(NAMES[:3])]
        self.write("m.csv", "pec;codice_fiscale\n" + "".join(
            f"{name.lower()}.neri{DOMAIN};{holder}\n" for name, holder in rows))
        before = self.dump()
        for option in ("--dry-run", "--quiet"):
            result = self.step(1, "activate", "--from", "m.csv", option)
            self.assertEqual(self.dump(), before)
        said = next(line for line in self.step(1, "activate", "--from", "m.csv").errors
                    if line.startswith("m.csv:2: "))
        self.assertRegex(said, "^m.csv:2: HOLDER: [a-z]+.neri@ingpec.eu belongs to [A-Z][a-z]+ Neri .*nothing that was "
                               "said of the person that this is meant for is on record for this mailbox; .*the row "
                               "has no name, and says " + rows[0][1])
        self.assertIn("`pecaddr registry import`", said)
        self.assertIn("--addresses-alone", said)
        italian = self.step(1, "activate", "--from", "m.csv", "--lang", "it").err
        self.assertIn("niente di quanto indicato", italian)
        self.step(0, "activate", "--from", "m.csv", "--addresses-alone")
        self.assertEqual(self.states().count("active"), 3)

    def test_what_is_said_is_compared_though_addresses_alone_are_meant(self):
        self.sorted_file("pec", "nome", "cognome")
        before = self.dump()
        self.step(1, "activate", "--from", "s.csv", "--addresses-alone")
        self.assertEqual(self.dump(), before)

    def test_taking_back_a_day_leaves_those_who_had_an_address_before(self):
        day = HEADER + "\n" + "".join(f"{name};Neri;MC;A;{i + 1};\n" for i, name in enumerate(NAMES))
        day += "Mario;Verdi;MC;A;101;\nSilvia;Verdi;MC;A;102;\n"
        for encoding, options in (("utf-8", ["--lang", "it"]), ("utf-8", []), ("cp1252", ["--lang", "it"]),
                                  ("utf-8", ["--lang", "it", "--format", "sheet"])):
            with self.subTest(encoding=encoding, options=options):
                self.write("day.csv", day.replace("Mario", "Niccolò").encode(encoding))
                self.assign(0, "day.csv", "--output", "day-out.csv", "--quiet", *options, registry=self.uri)
                dry = self.step(0, "release", "--from", "day-out.csv", "--dry-run")
                self.assertEqual(dry.errors[-1], "would be taken back: 2; free already: 0; rows that are not "
                                                 "new, passed over: 24; a dry run: nothing was put on record")
                result = self.step(0, "release", "--from", "day-out.csv")
                self.assertEqual(result.errors[-1], "taken back: 2; free already: 0; rows that are not new, "
                                                    "passed over: 24")
                self.assertEqual(self.states().count("reserved"), 24)

    def test_a_row_that_says_neither_that_it_is_new_nor_that_it_is_not_waits(self):
        for said in ("", "forse"):
            with self.subTest(said):
                self.write("m.csv", f"nome;cognome;pec;nuovo\nAda;Neri;ada.neri{DOMAIN};{said}\n"
                                    f"Bianca;Neri;bianca.neri{DOMAIN};NO\n")
                result = self.step(1, "release", "--from", "m.csv")
                self.assertIn("m.csv:2: HOLDER: address \"ada.neri@ingpec.eu\": its cell nuovo says neither yes nor no",
                              result.err)
                self.assertEqual(set(self.states()), {"reserved"})

    def test_a_days_assignments_are_taken_back_once(self):
        dry = self.step(0, "release", "--from", "out.csv", "--dry-run")
        self.assertEqual(dry.errors[-1], "would be taken back: 24; free already: 0; a dry run: nothing was "
                                         "put on record")
        self.assertEqual(set(self.states()), {"reserved"})
        result = self.step(0, "release", "--from", "out.csv")
        self.assertEqual(result.errors[1:], ["taken back: 24; free already: 0"])
        self.assertEqual(set(self.states()), {"released"})
        again = self.step(0, "release", "--from", "out.csv")
        self.assertEqual(again.errors[1:], ["taken back: 0; free already: 24"])
        self.assign(0, "r.csv", "--quiet", registry=self.uri)
        self.assertEqual(self.states().count("reserved"), 24)

    def test_people_are_told_one_line_of_what_was_done(self):
        # Of what assign wrote nothing is retired.
        self.write("out.csv", self.read("out.csv", "utf-8").replace(";nuovo;", ";novità;"))
        for command, options, said in (
                ("activate", ["--expires", "2090-12-31"], "activated: 24; active already: 0"),
                ("activate", ["--expires", "2090-12-31"], "activated: 0; active already: 24"),
                ("renew", ["--expires", "2091-12-31"], "renewed: 24; with this date already: 0"),
                ("leave", ["--left", "2026-01-31", "--so-many"], "left the Order: 24; with this day on record already: 0"),
                ("retire", ["--so-many"], "retired: 24; retired already: 0"),
                ("retire", [], "retired: 0; retired already: 24")):
            with self.subTest(said):
                self.assertEqual(self.step(0, command, "--from", "out.csv", *options).errors[1:], [said])

    def test_an_entry_of_the_whole_file_that_differs_is_said_with_its_count(self):
        self.write("m.csv", "pec;nome;cognome;provincia\n" + "".join(
            f"{name.lower()}.neri{DOMAIN};{name};Neri;AN\n" for name in NAMES))
        result = self.step(0, "activate", "--from", "m.csv")
        self.assertIn("24 rows have another province than is on record, and were taken all the same; see whether "
                      "the column is the Order's, not that of residence", result.err)

    def test_what_agrees_of_a_row_that_differs_is_said_as_it_is(self):
        """Of the province alone that differs, and of numbers beside the right surname."""
        self.write("m.csv", "pec;cognome;numero\n" + "".join(
            f"{name.lower()}.neri{DOMAIN};Neri;{number}\n" for name, number in zip(NAMES[:2], (101, 102))))
        result = self.step(0, "activate", "--from", "m.csv", "--dry-run")
        self.assertIn(f"m.csv:2: ada.neri{DOMAIN}, Ada Neri: its register entry is 101, says the file; on record it is MC A 1", result.err)
        self.assertIn("2 rows have another register entry, or another name, than is on record, and were taken all the same: "
                      "beside another entry the names they have agree, beside another name the codice fiscale does; check "
                      "these rows", result.err)
        self.assertNotIn("residence", result.err)

    def test_columns_that_a_step_reads_are_not_said_to_be_unread(self):
        self.write("m.csv", f"pec;nome;cognome;Data disattivazione;Data decesso;Data visita\nada.neri{DOMAIN};Ada;Neri;;;\n")
        self.assertIn('m.csv: not read: "Data visita"; a date of expiry', self.step(0, "activate", "--from", "m.csv").err)
        said = self.expect(0, "registry", "import", "m.csv", "--dry-run", "--registry", self.uri).err
        self.assertIn('m.csv: not read: "Data visita"; a date', said)
        self.assertIn('member: "Data disattivazione", "Data decesso"; the day of leaving', said)

    def test_a_mistake_of_the_whole_file_is_told_once_with_its_count(self):
        self.step(0, "activate", "--from", "out.csv")
        for n in (19, 20, 24):
            self.write("p.csv", "pec;nome;cognome;Stato casella\n" + "".join(
                f"{name.lower()}.neri{DOMAIN};{name};Neri;ATTIVA\n" for name in NAMES[:n]))
            for options in ([], ["--format", "csv"]):
                result = self.step(1, "retire", "--from", "p.csv", *options)
                said = [line for line in result.errors if "STATE" in line]
                self.assertEqual(len(said), n if n == 19 else 1, result.err)
                if n > 19:
                    self.assertTrue(said[0].startswith(f"p.csv: {n} rows have the same error, the first on line 2, Ada Neri: STATE: address "
                                                       f'"ada.neri{DOMAIN}": column "Stato casella" says "ATTIVA": '), said)
                    self.assertIn("pecaddr: standard output: each row with an error has it in the column error" if options else
                                  "pecaddr: with --format csv each row is told with its error", result.errors)
                self.assertEqual(len(result.lines), n + 1 if options else 0)
                self.assertIn(f"with errors: {n}", result.errors[-1])
        self.assertEqual(set(self.states()), {"active"})

    def test_rows_are_told_in_their_order(self):
        self.write("m.csv", f"pec;scadenza\nno.body{DOMAIN};\nada.neri{DOMAIN};soon\nno.body{DOMAIN};\n"
                            f";\nx;\nada.neri{DOMAIN};\n")
        result = self.step(1, "activate", "--from", "m.csv", "--addresses-alone", "--format", "json")
        self.assertEqual([row["line"] for row in json.loads(result.text)], [2, 3, 4, 6, 7])
        # First what the registry refused, then what is wrong with rows by themselves.
        self.assertEqual([line.split(":")[1] for line in result.errors if line.startswith("m.csv:")][1:],
                         ["2", "4", "3", "6"])

    def test_a_row_that_is_refused_names_its_person(self):
        self.write("m.csv", f"pec;nome;cognome\nno.body{DOMAIN};Nora;Body\n")
        self.assertIn("m.csv:2: STATE: no.body@ingpec.eu: not on record, or released; check the address; "
                      "the row is about Nora Body\n", self.step(1, "activate", "--from", "m.csv").err)

    def test_a_terminal_shows_the_first_twenty(self):
        self.sorted_file("pec", "nome", "cognome")
        result = self.on_terminal("registry", "activate", "--from", "s.csv", "--why", "x", "--registry",
                               self.uri)
        self.assertEqual(result.count("HOLDER"), 20)
        self.assertIn("and 4 more rows; with 2>FILE all are written to a file", result)


if __name__ == "__main__":
    tool.main()
