"""Two deals that the demo's tour shows: one whose next move is refused, one that waits for its money."""

from datetime import datetime

from voronka.core.access import Actor
from voronka.core.guards import enforced
from voronka.queries.cycle.cards import Card, Part, cards, read, sight
from voronka.queries.records import deals
from voronka.store import values

FEW = 12
"""So many deals of each condition are looked at: the tour needs one, not the best one."""


def refused(*, by: Actor, at: datetime) -> int | None:
    """An open deal whose stage refuses to let it go on; None where the person sees none."""
    stages = [stage.id for stage in values.latest().cycle.stages[1:-1]]
    marks = ", ".join(["%s"] * len(stages))
    found = _found(Part(f"d.status = 'open' AND d.stage IN ({marks})", tuple(stages)), by, at)
    return next((card.key for card in found if _is_stopped(card.key, by, at)), None)


def waiting(*, by: Actor, at: datetime) -> int | None:
    """An open deal that can be paid for now; None where the person sees none."""
    stages = [stage.id for stage in values.latest().cycle.stages if stage.asks("paid")]
    marks = ", ".join(["%s"] * len(stages))
    asked = Part(f"d.status = 'open' AND d.stage IN ({marks}) AND d.paid < d.agreed", tuple(stages))
    found = _found(asked, by, at) if stages else []
    return found[0].key if found else None


def _is_stopped(key: int, by: Actor, at: datetime) -> bool:
    return bool(enforced(deals.deal(key, by=by, at=at).lacking_to_leave))


def _found(asked: Part, by: Actor, at: datetime) -> list[Card]:
    process = Part("d.process = %s", (values.latest().key,))
    pieces = [(process & asked & part, "d.urgent_at, d.id", FEW) for part in sight(by)]
    return cards(read(pieces), at)
