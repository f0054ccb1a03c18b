"""The exit point: money in and out, hand-over, and winning."""

from dataclasses import replace
from typing import Any

import pytest

from tests.core.told import CURATOR, SELLER, Told, with_stage
from tests.world import PRICE, SERVICES
from voronka.core import closing, cycle
from voronka.core import events as e
from voronka.core.decision import Decision, Unmet
from voronka.core.process import Closing, Guard, Product, Tripwire

HALF = replace(SERVICES, closing=Closing(paid=50))
# Production takes over before the money is there.
TRUSTING = replace(
    with_stage(replace(SERVICES.cycle.stages[3], leave_when=())), product=Product("проект", accept_when=())
)


def guards(decision: Decision) -> list[str]:
    return [one.guard for one in decision.refused]


def kinds(decision: Decision) -> list[str]:
    return [event.kind for event in decision.events]


def taken_over_unpaid() -> Told:
    """Accepted by production, nothing paid."""
    told = Told(TRUSTING).at_payment()
    told.let(cycle.move, "handover")
    told.let(closing.offer_handover, None, None)
    told.let(closing.accept_handover, CURATOR, None)
    assert told.deal.status == "open"
    return told


def test_money_moves_the_deal_off_the_stage_that_waits_for_it() -> None:
    told = Told().at_payment()
    decision = told.pay()
    assert kinds(decision) == ["payment.received", "deal.moved"]
    assert decision.events[1] == e.DealMoved("payment", "handover", "money")
    assert told.deal.stage == "handover"


def test_money_that_is_not_enough_is_kept_and_tells_what_is_left() -> None:
    told = Told().at_payment()
    decision = told.pay(PRICE - 1)
    assert kinds(decision) == ["payment.received"]
    assert decision.remaining[0].data["have"] == PRICE - 1
    assert kinds(told.pay(1)) == ["payment.received", "deal.moved"]


def test_money_does_not_move_a_deal_from_a_stage_that_does_not_wait_for_money() -> None:
    told = Told().contract()
    assert kinds(told.pay()) == ["payment.received"]
    assert told.deal.stage == "brief"


@pytest.mark.parametrize("mode", ["enforce", "warn", "observe"])
def test_money_moves_a_deal_only_off_a_stage_that_lacks_nothing(mode: Any) -> None:
    asked = (Guard("paid", 100), Guard("call_logged", mode=mode))
    told = Told(with_stage(replace(SERVICES.cycle.stages[0], leave_when=asked))).contract(500)
    assert kinds(told.pay(500)) == ["payment.received"]
    told.tell(e.CallLogged())
    assert kinds(told.pay(1)) == ["payment.received", "deal.moved"]


def test_money_on_the_last_stage_moves_nothing() -> None:
    last = replace(SERVICES.cycle.stages[-1], leave_when=(Guard("paid", 100),))
    told = Told(with_stage(last)).at_handover()
    assert kinds(told.pay(5)) == ["payment.received"]


def test_the_acceptance_wins_a_paid_deal() -> None:
    told = Told().at_handover()
    told.let(closing.offer_handover, 6, None)
    decision = told.let(closing.accept_handover, CURATOR, None, by=CURATOR)
    assert decision.events == (e.HandoverAccepted(), e.DealWon(PRICE, PRICE))
    assert (told.deal.status, told.deal.closed_at) == ("won", told.now)


def test_the_money_wins_a_deal_that_was_accepted_before() -> None:
    told = taken_over_unpaid()
    assert kinds(told.pay(PRICE - 1)) == ["payment.received"]
    assert kinds(told.pay(1)) == ["payment.received", "deal.won"]


def test_a_contract_for_less_may_complete_the_win() -> None:
    told = taken_over_unpaid()
    told.pay(100)
    decision = told.let(closing.set_amount, e.ContractSigned(100), True, True)
    assert decision.events == (e.ContractSigned(100), e.DealWon(100, 100))


def test_a_part_may_be_enough_if_the_passport_says_so() -> None:
    told = Told(HALF).at_payment()
    told.pay(PRICE // 2)
    told.tell(e.DealMoved("payment", "handover"), e.HandoverOffered())
    told.process = replace(HALF, product=Product("проект"))
    decision = told.let(closing.accept_handover, CURATOR, None)
    assert decision.events[-1] == e.DealWon(PRICE, PRICE // 2)


def test_more_money_on_a_won_deal_is_only_kept() -> None:
    told = Told().won()
    assert kinds(told.pay(5)) == ["payment.received"]
    assert told.deal.status == "won"


def test_money_for_a_lost_deal_or_in_another_currency_is_refused() -> None:
    told = Told()
    assert guards(told.pay(5, currency="USD")) == ["same_currency"]
    told.let(cycle.lose, "price")
    assert told.pay(5).refused == (Unmet("deal_open", "reopen", {"have": "lost"}),)
    assert told.deal.payments == ()


def test_a_refund_takes_back_at_most_what_is_left_of_its_payment() -> None:
    told = Told().contract()
    told.pay(100, "p")
    assert told.let(closing.refund, "p", 60, 4, 5).events == (e.PaymentRefunded("p", 60, 4, 5),)
    assert (told.deal.paid, told.deal.received) == (40, 100)
    assert told.let(closing.refund, "p", 41, None, None).refused[0].data["have"] == 40
    assert guards(told.let(closing.refund, "q", 1, None, None)) == ["refund_covered"]
    told.pay(7, "v")
    told.let(closing.void, "v", None)
    assert guards(told.let(closing.refund, "v", 1, None, None)) == ["refund_covered"]


def test_a_won_deal_stays_won_when_money_goes_back() -> None:
    told = Told().won()
    assert kinds(told.let(closing.refund, "p", PRICE, None, None)) == ["payment.refunded"]
    assert (told.deal.status, told.deal.paid) == ("won", 0)


def test_a_payment_that_was_never_ours_takes_the_win_with_it() -> None:
    told = Told().won()
    decision = told.let(closing.void, "p", 9)
    assert decision.events == (e.PaymentVoided("p", 9), e.DealWinRevoked("handover", "p"))
    assert (told.deal.status, told.deal.stage, told.deal.closed_at) == ("open", "handover", None)
    assert kinds(told.pay()) == ["payment.received", "deal.won"]


def test_a_win_that_other_money_still_covers_stays() -> None:
    told = Told().won()
    told.pay(5, "extra")
    assert kinds(told.let(closing.void, "extra", None)) == ["payment.voided"]
    assert told.deal.status == "won"


def test_a_payment_is_voided_once_and_not_after_a_refund() -> None:
    told = Told().contract()
    told.pay(100, "p")
    assert kinds(told.let(closing.void, "p", None)) == ["payment.voided"]
    assert guards(told.let(closing.void, "p", None)) == ["payment_standing"]
    assert guards(told.let(closing.void, "nobody's", None)) == ["payment_standing"]
    told.pay(100, "q")
    told.let(closing.refund, "q", 1, None, None)
    assert guards(told.let(closing.void, "q", None)) == ["payment_standing"]


def test_a_project_is_offered_on_the_last_stage_with_all_that_production_asks() -> None:
    early = Told().brief()
    assert early.let(closing.offer_handover, None, None).refused[0].data == {
        "need": "handover",
        "titles": ["Передача"],
    }
    told = Told(TRUSTING).at_payment()
    told.let(cycle.move, "handover")
    told.process = SERVICES
    assert guards(told.let(closing.offer_handover, None, None)) == ["paid"]
    told.pay()
    assert kinds(told.let(closing.offer_handover, 6, 5)) == ["handover.offered"]
    assert (told.deal.handover, told.deal.handover_to, told.deal.handover_by) == ("offered", 6, SELLER)
    assert guards(told.let(closing.offer_handover, None, None)) == ["handover_free"]
    assert guards(Told().won().let(closing.offer_handover, None, None)) == ["deal_open"]


def test_production_answers_only_what_was_offered() -> None:
    told = Told().at_handover()
    assert guards(told.let(closing.accept_handover, CURATOR, None)) == ["handover_offered"]
    assert guards(told.let(closing.return_handover, 3)) == ["handover_offered"]
    won = Told().won()
    assert guards(won.let(closing.return_handover, 3)) == ["handover_offered"]
    assert guards(won.let(closing.accept_handover, CURATOR, None)) == ["handover_offered"]


def test_production_takes_nothing_over_that_lacks_what_it_asks_by_now() -> None:
    told = Told().at_handover()
    told.let(closing.offer_handover, None, None)
    told.let(closing.void, "p", None)
    assert guards(told.let(closing.accept_handover, CURATOR, None)) == ["paid"]


def test_a_returned_project_is_offered_again() -> None:
    told = Told().at_handover()
    told.let(closing.offer_handover, None, None)
    assert told.let(closing.return_handover, 3).events == (e.HandoverReturned(3),)
    assert told.deal.handover == "returned"
    assert kinds(told.let(closing.offer_handover, None, None)) == ["handover.offered"]


def test_production_can_give_back_what_was_never_paid_so_that_it_can_be_lost() -> None:
    told = taken_over_unpaid()
    assert guards(told.let(cycle.lose, "silence")) == ["handover_free"]
    assert kinds(told.let(closing.return_handover, 3)) == ["handover.returned"]
    assert told.let(cycle.lose, "silence").done


def test_who_accepts_their_own_handover_is_shown_as_such() -> None:
    told = Told().at_handover()
    told.let(closing.offer_handover, None, None, by="person:1")
    accepted = told.let(closing.accept_handover, "person:1", None).events[0]
    assert accepted == e.HandoverAccepted(own=True)


def test_the_agreed_sum_is_free_until_money_comes() -> None:
    told = Told()
    assert told.let(closing.set_amount, e.DealFieldSet("amount", number=500), False, False).done
    assert told.let(closing.set_amount, e.OfferAccepted(700, "site"), False, False).done
    assert told.deal.agreed == 700


@pytest.mark.parametrize(
    ("right", "reason", "refused"), [(False, True, "amount_free"), (True, False, "amount_reason")]
)
def test_after_the_first_payment_the_agreed_sum_needs_a_right_and_a_reason(
    right: bool, reason: bool, refused: str
) -> None:
    told = Told().contract(1000)
    told.pay(10)
    assert guards(told.let(closing.set_amount, e.ContractSigned(900), right, reason)) == [refused]
    assert told.let(closing.set_amount, e.ContractSigned(900), True, True).done
    assert told.deal.agreed == 900


def test_what_does_not_change_the_agreed_sum_needs_neither() -> None:
    told = Told().contract(1000)
    told.pay(10)
    assert told.let(closing.set_amount, e.DealFieldSet("amount", number=5), False, False).done
    assert told.deal.agreed == 1000


def test_the_sum_of_a_closed_deal_does_not_change() -> None:
    assert guards(Told().won().let(closing.set_amount, e.ContractSigned(1), True, True)) == ["deal_open"]


def test_there_is_no_winning_without_money_and_handover_in_any_process() -> None:
    free = replace(SERVICES, closing=Closing(paid=0))
    told = Told(free)
    assert [one.name for one in closing.won_when(told.facts)] == ["paid", "handover_accepted"]
    assert [one.guard for one in closing.lacking_for_win(told.facts)] == ["paid", "handover_accepted"]


def test_the_tripwire_moves_the_deal_off_its_stage_and_never_wins_it() -> None:
    small = replace(SERVICES, closing=Closing(100, Tripwire("audit", "call")))
    told = Told(small, amount=900_000).brief()
    told.let(cycle.move, "call")
    audit = e.PaymentReceived("p1", 900_000, "RUB", "2026-11-16", offer="audit")
    assert kinds(told.let(closing.receive, audit)) == ["payment.received"], "the stage asks for a call, too"
    told.tell(e.CallLogged())
    more = e.PaymentReceived("p2", 1, "RUB", "2026-11-16", offer="audit")
    decision = told.let(closing.receive, more)
    assert decision.events[1:] == (e.DealMoved("call", "contract", "money"),)
    told.contract(900_000).let(cycle.move, "payment")
    told.let(cycle.move, "handover")
    told.let(closing.offer_handover, None, None)
    assert kinds(told.let(closing.accept_handover, CURATOR, None)) == ["handover.accepted"]
    assert [one.guard for one in closing.lacking_for_win(told.facts)] == ["more_than_tripwire"]
    assert kinds(told.pay(1)) == ["payment.received", "deal.won"]


def test_other_money_does_not_move_a_deal_off_the_tripwires_stage() -> None:
    small = replace(SERVICES, closing=Closing(100, Tripwire("audit", "call")))
    told = Told(small, amount=900_000).brief()
    told.let(cycle.move, "call")
    told.tell(e.CallLogged())
    assert kinds(told.pay(900_000)) == ["payment.received"]
    part = e.PaymentReceived("p", 1, "RUB", "2026-11-16", offer="audit")
    assert kinds(told.let(closing.receive, part)) == ["payment.received"], "not paid by its price"
