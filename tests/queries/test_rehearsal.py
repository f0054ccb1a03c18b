"""A draft tried on the past: the rules that held refuse nothing; a stricter one says whom it would have stopped."""

from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from tests.actions.test_migration import SHORT, work
from tests.world import PASSPORT, World
from voronka.actions import cycle, drafts, jobs, passport
from voronka.core.problems import Invalid, NotFound
from voronka.core.rehearsal import Rehearsed
from voronka.queries import jobs as queries
from voronka.queries.passport.rehearsal import RehearsalReport, Sums, named, rehearse
from voronka.store.models import EventRow


def tried(world: World, text: str, **asked: Any) -> RehearsalReport:
    with translation.override("en"):
        return rehearse(by=world.head, text=text, **asked)


def test_the_rules_that_held_would_have_refused_nothing(world: World) -> None:
    world.won_deal()
    world.lost_deal()
    world.deal_at("contract", ready=True)
    cycle.move_deal(key=world.deal(), to="call", by=world.manager, at=world.later())  # refused, and no move
    key = world.deal_at("contract")
    cycle.return_deal(key=key, to="brief", reason="Забыли", by=world.manager, at=world.later())
    found = tried(world, PASSPORT)
    assert (found.deals, found.refused, found.stopped, found.elsewhere) == (5, 0, (), ())
    assert found.moves == 5 + 2 + 3


def test_a_stricter_stage_says_which_moves_it_would_have_refused_and_where_deals_would_stand(
    world: World,
) -> None:
    far, near, won = world.deal_at("payment"), world.deal_at("call"), world.won_deal()
    text = PASSPORT.replace("leave_when: [call_logged]", "leave_when: [call_logged, offer_sent]")
    before = EventRow.objects.count()
    found = tried(world, text)
    (one,) = found.stopped
    assert (one.stage_title, one.guard, one.refused, one.moves, one.deals) == (
        "Созвон",
        "offer_sent",
        True,
        2,
        2,
    )
    assert one.keys == (far, won)
    assert one.new
    assert found.refused == 2
    places = {(place.stands, place.would): place.keys for place in found.elsewhere}
    assert places == {("payment", "call"): (far,), ("=won", "call"): (won,)}
    assert near not in [key for keys in places.values() for key in keys]
    assert EventRow.objects.count() == before


def test_what_the_version_of_now_asks_too_is_not_called_new_and_stands_behind_what_is(world: World) -> None:
    for _ in range(2):
        world.deal_at("contract")
    stricter = PASSPORT.replace("leave_when: [call_logged]", "leave_when: [call_logged, offer_sent]")
    passport.publish(text=stricter, by=world.head, at=world.later())
    found = tried(world, stricter)
    assert [(one.guard, one.new) for one in found.stopped] == [("offer_sent", False)]
    found = tried(world, stricter.replace("offer_sent]", "offer_sent, invoice_sent]"))
    assert [(one.guard, one.new) for one in found.stopped] == [("invoice_sent", True), ("offer_sent", False)]


def test_what_only_warns_stops_nobody_and_is_counted(world: World) -> None:
    world.deal_at("contract")
    text = PASSPORT.replace(
        "leave_when: [call_logged]", "leave_when: [call_logged, {guard: offer_sent, mode: warn}]"
    )
    found = tried(world, text)
    assert [(one.guard, one.refused, one.moves) for one in found.stopped] == [("offer_sent", False, 1)]
    assert (found.refused, found.elsewhere) == (0, ())


def test_a_deal_that_met_the_rule_later_goes_on_with_its_next_move(world: World) -> None:
    key = world.deal_at("contract")
    cycle.log_sum(key=key, what="offer", amount=5, offer="audit", by=world.manager, at=world.later())
    world.fulfil(key, "contract")
    cycle.move_deal(key=key, to="payment", by=world.manager, at=world.later())
    found = tried(
        world, PASSPORT.replace("leave_when: [call_logged]", "leave_when: [call_logged, offer_sent]")
    )
    assert found.refused == 1
    assert found.elsewhere == ()


def test_a_win_that_the_draft_would_not_call_one_is_told(world: World) -> None:
    half = PASSPORT.replace("won_when: {paid: 100%", "won_when: {paid: 50%").replace(
        "{paid: 100%}", "{paid: 50%}"
    )
    passport.publish(text=half, by=world.head, at=world.later())
    key = world.deal_at("payment")
    world.pay(key, 6_000_000)
    world.fulfil(key, "handover")
    from voronka.actions import closing

    assert closing.accept_handover(key=key, by=world.curator, at=world.later()).status == "won"
    found = tried(world, PASSPORT)
    assert ("", "paid", True) in {(one.stage, one.guard, one.new) for one in found.stopped}
    assert [(place.stands, place.would) for place in found.elsewhere] == [("=won", "payment")]


def test_a_stage_that_is_gone_is_passed_over_and_a_like_one_is_the_same(world: World) -> None:
    world.deal_at("contract")
    found = tried(world, SHORT)
    assert (found.refused, found.elsewhere) == (0, ())
    found = tried(world, PASSPORT.replace("{id: call, title: Созвон", "{id: talk, title: Созвоны"))
    assert (found.refused, found.elsewhere) == (0, ())


def test_a_stage_that_is_replaced_by_another_still_shows_what_the_one_before_asks(world: World) -> None:
    key = world.deal_at("payment")
    text = PASSPORT.replace("leave_when: [call_logged]", "leave_when: [call_logged, offer_sent]")
    found = tried(world, text.replace("{id: contract, title: Договор", "{id: sign, title: Подписание"))
    assert ("call", "offer_sent") in {(one.stage, one.guard) for one in found.stopped}
    assert [(place.stands, place.would, place.keys) for place in found.elsewhere] == [
        ("payment", "call", (key,))
    ]


def test_the_past_is_found_whatever_order_of_letters_the_database_has(world: World) -> None:
    if connection.vendor == "postgresql":
        # Where a database sorts as people do, ";" comes before ":".
        with connection.cursor() as cursor:
            cursor.execute(
                'ALTER TABLE store_eventrow ALTER COLUMN stream TYPE varchar(64) COLLATE "en-x-icu"'
            )
    world.won_deal()
    assert tried(world, PASSPORT).deals == 1


def test_deals_of_another_process_are_left_out(world: World) -> None:
    world.deal_at("contract")
    courses = PASSPORT.replace("process: services", "process: courses")
    passport.publish(text=courses, by=world.head, at=world.later())
    assert tried(world, courses).deals == 0


def test_a_text_with_errors_is_not_tried_and_no_draft_is_none(world: World) -> None:
    with pytest.raises(Invalid):
        tried(world, "voronka: 1")
    with pytest.raises(NotFound):
        rehearse(by=world.head)


def test_the_worker_tries_the_draft_and_keeps_what_it_found(world: World) -> None:
    world.deal_at("contract")
    drafts.begin_draft(by=world.head, at=world.later())
    text = PASSPORT.replace("leave_when: [call_logged]", "leave_when: [call_logged, offer_sent]")
    drafts.save_draft(text=text, seen=1, by=world.head, at=world.later())
    key = jobs.ask_for_job(kind="rehearsal", by=world.head, at=world.later(), arguments={"language": "ru"})
    work()
    kept: Any = queries.job(key=key, by=world.head).outcome
    assert (kept["seq"], kept["refused"], kept["stopped"][0]["sentence"]) == (2, 1, "предложение отправлено")


def test_deals_behind_a_number_are_named_to_those_who_see_them(world: World) -> None:
    mine, other = world.deal(title="Сайт"), world.deal(by=world.other_manager)
    assert [one.title for one in named(by=world.manager, keys=(mine, other))] == ["Сайт"]
    assert len(named(by=world.head, keys=(mine, other))) == 2


def test_the_newest_of_very_many_deals_stand_behind_a_number(world: World) -> None:
    found = Sums()
    for key in sorted(range(1, 401), key=str):  # as streams are read
        found.add(Rehearsed(key, world.process.key, stands="call", would_stand="brief"))
    (one,) = found.report(world.process, 0, None).elsewhere
    assert one.deals == 400 and one.keys == tuple(range(201, 401))
