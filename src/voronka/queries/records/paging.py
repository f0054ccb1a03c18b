"""Pages by key: the next page begins behind the last record of this one, however many were added meanwhile."""

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from voronka.core.problems import Invalid, Problem

MOST = 200
"""At most so many records on a page."""

Record = TypeVar("Record")
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Record]):
    """Some records; `next` is the cursor of the page after this one, None on the last."""

    items: tuple[Record, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """By which column records are ordered; the key breaks ties. `newest`: from the end."""

    name: str
    column: str
    newest: bool = True

    def apply(self, rows: "QuerySet[Row]", cursor: str | None) -> "QuerySet[Row]":
        """The rows in this order, behind the cursor."""
        if cursor:
            value, key = _read(cursor, self.name, timed=self.column != "id")
            side = "lt" if self.newest else "gt"
            if self.column == "id":
                rows = rows.filter(**{f"id__{side}": key})
            else:
                # The first condition lets the index leap to the place; the second leaves out what was seen.
                rows = rows.filter(**{f"{self.column}__{side}e": value})
                rows = rows.filter(Q(**{f"{self.column}__{side}": value}) | Q(**{f"id__{side}": key}))
        sign = "-" if self.newest else ""
        return rows.order_by(*dict.fromkeys((sign + self.column, sign + "id")))

    def cursor(self, row: Any) -> str:
        """The cursor behind this row."""
        value = getattr(row, self.column)
        moment = value.astimezone(UTC).isoformat() if isinstance(value, datetime) else ""
        words = json.dumps([self.name, moment, row.id]).encode()
        return base64.urlsafe_b64encode(words).decode().rstrip("=")


def page(
    rows: "QuerySet[Row]",
    order: Order,
    *,
    cursor: str | None,
    limit: int,
    record: Callable[[Sequence[Row]], Iterable[Record]],
) -> Page[Record]:
    """The page behind the cursor; `record` makes records of all its rows at once."""
    most = max(1, min(limit, MOST))
    found = list(order.apply(rows, cursor)[: most + 1])
    shown = found[:most]
    following = order.cursor(shown[-1]) if len(found) > most else None
    return Page(tuple(record(shown)), following)


def _read(cursor: str, name: str, *, timed: bool) -> tuple[datetime | None, int]:
    """The value and the key that a cursor holds; Invalid where it isn't one of ours, or of another order."""
    try:
        words = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        kept, moment, key = json.loads(words)
        if kept != name or type(key) is not int or not 0 <= key < 2**63:
            raise ValueError(cursor)
        if not timed:
            return None, key
        value = datetime.fromisoformat(moment)
        return (value if value.tzinfo else value.replace(tzinfo=UTC)), key
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise Invalid(Problem("cursor_unreadable", "cursor")) from None
