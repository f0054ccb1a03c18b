"""Looking for clients that are written down twice, and saying of two that they are not."""

from datetime import datetime
from typing import Final

from django.db import transaction

from voronka.core import access, duplicates
from voronka.core.access import Actor
from voronka.core.duplicates import Noun
from voronka.core.problems import Invalid, NotFound, Problem
from voronka.store import alike, sql
from voronka.store.models import Different, DuplicatePair

PIECE: Final = 100
"""Clients that are compared at once; they are written in one short transaction."""


def compare_clients(*, by: Actor, at: datetime, most: int = PIECE) -> int:
    """Compare clients that are new or were changed with all others; how many were looked at, 0 when all are.

    Contacts come first, for a company is compared by its people too.
    """
    access.require(by, "client.merge")
    if not alike.any_not_compared():
        return 0
    for noun in _NOUNS:
        if keys := alike.not_compared(noun, most):
            seen = alike.see(noun, keys)
            with transaction.atomic():
                alike.write(seen)
            return len(keys)
    return 0


_NOUNS: Final[tuple[Noun, ...]] = ("contact", "company")


def tell_different(*, noun: Noun, one: int, other: int, by: Actor, at: datetime) -> None:
    """These two are different clients: the pair goes from the list and does not come back. NotFound, Invalid."""
    access.require(by, "client.merge")
    low, high = duplicates.pair(one, other)
    if low == high:
        raise Invalid(Problem("merge_itself", "other"))
    with transaction.atomic():
        for key in (low, high):
            if not sql.there(f"store_{noun}", key):
                raise NotFound(noun, key)
        DuplicatePair.objects.filter(noun=noun, one=low, other=high).delete()
        said = {"at": at, "by": by.label}
        Different.objects.get_or_create(noun=noun, one=low, other=high, defaults=said)


def take_back_different(*, noun: Noun, one: int, other: int, by: Actor, at: datetime) -> None:
    """They may be one after all: they are compared again."""
    access.require(by, "client.merge")
    low, high = duplicates.pair(one, other)
    with transaction.atomic():
        gone, _ = Different.objects.filter(noun=noun, one=low, other=high).delete()
        if gone:
            alike.look(noun, [high])
