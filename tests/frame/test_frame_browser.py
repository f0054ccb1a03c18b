"""The frame as people meet it: the doors, the menu of a phone, a server that goes away, another size of letters."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Window
from tests.world import PASSWORD, World, address
from voronka.actions import showcase
from voronka.store import values

Open = Callable[..., Window]
pytestmark = pytest.mark.browser
GATES = [
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/nothing-here",
    "/accounts/signup/",
]


@pytest.mark.parametrize("width", [1440, 390])
def test_everybody_can_use_every_door(world: World, window: Open, width: int) -> None:
    one = window(width=width)
    for gate in GATES:
        one.open(gate)
        assert one.axe_faults(dark_too=True) == [], gate


def test_a_person_comes_in_and_goes_out(world: World, window: Open) -> None:
    page = window().open("/cycle/board")
    page.fill("[name=login]", address("manager"))
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Сделки")
    page.click(".rail .person")
    page.click(".rail form[action='/accounts/logout/'] button")
    expect(page.locator("[name=login]")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_one_press_comes_in_to_the_demo(
    world: World, window: Open, settings: Any, tmp_path: Path, width: int
) -> None:
    settings.DATA = tmp_path
    showcase.mark_demo({"password": PASSWORD, "people": [[address("manager"), "manager"]]})
    one = window(width=width)
    page = one.open("/cycle/list")
    assert one.axe_faults(dark_too=True) == []
    page.get_by_role("button", name="Менеджер").click()
    expect(page.locator("h1")).to_have_text("Сделки")
    assert page.url.endswith("/cycle/list")


def test_a_phone_has_a_bar_and_a_menu(world: World, window: Open) -> None:
    one = window(world.person("head"), width=390, height=844)
    page = one.open("/")
    page.click(".bar button")
    expect(page.locator("#menu")).to_be_visible()
    assert one.axe_faults() == []
    page.click("#menu .place[href='/cycle/board']")
    expect(page.locator("h1")).to_have_text("Сделки")


def test_a_server_that_goes_away_and_comes_back_is_said(world: World, window: Open) -> None:
    one = window(world.person("head"))
    page = one.open("/cycle/board")
    one.context.route("**/live?*", lambda route: route.abort())
    expect(page.locator(".toast", has_text="Сервер не отвечает")).to_be_visible(timeout=15_000)
    one.context.unroute("**/live?*")
    expect(page.locator(".toast", has_text="Сервер снова отвечает")).to_be_visible(timeout=15_000)
    one.complaints.clear()  # the browser itself complains of a server that is away


@pytest.mark.parametrize("path", ["/", "/cycle/board", "/cycle/list"])
def test_pages_hold_at_twice_the_size(world: World, window: Open, path: str) -> None:
    world.deal_at("contract")
    one = window(world.person("head"), width=720, height=450)  # 1440 at 200 %
    page = one.open(path)
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert one.axe_faults() == []


def test_the_first_stop_of_the_keyboard_leads_to_the_page(world: World, window: Open) -> None:
    page = window(world.person("head")).open("/cycle/list")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_palette_and_the_keys_can_be_used_by_everybody(world: World, window: Open) -> None:
    one = window(world.person("head"))
    page = one.open("/cycle/list")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette [role=option]").first).to_be_visible()
    assert one.axe_faults() == []
    page.keyboard.press("Escape")
    page.wait_for_timeout(100)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    assert one.axe_faults() == []


def found(page: Page, typed: str) -> list[str]:
    """What the palette offers for these words, when it has asked everybody."""
    page.wait_for_load_state()
    if not page.locator("#palette").is_visible():
        page.keyboard.press("Control+k")
    with page.expect_response("**/find?q=*"):
        page.fill("#palette input", typed)
    page.wait_for_timeout(50)
    return page.locator("#palette [role=option]").evaluate_all("all => all.map(one => one.firstChild.data)")


def test_the_palette_finds_pages_and_actions_by_words_of_both_languages(world: World, window: Open) -> None:
    page = window(world.person("head")).open("/")
    assert found(page, "сделки")[0] == "Сделки"
    assert "Сделки" in found(page, "deals")
    assert "Включить тёмную тему" in found(page, "dark")
    assert "Добавить человека" in found(page, "сотрудн")
    assert found(page, "qwxyz") == ["Ничего не найдено"]


def test_the_palette_offers_only_what_one_may(world: World, window: Open) -> None:
    world.deal()
    page = window(world.person("curator")).open("/")
    assert found(page, "нов обращ") == ["Ничего не найдено"]
    assert found(page, "люди") == ["Ничего не найдено"]
    assert "Выйти" in found(page, "вый")


def test_a_deal_is_moved_from_the_palette_and_refused_in_the_same_words(world: World, window: Open) -> None:
    key, ready = world.deal(), world.deal_at("call", ready=True)
    page = window(world.person("manager")).open("/")
    assert f"Перевести сделку {ready} на стадию «Договор»" in found(page, f"{ready} дог")
    page.locator("#palette [role=option]", has_text="Перевести").click()
    expect(page).to_have_url(re.compile(rf"/cycle/deals/{ready}$"))
    assert values.deal(ready).stage == "contract"
    found(page, str(key))
    page.locator("#palette [role=option]", has_text="Перевести").click()
    expect(page.locator("main")).to_contain_text("Бриф не заполнен")
    assert values.deal(key).stage == "brief"


def test_the_palette_acts_and_remembers_what_was_chosen(world: World, window: Open) -> None:
    page = window(world.person("head")).open("/cycle/list")
    found(page, "тёмн")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.wait_for_load_state()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette [role=option]").first).to_contain_text("Включить тёмную тему")
    found(page, "новое обращ")
    page.keyboard.press("Enter")
    expect(page.locator("#dialog [name=who]")).to_be_visible()
