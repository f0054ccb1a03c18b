"""Lines of a form and the text of a condition: what one says, the other says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.core.process import Field, Option
from voronka.formats import conditions
from voronka.formats.comparisons import (
    AND,
    NO,
    OR,
    SIGNS,
    YES,
    Comparison,
    Comparisons,
    Speech,
    put_together,
    taken_apart,
)

FIELDS = (
    Field("size", "Размер", kind="number"),
    Field("start", "Начало", kind="date"),
    Field("urgent", "Срочно", kind="yes_no"),
    Field("kind", "Вид", kind="choice", options=(Option("a", "А"),)),
    Field("goal", "Цель"),
)
CHOICES = {f"deal.fields.{one.id}": [option.id for option in one.options] for one in FIELDS if one.options}
SPEECH = Speech.of("deal", "RUB", FIELDS)
KINDS = SPEECH.kinds
numbers = st.integers(0, 10**9).map(str)
values = {
    "money": st.one_of(numbers, st.from_regex(r"[1-9][0-9]{0,6}\.[0-9]{2}", fullmatch=True)),
    "int": numbers,
    "double": numbers,
    "date": st.dates().map(str),
    "string": st.text(st.characters(blacklist_characters='\\"\n', blacklist_categories=["Cs"]), max_size=9),
}


@st.composite
def lines(draw: st.DrawFn) -> Comparison:
    """Any line that the form can hold."""
    name = draw(st.sampled_from(sorted(KINDS)))
    sign = draw(st.sampled_from(SIGNS[KINDS[name]]))
    if sign in (YES, NO):
        return Comparison(name, sign)
    return Comparison(
        name, sign, draw(st.sampled_from(CHOICES[name]) if name in CHOICES else values[KINDS[name]])
    )


@given(st.lists(lines(), min_size=2, max_size=5), st.sampled_from([AND, OR]))
def test_lines_become_a_text_and_the_text_the_same_lines(said: list[Comparison], joint: str) -> None:
    found = Comparisons(joint, tuple(said))
    text = put_together(found, SPEECH)
    assert conditions.problems(text, "deal", "RUB", FIELDS) == ()
    assert taken_apart(text, SPEECH) == found


@pytest.mark.parametrize(
    ("text", "name", "sign", "value"),
    [
        ("deal.amount<rub(30000)", "deal.amount", "<", "30000"),
        ("!deal.early", "deal.early", NO, ""),
        ("deal.early == true", "deal.early", YES, ""),
        ("deal.early != true", "deal.early", NO, ""),
        ("deal.channel != 'vk'", "deal.channel", "!=", "vk"),
        ("!deal.fields.urgent", "deal.fields.urgent", NO, ""),
        ('deal.fields.start<date("2026-12-01")', "deal.fields.start", "<", "2026-12-01"),
        ("deal.calls >= -1", "deal.calls", ">=", "-1"),
    ],
)
def test_a_written_line_is_read_in_whatever_manner_it_is_written(
    text: str, name: str, sign: str, value: str
) -> None:
    assert taken_apart(text, SPEECH) == Comparisons(AND, (Comparison(name, sign, value),))


@pytest.mark.parametrize(
    "text",
    [
        "deal.calls > 1 && deal.offers > 1 || deal.early",
        "(deal.calls > 1)",
        "deal.calls + 1 > 2",
        "deal.calls > deal.offers",
        "deal.amount > usd(5)",
        "deal.amount > 5",
        "deal.early > true",
        "deal.channel in ['vk']",
        'deal.channel == "a\\"b"',
        "!deal.early == true",
        "deal.calls",
        "deal.dreams == 1",
        "deal.calls §",
        "deal.calls > 1 &&",
        "1 > 2",
        "deal.fields.goal == 'a'",
        "deal.fields.start < '2026-12-01'",
        "deal.channel == 5",
        "deal.channel < 'a'",
    ],
)
def test_what_lines_cannot_say_stays_a_text(text: str) -> None:
    assert taken_apart(text, SPEECH) is None


def test_no_condition_is_no_lines() -> None:
    assert taken_apart("  ", SPEECH) == Comparisons(AND, ())
    assert put_together(Comparisons(AND, ()), SPEECH) == ""
