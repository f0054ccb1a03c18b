"""Facts to and from the stored text, with upcasters for kinds that changed their shape."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import encode_basestring as _escaped
from typing import Any

from voronka.core.events import KINDS, Event

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
UPCASTERS: dict[tuple[str, int], Upcaster] = {}
"""(kind, version) -> the data of the next version. One step each; the log itself is never rewritten."""


_write = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
_read = json.JSONDecoder().decode


def dumps(data: object) -> str:
    """JSON in one canonical form: sorted keys, no spaces, letters as they are."""
    return _write(data)


def encode(event: Event) -> str:
    """What the fact says, as stored: `dumps(event.as_data())`, without the detour, for each fact is written once."""
    told = []
    for name, key in _places(type(event)):
        value = getattr(event, name)
        if value is None or value == ():
            continue
        kind = type(value)
        told.append(key + (_escaped(value) if kind is str else str(value) if kind is int else _write(value)))
    return "{" + ",".join(told) + "}"


@lru_cache(maxsize=256)
def _places(kind: type[Event]) -> tuple[tuple[str, str], ...]:
    """The fields of a kind in the order of their names, each with its key as JSON has it."""
    return tuple((name, f"{_escaped(name)}:") for name in sorted(kind.__match_args__))


def decode(kind: str, version: int, text: str) -> Event:
    """The fact of this stored text, brought up to today's shape. KeyError for a kind that nobody knows."""
    return event_of(kind, version, _read(text))


def event_of(kind: str, version: int, data: dict[str, Any]) -> Event:
    """The same of a text that was read already."""
    final = KINDS[kind]
    while version < final.version:
        data = UPCASTERS[kind, version](data)
        version += 1
    return final(**{name: tuple(value) if isinstance(value, list) else value for name, value in data.items()})


def link(
    before: str,
    stream: str,
    seq: int,
    kind: str,
    version: int,
    at: datetime,
    recorded_at: datetime,
    by: str,
    door: str,
    process_version: int | None,
    data: str,
) -> str:
    """The hash of a fact: SHA-256 over the hash before it in its stream and everything that its row says.

    Only the position and the UUID, which follows from the hash, stand outside.
    """
    when = moment(at)
    recorded = when if recorded_at == at else moment(recorded_at)
    parts = (before, stream, seq, kind, version, when, recorded, by, door, process_version, data)
    return digest("\x1f".join(map(str, parts)))


def moment(at: datetime) -> str:
    """A time as the hash sees it: UTC, always with microseconds."""
    there = at if at.tzinfo is UTC else at.astimezone(UTC)
    return there.isoformat(timespec="microseconds")[:-6] + "Z"


def digest(text: str) -> str:
    """SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def uuid7(at: datetime, digest: str) -> str:
    """A UUIDv7 (RFC 9562) in 32 hexadecimal digits, as every database takes it: milliseconds of `at`, the rest from
    the fact's hash, so that it is repeatable.
    """
    milliseconds = int(at.timestamp() * 1000)
    noise = int(digest[:20], 16)
    value = (milliseconds & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76 | (noise >> 62 & 0xFFF) << 64 | 0b10 << 62 | noise & ((1 << 62) - 1)
    return f"{value:032x}"
