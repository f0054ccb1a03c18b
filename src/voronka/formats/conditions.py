"""Conditions of a passport over an inquiry or a deal: checked when published, asked in microseconds, never failing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Literal

from voronka.core.deal import Deal
from voronka.core.entry import Inquiry
from voronka.formats.expression import read
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


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an expression can't be a condition: `code` and `data` for a sentence, `at` the place in its text."""

    code: str
    at: int
    data: dict[str, Any] = field(default_factory=dict)


def lead(text: str, inquiry: Inquiry) -> bool:
    """Is this inquiry a lead by this rule? An expression that can't be read calls nothing a lead."""
    run = _compiled(text, "inquiry", "")
    return run is not None and bool(run(inquiry))


def deal(text: str, deal: Deal) -> bool:
    """Is this condition true of the deal? One that can't be read never is."""
    run = _compiled(text, "deal", deal.currency)
    return run is not None and bool(run(deal))


def kinds(over: Over) -> dict[str, str]:
    """What a condition may ask for, each with its type: bool, int, string, money."""
    return {
        name: kind for name, (kind, _find) in (INQUIRY_FACTS if over == "inquiry" else DEAL_FACTS).items()
    }


def problems(text: str, over: Over, currency: str = "RUB") -> tuple[Trouble, ...]:
    """What is wrong with the expression: unknown names, types, money beside a bare number; empty if nothing."""
    try:
        term = read(text, _facts(over, currency))
    except Wrong as wrong:
        return (Trouble(wrong.code, wrong.at, wrong.data),)
    if not term.names:
        return (Trouble("expression_constant", term.at, {"value": bool(term.run(None))}),)
    return ()


@lru_cache(maxsize=512)
def _compiled(text: str, over: Over, currency: str) -> Run | None:
    try:
        return read(text, _facts(over, currency)).run
    except Wrong:
        return None


@lru_cache(maxsize=64)
def _facts(over: Over, currency: str) -> dict[str, Fact]:
    known: dict[str, tuple[str, Any]] = {**(INQUIRY_FACTS if over == "inquiry" else DEAL_FACTS)}
    return {
        name: Fact(f"money:{currency}" if kind == "money" else kind, find)
        for name, (kind, find) in known.items()
    }
