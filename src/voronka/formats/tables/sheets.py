"""Tables as spreadsheets: xlsx, xls, ods. What could fill the memory is refused before it is read."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from voronka.core.problems import Invalid, Problem
from voronka.formats.tables.table import MOST_COLUMNS, MOST_ROWS, Rows

MOST_UNPACKED: Final = 800 * 1024 * 1024
MOST_RATIO: Final = 200
"""Real spreadsheets are packed to a tenth or a thirtieth; what is packed closer than this was made to burst."""
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def check_zip(path: Path) -> None:
    """Is this archive a spreadsheet, and of a size that can be read? Raises Invalid."""
    try:
        with zipfile.ZipFile(path) as archive:
            inside = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Invalid(Problem("file_damaged", "file")) from None
    names = {one.filename for one in inside}
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise Invalid(Problem("file_no_table", "file"))
    unpacked, packed = sum(one.file_size for one in inside), sum(one.compress_size for one in inside)
    if unpacked > MOST_UNPACKED or (unpacked > 50 * 1024 * 1024 and unpacked > MOST_RATIO * max(packed, 1)):
        raise Invalid(Problem("file_bursts", "file", {"megabytes": unpacked // 1024 // 1024}))


def open_sheet(path: Path) -> tuple[str, list[list[Any]]]:
    """The first sheet that has anything in it, and its cells. Raises Invalid."""
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                if sheet.total_height > MOST_ROWS:
                    raise Invalid(Problem("table_too_long", "file", {"most": MOST_ROWS}))
                if sheet.total_width > MOST_COLUMNS and sheet.total_height:
                    raise Invalid(
                        Problem("table_too_wide", "file", {"have": sheet.total_width, "most": MOST_COLUMNS})
                    )
                cells = sheet.to_python(skip_empty_area=False)
                if any(any(cell != "" for cell in row) for row in cells):
                    return str(name), cells
    except PasswordError:
        raise Invalid(Problem("file_locked", "file")) from None
    except CalamineError:
        locked = _ENCRYPTED in path.read_bytes()[:65536]
        raise Invalid(Problem("file_locked" if locked else "file_damaged", "file")) from None
    raise Invalid(Problem("table_empty", "file"))


def rows(cells: list[list[Any]]) -> Rows:
    """Its rows as text."""
    for number, row in enumerate(cells, start=1):
        yield number, tuple(map(_text, row))


def numbered(cells: list[list[Any]]) -> Iterator[int]:
    """The numbers of rows that say anything."""
    return (number for number, row in enumerate(cells, start=1) if any(cell != "" for cell in row))


def _text(cell: Any) -> str:
    """A cell as text: whole numbers without a point, days and moments as ISO 8601."""
    if isinstance(cell, str):
        return cell.replace("\x00", "").strip()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell == int(cell) else repr(round(cell, 6))
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if midnight else cell.replace(microsecond=0).isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell.total_seconds()) if isinstance(cell, timedelta) else str(cell)
