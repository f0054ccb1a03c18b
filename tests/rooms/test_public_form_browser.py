"""The public form in a real browser: a phone, a desk, light and dark; what was typed stays, and it arrives."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

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
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_everybody_can_use_the_form_and_its_pages(world: World, window: Open, width: int, dark: bool) -> None:
    opened(world)
    stranger = window(width=width, dark=dark)
    head = window(world.person("head"), width=width, dark=dark)
    for one, paths in ((stranger, PAGES), (head, ROOMS)):
        for path in paths:
            page = one.open(path)
            assert one.axe_faults() == [], path
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


@pytest.fixture
def site(live_server: Any) -> Iterator[str]:
    """Another site, whose page shows the form in a frame."""
    address = f"{live_server.url}/form/services?embed=1"
    page = f'<!doctype html><title>x</title><iframe src="{address}" width="700" height="1200">'

    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode() if self.path == "/" else b"")

        def log_message(self, *said: object) -> None:
            """Nobody wants to hear of it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Other)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_site_that_the_company_named_shows_the_form_and_it_can_be_sent_there(
    world: World, window: Open, site: str
) -> None:
    opened(world)
    verbs.change_form(process="services", hosts=site, by=world.head, at=world.now)
    one = window()
    one.page.goto(site)
    inside = one.page.frame_locator("iframe")
    inside.get_by_label("Телефон").fill("8 921 000-00-17")
    inside.get_by_label("Какая задача?").fill("Сайт пекарни")
    inside.get_by_label("Согласен на обработку").check()
    inside.get_by_role("button", name="Отправить").click()
    expect(inside.locator("h1")).to_have_text("Спасибо, всё дошло")
    assert not one.context.cookies()


def test_a_site_that_was_not_named_is_refused_by_the_browser(world: World, window: Open, site: str) -> None:
    opened(world)
    verbs.change_form(process="services", hosts="https://les.example", by=world.head, at=world.now)
    one = window()
    with one.page.expect_console_message(lambda said: "frame-ancestors" in said.text):
        one.page.goto(site)
    expect(one.page.frame_locator("iframe").locator("form")).to_have_count(0)
    one.complaints = [line for line in one.complaints if "frame-ancestors" not in line]
