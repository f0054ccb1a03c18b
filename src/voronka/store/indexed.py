"""Does the search know what the rows say? How far its readers are behind, what it lacks, what it knows too much."""

from collections.abc import Iterator
from dataclasses import dataclass

from voronka.core.events import KINDS
from voronka.store import index, log, names, said, sql, stems
from voronka.store.models import EventRow, ReaderCursor

PIECE = 5000
MOST_WAITING = 100_000
_NOUN = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that the search should know, or should not: `what` is lacking or stray."""

    noun: str
    key: int
    what: str


def waiting() -> int:
    """Facts that the reader of texts has not seen, counted so far as MOST_WAITING."""
    row = sql.one(
        "SELECT COUNT(*) FROM (SELECT 1 FROM store_eventrow WHERE id > %s LIMIT %s) q",
        (_position(said.READER), MOST_WAITING),
    )
    return int(row[0]) if row else 0


def names_wait() -> bool:
    """Are names still to be indexed by today's rules?"""
    return _position(names.CURSOR) >> _NOUN < len(names.NOUNS)


def _position(reader: str) -> int:
    found = ReaderCursor.objects.filter(reader=reader).values_list("position", flat=True).first()
    return int(found or 0)


def faults() -> Iterator[Fault]:
    """All that disagrees, of what both readers have passed already."""
    if not names_wait():
        for noun in names.NOUNS:
            yield from _names(noun)
    yield from _texts()
    yield from _facts(_position(said.READER))


def _names(noun: names.Noun) -> Iterator[Fault]:
    code, after, columns = names.code(noun), 0, names.COLUMNS[noun]
    while True:
        rows = names.rows(noun, after, PIECE)
        last = int(rows[-1][0]) if rows else names.HIGHEST >> 2
        known = set(index.known(index.NAMES, after * 4 + 4, last * 4 + 3, step=4, rest=code))
        for row in rows:
            number, tokens = names.document(noun, dict(zip(columns, row, strict=True)))
            if bool(tokens) != (number in known):
                yield Fault(noun, number // 4, "lacking" if tokens else "stray")
            known.discard(number)
        yield from (Fault(noun, number // 4, "stray") for number in sorted(known))
        if not rows:
            return
        after = last


_USES = (
    "SELECT u.id, t.body FROM store_textuse u LEFT JOIN store_text t ON t.id = u.text"
    " WHERE u.id > %s ORDER BY u.id LIMIT %s"
)


def _texts() -> Iterator[Fault]:
    after = 0
    while True:
        rows = sql.all_of(_USES, (after, PIECE))
        last = int(rows[-1][0]) if rows else names.HIGHEST
        known = set(index.known(index.TEXTS, after + 1, last))
        for use, body in rows:
            if bool(stems.tokens(body or "")) != (use in known):
                yield Fault("text", int(use), "lacking" if body else "stray")
            known.discard(use)
        yield from (Fault("text", use, "stray") for use in sorted(known))
        if not rows:
            return
        after = last


def _facts(until: int) -> Iterator[Fault]:
    """Texts that facts tell and of which nobody kept where they stand; what was replaced since is none."""
    kinds = [kind for kind, event in KINDS.items() if "text" in event.__dataclass_fields__]
    after = 0
    while rows := list(
        EventRow.objects.filter(id__gt=after, id__lte=until, kind__in=kinds).order_by("id")[:500]
    ):
        after = rows[-1].id
        told = [one for one in map(log.recorded, rows) if said.stands(one)]
        kept = said.kept([(one.stream, one.seq) for one in told])
        for one in told:
            noun, _, key = one.stream.partition(":")
            if (noun, int(key), one.seq) not in kept and said.there(noun, int(key)):
                yield Fault(noun, int(key), "lacking")
