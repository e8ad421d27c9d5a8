#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""sql.py [--names N] [--runs N]: names to local parts in PostgreSQL, with and without the extension.

    tests/with-postgres.py --extension BUILD/tools/sql/postgres/pecaddr.so \\
        --extension tools/sql/postgres/pecaddr.control --extension tools/sql/postgres/pecaddr--1.0.sql \\
        tools/bench/sql.py

All take the same names, in one process of one server, one after the other in each run; of each the median is told,
with reading the table in it, and how many times as long it takes as pecaddr_local_part(). The others know no titles,
no married names, no mojibake, no ä that is ae, no limit of 64 letters; they give an answer to anything.
"""

import argparse
import os
import random
import re
import statistics
import subprocess
import sys

GIVEN = ("Mario Giuseppe Giovanni Antonio Luigi Paolo Marco Andrea Francesco Alessandro Luca Stefano Roberto Anna "
         "Maria Rosa Giulia Elena Laura Francesca Chiara Sara Silvia Paola Nicolò Desirée Noël Mosè").split()
SURNAMES = ("Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De_Luca Costa "
            "Giordano Mancini Rizzo Lombardi Moretti D'Angelo Dell'Orto Di_Stasio Cantù Nicolò Müller").split()

PEERS = """
CREATE EXTENSION pecaddr;
CREATE EXTENSION unaccent;
CREATE TABLE member (given text, surname text);

-- One expression, which the planner puts in the place of the call.
CREATE FUNCTION local_part_sql(given text, surname text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(lower(unaccent(given)), '[^a-z]', '', 'g') || '.' ||
           regexp_replace(lower(unaccent(surname)), '[^a-z]', '', 'g') $$;

CREATE FUNCTION local_part_plpgsql(given text, surname text) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    given := regexp_replace(lower(unaccent(given)), '[^a-z]', '', 'g');
    surname := regexp_replace(lower(unaccent(surname)), '[^a-z]', '', 'g');
    IF given = '' OR surname = '' THEN
        RAISE EXCEPTION 'no letters are left';
    END IF;
    RETURN left(given || '.' || surname, 64);
END $$;

-- Without regular expressions and without unaccent: the letters that Italian names have.
CREATE FUNCTION local_part_translate(given text, surname text) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN translate(lower(given), 'àèéìòùëü ''-', 'aeeioueu') || '.' ||
           translate(lower(surname), 'àèéìòùëü ''-', 'aeeioueu');
END $$;
"""
CALLS = ["pecaddr_local_part", "local_part_sql", "local_part_plpgsql", "local_part_translate"]


def psql(script):
    return subprocess.run(["psql", "-qXAt", "--set=ON_ERROR_STOP=1", os.environ["PECADDR_TEST_POSTGRES"]],
                          input=script, text=True, stdout=subprocess.PIPE, check=True).stdout


def names(n):
    """As a register has them, the same ones each time: half in upper case, some with two given names."""
    chance = random.Random(1)
    for _ in range(n):
        given = " ".join(chance.choices(GIVEN, k=2 if chance.random() < 0.12 else 1))
        surname = chance.choice(SURNAMES).replace("_", " ")
        yield f"{given}\t{surname}".upper() if chance.random() < 0.5 else f"{given}\t{surname}"


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--names", type=int, default=200000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    rows = "\n".join(names(options.names))
    psql(f"{PEERS}\nCOPY member FROM stdin;\n{rows}\n\\.\n")
    # The first round is not counted.
    script = "SET max_parallel_workers_per_gather = 0; SET jit = off; ANALYZE member;" + "".join(
        f"EXPLAIN (ANALYZE, TIMING OFF) SELECT count({call}(given, surname)) FROM member;"
        for _ in range(options.runs + 1) for call in CALLS)
    times = [float(time) for time in re.findall(r"Execution Time: ([\d.]+) ms", psql(script))][len(CALLS):]
    medians = [statistics.median(times[i::len(CALLS)]) for i in range(len(CALLS))]
    for call, median in zip(CALLS, medians):
        print(f"{call:<22}{1e6 * median / options.names:8.0f} ns a name")
    for call, median in zip(CALLS[1:], medians[1:]):
        print(f"ratio {median / medians[0]:.2f} {call} / {CALLS[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
