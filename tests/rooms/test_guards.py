"""Conditions on the deal card: what it asks for, whom it offers the mend, and what the doors do."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.actions.test_guards import STRICT, audit, on_call
from tests.world import World
from voronka.actions import asks
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
