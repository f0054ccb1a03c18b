"""One change for many deals: looked at without a trace, made by the rules of a single one, cut, stopped, taken back."""

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import World
from voronka.actions import bulk, bulking, closing, cycle, people
from voronka.core.access import SYSTEM, Actor
from voronka.core.bulk import Change, Tally
from voronka.core.problems import Invalid, NotAllowed, NotFound, Stale
from voronka.store import values
from voronka.store.models import BulkDeal, BulkEdit, DealRow, EventRow, Job, Person, Text, VisitRow

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def chosen(world: World, keys: list[int], change: Change, *, by: Actor | None = None) -> int:
    """A bulk edit of these deals."""
    who = by or world.head
    key = bulk.begin_bulk(deals=keys, by=who, at=world.later())
    bulk.choose_change(key=key, change=change, by=who, at=world.later())
    return key


def done(world: World, key: int, what: bulk.What = "running", *, by: Actor | None = None) -> dict[str, int]:
    """Look, make it or take it back, as a page does with few."""
    assert bulking.go(key=key, what=what, by=by or world.head, at=world.later())
    row = BulkEdit.objects.get(pk=key)
    told = json.loads(row.tried if what == "trying" else row.told)
    return dict((told.get("undo") or told)["counts"])


def made(world: World, keys: list[int], change: Change, *, by: Actor | None = None) -> int:
    key = chosen(world, keys, change, by=by)
    done(world, key, by=by)
    return key


def groups(key: int) -> dict[str, int]:
    told = json.loads(BulkEdit.objects.get(pk=key).told)
    return {one.get("guard") or one["code"]: one["count"] for one in told["groups"]}


def kinds_since(position: int) -> Counter[str]:
    return Counter(EventRow.objects.filter(id__gt=position).values_list("kind", flat=True))


def position() -> int:
    return EventRow.objects.order_by("-id").values_list("id", flat=True).first() or 0


def test_a_look_says_what_would_come_of_it_and_leaves_no_trace_on_the_deals(world: World) -> None:
    ready, bare = world.deal_at("brief", ready=True), world.deal()
    there, lost = world.deal_at("call"), world.lost_deal()
    before = (position(), Text.objects.count(), list(DealRow.objects.order_by("pk").values()))
    key = chosen(world, [ready, bare, there, lost, 10**9], Change("stage", to="call"))
    counts = done(world, key, "trying")
    assert counts == {"done": 1, "same": 1, "refused": 2, "absent": 1}
    tried = json.loads(BulkEdit.objects.get(pk=key).tried)
    assert {one["guard"]: [deal for deal, _data in one["deals"]] for one in tried["groups"]} == {
        "brief_filled": [bare], "next_step_set": [bare], "deal_open": [lost],
    }  # fmt: skip
    assert tried["examples"] == [{"deal": ready, "before": {"stage": "brief"}}]
    assert (position(), Text.objects.count(), list(DealRow.objects.order_by("pk").values())) == before


def test_the_guards_of_every_deal_are_asked_and_a_refusal_is_a_fact_like_any_other(world: World) -> None:
    ready, bare = world.deal_at("brief", ready=True), world.deal()
    began = position()
    key = made(world, [ready, bare], Change("stage", to="call"))
    assert [values.deal(one).stage for one in (ready, bare)] == ["call", "brief"]
    assert kinds_since(began) == {"deal.moved": 1, "deal.move_refused": 1, "bulk.applied": 1}
    single = world.deal()
    cycle.move_deal(key=single, to="call", by=world.head, at=world.later())
    told = [
        EventRow.objects.filter(stream=f"deal:{one}", kind="deal.move_refused").values_list("data").get()
        for one in (bare, single)
    ]
    assert told[0] == told[1]
    assert groups(key) == {"brief_filled": 1, "next_step_set": 1}


@pytest.mark.parametrize("to", ["won", "=won", "imported", ""])
def test_no_bulk_edit_wins_a_deal(world: World, to: str) -> None:
    with pytest.raises(Invalid):
        chosen(world, [world.deal_at("handover", ready=True)], Change("stage", to=to))
    paid = world.deal_at("handover")  # money has come, the hand-over has not been accepted
    made(world, [paid], Change("stage", to="handover"))
    assert not DealRow.objects.filter(status="won").exists()


CHANGES = {
    "owner": lambda world: Change("owner", owner=world.other_manager.id),
    "next_step": lambda world: Change("next_step", due=world.now + timedelta(days=3), text="Позвонить"),
    "stage": lambda world: Change("stage", to="call"),
    "lose": lambda world: Change("lose", reason="price", text="Дорого им"),
    "field": lambda world: Change("field", field="site", value="pekarnya.ru"),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_comes_to_all_and_an_undo_returns_every_deal_to_what_it_was(world: World, kind: str) -> None:
    keys = [world.deal_at("brief", ready=True) for _ in range(3)]
    cycle.set_field(key=keys[0], field="site", value="old.ru", by=world.head, at=world.later())
    shown = ("status", "stage", "owner", "next_step_at", "next_step_text", "lost_reason", "due_at")
    was = list(DealRow.objects.order_by("pk").values(*shown))
    fields = [values.deal(key).fields.get("site") for key in keys]
    key = made(world, keys, CHANGES[kind](world))
    assert json.loads(BulkEdit.objects.get(pk=key).told)["counts"] == {"done": 3}
    now = list(DealRow.objects.order_by("pk").values(*shown))
    assert now != was or [values.deal(one).fields.get("site") for one in keys] != fields
    assert done(world, key, "undoing") == {"done": 3}
    back = list(DealRow.objects.order_by("pk").values(*shown))
    if kind == "lose":  # reopened deals begin their norm anew
        for one in (*was, *back):
            del one["due_at"]
    assert back == was
    assert [values.deal(one).fields.get("site") for one in keys] == fields
    assert BulkEdit.objects.get(pk=key).state == "undone"


def test_an_undone_move_leaves_no_visit_and_an_undone_reopening_the_reason(world: World) -> None:
    ready, lost = world.deal_at("brief", ready=True), world.lost_deal()
    visits = VisitRow.objects.count()
    done(world, made(world, [ready], Change("stage", to="call")), "undoing")
    assert VisitRow.objects.count() == visits
    key = made(world, [lost], Change("reopen", text="Вернулись"))
    assert values.deal(lost).status == "open"
    done(world, key, "undoing")
    assert (values.deal(lost).status, values.deal(lost).lost_reason) == ("lost", "price")


def test_a_deal_that_somebody_has_worked_on_since_stays_and_is_named(world: World) -> None:
    keys = [world.deal() for _ in range(3)]
    key = made(world, keys, Change("owner", owner=world.other_manager.id))
    cycle.add_note(key=keys[1], text="Созвонились", by=world.other_manager, at=world.later())
    assert done(world, key, "undoing") == {"done": 2, "invalid": 1}
    owners = [values.deal(one).owner for one in keys]
    assert owners == [world.manager.id, world.other_manager.id, world.manager.id]
    told = json.loads(BulkEdit.objects.get(pk=key).told)["undo"]["groups"]
    assert [(one["code"], one["deals"][0][0]) for one in told] == [("worked_since", keys[1])]
    with pytest.raises(Invalid):  # an undo is not undone, and not done twice
        bulking.go(key=key, what="undoing", by=world.head, at=world.later())


def test_whoever_left_gets_no_deals_back(world: World) -> None:
    mine = world.deal(by=world.other_manager)
    key = made(world, [mine], Change("owner", owner=world.manager.id))
    people.change_person(
        key=world.other_manager.id or 0,
        name="Олег Бут",
        role="manager",
        active=False,
        by=SYSTEM,
        at=world.now,
    )
    assert done(world, key, "undoing") == {"invalid": 1}
    assert values.deal(mine).owner == world.manager.id


def test_a_deal_that_changed_since_the_look_is_judged_anew(world: World) -> None:
    ready, bare = world.deal_at("brief", ready=True), world.deal()
    key = chosen(world, [ready, bare], Change("stage", to="call"))
    assert done(world, key, "trying") == {"done": 1, "refused": 1}
    cycle.lose_deal(key=ready, reason="price", by=world.manager, at=world.later())
    world.fulfil(bare, "brief")
    assert done(world, key) == {"refused": 1, "done": 1}
    assert [values.deal(one).stage for one in (ready, bare)] == ["brief", "call"]


def test_only_deals_that_one_sees_are_changed_and_a_colleagues_is_not_even_named(world: World) -> None:
    mine, foreign, free = world.deal(), world.deal(by=world.other_manager), world.deal(by=world.support)
    assert values.deal(free).owner is None
    key = made(world, [mine, foreign, free], Change("field", field="site", value="a.ru"), by=world.manager)
    told = json.loads(BulkEdit.objects.get(pk=key).told)
    assert told["counts"] == {"done": 2, "absent": 1}
    named = [one["deal"] for one in told["examples"]]
    assert foreign not in named and not told["groups"]
    assert "site" not in values.deal(foreign).fields
    take = made(world, [mine, free], Change("owner", owner=world.manager.id), by=world.manager)
    assert json.loads(BulkEdit.objects.get(pk=take).told)["counts"] == {"same": 1, "done": 1}
    give = made(world, [mine, free], Change("owner", owner=world.other_manager.id), by=world.manager)
    assert json.loads(BulkEdit.objects.get(pk=give).told)["counts"] == {"barred": 2}
    assert values.deal(free).owner == world.manager.id
    assert done(world, take, "undoing", by=world.manager) == {"done": 1}
    assert values.deal(free).owner is None


def test_a_bulk_edit_is_its_authors_and_leads_may_take_it_back(world: World) -> None:
    deal = world.deal()
    key = chosen(world, [deal], Change("field", field="site", value="a.ru"), by=world.manager)
    with pytest.raises(NotFound):
        bulking.go(key=key, what="running", by=world.other_manager, at=world.later())
    with pytest.raises(NotAllowed):
        bulking.go(key=key, what="running", by=world.head, at=world.later())
    done(world, key, by=world.manager)
    assert done(world, key, "undoing", by=world.head) == {"done": 1}
    undone = EventRow.objects.filter(stream=f"deal:{deal}").order_by("-seq").first()
    assert undone is not None and (undone.by, undone.door) == (world.head.label, "bulk")


def test_another_change_than_the_one_that_was_looked_at_is_not_made(world: World) -> None:
    deal = world.deal()
    key = chosen(world, [deal], Change("lose", reason="price"))
    done(world, key, "trying")
    seen = BulkEdit.objects.get(pk=key).seq
    bulk.choose_change(key=key, change=Change("lose", reason="silence"), by=world.head, at=world.later())
    with pytest.raises(Stale):
        bulking.go(key=key, what="running", seen=seen, by=world.head, at=world.later())
    assert values.deal(deal).status == "open"


WRONG = [
    (Change("owner", owner=10**6), "unknown_person"),
    (Change("lose", reason="whim"), "unknown_choice"),
    (Change("field", field="colour", value="red"), "unknown_choice"),
    (Change("field", field="title", value="one for all"), "unknown_choice"),
    (Change("next_step", due=values.datetime(2020, 1, 1, tzinfo=values.ZoneInfo("UTC"))), "in_the_past"),
    (Change("paint"), "unknown_choice"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("change", "code"), WRONG)
def test_what_no_deal_could_take_is_said_at_once(world: World, change: Change, code: str) -> None:
    with pytest.raises(Invalid) as wrong:
        chosen(world, [world.deal()], change)
    assert [one.code for one in wrong.value.problems] == [code]


def test_none_too_many_and_no_change_are_said_at_once(world: World) -> None:
    for keys, code in (([], "deals_none"), ([0, -1], "deals_none"), (range(1, 10_002), "deals_too_many")):
        with pytest.raises(Invalid) as wrong:
            bulk.begin_bulk(deals=list(keys), by=world.head, at=world.now)
        assert wrong.value.problems[0].code == code
    key = bulk.begin_bulk(deals=[world.deal()], by=world.head, at=world.now)
    with pytest.raises(Invalid) as wrong:
        bulking.go(key=key, what="running", by=world.head, at=world.now)
    assert wrong.value.problems[0].code == "change_needed"


def many(world: World, monkeypatch: pytest.MonkeyPatch, count: int = 25) -> tuple[int, list[int]]:
    """A bulk edit that the worker makes in pieces of ten."""
    monkeypatch.setattr(bulking, "PIECE", 10)
    monkeypatch.setattr(bulking, "AT_ONCE", 5)
    keys = [world.deal() for _ in range(count)]
    key = chosen(world, keys, Change("owner", owner=world.other_manager.id))
    assert not bulking.go(key=key, what="running", by=world.head, at=world.later())
    return key, keys


def theirs(world: World) -> int:
    return DealRow.objects.filter(owner=world.other_manager.id).count()


def test_work_that_was_cut_goes_on_behind_its_last_piece(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, _keys = many(world, monkeypatch)

    def cut(done: int, total: int) -> None:
        if done >= 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bulking.run(key=key, now=world.later, say=cut)
    assert theirs(world) == 20
    began = position()
    assert bulking.run(key=key, now=world.later, say=bulking.quietly) == {"done": 25}
    assert kinds_since(began) == {"deal.assigned": 5, "bulk.applied": 1}
    assert BulkEdit.objects.get(pk=key).state == "done"
    assert bulking.run(key=key, now=world.later, say=bulking.quietly) == {
        "done": 25
    }  # once more changes nothing
    assert kinds_since(began) == {"deal.assigned": 5, "bulk.applied": 1}


def test_work_is_stopped_between_pieces_gone_on_with_or_taken_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, keys = many(world, monkeypatch)

    def stop(done: int, total: int) -> None:
        bulk.stop_bulk(key=key, by=world.head, at=world.later())

    bulking.run(key=key, now=world.later, say=stop)
    assert (theirs(world), BulkEdit.objects.get(pk=key).state) == (10, "cut")
    bulking.go(key=key, what="running", by=world.head, at=world.later())
    bulking.run(key=key, now=world.later, say=stop)
    assert theirs(world) == 20
    bulking.go(key=key, what="undoing", by=world.head, at=world.later())
    assert bulking.undo(key=key, now=world.later, say=bulking.quietly) == {"done": 20}
    assert theirs(world) == 0
    assert BulkDeal.objects.filter(edit=key, state="").count() == 5 == len(keys) - 20


def test_an_undo_that_was_cut_goes_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    key, _keys = many(world, monkeypatch)
    bulking.run(key=key, now=world.later, say=bulking.quietly)
    bulking.go(key=key, what="undoing", by=world.head, at=world.later())

    def cut(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bulking.undo(key=key, now=world.later, say=cut)
    assert theirs(world) == 15
    Job.objects.update(state="failed")
    bulk.failed(key=key)
    bulking.go(key=key, what="undoing", by=world.head, at=world.later())
    assert bulking.undo(key=key, now=world.later, say=bulking.quietly) == {"done": 25}
    assert theirs(world) == 0


def test_whoever_works_here_no_more_changes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    key, _keys = many(world, monkeypatch)
    Person.objects.filter(pk=world.head.id).update(is_active=False)
    with pytest.raises(NotAllowed):
        bulking.run(key=key, now=world.later, say=bulking.quietly)
    bulk.failed(key=key)
    assert (theirs(world), BulkEdit.objects.get(pk=key).state) == (0, "cut")


def statements(world: World, keys: list[int], change: Change) -> int:
    key = chosen(world, keys, change)
    bulk.begin_work(key=key, what="running", here=True, by=world.head, at=world.later())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        bulking.run(key=key, now=lambda: world.now, say=bulking.quietly)
    return len([one for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])


@pytest.mark.parametrize("kind", ["owner", "next_step", "field"])
def test_a_piece_takes_as_many_statements_as_one_deal(world: World, kind: str) -> None:
    change = CHANGES[kind](world)
    few = statements(world, [world.deal()], change)
    assert statements(world, [world.deal() for _ in range(9)], change) == few


def test_a_move_takes_two_statements_more_a_deal(world: World) -> None:
    ready = [world.deal_at("brief", ready=True) for _ in range(10)]
    few = statements(world, ready[:1], Change("stage", to="call"))
    assert statements(world, ready[1:], Change("stage", to="call")) == few + 8 * 2


def test_what_was_never_made_is_forgotten(world: World) -> None:
    old = chosen(world, [world.deal()], Change("reopen"))
    kept = made(world, [world.deal()], Change("lose", reason="price"))
    assert bulk.forget_unmade(world.later(days=9)) == 1
    assert list(BulkEdit.objects.values_list("pk", flat=True)) == [kept] != [old]
    fresh = chosen(world, [world.deal()], Change("reopen"))
    bulk.discard_bulk(key=fresh, by=world.head, at=world.later())
    assert not BulkDeal.objects.filter(edit=fresh).exists()
    with pytest.raises(Invalid):
        bulk.discard_bulk(key=kept, by=world.head, at=world.later())


def test_a_change_of_state_in_a_handed_over_deal_is_refused_as_always(world: World) -> None:
    key = world.deal_at("handover")
    closing.offer_handover(key=key, to=world.curator.id, by=world.manager, at=world.later())
    done_ = made(world, [key], Change("stage", to="payment"))
    assert groups(done_) == {"handover_free": 1}


def test_a_tally_goes_on_from_what_it_was() -> None:
    tally: Any = Tally({"counts": {"done": 2}, "groups": [], "examples": []})
    assert Tally(tally.as_data()).as_data() == tally.as_data()
