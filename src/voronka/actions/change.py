"""The way that every change of a deal goes: right, lock, facts, decision, record, answer."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from voronka.actions.files import require_file
from voronka.core import access
from voronka.core.access import Actor
from voronka.core.cycle import remaining
from voronka.core.deal import Deal
from voronka.core.decision import Decision, Unmet
from voronka.core.events import DealMoved
from voronka.core.guards import Facts
from voronka.core.problems import Invalid, NotAllowed, NotFound, Problem, Stale
from voronka.formats import conditions
from voronka.store import values, work
from voronka.store.work import Unit

TEXT_LIMIT = 10_000
TITLE_LIMIT = 300
REQUEST_LIMIT = 100
WORD_LIMIT = 64


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a verb: `refused` by a rule (and logged), or done; `remaining`: what the stage still asks;
    `passed`: what was not met, and let pass with a warning or by an exception; it is counted.

    `seq` and `state_seq` are the object's after it; `kinds` the facts that happened; `repeated` tells that
    the same request was already answered, and this is that answer.
    """

    noun: str
    key: int
    seq: int
    state_seq: int
    kinds: tuple[str, ...] = ()
    refused: tuple[Unmet, ...] = ()
    remaining: tuple[Unmet, ...] = ()
    passed: tuple[Unmet, ...] = ()
    stage: str = ""
    status: str = ""
    repeated: bool = False

    @property
    def done(self) -> bool:
        """Was it done, that is, not refused?"""
        return not self.refused

    def as_data(self) -> dict[str, Any]:
        """The same as a dict that JSON can carry."""
        return {
            "noun": self.noun,
            "key": self.key,
            "seq": self.seq,
            "state_seq": self.state_seq,
            "kinds": list(self.kinds),
            "refused": [one.as_data() for one in self.refused],
            "remaining": [one.as_data() for one in self.remaining],
            "passed": [one.as_data() for one in self.passed],
            "stage": self.stage,
            "status": self.status,
        }

    @staticmethod
    def from_data(data: dict[str, Any]) -> "Outcome":
        """Back from the dict that as_data made, as an answer given before."""
        return Outcome(
            noun=data["noun"],
            key=data["key"],
            seq=data["seq"],
            state_seq=data["state_seq"],
            kinds=tuple(data["kinds"]),
            refused=tuple(map(Unmet.from_data, data["refused"])),
            remaining=tuple(map(Unmet.from_data, data["remaining"])),
            passed=tuple(map(Unmet.from_data, data.get("passed", ()))),
            stage=data["stage"],
            status=data["status"],
            repeated=True,
        )


Decide = Callable[[Facts, Unit], Decision]


def on_deal(
    verb: str,
    key: int,
    decide: Decide,
    *,
    by: Actor,
    at: datetime,
    door: str,
    command: object = None,
    seen: int | None = None,
    proof: int | None = None,
    request: str | None = None,
) -> Outcome:
    """Change one deal: `decide` says what happens. `command` is all that was asked, for repeated requests.

    `seen` is the page's `state_seq`, `proof` a file that the change refers to.

    Raises NotAllowed, NotFound (also for a deal that isn't the actor's to see), Stale, Invalid,
    RequestReused. A refusal by a rule is no exception: it is in the outcome, and in the log.
    """
    access.require(by, verb)

    def change(unit: Unit) -> Outcome:
        deal = unit.deal(key)
        require_sight(by, deal)
        # After the sight: to learn that a deal has changed is to learn that it is there.
        if seen is not None and seen != deal.state_seq:
            raise Stale("deal", key, seen, deal.state_seq)
        require_file(proof, "proof", by)
        facts = facts_of(deal, at)
        decision = decide(facts, unit)
        if decision.refused or not decision.events:
            unit.forget_texts()
        after = unit.record(deal, decision.events)
        return outcome(decision, after, at)

    return once(change, by=by, at=at, door=door, request=request, command=[verb, key, command, seen])


def once(
    change: Callable[[Unit], Outcome],
    *,
    by: Actor,
    at: datetime,
    door: str,
    request: str | None,
    command: object,
) -> Outcome:
    """Do the change in one transaction; where this request was answered already, give that answer."""
    if request is not None:
        request = clean(request, "request", limit=REQUEST_LIMIT) or None
    words = json.dumps(command, default=str) if request else ""
    for last_try in (False, True):
        try:
            with work.unit(by=by, at=at, door=door) as unit:
                if request and (known := unit.answered(request, words)):
                    return Outcome.from_data(known)
                answer = change(unit)
                if request:
                    unit.remember(request, words, answer.as_data())
                return answer
        except (IntegrityError, Stale, NotFound, NotAllowed, Invalid):
            # Perhaps the same request came twice at one moment: the other was first, its answer is there
            # now, and what went wrong here is only that the deal is no longer as it was.
            if last_try or not request:
                raise
    raise AssertionError("unreachable")


def facts_of(deal: Deal, at: datetime) -> Facts:
    """What the guards of this deal may look at."""
    process = values.process(deal.process, deal.version)
    read = values.read_instructions(deal, process)
    return Facts(process, deal, at, conditions.deal, values.calendar(), read)


def outcome(decision: Decision, deal: Deal, at: datetime) -> Outcome:
    """The decision as an answer about the deal after it."""
    left = decision.remaining
    if not left and deal.status == "open" and not decision.refused:
        left = remaining(facts_of(deal, at))
    return Outcome(
        noun="deal",
        key=deal.key,
        seq=deal.seq,
        state_seq=deal.state_seq,
        kinds=tuple(event.kind for event in decision.events),
        refused=decision.refused,
        remaining=left,
        passed=tuple(passed(decision)),
        stage=deal.stage,
        status=deal.status,
    )


def passed(decision: Decision) -> Iterator[Unmet]:
    """What the decision lets pass; not what the passport only observes, for that is nobody's worry."""
    for event in decision.events:
        if isinstance(event, DealMoved):
            yield from (one for one in map(Unmet.from_data, event.passed) if one.mode != "observe")


def require_sight(by: Actor, deal: Deal) -> None:
    """NotFound where the deal isn't the actor's to see: a stranger must not learn that it exists."""
    if not access.sees(by, owner=deal.owner, handover=deal.handover, handover_to=deal.handover_to):
        raise NotFound("deal", deal.key)


def clean(text: str | None, field: str, *, limit: int = TEXT_LIMIT, required: bool = False) -> str:
    """What was typed, without spaces around it and without what no database keeps: NUL, halves of letters.

    Raises Invalid with code `required` or `too_long`.
    """
    bare = keepable(text or "").strip()
    if required and not bare:
        raise Invalid(Problem("required", field))
    if len(bare) > limit:
        raise Invalid(Problem("too_long", field, {"limit": limit, "length": len(bare)}))
    return bare


def named(text: str) -> str:
    """A name out of a list (a stage, a reason, a step) as somebody sent it: fit to be told back and logged."""
    return keepable(text)[:WORD_LIMIT]


def keepable(text: str) -> str:
    """What was typed without what no database keeps: NUL, halves of letters."""
    return text.replace("\x00", "").encode(errors="replace").decode()
