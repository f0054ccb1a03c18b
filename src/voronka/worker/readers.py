"""Readers of the log: what must happen after a fact, each with its own cursor, so that nothing is lost or done twice.

A reader gets facts in batches. Its cursor moves in the same transaction as what it writes into our database; what
it does outside is started as a job whose id is made of the fact's, so a repeat is harmless.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from voronka.store import log, said
from voronka.store.models import ReaderCursor

BATCH = 500
UNDO = timedelta(seconds=15)
"""A move can be undone for ten seconds: whoever tells the outside waits longer than that."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A name that never changes, what to do with a batch, and how old a fact must be."""

    name: str
    handle: Callable[[Sequence[log.Recorded]], None]
    wait: timedelta = timedelta()


READERS: list[Reader] = [Reader(said.READER, said.handle)]


def turn(reader: Reader) -> int:
    """Read on once; how many facts were handled."""
    cursor, _ = ReaderCursor.objects.get_or_create(reader=reader.name)
    batch = _ripe(list(log.read(cursor.position, BATCH)), reader.wait)
    if not batch:
        return 0
    with transaction.atomic():
        kept = ReaderCursor.objects.select_for_update().get(reader=reader.name)
        if kept.position != cursor.position:
            return 0  # another worker was quicker
        reader.handle(batch)
        ReaderCursor.objects.filter(reader=reader.name).update(position=batch[-1].position)
    return len(batch)


def _ripe(facts: Sequence[log.Recorded], wait: timedelta) -> list[log.Recorded]:
    """Facts up to the first one that is too young; none is skipped."""
    if not wait:
        return list(facts)
    limit, ripe = timezone.now() - wait, []
    for fact in facts:
        if fact.at > limit:
            break
        ripe.append(fact)
    return ripe


class Trouble:
    """A reader that fails is tried again, later and later; the others go on."""

    def __init__(self) -> None:
        self._pause: dict[str, float] = {}
        self._until: dict[str, float] = {}

    def turn_all(self, now: float) -> int:
        """One turn of every reader that may; how many facts were handled."""
        handled = 0
        for reader in READERS:
            if self._until.get(reader.name, 0) > now:
                continue
            try:
                handled += turn(reader)
                self._pause.pop(reader.name, None)
            except Exception:
                pause = min(self._pause.get(reader.name, 0.5) * 2, 300)
                self._pause[reader.name], self._until[reader.name] = pause, now + pause
                logging.getLogger("voronka.readers").exception("%s: again in %g s", reader.name, pause)
        return handled
