"""What a file holds, by one pass over its lines: for the dry run, and for a passport drafted from the past."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median
from typing import Final

from voronka.core.imports import LOST, WON, Line, Refused

MOST_EXAMPLES: Final = 20


@dataclass(slots=True)
class Summary:
    """Counts of the lines that can be taken and of those that can't; sums in minor units by currency."""

    taken: int = 0
    refused: int = 0
    open: int = 0
    won: int = 0
    lost: int = 0
    clients: int = 0
    first: datetime | None = None
    last: datetime | None = None
    stages: Counter[str] = field(default_factory=Counter)
    sums: Counter[str] = field(default_factory=Counter)
    won_sums: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    examples: list[Line] = field(default_factory=list)
    refusals: list[Refused] = field(default_factory=list)

    def add(self, told: Line | Refused) -> None:
        """One line more."""
        if isinstance(told, Refused):
            self.refused += 1
            self.reasons[told.problem.code] += 1
            if len(self.refusals) < MOST_EXAMPLES:
                self.refusals.append(told)
            return
        self.taken += 1
        if len(self.examples) < MOST_EXAMPLES:
            self.examples.append(told)
        if told.client.company or told.client.contact or told.client.phones or told.client.emails:
            self.clients += 1
        for at in (told.opened_at, told.closed_at):
            if at is not None:
                self.first = at if self.first is None or at < self.first else self.first
                self.last = at if self.last is None or at > self.last else self.last
        self.sums[told.currency] += told.amount
        if told.noun == "deal":
            self.stages[told.stage] += 1
            self.won += told.stage == WON
            self.lost += told.stage == LOST
            self.open += told.stage not in (WON, LOST)
            if told.stage == WON:
                self.won_sums[told.currency] += told.amount


def counted(lines: Iterable[Line | Refused], into: Summary) -> Iterator[Line | Refused]:
    """The same lines, counted on their way."""
    for one in lines:
        into.add(one)
        yield one


@dataclass(frozen=True, slots=True)
class Found:
    """What lines tell of how a company sells: stages in their order with the median of calendar days on each."""

    stages: tuple[tuple[str, float | None], ...]
    first: date | None = None
    last: date | None = None


def order_of_stages(changes: Iterable[Line], names: Iterable[str]) -> tuple[str, ...]:
    """Stages in the order in which deals go through them: by how much more often one is entered after another.

    `names` are the stages in the order of the file, which decides where changes do not.
    """
    known = list(dict.fromkeys(names))
    after: Counter[tuple[str, str]] = Counter()
    for one in changes:
        if one.from_stage and one.from_stage != one.stage:
            after[one.from_stage, one.stage] += 1
    place = {name: number for number, name in enumerate(known)}

    def rank(name: str) -> tuple[float, int]:
        out = sum(times for (frm, _to), times in after.items() if frm == name)
        into = sum(times for (_frm, to), times in after.items() if to == name)
        return ((into - out) / (into + out) if into + out else 0.0, place[name])

    return tuple(sorted(known, key=rank)) if after else tuple(known)


def times_on_stages(lines: Iterable[Line]) -> dict[str, float]:
    """The median of calendar days that closed deals spent on the stage from which they were closed."""
    spent: dict[str, list[float]] = {}
    for one in lines:
        if one.stage in (WON, LOST) and one.from_stage and one.opened_at and one.closed_at:
            days = (one.closed_at - (one.entered_at or one.opened_at)).total_seconds() / 86_400
            spent.setdefault(one.from_stage, []).append(days)
    return {stage: median(days) for stage, days in spent.items()}
