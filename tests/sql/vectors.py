# SPDX-License-Identifier: BSD-3-Clause
"""The vectors of tests/vectors, as tables of a database; tests/vectors/README.md has their format."""

import collections
import pathlib
import re

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "vectors"
ESCAPED = re.compile(rb"\\(?:x([0-9A-F]{2})|(.))")
LETTERS = {b"t": b"\t", b"n": b"\n", b"r": b"\r", b"\\": b"\\"}

# The names are bytes; an offset, notes or a local part that do not apply are None.
Vector = collections.namedtuple("Vector", "profile given surname code field offset notes local_part")

# The built-in scheme under the other profile.
PLAIN = ("name = plain\ndomain = ingpec.eu\nprofile = plain\nrule = {given}.{surname}\n"
         "rule = {given}.{surname}.{province}\n"
         "rule = {given}.{surname}.{province}.{section}{number}\nreserved = ordine.*\n")
SCHEMES = {"anagrafe": "ingpec", "plain": PLAIN}


def unescape(text):
    def byte(match):
        return bytes([int(match[1], 16)]) if match[1] else LETTERS[match[2]]
    return ESCAPED.sub(byte, text.encode())


def vector(line):
    profile, given, surname, code, field, offset, notes, local_part = line.split("\t")
    fine = code == "OK"
    return Vector(profile, unescape(given), unescape(surname), code, None if fine else field,
                  None if fine else int(offset),
                  ("" if notes == "-" else notes) if fine else None, local_part if fine else None)


def read():
    """All of them, in the order of the files."""
    vectors = []
    for path in sorted(FOLDER.glob("*.tsv")):
        # No other character than U+000A ends a line.
        vectors += map(vector, path.read_bytes().decode().rstrip("\n").split("\n")[1:])
    assert len(vectors) > 60000
    return vectors
