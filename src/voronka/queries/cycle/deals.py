"""The list of deals: filters that stand in the address, a page by key, totals from kept counters."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from voronka.core.access import Actor
from voronka.core.process import Process
from voronka.queries import clients, figures, told
from voronka.queries.cycle.board import Choice, Sum, add, people
from voronka.queries.cycle.cards import BY_KEY, Card, Owner, Part, cards, counted, read, sight, titled
from voronka.store.models import StageCount

PAGE = 50
MATCHES = 100
"""Clients that a word may match; whoever types more letters finds the rest."""

Sort = Literal["urgent", "opened", "closed"]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; `figure` names a number whose deals are asked for (see figures.py)."""

    status: Literal["open", "won", "imported", "lost", "all"] = "open"
    stage: str = ""
    owner: Owner = "any"
    attention: bool = False
    words: str = ""
    phone: str = ""
    handover: str = ""
    lost_reason: str = ""
    since: datetime | None = None
    until: datetime | None = None
    keys: tuple[int, ...] | None = None
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Deals:
    """A page of the list. `more` is the place to read on from; `count` is None where nobody keeps that number."""

    process: Process
    cards: tuple[Card, ...]
    more: str
    count: int | None
    sums: tuple[Sum, ...]
    people: tuple[Choice, ...]


def deals(
    actor: Actor,
    at: datetime,
    filters: Filters,
    *,
    more: str = "",
    process: str | None = None,
    page: int = PAGE,
) -> Deals:
    """A page of deals as the actor sees them: open ones by urgency, closed ones by their end, all by beginning.

    ValueError where `more` is not a place that an earlier page gave.
    """
    known = told.latest(process)
    by, column, descending = order(filters)
    part = where(known, filters, at)
    if more:
        moment, _, key = more.partition("/")
        sign = "<" if descending else ">"
        place = datetime.fromisoformat(moment)
        if place.tzinfo is None:
            place = place.replace(tzinfo=UTC)
        part &= Part(f"({column}, d.id) {sign} (%s, %s)", (place, int(key)))
    pieces = [(part & one, by, page + 1) for one in sight(actor, filters.owner)]
    found = titled(cards(read(pieces, way=way(filters)), at))

    def moment_of(card: Card) -> datetime:
        return card.opened_at if column == "d.opened_at" else card.urgent_at

    found.sort(key=lambda card: (moment_of(card), card.key), reverse=descending)
    kept = tuple(found[:page])
    onward = f"{moment_of(kept[-1]).isoformat()}/{kept[-1].key}" if len(found) > page else ""
    count, sums = _totals(actor, known, filters, at)
    return Deals(known, kept, onward, count, sums, people(actor))


def way(filters: Filters) -> str:
    """How SQLite comes to the deals: by the keys of those that were found by words, or as a figure says."""
    return BY_KEY if filters.words else figures.way(filters.figure)


def order(filters: Filters) -> tuple[str, str, bool]:
    """The order, its column, and whether the greatest comes first; `urgent_at` of a closed deal is its end."""
    if filters.status == "open":
        return "d.urgent_at, d.id", "d.urgent_at", False
    if filters.status == "all":
        return "d.opened_at DESC, d.id DESC", "d.opened_at", True
    return "d.urgent_at DESC, d.id DESC", "d.urgent_at", True


def where(process: Process, filters: Filters, at: datetime) -> Part:
    """What the filters ask, as a condition."""
    part = Part("d.process = %s", (process.key,))
    if filters.status == "all":
        part &= Part("d.status <> 'undone'")
    else:
        part &= Part("d.status = %s", (filters.status,))
    if filters.stage:
        part &= Part("d.stage = %s", (filters.stage,))
    if filters.attention:
        part &= Part("d.urgent_at <= %s AND d.status = 'open'", (at,))
    if filters.handover:
        part &= Part("d.handover = %s", (filters.handover,))
    if filters.lost_reason:
        part &= Part("d.lost_reason = %s", (filters.lost_reason,))
    moment = "d.opened_at" if filters.status in ("open", "all") else "d.urgent_at"
    if filters.since:
        part &= Part(f"{moment} >= %s", (filters.since,))
    if filters.until:
        part &= Part(f"{moment} < %s", (filters.until,))
    if filters.keys is not None:
        part &= _among("d.id", filters.keys)
    if filters.words:
        part &= _matching(filters.words, filters.phone)
    if filters.figure:
        part &= figures.part(filters.figure, at) or Part("1 = 0")
    return part


def _among(column: str, keys: tuple[int, ...]) -> Part:
    if not keys:
        return Part("1 = 0")
    return Part(f"{column} IN ({', '.join(['%s'] * len(keys))})", keys)


def _matching(typed: str, phone: str) -> Part:
    """Deals by words of the client's name or of what they are about, by the client's INN, phone or e-mail, by number.

    Their keys, so that `read` need not look through all deals for these few.
    """
    found = clients.matching(typed.replace("\x00", "").strip(), phone, MATCHES)
    number = typed.strip().removeprefix("#").removeprefix("№").strip()
    if number.isdecimal() and len(number) < 18:
        found["deal"].append(int(number))
    columns = {"deal": "m.id", "company": "m.company_id", "contact": "m.contact_id"}
    parts = [_among(columns[noun], tuple(keys)) for noun, keys in found.items()]
    chosen = [
        Part(f"SELECT m.id FROM store_dealrow m WHERE {part.where}", part.values)
        for part in parts
        if part.values
    ]
    if not chosen:
        return Part("1 = 0")
    return Part(
        "d.id IN (" + " UNION ".join(part.where for part in chosen) + ")",
        tuple(value for part in chosen for value in part.values),
    )


def _totals(
    actor: Actor, process: Process, filters: Filters, at: datetime
) -> tuple[int | None, tuple[Sum, ...]]:
    """Number and sums from the kept counters, where status, stage and owner are all that is asked."""
    if filters.figure:
        return _counted(actor, process, filters, at)
    narrower = replace(filters, status="open", stage="", owner="any")
    if narrower != Filters() or actor.scope in ("handed", "none"):
        return None, ()
    kept = StageCount.objects.filter(process=process.key).exclude(count=0)
    if actor.scope != "all":
        kept = kept.filter(owner__in=[0, *actor.owners])
    if filters.owner != "any":
        kept = kept.filter(owner=filters.owner or 0)
    if filters.status in ("won", "imported", "lost"):
        if filters.stage:
            return None, ()
        kept = kept.filter(place=f"={filters.status}")
    elif filters.stage:
        if filters.status == "all":
            return None, ()
        kept = kept.filter(place=filters.stage)
    elif filters.status == "open":
        kept = kept.exclude(place__startswith="=")
    else:
        kept = kept.exclude(place="=undone")
    rows = list(kept.values_list("count", "total", "currency"))
    return sum(row[0] for row in rows), add(Sum(row[1], row[2]) for row in rows)


def _counted(
    actor: Actor, process: Process, filters: Filters, at: datetime
) -> tuple[int | None, tuple[Sum, ...]]:
    """The deals behind a figure, counted anew: there are as many as the figure said, and no more."""
    wanted = where(process, filters, at)
    parts = [wanted & one for one in sight(actor, filters.owner)]
    rows = counted(parts, "d.currency", way=way(filters))
    return sum(row[1] for row in rows), add(Sum(int(row[2]), row[0]) for row in rows)
