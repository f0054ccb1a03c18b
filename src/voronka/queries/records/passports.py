"""Published versions of passports as records."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.problems import NotFound
from voronka.store import values
from voronka.store.models import PassportVersion, Person


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


def currency(process: str | None = None) -> str:
    """In which money the process counts now; NotFound before the first passport."""
    return values.latest(process).currency


def publishers(records: Iterable[VersionRecord]) -> Mapping[str, str]:
    """Names of the people who published these versions, by what the log calls them."""
    keys = {one.published_by.partition(":")[2] for one in records if one.published_by.startswith("person:")}
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
