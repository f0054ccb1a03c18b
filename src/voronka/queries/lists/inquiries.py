"""The list of inquiries: a page with its columns in its order, and the whole as a sheet."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.process import Process
from voronka.core.sheets import Cell, Column, Row
from voronka.queries import entry, find_hits, told
from voronka.queries.cycle import walking
from voronka.queries.cycle.walking import Found
from voronka.queries.lists import cells, inquiry_order
from voronka.queries.lists.sheet import Piece, Sheet, apart, chosen
from voronka.queries.records import sight
from voronka.store.models import InquiryRow, Origin, Text

PIECE = 500
MOST = 2_000
"""So many inquiries may fit what was typed; whoever types more finds the rest."""
PAGE = 50
USUAL = ("name", "received_at", "channel", "message", "answered_at", "state", "owner")
"""What the page shows where nothing was chosen."""
TOGETHER = {"name": ("name", "company"), "state": ("as_what", "state")}
"""What a cell of the page says in one, and a file in columns of their own."""

Shown = Literal["open", "closed", "all"]


@dataclass(frozen=True, slots=True)
class InquiryFilters:
    """What the list is narrowed to; `phone` is what of the words may be one, in E.164.

    `sort` is one of `inquiry_order.SORTS`, with a minus from the greatest; `columns` are those that are shown.
    """

    shown: Shown = "open"
    words: str = ""
    phone: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InquiryPage:
    """A page of the list: all columns that there are, those that are shown, and the lines with all their cells.

    `more` is the place to read on from; `cut` that only so many were looked at; `capped` that more fit the words.
    """

    process: Process
    columns: tuple[Column, ...]
    shown: tuple[Column, ...]
    lines: tuple[tuple[entry.Line, Mapping[str, Cell]], ...]
    more: str
    cut: bool
    capped: bool


def page(
    by: Actor, asked: InquiryFilters, *, more: str = "", process: str | None = None, size: int | None = None
) -> InquiryPage:
    """A page of inquiries. ValueError where `more` is not a place that an earlier page gave."""
    access.require(by, "inquiry.see")
    known = told.latest(process)
    keys = _matching(asked)
    found = _found(by, known, asked, keys, more, size or PAGE)
    columns = page_columns(known)
    lines = [
        (one, dict(zip((column.key for column in columns), row, strict=True)))
        for one, row in _rows(found.keys, known)
    ]
    shown = chosen(columns, asked.columns or USUAL, first="name")
    capped = keys is not None and len(keys) >= MOST
    return InquiryPage(known, columns, shown, tuple(lines), found.more, found.cut, capped)


def sheet(by: Actor, at: datetime, asked: InquiryFilters, process: str | None = None) -> Sheet:
    """The inquiries that this person sees, the newest first where nothing else is asked."""
    known = told.latest(process)
    keys = _matching(asked)
    rows = InquiryRow.objects.filter(sight.inquiries(by), process=known.key, status__in=_statuses(asked))
    if keys is not None:
        rows = rows.filter(pk__in=keys)

    def piece(more: str) -> Piece:
        found = _found(by, known, asked, keys, more, PIECE)
        return [row for _line, row in _rows(found.keys, known)], found.more

    whole = Sheet(_("Inquiries"), page_columns(known), piece, rows.count)
    return whole.only(apart(asked.columns, TOGETHER)) if asked.columns else whole


def _statuses(asked: InquiryFilters) -> tuple[str, ...]:
    return ("open", "closed") if asked.shown == "all" else (asked.shown,)


def _matching(asked: InquiryFilters) -> tuple[int, ...] | None:
    """The inquiries that fit the words, whoever may see them; None where there are no words."""
    if not asked.words:
        return None
    fits = InquiryRow.objects.filter(find_hits.asking(asked.words, asked.phone))
    return tuple(fits.order_by("-pk").values_list("pk", flat=True)[:MOST])


def _found(
    by: Actor,
    process: Process,
    asked: InquiryFilters,
    keys: tuple[int, ...] | None,
    more: str,
    size: int,
) -> Found:
    wanted = inquiry_order.Asked(process, _statuses(asked), asked.sort, keys)
    return walking.keys(inquiry_order.runs(by, wanted), more=more, page=size, of=inquiry_order.INQUIRIES)


def _rows(keys: Sequence[int], process: Process) -> Iterator[tuple[entry.Line, Row]]:
    """The inquiries of these keys with all columns, in their order."""
    rows = InquiryRow.objects.select_related("contact__company", "owner").in_bulk(keys)
    found = [rows[key] for key in keys if key in rows]
    came, own = _origins(found), _own(found, process)
    for row, one in zip(found, entry.lines(found, process), strict=True):
        yield one, (*_told(one), *came.get(row.pk, ("", "", "")), *own[row.pk])


def page_columns(process: Process) -> tuple[Column, ...]:
    """All columns that the page can show, in their usual order."""
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
