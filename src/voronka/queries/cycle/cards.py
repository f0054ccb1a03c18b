"""A deal as a card or a line shows it, and the statement that reads many of them at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any, Final, Literal

from django.db import connection

from voronka.core.access import Actor
from voronka.core.workdays import Calendar
from voronka.queries import told
from voronka.store import sql, values

Owner = int | Literal["any"] | None
Attention = Literal["", "soon", "no_step", "step_late", "late"]
SOON = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Card:
    """A deal in short. `days` are working days on the stage, `late_days` those beyond its norm.

    `client` is the company or the contact, `about` what the deal is about; `attention` why it asks for a look.
    """

    key: int
    seq: int
    state_seq: int
    client: str
    about: str
    status: str
    stage: str
    stage_title: str
    agreed: int
    paid: int
    currency: str
    owner: int | None
    owner_name: str
    days: int
    norm_days: int | None
    late_days: int
    next_step: str
    next_step_at: datetime | None
    attention: Attention
    opened_at: datetime
    closed_at: datetime | None
    handover: str
    lost_reason: str
    channel: str
    urgent_at: datetime
    process: str
    version: int


COLUMNS = (
    "d.id, d.seq, d.state_seq, COALESCE(c.name, k.name, ''), COALESCE(NULLIF(d.title, ''), c.about, ''),"
    " d.status, d.stage, d.agreed, d.paid, d.currency, d.owner_id, COALESCE(p.name, ''), {0}d.entered_at,"
    " {0}d.due_at, COALESCE(t.body, ''), {0}d.next_step_at, {0}d.opened_at, {0}d.closed_at, d.handover,"
    " d.lost_reason, d.channel, {0}d.urgent_at, d.version, d.process"
)
"""What a card is made of. On SQLite a plus before a time keeps it the text that it is: it is read only for
cards that are not known yet (see `cards`)."""
FROM = (
    " FROM store_dealrow d LEFT JOIN store_company c ON c.id = d.company_id"
    " LEFT JOIN store_contact k ON k.id = d.contact_id"
    " LEFT JOIN store_person p ON p.id = d.owner_id"
    " LEFT JOIN store_text t ON t.id = d.next_step_text"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A condition on deals (over alias `d`) with its values."""

    where: str
    values: tuple[Any, ...] = ()

    def __and__(self, other: "Part") -> "Part":
        return Part(f"{self.where} AND {other.where}", (*self.values, *other.values))


_OF_A_FILE: Final = (
    "d.imported IS NOT NULL AND d.entered_at < COALESCE((SELECT COALESCE(i.ended_at, i.created_at)"
    " FROM store_import i WHERE i.id = d.imported), d.entered_at)"
)
"""They stand where they stood in the other system: nobody has moved them since they came in."""
UNPLANNED: Final = Part(f"d.status = 'open' AND d.next_step_at IS NULL AND {_OF_A_FILE}")
"""Open deals of a file without a step of ours: they are planned together, and none of them cries by itself."""


def due_here(at: datetime) -> Part:
    """Leaves out deals that stand as a file told it, until the step that was planned for them here is due: how long
    they had stood in another system is no reason to hurry today.
    """
    return Part(f"NOT ({_OF_A_FILE} AND (d.next_step_at IS NULL OR d.next_step_at > %s))", (at,))


def sight(actor: Actor, owner: "Owner" = "any", *, pieces: int = 1) -> list[Part]:
    """Which deals the actor sees, as conditions that each keep to one index; together they are the answer.

    `owner` narrows to one person's deals, None to those that nobody has. An OR would make the database sort
    all that match; each condition alone is read in the order of its index, and the pieces are merged.
    `pieces` tells how many statements are made of each condition and merged to one.
    """
    if owner is None:
        wanted = [Part("d.owner_id IS NULL")]
    elif owner == "any":
        wanted = [Part("1 = 1")]
    else:
        wanted = [Part("d.owner_id = %s", (owner,))]
    match actor.scope:
        case "all":
            return wanted
        case "own" | "team":
            if owner == "any":
                return [*_owned(actor.owners, pieces), Part("d.owner_id IS NULL")]
            return wanted if owner is None or owner in actor.owners else []
        case "handed":
            handed = Part(
                "d.handover IN ('offered', 'accepted', 'returned')"
                " AND (d.handover_to IS NULL OR d.handover_to = %s)",
                (actor.id,),
            )
            return [handed & one for one in wanted]
        case _:
            return []


MOST_PIECES: Final = 400
"""A statement may be merged of 500 at most on SQLite."""


def _owned(owners: Sequence[int], pieces: int) -> list[Part]:
    """Deals of these people: each one's by their own index; of a great team, which has a great share of all
    deals, by looking through those of all in their order."""
    if len(owners) * pieces <= MOST_PIECES:
        return [Part("d.owner_id = %s", (one,)) for one in owners]
    # On SQLite a plus keeps the condition from an index that would need a sorting of all that match.
    column = "+d.owner_id" if connection.vendor == "sqlite" else "d.owner_id"
    return [Part(f"{column} IN ({', '.join(['%s'] * len(owners))})", tuple(owners))]


BY_KEY: Final = "NOT INDEXED"
"""The way to deals that a condition names by their keys."""


def deals_by(way: str) -> str:
    """The table of deals with the way that SQLite must take: it keeps no statistics, and would rather look
    through all deals in their order. PostgreSQL finds the way itself."""
    return f"store_dealrow d {way}" if way and connection.vendor == "sqlite" else "store_dealrow d"


def read(pieces: Sequence[tuple[Part, str, int]], *, way: str = "") -> list[tuple[Any, ...]]:
    """Rows with COLUMNS for several conditions in one statement: (condition, order, at most).

    `way`: BY_KEY, or `INDEXED BY` with the index that serves every one of the conditions.
    """
    if not pieces:
        return []
    selects: list[str] = []
    given: list[Any] = []
    columns = COLUMNS.format("+" if connection.vendor == "sqlite" else "")
    source = FROM.replace("store_dealrow d", deals_by(way), 1)
    for part, order, limit in pieces:
        selects.append(
            f"SELECT * FROM (SELECT {columns}{source} WHERE {part.where} ORDER BY {order} LIMIT {limit:d}) q"
        )
        given.extend(sql.adapt(value) for value in part.values)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), given)
        return list(cursor.fetchall())


def counted(parts: Sequence[Part], by: str, *, way: str = "") -> list[tuple[Any, ...]]:
    """Number and agreed sum of the deals of all conditions in one statement, by these columns (over alias `d`)."""
    if not parts:
        return []
    pieces = " UNION ALL ".join(
        f"SELECT {by}, COUNT(*), COALESCE(SUM(d.agreed), 0) FROM {deals_by(way)} WHERE {part.where} GROUP BY {by}"
        for part in parts
    )
    given = [sql.adapt(value) for part in parts for value in part.values]
    with connection.cursor() as cursor:
        cursor.execute(pieces, given)
        return list(cursor.fetchall())


_MOST_KEPT = 20_000
_kept: dict[tuple[Any, ...], tuple[datetime, datetime, Card]] = {}
_kept_by: list[Calendar] = []
"""The calendar by which the kept cards count their days."""


def cards(rows: Sequence[tuple[Any, ...]], at: datetime) -> list[Card]:
    """Rows that `read` returned, as cards seen at this moment.

    The same row gives the very same card until time makes another one of it: a board of hundreds of cards is
    mostly made of cards that are known, and whoever draws them may keep what was drawn by identity.
    """
    calendar = values.calendar()
    local = at.astimezone(calendar.zone)
    midnight = datetime.combine(local.date() + timedelta(days=1), time(0), calendar.zone)
    if _kept_by != [calendar]:
        _kept.clear()
        _kept_by[:] = [calendar]
    made = []
    for row in rows:
        kept = _kept.get(row)
        if kept is None or not kept[0] <= at < kept[1]:
            card = _card(row, at, calendar)
            kept = (at, _until(card, at, midnight, sql.moment(row[13])), card)
            if len(_kept) >= _MOST_KEPT:
                _kept.clear()
            _kept[row] = kept
        made.append(kept[2])
    return made


def _until(card: Card, at: datetime, midnight: datetime, due: datetime | None) -> datetime:
    """When the card says something else: with the next day, when a moment passes, when one comes near."""
    ends = [moment for moment in (due, card.next_step_at) if moment is not None]
    return min([midnight, *(end for one in ends for end in (one, one - SOON) if end > at)])


def _card(row: tuple[Any, ...], at: datetime, calendar: Calendar) -> Card:
    entered = sql.moment(row[12]) or at
    due, step_at, closed = sql.moment(row[13]), sql.moment(row[15]), sql.moment(row[17])
    return Card(
        key=row[0],
        seq=row[1],
        state_seq=row[2],
        client=row[3],
        about=row[4],
        status=row[5],
        stage=row[6],
        stage_title="",
        agreed=row[7],
        paid=row[8],
        currency=row[9],
        owner=row[10],
        owner_name=row[11],
        days=calendar.days_between(entered, closed or at),
        norm_days=calendar.days_between(entered, due) if due else None,
        late_days=calendar.days_between(due, at) if due and due < at else 0,
        next_step=row[14],
        next_step_at=step_at,
        attention=attention(row[5], due, step_at, at),
        opened_at=sql.moment(row[16]) or at,
        closed_at=closed,
        handover=row[18],
        lost_reason=row[19],
        channel=row[20],
        urgent_at=sql.moment(row[21]) or at,
        version=row[22],
        process=row[23],
    )


def titled(found: Iterable[Card]) -> list[Card]:
    """The cards with the titles of their stages, each as its own version of its own process calls it."""
    titles: dict[tuple[str, int], dict[str, str]] = {}
    made = []
    for card in found:
        version = (card.process, card.version)
        if version not in titles:
            titles[version] = {one.id: one.title for one in told.process(*version).cycle.stages}
        made.append(replace(card, stage_title=titles[version].get(card.stage, card.stage)))
    return made


def attention(status: str, due: datetime | None, step_at: datetime | None, at: datetime) -> Attention:
    """Why an open deal asks for a look: past its norm, a step that is late or missing, something soon."""
    if status != "open":
        return ""
    if due is not None and due < at:
        return "late"
    if step_at is None:
        return "no_step"
    if step_at < at:
        return "step_late"
    sooner = min(step_at, due) if due else step_at
    return "soon" if sooner - at < SOON else ""
