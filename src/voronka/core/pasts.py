"""What a company's past says: how many of the closed deals were won, for how much, in how many days, by quarter."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from math import sqrt
from typing import Any, Final

from voronka.core.imports import LOST, WON

MOST_QUARTERS: Final = 400
NORMAL: Final = 1.959963984540054
"""Between minus and plus so many deviations lie 95 of 100."""


@dataclass(slots=True)
class Past:
    """Deals of another system, told one by one; `zone` says on which day, and so in which quarter, each ended."""

    zone: tzinfo
    open: int = 0
    days: dict[str, Counter[int]] = field(default_factory=lambda: {WON: Counter(), LOST: Counter()})
    quarters: Counter[tuple[str, str]] = field(default_factory=Counter)
    sums: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(
        self, end: str, opened_at: datetime | None, closed_at: datetime | None, amount: int, currency: str
    ) -> None:
        """One deal more; `end` is WON, LOST, or anything else for an open one."""
        if end not in (WON, LOST) or closed_at is None:
            self.open += 1
            return
        day = closed_at.astimezone(self.zone)
        quarter = f"{day.year:04}-Q{(day.month + 2) // 3}"
        self.quarters[quarter, end] += 1
        self.days[end][(closed_at - (opened_at or closed_at)).days] += 1
        if end == WON:
            self.sums[quarter, currency] += amount

    def as_data(self) -> dict[str, Any]:
        """All of it as data: counts, the win rate of the closed with its 95 % interval, days, quarters in order."""
        won, lost = (self.days[end].total() for end in (WON, LOST))
        low, high = wilson(won, won + lost)
        revenue: Counter[str] = Counter()
        for (_quarter, currency), amount in self.sums.items():
            revenue[currency] += amount
        told = sorted({quarter for quarter, _end in self.quarters})[-MOST_QUARTERS:]
        return {
            "open": self.open,
            "won": won,
            "lost": lost,
            "rate": won / (won + lost) if won + lost else None,
            "low": low,
            "high": high,
            "revenue": dict(revenue),
            "won_days": spread(self.days[WON]),
            "lost_days": spread(self.days[LOST]),
            "quarters": [
                {
                    "quarter": quarter,
                    "won": self.quarters[quarter, WON],
                    "lost": self.quarters[quarter, LOST],
                    "revenue": {code: sum_ for (of, code), sum_ in self.sums.items() if of == quarter},
                }
                for quarter in told
            ],
        }


def wilson(hits: int, of: int) -> tuple[float | None, float | None]:
    """Between what the true share lies, with 95 % confidence; nothing is known of none."""
    if not of:
        return None, None
    share, z = hits / of, NORMAL
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return middle - half, middle + half


def spread(counted: Counter[int]) -> dict[str, float] | None:
    """The middle, the mean, the least and the most of so many numbers; None of none."""
    middle = median(counted)
    if middle is None:
        return None
    total = counted.total()
    mean = sum(value * times for value, times in counted.items()) / total
    return {"median": middle, "mean": mean, "least": min(counted), "most": max(counted)}


def median(counted: Counter[int]) -> float | None:
    """The middle of so many numbers; None of none."""
    total = counted.total()
    if not total:
        return None
    low, high, passed = (total - 1) // 2, total // 2, 0
    found: list[int] = []
    for value in sorted(counted):
        passed += counted[value]
        while len(found) < 2 and passed > (low, high)[len(found)]:
            found.append(value)
    return sum(found) / 2
