"""Deals of a file stand together until somebody plans them: Today does not cry over each, and forgets none."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.actions.test_imports import brought, done
from tests.world import World
from voronka.actions import cycle
from voronka.core.access import Actor
from voronka.queries import rail
from voronka.queries.cycle.board import board
from voronka.queries.cycle.deals import Filters, deals
from voronka.queries.cycle.today import today
from voronka.store.models import DealRow

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Moscow")


@pytest.fixture
def company(world: World) -> World:
    """A company with its own deal that asks for a step, and forty deals of another system."""
    world.deal(owner=world.manager.id, amount=100)
    done(world, brought(world))
    world.later(hours=1)
    return world


def of_the_file() -> list[int]:
    return list(DealRow.objects.filter(status="open", imported__isnull=False).values_list("pk", flat=True))


def to_do(world: World, by: Actor) -> set[int]:
    return {card.key for card in today(by, world.now, ZONE).todo}


def test_what_came_in_is_one_line_and_not_hundreds_of_urgent_ones(company: World) -> None:
    own = DealRow.objects.get(imported=None).pk
    file = of_the_file()
    assert len(file) > 5
    for by in (company.head, company.owner, company.manager):
        seen = today(by, company.now, ZONE)
        assert ({card.key for card in seen.todo}, seen.unplanned) == ({own}, len(file))
        assert (seen.ready, seen.silent, seen.attention) == ((), None, 1)
        assert rail.counts(by, company.now).attention == 1
    asked = deals(company.head, company.now, Filters(attention=True))
    assert [card.key for card in asked.cards] == [own]
    urgent = board(company.head, company.now, attention=True)
    assert (urgent.count, urgent.attention) == (1, 1)
    together = deals(company.head, company.now, Filters(step="file"))
    assert {card.key for card in together.cards} == set(file)
    assert board(company.head, company.now).count == len(file) + 1


def test_each_sees_the_heap_as_they_see_the_deals(company: World) -> None:
    file = of_the_file()
    for key in file[:3]:
        cycle.assign_deal(key=key, owner=company.manager.id, by=company.head, at=company.later())
    assert today(company.manager, company.now, ZONE).unplanned == len(file)
    assert today(company.other_manager, company.now, ZONE).unplanned == len(file) - 3
    assert today(company.curator, company.now, ZONE).unplanned == 0
    mine = today(company.head, company.now, ZONE, owner=company.manager.id)
    assert mine.unplanned == 3


def test_who_has_planned_them_hears_of_each_on_its_day(company: World) -> None:
    first, *_others = file = of_the_file()
    due = company.now + timedelta(days=3)
    for key in file:
        cycle.set_next_step(key=key, due=due, text="Напомнить о себе", by=company.head, at=company.later())
    seen = today(company.head, company.now, ZONE)
    assert seen.unplanned == 0 and not {card.key for card in seen.todo} & set(file)
    assert rail.counts(company.head, company.now).attention == 1
    company.later(days=3)
    assert set(file) <= to_do(company, company.head)
    assert rail.counts(company.head, company.now).attention == len(file) + 1
    # Moved here, it is a deal as any other: its norm counts, and so does a step that is missing.
    cycle.set_next_step(key=first, due=None, text="", by=company.head, at=company.later())
    assert today(company.head, company.now, ZONE).unplanned == 1
    stage = DealRow.objects.get(pk=first).stage
    earlier = next(one.id for one in company.process.cycle.stages if one.id != stage)
    cycle.return_deal(key=first, to=earlier, reason="Начинаем сначала", by=company.head, at=company.later())
    assert today(company.head, company.now, ZONE).unplanned == 0
    assert first in to_do(company, company.head)
