#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
pecaddr audit.

    test_audit.py --pecaddr PATH [unittest options]
"""

import csv
import io
import json
import os
import time

import tool
from tool import HEADER, INIPEC, ToolTest, codice_fiscale


class Audit(ToolTest):
    """Rows are (nome, cognome, provincia, sezione, numero, codice fiscale)."""

    def setUp(self):
        super().setUp()
        self.uri = self.init()

    def roster(self, *rows, name="r.csv", header=HEADER):
        return self.write(name, header + "\n" + "".join(";".join(map(str, row)) + "\n"
                                                        for row in rows))

    def audit(self, status, *arguments, registry=None, roster="r.csv"):
        result = self.expect(status, "audit", roster, "--registry", registry or self.uri,
                             "--format", "json", *arguments)
        self.remarks = result.err
        return json.loads(result.text)

    def verdicts(self, status, *arguments, **options):
        return [(row["verdict"], row["level"], row["address"], row["expected"])
                for row in self.audit(status, *arguments, **options)]

    def test_the_environment_says_the_province_where_no_column_does(self):
        self.roster(("Mario", "Rossi", "A", 1), header="nome;cognome;sezione;numero")
        self.assign(0, "r.csv", "--province", "MC", "--output", "out.csv")
        self.expect(2, "audit", "r.csv", "--registry", self.uri)
        result = self.expect(0, "audit", "r.csv", "--registry", self.uri, env={"PECADDR_PROVINCE": "MC"})
        self.assertIn("mario.rossi@ingpec.eu", result.text)
        # A column says it before.
        self.roster(("Mario", "Rossi", "MC", "A", 1, ""))
        self.expect(0, "audit", "r.csv", "--registry", self.uri, env={"PECADDR_PROVINCE": "AN"})

    def test_names_whose_letters_look_like_another_encoding_are_told(self):
        said = "r.csv:2: the letters of 1 name look like windows-1250; if they are wrong, force --encoding windows-1250"
        text = f"{HEADER}\nMaja;Marušič;MC;A;1;\nAnna;Rossi;MC;A;2;\n".encode("cp1250")
        self.write("r.csv", text)
        self.write("list.txt", "")
        for options, times in (([], 1), (["--encoding", "windows-1250"], 0), (["--encoding", "windows-1252"], 0)):
            result = self.expect(1, "audit", "r.csv", "--registry", "file:list.txt", *options)
            self.assertEqual(result.errors.count(said), times, options)

    def test_what_was_assigned_is_right_at_its_level(self):
        self.roster(("Mario", "Rossi", "MC", "A", 1, codice_fiscale(1)),
                    ("Mario", "Rossi", "MC", "A", 2, codice_fiscale(2)),
                    ("Mario", "Rossi", "AN", "B", 2, ""), ("", "", "", "", "", ""),
                    ("Mario", "Rossi", "MC", "B", 3, codice_fiscale(3)))
        self.assign(0, "r.csv", "--output", "out.csv")
        before = self.read("registry.db")
        expected = [("right", 0, "mario.rossi@ingpec.eu", None),
                    ("right", 1, "mario.rossi.mc@ingpec.eu", None),
                    ("right", 1, "mario.rossi.an@ingpec.eu", None),
                    ("right", 2, "mario.rossi.mc.b3@ingpec.eu", None)]
        self.assertEqual(self.verdicts(0), expected)
        self.assertEqual(self.verdicts(0, roster="out.csv"), expected)
        self.assertRegex(self.remarks, r"(?m)^right +4$")
        self.assertRegex(self.remarks, r"(?m)^level 1 +2  \{given\}\.\{surname\}\.\{province\}$")
        self.assertEqual(self.read("registry.db"), before)

    def test_a_level_higher_than_would_be_free_now_is_right(self):
        self.roster(("Mario", "Rossi", "MC", "A", 1, ""), ("Mario", "Rossi", "MC", "A", 2, ""))
        self.assign(0, "r.csv")
        self.expect(0, "registry", "release", "mario.rossi@ingpec.eu", "--why", "x", "--registry",
                    self.uri)
        self.roster(("Mario", "Rossi", "MC", "A", 2, ""))
        self.assertEqual(self.verdicts(0), [("right", 1, "mario.rossi.mc@ingpec.eu", None)])

    def test_a_corrected_name_or_a_transfer_leaves_an_issued_address_right(self):
        self.roster(("Mario", "Rosi", "MC", "A", 1, codice_fiscale(1)),
                    ("Ada", "Bianchi", "MC", "A", 2, codice_fiscale(2)),
                    ("Ada", "Bianchi", "MC", "A", 3, codice_fiscale(3)),
                    ("Ada", "Bianchi", "MC", "B", 4, codice_fiscale(4)))
        self.assign(0, "r.csv")
        self.roster(("Mario", "Rossi", "MC", "A", 1, codice_fiscale(1)),
                    ("Ada", "Bianchi", "MC", "A", 2, codice_fiscale(2)),
                    ("Ada", "Bianchi", "AN", "A", 33, codice_fiscale(3)),
                    ("Ada", "Bianchi", "MC", "A", 44, codice_fiscale(4)))
        # Before the registry knows of the transfer, and after.
        for is_known in (False, True):
            rows = self.audit(0)
            self.assertEqual([(row["verdict"], row["level"], row["address"]) for row in rows],
                             [("right", 0, "mario.rosi@ingpec.eu"),
                              ("right", 0, "ada.bianchi@ingpec.eu"),
                              ("right", 1, "ada.bianchi.mc@ingpec.eu"),
                              ("right", 2, "ada.bianchi.mc.b4@ingpec.eu")])
            self.assertEqual([row["why"] for row in rows], [
                "issued for the name on record, Mario Rosi, which was corrected", None,
                *(["issued for the entry MC A 3, before the transfer to AN A 33",
                   "issued for the entry MC B 4, before the transfer to MC A 44"] if is_known else
                  ["issued for the entry on record, MC A 3",
                   "issued for the entry on record, MC B 4"])])
            self.assign(0, "r.csv")

    def test_a_name_that_registry_correct_changed_leaves_the_address_right(self):
        """By the receipt, as for registry verify; of what was imported, by what was on record before."""
        self.roster(("Mario", "Rosi", "MC", "A", 1, codice_fiscale(1)))
        self.assign(0, "r.csv")
        self.write("list.csv", "pec;nome;cognome;provincia;sezione;numero\nada.neri@ingpec.eu;Ada;Neri;MC;A;2\n")
        self.expect(0, "registry", "import", "list.csv", "--registry", self.uri)
        for surname, ada in (("Rosa", "Nera"), ("Rossi", "Neroni")):
            for given, name, address in (("Mario", surname, "mario.rosi"), ("Ada", ada, "ada.neri")):
                self.expect(0, "registry", "correct", f"{address}@ingpec.eu", "--given", given, "--surname", name,
                            "--why", "x", "--registry", self.uri)
        for with_address in (False, True):
            rows = [("Mario", "Rossi", "MC", "A", 1, codice_fiscale(1)), ("Ada", "Neroni", "MC", "A", 2, "")]
            if with_address:
                rows = [(*row, address) for row, address in zip(rows, ("mario.rosi@ingpec.eu", "ada.neri@ingpec.eu"))]
            self.roster(*rows, header=HEADER + ";pec" * with_address)
            self.assertEqual([(row["verdict"], row["level"], row["why"]) for row in self.audit(0)], [
                ("right", 0, "issued for the name Mario Rosi, before it was corrected on record"),
                ("right", 0, "issued for the name Ada Neri, before it was corrected on record")])
        self.expect(0, "registry", "verify", "--registry", self.uri)

    def test_a_transfer_leaves_an_imported_address_right(self):
        self.transfer_imported("Ada")

    def test_so_does_one_of_somebody_whose_given_name_came_later(self):
        self.transfer_imported("")

    def transfer_imported(self, given):
        self.write("list.csv", "pec;nome;cognome;provincia;sezione;numero;codice_fiscale\n"
                   f"ada.bianchi.mc.b4@ingpec.eu;{given};Bianchi;MC;B;4;{codice_fiscale(4, 'BNCDAA')}\n")
        self.expect(0, "registry", "import", "list.csv", "--registry", self.uri)
        self.roster(("Ada", "Bianchi", "TO", "A", 44, codice_fiscale(4, 'BNCDAA')))
        self.assign(0, "r.csv")
        self.roster(("Ada", "Bianchi", "AN", "A", 5, codice_fiscale(4, 'BNCDAA')))
        self.assign(0, "r.csv")
        self.assertEqual([(row["verdict"], row["level"], row["why"]) for row in self.audit(0)],
                         [("right", 2, "issued for the entry MC B 4, before the transfer to AN A 5")])

    def test_a_result_is_not_written_over_what_is_compared(self):
        self.roster(("Ada", "Bianchi", "MC", "A", 1, ""))
        self.write("list.txt", "ada.bianchi@ingpec.eu\n")
        self.write("s.ini", "name = s\ndomain = ingpec.eu\nrule = {given}.{surname}\n")
        for name in ("r.csv", "list.txt", "s.ini"):
            os.link(self.path(name), self.path("other"))
            before = self.read(name)
            for output in (name, "other"):
                result = self.expect(2, "audit", "r.csv", "--registry", "file:list.txt", "--scheme",
                                     "s.ini", "--output", output)
                self.assertIn(f"--output {output}: this file is ", result.err)
                self.assertEqual(self.read(name), before)
            os.unlink(self.path("other"))

    def test_what_an_import_did_not_know_is_no_transfer_nor_one_of_an_earlier_holder(self):
        people = [("Ada", "Bianchi", "MC", "A", n, codice_fiscale(n, 'BNCDAA')) for n in (1, 2)]
        for province in ("MC", "TO"):
            self.roster(*people, ("Ada", "Bianchi", province, "B", 4, codice_fiscale(3, 'BNCDAA')))
            self.assign(0, "r.csv", "--quiet")
        address = "ada.bianchi.mc.b4@ingpec.eu"
        self.expect(0, "registry", "release", address, "--why", "x", "--registry", self.uri)
        for header, cells in (("numero", "4"), ("provincia;sezione;numero", "MC;B;4")):
            self.write("list.csv", f"pec;nome;cognome;codice_fiscale;{header}\n"
                                   f"{address};Ada;Bianchi;{codice_fiscale(4, 'BNCDAA')};{cells}\n")
            self.expect(0, "registry", "import", "list.csv", "--registry", self.uri)
        self.roster(*people, ("Ada", "Bianchi", "AN", "A", 5, codice_fiscale(4, 'BNCDAA')))
        self.assign(0, "r.csv", "--quiet")
        self.assertEqual([(row["verdict"], row["why"]) for row in self.audit(0)], [
            ("right", None), ("right", None),
            ("right", "issued for the entry MC B 4, before the transfer to AN A 5")])

    def test_an_entry_that_came_later_is_not_what_an_imported_address_is_judged_by(self):
        """Whoever comes from another Order brings an address of that one, and of her entry there nothing is known."""
        ada, of_order, of_entry = codice_fiscale(4, 'BNCDAA'), "ada.bianchi.mc@ingpec.eu", "ada.bianchi.mc.a7@ingpec.eu"
        for address, known, cells, verdict in (
                (of_order, "", "", "right"), (of_order, ";numero", ";7", "right"), (of_order, ";provincia", ";MC", "right"),
                (of_order, ";provincia", ";AN", "differs"), (of_order, ";provincia;sezione;numero", ";AN;A;10", "differs"),
                (of_entry, ";numero", ";7", "right"), (of_entry, ";numero", ";8", "differs"),
                (of_entry, ";sezione", ";A", "right"), (of_entry, ";sezione", ";B", "differs")):
            for name in ("Ada", "Eva"):
                self.uri = self.init(f"r{address}{known}{cells}{name}.db".replace(";", "-"))
                self.write("list.csv", f"pec;nome;cognome;codice_fiscale{known}\n{address};Ada;Bianchi;{ada}{cells}\n")
                self.expect(0, "registry", "import", "list.csv", "--registry", self.uri)
                if name == "Eva":
                    self.expect(0, "registry", "correct", address, "--given", name, "--surname", "Bianchi", "--why", "x",
                                "--registry", self.uri)
                self.roster((name, "Bianchi", "AN", "A", 10, ada))
                # Before the registry knows of the entry, and after.
                for is_known in (False, True):
                    rows = self.audit(int(verdict == "differs"))
                    self.assertEqual([(row["verdict"], row["address"]) for row in rows], [(verdict, address)],
                                     (known, cells, name, is_known))
                    if verdict == "right":
                        self.assertEqual(rows[0]["why"], "issued for a register entry that is not on record"
                                         if name == "Ada" else
                                         "issued for the name Ada Bianchi, before it was corrected on record")
                    self.assign(0, "r.csv", "--accept", "all,CF_MISMATCH", "--quiet")
                self.expect(0, "registry", "verify", "--registry", self.uri)

    def test_an_older_scheme_leaves_an_issued_address_right(self):
        self.write("old.ini", "name = old\ndomain = ingpec.eu\nprofile = plain\n"
                              "rule = {initial}.{surname}\n")
        self.roster(("J\u00f6rg", "\u00d6z", "MC", "A", 1, codice_fiscale(1)))
        self.assign(0, "r.csv", "--scheme", "old.ini")
        rows = self.audit(0)
        self.assertEqual([(row["verdict"], row["address"], row["why"]) for row in rows],
                         [("right", "j.oz@ingpec.eu",
                           "issued under another scheme, old, as on record")])

    def test_an_address_that_differs_tells_why_and_what_the_rules_give(self):
        self.write("list.csv", "pec;nome;cognome;provincia;sezione;numero;codice_fiscale\n"
                   f"jorg.oz@ingpec.eu;Jörg;Öz;MC;A;1;{codice_fiscale(1)}\n"
                   f"m.rossi@ingpec.eu;Mario;Rossi;MC;A;2;{codice_fiscale(2)}\n"
                   f"mario.rossi@pec.it;Mario;Rossi;MC;A;3;{codice_fiscale(3)}\n"
                   f"ada.verdi@ingpec.eu;Ada;Verdi;MC;A;4;{codice_fiscale(4, 'BNCDAA')}\n"
                   f"ada.neri.an@ingpec.eu;Ada;Neri;MC;A;5;{codice_fiscale(5)}\n"
                   f"ada_blu@ingpec.eu;Ada;Blu;MC;A;6;{codice_fiscale(6)}\n")
        self.roster(("Jörg", "Öz", "MC", "A", 1, codice_fiscale(1)),
                    ("Mario", "Rossi", "MC", "A", 2, codice_fiscale(2)),
                    ("Mario", "Rossi", "MC", "A", 3, codice_fiscale(3)),
                    ("Ada", "Bianchi", "MC", "A", 4, codice_fiscale(4, "BNCDAA")),
                    ("Ada", "Neri", "MC", "A", 5, codice_fiscale(5)),
                    ("Ada", "Blu", "MC", "A", 6, codice_fiscale(6)))
        whys = ["written by the other profile, plain: letters like ö have two customary spellings",
                "the rules give this address to another name", "not an address of ingpec.eu",
                "made for another name: Ada Verdi", "made for another register entry",
                "the rules of the scheme ingpec do not give it"]
        rows = self.audit(1, registry="file:list.csv")
        self.assertEqual([row["verdict"] for row in rows], ["differs"] * 6)
        self.assertEqual([row["why"] for row in rows], whys)
        self.assertEqual([row["expected"] for row in rows],
                         ["joerg.oez@ingpec.eu", "mario.rossi@ingpec.eu", "mario.rossi@ingpec.eu",
                          "ada.bianchi@ingpec.eu", "ada.neri@ingpec.eu", "ada.blu@ingpec.eu"])
        # The same mailboxes in a registry, which did not issue them.
        self.expect(0, "registry", "import", "list.csv", "--accept", "all", "--registry", self.uri)
        rows = self.audit(1)
        self.assertEqual([row["verdict"] for row in rows],
                         ["differs", "differs", "missing", "right", "differs", "differs"])
        self.assertEqual(rows[3]["why"],
                         "issued for the name on record, Ada Verdi, which was corrected")

    def test_a_mailbox_that_somebody_else_holds_is_told_with_the_first_that_is_free(self):
        self.roster(("Mario", "Rossi", "MC", "A", 1, codice_fiscale(1)),
                    ("Ada", "Bianchi", "MC", "A", 2, codice_fiscale(2)))
        self.assign(0, "r.csv")
        self.roster(("Mario", "Rossi", "MC", "A", 1, codice_fiscale(1)),
                    ("Mario", "Rossi", "MC", "A", 9, codice_fiscale(9)),
                    ("Ada", "Bianchi", "MC", "A", 2, codice_fiscale(8)))
        rows = self.audit(1)
        self.assertEqual([row["verdict"] for row in rows],
                         ["right", "taken", "taken", "orphaned"])
        self.assertEqual(rows[1]["expected"], "mario.rossi.mc@ingpec.eu")
        self.assertEqual(rows[1]["why"], "mario.rossi@ingpec.eu is that of line 2, Mario Rossi, "
                                         f"{codice_fiscale(1)}, MC A 1")
        self.assertTrue(rows[2]["why"].startswith(
            f"ada.bianchi@ingpec.eu belongs to Ada Bianchi ({codice_fiscale(2)}, MC A 2), who has "
            "this register entry, but another codice fiscale; if it is the same person, "))
        self.assertEqual(rows[3]["address"], "ada.bianchi@ingpec.eu")
        self.assertEqual(rows[3]["why"], "no one in the roster explains it; it is held by "
                                         f"{codice_fiscale(2)}, MC A 2")

    def test_the_address_that_the_roster_itself_has_is_compared_too(self):
        self.roster(("Mario", "Rossi", "MC", "A", 1, codice_fiscale(1)),
                    ("Ada", "Bianchi", "MC", "A", 2, codice_fiscale(2)))
        self.assign(0, "r.csv")
        self.roster(("Mario", "Rossi", "MC", "A", 1, codice_fiscale(1), "M.ROSSI@ingpec.eu"),
                    ("Ada", "Bianchi", "MC", "A", 2, codice_fiscale(2), "Ada.Bianchi@ingpec.eu"),
                    ("Ugo", "Neri", "MC", "A", 3, codice_fiscale(3), "ada.bianchi@ingpec.eu"),
                    header=HEADER + ";pec")
        rows = self.audit(1)
        self.assertEqual([row["verdict"] for row in rows], ["differs", "right", "taken"])
        self.assertEqual(rows[0]["why"], "the roster has another address for this person: "
                                         "M.ROSSI@ingpec.eu")
        self.assertIn("the roster's address is not this person's", rows[2]["why"])

    def test_missing_errors_and_orphans(self):
        self.roster(("Ada", "Bianchi", "MC", "A", 2, codice_fiscale(2)),
                    ("Ugo", "Neri", "MC", "A", 3, codice_fiscale(3)),
                    ("Mario", "Rossi", "AN", "A", 4, codice_fiscale(4)))
        self.assign(0, "r.csv")
        self.write("more.txt", "ordine.macerata@ingpec.eu\nugo.verdi.mc@ingpec.eu\n"
                               "ugo.verdi.to@ingpec.eu\nugo.verdi@ingpec.eu\n")
        self.expect(0, "registry", "import", "more.txt", "--registry", self.uri)
        self.roster(("Ida", "Gialli", "MC", "A", 1, codice_fiscale(1)),
                    ("Ug0", "Neri", "MC", "A", 3, codice_fiscale(3)),
                    ("Eva", "Blu", "ZZ", "A", 5, ""))
        rows = self.audit(1)
        self.assertEqual([(row["line"], row["verdict"], row["address"]) for row in rows],
                         [(2, "missing", None), (3, "error", "ugo.neri@ingpec.eu"),
                          (4, "error", None), (None, "orphaned", "ada.bianchi@ingpec.eu"),
                          (None, "orphaned", "ugo.verdi.mc@ingpec.eu"),
                          (None, "orphaned", "ugo.verdi@ingpec.eu")])
        self.assertEqual(rows[0]["expected"], "ida.gialli@ingpec.eu")
        self.assertTrue(rows[1]["why"].startswith("UNEXPECTED: given names, character 3"))
        self.assertIn("besides: 1 addresses of functions, 0 of former members, 2 of Orders that the "
                      "roster has nobody of", self.remarks)

    def test_a_plain_list_may_give_each_homonym_any_of_their_addresses(self):
        self.write("list.txt", "\ufeffMario.Rossi@INGPEC.EU\r\nmario.rossi.mc@ingpec.eu  a note\r\n"
                               "\r\njorg.oz@ingpec.eu\r\nada.neri@ingpec.eu;x\r\nno address\r\n")
        self.roster(("Mario", "Rossi", "AN", "A", 1, ""), ("Mario", "Rossi", "MC", "A", 1, ""),
                    ("Mario", "Rossi", "MC", "A", 2, ""), ("Jörg", "Öz", "MC", "A", 3, ""))
        self.assertEqual(self.verdicts(1, registry="file:list.txt"),
                         [("right", 0, "mario.rossi@ingpec.eu", None),
                          ("right", 1, "mario.rossi.mc@ingpec.eu", None),
                          ("taken", None, None, "mario.rossi.mc.a2@ingpec.eu"),
                          ("differs", None, "jorg.oz@ingpec.eu", "joerg.oez@ingpec.eu"),
                          ("orphaned", None, "ada.neri@ingpec.eu", None)])
        self.assertIn('list.txt:6: ARGUMENT: address "no": this is no address', self.remarks)
        rows = self.audit(1, registry="file:list.txt")
        self.assertEqual(rows[4]["line"], 5)

    def test_inipec_is_read_with_and_without_its_header(self):
        lines = (f"mario.rossi@ingpec.eu;MARIO;ROSSI;A 1;{codice_fiscale(1)};2;2020-01-01;\n"
                 f"ada.bianchi.mc@ingpec.eu;ADA;BIANCHI;2/A;{codice_fiscale(2)};2;2020-01-01;\n"
                 f"ugo.neri@ingpec.eu;UGO;NERI;n. 3 sez. A;;2;2020-01-01;\n"
                 f"ida.gialli@ingpec.eu;IDA;GIALLI;A 4;{codice_fiscale(4)};2;2020-01-01;\n"
                 f"ida.gialli@ingpec.eu;IDA;GIALLI;A 4;{codice_fiscale(4)};3;2020-01-01;2021-01-01\n"
                 f"eva.blu@ingpec.eu;EVA;BLU;B 5;{codice_fiscale(5)};1;2020-01-01;\n"
                 f"eva.blu@ingpec.eu;EVA;BLU;B 5;{codice_fiscale(5)};1;2020-01-02;\n")
        self.roster(("Mario", "Rossi", "MC", "A", 1, codice_fiscale(1)),
                    ("Ada", "Bianchi", "MC", "A", 2, codice_fiscale(2)),
                    ("Ugo", "Neri", "MC", "A", 3, codice_fiscale(3)),
                    ("Ida", "Gialli", "MC", "A", 4, codice_fiscale(4)))
        for text in (INIPEC + lines, lines):
            for encoding in ("utf-8", "utf-16"):
                self.write("inipec.csv", text, encoding)
                self.assertEqual(self.verdicts(1, registry="file:inipec.csv"),
                                 [("right", 0, "mario.rossi@ingpec.eu", None),
                                  ("right", 1, "ada.bianchi.mc@ingpec.eu", None),
                                  ("right", 0, "ugo.neri@ingpec.eu", None),
                                  ("missing", None, "ida.gialli@ingpec.eu", None),
                                  ("orphaned", None, "eva.blu@ingpec.eu", None)])

    def test_inipec_without_section_and_codice_fiscale_is_known_by_number_and_name(self):
        self.write("inipec.csv", "m.rossi@ingpec.eu;MARIO;ROSSI;1;;2;;\n"
                                 "ada.neri@ingpec.eu;ADA;NERI;2;;2;;\n")
        self.roster(("Ugo", "Verdi", "MC", "A", 2, ""), ("Mario", "Rossi", "MC", "A", 1, ""),
                    ("Ada", "Neri", "MC", "B", 2, codice_fiscale(2)))
        self.assertEqual(self.verdicts(1, registry="file:inipec.csv"),
                         [("missing", None, None, "ugo.verdi@ingpec.eu"),
                          ("differs", None, "m.rossi@ingpec.eu", "mario.rossi@ingpec.eu"),
                          ("right", 0, "ada.neri@ingpec.eu", None)])

    def test_one_address_of_two_persons_in_a_list_is_an_error(self):
        self.write("inipec.csv", f"mario.rossi@ingpec.eu;MARIO;ROSSI;A 1;{codice_fiscale(1)};2;;\n"
                                 f"mario.rossi@ingpec.eu;MARIO;ROSSI;A 2;{codice_fiscale(2)};2;;\n")
        self.roster(("Mario", "Rossi", "MC", "A", 1, codice_fiscale(1)))
        self.assertEqual(self.verdicts(1, registry="file:inipec.csv"),
                         [("right", 0, "mario.rossi@ingpec.eu", None)])
        self.assertIn('inipec.csv:2: STATE: address "mario.rossi@ingpec.eu": this address is another '
                      "person's on line 1", self.remarks)

    def test_a_retired_mailbox_is_missing_and_no_orphan(self):
        self.write("list.csv", "pec;nome;cognome;codice_fiscale;state\n"
                   f"mario.rossi@ingpec.eu;Mario;Rossi;{codice_fiscale(1)};retired\n"
                   f"ada.neri@ingpec.eu;Ada;Neri;{codice_fiscale(2)};retired\n")
        self.roster(("Mario", "Rossi", "MC", "A", 1, codice_fiscale(1)))
        rows = self.audit(1, registry="file:list.csv")
        self.assertEqual([(row["verdict"], row["why"]) for row in rows],
                         [("missing", "this person's mailbox is retired")])

    def test_under_another_scheme(self):
        people = [("Mario", "Rossi"), ("Mario", "Rossi"), ("Mario", "Rossimc"), ("M", "Rossi")]
        self.roster(*((given, surname, "MC", "A", i + 1, "") for i, (given, surname)
                      in enumerate(people)))
        for scheme in ("nodot", "counter", "initial"):
            self.uri = self.init(scheme + ".db")
            self.assign(0, "r.csv", "--scheme", scheme, registry=self.uri)
            rows = self.audit(0, "--scheme", scheme)
            self.assertEqual({row["verdict"] for row in rows}, {"right"})
            self.assertEqual(len(rows), 4)

    def test_a_roster_without_entries_will_do_for_a_scheme_without_them(self):
        self.write("list.txt", "ada.neri@archiworldpec.it\nada.neri.2@archiworldpec.it\n")
        self.write("r.csv", "nome;cognome\nAda Maria;Neri\nAda;Neri\nAda;Neri\n")
        self.assertEqual(self.verdicts(1, "--scheme", "archiworldpec", registry="file:list.txt"),
                         [("right", 0, "ada.neri@archiworldpec.it", None),
                          ("right", 1, "ada.neri.2@archiworldpec.it", None),
                          ("taken", None, None, "ada.neri.3@archiworldpec.it")])
        self.usage_error("there is no column provincia", "audit", "r.csv", "--registry",
                         "file:list.txt")

    def test_the_three_formats_and_the_output(self):
        self.roster(("Mario", "Rossi", "MC", "A", 1, codice_fiscale(1)))
        self.assign(0, "r.csv")
        arguments = ["audit", "r.csv", "--registry", self.uri]
        text = self.expect(0, *arguments, "--quiet")
        self.assertEqual(text.err, "")
        self.assertEqual(text.lines[1].split(), ["2", "Mario", "Rossi", "right", "0",
                                                 "mario.rossi@ingpec.eu"])
        rows = list(csv.DictReader(io.StringIO(self.expect(0, *arguments, "--format", "csv").text)))
        self.assertEqual(rows, [{"line": "2", "given": "Mario", "surname": "Rossi",
                                 "verdict": "right", "level": "0",
                                 "address": "mario.rossi@ingpec.eu", "expected": "", "why": "",
                                 "code": ""}])
        self.expect(0, *arguments, "--output", "out.txt")
        self.assertEqual(self.read("out.txt"), text.out)

    def test_faults_of_the_command_line_and_of_files(self):
        self.roster(("Mario", "Rossi", "MC", "A", 1, ""))
        self.usage_error("--registry is missing", "audit", "r.csv")
        self.usage_error("a roster is missing", "audit", "--registry", self.uri)
        self.usage_error("one roster at a time", "audit", "r.csv", "r.csv", "--registry", self.uri)
        self.usage_error("no.txt", "audit", "r.csv", "--registry", "file:no.txt")
        for path in ("a?b", "a%zz", "a%2", "a%", "a%00"):
            self.usage_error("in the path, % is written %25 and ? is %3F", "audit", "r.csv",
                             "--registry", f"file:{path}")
        self.write("a%b?.txt", "mario.rossi@ingpec.eu\n")
        self.expect(0, "audit", "r.csv", "--registry", "file:a%25b%3f.txt")
        self.expect(3, "audit", "r.csv", "--registry", "sqlite:no.db")

    def test_of_an_empty_list_nobody_has_an_address(self):
        self.roster(("Mario", "Rossi", "MC", "A", 1, ""))
        for text in ("", "\n\n", "\ufeff", "# nobody yet\n", "# by a@b.it\r\n# nobody yet"):
            self.write("list.txt", text)
            self.assertEqual(self.verdicts(1, registry="file:list.txt"),
                             [("missing", None, None, "mario.rossi@ingpec.eu")], text)
        self.write("list.txt", "# ours; 2024\nmario.rossi@ingpec.eu\n# the end\n")
        self.assertEqual(self.verdicts(0, registry="file:list.txt"),
                         [("right", 0, "mario.rossi@ingpec.eu", None)])
        self.write("empty.csv", "")
        self.usage_error("empty.csv is empty", "audit", "empty.csv", "--registry", "file:list.txt")

    def test_how_many_addresses_of_a_list_are_of_other_domains_is_told(self):
        self.roster(("Mario", "Rossi", "MC", "A", 1, ""))
        for text, own, others in (("Mario.Rossi@INGPEC.EU\na@pec.example\nb@pec.example\n", 1, 2),
                                  ("a@ingpec.eu.example\n", 0, 1)):
            self.write("list.txt", text)
            self.audit(1, registry="file:list.txt")
            self.assertIn(f"list.txt: {own} address{'' if own == 1 else 'es'} of ingpec.eu; of other domains, which "
                          f"count for nothing here: {others}", self.remarks)
        for text in ("mario.rossi@ingpec.eu\n", ""):
            self.write("list.txt", text)
            self.verdicts(0 if text else 1, registry="file:list.txt")
            self.assertNotIn("other domains", self.remarks)

    def test_a_gap_in_a_counter_hides_nothing(self):
        self.write("list.txt", "anna.rossi@pec.example\nanna.rossi.003@pec.example\n")
        self.write("r.csv", "nome;cognome\nAnna;Rossi\nAnna;Rossi\nAnna;Rossi\n")
        self.assertEqual(self.verdicts(1, "--scheme", "counter", registry="file:list.txt"),
                         [("right", 0, "anna.rossi@pec.example", None),
                          ("right", 2, "anna.rossi.003@pec.example", None),
                          ("taken", None, None, "anna.rossi.002@pec.example")])

    def test_of_several_mailboxes_that_of_the_domain_counts(self):
        for holder in (codice_fiscale(1), ""):
            lines = [f"mario.rossi@pec.it;MARIO;ROSSI;A 1;{holder};2;;\n",
                     f"mario.rossi@ingpec.eu;MARIO;ROSSI;A 1;{holder};2;;\n"]
            self.roster(("Mario", "Rossi", "MC", "A", 1, holder))
            for order in (lines, lines[::-1]):
                self.write("inipec.csv", "".join(order))
                self.assertEqual(self.verdicts(0, registry="file:inipec.csv"),
                                 [("right", 0, "mario.rossi@ingpec.eu", None)])

    def test_a_mailbox_is_right_for_one_person_only(self):
        self.write("list.csv", "pec;nome;cognome;codice_fiscale\n"
                               f"mario.rossi@ingpec.eu;Mario;Rossi;{codice_fiscale(1)}\n")
        first = ("Mario", "Rossi", "MC", "A", 1, codice_fiscale(1))
        for second, verdict in ((("Mario", "Rossi", "MC", "A", 2, codice_fiscale(1)), "differs"),
                                (("Mario", "Rossi", "AN", "A", 1, codice_fiscale(1)), "differs"),
                                (first, "right")):
            self.roster(first, second)
            rows = self.audit(1 if verdict == "differs" else 0, registry="file:list.csv")
            self.assertEqual([row["verdict"] for row in rows], ["right", verdict])
            self.assertEqual(rows[1]["why"],
                             "the mailbox of line 2" if verdict == "differs" else None)
        self.roster(first)
        self.assign(0, "r.csv")
        self.roster(first, ("Ugo", "Neri", "MC", "A", 1, codice_fiscale(1)))
        rows = self.audit(1)
        self.assertEqual([(row["verdict"], row["why"]) for row in rows],
                         [("right", None), ("differs", "the mailbox of line 2")])

    def test_a_name_that_the_codice_fiscale_contradicts_is_no_correction(self):
        self.roster(("Mario", "Rossi", "MC", "A", 1, codice_fiscale(1)))
        self.assign(0, "r.csv")
        self.roster(("Ugo", "Neri", "MC", "A", 1, codice_fiscale(1)))
        rows = self.audit(1)
        self.assertEqual([(row["verdict"], row["expected"], row["why"]) for row in rows],
                         [("differs", "ugo.neri@ingpec.eu", "on record for another name, Mario "
                           "Rossi, and the codice fiscale contradicts the roster's: the codice fiscale "
                           "begins with RSS MRA, and this name gives NRE GUO; check both")])

    def test_names_are_compared_whole_whatever_the_rules_take(self):
        self.write("s.ini", "name = s\ndomain = pec.example\nrule = {initial}.{surname}\n")
        self.write("list.csv", "pec;nome;cognome\nm.rossi@pec.example;Mario;Rossi\n")
        self.write("r.csv", "nome;cognome\nMarco;Rossi\nMARIO;ROSSI\n")
        self.assertEqual(self.verdicts(1, "--scheme", "s.ini", registry="file:list.csv"),
                         [("taken", None, None, None),
                          ("right", 0, "m.rossi@pec.example", None)])

    def test_a_large_roster_takes_seconds(self):
        self.roster(*((f"Mario{'abcdefghij'[i % 10]}", "Rossi" + "abcdefghij"[i // 100 % 10], "MC",
                       "A", i + 1, codice_fiscale(i)) for i in range(tool.ROWS)))
        self.assign(0, "r.csv", "--output", "out.csv")
        for registry in (self.uri, "file:out.csv"):
            begin = time.monotonic()
            self.expect(0, "audit", "r.csv", "--registry", registry, "--output", "audit.txt")
            self.assertLess(time.monotonic() - begin, 10)


if __name__ == "__main__":
    tool.main()
