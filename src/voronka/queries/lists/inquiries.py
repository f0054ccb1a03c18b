"""The inbox of inquiries as a sheet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.core.access import Actor
from voronka.core.sheets import Column, Row
from voronka.queries import entry, told
from voronka.queries.lists.sheet import Sheet, pieces_of
from voronka.queries.records import sight
from voronka.queries.records.paging import Order
from voronka.store.models import InquiryRow

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
    columns = (
        Column("number", _("Number"), "whole"),
        Column("received_at", _("Received"), "moment"),
        Column("name", _("Name")),
        Column("company", _("Company")),
        Column("phone", _("Phone")),
        Column("email", _("E-mail")),
        Column("channel", _("Channel")),
        Column("message", _("What they wrote last")),
        Column("messages", _("Messages"), "whole"),
        Column("answered_at", _("First answer"), "moment"),
        Column("answer_by", _("Answer promised by"), "moment"),
        Column("rule", _("By the entry rule")),
        Column("state", _("State")),
        Column("as_what", _("What it turned out to be")),
        Column("deal", _("Deal"), "whole"),
        Column("owner", pgettext("who leads the deal", "Leads")),
    )

    def make(found: Sequence[InquiryRow]) -> Iterable[Row]:
        return (_row(one) for one in entry.lines(found, known))

    return Sheet(_("Inquiries"), columns, pieces_of(rows, _ORDER, make, 500), rows.count)


def _row(one: entry.Line) -> Row:
    state = pgettext("an inquiry", "closed") if one.status == "closed" else pgettext("an inquiry", "open")
    return (
        one.key, one.received_at, one.name, one.company_name, one.phone, one.email, one.channel, one.message,
        one.messages, one.answered_at, one.answer_by, one.rule.says, state, one.as_what_title, one.deal,
        one.owner_name,
    )  # fmt: skip
