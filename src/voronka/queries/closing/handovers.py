"""Projects between sales and production, and contracts that are signed and not paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from voronka.core import access
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.queries.cycle.cards import Card, Part, cards, read, titled
from voronka.queries.cycle.cards import sight as deal_sight
from voronka.queries.cycle.timeline import Entry, entries
from voronka.store import log, values
from voronka.store.models import EventRow

MOST = 100
"""So many offered projects, and so many unpaid contracts, are shown; the list of deals has the rest."""
PACKAGE = ("brief.filled", "contract.signed", "recording.sent", "payment.received")
"""What production is given with a project, as kinds of fact."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A project between sales and production, with what is handed over."""

    card: Card
    offered_at: datetime | None
    offered_by: str
    to: int | None
    to_name: str
    said: str
    package: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Handovers:
    """`mine` wait for this person's answer, `others` for somebody else's, `returned` for sales."""

    mine: tuple[Offered, ...]
    others: tuple[Offered, ...]
    returned: tuple[Offered, ...]
    unpaid: tuple[Offered, ...]


@dataclass(frozen=True, slots=True)
class Unpaid:
    """A signed contract whose money has not come whole."""

    card: Card
    rest: int
    signed_at: datetime | None
    days: int


def handovers(actor: Actor, at: datetime, *, most: int = MOST) -> Handovers:
    """Projects between sales and production, as the actor sees them. Five statements, whatever their number."""
    access.require(actor, "deal.see")
    found = [
        card for state in ("offered", "returned", "accepted") for card in _between(actor, at, state, most)
    ]
    offers = _offers(found)
    waiting = [one for one in offers if one.card.handover == "offered"]
    mine = [one for one in waiting if access.may(actor, "handover.decide") and one.to in (None, actor.id)]
    keys = {one.card.key for one in mine}
    return Handovers(
        mine=tuple(mine),
        others=tuple(one for one in waiting if one.card.key not in keys),
        returned=tuple(one for one in offers if one.card.handover == "returned"),
        unpaid=tuple(one for one in offers if one.card.handover == "accepted"),
    )


def _between(actor: Actor, at: datetime, state: str, most: int) -> list[Card]:
    open_ones = Part("d.handover = %s AND d.status = 'open'", (state,))
    return sorted(_seen(actor, at, open_ones, most), key=lambda card: (card.urgent_at, card.key))[:most]


def _seen(actor: Actor, at: datetime, part: Part, most: int) -> list[Card]:
    rows = read([(part & one, "d.urgent_at, d.id", most) for one in deal_sight(actor)])
    return titled(cards(rows, at))


def _offers(found: Sequence[Card]) -> list[Offered]:
    told = _package(found)
    return [_offered(card, told.get(card.key, [])) for card in found]


def _package(found: Sequence[Card]) -> dict[int, list[tuple[log.Recorded, Entry]]]:
    """Facts that production must know, by deal, the newest first, each with its line."""
    kinds = (*PACKAGE, "handover.offered", "handover.returned")
    told: dict[int, list[tuple[log.Recorded, Entry]]] = {}
    for key in sorted({card.process for card in found}):
        streams = [f"deal:{card.key}" for card in found if card.process == key]
        rows = EventRow.objects.filter(stream__in=streams, kind__in=kinds).order_by("id")
        facts = [log.recorded(row) for row in rows]
        process = values.latest(key)
        for fact, line in zip(reversed(facts), entries(facts, process, process.currency), strict=True):
            told.setdefault(int(fact.stream.partition(":")[2]), []).append((fact, line))
    return told


def _offered(card: Card, told: Sequence[tuple[log.Recorded, Entry]]) -> Offered:
    kind = "handover.returned" if card.handover == "returned" else "handover.offered"
    last = next((pair for pair in told if pair[0].event.kind == kind), None)
    package = tuple(line for fact, line in told if fact.event.kind in PACKAGE)
    to, to_name = None, ""
    if last and isinstance(last[0].event, e.HandoverOffered):
        to, to_name = last[0].event.to, last[1].strong if last[0].event.to else ""
    return Offered(
        card=card,
        offered_at=last[0].at if last else None,
        offered_by=last[1].by if last else "",
        to=to,
        to_name=to_name,
        said=last[1].text if last else "",
        package=package[::-1],
    )


def unpaid(actor: Actor, at: datetime, *, most: int = MOST) -> tuple[Unpaid, ...]:
    """Open deals whose contract is signed and whose money is not here whole, the longest waiting first."""
    access.require(actor, "deal.see")
    if actor.scope == "handed":
        return ()
    known = tuple(one.key for one in values.processes())
    if not known:
        return ()
    signed = Part(
        f"d.process IN ({', '.join(['%s'] * len(known))}) AND d.status = 'open'"
        " AND d.contract_amount IS NOT NULL AND d.paid < d.agreed",
        known,
    )
    seen = _seen(actor, at, signed, most)
    when: dict[str, datetime] = dict(
        EventRow.objects.filter(stream__in=[f"deal:{card.key}" for card in seen], kind="contract.signed")
        .order_by("id")
        .values_list("stream", "at")
    )
    calendar = values.calendar()
    lines: list[Unpaid] = []
    for card in seen:
        signed_at = when.get(f"deal:{card.key}")
        days = calendar.days_between(signed_at, at) if signed_at else 0
        lines.append(Unpaid(card, card.agreed - card.paid, signed_at, days))
    return tuple(sorted(lines, key=lambda one: (-one.days, one.card.key))[:most])
