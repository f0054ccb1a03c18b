"""What deals ask of this person: approvals by their role, exceptions by their right."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from voronka.core.access import Actor, may
from voronka.core.process import Process
from voronka.queries.cycle.cards import BY_KEY, Card, Part, cards, read, sight
from voronka.store import sql, values

MOST: Final = 30
_ASKED: Final = (
    "SELECT a.deal_id, a.what, a.since, d.version FROM store_askrow a JOIN store_dealrow d ON d.id = a.deal_id"
    " WHERE a.system IN (%s, %s) AND d.process = %s AND d.status = 'open'"
    " AND (a.what NOT LIKE 'exception/%%' OR a.what = 'exception/' || d.stage)"
)
_OLDEST: Final = f" ORDER BY a.since, a.id LIMIT {MOST}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A deal that asks: `kind` is approval or exception, `role` the title of the role that approves."""

    card: Card
    kind: str
    role: str
    since: datetime


def asked(actor: Actor, process: Process, at: datetime) -> tuple[Asked, ...]:
    """What waits for this person's answer, the oldest first; one statement where there is nothing."""
    right = "exception" if may(actor, "deal.exception") else ""
    # Seen before they are cut to the oldest: else what others are asked would hide what this person is.
    seen = sight(actor) or [Part("1 = 0")]
    mine = " OR ".join(f"({one.where})" for one in seen)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_ASKED} AND ({mine}){_OLDEST}",
            [actor.role, right, process.key, *(value for one in seen for value in one.values)],
        )
        found = cursor.fetchall()
    if not found:
        return ()
    keys = sorted({row[0] for row in found})
    these = Part(f"d.id IN ({', '.join(['%s'] * len(keys))})", tuple(keys))
    pieces = [(these & part, "d.id", MOST) for part in sight(actor)]
    known = {card.key: card for card in cards(read(pieces, way=BY_KEY), at)}
    return tuple(
        Asked(known[key], what.partition("/")[0], _role(process.key, version, what), sql.moment(since) or at)
        for key, what, since, version in found
        if key in known
    )


def _role(process: str, version: int, what: str) -> str:
    role = values.process(process, version).role(what.partition("/")[2])
    return role.title if role else ""
