"""A list as a sheet of columns and rows: what each column holds, so that a file of it has real dates and numbers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Kind = Literal["text", "whole", "number", "money", "day", "moment"]
"""`whole` counts or names by number, `number` has decimals as text (`1.5`), `money` is minor units."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` for programs, `title` for people."""

    key: str
    title: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum in minor units of a currency that has `digits` of them."""

    minor: int
    digits: int = 2

    @property
    def major(self) -> str:
        """In major units, exactly, with a point: `1234.50`; without decimals where they say nothing."""
        whole, rest = divmod(abs(self.minor), 10**self.digits)
        sign = "-" if self.minor < 0 else ""
        return f"{sign}{whole}.{rest:0{self.digits}d}" if rest else f"{sign}{whole}"


Cell = str | int | Amount | date | datetime | None
Row = tuple[Cell, ...]
