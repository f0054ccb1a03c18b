"""Downloading in a real browser: the menu by mouse, keys and touch; the waiting page; the owner's page; axe."""

import csv
import io
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import connections
from playwright.sync_api import Locator, Page, expect

from tests.browser import Window
from tests.world import PASSWORD, World
from voronka.actions import clients
from voronka.frame import downloads
from voronka.worker import jobs, kinds

assert kinds  # importing it makes the kinds known
pytestmark = pytest.mark.browser
LISTS = ("/cycle/list", "/closing/payments/?period=all", "/entry/inquiries/", "/clients/")


@pytest.fixture
def company(transactional_db: None, settings: Any, tmp_path: Path) -> World:
    settings.DATA = tmp_path
    world = World.found()
    world.won_deal()
    world.deal(title="=Сайт «Ёлки»")
    world.deal(title="Сайт аптеки")
    clients.save_company(name="Северный лес", by=world.head, at=world.now)
    return world


def work_off() -> None:
    """The worker's round, in a thread of its own as the worker is: the browser's has no place for the database."""

    def turn() -> None:
        try:
            for key in jobs.queued():
                jobs.taken(key)
                jobs.finish(key, [jobs.piece(key, number) for number in range(jobs.begin(key))])
        finally:
            connections.close_all()

    thread = threading.Thread(target=turn)
    thread.start()
    thread.join()


def saved(page: Page, press: Callable[[], object]) -> bytes:
    with page.expect_download() as coming:
        press()
    return Path(coming.value.path()).read_bytes()


def download(page: Page) -> Locator:
    """The button above the list; on a phone it waits with the filters of a list that has many."""
    if (fold := page.locator(".fold summary")).is_visible() and not page.locator(".fold[open]").count():
        fold.click()
    return page.locator("main .saving summary").locator("visible=true")


def test_a_list_is_saved_as_a_sheet_and_as_a_text_one_after_the_other(
    company: World, window: Callable[..., Window]
) -> None:
    for width, dark in ((1440, False), (390, True)):
        seen = window(company.person("head"), width=width, dark=dark)
        page = seen.open("/cycle/list")
        download(page).click()
        assert seen.axe_faults() == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        box = page.locator(".menu-list").locator("visible=true").bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
        book = openpyxl.load_workbook(
            io.BytesIO(saved(page, page.get_by_role("button", name="Таблица Excel (XLSX)", exact=True).click))
        )
        assert book["Сделки"].max_row == 3
        expect(page.locator(".menu-list").locator("visible=true")).to_have_count(0)
        download(page).focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        text = saved(page, partial(page.keyboard.press, "Enter")).decode("utf-8-sig")
        assert len(list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))) == 3


def test_what_is_searched_is_what_is_saved(company: World, window: Callable[..., Window]) -> None:
    clients.save_company(name="Южный лес", by=company.head, at=company.now)
    page = window(company.person("head")).open("/clients/")
    page.locator("input[name=q]").fill("южн")
    expect(page.get_by_role("link", name="Северный лес")).to_be_hidden()
    download(page).click()
    text = saved(page, page.get_by_role("button", name="Компании: текстовая таблица").click).decode(
        "utf-8-sig"
    )
    assert "Южный лес" in text and "Северный лес" not in text


@pytest.mark.parametrize("path", LISTS)
def test_each_list_has_room_for_the_menu(company: World, window: Callable[..., Window], path: str) -> None:
    for width, dark in ((1440, True), (390, False)):
        seen = window(company.person("owner"), width=width, dark=dark)
        page = seen.open(path)
        download(page).click()
        expect(page.get_by_role("button", name="Таблица Excel").locator("visible=true").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        box = page.locator("main .menu-list").locator("visible=true").bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
        assert seen.axe_faults() == []


def test_a_long_list_waits_behind_its_page(
    company: World, window: Callable[..., Window], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "AT_ONCE", 1)
    for width, dark in ((1440, False), (390, True)):
        seen = window(company.person("head"), width=width, dark=dark)
        page = seen.open("/cycle/list")
        download(page).click()
        page.get_by_role("button", name="Таблица Excel (XLSX)", exact=True).click()
        expect(page.get_by_text("Список длинный")).to_be_visible()
        assert seen.axe_faults() == []
        work_off()
        save = page.get_by_role("link", name="Сохранить файл")
        expect(save).to_be_visible()
        assert seen.axe_faults() == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert saved(page, save.click)[:2] == b"PK"


def test_the_owner_takes_out_everything(company: World, window: Callable[..., Window]) -> None:
    for width, dark in ((1440, False), (390, True)):
        seen = window(company.person("owner"), width=width, dark=dark)
        page = seen.open("/owner/company/")
        page.get_by_role("link", name="Выгрузка").click()
        assert seen.axe_faults() == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_label("Ваш пароль").fill("не тот")
        page.get_by_role("button", name="Выгрузить всё").click()
        expect(page.get_by_text("Это не ваш пароль.")).to_be_visible()
        page.get_by_label("Ваш пароль").fill(PASSWORD)
        page.get_by_role("button", name="Выгрузить всё").click()
        expect(page.get_by_text("Список длинный")).to_be_visible()
        work_off()
        assert saved(page, page.get_by_role("link", name="Сохранить файл").click)[:2] == b"PK"
    page.goto(seen.url + "/owner/exports/")
    expect(page.locator("main tbody tr")).to_have_count(2)
    assert seen.axe_faults() == []
