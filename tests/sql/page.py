# SPDX-License-Identifier: BSD-3-Clause
"""The examples of doc/sql.md: a block of SQL for an engine, and what it prints, if anything, in the block after."""

import collections
import pathlib
import re

PAGE = pathlib.Path(__file__).resolve().parents[2] / "doc" / "sql.md"
BLOCK = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$(?:\n^```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)

Example = collections.namedtuple("Example", "text printed")


def trimmed(text):
    """Without spaces at the ends of lines, which the page does not have."""
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip("\n")


def examples(engine):
    """Those of an engine, in their order."""
    found = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    return [Example(text, trimmed(printed)) for language, whose, text, printed in found
            if language == "sql" and whose == engine]
