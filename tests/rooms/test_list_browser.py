"""The list in a real browser: columns, order, a view that is saved, shared and opened by somebody else; axe."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import Window
from tests.world import World
from voronka.actions import saved_views

pytestmark = pytest.mark.browser


@pytest.fixture
def company(transactional_db: None) -> World:
    world = World.found()
    for amount in (100_00, 900_00, 500_00):
        world.deal(amount=amount, title=f"Сайт за {amount // 100}")
    return world


def test_columns_order_and_a_shared_view_by_mouse_and_by_keys(
    company: World, window: Callable[..., Window]
) -> None:
    seen = window(company.person("head"))
    page = seen.open("/cycle/list")
    page.get_by_role("link", name="Сумма").click()
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Сумма")
    expect(page.locator("tbody tr").first).to_contain_text("Сайт за 900")
    page.get_by_role("link", name="Столбцы").click()
    box = page.locator("#dialog")
    box.get_by_role("checkbox", name="Дней на стадии").uncheck()
    box.get_by_role("checkbox", name="Канал").check()
    box.get_by_role("button", name="Ведёт: выше").focus()
    page.keyboard.press("Enter")
    expect(box.get_by_role("button", name="Ведёт: выше")).to_be_focused()
    expect(box.get_by_role("checkbox", name="Канал")).to_be_checked()
    assert seen.axe_faults() == []
    box.get_by_role("button", name="Показать эти столбцы").click()
    heads = page.locator("thead th")
    expect(heads).to_have_text(["Клиент", "Стадия", "Следующий шаг", "Ведёт", "Сумма", "Канал"])
    page.get_by_role("link", name="Ещё фильтры").click()
    box.get_by_role("group", name="Сумма").get_by_label("от").fill("300")
    assert seen.axe_faults() == []
    box.get_by_role("button", name="Показать").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_role("link", name="Сохранить представление").click()
    box.get_by_label("Название представления").fill("Крупные")
    box.get_by_label("Видно всей компании").check()
    box.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("link", name="Крупные", exact=True)).to_have_attribute("aria-current", "page")
    page.get_by_text("Представление", exact=True).click()
    expect(page.get_by_role("button", name="Удалить представление")).to_be_visible()
    assert seen.axe_faults() == []
    page.get_by_role("link", name="Название, кому видно, открывать ли с него…").click()
    expect(box.get_by_label("Название представления")).to_have_value("Крупные")
    page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_somebody_else_opens_it_on_a_phone(company: World, window: Callable[..., Window]) -> None:
    asked = {"sort": "-agreed", "sum_from": "300", "columns": "client,agreed,channel,phone"}
    saved_views.save_view(name="Крупные", asked=asked, shared=True, by=company.head, at=company.now)
    seen: Any = window(company.person("manager"), width=390, dark=True)
    page = seen.open("/cycle/list")
    page.get_by_role("link", name="Крупные").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    below = page.locator("tbody tr").first.bounding_box()
    assert below and below["y"] < 330, "the list is in view, and its filters wait behind one button"
    assert page.get_by_label("Порядок").is_hidden() and page.get_by_role("link", name="Столбцы").is_hidden()
    page.get_by_text("Фильтры и столбцы").click()
    expect(page.get_by_label("Порядок")).to_have_value("-agreed")
    expect(page.get_by_role("link", name="Столбцы")).to_be_visible()
    expect(page.get_by_text("Скачать", exact=True).locator("visible=true")).to_have_count(1)
    expect(page.get_by_role("button", name="Удалить представление")).to_have_count(0)
    assert seen.axe_faults() == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="Снять: Сумма от 300").click()
    expect(page.locator("tbody tr")).to_have_count(3)
