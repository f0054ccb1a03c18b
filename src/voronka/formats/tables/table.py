"""A table as it lies in a file: its headings, how it is written, its rows as text."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

MOST_BYTES: Final = 200 * 1024 * 1024
MOST_ROWS: Final = 1_000_000
MOST_COLUMNS: Final = 500
LOOKED_AT: Final = 15
"""So many rows are looked at to find the headings among titles."""

Cells = tuple[str, ...]
Rows = Iterator[tuple[int, Cells]]
"""Each row with its number in the file, as a person counts: the first is 1."""


@dataclass(frozen=True, slots=True)
class Table:
    """An opened table. `heads` are all different and none is empty; a day is written as ISO 8601 where the file
    keeps it as a day. `rows` may be asked for again and again; it gives at least as many cells as there are heads.
    """

    name: str
    kind: str
    heads: Cells
    head_row: int
    count: int
    read: Callable[[], Rows]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""

    def rows(self) -> Rows:
        """The rows below the headings; empty ones are passed over."""
        wide = len(self.heads)
        for number, cells in self.read():
            if number > self.head_row and any(cells):
                yield number, cells if len(cells) >= wide else cells + ("",) * (wide - len(cells))

    def sample(self, most: int = 200) -> list[Cells]:
        """The first rows, to see what the columns hold."""
        return [cells for _number, cells in islice(self.rows(), most)]


def head_of(first: list[tuple[int, Cells]], known: Callable[[str], bool]) -> tuple[int, Cells] | None:
    """Which of the first rows holds the headings: known words tell it, else the one that has most words.

    Titles above a table fill one cell or a few; a row of values has numbers and dates among its cells.
    """
    best: tuple[float, int, Cells] | None = None
    for number, cells in first[:LOOKED_AT]:
        words = [cell.strip() for cell in cells if cell.strip()]
        values = sum(1 for word in words if any(sign.isdigit() for sign in word))
        score = len(set(words)) - values + 3 * sum(map(known, words))
        if words and (best is None or score > best[0]):
            best = (score, number, cells)
    return None if best is None else (best[1], best[2])


def named(cells: Cells) -> Cells:
    """Headings that differ: a second `Телефон` is `Телефон (2)`, one without a name is called by its place."""
    heads: list[str] = []
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    for place, cell in enumerate(cells):
        bare = " ".join(cell.split())[:200] or f"[{letters(place)}]"
        head, times = bare, 1
        while head in heads:
            times += 1
            head = f"{bare} ({times})"
        heads.append(head)
    return tuple(heads)


def letters(place: int) -> str:
    """What a spreadsheet calls the column: 0 is A, 26 is AA."""
    said = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        said = chr(65 + rest) + said
    return said
