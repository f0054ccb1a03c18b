"""Tokens of documents and how they are found: FTS5 on SQLite, a tsvector with GIN on PostgreSQL, the same hits.

What a document is found by is made in Python, so neither database splits or changes a word. A document has a number;
the greatest numbers are the newest and come first, so a common word is no reason to look at all that have it.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection

from voronka.store import sql

NAMES, TEXTS = "store_nameindex", "store_textindex"
"""Companies, contacts and deals by name, kept with them; what people wrote, kept by a reader of the log."""


def put(table: str, documents: Iterable[tuple[int, Collection[str]]]) -> None:
    """These documents, in the place of what was known of them; one without tokens is forgotten."""
    full, empty = [], []
    for key, tokens in documents:
        if tokens:
            full.append((key, tokens))
        else:
            empty.append(key)
    drop(table, empty)
    if not full:
        return
    if connection.vendor == "sqlite":
        statement = f"INSERT OR REPLACE INTO {table} (rowid, tokens) VALUES (%s, %s)"
        rows: list[tuple[Any, ...]] = [(key, " ".join(tokens)) for key, tokens in full]
    else:
        statement = (
            f"INSERT INTO {table} (id, tokens) VALUES (%s, array_to_tsvector(%s::text[]))"
            " ON CONFLICT (id) DO UPDATE SET tokens = excluded.tokens"
        )
        rows = [(key, list(tokens)) for key, tokens in full]
    if len(rows) == 1:
        sql.run(statement, rows[0])
    else:
        sql.many(statement, rows)


def drop(table: str, keys: Sequence[int]) -> None:
    """Forget these documents."""
    column = _key()
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        sql.run(f"DELETE FROM {table} WHERE {column} IN ({', '.join(['%s'] * len(some))})", some)


def clear() -> None:
    """Forget all of them."""
    for table in (NAMES, TEXTS):
        sql.run(f"DELETE FROM {table}")


def pack(pages: int = 500) -> None:
    """Lay together what many small writes left in parts, so many pages a statement. SQLite does it by and by itself,
    so that there are never many; until then each part is asked. PostgreSQL has one tree.
    """
    if connection.vendor != "sqlite":
        return
    connection.ensure_connection()
    for table in (NAMES, TEXTS):
        asked = -pages  # the first time all parts, whatever their size
        while True:
            before = connection.connection.total_changes
            sql.run(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', %s)", (asked,))
            asked = pages
            if (
                connection.connection.total_changes - before < 2
            ):  # as SQLite tells that there was nothing left to do
                break


def known(table: str, first: int, last: int, *, step: int = 1, rest: int = 0) -> list[int]:
    """Numbers of the documents from `first` to `last`; of every `step` the one with this `rest`."""
    source = f"{table}_docsize" if connection.vendor == "sqlite" else table
    asked = f"SELECT id FROM {source} WHERE id BETWEEN %s AND %s AND MOD(id, {step:d}) = {rest:d} ORDER BY id"
    if connection.vendor == "sqlite":
        asked = asked.replace(f"MOD(id, {step:d})", f"id %% {step:d}")
    return [int(row[0]) for row in sql.all_of(asked, (first, last))]


def _key() -> str:
    return "rowid" if connection.vendor == "sqlite" else "id"


All = Sequence[Collection[str]]
"""Every one of these must be met, by one of its alternatives; one that ends in `*` is a beginning."""


def asked(table: str, ways: Sequence[All]) -> tuple[str, str]:
    """FROM and WHERE for the documents that fit in one of these ways, and the value that WHERE waits for."""
    lite = connection.vendor == "sqlite"
    both, either, token = (" AND ", " OR ", _lite) if lite else (" & ", " | ", _postgres)
    told = either.join(
        "(" + both.join(f"({either.join(map(token, sorted(one)))})" for one in wanted) + ")"
        for wanted in ways
    )
    return (
        f"FROM {table} WHERE {table} MATCH %s" if lite else f"FROM {table} WHERE tokens @@ %s::tsquery"
    ), told


def all_that_fit(table: str, ways: Sequence[All]) -> tuple[str, list[Any]]:
    """A statement that gives, as `number`, all documents that fit in one of these ways: for rare tokens."""
    where, value = asked(table, ways)
    return f"SELECT {table}.{_key()} AS number {where}", [value]


def newest(
    table: str,
    wanted: All,
    limit: int,
    label: str,
    *,
    below: int | None = None,
    among: str = "",
    given: Sequence[Any] = (),
    shown: str = "{number}",
) -> tuple[str, list[Any]]:
    """A piece of a statement that gives `label` and the numbers of the newest documents that fit, below a number.

    `among` is one condition more, with the values that it waits for in `given`, and `shown` what is given in place of
    the number; both know it as {number}.
    """
    number = f"{table}.{_key()}"
    where, value = asked(table, [wanted])
    values: list[Any] = [value]
    if below is not None:
        where += f" AND {number} < %s"
        values.append(below)
    if among:
        where += f" AND {among.format(number=number)}"
        values += given
    told = shown.format(number=number)
    return f"SELECT '{label}', {told} {where} ORDER BY {number} DESC LIMIT {limit:d}", values


def _lite(token: str) -> str:
    return f'"{token[:-1]}" *' if token.endswith("*") else f'"{token}"'


def _postgres(token: str) -> str:
    return f"'{token[:-1]}':*" if token.endswith("*") else f"'{token}'"
