"""Periods for which figures are told: each begins at a midnight of the company, the same for the whole of a day."""

from datetime import UTC, datetime, time, timedelta
from typing import Final, Literal

from voronka.core.workdays import Calendar

PERIODS: Final = (90, 364)
"""Days: a quarter, and 52 weeks."""


Past = Literal["with", "without", "only"]
PASTS: Final[tuple[Past, ...]] = ("with", "without", "only")
"""Whether deals that came from another system count, do not, or are all that counts."""
WHOLE: Final = 0
"""In place of days: the whole of the past that came in."""


def figure_key(version: int, days: int, past: Past = "with") -> str:
    """How a figure of the funnel is kept: `2/90`, `2/90/without`; the past alone is of all versions and days."""
    if past == "only":
        return f"0/{WHOLE}/only"
    return f"{version}/{days}" + ("" if past == "with" else f"/{past}")


def since(calendar: Calendar, at: datetime, days: int) -> datetime:
    """The midnight at which a period of so many days began."""
    day = at.astimezone(calendar.zone).date() - timedelta(days=days)
    return datetime.combine(day, time(0), calendar.zone).astimezone(UTC)


def far_back(calendar: Calendar, at: datetime) -> datetime:
    """From when on stays are looked at: the longest period, and as long before it to know what is usual."""
    return since(calendar, at, 2 * max(PERIODS))
