"""The working clock for many moments at once: nights, days off and holidays take no time."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from voronka.core.workdays import Calendar

Floats = np.ndarray[Any, np.dtype[np.float64]]
Ints = np.ndarray[Any, np.dtype[np.int64]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]

HOUR, DAY = 3600, 86_400
EPOCH = date(1970, 1, 1)


def working_days(calendar: Calendar, moments: Floats) -> Floats:
    """Working days, with fractions, from a day before the first moment to each.

    Only differences mean something: those are the working days between two moments.
    """
    if not len(moments):
        return np.zeros(0)
    day, works, part = _parts(calendar, moments)
    before = np.concatenate(([0.0], np.cumsum(works)))
    told: Floats = before[day] + works[day] * part
    return told


def rest_of_day(calendar: Calendar, moments: Floats) -> Floats:
    """What part of its own working day was left at each moment; none of a day off."""
    if not len(moments):
        return np.zeros(0)
    day, works, part = _parts(calendar, moments)
    left: Floats = works[day] * (1.0 - part)
    return left


def _parts(calendar: Calendar, moments: Floats) -> tuple[Ints, Floats, Floats]:
    """The number of each moment's day, which days are worked (1 or 0), what part of the day has passed."""
    local = moments + _offsets(calendar, moments)
    day = np.floor_divide(local, DAY).astype(np.int64)
    first = int(day.min())
    opens, closes = _second(calendar.opens), _second(calendar.closes)
    part = np.clip((local - day * DAY - opens) / (closes - opens), 0.0, 1.0)
    return day - first, _worked(calendar, first, int(day.max())), part


def _worked(calendar: Calendar, first: int, last: int) -> Floats:
    days = (EPOCH + timedelta(days=number) for number in range(first, last + 1))
    return np.array([calendar.works(day) for day in days], dtype=np.float64)


def _second(moment: Any) -> int:
    return int(moment.hour * HOUR + moment.minute * 60 + moment.second)


def _offsets(calendar: Calendar, moments: Floats) -> Floats:
    """How far the company's clock is ahead of UTC, asked once an hour that occurs."""
    hours, place = np.unique(np.floor_divide(moments, HOUR), return_inverse=True)
    asked = (datetime.fromtimestamp(hour * HOUR, UTC).astimezone(calendar.zone) for hour in hours.tolist())
    ahead = [(moment.utcoffset() or timedelta()).total_seconds() for moment in asked]
    return np.array(ahead, dtype=np.float64)[place]
