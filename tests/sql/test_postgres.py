#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""
The extension of PostgreSQL, in a server that finds it where it was built: on all vectors that a database can hold, in
several encodings.

    with-postgres.py --extension FILE... --preload FILE test_postgres.py --module FILE [unittest options]

The library that is preloaded counts schemes.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import unittest
import urllib.parse

sys.dont_write_bytecode = True
import page  # pylint: disable=wrong-import-position
import vectors  # pylint: disable=wrong-import-position

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from postgres_server import environment, programs, wait_until  # pylint: disable=wrong-import-position

OPTIONS = None
SCHEME = "name = x\ndomain = pec.example\nrule = {given}.{surname}\n"
# A database in UTF-8 without the extension, and what makes it so again: to make one takes long.
OTHER = {"database": "postgres", "user": None}
CLEARED = "DROP TABLE member; DROP EXTENSION pecaddr"
FUNCTIONS = {"local_part": 3, "try_local_part": 3, "status": 3, "notes": 3, "level": 2, "same_name": 5}


def uri(database="pecaddr", user=None):
    """Of one of the server's databases, as its administrator or another."""
    parts = urllib.parse.urlsplit(os.environ["PECADDR_TEST_POSTGRES_ADMIN"])
    parts = parts._replace(path="/" + database)
    return parts._replace(netloc=user + "@").geturl() if user else parts.geturl()


def program(name, *arguments, stdin=b"", check=True):
    done = subprocess.run([str(programs() / name), *arguments], input=stdin, capture_output=True, check=False,
                          env=environment(PGCLIENTENCODING="UTF8"))
    if check and done.returncode != 0:
        raise AssertionError(done.stderr.decode(errors="replace"))
    return done


def psql(script, database="pecaddr", user="pecaddr_owner", check=True, options=("-At",)):
    """Runs a script; what it prints, and what is said of errors, which end it where nobody asks for them."""
    script = script if isinstance(script, bytes) else script.encode()
    done = program("psql", "-qX", *options, f"--set=ON_ERROR_STOP={int(check)}", uri(database, user), stdin=script,
                   check=check)
    return (done.stdout + (b"" if check else done.stderr)).decode().rstrip("\n")


def create_database(name, encoding="UTF8"):
    psql(f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0 LOCALE 'C' OWNER pecaddr_owner", user=None)
    psql("CREATE EXTENSION pecaddr", name)


def setUpModule():
    psql("CREATE EXTENSION pecaddr")


class Vectors(unittest.TestCase):
    """The tables of vectors; what is raised is caught in PL/pgSQL, with its code, field and byte."""

    SCRIPT = """
        CREATE TABLE vector (profile text, given text, surname text, code text, fault text, notes text,
                             local_part text);
        CREATE FUNCTION fault(given text, surname text, scheme text) RETURNS text LANGUAGE plpgsql AS $$
        DECLARE state text; message text; detail text; hint text;
        BEGIN
            PERFORM pecaddr_local_part(given, surname, scheme);
            RETURN NULL;
        EXCEPTION WHEN OTHERS THEN
            GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT,
                detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
            RETURN concat_ws(' ', state, split_part(message, ':', 1), detail, hint LIKE '%pecaddr_status()%');
        END $$;
        COPY vector FROM stdin WITH (ENCODING '{encoding}');
        """
    DISAGREE = """
        SELECT * FROM vector WHERE profile = '{profile}' AND (
            pecaddr_status(given, surname, $s${scheme}$s$) IS DISTINCT FROM code
            OR pecaddr_try_local_part(given, surname, $s${scheme}$s$) IS DISTINCT FROM local_part
            OR array_to_string(pecaddr_notes(given, surname, $s${scheme}$s$), ',') IS DISTINCT FROM notes
            OR code = 'OK' AND pecaddr_local_part(given, surname, $s${scheme}$s$) IS DISTINCT FROM local_part
            OR code <> 'OK' AND fault(given, surname, $s${scheme}$s$) IS DISTINCT FROM fault)
        LIMIT 5;
        """
    NUMBERS = {"ENCODING": 1, "MOJIBAKE": 2, "UNEXPECTED": 3, "SCRIPT": 4, "EMPTY": 5, "TOO_LONG": 6}

    @classmethod
    def setUpClass(cls):
        cls.vectors = vectors.read()

    def fault(self, vector, names):
        """What is raised: the byte is that of the field as the database has it."""
        if vector.code == "OK":
            return None
        before = getattr(vector, vector.field)[:vector.offset]
        offset = vector.offset
        if names is not vector:
            characters = sum(byte & 0xC0 != 0x80 for byte in before)
            offset = len(getattr(names, vector.field).decode(self.codec)[:characters].encode(self.codec))
        return f"PA{self.NUMBERS[vector.code]:03} {vector.code} Field {vector.field}, byte {offset}. t"

    def in_database(self, vector):
        """The vector with names in the encoding of the database; None: it cannot hold them."""
        if b"\0" in vector.given + vector.surname:
            return None
        if self.codec is None:
            return vector
        try:
            names = [name.decode().encode(self.codec) for name in (vector.given, vector.surname)]
        except UnicodeError:
            return None
        return vector if self.codec == "utf-8" else vector._replace(given=names[0], surname=names[1])

    def row(self, vector):
        """A line of COPY; None where the database cannot hold it."""
        names = self.in_database(vector)
        if not names:
            return None
        columns = [names.profile, names.given, names.surname, names.code, self.fault(vector, names), names.notes,
                   names.local_part]
        return b"\t".join(b"\\N" if column is None else self.escape(column) for column in columns)

    @staticmethod
    def escape(column):
        column = column.encode() if isinstance(column, str) else column
        for byte, escaped in ((b"\\", b"\\\\"), (b"\t", b"\\t"), (b"\n", b"\\n"), (b"\r", b"\\r")):
            column = column.replace(byte, escaped)
        return column

    def fill(self, database, encoding, codec, at_least):
        self.codec = codec
        rows = [row for row in map(self.row, self.vectors) if row is not None]
        self.assertGreater(len(rows), at_least)
        script = self.SCRIPT.format(encoding=encoding).encode() + b"\n".join(rows) + b"\n\\.\n"
        psql(script, database)

    def compare(self, database):
        self.assertEqual(psql("".join(self.DISAGREE.format(profile=profile, scheme=scheme)
                                      for profile, scheme in vectors.SCHEMES.items()), database), "")

    def test_utf8_also_in_parallel(self):
        self.fill("pecaddr", "UTF8", "utf-8", 60000)
        self.compare("pecaddr")
        parallel = ("SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; "
                    "SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;"
                    "CREATE VIEW different AS SELECT FROM vector WHERE profile = 'anagrafe' AND ("
                    "pecaddr_status(given, surname) <> code "
                    "OR array_to_string(pecaddr_notes(given, surname, 'ingpec'), ',') <> notes "
                    "OR pecaddr_try_local_part(given, surname) <> local_part "
                    "OR code = 'OK' AND pecaddr_local_part(given, surname) <> local_part);")
        plan = psql(parallel + "EXPLAIN (ANALYZE, TIMING OFF) SELECT count(*) FROM different;")
        self.assertIn("Gather", plan)
        self.assertRegex(plan, "Workers Launched: [12]")
        self.assertRegex(plan, r"Parallel Seq Scan on vector .*rows=0 loops=[23]")

    def test_win1252(self):
        create_database("win1252", "WIN1252")
        self.fill("win1252", "WIN1252", "cp1252", 28000)
        self.compare("win1252")
        # A byte that this encoding leaves open, after a letter of two bytes in UTF-8.
        self.assertEqual(psql(r"SELECT pecaddr_status(E'\xE0b\x81c', 'x'), fault(E'\xE0b\x81c', 'x', 'ingpec')"
                              .encode(), "win1252"), "ENCODING|PA001 ENCODING Field given, byte 2. t")

    def test_bytes_of_no_encoding(self):
        create_database("ascii", "SQL_ASCII")
        # What no other database holds. All else is handed over as it is in UTF-8.
        self.vectors = [vector for vector in self.vectors if vector.code == "ENCODING"]
        self.fill("ascii", "SQL_ASCII", None, 900)
        self.compare("ascii")


class Functions(unittest.TestCase):
    def test_what_stays_is_immutable_and_all_else_is_stable(self):
        self.assertEqual(psql("SELECT proname, provolatile, proisstrict, proparallel FROM pg_proc "
                              "WHERE proname LIKE 'pecaddr%' ORDER BY 1;").split("\n"),
                         ["pecaddr_candidates|s|f|s", "pecaddr_level|s|t|s", "pecaddr_local_part|i|t|s",
                          "pecaddr_notes|s|t|s", "pecaddr_same_name|s|t|s", "pecaddr_status|s|t|s",
                          "pecaddr_table_version|s|f|s", "pecaddr_try_local_part|s|t|s"])

    def test_null_makes_each_answer_null(self):
        calls = [f"pecaddr_{function}(" + ", ".join("NULL" if i == absent else "'x'" for i in range(n)) + ") IS NULL"
                 for function, n in FUNCTIONS.items() for absent in range(n)]
        self.assertEqual(psql(f"SELECT {' AND '.join(calls)};"), "t")

    def test_the_answers_are_those_of_the_other_engine(self):
        self.assertEqual(psql("SELECT pecaddr_status('', 'x'), pecaddr_notes('Dott. Jürgen', 'Rossi'), "
                              "pecaddr_notes('Ada', 'Neri'), pecaddr_notes('Ada', '3') IS NULL, "
                              "pecaddr_table_version();"
                              "SELECT pecaddr_level('Mario.Rossi@ingpec.eu'), "
                              "pecaddr_level('mario.rossi.mc.a12@ingpec.eu'), "
                              "pecaddr_level('ordine.macerata@ingpec.eu'), "
                              "pecaddr_level('mariorossi@pec.example', 'nodot');"
                              "SELECT pecaddr_same_name('Maria Grazia', 'D''Angelo', 'MARIA', 'DANGELO'), "
                              "pecaddr_same_name('Maria', 'Neri', 'Anna', 'Neri'), "
                              "pecaddr_same_name('Maria', 'Neri', 'Maria', '3'), "
                              "pecaddr_same_name('Jürgen', 'Bo', 'Jurgen', 'Bo', "
                              f"'{vectors.PLAIN}');"),
                         "EMPTY|{TITLE,VARIANT}|{}|t|1\n0|2||\nt|f||t")

    def test_an_unknown_scheme_and_a_faulty_one_are_errors_with_their_byte(self):
        schemes = {"": 0, "x": 0, "/etc/passwd": 0, "ingpec ": 0, "name = x\nrole = y": 9}
        calls = {"local_part": "'a', 'b'", "status": "'a', 'b'", "level": "'a'", "same_name": "'a', 'b', 'a', 'b'",
                 "candidates": "'a', 'b', 'MC', 'A', 1"}
        said = psql("\\set VERBOSITY verbose\n" +
                    "\n".join(f"SELECT pecaddr_{function}({arguments}, '{scheme}');"
                              for function, arguments in calls.items() for scheme in schemes), check=False)
        self.assertEqual(said.count("ERROR:  PA011: SCHEME: "), len(calls) * len(schemes))
        for byte in (0, 9):
            self.assertEqual(said.count(f"DETAIL:  Field scheme, byte {byte}."),
                             len(calls) * list(schemes.values()).count(byte))
        self.assertIn("transliterate", psql(f"SELECT pecaddr_status('a', 'b', '{SCHEME}transliterate = icu');",
                                            check=False))

    def test_candidates_come_in_order_without_those_that_are_reserved(self):
        self.assertEqual(psql("SELECT * FROM pecaddr_candidates('Ordine', 'Macerata', 'mc', 'b', 7);"
                              "SELECT count(*), max(level) FROM "
                              "pecaddr_candidates('Ada', 'Neri', NULL, NULL, NULL, 'counter');"),
                         "1|ordine.macerata.mc@ingpec.eu\n2|ordine.macerata.mc.b7@ingpec.eu\n99|98")

    def test_without_a_name_or_a_scheme_there_is_none(self):
        self.assertEqual(psql("".join(
            f"SELECT * FROM pecaddr_candidates({arguments});" for arguments in
            ("NULL, 'b', 'MC', 'A', 1", "'a', NULL, 'MC', 'A', 1", "'a', 'b', 'MC', 'A', 1, NULL"))), "")

    def test_errors_of_candidates_have_code_and_field(self):
        errors = {"'Ada', '3', 'MC', 'A', 1": "PA003: UNEXPECTED.*\nDETAIL:  Field surname, byte 0",
                  "'Ada', 'Neri', 'XX', 'A', 1": "PA007: PROVINCE.*\nDETAIL:  Field province",
                  "'Ada', 'Neri', 'MC', 'AB', 1": "PA008: REGISTER.*\nDETAIL:  Field section",
                  "'Ada', 'Neri', 'MC', 'A', -1": "PA008: REGISTER.*\nDETAIL:  Field number",
                  "'Ada', 'Neri', 'MC', 'A', NULL": "PA008: REGISTER.*\nDETAIL:  Field number"}
        script = "\\set VERBOSITY verbose\n" + "\n".join(f"SELECT * FROM pecaddr_candidates({arguments});"
                                                         for arguments in errors)
        self.assertRegex(psql(script, check=False), "(?s)" + ".*?".join(errors.values()).replace(".*\n", "[^\n]*\n"))

    def test_texts_of_any_size_are_answered(self):
        self.assertEqual(psql("SELECT pecaddr_status(repeat('é', 2000000), 'x'), "
                              "pecaddr_status('x', repeat('é', 512)), pecaddr_level(repeat('a', 2000000)), "
                              "pecaddr_level(repeat('é', 2000000)) IS NULL;"),
                         "TOO_LONG|OK||t")
        said = psql("SELECT pecaddr_status('a', 'b', repeat('name = x' || chr(10), 200000));", check=False)
        self.assertIn("TOO_LONG: ", said)
        self.assertIn("Field scheme, byte 65536.", said)

    def test_letters_of_several_bytes_are_counted_as_the_database_has_them(self):
        create_database("japan", "EUC_JP")
        said = psql("SELECT pecaddr_local_part('Renée', 'Neri'), octet_length('é');\n"
                    "SELECT pecaddr_local_part('éaaa1', 'Neri');", "japan", check=False)
        self.assertEqual(said.split("\n")[0], "renee.neri|3")
        self.assertIn("Field given, byte 6.", said)

    def test_the_module_gives_what_the_server_looks_up_alone(self):
        symbols = subprocess.run(["nm", "--dynamic", "--defined-only", OPTIONS.module], capture_output=True,
                                 check=True, text=True).stdout
        functions = ["candidates", "table_version", *FUNCTIONS]
        self.assertEqual({line.split()[-1] for line in symbols.splitlines()},
                         {"Pg_magic_func", *(f"{before}pecaddr_sql_{function}" for function in functions
                                             for before in ("", "pg_finfo_"))})


class Stored(unittest.TestCase):
    TABLE = ("CREATE TABLE member (given text, surname text, local_part text GENERATED ALWAYS AS "
             "(pecaddr_local_part(given, surname)) STORED UNIQUE);"
             f"CREATE INDEX by_scheme ON member (pecaddr_local_part(given, surname, $s${SCHEME}$s$));"
             "INSERT INTO member VALUES ('Niccolò', 'D''Angelo'), ('ADA', 'NERI'), (NULL, 'Blu');")

    @classmethod
    def setUpClass(cls):
        psql(cls.TABLE)

    def test_a_generated_column_and_an_index_hold_it(self):
        self.assertEqual(psql("SELECT local_part FROM member WHERE local_part NOTNULL ORDER BY 1"),
                         "ada.neri\nniccolo.dangelo")
        plan = psql("SET enable_seqscan = off; SET enable_bitmapscan = off; EXPLAIN SELECT * FROM member "
                    f"WHERE pecaddr_local_part(given, surname, $s${SCHEME}$s$) = 'ada.neri';")
        self.assertIn("using by_scheme on member", plan)

    def test_a_row_whose_name_is_refused_does_not_come_in(self):
        said = psql("INSERT INTO member VALUES ('NicolÃ²', 'Blu');\nSELECT count(*) FROM member;\n"
                    "INSERT INTO member VALUES ('Ada', 'Neri');", check=False)
        self.assertIn("MOJIBAKE: ", said)
        self.assertIn("Field given, byte 5.", said)
        self.assertIn("3", said.split("\n"))
        self.assertIn('violates unique constraint "member_local_part_key"', said)

    def test_what_a_later_version_may_answer_does_not_stand_in_an_index(self):
        functions = ("try_local_part", "status", "notes")
        said = psql("\n".join(f"CREATE INDEX ON member (pecaddr_{function}(given, surname));"
                              for function in functions), check=False)
        self.assertEqual(said.count("functions in index expression must be marked IMMUTABLE"), len(functions))

    def test_what_is_dumped_is_restored(self):
        def dump(database):
            text = program("pg_dump", "--table=member", "--extension=pecaddr", uri(database)).stdout
            # Each dump has a key of its own.
            return re.sub(rb"(?m)^\\(un)?restrict .*\n", b"", text)

        dumped = dump("pecaddr")
        self.assertIn(b"CREATE EXTENSION", dumped)
        self.addCleanup(psql, CLEARED, **OTHER)
        psql(dumped, **OTHER)
        self.assertEqual(dump(OTHER["database"]), dumped)
        self.assertEqual(psql("SELECT local_part FROM member WHERE local_part NOTNULL ORDER BY 1", **OTHER),
                         "ada.neri\nniccolo.dangelo")


class Schemes(unittest.TestCase):
    def count(self, script):
        """The schemes that one session made and freed."""
        pid = psql(script + "\nSELECT pg_backend_pid();", check=False).split("\n")
        pid = next(line for line in reversed(pid) if line.isdigit())
        told = pathlib.Path(os.environ["PECADDR_TEST_SCHEMES"])

        def find():
            lines = told.read_text(encoding="ascii").splitlines() if told.exists() else []
            return [tuple(map(int, line.split()[1:])) for line in lines if line.split()[0] == pid]
        wait_until("the session to end", find)
        return find()[0]

    MANY = ("CREATE TEMPORARY TABLE m AS SELECT 'Ada' AS given, 'Neri' AS surname, i AS number, "
            "'counter' AS scheme FROM generate_series(1, 1000) AS i;")

    def test_a_constant_one_is_made_once_for_each_call_that_is_written(self):
        self.assertEqual(self.count(self.MANY + "SELECT count(pecaddr_status(given, surname, 'counter')), "
                                    "count(pecaddr_local_part(given, surname)) FROM m;"), (2, 2))
        self.assertEqual(self.count(self.MANY + "SELECT count(*) FROM m, "
                                    "pecaddr_candidates(given, surname, 'MC', 'A', number, 'counter');"), (1, 1))

    def test_one_that_changes_from_row_to_row_is_freed_with_the_row(self):
        self.assertEqual(self.count(self.MANY + "SELECT count(pecaddr_status(given, surname, "
                                    "CASE WHEN number % 2 = 0 THEN 'ingpec' ELSE scheme END)) FROM m;"), (1000, 1000))

    def test_it_is_freed_where_the_query_fails_or_ends_early(self):
        self.assertEqual(self.count("SELECT pecaddr_local_part('Ada', '3');\n"), (1, 1))
        self.assertEqual(self.count(self.MANY + "SELECT pecaddr_status(given, surname) FROM m LIMIT 1;"), (1, 1))


class Documentation(unittest.TestCase):
    def test_every_example_prints_what_the_page_says(self):
        self.addCleanup(psql, CLEARED, **OTHER)
        examples = page.examples("postgres")
        self.assertGreater(len(examples), 3)
        for example in examples:
            printed = psql(example.text, check=False, options=(), **OTHER)
            self.assertEqual(page.trimmed(printed), example.printed, example.text)


def main():
    global OPTIONS
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--module", required=True, help="the module, as it was built")
    OPTIONS, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
