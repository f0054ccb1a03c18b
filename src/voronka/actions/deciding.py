"""What a verb of question 2 decides about a deal: the same for one deal, for many, and for a look without writing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Protocol

from voronka.actions.own import read
from voronka.core import access, cycle
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.decision import Decision
from voronka.core.fields import holds_words
from voronka.core.guards import Facts
from voronka.core.problems import Invalid, NotAllowed, Problem

FARTHEST: Final = timedelta(days=3653)
"""A next step farther away is a slip of the pen, and the last years of the calendar have no time zones."""


class Pen(Protocol):
    """Keeps what somebody wrote."""

    def text(self, body: str) -> int | None:
        """Its id, None for nothing."""
        ...


Decide = Callable[[Facts, Pen], Decision]


def move(to: str) -> Decide:
    """To the next stage, or to an earlier one."""
    return lambda facts, pen: cycle.move(facts, to)


def lose(reason: str, words: str) -> Decide:
    """Lost, for a reason of the passport."""
    return lambda facts, pen: cycle.lose(facts, reason, pen.text(words))


def reopen(words: str) -> Decide:
    """A lost deal lives again."""
    return lambda facts, pen: cycle.reopen(facts, pen.text(words))


def next_step(due: datetime | None, words: str, at: datetime) -> Decide:
    """What is to be done next; Invalid for a moment that has passed, or is ten years away."""

    def decide(facts: Facts, pen: Pen) -> Decision:
        # Asked here and not before: a repeated request comes later, and gets its answer all the same.
        require_ahead(due, at)
        step = e.DealNextStepSet(due.isoformat(), pen.text(words)) if due else e.DealNextStepSet()
        return cycle.note_fact(facts, step)

    return decide


def require_ahead(due: datetime | None, at: datetime) -> None:
    """Invalid for a moment that has passed, or is ten years away."""
    if due is not None and due < at:
        raise Invalid(Problem("in_the_past", "due"))
    if due is not None and due - at > FARTHEST:
        raise Invalid(Problem("too_far_ahead", "due"))


def assign(owner: int | None, by: Actor) -> Decide:
    """Another person leads the deal; whoever may only see their own deals may only take a free one."""

    def decide(facts: Facts, pen: Pen) -> Decision:
        takes_free = facts.deal.owner is None and owner == by.id
        if not access.may(by, "deal.assign") and not takes_free:
            raise NotAllowed("deal.assign")
        if owner == facts.deal.owner:
            return Decision()
        return Decision((e.DealAssigned(owner),))

    return decide


def own_field(field: str, words: str) -> Decide:
    """A field of the company's own; Invalid where its version knows none of the name, or holds no such value."""

    def decide(facts: Facts, pen: Pen) -> Decision:
        own = {one.id: one for one in facts.process.cycle.fields}
        if field not in own:
            raise Invalid(
                Problem("unknown_choice", "field", {"have": field, "known": sorted({*own, "title"})})
            )
        kept = read(own[field], words, facts.deal.currency)
        free = holds_words(own[field])
        event = e.DealFieldSet(
            field, text=pen.text(kept) if free else None, value=None if free else kept or None
        )
        return cycle.note_fact(facts, event)

    return decide
