"""Conditions of a passport over an inquiry or a deal: checked when published, asked in microseconds, never failing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final, Literal

from voronka.core.deal import Deal
from voronka.core.entry import Inquiry
from voronka.core.process import Field, Process
from voronka.formats.expression import read, tokens
from voronka.formats.terms import Fact, Run, Wrong

Over = Literal["inquiry", "deal"]

# name: (type, where its value is found). `money` is an amount in the currency of the process.
INQUIRY_FACTS: Final[dict[str, tuple[str, Callable[[Inquiry], Any]]]] = {
    "inquiry.brief_filled": ("bool", lambda inquiry: inquiry.brief_filled),
    "inquiry.service_questions": ("int", lambda inquiry: inquiry.service_questions),
    "inquiry.messages": ("int", lambda inquiry: inquiry.messages),
    "inquiry.channel": ("string", lambda inquiry: inquiry.channel),
}
DEAL_FACTS: Final[dict[str, tuple[str, Callable[[Deal], Any]]]] = {
    "deal.amount": ("money", lambda deal: deal.amount),
    "deal.agreed": ("money", lambda deal: deal.agreed),
    "deal.paid": ("money", lambda deal: deal.paid),
    "deal.channel": ("string", lambda deal: deal.channel),
    "deal.stage": ("string", lambda deal: deal.stage),
    "deal.status": ("string", lambda deal: deal.status),
    "deal.handover": ("string", lambda deal: deal.handover),
    "deal.early": ("bool", lambda deal: deal.early),
    "deal.calls": ("int", lambda deal: deal.evidence.get("call", 0)),
    "deal.offers": ("int", lambda deal: deal.evidence.get("offer", 0)),
}


# Kind of field: (type, what its kept form means). An empty field counts as nought, no, nothing.
FIELD_KINDS: Final[dict[str, tuple[str, Callable[[str], Any]]]] = {
    "number": ("double", lambda value: float(value or 0)),
    "money": ("money", lambda value: int(value or 0)),
    "date": ("date", lambda value: date.fromisoformat(value).toordinal() if value else 0),
    "yes_no": ("bool", lambda value: value == "yes"),
    "choice": ("string", str),
    "choices": ("list:string", lambda value: value.split(",") if value else []),
}
ALWAYS: Final = (
    ("deal.status", ("open", "won", "imported", "lost")),
    ("deal.handover", ("none", "offered", "accepted", "returned")),
)
"""What these can be, whatever a passport says."""
Fields = tuple[Field, ...]
Choices = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an expression can't be a condition: `code` and `data` for a sentence, `at` the place in its text."""

    code: str
    at: int
    data: dict[str, Any] = field(default_factory=dict)


def lead(text: str, inquiry: Inquiry, process: Process | None = None) -> bool:
    """Is this inquiry a lead by this rule of the process? An expression that can't be read calls nothing a lead."""
    own, currency = (process.entry.fields, process.currency) if process else ((), "")
    run = _compiled(text, "inquiry", currency, own)
    return run is not None and bool(run(inquiry))


def ways(text: str) -> tuple[tuple[str, ...], ...]:
    """The alternatives of a condition, each with the parts that must be true together; brackets stay whole."""
    try:
        words = tokens(text)
    except Wrong:
        return ((text,),)
    return tuple(
        tuple(text[start:end].strip() for start, end in _pieces(words, "&&", begin, stop))
        for begin, stop in _pieces(words, "||", 0, len(text))
    )


def _pieces(
    words: list[tuple[str, str, int]], joint: str, begin: int, stop: int
) -> Iterator[tuple[int, int]]:
    """From where to where the pieces go that the sign joins, outside of all brackets."""
    depth, start = 0, begin
    for kind, word, at in words:
        if not begin <= at < stop or kind != "sign":
            continue
        depth += (word in "([") - (word in ")]")
        if word == joint and depth == 0:
            yield start, at
            start = at + len(joint)
    yield start, stop


def deal(text: str, deal: Deal, fields: Fields = ()) -> bool:
    """Is this condition true of the deal with these own fields? One that can't be read never is."""
    run = _compiled(text, "deal", deal.currency, fields)
    return run is not None and bool(run(deal))


def kinds(over: Over, fields: Fields = ()) -> dict[str, str]:
    """What a condition may ask for, each with its type: bool, int, double, string, money, date, ..."""
    known = INQUIRY_FACTS if over == "inquiry" else DEAL_FACTS
    own = {f"{over}.fields.{one.id}": _own(one)[0] for one in fields}
    return {**{name: kind for name, (kind, _find) in known.items()}, **own}


def problems(
    text: str, over: Over, currency: str = "RUB", fields: Fields = (), choices: Choices = ()
) -> tuple[Trouble, ...]:
    """What is wrong with the expression: unknown names, types, money beside a bare number; empty if nothing.

    `choices` are pairs of a name and of all that it can be: stages, channels.
    """
    known = dict(choices)
    facts = {
        name: replace(fact, choices=known.get(name, fact.choices))
        for name, fact in _facts(over, currency, fields).items()
    }
    try:
        term = read(text, facts)
    except Wrong as wrong:
        return (Trouble(wrong.code, wrong.at, wrong.data),)
    if not term.names:
        return (Trouble("expression_constant", term.at, {"value": bool(term.run(None))}),)
    return ()


@lru_cache(maxsize=512)
def _compiled(text: str, over: Over, currency: str, fields: Fields) -> Run | None:
    try:
        return read(text, _facts(over, currency, fields)).run
    except Wrong:
        return None


@lru_cache(maxsize=64)
def _facts(over: Over, currency: str, fields: Fields) -> dict[str, Fact]:
    known: dict[str, tuple[str, Any]] = {**(INQUIRY_FACTS if over == "inquiry" else DEAL_FACTS)}
    known |= {f"{over}.fields.{one.id}": _own(one) for one in fields}
    options = {
        f"{over}.fields.{one.id}": tuple(option.id for option in one.options)
        for one in fields
        if one.kind in ("choice", "choices")
    }
    return {
        name: Fact(f"money:{currency}" if kind == "money" else kind, find, options.get(name, ()))
        for name, (kind, find) in known.items()
    }


def _own(field: Field) -> tuple[str, Callable[[Any], Any]]:
    """A field of the company's own: free words have the type `words`, which nothing can be asked of."""
    kind, meant = FIELD_KINDS.get(field.kind, ("words", str))
    name = field.id

    def find(about: Any) -> Any:
        values: Mapping[str, str] = about.values
        return meant(values.get(name, ""))

    return kind, find
