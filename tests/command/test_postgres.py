#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
The command on a server: tests/with-postgres.py.

    test_postgres.py --pecaddr PATH [unittest options]
"""

import os
import re

import tool
from tool import HEADER, ToolTest, codice_fiscale, person, rows_of


class Postgres(ToolTest):
    """The command on a server. The registry is one for all tests: each has its own people."""

    uri = os.environ["PECADDR_TEST_POSTGRES"]

    def setUp(self):
        super().setUp()
        self.expect(0, "registry", "init", "--registry", self.uri, "--quiet")

    def registry(self, status, command, *arguments):
        return self.expect(status, "registry", command, *arguments, "--registry", self.uri)

    def test_no_message_shows_a_password(self):
        uri = os.environ["PECADDR_TEST_POSTGRES_LOOPBACK"]
        secret = re.search(r"://[^:/@]*:([^@]*)@", uri).group(1)
        result = self.expect(0, "registry", "init", "--registry", uri)
        self.assertEqual(result.err, re.sub("//.*@", "//", uri) + ": the registry is ready\n")
        for wrong in (uri.replace(f":{secret}@", ":s3cr3t@"), uri + "x?password=s3cr3t",
                      uri.replace(f":{secret}@", "@") + "?password=s3cr3t&sslpassword=s3cr3t"):
            result = self.expect(3, "registry", "show", "--registry", wrong)
            self.assertNotIn("s3cr3t", result.err)

    def test_a_result_never_replaces_what_the_connection_is_made_with(self):
        named = f"{self.uri}{'&' if '?' in self.uri else '?'}passfile=pass%20file&sslrootcert=root.crt"
        for name in ("pass file", "root.crt", "services.conf", "home/.pgpass"):
            os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
            self.write(name, "# nobody\n")
        env = {"PGSERVICEFILE": self.path("services.conf"), "HOME": self.path("home")}
        for output in ("pass file", "./root.crt", "services.conf", "home/.pgpass"):
            with self.subTest(output=output):
                self.usage_error(f"pecaddr: --output {output}: this file is needed by the registry", "registry",
                                 "export", "--registry", named, "--output", output, env=env)
                self.assertEqual(self.read(output), b"# nobody\n")

    def test_assigning_twice_gives_the_same_addresses(self):
        self.write("r.csv", f"{HEADER}\nPio;Bruni;MC;A;101;{codice_fiscale(1, 'BRNPIO')}\n"
                            "Pio;Bruni;MC;A;102;\nPio;Bruni;AN;A;103;\nPio;Bruni;MC;B;104;\n")
        first = self.assign(0, "r.csv", registry=self.uri).text
        self.assertEqual([row["pec"].split("@")[0] for row in rows_of(first)],
                         ["pio.bruni", "pio.bruni.mc", "pio.bruni.an", "pio.bruni.mc.b104"])
        self.assertEqual([row["note"] for row in rows_of(first)], ["", "NAMESAKE", "", "NAMESAKE"])
        # What is noted of a new address alone is told once.
        again = first.replace(";NAMESAKE;", ";;").replace(";yes;", ";no;")
        self.assertEqual(self.assign(0, "r.csv", registry=self.uri).text, again)
        dry = self.assign(0, "r.csv", "--dry-run", registry=self.uri).text
        self.assertEqual([row["proposta"] for row in rows_of(dry)], [row["pec"] for row in rows_of(first)])

    def test_explain_asks_and_changes_nothing(self):
        who = person(given="Lia", surname="Sole", number="201")
        self.assertIn("free", self.expect(0, "explain", *who, "--registry", self.uri).text)
        self.registry(1, "show", "lia.sole@ingpec.eu")

    def test_the_life_of_an_address(self):
        self.write("r.csv", f"{HEADER}\nEdo;Luna;MC;A;301;{codice_fiscale(3, 'LNUDEO')}\n")
        self.assign(0, "r.csv", registry=self.uri)
        why = ["--why", "x"]
        self.registry(0, "change", "edo.luna@ingpec.eu", *why)
        address = "edo.luna.mc@ingpec.eu"
        for command, *options in (["relink", "--holder", codice_fiscale(4, "LNUDEO")],
                                  ["activate", "--expires", "2090-01-01"],
                                  ["renew", "--expires", "2091-01-01"],
                                  ["leave", "--left", "2026-01-01"], ["retire"]):
            self.registry(0, command, address, *options, *why)
        self.registry(1, "release", address, *why)
        history = rows_of(self.registry(0, "history", address, "--format", "csv").text, ",")
        self.assertEqual([row["to"] for row in history],
                         ["reserved", "reserved", "active", "active", "active", "retired"])
        self.assertEqual(history[1]["holder_before"], codice_fiscale(3, "LNUDEO"))

    def test_import_export_verify_and_stats(self):
        self.write("m.csv", "pec;nome;cognome;provincia;sezione;numero;scadenza;uscita\n"
                            "ivo.re@ingpec.eu;Ivo;Re;MC;A;401;2020-01-01;2019-12-31\n")
        self.registry(0, "import", "m.csv")
        self.assertIn("1 already there", self.registry(0, "import", "m.csv").err)
        rows = rows_of(self.registry(0, "export", "--format", "csv").text, ",")
        self.assertEqual([(row["state"], row["expires"], row["left"]) for row in rows
                          if row["pec"] == "ivo.re@ingpec.eu"],
                         [("active", "2020-01-01", "2019-12-31")])
        # amcheck is not in this database.
        self.assertIn("not checked: the indexes by the server itself", self.registry(0, "verify").err)
        rows = rows_of(self.registry(0, "stats", "--format", "csv").text, ",")
        self.assertGreaterEqual(int(rows[0]["total"]), 1)
        self.registry(0, "retire", "--expired", "--today", "2020-02-01", "--why", "x")
        self.assertIn("retired", self.registry(0, "show", "ivo.re@ingpec.eu").text)


if __name__ == "__main__":
    tool.main()
