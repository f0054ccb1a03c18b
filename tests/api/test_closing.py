"""Money and hand-over through the API."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.api.conftest import Program
from tests.world import PRICE, World

Programs = Callable[..., Program]


def today(days: int = 0) -> str:
    return (timezone.now() + timedelta(days=days)).date().isoformat()


def pay(program: Program, key: int, amount: int = PRICE, **more: Any) -> Any:
    proof = program.send_file().json()["key"]
    given = {"amount": amount, "paid_on": today(-1), "proof": proof, **more}
    return program.post(f"/deals/{key}/payments", given)


def test_a_payment_without_a_proof_a_day_to_come_or_an_amount_of_nothing_is_invalid(
    world: World, manager: Program
) -> None:
    key = world.deal_at("payment")
    bare = manager.post(f"/deals/{key}/payments", {"amount": 0, "paid_on": today(3)}).json()
    assert {one["code"] for one in bare["errors"]} == {"amount_empty", "in_the_future", "proof_needed"}
    assert manager.get(f"/deals/{key}").json()["paid"] == 0


def test_a_payment_in_another_currency_is_refused(world: World, manager: Program) -> None:
    refused = pay(manager, world.deal_at("payment"), currency="USD").json()["refused"]
    assert refused[0]["guard"] == "same_currency"


def test_a_payment_that_is_sent_twice_with_its_key_counts_once(world: World, manager: Program) -> None:
    key = world.deal_at("payment")
    given = {"amount": PRICE // 2, "paid_on": today(-1), "proof": manager.send_file().json()["key"]}
    for repeated in (False, True):
        answer = manager.post(f"/deals/{key}/payments", given, **{"Idempotency-Key": "slip-17"})
        assert answer.json()["repeated"] is repeated
    assert manager.get(f"/deals/{key}").json()["paid"] == PRICE // 2


def test_money_goes_back_and_a_payment_that_was_never_ours_takes_the_win_with_it(
    world: World, program: Programs
) -> None:
    key = world.won_deal()
    head = program(world.head)
    payment = head.get(f"/deals/{key}").json()["payments"][0]["key"]
    too_much = head.post(f"/deals/{key}/payments/{payment}/refunds", {"amount": PRICE + 1, "reason": "спор"})
    assert too_much.json()["refused"][0]["guard"] == "refund_covered"
    back = head.done(f"/deals/{key}/payments/{payment}/refunds", {"amount": 100, "reason": "скидка"})
    assert back["status"] == "won"
    assert head.get(f"/deals/{key}").json()["payments"][0]["net"] == PRICE - 100

    other = world.won_deal()
    payment = head.get(f"/deals/{other}").json()["payments"][0]["key"]
    fallen = head.done(f"/deals/{other}/payments/{payment}/void", {"reason": "чужой платёж"})
    assert fallen["status"] == "open"
    assert "deal.win_revoked" in fallen["kinds"]
    assert head.get(f"/deals/{other}").json()["payments"][0]["voided"] is True


@pytest.mark.parametrize(
    ("word", "verb"), [("manager", "refunds"), ("manager", "void"), ("support", "payments")]
)
def test_money_is_touched_by_those_who_may(world: World, program: Programs, word: str, verb: str) -> None:
    key = world.won_deal()
    asker = program(getattr(world, word))
    given = {"reason": "x", "amount": 1} if verb == "refunds" else {"reason": "x"}
    response = (
        pay(asker, key) if verb == "payments" else asker.post(f"/deals/{key}/payments/p1/{verb}", given)
    )
    assert response.status_code == 403


def test_production_gives_a_project_back_with_a_reason_then_takes_it(
    world: World, program: Programs, manager: Program
) -> None:
    key = world.deal_at("handover")
    curator = program(world.curator)
    assert curator.get(f"/deals/{key}").status_code == 404, "not theirs before it is handed over"
    manager.done(f"/deals/{key}/handover", {"to": world.curator.id})
    assert curator.post(f"/deals/{key}/handover/return", {"reason": " "}).status_code == 422
    assert curator.done(f"/deals/{key}/handover/return", {"reason": "нет доступа"})["status"] == "open"
    again = manager.done(f"/deals/{key}/handover", {"to": world.curator.id})
    assert again["kinds"] == ["handover.offered"]
    assert curator.done(f"/deals/{key}/handover/acceptance")["status"] == "won"


def test_the_hand_over_of_an_unpaid_deal_is_refused(world: World, manager: Program) -> None:
    key = world.deal_at("payment")
    refused = manager.post(f"/deals/{key}/handover").json()["refused"]
    assert refused[0]["guard"] == "on_last_stage"
    assert "Передача" in refused[0]["sentence"]


def test_the_agreed_sum_changes_after_a_payment_only_with_right_and_reason(
    world: World, manager: Program, program: Programs
) -> None:
    key = world.deal_at("payment")
    assert pay(manager, key, 100).status_code == 201
    given = {"what": "contract", "amount": 200}
    assert manager.post(f"/deals/{key}/sums", given).json()["refused"][0]["guard"] == "amount_free"
    head = program(world.head)
    assert head.post(f"/deals/{key}/sums", given).json()["refused"][0]["guard"] == "amount_reason"
    assert head.post(f"/deals/{key}/sums", {**given, "reason": "допсоглашение"}).status_code == 200
