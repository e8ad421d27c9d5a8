"""SPEC §2, the rows on words: titles, marital words, and what is kept with a doubt.

A word is what stands between white space and has a letter. Only titles that are ignored are
compared to the letter; all other words without marks and apostrophes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import unicode15 as unicode
from characters import APOSTROPHES, ASCII_LOWER, CLASS_APOSTROPHE, CLASS_LETTER, CLASS_LOWER, CLASS_MARK, CLASS_UPPER, SPACES

TOKEN = re.compile(f"[^{unicode.char_class(SPACES)}]+")
HAS_LETTER = re.compile(f"[{CLASS_LETTER}]")
INNER_APOSTROPHE = re.compile(f"[{CLASS_LETTER}][{CLASS_MARK}]*[{CLASS_APOSTROPHE}]+[{CLASS_LETTER}]")

# SPEC §2, row "Length"
PARTICLES = frozenset(
    """all d da dal dall dalla dalle dallo dai dagli de dei degli del dell della delle dello den der di do
    dos das du e el il l la le li lo nell san sant santa santo sull al alla gli ter van von y zu zum zur
    af""".split()
)
# SPEC §2, row "a surname of particles only": these "not counted"
PARTICLES_OF_SURNAMES = PARTICLES - {"li", "san", "sant", "santa", "santo"}

# SPEC §2, row "titles". Only as the end of a white-space word may `ssa`, `ra` and `na` go without a dot.
TITLE = r"(?:(?:ing|dott(?:\.ssa)?|dr(?:\.ssa)?|d\.ssa|arch|geom|prof(?:\.ssa)?|avv|sig(?:\.[rn]a)?|rag|per\.ind)\.)"
WHOLE_TITLE = re.compile(rf"{TITLE}+(?P<junior>iunior|junior|jr\.?)?|{TITLE}*(?:(?:dott|dr|d|prof)\.ssa|sig\.[rn]a)")
GLUED_TITLE = re.compile(rf"{TITLE}+(?=[{CLASS_LETTER}])")
JUNIORS = frozenset(("iunior", "junior", "jr", "jr."))

# The rows of doubts
TITLES_WITHOUT_DOTS = frozenset(
    "ing dott dottssa dr drssa dssa arch geom prof profssa avv sig sigra signa rag perind".split()
)
DOT_AFTER_LETTERS = re.compile(rf"[{CLASS_LETTER}]{{2}}\.")
SSA_AFTER_DOT = re.compile(rf"\.ssa[{CLASS_LETTER}]")
ENDS_OF_TITLES = frozenset("a e i o r sa ssa essa ra na re ri ta to tta tto tra".split())
CAPITAL_INSIDE = re.compile(f"[{CLASS_LOWER}][{CLASS_MARK}]*[{CLASS_UPPER}]")
FULL_TITLES = frozenset(
    """ingegnere dottore dottoressa architetto geometra professore professoressa avvocato avvocata signor
    signora signorina ragioniere perito""".split()
)
BY_NAMES = frozenset("iunior junior jr senior sr ii iii iv fu detto detta v.va d.r".split())
INITIAL = re.compile(rf"[{CLASS_LETTER}]\.")

# The rows of marital words
BORN = frozenset(("nata", "nato", "nee"))
MARRIED = frozenset(
    """in ved ved. vedova cgt cgt. coniugata coniugato coniug coniug. sposata sposato maritata""".split()
)
GLUED_MARRIED = re.compile(rf"(?:ved|cgt|coniug)\..*[{CLASS_LETTER}]")
# "right after a particle … no marital word"
SURNAMES_AFTER_PARTICLES = frozenset(("vedova", "sposato", "nata", "nato"))

COMPARED = ASCII_LOWER | {ord(c): None for c in unicode.MARKS | APOSTROPHES}

# Signs of DOS text misread
RUN = re.compile(f"[{CLASS_LETTER}][{CLASS_LETTER}{CLASS_MARK}]*")
LETTER_WITH_MARKS = re.compile(f"[{CLASS_LETTER}][{CLASS_MARK}]*")


@lru_cache(maxsize=1 << 14)
def compared(text: str) -> str:
    """How a word is compared: in lower case, "without marks and apostrophes"."""
    return (text if text.isascii() else unicode.nfd(text)).translate(COMPARED)


@lru_cache(maxsize=1 << 14)
def is_bare(text: str) -> bool:
    """Whether a word has neither a mark nor an apostrophe between two letters, so may be a particle."""
    if INNER_APOSTROPHE.search(text):
        return False
    return text.isascii() or not any(c in unicode.MARKS for c in unicode.nfd(text))


@dataclass(slots=True)
class Word:
    """A word: where it stands in the text, and how it reads."""

    start: int
    end: int
    text: str
    key: str  # as it is compared
    glued: bool = False  # a title was cut off at its front
    after_title: bool = False  # the word before was a title
    doubt: bool = False

    @property
    def is_particle(self) -> bool:
        return self.key in PARTICLES and is_bare(self.text)


def _word(text: str, start: int, end: int, glued: bool = False) -> Word:
    return Word(start, end, text[start:end], compared(text[start:end]), glued)


def tokens(text: str, end: int) -> list[tuple[int, int]]:
    """What stands between white space in a text up to `end`."""
    return [match.span() for match in TOKEN.finditer(text, 0, end)]


def words_of(text: str, tokens: list[tuple[int, int]]) -> list[Word]:
    """The words among tokens; one without a letter is no word, though it is read like the others."""
    return [_word(text, *token) for token in tokens if HAS_LETTER.search(text, *token)]


# --- Titles -----------------------------------------------------------------------------------------


def drop_titles(text: str, words: list[Word]) -> tuple[list[Word], dict[int, int]]:
    """The words left, and where in the text titles stand: where they begin → where they end."""
    left: list[Word] = []
    titles: dict[int, int] = {}
    after_title = may_be_junior = False
    for word in words:
        exact = word.text.translate(ASCII_LOWER)
        if whole := WHOLE_TITLE.fullmatch(exact):
            after_title, may_be_junior = True, whole["junior"] is None
            titles[word.start] = word.end
        elif may_be_junior and exact in JUNIORS:
            may_be_junior = False  # "one"
            titles[word.start] = word.end
        else:
            word.after_title = after_title
            after_title = may_be_junior = False
            left.append(word)
    if left and (glued := GLUED_TITLE.match(left[0].text.translate(ASCII_LOWER))):
        start, end = left[0].start, left[0].end
        titles[start] = start + glued.end()
        left[0] = _word(text, titles[start], end, glued=True)
    return left, titles


# --- Marital words ----------------------------------------------------------------------------------


def _is_surname_after_particle(words: list[Word], i: int) -> bool:
    """In a surname, `Della Vedova` and `De Nata` are no marital words."""
    return words[i].key in SURNAMES_AFTER_PARTICLES and i > 0 and words[i - 1].is_particle


def _is_married(words: list[Word], i: int, is_surname: bool) -> bool:
    """Whether the word at `i` says that what follows is a husband's or wife's surname."""
    word, has_next = words[i].key, i + 1 < len(words)
    if GLUED_MARRIED.match(word):
        return True
    if is_surname:
        return has_next and word in MARRIED and not _is_surname_after_particle(words, i)
    return has_next and word in MARRIED | BORN


def find_born(words: list[Word]) -> int | None:
    """The last `nata` of a surname that has a word after it."""
    for i in range(len(words) - 2, -1, -1):
        if words[i].key in BORN and not _is_surname_after_particle(words, i):
            return i
    return None


def find_married(words: list[Word], is_surname: bool) -> int | None:
    """The first marital word that has a word before and after."""
    return next((i for i in range(1, len(words)) if _is_married(words, i, is_surname)), None)


# --- Doubts -----------------------------------------------------------------------------------------


def set_doubts(words: list[Word], is_surname: bool) -> None:
    """The rows of doubts, among the words left of one field."""
    several = len(words) > 1
    for i, word in enumerate(words):
        word.doubt = (
            _is_like_title(word)
            or is_surname and INITIAL.match(word.key) is not None
            or several and word.key in BY_NAMES
            or several and word.key in FULL_TITLES and not (i and words[i - 1].is_particle)
            or several and _is_doubtfully_marital(words, i, is_surname)
            or is_misread(word.text)
        )  # fmt: skip


def _is_like_title(word: Word) -> bool:
    """A title without its dots, its end, or what may be one that is not listed."""
    key = word.key
    if key in TITLES_WITHOUT_DOTS or DOT_AFTER_LETTERS.search(key):
        return True
    if SSA_AFTER_DOT.search("." + key if word.glued else key):
        return True
    if (word.glued or word.after_title) and key in ENDS_OF_TITLES:
        return True
    return word.glued and CAPITAL_INSIDE.search(word.text) is not None


def _is_doubtfully_marital(words: list[Word], i: int, is_surname: bool) -> bool:
    """A marital word left first or last; one after a particle where a word follows."""
    word, is_last = words[i].key, i + 1 == len(words)
    if is_surname and _is_surname_after_particle(words, i):
        return not is_last
    if i > 0 and not is_last:
        return False
    return word in MARRIED | BORN if is_surname else word in MARRIED - {"in"}


@lru_cache(maxsize=1 << 14)
def is_misread(text: str) -> bool:
    """SPEC §2, row "signs of DOS text misread", for NFC text."""
    if text.isascii():
        return False
    return any(_is_misread_run(LETTER_WITH_MARKS.findall(run)) for run in RUN.findall(text))


def _is_misread_run(letters: list[str]) -> bool:
    """One word of this row: "unbroken letters and marks"."""
    cases = [unicode.category(letter[0]) for letter in letters]
    last = len(letters) - 1
    for i, letter in enumerate(letters):
        after = cases[i - 1] if i else ""
        if letter[0] in "ºª" and 0 < i < last:
            return True
        if letter[0] in "ÞÔ" and i == last >= 2 and set(cases) == {"Lu"}:
            return True
        if letter[0] < "\x80":
            continue
        if cases[i] == "Lu" and after == "Ll":  # NoŠ
            return True
        if cases[i] == "Ll" and after == "Lu" and i >= 2:  # NICOLã
            caps_lock = letter == "ß" or letter in ("è", "ì", "ò", "ù") and i == last
            if not caps_lock:
                return True
    return False
