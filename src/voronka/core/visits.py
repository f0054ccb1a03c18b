"""A deal's stays on stages, as told by its facts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from voronka.core import events as e
from voronka.core.deal import Stamp


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay; `place` counts the deal's stays from 1, `outcome` says how it ended (empty: still there)."""

    place: int
    stage: str
    entered_at: datetime
    left_at: datetime | None = None
    outcome: str = ""


def visits(facts: Iterable[tuple[e.Event, Stamp]]) -> list[Visit]:
    """All stays of one deal, in order; a move that was undone leaves none."""
    stays: list[Visit] = []
    for event, stamp in facts:
        match event:
            case e.DealOpened() | e.DealReopened() | e.DealWinRevoked():
                stays.append(Visit(len(stays) + 1, event.stage, stamp.at))
            case e.DealMoved() | e.DealReturned():
                stays[-1] = replace(stays[-1], left_at=stamp.at, outcome=outcome_of(event))
                stays.append(Visit(len(stays) + 1, event.to, stamp.at))
            case e.DealMoveUndone():
                stays.pop()
                stays[-1] = replace(stays[-1], left_at=None, outcome="")
            case e.DealLost() | e.DealWon():
                stays[-1] = replace(stays[-1], left_at=stamp.at, outcome=outcome_of(event))
    return stays


def outcome_of(event: e.Event) -> str:
    """How a stay ends with this fact: moved, returned, lost, won, or moved by an exception.

    An exception is a move past conditions that were not met: the passport only warns of them, or observes.
    """
    if isinstance(event, e.DealMoved) and event.passed:
        return "exception"
    return event.kind.partition(".")[2]
