"""SPEC §3 and §4 a second time: schemes from their text, candidates, and whom a batch gives what.

Names are pecaddr_reference's. A batch is taken at its word: one person after the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import pecaddr_reference as ref

LOCAL_PART_MAX = 64
ADDRESS_MAX = 254
ONCE = {"profile": ("anagrafe", "plain"), "variant": ("review", "accept"), "given": ("all", "first"),
        "overlong": ("shorten", "error"), "transliterate": ("none", "icu")}  # fmt: skip; the first is the default
PLACEHOLDERS = ("given", "initial", "surname", "province", "section", "number", "counter")
PIECE = re.compile(r"\{(\w+)(?::0([2-9]))?\}|([a-z0-9.])")
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
DOMAIN = re.compile(rf"{LABEL}(?:\.{LABEL})+")
PATTERN_ATOM = r"(?:\*|[a-z0-9-]+)"
PATTERN = re.compile(rf"{PATTERN_ATOM}(?:\.{PATTERN_ATOM})*")
SPACE = " \t\v\f\r"


class Fault(Exception):
    """A text that is no scheme, and the byte at which its faulty line begins."""

    def __init__(self, offset: int):
        super().__init__(offset)
        self.offset = offset


class Piece(NamedTuple):
    placeholder: str  # empty: a literal
    width: int
    literal: str


@dataclass
class Scheme:
    name: str = ""
    domain: str = ""
    rules: list[str] = field(default_factory=list)
    reserved: set[str] = field(default_factory=set)
    provinces: set[str] = field(default_factory=set)
    options: dict[str, str] = field(default_factory=dict)
    max_counter: int = 0

    def option(self, key: str) -> str:
        return self.options.get(key, ONCE[key][0])

    @staticmethod
    @lru_cache(maxsize=1 << 10)
    def pieces(rule: str) -> tuple[Piece, ...]:
        return tuple(Piece(m[1] or "", int(m[2] or 0), m[3] or "") for m in PIECE.finditer(rule))

    def needs(self, rules: list[str] | None = None) -> set[str]:
        return {p.placeholder for rule in rules or self.rules for p in self.pieces(rule)}

    @property
    def levels(self) -> int:
        return len(self.rules) + (self.max_counter - 2 if self.max_counter else 0)

    def suffix(self, rule: str) -> int:
        """What a rule adds to the names at its longest."""
        longest = {"province": 2, "section": 1, "number": 7, "": 1}
        size = 0
        for piece in self.pieces(rule):
            size += longest.get(piece.placeholder, 0)
            if piece.placeholder == "counter":
                size += max(len(str(self.max_counter)), piece.width)
        return size

    @property
    def budget(self) -> int:
        return LOCAL_PART_MAX - max(map(self.suffix, self.rules))

    def has_province(self, sigla: str) -> bool:
        return bool(ref.PROVINCES.get(sigla)) or sigla in self.provinces

    def knows_province(self, sigla: str) -> bool:
        """SPEC §3: "Reading addresses back also knows the historical ones"."""
        return sigla in ref.PROVINCES or sigla in self.provinces

    def reserves(self, local: str) -> bool:
        return ref.is_reserved(local) or any(_covers(pattern, local) for pattern in self.reserved)

    @property
    def name_rules(self) -> ref.NameRules:
        def level_0(given: str, surname: str) -> str:
            values = {"given": given, "initial": given[:1], "surname": surname}
            return "".join(values.get(p.placeholder, p.literal) for p in self.pieces(self.rules[0]))

        options = (self.option(key) for key in ("profile", "given", "overlong", "variant"))
        return ref.NameRules(*options, self.budget, frozenset(self.needs()), level_0)


def _covers(pattern: str, other: str) -> bool:
    """Whether a reserved pattern covers a local part, or all that another pattern does."""
    ours, theirs = pattern.split("."), other.split(".")
    return len(ours) == len(theirs) and all(p in ("*", a) for p, a in zip(ours, theirs))


def canonical(scheme: Scheme) -> str:
    """A text that is equal for schemes that give the same addresses, in any order of their lines.

    No part of it: `variant`, and a reserved name or a province that is one anyway.
    """
    built_in = ref.RESERVED | {"ordine.*"}
    reserved = (
        r for r in scheme.reserved
        if not any(_covers(other, r) for other in built_in | scheme.reserved - {r})
    )  # fmt: skip
    lines = [("name", scheme.name), ("domain", scheme.domain)]
    lines += [(key, scheme.option(key)) for key in ONCE if key != "variant"]
    lines += [("rule", rule) for rule in scheme.rules]
    lines += [("reserved", r) for r in sorted(reserved)]
    lines += [("province", sigla) for sigla in sorted(scheme.provinces) if not ref.PROVINCES.get(sigla)]
    if scheme.max_counter:
        lines.append(("max-counter", str(scheme.max_counter)))
    return "".join(f"{key} = {value}\n" for key, value in lines)


def _check_rule(rule: str) -> bool:
    pieces, at = [], 0
    while at < len(rule):
        match = PIECE.match(rule, at)
        if not match or match[1] and match[1] not in PLACEHOLDERS or match[2] and match[1] != "counter":
            return False
        pieces.append(Piece(match[1] or "", 0, match[3] or ""))
        at = match.end()
    used = [p.placeholder for p in pieces if p.placeholder]
    if len(set(used)) < len(used) or {"given", "initial"} <= set(used):
        return False
    if not {"given", "initial", "surname", "number"} & set(used):
        return False
    if rule.startswith(".") or rule.endswith(".") or ".." in rule:
        return False
    digits = [p.placeholder in ("number", "counter") or p.literal.isdigit() for p in pieces]
    return not any(
        a and b and "counter" in (p.placeholder, q.placeholder)
        for a, b, p, q in zip(digits, digits[1:], pieces, pieces[1:])
    )


def _lines(text: bytes):
    at = 0
    for line in text.splitlines(keepends=True) if b"\r" not in text else re.findall(rb"[^\n]*\n|[^\n]+", text):
        yield at, line.decode("utf-8", "surrogateescape").lstrip("\ufeff" if at == 0 else "").strip(SPACE + "\n")
        at += len(line)


def _take(scheme: Scheme, key: str, value: str) -> bool:
    """One line; false where it is at fault."""
    lower = value.translate(ref.ASCII_LOWER)
    if key == "name":
        ok = not scheme.name and re.fullmatch(r"[a-z0-9][a-z0-9-]{0,31}", value)
        scheme.name = value
    elif key == "domain":
        ok = not scheme.domain and len(value) <= ADDRESS_MAX - LOCAL_PART_MAX - 1 and DOMAIN.fullmatch(lower)
        scheme.domain = lower
    elif key == "rule":
        ok = _check_rule(value) and value not in scheme.rules and len(scheme.rules) < 16
        ok = ok and not (scheme.rules and "{counter" in scheme.rules[-1])
        scheme.rules.append(value)
    elif key == "reserved":
        ok = PATTERN.fullmatch(lower) and len(lower) <= LOCAL_PART_MAX
        scheme.reserved.add(lower)
    elif key == "province":
        ok = re.fullmatch("[a-z]{2}", lower)
        scheme.provinces.add(lower)
    elif key == "max-counter":
        ok = not scheme.max_counter and re.fullmatch("[1-9][0-9]{0,2}", value) and int(value) >= 2
        scheme.max_counter = int(value) if ok else 0
    elif key in ONCE:
        ok = key not in scheme.options and value in ONCE[key]
        scheme.options[key] = value
    else:
        return False
    return bool(ok)


def parse(text: bytes) -> Scheme:
    """SPEC §3: the scheme of a text, or the place of its first fault."""
    scheme, counter_line, rule_lines = Scheme(), 0, []
    for at, line in _lines(text):
        if not line or line[0] in "#;":
            continue
        key, equals, value = line.partition("=")
        key, value = key.strip(SPACE), value.strip(SPACE)
        if line[0] == "[" or not equals or not _take(scheme, key, value):
            raise Fault(at)
        if key == "rule":
            rule_lines.append(at)
            if scheme.suffix(value) > LOCAL_PART_MAX - 2:
                raise Fault(at)
        if key == "max-counter":
            counter_line = at
    if not (scheme.name and scheme.domain and scheme.rules):
        raise Fault(len(text))
    if "counter" in scheme.needs():
        scheme.max_counter = scheme.max_counter or 99
    elif scheme.max_counter:
        raise Fault(counter_line)
    if scheme.budget < 2:
        sizes = [scheme.suffix(rule) for rule in scheme.rules]
        raise Fault(rule_lines[sizes.index(max(sizes))])
    return scheme


# --- Candidates -------------------------------------------------------------------------------------


class Person(NamedTuple):
    given: bytes
    surname: bytes
    province: str
    section: str
    number: int
    holder: str = ""

    @property
    def entry(self) -> str:
        complete = len(self.province) == 2 and self.section and self.number
        return f"{self.province}{self.section}{self.number}" if complete else ""


@dataclass(frozen=True)
class Candidates:
    code: str | None
    field: str = ""
    offset: int = 0
    notes: tuple[str, ...] = ()
    locals: tuple[tuple[str, bool], ...] = ()  # with whether it is reserved


def _locals(scheme: Scheme, name: ref.Result, person: Person) -> list[str]:
    """The local part of each level."""
    values = {"given": name.given, "initial": name.given[:1], "surname": name.surname,
              "province": person.province.translate(ref.ASCII_LOWER),
              "section": person.section.translate(ref.ASCII_LOWER), "number": str(person.number)}  # fmt: skip
    locals_ = []
    for level in range(scheme.levels):
        rule = scheme.rules[min(level, len(scheme.rules) - 1)]
        counter = level - len(scheme.rules) + 3
        local = "".join(
            str(counter).rjust(p.width, "0") if p.placeholder == "counter" else values.get(p.placeholder, p.literal)
            for p in scheme.pieces(rule)
        )
        locals_.append(local)
    return locals_


def _refused(scheme: Scheme, person: Person, has_province: Callable[[str], bool]) -> tuple[str, str] | None:
    """SPEC §3: "whatever any rule needs … is checked before the first question"."""
    needs = scheme.needs()
    if "province" in needs and not has_province(person.province.translate(ref.ASCII_LOWER)):
        return "PROVINCE", "province"
    if "section" in needs and person.section.translate(ref.ASCII_LOWER) not in ("a", "b"):
        return "REGISTER", "section"
    if "number" in needs and not 1 <= person.number <= ref.NUMBER_MAX:
        return "REGISTER", "number"
    return None


def candidates(scheme: Scheme, person: Person) -> Candidates:
    """SPEC §3: what the rules give a person, in their order."""
    name = ref.local_part(person.given, person.surname, scheme.name_rules)
    if name.code:
        return Candidates(name.code, name.field, name.offset)
    if refused := _refused(scheme, person, scheme.has_province):
        return Candidates(*refused)
    locals_ = _locals(scheme, name, person)
    return Candidates(None, notes=name.notes, locals=tuple((local, scheme.reserves(local)) for local in locals_))


class Match(NamedTuple):
    code: str | None
    level: int | None = None  # None: the address is not what this person's data give
    profile: str = ""


def match(scheme: Scheme, address: str, person: Person) -> Match:
    """SPEC §4: at which level an address is the one that a person's data give, and under which profile."""
    own = scheme.option("profile")
    names = {
        profile: ref.local_part(person.given, person.surname, replace(scheme.name_rules, profile=profile))
        for profile in (own, *ONCE["profile"])  # the scheme's own first
    }
    refused = _refused(scheme, person, scheme.knows_province)
    if code := names[own].code or refused and refused[0]:
        return Match(code)
    local, _, domain = address.translate(ref.ASCII_LOWER).partition("@")
    for profile, name in names.items():
        locals_ = [] if name.code else _locals(scheme, name, person)
        # what is reserved is nobody's
        if domain == scheme.domain and local in locals_ and not scheme.reserves(local):
            return Match(None, locals_.index(local), profile)
    return Match(None)


# --- Overlap ----------------------------------------------------------------------------------------

LETTERS = "abg"  # of Bari, Agrigento and Bergamo
LETTERS_MAX = 6


def _atoms(n: int) -> list[tuple[str, ...]]:
    """Every way to give n atoms LETTERS_MAX letters at most."""
    if n == 0:
        return [()]
    words = ["".join(w) for size in range(1, LETTERS_MAX + 1) for w in product(LETTERS, repeat=size)]
    if n == 1:
        return [(w,) for w in words]
    return [(w, v) for w in words for v in words if len(w) + len(v) <= LETTERS_MAX]


ATOMS = [_atoms(n) for n in range(3)]


def _outputs(scheme: Scheme, rule: str) -> Iterator[str]:
    numbers = [str(n) for n in (*range(1, 4), *range(10, 24), *range(110, 113))]
    pieces = scheme.pieces(rule)
    choices, long = [], [i for i, p in enumerate(pieces) if p.placeholder in ("given", "surname")]
    for piece in pieces:
        if piece.placeholder == "initial":
            choices.append(list(LETTERS))
        elif piece.placeholder == "province":
            choices.append([x + y for x in LETTERS for y in LETTERS if scheme.has_province(x + y)])
        elif piece.placeholder == "section":
            choices.append(["a", "b"])
        elif piece.placeholder == "number":
            choices.append(numbers)
        elif piece.placeholder == "counter":
            choices.append([str(n).rjust(piece.width, "0") for n in range(2, scheme.max_counter + 1)])
        else:
            choices.append([piece.literal])
    for atoms in ATOMS[len(long)]:
        for i, atom in zip(long, atoms):
            choices[i] = [atom]
        yield from map("".join, product(*choices))


def is_disjoint(scheme: Scheme) -> bool:
    """By brute force, over three letters and a few numbers; for schemes whose rules add few letters."""
    before: set[str] = set()
    *rules, last = scheme.rules
    for rule in rules:
        outputs = set(_outputs(scheme, rule))
        if not before.isdisjoint(outputs):
            return False
        before |= outputs
    return not before or before.isdisjoint(_outputs(scheme, last))


# --- Assignment -------------------------------------------------------------------------------------


class Conflict(Exception):
    """Two persons on one register entry."""


class Registry:
    """Who holds which mailbox, by codice fiscale and register entry."""

    def __init__(self) -> None:
        self.holders: dict[str, str] = {}  # codice fiscale → address
        self.entries: dict[str, str] = {}  # register entry → address
        self.owners: dict[str, str] = {}  # address → codice fiscale, empty if unknown

    def add(self, address: str, holder: str, entry: str) -> None:
        self.owners[address] = holder
        if holder:
            self.holders[holder] = address
        if entry:
            self.entries[entry] = address

    def look_up(self, person: Person) -> str | None:
        """The address of a person who has one; what is new about the person is kept."""
        mine, theirs = self.holders.get(person.holder) if person.holder else None, self.entries.get(person.entry)
        if mine and theirs and mine != theirs:
            raise Conflict
        if theirs and not mine:
            if person.holder and self.owners[theirs]:
                raise Conflict
            if person.holder:
                self.add(theirs, person.holder, person.entry)
        found = mine or theirs
        if found and person.entry:
            self.entries[person.entry] = found
        return found


def assign(scheme: Scheme, registry: Registry, person: Person) -> str:
    """SPEC §4 for one person, as the probe prints it."""
    found = candidates(scheme, person)
    if found.code:
        return f"{found.code}\t-\t-\t-"
    last = "-"
    for level, (local, reserved) in enumerate(found.locals):
        address = f"{local}@{scheme.domain}"
        if reserved:
            last = "reserved"
            continue
        try:
            held = registry.look_up(person)
        except Conflict:
            return "UNAVAILABLE\t-\t-\tfailed"
        if held:
            levels = [i for i, (l, r) in enumerate(found.locals) if f"{l}@{scheme.domain}" == held and not r]
            if held == address:
                return f"OK\t{level}\t{held}\theld"
            return f"OK\t{levels[0] if levels else '-'}\t{held}\telsewhere"
        if address not in registry.owners:
            registry.add(address, person.holder, person.entry)
            return f"OK\t{level}\t{address}\tclaimed"
        last = "taken"
    return f"EXHAUSTED\t-\t-\t{last}"
