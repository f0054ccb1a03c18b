"""Conditions that ask more than one fact of the deal: what people do about them, and what is kept of it."""

from datetime import UTC, date, timedelta
from typing import Any

import pytest

from tests.world import MONDAY, PASSPORT, World
from voronka.actions import asks, closing, cycle
from voronka.core.access import Actor
from voronka.core.problems import Invalid, NotAllowed, NotFound
from voronka.queries.cycle import today
from voronka.queries.cycle.asked import asked as asked_of
from voronka.store import log, replay, values
from voronka.store.models import Acknowledgement, AskRow, PassRow

STRICT = (
    PASSPORT.replace(
        "leave_when: [call_logged]",
        "instruction: Спросите о сроках, leave_when: [instruction_acknowledged, {approved: head}, {waited: 2h}]",
    )
    .replace("handover: accepted}", "handover: accepted}\n  tripwire: {offer: audit, stage: brief}")
    .replace("[brief_filled, next_step_set]", "[tripwire_paid]")
)
AUDIT = 900_000


@pytest.fixture
def strict(db: None) -> World:
    """A company whose passport asks for all of it."""
    return World.found(STRICT)


def audit(world: World, key: int, **changed: Any) -> Any:
    """The client pays for the tripwire."""
    given = {"amount": AUDIT, "paid_on": date(2026, 11, 16), "proof": world.file(), "offer": "audit"}
    return closing.receive_payment(key=key, by=world.manager, at=world.later(), **{**given, **changed})


def on_call(world: World, **told: Any) -> int:
    """A deal whose tripwire was paid: it stands on the call."""
    key = world.deal(**{"owner": world.manager.id, **told})
    assert audit(world, key).kinds == ("payment.received", "deal.moved")
    return key


def lacks(world: World, key: int) -> list[str]:
    """What a move to the next stage is refused for."""
    outcome = cycle.move_deal(key=key, to="contract", by=world.head, at=world.later())
    return [one.guard for one in outcome.refused]


def test_money_for_the_tripwire_moves_the_deal_off_its_stage(strict: World) -> None:
    key = strict.deal()
    assert audit(strict, key, offer=None).kinds == ("payment.received",)
    assert audit(strict, key).stage == "call"
    assert [one.offer for one in values.deal(key).payments] == ["", "audit"]


def test_a_payment_is_for_an_offer_of_the_catalogue(strict: World) -> None:
    key = strict.deal()
    with pytest.raises(Invalid):
        audit(strict, key, offer="dreams")


def test_an_instruction_is_read_once_by_whoever_leads_the_deal(strict: World) -> None:
    key = on_call(strict)
    assert "instruction_acknowledged" in lacks(strict, key)
    asks.acknowledge_instruction(key=key, by=strict.head, at=strict.later())
    assert "instruction_acknowledged" in lacks(strict, key), "the head does not lead the deal"
    read = asks.acknowledge_instruction(key=key, by=strict.manager, at=strict.later())
    assert read.kinds == ("document.acknowledged",)
    assert "instruction_acknowledged" not in lacks(strict, key)
    assert asks.acknowledge_instruction(key=key, by=strict.manager, at=strict.later()).kinds == ()
    assert "instruction_acknowledged" not in lacks(strict, on_call(strict)), "for every deal of the stage"
    assert len(log.stream(f"person:{strict.manager.id}")) == 1


def test_who_sees_the_deal_may_say_that_they_have_read_its_instruction(strict: World) -> None:
    key = on_call(strict)
    for who in (strict.owner, strict.head, strict.support, strict.marketer, strict.accountant):
        done = asks.acknowledge_instruction(key=key, by=who, at=strict.later())
        assert done.kinds == ("document.acknowledged",)
    for stranger in (strict.other_manager, strict.curator):
        with pytest.raises(NotFound):
            asks.acknowledge_instruction(key=key, by=stranger, at=strict.later())
    with pytest.raises(NotAllowed):
        asks.acknowledge_instruction(key=key, by=Actor("client"), at=strict.later())


def test_there_is_nothing_to_read_where_the_stage_has_no_instruction(world: World) -> None:
    assert asks.acknowledge_instruction(key=world.deal(), by=world.manager, at=world.later()).kinds == ()
    assert not Acknowledgement.objects.exists()


def test_a_row_of_what_was_read_without_its_fact_is_found(strict: World) -> None:
    asks.acknowledge_instruction(key=on_call(strict), by=strict.manager, at=strict.later())
    row = Acknowledgement.objects.get()
    Acknowledgement.objects.filter(pk=row.pk).update(stage="brief")
    assert [one.what for one in replay.differences()] == ["text that was read, number 1"]
    Acknowledgement.objects.filter(pk=row.pk).update(stage=row.stage)


def test_what_a_deal_asks_is_kept_until_it_is_answered(strict: World) -> None:
    key = on_call(strict)
    asks.ask_approval(key=key, role="head", by=strict.manager, at=strict.later())
    assert [(row.what, row.system) for row in AskRow.objects.all()] == [("approval/head", "head")]
    AskRow.objects.update(system="owner")
    assert [one.what for one in replay.differences()] == ["ask, number 1"]
    AskRow.objects.update(system="head")
    refused = asks.approve_deal(key=key, role="head", by=strict.manager, at=strict.later())
    assert [one.guard for one in refused.refused] == ["approver"]
    assert asks.approve_deal(key=key, role="head", by=strict.head, at=strict.later()).done
    assert not AskRow.objects.exists()


def test_a_lost_deal_asks_nothing_any_more(strict: World) -> None:
    key = on_call(strict)
    asks.ask_approval(key=key, role="head", by=strict.manager, at=strict.later())
    cycle.lose_deal(key=key, reason="price", by=strict.manager, at=strict.later())
    assert not AskRow.objects.exists()


def test_all_of_it_together_lets_the_deal_go_on(strict: World) -> None:
    key = on_call(strict)
    assert lacks(strict, key) == ["instruction_acknowledged", "approved", "waited"]
    asks.acknowledge_instruction(key=key, by=strict.manager, at=strict.later())
    asks.approve_deal(key=key, role="head", by=strict.head, at=strict.later())
    assert lacks(strict, key) == ["waited"]
    strict.now = MONDAY + timedelta(hours=3)
    assert lacks(strict, key) == []


LOOSE = PASSPORT.replace(
    "[brief_filled, next_step_set]",
    "[{guard: brief_filled, mode: warn}, {guard: next_step_set, mode: observe}]",
).replace("  lost_reasons:", "  may_skip: {call: deal.amount < rub(30000)}\n  lost_reasons:")


@pytest.fixture
def loose(db: None) -> World:
    """A company that warns and observes, and lets small deals skip the call."""
    return World.found(LOOSE)


def test_a_move_tells_what_it_was_warned_of_and_keeps_what_was_observed(loose: World) -> None:
    key = loose.deal()
    moved = cycle.move_deal(key=key, to="call", by=loose.manager, at=loose.later(), request="once")
    assert [one.guard for one in moved.passed] == ["brief_filled"]
    again = cycle.move_deal(key=key, to="call", by=loose.manager, at=loose.later(seconds=3), request="once")
    assert again.repeated and again.passed == moved.passed
    assert [(row.guard, row.mode) for row in PassRow.objects.order_by("place")] == [
        ("brief_filled", "warn"),
        ("next_step_set", "observe"),
    ]
    cycle.undo_move(key=key, by=loose.manager, at=loose.now)
    assert not PassRow.objects.exists(), "an undone move has passed nothing"


def test_a_small_deal_goes_straight_to_the_contract_and_a_large_one_does_not(loose: World) -> None:
    small, large = loose.deal(amount=100), loose.deal(amount=3_000_000)
    skipped = cycle.move_deal(key=small, to="contract", by=loose.manager, at=loose.later())
    assert skipped.kinds == ("deal.skipped", "deal.moved") and skipped.stage == "contract"
    refused = cycle.move_deal(key=large, to="contract", by=loose.manager, at=loose.later())
    assert [one.guard for one in refused.refused] == ["stage_in_order"]


def test_an_exception_is_asked_of_those_who_have_the_right_and_seen_in_their_today(world: World) -> None:
    key = world.deal(owner=world.manager.id)
    asked = asks.ask_exception(key=key, note="Клиент уезжает", by=world.manager, at=world.later())
    assert asked.kinds == ("deal.exception_asked",)
    seen = {who: [one.kind for one in waiting(world, who)] for who in ("head", "owner", "manager", "support")}
    assert seen == {"head": ["exception"], "owner": ["exception"], "manager": [], "support": []}
    with pytest.raises(NotAllowed):
        asks.grant_exception(key=key, reason="Можно", by=world.manager, at=world.later())
    with pytest.raises(Invalid):
        asks.grant_exception(key=key, reason=" ", by=world.head, at=world.later())
    granted = asks.grant_exception(key=key, reason="Можно", by=world.head, at=world.later())
    assert granted.stage == "call" and [one.mode for one in granted.passed] == ["enforce", "enforce"]
    assert waiting(world, "head") == () and not AskRow.objects.exists()
    assert {row.by for row in PassRow.objects.all()} == {world.head.label}


def test_a_request_for_a_stage_that_was_left_is_asked_of_nobody(world: World) -> None:
    key = world.deal_at("brief", ready=False)
    asks.ask_exception(key=key, by=world.manager, at=world.later())
    world.fulfil(key, "brief")
    cycle.move_deal(key=key, to="call", by=world.manager, at=world.later())
    assert waiting(world, "head") == ()


def test_an_approval_is_asked_of_those_who_hold_the_role_and_see_the_deal(world: World) -> None:
    key = world.deal(owner=world.manager.id)
    asks.ask_approval(key=key, role="manager", by=world.head, at=world.later())
    assert [(one.kind, one.role) for one in waiting(world, "manager")] == [("approval", "Менеджер")]
    assert waiting(world, "other_manager") == () and waiting(world, "head") == ()


def test_no_exception_wins_a_deal_without_money(world: World) -> None:
    key = world.deal(owner=world.manager.id)
    for _ in range(4):
        asks.grant_exception(key=key, reason="Можно", by=world.head, at=world.later())
    assert values.deal(key).stage == "handover"
    offered = closing.offer_handover(key=key, by=world.manager, at=world.later())
    assert [one.guard for one in offered.refused] == ["brief_filled", "contract_signed", "paid"]


def test_a_row_of_what_was_passed_without_its_fact_is_found(loose: World) -> None:
    key = loose.deal()
    cycle.move_deal(key=key, to="call", by=loose.manager, at=loose.later())
    PassRow.objects.filter(guard="brief_filled").update(mode="enforce")
    assert [one.what for one in replay.differences()] == ["condition that was passed, number 1"]
    PassRow.objects.filter(guard="brief_filled").update(mode="warn")


def waiting(world: World, who: str) -> Any:
    """What Today asks of this person."""
    return asked_of(getattr(world, who), world.process, world.now)


def test_deals_of_silent_clients_are_seen_by_those_who_may_lose_them(world: World) -> None:
    quiet = world.deal(owner=world.manager.id)
    world.now += timedelta(days=40)
    heard = world.deal(owner=world.manager.id)
    found = {who: silence(world, who) for who in ("head", "manager", "other_manager", "curator")}
    assert found == {"head": [quiet], "manager": [quiet], "other_manager": [], "curator": []}
    cycle.log_evidence(key=quiet, what="call", by=world.manager, at=world.later())
    assert silence(world, "head") == [] and values.deal(heard).heard_at is not None


def silence(world: World, who: str) -> list[int]:
    """Which deals Today calls silent."""
    seen = today.today(getattr(world, who), world.now, UTC)
    return [card.key for card in seen.silent.cards] if seen.silent else []
