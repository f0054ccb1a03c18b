"""The facts of all deals in bulk, deal by deal, past the layers that make objects of rows."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from django.db import connection

from voronka.core.deal import Stamp
from voronka.core.events import Event
from voronka.store import codec, sql

Told = list[tuple[Event, Stamp]]
IDLE = ("note.added", "deal.move_refused", "deal.assigned")
"""Kinds of fact that no condition asks about: many, and not worth their reading here."""
_ASKED = (
    'SELECT stream, seq, kind, kind_version, at, "by", data FROM store_eventrow'
    " WHERE stream LIKE 'deal:%%' AND kind NOT IN (%s, %s, %s) ORDER BY stream, seq"
)
_COUNT = "SELECT COUNT(*) FROM store_dealrow WHERE process = %s"


def count(process: str) -> int:
    """How many deals a process has ever had."""
    return int(sql.all_of(_COUNT, (process,))[0][0])


def deals() -> Iterator[tuple[int, Told]]:
    """Every deal with what rules may ask of it, in its order; read in a snapshot, for it takes a while."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_ASKED, IDLE)
        read = iter(lambda: cursor.fetchmany(2000), [])
        for stream, rows in groupby((row for chunk in read for row in chunk), key=itemgetter(0)):
            told: Told = []
            for _, seq, kind, version, at, by, data in rows:
                moment = sql.moment(at)
                assert moment is not None
                told.append((codec.decode(kind, version, data), Stamp(seq, moment, by)))
            yield int(stream.removeprefix("deal:")), told
