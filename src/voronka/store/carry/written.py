"""Writing the lines: everything as of one moment, a row at a time, in memory that does not grow with the log."""

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection

from voronka.store import codec, sql
from voronka.store.carry.things import FACT, FIRST, FORMAT, LAST, THINGS, Thing
from voronka.store.models import EventRow
from voronka.store.snapshot import snapshot

PIECE = 2000
Say = Callable[[int, int], None]

_COLUMNS = (
    "stream", "seq", "id", "kind", "kind_version", "at", "recorded_at", "by", "door", "process_version", "data", "hash",
)  # fmt: skip
_FACTS = f"SELECT {', '.join(f'{chr(34)}{one}{chr(34)}' for one in _COLUMNS)} FROM store_eventrow ORDER BY stream, seq"


def write(
    out: Callable[[bytes], object], *, at: datetime, program: str, secrets: bool, say: Say
) -> dict[str, int]:
    """Give every line to `out`; how many there are of each kind."""
    digest, counts = hashlib.sha256(), dict[str, int]()
    with snapshot():
        total = EventRow.objects.count()
        for line in _lines(at, program, secrets):
            text = _dumps(line)
            digest.update(text)
            out(text)
            counts[line["thing"]] = counts.get(line["thing"], 0) + 1
            if counts.get(FACT, 0) % PIECE == 0:
                say(counts.get(FACT, 0), total)
    counts.pop(FIRST)
    out(_dumps({"thing": LAST, "lines": sum(counts.values()), "sha256": digest.hexdigest()}))
    return counts


def _dumps(line: dict[str, Any]) -> bytes:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _lines(at: datetime, program: str, secrets: bool) -> Iterator[dict[str, Any]]:
    yield {
        "thing": FIRST, "format": FORMAT, "program": program, "made_at": codec.moment(at), "secrets": secrets,
    }  # fmt: skip
    for late in (False, True):
        for thing in THINGS:
            if thing.late == late and (secrets or not thing.secret):
                yield from _rows(thing, secrets)
        if not late:
            yield from _facts()


def _rows(thing: Thing, secrets: bool) -> Iterator[dict[str, Any]]:
    fields = thing.fields(secrets=secrets)
    names = [one.name for one in fields]
    rows = thing.model._default_manager.order_by("pk").values_list(*(one.attname for one in fields))
    for row in rows.iterator(chunk_size=PIECE):
        line = {name: plain(value) for name, value in zip(names, row, strict=True)}
        for name in thing.data:
            line[name] = json.loads(line[name])
        yield {"thing": thing.kind, **line}


def plain(value: Any) -> Any:
    """A value as a line has it: times in UTC with microseconds."""
    if isinstance(value, datetime):
        return codec.moment(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _facts() -> Iterator[dict[str, Any]]:
    """The facts of one stream behind one another; `position` is their place in the whole log."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_FACTS)
        while piece := cursor.fetchmany(PIECE):
            for stream, seq, position, fact, version, at, recorded, by, door, process, data, digest in piece:
                yield {
                    "thing": FACT,
                    "stream": stream,
                    "seq": seq,
                    "position": position,
                    "kind": fact,
                    "version": version,
                    "at": plain(sql.moment(at)),
                    "recorded_at": plain(sql.moment(recorded)),
                    "by": by,
                    "door": door,
                    "process_version": process,
                    "data": json.loads(data),
                    "hash": digest,
                }
