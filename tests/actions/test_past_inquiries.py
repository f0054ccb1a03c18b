"""Inquiries of the past come in as answered, closed or open; no clock of ours runs for them."""

import io
from datetime import timedelta

import pytest

from tests.actions.test_imports import brought, done
from tests.actions.test_past_payments import refused
from tests.world import World
from voronka.actions import entry, imports
from voronka.core.problems import NotFound
from voronka.queries import answering, rail
from voronka.queries import entry as inbox
from voronka.queries import imports as queries
from voronka.store import replay, values
from voronka.store.models import Contact, DealRow, EventRow, InquiryRow, OutsideId

pytestmark = [pytest.mark.both, pytest.mark.django_db]

HEAD = "Дата обращения;Дата ответа;Источник;Сообщение;Имя;Телефон;Ответственный;Вопросов об услугах;Статус;Сделка\n"
LINES = (
    "10.11.2026 10:00;10.11.2026 10:20;Телефон;Сколько стоит сайт?;Ирина Белова;+7 921 000-00-01;Анна Ким;2;;",
    "11.11.2026 10:00;;Маяк на крыше;Возьмёте на работу?;Олег Громов;+7 921 000-00-02;;;Вакансия;",
    "13.11.2026 10:00;;Телефон;Перезвоните;Ирина Белова;+7 921 000-00-01;;1;В работе;",
)


def file(world: World, *lines: str) -> int:
    text = HEAD + "\n".join(lines) + "\n"
    key = imports.begin_import(
        name="in.csv", content=io.BytesIO(text.encode()), by=world.head, at=world.later()
    )
    seen = queries.one(key, by=world.head, at=world.now)
    assert (seen.line.noun, seen.plan.closed_from) == ("inquiry", "past")
    return key


def test_inquiries_come_in_with_their_words_answers_and_what_became_of_them(world: World) -> None:
    found = done(world, file(world, *LINES))
    assert (found["taken"], found["open"], found["lost"]) == (3, 1, 2)
    first, second, third = InquiryRow.objects.order_by("pk")
    assert (first.status, first.as_what, first.channel, first.service_questions) == (
        "closed",
        "past",
        "phone",
        2,
    )
    assert first.answered_at is not None
    assert first.answered_at - first.received_at == timedelta(minutes=20)
    assert (first.owner_id, first.contact_id) == (world.manager.id, third.contact_id)
    assert (second.status, second.as_what) == ("closed", "vacancy")
    assert (third.status, third.answered_at) == ("open", None)
    assert Contact.objects.count() == 2
    card = inbox.inquiry_card(world.head, second.pk)
    assert "Маяк на крыше" in card.entries[-1].said
    assert inbox.inquiry_card(world.head, first.pk).entries[0].text == inbox.past_title()
    assert replay.differences() == []


def test_the_past_is_neither_late_nor_answered_here_and_waits_in_no_clock(world: World) -> None:
    done(world, file(world, *LINES))
    counts = answering.counted(values.latest(), world.now)["counts"]
    assert set(counts.values()) == {0}
    (waiting,) = inbox.inbox(world.head, shown="open").lines
    assert waiting.answer_by is None
    assert rail.counts(world.head, world.now).inquiries == 1
    assert not DealRow.objects.exists()


def test_an_inquiry_that_became_a_deal_leads_to_it_and_one_of_an_unknown_deal_says_so(world: World) -> None:
    done(world, brought(world, 2))
    outside = OutsideId.objects.filter(noun="deal").order_by("pk")[0]
    key = file(world, f"10.11.2026;;;Да;Ирина;;;;;{outside.outside}", "10.11.2026;;;Да;Олег;;;;;нет такой")
    found = done(world, key)
    assert (found["taken"], found["won"], found["refused"]) == (1, 1, 1)
    assert InquiryRow.objects.get().deal == outside.key
    assert refused(world, key) == {3: ("deal_unknown", "Сделка")}


def test_a_trial_of_inquiries_counts_what_became_of_them_and_writes_nothing(world: World) -> None:
    key = file(world, *LINES, "14.11.2026;10.11.2026;;Когда?;Кто;;;;;")
    done(world, key, "try")
    tried = queries.one(key, by=world.head, at=world.now).tried
    assert (tried["taken"], tried["open"], tried["lost"], tried["refused"]) == (3, 1, 2, 1)
    assert tried["refusals"][0]["problem"]["code"] == "answer_first"
    assert not InquiryRow.objects.exists()


def test_the_same_inquiries_come_once_and_go_whole_but_for_those_that_were_worked_on(world: World) -> None:
    key = file(world, *LINES)
    done(world, key)
    assert done(world, file(world, *LINES))["known"] == 3
    touched = InquiryRow.objects.get(status="open")
    entry.answer_inquiry(key=touched.pk, message="Перезвонили", by=world.head, at=world.later())
    gone = InquiryRow.objects.filter(as_what="vacancy").values_list("pk", flat=True)[0]
    found = done(world, key, "undo")
    assert found == {"gone": 3, "left": 2}  # two inquiries and a contact; the third with its contact
    assert set(InquiryRow.objects.exclude(pk=touched.pk).values_list("status", flat=True)) == {"undone"}
    assert [one.key for one in inbox.inbox(world.head, shown="closed").lines] == []
    with pytest.raises(NotFound):
        entry.note_inquiry(key=gone, note="?", by=world.head, at=world.later())
    assert EventRow.objects.filter(kind="inquiry.withdrawn").count() == 2
    assert replay.differences() == []
    again = done(world, file(world, *LINES))
    assert (again["taken"], again["known"]) == (2, 1)
