"""What the palette finds as one types: deals by number, client or title, and clients; only what one may see."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q

from voronka.core.access import Actor, may
from voronka.core.clients import fold_name
from voronka.queries import clients, words
from voronka.queries.records import sight
from voronka.store import names, values
from voronka.store.models import Company, Contact, DealRow

MOST = 6
LOOKED_AT = 40
"""So many matching deals are looked at; those the person may not see fall out."""
MOST_MOVES = 3
_NUMBERED = re.compile(r"[#№]?\s*(\d{1,17})(?:\s+(.*))?")
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


@dataclass(frozen=True, slots=True)
class Move:
    """A stage to which the deal with this number can be moved."""

    key: int
    to: str
    title: str


def moves(actor: Actor, typed: str) -> tuple[Move, ...]:
    """Stages for what begins with a deal's number, as `41` or `41 contract`: the next one first, then the earlier
    ones. One statement, and none for other words."""
    numbered = _NUMBERED.fullmatch(typed.strip()[:100])
    if numbered is None or not may(actor, "deal.move"):
        return ()
    key, wanted = int(numbered[1]), fold_name(numbered[2] or "")
    rows = DealRow.objects.filter(sight.deals(actor), pk=key, status="open")
    found = rows.values_list("process", "version", "stage").first()
    if found is None:
        return ()
    process, version, stage = found
    stages = values.process(process, version).cycle.stages
    place = next((n for n, one in enumerate(stages) if one.id == stage), len(stages))
    ahead, behind = stages[place + 1 : place + 2], reversed(stages[:place])
    fits = [one for one in (*ahead, *behind) if fold_name(one.title).startswith(wanted)]
    return tuple(Move(key, one.id, one.title) for one in fits[:MOST_MOVES])
