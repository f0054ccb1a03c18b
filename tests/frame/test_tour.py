"""The tour of the demo company: five steps on real pages, kept for each person, closed and begun anew."""

import pytest
from django.test import Client

from tests.world import World
from voronka.frame import tour
from voronka.store.models import Person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def begun(world: World, word: str = "head", step: int = 1) -> Client:
    Person.objects.filter(pk=world.person(word).pk).update(tour=step)
    client = Client()
    client.force_login(world.person(word), backend=BACKEND)
    return client


def test_a_company_that_is_no_demo_shows_no_tour_and_offers_none(world: World, client: Client) -> None:
    client.force_login(world.person("head"), backend=BACKEND)
    page = client.get("/").content.decode()
    assert 'id="tour"' not in page
    assert "/me/tour" not in page


def test_each_step_leads_to_its_page_and_to_the_thing_it_is_about(world: World) -> None:
    stopped, unpaid = world.deal_at("contract"), world.deal_at("payment")
    client = begun(world)
    wanted = ["/passport#answer-cycle", "/cycle/funnel#stage-strategy", "/#to-do"]
    wanted += [f"/cycle/deals/{stopped}#go-on", f"/cycle/deals/{unpaid}#pay"]
    for number, address in enumerate(wanted, start=1):
        answer = client.post("/me/tour", {"step": number})
        assert answer.headers["Location"] == address
        page = client.get(address.partition("#")[0]).content.decode()
        assert str(tour.STEPS[number - 1].title) not in ("", None)
        assert f"шаг {number} из 5" in page
        if number != 2:  # the funnel's stages are drawn once the worker has counted them
            assert f'id="{address.partition("#")[2]}"' in page
        assert world.person("head").tour == number


def test_the_move_that_the_tour_shows_is_really_refused(world: World) -> None:
    key = world.deal_at("contract")
    client = begun(world, "manager", 3)
    client.post("/me/tour", {"step": 4})
    answer = client.post(f"/cycle/deals/{key}/stage", {"to": "payment", "seen": ""})
    assert answer.status_code == 422


def test_who_sees_no_such_deal_is_led_to_the_board(world: World) -> None:
    client = begun(world, "curator")
    assert client.post("/me/tour", {"step": 4}).headers["Location"] == "/cycle/board"
    assert client.post("/me/tour", {"step": 5}).headers["Location"] == "/cycle/board"


def test_on_another_page_the_tour_shows_the_way_back(world: World) -> None:
    client = begun(world, step=1)
    assert "Показать" in client.get("/cycle/board").content.decode()
    assert "Показать</button>" not in client.get("/passport").content.decode()


def test_it_does_not_stand_before_the_buttons_of_who_begins_a_company_of_their_own(world: World) -> None:
    client = begun(world, "owner")
    assert 'id="tour"' in client.get("/passport/draft").content.decode()
    assert 'id="tour"' not in client.get("/begin").content.decode()


def test_closed_it_stays_closed_for_this_person_alone_and_begins_anew_from_the_menu(world: World) -> None:
    client, other = begun(world), begun(world, "manager")
    answer = client.post("/me/tour", {"step": tour.CLOSED, "next": "/cycle/board"})
    assert answer.headers["Location"] == "/cycle/board"
    page = client.get("/cycle/board").content.decode()
    assert 'id="tour"' not in page
    assert "Экскурсия</span>" in page
    assert 'id="tour"' in other.get("/cycle/board").content.decode()
    client.post("/me/tour", {"step": 1})
    assert 'id="tour"' in client.get("/passport").content.decode()


@pytest.mark.parametrize("odd", ["", "0", "7", "x", "-1"])
def test_a_step_that_is_not_there_is_refused(world: World, odd: str) -> None:
    assert begun(world).post("/me/tour", {"step": odd}).status_code == 400
    assert world.person("head").tour == 1
