"""The event log: appending to a stream, reading a stream, reading on from a cursor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from voronka.core.access import Actor
from voronka.core.deal import Stamp
from voronka.core.events import Event
from voronka.store import codec, sql
from voronka.store.models import EventRow
from voronka.store.settled import settled

COLUMNS = (
    "uuid",
    "stream",
    "seq",
    "kind",
    "kind_version",
    "at",
    "recorded_at",
    "by",
    "door",
    "process_version",
    "data",
    "hash",
)
INSERT = sql.insert("store_eventrow", COLUMNS)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact with its envelope, as read from the log; `position` orders the whole log."""

    position: int
    stream: str
    seq: int
    event: Event
    at: datetime
    by: str
    door: str
    process_version: int | None

    @property
    def stamp(self) -> Stamp:
        """The part of the envelope that the fold needs."""
        return Stamp(self.seq, self.at, self.by)


@dataclass(frozen=True, slots=True)
class Envelope:
    """By whom, when, through which door the facts of one change come; `recorded` where they are told later."""

    by: Actor
    at: datetime
    door: str
    recorded: datetime | None = None


def append(
    stream: str, after: int, events: Sequence[Event], envelope: Envelope, process_version: int | None
) -> None:
    """Add facts behind fact number `after` of the stream.

    Raises django.db.IntegrityError where somebody else has added that number: the unique
    (stream, seq) is the last defence, the row's lock the first.
    """
    before = _last_hash(stream, after)
    rows = []
    for seq, event in enumerate(events, start=after + 1):
        row, before = event_row(stream, seq, event, envelope, process_version, before)
        rows.append(row)
    if len(rows) == 1:
        sql.run(INSERT, rows[0])
    elif rows:
        sql.many(INSERT, rows)


def append_all(told: Sequence[tuple[str, int, Sequence[Event], int | None]], envelope: Envelope) -> None:
    """Add facts to many streams at once: (stream, number of its last fact, facts, process version) of each.

    Raises django.db.IntegrityError as `append` does.
    """
    known = ends([(stream, after) for stream, after, events, _ in told if after and events])
    rows = []
    for stream, after, events, version in told:
        before = known[stream] if after else ""
        for seq, event in enumerate(events, start=after + 1):
            row, before = event_row(stream, seq, event, envelope, version, before)
            rows.append(row)
    if rows:
        sql.many(INSERT, rows)


def ends(last: Sequence[tuple[str, int]]) -> dict[str, str]:
    """The hashes of these facts, by their streams: (stream, number of its last fact) of each."""
    if not last:
        return {}
    places = ", ".join(["(%s, %s)"] * len(last))
    asked = f"SELECT stream, hash FROM store_eventrow WHERE (stream, seq) IN (VALUES {places})"
    return dict(sql.all_of(asked, [value for end in last for value in end]))


def event_row(
    stream: str, seq: int, event: Event, envelope: Envelope, process_version: int | None, before: str
) -> tuple[tuple[object, ...], str]:
    """The values of a row in the order of COLUMNS, and its hash."""
    data, at, by = codec.encode(event), envelope.at, envelope.by.label
    told = envelope.recorded or at
    digest = codec.link(
        before, stream, seq, event.kind, event.version, at, told, by, envelope.door, process_version, data
    )
    row = (
        codec.uuid7(at, digest),
        stream,
        seq,
        event.kind,
        event.version,
        at,
        told,
        by,
        envelope.door,
        process_version,
        data,
        digest,
    )
    return row, digest


def _last_hash(stream: str, seq: int) -> str:
    if seq == 0:
        return ""
    row = sql.one("SELECT hash FROM store_eventrow WHERE stream = %s AND seq = %s", (stream, seq))
    if row is None:
        raise LookupError(f"{stream} has no fact number {seq}")
    return str(row[0])


def first_hash() -> str:
    """The hash of the oldest fact that there is: no two installations have the same; empty in an empty one."""
    row = sql.one("SELECT hash FROM store_eventrow ORDER BY id LIMIT 1")
    return str(row[0]) if row else ""


def stream(name: str, *, after: int = 0) -> list[Recorded]:
    """The facts of one stream in their order."""
    rows = EventRow.objects.filter(stream=name, seq__gt=after).order_by("seq")
    return [recorded(row) for row in rows]


def streams(names: Sequence[str]) -> dict[str, list[Recorded]]:
    """The facts of several streams at once, each in its order."""
    found: dict[str, list[Recorded]] = {}
    for row in EventRow.objects.filter(stream__in=names).order_by("stream", "seq"):
        found.setdefault(row.stream, []).append(recorded(row))
    return found


def recorded(row: EventRow) -> Recorded:
    """A row of the log as a fact with its envelope."""
    return Recorded(
        position=row.id,
        stream=row.stream,
        seq=row.seq,
        event=codec.decode(row.kind, row.kind_version, row.data),
        at=row.at,
        by=row.by,
        door=row.door,
        process_version=row.process_version,
    )


def position() -> int:
    """The last position that can be read now; 0 for an empty log."""
    if connection.vendor == "postgresql":
        row = sql.one("SELECT MAX(id) FROM store_eventrow WHERE id <= %s", (settled(),))
    else:
        row = sql.one("SELECT MAX(id) FROM store_eventrow")
    return int(row[0] or 0) if row else 0


def read(after: int, limit: int = 500) -> Iterator[Recorded]:
    """Facts behind a position, in the order of the log, at most `limit`; none is ever stepped over."""
    rows = EventRow.objects.filter(id__gt=after)
    if connection.vendor == "postgresql":
        rows = rows.filter(id__lte=settled())
    for row in rows.order_by("id")[:limit]:
        yield recorded(row)
