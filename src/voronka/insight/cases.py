"""Stays on stages as cases to count: one a deal and stage, seen as of a moment, aged on the working clock.

A case is the deal's first entry of the stage. It *advanced* when any later stage was reached, or the deal was won;
a skipped stage leaves no case; an undone move has left no stay. What lies behind `now` is as if not known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from voronka.core.visits import ENDS, Columns
from voronka.core.workdays import Calendar
from voronka.insight.clock import Bools, Floats, Ints, rest_of_day, working_days

OPEN, ADVANCED, LOST = 0, 1, 2
UNKNOWN: Final = -1
"""The place of a stage that its version has not."""

Orders = Mapping[int, Sequence[str]]
"""The stages of each version, in their order."""


@dataclass(frozen=True, slots=True)
class Cases:
    """Arrays with a value a case. `stage` is a place in `stages`; `age` working days to the end, or to now;
    `since` working days from the entry to now, `rest` what was left of the day of the entry.

    `end`, `opened`, `version` are the deal's own: open, won (ADVANCED) or lost; when and under which version opened.
    """

    stages: tuple[str, ...]
    deal: Ints
    stage: Ints
    state: Ints
    age: Floats
    since: Floats
    rest: Floats
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
            self.since[chosen],
            self.rest[chosen],
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
    outcome: Ints


def cases(told: Columns, stages: Sequence[str], orders: Orders, now: float, calendar: Calendar) -> Cases:
    """The cases of these stays on these stages, as of `now`. Deals whose first stay is not there are left out."""
    stays = _stays(told, stages, orders, now)
    count = len(stays.deal)
    begins = np.r_[True, stays.deal[1:] != stays.deal[:-1]][:count]
    first = np.flatnonzero(begins)
    group = np.cumsum(begins) - 1
    last = (np.r_[first[1:], count] - 1)[: len(first)]
    whole = stays.number[first] == 1
    ended = np.where(np.isnan(stays.left), 0, stays.outcome)[last][group]
    lost, won = ended == ENDS["lost"], ended == ENDS["won"]
    onward = _onward(stays, group)
    advanced = ~np.isnan(onward) | won
    state = np.where(advanced, ADVANCED, np.where(lost, LOST, OPEN))
    over = np.where(won | lost, stays.left[last][group], now)
    clock = working_days(
        calendar, np.concatenate((stays.entered, np.where(np.isnan(onward), over, onward), [now]))
    )
    entered, left, present = clock[:count], clock[count:-1], clock[-1]
    kept = _first_entries(stays) & whole[group] & (stays.stage != UNKNOWN)
    return Cases(
        stages=tuple(stages),
        deal=stays.deal,
        stage=stays.stage,
        state=state.astype(np.int64),
        age=np.maximum(left - entered, 0.0),
        since=present - entered,
        rest=rest_of_day(calendar, stays.entered),
        end=np.where(won, ADVANCED, np.where(lost, LOST, OPEN)).astype(np.int64),
        opened=stays.entered[first][group],
        version=stays.version[first][group],
    ).where(kept)


def _stays(told: Columns, stages: Sequence[str], orders: Orders, now: float) -> _Stays:
    """Rows in the order of deals and numbers, without those that had not begun yet."""
    entered = np.array(told.entered, dtype=np.float64)
    seen = np.flatnonzero(entered <= now)
    deal = np.array(told.deal, dtype=np.int64)[seen]
    number = np.array(told.number, dtype=np.int64)[seen]
    order = np.lexsort((number, deal))
    chosen = seen[order]
    version = np.array(told.version, dtype=np.int64)[chosen]
    name = np.array(told.stage, dtype=np.int64)[chosen]
    left = np.array(told.left, dtype=np.float64)[chosen]
    return _Stays(
        deal=deal[order],
        number=number[order],
        version=version,
        stage=_shown(told, stages)[name],
        place=_places(told, orders, version, name),
        entered=entered[chosen],
        left=np.where(left > now, np.nan, left),
        outcome=np.array(told.outcome, dtype=np.int64)[chosen],
    )


def _shown(told: Columns, stages: Sequence[str]) -> Ints:
    """The place of each name among the stages that are asked for."""
    asked = {stage: place for place, stage in enumerate(stages)}
    return np.array([*(asked.get(stage, UNKNOWN) for stage in told.stages), UNKNOWN], dtype=np.int64)


def _places(told: Columns, orders: Orders, version: Ints, name: Ints) -> Ints:
    """The place of each stay's stage by the order of the stay's own version."""
    versions, which = np.unique(version, return_inverse=True)
    table = np.full((len(versions), len(told.stages) + 1), UNKNOWN, dtype=np.int64)
    for line, number in enumerate(versions.tolist()):
        table[line] = _shown(told, orders.get(number, ()))
    found: Ints = table[which, name]
    return found


def _onward(stays: _Stays, group: Ints) -> Floats:
    """When a later stage was first reached after each stay; NaN where none was."""
    count = len(stays.deal)
    onward = np.full(count, np.nan)
    same = np.r_[group[1:] == group[:-1], False][:count]
    # A new version that put the deal on a later stage is no success of the earlier one.
    own = stays.outcome != ENDS["migrated"]
    forward = same & own & (np.r_[stays.place[1:], UNKNOWN][:count] > stays.place)
    onward[forward] = np.r_[stays.entered[1:], np.nan][:count][forward]
    # The rest went back first, and perhaps came on later: few, so they are walked through.
    for at in np.flatnonzero(same & ~forward).tolist():
        for later in range(at + 1, count):
            if group[later] != group[at]:
                break
            if own[later - 1] and stays.place[later] > stays.place[at]:
                onward[at] = stays.entered[later]
                break
    return onward


def _first_entries(stays: _Stays) -> Bools:
    """The first stay of each deal on each stage."""
    key = stays.deal * (int(stays.stage.max(initial=0)) + 2) + stays.stage + 1
    _, place = np.unique(key, return_index=True)
    first = np.zeros(len(key), dtype=np.bool_)
    first[place] = True
    return first


def skipped(all_cases: Cases) -> Ints:
    """How many deals passed each stage by: a later one was reached, or the deal was won, and this one never entered."""
    deals, first, place = np.unique(all_cases.deal, return_index=True, return_inverse=True)
    entered = np.zeros((len(deals), len(all_cases.stages)), dtype=np.bool_)
    entered[place, all_cases.stage] = True
    reached = np.maximum.accumulate(entered[:, ::-1], axis=1)[:, ::-1]
    reached |= (all_cases.end[first] == ADVANCED)[:, None]
    counted: Ints = (reached & ~entered).sum(axis=0)
    return counted
