"""The funnel in a real browser: choosing a period, the table behind, the phone, axe."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from benching import crowd
from playwright.sync_api import expect

from tests.browser import Window
from voronka.actions import figures
from voronka.core.access import SYSTEM
from voronka.insight.reckoning import funnels
from voronka.store.models import Person

pytestmark = pytest.mark.browser


def test_the_funnel_is_read_on_a_laptop_and_on_a_phone(
    transactional_db: None, window: Callable[..., Window]
) -> None:
    now = datetime.now(UTC)
    people = crowd.found(now, managers=1)
    crowd.build(people, 500, open_share=0.3, now=now)
    figures.recount(reckon=funnels, by=SYSTEM, at=now)
    head = Person.objects.get(pk=people.head.id)
    for width, dark in ((1440, False), (390, True)):
        seen = window(head, width=width, dark=dark)
        page = seen.open("/cycle/funnel")
        page.locator("select[name=days]").select_option("364")
        expect(page).to_have_url(f"{seen.url}/cycle/funnel?days=364")
        expect(page.locator(".funnel li")).to_have_count(7)
        page.get_by_text("То же таблицей").click()
        expect(page.get_by_role("row", name="От начала до конца")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert seen.axe_faults() == []
    board = window(head).open("/cycle/board")
    expect(board.locator(".column-head .going").first).to_contain_text("%")
    board.locator(".column-head .going a").first.click()
    expect(board).to_have_title("Воронка · Воронка")
