#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
pecaddr scheme.

    test_scheme.py --pecaddr PATH [unittest options]
"""

import csv
import io
import json
import os
import re
import re

import tool
from tool import HEADER, ToolTest, codice_fiscale, person

SCHEME = "name = ordine-x\ndomain = pec.example\n"
RULE = "rule = {given}.{surname}\n"
DOT = ("a local part may not begin or end with a dot, nor have two in a row (RFC 5321 §4.1.2), for "
       "example `rule = {given}.{surname}`")
PLACEHOLDERS = ("unknown placeholder; there are {given}, {initial}, {surname}, {province}, {section}, "
                "{number} and {counter}, for example `rule = {given}.{surname}`")
KEYS = ("unknown key; the keys, in lower case, are name, domain, profile, variant, rule, reserved, "
        "given, overlong, max-counter, province and transliterate, for example "
        "`rule = {given}.{surname}`")
DOMAIN_WRONG = "this is no domain of a mailbox, for example `domain = ingpec.eu`"
NO_PAIR = "this line is no `key = value`, for example `profile = anagrafe`"
TWICE = ("this key stands twice in the scheme; leave it once, for example one "
         "`profile = anagrafe`")
NUL = ("this line has a NUL or another control character, and a scheme is plain text in UTF-8 whose "
       "lines end in LF or CRLF, for example `rule = {given}.{surname}`")

# What a file holds, the line that is blamed, and the whole sentence.
SCHEME_FAULTS = [
    ("", 1, "the scheme lacks its name, for example `name = ingpec`"),
    ("domain = pec.example\n" + RULE, 2, "the scheme lacks its name, for example `name = ingpec`"),
    ("name = x\n" + RULE, 2, "the scheme lacks its domain, for example `domain = ingpec.eu`"),
    (SCHEME, 2, "the scheme lacks its rules, for example `rule = {given}.{surname}`"),
    (SCHEME + "# no rule\n\n", 4,
     "the scheme lacks its rules, for example `rule = {given}.{surname}`"),
    (SCHEME + RULE + "colour = red\n", 4, KEYS),
    (SCHEME + RULE + "Rule = {given}{surname}\n", 4, KEYS),
    (SCHEME + RULE + "\n; again\n" + RULE, 6,
     "this rule stands twice in the scheme; leave one line, for example "
     "`rule = {given}.{surname}`"),
    (SCHEME + "rule = {given}..{surname}\n", 3, DOT),
    (SCHEME + "rule = .{given}\n", 3, DOT),
    (SCHEME + "rule = {given}.\n", 3, "a local part may not end with a dot (RFC 5321 §4.1.2), for "
                                      "example `rule = {given}.{surname}`"),
    (SCHEME + "rule = {given}.{nickname}\n", 3, PLACEHOLDERS),
    (SCHEME + "rule = {Given}\n", 3, PLACEHOLDERS),
    (SCHEME + "rule = {given\n", 3,
     "a `{` lacks its `}`, for example `rule = {given}.{surname}`"),
    (SCHEME + "rule = {given}_{surname}\n", 3,
     "beside placeholders a rule has a–z, 0–9 and dots, for example "
     "`rule = {given}.{surname}.{province}`"),
    (SCHEME + "rule = {given}.{given}\n", 3,
     "a placeholder stands twice in this rule; leave it once, for example "
     "`rule = {given}.{surname}`"),
    (SCHEME + "rule = {initial}{given}\n", 3,
     "a rule has {given} or {initial}, not both, for example `rule = {initial}.{surname}`"),
    (SCHEME + "rule = {given:03}\n", 3,
     "only a counter has a width, from 02 to 09, for example `{counter:03}`"),
    (SCHEME + "rule = {given}.{counter:3}\n", 3,
     "only a counter has a width, from 02 to 09, for example `{counter:03}`"),
    (SCHEME + "rule = socio.{province}\n", 3,
     "this rule gives everybody the same address; it needs {given}, {initial}, {surname} or "
     "{number}, for example `rule = {given}.{surname}`"),
    (SCHEME + "rule =\n", 3, "a rule is not empty, for example `rule = {given}.{surname}`"),
    (SCHEME + "rule = {given}.{surname}.{counter}\n" + RULE, 4,
     "no rule can come after one with a {counter}; put this one before it, and last for example "
     "`rule = {given}.{surname}.{counter}`"),
    (SCHEME + "rule = {given}.{number}{counter}\n", 3,
     "a counter right beside digits cannot be told from them; put a dot between, for example "
     "`{number}.{counter}`"),
    (SCHEME + RULE + "rule = {given}.{surname}." + "a" * 62 + "\n", 4,
     "the longest rule leaves too few letters to the name: a local part has 64 characters (RFC "
     "5321 §4.5.3.1.1); shorten what the rule adds, for example "
     "`rule = {given}.{surname}.{province}`"),
    ("name = x\ndomain = pec_example\n" + RULE, 2, DOMAIN_WRONG),
    ("name = x\ndomain = localhost\n" + RULE, 2, DOMAIN_WRONG),
    ("name = x\ndomain = -a.it\n" + RULE, 2, DOMAIN_WRONG),
    ("name = x\ndomain =\n" + RULE, 2, DOMAIN_WRONG),
    ("name = x\ndomain=" + "a" * 60 + ("." + "a" * 60) * 2 + ".torg.it\n" + RULE, 2,
     "the domain is so long that an address would be longer than RFC 5321 §4.5.3.1.3 allows: at most "
     "189 characters, for example `domain = ingpec.eu`"),
    ("name = Ordine X\n", 1, "a name is of a–z, 0–9 and -, for example `name = ingpec`"),
    ("name =\n", 1, "a name has 1 to 32 characters, for example `name = ingpec`"),
    ("name = x\nname = y\n", 2, "a scheme has one name; leave one line `name = ingpec`"),
    (SCHEME + "domain = b.it\n", 3,
     "a scheme has one domain; leave one line `domain = ingpec.eu`"),
    (SCHEME + "[rules]\n" + RULE, 3,
     "a scheme has no [sections]; remove the line in brackets, so that only lines such as "
     "`name = ingpec` stay"),
    (SCHEME + "no pair\n" + RULE, 3, NO_PAIR),
    (SCHEME + "transliterate\n" + RULE, 3, NO_PAIR),
    (SCHEME + "transliterate =\n" + RULE, 3,
     "transliterate is `none` or `icu`, for example `transliterate = none`"),
    (SCHEME + "transliterate = iconv\n" + RULE, 3,
     "transliterate is `none` or `icu`, for example `transliterate = none`"),
    (SCHEME + "profile = plane\n", 3,
     "profile is `anagrafe` or `plain`, for example `profile = anagrafe`"),
    (SCHEME + "given = last\n", 3, "given is `all` or `first`, for example `given = first`"),
    (SCHEME + "given = all\ngiven = first\n", 4, TWICE),
    (SCHEME + "overlong = cut\n", 3,
     "overlong is `shorten` or `error`, for example `overlong = shorten`"),
    (SCHEME + "max-counter = 1\n", 3,
     "max-counter is a number from 2 to 999, for example `max-counter = 99`"),
    (SCHEME + "max-counter = 1000\n", 3,
     "max-counter is a number from 2 to 999, for example `max-counter = 99`"),
    (SCHEME + RULE + "max-counter = 9\n", 4,
     "max-counter is for a last rule with a {counter}, for example "
     "`rule = {given}.{surname}.{counter:03}`"),
    (SCHEME + "province = Macerata\n", 3, "a province is two letters, for example `province = SU`"),
    (SCHEME + "reserved = a*\n", 3, "a reserved name is a local part in which * may stand for one "
                                    "whole part between dots, for example `reserved = ordine.*`"),
    (SCHEME + "reserved = segreteria.\n", 3, "a reserved name neither is empty nor ends with a dot, "
                                             "for example `reserved = segreteria`"),
    (SCHEME + "rule = {given}\0.{surname}\n", 3, NUL),
    ("n\0a\0m\0e\0", 1, NUL),
    (SCHEME + "# " + "x" * 300 + "\nrule: {given}.{surname}\n", 4,
     "`=`, not a colon, stands after the key, for example `profile = anagrafe`"),
    (SCHEME + RULE + "variant = accept ; as the council decided\n", 4,
     "no value has a # or ;, and a comment stands on a line of its own, for example "
     "`# as the council decided`"),
    ("#\n" * 40000, 32769, "a scheme has at most 65536 bytes, of lines such as `name = ingpec`; "
     "is this a scheme file?"),
]


class Scheme(ToolTest):
    def test_each_fault_of_a_file_is_told_with_its_line_and_an_example(self):
        for text, line, sentence in SCHEME_FAULTS:
            with self.subTest(text[:200]):
                self.write("order.ini", text)
                result = self.expect(2, "scheme", "check", "order.ini")
                self.assertEqual(result.err, f"order.ini:{line}: SCHEME: {sentence}\n")
                self.assertEqual(result.out, b"")

    def follow(self, lines, message):
        """What a reader makes of a file who does what its message says."""
        _, line, said = message.split(":", 2)
        examples = re.findall(r"`([^`]+)`", said)
        at = int(line) - 1
        if "the scheme lacks" in said:
            return lines + examples
        if "leave it once" in said and "placeholder" not in said or "leave one line" in said:
            return lines[:at] + lines[at + 1:]
        if "put this one before it" in said:
            return lines[:at - 1] + [lines[at], lines[at - 1]] + lines[at + 1:]
        return lines[:at] + [examples[-1]] + lines[at + 1:]

    def test_whoever_follows_the_messages_comes_to_a_scheme(self):
        """The examples are read back from the messages."""
        for text, _, _ in SCHEME_FAULTS[:-1]:  # the last is no scheme file
            with self.subTest(text[:200]):
                lines, messages = text.rstrip("\n").replace("\r\n", "\n").split("\n"), set()
                while True:
                    self.write("order.ini", "\n".join(lines) + "\n")
                    result = self.run_tool("scheme", "check", "order.ini")
                    if result.status == 0:
                        break
                    self.assertNotIn(result.err, messages)
                    messages.add(result.err)
                    lines = self.follow(lines, result.err)

    def test_a_file_may_have_crlf_a_byte_order_mark_comments_and_spaces(self):
        text = "\ufeff# Ordine\r\n\r\n  name = y\r\ndomain=pec.example\r\nrule = {given}.{surname}\r\n"
        self.write("order.ini", text)
        self.assertEqual(self.expect(0, "scheme", "check", "order.ini").text,
                         "order.ini: OK: scheme y, domain pec.example, 1 rule, at most 1 address for "
                         "one person\n")
        self.write("order.ini", text.replace("\r\n", "\n").rstrip() + "{")
        self.assertIn("order.ini:5: SCHEME: a `{` lacks its `}`",
                      self.expect(2, "scheme", "check", "order.ini").err)

    def test_nothing_is_issued_under_a_scheme_with_a_fault(self):
        uri = self.init()
        before = self.dump()
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;\n")
        self.write("s.ini", SCHEME + RULE + "reserved = \n")
        result = self.usage_error("s.ini:4: SCHEME:", "assign", "r.csv", "--registry", uri,
                                  "--scheme", "s.ini", "--output", "out.csv")
        self.assertEqual(len(result.errors), 1)
        self.assertFalse(os.path.exists(self.path("out.csv")))
        self.assertEqual(self.dump(), before)

    def test_a_name_is_built_in_or_a_file(self):
        self.write("mio", SCHEME + "rule = {initial}{surname}\n")
        self.write("nodot", SCHEME + RULE)
        self.write("s.ini", SCHEME + RULE)
        for name, local in (("mio", "ndangelodesanctis"), ("./mio", "ndangelodesanctis"),
                            ("nodot", "niccolodangelodesanctis"),
                            ("./nodot", "niccolo.dangelodesanctis"),
                            ("s.ini", "niccolo.dangelodesanctis")):
            text = self.expect(0, "candidates", "--scheme", name, "--given", "Niccolò", "--surname",
                               "D'Angelo De Sanctis", "--province", "MC").lines[0]
            self.assertEqual(text, local + "@pec.example", name)
        self.assertIn(".: the scheme file cannot be read: Is a directory",
                      self.expect(2, "scheme", "show", ".").err)

    def test_every_command_obeys_the_scheme(self):
        self.write("s.ini", "name = s\ndomain = pec.example\ngiven = first\nprofile = plain\n"
                            "rule = {initial}{surname}\nrule = {surname}.{counter:03}\n"
                            "max-counter = 3\nreserved = crossi\n")
        scheme = ["--scheme", "s.ini"]
        name = ["--given", "Jörg Maria", "--surname", "Öz"]
        self.assertEqual(self.expect(0, "candidates", *scheme, *name).lines,
                         ["joz@pec.example", "oz.002@pec.example", "oz.003@pec.example"])
        data = json.loads(self.expect(0, "explain", *scheme, *name, "--format", "json").text)
        self.assertEqual(data["local_part"], "joz")
        self.assertEqual([c["address"] for c in data["candidates"]],
                         ["joz@pec.example", "oz.002@pec.example", "oz.003@pec.example"])
        self.assertEqual(self.expect(0, "normalize", *scheme, stdin="Jörg\tÖz\n".encode()).text,
                         "joz\n")
        rows = json.loads(self.expect(1, "check", *scheme, "oz.003@pec.example", "joz@pec.example",
                                      "mario.rossi@ingpec.eu", "crossi@pec.example",
                                      "oz.004@pec.example", "--format", "json").text)
        self.assertEqual([(row["kind"], row["level"]) for row in rows],
                         [("person", 2), ("person", 0), ("foreign", None), ("reserved", None),
                          ("foreign", None)])

    def test_candidates_ask_only_for_what_the_rules_need(self):
        name = ["--given", "Ada", "--surname", "Rossi"]
        self.expect(0, "candidates", "--scheme", "archiworldpec", *name)
        self.usage_error("--province is missing", "candidates", "--scheme", "nodot", *name)
        self.usage_error("--number is missing", "candidates", *name, "--province", "MC")
        self.usage_error("--section is missing", "candidates", *name, "--province", "MC", "--number",
                         "1")
        self.usage_error("--province is missing", "explain", "--scheme", "archiworldpec", *name,
                         "--registry", "memory:")
        self.usage_error("--section is missing", "explain", "--scheme", "archiworldpec", *name,
                         "--province", "MC", "--number", "1", "--registry", "memory:")
        self.write("s.ini", SCHEME + "rule = {province}{number}\n")
        self.usage_error("the first rule of the scheme ordine-x, {province}{number}, needs more than "
                         "names", "normalize", "--scheme", "s.ini")

    def test_another_script_needs_a_scheme_that_transliterates(self):
        self.write("s.ini", SCHEME + RULE + "transliterate = icu\n")
        line = "Юлия\tИванова\n".encode()
        self.assertIn("SCRIPT", self.expect(1, "normalize", stdin=line).err)
        self.assertEqual(self.expect(0, "normalize", "--notes", "--scheme", "s.ini", stdin=line).text,
                         "ulia.ivanova\tTRANSLITERATED\n")

    def test_show_lists_the_schemes_that_are_built_in(self):
        rows = json.loads(self.expect(0, "scheme", "show", "--format", "json").text)
        self.assertEqual([row["name"] for row in rows],
                         ["ingpec", "archiworldpec", "nodot", "initial", "counter"])
        self.assertEqual(rows[0], {"name": "ingpec", "domain": "ingpec.eu", "rules": [
            "{given}.{surname}", "{given}.{surname}.{province}",
            "{given}.{surname}.{province}.{section}{number}"]})
        self.assertEqual(len(self.expect(0, "scheme", "show").lines), 6)
        rows = list(csv.reader(io.StringIO(self.expect(0, "scheme", "show", "--format", "csv").text)))
        self.assertEqual(rows[0], ["name", "domain", "rules"])

    def test_show_gives_facts_rules_and_examples(self):
        text = self.expect(0, "scheme", "show", "ingpec").text
        self.assertEqual(text, self.expect(0, "scheme", "show", "--scheme", "ingpec").text)
        self.assertIn("profile        anagrafe\n", text)
        self.assertIn("2      {given}.{surname}.{province}.{section}{number}  "
                      "niccolo.dangelodesanctis.mc.a1234@ingpec.eu\n", text)
        self.assertIn("disjoint       yes", text)
        text = self.expect(0, "scheme", "show", "counter").text
        self.assertIn("1-98   {given}.{surname}.{counter:03}  "
                      "niccolo.dangelodesanctis.002@pec.example\n", text)
        data = json.loads(self.expect(0, "scheme", "show", "counter", "--format", "json").text)
        self.assertEqual(data["rules"][1], {"level": 1, "last_level": 98,
                                            "rule": "{given}.{surname}.{counter:03}",
                                            "example": "niccolo.dangelodesanctis.002@pec.example",
                                            "reserved": False})
        self.assertTrue(data["disjoint"])
        self.assertEqual(data["clashes"], [])
        # The canonical text is a scheme file again.
        self.write("again.ini", data["canonical"])
        again = json.loads(self.expect(0, "scheme", "show", "again.ini", "--format", "json").text)
        self.assertEqual(again, data)
        rows = list(csv.reader(io.StringIO(
            self.expect(0, "scheme", "show", "nodot", "--format", "csv").text)))
        self.assertEqual(rows[0], ["kind", "level", "name", "value"])
        self.assertEqual({row[0] for row in rows[1:]}, {"fact", "province", "rule", "clash"})
        self.usage_error("one scheme at a time", "scheme", "show", "ingpec", "nodot")

    def test_provinces_are_those_of_the_engineers_orders_and_the_schemes_own(self):
        with open(os.path.join(os.path.dirname(__file__), "..", "..", "tools", "gen", "data",
                               "provinces.tsv"), encoding="utf-8") as file:
            table = csv.DictReader((line for line in file if not line.startswith("#")),
                                   delimiter="\t")
            orders = sorted(row["sigla"] for row in table if row["own_engineers_order"] == "yes")
        self.assertEqual(len(orders), 106)
        facts = "name = s\ndomain = pec.example\nprovince = zz\n"
        self.write("zz.ini", facts + "rule = {given}.{surname}.{province}\n")
        self.write("none.ini", facts + "rule = {given}.{surname}\n")
        for scheme, expected in (("ingpec", orders), ("zz.ini", [*orders, "ZZ"]), ("none.ini", [])):
            data = json.loads(self.expect(0, "scheme", "show", scheme, "--format", "json").text)
            self.assertEqual(data["provinces"], expected)
            rows = csv.DictReader(io.StringIO(
                self.expect(0, "scheme", "show", scheme, "--format", "csv").text))
            self.assertEqual([row["name"] for row in rows if row["kind"] == "province"], expected)

    def test_an_example_that_is_reserved_says_so(self):
        facts = "name = s\ndomain = pec.example\nreserved = niccolo.dangelodesanctis\n"
        own = "rule = {given}.{surname}\n"
        self.write("some.ini", facts + own + "rule = {given}.{surname}.{province}\n")
        self.write("all.ini", facts + own)
        address = "niccolo.dangelodesanctis@pec.example"
        for form in ("text", "csv"):
            text = self.expect(0, "scheme", "show", "some.ini", "--format", form).text
            self.assertIn(address + "  (reserved, given to nobody)", text)
            self.assertEqual(text.count("given to nobody"), 1)
        data = json.loads(self.expect(0, "scheme", "show", "some.ini", "--format", "json").text)
        self.assertEqual([(rule["example"], rule["reserved"]) for rule in data["rules"]],
                         [(address, True), ("niccolo.dangelodesanctis.mc@pec.example", False)])
        self.assertNotIn("WARNING", self.expect(0, "scheme", "check", "some.ini").text)
        self.assertIn("all.ini: WARNING: every address of the example is reserved",
                      self.expect(0, "scheme", "check", "all.ini").text)

    def test_overlapping_rules_are_a_warning_with_a_clash_that_is_one(self):
        for name, rules in (("nodot", ["{given}{surname}", "{given}{surname}{province}"]),
                            ("initial", ["{initial}.{surname}", "{given}.{surname}"]),
                            ("numbers", ["{surname}{number}", "{surname}{counter}"]),
                            ("sections", ["{surname}{section}{number}", "{surname}{number}"])):
            self.write("s.ini", "name = s\ndomain = pec.example\n" +
                       "".join(f"rule = {rule}\n" for rule in rules))
            lines = self.expect(0, "scheme", "check", "s.ini").lines
            self.assertEqual(len(lines), 2, lines)
            self.assertTrue(lines[0].startswith("s.ini: OK: scheme s, domain pec.example, 2 rules"))
            found = re.fullmatch(r's\.ini: WARNING: two rules can give one address to two persons: '
                                 r'"(.*)" is given by (\S+) to (.*), and by (\S+) to (.*)', lines[1])
            self.assertTrue(found, lines[1])
            local = found[1]
            for rule, words in ((found[2], found[3]), (found[4], found[5])):
                self.assertIn(rule, rules)
                self.assertIn(local + "@pec.example", self.candidates_of(words))

    def candidates_of(self, words):
        """The addresses of a person that a clash describes."""
        facts = {"given": "x", "surname": "x", "province": "MC", "section": "A", "number": "1"}
        for word, value in re.findall(r'(?:^|, )([a-z ]+) "?([A-Za-z0-9]+)"?', words):
            facts["given" if word.startswith("given names") else word] = value
        facts.pop("count", None)
        return self.expect(0, "candidates", "--scheme", "s.ini", *person(**facts)).lines

    def test_check_takes_many_files_and_tells_of_each(self):
        self.write("good.ini", SCHEME + RULE)
        self.write("bad.ini", SCHEME)
        result = self.expect(2, "scheme", "check", "good.ini", "bad.ini", "nodot", "--format",
                             "json")
        rows = json.loads(result.text)
        self.assertEqual([(row["file"], row["line"], row["status"]) for row in rows],
                         [("good.ini", None, "ok"), ("bad.ini", 2, "error"), ("nodot", None, "ok"),
                          ("nodot", None, "warning")])
        self.assertIn("bad.ini:2: SCHEME: the scheme lacks its rules", result.err)
        self.usage_error("a scheme file is missing", "scheme", "check")

    def test_assign_under_another_orders_scheme_is_the_same_twice_and_dry(self):
        people = [("Mario", "Rossi"), ("Mario", "Rossi"), ("Mario", "Rossimc"), ("Ada", "Bianchi"),
                  ("Mario", "Rossi"), ("Adab", "Ianchi"), ("A", "Rossi")] * 3
        roster = HEADER + "\n" + "".join(
            f"{given};{surname};{'MC' if i % 2 else 'AN'};A;{i + 1};{codice_fiscale(i)}\n"
            for i, (given, surname) in enumerate(people))
        self.write("r.csv", roster)
        rules = {"overlap": ["{given}{surname}", "{given}{surname}{province}",
                             "{given}{surname}{section}{number}"],
                 "counter": ["{initial}.{surname}", "{given}.{surname}",
                             "{given}.{surname}.{counter:03}"],
                 "disjoint": ["{given}.{surname}", "{number}.{given}.{surname}"]}
        for kind, list_of_rules in rules.items():
            self.write("s.ini", f"name = {kind}\ndomain = pec.example\n" +
                       "".join(f"rule = {rule}\n" for rule in list_of_rules))
            uri = self.init(kind + ".db")
            options = ["--scheme", "s.ini"]
            dry = self.assign(0, "r.csv", *options, "--dry-run", registry=uri)
            self.assertEqual(self.export(uri), [])
            self.assertEqual("two rules can give one address" in dry.err, kind != "disjoint")
            real = self.assign(0, "r.csv", *options, registry=uri)
            again = self.assign(0, "r.csv", *options, registry=uri)
            real, dry, again = ([line.split(";") for line in result.lines[1:]]
                                for result in (real, dry, again))
            addresses = [row[6] for row in real]
            self.assertEqual([row[9] for row in dry], addresses, kind)
            self.assertEqual([row[6] for row in again], addresses, kind)
            self.assertEqual([row[7] for row in dry], [row[7] for row in real], kind)
            self.assertEqual([row[7] for row in again], [row[7] for row in real], kind)
            self.assertEqual(len(set(addresses)), len(people), kind)
            self.assertEqual(sorted(addresses), self.export(uri))
            self.assertTrue(all(address.endswith("@pec.example") for address in addresses))


if __name__ == "__main__":
    tool.main()
