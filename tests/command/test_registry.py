#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
pecaddr registry: init, export, show, release, history.

    test_registry.py --pecaddr PATH [unittest options]
"""

import csv
import datetime
import io
import json
import os
import re

import tool
from tool import HEADER, RegistryTest, codice_fiscale, person


class Registry(RegistryTest):
    # init

    def test_init_makes_it_and_keeps_what_is_there(self):
        result = self.expect(0, "registry", "init", "--registry", "sqlite:new.db")
        self.assertEqual(result.err, "sqlite:new.db: the registry is ready\n")
        addresses = self.three()
        self.registry(0, "init")
        self.assertEqual(self.export(), addresses)

    def test_init_refuses_what_can_not_be_kept_or_made(self):
        self.expect(2, "registry", "init", "--registry", "memory:")
        self.expect(2, "registry", "init", "--registry", "nosuch:x")
        self.expect(3, "registry", "init", "--registry", "sqlite:no/such/folder.db")
        self.usage_error("--registry is missing", "registry", "init")
        self.usage_error("x: the registry is given by --registry", "registry", "init", "x",
                         "--registry", self.uri)

    def test_no_password_of_a_uri_is_shown(self):
        for uri in ("postgresql://u:s3cr3t@127.0.0.1:1/x", "postgresql://127.0.0.1:1/x?password=s3cr3t",
                    "postgresql://u:s3cr3t@127.0.0.1:1/x?nosuch=1"):
            for command in ("init", "show"):
                result = self.run_tool("registry", command, "--registry", uri)
                self.assertIn(result.status, (2, 3), result.err)
                self.assertNotIn("s3cr3t", result.err)

    def test_a_registry_that_is_bound_to_provinces_gives_no_address_of_another(self):
        uri = "sqlite:bound.db"
        self.expect(0, "registry", "init", "--province", "mc,AP", "--registry", uri)
        self.expect(0, "registry", "init", "--province", "AP,MC", "--registry", uri)
        self.write("r.csv", "nome;cognome;provincia;sezione;numero\n"
                            "Mario;Rossi;MC;A;1\nLuca;Verdi;AN;A;2\nAnna;Neri;AP;B;3\n")
        for dry_run, holder in ((["--dry-run"], None), ([], None), ([], codice_fiscale(1, "DNGNCL"))):
            self.expect(2, "assign", "r.csv", "--registry", uri, *dry_run)
            result = self.expect(1, "assign", *person(province="AN", holder=holder), "--registry", uri, *dry_run)
            self.assertIn("PROVINCE: province \"AN\": the registry is bound to other provinces, and gives "
                          "nobody of AN an address; look whether this is the province of the Order, "
                          "not that of residence, or use that Order's registry\n", result.err)
        self.expect(0, "assign", *person(), "--registry", uri)
        result = self.expect(2, "registry", "init", "--province", "AN", "--registry", uri)
        self.assertIn("a registry is bound to provinces while it is empty", result.err)
        result = self.expect(2, "registry", "init", "--province", "Maceata", "--registry",
                             "sqlite:no.db")
        self.assertIn("Maceata: these are no provinces; give their sigle", result.err)
        self.assertRaises(FileNotFoundError, self.read, "no.db")
        self.usage_error("either --province or --several-orders; not both", "registry", "init",
                         "--province", "MC", "--several-orders", "--registry", "sqlite:no.db")
        self.expect(0, "registry", "init", "--several-orders", "--registry", "sqlite:all.db")
        self.expect(0, "assign", "r.csv", "--registry", "sqlite:all.db")

    def test_only_init_makes_a_registry(self):
        self.write("list.txt", "a.b@ingpec.eu\n")
        why = ["--why", "x"]
        for command in (["export"], ["show"], ["history"], ["verify"], ["stats"],
                        ["import", "list.txt"], ["activate", "a.b@ingpec.eu", *why],
                        ["release", "a.b@ingpec.eu", *why], ["release", "--from", "list.txt", *why],
                        ["change", "a.b@ingpec.eu", *why], ["retire", "a.b@ingpec.eu", *why],
                        ["retire", "--expired", *why],
                        ["leave", "a.b@ingpec.eu", "--left", "2020-01-01", *why],
                        ["renew", "a.b@ingpec.eu", "--expires", "2090-01-01", *why],
                        ["relink", "a.b@ingpec.eu", "--holder", codice_fiscale(1), *why]):
            result = self.expect(3, "registry", *command, "--registry", "sqlite:nosuch.db")
            self.assertIn("pecaddr registry init", result.err)
            self.usage_error("--registry is missing", "registry", *command)
        self.assertFalse(os.path.exists(self.path("nosuch.db")))

    # export

    def test_export_lists_one_address_per_line(self):
        addresses = self.three()
        self.assertEqual(self.registry(0, "export").lines, addresses)
        self.registry(0, "export", "--output", "list.txt")
        self.assertEqual(self.read("list.txt", "utf-8").splitlines(), addresses)
        self.usage_error("x: all addresses are exported", "registry", "export", "x", "--registry",
                         self.uri)

    def test_an_address_that_was_released_is_not_in_the_list(self):
        self.three()
        self.registry(0, "release", "mario.rossi@ingpec.eu", "--why", "x")
        self.assertNotIn("mario.rossi@ingpec.eu", self.export())
        states = [row["state"] for row in csv.DictReader(io.StringIO(
            self.registry(0, "export", "--all", "--format", "csv").text))]
        self.assertEqual(sorted(states), ["released", "reserved", "reserved"])
        self.usage_error("--all needs --format csv or json", "registry", "export", "--all",
                         "--registry", self.uri)

    def test_csv_and_json_hold_all_that_is_known(self):
        self.three()
        rows = list(csv.DictReader(io.StringIO(
            self.registry(0, "export", "--format", "csv").text, newline="")))
        data = json.loads(self.registry(0, "export", "--format", "json").text)
        self.assertEqual([row["pec"] for row in rows], self.export())
        self.assertEqual(rows[0]["given"], "Jürgen")
        self.assertEqual(rows[0]["notes"], "VARIANT")
        self.assertEqual(rows[1]["receipt"], "taken,claimed")
        self.assertEqual(rows[2]["holder"], codice_fiscale(1))
        self.assertEqual(
            {name: data[1][name] for name in ("pec", "state", "given", "surname", "holder",
                                              "province", "section", "number", "level", "notes",
                                              "receipt", "table_version", "expires")},
            dict(pec="mario.rossi.an@ingpec.eu", state="reserved", given="Mario", surname="Rossi",
                 holder=None, province="AN", section="A", number=2, level=1, notes=[],
                 receipt=["taken", "claimed"], table_version=1, expires=None))
        self.assertIn("rule = {given}.{surname}\n", data[0]["scheme"])

    # show

    def test_show_finds_people_by_what_is_known_of_them(self):
        self.write("r.csv", "nome;cognome;provincia;sezione;numero;codice_fiscale\n"
                            "Mario;ROSSI;MC;A;1;\nLucia;DE LUCA;MC;B;2;\nDaria;D'Elia;AN;A;2;\n")
        self.expect(0, "assign", "r.csv", "--registry", self.uri)
        self.registry(0, "activate", "daria.delia@ingpec.eu", "--expires", "2030-01-31", "--why", "x")
        found = {
            ("--surname", "de l"): ["daria.delia", "lucia.deluca"],
            ("--surname", "d’èlia"): ["daria.delia"],
            ("--given", "MARIO", "--surname", "r"): ["mario.rossi"],
            ("--province", "mc"): ["lucia.deluca", "mario.rossi"],
            ("--section", "b", "--number", "2"): ["lucia.deluca"],
            ("--state", "active"): ["daria.delia"],
            ("--state", "attivo", "--lang", "it"): ["daria.delia"],
            ("--expires-before", "01/02/2030"): ["daria.delia"],
            ("--without-holder", "--province", "AN"): ["daria.delia"],
        }
        for options, names in found.items():
            rows = json.loads(self.registry(0, "show", *options, "--format", "json").text)
            self.assertEqual([next(iter(row.values())) for row in rows],
                             [f"{name}@ingpec.eu" for name in names], options)
        result = self.registry(1, "show", "--surname", "Verdi", "--without-entry")
        self.assertEqual(result.err,
                         "pecaddr: nobody is on record with --surname Verdi --without-entry\n")
        result = self.registry(1, "show", "mario.rossi@ingpec.eu", "--surname", "Verdi")
        self.assertEqual(result.err,
                         "pecaddr: mario.rossi@ingpec.eu: not on record for these conditions\n")
        for options, message in ((["--number", "0"], "--number 0: give a number from 1 to 9999999"),
                                 (["--number", "1x"], "--number 1x: give a number"),
                                 (["--section", "C"], "--section C: give A or B"),
                                 (["--state", "libero"], "--state libero: give reserved, active"),
                                 (["--expires-before", "domani"], "--expires-before domani: ")):
            self.assertIn(message, self.registry(2, "show", *options).err)

    def test_show_shows_all_or_some_in_an_aligned_table(self):
        self.three()
        lines = self.registry(0, "show").lines
        self.assertEqual(len(lines), 4)
        self.assertRegex(lines[0], r"^address +state +level +given +surname +entry +holder +"
                                   r"notes +created +updated$")
        self.assertRegex(lines[1], r"^juergen\.bo@ingpec\.eu +reserved +0  Jürgen +Bo +MC B 3 +"
                                   r"VARIANT +20\d\d-\d\d-\d\d \d\d:\d\d +20\S+ \d\d:\d\d$")
        self.assertEqual(len({line.index("reserved") for line in lines[1:]}), 1)
        self.assertEqual(len(self.registry(0, "show", "MARIO.ROSSI@ingpec.eu").lines), 2)
        self.assertEqual(len(self.registry(0, "show", "--holder", codice_fiscale(1).lower()).lines),
                         2)

    def test_show_of_what_is_not_on_record_is_status_1(self):
        self.three()
        result = self.registry(1, "show", "x.y@ingpec.eu", "mario.rossi@ingpec.eu")
        self.assertEqual(result.err, "pecaddr: x.y@ingpec.eu: not on record\n")
        self.assertEqual(len(result.lines), 2)
        self.registry(1, "show", "--holder", codice_fiscale(9))
        self.assertEqual(self.registry(0, "show", "--format", "json").text.count('"pec"'), 3)

    def test_an_empty_registry_shows_nothing(self):
        self.assertEqual(self.registry(0, "show").text, "")
        self.assertEqual(self.registry(0, "show", "--format", "json").text, "[]\n")

    # release

    def test_release_frees_a_reserved_address(self):
        self.three()
        result = self.registry(0, "release", "mario.rossi@ingpec.eu", "--why", "a wrong name")
        self.assertEqual(result.errors[0], "mario.rossi@ingpec.eu is free again")
        self.registry(1, "show", "mario.rossi@ingpec.eu")
        self.assertRegex(self.registry(0, "show", "--all", "mario.rossi@ingpec.eu").text,
                         "released")
        again = self.registry(0, "release", "mario.rossi@ingpec.eu", "--why", "again")
        self.assertEqual(again.err, "mario.rossi@ingpec.eu was free already\n")

    def test_an_active_or_unknown_address_can_not_be_released(self):
        self.write("list.txt", "mario.rossi@ingpec.eu\n")
        self.registry(0, "import", "list.txt")
        before = self.dump()
        self.assertIn("mario.rossi@ingpec.eu",
                      self.registry(1, "release", "mario.rossi@ingpec.eu", "--why", "x").err)
        self.assertIn("nosuch@ingpec.eu",
                      self.registry(1, "release", "nosuch@ingpec.eu", "--why", "x").err)
        self.assertEqual(self.dump(), before)

    def test_release_needs_an_address_and_a_reason(self):
        self.usage_error("the address is missing", "registry", "release", "--why", "x",
                         "--registry", self.uri)
        self.usage_error("--why is missing: the reason is kept in the history", "registry",
                         "release", "a@b.it", "--registry", self.uri)
        self.usage_error("--why is missing", "registry", "release", "a@b.it", "--why", "",
                         "--registry", self.uri)

    # history

    def test_history_says_the_registrys_own_reasons_in_italian_to_people(self):
        self.write("i.csv", f"pec;nome;cognome\nmario.rossi@ingpec.eu;Mario;Rossi\n")
        self.registry(0, "import", "i.csv")
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;{codice_fiscale(1)}\n")
        self.write("i.csv", f"pec;nome;cognome;codice_fiscale\n"
                            f"mario.rossi@ingpec.eu;Mario;Rossi;{codice_fiscale(1)}\n")
        self.registry(0, "import", "i.csv")
        self.registry(0, "leave", "mario.rossi@ingpec.eu", "--left", "2020-01-01", "--why",
                      "issued late; transfer from here to there")
        self.assign(0, "r.csv", "--quiet")
        self.write("r.csv", f"{HEADER}\nMario;Rossi;AN;B;2;{codice_fiscale(1)}\n")
        self.assign(0, "r.csv", "--quiet")
        english = ["import", "import: codice fiscale put on record",
                   "issued late; transfer from here to there",
                   "the holder came back; register entry put on record",
                   "transfer from MC A 1"]
        italian = ["importato", "importato: registrato il codice fiscale",
                   "issued late; transfer from here to there",
                   "il titolare è tornato; registrata l'iscrizione all'albo",
                   "trasferito da MC A 1"]
        for language, reasons in (("it", italian), ("en", english)):
            lines = self.registry(0, "history", "--lang", language).lines[1:]
            for line, reason in zip(lines, reasons):
                self.assertTrue(line.endswith("  " + reason), line)
            rows = json.loads(
                self.registry(0, "history", "--lang", language, "--format", "json").text)
            self.assertEqual([row["why"] for row in rows],
                             [None, None, "issued late; transfer from here to there", None, None])
            self.assertEqual([row["act"] for row in rows],
                             ["import", "import", "leave", "claim", "claim"])

    def test_history_says_what_happened(self):
        self.three()
        self.registry(0, "release", "mario.rossi@ingpec.eu", "--why", "the name was wrong; è così")
        rows = list(csv.DictReader(io.StringIO(
            self.registry(0, "history", "mario.rossi@ingpec.eu", "--format", "csv").text)))
        self.assertEqual([(row["from"], row["to"]) for row in rows],
                         [("", "reserved"), ("reserved", "released")])
        self.assertEqual(rows[1]["why"], "the name was wrong; è così")
        self.assertTrue(all(row["by"] and re.match(r"20\d\d-\d\d-\d\dT", row["at"])
                            for row in rows))
        self.assertEqual(len(self.registry(0, "history").lines), 5)
        self.registry(0, "activate", "mario.rossi.an@ingpec.eu", "--why", "x", "--expires",
                      "2090-12-31")
        for command, option in (("renew", "--expires"), ("leave", "--left")):
            for date in ("2020-01-01", "2020-01-02") if command == "leave" else ("2091-12-31",):
                self.registry(0, command, "mario.rossi.an@ingpec.eu", option, date, "--why", "x")
        rows = list(csv.DictReader(io.StringIO(
            self.registry(0, "history", "mario.rossi.an@ingpec.eu", "--format", "csv").text)))
        self.assertEqual([(row["expires_before"], row["left_before"]) for row in rows],
                         [("", ""), ("", ""), ("2090-12-31", ""), ("", ""), ("", "2020-01-01")])
        self.assertIn("not on record", self.registry(1, "history", "x.y@ingpec.eu").err)
        self.usage_error("one address at a time, or none for all", "registry", "history", "a", "b",
                         "--registry", self.uri)

    def test_a_table_leaves_out_what_nobody_has_and_has_the_time_of_this_machine(self):
        self.three()
        env = {"TZ": "XXX-14"}
        day = self.expect(0, "registry", "history", "mario.rossi@ingpec.eu", "--format", "csv",
                          "--registry", self.uri).lines[1].split(",")[0]
        here = datetime.datetime.fromisoformat(day[:19]) + datetime.timedelta(hours=14)
        table = self.expect(0, "registry", "history", "--registry", self.uri, env=env).lines
        self.assertEqual(table[0].split(), ["at", "by", "address", "from", "to", "why"])
        self.assertTrue(table[1].startswith(here.strftime("%Y-%m-%d %H:%M  ")), table[1])
        shown = self.expect(0, "registry", "show", "--registry", self.uri).lines[0].split()
        self.assertNotIn("expires", shown)
        self.assertNotIn("left", shown)
        self.registry(0, "activate", "mario.rossi@ingpec.eu", "--expires", "2090-12-31", "--why", "x")
        table = self.expect(0, "registry", "show", "--registry", self.uri).lines
        column = table[0].index("expires")
        self.assertEqual([row[column:column + 10].strip() for row in table[1:]],
                         ["", "", "2090-12-31"])

    def test_a_control_in_the_record_does_not_reach_the_terminal(self):
        self.three()
        self.registry(0, "release", "mario.rossi@ingpec.eu", "--why", "a\x1b[31mb\u202ec\td")
        text = self.registry(0, "history").text
        self.assertIn("aU+001B[31mbU+202EcU+0009d", text)


if __name__ == "__main__":
    tool.main()
