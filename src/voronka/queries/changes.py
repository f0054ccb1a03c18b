"""What has changed since a page was made: the topics that live pages show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from voronka.store import log
from voronka.store.models import EventRow

MANY: Final = 500
"""After so many changed streams a page is told that everything has changed."""

_PLURAL: Final = {"deal": "deals", "inquiry": "inquiries", "passport": "passport"}


@dataclass(frozen=True, slots=True)
class Changes:
    """`after` is the position to ask from next time; `topics` are those of the asked ones that changed."""

    after: int
    topics: tuple[str, ...]


def position() -> int:
    """Where the log ends now; a live page is made after this was read."""
    return log.position()


def changes(after: int, topics: Iterable[str]) -> Changes:
    """Which of the topics changed behind this position: `deals`, `deal:41`, `inquiries`, `passport`."""
    asked = tuple(dict.fromkeys(topics))
    now = log.position()
    if now == after:
        return Changes(now, ())
    if now < after:  # another database under the same address: a restored backup, a new demo
        return Changes(now, asked)
    facts = EventRow.objects.filter(id__gt=after, id__lte=now)
    changed = set(facts.values_list("stream", flat=True).distinct()[:MANY])
    if len(changed) == MANY:
        return Changes(now, asked)
    changed |= {_PLURAL[noun] for stream in tuple(changed) if (noun := stream.partition(":")[0]) in _PLURAL}
    return Changes(now, tuple(topic for topic in asked if topic in changed))
