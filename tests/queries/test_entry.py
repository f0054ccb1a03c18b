"""The inbox: what the entry rule says in words, who sees what, and how it is paged."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from tests.world import SERVICES, World
from voronka.actions import entry as verbs
from voronka.core.access import Actor
from voronka.core.entry import Inquiry
from voronka.core.problems import Invalid, NotAllowed, NotFound
from voronka.core.process import Span
from voronka.core.workdays import Calendar
from voronka.queries import entry
from voronka.queries.entry_clock import Clock, clock

RULE = replace(
    SERVICES,
    entry=replace(SERVICES.entry, lead_when="inquiry.brief_filled || inquiry.service_questions >= 3"),
)


def receive(world: World, *, by: Actor | None = None, **told: object) -> int:
    """An inquiry by telephone."""
    told = {"channel": "phone", "name": "Ирина", **told}
    return verbs.receive_inquiry(by=by or world.manager, at=world.later(), **told).key  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "brief", "says"),
    [
        (2, False, "Not a lead yet: 2 of 3 questions about services, the brief is not filled."),
        (0, True, "A lead by the entry rule: the brief is filled."),
        (3, False, "A lead by the entry rule: 3 questions about services."),
        (4, True, "A lead by the entry rule: the brief is filled, 4 questions about services."),
    ],
)
def test_the_entry_rule_is_explained_in_words(world: World, asked: int, brief: bool, says: str) -> None:
    inquiry = Inquiry(1, 1, "services", "phone", world.now, service_questions=asked, brief_filled=brief)
    with translation.override("en"):
        assert entry.rule(RULE, inquiry).says == says


def test_a_rule_that_no_question_and_no_brief_can_meet_is_only_named(world: World) -> None:
    never = replace(RULE, entry=replace(RULE.entry, lead_when='inquiry.channel == "vk"'))
    with translation.override("en"):
        told = entry.rule(never, Inquiry(1, 1, "services", "phone", world.now))
    assert (told.lead, told.says) == (False, "Not a lead by the entry rule.")


def test_the_inbox_shows_the_newest_first_with_the_last_words(world: World) -> None:
    older = receive(world, message="Сколько стоит сайт?")
    newer = receive(world, name="Пётр", message="Добрый день")
    verbs.add_message(key=older, message="Вы ещё работаете?", by=world.manager, at=world.later())
    lines = entry.inbox(world.head).lines
    assert [line.key for line in lines] == [newer, older]
    assert lines[1].message == "Вы ещё работаете?"
    assert lines[1].messages == 2


def test_an_answer_is_late_after_the_promised_time_of_work(world: World) -> None:
    key = receive(world)
    line = entry.inbox(world.head).lines[0]
    assert not line.late(world.now + timedelta(minutes=29))
    assert line.late(world.now + timedelta(minutes=31))
    verbs.answer_inquiry(key=key, by=world.manager, at=world.now + timedelta(minutes=10))
    assert not entry.inbox(world.head).lines[0].late(world.now + timedelta(days=1))


def test_a_page_goes_on_where_the_last_one_ended(world: World) -> None:
    keys = [receive(world, name=f"Человек {n}") for n in range(5)]
    first = entry.inbox(world.head, page_size=2)
    second = entry.inbox(world.head, more=first.more, page_size=2)
    third = entry.inbox(world.head, more=second.more, page_size=2)
    shown = [line.key for page in (first, second, third) for line in page.lines]
    assert shown == keys[::-1]
    assert third.more == ""
    assert first.count == 5


def test_a_foreign_place_in_the_list_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        entry.inbox(world.head, more="../../etc")


def test_a_manager_sees_their_own_inquiries_and_those_that_nobody_has(world: World) -> None:
    mine = receive(world)
    free = receive(world, by=world.support)
    foreign = receive(world, by=world.other_manager)
    assert {line.key for line in entry.inbox(world.manager).lines} == {mine, free}
    with pytest.raises(NotFound):
        entry.inquiry_card(world.manager, foreign)
    assert entry.inquiry_card(world.head, foreign).line.owner_name == "Олег Бут"


@pytest.mark.parametrize("who", ["curator", "accountant"])
def test_inquiries_are_not_for_those_who_have_no_business_with_them(world: World, who: str) -> None:
    key = receive(world)
    with pytest.raises(NotAllowed):
        entry.inbox(getattr(world, who))
    with pytest.raises(NotAllowed):
        entry.inquiry_card(getattr(world, who), key)


def test_the_history_of_an_inquiry_says_what_was_said_and_by_whom(world: World) -> None:
    key = receive(world, message="Нужен сайт")
    verbs.close_inquiry(key=key, as_what="vacancy", note="Ищет работу", by=world.support, at=world.later())
    with translation.override("en"):
        told = entry.inquiry_card(world.head, key).entries
    assert [(one.text, one.said, one.by) for one in told] == [
        ("Not a lead: Вакансия.", "Ищет работу", "Юлия Цой"),
        ("Turned to us: Телефон.", "Нужен сайт", "Анна Ким"),
    ]


def test_a_closed_inquiry_leaves_the_open_ones(world: World) -> None:
    lead = receive(world)
    verbs.fill_brief(key=lead, by=world.manager, at=world.later())
    assert entry.inbox(world.head).lines == ()
    closed = entry.inbox(world.head, shown="closed").lines[0]
    assert closed.as_what == "lead"
    assert closed.deal is not None


# The answer is promised within thirty minutes of work, which lasts from nine to six in Moscow.
@pytest.mark.parametrize(
    ("asked", "now", "state", "says"),
    [
        ("16 10:00", "16 10:05", "running", "answer within 25 working minutes"),
        ("16 17:50", "17 08:00", "running", "answer within 20 working minutes"),
        ("16 10:00", "16 11:15", "late", "the answer is 45 working minutes late"),
        ("16 10:00", "16 14:00", "late", "the answer is 4 working hours late"),
        ("16 17:00", "17 09:05", "late", "the answer is 35 working minutes late"),
        # From Friday evening to Monday morning it is late by an hour of work and not by three days.
        ("20 16:30", "23 09:00", "late", "the answer is 60 working minutes late"),
        ("16 10:00", "19 12:00", "late", "the answer is 3 working days late"),
        ("20 17:30", "21 12:00", "late", "the answer is late"),
    ],
)
@pytest.mark.django_db
def test_how_late_an_answer_is_counts_the_time_in_which_it_was_promised(
    asked: str, now: str, state: str, says: str
) -> None:
    begun, at = (datetime.strptime(f"2026-11-{one} +0300", "%Y-%m-%d %H:%M %z") for one in (asked, now))
    due = Calendar(ZoneInfo("Europe/Moscow")).after(begun, Span(30, "m"))
    line = entry.Line(
        key=1, seq=1, name="", contact=None, phone="", email="", company=None, company_name="", channel="",
        received_at=begun, answered_at=None, answer_by=due, message="", messages=1, status="open", as_what="",
        as_what_title="", deal=None, owner_name="", brief_filled=False, rule=entry.Rule(False, ""),
    )  # fmt: skip
    with translation.override("en"):
        assert clock(line, at) == Clock(state, says)  # type: ignore[arg-type]


def test_only_the_answer_that_closed_an_inquiry_is_to_be_sent(world: World) -> None:
    told = {"as_what": "vacancy", "by": world.manager}
    answered, parting, both, silent = (receive(world) for _ in range(4))
    for key in (answered, both):
        verbs.answer_inquiry(key=key, message="Расскажем завтра.", by=world.manager, at=world.later())
    for key, said in ((answered, ""), (parting, "Не ищем."), (both, "Не ищем."), (silent, "")):
        verbs.close_inquiry(key=key, answer=said, at=world.later(), **told)  # type: ignore[arg-type]
    cards = [entry.inquiry_card(world.head, key).parting for key in (answered, parting, both, silent)]
    assert cards == ["", "Не ищем.", "Не ищем.", ""]
