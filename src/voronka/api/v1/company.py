"""Our own company: what it has chosen, and the days of which it says itself whether it works on them."""

from dataclasses import dataclass
from datetime import time
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from pydantic import Field

from voronka.actions import company as verbs
from voronka.actions.company import Changed
from voronka.api.v1.calls import actor
from voronka.api.v1.shapes import Day, Given, Word
from voronka.core.company import Ours, OwnDay
from voronka.queries import company

router = Router(tags=["company"])


# A `time` of JSON Schema has seconds and a zone; the company's hours have neither.
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["09:00"])]
Weekday = Annotated[int, Field(strict=True, ge=0, le=6, description="Monday is 0.")]


@dataclass(frozen=True, slots=True)
class CompanyOut:
    """What the company has chosen."""

    name: str
    languages: tuple[str, ...]
    language: str
    time_zone: str
    currency: str
    holidays: str
    weekdays: list[int]
    opens: Clock
    closes: Clock
    days: tuple[OwnDay, ...]


@dataclass(frozen=True, slots=True)
class ChangedOut:
    """How many open deals have another norm now; where there are many, the job that will count them."""

    recounted: int
    job: str | None


class CompanyGiven(Given):
    """What is not sent stays."""

    name: str | None = None
    languages: list[Word] | None = Field(None, max_length=10)
    language: Word | None = None
    time_zone: Word | None = None
    currency: Word | None = None
    holidays: Word | None = None
    weekdays: list[Weekday] | None = Field(None, max_length=7)
    opens: Clock | None = None
    closes: Clock | None = None


class DayGiven(Given):
    works: bool
    note: str = ""


@router.get("", response=CompanyOut, summary="What the company has chosen, and its own days")
def our_company(request: HttpRequest) -> CompanyOut:
    ours: Ours = company.ours(actor(request))
    return CompanyOut(
        name=ours.name,
        languages=ours.languages,
        language=ours.language,
        time_zone=ours.time_zone,
        currency=ours.currency,
        holidays=ours.holidays,
        weekdays=sorted(ours.weekdays),
        opens=f"{ours.opens:%H:%M}",
        closes=f"{ours.closes:%H:%M}",
        days=ours.days,
    )


@router.patch("", response=ChangedOut, summary="Another choice; norms of open deals are counted again")
def change_company(request: HttpRequest, given: CompanyGiven) -> ChangedOut:
    hours = {name: time.fromisoformat(told) for name in ("opens", "closes") if (told := getattr(given, name))}
    return _out(verbs.change_company(**{**dict(given), **hours}, by=actor(request), at=timezone.now()))


@router.put(
    "/days/{day}", response=ChangedOut, summary="The company itself says whether it works on this day"
)
def set_day(request: HttpRequest, day: Day, given: DayGiven) -> ChangedOut:
    done = verbs.set_day(day=day, works=given.works, note=given.note, by=actor(request), at=timezone.now())
    return _out(done)


@router.delete("/days/{day}", response={204: None}, summary="This day is again as everybody has it")
def clear_day(request: HttpRequest, day: Day) -> HttpResponse:
    verbs.clear_day(day=day, by=actor(request), at=timezone.now())
    return HttpResponse(status=204)


def _out(done: Changed) -> ChangedOut:
    return ChangedOut(done.recounted, str(done.job) if done.job else None)
