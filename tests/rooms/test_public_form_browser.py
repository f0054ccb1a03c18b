"""The public form in a real browser: a phone, a desk, light and dark; what was typed stays, and it arrives."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.actions.test_public_form import with_brief
from tests.browser import Window
from tests.world import World
from voronka.actions import public_form as verbs
from voronka.queries import entry, public_form

Open = Callable[..., Window]
pytestmark = pytest.mark.browser
PAGES = ("/form/services", "/form/services/sent", "/form/services/consent/1", "/form/nowhere")
ROOMS = (
    "/entry/form",
    "/entry/form/consent",
    "/entry/form/answers/spam",
    "/entry/form/preview",
    "/entry/held",
)


def opened(world: World) -> None:
    with_brief(world)
    verbs.write_consent(process="services", body="Я согласен.", by=world.head, at=world.now)
    verbs.change_form(process="services", is_on=True, by=world.head, at=world.now)


@pytest.mark.parametrize("width", [1440, 390])
def test_everybody_can_use_the_form_and_its_pages(world: World, window: Open, width: int) -> None:
    opened(world)
    stranger = window(width=width)
    head = window(world.person("head"), width=width)
    for one, paths in ((stranger, PAGES), (head, ROOMS)):
        for path in paths:
            page = one.open(path)
            assert one.axe_faults(dark_too=True) == [], path
            wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            assert not page.evaluate(wide), path


def test_a_stranger_on_a_phone_mends_what_is_missing_and_it_arrives(world: World, window: Open) -> None:
    opened(world)
    one = window(width=390)
    page = one.open("/form/services?utm_source=vk")
    page.get_by_label("Ваше имя").fill("Ирина")
    page.get_by_label("Сайт под ключ").check()
    page.get_by_role("button", name="Отправить").click()
    expect(page.locator("#wrong")).to_contain_text("Всё, что вы написали, на месте")
    expect(page.get_by_label("Телефон")).to_be_focused()
    assert one.axe_faults() == []
    expect(page.get_by_label("Ваше имя")).to_have_value("Ирина")
    expect(page.get_by_label("Сайт под ключ")).to_be_checked()
    page.get_by_label("Телефон").fill("8 921 000-00-17")
    page.get_by_label("Какая задача?").fill("Сайт пекарни")
    page.get_by_label("Согласен на обработку").check()
    page.get_by_role("button", name="Отправить").click()
    expect(page.locator("h1")).to_have_text("Спасибо, всё дошло")
    # A browser of a test may be quicker than any person: held back or taken, it has arrived once.
    held, taken = public_form.held(world.head).lines, entry.inbox(world.head, shown="closed").lines
    assert [one.name for one in (*held, *taken)] == ["Ирина"]
