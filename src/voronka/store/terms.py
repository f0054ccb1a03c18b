"""When the norms of open deals are over, counted again where the company's working days have changed."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from voronka.store import rows, sql, values

PIECE = 500
_OPEN = (
    f"SELECT {', '.join(values.DEAL_COLUMNS)}, due_at, urgent_at FROM store_dealrow"
    " WHERE status = 'open' AND id > %s ORDER BY id LIMIT %s"
)
_TERMS = "UPDATE store_dealrow SET due_at = %s, urgent_at = %s WHERE id = %s"


def recount() -> int:
    """Write what the calendar says now; how many deals it changed. Call it inside of the transaction of the change."""
    changed = [
        (due, urgent, deal.key)
        for deal, kept in _open()
        for due in (rows.due_at(deal),)
        for urgent in (rows.urgent_at(deal, due),)
        if (due, urgent) != kept
    ]
    if changed:
        sql.many(_TERMS, changed)
    return len(changed)


def _open() -> Iterator[tuple[Any, tuple[Any, Any]]]:
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_OPEN, [last, PIECE])
            found = cursor.fetchall()
        for row in found:
            yield values.deal_of(row[:-2]), (sql.moment(row[-2]), sql.moment(row[-1]))
        if len(found) < PIECE:
            return
        last = found[-1][0]
