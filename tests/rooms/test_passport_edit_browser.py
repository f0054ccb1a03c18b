"""Answering in forms as people do it: with a mouse, with keys, on a phone, signed out in the middle."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import Window
from tests.world import World
from voronka.actions import migration
from voronka.formats.passport import plain
from voronka.queries.passport import moving
from voronka.queries.records import passports
from voronka.store.models import PassportDraft

Open = Callable[..., Window]
pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
def test_everybody_can_answer_every_question(world: World, window: Open, width: int, dark: bool) -> None:
    one = window(world.person("head"), width=width, dark=dark)
    for word in ("owner", "cycle", "entry", "targets", "documents"):
        page = one.open(f"/passport/{word}/edit")
        page.evaluate("document.querySelectorAll('details.chapter').forEach((one) => (one.open = true))")
        assert one.axe_faults() == [], word
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, word
    one.open("/passport/draft")
    assert one.axe_faults() == []


def test_a_rule_is_changed_in_the_form_published_and_met_on_the_board(world: World, window: Open) -> None:
    key = world.deal_at("brief", ready=True)
    one = window(world.person("head"))
    page = one.open("/passport/cycle")
    page.get_by_role("link", name="Изменить").click()
    page.locator("summary", has=page.get_by_text("Бриф", exact=True)).click()
    stage = page.locator(".line", has=page.locator(".chapter[open]"))
    stage.get_by_role("button", name="Добавить условие").click()
    page.locator('select[name="cycle.stages.0.leave_when.2.what"]').select_option("contract_sent")
    page.locator(".save-bar").get_by_role("button", name="Сохранить в черновик").click()
    expect(page.locator(".draft-strip")).to_contain_text("изменён 1 ответ")
    page.get_by_role("link", name="Посмотреть весь черновик").click()
    expect(page.locator("#draft-cycle")).to_have_attribute("data-state", "changed")
    page.get_by_role("button", name="Опубликовать новую версию").click()
    # One open deal goes by the version before: it goes on by the new one.
    page.wait_for_url("**/passport/publish**")
    page.get_by_role("button", name="Опубликовать", exact=True).click()
    page.wait_for_url(lambda url: "/passport/publish" not in url)
    assert passports.version(by=world.owner).version.number == 2
    migration.perform(key=moving.migrations(by=world.head)[0].key, now=world.later, door="worker")
    one.open(f"/cycle/deals/{key}")
    expect(page.locator("#main")).to_contain_text("Договор не отправлен")


def test_lines_move_by_keys_and_the_focus_goes_with_them(world: World, window: Open) -> None:
    page = window(world.person("head")).open("/passport/cycle/edit")
    page.get_by_role("button", name="Ниже: Бриф").press("Enter")
    expect(page.locator(".chapter-title").first).to_have_text("Созвон")
    expect(page.get_by_role("button", name="Ниже: Бриф")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".chapter-title").nth(2)).to_have_text("Бриф")
    page.get_by_role("button", name="Добавить стадию").press("Enter")
    expect(page.locator(".line.fresh input[type=text]").first).to_be_focused()
    page.keyboard.type("Замер на месте")
    page.keyboard.press("Enter")
    expect(page.locator(".draft-strip")).to_be_visible()
    stages = plain(PassportDraft.objects.get().text)["cycle"]["stages"]
    assert [one["id"] for one in stages] == [
        "call",
        "contract",
        "brief",
        "payment",
        "handover",
        "zamer_na_meste",
    ]


def test_a_stage_is_carried_by_mouse(world: World, window: Open) -> None:
    page = window(world.person("head")).open("/passport/cycle/edit")
    grips = page.locator(".folded > .line > .line-acts > .grip")
    grips.nth(0).drag_to(grips.nth(2))
    expect(page.locator(".chapter-title").nth(2)).to_have_text("Бриф")


def test_what_is_typed_outlives_a_sign_out(world: World, window: Open) -> None:
    one = window(world.person("head"))
    page = one.open("/passport/cycle/edit")
    one.context.clear_cookies(name="voronka")
    page.get_by_role("button", name="Добавить стадию").click()
    expect(page.locator(".toast.bad")).to_contain_text("Вы вышли")
    one.sign_in(world.person("head"))
    page.get_by_role("button", name="Добавить стадию").click()
    page.locator(".line.fresh input[type=text]").first.fill("Замер")
    one.context.clear_cookies(name="voronka")
    page.locator(".save-bar").get_by_role("button").first.click()
    page.wait_for_url("**/login**")
    one.sign_in(world.person("head"))
    one.open("/passport/cycle/edit")
    expect(page.locator(".form-note")).to_contain_text("то, что вы набрали")
    expect(page.locator(".chapter-title").nth(5)).to_have_text("Замер")
    page.locator(".save-bar").get_by_role("button").first.click()
    expect(page.locator(".draft-strip")).to_be_visible()
    assert plain(PassportDraft.objects.get().text)["cycle"]["stages"][-1]["title"] == "Замер"
    one.open("/passport/cycle/edit")
    expect(page.locator(".form-note")).to_have_count(0)


def test_a_phone_without_scripts_answers_too(world: World, window: Open) -> None:
    one = window(world.person("head"), width=390)
    one.page.route("**/*.js", lambda route: route.abort())
    page = one.open("/passport/closing/edit")
    page.get_by_role("button", name="Добавить часть").click()
    page.locator(".line.fresh input[type=text]").fill("Папка проекта")
    page.locator(".save-bar").get_by_role("button").first.click()
    expect(page.locator(".draft-strip")).to_be_visible()
    one.complaints.clear()
    assert plain(PassportDraft.objects.get().text)["closing"]["package"] == [
        {"id": "papka_proekta", "title": "Папка проекта"}
    ]
