"""The lists of companies and of people: columns that were chosen, orders by the heads, the same in the file."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.rooms.pages import SCRIPT, As, as_
from tests.rooms.test_list import heads, text
from tests.world import World
from voronka.actions import clients

__all__ = ["as_"]
PATH = "/clients/"
OWN = (Path(__file__).parent.parent / "samples/own_fields.yaml").read_text(encoding="utf-8")


def names(said: str) -> list[str]:
    """Who is listed, from the top."""
    return re.findall(r'class="main-link" href="/clients/[^"]+">([^<]+)<', said)


@pytest.fixture
def three(world: World) -> list[int]:
    """Three companies, each with a contact."""
    told = (("Пекарня", "7707083893"), ("Аптека", ""), ("<b>Ярмарка</b>", "7736207543"))
    keys = []
    for place, (name, inn) in enumerate(told):
        key = clients.save_company(name=name, inn=inn, by=world.head, at=world.now)
        keys.append(key)
        clients.save_contact(
            name=("Яна", "Борис", "Вера")[place],
            phone=f"+7916123456{place}",
            email=("", "boris@shop.example", "vera@fair.example")[place],
            company=key,
            by=world.head,
            at=world.now,
        )
    return keys


def test_the_columns_of_the_address_are_shown_in_their_order(three: list[int], as_: As) -> None:
    head = as_("head")
    assert heads(text(head.get(PATH))) == ["Компания", "Контакт", "Телефон", "ИНН", "Открытые сделки"]
    said = text(head.get(f"{PATH}?columns=inn,number,phone,nonsense"))
    assert heads(said) == ["Компания", "ИНН", "Номер", "Телефон"], "by the name the card is opened"
    assert "7707083893" in said and "+7 916 123-45-60" in said
    assert "&lt;b&gt;Ярмарка&lt;/b&gt;" in said and "<b>Ярмарка" not in said
    people = text(head.get(f"{PATH}?kind=people&columns=email,name"))
    assert heads(people) == ["Почта", "Контакт"] and "mailto:vera@fair.example" in people


def test_the_companys_own_fields_are_columns(db: None, client: Client) -> None:
    world = World.found(OWN)
    client.force_login(world.person("head"))
    clients.save_company(
        name="Ромашка", fields={"size": "big", "since": "2020-02-01"}, by=world.head, at=world.now
    )
    said = text(client.get(f"{PATH}?columns=name,own.since,own.size"))
    assert heads(said) == ["Компания", "Работает с", "Размер"]
    assert "Большой" in said and 'datetime="2020-02-01"' in said


def test_a_head_orders_the_list_and_says_so(three: list[int], as_: As) -> None:
    head = as_("head")
    said = text(head.get(PATH))
    assert 'href="?sort=name"' in said and "aria-sort" not in said
    assert names(said)[-1] == "Пекарня", "the latest first"
    said = text(head.get(f"{PATH}?sort=name"))
    assert names(said) == ["&lt;b&gt;Ярмарка&lt;/b&gt;", "Аптека", "Пекарня"]
    assert said.count('aria-sort="ascending"') == 1 and 'href="?sort=-name"' in said
    assert "Компания: по убыванию" in said, "on a phone, where there are no heads"
    assert names(text(head.get(f"{PATH}?sort=-inn")))[-1] == "Аптека", "what has none stands at the end"
    assert names(text(head.get(f"{PATH}?kind=people&sort=company"))) == ["Вера", "Борис", "Яна"]
    assert ">Открытые сделки</th>" in text(head.get(f"{PATH}?sort=deals")), "they stand in no order"


def test_an_order_goes_on_page_by_page(three: list[int], as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voronka.queries.clients.PAGE", 2)
    head = as_("head")
    first = text(head.get(f"{PATH}?kind=people&sort=-email"))
    further = re.search(r'href="(\?kind=people&amp;sort=-email&amp;more=[^"]+)"', first)
    assert further
    second = text(head.get(PATH + further[1].replace("&amp;", "&")))
    assert names(first) + names(second) == ["Вера", "Борис", "Яна"]


def test_what_was_found_is_a_list_of_its_own_with_orders_and_columns(three: list[int], as_: As) -> None:
    head = as_("head")
    both = text(head.get(f"{PATH}?q=shop.example"))
    assert names(both) == ["Борис"] and "sort=" not in both
    assert 'href="/clients/?kind=people&amp;q=shop.example"' in both
    said = text(head.get(f"{PATH}?kind=people&q=shop.example&columns=name,email"))
    assert names(said) == ["Борис"] and heads(said) == ["Контакт", "Почта"]
    assert 'href="?kind=people&amp;q=shop.example&amp;columns=name%2Cemail&amp;sort=name"' in said
    assert names(text(head.get(f"{PATH}?kind=companies&q=shop.example"))) == []


def test_columns_are_chosen_in_a_form_that_works_by_buttons_alone(three: list[int], as_: As) -> None:
    head = as_("head")
    form = text(head.get(f"{PATH}columns?kind=people&sort=name&columns=name,email"))
    lines = re.findall(r'name="order" value="([^"]+)"', form)
    assert "<!doctype" in form and lines[:2] == ["name", "email"] and "post" in lines
    sent = {"order": lines, "on": ["name", "email"], "up": "email"}
    moved = text(head.post(f"{PATH}columns?kind=people", sent, **SCRIPT))
    assert re.findall(r'name="order" value="([^"]+)"', moved)[:2] == ["email", "name"]
    done = head.post(
        f"{PATH}columns?kind=people&sort=name", {"order": ["email", "name"], "on": ["email", "name"]}
    )
    assert done["Location"] == f"{PATH}?kind=people&sort=name&columns=email%2Cname"


def test_the_file_has_the_columns_and_the_order_of_the_page(three: list[int], as_: As) -> None:
    head = as_("head")

    def rows(address: str, form: str) -> list[list[str]]:
        answer = head.post(f"{PATH}file{address}", {"as": form})
        told = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        return list(csv.reader(io.StringIO(told, newline=""), delimiter=";"))

    told = rows("?sort=-inn&columns=name,inn,contact", "companies.csv")
    assert told[0] == ["Номер", "Компания", "Чем занимаются", "ИНН", "Контакт"]
    assert [row[0] for row in told[1:]] == [str(three[2]), str(three[0]), str(three[1])]
    whole = rows("?sort=-inn&columns=name,inn", "whole.csv")
    assert len(whole[0]) > 5 and [row[0] for row in whole] == [row[0] for row in told]
    other = rows("?sort=-inn&columns=name,inn", "people.csv")
    assert other[0] == ["Номер", "Имя", "Должность", "Компания", "Телефон", "Почта", "Открытые сделки"]


@pytest.mark.parametrize(
    "told", ["?sort=;drop", "?sort=-", "?columns=%00,;,x", "?sort=name&more=0/x", "?kind=x"]
)
def test_an_address_that_says_nonsense_is_no_error(three: list[int], as_: As, told: str) -> None:
    assert as_("head").get(PATH + told).status_code in (200, 302)
    assert as_("head").get(f"{PATH}columns{told}").status_code == 200


def test_an_order_costs_no_more_statements_than_the_usual_one(
    three: list[int], as_: As, django_assert_max_num_queries: Any
) -> None:
    head = as_("head")
    for address in ("", "?sort=name", "?kind=people&sort=company&columns=name,email,created_at"):
        head.get(PATH + address)
        with django_assert_max_num_queries(9):
            assert head.get(PATH + address).status_code == 200
