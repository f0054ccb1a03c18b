"""A condition written as an expression: read, checked for its types, and made into a function that can't fail.

The notation is the part of CEL that compares declared facts: no loops, no calls but the few below. What it
means is what CEL says it means; the tests hold it to a CEL implementation. Division is by a written number
only, so that nothing is left that could go wrong when a condition is asked.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

from voronka.core.money import CURRENCIES, digits

LONGEST: Final = 1000
DEEPEST: Final = 24

Type = str
"""`bool`, `int`, `double`, `string`, `money:RUB`, or `list:` and one of them."""

Run = Callable[[Any], Any]


class Wrong(Exception):
    """The expression can't be a condition: a code for the sentence, the place in the text, what it names."""

    def __init__(self, code: str, at: int, **data: Any) -> None:
        super().__init__(f"{code} at {at}: {data}")
        self.code, self.at, self.data = code, at, data


@dataclass(frozen=True, slots=True)
class Term:
    """A part of an expression: its type, how to find its value, where it stands; `value` if it is written out."""

    kind: Type
    run: Run
    at: int
    value: Any = None
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fact:
    """A name that an expression may use: its type, and where its value is found."""

    kind: Type
    read: Run


_TOKEN = re.compile(
    r"""\s*(?:(?P<number>0[xX][0-9a-fA-F]+|[0-9]+\.[0-9]+(?:[eE][-+]?[0-9]+)?|[0-9]+)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<sign>\|\||&&|==|!=|<=|>=|[-+*/%!<>?:.,()\[\]]))""",
    re.VERBOSE,
)
_ESCAPES: Final = {"n": "\n", "t": "\t", "\\": "\\", '"': '"', "'": "'"}
_ORDER: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
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
        if kind == "sign" and text in signs or (kind == "name" and text in signs):
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
            _want(asked, "bool")
            yes = self.any_of()
            self.expect(":")
            no = self.either()
            _same(yes, no, "?:")
            run, then, other = asked.run, yes.run, no.run
            names = asked.names | yes.names | no.names
            asked = Term(
                yes.kind, lambda env: then(env) if run(env) else other(env), asked.at, None, names
            )
        self.depth -= 1
        return asked

    def any_of(self) -> Term:
        term = self.all_of()
        while self.take("||"):
            term = _joined(term, self.all_of(), stop=True)
        return term

    def all_of(self) -> Term:
        term = self.relation()
        while self.take("&&"):
            term = _joined(term, self.relation(), stop=False)
        return term

    def relation(self) -> Term:
        left = self.sum()
        while sign := self.take(*_ORDER, "in"):
            right = self.sum()
            left = _contained(left, right) if sign == "in" else _compared(sign, left, right)
        return left

    def sum(self) -> Term:
        left = self.product()
        while sign := self.take("+", "-"):
            left = _added(sign, left, self.product())
        return left

    def product(self) -> Term:
        left = self.unary()
        while sign := self.take("*", "/", "%"):
            right = self.unary()
            left = _multiplied(left, right) if sign == "*" else _divided(sign, left, right)
        return left

    def unary(self) -> Term:
        at = self.peek()[2]
        if signs := self._repeated("!"):
            term = _want(self.member(), "bool")
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
                raise Wrong("expression_unknown_name", at, **_near(name, _METHODS))
            (given,) = self.arguments(1, at)
            _want(term, "string")
            _want(given, "string")
            method, run, other = _METHODS[name], term.run, given.run
            names = term.names | given.names
            term = Term("bool", _apply(method, run, other), term.at, None, names)
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
            _same(items[0], items[-1], "[]")
        if not items:
            raise Wrong("expression_syntax", at, near="[]")
        runs = [item.run for item in items]
        names = frozenset().union(*(item.names for item in items))
        return Term("list:" + items[0].kind, lambda env: [run(env) for run in runs], at, None, names)

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
        fact = self.facts.get(name)
        if fact is None:
            raise Wrong("expression_unknown_name", at, **_near(name, self.facts))
        return Term(fact.kind, fact.read, at, None, frozenset({name}))

    def called(self, name: str, at: int) -> Term:
        if name == "size":
            (given,) = self.arguments(1, at)
            _want(given, "string")
            run = given.run
            return Term("int", lambda env: len(run(env)), at, None, given.names)
        if name not in _MONEY_FUNCTIONS:
            raise Wrong("expression_unknown_function", at, **_near(name, [*_MONEY_FUNCTIONS, "size"]))
        (given,) = self.arguments(1, at)
        if given.kind not in ("int", "double") or given.value is None:
            raise Wrong("expression_money_argument", given.at, function=name)
        code = _MONEY_FUNCTIONS[name]
        minor = round(given.value * 10 ** digits(code))
        return Term(f"money:{code}", lambda env: minor, at, minor)


def _apply(method: Callable[[Any, Any], Any], run: Run, other: Run) -> Run:
    return lambda env: method(run(env), other(env))


def _escaped(letter: str, at: int) -> str:
    if letter not in _ESCAPES:
        raise Wrong("expression_syntax", at, near="\\" + letter)
    return _ESCAPES[letter]


def _number(text: str, at: int) -> Term:
    if "." in text or ("e" in text.lower() and not text.lower().startswith("0x")):
        amount = float(text)
        return Term("double", lambda env: amount, at, amount)
    number = int(text, 16 if text.lower().startswith("0x") else 10)
    if number >= 2**63:
        raise Wrong("expression_syntax", at, near=text)
    return Term("int", lambda env: number, at, number)


def _near(name: str, known: "Mapping[str, Any] | list[str]") -> dict[str, Any]:
    """The name that was written and the nearest of the known ones."""
    found = get_close_matches(name, list(known), 1, 0.6)
    return {"have": name, "nearest": found[0] if found else "", "known": sorted(known)}


def _want(term: Term, kind: Type) -> Term:
    if term.kind != kind:
        raise Wrong("expression_type", term.at, need=kind, have=term.kind)
    return term


def _bare(left: Term, right: Term) -> None:
    """Money beside a bare number is the one slip that everybody makes: say how it is written."""
    for money, number in ((left, right), (right, left)):
        if money.kind.startswith("money:") and number.kind in ("int", "double"):
            function = money.kind.removeprefix("money:").lower()
            have = "" if number.value is None else f"{number.value}"
            raise Wrong("expression_money", number.at, have=have, write=f"{function}({have})")
    if left.kind.startswith("money:") and right.kind.startswith("money:") and left.kind != right.kind:
        raise Wrong(
            "expression_currency",
            right.at,
            have=right.kind.removeprefix("money:"),
            need=left.kind.removeprefix("money:"),
        )


def _same(left: Term, right: Term, sign: str) -> None:
    _bare(left, right)
    if left.kind != right.kind:
        raise Wrong("expression_types", right.at, sign=sign, left=left.kind, right=right.kind)


def _joined(left: Term, right: Term, stop: bool) -> Term:
    first, second = _want(left, "bool").run, _want(right, "bool").run
    names = left.names | right.names
    if stop:
        return Term("bool", lambda env: first(env) or second(env), left.at, None, names)
    return Term("bool", lambda env: first(env) and second(env), left.at, None, names)


def _compared(sign: str, left: Term, right: Term) -> Term:
    numbers = {"int", "double"}
    if not (left.kind in numbers and right.kind in numbers):
        _same(left, right, sign)
    if left.kind.startswith("list:") or (left.kind == "bool" and sign not in ("==", "!=")):
        raise Wrong("expression_types", right.at, sign=sign, left=left.kind, right=right.kind)
    return Term("bool", _apply(_ORDER[sign], left.run, right.run), left.at, None, left.names | right.names)


def _contained(left: Term, right: Term) -> Term:
    if right.kind != "list:" + left.kind:
        raise Wrong("expression_types", right.at, sign="in", left=left.kind, right=right.kind)
    item, items = left.run, right.run
    return Term("bool", lambda env: item(env) in items(env), left.at, None, left.names | right.names)


def _added(sign: str, left: Term, right: Term) -> Term:
    _same(left, right, sign)
    addable = left.kind in ("int", "double") or left.kind.startswith("money:")
    if not addable and not (left.kind == "string" and sign == "+"):
        raise Wrong("expression_types", right.at, sign=sign, left=left.kind, right=right.kind)
    act = operator.add if sign == "+" else operator.sub
    return Term(left.kind, _apply(act, left.run, right.run), left.at, None, left.names | right.names)


def _multiplied(left: Term, right: Term) -> Term:
    kinds = {left.kind, right.kind}
    money = next((kind for kind in kinds if kind.startswith("money:")), "")
    if kinds not in ({"int"}, {"double"}) and not (money and kinds == {money, "int"}):
        raise Wrong("expression_types", right.at, sign="*", left=left.kind, right=right.kind)
    return Term(
        money or left.kind, _apply(operator.mul, left.run, right.run), left.at, None, left.names | right.names
    )


def _divided(sign: str, left: Term, right: Term) -> Term:
    if right.value in (None, 0):
        raise Wrong("expression_divisor", right.at, sign=sign)
    money = left.kind.startswith("money:") and right.kind == "int"
    if not money and (left.kind != right.kind or (sign == "%" and left.kind != "int")):
        raise Wrong("expression_types", right.at, sign=sign, left=left.kind, right=right.kind)
    run, by = left.run, right.value
    if left.kind == "double":
        return Term("double", lambda env: run(env) / by, left.at, None, left.names)
    act = _quotient if sign == "/" else _rest
    return Term(left.kind, lambda env: act(run(env), by), left.at, None, left.names)


def _quotient(number: int, by: int) -> int:
    """Towards zero, as CEL divides."""
    whole = abs(number) // abs(by)
    return whole if (number < 0) == (by < 0) else -whole


def _rest(number: int, by: int) -> int:
    return number - _quotient(number, by) * by


def _tokens(text: str) -> list[tuple[str, str, int]]:
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
    reader = _Reader(facts, _tokens(text), roots=frozenset(name.partition(".")[0] for name in facts))
    term = reader.whole()
    if term.kind != "bool":
        raise Wrong("expression_not_bool", term.at, have=term.kind)
    return term
