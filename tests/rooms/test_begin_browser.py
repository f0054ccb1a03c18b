"""From the demo to the first deal of one's own, as a person goes: in both languages, on a laptop and on a phone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Window
from tests.world import World
from voronka.actions.showcase import mark_demo
from voronka.store import values
from voronka.store.models import DealRow, Person

Open = Callable[..., Window]
pytestmark = pytest.mark.browser


@pytest.fixture
def demo(world: World, settings: Any, tmp_path: Path) -> World:
    """The story's company as a demo."""
    settings.DATA = tmp_path
    mark_demo({})
    world.won_deal()
    return world


def own_company(page: Page, language: str) -> None:
    page.locator("input[name=name]").fill("Мария Лапина")
    page.locator("input[name=email]").fill("maria@remont.example")
    page.locator("input[name=password]").fill("семь синих стульев")
    page.get_by_role("button", name={"ru": "Очистить демонстрацию", "en": "Empty the demo"}[language]).click()
    page.wait_for_url("**/begin")


@pytest.mark.parametrize(("language", "width"), [("ru", 390), ("en", 1440)])
def test_from_the_demo_to_the_first_deal_of_ones_own(
    demo: World, window: Open, language: str, width: int
) -> None:
    person = demo.person("owner")
    person.language = language
    person.save(update_fields=["language"])
    one = window(person, width=width, language=language)
    page = one.open("/begin/company")
    assert one.axe_faults() == []
    own_company(page, language)
    assert Person.objects.get().language == language
    assert one.axe_faults() == []
    page.locator("input[value=repair]").check()
    page.locator("main .btn.go").click()
    for number in range(1, 11):
        page.wait_for_url(f"**/begin/{number}")
        if number in (1, 4, 7):
            assert one.axe_faults() == [], number
            wide = page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            )
            assert not wide, number
        if number == 4:
            page.locator("#closing\\.won_when\\.paid").fill("50")
        page.locator(".save-bar .btn.go").click()
        if number == 4:
            expect(page.locator(".toast")).to_contain_text({"ru": "50\u00a0%", "en": "50%"}[language])
    page.wait_for_url("**/begin/ready")
    assert one.axe_faults() == []
    page.locator("main .btn.go").click()
    page.wait_for_url("**/cycle/board")
    expect(page.locator(".column")).to_have_count(6)
    assert values.latest().closing.paid == 50
    page.goto(one.url + "/entry/deals/new")
    page.locator("input[name=title]").fill("Ремонт кухни" if language == "ru" else "A kitchen")
    page.locator("main form .btn.go").click()
    expect(page.locator("h1")).to_contain_text("кухни" if language == "ru" else "kitchen")
    assert DealRow.objects.get().stage == "request"
