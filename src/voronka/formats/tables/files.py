"""A file of another system opened as a table, whatever it is: text with separators or a spreadsheet."""

from itertools import islice
from pathlib import Path
from typing import Final

from voronka.core.problems import Invalid, Problem
from voronka.formats.tables import headings, separated, sheets
from voronka.formats.tables.table import LOOKED_AT, MOST_BYTES, Cells, Rows, Table, head_of, named

_ZIP: Final = b"PK\x03\x04"
_OLD: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_OTHERS: Final = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"RIFF", b"SQLite format",
    b"\x7fELF", b"MZ", b"BZh", b"<!DOCTYPE", b"<html", b"{\\rtf",
)  # fmt: skip
"""How files begin that are no tables, whatever they are called."""


def open_table(path: Path, name: str = "") -> Table:
    """The table in this file. Raises Invalid at `file`: too large, no table, damaged, locked, empty, made to burst."""
    size = path.stat().st_size
    called = name or path.name
    if size > MOST_BYTES:
        raise Invalid(Problem("file_too_large", "file", {"megabytes": MOST_BYTES // 1024 // 1024}))
    with path.open("rb") as file:
        start = file.read(16)
    if not start.strip():
        raise Invalid(Problem("table_empty", "file"))
    if start.startswith(_ZIP):
        sheets.check_zip(path)
        return _spreadsheet(path, called, "xlsx")
    if start.startswith(_OLD):
        return _spreadsheet(path, called, "xls")
    if start.startswith(_OTHERS):
        raise Invalid(Problem("file_no_table", "file"))
    return _text(path, called)


def _text(path: Path, name: str) -> Table:
    encoding = separated.encoding_of(path)
    delimiter = separated.delimiter_of(path, encoding)

    def read() -> Rows:
        return separated.rows(path, encoding, delimiter)

    row, heads = _head(read())
    count = max(0, separated.count(path, encoding) - row)
    return Table(name, "csv", heads, row, count, read, encoding=encoding, delimiter=delimiter)


def _spreadsheet(path: Path, name: str, kind: str) -> Table:
    sheet, cells = sheets.open_sheet(path)

    def read() -> Rows:
        return sheets.rows(cells)

    row, heads = _head(read())
    count = sum(number > row for number in sheets.numbered(cells))
    return Table(name, kind, heads, row, count, read, sheet=sheet)


def _head(rows: Rows) -> tuple[int, Cells]:
    first = [one for one in islice(rows, LOOKED_AT * 4) if any(one[1])]
    found = head_of(first, headings.is_known)
    heads = named(found[1]) if found else ()
    if found is None or len(heads) < 2:
        raise Invalid(Problem("table_without_columns", "file"))
    return found[0], heads
