"""Somebody leaves the company, and their deals are led on."""

import pytest

from tests.world import World
from voronka.actions import leaving, people
from voronka.core.problems import Invalid
from voronka.queries import owner
from voronka.store import log, values
from voronka.store.models import Person


def test_open_deals_go_to_the_others_in_turn_and_each_one_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving, "PIECE", 2)
    keys = [world.deal() for _ in range(5)]
    won, others = world.won_deal(), world.deal(by=world.other_manager)
    assert owner.leaving(world.head, world.manager.id or 0).deals == 5
    takers = [world.other_manager.id or 0, world.support.id or 0]
    done = leaving.leave(key=world.manager.id or 0, to=takers, by=world.head, at=world.later())
    assert done.deals == 5
    assert sorted(values.deal(key).owner or 0 for key in keys) == sorted([*takers, *takers, takers[0]])
    assert all(log.stream(f"deal:{key}")[-1].event.kind == "deal.assigned" for key in keys)
    assert values.deal(won).owner == world.manager.id
    assert values.deal(others).owner == world.other_manager.id
    assert not Person.objects.get(pk=world.manager.id).is_active


def test_with_nobody_to_take_them_the_deals_stay_and_can_be_handed_over_later(world: World) -> None:
    key, who = world.deal(), world.manager.id or 0
    assert leaving.leave(key=who, by=world.head, at=world.later()).deals == 0
    assert values.deal(key).owner == who
    to = [world.support.id or 0]
    assert leaving.leave(key=who, to=to, by=world.head, at=world.later()).deals == 1
    assert values.deal(key).owner == world.support.id


def test_who_may_not_leave_hands_nothing_over(world: World) -> None:
    key = world.deal(by=world.head)
    for who, to in (
        (world.head, [world.manager.id]),  # nobody closes the door behind themselves
        (world.manager, [world.curator.id]),  # a curator leads no deals
        (world.manager, [world.manager.id]),
        (world.manager, [10**9]),
    ):
        with pytest.raises(Invalid):
            leaving.leave(key=who.id or 0, to=to, by=world.head, at=world.later())  # type: ignore[arg-type]
    assert values.deal(key).owner == world.head.id
    assert Person.objects.filter(is_active=True).count() == 8


def test_the_last_owner_does_not_leave(world: World) -> None:
    second = people.add_person(
        email="second@voronka.test", name="Второй", role="owner", by=world.owner, at=world.now
    )
    leaving.leave(key=second, by=world.owner, at=world.later())
    with pytest.raises(Invalid):
        leaving.leave(key=world.owner.id or 0, by=Person.objects.get(pk=second).actor, at=world.later())
