#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
`pecaddr report`: the page and its JSON tell what the registry holds, and nothing else happens.

    test_report.py --pecaddr PATH [--rows N] [unittest options]

Memory is measured at N and at a tenth of N mailboxes.
"""

import argparse
import json
import os
import re
import resource
import sqlite3
import subprocess
import sys
import unittest
from collections import Counter
from datetime import date

import tool
from page import Page, number
from tool import HEADER, ToolTest, codice_fiscale

ROWS = 50000
EXPIRES = [(-10000, -1), (0, 30), (0, 60), (0, 90)]
STATES = ["total", "reserved", "active", "retired", "released"]


class ReportTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init()

    def registry(self, status, *arguments):
        return self.expect(status, "registry", *arguments, "--registry", self.uri)

    def step(self, command, address, *arguments):
        self.registry(0, command, address, *arguments, "--why", "prova", "--quiet")

    def report(self, *arguments, **options):
        self.expect(0, "report", "--registry", self.uri, "--output", "r.html", *arguments,
                    **options)
        return Page(self.read("r.html", "utf-8"))

    def figures(self, *arguments, **options):
        return json.loads(self.expect(0, "report", "--registry", self.uri, "--output", "-",
                                      "--format", "json", *arguments, **options).text)

    def stats(self, *arguments):
        return json.loads(self.registry(0, "stats", "--format", "json", *arguments).text)

    def fill(self):
        """Homonyms of three Orders, in every state, and some that were there before."""
        self.write("r.csv", HEADER + "\n" + "".join(
            f"Mario;Rossi;{province};A;{n};{codice_fiscale(n)}\n" for n, province in
            enumerate(["MC", "MC", "MC", "AN", "TO", "TO"], 1)) +
            f"Anna;Neri;AN;B;7;{codice_fiscale(7, 'NRENNA')}\n"
            f"Anna;Neri;AN;B;8;{codice_fiscale(8, 'NRENNA')}\n"
            f"Ugo;Foa;MC;A;9;{codice_fiscale(9, 'FOAGUO')}\n"
            f"Jörg;Müller;MC;A;10;{codice_fiscale(10, 'RSSMRA')}\n"
            f"ING Pia;Bo;MC;A;11;\n")
        self.assign(0, "r.csv", "--quiet")
        self.write("l.csv", "pec;scadenza\nanna.neri.to@ingpec.eu;2090-01-20\n"
                            "ordine.macerata@ingpec.eu;\nugo.foa@pec.it;2090-03-31\n")
        self.registry(0, "import", "l.csv", "--quiet")
        for address, expires in (("mario.rossi", "2089-12-31"), ("mario.rossi.mc", "2090-01-01"),
                                 ("mario.rossi.an", "2090-03-02"), ("anna.neri", "2090-02-20"),
                                 ("joerg.mueller", "2091-01-01")):
            self.step("activate", address + "@ingpec.eu", "--expires", expires)
        self.step("leave", "mario.rossi.an@ingpec.eu", "--left", "2026-01-01")
        self.step("release", "mario.rossi.to.a6@ingpec.eu")
        self.step("retire", "ugo.foa@pec.it")

    def rewrite(self, *statements):
        """Changes a registry behind the back of its rules, which stand again afterwards."""
        base = sqlite3.connect(self.path("registry.db"))
        rules = base.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' "
                             "ORDER BY rowid").fetchall()
        for name, _ in rules:
            base.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            base.execute(*statement)
        for _, sql in rules:
            base.execute(sql)
        base.commit()
        base.close()

    def put_on_record(self, dates):
        """Gives the mailboxes, in the order of their addresses, these moments of being put there."""
        self.rewrite(*((f"UPDATE {table} SET {moment} = ? WHERE revision = 1 AND {mailbox} = (SELECT "
                        "id FROM mailbox ORDER BY address LIMIT 1 OFFSET ?)", (date, i))
                       for i, date in enumerate(dates)
                       for table, moment, mailbox in (("history", "at", "mailbox"),
                                                      ("mailbox", "changed_at", "id"))))


class Figures(ReportTest):
    DAY = ["--today", "2090-01-01"]

    def counts_of_stats(self, group):
        return {row["value"]: [row[state] for state in STATES]
                for row in self.stats(*self.DAY) if row["group"] == group}

    def test_json_has_the_counts_of_stats(self):
        self.fill()
        figures = self.figures(*self.DAY)

        def counts(rows, key):
            return {row[key]: [row[state] for state in STATES] for row in rows}

        all_of_stats = self.counts_of_stats("all")[None]
        self.assertGreater(min(all_of_stats), 0, "each state is there")
        self.assertEqual([figures["totals"][state] for state in STATES], all_of_stats)
        self.assertEqual(figures["totals"]["left"], self.counts_of_stats("left")[None][2])
        self.assertEqual(counts(figures["domains"], "domain"), self.counts_of_stats("domain"))
        provinces = self.counts_of_stats("province")
        provinces[None] = provinces.pop("none")
        self.assertEqual(counts(figures["provinces"], "province"), provinces)
        self.assertEqual(list(figures["expires"].values()),
                         [row[2] for row in self.counts_of_stats("expires").values()])
        levels = self.counts_of_stats("level")
        self.assertEqual(figures["homonymy"]["homonyms"], levels.pop("homonyms")[0])
        imported = [sum(row[state] for row in figures["levels"] if row["level"] is None)
                    for state in STATES]
        self.assertEqual(imported, levels.pop("imported"))
        self.assertEqual({str(row["level"]): [row[state] for state in STATES]
                          for row in figures["levels"] if row["level"] is not None}, levels)

    # What fill() puts on record: domain, province, level, state, day of expiry, whether its holder left.
    FILLED = [
        ("ingpec.eu", "MC", 0, "active", "2089-12-31", False), ("ingpec.eu", "MC", 1, "active", "2090-01-01", False),
        ("ingpec.eu", "MC", 2, "reserved", None, False), ("ingpec.eu", "AN", 1, "active", "2090-03-02", True),
        ("ingpec.eu", "TO", 1, "reserved", None, False), ("ingpec.eu", "TO", 2, "released", None, False),
        ("ingpec.eu", "AN", 0, "active", "2090-02-20", False), ("ingpec.eu", "AN", 1, "reserved", None, False),
        ("ingpec.eu", "MC", 0, "reserved", None, False), ("ingpec.eu", "MC", 0, "active", "2091-01-01", False),
        ("ingpec.eu", "MC", 0, "reserved", None, False), ("ingpec.eu", None, None, "active", "2090-01-20", False),
        ("ingpec.eu", None, None, "active", None, False), ("pec.it", None, None, "retired", "2090-03-31", False),
    ]

    def test_the_figures_are_those_of_the_mailboxes_as_counted_here(self):
        self.fill()
        figures = self.figures(*self.DAY)

        def counts(column):
            found = {}
            for row in self.FILLED:
                of = found.setdefault(row[column], dict.fromkeys(STATES, 0))
                of["total"] += row[3] != "released"
                of[row[3]] += 1
            return found

        def told(rows, key):
            return {row[key]: {state: row[state] for state in STATES} for row in rows}

        by_state = Counter(row[3] for row in self.FILLED)
        self.assertEqual({state: figures["totals"][state] for state in STATES}, {"total": len(self.FILLED) - 1, **by_state})
        self.assertEqual(figures["totals"]["left"], sum(row[5] for row in self.FILLED))
        self.assertEqual(told(figures["domains"], "domain"), counts(0))
        self.assertEqual(told(figures["provinces"], "province"), counts(1))
        self.assertEqual({row["level"]: row["total"] for row in figures["levels"] if row["domain"] == "ingpec.eu"},
                         Counter(row[2] for row in self.FILLED if row[0] == "ingpec.eu" and row[3] != "released"))
        days = [(date.fromisoformat(row[4]) - date(2090, 1, 1)).days for row in self.FILLED if row[3] == "active" and row[4]]
        self.assertEqual([figures["expires"][key] for key in ("before_today", "within_30_days", "within_60_days", "within_90_days")],
                         [sum(low <= day <= high for day in days) for low, high in EXPIRES])

    def test_the_page_has_the_figures_of_json(self):
        self.fill()
        figures = self.figures(*self.DAY)
        page = self.report(*self.DAY)
        names = dict(zip(STATES, ["totale", "prenotati", "attivi", "cessati", "liberati"]))
        for state in STATES:
            self.assertEqual(page.cards[names[state]], figures["totals"][state])
        self.assertEqual(page.cards["usciti"], figures["totals"]["left"])
        for card, key in (("scaduti", "before_today"), ("scadenza-30", "within_30_days"),
                          ("scadenza-60", "within_60_days"), ("scadenza-90", "within_90_days")):
            self.assertEqual(page.cards[card], figures["expires"][key])
        for card, key in (("omonimi", "homonyms"), ("nomi", "names"), ("condivisi", "shared")):
            self.assertEqual(page.cards[card], figures["homonymy"][key])
        self.assertEqual(page.cards["da-verificare-prenotati"], figures["review"]["reserved"])
        self.assertEqual(page.cards["da-verificare-attivi"], figures["review"]["active"])

        def numbers(caption, first):
            return [[number(cell) for cell in row[first:]] for row in page.tables[caption][1:]]

        def counts(rows):
            return [[row[state] for state in STATES] for row in rows]

        self.assertEqual(numbers("Indirizzi per dominio e stato", 1), counts(figures["domains"]))
        self.assertEqual(numbers("Indirizzi per provincia e stato", 2),
                         counts(figures["provinces"]))
        for domain in ("ingpec.eu", "pec.it"):
            self.assertEqual(numbers(f"I livelli di {domain} in cifre", 3),
                             counts(row for row in figures["levels"] if row["domain"] == domain))
        self.assertEqual(numbers("Indirizzi assegnati e importati, per mese", 1),
                         [[row["issued"], row["imported"]] for row in figures["issues"]["months"]])
        self.assertEqual([row[0] for row in numbers("Motivi di verifica", 1)],
                         [row["reserved"] for row in figures["review"]["notes"]
                          if row["reserved"] or row["active"]])
        self.assertEqual([(row[0], number(row[1])) for row in page.tables["I nomi più contesi"][1:]],
                         [(row["name"], row["holders"]) for row in figures["homonymy"]["top"]])

    def test_homonyms_share_the_name_that_level_0_would_give(self):
        self.fill()
        homonymy = self.figures()["homonymy"]
        self.assertEqual(homonymy["top"], [{"name": "mario.rossi@ingpec.eu", "holders": 5},
                                           {"name": "anna.neri@ingpec.eu", "holders": 3}])
        self.assertEqual([row["names"] for row in homonymy["names_by_holders"]], [3, 0, 1, 1])
        self.assertEqual((homonymy["names"], homonymy["shared"]), (5, 2))
        # The Order's own mailbox and one of another domain.
        self.assertEqual(homonymy["nameless"], 2)

    def test_levels_are_told_with_rule_and_example_of_each_scheme(self):
        self.write("s.ini", "name = x\ndomain = x.it\nrule = {given}{surname}\n"
                            "rule = {given}{surname}{counter}\n")
        self.write("r.csv", HEADER + "\n" + "".join(f"Ada;Bo;MC;A;{n};\n" for n in range(1, 5)))
        self.assign(0, "r.csv", "--quiet", "--scheme", "s.ini")
        self.write("r.csv", f"{HEADER}\nAda;Bo;MC;A;1;\n")
        self.assign(0, "r.csv", "--quiet", "--new-domain")
        rows = [(row["domain"], row["level"], row["last_level"], row["rule"], row["total"])
                for row in self.figures()["levels"]]
        self.assertEqual(rows, [("ingpec.eu", 0, 0, "{given}.{surname}", 1),
                                ("x.it", 0, 0, "{given}{surname}", 1),
                                ("x.it", 1, 98, "{given}{surname}{counter}", 3)])
        page = self.report()
        self.assertEqual(page.tables["I livelli di x.it in cifre"][2][:3],
                         ["Livelli 1–98", "nome, cognome e un numero progressivo",
                          "niccolodangelodesanctis2"])
        self.assertEqual(self.figures()["homonymy"]["top"],
                         [{"name": "adabo@x.it", "holders": 4}])

    def test_imported_addresses_are_read_by_the_scheme_that_is_named(self):
        self.write("s.ini", "name = x\ndomain = x.it\nrule = {given}-{surname}\n"
                            .replace("-", ".") + "rule = {given}.{surname}.{province}\n")
        self.write("l.txt", "ada.bo@x.it\nada.bo.mc@x.it\nufficio@x.it\n")
        self.registry(0, "import", "l.txt", "--quiet")
        self.assertEqual(self.figures()["homonymy"]["nameless"], 3)
        homonymy = self.figures("--scheme", "s.ini")["homonymy"]
        self.assertEqual((homonymy["nameless"], homonymy["top"]),
                         (1, [{"name": "ada.bo@x.it", "holders": 2}]))

    def test_numbers_are_written_as_in_italian(self):
        self.write("l.txt", "".join(f"u{n}@x.it\n" for n in range(1233)) + "ufficio@ingpec.eu\n")
        self.registry(0, "import", "l.txt", "--quiet")
        self.assertIn("1.234", self.report().text)
        self.fill()
        page = self.report()
        self.assertEqual([row[1:] for row in page.tables["Quanti titolari ha un nome"][1:3]],
                         [["3", "60,0\u00a0%"], ["0", "0,0\u00a0%"]])

    def test_the_page_does_not_depend_on_language_or_locale(self):
        self.fill()
        pages = set()
        for locale in ("C", "it_IT.UTF-8", "tr_TR.UTF-8"):
            self.report(env={"LC_ALL": locale, "LANGUAGE": ""})
            pages.add(self.read("r.html"))
        self.assertEqual(len(pages), 1)


class Time(ReportTest):
    ZONE = {"TZ": "CET-1"}  # an hour before UTC, whatever the season

    def assigned(self, moments):
        self.write("r.csv", HEADER + "\n" + "".join(
            f"Ada;Bo{chr(97 + n // 26)}{chr(97 + n % 26)};MC;A;{n + 1};\n"
            for n in range(len(moments))))
        self.assign(0, "r.csv", "--quiet")
        self.put_on_record(moments)
        return self.figures(env=self.ZONE)["issues"]

    def test_a_month_is_that_of_the_clock_on_the_wall(self):
        issues = self.assigned(["2024-01-31T22:59:59.000Z", "2024-01-31T23:00:00.000Z",
                                "2023-12-31T23:30:00.000Z", "2024-02-29T22:00:00.000Z"])
        self.assertEqual([(row["year"], row["issued"]) for row in issues["years"]][0], ("2024", 4))
        self.assertEqual(sum(row["issued"] for row in issues["months"]), 0)

    def test_the_last_24_months_are_told_singly_and_all_years_besides(self):
        today = self.figures(env=self.ZONE)["made"]
        year, month = int(today[:4]), int(today[5:7])

        def moment(back):
            at = 12 * year + month - 1 - back
            return f"{at // 12:04}-{at % 12 + 1:02}-15T12:00:00.000Z"

        issues = self.assigned([moment(back) for back in (0, 0, 1, 23, 24, 60)])
        counts = [row["issued"] for row in issues["months"]]
        self.assertEqual((len(counts), counts[-1], counts[-2], counts[0], sum(counts)),
                         (24, 2, 1, 1, 4))
        self.assertEqual(issues["months"][-1]["month"], today[:7])
        self.assertEqual(sum(row["issued"] for row in issues["years"]), 6)
        self.assertEqual(len(issues["years"]), year - int(issues["years"][0]["year"]) + 1)
        page = self.report(env=self.ZONE)
        self.assertIn("grafico-mesi", page.ids)
        self.assertIn("grafico-anni", page.ids)
        rows = page.tables["Indirizzi assegnati e importati, per anno"][1:]
        self.assertEqual([[row[0], number(row[1])] for row in rows],
                         [[row["year"], row["issued"]] for row in issues["years"]])

    def test_a_young_registry_is_told_over_twelve_months_and_by_no_year(self):
        self.fill()
        issues = self.figures()["issues"]
        self.assertEqual(len(issues["months"]), 12)
        self.assertEqual((issues["months"][-1]["issued"], issues["months"][-1]["imported"]), (11, 3))
        self.assertNotIn("grafico-anni", self.report().ids)

    def test_imported_mailboxes_alone_make_no_chart(self):
        self.write("l.txt", "ada.bo@ingpec.eu\n")
        self.registry(0, "import", "l.txt", "--quiet")
        page = self.report()
        self.assertNotIn("grafico-mesi", page.ids)
        self.assertIn("non è stato assegnato nessun indirizzo", page.text)


class Review(ReportTest):
    def test_rows_that_can_still_be_changed_come_first_with_what_to_do(self):
        self.fill()
        rows = self.figures()["review"]["rows"]
        self.assertEqual([(row["pec"], row["state"], row["notes"]) for row in rows], [
            ("ingpia.bo@ingpec.eu", "reserved", ["DOUBT"]),
            ("joerg.mueller@ingpec.eu", "active", ["VARIANT", "CF_MISMATCH"])])
        page = self.report()
        row = page.tables["Prenotati: si possono ancora correggere"][1]
        self.assertEqual(row[:3], ["ingpia.bo@ingpec.eu", "ING Pia Bo", "MC A 11"])
        self.assertEqual(row[3], "Nome dubbio DOUBT")
        row = page.tables["Attivi: l’indirizzo non può più cambiare"][1]
        self.assertEqual(row, ["joerg.mueller@ingpec.eu", "Jörg Müller", "MC A 10",
                               "Lettere con due trascrizioni VARIANT"
                               "Codice fiscale discorde da nome e cognome CF_MISMATCH"])
        reasons = [row[0] for row in page.tables["Motivi di verifica"][1:]]
        self.assertRegex(reasons[1], "^Nome dubbio DOUBT.*documento d’identità")

    def test_a_row_says_which_half_of_the_codice_fiscale_does_not_fit(self):
        self.write("r.csv", HEADER + "\n" + "".join(
            f"{given};{surname};MC;A;{n + 1};{codice_fiscale(n)}\n"
            for n, (given, surname) in enumerate((
                ("Mario", "Rossi"), ("Rossi", "Mario"), ("Mario", "Bo"), ("Ugo", "Rossi"),
                ("Ugo", "Bo"), ("Mario Luca", "Rossi")))))
        self.assign(0, "r.csv", "--quiet")
        rows = self.report().tables["Prenotati: si possono ancora correggere"][1:]
        self.assertEqual({row[1]: row[3] for row in rows}, {
            "Rossi Mario": "Codice fiscale discorde: nome e cognome forse scambiati CF_MISMATCH",
            "Mario Bo": "Codice fiscale discorde dal cognome CF_MISMATCH",
            "Ugo Rossi": "Codice fiscale discorde dal nome CF_MISMATCH",
            "Ugo Bo": "Codice fiscale discorde da nome e cognome CF_MISMATCH",
            "Mario Luca Rossi": "Codice fiscale discorde: ha le lettere del solo primo nome "
                                "CF_MISMATCH"})
        # It is on record with the address and found anew, and told once.
        notes = {row["note"]: row["reserved"] for row in self.figures()["review"]["notes"]}
        self.assertEqual((notes["CF_MISMATCH"], self.figures()["review"]["reserved"]), (5, 5))

    def test_retired_and_released_rows_are_not_reviewed(self):
        self.fill()
        self.step("retire", "joerg.mueller@ingpec.eu")
        self.step("release", "ingpia.bo@ingpec.eu")
        page = self.report()
        self.assertIn("Nessun indirizzo prenotato o attivo chiede una verifica", page.text)
        self.assertNotIn("Müller", page.text)

    def test_the_codice_fiscale_is_compared_as_it_is_now(self):
        self.fill()
        self.step("relink", "joerg.mueller@ingpec.eu", "--holder", codice_fiscale(3, "MLLJRG"))
        self.assertEqual([row["notes"] for row in self.figures()["review"]["rows"]],
                         [["DOUBT"], ["VARIANT"]])

    def test_personal_data_is_announced_and_stands_only_in_this_section(self):
        self.fill()
        self.report()
        text = self.read("r.html", "utf-8")
        before, section = text.split('<section id="verifiche"')
        self.assertIn("Dati personali.", section.split("<table>")[0])
        for datum in ("Müller", "joerg.mueller", "MC A 10"):
            self.assertIn(datum, section)
            self.assertNotIn(datum, before)
        for person in range(1, 11):
            self.assertNotRegex(text, f"RSSMRA{person:02}|NRENNA|FOAGUO")

    def test_at_most_500_rows_are_listed_and_the_others_are_told(self):
        self.write("r.csv", HEADER + "\n" + "".join(
            f"ING Ada;Bo{chr(97 + n // 26)}{chr(97 + n % 26)};MC;A;{n + 1};\n"
            for n in range(620)))
        self.assign(0, "r.csv", "--quiet")
        self.write("a.txt", "".join(f"ingada.boa{chr(97 + n)}@ingpec.eu\n" for n in range(26)))
        self.registry(0, "activate", "--from", "a.txt", "--why", "prova", "--quiet")
        for reserved, listed in ((594, 500), (None, None)):
            if reserved is None:
                self.write("b.txt", "".join(
                    f"ingada.bo{chr(98 + n // 26)}{chr(97 + n % 26)}@ingpec.eu\n"
                    for n in range(150)))
                self.registry(0, "activate", "--from", "b.txt", "--why", "prova", "--quiet")
                reserved, listed = 444, 444
            review = self.figures()["review"]
            self.assertEqual((review["reserved"], review["active"], len(review["rows"])),
                             (reserved, 620 - reserved, 500))
            self.assertEqual([row["state"] for row in review["rows"]].count("reserved"), listed)
            self.assertEqual(review["notes"][2], {"note": "DOUBT", "reserved": reserved,
                                                  "active": 620 - reserved})
            text = self.report().text
            hidden = [n for n in (reserved - listed, 620 - reserved - (500 - listed)) if n]
            self.assertEqual([number(n) for n in
                              re.findall(r"Righe di questo gruppo non elencate: ([0-9.]+)\.", text)], hidden)


class Hostile(ReportTest):
    """The registry may hold what a person, a file or another program put there."""

    MARKUP = "<script>alert(1)</script>"

    def test_markup_in_the_registry_is_text(self):
        self.fill()
        self.rewrite(("UPDATE mailbox SET given = ?, surname = ? WHERE address LIKE 'ingpia%'",
                      (self.MARKUP, "\"'&amp;</td></table>")),)
        page = self.report()
        self.assertEqual(page.attributes("script"), [])
        self.assertIn(self.MARKUP + " \"'&amp;</td></table>", page.text)
        data = self.read("r.html", "utf-8")
        self.assertNotIn("<script", data)
        self.assertEqual(self.figures()["review"]["rows"][0]["given"], self.MARKUP)

    def test_an_address_that_is_none_is_damage_and_no_page(self):
        self.fill()
        self.rewrite(("UPDATE mailbox SET address = 'z@\"><script>alert(2)</script>' "
                      "WHERE address LIKE 'joerg%'",))
        result = self.expect(3, "report", "--registry", self.uri, "--output", "r.html")
        self.assertIn("the registry is damaged (a mailbox cannot be read)", result.err)
        self.assertRaises(FileNotFoundError, self.read, "r.html")

    def test_characters_that_show_nothing_or_turn_the_line_are_named(self):
        self.write("r.csv", f"{HEADER}\nING Ma\u202erio;Ros\u200bsi;MC;A;1;\n")
        self.assign(0, "r.csv", "--quiet")
        self.report()
        data = self.read("r.html", "utf-8")
        self.assertIn("<bdi>ING MaU+202Erio</bdi> <bdi>RosU+200Bsi</bdi>", data)
        self.assertNotRegex(data, "[\u0000-\u0008\u000b-\u001f\u200b\u202a-\u202e\u2066-\u2069]")

    def test_bytes_that_are_no_text_are_named(self):
        self.fill()
        self.rewrite(("UPDATE mailbox SET given = CAST(x'4DE8' AS TEXT) "
                      "WHERE address LIKE 'ingpia%'",))
        self.assertIn("M\\xE8 Bo", self.report().text)

    def test_many_domains_are_counted_and_the_page_stays_short(self):
        self.write("l.txt", "".join(f"a@d{n}.it\n" for n in range(1500)))
        self.registry(0, "import", "l.txt", "--quiet")
        page = self.report()
        self.assertIn("e altri 195", page.text)
        self.assertEqual(page.tables["Indirizzi per dominio e stato"][-1][:2],
                         ["altri domini", "1.300"])
        self.assertEqual(sum(row["total"] for row in self.figures()["levels"]), 1500)

    def test_of_the_uri_kind_and_path_are_told_alone(self):
        base = self.path("registry.db")
        uri = f"sqlite:{base}?timeout=5"
        self.expect(0, "report", "--registry", uri, "--output", "r.html")
        text = Page(self.read("r.html", "utf-8")).text
        self.assertIn(f"sqlite:{base}", text)
        self.assertNotIn("timeout", text)


class Form(ReportTest):
    """What a page must be that is opened, printed and sent by mail."""

    def pages(self):
        yield self.report()
        self.fill()
        yield self.report()

    def test_an_empty_registry_is_told_to_be_empty(self):
        page = self.report()
        self.assertIn("Il registro è vuoto", page.text)
        self.assertEqual((page.tables, page.cards), ({}, {}))
        figures = self.figures()
        self.assertEqual((figures["totals"]["total"], figures["levels"], figures["issues"]),
                         (0, [], {"months": [], "years": [], "undated": 0}))

    def test_a_registry_of_which_all_was_given_back_is_told(self):
        self.write("r.csv", f"{HEADER}\nAda;Bo;MC;A;1;\n")
        self.assign(0, "r.csv", "--quiet")
        self.step("release", "ada.bo@ingpec.eu")
        page = self.report()
        self.assertEqual((page.cards["totale"], page.cards["liberati"]), (0, 1))
        self.assertNotIn("grafico-stati", page.ids)

    def test_the_page_loads_nothing_and_runs_nothing(self):
        for page in self.pages():
            policy = [m["content"] for m in page.attributes("meta")
                      if m.get("http-equiv") == "Content-Security-Policy"]
            self.assertEqual(policy, ["default-src 'none'; style-src 'unsafe-inline'; img-src "
                                      "data:; base-uri 'none'; form-action 'none'"])
            for name in ("script", "iframe", "object", "embed", "img", "form", "base", "use"):
                self.assertEqual(page.attributes(name), [], name)
            for name, values in page.elements:
                for attribute, value in values.items():
                    self.assertFalse(attribute.startswith("on"), attribute)
                    if attribute in ("src", "href", "xlink:href", "action", "srcset"):
                        self.assertRegex(value, r"^(#[a-z]+|data:,)$", name)
            data = self.read("r.html", "utf-8")
            self.assertNotRegex(data, r"@import|url\((?!#)|https?:|//[a-z]")

    def test_the_page_can_be_read_by_whoever_can_not_see_it(self):
        for page in self.pages():
            self.assertEqual(page.attributes("html"), [{"lang": "it"}])
            headings = [int(name[1]) for name, _ in page.elements if re.fullmatch("h[1-6]", name)]
            self.assertEqual((headings[0], headings.count(1)), (1, 1))
            for before, after in zip(headings, headings[1:]):
                self.assertLessEqual(after, before + 1)
            for name in ("header", "main", "footer"):
                self.assertEqual(len(page.attributes(name)), 1)
            self.assertEqual(page.attributes("a")[0]["href"], "#contenuto")
            for _, values in page.elements:
                for attribute in ("aria-labelledby", "aria-describedby"):
                    if attribute in values:
                        self.assertIn(values[attribute], page.ids)
                if values.get("role") == "img":
                    self.assertIn("aria-labelledby", values)
                    self.assertIn("aria-describedby", values)
            for values in page.attributes("a"):
                self.assertIn(values["href"][1:], page.ids)
            self.assertEqual(len(page.attributes("caption")), len(page.attributes("table")))

    def test_the_page_says_when_of_what_and_by_whom_it_was_made(self):
        self.fill()
        text = self.report().text
        year = self.figures()["made"][:4]
        self.assertRegex(text, rf"Situazione al [0-9]{{1,2}}º? [a-z]+ {year}")
        self.assertIn("Domini ingpec.eu, pec.it", text)
        self.assertIn("sqlite:registry.db", text)
        version = self.expect(0, "--version").text.split()[1].rstrip(",")
        self.assertIn(f"pecaddr {version}", text)

    def test_the_file_is_whole_or_not_there(self):
        self.write("r.html", "older")
        self.expect(3, "report", "--registry", "sqlite:none.db", "--output", "r.html")
        self.assertEqual(self.read("r.html"), b"older")
        self.assertEqual(sorted(os.listdir(self.folder)), ["r.html", "registry.db", "registry.db-mark"])

    def test_that_it_is_written_is_said(self):
        done = self.expect(0, "report", "--registry", self.uri, "--output", "r.html")
        self.assertEqual(done.err, "r.html is ready; open it with a browser\n")
        done = self.expect(0, "report", "--registry", self.uri, "--output", "r.json", "--format", "json")
        self.assertEqual(done.err, "")

    def test_standard_output_is_given_when_it_is_asked_for(self):
        done = self.expect(0, "report", "--registry", self.uri, "--output", "-")
        self.assertTrue(done.out.startswith(b"<!DOCTYPE html>\n"))
        self.assertEqual(done.err, "")


class Editions(ReportTest):
    """For whom it is: its head, the board's edition, the year, and a spreadsheet."""

    def test_the_head_has_title_and_order(self):
        self.fill()
        page = self.report("--title", "Relazione <2026>")
        text = self.read("r.html", "utf-8")
        self.assertIn("<h1>Relazione &lt;2026&gt;</h1>", text)
        self.assertNotIn('class="order"', text) # of several Orders, and bound to none
        self.assertTrue(page.ids)
        os.remove(self.path("registry.db"))
        os.remove(self.path("registry.db-mark"))
        self.expect(0, "registry", "init", "--province", "MC", "--registry", self.uri, "--quiet")
        self.report()
        self.assertIn('<p class="order">Ordine di Macerata (MC)</p>', self.read("r.html", "utf-8"))
        self.assertEqual(self.figures()["bound_to"], ["MC"])

    def test_the_edition_without_names_names_nobody(self):
        self.fill()
        self.report()
        self.assertIn("joerg.mueller", self.read("r.html", "utf-8"))
        page = self.report("--without-names")
        text = self.read("r.html", "utf-8").lower()
        for name in ("rossi", "müller", "mueller", "joerg", "anna", "foa", "ordine.macerata"):
            self.assertNotIn(name, text)
        self.assertIn("Motivi di verifica", page.tables)
        figures = self.figures("--without-names")
        self.assertEqual((figures["review"]["rows"], figures["homonymy"]["top"]), ([], []))
        self.assertGreater(figures["review"]["active"], 0)

    def test_the_year_counts_what_was_done_in_it(self):
        self.fill()
        figures = self.figures()
        year = dict(figures["year"])
        self.assertEqual(year.pop("year"), int(figures["today"][:4]))
        self.assertEqual((year["issued"], year["activated"], year["ceased"]), (11, 5, 1))
        self.assertEqual(self.figures("--today", "2026-06-01")["year"]["left"], 1)
        self.assertEqual(set(self.figures("--today", "2030-06-01")["year"].values()), {2030, 0})

    def test_a_sheet_has_its_tables_one_below_the_other(self):
        self.fill()
        self.expect(0, "report", "--registry", self.uri, "--output", "t.csv", "--format", "sheet")
        data = self.read("t.csv")
        self.assertTrue(data.startswith(b"\xef\xbb\xbfTotali\r\nStato;Indirizzi\r\n"))
        tables = [table.split("\r\n") for table in data.decode("utf-8-sig").strip().split("\r\n\r\n")]
        titles = [table[0] for table in tables]
        for title in ("Indirizzi per livello", "Indirizzi per provincia", "Omonimia", "I nomi più contesi",
                      "Assegnazioni per mese", "Motivi di verifica", "Attivi da verificare"):
            self.assertIn(title, titles)
        for table in tables:
            self.assertEqual({row.count(";") for row in table[1:]}, {table[1].count(";")}, table[0])
        self.assertIn(f"Impegnati;{self.figures()['totals']['total']}", tables[0])
        self.expect(0, "report", "--registry", self.uri, "--output", "t.csv", "--format", "sheet",
                    "--without-names")
        self.assertNotIn(b"rossi", self.read("t.csv").lower())

    def test_a_month_that_is_far_above_the_others_does_not_flatten_them(self):
        members = [f"Ada;Bo{chr(97 + n // 26)}{chr(97 + n % 26)};MC;A;{n + 1};\n" for n in range(40)]
        self.write("r.csv", HEADER + "\n" + "".join(members))
        self.assign(0, "r.csv", "--quiet")
        self.report()
        self.assertNotIn('class="over"', self.read("r.html", "utf-8"))
        year = int(self.figures()["today"][:4]) - 1
        self.put_on_record([f"{year}-12-10T12:00:00.000Z"] * 35 + [f"{year}-11-10T12:00:00.000Z"] * 5)
        self.report()
        text = self.read("r.html", "utf-8")
        self.assertRegex(text, r'class="over"[^>]*>35</text>')
        self.assertIn("La colonna interrotta", text)
        self.assertRegex(text, r">nov</text>")


class Usage(ReportTest):
    def test_usage(self):
        for sentence, arguments in [
                ("--registry is missing", ["--output", "r.html"]),
                ("--output is missing", ["--registry", self.uri]),
                ("--output is missing", ["--registry", self.uri, "--format", "json"]),
                ("--format csv: a report is no table", ["--registry", self.uri, "--output",
                                                        "r.html", "--format", "csv"]),
                ("x: all addresses are told", ["x", "--registry", self.uri, "--output", "r.html"]),
                ("--today 2090-13-01: this is no day", ["--registry", self.uri, "--output", "r.html",
                                                        "--today", "2090-13-01"]),
                ("is the registry", ["--registry", self.uri, "--output", "registry.db"])]:
            self.usage_error(sentence, "report", *arguments)
        self.assertFalse(os.path.exists(self.path("r.html")))

    def test_what_is_not_there_can_not_be_told(self):
        result = self.expect(3, "report", "--registry", "sqlite:none.db", "--output", "r.html")
        self.assertIn("none.db", result.err)
        result = self.expect(3, "report", "--registry", self.uri, "--output", "no/r.html")
        self.assertIn("no/r.html", result.err)


class Memory(ReportTest):
    # The first child's memory counts from its birth, which is this small program's, not ours.
    MEASURE = ("import resource, subprocess, sys; status = subprocess.call(sys.argv[1:]); "
               "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(status)")

    def peak(self, n):
        uri = self.init(f"{n}.db")
        with open(self.path("l.txt"), "w", encoding="ascii") as file:
            for i in range(n):
                name = "".join(chr(97 + i // 26**p % 26) for p in range(5))
                file.write(f"mariagrazia{name[:2]}.desantis{name[2:]}.mc@ingpec.eu\n")
        self.expect(0, "registry", "import", "l.txt", "--quiet", "--registry", uri)
        env = {"ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"}
        done = subprocess.run([sys.executable, "-c", self.MEASURE, tool.PECADDR, "report",
                               "--registry", uri, "--output", "r.html", "--quiet"],
                              cwd=self.folder,
                              env=dict(os.environ, **env), check=True, stdout=subprocess.PIPE)
        self.assertEqual(Page(self.read("r.html", "utf-8")).cards["totale"], n)
        return int(done.stdout)

    def test_a_name_takes_a_few_dozen_bytes(self):
        small, large = self.peak(ROWS // 10), self.peak(ROWS)
        # SQLite's page cache fills up at first; it has a limit of its own.
        self.assertLess(large - small, (ROWS - ROWS // 10) * 160 / 1024 + 32 * 1024,
                        (small, large))


def main():
    global ROWS
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pecaddr", required=True, help="the built command")
    parser.add_argument("--rows", type=int, default=ROWS, help=f"default {ROWS}")
    arguments, rest = parser.parse_known_args()
    tool.PECADDR = os.path.abspath(arguments.pecaddr)
    ROWS = arguments.rows
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
