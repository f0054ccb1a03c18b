"""The entry point: an inquiry as its facts tell it, and the deal that begins with it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.world import MONDAY, SERVICES
from voronka.core import entry
from voronka.core import events as e
from voronka.core.deal import Stamp
from voronka.core.entry import Inquiry
from voronka.core.process import Process


def told(*events: e.Event) -> Any:
    """An inquiry by phone, then these facts, a minute apart."""
    whole = (e.InquiryReceived("services", "phone", contact=4, service_questions=1, owner=3), *events)
    stamps = [Stamp(place, MONDAY + timedelta(minutes=place - 1), "person:3") for place in range(1, 10)]
    return entry.fold_inquiry(zip(whole, stamps, strict=False), 9)


def test_an_inquiry_is_the_fold_of_its_facts() -> None:
    assert told() == Inquiry(9, 1, "services", "phone", MONDAY, contact=4, service_questions=1, owner=3)
    asked = told(e.InquiryMessageAdded(5, 2), e.BriefFilled(), e.InquiryClosed("lead", 41))
    assert (asked.messages, asked.service_questions, asked.brief_filled) == (2, 3, True)
    assert (asked.status, asked.as_what, asked.deal, asked.seq) == ("closed", "lead", 41, 4)


def test_the_first_answer_is_the_one_that_counts() -> None:
    twice = told(e.InquiryAnswered(), e.InquiryAnswered(7))
    assert (twice.answered_at, twice.seq) == (MONDAY + timedelta(minutes=1), 3)


def test_a_story_that_begins_in_the_middle_or_is_about_something_else_is_refused() -> None:
    assert entry.fold_inquiry([], 9) is None
    with pytest.raises(ValueError, match="does not begin"):
        entry.fold_inquiry([(e.BriefFilled(), Stamp(1, MONDAY, "system"))], 9)
    with pytest.raises(ValueError, match="no fact of an inquiry"):
        told(e.CallLogged())


def test_the_passport_decides_what_a_lead_is() -> None:
    heard = []

    def rule(text: str, inquiry: Inquiry, process: Process) -> bool:
        heard.append((text, inquiry.key))
        return inquiry.service_questions >= 3

    assert not entry.is_lead(SERVICES, told(), rule)
    assert entry.is_lead(SERVICES, told(e.InquiryMessageAdded(None, 2)), rule)
    assert heard == [("inquiry.brief_filled", 9)] * 2


def test_a_deal_takes_over_what_the_inquiry_knows() -> None:
    opened = entry.open_deal(SERVICES, inquiry=told(e.BriefFilled()), company=8)
    assert opened == e.DealOpened(
        "services",
        1,
        "brief",
        "RUB",
        owner=3,
        inquiry=9,
        company=8,
        contact=4,
        channel="phone",
        brief_filled=True,
    )
    other = entry.open_deal(SERVICES, inquiry=told(), owner=5, contact=6, lead=False)
    assert (other.owner, other.contact, other.early) == (5, 6, True)


def test_a_deal_without_an_inquiry_is_what_was_said() -> None:
    opened = entry.open_deal(SERVICES, amount=500, channel="phone")
    assert (opened.amount, opened.channel, opened.owner, opened.inquiry) == (500, "phone", None, None)


def test_an_inquiry_is_closed_as_one_of_the_things_that_the_passport_names() -> None:
    assert entry.close(SERVICES, "spam", 5).events == (e.InquiryClosed("spam", None, 5),)
    unknown = entry.close(SERVICES, "mood", None)
    assert [one.guard for one in unknown.refused] == ["not_a_lead_known"]
    assert unknown.refused[0].data == {"have": "mood", "titles": ["Вакансия", "Спам"]}
    assert unknown.events == (e.InquiryChangeRefused("close", (unknown.refused[0].as_data(),)),)


def test_a_refused_attempt_is_told_by_the_inquiry_and_changes_nothing() -> None:
    closed = told(e.InquiryClosed("lead", 41))
    decision = entry.refuse_closed("message", closed)
    assert decision.refused[0].data == {"have": "lead", "deal": 41}
    assert told(e.InquiryClosed("lead", 41), *decision.events) == replace(closed, seq=3)
