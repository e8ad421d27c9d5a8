"""Random schemes and rosters dense with homonyms, and whether a program gives them what SPEC does."""

from __future__ import annotations

import subprocess
from typing import NamedTuple

import codice_fiscale
import schemes
from names import Dice
from schemes import Candidates, Fault, Person, Registry, Scheme

PIECES = ("{given}", "{given}", "{surname}", "{surname}", "{initial}", "{province}", "{section}", "{number}",
          ".", ".", ".", "a", "b", "1")  # fmt: skip
USUAL = (
    ["{given}.{surname}"],
    ["{given}.{surname}", "{given}.{surname}.{province}"],
    ["{given}.{surname}", "{given}.{surname}.{province}", "{given}.{surname}.{province}.{section}{number}"],
    ["{given}{surname}", "{given}{surname}{province}"],
    ["{initial}.{surname}", "{given}.{surname}"],
    ["{initial}{surname}", "{initial}{surname}{number}"],
    ["{surname}.{initial}", "{surname}.{initial}.{section}{number}"],
    ["{surname}.{province}", "{surname}.{province}.{section}{number}"],  # no rule needs given names …
    ["{given}.{province}", "{given}{number}"],  # … or surnames
)
COUNTERS = ("{given}.{surname}.{counter}", "{initial}.{surname}.{counter:03}", "{given}{surname}{counter:02}")
GIVEN = ("Mario", "Maria Grazia", "Anna", "Al", "A", "Dott. Mario", "MARIO,LUCA", "Jürgen", "Øyvind Li", "", "Ül", "Rossi Emma",
         "Ing. Maria in Verdi")  # fmt: skip
SURNAMES = ("Rossi", "Ro", "Ag", "D'Angelo", "Ba", "Rossi in Bianchi", "Öztürk", "Rossi Mc", "Macerata", "De", "Della Vedova Ag")
LONG = ("Massimiliano Immacolata Addolorata", "Prestigiacomo Montecuccoli degli Alessandrini dei Conti",
        "Ö" * 40, "b" * 70)  # fmt: skip
MUTATIONS = ("rule = {given}..{surname}", "rule = {Given}", "given = last", "max-counter = 1", "colour = red",
             "no value", "[section]", "rule = {given}.{surname}", "name = y", "reserved = .x", "province = M1",
             "rule = {number}{counter}", "max-counter = 5", "domain = x", "rule = {surname}.{province}",
             "rule = {given}." + "x" * 62, "transliterate = none", "variant = maybe", "variant = review", "rule = {counter}", " ", "# x", "; x")  # fmt: skip


SCHEMES = 100  # to one run of the probe


class Outcome(NamedTuple):
    asked: int
    wrong: int
    unequal: int
    shown: list[str]


# --- Inventing --------------------------------------------------------------------------------------


def random_text(dice: Dice) -> bytes:
    """The text of a scheme, or nearly."""
    if dice.chance(0.5):
        rules = list(dice.pick(USUAL))
        if dice.chance(0.3):
            rules.append(dice.pick(COUNTERS))
    else:
        rules = ["".join(dice.pick(PIECES) for _ in range(1 + dice.below(5))) for _ in range(1 + dice.below(3))]
    lines = ["name = x", "domain = pec.example", *(f"rule = {rule}" for rule in rules)]
    if "{counter" in rules[-1]:
        lines.append(f"max-counter = {2 + dice.below(8)}")
    for line in ("given = first", "overlong = error", "profile = plain", "variant = accept", "reserved = mario.*", "reserved = *.ro",
                 "reserved = anna.rossi", "reserved = ordine.roma", "province = XX", "province=SU", "province = FO"):  # fmt: skip
        if dice.chance(0.15):
            lines.insert(dice.below(len(lines) + 1), line)
    if dice.chance(0.15):
        lines.insert(dice.below(len(lines) + 1), dice.pick(MUTATIONS))
    end = dice.pick(("\n", "\n", "\r\n"))
    return (end.join(lines) + end).encode()


def random_scheme(dice: Dice) -> tuple[bytes, Scheme]:
    while True:
        text = random_text(dice)
        try:
            return text, schemes.parse(text)
        except Fault:
            continue


def random_person(dice: Dice, long: float) -> Person:
    given, surname = dice.pick(GIVEN[:5] if dice.chance(0.8) else GIVEN), dice.pick(SURNAMES[:4] if dice.chance(0.8) else SURNAMES)
    if dice.chance(long):
        given, surname = dice.pick((given, *LONG)), dice.pick((surname, *LONG))
    if dice.chance(0.02):
        surname = dice.pick(("", "R0ssi", "Иванов"))
    if dice.chance(0.03):
        given = dice.pick(("", "Ing.", "Mar1o"))
    province = dice.pick(("MC", "mc", "AG", "BA", "MC", "SU", "FO", "XX", "", "Z"))
    section = dice.pick(("A", "A", "B", "b", "", "C") if dice.chance(0.2) else ("A", "B"))
    number = dice.pick((0, 10_000_000)) if dice.chance(0.03) else 1 + dice.below(40)
    return Person(given.encode(), surname.encode(), province, section, number)


def _holder(n: int) -> str:
    """A provisional codice fiscale, which is right and contradicts no name."""
    return f"{n:010}" + codice_fiscale.check_digit(f"{n:010}")


def random_roster(dice: Dice) -> list[Person]:
    """Few names, many persons, repeated persons, some without codice fiscale or entry."""
    roster: list[Person] = []
    few = 3 + dice.below(12)
    for _ in range(1 + dice.below(40)):
        if roster and dice.chance(0.25):
            again = dice.pick(roster)
            ways = ({}, {"holder": ""}, {"section": "", "number": 0}, {"given": b"Anna"}, {"number": 7, "section": "A"})
            roster.append(again._replace(**dice.pick(ways)))
            continue
        person = random_person(dice, 0.05)
        holder = _holder(1 + dice.below(3 * few)) if dice.chance(0.6) else ""
        roster.append(person._replace(holder=holder, number=min(person.number, few + dice.below(30)),
                                      province=dice.pick(("MC", "MC", "AG", person.province)).upper(),
                                      section=person.section.upper()))  # fmt: skip
    return roster


def prefill(dice: Dice, scheme: Scheme, roster: list[Person]) -> list[tuple[str, str, str]]:
    """Mailboxes that are there: some of nobody, some of persons of the roster, some of none of the rules."""
    registry: list[tuple[str, str, str]] = []
    used: set[str] = set()
    for person in roster:
        found = schemes.candidates(scheme, person)
        if found.code or not dice.chance(0.2):
            continue
        local = dice.pick(found.locals)[0] if dice.chance(0.8) else f"old{len(registry)}"
        address = f"{local}@{scheme.domain}"
        holder, entry = ("", "") if dice.chance(0.5) else (person.holder, person.entry)
        if address in used or holder in used or entry in used:
            continue
        used |= {address, holder, entry} - {""}
        registry.append((address, holder, entry))
    return registry


# --- Asking -----------------------------------------------------------------------------------------


def _person_line(kind: str, p: Person) -> str:
    return f"{kind}\t{p.given.hex()}\t{p.surname.hex()}\t{p.province}\t{p.section}\t{p.number}\t{p.holder}"


def _expected(found: Candidates) -> str:
    if found.code:
        return f"{found.code}\t{found.field}\t{found.offset}"
    return f"OK\t{','.join(found.notes) or '-'}\t" + " ".join(l + "!" * r for l, r in found.locals)


def _scheme_line(text: bytes, disjoint: str | None) -> str:
    try:
        scheme = schemes.parse(text)
    except Fault as fault:
        return f"SCHEME\t{fault.offset}"
    return f"OK\t{scheme.levels}\t{int(schemes.is_disjoint(scheme)) if disjoint is None else disjoint}"


def _may_brute(scheme: Scheme) -> bool:
    """Whether the rules add so few letters that the brute force sees every clash."""
    return all(sum(p.literal.isalpha() + 2 * (p.placeholder == "province") + (p.placeholder == "section")
                   for p in scheme.pieces(rule)) <= 3 for rule in scheme.rules)  # fmt: skip


def _converse(probe: list[str], questions: list[tuple[str, list[str]]]) -> Outcome:
    """Asks lines and compares what comes back; each question with the answers that are expected."""
    lines = "".join(question + "\n" for question, _ in questions)
    done = subprocess.run(probe, input=lines.encode(), stdout=subprocess.PIPE, check=False)
    answers = done.stdout.decode("utf-8", "backslashreplace").split("\n")[:-1]
    expected = [(e, n) for n, (_, es) in enumerate(questions) for e in es]
    if done.returncode or len(answers) != len(expected):
        return Outcome(len(expected), 1, 0, [f"status {done.returncode}, {len(answers)} answers of {len(expected)}"])
    shown, wrong = [], 0
    for got, (want, n) in zip(answers, expected):
        if want.endswith("\t?"):  # whether it is disjoint is not asked
            got, want = got.rpartition("\t")[0], want[:-2]
        if got != want:
            wrong += 1
            begin = max(i for i in range(n + 1) if questions[i][0].startswith("S"))
            text = bytes.fromhex(questions[begin][0][2:]).decode()
            shown.append(f"{text}\n{questions[n][0]}\n  probe     {got!r}\n  reference {want!r}")
    return Outcome(len(expected), wrong, 0, shown[:5])


def compare_schemes(probe: list[str], seed: str) -> Outcome:
    dice, questions = Dice(seed), []
    for _ in range(SCHEMES):
        text = random_text(dice)
        try:
            scheme = schemes.parse(text)
        except Fault:
            questions.append((f"S\t{text.hex()}", [_scheme_line(text, "?")]))
            continue
        brute = _may_brute(scheme) and dice.chance(0.25)
        questions.append((f"S\t{text.hex()}", [_scheme_line(text, None if brute else "?")]))
        for _ in range(8):
            person = random_person(dice, 0.3)
            questions.append((_person_line("C", person), [_expected(schemes.candidates(scheme, person))]))
    return _converse(probe, questions)


def compare_batches(probe: list[str], seed: str) -> Outcome:
    dice, questions = Dice(seed), []
    for _ in range(SCHEMES):
        text, scheme = random_scheme(dice)
        questions.append((f"S\t{text.hex()}", [_scheme_line(text, "?")]))
        registry, rosters = Registry(), [random_roster(dice) for _ in range(1 + dice.below(3))]
        for mailbox in prefill(dice, scheme, rosters[0]):
            questions.append(("M\t" + "\t".join(mailbox), []))
            registry.add(*mailbox)
        for roster in rosters:
            questions += [(_person_line("P", person), []) for person in roster]
            questions.append(("B", [schemes.assign(scheme, registry, person) for person in roster]))
    return _converse(probe, questions)
