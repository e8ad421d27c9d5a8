#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
A roster of last month, in which somebody stands who has left since, or where he was before he moved: nobody
is put back without a look, SPEC §5, §6.

    test_going_back.py --pecaddr PATH [unittest options]
"""

import tool
from tool import RosterTest, codice_fiscale, person, rows_of

CF = codice_fiscale(1, "RSSMRA")
ADDRESS = "mario.rossi@ingpec.eu"
OLD = ("Mario", "Rossi", "MC", "A", 100)
MOVED = ("Mario", "Rossi", "AN", "A", 7)
NEW_NUMBER = ("Mario", "Rossi", "MC", "A", 900)
LEFT = ("leave", "--left", "2026-02-28")


def row(who):
    return ";".join(map(str, who)) + ";" + CF


class GoingBack(RosterTest):
    def began(self, *events):
        """Mario Rossi is given his address, it is activated, and then what happened since."""
        self.uri = self.init(f"{self.id()}-{len(self.registries)}.db")
        self.registries.append(self.uri)
        for event in (OLD, ("activate",), *events):
            if event[0] == "Mario":
                self.roster(row(event))
                self.assign(0, "r.csv", "--quiet", registry=self.uri)
            else:
                self.expect(0, "registry", event[0], ADDRESS, *event[1:], "--why", "x", "--registry", self.uri)

    def setUp(self):
        super().setUp()
        self.registries = []

    def waits(self, who, says):
        """The row waits, and nothing is put on record."""
        before = self.export(self.uri)
        for options in ((), ("--dry-run",), ("--accept", "all")):
            self.roster(row(who))
            result = self.assign(1, "r.csv", *options, registry=self.uri)
            got = rows_of(result.text)[0]
            self.assertEqual((got["pec"], got["nuovo"], got["proposta"]), ("", "", ADDRESS))
            self.assertIn(says, got["errore"])
            self.assertIn("1 row waits, without an address, for a person to look at it:", result.err)
        self.assertEqual(self.export(self.uri), before)
        return result

    def test_who_left_waits_on_the_entry_that_was_left(self):
        self.began(LEFT)
        result = self.waits(OLD, "REVIEW: RETURNED: this person left on 2026-02-28, as is on record; check that "
                                 "the row is not of an older roster")
        self.assertIn("run again with --accept all,RETURNED", result.err)
        result = self.assign(0, "r.csv", "--accept", "RETURNED", registry=self.uri)
        self.assertEqual(rows_of(result.text)[0]["pec"], ADDRESS)
        self.assertIn("returned", result.err)

    def test_whose_mailbox_has_ended_waits_too(self):
        self.began(("retire",))
        self.waits(OLD, "REVIEW: RETURNED: the mailbox of this person has ended, as is on record")

    def test_who_moved_waits_where_he_was_before(self):
        for moved in (MOVED, NEW_NUMBER):
            with self.subTest(moved):
                self.began(moved)
                self.waits(OLD, f"REVIEW: MOVED: this person was on this register entry before, and is on record on "
                                f"{' '.join(map(str, moved[2:]))} since")
                self.roster(row(OLD))
                self.assign(0, "r.csv", "--accept", "MOVED", registry=self.uri)

    def test_who_comes_back_on_a_new_number_does_not_wait(self):
        self.began(LEFT)
        self.roster(row(NEW_NUMBER))
        got = rows_of(self.assign(0, "r.csv", registry=self.uri).text)[0]
        self.assertEqual((got["pec"], got["note"]), (ADDRESS, "MOVED,RETURNED"))

    def test_one_person_waits_as_a_row_does(self):
        self.began(LEFT)
        facts = person(given="Mario", surname="Rossi", province="MC", section="A", number="100", holder=CF)
        result = self.expect(1, "assign", *facts, "--registry", self.uri)
        self.assertIn("REVIEW: RETURNED: this person left on 2026-02-28", result.err)
        self.assertEqual(result.out, b"")
        self.expect(0, "assign", *facts, "--registry", self.uri, "--accept", "RETURNED")

    def test_what_is_to_be_accepted_is_named(self):
        self.usage_error("it is all, or some of", "assign", self.roster(row(OLD)), "--registry", self.uri,
                         "--accept", "HIDDEN")


if __name__ == "__main__":
    tool.main()
