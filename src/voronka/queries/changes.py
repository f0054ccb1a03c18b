"""What has changed since a page was made: the topics that live pages show."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from voronka.core.access import Actor
from voronka.queries.records import sight
from voronka.store import log
from voronka.store.models import DealRow, EventRow, InquiryRow

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


def changes(after: int, topics: Iterable[str], *, by: Actor) -> Changes:
    """Which of the topics changed behind this position: `deals`, `deal:41`, `inquiries`, `passport`.

    Of one deal or one inquiry only they are told who see it.
    """
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
    return Changes(now, _seen(by, tuple(topic for topic in asked if topic in changed)))


def _seen(by: Actor, topics: tuple[str, ...]) -> tuple[str, ...]:
    hidden: set[str] = set()
    for noun, rows in _SINGLE.items():
        keys = {key: topic for topic in topics if (key := _key(topic, noun))}
        if keys:
            seen = rows(by).filter(pk__in=keys).values_list("pk", flat=True)
            hidden |= {keys[key] for key in set(keys) - set(seen)}
    return tuple(topic for topic in topics if topic not in hidden)


def _key(topic: str, noun: str) -> int | None:
    before, _colon, key = topic.partition(":")
    return int(key) if before == noun and key.isdecimal() and len(key) < 18 else None


_SINGLE: Final[dict[str, Callable[[Actor], QuerySet[Any]]]] = {
    "deal": lambda by: DealRow.objects.filter(sight.deals(by)),
    "inquiry": lambda by: InquiryRow.objects.filter(sight.inquiries(by)),
}
