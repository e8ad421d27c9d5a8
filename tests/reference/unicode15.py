"""Unicode 15.0 facts, read from the files of Debian's package unicode-data.

Python's own `unicodedata` follows the interpreter's version; the answers of libpecaddr are frozen
at 15.0 (SPEC §2 "One answer for ever"), so general categories, properties and normalization are
taken from the data files here, with code of our own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

DIRECTORY = Path("/usr/share/unicode")
VERSION = "15.0.0"
LAST = 0x10FFFF


def _lines(name: str) -> list[str]:
    """The data lines of one file, without comments, after its version header was checked."""
    text = (DIRECTORY / name).read_text("utf-8")
    first = text.partition("\n")[0]
    stem = name.removesuffix(".txt")
    if name == "UnicodeData.txt":  # has no header of its own; the package's ReadMe speaks for it
        readme = (DIRECTORY / "ReadMe.txt").read_text("utf-8")
        if f"Version {VERSION} of the Unicode Standard" not in readme:
            raise RuntimeError(f"{DIRECTORY}: not Unicode {VERSION}")
    elif first != f"# {stem}-{VERSION}.txt":
        raise RuntimeError(f"{name}: not Unicode {VERSION}: {first}")
    return [bare for line in text.splitlines() if (bare := line.partition("#")[0].strip())]


def _property(name: str, value: str) -> list[range]:
    """The ranges of code points that have one property value."""
    found = []
    for line in _lines(name):
        codes, _, rest = line.partition(";")
        if rest.strip() == value:
            low, _, high = codes.strip().partition("..")
            found.append(range(int(low, 16), int(high or low, 16) + 1))
    return found


def _set(ranges: list[range]) -> frozenset[str]:
    return frozenset(chr(c) for r in ranges for c in r)


_CATEGORIES = ["Cn"]
_category = bytearray(LAST + 1)  # index into _CATEGORIES; 0 is unassigned
_ccc: dict[str, int] = {}
_canonical: dict[str, str] = {}  # one step
COMPATIBILITY: dict[str, str] = {}  # one step, without its <tag>
OTHER_CASE: dict[str, str] = {}  # simple upper-case mapping, or else the lower-case one


def _load() -> None:
    start = 0
    for line in _lines("UnicodeData.txt"):
        row = line.split(";")
        code, name, gc, ccc, decomposition = int(row[0], 16), row[1], row[2], row[3], row[5]
        if gc not in _CATEGORIES:
            _CATEGORIES.append(gc)
        if name.endswith(", First>"):
            start = code
            continue
        index = _CATEGORIES.index(gc)
        if name.endswith(", Last>"):
            _category[start : code + 1] = bytes([index]) * (code + 1 - start)
            continue
        _category[code] = index
        char = chr(code)
        if ccc != "0":
            _ccc[char] = int(ccc)
        if decomposition.startswith("<"):
            COMPATIBILITY[char] = "".join(chr(int(c, 16)) for c in decomposition.split()[1:])
        elif decomposition:
            _canonical[char] = "".join(chr(int(c, 16)) for c in decomposition.split())
        if other := row[12] or row[13]:
            OTHER_CASE[char] = chr(int(other, 16))


_load()

WHITE_SPACE = _set(_property("PropList.txt", "White_Space"))
LATIN = _set(_property("Scripts.txt", "Latin"))
DEFAULT_IGNORABLE = _set(_property("DerivedCoreProperties.txt", "Default_Ignorable_Code_Point"))


def category(char: str) -> str:
    """The general category; 'Cn' for unassigned code points and noncharacters."""
    return _CATEGORIES[_category[ord(char)]]


def of_category(beginning: str) -> frozenset[str]:
    """All characters of a general category, or of all that begin so."""
    indexes = {i for i, name in enumerate(_CATEGORIES) if name.startswith(beginning)}
    return frozenset(chr(c) for c, index in enumerate(_category) if index in indexes)


MARKS = of_category("M")


def char_class(chars: frozenset[str]) -> str:
    """The inside of a regular expression's [...] that matches these characters."""
    codes = sorted(map(ord, chars))
    parts, i = [], 0
    while i < len(codes):
        j = i
        while j + 1 < len(codes) and codes[j + 1] == codes[j] + 1:
            j += 1
        parts.append(f"{re.escape(chr(codes[i]))}-{re.escape(chr(codes[j]))}")
        i = j + 1
    return "".join(parts)


# Normalization: Unicode Standard §3.11, Hangul §3.12.

_S, _L, _V, _T, _LN, _VN, _TN = 0xAC00, 0x1100, 0x1161, 0x11A7, 19, 21, 28
_SN = _LN * _VN * _TN


@lru_cache(maxsize=None)
def _decompose(char: str) -> str:
    """The full canonical decomposition of one character."""
    s = ord(char) - _S
    if 0 <= s < _SN:
        tail = chr(_T + s % _TN) if s % _TN else ""
        return chr(_L + s // (_VN * _TN)) + chr(_V + s % (_VN * _TN) // _TN) + tail
    step = _canonical.get(char)
    return char if step is None else "".join(map(_decompose, step))


def _compositions() -> dict[str, str]:
    """Pair → primary composite: no singleton, no exclusion, no non-starter decomposition."""
    excluded = {chr(int(line, 16)) for line in _lines("CompositionExclusions.txt")}
    return {
        pair: char
        for char, pair in _canonical.items()
        if len(pair) == 2 and char not in excluded and char not in _ccc and pair[0] not in _ccc
    }


_COMPOSE = _compositions()
# What a pair may end with; most characters never do.
_SECOND = frozenset(pair[1] for pair in _COMPOSE) | {chr(c) for c in (*range(_V, _V + _VN), *range(_T + 1, _T + _TN))}


def _compose_pair(first: str, second: str) -> str | None:
    a, b = ord(first), ord(second)
    if _L <= a < _L + _LN and _V <= b < _V + _VN:
        return chr(_S + ((a - _L) * _VN + b - _V) * _TN)
    if _S <= a < _S + _SN and (a - _S) % _TN == 0 and _T < b < _T + _TN:
        return chr(a + b - _T)
    return _COMPOSE.get(first + second)


Traced = list[tuple[str, int]]  # characters, each with the index it came from


def decompose_traced(text: Traced) -> Traced:
    """NFD; every character keeps the index of the character it came from."""
    # Most are their own decomposition, and Hangul lies together.
    out = [(c, origin) for char, origin in text
           for c in (_decompose(char) if char in _canonical or "\uac00" <= char <= "\ud7a3" else char)]  # fmt: skip
    if not any(char in _ccc for char, _ in out):
        return out
    i = 0
    while i < len(out):  # canonical ordering: stable sort of each run of non-starters
        j = i
        while j < len(out) and out[j][0] in _ccc:
            j += 1
        if j - i > 1:
            out[i:j] = sorted(out[i:j], key=lambda item: _ccc[item[0]])
        i = max(j, i + 1)
    return out


def compose_traced(text: Traced, joined: Callable[[int, int], int] = lambda first, _: first) -> Traced:
    """NFC; a composed character keeps the index of its first character, or what `joined` makes of two."""
    if text and max(text)[0] < "\u0300":  # below are only starters that compose with nothing
        return text
    out: Traced = []
    starter = -1  # index in `out` of the last starter
    last_ccc = 0  # class of the last character put after that starter
    for char, origin in decompose_traced(text):
        ccc = _ccc.get(char, 0)
        if char in _SECOND and starter >= 0 and (last_ccc < ccc or starter == len(out) - 1):
            if composite := _compose_pair(out[starter][0], char):
                out[starter] = (composite, joined(out[starter][1], origin))
                continue
        if ccc == 0:
            starter = len(out)
        last_ccc = ccc
        out.append((char, origin))
    return out


def _plain(text: Traced) -> str:
    return "".join(char for char, _ in text)


def nfd(text: str) -> str:
    return _plain(decompose_traced([(c, 0) for c in text]))


def nfc(text: str) -> str:
    return _plain(compose_traced([(c, 0) for c in text]))
