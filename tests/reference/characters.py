"""SPEC §2's two tables, for one character: what a letter becomes, and of which class it is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import unicode15 as unicode

DATA = Path(__file__).resolve().parent / "../../tools/gen/data"
ASCII_LOWER = {c: c + 32 for c in range(ord("A"), ord("Z") + 1)}

# --- One letter -----------------------------------------------------------------------------------


def _read_latin_ascii() -> dict[str, str]:
    rows = {}
    for line in (DATA / "latin-ascii.tsv").read_text("utf-8").splitlines():
        if line.startswith("U+"):
            code, _, ascii_ = line.split("\t")
            rows[chr(int(code[2:], 16))] = ascii_
    return rows


LATIN_ASCII = _read_latin_ascii()

# SPEC §2, rows "Ø", "Æ Œ ß ẞ Þ Ĳ" and "Ð Đ Ħ ı Ł Ŀ Ŋ ŉ ĸ Ŧ ſ", in both cases.
BASES = {"Æ": "ae", "æ": "ae", "Œ": "oe", "œ": "oe", "ß": "ss", "ẞ": "ss", "Þ": "th", "þ": "th",
         "Ĳ": "ij", "ĳ": "ij", "Ð": "d", "ð": "d", "Đ": "d", "đ": "d", "Ħ": "h", "ħ": "h",
         "ı": "i", "Ł": "l", "ł": "l", "Ŀ": "l", "ŀ": "l", "Ŋ": "n", "ŋ": "n", "ŉ": "n",
         "ĸ": "k", "Ŧ": "t", "ŧ": "t", "ſ": "s"}  # fmt: skip

# SPEC §2: "Latin ligatures (ﬁ), ª º": U+FB00–FB06.
COMPATIBLE = frozenset("ªº" + "".join(map(chr, range(0xFB00, 0xFB07))))

# SPEC §2: "A full-width letter is its ASCII letter, marks included."
FULL_WIDTH = {chr(c + 0xFEE0): chr(c) for c in b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"}


def _is_ascii_letters(text: str | None) -> bool:
    return bool(text) and text.isascii() and text.isalpha()


def _fold_base(base: str) -> str | None:
    """A letter without its marks → its ASCII letters; None where no rule gives any."""
    if _is_ascii_letters(base):
        return base.translate(ASCII_LOWER)
    if base in BASES:
        return BASES[base]
    if base in COMPATIBLE:
        return "".join(map(_fold_base, unicode.COMPATIBILITY[base]))
    # SPEC §2: "other Latin-script letters": the row, or else that of its other case
    for char in (base, unicode.OTHER_CASE.get(base)):
        if _is_ascii_letters(row := LATIN_ASCII.get(char)):
            return row.translate(ASCII_LOWER)
    return None


def fold(letter: str) -> tuple[str, str] | None:
    """A Latin letter with its marks → what it is under (anagrafe, plain)."""
    base, *marks = unicode.nfd(letter)
    if base in "AOUaou" and "\u0308" in marks:  # Ä Ö Ü
        plain = base.translate(ASCII_LOWER)
        return plain + "e", plain
    if base in "Aa" and "\u030a" in marks:  # else Å
        return "aa", "a"
    if base in "Øø":
        return "oe", "o"
    folded = _fold_base(base)
    return folded and (folded, folded)


# --- One character's class ------------------------------------------------------------------------

# SPEC §2, row "apostrophes and spacing accents"
APOSTROPHES = frozenset(
    "\u0027\u0060\u00b4\u2018\u2019\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd\u02be\u02bf"
    "\u02c8\u02ca\u02cb\ua78b\ua78c\uff07"
)
SPACES = frozenset(c for c in unicode.WHITE_SPACE if unicode.category(c) != "Cc")
# Apostrophes are no letters, whatever Unicode calls them, and have no case.
LETTERS = unicode.of_category("L") - APOSTROPHES

# The insides of [...] in regular expressions
CLASS_LETTER = unicode.char_class(LETTERS)
CLASS_MARK = unicode.char_class(unicode.MARKS)
CLASS_UPPER = unicode.char_class(unicode.of_category("Lu") - APOSTROPHES)
CLASS_LOWER = unicode.char_class(unicode.of_category("Ll") - APOSTROPHES)
CLASS_APOSTROPHE = unicode.char_class(APOSTROPHES)

CONTROL = re.compile(r"[\0-\x1f\x7f-\x9f]")  # gc=Cc, which is stable
CLUSTER = re.compile(f".[{CLASS_MARK}]*", re.DOTALL)  # a character of NFC and the marks left after it

LETTER, APOSTROPHE, END, DASH, MIDDLE_DOT, BAD = range(6)


class Cluster(NamedTuple):
    kind: int
    category: str
    anagrafe: str = ""
    plain: str = ""
    code: str = ""  # BAD: the error …
    at: int = 0  # … and which character of the cluster it is


def _classify(cluster: str) -> Cluster:
    """SPEC §2, both tables, for one character of NFC text and the marks after it."""
    char, marked = cluster[0], len(cluster) > 1
    gc = unicode.category(char)
    if char in APOSTROPHES or char in "-.:":
        if marked:  # "a mark without a letter before it"
            return Cluster(BAD, gc, code="UNEXPECTED", at=1)
        return Cluster(APOSTROPHE if char in APOSTROPHES else END, "")  # no letter, no case
    if char == "·" and not marked:
        return Cluster(MIDDLE_DOT, gc)
    if (gc == "Pd" or char == "−") and not marked:
        return Cluster(DASH, gc)
    if gc[0] != "L":
        return Cluster(BAD, gc, code="UNEXPECTED")
    if char not in unicode.LATIN:
        return Cluster(BAD, gc, code="SCRIPT")
    folded = None if gc == "Lm" else fold(cluster)
    return Cluster(LETTER, gc, *folded) if folded else Cluster(BAD, gc, code="UNEXPECTED")


class _Clusters(dict[str, Cluster]):
    def __missing__(self, cluster: str) -> Cluster:
        self[cluster] = result = _classify(cluster)
        return result


CLUSTERS = _Clusters()
