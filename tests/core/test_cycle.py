"""Moving a deal: in order, only when the stage lets it go, and back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.told import Told, with_stage
from tests.world import SERVICES
from voronka.core import cycle
from voronka.core import events as e
from voronka.core.decision import Decision, Unmet
from voronka.core.process import Guard, LostReason, Span
from voronka.core.visits import visits

ONE_WAY = replace(SERVICES, cycle=replace(SERVICES.cycle, may_return=False))


def guards(decision: Decision) -> list[str]:
    return [one.guard for one in decision.refused]


def test_a_deal_moves_when_everything_that_its_stage_asks_is_true() -> None:
    told = Told().brief()
    decision = told.let(cycle.move, "call")
    assert decision == Decision((e.DealMoved("brief", "call"),))
    assert (told.deal.stage, told.deal.entered_at, told.deal.visit) == ("call", told.now, 2)


def test_a_refused_move_is_a_fact_that_says_what_was_missing() -> None:
    told = Told()
    decision = told.let(cycle.move, "call")
    assert guards(decision) == ["brief_filled", "next_step_set"]
    [fact] = decision.events
    assert fact == e.DealMoveRefused("brief", "call", tuple(one.as_data() for one in decision.refused))
    assert told.deal.stage == "brief" and told.deal.seq == 2 and told.deal.state_seq == 1


def test_guards_that_only_warn_let_the_deal_pass_and_are_counted() -> None:
    stage = replace(SERVICES.cycle.stages[0], leave_when=(Guard("brief_filled", mode="warn"),))
    decision = Told(with_stage(stage)).let(cycle.move, "call")
    [moved] = decision.events
    assert isinstance(moved, e.DealMoved) and decision.done
    assert [one["guard"] for one in moved.passed] == ["brief_filled"]


def test_stages_are_not_skipped() -> None:
    decision = Told().brief().let(cycle.move, "payment")
    [unmet] = decision.refused
    assert (unmet.guard, unmet.data["stages"]) == ("stage_in_order", ["call", "contract"])
    assert unmet.data["titles"] == ["Созвон", "Договор"]


def test_an_unknown_stage_is_refused_by_its_name() -> None:
    assert Told().let(cycle.move, "won").refused == (Unmet("stage_known", "", {"need": "won"}),)


def test_moving_to_where_the_deal_is_does_nothing_and_tells_what_is_left() -> None:
    decision = Told().let(cycle.move, "brief")
    assert decision.done and not decision.events
    assert [one.guard for one in decision.remaining] == ["brief_filled", "next_step_set"]


def test_what_a_deal_meets_already_is_told_beside_what_it_lacks() -> None:
    told = Told()
    assert cycle.met(told.facts) == ()
    told.tell(e.BriefFilled())
    assert [one.name for one in cycle.met(told.facts)] == ["brief_filled"]
    assert [one.guard for one in cycle.remaining(told.facts)] == ["next_step_set"]
    assert cycle.met(Told().tell(e.DealLost("brief", "price")).facts) == ()


def test_a_deal_goes_back_to_any_earlier_stage() -> None:
    told = Told().at_payment()
    decision = told.let(cycle.move, "brief")
    assert decision.events == (e.DealReturned("payment", "brief"),)
    assert (told.deal.stage, told.deal.visit) == ("brief", 5)


def test_a_process_may_forbid_the_way_back() -> None:
    told = Told(ONE_WAY).at_payment()
    assert guards(told.let(cycle.move, "brief")) == ["return_allowed"]
    assert guards(told.let(cycle.give_back, "brief", 4)) == ["return_allowed"]


@pytest.mark.parametrize("state", ["offered", "accepted"])
def test_what_production_holds_does_not_go_back(state: str) -> None:
    told = Told().at_handover().tell(e.HandoverOffered())
    if state == "accepted":
        told.tell(e.HandoverAccepted())
    assert guards(told.let(cycle.move, "brief")) == ["handover_free"]


def test_a_closed_deal_does_not_move() -> None:
    lost = Told().tell(e.DealLost("brief", "price"))
    assert lost.let(cycle.move, "call").refused == (Unmet("deal_open", "reopen", {"have": "lost"}),)
    assert Told().won().let(cycle.move, "brief").refused == (Unmet("deal_open", "", {"have": "won"}),)


def test_undoing_a_move_puts_everything_back() -> None:
    told = Told().brief()
    before = told.deal
    told.let(cycle.move, "call")
    decision = cycle.undo_move(told.deal, told.now + timedelta(seconds=10))
    told.tell(*decision.events)
    after = told.deal
    assert decision.events == (e.DealMoveUndone("call", "brief", 4, before.entered_at.isoformat()),)
    assert replace(after, seq=before.seq, state_seq=before.state_seq) == before


def test_undoing_a_return_puts_the_deal_forward_again() -> None:
    told = Told().at_payment()
    before = told.deal
    told.let(cycle.move, "brief")
    told.tell(*cycle.undo_move(told.deal, told.now).events)
    assert (told.deal.stage, told.deal.entered_at, told.deal.visit) == ("payment", before.entered_at, 4)


def test_a_move_is_undone_for_a_short_while_only() -> None:
    told = Told().brief()
    told.let(cycle.move, "call")
    in_time, late = told.now + cycle.UNDO_FOR, told.now + cycle.UNDO_FOR + timedelta(microseconds=1)
    assert cycle.undo_move(told.deal, in_time).done
    assert cycle.undo_move(told.deal, late).refused == (Unmet("undo_possible", "", {"have": "late"}),)


def test_what_has_happened_since_is_not_undone_with_the_move() -> None:
    told = Told().brief()
    told.let(cycle.move, "call")
    assert cycle.undo_move(told.tell(e.NoteAdded(3)).deal, told.now - timedelta(minutes=1)).done
    told.tell(e.CallLogged())
    assert guards(cycle.undo_move(told.deal, told.now)) == ["undo_possible"]


def test_there_is_nothing_to_undo_before_the_first_move_after_an_undo_and_after_money() -> None:
    fresh = Told()
    assert guards(cycle.undo_move(fresh.deal, fresh.now)) == ["undo_possible"]
    undone = Told().brief()
    undone.let(cycle.move, "call")
    undone.tell(*cycle.undo_move(undone.deal, undone.now).events)
    assert guards(cycle.undo_move(undone.deal, undone.now)) == ["undo_possible"]
    paid = Told().at_handover()
    assert guards(cycle.undo_move(paid.deal, paid.now)) == ["undo_possible"]
    lost = Told().brief()
    lost.let(cycle.move, "call")
    lost.tell(e.DealLost("call", "price"))
    assert guards(cycle.undo_move(lost.deal, lost.now)) == ["undo_possible"]


def test_a_deal_is_lost_for_a_reason_that_the_passport_knows() -> None:
    told = Told()
    unknown = told.let(cycle.lose, "mood")
    assert guards(unknown) == ["lost_reason_known"]
    assert unknown.refused[0].data["titles"] == ["Дорого", "Пропал"]
    assert told.let(cycle.lose, "price", 8).events == (e.DealLost("brief", "price", 8),)
    assert (told.deal.status, told.deal.lost_reason, told.deal.closed_at) == ("lost", "price", told.now)
    assert guards(told.let(cycle.lose, "price")) == ["deal_open"]


def test_what_production_took_over_is_not_lost_until_it_is_given_back() -> None:
    told = Told().at_handover().tell(e.HandoverOffered(), e.HandoverAccepted())
    assert guards(told.let(cycle.lose, "price")) == ["handover_free"]
    told.tell(e.HandoverReturned(3))
    assert told.let(cycle.lose, "price").done


def test_only_a_lost_deal_is_reopened_on_the_stage_where_it_was_lost() -> None:
    told = Told().brief()
    assert guards(told.let(cycle.reopen)) == ["deal_lost"]
    told.let(cycle.move, "call")
    told.let(cycle.lose, "price")
    assert told.let(cycle.reopen, 5).events == (e.DealReopened("call", 5),)
    deal = told.deal
    assert (deal.status, deal.stage, deal.lost_reason, deal.closed_at) == ("open", "call", "", None)
    assert guards(Told().won().let(cycle.reopen)) == ["deal_lost"]


def test_a_step_is_ticked_once_and_can_be_taken_back() -> None:
    told = Told()
    assert told.let(cycle.tick_step, "brief_sent", True).events == (e.DealStepDone("brief", "brief_sent"),)
    assert told.let(cycle.tick_step, "brief_sent", True) == Decision()
    assert told.let(cycle.tick_step, "brief_read", False) == Decision()
    told.let(cycle.tick_step, "brief_sent", False)
    assert told.deal.steps == frozenset()
    assert guards(told.let(cycle.tick_step, "dance", True)) == ["step_known"]
    told.let(cycle.lose, "price")
    assert guards(told.let(cycle.tick_step, "brief_sent", True)) == ["deal_open"]


def test_facts_are_noted_on_an_open_deal_only() -> None:
    told = Told()
    assert told.let(cycle.note_fact, e.CallLogged()).events == (e.CallLogged(),)
    told.let(cycle.lose, "price")
    assert guards(told.let(cycle.note_fact, e.CallLogged())) == ["deal_open"]


def test_a_closed_deal_lacks_nothing() -> None:
    assert cycle.remaining(Told().tell(e.DealLost("brief", "price")).facts) == ()


def test_an_approval_is_asked_once_and_given_by_whoever_holds_the_role() -> None:
    told = Told(amount=100)
    assert told.let(cycle.ask_approval, "head", 5).events == (e.DealApprovalAsked("head", 5),)
    assert told.let(cycle.ask_approval, "head").events == ()
    refused = told.let(cycle.approve, "head", "manager").refused
    assert refused == (Unmet("approver", "", {"role": "head", "title": "Руководитель продаж"}),)
    assert told.let(cycle.approve, "head", "head", 6).events == (e.DealApproved("head", 100, 6),)
    assert told.let(cycle.approve, "head", "head").events == ()
    assert told.let(cycle.ask_approval, "head").events == (), "it is given already"


def test_a_role_that_the_passport_lacks_and_a_closed_deal_are_not_approved() -> None:
    told = Told()
    for decision in (told.let(cycle.ask_approval, "king"), told.let(cycle.approve, "king", "head")):
        [unmet] = decision.refused
        assert (unmet.guard, unmet.data["have"]) == ("role_known", "king")
    told.tell(e.DealApprovalAsked("head"), e.DealLost("brief", "price"))
    assert told.deal.asks == {}, "a closed deal asks nobody"
    for decision in (told.let(cycle.ask_approval, "head"), told.let(cycle.approve, "head", "head")):
        assert [one.guard for one in decision.refused] == ["deal_open"]


SKIPS = replace(SERVICES, cycle=replace(SERVICES.cycle, may_skip={"call": "true", "contract": "deal.early"}))


def test_a_stage_that_may_be_skipped_is_passed_over_in_one_move() -> None:
    told = Told(SKIPS).brief()
    assert [stage.id for stage in cycle.skippable(told.facts)] == ["contract"]
    decision = told.let(cycle.move, "contract")
    assert decision.events == (e.DealSkipped("call"), e.DealMoved("brief", "contract"))
    assert [one.stage for one in visits(told.log)] == ["brief", "contract"], "a skipped stage leaves no stay"
    assert cycle.skippable(told.facts) == ()
    undone = told.let(lambda facts: cycle.undo_move(facts.deal, facts.at))
    assert undone.done and told.deal.stage == "brief"


def test_only_what_the_passport_lets_be_skipped_is_skipped() -> None:
    told = Told(SKIPS).brief()
    [unmet] = told.let(cycle.move, "payment").refused
    assert (unmet.guard, unmet.data["stages"]) == ("stage_in_order", ["contract"])
    assert not Told(SKIPS).let(cycle.move, "contract").done, "the stage it leaves asks for more"
    assert [one.guard for one in Told().brief().let(cycle.move, "contract").refused] == ["stage_in_order"]
    blind = replace(told.facts, check=None)
    assert cycle.skippable(blind) == () and cycle.move(blind, "contract").refused
    assert cycle.skippable(told.tell(e.DealLost("brief", "price")).facts) == ()


def test_what_is_only_observed_is_counted_and_nobodys_worry() -> None:
    stage = replace(
        SERVICES.cycle.stages[0],
        leave_when=(Guard("brief_filled", mode="observe"), Guard("next_step_set", mode="warn")),
    )
    told = Told(with_stage(stage))
    assert [one.guard for one in cycle.remaining(told.facts)] == ["next_step_set"]
    [moved] = told.let(cycle.move, "call").events
    assert isinstance(moved, e.DealMoved) and [one["mode"] for one in moved.passed] == ["observe", "warn"]
    assert visits(told.log)[0].outcome == "exception"


def test_a_rule_that_is_only_observed_makes_no_exception() -> None:
    stage = replace(SERVICES.cycle.stages[0], leave_when=(Guard("brief_filled", mode="observe"),))
    told = Told(with_stage(stage))
    told.let(cycle.move, "call")
    assert visits(told.log)[0].outcome == "moved"


def test_an_exception_is_asked_once_granted_with_a_reason_and_moves_the_deal() -> None:
    told = Told()
    asked = told.let(cycle.ask_exception, "call", 5)
    assert asked.events == (e.DealExceptionAsked("brief", "call", ("brief_filled", "next_step_set"), 5),)
    assert told.let(cycle.ask_exception, "call").events == ()
    granted, moved = told.let(cycle.grant_exception, "call", 6).events
    assert granted == e.DealExceptionGranted("brief", "call", ("brief_filled", "next_step_set"), 6)
    assert isinstance(moved, e.DealMoved) and len(moved.passed) == 2
    assert (told.deal.stage, told.deal.asks) == ("call", {})
    assert visits(told.log)[0].outcome == "exception"


def test_where_nothing_stands_in_the_way_there_is_no_exception() -> None:
    told = Told().brief()
    for rule in (cycle.ask_exception, cycle.grant_exception):
        assert [one.guard for one in told.let(rule, "call", None).refused] == ["exception_needed"]
    told.let(cycle.move, "call")
    for rule in (cycle.ask_exception, cycle.grant_exception):
        assert [one.guard for one in told.let(rule, "brief", None).refused] == ["exception_needed"]
        assert [one.guard for one in told.let(rule, "payment", None).refused] == ["stage_in_order"]
        assert told.let(rule, "call", None).events == ()
        assert [one.guard for one in told.let(rule, "dreams", None).refused] == ["stage_known"]


def test_a_silent_client_suggests_the_reason_of_the_longest_silence() -> None:
    reasons = (*SERVICES.cycle.lost_reasons, LostReason("cold", "Остыл", Span(5, "cd")))
    told = Told(replace(SERVICES, cycle=replace(SERVICES.cycle, lost_reasons=reasons)))
    assert cycle.silent(told.facts) is None
    told.now += timedelta(days=6)
    assert cycle.silent(told.facts) == reasons[-1]
    told.now += timedelta(days=60)
    assert cycle.silent(told.facts) == reasons[1]
    assert cycle.silent(told.tell(e.NoteAdded(5)).facts), "a note of ours is not the client's word"
    assert cycle.silent(told.tell(e.CallLogged()).facts) is None
    told.now += timedelta(days=60)
    assert cycle.silent(told.tell(e.DealLost("brief", "price")).facts) is None
    assert cycle.silent(told.tell(e.DealReopened("brief")).facts) is None
