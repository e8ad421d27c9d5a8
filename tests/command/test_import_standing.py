#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Rows of what is brought in that say, in columns which import does not read as a state, that their mailbox is not active or
that its holder is no member, SPEC §5: they are refused, and their addresses blocked.

    test_import_standing.py --pecaddr PATH [unittest options]
"""

import json

import tool
from tool import HEADER, RegistryTest, codice_fiscale

MEMBER = ("; if it is none, write the day of leaving in a column uscita, or cessato in a column stato if the mailbox has "
          "ended; if it is one, correct that cell or rename the column")
MAILBOX = ("; if it is not, write prenotato or cessato in a column stato; if it is active, correct that cell or delete "
           "the column")


class Standing(RegistryTest):
    def bring_in(self, status, columns, first, second=""):
        """Two rows with such columns; what is said, and what is on record."""
        uri = self.init(f"{len(self.tried)}.db")
        self.tried.append(columns)
        self.write("m.csv", f"pec;cognome;nome;{columns}\nanna.verdi@ingpec.eu;Verdi;Anna;{first}\n"
                            f"luca.neri@ingpec.eu;Neri;Luca;{second}\n")
        result = self.expect(status, "registry", "import", "m.csv", "--registry", uri)
        rows = json.loads(self.expect(0, "registry", "show", "--format", "json", "--registry", uri).text)
        return result.err, {row["surname"] or row["pec"]: (row["state"], row["left"]) for row in rows}

    def setUp(self):
        super().setUp()
        self.tried = []

    def test_a_holder_who_is_no_member_is_not_taken_for_one_in_silence(self):
        for column, cell, other in [("Deceduto", "sì", "no"), ("Iscritto", "no", "sì"), ("Attivo", "no", "sì"),
                                    ("Sospeso", "X", ""), ("Trasferito a", "Roma", ""), ("Data decesso", "01/01/2020", ""),
                                    ("Motivo cancellazione", "decesso", "")]:
            with self.subTest(column):
                said, rows = self.bring_in(1, column, cell, other)
                self.assertIn(f'm.csv:2: STATE: address "anna.verdi@ingpec.eu": column "{column}" says "{cell}": perhaps '
                              "its holder is no member any more" + MEMBER, said)
                self.assertEqual(rows, {"anna.verdi@ingpec.eu": ("reserved", None), "Neri": ("active", None)})

    def test_a_remark_that_a_holder_died_is_looked_at(self):
        said, rows = self.bring_in(1, "Note", "deceduto nel 2020", "delegato")
        self.assertIn('column "Note" says "deceduto nel 2020", and it is not known whether that is a member' + MEMBER, said)
        self.assertEqual(rows, {"anna.verdi@ingpec.eu": ("reserved", None), "Neri": ("active", None)})

    def test_a_mailbox_that_is_not_active_by_its_row_is_not_active_by_it(self):
        for column, cell, other in [("Stato casella", "in attivazione", "attiva"), ("esito", "KO", "OK"),
                                    ("Data attivazione", "", "01/02/2020")]:
            with self.subTest(column):
                said, rows = self.bring_in(1, column, cell, other)
                self.assertIn(f'm.csv:2: STATE: address "anna.verdi@ingpec.eu": column "{column}" says "{cell}": perhaps '
                              "the mailbox is not active" + MAILBOX, said)
                self.assertEqual(rows, {"anna.verdi@ingpec.eu": ("reserved", None), "Neri": ("active", None)})

    def test_a_mailbox_that_has_ended_by_its_row_comes_in_as_retired(self):
        """It was in use: who is given its address after it was released would get another's mail."""
        for column, cell, other in [("Stato casella", "cessata", "attiva"), ("Disattivata", "sì", "no"),
                                    ("data cessazione PEC", "01/01/2020", ""), ("PEC revocata", "sì", "no"),
                                    ("Stato casella;Deceduto", "Cessata;sì", "attiva;no")]:
            with self.subTest(column):
                self.assertEqual(self.bring_in(0, column, cell, other)[1],
                                 {"Verdi": ("retired", None), "Neri": ("active", None)})
        # What contradicts that, or is said of its state, stays a matter for a person.
        for column, cell, other in [("Stato casella;Data cessazione PEC", "attiva;01/01/2020", "attiva;"),
                                    ("Disattivata;stato", "sì;attivo", "no;attivo"), ("Disattivata;esito", "sì;KO", "no;OK")]:
            with self.subTest(column):
                self.assertEqual(self.bring_in(1, column, cell, other)[1],
                                 {"anna.verdi@ingpec.eu": ("reserved", None), "Neri": ("active", None)})

    def test_a_blocked_address_that_has_ended_comes_in_as_retired_by_its_corrected_row(self):
        uri = self.init("blocked.db")
        header = "pec;cognome;nome;codice fiscale;provincia;sezione;numero;Stato casella;uscita\n"
        anna, luca = ("anna.verdi@ingpec.eu;Verdi;Anna;%s;MC;A;1;Cessata;01/02/2020\n",
                      "luca.neri@ingpec.eu;Neri;Luca;;MC;A;2;attiva;\n")
        self.write("m.csv", header + anna % "VRDNNA80A01H5010" + luca)
        self.expect(1, "registry", "import", "m.csv", "--registry", uri)
        for act in (("retire",), ("renew", "--expires", "31/12/2090"), ("leave", "--left", "01/02/2020")):
            result = self.expect(1, "registry", *act, "anna.verdi@ingpec.eu", "--why", "x", "--registry", uri)
            self.assertIn("only blocked", result.err)
            self.assertNotIn("release", result.err)
        self.write("m.csv", header + anna % codice_fiscale(1, "VRDNNA") + luca)
        self.expect(0, "registry", "import", "m.csv", "--registry", uri)
        rows = json.loads(self.expect(0, "registry", "show", "--format", "json", "--registry", uri).text)
        self.assertEqual({row["surname"]: (row["state"], row["left"], row["number"]) for row in rows},
                         {"Verdi": ("retired", "2020-02-01", 1), "Neri": ("active", None, 2)})
        self.expect(0, "registry", "verify", "--registry", uri)

    def test_what_a_row_says_in_columns_that_are_read_is_believed(self):
        self.assertEqual(self.bring_in(0, "Deceduto;uscita", "sì;01/01/2020", ";")[1],
                         {"Verdi": ("active", "2020-01-01"), "Neri": ("active", None)})
        self.assertEqual(self.bring_in(0, "Deceduto;esito;stato", "sì;KO;cessato", ";OK;attivo")[1],
                         {"Verdi": ("retired", None), "Neri": ("active", None)})
        self.assertEqual(self.bring_in(0, "esito;stato", "KO;prenotato", "OK;")[1],
                         {"Verdi": ("reserved", None), "Neri": ("active", None)})
        self.assertEqual(self.bring_in(1, "Deceduto;stato", "sì;attivo", ";attivo")[1],
                         {"anna.verdi@ingpec.eu": ("reserved", None), "Neri": ("active", None)})

    def test_a_reserved_address_is_not_activated_by_an_answer_that_refuses_it(self):
        self.write("r.csv", f"{HEADER}\nAnna;Verdi;MC;A;1;{codice_fiscale(1, 'VRDNNA')}\n")
        self.assign(0, "r.csv")
        self.write("m.csv", "pec;cognome;nome;esito\nanna.verdi@ingpec.eu;Verdi;Anna;KO\n")
        self.assertIn('m.csv:2: STATE: address "anna.verdi@ingpec.eu": column "esito" says "KO"',
                      self.registry(1, "import", "m.csv").err)
        rows = json.loads(self.registry(0, "show", "--format", "json").text)
        self.assertEqual([(row["state"], row["surname"]) for row in rows], [("reserved", "Verdi")])

    def test_a_result_of_assign_says_of_no_state(self):
        self.write("r.csv", f"{HEADER};Note\nAnna;Verdi;MC;A;1;;\n")
        self.assign(0, "r.csv", "--output", "out.csv")
        self.write("out.csv", self.read("out.csv").decode().replace(";;anna.verdi", ";deceduto;anna.verdi"))
        self.assertIn("1 already there, 0 with errors", self.registry(0, "import", "out.csv").err)

    def test_the_state_of_holders_is_none_of_mailboxes(self):
        # Of a register: whoever is no member is none, also by a word that mailboxes have.
        for first, second in (("Deceduto", "Iscritto"), ("Cessato", "ISCRITTO"), ("Sospeso", ""), ("Moroso", "Iscritto"),
                              ("Cancellato", "Attivo")):
            said, rows = self.bring_in(1, "Stato", first, second)
            self.assertIn(f'STATE: address "anna.verdi@ingpec.eu": column "Stato" says "{first}"', said)
            self.assertEqual(rows, {"anna.verdi@ingpec.eu": ("reserved", None), "Neri": ("active", None)})
        self.assertEqual(self.bring_in(0, "Stato;Uscita", "Cessato;31/01/2026", "Iscritto;")[1],
                         {"Verdi": ("active", "2026-01-31"), "Neri": ("active", None)})
        # Of mailboxes.
        self.assertEqual(self.bring_in(0, "Stato", "Cessato", "Attivo")[1],
                         {"Verdi": ("retired", None), "Neri": ("active", None)})
        self.assertIn('its state "In regola" is none', self.bring_in(1, "Stato", "In regola", "Attivo")[0])

    def test_columns_by_which_a_row_can_be_refused_are_not_called_unread(self):
        said, _ = self.bring_in(1, "Data cessazione;Data decesso;Data rinnovo", "31/01/2026;;")
        self.assertIn('m.csv: not read: "Data rinnovo"; a date of expiry', said)
        self.assertIn("m.csv: read only for what contradicts that a mailbox is active, or its holder a member: \"Data "
                      "cessazione\", \"Data decesso\"; the day of leaving stands in a column uscita\n", said)

    def test_a_mailbox_that_is_retired_comes_back_by_no_import(self):
        self.write("r.csv", f"{HEADER}\nAnna;Verdi;MC;A;1;\n")
        self.assign(0, "r.csv")
        for step in (["activate"], ["leave", "--left", "2026-01-20"], ["retire"]):
            self.registry(0, step[0], "anna.verdi@ingpec.eu", *step[1:], "--why", "x")
        self.write("m.csv", "pec;cognome;nome\nanna.verdi@ingpec.eu;Verdi;Anna\n")
        self.assertIn("is retired; its holder left the Order on 2026-01-20; if this holder is a member again, ask for an "
                      "address, accept RETURNED when somebody has looked, and activate it then",
                      self.registry(1, "import", "m.csv").err)

    def test_an_active_mailbox_that_has_expired_already_is_told(self):
        said, rows = self.bring_in(0, "scadenza", "31/12/2025", "31/12/2099")
        self.assertIn("1 mailbox is active, and expired before today by this file: registry retire --expired would end it; "
                      "if it was renewed, put the day on record by registry renew\n", said)
        self.assertEqual(rows, {"Verdi": ("active", None), "Neri": ("active", None)})
        said, _ = self.bring_in(0, "scadenza;stato", "31/12/2025;cessato", "31/12/2025;cessato")
        self.assertNotIn("expired", said)

    def test_twenty_such_rows_are_one_mistake(self):
        rows = "".join(f"c{i}.verdi@pec.example;Verdi;C{'abcdefghijklmnopqrstuvwxyz'[i]};sospeso\n" for i in range(20))
        self.write("m.csv", "pec;cognome;nome;posizione\n" + rows)
        self.assertIn("m.csv: 20 rows have the same error, the first on line 2, Ca Verdi: STATE",
                      self.registry(1, "import", "m.csv").err)


if __name__ == "__main__":
    tool.main()
