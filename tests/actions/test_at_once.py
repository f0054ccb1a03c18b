"""Two people, one deal, one moment: one of them does it, the other is told; nobody waits for ever."""

import json
from collections import Counter
from functools import partial
from typing import Any

import pytest

from tests.actions.test_own_fields import OWN
from tests.actions.verbs import VERBS, Verb
from tests.at_once import at_once
from tests.world import MONDAY, PASSPORT, PRICE, SERVICES, World
from voronka.actions import clients, closing, cycle, entry, passport, people
from voronka.actions.change import Outcome
from voronka.core.access import SYSTEM
from voronka.core.problems import Invalid, Stale
from voronka.store import log, replay, values
from voronka.store.models import Company, EventRow, PassportVersion, RequestRow

pytestmark = pytest.mark.django_db(transaction=True)


def kinds(key: int) -> Counter[str]:
    """How often each kind of fact is told of the deal."""
    return Counter(one.event.kind for one in log.stream(f"deal:{key}"))


def test_of_two_who_move_a_deal_one_does_and_the_other_is_told_that_the_page_is_stale(world: World) -> None:
    for _ in range(5):
        key = world.deal_at("call", ready=True)
        seen = values.deal(key).state_seq
        move = partial(cycle.move_deal, key=key, seen=seen, at=world.later())
        ended = at_once(
            partial(move, to="contract", by=world.manager), partial(move, to="brief", by=world.head)
        )
        done = [one for one in ended if isinstance(one, Outcome)]
        stale = [one for one in ended if isinstance(one, Stale)]
        assert (len(done), len(stale)) == (1, 1), ended
        assert done[0].done and kinds(key)["deal.moved"] + kinds(key)["deal.returned"] == 2


def test_of_two_who_move_a_deal_to_one_stage_both_find_it_there_and_it_moved_once(world: World) -> None:
    key = world.deal_at("call", ready=True)
    move = partial(cycle.move_deal, key=key, to="contract", at=world.later())
    ended = at_once(partial(move, by=world.manager), partial(move, by=world.head))
    assert [one.stage for one in ended] == ["contract", "contract"]
    assert sorted(one.kinds for one in ended) == [(), ("deal.moved",)]


def test_of_two_answers_to_a_handover_one_counts(world: World) -> None:
    key = world.deal_at("handover", ready=True)
    at = world.later()
    accept = partial(closing.accept_handover, key=key, by=world.curator, at=at)
    give_back = partial(closing.return_handover, key=key, reason="Нет доступа", by=world.head, at=at)
    ended = at_once(accept, give_back)
    assert all(isinstance(one, Outcome) for one in ended), ended
    assert sorted(one.done for one in ended) == [False, True]
    told = kinds(key)
    assert told["handover.accepted"] + told["handover.returned"] == 1 and told["deal.move_refused"] == 1


@pytest.mark.parametrize("verb", VERBS, ids=str)
def test_one_request_that_comes_many_times_at_once_is_done_once(world: World, verb: Verb) -> None:
    alone, key = verb.start(world), verb.start(world)
    asked = {**verb.asks(world, key), "request": "the same", "at": world.later(seconds=5)}
    if verb.seen:
        asked["seen"] = values.deal(key).state_seq
    before = EventRow.objects.count()
    verb.do(world, alone, at=asked["at"])
    once = EventRow.objects.count() - before
    ended = at_once(*[partial(verb.act, key=key, by=getattr(world, verb.who), **asked)] * 4)
    answers = [one.as_data() if isinstance(one, Outcome) else one for one in ended]
    assert all(one == answers[0] for one in answers) and isinstance(answers[0], dict), answers
    assert sorted(one.repeated for one in ended) == [False, True, True, True]
    assert EventRow.objects.count() - before == 2 * once
    assert RequestRow.objects.count() == 1


def test_what_is_made_by_one_request_that_comes_many_times_at_once_is_made_once(world: World) -> None:
    known = {"by": world.manager, "at": world.later(), "request": "the same"}
    makers: list[Any] = [
        partial(entry.receive_inquiry, channel="phone", name="Ирина", **known),
        partial(entry.open_deal, title="Сайт", **{**known, "by": world.head}),
    ]
    for make in makers:
        keys = [one.key for one in at_once(*[make] * 6)]
        assert len(set(keys)) == 1
    assert EventRow.objects.filter(seq=1).exclude(kind="passport.published").count() == 2


def test_money_that_comes_at_once_is_all_counted(world: World) -> None:
    key = world.deal_at("payment")
    pay = partial(
        closing.receive_payment, key=key, amount=PRICE // 8, paid_on=MONDAY.date(), proof=world.file()
    )
    at = world.later()
    ended = at_once(*[partial(pay, by=world.head, at=at)] * 8)
    assert all(one.done for one in ended), ended
    deal = values.deal(key)
    assert (deal.paid, len(deal.payments), deal.stage) == (PRICE, 8, "handover")


def test_sixteen_people_moving_deals_to_and_fro_do_not_block_each_other(world: World) -> None:
    keys = [world.deal_at("call", ready=True) for _ in range(16)]
    at = world.later()

    def to_and_fro(place: int) -> list[str]:
        """Half of them go on while the other half go back."""
        stages = ["contract", "call"] if place % 2 else ["brief", "call"]
        return [cycle.move_deal(key=keys[place], to=to, by=world.head, at=at).stage for to in stages * 6]

    ended = at_once(*[partial(to_and_fro, place) for place in range(16)])
    assert [one for one in ended if not isinstance(one, list)] == []
    assert {values.deal(key).stage for key in keys} == {"call"}
    assert replay.differences() == []


def test_of_two_people_with_one_address_one_is_taken_on(world: World) -> None:
    add = partial(
        people.add_person, email="new@voronka.test", name="Новый", role="manager", by=SYSTEM, at=world.now
    )
    ended = at_once(*[add] * 4)
    refused = [one for one in ended if isinstance(one, Invalid)]
    assert len(refused) == 3 and {one.problems[0].code for one in refused} == {"email_taken"}, ended


def test_of_two_owners_who_leave_at_once_one_stays(world: World) -> None:
    second = people.add_person(
        email="second@voronka.test", name="Второй", role="owner", by=SYSTEM, at=world.now
    )
    both = ((world.owner.id or 0, "Вера Львова"), (second, "Второй"))
    leave = [
        partial(
            people.change_person, key=key, name=name, role="manager", active=True, by=SYSTEM, at=world.now
        )
        for key, name in both
    ]
    ended = at_once(*leave)
    refused = [one for one in ended if isinstance(one, Invalid)]
    assert [one.problems[0].code for one in refused] == ["last_owner"], ended


def test_versions_published_at_once_have_numbers_of_their_own(world: World) -> None:
    texts = [PASSPORT.replace("Созвон", f"Созвон {number}") for number in range(3)]
    ended = at_once(*[partial(passport.publish, text=text, by=world.head, at=world.now) for text in texts])
    assert sorted(one.key for one in ended) == [2, 3, 4], ended
    assert PassportVersion.objects.count() == 4
    assert {one.cycle.stages[1].title for one in (values.process("services", n) for n in (2, 3, 4))} == {
        "Созвон 0", "Созвон 1", "Созвон 2"
    }  # fmt: skip
    assert values.process("services", 1) == SERVICES


def test_of_two_who_fill_in_different_fields_of_a_client_each_keeps_theirs(db: None) -> None:
    world = World.found(OWN)
    save = partial(clients.save_company, name="Ромашка", at=world.later())
    for _ in range(8):
        key = save(by=world.manager)
        fill = partial(save, key=key)
        ended = at_once(
            partial(fill, fields={"size": "small"}, by=world.manager),
            partial(fill, fields={"since": "2026-01-15"}, by=world.head),
        )
        assert ended == [key, key]
        assert set(json.loads(Company.objects.get(pk=key).own)) == {"size", "since"}
