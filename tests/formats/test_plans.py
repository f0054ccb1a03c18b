"""A plan goes out as JSON and as YAML and comes back equal; every slip has its place."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voronka.core.imports import LEFT_OUT, WON, Plan
from voronka.core.problems import Invalid
from voronka.formats import plans

PLAN = Plan(
    "amocrm.deals",
    "deal",
    ("deal.id", "deal.title", "", "own.size"),
    process="services",
    stages={"Успешно реализовано": WON, "Мусор: старое": LEFT_OUT, "2": "brief"},
    people={"Анна Ким": 3, "кто-то": 0},
    reasons={"Дорого": "price"},
    options={"own.size": {"Большой": "big"}},
    undated="2017-01-01",
)
EMPTY = Plan("amocrm.deals", "deal", ("", "", "", ""))


def test_a_plan_comes_back_equal_from_json_and_from_yaml() -> None:
    data = plans.as_data(PLAN)
    assert plans.plan_of(json.loads(json.dumps(data)), EMPTY) == PLAN
    assert plans.plan_of(plans.read(plans.written(data)), EMPTY) == PLAN


def test_what_is_not_said_stays() -> None:
    assert plans.plan_of({"currency": "USD"}, PLAN).stages == PLAN.stages


WORDS = st.text(max_size=20).filter(lambda one: one.isprintable())


@settings(max_examples=50, deadline=None)
@given(stages=st.dictionaries(WORDS, WORDS, max_size=5), people=st.dictionaries(WORDS, st.integers(0, 9)))
def test_whatever_a_file_says_survives_the_yaml(stages: dict[str, str], people: dict[str, int]) -> None:
    plan = Plan("plain", "deal", ("",), stages=stages, people=people)
    text = plans.written(plans.as_data(plan))
    assert plans.plan_of(plans.read(text), Plan("plain", "deal", ("",))) == plan


@pytest.mark.parametrize(
    ("data", "field", "code"),
    [
        ({"colour": "red"}, "colour", "unknown_field"),
        ({"columns": ["deal.id"]}, "columns", "wrong_type"),
        ({"people": {"Анна": "3"}}, "people.Анна", "wrong_type"),
        ({"people": {"Анна": True}}, "people.Анна", "wrong_type"),
        ({"stages": ["brief"]}, "stages", "wrong_type"),
        ({"currency": "XXX"}, "currency", "unknown_choice"),
        ({"dates": "ydm"}, "dates", "unknown_choice"),
        ({"undated": "x" * 400}, "undated", "too_long"),
    ],
)
def test_a_slip_is_named_with_its_place(data: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(Invalid) as wrong:
        plans.plan_of(data, EMPTY)
    assert [(one.field, one.code) for one in wrong.value.problems] == [(field, code)]


def test_a_text_that_is_no_plan_names_the_line() -> None:
    with pytest.raises(Invalid) as wrong:
        plans.read("stages:\n\t- x")
    assert wrong.value.problems[0].code == "plan_unreadable"
