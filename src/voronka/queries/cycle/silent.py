"""Deals whose clients have been silent for so long that the passport thinks of losing them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from voronka.core.access import Actor
from voronka.core.process import Process
from voronka.queries.cycle.cards import Card, Owner, Part, cards, due_here, read, sight
from voronka.store import values

MOST: Final = 12


@dataclass(frozen=True, slots=True)
class Silent:
    """`cards` are those that were heard longest ago; `reason` and its `title` are what the passport thinks of."""

    cards: tuple[Card, ...]
    reason: str
    title: str


def silent(actor: Actor, process: Process, at: datetime, owner: Owner = "any") -> Silent | None:
    """Open deals without a word of the client for longer than the shortest silence of a lost reason.

    One statement; none where no reason speaks of silence.
    """
    calendar = values.calendar()
    spans = [(calendar.began(at, one.after), one) for one in process.cycle.lost_reasons if one.after]
    if not spans:
        return None
    since, reason = max(spans, key=lambda pair: pair[0])
    quiet = Part(
        "d.process = %s AND d.status = 'open' AND d.heard_at <= %s", (process.key, since)
    ) & due_here(at)
    pieces = [(quiet & part, "d.heard_at, d.id", MOST) for part in sight(actor, owner)]
    found = cards(read(pieces, way="INDEXED BY deal_heard"), at) if pieces else []
    return Silent(tuple(found[:MOST]), reason.id, reason.title) if found else None
