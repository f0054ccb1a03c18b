"""The room of the closing without a browser: money with its proof, the hand-over, and what is refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.rooms.pages import SCRIPT, As, as_
from tests.world import PRICE, World
from voronka.actions import closing
from voronka.queries.closing import payments
from voronka.queries.closing.payments import PaymentFilters
from voronka.queries.records import deals

__all__ = ["as_"]


def slip(name: str = "платёжка.pdf", content: bytes = b"%PDF-1.4 slip") -> SimpleUploadedFile:
    """A file that proves it."""
    return SimpleUploadedFile(name, content, content_type="text/html")


def paid(world: World, key: int) -> int:
    """What was received for the deal."""
    return deals.deal(key, by=world.head, at=world.now).deal.paid


def pay(browser: object, key: int, **sent: object) -> object:
    """Enter a payment on its form."""
    told = {"amount": "1 234,56 ₽", "paid_on": "2026-11-16", "method": "bank", "proof": slip(), **sent}
    return browser.post(f"/closing/deals/{key}/do/payment", told, **SCRIPT)  # type: ignore[attr-defined]


def test_a_payment_is_counted_as_it_is_typed_with_its_proof(world: World, as_: As) -> None:
    key = world.deal_at("payment")
    assert pay(as_("manager"), key).status_code == 204  # type: ignore[attr-defined]
    assert paid(world, key) == 123456
    line = payments.payments(world.head, PaymentFilters()).lines[0]
    assert line.proof is not None and line.proof.name == "платёжка.pdf"


@pytest.mark.parametrize("amount", ["1,234", "-5", "0", "", "9" * 18, "сто рублей", "1e6"])
def test_a_sum_that_is_none_comes_back_with_a_reason_and_all_that_was_typed(
    world: World, as_: As, amount: str
) -> None:
    key = world.deal_at("payment")
    answer = pay(as_("manager"), key, amount=amount, note="Аванс")
    said = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert ('aria-invalid="true"' in said and "Аванс" in said and f'value="{amount}"' in said) or not amount
    assert paid(world, key) == 0


@pytest.mark.parametrize(
    "sent",
    [
        {"proof": ""},
        {"proof": slip(content=b"")},
        {"paid_on": "2999-01-01"},
        {"paid_on": "31.02"},
        {"method": "gold"},
    ],
    ids=["no proof", "an empty file", "a day to come", "no day", "no method"],
)
def test_money_is_not_counted_without_what_proves_it(world: World, as_: As, sent: dict[str, object]) -> None:
    key = world.deal_at("payment")
    assert pay(as_("manager"), key, **sent).status_code == 422  # type: ignore[attr-defined]
    assert paid(world, key) == 0


def test_a_repeated_request_counts_the_money_once(world: World, as_: As) -> None:
    key = world.deal_at("payment")
    for _ in range(2):
        assert pay(as_("manager"), key, request_id="once", proof=slip()).status_code == 204  # type: ignore[attr-defined]
    assert paid(world, key) == 123456


def test_money_for_a_lost_deal_is_refused_with_the_way_out(world: World, as_: As) -> None:
    key = world.lost_deal()
    answer = pay(as_("manager"), key)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert f"/cycle/deals/{key}/do/reopen" in answer.content.decode()  # type: ignore[attr-defined]


def one_payment(world: World, key: int, amount: int = PRICE) -> str:
    """A payment of the deal; its id."""
    world.pay(key, amount)
    return payments.payments(world.head, PaymentFilters(words=str(key))).lines[0].id


def test_money_goes_back_with_a_reason_and_at_most_what_came(world: World, as_: As) -> None:
    key = world.deal_at("payment")
    payment, browser = one_payment(world, key, 500_000), as_("head")
    address = f"/closing/deals/{key}/do/refund"
    assert "5 000" in browser.get(f"{address}?payment={payment}", **SCRIPT).content.decode().replace(
        "\xa0", " "
    )
    assert browser.post(address, {"payment": payment, "amount": "100"}, **SCRIPT).status_code == 422
    much = {"payment": payment, "amount": "5001", "reason": "Скидка"}
    assert browser.post(address, much, **SCRIPT).status_code == 422
    assert browser.post(address, {**much, "amount": "1000"}, **SCRIPT).status_code == 204
    assert paid(world, key) == 400_000


def test_a_payment_that_was_not_ours_takes_the_win_away(world: World, as_: As) -> None:
    key = world.won_deal()
    payment = payments.payments(world.head, PaymentFilters()).lines[0].id
    sent = {"payment": payment, "reason": "Чужой платёж"}
    assert as_("head").post(f"/closing/deals/{key}/do/void", sent, **SCRIPT).status_code == 204
    assert deals.deal(key, by=world.head, at=world.now).deal.status == "open"


def test_a_payment_of_another_deal_can_not_be_named(world: World, as_: As) -> None:
    mine, foreign = world.deal_at("payment"), world.deal_at("payment")
    one_payment(world, mine)
    payment = one_payment(world, foreign)
    sent = {"payment": payment, "reason": "Ошибка", "amount": "1"}
    for word in ("refund", "void"):
        assert as_("head").post(f"/closing/deals/{mine}/do/{word}", sent, **SCRIPT).status_code == 422


def test_a_project_goes_to_production_and_the_deal_is_won(world: World, as_: As) -> None:
    key = world.deal_at("handover")
    offered = as_("manager").post(
        f"/closing/deals/{key}/do/handover", {"to": str(world.curator.id), "note": "Ждут чат"}, **SCRIPT
    )
    assert offered.status_code == 204
    page = as_("curator").get("/closing/handovers/").content.decode()
    assert "1 проект ждёт вашего ответа" in page and "Ждут чат" in page
    accepted = as_("curator").post(f"/closing/deals/{key}/do/accept", {}, **SCRIPT)
    assert (
        "deal is won" in accepted["HX-Trigger"]
        or "\\u0432\\u044b\\u0438\\u0433\\u0440" in accepted["HX-Trigger"]
    )
    assert deals.deal(key, by=world.head, at=world.now).deal.status == "won"


def test_production_returns_a_project_only_with_a_reason(world: World, as_: As) -> None:
    key = world.deal_at("handover")
    closing.offer_handover(key=key, by=world.manager, at=world.later())
    address = f"/closing/deals/{key}/do/give_back"
    assert as_("curator").post(address, {"reason": " "}, **SCRIPT).status_code == 422
    assert as_("curator").post(address, {"reason": "Нет доступов"}, **SCRIPT).status_code == 204
    assert "Нет доступов" in as_("manager").get("/closing/handovers/").content.decode()


def test_a_project_is_not_offered_before_the_last_stage(world: World, as_: As) -> None:
    key = world.deal_at("call")
    answer = as_("manager").post(f"/closing/deals/{key}/do/handover", {"note": "Рано"}, **SCRIPT)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Передача" in said and "Рано" in said


def test_doors_work_as_pages_for_a_browser_without_scripts(world: World, as_: As) -> None:
    key, browser = world.deal_at("payment"), as_("manager")
    address = f"/closing/deals/{key}/do/payment"
    assert "<!doctype html>" in browser.get(address).content.decode()
    told = {"amount": "100", "paid_on": "2026-11-16", "method": "cash", "proof": slip()}
    assert browser.post(address, told)["Location"] == f"/cycle/deals/{key}"


def test_the_pages_of_money_cost_a_fixed_number_of_statements(world: World, as_: As) -> None:
    browser = as_("head")

    def statements() -> list[int]:
        costs = []
        for path in ("/closing/payments/?period=all", "/closing/handovers/", "/closing/unpaid/"):
            browser.get(path)
            with CaptureQueriesContext(connection) as made:
                assert browser.get(path).status_code == 200
            costs.append(len(made))
        return costs

    def more() -> None:
        world.pay(world.deal_at("payment"), 1000)
        closing.offer_handover(key=world.deal_at("handover"), by=world.manager, at=world.later())

    more()
    few = statements()
    more()
    more()
    assert statements() == few
    assert max(few) <= 14, few
