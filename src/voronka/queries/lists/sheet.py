"""A list as a sheet: its columns, and its rows in pieces by key, so that nobody holds them all."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet

from voronka.core.money import digits
from voronka.core.sheets import Amount, Column, Row
from voronka.queries.records.paging import Order

PIECE = 1000
"""Rows of a piece."""

Piece = tuple[Sequence[Row], str]
"""Rows, and the place to read on from; empty at the end."""
Some = TypeVar("Some", bound=Model)


@dataclass(frozen=True, slots=True)
class Sheet:
    """`title` names the list for people; `piece` reads on from a place; `count` says how many rows there are."""

    title: str
    columns: tuple[Column, ...]
    piece: Callable[[str], Piece]
    count: Callable[[], int]

    def rows(self) -> Iterator[Row]:
        """Every row, read a piece at a time."""
        more = ""
        while True:
            rows, more = self.piece(more)
            yield from rows
            if not more:
                return

    def only(self, keys: Sequence[str]) -> "Sheet":
        """The same rows with these columns alone, in this order; what it has not is left out."""
        places = {one.key: place for place, one in enumerate(self.columns)}
        wanted = [places[key] for key in keys if key in places]

        def piece(more: str) -> Piece:
            rows, onward = self.piece(more)
            return [tuple(row[place] for place in wanted) for row in rows], onward

        return Sheet(self.title, tuple(self.columns[place] for place in wanted), piece, self.count)


def amount(minor: int | None, currency: str) -> Amount | None:
    """A sum as a cell."""
    return None if minor is None else Amount(minor, digits(currency))


def pieces_of(
    rows: "QuerySet[Some]", order: Order, make: Callable[[Sequence[Some]], Iterable[Row]], size: int = PIECE
) -> Callable[[str], Piece]:
    """Pieces of these rows in this order; `make` makes cells of them, all of a piece at once."""

    def piece(more: str) -> Piece:
        found = list(order.apply(rows, more or None)[: size + 1])
        shown = found[:size]
        return list(make(shown)), order.cursor(shown[-1]) if len(found) > size else ""

    return piece
