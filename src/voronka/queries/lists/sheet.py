"""A list as a sheet: its columns, and its rows in pieces by key, so that nobody holds them all."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model

from voronka.core.money import digits
from voronka.core.sheets import Amount, Column, Row

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


def with_first(first: str, keys: Iterable[str]) -> tuple[str, ...]:
    """Each once; the column by which a line is opened always stands among them."""
    told = tuple(dict.fromkeys(keys))
    return told if first in told else (first, *told)


def chosen(known: Iterable[Column], keys: Iterable[str], *, first: str) -> tuple[Column, ...]:
    """The columns that a page shows; those that there are no more are left out."""
    named = {one.key: one for one in known}
    return tuple(named[key] for key in with_first(first, keys) if key in named)


def apart(shown: Iterable[str], together: Mapping[str, Sequence[str]], first: str = "number") -> list[str]:
    """The columns of a file that has what the page shows: what a cell says in one stands apart, the number first."""
    told = [first, *(one for name in shown for one in together.get(name, (name,)))]
    return list(dict.fromkeys(told))


def amount(minor: int | None, currency: str) -> Amount | None:
    """A sum as a cell."""
    return None if minor is None else Amount(minor, digits(currency))
