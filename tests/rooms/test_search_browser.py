"""From the palette to the page of the search, and back to a deal, at both widths and in both themes."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import Window
from tests.world import World
from voronka.actions import cycle
from voronka.actions.indexing import catch_up

pytestmark = pytest.mark.browser


def test_a_note_is_found_from_everywhere_and_all_results_have_a_page(
    world: World, window: Callable[..., Window]
) -> None:
    key = world.deal(title="Сайт")
    cycle.add_note(key=key, text="Ждут сметы на кухни до пятницы", by=world.manager, at=world.later())
    catch_up()
    for width, dark in ((1440, False), (390, True)):
        one = window(world.person("manager"), width=width, dark=dark)
        page = one.open("/cycle/list")
        page.keyboard.press("Control+k")
        with page.expect_response("**/find?q=*"):
            page.fill("#palette input", "смета")
        expect(page.locator("#palette mark")).to_have_text("сметы")
        assert one.axe_faults() == []
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/search\\?q="))
        expect(page.locator("#found mark")).to_have_text("сметы")
        assert one.axe_faults() == []
        page.get_by_role("link", name="Заметки и сообщения").click()
        page.locator("#found li a").first.click()
        expect(page).to_have_url(re.compile(f"/cycle/deals/{key}$"))
