"""A process version to and from plain data that JSON can carry."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from voronka.core.process import Process


def to_data(process: Process) -> dict[str, Any]:
    """The process as nested dicts and lists."""
    plain = _plain(process)
    assert isinstance(plain, dict)
    return plain


def from_data(data: Mapping[str, Any]) -> Process:
    """Back from to_data: exactly the same process. Keys that this Voronka does not know are passed over."""
    process = _typed(Process, data)
    assert isinstance(process, Process)
    return process


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _typed(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _typed(hints[name], inner) for name, inner in value.items() if name in hints})
    if kind is date:
        return date.fromisoformat(value)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        if isinstance(value, list):
            return tuple(value)
        chosen = [one for one in get_args(kind) if one is not type(None)]
        if value == {} and len(chosen) == 1:
            return None  # how early versions wrote that there is none
        return _typed(chosen[0], value) if len(chosen) == 1 else value
    if origin is tuple:
        return tuple(_typed(get_args(kind)[0], inner) for inner in value)
    return value
