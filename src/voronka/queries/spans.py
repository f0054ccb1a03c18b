"""Spans of the passport and stretches of working time as people say them."""

import re
from datetime import timedelta
from typing import Final

from django.utils.translation import ngettext

from voronka.core.process import Span, Unit

SAID: Final[dict[str, Unit]] = {"workday": "d", "calendar day": "cd", "hour": "h", "minute": "m"}
HOURS: Final = timedelta(hours=2)
"""From here on working time is told in hours."""
_WRITTEN = re.compile(r"([0-9]{1,4})\s*(cd|d|h|m|workday|calendar day|hour|minute)s?")


def taken(text: str) -> Span | None:
    """A length of time as a passport writes it: `2d`, `2 workdays`; None where it is none."""
    found = _WRITTEN.fullmatch(text.strip())
    return Span(int(found[1]), SAID.get(found[2], found[2])) if found else None  # type: ignore[arg-type]


def written(text: str) -> str:
    """The same as people say it; as it is where it can't be read."""
    found = taken(text)
    return span(found) if found else text


def span(value: Span) -> str:
    """Two working days, thirty minutes."""
    n = value.amount
    match value.unit:
        case "d":
            return ngettext("%(n)s working day", "%(n)s working days", n) % {"n": n}
        case "cd":
            return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}
        case "h":
            return ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}
    return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}


def working(time: timedelta, day: timedelta) -> str:
    """Working time: up to two hours in minutes, up to a working `day` in hours, then in days; a minute at least."""
    if time < HOURS:
        n = max(round(time / timedelta(minutes=1)), 1)
        return ngettext("%(n)s working minute", "%(n)s working minutes", n) % {"n": n}
    if time < day:
        n = round(time / timedelta(hours=1))
        return ngettext("%(n)s working hour", "%(n)s working hours", n) % {"n": n}
    return span(Span(max(round(time / day), 1), "d"))
