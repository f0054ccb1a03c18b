"""A condition written as an expression: read, checked for its types, and made into a function that can't fail.

The notation is the part of CEL that compares declared facts: no loops, no calls but the few below. What it
means is what CEL says it means; the tests hold it to a CEL implementation. Division is by a written number
only, so that nothing is left that could go wrong when a condition is asked.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from voronka.core.money import CURRENCIES, LIMIT, digits
from voronka.formats.terms import (
    ORDER,
    Fact,
    Term,
    Wrong,
    added,
    apply,
    compared,
    contained,
    divided,
    joined,
    multiplied,
    near,
    same,
    want,
)

LONGEST: Final = 1000
DEEPEST: Final = 24

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>0[xX][0-9a-fA-F]+|[0-9]+\.[0-9]+(?:[eE][-+]?[0-9]+)?|[0-9]+)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<sign>\|\||&&|==|!=|<=|>=|[-+*/%!<>?:.,()\[\]]))""",
    re.VERBOSE,
)
_ESCAPES: Final = {"n": "\n", "t": "\t", "\\": "\\", '"': '"', "'": "'"}
_METHODS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "startsWith": str.startswith,
    "endsWith": str.endswith,
    "contains": operator.contains,
}
_WORDS: Final = {"true": True, "false": False}
_MONEY_FUNCTIONS: Final = {code.lower(): code for code in CURRENCIES}


@dataclass(slots=True)
class _Reader:
    """Goes through the tokens once; each rule of the grammar is a method that returns a Term."""

    facts: Mapping[str, Fact]
    tokens: list[tuple[str, str, int]]
    place: int = 0
    depth: int = 0
    roots: frozenset[str] = field(default_factory=frozenset)

    def whole(self) -> Term:
        term = self.either()
        if self.peek()[0] != "end":
            raise self.unexpected()
        return term

    def peek(self) -> tuple[str, str, int]:
        return self.tokens[self.place]

    def take(self, *signs: str) -> str:
        kind, text, _ = self.peek()
        if (kind == "sign" and text in signs) or (kind == "name" and text in signs):
            self.place += 1
            return text
        return ""

    def expect(self, sign: str) -> None:
        if not self.take(sign):
            raise self.unexpected()

    def unexpected(self) -> Wrong:
        kind, text, at = self.peek()
        return Wrong("expression_syntax", at, near=text if kind != "end" else "")

    def either(self) -> Term:
        """a ? b : c"""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Wrong("expression_too_deep", self.peek()[2], limit=DEEPEST)
        asked = self.any_of()
        if self.take("?"):
            want(asked, "bool")
            yes = self.any_of()
            self.expect(":")
            no = self.either()
            same(yes, no, "?:")
            run, then, other = asked.run, yes.run, no.run
            names = asked.names | yes.names | no.names
            asked = Term(yes.kind, lambda env: then(env) if run(env) else other(env), asked.at, None, names)
        self.depth -= 1
        return asked

    def any_of(self) -> Term:
        term = self.all_of()
        while self.take("||"):
            term = joined(term, self.all_of(), stop=True)
        return term

    def all_of(self) -> Term:
        term = self.relation()
        while self.take("&&"):
            term = joined(term, self.relation(), stop=False)
        return term

    def relation(self) -> Term:
        left = self.sum()
        while sign := self.take(*ORDER, "in"):
            right = self.sum()
            left = contained(left, right) if sign == "in" else compared(sign, left, right)
        return left

    def sum(self) -> Term:
        left = self.product()
        while sign := self.take("+", "-"):
            left = added(sign, left, self.product())
        return left

    def product(self) -> Term:
        left = self.unary()
        while sign := self.take("*", "/", "%"):
            right = self.unary()
            left = multiplied(left, right) if sign == "*" else divided(sign, left, right)
        return left

    def unary(self) -> Term:
        at = self.peek()[2]
        if signs := self._repeated("!"):
            term = want(self.member(), "bool")
            run = term.run
            return Term("bool", (lambda env: not run(env)) if signs % 2 else run, at, None, term.names)
        if signs := self._repeated("-"):
            term = self.member()
            if term.kind not in ("int", "double"):
                raise Wrong("expression_types", at, sign="-", left="", right=term.kind)
            if signs % 2 == 0:
                return term
            run = term.run
            value = None if term.value is None else -term.value
            return Term(term.kind, lambda env: -run(env), at, value, term.names)
        return self.member()

    def _repeated(self, sign: str) -> int:
        count = 0
        while self.take(sign):
            count += 1
        return count

    def member(self) -> Term:
        term = self.primary()
        while self.take("."):
            _, name, at = self.peek()
            self.place += 1
            if name not in _METHODS or not self.take("("):
                raise Wrong("expression_unknown_name", at, **near(name, _METHODS))
            (given,) = self.arguments(1, at)
            want(term, "string")
            want(given, "string")
            method, run, other = _METHODS[name], term.run, given.run
            names = term.names | given.names
            term = Term("bool", apply(method, run, other), term.at, None, names)
        return term

    def arguments(self, count: int, at: int) -> list[Term]:
        found: list[Term] = []
        while not self.take(")"):
            if found:
                self.expect(",")
            found.append(self.either())
        if len(found) != count:
            raise Wrong("expression_arguments", at, need=count, have=len(found))
        return found

    def primary(self) -> Term:
        kind, text, at = self.peek()
        if kind == "end":
            raise self.unexpected()
        self.place += 1
        if kind == "number":
            return _number(text, at)
        if kind == "text":
            value = re.sub(r"\\(.)", lambda found: _escaped(found[1], at), text[1:-1])
            return Term("string", lambda env: value, at, value)
        if kind == "name":
            return self.named(text, at)
        if text == "(":
            term = self.either()
            self.expect(")")
            return term
        if text == "[":
            return self.listed(at)
        self.place -= 1
        raise self.unexpected()

    def listed(self, at: int) -> Term:
        items: list[Term] = []
        while not self.take("]"):
            if items:
                self.expect(",")
            items.append(self.either())
            same(items[0], items[-1], "[]")
        if not items:
            raise Wrong("expression_syntax", at, near="[]")
        runs = [item.run for item in items]
        names = frozenset().union(*(item.names for item in items))
        written = [item.value for item in items]
        value = None if None in written else written
        return Term("list:" + items[0].kind, lambda env: [run(env) for run in runs], at, value, names)

    def named(self, text: str, at: int) -> Term:
        if text in _WORDS:
            value = _WORDS[text]
            return Term("bool", lambda env: value, at, value)
        if self.take("("):
            return self.called(text, at)
        name = text
        if text in self.roots and self.take("."):
            name = f"{text}.{self.peek()[1]}"
            self.place += 1
            if name.endswith(".fields") and self.take("."):
                name = f"{name}.{self.peek()[1]}"
                self.place += 1
        fact = self.facts.get(name)
        if fact is None:
            raise Wrong("expression_unknown_name", at, **near(name, self.facts))
        if fact.kind == "words":
            raise Wrong("expression_words", at, have=name)
        return Term(fact.kind, fact.read, at, None, frozenset({name}), fact.choices)

    def called(self, name: str, at: int) -> Term:
        if name == "size":
            (given,) = self.arguments(1, at)
            want(given, "string")
            run = given.run
            return Term("int", lambda env: len(run(env)), at, None, given.names)
        if name not in (*_MONEY_FUNCTIONS, "date"):
            raise Wrong("expression_unknown_function", at, **near(name, [*_MONEY_FUNCTIONS, "size", "date"]))
        (given,) = self.arguments(1, at)
        if name == "date":
            return _day(given, at)
        if given.kind not in ("int", "double") or given.value is None:
            raise Wrong("expression_money_argument", given.at, function=name)
        code = _MONEY_FUNCTIONS[name]
        if abs(given.value) > LIMIT:
            raise Wrong("expression_money_argument", given.at, function=name)
        minor = round(given.value * 10 ** digits(code))
        return Term(f"money:{code}", lambda env: minor, at, minor)


def _escaped(letter: str, at: int) -> str:
    if letter not in _ESCAPES:
        raise Wrong("expression_syntax", at, near="\\" + letter)
    return _ESCAPES[letter]


def _day(given: Term, at: int) -> Term:
    """`date("2026-12-01")`: a written day; nothing else can be one."""
    try:
        day = date.fromisoformat(given.value).toordinal()
    except (TypeError, ValueError):
        raise Wrong("expression_date_argument", given.at) from None
    return Term("date", lambda env: day, at, day)


def _number(text: str, at: int) -> Term:
    if "." in text or ("e" in text.lower() and not text.lower().startswith("0x")):
        amount = float(text)
        return Term("double", lambda env: amount, at, amount)
    number = int(text, 16 if text.lower().startswith("0x") else 10)
    if number >= 2**63:
        raise Wrong("expression_syntax", at, near=text)
    return Term("int", lambda env: number, at, number)


def tokens(text: str) -> list[tuple[str, str, int]]:
    """The words and signs of an expression: kind, text, place; Wrong where something else stands there."""
    found: list[tuple[str, str, int]] = []
    place = 0
    end = len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None:
            at = place + len(text[place:]) - len(text[place:].lstrip())
            raise Wrong("expression_syntax", at, near=text[at])
        kind = match.lastgroup or ""
        found.append((kind, match[kind], match.start(kind)))
        place = match.end()
    return [*found, ("end", "", end)]


def read(text: str, facts: Mapping[str, Fact]) -> Term:
    """The expression as a condition over these facts; Wrong where it can't be one."""
    if len(text) > LONGEST:
        raise Wrong("expression_too_long", 0, limit=LONGEST)
    reader = _Reader(facts, tokens(text), roots=frozenset(name.partition(".")[0] for name in facts))
    term = reader.whole()
    if term.kind != "bool":
        raise Wrong("expression_not_bool", term.at, have=term.kind)
    return term
