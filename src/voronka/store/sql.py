"""The few statements of the hot path, written out: a move must not pay for building queries."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections


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
    if (straight := _straight()) is not None:
        return int(straight(statement, values).rowcount)
    with connection.cursor() as cursor:
        cursor.execute(statement, [adapt(value) for value in values])
        return int(cursor.rowcount)


def one(statement: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
    """The first row of the answer, or None."""
    if (straight := _straight()) is not None:
        return straight(statement, values).fetchone()  # type: ignore[no-any-return]
    with connection.cursor() as cursor:
        cursor.execute(statement, [adapt(value) for value in values])
        return cursor.fetchone()


def there(table: str, key: int, which: str = "") -> bool:
    """Has the table a row with this key (and with this column true)?"""
    also = f" AND {which}" if which else ""
    return is_key(key) and one(f"SELECT 1 FROM {table} WHERE id = %s{also}", (key,)) is not None


def _straight() -> Callable[[str, Sequence[Any]], Any] | None:
    """The way to SQLite's own connection inside of a transaction, past layers that a move would pay for.

    None where those layers are needed: on PostgreSQL, outside of a transaction, where somebody counts.
    """
    wrapper = connections[DEFAULT_DB_ALIAS]
    if wrapper.vendor != "sqlite" or not wrapper.in_atomic_block or wrapper.execute_wrappers:
        return None
    if wrapper.queries_logged or wrapper.needs_rollback or wrapper.connection is None:
        return None

    def execute(statement: str, values: Sequence[Any]) -> Any:
        with wrapper.wrap_database_errors:
            return wrapper.connection.execute(_asked(statement), [_adapted(value) for value in values])

    return execute


@lru_cache(maxsize=512)
def _asked(statement: str) -> str:
    """The statement with SQLite's own marks for values."""
    return statement.replace("%s", "?")


def _adapted(value: Any) -> Any:
    """A value as Django would give it to SQLite."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return value


def many(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Execute once a row."""
    with connection.cursor() as cursor:
        cursor.executemany(statement, [[adapt(value) for value in row] for row in rows])


@lru_cache(maxsize=256)
def insert(table: str, columns: tuple[str, ...]) -> str:
    """An INSERT statement for these columns; names are quoted, for some are words of SQL."""
    names = ", ".join(f'"{column}"' for column in columns)
    return f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(["%s"] * len(columns))})'


@lru_cache(maxsize=1024)
def update(table: str, columns: tuple[str, ...], where: str) -> str:
    """An UPDATE statement that sets these columns."""
    return f'UPDATE "{table}" SET ' + ", ".join(f'"{column}" = %s' for column in columns) + f" WHERE {where}"


def for_update() -> str:
    """Lock what is read until the end of the transaction; SQLite has one writer anyway."""
    return " FOR UPDATE" if connection.vendor == "postgresql" else ""
