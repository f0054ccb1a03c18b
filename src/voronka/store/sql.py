"""The few statements of the hot path, written out: a move must not pay for building queries."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection


def adapt(value: Any) -> Any:
    """A value as the database's driver wants it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def moment(value: Any) -> datetime | None:
    """A time that a raw statement returned, in UTC."""
    if value is None:
        return None
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def is_key(key: int) -> bool:
    """Can this be a key at all? A number from an address may be longer than any column."""
    return 0 < key < 1 << 63


def run(statement: str, values: Sequence[Any] = ()) -> int:
    """Execute; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [adapt(value) for value in values])
        return int(cursor.rowcount)


def one(statement: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
    """The first row of the answer, or None."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [adapt(value) for value in values])
        return cursor.fetchone()


def many(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Execute once a row."""
    with connection.cursor() as cursor:
        cursor.executemany(statement, [[adapt(value) for value in row] for row in rows])


def insert(table: str, columns: Sequence[str]) -> str:
    """An INSERT statement for these columns; names are quoted, for some are words of SQL."""
    names = ", ".join(f'"{column}"' for column in columns)
    return f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(["%s"] * len(columns))})'


def update(table: str, columns: Sequence[str], where: str) -> str:
    """An UPDATE statement that sets these columns."""
    return f'UPDATE "{table}" SET ' + ", ".join(f'"{column}" = %s' for column in columns) + f" WHERE {where}"


def for_update() -> str:
    """Lock what is read until the end of the transaction; SQLite has one writer anyway."""
    return " FOR UPDATE" if connection.vendor == "postgresql" else ""
