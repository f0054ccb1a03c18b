"""A PDF of ours, opened again by a program that is not ours: what people wrote stands there as they wrote it."""

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader

from voronka.formats import pdf as press
from voronka.formats.pdf import NotPrinted, pdf

HOSTILE = (
    '#read("/etc/passwd")',
    "<script>alert(1)</script>",
    "#import sys: inputs",
    "*bold* _slanted_ $x^2$ @ref // not a comment",
    "\\u{41} \\#panic()",
    "👍 «ёлочки» — 1 200 ₽",
)


def sheet(text: str) -> dict[str, Any]:
    """A passport in which this text stands wherever people write."""
    line = [[{"text": text, "strong": False}, {"text": text, "strong": True}]]
    stage = dict.fromkeys(("title", "purpose", "role", "norm", "instruction"), text)
    stage |= {name: [text] for name in ("asks", "steps", "documents")}  # type: ignore[dict-item]
    answer = {
        "number": 1, "title": text, "agreed": line, "actual": line, "state": "holds", "tag": text,
        "sentence": text, "rows_title": text, "rows": [[text, text]], "stages": [stage],
    }  # fmt: skip
    names = ("of", "agreed", "actual", "steps", "leave", "documents", "instruction", "norm", "open")
    return {
        "at": "2026-11-26T10:00:00+00:00", "language": "ru", "title": text, "version": text, "about": text,
        "health": text, "printed": text, "answers": [answer], "gaps": [{"sentence": text, "title": text}],
        "words": dict.fromkeys(names, text),
    }  # fmt: skip


def read(content: bytes) -> str:
    """What stands in it, without the breaks of lines and the marks of hyphens."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    return re.sub(r"[\s\u00ad\u200b]+", "", "".join(pages))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_is_printed_as_they_wrote_it(text: str) -> None:
    told = read(pdf("passport", sheet(text)))
    # Sixteen places and more: none of them reads the text as markup.
    assert told.count(re.sub(r"\s+", "", text)) >= 16
    assert "root:" not in told


def test_a_long_text_goes_on_over_pages_and_does_not_run_off_the_paper() -> None:
    data = sheet("x")
    data["answers"][0]["stages"][0]["instruction"] = "Слово и дело. " * 700 + "\n" + "Ы" * 10_000
    content = pdf("passport", data)
    assert len(PdfReader(io.BytesIO(content)).pages) >= 4
    told = re.sub(r"x·x·x\dx\d", "", read(content))  # without the feet of the pages
    assert told.count("Словоидело.") == 700
    assert told.count("Ы") == 10_000
    # A line holds about eighty of them: had they run off the paper, one line would hold them all.
    lines = "".join(page.extract_text() + "\n" for page in PdfReader(io.BytesIO(content)).pages).split("\n")
    assert max(line.count("Ы") for line in lines) < 200


def test_the_same_data_make_the_same_file() -> None:
    assert pdf("passport", sheet("Договор")) == pdf("passport", sheet("Договор"))


def test_its_letters_are_its_own() -> None:
    fonts = set()
    for page in PdfReader(io.BytesIO(pdf("passport", sheet("Договор 1 200 ₽ 👍")))).pages:
        fonts |= {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}
    assert {name.split("+")[-1].split("-")[0] for name in fonts} == {"Literata", "GolosText", "NotoEmoji"}


def test_what_the_press_does_not_deliver_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotPrinted, match="does not contain key"):
        pdf("passport", {"at": "2026-11-26T10:00:00+00:00"})
    monkeypatch.setattr(press.press, "SECONDS", 0)
    with pytest.raises(NotPrinted, match="within 0 s"):
        pdf("passport", sheet("x"))
