"""Our own company: its name, languages, clock, money, working week, and the days that are its own.

What depends on the working calendar, the norms of open deals, is counted again in the same transaction: so the log and
the rows tell one story at every moment. Where that would hold others up, the worker does the whole change.
"""

import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from voronka.actions.change import clean, named
from voronka.actions.jobs import ask_for_job
from voronka.core import access
from voronka.core.access import Actor
from voronka.core.company import HOLIDAYS, LANGUAGES, Ours
from voronka.core.money import CURRENCIES
from voronka.core.problems import Invalid, NotFound, Problem
from voronka.store import company, sql, terms
from voronka.store.models import CompanySettings, DealRow, OwnDay, Person

AT_ONCE: Final = 3000
"""So many open deals are counted again while the person waits; more are left to the worker."""
CLOCK: Final = {"time_zone", "holidays", "weekdays", "opens", "closes"}
"""What the working calendar is made of."""
YEARS: Final = range(2000, 2101)


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of it: how many open deals have another norm now, or the job that will do it."""

    recounted: int = 0
    job: UUID | None = None


def change_company(
    *,
    name: str | None = None,
    languages: Sequence[str] | None = None,
    language: str | None = None,
    time_zone: str | None = None,
    currency: str | None = None,
    holidays: str | None = None,
    weekdays: Sequence[int] | None = None,
    opens: time | None = None,
    closes: time | None = None,
    wait: bool = False,
    by: Actor,
    at: datetime,
) -> Changed:
    """Keep what is named and leave the rest. `wait`: do it here, however many deals there are.

    Raises Invalid, NotAllowed.
    """
    access.require(by, "company.change")
    given = {
        "name": None if name is None else clean(name, "name", limit=200),
        "languages": None if languages is None else ",".join(one for one in LANGUAGES if one in languages),
        "language": language,
        "time_zone": time_zone,
        "currency": currency,
        "holidays": holidays,
        "weekdays": None if weekdays is None else ",".join(map(str, sorted(set(weekdays)))),
        "opens": opens and opens.isoformat("minutes"),
        "closes": closes and closes.isoformat("minutes"),
    }
    chosen = {field: value for field, value in given.items() if value is not None}
    _require_sense(chosen, company.ours())
    return _change({"chosen": chosen}, bool(CLOCK & chosen.keys()) and not wait, by, at)


def set_day(
    *, day: date, works: bool, note: str = "", wait: bool = False, by: Actor, at: datetime
) -> Changed:
    """The company itself says whether it works on this day. Raises Invalid, NotAllowed."""
    access.require(by, "calendar.change")
    if day.year not in YEARS:
        raise Invalid(Problem("date_unreadable", "day", {"typed": day.isoformat()}))
    told = {"day": day.isoformat(), "works": works, "note": clean(note, "note", limit=200)}
    return _change(told, not wait, by, at)


def clear_day(*, day: date, wait: bool = False, by: Actor, at: datetime) -> Changed:
    """This day is again as everybody has it. Raises NotAllowed, NotFound."""
    access.require(by, "calendar.change")
    if not OwnDay.objects.filter(day=day).exists():
        raise NotFound("day", day.isoformat())
    return _change({"day": day.isoformat(), "works": None}, not wait, by, at)


def carry_out(told: Mapping[str, Any], at: datetime) -> int:
    """Do the change that was asked for; how many open deals have another norm now. For the worker, repeatable."""
    with transaction.atomic():
        _hold_deals()
        row = CompanySettings.objects.select_for_update().first() or CompanySettings()
        # Never the same twice, not even after a transaction that was given up.
        row.revision = max(row.revision + 1, int(at.timestamp() * 1000))
        for field, value in told.get("chosen", {}).items():
            setattr(row, field, time.fromisoformat(value) if field in ("opens", "closes") else value)
        row.save()
        _keep_day(told)
        company.forget()
        ours = company.ours()
        Person.objects.exclude(language__in=ours.languages).update(language=ours.language)
        touched = "day" in told or CLOCK & told.get("chosen", {}).keys()
        return terms.recount() if touched else 0


def _change(told: dict[str, Any], may_wait: bool, by: Actor, at: datetime) -> Changed:
    if may_wait and len(DealRow.objects.filter(status="open").values_list("pk")[: AT_ONCE + 1]) > AT_ONCE:
        return Changed(job=ask_for_job(kind="company", arguments=told, by=by, at=at))
    try:
        return Changed(carry_out(told, at))
    except BaseException:
        company.forget()
        raise


def _keep_day(told: Mapping[str, Any]) -> None:
    if "day" not in told:
        return
    day = date.fromisoformat(told["day"])
    if told["works"] is None:
        OwnDay.objects.filter(day=day).delete()
    else:
        OwnDay.objects.update_or_create(day=day, defaults={"works": told["works"], "note": told["note"]})


def _hold_deals() -> None:
    """Whoever changes a deal meanwhile waits, and then counts by the new calendar. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        sql.run("LOCK TABLE store_dealrow IN EXCLUSIVE MODE")


def _require_sense(chosen: Mapping[str, Any], now: Ours) -> None:
    """Invalid with all that is wrong with the choice, over what holds now."""
    wrong = []
    choices: dict[str, Sequence[str]] = {
        "language": LANGUAGES,
        "holidays": HOLIDAYS,
        "currency": CURRENCIES,
        "time_zone": tuple(zoneinfo.available_timezones()) if "time_zone" in chosen else (),
    }
    for field, known in choices.items():
        if field in chosen and chosen[field] not in known:
            have = {"have": named(chosen[field]), "known": list(known)[:10]}
            wrong.append(Problem("unknown_choice", field, have))
    for field in ("languages", "weekdays"):
        if chosen.get(field, "x") == "":
            wrong.append(Problem("required", field))
    if any(not one.isdecimal() or int(one) > 6 for one in chosen.get("weekdays", "0").split(",") if one):
        wrong.append(
            Problem("unknown_choice", "weekdays", {"have": chosen["weekdays"], "known": list("0123456")})
        )
    offered = chosen.get("languages", ",".join(now.languages)).split(",")
    language = chosen.get("language", now.language)
    if language in LANGUAGES and language not in offered:
        wrong.append(Problem("language_not_offered", "language"))
    opens = chosen.get("opens", now.opens.isoformat("minutes"))
    closes = chosen.get("closes", now.closes.isoformat("minutes"))
    if opens >= closes:
        wrong.append(Problem("hours_turned", "closes"))
    if wrong:
        raise Invalid(*wrong)
