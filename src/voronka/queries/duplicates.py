"""Clients that may be one: the list of pairs, and whom somebody who is being written down may be already."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.db.models.functions import Coalesce

from voronka.core import access, duplicates
from voronka.core.access import Actor
from voronka.core.duplicates import Card, Noun, Reason
from voronka.core.problems import Invalid, Problem
from voronka.queries import clients
from voronka.queries.clients import CompanyLine, PersonLine
from voronka.store import alike, names
from voronka.store.models import Company, Contact, DuplicatePair

PAGE: Final = 30
COUNTED: Final = 100
"""Pairs are counted up to here: that there are more is all one needs to know."""
NEAR: Final = 40
"""So many records are compared with one that is being written down."""

Line = CompanyLine | PersonLine


@dataclass(frozen=True, slots=True)
class PairLine:
    """Two clients that may be one, the older first: how sure it is in percent, and why."""

    noun: Noun
    one: Line
    other: Line
    certainty: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """A page of pairs, the surest first; `more` is the place to read on from."""

    pairs: tuple[PairLine, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Same:
    """A client that somebody who is being written down may be, and why."""

    line: Line
    certainty: int
    reasons: tuple[Reason, ...]


def pairs(actor: Actor, noun: Noun, *, more: str = "", page_size: int = PAGE) -> Pairs:
    """A page of pairs of companies or of contacts. Four statements; Invalid for a foreign `more`."""
    access.require(actor, "client.merge")
    rows = DuplicatePair.objects.filter(noun=noun)
    if more:
        doubt, key = _place(more)
        rows = rows.filter(doubt__gte=doubt).filter(Q(doubt__gt=doubt) | Q(pk__gt=key))
    found = list(rows.order_by("doubt", "id")[: page_size + 1])
    shown = found[:page_size]
    lines = _lines(actor, noun, [key for row in shown for key in (row.one, row.other)])
    seen = tuple(
        PairLine(
            noun, lines[row.one], lines[row.other], 100 - row.doubt, duplicates.from_data(json.loads(row.why))
        )
        for row in shown
        if row.one in lines and row.other in lines  # merged a moment ago
    )
    return Pairs(seen, f"{shown[-1].doubt}-{shown[-1].pk}" if len(found) > page_size else "")


def _place(more: str) -> tuple[int, int]:
    doubt, _, key = more.partition("-")
    if not (doubt.isdecimal() and key.isdecimal() and len(more) < 24):
        raise Invalid(Problem("cursor_unreadable", "more"))
    return int(doubt), int(key)


def waiting(actor: Actor) -> tuple[int, int]:
    """How many pairs of companies and of contacts there are, each counted up to COUNTED; nothing without the right."""
    if not access.may(actor, "client.merge"):
        return 0, 0
    counted = [len(DuplicatePair.objects.filter(noun=noun).values_list("pk")[:COUNTED]) for noun in _NOUNS]
    return counted[0], counted[1]


_NOW: Final = Coalesce("merged_into", "pk")
_NOUNS: Final[tuple[Noun, ...]] = ("company", "contact")


def comparing(actor: Actor) -> bool:
    """Are there clients that have not been compared yet?"""
    access.require(actor, "client.see")
    return alike.any_not_compared()


def pairs_of(actor: Actor, noun: Noun, key: int, limit: int = 5) -> tuple[Same, ...]:
    """Whom this client may be beside themselves, the surest first; nothing without the right."""
    if not access.may(actor, "client.merge"):
        return ()
    rows = DuplicatePair.objects.filter(Q(one=key) | Q(other=key), noun=noun).order_by("doubt", "id")[:limit]
    found = [(row.one if row.other == key else row.other, row) for row in rows]
    lines = _lines(actor, noun, [other for other, _row in found])
    return tuple(
        Same(lines[other], 100 - row.doubt, duplicates.from_data(json.loads(row.why)))
        for other, row in found
        if other in lines
    )


def maybe_same(
    actor: Actor,
    noun: Noun,
    *,
    name: str = "",
    phone: str = "",
    email: str = "",
    inn: str = "",
    site: str = "",
    company: int | None = None,
    but: int | None = None,
    limit: int = 5,
) -> tuple[Same, ...]:
    """Whom of our clients it may be that is being written down, the surest first; `phone` in E.164.

    Phones, addresses and tax numbers are found at once, names that sound alike as soon as the worker has seen them.
    Seven statements at most.
    """
    access.require(actor, "client.see")
    # Halves of letters and NUL come from forms too; and nobody's name has a thousand letters.
    clean = [part.replace("\x00", "")[:300] for part in (name, phone, email.lower(), inn, site)]
    typed = Card(noun, but or 0, clean[0], clean[1], clean[2], clean[3], clean[4], company)
    if noun == "company":
        typed = Card(noun, but or 0, clean[0], inn=clean[3], site=clean[4])
    keys = _near(typed)
    found = duplicates.alike(typed, alike.cards(noun, [key for key in keys if key != but]))[:limit]
    lines = _lines(actor, noun, [card.key for card, _ in found])
    return tuple(
        Same(lines[card.key], likeness.certainty, likeness.reasons)
        for card, likeness in found
        if card.key in lines
    )


def _near(typed: Card) -> list[int]:
    """Keys of those that are worth comparing: by columns that are always current, then by kept keys and words."""
    keys: list[int] = []
    if typed.noun == "contact":
        for column, value in (("phone", typed.phone), ("email", typed.email)):
            if value:
                keys += Contact.objects.filter(**{column: value}).values_list(_NOW, flat=True)[: alike.MOST]
    elif typed.inn:
        keys += Company.objects.filter(inn=typed.inn).values_list(_NOW, flat=True)[: alike.MOST]
    if wanted := duplicates.keys_of(typed):
        # What tells most comes first: only so many are compared.
        met = alike.telling(alike.meeting(typed.noun, wanted))
        for kind, word in sorted(met, key=lambda key: (key[0] not in duplicates.EXACT, len(met[key]), key)):
            keys += met[kind, word]
    if len(typed.name) >= 3:
        keys += names.found(typed.noun, duplicates.bare_name(typed.name), 10)
    return list(dict.fromkeys(keys))[:NEAR]


def _lines(actor: Actor, noun: Noun, keys: Sequence[int]) -> dict[int, Line]:
    if noun == "company":
        return {line.key: line for line in clients.companies_of(actor, keys)}
    return {line.key: line for line in clients.people_of(actor, keys)}
