"""Published versions of passports, and their drafts, as records."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.problems import NotFound
from voronka.core.process import Process
from voronka.store import values
from voronka.store.models import PassportDraft, PassportVersion, Person


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """A published version; `digest` is the SHA-256 of its text."""

    process: str
    number: int
    title: str
    digest: str
    published_at: datetime
    published_by: str
    current: bool


@dataclass(frozen=True, slots=True)
class WholeVersion:
    """A version with its text as written, and the same as the rules read it."""

    version: VersionRecord
    text: str
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """A draft: its text as typed, the version it goes by (`base`, 0: none), `seq` that a change must have seen.

    `current` is the version that holds now: another one than `base` was published meanwhile.
    """

    process: str
    base: int
    current: int
    seq: int
    text: str
    begun_at: datetime
    begun_by: str
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True, slots=True)
class ProcessName:
    """A process that runs: its key, what it is called, the version that holds."""

    key: str
    title: str
    version: int


def processes() -> tuple[ProcessName, ...]:
    """The published processes in the order in which they began; every person may know them."""
    return tuple(ProcessName(one.key, one.title, one.version) for one in values.processes())


def drafts(*, by: Actor) -> tuple[DraftRecord, ...]:
    """Every draft there is, by process."""
    access.require(by, "passport.draft")
    held: dict[str, int] = {}
    for process, number in PassportVersion.objects.values_list("process", "number"):
        held[process] = max(number, held.get(process, 0))
    return tuple(_draft(row, held.get(row.process, 0)) for row in PassportDraft.objects.order_by("process"))


def draft(*, by: Actor, process: str | None = None) -> DraftRecord:
    """The draft of this process (of the first one where none is named); NotFound."""
    access.require(by, "passport.draft")
    key = process or _first()
    row = PassportDraft.objects.filter(process=key).first()
    if row is None:
        raise NotFound("draft", key)
    held = PassportVersion.objects.filter(process=row.process).order_by("-number")
    return _draft(row, held.values_list("number", flat=True).first() or 0)


def _first() -> str:
    """The first process; before its first version, that of the first draft."""
    try:
        return values.latest().key
    except NotFound:
        return PassportDraft.objects.values_list("process", flat=True).first() or ""


def versions(*, by: Actor, process: str | None = None) -> tuple[VersionRecord, ...]:
    """The published versions of a process (the first where none is named), newest first."""
    access.require(by, "passport.see")
    current = values.latest(process)
    rows = PassportVersion.objects.filter(process=current.key).defer("text", "compiled")
    return tuple(_version(row, current.version) for row in rows.order_by("-number"))


def version(number: int | None = None, *, by: Actor, process: str | None = None) -> WholeVersion:
    """One version, the current one where no number is given; NotFound."""
    access.require(by, "passport.see")
    current = values.latest(process)
    asked = current.version if number is None else number
    row = PassportVersion.objects.filter(process=current.key, number=asked).first()
    if row is None:
        raise NotFound("passport", f"{current.key} {asked}")
    return WholeVersion(_version(row, current.version), row.text, json.loads(row.compiled))


def latest(*, by: Actor, process: str | None = None) -> Process:
    """The version that holds now, as the rules read it; NotFound before the first passport."""
    access.require(by, "passport.see")
    return values.latest(process)


def currency(process: str | None = None) -> str:
    """In which money the process counts now; NotFound before the first passport."""
    return values.latest(process).currency


def publishers(records: Iterable[VersionRecord]) -> Mapping[str, str]:
    """Names of the people who published these versions, by what the log calls them."""
    return people_named(one.published_by for one in records)


def people_named(labels: Iterable[str]) -> Mapping[str, str]:
    """Names of people by what the log calls them."""
    keys = {one.partition(":")[2] for one in labels if one.startswith("person:")}
    found = Person.objects.filter(pk__in=[int(key) for key in keys]).values_list("pk", "name")
    return {f"person:{key}": name for key, name in found}


def _version(row: PassportVersion, current: int) -> VersionRecord:
    return VersionRecord(
        process=row.process,
        number=row.number,
        title=row.title,
        digest=row.digest,
        published_at=row.published_at,
        published_by=row.published_by,
        current=row.number == current,
    )


def _draft(row: PassportDraft, current: int) -> DraftRecord:
    return DraftRecord(
        row.process,
        row.base,
        current,
        row.seq,
        row.text,
        row.begun_at,
        row.begun_by,
        row.saved_at,
        row.saved_by,
    )
