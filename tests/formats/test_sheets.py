"""Lists as files: opened again by a program that is not ours, each cell is what it was, and nothing is a formula."""

import csv as reading
import errno
import io
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.core.sheets import Amount, Column, Row
from voronka.formats.sheets import csv, xlsx

MOSCOW = ZoneInfo("Europe/Moscow")
COLUMNS = (
    Column("name", "Имя"),
    Column("sum", "Сумма", "money"),
    Column("at", "Когда", "moment"),
    Column("day", "День", "day"),
    Column("number", "Номер", "whole"),
    Column("share", "Доля", "number"),
)
AT = datetime(2026, 1, 31, 21, 5, 7, tzinfo=UTC)
ROW: Row = ('Ёлка; «Ель» "и"\nКо', Amount(123_456_750), AT, date(2025, 12, 31), 7, "-1.5")
FORMULAS = ("=cmd|'/c calc'!A1", "+7 916", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\uff1d1+1")


def text(rows: list[Row], language: str = "ru") -> str:
    return b"".join(csv.lines(COLUMNS, rows, language=language, zone=MOSCOW)).decode()


def read(said: str, language: str = "ru") -> list[list[str]]:
    assert said[0] == "\ufeff"
    return list(reading.reader(io.StringIO(said[1:], newline=""), delimiter=";" if language == "ru" else ","))


def book(rows: list[Row], **more: int) -> openpyxl.Workbook:
    file = io.BytesIO()
    assert xlsx.write(file, "Сделки: [все]", COLUMNS, rows, zone=MOSCOW, **more) == len(rows)
    return openpyxl.load_workbook(file)


def test_russian_excel_opens_the_text_as_a_table() -> None:
    said = text([ROW])
    assert said.splitlines()[0] == "\ufeffИмя;Сумма;Когда;День;Номер;Доля"
    assert read(said)[1] == [ROW[0], "1234567,50", "01.02.2026 00:05:07", "31.12.2025", "7", "-1,5"]


def test_in_english_it_has_commas_points_and_iso_days() -> None:
    row = read(text([ROW], "en"), "en")[1]
    assert row == [ROW[0], "1234567.50", "2026-02-01 00:05:07", "2025-12-31", "7", "-1.5"]


@pytest.mark.parametrize("bad", FORMULAS)
def test_no_cell_is_a_formula(bad: str) -> None:
    row: Row = (bad, None, None, None, None, None)
    (cell,) = [line[0] for line in read(text([row]))[1:]]
    assert cell == "'" + bad
    found = book([row]).worksheets[0]["A2"]
    assert found.data_type == "s" and found.value is not None
    heads = b"".join(csv.lines([Column("own", bad)], [], language="ru", zone=MOSCOW)).decode()
    assert read(heads)[0] == ["'" + bad]


def test_a_sheet_has_real_dates_and_numbers() -> None:
    found = book([ROW])
    assert found.sheetnames == ["Сделки   все"]
    cells = [cell.value for cell in found.worksheets[0][2]]
    assert cells == [ROW[0], 1234567.5, datetime(2026, 2, 1, 0, 5, 7), datetime(2025, 12, 31), 7, -1.5]
    assert found.worksheets[0].auto_filter.ref == "A1:F2" and found.worksheets[0].freeze_panes == "A2"


@pytest.mark.parametrize(
    ("minor", "held"), [(10**13, 10**11), (10**15 - 1, 9999999999999.99), (-150, -1.5), (1, 0.01)]
)
def test_money_is_exact_to_the_last_kopeck(minor: int, held: float) -> None:
    row: Row = ("", Amount(minor), None, None, None, None)
    assert book([row]).worksheets[0]["B2"].value == held
    whole, _, rest = read(text([row]))[1][1].partition(",")
    assert (abs(int(whole)) * 100 + int(rest or 0)) == abs(minor)


def test_what_excel_would_round_stays_as_text() -> None:
    row: Row = ("", Amount(10**16 + 1), None, date(1812, 9, 7), 10**15 + 1, "1e5")
    cells = [cell.value for cell in book([row]).worksheets[0][2]]
    assert cells == [None, "100000000000000.01", None, "1812-09-07", "1000000000000001", "1e5"]


def test_currencies_without_kopecks_have_none() -> None:
    assert Amount(1500, 0).major == "1500"
    assert Amount(1500, 3).major == "1.500"
    assert Amount(-5, 2).major == "-0.05"


def test_signs_that_no_file_may_hold_are_left_out_and_long_text_is_cut_with_a_sign() -> None:
    row: Row = ("a\x00b\ud800 😀", None, None, None, None, None)
    assert read(text([row]))[1][0] == "ab? 😀"
    assert book([row]).worksheets[0]["A2"].value == "ab? 😀"
    long: Row = ("я" * 40_000, None, None, None, None, None)
    assert book([long]).worksheets[0]["A2"].value == "я" * 32_766 + "…"
    assert len(read(text([long]))[1][0]) == 40_000


PHONES = ("+79161234567", "+1234567", "+442071234567")
NO_PHONES = (
    "+cmd|'/c calc'!A1",
    "+7 916",
    "+79161234567+1",
    "+79161234567\n",
    "+1",
    " +79161234567",
    "+٧٩١٦١٢٣٤٥٦٧",
)


def test_a_telephone_is_no_formula_and_all_that_only_begins_like_one_is_guarded() -> None:
    assert [csv.guarded(one) for one in PHONES] == list(PHONES)
    assert [csv.guarded(one) for one in NO_PHONES] == [f"'{one}" for one in NO_PHONES]


def test_more_rows_than_a_sheet_holds_go_on_in_the_next_one() -> None:
    found = book([(str(n), None, None, None, n, None) for n in range(5)], most=3)
    assert found.sheetnames == ["Сделки   все", "Сделки   все 2", "Сделки   все 3"]
    assert [[cell.value for cell in sheet["E"]] for sheet in found] == [
        ["Номер", 0, 1],
        ["Номер", 2, 3],
        ["Номер", 4],
    ]


def test_a_list_of_nobody_is_a_file_with_heads() -> None:
    assert len(read(text([]))) == 1
    assert book([]).worksheets[0].max_row == 1


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), max_size=6))
def test_whatever_is_written_is_read_again(names: list[str]) -> None:
    rows: list[Row] = [(name, None, None, None, number, None) for number, name in enumerate(names)]
    found = [(line[0], line[4]) for line in read(text(rows))[1:]]
    assert found == [(csv.guarded(name), str(number)) for number, name in enumerate(names)]


def test_a_disk_without_room_is_said_as_it_is() -> None:
    class Full(io.BytesIO):
        def write(self, piece: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        xlsx.write(Full(), "Сделки", COLUMNS, [ROW], zone=MOSCOW)


def peak(form: str, count: int) -> int:
    """The greatest memory that was held while so many rows were written."""

    def rows() -> Iterator[Row]:
        for number in range(count):
            yield (f"Клиент {number}", Amount(number), AT, date(2025, 12, 31), number, "1.5")

    class Away(io.RawIOBase):
        """A file whose bytes are gone at once."""

        place = 0

        def writable(self) -> bool:
            return True

        def write(self, piece: object) -> int:
            size = memoryview(piece).nbytes  # type: ignore[arg-type]
            self.place += size
            return size

        def tell(self) -> int:
            return self.place

    tracemalloc.start()
    try:
        if form == "csv":
            for _piece in csv.lines(COLUMNS, rows(), language="ru", zone=MOSCOW):
                pass
        else:
            xlsx.write(Away(), "Сделки", COLUMNS, rows(), zone=MOSCOW)  # type: ignore[arg-type]
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_memory_does_not_grow_with_the_rows(form: str) -> None:
    peak(form, 10)  # what is read once
    few, many = peak(form, 500), peak(form, 10_000)
    assert many < few * 1.5 + 300_000, (few, many)
