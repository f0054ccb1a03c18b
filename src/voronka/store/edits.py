"""Pieces of a bulk edit: which deals it is about, what became of each, and the words that many facts need at once."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from voronka.core.access import Actor
from voronka.core.deal import Deal
from voronka.core.events import Event
from voronka.store import log, sql
from voronka.store.values import asks_to_read, process

_CHOSEN = sql.insert("store_bulkdeal", ("edit_id", "place", "deal", "state", "seq", "before", "why"))
_JUDGED = 'UPDATE store_bulkdeal SET state = %s, seq = %s, "before" = %s, why = %s WHERE edit_id = %s AND place = %s'
_TEXT = sql.insert("store_text", ("id", "body", "created_at"))


def choose(edit: int, deals: Sequence[int]) -> None:
    """These deals, in this order."""
    sql.many(_CHOSEN, [(edit, place, key, "", 0, "{}", "[]") for place, key in enumerate(deals, start=1)])


def piece(edit: int, after: int, size: int) -> list[tuple[int, int]]:
    """The next of them behind a place: (place, deal)."""
    return [
        (int(place), int(key))
        for place, key in sql.all_of(
            "SELECT place, deal FROM store_bulkdeal WHERE edit_id = %s AND place > %s ORDER BY place LIMIT %s",
            (edit, after, size),
        )
    ]


def changed(edit: int, after: int, size: int) -> list[tuple[int, int, int, dict[str, Any]]]:
    """The next of those that changed and are not taken back yet: (place, deal, its last fact, how it was)."""
    rows = sql.all_of(
        'SELECT place, deal, seq, "before" FROM store_bulkdeal WHERE edit_id = %s AND place > %s'
        " AND state = 'done' ORDER BY place LIMIT %s",
        (edit, after, size),
    )
    return [(int(place), int(key), int(seq), json.loads(before)) for place, key, seq, before in rows]


Judged = tuple[int, str, int, Mapping[str, Any], Sequence[Mapping[str, Any]]]
"""Place, state, number of the deal's last fact, how it was, the reasons."""


def judged(edit: int, told: Sequence[Judged]) -> None:
    """What became of these."""
    if told:
        sql.many(
            _JUDGED,
            [(state, seq, _text(before), _text(why), edit, place) for place, state, seq, before, why in told],
        )


def _text(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, default=str)


def bodies(texts: Iterable[int | None]) -> dict[int, str]:
    """What these texts say."""
    asked = sorted({one for one in texts if one})
    if not asked:
        return {}
    places = ", ".join(["%s"] * len(asked))
    return {
        int(k): str(body)
        for k, body in sql.all_of(f"SELECT id, body FROM store_text WHERE id IN ({places})", asked)
    }


def read_instructions(deals: Sequence[Deal]) -> dict[tuple[int, str], frozenset[str]]:
    """Digests of the instructions that whoever leads these deals has read, by person and process; one statement."""
    asking = {
        (deal.owner, deal.process)
        for deal in deals
        if deal.owner is not None and asks_to_read(process(deal.process, deal.version))
    }
    if not asking:
        return {}
    people = sorted({owner for owner, _process in asking})
    places = ", ".join(["%s"] * len(people))
    read: dict[tuple[int, str], set[str]] = {}
    asked = f"SELECT person_id, process, digest FROM store_acknowledgement WHERE person_id IN ({places})"
    for person, of, digest in sql.all_of(asked, people):
        read.setdefault((int(person), str(of)), set()).add(str(digest))
    return {place: frozenset(read.get(place, ())) for place in asking}


class Texts:
    """Words of many facts, kept by one statement; each fact has a text of its own, that can be erased alone."""

    def __init__(self, most: int, at: datetime) -> None:
        self._free = sql.fresh_keys("store_text", most)
        self._at = at
        self._kept: list[tuple[int, str, datetime]] = []

    def text(self, body: str) -> int | None:
        """The id under which this will be kept; None for nothing."""
        if not body:
            return None
        self._kept.append((self._free[len(self._kept)], body, self._at))
        return self._kept[-1][0]

    def mark(self) -> int:
        """How many are kept so far."""
        return len(self._kept)

    def forget(self, mark: int) -> None:
        """What was written since then is not kept: no fact refers to it."""
        del self._kept[mark:]

    def keep(self) -> None:
        """Write them down."""
        if self._kept:
            sql.many(_TEXT, self._kept)
        self._kept = []


class Unwritten:
    """Takes words and keeps nothing: for a decision that is only looked at."""

    def text(self, body: str) -> int | None:
        """No id that anything refers to."""
        return -1 if body else None

    def mark(self) -> int:
        """Nothing is kept."""
        return 0

    def forget(self, mark: int) -> None:
        """Nothing is kept."""


def tell(edit: int, event: Event, *, by: Actor, at: datetime, door: str) -> None:
    """Append to the bulk edit's own stream; its row is locked by whoever calls."""
    stream = f"bulk:{edit}"
    last = sql.one("SELECT COALESCE(MAX(seq), 0) FROM store_eventrow WHERE stream = %s", (stream,))
    log.append(stream, int(last[0]) if last else 0, (event,), log.Envelope(by, at, door), None)
