"""Inquiries as records: a page of them, or one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.problems import Invalid, NotFound, Problem
from voronka.core.process import Process
from voronka.queries.answering import FIGURES, known, listed
from voronka.queries.records import sight
from voronka.queries.records.paging import Order, Page, page
from voronka.store import values
from voronka.store.models import InquiryRow, Text

ORDER = Order("-received_at", "received_at")
FILTERS = {
    "status": "status",
    "channel": "channel",
    "owner": "owner",
    "contact": "contact",
    "as_what": "as_what",
    "received_from": "received_at__gte",
    "received_before": "received_at__lt",
}
"""What a list of inquiries can be narrowed by, and the condition that does it."""


@dataclass(frozen=True, slots=True)
class InquiryRecord:
    """One inquiry, flat; `answer_by` is when the first answer was promised, `deal` what became of it."""

    key: int
    process: str
    channel: str
    received_at: datetime
    answer_by: datetime | None
    answered_at: datetime | None
    contact: int | None
    contact_name: str
    owner: int | None
    owner_name: str
    service_questions: int
    messages: int
    brief_filled: bool
    status: str
    as_what: str
    deal: int | None
    seq: int
    fields: Mapping[str, str]
    interest: Mapping[str, int]


def inquiries(
    *,
    by: Actor,
    cursor: str | None = None,
    limit: int = 50,
    process: str | None = None,
    filters: Mapping[str, Any] | None = None,
    figure: str | None = None,
) -> Page[InquiryRecord]:
    """A page of the inquiries that the actor sees, of one process, the latest first; with `figure` only those behind
    that number (see queries/answering.py).
    """
    access.require(by, "inquiry.see")
    named = process if process is not None else values.latest().key
    asked = {FILTERS[name]: value for name, value in (filters or {}).items() if value is not None}
    rows = InquiryRow.objects.filter(sight.inquiries(by), process=named, **asked)
    if figure is not None:
        if not known(figure):
            raise Invalid(Problem("unknown_choice", "figure", {"have": figure[:64], "known": list(FIGURES)}))
        rows = rows.filter(pk__in=listed(named, figure))
    rows = rows.select_related("owner", "contact")
    return page(rows, ORDER, cursor=cursor, limit=limit, record=_records)


def inquiry(key: int, *, by: Actor) -> InquiryRecord:
    """One inquiry; NotFound also for one that the actor doesn't see."""
    access.require(by, "inquiry.see")
    rows = InquiryRow.objects.filter(sight.inquiries(by), pk=key).select_related("owner", "contact")
    row = rows.first()
    if row is None:
        raise NotFound("inquiry", key)
    return _record(row, values.latest(row.process), _texts([row]))


def require(key: int, *, by: Actor) -> None:
    """NotFound where there is no such inquiry, or it isn't the actor's to see."""
    access.require(by, "inquiry.see")
    if not InquiryRow.objects.filter(sight.inquiries(by), pk=key).exists():
        raise NotFound("inquiry", key)


def _records(rows: Sequence[InquiryRow]) -> Iterator[InquiryRecord]:
    process, texts = values.latest(rows[0].process) if rows else None, _texts(rows)
    for row in rows:
        assert process is not None
        yield _record(row, process, texts)


def _texts(rows: Sequence[InquiryRow]) -> dict[int, str]:
    """What the free fields of these inquiries hold; asked only where there are some."""
    wanted = {text for row in rows for text in values.inquiry_of(row).fields.values()}
    return dict(Text.objects.filter(pk__in=wanted).values_list("pk", "body")) if wanted else {}


def _record(row: InquiryRow, process: Process, texts: Mapping[int, str]) -> InquiryRecord:
    inquiry = values.inquiry_of(row)
    free = {name: texts.get(text, "") for name, text in inquiry.fields.items()}
    within = process.entry.answer_within
    return InquiryRecord(
        key=row.pk,
        process=row.process,
        channel=row.channel,
        received_at=row.received_at,
        answer_by=values.calendar().after(row.received_at, within) if within else None,
        answered_at=row.answered_at,
        contact=row.contact_id,
        contact_name=row.contact.name if row.contact else "",
        owner=row.owner_id,
        owner_name=row.owner.name if row.owner else "",
        service_questions=row.service_questions,
        messages=row.messages,
        brief_filled=row.brief_filled,
        status=row.status,
        as_what=row.as_what,
        deal=row.deal,
        seq=row.seq,
        fields=dict(sorted({**free, **inquiry.values}.items())),
        interest=dict(inquiry.interest),
    )
