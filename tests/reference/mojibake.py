"""SPEC §2, row "mojibake": UTF-8 that was read as Windows-1252 or Latin-1, found and read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import unicode15 as unicode
from characters import APOSTROPHES


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
TILDE_OR_HAT = re.compile("[ÃÂ]")

# The row's ranges. A sequence that means any other character is no sign by itself.
GARBLED = frozenset(
    chr(c)
    for low, high in [(0xA0, 0x17F), (0x218, 0x21B), (0x300, 0x30C), (0x31B, 0x31B), (0x323, 0x328), (0x2010, 0x203A)]
    for c in range(low, high + 1)
)
# What a text that is garbled is read back into, besides: what bytes 80–9F were read as the first
# time, and the letters that Vietnamese and romanized names have beyond the row's ranges.
READ_BACK = GARBLED | {c for c, b in BYTES.items() if b < 0xA0} | set("ƠơƯư") | set(map(chr, range(0x1E00, 0x1F00)))


def _meant(sequence: str) -> str | None:
    """The one character that a sequence is, if it is one."""
    try:
        return bytes(BYTES[c] for c in sequence).decode()
    except UnicodeDecodeError:
        return None


def _sequences(text: str) -> Iterator[tuple[int, str]]:
    """Where each sequence begins that is well-formed, and what it means."""
    for match in SEQUENCE.finditer(text):
        if char := _meant(match.group()):
            yield match.start(), char


def find_mojibake(text: str) -> int | None:
    """Where the first mojibake of NFC text begins."""
    found = next((at for at, char in _sequences(text) if char in GARBLED), None)
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
        text = unicode.nfc(data.decode())
    except UnicodeDecodeError:
        return Repair("ENCODING")
    if find_mojibake(text) is None:
        return Repair(None, data)  # "text that is not garbled comes back byte for byte"
    while (read := _read_back(text)) != text:
        text = read
    return Repair("MOJIBAKE") if _is_still_garbled(text) else Repair(None, text.encode())


def _read_back(text: str) -> str:
    """Once."""

    def replacement(match: re.Match[str]) -> str:
        char = _meant(match.group())
        return char if char in READ_BACK else match.group()

    return unicode.nfc(SEQUENCE.sub(replacement, text))


def _is_still_garbled(text: str) -> bool:
    """Of a text that was garbled, a sequence that means any letter at all is not to be trusted."""
    letters = any(unicode.category(char)[0] == "L" for _, char in _sequences(text))
    return letters or find_mojibake(text) is not None
