"""Inquiries and clients through the API."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import Program
from tests.house.tree import ROOT
from tests.world import World
from voronka.actions import passport
from voronka.store.models import Company

Programs = Callable[..., Program]


def receive(program: Program, **more: object) -> dict[str, object]:
    told = {"channel": "site_form", "name": "Ирина", **more}
    found: dict[str, object] = program.done("/inquiries", told)
    return found


def test_an_inquiry_with_a_filled_brief_is_a_deal_at_once(world: World, manager: Program) -> None:
    response = manager.post(
        "/inquiries",
        {"channel": "site_form", "name": "Ирина", "phone": "8 921 000-00-00", "brief_filled": True},
    )
    assert response.status_code == 201
    assert response.json()["noun"] == "deal"
    assert response["Location"] == f"/api/v1/deals/{response.json()['key']}"
    contact = manager.get("/contacts?phone=%2B79210000000").json()["items"]
    assert [one["name"] for one in contact] == ["Ирина"]


def test_an_inquiry_is_asked_answered_and_closed_as_what_it_was(world: World, manager: Program) -> None:
    key = receive(manager, message="Есть вакансии?")["key"]
    manager.done(f"/inquiries/{key}/messages", {"message": "Ау"})
    manager.done(f"/inquiries/{key}/answers", {"message": "Пишите на hr@"})
    refused = manager.post(f"/inquiries/{key}/closing", {"as_what": "lead"})
    assert refused.status_code == 422
    assert refused.json()["refused"][0]["guard"] == "not_a_lead_known"
    manager.done(f"/inquiries/{key}/closing", {"as_what": "vacancy"})
    inquiry = manager.get(f"/inquiries/{key}").json()
    assert (inquiry["status"], inquiry["as_what"], inquiry["messages"]) == ("closed", "vacancy", 2)
    assert inquiry["answered_at"] and inquiry["answer_by"]
    story = manager.get(f"/inquiries/{key}/timeline").json()
    said = [fact["texts"]["text"] for fact in story if fact["texts"]]
    assert said == ["Есть вакансии?", "Ау", "Пишите на hr@"]
    assert story[-1]["kind"] == "inquiry.closed"
    assert manager.post(f"/inquiries/{key}/answers").json()["refused"][0]["guard"] == "inquiry_open"


def test_a_filled_brief_makes_a_deal_of_an_inquiry(world: World, manager: Program) -> None:
    key = receive(manager)["key"]
    assert manager.done(f"/inquiries/{key}/brief")["noun"] == "deal"


def test_a_person_makes_a_deal_of_an_inquiry_too_early(world: World, manager: Program) -> None:
    key = receive(manager)["key"]
    made = manager.done(f"/inquiries/{key}/deal", {"title": "Хочет сайт"})
    assert manager.get(f"/deals/{made['key']}").json()["early"] is True
    assert manager.get(f"/inquiries/{key}").json()["deal"] == made["key"]


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"channel": "pigeon", "name": "Ирина"}, "channel", "unknown_choice"),
        ({"channel": "phone"}, "name", "client_needed"),
        ({"channel": "phone", "name": "Ирина", "email": "нет"}, "email", "email_unreadable"),
        ({"name": "Ирина"}, "channel", "required"),
        ({"channel": "phone", "name": "Ирина", "service_questions": -1}, "service_questions", "number_small"),
    ],
)
def test_an_inquiry_that_cannot_be_names_its_field(
    world: World, manager: Program, given: dict[str, object], field: str, code: str
) -> None:
    response = manager.post("/inquiries", given)
    assert response.status_code == 422
    assert [(one["field"], one["code"]) for one in response.json()["errors"]] == [(field, code)]
    assert manager.get("/inquiries").json()["items"] == []


def test_a_form_that_is_sent_twice_with_its_key_is_one_inquiry(world: World, manager: Program) -> None:
    for _ in range(2):
        manager.post("/inquiries", {"channel": "phone", "name": "Ира"}, **{"Idempotency-Key": "form-1"})
    assert len(manager.get("/inquiries").json()["items"]) == 1
    assert len(manager.get("/contacts").json()["items"]) == 1


def test_another_managers_inquiry_can_neither_be_seen_nor_touched(
    world: World, manager: Program, program: Programs
) -> None:
    key = receive(manager)["key"]
    stranger = program(world.other_manager)
    assert stranger.get("/inquiries").json()["items"] == []
    assert stranger.get(f"/inquiries/{key}").status_code == 404
    assert stranger.get(f"/inquiries/{key}/timeline").status_code == 404
    for verb, body in (
        ("messages", {"message": "x"}),
        ("answers", {}),
        ("brief", {}),
        ("closing", {"as_what": "spam"}),
        ("deal", {}),
    ):
        assert stranger.post(f"/inquiries/{key}/{verb}", body).status_code == 404


@pytest.mark.parametrize("word", ["curator", "accountant"])
def test_who_has_nothing_to_do_with_inquiries_does_not_see_them(
    world: World, program: Programs, word: str
) -> None:
    asker = program(getattr(world, word))
    assert asker.get("/inquiries").status_code == 403
    assert asker.post("/inquiries", {"channel": "phone", "name": "x"}).status_code == 403


def test_companies_and_contacts_are_made_changed_and_found(world: World, manager: Program) -> None:
    company = manager.done("/companies", {"name": "ООО «Ёлка»", "inn": "7707 083893"})["key"]
    manager.done(f"/companies/{company}", {"name": "АО «Ёлка»", "inn": "7707083893"}, "PUT")
    assert manager.get(f"/companies/{company}").json()["name"] == "АО «Ёлка»"
    found = manager.get("/companies?search=елка").json()["items"]
    assert [one["key"] for one in found] == [company]
    contact = manager.done("/contacts", {"name": "Пётр", "email": "P@E.ru", "company": company})["key"]
    assert manager.get(f"/contacts/{contact}").json()["company_name"] == "АО «Ёлка»"
    assert manager.get("/contacts?email=p@e.ru").json()["items"][0]["key"] == contact
    assert manager.put("/contacts/999", {"name": "x"}).status_code == 404
    assert manager.post("/contacts", {"name": "x", "company": 999}).json()["noun"] == "company"
    assert (
        manager.post("/companies", {"name": "x", "inn": "12"}).json()["errors"][0]["code"] == "inn_unreadable"
    )


def test_a_company_that_is_sent_twice_with_its_key_is_one(world: World, manager: Program) -> None:
    for _ in range(2):
        manager.post("/companies", {"name": "Один"}, **{"Idempotency-Key": "c-1"})
    assert Company.objects.count() == 1


def test_a_curator_sees_clients_and_changes_none(world: World, program: Programs) -> None:
    curator = program(world.curator)
    assert curator.get("/companies").status_code == 200
    assert curator.post("/companies", {"name": "x"}).status_code == 403


@pytest.mark.parametrize(("brief", "most"), [(False, 6), (True, 14)])
def test_a_lead_by_the_api_costs_few_statements(
    world: World, manager: Program, brief: bool, most: int
) -> None:
    receive(manager, brief_filled=brief)
    with CaptureQueriesContext(connection) as asked:
        receive(manager, brief_filled=brief)
    statements = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(statements) <= most, "\n".join(statements)


def test_deals_and_clients_are_found_by_words_of_those_who_may_see_them(
    world: World, manager: Program, program: Programs
) -> None:
    key = world.deal(title="Сайт для «Ёлки»")
    company = manager.done("/companies", {"name": "ООО «Ёлка и сын»"})["key"]
    found = {(hit["noun"], hit["key"]) for hit in manager.get("/search?text=елк").json()}
    assert found == {("deal", key), ("company", company)}
    stranger = program(world.other_manager).get("/search?text=елк").json()
    assert ("deal", key) not in {(hit["noun"], hit["key"]) for hit in stranger}
    page = manager.get("/search/deal?text=елк").json()
    assert [hit["key"] for hit in page["hits"]] == [key] and page["more"] == ""
    assert program(world.other_manager).get("/search/deal?text=елк").json()["hits"] == []
    assert manager.get("/search/deal?text=елк&cursor=x").status_code == 422
    assert manager.get("/search/note?text=%00%00").json()["hits"] == []
    assert manager.get("/search").status_code == 422
    assert manager.get("/search?text=%00%00").json() == []


def test_own_fields_go_in_with_an_inquiry_and_with_a_client(world: World, manager: Program) -> None:
    text = (ROOT / "tests/samples/own_fields.yaml").read_text(encoding="utf-8")
    passport.publish(text=text, by=world.owner, at=world.later())
    given = {"channel": "phone", "name": "Ирина", "fields": {"budget": "70 000"}}
    key = manager.done("/inquiries", given)["key"]
    manager.done(f"/inquiries/{key}/fields", {"fields": {"urgent": "yes", "source": "Соседи"}}, "PUT")
    fields = manager.get(f"/inquiries/{key}").json()["fields"]
    assert fields == {"budget": "7000000", "source": "Соседи", "urgent": "yes"}
    wrong = manager.put(f"/inquiries/{key}/fields", {"fields": {"budget": "много"}})
    assert [(one["field"], one["code"]) for one in wrong.json()["errors"]] == [
        ("budget", "amount_unreadable")
    ]
    company = manager.done("/companies", {"name": "Ромашка", "fields": {"size": "small"}})["key"]
    assert manager.get(f"/companies/{company}").json()["fields"] == {"size": "small"}
