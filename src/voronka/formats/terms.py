"""Parts of an expression and how they may be joined: the types, and the functions that come of them."""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

Type = str
"""`bool`, `int`, `double`, `string`, `date`, `money:RUB`, or `list:` and one of them; `words` can't be asked."""

Run = Callable[[Any], Any]


class Wrong(Exception):
    """The expression can't be a condition: a code for the sentence, the place in the text, what it names."""

    def __init__(self, code: str, at: int, **data: Any) -> None:
        super().__init__(f"{code} at {at}: {data}")
        self.code, self.at, self.data = code, at, data


@dataclass(frozen=True, slots=True)
class Term:
    """A part of an expression: its type, how to find its value, where it stands; `value` if it is written out.

    `choices` are all the values that it can have, where they are known.
    """

    kind: Type
    run: Run
    at: int
    value: Any = None
    names: frozenset[str] = frozenset()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A name that an expression may use: its type, where its value is found, and all that it can be if known."""

    kind: Type
    read: Run
    choices: tuple[str, ...] = ()


ORDER: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def apply(method: Callable[[Any, Any], Any], run: Run, other: Run) -> Run:
    """A function of two parts."""
    return lambda env: method(run(env), other(env))


def near(name: str, known: Iterable[str]) -> dict[str, Any]:
    """The name that was written and the nearest of the known ones."""
    found = get_close_matches(name, list(known), 1, 0.6)
    return {"have": name, "nearest": found[0] if found else "", "known": sorted(known)}


def want(term: Term, kind: Type) -> Term:
    """The same part, if it is of this type."""
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


def same(left: Term, right: Term, sign: str) -> None:
    """Both parts must be of one type."""
    _bare(left, right)
    if left.kind != right.kind:
        raise Wrong("expression_types", right.at, sign=sign, left=left.kind, right=right.kind)


def joined(left: Term, right: Term, stop: bool) -> Term:
    """`||` stops at the first true, `&&` at the first false."""
    first, second = want(left, "bool").run, want(right, "bool").run
    names = left.names | right.names
    if stop:
        return Term("bool", lambda env: first(env) or second(env), left.at, None, names)
    return Term("bool", lambda env: first(env) and second(env), left.at, None, names)


def _known_value(left: Term, right: Term) -> None:
    """A stage that no passport has is never reached: a written value must be one that the other side can have."""
    for about, written in ((left, right), (right, left)):
        if not about.choices or not isinstance(written.value, str | list):
            continue
        for value in [written.value] if isinstance(written.value, str) else written.value:
            if value not in about.choices:
                raise Wrong("expression_unknown_value", written.at, **near(value, about.choices))


def compared(sign: str, left: Term, right: Term) -> Term:
    """`==`, `<` and the like; whole and decimal numbers may be compared with each other."""
    numbers = {"int", "double"}
    if not (left.kind in numbers and right.kind in numbers):
        same(left, right, sign)
    _known_value(left, right)
    if left.kind.startswith("list:") or (left.kind == "bool" and sign not in ("==", "!=")):
        raise Wrong("expression_types", right.at, sign=sign, left=left.kind, right=right.kind)
    return Term("bool", apply(ORDER[sign], left.run, right.run), left.at, None, left.names | right.names)


def contained(left: Term, right: Term) -> Term:
    """`in` a list."""
    if right.kind != "list:" + left.kind:
        raise Wrong("expression_types", right.at, sign="in", left=left.kind, right=right.kind)
    _known_value(left, right)
    item, items = left.run, right.run
    return Term("bool", lambda env: item(env) in items(env), left.at, None, left.names | right.names)


def added(sign: str, left: Term, right: Term) -> Term:
    """`+` and `-` of numbers and money, `+` of texts."""
    same(left, right, sign)
    addable = left.kind in ("int", "double") or left.kind.startswith("money:")
    if not addable and not (left.kind == "string" and sign == "+"):
        raise Wrong("expression_types", right.at, sign=sign, left=left.kind, right=right.kind)
    act = operator.add if sign == "+" else operator.sub
    return Term(left.kind, apply(act, left.run, right.run), left.at, None, left.names | right.names)


def multiplied(left: Term, right: Term) -> Term:
    """Numbers of one type, or money a whole number of times."""
    kinds = {left.kind, right.kind}
    money = next((kind for kind in kinds if kind.startswith("money:")), "")
    if kinds not in ({"int"}, {"double"}) and not (money and kinds == {money, "int"}):
        raise Wrong("expression_types", right.at, sign="*", left=left.kind, right=right.kind)
    return Term(
        money or left.kind, apply(operator.mul, left.run, right.run), left.at, None, left.names | right.names
    )


def divided(sign: str, left: Term, right: Term) -> Term:
    """`/` and `%` by a number that is written out and not zero: nothing can go wrong when it is asked."""
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
