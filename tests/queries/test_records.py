"""Records: whoever may see a row finds it, page by page, and nobody else does."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import PEOPLE, World
from voronka.core import access
from voronka.core.problems import Invalid
from voronka.queries.records import deals, paging, sight
from voronka.queries.records.deals import ORDERS
from voronka.store import values
from voronka.store.models import DealRow


def every_kind(world: World) -> list[int]:
    """Deals of two managers and of nobody, on both sides of the hand-over."""
    return [
        world.deal(),
        world.deal(by=world.other_manager),
        world.deal(by=world.support),
        world.deal_at("handover", ready=True),
        world.won_deal(),
        world.won_deal(by=world.other_manager),
        world.lost_deal(),
    ]


@pytest.mark.parametrize("word", PEOPLE)
def test_the_condition_of_the_database_is_the_rule_of_the_core(world: World, word: str) -> None:
    actor = getattr(world, word)
    for key in every_kind(world):
        deal = values.deal(key)
        sees = access.sees(actor, owner=deal.owner, handover=deal.handover, handover_to=deal.handover_to)
        assert DealRow.objects.filter(sight.deals(actor), pk=key).exists() is sees, (word, key)


def test_a_stranger_sees_nothing(world: World) -> None:
    keys = every_kind(world)
    assert not DealRow.objects.filter(sight.deals(world.stranger), pk__in=keys).exists()


@pytest.mark.parametrize("order", sorted(ORDERS))
@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_together_are_the_whole_list_even_where_moments_are_equal(
    world: World, order: str, limit: int
) -> None:
    """Three deals were opened and lost in the very same moment."""
    for title in ("один", "два", "три"):
        world.later = lambda **span: world.now  # type: ignore[method-assign]
        world.lost_deal(title=title)
    world.now += timedelta(minutes=1)
    world.lost_deal(title="четыре")
    found: list[int] = []
    cursor = None
    while True:
        page = deals.deals(by=world.owner, order=order, limit=limit, cursor=cursor)
        found += [one.key for one in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert len(found) == len(set(found)) == 4
    whole = deals.deals(by=world.owner, order=order, limit=200)
    assert found == [one.key for one in whole.items]


def test_a_cursor_of_one_order_is_none_of_another(world: World) -> None:
    world.deal()
    world.deal()
    cursor = deals.deals(by=world.owner, limit=1).next
    with pytest.raises(Invalid, match="cursor_unreadable"):
        deals.deals(by=world.owner, order="urgent_at", cursor=cursor)


@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.text(max_size=60), st.binary(max_size=40).map(lambda raw: raw.hex())))
def test_no_text_breaks_the_reading_of_a_cursor(text: str) -> None:
    with pytest.raises(Invalid):
        paging._read(text, "-opened_at", timed=True)
