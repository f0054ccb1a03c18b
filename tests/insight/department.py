"""A sales department with known truth: deals through five stages, log-normal times, losses written down late."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import numpy as np

from voronka.core.visits import Row
from voronka.core.workdays import Calendar

STAGES = ("brief", "call", "strategy", "contract", "payment")
RATES = (0.85, 0.8, 0.6, 0.75, 0.9)
ORDERS = {1: STAGES}
DAYS = Calendar(UTC, weekdays=frozenset(range(7)))
"""Every day is worked: simulated time is working time."""
BEGIN = datetime(2025, 1, 6, 9, tzinfo=UTC).timestamp()
WEEK = 7 * 86_400.0


def deals(
    seed: int, weeks: int, per_week: float = 10, rates: Sequence[float] = RATES, never_closed: float = 0.3
) -> list[Row]:
    """All that ever happens to the deals that were opened in these weeks, in working days of nine hours."""
    dice = np.random.default_rng(seed)
    rows: list[Row] = []
    for deal in range(1, dice.poisson(per_week * weeks) + 1):
        at = float(dice.random() * weeks * 7)
        for number, (stage, rate) in enumerate(zip(STAGES, rates, strict=True), start=1):
            goes_on = dice.random() < rate
            stays = float(dice.lognormal(np.log(3.0 if goes_on else 9.0), 0.8))
            last = number == len(STAGES)
            if not goes_on and dice.random() < never_closed:
                rows.append((deal, number, 1, stage, moment(at), None, ""))
                break
            outcome = ("won" if last else "moved") if goes_on else "lost"
            rows.append((deal, number, 1, stage, moment(at), moment(at + stays), outcome))
            at += stays
            if not goes_on:
                break
    return rows


def moment(days: float) -> float:
    """So many working days after the beginning: the clock runs from nine to six."""
    whole, part = divmod(days, 1)
    return BEGIN + whole * 86_400 + part * 9 * 3600


def on(day: date) -> float:
    """The evening of a day."""
    return (datetime(day.year, day.month, day.day, 18, tzinfo=UTC) - timedelta()).timestamp()
