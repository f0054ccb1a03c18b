"""The door of bulk building leaves what the write door would have left."""

from datetime import timedelta

import pytest
from benching import crowd

from tests.world import World
from voronka.actions import cycle, entry
from voronka.core import events as e
from voronka.store import bulk, replay
from voronka.store.models import DealRow, EventRow, StageCount

pytestmark = pytest.mark.django_db


def opened(world: World, **told: object) -> bulk.Fact:
    event = e.DealOpened("services", 1, "brief", "RUB", owner=world.manager.id, **told)  # type: ignore[arg-type]
    return (event, world.now, world.manager)


def test_deals_built_in_bulk_are_what_verify_expects(world: World) -> None:
    built = crowd.build(crowd.Crowd(world.head, (world.manager,), world.process), 450, open_share=0.2)
    assert built == DealRow.objects.count() == 450
    assert DealRow.objects.filter(status="open").count() == 90
    assert DealRow.objects.filter(status="won", paid__gt=0, handover="accepted").exists()
    assert sum(one.count for one in StageCount.objects.all()) == 450
    assert replay.differences(5) == []


def test_a_deal_built_in_bulk_goes_on_as_any_other(world: World) -> None:
    before = world.deal()
    (key,) = bulk.build([bulk.Told([opened(world, amount=100)], "Сайт пекарни")])
    after = world.deal()
    assert before < key < after
    world.fulfil(key, "brief")
    assert cycle.move_deal(key=key, to="call", by=world.manager, at=world.later()).done
    assert EventRow.objects.filter(stream=f"deal:{key}").first().door == "import"
    assert DealRow.objects.get(pk=key).title == "Сайт пекарни"


def test_facts_that_tell_no_deal_are_not_written(world: World) -> None:
    good = bulk.Told([opened(world)])
    bad = bulk.Told([(e.CallLogged(), world.now, world.manager)])
    with pytest.raises(ValueError, match=r"does not begin with deal\.opened"):
        list(bulk.build([good, bad]))
    assert not DealRow.objects.exists()


def test_every_piece_is_committed_before_the_next_is_told(world: World) -> None:
    facts = [opened(world), (e.CallLogged(), world.now + timedelta(hours=1), world.manager)]
    keys = bulk.build((bulk.Told(facts) for _ in range(5)), piece=2)
    next(keys)
    assert DealRow.objects.count() == 2
    assert len(list(keys)) == 4
    assert entry.open_deal(title="Ещё одна", by=world.manager, at=world.later()).key > 5
