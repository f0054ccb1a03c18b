"""The lists of companies and of people: a page with its columns in its order, and the whole as a sheet."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.process import Field
from voronka.core.sheets import Cell, Column
from voronka.queries import clients
from voronka.queries.clients import CompanyLine, Kind, PersonLine
from voronka.queries.cycle import walking
from voronka.queries.cycle.walking import Found
from voronka.queries.lists import cells, client_order
from voronka.queries.lists.client_order import Noun
from voronka.queries.lists.sheet import PIECE, Piece, Sheet, apart, chosen
from voronka.queries.records import sight
from voronka.store import values
from voronka.store.models import Company, Contact

MOST = 10_000
"""So many clients may fit what was typed."""
NOUNS: Final[dict[Kind, Noun]] = {"companies": "company", "people": "contact"}
USUAL: Final[dict[Kind, tuple[str, ...]]] = {
    "companies": ("name", "contact", "phone", "inn", "deals"),
    "people": ("name", "company", "phone", "email", "deals"),
}
"""What the page shows where nothing was chosen."""
TOGETHER: Final[dict[Kind, dict[str, tuple[str, ...]]]] = {
    "companies": {"name": ("name", "about")},
    "people": {"name": ("name", "post")},
}
"""What a cell of the page says in one, and a file in columns of their own."""
BESIDE: Final[dict[Kind, tuple[str, ...]]] = {
    "companies": ("contact", "phone", "deals"),
    "people": ("deals",),
}
"""What is not the client's own: the whole list as a file goes without it, unless it is asked for."""


@dataclass(frozen=True, slots=True)
class ClientFilters:
    """What the list is narrowed to: a word as it was typed, and the phone that it may be, in E.164.

    `sort` is one of `client_order.SORTS`, with a minus from the greatest; `columns` are those that are shown.
    """

    words: str = ""
    phone: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClientLine:
    """A line of a list: the client, and the cells of all columns by their keys."""

    client: CompanyLine | PersonLine
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class ClientPage:
    """A page of one of the lists: all columns that there are, those that are shown, and the lines.

    `more` is the place to read on from; `cut` that only so many were looked at; `capped` that more fit the words.
    """

    kind: Kind
    columns: tuple[Column, ...]
    shown: tuple[Column, ...]
    lines: tuple[ClientLine, ...]
    currency: str = ""
    more: str = ""
    cut: bool = False
    capped: bool = False


def page(
    by: Actor, kind: Kind, asked: ClientFilters, *, more: str = "", size: int | None = None
) -> ClientPage:
    """A page of companies or of people. ValueError where `more` is not a place that an earlier page gave."""
    access.require(by, "client.see")
    keys = _matching(asked, kind)
    found = _keys(by, kind, asked.sort, keys, more, size or clients.PAGE)
    fields, currency = values.client_fields(NOUNS[kind])
    known = _columns(kind, fields)
    told = _told(_lines(by, kind, found.keys), fields, currency)
    shown = chosen(known, asked.columns or USUAL[kind], first="name")
    capped = keys is not None and len(keys) >= MOST
    return ClientPage(kind, known, shown, told, currency, found.more, found.cut, capped)


def of_lines(kind: Kind, lines: Iterable[CompanyLine | PersonLine], *, capped: bool = False) -> ClientPage:
    """These clients as a page of the list, with its usual columns."""
    fields, currency = values.client_fields(NOUNS[kind])
    known = _columns(kind, fields)
    shown = chosen(known, USUAL[kind], first="name")
    return ClientPage(kind, known, shown, _told(lines, fields, currency), currency, capped=capped)


def columns(kind: Kind) -> tuple[Column, ...]:
    """All columns that the page can show, in their usual order."""
    return _columns(kind, values.client_fields(NOUNS[kind])[0])


def _columns(kind: Kind, fields: Sequence[Field]) -> tuple[Column, ...]:
    return (*_OF[kind](), *cells.columns(fields))


def companies(by: Actor, at: datetime, asked: ClientFilters, process: str | None = None) -> Sheet:
    """The companies that this person sees, the latest first."""
    return _sheet(by, "companies", asked, _("Companies"))


def people(by: Actor, at: datetime, asked: ClientFilters, process: str | None = None) -> Sheet:
    """The contacts that this person sees, the latest first."""
    return _sheet(by, "people", asked, _("People"))


def _sheet(by: Actor, kind: Kind, asked: ClientFilters, title: str) -> Sheet:
    keys = _matching(asked, kind)
    seen = sight.companies(by) if kind == "companies" else sight.contacts(by)
    rows = (Company if kind == "companies" else Contact).objects.filter(
        seen, *(() if keys is None else (Q(pk__in=keys),))
    )
    fields, currency = values.client_fields(NOUNS[kind])
    known = _columns(kind, fields)

    def piece(more: str) -> Piece:
        found = _keys(by, kind, asked.sort, keys, more, PIECE)
        told = _told(_lines(by, kind, found.keys), fields, currency)
        return [tuple(one.cells[column.key] for column in known) for one in told], found.more

    whole = Sheet(title, known, piece, rows.count)
    if asked.columns:
        return whole.only(apart(asked.columns, TOGETHER[kind]))
    return whole.only([one.key for one in known if one.key not in BESIDE[kind]])


def _company_columns() -> tuple[Column, ...]:
    return (
        Column("number", _("Number"), "whole"),
        Column("name", _("Company")),
        Column("contact", _("Contact")),
        Column("phone", _("Phone")),
        Column("about", pgettext("a column", "About")),
        Column("inn", _("INN")),
        Column("site", pgettext("a column", "Website")),
        Column("deals", _("Open deals"), "whole"),
        Column("created_at", pgettext("a column", "Created"), "moment"),
    )


def _person_columns() -> tuple[Column, ...]:
    return (
        Column("number", _("Number"), "whole"),
        Column("name", _("Name")),
        Column("post", pgettext("a column", "Job title")),
        Column("company", _("Company")),
        Column("phone", _("Phone")),
        Column("email", _("E-mail")),
        Column("deals", _("Open deals"), "whole"),
        Column("created_at", pgettext("a column", "Created"), "moment"),
    )


_OF: Final[dict[Kind, Callable[[], tuple[Column, ...]]]] = {
    "companies": _company_columns,
    "people": _person_columns,
}


def _matching(asked: ClientFilters, kind: Kind) -> list[int] | None:
    """The clients that fit the words; None where there are no words."""
    if not asked.words:
        return None
    return clients.matching(asked.words.replace("\x00", "").strip(), asked.phone, MOST)[NOUNS[kind]]


def _keys(by: Actor, kind: Kind, sort: str, keys: Sequence[int] | None, more: str, size: int) -> Found:
    noun = NOUNS[kind]
    made = client_order.runs(by, noun, sort, keys)
    return walking.keys(made, more=more, page=size, of=client_order.THINGS[noun])


def _lines(by: Actor, kind: Kind, keys: Sequence[int]) -> list[CompanyLine | PersonLine]:
    """The clients of these keys, in their order."""
    found: list[CompanyLine] | list[PersonLine] = (
        clients.companies_of(by, keys) if kind == "companies" else clients.people_of(by, keys)
    )
    told = {one.key: one for one in found}
    return [told[key] for key in keys if key in told]


def _told(
    lines: Iterable[CompanyLine | PersonLine], fields: Sequence[Field], currency: str
) -> tuple[ClientLine, ...]:
    made = []
    for one in lines:
        own = cells.cells(fields, json.loads(one.own), currency)
        told: dict[str, Cell] = {"number": one.key, "name": one.name, "phone": one.phone}
        told |= {"deals": one.deals or None, "created_at": one.created_at}
        if isinstance(one, CompanyLine):
            told |= {"contact": one.contact_name, "about": one.about, "inn": one.inn, "site": one.site}
        else:
            told |= {"post": one.post, "company": one.company_name, "email": one.email}
        told |= {f"own.{field.id}": cell for field, cell in zip(fields, own, strict=True)}
        made.append(ClientLine(one, told))
    return tuple(made)
