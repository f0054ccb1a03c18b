"""Clients as pages show them: the list, what is found by a word, one company, one contact, who is known already."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from django.db.models.functions import Coalesce

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.problems import NotFound
from voronka.queries import entry, own
from voronka.queries.cycle.cards import Card, Part, cards, read, titled
from voronka.queries.cycle.cards import sight as deal_sight
from voronka.queries.own import FieldLine
from voronka.queries.records import sight
from voronka.store import names, values
from voronka.store.models import Company, Contact, DealRow

PAGE = 50
FOUND = 25
"""So many of each noun are found by a word; whoever types more letters finds the rest."""
_NOW = Coalesce("merged_into", "pk")
"""Who a client is now: whoever went up in another is found by their old phone still, as that one."""

Kind = Literal["companies", "people"]


@dataclass(frozen=True, slots=True)
class CompanyLine:
    """A company in a list: whom to call there, and how many deals are open; `own` are its own fields as JSON."""

    key: int
    name: str
    about: str
    inn: str
    site: str
    contact: int | None = None
    contact_name: str = ""
    phone: str = ""
    deals: int = 0
    created_at: datetime | None = None
    own: str = "{}"


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A contact in a list, with their company."""

    key: int
    name: str
    post: str
    phone: str
    email: str
    company: int | None
    company_name: str
    deals: int = 0
    created_at: datetime | None = None
    own: str = "{}"


@dataclass(frozen=True, slots=True)
class Clients:
    """What was found; `capped`: there is more."""

    companies: tuple[CompanyLine, ...]
    people: tuple[PersonLine, ...]
    capped: bool = False


@dataclass(frozen=True, slots=True)
class ClientCard:
    """A client with all that is known: `company` or `person` is whose card it is. Only deals that the actor sees."""

    company: CompanyLine | None
    person: PersonLine | None
    people: tuple[PersonLine, ...]
    deals: tuple[Card, ...]
    inquiries: tuple[entry.Line, ...]
    fields: tuple[FieldLine, ...] = ()


def found(actor: Actor, typed: str, phone: str = "", limit: int = FOUND) -> Clients:
    """Companies and contacts by words of their names, by phone (in E.164, or its beginning), e-mail or INN."""
    access.require(actor, "client.see")
    keys = matching(typed, phone, limit)
    seen = Company.objects.filter(sight.companies(actor)).in_bulk(keys["company"])
    rows = Contact.objects.filter(sight.contacts(actor)).select_related("company")
    people = rows.in_bulk(keys["contact"])
    capped = max(len(keys["company"]), len(keys["contact"])) >= limit
    firms, persons = _firms(actor, list(seen.values())), _people(actor, list(people.values()))
    return Clients(tuple(firms), tuple(persons), capped=capped)


def matching(typed: str, phone: str, limit: int) -> dict[names.Noun, list[int]]:
    """Keys of companies, contacts and deals that fit what was typed, whoever may see them. One statement."""
    return names.found_any(names.read(typed, phone), limit, beside=True)


def company_card(actor: Actor, key: int, at: datetime) -> ClientCard:
    """A company with its people, deals and inquiries; NotFound."""
    access.require(actor, "client.see")
    row = Company.objects.filter(sight.companies(actor), pk=key).first()
    if row is None:
        raise NotFound("company", key)
    known = Contact.objects.filter(sight.contacts(actor), company=key).select_related("company")
    people = tuple(_people(actor, list(known.order_by("id")[:PAGE])))
    return ClientCard(
        company=_firms(actor, [row])[0],
        person=None,
        people=people,
        deals=_deals(actor, at, Part("d.company_id = %s", (key,))),
        inquiries=entry.of_contacts(actor, [one.key for one in people]),
        fields=own_fields("company", row.own),
    )


def contact_card(actor: Actor, key: int, at: datetime) -> ClientCard:
    """A contact with their company, deals and inquiries; NotFound."""
    access.require(actor, "client.see")
    row = Contact.objects.filter(sight.contacts(actor), pk=key).select_related("company").first()
    if row is None:
        raise NotFound("contact", key)
    return ClientCard(
        company=None,
        person=_people(actor, [row])[0],
        people=(),
        deals=_deals(actor, at, Part("d.contact_id = %s", (key,))),
        inquiries=entry.of_contacts(actor, [key]),
        fields=own_fields("contact", row.own),
    )


def own_fields(noun: Literal["company", "contact"], kept: str = "{}") -> tuple[FieldLine, ...]:
    """The fields that the passports ask of such a client, with what is kept of this one."""
    fields, currency_ = values.client_fields(noun)
    return own.lines(fields, json.loads(kept), currency_)


def known_people(actor: Actor, *, phone: str = "", email: str = "", name: str = "") -> tuple[PersonLine, ...]:
    """Who of our contacts it may be: those with this phone or e-mail first, then those with this name."""
    access.require(actor, "client.see")
    keys: list[int] = []
    if phone:
        keys += Contact.objects.filter(phone=phone).values_list(_NOW, flat=True)[:5]
    if email:
        keys += Contact.objects.filter(email=email.lower()).values_list(_NOW, flat=True)[:5]
    if not keys and len(name) >= 3:
        keys += names.found("contact", name, 5)
    rows = Contact.objects.filter(sight.contacts(actor)).select_related("company").in_bulk(keys)
    return tuple(_people(actor, [rows[key] for key in dict.fromkeys(keys) if key in rows]))


def _firms(actor: Actor, rows: Sequence[Company]) -> list[CompanyLine]:
    keys = [row.pk for row in rows]
    people: dict[int, Contact] = {}
    if not keys:
        return []
    for one in sorted(_of_companies(actor, keys), key=lambda one: one.pk, reverse=True):
        people[one.company_id or 0] = one
    open_deals = _open_deals(actor, "company", keys)
    lines = []
    for row in rows:
        line = CompanyLine(row.pk, row.name, row.about, row.inn, row.site, deals=open_deals.get(row.pk, 0))
        line = replace(line, created_at=row.created_at, own=row.own)
        if first := people.get(row.pk):
            line = replace(line, contact=first.pk, contact_name=first.name, phone=first.phone)
        lines.append(line)
    return lines


def _of_companies(actor: Actor, keys: Sequence[int]) -> list[Contact]:
    """The contacts of these companies that the actor sees.

    Asked at once for their order, or for those that did not go up in others, SQLite would look through all contacts.
    """
    found = [one for one in Contact.objects.filter(company__in=keys) if one.merged_into_id is None]
    if actor.scope == "handed":
        seen = Contact.objects.filter(sight.contacts(actor), pk__in=[one.pk for one in found])
        theirs = set(seen.values_list("pk", flat=True))
        found = [one for one in found if one.pk in theirs]
    return found


def _people(actor: Actor, rows: Sequence[Contact]) -> list[PersonLine]:
    open_deals = _open_deals(actor, "contact", [row.pk for row in rows])
    return [
        PersonLine(
            key=row.pk,
            name=row.name,
            post=row.post,
            phone=row.phone,
            email=row.email,
            company=row.company_id,
            company_name=row.company.name if row.company else "",
            deals=open_deals.get(row.pk, 0),
            created_at=row.created_at,
            own=row.own,
        )
        for row in rows
    ]


def _open_deals(actor: Actor, noun: str, keys: Sequence[int]) -> dict[int, int]:
    counted: dict[int, int] = {}
    if not keys:
        return counted
    wanted = {f"{noun}__in": keys, "status": "open"}
    for key in DealRow.objects.filter(sight.deals(actor), **wanted).values_list(noun, flat=True):
        counted[key] = counted.get(key, 0) + 1
    return counted


def _deals(actor: Actor, at: datetime, of: Part, most: int = PAGE) -> tuple[Card, ...]:
    """Deals of a client, the open ones first, then the latest."""
    pieces = [(of & one, "d.opened_at DESC, d.id DESC", most) for one in deal_sight(actor)]
    seen = titled(cards(read(pieces), at))
    seen.sort(key=lambda card: (card.status == "open", card.opened_at, card.key), reverse=True)
    return tuple(seen[:most])


def companies_of(actor: Actor, keys: Sequence[int]) -> list[CompanyLine]:
    """Those of these companies that the actor sees."""
    return _firms(actor, list(Company.objects.filter(sight.companies(actor), pk__in=keys))) if keys else []


def people_of(actor: Actor, keys: Sequence[int]) -> list[PersonLine]:
    """Those of these contacts that the actor sees."""
    rows = Contact.objects.filter(sight.contacts(actor), pk__in=keys).select_related("company")
    return _people(actor, list(rows)) if keys else []


def company_name(actor: Actor, key: int) -> str:
    """What the company is called; NotFound."""
    name = Company.objects.filter(sight.companies(actor), pk=key).values_list("name", flat=True).first()
    if name is None:
        raise NotFound("company", key)
    return name


def contact_name(actor: Actor, key: int) -> str:
    """What the contact is called; NotFound."""
    name = Contact.objects.filter(sight.contacts(actor), pk=key).values_list("name", flat=True).first()
    if name is None:
        raise NotFound("contact", key)
    return name


def currency(process: str | None = None) -> str:
    """The money in which this process counts now."""
    return values.latest(process).currency
