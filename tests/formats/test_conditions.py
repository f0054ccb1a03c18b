"""Conditions: what publishing refuses, what they mean, and that a CEL implementation agrees."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import cel
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voronka.core.deal import Deal
from voronka.core.entry import Inquiry
from voronka.core.process import Field, Option
from voronka.formats import conditions

AT = datetime(2026, 11, 16, 7, tzinfo=UTC)
INQUIRY = Inquiry(key=1, seq=1, process="services", channel="vk", received_at=AT)
DEAL = Deal(
    key=1,
    seq=1,
    state_seq=1,
    process="services",
    born_version=1,
    version=1,
    status="open",
    stage="call",
    entered_at=AT,
    opened_at=AT,
    currency="RUB",
    amount=3_000_000,
    channel="vk",
    evidence={"call": 2},
)


def test_the_entry_rule_of_the_story_calls_a_third_question_a_lead() -> None:
    rule = "inquiry.brief_filled || inquiry.service_questions >= 3"
    assert not conditions.lead(rule, INQUIRY)
    assert conditions.lead(rule, replace(INQUIRY, brief_filled=True))
    assert conditions.lead(rule, replace(INQUIRY, service_questions=3))
    assert not conditions.lead(rule, replace(INQUIRY, service_questions=2))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("deal.amount > rub(0)", True),
        ("deal.amount >= rub(30000)", True),
        ("deal.amount > rub(30000.01)", False),
        ("deal.paid * 2 >= deal.agreed", False),
        ("deal.agreed - deal.paid == rub(30000)", True),
        ("deal.agreed / 3 == rub(10000)", True),
        ("deal.channel in ['vk', \"phone\"]", True),
        ("deal.channel.startsWith('v') && !deal.early", True),
        ("deal.calls % 2 == 0", True),
        ("-7 / 2 == -3 && deal.calls > 0", True),
        ("deal.early ? deal.calls > 5 : deal.calls > 1", True),
        ("size(deal.channel) == 2", True),
        ("deal.calls < 2.5", True),
    ],
)
def test_a_condition_says_what_it_means(text: str, holds: bool) -> None:
    assert conditions.problems(text, "deal") == ()
    assert conditions.deal(text, DEAL) is holds


@pytest.mark.parametrize(
    ("text", "code", "at", "named"),
    [
        ("deal.amont > rub(1)", "expression_unknown_name", 0, {"nearest": "deal.amount"}),
        ("inquiry.channel == 'vk'", "expression_unknown_name", 0, {"have": "inquiry"}),
        ("deal.amount > 30000", "expression_money", 14, {"write": "rub(30000)"}),
        ("0 < deal.paid", "expression_money", 0, {"write": "rub(0)"}),
        ("deal.amount + 5 > rub(1)", "expression_money", 14, {"write": "rub(5)"}),
        ("deal.amount > usd(3)", "expression_currency", 14, {"have": "USD", "need": "RUB"}),
        ("deal.amount > rubles(3)", "expression_unknown_function", 14, {"nearest": "rub"}),
        ("rub(deal.calls) > deal.amount", "expression_money_argument", 4, {}),
        ("deal.amount", "expression_not_bool", 0, {"have": "money:RUB"}),
        ("deal.channel == 3", "expression_types", 16, {"left": "string", "right": "int"}),
        ("deal.calls && deal.early", "expression_type", 0, {"need": "bool", "have": "int"}),
        ("deal.calls / 0 > 1", "expression_divisor", 13, {}),
        ("1 / deal.calls > 1", "expression_divisor", 4, {}),
        ("deal.amount >", "expression_syntax", 13, {"near": ""}),
        ("deal.calls > 1 deal.early", "expression_syntax", 15, {"near": "deal"}),
        ("deal.calls @ 1", "expression_syntax", 11, {"near": "@"}),
        ("true || 1 < 2", "expression_constant", 0, {"value": True}),
        ("[1, 2].all(x, x > 0)", "expression_unknown_name", 7, {"have": "all"}),
        ("(" * 40 + "deal.early" + ")" * 40, "expression_too_deep", 24, {}),
        ("deal.early || " * 100 + "deal.early", "expression_too_long", 0, {"limit": 1000}),
        ("rub(1.0e300) < deal.amount", "expression_money_argument", 4, {}),
    ],
)
def test_publishing_is_told_what_is_wrong_and_where(
    text: str, code: str, at: int, named: dict[str, Any]
) -> None:
    (trouble,) = conditions.problems(text, "deal")
    assert (trouble.code, trouble.at) == (code, at)
    assert named.items() <= trouble.data.items()


@given(st.text(max_size=60) | st.text("deal.amountpid ()[]<>=!&|+-*/%'\"0123,?:rub", max_size=60))
def test_no_text_whatever_raises(text: str) -> None:
    troubles = conditions.problems(text, "deal")
    assert isinstance(conditions.deal(text, DEAL), bool)
    if troubles and troubles[0].code != "expression_constant":
        assert conditions.deal(text, DEAL) is False
    assert conditions.lead(text, INQUIRY) in (True, False)


def numbers(depth: int) -> st.SearchStrategy[str]:
    plain = st.integers(0, 50).map(str) | st.just("deal.calls") | st.just("deal.offers")
    if depth == 0:
        return plain
    inner = numbers(depth - 1)
    joined = st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda one: f"({one[0]} {one[1]} {one[2]})")
    divided = st.tuples(inner, st.sampled_from("/%"), st.integers(1, 9)).map(
        lambda one: f"({one[0]} {one[1]} {one[2]})"
    )
    return plain | joined | divided


def questions(depth: int) -> st.SearchStrategy[str]:
    signs = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
    numeric = st.tuples(numbers(2), signs, numbers(2)).map(" ".join)
    texts = st.sampled_from(["'vk'", "'phone'", "deal.channel", "'v' + 'k'"])
    textual = st.tuples(texts, signs, texts).map(" ".join)
    among = st.tuples(texts, st.lists(texts, min_size=1, max_size=3)).map(
        lambda one: f"{one[0]} in [{', '.join(one[1])}]"
    )
    starts = st.tuples(texts, st.sampled_from(["startsWith", "endsWith", "contains"]), texts).map(
        lambda one: f"({one[0]}).{one[1]}({one[2]})"
    )
    plain = numeric | textual | among | starts | st.sampled_from(["deal.early", "!deal.early", "true"])
    if depth == 0:
        return plain
    inner = questions(depth - 1)
    joined = st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(
        lambda one: f"({one[0]} {one[1]} {one[2]})"
    )
    chosen = st.tuples(inner, inner, inner).map(lambda one: f"(({one[0]}) ? ({one[1]}) : ({one[2]}))")
    return plain | joined | chosen | inner.map(lambda one: f"!({one})")


@settings(max_examples=300, deadline=None)
@given(
    questions(2), st.integers(0, 20), st.integers(0, 3), st.booleans(), st.sampled_from(["vk", "phone", ""])
)
def test_a_cel_implementation_agrees(text: str, calls: int, offers: int, early: bool, channel: str) -> None:
    deal = replace(DEAL, evidence={"call": calls, "offer": offers}, early=early, channel=channel)
    facts = {"calls": calls, "offers": offers, "early": early, "channel": channel}
    troubles = conditions.problems(text, "deal")
    assert not troubles or troubles[0].code == "expression_constant", (text, troubles)
    assert conditions.deal(text, deal) is cel.evaluate(text, {"deal": facts}), text


OWN = (
    Field("budget", "Бюджет", kind="money"),
    Field("seats", "Мест", kind="number"),
    Field("due", "Срок", kind="date"),
    Field("urgent", "Срочно", kind="yes_no"),
    Field("size", "Размер", kind="choice", options=(Option("big", "Большой"), Option("small", "Малый"))),
    Field("parts", "Части", kind="choices", options=(Option("a", "А"), Option("b", "Б"))),
    Field("goal", "Цель", kind="long"),
)
FILLED = replace(
    DEAL,
    values={
        "budget": "5000000",
        "seats": "12.5",
        "due": "2026-12-01",
        "urgent": "yes",
        "size": "big",
        "parts": "a,b",
    },
)


@pytest.mark.parametrize(
    ("text", "filled", "empty"),
    [
        ("deal.fields.budget > rub(40000)", True, False),
        ("deal.fields.budget == rub(0)", False, True),
        ("deal.fields.seats >= 12", True, False),
        ('deal.fields.due < date("2026-12-31")', True, True),
        ('deal.fields.due >= date("2026-12-01")', True, False),
        ("deal.fields.urgent", True, False),
        ('deal.fields.size == "big"', True, False),
        ('"b" in deal.fields.parts && deal.fields.size != "small"', True, False),
    ],
)
def test_the_companys_own_fields_can_be_asked_by_their_kind(text: str, filled: bool, empty: bool) -> None:
    assert conditions.problems(text, "deal", "RUB", OWN) == ()
    assert conditions.deal(text, FILLED, OWN) is filled
    assert conditions.deal(text, DEAL, OWN) is empty


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("deal.fields.budgt > rub(1)", "expression_unknown_name", 0),
        ("deal.fields.budget > 40000", "expression_money", 21),
        ('deal.fields.due < "2026-12-31"', "expression_types", 18),
        ('deal.fields.due < date("31.12.2026")', "expression_date_argument", 23),
        ('deal.fields.goal == "x"', "expression_words", 0),
        ("deal.fields", "expression_unknown_name", 0),
        ('deal.fields.size == "bigg"', "expression_unknown_value", 20),
        ('"c" in deal.fields.parts', "expression_unknown_value", 0),
        ("deal.fields.", "expression_unknown_name", 0),
    ],
)
def test_a_field_asked_wrongly_is_found_in_its_place(text: str, code: str, at: int) -> None:
    (trouble,) = conditions.problems(text, "deal", "RUB", OWN)
    assert (trouble.code, trouble.at) == (code, at)
    if "budgt" in text:
        assert trouble.data["nearest"] == "deal.fields.budget"
