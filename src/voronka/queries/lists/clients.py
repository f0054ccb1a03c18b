"""The lists of companies and of people as sheets."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.core.access import Actor
from voronka.core.sheets import Column, Row
from voronka.queries import clients
from voronka.queries.lists import cells
from voronka.queries.lists.sheet import Sheet, pieces_of
from voronka.queries.records import sight
from voronka.queries.records.paging import Order
from voronka.store import values
from voronka.store.models import Company, Contact

MOST = 10_000
"""So many clients may fit what was typed."""
_ORDER = Order("clients", "id")


@dataclass(frozen=True, slots=True)
class ClientFilters:
    """What the list is narrowed to: a word as it was typed, and the phone that it may be, in E.164."""

    words: str = ""
    phone: str = ""


def companies(by: Actor, at: datetime, asked: ClientFilters, process: str | None = None) -> Sheet:
    """The companies that this person sees, the latest first."""
    fields, currency = values.client_fields("company")
    rows = Company.objects.filter(sight.companies(by), _fits(asked, "company"))
    columns = (
        Column("number", _("Number"), "whole"),
        Column("name", _("Company")),
        Column("about", pgettext("a column", "About")),
        Column("inn", _("INN")),
        Column("site", pgettext("a column", "Website")),
        Column("created_at", pgettext("a column", "Created"), "moment"),
        *cells.columns(fields),
    )

    def make(found: Sequence[Company]) -> Iterator[Row]:
        for one in found:
            told = cells.cells(fields, json.loads(one.own), currency)
            yield (one.pk, one.name, one.about, one.inn, one.site, one.created_at, *told)

    return Sheet(_("Companies"), columns, pieces_of(rows, _ORDER, make), rows.count)


def people(by: Actor, at: datetime, asked: ClientFilters, process: str | None = None) -> Sheet:
    """The contacts that this person sees, the latest first."""
    fields, currency = values.client_fields("contact")
    rows = Contact.objects.filter(sight.contacts(by), _fits(asked, "contact")).select_related("company")
    columns = (
        Column("number", _("Number"), "whole"),
        Column("name", _("Name")),
        Column("post", pgettext("a column", "Job title")),
        Column("company", _("Company")),
        Column("phone", _("Phone")),
        Column("email", _("E-mail")),
        Column("created_at", pgettext("a column", "Created"), "moment"),
        *cells.columns(fields),
    )

    def make(found: Sequence[Contact]) -> Iterator[Row]:
        for one in found:
            company = one.company.name if one.company else ""
            told = cells.cells(fields, json.loads(one.own), currency)
            yield (one.pk, one.name, one.post, company, one.phone, one.email, one.created_at, *told)

    return Sheet(_("People"), columns, pieces_of(rows, _ORDER, make), rows.count)


def _fits(asked: ClientFilters, noun: str) -> Q:
    if not asked.words:
        return Q()
    keys = clients.matching(asked.words.replace("\x00", "").strip(), asked.phone, MOST)
    return Q(pk__in=keys["company" if noun == "company" else "contact"])
