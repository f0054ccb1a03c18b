"""Does the log still tell the same story as the rows? All that is kept is computed again from the facts."""

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from voronka.core import events as e
from voronka.core.deal import Deal, fold
from voronka.core.entry import fold_inquiry
from voronka.core.visits import visits
from voronka.store import codec, log, rows
from voronka.store.models import (
    DealRow,
    EventRow,
    InquiryRow,
    PassportVersion,
    PaymentRow,
    StageCount,
    VisitRow,
)
from voronka.store.snapshot import snapshot

PIECE = 200
"""Streams whose rows are read together."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the log and the rows disagree: where, what the log says, what the row says."""

    stream: str
    what: str
    log: str
    row: str


def differences(limit: int = 1) -> list[Difference]:
    """The first differences, at most `limit`; an empty list means that everything agrees."""
    with snapshot():
        return list(islice(_all(), limit))


def sample_differences(streams: int = 50) -> list[Difference]:
    """The first difference in each of the newest deals; quick, for a look in passing."""
    with snapshot():
        newest = DealRow.objects.order_by("-id").values_list("id", flat=True)[:streams]
        found = []
        kept = _Kept.of([f"deal:{key}" for key in newest])
        for key in newest:
            facts = list(EventRow.objects.filter(stream=f"deal:{key}").order_by("seq"))
            found += list(_chain(f"deal:{key}", facts))[:1]
            if not found:
                found += list(_deal(f"deal:{key}", key, [log.recorded(row) for row in facts], kept))[:1]
        return found


@dataclass(frozen=True, slots=True)
class _Kept:
    """The rows of some deals and inquiries, read together: one by one they would cost more than their facts."""

    deals: dict[int, dict[str, Any]]
    stays: dict[int, list[tuple[Any, ...]]]
    payments: dict[int, dict[str, tuple[Any, ...]]]
    inquiries: dict[int, dict[str, Any]]

    @classmethod
    def of(cls, streams: Iterable[str]) -> "_Kept":
        """What is kept of these streams."""
        keys: dict[str, list[int]] = {"deal": [], "inquiry": []}
        for stream in streams:
            noun, _, key = stream.partition(":")
            if noun in keys:
                keys[noun].append(int(key))
        stays: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for deal, *stay in (
            VisitRow.objects.filter(deal__in=keys["deal"])
            .order_by("deal", "place")
            .values_list("deal", "place", "stage", "entered_at", "left_at", "outcome")
        ):
            stays[deal].append(tuple(stay))
        payments: dict[int, dict[str, tuple[Any, ...]]] = defaultdict(dict)
        for p in PaymentRow.objects.filter(deal__in=keys["deal"]):
            told = (p.amount, p.refunded, p.voided, p.paid_on.isoformat(), p.by_hand)
            payments[p.deal_id][p.id] = told
        return cls(
            {row["id"]: row for row in DealRow.objects.filter(pk__in=keys["deal"]).values()},
            stays,
            payments,
            {row["id"]: row for row in InquiryRow.objects.filter(pk__in=keys["inquiry"]).values()},
        )


def _all() -> Iterator[Difference]:
    counts: dict[rows.Place, list[int]] = {}
    seen: dict[str, int] = {"deal": 0, "inquiry": 0, "process": 0}
    for stream, facts, kept in _pieces():
        chain = list(_chain(stream, facts))
        if chain:
            yield from chain
            continue
        told = [log.recorded(row) for row in facts]
        noun, _, key = stream.partition(":")
        seen[noun] = seen.get(noun, 0) + 1
        if noun == "deal":
            deal = yield from _deal(stream, int(key), told, kept)
            if deal is not None:
                place = counts.setdefault(rows.place_of(deal), [0, 0])
                place[0] += 1
                place[1] += deal.agreed
        elif noun == "inquiry":
            yield from _inquiry(stream, int(key), told, kept)
        elif noun == "process":
            yield from _process(stream, key, told)
    yield from _extra_rows(seen)
    yield from _counters(counts)


def _pieces() -> Iterator[tuple[str, list[Any], _Kept]]:
    """Stream by stream with its facts and what is kept of it; the keeping is read for many at once."""
    streams = _streams()
    while piece := list(islice(streams, PIECE)):
        kept = _Kept.of(stream for stream, _ in piece)
        for stream, facts in piece:
            yield stream, facts, kept


def _streams() -> Iterator[tuple[str, list[Any]]]:
    """Stream by stream; the index on (stream, seq) gives the order without sorting."""
    columns = ("id", "kind", "kind_version", "at", "by", "door", "process_version", "data", "hash")
    rows_of_events = EventRow.objects.order_by("stream", "seq")
    events = rows_of_events.values_list("stream", "seq", *columns, named=True).iterator(chunk_size=2000)
    for stream, facts in groupby(events, key=lambda row: row.stream):
        yield stream, list(facts)


def _chain(stream: str, facts: list[Any]) -> Iterator[Difference]:
    before = ""
    for place, row in enumerate(facts, start=1):
        if row.seq != place:
            yield Difference(stream, "seq", str(place), str(row.seq))
            return
        parts = (stream, row.seq, row.kind, row.kind_version, codec.moment(row.at), row.by, row.door)
        digest = codec.link(before, *parts, row.process_version, row.data)
        if digest != row.hash:
            yield Difference(stream, f"hash of fact {row.seq}", digest, row.hash)
            return
        before = row.hash


def _deal(
    stream: str, key: int, facts: list[log.Recorded], kept: _Kept
) -> Generator[Difference, None, Deal | None]:
    told = [(fact.event, fact.stamp) for fact in facts]
    deal: Deal | None = fold(told, key)
    row = kept.deals.get(key)
    if deal is None or row is None:
        yield Difference(stream, "row", "a deal", "none")
        return None
    for column, value in rows.columns(deal).items():
        if row[column] != value:
            yield Difference(stream, column, str(value), str(row[column]))
    stays = [(v.place, v.stage, v.entered_at, v.left_at, v.outcome) for v in visits(told)]
    if stays != kept.stays.get(key, []):
        yield Difference(stream, "stays on stages", str(stays), str(kept.stays.get(key, [])))
    paid = {p.id: (p.amount, p.refunded, p.voided, p.paid_on, p.by_hand) for p in deal.payments}
    if paid != kept.payments.get(key, {}):
        yield Difference(stream, "payments", str(paid), str(kept.payments.get(key, {})))
    return deal


def _inquiry(stream: str, key: int, facts: list[log.Recorded], kept: _Kept) -> Iterator[Difference]:
    inquiry = fold_inquiry([(fact.event, fact.stamp) for fact in facts], key)
    row = kept.inquiries.get(key)
    if inquiry is None or row is None:
        yield Difference(stream, "row", "an inquiry", "none")
        return
    for column, value in rows.inquiry_columns(inquiry).items():
        if row[column] != value:
            yield Difference(stream, column, str(value), str(row[column]))


def _process(stream: str, key: str, facts: list[log.Recorded]) -> Iterator[Difference]:
    told = [
        (fact.event.number, fact.event.digest)
        for fact in facts
        if isinstance(fact.event, e.PassportPublished)
    ]
    kept = list(
        PassportVersion.objects.filter(process=key).order_by("number").values_list("number", "digest")
    )
    if told != kept:
        yield Difference(stream, "published versions", str(told), str(kept))


def _extra_rows(streams: dict[str, int]) -> Iterator[Difference]:
    """Rows that no fact speaks of."""
    kept: dict[str, Any] = {
        "deal": DealRow.objects.count(),
        "inquiry": InquiryRow.objects.count(),
        "process": PassportVersion.objects.filter(number=1).count(),
    }
    for noun, count in kept.items():
        if count != streams[noun]:
            yield Difference(noun, "number of rows", str(streams[noun]), str(count))


def _counters(counts: dict[rows.Place, list[int]]) -> Iterator[Difference]:
    kept = {
        (one.process, one.place, one.owner, one.currency): [one.count, one.total]
        for one in StageCount.objects.order_by("id")
        if one.count or one.total
    }
    for place in sorted(set(counts) | set(kept)):
        if counts.get(place, [0, 0]) != kept.get(place, [0, 0]):
            yield Difference(
                "counters", "/".join(map(str, place)), str(counts.get(place)), str(kept.get(place))
            )
