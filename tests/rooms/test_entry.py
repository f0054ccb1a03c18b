"""The room of the entry without a browser: what it takes, what it gives back, what it costs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.house.tree import ROOT
from tests.rooms.pages import SCRIPT, As, as_
from tests.world import World
from voronka.actions import clients, entry
from voronka.queries import clients as client_lists
from voronka.queries import entry as queries
from voronka.queries.records import clients as people
from voronka.queries.records import deals, inquiries

__all__ = ["as_"]
NASTY = [
    "<script>alert(1)</script>",
    "🐻 Медведь",
    "нулевой\x00байт",
    "ы" * 10_000,
    "' OR 1=1 --",
    "{{ 7*7 }}",
]


def statements(browser: object, path: str) -> int:
    """How many SQL statements a page costs."""
    browser.get(path)  # type: ignore[attr-defined]
    with CaptureQueriesContext(connection) as made:
        assert browser.get(path).status_code == 200  # type: ignore[attr-defined]
    return len(made)


def test_an_inquiry_is_written_down_with_a_name_alone(world: World, as_: As) -> None:
    answer = as_("manager").post("/entry/inquiries/new", {"who": "Ирина", "channel": "phone"}, **SCRIPT)
    assert answer.status_code == 204
    line = queries.inbox(world.manager).lines[0]
    assert (line.name, line.channel, line.owner_name) == ("Ирина", "Телефон", "Анна Ким")
    assert f"/entry/inquiries/{line.key}" in answer["HX-Trigger"]


def test_one_field_is_taken_apart_into_name_phone_and_address(world: World, as_: As) -> None:
    who = "Ирина Соколова 8 (921) 000-00-17, irina@mail.example"
    as_("manager").post("/entry/inquiries/new", {"who": who, "channel": "phone"}, **SCRIPT)
    line = queries.inbox(world.manager).lines[0]
    assert (line.name, line.phone, line.email) == ("Ирина Соколова", "+79210000017", "irina@mail.example")


def test_a_lead_becomes_a_deal_at_once_and_the_toast_leads_there(world: World, as_: As) -> None:
    sent = {"who": "Ирина", "channel": "phone", "brief_filled": "on"}
    answer = as_("manager").post("/entry/inquiries/new", sent, **SCRIPT)
    deal = deals.deals(by=world.manager).items[0]
    assert f"/cycle/deals/{deal.key}" in answer["HX-Trigger"]
    assert not deal.early


def test_without_scripts_one_is_led_to_what_was_written_down(world: World, as_: As) -> None:
    answer = as_("manager").post("/entry/inquiries/new", {"who": "Ирина", "channel": "phone"}, follow=True)
    assert "Ирина" in answer.content.decode()
    assert answer.redirect_chain[0][0].startswith("/entry/inquiries/")


def test_who_calls_from_a_known_number_is_not_made_anew(world: World, as_: As) -> None:
    key = clients.save_contact(name="Ирина Соколова", phone="89210000017", by=world.manager, at=world.later())
    sent = {"who": "ирина +7 921 000 00 17", "channel": "phone"}
    as_("manager").post("/entry/inquiries/new", sent, **SCRIPT)
    assert queries.inbox(world.manager).lines[0].contact == key
    as_("manager").post("/entry/inquiries/new", {**sent, "contact": "new"}, **SCRIPT)
    assert queries.inbox(world.manager).lines[0].contact != key


def test_two_people_with_one_telephone_stay_two_people(world: World, as_: As) -> None:
    key = clients.save_contact(name="Ирина Соколова", phone="89210000017", by=world.manager, at=world.later())
    as_("manager").post("/entry/inquiries/new", {"who": "Пётр 89210000017", "channel": "phone"}, **SCRIPT)
    assert queries.inbox(world.manager).lines[0].contact != key
    offered = as_("manager").get("/entry/inquiries/known?who=Пётр 89210000017", **SCRIPT).content.decode()
    assert "Ирина Соколова" in offered


def test_an_empty_inquiry_comes_back_with_what_was_typed(world: World, as_: As) -> None:
    sent = {"who": "", "channel": "phone", "message": "Сколько стоит?", "service_questions": "2"}
    answer = as_("manager").post("/entry/inquiries/new", sent, **SCRIPT)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Скажите, кто это" in said or "кто это" in said
    assert "Сколько стоит?" in said and 'value="2"' in said


@pytest.mark.parametrize("name", NASTY)
def test_whatever_a_name_is_it_is_kept_or_refused_in_words(world: World, as_: As, name: str) -> None:
    browser = as_("manager")
    answer = browser.post(
        "/entry/inquiries/new", {"who": name, "channel": "phone", "message": name}, **SCRIPT
    )
    assert answer.status_code in (204, 422)
    said = browser.get("/entry/inquiries/").content.decode()
    assert "<script>alert" not in said and "\x00" not in said and "49" not in said.split("inbox")[-1][:400]


@pytest.mark.parametrize("sent", [{"channel": "nowhere"}, {}, {"channel": "phone", "service_questions": "-1"},
                                  {"channel": "phone", "service_questions": "9" * 40},
                                  {"channel": "phone", "contact": "999999"}])  # fmt: skip
def test_what_no_form_of_ours_sends_is_refused_in_words(world: World, as_: As, sent: dict[str, str]) -> None:
    answer = as_("manager").post("/entry/inquiries/new", {"who": "Ирина", **sent}, **SCRIPT)
    assert answer.status_code in (404, 422)
    assert not queries.inbox(world.manager).lines


def test_a_repeated_request_writes_one_inquiry(world: World, as_: As) -> None:
    sent = {"who": "Ирина 89210000017", "channel": "phone", "request_id": "once"}
    for _ in range(2):
        assert as_("manager").post("/entry/inquiries/new", sent, **SCRIPT).status_code == 204
    assert len(queries.inbox(world.manager).lines) == 1


def received(world: World) -> int:
    """An inquiry by telephone."""
    return entry.receive_inquiry(channel="phone", name="Ирина", by=world.manager, at=world.later()).key


def test_a_filled_brief_makes_a_deal_of_it(world: World, as_: As) -> None:
    key = received(world)
    answer = as_("manager").post(f"/entry/inquiries/{key}/do/brief", {"note": "Сайт"}, **SCRIPT)
    assert answer.status_code == 204
    assert "/cycle/deals/" in answer["HX-Trigger"]
    assert inquiries.inquiry(key, by=world.manager).as_what == "lead"


def test_a_deal_before_the_rule_allows_it_is_announced_as_too_early(world: World, as_: As) -> None:
    key = received(world)
    asked = as_("manager").get(f"/entry/inquiries/{key}/do/promote", **SCRIPT).content.decode()
    assert "раньше срока" in asked
    as_("manager").post(f"/entry/inquiries/{key}/do/promote", {"title": "Сайт"}, **SCRIPT)
    assert deals.deals(by=world.manager).items[0].early


def test_an_inquiry_is_closed_as_one_of_what_the_passport_names(world: World, as_: As) -> None:
    key = received(world)
    refused = as_("manager").post(f"/entry/inquiries/{key}/do/close", {"as_what": "nonsense"}, **SCRIPT)
    assert refused.status_code == 422
    as_("manager").post(f"/entry/inquiries/{key}/do/close", {"as_what": "spam"}, **SCRIPT)
    assert inquiries.inquiry(key, by=world.manager).as_what == "spam"


def test_a_closed_inquiry_says_why_it_does_not_change(world: World, as_: As) -> None:
    key = received(world)
    entry.close_inquiry(key=key, as_what="spam", by=world.manager, at=world.later())
    answer = as_("manager").post(f"/entry/inquiries/{key}/do/answer", {"message": "Здравствуйте"}, **SCRIPT)
    assert answer.status_code == 422
    assert "закрыто" in answer.content.decode()
    assert "Здравствуйте" in answer.content.decode()


def test_a_deal_for_a_known_client_is_opened_with_its_sum(world: World, as_: As) -> None:
    key = clients.save_company(name="ООО «Ромашка»", by=world.manager, at=world.later())
    sent = {"client": "Ромашка", "chosen": f"company:{key}", "title": "Сайт", "amount": "1 234,56 ₽"}
    answer = as_("manager").post("/entry/deals/new", sent, **SCRIPT)
    deal = deals.deals(by=world.manager).items[0]
    assert answer["HX-Redirect"] == f"/cycle/deals/{deal.key}"
    assert (deal.company, deal.title, deal.amount, deal.owner) == (key, "Сайт", 123456, world.manager.id)


@pytest.mark.parametrize("amount", ["1,234", "-5", "9" * 18, "сто"])
def test_a_sum_that_can_not_be_read_comes_back_with_a_reason(world: World, as_: As, amount: str) -> None:
    answer = as_("manager").post("/entry/deals/new", {"title": "Сайт", "amount": amount}, **SCRIPT)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert deals.deals(by=world.manager).items == ()


def test_a_name_that_fits_several_clients_asks_which(world: World, as_: As) -> None:
    for name in ("Ромашка", "Ромашка и Ко"):
        clients.save_company(name=name, by=world.manager, at=world.later())
    answer = as_("manager").post("/entry/deals/new", {"client": "рома", "title": "Сайт"}, **SCRIPT)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert said.count('name="chosen"') == 2


def test_a_name_that_nobody_has_comes_back_with_ways_to_write_it_down(world: World, as_: As) -> None:
    answer = as_("manager").post("/entry/deals/new", {"client": "Ромашка", "title": "Сайт"}, **SCRIPT)
    typed = as_("manager").get("/entry/deals/clients?client=Ромашка", **SCRIPT)
    for said in (answer.content.decode(), typed.content.decode()):
        assert said.count("Такого клиента нет") == 1
        for way in ("/entry/inquiries/new", "/clients/companies/new", "/clients/people/new"):
            assert f'href="{way}"' in said


def test_a_company_is_kept_and_its_slips_are_told(world: World, as_: As) -> None:
    browser = as_("manager")
    wrong = browser.post("/clients/companies/new", {"name": "Ромашка", "inn": "7707083894"}, **SCRIPT)
    assert wrong.status_code == 422
    assert "контрольная цифра" in wrong.content.decode() and 'value="7707083894"' in wrong.content.decode()
    right = browser.post("/clients/companies/new", {"name": "Ромашка", "inn": "7707083893"}, **SCRIPT)
    page = browser.get(right["HX-Redirect"]).content.decode()
    assert "Ромашка" in page and "7707083893" in page


@pytest.mark.parametrize("name", NASTY)
def test_a_company_of_any_name_has_a_card(world: World, as_: As, name: str) -> None:
    browser = as_("manager")
    answer = browser.post("/clients/companies/new", {"name": name}, **SCRIPT)
    assert answer.status_code in (204, 422)
    if answer.status_code == 204:
        assert "<script>alert" not in browser.get(answer["HX-Redirect"]).content.decode()


def test_a_contact_is_put_into_a_company_known_or_new(world: World, as_: As) -> None:
    browser = as_("manager")
    known = clients.save_company(name="ООО «Ромашка»", by=world.manager, at=world.later())
    for name, phone in (("ооо ромашка", "89210000017"), ("Василёк", "89210000018")):
        sent = {"name": "Ирина", "phone": phone, "company_name": name}
        assert browser.post("/clients/people/new", sent, **SCRIPT).status_code == 204
    first, second = (people.contacts(by=world.head, phone=f"+792100000{n}").items[0] for n in (17, 18))
    assert (first.company, second.company_name) == (known, "Василёк")
    left = {"name": "Ирина", "phone": "89210000017", "company": str(known), "company_name": ""}
    browser.post(f"/clients/people/{first.key}/edit", left, **SCRIPT)
    assert people.contact(first.key, by=world.head).company is None


def test_the_palette_answers_with_places_to_go(world: World, as_: As) -> None:
    key = clients.save_company(name="ООО «Северный лес»", by=world.manager, at=world.later())
    deal = world.deal(company=key)
    found = as_("manager").get("/find?q=северн").json()
    assert [one["url"] for one in found] == [f"/cycle/deals/{deal}", f"/clients/companies/{key}"]
    assert as_("curator").get("/find?q=северн").json() == []


def test_pages_cost_a_fixed_number_of_statements(world: World, as_: As) -> None:
    browser = as_("head")
    company = clients.save_company(name="Ромашка", by=world.manager, at=world.later())

    def more() -> None:
        for n in range(4):
            entry.receive_inquiry(
                channel="phone", name=f"Ирина {n}", message="Сайт?", by=world.manager, at=world.later()
            )
            clients.save_contact(name=f"Пётр {n}", company=company, by=world.manager, at=world.later())
            world.deal(company=company)

    paths = ["/entry/inquiries/", "/clients/", "/clients/?kind=people", "/clients/?q=ром",
             f"/clients/companies/{company}", "/find?q=ром"]  # fmt: skip
    more()
    few = {path: statements(browser, path) for path in paths}
    more()
    assert {path: statements(browser, path) for path in paths} == few
    assert max(few.values()) <= 12, few


def test_own_fields_of_inquiries_and_clients_are_filled_in_on_their_pages(db: None, client: Client) -> None:
    own = World.found((ROOT / "tests/samples/own_fields.yaml").read_text(encoding="utf-8"))
    client.force_login(own.person("support"), backend="allauth.account.auth_backends.AuthenticationBackend")
    inquiry = entry.receive_inquiry(channel="phone", name="Ирина", by=own.support, at=own.now).key
    door = f"/entry/inquiries/{inquiry}/do/fields"
    wrong = client.post(door, {"field-budget": "много"})
    assert wrong.status_code == 422 and "«много» — не сумма" in wrong.content.decode()
    client.post(door, {"field-budget": "70000", "field-urgent": "yes", "field-source": ""})
    page = client.get(f"/entry/inquiries/{inquiry}").content.decode()
    assert "Бюджет" in page and "70\u00a0000\u00a0₽" in page and "Бюджет: 70\u00a0000\u00a0₽." in page
    form = client.get("/clients/companies/new").content.decode()
    assert 'name="field-size"' in form and "Большой" in form
    lacking = client.post("/clients/companies/new", {"name": "Ромашка", "field-since": "скоро"})
    assert lacking.status_code == 422 and lacking.content.decode().count('role="alert"') >= 2
    client.post(
        "/clients/companies/new", {"name": "Ромашка", "field-size": "big", "field-since": "2020-02-01"}
    )
    (company,) = client_lists.found(own.support, "Ромашка").companies
    page = client.get(f"/clients/companies/{company.key}").content.decode()
    assert "Большой" in page and "1 февраля 2020" in page
    client.post("/clients/people/new", {"name": "Ирина", "field-second_phone": "8 921 000-00-00"})
    person = max(client_lists.found(own.support, "Ирина").people, key=lambda one: one.key)
    assert "+7\u00a0921\u00a0000-00-00" in client.get(f"/clients/people/{person.key}").content.decode()
