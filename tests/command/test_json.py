#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
What --format json gives is what doc/json says: each subcommand is run, and its result validated
against doc/json/NAME.schema.json, in which no key may be missing and none may be more.

    test_json.py --pecaddr PATH [unittest options]
"""

import json
import os
import re
import shlex

import jsonschema
import test_verify
import tool
from tool import HEADER, ToolTest, codice_fiscale, person

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
FOLDER = os.path.join(ROOT, "doc", "json")
PAGE = os.path.join(ROOT, "doc", "json.md")
OWN = "#/$defs/"


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


# --- the schemas ---------------------------------------------------------------------------------


def published():
    """The schemas as they stand in the folder, by name."""
    names = sorted(name[:-len(".schema.json")] for name in os.listdir(FOLDER))
    return {name: json.loads(read(os.path.join(FOLDER, f"{name}.schema.json"))) for name in names}


def strict(schema, definitions):
    """The same with what it refers to in its place, and without room for keys that it lacks."""
    if isinstance(schema, list):
        return [strict(part, definitions) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {}
    if "$ref" in schema:
        made = strict(definitions[schema["$ref"].removeprefix(OWN)], definitions)
    made.update({key: strict(value, definitions) for key, value in schema.items()
                 if key not in ("$ref", "$defs")})
    if isinstance(made.get("properties"), dict) and made.get("type") == "object":
        made["additionalProperties"] = False
    return made


DEFINITIONS = {name: definition for schema in published().values()
               for name, definition in schema.get("$defs", {}).items()}
SCHEMAS = {name: strict(schema, schema.get("$defs", {})) for name, schema in published().items()}


def references_of(schema):
    """All that a schema refers to."""
    if isinstance(schema, list):
        for part in schema:
            yield from references_of(part)
    elif isinstance(schema, dict):
        for key, part in schema.items():
            yield from [part] if key == "$ref" else references_of(part)


def objects_of(schema):
    """All descriptions of objects in a schema."""
    if isinstance(schema, list):
        for part in schema:
            yield from objects_of(part)
    elif isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for part in schema.values():
            yield from objects_of(part)


def command_of(name):
    """registry-show → registry show"""
    return name.split("-", 1)


class JsonTest(ToolTest):
    def valid(self, status, *arguments):
        """What a subcommand gives, which its schema describes."""
        result = self.expect(status, *arguments, "--format", "json", env=self.language)
        words = arguments[:2] if arguments[0] in ("registry", "scheme") else arguments[:1]
        data = json.loads(result.text)
        try:
            jsonschema.validate(data, SCHEMAS["-".join(words)],
                                cls=jsonschema.Draft202012Validator)
        except jsonschema.ValidationError as error:
            self.fail(f"{' '.join(arguments)}: {error.json_path}: {error.message}\n{result.text}")
        return data

    language = {"LC_ALL": "C"}


# --- each subcommand -----------------------------------------------------------------------------


class Results(JsonTest):
    """Each subcommand: what it gives when all is well, what it gives of errors, and nothing."""

    ADA = "ada.neri@ingpec.eu"
    UGO = "ugo.foa@ingpec.eu"

    def setUp(self):
        super().setUp()
        self.write("r.csv", f"{HEADER}\nAda;Neri;MC;A;1;{codice_fiscale(1, 'NREDAA')}\n"
                            f"Jörg;Foa;MC;B;2;\nUgo;Foa;AN;A;3;\nUg0;Foa;AN;A;4;\n")
        self.uri = self.init()
        self.at = ["--registry", self.uri]

    def filled(self):
        self.assign(1, "r.csv", "--quiet", "--output", "out.csv")

    def step(self, status, command, *arguments):
        return self.valid(status, "registry", command, *arguments, "--why", "x", *self.at)

    def codes(self, rows):
        """The codes of the rows; a row has a sentence exactly where it has a code."""
        for row in rows:
            self.assertEqual(row["code"] is None, row["error"] is None, row)
        return [row["code"] for row in rows]

    def test_normalize(self):
        self.write("n.tsv", "Ing. Jörg\tÖz\nAd4\tNeri\nx\n")
        rows = self.valid(1, "normalize", "n.tsv")
        self.assertEqual(self.codes(rows), [None, "UNEXPECTED", "EMPTY"])
        self.assertEqual(rows[0]["notes"], ["TITLE", "VARIANT"])
        self.write("empty.tsv", "")
        self.assertEqual(self.valid(0, "normalize", "empty.tsv"), [])

    def test_candidates(self):
        rows = self.valid(0, "candidates", *person())
        self.assertEqual([row["level"] for row in rows], [0, 1, 2])
        self.assertEqual(self.codes(self.valid(1, "candidates", *person(province="XX"))),
                         ["PROVINCE"])

    def test_explain(self):
        self.filled()
        data = self.valid(0, "explain", *person(given="Ada", surname="Neri"), *self.at)
        self.assertEqual([row["answer"] for row in data["candidates"]], ["taken", "free", None])
        data = self.valid(0, "explain", *person(given="Dott. Jörg, Uwe", surname="Öz in Bo"))
        self.assertEqual({step["field"] for step in data["steps"]}, {"given", "surname", None})
        for changes, code, field in ((dict(surname="B0"), "UNEXPECTED", "surname"),
                                     (dict(given="-"), "EMPTY", "given"),
                                     (dict(province="XX"), "PROVINCE", "province"),
                                     (dict(number="0"), "REGISTER", "number"),
                                     (dict(section="C"), "REGISTER", "section"),
                                     (dict(holder="X"), "HOLDER", "holder")):
            error = self.valid(1, "explain", *person(**changes))["error"]
            self.assertEqual((error["code"], error["field"]), (code, field))

    def test_check(self):
        rows = self.valid(1, "check", self.ADA, "ada.neri.mc.a1@ingpec.eu", "ordine.mc@ingpec.eu",
                          "x@y.example", "nonsense")
        self.assertEqual([row["kind"] for row in rows],
                         ["person", "person", "reserved", "foreign", "foreign"])

    def test_assign_a_roster(self):
        rows = self.valid(1, "assign", "r.csv", *self.at, "(waits)")
        self.assertEqual(self.codes(rows), [None, "REVIEW", None, "UNEXPECTED"])
        self.assertEqual([row["new"] for row in rows], [True, None, True, None])
        rows = self.valid(1, "assign", "r.csv", *self.at)
        self.assertEqual(self.codes(rows), [None, None, None, "UNEXPECTED"])
        self.assertEqual([row["new"] for row in rows], [False, True, False, None])
        self.write("none.csv", HEADER + "\n")
        self.assertEqual(self.valid(0, "assign", "none.csv", *self.at), [])
        self.write("cf.csv", f"{HEADER}\nAda;Neri;MC;A;1;{codice_fiscale(2, 'NREDAA')}\n")
        self.assertEqual(self.codes(self.valid(1, "assign", "cf.csv", *self.at)), ["HOLDER"])

    def test_assign_one_person(self):
        [row] = self.valid(0, "assign", *person(), *self.at)
        self.assertEqual((row["new"], row["level"]), (True, 0))
        for changes, code in ((dict(given="Ad4"), "UNEXPECTED"), (dict(given="Ada"), "HOLDER"),
                              (dict(holder="X"), "HOLDER"), (dict(province="XX"), "PROVINCE")):
            self.assertEqual(self.codes(self.valid(1, "assign", *person(**changes), *self.at)),
                             [code])
        who = person(given="Jörg", number="9")
        self.assertEqual(self.codes(self.valid(1, "assign", *who, *self.at, "(waits)")),
                         ["REVIEW"])

    def test_audit(self):
        self.filled()
        rows = self.valid(1, "audit", "r.csv", *self.at)
        self.assertEqual([(row["verdict"], row["code"]) for row in rows],
                         [("right", None)] * 3 + [("error", "UNEXPECTED")])
        self.write("l.txt", "ada.neri@ingpec.eu\nzoe.re.mc@ingpec.eu\n")
        rows = self.valid(1, "audit", "r.csv", "--registry", "file:l.txt")
        self.assertEqual({row["verdict"] for row in rows},
                         {"right", "missing", "error", "orphaned"})

    def test_scheme_show(self):
        self.assertGreater(len(self.valid(0, "scheme", "show")), 3)
        self.assertEqual(self.valid(0, "scheme", "show", "ingpec")["clashes"], [])
        self.assertTrue(self.valid(0, "scheme", "show", "nodot")["clashes"])

    def test_scheme_check(self):
        self.write("bad.ini", "name = x\nrule = {given}\n")
        rows = self.valid(2, "scheme", "check", "bad.ini", "nodot", "no.ini", "ingpec")
        self.assertEqual([(row["status"], row["code"]) for row in rows],
                         [("error", "SCHEME"), ("ok", None), ("warning", None),
                          ("error", "SCHEME"), ("ok", None)])

    def test_registry_init(self):
        self.assertEqual(self.valid(0, "registry", "init", "--registry", "sqlite:new.db"),
                         [{"registry": "sqlite:new.db", "result": "ready"}])

    def test_registry_import(self):
        self.filled()
        self.write("i.csv", "pec;nome;cognome;codice_fiscale;stato;scadenza\n"
                            "leo.re@ingpec.eu;Leo;Re;;active;\n"
                            f"{self.ADA};Ada;Bo;;active;\n"
                            "no address;Leo;Re;;active;\n;Leo;Re;;active;\n"
                            "zoe.re@ingpec.eu;Zoe;Re;;released;\n"
                            "pia.re@ingpec.eu;Pia;Re;;reserved;\n"
                            "noe.re@ingpec.eu;Noe;Re;;active;31/02/2030\n")
        rows = self.valid(1, "registry", "import", "i.csv", *self.at)
        self.assertEqual([(row["result"], row["code"]) for row in rows],
                         [("done", None), ("error", "STATE"), ("error", "ARGUMENT"),
                          ("passed", None), ("done", None), ("error", "ARGUMENT")])
        self.codes(rows)
        self.write("l.txt", "leo.re@ingpec.eu\n")
        [row] = self.valid(0, "registry", "import", "l.txt", *self.at)
        self.assertEqual(row["result"], "already")
        self.write("ini.csv", "leo.re@ingpec.eu;Leo;Re;A 7;;3;01/01/2020;01/01/2026\n")
        [row] = self.valid(1, "registry", "import", "ini.csv", *self.at)
        self.assertEqual((row["result"], row["code"]), ("error", "STATE"))
        self.write("m.csv", "pec;nome;cognome\nleo.re@ingpec.eu;Leo Luca;Re\n")
        [row] = self.valid(1, "registry", "import", "m.csv", *self.at)
        self.assertEqual((row["result"], row["code"]), ("error", "NO_MATCH"))

    def test_registry_export_and_show(self):
        self.assertEqual(self.valid(0, "registry", "export", *self.at), [])
        self.filled()
        self.write("l.txt", "leo.re@ingpec.eu\n")
        self.valid(0, "registry", "import", "l.txt", *self.at)
        self.step(0, "activate", self.ADA, "--expires", "2090-01-01")
        self.step(0, "leave", self.ADA, "--left", "2026-01-01")
        self.step(0, "release", self.UGO)
        rows = self.valid(0, "registry", "export", *self.at, "--all")
        self.assertEqual({row["state"] for row in rows}, {"reserved", "active", "released"})
        self.assertEqual(len(self.valid(0, "registry", "export", *self.at)), 3)
        rows = self.valid(1, "registry", "show", self.ADA, "no.body@ingpec.eu", *self.at)
        self.assertEqual(self.codes(rows), [None, "STATE"])
        self.assertEqual(rows[1]["pec"], "no.body@ingpec.eu")
        holder = codice_fiscale(7, "NREDAA")
        [row] = self.valid(1, "registry", "show", "--holder", holder, *self.at)
        self.assertEqual((row["pec"], row["holder"], row["code"]), (None, holder, "STATE"))

    def test_the_life_of_a_mailbox(self):
        self.filled()
        for command, *options in (["relink", "--holder", codice_fiscale(5, "NREDAA")],
                                  ["activate", "--expires", "2090-01-01"],
                                  ["renew", "--expires", "2091-01-01"],
                                  ["leave", "--left", "2026-01-01"],
                                  ["correct", "--given", "Ida", "--surname", "Neri"], ["retire"],
                                  ["forget"]):
            for result in ("done", "already"):
                [row] = self.step(0, command, self.ADA, *options)
                self.assertEqual(row, dict(line=None, pec=self.ADA, result=result, code=None,
                                           error=None))
            [row] = self.step(1, command, "no.body@ingpec.eu", *options)
            self.assertEqual((row["result"], row["code"]), ("error", "STATE"))
        self.write("l.txt", f"{self.UGO}\nno.body@ingpec.eu\n")
        rows = self.step(1, "release", "--from", "l.txt")
        self.assertEqual([(row["line"], row["result"]) for row in rows], [(1, "done"), (2, "error")])
        self.assertEqual(self.codes(rows), [None, "STATE"])

    def test_registry_backup_restore_and_copy(self):
        self.filled()
        [row] = self.valid(0, "registry", "backup", "b.db", *self.at)
        self.assertEqual((row["file"], row["result"]), ("b.db", "saved"))
        [row] = self.valid(0, "registry", "restore", "b.db", *self.at)
        self.assertEqual(row["result"], "restored")
        self.assertTrue(row["aside"].endswith("registry.db-aside-1"), row)
        self.write("registry.db", "no database")
        [row] = self.valid(0, "registry", "restore", "b.db", *self.at)
        self.assertTrue(row["aside"].endswith("registry.db-aside-2"), row)
        [row] = self.valid(0, "registry", "restore", "b.db", "--registry", "sqlite:lost.db")
        self.assertEqual((row["result"], row["aside"]), ("restored", None))
        self.expect(0, "registry", "init", "--registry", "sqlite:new.db", "--quiet")
        [row] = self.valid(0, "registry", "copy", "sqlite:b.db", "sqlite:new.db")
        self.assertEqual(row, {"from": "sqlite:b.db", "to": "sqlite:new.db", "result": "copied"})

    def test_registry_resume(self):
        self.filled()
        [row] = self.valid(0, "registry", "resume", *self.at)
        self.assertEqual(row["result"], "resumed")

    def test_registry_change(self):
        self.filled()
        [row] = self.step(0, "change", self.ADA)
        self.assertEqual((row["before"], row["level"]), (self.ADA, 1))
        self.assertEqual(self.codes(self.step(0, "change", self.ADA)), [None])
        self.assertEqual(self.codes(self.step(1, "change", self.UGO, "--given", "Ug0",
                                              "--surname", "Foa")), ["UNEXPECTED"])

    def test_registry_history(self):
        self.filled()
        self.step(0, "change", self.ADA)
        self.step(0, "relink", "ada.neri.mc@ingpec.eu", "--holder", codice_fiscale(5, "NREDAA"))
        rows = self.valid(0, "registry", "history", *self.at)
        self.assertEqual([row["to"] for row in rows].count("released"), 1)
        self.assertEqual(rows[-1]["holder_before"], codice_fiscale(1, "NREDAA"))
        self.assertEqual(self.valid(1, "registry", "history", "no.body@ingpec.eu", *self.at), [])

    def test_registry_verify(self):
        self.filled()
        self.assertEqual(self.valid(0, "registry", "verify", *self.at), [])
        test_verify.Verify.damage(self, f"UPDATE mailbox SET given = 'Ida' WHERE address = '{self.ADA}'")
        [letters, row] = self.valid(1, "registry", "verify", *self.at)
        self.assertEqual((row["code"], row["expected"]), ("DIFFERS", "ida.neri@ingpec.eu"))
        self.assertEqual((letters["code"], letters["address"]), ("LETTERS", self.ADA))

    def test_registry_stats(self):
        self.filled()
        rows = self.valid(0, "registry", "stats", *self.at)
        self.assertEqual({row["group"] for row in rows},
                         {"all", "level", "domain", "province", "expires", "left"})
        # What programs read is the same in every language.
        self.assertEqual({row["value"] for row in rows if row["group"] == "expires"},
                         {"before today", "within 30 days", "within 60 days", "within 90 days"})
        self.assertLessEqual({"homonyms", "imported"},
                             {row["value"] for row in rows if row["group"] == "level"})

    def test_report(self):
        self.filled()
        self.step(0, "activate", self.ADA, "--expires", "2090-01-01")
        data = self.valid(0, "report", *self.at, "--output", "-")
        self.assertEqual(data["totals"]["active"], 1)

    def test_what_ends_a_command_is_a_status_and_no_result(self):
        for status, *arguments in ([2, "check"], [2, "candidates", "--given", "x"],
                                   [2, "scheme", "show", "no.ini"],
                                   [2, "assign", "no.csv", *self.at],
                                   [3, "assign", "r.csv", "--registry", "sqlite:no.db"],
                                   [3, "registry", "show", "--registry", "sqlite:no.db"]):
            result = self.expect(status, *arguments, "--format", "json")
            self.assertEqual(result.out, b"")
            self.assertTrue(result.err)


class ResultsInItalian(Results):
    """What programs read is the same in every language: the same schemas, codes and results."""

    language = {"LC_ALL": "it_IT.UTF-8", "LANGUAGE": "it"}


# --- the documentation ---------------------------------------------------------------------------


class Documentation(ToolTest):
    def subcommands(self):
        """Those that the help lists, such as `registry-show`."""
        def listed(*group):
            text = self.expect(0, *group, "--help", env={"LC_ALL": "C"}).text
            return re.findall(r"^  ([a-z]+)  +\S", text, re.MULTILINE)
        for command in listed():
            nested = listed(command) if command in ("registry", "scheme") else []
            yield from (f"{command}-{name}" for name in nested) if nested else [command]

    def test_every_subcommand_has_a_schema_and_every_schema_a_subcommand(self):
        found = sorted(self.subcommands())
        self.assertGreater(len(found), 20)
        self.assertEqual(found, sorted(SCHEMAS))

    def test_the_schemas_are_schemas_and_say_what_each_key_means(self):
        for name, schema in published().items():
            jsonschema.Draft202012Validator.check_schema(schema)
            self.assertEqual(schema["title"], f"pecaddr {' '.join(command_of(name))} --format json")
        for name, schema in SCHEMAS.items():
            for described in objects_of(schema):
                self.assertEqual(described["required"], list(described["properties"]), name)
                for key, value in described["properties"].items():
                    self.assertTrue(value.get("description"), f"{name}: {key}")

    def test_each_schema_stands_alone(self):
        """A validator needs no other file, and what several define is the same in all of them."""
        for name, schema in published().items():
            own = schema.get("$defs", {})
            self.assertEqual({reference.removeprefix(OWN) for reference in references_of(schema)},
                             set(own), name)
            self.assertNotIn("$id", schema, name)
            for key, definition in own.items():
                self.assertEqual(definition, DEFINITIONS[key], f"{name}: {key}")

    def test_the_schemas_notice_a_key_that_is_more_and_one_that_is_missing(self):
        for name, schema in SCHEMAS.items():
            for described in objects_of(schema):
                self.assertIs(described["additionalProperties"], False, name)
        row = dict(registry="x", result="ready")
        schema = SCHEMAS["registry-init"]
        jsonschema.validate([row], schema)
        for wrong in ([dict(row, more=1)], [dict(registry="x")], [dict(row, result="new")]):
            self.assertRaises(jsonschema.ValidationError, jsonschema.validate, wrong, schema)

    def test_the_codes_and_notes_are_those_of_the_library(self):
        header = read(os.path.join(ROOT, "include", "pecaddr", "pecaddr.h"))
        errors = re.findall(r"^    PECADDR_E_([A-Z_]+) = -", header, re.MULTILINE)
        self.assertEqual(DEFINITIONS["code"]["enum"], [*errors, "NO_MATCH", "DIFFERS", None])
        notes = re.findall(r"^    PECADDR_NOTE_([A-Z_]+) = ", header, re.MULTILINE)
        self.assertEqual(DEFINITIONS["note"]["enum"], notes)
        answers = re.search(r"^enum pecaddr_answer \{(.*?)^\};", header, re.MULTILINE | re.DOTALL)[1]
        self.assertEqual(DEFINITIONS["answer"]["enum"],
                         [name.lower() for name in re.findall(r"^    PECADDR_([A-Z_]+)", answers,
                                                              re.MULTILINE)[1:]])

    def test_the_page_names_every_schema(self):
        page = read(PAGE)
        for name in SCHEMAS:
            self.assertIn(f"](json/{name}.schema.json)", page)
            self.assertIn(f"`pecaddr {' '.join(command_of(name))}`", page)
        for link in re.findall(r"\]\((json/[^)]*)\)", page):
            self.assertTrue(os.path.exists(os.path.join(ROOT, "doc", link)), link)

    # The examples of the page: files in blocks that begin with `# FILE`, commands after `$ `.

    def test_the_examples_of_the_page_are_what_the_commands_give(self):
        blocks = re.findall(r"^```(\w+)\n(.*?)^```$", read(PAGE), re.MULTILINE | re.DOTALL)
        seen = set()
        os.symlink(os.path.join(ROOT, "doc"), self.path("doc"))
        for kind, block in blocks:
            if kind != "console":
                name, _, text = block.removeprefix("# ").partition("\n")
                self.write(name, text)
                continue
            for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, shown = re.match(r"((?:[^\n]*\\\n)*[^\n]*)\n(.*)", example, re.DOTALL).groups()
                words = shlex.split(command.replace("\\\n", " "))
                self.assertEqual(words[0], "pecaddr")
                seen.add("-".join(words[1:3]) if words[1] in ("registry", "scheme") else words[1])
                given = self.run_tool(*words[1:], env={"LC_ALL": "C"})
                self.assertIn(given.status, (0, 1), given.err)
                self.compare(self.timeless(given.text), self.timeless(shown), command)
        self.assertEqual(seen, set(SCHEMAS))

    def compare(self, given, shown, command):
        """A line with an ellipsis stands for any lines."""
        begin, *rest = re.split(r"^ *…\n", shown, flags=re.MULTILINE)
        if not rest:
            self.assertEqual(given, shown, command)
            return
        self.assertTrue(given.startswith(begin), f"{command}\n{given}")
        at = len(begin)
        *middle, end = rest
        for part in middle:
            at = given.find(part, at)
            self.assertGreaterEqual(at, 0, f"{command}\n{part}\n{given}")
            at += len(part)
        self.assertTrue(given[at:].endswith(end), f"{command}\n{end}\n{given}")

    @staticmethod
    def timeless(text):
        """Without what differs from day to day and from machine to machine."""
        text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "NOW", text)
        text = re.sub(r'"made": "[^"]*"', '"made": "TODAY"', text)
        text = re.sub(r'"aside":"[^"]*/', '"aside":"FOLDER/', text)
        return re.sub(r'"by":"[^"]*"', '"by":"SOMEBODY"', text)


if __name__ == "__main__":
    tool.main()
