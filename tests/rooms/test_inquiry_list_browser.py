"""The list of inquiries in a real browser: from the inbox, order by a head, columns, narrowed on a phone; axe."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import Window
from tests.world import World
from voronka.actions import entry

pytestmark = pytest.mark.browser


@pytest.fixture
def company(transactional_db: None) -> World:
    world = World.found()
    for name, message in (("Яна", "Сколько стоит сайт?"), ("Борис", "Нужен каталог " * 40), ("Вера", "")):
        key = entry.receive_inquiry(
            channel="phone",
            name=name,
            phone="+79161234567",
            message=message,
            by=world.manager,
            at=world.later(),
        ).key
    entry.close_inquiry(key=key, as_what="spam", by=world.manager, at=world.later())
    return world


def test_columns_and_order_by_mouse(company: World, window: Callable[..., Window]) -> None:
    seen = window(company.person("head"))
    page = seen.open("/entry/inquiries/")
    page.get_by_role("link", name="Список").click()
    page.get_by_label("Какие обращения").select_option("all")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.get_by_role("link", name="Имя", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Имя")
    expect(page.locator("tbody tr").first).to_contain_text("Борис")
    page.get_by_role("link", name="Столбцы").click()
    box = page.locator("#dialog")
    box.get_by_role("checkbox", name="Телефон").check()
    box.get_by_role("checkbox", name="Канал").uncheck()
    assert seen.axe_faults() == []
    box.get_by_role("button", name="Показать эти столбцы").click()
    expect(page.locator("thead th").last).to_have_text("Телефон")
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Имя")
    assert seen.axe_faults(dark_too=True) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_a_phone_the_order_and_the_status_are_chosen_in_the_fold(
    company: World, window: Callable[..., Window]
) -> None:
    seen = window(company.person("manager"), width=390, dark=True)
    page = seen.open("/entry/inquiries/list?columns=name,phone,owner")
    page.get_by_text("Фильтры и столбцы").click()
    page.get_by_label("Какие обращения").select_option("all")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.get_by_text("Фильтры и столбцы").click()
    page.get_by_label("Порядок").select_option("name")
    expect(page.locator("tbody tr").first).to_contain_text("Борис")
    assert "shown=all" in page.url and "columns=" in page.url
    assert seen.axe_faults() == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
