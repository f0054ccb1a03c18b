"""A deal's stays on stages, as told by its facts."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from voronka.core import events as e
from voronka.core.deal import Stamp


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay; `place` counts the deal's stays from 1, `outcome` says how it ended (empty: still there).

    `version` is the one under which it began: a deal that migrates on its stage stays there as before.
    """

    place: int
    stage: str
    entered_at: datetime
    left_at: datetime | None = None
    outcome: str = ""
    version: int = 1


def visits(facts: Iterable[tuple[e.Event, Stamp]]) -> list[Visit]:
    """All stays of one deal, in order; a move that was undone leaves none."""
    stays: list[Visit] = []
    version = 1
    for event, stamp in facts:
        if isinstance(event, e.DealOpened):
            version = event.version_number
        match event:
            case e.DealOpened() | e.DealReopened() | e.DealWinRevoked():
                stays.append(Visit(len(stays) + 1, event.stage, stamp.at, version=version))
            case e.DealMoved() | e.DealReturned():
                stays[-1] = replace(stays[-1], left_at=stamp.at, outcome=outcome_of(event))
                stays.append(Visit(len(stays) + 1, event.to, stamp.at, version=version))
            case e.DealMigrated():
                version = event.to_version
                if event.from_stage != event.to_stage:
                    stays[-1] = replace(stays[-1], left_at=stamp.at, outcome=outcome_of(event))
                    stays.append(Visit(len(stays) + 1, event.to_stage, stamp.at, version=version))
            case e.DealMoveUndone():
                stays.pop()
                stays[-1] = replace(stays[-1], left_at=None, outcome="")
            case e.DealHistoryTold():
                stays = retold(event, stays[0].version, stays[-1].left_at, stays[-1].outcome)
            case e.DealWithdrawn():
                stays.clear()  # what was told of it holds no more
            case e.DealLost() | e.DealWon() | e.DealWinImported():
                stays[-1] = replace(stays[-1], left_at=stamp.at, outcome=outcome_of(event))
    return stays


def retold(event: e.DealHistoryTold, version: int, left_at: datetime | None, outcome: str) -> list[Visit]:
    """The stays that another system tells; the last of them ended as the deal did (`left_at`, `outcome`)."""
    stays: list[Visit] = []
    lives = True
    for one in event.stays:
        at = datetime.fromisoformat(one["at"])
        if stays and lives:
            end = one["to"].removeprefix("=") if one["to"].startswith("=") else ""
            stays[-1] = replace(
                stays[-1], left_at=at, outcome=end or ("returned" if one.get("back") else "moved")
            )
        lives = not one["to"].startswith("=")
        if lives:
            stays.append(Visit(len(stays) + 1, one["to"], at, version=version))
    stays[-1] = replace(stays[-1], left_at=left_at, outcome=outcome)
    return stays


def outcome_of(event: e.Event) -> str:
    """How a stay ends with this fact: moved, returned, lost, won, or moved by an exception.

    An exception is a move past conditions that were not met: by right, or because the passport only warns of
    them. What is only observed is a rule that is being tried out, and no exception.
    """
    if isinstance(event, e.DealMoved) and any(one["mode"] != "observe" for one in event.passed):
        return "exception"
    if isinstance(event, e.DealWinImported):
        return "imported"
    return event.kind.partition(".")[2]


Row = tuple[int, int, int, str, float, float | None, str]
"""Deal, number of the stay, version, stage, entered and left (seconds since 1970), outcome."""
NOT_YET = float("nan")
"""When a stay ended that goes on."""


def _numbers() -> "array[int]":
    return array("q")


def _moments() -> "array[float]":
    return array("d")


@dataclass(frozen=True, slots=True)
class Columns:
    """Very many stays, 43 bytes each: a column a fact. `stage` is a place in `stages`."""

    stages: list[str] = field(default_factory=list)
    deal: "array[int]" = field(default_factory=_numbers)
    number: "array[int]" = field(default_factory=_numbers)
    version: "array[int]" = field(default_factory=_numbers)
    stage: "array[int]" = field(default_factory=lambda: array("h"))
    entered: "array[float]" = field(default_factory=_moments)
    left: "array[float]" = field(default_factory=_moments)
    outcome: "array[int]" = field(default_factory=lambda: array("b"))

    def __len__(self) -> int:
        return len(self.deal)


ENDS = {"lost": 1, "won": 2, "imported": 2, "migrated": 3}
"""Outcomes that are no step of the deal's own, or its last, as a column has them; 0 is any other."""


def columns(rows: Iterable[Row], told: Columns | None = None) -> Columns:
    """Stays as columns, behind those that were told before."""
    told = Columns() if told is None else told
    places = {stage: place for place, stage in enumerate(told.stages)}
    for deal, number, version, stage, entered, left, outcome in rows:
        place = places.setdefault(stage, len(places))
        if place == len(told.stages):
            told.stages.append(stage)
        told.deal.append(deal)
        told.number.append(number)
        told.version.append(version)
        told.stage.append(place)
        told.entered.append(entered)
        told.left.append(NOT_YET if left is None else left)
        told.outcome.append(ENDS.get(outcome, 0))
    return told
