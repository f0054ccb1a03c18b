"""Keeping the index of the search: names that lack in it, texts that the log tells, all of it anew.

Two cursors say how far each has come. Their names hold the rules by which words are taken apart: where a new version
has other rules it begins at zero by itself, while people go on finding by what is there.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import transaction

from voronka.core import access
from voronka.core.access import Actor
from voronka.store import index, log, names, said
from voronka.store.models import ReaderCursor

PIECE: Final = 500
Say = Callable[[int, int], None]
_NOUN: Final = 60
"""The cursor of names holds the noun above this bit, and the last key below it."""


def read_on(limit: int = PIECE) -> int:
    """Index the texts of the next facts of the log; how many facts were read."""
    cursor, _ = ReaderCursor.objects.get_or_create(reader=said.READER)
    facts = list(log.read(cursor.position, limit))
    if not facts:
        return 0
    with transaction.atomic():
        kept = ReaderCursor.objects.select_for_update().get(reader=said.READER)
        if kept.position != cursor.position:
            return 0  # the worker was quicker
        said.handle(facts)
        ReaderCursor.objects.filter(reader=said.READER).update(position=facts[-1].position)
    return len(facts)


def fill_names() -> bool:
    """Index the names of the next rows, where the rules are new or a restore left some out; is there more?"""
    cursor, made = ReaderCursor.objects.get_or_create(reader=names.CURSOR)
    if made:
        ReaderCursor.objects.filter(reader__startswith="search").exclude(
            reader__in=(said.READER, names.CURSOR)
        ).delete()
    if cursor.position >> _NOUN >= len(names.NOUNS):
        return False
    with transaction.atomic():
        kept = ReaderCursor.objects.select_for_update().get(reader=names.CURSOR)
        noun, after = kept.position >> _NOUN, kept.position & ((1 << _NOUN) - 1)
        if noun >= len(names.NOUNS):
            return False
        last = names.keep_from(names.NOUNS[noun], after)
        kept.position = (noun << _NOUN) + last if last else (noun + 1) << _NOUN
        kept.save(update_fields=["position"])
    return True


def catch_up() -> None:
    """Everything that waits, for whoever has no worker."""
    while fill_names() or read_on():
        pass


def rebuild(*, by: Actor, at: datetime, say: Say = lambda done, total: None) -> int:
    """All of it anew, a piece a transaction: people go on working, and find by what there was; how many facts."""
    access.require(by, "log.verify")
    for reader in (names.CURSOR, said.READER):
        ReaderCursor.objects.update_or_create(reader=reader, defaults={"position": 0, "moved_at": at})
    while fill_names():
        pass
    total, read = log.position(), 0
    while count := read_on():
        read += count
        say(ReaderCursor.objects.get(reader=said.READER).position, total)
    index.pack()
    return read
