"""A file of another system opened as a table, whatever it is: text with separators or a spreadsheet."""

import re
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
_WORKBOOKS: Final = (".xls", ".xlsx", ".xlsm", ".xlsb", ".ods")
"""How files are called that should be spreadsheets. Some systems call a page of the web or a text so."""
_MARKUP: Final = re.compile(rb"(\xef\xbb\xbf)?\s*<[!?a-zA-Z]")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


def open_table(path: Path, name: str = "") -> Table:
    """The table in this file. Raises Invalid at `file`: too large, no table, damaged, locked, empty, made to burst.

    A file that is called a spreadsheet and is none is read as the text that it holds, where that is a table.
    """
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
    if called.lower().endswith(_WORKBOOKS):
        return _called_workbook(path, called, start)
    if start.startswith(_OTHERS):
        raise Invalid(Problem("file_no_table", "file"))
    return _text(path, called)


def _called_workbook(path: Path, name: str, start: bytes) -> Table:
    """No heading is to be looked for in a workbook that has lost its beginning: it is no text."""
    table = None
    if not start.startswith(_OTHERS) and not _MARKUP.match(start):
        try:
            table = _text(path, name)
        except Invalid as wrong:
            if wrong.problems[0].code not in ("file_no_table", "table_without_columns"):
                raise
    if table is None or _CONTROL.search("".join(table.heads)):
        raise Invalid(Problem("file_no_workbook", "file"))
    return table


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
