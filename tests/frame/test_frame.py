"""The frame: who comes in, in which language, what live pages are told, what the browser loads."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.world import PASSWORD, World, address
from voronka.actions import showcase
from voronka.core.access import SYSTEM
from voronka.frame import styles, words
from voronka.queries import changes
from voronka.store import emptying

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_a_person_signs_in_by_their_address_in_any_case(world: World, client: Client) -> None:
    sent = {"login": address("manager").upper(), "password": PASSWORD}
    answer = client.post("/accounts/login/", sent)
    assert answer.status_code == 302, answer.content.decode()
    assert client.get("/").status_code == 200


def test_the_rail_that_is_kept_for_many_is_each_ones_own(world: World) -> None:
    def rail(word: str, path: str, language: str = "ru") -> str:
        browser = Client()
        browser.force_login(world.person(word), backend=BACKEND)
        browser.post("/me/language", {"language": language})
        return browser.get(path).content.decode().split('<nav class="rail"')[1].split("</nav>")[0]

    def marked(drawn: str) -> list[str]:
        return re.findall(r'href="([^"]+)"[^>]* aria-current="page"', drawn)

    assert 'href="/owner/people/"' in rail("owner", "/") and "Обращения" in rail("owner", "/")
    assert "/owner/people/" not in rail("manager", "/cycle/board")
    assert "Inquiries" in rail("owner", "/", "en") and "Обращения" in rail("owner", "/")
    assert marked(rail("owner", "/")) == ["/"]
    assert marked(rail("owner", "/cycle/board")) == ["/cycle/board"]
    assert marked(rail("owner", "/passport/cycle")) == ["/passport/cycle"]


def test_a_wrong_password_is_said_in_words(world: World, client: Client) -> None:
    answer = client.post("/accounts/login/", {"login": address("manager"), "password": "не тот"})
    assert 'role="alert"' in answer.content.decode()


def test_the_language_is_kept_with_the_person(world: World, client: Client) -> None:
    client.force_login(world.person("manager"), backend=BACKEND)
    assert 'lang="ru"' in client.get("/").content.decode()
    client.post("/me/language", {"language": "en"})
    assert 'lang="en"' in client.get("/").content.decode()
    assert world.person("manager").language == "en"


def test_before_signing_in_the_browser_remembers_the_language(db: None, client: Client) -> None:
    client.post("/me/language", {"language": "en", "next": "/accounts/login/"})
    assert "Sign in" in client.get("/accounts/login/").content.decode()


def test_the_demo_says_who_can_come_in_wherever_it_listens(
    world: World, client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    assert "учебная" not in client.get("/accounts/login/").content.decode()
    showcase.mark_demo({"password": PASSWORD, "people": [[address("manager"), "second manager"]]})
    for host in ("localhost:8000", "127.0.0.1:8123"):
        page = client.get(
            "/accounts/login/", {"next": "/cycle/list"}, headers={"host": host}
        ).content.decode()
        assert "Это учебная компания" in page and PASSWORD in page
        assert "Второй менеджер" in page and address("manager") in page
    emptying.empty()
    assert "учебная" not in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("odd", ["xx", "", "../ru"])
def test_a_language_or_theme_that_is_not_offered_is_refused(world: World, client: Client, odd: str) -> None:
    client.force_login(world.person("manager"), backend=BACKEND)
    assert client.post("/me/language", {"language": odd}).status_code == 400
    assert client.post("/me/theme", {"theme": odd}).status_code == 400


def test_nobody_is_sent_to_a_foreign_site_after_choosing(world: World, client: Client) -> None:
    answer = client.post("/me/language", {"language": "en", "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"


def test_a_live_page_is_told_what_changed_of_what_it_shows(world: World, client: Client) -> None:
    client.force_login(world.person("head"), backend=BACKEND)
    before = changes.position()
    assert client.get(f"/live?after={before}&topics=deals").status_code == 204
    key = world.deal()
    told = client.get(f"/live?after={before}&topics=deals,deal:{key},deal:999,inquiries").json()
    assert told["topics"] == ["deals", f"deal:{key}"]
    assert client.get(f"/live?after={told['after']}&topics=deals").status_code == 204


def test_after_a_restore_a_live_page_renews_everything(world: World) -> None:
    assert changes.changes(10**9, ["deals", "passport"], by=SYSTEM).topics == ("deals", "passport")


@pytest.mark.parametrize("odd", ["after=x&topics=deals", "topics=deals", "after=" + "9" * 30])
def test_a_live_page_that_asks_nonsense_is_refused(world: World, client: Client, odd: str) -> None:
    client.force_login(world.person("head"), backend=BACKEND)
    assert client.get(f"/live?{odd}").status_code == 400


def test_the_first_load_is_light(world: World, client: Client) -> None:
    client.force_login(world.person("head"), backend=BACKEND)
    page = client.get("/cycle/board").content
    from_page = set(re.findall(rb'(?:src|href)="/static/([^"]+\.(?:js|svg))', page))
    assert len(from_page) >= 8
    folder = Path(styles.__file__).parent / "static"
    names = [*(name.decode() for name in from_page), "vendor/sortable.js"]
    files = [gzip.compress((folder / name).read_bytes()) for name in names]
    files += [styles.stylesheet().packed, gzip.compress(page)]
    assert sum(map(len, files)) < 150_000


def test_the_stylesheet_is_kept_for_ever_under_its_own_name_only(db: None, client: Client) -> None:
    made = styles.stylesheet()
    right = client.get(f"/look/{made.digest}.css", headers={"Accept-Encoding": "gzip"})
    assert "immutable" in right.headers["Cache-Control"]
    assert gzip.decompress(right.content) == made.text
    assert "no-cache" in client.get("/look/000000000000.css").headers["Cache-Control"]


def test_sums_are_said_as_people_say_them() -> None:
    assert words.money(12_000_000, "RUB") == "120\u00a0000\u00a0₽"
    assert words.money(-123_456, "RUB") == "\u22121\u00a0234,56\u00a0₽"


@pytest.mark.parametrize(
    ("name", "letters"), [("Анна Ветрова", "АВ"), ("«Ромашка»", "РО"), ("", "?"), ("Ян ван дер Берг", "ЯБ")]
)
def test_two_letters_stand_for_a_person(name: str, letters: str) -> None:
    assert words.initials(name) == letters


def test_an_ordinal_is_said_in_both_languages() -> None:
    from django.utils import translation

    with translation.override("en"):
        assert [words.ordinal(n) for n in (1, 2, 3, 4, 11, 12, 21, 112)] == [
            "1st", "2nd", "3rd", "4th", "11th", "12th", "21st", "112th",
        ]  # fmt: skip
    with translation.override("ru"):
        assert words.day_of(5, 4) == "5-й день из 4"
