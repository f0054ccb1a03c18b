"""What the palette finds as one types: deals by number, client or title, and clients; only what one may see."""

from dataclasses import dataclass
from typing import Literal

from django.db.models import Q

from voronka.core.access import Actor, may
from voronka.queries import clients, words
from voronka.queries.records import sight
from voronka.store import names
from voronka.store.models import DealRow

MOST = 6
LOOKED_AT = 60
"""So many matching deals are looked at; those the person may not see fall out."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found; `note` says it apart from others of the same name."""

    noun: Literal["deal", "company", "contact"]
    key: int
    title: str
    note: str


def hits(actor: Actor, typed: str, phone: str = "") -> tuple[Hit, ...]:
    """What fits what was typed: deals first, then companies and contacts, a few of each."""
    bare = typed.replace("\x00", "").strip()[:100]
    if len(bare) < 2 and not bare.isdecimal():
        return ()
    return (*_deals(actor, bare), *_clients(actor, bare, phone))


def _deals(actor: Actor, typed: str) -> list[Hit]:
    if not may(actor, "deal.see"):
        return []
    fits = Q(pk__in=names.found("deal", typed, LOOKED_AT))
    fits |= Q(company__in=names.found("company", typed, LOOKED_AT))
    fits |= Q(contact__in=names.found("contact", typed, LOOKED_AT))
    number = typed.removeprefix("#").removeprefix("№").strip()
    if number.isdecimal() and len(number) < 18:
        fits |= Q(pk=int(number))
    rows = DealRow.objects.filter(fits).filter(sight.deals(actor)).select_related("company", "contact")
    found = sorted(
        rows.order_by("-id")[:LOOKED_AT], key=lambda row: (str(row.pk) != number, row.status != "open")
    )
    return [_deal(row) for row in found[:MOST]]


def _deal(row: DealRow) -> Hit:
    client = row.company.name if row.company else row.contact.name if row.contact else ""
    note = [f"№ {row.pk}"]
    if client and row.title:
        note.append(row.title[:60])
    if row.agreed:
        note.append(words.money(row.agreed, row.currency))
    return Hit("deal", row.pk, client or row.title or f"№ {row.pk}", " · ".join(note))


def _clients(actor: Actor, typed: str, phone: str) -> list[Hit]:
    if not may(actor, "client.see"):
        return []
    seen = clients.found(actor, typed, phone, MOST)
    return [
        *(Hit("company", one.key, one.name, one.about or one.contact_name) for one in seen.companies),
        *(Hit("contact", one.key, one.name, one.company_name or one.phone) for one in seen.people),
    ]
