#!/usr/bin/env python3
"""The rules of SPEC §2 and §3 a second time, written from their words alone.

An independent reading to hold the C library to: it shares no code and no generated table with it,
only Unicode's own files and the committed data. Where the two differ, SPEC decides. The places
where SPEC leaves something open are listed in README.md, "Readings".

    pecaddr_reference.py serve    answers lines `profile TAB hex(given) TAB hex(surname)`
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import name_words
import unicode15 as unicode
from characters import (APOSTROPHE, APOSTROPHES, ASCII_LOWER, BAD, CLUSTER, CLUSTERS, CONTROL, DASH, DATA, END, FULL_WIDTH,
                        LETTER, LETTERS, SPACES, Cluster)  # fmt: skip
from mojibake import find_mojibake
from name_words import PARTICLES, PARTICLES_OF_SURNAMES, is_bare

NOTES = ("HIDDEN", "COMMA", "TITLE", "VARIANT", "MARITAL", "DOUBT", "SHORTENED")  # printing order
FIELD_MAX = 1024  # SPEC §2: "a field over 1,024 bytes"
BUDGET = 51  # SPEC §2: 64 octets less `.`, and less the longest suffix `.mc.a9999999`


class Offence(Exception):
    """An error, and the index of the character where it was met."""

    def __init__(self, code: str, index: int = 0):
        super().__init__(code)
        self.code, self.index = code, index


# --- One field ------------------------------------------------------------------------------------


class Segment(NamedTuple):
    """A word "as it comes out", so ended by a dash or dot too: its letters under both profiles."""

    anagrafe: str
    plain: str
    bare: bool = True  # neither a mark nor an apostrophe between two letters


class Word(NamedTuple):
    """A white-space word that is left of a field."""

    segments: tuple[Segment, ...]
    doubt: bool


class Field(NamedTuple):
    code: str | None
    offset: int = 0
    notes: frozenset[str] = frozenset()  # but for DOUBT, which is the words'
    words: tuple[Word, ...] = ()

    @property
    def segments(self) -> list[Segment]:
        return [segment for word in self.words for segment in word.segments]


def _segment(text: str, letters: list[Cluster]) -> Segment:
    anagrafe, plain = ("".join(c.anagrafe for c in letters), "".join(c.plain for c in letters))
    return Segment(anagrafe, plain, is_bare(text))


def _read_token(text: str, start: int, end: int) -> list[Segment]:
    """The letters of what stands between white space; raises its first offence."""
    token = text[start:end]
    if token.isascii() and token.isalpha():  # nothing else to ask: only a short cut
        return [Segment(token.translate(ASCII_LOWER), token.translate(ASCII_LOWER))]
    spelled = CLUSTER.findall(token)
    segments: list[Segment] = []
    letters: list[Cluster] = []  # of the present segment …
    index = begin = start  # … which begins there
    for i, chars in enumerate(spelled):
        cluster = CLUSTERS[chars]
        if cluster.kind == LETTER:
            letters.append(cluster)
        elif cluster.kind == BAD:
            raise Offence(cluster.code, index + cluster.at)
        elif cluster.kind != APOSTROPHE:
            if cluster.kind != END and not _may_stand(cluster.kind, spelled, i, text, start, end):
                raise Offence("UNEXPECTED", index)
            if letters:
                segments.append(_segment(text[begin:index], letters))
            letters, begin = [], index + len(chars)
        index += len(chars)
    return [*segments, _segment(text[begin:end], letters)] if letters else segments


LETTERS_AND_APOSTROPHES = LETTERS | APOSTROPHES


def _may_stand(kind: int, spelled: list[str], i: int, text: str, start: int, end: int) -> bool:
    """Whether a dash or middle dot stands where SPEC §2 allows it."""
    if 0 < i < len(spelled) - 1:
        allowed = LETTERS_AND_APOSTROPHES if kind == DASH else LETTERS
        return spelled[i - 1][0] in allowed and spelled[i + 1][0] in allowed
    alone = len(spelled) == 1 and 0 < start and end < len(text)
    return kind == DASH and alone and text[start - 1] in SPACES and text[end] in SPACES


class _Left(NamedTuple):
    """What is left of a field to be read."""

    words: list[name_words.Word]
    tokens: list[tuple[int, int]]
    notes: set[str]


def _choose(text: str, is_surname: bool) -> _Left:
    """SPEC §2: "comma; words split at white space; titles; `nata`; marital words; doubts"."""
    notes = set()
    end = len(text)
    if not is_surname and (comma := text.find(",")) >= 0:
        notes.add("COMMA")
        end = comma
    tokens = name_words.tokens(text, end)
    left, titles = name_words.drop_titles(text, name_words.words_of(text, tokens))
    if titles:
        notes.add("TITLE")
    begin = 0
    if is_surname and (at := name_words.find_born(left)) is not None:
        notes.add("MARITAL")
        begin, left = left[at].end, left[at + 1 :]
    if (at := name_words.find_married(left, is_surname)) is not None:
        notes.add("MARITAL")
        end, left = left[at].start, left[:at]
    name_words.set_doubts(left, is_surname)
    tokens = [(titles.get(start, start), stop) for start, stop in tokens if begin <= start < end]
    return _Left(left, [(start, stop) for start, stop in tokens if start < stop], notes)


def _read(data: bytes, is_surname: bool) -> Field:
    # The checks of the whole field
    if len(data) > FIELD_MAX:
        return Field("TOO_LONG", FIELD_MAX)
    try:
        original = data.decode()
    except UnicodeDecodeError as error:
        return Field("ENCODING", error.start)

    def fail(code: str, index: int) -> Field:
        return Field(code, len(original[:index].encode()))

    notes = set()
    text, origins = original, range(len(original))
    if not original.isascii():
        as_given = list(zip(original, origins))
        traced = unicode.compose_traced(as_given)
        if (at := find_mojibake("".join(c for c, _ in traced))) is not None:
            return fail("MOJIBAKE", traced[at][1])
        # Hidden code points out
        shown = [(FULL_WIDTH.get(c, c), i) for i, c in enumerate(original) if c not in unicode.DEFAULT_IGNORABLE]
        if len(shown) < len(original):
            notes.add("HIDDEN")
        if shown != as_given:
            traced = unicode.compose_traced(shown)
        text, origins = "".join(c for c, _ in traced), [i for _, i in traced]

    left = _choose(text, is_surname)
    control = CONTROL.search(text)  # also in text that is ignored
    read: dict[int, list[Segment]] = {}  # where a token ends → what it holds
    try:
        for start, end in left.tokens:
            if control and control.start() < start:
                break
            read[end] = _read_token(text, start, end)
        if control:
            raise Offence("UNEXPECTED", control.start())
    except Offence as offence:
        return fail(offence.code, origins[offence.index])
    if not left.words:
        return Field("EMPTY", 0, frozenset(notes | left.notes))
    kept = tuple(Word(tuple(read[word.end]), word.doubt) for word in left.words)
    return Field(None, 0, frozenset(notes | left.notes), kept)


@lru_cache(maxsize=1 << 15)
def read_field(data: bytes, is_surname: bool) -> Field:
    """SPEC §2 "A field is read in this order", up to and including its letters."""
    return _read(data, is_surname)


# --- Two fields -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class NameRules:
    """What a scheme says of names, as far as SPEC §2 needs it; here as `ingpec` says it."""

    profile: str = "anagrafe"
    given: str = "all"
    overlong: str = "shorten"
    variant: str = "review"
    budget: int = BUDGET
    takes: frozenset[str] = frozenset(("given", "surname"))  # of `given`, `initial` and `surname`
    level_0: Callable[[str, str], str] = "{}.{}".format  # given, surname → the first rule's local part


RULES = {profile: NameRules(profile) for profile in ("anagrafe", "plain")}


@dataclass(frozen=True, slots=True)
class Result:
    code: str | None
    field: str | None = None
    offset: int | None = None
    notes: tuple[str, ...] = ()
    given: str = ""
    surname: str = ""
    local_part: str = ""


def _drop_last(words: list[str]) -> None:
    """Drops a word, and the particles then at the end as long as another word stays."""
    words.pop()
    while len(words) > 1 and words[-1] in PARTICLES:
        words.pop()


def shorten(given: list[str], surname: list[str], budget: int) -> tuple[str, str]:
    """SPEC §2 "Length"."""

    def length() -> int:
        return sum(map(len, given)) + sum(map(len, surname))

    given, surname = list(given), list(surname)
    while length() > budget and len(given) > 1:
        _drop_last(given)
    while length() > budget and any(word not in PARTICLES for word in surname[:-1]):
        _drop_last(surname)
    g, s = "".join(given), "".join(surname)
    if len(g) + len(s) > budget:
        s = s[: max(budget - len(g), budget // 2)]
        g = g[: budget - len(s)]
    return g, s


def _stands_among(surname: str, given: list[str]) -> bool:
    """Whether a surname is also "one or more whole neighbouring words" of the given names."""
    for i in range(len(given)):
        joined = ""
        for word in given[i:]:
            joined += word
            if joined == surname:
                return True
            if not surname.startswith(joined):
                break
    return False


def _is_doubtful_surname(given: list[str], surname: list[str], bare: list[bool]) -> bool:
    """SPEC §2: "a surname of particles only", or one that is also among the given names."""
    if all(b and word in PARTICLES_OF_SURNAMES for b, word in zip(bare, surname)):
        return True
    joined = "".join(surname)
    return len(joined) >= 3 and _stands_among(joined, given)


class _Atoms(NamedTuple):
    given: str
    surname: str
    shortened: bool
    local_part: str


def _make(given: list[str], surname: list[str], rules: NameRules) -> _Atoms:
    """The two atoms of a name's words; a field that no rule needs "counts for nothing in the length"."""
    if "given" not in rules.takes:
        given = ["".join(given)[:1]] if "initial" in rules.takes else []
    if "surname" not in rules.takes:
        surname = []
    g, s = "".join(given), "".join(surname)
    shortened = len(g) + len(s) > rules.budget
    if shortened:
        g, s = shorten(given, surname, rules.budget)
    return _Atoms(g, s, shortened, rules.level_0(g, s))


def local_part(given: bytes, surname: bytes, rules: NameRules = RULES["anagrafe"]) -> Result:
    """SPEC §2: two fields → two atoms, or the first error."""
    fields = read_field(given, False), read_field(surname, True)
    needed = not rules.takes.isdisjoint(("given", "initial")), "surname" in rules.takes
    for name, field, is_needed in zip(("given", "surname"), fields, needed):
        if field.code and (field.code != "EMPTY" or is_needed):
            return Result(field.code, name, field.offset)
    taken = fields[0].words[: 1 if rules.given == "first" else None], fields[1].words
    notes = set(fields[0].notes | fields[1].notes)
    if any(word.doubt for field in taken for word in field):
        notes.add("DOUBT")

    def under(profile: str) -> _Atoms:
        chosen = ([getattr(s, profile) for word in field for s in word.segments] for field in taken)
        return _make(*chosen, rules)

    # "all the given names left", also where only the first is taken
    spelled = [[getattr(s, rules.profile) for s in field.segments] for field in fields]
    if spelled[1] and _is_doubtful_surname(*spelled, [s.bare for s in fields[1].segments]):
        notes.add("DOUBT")
    atoms = under(rules.profile)
    other = under("plain" if rules.profile == "anagrafe" else "anagrafe")
    if atoms.shortened and rules.overlong == "error":
        return Result("TOO_LONG", "surname" if "surname" in rules.takes else "given", 0)
    if atoms.shortened:
        notes.add("SHORTENED")
    if atoms.local_part != other.local_part and rules.variant == "review":
        notes.add("VARIANT")
    ordered = tuple(note for note in NOTES if note in notes)
    return Result(None, None, None, ordered, *atoms[:2], atoms.local_part)


# --- The built-in scheme `ingpec` -------------------------------------------------------------------

DOMAIN = "ingpec.eu"
NUMBER_MAX = 9_999_999
# RFC 2142 §3–§5, and what SPEC §3 adds
RESERVED = frozenset(
    """info marketing sales support abuse noc security postmaster hostmaster usenet news webmaster www
    uucp ftp posta-certificata""".split()
)
RESERVED_PATTERN = re.compile(r"ordine\.[^.]+")  # `*` stands for one atom without dots


def _read_provinces() -> dict[str, bool]:
    """Sigla in lower case → whether it has an engineers' Order of its own now."""
    lines = (DATA / "provinces.tsv").read_text("utf-8").splitlines()[1:]
    return {row[0].lower(): row[4] == "yes" for row in (line.split("\t") for line in lines)}


PROVINCES = _read_provinces()


def is_reserved(local: str) -> bool:
    return local in RESERVED or RESERVED_PATTERN.fullmatch(local) is not None


class Candidate(NamedTuple):
    level: int
    address: str
    reserved: bool


@dataclass(frozen=True, slots=True)
class Candidates:
    code: str | None
    name: Result | None = None
    addresses: tuple[Candidate, ...] = ()


def candidates(given: bytes, surname: bytes, province: str, section: str, number: int) -> Candidates:
    """SPEC §1 and §3: the three addresses; everything that any rule needs is checked before."""
    name = local_part(given, surname)
    if name.code:
        return Candidates(name.code, name)
    sigla, letter = province.translate(ASCII_LOWER), section.translate(ASCII_LOWER)
    if not PROVINCES.get(sigla):
        return Candidates("PROVINCE", name)
    if letter not in ("a", "b") or not 1 <= number <= NUMBER_MAX:
        return Candidates("REGISTER", name)
    locals_ = (
        name.local_part,
        f"{name.local_part}.{sigla}",
        f"{name.local_part}.{sigla}.{letter}{number}",
    )
    return Candidates(
        None, name, tuple(Candidate(i, f"{l}@{DOMAIN}", is_reserved(l)) for i, l in enumerate(locals_))
    )


class Parsed(NamedTuple):
    """`kind` is "level", "reserved" or "foreign" (not of this scheme)."""

    kind: str
    level: int | None = None
    given: str = ""
    surname: str = ""
    province: str = ""
    section: str = ""
    number: int | None = None


ADDRESS = re.compile(r"([a-z]+)\.([a-z]+)(?:\.([a-z]{2})(?:\.([ab])([1-9][0-9]{0,6}))?)?")


def parse(address: str) -> Parsed:
    """SPEC §3, §4 "Reading back", for `ingpec`; comparisons fold ASCII case."""
    local, at, domain = address.translate(ASCII_LOWER).partition("@")
    if not at or domain != DOMAIN:
        return Parsed("foreign")
    if is_reserved(local):
        return Parsed("reserved")
    match = ADDRESS.fullmatch(local)
    if not match or len(match[1]) + len(match[2]) > BUDGET:
        return Parsed("foreign")
    given, surname, province, section, number = match.groups()
    if province and province not in PROVINCES:  # historical ones are known here
        return Parsed("foreign")
    level = (province is not None) + (section is not None)
    return Parsed("level", level, given, surname, province or "", section or "", number and int(number))


# --- Command line ---------------------------------------------------------------------------------


def answer(line: str) -> str:
    """One line of the protocol → its answer."""
    profile, given, surname = line.split("\t")
    return format_result(local_part(bytes.fromhex(given), bytes.fromhex(surname), RULES[profile]))


def format_result(r: Result) -> str:
    if r.code:
        return f"{r.code}\t{r.field}\t{r.offset}\t-\t-"
    return f"OK\t-\t-\t{','.join(r.notes) or '-'}\t{r.local_part}"


def serve() -> None:
    """Answers whole lines as they come, so that it can also be talked to line by line."""
    pending = b""
    while chunk := sys.stdin.buffer.read1(1 << 16):
        *lines, pending = (pending + chunk).split(b"\n")
        if lines:
            answers = "".join(answer(line.decode("ascii")) + "\n" for line in lines)
            sys.stdout.write(answers)
            sys.stdout.flush()
    if pending:
        print(answer(pending.decode("ascii")), flush=True)


if __name__ == "__main__":
    if sys.argv[1:] != ["serve"]:
        sys.exit(__doc__)
    serve()
