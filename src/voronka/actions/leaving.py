"""Somebody leaves the company: their open deals go to others, each as a fact, and then they can't come in any more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle as round_of
from typing import Final

from django.db import transaction

from voronka.actions.cycle import assign_deal
from voronka.actions.people import change_person
from voronka.core import access
from voronka.core.access import HOLDERS, Actor
from voronka.core.problems import Invalid, NotFound, Problem
from voronka.store.models import DealRow, Person

PIECE: Final = 200
"""So many deals go over in one transaction; what was cut goes on when it is asked for again."""


@dataclass(frozen=True, slots=True)
class Left:
    """How many open deals went over to others."""

    key: int
    deals: int


def leave(*, key: int, to: Sequence[int] = (), by: Actor, at: datetime, door: str = "page") -> Left:
    """This person works here no more; their open deals go to the others `to` in turn, the most urgent first.

    With nobody in `to` the deals stay theirs. Whoever has left already can still be freed of deals.
    Raises Invalid, NotAllowed, NotFound.
    """
    access.require(by, "people.change")
    access.require(by, "deal.assign")
    person = Person.objects.filter(pk=key).first()
    if person is None:
        raise NotFound("person", key)
    takers = list(dict.fromkeys(to))
    able = Person.objects.filter(pk__in=takers, is_active=True, role__in=HOLDERS).exclude(pk=key)
    unable = set(takers) - set(able.values_list("pk", flat=True))
    if unable:
        raise Invalid(Problem("unknown_person", "to", {"have": min(unable)}))
    with transaction.atomic():  # whether they may leave at all is known before anything goes over
        change_person(key=key, name=person.name, role=person.role, active=False, by=by, at=at)
        gone = _hand_over(key, takers, by, at, door)
    while takers and (more := _hand_over(key, takers, by, at, door)):
        gone += more
    return Left(key, gone)


def _hand_over(key: int, takers: Sequence[int], by: Actor, at: datetime, door: str) -> int:
    """One piece of the deals; how many."""
    if not takers:
        return 0
    rows = DealRow.objects.filter(owner=key, status="open").order_by("urgent_at", "id")
    deals = list(rows.values_list("pk", flat=True)[:PIECE])
    with transaction.atomic():
        for deal, taker in zip(deals, round_of(takers), strict=False):
            assign_deal(key=deal, owner=taker, by=by, at=at, door=door)
    return len(deals)
