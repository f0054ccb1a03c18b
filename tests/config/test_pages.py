"""What every answer carries, and what a person sees when something is wrong."""

import json
from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext

from tests.world import PASSWORD, World, address
from voronka.config import urls as ours
from voronka.queries import condition
from voronka.worker import loop


def raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


urlpatterns = [
    *ours.urlpatterns,
    path("broken", raising(ZeroDivisionError())),
    path("full", raising(OperationalError("database or disk is full"))),
    path(
        "busy", raising(OperationalError("database is busy: another change has held the write lock for 20 s"))
    ),
    path("api/v1/test-full", raising(OSError(28, "No space left on device"))),
]
handler400, handler403, handler404, handler500 = (
    ours.handler400,
    ours.handler403,
    ours.handler404,
    ours.handler500,
)


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("page", ["/healthz", "/accounts/login/", "/nowhere", "/broken"])
@override_settings(ROOT_URLCONF="tests.config.test_pages")
def test_no_answer_goes_out_without_the_headers(db: None, browser: Client, page: str) -> None:
    headers = browser.get(page).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("page", "status", "words"),
    [
        ("/nowhere", 404, "There is nothing at this address"),
        ("/broken", 500, "Something broke on our side"),
        ("/full", 507, "The disk is full"),
        ("/busy", 503, "Too busy at the moment"),
    ],
)
@override_settings(ROOT_URLCONF="tests.config.test_pages")
def test_trouble_is_said_in_the_person_s_language(
    db: None, browser: Client, page: str, status: int, words: str
) -> None:
    answer = browser.get(page, headers={"Accept-Language": "en"})
    assert answer.status_code == status
    assert words in answer.content.decode()
    with translation.override("ru"):
        in_russian = gettext(words)
    assert in_russian != words
    answer = browser.get(page, headers={"Accept-Language": "ru"})
    assert in_russian in answer.content.decode()


@override_settings(ROOT_URLCONF="tests.config.test_pages")
def test_a_program_gets_trouble_as_a_problem(db: None, browser: Client) -> None:
    answer = browser.get("/api/v1/test-full", headers={"Accept-Language": "en"})
    assert answer.status_code == 507
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["title"] == "The disk is full"


@override_settings(ROOT_URLCONF="tests.config.test_pages")
def test_a_script_gets_trouble_as_a_part_of_a_page(db: None, browser: Client) -> None:
    answer = browser.get("/full", headers={"HX-Request": "true", "Accept-Language": "en"})
    assert answer.status_code == 507
    assert "The disk is full" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_form_without_its_token_is_told_to_reload(db: None) -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/accounts/login/", {}, headers={"Accept-Language": "en"})
    assert answer.status_code == 403
    assert "The page was open for too long" in answer.content.decode()


def test_a_form_that_is_too_large_is_refused(db: None, browser: Client) -> None:
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100):
        answer = browser.post("/accounts/login/", {"login": "x" * 1000}, headers={"Accept-Language": "en"})
    assert answer.status_code in (400, 413)
    assert "This is too large" in answer.content.decode()


def test_nobody_makes_an_account_by_themselves(db: None, browser: Client) -> None:
    answer = browser.get("/accounts/signup/")
    assert "password1" not in answer.content.decode()


def test_a_person_signs_in_by_e_mail_in_any_case(world: World, browser: Client) -> None:
    answer = browser.post("/accounts/login/", {"login": address("manager").upper(), "password": PASSWORD})
    assert answer.status_code == 302 and answer["Location"] == "/"
    answer = Client().post("/accounts/login/", {"login": address("manager"), "password": "wrong"})
    assert answer.status_code == 200


def test_ready_tells_whether_a_worker_lives(db: None, browser: Client) -> None:
    answer = browser.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": True, "space": condition.there_is_space(), "worker": False}
    loop.beat("here-1")
    assert browser.get("/readyz").json()["worker"] is True


def test_an_address_that_is_not_ours_says_what_the_administrator_does(db: None, browser: Client) -> None:
    answer = browser.get("/accounts/login/", headers={"Host": "evil.example", "Accept-Language": "en"})
    assert answer.status_code == 421
    assert "VORONKA_HOSTS" in answer.content.decode()
