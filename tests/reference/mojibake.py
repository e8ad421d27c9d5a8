"""SPEC §2, row "mojibake": UTF-8 that was read as Windows-1252 or Latin-1, found and read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import unicode15 as unicode
from characters import APOSTROPHES, CLUSTERS, SPACES


def read_byte(byte: int) -> str:
    """The character that stands for a byte: Windows-1252's, or else Latin-1's."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


# A byte 80–9F can be seen both as Windows-1252's character and as a C1 control.
BYTES = {read_byte(b): b for b in range(0x80, 0x100)} | {chr(b): b for b in range(0x80, 0x100)}


def _class(low: int, high: int) -> str:
    return unicode.char_class(frozenset(c for c, byte in BYTES.items() if low <= byte < high))


_TRAIL = _class(0x80, 0xC0)
# Two or three characters that may be one character of UTF-8; none of them begins within another.
SEQUENCE = re.compile(f"[{_class(0xC2, 0xE0)}][{_TRAIL}]|[{_class(0xE0, 0xF0)}][{_TRAIL}]{{2}}")
RUN = re.compile(f"[{_class(0x80, 0x100)}]+")
TILDE_OR_HAT = re.compile("[ÃÂ]")

# The row's ranges. A sequence that means any other character is no sign by itself.
GARBLED = frozenset(
    chr(c)
    for low, high in [(0xA0, 0x17F), (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x218, 0x21B), (0x300, 0x30C), (0x31B, 0x31B),
                      (0x323, 0x328), (0x1EA0, 0x1EF9), (0x2010, 0x203A)]
    for c in range(low, high + 1)
)  # fmt: skip
# In what was read back: names in capitals end in these, and a no-break space may follow.
NO_SEQUENCE = frozenset(letter + "\u00a0" for letter in "ÈÉÌÒÙ")
# What bytes 80–9F are read as and no name has; the others of those are letters and quotation marks.
NEVER_LEFT = re.compile("[\x80-\x9fƒ€ˆ˜™]")
# Not letters, but somewhere in names, or in the text about them.
BETWEEN_LETTERS = unicode.MARKS | unicode.DEFAULT_IGNORABLE | SPACES | {","}


def _decoded(characters: str) -> str | None:
    """What the bytes are that these characters stand for, if they are UTF-8 to the last."""
    try:
        return bytes(BYTES[c] for c in characters).decode()
    except UnicodeDecodeError:
        return None


def _sequences(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each sequence that is one well-formed character, and which."""
    for match in SEQUENCE.finditer(text):
        if char := _decoded(match.group()):
            yield match, char


def _find_garbled(text: str) -> int | None:
    """Where the first sequence begins that means a character of the row's ranges."""
    return next((match.start() for match, char in _sequences(text) if char in GARBLED), None)


def find_mojibake(text: str) -> int | None:
    """Where the first mojibake of NFC text begins."""
    found = _find_garbled(text)
    for match in TILDE_OR_HAT.finditer(text, 0, len(text) if found is None else found):
        if _is_after_lower_case(text, match.start()):
            return match.start()
    return found


def _is_after_lower_case(text: str, at: int) -> bool:
    """ "Ã or Â right after a lower-case letter", marks and hidden code points looked through."""
    before = at - 1
    while before >= 0 and (text[before] in unicode.MARKS or text[before] in unicode.DEFAULT_IGNORABLE):
        before -= 1
    return before >= 0 and unicode.category(text[before]) == "Ll" and text[before] not in APOSTROPHES


class Repair(NamedTuple):
    code: str | None
    text: bytes = b""


def repair(data: bytes) -> Repair:
    """SPEC §2: "the text meant, also where it was misread twice, or MOJIBAKE"."""
    try:
        traced = unicode.compose_traced([(c, 0) for c in data.decode()])
    except UnicodeDecodeError:
        return Repair("ENCODING")
    if find_mojibake(_text(traced)) is None:
        return Repair(None, data)  # "text that is not garbled comes back byte for byte"
    while _find_garbled(_text(traced)) is not None:
        if (read := _read_back(traced)) is None:
            return Repair("MOJIBAKE")
        traced = unicode.compose_traced(read, max)
    return Repair("MOJIBAKE") if _is_still_garbled(traced) else Repair(None, _text(traced).encode())


def _text(traced: unicode.Traced) -> str:
    return "".join(c for c, _ in traced)


def _read_back(traced: unicode.Traced) -> unicode.Traced | None:
    """Once, run by run; what was read back is marked 1. None if a garbled run is not UTF-8 to the last."""
    out, done = [], 0
    for run in RUN.finditer(_text(traced)):
        if _find_garbled(run.group()) is None:
            continue
        if (read := _decoded(run.group())) is None:
            return None
        out += traced[done : run.start()] + [(c, 1) for c in read]
        done = run.end()
    return out + traced[done:]


def _is_still_garbled(traced: unicode.Traced) -> bool:
    """Whether what was read back, as far as it could be, is not to be trusted."""
    text = _text(traced)
    if find_mojibake(text) is not None or NEVER_LEFT.search(text):
        return True
    if any(match.group() not in NO_SEQUENCE for match, _ in _sequences(text)):
        return True
    return any(
        (char in "ÃÂ" or _is_in_no_name(char)) and any(was_read for _, was_read in traced[max(i - 1, 0) : i] + traced[i + 1 : i + 2])
        for i, (char, _) in enumerate(traced)
    )


def _is_in_no_name(char: str) -> bool:
    """What SPEC §2 answers with UNEXPECTED wherever it stands."""
    return char not in BETWEEN_LETTERS and CLUSTERS[char].code == "UNEXPECTED"
