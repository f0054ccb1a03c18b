"""The company's own fields: every kind is read the same at every door, kept as a fact, and asked by conditions."""

from pathlib import Path

import pytest

from tests.world import World
from voronka.actions import clients, cycle, entry
from voronka.core import events as e
from voronka.core.problems import Invalid
from voronka.queries.clients import company_card, contact_card
from voronka.queries.cycle.card import deal_card
from voronka.queries.entry import inquiry_card
from voronka.store import log, values
from voronka.store.models import Text

OWN = (Path(__file__).parent.parent / "samples/own_fields.yaml").read_text(encoding="utf-8")


@pytest.fixture
def own(db: None) -> World:
    """A company whose deals, inquiries and clients have fields of its own."""
    return World.found(OWN)


def put(world: World, key: int, field: str, value: str) -> None:
    outcome = cycle.set_field(key=key, field=field, value=value, by=world.manager, at=world.later())
    assert outcome.done


def test_every_kind_is_kept_and_shown_as_people_read_it(own: World) -> None:
    key = own.deal()
    typed = {
        "site": "romashka.ru",
        "goal": "Больше\nзаявок",
        "budget": "120 000",
        "pages": "12,5",
        "due": "30.11.2026",
        "urgent": "да",
        "size": "Большой",
        "parts": "ads,text",
        "mobile": "8 921 000-00-00",
        "letter": "Bill@Example.org",
    }
    for field, value in typed.items():
        put(own, key, field, value)
    shown = {line.field.id: line.value for line in deal_card(own.manager, key, own.now).fields}
    assert shown == {
        "site": "https://romashka.ru",
        "goal": "Больше\nзаявок",
        "budget": "120\u00a0000\u00a0₽",
        "pages": "12,5",
        "due": "30 ноября 2026",
        "urgent": "да",
        "size": "Большой",
        "parts": "Тексты, Реклама",
        "mobile": "+7\u00a0921\u00a0000-00-00",
        "letter": "bill@example.org",
    }


def test_free_words_are_rows_that_can_be_erased_and_the_log_only_refers_to_them(own: World) -> None:
    key = own.deal()
    put(own, key, "letter", "bill@example.org")
    put(own, key, "budget", "50 000")
    *_, letter, budget = [fact.event for fact in log.stream(f"deal:{key}")]
    assert isinstance(letter, e.DealFieldSet) and letter.value is None
    assert Text.objects.get(pk=letter.text).body == "bill@example.org"
    assert budget == e.DealFieldSet("budget", value="5000000")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("budget", "много", "amount_unreadable"),
        ("pages", "пять", "number_unreadable"),
        ("due", "скоро", "date_unreadable"),
        ("urgent", "наверное", "yes_no_unreadable"),
        ("size", "средний", "unknown_choice"),
        ("mobile", "спросить", "phone_unreadable"),
        ("letter", "нет", "email_unreadable"),
        ("site", "javascript:alert(1)", "link_unreadable"),
        ("site", "", "required"),
    ],
)
def test_what_a_kind_can_not_hold_is_refused_at_its_field(
    own: World, field: str, value: str, code: str
) -> None:
    key = own.deal()
    with pytest.raises(Invalid) as wrong:
        cycle.set_field(key=key, field=field, value=value, by=own.manager, at=own.later())
    assert [(one.field, one.code) for one in wrong.value.problems] == [(field, code)]
    assert values.deal(key).values == {} and values.deal(key).fields == {}


def test_a_field_can_be_emptied_and_a_condition_asks_what_it_holds(own: World) -> None:
    key = own.deal_at("call")
    cycle.log_evidence(key=key, what="call", note="Говорили", by=own.manager, at=own.later())
    for budget, let in (("", False), ("49 999", False), ("50 000", True)):
        put(own, key, "budget", budget)
        moved = cycle.move_deal(key=key, to="contract", by=own.manager, at=own.later())
        assert moved.done is let
        if not let:
            assert [(one.guard, one.door) for one in moved.refused] == [("expression", "fields")]


def received(world: World, **told: object) -> int:
    outcome = entry.receive_inquiry(
        channel="phone",
        name="Ирина",
        by=world.support,
        at=world.later(),
        **told,  # type: ignore[arg-type]
    )
    assert outcome.noun == "inquiry"
    return outcome.key


def test_an_inquirys_own_fields_are_told_with_it_and_later(own: World) -> None:
    key = received(own, fields={"budget": "70 000"})
    entry.fill_inquiry(key=key, fields={"source": "Соседи", "urgent": "да"}, by=own.support, at=own.later())
    found = values.inquiry(key)
    assert found.values == {"budget": "7000000", "urgent": "yes"}
    assert Text.objects.get(pk=found.fields["source"]).body == "Соседи"
    card = inquiry_card(own.support, key)
    assert [line.value for line in card.fields] == ["70\u00a0000\u00a0₽", "Соседи", "да"]
    entry.fill_inquiry(key=key, fields={"source": "", "urgent": "да"}, by=own.support, at=own.later())
    assert values.inquiry(key).fields == {}
    assert [fact.event.kind for fact in log.stream(f"inquiry:{key}")].count("inquiry.field_set") == 4


def test_everything_that_is_wrong_with_an_inquirys_fields_is_said_at_once(own: World) -> None:
    key = received(own)
    given = {"budget": "много", "urgent": "может", "sourse": "Соседи"}
    with pytest.raises(Invalid) as wrong:
        entry.fill_inquiry(key=key, fields=given, by=own.support, at=own.later())
    assert {(one.field, one.code) for one in wrong.value.problems} == {
        ("budget", "amount_unreadable"),
        ("urgent", "yes_no_unreadable"),
        ("sourse", "unknown_choice"),
    }
    assert values.inquiry(key).values == {}


def test_what_an_inquiry_told_goes_on_with_the_deal(own: World) -> None:
    key = received(own, fields={"budget": "70 000", "source": "Соседи"})
    opened = entry.promote_inquiry(key=key, by=own.head, at=own.later())
    assert values.deal(opened.key).values == {"budget": "7000000"}, "the deal has no field “source”"


def test_the_entry_rule_may_ask_an_inquirys_own_fields(db: None) -> None:
    rule = "inquiry.fields.budget >= rub(50000) || inquiry.fields.urgent"
    own = World.found(OWN.replace("lead_when: inquiry.brief_filled", f"lead_when: {rule}"))
    key = received(own, fields={"budget": "49 999"})
    filled = entry.fill_inquiry(key=key, fields={"urgent": "да"}, by=own.support, at=own.later())
    assert (filled.noun, filled.kinds) == ("deal", ("deal.opened", "inquiry.closed"))


def test_a_clients_own_fields_are_kept_beside_what_is_known(own: World) -> None:
    told = {"by": own.support, "at": own.later()}
    company = clients.save_company(name="Ромашка", fields={"size": "Большой", "since": "1.2.2020"}, **told)
    contact = clients.save_contact(
        name="Ирина", company=company, fields={"second_phone": "8 921 000-00-00"}, **told
    )
    clients.save_company(key=company, name="Ромашка и Ко", **told)
    clients.save_company(key=company, name="Ромашка и Ко", fields={"since": ""}, **told)
    card = company_card(own.support, company, own.now)
    assert [(line.field.id, line.value) for line in card.fields] == [("size", "Большой"), ("since", "")]
    person = contact_card(own.support, contact, own.now)
    assert [line.value for line in person.fields] == ["", "+7\u00a0921\u00a0000-00-00"]
    with pytest.raises(Invalid) as wrong:
        clients.save_company(key=company, name="Ромашка", fields={"size": "", "since": "вчера"}, **told)
    assert [(one.field, one.code) for one in wrong.value.problems] == [
        ("size", "required"),
        ("since", "date_unreadable"),
    ]
