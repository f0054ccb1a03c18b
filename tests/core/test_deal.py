"""A deal as the fold of its facts, its agreed sum, and its stays on stages."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.told import Told
from tests.world import MONDAY
from voronka.core import closing, cycle
from voronka.core import events as e
from voronka.core.deal import DEAL_FACTS, Stamp, apply, fold
from voronka.core.visits import Visit, visits


def test_a_deal_begins_with_its_opening_and_only_once() -> None:
    stamp = Stamp(1, MONDAY, "system")
    assert fold([], 7) is None
    with pytest.raises(ValueError, match="does not begin"):
        apply(None, e.CallLogged(), stamp, 7)
    with pytest.raises(ValueError, match="opened twice"):
        Told().tell(e.DealOpened("services", 1, "brief", "RUB"))


def test_the_contract_counts_before_the_offer_and_the_offer_before_the_amount() -> None:
    told = Told(amount=100)
    assert told.deal.agreed == 100
    assert told.tell(e.OfferSent("site", 200)).deal.agreed == 100
    assert told.tell(e.OfferAccepted(200, "site")).deal.agreed == 200
    assert told.tell(e.ContractSigned(300)).deal.agreed == 300
    assert told.tell(e.OfferAccepted(50), e.DealFieldSet("amount")).deal.agreed == 300
    assert told.deal.amount == 0


def test_only_facts_that_rules_decide_on_make_a_page_stale() -> None:
    told = Told()
    told.tell(e.NoteAdded(4), e.DealAssigned(5), e.DealNextStepSet(), e.DealMoveRefused("brief", "call"))
    assert (told.deal.seq, told.deal.state_seq) == (5, 1)
    assert told.tell(e.CallLogged()).deal.state_seq == 6


def test_facts_of_a_deal_are_kept_under_their_names() -> None:
    told = Told().tell(e.CallLogged(), e.CallLogged(), e.BriefFilled(), e.InvoiceSent(5))
    assert told.deal.evidence == {"call": 2, "brief": 1, "invoice": 1}
    told.tell(e.DealFieldSet("site", text=4), e.DealFieldSet("goal", text=5), e.DealFieldSet("site", text=6))
    assert told.deal.fields == {"site": 6, "goal": 5}
    assert told.tell(e.DealFieldSet("site")).deal.fields == {"goal": 5}
    told.tell(e.DealFieldSet("company", number=8), e.DealFieldSet("contact", number=9))
    before = told.deal
    told.tell(e.DealFieldSet("title", text=3))
    assert (told.deal.company, told.deal.contact) == (8, 9)
    assert replace(told.deal, seq=before.seq, state_seq=before.state_seq) == before


def test_a_next_step_that_is_dropped_takes_its_words_with_it() -> None:
    told = Told().tell(e.DealNextStepSet("2026-11-20T07:00:00+00:00", 5))
    assert (told.deal.next_step_text, told.deal.next_step_at) == (5, MONDAY + timedelta(days=4))
    told.tell(e.DealNextStepSet(None, 6))
    assert (told.deal.next_step_at, told.deal.next_step_text) == (None, None)


def test_a_payment_is_found_by_its_name_and_changes_alone() -> None:
    told = Told()
    for name in ("a", "b", "c"):
        told.tell(e.PaymentReceived(name, 100, "RUB", "2026-11-16", by_hand=name != "c"))
    told.tell(e.PaymentRefunded("a", 30), e.PaymentRefunded("a", 20), e.PaymentVoided("b"))
    assert [one.net for one in told.deal.payments] == [50, 0, 100]
    assert (told.deal.paid, told.deal.received) == (150, 200)
    found = told.deal.payment("c")
    assert found is not None and not found.by_hand
    assert told.deal.payment("d") is None


def test_every_kind_that_a_deal_can_hold_is_known_to_its_fold() -> None:
    others = {
        e.InquiryReceived,
        e.InquiryMessageAdded,
        e.InquiryAnswered,
        e.InquiryClosed,
        e.PassportPublished,
    }
    assert {kind for kind in e.KINDS.values() if kind.kind.startswith("deal.")} <= DEAL_FACTS
    assert not DEAL_FACTS & others


def test_stays_on_stages_are_told_by_the_facts() -> None:
    told = Told().brief()
    moved = told.let(cycle.move, "call") and told.now
    told.let(cycle.move, "brief")
    back = told.now
    told.let(cycle.lose, "price")
    lost = told.now
    told.let(cycle.reopen)
    assert visits(told.log) == [
        Visit(1, "brief", MONDAY, moved, "moved"),
        Visit(2, "call", moved, back, "returned"),
        Visit(3, "brief", back, lost, "lost"),
        Visit(4, "brief", told.now),
    ]


def test_an_undone_move_leaves_no_stay() -> None:
    told = Told().brief()
    before = visits(told.log)
    told.let(cycle.move, "call")
    told.tell(*cycle.undo_move(told.deal, told.now).events)
    assert visits(told.log) == before


def test_a_win_ends_the_last_stay_and_its_fall_begins_another() -> None:
    told = Told().won()
    last = visits(told.log)[-1]
    assert (last.stage, last.left_at, last.outcome) == ("handover", told.now, "won")
    told.let(closing.void, "p", None)
    assert visits(told.log)[-1] == Visit(last.place + 1, "handover", told.now)


def test_a_move_past_a_guard_that_only_warns_ends_its_stay_as_an_exception() -> None:
    passed = ({"guard": "brief_filled", "door": "brief", "mode": "warn", "data": {}},)
    told = Told().tell(e.DealMoved("brief", "call", "person", passed))
    assert [one.outcome for one in visits(told.log)] == ["exception", ""]
