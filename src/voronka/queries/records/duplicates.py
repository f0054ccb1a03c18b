"""Clients that may be one, two side by side, and merges, as records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voronka.core.access import Actor
from voronka.core.duplicates import Noun, Reason
from voronka.core.merging import Side
from voronka.queries import duplicates, merging
from voronka.queries.merging import Along, Head, MergeLine
from voronka.queries.records.paging import Page


@dataclass(frozen=True, slots=True)
class SameRecord:
    """A client that somebody may be: how sure that is, in percent, and why (`same_phone`, `similar_name`, ...)."""

    key: int
    name: str
    certainty: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedKey:
    """A client by key and name."""

    key: int
    name: str


@dataclass(frozen=True, slots=True)
class PairRecord:
    """Two clients that may be one, the older first."""

    noun: Noun
    one: NamedKey
    other: NamedKey
    certainty: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldRecord:
    """A field of both, in words, and whose value would stay."""

    field: str
    title: str
    kept: str
    gone: str
    take: Side


@dataclass(frozen=True, slots=True)
class SideRecord:
    """One of two, and what belongs to it."""

    key: int
    name: str
    created_at: datetime
    deals: int
    inquiries: int
    people: int


@dataclass(frozen=True, slots=True)
class BesideRecord:
    """Two clients side by side; `seen` goes along with the merge, which then knows what was looked at."""

    noun: Noun
    kept: SideRecord
    gone: SideRecord
    fields: tuple[FieldRecord, ...]
    certainty: int
    why: tuple[str, ...]
    seen: str


@dataclass(frozen=True, slots=True)
class AlongRecord:
    """Things of a client, counted."""

    deals: int
    inquiries: int
    people: int


@dataclass(frozen=True, slots=True)
class MergeRecord:
    """A client that went up in another; in a single one also what goes, or went, back and what stays."""

    key: int
    noun: Noun
    kept: NamedKey
    gone: NamedKey
    at: datetime
    by_name: str
    split_at: datetime | None
    split_by_name: str
    back: AlongRecord | None = None
    stays: AlongRecord | None = None
    values: tuple[str, ...] = ()
    values_stayed: tuple[str, ...] = ()


def pairs(noun: Noun, *, by: Actor, cursor: str | None = None, limit: int = 30) -> Page[PairRecord]:
    """A page of pairs, the surest first."""
    seen = duplicates.pairs(by, noun, more=cursor or "", page_size=limit)
    told = tuple(
        PairRecord(
            one.noun,
            NamedKey(one.one.key, one.one.name),
            NamedKey(one.other.key, one.other.name),
            one.certainty,
            _codes(one.reasons),
        )
        for one in seen.pairs
    )
    return Page(told, seen.more or None)


def maybe_same(by: Actor, noun: Noun, **typed: Any) -> tuple[SameRecord, ...]:
    """Whom of our clients it may be that is written down, the surest first; see queries/duplicates.py."""
    return tuple(
        SameRecord(one.line.key, one.line.name, one.certainty, _codes(one.reasons))
        for one in duplicates.maybe_same(by, noun, **typed)
    )


def beside(noun: Noun, kept: int, gone: int, *, by: Actor) -> BesideRecord:
    """Two clients side by side; NotFound, Invalid."""
    seen = merging.beside(by, noun, kept, gone)
    fields = tuple(FieldRecord(one.field, one.title, one.kept, one.gone, one.take) for one in seen.cells)
    likeness = seen.likeness
    sides = _side(seen.kept), _side(seen.gone)
    return BesideRecord(noun, *sides, fields, likeness.certainty, _codes(likeness.reasons), seen.seen)


def merges(*, by: Actor, cursor: str | None = None, limit: int = 50) -> Page[MergeRecord]:
    """A page of merges, the latest first."""
    seen = merging.merges(by, more=cursor or "", page_size=limit)
    return Page(tuple(map(_merge, seen.merges)), seen.more or None)


def merge(key: int, *, by: Actor) -> MergeRecord:
    """One merge, as it stands; NotFound."""
    seen = merging.merge(by, key)
    more = {"back": _along(seen.back), "stays": _along(seen.stays)}
    return _merge(seen.line, values=seen.values, values_stayed=seen.values_stayed, **more)


def _merge(line: MergeLine, **more: Any) -> MergeRecord:
    return MergeRecord(
        line.key,
        line.noun,
        NamedKey(line.kept, line.kept_name),
        NamedKey(line.gone, line.gone_name),
        line.at,
        line.by_name,
        line.split_at,
        line.split_by_name,
        **more,
    )


def _side(head: Head) -> SideRecord:
    along = head.along
    return SideRecord(head.key, head.name, head.created_at, along.deals, along.inquiries, along.people)


def _along(along: Along) -> AlongRecord:
    return AlongRecord(along.deals, along.inquiries, along.people)


def _codes(reasons: Iterable[Reason]) -> tuple[str, ...]:
    return tuple(one.code for one in reasons)
