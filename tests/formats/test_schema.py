"""The JSON Schema of a passport: what Voronka reads fits it, what Voronka refuses for its shape does not."""

from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings

from tests.formats.passports import processes
from tests.formats.test_passport_bad import GOOD, changed
from tests.house.tree import ROOT
from voronka import demo
from voronka.core.process import Process
from voronka.formats.passport import plain, write
from voronka.formats.passport.keys import SAYS
from voronka.formats.passport.schema import schema

FITS = jsonschema_rs.validator_for(schema())
DEMO = Path(demo.__file__).parent / "passports"


def wrong(text: str) -> list[str]:
    return [error.message for error in FITS.iter_errors(plain(text))]


@pytest.mark.parametrize(
    "path",
    [*DEMO.glob("services.*.yaml"), *(ROOT / "tests/samples").glob("*.yaml")],
    ids=lambda path: str(path.name),
)
def test_every_passport_that_we_keep_fits_the_schema(path: Path) -> None:
    assert wrong(path.read_text(encoding="utf-8")) == []


@settings(deadline=None, max_examples=20)
@given(processes)
def test_every_passport_that_is_written_fits_the_schema(made: Process) -> None:
    assert wrong(write(made)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("cycle:", "cicle:"),
        ("norm: 2d", "norm: two days"),
        ("norm: 2d", "norm: 2"),
        ("[brief_filled]", "[brief_filed]"),
        ("[{paid: 100%}]\n    - id: handover", "[paid]\n    - id: handover"),
        ("won_when: {paid: 100%, ", "won_when: {"),
        ("handover: accepted", "handover: offered"),
        ("title: Бриф", "title: [Бриф]"),
        ("id: payment", "id: Оплата"),
        ("every: weekday 10:00", "every: sometimes"),
        ("2026-11: 400000", "november: 400000"),
        ("voronka: 1", "voronka: 2"),
    ],
)
def test_what_a_passport_can_not_say_is_marked_by_an_editor(old: str, new: str) -> None:
    assert wrong(GOOD) == []
    assert wrong(changed(old, new)) != []


def test_every_key_says_what_it_is_for() -> None:
    def keys(kind: dict[str, Any]) -> set[str]:
        return set(kind.get("properties", {}))

    whole = schema()
    assert keys(whole) == set(SAYS["PassportAnswers"])
    for name, sentences in SAYS.items():
        if name != "PassportAnswers":
            assert keys(whole["$defs"][name]) == set(sentences), name
