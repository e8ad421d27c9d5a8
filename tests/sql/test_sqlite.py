#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
The extension of SQLite, in its shell: on all vectors, in databases of either encoding.

    test_sqlite.py --extension FILE --scheme-count FILE [--shell FILE] [--preload FILE] [unittest options]
"""

import argparse
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
import page  # pylint: disable=wrong-import-position
import vectors  # pylint: disable=wrong-import-position

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from scratch import folder_in_memory  # pylint: disable=wrong-import-position

OPTIONS = None
# What the shell says of an error: where it read the statement, and the sentence.
ERROR = re.compile(r"^[^:]*error near line \d+: (?:stepping, )?(\w+): (\w+), byte (\d+): ", re.MULTILINE)
SCHEME = "name = x\ndomain = pec.example\nrule = {given}.{surname}\n"
DISAGREE = """
    SELECT id FROM vector WHERE profile = '%(profile)s' AND %(given)s NOTNULL AND %(surname)s NOTNULL AND (
        pecaddr_status(%(given)s, %(surname)s, '%(scheme)s') IS NOT code
        OR pecaddr_try_local_part(%(given)s, %(surname)s, '%(scheme)s') IS NOT local_part
        OR pecaddr_notes(%(given)s, %(surname)s, '%(scheme)s') IS NOT notes
        OR code = 'OK' AND pecaddr_local_part(%(given)s, %(surname)s, '%(scheme)s') IS NOT local_part)
    LIMIT 5;
"""


def text_or_none(name):
    try:
        return name.decode()
    except UnicodeDecodeError:
        return None


def environment(**more):
    preload = " ".join(filter(None, [OPTIONS.preload, more.pop("preload", None)]))
    more = {**more, "LD_PRELOAD": preload} if preload else more
    return {**os.environ, **more}


class SqliteTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="pecaddr-test-", dir=folder_in_memory(1 << 28))
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def shell(self, script, database=":memory:", **more):
        """Runs a script to its end; what it prints, and what it says of errors."""
        done = subprocess.run([OPTIONS.shell, "-batch", "-nullvalue", "NULL", "-cmd",
                               f".load {OPTIONS.extension}", database],
                              input=script.encode(), capture_output=True, check=False,
                              env=environment(**more))
        return done.stdout.decode().rstrip("\n"), done.stderr.decode().rstrip("\n")

    def sql(self, script, *arguments, **more):
        """The same without errors."""
        out, error = self.shell(script, *arguments, **more)
        self.assertEqual(error, "")
        return out

    def refused(self, script, sentence, *arguments, **more):
        self.assertIn(sentence, self.shell(script, *arguments, **more)[1])


class Vectors(SqliteTest):
    """In databases of vectors: names as texts where they can be, and as blobs."""

    @classmethod
    def setUpClass(cls):
        cls.vectors = vectors.read()
        cls.made = tempfile.mkdtemp(prefix="pecaddr-test-", dir=folder_in_memory(1 << 28))
        cls.addClassCleanup(shutil.rmtree, cls.made)
        cls.utf8 = cls.database("UTF-8", lambda name: name)
        cls.utf16 = cls.database("UTF-16le", text_or_none)

    @classmethod
    def database(cls, encoding, as_text):
        path = os.path.join(cls.made, encoding)
        # In UTF-8 a text may be any bytes.
        text = "CAST(? AS TEXT)" if encoding == "UTF-8" else "?"
        with sqlite3.connect(path) as db:
            db.execute(f"PRAGMA encoding = '{encoding}'")
            db.execute("CREATE TABLE vector (id INTEGER PRIMARY KEY, profile, given TEXT, surname TEXT, "
                       "given_blob BLOB, surname_blob BLOB, code, notes, local_part)")
            db.executemany(f"INSERT INTO vector VALUES (?, ?, {text}, {text}, ?, ?, ?, ?, ?)",
                           ((i, vector.profile, as_text(vector.given), as_text(vector.surname), vector.given,
                             vector.surname, vector.code, vector.notes, vector.local_part)
                            for i, vector in enumerate(cls.vectors)))
        db.close()
        return path

    def compare(self, database, given, surname, n):
        """Each answer is that of the vector, for so many vectors at least."""
        for profile, scheme in vectors.SCHEMES.items():
            disagree = DISAGREE % {"profile": profile, "scheme": scheme, "given": given, "surname": surname}
            self.assertEqual(self.sql(disagree, database), "")
        there = self.sql(f"SELECT count(*) FROM vector WHERE {given} NOTNULL AND {surname} NOTNULL;", database)
        self.assertGreaterEqual(int(there), n)

    def test_every_vector_has_its_answer(self):
        self.compare(self.utf8, "given", "surname", len(self.vectors))

    def test_a_blob_is_its_bytes_in_any_database(self):
        self.compare(self.utf16, "given_blob", "surname_blob", len(self.vectors))

    def test_a_database_in_utf16_gives_the_same(self):
        self.compare(self.utf16, "given", "surname", 60000)

    def test_errors_have_code_field_and_byte(self):
        # An error ends its statement, so that each has one; some are enough, as test_postgres.py has them all.
        refused = [(i, vector) for i, vector in enumerate(self.vectors) if vector.code != "OK"][::7]
        self.assertGreater(len(refused), 1500)
        script = [f"SELECT pecaddr_local_part(given, surname, '{vectors.SCHEMES[vector.profile]}') "
                  f"FROM vector WHERE id = {i};" for i, vector in refused]
        out, errors = self.shell("\n".join(script), self.utf8)
        self.assertEqual(out, "")
        self.assertEqual([(code, field, int(byte)) for code, field, byte in ERROR.findall(errors)],
                         [(vector.code, vector.field, vector.offset) for _, vector in refused])


class Functions(SqliteTest):
    def test_null_makes_each_answer_null(self):
        calls = [f"pecaddr_{function}(" + ", ".join("NULL" if i == absent else "'x'" for i in range(n)) + ")"
                 for function, n in (("local_part", 3), ("try_local_part", 3), ("status", 3), ("notes", 3),
                                     ("level", 2), ("same_name", 5)) for absent in range(n)]
        self.assertEqual(self.sql(f"SELECT {', '.join(calls)};"), "|".join(["NULL"] * len(calls)))

    def test_text_with_nul_is_read_to_its_end(self):
        self.refused("SELECT pecaddr_local_part(CAST(x'4164610041' AS TEXT), 'Neri');",
                     "UNEXPECTED: given, byte 3: ")

    def test_the_empty_text_the_empty_blob_and_numbers_are_names_like_any(self):
        self.assertEqual(self.sql("SELECT pecaddr_status('', 'x'), pecaddr_status(x'', 'x'), "
                                  "pecaddr_status(12, 'x'), pecaddr_status('Ada', 1.5);"),
                         "EMPTY|EMPTY|UNEXPECTED|UNEXPECTED")

    def test_notes_are_joined_in_their_order(self):
        self.assertEqual(self.sql("SELECT pecaddr_notes('Dott. Jürgen', 'Rossi'), "
                                  "pecaddr_notes('Ada', 'Neri') = '', pecaddr_notes('Ada', '3');"),
                         "TITLE,VARIANT|1|NULL")

    def test_the_level_of_an_address_is_that_of_its_rule(self):
        self.assertEqual(self.sql("SELECT pecaddr_level('Mario.Rossi@ingpec.eu'), "
                                  "pecaddr_level('mario.rossi.mc@ingpec.eu'), "
                                  "pecaddr_level('mario.rossi.mc.a12@ingpec.eu'), "
                                  "pecaddr_level('ordine.macerata@ingpec.eu'), "
                                  "pecaddr_level('mario.rossi@pec.example'), "
                                  "pecaddr_level('mariorossi@pec.example', 'nodot');"),
                         "0|1|2|NULL|NULL|NULL")

    def test_names_agree_or_not_or_it_is_not_known(self):
        self.assertEqual(self.sql("SELECT pecaddr_same_name('Maria Grazia', 'D''Angelo', 'MARIA', 'DANGELO'), "
                                  "pecaddr_same_name('Maria', 'Neri', 'Anna', 'Neri'), "
                                  "pecaddr_same_name('Maria', 'Neri', 'Maria', '3'), "
                                  "pecaddr_same_name('Jürgen', 'Bo', 'Jurgen', 'Bo'), "
                                  f"pecaddr_same_name('Jürgen', 'Bo', 'Jurgen', 'Bo', '{vectors.PLAIN}');"),
                         "1|0|NULL|0|1")

    def test_an_unknown_scheme_and_a_faulty_one_are_errors_with_their_byte(self):
        unknown = ["''", "'x'", "'/etc/passwd'", "'ingpec '", "'" + "x" * 1000 + "'",
                   "CAST(x'696E6770656300' AS TEXT)"]
        faulty = "'name = x\nrole = y'"
        for function, arguments in (("local_part", "'a', 'b'"), ("status", "'a', 'b'"), ("level", "'a'"),
                                    ("same_name", "'a', 'b', 'a', 'b'")):
            out, errors = self.shell("\n".join(f"SELECT pecaddr_{function}({arguments}, {scheme});"
                                               for scheme in [*unknown, faulty]))
            self.assertEqual(out, "")
            self.assertEqual(ERROR.findall(errors),
                             [("SCHEME", "scheme", "0")] * len(unknown) + [("SCHEME", "scheme", "9")])
            self.assertEqual(errors.count("no scheme of this name is built in"), len(unknown))

    def test_no_scheme_transliterates(self):
        self.refused(f"SELECT pecaddr_status('a', 'b', '{SCHEME}transliterate = icu');", "transliterate")

    def test_what_a_rule_needs_besides_the_name_is_told(self):
        scheme = SCHEME.replace("{surname}", "{surname}.{province}")
        self.assertEqual(self.sql(f"SELECT pecaddr_status('a', 'b', '{scheme}');"), "PROVINCE")

    def test_only_what_stays_may_stand_in_an_index(self):
        functions = ("try_local_part", "status", "notes")
        said = self.shell("CREATE TABLE member (given, surname);\n" +
                          "\n".join(f"CREATE INDEX i ON member (pecaddr_{function}(given, surname));"
                                    for function in functions))[1]
        self.assertEqual(said.count("non-deterministic functions prohibited in index expressions"), len(functions))

    def test_a_schema_that_nobody_trusts_may_use_them(self):
        self.assertEqual(self.sql("PRAGMA trusted_schema = OFF; CREATE TABLE member (given, surname);"
                                  "INSERT INTO member VALUES ('Ada', 'Neri');"
                                  "CREATE VIEW v AS SELECT pecaddr_local_part(given, surname) AS local, address "
                                  "FROM member, pecaddr_candidates(given, surname, 'MC', 'A', 1) WHERE level = 0;"
                                  "SELECT * FROM v;"), "ada.neri|ada.neri@ingpec.eu")

    def test_the_module_gives_its_entry_alone(self):
        symbols = subprocess.run(["nm", "--dynamic", "--defined-only", OPTIONS.extension],
                                 capture_output=True, check=True, text=True).stdout
        self.assertEqual([line.split()[-1] for line in symbols.splitlines()
                          if "__" not in line], ["sqlite3_pecaddr_init"])


class Candidates(SqliteTest):
    def test_they_come_in_order_without_those_that_are_reserved(self):
        self.assertEqual(self.sql("SELECT * FROM pecaddr_candidates('Mario', 'Rossi', 'MC', 'A', 12);"
                                  "SELECT * FROM pecaddr_candidates('Ordine', 'Macerata', 'mc', 'b', '7');"),
                         "0|mario.rossi@ingpec.eu\n1|mario.rossi.mc@ingpec.eu\n2|mario.rossi.mc.a12@ingpec.eu\n"
                         "1|ordine.macerata.mc@ingpec.eu\n2|ordine.macerata.mc.b7@ingpec.eu")

    def test_what_no_rule_needs_may_be_absent(self):
        self.assertEqual(self.sql("SELECT address FROM pecaddr_candidates('Ada', 'Neri', NULL, NULL, NULL, "
                                  "'counter') LIMIT 2; SELECT count(*) FROM pecaddr_candidates "
                                  "WHERE for_given = 'Ada' AND for_surname = 'Neri' AND for_scheme = 'counter';"),
                         "ada.neri@pec.example\nada.neri.002@pec.example\n99")

    def test_without_a_name_or_a_scheme_there_is_none(self):
        self.assertEqual(self.sql("".join(
            f"SELECT * FROM pecaddr_candidates({arguments});" for arguments in
            ("NULL, 'b', 'MC', 'A', 1", "'a', NULL, 'MC', 'A', 1", "'a', 'b', 'MC', 'A', 1, NULL"))), "")

    def test_errors_have_code_and_field(self):
        script, expected = [], []
        for arguments, error in (("'Ada', '3', 'MC', 'A', 1", "UNEXPECTED: surname, byte 0: "),
                                 ("'Ada', 'Neri', 'XX', 'A', 1", "PROVINCE: province, "),
                                 ("'Ada', 'Neri', 'MC', 'AB', 1", "REGISTER: section, "),
                                 ("'Ada', 'Neri', 'MC', 'A', -1", "REGISTER: number, "),
                                 ("'Ada', 'Neri', 'MC', 'A', 4294967297", "REGISTER: number, "),
                                 ("'Ada', 'Neri', 'MC', 'A', '12x'", "REGISTER: number, "),
                                 ("'Ada', 'Neri', 'MC', 'A', 1.5", "REGISTER: number, "),
                                 ("'Ada', 'Neri', 'MC', 'A', NULL", "REGISTER: number, "),
                                 ("'Ada', 'Neri', 'MC', 'A', 1, 'x'", "SCHEME: scheme, byte 0: "),
                                 ("'Ada'", "pecaddr_candidates() takes given names, surname")):
            script.append(f"SELECT * FROM pecaddr_candidates({arguments});")
            expected.append(error)
        out, errors = self.shell("\n".join(script))
        self.assertEqual(out, "")
        for line, error in zip([line for line in errors.split("\n") if "near line" in line], expected, strict=True):
            self.assertIn(f": {error}", line)

    def test_a_join_asks_for_each_row_whichever_table_comes_first(self):
        rows = ("CREATE TABLE member (given, surname, number, scheme); INSERT INTO member VALUES "
                "('Ada', 'Neri', 1, 'ingpec'), ('Ugo', 'Blu', 2, 'counter'), (NULL, 'Blu', 3, 'ingpec'), "
                "('Eva', 'Verdi', 4, 'ingpec'), ('Ida', 'Verdi', 5, NULL);")
        expected = "Ada|ada.neri.mc@ingpec.eu\nUgo|ugo.blu.002@pec.example\nEva|eva.verdi.mc@ingpec.eu"
        for tables in ("member m, pecaddr_candidates(m.given, m.surname, 'MC', 'A', m.number, m.scheme) c",
                       "pecaddr_candidates c JOIN member m ON c.for_given = m.given AND c.for_surname = m.surname "
                       "AND c.for_province = 'MC' AND c.for_section = 'A' AND c.for_number = m.number "
                       "AND c.for_scheme = m.scheme"):
            self.assertEqual(self.sql(f"{rows} SELECT m.given, address FROM {tables} WHERE level = 1;"), expected)

    def test_their_arguments_are_columns(self):
        self.assertEqual(self.sql("SELECT for_given, for_surname, for_province, for_section, for_number, for_scheme "
                                  "FROM pecaddr_candidates('Ada', 'Neri', 'MC', 'A', 1) LIMIT 1;"),
                         "Ada|Neri|MC|A|1|NULL")


class Stored(SqliteTest):
    TABLE = ("CREATE TABLE member (given TEXT, surname TEXT, local_part TEXT GENERATED ALWAYS AS "
             "(pecaddr_local_part(given, surname)) STORED, UNIQUE (local_part));"
             f"CREATE INDEX by_scheme ON member (pecaddr_local_part(given, surname, '{SCHEME}'));")
    ROWS = "INSERT INTO member (given, surname) VALUES ('Niccolò', 'D''Angelo'), ('ADA', 'NERI'), (NULL, 'Blu');"

    def test_a_generated_column_and_an_index_hold_it(self):
        self.assertEqual(self.sql(self.TABLE + self.ROWS + "SELECT local_part FROM member ORDER BY rowid;"),
                         "niccolo.dangelo\nada.neri\nNULL")
        plan = self.sql(self.TABLE + "EXPLAIN QUERY PLAN SELECT * FROM member "
                        f"WHERE pecaddr_local_part(given, surname, '{SCHEME}') = 'ada.neri';")
        self.assertIn("USING INDEX by_scheme", plan)

    def test_a_row_whose_name_is_refused_does_not_come_in(self):
        out, error = self.shell(self.TABLE + self.ROWS + "INSERT INTO member (given, surname) VALUES "
                                "('Eva', 'Verdi'), ('NicolÃ²', 'Blu');\nSELECT count(*) FROM member;")
        self.assertIn("MOJIBAKE: given, byte 5: ", error)
        self.assertEqual(out, "3")
        self.refused(self.TABLE + self.ROWS + "INSERT INTO member (given, surname) VALUES ('Ada', 'Neri');",
                     "UNIQUE constraint failed: member.local_part")

    def test_what_is_dumped_is_restored(self):
        dump = self.sql(self.TABLE + self.ROWS + "\n.dump")
        self.assertIn("pecaddr_local_part", dump)
        database = self.path("restored.db")
        self.sql(dump, database)
        self.assertEqual(self.sql(".dump", database), dump)
        self.assertEqual(self.sql("PRAGMA integrity_check; SELECT local_part FROM member ORDER BY rowid;",
                                  database), "ok\nniccolo.dangelo\nada.neri\nNULL")


class Schemes(SqliteTest):
    def count(self, script):
        """The schemes that the script made and freed."""
        path = self.path("schemes")
        self.sql(script, preload=OPTIONS.scheme_count, PECADDR_TEST_SCHEMES=path)
        with open(path, encoding="ascii") as file:
            _, made, freed = map(int, file.read().split())
        os.remove(path)
        return made, freed

    MANY = ("CREATE TABLE member AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000) "
            "SELECT 'Ada' AS given, 'Neri' AS surname, i AS number, 'counter' AS scheme FROM n;")

    def test_a_constant_one_is_made_once_for_each_call_that_is_written(self):
        self.assertEqual(self.count(self.MANY + "SELECT count(pecaddr_status(given, surname, 'counter')), "
                                    "count(pecaddr_local_part(given, surname, 'counter')) FROM member;"), (2, 2))
        self.assertEqual(self.count(self.MANY + "SELECT count(*) FROM member, "
                                    "pecaddr_candidates(given, surname, 'MC', 'A', number, 'counter');"), (1, 1))

    def test_one_that_is_read_from_a_row_is_freed_with_it(self):
        self.assertEqual(self.count(self.MANY + "SELECT count(pecaddr_status(given, surname, scheme)) FROM member;"),
                         (1000, 1000))

    def test_it_is_freed_where_the_query_ends_early(self):
        self.assertEqual(self.count(self.MANY + "SELECT pecaddr_status(given, surname, 'counter') "
                                    "FROM member LIMIT 1; SELECT level FROM member, pecaddr_candidates("
                                    "given, surname, 'MC', 'A', number, 'counter') LIMIT 1;"), (2, 2))


class Documentation(SqliteTest):
    INSTALLED = "/usr/local/lib/pecaddr/pecaddr"

    def test_every_example_prints_what_the_page_says(self):
        examples = page.examples("sqlite")
        self.assertGreater(len(examples), 3)
        self.assertIn(f".load {self.INSTALLED}\n", examples[0].text)
        for example in examples:
            text = example.text.replace(f".load {self.INSTALLED}\n", "")
            out, error = self.shell(text, self.path("page.db"))
            self.assertEqual(page.trimmed("\n".join(filter(None, [out, error]))), example.printed, text)


def main():
    global OPTIONS
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--extension", required=True)
    parser.add_argument("--scheme-count", required=True, help="counts schemes when it is preloaded")
    parser.add_argument("--shell", default="sqlite3")
    parser.add_argument("--preload", help="a sanitizer that the extension was built with")
    OPTIONS, rest = parser.parse_known_args()
    OPTIONS.extension = os.path.abspath(OPTIONS.extension)
    OPTIONS.scheme_count = os.path.abspath(OPTIONS.scheme_count)
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
