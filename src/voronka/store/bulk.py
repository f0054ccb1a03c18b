"""The door of bulk building: whole deals at once, facts and rows together, as the write door would have left them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import connection, transaction

from voronka.core.access import Actor
from voronka.core.deal import Deal, Stamp, apply
from voronka.core.events import Event
from voronka.core.visits import visits
from voronka.store import log, names, rows, sql

PIECE = 200
"""Deals of one transaction: what an import that is cut may have to do again."""

_VISIT = sql.insert(
    "store_visitrow",
    ("deal_id", "place", "process", "version", "stage", "entered_at", "left_at", "outcome"),
)
_WORD = sql.insert("store_nameword", ("word", "deal_id"))

Fact = tuple[Event, datetime, Actor]
"""What happened, when, by whom."""


@dataclass(frozen=True, slots=True)
class Told:
    """One deal: its facts in their order, the first one deal.opened, and its title."""

    facts: Sequence[Fact]
    title: str = ""


def build(deals: Iterable[Told], *, door: str = "import", piece: int = PIECE) -> Iterator[int]:
    """Write the deals a piece a transaction, and give the keys of each piece as it is committed.

    Rules are not asked: the facts are taken as they are told, and the rows follow from them as always.
    """
    rest = iter(deals)
    while told := list(islice(rest, piece)):
        with transaction.atomic():
            keys = _keys(len(told))
            _write(list(zip(keys, told, strict=True)), door)
        yield from keys


def _keys(count: int) -> list[int]:
    """Keys that nobody has, in their order; on PostgreSQL its sequence gives them and stays ahead."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('store_dealrow', 'id')) FROM generate_series(1, %s)",
                [count],
            )
            return [int(row[0]) for row in cursor.fetchall()]
    row = sql.one(
        "SELECT MAX(COALESCE((SELECT MAX(id) FROM store_dealrow), 0),"
        " COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'store_dealrow'), 0))"
    )
    first = int(row[0] if row else 0) + 1
    return list(range(first, first + count))


def _write(piece: Sequence[tuple[int, Told]], door: str) -> None:
    """One piece: each table by one statement."""
    events: list[Sequence[object]] = []
    deals: list[Deal] = []
    stays: list[Sequence[object]] = []
    payments: list[Sequence[object]] = []
    files: list[Sequence[object]] = []
    words: list[Sequence[object]] = []
    asks: list[Sequence[object]] = []
    passes: list[Sequence[object]] = []
    counts: dict[rows.Place, tuple[int, int]] = {}
    for key, told in piece:
        deal = _fold(key, told, door, events)
        deals.append(deal)
        stamped = [(fact, Stamp(seq, at, by.label)) for seq, (fact, at, by) in enumerate(told.facts, start=1)]
        passes += rows.passed(stamped, deal)
        stays += [
            (key, one.place, deal.process, one.version, one.stage, one.entered_at, one.left_at, one.outcome)
            for one in visits(stamped)
        ]
        payments += [rows.payment_values(deal, one) for one in deal.payments]
        proofs = {getattr(event, "proof", None) for event, _, _ in told.facts}
        files += [(proof, key) for proof in sorted(proof for proof in proofs if proof)]
        asks += rows.ask_values(deal)
        words += [(word, key) for word in sorted(names.words_of(told.title))]
        for place, (count, total) in rows.count_changes(None, deal).items():
            before = counts.get(place, (0, 0))
            counts[place] = (before[0] + count, before[1] + total)
    _insert_deals(deals, [told.title for _, told in piece])
    sql.many(log.INSERT, events)
    sql.many(_VISIT, stays)
    if payments:
        sql.many(rows.INSERT_PAYMENT, payments)
    if files:
        sql.many(rows.INSERT_FILE_USE, files)
    if words:
        sql.many(_WORD, words)
    if passes:
        sql.many(rows.INSERT_PASS, passes)
    if asks:
        sql.many(rows.INSERT_ASK, asks)
    rows.keep_counts(counts)


def _fold(key: int, told: Told, door: str, events: list[Sequence[object]]) -> Deal:
    """The deal after all its facts; the rows of the log on the way."""
    deal: Deal | None = None
    stream, digest = f"deal:{key}", ""
    for seq, (event, at, by) in enumerate(told.facts, start=1):
        deal = apply(deal, event, Stamp(seq, at, by.label), key)
        envelope = log.Envelope(by, at, door)
        row, digest = log.event_row(stream, seq, event, envelope, deal.version, digest)
        events.append(row)
    if deal is None:
        raise ValueError("a deal without a single fact")
    return deal


def _insert_deals(deals: Sequence[Deal], titles: Sequence[str]) -> None:
    columns = [rows.columns(deal) for deal in deals]
    names = ("id", "title", *columns[0])
    lines = [
        (deal.key, title, *column.values())
        for deal, title, column in zip(deals, titles, columns, strict=True)
    ]
    sql.many(sql.insert("store_dealrow", names), lines)
