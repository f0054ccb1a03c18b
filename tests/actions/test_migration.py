"""Open deals go on by a later version: mapped from where they stand, in pieces, each by a fact, none twice."""

from typing import Any
from uuid import UUID

import pytest

from tests.world import PASSPORT, World
from voronka.actions import closing, cycle, migration, passport
from voronka.core import events as e
from voronka.core.problems import Invalid, NotAllowed
from voronka.store import log, replay, values
from voronka.store.models import DealRow, EventRow, Job, Migration, StageCount, VisitRow
from voronka.worker import jobs, kinds

assert kinds
NO_CALL = "    - {id: call, title: Созвон, norm: 3d, leave_when: [call_logged]}\n"
TALK = PASSPORT.replace("{id: call, title: Созвон, norm: 3d", "{id: talk, title: Созвоны, norm: 5d")
SHORT = PASSPORT.replace(NO_CALL, "")


def publish(world: World, text: str, **asked: Any) -> int:
    return passport.publish(text=text, **{"by": world.head, **asked}, at=world.later()).key


def work() -> dict[str, Any]:
    """What the worker does with the jobs that wait; the outcome of the last one."""
    outcome: dict[str, Any] = {}
    for key in jobs.queued():
        jobs.taken(key)
        results = [jobs.piece(key, number) for number in range(jobs.begin(key))]
        jobs.finish(key, results)
        outcome = results[0]
    return outcome


def test_open_deals_go_on_by_the_new_version_and_keep_the_one_they_were_born_under(world: World) -> None:
    brief, call, lost, won = world.deal(), world.deal_at("call"), world.lost_deal(), world.won_deal()
    entered = values.deal(call).entered_at
    publish(world, PASSPORT.replace("norm: 3d", "norm: 9d"), stages={})
    assert work() == {"process": "services", "version": 2, "moved": 2, "left": 0}
    for key, stage in ((brief, "brief"), (call, "call")):
        deal = values.deal(key)
        assert (deal.version, deal.born_version, deal.stage) == (2, 1, stage)
    assert values.deal(call).entered_at == entered
    assert {values.deal(key).version for key in (lost, won)} == {1}
    last = log.stream(f"deal:{call}")[-1]
    assert last.event == e.DealMigrated(1, 2, "call", "call")
    assert (last.by, last.door) == (world.head.label, "worker")


def test_a_stage_that_vanished_leads_to_where_the_map_says(world: World) -> None:
    key = world.deal_at("call")
    cycle.log_evidence(key=key, what="call", by=world.manager, at=world.later())
    publish(world, SHORT, stages={"call": "contract"})
    work()
    deal = values.deal(key)
    assert (deal.stage, deal.version, deal.visit) == ("contract", 2, 3)
    stays = list(
        VisitRow.objects.filter(deal=key).order_by("place").values_list("stage", "version", "outcome")
    )
    assert stays == [("brief", 1, "moved"), ("call", 1, "migrated"), ("contract", 2, "")]
    assert StageCount.objects.get(place="contract").count == 1
    assert DealRow.objects.get(pk=key).due_at == values.calendar().after(
        deal.entered_at, values.latest().stage("contract").norm
    )


def test_a_stage_of_a_like_title_is_found_and_its_steps_stay_done(world: World) -> None:
    text = PASSPORT.replace("- id: brief\n", "- id: first\n").replace(
        "first_step: brief", "first_step: first"
    )
    key = world.deal()
    cycle.tick_step(key=key, step="brief_sent", done=True, by=world.manager, at=world.later())
    publish(world, text, stages={})
    assert Migration.objects.get().stages == '{"brief": "first"}'
    work()
    assert values.deal(key).stage == "first"
    assert "first/brief_sent" in values.deal(key).steps


def test_a_stage_that_leads_nowhere_must_be_mapped_before_anything_is_published(world: World) -> None:
    world.deal_at("call")
    with pytest.raises(Invalid) as told:
        publish(world, SHORT, stages={})
    (problem,) = told.value.problems
    assert (problem.code, problem.data["titles"], problem.data["count"]) == ("stages_unmapped", ["Созвон"], 1)
    with pytest.raises(Invalid) as told:
        publish(world, SHORT, stages={"call": "nowhere"})
    assert told.value.problems[0].code == "stage_unknown"
    assert values.latest().version == 1
    assert Job.objects.count() == Migration.objects.count() == 0


def test_deals_that_moved_meanwhile_go_from_where_they_stand(world: World) -> None:
    key = world.deal_at("call", ready=True)
    publish(world, TALK, stages={})
    cycle.move_deal(key=key, to="contract", by=world.manager, at=world.later())
    work()
    assert (values.deal(key).stage, values.deal(key).version) == ("contract", 2)


def test_a_migration_that_was_cut_goes_on_with_the_deals_that_are_left(world: World) -> None:
    keys = [world.deal() for _ in range(5)]
    publish(world, TALK, stages={})
    asked = Migration.objects.get().pk
    migration.migrate_piece(key=asked, deals=keys[:2], at=world.later())
    before = EventRow.objects.count()
    assert migration.migrate_piece(key=asked, deals=keys[:2], at=world.later()) == (0, 0)
    assert EventRow.objects.count() == before
    assert work()["moved"] == 5
    assert EventRow.objects.filter(kind="deal.migrated").count() == 5
    assert {values.deal(key).version for key in keys} == {2}


def test_a_piece_that_fails_leaves_nothing_half_done(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [world.deal() for _ in range(3)]
    publish(world, TALK, stages={})
    from voronka.store import rows

    monkeypatch.setattr(rows, "keep_counts", lambda counts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        migration.migrate_piece(key=Migration.objects.get().pk, deals=keys, at=world.later())
    monkeypatch.undo()
    assert {values.deal(key).version for key in keys} == {1}
    assert replay.differences() == []
    assert work()["moved"] == 3


def test_a_later_version_that_came_first_is_not_undone_by_an_earlier_one(world: World) -> None:
    key = world.deal()
    publish(world, TALK, stages={})
    publish(world, PASSPORT.replace("norm: 3d", "norm: 9d"), stages={})
    first, second = Migration.objects.order_by("to_version").values_list("pk", flat=True)
    migration.migrate_piece(key=second, deals=[key], at=world.later())
    migration.migrate_piece(key=first, deals=[key], at=world.later())
    assert values.deal(key).version == 3
    work()


def test_what_production_holds_stands_on_the_last_stage(world: World) -> None:
    key = world.deal_at("handover", ready=True)
    closing.offer_handover(key=key, by=world.manager, at=world.later())
    text = PASSPORT.replace("{id: handover,", "{id: over,")
    publish(world, text, stages={"handover": "brief"})
    work()
    assert values.deal(key).stage == "over"
    assert closing.accept_handover(key=key, by=world.curator, at=world.later()).status == "won"


def test_deals_left_on_an_earlier_version_can_be_led_over_later(world: World) -> None:
    key = world.deal()
    publish(world, PASSPORT.replace("norm: 3d", "norm: 9d"))
    assert values.deal(key).version == 1
    asked = migration.migrate_deals(by=world.head, at=world.later())
    assert isinstance(asked, UUID)
    work()
    assert values.deal(key).version == 2
    found = Migration.objects.get()
    assert (found.moved, found.left, found.ended_at is not None) == (1, 0, True)


def test_only_those_who_publish_lead_deals_over(world: World) -> None:
    for role in ("manager", "support", "curator", "marketer", "accountant", "stranger"):
        with pytest.raises(NotAllowed):
            migration.migrate_deals(by=getattr(world, role), at=world.later())


def test_many_deals_cost_few_statements_each(world: World, django_assert_max_num_queries: Any) -> None:
    keys = [world.deal() for _ in range(60)]
    publish(world, TALK, stages={})
    asked = Migration.objects.get().pk
    values.process("services", 2)
    with django_assert_max_num_queries(30):
        assert migration.migrate_piece(key=asked, deals=keys, at=world.later()) == (60, 0)


def test_the_version_of_the_log_agrees_after_more_moves_under_the_new_one(world: World) -> None:
    key = world.deal_at("call", ready=True)
    publish(world, TALK, stages={})
    work()
    assert cycle.move_deal(key=key, to="contract", by=world.manager, at=world.later()).done
    cycle.return_deal(key=key, to="talk", reason="Забыли", by=world.manager, at=world.later())
    world_stays = list(VisitRow.objects.filter(deal=key).order_by("place").values_list("stage", "version"))
    assert world_stays == [("brief", 1), ("call", 1), ("talk", 2), ("contract", 2), ("talk", 2)]
