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
