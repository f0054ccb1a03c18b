"""Stays on stages as cases to count: one a deal and stage, seen as of a moment, aged on the working clock.

A case is the deal's first entry of the stage. It *advanced* when any later stage was reached, or the deal was won;
a skipped stage leaves no case; an undone move has left no stay. What lies behind `now` is as if not known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from voronka.core.workdays import Calendar
from voronka.insight.clock import Bools, Floats, Ints, working_days

OPEN, ADVANCED, LOST = 0, 1, 2
UNKNOWN: Final = -1
"""The place of a stage that its version has not."""

Row = tuple[int, int, int, str, float, float | None, str]
"""Deal, number of the stay, version, stage, entered and left (seconds since 1970), outcome."""
Orders = Mapping[int, Sequence[str]]
"""The stages of each version, in their order."""


@dataclass(frozen=True, slots=True)
class Cases:
    """Arrays with a value a case. `stage` is a place in `stages`; `age` working days to the end, or to now.

    `end`, `opened`, `version` are the deal's own: open, won (ADVANCED) or lost; when and under which version opened.
    """

    stages: tuple[str, ...]
    deal: Ints
    stage: Ints
    state: Ints
    age: Floats
    end: Ints
    opened: Floats
    version: Ints

    def where(self, chosen: Bools) -> "Cases":
        """Only these cases."""
        return Cases(
            self.stages,
            self.deal[chosen],
            self.stage[chosen],
            self.state[chosen],
            self.age[chosen],
            self.end[chosen],
            self.opened[chosen],
            self.version[chosen],
        )

    @property
    def deals(self) -> int:
        """How many deals they are of."""
        return len(np.unique(self.deal))


@dataclass(frozen=True, slots=True)
class _Stays:
    """Rows as arrays, ordered by deal and number; `place` by the order of the row's own version."""

    deal: Ints
    number: Ints
    version: Ints
    stage: Ints
    place: Ints
    entered: Floats
    left: Floats
    lost: Bools
    won: Bools


def cases(
    rows: Sequence[Row], stages: Sequence[str], orders: Orders, now: float, calendar: Calendar
) -> Cases:
    """The cases of these stays on these stages, as of `now`. Deals whose first stay is not there are left out."""
    stays = _stays(rows, stages, orders, now)
    count = len(stays.deal)
    if not count:
        none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
        return Cases(tuple(stages), none, none, none, nothing, none, nothing, none)
    first = np.flatnonzero(np.r_[True, stays.deal[1:] != stays.deal[:-1]])
    group = np.cumsum(np.r_[False, stays.deal[1:] != stays.deal[:-1]])
    last = np.r_[first[1:], count] - 1
    whole = stays.number[first] == 1
    ended_lost = (stays.lost & ~np.isnan(stays.left))[last][group]
    ended_won = (stays.won & ~np.isnan(stays.left))[last][group]
    ended_at = stays.left[last][group]
    onward = _onward(stays, group)
    advanced = ~np.isnan(onward) | ended_won
    state = np.where(advanced, ADVANCED, np.where(ended_lost, LOST, OPEN))
    end = np.where(~np.isnan(onward), onward, np.where(ended_won | ended_lost, ended_at, now))
    clock = working_days(calendar, np.concatenate((stays.entered, end)))
    age = np.maximum(clock[count:] - clock[:count], 0.0)
    kept = _first_entries(stays) & whole[group] & (stays.stage != UNKNOWN)
    found = Cases(
        tuple(stages), stays.deal, stays.stage, state.astype(np.int64), age,
        np.where(ended_won, ADVANCED, np.where(ended_lost, LOST, OPEN)).astype(np.int64),
        stays.entered[first][group], stays.version[first][group],
    )  # fmt: skip
    return found.where(kept)


def _stays(rows: Sequence[Row], stages: Sequence[str], orders: Orders, now: float) -> _Stays:
    seen = [row for row in rows if row[4] <= now]
    places = {(version, stage): n for version, order in orders.items() for n, stage in enumerate(order)}
    shown = {stage: n for n, stage in enumerate(stages)}
    deal = np.array([row[0] for row in seen], dtype=np.int64)
    number = np.array([row[1] for row in seen], dtype=np.int64)
    order = np.lexsort((number, deal))
    left = np.array([np.nan if row[5] is None else row[5] for row in seen], dtype=np.float64)
    left[left > now] = np.nan
    return _Stays(
        deal=deal[order],
        number=number[order],
        version=np.array([row[2] for row in seen], dtype=np.int64)[order],
        stage=np.array([shown.get(row[3], UNKNOWN) for row in seen], dtype=np.int64)[order],
        place=np.array([places.get((row[2], row[3]), UNKNOWN) for row in seen], dtype=np.int64)[order],
        entered=np.array([row[4] for row in seen], dtype=np.float64)[order],
        left=left[order],
        lost=np.array([row[6] == "lost" for row in seen], dtype=np.bool_)[order],
        won=np.array([row[6] == "won" for row in seen], dtype=np.bool_)[order],
    )


def _onward(stays: _Stays, group: Ints) -> Floats:
    """When a later stage was first reached after each stay; NaN where none was."""
    count = len(stays.deal)
    onward = np.full(count, np.nan)
    same = np.r_[group[1:] == group[:-1], False]
    forward = same & (np.r_[stays.place[1:], UNKNOWN] > stays.place)
    onward[forward] = np.r_[stays.entered[1:], np.nan][forward]
    # The rest went back first, and perhaps came on later: few, so they are walked through.
    for at in np.flatnonzero(same & ~forward).tolist():
        for later in range(at + 1, count):
            if group[later] != group[at]:
                break
            if stays.place[later] > stays.place[at]:
                onward[at] = stays.entered[later]
                break
    return onward


def _first_entries(stays: _Stays) -> Bools:
    """The first stay of each deal on each stage."""
    key = stays.deal * (int(stays.stage.max()) + 2) + stays.stage + 1
    _, place = np.unique(key, return_index=True)
    first = np.zeros(len(key), dtype=np.bool_)
    first[place] = True
    return first


def skipped(all_cases: Cases) -> Ints:
    """How many deals passed each stage by: a later one was reached, and this one never entered."""
    if not len(all_cases.deal):
        return np.zeros(len(all_cases.stages), dtype=np.int64)
    deals, place = np.unique(all_cases.deal, return_inverse=True)
    entered = np.zeros((len(deals), len(all_cases.stages)), dtype=np.bool_)
    entered[place, all_cases.stage] = True
    reached = np.maximum.accumulate(entered[:, ::-1], axis=1)[:, ::-1]
    counted: Ints = (reached & ~entered).sum(axis=0)
    return counted
