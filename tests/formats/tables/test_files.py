"""Files of other systems: whatever they are written in they are read, and what is no table is told so."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.formats.tables import amocrm
from voronka.core.problems import Invalid
from voronka.formats.tables.files import open_table


def written(folder: Path, content: bytes, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def refused(path: Path) -> str:
    with pytest.raises(Invalid) as wrong:
        list(open_table(path).rows())
    return wrong.value.problems[0].code


CELL = st.text(
    st.characters(
        codec="cp1251", exclude_characters="\x00\r\x1c\x1d\x1e\x85\x98\xa0", exclude_categories=("Cc", "Cs")
    ),
    max_size=12,
).map(str.strip)
"""What both encodings can say; the code page has no other signs."""


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=20),
    delimiter=st.sampled_from(";,\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1251", "utf-16"]),
)
def test_a_table_written_in_any_manner_is_read_back_equal(
    tmp_path: Path, rows: list[tuple[str, str, str]], delimiter: str, encoding: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerows([("Название сделки", "Этап сделки", "Сумма"), *rows])
    table = open_table(written(tmp_path, out.getvalue().encode(encoding)))
    assert table.heads == ("Название сделки", "Этап сделки", "Сумма")
    assert [cells for _number, cells in table.rows()] == [row for row in rows if any(row)]


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=400),
    start=st.sampled_from([b"", b"PK\x03\x04", b"a;b\n", bytes.fromhex("d0cf11e0a1b11ae1")]),
)
def test_no_bytes_make_the_reader_fall(tmp_path: Path, content: bytes, start: bytes) -> None:
    path = written(tmp_path, start + content)
    try:
        list(open_table(path).rows())
    except Invalid as wrong:
        assert wrong.problems[0].field == "file"


def test_a_real_export_in_the_old_code_page_is_read(tmp_path: Path) -> None:
    table = open_table(written(tmp_path, amocrm.content(50)))
    assert (table.encoding, table.delimiter) == ("cp1251", ";")
    assert table.heads[2] == "Бюджет"
    assert [cells for _number, cells in table.rows()] == [
        tuple(cell.strip() for cell in row) for row in amocrm.rows(50)
    ]


def test_titles_above_the_table_and_lines_of_headings_are_passed_over(tmp_path: Path) -> None:
    text = "Отчёт по сделкам;;\nза 2025 год;;\n;;\nСделка;;Деньги\nНазвание;Этап;Сумма\nСайт;Бриф;100\n"
    table = open_table(written(tmp_path, text.encode()))
    assert table.heads == ("Название", "Этап", "Сумма")
    assert list(table.rows()) == [(6, ("Сайт", "Бриф", "100"))]


def test_columns_of_one_name_and_of_none_are_told_apart(tmp_path: Path) -> None:
    text = "Название;Телефон;Телефон;;Этап;;\nСайт;1;2;3;Бриф;;\n"
    table = open_table(written(tmp_path, text.encode()))
    assert table.heads == ("Название", "Телефон", "Телефон (2)", "[D]", "Этап")


def test_a_spreadsheet_keeps_its_days_and_numbers(tmp_path: Path) -> None:
    path = tmp_path / "deals.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Сделки")
    sheet.merge_range("A1:C1", "Сделки отдела")
    sheet.write_row(1, 0, ["Название", "Дата создания", "Сумма"])
    sheet.write(2, 0, "Сайт")
    sheet.write(2, 1, 45_000, book.add_format({"num_format": "dd.mm.yyyy"}))
    sheet.write(2, 2, 1234.5)
    sheet.write_row(3, 0, ["Портал", "01.02.2025", 7000])
    book.close()
    table = open_table(path)
    assert (table.kind, table.sheet, table.count) == ("xlsx", "Сделки", 2)
    assert list(table.rows()) == [
        (3, ("Сайт", "2023-03-15", "1234.5")),
        (4, ("Портал", "01.02.2025", "7000")),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "table_empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "file_no_table"),
        (b"%PDF-1.7 a;b", "file_no_table"),
        (b"name;stage\nA;B\x00C\n", "file_no_table"),
        (b"PK\x03\x04 no archive at all", "file_damaged"),
        (b"one word alone\nanother\n", "table_without_columns"),
        ("Название;Этап\nСайт;Бриф\n\"Портал;Бриф\nЕщё;Бриф\n".encode(), "quote_unclosed"),
        (b"name;stage\nA;B\n\"C;D", "quote_unclosed"),
        (b"name;stage\nA;" + b"x" * 1_000_001, "line_too_long"),
        (b"name;stage\nA;\"" + b"x" * 1_000_001, "quote_unclosed"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_told(tmp_path: Path, content: bytes, code: str) -> None:
    assert refused(written(tmp_path, content)) == code


@pytest.mark.parametrize(
    "content",
    [
        b"this is no workbook\nat all\n",
        bytes.fromhex("d0cf11e0a1b11ae1")[4:] + bytes(600) + b"W\x00o\x00r\x00k\x00",
        bytes(1 + number * 7 % 255 for number in range(3000)),
        b"<html><table><tr><td>1</td></tr></table></html>",
        b'<meta http-equiv="Content-Type" content="text/html;charset=UTF-8"/><table>\n<tr><td>1;2</td></tr>',
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        b"%PDF-1.7 a;b",
    ],
)
@pytest.mark.parametrize("name", ["deals.xls", "DEALS.XLSX", "deals.ods"])
def test_what_is_called_a_workbook_and_is_none_is_told_as_that(
    tmp_path: Path, content: bytes, name: str
) -> None:
    assert refused(written(tmp_path, content, name)) == "file_no_workbook"


def test_a_broken_workbook_is_told_as_damaged_and_a_text_that_is_called_one_is_read(tmp_path: Path) -> None:
    broken = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(5000)
    assert refused(written(tmp_path, broken, "deals.xls")) == "file_damaged"
    table = open_table(written(tmp_path, "Название\tЭтап\nСайт\tБриф\n".encode("utf-16"), "deals.xls"))
    assert (table.kind, table.heads) == ("csv", ("Название", "Этап"))
    assert list(table.rows()) == [(2, ("Сайт", "Бриф"))]


def test_a_quote_that_never_closes_is_told_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, 'Название;Этап\nСайт;Бриф\n"Портал;Бриф\nЕщё;Бриф\n'.encode())
    with pytest.raises(Invalid) as wrong:
        list(open_table(path).rows())
    assert wrong.value.problems[0].data["line"] == 3


def test_an_archive_that_would_burst_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (60 * 1024 * 1024))
    assert refused(path) == "file_bursts"


def test_a_document_of_another_kind_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refused(path) == "file_no_table"


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024 + 1)
    assert refused(path) == "file_too_large"
