# SPDX-License-Identifier: BSD-3-Clause
"""
The mutants of a C source: each is the source with one small change, as a slip of the hand would make it.

Only the bodies of functions are changed. A mutant is known by its file, the function, what the line was
without its blanks, the operator, and which of the same kind it is there: not by the number of the line,
so that what was found out of it holds as long as the line does.
"""

import hashlib
import re
from typing import NamedTuple

RELATION = {"<": ["<=", ">="], "<=": ["<", ">"], ">": [">=", "<="], ">=": [">", "<"], "==": ["!="], "!=": ["=="]}
LOGIC = {"&&": ["||"], "||": ["&&"]}
ARITHMETIC = {"+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"], "%": ["*"], "<<": [">>"], ">>": ["<<"],
              "&": ["|"], "|": ["&"], "^": ["&"], "+=": ["-="], "-=": ["+="], "|=": ["&="], "&=": ["|="],
              "<<=": [">>="], ">>=": ["<<="], "++": ["--"], "--": ["++"]}
CONSTANT = {"true": ["false"], "false": ["true"]}

TOKEN = re.compile(r"""
    (?P<blank>\s+|/\*.*?\*/|//[^\n]*)
  | (?P<line>^[ \t]*\#(?:[^\n\\]|\\.|\\\n)*)
  | (?P<string>(?:u8|[uUL])?"(?:[^"\\]|\\.)*")
  | (?P<char>(?:[uUL])?'(?:[^'\\]|\\.)*')
  | (?P<number>\.?\d(?:[eEpP][+-]|[\w.])*)
  | (?P<name>[A-Za-z_]\w*)
  | (?P<sign><<=|>>=|\.\.\.|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[^\s\w])
    """, re.VERBOSE | re.DOTALL | re.MULTILINE)

TYPES = {"const", "static", "struct", "enum", "union", "unsigned", "signed", "char", "short", "int", "long", "bool",
         "float", "double", "void", "size_t", "FILE"}
NO_CALL = {"if", "while", "for", "switch", "return", "sizeof", "defined", "_Generic"}


class Token(NamedTuple):
    kind: str
    text: str
    at: int

    @property
    def end(self):
        return self.at + len(self.text)


class Mutant(NamedTuple):
    path: str
    line: int
    function: str
    operator: str
    text: str  # the line as it was, without its blanks
    which: int  # of those of the same operator on such a line
    at: int
    end: int
    new: str

    @property
    def name(self):
        key = "\0".join((self.path, self.function, self.operator, self.text, str(self.which), self.new))
        return hashlib.sha256(key.encode()).hexdigest()[:12]

    def apply(self, source):
        return source[:self.at] + self.new + source[self.end:]


def tokens_of(source):
    at = 0
    while at < len(source):
        match = TOKEN.match(source, at)
        if not match:
            raise ValueError(f"no token at {at}: {source[at:at + 20]!r}")
        if match.lastgroup not in ("blank", "line"):
            yield Token(match.lastgroup, match.group(), at)
        at = match.end()


def closing(tokens, i):
    """Where the bracket at i is closed."""
    pairs = {"(": ")", "[": "]", "{": "}"}
    depth = 0
    while True:
        if tokens[i].text in pairs:
            depth += 1
        elif tokens[i].text in pairs.values():
            depth -= 1
            if depth == 0:
                return i
        i += 1


def functions_of(tokens):
    """The name of each function that has a body, and where its body begins and ends."""
    i = 0
    while i < len(tokens):
        if tokens[i].text != "{":
            i += 1
            continue
        end = closing(tokens, i)
        if tokens[i - 1].text == ")":
            depth, k = 0, i - 1
            while True:
                depth += {")": 1, "(": -1}.get(tokens[k].text, 0)
                if depth == 0:
                    break
                k -= 1
            yield tokens[k - 1].text, i, end
        i = end + 1


def is_binary(tokens, i):
    """Whether a sign stands between two values; of a parenthesis before it, whether that is no type."""
    before = tokens[i - 1]
    if before.text == ")":
        k, depth = i - 1, 0
        while True:
            depth += {")": 1, "(": -1}.get(tokens[k].text, 0)
            if depth == 0:
                break
            k -= 1
        inside = tokens[k + 1:i - 1]
        return not (inside and all(t.kind == "name" or t.text == "*" for t in inside) and
                    (inside[0].text in TYPES or inside[0].text.endswith("_t")) and tokens[k - 1].kind != "name")
    return before.kind in ("number", "char", "string") or before.text == "]" or \
        (before.kind == "name" and before.text not in NO_CALL | TYPES | {"case", "else", "do"})


def is_declaration(tokens, i):
    """Whether a statement at i declares: two names, or a name and a star and a name, side by side."""
    if tokens[i].text in TYPES or tokens[i].text.endswith("_t"):
        return True
    k = i + 1
    while tokens[k].text == "*":
        k += 1
    return tokens[k].kind == "name"


def changes_of(tokens, begin, end):
    """(operator, from, to, what instead) of the tokens of a body."""
    for i in range(begin + 1, end):
        token = tokens[i]
        for operator, table in (("relation", RELATION), ("logic", LOGIC), ("arithmetic", ARITHMETIC)):
            unary = token.text in ("+", "-", "*", "&") and not is_binary(tokens, i)
            if token.kind == "sign" and token.text in table and not unary:
                for new in table[token.text]:
                    yield operator, token.at, token.end, new
        if token.kind == "name" and token.text in CONSTANT:
            yield "constant", token.at, token.end, CONSTANT[token.text][0]
        if token.kind == "number" and re.fullmatch(r"(0[xX][0-9a-fA-F]+|\d+)[uUlL]*", token.text):
            digits = token.text.rstrip("uUlL")
            suffix = token.text[len(digits):]
            value = int(digits, 0) if digits == "0" or digits[0] != "0" or digits[1:2] in ("x", "X") else int(digits, 8)
            yield "constant", token.at, token.end, f"{value + 1}{suffix}"
            if value > 0:
                yield "constant", token.at, token.end, f"{value - 1}{suffix}"
        if token.kind == "char":
            yield "constant", token.at, token.end, f"({token.text} + 1)"
        if token.text in ("if", "while") and tokens[i + 1].text == "(":
            close = closing(tokens, i + 1)
            if (close - i) > 2:
                inner = tokens[i + 2].at, tokens[close - 1].end
                yield "negation", inner[0], inner[1], None
        if token.kind == "name" and token.text not in NO_CALL and tokens[i + 1].text == "(":
            yield from swaps(tokens, i)
        if tokens[i - 1].text in (";", "{", "}", "else") or \
                (tokens[i - 1].text == ")" and ends_condition(tokens, i - 1)):
            yield from removals(tokens, i)


def ends_condition(tokens, i):
    depth, k = 0, i
    while True:
        depth += {")": 1, "(": -1}.get(tokens[k].text, 0)
        if depth == 0:
            return tokens[k - 1].text in ("if", "while", "for")
        k -= 1


def swaps(tokens, i):
    """The first two arguments of a call, one for the other."""
    close = closing(tokens, i + 1)
    commas, depth = [], 0
    for k in range(i + 2, close):
        if tokens[k].text in "([{":
            depth += 1
        elif tokens[k].text in ")]}":
            depth -= 1
        elif tokens[k].text == "," and depth == 0:
            commas.append(k)
    if not commas:
        return
    second = commas[1] if len(commas) > 1 else close
    yield "swap", tokens[i + 2].at, tokens[second - 1].end, (tokens[i + 2].at, tokens[commas[0] - 1].end,
                                                             tokens[commas[0] + 1].at, tokens[second - 1].end)


def removals(tokens, i):
    """A statement that does something, and then not."""
    first = tokens[i]
    if first.text in ("break", "continue"):
        yield "removal", first.at, tokens[i + 1].end, ";"
        return
    if first.text not in ("*", "++", "--") and (first.kind != "name" or first.text in NO_CALL | {"else", "do", "case",
                                                                                               "default", "goto"}):
        return
    if first.kind == "name" and (is_declaration(tokens, i) or tokens[i + 1].text == ":"):
        return
    k, depth = i, 0
    while not (tokens[k].text == ";" and depth == 0):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(tokens[k].text, 0)
        if depth < 0:
            return  # a value in braces
        k += 1
    yield "removal", first.at, tokens[k].end, ";"


def mutants_of(path, source):
    """Each mutant of a source, in the order of the text."""
    tokens = list(tokens_of(source))
    seen = {}
    for function, begin, end in functions_of(tokens):
        for operator, at, to, new in changes_of(tokens, begin, end):
            if operator == "negation":
                new = f"!({source[at:to]})"
            elif operator == "swap":
                a, b, c, d = new
                new = source[c:d] + source[b:c] + source[a:b]
            if new == source[at:to]:
                continue
            line = source.count("\n", 0, at) + 1
            text = re.sub(r"\s+", " ", source.split("\n")[line - 1].strip())
            key = (function, operator, text, new)
            seen[key] = seen.get(key, -1) + 1
            yield Mutant(path, line, function, operator, text, seen[key], at, to, new)
