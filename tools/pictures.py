"""Takes pictures of pages as people see them: wide and narrow, Russian and English, light and dark.

    python tools/pictures.py --base http://127.0.0.1:8000 --email owner@x.example --out /tmp/p /cycle/board /passport
    python tools/pictures.py ... --widths 390 --languages ru --themes dark --whole /cycle/list

The password is asked from VORONKA_PASSWORD, else the demo's is tried. Files: <page>-<width>-<language>-<theme>.png.
"""

import argparse
import os
import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HEIGHTS = {390: 844}


def options() -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--base", required=True, help="address of a running Voronka")
    parser.add_argument("--email", default="", help="who signs in; nobody without it")
    parser.add_argument("--password", default=os.environ.get("VORONKA_PASSWORD", "voronka-demo"))
    parser.add_argument("--out", type=Path, default=Path("pictures"))
    parser.add_argument("--widths", default="1440,390")
    parser.add_argument("--languages", default="ru,en")
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--height", type=int, default=900)
    parser.add_argument("--whole", action="store_true", help="the whole page, not only what the window shows")
    parser.add_argument("--click", action="append", default=[], help="a selector to click before the picture")
    parser.add_argument("--press", action="append", default=[], help="a key to press before the picture")
    parser.add_argument("paths", nargs="+")
    return parser.parse_args()


def sign_in(browser: Browser, asked: argparse.Namespace) -> list[dict[str, object]]:
    """The cookies of the person, got through the sign-in page itself."""
    if not asked.email:
        return []
    context = browser.new_context()
    page = context.new_page()
    page.goto(asked.base + "/accounts/login/")
    page.fill("[name=login]", asked.email)
    page.fill("[name=password]", asked.password)
    page.click("form.form button.go")
    if "/accounts/login" in page.url:
        raise SystemExit(f"{asked.email} could not sign in: {page.inner_text('main')}")
    cookies = context.cookies()
    context.close()
    return cookies  # type: ignore[return-value]


def prepare(page: Page, asked: argparse.Namespace) -> None:
    """Waits for letters and does what comes before the picture."""
    page.evaluate("document.fonts.ready")
    for selector in asked.click:
        page.click(selector)
        page.wait_for_timeout(300)
    for key in asked.press:
        page.keyboard.press(key)
        page.wait_for_timeout(300)
    page.wait_for_timeout(150)


def picture(
    browser: Browser, asked: argparse.Namespace, cookies: list[dict[str, object]], name: tuple[int, str, str]
) -> None:
    """Every page in one width, language and theme."""
    width, language, theme = name
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHTS.get(width, asked.height)},
        color_scheme=theme,  # type: ignore[arg-type]
        locale=language,
        reduced_motion="reduce",
        has_touch=width < 600,
        device_scale_factor=2 if width < 600 else 1,
    )
    context.add_cookies([*cookies, {"name": "voronka_language", "value": language, "url": asked.base}])  # type: ignore[list-item]
    page = context.new_page()
    page.on("console", lambda said: said.type in ("error", "warning") and print(f"  {page.url}: {said.text}"))
    page.on("pageerror", lambda error: print(f"  {page.url}: {error}"))
    # The person's own choice of language and colours is changed for the picture only.
    page.route("**/live?*", lambda route: route.fulfill(status=204))
    for path in asked.paths:
        answer = page.goto(asked.base + path)
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        prepare(page, asked)
        stem = re.sub(r"\W+", "-", path).strip("-") or "home"
        file = asked.out / f"{stem}-{width}-{language}-{theme}.png"
        page.screenshot(path=str(file), full_page=asked.whole)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        print(f"{answer.status if answer else '?'} {file}" + ("  SCROLLS SIDEWAYS" if wide else ""))
    context.close()


def speak(
    browser: Browser, asked: argparse.Namespace, cookies: list[dict[str, object]], language: str
) -> None:
    """A signed-in person's pages come in the language they chose: choose it."""
    context = browser.new_context()
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(asked.base + asked.paths[0])
    token = page.get_attribute("[name=csrfmiddlewaretoken] >> nth=0", "value") or ""
    form = {"language": language, "next": "/healthz", "csrfmiddlewaretoken": token}
    page.request.post(asked.base + "/me/language", form=form, headers={"Referer": asked.base})
    context.close()


def main() -> int:
    """Takes them all."""
    asked = options()
    asked.base = asked.base.rstrip("/")
    asked.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        program = os.environ.get("VORONKA_CHROMIUM", "/usr/bin/chromium")
        browser = driver.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        cookies = sign_in(browser, asked)
        for language in asked.languages.split(","):
            if cookies:
                speak(browser, asked, cookies, language)
            for theme in asked.themes.split(","):
                for width in asked.widths.split(","):
                    picture(browser, asked, cookies, (int(width), language, theme))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
