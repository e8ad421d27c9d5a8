#!/usr/bin/env python3
"""Holds the reference itself to SPEC's examples and tables, and its Unicode to Unicode's own tests.

Prints one line per check and exits 1 if any fails.
"""

from __future__ import annotations

import bz2
import sys
import unicodedata
from collections.abc import Callable, Iterator

import pecaddr_reference as ref
import schemes
import unicode15 as unicode
from characters import APOSTROPHES, DATA, fold
from mojibake import repair
from pecaddr_reference import RULES, NameRules, candidates, local_part, parse

# description, given, surname, expected (notes:local part, or CODE:field:offset)
EXAMPLES: list[tuple[str, str | bytes, str | bytes, str]] = [
    ("§1 nome.cognome", "Mario", "Rossi", ":mario.rossi"),
    ("words are joined", "Maria Grazia", "Di Stasio", ":mariagrazia.distasio"),
    ("elision", "Anna", "D'Angelo", ":anna.dangelo"),
    ("elision, typographic, spaced", "Anna", "D’ ANGELO", ":anna.dangelo"),
    ("apostrophe for an accent", "NICOLO'", "Rossi", ":nicolo.rossi"),
    ("accent inside", "DESIRE'E", "Rossi", ":desiree.rossi"),
    ("canonical equivalent of an apostrophe", "Nicolo\u1fef", "Rossi", ":nicolo.rossi"),
    ("marks dropped", "Nicolò", "Željko", ":nicolo.zeljko"),
    ("Ä Ö Ü", "Jürgen", "Öztürk", "VARIANT:juergen.oeztuerk"),
    ("Ä decomposed, more marks", "A\u0323\u0308", "Rossi", "VARIANT:ae.rossi"),
    ("Å", "Åsa", "Rossi", "VARIANT:aasa.rossi"),
    ("Ø with and without marks", "Øǿ", "Rossi", "VARIANT:oeoe.rossi"),
    ("Ä before Å", "A\u030a\u0308", "Rossi", "VARIANT:ae.rossi"),
    ("Æ Œ ß ẞ Þ Ĳ", "Æ Œ ß ẞ Þ Ĳ", "Rossi", ":aeoessssthij.rossi"),
    ("Ð Đ Ħ ı Ł Ŀ Ŋ ŉ ĸ Ŧ ſ", "Ð Đ Ħ ı Ł Ŀ Ŋ ŉ ĸ Ŧ ſ", "Rossi", ":ddhillnnkts.rossi"),
    ("full-width, ligature, ª º", "Ｍario Ａ\u0308", "ﬁªº", "VARIANT:marioae.fiao"),
    ("frozen Latin-ASCII row", "ƕ", "Ꜵ", ":hv.ao"),
    ("row of the other case", "Ɬ", "ɼ", ":l.r"),
    ("no row", "Mario", "Roƻ", "UNEXPECTED:surname:2"),
    ("Latin modifier letter", "Mario", "Roʰ", "UNEXPECTED:surname:2"),
    ("ASCII hyphen, dot, colon", "Anna-Maria", "Rossi. :Bianchi-", "DOUBT:annamaria.rossibianchi"),
    ("dash between letters", "Anna–Maria", "Rossi—D'", ":annamaria.rossid"),
    ("dash between spaces", "Anna – Maria", "Rossi", ":annamaria.rossi"),
    ("dash elsewhere", "Anna– Maria", "Rossi", "UNEXPECTED:given:4"),
    ("middle dot", "Anna", "Gal·la", ":anna.galla"),
    ("middle dot elsewhere", "Anna", "Galla·", "UNEXPECTED:surname:5"),
    ("hidden", "An\u200bna", "Ro\u00adssi", "HIDDEN:anna.rossi"),
    ("hidden between letter and mark", "A\u034f\u0308", "Rossi", "HIDDEN,VARIANT:ae.rossi"),
    ("hidden, unassigned", "Anna\U000e0fff", "Rossi", "HIDDEN:anna.rossi"),
    ("comma", "Mario, 1", "Rossi", "COMMA:mario.rossi"),
    ("comma in a surname", "Mario", "Rossi, Anna", "UNEXPECTED:surname:5"),
    ("title", "Ing. Mario", "Rossi Avv.", "TITLE:mario.rossi"),
    ("title glued", "Ing.Mario", "Rossi", "TITLE:mario.rossi"),
    ("title after a title, glued", "Dott. ING.Mario", "Rossi", "TITLE:mario.rossi"),
    ("chain", "Dott.Ing. Mario", "Rossi", "TITLE:mario.rossi"),
    ("chain glued", "Dott.Ing.Mario", "Rossi", "TITLE:mario.rossi"),
    ("dott.ssa whole", "Dott.ssa Maria", "Rossi", "TITLE:maria.rossi"),
    ("dott.ssa. glued", "Dott.ssa.Maria", "Rossi", "TITLE:maria.rossi"),
    ("ssa without its dot", "Dott.ssaMaria", "Rossi", "TITLE,DOUBT:ssamaria.rossi"),
    ("ra without its dot", "Sig.Raffaele", "Rossi", "TITLE:raffaele.rossi"),
    ("per.ind.", "Per.Ind. Mario", "Rossi", "TITLE:mario.rossi"),
    ("title without its dots", "Ing Mario", "Rossi", "DOUBT:ingmario.rossi"),
    ("other word with a dot", "Cav. Mario", "Rossi", "DOUBT:cavmario.rossi"),
    ("Gio.Batta", "Gio.Batta", "Rossi", "DOUBT:giobatta.rossi"),
    ("initials", "G.B.", "Rossi", ":gb.rossi"),
    ("glued, not first", "Mario Ing.Ugo", "Rossi", "DOUBT:marioingugo.rossi"),
    ("in", "Anna", "Rossi IN Bianchi", "MARITAL:anna.rossi"),
    ("ved. glued", "Anna", "Rossi ved.Bianchi", "MARITAL:anna.rossi"),
    ("in, first", "Anna", "In Rossi", "DOUBT:anna.inrossi"),
    ("in, last", "Anna", "Rossi in", "DOUBT:anna.rossiin"),
    ("in, alone", "Anna", "In", ":anna.in"),
    ("nata", "Anna", "Bianchi nata Rossi", "MARITAL:anna.rossi"),
    ("nata, then in", "Anna", "Bianchi nata Rossi in Verdi", "MARITAL:anna.rossi"),
    ("nata, last", "Anna", "Bianchi nata", "DOUBT:anna.bianchinata"),
    ("no marital words in given names", "Anna in Bianchi", "Rossi", ":annainbianchi.rossi"),
    ("ignored text is not checked", "Anna", "Rossi in 123", "MARITAL:anna.rossi"),
    ("but for controls", "Anna", "Rossi in \x01", "UNEXPECTED:surname:9"),
    ("NoŠ", "Mario", "NoŠ", "DOUBT:mario.nos"),
    ("NICOLã", "NICOLã", "Rossi", "DOUBT:nicola.rossi"),
    ("NICOLò", "NICOLò", "Rossi", "DOUBT:nicolo.rossi"),
    ("Élise is fine", "Ána Dé", "Rossi", ":anade.rossi"),
    ("Þ, Ô at the end", "NICOLÞ", "ROSSÔ", "DOUBT:nicolth.rosso"),
    ("one letter Ô", "Ô", "Rossi", ":o.rossi"),
    ("mark without a letter", "\u0301Anna", "Rossi", "UNEXPECTED:given:0"),
    ("mark after a deleted character", "D'\u0301Anna", "Rossi", "UNEXPECTED:given:2"),
    ("digit", "Mario2", "Rossi", "UNEXPECTED:given:5"),
    ("NUL", "Mario\0", "Rossi", "UNEXPECTED:given:5"),
    ("private use", "Mario\ue000", "Rossi", "UNEXPECTED:given:5"),
    ("noncharacter", "Mario\uffff", "Rossi", "UNEXPECTED:given:5"),
    ("ill-formed", b"Mari\xc3", "Rossi", "ENCODING:given:4"),
    ("overlong form", "Mario", b"R\xc0\x80", "ENCODING:surname:1"),
    ("mojibake", "NiccolÃ²", "Rossi", "MOJIBAKE:given:6"),
    ("mojibake of ’", "Anna", "Dâ€™Angelo", "MOJIBAKE:surname:1"),
    ("Ã after a lower-case letter", "Anna", "CittÃ ", "MOJIBAKE:surname:4"),
    ("Â as a letter", "CÂmara", "ÂNGELO", "DOUBT:camara.angelo".replace("DOUBT", "")),
    ("other script", "Иван", "Rossi", "SCRIPT:given:0"),
    ("homoglyph", "Mario", "R\u043essi", "SCRIPT:surname:1"),
    ("nothing left", "Ing.", "Rossi", "EMPTY:given:0"),
    ("empty", "Mario", "", "EMPTY:surname:0"),
    ("1,024 bytes", "Mario", " " * 1019 + "Rossi", ":mario.rossi"),
    ("over 1,024 bytes", "Mario", " " * 1020 + "Rossi", "TOO_LONG:surname:1024"),
    ("given before surname", "Mario1", "\0", "UNEXPECTED:given:5"),
    ("field checks before offences", "1Ã²", "Rossi", "MOJIBAKE:given:1"),
    ("given names dropped", "Maria Addolorata Immacolata", "Prestigiacomo Montecuccoli Visconti",
     "SHORTENED:mariaaddolorata.prestigiacomomontecuccolivisconti"),
    ("surname dropped with its particles", "Massimiliano", "Prestigiacomo Montecuccoli degli Alessandrini dei Conti",
     "SHORTENED:massimiliano.prestigiacomomontecuccoli"),
    ("what stays must not be particles", "Massimiliano", "della Montecuccolialessandriniprestigiacomogiovanni",
     "SHORTENED:massimiliano.dellamontecuccolialessandriniprestigiac"),
    ("both cut", "a" * 60, "b" * 60, "SHORTENED:" + "a" * 26 + "." + "b" * 25),
    ("exactly the budget", "a" * 26, "b" * 25, ":" + "a" * 26 + "." + "b" * 25),
]  # fmt: skip


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def _brief(r: ref.Result) -> str:
    return f"{r.code}:{r.field}:{r.offset}" if r.code else f"{','.join(r.notes)}:{r.local_part}"


def spec_examples() -> Iterator[str]:
    for what, given, surname, expected in EXAMPLES:
        got = _brief(local_part(_bytes(given), _bytes(surname)))
        if got != expected:
            yield f"{what}: {given!r} {surname!r}: {got}, not {expected}"


def profile_plain() -> Iterator[str]:
    got = _brief(local_part("Åsa Øyvind".encode(), "Ä Ö Ü ß".encode(), RULES["plain"]))
    if got != "VARIANT:asaoyvind.aouss":
        yield got


def options() -> Iterator[str]:
    if local_part(b"Maria Grazia", b"Rossi", NameRules(given="first")).given != "maria":
        yield "given = first"
    if local_part(b"a" * 60, b"Rossi", NameRules(overlong="error")).code != "TOO_LONG":
        yield "overlong = error"


def translit_table() -> Iterator[str]:
    lines = (DATA / "translit.tsv").read_text("utf-8").splitlines()[1:]
    for line in lines:
        code, char, _, anagrafe, plain, _ = line.split("\t")
        if fold(char) != (anagrafe, plain):
            yield f"{code}: {fold(char)}, not {(anagrafe, plain)}"


def apostrophe_row() -> Iterator[str]:
    row = "0027 0060 00B4 2018 2019 201B 2032 2035 02B9 02BB 02BC 02BD 02BE 02BF 02C8 02CA 02CB A78B A78C FF07"
    if APOSTROPHES != {chr(int(c, 16)) for c in row.split()}:
        yield "the set differs"


def every_letter_is_ascii() -> Iterator[str]:
    """Each Latin letter gives two runs of a–z, whatever its form of normalization."""
    for char in sorted(unicode.LATIN):
        if unicode.category(char)[0] == "L" and (folded := fold(char)):
            if not all(f.isascii() and f.isalpha() and f.islower() for f in folded):
                yield f"U+{ord(char):04X}: {folded}"


def repairs() -> Iterator[str]:
    for text, expected in [("NiccolÃ²", "Niccolò"), ("Dâ€™Angelo", "D’Angelo"), ("è", "è"),
                           ("e\u0300", "e\u0300"), ("Ã\u0083Â²", "ò"), ("CittÃ ", None)]:  # fmt: skip
        got = repair(text.encode())
        if (got.text.decode() if got.code is None else None) != expected:
            yield f"{text!r}: {got}"
    for c in [*range(0xA0, 0x180), *range(0x218, 0x21C), *range(0x2010, 0x203B)]:
        broken = "X" + "".join(bytes([b]).decode("cp1252", "replace") for b in chr(c).encode())
        if "\ufffd" not in broken and repair(broken.encode()).text.decode() != "X" + unicode.nfc(chr(c)):
            yield f"U+{c:04X}: {repair(broken.encode())}"
    if repair(b"\xff").code != "ENCODING":
        yield "ill-formed"


def scheme_ingpec() -> Iterator[str]:
    found = candidates(b"Mario", b"Rossi", "MC", "A", 123)
    expected = ["mario.rossi", "mario.rossi.mc", "mario.rossi.mc.a123"]
    if [c.address for c in found.addresses] != [f"{e}@ingpec.eu" for e in expected]:
        yield f"candidates: {found}"
    for level, candidate in enumerate(found.addresses):
        if parse(candidate.address.upper()).level != level:
            yield f"parse: {candidate}"
    if [c.reserved for c in candidates(b"Ordine", b"Macerata", "MC", "A", 1).addresses] != [True, False, False]:
        yield "ordine.*"
    for args, code in [(("FO", "A", 1), "PROVINCE"), (("MC", "C", 1), "REGISTER"), (("MC", "A", 0), "REGISTER"),
                       (("MC", "A", 10_000_000), "REGISTER")]:  # fmt: skip
        if candidates(b"Mario", b"Rossi", *args).code != code:
            yield f"{args}: not {code}"
    for address, kind in [("mario.rossi.fo@ingpec.eu", "level"), ("mario.rossi.xx@ingpec.eu", "foreign"),
                          ("abuse@ingpec.eu", "reserved"), ("mario.rossi.mc.a012@ingpec.eu", "foreign"),
                          ("mario.rossi@example.org", "foreign"), ("ordine.mc@ingpec.eu", "reserved")]:  # fmt: skip
        if parse(address).kind != kind:
            yield f"{address}: {parse(address)}"
    if sum(ref.PROVINCES.values()) != 106:
        yield f"{sum(ref.PROVINCES.values())} provinces"
    longest = ref.Candidate(2, f"{'a' * 26}.{'b' * 25}.mc.a9999999", False).address
    if len(longest) != 64:
        yield "the budget is not what RFC 5321 leaves"


def other_schemes() -> Iterator[str]:
    """SPEC §3: scheme texts and their candidates."""
    person = schemes.Person(b"Maria Grazia", b"Di Stasio", "MC", "A", 123)
    head = b"name = x\ndomain = pec.example\n"
    for rules, disjoint, budget, expected in [
        ("rule = {given}.{surname}\nrule = {given}.{surname}.{counter:03}\nmax-counter = 3\n", True, 59,
         "mariagrazia.distasio mariagrazia.distasio.002 mariagrazia.distasio.003"),
        ("given = first\nrule = {given}{surname}\nrule = {given}{surname}{province}\n", False, 62,
         "mariadistasio mariadistasiomc"),
        ("rule = {initial}.{surname}\nreserved = *.distasio\n", True, 63, "m.distasio!"),
        ("rule = {given}.{surname}\nrule = {given}.{surname}.{province}.{section}{number}\n", True, 51,
         "mariagrazia.distasio mariagrazia.distasio.mc.a123"),
    ]:  # fmt: skip
        scheme = schemes.parse(head + rules.encode())
        found = schemes.candidates(scheme, person)
        got = " ".join(local + "!" * reserved for local, reserved in found.locals)
        if (schemes.is_disjoint(scheme), scheme.budget, got) != (disjoint, budget, expected):
            yield f"{rules}: {schemes.is_disjoint(scheme)}, {scheme.budget}, {got}"
    for text, offset in [(b"", 0), (head, len(head)), (head + b"rule = {x}\n", len(head)),
                         (head + b"given = all\nrule {given}\n", len(head) + 12)]:  # fmt: skip
        try:
            schemes.parse(text)
            yield f"{text!r} parses"
        except schemes.Fault as fault:
            if fault.offset != offset:
                yield f"{text!r}: {fault.offset}, not {offset}"


def one_by_one() -> Iterator[str]:
    """SPEC §4: asking twice gives one mailbox; homonyms, in their order."""
    scheme = schemes.parse(b"name = ingpec\ndomain = ingpec.eu\nrule = {given}.{surname}\n"
                           b"rule = {given}.{surname}.{province}\n")  # fmt: skip
    registry = schemes.Registry()
    for given, number, holder, expected in [
        (b"Mario", 1, "X", "OK\t0\tmario.rossi@ingpec.eu\tclaimed"),
        (b"Mario", 2, "Y", "OK\t1\tmario.rossi.mc@ingpec.eu\tclaimed"),
        (b"Mario", 1, "", "OK\t0\tmario.rossi@ingpec.eu\theld"),
        (b"Mario", 3, "Y", "OK\t1\tmario.rossi.mc@ingpec.eu\telsewhere"),
        (b"Mario", 4, "Z", "EXHAUSTED\t-\t-\ttaken"),
        (b"Mario", 1, "Z", "UNAVAILABLE\t-\t-\tfailed"),
        (b"Anna", 3, "", "OK\t-\tmario.rossi.mc@ingpec.eu\telsewhere"),
    ]:
        got = schemes.assign(scheme, registry, schemes.Person(given, b"Rossi", "MC", "A", number, holder))
        if got != expected:
            yield f"{given!r} {number} {holder}: {got!r}, not {expected!r}"


def normalization_test() -> Iterator[str]:
    """Every line of Unicode's NormalizationTest.txt, and every character not in its part 1."""
    listed, part = set(), ""
    for line in bz2.open(unicode.DIRECTORY / "NormalizationTest.txt.bz2", "rt", encoding="utf-8"):
        line = line.partition("#")[0].strip()
        if line.startswith("@"):
            part = line
        if not line or line.startswith("@"):
            continue
        c1, c2, c3, c4, c5 = ("".join(chr(int(c, 16)) for c in col.split()) for col in line.split(";")[:5])
        if part == "@Part1":
            listed.add(c1)
        if not (unicode.nfc(c1) == unicode.nfc(c2) == unicode.nfc(c3) == c2 and unicode.nfc(c4) == unicode.nfc(c5) == c4):
            yield f"NFC: {line}"
        if not (unicode.nfd(c1) == unicode.nfd(c2) == unicode.nfd(c3) == c3 and unicode.nfd(c4) == unicode.nfd(c5) == c5):
            yield f"NFD: {line}"
    for c in map(chr, range(unicode.LAST + 1)):
        if c not in listed and not (unicode.nfc(c) == c == unicode.nfd(c)):
            yield f"U+{ord(c):04X} is not left alone"


def python_agrees() -> Iterator[str]:
    """Python's older Unicode, for the code points that it knows."""
    for char in map(chr, range(unicode.LAST + 1)):
        if (theirs := unicodedata.category(char)) == "Cn":
            continue
        if unicode.category(char) != theirs:
            yield f"U+{ord(char):04X}: {unicode.category(char)}, Python says {theirs}"
        if unicode.nfd(char) != unicodedata.normalize("NFD", char):
            yield f"U+{ord(char):04X}: NFD"
        if (unicode.category(char) == "Cc") != (ref.CONTROL.match(char) is not None):
            yield f"U+{ord(char):04X}: control"


CHECKS: list[Callable[[], Iterator[str]]] = [
    spec_examples, profile_plain, options, translit_table, apostrophe_row, every_letter_is_ascii,
    repairs, scheme_ingpec, other_schemes, one_by_one, normalization_test, python_agrees,
]  # fmt: skip


def main() -> int:
    failed = 0
    for check in CHECKS:
        problems = list(check())
        failed += bool(problems)
        print(f"{'FAIL' if problems else 'ok'}  {check.__name__}")
        for problem in problems[:20]:
            print(f"      {problem}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
