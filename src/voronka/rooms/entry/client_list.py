"""What the lists of companies and of people show: a line a client in the columns that were chosen, and their orders."""

from collections.abc import Mapping
from html import escape
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.actions.own import sought_phone
from voronka.core.sheets import Cell, Column
from voronka.frame import list_cells
from voronka.frame.lists import NUMBERS, Table, carried, columns_of, sort_of
from voronka.queries.clients import CompanyLine, Kind, PersonLine
from voronka.queries.lists.client_order import sortable
from voronka.queries.lists.clients import NOUNS, USUAL, ClientFilters, ClientLine, ClientPage
from voronka.queries.lists.sheet import with_first
from voronka.queries.words import phone

PLACES = {"name": "c-client", "contact": "c-stage", "company": "c-stage", "phone": "c-next"}
"""Columns that have a place of their own on a phone."""
ONLY_WIDE = frozenset(("inn", "email", "deals"))
"""Of the usual columns, those for which a phone has no room; who chooses them sees them there too."""


def kind_of(query: QueryDict) -> Kind:
    """Which of the two lists the address asks for."""
    return "people" if query.get("kind") == "people" else "companies"


def asked(query: QueryDict, *, of: Kind | None = None) -> ClientFilters:
    """The filters of the address; with `of` as a file of this list takes them: the columns of the page by name.

    Order and columns are those of one list: of the other one they say nothing.
    """
    typed = query.get("q", "").strip()[:100]
    kind, now = of or kind_of(query), kind_of(query)
    columns = columns_of(query.get("columns", "")) if kind == now else ()
    if of is not None:
        columns = with_first("name", columns or USUAL[kind])
    return ClientFilters(typed, sought_phone(typed), sort_of(query) if kind == now else "", columns)


def table(seen: ClientPage, narrowed: ClientFilters | None, query: QueryDict) -> dict[str, Any]:
    """One of the lists for its template; what was merely found stands in no order that could be changed."""
    short = {"name": _("Contact")} if seen.kind == "people" else {}
    noun = NOUNS[seen.kind]
    sort = narrowed.sort if narrowed else ""
    ordered = Table(
        sort,
        lambda key: narrowed is not None and sortable(noun, key),
        greatest=frozenset(("created_at", "number")),
        short=short,
    )
    drawn = _Drawer(seen, chosen=bool(narrowed and narrowed.columns))
    return {
        "title": _("Companies") if seen.kind == "companies" else pgettext("clients", "People"),
        "heads": [ordered.head(one, query, css="num" if one.kind in NUMBERS else "") for one in seen.shown],
        "orders": list(ordered.orders(seen.columns)),
        "sort": sort,
        "hidden_words": carried(query, "sort"),
        "lines": [drawn.cells(one) for one in seen.lines],
    }


class _Drawer:
    """Draws the lines of a page."""

    def __init__(self, seen: ClientPage, *, chosen: bool) -> None:
        self.shown, self.currency, self.chosen = seen.shown, seen.currency, chosen

    def cells(self, line: ClientLine) -> SafeString:
        """All cells of a line."""
        return mark_safe("".join(self._cell(one, line) for one in self.shown))

    def _cell(self, column: Column, line: ClientLine) -> str:
        inside = _inside(column.key, line.client, line.cells)
        if inside is None:
            inside = list_cells.said(line.cells.get(column.key), self.currency)
        if place := PLACES.get(column.key):
            return list_cells.placed(place, column, inside or "—")
        if column.key in ONLY_WIDE and not self.chosen:
            return list_cells.placed("c-owner", column, inside or ("" if column.kind == "whole" else "—"))
        return list_cells.placed("c-more", column, inside, label=column.title)


def _inside(key: str, client: CompanyLine | PersonLine, told: Mapping[str, Cell]) -> str | None:
    """The cells that lead somewhere."""
    match key, client:
        case "name", CompanyLine():
            return list_cells.titled(reverse("company", args=[client.key]), client.name, client.about)
        case "name", PersonLine():
            return list_cells.titled(reverse("contact", args=[client.key]), client.name, client.post)
        case "contact", CompanyLine(contact=int(person)):
            return list_cells.link(reverse("contact", args=[person]), client.contact_name)
        case "company", PersonLine(company=int(firm)):
            return list_cells.link(reverse("company", args=[firm]), client.company_name)
        case "phone", _ if client.phone:
            return list_cells.link(f"tel:{client.phone}", phone(client.phone))
        case "email", PersonLine() if client.email:
            return list_cells.link(f"mailto:{client.email}", client.email)
        case "number", _:
            return escape(str(client.key))
    return None
