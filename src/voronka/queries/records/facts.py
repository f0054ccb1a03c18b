"""Facts as records: the story of one object, and the whole log from a position on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voronka.core import access
from voronka.core.access import Actor
from voronka.queries.records import deals, inquiries
from voronka.store import log
from voronka.store.models import Person, Text, Upload

TEXTS = ("text", "reason")
"""Fields of facts that name what somebody wrote."""


@dataclass(frozen=True, slots=True)
class FileName:
    """A file that a fact refers to."""

    key: int
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class FactRecord:
    """One fact of an object's story. `by_name` is empty for the system; `texts` is what was written."""

    seq: int
    kind: str
    at: datetime
    by: str
    by_name: str
    door: str
    process_version: int | None
    data: Mapping[str, Any]
    texts: Mapping[str, str]
    file: FileName | None


@dataclass(frozen=True, slots=True)
class LogRecord:
    """One fact of the log with its place in it; no personal data and no free text stands there."""

    position: int
    stream: str
    seq: int
    kind: str
    version: int
    at: datetime
    by: str
    door: str
    process_version: int | None
    data: Mapping[str, Any]


def of_deal(key: int, *, by: Actor, after: int = 0, limit: int = 100) -> tuple[FactRecord, ...]:
    """The story of a deal that the actor sees, behind fact number `after`."""
    deals.require(key, by=by)
    return _told(f"deal:{key}", after, limit)


def of_inquiry(key: int, *, by: Actor, after: int = 0, limit: int = 100) -> tuple[FactRecord, ...]:
    """The story of an inquiry that the actor sees, behind fact number `after`."""
    inquiries.require(key, by=by)
    return _told(f"inquiry:{key}", after, limit)


def whole_log(*, by: Actor, after: int = 0, limit: int = 100) -> tuple[LogRecord, ...]:
    """The log behind a position, for those who may prove it."""
    access.require(by, "log.verify")
    return tuple(
        LogRecord(
            position=one.position,
            stream=one.stream,
            seq=one.seq,
            kind=one.event.kind,
            version=one.event.version,
            at=one.at,
            by=one.by,
            door=one.door,
            process_version=one.process_version,
            data=one.event.as_data(),
        )
        for one in log.read(after, limit)
    )


def last_position(*, by: Actor) -> int:
    """Where the log ends now, for those who may prove it."""
    access.require(by, "log.verify")
    return log.position()


def _told(stream: str, after: int, limit: int) -> tuple[FactRecord, ...]:
    facts = log.stream(stream, after=after)[:limit]
    said = [fact.event.as_data() for fact in facts]
    texts = _bodies(said)
    files = _files(said)
    names = _names(facts)
    return tuple(
        FactRecord(
            seq=fact.seq,
            kind=fact.event.kind,
            at=fact.at,
            by=fact.by,
            by_name=names.get(fact.by, ""),
            door=fact.door,
            process_version=fact.process_version,
            data=data,
            texts={name: texts[data[name]] for name in TEXTS if data.get(name) in texts},
            file=files.get(data.get("proof", 0)),
        )
        for fact, data in zip(facts, said, strict=True)
    )


def _bodies(said: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    wanted = {data[name] for data in said for name in TEXTS if isinstance(data.get(name), int)}
    return dict(Text.objects.filter(pk__in=wanted).values_list("pk", "body")) if wanted else {}


def _files(said: Iterable[Mapping[str, Any]]) -> dict[int, FileName]:
    wanted = {data["proof"] for data in said if data.get("proof")}
    if not wanted:
        return {}
    rows = Upload.objects.filter(pk__in=wanted)
    return {row.pk: FileName(row.pk, row.name, row.media_type, row.size) for row in rows}


def _names(facts: Sequence[log.Recorded]) -> dict[str, str]:
    wanted = {int(fact.by.partition(":")[2]) for fact in facts if fact.by.startswith("person:")}
    rows = Person.objects.filter(pk__in=wanted).values_list("pk", "name") if wanted else ()
    return {f"person:{key}": name for key, name in rows}
