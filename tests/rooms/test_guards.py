"""Conditions on the deal card: what it asks for, whom it offers the mend, and what the doors do."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.actions.test_guards import LOOSE, STRICT, audit, on_call
from tests.world import World
from voronka.actions import asks
from voronka.queries.cycle import asked
from voronka.store import values

SCRIPT = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def strict(db: None) -> World:
    """A company whose passport asks for readings, approvals and waiting."""
    return World.found(STRICT)


def browser(world: World, word: str) -> Client:
    """The browser of one of the people."""
    client = Client()
    client.force_login(world.person(word), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def said(answer: Any) -> str:
    """The page as text."""
    return str(answer.content.decode())


def test_the_seller_reads_the_instruction_and_asks_for_the_approval(strict: World) -> None:
    key = on_call(strict)
    page = browser(strict, "manager")
    card = said(page.get(f"/cycle/deals/{key}"))
    assert f"/cycle/deals/{key}/do/instruction" in card
    assert f"/cycle/deals/{key}/do/approval?role=head" in card
    assert "Спросите о сроках" in said(page.get(f"/cycle/deals/{key}/do/instruction", **SCRIPT))
    assert page.post(f"/cycle/deals/{key}/do/instruction", **SCRIPT).status_code == 204
    asked = {"role": "head", "note": "Скидка 5 %"}
    assert page.post(f"/cycle/deals/{key}/do/approval", asked, **SCRIPT).status_code == 204
    card = said(page.get(f"/cycle/deals/{key}"))
    assert "do/instruction" not in card and "do/approval" not in card
    assert "Скидка 5 %" in card


def test_whoever_holds_the_role_approves_on_the_card(strict: World) -> None:
    key = on_call(strict)
    page = browser(strict, "head")
    assert f"/cycle/deals/{key}/do/approve?role=head" in said(page.get(f"/cycle/deals/{key}"))
    door = said(page.get(f"/cycle/deals/{key}/do/approve?role=head", **SCRIPT))
    assert "Руководитель продаж" in door and "Менеджер" not in door
    assert page.post(f"/cycle/deals/{key}/do/approve", {"role": "head"}, **SCRIPT).status_code == 204
    assert 'data-guard="approved"' not in said(page.get(f"/cycle/deals/{key}"))


def test_an_approval_by_somebody_else_is_refused_and_says_who_can(strict: World) -> None:
    key = on_call(strict)
    answer = browser(strict, "manager").post(f"/cycle/deals/{key}/do/approve", {"role": "head"}, **SCRIPT)
    assert answer.status_code == 422
    assert "Согласовать может только «Руководитель продаж»" in said(answer)


def test_a_payment_is_said_to_be_for_the_small_offer_where_there_is_one(strict: World, tmp_path: Any) -> None:
    key = strict.deal(owner=strict.manager.id)
    page = browser(strict, "head")
    door = f"/closing/deals/{key}/do/payment"
    assert 'value="audit"' in said(page.get(door, **SCRIPT))
    audit(strict, key)
    assert "За «Аудит»" in said(page.get(f"/cycle/deals/{key}"))
    assert values.deal(key).stage == "call"


def test_a_process_without_a_small_offer_does_not_ask_what_the_money_is_for(world: World) -> None:
    key = world.deal(owner=world.manager.id)
    assert 'name="offer"' not in said(
        browser(world, "head").get(f"/closing/deals/{key}/do/payment", **SCRIPT)
    )
    asks.acknowledge_instruction(key=key, by=world.head, at=world.later())


def test_a_refused_seller_asks_for_an_exception_with_one_click_and_the_head_grants_it(world: World) -> None:
    key = world.deal(owner=world.manager.id)
    seller, head = browser(world, "manager"), browser(world, "head")
    refused = said(seller.post(f"/cycle/deals/{key}/stage", {"to": "call"}, **SCRIPT))
    assert f"/cycle/deals/{key}/do/ask_exception" in refused
    assert seller.post(f"/cycle/deals/{key}/do/ask_exception", {"note": ""}, **SCRIPT).status_code == 204
    assert "do/ask_exception" not in said(seller.get(f"/cycle/deals/{key}"))
    assert "пропустить дальше как исключение" in said(head.get("/"))
    door = said(head.get(f"/cycle/deals/{key}/do/exception", **SCRIPT))
    assert "Бриф не заполнен" in door
    assert head.post(f"/cycle/deals/{key}/do/exception", {"reason": ""}, **SCRIPT).status_code == 422
    assert head.post(f"/cycle/deals/{key}/do/exception", {"reason": "Уезжает"}, **SCRIPT).status_code == 204
    card = said(seller.get(f"/cycle/deals/{key}"))
    assert "Исключение:" in card and "Уезжает" in card
    proof = said(head.get("/passport/cycle"))
    assert "Исключения разрешали:" in proof and "Илья Ремнёв" in proof
    listed = said(head.get(f"/cycle/list?figure=granted.p{world.head.id}"))
    assert f"/cycle/deals/{key}" in listed
    assert f"/cycle/deals/{key}" in said(head.get("/cycle/list?figure=passed.brief_filled"))


def test_a_warned_seller_is_told_what_was_counted_and_an_observed_rule_stays_unseen(db: None) -> None:
    loose = World.found(LOOSE)
    key = loose.deal(owner=loose.manager.id, amount=100)
    page = browser(loose, "manager")
    card = said(page.get(f"/cycle/deals/{key}"))
    assert 'data-guard="brief_filled"' in card and 'data-guard="next_step_set"' not in card
    assert "Сразу: Договор" in card
    told = page.post(f"/cycle/deals/{key}/stage", {"to": "contract"}, **SCRIPT)
    assert "Засчитано: Бриф не заполнен." in json.loads(told.headers["HX-Trigger"])["voronka:done"]["toast"]
    card = said(page.get(f"/cycle/deals/{key}"))
    assert "Пропущена стадия:" in card and "пропущена" in card
    proof = said(browser(loose, "head").get("/passport/cycle"))
    assert "Можно пропустить, когда" in proof and "Только наблюдали" in proof


def test_what_others_are_asked_hides_nothing_that_one_is_asked_oneself(world: World) -> None:
    for by in [world.other_manager] * (asked.MOST + 1) + [world.manager]:
        key = world.deal(by=by)
        asks.ask_approval(key=key, role="manager", by=by, at=world.later())
    found = asked.asked(world.manager, values.latest(), world.later())
    assert [one.card.key for one in found] == [key]
    assert len(asked.asked(world.other_manager, values.latest(), world.now)) == asked.MOST
    assert asked.asked(world.curator, values.latest(), world.now) == ()


def test_what_is_seen_from_the_deal_itself_is_a_fact_and_no_box_to_tick(world: World) -> None:
    key = world.deal(owner=world.manager.id, amount=100)
    page = browser(world, "manager")
    card = said(page.get(f"/cycle/deals/{key}"))
    assert "Бриф не заполнен." in card and "Бриф заполнен." not in card
    facts = card[card.index("Условия: видно по самой сделке") :]
    facts = facts[: facts.index("</ul>")]
    assert 'aria-label="не выполнено"' in facts and "box" not in facts and "checkbox" not in facts
    page.post(f"/cycle/deals/{key}/do/brief", {"note": "Сайт и реклама"}, **SCRIPT)
    card = said(page.get(f"/cycle/deals/{key}"))
    assert 'aria-label="выполнено"' in card and "Бриф заполнен." in card and "Бриф не заполнен." not in card
