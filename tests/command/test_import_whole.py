#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
A file of mailboxes of which so many rows contradict themselves that nothing of it comes in, SPEC §5: a column that was
sorted by itself, shifted or pasted over.

    test_import_whole.py --pecaddr PATH [unittest options]
"""

import json

import tool
from tool import RegistryTest, codice_fiscale, letters_of

SURNAMES = ("Barbieri", "Bianchi", "Bruno", "Conti", "Costa", "Fontana", "Gallo", "Greco", "Lombardi", "Mariani",
            "Marino", "Moretti", "Neri", "Rizzo", "Romano", "Rossi", "Rossi", "Rossi", "Verdi", "Vitale")
GIVEN = ("Zeno", "Walter", "Vera", "Ugo", "Teresa", "Sara", "Rita", "Paolo", "Olga", "Nadia", "Mario", "Luca", "Ivo",
         "Giulia", "Franco", "Carla", "Carla", "Carla", "Bruno", "Anna")
COLUMNS = ("cognome", "nome", "numero", "cf", "pec")


def members():
    """Twenty, of whom three have one name."""
    taken, rows = set(), []
    for i, (given, surname) in enumerate(zip(GIVEN, SURNAMES)):
        local = f"{given}.{surname}".lower()
        levels = (local, f"{local}.mc", f"{local}.mc.a{i + 1}")
        free = next(level for level in levels if level not in taken)
        taken.add(free)
        rows.append({"cognome": surname, "nome": given, "numero": i + 1, "pec": f"{free}@ingpec.eu",
                     "cf": codice_fiscale(i + 1, letters_of(given, surname))})
    return rows


def shifted(rows, column, first=0):
    """From a row on, each has the cell of the row before."""
    cells = [row[column] for row in rows]
    cells = [*cells[:first], "", *cells[first:-1]]
    return [{**row, column: cell} for row, cell in zip(rows, cells)]


class Whole(RegistryTest):
    def file(self, rows, columns=COLUMNS, names=None):
        lines = [";".join(names or columns), *(";".join(str(row[name]) for name in columns) for row in rows), ""]
        self.write("f.csv", "\n".join(lines))

    def bring_in(self, status, *options):
        return self.registry(status, "import", "f.csv", "--province", "MC", *options)

    def shown(self):
        rows = json.loads(self.registry(0, "show", "--format", "json").text)
        return {row["pec"]: (row["state"], row["number"]) for row in rows}

    def refused(self, *options):
        """What is said of a file of which nothing comes in."""
        for dry_run in ([], ["--dry-run"]):
            result = self.bring_in(2, *options, *dry_run)
            self.assertEqual(self.shown(), {})
        return "\n".join(line for line in result.errors if line.startswith("pecaddr: "))

    def comes_in(self):
        """The right file, after one that was refused."""
        self.file(members())
        self.assertIn("20 new on record, 0 already there, 0 with errors", self.bring_in(0).err)
        self.assertEqual(self.shown(), {row["pec"]: ("active", row["numero"]) for row in members()})

    def test_of_a_column_of_addresses_that_was_shifted_no_namesake_comes_in_with_anothers(self):
        self.file(shifted(members(), "pec"))
        said = self.refused("--other-rule", "--accept", "CF_MISMATCH")
        self.assertEqual(said, "pecaddr: f.csv: of 19 rows with a name, 16 have an address that by the rules is somebody "
                         "else's, the first on line 3, zeno.barbieri@ingpec.eu: the row is of Walter Bianchi, and by the "
                         "rules this address is that of Zeno Barbieri, on line 2; nothing was done\n"
                         "pecaddr: a column was sorted by itself, or shifted: make the file again, and import it before "
                         "anybody is given an address")
        self.file(shifted(members(), "pec"), ("cognome", "nome", "numero", "pec"))
        self.assertIn("16 have an address that by the rules is somebody else's", self.refused())
        self.comes_in()

    def test_a_column_of_addresses_that_was_sorted_by_itself_is_refused_whole(self):
        addresses = sorted(row["pec"] for row in members())
        self.file([{**row, "pec": pec} for row, pec in zip(members(), addresses)])
        self.assertIn("have an address that by the rules is somebody else's", self.refused())
        self.comes_in()

    def test_a_column_of_codici_fiscali_that_was_shifted_is_refused_unless_that_is_accepted(self):
        self.file(shifted(members(), "cf"))
        self.assertEqual(self.refused("--other-rule"), "pecaddr: f.csv: of 19 rows with a codice fiscale, in 17 it is "
                         "not of the name, the first on line 3, Walter Bianchi, walter.bianchi@ingpec.eu; nothing was "
                         "done\npecaddr: if a column was sorted by itself or shifted, make the file again, and import it "
                         "before anybody is given an address; if somebody has looked at them and they are right, give "
                         "--accept CF_MISMATCH")
        self.assertIn("20 new on record", self.bring_in(0, "--accept", "CF_MISMATCH").err)
        # What is on record so is nothing new.
        self.assertIn("20 already there, 0 with errors", self.bring_in(0).err)

    def test_a_column_of_given_names_that_was_sorted_is_refused_unless_the_rule_is_an_older_one(self):
        given = sorted(row["nome"] for row in members())
        self.file([{**row, "nome": name, "cf": ""} for row, name in zip(members(), given)])
        said = self.refused("--accept", "CF_MISMATCH")
        self.assertEqual(said, "pecaddr: f.csv: of 20 rows with a name, in 20 it does not give the address at any level, "
                         "the first on line 2, Anna Barbieri, zeno.barbieri@ingpec.eu; nothing was done\n"
                         "pecaddr: if a column was sorted by itself, shifted or pasted over, make the file again, and "
                         "import it before anybody is given an address\n"
                         "pecaddr: if these mailboxes have addresses of an older rule, give --other-rule")
        self.comes_in()

    def test_addresses_of_an_older_rule_come_in_when_that_is_said_and_once_only(self):
        old = [{**row, "pec": "{cognome}{numero}@ingpec.eu".format(**row).lower()} for row in members()]
        self.file(old)
        self.assertIn("give --other-rule", self.refused())
        result = self.bring_in(0, "--other-rule")
        self.assertNotIn("f.csv:2", result.err)
        self.assertIn("20 mailboxes on record have addresses that their holders' names do not give", result.err)
        self.file([*old, {**members()[0], "nome": "Ada", "numero": 99, "cf": "", "pec": "ada.barbieri@ingpec.eu"}])
        self.assertIn("1 new on record, 20 already there, 0 with errors", self.bring_in(0).err)

    def test_names_of_columns_that_are_exchanged_are_told_as_such(self):
        self.file(members(), names=("nome", "cognome", "numero", "codice", "pec"))
        self.assertIn("in 20 it does not give the address at any level, the first on line 2, Barbieri Zeno, "
                      "zeno.barbieri@ingpec.eu; nothing was done\n"
                      "pecaddr: with given name and surname exchanged, 20 of them give it: if the names of these two "
                      "columns are exchanged in the first row, correct them\n", self.refused())

    def test_five_rows_that_follow_each_other_are_a_block_that_was_pasted(self):
        many = [{**row, "numero": 20 * k + i + 1, "cf": "", "cognome": f"{row['cognome']} {SURNAMES[k]}"}
                for k in range(15) for i, row in enumerate(members()[:15])]
        many = [{**row, "pec": "{nome}.{cognome}@ingpec.eu".format(**row).lower().replace(" ", "")} for row in many]
        for i in range(5):
            many[30 + i]["nome"] = many[50 + i]["nome"]
        self.file(many)
        self.assertIn("of 225 rows with a name, in 5 it does not give the address", self.refused())
        many[32]["nome"] = "Vera"
        many[100]["nome"] = "Rosa"
        self.file(many)
        self.assertIn("5 mailboxes on record have addresses", self.bring_in(0).err)

    def test_some_few_are_errors_of_their_rows(self):
        rows = members()
        for i in range(4):
            rows[i] = {**rows[i], "cf": codice_fiscale(90 + i, "QQQWWW")}
        self.file(rows)
        self.assertIn("16 new on record, 0 already there, 4 with errors", self.bring_in(1).err)

    def test_namesakes_with_each_others_mailbox_on_record_are_told_the_way_out(self):
        rows = members()[15:17]
        exchanged = [{**row, "pec": other["pec"]} for row, other in zip(rows, reversed(rows))]
        self.file(exchanged)
        self.bring_in(0)
        self.file(rows)
        way_out = ("; if people of one name have each other's mailboxes on record by a wrong import: begin again from the "
                   "backup made before it, or, if more was done since, give each its own codice fiscale by registry relink")
        self.assertEqual(self.bring_in(1).err.count(way_out), 2)
        self.way_out(rows)
        self.assertIn("2 already there, 0 with errors", self.bring_in(0).err)

    def way_out(self, rows):
        """As doc/guida.md has it."""
        def relink(row, holder):
            self.registry(0, "relink", row["pec"], "--holder", holder, "--why", "x")

        def assign(row, *options):
            self.expect(0, "assign", "--given", row["nome"], "--surname", row["cognome"], "--province", "MC", "--section",
                        "A", "--number", str(row["numero"]), "--holder", row["cf"], "--registry", self.uri, *options)

        relink(rows[0], "10000000009")
        relink(rows[1], rows[1]["cf"])
        relink(rows[0], rows[0]["cf"])
        self.registry(0, "leave", rows[1]["pec"], "--left", "2026-01-31", "--why", "x")
        assign(rows[0])
        assign(rows[1], "--accept", "RETURNED")

    def test_whoever_moved_has_the_address_of_the_entry_of_then(self):
        rows = [{**row, "pec": row["pec"].replace("@", f".an.a{row['numero']}@"), "numero": row["numero"] + 100}
                for row in members()[:15]]
        self.file(rows)
        self.assertIn("15 new on record, 0 already there, 0 with errors", self.bring_in(0).err)
        self.file(rows, ("cognome", "nome", "pec"))
        self.assertIn("0 new on record, 15 already there, 0 with errors", self.bring_in(0).err)


if __name__ == "__main__":
    tool.main()
