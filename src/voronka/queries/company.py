"""Our own company as pages and programs see it: what was chosen, and its year of working days."""

from calendar import Calendar as Weeks
from dataclasses import dataclass
from datetime import date
from typing import Literal

from voronka.core import access, holidays
from voronka.core.access import Actor
from voronka.core.company import Ours, OwnDay
from voronka.core.problems import NotFound
from voronka.store import company, values

Kind = Literal["work", "off", "holiday"]
KNOWN = (holidays.KNOWN_YEARS.start, holidays.KNOWN_YEARS.stop - 1)
"""From which year to which the days that the Government moved are known."""


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the year. `own`: the company itself says so, and may say why in `note`."""

    day: date
    kind: Kind
    own: bool
    note: str
    inside: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month by weeks, with days of its neighbours at both ends; `worked` are its working days."""

    first: date
    weeks: tuple[tuple[DayCell, ...], ...]
    worked: int


def ours(actor: Actor) -> Ours:
    """What the company has chosen."""
    access.require(actor, "passport.see")
    return company.ours()


def languages() -> tuple[str, ...]:
    """Languages that the company offers; for everybody, also before signing in."""
    return company.ours().languages


def zone() -> str:
    """The clock of those who have chosen none."""
    return company.ours().time_zone


def own_day(actor: Actor, day: date) -> OwnDay:
    """What the company says of this day; NotFound where it says nothing."""
    access.require(actor, "passport.see")
    found = next((one for one in company.ours().days if one.day == day), None)
    if found is None:
        raise NotFound("day", day.isoformat())
    return found


def year(actor: Actor, number: int) -> tuple[Month, ...]:
    """The twelve months of a year as the company works them."""
    access.require(actor, "passport.see")
    own = {one.day: one for one in company.ours().days}
    return tuple(_month(number, month, own) for month in range(1, 13))


def _month(number: int, month: int, own: dict[date, OwnDay]) -> Month:
    weeks = tuple(
        tuple(_cell(day, month, own) for day in week) for week in Weeks().monthdatescalendar(number, month)
    )
    worked = sum(cell.kind == "work" and cell.inside for week in weeks for cell in week)
    return Month(date(number, month, 1), weeks, worked)


def _cell(day: date, month: int, own: dict[date, OwnDay]) -> DayCell:
    calendar, said = values.calendar(), own.get(day)
    kind: Kind = "work" if calendar.works(day) else "holiday" if day.weekday() in calendar.weekdays else "off"
    return DayCell(day, kind, said is not None, said.note if said else "", day.month == month)
