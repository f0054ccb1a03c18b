"""Does the log still tell the same story as the rows? All that is kept is computed again from the facts."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection

from voronka.core import events as e
from voronka.core.deal import Deal, Stamp, fold
from voronka.core.duplicates import Noun
from voronka.core.entry import fold_inquiry
from voronka.core.merging import into_of, root
from voronka.core.visits import visits
from voronka.store import codec, kept, rows, sql, teams
from voronka.store.kept import Kept
from voronka.store.models import DealRow, EventRow, PassportVersion, StageCount
from voronka.store.snapshot import snapshot

PIECE = 200
"""Streams whose rows are read together."""
Told = list[tuple[e.Event, Stamp]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the log and the rows disagree: where, what the log says, what the row says."""

    stream: str
    what: str
    log: str
    row: str


class _Row(NamedTuple):
    """A row of the log as it is read here: in bulk, past the layers that make objects of rows."""

    stream: str
    seq: int
    kind: str
    kind_version: int
    at: datetime
    recorded_at: datetime
    by: str
    door: str
    process_version: int | None
    data: str
    hash: str
    uuid: Any


_COLUMNS = ", ".join(f'"{name}"' for name in _Row._fields)
_WHOLE = f'SELECT {_COLUMNS} FROM store_eventrow ORDER BY "stream", "seq"'
_STREAM = f'SELECT {_COLUMNS} FROM store_eventrow WHERE "stream" = %s ORDER BY "seq"'


def differences(
    limit: int = 1, say: Callable[[int, int], None] = lambda done, total: None
) -> list[Difference]:
    """The first differences, at most `limit`; an empty list means that everything agrees.

    `say` is told how many facts are done and how many there are. It must not write by this connection:
    everything is read as of one moment.
    """
    with snapshot():
        return list(islice(_all(say), limit))


def sample_differences(streams: int = 50) -> list[Difference]:
    """The first difference in each of the newest deals; quick, for a look in passing."""
    with snapshot():
        newest = DealRow.objects.order_by("-id").values_list("id", flat=True)[:streams]
        names = [f"deal:{key}" for key in newest]
        known = kept.of(names)
        found: list[Difference] = []
        for name in names:
            with connection.cursor() as cursor:
                cursor.execute(_STREAM, [name])
                facts = list(map(_row, cursor.fetchall()))
            found += list(islice(_stream(name, facts, known, {}, {}), 1))
        return found


Counts = dict[rows.Place, list[int]]
Into = dict[Noun, dict[int, int]]
"""Whom clients went up in, as the log tells."""


def _all(say: Callable[[int, int], None]) -> Iterator[Difference]:
    counts: Counts = {}
    into: Into = {"company": {}, "contact": {}}
    total, done, whole = EventRow.objects.count(), 0, True
    streams = _streams()
    while piece := list(islice(streams, PIECE)):
        known = kept.of(stream for stream, _ in piece)
        for stream, facts in piece:
            for difference in _stream(stream, facts, known, counts, into):
                yield difference
                whole = False
            done += len(facts)
        say(done, total)
    yield from _rows_without_facts()
    yield from _mates()
    if whole:  # else the counters differ for a reason that was told already
        yield from _counters(counts)
        yield from _merged(into)


def _streams() -> Iterator[tuple[str, list[_Row]]]:
    """Stream by stream; the index on (stream, seq) gives the order without sorting."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_WHOLE)
        read = iter(lambda: cursor.fetchmany(2000), [])
        for stream, facts in groupby((row for chunk in read for row in chunk), key=itemgetter(0)):
            yield stream, list(map(_row, facts))


def _row(read: Sequence[Any]) -> _Row:
    at = sql.moment(read[4])
    recorded_at = at if read[5] == read[4] else sql.moment(read[5])
    return _Row(*read[:4], at, recorded_at, *read[6:])  # type: ignore[arg-type]


def _stream(stream: str, facts: list[_Row], known: Kept, counts: Counts, into: Into) -> Iterator[Difference]:
    """Where one stream and its rows disagree. A fact that was tampered with is told, and not folded."""
    broken = next(_chain(stream, facts), None)
    if broken is not None:
        yield broken
        return
    noun, _, key = stream.partition(":")
    try:
        told = [_told(row) for row in facts]
        match noun:
            case "deal":
                deal = yield from _deal(stream, int(key), told, known)
                if deal is not None:
                    counted = counts.setdefault(rows.place_of(deal), [0, 0])
                    counted[0] += 1
                    counted[1] += deal.agreed
            case "inquiry":
                yield from _inquiry(stream, int(key), told, known)
            case "person":
                yield from _person(stream, int(key), told, known)
            case "process":
                yield from _process(stream, key, told)
            case "company" | "contact":
                if (kept_one := into_of(event for event, _ in told)) is not None:
                    into[noun][int(key)] = kept_one
            case "import" | "bulk":
                pass  # its row says how it stands; the facts say what came of it
            case _:
                yield Difference(stream, "stream", "of nothing that is known", "")
    except (KeyError, TypeError, ValueError) as error:
        yield Difference(stream, "facts that can't be read", repr(error), "")


def _told(row: _Row) -> tuple[e.Event, Stamp]:
    return codec.decode(row.kind, row.kind_version, row.data), Stamp(row.seq, row.at, row.by)


def _chain(stream: str, facts: list[_Row]) -> Iterator[Difference]:
    """Every fact is behind the one before it, and says what it said when it was added."""
    before = ""
    for place, row in enumerate(facts, start=1):
        if row.seq != place:
            yield Difference(stream, "number of a fact", str(place), str(row.seq))
            return
        digest = codec.link(
            before, stream, row.seq, row.kind, row.kind_version, row.at, row.recorded_at,
            row.by, row.door, row.process_version, row.data,
        )  # fmt: skip
        if digest != row.hash:
            yield Difference(stream, f"hash of fact {row.seq}", digest, row.hash)
            return
        uuid, kept_uuid = codec.uuid7(row.at, digest), getattr(row.uuid, "hex", row.uuid)
        if uuid != kept_uuid:
            yield Difference(stream, f"uuid of fact {row.seq}", uuid, kept_uuid)
            return
        before = row.hash


def _deal(stream: str, key: int, told: Told, known: Kept) -> Generator[Difference, None, Deal | None]:
    deal = fold(told, key)
    row = known.deals.get(key)
    if deal is None or row is None:
        yield Difference(stream, "row", "a deal", "none")
        return deal
    for column, value in rows.columns(deal).items():
        if row[column] != value:
            yield Difference(stream, column, str(value), str(row[column]))
    stays = [kept.stay_of(visit, deal) for visit in visits(told)]
    if stays != known.stays.get(key, []):
        yield _first(stream, "stay on a stage", stays, known.stays.get(key, []))
    payments = {
        p.id: (p.amount, p.refunded, p.voided, date.fromisoformat(p.paid_on), p.by_hand, deal.currency)
        for p in deal.payments
    }
    if payments != known.payments.get(key, {}):
        yield _first(stream, "payment", sorted(payments.items()), sorted(known.payments.get(key, {}).items()))
    files = {proof for event, _ in told if (proof := getattr(event, "proof", None))}
    if files != known.files.get(key, set()):
        yield _first(stream, "file", sorted(files), sorted(known.files.get(key, set())))
    passes = rows.passed(told, deal)
    if passes != known.passes.get(key, []):
        yield _first(stream, "condition that was passed", passes, known.passes.get(key, []))
    asks = {row[1:] for row in rows.ask_values(deal)}
    if asks != known.asks.get(key, set()):
        yield _first(stream, "ask", sorted(asks), sorted(known.asks.get(key, set())))
    own = {row[1:] for row in rows.field_values(deal)}
    if own != known.own.get(key, set()):
        yield _first(stream, "value of an own field", sorted(own), sorted(known.own.get(key, set())))
    return deal


def _person(stream: str, key: int, told: Told, known: Kept) -> Iterator[Difference]:
    read = [
        (event.process, event.stage, event.digest, stamp.at)
        for event, stamp in told
        if isinstance(event, e.DocumentAcknowledged)
    ]
    if read != known.read.get(key, []):
        yield _first(stream, "text that was read", read, known.read.get(key, []))


def _first(stream: str, what: str, told: list[Any], row: list[Any]) -> Difference:
    """The first place where two lists differ, as both have it."""
    place = next((n for n, pair in enumerate(zip(told, row, strict=False)) if pair[0] != pair[1]), None)
    if place is None:
        place = min(len(told), len(row))
    say = [str(one[place]) if place < len(one) else "none" for one in (told, row)]
    return Difference(stream, f"{what}, number {place + 1}", *say)


def _inquiry(stream: str, key: int, told: Told, known: Kept) -> Iterator[Difference]:
    inquiry = fold_inquiry(told, key)
    row = known.inquiries.get(key)
    if inquiry is None or row is None:
        yield Difference(stream, "row", "an inquiry", "none")
        return
    for column, value in rows.inquiry_columns(inquiry).items():
        if row[column] != value:
            yield Difference(stream, column, str(value), str(row[column]))


def _process(stream: str, key: str, told: Told) -> Iterator[Difference]:
    published = [(event.number, event.digest) for event, _ in told if isinstance(event, e.PassportPublished)]
    versions = PassportVersion.objects.filter(process=key).order_by("number")
    found = list(versions.values_list("number", "digest"))
    if published != found:
        yield _first(stream, "published version", published, found)
    for number, digest, text in versions.values_list("number", "digest", "text"):
        if codec.digest(text) != digest:
            yield Difference(stream, f"text of version {number}", digest, codec.digest(text))


_LONELY = """
SELECT {name} FROM {table} AS kept WHERE NOT EXISTS
(SELECT 1 FROM store_eventrow WHERE stream = {name} AND {which}) ORDER BY kept.id"""
_KEPT = (
    ("store_dealrow", "'deal:' || kept.id", "TRUE"),
    ("store_inquiryrow", "'inquiry:' || kept.id", "TRUE"),
    ("store_passportversion", "'process:' || kept.process", "seq = kept.number"),
    ("store_acknowledgement", "'person:' || kept.person_id", "kind = 'document.acknowledged'"),
)


def _rows_without_facts() -> Iterator[Difference]:
    for table, name, which in _KEPT:
        with connection.cursor() as cursor:
            cursor.execute(_LONELY.format(table=table, name=name, which=which))
            for (stream,) in cursor.fetchall():
                yield Difference(stream, "row", "none", table.removeprefix("store_"))


def _mates() -> Iterator[Difference]:
    """No fact tells of teams; what is kept of them with people is computed again from the teams themselves."""
    for key, known, right in teams.differences():
        yield Difference(f"person:{key}", "whose deals they see", right, known)


def _merged(into: Into) -> Iterator[Difference]:
    """Whoever went up in another is, in the rows, the one at the end of the way; nobody else is anybody else."""
    for noun, told in into.items():
        asked = f"SELECT id, merged_into_id FROM store_{noun} WHERE merged_into_id IS NOT NULL"
        found = {int(key): int(kept_one) for key, kept_one in sql.all_of(asked)}
        for key in sorted(told.keys() | found.keys()):
            right = root(key, told) if key in told else None
            if found.get(key) != right:
                yield Difference(f"{noun}:{key}", "who they are now", str(right), str(found.get(key)))


def _counters(counts: Counts) -> Iterator[Difference]:
    found = {
        (one.process, one.place, one.owner, one.currency): [one.count, one.total]
        for one in StageCount.objects.order_by("id")
        if one.count or one.total
    }
    for place in sorted(set(counts) | set(found)):
        if counts.get(place, [0, 0]) != found.get(place, [0, 0]):
            yield Difference(
                "counters", "/".join(map(str, place)), str(counts.get(place)), str(found.get(place))
            )
