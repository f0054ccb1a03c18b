"""What a deal asks of other people, and their answers: approvals, and instructions that were read."""

from datetime import datetime

from voronka.actions.change import Outcome, clean, named, on_deal, once, outcome, require_sight
from voronka.core import access, cycle
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.decision import Decision
from voronka.core.guards import Facts
from voronka.store import values
from voronka.store.work import Unit


def ask_approval(
    *,
    key: int,
    role: str,
    note: str = "",
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """Ask somebody with this role of the passport to approve the deal."""
    words = clean(note, "note")
    return on_deal(
        "deal.change",
        key,
        lambda facts, unit: cycle.ask_approval(facts, named(role), unit.text(words)),
        by=by,
        at=at,
        door=door,
        command=["ask", role, words],
        request=request,
    )


def approve_deal(
    *,
    key: int,
    role: str,
    note: str = "",
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """Approve the deal for the sum that is agreed now, as somebody who holds this role."""
    words = clean(note, "note")
    return on_deal(
        "deal.approve",
        key,
        lambda facts, unit: cycle.approve(facts, named(role), by.role, unit.text(words)),
        by=by,
        at=at,
        door=door,
        command=["approve", role, words],
        request=request,
    )


def ask_exception(
    *,
    key: int,
    to: str | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """Ask whoever may to let the deal go on to this stage (the next one by default) as it is."""
    words = clean(note, "note")
    return on_deal(
        "deal.move",
        key,
        lambda facts, unit: cycle.ask_exception(facts, _target(facts, to), unit.text(words)),
        by=by,
        at=at,
        door=door,
        command=["ask exception", to, words],
        request=request,
    )


def grant_exception(
    *,
    key: int,
    reason: str,
    to: str | None = None,
    by: Actor,
    at: datetime,
    door: str = "page",
    seen: int | None = None,
    request: str | None = None,
) -> Outcome:
    """Let the deal go on to this stage (the next one by default) although its stage asks for more, and say why."""
    why = clean(reason, "reason", required=True)
    return on_deal(
        "deal.exception",
        key,
        lambda facts, unit: cycle.grant_exception(facts, _target(facts, to), unit.text(why)),
        by=by,
        at=at,
        door=door,
        command=["exception", to, why],
        seen=seen,
        request=request,
    )


def _target(facts: Facts, to: str | None) -> str:
    following = facts.process.following(facts.deal.stage)
    return named(to) if to else following.id if following else facts.deal.stage


def acknowledge_instruction(
    *, key: int, by: Actor, at: datetime, door: str = "page", request: str | None = None
) -> Outcome:
    """I have read the instruction of the stage where this deal is; kept for me and for this very text."""
    access.require(by, "deal.see")

    def change(unit: Unit) -> Outcome:
        deal = unit.deal(key)
        require_sight(by, deal)
        process = values.process(deal.process, deal.version)
        stage = process.stage(deal.stage)
        if by.id is None or not stage.instruction:
            return outcome(Decision(), deal, at)
        event = e.DocumentAcknowledged(process.key, stage.id, stage.digest)
        new = unit.acknowledge(by.id, event, process.version)
        return outcome(Decision((event,) if new else ()), deal, at)

    return once(change, by=by, at=at, door=door, request=request, command=["acknowledge", key])
