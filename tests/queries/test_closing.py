"""Payments, projects between sales and production, and what is signed but not paid."""

from datetime import date

import pytest
from django.utils import translation

from tests.world import PRICE, World
from voronka.actions import closing as verbs
from voronka.core.problems import Invalid, NotFound
from voronka.queries.closing import handovers, payments
from voronka.queries.closing.payments import PaymentFilters

ALL = PaymentFilters()


def test_a_payment_is_listed_with_its_proof_and_who_entered_it(world: World) -> None:
    key = world.deal_at("payment")
    world.pay(key, 5_000_000)
    line = payments.payments(world.head, ALL).lines[0]
    assert (line.deal, line.amount, line.paid_on, line.by_hand) == (key, 5_000_000, date(2026, 11, 16), True)
    assert line.proof is not None and line.proof.name == "slip.pdf"
    assert (line.method, line.by) == ("bank", "Илья Ремнёв")


def test_the_sum_of_a_period_is_what_stayed_with_us(world: World) -> None:
    key = world.deal_at("payment")
    world.pay(key, 5_000_000)
    world.pay(key, 1_000_000)
    first, second = payments.payments(world.head, ALL).lines
    small = first if first.amount == 1_000_000 else second
    large = second if small is first else first
    verbs.void_payment(key=key, payment=small.id, reason="Чужая", by=world.head, at=world.later())
    verbs.refund_payment(
        key=key, payment=large.id, amount=2_000_000, reason="Скидка", by=world.head, at=world.later()
    )
    month = payments.payments(world.head, PaymentFilters(since=date(2026, 11, 1), until=date(2026, 12, 1)))
    assert [(one.amount, one.currency) for one in month.sums] == [(3_000_000, "RUB")]
    assert month.count == 1  # of the same payments as the sum
    before = PaymentFilters(since=date(2026, 10, 1), until=date(2026, 11, 1))
    assert payments.payments(world.head, before).lines == ()
    assert [one.id for one in payments.payments(world.head, PaymentFilters(state="voided")).lines] == [
        small.id
    ]
    assert [one.id for one in payments.payments(world.head, PaymentFilters(state="refunded")).lines] == [
        large.id
    ]
    assert payments.payments(world.head, PaymentFilters(state="whole")).lines == ()


def test_payments_are_found_by_client_and_by_number_of_the_deal(world: World) -> None:
    key = world.deal_at("payment", title="Сайт пекарни")
    world.pay(key)
    for words in ("пекарн", str(key), f"№ {key}"):
        assert len(payments.payments(world.head, PaymentFilters(words=words)).lines) == 1, words
    assert payments.payments(world.head, PaymentFilters(words="другой")).lines == ()


def test_a_manager_sees_payments_of_their_own_deals_only(world: World) -> None:
    world.pay(world.deal_at("payment"))
    foreign = world.deal_at("payment", by=world.other_manager)
    world.pay(foreign)
    assert {line.deal for line in payments.payments(world.head, ALL).lines} != {foreign}
    assert foreign not in {line.deal for line in payments.payments(world.manager, ALL).lines}
    assert payments.payments(world.curator, ALL).lines == ()
    with pytest.raises(NotFound):
        payments.deal_money(world.manager, foreign)


def test_the_list_of_payments_goes_on_where_it_ended(world: World) -> None:
    key = world.deal_at("payment")
    for amount in range(1, 6):
        world.pay(key, amount * 100)
    first = payments.payments(world.head, ALL, page=3)
    second = payments.payments(world.head, ALL, more=first.more, page=3)
    assert len({line.id for line in first.lines + second.lines}) == 5
    assert second.more == ""
    with pytest.raises(Invalid):
        payments.payments(world.head, ALL, more="nonsense")


def test_a_project_waits_for_the_curator_it_was_offered_to(world: World) -> None:
    key = world.deal_at("handover")
    at = world.later()
    verbs.offer_handover(key=key, to=world.curator.id, note="Ждут чат", by=world.manager, at=at)
    mine = handovers.handovers(world.curator, world.now).mine
    assert [one.card.key for one in mine] == [key]
    assert (mine[0].said, mine[0].offered_by, mine[0].offered_at) == ("Ждут чат", "Анна Ким", at)
    head = handovers.handovers(world.head, world.now)
    assert head.mine == () and [one.to_name for one in head.others] == ["Пётр Гай"]


def test_what_is_handed_over_lies_beside_the_offer(world: World) -> None:
    key = world.deal_at("handover")
    verbs.offer_handover(key=key, by=world.manager, at=world.later())
    with translation.override("en"):
        package = handovers.handovers(world.curator, world.now).mine[0].package
    assert [entry.kind for entry in package] == ["brief.filled", "contract.signed", "payment.received"]
    assert package[2].file is not None


def test_a_project_that_production_returned_waits_for_sales(world: World) -> None:
    key = world.deal_at("handover")
    verbs.offer_handover(key=key, by=world.manager, at=world.later())
    verbs.return_handover(key=key, reason="Нет доступов", by=world.curator, at=world.later())
    returned = handovers.handovers(world.manager, world.now).returned
    assert [(one.card.key, one.said, one.offered_by) for one in returned] == [
        (key, "Нет доступов", "Пётр Гай")
    ]
    assert handovers.handovers(world.other_manager, world.now).returned == ()


def test_signed_and_not_paid_whole_is_listed_until_the_money_is_here(world: World) -> None:
    key = world.deal_at("payment")
    world.pay(key, 2_000_000)
    line = handovers.unpaid(world.head, world.later(days=3))[0]
    assert (line.card.key, line.rest, line.days) == (key, PRICE - 2_000_000, 3)
    assert [one.card.key for one in handovers.unpaid(world.manager, world.now)] == [key]
    assert handovers.unpaid(world.other_manager, world.now) == ()
    assert handovers.unpaid(world.curator, world.now) == ()
    world.pay(key, PRICE - 2_000_000)
    assert handovers.unpaid(world.head, world.now) == ()
