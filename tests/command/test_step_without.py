#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Rows of `registry leave --from FILE` that have no address, SPEC §6: whoever has left, and has a mailbox in force on
record, is not passed over.

    test_step_without.py --pecaddr PATH [unittest options]
"""

import tool
from tool import DOMAIN, HEADER, ToolTest, codice_fiscale

CF = codice_fiscale(1, "RSSMRA")
MARIO = f"mario.rossi{DOMAIN}"
HELD = f"this person has {MARIO} on record, with the register entry MC A 1, which stays a member's; if this person has left the Order, "
PASSED_OVER = "rows without an address, passed over: 1"


class StepWithout(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init("registry.db")
        self.roster(f"Mario;Rossi;MC;A;1;{CF};", "Anna;Bo;MC;A;2;;")
        self.step(0, "activate", "--from", "out.csv")

    def roster(self, *rows, status=0, arguments=()):
        self.write("r.csv", "\n".join([f"{HEADER};Data cancellazione", *rows, ""]))
        return self.assign(status, "r.csv", "--output", "out.csv", "--quiet", *arguments, registry=self.uri)

    def step(self, status, command, *arguments):
        return self.expect(status, "registry", command, *arguments, "--why", "x", "--registry", self.uri).err

    def leave(self, status, *rows, columns="nome;cognome;provincia;sezione;numero;codice_fiscale;Data cancellazione", options=()):
        self.write("p.csv", "\n".join([f"pec;{columns}", *rows, ""]))
        return self.step(status, "leave", "--from", "p.csv", *options)

    def test_who_left_on_another_entry_than_the_one_on_record_is_an_error_until_it_is_done(self):
        left = f"Mario;Rossi;MC;B;9;{CF};12/03/2026"
        self.roster(left, "Anna;Bo;MC;A;2;;", status=1)
        for options in (["--dry-run"], []):
            said = self.step(1, "leave", "--from", "out.csv", *options)
            self.assertIn(f"out.csv:2: STATE: the row has no address, and says that Mario Rossi ({CF}, MC B 9) has left; " + HELD +
                          "put it on record by the address: pecaddr registry leave ADDRESS --left DAY", said)
            self.assertIn("with errors: 1; members by the file", said)
        self.step(0, "leave", MARIO, "--left", "12/03/2026")
        self.assertIn(PASSED_OVER, self.step(0, "leave", "--from", "out.csv"))
        self.roster(left, "Anna;Bo;MC;A;2;;", status=1)

    def test_who_has_an_address_that_the_list_lacks_is_told(self):
        for person in (f"Mario;Rossi;MC;A;1;{CF}", f"Mario;Rossi;mc;B;9;{CF}", f"Mario Luca;Rossi;MC;A;1;{CF.lower()}", "Mario;Rossi;MC;A;1;"):
            with self.subTest(person):
                self.assertIn(HELD, self.leave(1, f";{person};12/03/2026"))

    def test_so_is_who_may_have_one_as_the_row_says_too_little(self):
        said = "; without the whole name and register entry nobody can tell whether this person has a mailbox; fill in the address: "
        for person in (f"Mario;Rossi;;;;{CF}", f";;;;;{CF}", "Ugo;Foa;MC;A;;", ";Foa;MC;A;5;"):
            with self.subTest(person):
                self.assertIn(said, self.leave(1, f";{person};12/03/2026"))
        self.assertIn(said, self.leave(1, f";Mario;Rossi;{CF}", columns="nome;cognome;codice_fiscale", options=["--left", "12/03/2026"]))
        self.assertIn(said, self.leave(1, f";Mario;Rossi;{CF};cancellato", f"anna.bo{DOMAIN};Anna;Bo;;iscritto",
                                       columns="nome;cognome;codice_fiscale;Stato"))
        self.assertIn(PASSED_OVER, self.leave(0, ";;;MC;A;;;12/03/2026", f"anna.bo{DOMAIN};Anna;Bo;MC;A;2;;12/03/2026"))

    def test_a_reserved_one_is_given_back(self):
        self.roster(f"Ugo;Foa;MC;A;3;{codice_fiscale(2, 'FOXGUO')};")
        said = self.leave(1, f";Ugo;Foa;MC;B;9;{codice_fiscale(2, 'FOXGUO')};12/03/2026")
        self.assertIn(f"give the address back: pecaddr registry release ADDRESS", said)

    def test_who_has_none_is_a_member_or_is_somebody_else_is_passed_over(self):
        member = f"anna.bo{DOMAIN};Anna;Bo;MC;A;2;;12/03/2026"
        for row in ("Luca;Re;MC;A;1;;12/03/2026", f"Luca;Re;MC;B;9;{CF};12/03/2026", f"Mario;Rossi;AN;A;9;{CF};12/03/2026",
                    "Mario;Rossi;MC;B;9;;12/03/2026", f"Mario;Rossi;MC;A;1;{CF};"):
            with self.subTest(row):
                self.assertIn(PASSED_OVER, self.leave(0, f";{row}", member))
        for columns, cells in (("Stato;Data cancellazione", "sospeso;"), ("Stato;Data cancellazione", "iscritto;12/03/2026")):
            with self.subTest(columns, cells=cells):
                said = self.leave(0, f";Mario;Rossi;MC;A;1;{CF};{cells}", f"anna.bo{DOMAIN};Anna;Bo;MC;A;2;;;12/03/2026",
                                  columns=f"nome;cognome;provincia;sezione;numero;codice_fiscale;{columns}")
                self.assertIn(PASSED_OVER, said)

    def test_nor_is_an_entry_that_was_left_for_another_of_the_file(self):
        """Far apart, in either order."""
        rows = [f"Mario;Rossi;MC;B;9;{CF};01/02/2003"] + [f"Ugo;Neri;MC;A;{1000 + i};;01/02/2020" for i in range(2500)]
        rows.append(f"Mario;Rossi;MC;A;1;{CF};")
        for order in (1, -1):
            self.roster(*rows[::order], status=1)
            said = self.step(0, "leave", "--from", "out.csv")
            self.assertRegex(said, "left the Order: 0; with this day on record already: 0; rows without an address, passed over: 2501 "
                                   r"\((Mario Rossi|Ugo Neri)(, Ugo Neri){4}, …\); members")


if __name__ == "__main__":
    tool.main()
