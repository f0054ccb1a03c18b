"""The hall as people see it: accessible in both languages, themes and widths; figures change with the deals."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import Window
from tests.world import PASSPORT, World
from voronka.actions import cycle, drafts, passport

Open = Callable[..., Window]
pytestmark = pytest.mark.browser
SCREENS = [
    "/passport",
    "/passport/cycle",
    "/passport/closing",
    "/passport/print",
    "/passport/versions",
    "/passport/versions/1",
    "/passport/text",
    "/passport/difference?old=1&new=2",
]


@pytest.mark.parametrize("width", [1440, 390])
def test_everybody_can_read_every_screen(world: World, window: Open, width: int) -> None:
    world.won_deal()
    world.lost_deal()
    cycle.move_deal(key=world.deal(), to="call", by=world.manager, at=world.later())
    one = window(world.person("head"), width=width)
    passport.publish(text=PASSPORT.replace("norm: 3d", "norm: 5d"), by=world.head, at=world.later())
    drafts.begin_draft(by=world.head, at=world.later())
    for screen in SCREENS:
        page = one.open(screen)
        assert one.axe_faults(dark_too=True) == [], screen
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, screen


def test_the_hall_changes_when_a_deal_is_lost_somewhere_else(world: World, window: Open) -> None:
    page = window(world.person("head")).open("/passport")
    expect(page.locator("#answer-cycle .actual")).to_contain_text("не закончено ни одной")
    world.now = timezone.now()
    world.lost_deal()
    expect(page.locator("#answer-cycle .actual")).to_contain_text("1 из 1", timeout=8000)


def test_a_mistake_in_the_text_is_shown_and_mended(world: World, window: Open) -> None:
    page = window(world.person("owner")).open("/passport/text")
    text = page.locator("#text")
    good = text.input_value()
    text.fill(good.replace("norm: 3d", "norm: три дня"))
    page.get_by_role("button", name="Сохранить черновик").click()
    expect(page.locator("[data-code=span_unreadable]")).to_contain_text("«три дня» — не срок.")
    text.fill(good.replace("norm: 3d", "norm: 4d"))
    page.get_by_role("button", name="Опубликовать новую версию").click()
    expect(page.locator(".top .sub")).to_contain_text("версия 2")


def test_the_pdf_comes_by_a_button_that_says_what_it_does(world: World, window: Open) -> None:
    page = window(world.person("head")).open("/passport")
    page.get_by_role("link", name="Печать и PDF").click()
    expect(page.get_by_role("button", name="Напечатать")).to_be_visible()
    with page.expect_download() as made:
        page.get_by_role("link", name="Скачать PDF").click()
    assert made.value.suggested_filename == "services-1.pdf"
    assert made.value.path().read_bytes().startswith(b"%PDF")
    expect(page.get_by_role("link", name="Скачать PDF")).to_be_visible()


def test_the_text_is_checked_while_it_is_typed_and_a_finding_leads_to_its_line(
    world: World, window: Open
) -> None:
    page = window(world.person("owner")).open("/passport/text")
    text = page.locator("#text")
    text.fill(text.input_value().replace("norm: 3d", "norm: три дня"))
    found = page.locator("#checked [data-code=span_unreadable] a")
    expect(found).to_be_visible()
    found.click()
    line = int(found.get_attribute("data-line") or "0")
    chosen = "document.querySelector('#text').value.slice(0, document.querySelector('#text').selectionStart)"
    assert page.evaluate(chosen).count("\n") == line - 1
    expect(page.locator(".code-lines > .bad")).to_have_text(str(line))
    expect(text).to_be_focused()


def test_tab_indents_and_lets_go_after_escape(world: World, window: Open) -> None:
    page = window(world.person("owner")).open("/passport/text")
    text = page.locator("#text")
    text.fill("voronka: 1\nowner:")
    text.press("End")
    text.press("Enter")
    text.press("Tab")
    page.keyboard.type("responsible: head")
    text.press("Enter")
    page.keyboard.type("roles:")
    assert text.input_value() == "voronka: 1\nowner:\n  responsible: head\n  roles:"
    text.press("Shift+Tab")
    assert text.input_value().endswith("\nroles:")
    text.press("Escape")
    text.press("Tab")
    expect(text).not_to_be_focused()


def test_a_typed_text_outlives_a_sign_out_and_a_file_takes_its_place(
    world: World, window: Open, tmp_path: Path
) -> None:
    one = window(world.person("owner"))
    page = one.open("/passport/text")
    text = page.locator("#text")
    text.fill(text.input_value().replace("Созвон", "Встреча"))
    one.context.clear_cookies(name="voronka")
    page.get_by_role("button", name="Сохранить черновик").click()
    page.wait_for_url("**/login**")
    one.sign_in(world.person("owner"))
    one.open("/passport/text")
    expect(page.locator(".form-note")).to_be_visible()
    assert "Встреча" in text.input_value()
    page.get_by_role("button", name="Сохранить черновик").click()
    expect(page.get_by_role("link", name="Скачать")).to_be_visible()
    expect(page.locator(".form-note")).to_have_count(0)
    file = tmp_path / "other.yaml"
    file.write_text("voronka: 1\nprocess: other\n", encoding="utf-8")
    page.locator("#upload").set_input_files(file)
    expect(text).to_have_value("voronka: 1\nprocess: other\n")
    expect(page.locator("#checked [data-code=missing_key]").first).to_be_visible()
