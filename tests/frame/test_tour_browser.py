"""The tour in a real browser: by keyboard through all steps, on a wide screen and on a phone, and axe on each."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import Window
from tests.world import World
from voronka.store.models import Person

Open = Callable[..., Window]
pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)], ids=["wide", "phone"])
def test_a_person_walks_through_the_tour_by_keyboard(
    world: World, window: Open, width: int, dark: bool
) -> None:
    world.deal_at("contract")
    world.deal_at("payment")
    Person.objects.update(tour=1)
    one = window(world.person("manager"), width=width, dark=dark)
    page = one.open("/passport")
    for number in range(1, 6):
        expect(page.locator("#tour")).to_contain_text(f"шаг {number} из 5")
        assert one.axe_faults() == [], number
        if number > 2 or (number == 1 and "#" in page.url):
            expect(page.locator(":target")).to_be_visible()
        page.locator("#tour button").last.focus()
        page.keyboard.press("Enter")
    expect(page.locator("#tour")).to_have_count(0)
    assert Person.objects.get(pk=world.person("manager").pk).tour == 6


def test_what_is_told_and_the_tour_do_not_cover_each_other(world: World, window: Open) -> None:
    Person.objects.update(tour=3)
    for width in (390, 900, 1440):
        page = window(world.person("manager"), width=width).open("/")
        told = "{ detail: { toast: 'Следующий шаг назначен, и это можно отменить.', undo: '/x' } }"
        page.evaluate(f"document.dispatchEvent(new CustomEvent('voronka:done', {told}))")
        toast, tour = page.locator(".toast").bounding_box(), page.locator("#tour").bounding_box()
        assert toast and tour
        beside = toast["x"] + toast["width"] <= tour["x"] or toast["y"] + toast["height"] <= tour["y"]
        assert beside, (width, toast, tour)
        assert toast["x"] >= 0 and toast["y"] >= 0 and toast["x"] + toast["width"] <= width
