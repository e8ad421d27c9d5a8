#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Generates the frozen tables of libpecaddr from the data in tools/gen/data.

    tables.py [--check] [DIRECTORY]

writes fold.inc, nfc.inc and provinces.inc to DIRECTORY (default: libpecaddr/tables), or with --check
compares what is there and exits 1 when it differs. The tables decide addresses that can never be
changed: a table version that was published is never generated anew with other contents.
province-names.inc (default: tools/pecaddr/speech) is for reading and showing them, and may change.
"""

import sys
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE / "data"
UNICODE_VERSION = "15.0.0"
TABLE_VERSION = 1
CODES = 0x110000
NEAR = 0x300  # code points below it are found at once: Latin letters and signs, but no marks

# SPEC §2, the row of apostrophes and spacing accents. What is canonically equivalent to one of them
# becomes one of them in NFC.
APOSTROPHES = {
    0x27, 0x60, 0xB4, 0x2018, 0x2019, 0x201B, 0x2032, 0x2035, 0x2B9, *range(0x2BB, 0x2C0),
    0x2C8, 0x2CA, 0x2CB, 0xA78B, 0xA78C, 0xFF07,
}
DIAERESIS, RING = 0x308, 0x30A

# SPEC §2, the letters that the civil registry's table names. Ø depends on the profile.
REGISTRY = {
    "Æ": "ae", "Œ": "oe", "ß": "ss", "ẞ": "ss", "Þ": "th", "Ĳ": "ij", "Ð": "d", "Đ": "d",
    "Ħ": "h", "ı": "i", "Ł": "l", "Ŀ": "l", "Ŋ": "n", "ŉ": "n", "ĸ": "k", "Ŧ": "t", "ſ": "s",
}

SINGLE = {0x2D: "HYPHEN", 0x2E: "DOT", 0x3A: "COLON", 0x2C: "COMMA", 0xB7: "MIDDLE_DOT"}


class Unicode:
    """The properties that the tables need, from the files of the Unicode Character Database."""

    def __init__(self):
        self.category = ["Cn"] * CODES
        self.ccc = [0] * CODES
        self.mapping = {}        # canonical, one step
        self.compatible = {}     # tag and code points
        self.upper, self.lower = {}, {}
        self._read_unicode_data()
        self.script = self._ranges("Scripts.txt", lambda value: value)
        self.space = self._members("PropList.txt", "White_Space")
        self.ignorable = self._members("DerivedCoreProperties.txt", "Default_Ignorable_Code_Point")
        self.excluded = self._members_plain("CompositionExclusions.txt")
        self.unstable = self._unstable()

    @staticmethod
    def _lines(name):
        path = DATA / "ucd" / name
        text = path.read_text(encoding="utf-8")
        stem = name.removesuffix(".txt")
        if name != "UnicodeData.txt" and f"{stem}-{UNICODE_VERSION}.txt" not in text[:200]:
            sys.exit(f"{path}: not of Unicode {UNICODE_VERSION}; the tables are frozen at it")
        for line in text.splitlines():
            line = line.split("#")[0].strip()
            if line:
                yield [part.strip() for part in line.split(";")]

    @staticmethod
    def _range(text):
        first, _, last = text.partition("..")
        return range(int(first, 16), int(last or first, 16) + 1)

    def _ranges(self, name, pick):
        return {code: pick(f[1]) for f in self._lines(name) for code in self._range(f[0])}

    def _members(self, name, prop):
        return {code for f in self._lines(name) if f[1] == prop for code in self._range(f[0])}

    def _members_plain(self, name):
        return {code for f in self._lines(name) for code in self._range(f[0])}

    def _read_unicode_data(self):
        first = None
        for f in self._lines("UnicodeData.txt"):
            code = int(f[0], 16)
            if f[1].endswith(", First>"):
                first = code
                continue
            for each in range(first if f[1].endswith(", Last>") else code, code + 1):
                self.category[each] = f[2]
            self.ccc[code] = int(f[3])
            if f[5].startswith("<"):
                tag, *codes = f[5].split()
                self.compatible[code] = (tag, [int(c, 16) for c in codes])
            elif f[5]:
                self.mapping[code] = [int(c, 16) for c in f[5].split()]
            if f[12]:
                self.upper[code] = int(f[12], 16)
            if f[13]:
                self.lower[code] = int(f[13], 16)

    def decompose(self, code):
        """The full canonical decomposition (Hangul syllables aside, which are arithmetic)."""
        if code not in self.mapping:
            return [code]
        return [d for part in self.mapping[code] for d in self.decompose(part)]

    def compositions(self):
        """Primary composites: pairs that are one character in NFC."""
        for code, parts in self.mapping.items():
            if len(parts) == 2 and code not in self.excluded \
                    and self.ccc[code] == 0 and self.ccc[parts[0]] == 0:
                yield parts[0], parts[1], code

    def _unstable(self):
        """What NFC may replace, or join to what stands before it; marks of a class aside."""
        composites = list(self.compositions())
        kept = {code for _, _, code in composites}
        return {second for _, second, _ in composites} | (set(self.mapping) - kept) \
            | {*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)}


def rows_of(name):
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


class Letters:
    """What each Latin letter becomes: SPEC §2, the table of profile anagrafe."""

    def __init__(self, ucd):
        self.ucd = ucd
        self.latin_ascii = {int(r[0][2:], 16): r[2] for r in rows_of("latin-ascii.tsv")}
        self.registry = {}
        for char, letters in REGISTRY.items():
            for code in self._both_cases(ord(char)):
                self.registry.setdefault(code, letters)

    def _both_cases(self, code):
        return {code, self.ucd.upper.get(code, code), self.ucd.lower.get(code, code)} - \
            {c for c in (self.ucd.upper.get(code), self.ucd.lower.get(code)) if c and c < 0x80}

    def of_base(self, code):
        """(letters, rule) of a letter without marks; letters is None when it has none."""
        if code < 0x80:
            return chr(code).lower(), "LETTER"
        if code in (0xD8, 0xF8):
            return "oe", "STROKE"
        if code in self.registry:
            return self.registry[code], "REGISTRY"
        if self.is_compatible(code):
            return self._compatibility(code), "COMPATIBLE"
        for each in (code, self.ucd.upper.get(code), self.ucd.lower.get(code)):
            row = self.latin_ascii.get(each, "")
            if row and row.isascii() and row.isalpha():
                return row.lower(), "LATIN"
        return None, None

    def is_compatible(self, code):
        tag, _ = self.ucd.compatible.get(code, ("", []))
        return tag == "<wide>" or code in (0xAA, 0xBA) or 0xFB00 <= code <= 0xFB06

    def _compatibility(self, code):
        _, parts = self.ucd.compatible[code]
        return "".join(self.of_base(part)[0] if part < 0x80 or part in self.registry
                       else self._compatibility(part) for part in parts)

    def vowel(self, code):
        """A, O or U (full-width included), whose diaeresis and ring the profiles write apart."""
        if self.ucd.compatible.get(code, ("",))[0] == "<wide>":
            code = self.ucd.compatible[code][1][0]
        char = chr(code).upper() if code < 0x80 else ""
        return char if char in ("A", "O", "U") else None


def record(ucd, letters, code):
    """(class, flags, ccc, rule, letters) of a code point."""
    category = ucd.category[code]
    flags = {"Lu": ["UPPER"], "Ll": ["LOWER"]}.get(category, [])
    parts = ucd.decompose(code)
    ccc = ucd.ccc[code]
    if ccc == 0 and code in ucd.unstable:
        flags.append("UNSTABLE")

    def plain(name):
        return name, flags, ccc, "0", ""

    if code in ucd.ignorable:
        return plain("IGNORABLE")
    if category == "Cc":
        return plain("CONTROL")
    if code in APOSTROPHES:
        return "APOSTROPHE", [], ccc, "0", ""
    if code in SINGLE:
        return plain(SINGLE[code])
    if code in ucd.space:
        return plain("SPACE")
    if category == "Pd" or code == 0x2212:
        return plain("DASH")
    if category.startswith("M"):
        flags += ["DIAERESIS"] if DIAERESIS in parts else []
        flags += ["RING"] if RING in parts else []
        return plain("MARK")
    if not category.startswith("L"):
        return plain("OTHER")
    if ucd.script.get(parts[0]) != "Latin":
        return plain("FOREIGN")
    if ucd.category[parts[0]] == "Lm":
        return plain("LETTERLESS")
    text, rule = letters.of_base(parts[0])
    if text is None:
        return plain("LETTERLESS")
    assert all(ucd.category[p].startswith("M") for p in parts[1:]), hex(code)
    flags += ["DIAERESIS"] if DIAERESIS in parts else []
    flags += ["RING"] if RING in parts else []
    vowel = letters.vowel(parts[0])
    flags += [f"VOWEL_{vowel}"] if vowel else []
    if rule == "LETTER" and parts != [code]:
        rule = "BASE"
    assert len(text) <= len(chr(code).encode()), hex(code)
    return "LETTER", flags, ccc, rule, text


def banner(sources):
    return (f"/* Generated by tools/gen/tables.py from {sources}.\n"
            f"   Do not edit: frozen as table version {TABLE_VERSION}. */\n")


def numbers(values, width=100):
    lines, line = [], "   "
    for value in values:
        piece = f" {value},"
        if len(line) + len(piece) > width:
            lines.append(line)
            line = "   "
        line += piece
    return "\n".join(lines + [line])


def overlapped(blocks):
    """One list that holds all blocks, where they overlap; and where each of them begins."""
    waiting = sorted("".join(map(chr, block)) for block in blocks)
    packed = waiting.pop(0)
    while waiting:
        overlap = len(waiting[0])
        while not (fitting := [b for b in waiting if packed.endswith(b[:overlap])]):
            overlap -= 1
        packed += fitting[0][overlap:]
        waiting = [b for b in waiting if b not in packed]
    return [ord(c) for c in packed], {b: packed.index("".join(map(chr, b))) for b in blocks}


def stage(values):
    """Blocks of 16 values and where each begins among them: one stage of a table of stages."""
    blocks = [tuple(values[at:at + 16]) for at in range(0, len(values), 16)]
    packed, begin = overlapped(set(blocks))
    return packed, [begin[block] for block in blocks]


def rows_apart(record_of):
    """
    The 385 records in such an order that each row of 4,096 code points finds its own within 256, and
    so do the code points that are near: returns that order, and where each row's begin. Full-width
    letters have 52 records of their own, so their row is one apart, as are the near code points.
    """
    near = set(record_of[:NEAR])
    wide = set(record_of[0xF000:0x10000])
    others = set(record_of[NEAR:0xF000]) | set(record_of[0x10000:])
    places = {r: i for i, r in enumerate(dict.fromkeys(record_of))}

    def place(r):
        return r in wide, r in others, r not in near, places[r]

    only_near = sorted(near - others - wide, key=place)
    shared = sorted((near & others) - wide, key=place)
    of_all = sorted(near & wide, key=place)
    only_others = sorted(others - near - wide, key=place)
    order = only_near + shared + of_all + only_others
    order += sorted((others & wide) - near, key=place) + sorted(wide - others - near, key=place)
    return order, len(only_near), len(order) - 256


def fold_table(ucd):
    letters = Letters(ucd)
    check_registry_table(ucd, letters)
    record_of = []
    for code in range(CODES):
        kind, flags, ccc, rule, text = record(ucd, letters, code)
        record_of.append((kind, tuple(flags), ccc, rule, text))
    order, others, wide = rows_apart(record_of)
    number = {r: i for i, r in enumerate(order)}
    first = [wide if row == 0xF else others for row in range(CODES >> 12)]
    near = [number[r] for r in record_of[:NEAR]]
    # What is near is not looked for here, so it may be anything: what stands after it.
    far = [number[r] - first[code >> 12] for code, r in enumerate(record_of) if code >= NEAR]
    far = far[:1] * NEAR + far
    leaves, blocks = stage(far)
    blocks, pages = stage(blocks)
    pages, rows = stage(pages)
    assert len(order) == len(number) and max(near) < 256 and 0 <= min(far) and max(far) < 256
    out = [banner("Unicode 15.0, ICU 72's Latin-ASCII rows and translit.tsv")]
    out.append("const struct fold_record pecaddr__fold_records[] = {")
    for kind, flags, ccc, rule, text in order:
        bits = " | ".join(f"FOLD_{f}" for f in flags) or "0"
        step = "0" if rule == "0" else f"PECADDR_STEP_{rule}"
        out.append(f'    {{CLASS_{kind}, {ccc}, {step}, {bits}, "{text}"}},')
    out.append("};\n\nconst uint8_t pecaddr__fold_near[FOLD_NEAR] = {")
    out.append(numbers(near))
    out.append("};\n\nstatic const struct fold_row fold_rows[] = {")
    out.append(numbers(f"{{{page}, {base}}}" for page, base in zip(rows, first)))
    for name, kind, values in (("pages", 16, pages), ("blocks", 16, blocks), ("leaves", 8, leaves)):
        out.append(f"}};\n\nstatic const uint{kind}_t fold_{name}[] = {{")
        out.append(numbers(values))
    out.append("};")
    return "\n".join(out) + "\n"


def check_registry_table(ucd, letters):
    """The official table, translit.tsv, and the rules of SPEC must say the same."""
    header, *rows = rows_of("translit.tsv")
    assert header[3:5] == ["anagrafe", "plain"]
    for code, _, _, anagrafe, plain, *_ in rows:
        code = int(code[2:], 16)
        parts = ucd.decompose(code)
        text, rule = letters.of_base(parts[0])
        vowel = letters.vowel(parts[0])
        got = [text, "o" if rule == "STROKE" else text]
        if vowel and DIAERESIS in parts:
            got[0] = vowel.lower() + "e"
        elif vowel == "A" and RING in parts:
            got[0] = "aa"
        if got != [anagrafe, plain]:
            sys.exit(f"translit.tsv: U+{code:04X} is {anagrafe}, {plain} there and "
                     f"{got[0]}, {got[1]} by the rules of SPEC §2")


def runs(codes):
    """Where neighbouring code points begin, and how many they are."""
    found = []
    for code in codes:
        if found and code == sum(found[-1]):
            found[-1][1] += 1
        else:
            found.append([code, 1])
    return found


def nfc_table(ucd):
    pairs = sorted((code, *parts) for code, parts in ucd.mapping.items() if len(parts) == 2)
    singles = sorted((code, *parts) for code, parts in ucd.mapping.items() if len(parts) == 1)
    number = {code: i for i, (code, _, _) in enumerate(pairs)}
    composites = [number[code] for _, _, code in sorted(ucd.compositions())]
    # What nfc.c builds upon: a pair is of one plane, its second has no decomposition, and what is
    # one other code point is so first of all.
    assert all(len({code >> 16, first >> 16, second >> 16}) == 1 for code, first, second in pairs)
    assert all(code < 0x20000 and second not in ucd.mapping for code, _, second in pairs)
    assert {code for code, _ in singles}.isdisjoint(to for _, to, *_ in pairs + singles)
    out = [banner("Unicode 15.0")]
    out.append(f"#define PAIRS_OF_PLANE_0      {sum(p[0] < 0x10000 for p in pairs)}")
    out.append(f"#define COMPOSITES_OF_PLANE_0 {sum(pairs[c][0] < 0x10000 for c in composites)}\n")
    out.append("static const struct pair pairs[] = {")
    for pair in pairs:
        out.append("    {" + ", ".join(f"0x{code & 0xFFFF:04X}" for code in pair) + "},")
    out.append("};\n\nstatic const uint16_t composites[] = {")
    out.append(numbers(composites))
    out.append("};\n\nstatic const struct run runs[] = {")
    at = 0
    for code, size in runs(code for code, _ in singles):
        out.append(f"    {{0x{code:04X}, {size}, {at}}},")
        at += size
    out.append("};\n\nstatic const uint8_t singles[][3] = {")
    out.append(numbers(f"{{0x{to >> 16:02X}, 0x{to >> 8 & 0xFF:02X}, 0x{to & 0xFF:02X}}}"
                       for _, to in singles))
    out.append("};")
    return "\n".join(out) + "\n"


def province_table():
    """One byte for each pair of letters."""
    header, *rows = rows_of("provinces.tsv")
    assert header[0] == "sigla" and header[4] == "own_engineers_order"
    kinds = [0] * (26 * 26)
    for row in rows:
        first, second = (ord(c) - ord("A") for c in row[0])
        kinds[26 * first + second] = 2 if row[4] == "yes" else 1
    out = [banner("provinces.tsv")]
    out.append("/* 0 none, 1 historical, 2 with an Order of its own: aa, ab … zz. */")
    out.append("static const unsigned char province_kinds[26 * 26] = {")
    for start in range(0, len(kinds), 26):
        out.append("    " + " ".join(f"{kind}," for kind in kinds[start:start + 26]))
    out.append("};")
    return "\n".join(out) + "\n"


# What an Order's province is called besides; and what was or is called otherwise and is meant for it, but
# not read as its name: SPEC §6.
PROVINCES_ALSO = {
    "AO": ["Valle d'Aosta", "Vallée d'Aoste", "Aosta", "Aoste"],
    "AQ": ["Aquila"],
    "BZ": ["Bolzano", "Bozen"],
    "FC": ["Forlì e Cesena"],
    "MB": ["Monza e Brianza", "Monza Brianza", "Monza della Brianza"],
    "MS": ["Massa e Carrara"],
    "PU": ["Pesaro Urbino"],
    "RC": ["Reggio di Calabria", "Reggio Calabria"],
    "RE": ["Reggio Emilia", "Reggio di Emilia", "Reggio nell'Emilia"],
    "RM": ["Roma Capitale"],
    "SP": ["Spezia"],
}
PROVINCES_MEANT = {
    "BT": ["BAT"], "CA": ["Sulcis Iglesiente"], "FC": ["FO"], "PU": ["PS"],
    "SS": ["Gallura Nord-Est Sardegna"], "VB": ["VCO", "Verbania"],
}


def words_of(name):
    letters = (c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return " ".join("".join(c.lower() if c.isalpha() else " " for c in letters).split())


def province_forms(rows):
    """By letters: the words, the sigla of the Order, and whether they are its name."""
    orders = {row[0]: row[0] if row[4] == "yes" else row[4][len("no ("):-1] for row in rows}
    forms = {}

    def add(name, order, is_name):
        words = words_of(name)
        form = forms.setdefault(words.replace(" ", ""), (words, order, is_name))
        assert form == (words, order, is_name) or form[1] == order, name

    for row in sorted(rows, key=lambda row: row[4] != "yes"):
        is_order = orders[row[0]] == row[0]
        if orders[row[0]]:
            add(row[1], orders[row[0]], is_order)
        if orders[row[0]] and not is_order:
            add(row[0], orders[row[0]], False)
    for is_name, others in ((True, PROVINCES_ALSO), (False, PROVINCES_MEANT)):
        for order, names in others.items():
            for name in names:
                add(name, order, is_name)
    return sorted((letters, *form) for letters, form in forms.items())


def province_names():
    header, *rows = rows_of("provinces.tsv")
    assert header[:2] == ["sigla", "name"] and header[4] == "own_engineers_order"
    out = ["/* Generated by tools/gen/tables.py from provinces.tsv. Do not edit. */\n"]
    out.append("static const struct name names[] = {")
    for row in sorted(rows):
        out.append(f'    {{"{row[0]}", "{row[1]}"}},')
    out.append("};\n")
    out.append("static const struct form forms[] = {")
    for letters, words, order, is_name in province_forms(rows):
        out.append(f'    {{"{letters}", "{words}", "{order}", {str(is_name).lower()}}},')
    out.append("};")
    return "\n".join(out) + "\n"


def main(argv):
    check = "--check" in argv
    argv = [a for a in argv if a != "--check"]
    target = Path(argv[0]) if argv else HERE.parent.parent / "libpecaddr" / "tables"
    names = Path(argv[0]) if argv else HERE.parent / "pecaddr" / "speech"
    ucd = Unicode()
    tables = {"fold.inc": fold_table(ucd), "nfc.inc": nfc_table(ucd),
              "provinces.inc": province_table()}
    paths = {target / name: text for name, text in tables.items()}
    paths[names / "province-names.inc"] = province_names()
    differing = 0
    for path, text in paths.items():
        if not check:
            path.write_text(text, encoding="utf-8")
        elif path.read_text(encoding="utf-8") != text:
            print(f"{path}: differs from what tools/gen/tables.py gives", file=sys.stderr)
            differing += 1
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
