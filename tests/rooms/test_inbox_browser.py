"""The inbox on a phone and on a desk: a conversation, a kind answer, what was held back, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.actions.test_public_form import IRINA, open_form, send
from tests.browser import Window
from tests.world import World
from voronka.actions import entry, public_form
from voronka.actions.figures import recount
from voronka.core.access import SYSTEM
from voronka.queries import entry as queries
from voronka.queries.passport.measured import judge

Open = Callable[..., Window]
pytestmark = pytest.mark.browser


def told(world: World) -> dict[str, int]:
    """Somebody asks and is talked with, somebody looks for work, something is held back."""
    open_form(world)
    asked = entry.receive_inquiry(
        channel="site_form",
        name="Пётр Лис",
        phone="89210000018",
        email="p@les.example",
        message="Сколько стоит сайт?",
        asked=("site",),
        origin={"source": "vk", "referrer": "https://les.example/" + "a" * 300},
        by=world.support,
        at=world.later(),
    ).key
    entry.note_inquiry(key=asked, note="Перезвонить", by=world.manager, at=world.later())
    entry.answer_inquiry(key=asked, message="Расскажем завтра.", by=world.manager, at=world.later())
    work = entry.receive_inquiry(
        channel="phone",
        name="Ольга Вест",
        email="o@les.example",
        message="Ищу работу",
        by=world.support,
        at=world.later(),
    ).key
    public_form.write_ready_answer(
        process="services",
        as_what="vacancy",
        body="Здравствуйте, {name}! Не ищем.",
        by=world.head,
        at=world.now,
    )
    send(world, IRINA, trap=True)
    return {"asked": asked, "work": work}


def fits(page: Page) -> bool:
    return not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [1440, 390])
def test_everybody_can_use_the_inbox_and_a_conversation(world: World, window: Open, width: int) -> None:
    keys = told(world)
    for number in range(12):
        key = entry.receive_inquiry(
            channel="phone", name=f"И{number}", by=world.manager, at=world.later()
        ).key
        entry.answer_inquiry(key=key, by=world.manager, at=world.later(minutes=7 * number + 1))
    recount(reckon=lambda *counted: {}, judge=judge, by=SYSTEM, at=world.later(days=3))
    one = window(world.person("head"), width=width)
    for path in (
        "",
        "?figure=late",
        f"{keys['asked']}",
        f"{keys['asked']}/do/again",
        f"{keys['work']}/do/close",
        f"{keys['work']}/do/note",
    ):
        page = one.open(f"/entry/inquiries/{path}")
        assert one.axe_faults(dark_too=True) == [] and fits(page), path


def test_on_a_phone_words_go_into_the_conversation_by_three_buttons(world: World, window: Open) -> None:
    keys = told(world)
    page = window(world.person("manager"), width=390).open(f"/entry/inquiries/{keys['work']}")
    for button, words in (
        ("Это написали они", "Ещё я рисую"),
        ("Заметка для себя", "Рисует"),
        ("Это наш ответ", "Спасибо"),
    ):
        page.get_by_label("Написать в разговор").fill(words)
        page.get_by_role("button", name=button).click()
        expect(page.locator(".talk > li").first).to_contain_text(words)
    sides = [one.side for one in queries.inquiry_card(world.manager, keys["work"]).entries]
    assert sides == ["ours", "note", "theirs", "theirs"]


def test_on_a_phone_one_who_is_no_lead_is_answered_by_the_ready_text(world: World, window: Open) -> None:
    keys = told(world)
    one = window(world.person("manager"), width=390)
    page = one.open("/entry/inquiries/")
    page.locator(f"#inquiry-{keys['work']}").get_by_text("Не лид…").click()
    answer = page.locator("#dialog [name=answer]")
    page.locator("#dialog").get_by_label("Вакансия").check()
    expect(answer).to_have_value("Здравствуйте, Ольга Вест! Не ищем.")
    answer.fill("Здравствуйте! Напишем вам весной.")
    page.locator("#dialog").get_by_label("Спам").check()
    page.locator("#dialog").get_by_label("Вакансия").check()
    expect(answer).to_have_value("Здравствуйте! Напишем вам весной.")
    assert one.axe_faults() == []
    page.locator("#dialog .btn.go").click()
    page.locator(".toast a").click()
    expect(page.locator("#the-answer")).to_have_text("Здравствуйте! Напишем вам весной.")
    expect(page.get_by_role("link", name="Написать письмо")).to_have_attribute(
        "href",
        "mailto:o@les.example?body=%D0%97%D0%B4%D1%80%D0%B0%D0%B2%D1%81%D1%82%D0%B2%D1%83%D0%B9%D1%82%D0%B5%21%20%D0%9D%D0%B0%D0%BF%D0%B8%D1%88%D0%B5%D0%BC%20%D0%B2%D0%B0%D0%BC%20%D0%B2%D0%B5%D1%81%D0%BD%D0%BE%D0%B9.",
    )
    assert one.axe_faults() == [] and fits(page)


def test_on_a_phone_what_was_held_back_is_let_in(world: World, window: Open) -> None:
    told(world)
    page = window(world.person("manager"), width=390).open("/entry/inquiries/")
    page.get_by_role("link", name="задержано").click()
    page.get_by_role("button", name="Принять обращение").click()
    expect(page.locator(".toast")).to_contain_text("Принято")
    expect(page.get_by_text("Ничего не задержано")).to_be_visible()
    page.locator(".toast a").click()
    expect(page.locator("h1")).to_have_text("Ирина Соколова")
