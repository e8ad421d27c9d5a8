#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
The built command, as a secretariat meets it: one TestCase for each subcommand and each promise.

    test_tool.py --pecaddr PATH [--lines N] [--rows N] [unittest options]

Memory is measured at --lines lines of normalize and half of --rows rows of assign, and at ten times as
many; --rows is also the size of the rosters that are interrupted. All names are invented, all
files made here: in memory where the machine has a folder for that, since it is not the disk that
is tested.
"""

import argparse
import csv
import datetime
import io
import json
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

PECADDR = None
LINES = 20000
ROWS = 8000
csv.field_size_limit(1 << 24)
DOMAIN = "@ingpec.eu"

# --- what the tests are made of ------------------------------------------------------------------


def codice_fiscale(n, letters="RSSMRA"):
    """A well-formed codice fiscale of a Mario Rossi, another for each n."""
    return with_check_character(f"{letters}{n % 100:02}A01H{n // 100:03}")


def with_check_character(body):
    odd = dict(zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                   [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18,
                    20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]))
    total = 0
    for i, c in enumerate(body):
        if i % 2 == 0:
            total += odd[c]
        else:
            total += int(c) if c.isdigit() else ord(c) - ord("A")
    return body + chr(ord("A") + total % 26)


def scratch_folder():
    """A folder in memory with half a gigabyte to spare, or None: the usual one."""
    try:
        status = os.statvfs("/dev/shm")
    except OSError:
        return None
    free = status.f_bavail * status.f_frsize
    return "/dev/shm" if free > 1 << 29 and os.access("/dev/shm", os.W_OK) else None


class Result:
    def __init__(self, status, out, err):
        self.status = status
        self.out = out
        self.err = err

    @property
    def text(self):
        return self.out.decode("utf-8")

    @property
    def lines(self):
        return self.text.splitlines()

    @property
    def errors(self):
        return self.err.splitlines()


class ToolTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="pecaddr-test-", dir=scratch_folder())
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, data, encoding="utf-8"):
        with open(self.path(name), "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode(encoding))
        return name

    def read(self, name, encoding=None):
        with open(self.path(name), "rb") as file:
            data = file.read()
        return data.decode(encoding) if encoding else data

    # What a test says that is about neither: the roster is of several Orders, and this is right.
    SEVERAL = "--several-provinces"

    def run_tool(self, *arguments, stdin=b"", env=None, stdout=subprocess.PIPE, **options):
        environment = dict(os.environ, **(env or {}))
        if arguments[:1] == ("assign",) and "--registry" in arguments and "--given" not in arguments:
            if self.SEVERAL and not {self.SEVERAL, "--province", "--help"} & set(arguments):
                arguments += (self.SEVERAL,)
        done = subprocess.run([PECADDR, *arguments], input=stdin, stdout=stdout,
                              stderr=subprocess.PIPE, cwd=self.folder, env=environment,
                              timeout=300, **options)
        return Result(done.returncode, done.stdout or b"", done.stderr.decode("utf-8"))

    def expect(self, status, *arguments, **options):
        result = self.run_tool(*arguments, **options)
        self.assertEqual(result.status, status,
                         f"{' '.join(arguments)}\n{result.err}\n{result.out[:2000]!r}")
        return result

    def usage_error(self, sentence, *arguments, **options):
        """Status 2, nothing on stdout, and this sentence."""
        result = self.expect(2, *arguments, **options)
        self.assertEqual(result.out, b"")
        self.assertIn(sentence, result.err)
        return result

    def settled(self, name):
        """A result without the note of new addresses alone, which the next run does not tell."""
        return self.read(name).replace(b";NAMESAKE;", b";;")

    # A registry and rosters.

    def init(self, name="registry.db"):
        # What a test has deleted was no registry that anybody misses.
        if not os.path.exists(self.path(name)) and os.path.exists(self.path(name + "-mark")):
            os.remove(self.path(name + "-mark"))
        self.expect(0, "registry", "init", "--registry", f"sqlite:{name}", "--quiet")
        return f"sqlite:{name}"

    def assign(self, status, roster, *arguments, registry="sqlite:registry.db", **options):
        return self.expect(status, "assign", roster, "--registry", registry, *arguments, **options)

    def export(self, registry="sqlite:registry.db"):
        return self.expect(0, "registry", "export", "--registry", registry).lines

    def dump(self, name="registry.db"):
        """All that the registry holds, whatever its tables are."""
        base = sqlite3.connect(self.path(name))
        try:
            return list(base.iterdump())
        finally:
            base.close()


PERSON = ["--given", "Niccolò", "--surname", "D'Angelo De Sanctis", "--province", "MC",
          "--section", "A", "--number", "1234"]


def person(**changes):
    facts = dict(given="Niccolò", surname="D'Angelo De Sanctis", province="MC", section="A",
                 number="1234")
    facts.update(changes)
    return [part for name, value in facts.items() if value is not None
            for part in (f"--{name}", value)]


HEADER = "nome;cognome;provincia;sezione;numero;codice_fiscale"


def rows_of(text, separator=";"):
    """The rows of an output as dictionaries."""
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


# Names of two words from a few syllables: many homonyms, as in a whole country.
def many_members(n, homonyms=7):
    syllables = ["ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo"]
    for i in range(n):
        k = i // homonyms
        given = "".join(syllables[k // 14**p % 14] for p in range(2)).capitalize()
        surname = "".join(syllables[k // 14**p % 14] for p in range(5)).capitalize()
        yield f"{given};{surname};MC;{'AB'[i % 2]};{i // 2 + 1};"


# --- the command as a whole ----------------------------------------------------------------------


class Command(ToolTest):
    SUBCOMMANDS = [
        ["normalize"], ["candidates"], ["explain"], ["check"], ["assign"], ["registry", "init"],
        ["registry", "import"], ["registry", "export"], ["registry", "show"],
        ["registry", "activate"], ["registry", "release"], ["registry", "change"],
        ["registry", "retire"], ["registry", "leave"], ["registry", "renew"],
        ["registry", "relink"], ["registry", "correct"], ["registry", "forget"],
        ["registry", "history"], ["registry", "verify"], ["registry", "stats"],
        ["registry", "backup"], ["registry", "restore"], ["registry", "resume"],
        ["registry", "copy"], ["scheme", "show"], ["scheme", "check"], ["audit"], ["report"],
    ]

    def test_without_a_command_the_usage_is_an_error(self):
        result = self.expect(2)
        self.assertTrue(result.err.startswith("Usage: pecaddr COMMAND"))
        self.assertEqual(result.out, b"")

    def test_help_lists_every_command(self):
        for arguments in (["--help"], ["-h"], ["help"]):
            text = self.expect(0, *arguments).text
            for command in self.SUBCOMMANDS:
                self.assertIn(command[0], text)
        for group in ("registry", "scheme"):
            text = self.expect(0, group, "--help").text
            for command in self.SUBCOMMANDS:
                if command[0] == group:
                    self.assertIn(command[1], text)

    def test_every_command_explains_itself(self):
        for command in self.SUBCOMMANDS:
            text = self.expect(0, *command, "--help").text
            self.assertTrue(text.startswith(f"Usage: pecaddr {' '.join(command)} [OPTION...]"),
                            text)
            self.assertIn("Exit status:", text)
            self.assertIn("--format", text)
            self.assertLessEqual(max(map(len, text.splitlines())), 80, text)

    def test_version_names_the_library_and_the_tables(self):
        for command in [[], *self.SUBCOMMANDS]:
            text = self.expect(0, *command, "--version").text
            self.assertRegex(text, r"^pecaddr \d+\.\d+\.\d+, tables of version 1\n$")

    def test_unknown_words_are_usage_errors(self):
        self.usage_error("pecaddr: there is no command bogus (pecaddr --help lists them)", "bogus")
        self.usage_error("pecaddr: there is no command registry bogus", "registry", "bogus")
        self.usage_error("pecaddr: there is no command scheme bogus", "scheme", "bogus")
        self.expect(2, "registry")
        self.expect(2, "scheme")
        for command in self.SUBCOMMANDS:
            self.usage_error(f"pecaddr: --bogus: there is no such option (pecaddr "
                             f"{' '.join(command)} --help shows the usage)", *command, "--bogus")

    def test_a_scheme_that_is_not_there_stops_every_command(self):
        for command in self.SUBCOMMANDS:
            self.usage_error("pecaddr: there is no scheme nosuch: neither is it built in (ingpec, "
                             "archiworldpec, nodot, initial, counter are), nor is there such a file",
                             *command, "--scheme", "nosuch")
            self.usage_error("pecaddr: no.ini: the scheme file can not be read: No such file or "
                             "directory", *command, "--scheme", "no.ini")
        self.expect(0, "candidates", "--scheme", "ingpec", *PERSON)

    def test_a_scheme_file_with_a_fault_stops_every_command(self):
        self.write("s.ini", "name = s\ndomain = pec.example\nrul = {given}.{surname}\n")
        for command in self.SUBCOMMANDS:
            self.usage_error("s.ini:3: SCHEME: unknown key; the keys, in lower case, are", *command, "--scheme",
                             "s.ini")

    def test_only_four_formats_are_known(self):
        for command in self.SUBCOMMANDS:
            self.usage_error("--format xml is not known: it is text, csv, json or sheet", *command,
                             "--format", "xml")

    def test_an_option_given_twice_or_without_its_value_is_a_usage_error(self):
        self.usage_error("--given is given twice", "candidates", *PERSON, "--given", "Luca")
        self.usage_error("--format is given twice", "check", "--format", "csv", "--format=csv",
                         "a@b.it")
        self.usage_error("--given: this option needs a value", "candidates", "--given")

    def test_an_output_that_can_not_be_written_is_status_3(self):
        with open("/dev/full", "wb") as full:
            for arguments in (["candidates", *PERSON], ["explain", *PERSON], ["--help"],
                              ["check", "a@b.it"], ["--version"], ["check", "--help"],
                              ["normalize", self.write("n.tsv", "Mario\tRossi\n")]):
                result = self.expect(3, *arguments, stdout=full)
                self.assertEqual(result.errors[-1], "pecaddr: standard output can not be written: "
                                                    "No space left on device")

    def test_a_reader_that_is_gone_is_status_3(self):
        read_end, write_end = os.pipe()
        os.close(read_end)
        self.write("n.tsv", "Mario\tRossi\n")
        try:
            result = self.expect(3, "normalize", "n.tsv", stdout=write_end)
        finally:
            os.close(write_end)
        self.assertIn("standard output can not be written: Broken pipe", result.err)

    def test_a_closed_output_is_status_3_and_never_ends_in_the_registry(self):
        uri = self.init()
        before = self.read("registry.db")
        for closed in (">&-", "<&-", "2>&-", "<&- >&- 2>&-"):
            command = f'"$0" registry show --registry {uri} {closed}'
            done = subprocess.run(["sh", "-c", command, PECADDR], cwd=self.folder,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL)
            # An empty table is an empty output, and nothing to fail on.
            self.assertIn(done.returncode, (0, 3), closed)
        done = subprocess.run(["sh", "-c", '"$0" --version >&-', PECADDR],
                              stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertEqual(self.read("registry.db"), before)

    def test_the_locale_changes_nothing_but_the_language(self):
        names = "İlker\tIşık\nISIDORO\tIIRITI\nÄnne\tÖz\nNICOLO'\tD’ANGELÒ\n"
        self.write("n.tsv", names)
        self.write("r.csv", f"{HEADER}\nISIDORO;IIRITI;mi;a;12;\nNiccolò;Ìri;TO;B;7;\n")
        answers = set()
        for locale in ("C", "C.UTF-8", "it_IT.UTF-8", "tr_TR.UTF-8"):
            env = {"LC_ALL": locale, "LANG": locale}
            answer = []
            for arguments in (["normalize", "--notes", "n.tsv"], ["candidates", *PERSON],
                              ["explain", *PERSON], ["check", "MARIO.IIRITI.MI@INGPEC.EU"],
                              ["assign", "r.csv", "--registry", "memory:"]):
                result = self.expect(0, *arguments, "--lang", "en", env=env)
                answer.append((result.out, result.err))
            answers.add(tuple(answer))
        self.assertEqual(len(answers), 1)


# --- scheme --------------------------------------------------------------------------------------

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
        self.assertIn(".: the scheme file can not be read: Is a directory",
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
            self.assertEqual(dry.out, real.out, kind)
            self.assertEqual(again.out, real.out, kind)
            addresses = [line.split(";")[6] for line in real.lines[1:]]
            self.assertEqual(len(set(addresses)), len(people), kind)
            self.assertEqual(sorted(addresses), self.export(uri))
            self.assertTrue(all(address.endswith("@pec.example") for address in addresses))


# --- normalize -----------------------------------------------------------------------------------


class Normalize(ToolTest):
    def one(self, data, *arguments, status=0):
        return self.expect(status, "normalize", *arguments,
                           stdin=data if isinstance(data, bytes) else data.encode())

    def test_each_line_gives_a_local_part(self):
        self.assertEqual(self.one("Mario\tRossi\nNiccolò\tD'Angelo De Sanctis\n").text,
                         "mario.rossi\nniccolo.dangelodesanctis\n")

    def test_input_is_a_file_or_standard_input(self):
        self.write("n.tsv", "Mario\tRossi\n")
        for arguments in (["n.tsv"], ["-"], []):
            self.assertEqual(self.expect(0, "normalize", *arguments, stdin=b"Mario\tRossi\n").text,
                             "mario.rossi\n")
        self.usage_error("one file at a time", "normalize", "n.tsv", "n.tsv")

    def test_notes_are_a_second_column(self):
        self.assertEqual(
            self.one("Mario\tRossi\nJürgen\tMüller in Rossi\nA\u200bnna,Maria\tBo\n",
                     "--notes").text,
            "mario.rossi\t\njuergen.mueller\tVARIANT,MARITAL\nanna.bo\tHIDDEN,COMMA\n")

    def test_a_bad_line_gives_an_empty_line_also_with_notes(self):
        self.assertEqual(self.one("a\tb\nx\nc\tf\n", "--notes", status=1).text, "a.b\t\n\nc.f\t\n")

    def test_line_ends_may_be_crlf_and_the_last_may_be_missing(self):
        for data in ("a\tb\r\nc\td\r\n", "a\tb\nc\td\n", "a\tb\nc\td", "a\tb\r\nc\td\r"):
            self.assertEqual(self.one(data).text, "a.b\nc.d\n", repr(data))

    def test_a_byte_order_mark_is_no_part_of_the_first_name(self):
        self.assertEqual(self.one("\ufeffMario\tRossi\n", "--notes").text, "mario.rossi\t\n")
        self.assertEqual(self.one("\ufeff").text, "")
        self.assertEqual(self.one("\ufeff\n", status=1).text, "\n")

    def test_empty_input_is_no_output(self):
        self.assertEqual(self.one("").text, "")

    LONG = "the text is too long; is it really one name? At most 1024 bytes can be one"
    STRANGE = "this character does not belong in a name; "
    DOCUMENT = STRANGE + "write the name as the identity document does"
    UNSEEN = STRANGE + "delete it: it can not be seen"
    EMPTY = "no letters are left of this field; fill in the "
    GARBLED = ("the text was once read in the wrong encoding and is garbled; "
               "export it again from the register, in one encoding")
    NO_TAB = ("EMPTY: there is no TAB between given names and surname; "
              "write given names, TAB, surname")
    ERRORS = [
        # description, line, message after FILE:LINE:
        ("no TAB", b"Mario Rossi", NO_TAB),
        ("an empty line", b"", NO_TAB),
        ("a given name of 1,025 bytes", b"a" * 1025 + b"\tb",
         "TOO_LONG: given names: " + LONG),
        ("a surname of 1,025 bytes", b"b\t" + b"a" * 1025, "TOO_LONG: surname: " + LONG),
        ("a line longer than two fields", b"a" * 3000,
         "TOO_LONG: the line is longer than two names of 1024 bytes can be; "
         "is it really one person's?"),
        ("a line longer than any buffer", b"a\t" + b"b" * 1000000,
         "TOO_LONG: the line is longer than two names of 1024 bytes can be; "
         "is it really one person's?"),
        ("Latin-1 in UTF-8", b"Nicol\xf2\tRossi",
         r"ENCODING: given names, character 6, byte \xF2: the text is not well-formed UTF-8; "
         "save the text as UTF-8"),
        ("a surrogate", b"a\tb\xed\xa0\x80",
         r"ENCODING: surname, character 2, byte \xED: the text is not well-formed UTF-8; "
         "save the text as UTF-8"),
        ("mojibake", "NicolÃ²\tRossi".encode(),
         "MOJIBAKE: given names, character 6, \"NicolÃ²\" was meant to be \"Nicolò\": " + GARBLED),
        ("mojibake twice", "a\tForlÃƒÂ¬".encode(),
         "MOJIBAKE: surname, character 5, \"ForlÃƒÂ¬\" was meant to be \"Forlì\": " + GARBLED),
        ("mojibake with bytes lost", "NicolÃ\tRossi".encode(),
         "MOJIBAKE: given names, character 6, \"NicolÃ\", from which letters were lost: " +
         GARBLED),
        ("a digit", b"Mari0\tRossi",
         "UNEXPECTED: given names, character 5, '0': " + STRANGE +
         "is it a letter, such as O or I, mistyped? Names have no digits"),
        ("a comma in a surname", b"Mario\tRossi, Bianchi",
         "UNEXPECTED: surname, character 6, ',': " + STRANGE + "write the birth surname only"),
        ("a symbol", "Mario\tRos₤i".encode(),
         "UNEXPECTED: surname, character 4, '₤' (U+20A4): " + DOCUMENT),
        ("a mark without a letter", "Mario\t\u0301Rossi".encode(),
         "UNEXPECTED: surname, character 1, U+0301: " + DOCUMENT),
        ("NUL", b"Ma\0rio\tRossi", "UNEXPECTED: given names, character 3, U+0000: " + UNSEEN),
        ("a second TAB", b"Mario\tRossi\t", "UNEXPECTED: surname, character 6, U+0009: " + UNSEEN),
        ("a control of a terminal", b"Mario\x1b[2J\tRossi",
         "UNEXPECTED: given names, character 6, U+001B: " + UNSEEN),
        ("a CR in mid-line", b"Mario\rX\tRossi",
         "UNEXPECTED: given names, character 6, U+000D: " + UNSEEN),
        ("private use", "Mario\tR\ue000".encode(),
         "UNEXPECTED: surname, character 2, U+E000: " + DOCUMENT),
        ("another script", "Иван\tRossi".encode(),
         "SCRIPT: given names, character 1, 'И' (U+0418): this letter is not of the Latin script; "
         "write the name in Latin letters, as the identity document does"),
        ("no given name", b"\tRossi", "EMPTY: given names: " + EMPTY + "given names"),
        ("no surname", b"Mario\t", "EMPTY: surname: " + EMPTY + "surname"),
        ("only hidden characters", "\u200b\tRossi".encode(),
         "EMPTY: given names \"U+200B\": " + EMPTY + "given names"),
        ("only a title", b"Ing.\tRossi", "EMPTY: given names \"Ing.\": " + EMPTY + "given names"),
    ]

    def test_each_error_says_where_what_and_what_to_do(self):
        for description, line, message in self.ERRORS:
            with self.subTest(description):
                self.write("n.tsv", b"Mario\tRossi\n" + line + b"\nAnna\tBianchi\n")
                result = self.expect(1, "normalize", "n.tsv")
                self.assertEqual(result.text, "mario.rossi\n\nanna.bianchi\n")
                self.assertEqual(result.err, f"n.tsv:2: {message}\n")

    def test_no_byte_of_a_name_reaches_the_terminal_as_a_control(self):
        raw = bytes(range(1, 32)) + b"\x7f\x80\x9b" + "\u202e\u2066\u200f\u0085\ue000".encode()
        for i in range(len(raw)):
            result = self.run_tool("normalize", stdin=b"x\t" + raw[i:] + b"1\n")
            for c in result.err.replace("\n", ""):
                self.assertTrue(c.isprintable(), repr(result.err))

    def test_errors_of_standard_input_name_it(self):
        self.assertEqual(self.one("x", status=1).err, f"standard input:1: {self.NO_TAB}\n")

    def test_csv_has_a_header_and_a_row_per_line(self):
        rows = list(csv.DictReader(io.StringIO(
            self.one("Mario\tMüller\nx\n", "--format", "csv", status=1).text)))
        self.assertEqual(rows, [
            dict(line="1", local_part="mario.mueller", notes="VARIANT", code="", error=""),
            dict(line="2", local_part="", notes="", code="EMPTY", error=self.NO_TAB),
        ])

    def test_json_is_one_array(self):
        data = json.loads(self.one("Mario\tMüller\nx\n", "--format=json", status=1).text)
        self.assertEqual(data, [
            dict(line=1, local_part="mario.mueller", notes=["VARIANT"], code=None,
                 error=None),
            dict(line=2, local_part=None, notes=[], code="EMPTY", error=self.NO_TAB),
        ])
        self.assertEqual(json.loads(self.one("", "--format=json").text), [])

    def test_a_file_that_can_not_be_read_is_status_2(self):
        self.usage_error("pecaddr: nosuch can not be read: No such file or directory", "normalize",
                         "nosuch")
        self.usage_error("pecaddr: .: this is a folder; a file is needed", "normalize", ".")

    def test_who_types_a_line_sees_its_answer_at_once(self):
        process = subprocess.Popen([PECADDR, "normalize"], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE)
        with process:
            for given in ("Mario", "Anna"):
                process.stdin.write(f"{given}\tRossi\n".encode())
                process.stdin.flush()
                self.assertEqual(process.stdout.readline().decode(), f"{given.lower()}.rossi\n")
            process.stdin.close()
        self.assertEqual(process.returncode, 0)


# --- candidates and explain ----------------------------------------------------------------------


THREE = ["niccolo.dangelodesanctis@ingpec.eu", "niccolo.dangelodesanctis.mc@ingpec.eu",
         "niccolo.dangelodesanctis.mc.a1234@ingpec.eu"]

# What is wrong with a person's data, whoever asks.
PERSON_ERRORS = [
    (dict(given="Mari0"), "pecaddr: UNEXPECTED: given names, character 5, '0': this character does "
     "not belong in a name; is it a letter, such as O or I, mistyped? Names have no digits"),
    (dict(surname=""), "pecaddr: EMPTY: surname: no letters are left of this field; fill in the "
     "surname"),
    (dict(province="XX"), "pecaddr: PROVINCE: province \"XX\": this is not the two-letter code "
     "(sigla) of an Order's province; give the Order's sigla, such as MC"),
    (dict(section="C"), "pecaddr: REGISTER: section \"C\": the register section must be A or B; "
     "correct the register entry"),
    (dict(number="0"), "pecaddr: REGISTER: number \"0\": this is no registration number from 1 to "
     "9999999; write it like 1234, A 1234, 1234/A or n. 1234 sez. A"),
    (dict(number="10000000"), "pecaddr: REGISTER: number \"10000000\": this is no registration "
     "number from 1 to 9999999; write it like 1234, A 1234, 1234/A or n. 1234 sez. A"),
    (dict(number="B 12"), "pecaddr: REGISTER: number \"B 12\": this names another section than the "
     "section's own column; correct the one that is wrong"),
    # The name comes first, as in the core.
    (dict(number="x", surname="3"), "pecaddr: UNEXPECTED: surname, character 1, '3': this character "
     "does not belong in a name; is it a letter, such as O or I, mistyped? Names have no digits"),
]


class Candidates(ToolTest):
    def test_the_published_example_has_three_addresses(self):
        result = self.expect(0, "candidates", *PERSON)
        self.assertEqual(result.lines, THREE)
        self.assertEqual(result.err, "")

    def test_notes_go_to_standard_error(self):
        arguments = ["candidates", *person(surname="Müller")]
        result = self.expect(0, *arguments)
        self.assertEqual(result.err, "note: VARIANT: letters like ö have two customary spellings; "
                                     "check which one the Order uses\n")
        self.assertEqual(self.expect(0, *arguments, "--quiet").err, "")
        self.assertEqual(self.expect(0, *arguments, "-q").text, result.text)

    def test_a_reserved_address_is_marked(self):
        arguments = ["candidates", *person(given="Ordine", surname="Macerata")]
        self.assertEqual(self.expect(0, *arguments).lines, [
            "ordine.macerata@ingpec.eu  (reserved, given to nobody)",
            "ordine.macerata.mc@ingpec.eu", "ordine.macerata.mc.a1234@ingpec.eu"])
        self.assertEqual(self.expect(0, *arguments, "--format", "csv").lines[:2],
                         ["level,address,reserved,code,error", "0,ordine.macerata@ingpec.eu,yes,,"])
        self.assertEqual(
            json.loads(self.expect(0, *arguments, "--format", "json").text)[:2],
            [dict(level=0, address="ordine.macerata@ingpec.eu", reserved=True, code=None,
                  error=None),
             dict(level=1, address="ordine.macerata.mc@ingpec.eu", reserved=False, code=None,
                  error=None)])

    def test_the_number_may_be_written_as_registers_do(self):
        for section, number in (("A", "1234"), (None, "A 1234"), (None, "A1234"),
                                (None, "1234/A"), (None, "A-1234"), (None, "n. 1234 sez. A"),
                                (None, "N° 1234 Sez. A"), (None, "sez. A n. 1234"),
                                (None, "a/1234"), ("sez. A", " 1234 "), ("A", "A 1234"),
                                ("a", "001234"), (None, "A. 1234")):
            with self.subTest(number):
                self.assertEqual(
                    self.expect(0, "candidates", *person(section=section, number=number)).lines,
                    THREE)

    def test_what_is_no_register_entry_is_refused(self):
        for number in ("", "A", "-12", "12-", "1.234", "1234,00", "12 34", "A 12 B", "AB 12",
                       "A 12 A", "1234/C", "n.", "12345678", "١٢", "12e3", "0x12", "+12", "A B 12"):
            with self.subTest(number):
                result = self.expect(1, "candidates", *person(number=number))
                self.assertIn("REGISTER: number", result.err)
                self.assertEqual(result.out, b"")

    def test_each_fact_is_needed(self):
        for name in ("given", "surname", "province", "section", "number"):
            changes = {name: None}
            self.usage_error(f"--{name} is missing", "candidates", *person(**changes))
        self.usage_error("Mario: the person is given by options only", "candidates", *PERSON,
                         "Mario")

    def test_data_with_errors_is_status_1(self):
        for changes, message in PERSON_ERRORS:
            with self.subTest(changes):
                result = self.expect(1, "candidates", *person(**changes))
                self.assertEqual(result.err, message + "\n")
                self.assertEqual(result.out, b"")


class Explain(ToolTest):
    def test_each_character_is_explained_and_runs_of_letters_are_one_line(self):
        text = self.expect(0, "explain", *PERSON).text
        table = text.split("\n\n")[0].splitlines()
        self.assertEqual([line.split('"')[1] for line in table[1:]],
                         ["Niccol", "ò", "D", "'", "Angelo", " ", "De", " ", "Sanctis"])
        self.assertRegex(table[2], r'^given names +7 +"ò" +o +a letter with marks: its base '
                                   r'letter +civil registry')
        self.assertIn("\nlocal part  niccolo.dangelodesanctis\n", text)

    def test_columns_stand_under_each_other_whatever_the_width_of_the_characters(self):
        text = self.expect(0, "explain", *person(given="ＭＡRIO", surname="Müller")).text
        table = text.split("\n\n")[0].splitlines()

        def width(text):
            return sum(2 if "\uff00" <= c <= "\uff60" else 1 for c in text)

        starts = {width(line[:line.rindex("  ")]) for line in table}
        self.assertEqual(len(starts), 1, text)

    def test_without_a_registry_the_candidates_are_listed(self):
        text = self.expect(0, "explain", *person(given="Ordine", surname="Macerata")).text
        self.assertRegex(text, r"\n +0  ordine\.macerata@ingpec\.eu +reserved, given to nobody +\{")
        self.assertRegex(text, r"\n +1  ordine\.macerata\.mc@ingpec\.eu +not asked +\{given\}")

    def test_with_a_registry_it_says_what_each_candidate_was_answered(self):
        uri = self.init()
        self.expect(0, "assign", *PERSON, "--registry", uri)
        before = self.dump()
        text = self.expect(0, "explain", *person(number="77"), "--registry", uri).text
        self.assertRegex(text, r"\n +0  \S+ +taken ")
        self.assertRegex(text, r"\n +1  \S+ +free ")
        self.assertIn("\nwould be given  niccolo.dangelodesanctis.mc@ingpec.eu\n", text)
        text = self.expect(0, "explain", *PERSON, "--registry", uri).text
        self.assertRegex(text, r"\n +0  \S+ +this person's already ")
        self.assertRegex(text, r"\nhas already +niccolo.dangelodesanctis@ingpec.eu\n")
        self.assertEqual(self.dump(), before)

    def test_a_registry_that_refuses_is_told(self):
        uri = self.init()
        self.expect(0, "assign", *PERSON, "--registry", uri)
        result = self.expect(1, "explain", *person(surname="Verdi"), "--registry", uri)
        self.assertIn("pecaddr: HOLDER: ", result.err)

    def test_a_registry_that_is_not_there_is_status_3(self):
        result = self.expect(3, "explain", *PERSON, "--registry", "sqlite:nosuch.db")
        self.assertIn("pecaddr registry init", result.err)
        self.assertFalse(os.path.exists(self.path("nosuch.db")))

    def test_data_with_errors_is_status_1_and_what_was_read_is_shown(self):
        for changes, message in PERSON_ERRORS:
            with self.subTest(changes):
                result = self.expect(1, "explain", *person(**changes))
                self.assertEqual(result.err, message + "\n")
        text = self.expect(1, "explain", *person(surname="Rossi3")).text
        self.assertIn('"Rossi"', text)
        self.assertNotIn("local part", text)

    def test_csv_and_json_say_the_same(self):
        arguments = ["explain", *person(surname="Dott. Müller in Bianchi")]
        data = json.loads(self.expect(0, *arguments, "--format", "json").text)
        rows = list(csv.DictReader(io.StringIO(self.expect(0, *arguments, "--format", "csv").text)))
        self.assertEqual(list(data), ["given", "surname", "steps", "local_part", "notes",
                                      "candidates", "error"])
        self.assertEqual(data["local_part"], "niccolo.mueller")
        self.assertIsNone(data["error"])
        self.assertEqual([note["name"] for note in data["notes"]], ["TITLE", "VARIANT", "MARITAL"])
        self.assertEqual([note["review"] for note in data["notes"]], [False, True, True])
        self.assertEqual([(row["field"], row["input"], row["output"]) for row in rows
                          if row["kind"] == "step"],
                         [(step["field"] or "", step["input"], step["output"])
                          for step in data["steps"]])
        self.assertEqual([row["output"] for row in rows if row["kind"] == "candidate"],
                         [candidate["address"] for candidate in data["candidates"]])
        data = json.loads(self.expect(1, "explain", *person(surname="Rossi3"), "--format",
                                      "json").text)
        self.assertEqual(data["error"]["code"], "UNEXPECTED")
        self.assertEqual(data["error"]["field"], "surname")
        self.assertIsNone(data["local_part"])


# --- check ---------------------------------------------------------------------------------------


class Check(ToolTest):
    def test_addresses_are_classified(self):
        rows = json.loads(self.expect(
            0, "check", "mario.rossi@ingpec.eu", "Mario.Rossi.MC@INGPEC.EU",
            "mario.rossi.mc.b12@ingpec.eu", "ordine.macerata@ingpec.eu", "--format", "json").text)
        self.assertEqual(
            [(row["kind"], row["level"], row["province"], row["section"], row["number"])
             for row in rows],
            [("person", 0, None, None, None), ("person", 1, "MC", None, None),
             ("person", 2, "mc", "B", 12), ("reserved", None, None, None, None)])

    def test_one_that_is_not_of_the_scheme_is_status_1(self):
        for address in ("mario.rossi@example.it", "mario@ingpec.eu", "", "x", "a b@ingpec.eu",
                        "mario.rossi@ingpec.eu.it", "mario..rossi@ingpec.eu"):
            with self.subTest(address):
                rows = json.loads(self.expect(1, "check", "mario.rossi@ingpec.eu", address,
                                              "--format", "json").text)
                self.assertEqual([row["kind"] for row in rows], ["person", "foreign"])

    def test_addresses_come_from_standard_input(self):
        result = self.expect(1, "check", "-", "--format", "csv",
                             stdin=b"\xef\xbb\xbfmario.rossi@ingpec.eu\r\n\n  x@y.it \n" +
                             b"z" * 600000 + b"\nanna.bo.mc@ingpec.eu")
        kinds = [row["kind"] for row in csv.DictReader(io.StringIO(result.text))]
        self.assertEqual(kinds, ["person", "foreign", "foreign", "person"])

    def test_a_table_is_aligned_and_safe(self):
        result = self.expect(1, "check", "mario.rossi@ingpec.eu", "x\x1b[31m\u202e@y.it")
        self.assertEqual(result.lines, [
            "address                 kind     level  given  surname  province  section  number",
            "mario.rossi@ingpec.eu   person       0  mario  rossi",
            "xU+001B[31mU+202E@y.it  foreign",
        ])

    def test_an_address_is_needed(self):
        self.usage_error("an address is missing", "check")


# --- assign: rosters -----------------------------------------------------------------------------


class AssignRoster(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init()

    def rows(self, status, text, *arguments, **options):
        self.write("r.csv", text)
        return rows_of(self.assign(status, "r.csv", *arguments, **options).text)

    def test_addresses_are_added_and_all_else_passes_through(self):
        text = ("cognome;nome;Telefono;provincia;sezione;numero;codice_fiscale\n"
                f"Rossi;Mario;071 1;MC;A;1;{codice_fiscale(1)}\n"
                f"\"Rossi\";MARIO;\"a;\"\"b\"\"\";mc;a;2;{codice_fiscale(2).lower()}\n"
                f"Rossi; Mario ;  ;MC;B;2;\n")
        self.write("r.csv", text)
        result = self.assign(0, "r.csv")
        self.assertEqual(result.text,
                         "cognome;nome;Telefono;provincia;sezione;numero;codice_fiscale;pec;"
                         "livello;note;errore\n"
                         f"Rossi;Mario;071 1;MC;A;1;{codice_fiscale(1)};mario.rossi@ingpec.eu;0;;\n"
                         f"\"Rossi\";MARIO;\"a;\"\"b\"\"\";mc;a;2;{codice_fiscale(2).lower()};"
                         "mario.rossi.mc@ingpec.eu;1;;\n"
                         "Rossi; Mario ;  ;MC;B;2;;mario.rossi.mc.b2@ingpec.eu;2;NAMESAKE;\n")
        self.assertEqual(result.errors, [
            'r.csv: utf-8 (found out), separator ";", columns nome "nome", cognome "cognome", '
            'provincia "provincia", sezione "sezione", numero "numero", codice_fiscale "codice_fiscale"',
            "r.csv: 3 rows; province: MC 3; codice fiscale: 2 with, 1 without",
            "level 0           1  {given}.{surname}",
            "level 1           1  {given}.{surname}.{province}",
            "level 2           1  {given}.{surname}.{province}.{section}{number}",
            "errors            0",
            "rows              3  3 new, 0 had their address already",
            "1 row that a person should look at:",
            "  4   Mario  Rossi  mario.rossi.mc.b2@ingpec.eu  NAMESAKE  a person of the same name has "
            "an address already; check that it is somebody else",
        ])

    def test_quiet_leaves_errors_only(self):
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;\nMario;3;MC;A;2;\n")
        self.assertEqual(len(self.assign(1, "r.csv", "--quiet").errors), 1)

    def test_assigning_twice_gives_the_same_addresses(self):
        members = "\n".join(many_members(2500))
        self.write("r.csv", f"{HEADER}\n{members}\nMario;Ro55i;MC;A;1;\n")
        self.assign(1, "r.csv", "--output", "one.csv")
        exported = self.export()
        self.write("list.txt", "\n".join(exported) + "\n")
        result = self.assign(1, "r.csv", "--output", "two.csv")
        self.assertIn("0 new, 2500 had their address already", result.err)
        self.assign(1, "r.csv", "--output", "three.csv", "--check", "file:list.txt")
        self.assertEqual(self.settled("one.csv"), self.read("two.csv"))
        self.assertEqual(self.settled("one.csv"), self.read("three.csv"))
        self.assertEqual(self.export(), exported)
        # And fed back, the columns are replaced and not added twice.
        self.assign(1, "one.csv", "--output", "four.csv")
        self.assertEqual(self.read("two.csv"), self.read("four.csv"))

    def test_a_source_that_has_an_address_makes_it_taken(self):
        self.write("list.txt", "mario.rossi@ingpec.eu\n")
        rows = self.rows(0, f"{HEADER}\nMario;Rossi;MC;A;1;\n", "--check", "file:list.txt")
        self.assertEqual(rows[0]["pec"], "mario.rossi.mc@ingpec.eu")

    def test_several_sources_are_all_asked(self):
        self.write("one.txt", "mario.rossi@ingpec.eu\n")
        self.write("two.txt", "mario.rossi.mc@ingpec.eu\n")
        rows = self.rows(0, f"{HEADER}\nMario;Rossi;MC;A;1;\n", "--check", "file:one.txt",
                         "--check=file:two.txt")
        self.assertEqual(rows[0]["pec"], "mario.rossi.mc.a1@ingpec.eu")

    def test_a_source_that_can_not_be_read_is_status_3_and_nothing_is_claimed(self):
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;\n")
        result = self.assign(3, "r.csv", "--check", "file:nosuch.txt", "--output", "out.csv")
        self.assertIn("nosuch.txt", result.err)
        self.assertEqual(self.export(), [])
        self.assertFalse(os.path.exists(self.path("out.csv")))
        self.usage_error("", "assign", "r.csv", "--registry", self.uri, "--check", "bogus:x")

    def test_a_list_of_other_domains_is_told_before_anything_is_issued(self):
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;\n")
        self.write("list.txt", "mario.rossi@pec.example\nada.neri@pec.example\n")
        for arguments in (["r.csv", "--output", "out.csv"], ["r.csv", "--dry-run"],
                          person(given="Mario", surname="Rossi")):
            result = self.expect(3, "assign", *arguments, "--registry", self.uri, "--check",
                                 "file:list.txt")
            self.assertIn("./list.txt: no address of this list is of ingpec.eu, and 2 are of other "
                          "domains, so that it would protect nobody there; check the path and the "
                          "file, or write file:PATH?empty=allow if that is as it should be",
                          result.err)
            self.assertEqual(result.out, b"")
        self.assertEqual(self.export(), [])
        self.assertFalse(os.path.exists(self.path("out.csv")))
        said = "addresses of ingpec.eu, and 2 of other domains, which count for nothing here\n"
        result = self.assign(0, "r.csv", "--check", "file:list.txt?empty=allow", "--dry-run")
        self.assertIn("./list.txt: 0 " + said, result.err)
        self.assertIn(";mario.rossi@ingpec.eu;", result.text)
        with open(self.path("list.txt"), "a", encoding="ascii") as file:
            file.write("mario.rossi@ingpec.eu\n")
        result = self.assign(0, "r.csv", "--check", "file:list.txt", "--dry-run")
        self.assertIn("./list.txt: 1 " + said, result.err)
        self.assertIn(";mario.rossi.mc@ingpec.eu;", result.text)
        # Where all are of the domain, there is nothing to tell.
        self.write("list.txt", "mario.rossi@ingpec.eu\n")
        self.assertNotIn("other domains", self.assign(0, "r.csv", "--check", "file:list.txt").err)

    def test_a_level_0_that_is_released_moves_nobody(self):
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;\nMario;Rossi;AN;A;1;\n")
        self.assign(0, "r.csv")
        self.expect(0, "registry", "release", "mario.rossi@ingpec.eu", "--why", "asked for another",
                    "--registry", self.uri)
        self.write("second.csv", f"{HEADER}\nMario;Rossi;AN;A;1;\nMario;Rossi;MC;A;9;\n")
        rows = rows_of(self.assign(0, "second.csv").text)
        self.assertEqual([row["pec"] for row in rows],
                         ["mario.rossi.an@ingpec.eu", "mario.rossi@ingpec.eu"])

    def test_a_dry_run_gives_the_real_result_and_writes_nothing(self):
        members = "\n".join(many_members(2300))
        self.write("r.csv", f"{HEADER}\n{members}\n;x;MC;A;1;\n")
        self.assign(0, self.write("first.csv", f"{HEADER}\n" + "\n".join(many_members(3)) + "\n"))
        before = self.dump()
        result = self.assign(1, "r.csv", "--dry-run", "--output", "dry.csv")
        self.assertIn("a dry run: nothing was put on record", result.err)
        self.assertEqual(self.dump(), before)
        self.assign(1, "r.csv", "--output", "real.csv")
        self.assertEqual(self.read("dry.csv"), self.read("real.csv"))

    def test_strict_gives_nothing_to_names_that_need_a_look(self):
        text = (f"{HEADER}\nJürgen;Rossi;MC;A;1;\nIng. Mario;Bo;MC;A;2;\nAnna;Bo in Re;MC;A;3;\n")
        rows = self.rows(1, text, "--strict")
        self.assertEqual([row["pec"] for row in rows], ["", "mario.bo@ingpec.eu", ""])
        self.assertEqual(rows[0]["errore"], "REVIEW: VARIANT: letters like ö have two customary "
                         "spellings; check which one the Order uses; correct the name, or run "
                         "without --strict")
        self.assertEqual([row["note"] for row in rows], ["VARIANT", "TITLE", "MARITAL"])
        self.assertTrue(rows[2]["errore"].startswith("REVIEW: MARITAL: "))
        self.assertEqual(self.export(), ["mario.bo@ingpec.eu"])
        rows = self.rows(0, text)
        self.assertEqual([row["note"] for row in rows], ["VARIANT", "TITLE", "MARITAL"])

    CODES = [
        # surname, given names, letters of the codice fiscale
        ("Rossi", "Mario", "RSSMRA"),
        ("ROSSI", "GIANFRANCO", "RSSGFR"),  # of four consonants or more the second is left out
        ("Re", "Luca", "REXLCU"),
        ("Fo", "Eva", "FOXVEA"),
        ("D'Angelo De Sanctis", "Niccolò", "DNGNCL"),
        ("Aiò", "Ea", "AIOEAX"),
        ("Rossi", "Mario, Giuseppe", "RSSMRA"),
        ("Rossi in Bo", "Ing. Anna", "RSSNNA"),
        ("Rossi", "Maria Grazia", "RSSMGR"),
        ("Öz", "Ea", "ZOXEAX"),  # as plain
        ("Öz", "Ea", "ZOEEAX"),  # as anagrafe
        ("Åh", "Eva", "HAAVEA"),
        ("Åh", "Eva", "HAXVEA"),
        ("Weiß", "Bo", "WSSBOX"),
        ("Bartolomei Montanari di Santa Maria", "Francesca Alessandra Elisabetta", "BRTFNC"),
        ("Bo", "Ea Ia Oa Ua Ea Ia Oa Ua Ea Ia Oa Ua Ea Ia Oa Ua Ea Ia Oa Ua Ea Ia Mio", "BOXMEA"),
    ]

    def test_a_codice_fiscale_that_fits_the_name_under_a_profile_has_no_note(self):
        for i, (surname, given, letters) in enumerate(self.CODES):
            with self.subTest((surname, given)):
                self.write("r.csv", f"{HEADER}\n{given};{surname};MC;A;1;"
                                    f"{codice_fiscale(i, letters)}\n")
                row = rows_of(self.assign(0, "r.csv", registry="memory:").text)[0]
                self.assertNotIn("CF_MISMATCH", row["note"])

    def test_a_codice_fiscale_that_contradicts_the_name_is_noted(self):
        for surname, given, letters in (("Rossi", "Luca", "RSSMRA"), ("Bo", "Mario", "RSSMRA"),
                                        ("Mario", "Rossi", "RSSMRA"), ("Öz", "Ea", "ZEOEAX"),
                                        ("Rossi", "Gianfranco", "RSSGNF")):
            with self.subTest((surname, given)):
                cf = codice_fiscale(1, letters).lower()
                self.write("r.csv", f"{HEADER}\n{given};{surname};MC;A;1;{cf}\n")
                row = rows_of(self.assign(0, "r.csv", registry="memory:").text)[0]
                self.assertIn("CF_MISMATCH", row["note"].split(","))
                self.assertNotEqual(row["pec"], "")
                row = rows_of(self.assign(1, "r.csv", "--strict").text)[0]
                self.assertRegex(row["errore"], "^REVIEW: (VARIANT: .*; )?CF_MISMATCH: the codice")
        self.assertEqual(self.export(), [])

    def test_a_codice_fiscale_of_digits_is_not_compared_with_the_name(self):
        rows = self.rows(0, f"{HEADER}\nMario;Rossi;MC;A;1;12345678903\n", "--strict")
        self.assertEqual(rows[0]["note"], "")

    def test_notes_never_block(self):
        rows = self.rows(0, f"{HEADER}\nA\u200bnna;Müller in Re;MC;A;1;\n")
        self.assertEqual(rows[0]["pec"], "anna.mueller@ingpec.eu")
        self.assertEqual(rows[0]["note"], "HIDDEN,VARIANT,MARITAL")

    ROW_ERRORS = [
        # description, row, message
        ("a name with a digit", "Mari0;Rossi;MC;A;1;", "UNEXPECTED: given names, character 5, '0'"),
        ("no surname", "Mario;;MC;A;1;", "EMPTY: surname"),
        ("an unknown province", "Mario;Rossi;XX;A;1;", 'PROVINCE: province "XX"'),
        ("no province", "Mario;Rossi;;A;1;", "PROVINCE: province: "),
        ("an unknown section", "Mario;Rossi;MC;C;1;", 'REGISTER: section "C"'),
        ("no section", "Mario;Rossi;MC;;1;", "REGISTER: section: "),
        ("a number that is none", "Mario;Rossi;MC;A;x1;", 'REGISTER: number "x1"'),
        ("no number", "Mario;Rossi;MC;A;;", "REGISTER: number: "),
        ("two sections", "Mario;Rossi;MC;A;B 1;", 'REGISTER: number "B 1"'),
        ("a codice fiscale with a wrong check character", "Mario;Rossi;MC;A;1;AAAAAA80A01H501A",
         'HOLDER: codice fiscale "AAAAAA80A01H501A": this is no codice fiscale'),
        ("a codice fiscale that is too short", "Mario;Rossi;MC;A;1;AAAAAA",
         'HOLDER: codice fiscale "AAAAAA"'),
        ("a cell too few", "Mario;Rossi;MC;A;1",
         "UNEXPECTED: this row has 5 cells, the header 6; is a separator missing"),
        ("a cell too many", "Mario;Rossi;MC;A;1;;",
         "UNEXPECTED: this row has 7 cells, the header 6; put cells that hold the separator in "
         "quotes"),
        ("only one cell", "Mario Rossi", "UNEXPECTED: this row has 1 cell, the header 6"),
        ("NUL", "Mario;Ros\0si;MC;A;1;", "UNEXPECTED: this row holds a NUL byte"),
        ("mojibake", "NicolÃ²;Rossi;MC;A;1;",
         'MOJIBAKE: given names, character 6, "NicolÃ²" was meant to be "Nicolò"'),
        ("another script", "Иван;Rossi;MC;A;1;", "SCRIPT: given names, character 1"),
        ("a quote in mid-cell", 'Ma"rio;Rossi;MC;A;1;',
         "UNEXPECTED: given names, character 3, '\"'"),
        ("text after a quoted cell", '"Mario"x;Rossi;MC;A;1;', "UNEXPECTED: "),
        ("a name of 1,025 bytes", "a" * 1025 + ";Rossi;MC;A;1;", "TOO_LONG: given names: "),
        ("a name of a megabyte", "a" * 1000000 + ";Rossi;MC;A;1;", "TOO_LONG: given names: "),
        ("the name before the register entry", "Mari0;Rossi;XX;C;0;bad", "UNEXPECTED: given names"),
        ("the province before the codice fiscale", "Mario;Rossi;XX;A;1;bad", "PROVINCE: "),
    ]

    def test_a_bad_row_is_told_kept_and_given_nothing_while_the_others_are_done(self):
        for description, row, message in self.ROW_ERRORS:
            with self.subTest(description):
                self.write("r.csv", f"{HEADER}\nAnna;Bo;MC;A;8;\n{row}\nLuca;Re;MC;A;9;\n")
                result = self.assign(1, "r.csv", "--quiet", registry="memory:")
                self.assertEqual(len(result.errors), 1, result.err)
                self.assertTrue(result.err.startswith(f"r.csv:3: {message}"), result.err[:200])
                lines = result.out.decode("utf-8").split("\n")
                self.assertEqual(lines[1], "Anna;Bo;MC;A;8;;anna.bo@ingpec.eu;0;;")
                self.assertEqual(lines[3], "Luca;Re;MC;A;9;;luca.re@ingpec.eu;0;;")
                if "\0" not in row:
                    rows = list(csv.reader(io.StringIO(result.text), delimiter=";"))
                    self.assertEqual(rows[2][6], "")
                    self.assertEqual(rows[2][7], "")
                    # The same sentence, but with its line and file.
                    self.assertEqual("r.csv:3: " + rows[2][9] + "\n", result.err)

    def test_an_unclosed_quote_names_its_line_and_the_other_rows_are_done(self):
        self.write("r.csv", f"{HEADER}\nAnna;Bo;MC;A;8;\nLuca;\"Re;MC;A;9;\nUgo;Foa;MC;A;7;\n"
                            "\"Ada\"x;Foa;MC;A;6;\nEva;Foa;MC;A;5;\n\"")
        result = self.assign(1, "r.csv", "--quiet")
        self.assertEqual(result.errors, [
            f"r.csv:{line}: UNEXPECTED: the quote opened on line {line} is not closed in its row; "
            "close it, or remove it" for line in (3, 5, 7)])
        rows = list(csv.reader(io.StringIO(result.text, newline=""), delimiter=";"))
        self.assertEqual([row[6] for row in rows],
                         ["pec", "anna.bo@ingpec.eu", "", "ugo.foa@ingpec.eu", "",
                          "eva.foa@ingpec.eu", ""])
        self.assertEqual(rows[2][:2], ["Luca", '"Re;MC;A;9;'])
        self.assertTrue(all(len(row) == 10 for row in rows))

    def test_a_quote_that_takes_in_other_rows_is_not_closed_in_its_own(self):
        for row in ('Luca;Re;MC;A;9;"', 'Luca;"Re;MC;A;9;', '"Luca;Re;MC;A;9;'):
            for between in ("", "Ugo;Foa;MC;A;7;\n"):
                for later in ('Eva;"Foa";MC;A;5;\n', '"Eva";Foa;MC;A;5;\n', 'Eva;Foa;MC;A;5;""\n',
                              'Eva;Foa;MC;A;5;"\n"\n'):
                    with self.subTest(row + between + later):
                        self.write("r.csv", f"{HEADER}\n{row}\n{between}{later}")
                        result = self.run_tool("assign", "r.csv", "--quiet", "--registry",
                                               "memory:")
                        self.assertEqual(result.errors[0], "r.csv:2: UNEXPECTED: the quote opened "
                                         "on line 2 is not closed in its row; close it, or remove it")
                        self.assertEqual(len(result.errors), 1 + ("wrong" in result.err))
                        pecs = [row["pec"] for row in rows_of(result.text)]
                        self.assertEqual(pecs[1:], (["ugo.foa@ingpec.eu"] if between else []) +
                                         ["eva.foa@ingpec.eu"])

    def test_a_cell_of_several_lines_is_a_cell(self):
        header = "nota;nome;cognome;provincia;sezione;numero"
        for cell in ('"a\nb"', '"\n\n"', '"a;b\nc;d;e\n;"', '"a ""b""\n"'):
            self.write("r.csv", f"{header}\n{cell};Luca;Re;MC;A;9\n")
            result = self.assign(0, "r.csv", "--quiet", registry="memory:")
            self.assertEqual(result.text, f"{header};pec;livello;note;errore\n"
                             f"{cell};Luca;Re;MC;A;9;luca.re@ingpec.eu;0;;\n")

    def test_an_unclosed_quote_costs_its_row_only_however_the_file_goes_on(self):
        members = [f"{given}{chr(97 + i % 26)};Foa;MC;A;{i + 9};" for i, given in
                   enumerate("".join(chr(97 + i // 17**p % 17) for p in range(4))
                             for i in range(5000))]
        for ends in (['"Ugo";Re;MC;A;7;'], ['"Ugo";"Re";MC;A;7;'], ['Ugo;Re;MC;A;"7";'],
                     ['Ugo;Re;MC;A;7;""'], ['"Ugo";Re;MC;A;7;', '"Ada;Re;MC;A;6;'],
                     ['"Ugo";Re;MC;A;7;', 'Ada;Re;MC;A;6;"x'],
                     ['Ugo;Re;MC;A;"7";"', '"Ada";"Re;MC;A;6;']):
            with self.subTest(ends):
                self.write("r.csv", "\n".join([HEADER, '"Mario;Rossi;MC;A;1;', *members, *ends]))
                result = self.assign(1, "r.csv", "--quiet", registry="memory:")
                broken = [2] + [5003 + i for i, row in enumerate(ends) if row.count('"') % 2]
                self.assertEqual(result.errors, [
                    f"r.csv:{line}: UNEXPECTED: the quote opened on line {line} is not closed in "
                    "its row; close it, or remove it" for line in broken])
                self.assertEqual(sum(bool(row["pec"]) for row in rows_of(result.text)),
                                 5000 + len(ends) - len(broken) + 1)

    def test_a_quote_that_took_in_rows_is_blamed_also_where_a_later_one_never_ends(self):
        rows = "".join(f"Ada;Foa;MC;A;{i + 2};{'x' * 1000}\n" for i in range(2200))
        self.write("r.csv", f"{HEADER.replace('codice_fiscale', 'nota')}\n\"Mario;Rossi;MC;A;1;\n"
                            f"Ugo;Foa;MC;A;8888;\n\"Ugo\";\"Foa;MC;A;9999;\n{rows}")
        result = self.run_tool("assign", "r.csv", "--quiet", "--registry", "memory:")
        self.assertEqual([line.split(":")[1] for line in result.errors], ["2", "4"])
        self.assertEqual(sum(bool(row["pec"]) for row in rows_of(result.text)), 2201)

    def test_an_unclosed_quote_in_a_row_of_several_lines(self):
        self.write("r.csv", "nome;cognome;provincia;sezione;numero;nota;nota\r\n"
                            "Anna;Bo;MC;A;8;\"two\r\nlines\";\"open\r\nUgo;Foa;MC;A;7;;\r\n")
        result = self.assign(1, "r.csv", "--quiet")
        self.assertEqual(result.err, "r.csv:2: UNEXPECTED: the quote opened on line 3 is not closed "
                         "in its row; close it, or remove it\n")
        rows = rows_of(result.out.decode())
        self.assertEqual([row["pec"] for row in rows], ["", "ugo.foa@ingpec.eu"])

    def test_a_quote_never_closed_in_a_long_file_takes_no_memory_and_no_other_row(self):
        for encoding, bom in (("utf-8", b""), ("utf-16-le", b"\xff\xfe")):
            with self.subTest(encoding):
                # 2,200 rows of a kilobyte: more than a row may have.
                rows = "".join(f"Mari0;Foà;MC;A;{i + 2};{'x' * 1000}\n" for i in range(2200))
                self.write("r.csv", bom + (f"{HEADER.replace('codice_fiscale', 'nota')}\n"
                                           f"Luca;\"\U00010400Re;MC;A;1;\n{rows}"
                                           "Ugo;Foà;MC;A;1;\n").encode(encoding))
                result = self.assign(1, "r.csv", "--quiet", registry="memory:")
                self.assertEqual(result.errors[0], "r.csv:2: UNEXPECTED: the quote opened on line 2 "
                                                   "is not closed in its row; close it, or remove it")
                self.assertTrue(result.errors[1].startswith("r.csv:3: UNEXPECTED: given names"))
                self.assertEqual(len(result.errors), 2201)
                self.assertTrue(result.out.decode(encoding).endswith(
                    "Ugo;Foà;MC;A;1;;ugo.foa@ingpec.eu;0;;\n"))

    def test_a_row_of_no_end_on_one_line_is_left_out_alone(self):
        self.write("r.csv", f"{HEADER}\nAnna;Bo;MC;A;8;\n" + "x" * 5000000 +
                   "\nLuca;Re;MC;A;9;\n")
        result = self.assign(1, "r.csv", "--quiet")
        self.assertEqual(result.err, "r.csv:3: TOO_LONG: this row is longer than 2097152 bytes, or "
                         "has more than 16384 cells, and is left out; look at it in the file: is "
                         "it a row of the roster?\n")
        self.assertEqual([row["pec"] for row in rows_of(result.text)],
                         ["anna.bo@ingpec.eu", "luca.re@ingpec.eu"])

    def test_lines_are_counted_as_they_stand_in_the_file(self):
        self.write("r.csv", "nome;cognome;provincia;sezione;numero;nota\n"
                   "Anna;Bo;MC;A;1;\"two\nlines\"\n"
                   "Luca;Re;MC;A;2;\n"
                   "\n"
                   "\"Ugo\n3\";Foa;MC;A;3;\n"
                   "Ada;F0a;MC;A;4;\"x\n\n\"\n"
                   "Eva;F1a;MC;A;5;\n")
        result = self.assign(1, "r.csv", "--quiet")
        self.assertEqual([line.split(" ")[0] for line in result.errors],
                         ["r.csv:6:", "r.csv:8:", "r.csv:11:"])

    def test_empty_rows_pass_and_are_no_errors(self):
        self.write("r.csv", f"{HEADER}\nAnna;Bo;MC;A;8;\n;;;;;\n\n  ; ;;;;\nLuca;Re;MC;A;9;\n")
        result = self.assign(0, "r.csv")
        self.assertEqual(result.lines[2:4], [";;;;;;;;;", "  ; ;;;;;;;;"])
        self.assertIn("2 empty rows besides", result.err)

    def test_one_person_twice_has_one_address(self):
        cf = codice_fiscale(5)
        rows = self.rows(0, f"{HEADER}\nMario;Rossi;MC;A;1;{cf}\nMario;Rossi;MC;A;1;{cf}\n"
                            f"Mario;Rossi;MC;A;1;\n")
        self.assertEqual({row["pec"] for row in rows}, {"mario.rossi@ingpec.eu"})

    def test_a_result_is_not_written_over_the_scheme(self):
        self.write("s.ini", "name = s\ndomain = ingpec.eu\nrule = {given}.{surname}\n")
        self.write("r.csv", f"{HEADER}\nAda;Bianchi;MC;A;1;\n")
        for option in ("--output", "--review"):
            result = self.assign(2, "r.csv", "--scheme", "s.ini", option, "s.ini")
            self.assertIn(f"{option} s.ini: this file is read by the command", result.err)
        result = self.expect(2, "registry", "show", "--scheme", "s.ini", "--output", "s.ini",
                             "--registry", self.uri)
        self.assertIn("--output s.ini: this file is read by the command", result.err)
        self.assertTrue(self.read("s.ini", "utf-8").startswith("name = s"))
        self.assertEqual(self.expect(0, "registry", "show", "--registry", self.uri).text, "")

    def test_two_persons_on_one_entry_are_an_error_of_the_second(self):
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;{codice_fiscale(1)}\n"
                            f"Luca;Bo;MC;A;1;{codice_fiscale(2)}\nLuca;Re;MC;A;1;\n")
        result = self.assign(1, "r.csv", "--quiet")
        self.assertEqual([row["pec"] for row in rows_of(result.text)],
                         ["mario.rossi@ingpec.eu", "", ""])
        self.assertEqual(
            result.errors[0],
            f'r.csv:3: HOLDER: codice fiscale "{codice_fiscale(2)}": mario.rossi@ingpec.eu belongs to '
            f"Mario Rossi ({codice_fiscale(1)}, MC A 1), who has this register entry, but another "
            "codice fiscale and another name; correct the number, or, if this holder has left the "
            "Order, put that on record and ask again")
        self.assertEqual(
            result.errors[1],
            f"r.csv:4: HOLDER: mario.rossi@ingpec.eu belongs to Mario Rossi ({codice_fiscale(1)}, "
            "MC A 1), who has this register entry, but another name; correct the number or the name, "
            "or, if this holder has left the Order, put that on record and ask again")

    def test_json_instead_of_the_rosters_form(self):
        self.write("r.csv", f"{HEADER}\nJürgen;Bo;MC;A;1;\nMari0;Re;MC;A;2;\n")
        data = json.loads(self.assign(1, "r.csv", "--format", "json").text)
        self.assertEqual(data[0], dict(line=2, given="Jürgen", surname="Bo",
                                       address="juergen.bo@ingpec.eu", level=0, new=True,
                                       notes=["VARIANT"], code=None, error=None))
        self.assertEqual(list(data[0])[-2:], ["code", "error"])
        self.assertIsNone(data[1]["address"])
        self.assertEqual(data[1]["code"], "UNEXPECTED")
        self.assertTrue(data[1]["error"].startswith("UNEXPECTED: given names, character 5"))

    def test_the_province_of_the_whole_roster(self):
        text = "nome;cognome;iscrizione\nMario;Rossi;A 1\nMario;Rossi;2/B\n"
        rows = self.rows(0, text, "--province", "mc")
        self.assertEqual(rows[1]["pec"], "mario.rossi.mc@ingpec.eu")
        self.write("r.csv", f"{HEADER}\nAnna;Bo;MC;A;1;\nAnna;Bo;AN;A;1;\nAnna;Bo;;A;2;\n")
        result = self.assign(0, "r.csv", "--province", "MC", "--quiet", registry="memory:")
        self.assertEqual([row["pec"] for row in rows_of(result.text)],
                         ["anna.bo@ingpec.eu", "anna.bo@ingpec.eu", "anna.bo.mc@ingpec.eu"])
        self.usage_error("--province XX: this is not the two-letter code", "assign", "r.csv",
                         "--registry", self.uri, "--province", "XX")

    def test_usage(self):
        self.write("r.csv", f"{HEADER}\nAnna;Bo;MC;A;1;\n")
        self.usage_error("--registry is missing", "assign", "r.csv")
        self.usage_error("a roster is missing", "assign", "--registry", self.uri)
        self.usage_error("one roster at a time", "assign", "r.csv", "r.csv", "--registry", self.uri)
        self.usage_error("either a roster, or one person; not both", "assign", "r.csv", *PERSON,
                         "--registry", self.uri)
        self.usage_error("nosuch.csv can not be read: No such file", "assign", "nosuch.csv",
                         "--registry", self.uri)
        self.usage_error("this is a folder", "assign", ".", "--registry", self.uri)
        self.usage_error("not a URI", "assign", "r.csv", "--registry", "registry.db")

    def test_assign_never_makes_a_registry(self):
        self.write("r.csv", f"{HEADER}\nAnna;Bo;MC;A;1;\n")
        result = self.assign(3, "r.csv", registry="sqlite:mistyped.db")
        self.assertIn("pecaddr registry init --registry sqlite:mistyped.db", result.err)
        self.assertFalse(os.path.exists(self.path("mistyped.db")))

    def test_what_is_no_registry_is_status_3(self):
        self.write("r.csv", f"{HEADER}\nAnna;Bo;MC;A;1;\n")
        self.write("text.db", "this is no database, but long enough to be looked at " * 50)
        self.assign(3, "r.csv", registry="sqlite:text.db")


# --- assign: rosters as they come ----------------------------------------------------------------


class Rosters(ToolTest):
    """Headers, separators, encodings, line ends."""

    def setUp(self):
        super().setUp()
        self.uri = "memory:"

    def one(self, data, *arguments, status=0, encoding="utf-8"):
        self.write("r.csv", data, encoding)
        return self.expect(status, "assign", "r.csv", "--registry", self.uri, *arguments)

    def refused(self, data, *sentences, arguments=(), encoding="utf-8"):
        self.write("r.csv", data, encoding)
        result = self.expect(2, "assign", "r.csv", "--registry", self.uri, *arguments)
        self.assertEqual(result.out, b"")
        for sentence in sentences:
            self.assertIn(sentence, result.err)

    def test_columns_have_many_names_in_any_order_and_case(self):
        for header, row in (
                ("nome;cognome;provincia;sezione;numero", "Mario;Rossi;MC;A;1"),
                ("COGNOME;NOME;SEZ.;PROV.;NUM.", "Rossi;Mario;A;MC;1"),
                ("given;surname;province;section;number", "Mario;Rossi;MC;A;1"),
                (" Given Names ; Last_Name ;Province;Section;Registration Number",
                 "Mario;Rossi;MC;A;1"),
                ("N. Iscrizione;Sigla;Cognome;Nome", "A 1;MC;Rossi;Mario"),
                ("N° iscrizione;Provincia Ordine;Cognome;Nome", "1/A;MC;Rossi;Mario"),
                ("iscrizione;provincia;sezione;cognome;nome", "1;MC;A;Rossi;Mario"),
                ("N. Iscriz.;Prov. Ordine;SEZ. ALBO;Cognome;Nome;Data iscrizione;N.",
                 "1;MC;A;Rossi;Mario;01/02/1990;7"),
                ("N. Albo;Ordine;Cognome;Nome;Provincia di nascita", "A 1;MC;Rossi;Mario;AN"),
                ("Numero d'iscrizione;Ordine di appartenenza;Cognome;Nome", "A 1;MC;Rossi;Mario"),
                ('="Cognome";="Nome";Prov;Nr. iscr.', "Rossi;Mario;MC;1/A"),
                ("numero_iscrizione;provincia;cognome;nome", "n. 1 sez. A;MC;Rossi;Mario")):
            with self.subTest(header):
                for separator in ";,\t":
                    result = self.one(f"{header}\n{row}\n".replace(";", separator))
                    self.assertEqual(rows_of(result.text, separator)[0]["pec"],
                                     "mario.rossi@ingpec.eu")

    def test_the_codice_fiscale_has_many_names(self):
        for name in ("codice_fiscale", "Codice Fiscale", "CF", "C.F.", "cod. fisc.", "holder",
                     "CodiceFiscale"):
            result = self.one(f"nome;cognome;provincia;sezione;numero;{name}\nA;B;MC;A;1;wrong\n",
                              status=1)
            self.assertIn("HOLDER", result.err, name)

    def test_a_missing_column_is_refused_with_what_was_found(self):
        full = {"nome": "Mario", "cognome": "Rossi", "provincia": "MC", "sezione": "A",
                "numero": "1"}
        for missing in full:
            rest = {name: value for name, value in full.items() if name != missing}
            header = ";".join(rest)
            found = ", ".join(f'"{name}"' for name in rest)
            self.refused(f"{header}\n{';'.join(rest.values())}\n",
                         f"pecaddr: r.csv: there is no column {missing}; the first row has {found}; "
                         "rename the right column, or add it")
        self.refused("cognome e nome;provincia;iscrizione\nRossi Mario;MC;A 1\n",
                     "no program can split a full name")

    def test_a_file_without_a_header_is_refused(self):
        self.refused("Mario;Rossi;MC;A;1\n", "there is no column nome", '"Mario", "Rossi"')

    def test_two_columns_for_one_fact_are_refused(self):
        self.refused(f"{HEADER};COGNOME\nA;B;MC;A;1;;C\n",
                     'columns 2 and 7, "cognome" and "COGNOME", are both taken for cognome')

    def test_an_empty_or_binary_file_is_refused(self):
        self.refused("", "r.csv is empty; its first row must name the columns")
        self.refused("\n\n", "r.csv is empty")
        self.refused("\ufeff", "r.csv is empty")
        self.refused(bytes(range(256)) * 100, "r.csv")
        for workbook in (b"PK\x03\x04" + b"\0" * 99, b"\xd0\xcf\x11\xe0\xa1\xb1" + b"\0" * 99):
            self.refused(workbook, "r.csv is a spreadsheet's own file; open it, and save it as CSV")
        self.refused(b"\x7fELF" + b"\0" * 5000, "r.csv:1: UNEXPECTED: this row holds a NUL byte")
        self.refused(f'"{HEADER}\nMario', "the quote opened on line 1 is not closed in its row")

    def test_a_column_of_the_registers_own_is_not_ours(self):
        result = self.one(f"{HEADER};Note;PEC\nMario;Rossi;MC;A;1;;to call;old@pec.it\n")
        self.assertEqual(result.lines, [f"{HEADER};Note;PEC;pec;livello;note;errore",
                                        "Mario;Rossi;MC;A;1;;to call;old@pec.it;"
                                        "mario.rossi@ingpec.eu;0;;"])
        # Also when it is fed back.
        self.uri = self.init()
        self.one(result.lines[0] + "\nMario;Rossi;MC;A;1;;to call;old@pec.it;;;;\n")
        self.assertEqual(self.one(result.text).text, result.text)

    def test_our_columns_are_found_where_somebody_moved_them(self):
        result = self.one("pec;nome;cognome;provincia;errore;sezione;numero;note;livello\n"
                          "x@y.it;Jürgen;Rossi;MC;old;A;1;old;9\n")
        self.assertEqual(result.lines[1],
                         "juergen.rossi@ingpec.eu;Jürgen;Rossi;MC;;A;1;VARIANT;0")

    def test_the_separator_is_detected_or_forced(self):
        self.assertIn('separator ","', self.one("nome,cognome,provincia,iscrizione\n"
                                               "Mario,Rossi,MC,A 1\n").err)
        self.assertIn("separator TAB", self.one("nome\tcognome\tprovincia\tiscrizione\n"
                                                "Mario\tRossi\tMC\tA 1\n").err)
        # The one under which the header makes sense, not the one that occurs most.
        self.assertIn('separator ";"', self.one("nome;cognome;provincia;iscrizione;a,b,c,d,e,f,g\n"
                                               "Mario;Rossi;MC;A 1;x\n").err)
        text = "nome|cognome|provincia|iscrizione\nMario|Rossi|MC|A 1\n"
        self.refused(text, "there is no column nome", arguments=["--separator", "tab"])
        for arguments in ([], ["--separator", "|"]):
            self.assertEqual(self.one(text, *arguments).lines[1],
                             "Mario|Rossi|MC|A 1|mario.rossi@ingpec.eu|0||")
        self.refused("nome;cognome\n", "there is no column nome", arguments=["--separator", ","])
        self.one("nome\tcognome\tprovincia\tiscrizione\nA\tB\tMC\tA 1\n", "--separator", "tab")
        self.refused(text, '--separator x is not known: it is ";", ",", "|" or tab',
                     arguments=["--separator", "x"])

    def test_a_first_line_sep_says_the_separator_and_is_written_again(self):
        for line, separator in (("sep=;", ";"), ("SEP=,", ","), ('"sep=|"', "|"), ("Sep=\t", "\t"),
                                ("sep=;;;;", ";")):
            for end in ("\n", "\r\n", "\r"):
                for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp850"):
                    with self.subTest(line=line, end=end, encoding=encoding):
                        text = end.join([line, "nome;cognome;iscrizione;x,|y",
                                         "Niccolò;Rossi;A 1;", "Nicol0;Re;A 2;", ""])
                        if separator in ",|":
                            text = text.replace("x,|y", "z")
                        data = text.replace(";", separator) if line[0] != "s" else text
                        if separator != ";":
                            data = text.replace(";", separator)
                        result = self.one(data.encode(encoding), "--province", "MC", status=1)
                        lines = result.out.decode(encoding).split(end)
                        self.assertEqual(lines[0], line)
                        self.assertTrue(lines[1].startswith("nome" + separator))
                        self.assertIn("niccolo.rossi@ingpec.eu", lines[2])
                        # It counts as a line.
                        self.assertIn("r.csv:4: UNEXPECTED: given names", result.err)
                        self.assertEqual(result.out.decode(encoding).count(line), 1)

    def test_a_line_sep_that_is_wrong_is_told(self):
        text = f"{HEADER}\nAnna;Bo;MC;A;1;\n"
        self.refused("sep=,\n" + text, 'r.csv:1: the line sep= names ",", but the columns make sense '
                     'with ";"; correct or delete the line, or force --separator')
        for line in ("sep=:", "sep=", "sep=;,", "sep=ab"):
            self.refused(f"{line}\n{text}", 'r.csv:1: the line sep= names no separator that is known: '
                         'it is ";", ",", "|" or TAB; correct or delete the line')
        result = self.one("sep=,\n" + text, "--separator", ";")
        self.assertEqual(result.errors[0],
                         'r.csv:1: the line sep= names ","; read with ";", which is forced')
        self.assertEqual(result.lines[0], "sep=;")
        self.assertEqual(result.lines[2], "Anna;Bo;MC;A;1;;anna.bo@ingpec.eu;0;;")
        self.assertNotIn("forced", self.one("sep=;\n" + text, "--separator", ";").errors[0])

    def test_what_may_be_something_else_is_no_column_of_ours(self):
        full = {"nome": "Mario", "cognome": "Rossi", "provincia": "MC", "numero": "A 1"}
        for field, names in (
                ("nome", ["Nominativo", "Name", "Cognome e nome", "Nome padre"]),
                ("provincia", ["Provincia di nascita", "Prov. nascita", "Provincia residenza",
                               "Comune", "Prov. res."]),
                ("numero", ["Data iscrizione", "Data di iscrizione", "N.", "Nr", "Matricola",
                            "Num. civico", "N. telefono", "Numero documento", "Iscrizione dal"])):
            for name in names:
                with self.subTest(name):
                    header = ";".join(name if column == field else column for column in full)
                    self.refused(f"{header}\n{';'.join(full.values())}\n",
                                 f"there is no column {field}; the first row has")
        self.refused("Nominativo;provincia;iscrizione\nRossi Mario;MC;A 1\n",
                     '"Nominativo" seems to hold full names; given names and surname must be two '
                     "columns: no program can split a full name rightly; export them apart from the "
                     "register")

    def test_a_province_next_to_where_people_live_is_remarked(self):
        for before, is_told in (("Comune", 1), ("Città", 1), ("CAP", 1), ("cognome", 0)):
            result = self.one(f"nome;cognome;{before if is_told else 'x'};provincia;iscrizione\n"
                              "Anna;Bo;x;MC;A 1\n")
            self.assertEqual(int("it must be the Order's, not that of where people live" in
                                 result.err), is_told)
        self.assertNotIn("where people live", self.one(
            "nome;cognome;Comune;Prov. Ordine;iscrizione\nAnna;Bo;x;MC;A 1\n").err)

    def test_a_last_line_without_its_end_is_remarked_where_it_may_have_lost_data(self):
        for text, is_told in (("nome;cognome;provincia;sezione;numero\nAnna;Bo;MC;A;12", 1),
                              ("nome;cognome;provincia;sezione;numero\nAnna;Bo;MC;A;12\n", 0),
                              (f"{HEADER}\nAnna;Bo;MC;A;12;", 0)):
            self.assertEqual(int("r.csv:2: the last line has no line end: if the file was cut short, "
                                 "so may be its last cell" in self.one(text).err), is_told)

    def test_line_ends_stay_what_they_are(self):
        for end in ("\n", "\r\n", "\r"):
            text = f"{HEADER}{end}Mario;Rossi;MC;A;1;{end}Anna;B0;MC;A;2;{end}"
            result = self.one(text, status=1)
            self.assertEqual(result.out.decode().count(end), 3)
            self.assertEqual(len(re.findall("\r\n|\r|\n", result.out.decode())), 3, end)
            self.assertIn("r.csv:3: UNEXPECTED: surname, character 2", result.err)
        # The last row may lack its line end.
        self.assertEqual(self.one(f"{HEADER}\r\nMario;Rossi;MC;A;1;").out.count(b"\r\n"), 2)

    NAMES = ["Niccolò", "Noè", "Forlì", "José", "Zià", "Lulù", "NICOLÒ", "NOÈ", "FORLÌ", "LULÙ",
             "JOSÉ", "ZIÀ", "D'Alò", "Façon"]

    def roster_of(self, names):
        return HEADER + ";note interne\n" + "".join(
            f"{name};Rossi;MC;A;{i + 1};;{name} x\n" for i, name in enumerate(names))

    def check_encoding(self, encoding, shown, *arguments, names=None, bom=b""):
        names = names or self.NAMES
        data = bom + self.roster_of(names).encode(encoding)
        result = self.one(data, "--format", "json", *arguments)
        self.assertIn(f"r.csv: {shown}, separator", result.errors[0])
        self.assertEqual([row["given"] for row in json.loads(result.text)], names)
        # And written back in the same encoding, what passes through being the same to the byte.
        out = self.one(data, *arguments).out
        self.assertTrue(out.startswith(bom))
        rows = rows_of(out[len(bom):].decode(encoding))
        self.assertEqual([row["nome"] for row in rows], names)
        self.assertEqual([row["note interne"] for row in rows], [f"{name} x" for name in names])
        self.assertTrue(all(row["pec"].endswith("@ingpec.eu") for row in rows))

    def test_encodings_are_detected(self):
        for encoding, shown, bom in (
                ("utf-8", "utf-8 (found out)", b""),
                ("utf-8", "utf-8 (byte order mark)", b"\xef\xbb\xbf"),
                ("utf-16-le", "utf-16le (byte order mark)", b"\xff\xfe"),
                ("utf-16-be", "utf-16be (byte order mark)", b"\xfe\xff"),
                ("utf-16-le", "utf-16le (found out)", b""),
                ("utf-16-be", "utf-16be (found out)", b""),
                ("cp1252", "windows-1252 (assumed)", b""), ("cp850", "cp850 (found out)", b"")):
            with self.subTest(shown):
                self.check_encoding(encoding, shown, bom=bom)

    def test_encodings_are_forced(self):
        for encoding, name, shown in (
                ("utf-8", "UTF-8", "utf-8"), ("utf-16-le", "utf-16le", "utf-16le"),
                ("utf-16-be", "utf-16be", "utf-16be"), ("cp1252", "cp1252", "windows-1252"),
                ("latin1", "iso-8859-1", "iso-8859-1"), ("iso8859-15", "latin9", "iso-8859-15"),
                ("cp850", "cp850", "cp850")):
            with self.subTest(encoding):
                self.check_encoding(encoding, f"{shown} (forced)", "--encoding", name)
        self.check_encoding("utf-16-be", "utf-16be (forced)", "--encoding", "utf-16",
                            bom=b"\xfe\xff")
        self.refused(HEADER, "--encoding ebcdic is not known; it is one of utf-8, utf-16le",
                     "or another of one byte for each character, such as windows-1250",
                     arguments=["--encoding", "ebcdic"])

    def test_any_other_encoding_of_one_byte_that_contains_ascii_can_be_forced(self):
        for encoding, name, names in (
                ("cp1250", "windows-1250", ["Tomaž", "Kovačić", "Đurđa"]),
                ("iso8859-2", "iso-8859-2", ["Łukasz", "Jiří"]),
                ("mac-roman", "macintosh", ["Niccolò", "JOSÉ", "Noè"]),
                ("cp437", "ibm-437", ["Niccolò", "José"]),
                ("cp437", "cp437", ["Niccolò", "José"])):
            with self.subTest(name):
                self.check_encoding(encoding, f"{name} (forced)", "--encoding", name, names=names)
        for name in ("ibm-037", "gb18030", "utf-7", "shift_jis", "iso-2022-jp"):
            self.refused(HEADER, f"--encoding {name}: a roster can not be read in it, since it does "
                         "not have one byte for each character, or not the letters of ASCII; save "
                         "the file as UTF-8", arguments=["--encoding", name])
        self.refused(HEADER, "--encoding  is not known", arguments=["--encoding", ""])

    def test_iso_8859_15_is_known_by_the_letters_that_only_it_has(self):
        for name in ("Šime", "ŠIME", "Cœur", "Œdipe", "Ÿves", "Maruška Šuštar",
                     "KOŠUTA"):
            with self.subTest(name):
                self.check_encoding("iso8859-15", "iso-8859-15 (found out)", names=[name])
        # But Ž is the acute accent of Windows-1252.
        result = self.one(self.roster_of(["ŠIMEŽA"]).encode("iso8859-15"), status=1)
        self.assertIn("r.csv: windows-1252 (", result.errors[0])
        self.assertIn("r.csv:2: this may be a letter of iso-8859-15; if the names with accents are "
                      "wrong, force --encoding iso-8859-15\n", result.err)

    def test_signs_of_windows_1252_are_no_letters_of_iso_8859_15(self):
        for note in ("½ kg", "½kg", "12½mq", "a ¦ b", "Mu¨ller", "Franc¸ois", "N¼ 3", "¾ di",
                     "NICOLO´", "l´Aquila", "3¼b"):
            with self.subTest(note):
                data = f"{HEADER};nota\nAnna;Bo;MC;A;1;;{note}\n".encode("cp1252")
                self.assertIn("r.csv: windows-1252 (", self.one(data).errors[0])

    def test_bytes_that_windows_1252_does_not_define_are_errors_of_their_rows(self):
        data = (HEADER + "\n").encode() + b"".join(
            b"An%cna;Bo;MC;A;%d;\n" % (byte, byte) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
        for arguments, name in (([], "windows-1252 ("), (["--encoding", "latin1"], "iso-8859-1 (")):
            result = self.one(data + b"Ugo;Fo\xe0;MC;A;1;\n" * 5, *arguments, status=1)
            self.assertTrue(result.err.startswith(f"r.csv: {name}"), result.err)
            self.assertEqual(result.err.count("ENCODING: given names, character 3, byte"), 5)
            self.assertEqual([row["pec"] for row in rows_of(result.out.decode("latin1"))],
                             [""] * 5 + ["ugo.foa@ingpec.eu"] * 5)

    def test_text_of_an_old_macintosh_is_refused_with_its_name(self):
        data = self.roster_of(["Niccolò", "Noè", "José"]).encode("mac-roman")
        self.refused(data, "r.csv:2: the accents make sense only as the text of an old Macintosh; "
                     "force --encoding macintosh, or the one that is right")
        self.check_encoding("mac-roman", "macintosh (forced)", "--encoding", "macintosh",
                            names=["Niccolò", "Noè", "José"])

    def test_text_of_another_alphabet_is_refused_until_its_encoding_is_said(self):
        names = ["Александр", "Сергей", "Наталья"] * 3
        for encoding, forced in (("koi8-r", "KOI8-R"), ("cp1251", "windows-1251"),
                                 ("iso8859-5", "iso-8859-5")):
            data = self.roster_of(names).encode(encoding)
            self.refused(data, "r.csv:2: the letters are of another alphabet, in an encoding that "
                         "is not found out; export the file as UTF-8, or say which it is")
            result = self.one(data, "--encoding", forced, status=1)
            self.assertEqual(result.err.count("SCRIPT"), len(names))

    def test_what_icu_is_sure_of_is_remarked_and_not_believed(self):
        remark = ("člen, který se nezúčastnil poslední schůze a nezaplatil příspěvek za minulý rok, "
                  "bude vyškrtnut ze seznamu")
        data = (HEADER + ";nota\n" + "".join(f"Anna;Bo;MC;A;{i};;{remark}\n" for i in
                                             range(1, 10))).encode("iso8859-2")
        result = self.one(data)
        self.assertIn("r.csv: it may be ISO-8859-2: look at the names with accents, and if they "
                      "are wrong, force --encoding ISO-8859-2\n", result.err)
        self.assertNotIn("it may be", self.one(data, "--encoding", "ISO-8859-2").err)

    def test_utf_16_is_not_taken_for_8_bit_text_with_a_stray_nul(self):
        text = f"{HEADER}\nAnna;Bo;MC;A;1;\n"
        for at in range(0, len(text), 7):
            result = self.run_tool("assign", self.write("r.csv", text[:at] + "\0" + text[at:]),
                                   "--registry", "memory:")
            self.assertNotIn("utf-16", result.err)
            self.assertIn("this row holds a NUL byte; export the file again: it is damaged",
                          result.err)

    def test_utf_16_that_is_forced_to_be_8_bit_text_says_what_it_is(self):
        self.refused(f"{HEADER}\nAnna;Bo;MC;A;1;\n", "the file looks like UTF-16: leave --encoding "
                     "out, or force utf-16", arguments=["--encoding", "cp850"],
                     encoding="utf-16-le")

    def test_dos_text_is_known_by_any_accent_that_makes_sense_only_so(self):
        for name in ("Niccolò", "Noè", "Forlì", "José", "NICOLÒ", "NOÈ", "FORLÌ", "JOSÉ", "ZIÀ",
                     "LULÙ", "MÜLLER", "PÒ", "RÌ", "RÈ"):
            with self.subTest(name):
                self.check_encoding("cp850", "cp850 (found out)", names=[name])

    def test_undecidable_text_is_windows_1252(self):
        for name in ("Niccolò", "Noè", "NICOLÒ", "D’Angelò", "Zoë", "Müller", "GÜNTHER", "Rossi–Bo",
                     "François", "Šime", "Citt…", "N° x", "Ànna", "“Anna”", "Gal·la", "SOÑA",
                     "NICOLÀ", "Ångel", "DESIRÉE", "JOSÉ", "’Ndo", "città…"):
            with self.subTest(name):
                data = self.roster_of([name]).encode("cp1252")
                self.write("r.csv", data)
                result = self.run_tool("assign", "r.csv", "--registry", "memory:")
                self.assertIn("r.csv: windows-1252 (", result.errors[0])

    def test_a_letter_that_may_be_of_dos_text_is_told_where_no_other_decides(self):
        said = ("r.csv:2: this may be a letter of cp850; if the names with accents are wrong, force "
                "--encoding cp850\n")
        for name in ("MÄRK", "LÈVI", "Città"):
            with self.subTest(name):
                self.write("r.csv", self.roster_of([name]).encode("cp850"))
                result = self.run_tool("assign", "r.csv", "--registry", "memory:")
                self.assertIn("r.csv: windows-1252 (", result.errors[0])
                self.assertIn(said, result.err)
                result = self.run_tool("assign", "r.csv", "--registry", "memory:", "--encoding",
                                       "cp850")
                self.assertNotIn("may be", result.err)
        for name, other in (("KOŽUH", "Nicolò"), ("CÔTE", "Noè")):
            result = self.one(self.roster_of([name, other]).encode("cp1252"))
            self.assertNotIn("may be", result.err)

    def test_a_mixture_of_two_encodings_is_told(self):
        data = (self.roster_of(self.NAMES).encode("cp1252") +
                "Nicolò;Re;MC;A;77;;\n".encode("cp850"))
        result = self.one(data, status=1)
        self.assertIn("accents of two encodings are mixed: windows-1252 on ", result.err)
        self.assertIn("cp850 on 1 (line 16); look at them", result.err)
        self.assertIn("r.csv:16: UNEXPECTED: given names, character 6, '•' (U+2022)", result.err)

    def test_a_utf_8_file_with_some_other_bytes_is_utf_8_and_they_are_errors(self):
        data = self.roster_of(self.NAMES).encode() + b"Nicol\xf2;Re;MC;A;77;;\n"
        result = self.one(data, status=1)
        self.assertIn("r.csv: utf-8 (found out), separator", result.err)
        self.assertIn("r.csv: not all of it is UTF-8; the first such byte is on line 16", result.err)
        self.assertIn(r"r.csv:16: ENCODING: given names, character 6, byte \xF2: this is no "
                      "character of utf-8; correct the cell, or force the right --encoding",
                      result.err)

    def test_a_byte_that_the_encoding_does_not_have_is_an_error_of_its_row(self):
        data = (f"{HEADER};x\nNicol\xf2;Rossi;MC;A;1;;".encode("latin1") + b"\x81\n" +
                b"Anna;R\x81;MC;A;2;;\n")
        result = self.one(data, "--encoding", "windows-1252", status=1)
        self.assertIn(r"r.csv:3: ENCODING: surname, character 2, byte \x81: this is no character of "
                      "windows-1252; correct the cell, or force the right --encoding", result.err)
        lines = result.out.split(b"\n")
        # In a column that pecaddr does not read it passes, to the byte.
        self.assertEqual(lines[1], b"Nicol\xf2;Rossi;MC;A;1;;\x81;nicolo.rossi@ingpec.eu;0;;")

    def test_utf_16_that_is_cut_short_or_broken_is_an_error_of_its_row(self):
        good = b"\xff\xfe" + f"{HEADER}\nAnna;Bo;MC;A;1;\n".encode("utf-16-le")
        bad = "Ugo;F".encode("utf-16-le") + b"\x00\xd8" + "oa;MC;A;2;\n".encode("utf-16-le")
        result = self.one(good + bad, status=1)
        self.assertIn("r.csv:3: ENCODING: surname, character 2", result.err)
        # The unpaired half comes out as it went in.
        self.assertIn(bad[:-2], result.out)
        result = self.one(good + "Ugo;Foa;MC;A;2;".encode("utf-16-le") + b"x", status=1)
        self.assertIn("r.csv:3: HOLDER", result.err.replace("ENCODING: codice fiscale", "HOLDER"))
        # Characters beyond U+FFFF pass.
        data = b"\xff\xfe" + f"{HEADER};x\nAnna;Bo;MC;A;1;;\U0001f600\n".encode("utf-16-le")
        out = self.one(data).out.decode("utf-16")
        self.assertIn("\U0001f600;anna.bo@ingpec.eu;0;;", out)

    def test_messages_are_written_in_the_rosters_encoding(self):
        data = f"{HEADER}\nNicol€;Rossi;MC;A;1;\nNicolò;Re;MC;A;2;\n".encode("cp1252")
        rows = rows_of(self.one(data, status=1).out.decode("cp1252"))
        self.assertTrue(rows[0]["errore"].startswith(
            "UNEXPECTED: given names, character 6, '€' (U+20AC): "))

    def test_a_roster_from_standard_input_or_a_pipe(self):
        data = self.roster_of(self.NAMES).encode("cp850")
        expected = self.one(data).out
        result = self.expect(0, "assign", "-", "--registry", "memory:", stdin=data)
        self.assertEqual(result.out, expected)
        self.assertIn("standard input: cp850 (found out), separator", result.err)
        os.mkfifo(self.path("pipe"))
        writer = subprocess.Popen(["sh", "-c", "cat r.csv > pipe"], cwd=self.folder)
        result = self.expect(0, "assign", "pipe", "--registry", "memory:")
        writer.wait()
        self.assertEqual(result.out, expected)

    def test_header_and_cells_are_safe_on_a_terminal(self):
        result = self.one(f"{HEADER};\x1b[31m\u202e\nMario;Ro\x1b[2Jssi;MC\x07;A;1;;\n", status=1)
        for c in result.err.replace("\n", ""):
            self.assertTrue(c.isprintable(), repr(result.err))


# --- assign: one person --------------------------------------------------------------------------


class AssignPerson(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init()

    def one(self, status, *arguments, **changes):
        return self.expect(status, "assign", *person(**changes), "--registry", self.uri, *arguments)

    def test_the_address_is_printed_and_is_the_same_when_asked_again(self):
        first = self.one(0, holder=codice_fiscale(1, "DNGNCL"))
        self.assertEqual(first.text, THREE[0] + "\n")
        self.assertEqual(first.err, "")
        again = self.one(0, holder=codice_fiscale(1, "DNGNCL"))
        self.assertEqual(again.text, THREE[0] + "\n")
        self.assertEqual(again.err, "note: this person had the address already\n")

    def test_a_homonym_gets_the_next(self):
        self.one(0)
        self.assertEqual(self.one(0, number="7").text, THREE[1] + "\n")
        self.assertEqual(self.one(0, number="8").text, THREE[2].replace("1234", "8") + "\n")

    def test_a_dry_run_writes_nothing(self):
        before = self.dump()
        result = self.one(0, "--dry-run")
        self.assertEqual(result.text, THREE[0] + "\n")
        self.assertIn("nothing was put on record", result.err)
        self.assertEqual(self.dump(), before)

    def test_strict_refuses_a_name_that_needs_a_look(self):
        result = self.one(1, "--strict", surname="Müller")
        self.assertEqual(result.err, "pecaddr: REVIEW: VARIANT: letters like ö have two customary "
                         "spellings; check which one the Order uses; correct the name, or run "
                         "without --strict\n")
        self.assertEqual(self.export(), [])

    def test_a_codice_fiscale_that_contradicts_the_name_is_noted(self):
        wrong = codice_fiscale(1, "DNGNCC")
        refused = self.one(1, "--strict", holder=wrong)
        self.assertIn("REVIEW: CF_MISMATCH: ", refused.err)
        noted = self.one(0, "--format", "csv", holder=wrong)
        self.assertEqual(noted.lines[1], f"{THREE[0]},0,yes,CF_MISMATCH,,")
        self.assertEqual(noted.err, "note: CF_MISMATCH: the codice fiscale has NCC for the given "
                                    "names, and these given names give NCL; check both\n")
        text = self.expect(0, "explain", *person(holder=wrong)).text
        self.assertIn("note        CF_MISMATCH: ", text)

    def test_an_output_that_fails_says_which_address_is_on_record(self):
        with open("/dev/full", "wb") as full:
            dry = self.run_tool("assign", *PERSON, "--registry", self.uri, "--dry-run", stdout=full)
            real = self.run_tool("assign", *PERSON, "--registry", self.uri, stdout=full)
        self.assertEqual((dry.status, real.status), (3, 3))
        self.assertEqual(dry.errors[-1], "pecaddr: a dry run: nothing is on record; run the same "
                                         "command again")
        self.assertEqual(real.errors[-2:], [
            "pecaddr: standard output can not be written: No space left on device",
            f"pecaddr: {THREE[0]} is on record as this person's; run the same command again to "
            "have it written"])
        self.assertEqual(self.one(0).text, THREE[0] + "\n")

    def test_a_source_is_asked(self):
        self.write("list.txt", THREE[0] + "\n")
        self.assertEqual(self.one(0, "--check", "file:list.txt").text, THREE[1] + "\n")

    def test_csv_and_json(self):
        self.assertEqual(self.one(0, "--format", "csv", surname="Müller").lines,
                         ["address,level,new,notes,code,error",
                          "niccolo.mueller@ingpec.eu,0,yes,VARIANT,,"])
        self.assertEqual(
            json.loads(self.one(0, "--format", "json", surname="Müller").text),
            [dict(address="niccolo.mueller@ingpec.eu", level=0, new=False, notes=["VARIANT"], code=None,
                  error=None)])

    def test_output_goes_to_a_file(self):
        self.one(0, "--output", "address.txt")
        self.assertEqual(self.read("address.txt", "utf-8"), THREE[0] + "\n")

    def test_data_with_errors_is_status_1(self):
        errors = [*PERSON_ERRORS,
                  (dict(holder="x"), 'pecaddr: HOLDER: codice fiscale "x": this is no codice '
                   "fiscale: its form or its check character is wrong; copy it from the member's "
                   "card (tessera sanitaria)")]
        for changes, message in errors:
            with self.subTest(changes):
                result = self.one(1, **changes)
                self.assertEqual(result.err, message + "\n")
                self.assertEqual(result.out, b"")
        self.assertEqual(self.export(), [])

    def test_a_conflict_with_the_record_is_status_1(self):
        self.one(0, holder=codice_fiscale(1))
        result = self.one(1, holder=codice_fiscale(2))
        self.assertTrue(result.err.startswith("pecaddr: HOLDER: codice fiscale "))

    def test_a_conflict_without_a_codice_fiscale_blames_the_register_entry(self):
        self.one(0)
        self.assertEqual(self.one(1, given="Luca").err,
                         "pecaddr: HOLDER: niccolo.dangelodesanctis@ingpec.eu belongs to Niccolò "
                         "D'Angelo De Sanctis (MC A 1234), who has this register entry, but another "
                         "name; correct the number or the name, or, if this holder has left the "
                         "Order, put that on record and ask again\n")

    def test_usage(self):
        self.usage_error("--registry is missing", "assign", *PERSON)
        self.usage_error("--province is missing", "assign", *person(province=None), "--registry",
                         self.uri)
        self.usage_error("--encoding and --separator are for rosters", "assign", *PERSON,
                         "--registry", self.uri, "--encoding", "utf-8")
        self.expect(3, "assign", *PERSON, "--registry", "sqlite:nosuch.db")


# --- output that is whole or not there, and failures in mid-run ------------------------------------


class Whole(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init()
        self.write("r.csv", f"{HEADER}\n" + "\n".join(many_members(ROWS)) + "\n")

    def leftovers(self):
        return [name for name in os.listdir(self.folder) if name.startswith(".")]

    def start(self, *arguments, registry="sqlite:registry.db"):
        return subprocess.Popen([PECADDR, "assign", "r.csv", "--registry", registry, "--quiet",
                                 *arguments], cwd=self.folder, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE)

    def stop_in_mid_run(self, process):
        """Halts a run that has written some of its output."""
        while process.poll() is None:
            time.sleep(0.001)
            for name in self.leftovers():
                if os.stat(self.path(name)).st_size > 0:
                    process.send_signal(signal.SIGSTOP)
                    os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)
                    return
        self.fail("the run was over before it could be stopped")

    def lock_in_mid_run(self, process):
        """Halts a run between two chunks, and holds its registry."""
        base = sqlite3.connect(self.path("registry.db"), timeout=0, isolation_level=None)
        self.addCleanup(base.close)
        while True:
            self.stop_in_mid_run(process)
            try:
                base.execute("BEGIN IMMEDIATE")
                return base
            except sqlite3.OperationalError:
                process.send_signal(signal.SIGCONT)

    def complete(self):
        """Runs again, and compares with a run that was never disturbed."""
        self.assign(0, "r.csv", "--output", "out.csv", "--quiet")
        self.init("undisturbed.db")
        self.assign(0, "r.csv", "--output", "undisturbed.csv", "--quiet",
                    registry="sqlite:undisturbed.db")
        self.assertEqual(*(self.settled(name) for name in ("out.csv", "undisturbed.csv")))
        self.assertEqual(len(self.export()), ROWS)

    def test_killed_in_mid_run_there_is_no_half_file_and_running_again_completes_it(self):
        self.write("out.csv", "an older result\n")
        process = self.start("--output", "out.csv")
        self.stop_in_mid_run(process)
        process.kill()
        process.communicate()
        self.assertEqual(process.returncode, -signal.SIGKILL)
        self.assertEqual(self.read("out.csv"), b"an older result\n")
        done = len(self.export())
        self.assertTrue(0 < done < ROWS, done)
        self.complete()

    def test_interrupted_it_ends_its_chunk_cleans_up_and_says_how_to_go_on(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number.name):
                name = f"{number.name}.db"
                uri = self.init(name)
                process = self.start("--output", "out.csv", registry=uri)
                self.stop_in_mid_run(process)
                process.send_signal(number)
                process.send_signal(signal.SIGCONT)
                err = process.communicate()[1].decode()
                self.assertEqual(process.returncode, -number)
                self.assertFalse(os.path.exists(self.path("out.csv")))
                self.assertEqual(self.leftovers(), [])
                done = len(self.export(uri))
                self.assertTrue(0 < done < ROWS and done % 1000 == 0, done)
                self.assertEqual(err, f"pecaddr: interrupted: {done} rows have their address on "
                                 "record; run the same command again to complete the roster, "
                                 "nobody is given two\n")

    def test_a_registry_that_fails_in_mid_run_is_status_3_and_finished_chunks_stay(self):
        self.write("out.csv", "an older result\n")
        process = self.start("--output", "out.csv", registry="sqlite:registry.db?timeout=1")
        base = self.lock_in_mid_run(process)
        process.send_signal(signal.SIGCONT)
        err = process.communicate()[1].decode()
        base.execute("ROLLBACK")
        self.assertEqual(process.returncode, 3)
        self.assertEqual(self.read("out.csv"), b"an older result\n")
        self.assertEqual(self.leftovers(), [])
        done = len(self.export())
        self.assertTrue(0 < done < ROWS, done)
        self.assertRegex(err, rf"stopped at r\.csv:\d+: {done} rows have their address on record; "
                              "run the same command again to complete the roster, nobody is given "
                              "two\n$")
        self.complete()

    def test_a_source_that_fails_in_mid_chunk_is_told_with_the_row_that_it_failed(self):
        self.write("three.csv", f"{HEADER}\nAda;Bo;MC;A;1;\nUgo;Foa;MC;A;2;\nEva;Re;MC;A;3;\n")
        self.write("ask.sh", "while read -r a; do case $a in ugo*) echo \"$a failed\";; "
                             "*) echo \"$a absent\";; esac; done\n")
        result = self.assign(3, "three.csv", "--check", "exec:sh ask.sh")
        self.assertRegex(result.err, r"stopped at three\.csv:3: \d rows have their address on record")

    def test_an_output_that_fails_in_mid_run_is_status_3(self):
        result = self.run_tool("assign", "r.csv", "--registry", self.uri, "--output", "/dev/full")
        self.assertEqual(result.status, 3)
        self.assertIn("/dev/full can not be written: No space left on device", result.err)
        done = len(self.export())
        self.assertTrue(0 < done < ROWS, done)
        self.assertIn(f"{done} rows have their address on record", result.err)
        self.complete()

    def test_an_output_that_can_not_be_opened_stops_before_the_first_claim(self):
        for output in ("nosuch/out.csv", "."):
            result = self.assign(3, "r.csv", "--output", output)
            self.assertIn(f"pecaddr: {output} can not be written", result.err)
        self.assertEqual(self.export(), [])

    def test_an_output_never_replaces_the_registry_or_a_source(self):
        small = self.write("small.csv", f"{HEADER}\nAnna;Bo;MC;A;1;\n")
        self.write("list ?.txt", "mario.rossi@ingpec.eu\n")
        os.link(self.path("registry.db"), self.path("hard.db"))
        os.symlink("registry.db", self.path("soft.db"))
        base = sqlite3.connect(self.path("registry.db"))  # so that what stands beside it is there
        self.addCleanup(base.close)
        base.execute("SELECT * FROM sqlite_master").fetchall()
        self.assertTrue(os.path.exists(self.path("registry.db-wal")))
        before, sources = self.dump(), ["--check", "file:list %3F.txt"]
        for output in ("registry.db", "./registry.db", self.path("registry.db"), "hard.db",
                       "soft.db", "registry.db-wal", "registry.db-shm", "list ?.txt"):
            for uri in ("sqlite:registry.db", f"sqlite:{self.path('registry.db')}?timeout=1",
                        "sqlite:soft.db", "sqlite:re%67istry.db"):
                for command in (["assign", small, *sources], ["assign", small, *sources, "--dry-run"],
                                ["assign", *PERSON, *sources], ["registry", "export"]):
                    if output != "list ?.txt" or command[0] == "assign":
                        self.usage_error(f"pecaddr: --output {output}: this file is ", *command,
                                         "--registry", uri, "--output", output)
        self.assertEqual(self.dump(), before)
        self.assertEqual(self.read("list ?.txt"), b"mario.rossi@ingpec.eu\n")
        self.assertEqual(self.leftovers(), [])

    def test_an_output_never_replaces_a_database(self):
        self.init("other.db")
        before = self.dump("other.db")
        for command in (["assign", "r.csv"], ["registry", "export"]):
            self.usage_error("pecaddr: --output other.db: this file is a database", *command,
                             "--registry", self.uri, "--output", "other.db")
        self.assertEqual(self.dump("other.db"), before)
        self.assertEqual(self.export(), [])

    def change_in_mid_run(self, change):
        """A run whose roster is changed after some chunks: its errors."""
        process = self.start("--output", "r.csv")
        self.stop_in_mid_run(process)
        change()
        changed = self.read("r.csv")
        process.send_signal(signal.SIGCONT)
        err = process.communicate()[1].decode().splitlines()
        self.assertEqual(process.returncode, 3, err)
        self.assertEqual(self.read("r.csv"), changed)
        self.assertEqual(self.leftovers(), [])
        return err

    def append(self):
        with open(self.path("r.csv"), "a", encoding="utf-8") as file:
            file.write("Anna;Bo;MC;A;9999999;\n")

    def rewrite(self):
        data = self.read("r.csv")
        with open(self.path("r.csv"), "r+b") as file:
            file.write(data)

    def replace(self):
        self.write("other.csv", self.read("r.csv"))
        os.rename(self.path("other.csv"), self.path("r.csv"))

    def test_a_roster_that_is_changed_while_it_is_read_is_status_3(self):
        for change in (self.append, self.rewrite, self.replace):
            with self.subTest(change.__name__):
                os.remove(self.path("registry.db"))
                self.init()
                err = self.change_in_mid_run(change)
                done = len(self.export())
                self.assertTrue(0 < done < ROWS and done % 1000 == 0, done)
                self.assertEqual(err, [
                    "pecaddr: r.csv was changed while it was read; run the same command again",
                    f"pecaddr: {done} rows have their address on record; run the same command "
                    "again to complete the roster, nobody is given two"])

    def test_an_output_that_fails_at_its_end_says_what_is_on_record(self):
        small = self.write("small.csv", f"{HEADER}\nAnna;Bo;MC;A;1;\n")
        for arguments, message in (
                (["--dry-run"], "a dry run: nothing is on record; run the same command again"),
                ([], "1 row has its address on record; run the same command again to complete "
                 "the roster, nobody is given two")):
            for output in (["--output", "/dev/full"], ["--output", "/dev/full", "--format=json"]):
                result = self.assign(3, small, *arguments, *output)
                self.assertEqual(result.errors[-2:], [
                    "pecaddr: /dev/full can not be written: No space left on device",
                    f"pecaddr: {message}"])

    def test_an_output_in_the_making_is_its_owners_only(self):
        old = os.umask(0o022)
        try:
            process = self.start("--output", "out.csv")
        finally:
            os.umask(old)
        self.stop_in_mid_run(process)
        modes = [os.stat(self.path(name)).st_mode & 0o777 for name in self.leftovers()]
        process.send_signal(signal.SIGCONT)
        process.communicate()
        self.assertEqual(modes, [0o600])
        self.assertEqual(os.stat(self.path("out.csv")).st_mode & 0o777, 0o644)

    def test_the_rights_and_links_of_an_older_output_stay(self):
        small = self.write("small.csv", f"{HEADER}\nAnna;Bo;MC;A;1;\n")
        self.write("real.csv", "old")
        os.chmod(self.path("real.csv"), 0o640)
        os.symlink("real.csv", self.path("link.csv"))
        self.assign(0, small, "--output", "link.csv")
        self.assertTrue(os.path.islink(self.path("link.csv")))
        self.assertIn(b"anna.bo@ingpec.eu", self.read("real.csv"))
        self.assertEqual(os.stat(self.path("real.csv")).st_mode & 0o777, 0o640)
        old = os.umask(0o027)
        try:
            self.assign(0, small, "--output", "new.csv")
        finally:
            os.umask(old)
        self.assertEqual(os.stat(self.path("new.csv")).st_mode & 0o777, 0o640)

    def test_the_roster_may_be_its_own_output(self):
        self.write("small.csv", f"{HEADER}\nAnna;Bo;MC;A;1;\n")
        self.assign(0, "small.csv", "--output", "small.csv")
        self.assertEqual(self.read("small.csv", "utf-8"),
                         f"{HEADER};pec;livello;note;errore\nAnna;Bo;MC;A;1;;anna.bo@ingpec.eu;0;;\n")


# --- size ----------------------------------------------------------------------------------------


class Size(ToolTest):
    """Memory does not grow with the file."""

    def peak(self, arguments, lines_expected):
        """The peak of a run's memory in KiB, taken from the kernel while the run's last output does
        not yet fit its pipe. (What wait4() says would include the memory of this program.)"""
        env = dict(os.environ)
        env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"
        with subprocess.Popen([PECADDR, *arguments], cwd=self.folder, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, env=env) as process:
            lines, peak = 0, 0
            while chunk := os.read(process.stdout.fileno(), 65536):
                lines += chunk.count(b"\n")
                if lines > lines_expected * 0.4:
                    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
                        found = re.search(r"VmHWM:\s+(\d+)", status.read())
                    peak = max(peak, int(found[1]) if found else 0)
            err = process.stderr.read().decode()
        self.assertEqual(process.returncode, 0, err)
        self.assertEqual(lines, lines_expected)
        self.assertGreater(peak, 0)
        return peak

    def test_normalize_takes_the_same_memory_for_ten_times_the_lines(self):
        peaks = []
        for n in (LINES, 10 * LINES):
            with open(self.path("n.tsv"), "w", encoding="utf-8") as file:
                for row in many_members(n):
                    file.write("\t".join(row.split(";")[:2]) + "\n")
            peaks.append(self.peak(["normalize", "n.tsv"], n))
        self.assertLess(peaks[1], peaks[0] + 2048, peaks)

    def test_assign_takes_the_same_memory_for_ten_times_the_rows(self):
        peaks = []
        small = ROWS // 2
        for n in (small, 10 * small):
            self.init(f"{n}.db")
            with open(self.path("r.csv"), "w", encoding="utf-8") as file:
                file.write(HEADER + "\n")
                for row in many_members(n):
                    file.write(row + "\n")
            peaks.append(self.peak(["assign", "r.csv", "--quiet", "--registry", f"sqlite:{n}.db"],
                                   n + 1))
        # SQLite's page cache fills up at first; it has a limit of its own.
        self.assertLess(peaks[1], peaks[0] + 32 * 1024, peaks)


# --- audit ---------------------------------------------------------------------------------------

INIPEC = ("PEC;Nome;Cognome;Numero Iscrizione;Codice Fiscale;Stato;Data Iscrizione;"
          "Data Cancellazione\n")


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

    def test_a_transfer_leaves_an_imported_address_right(self):
        self.write("list.csv", "pec;nome;cognome;provincia;sezione;numero;codice_fiscale\n"
                   f"ada.bianchi.mc.b4@ingpec.eu;Ada;Bianchi;MC;B;4;{codice_fiscale(4)}\n")
        self.expect(0, "registry", "import", "list.csv", "--registry", self.uri)
        self.roster(("Ada", "Bianchi", "TO", "A", 44, codice_fiscale(4)))
        self.assign(0, "r.csv")
        self.roster(("Ada", "Bianchi", "AN", "A", 5, codice_fiscale(4)))
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
        people = [("Ada", "Bianchi", "MC", "A", n, codice_fiscale(n)) for n in (1, 2)]
        for province in ("MC", "TO"):
            self.roster(*people, ("Ada", "Bianchi", province, "B", 4, codice_fiscale(3)))
            self.assign(0, "r.csv", "--quiet")
        address = "ada.bianchi.mc.b4@ingpec.eu"
        self.expect(0, "registry", "release", address, "--why", "x", "--registry", self.uri)
        for header, cells in (("numero", "4"), ("provincia;sezione;numero", "MC;B;4")):
            self.write("list.csv", f"pec;nome;cognome;codice_fiscale;{header}\n"
                                   f"{address};Ada;Bianchi;{codice_fiscale(4)};{cells}\n")
            self.expect(0, "registry", "import", "list.csv", "--registry", self.uri)
        self.roster(*people, ("Ada", "Bianchi", "AN", "A", 5, codice_fiscale(4)))
        self.assign(0, "r.csv", "--quiet")
        self.assertEqual([(row["verdict"], row["why"]) for row in self.audit(0)], [
            ("right", None), ("right", None),
            ("right", "issued for the entry MC B 4, before the transfer to AN A 5")])

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
        self.expect(0, "registry", "import", "list.csv", "--registry", self.uri)
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
            self.assertIn(f"list.txt: {own} addresses of ingpec.eu, and {others} of other domains, "
                          "which count for nothing here", self.remarks)
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
        self.roster(first, ("Ugo", "Neri", "MC", "A", 1, codice_fiscale(1)))
        self.assign(0, "r.csv")
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
                       "A", i + 1, codice_fiscale(i)) for i in range(ROWS)))
        self.assign(0, "r.csv", "--output", "out.csv")
        for registry in (self.uri, "file:out.csv"):
            begin = time.monotonic()
            self.expect(0, "audit", "r.csv", "--registry", registry, "--output", "audit.txt")
            self.assertLess(time.monotonic() - begin, 10)


# --- registry ------------------------------------------------------------------------------------


class Registry(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init()

    def registry(self, status, command, *arguments, **options):
        return self.expect(status, "registry", command, *arguments, "--registry", self.uri,
                           **options)

    def three(self):
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;{codice_fiscale(1)}\n"
                            f"Mario;Rossi;AN;A;2;\nJürgen;Bo;MC;B;3;\n")
        self.assign(0, "r.csv", "--quiet")
        return ["juergen.bo@ingpec.eu", "mario.rossi.an@ingpec.eu", "mario.rossi@ingpec.eu"]

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
        for dry_run in (["--dry-run"], []):
            self.expect(2, "assign", "r.csv", "--registry", uri, *dry_run)
            result = self.expect(1, "assign", *person(province="AN"), "--registry", uri, *dry_run)
            self.assertIn("PROVINCE: the registry is bound to other provinces, and gives "
                          "nobody of AN an address; look whether this is the province of the Order, "
                          "not that of residence, or use that Order's registry\n", result.err)
        self.expect(0, "assign", *person(), "--registry", uri)
        result = self.expect(2, "registry", "init", "--province", "AN", "--registry", uri)
        self.assertIn("a registry is bound to provinces while it is empty", result.err)
        result = self.expect(2, "registry", "init", "--province", "Macerata", "--registry",
                             "sqlite:no.db")
        self.assertIn("Macerata: these are no provinces; give their sigle", result.err)
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

    # import

    def test_import_reads_a_list(self):
        self.write("list.txt", "\ufeffmario.rossi@ingpec.eu\r\n\r\n\"anna.bo@ingpec.eu\"\r\n"
                               "UGO.FOA@INGPEC.EU;x\r\n")
        result = self.registry(0, "import", "list.txt")
        self.assertEqual(result.errors, [
            "list.txt: a list of addresses",
            "3 new on record, 0 already there, 0 with errors, 0 rows without an address"])
        self.assertEqual(self.export(),
                         ["anna.bo@ingpec.eu", "mario.rossi@ingpec.eu", "ugo.foa@ingpec.eu"])
        self.assertIn("0 new on record, 3 already there",
                      self.registry(0, "import", "list.txt").err)
        self.assertIn("3 already there", self.registry(
            0, "import", "-", stdin=self.read("list.txt")).err)
        states = {row["state"] for row in json.loads(
            self.registry(0, "show", "--format", "json").text)}
        self.assertEqual(states, {"active"})

    def test_import_skips_the_comments_of_a_list_as_a_check_does(self):
        self.write("list.txt", "mario.rossi@ingpec.eu\n# anna.bo@ingpec.eu\n")
        self.assertIn("1 new on record, 0 already there, 0 with errors",
                      self.registry(0, "import", "list.txt").err)
        self.assertEqual(self.export(), ["mario.rossi@ingpec.eu"])

    def test_an_imported_address_is_given_to_nobody_else(self):
        self.write("list.txt", "mario.rossi@ingpec.eu\n")
        self.registry(0, "import", "list.txt")
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;\n")
        self.assertIn("mario.rossi.mc@ingpec.eu", self.assign(0, "r.csv").text)

    def test_import_reads_a_roster_with_its_addresses(self):
        self.write("m.csv", "pec;cognome;nome;provincia;sezione;numero;codice_fiscale;scadenza\n"
                   f"mario.rossi@ingpec.eu;Rossì;Mario;MC;A;1;{codice_fiscale(1)};2030-12-31\n"
                   ";Bo;Anna;MC;A;2;;\n", "cp1252")
        result = self.registry(0, "import", "m.csv")
        self.assertIn("1 new on record, 0 already there, 0 with errors, 1 rows without an address",
                      result.err)
        data = json.loads(self.registry(0, "show", "--format", "json").text)
        self.assertEqual(
            {name: data[0][name] for name in ("pec", "state", "given", "surname", "holder",
                                              "province", "section", "number", "level",
                                              "receipt", "expires")},
            dict(pec="mario.rossi@ingpec.eu", state="active", given="Mario", surname="Rossì",
                 holder=codice_fiscale(1), province="MC", section="A", number=1, level=None,
                 receipt=["imported"], expires="2030-12-31"))
        # And its holder is known, also to assign.
        self.write("r.csv", f"{HEADER}\nMario;Rossi;AN;A;1;{codice_fiscale(1)}\n")
        self.assertIn("mario.rossi@ingpec.eu;;", self.assign(0, "r.csv").text.replace("@ingpec.eu;0",
                                                                                       "@ingpec.eu;"))

    def test_what_was_exported_can_be_imported_elsewhere(self):
        self.write("m.csv", "pec;cognome;nome;provincia;sezione;numero\n"
                            "mario.rossi@ingpec.eu;Rossi;Mario;MC;A;7\nugo.foa@ingpec.eu;;;;;\n")
        self.registry(0, "import", "m.csv")
        self.registry(0, "export", "--format", "csv", "--output", "all.csv")
        other = self.init("other.db")
        self.expect(0, "registry", "import", "all.csv", "--registry", other)
        self.assertEqual(self.export(other), ["mario.rossi@ingpec.eu", "ugo.foa@ingpec.eu"])

    def test_every_state_of_an_export_is_imported_as_it_is(self):
        self.write("list.txt", "ugo.foa@ingpec.eu\n")
        self.registry(0, "import", "list.txt")
        self.three()
        self.registry(0, "release", "mario.rossi.an@ingpec.eu", "--why", "x")
        text = self.registry(0, "export", "--all", "--format", "csv").text
        self.write("all.csv", text + "anna.re@ingpec.eu,retired" +
                   "," * (text.split("\n", 1)[0].count(",") - 1) + "\n")
        other = self.init("other.db")
        result = self.expect(0, "registry", "import", "all.csv", "--registry", other)
        self.assertIn("1 row passed over: its address was released\n", result.err)
        self.assertIn("4 new on record, 0 already there, 0 with errors", result.err)
        self.assertEqual(self.states(other), {
            "anna.re@ingpec.eu": "retired", "juergen.bo@ingpec.eu": "reserved",
            "mario.rossi@ingpec.eu": "reserved", "ugo.foa@ingpec.eu": "active"})
        again = self.expect(0, "registry", "import", "all.csv", "--registry", other)
        self.assertIn("0 new on record, 4 already there, 0 with errors", again.err)

    def states(self, uri=None):
        rows = self.expect(0, "registry", "show", "--format", "json", "--registry",
                           uri or self.uri).text
        return {row["pec"]: row["state"] for row in json.loads(rows)}

    def test_a_state_is_read_in_italian_and_one_that_is_none_is_an_error(self):
        self.write("m.csv", "PEC;Nome;Cognome;Stato\na.a@ingpec.eu;A;A;Prenotato\n"
                            "b.b@ingpec.eu;B;B;CESSATO\nc.c@ingpec.eu;C;C;attivo\n"
                            "d.d@ingpec.eu;D;D;liberato\ne.e@ingpec.eu;E;E;\n"
                            "f.f@ingpec.eu;F;F;nubile\n")
        result = self.registry(1, "import", "m.csv")
        self.assertIn('m.csv:7: ARGUMENT: address "f.f@ingpec.eu": its state "nubile" is none; write '
                      "reserved, active or retired; if the column means something else, give it "
                      "another name\n", result.err)
        self.assertEqual(self.states(), {
            "a.a@ingpec.eu": "reserved", "b.b@ingpec.eu": "retired", "c.c@ingpec.eu": "active",
            "e.e@ingpec.eu": "active", "f.f@ingpec.eu": "reserved"})

    def test_what_ini_pec_has_cancelled_is_retired(self):
        self.write("i.csv", "PEC;Nome;Cognome;Numero Iscrizione;Codice Fiscale;Stato;Data Iscrizione;"
                            "Data Cancellazione\n"
                            "a.a@ingpec.eu;A;A;1;;1;01/01/2000;\n"
                            "b.b@ingpec.eu;B;B;2;;3;01/01/2000;\n"
                            "c.c@ingpec.eu;C;C;3;;2;01/01/2000;01/01/2020\n"
                            "d.d@ingpec.eu;D;D;4;;2;01/01/2000;\n")
        result = self.registry(0, "import", "i.csv", "--province", "MC")
        self.assertIn("2 mailboxes are cancelled at INI-PEC, and retired here: their addresses are "
                      "nobody else's\n", result.err)
        rows = json.loads(self.registry(0, "show", "--format", "json").text)
        self.assertEqual([(row["pec"], row["state"], row["left"]) for row in rows],
                         [("a.a@ingpec.eu", "active", None), ("b.b@ingpec.eu", "retired", None),
                          ("c.c@ingpec.eu", "retired", "2020-01-01"),
                          ("d.d@ingpec.eu", "active", None)])
        self.write("r.csv", f"{HEADER}\nC;C;AN;A;3;{codice_fiscale(1, 'CXXCXX')}\n")
        self.assertIn("c.c.an@ingpec.eu", self.assign(0, "r.csv").text)

    # What an import refuses itself: each row, and what is said of it.
    REFUSED = [
        ("a codice fiscale that is none", "ugo.foa@ingpec.eu;Ugo;Foa;MC;A;7;wrong;;", "HOLDER"),
        ("an entry that is none", "ugo.foa@ingpec.eu;Ugo;Foa;MC;A;seven;;;", "REGISTER"),
        ("a section that is none", "ugo.foa@ingpec.eu;Ugo;Foa;MC;C;7;;;", "REGISTER"),
        ("another province", "ugo.foa@ingpec.eu;Ugo;Foa;AN;A;7;;;", "PROVINCE"),
        ("a province that is none", "ugo.foa@ingpec.eu;Ugo;Foa;M1;A;7;;;", "PROVINCE"),
        ("no day", "ugo.foa@ingpec.eu;Ugo;Foa;MC;A;7;;31/11/2030;", "ARGUMENT"),
        ("a year that can not be", "ugo.foa@ingpec.eu;Ugo;Foa;MC;A;7;;2203-01-01;", "ARGUMENT"),
        ("a state that is none", "ugo.foa@ingpec.eu;Ugo;Foa;MC;A;7;;;what", "ARGUMENT"),
        ("a formula", "ugo.foa@ingpec.eu;=A1;Foa;MC;A;7;;;", "UNEXPECTED"),
        ("a cell of another encoding", b"ugo.foa@ingpec.eu;Ug\xff;Foa;MC;A;7;;;", "ENCODING"),
        ("a cell too many", "ugo.foa@ingpec.eu;Ugo;Foa;;MC;A;7;;;", "UNEXPECTED"),
        ("a cell too few", "ugo.foa@ingpec.eu;Ugo;Foa;MC;A;7", "UNEXPECTED"),
        ("cells that are shifted", "x;ugo.foa@ingpec.eu;Ugo;Foa;MC;A;7;;;", "UNEXPECTED"),
        ("an open quote", 'ugo.foa@ingpec.eu;"Ugo;Foa;MC;A;7;;;', "UNEXPECTED"),
        ("a NUL", "ugo.foa@ingpec.eu;U\0go;Foa;MC;A;7;;;", "UNEXPECTED"),
    ]

    def test_whatever_is_refused_of_a_row_its_address_is_given_to_nobody(self):
        head = "pec;nome;cognome;provincia;sezione;numero;codice_fiscale;scadenza;stato\n"
        for i, (description, row, code) in enumerate(self.REFUSED):
            with self.subTest(description):
                uri = self.init(f"{i}.db")
                row = row if isinstance(row, bytes) else row.encode()
                self.write("m.csv", head.encode() + b"ada.bo@ingpec.eu;Ada;Bo;MC;A;1;;;\n" + row +
                           b"\n")
                result = self.run_tool("registry", "import", "m.csv", "--encoding", "utf-8",
                                       "--province", "MC", "--registry", uri)
                self.assertEqual(result.status, 1, result.err)
                self.assertIn(f"m.csv:3: {code}: ", result.err)
                self.assertIn("1 address of these errors is reserved for somebody unknown, so that "
                              "nobody is given it; correct its row and import it again, or release "
                              "it\n", result.err)
                [kept] = [r for r in json.loads(self.expect(0, "registry", "show", "--format", "json",
                                                            "--registry", uri).text)
                          if r["pec"] == "ugo.foa@ingpec.eu"]
                self.assertEqual((kept["state"], kept["receipt"], kept["surname"], kept["holder"],
                                  kept["number"]), ("reserved", ["blocked"], None, None, None))
                self.write("r.csv", f"{HEADER}\nUgo;Foa;TO;A;9;\n")
                self.assertIn("ugo.foa.to@ingpec.eu", self.expect(
                    0, "assign", "r.csv", "--registry", uri).text)
                # And it is its holder's when the row comes as it is right.
                self.write("m.csv", head + "ugo.foa@ingpec.eu;Ugo;Foa;MC;A;7;;;\n")
                self.expect(0, "registry", "import", "m.csv", "--registry", uri)
                self.assertEqual(self.states(uri)["ugo.foa@ingpec.eu"], "active")

    def test_a_row_that_is_refused_blocks_its_address_in_any_chunk(self):
        self.write("m.csv", "pec;codice_fiscale\n" + "".join(
            f"a{i}.b@ingpec.eu;{codice_fiscale(i)}\n" for i in range(1000)) +
            "ugo.foa@ingpec.eu;wrong\n")
        self.assertIn("1000 new on record, 0 already there, 1 with errors",
                      self.registry(1, "import", "m.csv").err)
        self.assertEqual(self.states()["ugo.foa@ingpec.eu"], "reserved")

    def test_a_list_that_says_of_nobody_whose_an_address_is_blocks_nothing(self):
        self.write("m.csv", "pec;codice_fiscale\nugo.foa@ingpec.eu;wrong\nada.bo@ingpec.eu;XX\n")
        self.registry(1, "import", "m.csv")
        self.assertEqual(self.states(), {})

    def test_a_dry_run_of_an_import_says_the_same_and_writes_nothing(self):
        self.write("m.csv", "pec;nome;cognome;codice_fiscale\nada.bo@ingpec.eu;Ada;Bo;\n"
                            "ugo.foa@ingpec.eu;Ugo;Foa;wrong\n")
        dry = self.registry(1, "import", "m.csv", "--dry-run", "--format", "json")
        self.assertIn("1 new, 0 already there, 1 with errors, 0 rows without an address; a dry run: "
                      "nothing was put on record\n", dry.err)
        self.assertEqual(self.states(), {})
        self.assertEqual(json.loads(self.registry(1, "import", "m.csv", "--format", "json").text),
                         json.loads(dry.text))
        self.assertEqual(self.states(), {"ada.bo@ingpec.eu": "active",
                                         "ugo.foa@ingpec.eu": "reserved"})

    def test_an_output_of_assign_can_be_imported_elsewhere(self):
        addresses = self.three()
        self.assign(0, "r.csv", "--quiet", "--output", "out.csv")
        third = self.init("third.db")
        self.expect(0, "registry", "import", "out.csv", "--registry", third)
        self.assertEqual(self.export(third), addresses)

    def test_conflicts_are_told_with_their_lines_and_the_others_are_done(self):
        cf = [codice_fiscale(i) for i in range(4)]
        self.write("one.csv", f"pec;codice_fiscale\nmario.rossi@ingpec.eu;{cf[1]}\n")
        self.registry(0, "import", "one.csv")
        self.write("two.csv", "pec;codice_fiscale\n"
                   f"mario.rossi@ingpec.eu;{cf[2]}\n"
                   f"anna.bo@ingpec.eu;{cf[1]}\n"
                   f"this is no address;{cf[3]}\n"
                   "luca.re@ingpec.eu;wrong\n"
                   f"ugo.foa@ingpec.eu;{cf[3]}\n")
        result = self.registry(1, "import", "two.csv")
        self.assertEqual([line for line in result.errors if line.startswith("two.csv:")][1:], [
            f"two.csv:2: STATE: mario.rossi@ingpec.eu belongs to somebody unknown ({cf[1]}), who has "
            "another codice fiscale; correct the address or the person, or what is on record",
            'two.csv:3: HOLDER: address "anna.bo@ingpec.eu": mario.rossi@ingpec.eu belongs to somebody '
            f"unknown ({cf[1]}), who has this codice fiscale, and nobody has two; find out which one "
            "is in use, then correct the codice fiscale, or what is on record",
            'two.csv:4: ARGUMENT: address "this is no address": this is no address; a list has one '
            "address at the start of each line, or a column pec",
            'two.csv:5: HOLDER: codice fiscale "wrong": this is no codice fiscale: its form or its '
            "check character is wrong; copy it from the member's card (tessera sanitaria)",
        ])
        self.assertIn("1 new on record, 0 already there, 4 with errors", result.err)
        self.assertEqual(self.export(), ["anna.bo@ingpec.eu", "luca.re@ingpec.eu",
                                         "mario.rossi@ingpec.eu", "ugo.foa@ingpec.eu"])

    def test_import_of_more_than_one_chunk_is_complete(self):
        self.write("list.txt", "".join(f"a{'b' * (i % 9)}.{chr(97 + i % 26)}x{'c' * (i // 100)}"
                                       f"@ingpec.eu\n" for i in range(2600)))
        distinct = len(set(self.read("list.txt", "utf-8").split()))
        self.registry(0, "import", "list.txt", "--quiet")
        self.assertEqual(len(self.export()), distinct)

    def test_import_refuses_a_file_that_is_neither(self):
        self.write("x.csv", "nome;cognome\nMario;Rossi\n")
        self.usage_error('x.csv: there is no column pec; the first row has "nome", "cognome"',
                         "registry", "import", "x.csv", "--registry", self.uri)
        self.usage_error("nosuch can not be read", "registry", "import", "nosuch", "--registry",
                         self.uri)
        self.usage_error("the file is missing", "registry", "import", "--registry", self.uri)
        self.write("bad.txt", "mario.rossi@ingpec.eu\nwhat is this\n")
        result = self.registry(1, "import", "bad.txt")
        self.assertIn('bad.txt:2: ARGUMENT: address "what": this is no address', result.err)

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
        self.assertEqual(result.err, "mario.rossi@ingpec.eu is free again\n")
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


# --- the life of an address ----------------------------------------------------------------------


class Life(ToolTest):
    """The steps from one state to the next, SPEC §5, each for some addresses or for those of a file."""

    ADA, UGO, EVA = "ada.neri@ingpec.eu", "ugo.verdi@ingpec.eu", "eva.blu@ingpec.eu"

    def setUp(self):
        super().setUp()
        self.uri = self.init()
        self.write("r.csv", f"{HEADER}\nAda;Neri;MC;A;1;{codice_fiscale(1, 'NREDAA')}\n"
                            f"Ugo;Verdi;MC;A;2;\nEva;Blu;AN;B;3;\n")
        self.assign(0, "r.csv", "--quiet")

    def step(self, status, command, *arguments, why="x", **options):
        return self.expect(status, "registry", command, *arguments, "--why", why, "--registry",
                           self.uri, **options)

    def mailbox(self, address):
        rows = json.loads(self.expect(0, "registry", "show", "--all", address, "--registry",
                                      self.uri, "--format", "json").text)
        return rows[-1]

    def facts(self, address, *names):
        mailbox = self.mailbox(address)
        return tuple(mailbox[name] for name in names or ("state",))

    def last_why(self, address):
        return json.loads(self.expect(0, "registry", "history", address, "--registry", self.uri,
                                      "--format", "json").text)[-1]["why"]

    # One step, and what it says.

    STEPS = [  # description, steps before, the step, what is said, state, expires, left
        ("an address is activated", [], ["activate"],
         "is active: its address can never be changed again", "active", None, None),
        ("an address is activated with the day it expires", [],
         ["activate", "--expires", "2090-12-31"],
         "is active: its address can never be changed again; it expires on 2090-12-31", "active",
         "2090-12-31", None),
        ("a day may be written as Italian files do", [], ["activate", "--expires", "31/12/2090"],
         "is active: its address can never be changed again; it expires on 2090-12-31", "active",
         "2090-12-31", None),
        ("an active address is not activated again", [["activate"]], ["activate"],
         "was active already", "active", None, None),
        ("an address is released", [], ["release"], "is free again", "released", None, None),
        ("a mailbox is renewed", [["activate"]], ["renew", "--expires", "2091-01-01"],
         "is renewed, and expires on 2091-01-01", "active", "2091-01-01", None),
        ("a mailbox is not renewed twice", [["activate", "--expires", "2091-01-01"]],
         ["renew", "--expires", "2091-01-01"], "has this date already", "active", "2091-01-01", None),
        ("a mailbox outlives membership", [["activate"]], ["leave", "--left", "2026-02-28"],
         "stays active, and its register entry is free; its holder left the Order on 2026-02-28",
         "active", None, "2026-02-28"),
        ("a holder leaves once", [["activate"], ["leave", "--left", "2026-02-28"]],
         ["leave", "--left", "28.02.2026"], "has this on record already", "active", None,
         "2026-02-28"),
        ("a mailbox is retired", [["activate"]], ["retire"],
         "is retired: nobody else will ever have it", "retired", None, None),
        ("a mailbox is retired once", [["activate"], ["retire"]], ["retire"],
         "was retired already", "retired", None, None),
        ("a name is corrected before activation", [], ["correct", "--given", "Ada", "--surname", "Nari"],
         "stays as it is; the name of its holder is corrected", "reserved", None, None),
        ("a name is corrected in use", [["activate"]],
         ["correct", "--given", "Ada", "--surname", "Nari"],
         "stays as it is; the name of its holder is corrected", "active", None, None),
        ("the same name corrects nothing", [], ["correct", "--given", "Ada", "--surname", "Neri"],
         "has this name on record already", "reserved", None, None),
        ("a retired mailbox is forgotten", [["activate"], ["retire"]], ["forget"],
         "is forgotten: its holder is no longer on record, and nobody will ever have it", "retired",
         None, None),
        ("a mailbox is forgotten once", [["activate"], ["retire"], ["forget"]], ["forget"],
         "was forgotten already", "retired", None, None),
    ]

    def test_each_step_is_done_and_told_or_was_so_already(self):
        for description, before, (command, *options), said, state, expires, left in self.STEPS:
            with self.subTest(description):
                self.uri = self.init(description + ".db")
                self.assign(0, "r.csv", "--quiet", registry=self.uri)
                for earlier in before:
                    self.step(0, earlier[0], self.ADA, *earlier[1:])
                result = self.step(0, command, self.ADA, *options, why=f"why {command}")
                self.assertEqual(result.err, f"{self.ADA} {said}\n")
                self.assertEqual(result.out, b"")
                self.assertEqual(self.facts(self.ADA, "state", "expires", "left"),
                                 (state, expires, left))
                if "already" not in said:
                    self.assertEqual(self.last_why(self.ADA), f"why {command}")

    REFUSED = [  # description, steps before, the step
        ("an active address is never released", [["activate"]], ["release"]),
        ("a reserved mailbox is not retired", [], ["retire"]),
        ("a retired mailbox is not activated", [["activate"], ["retire"]], ["activate"]),
        ("another date is not put on record by activating", [["activate", "--expires", "2090-01-01"]],
         ["activate", "--expires", "2091-01-01"]),
        ("a reserved mailbox is not renewed", [], ["renew", "--expires", "2091-01-01"]),
        ("nobody leaves a reserved mailbox", [], ["leave", "--left", "2026-01-01"]),
        ("an active address is never changed", [["activate"]], ["change"]),
        ("a codice fiscale that is wrong is not relinked", [], ["relink", "--holder", "RSSMRA"]),
        ("a name that is none corrects nothing", [],
         ["correct", "--given", "Ada", "--surname", "N3ri"]),
        ("a reserved mailbox is not forgotten", [], ["forget"]),
        ("an active mailbox is not forgotten", [["activate"]], ["forget"]),
    ]

    def test_a_step_that_the_rules_refuse_changes_nothing(self):
        for description, before, (command, *options) in self.REFUSED:
            with self.subTest(description):
                self.uri = self.init(description + ".db")
                self.assign(0, "r.csv", "--quiet", registry=self.uri)
                for earlier in before:
                    self.step(0, earlier[0], self.ADA, *earlier[1:])
                base = self.dump(description + ".db")
                result = self.step(1, command, self.ADA, *options)
                self.assertEqual(len(result.errors), 1, result.err)
                self.assertRegex(result.err, "^pecaddr: (STATE|HOLDER|UNEXPECTED): ")
                self.assertEqual(result.out, b"")
                self.assertEqual(self.dump(description + ".db"), base)

    def test_what_is_not_on_record_has_no_life(self):
        for command, *options in (["activate"], ["release"], ["retire"], ["change"],
                                  ["renew", "--expires", "2091-01-01"],
                                  ["leave", "--left", "2026-01-01"],
                                  ["relink", "--holder", codice_fiscale(5)],
                                  ["correct", "--given", "Ada", "--surname", "Neri"], ["forget"]):
            self.assertIn("no.body@ingpec.eu: not on record",
                          self.step(1, command, "no.body@ingpec.eu", *options).err)

    # Many at once.

    def test_of_several_addresses_one_that_is_refused_stops_no_other(self):
        result = self.step(1, "activate", self.ADA, "no.body@ingpec.eu", self.UGO)
        self.assertEqual([line for line in result.errors if line.startswith("pecaddr: ")],
                         ["pecaddr: STATE: no.body@ingpec.eu: not on record, or released; check the "
                          "address"])
        self.assertEqual(result.errors[-1], "activated: 2; active already: 0; with errors: 1")
        self.assertEqual([self.facts(address) for address in (self.ADA, self.UGO, self.EVA)],
                         [("active",), ("active",), ("reserved",)])

    def test_of_several_addresses_one_that_can_not_be_is_a_row_with_an_error(self):
        self.write("l.txt", f"{self.ADA}\na@-b\n")
        listed = self.step(1, "activate", "--from", "l.txt", "--format", "json")
        named = self.step(1, "retire", self.ADA, "a@-b", "--format", "json")
        self.assertEqual(self.facts(self.ADA), ("retired",))
        errors = [json.loads(result.text)[1]["error"] for result in (listed, named)]
        self.assertEqual(errors[0], errors[1])
        self.assertTrue(errors[0].startswith("ARGUMENT: "), errors[0])

    def test_it_stopped_where_it_stopped(self):
        base = sqlite3.connect(self.path("registry.db"), isolation_level=None)
        base.execute("CREATE TRIGGER full BEFORE UPDATE ON mailbox WHEN NEW.address = 'eva.blu@ingpec.eu' "
                     "BEGIN SELECT RAISE(ROLLBACK, 'the disk is full'); END")
        base.close()
        self.write("l.txt", f"# all\n{self.ADA}\n{self.UGO}\n{self.EVA}\n")
        self.write("l.csv", f"nome;pec\n;{self.ADA}\n;{self.UGO}\n;{self.EVA}\n")
        for name in ("l.txt", "l.csv"):
            result = self.step(3, "activate", "--from", name)
            self.assertIn(f"stopped at {name}:4: 2 addresses before it are done", result.err)

    FILES = [  # description, text
        ("a list", "{0}\n# {2}\n\nno address\nno.body@ingpec.eu\n{1}\n"),
        ("a CSV file", "cognome;pec\nNeri;{0}\nBlu;\n;\nx;no address\nx;no.body@ingpec.eu\n"
                       "Verdi;{1}\n"),
    ]

    def test_a_file_is_done_line_by_line_and_each_fault_has_its_line(self):
        for description, text in self.FILES:
            with self.subTest(description):
                self.uri = self.init(description + ".db")
                self.assign(0, "r.csv", "--quiet", registry=self.uri)
                self.write("f", text.format(self.ADA, self.UGO, self.EVA))
                result = self.step(1, "activate", "--from", "f", "--quiet")
                bad = "no address" if description == "a CSV file" else "no"
                line = 5 if description == "a CSV file" else 4
                self.assertEqual(result.errors, [
                    f'f:{line}: ARGUMENT: address "{bad}": this is no address; a list has one '
                    "address at the start of each line, or a column pec",
                    f"f:{line + 1}: STATE: no.body@ingpec.eu: not on record, or released; check the "
                    "address" + ("; the row is about x" if description == "a CSV file" else "")])
                self.assertEqual([self.facts(address) for address in (self.ADA, self.UGO, self.EVA)],
                                 [("active",), ("active",), ("reserved",)])
                again = self.step(1, "activate", "--from", "f")
                self.assertIn("activated: 0; active already: 2; with errors: 2", again.errors[-1])

    def test_the_output_of_assign_can_be_activated(self):
        self.assign(0, "r.csv", "--output", "out.csv", "--quiet")
        result = self.step(0, "activate", "--from", "out.csv")
        self.assertEqual(result.errors[-1], "activated: 3; active already: 0")
        piped = self.step(0, "activate", "--from", "-", stdin=self.read("out.csv"))
        self.assertEqual(piped.errors[-1], "activated: 0; active already: 3")

    def test_a_row_that_lacked_cells_has_no_address_and_is_passed_over(self):
        self.write("few.csv", f"{HEADER}\nLia;Re;MC;A;77;\nUgo;Re\n")
        self.assign(1, "few.csv", "--output", "out.csv", "--quiet")
        result = self.step(0, "activate", "--from", "out.csv")
        self.assertEqual(result.errors[-1], "activated: 1; active already: 0; rows without an address, "
                                            "passed over: 1")
        self.write("many.csv", self.read("out.csv") + b";;;;;;x.y@ingpec.eu;;;;;\n")
        self.assertIn("this row has 12 cells, the header 10", self.step(1, "activate", "--from", "many.csv").err)

    def test_a_day_in_its_row_comes_before_that_of_the_command_line(self):
        self.write("a.csv", f"pec;scadenza\n{self.ADA};31/12/2090\n{self.UGO};\n{self.EVA};soon\n"
                            f"{self.EVA};2020-12-31\n{self.EVA};2101-01-01\n")
        result = self.step(1, "activate", "--from", "a.csv", "--expires", "2089-01-01")
        how = "write it like 2030-12-31 or 31/12/2030"
        self.assertEqual([line for line in result.errors if line.startswith("a.csv:") and
                          "ARGUMENT" in line],
                         [f'a.csv:{line}: ARGUMENT: address "{self.EVA}": its date "{date}": {what}; '
                          f"{advice}" for line, date, what, advice in
                          [(4, "soon", "this is no day of the years 1990 to 2100", how),
                           (5, "2020-12-31", "this day has passed already",
                            "check the day and the year"),
                           (6, "2101-01-01", "this is no day of the years 1990 to 2100", how)]])
        self.assertEqual([self.facts(address, "state", "expires")
                          for address in (self.ADA, self.UGO, self.EVA)],
                         [("active", "2090-12-31"), ("active", "2089-01-01"), ("reserved", None)])
        self.write("l.csv", f"pec;uscita\n{self.ADA};2026-02-28\n{self.UGO};\n{self.UGO};2090-01-01\n")
        result = self.step(1, "leave", "--from", "l.csv")
        self.assertIn(f'l.csv:4: ARGUMENT: address "{self.UGO}": its date "2090-01-01": this day is '
                      "still to come; check the day and the year\n", result.err)
        self.assertIn(f'l.csv:3: ARGUMENT: address "{self.UGO}": it has no date; add it to its row, '
                      "or give one for all on the command line\n", result.err)
        self.assertEqual(self.facts(self.ADA, "left"), ("2026-02-28",))
        self.write("n.csv", f"pec;scadenza\n{self.ADA};2092-01-01\n")
        self.step(0, "renew", "--from", "n.csv")
        self.assertEqual(self.facts(self.ADA, "expires"), ("2092-01-01",))

    def test_rows_without_an_address_are_counted(self):
        self.write("a.csv", f"pec;nome\n;Ada\n{self.ADA};Ada\n")
        result = self.step(0, "activate", "--from", "a.csv")
        self.assertEqual(result.errors[-1], "activated: 1; active already: 0; rows without an address, "
                                            "passed over: 1")

    def test_csv_and_json_have_a_row_for_each(self):
        self.write("l.txt", f"{self.ADA}\nno.body@ingpec.eu\n{self.ADA}\n")
        rows = json.loads(self.step(1, "activate", "--from", "l.txt", "--format", "json").text)
        self.assertEqual([(row["line"], row["pec"], row["result"]) for row in rows],
                         [(1, self.ADA, "done"), (2, "no.body@ingpec.eu", "error"),
                          (3, self.ADA, "already")])
        self.assertEqual(rows[1]["error"], "STATE: no.body@ingpec.eu: not on record, or released; "
                                           "check the address")
        rows = rows_of(self.step(0, "retire", self.ADA, "--format", "csv").text, ",")
        self.assertEqual(rows, [dict(line="", pec=self.ADA, result="done", code="", error="")])

    def test_a_file_of_more_than_one_chunk_is_done_whole(self):
        self.write("r.csv", HEADER + "\n" + "\n".join(many_members(1100)))
        self.uri = self.init("many.db")
        self.assign(0, "r.csv", "--quiet", "--output", "out.csv", registry=self.uri)
        self.assertEqual(self.step(0, "activate", "--from", "out.csv").errors[-1],
                         "activated: 1100; active already: 0")

    def test_usage(self):
        registry = ["--registry", self.uri]
        why = ["--why", "x", *registry]
        self.write("l.txt", self.ADA + "\n")
        self.write("empty.txt", "# nothing\n")
        for sentence, arguments in [
                ("the address is missing", ["activate", *why]),
                ("x: this is no address", ["activate", "x", *why]),
                ("--why is missing", ["activate", self.ADA, *registry]),
                ("--why is missing", ["activate", self.ADA, "--why", " ", *registry]),
                ("--why has 201 bytes; a reason has at most 200",
                 ["activate", self.ADA, "--why", "x" * 201, *registry]),
                ("--why is not UTF-8, from byte 2 on",
                 ["activate", self.ADA, "--why", "x\udce8", *registry]),
                ("--expires 2090-02-29: this is no day of the years 1990 to 2100; write it like "
                 "2030-12-31 or 31/12/2030",
                 ["activate", self.ADA, "--expires", "2090-02-29", *why]),
                ("--expires 12/31/2090: this is no day",
                 ["activate", self.ADA, "--expires", "12/31/2090", *why]),
                ("--expires 2206-12-31: this is no day of the years 1990 to 2100",
                 ["activate", self.ADA, "--expires", "2206-12-31", *why]),
                ("--expires 31/12/1989: this is no day of the years 1990 to 2100",
                 ["renew", self.ADA, "--expires", "31/12/1989", *why]),
                ("--expires 2020-12-31: this day has passed already",
                 ["activate", self.ADA, "--expires", "2020-12-31", *why]),
                ("--expires 2020-12-31: this day has passed already",
                 ["renew", self.ADA, "--expires", "2020-12-31", *why]),
                ("--left 2090-01-01: this day is still to come",
                 ["leave", self.ADA, "--left", "2090-01-01", *why]),
                ("--today 2090-01-01: this day is still to come",
                 ["retire", "--expired", "--today", "2090-01-01", *why]),
                ("ARGUMENT: a@: this is no address", ["activate", "a@", *why]),
                ("either addresses, or --from FILE; not both",
                 ["activate", self.ADA, "--from", "l.txt", *why]),
                ("--encoding and --separator are for --from FILE",
                 ["activate", self.ADA, "--encoding", "utf-8", *why]),
                ("no.txt can not be read", ["activate", "--from", "no.txt", *why]),
                ("empty.txt: there is no address in this file",
                 ["activate", "--from", "empty.txt", *why]),
                ("--expires is missing", ["renew", self.ADA, *why]),
                ("--left is missing", ["leave", self.ADA, *why]),
                ("--holder is missing", ["relink", self.ADA, *why]),
                ("one address at a time",
                 ["relink", self.ADA, self.UGO, "--holder", codice_fiscale(1), *why]),
                ("--surname is missing: a corrected name is given whole",
                 ["correct", self.ADA, "--given", "Ada", *why]),
                ("--given is missing: a corrected name is given whole",
                 ["correct", self.ADA, "--surname", "Neri", *why]),
                ("--given is missing: a corrected name is given whole", ["correct", self.ADA, *why]),
                ("--why is missing",
                 ["correct", self.ADA, "--given", "Ada", "--surname", "Neri", *registry]),
                ("one address at a time",
                 ["correct", self.ADA, self.UGO, "--given", "Ada", "--surname", "Neri", *why]),
                ("one address at a time", ["forget", self.ADA, self.UGO, *why]),
                ("--why is missing", ["forget", self.ADA, *registry]),
                ("the address is missing", ["forget", *why]),
                ("x: the registry is given by --registry", ["resume", "x", *registry]),
                ("--registry is missing", ["resume"]),
                ("give one file for the backup", ["backup", *registry]),
                ("give one file for the backup", ["backup", "a", "b", *registry]),
                ("--registry is missing", ["backup", "b.db"]),
                ("give the one file of the backup", ["restore", *registry]),
                ("--registry is missing", ["restore", "b.db"]),
                ("give two registries: from where, and to where", ["copy", self.uri]),
                ("give two registries: from where, and to where",
                 ["copy", self.uri, self.uri, self.uri]),
                ("one address at a time", ["change", self.ADA, self.UGO, *why]),
                ("the address is missing", ["change", *why]),
                ("--surname is missing: a corrected name is given whole",
                 ["change", self.ADA, "--given", "Ada", *why]),
                ("--given is missing: a corrected name is given whole",
                 ["change", self.ADA, "--surname", "Neri", *why]),
                ("the scheme is one for addresses of archiworldpec.it",
                 ["change", self.ADA, "--scheme", "archiworldpec", *why]),
                ("--expired takes no address and no file",
                 ["retire", self.ADA, "--expired", *why]),
                ("--expired takes no address and no file",
                 ["retire", "--from", "l.txt", "--expired", *why]),
                ("--today is for --expired", ["retire", self.ADA, "--today", "2026-01-01", *why]),
                ("--today x: this is no day", ["retire", "--expired", "--today", "x", *why]),
                ("--why is missing", ["retire", "--expired", *registry])]:
            with self.subTest(sentence):
                before = self.dump()
                self.usage_error(sentence, "registry", *arguments)
                self.assertEqual(self.dump(), before)

    def test_a_registry_that_fails_on_the_way_is_status_3_and_says_where(self):
        self.write("l.txt", f"{self.ADA}\n{self.UGO}\n")
        base = sqlite3.connect(self.path("registry.db"), isolation_level=None)
        self.addCleanup(base.close)
        base.execute("BEGIN IMMEDIATE")
        self.uri += "?timeout=0"
        result = self.step(3, "activate", self.ADA, self.UGO)
        self.assertIn(f"stopped at {self.ADA}: 0 addresses before it are done; run the same command "
                      "again for the rest\n", result.err)
        result = self.step(3, "activate", "--from", "l.txt")
        self.assertIn("stopped at l.txt:1: 0 addresses before it are done; run the same command again "
                      "for the rest\n", result.err)
        base.execute("ROLLBACK")
        self.step(0, "activate", "--from", "l.txt")

    # Expiry.

    def expiring(self, *mailboxes):
        """Mailboxes that exist, and expire or expired."""
        self.write("e.csv", "pec;scadenza\n" + "".join(f"{name}@ingpec.eu;{day}\n"
                                                       for name, day in mailboxes))
        self.expect(0, "registry", "import", "e.csv", "--registry", self.uri, "--quiet")

    def test_each_one_that_expired_is_told_with_its_holder_also_by_a_dry_run(self):
        self.step(0, "activate", self.ADA, "--expires", "2090-12-31")
        self.write("m.csv", "pec;nome;cognome;scadenza\npia.re@ingpec.eu;Pia;Re;2020-01-01\n"
                            "leo.re@ingpec.eu;;;2020-01-02\n")
        self.expect(0, "registry", "import", "m.csv", "--registry", self.uri, "--quiet")
        before = self.dump()
        dry = self.step(0, "retire", "--expired", "--today", "2020-01-03", "--dry-run")
        self.assertEqual(dry.errors, [
            "2 mailboxes that expired before 2020-01-03 would be retired; a dry run: nothing was put "
            "on record"])
        self.assertEqual(dry.text, "leo.re@ingpec.eu: expired on 2020-01-02\n"
                                   "pia.re@ingpec.eu (Pia Re): expired on 2020-01-01\n")
        self.assertEqual(self.dump(), before)
        result = self.step(0, "retire", "--expired", "--today", "2020-01-03")
        self.assertEqual(result.text, dry.text)
        self.assertEqual(result.errors, ["2 mailboxes that expired before 2020-01-03 are retired now"])

    def test_a_dry_run_of_any_step_says_what_would_be_done_and_writes_nothing(self):
        for before, step, other in (
                ([], ["activate"], ["renew", "--expires", "2090-01-01"]),
                ([], ["release"], ["retire"]),
                ([["activate"]], ["renew", "--expires", "2090-01-01"], ["release"]),
                ([], ["leave", "--left", "2020-01-01"], ["release"]),
                ([], ["retire"], ["forget"]),
                ([], ["relink", "--holder", codice_fiscale(2, "NREDAA")], ["forget"]),
                ([], ["correct", "--given", "Ada", "--surname", "Nero"], ["forget"]),
                ([["retire"]], ["forget"], ["renew", "--expires", "2090-01-01"])):
            with self.subTest(step[0]):
                for command, *arguments in before:
                    self.step(0, command, self.ADA, *arguments)
                dump = self.dump()
                result = self.step(0, step[0], self.ADA, *step[1:], "--dry-run")
                self.assertEqual(result.err, f"{self.ADA}: it would be done; a dry run: nothing was "
                                             "put on record\n")
                # What is refused is refused, too.
                self.step(1, other[0], self.ADA, *other[1:], "--dry-run")
                self.assertEqual(self.dump(), dump)

    def test_a_dry_run_of_a_change_gives_the_address_and_writes_nothing(self):
        before = self.dump()
        result = self.step(0, "change", self.ADA, "--dry-run")
        self.assertEqual(result.text, "ada.neri.mc@ingpec.eu\n")
        self.assertEqual(result.errors[0], f"{self.ADA}: it would be done; a dry run: nothing was put "
                                           "on record")
        self.assertEqual(self.dump(), before)
        self.assertEqual(self.step(0, "change", self.ADA).text, result.text)

    def test_a_dry_run_of_a_file_tells_how_many(self):
        self.write("l.txt", f"{self.ADA}\n{self.UGO}\nno.body@ingpec.eu\n")
        self.step(0, "activate", self.UGO)
        result = self.step(1, "activate", "--from", "l.txt", "--dry-run")
        self.assertEqual(result.errors[-1], "would be activated: 1; active already: 1; with errors: 1; "
                                            "a dry run: nothing was put on record")
        self.assertEqual(self.facts(self.ADA), ("reserved",))

    def test_a_row_that_contradicts_the_record_names_both_persons_and_nothing_is_done(self):
        head = "pec;nome;cognome;provincia;sezione;numero;codice_fiscale\n"
        ada, other = codice_fiscale(1, "NREDAA"), codice_fiscale(7, "NREDAA")
        for row, who, differs in (
                (f"Eva;Blu;MC;A;1;", "Eva Blu (MC A 1)", "name"),
                (f"Ada;Neri;MC;A;1;{other}", f"Ada Neri ({other}, MC A 1)", "codice fiscale"),
                (f";;;;;{other}", f"somebody unknown ({other})", "codice fiscale")):
            self.write("m.csv", head + f"{self.ADA};{row}\n{self.UGO};Ugo;Verdi;MC;A;2;\n")
            result = self.step(1, "activate", "--from", "m.csv", "--dry-run")
            self.assertIn(f"m.csv:2: HOLDER: {self.ADA} belongs to Ada Neri ({ada}, MC A 1), who has "
                          f"another {differs} than the person that this is meant for; check the "
                          f"address and the person; the row is about {who}\n", result.err)
        self.write("m.csv", head + f"{self.ADA};Eva;Blu;MC;A;1;\n{self.UGO};Ugo;Verdi;MC;A;2;\n")
        self.step(1, "activate", "--from", "m.csv")
        self.assertEqual((self.facts(self.ADA), self.facts(self.UGO)), (("reserved",), ("active",)))

    def test_a_register_entry_alone_that_differs_is_told_and_the_step_is_taken(self):
        self.write("m.csv", "pec;nome;cognome;provincia;sezione;numero;codice_fiscale\n"
                            f"{self.ADA};Ada;Neri;TO;A;9;{codice_fiscale(1, 'NREDAA')}\n")
        result = self.step(0, "activate", "--from", "m.csv")
        self.assertIn(f"m.csv:2: {self.ADA}, Ada Neri: its register entry is TO A 9, says the file; on record it "
                      "is MC A 1\n", result.err)
        self.assertEqual(self.facts(self.ADA, "state", "province", "number"), ("active", "MC", 1))

    def test_a_row_whose_facts_can_not_be_read_is_an_error_and_nothing_is_done(self):
        self.write("m.csv", f"pec;codice_fiscale\n{self.ADA};wrong\n")
        self.assertIn('m.csv:2: HOLDER: codice fiscale "wrong": this is no codice fiscale',
                      self.step(1, "activate", "--from", "m.csv").err)
        self.assertEqual(self.facts(self.ADA), ("reserved",))

    def test_what_expired_before_today_is_retired_and_told(self):
        self.expiring(("pia.re", "2020-01-01"), ("leo.re", "2020-01-02"), ("zoe.re", "2020-01-02"),
                      ("noe.re", ""), ("lea.re", "2020-01-04"))
        for day, told, listed in (
                ("2020-01-01", "0 mailboxes that expired before 2020-01-01 are retired now", ""),
                ("02/01/2020", "1 mailbox that expired before 2020-01-02 is retired now",
                 "pia.re@ingpec.eu: expired on 2020-01-01\n"),
                ("2020-01-03", "2 mailboxes that expired before 2020-01-03 are retired now",
                 "leo.re@ingpec.eu: expired on 2020-01-02\nzoe.re@ingpec.eu: expired on 2020-01-02\n")):
            result = self.step(0, "retire", "--expired", "--today", day)
            self.assertEqual((result.errors, result.text), ([told], listed))
        self.assertEqual([self.facts(name + DOMAIN) for name in ("pia.re", "noe.re", "lea.re")],
                         [("retired",), ("active",), ("active",)])
        rows = json.loads(self.step(0, "retire", "--expired", "--format", "json").text)
        self.assertEqual(rows, [dict(line=None, pec="lea.re@ingpec.eu", result="done", code=None,
                                     error=None)])
        rows = json.loads(self.step(0, "retire", "--expired", "--format", "json").text)
        self.assertEqual(rows, [])

    def test_today_is_by_the_clock_where_it_is_not_said(self):
        self.expiring(("pia.re", "2001-01-01"), ("leo.re", "2100-12-31"))
        self.step(0, "retire", "--expired")
        self.assertEqual([self.facts(name + DOMAIN) for name in ("pia.re", "leo.re")],
                         [("retired",), ("active",)])

    # What becomes of the holder.

    def test_the_same_holder_gets_a_retired_address_again_and_nobody_else(self):
        self.step(0, "activate", self.ADA)
        self.step(0, "retire", self.ADA)
        self.write("other.csv", f"{HEADER}\nAda;Neri;TO;A;9;{codice_fiscale(9, 'NREDAA')}\n")
        self.assertIn("ada.neri.to@ingpec.eu", self.assign(0, "other.csv").text)
        self.assertIn(self.ADA, self.assign(0, "r.csv").text)
        self.assertEqual(self.facts(self.ADA), ("reserved",))

    def test_who_left_makes_room_on_the_register_entry(self):
        self.step(0, "activate", self.ADA)
        self.write("next.csv", f"{HEADER}\nPia;Rosa;MC;A;1;{codice_fiscale(7, 'RSOPIA')}\n")
        self.assign(1, "next.csv")
        self.step(0, "leave", self.ADA, "--left", "2026-02-28")
        self.assertIn("pia.rosa@ingpec.eu", self.assign(0, "next.csv").text)

    def test_relink_gives_the_same_person_another_codice_fiscale(self):
        old, new = codice_fiscale(1, "NREDAA"), codice_fiscale(2, "NREDAA")
        result = self.step(0, "relink", self.ADA, "--holder", new.lower(), why="a slip")
        self.assertEqual(result.err, f"{self.ADA} stays the same person's, whose codice fiscale on "
                                     f"record is now {new.lower()}\n")
        self.assertEqual(self.facts(self.ADA, "state", "holder"), ("reserved", new))
        self.assertEqual(self.step(0, "relink", self.ADA, "--holder", new).err,
                         f"{self.ADA} has this codice fiscale on record already\n")
        history = json.loads(self.expect(0, "registry", "history", self.ADA, "--registry", self.uri,
                                         "--format", "json").text)
        self.assertEqual(history[-1]["holder_before"], old)
        self.assertTrue(history[-1]["why"].endswith("a slip"))

    def test_relink_refuses_a_codice_fiscale_that_has_a_mailbox(self):
        taken = codice_fiscale(3, "VRDGUO")
        self.write("u.csv", f"{HEADER}\nUgo;Verdi;MC;A;2;{taken}\n")
        self.assign(0, "u.csv")
        self.assertIn(f"{taken}: this codice fiscale has a mailbox already, {self.UGO}",
                      self.step(1, "relink", self.ADA, "--holder", taken).err)

    # What is known of the holder.

    def history(self, address):
        return json.loads(self.expect(0, "registry", "history", address, "--registry", self.uri,
                                      "--format", "json").text)

    def test_correct_changes_the_name_alone_and_history_keeps_the_one_before(self):
        before = self.mailbox(self.ADA)
        self.step(0, "correct", self.ADA, "--given", "Àda Lìa", "--surname", "Nari", why="a slip")
        after = self.mailbox(self.ADA)
        self.assertEqual((after["given"], after["surname"]), ("Àda Lìa", "Nari"))
        self.assertEqual({name for name in before if before[name] != after[name]},
                         {"given", "surname", "updated"})
        self.assertEqual([self.history(self.ADA)[-1][name] for name in ("act", "name_before", "why")],
                         ["correct", "Ada Neri", "a slip"])
        # The address is still that of the name for which it was issued.
        self.expect(0, "registry", "verify", "--registry", self.uri)

    def test_a_name_that_is_none_is_told_with_its_character_also_to_programs(self):
        said = "UNEXPECTED: given names, character 2, '4': "
        result = self.step(1, "correct", self.ADA, "--given", "A4a", "--surname", "Neri", "--format",
                           "json")
        [row] = json.loads(result.text)
        self.assertEqual((row["pec"], row["result"], row["code"]), (self.ADA, "error", "UNEXPECTED"))
        self.assertTrue(row["error"].startswith(said), row["error"])
        self.assertTrue(result.err.startswith("pecaddr: " + said), result.err)
        result = self.expect(3, "registry", "correct", self.ADA, "--given", "A4a", "--surname", "Neri",
                             "--why", "x", "--registry", "sqlite:no.db")
        self.assertIn("no.db: there is no registry", result.err)

    def test_of_a_forgotten_mailbox_only_the_address_is_left(self):
        self.step(0, "correct", self.ADA, "--given", "Ada", "--surname", "Nari")
        self.step(0, "activate", self.ADA)
        self.step(0, "retire", self.ADA)
        self.step(0, "forget", self.ADA, why="kept long enough")
        self.assertEqual(self.facts(self.ADA, "state", "given", "surname", "holder", "province",
                                    "section", "number", "issued_province", "issued_number"),
                         ("retired", *[None] * 8))
        told = self.history(self.ADA)
        self.assertEqual((told[-1]["act"], told[-1]["why"]), ("forget", "kept long enough"))
        for event in told:
            self.assertEqual([event[name] for name in ("holder_before", "name_before", "entry_before")],
                             [None] * 3)
        self.assertIn(self.ADA, self.export(self.uri))
        # Nobody gets it, the former holder neither.
        self.assertIn("ada.neri.mc@ingpec.eu", self.assign(0, "r.csv").text)
        self.assertRegex(self.expect(0, "registry", "verify", "--registry", self.uri).err,
                         r"(?m)^forgotten +1$")

    # A registry that went back in time.

    def put_back(self):
        """A backup instead of the registry, which has given an address since."""
        shutil.copy(self.path("registry.db"), self.path("backup.db"))
        self.write("later.csv", f"{HEADER}\nPia;Rosa;MC;A;7;\n")
        self.assign(0, "later.csv", "--quiet", "--output", "out.csv")
        shutil.copy(self.path("backup.db"), self.path("registry.db"))
        self.write("next.csv", f"{HEADER}\nLia;Foa;MC;A;8;\n")

    def test_a_registry_that_was_put_back_gives_new_addresses_when_it_is_resumed(self):
        self.put_back()
        refused = self.assign(3, "next.csv")
        self.assertIn("issues no new address, as its mark ", refused.err)
        self.assertIn("then say so with `pecaddr registry resume`", refused.err)
        self.assertIn(self.ADA, self.assign(0, "r.csv").text)
        self.expect(0, "registry", "import", "out.csv", "--registry", self.uri)
        self.assertIn("issues no new address", self.assign(3, "next.csv").err)
        result = self.expect(0, "registry", "resume", "--registry", self.uri)
        self.assertEqual((result.err, result.out),
                         (f"{self.uri}: new addresses are given again\n", b""))
        self.assertIn("lia.foa@ingpec.eu", self.assign(0, "next.csv").text)

    def test_resume_says_so_to_programs_and_of_any_registry(self):
        for _ in range(2):
            result = self.expect(0, "registry", "resume", "--registry", self.uri, "--format", "csv")
            self.assertEqual(result.text, f"registry,result\n{self.uri},resumed\n")
        self.write("next.csv", f"{HEADER}\nLia;Foa;MC;A;8;\n")
        self.assertIn("lia.foa@ingpec.eu", self.assign(0, "next.csv").text)

    # Saving, putting back and moving it.

    def show_all(self, uri):
        return [self.expect(0, "registry", command, "--registry", uri, "--format", "csv", *rest).text
                for command, *rest in (["export"], ["show", "--all"], ["history"])]

    def test_a_backup_is_the_registry_of_its_moment_and_is_put_back(self):
        self.write("next.csv", f"{HEADER}\nLia;Foa;MC;A;8;\n")
        before = self.show_all(self.uri)
        result = self.expect(0, "registry", "backup", "b.db", "--registry", self.uri)
        self.assertEqual((result.err, result.out), (f"{self.uri}: saved to b.db\n", b""))
        self.assign(0, "next.csv")
        self.assertNotEqual(self.show_all(self.uri), before)
        result = self.expect(0, "registry", "restore", "b.db", "--registry", self.uri)
        self.assertIn("it gives no new address until", result.err)
        self.assertEqual(self.show_all(self.uri), before)
        self.assertIn("issues no new address", self.assign(3, "next.csv").err)
        self.expect(0, "registry", "resume", "--registry", self.uri)
        self.assertIn("lia.foa@ingpec.eu", self.assign(0, "next.csv").text)

    def test_a_backup_overwrites_nothing_and_is_put_back_whole_or_not(self):
        self.expect(0, "registry", "backup", "b.db", "--registry", self.uri)
        result = self.expect(2, "registry", "backup", "b.db", "--registry", self.uri)
        self.assertIn("there is a file already", result.err)
        before = self.show_all(self.uri)
        self.write("bad.db", "no database")
        self.expect(3, "registry", "restore", "bad.db", "--registry", self.uri)
        self.expect(3, "registry", "restore", "no.db", "--registry", self.uri)
        self.expect(0, "registry", "init", "--registry", "sqlite:other.db")
        self.expect(0, "registry", "backup", "other-b.db", "--registry", "sqlite:other.db")
        result = self.expect(1, "registry", "restore", "other-b.db", "--registry", self.uri)
        self.assertIn("STATE: ", result.err)
        self.assertEqual(self.show_all(self.uri), before)

    def test_what_can_not_be_opened_is_moved_aside_and_told(self):
        self.expect(0, "registry", "backup", "b.db", "--registry", self.uri)
        self.write("registry.db", "no database")
        result = self.expect(0, "registry", "restore", "b.db", "--registry", self.uri)
        self.assertIn("registry.db-aside-1\n", result.err)
        with open(self.path("registry.db-aside-1"), encoding="utf-8") as file:
            self.assertEqual(file.read(), "no database")

    def test_a_copy_tells_all_that_the_registry_told_and_goes_into_an_empty_one(self):
        self.expect(0, "registry", "init", "--registry", "sqlite:new.db")
        result = self.expect(0, "registry", "copy", self.uri, "sqlite:new.db")
        self.assertIn(f"{self.uri}: copied to sqlite:new.db; from now on use that alone", result.err)
        self.assertEqual(self.show_all("sqlite:new.db"), self.show_all(self.uri))
        self.expect(0, "registry", "verify", "--registry", "sqlite:new.db")
        result = self.expect(1, "registry", "copy", self.uri, "sqlite:new.db")
        self.assertIn("STATE: ", result.err)
        self.expect(3, "registry", "copy", self.uri, "sqlite:none.db")
        self.expect(2, "registry", "copy", self.uri, "nosuch:new.db")

    def test_what_can_not_be_opened_is_not_resumed(self):
        before = sorted(os.listdir(self.path(".")))
        result = self.expect(3, "registry", "resume", "--registry", "sqlite:no.db", "--format", "json")
        self.assertIn("no.db: there is no registry", result.err)
        self.assertEqual(result.out, b"")
        self.assertEqual(sorted(os.listdir(self.path("."))), before)

    # Another address.

    def test_change_gives_the_next_address_and_frees_the_old_one(self):
        result = self.step(0, "change", self.ADA, why="a homonym")
        self.assertEqual(result.text, "ada.neri.mc@ingpec.eu\n")
        self.assertEqual(result.errors, [f"{self.ADA} is free again"])
        self.assertEqual(self.facts(self.ADA), ("released",))
        self.assertEqual(self.facts("ada.neri.mc@ingpec.eu", "state", "holder", "level", "receipt"),
                         ("reserved", codice_fiscale(1, "NREDAA"), 1, ["released", "claimed"]))
        self.assertIn("ada.neri.mc@ingpec.eu", self.assign(0, "r.csv").text)

    def test_a_change_whose_output_fails_says_what_is_on_record(self):
        with open("/dev/full", "wb") as full:
            result = self.run_tool("registry", "change", self.ADA, "--why", "x", "--registry",
                                   self.uri, "--quiet", stdout=full)
        self.assertEqual(result.status, 3)
        self.assertEqual(result.errors[-1], f"pecaddr: {self.ADA} is ada.neri.mc@ingpec.eu now, on "
                                            "record; only the output failed")
        self.assertEqual(self.facts("ada.neri.mc@ingpec.eu"), ("reserved",))

    def test_change_takes_a_corrected_name(self):
        # The codice fiscale on record fits the name before.
        rows = json.loads(self.step(0, "change", self.ADA, "--given", "Ada", "--surname", "Nèri Bò",
                                    "--format", "json").text)
        self.assertEqual(rows, [dict(before=self.ADA, address="ada.neribo@ingpec.eu", level=0,
                                     notes=["CF_MISMATCH"], code=None, error=None)])
        self.assertEqual(self.facts("ada.neribo@ingpec.eu", "surname"), ("Nèri Bò",))
        rows = rows_of(self.step(0, "change", "ada.neribo@ingpec.eu", "--given", "Jörg", "--surname",
                                 "Öz", "--format", "csv").text, ",")
        self.assertEqual(rows, [dict(before="ada.neribo@ingpec.eu", address="joerg.oez@ingpec.eu",
                                     level="0", notes="VARIANT,CF_MISMATCH", code="", error="")])

    def test_change_hears_sources(self):
        self.write("more.txt", "ada.neri.mc@ingpec.eu\n")
        result = self.step(0, "change", self.ADA, "--check", "file:more.txt")
        self.assertEqual(result.text, "ada.neri.mc.a1@ingpec.eu\n")
        before = self.dump()
        self.step(3, "change", self.UGO, "--check", "file:no.txt")
        self.write("more.txt", "ada.neri.mc@pec.example\n")
        result = self.step(3, "change", self.UGO, "--check", "file:more.txt")
        self.assertIn("no address of this list is of ingpec.eu, and 1 are of other domains", result.err)
        self.assertEqual(self.dump(), before)

    def test_change_of_a_name_with_an_error_tells_where(self):
        result = self.step(1, "change", self.ADA, "--given", "Ad4", "--surname", "Neri")
        self.assertTrue(result.err.startswith("pecaddr: UNEXPECTED: given names, character 3, '4'"),
                        result.err)
        self.assertEqual(self.facts(self.ADA), ("reserved",))

    def test_when_all_are_taken_nothing_is_changed(self):
        self.write("more.txt", "ada.neri.mc@ingpec.eu\nada.neri.mc.a1@ingpec.eu\n")
        result = self.step(1, "change", self.ADA, "--check", "file:more.txt")
        self.assertIn("every other address of this person is taken", result.err)
        self.assertEqual(self.facts(self.ADA), ("reserved",))

    # What is kept is shown.

    def test_show_tells_the_entry_of_issue_expiry_and_leaving(self):
        self.step(0, "activate", self.ADA, "--expires", "2090-12-31")
        self.write("moved.csv", f"{HEADER}\nAda;Neri;TO;B;77;{codice_fiscale(1, 'NREDAA')}\n")
        self.assign(0, "moved.csv", "--quiet")
        self.step(0, "leave", self.ADA, "--left", "2026-02-28")
        lines = self.expect(0, "registry", "show", self.ADA, self.UGO, "--registry", self.uri).lines
        self.assertRegex(lines[1], r"TO B 77 +MC A 1 +NREDAA\S+ +2090-12-31 +2026-02-28 +20\d\d-")
        self.assertNotIn("MC A 2  MC", lines[2])
        mailbox = self.mailbox(self.ADA)
        self.assertEqual([mailbox[name] for name in ("province", "section", "number",
                                                     "issued_province", "issued_section",
                                                     "issued_number", "expires", "left")],
                         ["TO", "B", 77, "MC", "A", 1, "2090-12-31", "2026-02-28"])
        self.assertRegex(mailbox["created"], r"^20\d\d-\d\d-\d\dT")
        self.assertLess(mailbox["created"], mailbox["updated"])

    def test_history_tells_the_entry_before(self):
        self.write("moved.csv", f"{HEADER}\nAda;Neri;TO;B;77;{codice_fiscale(1, 'NREDAA')}\n")
        self.assign(0, "moved.csv", "--quiet")
        rows = rows_of(self.expect(0, "registry", "history", self.ADA, "--registry", self.uri,
                                   "--format", "csv").text, ",")
        self.assertEqual([(row["holder_before"], row["entry_before"]) for row in rows],
                         [("", ""), ("", "MC A 1")])


class Verify(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init()
        self.write("s.ini", "name = s\ndomain = pec.example\ntransliterate = icu\n"
                            "rule = {given}.{surname}\n")
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;\nMario;Rossi;MC;A;2;\nAda;Bo;AN;B;3;\n")
        self.write("t.csv", f"{HEADER}\nИван;Петров;MC;A;9;\n")
        self.write("l.txt", "ugo.foa@ingpec.eu\n")
        self.assign(0, "r.csv", "--quiet")
        self.assign(0, "t.csv", "--scheme", "s.ini", "--quiet")
        self.expect(0, "registry", "import", "l.txt", "--registry", self.uri, "--quiet")

    def verify(self, status, *arguments):
        return self.expect(status, "registry", "verify", "--registry", self.uri, *arguments)

    def damage(self, statement):
        """As somebody does who can write to the file, and takes the triggers away meanwhile."""
        base = sqlite3.connect(self.path("registry.db"))
        try:
            triggers = base.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
                                    ).fetchall()
            for name, _ in triggers:
                base.execute(f"DROP TRIGGER {name}")
            self.assertEqual(base.execute(statement).rowcount, 1)
            for _, sql in triggers:
                base.execute(sql)
            base.commit()
        finally:
            base.close()

    def test_what_the_rules_give_is_counted(self):
        before = self.dump()
        result = self.verify(0)
        self.assertEqual(result.out, b"")
        self.assertEqual(result.errors, ["right           4", "imported        1",
                                         "wrong           0"])
        self.assertEqual(self.verify(0, "--quiet").err, "")
        self.assertEqual(self.dump(), before)

    DAMAGE = [  # description, what is done, verdict, what the rules give
        ("another name", "UPDATE mailbox SET given = 'Maria' WHERE address = 'mario.rossi@ingpec.eu'",
         "DIFFERS: the rules give another address, or reserve this one", "maria.rossi@ingpec.eu"),
        ("another receipt", "UPDATE mailbox SET receipt = 'claimed' WHERE address = "
                            "'mario.rossi.mc@ingpec.eu'",
         "STATE: the rules give it, but never with this receipt", "mario.rossi.mc@ingpec.eu"),
        ("tables that are to come", "UPDATE mailbox SET table_version = 99 WHERE address = "
                                    "'mario.rossi@ingpec.eu'",
         "SCHEME: this version can not read its scheme, or lacks its tables; use the version that "
         "issued it, or a newer one", None),
        ("a name that gives nothing", "UPDATE mailbox SET given = '4' WHERE address = "
                                      "'mario.rossi@ingpec.eu'",
         "UNEXPECTED: ", None),
    ]

    def test_what_the_rules_do_not_give_any_more_is_named_with_what_they_give(self):
        for description, statement, why, expected in self.DAMAGE:
            with self.subTest(description):
                shutil.copy(self.path("registry.db"), self.path("good.db"))
                self.damage(statement)
                address = re.search(r"'(\S+@\S+)'", statement).group(1)
                rows = json.loads(self.verify(1, "--format", "json").text)
                derived = [row for row in rows if row["receipt"] is not None]
                self.assertEqual([(row["address"], row["expected"]) for row in derived],
                                 [(address, expected)])
                self.assertTrue(derived[0]["why"].startswith(why), derived[0]["why"])
                # A name that was changed has the letters of the other.
                self.assertEqual([row["code"] for row in rows if row["receipt"] is None],
                                 ["LETTERS"] if "given" in statement else [])
                result = self.verify(1)
                self.assertEqual(len(result.lines), 1 + len(rows))
                self.assertEqual(result.errors[0:3:2], ["right           3", "wrong           1"])
                rows = rows_of(self.verify(1, "--format", "csv").text, ",")
                self.assertIn("reserved", [row["state"] for row in rows])
                os.replace(self.path("good.db"), self.path("registry.db"))

    def test_what_can_not_be_is_told_with_its_address_and_what_it_is_about(self):
        self.damage("UPDATE mailbox SET used = 1 WHERE address = 'mario.rossi@ingpec.eu'")
        [row] = json.loads(self.verify(1, "--format", "json").text)
        self.assertEqual((row["code"], row["address"], row["what"], row["revision"]),
                         ("USED", "mario.rossi@ingpec.eu", None, None))
        result = self.verify(1)
        self.assertIn("USED: mario.rossi@ingpec.eu: whether it was ever in use contradicts its history",
                      result.text)
        self.assertEqual(result.errors[-2:], ["wrong           0", "faults          1"])
        result = self.verify(1, "--quiet")
        self.assertEqual(result.err, "")
        self.damage("UPDATE mailbox SET level = 0, revision = 3 WHERE address = 'ada.bo@ingpec.eu'")
        rows = json.loads(self.verify(1, "--format", "json").text)
        self.assertIn(("REVISION", "ada.bo@ingpec.eu", 3),
                      [(row["code"], row["address"], row["revision"]) for row in rows])

    def test_a_page_that_is_garbled_is_told_by_the_databases_own_check(self):
        path = self.path("registry.db")
        base = sqlite3.connect(path)
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [size] = base.execute("PRAGMA page_size").fetchone()
        [root] = base.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'mailbox_address'"
                              ).fetchone()
        base.close()
        with open(path, "r+b") as file:
            file.seek(root * size - 64)
            file.write(b"Z" * 64)
        rows = json.loads(self.verify(1, "--format", "json").text)
        self.assertIn("ENGINE", [row["code"] for row in rows])

    def test_a_transfer_leaves_an_address_right(self):
        self.write("cf.csv", f"{HEADER}\nAda;Bo;AN;B;3;{codice_fiscale(1, 'BOXDAA')}\n")
        self.write("to.csv", f"{HEADER}\nAda;Bo;TO;A;8;{codice_fiscale(1, 'BOXDAA')}\n")
        self.assign(0, "cf.csv", "--quiet")
        self.assign(0, "to.csv", "--quiet")
        self.verify(0)

    def test_all_are_verified(self):
        self.usage_error("x: all addresses are verified", "registry", "verify", "x", "--registry",
                         self.uri)


class Stats(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init()

    def registry(self, status, *arguments):
        return self.expect(status, "registry", *arguments, "--registry", self.uri)

    def fill(self):
        self.write("r.csv", HEADER + "\n" + "".join(
            f"Mario;Rossi;{province};A;{n};\n" for n, province in
            enumerate(["MC", "MC", "MC", "AN", "TO"], 1)))
        self.assign(0, "r.csv", "--quiet")
        self.write("a.csv", "nome;cognome\nAda;Bo\n")
        self.write("l.csv", "pec;scadenza\nordine.macerata@ingpec.eu;\nugo.foa@pec.it;2090-03-31\n")
        self.registry(0, "import", "l.csv", "--quiet")
        for address, expires in (("mario.rossi", "2089-12-31"), ("mario.rossi.mc", "2090-01-01"),
                                 ("mario.rossi.an", "2090-03-02")):
            self.registry(0, "activate", address + DOMAIN, "--expires", expires, "--why", "x", "-q")
        self.registry(0, "leave", "mario.rossi.an@ingpec.eu", "--left", "2026-01-01", "--why", "x", "-q")
        self.registry(0, "release", "mario.rossi.to@ingpec.eu", "--why", "x", "-q")
        self.registry(0, "retire", "ugo.foa@pec.it", "--why", "x", "-q")

    def test_totals_by_state_level_domain_province_and_what_expires(self):
        self.fill()
        rows = json.loads(self.registry(0, "stats", "--today", "2090-01-01", "--format", "json").text)
        self.assertEqual(list(rows[0]), ["group", "value", "total", "reserved", "active", "retired",
                                         "released"])
        self.assertEqual([tuple(row.values()) for row in rows], [
            ("all", None, 6, 1, 4, 1, 1),
            ("level", "0", 1, 0, 1, 0, 0),
            ("level", "1", 2, 0, 2, 0, 1),
            ("level", "2", 1, 1, 0, 0, 0),
            ("level", "homonyms", 3, 1, 2, 0, 1),
            ("level", "imported", 2, 0, 1, 1, 0),
            ("domain", "ingpec.eu", 5, 1, 4, 0, 1),
            ("domain", "pec.it", 1, 0, 0, 1, 0),
            ("province", "AN", 1, 0, 1, 0, 0),
            ("province", "MC", 3, 1, 2, 0, 0),
            ("province", "TO", 0, 0, 0, 0, 1),
            ("province", "none", 2, 0, 1, 1, 0),
            ("expires", "before today", 1, 0, 1, 0, 0),
            ("expires", "within 30 days", 1, 0, 1, 0, 0),
            ("expires", "within 60 days", 2, 0, 2, 0, 0),
            ("expires", "within 90 days", 2, 0, 2, 0, 0),
            ("left", None, 1, 0, 1, 0, 0)])

    def test_days_are_counted_over_months_and_leap_years(self):
        self.write("l.csv", "pec;scadenza\nugo.foa@ingpec.eu;2028-03-01\n")
        self.registry(0, "import", "l.csv", "--quiet")
        for today, counts in (("2028-03-02", [1, 0, 0, 0]), ("2028-03-01", [0, 1, 1, 1]),
                              ("2028-01-31", [0, 1, 1, 1]), ("2028-01-30", [0, 0, 1, 1]),
                              ("2028-01-01", [0, 0, 1, 1]), ("2027-12-31", [0, 0, 0, 1]),
                              ("2027-12-02", [0, 0, 0, 1]), ("01/12/2027", [0, 0, 0, 0])):
            rows = rows_of(self.registry(0, "stats", "--today", today, "--format", "csv").text, ",")
            self.assertEqual([int(row["active"]) for row in rows if row["group"] == "expires"],
                             counts, today)

    def test_the_table_is_aligned(self):
        self.fill()
        lines = self.registry(0, "stats").lines
        self.assertEqual(lines[0].split(), ["group", "value", "total", "reserved", "active", "retired",
                                            "released"])
        self.assertEqual({len(line) for line in lines}, {len(lines[0])})
        self.registry(0, "stats", "--output", "s.txt")
        self.assertEqual(self.read("s.txt", "utf-8").splitlines(), lines)

    def test_an_empty_registry_has_zeros(self):
        rows = json.loads(self.registry(0, "stats", "--format", "json").text)
        self.assertEqual({row["total"] for row in rows}, {0})

    def test_usage(self):
        self.usage_error("x: all addresses are counted", "registry", "stats", "x", "--registry",
                         self.uri)
        self.usage_error("--today 2090-13-01: this is no day", "registry", "stats", "--today",
                         "2090-13-01", "--registry", self.uri)


class Lists(ToolTest):
    """What a list is, is the same for a source and for import."""

    ADDRESS = "mario.rossi@ingpec.eu"
    ROW = "{};MARIO;ROSSI;A 7;;2;01/01/2020;\n"
    LISTS = [  # description, text, whether the address is in it; None: the list has a fault
        ("one address on a line", "{}\n", True),
        ("upper case", "MARIO.ROSSI@INGPEC.EU", True),
        ("in quotes, and something after it", '"{}";x\n', True),
        ("spaces before it, a note after it", "  {} a note\n", True),
        ("a byte order mark, CRLF", "\ufeff{}\r\n", True),
        ("old Macintosh lines", "a.b@ingpec.eu\r{}\r", True),
        ("comments, empty lines, separators only", "# a@b.it\n\n{}\n#x\n;;\n", True),
        ("a header", "indirizzo\n{}\n", True),
        ("quotes around nothing", '{}\n"";;\n', True),
        ("a comment in a quote", '{}\n"# x\n', True),
        ("a header after comments", "# a@b.it\nindirizzo;altro\n{};x\n# end\n", True),
        ("a header that is ours, over one column", "pec\n{};x\n", True),
        ("rows with a comment", "pec;nome\n# x\n{};Mario\n", True),
        ("INI-PEC with its header", "PEC;Nome;Cognome;Numero Iscrizione;Codice Fiscale;Stato;Data "
         "Iscrizione;Data Cancellazione\n" + ROW, True),
        ("INI-PEC without its header", ROW, True),
        ("a comment", "a.b@ingpec.eu\n# {}\n", False),
        ("a longer address", "x{}\n", False),
        ("in the second place", "a.b@ingpec.eu;{}\n", None),
        ("a row without an address", "pec;nome\n;Mario\n{};Ugo\n", True),
        ("after a tab", "a.b@ingpec.eu\n\t{}\n", None),
        ("a quote that is not closed", 'a.b@ingpec.eu\n"{}\n', None),
        ("a quote that closes too early", 'a.b@ingpec.eu\n"{}"x\n', None),
        ("no address", "a.b@ingpec.eu\nwhat is this\n{}\n", None),
        ("a second header", "pec\npec\n{}\n", None),
        ("no domain", "{}\nmario.rossi@\n", None),
        ("a domain that can not be", "{}\nmario.rossi@-x\n", None),
        ("nothing", "", None),
        ("nothing but comments", "# {}\n\n", None),
    ]

    def test_a_list_is_the_same_for_a_source_and_for_import(self):
        for description, text, is_in in self.LISTS:
            with self.subTest(description):
                self.write("list", text.format(self.ADDRESS))
                uri = self.init("r.db")
                self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;\n")
                heard = self.run_tool("assign", "r.csv", "--registry", uri, "--check", "file:list",
                                      "--dry-run")
                imported = self.run_tool("registry", "import", "list", "--registry", uri)
                if is_in is None:
                    self.assertEqual((heard.status, imported.status in (1, 2)), (3, True),
                                     heard.err + imported.err)
                else:
                    self.assertEqual((heard.status, imported.status), (0, 0),
                                     heard.err + imported.err)
                    self.assertEqual("mario.rossi.mc@ingpec.eu" in heard.text, is_in)
                    self.assertEqual(self.ADDRESS in self.export(uri), is_in)
                os.unlink(self.path("r.db"))


    # What is left of a longer list, and where; 0: it is whole.
    CUT = [
        ("in a local part", "a@ingpec.eu\nmario.ros", 2),
        ("at the @", "a@ingpec.eu\nmario.rossi@", 2),
        ("in a domain", "a@ingpec.eu\nmario.rossi@ingpec", 2),
        ("at a dot", "a@ingpec.eu\nmario.rossi@ingpec.", 2),
        ("in another case", "a@IngPEC.eu\nmario.rossi@INGpec.E", 2),
        ("in any domain seen", "a@pec.it\nb@ingpec.eu\nc@pec.it\nmario.rossi@ingpec.e", 4),
        ("in a quote", '"a@ingpec.eu"\n"mario.rossi@ingpec.eu', 2),
        ("in a later column", "PEC;Nome;Cognome\nmario.rossi@ingpec.eu;Mar", 2),
        ("in an address of a roster", "PEC;Nome\na@ingpec.eu;Anna\nmario.rossi@ingp", 3),
        ("in a later column of a list", "a@ingpec.eu;A;N\nb@ingpec.eu;B;B\nmario.rossi@ingpec.eu;M", 3),
        ("in a later column in quotes", 'a@ingpec.eu,"Anna"\nmario.rossi@ingpec.eu,"Mar', 2),
        ("in the last but one column of INI-PEC", INIPEC.replace(";Data Cancellazione", "") +
         "mario.rossi@ingpec.eu;Mario;Rossi;A 1;;2", 2),
        ("nowhere, and a domain seen", "a@ingpec.eu\nmario.rossi@ingpec.eu", 0),
        ("nowhere, and the only line", "mario.rossi@ingpec.eu", 0),
        ("nowhere, and another domain", "mario.rossi@ingpec.eu\na@pec.it", 0),
        ("nowhere, and a longer domain", "mario.rossi@ingpec.eu\na@ingpec.eu.it", 0),
        ("nowhere, and columns", "pec;nome\nmario.rossi@ingpec.eu;Mario\na@ingpec.eu;An", 0),
        ("in a comment", "mario.rossi@ingpec.eu\n# the en", 0),
        ("in blanks", "mario.rossi@ingpec.eu\n  ", 0),
    ]

    def test_a_list_that_was_cut_in_mid_line_is_refused_as_it_is_by_a_source(self):
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;\n")
        for description, text, line in self.CUT:
            with self.subTest(description):
                self.write("list", text)
                uri = self.init(f"{description}.db")
                heard = self.run_tool("assign", "r.csv", "--registry", uri, "--check", "file:list",
                                      "--dry-run")
                imported = self.run_tool("registry", "import", "list", "--registry", uri)
                told = f"list:{line}: the list stops in this line, which has no end, as if"
                if line:
                    self.assertEqual((heard.status, imported.status), (3, 2), imported.err)
                    self.assertIn(told, heard.err)
                    self.assertIn(told, imported.err)
                    self.assertEqual(self.export(uri), [])
                else:
                    self.assertEqual((heard.status, imported.status), (0, 0), imported.err)

    def test_a_list_that_was_cut_is_refused_from_a_pipe_and_before_anything_of_it_is_done(self):
        uri = self.init("r.db")
        text = "".join(f"a{i}.b@ingpec.eu\n" for i in range(2500)) + "mario.rossi@ingp"
        for encoding in ("utf-8", "utf-16"):
            result = self.run_tool("registry", "import", "-", "--registry", uri,
                                   stdin=text.encode(encoding))
            self.assertEqual(result.status, 2)
            self.assertIn("standard input:2501: the list stops in this line", result.err)
        self.assertEqual(self.export(uri), [])
        for command in ("activate", "retire"):
            self.write("l.txt", text)
            self.usage_error("l.txt:2501: the list stops in this line", "registry", command,
                             "--from", "l.txt", "--why", "x", "--registry", uri)
        whole = self.run_tool("registry", "import", "-", "--registry", uri,
                              stdin=(text + "ec.eu\r\n\x1a").encode())
        self.assertIn("2501 new on record, 0 already there, 0 with errors", whole.err)


class Import(ToolTest):
    def setUp(self):
        super().setUp()
        self.uri = self.init()

    def bring_in(self, status, *arguments, **options):
        return self.expect(status, "registry", "import", *arguments, "--registry", self.uri, **options)

    def rows(self):
        return json.loads(self.expect(0, "registry", "show", "--registry", self.uri, "--format",
                                      "json").text)

    def test_inipec_is_read_with_and_without_its_header_and_the_province_is_given(self):
        lines = (f"mario.rossi@ingpec.eu;MARIO;ROSSI;A 1;{codice_fiscale(1)};2;01/01/2020;\n"
                 f"ada.bo.mc@ingpec.eu;ADA;BÒ;2/B;;1;01/01/2020;\n"
                 f"ugo.neri@ingpec.eu;UGO;NERI;n. 3 sez. A;;2;01/01/2020\n"
                 f"ida.gialli@ingpec.eu;IDA;GIALLI;A 4;;3;01/01/2020;01/01/2021\n")
        for name, text, encoding in [("headed", INIPEC + lines, "utf-8"), ("bare", lines, "utf-8"),
                                     ("dos", lines, "cp1252"), ("wide", lines, "utf-16")]:
            with self.subTest(name):
                if name == "headed":
                    text = text.replace("n. 3 sez. A;;2;01/01/2020\n", "n. 3 sez. A;;2;01/01/2020;\n")
                self.uri = self.init(name + ".db")
                self.write("i.csv", text, encoding)
                result = self.bring_in(0, "i.csv", "--province", "MC")
                self.assertIn("4 new on record, 0 already there, 0 with errors", result.err)
                self.assertEqual([(row["pec"], row["given"], row["surname"], row["province"],
                                   row["section"], row["number"], row["holder"], row["state"])
                                  for row in self.rows()],
                                 [("ada.bo.mc@ingpec.eu", "ADA", "BÒ", "MC", "B", 2, None, "active"),
                                  ("ida.gialli@ingpec.eu", "IDA", "GIALLI", "MC", "A", 4, None,
                                   "retired"),
                                  ("mario.rossi@ingpec.eu", "MARIO", "ROSSI", "MC", "A", 1,
                                   codice_fiscale(1), "active"),
                                  ("ugo.neri@ingpec.eu", "UGO", "NERI", "MC", "A", 3, None,
                                   "active")])

    def test_six_columns_without_a_state_of_inipec_are_a_list(self):
        self.write("l.csv", "mario.rossi@ingpec.eu;a;b;c;d;e\n")
        self.assertIn("l.csv: a list of addresses\n", self.bring_in(0, "l.csv").err)
        self.assertIsNone(self.rows()[0]["given"])

    def test_the_province_of_the_file_is_a_sigla_and_contradicts_no_row(self):
        self.write("m.csv", "pec;provincia\nmario.rossi@ingpec.eu;AN\n")
        self.usage_error("--province Macerata: give the Order's sigla, such as MC", "registry",
                         "import", "m.csv", "--province", "Macerata", "--registry", self.uri)
        self.assertIn("m.csv:2: PROVINCE: province \"AN\": this is not the province of the roster",
                      self.bring_in(1, "m.csv", "--province", "MC").err)

    def test_a_reserved_address_is_active_by_its_import_for_the_same_holder_only(self):
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;{codice_fiscale(1)}\nAda;Bo;MC;A;2;\n")
        self.assign(0, "r.csv", "--quiet")
        self.write("m.csv", "pec;codice_fiscale;scadenza\n"
                            f"mario.rossi@ingpec.eu;{codice_fiscale(1)};31/12/2030\n")
        self.bring_in(0, "m.csv")
        self.write("n.csv", "pec;nome;cognome;provincia;sezione;numero\n"
                            "ada.bo@ingpec.eu;Ada;Bo;TO;A;9\n")
        result = self.bring_in(1, "n.csv")
        self.assertIn("n.csv:2: STATE: ada.bo@ingpec.eu belongs to Ada Bo (MC A 2), who has another "
                      "register entry; correct the address or the person, or what is on record\n",
                      result.err)
        self.assertEqual([(row["pec"], row["state"], row["expires"]) for row in self.rows()],
                         [("ada.bo@ingpec.eu", "reserved", None),
                          ("mario.rossi@ingpec.eu", "active", "2030-12-31")])

    def test_each_conflict_says_what_is_on_record_and_overwrites_nothing(self):
        self.write("r.csv", f"{HEADER}\nMario;Rossi;MC;A;1;{codice_fiscale(1)}\nAda;Bo;MC;A;2;\n"
                            "Ugo;Neri;MC;A;3;\n")
        self.assign(0, "r.csv", "--quiet")
        self.expect(0, "registry", "activate", "ugo.neri@ingpec.eu", "--why", "x", "--registry",
                    self.uri)
        self.expect(0, "registry", "retire", "ugo.neri@ingpec.eu", "--why", "x", "--registry",
                    self.uri)
        before = self.dump()
        self.write("m.csv", "pec;nome;cognome;provincia;sezione;numero;codice_fiscale\n"
                            "a.b@ingpec.eu;Pia;Blu;mc;a;2;\n"
                            f"c.d@ingpec.eu;Mario;Rossi;MC;A;9;{codice_fiscale(1)}\n"
                            f"e.f@ingpec.eu;Eva;Blu;MC;A;2;{codice_fiscale(5)}\n"
                            "ugo.neri@ingpec.eu;Ugo;Neri;MC;A;3;\n")
        result = self.bring_in(1, "m.csv")
        entry = ("ada.bo@ingpec.eu belongs to Ada Bo (MC A 2), who has this register entry; correct the "
                 "number, or, if this holder has left the Order, put that on record first")
        self.assertEqual(result.errors[1:5], [
            'm.csv:2: HOLDER: address "a.b@ingpec.eu": ' + entry,
            'm.csv:3: HOLDER: address "c.d@ingpec.eu": mario.rossi@ingpec.eu belongs to Mario Rossi '
            f"({codice_fiscale(1)}, MC A 1), who has this codice fiscale, and nobody has two; find out "
            "which one is in use, then correct the codice fiscale, or what is on record",
            'm.csv:4: HOLDER: address "e.f@ingpec.eu": ' + entry,
            "m.csv:5: STATE: ugo.neri@ingpec.eu belongs to Ugo Neri (MC A 3), and is retired; its holder "
            "has it again by asking for an address, and it is activated then"])
        # What was there stays; the addresses that were refused are given to nobody.
        kept = [line for line in before if line.startswith('INSERT INTO "mailbox"')]
        self.assertEqual([line for line in self.dump() if line in kept], kept)
        self.assertEqual(self.export(), ["a.b@ingpec.eu", "ada.bo@ingpec.eu", "c.d@ingpec.eu",
                                         "e.f@ingpec.eu", "mario.rossi@ingpec.eu",
                                         "ugo.neri@ingpec.eu"])

    def test_dates_are_read_as_italian_files_have_them_or_refused(self):
        self.write("m.csv", "pec;scadenza;uscita\na.a@ingpec.eu;31.12.2030;28/02/2026\n"
                            "b.b@ingpec.eu;31/11/2030;\nc.c@ingpec.eu;;yesterday\n"
                            "d.d@ingpec.eu;2203-01-01;\ne.e@ingpec.eu;;2090-01-01\n")
        result = self.bring_in(1, "m.csv")
        how = "write it like 2030-12-31 or 31/12/2030"
        no_day = "this is no day of the years 1990 to 2100"
        self.assertEqual(result.errors[1:5], [
            f'm.csv:3: ARGUMENT: address "b.b@ingpec.eu": its date of expiry "31/11/2030": {no_day}; {how}',
            'm.csv:4: ARGUMENT: address "c.c@ingpec.eu": the day "yesterday" on which its holder left: '
            f"{no_day}; {how}",
            f'm.csv:5: ARGUMENT: address "d.d@ingpec.eu": its date of expiry "2203-01-01": {no_day}; {how}',
            'm.csv:6: ARGUMENT: address "e.e@ingpec.eu": the day "2090-01-01" on which its holder left: '
            "this day is still to come; check the day and the year"])
        self.assertEqual([(row["pec"], row["expires"], row["left"]) for row in self.rows()],
                         [("a.a@ingpec.eu", "2030-12-31", "2026-02-28")])

    def test_the_columns_that_are_read_are_told_and_dates_that_are_not(self):
        self.write("m.csv", "PEC;Nome;Data scadenza PEC;Stato;Data rinnovo;Data di nascita;Uscita\n"
                            "a.a@ingpec.eu;A;31/12/2030;;01/01/2020;01/01/1960;\n")
        self.assertEqual(self.bring_in(0, "m.csv").errors[:2], [
            'm.csv: utf-8 (found out), separator ";", columns nome "Nome", pec "PEC", scadenza "Data scadenza PEC", '
            'stato "Stato", uscita "Uscita"',
            'm.csv: not read: "Data rinnovo"; a date of expiry stands in a column scadenza, that of '
            "leaving in a column uscita"])
        self.assertEqual(self.rows()[0]["expires"], "2030-12-31")
        for name in ("Scadenza PEC", "Data scadenza", "SCADENZA"):
            self.uri = self.init(f"{name}.db")
            self.write("n.csv", f"pec;{name}\na.a@ingpec.eu;31/12/2030\n")
            self.bring_in(0, "n.csv")
            self.assertEqual(self.rows()[0]["expires"], "2030-12-31", name)

    def test_who_left_is_brought_in_without_standing_on_the_entry(self):
        self.write("m.csv", "pec;nome;cognome;provincia;sezione;numero;uscita\n"
                            "ada.bo@ingpec.eu;Ada;Bo;MC;A;1;2020-01-01\n"
                            "ugo.foa@ingpec.eu;Ugo;Foa;MC;A;1;\n")
        self.assertIn("2 new on record, 0 already there, 0 with errors", self.bring_in(0, "m.csv").err)
        self.assertEqual([row["left"] for row in self.rows()], ["2020-01-01", None])

    def test_a_number_without_a_province_is_remarked_once(self):
        self.write("m.csv", "pec;sezione;numero\nada.bo@ingpec.eu;A;1\nugo.foa@ingpec.eu;A;2\n")
        self.assertEqual(self.bring_in(0, "m.csv").errors[-1],
                         "2 rows have a number and no province: where the record does not have it "
                         "either, nobody is known by the register entry; if the file is of one Order, "
                         "run again with --province, such as MC")
        self.assertNotIn("no province", self.bring_in(0, "m.csv", "--province", "MC").err)
        self.assertEqual([row["province"] for row in self.rows()], ["MC", "MC"])

    def test_a_reserved_mailbox_is_not_active_by_a_row_that_does_not_say_whose_it_is(self):
        self.write("r.csv", f"{HEADER}\nAda;Bo;MC;A;2;{codice_fiscale(1, 'BOXADA')}\n")
        self.assign(0, "r.csv", "--quiet")
        self.write("m.csv", "pec;sezione;numero\nada.bo@ingpec.eu;A;2\n")
        self.assertIn("m.csv:2: STATE: ada.bo@ingpec.eu is reserved for Ada Bo "
                      f"({codice_fiscale(1, 'BOXADA')}, MC A 2), and nothing says whether that is the "
                      "same person; give the codice fiscale, the name or the register entry too; give "
                      "the province of the whole file by --province, such as MC\n",
                      self.bring_in(1, "m.csv").err)
        self.bring_in(0, "m.csv", "--province", "MC")
        self.assertEqual(self.rows()[0]["state"], "active")

    def test_a_codice_fiscale_that_does_not_fit_the_name_is_remarked(self):
        self.write("m.csv", "pec;nome;cognome;codice_fiscale\n"
                            f"ada.bo@ingpec.eu;Ada;Bo;{codice_fiscale(1)}\n")
        self.assertIn("m.csv:2: note: CF_MISMATCH: ada.bo@ingpec.eu: the codice fiscale begins with "
                      "RSS MRA, and this name gives BOX DAA; check both\n", self.bring_in(0, "m.csv").err)

    def test_a_state_that_differs_is_told_and_kept(self):
        self.write("m.csv", INIPEC + "ada.bo@ingpec.eu;Ada;Bo;A 1;;2;;\n")
        self.bring_in(0, "m.csv", "--province", "MC")
        self.write("m.csv", INIPEC + "ada.bo@ingpec.eu;Ada;Bo;A 1;;3;;01/02/2020\n")
        self.assertIn('m.csv:2: NO_MATCH: address "ada.bo@ingpec.eu": it is retired, says the file; on '
                      "record it is active; its day of leaving is 2020-02-01, says the file; on record "
                      "it is not known; kept as on record; if the file is right, correct a state by "
                      "registry activate or retire, leaving by registry leave\n",
                      self.bring_in(1, "m.csv", "--province", "MC").err)
        self.assertEqual(self.rows()[0]["state"], "active")

    def test_an_export_is_imported_with_expiry_and_leaving(self):
        self.write("m.csv", "pec;nome;cognome;provincia;sezione;numero;scadenza;uscita\n"
                            "ada.bo@ingpec.eu;Ada;Bo;MC;A;1;2030-12-31;2026-02-28\n"
                            "ugo.foa@ingpec.eu;Ugo;Foa;MC;A;2;;\n")
        self.bring_in(0, "m.csv")
        self.expect(0, "registry", "export", "--format", "csv", "--output", "all.csv", "--registry",
                    self.uri)
        before = self.rows()
        self.uri = self.init("other.db")
        self.bring_in(0, "all.csv")
        self.assertIn("0 new on record, 2 already there, 0 with errors",
                      self.bring_in(0, "all.csv").err)
        facts = ("pec", "state", "given", "surname", "province", "section", "number", "expires", "left")
        self.assertEqual([[row[name] for name in facts] for row in self.rows()],
                         [[row[name] for name in facts] for row in before])

    def test_what_differs_from_the_record_is_told_and_not_overwritten(self):
        cf = codice_fiscale(1, "BOXADA")
        head = "pec;nome;cognome;provincia;sezione;numero;codice_fiscale;scadenza;uscita\n"
        self.write("m.csv", head + f"ada.bo@ingpec.eu;Ada;Bo;MC;A;1;{cf};2030-12-31;\n"
                                   "ugo.foa@ingpec.eu;Ugo;Foà;MC;A;2;;;2026-02-28\n")
        self.bring_in(0, "m.csv")
        before = self.dump()
        self.write("n.csv", head + f"ada.bo@ingpec.eu;Ada Eva;Bo;TO;B;9;{cf};2029-12-31;\n"
                                   "ugo.foa@ingpec.eu;UGO;FOA';MC;A;2;;;2026-01-01\n"
                                   "ada.bo@ingpec.eu;;;;;;;;2026-01-01\n")
        result = self.bring_in(1, "n.csv", "--quiet")
        kept = "kept as on record; if the file is right, correct"
        self.assertEqual(result.errors, [
            'n.csv:2: NO_MATCH: address "ada.bo@ingpec.eu": its holder\'s name is Ada Eva Bo, says the file; '
            "on record it is Ada Bo; its register entry is TO B 9, says the file; on record it is MC A 1; "
            "its date of expiry is 2029-12-31, says the file; on record it is 2030-12-31; "
            f"{kept} a name on record by registry correct, a register entry by assign, with the codice "
            "fiscale, a date of expiry by registry renew",
            'n.csv:3: NO_MATCH: address "ugo.foa@ingpec.eu": its day of leaving is 2026-01-01, says the '
            f"file; on record it is 2026-02-28; {kept} leaving by registry leave",
            'n.csv:4: NO_MATCH: address "ada.bo@ingpec.eu": its day of leaving is 2026-01-01, says the '
            f"file; on record it is not known; {kept} leaving by registry leave"])
        self.assertEqual(self.dump(), before)
        self.assertIn("0 new on record, 0 already there, 3 with errors",
                      self.bring_in(1, "n.csv").err)

    def test_the_faults_of_a_file_are_told_in_the_order_of_its_lines(self):
        self.write("l.txt", "a.b@-x\nno\nc.d@-y\nno\n")
        self.assertEqual([line.split(":")[1] for line in self.bring_in(1, "l.txt").errors[1:5]],
                         ["1", "2", "3", "4"])

    def test_utf_16_without_its_mark_is_read(self):
        for encoding, name in (("utf-16-le", "utf-16le"), ("utf-16-be", "utf-16be")):
            self.write("m.csv", "pec;nome\nada.bo@ingpec.eu;Ada\n", encoding)
            self.assertIn(f"m.csv: {name} (found out), ", self.bring_in(0, "m.csv").err)
            self.bring_in(0, "m.csv", "--encoding", name)

    def test_a_file_without_an_address_is_refused(self):
        for text in ("", "# nothing\n"):
            self.write("empty", text)
            self.usage_error("empty: there is no address in this file; check that it is the right one",
                             "registry", "import", "empty", "--registry", self.uri)


class Help(ToolTest):
    def test_what_is_permanent_says_so(self):
        for command in ("activate", "relink", "change"):
            self.assertIn("permanent", self.expect(0, "registry", command, "--help").text)

    def test_assign_says_where_uris_are_explained_and_how_their_special_characters_are_written(self):
        text = self.expect(0, "assign", "--help").text
        for part in ("doc/registry.md", "%25", "%3F"):
            self.assertIn(part, text)

    def test_the_kinds_of_registry_and_source_are_named(self):
        for command in (["assign"], ["registry", "change"]):
            text = " ".join(self.expect(0, *command, "--help").text.split())
            for kind in ("file:", "ldap://", "ldaps://", "exec:", "sqlite:", "postgresql://"):
                self.assertIn(kind, text)


# These stand here where a server is there: tests/with-postgres.py.
if "PECADDR_TEST_POSTGRES" in os.environ:

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

        def test_assigning_twice_gives_the_same_addresses(self):
            self.write("r.csv", f"{HEADER}\nPio;Bruni;MC;A;101;{codice_fiscale(1, 'BRNPIO')}\n"
                                "Pio;Bruni;MC;A;102;\nPio;Bruni;AN;A;103;\nPio;Bruni;MC;B;104;\n")
            first = self.assign(0, "r.csv", registry=self.uri).text
            self.assertEqual([row["pec"].split("@")[0] for row in rows_of(first)],
                             ["pio.bruni", "pio.bruni.mc", "pio.bruni.an", "pio.bruni.mc.b104"])
            self.assertEqual([row["note"] for row in rows_of(first)], ["", "NAMESAKE", "", "NAMESAKE"])
            # What is noted of a new address alone is told once.
            first = first.replace(";NAMESAKE;", ";;")
            self.assertEqual(self.assign(0, "r.csv", registry=self.uri).text, first)
            dry = self.assign(0, "r.csv", "--dry-run", registry=self.uri).text
            self.assertEqual(dry, first)

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


def main():
    global PECADDR, LINES, ROWS
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pecaddr", required=True, help="the built command")
    parser.add_argument("--lines", type=int, default=LINES, help=f"default {LINES}")
    parser.add_argument("--rows", type=int, default=ROWS, help=f"default {ROWS}; at least 4000")
    arguments, rest = parser.parse_known_args()
    PECADDR = os.path.abspath(arguments.pecaddr)
    LINES = arguments.lines
    ROWS = arguments.rows
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
