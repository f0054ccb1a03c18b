"""Tables as text: which encoding, which sign between the cells, and a quote that never closes."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from voronka.core.problems import Invalid, Problem
from voronka.formats.tables.table import MOST_COLUMNS, MOST_ROWS, Rows

DELIMITERS: Final = (";", ",", "\t", "|")
QUOTE: Final = chr(34)
_PIECE: Final = 1 << 20
_LONGEST: Final = 1_000_000
"""Signs of one row: more of them have a quote that does not close, or are no row of a table."""
csv.field_size_limit(_LONGEST)


def encoding_of(path: Path) -> str:
    """UTF-8 where all of it is that, else the code page that Russian Excel writes. Invalid where it is no text."""
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8")()
        utf8, piece = True, start
        while piece:
            if b"\x00" in piece:
                raise Invalid(Problem("file_no_table", "file"))
            if utf8:
                try:
                    decoder.decode(piece)
                except UnicodeDecodeError:
                    utf8 = False
            piece = file.read(_PIECE)
        if utf8:
            try:
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                utf8 = False
    if utf8:
        return "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8"
    return "cp1251"


def delimiter_of(path: Path, encoding: str) -> str:
    """The sign that cuts the first rows into most cells, the same number in most of them."""
    best, chosen = (0.0, 0), DELIMITERS[0]
    for sign in DELIMITERS:
        widths = Counter(
            len(cells) for _number, cells in islice(rows(path, encoding, sign), 60) if any(cells)
        )
        wide = {width: times for width, times in widths.items() if width > 1}
        if not wide:
            continue
        width, times = max(wide.items(), key=lambda one: (one[1], one[0]))
        score = (times / sum(widths.values()), width)
        if score > best:
            best, chosen = score, sign
    return chosen


def rows(path: Path, encoding: str, delimiter: str) -> Rows:
    """All rows, the number of each being that of its first line. Raises Invalid at a quote that never closes."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        taken: list[str] = []
        reader = csv.reader(_told(file, taken), delimiter=delimiter)
        number = 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                if any(QUOTE in line for line in taken):
                    raise _unclosed(number) from None
                raise Invalid(Problem("line_too_long", "file", {"line": number, "most": _LONGEST})) from None
            if len(taken) > 1 or taken[0].count(QUOTE) % 2:
                _check(taken, delimiter, number)
            if len(cells) > MOST_COLUMNS:
                raise Invalid(Problem("table_too_wide", "file", {"have": len(cells), "most": MOST_COLUMNS}))
            if number > MOST_ROWS:
                raise Invalid(Problem("table_too_long", "file", {"most": MOST_ROWS}))
            if any("\x00" in line for line in taken):
                cells = [cell.replace("\x00", "") for cell in cells]
            yield number, tuple(map(str.strip, cells))
            number += len(taken)
            taken.clear()


def count(path: Path, encoding: str) -> int:
    """How many lines there are, at most."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        return sum(piece.count("\n") for piece in iter(lambda: file.read(_PIECE), "")) + 1


def _told(file: Iterator[str], taken: list[str]) -> Iterator[str]:
    """The lines of the file, each kept until its row is whole."""
    length = 0
    for line in file:
        length = len(line) if not taken else length + len(line)
        taken.append(line)
        if length > _LONGEST:
            raise csv.Error("too long a row")
        yield line


def _check(taken: list[str], delimiter: str, number: int) -> None:
    """A row of several lines, or of one, must be whole: strict reading says whether its last quote closes."""
    try:
        list(csv.reader(taken, delimiter=delimiter, strict=True))
    except csv.Error as wrong:
        if "unexpected end" in str(wrong):
            raise _unclosed(number) from None


def _unclosed(number: int) -> Invalid:
    return Invalid(Problem("quote_unclosed", "file", {"line": number}))
