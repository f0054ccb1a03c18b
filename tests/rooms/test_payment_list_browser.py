"""The list of payments in a real browser: order by a head, columns in a dialog, both on a phone; axe."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import Window
from tests.world import World
from voronka.actions import clients

pytestmark = pytest.mark.browser
PATH = "/closing/payments/?period=all"


@pytest.fixture
def company(transactional_db: None) -> World:
    world = World.found()
    for name, amount in (("Пекарня", 300_00), ("Аптека", 900_00), ("Ярмарка", 200_00)):
        key = clients.save_company(name=name, by=world.head, at=world.now)
        world.pay(world.deal_at("payment", company=key), amount)
    return world


def test_columns_and_order_by_mouse(company: World, window: Callable[..., Window]) -> None:
    seen = window(company.person("head"))
    page = seen.open(PATH)
    page.get_by_role("link", name="Сумма", exact=True).click()
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Сумма")
    expect(page.locator("tbody tr").first).to_contain_text("Аптека")
    page.get_by_role("link", name="Столбцы").click()
    box = page.locator("#dialog")
    box.get_by_role("checkbox", name="Подтверждение").uncheck()
    box.get_by_role("checkbox", name="Валюта").check()
    assert seen.axe_faults() == []
    box.get_by_role("button", name="Показать эти столбцы").click()
    expect(page.locator("thead")).to_contain_text("Валюта")
    expect(page.locator("thead")).not_to_contain_text("Подтверждение")
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Сумма")
    assert seen.axe_faults(dark_too=True) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_order_is_chosen_on_a_phone_too(company: World, window: Callable[..., Window]) -> None:
    seen = window(company.person("head"), width=390, dark=True)
    page = seen.open(f"{PATH}&columns=client,amount,deal,method,state")
    page.get_by_text("Фильтры и столбцы").click()
    page.get_by_label("Порядок").select_option("client")
    expect(page.locator("tbody tr").first).to_contain_text("Аптека")
    assert "columns=" in page.url and "period=all" in page.url
    expect(page.locator("tbody tr").first).to_contain_text("Илья Ремнёв")
    assert seen.axe_faults() == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
