"""How long deals stay on a stage before they go on, or are lost: open ones are known to have stayed so long, no more.

Two ends compete, so each has its own cumulative incidence by Aalen and Johansen.
"""

from dataclasses import dataclass

import numpy as np

from voronka.insight.cases import ADVANCED, LOST
from voronka.insight.clock import Floats, Ints

LEAST = 1e-6
LEAST_LOST = 1e-3
"""Older than any case that ended: such an open case is as good as lost, for losses are written down late."""
FEW = 5
"""With fewer cases that ended so, a stage borrows the shape of all stages together."""


@dataclass(frozen=True, slots=True)
class Incidence:
    """Shares of cases that advanced and that were lost by each of the times, of all that began."""

    times: Floats
    advanced: Floats
    lost: Floats


def incidence(ages: Floats, states: Ints) -> Incidence:
    """Aalen and Johansen: open cases leave the number at risk at their age, and count as neither."""
    ended = states != 0
    times, place = np.unique(ages[ended], return_inverse=True)
    at_risk = len(ages) - np.searchsorted(np.sort(ages), times, side="left")
    kind = states[ended]
    advanced = np.bincount(place[kind == ADVANCED], minlength=len(times)).astype(np.float64)
    lost = np.bincount(place[kind == LOST], minlength=len(times)).astype(np.float64)
    staying = np.cumprod(1.0 - (advanced + lost) / at_risk)
    before = np.r_[1.0, staying[:-1]][: len(times)]
    return Incidence(times, np.cumsum(before * advanced / at_risk), np.cumsum(before * lost / at_risk))


def waiting(times: Floats, shares: Floats, ages: Floats, least: float) -> Floats:
    """Of those that will end so: the share that still waits at each age."""
    if not len(times) or shares[-1] <= 0:
        return np.ones(len(ages))
    place = np.searchsorted(times, ages, side="right")
    still: Floats = 1.0 - np.r_[0.0, shares][place] / shares[-1]
    return np.maximum(still, least)


def quantile(found: Incidence, share: float) -> float | None:
    """Within how many working days this share of those that go on has gone on; None where nobody has."""
    if not len(found.times) or found.advanced[-1] <= 0:
        return None
    place = int(np.searchsorted(found.advanced, share * found.advanced[-1] - 1e-12, side="left"))
    return float(found.times[min(place, len(found.times) - 1)])


@dataclass(frozen=True, slots=True)
class Shape:
    """What all stages together say of waiting, in units of a stage's median time to advance."""

    advanced: Incidence
    lost: Incidence


def shape(ages: Floats, states: Ints, units: Floats) -> Shape:
    """Pooled over stages: losses of one stage are few. `units` is the median time of each case's own stage."""
    found = incidence(ages / units, states)
    return Shape(found, found)


def still_there(
    own: Incidence, pooled: Shape, unit: float, ages: Floats, gone_on: int
) -> tuple[Floats, Floats]:
    """S_A and S_L at these ages: the share of future advancers, and of future losers, that still waits."""
    if gone_on >= FEW:
        advancing = waiting(own.times, own.advanced, ages, LEAST)
    else:
        advancing = waiting(pooled.advanced.times, pooled.advanced.advanced, ages / unit, LEAST)
    return advancing, waiting(pooled.lost.times, pooled.lost.lost, ages / unit, LEAST_LOST)
