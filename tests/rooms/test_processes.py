"""Several processes side by side: each page is of one of them, and its head leads to the others."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from tests.world import PASSPORT, World
from voronka.actions import entry, passport
from voronka.store.models import DealRow, InquiryRow

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
COURSES = (
    PASSPORT.replace("process: services", "process: courses")
    .replace("title: Продажи услуг", "title: Продажа курсов")
    .replace("title: Созвон", "title: Пробный урок")
)


@pytest.fixture
def head(world: World, client: Client) -> Iterator[Client]:
    """The head's browser in a company with two processes and a deal in each."""
    passport.publish(text=COURSES, by=world.head, at=world.later())
    world.deal(title="Сайт пекарни")
    world.deal(title="Курс пекаря", process="courses")
    client.force_login(world.person("head"), backend=BACKEND)
    with time_machine.travel(world.later(hours=1), tick=False):
        yield client


def body(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize("path", ["/cycle/board", "/cycle/list"])
def test_a_page_says_in_its_address_which_process_it_is_of(head: Client, path: str) -> None:
    answer = head.get(path, follow=True)
    assert answer.redirect_chain[-1][0].endswith("?process=services")
    page = answer.content.decode()
    assert "Сайт пекарни" in page and "Курс пекаря" not in page
    assert '<option value="courses">Продажа курсов</option>' in page
    answer = head.get(path + "?process=courses", follow=True)
    page = answer.content.decode()
    assert "Курс пекаря" in page and "Сайт пекарни" not in page


@pytest.mark.parametrize(
    "path", ["/", "/passport", "/passport/cycle", "/passport/versions", "/entry/inquiries/"]
)
def test_every_page_of_a_process_leads_to_the_other(head: Client, path: str) -> None:
    answer = head.get(path, follow=True)
    assert answer.redirect_chain[-1][0] == f"{path}?process=services"
    assert head.get(f"{path}?process=courses").status_code == 200


def test_the_process_that_was_chosen_last_goes_along(head: Client) -> None:
    head.get("/cycle/board?process=courses")
    assert head.get("/cycle/list").headers["Location"] == "/cycle/list?process=courses"
    assert "Продажа курсов" in body(head, "/passport")
    assert head.get("/cycle/board", headers={"HX-Request": "true"}).status_code == 200


def test_opening_a_deal_chooses_its_process(head: Client) -> None:
    head.get("/cycle/board?process=services")
    head.get(f"/cycle/deals/{DealRow.objects.get(process='courses').pk}")
    assert head.get("/cycle/board").headers["Location"] == "/cycle/board?process=courses"


def test_a_process_that_is_not_there_is_told_and_not_remembered(head: Client) -> None:
    assert head.get("/cycle/board?process=clinic").status_code == 404
    assert head.get("/cycle/board").headers["Location"] == "/cycle/board?process=services"


def test_counters_beside_the_places_are_of_the_process(world: World, head: Client) -> None:
    for _ in range(3):
        world.deal(title="Ещё курс", process="courses")
    assert "4 открытых" in body(head, "/cycle/board?process=courses").replace("открытые", "открытых")
    assert "1 открытая" in body(head, "/cycle/board?process=services")


def test_an_inquiry_and_a_deal_begin_in_the_process_that_is_open(head: Client) -> None:
    head.get("/cycle/board?process=courses")
    form = body(head, "/entry/inquiries/new")
    assert "Продажа курсов" in form and 'name="process" value="courses"' in form
    asked = {"who": "Ирина", "channel": "phone", "process": "courses"}
    assert head.post("/entry/inquiries/new", asked).status_code in (200, 204, 302)
    assert InquiryRow.objects.get().process == "courses"


def test_the_palette_finds_over_all_processes(head: Client) -> None:
    page = str(head.get("/find?q=пекар").json())
    assert "Сайт пекарни" in page and "Курс пекаря" in page


def test_a_company_with_one_process_sees_no_choice(world: World, client: Client) -> None:
    client.force_login(world.person("head"), backend=BACKEND)
    page = client.get("/cycle/board")
    assert page.status_code == 200
    assert 'name="process"' not in page.content.decode()


def test_another_process_begins_as_a_draft_of_its_own(world: World, client: Client) -> None:
    client.force_login(world.person("head"), backend=BACKEND)
    assert 'name="draft" value="0"' in client.get("/passport/text?new").content.decode()
    page = client.post("/passport/text?new", {"text": COURSES, "do": "save"}).content.decode()
    assert 'name="process" value="courses"' in page and 'name="draft" value="1"' in page
    assert "title: Созвон" in client.get("/passport/text").content.decode()
    assert "Пробный урок" in client.get("/passport/text?process=courses").content.decode()
    typed = {"text": COURSES, "process": "courses", "draft": 1, "do": "publish"}
    done = client.post("/passport/text", typed, follow=True)
    assert done.redirect_chain[-1][0] == "/passport?process=courses"


def test_refusals_of_one_process_are_not_counted_in_another(world: World, head: Client) -> None:
    from voronka.actions import cycle

    key = DealRow.objects.get(process="courses").pk
    cycle.move_deal(key=key, to="call", by=world.manager, at=world.later())
    assert "Бриф не заполнен" in body(head, "/passport/cycle?process=courses")
    assert "Бриф не заполнен" not in body(head, "/passport/cycle?process=services")


def test_the_unpaid_of_every_process_stand_in_one_list(world: World, head: Client) -> None:
    key = DealRow.objects.get(process="courses").pk
    world.fulfil(key, "contract")
    assert f"/cycle/deals/{key}" in body(head, "/closing/unpaid")


def test_inquiries_of_a_client_keep_the_words_of_their_own_process(world: World, head: Client) -> None:
    made = entry.receive_inquiry(
        channel="phone", name="Ирина", process="courses", by=world.manager, at=world.later()
    )
    row = InquiryRow.objects.get(pk=made.key)
    assert "Телефон" in body(head, f"/clients/people/{row.contact_id}")
