"""What the list of inquiries shows: a line an inquiry in the columns that were chosen, and the filters."""

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.actions.own import sought_phone
from voronka.core import access
from voronka.core.access import Actor
from voronka.core.sheets import Cell, Column
from voronka.frame import list_cells, words
from voronka.frame.lists import NUMBERS, Table, carried, columns_of, sort_of
from voronka.frame.navigation import address
from voronka.frame.taking import address_of
from voronka.queries.entry import Line
from voronka.queries.entry_clock import clock
from voronka.queries.lists.inquiries import USUAL, InquiryFilters, InquiryPage, Shown
from voronka.queries.lists.inquiry_order import sortable
from voronka.queries.lists.sheet import with_first
from voronka.queries.words import phone
from voronka.rooms.entry import inbox_page

PLACES = {"name": "c-client", "received_at": "c-stage", "message": "c-next"}
"""Columns that have a place of their own on a phone."""
ONLY_WIDE = frozenset(("channel", "owner"))
"""Of the usual columns, those for which a phone has no room; who chooses them sees them there too."""
SAID = 240
"""Letters of what they wrote; the rest is on the inquiry's page."""


def asked(query: QueryDict, *, whole: bool = False) -> InquiryFilters:
    """The filters of the address; `whole` with all the columns of the page by name, as its file takes them."""
    typed = query.get("q", "").strip()[:100]
    shown: Shown = {"closed": "closed", "all": "all"}.get(query.get("shown", ""), "open")  # type: ignore[assignment]
    columns = columns_of(query.get("columns", ""))
    if whole:
        columns = with_first("name", columns or USUAL)
    return InquiryFilters(shown, typed, sought_phone(typed), sort_of(query), columns)


def context(
    seen: InquiryPage, narrowed: InquiryFilters, query: QueryDict, by: Actor, at: datetime
) -> dict[str, Any]:
    """The context of the list."""
    table = Table(narrowed.sort, sortable, greatest=frozenset(("received_at", "answered_at")))
    drawn = _Drawer(seen, at, chosen=bool(narrowed.columns))
    kept = query.copy()
    kept.pop("more", None)
    return {
        "area": "inquiries",
        "seen": seen,
        "narrowed": narrowed,
        "any": bool(narrowed.words or narrowed.shown != "open"),
        "title": _("Inquiries"),
        "heads": [table.head(one, query, css="num" if one.kind in NUMBERS else "") for one in seen.shown],
        "orders": list(table.orders(seen.columns)),
        "hidden_words": carried(query, "sort", "q", "shown"),
        "lines": [drawn.cells(*one) for one in seen.lines],
        "carried": f"?{kept.urlencode()}" if kept else "",
        "download": address_of("inquiries", "inquiry_list_file", by),
        "new_inquiry": address("new_inquiry") if access.may(by, "inquiry.receive") else "",
    }


class _Drawer:
    """Draws the lines of a page."""

    def __init__(self, seen: InquiryPage, at: datetime, *, chosen: bool) -> None:
        self.shown, self.currency = seen.shown, seen.process.currency
        self.at, self.chosen = at, chosen

    def cells(self, line: Line, told: Mapping[str, Cell]) -> SafeString:
        """All cells of a line."""
        return mark_safe("".join(self._cell(one, line, told) for one in self.shown))

    def _cell(self, column: Column, line: Line, told: Mapping[str, Cell]) -> str:
        inside = self._inside(column.key, line)
        if inside is None:
            inside = list_cells.said(told.get(column.key), self.currency)
        if place := PLACES.get(column.key):
            return list_cells.placed(place, column, inside)
        if column.key in ONLY_WIDE and not self.chosen:
            return list_cells.placed("c-owner", column, inside or "—")
        return list_cells.placed("c-more", column, inside, label=column.title)

    def _inside(self, key: str, line: Line) -> str | None:
        """The cells that lead somewhere, and those that say more than a value."""
        match key:
            case "name":
                name = line.name or _("Without a name")
                return list_cells.titled(reverse("inquiry", args=[line.key]), name, line.company_name)
            case "company" if line.company:
                return list_cells.link(reverse("company", args=[line.company]), line.company_name)
            case "phone" if line.phone:
                return list_cells.link(f"tel:{line.phone}", phone(line.phone))
            case "email" if line.email:
                return list_cells.link(f"mailto:{line.email}", line.email)
            case "deal" if line.deal:
                return list_cells.link(address("deal", str(line.deal)), str(line.deal))
            case "number":
                return escape(str(line.key))
            case "message":
                return escape(words.cut(line.message, SAID))
            case "answered_at" if line.answered_at is None:
                return self._waits(line)
            case "state":
                return _state(line)
        return None

    def _waits(self, line: Line) -> str:
        """Whether an answer is due; how late it is, is said where one points."""
        told = clock(line, self.at)
        if not told.says:
            return ""
        says = _("the answer is late") if told.state == "late" else told.says
        tone = inbox_page.TONES[told.state]
        return f'<span class="state {tone}" title="{escape(told.says)}">{escape(says)}</span>'


def _state(line: Line) -> str:
    """Open, or what it turned out to be."""
    if line.status == "open":
        return f'<span class="state">{escape(pgettext("an inquiry", "open"))}</span>'
    return f'<span class="state muted">{escape(line.as_what_title)}</span>'
