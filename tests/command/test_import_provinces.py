#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Which provinces stand in what is brought in, SPEC §5: they are told, and others than the registry's are refused until
that is said to be right.

    test_import_provinces.py --pecaddr PATH [unittest options]
"""

import tool
from tool import RegistryTest

RESIDENCE = ("pec;cognome;nome;sezione;numero;provincia\nanna.verdi@ingpec.eu;Verdi;Anna;A;102;AP\n"
             "luca.neri@ingpec.eu;Neri;Luca;A;103;MC\npaolo.gallo@ingpec.eu;Gallo;Paolo;A;104;RM\n;Bo;Ada;A;105;AN\n")
TOLD = "l.csv: 3 rows with an address; province: AP 1, MC 1 (the first on line 3), RM 1 (the first on line 4)"


class Provinces(RegistryTest):
    def setUp(self):
        super().setUp()
        self.bound = "sqlite:mc.db"
        self.expect(0, "registry", "init", "--province", "MC", "--registry", self.bound, "--quiet")
        self.write("l.csv", RESIDENCE)

    def bring_in(self, status, *arguments):
        return self.expect(status, "registry", "import", "l.csv", "--registry", self.bound, *arguments)

    def test_other_provinces_than_the_registrys_are_refused_with_nothing_done(self):
        for options in ([], ["--dry-run"]):
            result = self.bring_in(2, *options)
            self.assertEqual(result.errors[-3:], [
                TOLD,
                "pecaddr: l.csv: 2 rows have another province than the registry's, MC, such as AP on line 2 (\"provincia\"); "
                "nothing was done",
                "pecaddr: if that column is not the Order's (where people live, or were born), give it another name, and "
                "--province, such as --province MC; if the mailboxes are of other Orders' members, give "
                "--several-provinces; else correct those rows"])
        self.assertEqual(self.export(self.bound), [])

    def test_mailboxes_of_other_orders_come_in_when_that_is_said(self):
        result = self.bring_in(0, "--several-provinces")
        self.assertIn(TOLD, result.errors)
        self.assertIn("3 new on record, 0 already there, 0 with errors", result.err)
        self.usage_error("either --province or --several-provinces; not both", "registry", "import", "l.csv",
                         "--several-provinces", "--province", "MC", "--registry", self.bound)

    def test_a_province_of_the_whole_file_is_the_registrys(self):
        self.write("l.csv", "pec;cognome;nome\nanna.verdi@ingpec.eu;Verdi;Anna\n")
        self.assertEqual(self.bring_in(2, "--province", "AP").errors[-2:], [
            "pecaddr: l.csv: --province says AP, and the registry is that of MC; nothing was done",
            "pecaddr: give the province of the registry, or the registry of that Order"])
        self.bring_in(0, "--province", "MC")

    def test_a_registry_of_several_orders_takes_all_and_tells_them(self):
        result = self.registry(0, "import", "l.csv")
        self.assertIn(TOLD, result.errors)


if __name__ == "__main__":
    tool.main()
