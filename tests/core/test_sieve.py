"""What comes by the public form and is perhaps no person's: each reason by itself, and what stays a person's."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.core.sieve import LEAST, MOST_AN_HOUR, REASONS, Sent, reasons

AT = datetime(2026, 11, 16, 9, tzinfo=UTC)


def sent(**told: object) -> Sent:
    usual = {
        "name": "Ирина",
        "texts": ("Сколько стоит сайт?",),
        "opened_at": AT - timedelta(minutes=1),
        "at": AT,
    }
    return Sent(**{**usual, **told})  # type: ignore[arg-type]


def test_what_a_person_writes_is_let_through() -> None:
    assert reasons(sent()) == ()
    assert reasons(sent(texts=("Вот наш сайт https://les.example и старый www.les.example",))) == ()
    assert reasons(sent(name="<script>alert(1)</script>", texts=("🐻" * 1000,))) == ()
    assert reasons(sent(before=MOST_AN_HOUR - 1)) == ()


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"trap": True}, "trap"),
        ({"opened_at": AT - LEAST + timedelta(milliseconds=1)}, "quick"),
        ({"texts": ("http://a.example http://b.example", "https://c.example")}, "links"),
        ({"name": "Win http://a.example"}, "name_link"),
        ({"texts": ("[url=a.example]win[/url]",)}, "markup"),
        ({"texts": ('<a href="x">win</a>',)}, "markup"),
        ({"before": MOST_AN_HOUR}, "often"),
        ({"repeated": True}, "same"),
    ],
)
def test_each_reason_holds_back(told: dict[str, object], why: str) -> None:
    assert reasons(sent(**told)) == (why,)


@given(st.text(), st.text(), st.integers(0, 100), st.booleans())
def test_every_reason_has_a_name_whatever_is_written(name: str, text: str, before: int, trap: bool) -> None:
    found = reasons(sent(name=name, texts=(text,), before=before, trap=trap))
    assert set(found) <= set(REASONS)
    assert ("trap" in found) == trap
