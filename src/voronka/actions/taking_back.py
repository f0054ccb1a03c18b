"""The way back of an import: what it brought goes, a piece a transaction; what people have worked on since stays."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import transaction

from voronka.actions import past_inquiries, past_moves, past_payments
from voronka.actions.importing import PIECE, Now, histories, row_of
from voronka.actions.imports import Say, starter
from voronka.core import duplicates
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.deal import Deal
from voronka.store import imported
from voronka.store.models import Import, OutsideId, RefusedLine
from voronka.store.work import unit


class Thing(NamedTuple):
    """What came in: its place among all that did, its key here, and its mark (of a client as it came, of a payment)."""

    place: int
    key: int
    mark: str


Gone = tuple[int, int]
"""How many of a piece are gone, and how many stay."""
Step = Callable[[int, str, Sequence[Thing], Actor, datetime], Gone]


def _payments(key: int, noun: str, piece: Sequence[Thing], by: Actor, at: datetime) -> Gone:
    with unit(by=by, at=at, door="import") as change:
        gone, left = past_payments.undo([(one.key, one.mark) for one in piece], change, at)
        imported.forget_marked(key, noun, gone)
    return len(gone), left


def _inquiries(key: int, noun: str, piece: Sequence[Thing], by: Actor, at: datetime) -> Gone:
    with unit(by=by, at=at, door="import") as change:
        gone, left = past_inquiries.undo(key, [one.key for one in piece], change)
        imported.forget(key, noun, gone)
    return len(gone), left


def _changes(key: int, noun: str, piece: Sequence[Thing], by: Actor, at: datetime) -> Gone:
    with unit(by=by, at=at, door="import") as change:
        gone, left = past_moves.undo(key, [one.key for one in piece], change)
        imported.forget(key, noun, gone)
    return len(gone), left


def _deals(key: int, noun: str, piece: Sequence[Thing], by: Actor, at: datetime) -> Gone:
    deals = [one.key for one in piece]
    with unit(by=by, at=at, door="import") as change:
        kept = imported.touched(deals)
        gone = [one for one in change.deals(deals) if one.key not in kept and one.imported == key]
        change.record_all([(one, _withdrawn(one, key)) for one in gone])
        imported.forget(key, noun, [one.key for one in gone])
    return len(gone), len(kept)


def _withdrawn(deal: Deal, key: int) -> tuple[e.Event, ...]:
    return () if deal.status == "undone" else (e.DealWithdrawn(key),)


def _clients(key: int, noun: str, piece: Sequence[Thing], by: Actor, at: datetime) -> Gone:
    which: duplicates.Noun = "company" if noun == "company" else "contact"
    with transaction.atomic():
        free = imported.unused(noun, {one.key: one.mark for one in piece})
        imported.remove(which, free)
        imported.forget(key, noun, free)
    return len(free), len(piece) - len(free)


STEPS: Final[tuple[tuple[str, str, Step], ...]] = (
    ("payment", "", _payments),
    ("inquiry", "", _inquiries),
    ("change", "", _changes),
    ("deal", "", _deals),
    ("contact", "@", _clients),
    ("company", "@", _clients),
)
"""What goes in which order, so that nothing goes that something needs; `@` begins the ids of clients that the import
made, beside those that its lines name."""


def undo(*, key: int, now: Now, say: Say) -> dict[str, Any]:
    """Take the import back: its deals are withdrawn, its clients go where nothing needs them any more.

    Deals that somebody has worked on since, and clients that were changed or are used elsewhere, stay and are counted.
    """
    row = row_of(key)
    # What an attempt that was cut has taken back is gone for good; what stayed is looked at again.
    by, gone, left = starter(row), int(json.loads(row.counts).get("gone", 0)), 0
    for history in histories(key, "undoing", now()):
        undo(key=history, now=now, say=say)
    total = OutsideId.objects.filter(whence=key).count() or 1
    for noun, beginning, step in STEPS:
        last = 0
        while piece := _next(key, noun, beginning, last):
            last, at = piece[-1].place, now()
            with transaction.atomic():
                away, stays = step(key, noun, piece, by, at)
                gone, left = gone + away, left + stays
                _count(key, gone, at)
            say(gone + left, total)
    _end(key, gone, left, by, now())
    return {"gone": gone, "left": left}


def _next(key: int, noun: str, beginning: str, after: int) -> list[Thing]:
    rows = OutsideId.objects.filter(whence=key, noun=noun, pk__gt=after, outside__startswith=beginning)
    return [Thing(*row) for row in rows.order_by("pk").values_list("pk", "key", "mark")[:PIECE]]


def _count(key: int, gone: int, at: datetime) -> None:
    held = Import.objects.select_for_update().get(pk=key)
    counts = {**json.loads(held.counts), "gone": gone}
    Import.objects.filter(pk=key).update(counts=json.dumps(counts), moved_at=at)


def _end(key: int, gone: int, left: int, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        held = Import.objects.select_for_update().get(pk=key)
        if held.state == "undoing":
            counts = {**json.loads(held.counts), "gone": gone, "left": left}
            imported.tell(key, (e.ImportUndone(gone, left),), by=by, at=at)
            # What stayed keeps its outside id, so that the file may come in again without doubles.
            RefusedLine.objects.filter(whence=key).delete()
            Import.objects.filter(pk=key).update(
                state="undone", line=0, counts=json.dumps(counts), ended_at=at
            )
