"""The form of a company's own condition: lines, their meaning, and the text for the advanced."""

from typing import Any

import pytest
from django.conf import settings
from django.http import QueryDict
from django.test import Client
from django.utils import translation

from tests.world import SERVICES, World
from voronka.frame.conditions import MOST, Typed, shown, terms_of, typed

TERMS = terms_of(SERVICES)


def sent(**fields: str) -> QueryDict:
    """What a browser sends: `own_0_fact` stands for `own.0.fact`."""
    post = QueryDict(mutable=True)
    for name, value in fields.items():
        post[name.replace("_", ".")] = value
    return post


def filled(**fields: str) -> Typed:
    with translation.override("ru"):
        return typed(sent(**fields), "own", TERMS)


LINE = {"own_0_fact": "deal.amount", "own_0_was": "deal.amount", "own_0_sign": ">", "own_0_value": "30 000"}


def test_a_filled_line_is_a_condition_and_says_what_it_means() -> None:
    found = filled(**LINE)
    assert found.text == "deal.amount > rub(30000)"
    assert found.says.replace("\u00a0", " ") == "сумма больше 30 000 ₽"
    assert [line.fact for line in found.lines] == ["deal.amount", ""], "an empty line waits at the end"


def test_lines_are_joined_as_was_chosen_and_a_title_stands_for_its_id() -> None:
    more = {
        "own_1_fact": "deal.channel",
        "own_1_was": "deal.channel",
        "own_1_sign": "==",
        "own_1_value": "Телефон",
    }
    assert filled(**LINE, **more).text == 'deal.amount > rub(30000) && deal.channel == "phone"'
    assert (
        filled(**LINE, **more, own_joint="||").text == 'deal.amount > rub(30000) || deal.channel == "phone"'
    )


def test_another_fact_brings_its_own_signs_and_forgets_the_value() -> None:
    found = filled(**{**LINE, "own_0_fact": "deal.channel"})
    assert (found.lines[0].control, found.lines[0].value, found.lines[0].error) == ("choice", "", "")
    assert [sign for sign, _ in found.lines[0].signs] == ["==", "!="]
    assert found.text == "" and not found.errors
    assert filled(own_0_fact="deal.early", own_0_was="").text == "deal.early"


@pytest.mark.parametrize(
    ("fact", "value", "error"),
    [
        ("deal.amount", "много", "не сумма"),
        ("deal.amount", "1,234", "Тысячи"),
        ("deal.amount", "", "Заполните"),
        ("deal.calls", "пять", "целое число"),
        ("deal.calls", "9" * 25, ""),
    ],
)
def test_what_is_wrong_stands_at_its_line_and_nothing_typed_is_lost(
    fact: str, value: str, error: str
) -> None:
    found = filled(own_0_fact=fact, own_0_was=fact, own_0_sign=">", own_0_value=value)
    assert found.lines[0].value == value
    said = found.lines[0].error + "".join(found.errors)
    assert said and error in said


def test_a_line_without_a_fact_is_taken_off() -> None:
    assert filled(**{**LINE, "own_0_fact": ""}).text == ""
    assert filled(own_0_fact="deal.dreams").text == ""


def test_the_text_can_be_written_and_is_checked_at_the_place() -> None:
    written = filled(own_as="text", own_text="deal.amount > 5")
    assert written.by_text and written.only_text and written.text == "deal.amount > 5"
    assert "rub(5)" in written.errors[0] and "15-й знак" in written.errors[0]
    brackets = filled(own_as="text", own_text="(deal.calls > 1) && deal.early")
    assert brackets.only_text and not brackets.errors and brackets.says
    assert filled(**LINE, own_as="text").text == "deal.amount > rub(30000)", "lines become the text"
    back = filled(own_as="lines", own_text="deal.calls > 1")
    assert not back.by_text and back.lines[0].fact == "deal.calls"


def test_what_is_there_already_is_shown_as_lines_where_lines_can_say_it() -> None:
    simple = shown("own", "deal.amount >= rub(1234.5) && !deal.early", TERMS)
    assert [line.value for line in simple.lines] == ["1 234,50", "", ""]
    assert simple.lines[1].sign == "no" and not simple.by_text
    unknown = shown("own", "deal.channel == 'fair'", TERMS)
    assert ("fair", "fair") in unknown.lines[0].options, (
        "nothing is changed because the form does not know it"
    )
    assert shown("own", "deal.calls + 1 > 2", TERMS).only_text
    many = " && ".join(["deal.early"] * MOST)
    assert len(shown("own", many, TERMS).lines) == MOST


def test_the_form_comes_anew_after_each_change_for_those_who_may_change_the_passport(world: World) -> None:
    asked: Any = {"own.0.fact": "deal.amount", "own.0.was": ""}
    for word, status in (("head", 200), ("manager", 403)):
        page = Client()
        page.force_login(world.person(word), backend=settings.AUTHENTICATION_BACKENDS[0])
        answer = page.post("/condition?name=own&over=deal", asked)
        assert answer.status_code == status
    page.force_login(world.person("head"), backend=settings.AUTHENTICATION_BACKENDS[0])
    said = page.post("/condition?name=own&over=inquiry", {"own.0.fact": "inquiry.channel"}).content.decode()
    assert 'name="own.0.value"' in said and "Телефон" in said
