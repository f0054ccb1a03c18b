"""Written values of a passport read one by one: spans, shares, sums, days; what can't be read says why."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from pydantic_core import PydanticCustomError

from voronka.core.process import Period, Rhythm, Span, Unit
from voronka.formats.passport.finding import near

_SPAN = re.compile(r"([0-9]{1,4})\s*(cd|d|h|m)")
_SAID_SPAN = re.compile(r"([0-9]{1,4}) (workday|calendar day|hour|minute)s?")
_SAID_UNITS: Final[Mapping[str, Unit]] = {"workday": "d", "calendar day": "cd", "hour": "h", "minute": "m"}
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EVERY: Final = ("weekday", *_DAYS, "first workday", "last workday")
_DAY_OF_MONTH = re.compile(r"day ([1-9]|[12][0-9]|3[01])")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_LINK = re.compile(r"https?://[^\s<>\"']{1,2000}")
_PERIODS: Final[Mapping[str, Period]] = {"": "", "month": "month", "quarter": "quarter", "year": "year"}
_PERCENT = re.compile(r"(-?[0-9]{1,6}(?:[.,][0-9]{1,4})?)\s*%")


def wrong(code: str, **data: Any) -> PydanticCustomError:
    """The error of a value that can't be read, with what its sentence names."""
    return PydanticCustomError(code, "{code}", {"code": code, **data})


def span(value: Any) -> Span:
    """`3d` working days, `2h`, `30m` working time, `21cd` calendar days; `2 workdays` is understood too."""
    text = value.strip() if isinstance(value, str) else ""
    short, said = _SPAN.fullmatch(text), _SAID_SPAN.fullmatch(text)
    found = short or said
    if found is None or int(found[1]) == 0:
        raise wrong("span_unreadable", have=str(value)[:40])
    return Span(int(found[1]), found[2] if short else _SAID_UNITS[found[2]])  # type: ignore[arg-type]


def rhythm(value: Any) -> Rhythm:
    """A day and a time: `weekday 10:00`, `friday 17:00`, `last workday 17:00`, `day 5 12:00`."""
    on, _space, at = " ".join(value.split()).rpartition(" ") if isinstance(value, str) else ("", "", "")
    clock = _CLOCK.fullmatch(at)
    if clock is None or not (on in _EVERY or _DAY_OF_MONTH.fullmatch(on)):
        nearest = near(on or at, _EVERY)["nearest"]
        time = f"{int(clock[1]):02}:{clock[2]}" if clock else "10:00"
        hint = f"{nearest} {time}" if nearest else ""
        raise wrong("rhythm_unreadable", have=str(value)[:40], nearest=hint)
    return Rhythm(on, f"{int(clock[1]):02}:{clock[2]}")


def day(value: Any) -> date:
    """A day as `2027-01-15`."""
    try:
        return date.fromisoformat(value.strip())
    except (AttributeError, ValueError):
        raise wrong("date_unreadable", have=str(value)[:40]) from None


def month(value: Any) -> str:
    """A month as `2026-11`."""
    if not isinstance(value, str) or not _MONTH.fullmatch(value):
        raise wrong("month_unreadable", have=str(value)[:40])
    return value


def link(value: Any) -> str:
    """An address that a browser opens safely."""
    text = value.strip() if isinstance(value, str) else ""
    if not _LINK.fullmatch(text):
        raise wrong("link_unreadable", have=str(value)[:80])
    return text


def price(value: Any) -> tuple[str, Period]:
    """A sum as it was written, and how often it is due: `1200/month`; once, where nothing is said."""
    text = as_written(value)
    amount, _slash, every = (part.strip() for part in text.partition("/"))
    if every not in _PERIODS or (_slash and not every):
        raise wrong("period_unknown", **near(every, [one for one in _PERIODS if one]))
    return amount, _PERIODS[every]


def percent(value: Any) -> int | float:
    """`30%`, `7.5%`: from 0 to 100. A bare number is refused, for it might be a share of one."""
    found = _PERCENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise wrong("percent_unreadable", have=str(value)[:40])
    number = float(found[1].replace(",", "."))
    if not 0 <= number <= 100:
        raise wrong("percent_out_of_range", have=str(value)[:40])
    return int(number) if number == int(number) else number


def whole_percent(value: Any) -> int:
    """A percent without a fraction."""
    number = percent(value)
    if not isinstance(number, int):
        raise wrong("percent_not_whole", have=str(value)[:40])
    return number


def as_written(value: Any) -> str:
    """A number or a text, as it was written; a price is read later, when the currency is known."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise wrong("wrong_kind", need="number", have=type(value).__name__)
    return str(value)
