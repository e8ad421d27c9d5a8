#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
Provinces as people write them: by name, by what they were called before, and misspelt. SPEC §6.

    test_places.py --pecaddr PATH [unittest options]
"""

import csv
import io
import json
import os
import re

import tool
from tool import RosterTest, person, rows_of

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "gen", "data",
                    "provinces.tsv")
HEADER = "nome,cognome,provincia,sezione,numero,codice_fiscale"

READ = [
    ("Macerata", "MC"), ("MACERATA", "MC"), ("macerata ", "MC"), ("ROMA (RM)", "RM"), ("Roma(rm)", "RM"),
    ("MC - Macerata", "MC"), ("Macerata - MC", "MC"), ("Macerata MC", "MC"), ("MC (Macerata)", "MC"), ("(MC) Macerata", "MC"),
    ("Provincia di Macerata", "MC"), ("Prov. di Macerata", "MC"), ("Ordine di Macerata", "MC"),
    ("Ordine degli Ingegneri della Provincia di Macerata", "MC"), ("Ordine degli Ingegneri della Spezia", "SP"),
    ("Forlì-Cesena", "FC"), ("FORLI' - CESENA", "FC"), ("Forlì e Cesena", "FC"), ("Forlì\u2013Cesena", "FC"), ("Forli\u0300 Cesena", "FC"),
    ("Monza e della Brianza", "MB"), ("MONZA E BRIANZA", "MB"), ("Monza-Brianza", "MB"),
    ("Valle d'Aosta/Aosta", "AO"), ("Valle d’Aosta", "AO"), ("VALLE D`AOSTA / VALLEE D'AOSTE", "AO"), ("Aosta", "AO"),
    ("Reggio nell'Emilia", "RE"), ("Reggio Emilia", "RE"), ("Reggio nell’Emilia (RE)", "RE"),
    ("Reggio Calabria", "RC"), ("Reggio di Calabria", "RC"),
    ("Bolzano/Bozen", "BZ"), ("Bolzano - Bozen", "BZ"), ("Bolzano", "BZ"), ("Bozen", "BZ"),
    ("L'Aquila", "AQ"), ("Laquila", "AQ"), ("La Spezia", "SP"), ("Massa Carrara", "MS"), ("MASSA-CARRARA", "MS"),
    ("Pesaro e Urbino", "PU"), ("Pesaro-Urbino", "PU"), ("Verbano Cusio Ossola", "VB"), ("Barletta-Andria-Trani", "BT"),
    ("Vibo Valentia", "VV"), ("Macerata/Macerata", "MC"), ("Macerata\u200b", "MC"),
]

# What is not read, and what is said to be meant; None: nothing.
MEANT = [
    ("Reggio", "write the sigla that is meant: RC (Reggio Calabria), RE (Reggio nell'Emilia)"),
    ("Lecca", "write the sigla that is meant: LC (Lecco), LE (Lecce), LU (Lucca)"),
    ("RM (Macerata)", "write the sigla that is meant: MC (Macerata), RM (Roma)"),
    ("Ancona/Macerata", "write the sigla that is meant: AN (Ancona), MC (Macerata)"),
    ("AN MC", "write the sigla that is meant: AN (Ancona), MC (Macerata)"),
    *((text, f"if {sigla} ({name}) is meant, write {sigla}") for text, sigla, name in (
        ("FO", "FC", "Forlì-Cesena"), ("Forlì", "FC", "Forlì-Cesena"), ("Cesena", "FC", "Forlì-Cesena"),
        ("PS", "PU", "Pesaro e Urbino"), ("Pesaro", "PU", "Pesaro e Urbino"),
        ("CI", "CA", "Cagliari"), ("ci", "CA", "Cagliari"), ("VS", "CA", "Cagliari"), ("SU", "CA", "Cagliari"),
        ("OG", "NU", "Nuoro"), ("OT", "SS", "Sassari"), ("Sud Sardegna", "CA", "Cagliari"), ("Carbonia-Iglesias", "CA", "Cagliari"),
        ("Ogliastra", "NU", "Nuoro"), ("Olbia-Tempio", "SS", "Sassari"), ("Medio Campidano", "CA", "Cagliari"),
        ("Monza", "MB", "Monza e della Brianza"), ("Massa", "MS", "Massa-Carrara"), ("BAT", "BT", "Barletta-Andria-Trani"),
        ("Maceata", "MC", "Macerata"), ("Macerrata", "MC", "Macerata"), ("Maecrata", "MC", "Macerata"), ("Macerate", "MC", "Macerata"),
        ("Torinoo", "TO", "Torino"), ("Bergano", "BG", "Bergamo"),
    )),
    *((text, None) for text in ("Macertta a", "MX", "XX", "Mceratta", "Zurigo", "Marche", "Macerata 2", "Macerata, Ancona", "M.C.", "A",
                                "Sig. Roma", "Roma in Torino", "Lodi o Como", "(", "/", "-", "Rom\u00e4")),
]


class Places(RosterTest):
    def roster(self, *texts):
        """A row for each way to write a province, of persons who all have the name of another."""
        rows = io.StringIO()
        csv.writer(rows, lineterminator="\n").writerows(
            ["Ada", "Ne" + "".join("bcdfglmnprst"[int(c)] + "i" for c in str(i)), text, "A", i, ""]
            for i, text in enumerate(texts, 1))
        return self.write("r.csv", HEADER + "\n" + rows.getvalue())

    def provinces(self):
        rows = rows_of(self.expect(0, "registry", "export", "--format", "csv", "--registry", self.uri).text, ",")
        return [row["province"] for row in sorted(rows, key=lambda row: int(row["number"]))]

    def test_every_province_with_an_order_is_read_by_its_official_name(self):
        with open(DATA, encoding="utf-8") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        orders = [(row["name"], row["sigla"]) for row in rows if row["own_engineers_order"] == "yes"]
        self.assertEqual(len(orders), 106)
        for change in (str, str.upper, lambda name: name.replace("-", " ").replace("'", "’")):
            with self.subTest(change(orders[3][0])):
                self.setUp()
                self.roster(*(change(name) for name, _ in orders))
                self.assign(0, "r.csv", "--several-provinces")
                self.assertEqual(self.provinces(), [sigla for _, sigla in orders])

    def test_a_name_is_read_as_its_sigla(self):
        self.roster(*(text for text, _ in READ))
        result = self.assign(0, "r.csv", "--several-provinces")
        self.assertEqual(self.provinces(), [sigla for _, sigla in READ])
        self.assertEqual([row["provincia"] for row in rows_of(result.text, ",")], [text for text, _ in READ])

    def test_what_is_not_exactly_one_name_is_never_read_and_what_was_meant_is_told(self):
        self.roster(*(text for text, _ in MEANT))
        result = self.assign(1, "r.csv")
        said = [re.sub(r".*province; ", "", row["errore"]) for row in rows_of(result.text, ",")]
        self.assertEqual(said, [meant or "give the Order's sigla, such as MC" for _, meant in MEANT])
        self.assertEqual([row["errore"].split(":")[0] for row in rows_of(result.text, ",")], ["PROVINCE"] * len(MEANT))
        self.assertEqual(self.provinces(), [])

    def test_what_was_meant_is_told_in_the_result_too(self):
        self.roster("Forlì")
        row = rows_of(self.assign(1, "r.csv").text, ",")[0]
        self.assertEqual(row["errore"], "PROVINCE: province \"Forlì\": this is not the two-letter code (sigla) of an "
                                        "Order's province; if FC (Forlì-Cesena) is meant, write FC")

    def test_names_and_siglas_count_as_one_province(self):
        self.roster("Macerata", "MC", "Macerata (MC)", "Provincia di Macerata", "Ancona", "Reggio")
        result = self.assign(2, "r.csv")
        self.assertIn('several provinces stand in "provincia": MC 4, AN 1 (the first on line 6)', result.err)
        self.expect(0, "registry", "init", "--province", "Macerata", "--registry", "sqlite:one.db")
        result = self.assign(2, "r.csv", registry="sqlite:one.db")
        self.assertIn("r.csv: 1 row has another province than the registry's, MC, such as AN on line 6", result.err)
        self.roster("Macerata", "MC", "Maceata")
        self.assertIn("r.csv: 3 rows; province: MC 2, of no Order 1;", self.assign(1, "r.csv", registry="sqlite:one.db").err)

    def test_one_codice_fiscale_on_two_entries_is_seen_however_the_province_is_written(self):
        cf = tool.codice_fiscale(1)
        self.write("r.csv", f"{HEADER}\nMario,Rossi,MC,A,1,{cf}\nMario,Rossi,Ancona,A,1,{cf}\n")
        result = self.assign(1, "r.csv", "--several-provinces")
        self.assertEqual([row["errore"].split(":")[0] for row in rows_of(result.text, ",")], ["HOLDER", "HOLDER"])
        self.write("r.csv", f"{HEADER}\nMario,Rossi,MC,A,1,{cf}\nMario,Rossi,Macerata,A,1,{cf}\n")
        result = self.assign(0, "r.csv")
        self.assertEqual([row["pec"] for row in rows_of(result.text, ",")], ["mario.rossi@ingpec.eu"] * 2)

    def test_a_mistyped_sigla_is_an_error_also_where_no_rule_has_the_province(self):
        self.roster("MC", "MX", "FO", "Ancona")
        for options in ([], ["--dry-run"]):
            result = self.assign(1, "r.csv", "--several-provinces", "--scheme", "archiworldpec", *options)
            errors = [row["errore"] for row in rows_of(result.text, ",")]
            self.assertEqual([error.split(":")[0] for error in errors], ["", "PROVINCE", "PROVINCE", ""])
            self.assertIn('province "MX": ', errors[1])
            self.assertTrue(errors[2].endswith("; if FC (Forlì-Cesena) is meant, write FC"), errors[2])
            self.assertIn("r.csv: 4 rows; province: AN 1, MC 1 (the first on line 2), of no Order 2;", result.err)
        self.assertEqual(self.provinces(), ["MC", "AN"])

    def test_a_column_ordine_with_names_is_read(self):
        self.write("r.csv", "nome;cognome;Ordine;sezione;numero\nAda;Neri;Macerata;A;1\nAda;Neri;Macerata;A;2\n")
        rows = rows_of(self.assign(0, "r.csv").text)
        self.assertEqual([row["pec"] for row in rows], ["ada.neri@ingpec.eu", "ada.neri.mc@ingpec.eu"])

    def test_the_option_takes_a_name_in_every_command(self):
        facts = person(province="Macerata")
        self.assertIn("niccolo.dangelodesanctis.mc@ingpec.eu", self.expect(0, "candidates", *facts).text)
        self.expect(0, "assign", *facts, "--registry", self.uri)
        self.roster("Ancona", "XX")
        self.assertIn("--province MC says it of all", self.assign(0, "r.csv", "--province", "Macerata").err)
        self.write("b.csv", "nome;cognome;sezione;numero\nUgo;Bo;A;77\n")
        self.assign(0, "b.csv", env={"PECADDR_PROVINCE": "Provincia di Macerata"})
        self.assertEqual(set(self.provinces()), {"MC"})
        self.write("m.csv", "pec;numero\nugo.verdi@ingpec.eu;A 90\n")
        self.expect(0, "registry", "import", "m.csv", "--province", "Macerata", "--registry", self.uri)
        audit = self.expect(1, "audit", "b.csv", "--province", "Macerata", "--registry", self.uri, "--format", "json")
        self.assertEqual(json.loads(audit.text)[0]["verdict"], "right")
        shown = self.expect(0, "registry", "show", "--province", "Macerata", "--format", "csv", "--registry", self.uri)
        self.assertEqual(len(rows_of(shown.text, ",")), 5)

    def test_the_option_tells_what_was_meant(self):
        self.roster("MC")
        for text, said in (("Maceata", "if MC (Macerata) is meant, write MC"), ("PS", "if PU (Pesaro e Urbino) is meant, write PU"),
                           ("Reggio", "write the sigla that is meant: RC (Reggio Calabria), RE (Reggio nell'Emilia)"),
                           ("XX", "give the Order's sigla, such as MC")):
            with self.subTest(text):
                self.assertIn(f"--province {text}: this is not the two-letter code (sigla) of an Order's province; {said} (pecaddr",
                              self.assign(2, "r.csv", "--province", text).err)
        self.expect(0, "registry", "init", "--province", "Ascoli Piceno,Macerata", "--registry", "sqlite:two.db")
        self.assign(0, "r.csv", registry="sqlite:two.db")


if __name__ == "__main__":
    tool.main()
