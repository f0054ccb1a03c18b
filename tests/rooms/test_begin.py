"""A company's beginning without a browser: a template, ten questions, rules, version 1."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.rooms.filled import changed, filled
from tests.rooms.pages import As, as_  # noqa: F401
from tests.world import MONDAY, World
from voronka.actions import founding
from voronka.actions.people import add_person
from voronka.actions.showcase import mark_demo
from voronka.core.access import SYSTEM
from voronka.formats.passport import plain
from voronka.store import values
from voronka.store.models import PassportDraft, Person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ME = {"name": "Мария Лапина", "email": "maria@remont.example", "password": "семь синих стульев"}


@pytest.fixture
def owner(db: None, client: Client) -> Iterator[Client]:
    """The browser of the owner of a company that has nothing yet."""
    values.forget_processes()
    key = add_person(email="a@b.example", name="А", role="owner", by=SYSTEM, at=MONDAY)
    client.force_login(Person.objects.get(pk=key), backend=BACKEND)
    yield client


def go_through(client: Client, first: int = 1) -> None:
    for number in range(first, 11):
        page = client.get(f"/begin/{number}").content.decode()
        answer = client.post(f"/begin/{number}", {**changed(filled(page, "answer-form")), "do": "save"})
        assert answer.status_code == 302, answer.content.decode()


def test_a_company_without_a_passport_is_led_to_the_ten_questions(owner: Client) -> None:
    assert owner.get("/cycle/board").headers["Location"] == "/begin"
    assert 'href="/begin"' in owner.get("/passport").content.decode()
    assert owner.get("/begin/3").headers["Location"] == "/begin"
    assert owner.get("/begin/ready").headers["Location"] == "/begin"


@pytest.mark.parametrize("trade", ["agency", "supply", "courses", "clinic", "repair", "blank"])
def test_every_template_leads_to_version_one(owner: Client, trade: str) -> None:
    owner.post("/begin", {"template": trade, "title": "Мои продажи", "currency": "EUR"})
    go_through(owner)
    page = owner.get("/begin/ready").content.decode()
    seen = str(PassportDraft.objects.get().seq)
    answer = owner.post("/begin/ready", {"seen": seen}, follow=True)
    assert answer.redirect_chain[-1][0].startswith("/cycle/board"), page
    held = values.latest()
    assert (held.version, held.title, held.currency) == (1, "Мои продажи", "EUR")
    assert owner.get("/begin").headers["Location"] == "/passport"


def test_each_answer_is_saved_at_once_and_told_as_the_rule_that_it_is(owner: Client) -> None:
    owner.post("/begin", {"template": "repair", "title": "", "currency": "RUB"})
    page = owner.get("/begin/4").content.decode()
    fields = {**changed(filled(page, "answer-form"), closing__won_when__paid="40"), "do": "save"}
    told = owner.post("/begin/4", fields, follow=True)
    assert told.redirect_chain == [("/begin/5", 302)]
    assert "Теперь это правило: Выиграна, когда пришло 40\u00a0% согласованной суммы" in told.content.decode()
    assert plain(PassportDraft.objects.get().text)["closing"]["won_when"]["paid"] == "40%"
    assert "# 4. Точка выхода" in PassportDraft.objects.get().text


def test_who_left_goes_on_where_they_were(owner: Client) -> None:
    owner.post("/begin", {"template": "clinic", "title": "", "currency": "RUB"})
    assert owner.get("/begin").headers["Location"] == "/begin/1"
    page = owner.get("/begin/1").content.decode()
    owner.post("/begin/1", {**changed(filled(page, "answer-form")), "do": "save"})
    assert owner.get("/begin").headers["Location"] == "/begin/2"
    assert owner.get("/begin?again=1").status_code == 200
    owner.post("/begin?again=1", {"template": "courses", "title": "", "currency": "RUB"})
    assert plain(PassportDraft.objects.get().text)["process"] == "courses"


def test_an_answer_that_can_not_be_so_stays_on_its_question(owner: Client) -> None:
    owner.post("/begin", {"template": "agency", "title": "", "currency": "RUB"})
    page = owner.get("/begin/2").content.decode()
    fields = {**changed(filled(page, "answer-form"), cycle__stages__0__norm="скоро"), "do": "save"}
    answer = owner.post("/begin/2", fields)
    assert answer.status_code == 422
    assert 'value="скоро"' in answer.content.decode()


def test_only_who_may_draft_begins(owner: Client, client: Client) -> None:
    key = add_person(email="b@b.example", name="Б", role="manager", by=SYSTEM, at=MONDAY)
    client.force_login(Person.objects.get(pk=key), backend=BACKEND)
    for path in ("/begin", "/begin/1", "/begin/ready", "/begin/company"):
        assert client.get(path).status_code == 403
    assert client.get("/cycle/board").status_code == 404


@pytest.fixture
def demo(world: World, settings: Any, tmp_path: Path) -> World:
    """The story's company as a demo."""
    settings.DATA = tmp_path
    mark_demo({})
    return world


def test_the_owner_of_the_demo_becomes_the_owner_of_a_company(demo: World, as_: As) -> None:  # noqa: F811
    demo.deal()
    browser = as_("owner")
    assert 'href="/begin/company"' in browser.get("/passport").content.decode()
    page = browser.get("/begin/company").content.decode()
    assert "сделок 1" in page and "людей 8" in page
    assert browser.post("/begin/company", {**ME, "password": "123"}).status_code == 422
    assert Person.objects.count() == 8
    answer = browser.post("/begin/company", ME, follow=True)
    assert answer.redirect_chain == [("/begin", 302)]
    assert answer.context["user"].email == ME["email"]
    assert Person.objects.count() == 1
    assert browser.get("/begin/company").status_code == 422


def test_a_company_that_is_no_demo_has_no_such_door(world: World, as_: As) -> None:  # noqa: F811
    assert 'href="/begin/company"' not in as_("owner").get("/passport").content.decode()
    assert as_("owner").get("/begin/company").status_code == 422
    assert as_("owner").post("/begin/company", ME).status_code == 422
    assert Person.objects.count() == 8


def test_the_first_owner_comes_in_by_the_address_of_the_start(
    db: None, client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    values.forget_processes()
    assert client.get("/begin/first?key=guess").status_code == 403
    address = f"/begin/first?key={founding.first_key()}"
    assert client.get("/begin/first?key=ключ%00").status_code == 403
    assert client.get(address).status_code == 200
    answer = client.post(address, ME, follow=True)
    assert answer.redirect_chain == [("/begin", 302)]
    assert Person.objects.get().role == "owner"
    assert client.get(address).status_code == 403
