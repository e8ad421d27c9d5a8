#!/usr/bin/env python3
"""Holds the reference itself to SPEC's examples and tables, and its Unicode to Unicode's own tests.

Prints one line per check and exits 1 if any fails.
"""

from __future__ import annotations

import bz2
import sys
import unicodedata
from collections.abc import Callable, Iterator
from itertools import product

import codice_fiscale
import pecaddr_reference as ref
import schemes
import unicode15 as unicode
from characters import APOSTROPHES, DATA, fold
from mojibake import Repair, read_byte, repair
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
    ("full-width, ligature, ª º", "Ｍario Ａ\u0308", "ﬁª º", "VARIANT:marioae.fiao"),
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
    ("ignored text is not checked", "Anna", "Rossi in 123 Bianchi", "MARITAL:anna.rossi"),
    ("123 is no word", "Anna", "Rossi in 123", "UNEXPECTED:surname:9"),
    ("but for controls", "Anna", "Rossi in \x01", "UNEXPECTED:surname:9"),
    ("NoŠ", "Mario", "NoŠ", "DOUBT:mario.nos"),
    ("NICOLã", "NICOLã", "Rossi", "DOUBT:nicola.rossi"),
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
    # Titles
    *((f"{title} is a title", f"{title} Mario", f"Rossi {title.upper()}", "TITLE:mario.rossi") for title in
      "ing. dott. dott.ssa dr. dr.ssa d.ssa arch. geom. prof. prof.ssa avv. sig. sig.ra sig.na rag. per.ind.".split()),
    *((f"{title} is a title, glued", f"{title}Mario", "Rossi", "TITLE:mario.rossi") for title in
      "ing. dott. dott.ssa. dr. dr.ssa. d.ssa. arch. geom. prof. prof.ssa. avv. sig. sig.ra. sig.na. rag. per.ind.".split()),
    ("glued, but not before a letter", "Ing.'Mario", "Rossi", "DOUBT:ingmario.rossi"),
    ("glued, not before a letter, but the first of the chain is", "Dott.Ing.-Mario", "Rossi", "TITLE,DOUBT:ingmario.rossi"),
    ("a title is exact", "Ing.' Mario", "Rossi", "DOUBT:ingmario.rossi"),
    ("a title in full-width letters", "Ｉｎｇ. Mario", "Rossi", "TITLE:mario.rossi"),
    *((f"{junior} after a title", f"Ing. {junior} Mario", "Rossi", "TITLE:mario.rossi")
      for junior in ("iunior", "junior", "jr", "jr.", "JR.", "Iunior")),
    *((f"Ing.{junior} is a title", f"Ing.{junior} Mario", "Rossi", "TITLE:mario.rossi")
      for junior in ("iunior", "junior", "jr", "jr.")),
    ("a junior title with each", "Mario", "Rossi Arch.jr. Ing. iunior", "TITLE:mario.rossi"),
    ("one junior title", "Ing.jr. jr Mario", "Rossi", "TITLE,DOUBT:jrmario.rossi"),
    ("no junior title without a title", "jr Mario", "Rossi jr.", "DOUBT:jrmario.rossijr"),
    ("nor after a glued one", "Ing.Mario jr", "Rossi", "TITLE,DOUBT:mariojr.rossi"),
    ("nor in a glued one", "Ing.jr.Mario", "Rossi", "TITLE,DOUBT:jrmario.rossi"),
    *((f"{title} is a title without its dots", title, "Rossi", f"DOUBT:{title.lower()}.rossi") for title in
      "Ing Dott Dottssa Dr Drssa Dssa Arch Geom Prof Profssa Avv Sig Sigra Signa Rag Perind".split()),
    ("two titles without their dots", "DottIng", "Rossi", ":dotting.rossi"),
    ("without its dots, with an apostrophe", "DOTT' UGO", "Rossi", "DOUBT:dottugo.rossi"),
    ("D.SSAANNA", "D.SSAANNA", "Rossi", "DOUBT:dssaanna.rossi"),
    ("DOTT.SSAMARIA", "DOTT.SSAMARIA", "Rossi", "TITLE,DOUBT:ssamaria.rossi"),
    ("a dot after letters with an apostrophe", "D'A. Mario", "Rossi", "DOUBT:damario.rossi"),
    # What hangs on them
    *((f"{end} glued to a title", f"Dott.{end} Maria", "Rossi", f"TITLE,DOUBT:{end}maria.rossi") for end in
      "a e i o r sa essa na re ri ta to tta tto tra".split()),
    *((f"{end} after a title", f"Dott. {end.upper()} Maria", "Rossi", f"TITLE,DOUBT:{end}maria.rossi") for end in
      "a e i o r sa ssa essa ra na re ri ta to tta tto tra".split()),
    ("ING.RE UGO", "ING.RE UGO", "Rossi", "TITLE,DOUBT:reugo.rossi"),
    ("ARCH.I MARIO", "ARCH.I MARIO", "Rossi", "TITLE,DOUBT:imario.rossi"),
    ("e between two titles", "Dott. e Prof. Mario", "Rossi", "TITLE,DOUBT:emario.rossi"),
    ("an initial is no end", "Ing. E. Mario", "Rossi", "TITLE:emario.rossi"),
    ("after an end that is not a title's", "Maria re", "Rossi", ":mariare.rossi"),
    ("Sig.raMaria", "Sig.raMaria", "Rossi", "TITLE,DOUBT:ramaria.rossi"),
    ("a capital after an apostrophe", "Mario", "Ing.Dell'Orto", "TITLE:mario.dellorto"),
    # Doubtful words
    *((f"{title} in full", f"{title.upper()} Mario", f"Rossi {title}", f"DOUBT:{title}mario.rossi{title}") for title in
      """ingegnere dottore dottoressa architetto geometra professore professoressa avvocato avvocata signor signora
      signorina ragioniere perito""".split()),
    ("a title in full, alone", "Mario", "Ingegnere", ":mario.ingegnere"),
    ("a title in full, left alone", "Mario", "Ing. Perito in Bianchi", "TITLE,MARITAL:mario.perito"),
    ("Del Dottore", "Mario", "Del Dottore", ":mario.deldottore"),
    ("Lê is no particle before a title", "Mario", "Lê Dottore", "DOUBT:mario.ledottore"),
    *((f"{name}, a by-name", f"Mario {name}", f"{name} Rossi", f"DOUBT:mario{name}.{name}rossi") for name in
      "iunior junior jr senior sr ii iii iv fu detto detta".split()),
    ("a by-name, alone", "Junior", "Fu", ":junior.fu"),
    ("v.va", "Anna V.VA", "Rossi", "DOUBT:annavva.rossi"),
    ("d.r", "D.R Mario", "Rossi", "DOUBT:drmario.rossi"),
    ("n.", "Anna", "Rossi n. Bianchi", "DOUBT:anna.rossinbianchi"),
    ("n., glued", "Anna", "Rossi n.Bianchi", "DOUBT:anna.rossinbianchi"),
    ("n., alone", "Anna", "N.Bianchi", "DOUBT:anna.nbianchi"),
    ("n. in given names", "N.Anna", "Rossi", ":nanna.rossi"),
    # A surname of particles, or among the given names
    *((f"{name}: particles only", "Anna", name, f"DOUBT:anna.{atom}") for name, atom in
      (("De", "de"), ("LO", "lo"), ("DE'", "de"), ("De La", "dela"), ("All'", "all"), ("d-el", "del"), ("De.La", "dela"))),
    *((f"{name}: not only", "Anna", name, f":anna.{atom}") for name, atom in
      (("Di Santo", "disanto"), ("Li", "li"), ("Lê", "le"), ("Dall'O'", "dallo"))),
    ("Rossi, Rossi Emma", "Rossi Emma", "Rossi", "DOUBT:rossiemma.rossi"),
    ("De Luca, Maria Deluca", "Maria Deluca", "De Luca", "DOUBT:mariadeluca.deluca"),
    ("Deluca, De-Luca", "Maria De-Luca Emma", "Deluca", "DOUBT:mariadelucaemma.deluca"),
    ("Luca, De Luca Maria: a whole word", "De Lucamaria", "Luca", ":delucamaria.luca"),
    ("not neighbours", "Emma Maria Rossi", "Emmarossi", ":emmamariarossi.emmarossi"),
    ("two letters", "Li Hu", "Hu", ":lihu.hu"),
    ("what is left of the given names", "Maria, Rossi", "Rossi", "COMMA:maria.rossi"),
    # Marital words
    *((f"{word} is a marital word", f"Anna {word} Verdi", f"Rossi {word.upper()} Bianchi", "MARITAL:anna.rossi") for word in
      "in ved ved. vedova cgt cgt. coniugata coniugato coniug coniug. sposata sposato maritata".split()),
    *((f"{word}, glued", f"Anna {word}Verdi", f"Rossi {word}Bianchi", "MARITAL:anna.rossi") for word in
      "ved. cgt. coniug.".split()),
    *((f"{word} in both fields", f"Anna {word} Verdi", f"Bianchi {word} Rossi", "MARITAL:anna.rossi") for word in
      ("nata", "nato", "née", "nee", "NÉE", "NE'E", "Ne\u0301e", "ｎａｔａ")),
    ("'IN", "Anna", "Rossi 'IN Bianchi", "MARITAL:anna.rossi"),
    ("the last nata decides", "Anna", "Verdi nata Bianchi nata Rossi", "MARITAL:anna.rossi"),
    ("the first of the others", "Anna", "Rossi ved. Bianchi in Verdi", "MARITAL:anna.rossi"),
    ("Della Vedova", "Anna", "Della Vedova", ":anna.dellavedova"),
    ("De Nata", "Anna", "De Nata", ":anna.denata"),
    ("Lo Sposato", "Anna", "Lo Sposato", ":anna.losposato"),
    *((f"{name}: a word follows", "Anna", f"{name} Rossi", f"DOUBT:anna.{name.replace(' ', '').lower()}rossi") for name in
      ("Della Vedova", "Lo Sposato", "De Nata", "Di Nato")),
    ("not so in given names", "La Vedova Nera", "Rossi", "MARITAL:la.rossi"),
    ("not so other words", "Anna", "Della Coniugata Rossi", "MARITAL,DOUBT:anna.della"),
    ("not so née", "Anna", "De née Rossi", "MARITAL:anna.rossi"),
    ("Lê is no particle before nata", "Anna", "Lê nata Rossi", "MARITAL:anna.rossi"),
    *((f"{word} first and last", f"{word} Anna", f"Rossi {word}", f"DOUBT:{key}anna.rossi{key}") for word, key in
      ((w, w.replace(".", "")) for w in "ved ved. vedova cgt coniugata coniugato coniug sposata sposato maritata".split())),
    *((f"{word} first and last, in given names no doubt", f"{word} {word}", "Rossi", f":{word * 2}.rossi") for word in
      ("in", "nata", "nato", "nee")),
    *((f"{word} last", "Anna", f"Rossi {word}", f"DOUBT:anna.rossi{word}") for word in ("in", "nata", "nato", "nee")),
    ("what `nata` leaves", "Anna", "Bianchi nata Vedova Rossi", "MARITAL,DOUBT:anna.vedovarossi"),
    # Signs of DOS text
    ("Caps Lock", "NICOLò-MARIA", "ROSSì'", ":nicolomaria.rossi"),
    ("Caps Lock, è ù", "NOè", "CANTù", ":noe.cantu"),
    ("NICOLà", "NICOLà", "Rossi", "DOUBT:nicola.rossi"),
    ("CANTé", "Mario", "CANTé", "DOUBT:mario.cante"),
    ("Caps Lock within a word", "NICOLòA", "Rossi", "DOUBT:nicoloa.rossi"),
    ("GROßE", "Mario", "GROßE", ":mario.grosse"),
    ("an apostrophe ends the word", "Mario", "O'Níell", ":mario.oniell"),
    ("LÔ, L'Ô", "LÔ", "L'Ô", ":lo.lo"),
    ("LEÔ", "Mario", "LEÔ'", "DOUBT:mario.leo"),
    ("º between two letters", "NICOLºRE", "Rossi", "DOUBT:nicolore.rossi"),
    ("ª at the end", "Mª Rosa", "Rossi", ":marosa.rossi"),
    # Mojibake
    ("macOS NFD misread", "Mario", "ZÌŒIZÌŒEK", "MOJIBAKE:surname:1"),
    ("SƠN misread", "Mario", "SÆ\u00a0N", "MOJIBAKE:surname:1"),
    ("Nguyễn misread", "Nguyá»…n", "Rossi", "MOJIBAKE:given:4"),
    *((f"{text!r}, within the ranges", "Mario", text, "MOJIBAKE:surname:0")
      for text in ("Æ\u00a0", "Æ¡", "Æ¯", "Æ°", "áº\u00a0", "á»¹")),
    *((f"{text!r}, beyond the ranges", "Mario", text, "UNEXPECTED:surname:2") for text in ("Æ¢", "Æ®", "Æ±")),
    ("FORLÌ before a no-break space", "Mario", "FORLÌ\u00a0", ":mario.forli"),
    # Length
    ("`all` is a particle", "a" * 26, "Bbbbbbbbbbbbbbb all Acquadddddddd", "SHORTENED:" + "a" * 26 + ".bbbbbbbbbbbbbbb"),
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
    for text, expected in [
        ("NiccolÃ²", "Niccolò"), ("Dâ€™Angelo", "D’Angelo"), ("è", "è"), ("e\u0300", "e\u0300"), ("Ã\u0083Â²", "ò"),
        ("CittÃ ", None), ("ZÌŒIZÌŒEK", "ŽIŽEK"), ("FORLÌ\u00a0", "FORLÌ\u00a0"), ("NICOLÃƒâ‚¬", "NICOLÀ"),
        ("Nguyá»…n VÄƒn", "Nguyễn Văn"), ("Nguyá»…n", "Nguyễn"), ("SÆ\u00a0N", "SƠN"), ("SÃ†Â\u00a0N", "SƠN"),
        # A run is read as a whole
        ("NICOLÃ²\u00a0", None), ("ÈÃ²", None), ("Ã²\u00ad", None), ("Ã²Ð˜", "òИ"), ("Ã²ðŸ˜€", None), ("Ã…Â\u00a0", "Š"),
        # What is left
        ("Ã² Ð˜", None), ("Ã² È’", None), ("Ã² MOSÈ\u00a0", "ò MOSÈ\u00a0"), ("Ã² MOSÆ\u00a0", "ò MOSƠ"), ("Ã² è\u00a0\u00a0", None),
        ("Ã² MOSÃˆÂ\u00a0", "ò MOSÈ\u00a0"), ("Ã² nÃ", None), ("Ã² NÃ", "ò NÃ"), ("Ã² ï»¿", None),
        ("Ã² €", None), ("Ã² ƒ", None), ("Ã² ˆ", None), ("Ã² ˜", None), ("Ã² ™", None), ("Ã² \x9d", None), ("Ã² š", "ò š"),
        # Right beside what was read back
        ("Ã²1", None), ("1Ã²", None), ("Ã² 1", "ò 1"), ("Â©", "©"), ("Â©Ã²", None), ("AÌ€1", None), ("JOÃƒO", "JOÃO"),
        ("JOAÌƒO", "JOÃO"), ("CONCEIÃ‡ÃƒO", None), ("ConceiÃ§Ã£o", "Conceição"), ("Ã²,", "ò,"), ("Ã²-", "ò-"),
    ]:  # fmt: skip
        got = repair(text.encode())
        if (got.text.decode() if got.code is None else None) != expected:
            yield f"{text!r}: {got}"
    if repair(b"\xff").code != "ENCODING":
        yield "ill-formed"


NAMES_HAVE = [*range(0xC0, 0x180), *range(0x218, 0x21C), 0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x1EA0, 0x1EFA)]


def _as_windows(text: str) -> str:
    return "".join(map(read_byte, text.encode()))


def _as_latin(text: str) -> str:
    return text.encode().decode("latin-1")


def repair_gives_what_was_meant() -> Iterator[str]:
    """Each letter that names have, in NFC and NFD, misread once and twice; alone and in a word."""
    once = [(_as_windows,), (_as_latin,)]
    ways = once + [a + b for a in once for b in once]
    for letter in (c for c in map(chr, NAMES_HAVE) if unicode.category(c)[0] == "L"):
        for text, form, way in product((letter, f"NO{letter}", f"n{letter}n"), (unicode.nfc, unicode.nfd), ways):
            meant = garbled = form(text)
            for misread in way:
                garbled = misread(garbled)
            got = repair(garbled.encode())
            # `nÃn` itself is mojibake
            if got != (Repair("MOJIBAKE") if text in ("nÃn", "nÂn") else Repair(None, unicode.nfc(meant).encode())):
                yield f"{meant!r}, misread as {garbled!r}: {got}"
            if got.code is None and repair(got.text) != got:
                yield f"{got.text.decode()!r} is not left alone"


def codici_fiscali() -> Iterator[str]:
    for given, surname, holder, expected in [
        ("Mario", "Rossi", "RSSMRA85T10A562S", "OK"),
        ("Mario", "Rossi", " rss mra\u00a085t10 a562s ", "OK"),
        ("Mario", "Rossi", "", "OK"),
        ("Mario", "Rossi", "RSSMRA85T10A562T", "HOLDER"),  # check letter
        ("Mario", "Rossi", "RSSMRA85T10A56NH", "OK"),  # omocodia
        ("Mario", "Rossi", "RSSMRAURTM0AR6NX", "HOLDER"),
        ("Mario", "Rossi", "RSSMRA85T10A562", "HOLDER"),
        ("Mario", "Rossi", with_check("RSSMRA85T10A5A2"), "HOLDER"),  # no digit
        ("Mario", "Rossi", with_check("RSSMRA85F10A562"), "HOLDER"),  # no month
        ("Mario", "Rossi", with_check("RSSMRA85T32A562"), "HOLDER"),  # no day
        ("Maria", "Rossi", with_check("RSSMRA85T71A562"), "OK"),
        ("Mario", "Rossi", "12345678903", "OK"),
        ("Mario", "Rossi", "12345678904", "HOLDER"),
        ("Mario", "Rossi", "00000000000", "HOLDER"),
        ("Mario", "Rossi", "1234567890", "HOLDER"),
        ("Mario", "Bianchi", "RSSMRA85T10A562S", "surname"),
        ("Luca", "Rossi", "RSSMRA85T10A562S", "given"),
        ("Luca", "Bianchi", "RSSMRA85T10A562S", "surname,given"),
        ("Mario Luca", "Rossi", "RSSMRA85T10A562S", "given,first"),
        ("Mario Luca", "Bianchi", "RSSMRA85T10A562S", "surname,given,first"),
        ("Mario, Luca", "Rossi", "RSSMRA85T10A562S", "OK"),
        ("Maria", "Rossi in Bianchi", "RSSMRA85T50A562W", "OK"),
        ("Gianfranco", "Rossi", with_check("RSSGFR85T10A562"), "OK"),  # four consonants: not the second
        ("Gianfranco", "Rossi", with_check("RSSGNF85T10A562"), "given"),
        ("Ugo", "Fo", with_check("FOXGUO85T10A562"), "OK"),
        ("Ugo", "Öz", with_check("ZOXGUO85T10A562"), "OK"),  # plain
        ("Ugo", "Öz", with_check("ZOEGUO85T10A562"), "OK"),  # anagrafe
        ("Ül", "Öz", with_check("ZOELUX85T10A562"), "surname,given"),  # one half under each
        ("", "Rossi", "RSSMRA85T10A562S", "OK"),
    ]:
        got = codice_fiscale.format_judgement(codice_fiscale.judge(given.encode(), surname.encode(), holder))
        if got != expected:
            yield f"{given} {surname} {holder!r}: {got}, not {expected}"


def with_check(fifteen: str) -> str:
    return fifteen + codice_fiscale.check_letter(fifteen)


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
                         (head + b"given = all\nrule {given}\n", len(head) + 12), (head + b"variant = maybe\n", len(head)),
                         (head + b"variant = accept\nvariant = accept\n", len(head) + 17)]:  # fmt: skip
        try:
            schemes.parse(text)
            yield f"{text!r} parses"
        except schemes.Fault as fault:
            if fault.offset != offset:
                yield f"{text!r}: {fault.offset}, not {offset}"


def fields_that_no_rule_needs() -> Iterator[str]:
    """EMPTY is no error in them; they count for nothing in the length; VARIANT is of the first rule."""
    for rules, given, surname, expected in [
        ("{surname}.{province}", "", "Rossi", " rossi.mc"),
        ("{surname}.{province}", "Ing. Mario", "Rossi", "TITLE rossi.mc"),
        ("{surname}.{province}", "Mario1", "Rossi", "UNEXPECTED given 5"),
        ("{surname}.{province}", "Ing.", "Rossi", "TITLE rossi.mc"),
        ("{surname}.{province}", "a" * 70, "b" * 61, " " + "b" * 61 + ".mc"),
        ("{surname}.{province}", "Ö", "Rossi", " rossi.mc"),
        ("{surname}.{province}", "Rossi", "Rossi", "DOUBT rossi.mc"),
        ("{surname}.{province}", "Mario", "", "EMPTY surname 0"),
        ("{given}.{province}", "a" * 61, "", " " + "a" * 61 + ".mc"),
        ("{initial}.{surname}", "", "Rossi", "EMPTY given 0"),
        ("{initial}.{surname}", "Ömer", "Rossi", " o.rossi"),
        ("{initial}.{surname}", "Omer", "Özil", "VARIANT o.oezil"),
        ("{initial}.{surname}\nvariant = accept", "Omer", "Özil", " o.oezil"),
        ("{section}{number}", "", "", " a123"),
    ]:
        text = f"name = x\ndomain = pec.example\nrule = {rules}\n"
        found = schemes.candidates(schemes.parse(text.encode()),
                                   schemes.Person(given.encode(), surname.encode(), "MC", "A", 123))  # fmt: skip
        got = f"{found.code} {found.field} {found.offset}" if found.code else f"{','.join(found.notes)} {found.locals[0][0]}"
        if got != expected:
            yield f"{rules} {given!r} {surname!r}: {got!r}, not {expected!r}"


def canonical_texts() -> Iterator[str]:
    """SPEC §3: "equal for equal schemes", and only for them."""
    head = "name = x\ndomain = pec.example\nrule = {given}.{surname}\nrule = {given}.{surname}.{counter}\n"

    def text(more: str) -> str:
        return schemes.canonical(schemes.parse((head + more).encode()))

    for more in ("variant = accept", "variant = review", "given = all", "max-counter = 99", "reserved = abuse",
                 "reserved = ordine.*", "reserved = ORDINE.roma", "province = MC", "profile = anagrafe", "# a comment"):  # fmt: skip
        if text(more) != text(""):
            yield f"{more}: another text"
    if text("reserved = a.*\nreserved = a.b\nprovince = XX") != text("province = xx\nreserved = A.*"):
        yield "a reserved name that another covers"
    for more in ("given = first", "overlong = error", "profile = plain", "transliterate = icu", "max-counter = 98",
                 "reserved = a.*", "province = XX", "province = FO"):  # fmt: skip
        if text(more) == text(""):
            yield f"{more}: the same text"


def matches() -> Iterator[str]:
    scheme = schemes.parse(b"name = ingpec\ndomain = ingpec.eu\nrule = {given}.{surname}\n"
                           b"rule = {given}.{surname}.{province}\n")  # fmt: skip
    for address, surname, province, expected in [
        ("Mario.Rossi@INGPEC.eu", "Rossi", "MC", (None, 0, "anagrafe")),
        ("mario.rossi.fo@ingpec.eu", "Rossi", "FO", (None, 1, "anagrafe")),
        ("mario.rossi.mc@ingpec.eu", "Rossi", "FO", (None, None, "")),
        ("mario.ozil@ingpec.eu", "Özil", "MC", (None, 0, "plain")),
        ("mario.oezil.mc@ingpec.eu", "Özil", "MC", (None, 1, "anagrafe")),
        ("mario.rossi@ingpec.eu", "Rossi", "XX", ("PROVINCE", None, "")),
        ("mario.rossi@ingpec.eu", "", "XX", ("EMPTY", None, "")),
        ("mario.rossi@example.org", "Rossi", "MC", (None, None, "")),
    ]:
        got = schemes.match(scheme, address, schemes.Person(b"Mario", surname.encode(), province, "A", 1))
        if got != expected:
            yield f"{address} {surname} {province}: {got}"


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
    unlisted = [c for c in map(chr, range(unicode.LAST + 1)) if c not in listed]
    for i in range(0, len(unlisted), 4096):  # a space keeps each by itself
        chunk = " ".join(unlisted[i : i + 4096])
        if not unicode.nfc(chunk) == chunk == unicode.nfd(chunk):
            yield f"among U+{ord(chunk[0]):04X} and the next, one is not left alone"


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
    repairs, repair_gives_what_was_meant, codici_fiscali, scheme_ingpec, other_schemes, fields_that_no_rule_needs,
    canonical_texts, matches, one_by_one, normalization_test, python_agrees,
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
