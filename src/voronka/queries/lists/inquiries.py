"""The inbox of inquiries as a sheet."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.core.access import Actor
from voronka.core.process import Process
from voronka.core.sheets import Cell, Column, Row
from voronka.queries import entry, told
from voronka.queries.lists import cells
from voronka.queries.lists.sheet import Sheet, pieces_of
from voronka.queries.records import sight
from voronka.queries.records.paging import Order
from voronka.store.models import InquiryRow, Origin, Text

_ORDER = Order("inbox", "received_at")


@dataclass(frozen=True, slots=True)
class InquiryFilters:
    """What the list is narrowed to."""

    shown: Literal["open", "closed", "all"] = "open"


def sheet(by: Actor, at: datetime, asked: InquiryFilters, process: str | None = None) -> Sheet:
    """The inquiries that this person sees, the newest first."""
    known = told.latest(process)
    rows = InquiryRow.objects.filter(sight.inquiries(by), process=known.key)
    if asked.shown != "all":
        rows = rows.filter(status=asked.shown)
    rows = rows.select_related("contact__company", "owner")

    def make(found: Sequence[InquiryRow]) -> Iterable[Row]:
        came = _origins(found)
        own = _own(found, known)
        for row, one in zip(found, entry.lines(found, known), strict=True):
            yield (*_told(one), *came.get(row.pk, ("", "", "")), *own[row.pk])

    return Sheet(_("Inquiries"), _columns(known), pieces_of(rows, _ORDER, make, 500), rows.count)


def _columns(process: Process) -> tuple[Column, ...]:
    return (
        Column("number", _("Number"), "whole"),
        Column("received_at", _("Received"), "moment"),
        Column("name", _("Name")),
        Column("company", _("Company")),
        Column("phone", _("Phone")),
        Column("email", _("E-mail")),
        Column("channel", _("Channel")),
        Column("message", pgettext("a column", "Last message")),
        Column("messages", _("Messages"), "whole"),
        Column("answered_at", pgettext("a column", "First reply"), "moment"),
        Column("answer_by", pgettext("a column", "Reply due"), "moment"),
        Column("rule", pgettext("a column", "Entry rule result")),
        # Before the status: coming in again, it is the one that says what became of the inquiry.
        Column("as_what", pgettext("a column", "Outcome")),
        Column("state", pgettext("a column", "Status")),
        Column("deal", _("Deal"), "whole"),
        Column("owner", pgettext("a column", "Owner")),
        Column("source", pgettext("a column", "Traffic source")),
        Column("campaign", _("Campaign")),
        Column("referrer", pgettext("a column", "Referrer")),
        *cells.columns(process.entry.fields),
    )


def _origins(found: Sequence[InquiryRow]) -> dict[int, tuple[str, str, str]]:
    """Whence those came who filled in the public form."""
    rows = Origin.objects.filter(inquiry__in=[row.pk for row in found])
    return {one.inquiry or 0: (one.source, one.campaign, one.referrer) for one in rows}


def _own(found: Sequence[InquiryRow], process: Process) -> dict[int, list[Cell]]:
    """Own fields of these inquiries; their free words are read all at once."""
    states = {row.pk: json.loads(row.state) for row in found}
    keys = {text for state in states.values() for text in state.get("fields", {}).values()}
    bodies = dict(Text.objects.filter(pk__in=keys).values_list("pk", "body")) if keys else {}
    made = {}
    for key, state in states.items():
        texts = {name: bodies.get(text, "") for name, text in state.get("fields", {}).items()}
        made[key] = cells.cells(process.entry.fields, {**texts, **state.get("values", {})}, process.currency)
    return made


def _told(one: entry.Line) -> Row:
    state = pgettext("an inquiry", "closed") if one.status == "closed" else pgettext("an inquiry", "open")
    return (
        one.key, one.received_at, one.name, one.company_name, one.phone, one.email, one.channel, one.message,
        one.messages, one.answered_at, one.answer_by, one.rule.says, one.as_what_title, state, one.deal,
        one.owner_name,
    )  # fmt: skip
