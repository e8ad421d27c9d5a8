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
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import unicode15 as unicode

DATA = Path(__file__).resolve().parent / "../../tools/gen/data"
NOTES = ("HIDDEN", "COMMA", "TITLE", "VARIANT", "MARITAL", "DOUBT", "SHORTENED")  # printing order
FIELD_MAX = 1024  # SPEC §2: "a field over 1,024 bytes"
BUDGET = 51  # SPEC §2: 64 octets less `.`, and less the longest suffix `.mc.a9999999`

ASCII_LOWER = {c: c + 32 for c in range(ord("A"), ord("Z") + 1)}


class Offence(Exception):
    """An error, and the index of the character where it was met."""

    def __init__(self, code: str, index: int = 0):
        super().__init__(code)
        self.code, self.index = code, index


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
MARKS = unicode.char_class(unicode.MARKS)
CONTROL = re.compile(r"[\0-\x1f\x7f-\x9f]")  # gc=Cc, which is stable
WORD = re.compile(f"[^{unicode.char_class(SPACES)}]+")
CLUSTER = re.compile(f".[{MARKS}]*", re.DOTALL)  # a character of NFC and the marks left after it

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

# --- Mojibake -------------------------------------------------------------------------------------


def _read_as(byte: int) -> str:
    """The characters that stand for a byte: Windows-1252's, or else Latin-1's."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _mojibake() -> dict[str, str]:
    """SPEC §2, row "mojibake": what the neighbouring characters are → what they mean."""
    # A byte 80–9F can be seen both as Windows-1252's character and as a C1 control.
    seen = {b: {_read_as(b), chr(b)} if b < 0xA0 else {chr(b)} for b in range(0x80, 0x100)}
    meant = [*range(0xA0, 0x180), *range(0x218, 0x21C), *range(0x2010, 0x203B)]
    return {"".join(s): chr(c) for c in meant for s in product(*(seen[b] for b in chr(c).encode()))}


MOJIBAKE = _mojibake()
MOJIBAKE_PATTERN = re.compile("|".join(map(re.escape, MOJIBAKE)))
TILDE_OR_HAT = re.compile("[ÃÂ]")


def find_mojibake(text: str) -> int | None:
    """Where the first mojibake of NFC text begins."""
    found = MOJIBAKE_PATTERN.search(text)
    end = found.start() if found else len(text)
    for match in TILDE_OR_HAT.finditer(text, 0, end):  # "Ã or Â right after a lower-case letter"
        i = match.start() - 1
        while i >= 0 and (text[i] in unicode.MARKS or text[i] in unicode.DEFAULT_IGNORABLE):
            i -= 1
        if i >= 0 and unicode.category(text[i]) == "Ll" and text[i] not in APOSTROPHES:
            return match.start()
    return found and found.start()


class Repair(NamedTuple):
    code: str | None
    text: bytes = b""


def repair(data: bytes) -> Repair:
    """SPEC §2: "`pecaddr_repair()` gives the text meant, where it can"."""
    try:
        text = unicode.nfc(data.decode())
    except UnicodeDecodeError:
        return Repair("ENCODING")
    if find_mojibake(text) is None:
        return Repair(None, data)
    while MOJIBAKE_PATTERN.search(text):
        text = unicode.nfc(MOJIBAKE_PATTERN.sub(lambda m: MOJIBAKE[m.group()], text))
    return Repair("MOJIBAKE") if find_mojibake(text) is not None else Repair(None, text.encode())


# --- Titles and marital words ---------------------------------------------------------------------

# SPEC §2, row "titles". Only as the end of a white-space word may `ssa` and `ra` go without a dot.
TITLE = r"(?:(?:ing|dott(?:\.ssa)?|dr(?:\.ssa)?|arch|geom|prof(?:\.ssa)?|avv|sig(?:\.ra)?|rag|per\.ind)\.)"
WHOLE_TITLE = re.compile(rf"{TITLE}+|{TITLE}*(?:dott\.ssa|dr\.ssa|prof\.ssa|sig\.ra)")
GLUED_TITLE = re.compile(rf"{TITLE}+")
DOTLESS_TITLE = re.compile(r"(?:ing|dott|dottssa|dr|drssa|arch|geom|prof|profssa|avv|sig|sigra|rag|perind)+")

# SPEC §2, rows "marital words" and "`nata` `nato`"
MARITAL = frozenset(("in", "ved", "ved.", "vedova", "cgt", "cgt.", "coniugata", "coniugato"))
BORN = frozenset(("nata", "nato"))
GLUED_MARITAL = ("ved.", "cgt.")


@dataclass(slots=True)
class Word:
    """A white-space word: where it stands in the text, and how it reads in lower case."""

    start: int
    end: int
    lower: str
    doubt: bool = False
    whole: bool = True  # False: a title was cut off at its front


def _drop_titles(words: list[Word]) -> tuple[list[Word], bool]:
    kept = [w for w in words if not WHOLE_TITLE.fullmatch(w.lower)]
    dropped = len(kept) < len(words)
    if kept and (glued := GLUED_TITLE.match(kept[0].lower)):
        first = kept[0]
        rest = first.lower[glued.end() :]
        # `Dott.ssaMaria` is in truth a missing space
        kept[0] = Word(first.start + glued.end(), first.end, rest, rest.startswith("ssa"), False)
        dropped = True
    return kept, dropped


def _birth_surname(words: list[Word]) -> tuple[list[Word], bool]:
    """What is left of a surname after `nata` and the other marital words."""
    cut = False
    for i in range(len(words) - 2, -1, -1):  # the last `nata` that has a word after it
        if words[i].lower in BORN:
            words, cut = words[i + 1 :], True
            break
    for i in range(1, len(words)):
        word, has_next = words[i].lower, i + 1 < len(words)
        glued = word.startswith(GLUED_MARITAL) and word not in GLUED_MARITAL
        if glued or word in MARITAL and has_next:
            words, cut = words[:i], True
            break
    return words, cut


# --- One field ------------------------------------------------------------------------------------


class Segment(NamedTuple):
    """A word as it is joined, dropped or kept: its letters under both profiles."""

    anagrafe: str
    plain: str


class Field(NamedTuple):
    code: str | None
    offset: int = 0
    notes: frozenset[str] = frozenset()
    segments: tuple[Segment, ...] = ()


def _is_doubtful_end(last: str, letters: list[Cluster]) -> bool:
    """SPEC §2: "`Þ` or `Ô` ending a word of two or more upper-case letters"."""
    return last[0] in "ÞÔ" and len(letters) >= 2 and all(c.category == "Lu" for c in letters)


def _read_word(text: str, word: Word) -> list[Segment]:
    """The letters of one kept word; sets its doubt; raises its first offence."""
    if DOTLESS_TITLE.fullmatch(word.lower):
        word.doubt = True
    if _is_ascii_letters(word.lower):  # nothing else to ask: only a short cut
        return [Segment(word.lower, word.lower)]
    spelled = CLUSTER.findall(text[word.start : word.end])
    clusters = [CLUSTERS[s] for s in spelled]
    segments: list[Segment] = []
    letters: list[Cluster] = []  # of the present segment …
    last = ""  # … and how the last of them is spelled
    doubt = word.doubt
    index = word.start

    def end_segment() -> None:
        nonlocal doubt
        if letters:
            doubt = doubt or _is_doubtful_end(last, letters)
            folded = [c[2:4] for c in letters]
            segments.append(Segment(*map("".join, zip(*folded))))
            letters.clear()

    for i, (chars, cluster) in enumerate(zip(spelled, clusters)):
        kind = cluster.kind
        if kind == LETTER:
            # "signs of DOS text misread": NoŠ, NICOLã
            if i and chars[0] > "\x7f":
                before = clusters[i - 1]
                inside = len(letters) - (before.kind == LETTER) > 0
                if cluster.category == "Lu" and before.category == "Ll":
                    doubt = True
                if cluster.category == "Ll" and before.category == "Lu" and inside:
                    doubt = True
            letters.append(cluster)
            last = chars
        elif kind == END:
            if chars == "." and len(letters) >= 2:  # "a dot after two or more letters"
                doubt = True
            end_segment()
        elif kind in (DASH, MIDDLE_DOT):
            if not _is_between(kind, spelled, i, text, word):
                raise Offence("UNEXPECTED", index)
            end_segment()
        elif kind == BAD:
            raise Offence(cluster.code, index + cluster.at)
        index += len(chars)
    end_segment()
    word.doubt = doubt
    return segments


def _is_between(kind: int, spelled: list[str], i: int, text: str, word: Word) -> bool:
    """Whether a dash or middle dot stands where SPEC §2 allows it."""
    if 0 < i < len(spelled) - 1:
        around = (spelled[i - 1][0], spelled[i + 1][0])
        if kind == DASH:
            return all(c in APOSTROPHES or unicode.category(c)[0] == "L" for c in around)
        return all(c not in APOSTROPHES and unicode.category(c)[0] == "L" for c in around)
    alone = len(spelled) == 1 and word.whole and word.start > 0 and word.end < len(text)
    return kind == DASH and alone and text[word.start - 1] in SPACES and text[word.end] in SPACES


def _read(data: bytes, is_surname: bool, first_only: bool) -> Field:
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
        traced = unicode.compose_traced(list(zip(original, origins)))
        if (at := find_mojibake("".join(c for c, _ in traced))) is not None:
            return fail("MOJIBAKE", traced[at][1])
        # Hidden code points out
        shown = [(FULL_WIDTH.get(c, c), i) for i, c in enumerate(original) if c not in unicode.DEFAULT_IGNORABLE]
        if len(shown) < len(original):
            notes.add("HIDDEN")
        traced = unicode.compose_traced(shown)
        text, origins = "".join(c for c, _ in traced), [i for _, i in traced]

    control = CONTROL.search(text)  # also in text that is ignored
    end = len(text)
    if not is_surname and (comma := text.find(",")) >= 0:
        notes.add("COMMA")
        end = comma

    words = [
        Word(*m.span(), m.group().translate(ASCII_LOWER)) for m in WORD.finditer(text, 0, end)
    ]
    words, titled = _drop_titles(words)
    if titled:
        notes.add("TITLE")
    if is_surname:
        words, cut = _birth_surname(words)
        if cut:
            notes.add("MARITAL")
        # "one of these words left first or last in a surname of several words"
        if len(words) > 1:
            for word in (words[0], words[-1]):
                word.doubt = word.doubt or word.lower in MARITAL | BORN

    read: list[list[Segment]] = []
    try:
        for word in words:
            if control and control.start() < word.start:
                break
            read.append(_read_word(text, word))
        if control:
            raise Offence("UNEXPECTED", control.start())
    except Offence as offence:
        return fail(offence.code, origins[offence.index])

    kept = [(word, segments) for word, segments in zip(words, read) if segments]
    if first_only:
        kept = kept[:1]
        words = [word for word, _ in kept]
    if not kept:
        return Field("EMPTY", 0)
    if any(word.doubt for word in words):
        notes.add("DOUBT")
    return Field(None, 0, frozenset(notes), tuple(s for _, segments in kept for s in segments))


@lru_cache(maxsize=1 << 15)
def read_field(data: bytes, is_surname: bool, first_only: bool = False) -> Field:
    """SPEC §2 "A field is read in this order", up to and including its letters."""
    return _read(data, is_surname, first_only)


# --- Two fields -----------------------------------------------------------------------------------

PARTICLES = frozenset(
    """d da dal dall dalla dalle dallo dai dagli de dei degli del dell della delle dello den der di do
    dos das du e el il l la le li lo nell san sant santa santo sull al alla gli ter van von y zu zum
    zur af""".split()
)


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


def local_part(
    given: bytes,
    surname: bytes,
    profile: str = "anagrafe",
    given_words: str = "all",
    overlong: str = "shorten",
    budget: int = BUDGET,
) -> Result:
    """SPEC §2: two fields → two atoms, or the first error."""
    fields = []
    for name, data in (("given", given), ("surname", surname)):
        field = read_field(data, name == "surname", name == "given" and given_words == "first")
        if field.code:
            return Result(field.code, name, field.offset)
        fields.append(field)
    notes = set(fields[0].notes | fields[1].notes)

    def under(column: int) -> tuple[str, str, bool]:
        words = [[segment[column] for segment in field.segments] for field in fields]
        full = "".join(words[0]), "".join(words[1])
        if len(full[0]) + len(full[1]) <= budget:
            return *full, False
        return *shorten(*words, budget), True

    anagrafe, plain = under(0), under(1)
    g, s, shortened = anagrafe if profile == "anagrafe" else plain
    if shortened and overlong == "error":
        return Result("TOO_LONG", "surname", 0)
    if shortened:
        notes.add("SHORTENED")
    if anagrafe[:2] != plain[:2]:
        notes.add("VARIANT")
    ordered = tuple(note for note in NOTES if note in notes)
    return Result(None, None, None, ordered, g, s, f"{g}.{s}")


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
    return format_result(local_part(bytes.fromhex(given), bytes.fromhex(surname), profile))


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
