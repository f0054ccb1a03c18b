"""What a person chooses for themselves: language, colours, time zone. Plain settings, not facts of the process."""

import zoneinfo
from typing import Final

from voronka.core.access import Actor, require
from voronka.core.problems import Invalid, Problem
from voronka.store import company
from voronka.store.models import Person

THEMES: Final = ("system", "light", "dark")


def prefer(
    *,
    by: Actor,
    language: str | None = None,
    theme: str | None = None,
    time_zone: str | None = None,
    tour: int | None = None,
) -> None:
    """Keep what is named and leave the rest. Raises Invalid for a choice that isn't offered."""
    require(by, "me.change")
    chosen: dict[str, str | int] = {}
    if language is not None:
        chosen["language"] = _offered("language", language, company.ours().languages)
    if theme is not None:
        chosen["theme"] = _offered("theme", theme, THEMES)
    if time_zone is not None:
        known = zoneinfo.available_timezones() | {""}
        chosen["time_zone"] = _offered("time_zone", time_zone, tuple(known))
    if tour is not None:
        chosen["tour"] = tour
    if chosen:
        Person.objects.filter(pk=by.id or 0).update(**chosen)


def _offered(field: str, value: str, offered: tuple[str, ...]) -> str:
    if value not in offered:
        raise Invalid(Problem("unknown_choice", field, {"have": value, "known": sorted(offered)}))
    return value
