"""How long half of those who wait have to: a median that does not count those who still wait as served."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Final

LEAST: Final = 10
"""Of fewer nothing is told."""
_SURE: Final = 1.959964
"""95 of 100 intervals hold what they are about."""
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Half:
    """Half have it after `middle`; with 95 % between `low` and `high`. None where it can't be told."""

    n: int
    middle: int | None = None
    low: int | None = None
    high: int | None = None


def half(waits: Sequence[tuple[int, bool]]) -> Half:
    """The median of these waits, each with whether it is over, by Kaplan and Meier; its interval by Brookmeyer and
    Crowley, on the scale of log(-log).
    """
    if len(waits) < LEAST:
        return Half(len(waits))
    ended, left = Counter[int](), Counter[int]()
    for length, over in waits:
        left[length] += 1
        ended[length] += over
    at_risk, staying, spread = len(waits), 1.0, 0.0
    middle = low = high = None
    for length in sorted(left):
        if gone := ended[length]:
            staying *= 1 - gone / at_risk
            if at_risk > gone:
                spread += gone / (at_risk * (at_risk - gone))
            under, over_it = _bounds(staying, spread)
            middle = length if middle is None and staying <= _HALF + 1e-12 else middle
            low = length if low is None and under <= _HALF else low
            high = length if high is None and over_it < _HALF else high
        at_risk -= left[length]
    return Half(len(waits), middle, low, high)


def _bounds(staying: float, spread: float) -> tuple[float, float]:
    """Between which shares those who still wait are, with 95 %."""
    if not 0 < staying < 1:
        return staying, staying
    shift = _SURE * sqrt(spread) / abs(log(staying))
    return staying ** exp(shift), staying ** exp(-shift)
