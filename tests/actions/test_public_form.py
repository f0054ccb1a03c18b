"""The public form in actions: what becomes of what is sent, what is held back, and to what people agreed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.at_once import at_once
from tests.world import PASSPORT, World
from voronka.actions import entry, passport, public_form, sending
from voronka.actions.change import Outcome
from voronka.actions.sending import Filled
from voronka.core.access import SYSTEM, VISITOR
from voronka.core.problems import Invalid, NotAllowed, NotFound, RequestReused
from voronka.core.sieve import MOST_AN_HOUR, REFUSED_AN_HOUR
from voronka.queries import entry as queries
from voronka.store import log, values
from voronka.store.models import Consent, DealRow, InquiryRow, Origin, Submission, Text

IRINA = Filled(name="Ирина Соколова", phone="8 921 000-00-17", message="Сколько стоит сайт?", consent=1)
BRIEF = """
  questions:
    - {id: task, title: Какая задача?, required: true}
    - {id: budget, title: Бюджет, kind: money}
"""


def open_form(world: World, **told: Any) -> None:
    """The form of the story, open, with its first text of consent."""
    public_form.write_consent(process="services", body="Согласен.", by=world.head, at=world.later())
    public_form.change_form(process="services", is_on=True, **told, by=world.head, at=world.later())


def with_brief(world: World) -> None:
    """A passport that asks two questions of the brief."""
    text = PASSPORT.replace("  fields:\n    - {id: source", BRIEF + "  fields:\n    - {id: source", 1)
    passport.publish(text=text, by=SYSTEM, at=world.later(), door="cli")


def send(world: World, filled: Filled = IRINA, **told: Any) -> Outcome:
    """Sent by somebody who took a minute for it."""
    at = world.later()
    asked = {"process": "services", "sender": "a", "opened_at": at - timedelta(minutes=1), **told}
    return sending.send_form(filled=filled, by=VISITOR, at=at, **asked)


def wrong(problem: Invalid) -> dict[str, str]:
    return {one.field: one.code for one in problem.problems}


def test_what_is_sent_is_an_inquiry_with_its_consent_and_its_origin(world: World) -> None:
    open_form(world)
    origin = {"source": "vk", "campaign": "осень", "referrer": "https://les.example/", "unknown": "x"}
    told = send(world, replace(IRINA, origin=origin, asked=("site", "nothing"), fields={"source": "Пётр"}))
    row = InquiryRow.objects.get(pk=told.key)
    assert (told.noun, row.channel, row.status, row.owner) == ("inquiry", "site_form", "open", None)
    assert row.contact is not None and row.contact.phone == "+79210000017"
    known = values.inquiry(told.key)
    assert (dict(known.interest), known.service_questions) == ({"site": 1}, 1)
    assert Text.objects.get(pk=known.fields["source"]).body == "Пётр"
    consent = Consent.objects.get(inquiry=told.key)
    assert (consent.text.number, consent.purpose, consent.given_at) == (1, "inquiry", world.now)
    kept = Origin.objects.get(inquiry=told.key)
    assert (kept.source, kept.campaign, kept.referrer) == ("vk", "осень", "https://les.example/")


def test_no_fact_tells_who_it_was_or_what_they_wrote(world: World) -> None:
    open_form(world)
    key = send(world, replace(IRINA, origin={"term": "мария"})).key
    said = " ".join(str(one.event.as_data()) for one in log.stream(f"inquiry:{key}"))
    assert not [word for word in ("Ирина", "921", "сайт", "мария") if word in said]


def test_answered_questions_fill_the_brief_and_the_rule_opens_the_deal(world: World) -> None:
    with_brief(world)
    open_form(world)
    told = send(world, replace(IRINA, answers={"task": "Сайт пекарни", "budget": "90 000"}))
    assert (told.noun, DealRow.objects.get(pk=told.key).early) == ("deal", False)
    key = DealRow.objects.get(pk=told.key).inquiry
    said = [one.event.as_data().get("text") for one in log.stream(f"inquiry:{key}")]
    bodies = list(Text.objects.filter(pk__in=[one for one in said if one]).values_list("body", flat=True))
    assert "Какая задача? Сайт пекарни\nБюджет: 90 000" in bodies


def test_a_brief_where_nothing_must_be_answered_is_filled_by_all_answers_and_else_a_message(
    world: World,
) -> None:
    text = PASSPORT.replace(
        "  fields:\n    - {id: source",
        BRIEF.replace(", required: true", "") + "  fields:\n    - {id: source",
        1,
    )
    passport.publish(text=text, by=SYSTEM, at=world.later(), door="cli")
    open_form(world)
    told = send(world, replace(IRINA, answers={"task": "Сайт пекарни"}))
    assert (told.noun, values.inquiry(told.key).brief_filled) == ("inquiry", False)
    said = queries.inquiry_card(world.head, told.key).line.message
    assert said == "Сколько стоит сайт?\n\nКакая задача? Сайт пекарни"
    assert send(world, replace(IRINA, answers={"task": "Сайт", "budget": "9"})).noun == "deal"


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_kept(world: World) -> None:
    with_brief(world)
    open_form(world)
    bad = Filled(name="ы" * 400, email="нет", answers={"budget": "много"}, message="ы" * 10_000)
    with pytest.raises(Invalid) as found:
        send(world, bad)
    assert wrong(found.value) == {
        "name": "too_long",
        "message": "too_long",
        "email": "email_unreadable",
        "question-task": "required",
        "question-budget": "amount_unreadable",
        "consent": "consent_needed",
    }
    assert not Submission.objects.exists() and not InquiryRow.objects.exists()


def test_whoever_can_not_be_reached_is_asked_for_a_way(world: World) -> None:
    open_form(world)
    with pytest.raises(Invalid) as found:
        send(world, Filled(name="Ирина", consent=1))
    assert wrong(found.value) == {"phone": "reach_needed"}
    with pytest.raises(Invalid) as found:
        send(world, Filled(phone="звоните", consent=1))
    assert wrong(found.value) == {"phone": "phone_unreadable"}


def test_who_read_an_older_consent_is_asked_to_read_the_new_one(world: World) -> None:
    open_form(world)
    assert (
        public_form.write_consent(process="services", body="Согласен.", by=world.head, at=world.later()) == 1
    )
    assert public_form.write_consent(process="services", body="Иначе.", by=world.head, at=world.later()) == 2
    with pytest.raises(Invalid) as found:
        send(world)
    assert wrong(found.value) == {"consent": "consent_changed"}
    assert send(world, replace(IRINA, consent=2)).noun == "inquiry"


def test_a_second_message_goes_to_the_open_inquiry(world: World) -> None:
    open_form(world)
    first = send(world)
    again = send(world, replace(IRINA, name="ирина", message="И ещё логотип", asked=("audit",)))
    assert (again.noun, again.key, again.kinds) == ("inquiry", first.key, ())
    known = values.inquiry(first.key)
    assert (known.messages, dict(known.interest)) == (2, {"audit": 1})
    assert InquiryRow.objects.count() == 1 and Consent.objects.filter(inquiry=first.key).count() == 2


def test_two_people_with_one_telephone_have_two_conversations(world: World) -> None:
    open_form(world)
    irina, peter = send(world).key, send(world, replace(IRINA, name="Пётр Лис")).key
    assert irina != peter
    assert send(world, replace(IRINA, name="петр лис", message="Ещё")).key == peter
    assert send(world, replace(IRINA, message="Ещё раз")).key == irina
    assert InquiryRow.objects.count() == 2


def test_who_has_an_open_deal_writes_to_it(world: World) -> None:
    open_form(world)
    inquiry = send(world)
    deal = entry.promote_inquiry(key=inquiry.key, by=world.manager, at=world.later()).key
    told = send(world, replace(IRINA, message="Когда начнём?"))
    assert (told.noun, told.key, told.kinds) == ("deal", deal, ("message.received",))
    assert values.deal(deal).heard_at == world.now, "who writes is silent no more"
    assert InquiryRow.objects.count() == 1 and Consent.objects.filter(deal=deal).count() == 1


def test_a_repeated_request_changes_nothing_and_another_one_under_its_name_is_refused(world: World) -> None:
    open_form(world)
    first, again = send(world, request="r1"), send(world, request="r1")
    assert (again.key, again.repeated) == (first.key, True)
    assert InquiryRow.objects.count() == 1 and values.inquiry(first.key).messages == 1
    with pytest.raises(RequestReused):
        send(world, replace(IRINA, message="Иное"), request="r1")


def test_a_closed_form_takes_nothing_and_only_visitors_send(world: World) -> None:
    with pytest.raises(NotFound):
        send(world)
    open_form(world)
    public_form.change_form(process="services", is_on=False, by=world.head, at=world.later())
    for process in ("services", "nowhere", "x" * 200):
        with pytest.raises(NotFound):
            send(world, process=process)
    with pytest.raises(NotAllowed):
        sending.send_form(
            process="services", filled=IRINA, sender="a", opened_at=world.now, by=world.head, at=world.now
        )


def test_what_may_be_no_person_s_is_held_back_and_let_in_with_its_own_moment(world: World) -> None:
    open_form(world)
    told = send(world, trap=True)
    assert (told.noun, told.status) == ("submission", "held")
    assert not InquiryRow.objects.exists()
    sent_at = world.now
    world.later(hours=3)
    taken = sending.let_in(key=told.key, by=world.manager, at=world.now)
    row = InquiryRow.objects.get(pk=taken.key)
    assert (row.received_at, row.owner_id) == (sent_at, world.manager.id)
    assert [one.event.kind for one in log.stream(f"inquiry:{row.pk}")] == [
        "inquiry.received",
        "inquiry.let_in",
    ]
    assert Consent.objects.get(inquiry=row.pk).given_at == sent_at
    kept = Submission.objects.get(pk=told.key)
    assert (kept.state, kept.data, kept.key) == ("let_in", None, row.pk)
    with pytest.raises(NotFound):
        sending.let_in(key=told.key, by=world.manager, at=world.later())


def test_what_is_thrown_away_is_erased_and_that_it_came_stays(world: World) -> None:
    open_form(world)
    texts = Text.objects.count()
    key = send(world, trap=True).key
    sending.throw_away(key=key, by=world.support, at=world.later())
    kept = Submission.objects.get(pk=key)
    assert (kept.state, kept.data, Text.objects.count()) == ("thrown", None, texts)
    assert kept.decided_by == world.support.label


def test_thousands_from_one_address_are_held_and_then_told_to_wait(world: World) -> None:
    open_form(world)
    states = []
    for number in range(REFUSED_AN_HOUR + 3):
        filled = replace(IRINA, phone=f"+7921000{number:04}", message=f"Письмо {number}")
        at = world.later(seconds=1)
        try:
            told = sending.send_form(
                process="services",
                filled=filled,
                sender="one",
                opened_at=at - timedelta(minutes=1),
                by=VISITOR,
                at=at,
            )
        except Invalid as problem:
            states.append(wrong(problem)[""])
        else:
            states.append(told.status)
    assert states[:MOST_AN_HOUR] == ["open"] * MOST_AN_HOUR
    assert states[MOST_AN_HOUR:REFUSED_AN_HOUR] == ["held"] * (REFUSED_AN_HOUR - MOST_AN_HOUR)
    assert states[REFUSED_AN_HOUR:] == ["too_often"] * 3
    assert send(world, sender="another").status == "open"


def test_the_same_words_from_many_addresses_are_held_from_the_third_on(world: World) -> None:
    open_form(world)
    states = [
        send(world, replace(IRINA, phone=f"+792100000{n:02}", name=""), sender=f"s{n}").status
        for n in range(4)
    ]
    assert states == ["open", "open", "held", "held"]


def test_a_form_is_opened_only_with_a_consent_and_says_what_it_can_not_read(world: World) -> None:
    with pytest.raises(Invalid) as found:
        public_form.change_form(process="services", is_on=True, by=world.head, at=world.now)
    assert wrong(found.value) == {"is_on": "form_no_consent"}
    for told in ({"hosts": "javascript:alert(1)"}, {"hosts": "https://a.example/path"}, {"channel": "moon"}):
        with pytest.raises(Invalid):
            public_form.change_form(process="services", **told, by=world.head, at=world.now)  # type: ignore[arg-type]


def test_a_ready_answer_is_of_what_the_passport_names(world: World) -> None:
    told = {"process": "services", "by": world.head, "at": world.now}
    public_form.write_ready_answer(as_what="spam", body="Спасибо, нет.", **told)  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        public_form.write_ready_answer(as_what="moon", body="Нет", **told)  # type: ignore[arg-type]


def test_what_was_held_back_is_let_in_by_the_passport_of_today(world: World) -> None:
    open_form(world)
    key = send(world, replace(IRINA, fields={"source": "Пётр"}), trap=True).key
    text = PASSPORT.replace(
        "{id: source, title: Кто посоветовал}", "{id: budget, title: Бюджет, kind: money}"
    )
    text = text.replace("    - {id: site_form, title: Форма на сайте}\n", "")
    passport.publish(text=text, by=SYSTEM, at=world.later(), door="cli")
    taken = sending.let_in(key=key, by=world.support, at=world.later())
    card = queries.inquiry_card(world.head, taken.key)
    assert (card.line.channel, card.line.message) == ("Телефон", "Сколько стоит сайт?\n\nПётр")


def test_senders_are_forgotten_after_two_days_and_what_is_decided_after_ninety(world: World) -> None:
    open_form(world)
    send(world)
    held, thrown = send(world, trap=True).key, send(world, trap=True, sender="b").key
    sending.throw_away(key=thrown, by=world.support, at=world.later())
    assert sending.forget(world.later(days=1)) == 0
    assert not Submission.objects.filter(sender="").exists()
    assert sending.forget(world.later(days=2)) == 0
    assert not Submission.objects.exclude(sender="").exists()
    assert sending.forget(world.later(days=90)) == 2
    assert [one.pk for one in Submission.objects.all()] == [held]


@pytest.mark.django_db(transaction=True)
def test_one_page_sent_twice_at_one_moment_is_one_inquiry() -> None:
    world = World.found()
    open_form(world)
    at = world.later()
    told = {"process": "services", "sender": "a", "opened_at": at - timedelta(minutes=1), "request": "r1"}
    ends = at_once(*[lambda: sending.send_form(filled=IRINA, by=VISITOR, at=at, **told)] * 4)  # type: ignore[arg-type]
    assert {getattr(one, "key", one) for one in ends} == {InquiryRow.objects.get().pk}
    assert values.inquiry(InquiryRow.objects.get().pk).messages == 1
