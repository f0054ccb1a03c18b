"""Periods for which figures are told: each begins at a midnight of the company, the same for the whole of a day."""

from datetime import UTC, datetime, time, timedelta
from typing import Final

from voronka.core.workdays import Calendar

PERIODS: Final = (90, 364)
"""Days: a quarter, and 52 weeks."""


def since(calendar: Calendar, at: datetime, days: int) -> datetime:
    """The midnight at which a period of so many days began."""
    day = at.astimezone(calendar.zone).date() - timedelta(days=days)
    return datetime.combine(day, time(0), calendar.zone).astimezone(UTC)


def far_back(calendar: Calendar, at: datetime) -> datetime:
    """From when on stays are looked at: the longest period, and as long before it to know what is usual."""
    return since(calendar, at, 2 * max(PERIODS))
