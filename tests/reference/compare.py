#!/usr/bin/env python3
"""Holds a program to the reference, over far more names than anyone would write down.

    compare.py MODE [--count N] [--seed N] [--long] PROBE [ARGUMENT…]

PROBE speaks the protocol of `pecaddr_reference.py serve` on its standard input and output. MODE:

    scalars        every Unicode scalar value in a surname, as it is, composed and decomposed; of those that
                   are neither marks nor of Latin script, without --long, one of sixteen of each run of one
                   category, and both its ends
    normalization  every line of Unicode's NormalizationTest.txt: equivalent texts, one answer
    random         N randomly disturbed names
    all            all three
    schemes        random schemes: accepted or where at fault, disjoint or not, and their candidates
    batch          random schemes and rosters of homonyms: whom a batch gives what

PROBE speaks the protocol of tests/core/probe-batch.c in the last two modes, and N is the number of schemes.

Prints the first disagreements and a closing line of counts; exits 1 if there is any.
"""

from __future__ import annotations

import argparse
import bz2
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing import Pool
from typing import NamedTuple

import names
import rosters
import unicode15 as unicode
from make_vectors import SPICES, corner
from pecaddr_reference import RULES, format_result, local_part

PROFILES = ("anagrafe", "plain")
SHOWN = 20  # disagreements printed
PARALLEL = os.cpu_count() or 1


class Question(NamedTuple):
    profile: str
    given: bytes
    surname: bytes
    group: int  # questions of one group and profile are canonically equivalent; -1: of none


class Outcome(NamedTuple):
    asked: int
    wrong: int
    unequal: int  # canonically equivalent, answered differently
    shown: list[str]


Batch = Callable[[], Iterator[Question]]


# --- Questions --------------------------------------------------------------------------------------


def _equivalents(group: int, *surnames: str) -> Iterator[Question]:
    """Each form once, under both profiles."""
    for surname in dict.fromkeys(surnames):
        for profile in PROFILES:
            yield Question(profile, b"Anna", surname.encode(), group)


def _is_one_of_many(char: str) -> bool:
    """Whether it is in the midst of a run of characters that are much alike."""
    alike = {unicode.category(chr(max(0, min(ord(char) + i, unicode.LAST)))) for i in (-1, 0, 1)}
    return (len(alike) == 1 and char not in unicode.MARKS and char not in unicode.LATIN
            and unicodedata.is_normalized("NFD", char))  # fmt: skip


def scalars(low: int, high: int, long: bool) -> Iterator[Question]:
    group = 0
    for char in map(chr, range(low, high)):
        if unicode.category(char) == "Cs":
            continue
        if not long and ord(char) % 16 != 0 and _is_one_of_many(char):
            continue
        frames = [f"Ros{char}si"]
        if char in unicode.MARKS or char in unicode.LATIN and unicode.category(char)[0] == "L":
            frames += [f"A{char}", f"O{char}", f"U{char}"]
        for text in frames:
            group += 1
            yield from _equivalents(group, text, unicode.nfc(text), unicode.nfd(text))


def normalization() -> Iterator[Question]:
    path = unicode.DIRECTORY / "NormalizationTest.txt.bz2"
    group = 0
    for line in bz2.open(path, "rt", encoding="utf-8"):
        line = line.partition("#")[0].strip()
        if line and not line.startswith("@"):
            columns = ["".join(chr(int(c, 16)) for c in column.split()) for column in line.split(";")[:5]]
            for equivalent in (columns[:3], columns[3:]):
                group += 1
                yield from _equivalents(group, *(f"Ros{text}si" for text in equivalent))


def disturbed(seed: str, count: int) -> Iterator[Question]:
    dice = names.Dice(seed)
    ways = [*SPICES, names.edit, names.edit, names.mojibake, names.symbol, names.full_width, names.script,
            names.title_end, names.doubtful, names.caps_lock, names.ordinal]  # fmt: skip
    for group in range(count):
        fields = [names.given(dice), names.surname(dice)]
        if dice.chance(0.1):
            fields[0] = names.lengthen(dice, fields[0], lambda d: d.pick(names.GIVEN))
        if dice.chance(0.1):
            fields[1] = names.lengthen(dice, fields[1], names.one_surname)
        if dice.chance(0.25):
            fields[1] = dice.pick([names.marital, names.of_surname, names.particles_only])(dice, fields[1])
        if dice.chance(0.1):
            fields[0] = names.marital(dice, fields[0])
        if dice.chance(0.1):
            fields = [*names.repeated(dice, *fields)]
        if dice.chance(0.1):
            fields = [field.decode() for field in corner(dice)[1:]]
        if dice.chance(0.1):
            fields[0] = names.comma(dice, fields[0])
        chance = 0.9
        while dice.chance(chance):
            i = dice.below(2)
            fields[i] = dice.pick(ways)(dice, fields[i])
            chance *= 0.6
        given, surname = (field.encode() for field in fields)
        if dice.chance(0.02):
            given = names.ill_form(dice, given)
        if dice.chance(0.02):
            surname = names.ill_form(dice, surname)
        if dice.chance(0.01):
            surname = names.pad(dice, surname)
        for profile in PROFILES:
            yield Question(profile, given, surname, -1)
            if len(surname) < 700 and dice.chance(0.2):  # its other forms, where it is well-formed
                try:
                    text = surname.decode()
                except UnicodeDecodeError:
                    continue
                for form in dict.fromkeys((text, unicode.nfc(text), unicode.nfd(text))):
                    if len(form.encode()) <= 1024:
                        yield Question(profile, given, form.encode(), group)


def batches(mode: str, count: int, seed: int, long: bool) -> list[Batch]:
    out: list[Batch] = []
    if mode in ("scalars", "all"):
        step = 0x4000
        out += [partial(scalars, low, low + step, long) for low in range(0, unicode.LAST + 1, step)]
    if mode in ("normalization", "all"):
        out.append(normalization)
    if mode in ("random", "all"):
        step = 5000
        out += [partial(disturbed, f"{seed}.{low}", min(step, count - low)) for low in range(0, count, step)]
    return out


# --- Answers ----------------------------------------------------------------------------------------


def _show(q: Question, got: str, expected: str) -> str:
    lines = [q.profile]
    for name, data in (("given", q.given), ("surname", q.surname)):
        lines.append(f"  {name:8} {data.hex(' ')}")
        lines.append(f"           {data.decode('utf-8', 'backslashreplace')!a}")
    lines += [f"  probe     {got!r}", f"  reference {expected!r}"]
    return "\n".join(lines)


def _without_offset(answer: str) -> list[str]:
    columns = answer.split("\t")
    return columns[:2] + columns[3:]


def run(probe: list[str], batch: Batch) -> Outcome:
    """Asks one batch and judges the answers."""
    questions = list(batch())
    lines = "".join(f"{q.profile}\t{q.given.hex()}\t{q.surname.hex()}\n" for q in questions)
    done = subprocess.run(probe, input=lines.encode("ascii"), stdout=subprocess.PIPE, check=False)
    answers = done.stdout.decode("utf-8", "backslashreplace").split("\n")[:-1]
    if done.returncode or len(answers) != len(questions):
        what = f"{' '.join(probe)}: status {done.returncode}, {len(answers)} answers to {len(questions)} questions"
        # where it stopped is the most telling thing
        at = [_show(questions[len(answers)], "", "")] if len(answers) < len(questions) else []
        return Outcome(len(questions), 1, 0, [what, *at])
    shown, wrong, unequal = [], 0, 0
    first: dict[tuple[int, str], tuple[Question, str]] = {}
    for q, got in zip(questions, answers):
        expected = format_result(local_part(q.given, q.surname, RULES[q.profile]))
        if got != expected:
            wrong += 1
            if len(shown) < SHOWN:
                shown.append(_show(q, got, expected))
        if q.group >= 0:
            other, theirs = first.setdefault((q.group, q.profile), (q, got))
            if _without_offset(got) != _without_offset(theirs):
                unequal += 1
                if len(shown) < SHOWN:
                    shown.append(_show(q, got, theirs) + f"\n  (that is the answer to {other.surname.hex(' ')})")
    return Outcome(len(questions), wrong, unequal, shown)


# Modes, how each is asked, and of how many schemes.
ROSTERS = {"schemes": (rosters.compare_schemes, 3000), "batch": (rosters.compare_batches, 2000)}


def main() -> int:
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("mode", choices=("scalars", "normalization", "random", "all", *ROSTERS))
    parser.add_argument("--count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("probe", nargs="+")
    args = parser.parse_args()
    asked = wrong = unequal = printed = 0
    if args.mode in ROSTERS:
        ask, default = ROSTERS[args.mode]
        work = [f"{args.seed}.{low}" for low in range(0, args.count or default, rosters.SCHEMES)]
    else:
        ask, work = run, batches(args.mode, args.count or 50_000, args.seed, args.long)
    with Pool(PARALLEL) as pool:
        for outcome in pool.imap(partial(ask, args.probe), work):
            asked, wrong, unequal = asked + outcome.asked, wrong + outcome.wrong, unequal + outcome.unequal
            for text in outcome.shown[: max(0, SHOWN - printed)]:
                print(text, end="\n\n")
                printed += 1
    print(f"{args.mode}: {asked} asked, {wrong} wrong, {unequal} canonically equivalent but unequal")
    return 1 if wrong or unequal or not asked else 0


if __name__ == "__main__":
    sys.exit(main())
