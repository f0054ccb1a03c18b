"""Our own company: what it is called, its languages, clock, money and working days."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Final

LANGUAGES: Final = ("ru", "en")
HOLIDAYS: Final = ("ru", "none")
"""Whose public holidays are days off: those of Russia, or nobody's."""


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day of which the company itself says whether it is worked, whatever the law says."""

    day: date
    works: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ours:
    """Our own company as it is set now; `revision` grows with every change of it."""

    name: str = ""
    languages: tuple[str, ...] = LANGUAGES
    language: str = "ru"
    time_zone: str = "Europe/Moscow"
    currency: str = "RUB"
    holidays: str = "ru"
    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    opens: time = time(9)
    closes: time = time(18)
    days: tuple[OwnDay, ...] = field(default=())
    revision: int = 0

    @property
    def off(self) -> frozenset[date]:
        """Days on which the company rests though others work."""
        return frozenset(one.day for one in self.days if not one.works)

    @property
    def on(self) -> frozenset[date]:
        """Days that the company works though others rest."""
        return frozenset(one.day for one in self.days if one.works)
