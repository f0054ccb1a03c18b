"""XLSX row by row: real dates and numbers, words that are never formulas, in memory that stays as it is."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from voronka.core.sheets import Amount, Cell, Column, Kind, Row

MOST_ROWS = 1_048_576
"""A sheet of Excel has no more; what is left goes on in the next one."""
LONGEST = 32_767
"""A cell of Excel holds no more letters."""
EXACT = 15
"""Digits that Excel keeps of a number; a longer one is written as text, so that none is lost."""
_OLDEST = 1900
_WIDTHS: dict[Kind, int] = {"text": 24, "whole": 10, "number": 12, "money": 16, "day": 12, "moment": 18}

Say = Callable[[int], None]


def write(
    file: IO[bytes],
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    zone: ZoneInfo,
    folder: str | None = None,
    most: int = MOST_ROWS,
) -> int:
    """The book; how many rows it has. `folder` is where what is under work lies meanwhile."""
    given = _Given(file)
    book = Workbook(given, _options(folder))
    sheet = _Sheets(book, title, columns, zone, most)
    try:
        for row in rows:
            sheet.add(row)
        sheet.end()
        book.close()
    except FileCreateError as error:
        raise error.__context__ or error from None
    finally:
        # What is half made is not finished behind our back, when nobody holds it any more.
        book.fileclosed, given.over = 1, True
    return sheet.count


class _Given:
    """The file as the archive sees it: one that broke off writes its end only when Python forgets it, into nothing."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.over = file, False

    def write(self, piece: bytes) -> int:
        return len(piece) if self.over else self._file.write(piece)

    def seek(self, place: int, whence: int = 0) -> int:
        return 0 if self.over else self._file.seek(place, whence)

    def tell(self) -> int:
        return 0 if self.over else self._file.tell()

    def flush(self) -> None:
        if not self.over:
            self._file.flush()


def _options(folder: str | None) -> dict[str, Any]:
    return {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "tmpdir": folder,
    }


class _Sheets:
    """The sheet that is being written; when it is full, another one."""

    def __init__(
        self, book: Workbook, title: str, columns: Sequence[Column], zone: ZoneInfo, most: int
    ) -> None:
        self.book, self.title, self.columns, self.zone, self.most = book, _named(title), columns, zone, most
        self.count, self._place, self._number = 0, 0, 0
        head = book.add_format({"bold": True, "bottom": 1})
        self._head = head
        self._formats = {
            "day": book.add_format({"num_format": "dd.mm.yyyy"}),
            "moment": book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"}),
            "money": book.add_format({"num_format": "#,##0.00"}),
            "round": book.add_format({"num_format": "#,##0"}),
        }
        self._begin()

    def _begin(self) -> None:
        self._number += 1
        name = self.title if self._number == 1 else f"{self.title} {self._number}"
        self.sheet = self.book.add_worksheet(name)
        self.sheet.freeze_panes(1, 0)
        for place, one in enumerate(self.columns):
            self.sheet.set_column(place, place, max(_WIDTHS[one.kind], min(len(one.title) + 2, 40)))
            self.sheet.write_string(0, place, _fit(one.title), self._head)
        self._place = 1

    def add(self, row: Row) -> None:
        """A row more."""
        if self._place >= self.most:
            self._filter()
            self._begin()
        for place, (cell, column) in enumerate(zip(row, self.columns, strict=True)):
            if cell is not None and cell != "":
                self._cell(place, cell, column.kind)
        self._place += 1
        self.count += 1

    def end(self) -> None:
        """No more rows come."""
        self._filter()

    def _filter(self) -> None:
        if self.columns:
            self.sheet.autofilter(0, 0, max(self._place - 1, 0), len(self.columns) - 1)

    def _cell(self, place: int, cell: Cell, kind: Kind) -> None:
        row, sheet = self._place, self.sheet
        if isinstance(cell, datetime):
            local = cell.astimezone(self.zone).replace(tzinfo=None)
            self._moment(place, local, "moment")
        elif isinstance(cell, date):
            self._moment(place, cell, "day")
        elif isinstance(cell, Amount):
            self._number_of(place, cell.major, "money" if cell.digits else "round")
        elif kind == "number" or isinstance(cell, int):
            self._number_of(place, str(cell), "")
        elif isinstance(cell, str):
            sheet.write_string(row, place, _fit(cell))

    def _moment(self, place: int, value: date, style: str) -> None:
        if value.year < _OLDEST:
            self.sheet.write_string(self._place, place, value.isoformat())
        else:
            self.sheet.write_datetime(self._place, place, value, self._formats[style])

    def _number_of(self, place: int, text: str, style: str) -> None:
        """A number, or its digits as text where Excel would round them, or where it is none."""
        if not _is_number(text) or len(text.strip("-").replace(".", "").strip("0")) > EXACT:
            self.sheet.write_string(self._place, place, _fit(text))
        else:
            self.sheet.write_number(self._place, place, Decimal(text), self._formats.get(style))


def _is_number(text: str) -> bool:
    whole, _, rest = text.removeprefix("-").partition(".")
    return whole.isascii() and whole.isdecimal() and (rest == "" or (rest.isascii() and rest.isdecimal()))


def _fit(text: str) -> str:
    """What is longer than a cell is cut, and shows it; half a letter has no place in a file."""
    whole = text.encode("utf-8", errors="replace").decode().replace("\x00", "")
    return whole if len(whole) <= LONGEST else whole[: LONGEST - 1] + "…"


def _named(title: str) -> str:
    """A name that a sheet may have: at most 31 letters, of which three are kept for a number."""
    bare = "".join(" " if one in "[]:*?/\\'" else one for one in title).strip()
    return bare[:28] or "1"
