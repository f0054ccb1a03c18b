"""Today: what this person does now, with whom, and what each stage wants of it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from voronka.core.access import Actor, may
from voronka.core.process import Process
from voronka.queries import told
from voronka.queries.cycle.asked import Asked, asked
from voronka.queries.cycle.board import UNPLANNED_CAP, attention_and_unplanned
from voronka.queries.cycle.cards import (
    Card,
    Owner,
    Part,
    cards,
    due_here,
    read,
    sight,
    titled,
)
from voronka.queries.cycle.silent import Silent, silent
from voronka.queries.sums import whole

MOST = 60


@dataclass(frozen=True, slots=True)
class Today:
    """`todo` are deals that ask for something by the end of the day, the most urgent first; `ready` those on
    the last stage whose project is to be handed over; `waiting` projects offered to this person; `asks` deals
    that ask this person for an approval or an exception; `silent` those whose clients say nothing;
    `unplanned` counts those that came in from a file, which stand nowhere else here.
    """

    process: Process
    todo: tuple[Card, ...]
    ready: tuple[Card, ...]
    waiting: tuple[Card, ...]
    asks: tuple[Asked, ...]
    silent: Silent | None
    attention: int
    whole_team: bool
    unplanned: int

    @property
    def unplanned_words(self) -> str:
        """That number as it is said: no more are counted than UNPLANNED_CAP."""
        return whole(self.unplanned) + ("+" if self.unplanned >= UNPLANNED_CAP else "")


def today(
    actor: Actor, at: datetime, zone: tzinfo, *, process: str | None = None, owner: Owner = "any"
) -> Today:
    """What is to be done until the end of the person's day: a manager's own and free deals, for the others
    the whole team's, or one person's by `owner`.
    """
    known = told.latest(process)
    end = datetime.combine(at.astimezone(zone).date() + timedelta(days=1), time(0), zone)
    base = Part("d.process = %s AND d.status = 'open'", (known.key,)) & due_here(end)
    due = base & Part("d.urgent_at < %s", (end,))
    last = known.last_stage.id
    ready = base & Part("d.stage = %s AND d.handover IN ('none', 'returned')", (last,))
    pieces = [(due & part, "d.urgent_at, d.id", MOST) for part in sight(actor, owner)]
    pieces += [(ready & part, "d.urgent_at, d.id", MOST) for part in sight(actor, owner)]
    waiting: list[tuple[Part, str, int]] = []
    if may(actor, "handover.decide"):
        offered = Part(
            "d.status = 'open' AND d.handover = 'offered' AND (d.handover_to IS NULL OR d.handover_to = %s)",
            (actor.id,),
        )
        waiting = [(offered, "d.urgent_at, d.id", MOST)]
    found = {card.key: card for card in titled(cards(read([*pieces, *waiting]), at))}
    shown = sorted(found.values(), key=lambda card: (card.urgent_at, card.key))
    attention, unplanned = attention_and_unplanned(actor, known, owner, at)
    return Today(
        process=known,
        todo=tuple(card for card in shown if card.urgent_at < end and card.handover != "offered")[:MOST],
        ready=tuple(card for card in shown if card.stage == last and card.handover in ("none", "returned"))[
            :MOST
        ],
        waiting=tuple(card for card in shown if card.handover == "offered") if waiting else (),
        asks=asked(actor, known, at),
        silent=silent(actor, known, at, owner) if may(actor, "deal.lose") else None,
        attention=attention,
        whole_team=actor.scope != "own",
        unplanned=unplanned if may(actor, "deal.change") else 0,
    )
