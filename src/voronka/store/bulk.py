"""The door of bulk building: whole deals at once, facts and rows together, as the write door would have left them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction

from voronka.core.access import Actor
from voronka.core.deal import Deal, Stamp, apply
from voronka.core.entry import Inquiry, apply_inquiry
from voronka.core.events import Event
from voronka.core.visits import visits
from voronka.store import log, names, rows, sql

PIECE = 200
"""Deals of one transaction: what an import that is cut may have to do again."""

_VISIT = sql.insert(
    "store_visitrow",
    ("deal_id", "place", "process", "version", "stage", "entered_at", "left_at", "outcome"),
)

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
            keys = sql.fresh_keys("store_dealrow", len(told))
            _write(list(zip(keys, told, strict=True)), door)
        yield from keys


def write(deals: Sequence[Told], *, door: str, recorded: datetime) -> list[int]:
    """The same for one piece inside of the caller's transaction: facts of the past that are recorded now."""
    keys = sql.fresh_keys("store_dealrow", len(deals))
    _write(list(zip(keys, deals, strict=True)), door, recorded)
    return keys


def add(told: Sequence[tuple[Deal, Sequence[Fact]]], *, door: str, recorded: datetime) -> None:
    """Facts of the past for deals that are there, each at its own moment, recorded now; the caller holds the deals."""
    ends = log.ends([(f"deal:{deal.key}", deal.seq) for deal, facts in told if facts])
    events: list[Sequence[object]] = []
    changed = []
    for before, facts in told:
        after, changes, stream = before, [], f"deal:{before.key}"
        digest = ends.get(stream, "")
        for seq, (event, at, by) in enumerate(facts, start=before.seq + 1):
            stamp = Stamp(seq, at, by.label)
            after = apply(after, event, stamp, before.key)
            changes.append((event, stamp, after))
            envelope = log.Envelope(by, at, door, recorded)
            row, digest = log.event_row(stream, seq, event, envelope, before.version, digest)
            events.append(row)
        if changes:
            changed.append((before, after, changes))
    if events:
        sql.many(log.INSERT, events)
        rows.update_deals(changed)


def write_inquiries(told: Sequence[Sequence[Fact]], *, door: str, recorded: datetime) -> list[int]:
    """Inquiries of the past that are recorded now, one piece inside of the caller's transaction; their keys."""
    keys = sql.fresh_keys("store_inquiryrow", len(told))
    events: list[Sequence[object]] = []
    made: list[Inquiry] = []
    for key, facts in zip(keys, told, strict=True):
        inquiry: Inquiry | None = None
        stream, digest = f"inquiry:{key}", ""
        for seq, (event, at, by) in enumerate(facts, start=1):
            inquiry = apply_inquiry(inquiry, event, Stamp(seq, at, by.label), key)
            envelope = log.Envelope(by, at, door, recorded)
            row, digest = log.event_row(stream, seq, event, envelope, None, digest)
            events.append(row)
        assert inquiry is not None
        made.append(inquiry)
    sql.many(log.INSERT, events)
    columns = [rows.inquiry_columns(one) for one in made]
    if columns:
        statement = sql.insert("store_inquiryrow", ("id", *columns[0]))
        sql.many(
            statement, [(one.key, *told_of.values()) for one, told_of in zip(made, columns, strict=True)]
        )
    return keys


def _write(piece: Sequence[tuple[int, Told]], door: str, recorded: datetime | None = None) -> None:
    """One piece: its facts, and the rows that follow from them."""
    events: list[Sequence[object]] = []
    whole = []
    for key, told in piece:
        deal = _fold(key, told, door, events, recorded)
        stamped = [(fact, Stamp(seq, at, by.label)) for seq, (fact, at, by) in enumerate(told.facts, start=1)]
        whole.append((deal, stamped, told.title))
    sql.many(log.INSERT, events)
    keep(whole)


Whole = tuple[Deal, Sequence[tuple[Event, Stamp]], str]
"""A deal, all the facts that it is made of, and its title."""


def keep(whole: Sequence[Whole]) -> None:
    """The rows of deals that have none yet, whose facts are in the log: each table by one statement."""
    stays: list[Sequence[object]] = []
    payments: list[Sequence[object]] = []
    files: list[Sequence[object]] = []
    asks: list[Sequence[object]] = []
    passes: list[Sequence[object]] = []
    own: list[Sequence[object]] = []
    counts: dict[rows.Place, tuple[int, int]] = {}
    for deal, stamped, _title in whole:
        key = deal.key
        passes += rows.passed(stamped, deal)
        stays += [
            (key, one.place, deal.process, one.version, one.stage, one.entered_at, one.left_at, one.outcome)
            for one in visits(stamped)
        ]
        payments += [rows.payment_values(deal, one) for one in deal.payments]
        proofs = {getattr(event, "proof", None) for event, _ in stamped}
        files += [(proof, key) for proof in sorted(proof for proof in proofs if proof)]
        asks += rows.ask_values(deal)
        own += rows.field_values(deal)
        for place, (count, total) in rows.count_changes(None, deal).items():
            before = counts.get(place, (0, 0))
            counts[place] = (before[0] + count, before[1] + total)
    _insert_deals([deal for deal, _, _ in whole], [title for _, _, title in whole])
    for statement, lines in (
        (_VISIT, stays),
        (rows.INSERT_PAYMENT, payments),
        (rows.INSERT_FILE_USE, files),
        (rows.INSERT_PASS, passes),
        (rows.INSERT_ASK, asks),
        (rows.INSERT_FIELD, own),
    ):
        if lines:
            sql.many(statement, lines)
    names.keep_all("deal", [{"id": deal.key, "title": title} for deal, _, title in whole if title])
    rows.keep_counts(counts)


def _fold(key: int, told: Told, door: str, events: list[Sequence[object]], recorded: datetime | None) -> Deal:
    """The deal after all its facts; the rows of the log on the way."""
    deal: Deal | None = None
    stream, digest = f"deal:{key}", ""
    for seq, (event, at, by) in enumerate(told.facts, start=1):
        deal = apply(deal, event, Stamp(seq, at, by.label), key)
        envelope = log.Envelope(by, at, door, recorded)
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
