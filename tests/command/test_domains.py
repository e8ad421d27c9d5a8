#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
A scheme whose domain is not the registry's, SPEC §6: by a slip of --scheme everybody would have a second address.

    test_domains.py --pecaddr PATH [unittest options]
"""

import tool
from tool import HEADER, RegistryTest, codice_fiscale

OTHER = ("--scheme", "archiworldpec")
REFUSED = ["pecaddr: no address of archiworldpec.it, the domain of the scheme archiworldpec, is on record, but these are: "
           "ingpec.eu 2; nothing was done"]
HINT = ("pecaddr: if the scheme is the wrong one, give the right one by --scheme; if the domain is new in this registry, "
        "give --new-domain")


class Domains(RegistryTest):
    def setUp(self):
        super().setUp()
        self.write("r.csv", f"{HEADER}\nAda;Bo;MC;A;1;\nUgo;Foa;MC;A;2;\n")
        self.write("l.csv", f"pec;nome;cognome;sezione;numero;provincia;cf\nada.bo@archiworldpec.it;Ada;Bo;A;1;MC;"
                   f"{codice_fiscale(1, 'BOXDAA')}\n")

    def test_a_registry_without_addresses_takes_any_scheme(self):
        self.assign(0, "r.csv", *OTHER)
        self.assertEqual(self.export(), ["ada.bo@archiworldpec.it", "ugo.foa@archiworldpec.it"])

    def test_nothing_is_done_under_the_scheme_of_a_domain_that_is_not_on_record(self):
        self.assign(0, "r.csv")
        for command in (["assign", "r.csv"], ["assign", "r.csv", "--dry-run"],
                        ["assign", "--given", "Eva", "--surname", "Neri", "--province", "MC", "--section", "A", "--number",
                         "3"], ["registry", "import", "l.csv"], ["registry", "import", "l.csv", "--dry-run"]):
            with self.subTest(command=command):
                result = self.expect(2, *command, *OTHER, "--registry", self.uri)
                self.assertEqual(result.errors[-2:], [*REFUSED, HINT])
        result = self.registry(2, "export", "--inipec", "--next", "--output", "i.csv", *OTHER)
        self.assertEqual(result.errors, [*REFUSED, "pecaddr: give the right scheme by --scheme"])
        self.assertEqual(self.export(), ["ada.bo@ingpec.eu", "ugo.foa@ingpec.eu"])

    def test_a_registry_has_two_domains_when_that_was_said_once(self):
        self.assign(0, "r.csv")
        self.registry(0, "import", "l.csv", "--new-domain", *OTHER)
        self.assertIn("ugo.foa@archiworldpec.it", self.assign(0, "r.csv", *OTHER).text)
        self.registry(0, "export", "--inipec", "--next", "--output", "i.csv", *OTHER)
        self.registry(0, "export", "--inipec", "--next", "--output", "j.csv")

    def test_an_assignment_may_be_of_a_new_domain_too(self):
        self.assign(0, "r.csv")
        self.assertIn("ada.bo@archiworldpec.it", self.assign(0, "r.csv", "--new-domain", *OTHER).text)

    def test_the_domains_on_record_are_told(self):
        self.write("l.txt", "".join(f"a.{c}@{c}.example\nb.{c}@{c}.example\n" for c in "abcdef"))
        self.registry(0, "import", "l.txt")
        self.assertIn("but these are: a.example 2, b.example 2, c.example 2, d.example 2, others 4; nothing was done",
                      self.assign(2, "r.csv").err)


if __name__ == "__main__":
    tool.main()
