"""A passport version as values, and its way through plain data."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.world import SERVICES
from voronka.core.process import (
    CallReviews,
    Closing,
    Control,
    Cycle,
    Document,
    Entry,
    Guard,
    Lapse,
    Neighbour,
    Owner,
    PaymentMethod,
    Price,
    Product,
    Resources,
    Service,
    Span,
    Targets,
    Tripwire,
)
from voronka.core.processdata import from_data, to_data
from voronka.core.questions import QUESTIONS, WORDS

LATER: Any = {
    "resources": Resources(
        services=(
            Service(
                "bank", "Банк", price=Price(120_000, "month"), renews=date(2027, 1, 15), stages=("call",)
            ),
        )
    ),
    "targets": Targets({"2026-11": 40_000_000}, {"north": {"2026-11": 1}}, conversion={"brief": 7.5}),
    "control": Control(
        "head", call_reviews=CallReviews(5, "first-call"), lapse=Lapse(Span(2, "d"), ("head",))
    ),
    "neighbours": (Neighbour("marketing", "Маркетинг", within=Span(2, "d")),),
    "documents": (Document("script", "Скрипт", "script", "call", acknowledge=("manager",)),),
}


def test_a_process_is_the_same_after_json() -> None:
    whole = replace(
        SERVICES,
        cycle=replace(SERVICES.cycle, may_skip={"call": "deal.amount < rub(30000)"}),
        closing=Closing(50, Tripwire("audit", "call"), (PaymentMethod("card", "Карта"),)),
        **LATER,
        product=replace(SERVICES.product, accept_when=(Guard("fields_filled", ("site", "goal"), "warn"),)),
    )
    assert from_data(json.loads(json.dumps(to_data(whole)))) == whole


def test_what_was_compiled_before_the_later_answers_were_modelled_still_loads() -> None:
    early = {**to_data(SERVICES), "rest": {"targets": {"revenue": {"2026-11": 400000}}}}
    early["closing"] = {"paid": 100, "tripwire": {}}
    for word in WORDS[5:]:
        del early[word]
    assert from_data(early) == SERVICES


def test_stages_are_known_by_their_place() -> None:
    assert SERVICES.stage("call").title == "Созвон"
    assert (SERVICES.place("brief"), SERVICES.place("handover")) == (0, 4)
    following = SERVICES.following("brief")
    assert following is not None and following.id == "call"
    assert SERVICES.following("handover") is None
    assert (SERVICES.first_stage.id, SERVICES.last_stage.id) == ("brief", "handover")
    for ask in (SERVICES.stage, SERVICES.place):
        with pytest.raises(KeyError):
            ask("unheard")


def test_a_lost_reason_is_known_by_its_id() -> None:
    reason = SERVICES.lost_reason("silence")
    assert reason is not None and str(reason.after) == "21d"
    assert SERVICES.lost_reason("mood") is None
    assert str(Span(30, "m")) == "30m"


def test_an_answer_is_there_or_it_is_not() -> None:
    empty = replace(
        SERVICES,
        owner=Owner("", ()),
        cycle=Cycle(()),
        entry=Entry(""),
        closing=Closing(0),
        product=Product(""),
    )
    full = replace(SERVICES, **LATER)
    assert [word for word in WORDS if empty.answered(word)] == []
    assert [word for word in WORDS if full.answered(word)] == list(WORDS)


def test_there_are_ten_questions_in_their_order() -> None:
    assert [one.number for one in QUESTIONS] == list(range(1, 11))
    assert (WORDS[0], WORDS[9]) == ("owner", "documents")


def test_what_a_deal_asks_is_answered_by_a_role_or_by_whoever_has_the_right() -> None:
    asked = ("approval/head", "approval/king", "exception/call", "dance")
    assert [SERVICES.answers_ask(one) for one in asked] == ["head", "", "exception", ""]
