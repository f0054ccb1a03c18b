"""Companies and contacts as records."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.problems import NotFound
from voronka.queries.records import sight
from voronka.queries.records.paging import Order, Page, page
from voronka.store import merged
from voronka.store.models import Company, Contact

ORDER = Order("-key", "id")


@dataclass(frozen=True, slots=True)
class CompanyRecord:
    """A company that buys, or may."""

    key: int
    name: str
    about: str
    inn: str
    site: str
    created_at: datetime
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """A person to talk to."""

    key: int
    name: str
    phone: str
    email: str
    post: str
    company: int | None
    company_name: str
    created_at: datetime
    fields: Mapping[str, str]


def companies(
    *, by: Actor, cursor: str | None = None, limit: int = 50, search: str = "", inn: str = ""
) -> Page[CompanyRecord]:
    """A page of companies, the latest first; `search` finds a part of the name."""
    access.require(by, "client.see")
    rows = Company.objects.filter(sight.companies(by))
    if search:
        rows = rows.filter(folded__contains=_folded(search))
    if inn:
        rows = rows.filter(inn=inn)
    return page(rows, ORDER, cursor=cursor, limit=limit, record=lambda rows: map(_company, rows))


def company(key: int, *, by: Actor) -> CompanyRecord:
    """One company, of one that went up in another that other; NotFound."""
    access.require(by, "client.see")
    now = merged.living("company", key)
    row = Company.objects.filter(sight.companies(by), pk=now).first()
    if row is None:
        raise NotFound("company", key)
    return _company(row)


def contacts(
    *,
    by: Actor,
    cursor: str | None = None,
    limit: int = 50,
    search: str = "",
    phone: str = "",
    email: str = "",
    company: int | None = None,
) -> Page[ContactRecord]:
    """A page of contacts, the latest first; `search` finds a part of the name, `phone` is in E.164."""
    access.require(by, "client.see")
    rows = Contact.objects.filter(sight.contacts(by)).select_related("company")
    if search:
        rows = rows.filter(folded__contains=_folded(search))
    exact = {"phone": phone, "email": email.lower(), "company": company}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    return page(rows, ORDER, cursor=cursor, limit=limit, record=lambda rows: map(_contact, rows))


def contact(key: int, *, by: Actor) -> ContactRecord:
    """One contact, of one who went up in another that other; NotFound."""
    access.require(by, "client.see")
    now = merged.living("contact", key)
    row = Contact.objects.filter(sight.contacts(by), pk=now).select_related("company").first()
    if row is None:
        raise NotFound("contact", key)
    return _contact(row)


def _folded(search: str) -> str:
    """As names are kept for searching (actions.clients.fold_name says the same of what is written)."""
    return " ".join(re.sub(r"[^\w]+", " ", search.lower().replace("ё", "е")).split())


def _company(row: Company) -> CompanyRecord:
    return CompanyRecord(row.pk, row.name, row.about, row.inn, row.site, row.created_at, json.loads(row.own))


def _contact(row: Contact) -> ContactRecord:
    name = row.company.name if row.company else ""
    return ContactRecord(
        row.pk,
        row.name,
        row.phone,
        row.email,
        row.post,
        row.company_id,
        name,
        row.created_at,
        json.loads(row.own),
    )
