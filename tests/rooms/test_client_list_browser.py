"""The lists of clients in a real browser: order by a head, columns in a dialog, both on a phone; axe."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import Window
from tests.world import World
from voronka.actions import clients

pytestmark = pytest.mark.browser


@pytest.fixture
def company(transactional_db: None) -> World:
    world = World.found()
    for name, inn in (("Пекарня", "7707083893"), ("Аптека", "7736207543"), ("Ярмарка", "")):
        key = clients.save_company(
            name=name, inn=inn, site="https://shop.example", by=world.head, at=world.now
        )
        clients.save_contact(
            name=f"Ирина {name}", phone="+79161234567", company=key, by=world.head, at=world.later()
        )
    return world


def test_columns_and_order_by_mouse(company: World, window: Callable[..., Window]) -> None:
    seen = window(company.person("head"))
    page = seen.open("/clients/")
    page.get_by_role("link", name="ИНН", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("ИНН")
    expect(page.locator("tbody tr").first).to_contain_text("Пекарня")
    expect(page.locator("tbody tr").last).to_contain_text("Ярмарка")
    page.get_by_role("link", name="Столбцы").click()
    box = page.locator("#dialog")
    box.get_by_role("checkbox", name="Открытые сделки").uncheck()
    box.get_by_role("checkbox", name="Сайт").check()
    assert seen.axe_faults() == []
    box.get_by_role("button", name="Показать эти столбцы").click()
    expect(page.locator("thead th")).to_have_text(["Компания", "Контакт", "Телефон", "ИНН", "Сайт"])
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("ИНН")
    assert seen.axe_faults() == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("kind", ["companies", "people"])
def test_the_order_is_chosen_on_a_phone_too(company: World, window: Callable[..., Window], kind: str) -> None:
    seen = window(company.person("manager"), width=390, dark=True)
    page = seen.open(f"/clients/?kind={kind}&columns=name,number,created_at")
    page.get_by_text("Столбцы и порядок").click()
    page.get_by_label("Порядок").last.select_option("name")
    expect(page.locator("tbody tr").first).to_contain_text("Аптека")
    expect(page.get_by_label("Порядок").last).to_have_value("name")
    assert "created_at" in page.url and f"kind={kind}" in page.url
    assert seen.axe_faults() == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
