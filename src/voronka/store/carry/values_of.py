"""A value of a line as its column wants it, or ValueError: no database is asked what it makes of nonsense."""

import json
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection, models

READ = {
    models.DateTimeField: datetime.fromisoformat,
    models.DateField: date.fromisoformat,
    models.TimeField: time.fromisoformat,
    models.UUIDField: UUID,
}


def value_of(one: "models.Field[Any, Any]", told: Any, *, data: bool = False) -> Any:
    """`data`: the column holds JSON as text, and the line has it as it is."""
    if told is None:
        if not one.null:
            raise ValueError(one.name)
        return None
    if data:
        return _text(one, json.dumps(told, ensure_ascii=False))
    target: models.Field[Any, Any] = one.target_field if isinstance(one, models.ForeignKey) else one
    for kind, read in READ.items():
        if isinstance(target, kind):
            return _moment(read(_string(told)))
    if isinstance(target, models.JSONField):
        return told
    if isinstance(target, models.BooleanField):
        if type(told) is not bool:
            raise ValueError(one.name)
        return told
    if isinstance(target, models.IntegerField):
        return _whole(target, told)
    return _text(target, _string(told))


def _moment(value: Any) -> Any:
    """Times without a zone are nobody's."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(value)
        return value.astimezone(UTC)
    return value


def _string(told: Any) -> str:
    if type(told) is not str:
        raise ValueError(told)
    return told


def _whole(one: "models.Field[Any, Any]", told: Any) -> int:
    least, most = connection.ops.integer_field_range(one.get_internal_type())
    if type(told) is not int or (least is not None and told < least) or (most is not None and told > most):
        raise ValueError(told)
    return told


def _text(one: "models.Field[Any, Any]", told: str) -> str:
    told.encode()  # UnicodeEncodeError, a ValueError, where half a letter stands alone
    if "\x00" in told or (one.max_length is not None and len(told) > one.max_length):
        raise ValueError(one.name)
    return told
