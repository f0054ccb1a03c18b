"""CSV as Excel of the reader's language opens it: marked UTF-8; in Russian with semicolons and decimal commas."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import StringIO
from zoneinfo import ZoneInfo

from voronka.core.sheets import Amount, Cell, Column, Kind, Row

PIECE = 200
"""Rows that are put together before they are given on."""
MARK = "\ufeff"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

# A plus and digits is a telephone. Taken for a formula it gives a number, calls nothing and reaches nowhere.
_PHONE = re.compile(r"\+[0-9]{7,15}")


def lines(
    columns: Sequence[Column], rows: Iterable[Row], *, language: str, zone: ZoneInfo
) -> Iterator[bytes]:
    """The file in pieces, however many rows there are."""
    out = StringIO()
    russian = language == "ru"
    writer = csv.writer(out, delimiter=";" if russian else ",", lineterminator="\r\n")
    out.write(MARK)
    writer.writerow([guarded(one.title) for one in columns])
    kinds = [one.kind for one in columns]
    for number, row in enumerate(rows, start=1):
        writer.writerow([said(cell, kind, russian, zone) for cell, kind in zip(row, kinds, strict=True)])
        if number % PIECE == 0:
            yield _taken(out)
    yield _taken(out)


def _taken(out: StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode("utf-8", errors="replace")


def said(cell: Cell, kind: Kind, russian: bool, zone: ZoneInfo) -> str:
    """A cell as text that Excel reads as what it is."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        local = cell.astimezone(zone)
        return local.strftime("%d.%m.%Y %H:%M:%S" if russian else "%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.strftime("%d.%m.%Y") if russian else cell.isoformat()
    if isinstance(cell, Amount) or kind == "number":
        text = cell.major if isinstance(cell, Amount) else str(cell)
        return text.replace(".", ",") if russian else text
    return str(cell) if isinstance(cell, int) else guarded(cell)


def guarded(text: str) -> str:
    """Text that no program of tables takes for a formula: an apostrophe stands before what looks like one.

    A telephone is left as it is, or everybody who calls by the list meets the apostrophe.
    """
    text = text.replace("\x00", "")
    if _PHONE.fullmatch(text):
        return text
    return "'" + text if text.lstrip(" \u00a0").startswith(_DANGEROUS) else text
