#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
What a provider's list says of what became of a mailbox, SPEC §6: what it has refused, or not made yet, is not activated;
what goes on is not retired, though an expiry has passed; and what is not read is told.

    test_step_outcome.py --pecaddr PATH [unittest options]
"""

import tool
from tool import DOMAIN, HEADER, ToolTest

ANSWERS = ("Esito", "Esito lavorazione", "Esito pratica", "Stato pratica", "Stato lavorazione", "Conferma", "Confermata")
REPORTS = ("Descrizione esito", "Codice esito", "Messaggio", "Messaggio gestore")
ERRORS = ("Errore", "Errori", "Descrizione errore", "Motivo rifiuto", "Motivo scarto", "Motivo dello scarto", "Causale scarto", "Rifiutata")
REFUSALS = ("Scartata", "Respinta", "In lavorazione", "Errore", "Annullata", "Da completare", "Non attiva", "KO",
            "Evasa: respinta", "Codice fiscale errato")


# Each on record, to be a row.
NAMES = ("Ada", "Ugo", "Anna", "Bruno", "Carla", "Dario", "Elena", "Franco", "Gina", "Ivo", "Laura", "Marco", "Nadia", "Paolo", "Rita",
         "Sara")
SO_MANY = {"retire": ("--so-many",), "leave": ("--so-many",)}


class StepOutcome(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init("registry.db")
        self.write("r.csv", HEADER + "\n" + "".join(f"{name};Neri;MC;A;{i};\n" for i, name in enumerate(NAMES, 1)))
        self.assign(0, "r.csv", "--output", "out.csv", "--quiet", registry=self.uri)

    def step(self, command, columns, *rows, options=()):
        """What is said of each row, None where it is done; and all that is said."""
        self.write("p.csv", f"pec;nome;cognome;{columns}\n" + "".join(
            f"{name.lower()}.neri{DOMAIN};{name};Neri;{cells}\n" for name, cells in zip(NAMES, rows)))
        result = self.run_tool("registry", command, "--from", "p.csv", *options, *SO_MANY.get(command, ()), "--dry-run", "--why", "x", "--registry", self.uri)
        said = {line.split(":")[1]: line.split(": ", 2)[2] for line in result.errors if line.startswith("p.csv:") and
                line.split(":")[1].isdigit()}
        self.assertEqual(result.status, 1 if said else 0, result.err)
        return [said.get(str(i + 2)) for i in range(len(rows))], result.err

    def activate_all(self):
        self.expect(0, "registry", "activate", "--from", "out.csv", "--why", "x", "--registry", self.uri)

    def check(self, command, columns, bad, good, what, options=()):
        for cells, said in zip(bad, self.step(command, columns, *bad, options=options)[0] if bad else ()):
            with self.subTest(command, columns=columns, cells=cells):
                self.assertIsNotNone(said)
                self.assertIn(what, said)
        # What a column says of one that has ended may say something of another.
        for rows in [good] if command == "activate" else [(cells,) for cells in good]:
            with self.subTest(command, columns=columns, rows=rows):
                self.assertEqual(self.step(command, columns, *rows, options=options)[0], [None] * len(rows))

    def test_what_was_activated_and_has_ended_is_neither_active_nor_ended_for_certain(self):
        """It was active by the first word."""
        both = ("attivata nel 2019, cessata nel 2021", "creata e poi revocata", "cessata nel 2019, riattivata nel 2021", "attiva, già chiusa")
        for column in ("Stato casella", "Esito", "Descrizione esito"):
            self.check("activate", column, both, ("attivata nel 2019",), "perhaps the mailbox is not active")
        self.check("activate", "Stato casella", ("cessazione completata",), (), "perhaps the mailbox is not active")
        self.check("activate", "Data attivazione", ("01/02/2019 - cessata nel 2021",), ("01/02/2019",), "perhaps the mailbox is not active")
        self.check("release", "Stato casella", both, (), "perhaps the mailbox is in use, or has been")
        self.activate_all()
        self.check("retire", "Stato casella", both, ("cessata nel 2021", "attivata, poi disattivata"), "perhaps the mailbox is still active")
        self.check("renew", "Scadenza;Stato casella", [f"31/12/2090;{cell}" for cell in both], (), "perhaps the mailbox is not active")

    def test_what_was_refused_or_is_not_made_yet_is_not_activated(self):
        no = "perhaps the mailbox is not active"
        for column in ANSWERS:
            self.check("activate", column, REFUSALS + ("", "?"), ("OK", "sì", "Attivata", "Evasa", "Conclusa con successo"), no)
        for column in REPORTS:
            self.check("activate", column, REFUSALS + ("perplessa",), ("", "OK", "0", "200", "Casella attivata", "Operazione completata"), no)
        for column in ERRORS:
            self.check("activate", column, REFUSALS + ("documento non valido", "17"),
                       ("", "0", "000", "no", "nessuno", "Nessun errore", "Senza errori"), no)
        for column in ("Motivo", "Note gestore"):
            self.check("activate", column, ("documento non valido", "Richiesta respinta", "in attesa documenti"),
                       ("", "nuova iscrizione", "in regola", "da Ancona"), no)
        self.check("activate", "Codice esito;Descrizione esito", ("1;Codice fiscale errato", "KO;"), ("0;Casella attivata", "1;"), no)

    def test_a_day_of_activation_that_is_to_come_is_none(self):
        for column in ("Data attivazione", "Attiva dal", "Data attivazione casella"):
            self.check("activate", column, ("12/03/2090", "2090-03-12"), ("12/03/2021", "2021-03-12"), f'column "{column}" says')
            self.check("activate", column, ("",), (), f'column "{column}" is empty')

    def test_what_is_to_end_is_not_activated_nor_renewed(self):
        for column in ("Operazione", "Tipo operazione", "Tipo richiesta", "Richiesta", "Movimento"):
            bad = ("Disattivazione", "Revoca", "Cessazione casella", "CHIUSURA")
            good = ("Attivazione", "Nuova casella", "Rinnovo", "Variazione", "")
            self.check("activate", column, bad, good, "perhaps the mailbox is not active")
        self.activate_all()
        self.check("renew", "Operazione", ("Disattivazione",), ("Rinnovo", "Attivazione", ""), "perhaps the mailbox is not active",
                   options=("--expires", "31/12/2090"))

    def test_what_is_to_be_made_or_renewed_is_not_retired(self):
        self.activate_all()
        for column in ("Operazione", "Tipo operazione", "Tipo richiesta", "Richiesta", "Azione"):
            self.check("retire", column, ("Attivazione", "Rinnovo", "RINNOVO annuale", "Nuova casella", "Riattivazione"),
                       ("Cessazione", "Disattivazione", "Revoca", "mancato rinnovo", "Variazione", ""), "perhaps the mailbox is still active")
        # Where it says of one that it is to end, it says so of all.
        (first, other), _ = self.step("retire", "Operazione", "Cessazione", "Variazione")
        self.assertIsNone(first)
        self.assertIn('column "Operazione" says "Variazione", and of others that they have ended', other)
        self.check("leave", "Movimento", ("Iscrizione", "Reiscrizione"), ("Cancellazione", "Fine iscrizione", "Variazione", ""),
                   "by it the holder has not left", options=("--left", "12/03/2026"))

    def test_what_goes_on_is_not_retired_though_an_expiry_has_passed(self):
        self.activate_all()
        for column, bad, good in (
                ("Rinnovata", ("sì", "SI", "x"), ("no", "", "non rinnovata", "da rinnovare")), ("Rinnovo", ("sì", "OK"), ("no", "")),
                ("Rinnovo effettuato", ("sì",), ("",)), ("Stato rinnovo", ("rinnovata",), ("non rinnovata", "")),
                ("Esito rinnovo", ("OK",), ("", "KO")), ("Nuova scadenza", ("12/03/2089", "2089-03-12"), ("", "12/03/2021")),
                ("Scadenza rinnovo", ("12/03/2089",), ("",)), ("Stato casella", ("Attiva", "in attivazione"), ("scaduta", "cessata", "")),
                ("Stato", ("rinnovata", "attiva"), ("scaduta", "Iscritto", "")), ("Attivo", ("sì",), ("no",)),
                ("Cessata", ("No",), ("sì", "")), ("Esito", ("KO",), ("OK", "")), ("Errore", ("casella inesistente",), ("", "0")),
                # All that ended was activated once.
                ("Data attivazione", (), ("12/03/2019",)), ("Esito attivazione", (), ("OK",)), ("Attivata", (), ("sì",))):
            self.check("retire", f"{column};Scadenza", [cell + ";12/03/2021" for cell in bad], [cell + ";12/03/2021" for cell in good],
                       f'column "{column}" says')
        self.check("retire", "Stato;Data decesso;Scadenza", (), ("attivo;12/03/2021;12/03/2021",), "")

    def test_a_mailbox_that_is_active_contradicts_its_end(self):
        self.activate_all()
        for columns, cells in (("Stato casella;Data cessazione PEC", "Attiva;12/03/2021"), ("PEC attiva;Data cessazione casella", "sì;12/03/2021"),
                               ("Cessata;Data disattivazione", "no;12/03/2021"), ("Stato casella;Cessata", "attiva;sì"),
                               ("Operazione;Data disattivazione", "Rinnovo;12/03/2021"), ("Esito;Data disattivazione", "KO;12/03/2021")):
            with self.subTest(columns, cells=cells):
                (said,), _ = self.step("retire", columns, cells)
                names, words = columns.split(";"), cells.split(";")
                self.assertIn(f'STATE: address "ada.neri{DOMAIN}": column "{names[0]}" says "{words[0]}", and column "{names[1]}" says '
                              f'"{words[1]}": they contradict each other; see which of the two is right', "STATE: " + said
                              if not said.startswith("STATE") else said)
        # What was so before it ended does not.
        for columns, cells in (("Data attivazione;Data cessazione PEC", "12/03/2019;12/03/2021"), ("Esito attivazione;Data cessazione PEC", "OK;12/03/2021"),
                               ("Rinnovata;Data cessazione PEC", "sì;12/03/2021"), ("Nuova scadenza;Data cessazione PEC", "12/03/2089;12/03/2021"),
                               ("Stato;Data cessazione PEC", "attivo;12/03/2021"), ("Stato casella;Data cessazione PEC", "cessata;12/03/2021")):
            with self.subTest(columns, cells=cells):
                self.assertEqual(self.step("retire", columns, cells)[0], [None])

    def test_what_is_used_by_such_a_list_is_not_released(self):
        self.check("release", "Operazione", ("Rinnovo",), ("Attivazione", "Revoca", ""), "perhaps the mailbox is in use")
        self.check("release", "Nuova scadenza", ("12/03/2089",), ("",), "perhaps the mailbox is in use")
        self.check("release", "Motivo rifiuto", (), ("documento non valido", ""), "")

    def test_what_is_not_read_of_a_mailbox_is_told(self):
        _, said = self.step("activate", "Stato fornitura;Esito SMS;Conferma lettura;Codice;Stato civile;Stato di nascita;Esito",
                            "sospesa;KO;no;1;celibe;Italia;OK")
        self.assertIn('p.csv: not read: "Stato fornitura", "Esito SMS", "Conferma lettura"; what became of a mailbox stands in a column '
                      "esito, stato casella or errore\n", said)
        # What pecaddr added itself is none of those.
        self.assertNotIn("not read", self.expect(0, "registry", "activate", "--from", "out.csv", "--dry-run", "--why", "x",
                                                 "--registry", self.uri).err)

    def test_an_error_of_assign_is_none_of_the_providers(self):
        self.write("m.csv", f"nome;cognome;pec;livello;nuovo;proposta;note;errore\nAda;Neri;ada.neri{DOMAIN};0;sì;;;x\n")
        self.expect(0, "registry", "activate", "--from", "m.csv", "--why", "x", "--registry", self.uri)

    def test_which_column_has_the_date_of_expiry_is_said_where_others_look_like_it(self):
        _, said = self.step("activate", "Scadenza;Scadenza contratto;Rinnovata il", "31/12/2089;31/12/2090;")
        self.assertIn('p.csv: not read: "Scadenza contratto", "Rinnovata il"; the date of expiry is that of column "Scadenza", and that '
                      "of leaving stands in a column uscita\n", said)


if __name__ == "__main__":
    tool.main()
