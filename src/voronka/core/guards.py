"""The named guards: one function each, true or with what is missing; and what a list of guards still asks."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from voronka.core.deal import Deal, approval_of
from voronka.core.decision import Unmet
from voronka.core.process import Field, Guard, Process, Span
from voronka.core.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Facts:
    """What guards may look at: the deal, its process, the moment, and compiled expressions by their text.

    `check` answers an expression of the passport; it is handed in, for the core knows no notation.
    `calendar` is the company's working clock; `read` are the digests of the instructions that the person
    who leads the deal has read, gathered where a stage asks for them.
    """

    process: Process
    deal: Deal
    at: datetime
    check: Callable[[str, Deal, tuple[Field, ...]], bool] | None = None
    calendar: Calendar = field(default_factory=Calendar)
    read: frozenset[str] = frozenset()


_NAMED = re.compile(r"\bdeal\.\w+")
_DOOR_OF_ALL = {frozenset({"deal.amount"}): "amount", frozenset({"deal.fields"}): "fields"}

GuardRule = Callable[[Facts, Guard], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Named:
    """A guard of the language: its rule, the door by hand that makes its fact, and what it `needs`.

    `argument` says what the passport may write behind it: none, percent, fields, role, span or expression.
    """

    name: str
    rule: GuardRule
    door: str
    needs: tuple[str, ...]
    argument: str = "none"


GUARDS: dict[str, Named] = {}


def guard(door: str, needs: tuple[str, ...], argument: str = "none") -> Callable[[GuardRule], GuardRule]:
    """Register a guard under its function's name. Its rule returns None when met, else what is missing."""

    def register(rule: GuardRule) -> GuardRule:
        GUARDS[rule.__name__] = Named(rule.__name__, rule, door, needs, argument)
        return rule

    return register


@guard("steps", ("steps",))
def steps_done(facts: Facts, asked: Guard) -> Mapping[str, Any] | None:
    """Every step of the stage is done."""
    stage = facts.process.stage(facts.deal.stage)
    left = [step for step in stage.steps if f"{stage.id}/{step.id}" not in facts.deal.steps]
    if not left:
        return None
    return {
        "steps": [step.id for step in left],
        "titles": [step.title for step in left],
        "have": len(stage.steps) - len(left),
        "need": len(stage.steps),
    }


@guard("fields", ("fields",), "fields")
def fields_filled(facts: Facts, asked: Guard) -> Mapping[str, Any] | None:
    """The named fields of the deal are filled."""
    wanted = asked.arg if isinstance(asked.arg, tuple) else (str(asked.arg),)
    left = [name for name in wanted if not _filled(facts.deal, name)]
    if not left:
        return None
    titles = {one.id: one.title for one in facts.process.cycle.fields}
    return {
        "fields": left,
        "titles": [titles.get(name, name) for name in left],
        "have": len(wanted) - len(left),
        "need": len(wanted),
    }


def _filled(deal: Deal, name: str) -> bool:
    match name:
        case "amount":
            return deal.amount > 0
        case "company":
            return deal.company is not None
        case "contact":
            return deal.contact is not None
        case _:
            return name in deal.fields or name in deal.values


@guard("brief", ("brief",))
def brief_filled(facts: Facts, asked: Guard) -> Mapping[str, Any] | None:
    """The brief is filled."""
    return _once(facts, "brief")


@guard("next_step", ("next_step",))
def next_step_set(facts: Facts, asked: Guard) -> Mapping[str, Any] | None:
    """The next step is set, and not in the past."""
    due = facts.deal.next_step_at
    if due is not None and due >= facts.at:
        return None
    return {"due": due.isoformat() if due else None}


@guard("call", ("call",))
def call_logged(facts: Facts, asked: Guard) -> Mapping[str, Any] | None:
    """A call with the client took place."""
    return _once(facts, "call")


@guard("recording", ("recording",))
def recording_sent(facts: Facts, asked: Guard) -> Mapping[str, Any] | None:
    """The recording went to the client."""
    return _once(facts, "recording")


@guard("offer", ("offer",))
def offer_sent(facts: Facts, asked: Guard) -> Mapping[str, Any] | None:
    """An offer went to the client."""
    return _once(facts, "offer")


@guard("contract_sent", ("contract_sent",))
def contract_sent(facts: Facts, asked: Guard) -> Mapping[str, Any] | None:
    """The contract went to the client."""
    return _once(facts, "contract_sent")


@guard("contract", ("contract",))
def contract_signed(facts: Facts, asked: Guard) -> Mapping[str, Any] | None:
    """The contract is signed."""
    return _once(facts, "contract")


@guard("invoice", ("invoice",))
def invoice_sent(facts: Facts, asked: Guard) -> Mapping[str, Any] | None:
    """The invoice went to the client."""
    return _once(facts, "invoice")


@guard("payment", ("payments", "amount"), "percent")
def paid(facts: Facts, asked: Guard) -> Mapping[str, Any] | None:
    """This many percent of the agreed sum are paid, and the agreed sum is above zero."""
    percent = asked.arg if isinstance(asked.arg, int) else 100
    deal = facts.deal
    # Whole minor units: the part that is asked is rounded up, so that 100 % is never a kopeck short.
    need = -(-deal.agreed * percent // 100)
    if deal.agreed > 0 and deal.paid >= max(need, 1):
        return None
    return {
        "have": deal.paid,
        "need": need,
        "percent": percent,
        "currency": deal.currency,
        "agreed": deal.agreed,
    }


@guard("payment", ("payments",))
def tripwire_paid(facts: Facts, asked: Guard) -> Mapping[str, Any] | None:
    """The small offer before the main one is paid for, by its price."""
    tripwire = facts.process.closing.tripwire
    named = tripwire.offer if tripwire else ""
    offer = next((one for one in facts.process.product.offers if one.id == named), None)
    need = max(offer.price, 1) if offer else 1
    have = facts.deal.paid_for(named) if named else 0
    if have >= need:
        return None
    return {
        "have": have,
        "need": need,
        "offer": named,
        "title": offer.title if offer else named,
        "currency": facts.deal.currency,
    }


@guard("handover", ("handover",))
def handover_accepted(facts: Facts, asked: Guard) -> Mapping[str, Any] | None:
    """Production accepted the hand-over."""
    return None if facts.deal.handover == "accepted" else {"have": facts.deal.handover}


@guard("instruction", ("acknowledgements",))
def instruction_acknowledged(facts: Facts, asked: Guard) -> Mapping[str, Any] | None:
    """Whoever leads the deal has read the present instruction of its stage."""
    stage = facts.process.stage(facts.deal.stage)
    if not stage.instruction or (facts.deal.owner is not None and stage.digest in facts.read):
        return None
    return {"stage": stage.id, "owner": facts.deal.owner}


@guard("approval", ("approvals", "amount"), "role")
def approved(facts: Facts, asked: Guard) -> Mapping[str, Any] | None:
    """Somebody with this role approved the deal, for the sum that is agreed now."""
    deal, role = facts.deal, str(asked.arg)
    if deal.approvals.get(role) == deal.agreed:
        return None
    known = facts.process.role(role)
    return {
        "role": role,
        "title": known.title if known else role,
        "asked": approval_of(role) in deal.asks,
        "before": deal.approvals.get(role),
        "currency": deal.currency,
    }


@guard("wait", ("time",), "span")
def waited(facts: Facts, asked: Guard) -> Mapping[str, Any] | None:
    """The deal has been on its stage for this long, by the working calendar."""
    until = facts.calendar.after(facts.deal.entered_at, Span.of(str(asked.arg)))
    return None if facts.at >= until else {"until": until.isoformat(), "span": str(asked.arg)}


@guard("expression", ("expression",), "expression")
def expression(facts: Facts, asked: Guard) -> Mapping[str, Any] | None:
    """A condition that the company wrote itself is true."""
    text = str(asked.arg)
    if facts.check is not None and facts.check(text, facts.deal, facts.process.cycle.fields):
        return None
    return {"expression": text}


def _once(facts: Facts, evidence: str) -> Mapping[str, Any] | None:
    return None if facts.deal.evidence.get(evidence) else {"have": 0, "need": 1}


def unmet(facts: Facts, guards: Iterable[Guard]) -> tuple[Unmet, ...]:
    """Which of these guards are not met, in their order, each with what is missing and where to do it."""
    missing = []
    for asked in guards:
        named = GUARDS[asked.name]
        data = named.rule(facts, asked)
        if data is not None:
            door = named.door
            if asked.name == "paid" and facts.deal.agreed <= 0:
                door = "amount"
            # A condition about nothing but the sum, or the company's own fields, is met where they are entered.
            if asked.name == "expression":
                door = _DOOR_OF_ALL.get(frozenset(_NAMED.findall(str(asked.arg))), door)
            missing.append(Unmet(asked.name, door, data, asked.mode))
    return tuple(missing)


def enforced(missing: Iterable[Unmet]) -> tuple[Unmet, ...]:
    """Those that refuse; the others only warn or observe."""
    return tuple(one for one in missing if one.mode == "enforce")
