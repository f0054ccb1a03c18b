"""What the palette finds as one types: deals by number, client or title, and clients; only what one may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q

from voronka.core.access import Actor, may
from voronka.queries import clients, words
from voronka.queries.records import sight
from voronka.store import names
from voronka.store.models import Company, Contact, DealRow

MOST = 6
LOOKED_AT = 40
"""So many matching deals are looked at; those the person may not see fall out."""
_COLUMNS = ("pk", "status", "title", "agreed", "currency", "company__name", "contact__name")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found; `note` says it apart from others of the same name."""

    noun: Literal["deal", "company", "contact"]
    key: int
    title: str
    note: str


def hits(actor: Actor, typed: str, phone: str = "") -> tuple[Hit, ...]:
    """What fits what was typed: deals first, then companies and contacts, a few of each. Four statements."""
    bare = typed.replace("\x00", "").strip()[:100]
    if len(bare) < 2 and not bare.isdecimal():
        return ()
    keys = clients.matching(bare, phone, LOOKED_AT)
    return (
        *_deals(actor, bare, keys),
        *_companies(actor, keys["company"]),
        *_contacts(actor, keys["contact"]),
    )


def _deals(actor: Actor, typed: str, keys: Mapping[names.Noun, Sequence[int]]) -> list[Hit]:
    if not may(actor, "deal.see"):
        return []
    fits = Q(pk__in=keys["deal"]) | Q(company__in=keys["company"]) | Q(contact__in=keys["contact"])
    number = typed.removeprefix("#").removeprefix("№").strip()
    if number.isdecimal() and len(number) < 18:
        fits |= Q(pk=int(number))
    rows = DealRow.objects.filter(pk__in=DealRow.objects.filter(fits).values("pk")).filter(sight.deals(actor))
    found = rows.order_by("-id").values_list(*_COLUMNS)[:LOOKED_AT]
    first = sorted(found, key=lambda row: (str(row[0]) != number, row[1] != "open"))
    return [_deal(*row) for row in first[:MOST]]


def _deal(
    key: int, status: str, title: str, agreed: int, currency: str, company: str | None, contact: str | None
) -> Hit:
    client = company or contact or ""
    note = [f"№ {key}"]
    if client and title:
        note.append(title[:60])
    if agreed:
        note.append(words.money(agreed, currency))
    return Hit("deal", key, client or title or f"№ {key}", " · ".join(note))


def _companies(actor: Actor, keys: Sequence[int]) -> list[Hit]:
    rows = Company.objects.filter(sight.companies(actor), pk__in=keys).values_list("pk", "name", "about")
    return [Hit("company", *row) for row in rows[:MOST]]


def _contacts(actor: Actor, keys: Sequence[int]) -> list[Hit]:
    rows = Contact.objects.filter(sight.contacts(actor), pk__in=keys)
    found = rows.values_list("pk", "name", "company__name", "phone")[:MOST]
    return [Hit("contact", key, name, company or words.phone(phone)) for key, name, company, phone in found]
