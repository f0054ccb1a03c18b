"""Does the log still tell the same story as the rows? The answer of `voronka log verify`."""

from dataclasses import dataclass

from voronka.core import access
from voronka.core.access import Actor
from voronka.store import indexed, replay
from voronka.store.models import EventRow
from voronka.store.replay import Difference

__all__ = ["Difference", "Verified", "verify"]


@dataclass(frozen=True, slots=True)
class Verified:
    """How much was computed again from the facts, and the first place that disagrees, None where none does.

    `unindexed` is how many of the facts the search has not read yet.
    """

    streams: int
    facts: int
    difference: Difference | None
    unindexed: int = 0


def verify(*, by: Actor) -> Verified:
    """Compute everything again from the log and compare it with the rows."""
    access.require(by, "log.verify")
    found = replay.differences(1)
    streams = EventRow.objects.values("stream").distinct().count()
    return Verified(streams, EventRow.objects.count(), found[0] if found else None, indexed.waiting())
