"""Fixtures that open pages: Chromium, a live server, people signed in, axe."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
MISSING = "no Chromium: `apt-get install chromium`, or name one in VORONKA_CHROMIUM"
# The browser itself reports each answer of 4xx as an error; a refusal (422) is an answer.
ANSWERED = "Failed to load resource: the server responded with a status of 4"
# A colour that is inherited comes to each level of the page a frame later, so one look is not enough.
STILL = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    for (let look = 0, quiet = 0; look < 60 && quiet < 2; look++) {
        await frame();
        await frame();
        const going = document.getAnimations().filter((one) => one.playState === "running");
        quiet = going.length ? 0 : quiet + 1;
        await Promise.allSettled(going.map((one) => one.finished));
    }
}"""
CONTRAST = """() => axe.run({runOnly: ["color-contrast"], resultTypes: ["violations"]})
    .then((found) => found.violations)"""
# How long something may take to appear is no matter of these tests: a busy machine is slow.
expect.set_options(timeout=20_000)


def chromium() -> str | None:
    """The browser's program: the named one, or the first on the path."""
    named = os.environ.get("VORONKA_CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run."""
    program = chromium()
    if program is None:
        pytest.skip(MISSING)
    with sync_playwright() as driver:
        opened = driver.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield opened
        opened.close()


class Window:
    """A person's browser window on the live server; what its console complained of fails the test."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context = context
        self.url = url
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(ANSWERED):
            self.complaints.append(message.text)

    def open(self, path: str) -> Page:
        """Goes to a path of the server."""
        self.page.goto(self.url + path)
        return self.page

    def sign_in(self, person: Any) -> None:
        """Takes over a session of this person, without the sign-in page."""
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.url, "httpOnly": True}]
        )

    def axe_faults(self, *, dark_too: bool = False) -> list[str]:
        """What axe finds on the page as it is now, a line a finding.

        Colours are judged when they stand still: a button that is only just changing its ground has another contrast.
        `dark_too`: a page of the system's theme is asked again in the dark, for its colours: nothing else differs.
        """
        self.page.evaluate(STILL)
        found = Axe().run(self.page).response["violations"]
        if dark_too:
            self.page.emulate_media(color_scheme="dark")
            self.page.evaluate(STILL)
            found += self.page.evaluate(CONTRAST)
            self.page.emulate_media(color_scheme="light")
        return [
            f"{fault['id']}: {fault['help']}: {node['html']}" for fault in found for node in fault["nodes"]
        ]


@pytest.fixture
def window(browser: Browser, live_server: Any) -> Iterator[Callable[..., Window]]:
    """Opens windows: `window(person, width=390, dark=True, language="en")`."""
    opened: list[Window] = []

    def open_window(
        person: Any = None, *, width: int = 1440, height: int = 900, dark: bool = False, language: str = "ru"
    ) -> Window:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale=language,
            reduced_motion="reduce",
            has_touch=width < 600,
        )
        made = Window(context, live_server.url)
        if person is not None:
            made.sign_in(person)
        opened.append(made)
        return made

    yield open_window
    complaints = [line for one in opened for line in one.complaints]
    for one in opened:
        one.context.close()
    assert complaints == [], complaints
