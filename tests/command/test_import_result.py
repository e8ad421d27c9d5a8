#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
A result of assign, an export or a list of proposals that is brought in again, SPEC §5: nothing is active by it, and what
was released or only proposed is nobody's.

    test_import_result.py --pecaddr PATH [unittest options]
"""

import json
import unittest

import tool
from tool import HEADER, RegistryTest, codice_fiscale, rows_of

CF = codice_fiscale(1, "NREDAA")


class Result(RegistryTest):
    def setUp(self):
        super().setUp()
        self.write("r.csv", f"{HEADER}\nAda;Neri;MC;A;1;{CF}\nUgo;Verdi;MC;A;2;\nEva;Blu;MC;B;3;\n"
                            "Lia;Foa;MC;A;4;\nMari0;Bo;MC;A;5;\nIvo;Del;MC;A;6;\n")
        self.assign(1, "r.csv", "--output", "out.csv")

    def states(self, uri=None):
        text = self.expect(0, "registry", "show", "--all", "--registry", uri or self.uri, "--format", "json").text
        return {row["pec"].split("@")[0]: row["state"] for row in json.loads(text)}

    def lead_on(self):
        """One mailbox in each state."""
        self.registry(0, "activate", "ugo.verdi@ingpec.eu", "--why", "x")
        self.registry(0, "activate", "eva.blu@ingpec.eu", "--why", "x")
        self.registry(0, "retire", "eva.blu@ingpec.eu", "--why", "x")
        self.registry(0, "release", "lia.foa@ingpec.eu", "--why", "x")
        return {"ada.neri": "reserved", "ugo.verdi": "active", "eva.blu": "retired", "lia.foa": "released",
                "ivo.del": "reserved"}

    def test_what_is_on_record_stays_in_its_state(self):
        states = self.lead_on()
        for options in (["--dry-run"], []):
            result = self.registry(0, "import", "out.csv", *options)
            self.assertEqual(self.states(), states)
            self.assertIn("out.csv: a result of assign: what is on record stays in its state, and the rest is "
                          "reserved", result.err)
            self.assertRegex(result.err, "0 new( on record)?, 4 already there, 0 with errors, 1 rows without")
            self.assertIn("1 row passed over: its address was released", result.err)

    def test_elsewhere_it_is_reserved(self):
        other = self.init("other.db")
        self.expect(0, "registry", "import", "out.csv", "--registry", other)
        self.assertEqual(set(self.states(other).values()), {"reserved"})
        self.assertEqual(len(self.states(other)), 5)

    def test_one_that_was_released_and_given_again_is_its_holders(self):
        self.registry(0, "release", "lia.foa@ingpec.eu", "--why", "x")
        self.write("new.csv", f"{HEADER}\nLia;Foa;MC;B;40;\n")
        self.assign(0, "new.csv")
        result = self.registry(1, "import", "out.csv")
        self.assertIn("STATE: lia.foa@ingpec.eu belongs to Lia Foa (MC B 40)", result.err)

    def test_proposals_are_never_brought_in(self):
        other = self.init("other.db")
        self.write("r.csv", f"{HEADER}\nAda;Neri;MC;A;1;\nUgo;De Bo;MC;A;2;\nSIG.RA ANNA;Foa;MC;A;3;\n")
        for options, status in ((["--dry-run"], (0, 1)), ([], (0, 1))):
            result = self.run_tool("assign", "r.csv", "--registry", other, "--output", "p.csv", *options)
            self.assertIn(result.status, status)
            if options:
                self.assertIn("@ingpec.eu", self.read("p.csv", "utf-8"))
                self.expect(0, "registry", "import", "p.csv", "--registry", other)
                self.assertEqual(self.states(other), {})

    def test_the_proposal_of_a_row_that_is_broken_blocks_nothing(self):
        other = self.init("other.db")
        head = HEADER + ";pec;livello;nuovo;proposta;note;errore"
        self.write("p.csv", f"{head}\nAda;Neri;MC;A;1;;ada.neri@ingpec.eu;0;sì;;;\n"
                            "Ugo;Verdi;MC;A;2;;;;;ugo.verdi@ingpec.eu;;;;x;y\n")
        self.expect(1, "registry", "import", "p.csv", "--registry", other)
        self.assertEqual(self.states(other), {"ada.neri": "reserved"})

    def test_a_released_address_of_the_result_is_no_reason_to_stop(self):
        self.lead_on()
        rows = rows_of(self.assign(1, "out.csv").text)
        self.assertEqual([row["pec"].split("@")[0] for row in rows],
                         ["ada.neri", "ugo.verdi", "", "lia.foa", "", "ivo.del"])

    def test_what_to_do_with_the_result_of_another_registry_is_said(self):
        other = self.init("other.db")
        result = self.assign(2, "out.csv", registry=other)
        self.assertIn("this is a result of assign: give the registry that it was made with by --registry; if that is "
                      "lost, put a backup back with pecaddr registry restore, or bring them in, as reserved, with "
                      "pecaddr registry import", result.err)
        self.assertEqual(self.states(other), {})

    def test_what_is_completed_is_not_new(self):
        self.write("m.csv", "pec;nome;cognome;provincia;sezione;numero;codice_fiscale;scadenza\n"
                            f"ada.neri@ingpec.eu;Ada;Neri;MC;A;1;{CF};\n"
                            "ivo.del@ingpec.eu;Ivo;Del;MC;A;6;;31/12/2030\nnew.one@ingpec.eu;New;One;MC;A;9;;\n")
        result = self.registry(0, "import", "m.csv")
        self.assertIn("1 new on record, 2 already there, 0 with errors", result.err)
        self.assertIn("2 that were there were only reserved, and are active by this file", result.err)
        self.write("m.csv", "pec;nome;cognome;provincia;sezione;numero;scadenza\n"
                            "ada.neri@ingpec.eu;Ada;Neri;MC;A;1;31/12/2031\n"
                            "new.one@ingpec.eu;New;One;MC;A;9;\n")
        result = self.registry(0, "import", "m.csv")
        self.assertIn("0 new on record, 2 already there, 0 with errors", result.err)
        self.assertIn("1 that was there has gained facts that were not on record", result.err)


if __name__ == "__main__":
    tool.main()
