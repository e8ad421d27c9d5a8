"""SPEC §2, its last paragraph: a codice fiscale, its check, and whether its letters fit a name.

The form and the check letter are those of DM 23/12/1976; the eleven digits of a provisional one are
checked as a partita IVA is (Luhn).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from characters import SPACES
from pecaddr_reference import Segment, Word, read_field

ASCII_UPPER = {c: c - 32 for c in range(ord("a"), ord("z") + 1)}
DIGITS = "0123456789"
OMOCODIA = "LMNPQRSTUV"  # what stands for a digit where two persons' codes would be the same
MONTHS = "ABCDEHLMPRST"
_DIGIT = f"[{DIGITS}{OMOCODIA}]"
FORM = re.compile(rf"[A-Z]{{6}}{_DIGIT}{{2}}[{MONTHS}]({_DIGIT}{{2}})[A-Z]{_DIGIT}{{3}}[A-Z]", re.ASCII)
PROVISIONAL = re.compile("[0-9]{11}")

# DM 23/12/1976: what the characters in odd places count, the first place being 1; digits as A to J.
ODD = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ",
               (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)))  # fmt: skip
ODD |= {digit: ODD[letter] for digit, letter in zip(DIGITS, "ABCDEFGHIJ")}
EVEN = {letter: ord(letter) - ord("A") for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"} | {d: int(d) for d in DIGITS}


def check_letter(fifteen: str) -> str:
    """The last letter, of the fifteen characters before it as they stand."""
    total = sum((EVEN if i % 2 else ODD)[char] for i, char in enumerate(fifteen))
    return chr(ord("A") + total % 26)


def check_digit(ten: str) -> str:
    """The last digit of eleven, by Luhn."""
    total = 0
    for i, digit in enumerate(map(int, ten)):
        doubled = 2 * digit if i % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def bare(holder: str) -> str:
    """ "Spaces ignored, any case": how it is compared."""
    return "".join(c for c in holder if c not in SPACES).translate(ASCII_UPPER)


def without_omocodia(code: str) -> str:
    """The digits of a code of 16 as they were before they made way for somebody else's."""
    places = {6, 7, 9, 10, 12, 13, 14}
    return "".join(DIGITS[OMOCODIA.index(c)] if i in places and c in OMOCODIA else c for i, c in enumerate(code))


def is_right(code: str) -> bool:
    """Form and check character of a bare codice fiscale; False is the error HOLDER."""
    if PROVISIONAL.fullmatch(code):
        return code[-1] == check_digit(code[:-1]) and code != "0" * 11
    if not FORM.fullmatch(code) or code[-1] != check_letter(code[:-1]):
        return False
    day = int(without_omocodia(code)[9:11])
    return 1 <= day <= 31 or 41 <= day <= 71


# --- The six letters --------------------------------------------------------------------------------


def _three(letters: str, is_given: bool) -> str:
    """DM 23/12/1976: consonants, then vowels, then X; of a given name's four consonants not the second."""
    consonants = "".join(c for c in letters if c not in "aeiou")
    vowels = "".join(c for c in letters if c in "aeiou")
    if is_given and len(consonants) >= 4:
        consonants = consonants[0] + consonants[2:]
    return (consonants + vowels + "xxx")[:3].upper()


def letters_of(given: str, surname: str) -> str:
    """The first six letters, of two atoms that nothing was cut from."""
    return _three(surname, False) + _three(given, True)


class Judgement(NamedTuple):
    """`halves` that contradict the name, and whether the given half fits the first given name alone."""

    code: str | None
    halves: tuple[str, ...] = ()
    fits_first: bool = False


def _joined(words: tuple[Word, ...], profile: str) -> str:
    segments: list[Segment] = [segment for word in words for segment in word.segments]
    return "".join(getattr(segment, profile) for segment in segments)


def judge(given: bytes, surname: bytes, holder: str) -> Judgement:
    """The error HOLDER, or what the note CF_MISMATCH says of two fields that can be read.

    A field that is empty, where the scheme allows it, contradicts nothing.
    """
    code = bare(holder)
    if not code:
        return Judgement(None)  # none given
    if not is_right(code):
        return Judgement("HOLDER")
    if len(code) == 11:
        return Judgement(None)
    words = {"surname": read_field(surname, True).words, "given": read_field(given, False).words}
    theirs = {"surname": code[:3], "given": code[3:6]}

    def contradicting(profile: str, words: dict[str, tuple[Word, ...]]) -> set[str]:
        return {
            half for half, three in theirs.items()
            if words[half] and three != _three(_joined(words[half], profile), half == "given")
        }  # fmt: skip

    anagrafe, plain = contradicting("anagrafe", words), contradicting("plain", words)
    if not anagrafe or not plain:
        return Judgement(None)
    both = anagrafe & plain
    halves = tuple(half for half in theirs if half in (both or anagrafe | plain))
    first = {"surname": (), "given": words["given"][:1]}
    fits_first = any("given" not in contradicting(profile, first) for profile in ("anagrafe", "plain"))
    return Judgement(None, halves, "given" in both and fits_first)


def format_judgement(judgement: Judgement) -> str:
    """`OK`, `HOLDER`, or the halves that contradict, and `first`."""
    if judgement.code:
        return judgement.code
    return ",".join((*judgement.halves, *["first"] * judgement.fits_first)) or "OK"
