"""What comes in is shared out as the passport says: in turn, or to whoever has the least on their hands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.actions.test_public_form import IRINA, open_form, send
from tests.world import PASSPORT, World
from voronka.actions import cycle, entry, passport, people, sending
from voronka.core.access import SYSTEM
from voronka.core.entry import in_turn, least_loaded
from voronka.store import values


def shares(world: World, by: str, role: str = "manager") -> None:
    """A passport that shares out what comes in."""
    text = PASSPORT.replace(
        "  first_step: brief", f"  first_step: brief\n  assign: {{role: {role}, by: {by}}}"
    )
    passport.publish(text=text, by=SYSTEM, at=world.later(), door="cli")


def received(world: World, number: int) -> int | None:
    """Written down by the support, who sells nothing; who takes care of it."""
    told = entry.receive_inquiry(channel="phone", name=f"И{number}", by=world.support, at=world.later())
    return values.inquiry(told.key).owner


def test_in_turn_everybody_gets_the_same(world: World) -> None:
    shares(world, "turn")
    mine, other = world.manager.id, world.other_manager.id
    assert [received(world, n) for n in range(4)] == [mine, other, mine, other]
    people.change_person(
        key=mine or 0, name="Анна Ким", role="manager", active=False, by=SYSTEM, at=world.later()
    )
    assert [received(world, n) for n in range(2)] == [other, other]


def test_whoever_has_the_least_gets_the_next(world: World) -> None:
    shares(world, "load")
    for _ in range(3):
        world.deal(by=world.manager)
    other = world.other_manager.id
    assert [received(world, n) for n in range(3)] == [other, other, other]
    key = world.deal(by=world.manager)
    cycle.assign_deal(key=key, owner=other, by=SYSTEM, at=world.later())
    assert received(world, 9) == world.manager.id


def test_who_sells_keeps_what_they_write_down_and_strangers_are_shared_out(world: World) -> None:
    shares(world, "turn")
    told = entry.receive_inquiry(channel="phone", name="Свой", by=world.other_manager, at=world.later())
    assert values.inquiry(told.key).owner == world.other_manager.id
    open_form(world)
    assert values.inquiry(send(world).key).owner == world.manager.id
    held = send(world, trap=True, filled=IRINA.__class__(name="Олег", phone="89210000055", consent=1))
    taken = sending.let_in(key=held.key, by=world.manager, at=world.later())
    assert values.inquiry(taken.key).owner == world.other_manager.id


@pytest.mark.parametrize("how", ["hand"])
def test_by_hand_it_waits_for_an_owner(world: World, how: str) -> None:
    shares(world, how)
    assert received(world, 1) is None


def test_of_a_role_that_nobody_holds_it_waits_for_an_owner(world: World) -> None:
    shares(world, "turn", role="head")
    people.change_person(
        key=world.head.id or 0, name="Илья", role="curator", active=True, by=SYSTEM, at=world.later()
    )
    assert received(world, 1) is None


@given(st.sets(st.integers(1, 50), min_size=1, max_size=8), st.integers(0, 60))
def test_a_round_is_a_turn_for_each(people: set[int], last: int) -> None:
    some = list(people)
    got, before = [], last
    for _ in range(2 * len(some)):
        chosen = in_turn(some, before)
        assert chosen is not None
        before = chosen
        got.append(chosen)
    assert {got.count(one) for one in some} == {2}


@given(st.dictionaries(st.integers(1, 20), st.integers(0, 9), min_size=1))
def test_nobody_has_less_than_the_chosen(load: dict[int, int]) -> None:
    chosen = least_loaded(list(load), load)
    assert chosen is not None and load[chosen] == min(load.values())
    assert least_loaded([], {}) is None and in_turn([], None) is None
