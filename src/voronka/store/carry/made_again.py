"""What follows from the lines is made again: rows of deals and inquiries from their facts, what finds names."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model

from voronka.core import events as e
from voronka.core.deal import Deal, Stamp, fold
from voronka.core.entry import fold_inquiry
from voronka.core.problems import NotFound
from voronka.store import bulk, codec, log, names, rows, sql
from voronka.store.carry.broken import Broken
from voronka.store.carry.things import Thing
from voronka.store.models import Company, Contact, DealRow

PIECE = 2000
"""So many facts are kept until they are written."""
_EVENT = sql.insert("store_eventrow", ("id", *log.COLUMNS))
_NOUNS: dict[type[Model], names.Noun] = {Company: "company", Contact: "contact", DealRow: "deal"}


def insert(thing: Thing, columns: tuple[str, ...], lines: Sequence[tuple[object, ...]]) -> None:
    """Rows of a thing, and the words by which they are found. A deal has its row already: it gets its title."""
    table = thing.model._meta.db_table
    if thing.model is DealRow:
        _titles(columns, lines)
    else:
        with connection.cursor() as cursor:
            cursor.executemany(sql.insert(table, columns), lines)
    if noun := _NOUNS.get(thing.model):
        names.keep_all(noun, [dict(zip(columns, line, strict=True)) for line in lines])


def _titles(columns: tuple[str, ...], lines: Sequence[tuple[object, ...]]) -> None:
    title, key = columns.index("title"), columns.index("id")
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE store_dealrow SET title = %s WHERE id = %s", [(line[title], line[key]) for line in lines]
        )


@dataclass(slots=True)
class _Stream:
    """A stream whose facts are being read."""

    name: str
    line: int
    told: list[tuple[e.Event, Stamp]] = field(default_factory=list)
    hash: str = ""


class Facts:
    """Facts as they come, one stream after the other; written with what follows from them, some at once."""

    def __init__(self) -> None:
        self._streams: list[_Stream] = []
        self._rows: list[tuple[object, ...]] = []

    def take(self, number: int, line: dict[str, Any]) -> None:
        """The fact of this line: it must be the next of its stream, and say what it said when it was added."""
        try:
            stream, seq, kind, version = line["stream"], line["seq"], line["kind"], line["version"]
            at, recorded = (_moment(line[name]) for name in ("at", "recorded_at"))
            data = codec.dumps(line["data"])
            said = (line["by"], line["door"], line["process_version"])
            position, told_hash = int(line["position"]), str(line["hash"])
        except (KeyError, TypeError, ValueError):
            raise Broken("no_fact", number) from None
        if kind not in e.KINDS or version > e.KINDS[kind].version:
            raise Broken("unknown_fact", number, name=f"{kind} {version}")
        if not self._streams or self._streams[-1].name != stream:
            if len(self._rows) >= PIECE:
                self.flush()
            self._streams.append(_Stream(stream, number))
        into = self._streams[-1]
        if seq != len(into.told) + 1:
            raise Broken("fact_lacking", number, stream=stream, seq=len(into.told) + 1)
        digest = codec.link(into.hash, stream, seq, kind, version, at, recorded, *said, data)
        if digest != told_hash:
            raise Broken("fact_changed", number, stream=stream, seq=seq)
        uuid = codec.uuid7(at, digest)
        self._rows.append((position, uuid, stream, seq, kind, version, at, recorded, *said, data, digest))
        into.hash = digest
        try:
            into.told.append((codec.event_of(kind, version, line["data"]), Stamp(seq, at, line["by"])))
        except (KeyError, TypeError, ValueError):
            raise Broken("no_fact", number) from None

    def end(self) -> None:
        """No more facts come."""
        self.flush()

    def flush(self) -> None:
        """Write what waits: the facts, then the rows that follow."""
        streams, self._streams = self._streams, []
        lines, self._rows = self._rows, []
        if not lines:
            return
        sql.many(_EVENT, lines)
        deals: list[tuple[Deal, list[tuple[e.Event, Stamp]], str]] = []
        for one in streams:
            try:
                if (deal := _follows(one)) is not None:
                    deals.append((deal, one.told, ""))
            except (KeyError, TypeError, ValueError, NotFound) as error:
                raise Broken("no_story", one.line, stream=one.name, words=str(error)) from None
        if deals:
            bulk.keep(deals)


def _moment(told: str) -> datetime:
    at = datetime.fromisoformat(told)
    if at.tzinfo is None:
        raise ValueError(told)
    return at


def _follows(one: _Stream) -> Deal | None:
    """Write the rows of this stream; a deal's are given back, for many are written together."""
    noun, _, key = one.name.partition(":")
    match noun:
        case "deal":
            deal = fold(one.told, int(key))
            if deal is not None:
                rows.columns(deal)  # says now whether its version is known
            return deal
        case "inquiry":
            inquiry = fold_inquiry(one.told, int(key))
            if inquiry is None:
                raise ValueError(one.name)
            row = {"id": int(key), **rows.inquiry_columns(inquiry)}
            sql.run(sql.insert("store_inquiryrow", tuple(row)), tuple(row.values()))
        case "person":
            for event, stamp in one.told:
                if isinstance(event, e.DocumentAcknowledged):
                    rows.acknowledge(int(key), event, stamp.at)
        case "process" | "import" | "bulk" | "company" | "contact":  # their rows are lines of their own
            pass
        case _:
            raise ValueError(one.name)
    return None
