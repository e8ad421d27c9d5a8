#!/usr/bin/env python3
"""Makes the conformance vectors tests/vectors/**/*.tsv with the reference; see README.md there.

    make_vectors.py            writes them
    make_vectors.py --check    makes them in memory and compares with the committed ones
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import lru_cache, partial
from multiprocessing import Pool
from pathlib import Path
from typing import TypeVar

import codice_fiscale
import names
import unicode15 as unicode
from mojibake import repair
from names import Dice
from pecaddr_reference import RULES, local_part, read_field

DIRECTORY = Path(__file__).resolve().parent.parent / "vectors"
HEADER = "profile\tgiven\tsurname\tcode\tfield\toffset\tnotes\tlocal_part"

Disturbance = Callable[[Dice, str], str]
Row = tuple[str, bytes, bytes]
T = TypeVar("T")

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
    # titles, what hangs on them, and junior titles
    "{i}{e} {s}", "{i} {e} {s}", "{i}{e}", "{i} {e}", "{i} {i} {e} {s}", "{i} {j} {s}", "{i}{j} {s}", "{i} {j} {j} {s}", "{i}{j} {j} {s}",
    "{i} {j} {i} {j} {s}", "{i}{s} {j}", "{i}{j}{s}", "{s} {i} {j}", "{s} {i}{j} {t}", "{i} {j}", "{j} {i} {s}", "{i} - {j} {s}", "{i} - {e} {s}",
    "{i} {j} {e} {s}", "{i}{a}{e} {s}", "{i}{e}{a} {s}", "{i}{h}{e} {s}", "{i}{e}{m} {s}", "{i}ssa{t}", "{s}.ssa{t}", "{i}.ssa{t}", "{i}{a}ssa{t}",
    "{i}{i}{a}{s}", "{i}{i}-{s}", "{i}{i}1{s}", "{i}{d}{e}", "{i}l{a}L{s}", "{i}l{m}L{s}", "{i}lL{s}", "{i}Ll{s}", "{i}ꞌL", "{i}µA{s}", "{i}1 {j}", "1 {i}{s}",
    # doubtful words
    "{f} {s}", "{s} {f}", "{p} {f}", "{p}{a} {f}", "{p}{m} {f}", "{p} - {f}", "{p} {i} {f}", "{p}- {f}", "{p}. {f}", "{p} {f} {w} {s}", "{s} {w} {f}",
    "{f} {w} {s}", "{s} {f} nata {t}", "{s} nata {f}", "{f}{a} {s}", "{f}{m} {s}", "{f}{h} {s}", "{f} -", "- {f}", "{f} 1", "{f}", "{i} {f}", "{i}{f} {s}",
    "n{a}. {s}", "n{m}. {s}", "{s} n{h}.{t}", "{s} {a}n.{t}", "{s} -n.{t}", "{i}n.{t}", "{s} n.", "n.", "n.1 {s}", "{s} µ. {t}", "ﬁ. {s}",
    # surnames that are marital words elsewhere
    "{p} {v}", "{p} {v} {s}", "{p}{a} {v} {s}", "{p}{m} {v} {s}", "d{a}o {v} {s}", "{s} {p} {v} {t}", "{p} {v} {w} {s}", "{s} nata {p} {v} {t}", "{p} {i} {v} {s}",
    "{p} - {v} {s}", "{p} {v} -", "{p} {v} {v} {s}", "{p} nata {v} {s}", "{s} {w} {p} {v}", "{p} {v} 1", "{p} née {s}", "{s} nata - {t}", "{s} nata 1 {t}", "1 nata {s}",
    "{s} {w} -", "{s} {w} 1", "- {w} {s}", "{s} {w}{m} {t}", "{s} {a}{w} {t}", "{s} {w}{a} {t}", "{s} ved.{d}{t}", "{s} ved.1", "{s} ved.1{t}", "{s} coniug.{t}",
    # particles alone
    "{p}", "{p}{a}", "{p}{m}", "{p}-{p}", "{p} {p}{a}{p}", "{p}. {p}", "{p} {w} {s}", "{i} {p}", "{p} {i}", "{p}{h}", "{p}ª", "{p}{p}", "{a}{p}", "- {p}", "{p} {p} {p}",
    # Caps Lock, `º`, macOS
    "{S}{k}", "{S}{k}{a}", "{S}{k}{m}", "{S}{k}{t}", "{S}{k}-{t}", "{S}{k}{k}", "L{k}", "D{a}L{k}", "D{a}LA{k}", "{S}{h}{k}", "{S}{m}{k}", "{S}.{k}", "{i}{S}{k}",
    "{s}º{t}", "{s}ª", "{s}{m}º{t}", "{s}º{m}{t}", "{s}{a}º{t}", "{s}º{a}{t}", "{s}ºª{t}", "{i}º{s}", "{s}{h}º{t}", "º{s}", "{s}{b}{m}", "{s}Ì{b}", "{S}Ì\u00a0",
    "{a}", "{a} {d} {a}", "{h}", " {h} ", "{h}{s}", "{p} {p}", "{p} {s}", "G.B. {s}", "d{a}A.{s}", "{s}{a}. {t}", "Lo. {s}", "A.{s}.{t}",
]  # fmt: skip

MOJIBAKE_EDGES = ["Â\x9f", "Â\xa0", "Å¿", "Æ€", "È—", "È˜", "È›", "Èœ", "â€\x8f", "â€\x90", "â€º", "â€»", "Ã\x83", "Ãƒ", "Ä€", "Ã¿",
                  "â\x80\x99", "â€\x99", "â\x80™", "â‚¬", "Ä°", "Ã\xad", "Ã ", "â€", "Ì€", "Ë¿",
                  "ÌŒ", "Ì\x8d", "Ì\x8c", "Ìš", "Ì›", "Ìœ", "Ì¢", "Ì£", "Ì¨", "Ì©", "Ì\xa0", "Í€", "á»…", "Æ¡",
                  "ÆŸ", "Æ\xa0", "Æ¢", "Æ®", "Æ¯", "Æ°", "Æ±", "áºŸ", "áº\xa0", "á»¹", "á»º"]  # fmt: skip


def corner(dice: Dice) -> Row:
    name = dice.pick(names.SURNAME)
    text = dice.pick(CORNERS).format(
        s=name, t=names.one_surname(dice), S=name.upper(), c=dice.pick(names.CONTROLS), a=dice.pick(names.APOSTROPHES),
        d=dice.pick(names.DASHES), m=dice.pick(names.MARKS), h=dice.pick(names.HIDDEN), p=dice.pick(names.PARTICLES),
        w=names.any_case(dice, dice.pick(names.MARITAL)), b=dice.pick(MOJIBAKE_EDGES),
        i=names.any_case(dice, dice.pick([t for t in names.TITLES if t.endswith(".")])),
        e=names.any_case(dice, dice.pick(names.TITLE_ENDS)), j=names.any_case(dice, dice.pick(names.JUNIORS)),
        f=names.any_case(dice, dice.pick(names.FULL_TITLES + names.BY_NAMES)), k=dice.pick("èìòùèìòùàéßñ"),
        v=names.any_case(dice, dice.pick(["vedova", "sposato", "nata", "nato", "née", "sposata"])),
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


def _repeated(dice: Dice) -> Row:
    """A surname held against particles and given names."""
    given, surname = names.given(dice), names.one_surname(dice)
    if dice.chance(0.4):
        surname = names.particles_only(dice, surname)
        if dice.chance(0.3):
            given = f"{given} {surname}"
    else:
        given, surname = names.repeated(dice, given, surname)
    profile = "plain" if dice.chance(0.2) else "anagrafe"
    return profile, _season(dice, given, 0.1).encode(), _season(dice, surname, 0.1).encode()


THEMES: list[tuple[str, int, Callable[[Dice], Row]]] = [
    ("everyday", 4000, _theme([names.letter_case, lambda d, t: t], [names.letter_case, lambda d, t: t], 0.05)),
    ("apostrophes-dashes", 4500, _theme([names.apostrophe, names.dash, names.spacing],
                                        [names.apostrophe, names.apostrophe, names.dash, names.dash, names.spacing])),
    ("diacritics", 5500, _theme([names.marks, names.marks, names.latin], [names.marks, names.latin, names.full_width])),
    ("titles", 4500, _theme([names.title], [names.title])),
    ("title-ends", 3500, _theme([names.title_end], [names.title_end], 0.15)),
    ("doubts", 3500, _theme([names.doubtful], [names.doubtful], 0.15)),
    ("surnames", 3000, _repeated),
    ("commas", 1200, _theme([names.comma], [])),
    ("marital", 4800, _theme([], [names.marital, names.marital, names.marital, names.of_surname])),
    ("given-marital", 2000, _theme([names.marital], [], 0.2)),
    ("dos", 4500, _theme([names.dos, names.caps_lock, names.ordinal], [names.dos, names.dos, names.caps_lock, names.ordinal], 0.15)),
    ("mojibake", 3500, _theme([names.mojibake], [names.mojibake], 0.15)),
    ("long", 4000, _long),
    ("hidden", 3000, _theme([names.hidden], [names.hidden], 0.4)),
    ("errors", 4000, _errors),
    ("scripts", 1500, _theme([names.script], [names.script], 0.2)),
    ("plain", 2000, _plain),
    ("corners", 6000, corner),
    ("budget", 800, _budget),
]  # fmt: skip


def escape(data: bytes) -> str:
    """The notation of tests/vectors/README.md."""
    return "".join(map(_escape_character, data.decode("utf-8", "surrogateescape")))


@lru_cache(maxsize=None)
def _escape_character(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # part of ill-formed UTF-8
        return f"\\x{code - 0xDC00:02X}"
    if char in ESCAPES:
        return ESCAPES[char]
    if char == " " or char not in BY_BYTES and unicode.category(char) not in ("Cc", "Cn", "Co"):
        return char
    return "".join(f"\\x{byte:02X}" for byte in char.encode())


ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
BY_BYTES = unicode.DEFAULT_IGNORABLE | unicode.WHITE_SPACE


def vector(row: Row) -> str:
    r = local_part(row[1], row[2], RULES[row[0]])
    columns = (r.code, r.field, str(r.offset), "-", "-") if r.code else ("OK", "-", "-", ",".join(r.notes) or "-", r.local_part)
    return "\t".join((row[0], escape(row[1]), escape(row[2]), *columns))


# --- Repair -----------------------------------------------------------------------------------------


BESIDE = ["1", "?", "!", "€", "™", "ƒ", "ˆ", "˜", "\x80", "\x9d", "©", "²", "Ã", "Â", "Ãƒ", "Ã‚", "Â©", "Â¿", "Â€", "â‚¬", "Ã\u0323", "\u0303",
          "È\u00a0", "É\u00a0", "Ì\u00a0", "Ò\u00a0", "Ù\u00a0", "Æ\u00a0", "À\u00a0", "Ã\u00a0", "è\u00a0", "È’", "Ãˆ\u00a0", "ÃˆÂ\u00a0",
          "Å\u00a0", "Ð˜", "ðŸ˜€", "ï»¿", "\ufeff", "\u200b", "š", "Œ", "’", "·", "-", "–", ",", ".", "ß", "À", "à"]  # fmt: skip


def _repair_row(dice: Dice) -> bytes:
    """Mojibake of one field, and what is none."""
    text = dice.pick([names.given, names.surname])(dice)
    how = dice.below(12)
    if how < 6:
        text = names.mojibake(dice, names.letter_case(dice, text))
    elif how == 6:  # a byte has become a space, or is gone
        garbled = names.garble(text.replace("a", "à").replace("e", "ễ"))
        at = dice.below(len(garbled))
        text = garbled[:at] + dice.pick(["", " ", "Ð", "?"]) + garbled[at + 1 :]
    elif how == 7:  # of every kind, side by side
        text = " ".join(names.mojibake(dice, dice.pick(names.SURNAME)) for _ in range(2))
    elif how == 8:
        text = unicode.nfd(text) + dice.pick(["", "\u00a0", "Ì\u00a0", "á»…", " 1", "È’", "\u200b"])
    elif how == 9:  # readable, but for what stands in it or right beside it
        text = names.put(dice, names.garble(names.accented(dice, text)), dice.pick(BESIDE))
    elif how == 10:  # readable, and something else that may be garbled
        text = " ".join([names.garble(names.accented(dice, text)), dice.pick(names.SURNAME) + dice.pick(BESIDE)])
    text = _season(dice, text, 0.1)
    return names.ill_form(dice, text.encode()) if dice.chance(0.02) else text.encode()


def _repair_vector(data: bytes) -> str:
    found = repair(data)
    return "\t".join((escape(data), found.code or "OK", "-" if found.code else escape(found.text)))


# --- Codice fiscale -----------------------------------------------------------------------------------

CodiceFiscale = tuple[bytes, bytes, str]


def _omocodia(dice: Dice, code: str) -> str:
    """Digits make way for letters, from the right as the registry does, or anywhere."""
    places = [14, 13, 12, 10, 9, 7, 6]
    places = places[: 1 + dice.below(7)] if dice.chance(0.7) else [p for p in places if dice.chance(0.4)]
    return "".join(codice_fiscale.OMOCODIA[int(c)] if i in places else c for i, c in enumerate(code))


def _spoil(dice: Dice, code: str) -> str:
    """Another character, one less, one more, two exchanged."""
    at, how = dice.below(len(code)), dice.below(5)
    if how < 2:
        return code[:at] + dice.pick("ABCLMNTXZ0123456789-Éı٣") + code[at + 1 :]
    if how == 2:
        return code[:at] + code[at + 1 :]
    if how == 3:
        return code[:at] + dice.pick("AM0 1.") + code[at:]
    return code[:at] + code[at + 1 : at + 2] + code[at] + code[at + 2 :]


def _sixteen(dice: Dice, given: str, surname: str) -> str:
    """A code of a name's atoms and an invented birth."""
    day = dice.pick([1, 31, 41, 71, 1 + dice.below(31), 41 + dice.below(31)])
    if dice.chance(0.03):
        day = dice.pick([0, 32, 40, 72, 99])
    month = dice.pick(codice_fiscale.MONTHS if dice.chance(0.97) else "FGIJKNOQUVWXYZ")
    code = codice_fiscale.letters_of(given, surname)
    code += f"{dice.below(100):02}{month}{day:02}{dice.pick('ABCDEFGHILMZ')}{dice.below(1000):03}"
    if dice.chance(0.25):
        code = _omocodia(dice, code)
    return code + codice_fiscale.check_letter(code)


def _codice_fiscale_row(dice: Dice) -> CodiceFiscale:
    """A name and a codice fiscale: of it, of its first given name, of the other profile, of another name."""
    given, surname = names.given(dice), names.surname(dice)
    if dice.chance(0.2):
        given = dice.pick(["Ö", "Øa", "Ugo", "Åsa", "Gianfranco", "Yann", "A", "Iu", "Ül", "Æa", "Bartolomeo"])
    if dice.chance(0.2):
        surname = dice.pick(["Fo", "Öz", "Ö", "Hü", "Y", "Aiello", "Ao", "Åå", "Øye", "D'A", "Weiß"])
    if dice.chance(0.3):
        given = dice.pick([names.title, names.comma, names.marital, names.apostrophe, names.dash])(dice, given)
    if dice.chance(0.2):
        surname = dice.pick([names.title, names.marital, names.apostrophe, names.of_surname])(dice, surname)
    fields = given.encode(), surname.encode()
    whole = read_field(fields[0], False), read_field(fields[1], True)
    profile = dice.pick(["anagrafe", "plain"])
    words = list(whole[0].words[: dice.pick([None, None, None, 1, 1, 2])])
    atoms = ["".join(getattr(s, profile) for w in ws for s in w.segments) for ws in (words, whole[1].words)]
    for i in range(2):
        if dice.chance(0.12):
            atoms[i] = dice.pick(["rossi", "mario", "anna", "x", "", atoms[1 - i]])
    how = dice.below(20)
    code = _sixteen(dice, *atoms)
    if how == 0:
        ten = dice.pick(["0000000000", f"{dice.below(10**10):010}"])
        code = ten + codice_fiscale.check_digit(ten)
    elif how == 1:
        code = f"{dice.below(10**11):011}"
    elif how < 5:
        code = _spoil(dice, code)
    if dice.chance(0.15):
        code = dice.pick([code.lower(), f"{code[:6]} {code[6:]}", f" {code}\u00a0", code.title(), f"{code[:3]}\u200b{code[3:]}", "", " ", f"{code}\t"])
    return *fields, code


def _readable_codice_fiscale_row(dice: Dice) -> CodiceFiscale | None:
    """Only of names that have no error of their own."""
    row = _codice_fiscale_row(dice)
    return None if local_part(*row[:2]).code else row


def _codice_fiscale_vector(row: CodiceFiscale) -> str:
    answer = codice_fiscale.format_judgement(codice_fiscale.judge(*row))
    return "\t".join((escape(row[0]), escape(row[1]), escape(row[2].encode()), answer))


# --- Files --------------------------------------------------------------------------------------------


def _table(name: str, header: str, count: int, row: Callable[[Dice], T | None], vector: Callable[[T], str]) -> str:
    """A header and as many different rows; one that is None is drawn again."""
    dice, seen = Dice(f"libpecaddr vectors 1 {name}"), {None}
    lines = [header]
    while len(lines) <= count:
        drawn = row(dice)
        if drawn not in seen:
            seen.add(drawn)
            lines.append(vector(drawn))
    return "\n".join(lines) + "\n"


TABLES: dict[str, Callable[[], str]] = {
    **{f"{name}.tsv": partial(_table, name, HEADER, count, theme, vector) for name, count, theme in THEMES},
    "repair/repair.tsv": partial(_table, "repair", "input\tcode\ttext", 4000, _repair_row, _repair_vector),
    "holder/codice-fiscale.tsv": partial(
        _table, "codice-fiscale", "given\tsurname\tcodice_fiscale\tanswer", 4000, _readable_codice_fiscale_row,
        _codice_fiscale_vector,
    ),
}  # fmt: skip


def _make_one(name: str) -> str:
    return TABLES[name]()


def make() -> dict[str, str]:
    """File name → its text."""
    with Pool() as pool:
        return dict(zip(TABLES, pool.map(_make_one, TABLES, chunksize=1)))


def main() -> int:
    files = make()
    if sys.argv[1:] == ["--check"]:
        committed = {str(path.relative_to(DIRECTORY)): path.read_bytes().decode() for path in DIRECTORY.rglob("*.tsv")}
        different = sorted(n for n in files.keys() | committed.keys() if files.get(n) != committed.get(n))
        for name in different:
            print(f"{DIRECTORY / name}: not what make_vectors.py makes")
        return 1 if different else 0
    if sys.argv[1:]:
        sys.exit(__doc__)
    for name, text in files.items():
        (DIRECTORY / name).parent.mkdir(exist_ok=True)
        (DIRECTORY / name).write_bytes(text.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
