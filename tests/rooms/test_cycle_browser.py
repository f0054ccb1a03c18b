"""The room of the cycle as people use it: with the mouse, with a finger, with the keyboard, and side by side."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from tests.browser import Window
from tests.world import World
from voronka.actions import clients, cycle

Open = Callable[..., Window]
pytestmark = pytest.mark.browser


def stage_of(page: Page, key: int) -> str | None:
    """In which column the card stands."""
    return page.locator(f"#deal-{key}").evaluate("card => card.parentElement.dataset.stage")


def drag(page: Page, key: int, stage: str) -> None:
    """Carry the card with the mouse into another column."""
    carry(page, key, stage)
    page.mouse.up()


def carry(page: Page, key: int, stage: str) -> None:
    """The card hangs over another column, the button still pressed."""
    box = page.locator(f"#deal-{key}").bounding_box()
    into = page.locator(f"#column-{stage} .cards").bounding_box()
    assert box and into
    page.mouse.move(box["x"] + 90, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 130, box["y"] + 24, steps=4)
    page.mouse.move(into["x"] + 90, into["y"] + 30, steps=8)
    expect(page.locator(f"#column-{stage} #deal-{key}")).to_be_attached()


DOORS = "next_step call contract offer amount fields client lose return owner note".split()
SCREENS = ["/", "/cycle/board", "/cycle/list", "/cycle/list?status=all&q=zzz", "/cycle/deals/{key}"]


@pytest.mark.parametrize("width", [1440, 390])
def test_everybody_can_use_every_screen(world: World, window: Open, width: int) -> None:
    key = world.deal_at("contract")
    world.won_deal()
    cycle.move_deal(key=key, to="payment", by=world.manager, at=world.later())
    one = window(world.person("head"), width=width)
    for screen in SCREENS:
        page = one.open(screen.format(key=key))
        assert one.axe_faults(dark_too=True) == [], screen
        assert not page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        ), screen


def test_every_door_of_the_card_opens_as_a_dialog_that_everybody_can_use(world: World, window: Open) -> None:
    key = world.deal_at("contract")
    one = window(world.person("head"))
    page = one.open(f"/cycle/deals/{key}")
    for word in DOORS:
        page.evaluate(f"document.querySelector('a[href$=\"/do/{word}\"]').click()")
        expect(page.locator(f'#dialog[open] form[action$="/do/{word}"]')).to_be_visible()
        assert one.axe_faults() == [], word
        page.keyboard.press("Escape")
        expect(page.locator("#dialog[open]")).to_have_count(0)


def test_a_card_that_is_refused_comes_back_with_the_reason_and_the_focus(world: World, window: Open) -> None:
    key = world.deal()
    page = window(world.person("manager")).open("/cycle/board")
    page.locator(f"#deal-{key} h3 a").focus()
    page.keyboard.press("Alt+ArrowRight")
    refusal = page.locator(".card-refusal")
    expect(refusal).to_contain_text("Бриф не заполнен")
    assert stage_of(page, key) == "brief"
    assert page.evaluate("document.activeElement.closest('.card')?.id") == f"deal-{key}"
    page.wait_for_timeout(2500)  # the refusal is a fact, so the board was renewed meanwhile
    expect(refusal).to_be_visible()


def test_a_refused_move_is_mended_from_the_board_and_then_done_with_the_mouse(
    world: World, window: Open
) -> None:
    key = world.deal_at("call")
    page = window(world.person("manager")).open("/cycle/board")
    drag(page, key, "contract")
    page.locator(".card-refusal a.link").click()
    page.fill("#door_note", "Обсудили сроки и цену")
    with page.expect_response(lambda answer: "/cycle/board" in answer.url):  # the board shows what was done
        page.click("#dialog .btn.go")
    expect(page.locator("#dialog")).not_to_have_attribute("open", "")
    expect(page.locator(".card-refusal")).to_have_count(0)
    drag(page, key, "contract")
    expect(page.locator(".toast", has_text="Договор")).to_be_visible()
    expect(page.locator(f"#column-contract #deal-{key}")).to_be_visible()


def test_a_board_that_is_renewed_under_a_carried_card_lets_it_be_carried(world: World, window: Open) -> None:
    key = world.deal_at("call", ready=True)
    page = window(world.person("manager")).open("/cycle/board")
    held: list[Route] = []
    page.route("**/cycle/board*", lambda route: held.append(route), times=1)
    with page.expect_request(lambda asked: "/cycle/board" in asked.url):
        world.deal()  # somebody else's: the board asks for its new state, and waits for the answer
    carry(page, key, "contract")
    with page.expect_response(lambda answer: "/cycle/board" in answer.url):
        held[0].continue_()
    page.evaluate("new Promise(requestAnimationFrame)")
    expect(page.locator(f"#column-contract #deal-{key}")).to_be_attached()
    page.mouse.up()
    expect(page.locator(".toast", has_text="Договор")).to_be_visible()
    expect(page.locator("#column-brief .card")).to_have_count(1)  # and what others did is seen after it


def test_a_move_can_be_undone_from_its_toast(world: World, window: Open) -> None:
    key = world.deal_at("call", ready=True)
    page = window(world.person("manager")).open("/cycle/board")
    page.locator(f"#deal-{key} h3 a").focus()
    page.keyboard.press("Alt+ArrowRight")
    page.locator(".toast button", has_text="Вернуть").click()
    expect(page.locator(f"#column-call #deal-{key}")).to_be_visible()


def test_a_card_is_carried_by_space_and_let_go_by_escape(world: World, window: Open) -> None:
    key = world.deal_at("call", ready=True)
    page = window(world.person("manager")).open("/cycle/board")
    page.locator(f"#deal-{key} h3 a").focus()
    for press in (" ", "ArrowRight"):
        page.keyboard.press(press)
    assert stage_of(page, key) == "contract"
    page.keyboard.press("Escape")
    assert stage_of(page, key) == "call"
    for press in (" ", "ArrowRight", " "):
        page.keyboard.press(press)
    expect(page.locator(".toast", has_text="Договор")).to_be_visible()


def test_a_card_is_carried_by_a_finger(world: World, window: Open) -> None:
    key = world.deal_at("call", ready=True)
    one = window(world.person("manager"), width=500, height=900)
    page = one.open("/cycle/board")
    page.locator("#column-call").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('board').scrollLeft += 60")
    card = page.locator(f"#deal-{key}").bounding_box()
    into = page.locator("#column-contract .cards").bounding_box()
    assert card and into
    touch = one.context.new_cdp_session(page)

    def point(kind: str, x: float, y: float) -> None:
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, y = card["x"] + 60, card["y"] + 14
    point("touchStart", x, y)
    page.wait_for_timeout(400)
    for part in range(1, 11):
        point("touchMove", x + (into["x"] + 40 - x) * part / 10, y + (into["y"] + 30 - y) * part / 10)
        page.wait_for_timeout(30)
    point("touchEnd", 0, 0)
    expect(page.locator(".toast", has_text="Договор")).to_be_visible()


def test_what_another_person_moves_appears_by_itself(world: World, window: Open) -> None:
    key = world.deal_at("call", ready=True)
    page = window(world.person("head")).open("/cycle/board")
    assert stage_of(page, key) == "call"
    page.wait_for_timeout(300)
    cycle.move_deal(key=key, to="contract", by=world.manager, at=timezone.now())
    expect(page.locator(f"#column-contract #deal-{key}")).to_be_visible(timeout=3000)


def test_a_deal_is_led_from_its_card_to_the_win(world: World, window: Open, tmp_path: object) -> None:
    key = world.deal_at("contract")
    one = window(world.person("head"))
    page = one.open(f"/cycle/deals/{key}")
    page.click("header .acts form button")
    answer = page.locator("#move-answer")
    expect(answer).to_contain_text("Договор не подписан")
    answer.locator("a.link[href$='/contract']").click()
    page.fill("#door_amount", "120 000")
    page.fill("#door_number", "47")
    page.click("#dialog .btn.go")
    expect(answer).to_be_empty()
    expect(page.locator("[data-guard=contract_signed]")).to_have_count(0)
    page.click("header .acts form button")
    expect(page.locator(".step[aria-current=step]")).to_contain_text("Оплата")
    page.locator("header a[href$='/payment']").click()
    page.fill("#door_amount", "1,234")
    page.click("#dialog .btn.go")
    expect(page.locator("#dialog .error").first).to_contain_text("1,234")
    page.fill("#door_amount", "120 000 ₽")
    page.set_input_files(
        "#door_proof", {"name": "slip.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    )
    page.dblclick("#dialog .btn.go")
    expect(page.locator(".step[aria-current=step]")).to_contain_text("Передача")
    expect(page.locator(".toast", has_text="Оплата засчитана")).to_be_visible()
    expect(page.locator(".payments li")).to_have_count(1)
    page.locator("a[href$='/handover']").first.click()
    page.click("#dialog .btn.go")
    page.locator("a[href$='/accept']").first.click()
    page.click("#dialog .btn.go")
    expect(page.locator("h1 + .tag, header .tag.good")).to_contain_text("выиграна")
    expect(page.locator("#deal h2", has_text="Сделка выиграна")).to_be_visible()


def test_a_step_is_ticked_by_its_words_too(world: World, window: Open) -> None:
    page = window(world.person("head"), width=390).open(f"/cycle/deals/{world.deal()}")
    step = page.locator("#steps .check:has(form)").first
    step.locator("span").last.click(force=True)  # the box lies over its words, as it should
    expect(step.get_by_role("checkbox")).to_have_attribute("aria-checked", "true")


def test_what_was_typed_outlives_signing_out_in_mid_edit(world: World, window: Open) -> None:
    key = world.deal()
    one = window(world.person("manager"))
    page = one.open(f"/cycle/deals/{key}")
    page.locator("a[href$='/do/note']").first.click()
    page.fill("#door_text", "Важные слова клиента")
    one.context.clear_cookies()
    page.click("#dialog .btn.go")
    expect(page.locator(".toast", has_text="Вы вышли")).to_be_visible()
    one.sign_in(world.person("manager"))
    page.reload()
    page.locator("a[href$='/do/note']").first.click()
    expect(page.locator("#door_text")).to_have_value("Важные слова клиента")


def test_a_stale_page_says_so_and_shows_the_new_state(world: World, window: Open) -> None:
    key = world.deal_at("call", ready=True)
    one = window(world.person("manager"))
    one.context.route("**/live?*", lambda route: route.fulfill(status=204))
    page = one.open(f"/cycle/deals/{key}")
    cycle.set_amount(key=key, amount=5_000_000, by=world.head, at=timezone.now())
    page.click("header .acts form button")
    expect(page.locator("#move-answer")).to_contain_text("Страница устарела")
    page.click("#move-answer a")
    expect(page.locator("h1")).to_contain_text("50 000")


def test_names_that_look_like_code_are_only_names(world: World, window: Open) -> None:
    name = "<script>alert(1)</script> «Ёж» 🦔"
    company = clients.save_company(name=name, by=world.manager, at=world.later())
    key = world.deal(company=company, title="<img src=x onerror=alert(2)>")
    one = window(world.person("manager"))
    for screen in SCREENS:
        page = one.open(screen.format(key=key))
    expect(page.locator("h1")).to_contain_text(name)


def test_the_keyboard_goes_everywhere(world: World, window: Open) -> None:
    page = window(world.person("manager")).open("/")
    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(page).to_have_url(re.compile("/cycle/board"))
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.wait_for_timeout(100)
    page.keyboard.press("Control+k")
    page.keyboard.type("сегод")
    expect(page.locator("#palette [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/$"))


def test_the_page_speaks_the_language_that_is_chosen(world: World, window: Open) -> None:
    page = window(world.person("manager")).open("/cycle/board")
    expect(page.locator("h1")).to_have_text("Сделки")
    page.click(".rail .person")
    page.click(".rail button[value=en]")
    expect(page.locator("h1")).to_have_text("Deals")
    page.click(".rail .person")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.click(".rail button[value=dark]")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_column_brings_more_cards_while_one_scrolls(world: World, window: Open) -> None:
    for number in range(95):
        world.deal(title=f"Сделка {number}")
    page = window(world.person("head")).open("/cycle/board")
    expect(page.locator("#column-brief .card")).to_have_count(80)
    page.locator("#column-brief .cards").evaluate("list => list.scrollTo(0, list.scrollHeight)")
    expect(page.locator("#column-brief .card")).to_have_count(95)


def test_a_deal_with_a_step_ahead_stands_quietly(world: World, window: Open) -> None:
    key = world.deal()
    due = timezone.now() + timedelta(days=3)
    cycle.set_next_step(key=key, due=due, text="Позвонить", by=world.manager, at=timezone.now())
    page = window(world.person("manager")).open("/cycle/list")
    expect(page.locator(f"#deal-{key}")).to_contain_text("Позвонить")


def test_a_refused_move_can_be_asked_again_at_once(world: World, window: Open) -> None:
    key = world.deal_at("contract")
    page = window(world.person("head")).open(f"/cycle/deals/{key}")
    for _ in range(2):
        with page.expect_response(f"**/cycle/deals/{key}/stage") as answer:
            page.click("header .acts form button")
        assert answer.value.status == 422
    expect(page.locator(".timeline .bad")).to_have_count(2)


def test_a_refused_seller_asks_with_one_click_and_the_head_lets_the_deal_go_on(
    world: World, window: Open
) -> None:
    key = world.deal(owner=world.manager.id)
    seller, head = window(world.person("manager")), window(world.person("head"))
    card = seller.open(f"/cycle/deals/{key}")
    card.get_by_role("button", name="Дальше: Созвон").click()
    expect(card.locator("#move-answer")).to_contain_text("Бриф не заполнен")
    card.get_by_role("button", name="Попросить об исключении").click()
    expect(card.locator("#steps")).to_contain_text("Об исключении попросили")
    assert seller.axe_faults() == []
    today = head.open("/")
    expect(today.locator("main")).to_contain_text("пропустить дальше как исключение")
    assert head.axe_faults() == []
    other = head.open(f"/cycle/deals/{key}")
    other.get_by_role("link", name="Пропустить дальше как исключение").click()
    other.get_by_label("Почему").fill("Клиент уезжает")
    other.get_by_role("button", name="Пропустить сделку дальше").click()
    expect(other.locator(".step.now")).to_contain_text("Созвон")
    expect(card.locator(".step.now")).to_contain_text("Созвон")
    expect(card.locator(".timeline")).to_contain_text("Клиент уезжает")
