"""A sheet as a file: CSV in pieces or XLSX, in the language and by the clock of whoever asked."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from tempfile import TemporaryDirectory
from typing import IO
from zoneinfo import ZoneInfo

from voronka.core.sheets import Column, Row
from voronka.formats.sheets import csv, xlsx

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
TELL_EVERY = 1000
Say = Callable[[int], None]


def pieces(
    columns: Sequence[Column], rows: Iterable[Row], *, language: str, zone: ZoneInfo
) -> Iterator[bytes]:
    """CSV, a piece after the other."""
    return csv.lines(columns, rows, language=language, zone=zone)


def write(
    file: IO[bytes],
    form: str,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    language: str,
    zone: ZoneInfo,
    folder: str | None = None,
    say: Say = lambda done: None,
) -> int:
    """The whole file; how many rows are in it. `say` is told now and then how many are written.

    `folder` is where parts of it lie meanwhile.
    """
    counted = _Counted(rows, say)
    if form == "xlsx":
        with TemporaryDirectory(dir=folder) as place:
            xlsx.write(file, title, columns, counted, zone=zone, folder=place)
    else:
        for piece in csv.lines(columns, counted, language=language, zone=zone):
            file.write(piece)
    return counted.count


class _Counted:
    """Rows that count themselves as they go by."""

    def __init__(self, rows: Iterable[Row], say: Say) -> None:
        self.rows, self.say, self.count = rows, say, 0

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            yield row
            self.count += 1
            if self.count % TELL_EVERY == 0:
                self.say(self.count)
