#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
A file by which a large part of an Order would have ended, or left, SPEC §6: what `assign` wrote, or the whole
roster, in place of the few rows that were meant.

    test_step_many.py --pecaddr PATH [unittest options]
"""

import json

import tool
from tool import DOMAIN, HEADER, ToolTest, rows_of

NAMES = [given + second for given in ("Ada", "Luca", "Marta", "Paolo", "Rita", "Sara") for second in
         ("", " Anna", " Bruno", " Carlo", " Dario", " Elena", " Franco", " Gina", " Irene", " Lia")]


class StepMany(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init("registry.db")
        self.write("r.csv", HEADER + "\n" + "".join(f"{name};Neri;MC;A;{i + 1};\n" for i, name in enumerate(NAMES)))
        self.assign(0, "r.csv", "--output", "out.csv", "--quiet", registry=self.uri)
        self.step(0, "activate", "--from", "out.csv")
        # Nothing in it says that assign wrote it.
        self.write("all.csv", self.read("out.csv", "utf-8").replace(";nuovo;", ";novità;"))

    def step(self, status, command, *arguments, **options):
        return self.expect(status, "registry", command, *arguments, "--why", "x", "--registry", self.uri, **options)

    def addresses(self):
        rows = self.expect(0, "registry", "export", "--all", "--format", "json", "--registry", self.uri)
        return [row["pec"] for row in json.loads(rows.text)]

    def count(self, fact, value=None):
        rows = self.expect(0, "registry", "export", "--all", "--format", "json", "--registry", self.uri)
        return sum(bool(row[fact]) if value is None else row[fact] == value for row in json.loads(rows.text))

    def list(self, addresses):
        self.write("l.txt", "".join(f"{address}\n" for address in addresses))

    def test_what_assign_wrote_ends_nobody_and_nobody_leaves_by_it(self):
        for command, options, said in (
                ("retire", [], "all.csv: 60 of 60 active mailboxes on record (Order: MC) would be retired; nothing was done"),
                ("leave", ["--left", "2026-01-31"], "all.csv: the holders of 60 of 60 active mailboxes on record (Order: MC) "
                                                    "would have left; nothing was done")):
            for more in ([], ["--dry-run"]):
                with self.subTest(command, more=more):
                    before = self.dump()
                    result = self.step(2, command, "--from", "all.csv", *options, *more)
                    self.assertEqual(result.errors[1:], [
                        "pecaddr: " + said, "pecaddr: see whether it is the right file, and whether a column of it was shifted; if "
                                            "it is right so, give --so-many"])
                    self.assertEqual(self.dump(), before)
        self.step(0, "leave", "--from", "all.csv", "--left", "2026-01-31", "--so-many")
        self.assertEqual(self.count("left"), 60)
        self.step(0, "retire", "--from", "all.csv", "--so-many")
        self.assertEqual(self.count("state", "retired"), 60)

    def test_of_what_assign_wrote_only_what_it_says_has_ended_does(self):
        self.write("one.csv", HEADER + f"\n{NAMES[1]};Verdi;MC;A;70;\n")
        self.assign(0, "one.csv", "--output", "new.csv", "--quiet", registry=self.uri)
        self.step(0, "activate", "--from", "new.csv")
        before = self.dump()
        for more in ([], ["--dry-run"], ["--so-many"]):
            result = self.step(2, "retire", "--from", "new.csv", *more)
            self.assertEqual(result.errors[1:], [
                "pecaddr: new.csv: this was written by assign, and says of no mailbox that it has ended; nothing was done",
                "pecaddr: give the list of those that have ended; if all of this file have, delete its column nuovo"])
        row = self.read("new.csv", "utf-8").splitlines()
        for column, value in (("Esito", "OK"), ("Stato casella", ""), ("Note", "")):
            self.write("new2.csv", f"{row[0]};{column}\n{row[1]};{value}\n")
            self.step(2, "retire", "--from", "new2.csv")
        self.assertEqual(self.dump(), before)
        self.write("new2.csv", f"{row[0]};Stato casella\n{row[1]};cessata\n")
        self.assertIn("retired: 1; ", self.step(0, "retire", "--from", "new2.csv").err)

    def test_many_that_expired_may_have_been_renewed(self):
        for n, of, status in ((4, 4, 0), (5, 60, 0), (5, 50, 2), (20, 20, 2)):
            with self.subTest(n=n, of=of):
                self.uri = self.init(f"expired-{n}-{of}.db")
                self.write("e.csv", "pec;nome;cognome;provincia;sezione;numero;scadenza\n" + "".join(
                    f"{name.lower().replace(' ', '.')}.neri{DOMAIN};{name};Neri;MC;A;{i + 1};{'2020-01-31' if i < n else '2090-01-31'}\n"
                    for i, name in enumerate(NAMES[:of])))
                self.expect(0, "registry", "import", "e.csv", "--other-rule", "--registry", self.uri)
                dry = self.step(status, "retire", "--expired", "--dry-run")
                self.assertEqual(len(dry.lines), n)
                before = self.dump()
                result = self.step(status, "retire", "--expired")
                if status:
                    self.assertEqual((result.text, self.dump()), ("", before))
                    self.assertEqual(result.errors, [
                        f"pecaddr: {n} of {of} active mailboxes on record (Order: MC) have expired; nothing was done",
                        "pecaddr: perhaps renewals were not put on record (registry renew --from); --dry-run lists what has expired; "
                        "if it is right so, give --so-many"])
                    self.assertEqual(dry.errors[1:], result.errors)
                    self.step(0, "retire", "--expired", "--dry-run", "--so-many")
                    self.step(0, "retire", "--expired", "--so-many")
                self.assertEqual(self.count("state", "retired"), n)

    def test_a_tenth_of_an_order_is_many_and_five_at_least(self):
        addresses = self.addresses()
        self.list(addresses[:5])
        self.step(0, "retire", "--from", "l.txt", "--dry-run")
        self.list(addresses[:6])
        self.assertIn("l.txt: 6 of 60 active", self.step(2, "retire", "--from", "l.txt").err)
        # Of what is active: the fewer there are, the fewer are many.
        self.list(addresses[:20])
        self.step(0, "retire", "--from", "l.txt", "--so-many")
        self.list(addresses[:24])
        self.assertIn("retired: 4; retired already: 20", self.step(0, "retire", "--from", "l.txt").err)
        self.list(addresses[24:29])
        self.assertIn("l.txt: 5 of 36 active", self.step(2, "retire", "--from", "l.txt").err)
        self.list(addresses[24:28])
        self.step(0, "retire", "--from", "l.txt")
        # Who has left does not leave again, and what would not be done is not counted.
        self.list(addresses[28:58])
        self.step(0, "leave", "--from", "l.txt", "--left", "2026-01-31", "--so-many")
        self.assertIn("left the Order: 30;", self.step(0, "leave", "--from", "l.txt", "--left", "2026-02-28").err)
        self.list(f"no.body.{i}{DOMAIN}" for i in range(30))
        self.assertIn("with errors: 30", self.step(1, "retire", "--from", "l.txt").err)

    def test_each_order_is_counted_by_itself(self):
        self.uri = "sqlite:national.db"
        self.expect(0, "registry", "init", "--several-orders", "--registry", self.uri)
        self.write("n.csv", HEADER + "\n" + "".join(
            f"{name};{surname};{province};A;{i + 1};\n" for surname, province, n in (("Neri", "MC", 60), ("Verdi", "AN", 6))
            for i, name in enumerate(NAMES[:n])))
        self.assign(0, "n.csv", "--several-provinces", "--output", "n-out.csv", "--quiet", registry=self.uri)
        self.step(0, "activate", "--from", "n-out.csv")
        self.list(address for address in self.addresses() if ".verdi" in address)
        result = self.step(2, "retire", "--from", "l.txt", "--lang", "it")
        self.assertIn("l.txt: cesserebbero 6 caselle attive su 6 nel registro (Ordine: AN); non è stato fatto nulla", result.err)
        self.assertNotIn("MC", result.err)
        self.list([address for address in self.addresses() if ".verdi" in address][:4] +
                  [address for address in self.addresses() if ".neri" in address][:5])
        self.assertIn("retired: 9;", self.step(0, "retire", "--from", "l.txt").err)

    def test_addresses_of_which_nothing_is_on_record_are_counted(self):
        self.write("p.csv", "".join(f"no.name{i}{DOMAIN}\n" for i in range(8)))
        self.uri = self.init("other.db")
        self.expect(0, "registry", "import", "p.csv", "--registry", self.uri)
        self.write("c.csv", "pec;nome;cognome\n" + "".join(f"no.name{i}{DOMAIN};Ada;Neri\n" for i in range(8)))
        before = self.dump()
        self.assertIn("c.csv: 8 of 8 active mailboxes on record (Order: not known)",
                      self.step(2, "retire", "--from", "c.csv", "--addresses-alone").err)
        self.assertEqual(self.dump(), before)

    def test_standard_input_is_counted_too(self):
        text = self.read("all.csv", "utf-8")
        self.step(2, "retire", "--from", "-", stdin=text.encode())
        self.assertIn("retired: 60;", self.step(0, "retire", "--from", "-", "--so-many", stdin=text.encode()).err)

    def test_what_assign_gave_before_that_day_is_not_retired(self):
        self.assign(0, "r.csv", "--output", "again.csv", "--quiet", registry=self.uri)
        self.step(2, "retire", "--from", "again.csv")
        self.write("again.csv", "pec;nome;cognome;nuovo\n" + "".join(
            f"{row['pec']};{row['nome']};{row['cognome']};{row['nuovo']}\n" for row in rows_of(self.read("again.csv", "utf-8"))))
        result = self.step(0, "retire", "--from", "again.csv")
        self.assertEqual(result.errors[1:], [
            "again.csv: all its rows say no in the column nuovo: their addresses were given before that day; if their mailboxes "
            "have ended, delete that column", "retired: 0; retired already: 0; rows that are not new, passed over: 60"])
        self.write("m.csv", f"pec;nome;cognome;nuovo\nada.neri{DOMAIN};Ada;Neri;\n")
        self.assertIn("its cell nuovo says neither yes nor no", self.step(1, "retire", "--from", "m.csv").err)

    def test_so_many_is_of_a_file(self):
        for command, options in (("retire", [f"ada.neri{DOMAIN}"]), ("leave", [f"ada.neri{DOMAIN}", "--left", "2026-01-31"])):
            said = "--so-many is for --from FILE" + (" and --expired" if command == "retire" else "")
            self.assertIn(f"{said} (pecaddr", self.step(2, command, *options, "--so-many").err)


if __name__ == "__main__":
    tool.main()
