"""The few statements of the hot path, written out: a move must not pay for building queries."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.transaction import atomic


def adapt(value: Any) -> Any:
    """A value as the database's driver wants it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def moment(value: Any) -> datetime | None:
    """A time that a raw statement returned, in UTC."""
    if value is None:
        return None
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def known(value: Any) -> datetime:
    """The same of a column that always has one."""
    at = moment(value)
    assert at is not None
    return at


def is_key(key: int) -> bool:
    """Can this be a key at all? A number from an address may be longer than any column."""
    return 0 < key < 1 << 63


def run(statement: str, values: Sequence[Any] = ()) -> int:
    """Execute; how many rows it touched."""
    if (straight := _open.straight) is not None:
        return int(straight(statement, values).rowcount)
    with connection.cursor() as cursor:
        cursor.execute(statement, [adapt(value) for value in values])
        return int(cursor.rowcount)


def one(statement: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
    """The first row of the answer, or None."""
    if (straight := _open.straight) is not None:
        return straight(statement, values).fetchone()  # type: ignore[no-any-return]
    with connection.cursor() as cursor:
        cursor.execute(statement, [adapt(value) for value in values])
        return cursor.fetchone()


def there(table: str, key: int, which: str = "") -> bool:
    """Has the table a row with this key (and with this column true)?"""
    also = f" AND {which}" if which else ""
    return is_key(key) and one(f"SELECT 1 FROM {table} WHERE id = %s{also}", (key,)) is not None


class _Open(threading.local):
    """What this thread's open transaction has found out; class attributes are what a new thread begins with."""

    straight: Callable[[str, Sequence[Any]], Any] | None = None


_open = _Open()


@contextmanager
def transaction(*, savepoint: bool = True) -> Iterator[None]:
    """All or nothing; inside, statements go to SQLite's own connection, past layers that a move would pay for."""
    with atomic(savepoint=savepoint):
        outer, _open.straight = _open.straight, _straight()
        try:
            yield
        finally:
            _open.straight = outer


def all_of(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Every row of the answer."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [adapt(value) for value in values])
        return list(cursor.fetchall())


def _straight() -> Callable[[str, Sequence[Any]], Any] | None:
    """The straight way to SQLite; None where the layers are needed: on PostgreSQL, and where somebody counts."""
    wrapper = connections[DEFAULT_DB_ALIAS]
    if wrapper.vendor != "sqlite" or wrapper.execute_wrappers or wrapper.queries_logged:
        return None
    if wrapper.needs_rollback:  # Django's own layers say so
        return None
    ask = wrapper.connection.execute

    def execute(statement: str, values: Sequence[Any]) -> Any:
        try:
            return ask(_asked(statement), values)
        except wrapper.Database.Error:
            with wrapper.wrap_database_errors:
                raise

    return execute


@lru_cache(maxsize=512)
def _asked(statement: str) -> str:
    """The statement with SQLite's own marks for values."""
    return statement.replace("%s", "?")


def many(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Execute once a row."""
    # Moments go as they are: either driver writes them itself, and there may be a hundred thousand.
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


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


def for_share() -> str:
    """Keep what is read as it is until the end of the transaction, beside others who do the same."""
    return " FOR SHARE" if connection.vendor == "postgresql" else ""


def fresh_keys(table: str, count: int) -> list[int]:
    """Keys that nobody has, in their order; on PostgreSQL its sequence gives them and stays ahead."""
    if not count:
        return []
    if connection.vendor == "postgresql":
        asked = f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) FROM generate_series(1, %s)"
        return [int(row[0]) for row in all_of(asked, (count,))]
    row = one(
        f"SELECT MAX(COALESCE((SELECT MAX(id) FROM {table}), 0),"
        f" COALESCE((SELECT seq FROM sqlite_sequence WHERE name = '{table}'), 0))"
    )
    first = int(row[0] if row else 0) + 1
    return list(range(first, first + count))
