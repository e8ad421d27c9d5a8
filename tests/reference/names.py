"""Invented names, and the ways in which rosters disturb them.

The conformance vectors and the random comparison are drawn from here. Given names and surnames are
frequent in Italy, among Italians and residents from abroad; their pairing is random. Everything
depends on one generator that only uses `random()`, whose sequence Python promises to keep.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

import unicode15 as unicode

T = TypeVar("T")


class Dice:
    """Seeded choices."""

    def __init__(self, seed: int | str):
        self._random = random.Random(seed).random

    def below(self, n: int) -> int:
        return int(self._random() * n)

    def pick(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def chance(self, probability: float) -> bool:
        return self._random() < probability


GIVEN = """Giuseppe Maria Giovanni Anna Antonio Rosa Mario Angela Luigi Giovanna Francesco Teresa Angelo
Lucia Vincenzo Carmela Pietro Caterina Salvatore Francesca Carlo Antonietta Franco Carla Domenico Elena
Bruno Concetta Paolo Rita Michele Margherita Giorgio Franca Aldo Paola Sergio Giuseppina Luciano Luisa
Marco Sara Andrea Giulia Alessandro Chiara Matteo Martina Luca Valentina Stefano Silvia Roberto Elisa
Davide Federica Simone Laura Daniele Alessia Fabio Ilaria Massimiliano Mariangela Raffaele Raffaella
Addolorata Immacolata Ingrid Innocenzo Vedasto Natalia Archimede Geminiano Dora Drusilla Inigo Ugo
Nicolò Niccolò Mosè Noè Giosuè Desirée José Zoé Noël Loïc Aimée Renée Andrée André Élise Ève Ángel
Jürgen Günther Björn Åsa Øyvind Søren Łukasz Michał Željko Šime Đorđe Ștefan Țițu Mihăiță Ioniță Călin
Gëzim Drita Çlirim Şükrü Özlem Gülşah İbrahim Işıl Inês João Conceição Tomás Sofía Begoña Þóra Zoltán
Győző Jiří Tomáš Ľudmila Ķirsons Ģirts Ėmilija Ųla Nguyễn Thị Nadège Chloë Maël Dalmáta Ðuro""".split()

SURNAME = """Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti
Mancini Costa Giordano Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara
Galli Martini Leone Longo Gentile Martinelli Vitale Lombardo Serra Coppola Marchetti Parisi Villa Conte
Ferraro Ferri Fabbri Bianco Marini Grasso Valentini Messina Sala Gatti Pellegrini Palumbo Sanna Farina
Rizzi Monti Cattaneo Morelli Amato Silvestri Mazza Testa Grassi Pellegrino Carbone Giuliani Benedetti
Barone Rossetti Caputo Montanari Guerra Palmieri Bernardi Martino Fiore Ferretti Bellini Basile Riva
Donati Piras Vitali Battaglia Sartori Neri Costantini Milani Pagano Ruggiero Sorrentino Orlando Negri
D'Angelo D'Amico Dell'Orto Dall'Oglio D'Ambrosio L'Abbate Sant'Angelo Nicolò Forlì Cefalù Cantù Macrì
Schirò Morabità Currò Hü Müller Weiß Groß Köhler Öttl Überbacher Gögele Rößler Sørensen Østby Åkesson
Łukaszewski Wałęsa Kovačević Đorđević Žagar Škerk Čović Popescu Țurcanu Șerban Hădărău Mihăilă Hoxha
Shehu Gjoka Çela Kërçi Özdemir Şahin Yıldız Çağlar García Núñez Muñoz Gonçalves Conceição Assunção
O'Brien Þórsdóttir Győri Dvořák Ľubica Nguyễn Trần Chen Hu Singh Kaur Diop N'Diaye In Vedova Natale""".split()

DOUBLE = """De Luca|De Santis|Di Stasio|Di Pietro|De Angelis|Della Valle|Dal Pozzo|Lo Presti|La Rosa|Li
Causi|Van der Meer|Von Habsburg|De la Cruz|Dos Santos|Da Silva|El Idrissi|San Filippo|Degli Esposti|Del
Prete|Dei Rossi|Dalla Chiesa|Al Masri|Delle Fave|Ter Horst|Zu Salm|D' Angelo|Sant' Agata|Dello Russo"""
DOUBLE = [" ".join(name.split()) for name in DOUBLE.split("|")]

VIETNAMESE = """SƠN Sơn Nguyễn NGUYỄN Trần Lê Phạm Huỳnh Vũ Đặng Bùi Đỗ Hồ Ngô Dương DƯƠNG Lý Thị THỊ Phương Hương
Hưng Thảo Ngọc Đức Hải Tuấn Dũng Trường Quỳnh Mỹ Ơn Ước Ẩn Ý Yến Ỷ Thủy Hạnh Sử Ưng""".split()

PARTICLES = """all d da dal dall dalla dalle dallo dai dagli de dei degli del dell della delle dello den der di
do dos das du e el il l la le li lo nell san sant santa santo sull al alla gli ter van von y zu zum zur
af""".split()

APOSTROPHES = [chr(c) for c in (0x27, 0x60, 0xB4, 0x2018, 0x2019, 0x201B, 0x2032, 0x2035, 0x2B9, 0x2BB, 0x2BC, 0x2BD,
               0x2BE, 0x2BF, 0x2C8, 0x2CA, 0x2CB, 0xA78B, 0xA78C, 0xFF07, 0x1FEF, 0x1FFD, 0x374)]  # fmt: skip
NOT_APOSTROPHES = list("\u201a\u201c\u201d\u02bb\u02c6\u02c9\u2033\u0022\u00a8\u02dc\u1fbd\u0384\u055a\u02ba")
DASHES = [chr(c) for c in (0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xFE58, 0xFE63, 0xFF0D, 0x2E3A,
          0x58A, 0x30A0)]  # fmt: skip
SPACES = [chr(c) for c in (0x20, 0xA0, 0x1680, 0x2000, 0x2001, 0x2003, 0x2009, 0x200A, 0x2028, 0x2029, 0x202F,
          0x205F, 0x3000)]  # fmt: skip
HIDDEN = [chr(c) for c in (0xAD, 0x34F, 0x61C, 0x115F, 0x17B4, 0x180B, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F,
          0x202A, 0x202E, 0x2060, 0x2064, 0x2065, 0x206F, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0, 0xFFF8,
          0x1BCA0, 0x1D173, 0xE0000, 0xE0001, 0xE0041, 0xE01EF, 0xE0FFF)]  # fmt: skip
MARKS = [chr(c) for c in (0x300, 0x301, 0x302, 0x303, 0x304, 0x306, 0x307, 0x308, 0x308, 0x308, 0x30A, 0x30A, 0x30B,
         0x30C, 0x31B, 0x323, 0x326, 0x327, 0x328, 0x331, 0x332, 0x335, 0x338, 0x342, 0x344, 0x345, 0x20DD, 0x483, 0x5B0,
         0x64B, 0x903, 0x93C, 0x1AB0, 0x1DC0, 0x3099, 0xFE20, 0x1D165, 0xE31)]  # fmt: skip
CONTROLS = [chr(c) for c in (0, 1, 9, 0xA, 0xB, 0xC, 0xD, 0x1B, 0x1C, 0x1F, 0x7F, 0x80, 0x85, 0x8D, 0x9F)]
NO_CHARACTERS = [chr(c) for c in (0xE000, 0xF8FF, 0xF0000, 0x10FFFD, 0xFDD0, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF, 0x378,
                 0x2FE0, 0xFFFD, 0xFFF9, 0x50000)]  # fmt: skip
SYMBOLS = list("0123456789!\"#$%&()*+/;<=>?@[\\]^_{|}~¡¢£¦§¨©«¬®¯°±²³¶¸¹»¼½¿×÷€…•™℃№①Ⅷⅷ�♥😀٣०〇，．：；、。‚„†‹›¨˘˙˚˛˝ʰʳˢᴬⁿˆ˜\u02c9\u1fc1")
LATIN = list("ÆæŒœßẞÞþĲĳÐðĐđĦħıİŁłĿŀŊŋŉĸŦŧſØøǾǿÄäÖöÜüÅåǞǟǠȪȫȬṻǕǖǛǺǻǼǽǢĀăĄÇčĎěĜǦğĨǏĴĶĹľŃňŐơƠưƯŔřŚșȘțȚŢŲůŴẃẀŶÿŹżẠệợựỹ"
             "ﬀﬁﬂﬃﬄﬅﬆªºＡＤＮＯＵａｅｏｕｉｎｄŸǄǅǆǇǈǉǊǋǌǱǲǳƀƁƆƇƏəƐɛƑƒƓƔɣƗƙƛƜƝƤƥƧƩƫƱƵƷʒȜȝȢɐɑɓɔɖɗɟɦɪɯɲɴʀʃʏʔǀǃẚẛẜẟỺỻỼⱤⱯⱭꜲꜳꝎꝏꝜꞋⱥȺɁɂꭓＺ")  # fmt: skip
SCRIPTS = list("аеорсухіјАВЕКМНОРСТХжшёЁйαοενΑΟΜίΐΩאבשلامدن中文李王きカ가힣ᄀกअக႐აԱեᏣ𐐀ⲁµΩKÅ𝐀ℂℵ々ー\u0e46\u02ee")
DOS_SIGNS = list("ŠšãëÔÞ·ïìòâÙýÚŽœéàèùÈÉÀ")
TITLES = """ing. dott. dott.ssa dr. dr.ssa d.ssa arch. geom. prof. prof.ssa avv. sig. sig.ra sig.na rag. per.ind. dott.ssa.
dr.ssa. d.ssa. prof.ssa. sig.ra. sig.na. dott.ing. ing.dott. prof.dott.ssa dott.arch. dott.prof.avv. sig.ing. per.ind.ing.
ing.jr. ing.jr ing.junior ing.iunior dott.ing.jr.""".split()
NEAR_TITLES = """ing dott dottssa dr drssa dssa arch geom prof profssa avv sig sigra signa rag perind per.ind dotting
dott.ing cav. cav comm. on. mr. gen. don ing: ing- ing.. .ing dott.ssaing. dottssa. ing.ssa ssa. ra. na. per. ind.
dott ssa ing.' dott' gr.uff. p.i. s.r. d.r. arch.i a.b. ab. d'a. nicolo'. l. d. ing.jr.. ing.junior. jr.ing. dott.ssajr ing.-jr
ing.senior d.ssaing. sig.naing. ingegnér. ing.dott.ssa dssa. r.ssa""".split()
TITLE_ENDS = "a e e i i o r sa ssa essa ra na re ri ta to tta tto tra sa. a. ssa' ré ssà issa e. i. ed è u".split()
JUNIORS = "iunior junior jr jr. iunior. jr' jr.. sr senior jr.jr.".split()
FULL_TITLES = """ingegnere dottore dottoressa architetto geometra professore professoressa avvocato avvocata signor
signora signorina ragioniere perito""".split()
BY_NAMES = "iunior junior jr senior sr ii iii iv fu detto detta v.va d.r".split()
NEAR_DOUBTS = """ingegner dottor ingegnere. dottore- d'ingegnere professorè i v vi iii. detto. dett d.r. v.va. vva dr
n. n.b. s.maria n .n l'fu fu' I' ｆｕ ｊｒ""".split()
MARITAL = """in ved ved. vedova cgt cgt. coniugata coniugato coniug coniug. sposata sposato maritata nata nato née
nee""".split()
NEAR_MARITAL = """i'n in. v. nat. natà ìn ïn ｉｎ in- nata. nato: vedovo coniugata. cgt: ved: 'in in' -in- ＶＥＤ n. ne'e né'e
néé nèe ne-e n'ata vedovà maritato con. coniugi sposatà ved.. ved.' ved.- coniug.1 né ne\u0301e""".split()
# Particles before which `vedova` and `nata` are names
OF_SURNAMES = [*"della la lo de di del dalla d' de' dell' la- lê il.".split(), *PARTICLES]
MOJIBAKE_PARTS = list("ÃÂÄÅÈâ€™˜œžŸ¡¨©²³¼½¾¹º»­ \u0083\u0080\u0099\u0098ƒšŠ") + ["Ã¨", "Ã©", "Ã²", "Ã¹", "Ã\xa0", "Ã¬", "â€™",
                      "Ì€", "Ì\x81", "ÌŒ", "Ì\xa0", "Ì§", "Ì£", "Ì›", "á»…", "Æ°", "Æ\xa0", "Æ¡", "áº\xa0", "È\xa0", "â‚¬", "â€˜", "â€“", "Ä‡", "Å¡", "È™", "È›", "Â°", "Â\xa0", "Â´", "Ã‰", "Ã€", "Ã¼", "ÃƒÂ²"]  # fmt: skip

INTERESTING: list[str] = [
    *APOSTROPHES, *NOT_APOSTROPHES, *DASHES, *SPACES, *HIDDEN, *MARKS, *CONTROLS, *NO_CHARACTERS,
    *SYMBOLS, *LATIN, *SCRIPTS, *DOS_SIGNS, *MOJIBAKE_PARTS, *"--..::,,··'' \u0387", *"AOUaouINinedts", *(" " * 12),
    *(f" {m} " for m in MARITAL), *(f" {m} " for m in NEAR_MARITAL), *(f"{t.title()} " for t in TITLES), *TITLES,
    *NEAR_TITLES, *(f" {p} " for p in PARTICLES), " ved.", " cgt.", "SSA", "ssa.", ".ssa", "SSAA", *"ºªºª",
    *(f" {w} " for w in (*TITLE_ENDS, *JUNIORS, *FULL_TITLES, *BY_NAMES, *NEAR_DOUBTS)),
]  # fmt: skip


# --- Names ----------------------------------------------------------------------------------------


def given(dice: Dice) -> str:
    names = [dice.pick(GIVEN)]
    while dice.chance(0.25) and len(names) < 4:
        names.append(dice.pick(GIVEN))
    return " ".join(names)


def one_surname(dice: Dice) -> str:
    return dice.pick(DOUBLE) if dice.chance(0.2) else dice.pick(SURNAME)


def surname(dice: Dice) -> str:
    return one_surname(dice) + (" " + one_surname(dice) if dice.chance(0.15) else "")


# --- Disturbances: each takes a name and gives another ------------------------------------------------


def ascii_upper(text: str) -> str:
    return "".join(chr(ord(c) - 32) if "a" <= c <= "z" else c for c in text)


def letter_case(dice: Dice, text: str) -> str:
    """Registers are in capitals; some leave the accented letter small."""
    how = dice.below(10)
    return text.upper() if how < 5 else ascii_upper(text) if how < 7 else text.lower() if how < 8 else text


def put(dice: Dice, text: str, piece: str) -> str:
    at = dice.below(len(text) + 1)
    return text[:at] + piece + text[at:]


def apostrophe(dice: Dice, text: str) -> str:
    """Another apostrophe, a spacing accent at the end of a word, or one anywhere."""
    how = dice.below(4)
    if how == 0:
        return text.replace("'", dice.pick(APOSTROPHES))
    if how == 1:
        words = text.split(" ")
        i = dice.below(len(words))
        words[i] += dice.pick(APOSTROPHES)
        return " ".join(words)
    if how == 2:
        return put(dice, text, dice.pick(["D'", "D’", "L'", "dell’", "'", "''", "d' ", "D ' "]) )
    return put(dice, text, dice.pick(APOSTROPHES + NOT_APOSTROPHES[:2]))


def dash(dice: Dice, text: str) -> str:
    """A dash, a dot or a middle dot, in right places and wrong ones."""
    mark = dice.pick(["-", "-", ".", ":", "·", "·", *DASHES])
    how = dice.below(6)
    if how < 2 and " " in text:
        return text.replace(" ", mark, 1)
    if how == 2 and " " in text:
        return text.replace(" ", f" {mark} ", 1)
    if how == 3 and " " in text:
        return text.replace(" ", dice.pick([f"{mark} ", f" {mark}", f"'{mark}", f"{mark}'", f"{mark}{mark}"]), 1)
    return put(dice, text, mark) if how > 3 else text + mark + one_surname(dice)


def spacing(dice: Dice, text: str) -> str:
    space = dice.pick(SPACES)
    how = dice.below(4)
    if how == 0:
        return space + text
    if how == 1:
        return text + space * 2
    return text.replace(" ", space) if how == 2 else text.replace(" ", " " + space)


def marks(dice: Dice, text: str) -> str:
    """Decomposed, composed, with more marks, or with marks in another order."""
    how = dice.below(6)
    if how == 0:
        return unicode.nfc(text)
    if how < 3:
        return unicode.nfd(text)
    places = [i for i, c in enumerate(text) if c in "AOUaou"] if how == 3 else [i for i, c in enumerate(text) if c != " "]
    if not places:
        return text
    at = dice.pick(places) + 1
    text = text[:at] + dice.pick(MARKS) + (dice.pick(MARKS) if dice.chance(0.3) else "") + text[at:]
    return unicode.nfd(text) if dice.chance(0.3) else text


def latin(dice: Dice, text: str) -> str:
    """A letter beyond Italian ones."""
    piece = dice.pick(LATIN)
    if dice.chance(0.5):
        return put(dice, text, piece)
    at = dice.below(len(text)) if text else 0
    return text[:at] + piece + text[at + 1 :]


def full_width(dice: Dice, text: str) -> str:
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalpha() else c for c in text)
    return unicode.nfd(wide) if dice.chance(0.3) else wide


def any_case(dice: Dice, text: str) -> str:
    how = dice.below(4)
    return text if how == 0 else ascii_upper(text) if how == 1 else ascii_upper(text[:1]) + text[1:] if how == 2 else text.title()


def title(dice: Dice, text: str) -> str:
    """A title or nearly one: before, after, between, glued."""
    word = any_case(dice, dice.pick(TITLES if dice.chance(0.65) else NEAR_TITLES))
    how = dice.below(8)
    if how < 3:
        return f"{word} {text}"
    if how == 3:
        return f"{text} {word}"
    if how < 6:
        return word + text
    return text.replace(" ", f" {word} ", 1) if how == 6 else text.replace(" ", f" {word}", 1)


def marital(dice: Dice, text: str) -> str:
    """A married woman's surname, in many registers' ways."""
    word = any_case(dice, dice.pick(MARITAL if dice.chance(0.8) else NEAR_MARITAL))
    other = one_surname(dice)
    how = dice.below(12)
    if how < 6:
        return f"{text} {word} {other}"
    if how == 6:
        return f"{text} {word}{other}"
    if how == 7:
        return f"{word} {text}"
    if how == 8:
        return f"{text} {word}"
    if how == 9:
        return f"{other} {any_case(dice, dice.pick(['nata', 'nato']))} {text}"
    if how == 10:
        return f"{text} {word} {dice.pick(['-', '.', '1', dice.pick(CONTROLS), ', X', 'Ing.', 'Жук'])}"
    return f"{text} {word} {other} {any_case(dice, dice.pick(MARITAL))} {one_surname(dice)}"


def title_end(dice: Dice, text: str) -> str:
    """What hangs on a title, glued or as the next word; `DOTT.SSAMARIA`; a junior title."""
    word, how = any_case(dice, dice.pick(TITLES)), dice.below(9)
    end = any_case(dice, dice.pick(TITLE_ENDS if how < 6 else JUNIORS))
    if how == 8:
        also = any_case(dice, dice.pick(TITLES))
        return dice.pick([f"{word} {end} {also} {text}", f"{word} e {also} {text}", f"{text} {word} E {also}",
                          f"{end} {text}", f"{text} {end}", f"{text} {word}{end}", f"{text} {word} {end}", f"{word}{text} {end}"])
    if how in (2, 5):  # no space before the name either
        return dice.pick(["", ".", " "]).join([word.rstrip("."), end]) + text
    glue = dice.pick(["", " ", " ", " - "])
    return f"{word}{glue}{end} {text}" if how < 7 else f"{word} {end} {end} {text}"


def doubtful(dice: Dice, text: str) -> str:
    """A title in full, a by-name or an initial: before, after, between, after a particle, alone."""
    words = dice.pick([FULL_TITLES, FULL_TITLES, BY_NAMES, BY_NAMES, NEAR_DOUBTS])
    word, how = any_case(dice, dice.pick(words)), dice.below(10)
    if how < 2:
        return f"{word} {text}"
    if how < 4:
        return f"{text} {word}"
    if how < 6:
        return f"{text} {word} {one_surname(dice)}"
    if how == 6:
        return f"{any_case(dice, dice.pick(OF_SURNAMES))} {word}" + dice.pick(["", f" {text}"])
    if how == 7:
        return dice.pick([word, f"{word}{text}", f"{any_case(dice, dice.pick(TITLES))} {word}", f"{word} in {text}"])
    return f"{text} {dice.pick(['n.', 'N. ', 'v.', 'M.', 'N’.', 'n. ', 'V.C.'])}{one_surname(dice)}"


def particles_only(dice: Dice, _: str) -> str:
    """A surname of particles, or nearly."""
    words = [any_case(dice, dice.pick(PARTICLES)) for _ in range(dice.pick([1, 1, 2, 2, 3]))]
    how = dice.below(8)
    if how == 0:
        words[-1] += dice.pick(["'", "’", "\u0301", "-", ".", "a"])
    elif how == 1:
        words[0] = dice.pick(["'", ""]) + dice.pick(["D'E", "L’O", "Dall'O'", "Lê", "DÉ", "Dè", "Ｄｅ", "Lo\u200b", "dª"])
    elif how == 2:
        words.append(dice.pick(["in Rossi", "Ing.", "ved. Bianchi", "Vedova", "Nata", "Nata Rossi", "-", "1"]))
    return dice.pick([" ", " ", " ", "-", "", "' ", ". "]).join(words)


def of_surname(dice: Dice, text: str) -> str:
    """`Della Vedova`, `De Nata`: words that are marital only elsewhere."""
    word = any_case(dice, dice.pick(["vedova", "sposato", "nata", "nato", "nata", "sposata", "née", "in", "vedova'"]))
    before = any_case(dice, dice.pick(OF_SURNAMES))
    before = dice.pick([before, before, before, f"{text} {before}", f"{before} Ing.", text])
    return f"{before} {word}" + dice.pick(["", "", f" {text}", f" {text}", f" in {text}", f" nata {text}"])


def caps_lock(dice: Dice, text: str) -> str:
    """An Italian keyboard's accented letter in capitals stays small; others that do so are misread."""
    letter = dice.pick("èìòùèìòùàéáíóúãöüçñß")
    text = ascii_upper(text)
    how = dice.below(6)
    if how < 3:
        return text + letter + dice.pick(["", "", "'", "-MARIA", " MARIA", "’", "\u0331", ".", "\u200b"])
    if how < 5:
        at = dice.below(len(text) + 1)
        return text[:at] + letter + text[at:]
    return dice.pick([letter, f"A{letter}", f"D'A{letter}", f"LA{letter}{letter}", f"a{letter}", f"L'{letter}"])


def ordinal(dice: Dice, text: str) -> str:
    """`º` and `ª`: between letters a sign of misreading."""
    at = dice.below(len(text) + 1)
    sign = dice.pick(["º", "ª", "º", "ª", "ºª", "º'", "ª\u0308", "º\u200b", " º", "ª "])
    return text[:at] + sign + text[at + dice.below(2) :]


def repeated(dice: Dice, name: str, family: str) -> tuple[str, str]:
    """A surname that stands among the given names, whole, joined or in part."""
    again = dice.pick([family, family, family.replace(" ", ""), family.replace("'", ""), family.upper(),
                       family.replace(" ", "-"), unicode.nfd(family), family + "a", family[1:], family.split(" ")[0]])  # fmt: skip
    given_too = dice.pick([f"{again} {name}", f"{name} {again}", f"{name} {again} {given(dice)}", f"{name}-{again}",
                           f"{name} Ing. {again}", f"{name}, {again}", f"{name} in {again}", f"{name}{again}", again])  # fmt: skip
    family_too = dice.pick([family, family, family, f"{family} in {one_surname(dice)}", family.lower(), family.replace(" ", "")])
    return given_too, family_too


def dos(dice: Dice, text: str) -> str:
    """CP850 read as Windows-1252 or Latin-1, and signs that look like it."""
    accented = text
    if accented.isascii() and text:
        accented = text[:-1] + dice.pick("àèéìòùÀÈÌÒÙâëîôûäöüçñ")
    if dice.chance(0.5):
        accented = accented.upper()
    how = dice.below(4)
    if how == 0:
        return put(dice, letter_case(dice, text), dice.pick(DOS_SIGNS))
    if how == 1:
        return ascii_upper(text) + dice.pick(["Þ", "Ô", "ã", "ë", "ò", "Þ'", "Ô-", "ô", "þ"])
    raw = accented.encode("cp850", "replace")
    return raw.decode("cp1252", "replace") if how == 2 else raw.decode("latin-1")


def garble(text: str) -> str:
    """UTF-8 read as Windows-1252, and as Latin-1 where that has nothing."""
    out = []
    for byte in text.encode():
        try:
            out.append(bytes([byte]).decode("cp1252"))
        except UnicodeDecodeError:
            out.append(chr(byte))
    return "".join(out)


def accented(dice: Dice, text: str) -> str:
    """A name with something in it that UTF-8 has two or three bytes for."""
    if not text.isascii():
        return text
    return text.replace("'", "’") if "'" in text else text + dice.pick("àèéìòùÀÈÒÙçñüöäşțČŽŠąő–’ễƠư")


def mojibake(dice: Dice, text: str) -> str:
    how = dice.below(8)
    if dice.chance(0.25):  # some of them were all letters beyond Latin Extended-A
        text = dice.pick(VIETNAMESE) + dice.pick(["", "", f" {dice.pick(VIETNAMESE)}", f" {text}"])
    else:
        text = accented(dice, text)
    if how < 3:
        return garble(text)
    if how == 3:
        return text.encode().decode("latin-1")
    if how == 4:
        return garble(garble(text))
    if how == 5:  # macOS decomposes
        return garble(unicode.nfd(text)) if dice.chance(0.5) else garble(garble(unicode.nfd(text)))
    if how == 6:  # a lossy one: the no-break space became a space, or a byte went missing
        return garble(text).replace("\xa0", " ").replace("\xad", "")
    return put(dice, text, dice.pick(MOJIBAKE_PARTS))


def hidden(dice: Dice, text: str) -> str:
    for _ in range(1 + dice.below(2)):
        text = put(dice, text, dice.pick(HIDDEN))
    return text


def comma(dice: Dice, text: str) -> str:
    return dice.pick(
        [f"{text}, {given(dice)}", f"{text},", f"{text},{given(dice)}", f", {text}", f"{text} , {given(dice)} {dice.pick(SYMBOLS)}",
         f"{text}, {dice.pick(CONTROLS)}", f"{text}, {dice.pick(TITLES)}", f"{text}, {dice.pick(SCRIPTS)}"])  # fmt: skip


def symbol(dice: Dice, text: str) -> str:
    return put(dice, text, dice.pick(dice.pick([SYMBOLS, CONTROLS, NO_CHARACTERS, MARKS, DASHES, [",", "1", "\u0301"]])))


def script(dice: Dice, text: str) -> str:
    how = dice.below(3)
    if how == 0:
        return put(dice, text, dice.pick(SCRIPTS))
    if how == 1:  # homoglyphs
        return text.translate(str.maketrans("aeopcxyABEHKMOPCTX", "аеорсхуАВЕНКМОРСТХ"))
    word = "".join(dice.pick(SCRIPTS) for _ in range(2 + dice.below(5)))
    return dice.pick([word, f"{text} {word}", f"{word} {text}"])


def lengthen(dice: Dice, text: str, name: Callable[[Dice], str]) -> str:
    """Many names with particles between, at the end, and alone."""
    words = [text]
    for _ in range(1 + dice.below(7)):
        for _ in range(dice.pick([0, 0, 1, 1, 2])):
            words.append(any_case(dice, dice.pick(PARTICLES)))
        words.append(name(dice))
    if dice.chance(0.2):
        words.insert(0, dice.pick(PARTICLES))
    if dice.chance(0.2):
        words.append(dice.pick(PARTICLES))
    return dice.pick([" ", " ", " ", "-", "", "' "]).join(words)


def edit(dice: Dice, text: str) -> str:
    """A few random insertions, deletions and replacements."""
    chars = list(text)
    for _ in range(1 + dice.below(3)):
        at = dice.below(len(chars) + 1)
        how = dice.below(5)
        if how < 2:
            chars.insert(at, dice.pick(INTERESTING))
        elif how == 2:
            del chars[at : at + 1]
        elif how == 3:
            chars[at : at + 1] = [dice.pick(INTERESTING)]
        else:  # move a piece
            piece = chars[at : at + 1]
            del chars[at : at + 1]
            to = dice.below(len(chars) + 1)
            chars[to:to] = piece
    return "".join(chars)


ILL_FORMED = [b"\x80", b"\xbf", b"\xc0\x80", b"\xc1\xbf", b"\xc3", b"\xe0\x80\x80", b"\xe2\x80", b"\xed\xa0\x80", b"\xed\xbf\xbf",
              b"\xf0\x80\x80\x80", b"\xf0\x9f\x98", b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80", b"\xff", b"\xfe", b"\xe9",
              b"\xc3\xc3\xa8", b"\xe2A\x80"]  # fmt: skip


def ill_form(dice: Dice, data: bytes) -> bytes:
    """Windows-1252, CP850, cut-off UTF-8, or a sequence that is none."""
    how = dice.below(4)
    if how == 0:
        return data.decode().encode("cp1252", "replace") + b"\xe0"
    if how == 1:
        return data.decode().encode("cp850", "replace") + b"\x85"
    if how == 2 and not data.isascii():
        return data[: next(i for i, b in enumerate(data) if b >= 0xC0) + 1]
    at = dice.below(len(data) + 1)
    return data[:at] + dice.pick(ILL_FORMED) + data[at:]


def pad(dice: Dice, data: bytes) -> bytes:
    """A field about as long as is allowed, on both sides of the limit."""
    target = dice.pick([1023, 1024, 1025, 1025, 1026, 1040, 1100])
    filler = dice.pick([b" ", b"a", b"-", b"Rossi ", "è".encode(), b"'"])
    return data + (filler * target)[: max(0, target - len(data))]
