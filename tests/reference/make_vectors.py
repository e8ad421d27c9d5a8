#!/usr/bin/env python3
"""Makes the conformance vectors tests/vectors/*.tsv with the reference; see README.md there.

    make_vectors.py            writes them
    make_vectors.py --check    makes them in memory and compares with the committed ones
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import names
import unicode15 as unicode
from names import Dice
from pecaddr_reference import RULES, local_part

DIRECTORY = Path(__file__).resolve().parent.parent / "vectors"
HEADER = "profile\tgiven\tsurname\tcode\tfield\toffset\tnotes\tlocal_part"

Disturbance = Callable[[Dice, str], str]
Row = tuple[str, bytes, bytes]

# What any vector may get besides its theme, so that the rules meet in combination.
SPICES: list[Disturbance] = [
    names.letter_case, names.letter_case, names.apostrophe, names.dash, names.spacing, names.marks, names.latin,
    names.title, names.dos, names.hidden, names.edit, names.edit,
]  # fmt: skip


def _season(dice: Dice, text: str, chance: float) -> str:
    while dice.chance(chance):
        text = dice.pick(SPICES)(dice, text)
        chance /= 2
    return text


def _theme(
    for_given: list[Disturbance], for_surname: list[Disturbance], season: float = 0.3, plain: float = 0.15
) -> Callable[[Dice], Row]:
    """Disturbs one field or both, the surname more often, and seasons the outcome."""

    def make(dice: Dice) -> Row:
        given, surname = names.given(dice), names.surname(dice)
        both = dice.chance(0.25)
        if for_given and (both or not for_surname or dice.chance(0.4)):
            given = dice.pick(for_given)(dice, given)
            if both and for_surname:
                surname = dice.pick(for_surname)(dice, surname)
        else:
            surname = dice.pick(for_surname)(dice, surname)
        profile = "plain" if dice.chance(plain) else "anagrafe"
        return profile, _season(dice, given, season).encode(), _season(dice, surname, season).encode()

    return make


def _errors(dice: Dice) -> Row:
    """One error of each kind, often two, in either field."""
    profile, given, surname = _theme([names.symbol, names.comma, names.script], [names.symbol, names.comma], 0.2)(dice)
    fields = [given, surname]
    i = dice.below(2)
    how = dice.below(20)
    if how < 5:
        fields[i] = names.ill_form(dice, fields[i])
    elif how < 7:
        fields[i] = names.pad(dice, fields[i] if dice.chance(0.3) else (b"Anna", b"Rossi")[i])
    elif how < 10:
        fields[i] = dice.pick(["", " ", ".", "'", "- -", "Ing.", "Dott. Ing.", "·", ", X", "\u200b", "\u00a0", "–", " – ", "Dott.ssa",
                               "' -", "in", "nata", ",", "\ufeff"]).encode()  # fmt: skip
    elif how < 12:
        fields[i] = names.mojibake(dice, dice.pick(names.SURNAME)).encode()
    if dice.chance(0.05):
        fields[1 - i] = names.ill_form(dice, b"Maria")
    return profile, fields[0], fields[1]


def _long(dice: Dice) -> Row:
    given, surname = names.given(dice), names.surname(dice)
    how = dice.below(4)
    if how != 0:
        surname = names.lengthen(dice, surname, names.one_surname)
    if how != 1:
        given = names.lengthen(dice, given, lambda d: d.pick(names.GIVEN))
    if dice.chance(0.15):  # about the budget, to the letter
        room = 49 + dice.below(5)
        g = dice.below(room - 1) + 1
        given, surname = (given * 30)[:g] or "a", (surname * 30)[: room - g] or "b"
    if dice.chance(0.3):
        surname = names.marital(dice, surname)
    return ("plain" if dice.chance(0.2) else "anagrafe"), _season(dice, given, 0.15).encode(), _season(dice, surname, 0.15).encode()


def _plain(dice: Dice) -> Row:
    def umlaut(d: Dice, text: str) -> str:
        pairs = {"a": "äåāÄÅ", "o": "öøōǿÖØ", "u": "üūǖÜ", "e": "eëæ"}
        return "".join(d.pick(pairs[c]) if c in pairs and d.chance(0.3) else c for c in text)

    theme = [umlaut, umlaut, names.latin, names.marks, names.full_width]
    return _theme(theme, theme, 0.2, 0.85)(dice)


# Places where two rules meet or one ends. {s} {t} are surnames, {c} a control, {a} an apostrophe, {d} a
# dash, {m} a mark, {h} a hidden code point, {p} a particle, {w} a marital word, {i} a title.
CORNERS = [
    "{s} {d}", "{d} {s}", "{s} {d} {t}", "{s} {d}{d} {t}", "{s} {d}{t}", "{s}{a}{d}{a}{t}", "{s}{d}{a}{t}", "{s}.{d}{t}",
    "{s}{h}{d}{h}{t}", "{s}{m}{d}{t}", "{s}{m}·{t}", "{s}·{a}{t}", "{s} · {t}", "{s}\u0387{t}", "{s} {d} {w} {t}", "{s} {w} {d}{t}",
    "{i}{d}{s}", "{i} {d} {s}", "{i}-{s}", "{i}. {s}", "{i}{a}{s}", "{i}{m}{s}", "{i}{h}{s}", "{i} {i}{s}", "{s} {i}{t}", "{s} {i} {w} {t}",
    "{s} {w} {i} {t}", "{s} {w} {i}", "{i} {w} {s}", "{i}{w} {s}", "{i}ssa{s}", "{i}SSA.{s}", "{i}ra{s}", "{i}ra.{s}",
    "{s} {c} nata {t}1", "{s} {c} nata {t}", "{s} {w} {t}{c}", "1{s} {w} {t}{c}", "{s}{c} {w} {t}", "{s}1 nata {t}", "{s} nata {t} {w} 1",
    "nata {s}", "{s} nata nato", "{s} nata {t} nato", "{s} nato {t} nata {s}", "{w} {w} {s}", "{s} {w} {w}", "{w} {s} {w} {t}", "{w}", "{s} nata {w}",
    "{s} nata {w} {t}", "{s} {w}.{t}", "{s} {w}{t}", "{s} ved.", "{s} ved..", "{s} cgt.{a}", "{w}.{s} {t}",
    "{s}g{m}Ã", "{s}{m}Â", "{s}a{h}Ã", "{s}Ã", "{s}AÃ", "ñ\u0331Â{s}", "{s} Ã{t}", "{s}ꞌÃ", "{s}{b}", "{s}{b}{t}", "A{b}",
    "Ô", "L'Ô", "LÞ", "{s} Ô", "{s}-Ô", "{s}-LÔ{a}", "{S}Ô", "{S}Þ{a}", "{S}Þ{m}", "{S}-Ô", "{S}{h}ã", "{S}{a}ã", "{S}.ã", "{s}{h}Š", "{s}{a}Š", "{s}{m}Š",
    "A{m}", "o{m}{h}\u0308", "U\u0308{m}", "Ａ{m}", "a{h}\u030a", "ª{m}", "ﬁ{m}", "Ø{m}", "A\u030a{m}", "{m}{s}", " {m}{s}", "{a}{m}{s}", "{s}{m}{m}",
    "{a}", "{a} {d} {a}", "{h}", " {h} ", "{h}{s}", "{p} {p}", "{p} {s}", "G.B. {s}", "d{a}A.{s}", "{s}{a}. {t}", "Lo. {s}", "A.{s}.{t}",
]  # fmt: skip

MOJIBAKE_EDGES = ["Â\x9f", "Â\xa0", "Å¿", "Æ€", "È—", "È˜", "È›", "Èœ", "â€\x8f", "â€\x90", "â€º", "â€»", "Ã\x83", "Ãƒ", "Ä€", "Ã¿",
                  "â\x80\x99", "â€\x99", "â\x80™", "â‚¬", "Ä°", "Ã\xad", "Ã ", "â€", "Ì€"]  # fmt: skip


def _corner(dice: Dice) -> Row:
    name = dice.pick(names.SURNAME)
    text = dice.pick(CORNERS).format(
        s=name, t=names.one_surname(dice), S=name.upper(), c=dice.pick(names.CONTROLS), a=dice.pick(names.APOSTROPHES),
        d=dice.pick(names.DASHES), m=dice.pick(names.MARKS), h=dice.pick(names.HIDDEN), p=dice.pick(names.PARTICLES),
        w=names.any_case(dice, dice.pick(names.MARITAL)), b=dice.pick(MOJIBAKE_EDGES),
        i=names.any_case(dice, dice.pick([t for t in names.TITLES if t.endswith(".")])),
    )  # fmt: skip
    profile = "plain" if dice.chance(0.15) else "anagrafe"
    if dice.chance(0.2):
        return profile, text.encode(), dice.pick(names.SURNAME).encode()
    return profile, dice.pick(names.GIVEN).encode(), _season(dice, text, 0.05).encode()


def _budget(dice: Dice) -> Row:
    """Atoms about the budget and its half, of few words."""

    def word(length: int) -> str:
        return "".join(dice.pick("abcdefghilmnoprstuvz") for _ in range(length))

    fields = []
    for _ in range(2):
        words = [word(dice.pick([1, 12, 24, 25, 26, 27, 30, 50, 51, 52, 60])) for _ in range(dice.pick([1, 1, 1, 2, 3]))]
        for _ in range(dice.below(3)):
            at = dice.below(len(words) + 1)
            words[at:at] = [dice.pick(names.PARTICLES)]
        fields.append(dice.pick([" ", "-", ". "]).join(words).encode())
    return ("plain" if dice.chance(0.2) else "anagrafe"), fields[0], fields[1]


THEMES: list[tuple[str, int, Callable[[Dice], Row]]] = [
    ("everyday", 4000, _theme([names.letter_case, lambda d, t: t], [names.letter_case, lambda d, t: t], 0.05)),
    ("apostrophes-dashes", 4500, _theme([names.apostrophe, names.dash, names.spacing],
                                        [names.apostrophe, names.apostrophe, names.dash, names.dash, names.spacing])),
    ("diacritics", 5500, _theme([names.marks, names.marks, names.latin], [names.marks, names.latin, names.full_width])),
    ("titles", 4500, _theme([names.title], [names.title])),
    ("commas", 1200, _theme([names.comma], [])),
    ("marital", 4800, _theme([], [names.marital])),
    ("dos", 3500, _theme([names.dos], [names.dos], 0.15)),
    ("mojibake", 3500, _theme([names.mojibake], [names.mojibake], 0.15)),
    ("long", 4000, _long),
    ("hidden", 3000, _theme([names.hidden], [names.hidden], 0.4)),
    ("errors", 4000, _errors),
    ("scripts", 1500, _theme([names.script], [names.script], 0.2)),
    ("plain", 2000, _plain),
    ("corners", 3200, _corner),
    ("budget", 800, _budget),
]  # fmt: skip


def escape(data: bytes) -> str:
    """The notation of tests/vectors/README.md."""
    out = []
    for char in data.decode("utf-8", "surrogateescape"):
        code = ord(char)
        if 0xDC80 <= code <= 0xDCFF:  # part of ill-formed UTF-8
            out.append(f"\\x{code - 0xDC00:02X}")
        elif char in ESCAPES:
            out.append(ESCAPES[char])
        elif char == " " or char not in BY_BYTES and unicode.category(char) not in ("Cc", "Cn", "Co"):
            out.append(char)
        else:
            out.extend(f"\\x{byte:02X}" for byte in char.encode())
    return "".join(out)


ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
BY_BYTES = unicode.DEFAULT_IGNORABLE | unicode.WHITE_SPACE


def vector(row: Row) -> str:
    r = local_part(row[1], row[2], RULES[row[0]])
    columns = (r.code, r.field, str(r.offset), "-", "-") if r.code else ("OK", "-", "-", ",".join(r.notes) or "-", r.local_part)
    return "\t".join((row[0], escape(row[1]), escape(row[2]), *columns))


def make() -> dict[str, str]:
    """File name → its text."""
    files, seen = {}, set()
    for name, count, theme in THEMES:
        dice = Dice(f"libpecaddr vectors 1 {name}")
        lines = [HEADER]
        while len(lines) <= count:
            row = theme(dice)
            if row not in seen:
                seen.add(row)
                lines.append(vector(row))
        files[f"{name}.tsv"] = "\n".join(lines) + "\n"
    return files


def main() -> int:
    files = make()
    if sys.argv[1:] == ["--check"]:
        committed = {path.name: path.read_bytes().decode() for path in DIRECTORY.glob("*.tsv")}
        different = sorted(n for n in files.keys() | committed.keys() if files.get(n) != committed.get(n))
        for name in different:
            print(f"{DIRECTORY / name}: not what make_vectors.py makes")
        return 1 if different else 0
    if sys.argv[1:]:
        sys.exit(__doc__)
    for name, text in files.items():
        (DIRECTORY / name).write_bytes(text.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
