"""What was taken out: one's own files, and for the owner who took what and when."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from voronka.core.access import Actor, require
from voronka.core.exports import require_taking
from voronka.core.problems import NotFound
from voronka.store.models import Export, Job, Person

TITLES: dict[str, str | Promise] = {
    "deals": _("Deals"),
    "companies": _("Companies"),
    "people": _("People"),
    "inquiries": _("Inquiries"),
    "payments": _("Payments"),
    "unpaid": _("Signed and not paid"),
    "handovers": _("Hand-over to production"),
    "bulk": _("A change of many deals"),
    "everything": _("Everything"),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """One export: `state` is queued, running, done, failed, or gone where its file is offered no more."""

    key: UUID
    what: str
    title: str
    form: str
    by_name: str
    asked_at: datetime
    ended_at: datetime | None
    rows: int | None
    size: int | None
    state: str
    percent: int
    file: str
    asked: Mapping[str, Any]
    trouble: str = ""
    mine: bool = False

    @property
    def over(self) -> bool:
        """Nothing more will happen to it."""
        return self.state in ("done", "failed", "gone")


def export(*, key: UUID, by: Actor) -> Taken:
    """One's own export; NotFound for one of somebody else. NotAllowed where one may take it no more."""
    row = Export.objects.filter(pk=key, by=by.label).first()
    if row is None:
        raise NotFound("export", key)
    require_taking(by, row.what)
    return _taken([row], by)[0]


def exports(*, by: Actor, limit: int = 50) -> tuple[Taken, ...]:
    """Who took out what, the latest first: for the owner."""
    require(by, "company.export")
    return tuple(_taken(list(Export.objects.order_by("-asked_at", "-id")[:limit]), by))


def _taken(rows: Sequence[Export], by: Actor) -> list[Taken]:
    jobs = Job.objects.in_bulk([row.pk for row in rows])
    keys = {int(row.by.partition(":")[2]) for row in rows if row.by.startswith("person:")}
    names = dict(Person.objects.filter(pk__in=keys).values_list("pk", "name"))
    found = []
    for row in rows:
        job = jobs.get(row.pk)
        noun, _colon, number = row.by.partition(":")
        state = _state(row, job)
        percent = min(99, job.done * 100 // job.total) if job and job.total else 0
        found.append(
            Taken(
                key=row.pk,
                what=row.what,
                title=str(TITLES.get(row.what, row.what)),
                form=row.form,
                by_name=names.get(int(number), "") if noun == "person" else "",
                asked_at=row.asked_at,
                ended_at=row.ended_at,
                rows=row.rows,
                size=row.size,
                state=state,
                percent=100 if state == "done" else percent,
                file=row.file,
                mine=row.by == by.label,
                asked=json.loads(row.asked),
                trouble=str(json.loads(job.outcome).get("error", "")) if job and state == "failed" else "",
            )
        )
    return found


def _state(row: Export, job: Job | None) -> str:
    if row.ended_at is not None:
        return "done" if row.file or job is None else "gone"
    if job is None:  # asked for in another installation, whose work in hand was not taken along
        return "gone"
    return job.state
