"""Publishing a passport: numbered, immutable, by right, never over the heads of open deals."""

import json
from typing import Any

import pytest

from tests.formats.test_passport_bad import GOOD
from tests.world import World
from voronka.actions import passport
from voronka.actions.change import Outcome
from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.problems import Invalid, NotAllowed, Stale
from voronka.core.processdata import from_data
from voronka.formats.passport import read, write
from voronka.store import log, values
from voronka.store.models import PassportVersion


def publish(world: World, text: str, *, by: Actor | None = None, **more: Any) -> Outcome:
    return passport.publish(text=text, by=by or world.head, at=world.later(), **more)


@pytest.fixture
def text(world: World) -> str:
    """The story's own passport as text, with a stage more."""
    return write(world.process).replace("title: Созвон", "title: Первый созвон")


def test_a_published_text_is_the_next_version_and_holds_at_once(world: World, text: str) -> None:
    done = publish(world, text)
    assert (done.noun, done.key, done.kinds) == ("passport", 2, ("passport.published",))
    held = values.latest()
    assert (held.version, held.stage("call").title) == (2, "Первый созвон")
    row = PassportVersion.objects.get(number=2)
    assert (row.text, row.published_by) == (text, world.head.label)
    assert from_data(json.loads(row.compiled)) == held


def test_publishing_is_a_fact_of_the_log_with_the_digest_of_the_text(world: World, text: str) -> None:
    publish(world, text)
    last = log.stream("process:services")[-1]
    assert isinstance(last.event, e.PassportPublished)
    assert (last.event.number, last.by) == (2, world.head.label)
    assert last.event.digest == PassportVersion.objects.get(number=2).digest


def test_an_open_deal_keeps_the_version_under_which_it_began(world: World, text: str) -> None:
    before = world.deal()
    publish(world, text)
    after = world.deal()
    assert values.deal(before).version == 1
    assert values.deal(after).version == 2


def test_the_same_text_again_makes_no_new_version(world: World, text: str) -> None:
    publish(world, text)
    again = publish(world, text)
    assert (again.key, again.kinds) == (2, ())
    assert PassportVersion.objects.count() == 2


def test_the_same_request_again_changes_nothing(world: World, text: str) -> None:
    first = publish(world, text, request="r-1")
    again = publish(world, text, request="r-1")
    assert (first.key, again.key, again.repeated) == (2, 2, True)


def test_an_earlier_text_can_be_published_anew(world: World, text: str) -> None:
    publish(world, text)
    back = publish(world, write(world.process))
    assert back.key == 3
    assert values.latest().stage("call").title == "Созвон"


def test_a_version_that_is_no_longer_the_last_is_not_built_upon(world: World, text: str) -> None:
    publish(world, text, seen=1)
    with pytest.raises(Stale):
        publish(world, text.replace("Первый созвон", "Встреча"), seen=1)
    assert publish(world, text.replace("Первый созвон", "Встреча"), seen=2).key == 3


def test_only_the_head_and_the_owner_publish(world: World, text: str) -> None:
    for stranger in (world.manager, world.support, world.curator, world.marketer, world.accountant):
        with pytest.raises(NotAllowed):
            publish(world, text, by=stranger)
    assert publish(world, text, by=world.owner).done


def test_a_text_with_errors_is_not_published_and_says_all_of_them(world: World, text: str) -> None:
    wrong = text.replace("norm: 3d", "norm: soon").replace("contract_signed", "contract_singed")
    with pytest.raises(passport.Unpublishable) as refused:
        publish(world, wrong)
    codes = {one.code for one in refused.value.findings if one.grade == "error"}
    assert codes == {"span_unreadable", "unknown_guard"}
    assert refused.value.problems[0].data["count"] == 3
    assert PassportVersion.objects.count() == 1


def test_a_stage_with_open_deals_can_not_vanish(world: World, text: str) -> None:
    world.deal_at("call")
    renamed = text.replace("- id: call\n", "- id: talk\n")
    assert read(renamed).process is not None
    with pytest.raises(Invalid) as refused:
        publish(world, renamed)
    (problem,) = refused.value.problems
    assert (problem.code, problem.data["count"], problem.data["titles"]) == (
        "stages_hold_deals",
        1,
        ["Созвон"],
    )


def test_a_stage_whose_deals_are_finished_may_vanish(world: World, text: str) -> None:
    world.lost_deal()
    renamed = text.replace("- id: brief\n", "- id: first\n").replace("first_step: brief", "first_step: first")
    assert publish(world, renamed).key == 2


def test_a_second_process_stands_beside_the_first(world: World) -> None:
    made = publish(world, GOOD.replace("process: services", "process: courses"))
    assert (made.key, made.status) == (1, "courses")
    assert values.latest().key == "services"
    assert [one.key for one in values.processes()] == ["services", "courses"]
    assert values.latest("courses").version == 1
